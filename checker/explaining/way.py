"""What would let a subject in that doesn't reach a floor.

Owns the solving of a formula for one of its data: how much it would have to be, the others being as
they are.  It must not judge; what it finds is a figure, not advice.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from checker.evidence.evidence import BoundValue, Evidence
from checker.evidence.facts import Facts
from checker.explaining.explanation import ProvidedAmount, WayFound, WayOption
from checker.explaining.score_way import adds_points, sufficient
from checker.explaining.turning import Turnings
from checker.measuring.conditions import relate
from checker.measuring.evaluate import evaluate
from checker.measuring.limit import SIGNS, UNMET
from checker.measuring.measurement import Evaluation, Measurement
from checker.quantity.display import finite, places, plain
from checker.quantity.interval import Interval, Undefined
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import PLAIN, Interpretation, Ruleset

DIGITS = 2
_SOLVABLE = ("at_least", "at_most")


def ways(measurement: Measurement, turnings: Turnings) -> list[WayFound]:
    """For each reading under which the floor isn't reached, the data that would reach it."""
    evidence, ruleset = turnings.evidence, turnings.ruleset
    readings = {reading.id: reading for reading in measurement.item.interpretations}
    found = []
    for evaluation in measurement.deciding:
        if evaluation.outcome == UNMET and evaluation.basis == "measured":
            reading = readings[evaluation.reading]
            options = [_option(*found) for found in sufficient(measurement, turnings)] if (
                adds_points(reading)) else [_with_whole(option, evidence, ruleset) for option in
                                            _options(evaluation, reading, evidence, ruleset)]
            if options:
                found.append(WayFound(item=measurement.item.id, options=options,
                                      reading=None if reading.id == PLAIN else reading.id))
    return found


def _options(evaluation: Evaluation, reading: Interpretation, evidence: Evidence,
             ruleset: Ruleset) -> Iterator[WayOption]:
    bounds = [bound for row in reading.rows if row.index in evaluation.rows for bound in row.bounds]
    if len(reading.values) != 1 or reading.unit is None:
        return
    if any(bound.number is None or bound.relation not in _SOLVABLE for bound in bounds):
        return
    limits = {bound.relation: bound.number * reading.unit.factor
              for bound in bounds if bound.number is not None}
    tree = reading.values[0]
    mosts = {(v.name, v.year): most for v in evaluation.operands if (most := _most(v)) is not None}
    if len(mosts) != len(evaluation.operands) or len(limits) != len(bounds):
        return
    facts = replace(evidence.single, values={key: Interval.exact(most) for key, most in mosts.items()})
    # What is only bounded is taken to be that much, a range to be anything in it.
    stated = {key: value.value if value.bound_of is None else facts.values[key]
              for value in evaluation.operands for key in [(value.name, value.year)]}
    target = _target(tree, limits, facts)
    if target is None:
        return
    for operand in evaluation.operands:
        unit, now = ruleset.units[operand.name], mosts[operand.name, operand.year]
        rest = list(_corners([other for other in evaluation.operands if other is not operand], facts))
        needed = [_needed(tree, operand.name, target, one) for one in rest]
        if not needed or any(one is None or one <= 0 for one in needed):
            continue
        # Whatever the other data are in their ranges, it has to be enough.
        found = [one / unit.factor for one in needed if one is not None]
        up = found[0] * unit.factor > now
        enough = _enough(max(found) if up else min(found), up)
        if _reaches(tree, limits, replace(facts, values={
                **stated, (operand.name, operand.year): Interval.exact(enough * unit.factor)})):
            others = [v for v in evaluation.operands if v.bound_of and v.name != operand.name]
            yield _option(operand, now / unit.factor, enough).model_copy(
                update={"provided": [_provided(other, ruleset) for other in others]})


def _corners(others: Sequence[BoundValue], facts: Facts) -> Iterator[Facts]:
    """The data with each end of what is stated as a range; none where one has no end."""
    ranges = {(other.name, other.year): [end.value for end in other.value] for other in others
              if other.bound_of is None and isinstance(other.value, Interval) and other.value.value is None}
    if any(None in ends for ends in ranges.values()):
        return
    for corner in product(*ranges.values()):
        ends = {key: Interval.exact(end) for key, end in zip(ranges, corner, strict=True) if end is not None}
        yield replace(facts, values={**facts.values, **ends})


