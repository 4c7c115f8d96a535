"""The indices of a report's years: each under every reading, and the ratios that they rest on.

Owns which years the verdict knows; of any other there is nothing to tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.capsule.record import Record
from checker.messages import text
from checker.reporting import phrases
from checker.reports.blocks import GridCell, ReportFigure, ReportTable
from checker.wording.annexed import IndexPart, IndexValue, YearPart

FIRST, REST = 46, 18


def years_known(record: Record) -> Mapping[int, YearPart]:
    """What the verdict says of other years, by year."""
    return {part.year: part for part in record.words.years}


def indices_in(record: Record, year: int) -> Sequence[IndexPart]:
    """The indices of a year; none of a year of which the verdict says nothing."""
    if year == record.verdict.period:
        return record.words.indices
    known = years_known(record)
    return known[year].indices if year in known else ()


def ratio_in(record: Record, item: str, year: int) -> str | None:
    """An item's ratio to its limit in a year; empty where it is open, None where no index counts it."""
    found = [ratio.value or "" for index in indices_in(record, year) for ratio in index.ratios
             if ratio.item == item]
    return found[0] if found else None


def index_table(record: Record, years: Sequence[int], named: tuple[str, str, str]) -> ReportTable:
    """A row for each reading of an index, a column a year; below how many of its parts are known."""
    stated = {(index.id, value.reading, year): value.shown for year in years
              for index in indices_in(record, year) for value in index.values}
    rows = [_row(index, value, years, (stated, named[0])) for index in record.words.indices
            for value in sorted(index.values, key=lambda one: one.reading)]
    heads = [text("reports.head.index"), *(text("reports.head.year", year=year) for year in years)]
    notes = [_note(index, year) for year in years for index in indices_in(record, year)]
    blank = [GridCell(text("reports.no_unit"), middle=True)] * len(years)
    return ReportTable(*named, heads, rows or [[GridCell(text("reports.none")), *blank]],
                       [FIRST, *[REST] * len(years)], notes)


def _row(index: IndexPart, value: IndexValue, years: Sequence[int],
         about: tuple[Mapping[tuple[str, str, int], str], str]) -> list[GridCell]:
    stated, where = about
    label = text("reports.index_by", label=index.label, reading=value.label)
    said = {year: stated.get((index.id, value.reading, year), text("reports.lacking")) for year in years}
    return [GridCell(label), *(GridCell(middle=True, figures=[
        ReportFigure(index.id, value.reading, year, 1, said[year], label, where)]) for year in years)]


def _note(index: IndexPart, year: int) -> str:
    """How many of the parts of an index are known in a year, and which aren't."""
    lacking = text("figure.lacking", items=phrases.numbers(index.open)) if index.open else ""
    return text("reports.index_known", year=year, label=index.label, counted=index.counted,
                known=index.known) + lacking
