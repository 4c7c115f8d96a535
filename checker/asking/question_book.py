"""The question sheet as a workbook: letter, who answers, questions, what is known already, lists.

Owns how they are drawn.  No cell that takes an answer has anything in it.  It must not read a filled sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from checker.asking import sheet_columns
from checker.asking.covering_letter import draw_letter
from checker.asking.filled_answers import FALSE, TRUE
from checker.asking.known_facts import KnownFact, bearing_facts
from checker.asking.question_rows import QuestionRow, clauses, question_row
from checker.asking.sheet_columns import (
    ANSWER_CELLS,
    HEAD,
    MARK,
    ROW_ID,
    SEAL,
    WIDTHS,
    WITHDRAWAL_CELLS,
    printed_seal,
    sheet_title,
)
from checker.capsule.record import Record
from checker.explaining.questions import questions
from checker.forms.blank_tables import list_sheet
from checker.forms.drawing import Drawing, Options
from checker.forms.layout import FormTable, list_sheets
from checker.forms.saving import heading, put, saved
from checker.messages import text, verbatim
from checker.reporting.phrases import numbers
from checker.ruleset.compiled import Ruleset
from checker.verdict.found import LackingDatum


class QuestionSheet:
    """What is asked about a record: its questions with their clauses, and the facts to be confirmed."""

    def __init__(self, record: Record) -> None:
        self.record = record
        found = [(lacking, question_row(lacking.id, record.ruleset)) for lacking in questions(record)]
        self.questions = [(row, self._serving(lacking)) for lacking, row in found if row is not None]
        self.left = sum(row is None for _, row in found)
        asked = frozenset((row.datum.kind, row.datum.name) for row, _ in self.questions if row.datum)
        self.facts = bearing_facts(record, asked)
        lists = {name for kind, name in asked if kind == "list"} | {
            fact.datum.name for fact, _ in self.facts if fact.datum.kind == "list"}
        self.lists = {name: sheet for name, sheet in list_sheets(record.ruleset).items() if name in lists}

    def _serving(self, lacking: LackingDatum) -> str:
        """For which clauses a datum is lacking, and the words there that state nothing."""
        said = clauses(lacking.items, self.record.ruleset)
        unstated = "”“".join(lacking.unstated)
        return said + (verbatim("ask.unstated", words=unstated) if unstated else "")

    def workbook(self) -> bytes:
        """The workbook's bytes: a function of the record alone."""
        record, book = self.record, Workbook()
        first = book.active
        assert isinstance(first, Worksheet)
        options = Options(book)
        draw_letter(first, record, self.questions, len(self.facts))
        _head(book, options, record)
        _questions(book, options, record.ruleset, self.questions)
        _facts(book, options, record.ruleset, self.facts)
        for name, sheet in self.lists.items():
            list_sheet(book, options, record.ruleset, name, sheet)
        if text("form.sheet.options") in book.sheetnames:
            book.move_sheet(text("form.sheet.options"), len(book.sheetnames))
        return saved(book, record.verdict.assessed_on)


def _head(book: Workbook, options: Options, record: Record) -> None:
    drawing = _begun(book, options, sheet_columns.head(), "head")
    verdict, model = record.verdict, record.ruleset.model
    said = {"subject": verdict.subject.name, "ruleset": record.ruleset.id, "digest": record.ruleset.digest,
            "standard": verbatim("form.standard", title=model.title, document=model.document,
                                 issuer=model.issuer),
            "dossier": verdict.dossier.digest, "as_of": verdict.assessed_on.isoformat(),
            "layout": str(sheet_columns.LAYOUT)}
    for name in sheet_columns.IDENTITY:
        drawing.line({"item": text(f"ask.head.{name}"), "answer": said[name], "hint": text("ask.keep"),
                      ROW_ID: name}, (), ())
    for name, due in sheet_columns.ANSWERER.items():
        cells = drawing.line({"item": text(f"ask.head.{name}"), "hint": text(f"ask.head_hint.{name}"),
                              ROW_ID: name}, ["answer"] if due else (), ["answer"])
        if name == "made_up":
            drawing.pick([cells["answer"]], [text("form.yes"), text("form.no")])
    _finished(drawing)


def _questions(book: Workbook, options: Options, ruleset: Ruleset,
               rows: Sequence[tuple[QuestionRow, str]]) -> None:
    drawing = _begun(book, options, sheet_columns.question_table(ruleset), "questions")
    for number, (row, said) in enumerate(rows, 1):
        takes = _takes(row) if row.datum and row.datum.kind != "list" else []
        cells = drawing.line({**row.printed, "number": str(number), "clauses": said, ROW_ID: row.key,
                              SEAL: printed_seal(row.printed.values())},
                             [key for key in takes if key == "value"], takes)
        _pick(drawing, cells, row)
    _finished(drawing)


def _takes(row: QuestionRow) -> list[str]:
    """The cells that take something of an answer."""
    assert row.datum is not None
    idle = set() if row.units else {"unit"}
    idle |= set() if row.datum.kind in ("quantity", "report") else {"scope", "price_basis"}
    return [key for key in ANSWER_CELLS if key not in idle]


def _pick(drawing: Drawing, cells: dict[str, Cell], row: QuestionRow) -> None:
    """The drop-downs of an answer."""
    if row.datum and row.choices:
        drawing.pick([cells["value"]], row.choices)
    if row.datum and row.units:
        drawing.pick([cells["unit"]], row.units, strict=False)


def _facts(book: Workbook, options: Options, ruleset: Ruleset,
           facts: Sequence[tuple[KnownFact, list[str]]]) -> None:
    drawing = _begun(book, options, sheet_columns.fact_table(ruleset), "facts")
    for fact, items in facts:
        whole = fact.datum.kind == "list"
        takes = ["confirm", *([] if whole else _takes(fact.question)), *WITHDRAWAL_CELLS]
        cells = drawing.line({**fact.printed, "clauses": numbers(items), ROW_ID: fact.key,
                              SEAL: printed_seal(fact.printed.values())}, (), takes)
        drawing.pick([cells["confirm"]], [text(TRUE), text(FALSE)])
        if not whole:
            _pick(drawing, cells, fact.question)
    _finished(drawing)


def _begun(book: Workbook, options: Options, table: FormTable, name: str) -> Drawing:
    """A sheet with its title, its hint, the hidden marks of its columns, and their headings."""
    drawing = Drawing(book, options, table, sheet_title(name), text(f"ask.hint.{name}"))
    for column, key in enumerate(drawing.keys, 1):
        put(drawing.sheet, drawing.row, column, MARK + key, framed=False)
    drawing.sheet.row_dimensions[drawing.row].hidden = True
    drawing.row += 1
    heading(drawing.sheet, drawing.row, list(table.headings.values()))
    put(drawing.sheet, drawing.row, len(drawing.keys), HEAD)
    drawing.row += 1
    return drawing


def _finished(drawing: Drawing) -> None:
    drawing.finish(WIDTHS, "B5")
    for column, key in enumerate(drawing.keys, 1):
        if key in (SEAL, ROW_ID):
            drawing.sheet.column_dimensions[get_column_letter(column)].hidden = True
