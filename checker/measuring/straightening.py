"""Points as they are around one number: steps as the points they give, slopes as straight lines.

Owns the choice of the step that counts there.  Between the places where points leap or cease to rise a sum of
them is a formula of arithmetic alone, and can be turned round as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from checker.evidence.facts import Facts
from checker.measuring.conditions import relate
from checker.measuring.evaluate import truth, worked
from checker.measuring.sloping import sloped
from checker.measuring.working import number
from checker.quantity.interval import Interval
from checker.quantity.ratio import interval_of
from checker.ruleset import nodes as n


class Unsolvable(Exception):
    """The formula reads the datum in a way that can't be turned round exactly."""


def insides(places: Sequence[Fraction]) -> Iterator[Fraction]:
    """A number of each stretch between places, before the first and behind the last."""
    ends = sorted(set(places))
    if not ends:
        yield Fraction(1)
        return
    yield ends[0] - 1
    yield from ((a + b) / 2 for a, b in pairwise(ends))
    yield ends[-1] + 1


def straightened(tree: n.Expression, facts: Facts) -> n.Expression:
    """A sum with its points as they are with these data; raises :class:`Unsolvable` where that is open."""
    match tree:
        case n.GradeRead():
            return _points(tree, facts)
        case n.Binary():
            return replace(tree, left=straightened(tree.left, facts), right=straightened(tree.right, facts))
        case n.Negative():
            return replace(tree, operand=straightened(tree.operand, facts))
        case n.Call(function="sum" | "mean"):
            return replace(tree, arguments=tuple(straightened(one, facts) for one in tree.arguments))
    return tree


def _points(tree: n.GradeRead, facts: Facts) -> n.Expression:
    """What a grade gives, as a number or as a line."""
    value = None
    if tree.value is not None:
        value = interval_of(number(worked(tree.value)(facts, facts.period, None)))
    for step in tree.steps:
        fits = _fits(step, value, facts)
        if fits is None:
            break
        if fits:
            return _line(step, tree.value, value)
    raise Unsolvable


def _fits(step: n.PointsStep, value: Interval | None, facts: Facts) -> bool | None:
    """Whether a step counts; None where the data don't tell."""
    answers = [] if step.when is None else [truth(step.when, facts)]
    if step.relation is not None and step.number is not None:
        answers.append(None if value is None else relate(value - Interval.exact(step.number), step.relation))
    return False if False in answers else None if None in answers else True


def _line(step: n.PointsStep, tree: n.Expression | None, value: Interval | None) -> n.Expression:
    slope = step.slope
    if slope is None:
        return n.Constant(step.points)
    if tree is None or value is None or value.value is None:
        raise Unsolvable
    points = sloped(step.points, slope, value).high.value
    assert points is not None  # of one number
    if slope.whole or points in (slope.least, slope.most):
        return n.Constant(points)
    per = slope.gives / slope.each
    return n.Binary("+", n.Constant(step.points - slope.start * per), n.Binary("*", tree, n.Constant(per)))
