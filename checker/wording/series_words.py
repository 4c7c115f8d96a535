"""What stands beside the findings, in words: indices, years, paths of targets, what was printed.

Owns the rounding of those numbers for the eye.  It must not judge.
"""

from __future__ import annotations

import math
from fractions import Fraction

from checker.messages import text
from checker.quantity.display import places, significant, spoken, with_unit
from checker.quantity.interval import Interval
from checker.verdict.aside import CellFound, IndexFound, PathFound, PrintedFound, YearFound
from checker.wording import annexed as a
from checker.wording.context import Context
from checker.wording.finding_words import bounds_of, limit_of, short
from checker.wording.shown_amount import few

INDEX_DIGITS = 4
SHARE_DIGITS = 4
NUMBER_DIGITS = 5
PER_CENT = 100


def index_part(found: IndexFound, context: Context) -> a.IndexPart:
    """An index under each reading, and its ratios."""
    index = next(index for index in context.ruleset.model.indices if index.id == found.id)
    return a.IndexPart(
        id=index.id, label=index.label, counted=index.counted, known=found.known, open=found.open,
        picked=found.picked,
        values=[a.IndexValue(
            reading=name, label=reading.label, low=significant(value.low.value or Fraction(0)),
            high=None if value.high.value is None else significant(value.high.value), shown=_index(value))
            for name, reading in index.readings.items() if (value := found.values[name])],
        ratios=[a.Ratio(item=ratio.item, inverse=ratio.item in index.inverse,
                        value=None if ratio.value is None else _index(ratio.value))
                for ratio in found.ratios],
        place=index.source.place, seen=index.source.seen, note=index.note)


def _index(value: Interval) -> str:
    exact = value.value
    return significant(exact, INDEX_DIGITS) if exact is not None else spoken(value)


def year_part(found: YearFound, context: Context) -> a.YearPart:
    """A year with its items and indices."""
    return a.YearPart(year=found.year, cells=[_cell(cell, context) for cell in found.cells],
                      indices=[index_part(index, context) for index in found.indices])


def _cell(found: CellFound, context: Context) -> a.YearCell:
    limits: dict[str, None] = {}
    values = []
    for e in found.evaluations:
        reading = context.reading(found.item, e.reading)
        rows = context.rows(reading, e.rows)
        limits |= dict.fromkeys(limit_of(found.item, reading, rows, context))
        about = text("value.about") if e.approximate else ""
        values += [] if e.borrowed else [(about + short(value, bounds_of(reading)), "") for value in e.values]
    return a.YearCell(item=found.item, limit=text("join.parts").join(limits),
                      shown=few(values, found.evaluations).text, outcome=found.outcome)


def progress_part(found: PathFound) -> a.ProgressPart:
    """Where an item stands on its path of yearly targets."""
    value, target = _exact(found.value), _exact(found.target)
    return a.ProgressPart(
        item=found.item, start_year=found.start_year, start=_number(_exact(found.start)),
        target=_number(target), value=_number(value),
        gap=None if value is None or target is None else _number(value - target),
        end_year=found.end_year, end_target=significant(_exact(found.end_target) or Fraction(0)),
        done=_share(_exact(found.done)), due=_share(_exact(found.due)))


def _exact(value: Interval | None) -> Fraction | None:
    return None if value is None else value.value


def _number(value: Fraction | None) -> str | None:
    return None if value is None else significant(value, NUMBER_DIGITS)


def _share(value: Fraction | None) -> str | None:
    """A share of the whole path, in percent."""
    return None if value is None else significant(value * PER_CENT, SHARE_DIGITS)


def reconciliation_part(found: PrintedFound, context: Context) -> a.ReconciliationPart:
    """What was printed beside what the data give."""
    reading = context.reading(found.item, found.reading)
    report, half = context.verdict.reported[found.report], found.half.value or Fraction(0)
    difference = found.value - found.printed
    one, other = found.value.value, found.printed.value
    return a.ReconciliationPart(
        item=found.item, label=context.item(found.item).model.label, year=found.year,
        unit=reading.unit.text if reading.unit else None, written=with_unit(report.value, report.unit),
        printed=spoken(found.printed, full=True), nearest=reading.label,
        recomputed=spoken(found.value, full=True), difference=spoken(difference, full=True),
        low=significant(found.low.value or Fraction(0)), high=significant(found.high.value or Fraction(0)),
        shown=_at(found.value, half), shown_difference=_at(difference, half),
        ratio=significant(one / other, SHARE_DIGITS) if one is not None and other else None,
        reproduces=bool(found.good), by=[label for name in found.good
                                         if (label := context.reading(found.item, name).label)])


def _at(value: Interval, half: Fraction) -> str:
    """A value with two digits more than was printed."""
    digits = max(0, round(-math.log10(2 * half)) + 2) if half else SHARE_DIGITS
    ends = dict.fromkeys(places(end or Fraction(0), digits) for end in (value.low.value, value.high.value))
    return "～".join(ends)
