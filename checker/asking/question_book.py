"""A question sheet as a workbook: letter, who answers, questions, what is known already, lists.

Owns how they are drawn.  No cell that takes an answer has anything in it.  It must not read a filled sheet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from checker.asking import sheet_columns
from checker.asking.covering_letter import draw_letter
from checker.asking.filled_answers import FALSE, TRUE
from checker.asking.known_facts import KnownFact
from checker.asking.question_rows import QuestionRow
from checker.asking.sheet_columns import (
    ANSWER_CELLS,
    HEAD,
    HIDDEN,
    MARK,
    OF,
    PROJECT,
    ROW_ID,
    SEAL,
    WIDTHS,
    WITHDRAWAL_CELLS,
    printed_seal,
    sheet_title,
)
from checker.forms.blank_tables import list_sheet
from checker.forms.drawing import Drawing, Options
from checker.forms.layout import FormTable
from checker.forms.saving import heading, put, saved
from checker.messages import text, verbatim
from checker.ruleset.compiled import Ruleset


class Whose(NamedTuple):
    """Which project a row is about: its name, and its dossier by the digest."""

    name: str
    dossier: str


class DrawnQuestion(NamedTuple):
    """A question with what is said of its clauses, and whose it is on a sheet on several projects."""

    row: QuestionRow
    said: str
    whose: Whose | None = None


class DrawnFact(NamedTuple):
    """A statement to be confirmed, likewise."""

    fact: KnownFact
    said: str
    whose: Whose | None = None


@dataclass(frozen=True)
class QuestionBook:
    """Everything that a question sheet shows: ``about`` stands for the dossier's digest.

    ``several`` when each row names its project; ``lists`` are the sheets of lists by the lists' names.
    """

    ruleset: Ruleset
    subject: str
    about: str
    day: dt.date
    letter: Sequence[str]
    questions: Sequence[DrawnQuestion]
    facts: Sequence[DrawnFact]
    lists: Mapping[str, str] = field(default_factory=dict)
    several: bool = False

    def workbook(self) -> bytes:
        """The workbook's bytes: a function of what it shows alone."""
        book = Workbook()
        first = book.active
        assert isinstance(first, Worksheet)
        options = Options(book)
        draw_letter(first, self.letter)
        self._head(book, options)
        self._questions(book, options)
        self._facts(book, options)
        for name, sheet in self.lists.items():
            list_sheet(book, options, self.ruleset, name, sheet)
        if text("form.sheet.options") in book.sheetnames:
            book.move_sheet(text("form.sheet.options"), len(book.sheetnames))
        return saved(book, self.day)

    def _head(self, book: Workbook, options: Options) -> None:
        drawing = _begun(book, options, sheet_columns.head(), "head")
        model = self.ruleset.model
        said = {"subject": self.subject, "ruleset": self.ruleset.id, "digest": self.ruleset.digest,
                "standard": verbatim("form.standard", title=model.title, document=model.document,
                                     issuer=model.issuer),
                "dossier": self.about, "as_of": self.day.isoformat(), "layout": str(sheet_columns.LAYOUT)}
        for name in sheet_columns.IDENTITY:
            drawing.line({"item": text(f"ask.head.{name}"), "answer": said[name], "hint": text("ask.keep"),
                          ROW_ID: name}, (), ())
        for name, due in sheet_columns.ANSWERER.items():
            cells = drawing.line({"item": text(f"ask.head.{name}"), "hint": text(f"ask.head_hint.{name}"),
                                  ROW_ID: name}, ["answer"] if due else (), ["answer"])
            if name == "made_up":
                drawing.pick([cells["answer"]], [text("form.yes"), text("form.no")])
        _finished(drawing)

    def _questions(self, book: Workbook, options: Options) -> None:
        table = sheet_columns.question_table(self.ruleset, several=self.several)
        drawing = _begun(book, options, table, "questions")
        for number, (row, said, whose) in enumerate(self.questions, 1):
            takes = _takes(row) if row.datum and row.datum.kind != "list" else []
            printed = {"number": str(number), "clauses": said, **_printed(row.printed, row.key, whose)}
            cells = drawing.line(printed, [key for key in takes if key == "value"], takes)
            _pick(drawing, cells, row)
        _finished(drawing)

    def _facts(self, book: Workbook, options: Options) -> None:
        table = sheet_columns.fact_table(self.ruleset, several=self.several)
        drawing = _begun(book, options, table, "facts")
        for fact, said, whose in self.facts:
            whole = fact.datum.kind == "list"
            takes = ["confirm", *([] if whole else _takes(fact.question)), *WITHDRAWAL_CELLS]
            cells = drawing.line({"clauses": said, **_printed(fact.printed, fact.key, whose)}, (), takes)
            drawing.pick([cells["confirm"]], [text(TRUE), text(FALSE)])
            if not whole:
                _pick(drawing, cells, fact.question)
        _finished(drawing)


def _printed(printed: Mapping[str, str], key: str, whose: Whose | None) -> dict[str, str]:
    """What is printed in a row, with its hidden marks."""
    about = {} if whose is None else {PROJECT: whose.name, OF: whose.dossier}
    return {**printed, **about, ROW_ID: key, SEAL: printed_seal([key, *about.values(), *printed.values()])}


def _takes(row: QuestionRow) -> list[str]:
    """The cells that take something of an answer."""
    assert row.datum is not None
    idle = set() if row.units else {"unit"}
    idle |= set() if row.datum.kind in ("quantity", "report") else {"scope", "price_basis"}
    return [key for key in ANSWER_CELLS if key not in idle]


def _pick(drawing: Drawing, cells: Mapping[str, Cell], row: QuestionRow) -> None:
    """The drop-downs of an answer."""
    if row.datum and row.choices:
        drawing.pick([cells["value"]], row.choices)
    if row.datum and row.units:
        drawing.pick([cells["unit"]], row.units, strict=False)


def _begun(book: Workbook, options: Options, table: FormTable, name: str) -> Drawing:
    """A sheet with its title, its hint, the hidden marks of its columns, and their headings."""
    drawing = Drawing(book, options, table, sheet_title(name), text(f"ask.hint.{name}"))
    _marks(drawing, [MARK + key for key in drawing.keys])
    heading(drawing.sheet, drawing.row, list(table.headings.values()))
    put(drawing.sheet, drawing.row, len(drawing.keys), HEAD)
    drawing.row += 1
    return drawing


def _marks(drawing: Drawing, marks: Iterable[str]) -> None:
    for column, mark in enumerate(marks, 1):
        put(drawing.sheet, drawing.row, column, mark, framed=False)
    drawing.sheet.row_dimensions[drawing.row].hidden = True
    drawing.row += 1


def _finished(drawing: Drawing) -> None:
    drawing.finish(WIDTHS, "B5")
    for column, key in enumerate(drawing.keys, 1):
        if key in HIDDEN:
            drawing.sheet.column_dimensions[get_column_letter(column)].hidden = True
