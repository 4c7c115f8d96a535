"""A filled workbook as cells of text, each with its address and what is wrong with it.

Owns the refusals of files that are no workbook, too large or built to exhaust the machine, and the
reading of a cell as what a person sees.  It must not know what a form or a table asks.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import stat
import unicodedata
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from checker.errors import CheckerError, Problem, RulesetError, reason
from checker.limits import MAX_BYTES

MAX_UNPACKED = 40_000_000
MAX_PARTS = 500
MAX_ROWS = 5000
MAX_COLUMNS = 60
_COMPOUND = b"\xd0\xcf\x11\xe0"
_STORED_DIGITS = 15
# Of a number's format: what shows nothing of its own; quoted and escaped text; digits, scale, what follows.
_APART = re.compile(r"\[[^\]]*\]|[_*].")
_LITERAL = re.compile(r'"[^"]*"|[\\!].')
_SHOWN = re.compile(r'(?P<before>(?:"[^"]*"|[\\!].|[^#0?])*)'
                    r'(?P<digits>[#0?](?:.*[#0?])?)(?P<scale>,*)(?P<after>.*)')


@dataclass(frozen=True)
class Entry:
    """What stands in a cell: its text, its date where it is one, and the code of its fault.

    ``stored`` when the cell holds a number, not text; ``shown`` are the digits on the screen where they
    are not those of the number.
    """

    address: str
    text: str = ""
    date: dt.date | None = None
    fault: str | None = None
    stored: bool = False
    shown: str = ""

    @property
    def plain(self) -> str:
        """The text in plain characters without blanks."""
        return "".join(unicodedata.normalize("NFKC", self.text).split())

    def problem(self, code: str, **params: object) -> Problem:
        """A problem with this cell."""
        return Problem(code, params, (self.address,))


class Sheet:
    """The cells of one sheet that have something in them."""

    def __init__(self, name: str, cells: Mapping[tuple[int, int], Entry]) -> None:
        self.name = name
        self.cells = cells
        self.last = max((row for row, _ in cells), default=0)

    def at(self, row: int, column: int) -> Entry:
        """The cell; an empty one where nothing stands."""
        return self.cells.get((row, column)) or Entry(f"{self.name}!{get_column_letter(column)}{row}")

    def row_of(self, text: str, column: int = 1) -> int | None:
        """The first row with ``text`` in ``column``."""
        rows = sorted(row for (row, col), entry in self.cells.items()
                      if col == column and entry.text == text)
        return rows[0] if rows else None


def opened(path: Path) -> dict[str, Sheet]:
    """The sheets of a form that takes no formulas; raises :class:`RulesetError` in words."""
    return sheets_of(contents(path, RulesetError), str(path), RulesetError)


def sheets_of(raw: bytes, name: str, error: type[CheckerError], *, rows: int = MAX_ROWS,
              computed: bool = False) -> dict[str, Sheet]:
    """The sheets of a workbook of at most ``rows`` rows; raises ``error`` in words.

    ``computed`` takes for a formula the value that the workbook keeps of it, and names the cells that
    are hidden in merged ones.
    """
    if raw.startswith(_COMPOUND) or Path(name).suffix.lower() in (".xls", ".et"):
        raise error(Problem("form.old_format", file=name))
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        raise error(Problem("form.not_xlsx", file=name))
    try:
        if not _bounded(raw):
            raise error(Problem("form.too_large_inside", file=name))
        books = [_loaded(raw)] + ([_loaded(raw, kept=True)] if computed and b"<f" in _cells(raw) else [])
    except CheckerError:
        raise
    except Exception:
        # openpyxl fails in many ways on files that are damaged or no workbooks.
        raise error(Problem("form.not_xlsx", file=name)) from None
    for sheet in books[0].worksheets:
        if sheet.max_row > rows or sheet.max_column > MAX_COLUMNS:
            raise error(Problem("form.too_many_cells", {
                "sheet": sheet.title, "rows": rows, "columns": MAX_COLUMNS}, file=name))
    kept = books[-1] if computed else None
    return {sheet.title: _sheet(sheet, kept[sheet.title] if kept else None) for sheet in books[0].worksheets}


def _loaded(raw: bytes, *, kept: bool = False) -> Any:
    """The workbook with its formulas, or with the values that it keeps of them."""
    with warnings.catch_warnings():
        # What openpyxl can't keep (its own extensions) has no part in a form.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(raw), keep_links=False, data_only=kept)


def _cells(raw: bytes) -> bytes:
    """The text of every sheet, to see whether there are formulas at all."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return b"".join(archive.read(part) for part in archive.namelist() if "worksheets/" in part)


