"""A screening that was done, made ready once more from its folder: the same files, rules, day.

Owns that nothing is taken for what it was: every input is held against the folder's digests.  It must not
judge.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from checker.errors import Problem, UsageError
from checker.files.format import later
from checker.files.reading import read_within
from checker.limits import MAX_BYTES
from checker.messages import text, word
from checker.quantity.day import day_of
from checker.screening.given_files import GIVEN, GivenFiles
from checker.screening.kept_files import STATE
from checker.screening.preparing import FORMAT, ScreeningTerms, Setup, prepared
from checker.validation import build, shorten


def given_to(folder: Path) -> tuple[GivenFiles, dt.date]:
    """What the screening of a folder was given, and its day; raises :class:`UsageError`."""
    return _given(folder, _state(folder))


def _given(folder: Path, state: dict[str, Any]) -> tuple[GivenFiles, dt.date]:
    given = build(GivenFiles, state.get(GIVEN))[0] if GIVEN in state else None
    day = day_of(str(state.get("day")))
    if given is None or day is None:
        raise UsageError(Problem("ask.no_given", {"folder": str(folder)}))
    return given, day


def prepared_again(folder: Path, today: dt.date) -> Setup:
    """The screening of a folder; raises :class:`UsageError` where it has none, or an input is another now."""
    state = _state(folder)
    given, day = _given(folder, state)
    setup = prepared(_terms(folder, given, state, day, today))
    differences = setup.inputs.differences(state)
    if differences:
        told = text("join.names").join(word(f"input.{name}", shorten(name)) for name in differences)
        raise UsageError(Problem("ask.other_inputs", {"folder": str(folder), "differences": told}))
    return setup


def _state(folder: Path) -> dict[str, Any]:
    """What a folder says of its screening."""
    try:
        state = json.loads(read_within(folder / STATE, MAX_BYTES, UsageError)) if (
            folder / STATE).is_file() else None
    except (ValueError, RecursionError):
        state = None
    if newer := later(state, FORMAT):
        raise UsageError(newer)
    if not isinstance(state, dict) or state.get("schema") != FORMAT:
        raise UsageError(Problem("ask.not_a_screening", {"folder": str(folder), "file": STATE}))
    return state


def _terms(folder: Path, given: GivenFiles, state: dict[str, Any], day: dt.date,
           today: dt.date) -> ScreeningTerms:
    """What was said of the screening; raises :class:`UsageError` where a file isn't where it was."""
    def path(name: str) -> Path:
        found = given.at(folder, name)
        if not found.exists():
            raise UsageError(Problem("ask.input_gone", {"folder": str(folder), "path": str(found)}))
        return found

    common, columns, answers = (path(name) if name else None
                                for name in (given.common, given.columns, given.answers))
    ruleset = str(path(given.ruleset)) if "/" in given.ruleset else given.ruleset
    return ScreeningTerms(
        path(given.table), ruleset, folder, today, tuple(map(path, given.overlays)), common, day,
        str(state.get("pages")), str(state.get("recorded")), given.sheet, given.header_row, columns, answers)
