"""The years that stand side by side, the path of yearly targets, and printed beside recomputed.

Owns what is shown of other years than the period; none of it decides anything.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from checker.evidence.evidence import BoundReport, Evidence
from checker.judging.finding import applied_limit, few
from checker.measuring.index_value import index_part
from checker.measuring.measure import measure
from checker.measuring.measurement import Evaluation, Measurement
from checker.quantity.display import places, significant, spoken, with_unit
from checker.quantity.interval import Interval
from checker.quantity.rounding import half_step
from checker.quantity.unit import Unit
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Item, Ruleset
from checker.verdict.annex import ProgressPart, ReconciliationPart, YearCell, YearPart
from checker.verdict.part import Outcome

SHARE_DIGITS = 4
NUMBER_DIGITS = 5
MOST_YEARS = 40
YearMeasured = Mapping[str, Measurement]


def years_beside(ruleset: Ruleset, evidence: Evidence) -> list[int]:
    """The years that stand side by side, ascending; none when the base year they hang on is unknown."""
    if ruleset.side_by_side is None:
        return []
    first, last = (_calendar(end, evidence) for end in ruleset.side_by_side)
    return [] if first is None or last is None else list(range(first, min(last, first + MOST_YEARS) + 1))


def _calendar(year: n.RelativeYear, evidence: Evidence) -> int | None:
    start = {"y": evidence.period, "ad": 0, "base": evidence.base}[year.anchor]
    return None if start is None else start + year.offset


def measure_years(ruleset: Ruleset, evidence: Evidence, years: Sequence[int],
                  now: YearMeasured) -> dict[int, YearMeasured]:
    """Every item measured in every year, as if that year were the period."""
    return {year: now if year == evidence.period else {
        name: measure(item, replace(evidence, period=year, single=None), ruleset)
        for name, item in ruleset.items.items()} for year in years}


def year_parts(measured: Mapping[int, YearMeasured], outcomes: Mapping[int, Mapping[str, Outcome]],
               ruleset: Ruleset, selected: frozenset[str] | None) -> list[YearPart]:
    """Each year with its items and indices."""
    return [YearPart(
        year=year,
        cells=[YearCell(item=name, limit=applied_limit(found, ruleset), shown=few(found),
                        outcome=outcomes[year][name]) for name, found in items.items()],
        indices=[index_part(index, items, selected) for index in ruleset.model.indices])
        for year, items in measured.items()]


def progress(measured: Mapping[int, YearMeasured], period: int) -> list[ProgressPart]:
    """Where each item with a path of yearly targets stands in ``period``, from the first year shown."""
    if period not in measured or len(measured) < len(("start", "now")):
        return []
    start_year = next(iter(measured))
    return [part for name, now in measured[period].items()
            if (part := _progress(now, measured[start_year][name], start_year, period))]


def _progress(now: Measurement, start: Measurement, start_year: int, period: int) -> ProgressPart | None:
    path = _path(now.item)
    if not path:
        return None
    end_year, last = max(path.items())
    value, first = _only(now), _only(start)
    target = path.get(period)
    whole = None if first is None or _loosens(now.item, last, first) else last - first
    if first is not None and whole and target is not None and (target - first) / whole < 0:
        whole = None  # the year's own target lies behind the start: there is no way to have a share of
    return ProgressPart(
        item=now.item.id, start_year=start_year, start=_number(first), target=_number(target),
        value=_number(value), gap=None if value is None or target is None else _number(value - target),
        end_year=end_year, end_target=significant(last),
        done=_share(value, first, whole), due=_share(target, first, whole))


def _path(item: Item) -> dict[int, Fraction]:
    """The target of each year, where all readings that decide name the same numbers."""
    paths = [{row.row.year: row.numbers[0] for row in reading.rows if row.row.year and row.numbers}
             for reading in item.interpretations if reading.decides and reading.applies is None]
    return paths[0] if paths and all(path == paths[0] for path in paths) else {}


def _loosens(item: Item, last: Fraction, first: Fraction) -> bool:
    """Whether the path leads away from what is better: a ceiling that rises, a floor that falls."""
    relations = {bound.relation for reading in item.interpretations if reading.decides
                 for row in reading.rows if row.row.year for bound in row.bounds}
    ceiling = bool(relations & {"at_most", "below"})
    return last > first if ceiling else last < first


def _only(measurement: Measurement) -> Fraction | None:
    """The one exact value on which all that decides agrees."""
    values = {value for e in measurement.deciding for value in e.values}
    alone = values.pop() if len(values) == 1 else None
    vague = any(e.approximate for e in measurement.deciding)
    return alone.value if isinstance(alone, Interval) and not vague else None


def _number(value: Fraction | None) -> str | None:
    return None if value is None else significant(value, NUMBER_DIGITS)


def _share(value: Fraction | None, first: Fraction | None, whole: Fraction | None) -> str | None:
    """How much of the whole path lies behind ``value``, in percent."""
    if value is None or first is None or not whole:
        return None
    return significant((value - first) / whole * 100, SHARE_DIGITS)


def reconciliation(measured: Mapping[int, YearMeasured]) -> list[ReconciliationPart]:
    """Every value that the subject printed beside each that was computed from its data."""
    return [part for year, items in measured.items() for found in items.values()
            for part in _reconciled(found, year)]


def _reconciled(found: Measurement, year: int) -> Iterator[ReconciliationPart]:
    reports = {id(e.report): e.report for e in found.evaluations if e.report}
    for report in (place for stated in reports.values() for place in stated.everywhere):
        options = [option for e in found.evaluations
                   if e.basis == "measured" and e.decides and report.reading in (None, e.reading)
                   and (option := _option(e, found.item, report))]
        if options:
            yield _compared(found.item, year, report, options)


@dataclass(frozen=True)
class _Option:
    """What a reading computes beside what was printed, in the reading's unit."""

    label: str | None
    unit: Unit
    value: Interval
    printed: Interval
    half: Fraction

    @property
    def distance(self) -> Fraction:
        """How far the two are apart, at the worse end."""
        return max(abs(a - b) for a, b in zip(_ends(self.value), _ends(self.printed), strict=True))


