"""Single values of a filled form: a day, and the unit that goes with an amount.

Owns their reading beside what is wrong with them.  It must not know tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.dossier.written_value import MONEY, read_amount
from checker.evidence.entries import unstated
from checker.forms.draft import FormDraft
from checker.forms.grid import GridLine
from checker.messages import text
from checker.quantity import amount
from checker.quantity.day import day_of
from checker.quantity.unit import DIMENSIONLESS, PERCENT, Unit, UnknownUnit, spell
from checker.sheets.spreadsheet import Cell
from checker.validation import shorten


def day(entry: Cell, draft: FormDraft) -> str | None:
    """A day as the dossier writes it; None where nothing stands, or after saying that it is none."""
    found = entry.date or day_of(entry.plain)
    if found:
        return found.isoformat()
    if entry.text:
        draft.complain(entry, "form.date", given=shorten(entry.text))
    return None


def unit_of(line: GridLine, entry: Cell, words: Sequence[str] | None, draft: FormDraft,
            asked: str | None = None) -> tuple[str | None, bool]:
    """The unit of a value, and whether it goes with it; complains where it doesn't.

    Where money is ``asked`` for, 亿 or 万 behind the number are 元; a bare number has no unit to state.
    """
    if unstated(entry.text, words or ()):
        return None, True  # whoever judges quotes what was written instead of a value
    if words:
        return None, draft.word(entry, {word: word for word in words}) is not None
    unit = line["unit"].text
    if unit == text("form.dimensionless") or (unit and spell(unit) == DIMENSIONLESS):
        # What is shown as a percentage is one.
        unit = PERCENT if entry.plain.endswith(PERCENT) else DIMENSIONLESS
    try:
        read, own = read_amount(entry.text, unit or None)
    except amount.UnreadableAmount as bad:
        if bad.code != "amount.two_units":
            return unit, True  # what is wrong with it is said when it meets the ruleset
        draft.complain(entry, "form.two_units", given=shorten(entry.text), unit=line["unit"].text)
        return None, False
    except UnknownUnit:
        return unit, True
    if own is None and asked and (asked == DIMENSIONLESS or (
            read.multiplied and Unit(asked).fits(Unit(MONEY)))):
        return None, True
    if own is None and not line["unit"].fault:
        draft.due(line, "unit", "unit")
    return unit or None, own is not None
