"""A filled workbook as cells of text, each with its address and what is wrong with it.

Owns the refusals of files that are no workbook, too large or built to exhaust the machine, and the
reading of a cell as what a person sees.  It must not know what a form or a table asks.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation, Overflow
from pathlib import Path
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel
from openpyxl.utils.escape import unescape

from checker.errors import CheckerError, Problem, RulesetError
from checker.files.reading import read_within
from checker.files.textfile import UNPRINTABLE
from checker.limits import LONGEST_CELL, MAX_BYTES, MAX_DIGITS, MOST_FORM_ROWS, MOST_SHEET_COLUMNS
from checker.places import CellAddress, Place, SheetName
from checker.sheets.number_format import ShownNumber, shown
from checker.sheets.stored_book import Book, read_book
from checker.sheets.stored_sheet import STRUCK_OUT, Area, Stored, StoredCell, Unbounded
from checker.text.normal import visible

_COMPOUND = b"\xd0\xcf\x11\xe0"
_STORED_DIGITS = 15
_LAST_DAY = 2_958_465  # the serial number of 9999-12-31


class Cell(NamedTuple):
    """What stands in a cell: its text, its date where it is one, and the code of its fault.

    ``stored`` when the cell holds a number, not text; ``shown`` are the digits on the screen where they
    are not those of the number, ``spelled`` where they are its own with zeros behind; ``serial`` is the day
    that a plain whole number is the serial number of; ``hidden`` when the cell's format shows nothing.
    """

    address: Place
    text: str = ""
    date: dt.date | None = None
    fault: str | None = None
    stored: bool = False
    shown: str = ""
    spelled: str = ""
    serial: dt.date | None = None
    hidden: bool = False

    @property
    def worded(self) -> Cell:
        """The cell as words: what its number shows, where that isn't how the number itself is written."""
        said = self.shown or self.spelled
        return self._replace(text=said, shown="", spelled="") if said and not self.fault else self

    @property
    def plain(self) -> str:
        """The text in plain characters without blanks."""
        return "".join(visible(self.text).split())

    def problem(self, code: str, **params: object) -> Problem:
        """A problem with this cell."""
        return Problem(code, params, (self.address,))


def entry_of_text(words: str, address: Place) -> Cell:
    """A cell of text, as it is written but for the blanks around it; what can't be printed is a fault."""
    text = words.replace("\r\n", "\n").replace("\r", "\n").strip()
    if UNPRINTABLE.search(text):
        return Cell(address, UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text), fault="form.bad_character")
    if len(text) > LONGEST_CELL:
        return Cell(address, text[:LONGEST_CELL], fault="form.long_cell")
    return Cell(address, text)


@dataclass(frozen=True)
class Hidden:
    """What of a sheet is not seen though something stands in it; ``sheet`` when the whole is."""

    sheet: bool = False
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()


class Sheet:
    """The cells of one sheet that have something in them."""

    def __init__(self, name: str, cells: Mapping[tuple[int, int], Cell], hidden: Hidden = Hidden(),
                 merged: Collection[Area] = ()) -> None:
        self.name = name
        self.cells = cells
        self.hidden = hidden
        self.merged = merged
        self.last = max((row for row, _ in cells), default=0)

    def at(self, row: int, column: int) -> Cell:
        """The cell; an empty one where nothing stands."""
        return self.cells.get((row, column)) or Cell(cell_at(self.name, row, column))

    @property
    def place(self) -> SheetName:
        """The sheet as a place, where there is no cell to name."""
        return SheetName(self.name)

    def row_of(self, text: str, column: int = 1) -> int | None:
        """The first row with ``text`` in ``column``."""
        rows = sorted(row for (row, col), entry in self.cells.items()
                      if col == column and entry.text == text)
        return rows[0] if rows else None


def opened(path: Path) -> dict[str, Sheet]:
    """The sheets of a form that takes no formulas; raises :class:`RulesetError` in words."""
    return sheets_of(contents(path, RulesetError), str(path), RulesetError)


def sheets_of(raw: bytes, name: str, error: type[CheckerError], *, rows: int = MOST_FORM_ROWS,
              computed: bool = False, unread: Collection[str] = ()) -> dict[str, Sheet]:
    """The sheets of a workbook of at most ``rows`` rows, without those ``unread``; raises ``error`` in words.

    ``computed`` takes for a formula the value that the workbook keeps of it, and names the cells that
    are hidden in merged ones.
    """
    if raw.startswith(_COMPOUND) or Path(name).suffix.lower() in (".xls", ".et"):
        raise error(Problem("form.old_format", file=name))
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        raise error(Problem("form.not_xlsx", file=name))
    try:
        book = read_book(raw, rows, MOST_SHEET_COLUMNS, unread)
    except Unbounded as bad:
        raise error(Problem(bad.code, bad.params, file=name)) from None
    except Exception:
        # Files that are damaged or no workbooks fail in many ways.
        raise error(Problem("form.not_xlsx", file=name)) from None
    return {stored.name: _sheet(stored, book, computed, error, name) for stored in book.sheets}


