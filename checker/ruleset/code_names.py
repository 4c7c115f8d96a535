"""What the codes of a classification are called, as far as that is supported: to look a code up by.

Owns the kept lists of names; nothing is judged by them.  What a code lies in is known to
:mod:`checker.ruleset.codes`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from checker.files.resources import folder
from checker.messages import Spoken, text
from checker.text.normal import folded

SURE = "secondary"
_SHORTEST = 2  # letters of a name by which codes are looked for
_MOST_TOLD = 6


class CodeName(NamedTuple):
    """A code with its name, how that was seen, and what another copy calls it."""

    code: str
    name: str
    seen: str
    otherwise: str

    @property
    def shown(self) -> str:
        """The name, and where it is not sure that it is."""
        if self.seen == SURE:
            return self.name
        other = text("hint.code_otherwise", name=self.otherwise) if self.otherwise else ""
        return text("hint.code_unsure", name=self.name, other=other)


@cache
def code_names(system: str) -> Sequence[CodeName]:
    """Every name that is kept of a classification, by code; none of one that no list is kept of."""
    place = folder("rulesets") / "classifications" / f"{system}.csv"
    if not place.is_file():
        return ()
    rows = csv.DictReader(io.StringIO(place.read_text(encoding="utf-8"), newline=""))
    return [CodeName(**row) for row in rows]


def codes_called(system: str, words: str) -> list[CodeName]:
    """The codes whose names are or hold these words: those that are called just so before the others."""
    sought = folded(words)
    if len(sought) < _SHORTEST:
        return []
    found = [one for one in code_names(system)
             if sought in folded(one.name) or sought in folded(one.otherwise)]
    return sorted(found, key=lambda one: (folded(one.name) != sought, len(one.name), one.code))


class CodesCalled(Spoken):
    """A classification and what somebody wrote instead of one of its codes: told by the codes so called.

    Which of them is meant is for whoever writes.
    """

    __slots__ = ()

    def said(self) -> str:
        """The first of the codes, or nothing."""
        system, _, words = self.partition(":")
        called = codes_called(system, words)
        named = text("join.names").join(f"{one.code} {one.shown}" for one in called[:_MOST_TOLD])
        return text("hint.codes", codes=named, count=len(called)) if called else ""