def contents(path: Path, error: type[CheckerError], limit: int = MAX_BYTES) -> bytes:
    """The bytes of a workbook or a table; raises ``error`` in words."""
    name = str(path)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise error(Problem("file.is_folder", file=name))
        if not stat.S_ISREG(found.st_mode):
            raise error(Problem("form.not_xlsx", file=name))
        if found.st_size > limit:
            raise error(Problem("file.too_large", {"limit": limit // 1_000_000}, file=name))
        return path.read_bytes()
    except FileNotFoundError:
        raise error(Problem("file.not_found", file=name)) from None
    except OSError as problem:
        raise error(Problem("file.unreadable", {"reason": reason(problem)}, file=name)) from None


def _bounded(raw: bytes) -> bool:
    """Whether the archive unpacks to a sensible size and defines no entities of its own."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            return False
        return not any(b"<!DOCTYPE" in archive.read(part).replace(b"\0", b"")
                       for part in parts if part.filename.endswith((".xml", ".rels")))


def _sheet(sheet: Any, kept: Any = None) -> Sheet:
    cells = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                address = f"{sheet.title}!{cell.coordinate}"
                cells[cell.row, cell.column] = _computed(cell, kept[cell.coordinate], address) \
                    if kept is not None and cell.data_type == "f" else _entry(cell, address)
    for area in sheet.merged_cells.ranges if kept is not None else ():
        for row, column in area.cells:
            if (row, column) != (area.min_row, area.min_col):
                address = f"{sheet.title}!{get_column_letter(column)}{row}"
                cells[row, column] = Entry(address, fault="form.merged_cell")
    return Sheet(sheet.title, cells)


def _computed(cell: Any, kept: Any, address: str) -> Entry:
    """A formula as the value that the workbook keeps of it; without one nobody has computed it."""
    if kept.value is None or kept.data_type == "f":
        return Entry(address, str(cell.value), fault="form.formula_without_value")
    return _entry(kept, address)


def _entry(cell: Any, address: str) -> Entry:
    value = cell.value
    if cell.data_type == "f":
        return Entry(address, str(value), fault="form.formula_cell")
    if cell.data_type == "e":
        return Entry(address, str(value), fault="form.error_cell")
    if isinstance(value, dt.datetime):
        return Entry(address, value.date().isoformat(), value.date())
    if isinstance(value, dt.date):
        return Entry(address, value.isoformat(), value)
    if isinstance(value, (bool, dt.time, dt.timedelta)):
        return Entry(address, str(value), fault="form.odd_cell")
    if isinstance(value, (int, float)):
        return _number(value, str(cell.number_format), address)
    text = " ".join(str(value).split())
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in text):
        return Entry(address, text, fault="form.bad_character")
    return Entry(address, text)


def _number(value: float, shown_as: str, address: str) -> Entry:
    """The stored number's shortest decimal as it is shown: as a percentage, or with a format's words."""
    number = Decimal(format(value, f".{_STORED_DIGITS}g"))
    shown = _APART.sub("", shown_as.split(";", maxsplit=1)[0]).replace("General", "0")
    found = _SHOWN.fullmatch(shown)
    if found and (found["scale"] or _LITERAL.search(found["digits"])):
        return Entry(address, shown_as, fault="form.odd_format")
    before, after = (_said(found["before"]), _said(found["after"])) if found else ("", "")
    percent = "%" in _LITERAL.sub("", shown)
    text = f"{number * 100:f}" if percent else f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Entry(address, f"{before}{text}{after}", stored=True)


def _said(part: str) -> str:
    """What stands beside the digits of a number's format; the sign of a currency is none of the number's."""
    plain = _LITERAL.sub(lambda found: found[0].strip('"').removeprefix("\\").removeprefix("!"), part)
    return "".join(c for c in plain if unicodedata.category(c) != "Sc").strip()