def _option(evaluation: Evaluation, item: Item, report: BoundReport) -> _Option | None:
    """The comparison under one evaluation, where both sides are bounded numbers of one unit."""
    reading = next(r for r in item.interpretations if r.id == evaluation.reading)
    value = evaluation.values[0] if len(evaluation.values) == 1 else None
    if not isinstance(value, Interval) or not isinstance(report.value, Interval) or reading.unit is None:
        return None
    printed = report.value.scale(1 / reading.unit.factor)
    if None in (value.low.value, value.high.value, printed.low.value, printed.high.value):
        return None
    return _Option(reading.label, reading.unit, value, printed,
                   half_step(report.written, report.value) / reading.unit.factor)


def _ends(value: Interval) -> tuple[Fraction, Fraction]:
    assert value.low.value is not None
    assert value.high.value is not None
    return value.low.value, value.high.value


def _compared(item: Item, year: int, report: BoundReport, options: Sequence[_Option]) -> ReconciliationPart:
    nearest = min(options, key=lambda option: option.distance)
    good = [option for option in options if option.distance <= option.half]
    difference = nearest.value - nearest.printed
    one, other = nearest.value.value, nearest.printed.value
    return ReconciliationPart(
        item=item.id, label=item.model.label, year=year, unit=nearest.unit.text,
        written=with_unit(report.written, report.unit),
        printed=spoken(nearest.printed, full=True), nearest=nearest.label,
        recomputed=spoken(nearest.value, full=True), difference=spoken(difference, full=True),
        low=significant(min(_ends(option.value)[0] for option in options)),
        high=significant(max(_ends(option.value)[1] for option in options)),
        shown=_at(nearest.value, nearest.half), shown_difference=_at(difference, nearest.half),
        ratio=significant(one / other, SHARE_DIGITS) if one is not None and other else None,
        reproduces=bool(good), by=[option.label for option in good if option.label])


def _at(value: Interval, half: Fraction) -> str:
    """A value with two digits more than was printed."""
    digits = max(0, round(-math.log10(2 * half)) + 2) if half else SHARE_DIGITS
    ends = dict.fromkeys(places(end, digits) for end in _ends(value))
    return "～".join(ends)
