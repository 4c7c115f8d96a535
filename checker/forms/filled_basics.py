"""Reads the first sheets of a filled form: the subject, the year, on what ground, and the documents.

Owns what is said there once for the whole form.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checker.forms import layout
from checker.forms.blank import PRINTED, PURPOSES, basic_label
from checker.forms.draft import FormDraft
from checker.forms.grid import GridLine, lines_of, shape
from checker.messages import text
from checker.quantity.day import day_of
from checker.ruleset.compiled import Ruleset
from checker.sentence import Told
from checker.sheets.spreadsheet import Cell, Sheet
from checker.text.normal import folded
from checker.text.unstated import states_nothing
from checker.validation import shorten


def basics(sheet: Sheet, draft: FormDraft, ruleset: Ruleset) -> Cell:
    """The subject, the year, on what ground it is judged, and what holds where a row says nothing else.

    Returns the cell of the document that sources are from, which can only be known after the documents.
    """
    names = {basic_label(name, ruleset): name for name in layout.basic_names(ruleset)}
    rows = {shape(label): name for label, name in names.items()}
    rows |= {shape(text(f"form.head.{name}")): name for name in PRINTED}
    found: dict[str, GridLine] = {}
    for line in lines_of(sheet, layout.basics(), draft.problems):
        name = rows.get(shape(line["item"].text))
        if name in found:
            draft.complain(line["item"], "form.row_twice", name=line["item"].text,
                           first=found[name]["item"].address)
        elif name:
            found[name] = line
        else:
            draft.unknown(line, "item", list(names))
    if found.get("digest") is None or found["digest"]["answer"].text != ruleset.digest:
        draft.remarks.append(Told("form.made_before", {"ruleset": ruleset.id}, (sheet.place,)))
    empty = GridLine({key: Cell(sheet.place) for key in layout.BASICS}, layout.basics().headings)
    answers = {name: _answer(label, found.get(name, empty), name, layout.basic_names(ruleset)[name], draft)
               for label, name in names.items()}
    _subject(answers, draft, ruleset)
    _defaults(answers, draft)
    return answers.get("default_document", Cell(sheet.place))


def _answer(label: str, line: GridLine, name: str, due: bool, draft: FormDraft) -> Cell:
    """What stands beside a label; complains where nothing does though it has to."""
    entry = line["answer"] if name in ("period", "assessed_on") else line["answer"].worded
    if due and not line.stands("answer"):
        draft.complain(entry, "form.due", heading=label, why=text("form.why.basic"))
    if entry.date and name != "assessed_on":
        draft.complain(entry, "form.date_here", given=entry.text, heading=label)
        return Cell(entry.address, fault="form.date_here")
    return entry


def _subject(answers: Mapping[str, Cell], draft: FormDraft, ruleset: Ruleset) -> None:
    data, cells = draft.data, draft.cells
    subject = {"name": answers["name"].text or "—", "kind": ruleset.model.judges, **{
        key: answers[key].text for key in ("owner", "place") if key in answers and answers[key].text}}
    day = answers["assessed_on"].date or day_of(answers["assessed_on"].plain)
    if answers["assessed_on"].text and day is None:
        draft.complain(answers["assessed_on"], "form.date", given=shorten(answers["assessed_on"].text))
    purposes = {text(code): name for name, code in PURPOSES.items()}
    own = draft.truth(answers["own"])
    stated: dict[str, Any] = {
        "subject": subject, "period": draft.year(answers["period"]) if "period" in answers else None,
        "assessed_on": day.isoformat() if day else None, "made_up": draft.truth(answers["made_up"]),
        "purpose": draft.word(answers["purpose"], purposes), "note": answers["remark"].text or None}
    data.update({key: value for key, value in stated.items() if value is not None})
    if own is not None and answers["ground"].text:
        data["against"] = [{"ruleset": ruleset.id, "own": own, "ground": answers["ground"].text}]
    for key in ("period", "assessed_on", "made_up", "purpose"):
        if key in answers:
            cells[key,] = answers[key].address
    cells["subject",], cells["against",] = answers["name"].address, answers["own"].address
    cells["note",], cells["against", 0, "ground"] = answers["remark"].address, answers["ground"].address
    for key in ("owner", "place"):
        if key in answers:
            cells["subject", key] = answers[key].address


def _defaults(answers: Mapping[str, Cell], draft: FormDraft) -> None:
    """Scope and price basis of all values that state none of their own."""
    for key in ("scope", "price_basis"):
        entry = answers.get(f"default_{key}")
        if entry and entry.text and not states_nothing(entry.text):
            draft.data.setdefault("defaults", {})[key] = entry.text
            draft.cells["defaults", key] = entry.address


def documents(lines: Sequence[GridLine], draft: FormDraft) -> None:
    """The documents by their titles; a source that names another is refused."""
    first: dict[str, Cell] = {}
    for line in lines:
        draft.due(line, "title", "title")
        title = line["title"]
        if not title.text:
            continue
        if folded(title.text) in first:
            draft.complain(title, "form.row_twice", name=shorten(title.text),
                           first=first[folded(title.text)].address)
            continue
        first[folded(title.text)] = title
        name = f"doc{len(first)}"
        draft.documents[folded(title.text)] = name
        draft.put("documents", name, {key: line[key].text for key in layout.DOCUMENTS}, dict(line.cells))
