"""A report as a Word document: a function of its blocks, of the words that were kept, and of what is inside.

Owns the way from blocks to paragraphs, tables and pictures.  It must not judge, and reads no file.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from docx import Document
from docx.document import Document as Drawn
from docx.enum.section import WD_ORIENTATION, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from checker.forms.saving import in_archive, repeating
from checker.messages import in_source_language, text
from checker.reports import word_styles as looks
from checker.reports.blocks import (
    ContentsList,
    HeadingLine,
    KindPicture,
    NewPage,
    Picture,
    Prompted,
    PromptSpace,
    ReportBlock,
    ReportBody,
    ReportFigure,
    ReportTable,
    SaidLine,
    WordsLine,
)
from checker.reports.carried_words import CarriedWords, written
from checker.reports.enclosed import enclose
from checker.reports.form_files import layout
from checker.reports.hand_edits import outside, said
from checker.reports.word_parts import (
    CONTENTS,
    COVER,
    add_field,
    begin_contents,
    bookmarked,
    building_block,
    control,
    element,
)
from checker.reports.word_pictures import draw_beside, draw_wide
from checker.reports.word_spaces import marked
from checker.reports.word_table import WordTable, blank_table


@in_source_language
def word_document(body: ReportBody, enclosed: Mapping[str, bytes], images: Mapping[str, bytes],
                  kept: CarriedWords, day: dt.date) -> bytes:
    """The document's bytes, the same each time; ``images`` are the pictures by what they say."""
    drawn = Document()
    looks.dress(drawn, layout())
    moment = in_archive(day)
    about = drawn.core_properties
    about.author = about.last_modified_by = "checker"
    about.title, about.comments, about.language = body.title, "", "zh-CN"
    about.created = about.modified = moment
    looks.upright(drawn.sections[0], layout())
    looks.footed(drawn.sections[0].footer.paragraphs[0])
    setting = _WordSetting(drawn, body, images, kept)
    for block in body.blocks:
        setting.block(block)
    setting.former()
    enclose(drawn, {**enclosed, **kept.record(setting.asked, outside(drawn))})
    buffer = io.BytesIO()
    drawn.save(buffer)
    return repeating(buffer, moment)


