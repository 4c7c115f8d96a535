"""The letter with its questions as a document to read and to print; the sheet that is read back is another.

Owns its layout: A4, the letter upright, the questions across in a table.  It must not choose what is asked.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from docx import Document
from docx.document import Document as Drawn
from docx.enum.section import WD_ORIENTATION, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from checker.asking.covering_letter import opening, to_be_checked
from checker.asking.question_sheet import QuestionSheet
from checker.asking.sheet_columns import sheet_title
from checker.forms.saving import in_archive, repeating
from checker.messages import in_source_language, text, verbatim

_PAPER = (210, 297)  # A4
_MARGIN, _EDGE = 22, 15
_FONT, _LANGUAGE = "SimSun", "zh-CN"
_BODY, _SMALL, _TITLE = Pt(11), Pt(9), Pt(18)
_COLUMNS = {"number": 13, "asked": 36, "year": 14, "unit_due": 16, "scope": 24, "definition": 60,
            "choices": 32, "clauses": 42, "why": 30}
_HOW = ("reply", "units", "sources", "blank")


@in_source_language
def letter_document(sheet: QuestionSheet) -> bytes:
    """The document's bytes: a function of what is asked alone."""
    verdict, model = sheet.record.verdict, sheet.record.ruleset.model
    drawn = _blank()
    moment = in_archive(verdict.assessed_on)
    about = verbatim("ask.letter.about", document=model.title, subject=verdict.subject.name)
    properties = drawn.core_properties
    properties.author = properties.last_modified_by = "checker"
    properties.title, properties.comments, properties.language = about, "", _LANGUAGE
    properties.created = properties.modified = moment
    first = drawn.sections[0]
    _sheet_of_paper(first, _PAPER, _MARGIN)
    _line(first.header.paragraphs[0], about, _SMALL)
    _footed(first.footer.paragraphs[0])
    _letter(drawn, sheet)
    if sheet.questions:
        across = drawn.add_section(WD_SECTION.NEW_PAGE)
        _sheet_of_paper(across, _PAPER[::-1], _EDGE)
        across.orientation = WD_ORIENTATION.LANDSCAPE
        _line(drawn.add_paragraph(), text("ask.document.table"), _BODY, bold=True)
        _questions(drawn, sheet)
    buffer = io.BytesIO()
    drawn.save(buffer)
    return repeating(buffer, moment)


def _blank() -> Drawn:
    """An empty document whose letters are set in one font, whatever writing they are of."""
    drawn = Document()
    style = drawn.styles["Normal"]
    style.font.name, style.font.size = _FONT, _BODY
    parts = style.element.get_or_add_rPr()
    parts.get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    written_in = OxmlElement("w:lang")
    for writing in ("w:val", "w:eastAsia"):
        written_in.set(qn(writing), _LANGUAGE)
    parts.append(written_in)
    style.paragraph_format.space_after = Pt(4)
    return drawn


def _sheet_of_paper(section: Section, paper: Sequence[int], margin: int) -> None:
    section.page_width, section.page_height = map(Mm, paper)
    section.left_margin = section.right_margin = Mm(margin)
    section.top_margin = section.bottom_margin = Mm(_MARGIN)


def _letter(drawn: Drawn, sheet: QuestionSheet) -> None:
    title = _line(drawn.add_paragraph(), sheet_title("letter"), _TITLE, bold=True)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for said in _lines(sheet):
        _line(drawn.add_paragraph(), said, _BODY)


def _lines(sheet: QuestionSheet) -> Iterator[str]:
    """What the letter says before its questions."""
    yield from opening(sheet.record)
    yield text("ask.document.asked", count=len(sheet.questions)) if sheet.questions else text(
        "ask.letter.nothing")
    yield from to_be_checked(sheet.doubts().values())
    if sheet.facts:
        yield text("ask.document.known", count=len(sheet.facts), sheet=sheet_title("facts"))
    yield text("ask.letter.how")
    yield from (text(f"ask.how.{name}") for name in _HOW)
    yield text("ask.document.from")


def _questions(drawn: Drawn, sheet: QuestionSheet) -> None:
    """The table: one question a row, its heading on each page."""
    table = drawn.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    _row(table, table.rows[0], [text(f"ask.document.heading.{name}") for name in _COLUMNS], bold=True)
    _mark(table.rows[0], "w:tblHeader")
    for number, (row, clauses) in enumerate(sheet.questions, 1):
        _row(table, table.add_row(), [
            str(number), row.asked, row.year, row.unit, row.scoping, row.meaning + row.how,
            "、".join(row.choices), clauses, sheet.why[row.key]])


def _row(table: Table, row: _Row, said: Sequence[str], *, bold: bool = False) -> None:
    _mark(row, "w:cantSplit")
    cells: Sequence[_Cell] = row.cells
    for cell, column, words, width in zip(cells, table.columns, said, _COLUMNS.values(), strict=True):
        cell.width = column.width = Mm(width)
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        _line(cell.paragraphs[0], words or text("ask.document.none"), _SMALL, bold=bold)


def _mark(row: _Row, name: str) -> None:
    """Set what the library has no name for: a row that isn't torn apart, or one that is repeated."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _line(paragraph: Paragraph, said: str, size: Pt, *, bold: bool = False) -> Paragraph:
    run = paragraph.add_run(said)
    run.font.size, run.bold = size, bold
    return paragraph


def _footed(paragraph: Paragraph) -> None:
    """That nothing is read from this document, and the number of the page."""
    _line(paragraph, text("ask.document.foot"), _SMALL)
    for kind in ("begin", "", "end"):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = "PAGE"
        run = paragraph.add_run()
        run.font.size = _SMALL
        run._r.append(part)
    _line(paragraph, text("ask.document.foot_end"), _SMALL)
