"""Figures in sentences, as chapters tell them: data of two years, items with limit and outcome.

Owns how they are strung together.  Each figure is the verdict's, and what is lacking is said to be lacking.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.capsule.record import Record
from checker.messages import aside, text
from checker.reporting import phrases, words
from checker.reporting.verdict_kind import kind_of
from checker.reports.blocks import ReportFigure, SaidLine
from checker.reports.year_values import YearReading, YearReadings
from checker.wording.worded import Finding


def said_line(record: Record, names: Sequence[str], readings: YearReadings,
              where: str) -> SaidLine | None:
    """A paragraph about data and items by their names; None where the rules know none that was selected."""
    items = {finding.item: finding for finding in record.words.findings}
    pieces: list[str | ReportFigure] = []
    for name in names:
        if name in items and items[name].outcome != "not_selected":
            pieces += [*_item(record, items[name], readings, where), text("reports.said.end")]
        elif name in record.ruleset.model.quantities:
            pieces += [*_datum(record, name, where), text("reports.said.end")]
    return SaidLine(tuple(pieces)) if pieces else None


def _datum(record: Record, name: str, where: str) -> Iterator[str | ReportFigure]:
    """A datum in the period and in the year before."""
    label = record.ruleset.model.quantities[name].label
    for place, year in enumerate((record.verdict.period, record.verdict.period - 1)):
        stated = dict.fromkeys(phrases.written(one.value, one.unit) for one in record.words.data
                               if (one.quantity, one.year) == (name, year) and one.bound_of is None)
        said = text("join.names").join(stated) or text("reports.lacking")
        code = ("datum" if place == 0 else "before") + ("" if stated else "_lacking")
        yield text(f"reports.said.{code}", year=year, label=label)
        yield ReportFigure(name, None, year, 1, said, label, where)


def _item(record: Record, finding: Finding, readings: YearReadings,
          where: str) -> Iterator[str | ReportFigure]:
    """An item in the period under each reading that gives a value, its limit and its outcome."""
    period = record.verdict.period
    told = {part.reading: part.reading_label for part in finding.evaluations if part.decides}
    valued = [reading for reading in told
              if readings.get((finding.item, reading, period), YearReading(())).values]
    for place, reading in enumerate(valued or [None]):
        by = aside(told[reading]) if reading in valued and len(told) > 1 else ""
        values = readings[finding.item, reading, period].values if valued else (text("reports.lacking"),)
        said = phrases.with_unit(text("join.names").join(values), finding.unit if valued else None)
        code = "item_lacking" if not valued else "item" if place == 0 else "reading"
        yield text(f"reports.said.{code}", label=finding.label)
        yield ReportFigure(finding.item, reading, period, 1, said, finding.label + by, where)
        yield by
    limit = kind_of(record.words.ruleset.concludes).shown_limit(finding.limit, "")
    yield text("reports.said.outcome", kind=text(f"limits.{finding.limits}"), limit=limit,
               outcome=words.item_outcome(finding))
