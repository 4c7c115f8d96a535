"""Reads a filled form of a dossier back, with every problem named by sheet and cell.

Owns the way from a workbook to a :class:`Submission`, and the sheets on the subject and its
documents.  An empty cell states nothing.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from checker.dossier.model import Dossier
from checker.dossier.submission import Submission
from checker.errors import DossierError, Problem
from checker.forms import filled_items, filled_tables, layout
from checker.forms.blank import PRINTED, PURPOSES, basic_label
from checker.forms.draft import Draft
from checker.forms.filled_lists import read_list
from checker.forms.grid import Line, lines_of
from checker.forms.heading import day_of
from checker.forms.layout import Table
from checker.judging.binding import gather
from checker.messages import CATALOGUE
from checker.normal import folded
from checker.ruleset.compiled import Ruleset
from checker.ruleset.reading import installed, load
from checker.spreadsheet import Entry, Sheet, contents, sheets_of
from checker.textfile import TextFile
from checker.validation import build, shorten

Sheets = Mapping[str, Sheet]
_TABLES: dict[str, tuple[Callable[[Ruleset], Table], Callable[[Sequence[Line], Draft, Ruleset], None]]] = {
    "facts": (layout.facts, filled_tables.facts),
    "data": (layout.data, filled_tables.data),
    "reports": (layout.reports, filled_items.reports),
    "opinions": (lambda _: layout.opinions(), filled_items.opinions),
    "selection": (lambda _: layout.selection(), filled_items.selection),
}


def read_form(path: Path, asked: Sequence[str] = ()) -> Submission:
    """Read a filled form; raises :class:`DossierError` with everything that is wrong with it.

    ``asked`` are the rulesets that the caller names, for a form of one that isn't installed.
    """
    return parse_form(contents(path, DossierError), str(path), asked)


def parse_form(raw: bytes, name: str, asked: Sequence[str] = (), known: Sequence[Ruleset] = ()) -> Submission:
    """The same for bytes that are already in hand; ``known`` are rulesets that need not be looked for."""
    return submission_of(sheets_of(raw, name, DossierError, computed=True), raw, name, asked, known)


def submission_of(sheets: Sheets, raw: bytes, name: str, asked: Sequence[str] = (),
                  known: Sequence[Ruleset] = ()) -> Submission:
    """The same for a workbook whose cells have been read."""
    try:
        ruleset = _ruleset(sheets, asked, known)
        draft = _read(sheets, ruleset)
    except DossierError as error:
        raise error.at(name, {}) from None
    dossier, more = build(Dossier, draft.data)
    if dossier is not None and (period := _period(dossier)):
        more = gather(dossier, ruleset, period)[1]
    # Of a cell about which something has been said already, what follows from that is no news.
    said = {problem.path for problem in draft.problems}
    further = [problem.at(name, draft.cells) for problem in more]
    problems = [*(problem.at(name, {}) for problem in draft.problems),
                *(problem for problem in further if problem.path not in said)]
    if problems or dossier is None:
        raise DossierError(problems)
    file = TextFile(name, raw, draft.data, cells=draft.cells)
    return Submission(dossier, file, remarks=[remark.at(name, {}) for remark in draft.remarks])


def _period(dossier: Dossier) -> int | None:
    return dossier.period or (dossier.assessed_on.year if dossier.assessed_on else None)


def _read(sheets: Sheets, ruleset: Ruleset) -> Draft:
    draft = Draft({"schema": "dossier/1"})
    due = layout.sheets(ruleset)[1:]
    lists = layout.list_sheets(ruleset)
    for name in [*map(layout.sheet_name, due), *lists.values()]:
        if name not in sheets:
            draft.problems.append(Problem("form.sheet_missing", {"sheet": name}))
    _basics(sheets[layout.sheet_name("basics")], draft, ruleset)
    documents = sheets.get(layout.sheet_name("documents"))
    if documents:
        _documents(lines_of(documents, layout.documents(), draft.problems), draft)
    for name in due:
        if name in _TABLES and (sheet := sheets.get(layout.sheet_name(name))):
            table, reader = _TABLES[name]
            reader(lines_of(sheet, table(ruleset), draft.problems), draft, ruleset)
    _others(sheets, due, draft, ruleset)
    return draft


def _others(sheets: Sheets, due: Sequence[str], draft: Draft, ruleset: Ruleset) -> None:
    """The lists, and a word on every sheet that is none of the form's."""
    ours = {layout.sheet_name(name) for name in (*due, "instructions", "options")}
    for name, sheet in sheets.items():
        known = layout.list_of(name, ruleset)
        if known:
            read_list(sheet, known, draft, ruleset)
        elif name not in ours and sheet.cells:
            draft.remarks.append(Problem("form.sheet_unread", {"sheet": name}))


