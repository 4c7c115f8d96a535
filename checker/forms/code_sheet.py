"""The sheet of a form on which codes are looked up by their names.

Owns its layout.  It is only read by people: nothing that is filled in elsewhere depends on it.
"""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook

from checker.forms.layout import sheet_name
from checker.forms.saving import bold, heading, page, put
from checker.messages import text
from checker.ruleset.code_names import SURE, CodeName, code_names
from checker.ruleset.compiled import Ruleset

_WIDTHS = (14, 44, 60)
_TOP = 3


def draw_codes(book: Workbook, ruleset: Ruleset) -> None:
    """A sheet with the names of every classification that a ruleset asks codes of, where they are kept."""
    listed = listed_codes(ruleset)
    if not listed:
        return
    sheet = book.create_sheet(sheet_name("codes"))
    title = text("join.names").join(ruleset.model.classifications[system].label for system in listed)
    bold(put(sheet, 1, 1, title, framed=False), 14)
    put(sheet, 2, 1, text("form.hint.codes"), framed=False)
    heading(sheet, _TOP, [text(f"form.codes.{name}") for name in ("code", "name", "standing")])
    rows = [(one, _standing(one)) for names in listed.values() for one in names]
    for number, (one, standing) in enumerate(rows, _TOP + 1):
        for column, words in enumerate((one.code, one.name, standing)[:3 if standing else 2], 1):
            put(sheet, number, column, words)
    page(sheet, _WIDTHS, f"A{_TOP + 1}")


def listed_codes(ruleset: Ruleset) -> dict[str, Sequence[CodeName]]:
    """The names of the codes that a ruleset asks for, by their classification."""
    asked = {known.system for known in ruleset.model.attributes.values() if known.system}
    return {system: names for system in sorted(asked) if (names := code_names(system))}


def _standing(one: CodeName) -> str:
    """What of a name has still to be looked up; nothing of one that two copies agree on."""
    name = one.otherwise or text("form.codes.none")
    return "" if one.seen == SURE else text(f"form.codes.{one.seen}", name=name)
