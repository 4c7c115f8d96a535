"""What a formula is worth, given one choice of data, and whether a condition holds.

Owns the way from a tree to the function that works it out, made when it is first asked for and remembered
with the tree.  It must not choose data, compare with limits, or fill a gap: what is absent raises.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from checker.evidence.facts import Facts, Missing, Truth, Value
from checker.measuring import arithmetic, conditions, counting
from checker.measuring.working import Deciding, EntryFields, Making, Working
from checker.quantity.interval import Interval, Undefined, UndefinedCode
from checker.quantity.ratio import ONE, IntegerRatio
from checker.ruleset import asking
from checker.ruleset import nodes as n

_VALUES: dict[type, Callable[[Any, Making], Working]] = {
    n.Constant: arithmetic.constant, n.FactorRead: arithmetic.constant,
    n.FloorRead: arithmetic.constant, n.Word: arithmetic.word,
    n.YearNumber: arithmetic.year_number, n.Datum: arithmetic.datum, n.AttributeRead: arithmetic.attribute,
    n.FieldRead: arithmetic.field, n.Negative: arithmetic.negative, n.Binary: arithmetic.binary,
    n.Growth: arithmetic.growth, n.Compound: arithmetic.compound, n.Call: arithmetic.call,
    n.GradeRead: counting.grade, n.EntryCount: counting.entry_count}
_TRUTHS: dict[type, Callable[[Any, Making], Deciding]] = {
    n.Logic: conditions.logic, n.AttributeRead: conditions.attribute, n.CodeWithin: conditions.code_within,
    n.Comparison: conditions.comparison, n.OneOf: conditions.one_of}


def evaluate(tree: n.Expression, facts: Facts, unit: IntegerRatio = ONE) -> Value:
    """The value, in units of so many base units; raises :class:`Missing` or :class:`Undefined`."""
    found = (tree.working or worked(tree))(facts, facts.period, None)
    if isinstance(found, str):
        return found
    above, below = unit
    if isinstance(found, Interval):
        return found if unit is ONE else found.scale(Fraction(below, above))
    return Interval.exact(Fraction(found[0] * below, found[1] * above))


def truth(tree: n.Expression, facts: Facts, entry: EntryFields = None) -> Truth:
    """Whether a condition holds; None when the data don't tell."""
    return (tree.deciding or decided(tree))(facts, facts.period, entry)


def holds(condition: n.Expression, facts: Facts) -> Truth:
    """Whether a limit's condition holds in the period, remembered with the facts."""
    if id(condition) not in facts.decided:
        facts.decided[id(condition)] = truth(condition, facts)
    return facts.decided[id(condition)]


def undefined_part(tree: n.Expression, facts: Facts) -> UndefinedCode | None:
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


def worked(tree: n.Expression) -> Working:
    """The function of a tree that is worth something."""
    if tree.working is None:
        if type(tree) not in _VALUES:
            raise TypeError(f"not a value: {tree}")
        object.__setattr__(tree, "working", _VALUES[type(tree)](tree, MAKING))
    assert tree.working is not None
    return tree.working


def decided(tree: n.Expression) -> Deciding:
    """The function of a tree that holds or doesn't."""
    if tree.deciding is None:
        if type(tree) not in _TRUTHS:
            raise TypeError(f"not a condition: {tree}")
        object.__setattr__(tree, "deciding", _TRUTHS[type(tree)](tree, MAKING))
    assert tree.deciding is not None
    return tree.deciding


MAKING = Making(worked, decided)
