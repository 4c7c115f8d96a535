"""The dossier in a submitted file, read once more as it was read when it was judged.

Owns the ways back from files to a dossier: a text, a filled form, a row of a table, and the answers to what
was asked about it.  It must not judge.
"""

from __future__ import annotations

from dataclasses import replace

from checker.capsule.unpacking import COMMON, Capsule, answers_of
from checker.dossier.submission import Submission
from checker.errors import CapsuleError, Problem
from checker.intake import parse_dossier


def reread(capsule: Capsule) -> Submission:
    """The submission with its answers, for the year of a series that it was judged for.

    Raises a :class:`checker.errors.CheckerError` in words.
    """
    submission, names = _submitted(capsule), answers_of(capsule.files)
    year = capsule.issue.judged.period
    if not names:
        return submission.seen_from(year)
    from checker.asking.given_answers import GivenAnswers
    from checker.asking.joining import with_answers

    given = [GivenAnswers(name, capsule.files[name]) for name in names]
    return with_answers(submission, given, [part.ruleset for part in capsule.parts]).seen_from(year)


def _submitted(capsule: Capsule) -> Submission:
    """What was submitted first."""
    raw = capsule.files[capsule.submitted]
    if capsule.submitted.endswith(".xlsx"):
        from checker.forms.filled import parse_form

        return parse_form(raw, capsule.submitted, known=[part.base for part in capsule.parts])
    if capsule.submitted.endswith(".csv"):
        return _row(capsule, raw)
    return parse_dossier(raw, capsule.submitted)


def as_read(capsule: Capsule) -> Capsule:
    """The capsule with the dossier that its submitted file gives today; for a trial where only that is due.

    Raises what :func:`reread` raises.
    """
    submission = reread(capsule)
    judged = capsule.issue.judged
    if submission.trial:
        judged = judged.model_copy(update={"purpose": "trial"})
    return replace(capsule, dossier=submission.dossier,
                   issue=capsule.issue.model_copy(update={"judged": judged}))


def _row(capsule: Capsule, raw: bytes) -> Submission:
    """A row of a table, which calls its table by the title that the dossier gives it."""
    from checker.screening.common import TABLE, parse_common
    from checker.screening.row import frame_of, submitted
    from checker.screening.row_file import parse_row

    shared = capsule.files.get(COMMON, b"")
    common = parse_common(shared, COMMON)
    table = parse_row(raw, capsule.submitted)
    known = capsule.dossier.documents.get(TABLE)
    if len(table.lines) != 1 or table.broken or known is None:
        raise CapsuleError(Problem("capsule.not_a_row", file=capsule.submitted))
    rules = capsule.parts[0].ruleset
    frame = frame_of(known.title, table.headings, rules, (common, shared))
    return submitted(frame, table.lines[0], rules)
