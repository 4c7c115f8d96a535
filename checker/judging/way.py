"""What would let a subject in that doesn't reach a floor.

Owns the solving of a formula for one of its data: how much it would have to be, the others being as
they are.  It must not judge; what it finds is a figure, not advice.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from checker.judging.annex import OptionPart, WayPart
from checker.judging.evaluate import Facts, Missing, evaluate
from checker.judging.limit import UNMET
from checker.judging.measurement import Evaluation, Measurement
from checker.quantity.display import finite, places, plain
from checker.quantity.interval import Interval, Undefined
from checker.quantity.unit import Unit
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Interpretation, Ruleset

DIGITS = 2
_SOLVABLE = ("at_least", "at_most")


def ways(measurement: Measurement, ruleset: Ruleset) -> list[WayPart]:
    """For each reading under which the floor isn't reached, the data that would reach it."""
    readings = {reading.id: reading for reading in measurement.item.interpretations}
    found = []
    for evaluation in measurement.deciding:
        if evaluation.outcome == UNMET and evaluation.basis == "measured":
            reading = readings[evaluation.reading]
            options = list(_options(evaluation, reading, measurement.period, ruleset))
            if options:
                found.append(WayPart(reading=reading.label, options=options))
    return found


def _options(evaluation: Evaluation, reading: Interpretation, period: int,
             ruleset: Ruleset) -> Iterator[OptionPart]:
    bounds = [bound for row in reading.rows if row.index in evaluation.rows for bound in row.bounds]
    if len(bounds) != 1 or len(reading.values) != 1 or reading.unit is None:
        return
    if bounds[0].number is None or bounds[0].relation not in _SOLVABLE:
        return
    target = bounds[0].number * reading.unit.factor
    facts = Facts(period, None, {(v.name, v.year): _end(v.value) for v in evaluation.operands},
                  once=frozenset(name for name, q in ruleset.model.quantities.items() if q.each == "once"))
    for operand in evaluation.operands:
        unit = ruleset.units.get(operand.name)
        value = _end(operand.value)
        now = value.value if isinstance(value, Interval) else None
        try:
            needed = _solved(reading.values[0], operand.name, target, facts)
        except (Missing, Undefined, ZeroDivisionError):
            continue
        if unit is not None and now is not None and needed is not None and needed > 0:
            yield _option(operand.name, now / unit.factor, needed / unit.factor, unit, ruleset)


def _option(name: str, now: Fraction, needed: Fraction, unit: Unit, ruleset: Ruleset) -> OptionPart:
    up = needed > now
    rounded = _enough(needed, up)
    return OptionPart(quantity=name, label=ruleset.model.quantities[name].label, unit=unit.text,
                      relation="at_least" if up else "at_most", now=_said(now),
                      needed=_said(rounded), short=_said(abs(rounded - now)))


def _said(number: Fraction) -> str:
    decimal = finite(number)
    return places(number, DIGITS) if decimal is None else plain(decimal)


def _enough(needed: Fraction, up: bool) -> Fraction:
    """Rounded to the side on which it is still enough."""
    size = 10**DIGITS
    scaled = needed * size
    return Fraction(math.ceil(scaled) if up else math.floor(scaled), size)


def _end(value: Interval | str) -> Interval | str:
    """A number that is only bounded from above, as that bound."""
    if isinstance(value, Interval) and value.value is None and value.high.value is not None:
        return Interval.exact(value.high.value)
    return value


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
