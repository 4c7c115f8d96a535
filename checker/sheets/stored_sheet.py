"""One sheet of an xlsx file as it is stored, gathered element by element.

Owns what is kept of a cell, and the refusal of cells and merged areas beyond the bounds by their place.
It must not know archives, nor what a cell means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries

from checker.limits import MOST_MERGED
from checker.places import CellAddress

Area = tuple[int, int, int, int]


class Unbounded(ValueError):
    """The file would cost more than a table may: the code of the limit, and what is said with it."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass
class StoredCell:
    """What is stored of a cell: its kind, its value, its formula, the code of its format.

    ``struck`` is the code of what is struck out of its text, if anything is.
    """

    kind: str = "n"
    value: str | None = None
    formula: str | None = None
    style: int = 0
    struck: str = ""


@dataclass
class Stored:
    """One sheet; areas are first row, first column, last row, last column."""

    name: str
    visible: bool
    cells: dict[tuple[int, int], StoredCell] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


STRUCK_OUT = "form.struck_out"


class Runs:
    """Which stretches of a text are struck out."""

    def __init__(self) -> None:
        self.run = False
        self.kinds: set[bool] = set()

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element within the text begins."""
        if tag == "r":
            self.run = False
        elif tag == "strike":
            self.run = given.get("val", "1") in ("1", "true")

    def said(self, words: str) -> None:
        """The words of a stretch."""
        if words.strip():
            self.kinds.add(self.run)

    @property
    def struck(self) -> str:
        """The code of what is struck out: all words, or only some of them; nothing where none is."""
        if True not in self.kinds:
            return ""
        return "form.struck_cell" if False in self.kinds else STRUCK_OUT


class SheetParts:
    """A sheet's cells that have something in them; refuses those beyond the bounds by their place."""

    def __init__(self, stored: Stored, texts: list[str], rows: int, columns: int,
                 struck: Mapping[int, str]) -> None:
        self.stored, self.texts, self.struck = stored, texts, struck
        self.runs = Runs()
        self.most = (rows, columns)
        self.row = self.column = 0
        self.cell = StoredCell()
        self.inside = False
        self.parts: list[str] | None = None
        self.aside = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element begins."""
        if tag == "c":
            self._cell(given)
        elif tag in ("v", "f", "t") and self.inside and not self.aside:
            self.parts = []
        elif tag == "row":
            self.row = _counted(given["r"], 1) if "r" in given else self.row + 1
            self.column = 0
            if given.get("hidden") in ("1", "true"):
                self.stored.hidden_rows.add(self.row)
        elif tag == "col" and given.get("hidden") in ("1", "true"):
            last = min(int(given["max"]), self.most[1])
            self.stored.hidden_columns.update(range(_counted(given["min"], 1), last + 1))
        elif tag == "mergeCell":
            self._merged(given["ref"])
        elif tag == "rPh":
            self.aside += 1
        else:
            self.runs.start(tag, given)

    def data(self, said: str) -> None:
        """Characters within an element."""
        if self.parts is not None:
            self.parts.append(said)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "rPh":
            self.aside -= 1
        elif tag == "c":
            self._kept()
        elif self.parts is not None and tag in ("v", "f", "t"):
            said, self.parts = "".join(self.parts), None
            if tag == "f":
                self.cell.formula = said
            elif tag == "v" and self.cell.value is not None:
                raise self._twice()
            else:
                self.cell.value = said if tag == "v" else (self.cell.value or "") + said
                self.runs.said(said)

    def _merged(self, written: str) -> None:
        first, top, right, bottom = (int(edge or 1) for edge in range_boundaries(written))
        if (right - first + 1) * (bottom - top + 1) > MOST_MERGED:
            raise Unbounded("workbook.merged_large", cell=self._place(top, first), area=written,
                            limit=MOST_MERGED)
        self.stored.merged.append((top, first, bottom, right))

    def _place(self, row: int, column: int) -> CellAddress:
        return CellAddress(f"{self.stored.name}!{get_column_letter(column)}{row}")

    def _twice(self) -> Unbounded:
        return Unbounded("workbook.cell_twice", cell=self._place(self.row, self.column))

    def _cell(self, given: dict[str, str]) -> None:
        if self.inside:
            raise ValueError("a cell within a cell")
        if "r" in given:
            self.row, self.column = coordinate_to_tuple(given["r"])
            _counted(str(self.row), 1)
        else:
            self.column += 1
        self.inside, self.runs = True, Runs()
        self.cell = StoredCell(given.get("t", "n"), style=_counted(given.get("s", "0"), 0))

    def _kept(self) -> None:
        cell, self.inside = self.cell, False
        if cell.value is None and cell.formula is None:
            return
        if self.row > self.most[0] or self.column > self.most[1]:
            raise Unbounded("form.too_many_cells", cell=self._place(self.row, self.column),
                            rows=self.most[0], columns=self.most[1])
        if cell.kind == "s":
            place = _counted(cell.value or "", 0)
            cell.kind, cell.value, cell.struck = "str", self.texts[place], self.struck.get(place, "")
        else:
            cell.struck = self.runs.struck
        if (self.row, self.column) in self.stored.cells:
            raise self._twice()
        self.stored.cells[self.row, self.column] = cell


def _counted(written: str, least: int) -> int:
    """A place in an order; one before the first, which Python would count from the end, is none."""
    found = int(written)
    if found < least:
        raise ValueError(written)
    return found
