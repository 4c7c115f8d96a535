"""Whether the tables of a report still say what the verdict says that follows from what lies inside it.

Owns the finding of a table's cells in a document that somebody may have changed.  Everything is judged anew
from the files inside; what a person wrote, and what stands outside tables, is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx.document import Document as Drawn
from docx.oxml.ns import qn

from checker.errors import CapsuleError, CheckerError, Problem, UsageError
from checker.files.bounds import bounded
from checker.files.reading import read_within
from checker.files.textfile import parse_json
from checker.limits import MOST_REPORT_BYTES
from checker.messages import in_source_language, text
from checker.reporting import words
from checker.reports.blocks import GridCell, ReportBody, ReportTable, SaidLine
from checker.reports.carried_words import RECORD
from checker.reports.enclosed import guarded_report, opened_report
from checker.reports.hand_edits import cell_text
from checker.reports.outline import FormModel
from checker.reports.setting_out import report_body
from checker.reports.word_spaces import marked_text
from checker.validation import build
from checker.verifying.drift import same_words
from checker.verifying.examining import examined

FORM = "form.json"
SCHEMA = "report-check/1"


@dataclass(frozen=True)
class UnlikeCell:
    """A cell that doesn't say what it should: in which table, of what; None where it isn't there any more."""

    table: str
    label: str
    given: str | None
    due: str


@dataclass(frozen=True)
class ReportCheck:
    """What was found of one report; ``judged`` is what is wrong with what lies inside it.

    Of one that another program made only the figures were compared.
    """

    subject: str
    period: int
    outcome: str
    figures: int
    unlike: Sequence[UnlikeCell]
    judged: Sequence[str]
    same_program: bool = True

    @property
    def sound(self) -> bool:
        """Whether nothing differs."""
        return not self.unlike and not self.judged

    def plain(self) -> dict[str, Any]:
        """Plain data, as it is written to JSON."""
        return {"sound": self.sound, "subject": self.subject, "period": self.period,
                "outcome": self.outcome, "figures": self.figures,
                "same_program": self.same_program, "judged": list(self.judged),
                "unlike": [vars(one) for one in self.unlike]}


def checked_report(path: Path) -> ReportCheck:
    """What is to be said of the report in a file; raises :class:`CapsuleError` where it is none."""
    raw = read_within(path, MOST_REPORT_BYTES, UsageError, irregular="file.not_found")
    with bounded():
        return _checked(raw, str(path))


@in_source_language
def _checked(raw: bytes, name: str) -> ReportCheck:
    drawn, files = opened_report(raw, name, CapsuleError)
    if FORM not in files:
        raise CapsuleError(Problem("reports.not_a_report", file=name))
    own = {name: content for name, content in files.items() if name not in (FORM, RECORD)}
    try:
        form, problems = build(FormModel, parse_json(files[FORM], FORM, CapsuleError))
        if form is None:
            raise CapsuleError(problems)
        found = examined(own, drawn=False)
    except CheckerError as error:
        raise CapsuleError([Problem("reports.capsule", {"reason": str(one)}, file=name)
                            for one in error.problems]) from None
    if not found.records:
        raise CapsuleError([Problem("reports.capsule", {"reason": str(one)}, file=name)
                            for one in (*found.unjudged, *found.problems)])
    record = found.records[0]
    body = report_body(form, record, own)
    with guarded_report(name, CapsuleError):
        unlike = list(_compare(body, drawn, whole=same_words(found.drifts)))
    judged = [*map(str, found.problems), *(
        text("reports.difference", of=one.label or one.ruleset, field=one.field, before=one.before or "",
             after=one.after or "") for one in found.differences)]
    return ReportCheck(record.verdict.subject.name, record.verdict.period, words.outcome(record.words),
                       len(body.figures()), unlike, judged, same_words(found.drifts))


def _compare(body: ReportBody, drawn: Drawn, *, whole: bool) -> Iterator[UnlikeCell]:
    """What doesn't say what it should; of another program's report only figures are compared."""
    marks = _marks(drawn)
    for grid in body.grids():
        yield from _unlike(grid, drawn, whole=whole)
    for line in body.lines():
        yield from _unlike_line(line, marks)


def _unlike(grid: ReportTable, drawn: Drawn, *, whole: bool) -> Iterator[UnlikeCell]:
    """The cells of a table that don't say what they should, in every copy of it that is there."""
    found = [table for table in drawn.element.body.iter(qn("w:tbl")) if _name(table) == grid.name]
    shaped = [table for table in found if _shaped(table, grid)]
    if not found or len(shaped) < len(found):
        yield from _by_bookmarks(grid, drawn)
    for table in shaped:
        for place, row in enumerate(grid.rows):
            tcs = table.tr_lst[place + 1].tc_lst
            for column, cell in enumerate(row):
                if (whole or cell.figures) and not _continued(grid, place, column):
                    yield from _compared(cell, tcs[column], _about(grid, row, column))


