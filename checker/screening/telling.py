"""What is told of how a table was read: nothing that is filled in goes without a word.

Owns the account of columns, rows and cells, each kind in one sentence.  It must not decide anything.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from checker.messages import text
from checker.screening.columns import GENERAL, Column, states_own
from checker.screening.grids import GridRow
from checker.screening.headings import letters
from checker.sentence import Told
from checker.sheets.spreadsheet import Cell, Hidden
from checker.text.normal import invisible
from checker.validation import shorten

MOST = 20


def twice(columns: Iterable[Column]) -> Iterator[Told]:
    """Columns that say the same of a project; of such only the first is used."""
    first: dict[str, str] = {}
    for column in columns:
        if column.kind in GENERAL:
            before = first.setdefault(column.kind, column.heading)
            if before != column.heading:
                yield Told("read.twice", {"heading": column.heading, "first": before})


def unnamed(columns: Sequence[int], lettered: bool) -> Iterator[Told]:
    """Filled columns without a heading."""
    if columns:
        names = letters(columns) if lettered else text("join.names").join(
            f"第 {column}" for column in columns)
        yield Told("read.no_heading", {"columns": names})


def keyless(lines: Sequence[int]) -> Iterator[Told]:
    """Lines of JSON in which something stands under no name."""
    if lines:
        yield Told("read.no_key", {"lines": _shown([str(line) for line in lines[:MOST]], len(lines))})


class _Some:
    """Of things that may be many the first ones, and how many they are."""

    def __init__(self) -> None:
        self.first: list[tuple[Column, Cell]] = []
        self.count = 0

    def add(self, column: Column, entry: Cell) -> None:
        self.count += 1
        if len(self.first) < MOST:
            self.first.append((column, entry))

    @property
    def cells(self) -> str:
        return _shown([entry.address.said() for _, entry in self.first], self.count)


_LOST = "\N{REPLACEMENT CHARACTER}"


class CellAccount:
    """The account of the cells of all rows that are projects, of however many, for one sentence of each kind.

    Kinds are hidden rows and columns that are used all the same; cells that show nothing, or another number
    than they store; characters that nobody sees; amounts whose unit is their own, not that of their heading.
    ``filled`` are the columns in which anything stands.
    """

    def __init__(self, hidden: Hidden | None = None, columns: Mapping[int, Column] | None = None) -> None:
        self._hidden, self._columns = hidden or Hidden(), columns or {}
        self._hidden_rows: set[int] = set()
        self.filled: set[int] = set()
        self._unseen, self._otherwise, self._odd, self._own = _Some(), _Some(), _Some(), _Some()
        self._lost = _Some()
        self._signs: dict[str, None] = {}

    def add(self, row: GridRow) -> None:
        """Take a row into account."""
        if row.number in self._hidden.rows:
            self._hidden_rows.add(row.number)
        for column, entry in row.cells.items():
            if entry.text:
                self.filled.add(column)
            if column in self._columns:
                self.cell(self._columns[column], entry)

    def cell(self, column: Column, entry: Cell) -> None:
        """Take one cell of a column into account."""
        if entry.hidden:
            self._unseen.add(column, entry)
        if entry.shown and entry.text.lstrip("-") != entry.shown.lstrip("0"):
            self._otherwise.add(column, entry)
        if _LOST in entry.text:
            self._lost.add(column, entry)
        if signs := invisible(entry.text):
            self._odd.add(column, entry)
            self._signs.update(dict.fromkeys(signs))
        if column.kind == "quantity" and column.unit and states_own(entry.text, column.unit):
            self._own.add(column, entry)

    def told(self) -> Iterator[Told]:
        """What there is to tell of them."""
        yield from self._of_hidden()
        if self._unseen.count:
            yield Told("read.hidden_cells", {"count": self._unseen.count, "cells": self._unseen.cells})
        if self._otherwise.count:
            first = self._otherwise.first[0][1]
            yield Told("read.shown_otherwise", {"count": self._otherwise.count, "cell": first.address,
                                                "stored": first.text, "shown": first.shown})
        if self._odd.count:
            names = (f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()
                     for sign in list(self._signs)[:5])
            yield Told("read.invisible", {"count": self._odd.count, "cells": self._odd.cells,
                                          "characters": text("join.names").join(names)})
        if self._lost.count:
            yield Told("read.lost_letters", {"count": self._lost.count, "cells": self._lost.cells})
        if self._own.count:
            column, entry = self._own.first[0]
            yield Told("read.own_units", {"count": self._own.count, "cells": self._own.cells,
                                          "given": shorten(entry.text), "heading": column.heading})

    def _of_hidden(self) -> Iterator[Told]:
        seen = [str(number) for number in self._hidden.rows if number in self._hidden_rows]
        if seen:
            yield Told("read.hidden_rows", {"rows": "第 " + _few(seen) + " 行"})
        over = [column for column in self._hidden.columns if column in self._columns]
        if over:
            yield Told("read.hidden_columns", {
                "columns": text("join.names").join(
                    f"{letters([column])}（{self._columns[column].heading}）" for column in over)})


def aside(code: str, rows: Sequence[tuple[int, str]]) -> Iterator[Told]:
    """Rows that were not taken for projects."""
    if rows:
        yield Told(code, {"rows": _few([text("read.row", row=number, words=shorten(words))
                                        for number, words in rows])})


def _few(said: Iterable[str]) -> str:
    """The first of many, and how many they are."""
    every = list(said)
    return _shown(every, len(every))


def _shown(first: Sequence[str], count: int) -> str:
    shown = text("join.names").join(first[:MOST])
    return text("read.more", shown=shown, count=count) if count > MOST else shown
