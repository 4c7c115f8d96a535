"""In which worlds a made-up project ought to meet everything that a typed policy asks for.

Owns the search: what hangs on the same data is looked at together, what doesn't apart.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain, islice, product
from typing import NamedTuple

from checker.messages import text
from checker.ruleset import nodes as n
from checker.ruleset.compiled import CompiledRow, Item, Ruleset
from checker.ruleset.worlds import HoldsInWorld
from checker.testing.coverage import step
from checker.typed.policy_cases import UP, applies
from checker.typed.policy_facts import CaseData, data_of, filled_worlds, names_of, with_value
from checker.typed.policy_projects import ProjectFacts, readings

MOST_TRIED = 40
_MOST_ALIKE = 12  # data of what hangs on nothing else
_MOST_LOOKED_AT = 500
_WISHES = ((True, True), (True, False), (False, False))  # every metric compared; every grade at its best
_BEYOND = Fraction(11, 10)  # of a number that has to be passed


def whole_projects(ruleset: Ruleset) -> Iterator[ProjectFacts]:
    """Projects that ought to meet everything, those first that are compared with most."""
    parts = _parts(ruleset)
    asked = tuple(item.id for item in ruleset.items.values() if item.model.ask)
    quiet = _quiet(ruleset)
    for every, best in _WISHES:
        found = [_most_asked(_Wish(part, every, best), ruleset) for part in parts]
        for chosen in islice(product(*found), MOST_TRIED):
            given = {name: said for one in chosen for name, said in one.data.items()}
            rows = {item: row for one in chosen for item, row in one.rows.items()}
            yield ProjectFacts({**given, **quiet}, asked, rows)


def _quiet(ruleset: Ruleset) -> CaseData:
    """A description in which no word stands that calls for a look, where any would."""
    if not any(item.model.watch for item in ruleset.items.values()):
        return {}
    return {name: text("policy.case.description") for name, fact in ruleset.model.attributes.items()
            if fact.kind == "text" and fact.describes}


@dataclass
class _AlikeItems:
    """Items and grades that ask for the same data, and for none that the others ask for."""

    names: set[str]
    items: list[Item] = field(default_factory=list)
    grades: list[n.GradeRead] = field(default_factory=list)


def _parts(ruleset: Ruleset) -> list[_AlikeItems]:
    alone = [*(_AlikeItems(set(chain.from_iterable(map(names_of, item.trees()))), items=[item])
               for item in ruleset.items.values()),
             *(_AlikeItems(names_of(grade), grades=[grade]) for grade in ruleset.grades.values())]
    found: list[_AlikeItems] = []
    for part in alone:
        joined = [one for one in found if one.names & part.names]
        found = [one for one in found if one not in joined]
        found.append(_AlikeItems(part.names.union(*(one.names for one in joined)),
                           [item for one in (*joined, part) for item in one.items],
                           [grade for one in (*joined, part) for grade in one.grades]))
    return found


class _PartData(NamedTuple):
    """The data of a part, the rows of limits that they reach, and how many of its items apply to them."""

    data: CaseData
    rows: dict[str, CompiledRow]
    asked: int


def _most_asked(wish: _Wish, ruleset: Ruleset) -> list[_PartData]:
    """Some data of a part, those first to which most of it applies."""
    found = list(islice(_found(wish, ruleset), _MOST_ALIKE if wish.every else _MOST_LOOKED_AT))
    return sorted(found, key=lambda one: (-len(one.rows), -one.asked))[:_MOST_ALIKE]


def _found(wish: _Wish, ruleset: Ruleset) -> Iterator[_PartData]:
    def fill(given: CaseData, area: Fraction, holds: HoldsInWorld) -> CaseData | None:
        data: CaseData | None = given
        for value, amount in wish.due(holds).items():
            data = with_value(data, value, amount, area, ruleset) if data is not None else None
        return data

    for data, holds in filled_worlds(ruleset, wish.trees, wish, wish.free, fill):
        if wish(holds):
            rows = ((item.id, _row_in(item, holds)) for item in wish.metrics)
            reached = {item: row for item, row in rows if row is not None and row.numbers}
            yield _PartData(data, reached, sum(applies(item, holds) for item in wish.part.items))


def _row_in(item: Item, holds: HoldsInWorld) -> CompiledRow | None:
    """The row of a metric's limit that is reached; None where none is, or the metric doesn't apply."""
    if not applies(item, holds):
        return None
    return next((row for row in readings(item)[0].rows if row.when is None or holds(row.when)), None)


@dataclass(frozen=True)
class _Wish:
    """What a world has to be like in which a project ought to meet everything of a part."""

    part: _AlikeItems
    every: bool
    best: bool

    def __call__(self, holds: HoldsInWorld) -> bool:
        return (not any(_matched(item, holds) for item in self.part.items if item.model.prohibits)
                and all(self._reached(item, holds) for item in self.metrics)
                and (not self.best or all(_best(grade, holds) for grade in self.part.grades)))

    @property
    def metrics(self) -> list[Item]:
        """The items that compare a value."""
        return [item for item in self.part.items if not item.model.prohibits]

    def _reached(self, item: Item, holds: HoldsInWorld) -> bool:
        row = _row_in(item, holds)
        return (row is not None and bool(row.numbers)) or (
            not self.every and (row is None or row.row.free is not None))

    @property
    def trees(self) -> list[n.Expression | None]:
        """Every condition that tells whether it is."""
        ways = [reading for item in self.part.items for reading in item.interpretations]
        return [*(item.applies for item in self.part.items),
                *(row.when for item in self.part.items for row in item.effects),
                *(tree for way in ways for tree in (way.applies, way.prohibited)),
                *(row.when for way in ways for row in way.rows),
                *(one.when for grade in self.part.grades for one in grade.steps)]

    @property
    def free(self) -> set[str]:
        """The data that are chosen so that metrics and grades come to what they should."""
        values = [*(value for item in self.metrics for reading in readings(item) for value in reading.values),
                  *(grade.value for grade in self.part.grades if grade.value is not None)]
        return set(chain.from_iterable(map(data_of, values)))

    def due(self, holds: HoldsInWorld) -> dict[n.Expression, Fraction]:
        """The formulas that have to come to an amount in base units; asked for twice, to the better one."""
        found: dict[n.Expression, tuple[Fraction, bool]] = {}
        for value, amount, upward in (*self._limits(holds), *self._steps()):
            before = found.get(value)
            if data_of(value) and (before is None or (
                    before[1] == upward and (amount > before[0] if upward else amount < before[0]))):
                found[value] = amount, upward
        return {value: amount for value, (amount, _) in found.items()}

    def _limits(self, holds: HoldsInWorld) -> Iterator[tuple[n.Expression, Fraction, bool]]:
        for item in self.metrics:
            row = _row_in(item, holds)
            for relation, bound in row.row.numbers if row is not None else ():
                upward = relation in UP
                number = Fraction(bound) + (step(bound) if upward else -step(bound))
                yield from ((value, number * reading.unit.factor, upward) for reading in readings(item)
                            if reading.unit is not None for value in reading.values)

    def _steps(self) -> Iterator[tuple[n.Expression, Fraction, bool]]:
        for grade in self.part.grades:
            best = max(grade.steps, key=lambda one: one.points)
            if grade.value is not None and best.number is not None:
                upward = best.relation in (">", ">=")
                yield grade.value, best.number * (_BEYOND if upward else 1 / _BEYOND), upward


def _matched(item: Item, holds: HoldsInWorld) -> bool:
    matched = item.interpretations[0].prohibited if item.interpretations else None
    return applies(item, holds) and matched is not None and holds(matched)


def _best(grade: n.GradeRead, holds: HoldsInWorld) -> bool:
    """Whether of the steps that hold under their conditions the first gives the most points of all."""
    first = next((one for one in grade.steps if one.when is None or holds(one.when)), None)
    return first is not None and first.points == max(one.points for one in grade.steps)
