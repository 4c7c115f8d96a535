"""Reads a dossier from YAML, JSON or a filled form.

Owns the way from a file to a :class:`Submission` with every problem named in one go, also what a ruleset
would say of the rest of a file that can't be read whole.  It must not judge.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from checker.dossier.dossier import Dossier
from checker.dossier.holding import unnamed
from checker.dossier.sources import undeclared
from checker.dossier.submission import Submission
from checker.errors import DossierError, Problem, RulesetError, UsageError
from checker.evidence.further import further
from checker.files.textfile import TextFile, parse, read
from checker.limits import MOST_STATEMENTS
from checker.places import Path as FieldPath
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load
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


def received(path: Path, asked: Sequence[str], year: int) -> Submission:
    """Read a dossier; where it can't be read, the error says too what the rulesets would say of its rest.

    ``asked`` are the rulesets that the caller names, ``year`` the one that is assessed where the file tells
    none.  Raises :class:`DossierError`.
    """
    try:
        return read_dossier(path, asked)
    except DossierError as error:
        if is_workbook(path) or not any(problem.path for problem in error.problems):
            raise
        file = read(path)
        # Of a field about which something has been said already, what follows from that is no news.
        said = {problem.path for problem in error.problems}
        more: dict[FieldPath, Problem] = {}
        for ruleset in _loaded(asked or _stated(file.data)):
            for problem in further(file.data, ruleset, year):
                if problem.path not in said:
                    more.setdefault(problem.path, problem.at(file.name, file.lines))
        raise DossierError([*error.problems, *more.values()]) from None


def _loaded(names: Sequence[str]) -> Iterator[Ruleset]:
    """The rulesets of these names that can be read; of the others the dossier is not to blame."""
    for name in names:
        try:
            yield load(name)
        except (RulesetError, UsageError):
            continue


def _stated(data: Any) -> list[str]:
    """The rulesets that a file names, though the rest of it can't be read."""
    against = data.get("against") if isinstance(data, dict) else None
    entries = against if isinstance(against, list) else []
    return [str(entry.get("ruleset")) for entry in entries if isinstance(entry, dict)]


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
    problems = [*undeclared(dossier, dossier.documents), *_repeated(dossier), *unnamed(dossier)]
    if problems:
        raise DossierError(problems).at(file.name, file.lines)
    return Submission(dossier, file)


def _repeated(dossier: Dossier) -> list[Problem]:
    """A ruleset that stands twice in ``against`` would be judged on either ground."""
    first: dict[str, int] = {}
    return [Problem("against.twice", {"name": against.ruleset}, ("against", i, "ruleset"))
            for i, against in enumerate(dossier.against) if first.setdefault(against.ruleset, i) < i]
