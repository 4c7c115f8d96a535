"""What a formula is worth, given one choice of data.

Owns the meaning of the formula language: exact interval arithmetic and three-valued conditions.
It must not choose data, compare with limits, or fill a gap: what is absent raises.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction

from checker.evidence.entries import FieldValue
from checker.evidence.facts import Facts, Missing, Need, Truth, Value
from checker.quantity import interval as iv
from checker.quantity.interval import Interval, Undefined
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.codes import Code, within

_ARITHMETIC: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
_PICKED: dict[str, Callable[[Sequence[Interval]], Interval]] = {"min": iv.lowest, "max": iv.highest}


def evaluate(tree: n.Expression, facts: Facts, y: int | None = None,
             entry: Mapping[str, FieldValue] | None = None) -> Value:
    """The value in base units; raises :class:`Missing` or :class:`Undefined`."""
    now = facts.period if y is None else y
    match tree:
        case n.Constant() | n.FactorRead():
            return Interval.exact(tree.value)
        case n.Word():
            return tree.text
        case n.YearNumber():
            return Interval.exact(facts.year(tree.year, now))
        case n.Datum():
            return _datum(tree, facts, now)
        case n.AttributeRead():
            return _attribute(tree.name, facts)
        case n.FieldRead():
            if entry is None or tree.name not in entry:
                raise Missing(Need("field", tree.name))
            return entry[tree.name]
        case n.Negative():
            return -_number(tree.operand, facts, now, entry)
        case n.Binary():
            left = _number(tree.left, facts, now, entry)
            return _ARITHMETIC[tree.operator](left, _number(tree.right, facts, now, entry))
        case n.Growth():
            return _growth(tree, facts, now)
        case n.Compound():
            return _compound(tree, facts, now)
        case n.Call():
            return _call(tree, facts, now)
        case n.GradeRead():
            return _grade(tree, facts, now)
        case n.EntryCount():
            return _count(tree, facts, now)
    raise TypeError(f"not a value: {tree}")


def _number(tree: n.Expression, facts: Facts, y: int, entry: Mapping[str, FieldValue] | None) -> Interval:
    value = evaluate(tree, facts, y, entry)
    if not isinstance(value, Interval):
        raise TypeError(f"not a number: {tree}")
    return value


def _datum(tree: n.Datum, facts: Facts, y: int) -> Value:
    year = None if tree.name in facts.once else facts.year(tree.year, y)
    if (tree.name, year) not in facts.values:
        raise Missing(Need("quantity", tree.name, year))
    return facts.values[(tree.name, year)]


def _attribute(name: str, facts: Facts) -> Value:
    if name not in facts.attributes:
        raise Missing(Need("attribute", name))
    value = facts.attributes[name]
    if isinstance(value, Code):
        return value.text
    return value if isinstance(value, str) else Interval.exact(int(value))


def _growth(tree: n.Growth, facts: Facts, y: int) -> Interval:
    known = facts.remembered.get((id(tree), y))
    if known is None:
        start, end = facts.year(tree.start, y), facts.year(tree.end, y)
        known = iv.growth(_number(tree.operand, facts, start, None),
                          _number(tree.operand, facts, end, None), end - start)
        facts.remembered[(id(tree), y)] = known
    return known


def _compound(tree: n.Compound, facts: Facts, y: int) -> Interval:
    """The product of one plus the rate of each year; 1 over no years."""
    known = facts.remembered.get((id(tree), y))
    if known is None:
        start, end = facts.year(tree.start, y), facts.year(tree.end, y)
        if end < start:
            raise Undefined("undefined.no_years")
        known = Interval.exact(1)
        for year in range(start + 1, end + 1):
            known = known * (Interval.exact(1) + _number(tree.rate, facts, year, None))
        facts.remembered[(id(tree), y)] = known
    return known


def _call(tree: n.Call, facts: Facts, y: int) -> Interval:
    if asking.held_within(tree):
        return _held(tree, facts, y)
    parts = [_number(argument, facts, y, None) for argument in tree.arguments]
    if tree.function == "share":
        return iv.share(parts[0], parts[1])
    return {"sum": iv.total, "mean": iv.mean, **_PICKED}[tree.function](parts)


def _held(tree: n.Call, facts: Facts, y: int) -> Interval:
    """The value between its bounds; a part that isn't known, or has no value, may be any number."""
    return _PICKED[tree.function]([_or_any(part, facts, y) for part in tree.arguments])


def _or_any(tree: n.Expression, facts: Facts, y: int) -> Interval:
    if isinstance(tree, n.Call) and tree.function in _PICKED:
        return _held(tree, facts, y)
    try:
        return _number(tree, facts, y, None)
    except (Missing, Undefined):
        return Interval(iv.INFINITE, iv.INFINITE)


