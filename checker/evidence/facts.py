"""What a formula is evaluated on: one choice of data, and the data that it asks for, in calendar years.

Owns their shape, and the way from a formula's years to calendar years.  It must not evaluate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from checker.evidence.entries import BoundList
from checker.quantity.interval import Interval
from checker.quantity.ratio import IntegerRatio, ratio_of
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.codes import Code
from checker.ruleset.terms import Needed

BASE = "construction_base_year"
Value = Interval | str
Truth = bool | None
Worth = IntegerRatio | Interval | str


class Need(NamedTuple):
    """A datum that a formula asks for; ``year`` may be ``base`` while that year is unknown."""

    kind: Needed
    name: str
    year: int | str | None = None


class Missing(LookupError):
    """A datum that was not chosen because there is none."""

    def __init__(self, need: Need) -> None:
        super().__init__(need.name)
        self.need = need


@dataclass(frozen=True)
class Facts:
    """One choice of data: a value per quantity and year, a version per list, the attributes.

    ``remembered`` and ``decided`` are what formulas have made of them so far.
    """

    period: int
    base: int | None
    values: Mapping[tuple[str, int | None], Value] = field(default_factory=dict)
    lists: Mapping[tuple[str, int | None], BoundList] = field(default_factory=dict)
    attributes: Mapping[str, bool | int | str | Code] = field(default_factory=dict)
    once: frozenset[str] = frozenset()
    remembered: dict[tuple[int, int], IntegerRatio | Interval] = field(
        default_factory=dict, compare=False, init=False)
    decided: dict[int, Truth] = field(default_factory=dict, compare=False, init=False)

    @cached_property
    def worth(self) -> Mapping[tuple[str, int | None], Worth]:
        """The values as formulas work with them."""
        return {key: value if isinstance(value, str) else ratio_of(value)
                for key, value in self.values.items()}

    def year(self, year: n.RelativeYear, y: int) -> int:
        """The calendar year of ``year`` seen from ``y``; raises :class:`Missing` without base year."""
        if year.anchor != "base":
            return year.offset + (y if year.anchor == "y" else 0)
        if self.base is None:
            raise Missing(Need("attribute", BASE))
        return self.base + year.offset


def resolve(asked: Iterable[asking.Asked], facts: Facts) -> list[Need]:
    """What formulas ask for, in calendar years; ``base`` stays a word while that year is unknown."""
    return list(dict.fromkeys(_resolved(datum, facts) for datum in asked))


def _resolved(datum: asking.Asked, facts: Facts) -> Need:
    if datum.kind == "base":
        return Need("attribute", BASE)
    if datum.year is None or datum.name in facts.once:
        return Need(datum.kind, datum.name)
    if datum.year.anchor != "base":
        start = facts.period if datum.year.anchor == "y" else 0
        return Need(datum.kind, datum.name, start + datum.year.offset)
    return Need(datum.kind, datum.name, BASE if facts.base is None else facts.base + datum.year.offset)
