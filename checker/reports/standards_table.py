"""What a project promises to reach: each standard with what is asked and what is promised.

Owns which of a standard's items the verdict knows.  What the rules don't set, or the papers don't state, a
person is asked for; nothing is taken from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.capsule.record import Record
from checker.messages import aside, text
from checker.reporting import phrases, words
from checker.reports.blocks import GridCell, Prompted, ReportFigure, ReportTable
from checker.reports.outline import StandardRow
from checker.reports.year_values import YearReadings
from checker.wording.worded import Finding

WIDTHS = (8, 30, 14, 22, 18, 16)
HEADS = ("number", "standard", "unit", "asked", "promised", "outcome")


def standards_table(record: Record, rows: Sequence[StandardRow], readings: YearReadings,
                    named: tuple[str, str, str]) -> ReportTable:
    """A row for each standard, or for each reading of the item that sets it."""
    known = {finding.item: finding for finding in record.words.findings}
    # Of rules none of whose items the form names, it can't be said that they set nothing.
    none = text("reports.not_set" if known.keys() & {item for row in rows for item in row.items}
                else "reports.not_matched")
    period = record.verdict.period
    cells = [row for number, standard in enumerate(rows, 1)
             for row in _rows((str(number), named[0], none), standard, known, readings, period)]
    return ReportTable(*named, [text(f"reports.head.{head}") for head in HEADS], cells, WIDTHS)


def _rows(place: tuple[str, str, str], row: StandardRow, known: dict[str, Finding], readings: YearReadings,
          period: int) -> Iterator[list[GridCell]]:
    number, where, none = place
    found = next((known[item] for item in row.items if item in known), None)
    ask = Prompted(f"promise_{row.id}", row.label, text("reports.promise"), brief=True)
    if found is None:
        limit = Prompted(f"limit_{row.id}", row.label, text("reports.asked"), brief=True)
        yield [GridCell(number, middle=True), GridCell(row.label), GridCell(row.unit, middle=True),
               GridCell(prompt=limit), GridCell(prompt=ask), GridCell(none, middle=True)]
        return
    told = {part.reading: part.reading_label for part in found.evaluations if part.decides}
    stated = {reading: readings[found.item, reading, period].values for reading in told
              if (found.item, reading, period) in readings}
    shown = [reading for reading in told if stated.get(reading)] or [None]
    for order, reading in enumerate(shown):
        label = found.label + (aside(told[reading]) if len(told) > 1 and stated.get(reading) else "")
        values = [ReportFigure(found.item, reading, None, n, said, label, where)
                  for n, said in enumerate(stated.get(reading, ()), 1)]
        yield [GridCell(number, middle=True), GridCell(label),
               GridCell(phrases.pretty(found.unit or row.unit), middle=True), GridCell(found.limit),
               GridCell(figures=values, middle=True) if values or order else GridCell(prompt=ask),
               GridCell(words.item_outcome(found), middle=True)]
