"""What a project would have to state so that conditions hold or don't, and a metric comes to a number.

Owns the way from a world that conditions tell apart to the data of a case.  It must not know outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import chain
from typing import Any

from checker.quantity.display import finite
from checker.ruleset import nodes as n
from checker.ruleset.asking import asks
from checker.ruleset.compiled import Ruleset
from checker.ruleset.worlds import HoldsInWorld, World, worlds_told

CaseData = dict[str, Any]
_LONGEST = 4  # digits of a code
_AREAS = tuple(map(Fraction, (100, 10, 1000, 10000, 1)))  # of whatever unit: what a metric is divided by


def facts_where(ruleset: Ruleset, conditions: Iterable[n.Expression | None],
                wanted: Callable[[HoldsInWorld], bool], free: Collection[str] = (),
                fill: Callable[[CaseData, Fraction], CaseData | None] = lambda given, _: given,
                ) -> CaseData | None:
    """The data of the first world that is wanted; None if there is none that can be stated.

    The quantities that are ``free`` are not taken from the world but filled in.
    """
    found = filled_worlds(ruleset, conditions, wanted, free, lambda given, area, _: fill(given, area))
    return next((data for data, holds in found if wanted(holds)), None)


def filled_worlds(ruleset: Ruleset, conditions: Iterable[n.Expression | None],
                  worth: Callable[[HoldsInWorld], bool], free: Collection[str],
                  fill: Callable[[CaseData, Fraction, HoldsInWorld], CaseData | None],
                  ) -> Iterator[tuple[CaseData, HoldsInWorld]]:
    """The data of each world that can be stated, and what holds with them.

    A world that nothing is filled into has to be ``worth`` it; what another one is worth, only its data tell.
    """
    trees = [tree for tree in conditions if tree is not None]
    for world, holds in worlds_told(trees, ruleset.model):
        supposed = partial(holds, world=world)
        fixed = not any(isinstance(axis, n.Datum) and axis.name in free for axis in world)
        if fixed and not worth(supposed):
            continue
        stated = _stated(world, trees, ruleset, free)
        for area in _AREAS if free else _AREAS[:1]:
            data = fill(stated, area, supposed) if stated is not None else None
            if data is not None:
                yield data, partial(holds, world=_of(world, data, ruleset))


def _of(world: World, data: CaseData, ruleset: Ruleset) -> World:
    """The world with the numbers that were filled in."""
    return {**world, **{axis: Fraction(data[axis.name]) * ruleset.units[axis.name].factor
                        for axis in world if isinstance(axis, n.Datum) and axis.name in data}}


def _stated(world: World, trees: Iterable[n.Expression], ruleset: Ruleset,
            free: Collection[str]) -> CaseData | None:
    found: CaseData = {}
    for axis, value in world.items():
        said: Any = None
        match axis:
            case n.Datum(name=name) if name in free:
                continue
            case n.AttributeRead(name=name) if ruleset.model.attributes[name].kind == "code":
                said = _code(value, _listed(trees, name))
            case n.AttributeRead(name=name):
                said = int(value) if isinstance(value, Fraction) else value
            case n.Datum(name=name):
                said = finite(value / ruleset.units[name].factor)
            case _:
                return None
        if said is None:
            return None
        found[name] = said
    return found


def _listed(trees: Iterable[n.Expression], name: str) -> set[str]:
    """Every code that the conditions know of an attribute."""
    return set(chain.from_iterable(tree.prefixes for tree in _within(trees) if tree.name == name))


def _within(trees: Iterable[n.Expression]) -> Iterable[n.CodeWithin]:
    for tree in trees:
        if isinstance(tree, n.CodeWithin):
            yield tree
        elif isinstance(tree, n.Logic):
            yield from _within(tree.operands)


def _code(point: str, listed: set[str]) -> str | None:
    """A code that lies in the ranges that the point lies in and in no other, whatever it is narrowed to."""
    starts = [point] if point else [f"{number:02}" for number in range(1, 98)]
    others = [one for one in listed if not (point and point.startswith(one))]
    for start in starts:
        for code in (start, *(start + filler for filler in "123456789"), start + "99"):
            near = any(one.startswith(code) or code.startswith(one) for one in others)
            if len(code) <= _LONGEST and not near:
                return code
    return None


def datum_free(tree: n.Expression | None, known: n.Expression | None) -> bool:
    """Whether a condition asks for something that another doesn't."""
    return tree is not None and bool(names_of(tree) - (names_of(known) if known is not None else set()))


def names_of(tree: n.Expression) -> set[str]:
    """Everything that a formula or a condition asks for."""
    return {asked.name for asked in asks(tree)}


def with_value(given: CaseData, value: n.Expression, amount: Fraction, area: Fraction,
               ruleset: Ruleset) -> CaseData | None:
    """The data by which a formula comes to an amount in base units, over ``area``; None where they can't."""
    match value:
        case n.Datum(name=over):
            return _with(given, over, amount / ruleset.units[over].factor)
        case n.Binary(operator="/", left=n.Datum(name=over), right=n.Datum(name=under)):
            scale = amount * ruleset.units[under].factor / ruleset.units[over].factor
            first = _with(given, under, area)
            return _with(first, over, scale * area) if first is not None else None
    return None


def restated(given: CaseData, value: n.Expression, amount: Fraction, ruleset: Ruleset) -> CaseData | None:
    """The data with another number above the line, by which a formula comes to an amount; None as above."""
    match value:
        case n.Datum(name=over):
            area = Fraction(1)
        case n.Binary(operator="/", left=n.Datum(name=over), right=n.Datum(name=under)) if under in given:
            area = Fraction(given[under])
        case _:
            return None
    rest = {name: said for name, said in given.items() if name != over}
    return with_value(rest, value, amount, area, ruleset)


def data_of(value: n.Expression) -> set[str]:
    """The quantities of a formula whose value can be chosen."""
    match value:
        case n.Datum(name=over):
            return {over}
        case n.Binary(operator="/", left=n.Datum(name=over), right=n.Datum(name=under)):
            return {over, under}
    return set()


def _with(given: CaseData, name: str, number: Fraction) -> CaseData | None:
    """The data with one more; None where it can't be written or is another already."""
    said = finite(number)
    if said is None or number < 0 or Decimal(given.get(name, said)) != said:
        return None
    return {**given, name: said}
