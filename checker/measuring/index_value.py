"""What an index is worth: an interval wherever data or picks are open.

Owns the arithmetic of :class:`checker.ruleset.index.Index`.  A ratio that the data leave open
counts from nothing up to the reading's cap, never an average; picks that the dossier leaves open
count from the worst allowed choice to the best.  An index decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from checker.measuring.limit import UNDETERMINED
from checker.measuring.measurement import Evaluation, Measurement
from checker.quantity.interval import Bound, Interval, Undefined, highest, lowest, total
from checker.ruleset.index import Index, IndexReading
from checker.ruleset.index import IndexGroup as Group
from checker.verdict.aside import IndexFound, RatioFound

UNUSABLE = ("reason.impossible", "reason.approximate", "reason.unknown_word")


def index_found(index: Index, measurements: Mapping[str, Measurement],
               selected: frozenset[str] | None) -> IndexFound:
    """The index under each reading, its ratios, and which indicators leave it open."""
    plain = {member: ratio(measurements[member], member in index.inverse, None)
             for member in index.members}
    open_items = [member for member, found in plain.items() if found is None]
    picked = selected is not None or all(group.pick is None for group in index.parts)
    known = [sum(plain[m] is not None for m in _offered(group, selected)) for group in index.parts]
    offered = {m for group, count in zip(index.parts, known, strict=True) if count < group.counted
               for m in _offered(group, selected)}
    return IndexFound(
        id=index.id,
        known=sum(min(count, group.counted) for count, group in zip(known, index.parts, strict=True)),
        open=[member for member in measurements if member in open_items and member in offered],
        picked=picked,
        values={name: _value(reading, index, measurements, selected)
                for name, reading in index.readings.items()},
        ratios=[RatioFound(item=member, value=found) for member, found in plain.items()])


def ratio(measurement: Measurement, inverse: bool, reading: IndexReading | None) -> Interval | None:
    """Value ÷ limit, or limit ÷ value; everything the evaluations allow, or None where that is open."""
    found = [_of_evaluation(e, measurement, inverse, reading) for e in measurement.deciding]
    known = [part for part in found if part is not None]
    if not known or len(known) < len(found):
        return None
    return Interval(lowest(known).low, highest(known).high)


def _of_evaluation(evaluation: Evaluation, measurement: Measurement, inverse: bool,
                   reading: IndexReading | None) -> Interval | None:
    if not evaluation.values or evaluation.approximate or evaluation.reason in UNUSABLE:
        return None
    row = measurement.item.interpretations[0].rows[0]
    parts = []
    for value in evaluation.values:
        if isinstance(value, str):
            known = evaluation.outcome != UNDETERMINED
            parts.append(Interval.exact(value == row.row.word) if known else None)
        else:
            parts.append(_divided(value, row.numbers[0], inverse, reading))
    sure = [part for part in parts if part is not None]
    return Interval(lowest(sure).low, highest(sure).high) if len(sure) == len(parts) else None


def _divided(value: Interval, limit: Fraction, inverse: bool,
             reading: IndexReading | None) -> Interval | None:
    if not inverse:
        return value.scale(1 / limit)
    exact = value.value
    if exact is not None and exact <= 0:
        counts = reading.not_positive if reading else None
        return None if counts is None else Interval.exact(Fraction(counts))
    try:
        return Interval.exact(limit) / value if value.low.value is not None and value.low.value >= 0 else None
    except Undefined:
        return None


def _value(reading: IndexReading, index: Index, measurements: Mapping[str, Measurement],
           selected: frozenset[str] | None) -> Interval:
    cap = None if reading.cap is None else Fraction(reading.cap)
    counts = {member: _capped(ratio(measurements[member], member in index.inverse, reading), cap)
              for member in index.members}
    whole = total([_group(group, counts, selected) for group in index.parts])
    return whole.scale(Fraction(index.scale) / index.counted)


def _capped(found: Interval | None, cap: Fraction | None) -> Interval:
    """At most ``cap``; what is open counts from nothing up to it."""
    if found is None:
        return Interval.at_least(0) if cap is None else Interval(Bound(Fraction(0)), Bound(cap))
    return found if cap is None else lowest([found, Interval.exact(cap)])


def _offered(group: Group, selected: frozenset[str] | None) -> list[str]:
    """The members that may count: all, or those that the dossier picked."""
    return [m for m in group.members if group.pick is None or selected is None or m in selected]


def _group(group: Group, counts: Mapping[str, Interval], selected: frozenset[str] | None) -> Interval:
    """The sum of what counts; of picks that are open, from the least to the most they can give."""
    members = _offered(group, selected)
    if group.pick is None or len(members) == group.pick:
        return total([counts[member] for member in members])
    found = [counts[member] for member in members]
    return Interval(_sum(sorted((f.low for f in found), key=_low)[:group.pick]),
                    _sum(sorted((f.high for f in found), key=_high)[-group.pick:]))


def _low(bound: Bound) -> tuple[bool, Fraction]:
    return bound.value is not None, bound.value or Fraction(0)


def _high(bound: Bound) -> tuple[bool, Fraction]:
    return bound.value is None, bound.value or Fraction(0)


def _sum(bounds: Iterable[Bound]) -> Bound:
    values = [bound.value for bound in bounds]
    known = [value for value in values if value is not None]
    return Bound(sum(known, Fraction(0))) if len(known) == len(values) else Bound(None, closed=False)
