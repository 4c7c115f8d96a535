"""From files and the words of whoever asks to records: which file, which rulesets, which day.

Owns the reading of all that a judgement takes.  The clock is the caller's; it must not print or write.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from checker.assessment.assess import EarlierVerdict, Terms, assess
from checker.assessment.choosing import choose, overlay_file
from checker.capsule.record import Record
from checker.dossier.submission import Submission
from checker.errors import DossierError, Problem, UsageError
from checker.files.bounds import bounded
from checker.intake import received
from checker.quantity.day import days


@dataclass(frozen=True)
class JudgingTerms:
    """What the caller asks for; ``today`` judges where neither ``as_of`` nor the dossier names a day."""

    dossier: Path
    today: dt.date
    rulesets: tuple[str, ...] = ()
    as_of: str | None = None
    purpose: Literal["formal", "trial"] | None = None
    overlays: tuple[Path, ...] = ()
    previous: Path | None = None
    answers: tuple[Path, ...] = ()
    period: int | None = None

    @property
    def files(self) -> list[Path]:
        """Every file that is read."""
        return [self.dossier, *self.overlays, *([self.previous] if self.previous else []), *self.answers]


def judged(asked: JudgingTerms) -> list[Record]:
    """Read, choose, judge; raises a :class:`checker.errors.CheckerError` with every problem."""
    with bounded(error=DossierError, said="file"):
        submission = received(asked.dossier, asked.rulesets, asked.today.year)
        terms = Terms(asked.today, asked.rulesets, day_of(asked.as_of), asked.purpose,
                      [overlay_file(path) for path in asked.overlays], _earlier(asked), asked.period)
        return assess(answered(submission, asked.answers, terms), terms)


def answered(submission: Submission, sheets: Sequence[Path], terms: Terms) -> Submission:
    """The submission with what filled question sheets answer."""
    if not sheets:
        return submission
    from checker.asking.given_answers import GivenAnswers
    from checker.asking.joining import with_answers
    from checker.sheets.spreadsheet import contents

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
    """A date as somebody wrote it; raises :class:`UsageError`."""
    if given is None:
        return None
    meant = days(given)
    if meant and meant[0] == meant[1]:
        return meant[0]
    raise UsageError(Problem("error.date", {"given": given}))
