"""``NAME[YEAR,SCOPE]=VALUE``, as somebody asks what would be if that were stated.

Owns taking such words apart, whatever width their signs have, telling what stands in the brackets and in
which unit a value is, and the shape of what is then supposed.  It must not know a dossier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import Field

from checker.dossier.written_value import read_amount
from checker.errors import Problem
from checker.evidence.entries import unstated
from checker.explaining.supposed_limit import amount_in, unreadable
from checker.messages import text
from checker.places import Path
from checker.quantity.amount import UnreadableAmount
from checker.quantity.day import year as year_of
from checker.quantity.unit import DIMENSIONLESS, Unit, UnknownUnit, mismatch, unit_of
from checker.ruleset.indicator import Indicator
from checker.ruleset.terms import Quantity
from checker.text.normal import same, visible
from checker.validation import shorten
from checker.verdict.part import Part

SET, UNSET = "--set", "--unset"
_NAMED = re.compile(r"(?P<name>[^\[【]*)(?:[\[【](?P<of>[^\]】]*)[\]】])?\s*", re.DOTALL)
_HEADING = re.compile(r"(?P<name>.+)\((?P<unit>[^()]+)\)")
_EQUALS = re.compile("[=＝]")
_BETWEEN = re.compile("[,、;]")


class StatementSupposed(Part):
    """What is supposed of one datum: ``before`` as it was written, ``value`` None where it is taken away.

    ``unit`` is the one that the value is in, ``unit_taken`` when nobody wrote it; ``of`` are its reading, its
    scope and its price basis, as far as it has any.
    """

    kind: Literal["quantity", "attribute", "report", "opinion"]
    name: str
    label: str
    year: int | None = None
    of: dict[str, str] = Field(default_factory=dict)
    before: list[str]
    value: str | None = None
    unit: str | None = None
    unit_taken: bool = False

    @property
    def datum(self) -> tuple[object, ...]:
        """What it is about."""
        return (self.kind, self.name, self.year, *sorted(self.of.items()))


class Refused(Exception):
    """What was asked can't be taken; ``code`` and parameters say why."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class AskedStatement:
    """The words of one option, taken apart; ``value`` is None where something is to be taken away.

    ``unit`` is one that stands behind the name, as tables have it in their headings.
    """

    words: str
    name: str
    of: tuple[str, ...]
    value: str | None
    unit: str | None = None


def apart(option: str, words: str) -> AskedStatement:
    """The parts of what was asked; raises :class:`Refused`."""
    if fault := unreadable(words):
        raise Refused("what_if.wrong", reason=fault)
    sides = _EQUALS.split(words, maxsplit=1)
    due = 2 if option == SET else 1
    named = _NAMED.fullmatch(visible(sides[0]))
    if len(sides) != due or named is None or not named["name"].strip() or not sides[-1].strip():
        raise Refused("what_if.set_form" if option == SET else "what_if.unset_form")
    of = tuple(part.strip() for part in _BETWEEN.split(named["of"] or "") if part.strip())
    return AskedStatement(words, named["name"].strip(), of, sides[1].strip() if due > 1 else None)


def headed(asked: AskedStatement) -> AskedStatement | None:
    """The same for a name that is a table's heading, with its unit in brackets; None where it is none."""
    found = _HEADING.fullmatch(asked.name)
    try:
        unit = found and unit_of(found["unit"])
    except UnknownUnit:
        return None
    return replace(asked, name=found["name"].strip(), unit=unit.text) if found and unit else None


def qualified(asked: AskedStatement, label: str, choices: Mapping[str, Iterable[str]], *,
              dated: bool) -> dict[str, Any]:
    """What stands in the brackets: a year where the datum has one, and one of each of the ``choices``.

    Raises :class:`Refused` for anything else.
    """
    found: dict[str, Any] = {}
    for part in asked.of:
        year = year_of(part)
        if year is not None and not dated:
            raise Refused("what_if.no_year", label=label, part=part)
        kinds = [("year", year)] if year is not None else [
            (kind, word) for kind, words in choices.items() if (word := same(part, filter(None, words)))]
        if not kinds or kinds[0][0] in found:
            known = "、".join(dict.fromkeys(word for words in choices.values() for word in words if word))
            raise Refused("what_if.of", label=label, part=part,
                          known=text("what_if.of_known", known=known) if known else "")
        found[kinds[0][0]] = kinds[0][1]
    return found


def as_asked(problems: Sequence[Problem], given: Mapping[Path, str]) -> list[Problem]:
    """What is wrong with a supposed statement, by the words in which it was asked for."""
    found = []
    for problem in problems:
        words = next((given[problem.path[:n]] for n in (2, 1) if problem.path[:n] in given), None)
        reason = str(problem) if problem.file else text(problem.code, **problem.params)
        found.append(Problem("what_if.wrong", {"option": SET, "given": shorten(words), "reason": reason})
                     if words else Problem("what_if.wrong_whole", {"reason": reason}))
    return found


def units(asked: AskedStatement, known: Quantity | Indicator) -> tuple[str | None, str | None, bool]:
    """The unit of a value, the one to write beside it, and whether it is only taken for granted.

    Raises :class:`Refused` where the value states nothing, can't be read or is of another kind.
    """
    value = asked.value
    if value is None:
        return None, None, False
    if unstated(value, known.words or ()):
        raise Refused("what_if.states_nothing", value=value)
    if known.unit is None:
        return None, None, False
    try:
        if asked.unit is not None:
            read_amount(value, asked.unit)  # what it says itself has to agree with the heading
        amount, unit, taken = amount_in(value, asked.unit or known.unit)
    except UnreadableAmount as bad:
        reason = text(bad.code, given=value, unit=asked.unit or known.unit)
        raise Refused("what_if.wrong", reason=reason) from None
    if not Unit(unit).fits(Unit(known.unit)):
        raise Refused("what_if.wrong", reason=text(mismatch(unit), given=unit, due=known.unit))
    return unit, None if amount.unit else unit, taken and asked.unit is None and unit != DIMENSIONLESS
