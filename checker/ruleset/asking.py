"""What can be read off a formula's tree without any data: what it asks for, its constants, its words.

Owns the walks.  It must not evaluate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from checker.ruleset import nodes as n


class Asked(NamedTuple):
    """A datum that a formula reads: a quantity or list in a year, or an attribute.

    What only grades read, and what ``max`` and ``min`` hold between two bounds, is ``optional``: without
    it the value lies between the least and the most.  ``graded`` is what stands in a grade.
    """

    kind: Literal["quantity", "list", "attribute", "base"]
    name: str
    year: n.RelativeYear | None = None
    optional: bool = False
    graded: bool = False


def asked_of(tree: n.Expression) -> tuple[Asked, ...]:
    """The same as :func:`asks` from the period, each once, remembered with the tree."""
    if tree.asked is None:
        object.__setattr__(tree, "asked", tuple(dict.fromkeys(asks(tree))))
    assert tree.asked is not None
    return tree.asked


def asks(tree: n.Expression, now: n.RelativeYear = n.PERIOD) -> Iterator[Asked]:
    """Every datum that the formula reads, in order, with its year as seen from the period."""
    match tree:
        case n.Datum():
            yield from _asked_year(tree.year)
            yield Asked("quantity", tree.name, tree.year.seen_from(now))
        case n.AttributeRead() | n.CodeWithin():
            yield Asked("attribute", tree.name)
        case n.YearNumber():
            yield from _asked_year(tree.year)
        case n.Growth():
            for end in (tree.start, tree.end):
                yield from _asked_year(end)
                yield from asks(tree.operand, end.seen_from(now))
        case n.Compound():
            for end in (tree.start, tree.end):
                yield from _asked_year(end)
        case n.EntryCount():
            yield Asked("list", tree.list, now)
            if tree.condition is not None:
                yield from asks(tree.condition, now)
        case n.Binary() | n.Comparison():
            yield from asks(tree.left, now)
            yield from asks(tree.right, now)
        case n.Negative() | n.OneOf():
            yield from asks(tree.operand, now)
        case n.Call():
            held = held_within(tree)
            for argument in tree.arguments:
                yield from (asked._replace(optional=asked.optional or held) for asked in asks(argument, now))
        case n.Logic():
            for operand in tree.operands:
                yield from asks(operand, now)
        case n.GradeRead():
            for part in graded(tree):
                yield from (asked._replace(optional=True, graded=True) for asked in asks(part, now))


def held_within(tree: n.Expression) -> bool:
    """Whether ``max`` or ``min`` holds a value between two constants, whatever its data are."""
    return isinstance(tree, n.Call) and _held(tree) == {"max", "min"}


def _held(tree: n.Expression) -> set[str]:
    """On which sides constants hold a value: ``max`` from below, ``min`` from above."""
    match tree:
        case n.Constant() | n.FactorRead() | n.FloorRead() | n.GradeRead():
            return {"max", "min"}
        case n.Negative():
            return {{"max": "min", "min": "max"}[side] for side in _held(tree.operand)}
        case n.Call(function="max" | "min"):
            sides = [_held(argument) for argument in tree.arguments]
            return {side for side in ("max", "min")
                    if (any if side == tree.function else all)(side in held for held in sides)}
    return set()


def parts(tree: n.Expression) -> Sequence[n.Expression]:
    """What a formula is made of, seen from the same year."""
    match tree:
        case n.Binary() | n.Comparison():
            return tree.left, tree.right
        case n.Negative() | n.OneOf():
            return (tree.operand,)
        case n.Call():
            return tree.arguments
        case n.Logic():
            return tree.operands
        case n.GradeRead():
            return tuple(graded(tree))
    return ()


def graded(tree: n.GradeRead) -> Iterator[n.Expression]:
    """The value that a grade is of, and its conditions."""
    if tree.value is not None:
        yield tree.value
    yield from (step.when for step in tree.steps if step.when is not None)


def bounded(tree: n.Expression) -> Iterator[n.GradeRead | n.Call]:
    """Every grade in a formula's arithmetic, and every part that ``max`` and ``min`` hold within bounds."""
    if isinstance(tree, n.GradeRead) or (isinstance(tree, n.Call) and held_within(tree)):
        yield tree
    else:
        for part in _arithmetic(tree):
            yield from bounded(part)


