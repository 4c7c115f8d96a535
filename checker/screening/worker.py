"""What judges the rows of a screening, one after the other: summaries and verdicts out, pages written beside.

Owns what it has read for all of them.  It must not know of other rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from checker.assessment.assess import assessed
from checker.assessment.choosing import Chosen
from checker.capsule.record import Record
from checker.concluding.engines import default_engine
from checker.concluding.remembering import RememberingEngine
from checker.dossier.submission import Submission
from checker.errors import DossierError, Problem
from checker.explaining.explained import ahead
from checker.explaining.supposed_limit import with_limits
from checker.explaining.triage import triage
from checker.files.bounds import bounded
from checker.files.writing import put
from checker.limits import MOST_SECONDS_A_ROW
from checker.messages import text
from checker.ruleset.amended import amended, overlay_from
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load
from checker.screening.row import Frame, RowDraft, at_cell, submitted
from checker.screening.summary import Summary, scored, summary, unread
from checker.screening.table import TableLine
from checker.screening.tasks import Task
from checker.validation import shorten

if TYPE_CHECKING:
    from checker.asking.given_answers import GivenAnswers

PAGES = ("all", "refused", "none")
LONGEST_REASON = 200
Made = TypeVar("Made")


@dataclass(frozen=True)
class RowTerms:
    """What all rows are judged by: ruleset, overlays as plain data, day, which pages, whose folder.

    What is ``recorded`` in a register gets its pages afterwards, in the order of the rows.  A ``trial`` may
    suppose other numbers in ``limits``, as somebody asks for them.  ``answers`` are filled question sheets.
    """

    ruleset: str
    overlays: tuple[object, ...]
    day: dt.date
    pages: str
    folder: str
    recorded: bool = False
    trial: bool = False
    limits: tuple[str, ...] = ()
    answers: tuple[GivenAnswers, ...] = ()


class Worker:
    """Judges rows one after the other; the rules are read once."""

    def __init__(self, frame: Frame, terms: RowTerms) -> None:
        self.frame = frame
        self.terms = terms
        self.base = load(terms.ruleset)
        self.ruleset = under(self.base, terms)
        self.engine = RememberingEngine(default_engine())

    def judged(self, task: Task) -> tuple[Summary, bytes]:
        """A row's summary and its verdict's line; a row that can't be read has an empty line."""
        found = self.guarded(task, self._judged)
        if isinstance(found, list):
            return unread(self.frame, task.line, task.identity, found), b""
        return found

    def guarded(self, task: Task, act: Callable[[Task], Made]) -> Made | list[str]:
        """What ``act`` makes of a row, or what is wrong with the row in words."""
        try:
            with bounded(MOST_SECONDS_A_ROW, error=DossierError, said="row", work=True):
                return act(task)
        except DossierError as error:
            return [str(self._placed(task, problem)) for problem in error.problems]
        except OSError:
            raise
        except Exception as bug:  # one row must not cost the others theirs, whatever is in it
            return [str(self._failed(task, bug))]

    def _placed(self, task: Task, problem: Problem) -> Problem:
        """A problem with its place; the row's where it has none of its own."""
        if problem.path or problem.file:
            return problem
        return Problem(problem.code, problem.params, (self.frame.key(task.line),), self.frame.table)

    def _failed(self, task: Task, bug: Exception) -> Problem:
        """A row on which the program itself came to grief, by its kind and in its own words."""
        return Problem("row.failed", {"kind": type(bug).__name__, "reason": shorten(bug, LONGEST_REASON)},
                       self.frame.spot(task.line), self.frame.table)

    def _judged(self, task: Task) -> tuple[Summary, bytes]:
        record = self.record(task)
        verdict = record.verdict
        page = task.page if not self.terms.recorded and wanted(self.terms.pages, verdict.outcome) else ""
        if page:
            from checker.reporting.document import verdict_pdf

            try:
                put(Path(self.terms.folder) / page, verdict_pdf(record))
            except DossierError as error:
                problems = [without_glyph(self.frame, task.line, p) for p in error.problems]
                raise DossierError(problems) from None
        explanation = ahead(record.case, self.ruleset)
        return summary(self.frame, task.line, task.identity, record, page, explanation,
                       triage(verdict, explanation), scored(self.ruleset)), verdict.line()

    def submission(self, task: Task) -> Submission:
        """What a row states, with the answers that are about it; raises :class:`DossierError` by cell."""
        submission = submitted(self.frame, task.line, self.ruleset)
        if not self.terms.answers:
            return submission
        from checker.screening.row_answers import answered

        return answered(submission, self.terms.answers, self.ruleset)

    def period(self, submission: Submission) -> int:
        """The year that a row is judged for."""
        return submission.dossier.period or self.terms.day.year

    def record(self, task: Task, supposed: Sequence[str] = ()) -> Record:
        """A row's verdict with all that it was made from; raises :class:`DossierError` by cell.

        In a trial other facts may be ``supposed``, as somebody asks for them.
        """
        submission = self.submission(task)
        if supposed:
            from checker.explaining.supposition import suppose

            would_be = suppose(submission.dossier, self.ruleset, self.period(submission), supposed, ())
            submission = replace(submission, dossier=would_be.dossier)
        try:
            return assessed(submission, Chosen(self.base, self.ruleset, not submission.dossier.against),
                            self.terms.day, "trial" if self.terms.trial else None, engine=self.engine)
        except DossierError as error:
            draft = submission.file.data
            assert isinstance(draft, RowDraft)
            raise DossierError([submission.in_answers(p) or at_cell(self.frame, task.line, draft, p)
                                for p in error.problems]) from None


def wanted(pages: str, outcome: str) -> bool:
    """Whether a row of this outcome gets a page."""
    return pages == "all" or (pages == "refused" and outcome == "unmet")


def under(base: Ruleset, terms: RowTerms) -> Ruleset:
    """The ruleset under its overlays on the day, with the limits that are supposed."""
    ruleset = base
    for data in terms.overlays:
        ruleset = amended(ruleset, overlay_from(data), terms.day)
    return with_limits(ruleset, terms.limits)[0]


def without_glyph(frame: Frame, line: TableLine, problem: Problem) -> Problem:
    """Characters that the font lacks, by the cell in which the first of them stands."""
    letters = problem.params["letters"]
    assert isinstance(letters, list)
    for heading, entry in line.cells.items():
        if any(letter in entry.text for letter in letters):
            return Problem("row.cell", {"heading": heading, "reason": text(problem.code, **problem.params)},
                           frame.spot(line, entry), frame.table)
    return Problem(problem.code, problem.params, frame.spot(line), frame.table)
