"""The letter that goes with a question sheet: to whom, about what, what is asked, how to answer.

Owns its lines.  What is asked is not its business; it must not judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from checker.asking.question_rows import QuestionRow
from checker.asking.sheet_columns import sheet_title
from checker.capsule.record import Record
from checker.capsule.unpacking import answers_of
from checker.forms.saving import bold, fit, page, put
from checker.messages import text, verbatim
from checker.reporting import words

_WIDTH = 74  # as wide as the paper: a single column that is wider is cut off, not made smaller
_TITLE_SIZE = 16
_HOW = ("cells", "units", "sources", "facts", "withdraw", "blank", "lists", "keep")
_WITHOUT_LISTS = tuple(name for name in _HOW if name != "lists")
_QUESTIONS_ALONE = tuple(name for name in _WITHOUT_LISTS if name not in ("facts", "withdraw"))
_MOST_LISTED = 40
_MOST_DOUBTS = 12
_MOST_OF_A_PROJECT = 4


def draw_letter(sheet: Worksheet, lines: Iterable[str]) -> None:
    """The letter on a sheet."""
    sheet.title = sheet_title("letter")
    title = put(sheet, 1, 1, sheet_title("letter"), framed=False)
    bold(title, _TITLE_SIZE)
    title.alignment = Alignment(horizontal="center")
    for row, line in enumerate(lines, 2):
        put(sheet, row, 1, line, framed=False)
    page(sheet, (_WIDTH,))
    sheet.page_setup.orientation = "portrait"
    fit(sheet, (_WIDTH,))


def about_one(record: Record, rows: Sequence[tuple[QuestionRow, str]], doubts: Iterable[Sequence[str]],
              facts: int) -> Iterator[str]:
    """The lines of a letter about one dossier; each question comes with its clauses in words."""
    yield from opening(record)
    if rows:
        yield text("ask.letter.asked", count=len(rows), sheet=sheet_title("questions"))
    else:
        yield text("ask.letter.nothing")
    for number, (row, clauses) in enumerate(rows[:_MOST_LISTED], 1):
        year = text("ask.in_year", year=row.year) if row.year else ""
        yield verbatim("ask.letter.question", number=number, asked=row.asked, year=year, clauses=clauses)
    if len(rows) > _MOST_LISTED:
        yield text("ask.letter.more", count=len(rows) - _MOST_LISTED, sheet=sheet_title("questions"))
    yield from to_be_checked(doubts)
    yield from _ending(facts, _HOW)


def opening(record: Record) -> Iterator[str]:
    """To whom a letter goes, about what, and how things stand."""
    verdict, model = record.verdict, record.ruleset.model
    yield verbatim("ask.letter.about", document=model.title, subject=verdict.subject.name)
    yield verbatim("ask.letter.to", owner=verdict.subject.owner or verdict.subject.name)
    if verdict.dossier.made_up:
        yield text("ask.letter.made_up")
    yield verbatim("ask.letter.standing", subject=verdict.subject.name, title=model.title,
                   document=model.document, day=verdict.assessed_on.isoformat(),
                   conclusion=words.conclusion(record.words))
    if answers := answers_of(record.submission.beside):
        yield text("ask.letter.answered", count=len(answers))


def about_projects(owner: str, records: Sequence[Record], doubts: Sequence[Sequence[str]], questions: int,
                   facts: int) -> Iterator[str]:
    """The lines of a letter about several projects of one owner, of each with what is doubtful in it."""
    model = records[0].ruleset.model
    yield verbatim("ask.letter.about_projects", document=model.title, count=len(records))
    yield verbatim("ask.letter.to", owner=owner)
    yield verbatim("ask.letter.standing_each", title=model.title, document=model.document,
                   day=records[0].verdict.assessed_on.isoformat())
    for number, (record, own) in enumerate(zip(records, doubts, strict=True), 1):
        yield verbatim("ask.letter.project", number=number, subject=record.verdict.subject.name,
                       outcome=words.outcome(record.words))
        yield from _doubts(own, _MOST_OF_A_PROJECT)
    yield text("ask.letter.asked_each", count=questions, sheet=sheet_title("questions"))
    yield from _ending(facts, _WITHOUT_LISTS)


def about_all(table: str, ruleset: str, count: int, questions: int) -> Iterator[str]:
    """The lines of a letter to the office on what all rows of a table lack."""
    yield verbatim("ask.letter.about_table", document=ruleset, table=table)
    yield text("ask.letter.all", count=count, questions=questions, sheet=sheet_title("questions"))
    yield from _ending(0, _QUESTIONS_ALONE)


def to_be_checked(doubts: Iterable[Sequence[str]]) -> Iterator[str]:
    """What is doubtful in a dossier, kind after kind, for whoever handed it in."""
    if said := [one for group in doubts for one in group]:
        yield text("ask.letter.doubts", count=len(said))
        yield from _doubts(said, _MOST_DOUBTS)


def _doubts(doubts: Sequence[str], most: int) -> Iterator[str]:
    yield from (verbatim("ask.letter.doubt", said=said) for said in doubts[:most])
    if len(doubts) > most:
        yield text("ask.letter.more_doubts", count=len(doubts) - most)


def _ending(facts: int, how: Sequence[str]) -> Iterator[str]:
    if facts:
        yield text("ask.letter.known", count=facts, sheet=sheet_title("facts"))
    yield text("ask.letter.how")
    yield from (text(f"ask.how.{name}") for name in how)
    yield text("ask.letter.from")
