"""A ruleset ready to judge by: items with their formulas as trees, units, the rows of limits.

Owns the shape.  How it is made from what was written is :mod:`checker.ruleset.compiling`'s business.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from checker.quantity.ratio import IntegerRatio
from checker.quantity.unit import Unit
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.definition import RulesetModel
from checker.ruleset.doubt import Doubt
from checker.ruleset.indicator import Indicator, LimitRow
from checker.ruleset.kind import RulesetKind
from checker.ruleset.terms import by_name, family_of

if TYPE_CHECKING:
    from checker.ruleset.overlay import Applied, ItemAmendment

PLAIN = "_"


class RowBound(NamedTuple):
    """A comparison with an exact number of so many decimal places as written, or with a datum.

    ``ratio`` is the number as two integers, ``step`` how many steps of its last place make one.
    """

    relation: str
    number: Fraction | None
    digits: int = 0
    tree: n.Expression | None = None
    ratio: IntegerRatio | None = None
    step: int = 1


@dataclass(frozen=True)
class CompiledRow:
    """A row of a limit with its condition as a tree."""

    index: int
    when: n.Expression | None
    row: LimitRow
    bounds: tuple[RowBound, ...]

    @property
    def numbers(self) -> list[Fraction]:
        """The bounds that are numbers."""
        return [bound.number for bound in self.bounds if bound.number is not None]


@dataclass(frozen=True)
class Interpretation:
    """One reading, or the only way there is (``id`` is then ``_``).

    Its value is never lower than that of the reading ``at_least``, where the ruleset states one.
    ``written`` are its formulas or its condition as the ruleset has them, then what they name:
    ``name = formula``.
    """

    id: str
    label: str | None
    values: tuple[n.Expression, ...]
    rows: tuple[CompiledRow, ...]
    unit: Unit | None = None
    decides: bool = True
    at_least: str | None = None
    applies: n.Expression | None = None
    prohibited: n.Expression | None = None
    asks_value: tuple[asking.Asked, ...] = ()
    asks_bounded: tuple[asking.Asked, ...] = ()
    asks_limit: tuple[asking.Asked, ...] = ()
    written: tuple[str, ...] = ()


class EffectRow(NamedTuple):
    """A case in which a match comes to ``effect``, with its condition as a tree."""

    when: n.Expression
    case: str
    effect: str


class Charge(NamedTuple):
    """What falling short of a row of a reading's limit costs: an item of its own that is only computed."""

    reading: str
    row: int
    item: Item


class TierRow(NamedTuple):
    """A tier, in the unit of its item: where the value stands so to ``number``, and a condition holds."""

    name: str
    relation: n.Relation | None
    number: Fraction | None
    when: n.Expression | None


@dataclass(frozen=True)
class Item:
    """An indicator with its trees.

    ``effects`` are the cases of what a match, or falling short of a floor, comes to, if it has any;
    ``charges`` what falling short costs.
    """

    model: Indicator
    unit: Unit | None
    interpretations: tuple[Interpretation, ...]
    applies: n.Expression | None
    requirement: str | None
    effects: tuple[EffectRow, ...] = ()
    charges: tuple[Charge, ...] = ()

    @property
    def id(self) -> str:
        """Its id, for ever."""
        return self.model.id

    def trees(self) -> Iterator[n.Expression]:
        """Every formula and condition, of whatever reading."""
        if self.applies:
            yield self.applies
        for reading in self.interpretations:
            yield from (tree for tree in (*reading.values, reading.applies, reading.prohibited) if tree)
            for row in reading.rows:
                yield from (tree for tree in (row.when, *(bound.tree for bound in row.bounds)) if tree)
        yield from (row.when for row in self.effects)
        for charge in self.charges:
            yield from charge.item.trees()

    @cached_property
    def conditions(self) -> tuple[n.Expression, ...]:
        """What has to hold for it to apply, one by one."""
        return tuple(asking.conjuncts(self.applies)) if self.applies else ()

    @cached_property
    def prohibits(self) -> bool:
        """Whether it is a prohibition."""
        return self.model.prohibits

    @cached_property
    def factors(self) -> tuple[str, ...]:
        """The constants that its formulas and limits use, in order."""
        return tuple(dict.fromkeys(name for tree in self.trees() for name in asking.factors(tree)))

    @cached_property
    def attributes(self) -> frozenset[str]:
        """The facts about the subject that its formulas and conditions ask for."""
        return frozenset(asked.name for tree in self.trees() for asked in asking.asks(tree)
                         if asked.kind == "attribute")

    @cached_property
    def quantities(self) -> frozenset[tuple[str, n.RelativeYear]]:
        """The quantities that its formulas and conditions ask for, each with the year of which it does."""
        return frozenset((asked.name, asked.year) for tree in self.trees() for asked in asking.asks(tree)
                         if asked.kind == "quantity" and asked.year is not None)


