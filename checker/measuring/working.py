"""How a formula is worked out: as functions, made once of each tree, of the data chosen and the year.

Owns their shapes.  What each kind of node is worth is :mod:`checker.measuring.arithmetic`'s, ``conditions``'
and ``counting``'s business; which of them makes what, :mod:`checker.measuring.evaluate`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from checker.evidence.entries import FieldValue
from checker.evidence.facts import Facts, Truth, Worth
from checker.quantity.interval import Interval
from checker.quantity.ratio import IntegerRatio
from checker.ruleset import nodes as n

EntryFields = Mapping[str, FieldValue] | None
Working = Callable[[Facts, int, EntryFields], Worth]
Deciding = Callable[[Facts, int, EntryFields], Truth]


class Making(NamedTuple):
    """How the parts of a tree are made: those that are worth something, and those that hold or don't."""

    worked: Callable[[n.Expression], Working]
    decided: Callable[[n.Expression], Deciding]


# What is no ratio.
INEXACT = (Interval, str)


def number(found: Worth) -> IntegerRatio | Interval:
    """What has to be a number."""
    if isinstance(found, str):
        raise TypeError(f"not a number: {found}")
    return found
