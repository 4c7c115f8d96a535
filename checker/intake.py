"""Reads a dossier from YAML, JSON or a filled form.

Owns the way from a file to a :class:`Dossier` with every problem named in one go.  It must not
judge; problems that only a ruleset can show are found when the dossier meets it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from checker.dossier.dossier import Dossier
from checker.dossier.sources import undeclared
from checker.dossier.submission import Submission
from checker.errors import DossierError, Problem
from checker.files.textfile import TextFile, parse, read
from checker.limits import MOST_STATEMENTS
from checker.validation import build

SUFFIXES = (".yaml", ".yml", ".json")
WORKBOOKS = (".xlsx", ".xls", ".et")


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


def _repeated(dossier: Dossier) -> list[Problem]:
    """A ruleset that stands twice in ``against`` would be judged on either ground."""
    first: dict[str, int] = {}
    return [Problem("against.twice", {"name": against.ruleset}, ("against", i, "ruleset"))
            for i, against in enumerate(dossier.against) if first.setdefault(against.ruleset, i) < i]
