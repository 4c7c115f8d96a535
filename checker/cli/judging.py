"""From the words of a command line to records: which file, which rulesets, which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from checker.assessment.assess import EarlierVerdict, Terms, assess
from checker.assessment.choosing import choose, overlay_file
from checker.capsule.record import Record
from checker.concluding.procedure import TRIAL_NOTES
from checker.dossier.submission import Submission
from checker.errors import DossierError, Problem, UsageError
from checker.files.bounds import bounded
from checker.intake import received
from checker.messages import text
from checker.quantity.day import days
from checker.sheets.spreadsheet import contents
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
    answers: tuple[Path, ...] = ()

    @property
    def files(self) -> list[Path]:
        """Every file that is read."""
        return [self.dossier, *self.overlays, *([self.previous] if self.previous else []), *self.answers]


def judged(asked: JudgingTerms) -> list[Record]:
    """Read, choose, judge; raises a :class:`checker.errors.CheckerError` with every problem."""
    today = dt.datetime.now(OFFICE_ZONE).date()
    with bounded(error=DossierError, said="file"):
        submission = received(asked.dossier, asked.rulesets, today.year)
        terms = Terms(today, asked.rulesets, day_of(asked.as_of), asked.purpose,
                      [overlay_file(path) for path in asked.overlays], _earlier(asked))
        return assess(_answered(submission, asked.answers, terms), terms)


def _answered(submission: Submission, sheets: Sequence[Path], terms: Terms) -> Submission:
    """The submission with what filled question sheets answer."""
    if not sheets:
        return submission
    from checker.asking.given_answers import GivenAnswers
    from checker.asking.joining import with_answers

    chosen = choose(submission, terms.rulesets, terms.day(submission), terms.overlays)
    given = [GivenAnswers(str(path), contents(path, DossierError)) for path in sheets]
    return with_answers(submission, given, [one.ruleset for one in chosen])


def _earlier(asked: JudgingTerms) -> EarlierVerdict | None:
    """The earlier verdict that stands beside."""
    if asked.previous is None:
        return None
    if len(asked.rulesets) > 1:
        raise UsageError(Problem("previous.several_rulesets"))
    from checker.verifying.earlier import earlier_verdict

    return EarlierVerdict(earlier_verdict(asked.previous), str(asked.previous))


def day_of(given: str | None) -> dt.date | None:
    """A date as it was given on the command line; raises :class:`UsageError`."""
    if given is None:
        return None
    meant = days(given)
    if meant and meant[0] == meant[1]:
        return meant[0]
    raise UsageError(Problem("error.date", {"given": given}))


IDLE = ("note.unused", "note.unused_near", "note.other_year", "note.list_year", "note.overlay_idle")


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
    told = {*IDLE, *(TRIAL_NOTES if asked == "formal" else ())}
    notes = [[text(note.code, **note.params) for note in record.words.notes if note.code in told]
             for record in records]
    for sentence in notes[0]:
        if all(sentence in others for others in notes):
            click.echo(f"{text('warning.prefix')}：{sentence}", err=True)
