"""A dossier in the words and base units of one ruleset.

Owns the shape of what :mod:`checker.evidence.binding` collects.  It must not weigh or judge it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from checker.dossier.dossier import Claim, Opinion, Source
from checker.evidence.entries import BoundList
from checker.evidence.facts import Facts, Value
from checker.places import Path
from checker.ruleset.codes import Code

AttributeFact = bool | int | str | Code


class ShownValue(NamedTuple):
    """What a cell showed instead of the number that it holds: in base units, and in its words."""

    value: Value
    words: str


@dataclass(frozen=True)
class BoundValue:
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


@dataclass(frozen=True)
class BoundReport:
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
    other rulesets, by family; ``single`` is the one choice of data where each has just one value, made
    when first needed.
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
    single: Facts | None = None
