"""Recording a screening: the rows that were judged, one after the other, in the order of their numbers.

Owns that order, so that numbers of the register follow the table whatever was judged first.  It must
not judge otherwise than the rows were judged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from checker.capsule.official import official
from checker.capsule.record import Record
from checker.errors import DossierError, Problem, UsageError
from checker.files.canonical import canonical, digest
from checker.files.reading import read_within
from checker.files.writing import put, unwritable
from checker.limits import MOST_PDF_BYTES
from checker.screening.run import Inputs, Progress, Screened
from checker.screening.shard import Bench, JudgedShards, again, rows_of
from checker.screening.summary import ERROR, Summary, unread
from checker.screening.tasks import Task, Tasks
from checker.screening.worker import Worker, wanted, without_glyph
from checker.sealing.sections import base_length

# A record and the key of its row, to the number in the register, the page, and the digest that it has there.
IssueRow = Callable[[Record, str], tuple[str, bytes, str]]


def recorded(screened: Screened, tasks: Tasks, bench: Bench, inputs: Inputs, issue: IssueRow,
             told: Progress) -> Screened:
    """The rows with the number of each that got a page; recorded pages that are there stay."""
    judged = JudgedShards()
    for done in screened.shards:
        rows = []
        for place, summary in enumerate(rows_of(done, bench.depot), done.place.first):
            asked = summary.outcome != ERROR and wanted(bench.terms.pages, summary.outcome)
            rows.append(_recorded(bench.worker, tasks[place], summary, inputs, issue) if asked else summary)
            told(place + 1, len(tasks))
        judged += again(done, rows, bench.depot)
    return replace(screened, shards=judged.shards, tally=judged.tally)


def _recorded(worker: Worker, task: Task, summary: Summary, inputs: Inputs, issue: IssueRow) -> Summary:
    try:
        key = digest(canonical({**inputs.data, "row": task.identity}))
        number, page, recorded_as = issue(worker.record(task), key)
    except DossierError as error:
        problems = [str(without_glyph(worker.frame, task.line, problem)) for problem in error.problems]
        return unread(worker.frame, task.line, task.identity, problems)
    place = Path(worker.terms.folder) / task.page
    if not _there(place, recorded_as):
        with unwritable(worker.terms.folder):
            put(place, page)
    return replace(summary, pdf=task.page, issue=number)


def _there(place: Path, recorded_as: str) -> bool:
    """Whether the recorded page is in its place already, perhaps sealed since.

    Raises :class:`UsageError` where another act is.
    """
    if not place.is_file():
        return False
    pdf = read_within(place, MOST_PDF_BYTES, UsageError)
    if digest(pdf[:base_length(pdf)]) == recorded_as:
        return True
    if official(pdf):
        raise UsageError(Problem("error.official", {"path": place}))
    return False
