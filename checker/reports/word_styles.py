"""How a report's Word document is set: its styles, its numbered headings, its paper.

Owns the styles' look, from the layout that stands in data.  It must not know what a report says.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document as Drawn
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from checker.messages import text
from checker.reports.form_files import LayoutModel, StyleModel
from checker.reports.word_parts import add_field

PAPER = (210, 297)  # A4
ACROSS_MARGIN = 20
LEVELS = 3
TABLE, NOTE, ASKED, CONTENTS, BODY = (
    f"Report {name}" for name in ("Table", "Note", "Prompt", "Contents", "Body"))
YELLOW = "FFF2A8"
HALF = Emu(6350)  # half a point
NUMBERED = 42  # the list of headings; those below a chapter have the numbers after it
# Chapters in Chinese figures, what is below them by 1.1 and 1.1.1 as reports of parks have it.
_LEVEL = ('<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
          '<w:pStyle w:val="Heading{style}"/>'
          '{legal}<w:suff w:val="{suffix}"/><w:lvlText w:val="{shown}"/><w:lvlJc w:val="left"/>'
          '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>')


def dress(drawn: Drawn, layout: LayoutModel) -> None:
    """Give a new document the styles of the layout."""
    styles: Any = drawn.styles
    _numbering(drawn)
    body = styles["Normal"]
    _letters(body, layout.styles["body"], layout)
    body.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    body.paragraph_format.line_spacing = Pt(layout.line_points)
    body.paragraph_format.space_after = Pt(0)
    indented = styles.add_style(BODY, WD_STYLE_TYPE.PARAGRAPH)
    indented.base_style = body
    indented.paragraph_format.first_line_indent = 2 * layout.styles["body"].half_points * HALF
    for level in range(1, LEVELS + 1):
        heading = styles[f"Heading {level}"]
        _letters(heading, layout.styles[f"heading_{level}"], layout)
        _of_numbering(heading, level)
        heading.paragraph_format.space_before = Pt(6)
        heading.paragraph_format.keep_with_next = True
    _letters(styles["Title"], layout.styles["title"], layout)
    _unbordered(styles["Title"])
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Title"].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    styles["Title"].paragraph_format.space_before = Pt(120)
    styles["Title"].paragraph_format.space_after = Pt(60)
    _small(styles["Caption"], layout.styles["caption"], layout)
    styles["Caption"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Caption"].paragraph_format.keep_with_next = True
    _own_styles(styles, layout)


def _own_styles(styles: Any, layout: LayoutModel) -> None:
    """The styles that the library's own document lacks."""
    for name, like in ((TABLE, "table"), (NOTE, "note")):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _small(style, layout.styles[like], layout)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
    asked = styles.add_style(ASKED, WD_STYLE_TYPE.CHARACTER)
    asked.element.get_or_add_rPr().append(_yellow())
    for level in range(1, LEVELS + 1):
        entry = styles.add_style(f"TOC {level}", WD_STYLE_TYPE.PARAGRAPH)
        entry.base_style = styles["Normal"]
        entry.paragraph_format.left_indent = Pt(16 * (level - 1))
        width = Mm(PAPER[0] - layout.margins_mm["left"] - layout.margins_mm["right"])
        entry.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    contents = styles.add_style(CONTENTS, WD_STYLE_TYPE.PARAGRAPH)
    _small(contents, layout.styles["heading_1"], layout)
    contents.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    contents.paragraph_format.space_after = Pt(12)


def styled(paragraph: Paragraph, name: str) -> Paragraph:
    """A paragraph in a style; the library would look that up among all each time."""
    paragraph._p.style = name.replace(" ", "")
    return paragraph


def highlight(run: Run) -> None:
    """What is asked for in yellow; some office programs don't heed the style in a content control."""
    run._r.get_or_add_rPr().append(_yellow())


