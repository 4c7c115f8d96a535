"""What somebody states in a form, and what is wrong with it.

Owns these shapes, which every process of a server knows.  It must not read or judge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.errors import Problem, UsageError
from checker.places import Path as FieldPath

# Where in a dossier statements stand.
SECTIONS = ("observations", "reported", "lists", "opinions", "declarations", "attributes")
_LISTED = "|".join(section for section in SECTIONS if section != "attributes")
_PLACE = re.compile(rf"attributes[.][^.]+([.]also[.][0-9]{{1,6}})?|({_LISTED})[.][0-9]{{1,6}}")
_DATUM_KINDS = {"exact": "quantity", "finer": "attribute", "whole": "attribute", "clear": "list"}


@dataclass(frozen=True)
class Stated:
    """What somebody states of one datum, in the words of a form.

    ``kind`` is quantity, attribute, report, list or opinion; ``year`` the one of which it was asked;
    ``entries`` are those of a list; ``place`` is the statement whose place it takes, where it takes one;
    ``fields`` are those that the form had, empty or not.
    """

    kind: str
    name: str
    words: Mapping[str, str]
    entries: Sequence[Mapping[str, str]] = ()
    place: FieldPath | None = None
    year: str = ""
    fields: Sequence[str] = ()


@dataclass
class Wrong:
    """What is wrong with a statement: by its field, and with nothing in particular.

    ``moved`` when nothing is, but the draft is another one now than when the form was opened.
    """

    fields: dict[str, list[str]] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)
    moved: bool = False

    def __bool__(self) -> bool:
        return bool(self.fields or self.general)


@dataclass(frozen=True)
class Filling:
    """What was typed into a form and not kept yet, and what is wrong with it."""

    words: Mapping[str, str] = field(default_factory=dict)
    entries: Sequence[Mapping[str, str]] = ()
    wrong: Wrong = field(default_factory=Wrong)
    notice: str = ""


def place_of(at: str) -> FieldPath:
    """``observations.3`` as the place of a statement; raises :class:`UsageError` for any other place.

    What lies inside of a statement is no place: whose that is isn't known.
    """
    if not _PLACE.fullmatch(at):
        raise UsageError(Problem("draft.no_statement"))
    section, name, *also = at.split(".")
    if section == "attributes":
        return (section, name, also[0], int(also[1])) if also else (section, name)
    return section, int(name)


def datum_of(key: str) -> tuple[str, str, str]:
    """``exact:name@year`` as kind, name and year of the datum that it asks about."""
    kind, _, rest = key.partition(":")
    name, _, year = rest.partition("@")
    return _DATUM_KINDS.get(kind, kind), name, year