def undefined_part(tree: n.Expression, facts: Facts) -> str | None:
    """Why a part that ``max`` or ``min`` holds between bounds has no value, if so."""
    for held in asking.bounded(tree):
        for part in asking.held_parts(held):
            try:
                evaluate(part, facts)
            except Undefined as undefined:
                return undefined.code
            except Missing:
                continue
    return None


def _grade(tree: n.GradeRead, facts: Facts, y: int) -> Interval:
    """The points of the steps that may be the first to fit, as all that lies between them."""
    value: Interval | None = None
    if tree.value is not None:
        with suppress(Missing, Undefined):
            value = _number(tree.value, facts, y, None)
    possible = []
    for step in tree.steps:
        fits = _fits(step, value, facts, y)
        if fits is not False:
            possible.append(step.points)
        if fits is True:
            break
    return Interval(iv.Bound(min(possible)), iv.Bound(max(possible)))


def _fits(step: n.PointsStep, value: Interval | None, facts: Facts, y: int) -> Truth:
    """Whether the value stands as the step says and its condition holds."""
    answers: list[Truth] = [] if step.when is None else [truth(step.when, facts, y)]
    if step.relation is not None and step.number is not None:
        answers.append(None if value is None else relate(value - Interval.exact(step.number), step.relation))
    if False in answers:
        return False
    return None if None in answers else True


def _count(tree: n.EntryCount, facts: Facts, y: int) -> Interval:
    """An open list only bounds the count from below; an unclear entry widens it."""
    if (tree.list, y) not in facts.lists:
        raise Missing(Need("list", tree.list, y))
    found = facts.lists[(tree.list, y)]
    answers = [True if tree.condition is None else truth(tree.condition, facts, y, entry)
               for entry in found.entries]
    sure = sum(answer is True for answer in answers)
    if not found.complete:
        return Interval.at_least(sure)
    possible = sum(answer is not False for answer in answers)
    return Interval(iv.Bound(Fraction(sure)), iv.Bound(Fraction(possible)))


def truth(tree: n.Expression, facts: Facts, y: int | None = None,
          entry: Mapping[str, FieldValue] | None = None) -> Truth:
    """Whether a condition holds; None when the data don't tell."""
    now = facts.period if y is None else y
    match tree:
        case n.Logic(operator="not", operands=(operand,)):
            inner = truth(operand, facts, now, entry)
            return None if inner is None else not inner
        case n.Logic():
            answers = [truth(operand, facts, now, entry) for operand in tree.operands]
            decisive = tree.operator == "or"
            if decisive in answers:
                return decisive
            return None if None in answers else not decisive
        case n.AttributeRead():
            value = facts.attributes.get(tree.name)
            return value if isinstance(value, bool) else None
        case n.CodeWithin():
            code = facts.attributes.get(tree.name)
            return within(code.prefixes, tree.prefixes) if isinstance(code, Code) else None
        case n.Comparison() | n.OneOf():
            try:
                return _compare(tree, facts, now, entry)
            except (Missing, Undefined):
                return None
    raise TypeError(f"not a condition: {tree}")


def holds(condition: n.Expression, facts: Facts) -> Truth:
    """Whether a limit's condition holds in the period, remembered with the facts."""
    if id(condition) not in facts.decided:
        facts.decided[id(condition)] = truth(condition, facts)
    return facts.decided[id(condition)]


def _compare(tree: n.Comparison | n.OneOf, facts: Facts, y: int,
             entry: Mapping[str, FieldValue] | None) -> Truth:
    if isinstance(tree, n.OneOf):
        return evaluate(tree.operand, facts, y, entry) in tree.words
    left, right = evaluate(tree.left, facts, y, entry), evaluate(tree.right, facts, y, entry)
    if isinstance(left, str) or isinstance(right, str):
        return (left == right) == (tree.relation == "==")
    return relate(left - right, tree.relation)


_SIGNS: dict[str, dict[int, bool]] = {
    "<": {-1: True, 0: False, 1: False}, "<=": {-1: True, 0: True, 1: False},
    ">": {-1: False, 0: False, 1: True}, ">=": {-1: False, 0: True, 1: True},
    "==": {-1: False, 0: True, 1: False}, "!=": {-1: True, 0: False, 1: True},
}


def relate(difference: Interval, relation: str) -> Truth:
    """Whether ``difference <relation> 0`` for every number of the interval, for none, or neither."""
    exact = difference.value
    if exact is not None:
        return _SIGNS[relation][(exact.numerator > 0) - (exact.numerator < 0)]
    low, high = difference.low, difference.high
    below = high.value is not None and (high.value < 0 or (high.value == 0 and not high.closed))
    above = low.value is not None and (low.value > 0 or (low.value == 0 and not low.closed))
    not_above = high.value is not None and high.value <= 0
    not_below = low.value is not None and low.value >= 0
    certain, impossible = {
        "<": (below, not_below), "<=": (not_above, above),
        ">": (above, not_above), ">=": (not_below, below),
        "==": (False, below or above), "!=": (below or above, False),
    }[relation]
    return True if certain else False if impossible else None
