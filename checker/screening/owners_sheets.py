"""The question sheets of a screening: one an owner over all of its projects, one for the office.

Owns who is asked what: the owner what its projects lack, the office what all rows lack.  It must not draw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.asking.covering_letter import about_all, about_projects
from checker.asking.question_book import DrawnFact, DrawnQuestion, QuestionBook, Whose
from checker.asking.question_sheet import QuestionSheet
from checker.asking.sheet_columns import ALL, EACH
from checker.capsule.record import Record
from checker.errors import DossierError
from checker.limits import LONGEST_NAME
from checker.messages import in_source_language, text
from checker.screening.common import TABLE
from checker.screening.noticed import among_others, strange
from checker.screening.row_notes import in_order
from checker.screening.tasks import Tasks
from checker.screening.worker import Worker

_NO_NAME = re.compile(r"[^\w一-鿿.-]+")
_LONGEST = LONGEST_NAME // 2


@dataclass(frozen=True)
class OwnersSheets:
    """The sheets by the names of their files; how many rows are asked about, and how many can't be read."""

    files: dict[str, bytes]
    rows: int
    unread: int


@dataclass(frozen=True)
class _AskedProject:
    """What is asked of a project, and what is doubtful in its row."""

    sheet: QuestionSheet
    doubts: Sequence[str]


@in_source_language
def owners_sheets(tasks: Tasks, worker: Worker) -> OwnersSheets:
    """Judge every row, and write what to ask of those on which an answer bears."""
    asked: dict[str, list[_AskedProject]] = {}
    among, unread = among_others(worker.frame, tasks), 0
    for place, task in enumerate(tasks):
        try:
            sheet = QuestionSheet(worker.record(task))
        except DossierError:
            unread += 1
            continue
        if sheet.alone:
            notes = [*among.get(place, ()), *strange(worker.frame, task.line)]
            doubts = in_order(sheet.doubts(brief=True), notes)
            asked.setdefault(_owner(sheet.record), []).append(_AskedProject(sheet, doubts))
    every = [project.sheet for projects in asked.values() for project in projects]
    files: dict[str, bytes] = {}
    if common := _common(every):
        files[f"{text('ask.office')}.xlsx"] = _office(common, every)
    for owner, projects in asked.items():
        files[_file(owner, files)] = _owners(owner, projects)
    return OwnersSheets(files, len(every), unread)


def _owner(record: Record) -> str:
    """Who is asked about a project: its owner, or where the table names none the project itself."""
    return record.verdict.subject.owner or record.verdict.subject.name


def _file(owner: str, taken: dict[str, bytes]) -> str:
    """A file's name that every system takes, and no other sheet has."""
    stem = _NO_NAME.sub("_", owner)[:_LONGEST].strip("._") or text("ask.owner")
    name, number = f"{stem}.xlsx", 1
    while name.casefold() in {known.casefold() for known in taken}:
        number += 1
        name = f"{stem}-{number}.xlsx"
    return name


def _common(sheets: Sequence[QuestionSheet]) -> list[DrawnQuestion]:
    """The facts that every row lacks, in the order of the first; of one row there is nothing to share.

    An amount is each project's own.
    """
    if len(sheets) < 2:
        return []
    keys = set.intersection(*({row.key for row, _ in sheet.alone} for sheet in sheets))
    return [DrawnQuestion(row, said, Whose(text("ask.all_rows"), ALL)) for row, said in sheets[0].alone
            if row.key in keys and row.datum is not None and row.datum.kind == "attribute"]


def _office(common: Sequence[DrawnQuestion], sheets: Sequence[QuestionSheet]) -> bytes:
    record = sheets[0].record
    table = record.submission.dossier.documents[TABLE].title
    letter = list(about_all(table, record.ruleset.model.title, len(sheets), len(common)))
    return QuestionBook(record.ruleset, table, ALL, record.verdict.assessed_on, letter, common, [],
                        several=True).workbook()


def _owners(owner: str, projects: Sequence[_AskedProject]) -> bytes:
    sheets = [project.sheet for project in projects]
    record = sheets[0].record
    drawn = list(_drawn(sheets))
    questions = [question for rows, _ in drawn for question in rows]
    facts = [fact for _, rows in drawn for fact in rows]
    letter = list(about_projects(owner, [sheet.record for sheet in sheets],
                                 [project.doubts for project in projects], len(questions), len(facts)))
    return QuestionBook(record.ruleset, owner, EACH, record.verdict.assessed_on, letter, questions, facts,
                        several=True).workbook()


def _drawn(sheets: Sequence[QuestionSheet]) -> Iterator[tuple[list[DrawnQuestion], list[DrawnFact]]]:
    for sheet in sheets:
        verdict = sheet.record.verdict
        yield sheet.drawn(Whose(verdict.subject.name, verdict.dossier.digest))
