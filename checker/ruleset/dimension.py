"""What kind of value a formula gives: a number with a dimension, a word, or yes/no.

Finds at load, not at judging, that tonnes are added to yuan or that a growth is taken of a word.
A written 0 fits beside every unit: units are mere factors, so nothing is nothing in each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.messages import text
from checker.quantity.display import exact
from checker.quantity.unit import DIMENSIONLESS, Unit
from checker.ruleset import formula as f
from checker.ruleset import nodes as n

ONE = Unit(DIMENSIONLESS)


class Kind:
    """The kind of an expression's value; a number comes with its unit instead."""

    WORD = "word"
    TRUTH = "truth"
    CODE = "code"
    TEXT = "text"


TypedValue = Unit | str


def said(value: TypedValue) -> str:
    """A kind in words, for messages."""
    if isinstance(value, str):
        return text(f"kind_of.{value}")
    return text("kind_of.plain_number") if value.fits(ONE) else text("kind_of.number", unit=value.text)


@dataclass(frozen=True)
class Vocabulary:
    """The kind of every name: a unit, or one of :class:`Kind`."""

    quantities: Mapping[str, TypedValue] = field(default_factory=dict)
    attributes: Mapping[str, TypedValue] = field(default_factory=dict)
    lists: Mapping[str, Unit] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, TypedValue]] = field(default_factory=dict)
    factors: Mapping[str, Unit] = field(default_factory=dict)


def kind_of(tree: n.Expression, names: Vocabulary,
            entry: Mapping[str, TypedValue] | None = None) -> TypedValue:
    """The unit or kind of ``tree``; raises :class:`checker.ruleset.formula.FormulaError`."""
    match tree:
        case n.Constant() | n.YearNumber() | n.GradeRead():
            return ONE
        case n.FactorRead():
            return names.factors[tree.name]
        case n.FloorRead():
            return Unit(tree.unit)
        case n.Word():
            return Kind.WORD
        case n.Datum():
            return names.quantities[tree.name]
        case n.AttributeRead():
            return names.attributes[tree.name]
        case n.FieldRead():
            return (entry or {})[tree.name]
        case n.Negative():
            return _number(tree.operand, names, entry)
        case n.Growth():
            _number(tree.operand, names, entry)
            return ONE
        case n.Compound():
            _fitting([ONE, _number(tree.rate, names, entry)])
            return ONE
        case n.Binary():
            return _binary(tree, names, entry)
        case n.Call():
            return _call(tree, names, entry)
        case n.EntryCount():
            if tree.condition is not None:
                _truth(tree.condition, names, names.fields.get(tree.list, {}))
            return names.lists[tree.list]
        case n.Comparison():
            return _comparison(tree, names, entry)
        case n.OneOf():
            operand = kind_of(tree.operand, names, entry)
            if operand != Kind.WORD:
                raise f.FormulaError("formula.kinds_differ", left=said(operand), right=said(Kind.WORD))
            return Kind.TRUTH
        case n.CodeWithin():
            return Kind.TRUTH
        case _:
            for part in tree.operands:
                _truth(part, names, entry)
            return Kind.TRUTH


def _number(tree: n.Expression, names: Vocabulary, entry: Mapping[str, TypedValue] | None) -> Unit:
    value = kind_of(tree, names, entry)
    if isinstance(value, str):
        raise f.FormulaError("formula.not_a_number")
    return value


def _truth(tree: n.Expression, names: Vocabulary, entry: Mapping[str, TypedValue] | None) -> None:
    if kind_of(tree, names, entry) != Kind.TRUTH:
        raise f.FormulaError("formula.not_a_condition")


def _same(trees: Sequence[n.Expression], names: Vocabulary, entry: Mapping[str, TypedValue] | None) -> Unit:
    """The one unit of numbers that are added, compared or chosen from; a bare 0 takes the others'."""
    units = [_number(tree, names, entry) for tree in trees]
    counted = {tree: unit for tree, unit in zip(trees, units, strict=True) if not _zero(tree)}
    other = next((unit for unit in counted.values() if not unit.fits(ONE)), None)
    bare = next((tree.value for tree in counted if isinstance(tree, n.Constant)), None)
    if other is not None and bare is not None:
        raise f.FormulaError("formula.bare_number", number=exact(bare), unit=other.text)
    return _fitting([*counted.values()] or units)


def _zero(tree: n.Expression) -> bool:
    return isinstance(tree, n.Constant) and tree.value == 0


def _fitting(units: Sequence[Unit]) -> Unit:
    for unit in units[1:]:
        if not unit.fits(units[0]):
            raise f.FormulaError("formula.dimensions_differ", left=units[0].text, right=unit.text)
    return units[0]


def _binary(tree: n.Binary, names: Vocabulary, entry: Mapping[str, TypedValue] | None) -> Unit:
    if tree.operator in ("+", "-"):
        return _same((tree.left, tree.right), names, entry)
    left, right = _number(tree.left, names, entry), _number(tree.right, names, entry)
    return left * right if tree.operator == "*" else left / right


def _call(tree: n.Call, names: Vocabulary, entry: Mapping[str, TypedValue] | None) -> Unit:
    unit = _same(tree.arguments, names, entry)
    return ONE if tree.function == "share" else unit


def _comparison(tree: n.Comparison, names: Vocabulary, entry: Mapping[str, TypedValue] | None) -> str:
    left, right = kind_of(tree.left, names, entry), kind_of(tree.right, names, entry)
    if isinstance(left, Unit) and isinstance(right, Unit):
        _same((tree.left, tree.right), names, entry)
    elif left != right or left in (Kind.CODE, Kind.TEXT) or tree.relation not in ("==", "!="):
        raise f.FormulaError("formula.kinds_differ", left=said(left), right=said(right))
    return Kind.TRUTH
