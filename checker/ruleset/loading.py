"""Finds rulesets and reads them from their folder.

Owns the way from ``rulesets/<id>/ruleset.yaml`` to a checked ruleset.  It must not judge.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from checker.errors import Problem, RulesetError, UsageError
from checker.files.canonical import canonical_model, digest
from checker.files.reading import read_within
from checker.files.textfile import TextFile, parse, read
from checker.limits import MAX_BYTES, MOST_REMEMBERED
from checker.ruleset.compiled import Ruleset
from checker.ruleset.compiling import compile_ruleset
from checker.ruleset.composing import composed
from checker.ruleset.definition import RulesetModel
from checker.ruleset.faults import by_cause
from checker.ruleset.head import FILE, place_of, places
from checker.validation import build, suggestion


def installed() -> list[str]:
    """The ids of the rulesets that came with the program, sorted."""
    return [place.parent.name for place in places()]


def locate(name: str) -> Path:
    """The folder of a ruleset given by id or by path; raises :class:`UsageError`."""
    if _is_path(name):
        path = Path(name)
        if os.path.isfile(path / FILE):
            return path
        raise UsageError(Problem("ruleset.no_folder", {"path": name, "file": FILE}))
    if name not in installed():
        hint = suggestion(name, installed())
        raise UsageError(Problem("ruleset.not_found", {"id": name, "hint": hint}))
    return place_of(name)


def _is_path(name: str) -> bool:
    return "/" in name or name in (".", "..")


def load(name: str) -> Ruleset:
    """Read, check and compile; raises :class:`RulesetError` or :class:`UsageError`.

    One that came with the program is read once; one of a folder as often as its file is another.
    """
    if not _is_path(name):
        return _installed(name)
    place = locate(name)
    file = place / FILE
    return _remembered(str(file), place.resolve().name, read_within(file, MAX_BYTES, RulesetError))


@cache
def _installed(name: str) -> Ruleset:
    return load_folder(locate(name))


@lru_cache(maxsize=MOST_REMEMBERED)  # somebody may be at work on it while a server goes on
def _remembered(file: str, folder_name: str, raw: bytes) -> Ruleset:
    return _checked(composed(parse(raw, file, RulesetError)), folder_name)


def load_folder(path: Path) -> Ruleset:
    """Read the ruleset in ``path``; its id has to be the folder's name."""
    return _checked(rules_file(path), path.resolve().name)


def rules_file(path: Path) -> TextFile:
    """What the file of the ruleset in ``path`` says, put in full; raises :class:`RulesetError`."""
    return composed(read(path / FILE, RulesetError))


def _checked(file: TextFile, folder_name: str) -> Ruleset:
    try:
        ruleset = from_data(file.data)
        if ruleset.id != folder_name:
            raise RulesetError(
                Problem("ruleset.folder_name", {"id": ruleset.id, "folder": folder_name}, ("id",)))
        return ruleset
    except RulesetError as error:
        raise error.at(file.name, file.lines) from None


def from_data(data: Any) -> Ruleset:
    """A ruleset from plain data; raises :class:`RulesetError` without file and line."""
    model, problems = build(RulesetModel, data)
    if model is None:
        raise RulesetError(by_cause(problems))
    return compile_ruleset(model, digest(canonical_model(model)))