def _ruleset(sheets: Sheets, asked: Sequence[str], given: Sequence[Ruleset]) -> Ruleset:
    """The ruleset that the form was made for; raises :class:`DossierError` when that can't be told."""
    sheet = sheets.get(layout.sheet_name("basics"))
    entry = sheet and _beside(sheet, CATALOGUE["form.head.ruleset"])
    if not entry or not entry.text:
        raise DossierError(Problem("form.not_a_form", {"sheet": layout.sheet_name("basics")}))
    for ruleset in given:
        if ruleset.id == entry.text:
            return ruleset
    folders = [name for name in asked if "/" in name and load(name).id == entry.text]
    if not folders and entry.text not in installed():
        raise DossierError(entry.problem(
            "form.unknown_ruleset", given=shorten(entry.text), known="、".join(installed())))
    return load(folders[0] if folders else entry.text)


def _beside(sheet: Sheet, label: str) -> Entry | None:
    """The cell to the right of a label, wherever that has been moved to."""
    place = next((place for place, entry in sorted(sheet.cells.items()) if entry.text == label), None)
    return sheet.at(place[0], place[1] + 1) if place else None


def _basics(sheet: Sheet, draft: Draft, ruleset: Ruleset) -> None:
    """The subject, the year, and on what ground it is judged."""
    names = {basic_label(name, ruleset): name for name in layout.basic_names(ruleset)}
    printed = {CATALOGUE[f"form.head.{name}"]: name for name in PRINTED}
    found: dict[str, Line] = {}
    for line in lines_of(sheet, layout.basics(), draft.problems):
        name = {**names, **printed}.get(line["item"].text)
        if name in found:
            draft.complain(line["item"], "form.row_twice", name=line["item"].text,
                           first=found[name]["item"].address)
        elif name:
            found[name] = line
        elif line.stands("item", "answer"):
            draft.unknown(line, "item", list(names))
    if found.get("digest") is None or found["digest"]["answer"].text != ruleset.digest:
        draft.remarks.append(Problem("form.made_before", {"ruleset": ruleset.id}, (sheet.name,)))
    empty = Line({key: Entry(sheet.name) for key in layout.BASICS}, layout.basics().headings)
    answers = {name: _answer(label, found.get(name, empty), name, layout.basic_names(ruleset)[name], draft)
               for label, name in names.items()}
    _subject(answers, draft, ruleset)


def _answer(label: str, line: Line, name: str, due: bool, draft: Draft) -> Entry:
    """What stands beside a label; complains where nothing does though it has to."""
    entry = line["answer"]
    if due and not line.stands("answer"):
        draft.complain(entry, "form.due", heading=label, why=CATALOGUE["form.why.basic"])
    if entry.date and name != "assessed_on":
        draft.complain(entry, "form.date_here", given=entry.text, heading=label)
        return Entry(entry.address, fault="form.date_here")
    return entry


def _subject(answers: Mapping[str, Entry], draft: Draft, ruleset: Ruleset) -> None:
    data, cells = draft.data, draft.cells
    subject = {"name": answers["name"].text or "—", "kind": ruleset.model.judges, **{
        key: answers[key].text for key in ("owner", "place") if key in answers and answers[key].text}}
    day = answers["assessed_on"].date or day_of(answers["assessed_on"].plain)
    if answers["assessed_on"].text and day is None:
        draft.complain(answers["assessed_on"], "form.date", given=shorten(answers["assessed_on"].text))
    purposes = {CATALOGUE[code]: name for name, code in PURPOSES.items()}
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


def _documents(lines: Sequence[Line], draft: Draft) -> None:
    """The documents by their titles; a source that names another is refused."""
    first: dict[str, Entry] = {}
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
