"""Judging for somebody: a submission and the terms in, the verdicts with all that they were made from out.

Owns the one way to a verdict that everybody goes: which rulesets, in which edition, under which local
provisions, on which day, for which purpose, beside which earlier verdict.  The clock is the caller's; it
must not read a file, print or exit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from checker.assessment.choosing import Chosen, GivenOverlay, choose
from checker.capsule.record import Record
from checker.concluding.engine import Engine
from checker.concluding.engines import default_engine
from checker.dossier.submission import Submission
from checker.errors import DossierError, UsageError
from checker.judging.judge import judge


@dataclass(frozen=True)
class EarlierVerdict:
    """An earlier verdict as plain data, and the name of the file that it was read from."""

    verdict: Any
    name: str


@dataclass(frozen=True)
class Terms:
    """By what a submission is judged; whatever is not said here the submission says itself.

    ``today`` is the caller's day, on which is judged where neither ``as_of`` nor the dossier names one;
    ``rulesets`` are names or folders; ``period`` is a year of a series, in the place of the dossier's own.
    """

    today: dt.date
    rulesets: Sequence[str] = ()
    as_of: dt.date | None = None
    purpose: Literal["formal", "trial"] | None = None
    overlays: Sequence[GivenOverlay] = ()
    earlier: EarlierVerdict | None = None
    period: int | None = None

    def day(self, submission: Submission) -> dt.date:
        """The day on which is judged."""
        return self.as_of or submission.dossier.assessed_on or self.today


def assess(submission: Submission, terms: Terms, engine: Engine | None = None) -> list[Record]:
    """One record for each ruleset; raises a :class:`checker.errors.CheckerError` with every problem.

    A problem of the dossier names the file, the line or the cell.
    """
    day, submission = terms.day(submission), submission.seen_from(terms.period)
    purpose = "trial" if submission.trial else terms.purpose
    before = terms.earlier.verdict if terms.earlier else None
    records = []
    for chosen in choose(submission, terms.rulesets, day, terms.overlays):
        try:
            record = assessed(submission, chosen, day, purpose, before, engine)
            records.append(replace(record, period=terms.period))
        except DossierError as error:
            raise submission.located(error) from None
        except UsageError as error:
            assert terms.earlier is not None  # nothing else here knows the caller's words
            raise error.at(terms.earlier.name, {}) from None
    return records


def assessed(submission: Submission, chosen: Chosen, day: dt.date,
             purpose: Literal["formal", "trial"] | None = None, before: Any = None,
             engine: Engine | None = None) -> Record:
    """The record by one ruleset that was chosen already; ``before`` is an earlier verdict as plain data.

    Raises :class:`DossierError` by fields where the dossier doesn't fit the ruleset's definitions, and
    :class:`UsageError` where the earlier verdict is none of the same rules.
    """
    found = judge(submission.dossier, chosen.ruleset, day, engine or default_engine(), submission.digest,
                  purpose, told=chosen.told)
    if before is not None:
        from checker.explaining.previous import with_previous

        found = replace(found, verdict=with_previous(found.verdict, chosen.ruleset, before))
    return Record(submission, chosen.base, chosen.ruleset, found, before, purpose)
