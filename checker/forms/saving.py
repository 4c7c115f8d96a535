"""How a form becomes a workbook file: cells that stay text, pages that print, bytes that repeat.

Owns what all forms share.  It must not know what a form asks.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from copy import copy
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from checker.messages import text, verbatim

_EDGE = Side(style="thin", color="888888")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_HEADING = PatternFill("solid", fgColor="ECECEC")
_TO_FILL = PatternFill("solid", fgColor="FFF8DC")
_NEEDED = PatternFill("solid", fgColor="FFE38A")
_CLOSED = PatternFill("solid", fgColor="D9D9D9")
_GREY = "7A7A7A"
_AS_TEXT = "@"
_NARROW = 1 / 2  # inch
_LINE_HEIGHT = 16
# The style of a plain cell, framed or not: openpyxl looks a border up by all its parts each time.
_PLAIN: WeakKeyDictionary[Workbook, dict[bool, StyleArray]] = WeakKeyDictionary()


def put(sheet: Worksheet, row: int, column: int, value: str, *, framed: bool = True) -> Cell:
    """A cell of text, whatever the text begins with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) or None
    if cell.value is not None:
        cell.data_type = "s"
    known = _PLAIN.setdefault(sheet.parent, {}) if sheet.parent and not cell.has_style else {}
    if framed not in known:
        cell.number_format = _AS_TEXT
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if framed:
            cell.border = _BORDER
        known[framed] = copy(cell._style)  # type: ignore[attr-defined]
    else:
        cell._style = copy(known[framed])  # type: ignore[attr-defined]
    return cell


def heading(sheet: Worksheet, row: int, names: Sequence[str]) -> None:
    """The names of the columns; they repeat on each printed page and stay in sight."""
    for column, name in enumerate(names, 1):
        cell = put(sheet, row, column, name)
        cell.font, cell.fill = Font(bold=True), _HEADING
    sheet.print_title_rows = f"{row}:{row}"


def to_fill(cell: Cell) -> None:
    """Mark a cell that is to be filled in."""
    cell.fill = _TO_FILL


def needed(cell: Cell) -> None:
    """Mark a cell that has to be filled in, or that a formula needs."""
    cell.fill = _NEEDED


def closed(cell: Cell) -> None:
    """Mark a cell that takes nothing."""
    cell.fill = _CLOSED


def greyed(cell: Cell) -> None:
    """Set what is only there to be read in grey."""
    cell.font = Font(name=cell.font.name, size=cell.font.size, color=_GREY)


def bold(cell: Cell, size: int = 11) -> None:
    """Set a cell in bold."""
    cell.font = Font(bold=True, size=size)


def choice(sheet: Worksheet, cells: str, words: Sequence[str]) -> None:
    """A drop-down of ``words`` in ``cells``; empty is allowed."""
    rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True,
                          showErrorMessage=True)
    rule.error = verbatim("form.only_these", words="、".join(words))
    rule.errorTitle = text("form.only_these_title")
    rule.add(cells)
    sheet.add_data_validation(rule)


def listed(sheet: Worksheet, cells: Sequence[str], where: str, *, strict: bool = True) -> None:
    """A drop-down in ``cells`` of what stands ``where``: words in quotes, or a range of cells.

    Unless ``strict`` something else may be written too.
    """
    rule = DataValidation(type="list", formula1=where, allow_blank=True, showErrorMessage=strict)
    rule.error, rule.errorTitle = text("form.pick"), text("form.pick_title")
    for part in cells:
        rule.add(part)
    sheet.add_data_validation(rule)


def page(sheet: Worksheet, widths: Sequence[int], frozen: str | None = None) -> None:
    """A4 across, as wide as the paper, with page numbers."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = frozen
    sheet.page_margins = PageMargins(left=_NARROW, right=_NARROW, top=_NARROW, bottom=_NARROW)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer = sheet.oddFooter
    assert footer is not None
    footer.center.text = text("form.page")


def fit(sheet: Worksheet, widths: Sequence[int]) -> None:
    """Rows as high as what is printed in them needs; office programs don't all see to that themselves."""
    for row, cells in enumerate(sheet.iter_rows(), 1):
        lines = max((_lines(str(cell.value), width) for cell, width in zip(cells, widths, strict=False)
                     if cell.value and cell.alignment.wrap_text), default=1)
        if lines > 1:
            sheet.row_dimensions[row].height = lines * _LINE_HEIGHT


def _lines(text: str, width: int) -> int:
    """How many lines a wrapped text takes: a Chinese character is as wide as two others."""
    wide = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
    return -(-wide // (width - 2))


def saved(book: Workbook, day: dt.date) -> bytes:
    """The workbook's bytes, the same each time: every date inside is ``day``."""
    moment = in_archive(day)
    book.properties.creator = "checker"
    book.properties.created = book.properties.modified = moment
    buffer = io.BytesIO()
    book.save(buffer)
    return repeating(buffer, moment)


def in_archive(day: dt.date) -> dt.datetime:
    """A day as an archive may hold it: none knows one before 1980."""
    return dt.datetime.combine(max(day, dt.date(1980, 1, 1)), dt.time())


def repeating(saved_now: io.BytesIO, moment: dt.datetime) -> bytes:
    """An office program's file with ``moment`` for the hour of saving, wherever that is written."""
    out = io.BytesIO()
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(saved_now) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            new.writestr(entry, content)
    return out.getvalue()
