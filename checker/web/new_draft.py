"""The drafts of the folder, and the beginning of a new one.

Owns what a draft has to say before anything is stated in it.  It must not judge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from checker.dossier.dossier import Dossier
from checker.dossier.holding import statements
from checker.errors import CheckerError, Problem, UsageError
from checker.files.writing import unwritable
from checker.intake import SUFFIXES, is_workbook, read_dossier
from checker.limits import LONGEST_NAME
from checker.messages import text
from checker.ruleset.loading import known, load
from checker.services.drafting import DraftMoved, DraftState, begun, further_of, read_draft, write_draft
from checker.services.handling import Person, key_of, note
from checker.validation import build
from checker.web.rendering import Setting, rendered
from checker.web.rules_page import listed
from checker.web.workfolder import DRAFTS, file_name

_MOST_COPIES = 100


def drafts_page(setting: Setting, said: Mapping[str, str], wrong: Sequence[str]) -> str:
    """The drafts, and the form for a new one with what was typed into it."""
    found = sorted(path.as_posix() for path in Path(DRAFTS).glob("*.yaml")) if Path(DRAFTS).is_dir() else []
    return rendered("drafts", setting, drafts=found, rulesets=listed(), said=said, wrong=wrong)


def copy(place: str, by: Person, at: dt.datetime) -> str:
    """A draft with everything that a dossier states, each entered by who copies it; its place.

    Raises a :class:`CheckerError`.
    """
    source = Path(place)
    if source.suffix.lower() not in SUFFIXES and not is_workbook(source):
        raise UsageError(Problem("draft.only_text", {"name": place}))
    data = read_dossier(source).file.data if is_workbook(source) else read_draft(source).data
    stem = source.stem
    _place_for_drafts()
    for number in range(1, _MOST_COPIES):
        target = Path(DRAFTS) / file_name(f"{stem}{'' if number == 1 else f'({number})'}.yaml")
        try:
            write_draft(target, data, None, partial(_noted, target, by, at))
        except DraftMoved:
            continue
        return target.as_posix()
    raise UsageError(Problem("draft.name_taken", {"name": stem}))


def _place_for_drafts() -> None:
    with unwritable(DRAFTS):
        Path(DRAFTS).mkdir(exist_ok=True)


def _noted(target: Path, by: Person, at: dt.datetime, state: DraftState) -> None:
    """Whoever copies a dossier answers for what it states, until others have reviewed it."""
    dossier = build(Dossier, state.data)[0]
    for one in statements(dossier) if dossier else ():
        note(target, by, at, "entered", key_of(state.data, one.path), one.about)


def begin(said: Mapping[str, str], today: dt.date) -> tuple[str | None, list[str]]:
    """Begin a draft: its place, or what is wrong with what was said of it."""
    name, ruleset = said.get("name", ""), said.get("ruleset", "")
    if not name:
        return None, [text("draft.no_name")]
    if ruleset not in known():
        return None, [str(Problem("browser.no_ruleset", {"name": ruleset}))]
    rules = load(ruleset)
    if rules.model.judges != "project" and not said.get("period"):
        return None, [text("draft.no_period")]
    own = said.get("own") == "1"
    if not said.get("ground"):
        return None, [text("draft.no_ground")]
    data = begun(rules, said, said.get("period", ""), said["ground"], own=own)
    problems = [text(problem.code, **problem.params) for problem in further_of(data, rules, today.year)]
    if problems:
        return None, problems
    try:
        place = Path(DRAFTS) / file_name(f"{name[:LONGEST_NAME]}.yaml")
    except CheckerError as error:
        return None, [str(problem) for problem in error.problems]
    _place_for_drafts()
    try:
        write_draft(place, data, None)
    except DraftMoved:
        return None, [text("draft.name_taken", name=name)]
    return place.as_posix(), []
