"""What would be, as a workbook: both sides, then every item.

Owns the layout.  Text stays text, whatever it begins with.  It must not judge.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from checker.assessment.supposing import WhatIf
from checker.messages import text
from checker.reporting import hypothesis_words
from checker.reporting.what_if_text import conclusions, sides, verdict_line
from checker.text.width import width_of

COLUMNS = {"number": 7, "label": 36, "change": 14, "before": 24, "after": 24, "value_before": 26,
           "value_after": 26, "limit_before": 26, "limit_after": 26}
LONGEST_CELL = 32_000
WIDE, NARROW = 54, 42
LINE_HEIGHT = 14
MOST_LINES = 25


def what_if_workbook(found: WhatIf) -> bytes:
    """The workbook's bytes: a function of what would be alone."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_numbers": False,
                                        "strings_to_urls": False})
    day = found.after.verdict.assessed_on
    book.set_properties({"author": "checker", "created": dt.datetime.combine(day, dt.time())})
    cell = book.add_format({"border": 1, "border_color": "#888888", "valign": "top", "text_wrap": True,
                            "num_format": "@", "font_size": 10})
    head = book.add_format({"border": 1, "border_color": "#888888", "bold": True, "bg_color": "#ECECEC",
                            "text_wrap": True, "font_size": 10})
    _sides(book, found, cell, head)
    _items(book, found, cell, head)
    book.close()
    return buffer.getvalue()


def _sides(book: Workbook, found: WhatIf, cell: Format, head: Format) -> None:
    """What is supposed and both sides, on the first sheet."""
    sheet = book.add_worksheet(text("what_if.sheet.sides"))
    sheet.set_column(0, 0, NARROW)
    sheet.set_column(1, 2, WIDE)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    after = found.after.words
    supposed = list(hypothesis_words.supposed(found))
    lines = [text("what_if.title"),
             text("what_if.subject", subject=after.subject.name, title=after.ruleset.title,
                  document=after.ruleset.document, day=after.assessed_on.isoformat()),
             text("what_if.supposed") if supposed else text("what_if.nothing"), *supposed,
             verdict_line(found), *conclusions(found)]
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for number, line in enumerate(lines):
        sheet.merge_range(number, 0, number, 2, line[:LONGEST_CELL], wrapped)
        sheet.set_row(number, row_height([line], [NARROW + 2 * WIDE]))
    rows = [row[:3] for row in sides(found)]
    for number, row in enumerate(rows, len(lines) + 1):
        _row(sheet, number, row, head if number == len(lines) + 1 else cell)
    sheet.write_string(len(lines) + len(rows) + 2, 0, text("what_if.end"))


def _items(book: Workbook, found: WhatIf, cell: Format, head: Format) -> None:
    """Every item, as it is and as it would be."""
    sheet = book.add_worksheet(text("what_if.sheet.items"))
    for column, width in enumerate(COLUMNS.values()):
        sheet.set_column(column, column, width)
    _row(sheet, 0, [text(f"what_if.column.{name}") for name in COLUMNS], head)
    lines = hypothesis_words.items(found)
    for number, line in enumerate(lines, 1):
        values = {**vars(line), "change": text(f"what_if.change.{line.change}")}
        shown = [values[name] for name in COLUMNS]
        sheet.set_row(number, row_height(shown, list(COLUMNS.values())))
        _row(sheet, number, shown, cell)
    sheet.autofilter(0, 0, len(lines), len(COLUMNS) - 1)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def row_height(values: Sequence[str], widths: Sequence[int]) -> int:
    """The height of a row in points: office programs don't all find it by themselves."""
    lines = max(sum(ceil((width_of(part) + 2) / width) for part in value.split("\n"))
                for value, width in zip(values, widths, strict=True))
    return min(lines, MOST_LINES) * LINE_HEIGHT + 2


def _row(sheet: Worksheet, number: int, values: Iterable[str], form: Format) -> None:
    for column, value in enumerate(values):
        sheet.write_string(number, column, value[:LONGEST_CELL], form)
