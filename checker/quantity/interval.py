"""Intervals of exact rational numbers, and their arithmetic.

A value is one number, or everything between two bounds that may be open or infinite.  All
arithmetic is on :class:`fractions.Fraction`, so nothing is rounded before it is shown; only an
irrational root is, downwards, to about :data:`ROOT_DIGITS` digits.  It must not know units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd, isqrt
from typing import Literal, NamedTuple

ROOT_DIGITS = 40
_made = tuple.__new__  # past the constructors of what is made most often

UndefinedCode = Literal["undefined.division_by_zero", "undefined.no_years", "undefined.growth_from_nothing",
                        "undefined.growth_to_negative"]


class Undefined(ArithmeticError):
    """The operation has no value for some number of the interval; ``code`` says why."""

    def __init__(self, code: UndefinedCode) -> None:
        self.code: UndefinedCode = code


class Bound(NamedTuple):
    """One end of an interval; ``value`` None is infinity; ``closed`` when the end belongs to it."""

    value: Fraction | None
    closed: bool = True


INFINITE = Bound(None, closed=False)


class Interval(NamedTuple):
    """All numbers between ``low`` and ``high``; one number when both are the same."""

    low: Bound
    high: Bound

    @classmethod
    def exact(cls, value: Fraction | int | Decimal) -> Interval:
        """Just one number."""
        bound = _made(Bound, (value if type(value) is Fraction else Fraction(value), True))
        return _made(cls, (bound, bound))

    @classmethod
    def at_least(cls, value: Fraction | int, closed: bool = True) -> Interval:
        """Everything from ``value`` upwards."""
        return cls(Bound(Fraction(value), closed), INFINITE)

    @classmethod
    def at_most(cls, value: Fraction | int, closed: bool = True) -> Interval:
        """Everything up to ``value``."""
        return cls(INFINITE, Bound(Fraction(value), closed))

    @property
    def value(self) -> Fraction | None:
        """The number, when it is just one."""
        return self.low.value if self.low is self.high or self.low.value == self.high.value else None

    def holds(self, number: Fraction | int) -> bool:
        """Whether ``number`` may be the value."""
        above, below = number.as_integer_ratio()
        for end, side in ((self.low, 1), (self.high, -1)):
            if end.value is not None:
                beyond = side * (end.value.numerator * below - above * end.value.denominator)
                if beyond > 0 or (beyond == 0 and not end.closed):
                    return False
        return True

    def reaches_zero(self) -> bool:
        """Whether zero or something above it may be the value."""
        high = self.high.value
        return high is None or high.numerator > 0 or (high.numerator == 0 and self.high.closed)

    @property
    def negative(self) -> bool:
        """Whether only numbers below zero may be the value."""
        high = self.high.value
        return high is not None and (high.numerator < 0 or (
            high.numerator == 0 and not self.high.closed and self.value is None))

    def scale(self, factor: Fraction) -> Interval:
        """Every number times a positive ``factor``."""
        if factor == 1:
            return self
        if self.low is self.high and self.low.value is not None:
            (above, below), (times, over) = self.low.value.as_integer_ratio(), factor.as_integer_ratio()
            return Interval.exact(Fraction(above * times) if below == over == 1
                                  else Fraction(above * times, below * over))
        return Interval(*(
            b if b.value is None else Bound(b.value * factor, b.closed) for b in (self.low, self.high)))

    def __neg__(self) -> Interval:
        if self.low is self.high and self.low.value is not None:
            return Interval.exact(-self.low.value)
        return Interval(*(
            b if b.value is None else Bound(-b.value, b.closed) for b in (self.high, self.low)))

    def __add__(self, other: Interval) -> Interval:  # type: ignore[override]
        if self.value is not None and other.value is not None:
            return Interval.exact(self.value + other.value)
        return Interval(_plus(self.low, other.low), _plus(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        own, taken = self.value, other.value
        return self + -other if own is None or taken is None else Interval.exact(own - taken)

    def __mul__(self, other: Interval) -> Interval:  # type: ignore[override]
        own, times = self.value, other.value
        if own is not None and times is not None:
            return Interval.exact(own * times)
        if own is not None and own.numerator > 0:
            return other.scale(own)
        if times is not None and times.numerator > 0:
            return self.scale(times)
        ends = [_times(a, sign_a, b, sign_b)
                for a, sign_a in ((self.low, -1), (self.high, 1))
                for b, sign_b in ((other.low, -1), (other.high, 1))]
        return Interval(_extreme(ends, -1), _extreme(ends, 1))

    def __truediv__(self, other: Interval) -> Interval:
        if other.holds(0):
            raise Undefined("undefined.division_by_zero")
        if self.value is not None and other.value is not None:
            return Interval.exact(self.value / other.value)
        return self * _reciprocal(other)


@dataclass(frozen=True)
class _Candidate:
    """A candidate end: finite value, or infinity with a sign."""

    value: Fraction | None
    sign: int
    closed: bool


def _plus(a: Bound, b: Bound) -> Bound:
    if a.value is None or b.value is None:
        return INFINITE
    return Bound(a.value + b.value, a.closed and b.closed)


def _sign(bound: Bound, infinite: int) -> int:
    if bound.value is None:
        return infinite
    above = bound.value.numerator
    return (above > 0) - (above < 0)


def _times(a: Bound, infinite_a: int, b: Bound, infinite_b: int) -> _Candidate:
    sign = _sign(a, infinite_a) * _sign(b, infinite_b)
    if sign == 0:
        zero_reached = (a.value == 0 and a.closed) or (b.value == 0 and b.closed)
        return _Candidate(Fraction(0), 0, zero_reached)
    if a.value is None or b.value is None:
        return _Candidate(None, sign, False)
    return _Candidate(a.value * b.value, sign, a.closed and b.closed)


def _extreme(ends: Sequence[_Candidate], side: int) -> Bound:
    if any(end.value is None and end.sign == side for end in ends):
        return INFINITE
    finite = [end for end in ends if end.value is not None]
    pick = max if side > 0 else min
    best = pick(end.value for end in finite if end.value is not None)
    return Bound(best, any(end.closed for end in finite if end.value == best))


def _reciprocal(x: Interval) -> Interval:
    """1/x for an interval without zero."""
    def flip(bound: Bound) -> Bound:
        if bound.value is None:
            return Bound(Fraction(0), closed=False)
        if bound.value == 0:
            return INFINITE
        return Bound(1 / bound.value, bound.closed)

    return Interval(flip(x.high), flip(x.low))


def total(parts: Sequence[Interval]) -> Interval:
    """The sum of all parts."""
    out = parts[0]
    for part in parts[1:]:
        out = out + part
    return out


def mean(parts: Sequence[Interval]) -> Interval:
    """The arithmetic mean."""
    return total(parts).scale(Fraction(1, len(parts)))


def lowest(parts: Sequence[Interval]) -> Interval:
    """The smallest of the parts."""
    return Interval(_pick_low([p.low for p in parts]), _pick_low([p.high for p in parts], False))


def highest(parts: Sequence[Interval]) -> Interval:
    """The largest of the parts."""
    return -lowest([-part for part in parts])


def _pick_low(bounds: Sequence[Bound], lower: bool = True) -> Bound:
    """The smallest bound; as lower ends infinity is the smallest, as upper ends the largest."""
    finite = [b for b in bounds if b.value is not None]
    if (lower and len(finite) < len(bounds)) or not finite:
        return INFINITE
    best = min(b.value for b in finite if b.value is not None)
    same = [b.closed for b in finite if b.value == best]
    return Bound(best, any(same) if lower else all(same))


def share(part: Interval, rest: Interval) -> Interval:
    """``part / (part + rest)``, of operands that can't be negative exact at both ends.

    Plain interval division would take ``part`` above and below for two different numbers.
    """
    whole = part + rest
    if whole.holds(0):
        raise Undefined("undefined.division_by_zero")
    if any(one.low.value is None or one.low.value < 0 for one in (part, rest)):
        return part / whole

    def end(a: Bound, b: Bound) -> Bound:
        if a.value == 0 and a.closed:
            return Bound(Fraction(0))  # whatever the rest is
        if b.value == 0 and b.closed:
            return Bound(Fraction(1))  # whatever the part is
        if a.value is None:
            return Bound(Fraction(1), closed=False)
        if b.value is None:
            return Bound(Fraction(0), closed=False)
        return Bound(a.value / (a.value + b.value), a.closed and b.closed)

    return Interval(end(part.low, rest.high), end(part.high, rest.low))


def growth(start: Interval, end: Interval, years: int) -> Interval:
    """Average annual growth ``(end/start)**(1/years) - 1`` (geometric mean).

    Raises :class:`Undefined` unless ``years`` ≥ 1, start > 0 and end ≥ 0 throughout.
    """
    if years < 1:
        raise Undefined("undefined.no_years")
    if start.low.value is None or start.low.value < 0 or start.holds(0):
        raise Undefined("undefined.growth_from_nothing")
    if end.low.value is None or end.low.value < 0:
        raise Undefined("undefined.growth_to_negative")
    ratio = end / start
    if ratio.value is not None:
        return Interval.exact(root(ratio.value, years) - 1)
    low, high = (b if b.value is None else Bound(root(b.value, years) - 1, b.closed)
                 for b in (ratio.low, ratio.high))
    return Interval(low, high)


def root(x: Fraction, n: int) -> Fraction:
    """The n-th root of ``x`` ≥ 0: exact when rational, else to :data:`ROOT_DIGITS` digits."""
    return Fraction(*root_of_ratio(x.numerator, x.denominator, n))


def root_of_ratio(above: int, below: int, n: int) -> tuple[int, int]:
    """The same of one integer over another, as such."""
    common = gcd(above, below)
    above, below = above // common, below // common
    if n == 1:
        return above, below
    numerator = _integer_root(above, n)
    if numerator**n == above:
        denominator = _integer_root(below, n)
        if denominator**n == below:
            return numerator, denominator
    size = (above.bit_length() - below.bit_length()) // n
    scale = 10 ** max(ROOT_DIGITS - size * 3 // 10, 0)
    return _integer_root(above * scale**n // below, n), scale


def _integer_root(x: int, n: int) -> int:
    """The largest integer whose n-th power is at most ``x``, by square roots, then Newton's method."""
    while n % 2 == 0:
        x, n = isqrt(x), n // 2
    if x < 2 or n == 1:
        return x
    guess = 1 << -(-x.bit_length() // n)
    while True:
        better = ((n - 1) * guess + x // guess ** (n - 1)) // n
        if better >= guess:
            return guess
        guess = better
