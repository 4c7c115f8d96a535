"""Classification codes, as of the national classification of industries: sections, divisions, classes.

A code known only in part stands for every code that begins with it, a section's letter for all its
divisions.  Owns what a code may still be, and whether it lies within others.  It must not know data.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from checker.ruleset.terms import Labelled, TextSource
from checker.text.normal import folded
from checker.validation import shorten

Prefixes = tuple[str, ...]
_BESIDE = "()[]{}<>《》、,.:;·-/_“”\"'"
_SPAN = re.compile("([0-9]{2})(?:-([0-9]{2}))?(?: +(.+))?")
# A code among what people write around it: a section's letter before, a name before or behind.
_WRITTEN = re.compile(r"(?P<front>[^0-9A-Z]*)(?P<letter>[A-Z]?)-?(?P<digits>[0-9]*)(?P<back>[^0-9A-Z]*)")
_LONGEST, _LOST = 4, 3


class Code(NamedTuple):
    """A code as it was written, and the divisions or classes that it may be."""

    text: str
    prefixes: Prefixes

    @property
    def ambiguous(self) -> bool:
        """Whether it may have lost a zero in front: ``610`` from a number may be class 0610."""
        return self.text.isdecimal() and len(self.prefixes) > 1


def _span(value: Any) -> Any:
    """``13-43 name`` or ``70``: a section's divisions, and what it is called."""
    found = _SPAN.fullmatch(str(value))
    if found and found[1] <= (found[2] or found[1]):
        return found[0]
    raise PydanticCustomError("ruleset.section", "", {"given": shorten(value)})


class CodeSystem(Labelled):
    """A classification: the letter of each section with its divisions."""

    sections: dict[str, Annotated[str, BeforeValidator(_span, json_schema_input_type=str)]]
    source: TextSource

    def read(self, stated: str | int) -> Code | None:
        """A section's letter, or two to four digits of one of the sections; None when it is no code.

        The letter may stand before the digits and a name around them, if they don't contradict.  Three
        digits of a number may be the group, or the class whose zero a number can't keep.
        """
        found = _WRITTEN.fullmatch(folded(str(stated)).upper())
        if found is None:
            return None
        letter, digits = found["letter"], found["digits"]
        from_number = isinstance(stated, int)
        if from_number and len(digits) == 1:
            digits = "0" + digits
        if not self._agree(letter, digits, f"{found['front']}{found['back']}".strip(_BESIDE)):
            return None
        if letter and not digits:
            return Code(letter, self._divisions(letter))
        if from_number and len(digits) == _LOST:
            return Code(digits, tuple(code for code in (digits, "0" + digits) if self._section(code)))
        return Code(digits, (digits,)) if 2 <= len(digits) <= _LONGEST else None

    def _agree(self, letter: str, digits: str, name: str) -> bool:
        """Whether letter, digits and name may belong together; names of classes are not known here."""
        section = self._section(digits) if digits else letter
        if section not in self.sections or (letter and letter != section):
            return False
        meant = {known for known in self.sections if folded(self._name(known)) == name}
        return not meant or section in meant

    def _section(self, digits: str) -> str:
        """The section that the digits lie in, or nothing."""
        return next((name for name in self.sections if digits[:2] in self._divisions(name)), "")

    def _name(self, section: str) -> str:
        found = _SPAN.fullmatch(self.sections[section])
        return (found[3] or "") if found else ""

    def named(self, code: str) -> str:
        """A code with its section's name, where that is known."""
        name = self._name(code) if code in self.sections else ""
        return f"{code}（{name}）" if name else code

    def _divisions(self, section: str) -> Prefixes:
        found = _SPAN.fullmatch(self.sections[section])
        assert found is not None
        return tuple(f"{number:02}" for number in range(int(found[1]), int(found[2] or found[1]) + 1))


@cache
def within(given: Prefixes, named: Prefixes) -> bool | None:
    """Whether a code lies within others; None when a more precise one may or may not."""
    if all(any(part.startswith(other) for other in named) for part in given):
        return True
    near = any(part.startswith(other) or other.startswith(part) for part in given for other in named)
    return None if near else False
