"""When a condition holds, for none, or isn't told by the data.

Owns the three values of conditions.  What is absent or undefined in a comparison leaves it open.
"""

from __future__ import annotations

import operator
from collections.abc import Callable

from checker.evidence.facts import Facts, Missing, Truth
from checker.measuring.working import Deciding, EntryFields, Making
from checker.quantity.interval import Interval, Undefined
from checker.quantity.ratio import interval_of
from checker.ruleset import nodes as n
from checker.ruleset.codes import Code, within

ORDER: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq,
    "!=": operator.ne}


def logic(tree: n.Logic, make: Making) -> Deciding:
    """Conditions joined or negated."""
    operands = [make.decided(operand) for operand in tree.operands]
    if tree.operator == "not":
        return _denied(operands[0])
    decisive = tree.operator == "or"

    def decide(facts: Facts, y: int, entry: EntryFields) -> Truth:
        open_ones = False
        for operand in operands:
            answer = operand(facts, y, entry)
            if answer is decisive:
                return decisive
            open_ones = open_ones or answer is None
        return None if open_ones else not decisive

    return decide


def _denied(operand: Deciding) -> Deciding:
    def decide(facts: Facts, y: int, entry: EntryFields) -> Truth:
        answer = operand(facts, y, entry)
        return None if answer is None else not answer

    return decide


def attribute(tree: n.AttributeRead, make: Making) -> Deciding:
    """A fact that is so or not."""
    def decide(facts: Facts, y: int, entry: EntryFields) -> Truth:
        value = facts.attributes.get(tree.name)
        return value if isinstance(value, bool) else None

    return decide


def code_within(tree: n.CodeWithin, make: Making) -> Deciding:
    """Whether a code lies within others."""
    def decide(facts: Facts, y: int, entry: EntryFields) -> Truth:
        code = facts.attributes.get(tree.name)
        return within(code.prefixes, tree.prefixes) if isinstance(code, Code) else None

    return decide


def one_of(tree: n.OneOf, make: Making) -> Deciding:
    """Whether a word is one of several."""
    operand = make.worked(tree.operand)

    def decide(facts: Facts, y: int, entry: EntryFields) -> Truth:
        try:
            return operand(facts, y, entry) in tree.words
        except (Missing, Undefined):
            return None

    return decide


def comparison(tree: n.Comparison, make: Making) -> Deciding:
    """Whether one stands so to another: numbers in any way, words as the same or not."""
    left, right, order = make.worked(tree.left), make.worked(tree.right), ORDER[tree.relation]

    def decide(facts: Facts, y: int, entry: EntryFields) -> Truth:
        try:
            a, b = left(facts, y, entry), right(facts, y, entry)
        except (Missing, Undefined):
            return None
        if isinstance(a, str) or isinstance(b, str):
            return (a == b) == (tree.relation == "==")
        if isinstance(a, Interval) or isinstance(b, Interval):
            return relate(interval_of(a) - interval_of(b), tree.relation)
        return order(a[0] * b[1], b[0] * a[1])

    return decide


def relate(difference: Interval, relation: str) -> Truth:
    """Whether ``difference <relation> 0`` for every number of the interval, for none, or neither."""
    exact = difference.value
    if exact is not None:
        return ORDER[relation](exact.numerator, 0)
    low, high = difference.low, difference.high
    least = None if low.value is None else low.value.numerator
    most = None if high.value is None else high.value.numerator
    below = most is not None and (most < 0 or (most == 0 and not high.closed))
    above = least is not None and (least > 0 or (least == 0 and not low.closed))
    not_above = most is not None and most <= 0
    not_below = least is not None and least >= 0
    certain, impossible = {
        "<": (below, not_below), "<=": (not_above, above),
        ">": (above, not_above), ">=": (not_below, below),
        "==": (False, below or above), "!=": (below or above, False),
    }[relation]
    return True if certain else False if impossible else None