def unasked(paragraph: Any) -> None:
    """A paragraph that somebody wrote over a question, without the question's look."""
    for letters in paragraph.iter(qn("w:rPr")):
        for one in letters.findall(qn("w:rStyle")) + letters.findall(qn("w:shd")):
            if one.get(qn("w:val")) == ASKED.replace(" ", "") or one.get(qn("w:fill")) == YELLOW:
                letters.remove(one)


def _yellow() -> Any:
    return parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{YELLOW}"/>')


def footed(paragraph: Paragraph) -> None:
    """The number of the page."""
    paragraph.style, paragraph.alignment = NOTE, WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text("reports.foot"))
    add_field(paragraph, "PAGE", "1")
    paragraph.add_run(text("reports.foot_end"))


def upright(section: Section, layout: LayoutModel) -> None:
    """A4 upright, with the margins of the layout."""
    section.page_width, section.page_height = map(Mm, PAPER)
    margins = layout.margins_mm
    section.top_margin, section.bottom_margin = Mm(margins["top"]), Mm(margins["bottom"])
    section.left_margin, section.right_margin = Mm(margins["left"]), Mm(margins["right"])


def lying(section: Section) -> None:
    """A4 across, for wide tables."""
    section.page_width, section.page_height = map(Mm, PAPER[::-1])
    for side in ("top", "bottom", "left", "right"):
        setattr(section, f"{side}_margin", Mm(ACROSS_MARGIN))


def width_of(section: Section) -> int:
    """How wide the text of a section is."""
    whole, left, right = section.page_width, section.left_margin, section.right_margin
    assert whole is not None
    assert left is not None
    assert right is not None
    return whole - left - right


def _small(style: Any, like: StyleModel, layout: LayoutModel) -> None:
    """A style of lines as high as their letters, black and upright."""
    _letters(style, like, layout)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    style.paragraph_format.first_line_indent = Pt(0)
    style.paragraph_format.space_after = Pt(0)


def _letters(style: Any, like: StyleModel, layout: LayoutModel) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = layout.latin, like.half_points * HALF, like.bold, False
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for writing in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        if fonts.get(qn(writing)) is not None:
            del fonts.attrib[qn(writing)]
    fonts.set(qn("w:eastAsia"), like.font)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")  # else numbers would be torn apart at the end of a line
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(language)


def _unbordered(style: Any) -> None:
    """Without the line that the library's own title has below it."""
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _numbering(drawn: Drawn) -> None:
    """The numbers of headings, which Word counts by itself."""
    numbering = drawn.part.numbering_part.element
    levels = "".join(_level(at, "%1") for at in range(LEVELS))
    numbering.insert(0, parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{NUMBERED}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"))
    numbering.append(_list(NUMBERED, ""))


def chapter(drawn: Drawn, number: int) -> int:
    """The list of the headings below a chapter, whose figure is written out.

    Some office programs would set 一.1 for 1.1, for they don't know figures of two kinds in one number.
    """
    id_ = NUMBERED + number
    below = "".join(f'<w:lvlOverride w:ilvl="{at}">{_level(at, str(number))}</w:lvlOverride>'
                    for at in range(1, LEVELS))
    drawn.part.numbering_part.element.append(_list(id_, below))
    return id_


def _list(number: int, below: str) -> Any:
    return parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{NUMBERED}"/>'
                     f"{below}</w:num>")


def _level(at: int, first: str) -> str:
    """A level of numbers: 一、 then 1.1 and 1.1.1; ``first`` is what stands for the chapter's."""
    shown = "%1、" if at == 0 else ".".join([first, *(f"%{n}" for n in range(2, at + 2))])
    return _LEVEL.format(at=at, style=at + 1, format="decimal" if at else "chineseCounting", shown=shown,
                         legal="<w:isLgl/>" if at else "", suffix="space" if at else "nothing")


def _of_numbering(style: Any, level: int) -> None:
    numbered = style.element.get_or_add_pPr().get_or_add_numPr()
    numbered.get_or_add_ilvl().val = level - 1
    numbered.get_or_add_numId().val = NUMBERED
