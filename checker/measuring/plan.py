"""How the items of a ruleset are measured in the years of one period and one base year.

Owns what follows of that from the ruleset alone, and so is found once and not for every dossier: what each
formula and condition asks for in calendar years, and which of it has to be in one scope and one price basis.
It must not know data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from checker.evidence.evidence import DatumKey
from checker.evidence.facts import Facts, Need, resolve
from checker.measuring.evaluate import truth
from checker.quantity.ratio import ONE, IntegerRatio
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import CompiledRow, Interpretation, Item, Ruleset

Reach = tuple[IntegerRatio, IntegerRatio]


class DataKeys(NamedTuple):
    """Quantities and lists by their years, and those of the quantities that have a scope, a price basis."""

    quantities: tuple[DatumKey, ...] = ()
    lists: tuple[DatumKey, ...] = ()
    scoped: tuple[DatumKey, ...] = ()
    priced: tuple[DatumKey, ...] = ()


class Demand(NamedTuple):
    """What a formula asks for, in order and as a set, and the data in it if all of them are stated."""

    needs: tuple[Need, ...]
    all_of: frozenset[Need]
    keys: DataKeys


class ReadingPlan(NamedTuple):
    """What one reading asks for: without what it has no value, what only bounds it, its limit; the former two
    together, and all.

    ``sensitive`` are the data none of which may be negative where the value can't; ``unit`` is how many base
    units the reading's unit is; ``rows`` are those of its limit that may apply in these years, each with what
    they leave open of its condition.
    """

    reading: Interpretation
    value: Demand
    bounded: Demand
    limit: Demand
    read: Demand
    everything: Demand
    sensitive: frozenset[DatumKey]
    unit: IntegerRatio
    rows: tuple[CompiledRow, ...]


class ItemPlan(NamedTuple):
    """The readings of an item.

    ``same_formula`` where all that decide compute alike; ``surely`` where one of them applies in any case;
    ``implies`` where one's value says something of another's; ``within`` are the least and the most that the
    value can be at all, ``words`` those that it may be instead of a number.
    """

    readings: tuple[ReadingPlan, ...]
    same_formula: bool
    surely: bool
    implies: bool
    within: Reach | None
    words: tuple[str, ...]


class Plan:
    """The plan of a ruleset for a period and a base year, each part made when first needed."""

    def __init__(self, ruleset: Ruleset, period: int, base: int | None) -> None:
        self.ruleset = ruleset
        self.years = Facts(period, base, once=ruleset.once)
        self._items: dict[str, ItemPlan] = {}
        self._demands: dict[int, tuple[n.Expression, Demand]] = {}

    def item(self, item: Item) -> ItemPlan:
        """The plan of an item."""
        known = self._items.get(item.id)
        if known is None:
            deciding = [reading for reading in item.interpretations if reading.decides]
            reach = item.model.within
            known = self._items[item.id] = ItemPlan(
                tuple(map(self._reading, item.interpretations)),
                len({reading.values for reading in deciding}) == 1,
                any(reading.applies is None for reading in deciding),
                any(reading.at_least for reading in item.interpretations),
                None if reach is None else (
                    reach.at_least.as_integer_ratio(), reach.at_most.as_integer_ratio()),
                tuple(item.model.words or ()))
        return known

    def demand_of(self, tree: n.Expression) -> Demand:
        """What a formula asks for; it is kept with its tree, whose identity is not used again then."""
        known = self._demands.get(id(tree))
        if known is None:
            known = self._demands[id(tree)] = tree, self.demand(asking.asked_of(tree))
        return known[1]

    def demand(self, asked: Iterable[asking.Asked]) -> Demand:
        """What is asked for, in calendar years."""
        needs = tuple(resolve(asked, self.years))
        return Demand(needs, frozenset(needs), self.keys(needs))

    def keys(self, needs: Iterable[Need]) -> DataKeys:
        """The data among what is needed."""
        quantities, lists = (tuple((need.name, need.year) for need in needs
                                   if need.kind == kind and not isinstance(need.year, str))
                             for kind in ("quantity", "list"))
        return DataKeys(quantities, lists, *(tuple(key for key in quantities if key[0] in names)
                                             for names in (self.ruleset.scoped, self.ruleset.priced)))

    def _reading(self, reading: Interpretation) -> ReadingPlan:
        value, bounded, limit = map(self.demand, (
            reading.asks_value, reading.asks_bounded, reading.asks_limit))
        read = self.demand((*reading.asks_value, *reading.asks_bounded)) if bounded.needs else value
        everything = read if limit.all_of <= read.all_of else self.demand(
            (*reading.asks_value, *reading.asks_bounded, *reading.asks_limit))
        held = self.demand(one for one in reading.asks_bounded if not one.graded)
        return ReadingPlan(
            reading, value, bounded, limit, read, everything,
            frozenset((need.name, need.year) for need in (*value.needs, *held.needs)
                      if not isinstance(need.year, str)),
            reading.unit.factor.as_integer_ratio() if reading.unit else ONE, tuple(self._rows(reading)))

    def _rows(self, reading: Interpretation) -> Iterator[CompiledRow]:
        """The rows of a limit as far as the years alone decide; whatever follows a sure one never applies."""
        for row in reading.rows:
            answer = True if row.when is None else truth(row.when, self.years)
            if answer is not False:
                yield replace(row, when=None if row.when is None or answer else self._open(row.when))
            if answer is True:
                return

    def _open(self, condition: n.Expression) -> n.Expression:
        """What the years alone leave open of a condition."""
        parts = [part for part in asking.conjuncts(condition) if truth(part, self.years) is not True]
        return parts[0] if len(parts) == 1 else condition


def plan_of(ruleset: Ruleset, period: int, base: int | None) -> Plan:
    """The plan for these years, made once for each ruleset."""
    known: Plan | None = ruleset.plans.get((period, base))
    if known is None:
        known = ruleset.plans[(period, base)] = Plan(ruleset, period, base)
    return known
