"""How much is enough: of the amounts that would do the nearest, rounded on the side on which it still does.

Owns the rounding of what is needed, and how exact it is said.  It must not find out which amounts do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from checker.quantity.interval import Bound, Interval
from checker.quantity.ranges import Ranges, holds, nearest
from checker.quantity.unit import COUNTS, Unit

# What is needed is said to so many decimal places of the unit in which the ruleset asks for it.
PLACES = 2
# An end with a longer denominator comes from a root, and isn't written out.
LONGEST = 10**18


def enough(met: Ranges, now: Interval | None, unit: Unit, *, exact: bool = True) -> dict[str, Any]:
    """Amounts in base units as they are told in a unit, and the one nearest to what is stated ``now``."""
    step = Fraction(1) if unit.text in COUNTS else Fraction(1, 10**PLACES)
    told = [one.scale(1 / unit.factor) for one in met]
    own = None if now is None else now.scale(1 / unit.factor)
    exact = exact and all(end.value is None or end.value.denominator <= LONGEST
                          for one in told for end in one)
    return {
        "unit": unit.text, "now": own, "met": told if exact else [inside(one, step) for one in told],
        "needed": _needed(told, None if own is None else own.value, step), "step": Interval.exact(step),
        "exact": exact}


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


def inside(one: Interval, step: Fraction) -> Interval:
    """An interval with its ends rounded into it, where they are no steps themselves."""
    def inwards(end: Bound, up: bool) -> Bound:
        if end.value is None or not end.value % step:
            return end
        scaled = end.value / step
        return Bound((math.ceil(scaled) if up else math.floor(scaled)) * step)

    low, high = inwards(one.low, True), inwards(one.high, False)
    if low.value is not None and high.value is not None and low.value > high.value:
        return one
    return Interval(low, high)