def grown(tree: n.Expression) -> Iterator[n.Growth]:
    """Every growth over years in a formula's arithmetic."""
    if isinstance(tree, n.Growth):
        yield tree
    else:
        for part in _arithmetic(tree):
            yield from grown(part)


def _arithmetic(tree: n.Expression) -> tuple[n.Expression, ...]:
    """What a formula's arithmetic is made of."""
    match tree:
        case n.Binary():
            return tree.left, tree.right
        case n.Negative():
            return (tree.operand,)
        case n.Call():
            return tree.arguments
    return ()


def conjuncts(tree: n.Expression) -> Iterator[n.Expression]:
    """The conditions that all have to hold for a condition to hold."""
    if isinstance(tree, n.Logic) and tree.operator == "and":
        for operand in tree.operands:
            yield from conjuncts(operand)
    else:
        yield tree


def held_parts(tree: n.Expression) -> Iterator[n.Expression]:
    """What ``max`` and ``min`` choose from, however they are nested."""
    if isinstance(tree, n.Call) and tree.function in ("max", "min"):
        for argument in tree.arguments:
            yield from held_parts(argument)
    elif not isinstance(tree, n.GradeRead):
        yield tree


def _asked_year(year: n.RelativeYear) -> Iterator[Asked]:
    if year.anchor == "base":
        yield Asked("base", "base")


def factors(tree: n.Expression) -> Iterator[str]:
    """The name of every factor in the formula, in order."""
    match tree:
        case n.FactorRead():
            yield tree.name
        case n.Binary() | n.Comparison():
            yield from factors(tree.left)
            yield from factors(tree.right)
        case n.Negative() | n.OneOf() | n.Growth():
            yield from factors(tree.operand)
        case n.Compound():
            yield from factors(tree.rate)
        case n.Call():
            for argument in tree.arguments:
                yield from factors(argument)
        case n.EntryCount() if tree.condition is not None:
            yield from factors(tree.condition)
        case n.Logic():
            for operand in tree.operands:
                yield from factors(operand)
        case n.GradeRead():
            for part in graded(tree):
                yield from factors(part)


def fields(tree: n.Expression) -> Iterator[str]:
    """Every field of an entry that a condition reads."""
    match tree:
        case n.FieldRead():
            yield tree.name
        case n.Binary() | n.Comparison():
            yield from fields(tree.left)
            yield from fields(tree.right)
        case n.Negative() | n.OneOf():
            yield from fields(tree.operand)
        case n.Call():
            for argument in tree.arguments:
                yield from fields(argument)
        case n.Logic():
            for operand in tree.operands:
                yield from fields(operand)


def reads_data(tree: n.Expression) -> bool:
    """Whether the formula reads anything of the dossier but years."""
    return any(asked.kind != "base" for asked in asks(tree))


def compared_words(tree: n.Expression, inside: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every name that a formula compares with words, as ``name`` or ``list.field``, and the words."""
    match tree:
        case n.OneOf():
            yield from _named(tree.operand, tree.words, inside)
        case (n.Comparison(left=left, right=n.Word(text=word))
              | n.Comparison(left=n.Word(text=word), right=left)):
            yield from _named(left, (word,), inside)
        case n.Logic():
            for operand in tree.operands:
                yield from compared_words(operand, inside)
        case n.EntryCount() if tree.condition is not None:
            yield from compared_words(tree.condition, tree.list)
        case n.Comparison():
            yield from compared_words(tree.left, inside)
            yield from compared_words(tree.right, inside)


def _named(tree: n.Expression, words: tuple[str, ...], inside: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    match tree:
        case n.FieldRead():
            yield f"{inside}.{tree.name}", words
        case n.AttributeRead() | n.Datum():
            yield tree.name, words
