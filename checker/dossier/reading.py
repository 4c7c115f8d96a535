"""Reads a dossier from YAML, JSON or a filled form.

Owns the way from a file to a :class:`Dossier` with every problem named in one go.  It must not
judge; problems that only a ruleset can show are found when the dossier meets it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker.dossier.model import Dossier
from checker.dossier.submission import Submission
from checker.errors import DossierError, Problem
from checker.errors import Path as FieldPath
from checker.limits import MOST_STATEMENTS
from checker.textfile import TextFile, parse, read
from checker.validation import build

SUFFIXES = (".yaml", ".yml", ".json")
WORKBOOKS = (".xlsx", ".xls", ".et")
_SECTIONS = ("observations", "reported", "claims", "lists", "declarations", "opinions", "against",
             "survey")
_NEEDED = ("schema", "subject", "period", "attributes", "documents")


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook by its name."""
    return path.suffix.lower() in WORKBOOKS


def read_dossier(path: Path, asked: Sequence[str] = ()) -> Submission:
    """Read a dossier file; raises :class:`DossierError`.

    ``asked`` are the rulesets that the caller names: a form may be that of one in a folder of its own.
    """
    if is_workbook(path):
        from checker.forms.filled import read_form

        return read_form(path, asked)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES and os.path.isfile(path):
        raise DossierError(Problem("dossier.suffix", {"suffix": suffix or "（无）"}, file=str(path)))
    return submission(read(path))


def parse_dossier(raw: bytes, name: str) -> Submission:
    """The same for bytes that are already in hand."""
    return submission(parse(raw, name))


def submission(file: TextFile) -> Submission:
    """The dossier in a parsed file; raises :class:`DossierError` with file and lines."""
    if not isinstance(file.data, dict):
        raise DossierError(Problem("dossier.not_mapping", file=file.name, line=1))
    dossier, problems = build(Dossier, file.data)
    if dossier is None:
        raise DossierError(problems).at(file.name, file.lines)
    if dossier.statements > MOST_STATEMENTS:
        raise DossierError(Problem("dossier.too_many", {
            "count": dossier.statements, "limit": MOST_STATEMENTS}, file=file.name))
    problems = [*undeclared(dossier, dossier.documents), *_repeated(dossier)]
    if problems:
        raise DossierError(problems).at(file.name, file.lines)
    return Submission(dossier, file)


@dataclass(frozen=True)
class ReadablePart:
    """What is left of a dossier without its unreadable entries, and where the rest stood."""

    dossier: Dossier
    positions: dict[str, list[int]]

    def moved_back(self, problem: Problem) -> Problem:
        """The problem with its path as in the file."""
        if len(problem.path) > 1 and problem.path[0] in self.positions and isinstance(problem.path[1], int):
            section, index, *rest = problem.path
            return replace(problem, path=(section, self.positions[str(section)][int(index)], *rest))
        return problem


def readable_part(file: TextFile, problems: list[Problem]) -> ReadablePart | None:
    """The dossier without the entries that have problems, so that the rest can be checked too."""
    broken = {problem.path[:2] for problem in problems}
    data: dict[str, Any] = dict(file.data) if isinstance(file.data, dict) else {}
    for head in {str(problem.path[0]) for problem in problems if problem.path} - set(_SECTIONS):
        if head == "subject" and isinstance(data.get(head), dict):
            data[head] = {"name": "—", "kind": data[head].get("kind")}
        elif head not in _NEEDED:
            data.pop(head, None)
    for section in ("attributes", "documents"):
        if isinstance(data.get(section), dict):
            data[section] = {k: v for k, v in data[section].items() if (section, k) not in broken}
    positions = {}
    for section in _SECTIONS:
        entries = data.get(section)
        if isinstance(entries, list):
            positions[section] = [i for i in range(len(entries)) if (section, i) not in broken]
            data[section] = [entries[i] for i in positions[section]]
    dossier, _ = build(Dossier, data)
    return ReadablePart(dossier, positions) if dossier else None


def undeclared(dossier: Dossier, documents: Collection[str]) -> list[Problem]:
    """Every document that a source names has to be among ``documents``."""
    problems = []
    known = "、".join(documents) or "（无）"
    for path, source in dossier.sources():
        if source.document is not None and source.document not in documents:
            where: FieldPath = (*path, "source", "document")
            problems.append(
                Problem("dossier.unknown_document", {"name": source.document, "known": known}, where))
    return problems


def _repeated(dossier: Dossier) -> list[Problem]:
    """A ruleset that stands twice in ``against`` would be judged on either ground."""
    first: dict[str, int] = {}
    return [Problem("against.twice", {"name": against.ruleset}, ("against", i, "ruleset"))
            for i, against in enumerate(dossier.against) if first.setdefault(against.ruleset, i) < i]
