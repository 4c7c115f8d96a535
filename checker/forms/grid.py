"""A sheet of a filled form as rows by the headings of its table.

Owns the finding of the headings wherever the table has been moved to, the faults of single cells,
and the naming of every cell that stands outside the table.  It must not know what a row says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from checker.errors import Problem
from checker.forms.layout import FormTable
from checker.messages import CATALOGUE, pattern, template, text
from checker.sheets.spreadsheet import Cell, Sheet
from checker.text.normal import folded
from checker.validation import shorten

_TITLE_ROWS = 2
# The line that says which items a list serves; of whatever state of the ruleset, it names them by number.
_SERVES = pattern("form.list_serves", numbers="(?:[^\u4e00-\u9fff]*|{})".format(
    re.escape(text("form.serves_none"))))
# The warning that no answer helps; an edition of the ruleset whose limits have been read prints it no longer.
_WARNING = pattern("show.inconclusive", good=".*", items=".*")
_MOST_NAMED = 20


@dataclass(frozen=True)
class GridLine:
    """A row of a table: its cells by the keys of their columns.

    ``sound`` unless one of its cells can't be read, which has been said.
    """

    cells: Mapping[str, Cell]
    headings: Mapping[str, str]
    sound: bool = True

    def __getitem__(self, key: str) -> Cell:
        return self.cells[key]

    def stands(self, *keys: str) -> bool:
        """Whether something stands in any of these cells, even if it can't be read."""
        return any(self.cells[key].text or self.cells[key].fault for key in keys if key in self.cells)

    def heading(self, key: str) -> str:
        """The heading of a column as a message names it."""
        return bare(self.headings[key])


def bare(heading: str) -> str:
    """A heading without its mark of being needed."""
    return heading.removesuffix(text("form.mark"))


def shape(heading: str) -> str:
    """A heading as it is compared: with or without its mark of being needed, however it is typed."""
    return folded(heading).removesuffix(folded(text("form.mark")))


def lines_of(sheet: Sheet, table: FormTable, problems: list[Problem], *, after: int = 0,
             known: Collection[tuple[int, int]] = ()) -> list[GridLine]:
    """The rows of a table that have something in them.

    The headings are sought below the row ``after``; ``known`` are cells above them that have been read.
    """
    start = _start(sheet, table, after)
    where = _columns(sheet, table, start, problems) if start else {}
    missing = [bare(heading) for key, heading in table.needed.items() if key not in where]
    if missing:
        problems.append(Problem("form.columns_missing", {"columns": "、".join(missing)}, (sheet.place,)))
        return []
    _strays(sheet, table, start, set(where.values()), set(known), problems)
    lines, absent = [], {key: Cell(sheet.place) for key in table.later if key not in where}
    for row in range(start + 1, sheet.last + 1):
        cells = {key: sheet.at(row, column) for key, column in where.items()}
        read = {key: sound(entry.worded if key in table.texts else entry, key in table.dates,
                           bare(table.headings[key]), problems) for key, entry in cells.items()}
        line = GridLine({**absent, **read}, table.headings, not any(
            entry.fault or (entry.date and key not in table.dates) for key, entry in cells.items()))
        if line.stands(*line.cells):
            lines.append(line)
    return lines


def sound(entry: Cell, may_be_date: bool, heading: str, problems: list[Problem]) -> Cell:
    """The cell; what can't be read in it is said, and leaves no text."""
    if entry.fault:
        problems.append(entry.problem(entry.fault, given=shorten(entry.text)))
        return entry._replace(text="")
    if entry.date and not may_be_date:
        problems.append(entry.problem("form.date_here", given=entry.text, heading=heading))
        return entry._replace(text="", date=None, fault="form.date_here")
    return entry


def _start(sheet: Sheet, table: FormTable, after: int) -> int:
    """The row with the most headings of the table; 0 where there is none."""
    headings = {shape(heading) for heading in table.headings.values()}
    found: dict[int, set[str]] = {}
    for (row, _), entry in sheet.cells.items():
        if row > after and shape(entry.text) in headings:
            found.setdefault(row, set()).add(shape(entry.text))
    return max(found, key=lambda row: (len(found[row]), -row), default=0)


def _columns(sheet: Sheet, table: FormTable, start: int, problems: list[Problem]) -> dict[str, int]:
    keys = {shape(heading): key for key, heading in table.headings.items()}
    where: dict[str, int] = {}
    for (row, column), entry in sorted(sheet.cells.items()):
        key = keys.get(shape(entry.text)) if row == start else None
        if key in where:
            problems.append(entry.problem("form.heading_twice", heading=bare(entry.text)))
        elif key:
            where[key] = column
    return where


def _strays(sheet: Sheet, table: FormTable, start: int, columns: set[int], known: set[tuple[int, int]],
            problems: list[Problem]) -> None:
    """Everything that stands beside the table or above it, but for the lines of the title."""
    titles, headings = _titles(sheet, start), {shape(heading) for heading in table.headings.values()}
    found = [entry for (row, column), entry in sorted(sheet.cells.items())
             if (entry.text or entry.fault) and entry.fault != "form.merged_cell"
             and (row, column) not in known and not (row >= start and column in columns)
             and not (row == start and shape(entry.text) in headings) and (row, column) not in titles
             and not _printed(entry)]
    if found:
        cells = [entry.address.rpartition("!")[2] for entry in found]
        named = "、".join(cells[:_MOST_NAMED]) + ("……" if len(cells) > _MOST_NAMED else "")
        problems.append(found[0].problem("form.beyond", count=len(found), cells=named))


def _titles(sheet: Sheet, start: int) -> set[tuple[int, int]]:
    """The first cells of the first lines above the headings."""
    first: dict[int, int] = {}
    for row, column in sorted(place for place, entry in sheet.cells.items() if entry.text):
        if row < start:
            first.setdefault(row, column)
    return set(list(first.items())[:_TITLE_ROWS])


def _printed(entry: Cell) -> bool:
    """Whether it is a line that the form itself prints above its tables."""
    return bool(_SERVES.fullmatch(entry.text) or _WARNING.fullmatch(entry.text)) or entry.text in _hints()


@cache
def _hints() -> frozenset[str]:
    return frozenset(" ".join(template(code).split()) for code in CATALOGUE if code.startswith("form.hint."))
