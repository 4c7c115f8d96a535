"""The confirmation sheet: what an office ticks off that holds the official text.

Owns the sheet's layout.  It must not decide what is asked (:mod:`checker.confirmations.lines`) and must
not read a sheet that was filled in.
"""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from checker.confirmations.lines import (
    LIMIT_COLUMNS,
    TEXT_COLUMNS,
    LimitLine,
    TextLine,
    limit_lines,
    text_lines,
)
from checker.forms.saving import bold, choice, heading, page, put, saved, to_fill
from checker.messages import in_source_language, text, verbatim
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import dated

TO_FILL = ("by", "on", "edition", "copy")
PRINTED = ("standard", "ruleset", "digest")
HEAD_VALUE = 3
TICKS = ("form.same", "form.different")
_LIMIT_WIDTHS = (18, 5, 9, 22, 13, 10, 8, 12, 22, 9, 11, 11, 12)
_TEXT_WIDTHS = (19, 6, 9, 19, 14, 38, 18, 9, 16, 11, 10)
_INSTRUCTIONS = 10


def ticks() -> list[str]:
    """The two words that a line may be ticked with: the same, and different."""
    return [text(code) for code in TICKS]


@in_source_language
def confirmation_sheet(ruleset: Ruleset) -> bytes:
    """The workbook's bytes: a function of the ruleset alone."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    _instructions(first, ruleset)
    limits = book.create_sheet(text("form.sheet.limits"))
    start = _head(limits, ruleset)
    _table(limits, start, LIMIT_COLUMNS, limit_lines(ruleset))
    page(limits, _LIMIT_WIDTHS, f"E{start + 1}")
    texts = book.create_sheet(text("form.sheet.texts"))
    _table(texts, 1, TEXT_COLUMNS, text_lines(ruleset))
    page(texts, _TEXT_WIDTHS, "E2")
    book.active = 1
    return saved(book, dated(ruleset.model.in_force, ruleset.model.checked))


def head_words(ruleset: Ruleset) -> dict[str, str]:
    """What stands at the head of the sheet about the ruleset."""
    model = ruleset.model
    return {"standard": verbatim(
        "form.standard", title=model.title, document=model.document, issuer=model.issuer),
        "ruleset": model.id, "digest": ruleset.digest}


def _instructions(sheet: Worksheet, ruleset: Ruleset) -> None:
    sheet.title = text("form.sheet.instructions")
    bold(put(sheet, 1, 1, verbatim("form.title", document=ruleset.model.document), framed=False), 14)
    for step in range(1, _INSTRUCTIONS + 1):
        put(sheet, step + 1, 1, text(f"form.instruction.{step}"), framed=False)
    page(sheet, (120,))


def _head(sheet: Worksheet, ruleset: Ruleset) -> int:
    """Title, what the sheet is about, and the cells to fill in; returns the row of the headings."""
    last = get_column_letter(len(LIMIT_COLUMNS))
    bold(put(sheet, 1, 1, verbatim("form.title", document=ruleset.model.document), framed=False), 14)
    sheet.merge_cells(f"A1:{last}1")
    words = head_words(ruleset)
    row = 1
    for name in (*PRINTED, *TO_FILL):
        row += 1
        bold(put(sheet, row, 1, text(f"form.head.{name}"), framed=False))
        cell = put(sheet, row, HEAD_VALUE, words.get(name, ""))
        if name in TO_FILL:
            to_fill(cell)
        sheet.merge_cells(f"A{row}:B{row}")
        sheet.merge_cells(f"C{row}:{last}{row}")
    put(sheet, row + 1, 1, text("form.head.hint"), framed=False)
    sheet.merge_cells(f"A{row + 1}:{last}{row + 1}")
    return row + 2


def _table(sheet: Worksheet, start: int, columns: Sequence[str],
           lines: Sequence[LimitLine | TextLine]) -> None:
    heading(sheet, start, [text(f"form.column.{name}") for name in columns])
    for row, line in enumerate(lines, start + 1):
        for column in range(1, len(columns) + 1):
            given = column <= len(line.printed)
            cell = put(sheet, row, column, line.printed[column - 1] if given else "")
            if not given:
                to_fill(cell)
    letter = get_column_letter(columns.index("tick") + 1)
    if lines:
        choice(sheet, f"{letter}{start + 1}:{letter}{start + len(lines)}", ticks())
    sheet.auto_filter.ref = f"A{start}:{get_column_letter(len(columns))}{start + len(lines)}"
