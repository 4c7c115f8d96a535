"""A dossier in the words and base units of one ruleset.

Owns the shape of what :mod:`checker.evidence.binding` collects.  It must not weigh or judge it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from checker.dossier.dossier import Claim, Opinion, Source
from checker.evidence.entries import BoundList
from checker.evidence.facts import Facts, Value
from checker.places import Path
from checker.quantity.interval import Interval
from checker.ruleset.codes import Code

AttributeFact = bool | int | str | Code
DatumKey = tuple[str, int | None]


class ShownValue(NamedTuple):
    """What a cell showed instead of the number that it holds: in base units, and in its words."""

    value: Value
    words: str


class BoundValue(NamedTuple):
    """An observation in base units, or its word, with what it was made from.

    ``bound_of`` names the quantity that was stated instead, where that one only bounds this from above;
    ``shown`` is what its cell showed, where that is another value; ``also`` are other places that state
    the very same.
    """

    path: Path
    name: str
    year: int | None
    value: Value
    approximate: bool
    scope: str | None
    price_basis: str | None
    written: str
    unit: str | None
    source: Source
    note: str | None = None
    bound_of: str | None = None
    shown: ShownValue | None = None
    also: tuple[BoundValue, ...] = ()

    @property
    def everywhere(self) -> tuple[BoundValue, ...]:
        """The same as it stands in each place."""
        return (self, *self.also)


@dataclass(frozen=True)
class Saying:
    """Words that the subject is described with: its name, an attribute, or a list's field, and the words."""

    about: tuple[str, ...]
    words: str


class BoundReport(NamedTuple):
    """A reported value in the indicator's base units, or its word; ``also`` the same in other places."""

    path: Path
    value: Value
    approximate: bool
    reading: str | None
    written: str
    unit: str | None
    scope: str | None
    source: Source
    note: str | None = None
    year: int = 0
    shown: ShownValue | None = None
    also: tuple[BoundReport, ...] = ()

    @property
    def everywhere(self) -> tuple[BoundReport, ...]:
        """The same as it stands in each place."""
        return (self, *self.also)


@dataclass
class Evidence:
    """All that a dossier says in a ruleset's words.

    ``disputed`` are attributes that were declared one way and another, with the words; ``sayings`` what
    the subject is described with; ``uncounted`` lists that are complete without saying how many.
    ``unstated`` are the words that stand where a datum is asked for and state nothing; ``unseen`` the
    invisible characters in what is stated, by what it states.  ``others`` counts what is addressed to
    other rulesets, by family.  ``once`` are the ruleset's quantities without a year, ``scoped`` and
    ``priced`` those that are stated in a scope and in a price basis.  What is made of it all at once is made
    when first needed, when nothing is added any more.
    """

    period: int
    base: int | None = None
    values: dict[tuple[str, int | None], list[BoundValue]] = field(default_factory=lambda: defaultdict(list))
    lists: dict[tuple[str, int | None], list[BoundList]] = field(default_factory=lambda: defaultdict(list))
    attributes: dict[str, AttributeFact] = field(default_factory=dict)
    disputed: dict[str, list[str]] = field(default_factory=dict)
    opinions: dict[str, list[Opinion]] = field(default_factory=lambda: defaultdict(list))
    uncounted: list[str] = field(default_factory=list)
    sayings: list[Saying] = field(default_factory=list)
    reported: dict[tuple[str, int], list[BoundReport]] = field(default_factory=lambda: defaultdict(list))
    claims: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    selected: frozenset[str] | None = None
    unused: list[tuple[str, str]] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    unstated: dict[tuple[str, str, int | None], list[str]] = field(default_factory=lambda: defaultdict(list))
    unseen: dict[str, str] = field(default_factory=dict)
    normalised: list[tuple[str, str]] = field(default_factory=list)
    once: frozenset[str] = frozenset()
    scoped: frozenset[str] = frozenset()
    priced: frozenset[str] = frozenset()

    def seen_from(self, year: int) -> Evidence:
        """The same data as if that year were the period."""
        other = replace(self, period=year)
        for name in ("stated", "several", "negative", "approximate", "scope", "price_basis"):
            other.__dict__[name] = getattr(self, name)
        return other

    @cached_property
    def blank(self) -> Facts:
        """What is known without any of the data: years and facts about the subject."""
        return Facts(self.period, self.base, attributes=self.attributes, once=self.once)

    @cached_property
    def single(self) -> Facts:
        """The one choice of data where each has just one value."""
        return Facts(self.period, self.base,
                     {key: values[0].value for key, values in self.values.items() if values},
                     {key: versions[0] for key, versions in self.lists.items() if versions},
                     self.attributes, self.once)

    @cached_property
    def stated(self) -> frozenset[tuple[str, str, int | None]]:
        """Everything that is stated, by kind, name and year, as formulas need it."""
        return frozenset((
            *(("quantity", name, year) for (name, year), values in self.values.items() if values),
            *(("list", name, year) for (name, year), versions in self.lists.items() if versions),
            *(("attribute", name, None) for name in self.attributes)))

    @cached_property
    def several(self) -> frozenset[DatumKey]:
        """The data that have more than one value, and the lists that have more than one version."""
        return frozenset([key for stated in (self.values, self.lists) for key, versions in stated.items()
                          if len(versions) > 1])

    @cached_property
    def negative(self) -> frozenset[DatumKey]:
        """The data of which some value is negative."""
        return frozenset([key for key, values in self.values.items() for value in values
                          if isinstance(value.value, Interval) and value.value.negative])

    @cached_property
    def approximate(self) -> frozenset[DatumKey]:
        """The data of which some value is only approximate."""
        return frozenset([key for key, values in self.values.items() for value in values
                          if value.approximate])

    @cached_property
    def scope(self) -> str | None:
        """The one scope in which all data are stated that have one; None where they differ or don't say."""
        return _only({value.scope for key, values in self.values.items() if key[0] in self.scoped
                      for value in values})

    @cached_property
    def price_basis(self) -> str | None:
        """The same of the price basis."""
        return _only({value.price_basis for key, values in self.values.items() if key[0] in self.priced
                      for value in values})


def _only(stated: set[str | None]) -> str | None:
    return stated.pop() if len(stated) == 1 else None
