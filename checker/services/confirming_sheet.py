"""A confirmation sheet filled in by a program for a person who fills in a page: the same workbook, read back.

Owns which cell holds what.  What follows from the ticks is found by reading the sheet as anybody's; it must
not decide that.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet

from checker.confirmations.confirmed import read_filled
from checker.confirmations.confirming import TO_FILL, confirmation_sheet
from checker.confirmations.provision import outcome_of, overlay_bytes
from checker.files.writing import put, unwritable
from checker.messages import in_source_language, text
from checker.ruleset.compiled import Ruleset

HEAD_VALUE = 3
HEAD, KINDS = "head", ("limits", "texts")
SHEET, OVERLAY = ".xlsx", ".yaml"
FILLED_IN = ("tick", "true_limit", "true_content", "true_place")


@dataclass(frozen=True)
class SheetField:
    """What a person fills in: of the ``head``, the ``limits`` or the ``texts``; ``key`` is the line's."""

    of: str
    kind: str
    key: str = ""


@in_source_language
def filled_sheet(rules: Ruleset, head: Mapping[str, str],
                 lines: Mapping[str, Mapping[str, Mapping[str, str]]]) -> bytes:
    """The sheet with who confirms, and what was ticked and written in each line.

    ``lines`` are those of the ``limits`` and of the ``texts``, each by its key: an item has one of either.
    Raises :class:`Unwritten` with every field that holds what no sheet can.
    """
    book, unwritten = load_workbook(io.BytesIO(confirmation_sheet(rules))), []
    for field, cell in _fields(book):
        said = head if field.of == HEAD else lines.get(field.of, {}).get(field.key, {})
        if words := said.get(field.kind):
            if ILLEGAL_CHARACTERS_RE.search(words):
                unwritten.append(field)
                continue
            cell.value = words
            cell.data_type = "s"  # what begins with = is a limit, no formula
    if unwritten:
        raise Unwritten(unwritten)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


class Unwritten(Exception):
    """Some fields hold control characters; ``fields`` are these."""

    def __init__(self, fields: Sequence[SheetField]) -> None:
        super().__init__(len(fields))
        self.fields = fields


@in_source_language
def field_at(rules: Ruleset) -> dict[str, SheetField]:
    """Which field stands in which cell, by the address that reading a sheet gives it."""
    book = load_workbook(io.BytesIO(confirmation_sheet(rules)))
    return {f"{cell.parent.title}!{cell.coordinate}": field for field, cell in _fields(book)}


def _fields(book: Workbook) -> Iterator[tuple[SheetField, Cell]]:
    """Every cell that is to be filled in."""
    for kind in KINDS:
        sheet = book[text(f"form.sheet.{kind}")]
        yield from _head(sheet)
        yield from _lines(kind, sheet)


def _head(sheet: Worksheet) -> Iterator[tuple[SheetField, Cell]]:
    labels = {text(f"form.head.{name}"): name for name in TO_FILL}
    for row in range(1, sheet.max_row + 1):
        name = labels.get(str(sheet.cell(row, 1).value))
        if name is not None:
            yield SheetField(HEAD, name), _cell(sheet, row, HEAD_VALUE)


def _lines(kind: str, sheet: Worksheet) -> Iterator[tuple[SheetField, Cell]]:
    columns = {text(f"form.column.{name}"): name for name in ("key", *FILLED_IN)}
    start = next(row for row in range(1, sheet.max_row + 1)
                 if sheet.cell(row, 1).value == text("form.column.key"))
    where = {columns[str(cell.value)]: number for number, cell in enumerate(sheet[start], 1)
             if str(cell.value) in columns}
    for row in range(start + 1, sheet.max_row + 1):
        key = str(sheet.cell(row, where["key"]).value)
        for name in FILLED_IN:
            if name in where:
                yield SheetField(kind, name, key), _cell(sheet, row, where[name])


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    found = sheet.cell(row, column)
    assert isinstance(found, Cell)
    return found


def confirmed(rules: Ruleset, content: bytes, folder: Path, stem: str) -> Path:
    """Keep a filled sheet, and the provision that it comes to, under this or the next free name; its place.

    Neither stays where it holds a mistake: raises :class:`checker.errors.RulesetError` with every one, by
    sheet and cell.
    """
    with unwritable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        sheet = _taken(folder, stem)
        overlay = sheet.with_suffix(OVERLAY)
        try:
            put(sheet, content, durable=True)
            filled = read_filled(sheet, rules.id)
            put(overlay, overlay_bytes(filled, outcome_of(filled, str(sheet)), overlay.name), durable=True)
        except BaseException:
            sheet.unlink(missing_ok=True)
            raise
    return overlay


def _taken(folder: Path, stem: str) -> Path:
    """A sheet's place that nobody else has or gets, beside which there is room for a provision."""
    sheet, number = folder / f"{stem}{SHEET}", 1
    while True:
        if not sheet.with_suffix(OVERLAY).exists():
            with suppress(FileExistsError), open(sheet, "xb"):
                return sheet
        number += 1
        sheet = folder / f"{stem}({number}){SHEET}"
