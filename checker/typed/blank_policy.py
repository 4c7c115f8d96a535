"""The workbook in which an officer types a policy: a function of nothing but the vocabulary.

Owns how its sheets are drawn.  It must not read one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from checker.forms.drawing import Drawing, Options
from checker.forms.layout import FormTable
from checker.forms.saving import saved
from checker.messages import in_source_language, text
from checker.typed.policy_sheets import (
    ANSWERS,
    BAN_EFFECTS,
    COLUMNS,
    COMPARES,
    DOCUMENT,
    EFFECTS,
    JOINED,
    KINDS,
    RELATIONS,
    SEEN,
    TREATMENTS,
    WAYS,
    sheet_of,
    table_of,
    words_of,
)
from checker.typed.policy_terms import kind_of
from checker.typed.usual_terms import usual_metrics, usual_terms

MADE = dt.date(2026, 12, 1)  # of the vocabulary; the workbook's bytes hang on no clock
_ROWS = 40
_OWN = 15
_WIDTHS = {"": 18, "label": 26, "definition": 50, "words": 50, "values": 34, "also": 30, "question": 50,
           "asked": 40, "name": 24, "term": 24, "value": 30, "case": 30, "clause": 20, "why": 30,
           "answer": 60, "hint": 60, "over": 24, "under": 24, "remedy": 34, "watch": 30, "unlike": 30,
           "when": 24, "except": 24, "applies": 24, "then": 34}
_LISTS: dict[str, tuple[str, Sequence[str]]] = {
    "kind": ("kind", KINDS), "relation": ("relation", RELATIONS), "compares": ("compares", COMPARES),
    "effect": ("effect", EFFECTS), "joined": ("joined", JOINED), "treatment": ("treatment", TREATMENTS),
    "way": ("way", WAYS), "seen": ("seen", SEEN)}
_OTHER_LISTS: dict[tuple[str, str], tuple[str, Sequence[str]]] = {
    ("bans", "effect"): ("effect", BAN_EFFECTS), ("scores", "relation"): ("compares", COMPARES)}
# The columns of the table of floors that stand there at first.
_CONDITIONS = ("industry_code", "project_park_level", "project_zone", "nature", "stage")
_METRICS = 5


SheetRows = Sequence[Mapping[str, str]]


@in_source_language
def blank_policy() -> bytes:
    """The workbook's bytes."""
    return policy_book({key: printed_rows(key) for key in COLUMNS}, _floor_headings())


def policy_book(rows: Mapping[str, SheetRows], columns: Sequence[str]) -> bytes:
    """The workbook with these rows on its sheets and room for more, and columns of the floors."""
    book = Workbook()
    book.remove(book.worksheets[0])
    options = Options(book)
    for key in COLUMNS:
        _sheet(book, options, key, rows[key], columns)
    if text("form.sheet.options") in book.sheetnames:
        book.move_sheet(text("form.sheet.options"), len(book.sheetnames))
    return saved(book, MADE)


def _sheet(book: Workbook, options: Options, key: str, printed: SheetRows, columns: Sequence[str]) -> None:
    table = table_of(key, columns if key == "floors" else ())
    drawing = Drawing(book, options, table, sheet_of(key), text(f"policy.top.{key}"))
    drawing.headings()
    first = drawing.row
    room = 0 if key == DOCUMENT else _OWN if key in ("terms", "metrics") else max(_OWN, _ROWS - len(printed))
    cells = [drawing.line(row, (), _free(table, key)) for row in (*printed, *[dict[str, str]()] * room)]
    for column, usual in _LISTS.items():
        if column in table.headings:
            group, names = _OTHER_LISTS.get((key, column), usual)
            drawing.pick([row[column] for row in cells], list(words_of(group, names)))
    if "use" in table.headings:
        drawing.pick([row["use"] for row in cells], [text("form.yes"), text("form.no")])
    drawing.finish(_WIDTHS, f"B{first}")


def _free(table: FormTable, key: str) -> Sequence[str]:
    return ("answer",) if key == DOCUMENT else list(table.headings)


def printed_rows(key: str) -> list[Mapping[str, str]]:
    """What is printed in a sheet's rows of a blank workbook."""
    if key == DOCUMENT:
        return [{"item": text(f"policy.answer.{name}"), "hint": text(f"policy.hint.{name}")}
                for name in ANSWERS]
    if key == "terms":
        return [term_row(label, term.said, number=term.number) for label, term in usual_terms().items()]
    if key == "metrics":
        return [_metric(metric) for metric in usual_metrics()]
    return []


def term_row(label: str, said: Mapping[str, Any], *, number: bool) -> Mapping[str, str]:
    """A term's row but for whether it is used."""
    kind = kind_of(said, number=number)
    return {"label": label, "kind": text(f"policy.kind.{kind}"), "unit": str(said.get("unit", "")),
            "values": "、".join(said.get("shown", {}).get(word, word) for word in said.get("words", ())),
            "definition": said.get("definition", ""),
            "also": "、".join(said.get("also", ()))}


def _metric(metric: Mapping[str, str]) -> Mapping[str, str]:
    named = {term.name: label for label, term in usual_terms().items()}
    unit = metric["unit"]
    return {"label": metric["label"], "over": named[metric["over"]],
            "under": named[metric["under"]] if "under" in metric else "",
            "unit": text("form.dimensionless") if unit == "1" else unit,
            "compares": text(f"policy.compares.{metric.get('compares', 'at_least')}")}


def _floor_headings() -> list[str]:
    named = {term.name: label for label, term in usual_terms().items()}
    return [*(named[name] for name in _CONDITIONS),
            *(metric["label"] for metric in usual_metrics()[:_METRICS])]
