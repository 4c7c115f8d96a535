"""What amounts are worth: numbers, data in their years, operators and functions.

Owns their exact arithmetic.  An exact number stays a ratio as long as nothing but exact numbers meets it;
what isn't exact is an interval.  It must not fill a gap: what is absent raises.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from math import gcd

from checker.evidence.facts import Facts, Missing, Need, Worth
from checker.measuring.working import INEXACT, EntryFields, Making, Working, number
from checker.quantity import interval as iv
from checker.quantity.interval import Interval, Undefined
from checker.quantity.ratio import ONE, IntegerRatio, interval_of, ratio_of
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.codes import Code

Number = IntegerRatio | Interval
CalendarYear = Callable[[Facts, int], int]


def constant(tree: n.Constant | n.FactorRead | n.FloorRead, make: Making) -> Working:
    """A number of the ruleset."""
    value = tree.value.as_integer_ratio()
    return lambda facts, y, entry: value


def word(tree: n.Word, make: Making) -> Working:
    """A word in quotes."""
    return lambda facts, y, entry: tree.text


def year_number(tree: n.YearNumber, make: Making) -> Working:
    """A calendar year as a number."""
    year = _year(tree.year)
    return lambda facts, y, entry: (year(facts, y), 1)


def _year(year: n.RelativeYear) -> CalendarYear:
    """The calendar year; raises :class:`Missing` without base year."""
    offset = year.offset
    if year.anchor == "y":
        return lambda facts, y: y + offset
    return lambda facts, y: facts.year(year, y)


def datum(tree: n.Datum, make: Making) -> Working:
    """A quantity in a year."""
    name, year = tree.name, _year(tree.year)

    def work(facts: Facts, y: int, entry: EntryFields) -> Worth:
        key = (name, None if name in facts.once else year(facts, y))
        try:
            return facts.worth[key]
        except KeyError:
            raise Missing(Need("quantity", *key)) from None

    return work


def attribute(tree: n.AttributeRead, make: Making) -> Working:
    """A fact about the subject as a number or a word."""
    def work(facts: Facts, y: int, entry: EntryFields) -> Worth:
        if tree.name not in facts.attributes:
            raise Missing(Need("attribute", tree.name))
        value = facts.attributes[tree.name]
        if isinstance(value, Code):
            return value.text
        return value if isinstance(value, str) else (int(value), 1)

    return work


def field(tree: n.FieldRead, make: Making) -> Working:
    """A field of a list's entry."""
    def work(facts: Facts, y: int, entry: EntryFields) -> Worth:
        if entry is None or tree.name not in entry:
            raise Missing(Need("field", tree.name))
        return entry[tree.name]

    return work


def negative(tree: n.Negative, make: Making) -> Working:
    """A number with its sign changed."""
    operand = make.worked(tree.operand)

    def work(facts: Facts, y: int, entry: EntryFields) -> Worth:
        value = number(operand(facts, y, entry))
        return -value if isinstance(value, Interval) else (-value[0], value[1])

    return work


def binary(tree: n.Binary, make: Making) -> Working:
    """Two numbers and an operator."""
    left, right = make.worked(tree.left), make.worked(tree.right)
    of_ratios, of_intervals = _OPERATORS[tree.operator]

    def work(facts: Facts, y: int, entry: EntryFields) -> Worth:
        a, b = left(facts, y, entry), right(facts, y, entry)
        if isinstance(a, INEXACT) or isinstance(b, INEXACT):
            return of_intervals(interval_of(number(a)), interval_of(number(b)))
        return of_ratios(a, b)

    return work


def _plus(a: IntegerRatio, b: IntegerRatio) -> IntegerRatio:
    if a[1] == b[1]:
        return a[0] + b[0], a[1]
    return a[0] * b[1] + b[0] * a[1], a[1] * b[1]


def _minus(a: IntegerRatio, b: IntegerRatio) -> IntegerRatio:
    if a[1] == b[1]:
        return a[0] - b[0], a[1]
    return a[0] * b[1] - b[0] * a[1], a[1] * b[1]


def _times(a: IntegerRatio, b: IntegerRatio) -> IntegerRatio:
    return a[0] * b[0], a[1] * b[1]


def _over(a: IntegerRatio, b: IntegerRatio) -> IntegerRatio:
    above, below = a[0] * b[1], a[1] * b[0]
    if below == 0:
        raise Undefined("undefined.division_by_zero")
    return (above, below) if below > 0 else (-above, -below)