def contents(path: Path, error: type[CheckerError], limit: int = MAX_BYTES) -> bytes:
    """The bytes of a workbook or a table; raises ``error`` in words."""
    return read_within(path, limit, error, irregular="form.not_xlsx")


def cell_at(sheet: str, row: int, column: int) -> CellAddress:
    """The address of a cell; rows and columns are counted from 1."""
    return CellAddress(f"{sheet}!{get_column_letter(column)}{row}")


def _sheet(stored: Stored, book: Book, computed: bool, error: type[CheckerError], file: str) -> Sheet:
    cells = {}
    for (row, column), cell in stored.cells.items():
        address = cell_at(stored.name, row, column)
        entry = _entry(cell, book, address, computed)
        struck = cell.struck or (STRUCK_OUT if cell.style in book.struck else "")
        if entry.text or entry.fault:
            cells[row, column] = entry._replace(fault=struck) if struck and not entry.fault else entry
    rows = sorted({row for row, _ in cells})
    columns = max((column for _, column in cells), default=0)
    left = len(rows) * columns
    for top, first, bottom, right in stored.merged if computed else ():
        inside = rows[bisect_left(rows, top):bisect_right(rows, bottom)]
        left -= len(inside) * max(0, min(right, columns) - first + 1)
        if left < 0:
            # Areas that lie over each other; no office program makes them.
            raise error(Problem("form.merged_twice", {"cell": cell_at(stored.name, top, first)}, file=file))
        for row in inside:
            for column in range(first, min(right, columns) + 1):
                if (row, column) != (top, first):
                    cells[row, column] = Cell(cell_at(stored.name, row, column), fault="form.merged_cell")
    return Sheet(stored.name, cells, _hidden(stored, cells), stored.merged)


def _hidden(stored: Stored, cells: Iterable[tuple[int, int]]) -> Hidden:
    """What is hidden and filled."""
    places = list(cells)
    return Hidden(not stored.visible, tuple(sorted({row for row, _ in places} & stored.hidden_rows)),
                  tuple(sorted({column for _, column in places} & stored.hidden_columns)))


def _entry(cell: StoredCell, book: Book, address: Place, computed: bool) -> Cell:
    if cell.formula is not None:
        said = f"={cell.formula}" if cell.formula else "="
        if not computed:
            return Cell(address, said, fault="form.formula_cell")
        if cell.value is None or (cell.value == "" and cell.kind != "str"):
            return Cell(address, said, fault="form.formula_without_value")
    value = cell.value or ""
    if cell.kind in ("str", "inlineStr"):
        return entry_of_text(unescape(value), address)
    if cell.kind == "e":
        return Cell(address, value, fault="form.error_cell")
    if cell.kind == "b":
        return Cell(address, str(value in ("1", "true")), fault="form.odd_cell")
    if cell.kind == "d":
        return _iso_day(value, address)
    return _number(value, cell, book, address) if value else Cell(address)


def _iso_day(value: str, address: Place) -> Cell:
    try:
        day = dt.date.fromisoformat(value[:10])
    except ValueError:
        return Cell(address, value, fault="form.odd_cell")
    return Cell(address, day.isoformat(), day)


def _number(value: str, cell: StoredCell, book: Book, address: Place) -> Cell:
    """The stored number's shortest decimal as its format shows it; or the day that it stands for."""
    try:
        number = Context(prec=_STORED_DIGITS).create_decimal(value.strip())
    except InvalidOperation:
        return Cell(address, value[:MAX_DIGITS], fault="form.error_cell")
    except Overflow:
        return Cell(address, value[:MAX_DIGITS], fault="amount.too_extreme")
    if not number.is_finite() or abs(number.adjusted()) > MAX_DIGITS:
        return Cell(address, value[:MAX_DIGITS], fault="amount.too_extreme")
    seen = shown(number, book.formats[cell.style] if cell.style < len(book.formats) else "General")
    if seen.fault:
        return Cell(address, next(iter(seen.params.values()), seen.text), fault=seen.fault, stored=True)
    serial = _day(number, book)
    if seen.dated or seen.timed:
        return _dated(seen, serial, address)
    return Cell(address, seen.text, stored=True, shown=seen.shown, spelled=seen.spelled, hidden=seen.hidden,
                 serial=serial if number == number.to_integral_value() else None)


def _dated(seen: ShownNumber, serial: dt.date | None, address: Place) -> Cell:
    if seen.timed or serial is None:
        return Cell(address, seen.text, fault="form.odd_cell", stored=True)
    return Cell(address, serial.isoformat(), serial, stored=True)


def _day(number: Decimal, book: Book) -> dt.date | None:
    """The day of a serial number, counted as the workbook counts its days."""
    if not 1 <= number <= _LAST_DAY:
        return None
    try:
        found = from_excel(int(number), CALENDAR_MAC_1904 if book.from_1904 else CALENDAR_WINDOWS_1900)
    except (OverflowError, ValueError):
        return None
    return found.date() if isinstance(found, dt.datetime) else None
