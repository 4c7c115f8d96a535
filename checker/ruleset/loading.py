"""Finds rulesets and reads them from their folder.

Owns the way from ``rulesets/<id>/ruleset.yaml`` to a checked ruleset, and which one an id means: one that
came with the program, or an office's own.  It must not judge.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from checker.errors import CheckerError, Problem, RulesetError, UsageError
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
from checker.ruleset.own_folders import clash, folder_faults, own_places
from checker.validation import build, suggestion


def installed() -> list[str]:
    """The ids of the rulesets that came with the program, sorted."""
    return [place.parent.name for place in places()]


def known() -> list[str]:
    """The ids of all rulesets there are, those that came with the program and the office's own, sorted."""
    return sorted({*installed(), *own_places()})


def usable() -> list[Ruleset]:
    """All that can be judged by, by id; what is left out of the office's own, :func:`refused` tells.

    Raises :class:`RulesetError` for one that came with the program.
    """
    own = own_places()
    found = (_attempted(name) if name in own else load(name) for name in known())
    return [one for one in found if isinstance(one, Ruleset)]


def refused() -> list[Problem]:
    """Why folders of own rulesets, or rulesets in them, can't be used; they keep nobody from the others."""
    found = map(_attempted, own_places())
    return [*folder_faults(), *(problem for one in found if isinstance(one, CheckerError)
                                for problem in one.problems)]


def unclear() -> dict[str, Problem]:
    """The ids of own rulesets that don't say which ruleset is meant, each with the reason."""
    found = ((name, clash(name, places, installed())) for name, places in own_places().items())
    return {name: problem for name, problem in found if problem is not None}


def _attempted(name: str) -> Ruleset | CheckerError:
    try:
        return load(name)
    except CheckerError as error:
        return error


def locate(name: str) -> Path:
    """The folder of a ruleset given by id or by path; raises :class:`UsageError`."""
    if _is_path(name):
        path = Path(name)
        if os.path.isfile(path / FILE):
            return path
        raise UsageError(Problem("ruleset.no_folder", {"path": name, "file": FILE}))
    own = own_places().get(name, [])
    twofold = clash(name, own, installed())
    if twofold is not None:
        raise UsageError(twofold)
    return own[0] if own else _place_of_program(name)


def _place_of_program(name: str) -> Path:
    if name in installed():
        return place_of(name)
    hint = suggestion(name, known())
    raise UsageError([Problem("ruleset.not_found", {"id": name, "hint": hint}), *folder_faults()])


def for_other_processes(name: str) -> str:
    """A name by which a process that knows of no own folders finds the same ruleset."""
    return str(locate(name)) if not _is_path(name) and name in own_places() else name


def _is_path(name: str) -> bool:
    return "/" in name or name in (".", "..")


def load(name: str) -> Ruleset:
    """Read, check and compile; raises :class:`RulesetError` or :class:`UsageError`.

    One that came with the program is read once; one of a folder as often as its file is another.
    """
    if not _is_path(name) and name not in own_places():
        return _installed(name)
    place = locate(name)
    file = place / FILE
    return _remembered(str(file), place.resolve().name, read_within(file, MAX_BYTES, RulesetError))


def of_program(name: str) -> Ruleset:
    """The one of this id that came with the program, whatever else there is; raises as :func:`load` does."""
    return _installed(name)


@cache
def _installed(name: str) -> Ruleset:
    return load_folder(_place_of_program(name))


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
