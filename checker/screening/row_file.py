"""The file of a row by itself: what a page carries of the table that its project stood in.

Owns the writing of such a file and its reading back, so that both give the very same cells.  It must not
know what a datum means.
"""

from __future__ import annotations

import csv
import io
import re

from checker.files.canonical import digest
from checker.messages import text
from checker.screening.grids import decoded, rows_of_text
from checker.screening.table import Table, TableLine
from checker.sheets.spreadsheet import Cell

# How a row's own file carries what its workbook showed beside a number.
_SHOWN = re.compile(r"(?P<stored>[^（）]*)（显示为 (?P<shown>[^（）]*)）")


def parse_row(raw: bytes, name: str) -> Table:
    """A row's own file: the headings, and one line of what was read of it."""
    rows = list(rows_of_text(io.StringIO(decoded(raw, name), newline=""), name))
    headings = rows[0].texts() if rows else {}
    lines = [TableLine(row.place, {headings[column]: _carried(entry) for column, entry in row.cells.items()
                              if column in headings}) for row in rows[1:]]
    return Table(name, digest(raw), tuple(headings.values()), tuple(lines))


def _carried(entry: Cell) -> Cell:
    found = _SHOWN.fullmatch(entry.text)
    return entry._replace(text=found["stored"], shown=found["shown"]) if found else entry


def words_of(entry: Cell) -> str:
    """What a cell says, with what it shows where that is another number."""
    return text("row.shown", stored=entry.text, shown=entry.shown) if entry.shown else entry.text


def row_csv(headings: tuple[str, ...], line: TableLine) -> bytes:
    """A row by itself as a table of one line, the same wherever it stood."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerow([words_of(line.cells[h]) if h in line.cells else "" for h in headings])
    return out.getvalue().encode("utf-8-sig", "surrogatepass")
