"""The head of a filled confirmation sheet: who compared what with which copy, and when.

Owns the reading of those cells.  It must not read the lines below them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from checker.confirmations.confirming import HEAD_VALUE, TO_FILL
from checker.errors import Problem
from checker.messages import text
from checker.quantity.day import day_of
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import known, load
from checker.sheets.spreadsheet import Cell, Sheet
from checker.validation import FIRST_YEAR, LAST_YEAR, shorten


@dataclass(frozen=True)
class Head:
    """Who compared, when, what edition, and the SHA-256 of the copy that was held against it."""

    by: str
    on: dt.date
    edition: str
    digest: str


def ruleset_of(sheet: Sheet, asked: str | None) -> tuple[Ruleset | None, list[Problem]]:
    """The ruleset that the sheet was made from, if it is the installed one; ``asked`` names a folder."""
    entry = _value(sheet, "ruleset")
    if entry is None or not entry.text:
        return None, [Problem("form.head_missing", {"label": text("form.head.ruleset")}, (sheet.place,))]
    if asked is None and entry.text not in known():
        return None, [entry.problem(
            "form.unknown_ruleset", given=shorten(entry.text), known="、".join(known()))]
    ruleset = load(asked or entry.text)
    if ruleset.id != entry.text:
        return None, [entry.problem("form.other_ruleset", given=shorten(entry.text), due=ruleset.id)]
    stated = _value(sheet, "digest")
    if stated is None or stated.text != ruleset.digest:
        where = stated or entry
        return None, [where.problem("form.other_state", ruleset=ruleset.id, due=ruleset.digest)]
    return ruleset, []


def head_of(sheet: Sheet) -> tuple[Head | None, list[Problem]]:
    """What was filled in at the head, or everything that is wrong with it."""
    problems: list[Problem] = []
    found: dict[str, Cell] = {}
    for name in TO_FILL:
        entry = _value(sheet, name)
        label = text(f"form.head.{name}")
        if entry is None:
            problems.append(Problem("form.head_missing", {"label": label}, (sheet.place,)))
        elif entry.fault:
            problems.append(entry.problem(entry.fault, given=shorten(entry.text)))
        elif not entry.text:
            problems.append(entry.problem("form.head_empty", label=label, why=text(f"form.why.{name}")))
        else:
            found[name] = entry
    on = found["on"].date or day_of(found["on"].plain) if "on" in found else None
    if "on" in found and (on is None or not FIRST_YEAR <= on.year <= LAST_YEAR):
        problems.append(found["on"].problem("form.date", given=shorten(found["on"].text)))
    digest = found["copy"].plain.lower().removeprefix("sha256:") if "copy" in found else ""
    if "copy" in found and not re.fullmatch("[0-9a-f]{64}", digest):
        problems.append(found["copy"].problem("form.sha256", given=shorten(found["copy"].text)))
    if problems or on is None:
        return None, problems
    return Head(found["by"].text, on, found["edition"].text, digest), []


def _value(sheet: Sheet, name: str) -> Cell | None:
    """The cell beside the label; None where the label is gone."""
    row = sheet.row_of(text(f"form.head.{name}"))
    return None if row is None else sheet.at(row, HEAD_VALUE)
