"""From the words of a command line to a verdict: which file, which ruleset, which day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import click

from checker.capsule.record import Record
from checker.cli.choosing import choose
from checker.concluding.engines import default_engine
from checker.dossier.submission import Submission
from checker.errors import DossierError, Problem, RulesetError, UsageError
from checker.evidence.further import further
from checker.explaining.previous import with_previous
from checker.files.bounds import bounded
from checker.files.textfile import read
from checker.intake import is_workbook, read_dossier
from checker.judging.judge import judge
from checker.messages import text
from checker.places import Path as FieldPath
from checker.quantity.day import days
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load
from checker.verdict.verdict import Verdict
from checker.zone import OFFICE_ZONE


@dataclass(frozen=True)
class JudgingTerms:
    """What the caller said on the command line."""

    dossier: Path
    rulesets: tuple[str, ...] = ()
    as_of: str | None = None
    purpose: Literal["formal", "trial"] | None = None
    overlays: tuple[Path, ...] = ()
    previous: Path | None = None

    @property
    def files(self) -> list[Path]:
        """Every file that is read."""
        return [self.dossier, *self.overlays, *([self.previous] if self.previous else [])]


def judged(asked: JudgingTerms) -> list[Record]:
    """Read, choose, judge; raises a :class:`checker.errors.CheckerError` with every problem."""
    with bounded(error=DossierError, said="file"):
        return _judged(asked)


def _judged(asked: JudgingTerms) -> list[Record]:
    submission = _read(asked.dossier, asked.rulesets)
    day = day_of(asked.as_of) or submission.dossier.assessed_on or dt.datetime.now(OFFICE_ZONE).date()
    before = _previous(asked)
    purpose = "trial" if submission.trial else asked.purpose
    records = []
    for chosen in choose(submission, asked.rulesets, day, asked.overlays):
        try:
            verdict = judge(submission.dossier, chosen.ruleset, day, default_engine(), submission.digest,
                            purpose, told=chosen.told)
        except DossierError as error:
            raise error.at(submission.file.name, submission.file.places) from None
        if before is not None:
            verdict = _beside(verdict, before, asked.previous)
        records.append(Record(submission, chosen.base, chosen.ruleset, verdict, before, purpose))
    return records


def _beside(verdict: Verdict, before: Any, path: Path | None) -> Verdict:
    """The verdict with what changed since the earlier one, whose file any complaint names."""
    try:
        return with_previous(verdict, before)
    except UsageError as error:
        raise error.at(str(path), {}) from None


def _previous(asked: JudgingTerms) -> Any:
    """The earlier verdict as plain data, or None."""
    if asked.previous is None:
        return None
    if len(asked.rulesets) > 1:
        raise UsageError(Problem("previous.several_rulesets"))
    return earlier_verdict(asked.previous)


def earlier_verdict(path: Path) -> Any:
    """The plain data of a verdict's file, or of the verdict that is attached to its page."""
    try:
        return json.loads(_verdict_in(path).decode("utf-8-sig"))
    except ValueError:
        raise UsageError(Problem("previous.not_a_verdict", file=str(path))) from None


def _verdict_in(path: Path) -> bytes:
    """A verdict's file, or the one that is attached to its page."""
    if path.suffix.lower() != ".pdf":
        return read(path, UsageError).raw
    from checker.capsule.opening import opened, read_pdf
    from checker.errors import CapsuleError
    from checker.verifying.agreeing import giving_back
    from checker.verifying.examining import examined

    try:
        with bounded():
            given = opened(read_pdf(path))
            found = [content for name, content in given.files.items() if name.startswith("verdict")]
            if len(found) > 1:
                raise UsageError(Problem("previous.several_verdicts", file=str(path)))
            former = giving_back(given.files)
            again = examined(given.files, drawn=False) if former is None else None
    except CapsuleError as error:
        raise UsageError([problem.at(str(path), {}) for problem in error.problems]) from None
    if given.unprinted() or (again and (again.problems or again.unjudged or again.differences)):
        raise UsageError(Problem("previous.not_verified", file=str(path)))
    return found[0]


def _read(path: Path, rulesets: tuple[str, ...]) -> Submission:
    """The dossier; where it can't be read, also what the ruleset would say of its readable rest."""
    try:
        return read_dossier(path, rulesets)
    except DossierError as error:
        if is_workbook(path) or not any(problem.path for problem in error.problems):
            raise
        file = read(path)
        # Of a field about which something has been said already, what follows from that is no news.
        said = {problem.path for problem in error.problems}
        more: dict[FieldPath, Problem] = {}
        for ruleset in _loaded(rulesets or _stated(file.data)):
            for problem in further(file.data, ruleset, dt.datetime.now(OFFICE_ZONE).year):
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


def day_of(given: str | None) -> dt.date | None:
    """A date as it was given on the command line; raises :class:`UsageError`."""
    if given is None:
        return None
    meant = days(given)
    if meant and meant[0] == meant[1]:
        return meant[0]
    raise UsageError(Problem("error.date", {"given": given}))


IDLE = ("note.unused", "note.unused_near", "note.other_year", "note.list_year", "note.overlay_idle")
GROUNDS = (
    "note.made_up", "note.no_ground", "note.not_own_ruleset", "note.not_in_force",
    "note.perhaps_not_in_force", "note.over", "note.perhaps_over", "note.overlay_made_up",
    "note.overlay_trial",
    "note.limits_not_seen", "note.factors_not_seen", "note.limits_are_targets")


def warn(records: Sequence[Record], asked: str | None = None) -> None:
    """Say on standard error what was filled in but not used, and why a formal verdict is a trial.

    Of several rulesets each would pass over what the others use: only what none used is said.
    """
    for record in records:
        before = record.verdict.previous
        if before is not None and before.subject != record.verdict.subject.name:
            said = text("previous.other_subject", before=before.subject, after=record.verdict.subject.name)
            click.echo(f"{text('warning.prefix')}：{said}", err=True)
    for remark in records[0].submission.remarks:
        click.echo(f"{text('warning.prefix')}：{remark}", err=True)
    told = {*IDLE, *(GROUNDS if asked == "formal" else ())}
    notes = [[text(note.code, **note.params) for note in record.verdict.notes if note.code in told]
             for record in records]
    for sentence in notes[0]:
        if all(sentence in others for others in notes):
            click.echo(f"{text('warning.prefix')}：{sentence}", err=True)
