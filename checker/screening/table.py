"""A table of projects as rows of text: from CSV, a workbook, or JSON lines.

Owns encodings, separators and cells.  It must not know what a column means.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from checker.canonical import digest
from checker.errors import DossierError, Problem
from checker.spreadsheet import Entry, contents, sheets_of

MAX_BYTES = 200_000_000
MAX_ROWS = 200_000
SUFFIXES = (".csv", ".xlsx", ".jsonl")


@dataclass(frozen=True)
class Line:
    """A row: its cells by heading, and where it stands in the file."""

    place: str
    cells: Mapping[str, Entry]

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(entry.text or entry.fault for entry in self.cells.values())


@dataclass(frozen=True)
class Table:
    """A table's headings and rows, and the digest of its bytes."""

    name: str
    digest: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    broken: tuple[Problem, ...] = ()


def read_table(path: Path) -> Table:
    """Read a table; raises :class:`DossierError` when none of it can be read."""
    suffix = path.suffix.lower()
    raw = contents(path, DossierError, MAX_BYTES)
    if suffix in (".xls", ".et"):
        raise DossierError(Problem("form.old_format", file=str(path)))
    if suffix not in SUFFIXES:
        known = "、".join(SUFFIXES)
        raise DossierError(Problem("table.suffix", {
            "suffix": suffix or "（无）", "known": known}, file=str(path)))
    return parse_table(raw, str(path))


def parse_table(raw: bytes, name: str) -> Table:
    """The same for bytes that are already in hand."""
    if not raw.strip():
        raise DossierError(Problem("table.empty", file=name))
    if name.lower().endswith(".xlsx"):
        grid = _workbook(raw, name)
    elif name.lower().endswith(".jsonl"):
        return _json_lines(raw, name)
    else:
        grid = _csv(raw, name)
    return _table(grid, raw, name)


Grid = list[tuple[str, list[Entry]]]


def _table(grid: Grid, raw: bytes, name: str) -> Table:
    """The first row with at least two cells holds the headings."""
    start = next((i for i, (_, cells) in enumerate(grid) if sum(bool(c.text) for c in cells) > 1), None)
    if start is None:
        raise DossierError(Problem("table.empty", file=name))
    headings = [" ".join(cell.text.split()) for cell in grid[start][1]]
    twice = sorted({h for h in headings if h and headings.count(h) > 1})
    if twice:
        raise DossierError(Problem("table.heading_twice", {"names": "、".join(twice)}, file=name))
    lines, broken = [], []
    for place, cells in grid[start + 1:]:
        beyond = [cell for cell in cells[len(headings):] if cell.text]
        named = zip(headings, cells, strict=False)
        line = Line(place, {heading: cell for heading, cell in named if heading})
        if beyond:
            broken.append(Problem("table.beyond", {"place": place, "due": len(headings)}, file=name))
        elif not line.empty:
            lines.append(line)
    return Table(name, digest(raw), tuple(h for h in headings if h), tuple(lines), tuple(broken))


def decoded(raw: bytes, name: str) -> str:
    """The text of a file in UTF-8, with or without a mark, or in GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise DossierError(Problem("table.encoding", file=name))


def _csv(raw: bytes, name: str) -> Grid:
    text = decoded(raw, name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    grid: Grid = []
    try:
        for row in reader:
            number = len(grid) + 1
            grid.append((f"第 {number} 行", [
                _text(cell, f"第 {number} 行第 {column} 列") for column, cell in enumerate(row, 1)]))
            if number > MAX_ROWS:
                raise DossierError(Problem("table.too_long", {"rows": MAX_ROWS}, file=name))
    except csv.Error as bad:
        raise DossierError(Problem("table.bad_csv", {"reason": str(bad)}, file=name, line=reader.line_num)) \
            from None
    return grid


def _text(words: str, address: str) -> Entry:
    text = words.strip()
    odd = any(unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\r\n\t" for c in text)
    return Entry(address, text, fault="form.bad_character" if odd else None)


def _workbook(raw: bytes, name: str) -> Grid:
    """The first sheet that has a table."""
    for sheet in sheets_of(raw, name, DossierError, rows=MAX_ROWS, computed=True).values():
        columns = max((column for _, column in sheet.cells), default=0)
        grid = [(f"第 {row} 行", [sheet.at(row, column) for column in range(1, columns + 1)])
                for row in range(1, sheet.last + 1)]
        if any(sum(bool(c.text) for c in cells) > 1 for _, cells in grid):
            return grid
    raise DossierError(Problem("table.empty", file=name))


def _json_lines(raw: bytes, name: str) -> Table:
    """One object a line, its keys for headings."""
    lines, broken, headings = [], [], dict[str, None]()
    for number, text in enumerate(decoded(raw, name).splitlines(), 1):
        if not text.strip():
            continue
        try:
            found = json.loads(text, parse_float=Decimal, parse_int=Decimal, object_pairs_hook=_once)
            cells = dict(_cells(found, number))
        except (ValueError, TypeError, RecursionError):
            broken.append(Problem("table.bad_json", file=name, line=number))
            continue
        headings.update(dict.fromkeys(cells))
        lines.append(Line(f"第 {number} 行", cells))
    if not lines and not broken:
        raise DossierError(Problem("table.empty", file=name))
    return Table(name, digest(raw), tuple(headings), tuple(lines), tuple(broken))


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are each written once; nobody knows which of two is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(pairs)
    return found


def _cells(found: Any, number: int) -> Iterator[tuple[str, Entry]]:
    if not isinstance(found, dict):
        raise TypeError(found)
    for key, value in found.items():
        if isinstance(value, (dict, list)):
            raise TypeError(value)
        text = {None: "", True: "是", False: "否"}.get(value) if value is None or isinstance(value, bool) \
            else f"{value:f}" if isinstance(value, Decimal) else str(value)
        yield str(key), _text(text or "", f"第 {number} 行“{key}”")


def row_csv(headings: tuple[str, ...], line: Line) -> bytes:
    """A row by itself as a table of one line, the same wherever it stood."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerow([line.cells[h].text if h in line.cells else "" for h in headings])
    return out.getvalue().encode("utf-8-sig", "surrogatepass")


def column_letter(headings: tuple[str, ...], heading: str) -> str:
    """The letter of a heading's column, as office programs show it."""
    return get_column_letter(headings.index(heading) + 1)
