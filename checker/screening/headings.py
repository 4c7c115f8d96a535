"""Where a table begins: on which sheet, in which row or rows, and under which names.

Owns the search for the headings over all sheets, headings of two rows, and units that stand above or
below them.  Everything that it decides is told.  It must not read rows of projects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from openpyxl.utils import get_column_letter

from checker.errors import DossierError, Problem, UsageError
from checker.limits import MOST_HEAD_ROWS
from checker.messages import text
from checker.quantity.unit import Unit
from checker.screening.columns import Known, is_unit, units_said, unlike
from checker.screening.grids import Grid, GridRow
from checker.sentence import Told
from checker.text.normal import folded

LEAST = 2
_UNITS = re.compile(r"[(]?(?:计量|金额|货币|数据|填报)?单位:([^()]{1,40})[)]?")
_APART = re.compile("[、,;和]")
_NO_UNITS = ("1", "-")
MOST_NAMED = 20


@dataclass(frozen=True)
class TableTerms:
    """What the caller says of the table: sheet, row of the headings, names for its headings."""

    sheet: str | None = None
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Heads:
    """The headings by column, where the rows below them begin, and what is told of it.

    They take ``rows``, with ``units`` one more, in which these stand.
    """

    grid: Grid
    at: int
    rows: int
    names: dict[int, str]
    score: int = 0
    named: bool = False
    units: bool = False
    told: list[Told] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The row of the headings as the file counts it."""
        return self.grid.rows[self.at].number

    @property
    def first_below(self) -> GridRow | None:
        """The first row below."""
        return next(iter(self.grid.rows[self.at + self.rows:]), None)

    @property
    def last(self) -> int:
        """The last row of headings or units as the file counts it."""
        return self.number + self.rows + self.units - 1

    def below(self) -> Iterator[GridRow]:
        """The rows below; those of a text can be read once."""
        return chain(self.grid.rows[self.at + self.rows + self.units:], self.grid.rest)

    def where(self, below: int) -> list[Told]:
        """What was read, with how many rows; of a text that begins with its headings nothing needs saying."""
        told, count = [], below + self.units
        if self.grid.name:
            told.append(Told("read.sheet", {"sheet": self.grid.name, "row": self.number, "count": count}))
        elif self.number != 1:
            told.append(Told("read.rows", {"row": self.number, "count": count}))
        if self.rows == 2:
            told.append(Told("read.two_rows", {"row": self.number, "next": self.number + 1}))
        return told


def heads_of(grids: Sequence[Grid], known: Known, asked: TableTerms, file: str) -> Heads:
    """The headings of the one table of a file; raises in words where there are several or none."""
    chosen = _asked_for(grids, asked, file)
    found = [best for grid in chosen if (best := _best(grid, known, asked)) is not None]
    tables = [heads for heads in found if heads.named and heads.score >= LEAST]
    if len(tables) > 1:
        names = "、".join(f"“{heads.grid.name}”（{sum(1 for _ in heads.below())} 行）" for heads in tables)
        raise UsageError(Problem("table.several", {"names": names}, file=file))
    heads = next(iter(tables), None) or max(found, key=lambda heads: heads.score, default=None)
    if heads is None and asked.header_row is not None:
        raise UsageError(Problem("table.no_such_row", {"row": asked.header_row}, file=file))
    if heads is None:
        raise DossierError(Problem("table.empty", file=file))
    heads.told.extend(heads.grid.told)
    _others(heads, grids)
    _units_above(heads, known)
    _units_below(heads, known, file)
    return heads


def _asked_for(grids: Sequence[Grid], asked: TableTerms, file: str) -> Sequence[Grid]:
    """The sheets that may hold the table: those that are seen, or the one that is named."""
    if asked.sheet is None:
        return [grid for grid in grids if not grid.hidden.sheet] or grids
    if len(grids) == 1 and not grids[0].name:
        raise UsageError(Problem("table.sheet_of_text", file=file))
    named = [grid for grid in grids if folded(grid.name) == folded(asked.sheet)]
    if not named:
        raise UsageError(Problem("table.no_sheet", {
            "sheet": asked.sheet, "names": "、".join(grid.name for grid in grids)}, file=file))
    return named


def _best(grid: Grid, known: Known, asked: TableTerms) -> Heads | None:
    """The row, or two rows, with the most headings that mean something."""
    if asked.header_row is not None:
        at = next((i for i, row in enumerate(grid.rows) if row.number == asked.header_row), None)
        if at is None:
            return None
        places: Sequence[int] = (at,)
    else:
        places = range(min(MOST_HEAD_ROWS, len(grid.rows)))
    found = [heads for at in places for heads in _heads_at(grid, at, known)]
    best = max(found, key=lambda heads: (heads.score, -heads.rows), default=None)
    if best is None or (best.score == 0 and asked.header_row is None):
        return next((heads for heads in found if len(heads.names) >= LEAST), None)
    return best


def _heads_at(grid: Grid, at: int, known: Known) -> list[Heads]:
    single = {column: _joined(said) for column, said in grid.rows[at].texts().items()}
    both = _two_rows(grid, at, known)
    found = [_scored(Heads(grid, at, 1, single), known)]
    return [_scored(Heads(grid, at, 2, both), known), *found] if both else found


