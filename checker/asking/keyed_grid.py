"""A table that is read back by its hidden marks: the keys of its columns and what each row is.

Owns the finding of marks wherever the table has been moved to, whatever its headings are called now, and the
naming of every filled cell that no mark places.  It must not know what a row says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from checker.asking.sheet_columns import HEAD, HIDDEN, MARK, OF, ROW_ID
from checker.errors import Problem
from checker.forms.grid import GridLine, bare, shape, sound
from checker.forms.layout import FormTable
from checker.sheets.spreadsheet import Cell, Sheet
from checker.validation import shorten


def keyed_lines(sheet: Sheet, table: FormTable, problems: list[Problem],
                remarked: list[tuple[Cell, str]] | None = None,
                about: Collection[str] = ()) -> list[GridLine]:
    """The rows of a table that have a key, in the order of the sheet; what can't be placed is a problem.

    ``remarked`` takes the headings that are called otherwise now, with what they were called; of a sheet on
    several projects only the rows ``about`` these are read.
    """
    start, where = _columns(sheet, table, problems)
    if start is None:
        return []
    _strays(sheet, start, where, problems)
    lines: dict[tuple[str, str], GridLine] = {}
    for row in range(start + 1, sheet.last + 1):
        key = sheet.at(row, where[ROW_ID]).text
        cells = {name: sheet.at(row, column) for name, column in where.items()}
        if key == HEAD:
            _renamed(cells, table, remarked)
        elif not key or (OF in cells and not cells[OF].text):
            _unplaced(cells, problems)
        elif OF in cells and cells[OF].text not in about:
            continue
        elif (name := (cells[OF].text if OF in cells else "", key)) in lines:
            problems.append(cells[ROW_ID].problem("answers.row_twice", key=shorten(key),
                                                  first=lines[name][ROW_ID].address))
        else:
            lines[name] = _line(cells, table, problems)
    return list(lines.values())


def named_in(sheet: Sheet) -> dict[str, Cell]:
    """What the rows of a sheet on several projects say that they are about, each with its first cell."""
    marks: dict[str, tuple[int, int]] = {}
    for place, cell in sorted(sheet.cells.items()):
        marks.setdefault(cell.text, place)
    if MARK + OF not in marks or MARK + ROW_ID not in marks:
        return {}
    start, column = marks[MARK + OF]
    found: dict[str, Cell] = {}
    for row in range(start + 1, sheet.last + 1):
        key, cell = sheet.at(row, marks[MARK + ROW_ID][1]).text, sheet.at(row, column)
        if key not in ("", HEAD) and cell.text:
            found.setdefault(cell.text, cell)
    return found


def _columns(sheet: Sheet, table: FormTable,
             problems: list[Problem]) -> tuple[int | None, Mapping[str, int]]:
    """The row of the columns' marks, and where each column is; no row where a mark is missing."""
    start = next((row for (row, _), cell in sorted(sheet.cells.items()) if cell.text == MARK + ROW_ID), None)
    if start is None:
        problems.append(Problem("answers.no_marks", {}, (sheet.place,)))
        return None, {}
    where: dict[str, int] = {}
    twice = False
    for (row, column), cell in sorted(sheet.cells.items()):
        key = cell.text.removeprefix(MARK)
        if row == start and cell.text.startswith(MARK) and key in table.headings:
            if key in where:
                problems.append(cell.problem("answers.column_twice", heading=bare(table.headings[key])))
                twice = True
            where.setdefault(key, column)
    missing = [bare(heading) for key, heading in table.headings.items() if key not in where]
    if missing:
        problems.append(Problem("answers.columns_missing", {"columns": "、".join(missing)}, (sheet.place,)))
    return (None if missing or twice else start), where


def _strays(sheet: Sheet, start: int, where: Mapping[str, int], problems: list[Problem]) -> None:
    """Everything beside the columns, and above the table beside its title."""
    columns: Collection[int] = set(where.values())
    for (row, column), cell in sorted(sheet.cells.items()):
        beside = row >= start and column not in columns
        if (cell.text or cell.fault) and cell.fault != "form.merged_cell" and (
                beside or (row < start and column != 1)):
            problems.append(cell.problem("answers.beyond", given=shorten(cell.text)))


def _renamed(cells: Mapping[str, Cell], table: FormTable, remarked: list[tuple[Cell, str]] | None) -> None:
    for key, cell in cells.items():
        due = table.headings[key]
        if remarked is not None and key not in HIDDEN and shape(cell.text) != shape(due):
            remarked.append((cell, bare(due)))


def _unplaced(cells: Mapping[str, Cell], problems: list[Problem]) -> None:
    """A row that was put in between: nobody knows what it answers."""
    filled = next((cell for cell in cells.values() if cell.text or cell.fault), None)
    if filled is not None and filled.fault != "form.merged_cell":
        problems.append(filled.problem("answers.row_unknown", given=shorten(filled.text)))


def _line(cells: Mapping[str, Cell], table: FormTable, problems: list[Problem]) -> GridLine:
    read = {key: sound(entry.worded if key in table.texts else entry, key in table.dates,
                       bare(table.headings[key]), problems) for key, entry in cells.items()}
    return GridLine(read, table.headings, not any(
        entry.fault or (entry.date and key not in table.dates) for key, entry in read.items()))
