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
from checker.validation import shorten

Prefixes = tuple[str, ...]
_SPAN = re.compile("([0-9]{2})(?:-([0-9]{2}))?(?: +(.+))?")
_DIGITS = re.compile("[0-9]{2,4}")


class Code(NamedTuple):
    """A code as it was written, and the divisions or classes that it may be."""

    text: str
    prefixes: Prefixes


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

    def read(self, text: str) -> Code | None:
        """A section's letter, or two to four digits of one of the sections; None when it is no code."""
        text = text.strip().upper()
        if text in self.sections:
            return Code(text, self._divisions(text))
        known = _DIGITS.fullmatch(text) and any(text[:2] in self._divisions(name) for name in self.sections)
        return Code(text, (text,)) if known else None

    def named(self, code: str) -> str:
        """A code with its section's name, where that is known."""
        found = _SPAN.fullmatch(self.sections.get(code, ""))
        return f"{code}（{found[3]}）" if found and found[3] else code

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
