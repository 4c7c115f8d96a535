"""Reads a filled confirmation sheet: what was ticked, line by line.

Owns the checks of each cell, so that one bad line hides no other.  It must not decide what follows
from the ticks (:mod:`checker.confirmations.provision`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, Literal, TypeVar

from checker.confirmations.confirming import TICKS
from checker.confirmations.heading import Head, head_of, ruleset_of
from checker.confirmations.limit_cell import UnreadableLimit, limit_row
from checker.confirmations.lines import (
    LIMIT_COLUMNS,
    TEXT_COLUMNS,
    LimitLine,
    TextLine,
    limit_lines,
    text_lines,
)
from checker.errors import Problem, RulesetError
from checker.messages import in_source_language, text
from checker.places import Place
from checker.ruleset.compiled import Ruleset
from checker.ruleset.indicator import LimitRow
from checker.sheets.spreadsheet import Cell, Sheet, opened
from checker.validation import shorten, suggestion

L = TypeVar("L", LimitLine, TextLine)
Tick = Literal["same", "different"]


@dataclass(frozen=True)
class Mark(Generic[L]):
    """A line with its tick; where it is different, the true limit and where the original states it."""

    line: L
    address: Place
    tick: Tick | None = None
    row: LimitRow | None = None
    place: str = ""


@dataclass(frozen=True)
class Filled:
    """Everything that a filled sheet says."""

    ruleset: Ruleset
    head: Head
    limits: list[Mark[LimitLine]]
    texts: list[Mark[TextLine]]


@in_source_language
def read_filled(path: Path, asked: str | None = None) -> Filled:
    """Read a sheet; raises :class:`RulesetError` with every problem of it, by sheet and cell.

    ``asked`` names the ruleset's id or folder where it isn't an installed one.
    """
    sheets = opened(path)
    limits = sheets.get(text("form.sheet.limits"))
    texts = sheets.get(text("form.sheet.texts"))
    if limits is None or texts is None:
        raise RulesetError(Problem("form.other_workbook", file=str(path)))
    ruleset, problems = ruleset_of(limits, asked)
    head, more = head_of(limits)
    problems += more
    filled: Filled | None = None
    if ruleset:
        first = _TickReader(limits, LIMIT_COLUMNS, limit_lines(ruleset), problems)
        second = _TickReader(texts, TEXT_COLUMNS, text_lines(ruleset), problems)
        marks = first.marks(), second.marks()
        if head:
            filled = Filled(ruleset, head, *marks)
    if problems or filled is None:
        raise RulesetError([replace(problem, file=str(path)) for problem in problems])
    return filled


class _TickReader(Generic[L]):
    """One sheet's table."""

    def __init__(self, sheet: Sheet, columns: Sequence[str], lines: Sequence[L],
                 problems: list[Problem]) -> None:
        self.sheet, self.columns, self.problems = sheet, columns, problems
        self.lines: dict[str, L] = {line.key: line for line in lines}

    def marks(self) -> list[Mark[L]]:
        """A mark for each line, in the ruleset's order; a line that is gone has no tick."""
        start = self.sheet.row_of(text("form.column.key"))
        where = {} if start is None else {
            entry.text: column for (row, column), entry in self.sheet.cells.items() if row == start}
        missing = [name for name in self.columns if text(f"form.column.{name}") not in where]
        if start is None or missing:
            names = "、".join(text(f"form.column.{name}") for name in missing)
            self.problems.append(Problem("form.no_table", {"columns": names}, (self.sheet.place,)))
            return []
        found: dict[str, Mark[L]] = {}
        for row in range(start + 1, self.sheet.last + 1):
            cells = {name: self.sheet.at(row, where[text(f"form.column.{name}")])
                     for name in self.columns}
            line = self._line(cells, found)
            if line:
                found[line.key] = self._mark(line, cells)
        gone = self.sheet.at(start, where[text("form.column.tick")]).address
        return [found.get(key) or Mark(line, gone) for key, line in self.lines.items()]

    def _line(self, cells: dict[str, Cell], found: dict[str, Mark[L]]) -> L | None:
        """The line that a row is, if the program's own cells in it are untouched."""
        key = cells["key"]
        if not key.text:
            if cells["tick"].text:
                self.problems.append(key.problem("form.no_key"))
            return None
        line = self.lines.get(key.text)
        if line is None:
            hint = suggestion(key.text, list(self.lines))
            self.problems.append(key.problem(
                "form.unknown_key", given=shorten(key.text), hint=hint if len(hint) < 80 else ""))
            return None
        if key.text in found:
            self.problems.append(key.problem("form.key_twice", key=key.text, first=found[key.text].address))
            return None
        for name, printed in zip(self.columns, line.printed, strict=False):
            due = " ".join(printed.split())
            if cells[name].text != due:
                self.problems.append(cells[name].problem("form.edited", due=due or text("form.empty")))
        return line

    def _mark(self, line: L, cells: dict[str, Cell]) -> Mark[L]:
        name = "true_limit" if isinstance(line, LimitLine) else "true_content"
        written, faulty = cells[name], False
        for cell in (cells["tick"], written, cells["true_place"]):
            if cell.fault:
                faulty = True
                self.problems.append(cell.problem(cell.fault, given=shorten(cell.text)))
        words: dict[str, Tick | None] = {
            "": None, text(TICKS[0]): "same", text(TICKS[1]): "different"}
        mark = Mark(line, cells["tick"].address, place=cells["true_place"].text)
        if faulty:
            return mark
        if cells["tick"].plain not in words:
            self.problems.append(cells["tick"].problem(
                "form.tick", given=shorten(cells["tick"].text), words="、".join(filter(None, words))))
            return mark
        mark = replace(mark, tick=words[cells["tick"].plain])
        if isinstance(line, LimitLine):
            return replace(mark, row=self._true_row(line, mark.tick, written))
        if written.text and mark.tick is None:
            self.problems.append(written.problem("form.without_tick"))
        return mark

    def _true_row(self, line: LimitLine, tick: Tick | None, written: Cell) -> LimitRow | None:
        """The limit that was written down, where the tick says that there is one."""
        if not written.text:
            if tick == "different":
                self.problems.append(written.problem("form.limit_needed", key=line.key))
            elif tick == "same" and line.row is None:
                self.problems.append(written.problem("form.same_as_nothing", key=line.key))
            return None
        if tick is None:
            self.problems.append(written.problem("form.without_tick"))
            return None
        try:
            if written.date:
                raise UnreadableLimit("form.limit_date", written=written.text)
            row = limit_row(written.text, line)
        except UnreadableLimit as bad:
            self.problems.append(replace(bad.problem, path=(written.address,)))
            return None
        same = line.row is not None and (row.bounds, row.word) == (line.row.bounds, line.row.word)
        if same != (tick == "same"):
            code = "form.different_but_same" if same else "form.same_but_other"
            self.problems.append(written.problem(code, written=written.text, recorded=line.printed[7]))
        return row