class Doubtful(NamedTuple):
    """What makes data doubtful: a value with its unit, which may have to equal ``other``, or a condition."""

    model: Doubt
    tree: n.Expression
    unit: Unit | None
    asks: tuple[asking.Asked, ...]
    other: n.Expression | None = None


@dataclass(frozen=True)
class Ruleset:
    """A checked ruleset and the digest of its canonical form.

    ``remembered`` holds its formulas and limits in words and what else never changes, and ``plans`` how its
    items are measured in the calendar years of a period and a base year.  ``shown`` are the amounts that are
    only computed, for information: no item, and nothing is concluded of them.
    """

    model: RulesetModel
    digest: str
    items: Mapping[str, Item]
    units: Mapping[str, Unit]
    field_units: Mapping[tuple[str, str], Unit]
    promised: Mapping[str, n.Expression] = field(default_factory=dict)
    grades: Mapping[str, n.GradeRead] = field(default_factory=dict)
    shown: Mapping[str, Item] = field(default_factory=dict)
    side_by_side: tuple[n.RelativeYear, n.RelativeYear] | None = None
    doubts: tuple[Doubtful, ...] = ()
    tiers: tuple[TierRow, ...] = ()
    overlays: tuple[Applied, ...] = ()
    changes: Mapping[str, tuple[ItemAmendment, ...]] = field(default_factory=dict)
    remembered: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)
    plans: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def id(self) -> str:
        """Its id, for ever."""
        return self.model.id

    @cached_property
    def written(self) -> tuple[Item, ...]:
        """Every item and every amount that is only shown, in the order in which they are written."""
        return tuple(self.items.get(one.id) or self.shown[one.id] for one in self.model.indicators)

    @cached_property
    def kind(self) -> RulesetKind:
        """What it is, by what it concludes."""
        return self.model.kind

    @cached_property
    def quantity_names(self) -> Mapping[str, str]:
        """The name of each quantity by everything that it goes by, in the normal form."""
        return by_name(self.model.quantities)

    @cached_property
    def attribute_names(self) -> Mapping[str, str]:
        """The same of attributes."""
        return by_name(self.model.attributes)

    @cached_property
    def list_names(self) -> Mapping[str, str]:
        """The same of lists."""
        return by_name(self.model.lists)

    @cached_property
    def families(self) -> frozenset[str]:
        """The families of its items."""
        return frozenset(map(family_of, self.items))

    @cached_property
    def once(self) -> frozenset[str]:
        """The quantities that have no year."""
        return frozenset(name for name, quantity in self.model.quantities.items() if quantity.each == "once")

    @cached_property
    def scoped(self) -> frozenset[str]:
        """The quantities that are stated in a scope."""
        return frozenset(name for name, quantity in self.model.quantities.items() if quantity.scoped)

    @cached_property
    def priced(self) -> frozenset[str]:
        """The quantities that are stated in prices of some year."""
        return frozenset(name for name, quantity in self.model.quantities.items() if quantity.priced)

    @cached_property
    def bounded(self) -> tuple[tuple[str, str], ...]:
        """Each quantity that can't exceed another, with that one."""
        return tuple((name, quantity.bounded_by) for name, quantity in self.model.quantities.items()
                     if quantity.bounded_by)

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that items have of their own, as they are spelled."""
        return tuple(dict.fromkeys(scope for item in self.written for scope in item.model.scopes))
