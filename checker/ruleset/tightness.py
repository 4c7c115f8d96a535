"""Limits compared with each other, and said in words.

Owns when one limit is stricter than another.  It must not change a ruleset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from checker.messages import text, verbatim
from checker.quantity.display import plain
from checker.ruleset.indicator import LimitRow

BoundEnd = tuple[Decimal, bool] | None


def said(rows: Sequence[LimitRow]) -> str:
    """A limit in words: ``≤0.5``, or each case with its own."""
    return "；".join(_row(row) for row in rows) or text("limit.none")


def _row(row: LimitRow) -> str:
    head = f"{row.heading}：" if row.heading else ""
    if row.word is not None:
        return head + row.word
    for name in ("free", "unread"):
        if (why := getattr(row, name)) is not None:
            return head + verbatim(f"limit.{name}", why=why)
    return head + "，".join(
        verbatim(f"limit.{name}", bound=plain(bound) if isinstance(bound, Decimal) else bound)
        for name, bound in row.bounds)


def tighter(before: Sequence[LimitRow], after: Sequence[LimitRow]) -> bool:
    """Whether everything that reaches ``after`` reaches ``before`` too, case by case.

    Where that can't be told (other cases, words, limits that are data) it is no tightening.
    """
    if len(before) != len(after) or not before:
        return False
    return all(old.condition == new.condition and _within(old, new)
               for old, new in zip(before, after, strict=True))


def _within(old: LimitRow, new: LimitRow) -> bool:
    if len(old.numbers) != len(old.bounds) or len(new.numbers) != len(new.bounds):
        return False
    if old.word is not None or new.word is not None:
        return old.word == new.word
    if (old.free, old.unread, old.bounds) == (new.free, new.unread, new.bounds):
        return True
    if old.free is not None or new.unread is not None or not old.bounds or not new.bounds:
        return old.free is not None and new.unread is None
    return _not_lower(_low(old), _low(new)) and _not_lower(_mirrored(_high(old)), _mirrored(_high(new)))


def _ends(row: LimitRow, closed: Sequence[str], opened: str) -> Iterator[tuple[Decimal, bool]]:
    for name, bound in row.numbers:
        if name in closed or name == opened:
            yield bound, name != opened


def _low(row: LimitRow) -> BoundEnd:
    return _strictest(_ends(row, ("at_least", "exactly"), "above"), max)


def _high(row: LimitRow) -> BoundEnd:
    return _strictest(_ends(row, ("at_most", "exactly"), "below"), min)


def _strictest(ends: Iterator[tuple[Decimal, bool]], pick: Callable[..., Decimal]) -> BoundEnd:
    found = list(ends)
    if not found:
        return None
    bound = pick(number for number, _ in found)
    return bound, all(closed for number, closed in found if number == bound)


def _mirrored(end: BoundEnd) -> BoundEnd:
    return None if end is None else (-end[0], end[1])


def _not_lower(old: BoundEnd, new: BoundEnd) -> bool:
    """Whether the new lower end is at or above the old one."""
    if old is None:
        return True
    if new is None:
        return False
    return new[0] > old[0] or (new[0] == old[0] and (old[1] or not new[1]))
