"""Reads the list sheets of a filled form: what holds for the whole, and the entries below.

Owns the meeting of a list's declared length with its rows.  It must not count for a rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.dossier.written_value import read_amount
from checker.evidence.entries import says_none, unstated
from checker.forms import layout
from checker.forms.draft import FormDraft
from checker.forms.grid import GridLine, bare, lines_of, shape, sound
from checker.forms.layout import FIELD_MARK, TEXTS
from checker.limits import MOST_BLANK_ENTRIES
from checker.messages import text, verbatim
from checker.quantity import amount
from checker.quantity.unit import DIMENSIONLESS
from checker.ruleset.compiled import Ruleset
from checker.ruleset.terms import EntryField, EntryList
from checker.sheets.spreadsheet import Cell, Sheet
from checker.validation import shorten

_AFTER_THE_UNIT = re.compile(r"(?:[及]?以[上下]|左右|上下)$")


def read_list(sheet: Sheet, name: str, draft: FormDraft, ruleset: Ruleset) -> None:
    """The list on a sheet, if the sheet states one."""
    entries = ruleset.model.lists[name]
    before = len(draft.problems)
    head, last, cells = _head(sheet, layout.list_head(ruleset, entries), draft)
    if head is None:
        return
    printed = {" ".join(text.split()) for text in (entries.label, entries.definition or "")}
    known = cells | {place for place, entry in sheet.cells.items()
                     if place[0] <= last and entry.text in printed}
    table = layout.list_table(sheet.name, entries)
    lines = lines_of(sheet, table, draft.problems, after=last, known=known) if table.headings else []
    if not (lines or head.stands("complete", "count", "declared_by", "place", "words")):
        return
    if "year" in head.cells:
        draft.due(head, "year", "year")
    complete = draft.truth(head["complete"])
    words = verbatim("form.list_words", label=entries.label, count=len(lines))
    source = draft.source(head, head["words"], words)
    if complete:
        draft.due(head, "count", "count")
        draft.due(head, "declared_by", "person")
    year = draft.year(head["year"]) if "year" in head.cells else None
    found = _counted(head, lines, entries, draft)
    if source and len(draft.problems) == before:
        index = draft.append("lists", {
            "list": name, "year": year, "complete": complete, "declared_by": head["declared_by"].text,
            "count": sum(not says_none(entry, entries.fields) for entry in found)
            if head["count"].text else None, "source": source},
            {"list": head["complete"], **head.cells})
        draft.data["lists"][index]["entries"] = found
        for position, line in enumerate(lines):
            for key, entry in line.cells.items():
                path = ("lists", index, "entries", position)
                draft.cells.setdefault(path, entry.address)
                draft.cells[(*path, key.removeprefix(FIELD_MARK))] = entry.address


def _head(sheet: Sheet, names: Sequence[str],
          draft: FormDraft) -> tuple[GridLine | None, int, set[tuple[int, int]]]:
    """What holds for the whole list, the last row of that, and the cells that it takes."""
    labels = {shape(text(f"form.list.{name}")): name for name in names}
    found: dict[str, tuple[int, int]] = {}
    for place, entry in sorted(sheet.cells.items()):
        if shape(entry.text) in labels:
            found.setdefault(labels[shape(entry.text)], place)
    missing = [label for label, name in labels.items() if name not in found]
    last = max((row for row, _ in found.values()), default=0)
    taken = {(row, column + step) for row, column in found.values() for step in (0, 1)}
    if missing:
        draft.complain(Cell(sheet.place), "form.columns_missing", columns="、".join(missing))
        return None, last, taken
    headings = {name: text(f"form.list.{name}") for name in names}
    raw = {name: sheet.at(row, column + 1) for name, (row, column) in found.items()}
    cells = {name: sound(entry.worded if name in (*TEXTS, "declared_by") else entry, False,
                         bare(headings[name]), draft.problems) for name, entry in raw.items()}
    return GridLine(cells, headings, not any(entry.fault for entry in cells.values())), last, taken


def _counted(head: GridLine, lines: Sequence[GridLine], entries: EntryList,
             draft: FormDraft) -> list[dict[str, str]]:
    """The entries; complains where they are not as many as was said."""
    found = [_entry(line, entries, draft) for line in lines]
    if not head["count"].text:
        return found
    if not re.fullmatch("[0-9]{1,4}", head["count"].plain):
        draft.complain(head["count"], "form.bad_count", given=shorten(head["count"].text))
        return found
    count = int(head["count"].plain)
    if not entries.fields:
        return [{} for _ in range(min(count, MOST_BLANK_ENTRIES))]
    standing = sum(not says_none(entry, entries.fields) for entry in found)
    if count != standing:
        draft.complain(head["count"], "form.other_count", given=count, found=standing)
    return found


def _entry(line: GridLine, entries: EntryList, draft: FormDraft) -> dict[str, str]:
    found = {}
    for name, field in entries.fields.items():
        cell = line[f"{FIELD_MARK}{name}"]
        if cell.text:
            found[name] = _written(cell, field, draft)
    return found


def _written(cell: Cell, field: EntryField, draft: FormDraft) -> str:
    """What a field states, as a dossier writes it; words that state nothing stay as they are."""
    if unstated(cell.text, field.words or ()):
        return cell.text
    if field.kind == "word":
        return str(draft.word(cell, {word: word for word in field.words or []}) or "")
    if field.kind == "year":
        return str(draft.year(cell) or "")
    if field.kind != "number" or field.unit in (None, DIMENSIONLESS):
        return cell.text
    return _with_unit(cell.text, str(field.unit))


def _with_unit(text: str, unit: str) -> str:
    """A number with the unit of its heading, unless it has one of its own."""
    try:
        if read_amount(text, None)[1] is not None:
            return text
    except amount.UnreadableAmount:
        return text
    found = _AFTER_THE_UNIT.search(text)
    return f"{text[:found.start()]} {unit}{found[0]}" if found else f"{text} {unit}"
