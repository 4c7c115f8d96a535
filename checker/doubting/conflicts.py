"""Stated values that contradict each other, whether a formula uses them or not.

Owns the comparison of values of one thing: one year, scope and price basis.  It must not judge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from checker.doubting.doubt_found import DoubtFound, DoubtfulValue, DoubtKind
from checker.doubting.thresholds import MOST_APART, MOST_COMPARED, MOST_PLACES
from checker.evidence.evidence import BoundReport, BoundValue, DatumKey, Evidence
from checker.measuring.implied import contradictions
from checker.measuring.measurement import Evaluation, Measurement
from checker.quantity.interval import Interval
from checker.quantity.rounding import before_rounding, half_step
from checker.ruleset.compiled import Ruleset
from checker.verdict.exact_number import written
from checker.verdict.part import Param
from checker.verdict.stated import source_ref

DataChoice = Mapping[DatumKey, BoundValue]


def conflicts(evidence: Evidence, measured: Mapping[str, Measurement], ruleset: Ruleset
              ) -> Iterator[DoubtFound]:
    """Data, reported values and lists that are stated twice and differ; readings that can't both be."""
    yield from _data(evidence)
    yield from _reports(evidence)
    yield from _lists(evidence, ruleset)
    for name, found in measured.items():
        pairs = contradictions(found.item.interpretations, found.evaluations)
        for own, other in dict.fromkeys((own.reading, other.reading) for own, other in pairs):
            yield DoubtFound(code="doubt.below_bound", kind="contradiction", of="item", subject=name,
                             years=[found.period],
                             params={"reading": {"reading": [name, own]}, "other": {"reading": [name, other]},
                                     "value": _value(found.evaluations, own),
                                     "bound": _value(found.evaluations, other)})


def stated(value: BoundValue) -> DoubtfulValue:
    """A datum as it was filled in."""
    return DoubtfulValue(of="quantity", name=value.name, year=value.year, value=value.written,
                         unit=value.unit, scope=value.scope, price_basis=value.price_basis,
                         source=source_ref(value.source))


def sure_of(values: Iterable[BoundValue | BoundReport]) -> DoubtKind:
    """Whether values that don't go together are of one stated scope and one document.

    Two documents may mean another area or another day by the same words.
    """
    meant = {(value.scope, value.source.document) for value in values}
    return "contradiction" if len(meant) == 1 and None not in meant.pop() else "question"


def power_between(one: Interval, other: Interval) -> int | None:
    """The power of ten by which one is the other, within what both may have been rounded from."""
    ends = [end.value for side in (one, other) for end in side]
    if None in ends or one.holds(0) or other.holds(0):
        return None
    ratio = one / other
    low, high = ratio.low.value, ratio.high.value
    if low is None or high is None or abs(high) > abs(low) * MOST_APART:  # a range says nothing of a place
        return None
    powers = (Fraction(10) ** place for place in range(-MOST_PLACES, MOST_PLACES + 1) if place)
    found = next((power for power in powers if ratio.holds(power)), None)
    return None if found is None else int(max(found, 1 / found))


def in_one(chosen: DataChoice, ruleset: Ruleset) -> bool:
    """Whether no two say another scope, and no two another price basis."""
    scopes = {value.scope for (name, _), value in chosen.items() if name in ruleset.scoped and value.scope}
    bases = {value.price_basis for (name, _), value in chosen.items()
             if name in ruleset.priced and value.price_basis}
    return len(scopes) < 2 and len(bases) < 2


def own(evidence: Evidence, name: str, year: int | None) -> list[BoundValue]:
    """What is stated of a quantity itself, not of another that bounds it."""
    return [value for value in evidence.values[(name, year)] if value.bound_of is None]


def _data(evidence: Evidence) -> Iterator[DoubtFound]:
    for name, year in list(evidence.values):
        alike: dict[tuple[str | None, str | None], list[BoundValue]] = defaultdict(list)
        for value in own(evidence, name, year):
            alike[(value.scope, value.price_basis)].append(value)
        for values in alike.values():
            if _differ(values):
                yield DoubtFound(
                    code="doubt.conflict", kind=sure_of(values), of="quantity", subject=name,
                    years=[year] if year else [],
                    params={"count": str(len(values)), **_power(values)},
                    stated=[stated(value) for value in values[:MOST_COMPARED]])


