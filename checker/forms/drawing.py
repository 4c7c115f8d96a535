"""A sheet of a dossier's form in the making: title, headings, rows, what each cell takes.

Owns how a table of the form is drawn.  It must not know what is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from checker.forms.layout import PRINTED_ONLY, FormTable, documents
from checker.forms.saving import bold, closed, fit, greyed, heading, listed, needed, page, put, to_fill
from checker.messages import text

DOCUMENT_ROWS = 15
_LONGEST_INLINE = 240
_TITLE_SIZE = 14


class Options:
    """The words of drop-downs that are too many to stand in a cell's rule, on a sheet of their own."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._sheet: Worksheet | None = None
        self._known: dict[tuple[str, ...], str] = {}

    def where(self, words: Sequence[str]) -> str:
        """Where a drop-down finds ``words``."""
        joined = ",".join(words)
        if len(joined) <= _LONGEST_INLINE and not any(c in word for word in words for c in ',"'):
            return f'"{joined}"'
        key = tuple(words)
        if key not in self._known:
            self._known[key] = self._column(words)
        return self._known[key]

    def _column(self, words: Sequence[str]) -> str:
        if self._sheet is None:
            self._sheet = self._book.create_sheet(text("form.sheet.options"))
            self._sheet.sheet_state = "hidden"
        column = len(self._known) + 1
        for row, word in enumerate(words, 1):
            put(self._sheet, row, column, word, framed=False)
        return _range(self._sheet.title, column, 1, len(words))


class Drawing:
    """A sheet with one table, drawn from the top."""

    def __init__(self, book: Workbook, options: Options, table: FormTable, title: str,
                 hint: str = "") -> None:
        self._book = book
        self.sheet = book.create_sheet(table.sheet)
        self.table, self.keys = table, list(table.headings)
        self.row = 1
        self._options = options
        self._choices: dict[tuple[str, bool], list[str]] = {}
        self.write(title, _TITLE_SIZE)
        if hint:
            self.write(hint)

    def write(self, text: str, size: int = 0) -> None:
        """A line of text across the sheet, in bold where a size is given."""
        cell = put(self.sheet, self.row, 1, text, framed=False)
        cell.alignment = Alignment(wrap_text=False, vertical="center")
        if size:
            bold(cell, size)
        self.row += 1

    def pair(self, label: str, hint: str, *, due: bool) -> Cell:
        """A label with a cell to fill in and a hint beside it; returns the cell."""
        bold(put(self.sheet, self.row, 1, label))
        cell = put(self.sheet, self.row, 2, "")
        (needed if due else to_fill)(cell)
        put(self.sheet, self.row, 3, hint, framed=False).alignment = Alignment(wrap_text=False)
        self.row += 1
        return cell

    def headings(self) -> None:
        """The row of the headings."""
        heading(self.sheet, self.row, list(self.table.headings.values()))
        self.row += 1

    def line(self, printed: Mapping[str, str], due: Collection[str],
             free: Collection[str]) -> dict[str, Cell]:
        """A row: what is printed, what has to be filled in, what may be; all else takes nothing."""
        cells = {}
        for column, key in enumerate(self.keys, 1):
            cell = cells[key] = put(self.sheet, self.row, column, printed.get(key, ""))
            if key in due:
                needed(cell)
            elif key in free:
                to_fill(cell)
            elif key not in printed:
                closed(cell)
            elif key in PRINTED_ONLY:
                greyed(cell)
        self.row += 1
        return cells

    def pick(self, cells: Iterable[Cell], words: Sequence[str], *, strict: bool = True) -> None:
        """A drop-down of ``words``; unless ``strict`` something else may be written."""
        self._collect(cells, self._options.where(words), strict)

    def pick_document(self, cells: Iterable[Cell]) -> None:
        """A drop-down of the documents that are named on their sheet, where the book has one."""
        if documents().sheet in self._book.sheetnames:
            self._collect(cells, _range(documents().sheet, 1, 4, DOCUMENT_ROWS), strict=False)

    def _collect(self, cells: Iterable[Cell], where: str, strict: bool) -> None:
        self._choices.setdefault((where, strict), []).extend(cell.coordinate for cell in cells)

    def finish(self, widths: Mapping[str, int], frozen: str | None = None) -> None:
        """Rules, widths, printing; ``frozen`` is the first cell that scrolls."""
        for (where, strict), cells in self._choices.items():
            listed(self.sheet, cells, where, strict=strict)
        wide = [widths.get(key.partition(":")[0], widths[""]) for key in self.keys]
        page(self.sheet, wide, frozen)
        fit(self.sheet, wide)


def _range(sheet: str, column: int, first: int, count: int) -> str:
    letter = get_column_letter(column)
    return f"{quote_sheetname(sheet)}!${letter}${first}:${letter}${first + count - 1}"