def _needed(tree: n.Expression, name: str, target: Fraction, facts: Facts) -> Fraction | None:
    """What a datum has to be, or None where that isn't plain."""
    try:
        return _solved(tree, name, target, facts)
    except ZeroDivisionError:
        return None


def _target(tree: n.Expression, limits: Mapping[str, Fraction], facts: Facts) -> Fraction | None:
    """The end of the band that the value is beyond."""
    value = _number(tree, facts)
    if value is None:
        return None
    if value < limits.get("at_least", value):
        return limits["at_least"]
    return limits["at_most"] if value > limits.get("at_most", value) else None


def _reaches(tree: n.Expression, limits: Mapping[str, Fraction], facts: Facts) -> bool:
    """Whether the value surely lies within all limits."""
    try:
        value = evaluate(tree, facts)
    except Undefined:
        return False
    return isinstance(value, Interval) and all(
        relate(value - Interval.exact(limit), SIGNS[name]) is True for name, limit in limits.items())


def _with_whole(option: WayOption, evidence: Evidence, ruleset: Ruleset) -> WayOption:
    """An option with how much its datum's whole has to come to, where less of that is stated."""
    whole = ruleset.model.quantities[option.quantity].bounded_by
    if whole is None or option.relation == "at_most":
        return option
    amount = Fraction(option.needed) * ruleset.units[option.quantity].factor
    stated = [most for (name, _), values in evidence.values.items() if name == whole
              for value in values if (most := _most(value)) is not None]
    if not any(most < amount for most in stated):
        return option
    needed = _said(_enough(amount / ruleset.units[whole].factor, up=True))
    return option.model_copy(update={
        "provided": [*option.provided, ProvidedAmount(quantity=whole, needed=needed)]})


def _option(operand: BoundValue, now: Fraction, enough: Fraction) -> WayOption:
    exact = isinstance(operand.value, Interval) and operand.value.value is not None
    stated = operand.bound_of or (None if exact else operand.name)
    return WayOption(quantity=operand.name, relation="at_least" if enough > now else "at_most",
                     now=_said(now), needed=_said(enough), short=_said(abs(enough - now)), bound_of=stated)


def _provided(bound: BoundValue, ruleset: Ruleset) -> ProvidedAmount:
    """What a datum of which only the most is known has to come to for another's option to be enough."""
    unit, most = ruleset.units[bound.name], _most(bound)
    assert unit is not None
    assert most is not None
    return ProvidedAmount(quantity=bound.name, needed=_said(most / unit.factor))


def _said(number: Fraction) -> str:
    decimal = finite(number)
    return places(number, DIGITS) if decimal is None else plain(decimal)


def _enough(needed: Fraction, up: bool) -> Fraction:
    """Rounded to the side on which it is still enough."""
    size = 10**DIGITS
    scaled = needed * size
    return Fraction(math.ceil(scaled) if up else math.floor(scaled), size)


def _most(operand: BoundValue) -> Fraction | None:
    """The most that a datum is."""
    return operand.value.high.value if isinstance(operand.value, Interval) else None


def _solved(tree: n.Expression, name: str, target: Fraction, facts: Facts) -> Fraction | None:
    """What the datum has to be for the formula to be worth ``target``; None where that isn't plain."""
    match tree:
        case n.Datum() if tree.name == name:
            return target
        case n.Binary():
            left, right = _reads(tree.left, name), _reads(tree.right, name)
            if left == right:
                return None
            other = _number(tree.right if left else tree.left, facts)
            return None if other is None else _solved(
                tree.left if left else tree.right, name, _undone(tree.operator, target, other, left), facts)
    return None


def _undone(operator: n.Operator, target: Fraction, other: Fraction, left: bool) -> Fraction:
    """What the side with the datum has to be, the other side being ``other``."""
    match operator:
        case "+":
            return target - other
        case "-":
            return target + other if left else other - target
        case "*":
            return target / other
    return target * other if left else other / target


def _reads(tree: n.Expression, name: str) -> bool:
    return any(asked.name == name for asked in asking.asks(tree))


def _number(tree: n.Expression, facts: Facts) -> Fraction | None:
    value = evaluate(tree, facts)
    return value.value if isinstance(value, Interval) else None
