"""Where a formula comes to a number, as a function of one of the data that it reads.

Owns the inversion of formulas, exact wherever roots don't come in between: what is made of the datum by
arithmetic alone is turned round as a quotient of polynomials, growth and the like from the outside inwards,
and so is what stands beside data that are only known to lie between two numbers: for each of the two.
What it finds are the only places where something may change; what changes there, whoever asks has to look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from checker.evidence.evidence import DatumKey
from checker.evidence.facts import Facts
from checker.measuring.evaluate import worked
from checker.measuring.sloping import edges, reaching
from checker.measuring.straightening import Unsolvable, insides, straightened
from checker.measuring.working import number
from checker.quantity.interval import Interval, total
from checker.quantity.quotient import ONE_POLYNOMIAL, Quotient, combined
from checker.quantity.ratio import interval_of
from checker.ruleset import asking
from checker.ruleset import nodes as n


class Solver:
    """The formulas of one choice of data as functions of the datum ``keys``; all others are in ``facts``.

    Several keys are data that move together, as one and what it bounds from above.
    """

    def __init__(self, facts: Facts, *keys: DatumKey) -> None:
        self._facts = facts
        self._keys = frozenset(keys)
        self._reading: dict[tuple[int, int], tuple[n.Expression, bool]] = {}  # with its tree, kept as long

    def reads(self, tree: n.Expression, y: int | None = None) -> bool:
        """Whether a formula reads the datum, seen from the year ``y``."""
        y = self._facts.period if y is None else y
        known = self._reading.get((id(tree), y))
        if known is None:
            known = self._reading[id(tree), y] = tree, self._reads(tree, y)
        return known[1]

    def _reads(self, tree: n.Expression, y: int) -> bool:
        match tree:
            case n.Growth():
                return any(self.reads(tree.operand, year) for year in self._ends(tree, y))
            case n.Datum():
                return self._key(tree, y) in self._keys
        return any(self.reads(part, y) for part in asking.parts(tree))

    def places(self, tree: n.Expression, target: Fraction) -> list[Fraction]:
        """Where a formula may come to ``target``, cross it by a leap, or have no value.

        Raises :class:`Unsolvable`; ``Missing`` and ``Undefined`` where the other data are so.
        """
        found = [*self._kinks(tree, self._facts.period)]
        if not self.reads(tree):
            return found
        try:
            return found + self._roots(tree, target, self._facts.period)
        except Unsolvable:
            return found + list(self._between_kinks(tree, target, found))

    def _between_kinks(self, tree: n.Expression, target: Fraction,
                       kinks: Sequence[Fraction]) -> Iterator[Fraction]:
        """The same of a sum of points of which several read the datum: from one leap or bend to the next."""
        for inside in insides(kinks):
            moved = dict.fromkeys(self._keys, Interval.exact(inside))
            line = straightened(tree, replace(self._facts, values={**self._facts.values, **moved}))
            straight = self._quotient(line, self._facts.period)
            found = straight.at(target) if straight else None
            if found is None:
                raise Unsolvable
            yield from found

    def turns(self, condition: n.Expression) -> Iterator[Fraction]:
        """Where a condition may begin or cease to hold; raises as :meth:`places`."""
        match condition:
            case n.Comparison() if self.reads(condition):
                yield from self.places(n.Binary("-", condition.left, condition.right), Fraction(0))
            case n.Logic():
                for operand in condition.operands:
                    yield from self.turns(operand)
            case n.OneOf() if self.reads(condition):
                raise Unsolvable

    def _key(self, tree: n.Datum, y: int) -> DatumKey:
        return tree.name, None if tree.name in self._facts.once else self._facts.year(tree.year, y)

    def _ends(self, tree: n.Growth, y: int) -> tuple[int, int]:
        return self._facts.year(tree.start, y), self._facts.year(tree.end, y)

    def _worth(self, tree: n.Expression, y: int) -> Interval:
        """What a formula that doesn't read the datum is worth."""
        return interval_of(number(worked(tree)(self._facts, y, None)))

    def _known(self, tree: n.Expression, y: int) -> list[Fraction]:
        """The same as the numbers at which it begins and ends: where something turns it is by one of them."""
        return _between(self._worth(tree, y))

    def _kinks(self, tree: n.Expression, y: int) -> Iterator[Fraction]:
        """Where a formula has no value, or leaps."""
        if not self.reads(tree, y):
            return
        match tree:
            case n.Binary(operator="/") if self.reads(tree.right, y):
                yield from self._roots(tree.right, Fraction(0), y)
            case n.Growth():
                for year in self._ends(tree, y):
                    yield from self._kinks(tree.operand, year)
                    if self.reads(tree.operand, year):
                        yield from self._roots(tree.operand, Fraction(0), year)
                return
            case n.Call(function="share"):
                yield from self._roots(n.Call("sum", tree.arguments), Fraction(0), y)
            case n.GradeRead():
                for step in tree.steps:
                    if tree.value is not None and self.reads(tree.value, y):
                        if (numbers := edges(step)) is None:
                            raise Unsolvable
                        yield from (x for number in numbers for x in self._roots(tree.value, number, y))
                    if step.when is not None:
                        yield from self.turns(step.when)
        for part in asking.parts(tree):
            yield from self._kinks(part, y)

    def _roots(self, tree: n.Expression, target: Fraction, y: int) -> list[Fraction]:
        """Where a formula that reads the datum comes to ``target``, outside of its leaps."""
        if isinstance(tree, n.GradeRead):
            return [x for step in tree.steps if tree.value is not None and self.reads(tree.value, y)
                    for due in reaching(target, step) for x in self._roots(tree.value, due, y)]
        straight = self._quotient(tree, y)
        found = straight.at(target) if straight else None
        return self._inwards(tree, target, y) if found is None else found

    def _inwards(self, tree: n.Expression, target: Fraction, y: int) -> list[Fraction]:
        match tree:
            case n.Negative():
                return self._roots(tree.operand, -target, y)
            case n.Binary():
                return self._operand(tree, target, y)
            case n.Growth():
                return self._grown(tree, target, y)
            case n.Call(function="sum" | "mean"):
                whole = target * (len(tree.arguments) if tree.function == "mean" else 1)
                reading = self._one_that_reads(tree.arguments, y)
                others = [self._worth(a, y) for a in tree.arguments if a is not reading]
                rest = _between(total(others)) if others else [Fraction(0)]
                return [x for end in rest for x in self._roots(reading, whole - end, y)]
            case n.Call(function="share"):
                return self._shared(tree.arguments[0], tree.arguments[1], target, y)
            case n.Call(function="max" | "min"):
                return [x for a in tree.arguments if self.reads(a, y) for x in self._roots(a, target, y)]
        raise Unsolvable

    def _shared(self, part: n.Expression, rest: n.Expression, target: Fraction, y: int) -> list[Fraction]:
        """A share of its whole: ``part = target (part + rest)``."""
        reading = self._one_that_reads((part, rest), y)
        if reading is part:
            due = [target * other / (1 - target) for other in self._known(rest, y) if target != 1]
        else:
            due = [own / target - own for own in self._known(part, y) if target]
        return [x for one in due for x in self._roots(reading, one, y)]

    def _operand(self, tree: n.Binary, target: Fraction, y: int) -> list[Fraction]:
        reading = self._one_that_reads((tree.left, tree.right), y)
        left = reading is tree.left
        others = self._known(tree.right if left else tree.left, y)
        match tree.operator:
            case "+":
                due = [target - other for other in others]
            case "-":
                due = [target + other if left else other - target for other in others]
            case "*":
                due = [target / other for other in others if other]
            case _:
                due = [target * other if left else other / target for other in others if left or target]
        return [x for one in due for x in self._roots(reading, one, y)]

    def _grown(self, tree: n.Growth, target: Fraction, y: int) -> list[Fraction]:
        """Growth to the power of its years: ``end = start (1 + target)^n``."""
        start, end = self._ends(tree, y)
        if end <= start:
            raise Unsolvable
        times = (1 + target) ** (end - start)
        if target < -1 or (self.reads(tree.operand, start) and self.reads(tree.operand, end)):
            return [] if target < -1 else self._of_both(tree, times, start, end)
        if self.reads(tree.operand, end):
            return [x for other in self._known(tree.operand, start)
                    for x in self._roots(tree.operand, other * times, end)]
        return [x for other in self._known(tree.operand, end) if times
                for x in self._roots(tree.operand, other / times, start)]

    def _of_both(self, tree: n.Growth, times: Fraction, start: int, end: int) -> list[Fraction]:
        before, after = self._quotient(tree.operand, start), self._quotient(tree.operand, end)
        found = combined("/", after, before).at(times) if before and after else None
        if found is None:
            raise Unsolvable
        return found

    def _one_that_reads(self, trees: Sequence[n.Expression], y: int) -> n.Expression:
        reading = [tree for tree in trees if self.reads(tree, y)]
        if len(reading) != 1:
            raise Unsolvable
        return reading[0]

    def _quotient(self, tree: n.Expression, y: int) -> Quotient | None:
        """A formula as a quotient of polynomials of the datum, where it is made by arithmetic alone."""
        if not self.reads(tree, y):
            worth = self._worth(tree, y).value
            return None if worth is None else Quotient((worth,), ONE_POLYNOMIAL)
        match tree:
            case n.Datum():
                return Quotient((Fraction(0), Fraction(1)), ONE_POLYNOMIAL)
            case n.Negative():
                return self._folded("*", (n.Constant(Fraction(-1)), tree.operand), y)
            case n.Binary():
                return self._folded(tree.operator, (tree.left, tree.right), y)
            case n.Call(function="sum" | "mean"):
                whole = self._folded("+", tree.arguments, y)
                count = 1 if tree.function == "sum" else len(tree.arguments)
                return whole and combined("/", whole, Quotient((Fraction(count),), ONE_POLYNOMIAL))
            case n.Call(function="share"):
                part, whole = self._quotient(tree.arguments[0], y), self._folded("+", tree.arguments, y)
                return combined("/", part, whole) if part and whole else None
        return None

    def _folded(self, operator: n.Operator, trees: Sequence[n.Expression], y: int) -> Quotient | None:
        parts = [self._quotient(tree, y) for tree in trees]
        whole = parts[0]
        for part in parts[1:]:
            whole = combined(operator, whole, part) if whole and part else None
        return whole


def _between(worth: Interval) -> list[Fraction]:
    """The numbers between which something is, one alone where it is exact."""
    return list(dict.fromkeys(end.value for end in worth if end.value is not None))
