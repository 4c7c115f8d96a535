"""The formula language, versions 1 to 3: text to a checked tree.

Arithmetic, comparison, ``growth``, ``mean``, ``sum``, ``min``, ``max``, ``share`` and ``count``
over quantities, attributes, lists and years; since version 2 factors, calendar years as in
``x[2020]``, and ``compound``; since version 3 codes of a classification, as in
``industry in ("C", "44")``, and grades.  No attribute access, no other call, bounded length,
depth and size.  Python's own parser reads the text; only the nodes named here get through.
Owns the syntax; what a tree is worth is :mod:`checker.measuring.evaluate`'s business.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeVar, cast
from weakref import WeakValueDictionary

from checker.ruleset.asking import reads_data
from checker.ruleset.codes import CodeSystem
from checker.ruleset.nodes import (
    AttributeRead,
    Binary,
    Call,
    CodeWithin,
    Comparison,
    Compound,
    Constant,
    Datum,
    EntryCount,
    Expression,
    FactorRead,
    FieldRead,
    GradeRead,
    Growth,
    Logic,
    Negative,
    OneOf,
    Operator,
    Relation,
    RelativeYear,
    Word,
    YearNumber,
)
from checker.ruleset.stumbling import why
from checker.validation import FIRST_YEAR, LAST_YEAR

LANGUAGE_VERSION = 3
SECOND = 2
THIRD = 3
FOURTH = 4
MAX_LENGTH = 600
MAX_NODES = 300
MAX_DEPTH = 25

FUNCTIONS = ("sum", "mean", "min", "max", "share")
WORDS = ("growth", "compound", "count", "y", "base")


class FormulaError(ValueError):
    """A formula that can't be used; ``code`` and ``params`` name a message."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Names:
    """What a formula may speak of."""

    quantities: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    factors: Mapping[str, Fraction] = field(default_factory=dict)
    codes: Mapping[str, CodeSystem] = field(default_factory=dict)
    grades: Mapping[str, GradeRead] = field(default_factory=dict)
    version: int = LANGUAGE_VERSION

    def all(self) -> list[str]:
        """Every name and word of the language, for suggestions."""
        return sorted({*self.quantities, *self.attributes, *self.lists, *self.definitions, *self.factors,
                       *self.grades, *FUNCTIONS, *WORDS})


def parse(text: str, names: Names) -> Expression:
    """The tree of a formula; raises :class:`FormulaError`."""
    return _Parser(names).expression(text)


def parse_year(text: str, names: Names) -> RelativeYear:
    """``y-2``, ``base`` or ``2020`` as a year; raises :class:`FormulaError`."""
    return _Parser(names).year(text)


_PLAIN_NUMBER = re.compile(r"\d{1,30}(\.\d{1,30})?")
_OPERATORS: dict[type[ast.operator], Operator] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_RELATIONS: dict[type[ast.cmpop], Relation] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


