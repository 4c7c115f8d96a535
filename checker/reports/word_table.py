"""A table of a report in Word: its heads repeat, its rows aren't torn, its figures are found again.

Owns the way from cells to cells.  It must not know what the figures are of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from docx.document import Document as Drawn
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.table import Table, _Cell

from checker.messages import text
from checker.reports import word_styles as looks
from checker.reports.blocks import GridCell, Prompted, ReportTable
from checker.reports.word_parts import bookmarked, element

BLANK_ROWS = 3
TOGETHER = 12  # so many rows stand on one page


@dataclass(frozen=True)
class WordTable:
    """A table to be drawn; ``ids`` are free numbers, ``control`` makes a place for a person's words."""

    drawn: Drawn
    grid: ReportTable
    ids: Iterator[int]
    control: Callable[[Prompted], Sequence[Any]]

    def draw(self) -> None:
        """Draw it at the end of the document."""
        grid = self.grid
        table = self.drawn.add_table(rows=1 + len(grid.rows), cols=len(grid.heads), style="Table Grid")
        table.autofit = False
        table._tbl.tblPr.append(element("tblDescription", val=grid.name))
        whole = looks.width_of(self.drawn.sections[-1])
        widths = [whole * share // sum(grid.widths) for share in grid.widths]
        heads: Sequence[GridCell] = [GridCell(head, middle=True) for head in grid.heads]
        for place, (row, cells) in enumerate(zip(table._tbl.tr_lst, [heads, *grid.rows], strict=True)):
            row.get_or_add_trPr().append(element("cantSplit"))
            if place == 0:
                row.get_or_add_trPr().append(element("tblHeader"))
            for tc, cell, width in zip(row.tc_lst, cells, widths, strict=True):
                self._cell(_Cell(tc, table), cell, width, bold=place == 0)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Emu(width)
        for row in table._tbl.tr_lst[:-1] if len(grid.rows) <= TOGETHER else ():
            for paragraph in row.iter(qn("w:p")):
                paragraph.get_or_add_pPr().get_or_add_keepNext()
        if grid.alike is not None:
            _merge(table, [row[grid.alike].words for row in grid.rows], grid.alike)

    def _cell(self, cell: _Cell, given: GridCell, width: int, *, bold: bool) -> None:
        cell.width, cell.vertical_alignment = Emu(width), WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        looks.styled(paragraph, looks.TABLE)
        if given.prompt is not None:
            for one in self.control(given.prompt):
                paragraph._p.addprevious(one)
            cell._tc.remove(paragraph._p)
            return
        for place, figure in enumerate(given.figures):
            if place:
                paragraph = looks.styled(cell.add_paragraph(), looks.TABLE)
            bookmarked(paragraph, figure.mark, next(self.ids), figure.said)
        if given.words:
            paragraph.add_run(given.words).bold = bold or None
        if given.note is not None:
            paragraph.add_run(text("reports.mark", number=given.note)).font.superscript = True
        for paragraph in cell.paragraphs if given.middle else ():
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def blank_table(drawn: Drawn, heads: Sequence[str]) -> Table:
    """A table with its heads and a few empty rows, for a person to fill in."""
    table: Table = drawn.add_table(rows=1 + BLANK_ROWS, cols=len(heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for row in table.rows:
        for cell in row.cells:
            looks.styled(cell.paragraphs[0], looks.TABLE)
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
    return table


def _merge(table: Table, words: Sequence[str], column: int) -> None:
    """Cells one below the other that say the same become one."""
    place = 1
    for _, run in groupby(words):
        tcs = [table._tbl.tr_lst[place + n].tc_lst[column] for n in range(len(list(run)))]
        place += len(tcs)
        for number, tc in enumerate(tcs if len(tcs) > 1 else ()):
            tc.vMerge = "restart" if number == 0 else "continue"
            for told in tc.p_lst[0].findall(qn("w:r")) if number else ():
                tc.p_lst[0].remove(told)