@dataclass
class _WordSetting:
    """A document that is being set."""

    drawn: Drawn
    body: ReportBody
    images: Mapping[str, bytes]
    kept: CarriedWords
    ids: Any = field(default_factory=lambda: count(1))
    asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    chapters: int = 0
    below: int = 0

    def block(self, block: ReportBlock) -> None:
        """Set one block."""
        match block:
            case HeadingLine():
                self._heading(block)
            case WordsLine():
                self._words(block)
            case SaidLine():
                self._said(block)
            case PromptSpace():
                for one in self._control(block.prompt):
                    self.drawn.element.body.insert_element_before(one, "w:sectPr")
            case ReportTable():
                self._grid(block)
            case Picture():
                self._pictures(block)
            case KindPicture():
                self._kinds(block)
            case ContentsList():
                self._contents(block)
            case _:
                self._page(block)

    def former(self) -> None:
        """At the end what was written where nothing is asked any more."""
        left = self.kept.left(self.asked)
        if not left:
            return
        heading = HeadingLine(1, text("reports.former_words"))
        self._heading(heading)
        self._words(WordsLine(text("reports.former_note"), "note"))
        for prompt in left:
            self.block(PromptSpace(prompt))

    def _line(self, style: str, words: str = "") -> Paragraph:
        """A paragraph at the end of the document."""
        return looks.styled(self.drawn.add_paragraph(words), style)

    def _heading(self, block: HeadingLine) -> None:
        paragraph = self._line(f"Heading {block.level}")
        bookmarked(paragraph, _anchor(block), next(self.ids), block.words)
        if block.level == 1 and block.number:
            self.chapters += 1
            self.below = looks.chapter(self.drawn, self.chapters)
        else:
            numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbered.get_or_add_ilvl().val = block.level - 1
            numbered.get_or_add_numId().val = self.below if block.number else 0

    def _words(self, block: WordsLine) -> None:
        style = {"title": "Title", "note": looks.NOTE, "body": looks.BODY}.get(block.look, "Normal")
        paragraph = self._line(style, block.words)
        if block.look == "signature":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif block.look == "mark":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif block.look == "title":
            self.drawn.element.body.insert_element_before(building_block(COVER, [paragraph._p]), "w:sectPr")

    def _said(self, block: SaidLine) -> None:
        """A paragraph whose figures are found again."""
        paragraph = self._line(looks.BODY)
        for piece in block.pieces:
            if isinstance(piece, ReportFigure):
                bookmarked(paragraph, piece.mark, next(self.ids), piece.said)
            elif piece:
                paragraph.add_run(piece)

    def _control(self, asked: Prompted, style: str = looks.BODY) -> list[Any]:
        """A place for a person's words, with those that were written there."""
        paragraph = self._line(style)
        looks.highlight(paragraph.add_run(asked.words, looks.ASKED))
        asking = [paragraph._p]
        if asked.heads:
            asking.append(blank_table(self.drawn, asked.heads)._tbl)
            asking.append(self._line(looks.NOTE)._p)
        for one in asking:
            self.drawn.element.body.remove(one)
        self.asked[asked.id] = asked.label, written(asking)
        found = self.kept.of(asked.id, self.drawn)
        for one in (inner for block in found for inner in block.iter(qn("w:p"))):
            if said(one) != asked.words:
                looks.unasked(one)
        made = control(asked, next(self.ids), found or asking, empty=not found and not asked.heads)
        return marked(made, asked.id, next(self.ids))

    def _contents(self, block: ContentsList) -> None:
        """The headings as they are now, inside a field that Word makes anew with the numbers of pages."""
        lines = [self._line(looks.CONTENTS, block.title)]
        entries = [one for one in self.body.headings if one.level <= looks.LEVELS]
        for place, one in enumerate(entries):
            line = self._line(f"TOC {one.level}")
            if place == 0:
                begin_contents(line, looks.LEVELS)
            gap = "" if one.level == 1 or not one.number else " "
            line.add_run(f"{one.number}{gap}{one.words}\t")
            add_field(line, f"PAGEREF {_anchor(one)} \\h", "")
            lines.append(line)
        lines[-1].add_run()._r.append(element("fldChar", fldCharType="end"))
        for line in lines:
            self.drawn.element.body.remove(line._p)
        made = building_block(CONTENTS, [one._p for one in lines])
        self.drawn.element.body.insert_element_before(made, "w:sectPr")

    def _page(self, block: NewPage) -> None:
        if block.across is None:
            self.drawn.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            return
        section = self.drawn.add_section(WD_SECTION.NEW_PAGE)
        if block.across:
            looks.lying(section)
            section.orientation = WD_ORIENTATION.LANDSCAPE
        else:
            looks.upright(section, layout())
            section.orientation = WD_ORIENTATION.PORTRAIT

    def _caption(self, caption: str, number: str, kind: str, *, below: bool = False) -> None:
        """A caption whose number Word counts, above a table or below pictures."""
        if not caption:
            return
        paragraph = self._line("Caption")
        paragraph.paragraph_format.keep_with_next = not below
        if number:
            paragraph.add_run(kind)
            add_field(paragraph, f"SEQ {kind} \\* ARABIC", number.removeprefix(kind))
            paragraph.add_run("　")
        paragraph.add_run(caption)

    def _pictures(self, block: Picture) -> None:
        self._line(looks.NOTE, text("reports.legend")).paragraph_format.keep_with_next = True
        draw_beside(self.drawn, block.charts, self.images)
        self._caption(block.caption, block.number, text("reports.figure", number=""), below=True)

    def _kinds(self, block: KindPicture) -> None:
        self._line(looks.NOTE, block.legend).paragraph_format.keep_with_next = True
        draw_wide(self._line(looks.NOTE), block.chart, self.images)
        self._caption(block.caption, block.number, text("reports.figure", number=""), below=True)

    def _grid(self, grid: ReportTable) -> None:
        self._caption(grid.caption, grid.number, text("reports.table", number=""))
        WordTable(self.drawn, grid, self.ids, lambda prompt: self._control(prompt, looks.TABLE)).draw()
        for note in grid.notes:
            self._line(looks.NOTE, note)
        self._line(looks.NOTE)


def _anchor(block: HeadingLine) -> str:
    """The name by which the table of contents finds a heading."""
    return f"_Toc{block.anchor:06d}"
