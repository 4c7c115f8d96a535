"""From the words of a command line to a verdict: which file, which ruleset, which day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from checker.dossier.model import Dossier
from checker.dossier.reading import Submission, read_dossier, readable_part, undeclared
from checker.errors import DossierError, Problem, UsageError
from checker.judging.binding import gather
from checker.judging.engines import default_engine
from checker.judging.judge import judge
from checker.judging.verdict import Verdict
from checker.messages import text
from checker.ruleset.compiled import Ruleset
from checker.ruleset.reading import installed, load
from checker.textfile import read

OFFICE_ZONE = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")


@dataclass(frozen=True)
class Case:
    """All that a report may need."""

    submission: Submission
    ruleset: Ruleset
    verdict: Verdict


def judged(path: Path, ruleset: str | None, as_of: str | None, purpose: str | None) -> Case:
    """Read, choose, judge; raises a :class:`checker.errors.CheckerError` with every problem."""
    submission = _read(path, ruleset)
    try:
        rules = load(ruleset or _chosen(submission.dossier))
    except UsageError as error:
        if ruleset is not None:
            raise
        where = ("against",) if submission.dossier.against else ()
        named = UsageError([replace(problem, path=where) for problem in error.problems])
        raise named.at(submission.file.name, submission.file.lines) from None
    day = _day(as_of) or submission.dossier.assessed_on or dt.datetime.now(OFFICE_ZONE).date()
    try:
        verdict = judge(submission.dossier, rules, day, default_engine(), submission.digest, purpose)
    except DossierError as error:
        raise error.at(submission.file.name, submission.file.lines) from None
    return Case(submission, rules, verdict)


def _read(path: Path, ruleset: str | None) -> Submission:
    """The dossier; where it can't be read, also what the ruleset would say of its readable rest."""
    try:
        return read_dossier(path)
    except DossierError as error:
        if not any(problem.path for problem in error.problems):
            raise
        file = read(path)
        rest = readable_part(file, error.problems)
        names = [ruleset] if ruleset else _stated(file.data)
        if rest is None or len(names) != 1 or names[0] not in installed():
            raise
        named = file.data["documents"] if isinstance(file.data.get("documents"), dict) else {}
        more = [*undeclared(rest.dossier, named), *gather(rest.dossier, load(names[0]))[1]]
        moved = [rest.moved_back(problem).at(file.name, file.lines) for problem in more]
        raise DossierError([*error.problems, *moved]) from None


def _stated(data: Any) -> list[str]:
    """The rulesets that a file names, though the rest of it can't be read."""
    against = data.get("against") if isinstance(data, dict) else None
    entries = against if isinstance(against, list) else []
    return [str(entry.get("ruleset")) for entry in entries if isinstance(entry, dict)]


def _chosen(dossier: Dossier) -> str:
    names = list(dict.fromkeys(against.ruleset for against in dossier.against))
    if len(names) == 1:
        return names[0]
    fitting = [name for name in installed() if load(name).model.judges == dossier.subject.kind]
    if not names:
        raise UsageError(Problem("error.no_ruleset", {"names": "、".join(fitting)}))
    raise UsageError(Problem("error.several_rulesets", {"names": "、".join(names)}))


def _day(given: str | None) -> dt.date | None:
    if given is None:
        return None
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
            return dt.date.fromisoformat(given)
    except ValueError:
        pass
    raise UsageError(Problem("error.date", {"given": given}))


IDLE = ("note.unused", "note.unused_near", "note.other_year", "note.list_year")
GROUNDS = (
    "note.made_up", "note.no_ground", "note.not_own_ruleset", "note.not_in_force", "note.limits_not_seen")


def warn(case: Case, asked: str | None = None) -> None:
    """Say on standard error what was filled in but not used, and why a formal verdict is a trial."""
    told = {*IDLE, *(GROUNDS if asked == "formal" else ())}
    for note in case.verdict.notes:
        if note.code in told:
            click.echo(f"{text('warning.prefix')}：{text(note.code, **note.params)}", err=True)
