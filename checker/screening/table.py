"""A table of projects as rows of text: from CSV, a workbook, or JSON lines.

Owns which rows are projects, and the account of everything filled that isn't read as one.  It must not
know what a datum means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.errors import DossierError, Problem, UsageError
from checker.files.canonical import digest
from checker.limits import MOST_BLANK_ROWS, MOST_COLUMNS, MOST_HEAD_ROWS, MOST_TABLE_BYTES
from checker.places import TextCell
from checker.screening import telling
from checker.screening.asides import set_aside
from checker.screening.columns import SAME_AS, Column, Known, parted, units_said, unlike
from checker.screening.grids import GridRow, decoded, grids_of
from checker.screening.headings import Heads, TableTerms, heads_of, letters
from checker.screening.json_lines import lines_of
from checker.screening.line_store import LineStore
from checker.sentence import Told
from checker.sheets.spreadsheet import Cell, cell_at, contents
from checker.text.normal import folded
from checker.validation import shorten

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".jsonl")
_HEADS = 3  # rows that headings and units may take
_SENTENCE = 2  # a row of so few cells may be a sentence about others
_USED = ("quantity", "attribute", "number", "name", "owner")


@dataclass(frozen=True)
class TableLine:
    """A row: its cells by heading, and where it stands in the file."""

    place: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """A table's headings and rows, the digest of its bytes, and what is told of how it was read."""

    name: str
    digest: str
    headings: tuple[str, ...]
    lines: Sequence[TableLine]
    broken: tuple[Problem, ...] = ()
    told: tuple[Told, ...] = ()


def read_table(path: Path, known: Known | None = None, asked: TableTerms | None = None) -> Table:
    """Read a table; raises :class:`DossierError` when none of it can be read."""
    suffix = path.suffix.lower()
    raw = contents(path, DossierError, MOST_TABLE_BYTES)
    if suffix in (".xls", ".et"):
        raise DossierError(Problem("form.old_format", file=str(path)))
    if suffix not in SUFFIXES:
        raise DossierError(Problem("table.suffix", {
            "suffix": suffix or "（无）", "known": "、".join(SUFFIXES)}, file=str(path)))
    if not raw.strip():
        raise DossierError(Problem("table.empty", file=str(path)))
    known, asked = known or Known(None), asked or TableTerms()
    if suffix == ".jsonl":
        return _of_lines(raw, str(path), known, asked)
    grids = grids_of(raw, str(path), lambda said: known.column(said).kind != "unknown",
                     max(MOST_HEAD_ROWS, asked.header_row or 0) + _HEADS)
    heads = heads_of(grids, known, asked, str(path))
    if max(heads.names, default=0) > MOST_COLUMNS:
        raise DossierError(Problem("table.too_wide", {
            "count": max(heads.names), "limit": MOST_COLUMNS}, file=str(path)))
    names = _names(heads, asked, str(path))
    return _RowReader(heads, names, known, str(path)).table(raw, asked)


def _names(heads: Heads, asked: TableTerms, file: str) -> dict[int, str]:
    """The headings by column, each with what the caller says that it stands for."""
    names = {column: _meant(heading, asked) for column, heading in heads.names.items()}
    twice = [heading for heading, count in Counter(map(folded, names.values())).items() if count > 1]
    if twice:
        said = sorted({heading for heading in names.values() if folded(heading) in twice})
        raise DossierError(Problem("table.heading_twice", {"names": "、".join(said)}, file=file))
    return names


def _meant(heading: str, asked: TableTerms) -> str:
    kept = {folded(own): target for own, target in asked.columns.items()}
    target = kept.get(folded(heading)) or kept.get(parted(heading)[0])
    return f"{heading}{SAME_AS}{target}" if target else heading


