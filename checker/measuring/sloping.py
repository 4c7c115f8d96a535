"""Points that rise or fall with a value, over everything that the value may be.

Owns their arithmetic, exact at both ends: what is known more narrowly never gives more widely.
"""

from __future__ import annotations

import math
from fractions import Fraction

from checker.quantity.interval import Bound, Interval, highest, lowest
from checker.ruleset.nodes import PointsSlope, PointsStep

MOST_LEAPS = 200


def sloped(points: Fraction, slope: PointsSlope, value: Interval) -> Interval:
    """The points of every number in ``value``, from the least to the most."""
    beyond = (value - Interval.exact(slope.start)) * Interval.exact(1 / slope.each)
    if slope.whole:
        beyond = whole_part(beyond)
    found = Interval.exact(points) + beyond * Interval.exact(slope.gives)
    return highest([lowest([found, Interval.exact(slope.most)]), Interval.exact(slope.least)])


def top(points: Fraction, slope: PointsSlope) -> Fraction:
    """The value at which a slope gives its most."""
    beyond = (slope.most - points) / slope.gives
    if slope.whole:
        beyond = Fraction(math.ceil(beyond) if beyond > 0 else math.floor(beyond))
    return slope.start + slope.each * beyond


def whole_part(value: Interval) -> Interval:
    """The whole part of every number, which is 0 for all between -1 and 1."""
    high = _below(value.high)
    low = _below(Bound(None if value.low.value is None else -value.low.value, value.low.closed))
    return Interval(low if low.value is None else Bound(-low.value), high)


def _below(end: Bound) -> Bound:
    """The greatest whole part of the numbers up to an upper end, which some number always has."""
    if end.value is None:
        return end
    if end.value > 0 and not end.closed:
        return Bound(Fraction(math.ceil(end.value) - 1))
    return Bound(Fraction(math.trunc(end.value)))


def edges(step: PointsStep) -> list[Fraction] | None:
    """The values at which a step begins or its points leap or bend; None where there are too many of them."""
    found = [] if step.number is None else [step.number]
    slope = step.slope
    if slope is None:
        return found
    ends = sorted((end - step.points) / slope.gives for end in (slope.least, slope.most))
    if not slope.whole:
        return [*found, *(slope.start + slope.each * end for end in ends)]
    first, last = math.floor(ends[0]), math.ceil(ends[1])
    if last - first > MOST_LEAPS:
        return None
    return [*found, *(slope.start + slope.each * count for count in range(first, last + 1))]


def reaching(target: Fraction, step: PointsStep) -> list[Fraction]:
    """The value at which a slope without leaps comes to ``target``."""
    slope = step.slope
    if slope is None or slope.whole or not slope.least <= target <= slope.most:
        return []
    return [slope.start + slope.each * (target - step.points) / slope.gives]
