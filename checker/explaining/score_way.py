"""What would let a subject in whose score isn't enough: one datum alone, the others being as they are.

Owns the choice among the amounts with which the score would be enough: only where it stays so with every
greater one, or with every lesser one, and only what is so when it is judged again.  It must not judge itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from checker.evidence.evidence import BoundValue, Evidence
from checker.explaining.enough import enough
from checker.explaining.turning import Turnings, domain_of
from checker.measuring.limit import MET
from checker.measuring.measure import measure
from checker.measuring.measurement import Measurement
from checker.quantity.interval import Interval
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Interpretation

Sufficient = tuple[BoundValue, Fraction, Fraction]


def adds_points(reading: Interpretation) -> bool:
    """Whether its formulas read points."""
    return any(isinstance(part, n.GradeRead) for tree in reading.values for part in asking.bounded(tree))


def sufficient(measurement: Measurement, turnings: Turnings) -> Iterator[Sufficient]:
    """Each datum that would do alone, with what it is and the nearest amount that is enough, in its unit.

    Nothing where the score is one thing and another, or hangs on data that are only bounded.
    """
    evidence = turnings.evidence
    if len(measurement.deciding) != 1 or any(v.bound_of for v in measurement.deciding[0].operands):
        return
    for operand in measurement.deciding[0].operands:
        value, unit = operand.value, turnings.ruleset.units[operand.name]
        now = value.value if isinstance(value, Interval) else None
        if now is None or operand.year not in (None, evidence.period):
            continue
        needed = _nearest(operand, now, measurement, turnings)
        if needed is not None and _judged_again(measurement, operand, needed * unit.factor, turnings):
            yield operand, now / unit.factor, needed


def _nearest(operand: BoundValue, now: Fraction, measurement: Measurement,
             turnings: Turnings) -> Fraction | None:
    """The nearest amount from which on, or up to which, the score is enough; None where that isn't so."""
    key = operand.name, operand.year
    found = turnings.of(measurement, key)
    if found is None or not found.exact or len(found.met) != 1:
        return None
    [domain], [met] = domain_of(key, turnings.evidence, turnings.ruleset), found.met
    goes_on = met.high == domain.high if met.low.value is not None and now <= met.low.value else (
        met.low.value == domain.low.value)
    needed = enough(found.met, Interval.exact(now), turnings.ruleset.units[operand.name])["needed"]
    return needed.value if goes_on and needed is not None and needed.value > 0 else None


def _judged_again(measurement: Measurement, operand: BoundValue, amount: Fraction,
                  turnings: Turnings) -> bool:
    """Whether the item is met with this amount, measured as any other."""
    key, evidence = (operand.name, operand.year), turnings.evidence
    moved = [value._replace(value=Interval.exact(amount)) for value in evidence.values[key]]
    other: Evidence = replace(evidence, values={**evidence.values, key: moved})
    again = measure(measurement.item, other, turnings.ruleset)
    return all(found.outcome == MET for found in again.deciding)