_OPERATORS: dict[n.Operator, tuple[Callable[[IntegerRatio, IntegerRatio], IntegerRatio],
                                   Callable[[Interval, Interval], Interval]]] = {
    "+": (_plus, operator.add), "-": (_minus, operator.sub),
    "*": (_times, operator.mul), "/": (_over, operator.truediv)}


def growth(tree: n.Growth, make: Making) -> Working:
    """The average annual growth from one year to another, remembered with the data."""
    first, last, operand = _year(tree.start), _year(tree.end), make.worked(tree.operand)

    def work(facts: Facts, y: int, entry: EntryFields) -> Worth:
        known = facts.remembered.get((id(tree), y))
        if known is None:
            start, end = first(facts, y), last(facts, y)
            before, after = number(operand(facts, start, None)), number(operand(facts, end, None))
            known = facts.remembered[(id(tree), y)] = _growth(before, after, end - start)
        return known

    return work


def _growth(before: Number, after: Number, years: int) -> Number:
    if isinstance(before, Interval) or isinstance(after, Interval) or (
            years < 1 or before[0] <= 0 or after[0] < 0):
        return ratio_of(iv.growth(interval_of(before), interval_of(after), years))
    times, over = iv.root_of_ratio(after[0] * before[1], after[1] * before[0], years)
    return times - over, over


def compound(tree: n.Compound, make: Making) -> Working:
    """The product of one plus the rate of each year; 1 over no years."""
    first, last, rate = _year(tree.start), _year(tree.end), make.worked(tree.rate)

    def work(facts: Facts, y: int, entry: EntryFields) -> Worth:
        known = facts.remembered.get((id(tree), y))
        if known is None:
            start, end = first(facts, y), last(facts, y)
            if end < start:
                raise Undefined("undefined.no_years")
            rates = [rate(facts, year, None) for year in range(start + 1, end + 1)]
            known = facts.remembered[(id(tree), y)] = reduce(_grown, rates, ONE)
        return known

    return work


def _grown(value: IntegerRatio, rate: Worth) -> IntegerRatio:
    """A value times one plus a rate, in lowest terms, as many years may follow."""
    assert not isinstance(rate, INEXACT)  # it reads no data
    above, below = value[0] * (rate[1] + rate[0]), value[1] * rate[1]
    common = gcd(above, below)
    return above // common, below // common


def call(tree: n.Call, make: Making) -> Working:
    """A function of several numbers."""
    if asking.held_within(tree):
        return _held(tree, make)
    arguments, function = [make.worked(argument) for argument in tree.arguments], _FUNCTIONS[tree.function]

    def work(facts: Facts, y: int, entry: EntryFields) -> Worth:
        return function([number(argument(facts, y, entry)) for argument in arguments])

    return work


def _held(tree: n.Call, make: Making) -> Working:
    """The value between its bounds; a part that isn't known, or has no value, may be any number."""
    parts, pick = [_or_any(part, make) for part in tree.arguments], _FUNCTIONS[tree.function]
    return lambda facts, y, entry: pick([number(part(facts, y, entry)) for part in parts])


def _or_any(tree: n.Expression, make: Making) -> Working:
    if isinstance(tree, n.Call) and tree.function in ("max", "min"):
        return _held(tree, make)
    part = make.worked(tree)

    def work(facts: Facts, y: int, entry: EntryFields) -> Worth:
        try:
            return part(facts, y, entry)
        except (Missing, Undefined):
            return Interval(iv.INFINITE, iv.INFINITE)

    return work


def _total(parts: Sequence[Number]) -> Number:
    return reduce(_sum, parts)


def _sum(a: Number, b: Number) -> Number:
    if isinstance(a, Interval) or isinstance(b, Interval):
        return interval_of(a) + interval_of(b)
    return _plus(a, b)


def _mean(parts: Sequence[Number]) -> Number:
    whole = _total(parts)
    if isinstance(whole, Interval):
        return whole.scale(Fraction(1, len(parts)))
    return whole[0], whole[1] * len(parts)


def _share(parts: Sequence[Number]) -> Number:
    part, rest = parts
    if isinstance(part, Interval) or isinstance(rest, Interval):
        return ratio_of(iv.share(interval_of(part), interval_of(rest)))
    return _over(part, _plus(part, rest))


def _of_intervals(function: Callable[[Sequence[Interval]], Interval]) -> Callable[[Sequence[Number]], Number]:
    return lambda parts: ratio_of(function([interval_of(part) for part in parts]))


_FUNCTIONS: dict[str, Callable[[Sequence[Number]], Number]] = {
    "sum": _total, "mean": _mean, "min": _of_intervals(iv.lowest), "max": _of_intervals(iv.highest),
    "share": _share}
