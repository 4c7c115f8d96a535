"""A dossier's file as it is and as it would be, from the words of whoever asks.

Owns the reading of all that it takes.  The clock is the caller's; nothing of it is ever recorded.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from checker.assessment.assess import Terms
from checker.assessment.choosing import overlay_file
from checker.assessment.supposing import Suppositions, WhatIf, what_if
from checker.errors import DossierError
from checker.files.bounds import bounded
from checker.intake import received
from checker.services.judging_files import answered, day_of


@dataclass(frozen=True)
class SupposingTerms:
    """What the caller asks to be supposed: statements to set or to leave out, limits, overlays.

    ``overlays`` stand on the one side, ``unders`` on both; ``answers`` are filled question sheets.
    """

    dossier: Path
    today: dt.date
    ruleset: str | None = None
    as_of: str | None = None
    sets: tuple[str, ...] = ()
    unsets: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    overlays: tuple[Path, ...] = ()
    unders: tuple[Path, ...] = ()
    answers: tuple[Path, ...] = ()


def supposed(asked: SupposingTerms) -> WhatIf:
    """Read, choose, judge twice; raises a :class:`checker.errors.CheckerError` with every problem."""
    rulesets = (asked.ruleset,) if asked.ruleset else ()
    with bounded(error=DossierError, said="file"):
        terms = Terms(asked.today, rulesets, day_of(asked.as_of), "trial",
                      [overlay_file(path) for path in asked.unders])
        submission = answered(received(asked.dossier, rulesets, asked.today.year), asked.answers, terms)
        return what_if(submission, terms, Suppositions(
            asked.sets, asked.unsets, asked.limits, [overlay_file(path) for path in asked.overlays]))
