"""Sets of numbers as intervals that don't touch, the lowest first.

Owns their algebra: what two have in common, which number of one is nearest.  It must not know units.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from checker.quantity.interval import INFINITE, Bound, Interval

Ranges = tuple[Interval, ...]
EVERYTHING: Ranges = (Interval(INFINITE, INFINITE),)
NOT_NEGATIVE: Ranges = (Interval(Bound(Fraction(0)), INFINITE),)


def common(a: Ranges, b: Ranges) -> Ranges:
    """The numbers that both hold."""
    return tuple(met for one in a for other in b if (met := _meet(one, other)) is not None)


def _meet(a: Interval, b: Interval) -> Interval | None:
    low, high = _higher(a.low, b.low), _lower(a.high, b.high)
    return None if _empty(low, high) else Interval(low, high)


def _empty(low: Bound, high: Bound) -> bool:
    if low.value is None or high.value is None:
        return False
    return low.value > high.value or (low.value == high.value and not (low.closed and high.closed))


def _higher(a: Bound, b: Bound) -> Bound:
    """The more demanding of two lower ends."""
    if a.value is None or b.value is None:
        return b if a.value is None else a
    if a.value == b.value:
        return a if b.closed else b
    return a if a.value > b.value else b


def _lower(a: Bound, b: Bound) -> Bound:
    """The more demanding of two upper ends."""
    if a.value is None or b.value is None:
        return b if a.value is None else a
    if a.value == b.value:
        return a if b.closed else b
    return a if a.value < b.value else b


def joined(cells: Sequence[Interval]) -> Ranges:
    """Cells in rising order, each beginning where the one before it ends, as few as they make."""
    found: list[Interval] = []
    for cell in cells:
        if found and _touch(found[-1].high, cell.low):
            found[-1] = Interval(found[-1].low, cell.high)
        else:
            found.append(cell)
    return tuple(found)


def _touch(high: Bound, low: Bound) -> bool:
    return high.value is not None and high.value == low.value and (high.closed or low.closed)


def holds(ranges: Ranges, number: Fraction) -> bool:
    """Whether a number is one of them."""
    return any(one.holds(number) for one in ranges)


def nearest(ranges: Ranges, number: Fraction) -> tuple[Interval, Bound] | None:
    """The interval that comes nearest to a number outside of all, and the end of it that does."""
    ends = [(abs(end.value - number), place, one, end) for place, one in enumerate(ranges)
            for end in one if end.value is not None]
    if not ends:
        return None
    _, _, one, end = min(ends, key=lambda found: found[:2])
    return one, end
