"""Judging what would be: a submission as it is, and as it would be if something were otherwise.

Owns the two ways to a verdict side by side, both through :mod:`checker.assessment.assess` and both a trial.
Neither is ever recorded.  It must not read a file, print or exit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.assessment.assess import Terms, assess, assessed
from checker.assessment.choosing import GivenOverlay, choose
from checker.capsule.record import Record
from checker.dossier.submission import Submission
from checker.errors import DossierError, UsageError
from checker.explaining.asked_statement import as_asked
from checker.explaining.hypothesis import HypothesisFound, Supposed, hypothesis
from checker.explaining.supposed_limit import with_limits
from checker.explaining.supposition import suppose


@dataclass(frozen=True)
class Suppositions:
    """What is asked to be supposed, in the words of the caller; overlays are read already."""

    sets: Sequence[str] = ()
    unsets: Sequence[str] = ()
    limits: Sequence[str] = ()
    overlays: Sequence[GivenOverlay] = ()


@dataclass(frozen=True)
class WhatIf:
    """Both verdicts with all that they were made from, and what is otherwise."""

    before: Record
    after: Record
    found: HypothesisFound


def what_if(submission: Submission, terms: Terms, asked: Suppositions) -> WhatIf:
    """A submission by one ruleset, as it is and as it would be.

    ``terms`` hold for both.  Raises a :class:`checker.errors.CheckerError` with every problem: of what is
    supposed a :class:`UsageError` in the words in which it was asked for.
    """
    trial = replace(terms, purpose="trial", earlier=None)
    [before] = assess(submission, trial)
    day = trial.day(submission)
    [chosen] = choose(submission, trial.rulesets, day, [*trial.overlays, *asked.overlays])
    ruleset, limits = with_limits(chosen.ruleset, asked.limits)
    would_be = suppose(submission.dossier, ruleset, before.verdict.period, asked.sets, asked.unsets)
    try:
        after = assessed(replace(submission, dossier=would_be.dossier), replace(chosen, ruleset=ruleset), day,
                         "trial")
    except DossierError as error:
        # The dossier itself was judged before; where statements are gone, the places of others are too.
        problems = error.problems if would_be.statements else error.at(
            submission.file.name, submission.file.places).problems
        raise UsageError(as_asked(problems, would_be.given)) from None
    supposed = Supposed(statements=would_be.statements, limits=limits,
                        overlays=[overlay.model.id for overlay, _ in asked.overlays])
    return WhatIf(before, after, hypothesis(before.verdict, after.verdict, supposed))
