"""An empty table of projects: one row a project, a column for each datum that a ruleset asks of one.

Owns its headings, drop-downs and explanations.  It must not read a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from checker.forms.code_sheet import draw_codes
from checker.forms.saving import bold, fit, heading, listed, page, put, saved, to_fill
from checker.messages import in_source_language, text
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import dated
from checker.ruleset.terms import Attribute

ROWS = 200
_RULES = ("rows", "units", "codes", "by", "more")
_GENERAL = ("number", "name", "owner")
_WIDTH, _WIDE = 16, 34
_GUIDE = (34, 90)
_LONGEST_LIST = 255  # a drop-down's own words may take no more


@dataclass(frozen=True)
class AskedColumn:
    """A column: its heading, what is to be filled in, and the words that may be chosen."""

    heading: str
    how: str
    words: tuple[str, ...] = ()
    wide: bool = False


def asked_of(ruleset: Ruleset) -> list[AskedColumn]:
    """The columns of a table for a ruleset, those that all tables have first."""
    general = [AskedColumn(text(f"form.table.{name}"), text("form.table.text"), wide=name == "name")
               for name in _GENERAL]
    facts = [_fact(known, ruleset) for known in ruleset.model.attributes.values()]
    data = [AskedColumn(f"{known.label}（{known.unit}）", text("form.table.number_in", unit=known.unit))
            if known.unit else
            AskedColumn(known.label, text("form.table.one_of", words="、".join(known.words or ())),
                  tuple(known.words or ()))
            for known in ruleset.model.quantities.values()]
    return [*general, *facts, *data]


def _fact(known: Attribute, ruleset: Ruleset) -> AskedColumn:
    words: tuple[str, ...] = ()
    if known.kind == "word":
        words = tuple(map(known.label_of, known.words or ()))
        how = text("form.table.one_of", words="、".join(words))
    elif known.kind == "yes_no":
        words, how = (text("form.yes"), text("form.no")), text("form.table.yes_no")
    elif known.kind == "code":
        how = text("form.table.code", system=ruleset.model.classifications[known.system or ""].label)
    else:
        how = text(f"form.table.{known.kind}")
    return AskedColumn(known.label, text("form.table.declared", how=how) if known.declared else how, words,
                 known.kind == "text")


@in_source_language
def blank_table(ruleset: Ruleset) -> bytes:
    """The workbook's bytes: a function of the ruleset alone."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = text("form.table.sheet")
    columns = asked_of(ruleset)
    heading(sheet, 1, [column.heading for column in columns])
    _guide(book, ruleset, columns)
    draw_codes(book, ruleset)
    options = book.create_sheet(text("form.table.options"))
    options.sheet_state = "hidden"
    for place, column in enumerate(columns, 1):
        letter = get_column_letter(place)
        for row in range(2, ROWS + 2):
            to_fill(put(sheet, row, place, ""))
        if column.words:
            listed(sheet, [f"{letter}2:{letter}{ROWS + 1}"], _where(options, place, column.words))
    page(sheet, [_WIDE if column.wide else _WIDTH for column in columns], "C2")
    return saved(book, dated(ruleset.model.in_force, ruleset.model.checked))


def _where(options: Worksheet, place: int, words: Sequence[str]) -> str:
    """Where the words of a drop-down stand: in itself where they are short, else on a sheet of their own."""
    inline = ",".join(words)
    if len(inline) <= _LONGEST_LIST and not any("," in word or '"' in word for word in words):
        return f'"{inline}"'
    for row, word in enumerate(words, 1):
        put(options, row, place, word, framed=False)
    letter = get_column_letter(place)
    return f"'{options.title}'!${letter}$1:${letter}${len(words)}"


def _guide(book: Workbook, ruleset: Ruleset, columns: Sequence[AskedColumn]) -> None:
    """How to fill in the table, and what each column takes."""
    sheet = book.create_sheet(text("form.table.guide"))
    bold(put(sheet, 1, 1, text("form.table.title", title=ruleset.model.title), framed=False), 14)
    for row, rule in enumerate(_RULES, 2):
        put(sheet, row, 2, text(f"form.table.rule.{rule}"), framed=False)
    start = len(_RULES) + 3
    heading(sheet, start, [text("form.table.heading"), text("form.table.how")])
    for row, column in enumerate(columns, start + 1):
        put(sheet, row, 1, column.heading)
        put(sheet, row, 2, column.how)
    page(sheet, _GUIDE)
    fit(sheet, _GUIDE)
