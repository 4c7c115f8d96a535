"""Whether a condition can hold at all, and which of several can be the first to hold.

Owns the trying out of every world that conditions tell apart: a truth, a word, a code, the place of a number
among those it is compared with.  It takes different formulas for independent: what it calls possible
may not be, what it calls impossible is.  It must not know limits.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise, product
from typing import Any, Protocol

from checker.ruleset import nodes as n
from checker.ruleset.definition import RulesetModel
from checker.ruleset.reach import possible

MOST_WORLDS = 20_000
Axis = n.Expression | tuple[n.Expression, n.Expression]
World = Mapping[Axis, Any]
HoldsInWorld = Callable[[n.Expression], bool]


class HoldsIn(Protocol):
    """What tells whether a condition holds in a world."""

    def __call__(self, tree: n.Expression, world: World) -> bool:
        """Whether it does."""
        ...


_RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq,
    "!=": operator.ne}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def can_hold(condition: n.Expression, model: RulesetModel) -> bool:
    """Whether there may be a subject for which the condition holds."""
    return first_to_hold([condition], model)[0]


def first_to_hold(conditions: Sequence[n.Expression | None], model: RulesetModel) -> list[bool]:
    """For each condition whether it may be the first to hold; None is one that always holds."""
    signed = {name for name, quantity in model.quantities.items() if quantity.signed}
    space = _Space(model, signed)
    for condition in conditions:
        if condition is not None:
            space.add(condition)
    found = [False] * len(conditions)
    for world in space.worlds():
        if world is None:
            return [True] * len(conditions)
        first = next((i for i, condition in enumerate(conditions)
                      if condition is None or space.holds(condition, world)), None)
        if first is not None:
            found[first] = True
    return found


def each_world(conditions: Iterable[n.Expression], model: RulesetModel) -> list[HoldsInWorld] | None:
    """For every world that the conditions tell apart, which of them hold; None if there are too many."""
    space = _Space(model, {name for name, quantity in model.quantities.items() if quantity.signed})
    for condition in conditions:
        space.add(condition)
    worlds = [world for world in space.worlds() if world is not None]
    return [partial(space.holds, world=world) for world in worlds] or None


def worlds_told(conditions: Iterable[n.Expression], model: RulesetModel,
                ) -> Iterator[tuple[World, HoldsIn]]:
    """Every world with what tells what holds in it, as long as somebody asks; none if there are too many."""
    space = _Space(model, {name for name, quantity in model.quantities.items() if quantity.signed})
    for condition in conditions:
        space.add(condition)
    for world in space.worlds():
        if world is not None:
            yield world, space.holds


class _Space:
    """The axes along which conditions differ, each with its values."""

    def __init__(self, model: RulesetModel, signed: set[str]) -> None:
        self.model = model
        self.signed = signed
        self.fixed: dict[Axis, tuple[Any, ...]] = {}
        self.cuts: dict[n.Expression, set[Fraction]] = {}
        self.codes: dict[str, set[tuple[str, ...]]] = {}

    def add(self, tree: n.Expression) -> None:
        """Take in what a condition tells apart."""
        match tree:
            case n.Logic():
                for operand in tree.operands:
                    self.add(operand)
            case n.OneOf():
                self.fixed[tree.operand] = self._words(tree.operand)
            case n.CodeWithin():
                self.codes.setdefault(tree.name, set()).add(tree.prefixes)
            case n.Comparison():
                self._compared(tree)
            case _:
                self.fixed[tree] = (True, False)

    def _compared(self, tree: n.Comparison) -> None:
        axis, bound, _ = self._parts(tree)
        if axis is None:
            return
        if isinstance(axis, tuple):
            self.fixed[axis] = (-1, 0, 1)
        elif isinstance(bound, str):
            self.fixed[axis] = self._words(axis)
        else:
            self.cuts.setdefault(axis, set()).add(bound)

    def _parts(self, tree: n.Comparison) -> tuple[Axis | None, Any, str]:
        """What varies, what it is compared with, and how; without an axis nothing varies."""
        left, right, relation = tree.left, tree.right, str(tree.relation)
        if isinstance(left, n.Word) or (not isinstance(right, n.Word) and self._number(left) is not None):
            left, right, relation = right, left, _MIRRORED[relation]
        if isinstance(right, n.Word):
            return left, right.text, relation
        known, bound = self._number(left), self._number(right)
        if bound is not None:
            return (None, (known, bound), relation) if known is not None else (left, bound, relation)
        if repr(left) > repr(right):
            left, right, relation = right, left, _MIRRORED[relation]
        return (left, right), 0, relation

    def _number(self, tree: n.Expression) -> Fraction | None:
        """The number that a formula always comes to."""
        return None if self._is_word(tree) else possible(tree, self.signed).value

    def _is_word(self, tree: n.Expression) -> bool:
        match tree:
            case n.Datum():
                return self.model.quantities[tree.name].words is not None
            case n.AttributeRead():
                return self.model.attributes[tree.name].kind == "word"
        return False

    def _words(self, tree: n.Expression) -> tuple[str | None, ...]:
        """Every word that may be stated; of a datum also one that is not listed."""
        match tree:
            case n.AttributeRead():
                return tuple(self.model.attributes[tree.name].words or ())
            case n.Datum():
                return (*(self.model.quantities[tree.name].words or ()), None)
        return (tree.text,) if isinstance(tree, n.Word) else (None,)

    def worlds(self) -> Iterator[World | None]:
        """Every combination; None alone if there are too many to try."""
        axes: dict[Axis, tuple[Any, ...]] = {
            **self.fixed, **{tree: self._places(tree, cuts) for tree, cuts in self.cuts.items()},
            **{n.AttributeRead(name): _codes(ranges) for name, ranges in self.codes.items()}}
        if math.prod(map(len, axes.values())) > MOST_WORLDS:
            yield None
            return
        for values in product(*axes.values()):
            yield dict(zip(axes, values, strict=True))

    def _places(self, tree: n.Expression, cuts: set[Fraction]) -> tuple[Fraction, ...]:
        """A number at each cut, and one on each side of it, of those that are possible."""
        reach = possible(tree, self.signed)
        marks = sorted({*cuts, *(end.value for end in reach if end.value is not None)})
        if isinstance(tree, (n.YearNumber, n.EntryCount, n.AttributeRead)):
            near = {Fraction(whole + step) for mark in marks for whole in (math.floor(mark), math.ceil(mark))
                    for step in (-1, 0, 1)}
        else:
            near = {*marks, marks[0] - 1, marks[-1] + 1,
                    *((low + high) / 2 for low, high in pairwise(marks))}
        return tuple(sorted(number for number in near if reach.holds(number)))

    def holds(self, tree: n.Expression, world: World) -> bool:
        """Whether the condition holds in a world."""
        match tree:
            case n.Logic(operator="not"):
                return not self.holds(tree.operands[0], world)
            case n.Logic():
                answers = (self.holds(operand, world) for operand in tree.operands)
                return all(answers) if tree.operator == "and" else any(answers)
            case n.OneOf():
                return world[tree.operand] in tree.words
            case n.CodeWithin():
                return _lies(world[n.AttributeRead(tree.name)], tree.prefixes)
            case n.Comparison():
                axis, bound, relation = self._parts(tree)
                given, due = bound if axis is None else (world[axis], bound)
                return _RELATIONS[relation](given, due)
        return bool(world[tree])


def _codes(ranges: Collection[tuple[str, ...]]) -> tuple[str, ...]:
    """A code for each way to lie in some ranges and not in others; an empty one lies in none of them.

    That there is a code within a range and outside of every narrower one is taken for granted.
    """
    known = sorted({prefix for prefixes in ranges for prefix in prefixes}, reverse=True)
    found = {tuple(_lies(code, prefixes) for prefixes in ranges): code for code in (*known, "")}
    return tuple(found.values())


def _lies(code: str, prefixes: tuple[str, ...]) -> bool:
    return bool(code) and code.startswith(prefixes)