class _RowReader:
    """Goes through the rows below the headings once, and keeps account of what is not a project."""

    def __init__(self, heads: Heads, names: Mapping[int, str], known: Known, file: str) -> None:
        self.heads, self.names, self.known, self.file = heads, names, known, file
        self.columns = {column: known.column(heading) for column, heading in names.items()}
        self.lines = LineStore[TableLine]()
        self.below = 0
        self.broken: list[Problem] = []
        self.aside: dict[str, list[tuple[int, str]]] = {"total": [], "remark": []}
        self.unnamed: set[int] = set()
        self.far: list[tuple[str, str]] = []
        self.last = heads.last
        self.cells = telling.CellAccount(heads.grid.hidden, self.columns)
        self.merged = _merged(heads)
        self.width = self.narrowest = 0  # of the last row, and the least of all others

    def table(self, raw: bytes, asked: TableTerms) -> Table:
        for row in self.heads.below():
            self.below += 1
            self._row(row)
        if self.far:
            place, cell = self.far[0]
            self.broken.append(Problem("table.far_below", {
                "place": place, "cell": cell, "count": len(self.far), "limit": MOST_BLANK_ROWS},
                file=self.file))
        if not self.lines and not self.broken:
            raise DossierError(Problem("table.no_rows", file=self.file))
        self._merged_headings()
        told = [*self.heads.where(self.below), *self.heads.told, *self._told(),
                *_not_there(self.heads.names.values(), asked)]
        return Table(self.file, digest(raw), tuple(self.names.values()), self.lines,
                     tuple(self.broken), tuple(told))

    def _cut_off(self) -> Iterable[Told]:
        """A last row that has fewer cells than any other: what came behind it may be lost as well."""
        if self.width < self.narrowest:
            yield Told("read.cut_off", {
                "row": self.lines[-1].place, "count": self.width, "due": self.narrowest})

    def _row(self, row: GridRow) -> None:
        if row.number - self.last > MOST_BLANK_ROWS:
            self.far.append((row.place, next(iter(row.cells.values())).address))
            return
        self.last = row.number
        filled = [(self.columns[column], entry) for column, entry in row.cells.items()
                  if column in self.columns and entry.text]
        beyond = [column for column in row.cells if column not in self.columns and row.cells[column].text]
        if not self.heads.grid.name and any(column > max(self.columns) for column in beyond):
            self.broken.append(Problem("table.beyond", {
                "place": row.place, "due": max(self.columns)}, file=self.file))
            return
        if self.heads.grid.beyond(row):
            self.broken.append(Problem("table.other_separator", {"place": row.place}, file=self.file))
            return
        self.unnamed.update(beyond)
        aside = set_aside(filled) if filled else None
        _units_between(row.place, filled, aside is not None, tuple(self.columns.values()), self.file)
        if aside:
            self.aside[aside[0]].append((row.number, aside[1]))
            return
        self._second_table(row, filled)
        line = TableLine(row.place, {self.names[column]: self._settled(column, row.cells.get(column), row)
                                for column in self.columns})
        if filled or any(entry.fault not in (None, "form.merged_cell") for entry in line.cells.values()):
            self.lines.append(line)
            self.cells.add(row)
            self.narrowest = min(self.narrowest or self.width, self.width)
            self.width = row.width

    def _settled(self, column: int, entry: Cell | None, row: GridRow) -> Cell:
        """A cell as its column takes it: a number as it is stored, anything else as it is shown."""
        if entry is None:
            sheet = self.heads.grid.name
            return Cell(cell_at(sheet, row.number, column) if sheet
                         else TextCell(f"{row.number}:{column}"))
        return entry if self.columns[column].kind == "quantity" else entry.worded

    def _second_table(self, row: GridRow, filled: Sequence[tuple[Column, Cell]]) -> None:
        """A row further down that is one of headings: another table, whose columns mean something else."""
        if not any(self.known.names(entry.text) for _, entry in filled):
            return
        meant = sum(self.known.column(entry.text).kind != "unknown" for _, entry in filled)
        if meant > 1 and 2 * meant > len(filled):
            words = "、".join(entry.text for _, entry in filled[:4])
            raise DossierError(Problem("table.two_tables", {"row": row.number, "words": shorten(words)},
                                       file=self.file))

    def _merged_headings(self) -> None:
        """A heading that lies over several filled columns: nobody knows of which it speaks."""
        for first, right in self.merged:
            over = [column for column in range(first, right + 1) if column in self.cells.filled]
            if len(over) < 2:
                continue
            heading = self.names[first]
            if self.columns[first].kind in _USED:
                raise DossierError(Problem("table.merged_over", {
                    "heading": heading, "columns": letters(over)}, file=self.file))
            self.heads.told.append(Told("read.merged_heading", {
                "heading": heading, "columns": letters(over)}))
            self.unnamed -= set(over)

    def _told(self) -> Iterable[Told]:
        yield from telling.twice(self.columns.values())
        yield from telling.unnamed(sorted(self.unnamed), bool(self.heads.grid.name))
        yield from self.cells.told()
        yield from self._cut_off()
        yield from telling.aside("read.totals", self.aside["total"])
        yield from telling.aside("read.remarks", self.aside["remark"])


