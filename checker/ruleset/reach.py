"""What a formula may come to, whatever the data: an interval in base units.

Owns the reading of signs and ends off a tree.  It takes every operand for independent, so the
interval may be too wide but never too narrow.  It must not know limits.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from checker.quantity import interval as iv
from checker.quantity.interval import INFINITE, Bound, Interval
from checker.ruleset import nodes as n
from checker.validation import FIRST_YEAR, LAST_YEAR

ANY = Interval(INFINITE, INFINITE)
NOT_NEGATIVE = Interval.at_least(0)
OPPOSITE: dict[n.Relation, n.Relation] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
_SHARE = Interval(Bound(Fraction(0)), Bound(Fraction(1)))
_YEARS = Interval(Bound(Fraction(FIRST_YEAR)), Bound(Fraction(LAST_YEAR)))


def possible(tree: n.Expression, signed: Collection[str] = ()) -> Interval:
    """Every number that the formula may come to; ``signed`` names the data that may be negative."""
    match tree:
        case n.Constant() | n.FactorRead() | n.FloorRead():
            return Interval.exact(tree.value)
        case n.Datum():
            return ANY if tree.name in signed else NOT_NEGATIVE
        case n.YearNumber() if tree.year.anchor == "ad":
            return Interval.exact(tree.year.offset)
        case n.YearNumber():
            return _YEARS + Interval.exact(tree.year.offset)
        case n.AttributeRead():
            return _YEARS
        case n.Negative():
            return -possible(tree.operand, signed)
        case n.Binary():
            return _binary(tree, signed)
        case n.Growth():
            return Interval.at_least(-1)
        case n.Compound():
            return _compound(possible(tree.rate, signed))
        case n.Call():
            return _call(tree, signed)
        case n.EntryCount():
            return NOT_NEGATIVE
        case n.GradeRead():
            points = [end for step in tree.steps for end in step.bounds]
            return Interval(Bound(min(points)), Bound(max(points)))
    return ANY


def side(relation: str, number: Fraction) -> Interval:
    """Every number that stands so to ``number``."""
    closed = relation in ("<=", ">=")
    return Interval.at_most(number, closed) if relation[0] == "<" else Interval.at_least(number, closed)


def overlap(one: Interval, other: Interval) -> Interval | None:
    """The numbers that are in both, or None if there are none."""
    low = _stricter(one.low, other.low, 1)
    high = _stricter(one.high, other.high, -1)
    if low.value is not None and high.value is not None and (
            low.value > high.value or (low.value == high.value and not (low.closed and high.closed))):
        return None
    return Interval(low, high)


def _stricter(one: Bound, other: Bound, side: int) -> Bound:
    """The bound that leaves less; ``side`` is 1 for lower ends."""
    if one.value is None or other.value is None:
        return other if one.value is None else one
    if one.value == other.value:
        return Bound(one.value, one.closed and other.closed)
    return one if (one.value - other.value) * side > 0 else other


def _binary(tree: n.Binary, signed: Collection[str]) -> Interval:
    left, right = possible(tree.left, signed), possible(tree.right, signed)
    if tree.operator == "+":
        return left + right
    if tree.operator == "-":
        return left - right
    if tree.operator == "*":
        return left * right
    # Where the divisor is zero there is no value at all.
    if right.low == Bound(Fraction(0)):
        right = Interval(Bound(Fraction(0), closed=False), right.high)
    return ANY if right.holds(0) or right == Interval.exact(0) else left / right


def _compound(rate: Interval) -> Interval:
    lowest = rate.low.value
    if lowest is None or lowest < -1:
        return ANY
    return Interval.at_least(1 if lowest >= 0 else 0)


def _call(tree: n.Call, signed: Collection[str]) -> Interval:
    parts = [possible(argument, signed) for argument in tree.arguments]
    if tree.function == "share":
        return _SHARE if all(overlap(part, NOT_NEGATIVE) == part for part in parts) else ANY
    return {"sum": iv.total, "mean": iv.mean, "min": iv.lowest, "max": iv.highest}[tree.function](parts)
