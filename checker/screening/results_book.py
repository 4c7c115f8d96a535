"""The results of a screening as workbooks: a row a project, a sheet for each outcome.

Owns the layout.  Text stays text, whatever it begins with.  It must not judge.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from checker.messages import text
from checker.screening.desk import common_questions, next_of, piles
from checker.screening.report import Report
from checker.screening.row_heights import height
from checker.screening.row_scores import HIGH, LOW
from checker.screening.summary import ERROR, Summary, outcome_words
from checker.screening.supposed_sheet import WIDTHS, SupposedForms, draw_supposed
from checker.screening.supposed_words import moved_rows, note, outcome_rows
from checker.screening.tally import MOST_OF_A_PILE

OUTCOMES = ("unmet", "undetermined", "review", "diverted", "met", "not_applicable")
LONGEST_TITLE = 31
LONGEST_CELL = 32_000
MARGIN = 1 / 2  # inch
_WIDTHS = {"number": 6, "name": 30, "outcome": 14, "triage": 22, "decided": 26, "score": 10,
           "per_mu": 16, "gap": 9, "tested": 13, "missing": 28, "ways": 34, "outside": 34, "notes": 36,
           "owner": 20, "sector": 14, "pdf": 26, "issue": 16}
# The first are printed; the rest stands to their right on the screen.
PRINTED = ("number", "name", "outcome", "triage", "decided", "score", "per_mu", "gap", "tested", "missing",
           "ways")
PER_MU = ("per_mu", "gap", "tested")  # only of a ruleset that has a floor per mu
BESIDE = ("outside", "notes", "owner", "sector", "pdf")
STATED_WIDTH = 12
# What stands in its cell as a number where it is one and nothing else.
FIGURES = ("score", "per_mu", "gap")
# A column of a row's own, or one end of a sum of points.
ResultColumn = str | tuple[str, str]
_FIGURE = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,6})?")
MOST_QUESTIONS = 12
MOST_LINKS = 60_000  # a workbook holds hardly more


@dataclass(frozen=True)
class Volume:
    """One workbook of several that hold the rows: its name, and which rows, the first being 1."""

    name: str
    first: int
    last: int


def results_workbook(report: Report, rows: Sequence[Summary], volumes: Sequence[Volume] = ()) -> bytes:
    """The workbook's bytes: a function of report and rows alone.

    Where the rows are in ``volumes`` it has in their place which volume holds which of them.
    """
    drawn = _ResultsBook(report)
    drawn.next(report)
    drawn.supposed(report)
    if volumes:
        drawn.volumes(volumes)
        drawn.errors(report.tally.unread.rows, report.broken, report.tally.unread.count)
    else:
        drawn.sheets(rows)
        drawn.errors(rows, report.broken)
    drawn.doubles(report)
    drawn.about(report)
    return drawn.closed()


def volume_workbook(report: Report, rows: Sequence[Summary]) -> bytes:
    """One volume's bytes: its rows on one sheet, which can be filtered by their outcome."""
    drawn = _ResultsBook(report)
    drawn.all(rows)
    drawn.errors(rows)
    return drawn.closed()


