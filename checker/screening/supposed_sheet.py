"""The sheet on what most projects lack: what is supposed, and how many come to what, with a picture.

Owns its layout.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from checker.messages import text
from checker.screening.common_answers import CommonAnswers
from checker.screening.row_heights import height
from checker.screening.supposed_words import SIDES, SupposedOutcome, fact_rows, note

WIDTHS = (30, 14, 40, 40)
_COLOURS = {"unmet": "#A31515", "met": "#1B6E3A", "review": "#1F4E8C", "diverted": "#5A7FB0",
            "undetermined": "#C9A35A"}
_OTHER = "#FFFFFF"
_START = 2


class SupposedForms(NamedTuple):
    """How cells look: of words, headings, numbers and sentences."""

    cell: Format
    head: Format
    figure: Format
    line: Format


def draw_supposed(book: Workbook, sheet: Worksheet, forms: SupposedForms, found: CommonAnswers,
                  outcomes: Sequence[SupposedOutcome], moved: Sequence[tuple[str, str, str]]) -> None:
    """What is supposed of each fact, the counts, which rows these are, and the counts as bars."""
    sheet.set_row(0, height((note(found),), (sum(WIDTHS[2:]),)))
    sheet.merge_range(0, 0, 0, len(WIDTHS) - 1, note(found), forms.line)
    if not found.facts:
        return
    _heads(sheet, _START, [text(f"results.{name}") for name in ("question", "lacked", "good", "bad")], forms)
    for row, (label, count, good, bad) in enumerate(fact_rows(found), _START + 1):
        sheet.set_row(row, height((label, "", good, bad), WIDTHS))
        for column, words in ((0, label), (2, good), (3, bad)):
            sheet.write_string(row, column, words, forms.cell)
        sheet.write_number(row, 1, count, forms.figure)
    start = _START + len(found.facts) + 2
    _heads(sheet, start, [text("results.outcome"), *(text(f"supposed.{side}") for side in SIDES)], forms)
    for row, counted in enumerate(outcomes, start + 1):
        sheet.write_string(row, 0, counted.label, forms.cell)
        for column, count in enumerate(counted.counts, 1):
            sheet.write_number(row, column, count, forms.figure)
    below = start + len(outcomes) + 2
    if moved:
        _heads(sheet, below, [text(f"results.{name}") for name in
                              ("supposed_side", "outcome", "supposed_rows")], forms)
        for row, (side, label, numbers) in enumerate(moved, below + 1):
            sheet.set_row(row, height(("", "", numbers), (*WIDTHS[:2], sum(WIDTHS[2:]))))
            sheet.write_string(row, 0, side, forms.cell)
            sheet.write_string(row, 1, label, forms.cell)
            sheet.merge_range(row, 2, row, 3, numbers, forms.cell)
        below += len(moved) + 2
    _picture(book, sheet, start, outcomes, below)


def _heads(sheet: Worksheet, row: int, words: Sequence[str], forms: SupposedForms) -> None:
    for column, said in enumerate(words):
        sheet.write_string(row, column, said, forms.head)


def _picture(book: Workbook, sheet: Worksheet, start: int, outcomes: Sequence[SupposedOutcome],
             below: int) -> None:
    """A bar for each side, parted by outcome."""
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    name, last = sheet.get_name(), len(SIDES)
    for row, counted in enumerate(outcomes, start + 1):
        chart.add_series({
            "name": [name, row, 0], "categories": [name, start, 1, start, last],
            "values": [name, row, 1, row, last], "border": {"color": "#111111"},
            "fill": {"color": _COLOURS.get(counted.outcome, _OTHER)}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 240})
    sheet.insert_chart(below, 0, chart)
