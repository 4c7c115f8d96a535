"""What can be read of a dossier that can't be read whole, so that the rest is checked in the same round.

Owns the leaving out of what is broken and the stand-ins without which nothing could be checked.  What it
makes is never judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from checker.dossier.dossier import SECTIONS as STATED
from checker.dossier.dossier import Dossier
from checker.errors import Problem
from checker.places import Path
from checker.validation import LAST_YEAR, build

SECTIONS = (*STATED, "withdrawn", "against", "survey")
NAMED = ("attributes", "documents")
KINDS = ("park", "project", "region")
NO_WORDS = "—"
NO_SOURCE = {"place": NO_WORDS, "words": NO_WORDS}


@dataclass(frozen=True)
class ReadablePart:
    """What is left of a dossier; ``unread`` are the fields of the whole in whose place something stands in.

    ``positions`` tells for each section where in the file its entries stand.
    """

    dossier: Dossier
    positions: Mapping[str, Sequence[int]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()

    def moved_back(self, problem: Problem) -> Problem:
        """The problem with its path as in the file."""
        if len(problem.path) > 1 and problem.path[0] in self.positions and isinstance(problem.path[1], int):
            section, index, *rest = problem.path
            return replace(problem, path=(section, self.positions[str(section)][int(index)], *rest))
        return problem


def readable_part(data: Any, kind: str) -> ReadablePart | None:
    """The dossier without what is broken in it; ``kind`` is of whom it is where it doesn't say so itself."""
    if not isinstance(data, dict):
        return None
    whole, problems = build(Dossier, data)
    if whole is not None:
        return ReadablePart(whole)
    heads = {str(problem.path[0]) for problem in problems if problem.path} - set(SECTIONS)
    unread = frozenset(head for head in heads if head not in NAMED or not isinstance(data.get(head), dict))
    left = {name: value for name, value in data.items() if name not in unread} | _instead(data, unread, kind)
    broken = _broken(problems)
    for section in NAMED:
        if isinstance(left.get(section), dict):
            left[section] = {name: entry for name, entry in left[section].items()
                             if (section, name) not in broken}
    positions = {}
    for section in SECTIONS:
        entries = left.pop(section, None)
        if isinstance(entries, list):
            positions[section] = [i for i in range(len(entries)) if (section, i) not in broken]
            left[section] = [_sourced(entries[i], (section, i), problems) for i in positions[section]]
    dossier, _ = build(Dossier, left)
    return ReadablePart(dossier, positions, unread) if dossier else None


def _instead(data: Mapping[str, Any], unread: frozenset[str], kind: str) -> dict[str, Any]:
    """What stands in for what every dossier needs."""
    subject = data.get("subject")
    stated = subject.get("kind") if isinstance(subject, dict) else None
    needed = {"schema": "dossier/1", "period": LAST_YEAR,
              "subject": {"name": NO_WORDS, "kind": stated if stated in KINDS else kind}}
    return {name: value for name, value in needed.items() if name in unread}


def _broken(problems: Sequence[Problem]) -> set[Path]:
    """The entries that have to be left out: what only lacks a right source still states its value."""
    return {problem.path[:2] for problem in problems if not _of_source(problem)}


def _of_source(problem: Problem) -> bool:
    return len(problem.path) > 2 and problem.path[0] in SECTIONS and problem.path[2] == "source"


def _sourced(entry: Any, place: Path, problems: Sequence[Problem]) -> Any:
    """An entry with something that stands in for its source, where that is broken."""
    if any(problem.path[:2] == place for problem in problems):
        return {**entry, "source": NO_SOURCE}
    return entry
