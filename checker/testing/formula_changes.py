"""Small wrong changes to a formula or a condition.

Owns which operators, words, years and numbers are changed, and to what.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from checker.testing.edit import NamedEdit, Put, moved, putting, said

_SWAPS = ((" / ", " * "), (" * ", " / "), (" + ", " - "), (" - ", " + "), (" > ", " < "), (" < ", " > "),
          (" > ", " >= "), (" < ", " <= "), (" >= ", " > "), (" <= ", " < "), ("mean(", "max("),
          ("sum(", "mean("), ("max(", "min("), ("min(", "max("), ("y-3", "y-2"), ("y-3", "base"),
          (" and ", " or "), (" or ", " and "), (" == ", " != "), ("share(", "max("))


def formula_edits(formula: Any, put: Put, where: str = "",
                  code: str = "mutant.formula") -> Iterator[NamedEdit]:
    """Every change of a formula, or of each of several."""
    if isinstance(formula, list):
        for i, part in enumerate(formula):
            yield from formula_edits(part, _put_part(put, formula, i), where)
            yield (said("mutant.part_dropped", where, part=part), putting(put, formula[:i] + formula[i + 1:]))
        return
    for changed in changes(formula) if isinstance(formula, str) else ():
        yield said(code, where, before=formula, after=changed), putting(put, changed)


def condition_edits(condition: Any, put: Put, where: str = "") -> Iterator[NamedEdit]:
    """The changes of a formula, told as those of the condition that it is."""
    yield from formula_edits(condition, put, where, "mutant.condition")


def _put_part(put: Put, formula: list[str], index: int) -> Put:
    return lambda d, new: put(d, [*formula[:index], new, *formula[index + 1:]])


def changes(formula: str) -> Iterator[str]:
    """The formula with one operator, year, word or number changed."""
    for before, after in _SWAPS:
        for found in re.finditer(re.escape(before), formula):
            yield formula[: found.start()] + after + formula[found.end():]
    for found in re.finditer(r'(?<=in \()"[^"]+"(, "[^"]+")+(?=\))', formula):
        words = found[0].split(", ")
        for word in words:
            rest = ", ".join(other for other in words if other != word)
            yield formula[: found.start()] + rest + formula[found.end():]
    if formula in ("base", "y-3", "y-1"):
        yield {"base": "y-3", "y-3": "y-2", "y-1": "y-2"}[formula]
    if formula.startswith("-"):
        yield formula[1:]
    yield from _with_moved_numbers(formula)


def _with_moved_numbers(formula: str) -> Iterator[str]:
    """The formula with one of its numbers a step up or down."""
    flat = " ".join(formula.split())
    raw = flat.encode()
    for node in _numbers(ast.parse(flat, mode="eval").body):
        start, end = node.col_offset, node.end_col_offset
        for number in moved(Decimal(raw[start:end].decode())):
            yield (raw[:start] + f"{number:f}".encode() + raw[end:]).decode()


def _numbers(node: ast.AST) -> Iterator[ast.Constant]:
    """Every number of a formula that is neither a year, nor a distance in years, nor zero.

    Zero is where a sign turns: one step away from it amounts that can't be negative come out the same.
    """
    match node:
        case ast.Constant(value=int() | float() as number) if number and not isinstance(number, bool):
            yield node
        case ast.Subscript() | ast.BinOp(left=ast.Name(id="y" | "base"), op=ast.Add() | ast.Sub()):
            return
        case ast.Call(func=ast.Name(id="growth" | "compound"), args=[amount, *_]):
            yield from _numbers(amount)
        case _:
            for inner in ast.iter_child_nodes(node):
                yield from _numbers(inner)
