"""What is told of how a table was read: nothing that is filled in goes without a word.

Owns the account of columns, rows and cells, each kind in one sentence.  It must not decide anything.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

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


def hidden(found: Hidden, rows: Sequence[GridRow], columns: Mapping[int, Column]) -> Iterator[Told]:
    """Hidden rows and columns that are used all the same."""
    numbers = {row.number for row in rows}
    seen = [str(number) for number in found.rows if number in numbers]
    if seen:
        yield Told("read.hidden_rows", {"rows": "第 " + _few(seen) + " 行"})
    over = [column for column in found.columns if column in columns]
    if over:
        yield Told("read.hidden_columns", {
            "columns": text("join.names").join(
                f"{letters([column])}（{columns[column].heading}）" for column in over)})


def cells(entries: Collection[Cell]) -> Iterator[Told]:
    """Cells that show nothing, that show another number than they store, and characters that nobody sees."""
    unseen = [entry.address.said() for entry in entries if entry.hidden]
    if unseen:
        yield Told("read.hidden_cells", {"count": len(unseen), "cells": _few(unseen)})
    otherwise = [entry for entry in entries
                 if entry.shown and entry.text.lstrip("-") != entry.shown.lstrip("0")]
    if otherwise:
        first = otherwise[0]
        yield Told("read.shown_otherwise", {"count": len(otherwise), "cell": first.address,
                                            "stored": first.text, "shown": first.shown})
    odd = [entry for entry in entries if invisible(entry.text)]
    if odd:
        signs = dict.fromkeys(sign for entry in odd for sign in invisible(entry.text))
        yield Told("read.invisible", {
            "count": len(odd), "cells": _few([entry.address.said() for entry in odd]),
            "characters": text("join.names").join(f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()
                                   for sign in list(signs)[:5])})


def own_units(cells: Iterable[tuple[Column, Cell]]) -> Iterator[Told]:
    """Amounts whose unit is their own, not that of their heading."""
    found = [(column, entry) for column, entry in cells
             if column.kind == "quantity" and column.unit and states_own(entry.text, column.unit)]
    if found:
        column, entry = found[0]
        yield Told("read.own_units", {
            "count": len(found), "cells": _few([entry.address.said() for _, entry in found]),
            "given": shorten(entry.text), "heading": column.heading})


def aside(code: str, rows: Sequence[tuple[int, str]]) -> Iterator[Told]:
    """Rows that were not taken for projects."""
    if rows:
        yield Told(code, {"rows": _few([text("read.row", row=number, words=shorten(words))
                                        for number, words in rows])})


def _few(said: Iterable[str]) -> str:
    """The first of many, and how many they are."""
    every = list(said)
    shown = text("join.names").join(every[:MOST])
    return text("read.more", shown=shown, count=len(every)) if len(every) > MOST else shown
