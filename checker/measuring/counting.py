"""What is counted and what is graded: entries of a list, and points by steps.

Owns both.  What isn't known widens them; it must not fill a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction

from checker.evidence.facts import Facts, Missing, Need, Truth, Worth
from checker.measuring.conditions import relate
from checker.measuring.sloping import sloped
from checker.measuring.working import Deciding, EntryFields, Making, Working, number
from checker.quantity import interval as iv
from checker.quantity.interval import Interval, Undefined
from checker.quantity.ratio import interval_of, ratio_of
from checker.ruleset import nodes as n
from checker.ruleset.reach import ANY, OPPOSITE, overlap, side

Fitting = Callable[[Interval | None, Facts, int], Truth]


def entry_count(tree: n.EntryCount, make: Making) -> Working:
    """An open list only bounds the count from below; an unclear entry widens it."""
    condition = None if tree.condition is None else make.decided(tree.condition)

    def work(facts: Facts, y: int, entry: EntryFields) -> Worth:
        if (tree.list, y) not in facts.lists:
            raise Missing(Need("list", tree.list, y))
        found = facts.lists[(tree.list, y)]
        answers = [True if condition is None else condition(facts, y, one) for one in found.entries]
        sure = sum(answer is True for answer in answers)
        if not found.complete:
            return Interval.at_least(sure)
        possible = sum(answer is not False for answer in answers)
        return (sure, 1) if sure == possible else Interval(
            iv.Bound(Fraction(sure)), iv.Bound(Fraction(possible)))

    return work


def grade(tree: n.GradeRead, make: Making) -> Working:
    """The points of the steps that may be the first to fit, as all that lies between them."""
    graded = None if tree.value is None else make.worked(tree.value)
    steps = [(step, _fitting(step, make)) for step in tree.steps]
    slopes = any(step.slope for step in tree.steps)

    def work(facts: Facts, y: int, entry: EntryFields) -> Worth:
        value: Interval | None = None
        if graded is not None:
            with suppress(Missing, Undefined):
                value = interval_of(number(graded(facts, y, None)))
        found = [(step, fitting(value, facts, y)) for step, fitting in steps]
        surely = next(place for place, (_, fits) in enumerate(found) if fits)  # the last one fits in any case
        possible = [step for step, fits in found[:surely + 1] if fits is not False]
        parts = (list(_points(possible, ANY if value is None else value)) if slopes
                 else [Interval.exact(step.points) for step in possible])
        return ratio_of(Interval(iv.lowest(parts).low, iv.highest(parts).high) if parts[1:] else parts[0])

    return work


def _points(possible: Sequence[n.PointsStep], value: Interval) -> Iterator[Interval]:
    """What each step gives, a slope only over what is left of the value for it."""
    left: Interval | None = value
    for step in possible:
        own = left
        if left is not None and step.relation is not None and step.number is not None:
            own = overlap(left, side(step.relation, step.number))
            if step.when is None:
                left = overlap(left, side(OPPOSITE[step.relation], step.number))
        if step.slope is None:
            yield Interval.exact(step.points)
        elif own is not None:
            yield sloped(step.points, step.slope, own)


def _fitting(step: n.PointsStep, make: Making) -> Fitting:
    """Whether the value stands as the step says and its condition holds."""
    when: Deciding | None = None if step.when is None else make.decided(step.when)
    number_of = None if step.number is None else Interval.exact(step.number)

    def fits(value: Interval | None, facts: Facts, y: int) -> Truth:
        answers: list[Truth] = [] if when is None else [when(facts, y, None)]
        if step.relation is not None and number_of is not None:
            answers.append(None if value is None else relate(value - number_of, step.relation))
        if False in answers:
            return False
        return None if None in answers else True

    return fits
