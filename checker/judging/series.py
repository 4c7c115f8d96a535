"""The years that stand side by side, the path of yearly targets, and printed beside recomputed.

Owns what is shown of other years than the period; none of it decides anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.evidence.evidence import BoundReport, Evidence
from checker.judging.restating import Restated
from checker.measuring.index_value import index_found
from checker.measuring.limit import rows_of
from checker.measuring.measure import measure
from checker.measuring.measurement import Evaluation, Measurement
from checker.quantity.interval import Interval
from checker.quantity.rounding import half_step
from checker.ruleset import nodes as n
from checker.ruleset.compiled import PLAIN, Item, Ruleset
from checker.verdict.aside import CellFound, CellValue, PathFound, PrintedFound, YearFound
from checker.verdict.exact_number import word_or_amount
from checker.verdict.part import Outcome

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
        name: measure(item, evidence.seen_from(year), ruleset)
        for name, item in ruleset.items.items()} for year in years}


def years_found(measured: Mapping[int, YearMeasured], outcomes: Mapping[int, Mapping[str, Outcome]],
                ruleset: Ruleset, selected: frozenset[str] | None) -> list[YearFound]:
    """Each year with its items and indices."""
    return [YearFound(
        year=year,
        cells=[CellFound(item=name, outcome=outcomes[year][name],
                         evaluations=[_cell(e, found.item, year) for e in found.deciding])
               for name, found in items.items()],
        indices=[index_found(index, items, selected) for index in ruleset.model.indices])
        for year, items in measured.items()]


def _cell(found: Evaluation, item: Item, year: int) -> CellValue:
    reading = next(r for r in item.interpretations if r.id == found.reading)
    return CellValue(reading=_named(found.reading), basis=found.basis,
                     rows=[row.index for row in rows_of(reading, found.rows, year)],
                     values=[word_or_amount(value) for value in found.values],
                     approximate=found.approximate, borrowed=found.borrowed)


def _named(reading: str) -> str | None:
    """A reading as a verdict names it; the only one there is has no name."""
    return None if reading == PLAIN else reading


def progress(measured: Mapping[int, YearMeasured], period: int) -> list[PathFound]:
    """Where each item with a path of yearly targets stands in ``period``, from the first year shown."""
    if period not in measured or len(measured) < len(("start", "now")):
        return []
    start_year = next(iter(measured))
    return [part for name, now in measured[period].items()
            if (part := _progress(now, measured[start_year][name], start_year, period))]


def _progress(now: Measurement, start: Measurement, start_year: int, period: int) -> PathFound | None:
    path = _path(now.item)
    if not path:
        return None
    end_year, last = max(path.items())
    value, first = _only(now), _only(start)
    target = path.get(period)
    whole = None if first is None or _loosens(now.item, last, first) else last - first
    if first is not None and whole and target is not None and (target - first) / whole < 0:
        whole = None  # the year's own target lies behind the start: there is no way to have a share of
    return PathFound(
        item=now.item.id, start_year=start_year, start=_exact(first), target=_exact(target),
        value=_exact(value), end_year=end_year, end_target=Interval.exact(last),
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


def _exact(value: Fraction | None) -> Interval | None:
    return None if value is None else Interval.exact(value)


def _share(value: Fraction | None, first: Fraction | None, whole: Fraction | None) -> Interval | None:
    """How much of the whole path lies behind ``value``."""
    if value is None or first is None or not whole:
        return None
    return Interval.exact((value - first) / whole)


def reconciliation(measured: Mapping[int, YearMeasured], restated: Restated | None = None
                   ) -> list[PrintedFound]:
    """Every value that the subject printed beside each that was computed from its data.

    Without ``restated`` the places of the reports are not told.
    """
    return [part for year, items in measured.items() for found in items.values()
            for part in _reconciled(found, year, restated)]


def _reconciled(found: Measurement, year: int, restated: Restated | None) -> Iterator[PrintedFound]:
    reports = {id(e.report): e.report for e in found.evaluations if e.report}
    for report in (place for stated in reports.values() for place in stated.everywhere):
        options = [option for e in found.evaluations
                   if e.basis == "measured" and e.decides and report.reading in (None, e.reading)
                   and (option := _option(e, found.item, report))]
        if options:
            yield _compared(found.item, year, restated.report(report) if restated else 0, options)


@dataclass(frozen=True)
class _Option:
    """What a reading computes beside what was printed, in the reading's unit."""

    reading: str
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
    return _Option(reading.id, value, printed, half_step(report.written, report.value) / reading.unit.factor)


def _ends(value: Interval) -> tuple[Fraction, Fraction]:
    assert value.low.value is not None
    assert value.high.value is not None
    return value.low.value, value.high.value


def _compared(item: Item, year: int, report: int, options: Sequence[_Option]) -> PrintedFound:
    nearest = min(options, key=lambda option: option.distance)
    return PrintedFound(
        item=item.id, year=year, report=report, reading=_named(nearest.reading), value=nearest.value,
        printed=nearest.printed, half=Interval.exact(nearest.half),
        low=Interval.exact(min(_ends(option.value)[0] for option in options)),
        high=Interval.exact(max(_ends(option.value)[1] for option in options)),
        good=[_named(option.reading) for option in options if option.distance <= option.half])
