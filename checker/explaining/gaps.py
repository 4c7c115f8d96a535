"""How far an item is from its limit, and with which amounts of its data it would be met.

Owns the distances, and which data are looked at: those of the period, for what is past can't be changed any
more, and whatever is missing.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import cast

from checker.evidence.evidence import DatumKey, Evidence
from checker.explaining.enough import enough
from checker.explaining.explanation import (
    DistancePart,
    EntryTurningPart,
    GapPart,
    LimitRelation,
    NearestPart,
    TurningPart,
)
from checker.explaining.turning import Turnings
from checker.explaining.untouched import EntryChange, entry_changes, untouched
from checker.measuring.limit import MET, UNDETERMINED, UNMET
from checker.measuring.measurement import Evaluation, Measurement
from checker.measuring.plan import plan_of
from checker.quantity.interval import Interval
from checker.ruleset.compiled import PLAIN, Interpretation, Ruleset
from checker.verdict.exact_number import word_or_amount
from checker.verdict.found import ItemFinding, RequirementFinding
from checker.verdict.part import BUT_FOR_MORE

CLOSE = Fraction(2, 100)


def gap(found: ItemFinding, measurement: Measurement, turnings_of: Turnings) -> GapPart | None:
    """The gap of an item; None where it has no limit of numbers, or nothing is known of it."""
    evidence, ruleset = turnings_of.evidence, turnings_of.ruleset
    if not ruleset.kind.compares or found.outcome not in (MET, UNMET, UNDETERMINED, *BUT_FOR_MORE):
        return None
    distances = [part for evaluation in measurement.deciding
                 for part in _distances(evaluation, measurement)]
    turnings = [] if found.outcome == MET else list(_turnings(measurement, turnings_of))
    entries = [_entry(change, ruleset) for change in entry_changes(measurement, evidence, ruleset)]
    if not distances and not turnings and not entries:
        return None
    return GapPart(item=found.item, outcome=found.outcome, distances=distances, turnings=turnings,
                   entries=entries)


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


def _turnings(measurement: Measurement, turnings_of: Turnings) -> Iterator[TurningPart]:
    evidence, ruleset = turnings_of.evidence, turnings_of.ruleset
    for key in _inputs(measurement, evidence, ruleset):
        found = untouched(measurement, key, evidence, ruleset) if measurement.item.prohibits else (
            turnings_of.of(measurement, key))
        if found is not None:
            (name, year), stated = found.key, _stated(found.key, measurement, evidence)
            unit = ruleset.units[name]
            now = stated[0] if len(stated) == 1 else None
            disputed = [value.scale(1 / unit.factor) for value in stated] if len(stated) > 1 else []
            about = now is not None and any(value.approximate for value in evidence.values[found.key])
            yield TurningPart(quantity=name, year=year, disputed=disputed, about=about,
                              **enough(found.met, now, unit, exact=found.exact))


def _inputs(measurement: Measurement, evidence: Evidence, ruleset: Ruleset) -> list[DatumKey]:
    """The data of the deciding readings that may still be changed or given, or have to be settled."""
    plan = plan_of(ruleset, evidence.period, evidence.base)
    deciding = {e.reading for e in measurement.deciding}
    demands = [plan.demand_of(tree) for reading in measurement.item.interpretations
               if reading.id in deciding and (tree := reading.prohibited)] or [
        reading.read for reading in plan.item(measurement.item).readings if reading.reading.id in deciding]
    keys = dict.fromkeys((need.name, need.year) for demand in demands for need in demand.needs
                         if need.kind == "quantity" and not isinstance(need.year, str))
    return [key for key in keys if ruleset.model.quantities[key[0]].words is None
            and (key[1] in (None, evidence.period) or not evidence.values.get(key)
                 or len(_stated(key, measurement, evidence)) > 1)]


def _stated(key: DatumKey, measurement: Measurement, evidence: Evidence) -> list[Interval]:
    """The amounts of the datum that were taken; else the one that stands there."""
    taken = [value for e in measurement.deciding for value in e.operands if (value.name, value.year) == key]
    own = taken or (evidence.values[key] if len(evidence.values.get(key, ())) == 1 else [])
    return list(dict.fromkeys(value.value for value in own
                              if value.bound_of is None and isinstance(value.value, Interval)))


def _entry(change: EntryChange, ruleset: Ruleset) -> EntryTurningPart:
    now = change.entry[change.field]
    return EntryTurningPart(
        list=change.name, place=change.place, field=change.field,
        entry={field: word_or_amount(value) for field, value in change.entry.items()},
        **enough(change.met, now if isinstance(now, Interval) else None,
                 ruleset.field_units[(change.name, change.field)]))


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
