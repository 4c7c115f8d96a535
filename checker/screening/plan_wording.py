"""How one plan words two numbers of a project that belong together: data of a table, not rules of prose.

Owns the small notation of such words in the file of common facts and what is found by it.  The words are
taken literally, ``{名称 单位}`` is a number with its unit, ``…`` a stretch of the same sentence.  Nothing in
the notation can run long.  It must not judge, and what it finds is never more than a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from checker.limits import LONGEST_WORDING, MOST_EXPRESSIONS, MOST_WORDINGS
from checker.messages import harmless
from checker.quantity.unit import Unit, UnknownUnit
from checker.screening.prose_numbers import NUMBER, ProseAmount, written
from checker.screening.row_notes import RowNote
from checker.text.normal import folded
from checker.validation import Model, Text, shorten, up_to

GAP = "…"
_STRETCH = "[^。;]{0,40}?"
_LEAST_AHEAD = 2
_PLACE = re.compile(r"\{([^{}\s]{1,20})\s+([^{}\s]{1,20})\}")
_EXPECTED = re.compile(r"(\S{1,20})\s+(<=|≤|=|＝)\s+(\S{1,20})")


@dataclass(frozen=True)
class SoughtWords:
    """Words made ready to be sought: the names of their numbers in order, with the units."""

    pattern: re.Pattern[str]
    places: tuple[tuple[str, str], ...]

    def numbers(self, found: re.Match[str]) -> dict[str, tuple[str, ProseAmount]]:
        """The numbers of a match by name, as they are written and what they come to."""
        return {name: (f"{number}{unit}", written(None, number, unit))
                for (name, unit), number in zip(self.places, found.groups(), strict=True)}


def _bad(code: str, **params: object) -> PydanticCustomError:
    return PydanticCustomError(code, "", params)


@lru_cache(MOST_WORDINGS * MOST_EXPRESSIONS)
def expression(words: str) -> SoughtWords:
    """The words as an expression; raises pydantic's error, with a code, for what is none."""
    given = shorten(words)
    pieces = _PLACE.split(words)
    literals, places = pieces[::3], tuple(zip(pieces[1::3], pieces[2::3], strict=True))
    if any(mark in literal for literal in literals for mark in "{}"):
        raise _bad("prose.place", given=given)
    if len(places) != len(dict(places)) or len(places) < 2:
        raise _bad("prose.two_places", given=given)
    for _, unit in places:
        try:
            Unit(unit)
        except UnknownUnit:
            raise _bad("prose.unit", given=given, unit=unit) from None
    if len(folded(literals[0].partition(GAP)[0])) < _LEAST_AHEAD:
        raise _bad("prose.start", given=given)
    if words.count(GAP) > 1:
        raise _bad("prose.gap", given=given)
    if not all(folded(literal) for literal in literals[1:-1]):
        raise _bad("prose.adjoining", given=given)
    sought = [_STRETCH.join(re.escape(folded(part)) for part in literal.split(GAP)) for literal in literals]
    for position, (_, unit) in enumerate(places):
        sought[position] += f"({NUMBER}){re.escape(folded(unit))}"
    return SoughtWords(re.compile("".join(sought)), places)


def _so_many(limit: int) -> BeforeValidator:
    """A validator of a list's length, before anything in it is looked at."""
    def check(value: Any) -> Any:
        if isinstance(value, list) and len(value) > limit:
            raise _bad("prose.many", count=len(value), limit=limit)
        return value

    return BeforeValidator(check)


def _words(words: str) -> str:
    expression(words)
    return words


def _expected(given: str) -> str:
    if not _EXPECTED.fullmatch(given.strip()):
        raise _bad("prose.expected", given=shorten(given))
    return given.strip()


class PlanWording(Model):
    """Two numbers that one plan words so, how they have to stand to each other, and when they needn't."""

    name: Text
    words: Annotated[list[Annotated[str, up_to(LONGEST_WORDING), AfterValidator(_words)]],
                     _so_many(MOST_EXPRESSIONS), Field(min_length=1)]
    expected: Annotated[str, AfterValidator(_expected)]
    only_if: Text

    @property
    def sides(self) -> tuple[str, str, str]:
        """What is expected: a name, ``<=`` or ``=``, another name."""
        found = _EXPECTED.fullmatch(self.expected)
        assert found is not None
        return found[1], "=" if found[2] in "=＝" else "<=", found[3]

    @model_validator(mode="after")
    def _fits(self) -> PlanWording:
        one, _, other = self.sides
        for words in self.words:
            places = dict(expression(words).places)
            for name in (one, other):
                if name not in places:
                    raise _bad("prose.unnamed", given=shorten(words), name=name)
            if not Unit(places[one]).fits(Unit(places[other])):
                raise _bad("prose.unlike", given=shorten(words), unit=places[one], other=places[other])
        return self


PlanWordings = Annotated[list[PlanWording], _so_many(MOST_WORDINGS)]


def told_otherwise(words: str, wordings: Sequence[PlanWording]) -> Iterator[RowNote]:
    """Where the plan's words give two numbers that don't stand to each other as expected."""
    for wording in wordings:
        name, relation, bound = wording.sides
        for found, numbers in _found(words, wording):
            (said, one), (limit, other) = numbers[name], numbers[bound]
            if one.least > other.most or (relation == "=" and one.most < other.least):
                yield RowNote("anomaly.wording", {
                    "name": harmless(wording.name), "words": found, "one": f"{name} {said}",
                    "other": f"{bound} {limit}", "only_if": harmless(wording.only_if)})


def _found(words: str, wording: PlanWording) -> Iterator[tuple[str, dict[str, tuple[str, Any]]]]:
    """Each place where one of the expressions stands, once, in the order of the words."""
    seen: dict[int, tuple[str, dict[str, tuple[str, Any]]]] = {}
    for one in map(expression, wording.words):
        for match in one.pattern.finditer(words):
            seen.setdefault(match.start(), (match[0], one.numbers(match)))
    return (seen[start] for start in sorted(seen))
