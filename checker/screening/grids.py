"""A file of a table as grids of cells: each sheet of a workbook, or the rows of a separated text.

Owns encodings and separators.  It must not know which row holds the headings or what they mean.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from checker.errors import DossierError, Problem
from checker.limits import MOST_ROWS
from checker.messages import text
from checker.places import TextCell
from checker.sentence import Told
from checker.sheets.spreadsheet import Cell, Hidden, Sheet, entry_of_text, sheets_of
from checker.sheets.stored_sheet import Area

LOOKED_AT = 30  # so many rows tell what separates the columns
_PIECE = 1 << 20  # bytes that are looked at together
_SEPARATORS = {",": "comma", "\t": "tab", ";": "semicolon", "，": "full"}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass
class GridRow:
    """A row that has something in it: its number, its place in words, its cells by column.

    ``width`` is how many cells a row of text has, empty ones too.
    """

    number: int
    place: str
    cells: dict[int, Cell]
    width: int = 0

    def texts(self) -> dict[int, str]:
        """What stands in it, by column."""
        return {column: entry.text for column, entry in self.cells.items() if entry.text}


@dataclass
class Grid:
    """One sheet, or the whole of a text file.

    ``rows`` are those among which the headings are sought; those of a text further down are ``rest``, read
    one by one, once: a table may be longer than memory.
    """

    name: str
    rows: list[GridRow]
    hidden: Hidden = field(default_factory=Hidden)
    merged: Collection[Area] = ()
    told: tuple[Told, ...] = ()
    separators: str = ""
    rest: Iterator[GridRow] = field(default_factory=lambda: iter(()))

    def beyond(self, row: GridRow) -> bool:
        """Whether a row of one cell seems to be parted by another separator than the others."""
        only = next(iter(row.cells.values()), None)
        return len(row.cells) == 1 and only is not None and any(
            only.text.count(sign) >= 2 for sign in self.separators)


def decoded(raw: bytes, name: str) -> str:
    """The text of a file in UTF-8, with or without a mark, in GB18030, or in UTF-16 with a mark."""
    return raw.decode(_encoding(raw, name))


def _encoding(raw: bytes, name: str) -> str:
    """In what a file is written, found out piece by piece."""
    for encoding in ("utf-16",) if raw.startswith(_UTF16) else ("utf-8-sig", "gb18030"):
        pieces = (raw[at:at + _PIECE] for at in range(0, len(raw), _PIECE))
        try:
            if not any("\0" in piece for piece in codecs.iterdecode(pieces, encoding)):
                return encoding
        except UnicodeDecodeError:
            continue
    raise DossierError(_unreadable(raw, name))


def _unreadable(raw: bytes, name: str) -> Problem:
    """Up to which line a file can be read, and whether it is the letters or what stands between them."""
    try:
        raw.decode()
        place, code = raw.find(b"\0"), "table.nul"
    except UnicodeDecodeError as bad:
        place, code = bad.start, "table.encoding"
    return Problem(code, {"row": raw.count(b"\n", 0, max(place, 0)) + 1}, file=name)


def grids_of(raw: bytes, name: str, known: Callable[[str], bool], ahead: int) -> list[Grid]:
    """All grids of a file; ``known`` tells a heading that means something, sought in rows up to ``ahead``."""
    if name.lower().endswith(".xlsx"):
        return [_of_sheet(sheet) for sheet in
                sheets_of(raw, name, DossierError, rows=MOST_ROWS, computed=True).values()]
    encoding = _encoding(raw, name)
    separator = _separator(lambda: _lines(raw, encoding), known)
    told = () if separator == "," or (separator == "\t" and name.lower().endswith(".tsv")) else (
        Told("read.separator", {"separator": text(f"separator.{_SEPARATORS[separator]}")}),)
    others = "".join(sign for sign in _SEPARATORS if sign != separator)
    rest = rows_of_text(_lines(raw, encoding), name, separator)
    rows = []
    for row in rest:
        rows.append(row)
        if row.number > ahead:
            break
    return [Grid("", rows, told=told, separators=others, rest=rest)]


def _lines(raw: bytes, encoding: str) -> Iterable[str]:
    return io.TextIOWrapper(io.BytesIO(raw), encoding, newline="")


def _of_sheet(sheet: Sheet) -> Grid:
    rows: dict[int, dict[int, Cell]] = defaultdict(dict)
    for (row, column), entry in sheet.cells.items():
        rows[row][column] = entry
    return Grid(sheet.name, [GridRow(number, f"第 {number} 行", dict(sorted(rows[number].items())))
                             for number in sorted(rows)], sheet.hidden, sheet.merged)


def rows_of_text(lines: Iterable[str], name: str, separator: str = ",") -> Iterator[GridRow]:
    """The rows of a separated text that have something in them; ``lines`` end as they do in the file."""
    reader = csv.reader(lines, strict=True, delimiter=separator)
    try:
        for number, record in enumerate(reader, 1):
            if number > MOST_ROWS:
                raise DossierError(Problem("table.too_long", {"rows": MOST_ROWS}, file=name))
            cells = {column: entry_of_text(cell, TextCell(f"{number}:{column}"))
                     for column, cell in enumerate(record, 1) if cell.strip()}
            if cells:
                yield GridRow(number, f"第 {number} 行", cells, len(record))
    except csv.Error as bad:
        if "field limit" in str(bad):
            raise DossierError(Problem("table.long_cell", {"limit": csv.field_size_limit()}, file=name,
                                       line=reader.line_num)) from None
        raise DossierError(Problem("table.bad_csv", {"reason": str(bad)}, file=name, line=reader.line_num)) \
            from None


def _separator(lines: Callable[[], Iterable[str]], known: Callable[[str], bool]) -> str:
    """What parts the most headings that mean something; the comma unless another parts more."""
    def headings(separator: str) -> int:
        reader = csv.reader(lines(), delimiter=separator)
        try:
            return max((len({cell for cell in row if known(cell.strip())}) for row in
                        islice(reader, LOOKED_AT)), default=0)
        except csv.Error:
            return 0

    return max(_SEPARATORS, key=headings)