class _ResultsBook:
    def __init__(self, report: Report) -> None:
        self.report, self.buffer = report, io.BytesIO()
        # Rows are written out one by one and text is never looked at for formulas, numbers or addresses.
        self.book = book = xlsxwriter.Workbook(self.buffer, {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
            "strings_to_urls": False})
        book.set_properties({"author": "checker", "created": dt.datetime.combine(report.day, dt.time())})
        edge = {"border": 1, "border_color": "#888888", "valign": "top", "text_wrap": True, "num_format": "@",
                "font_size": 10}
        self.cell: Format = book.add_format(edge)
        self.head: Format = book.add_format({**edge, "bold": True, "bg_color": "#ECECEC"})
        self.figure: Format = book.add_format({**edge, "num_format": "General", "align": "right"})
        self.link: Format = book.add_format({**edge, "font_color": "#0563C1", "underline": 1})
        self.line: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.bold: Format = book.add_format({"bold": True, "font_size": 13})

    def closed(self) -> bytes:
        """The finished workbook."""
        self.book.close()
        return self.buffer.getvalue()

    def sheets(self, rows: Sequence[Summary]) -> None:
        """All rows that were judged, then those of each outcome."""
        judged = self.all(rows)
        for outcome in OUTCOMES:
            mine = [found for found in judged if found.outcome == outcome]
            if mine:
                self._sheet(outcome_words(outcome, any(found.compiled for found in mine)), mine)

    def all(self, rows: Sequence[Summary]) -> list[Summary]:
        """All rows that were judged, which are given back."""
        judged = [found for found in rows if found.outcome != ERROR]
        self._sheet(text("results.all"), judged)
        return judged

    def errors(self, rows: Sequence[Summary], broken: Sequence[tuple[str, str]] = (),
               count: int = 0) -> None:
        """What couldn't be read, and why; where they are more than ``rows``, that the volumes have them."""
        errors = [(found.place, found.number, found.name, problem) for found in rows
                  if found.outcome == ERROR for problem in found.problems]
        errors += [(place, "", "", problem) for place, problem in broken]
        errors += [("", "", "", text("results.unread_in_volumes", count=count))] if count > len(rows) else []
        self._plain(text("sheet.errors"), ("place", "number", "name", "problem"), errors, (12, 8, 34, 90))

    def doubles(self, report: Report) -> None:
        """What stands twice in the table."""
        self._plain(text("results.doubles"), ("first", "second", "why"),
                    [(d.first, d.second, d.why) for d in report.doubles], (24, 24, 80))

    def volumes(self, volumes: Sequence[Volume]) -> None:
        """Which volume holds which rows, in the order of their own numbers."""
        self._plain(text("results.volumes"), ("volume", "rows"),
                    [(volume.name, f"{volume.first}–{volume.last}") for volume in volumes], (30, 30))

    def next(self, report: Report) -> None:
        """What to do next: the piles, and the questions that move most rows; it fits a screen."""
        widths = (30, 12, 80, 30)
        sheet = self._new(text("results.next"), widths)
        self._row(sheet, 0, (text(f"results.{name}") for name in ("triage", "count", "which")), self.head)
        line = 0
        for line, pile in enumerate(piles(report.tally), 1):
            numbers = text("join.names").join(row.number or row.name for row in pile.rows)
            which = numbers + ("…" if pile.count > MOST_OF_A_PILE else "")
            sheet.set_row(line, height((pile.label, "", which, ""), widths))
            sheet.write_string(line, 0, pile.label, self.cell)
            sheet.write_number(line, 1, pile.count, self.figure)
            sheet.write_string(line, 2, which, self.cell)
        questions = common_questions(report.tally)[:MOST_QUESTIONS]
        if not questions:
            return
        heads = (text(f"results.{name}") for name in ("question", "alone", "waits", "spares"))
        self._row(sheet, line + 2, heads, self.head)
        for place, question in enumerate(questions, line + 3):
            sheet.set_row(place, height((question.need, "", "", ""), widths))
            sheet.write_string(place, 0, question.need, self.cell)
            sheet.write_number(place, 1, question.alone, self.figure)
            sheet.write_number(place, 2, question.waits, self.figure)
            sheet.write_number(place, 3, question.spares, self.figure)
        self._bars(sheet, line + 2, len(questions))

    def _bars(self, sheet: Worksheet, head: int, count: int) -> None:
        """The questions as bars: how many rows wait for each, and for it alone."""
        chart, place = self.book.add_chart({"type": "bar"}), sheet.get_name()
        for column, colour in ((2, "#C9A35A"), (1, "#333333")):
            chart.add_series({"name": [place, head, column], "fill": {"color": colour},
                              "categories": [place, head + 1, 0, head + count, 0],
                              "values": [place, head + 1, column, head + count, column]})
        chart.set_y_axis({"reverse": True})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 760, "height": 120 + 20 * count})
        sheet.insert_chart(head + count + 2, 0, chart)

    def supposed(self, report: Report) -> None:
        """The trial of what most rows lack, where there is something to say of it."""
        found, tally = report.supposed, report.tally
        if note(found):
            sheet = self._new(text("results.supposed"), WIDTHS)
            draw_supposed(self.book, sheet, SupposedForms(self.cell, self.head, self.figure, self.line),
                          found, list(outcome_rows(found, tally, OUTCOMES)), list(moved_rows(found, tally)))

    def _sheet(self, title: str, rows: Sequence[Summary]) -> None:
        """One table of results with its heading, filters and printing set up."""
        issued = ("issue",) if self.report.tally.issued.count else ()
        printed = [name for name in PRINTED if (name != "score" or self.report.scored)
                   and (self.report.floor or name not in PER_MU)]
        tiers = ("tier",) if self.report.tiered else ()
        ends = [(label, end) for label in self.report.totals for end in (LOW, HIGH)]
        names: list[ResultColumn] = [*printed, *tiers, *ends, *BESIDE, *issued, *self.report.stated]
        widths = [_WIDTHS.get(str(name), STATED_WIDTH) for name in names]
        sheet = self._new(title, widths)
        self._row(sheet, 0, (self._heading(name) for name in names), self.head)
        for number, found in enumerate(rows, 1):
            values = [_value(found, name) for name in names]
            sheet.set_row(number, height(values, widths))
            self._row(sheet, number, values, self.cell)
            for column, name in enumerate(names):
                sorts = name in FIGURES or name in ends
                if sorts and (figure := _figure(found, name)) is not None:
                    sheet.write_number(number, column, figure, self.figure)
                elif name == "pdf" and found.pdf and number <= MOST_LINKS:
                    sheet.write_url(number, column, f"external:{found.pdf}", self.link, found.pdf)
        sheet.autofilter(0, 0, len(rows), len(names) - 1)
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, len(rows), len(printed) - 1)

    def _heading(self, name: ResultColumn) -> str:
        if isinstance(name, tuple):
            return text("results.score_low" if name[1] == LOW else "results.score_high", label=name[0])
        if name == "tier":
            return self.report.tiered
        if name == "score":
            return self.report.scored
        if name == "per_mu":
            return self.report.floor
        return text(f"results.{name}") if name in _WIDTHS else name

    def _plain(self, title: str, names: Sequence[str], rows: Iterable[Sequence[str]],
               widths: Sequence[int]) -> None:
        sheet = self._new(title, widths)
        self._row(sheet, 0, (text(f"results.{name}") for name in names), self.head)
        for number, row in enumerate(rows, 1):
            sheet.set_row(number, height(row, widths))
            self._row(sheet, number, row, self.cell)
        sheet.repeat_rows(0)

    def about(self, report: Report) -> None:
        """What was screened, by what, and when."""
        sheet = self._new(text("results.about"), (22, 110))
        sheet.write_string(0, 0, report.title, self.bold)
        for number, (name, value) in enumerate(report.facts, 1):
            sheet.set_row(number, height((name, value), (22, 110)))
            self._row(sheet, number, (name, value), self.line)
        sheet.write_string(len(report.facts) + 2, 0, text("report.disclaimer"))

    def _new(self, title: str, widths: Sequence[int]) -> Worksheet:
        """A sheet on A4 across, as wide as the paper."""
        sheet = self.book.add_worksheet(title[:LONGEST_TITLE])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(*[MARGIN] * 4)
        sheet.set_footer("&C&P / &N")
        return sheet

    def _row(self, sheet: Worksheet, number: int, values: Iterable[str], form: Format) -> None:
        for column, value in enumerate(values):
            sheet.write_string(number, column, value[:LONGEST_CELL], form)


def _figure(found: Summary, name: ResultColumn) -> float | None:
    """A number as office programs hold it, where that is exactly what is shown."""
    words = _value(found, name)
    return float(words) if _FIGURE.fullmatch(words) else None


def _value(found: Summary, name: ResultColumn) -> str:
    if isinstance(name, tuple):
        return next((one[name[1]] for one in found.scores if one["label"] == name[0]), "")
    if name == "outcome":
        return found.said
    if name == "tier":
        return found.tier
    if name == "triage":
        return next_of(found)
    if name == "notes":
        return "\n".join(found.notes)
    if name == "missing":
        return text("join.names").join(found.missing)
    if name in _WIDTHS:
        return str(getattr(found, name))
    return found.stated.get(name, "")
