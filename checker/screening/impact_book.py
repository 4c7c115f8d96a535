"""Who would flip, as a workbook: those who flip, all rows, from what to what, how it was made.

Owns the layout.  Numbers are numbers, text stays text, whatever it begins with.  It must not judge.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from checker.messages import text
from checker.reporting.what_if_book import row_height
from checker.screening import impact_words
from checker.screening.impact import ImpactFound, RowCompared

LONGEST_CELL = 32_000
SUMMED = (26, 26, 26, 14)
_WIDTHS = {"number": 8, "name": 32, "before": 14, "after": 14, "turned": 12, "items": 64, "count": 10,
           "problem": 90, "item": 30}


def impact_workbook(found: ImpactFound) -> bytes:
    """The workbook's bytes: a function of what was found alone."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_numbers": False,
                                        "strings_to_urls": False})
    book.set_properties({"author": "checker",
                         "created": dt.datetime.combine(found.before.terms.day, dt.time())})
    _ImpactBook(book, found).write()
    book.close()
    return buffer.getvalue()


class _ImpactBook:
    def __init__(self, book: Workbook, found: ImpactFound) -> None:
        self.book, self.found = book, found
        edge = {"border": 1, "border_color": "#888888", "valign": "top", "text_wrap": True, "font_size": 10}
        self.cell: Format = book.add_format({**edge, "num_format": "@"})
        self.figure: Format = book.add_format(edge)
        self.head: Format = book.add_format({**edge, "bold": True, "bg_color": "#ECECEC"})
        self.bold: Format = book.add_format({"bold": True, "font_size": 13})
        self.line: Format = book.add_format({"text_wrap": True, "valign": "top"})

    def write(self) -> None:
        """Every sheet; the first says what came of it."""
        self._flows()
        self._rows(text("impact.sheet.turned"), [
            row for row in self.found.rows if row.turned or row.turned_within])
        self._rows(text("impact.sheet.rows"), self.found.rows)
        problems = [(row.number, row.name, problem) for row in self.found.rows for problem in row.problems]
        problems += [("", "", str(problem)) for problem in self.found.before.table.broken]
        if problems:
            self._table(self._sheet(text("impact.sheet.unread")), 0, ("number", "name", "problem"), problems)

    def _flows(self) -> None:
        """What was compared, how many flip, and from what to what."""
        sheet = self._sheet(text("impact.sheet.flows"))
        title, *lines = impact_words.heading(self.found)
        lines += [impact_words.summary_line(self.found),
                  *(impact_words.between_line(one) for one in impact_words.betweens(self.found)),
                  *impact_words.added(self.found), *impact_words.tiers(self.found), text("impact.end")]
        sheet.write_string(0, 0, title, self.bold)
        for number, line in enumerate(lines, 1):
            sheet.merge_range(number, 0, number, len(SUMMED) - 1, line[:LONGEST_CELL], self.line)
            sheet.set_row(number, row_height([line], [sum(SUMMED)]))
        flows = [(was, would_be, count, text("what_if.turned") if turned else text("impact.same"))
                 for was, would_be, count, turned in impact_words.flows(self.found)]
        end = self._table(sheet, len(lines) + 2, ("before", "after", "count", "turned"), flows)
        items = [(f"{number} {label}", was, would_be, count)
                 for number, label, was, would_be, count in impact_words.item_flows(self.found)]
        if items:
            self._table(sheet, end + 2, ("item", "before", "after", "count"), items)
        for column, width in enumerate(SUMMED):
            sheet.set_column(column, column, width)

    def _rows(self, title: str, rows: Sequence[RowCompared]) -> None:
        """Rows with both outcomes, and the values whose limits are supposed as numbers."""
        found = self.found
        limits = {one.item: one for one in found.limits}
        sheet = self._sheet(title)
        names = ("number", "name", "before", "after", "turned", "items")
        lines = [(row.number, row.name, impact_words.before(row, found), impact_words.after(row, found),
                  text("what_if.turned") if row.turned else text("impact.same"),
                  "\n".join([*impact_words.item_words(row, found), *row.problems])) for row in rows]
        self._table(sheet, 0, names, lines)
        for column, limit in enumerate(limits.values(), len(names)):
            sheet.set_column(column, column, 16)
            unit = f"（{limit.unit}）" if limit.unit else ""
            sheet.write_string(0, column, limit.label + unit, self.head)
            for number, row in enumerate(rows, 1):
                value = row.values.get(limit.item)
                if value is not None:
                    sheet.write_number(number, column, float(value), self.figure)
        sheet.autofilter(0, 0, len(rows), len(names) + len(limits) - 1)
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)

    def _table(self, sheet: Worksheet, top: int, names: Sequence[str],
               rows: Iterable[Sequence[str | int]]) -> int:
        """A heading and rows below it; the place of the row after the last."""
        for column, name in enumerate(names):
            sheet.set_column(column, column, _WIDTHS[name])
            sheet.write_string(top, column, text(f"impact.column.{name}"), self.head)
        for row in rows:
            top += 1
            sheet.set_row(top, row_height(list(map(str, row)), [_WIDTHS[name] for name in names]))
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(top, column, value, self.figure)
                else:
                    sheet.write_string(top, column, value[:LONGEST_CELL], self.cell)
        return top + 1

    def _sheet(self, title: str) -> Worksheet:
        """A sheet on A4 across, as wide as the paper."""
        sheet = self.book.add_worksheet(title)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        return sheet
