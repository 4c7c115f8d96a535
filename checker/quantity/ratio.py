"""Exact numbers as two integers, a numerator over a positive denominator, perhaps not in lowest terms.

Owns that form, in which a formula is worked out: what both have in common is divided out once, at the end,
and not after each step.  It is as exact as the interval that it comes from and becomes.
"""

from __future__ import annotations

from fractions import Fraction

from checker.quantity.interval import Interval

IntegerRatio = tuple[int, int]
ONE: IntegerRatio = (1, 1)


def ratio_of(value: Interval) -> IntegerRatio | Interval:
    """The number, when it is just one; else the interval as it is."""
    low, high = value
    if low.value is not None and (low is high or low == high) and low.closed:
        return low.value.as_integer_ratio()
    return value


def interval_of(found: IntegerRatio | Interval) -> Interval:
    """The value as an interval, its number in lowest terms."""
    if isinstance(found, Interval):
        return found
    above, below = found
    return Interval.exact(above if below == 1 else Fraction(above, below))
