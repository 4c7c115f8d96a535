"""Straight lines of one look, with those that touch as one.

WeasyPrint draws the edges of a table cell by cell, each over the end of the one before.  Owns this; it must
not know in which look they are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Line = tuple[bytes, bytes]


@dataclass
class _Stretch:
    """From where to where a line goes along an axis: as numbers, and as they were written."""

    start: float
    end: float
    first: bytes
    last: bytes


def joined(lines: Iterable[Line]) -> Iterator[bytes]:
    """The operators that draw lines, each given as ``x y m`` and ``x y l``."""
    across: dict[bytes, list[_Stretch]] = {}
    down: dict[bytes, list[_Stretch]] = {}
    for start, end in lines:
        (x, y, _), (to_x, to_y, _) = start.split(), end.split()
        if y == to_y:
            across.setdefault(y, []).append(_stretch(x, to_x))
        elif x == to_x:
            down.setdefault(x, []).append(_stretch(y, to_y))
        else:
            yield from (start, end, b"S")
    for at, found in across.items():
        for one in _longest(found):
            yield from (b"%b %b m" % (one.first, at), b"%b %b l" % (one.last, at), b"S")
    for at, found in down.items():
        for one in _longest(found):
            yield from (b"%b %b m" % (at, one.first), b"%b %b l" % (at, one.last), b"S")


def _stretch(one: bytes, other: bytes) -> _Stretch:
    start, end = float(one), float(other)
    return _Stretch(start, end, one, other) if start <= end else _Stretch(end, start, other, one)


def _longest(stretches: list[_Stretch]) -> Iterator[_Stretch]:
    """As few as there can be, in order."""
    stretches.sort(key=lambda one: one.start)
    now = stretches[0]
    for one in stretches[1:]:
        if one.start > now.end:
            yield now
            now = one
        elif one.end > now.end:
            now.end, now.last = one.end, one.last
    yield now
