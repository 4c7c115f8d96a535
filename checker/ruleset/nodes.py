"""The nodes of a formula's tree.

Owns the shape.  What a tree asks for is :mod:`checker.ruleset.asking`'s business; text becomes a tree
in :mod:`checker.ruleset.formula`; what a tree is worth is :mod:`checker.measuring.evaluate`'s business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple

Operator = Literal["+", "-", "*", "/"]
Relation = Literal["<", "<=", ">", ">=", "==", "!="]


class RelativeYear(NamedTuple):
    """``y``, ``y-3``, ``base``: a year relative to the period assessed; or a calendar year, ``ad``.

    ``each`` is any of the years that a compound runs over, where it is only spoken of.
    """

    anchor: Literal["y", "base", "ad", "each"]
    offset: int = 0

    def __str__(self) -> str:
        if self.anchor == "ad":
            return str(self.offset)
        return self.anchor + (f"{self.offset:+d}" if self.offset else "")

    def seen_from(self, now: RelativeYear) -> RelativeYear:
        """The same year when ``y`` itself stands for ``now``."""
        return RelativeYear(now.anchor, now.offset + self.offset) if self.anchor == "y" else self


PERIOD = RelativeYear("y")
EACH = RelativeYear("each")


class Node:
    """What all nodes share: what was made of one when it was first needed, by whoever needs it.

    ``asked`` is what the tree asks for, ``working`` the function that it is worked out by, ``deciding`` the
    one that says whether it holds.  They are no part of what a node is: nodes are equal, hashed and printed
    without them.
    """

    asked: tuple[Any, ...] | None = None
    working: Callable[..., Any] | None = None
    deciding: Callable[..., Any] | None = None


@dataclass(frozen=True)
class Constant(Node):
    """A number."""

    value: Fraction


@dataclass(frozen=True)
class FactorRead(Node):
    """A constant of the document by its name, in base units."""

    name: str
    value: Fraction


@dataclass(frozen=True)
class FloorRead(Node):
    """The number that a floor demands, in base units, in the formula of what falling short of it costs."""

    value: Fraction
    unit: str
    said: str


@dataclass(frozen=True)
class Word(Node):
    """A word in quotes."""

    text: str


@dataclass(frozen=True)
class Datum(Node):
    """A quantity in a year."""

    name: str
    year: RelativeYear


@dataclass(frozen=True)
class AttributeRead(Node):
    """An attribute of the subject."""

    name: str


@dataclass(frozen=True)
class FieldRead(Node):
    """A field of a list's entry; only inside ``count``."""

    name: str


@dataclass(frozen=True)
class YearNumber(Node):
    """A year as a number, as in ``y - base``."""

    year: RelativeYear


@dataclass(frozen=True)
class Binary(Node):
    """Two operands and an arithmetic operator."""

    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Negative(Node):
    """The operand with its sign changed."""

    operand: Expression


@dataclass(frozen=True)
class Growth(Node):
    """Average annual growth of ``operand`` from one year to another."""

    operand: Expression
    start: RelativeYear
    end: RelativeYear


@dataclass(frozen=True)
class Compound(Node):
    """The product of ``1 + rate`` over the years after ``start`` up to ``end``; ``y`` in it is each."""

    rate: Expression
    start: RelativeYear
    end: RelativeYear


@dataclass(frozen=True)
class Call(Node):
    """A function of several operands."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class EntryCount(Node):
    """How many entries of a list fulfil a condition."""

    list: str
    condition: Expression | None


@dataclass(frozen=True)
class Comparison(Node):
    """Two operands and a relation."""

    relation: Relation
    left: Expression
    right: Expression


@dataclass(frozen=True)
class OneOf(Node):
    """Whether a word is one of several."""

    operand: Expression
    words: tuple[str, ...]


@dataclass(frozen=True)
class CodeWithin(Node):
    """Whether a code lies within others: these as written, and the divisions or classes they name."""

    name: str
    codes: tuple[str, ...]
    prefixes: tuple[str, ...]


class PointsSlope(NamedTuple):
    """How points rise or fall with a value: ``gives`` for each ``each`` beyond ``start``, within bounds."""

    start: Fraction
    each: Fraction
    gives: Fraction
    whole: bool
    least: Fraction
    most: Fraction


class PointsStep(NamedTuple):
    """Points of a grade, where its value stands so to a number and a condition holds.

    With a slope ``points`` are those at its start.
    """

    points: Fraction
    relation: Relation | None = None
    number: Fraction | None = None
    when: Expression | None = None
    slope: PointsSlope | None = None

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The least and the most that it gives."""
        return (self.slope.least, self.slope.most) if self.slope else (self.points, self.points)


@dataclass(frozen=True)
class GradeRead(Node):
    """Points by steps, of which the first that fits counts; what isn't known may be any of them."""

    name: str
    value: Expression | None
    steps: tuple[PointsStep, ...]


@dataclass(frozen=True)
class Logic(Node):
    """Conditions joined or negated."""

    operator: Literal["and", "or", "not"]
    operands: tuple[Expression, ...]


Expression = (
    Constant | FactorRead | FloorRead | Word | Datum | AttributeRead | FieldRead | YearNumber | Binary
    | Negative | Growth | Compound | Call | EntryCount | Comparison | OneOf | CodeWithin | GradeRead | Logic
)