def _units_between(place: str, filled: Sequence[tuple[Column, Cell]], aside: bool, columns: Sequence[Column],
                   file: str) -> None:
    """A sentence between the rows that names other units than the headings: nobody knows for which rows."""
    if not aside and len(filled) > _SENTENCE:
        return
    for words in [entry.text for _, entry in filled]:
        otherwise = unlike(units_said(words), columns)
        if otherwise:
            raise DossierError(Problem("table.units_between", {
                "place": place, "words": shorten(words),
                "columns": "、".join(column.heading for column in otherwise)}, file=file))


def _merged(heads: Heads) -> list[tuple[int, int]]:
    """The columns over which a heading of the last row of headings is merged."""
    last = heads.grid.rows[heads.at].number
    return [(first, right) for top, first, bottom, right in heads.grid.merged
            if top <= last <= bottom and right > first and first in heads.names
            and heads.rows == 1 and not heads.units]


def _not_there(headings: Iterable[str], asked: TableTerms) -> Iterable[Told]:
    own = {name for heading in headings for name in (folded(heading), parted(heading)[0])}
    absent = [name for name in asked.columns if folded(name) not in own]
    if absent:
        yield Told("read.not_in_table", {"names": "、".join(absent)})


def _of_lines(raw: bytes, file: str, known: Known, asked: TableTerms) -> Table:
    """A table of JSON lines: the keys are the headings."""
    if asked.sheet is not None or asked.header_row is not None:
        raise UsageError(Problem("table.sheet_of_text" if asked.sheet is not None
                                 else "table.header_row_of_lines", file=file))
    found = lines_of(decoded(raw, file), file)
    if not found.rows and not found.broken:
        raise DossierError(Problem("table.empty", file=file))
    if not found.rows:
        raise DossierError(found.broken)
    account, lines = telling.CellAccount(), LineStore[TableLine]()
    aside = {"total": list[tuple[int, str]](), "remark": list[tuple[int, str]]()}
    for number, cells in found.rows:
        filled = [(known.column(heading), entry) for heading, entry in cells.items() if entry.text]
        kept = set_aside(filled) if filled else None
        _units_between(f"第 {number} 行", filled, kept is not None,
                       tuple(map(known.column, found.headings)), file)
        if kept:
            aside[kept[0]].append((number, kept[1]))
        elif filled:
            line = TableLine(f"第 {number} 行", {_meant(heading, asked): entry
                                               for heading, entry in cells.items()})
            lines.append(line)
            for heading, entry in line.cells.items():
                account.cell(known.column(heading), entry)
    if not lines and not found.broken:
        raise DossierError(Problem("table.no_rows", file=file))
    told = [*telling.twice(map(known.column, found.headings)), *account.told(),
            *telling.keyless(found.unnamed), *telling.aside("read.totals", aside["total"]),
            *telling.aside("read.remarks", aside["remark"]), *_not_there(found.headings, asked)]
    return Table(file, digest(raw), tuple(_meant(heading, asked) for heading in found.headings),
                 lines, tuple(found.broken), tuple(told))
