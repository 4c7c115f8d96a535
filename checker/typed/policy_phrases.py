"""The formulas of a typed policy back in the cells that they were typed in.

Owns the shapes that such formulas have, and no others.  It must not know sheets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from checker.messages import text
from checker.quantity.display import plain
from checker.quantity.unit import DIMENSIONLESS

_AMONG = re.compile(r'(?P<not>not \()?(?P<name>\w+) in \((?P<words>"[^"]*"(?:, "[^"]*")*)\)(?(not)\))')
_MEASURED = re.compile(r"(?P<name>\w+) (?P<sign>>=|>|<=|<) (?P<bound>\w+)")
_HELD = re.compile(r"(?P<not>not )?(?P<name>\w+)")
_SIGNS = {">=": "at_least", ">": "above", "<=": "at_most", "<": "below"}
_JOINED = re.compile(r" (and|or) ")


class NoPhrase(ValueError):
    """A formula that can't have come from a workbook."""


class Phrase(NamedTuple):
    """A comparison in three cells: the term or condition, how it is compared, with what."""

    term: str
    relation: str
    value: str


@dataclass
class Phrases:
    """The labels of terms, conditions and scores by their names, and the numbers that formulas name."""

    terms: Mapping[str, Mapping[str, Any]]
    factors: Mapping[str, Mapping[str, Any]]
    conditions: dict[str, str] = field(default_factory=dict)
    points: dict[str, str] = field(default_factory=dict)

    def joined(self, formula: str) -> tuple[list[Phrase], str]:
        """The comparisons of a formula and how they are joined: by ``and`` or by ``or``."""
        found, quotes = [""], 0
        signs = set[str]()
        for piece in _JOINED.split(formula):
            if piece in ("and", "or") and quotes % 2 == 0:
                signs.add(piece)
                found.append("")
                continue
            found[-1] += piece if quotes % 2 == 0 else f" {piece} "
            quotes += piece.count('"')
        if len(signs) > 1:
            raise NoPhrase(formula)
        return [self.one(part) for part in found], next(iter(signs), "and")

    def one(self, formula: str) -> Phrase:
        """A comparison in its cells."""
        if (among := _AMONG.fullmatch(formula)) is not None:
            return Phrase(self.label(among["name"]), "is_not" if among["not"] else "is",
                          self._words(among["name"], re.findall('"([^"]*)"', among["words"])))
        if (measured := _MEASURED.fullmatch(formula)) is not None:
            return Phrase(self.label(measured["name"]), _SIGNS[measured["sign"]],
                          self._number(measured["bound"]))
        if (held := _HELD.fullmatch(formula)) is not None:
            return Phrase(self.label(held["name"]), "is", text("form.no" if held["not"] else "form.yes"))
        raise NoPhrase(formula)

    def label(self, name: str) -> str:
        """What a name is called in the workbook."""
        found = self.terms.get(name, {}).get("label") or self.conditions.get(name) or self.points.get(name)
        if not found:
            raise NoPhrase(name)
        return str(found)

    def condition(self, name: object) -> str:
        """The label of a condition, where one is named."""
        if name is None:
            return ""
        if name not in self.conditions:
            raise NoPhrase(str(name))
        return self.conditions[str(name)]

    def over(self, formula: object) -> tuple[str, str]:
        """A formula of one term or of one over another; without one that it was not read."""
        if formula is None:
            return text("policy.none.unread"), ""
        over, _, under = str(formula).partition(" / ")
        return self.label(over), self.label(under) if under else ""

    def _words(self, name: str, words: list[str]) -> str:
        shown = self.terms[name].get("shown", {}) if name in self.terms else {}
        return "、".join(shown.get(word, word) for word in words)

    def _number(self, bound: str) -> str:
        if bound.isdecimal():
            return bound
        if bound not in self.factors:
            raise NoPhrase(bound)
        factor = self.factors[bound]
        unit = "" if factor["unit"] == DIMENSIONLESS else f" {factor['unit']}"
        return f"{plain(factor['value'])}{unit}"