def _name(table: Any) -> str:
    described = table.find(f"{qn('w:tblPr')}/{qn('w:tblDescription')}")
    return "" if described is None else str(described.get(qn("w:val")))


def _shaped(table: Any, grid: ReportTable) -> bool:
    """Whether a table has the rows and columns that it was made with."""
    return len(table.tr_lst) == len(grid.rows) + 1 and all(
        len(row.tc_lst) == len(grid.heads) for row in table.tr_lst)


def _continued(grid: ReportTable, place: int, column: int) -> bool:
    """Whether a cell is one with that above it."""
    if column != grid.alike or not place:
        return False
    return grid.rows[place - 1][column].words == grid.rows[place][column].words


def _compared(cell: GridCell, tc: Any, about: tuple[str, str]) -> Iterator[UnlikeCell]:
    """A cell line by line, each figure by its name and year."""
    due, given = cell.lines(), cell_text(tc).split("\n")
    if cell.prompt is not None or [line.split() for line in due] == [line.split() for line in given]:
        return
    table, label = about
    if len(due) != len(given) or not cell.figures:
        yield UnlikeCell(table, label, " ".join(given), " ".join(due))
        return
    for one, other in zip(due, given, strict=True):
        if one != other.strip():
            yield UnlikeCell(table, label, other, one)


def _about(grid: ReportTable, row: Sequence[GridCell], column: int) -> tuple[str, str]:
    """How a cell is called: its table, its figure's name and year or its row and heading."""
    table = grid.number or grid.caption
    figures = row[column].figures
    if figures:
        year, label = figures[0].year, figures[0].label
        return table, text("reports.of_year", label=label, year=year) if year else label
    head = " ".join(grid.heads[column].split())
    return table, " ".join(filter(None, (row[0].words, head)))


def _marks(drawn: Drawn) -> dict[str, Any]:
    """Where each bookmark begins."""
    return {str(mark.get(qn("w:name"))): mark for mark in drawn.element.body.iter(qn("w:bookmarkStart"))}


def _unlike_line(line: SaidLine, marks: Mapping[str, Any]) -> Iterator[UnlikeCell]:
    """The figures of a sentence that it doesn't say any more; its other words are free."""
    for figure in line.figures():
        about = text("reports.in_text"), text("reports.of_year", label=figure.label, year=figure.year)
        paragraph = None if figure.mark not in marks else next(
            marks[figure.mark].iterancestors(qn("w:p")), None)
        if paragraph is None:
            yield UnlikeCell(*about, None, figure.said)
        elif (given := marked_text(paragraph, marks[figure.mark])) != figure.said:
            yield UnlikeCell(*about, given, figure.said)


def _by_bookmarks(grid: ReportTable, drawn: Drawn) -> Iterator[UnlikeCell]:
    """The figures of a table that isn't there as it was made, sought by their bookmarks."""
    marks = _marks(drawn)
    for row in grid.rows:
        for column, cell in enumerate(row):
            if not cell.figures:
                continue
            mark = next((marks[one.mark] for one in cell.figures if one.mark in marks), None)
            around = None if mark is None else next(mark.iterancestors(qn("w:tc")), None)
            if around is None:
                table, label = _about(grid, row, column)
                yield UnlikeCell(table, label, None, " ".join(cell.lines()))
            else:
                yield from _compared(cell, around, _about(grid, row, column))
