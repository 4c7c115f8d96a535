"""Where an office's own rulesets lie: folders that are named once, each ruleset below them known by its name.

Owns which folders those are in this process, and what lies in them at the moment.  Whoever starts the process
names them: nothing here looks for any.  It must not read a ruleset.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from checker.errors import Problem, reason
from checker.messages import text
from checker.ruleset.head import FILE

_NAMED: list[Path] = []


def name_folders(folders: Iterable[str | Path]) -> None:
    """From now on the own rulesets are those below these folders, and no others."""
    _NAMED[:] = dict.fromkeys(Path(os.path.abspath(folder)) for folder in folders)


def named_folders() -> tuple[Path, ...]:
    """The folders that are named, in full: another process, wherever it works, has them by these names."""
    return tuple(_NAMED)


def folder_faults() -> list[Problem]:
    """What is wrong with the folders themselves, each of which is then as if nothing lay in it."""
    return [found for folder in _NAMED if isinstance(found := _below(folder), Problem)]


def own_places() -> dict[str, list[Path]]:
    """Where each own ruleset lies, by its id: in several places where folders hold the same."""
    found: dict[str, list[Path]] = {}
    for folder in _NAMED:
        below = _below(folder)
        for place in [] if isinstance(below, Problem) else below:
            found.setdefault(place.name, []).append(place)
    return dict(sorted(found.items()))


def clash(name: str, places: Sequence[Path], of_program: Sequence[str]) -> Problem | None:
    """Why an id doesn't say which ruleset is meant; None where it does."""
    if places and name in of_program:
        return Problem("own.installed", {"id": name, "place": str(places[0])})
    if len(places) > 1:
        return Problem("own.twice", {"id": name, "places": text("join.names").join(map(str, places))})
    return None


def _below(folder: Path) -> list[Path] | Problem:
    """The rulesets of a folder, or why it can't be used; what is hidden is nobody's."""
    if os.path.isfile(folder / FILE):
        return Problem("own.itself", {"folder": str(folder), "file": FILE, "above": str(folder.parent)})
    try:
        names = os.listdir(folder)
    except OSError as problem:
        return Problem("own.no_folder", {"folder": str(folder), "reason": reason(problem)})
    places = [folder / name for name in names if not name.startswith(".")]
    return [place for place in places if os.path.isfile(place / FILE)]