def _joined(said: str) -> str:
    """A heading on one line."""
    return " ".join(said.split())


def _scored(heads: Heads, known: Known) -> Heads:
    meant = {(column.kind, column.name) for said in heads.names.values()
             if (column := known.column(said)).kind != "unknown"}
    heads.score, heads.named = len(meant), any(kind == "name" for kind, _ in meant)
    return heads


def _two_rows(grid: Grid, at: int, known: Known) -> dict[int, str] | None:
    """The names of headings that take two rows: groups above, what is in them below."""
    if at + 1 >= len(grid.rows) or grid.rows[at + 1].number != grid.rows[at].number + 1:
        return None
    upper, lower = grid.rows[at].texts(), grid.rows[at + 1].texts()
    cells = grid.rows[at + 1].cells
    if not lower or any(cells[column].stored or cells[column].date or cells[column].fault
                        for column in lower):
        return None
    groups = _groups(grid, at, upper, lower)
    if not groups or any(column in upper and column not in groups for column in lower):
        return None
    names = {}
    for column in sorted({*upper, *lower}):
        above, below = groups.get(column, ""), lower.get(column, "")
        if not below:
            names[column] = upper[column]
        elif known.column(_joined(below)).kind != "unknown" or not above:
            names[column] = below
        elif known.column(_joined(above + below)).kind != "unknown":
            names[column] = above + below
        else:
            names[column] = f"{above}·{below}"
    return {column: _joined(said) for column, said in names.items()}


def _groups(grid: Grid, at: int, upper: Mapping[int, str], lower: Mapping[int, str]) -> dict[int, str]:
    """For each column of a group the heading that stands over it: merged cells, or empty ones beside it."""
    number = grid.rows[at].number
    over = {column: upper[first] for top, first, bottom, right in grid.merged
            if top == bottom == number and first in upper
            for column in range(first, right + 1) if column in lower}
    if grid.merged:
        return over
    for first in upper:
        column = first + 1
        while first in lower and column in lower and column not in upper:
            over[first] = over[column] = upper[first]
            column += 1
    return over


def _others(heads: Heads, grids: Sequence[Grid]) -> None:
    names = [text("read.hidden_sheet", name=grid.name) if grid.hidden.sheet else grid.name
             for grid in grids if grid is not heads.grid and grid.rows]
    if names:
        heads.told.append(Told("read.other_sheets", {"names": "、".join(names)}))


def _units_above(heads: Heads, known: Known) -> None:
    """A line like 单位：万元、亩 above the table: each for the columns that it fits and that name none."""
    for row in heads.grid.rows[:heads.at]:
        for said in row.texts().values():
            found = _UNITS.fullmatch(folded(said))
            units = _APART.split(found[1]) if found else []
            if not any(map(is_unit, units)):
                units = units_said(said)
            if not units:
                continue
            otherwise = unlike(filter(is_unit, units), map(known.column, heads.names.values()))
            if otherwise:
                heads.told.append(Told("read.units_otherwise", {
                    "said": said, "columns": "、".join(column.heading for column in otherwise)}))
            if not all(map(is_unit, units)):
                heads.told.append(Told("read.units_ignored", {"said": said}))
                continue
            used = [column for column, heading in heads.names.items() if _unit_for(heading, units, known)]
            for column in used:
                heading = heads.names[column]
                heads.names[column] = f"{heading}（{_unit_for(heading, units, known)}）"
            if used:
                heads.told.append(Told("read.units_above", {
                    "said": said, "columns": "、".join(heads.names[column] for column in used)}))


def _unit_for(heading: str, units: Sequence[str], known: Known) -> str:
    """The only one of the units that fits a column without one."""
    column = known.column(heading)
    due = known.due(column)
    fitting = [unit for unit in units if due is not None and Unit(unit).fits(due)]
    return fitting[0] if len(fitting) == 1 and column.unit is None else ""


def _units_below(heads: Heads, known: Known, file: str) -> None:
    """A row of units right below the headings."""
    row = heads.first_below
    if row is None or row.number != heads.number + heads.rows:
        return
    units = {column: _bare(said) for column, said in row.texts().items() if folded(said) not in ("-", "/")}
    if not units or any(row.cells[column].stored or not is_unit(unit) or unit in _NO_UNITS
                        for column, unit in units.items()):
        return
    for column, unit in units.items():
        heading = heads.names.get(column, "")
        own = known.column(heading).unit
        if own is not None and own != unit:
            raise DossierError(Problem("table.units_differ", {"heading": heading, "unit": unit}, file=file))
        if heading and own is None:
            heads.names[column] = f"{heading}（{unit}）"
    named = "、".join(heads.names[column] for column in units if column in heads.names)
    heads.told.append(Told("read.units_row", {"row": row.number, "columns": named}))
    heads.units = True


def _bare(said: str) -> str:
    return folded(said).removeprefix("单位:").removeprefix("(").removesuffix(")")


def letters(columns: Sequence[int]) -> str:
    """Columns by their letters, as office programs show them; of very many the first and how many."""
    named = "、".join(get_column_letter(column) for column in columns[:MOST_NAMED])
    return named if len(columns) <= MOST_NAMED else text("read.and_more", names=named, count=len(columns))