def _reports(evidence: Evidence) -> Iterator[DoubtFound]:
    for (item, year), reports in evidence.reported.items():
        alike: dict[tuple[str | None, str | None], list[BoundReport]] = defaultdict(list)
        for report in reports:
            alike[(report.reading, report.scope)].append(report)
        for values in alike.values():
            if _differ(values):
                yield DoubtFound(code="doubt.conflict", kind=sure_of(values), of="item", subject=item,
                                 years=[year], params={"count": str(len(values))},
                                 stated=[_reported(report, item) for report in values[:MOST_COMPARED]])


def _reported(report: BoundReport, item: str) -> DoubtfulValue:
    return DoubtfulValue(of="item", name=item, year=report.year, value=report.written, unit=report.unit,
                         scope=report.scope, source=source_ref(report.source))


def _lists(evidence: Evidence, ruleset: Ruleset) -> Iterator[DoubtFound]:
    """Two versions of one list that are both declared complete and don't hold the same entries."""
    for (name, year), versions in evidence.lists.items():
        complete = [entry for entry in versions if entry.complete]
        contents = {frozenset(frozenset(fields.items()) for fields in entry.entries) for entry in complete}
        if len(contents) > 1:
            yield DoubtFound(
                code="doubt.lists_differ", kind="contradiction", of="list", subject=name,
                years=[year] if year else [],
                stated=[DoubtfulValue(of="list", name=name, year=year, value=str(len(entry.entries)),
                                      unit=ruleset.model.lists[name].unit,
                                      source=source_ref(entry.source)) for entry in complete])


def _power(values: Sequence[BoundValue]) -> dict[str, Param]:
    """By which power of ten two of them are the same."""
    ranges = [before_rounding(value.written, value.value) for value in values[:MOST_COMPARED]
              if isinstance(value.value, Interval) and not value.approximate]
    leading = [_leading(value) for value in ranges]
    alike = ((ranges[one], ranges[other]) for one, other in combinations(range(len(ranges)), 2)
             if _overlap(leading[one], leading[other]))
    found = next(filter(None, (power_between(one, other) for one, other in alike)), None)
    return {"power": str(found)} if found else {}


def _leading(value: Interval) -> tuple[int, int] | None:
    """The least and the most that the leading digits can be, with some to spare; None if there are none."""
    low, high = value.low.value, value.high.value
    if low is None or high is None or low * high <= 0:
        return None
    least, most = sorted((abs(low), abs(high)))
    scale = Fraction(10) ** (len(str(least.denominator)) - len(str(least.numerator)) + MOST_PLACES)
    scale = scale if least * scale >= 10 ** MOST_PLACES else scale * 10
    return floor(least * scale), ceil(most * scale)


def _overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    """Whether two numbers may have the same leading digits, wherever their points are; most have not."""
    if one is None or other is None:
        return False
    (a, b), (c, d) = one, other
    return (a <= d and c <= b) or (10 * a <= d and c <= 10 * b) or (a <= 10 * d and 10 * c <= b)


def _differ(values: Sequence[BoundValue] | Sequence[BoundReport]) -> bool:
    if len(values) < 2:
        return False
    different = list({(v.value, v.written, v.approximate): v for v in values}.values())
    return any(_contradict(one, other) for one, other in combinations(different[:MOST_COMPARED], 2))


def _contradict(one: BoundValue | BoundReport, other: BoundValue | BoundReport) -> bool:
    """Whether not both can be right; what is only about so much contradicts nothing."""
    if isinstance(one.value, str) or isinstance(other.value, str):
        return one.value != other.value
    if one.approximate or other.approximate:
        return False
    difference = one.value - other.value
    if difference.value is None:  # a range against a number, which may have been rounded
        return not (before_rounding(one.written, one.value)
                    - before_rounding(other.written, other.value)).holds(0)
    steps = half_step(one.written, one.value), half_step(other.written, other.value)
    return abs(difference.value) > max(steps)


def _value(evaluations: Sequence[Evaluation], reading: str) -> Param:
    found = next(e for e in evaluations if e.reading == reading and e.values and not e.borrowed)
    value = found.values[0]
    return {"amount": written(value)} if isinstance(value, Interval) else value
