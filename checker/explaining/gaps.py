"""How far an item is from its limit, and with which amounts of its data it would be met.

Owns the distances, the rounding of what is needed, and which data are looked at: those of the period, for
what is past can't be changed any more, and whatever is missing.  It must not judge.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import cast

from checker.evidence.evidence import DatumKey, Evidence
from checker.explaining.explanation import DistancePart, GapPart, LimitRelation, NearestPart, TurningPart
from checker.explaining.turning import Turning, turning
from checker.measuring.limit import MET, UNDETERMINED, UNMET
from checker.measuring.measurement import REVIEW, Evaluation, Measurement
from checker.measuring.plan import plan_of
from checker.quantity.interval import Bound, Interval
from checker.quantity.ranges import holds, nearest
from checker.quantity.unit import COUNTS
from checker.ruleset.compiled import PLAIN, Interpretation, Ruleset
from checker.verdict.found import ItemFinding, RequirementFinding

CLOSE = Fraction(2, 100)
# What is needed is said to so many decimal places of the unit in which the ruleset asks for it.
PLACES = 2
# An end with a longer denominator comes from a root, and isn't written out.
LONGEST = 10**18


def gap(found: ItemFinding, measurement: Measurement, evidence: Evidence, ruleset: Ruleset) -> GapPart | None:
    """The gap of an item; None where it has no limit of numbers, or nothing is known of it."""
    if measurement.item.prohibits or not ruleset.kind.compares or found.outcome not in (
            MET, UNMET, UNDETERMINED, REVIEW):
        return None
    distances = [part for evaluation in measurement.deciding
                 for part in _distances(evaluation, measurement)]
    turnings = [] if found.outcome == MET else list(_turnings(measurement, evidence, ruleset))
    if not distances and not turnings:
        return None
    return GapPart(item=found.item, outcome=found.outcome, distances=distances, turnings=turnings)


def _distances(evaluation: Evaluation, measurement: Measurement) -> Iterator[DistancePart]:
    """The distance of a value to every number of its limit."""
    reading = _reading(measurement, evaluation.reading)
    if evaluation.approximate or evaluation.reason == "reason.impossible":
        return
    unit = reading.unit or measurement.item.unit
    bounds = [b for row in reading.rows if row.index in evaluation.rows for b in row.bounds]
    for value, bound in product(evaluation.values, bounds):
        if bound.number is not None and isinstance(value, Interval):
            limit = Interval.exact(bound.number)
            distance = value - limit
            close = distance.value is not None and abs(distance.value) <= CLOSE * abs(bound.number)
            yield DistancePart(
                reading=None if reading.id == PLAIN else reading.id,
                relation=cast(LimitRelation, bound.relation), limit=limit, value=value, distance=distance,
                unit=unit.text if unit else None, close=close)


def _reading(measurement: Measurement, name: str) -> Interpretation:
    return next(r for r in measurement.item.interpretations if r.id == name)


def _turnings(measurement: Measurement, evidence: Evidence, ruleset: Ruleset) -> Iterator[TurningPart]:
    for key in _inputs(measurement, evidence, ruleset):
        found = turning(measurement, key, evidence, ruleset)
        if found is not None:
            yield _said(found, evidence, ruleset)


def _inputs(measurement: Measurement, evidence: Evidence, ruleset: Ruleset) -> list[DatumKey]:
    """The data of the deciding readings that may still be changed or given."""
    plan = plan_of(ruleset, evidence.period, evidence.base).item(measurement.item)
    deciding = {e.reading for e in measurement.deciding}
    keys = dict.fromkeys(
        (need.name, need.year) for reading in plan.readings if reading.reading.id in deciding
        for need in reading.read.needs if need.kind == "quantity" and not isinstance(need.year, str))
    return [key for key in keys if ruleset.model.quantities[key[0]].words is None
            and (key[1] in (None, evidence.period) or not evidence.values.get(key))]


def _said(found: Turning, evidence: Evidence, ruleset: Ruleset) -> TurningPart:
    """A turning in the unit in which the ruleset asks for the datum."""
    name, year = found.key
    unit = ruleset.units[name]
    step = Fraction(1) if unit.text in COUNTS else Fraction(1, 10**PLACES)
    met = [one.scale(1 / unit.factor) for one in found.met]
    now = _now(found.key, evidence, unit.factor)
    exact = found.exact and all(end.value is None or end.value.denominator <= LONGEST
                                for one in met for end in one)
    stated = None if now is None else now.value
    return TurningPart(
        quantity=name, year=year, unit=unit.text, now=now,
        met=met if exact else [_inside(one, step) for one in met],
        needed=_needed(met, stated, step), step=Interval.exact(step), exact=exact)


def _now(key: DatumKey, evidence: Evidence, factor: Fraction) -> Interval | None:
    """What is stated of the datum, where that is one amount."""
    own = [value.value for value in evidence.values.get(key, ()) if value.bound_of is None]
    return own[0].scale(1 / factor) if len(own) == 1 and isinstance(own[0], Interval) else None


def _needed(met: Sequence[Interval], now: Fraction | None, step: Fraction) -> Interval | None:
    """The nearest amount that is enough, on the side on which it is, if a step of it fits."""
    if now is None:
        return _only(met, step)
    if holds(tuple(met), now):
        return None
    found = nearest(tuple(met), now)
    return None if found is None else _stepped(*found, step)


def _only(met: Sequence[Interval], step: Fraction) -> Interval | None:
    """Of a datum that isn't stated, the one end from which on, or up to which, everything is enough."""
    if len(met) != 1:
        return None
    [one] = met
    ends = [end for end in one if end.value not in (None, 0)]
    return _stepped(one, ends[0], step) if len(ends) == 1 else None


def _stepped(one: Interval, end: Bound, step: Fraction) -> Interval | None:
    assert end.value is not None
    scaled = end.value / step
    up = end is one.low or end == one.low
    rounded = (math.ceil(scaled) if up else math.floor(scaled)) * step
    if not one.holds(rounded):  # an open end, on a step of its own
        rounded += step if up else -step
    return Interval.exact(rounded) if one.holds(rounded) else None


def _inside(one: Interval, step: Fraction) -> Interval:
    """An interval with its ends rounded into it."""
    def inwards(end: Bound, up: bool) -> Bound:
        if end.value is None:
            return end
        scaled = end.value / step
        return Bound((math.ceil(scaled) if up else math.floor(scaled)) * step, end.closed)

    low, high = inwards(one.low, True), inwards(one.high, False)
    if low.value is not None and high.value is not None and low.value > high.value:
        return one
    return Interval(low, high)


def nearest_members(requirement: RequirementFinding, gaps: Mapping[str, GapPart]) -> NearestPart | None:
    """Of a group of which some are enough, the members that aren't met, the nearest to its limit first."""
    short = requirement.needed - requirement.met
    if requirement.form != "at_least" or requirement.outcome not in (UNMET, UNDETERMINED) or short < 1:
        return None
    far = {name: _far(gaps[name]) for name in requirement.members
           if name in gaps and gaps[name].outcome != MET and gaps[name].distances}
    members = sorted((name for name, away in far.items() if away is not None),
                     key=lambda name: (far[name] or Fraction(0), requirement.members.index(name)))
    return NearestPart(requirement=requirement.id, short=short, members=members) if members else None


def _far(found: GapPart) -> Fraction | None:
    """How far an item is from its limit, as a part of that: its farthest reading, for all have to be met."""
    parts = [abs(d.distance.value / d.limit.value) for d in found.distances
             if d.distance.value is not None and d.limit.value and not d.kept]
    return max(parts, default=None)
