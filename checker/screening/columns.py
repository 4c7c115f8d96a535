"""What the columns of a table mean: which datum of a ruleset each holds.

Owns the meeting of headings with a ruleset's labels, other names and units.  It must not read cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from checker.messages import CATALOGUE
from checker.normal import folded
from checker.quantity.unit import Unit, UnknownUnit
from checker.ruleset.compiled import Ruleset

Kind = Literal["number", "name", "owner", "field", "years", "quantity", "attribute", "words", "unknown"]
GENERAL: tuple[Kind, ...] = ("number", "name", "owner", "field", "years")
_BRACKET = re.compile(r"(.*?)[（(]([^（）()]+)[）)]")


@dataclass(frozen=True)
class Column:
    """A heading with what it holds; ``unit`` where the heading names one, ``of`` what words stand for."""

    heading: str
    kind: Kind
    name: str = ""
    unit: str | None = None
    of: tuple[str, ...] = ()


def columns(headings: Sequence[str], ruleset: Ruleset) -> list[Column]:
    """Every column; raises nothing: what isn't known is ``unknown``."""
    found = [_column(heading, ruleset) for heading in headings]
    return [_words(column, found) if column.kind == "unknown" else column for column in found]


def _column(heading: str, ruleset: Ruleset) -> Column:
    plain, unit = _parted(heading)
    for kind in GENERAL:
        if plain.casefold() in _names(f"column.{kind}", kind):
            return Column(heading, kind)
    for section, kind_ in (("quantities", "quantity"), ("attributes", "attribute")):
        terms: Mapping[str, object] = getattr(ruleset.model, section)
        name = _term(plain, terms) or _term(folded(heading), terms)
        if name is not None:
            return Column(heading, "quantity" if kind_ == "quantity" else "attribute", name, unit)
    return Column(heading, "unknown")


def _parted(heading: str) -> tuple[str, str | None]:
    """``计划投资（万元）`` as its name and a unit, if what stands in brackets is one."""
    words = folded(heading)
    found = _BRACKET.fullmatch(words)
    if found:
        try:
            Unit(found[2])
        except UnknownUnit:
            return words, None
        return found[1], found[2]
    return words, None


def _names(code: str, kind: str) -> set[str]:
    return {kind, *(folded(name).casefold() for name in CATALOGUE[code].split("、"))}


def _term(plain: str, terms: Mapping[str, object]) -> str | None:
    """The term that goes by this name, label or other name."""
    for name, term in terms.items():
        called = (name, getattr(term, "label", ""), *getattr(term, "also", ()))
        if plain in map(folded, called):
            return name
    return None


def _words(column: Column, found: Iterable[Column]) -> Column:
    """A column of the original's words, for each column whose name has what stands before 原文."""
    plain = folded(column.heading)
    for ending in CATALOGUE["column.endings"].split("、"):
        stem = plain.removesuffix(ending)
        if stem == plain:
            continue
        of = tuple(other.name for other in found if other.kind in ("quantity", "attribute")
                   and stem and stem in folded(other.heading))
        if of:
            return Column(column.heading, "words", of=of)
    return column


def unknown(found: Iterable[Column]) -> Iterator[str]:
    """The headings that mean nothing to the ruleset."""
    return (column.heading for column in found if column.kind == "unknown")
