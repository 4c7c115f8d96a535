"""The nodes of a formula's tree, and what can be read off a tree without any data.

Owns the shape.  Text becomes a tree in :mod:`checker.ruleset.formula`; what a tree is worth is
:mod:`checker.judging.evaluate`'s business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

Operator = Literal["+", "-", "*", "/"]
Relation = Literal["<", "<=", ">", ">=", "==", "!="]


class Year(NamedTuple):
    """``y``, ``y-3``, ``base``: a year relative to the period assessed; or a calendar year, ``ad``.

    ``each`` is any of the years that a compound runs over, where it is only spoken of.
    """

    anchor: Literal["y", "base", "ad", "each"]
    offset: int = 0

    def __str__(self) -> str:
        if self.anchor == "ad":
            return str(self.offset)
        return self.anchor + (f"{self.offset:+d}" if self.offset else "")

    def seen_from(self, now: Year) -> Year:
        """The same year when ``y`` itself stands for ``now``."""
        return Year(now.anchor, now.offset + self.offset) if self.anchor == "y" else self


PERIOD = Year("y")
EACH = Year("each")


@dataclass(frozen=True)
class Constant:
    """A number."""

    value: Fraction


@dataclass(frozen=True)
class Factor:
    """A constant of the document by its name, in base units."""

    name: str
    value: Fraction


@dataclass(frozen=True)
class Word:
    """A word in quotes."""

    text: str


@dataclass(frozen=True)
class Datum:
    """A quantity in a year."""

    name: str
    year: Year


@dataclass(frozen=True)
class Attribute:
    """An attribute of the subject."""

    name: str


@dataclass(frozen=True)
class EntryField:
    """A field of a list's entry; only inside ``count``."""

    name: str


@dataclass(frozen=True)
class YearNumber:
    """A year as a number, as in ``y - base``."""

    year: Year


@dataclass(frozen=True)
class Binary:
    """Two operands and an arithmetic operator."""

    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Negative:
    """The operand with its sign changed."""

    operand: Expression


@dataclass(frozen=True)
class Growth:
    """Average annual growth of ``operand`` from one year to another."""

    operand: Expression
    start: Year
    end: Year


@dataclass(frozen=True)
class Compound:
    """The product of ``1 + rate`` over the years after ``start`` up to ``end``; ``y`` in it is each."""

    rate: Expression
    start: Year
    end: Year


@dataclass(frozen=True)
class Call:
    """A function of several operands."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Count:
    """How many entries of a list fulfil a condition."""

    list: str
    condition: Expression | None


@dataclass(frozen=True)
class Comparison:
    """Two operands and a relation."""

    relation: Relation
    left: Expression
    right: Expression


@dataclass(frozen=True)
class OneOf:
    """Whether a word is one of several."""

    operand: Expression
    words: tuple[str, ...]


@dataclass(frozen=True)
class Within:
    """Whether a code lies within others: these as written, and the divisions or classes they name."""

    name: str
    codes: tuple[str, ...]
    prefixes: tuple[str, ...]


class Step(NamedTuple):
    """Points of a grade, where its value stands so to a number and a condition holds."""

    points: Fraction
    relation: Relation | None = None
    number: Fraction | None = None
    when: Expression | None = None


@dataclass(frozen=True)
class Grade:
    """Points by steps, of which the first that fits counts; what isn't known may be any of them."""

    name: str
    value: Expression | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Logic:
    """Conditions joined or negated."""

    operator: Literal["and", "or", "not"]
    operands: tuple[Expression, ...]


Expression = (
    Constant | Factor | Word | Datum | Attribute | EntryField | YearNumber | Binary | Negative | Growth
    | Compound | Call | Count | Comparison | OneOf | Within | Grade | Logic
)


class Asked(NamedTuple):
    """A datum that a formula reads: a quantity or list in a year, or an attribute.

    What only grades read is ``optional``: without it the points lie between the least and the most.
    """

    kind: Literal["quantity", "list", "attribute", "base"]
    name: str
    year: Year | None = None
    optional: bool = False


def asks(tree: Expression, now: Year = PERIOD) -> Iterator[Asked]:
    """Every datum that the formula reads, in order, with its year as seen from the period."""
    match tree:
        case Datum():
            yield from _asked_year(tree.year)
            yield Asked("quantity", tree.name, tree.year.seen_from(now))
        case Attribute() | Within():
            yield Asked("attribute", tree.name)
        case YearNumber():
            yield from _asked_year(tree.year)
        case Growth():
            for end in (tree.start, tree.end):
                yield from _asked_year(end)
                yield from asks(tree.operand, end.seen_from(now))
        case Compound():
            for end in (tree.start, tree.end):
                yield from _asked_year(end)
        case Count():
            yield Asked("list", tree.list, now)
            if tree.condition is not None:
                yield from asks(tree.condition, now)
        case Binary() | Comparison():
            yield from asks(tree.left, now)
            yield from asks(tree.right, now)
        case Negative() | OneOf():
            yield from asks(tree.operand, now)
        case Call():
            for argument in tree.arguments:
                yield from asks(argument, now)
        case Logic():
            for operand in tree.operands:
                yield from asks(operand, now)
        case Grade():
            for part in graded(tree):
                yield from (asked._replace(optional=True) for asked in asks(part, now))


def graded(tree: Grade) -> Iterator[Expression]:
    """The value that a grade is of, and its conditions."""
    if tree.value is not None:
        yield tree.value
    yield from (step.when for step in tree.steps if step.when is not None)


def grades(tree: Expression) -> Iterator[Grade]:
    """Every grade in a formula's arithmetic."""
    match tree:
        case Grade():
            yield tree
        case Binary():
            yield from grades(tree.left)
            yield from grades(tree.right)
        case Negative():
            yield from grades(tree.operand)
        case Call():
            for argument in tree.arguments:
                yield from grades(argument)


def _asked_year(year: Year) -> Iterator[Asked]:
    if year.anchor == "base":
        yield Asked("base", "base")


def factors(tree: Expression) -> Iterator[str]:
    """The name of every factor in the formula, in order."""
    match tree:
        case Factor():
            yield tree.name
        case Binary() | Comparison():
            yield from factors(tree.left)
            yield from factors(tree.right)
        case Negative() | OneOf() | Growth():
            yield from factors(tree.operand)
        case Compound():
            yield from factors(tree.rate)
        case Call():
            for argument in tree.arguments:
                yield from factors(argument)
        case Count() if tree.condition is not None:
            yield from factors(tree.condition)
        case Logic():
            for operand in tree.operands:
                yield from factors(operand)
        case Grade():
            for part in graded(tree):
                yield from factors(part)


def reads_data(tree: Expression) -> bool:
    """Whether the formula reads anything of the dossier but years."""
    return any(asked.kind != "base" for asked in asks(tree))


def compared_words(tree: Expression, inside: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every name that a formula compares with words, as ``name`` or ``list.field``, and the words."""
    match tree:
        case OneOf():
            yield from _named(tree.operand, tree.words, inside)
        case Comparison(left=left, right=Word(text=word)) | Comparison(left=Word(text=word), right=left):
            yield from _named(left, (word,), inside)
        case Logic():
            for operand in tree.operands:
                yield from compared_words(operand, inside)
        case Count() if tree.condition is not None:
            yield from compared_words(tree.condition, tree.list)
        case Comparison():
            yield from compared_words(tree.left, inside)
            yield from compared_words(tree.right, inside)


def _named(tree: Expression, words: tuple[str, ...], inside: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    match tree:
        case EntryField():
            yield f"{inside}.{tree.name}", words
        case Attribute() | Datum():
            yield tree.name, words