class _Parser:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.opened: list[str] = []
        self.fields: frozenset[str] = frozenset()
        self.nodes = 0

    def expression(self, text: str) -> Expression:
        tree = _tree(text)
        return self._walk(tree, text, 0)

    def year(self, text: str) -> RelativeYear:
        return self._year(_tree(text), text)

    def _walk(self, node: ast.expr, text: str, depth: int) -> Expression:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise FormulaError("formula.too_large", formula=text[:60])
        down = depth + 1
        match node:
            case ast.Constant():
                return _constant(node, text)
            case ast.Name():
                return self._name(node.id, text, down)
            case ast.Subscript(value=ast.Name(id=name)) if name in self.names.quantities:
                return Datum(name, self._year(node.slice, text))
            case ast.BinOp() if type(node.op) in _OPERATORS:
                left, right = self._walk(node.left, text, down), self._walk(node.right, text, down)
                if isinstance(node.op, ast.Div) and right == Constant(Fraction(0)):
                    raise FormulaError("formula.by_zero", formula=text, part=ast.unparse(node))
                return Binary(_OPERATORS[type(node.op)], left, right)
            case ast.UnaryOp(op=ast.USub()):
                return Negative(self._walk(node.operand, text, down))
            case ast.UnaryOp(op=ast.Not()):
                return Logic("not", (self._walk(node.operand, text, down),))
            case ast.BoolOp():
                operator: Literal["and", "or"] = "and" if isinstance(node.op, ast.And) else "or"
                return Logic(operator, tuple(self._walk(v, text, down) for v in node.values))
            case ast.Compare(ops=[operation], comparators=[right]):
                return self._compare(node.left, operation, right, text, down)
            case ast.Call(func=ast.Name(id=function), keywords=[]):
                return self._call(function, node.args, text, down)
        raise FormulaError("formula.not_allowed", formula=text, part=ast.unparse(node))

    def _name(self, name: str, text: str, depth: int) -> Expression:
        if name in self.fields:
            return FieldRead(name)
        if name in self.names.definitions:
            body = self._open(name)
            tree = self._walk(_tree(body), body, depth)
            self.opened.pop()
            return tree
        if name in self.names.grades:
            return self.names.grades[name]
        if name in self.names.factors:
            return FactorRead(name, self.names.factors[name])
        if name in self.names.quantities:
            return Datum(name, RelativeYear("y"))
        if name in self.names.attributes:
            return AttributeRead(name)
        if name in ("y", "base"):
            return YearNumber(RelativeYear("y" if name == "y" else "base"))
        raise FormulaError("formula.unknown_name", formula=text, name=name,
                           known=[*self.names.all(), *sorted(self.fields)])

    def _open(self, name: str) -> str:
        """The text of a definition, on the way into it."""
        if name in self.opened:
            ring = [*self.opened[self.opened.index(name):], name]
            raise FormulaError("formula.cycle", names=" → ".join(ring))
        self.opened.append(name)
        return str(self.names.definitions[name])

    def _year(self, node: ast.expr, text: str) -> RelativeYear:
        match node:
            case ast.Name(id="y" | "base" as anchor):
                return RelativeYear("y" if anchor == "y" else "base")
            case ast.Name(id=name) if name in self.names.definitions:
                body = self._open(name)
                year = self._year(_tree(body), body)
                self.opened.pop()
                return year
            case ast.Constant(value=int(number)) if (
                    self.names.version >= SECOND and FIRST_YEAR <= number <= LAST_YEAR):
                return RelativeYear("ad", number)
            case ast.BinOp(left=left, op=ast.Sub() | ast.Add() as sign,
                           right=ast.Constant(value=int(number))):
                start = self._year(left, text)
                step = number if isinstance(sign, ast.Add) else -number
                return RelativeYear(start.anchor, start.offset + step)
        raise FormulaError("formula.not_a_year", formula=text, part=ast.unparse(node))

    def _compare(self, left: ast.expr, operation: ast.cmpop, right: ast.expr, text: str,
                 depth: int) -> Expression:
        operand = self._walk(left, text, depth)
        if isinstance(operation, ast.In):
            parts = right.elts if isinstance(right, (ast.Tuple, ast.List)) else [right]
            words = [part.value for part in parts
                     if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if len(words) == len(parts) > 0:
                if isinstance(operand, AttributeRead) and operand.name in self.names.codes:
                    return _within(operand.name, self.names.codes[operand.name], words, text)
                return OneOf(operand, tuple(words))
        if type(operation) in _RELATIONS:
            return Comparison(_RELATIONS[type(operation)], operand, self._walk(right, text, depth))
        raise FormulaError("formula.not_allowed", formula=text, part=ast.unparse(left))

    def _call(self, function: str, arguments: list[ast.expr], text: str, depth: int) -> Expression:
        if function == "growth" and len(arguments) == 3:
            operand, start, end = arguments
            return _interned(Growth(self._walk(operand, text, depth), self._year(start, text),
                                    self._year(end, text)))
        if function == "compound" and len(arguments) == 3 and self.names.version >= SECOND:
            return self._compound(arguments, text, depth)
        if function == "count" and 1 <= len(arguments) <= 2:
            return self._count(arguments, text, depth)
        fits = len(arguments) == 2 if function == "share" else len(arguments) >= 1
        if function in FUNCTIONS and fits:
            return Call(function, tuple(self._walk(a, text, depth) for a in arguments))
        known = [*FUNCTIONS, "growth", "count", *(["compound"] if self.names.version >= SECOND else [])]
        if function in known:
            raise FormulaError("formula.arguments", formula=text, name=function)
        raise FormulaError("formula.unknown_call", formula=text, name=function, known=known)

    def _compound(self, arguments: list[ast.expr], text: str, depth: int) -> Expression:
        rate, start, end = arguments
        tree = Compound(self._walk(rate, text, depth), self._year(start, text), self._year(end, text))
        if reads_data(tree.rate):
            raise FormulaError("formula.compound_data", formula=text)
        return _interned(tree)

    def _count(self, arguments: list[ast.expr], text: str, depth: int) -> Expression:
        name = arguments[0].id if isinstance(arguments[0], ast.Name) else ""
        if name not in self.names.lists:
            raise FormulaError("formula.unknown_name", formula=text, name=name or "?",
                               known=sorted(self.names.lists))
        if len(arguments) == 1:
            return EntryCount(name, None)
        self.fields = self.names.lists[name]
        condition = self._walk(arguments[1], text, depth)
        self.fields = frozenset()
        return EntryCount(name, condition)


def _within(name: str, system: CodeSystem, codes: Sequence[str], text: str) -> CodeWithin:
    found = [system.read(code) for code in codes]
    for code, read in zip(codes, found, strict=True):
        if read is None:
            raise FormulaError("formula.unknown_code", formula=text, given=code, system=system.label)
    return CodeWithin(name, tuple(codes), tuple(part for read in found if read for part in read.prefixes))


T = TypeVar("T", Growth, Compound)
_TREES: WeakValueDictionary[Growth | Compound, Growth | Compound] = WeakValueDictionary()


def _interned(tree: T) -> T:
    """One object for equal trees, so that a value can be remembered by its tree."""
    return cast(T, _TREES.setdefault(tree, tree))


def _tree(text: str) -> ast.expr:
    if len(text) > MAX_LENGTH:
        raise FormulaError("formula.too_large", formula=text[:60])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as stopped:
        hint = why(text, getattr(stopped, "offset", None))
        raise FormulaError("formula.unreadable", formula=text, hint=hint) from None


def _constant(node: ast.Constant, text: str) -> Expression:
    if isinstance(node.value, str):
        return Word(node.value)
    written = ast.get_source_segment(text.strip(), node) or ""
    if _PLAIN_NUMBER.fullmatch(written):
        return Constant(Fraction(Decimal(written)))
    raise FormulaError("formula.not_allowed", formula=text, part=repr(node.value))
