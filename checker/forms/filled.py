"""Reads a filled form of a dossier back, with every problem named by sheet and cell.

Owns the way from a workbook to a :class:`Submission`, and the sheets on the subject and its
documents.  An empty cell states nothing.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from checker.dossier.dossier import Dossier
from checker.dossier.submission import Submission
from checker.errors import DossierError, Problem
from checker.evidence.further import further
from checker.files.textfile import TextFile
from checker.forms import filled_items, filled_tables, layout
from checker.forms.draft import FormDraft
from checker.forms.filled_basics import basics, documents
from checker.forms.filled_lists import read_list
from checker.forms.grid import GridLine, lines_of, shape
from checker.forms.layout import LAYOUT, FormTable
from checker.forms.years import unwritten, written
from checker.messages import in_source_language, text
from checker.quantity.whole_number import whole
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import known as known_rulesets
from checker.ruleset.loading import load
from checker.sentence import Told
from checker.sheets.spreadsheet import Cell, Sheet, contents, sheets_of
from checker.validation import build, shorten

Sheets = Mapping[str, Sheet]

def _data(ruleset: Ruleset, draft: FormDraft, old: bool) -> FormTable:
    """The table of the quantities, its years as the form shows them; only the first layout had none."""
    shown = {key: heading.entry.text for key, heading in draft.years.items()}
    return layout.data(ruleset, shown={**({} if old else unwritten(ruleset)), **shown}, before=True)


_MOST_TOLD = 20
_TABLES: dict[str, tuple[Callable[[Ruleset, FormDraft, bool], FormTable],
                         Callable[[Sequence[GridLine], FormDraft, Ruleset], None]]] = {
    "facts": (lambda ruleset, *_: layout.facts(ruleset, before=True), filled_tables.facts),
    "data": (_data, filled_tables.data),
    "reports": (lambda ruleset, *_: layout.reports(ruleset, before=True), filled_items.reports),
    "claims": (lambda *_: layout.claims(), filled_items.claims),
    "opinions": (lambda *_: layout.opinions(), filled_items.opinions),
    "selection": (lambda *_: layout.selection(), filled_items.selection),
}


def read_form(path: Path, asked: Sequence[str] = ()) -> Submission:
    """Read a filled form; raises :class:`DossierError` with everything that is wrong with it.

    ``asked`` are the rulesets that the caller names, for a form of one that isn't installed.
    """
    return parse_form(contents(path, DossierError), str(path), asked)


@in_source_language
def parse_form(raw: bytes, name: str, asked: Sequence[str] = (), known: Sequence[Ruleset] = ()) -> Submission:
    """The same for bytes that are already in hand; ``known`` are rulesets that need not be looked for."""
    sheets = sheets_of(raw, name, DossierError, computed=True, unread=(layout.sheet_name("codes"),))
    return submission_of(sheets, raw, name, asked, known)


def submission_of(sheets: Sheets, raw: bytes, name: str, asked: Sequence[str] = (),
                  known: Sequence[Ruleset] = ()) -> Submission:
    """The same for a workbook whose cells have been read."""
    try:
        ruleset = _ruleset(sheets, asked, known)
        draft = _read(sheets, ruleset)
    except DossierError as error:
        raise error.at(name, {}) from None
    dossier, more = build(Dossier, draft.data)
    if draft.problems or dossier is None or _period(dossier):
        more = [*more, *further(draft.data, ruleset, _period(dossier) if dossier else None)]
    # Of a cell about which something has been said already, what follows from that is no news.
    said = {problem.path for problem in draft.problems}
    follows = [problem.at(name, draft.cells) for problem in more]
    problems = [*(problem.at(name, {}) for problem in draft.problems),
                *(problem for problem in follows if problem.path not in said)]
    if problems or dossier is None:
        raise DossierError(problems)
    file = TextFile(name, raw, draft.data, cells=draft.cells)
    return Submission(dossier, file, remarks=[remark.at(name, {}) for remark in draft.remarks],
                      trial=_layout(sheets) < LAYOUT)


def _period(dossier: Dossier) -> int | None:
    return dossier.period or (dossier.assessed_on.year if dossier.assessed_on else None)


def _read(sheets: Sheets, ruleset: Ruleset) -> FormDraft:
    draft = FormDraft({"schema": "dossier/1"})
    old = _layout(sheets) < LAYOUT
    due = layout.sheets(ruleset)[1:]
    _all_there(sheets, [name for name in due if name != "claims" or not old], draft, ruleset)
    document = basics(sheets[layout.sheet_name("basics")], draft, ruleset)
    if old:
        draft.remarks.append(Told("form.old_layout", {"ruleset": ruleset.id}))
    listed = sheets.get(layout.sheet_name("documents"))
    if listed:
        documents(lines_of(listed, layout.documents(), draft.problems), draft)
    draft.default_document(document)
    if data := sheets.get(layout.sheet_name("data")):
        draft.years = written(data, ruleset)
    for name in due:
        if name in _TABLES and (sheet := sheets.get(layout.sheet_name(name))):
            table, reader = _TABLES[name]
            reader(lines_of(sheet, table(ruleset, draft, old), draft.problems), draft, ruleset)
    _others(sheets, due, draft, ruleset)
    return draft


def _all_there(sheets: Sheets, due: Sequence[str], draft: FormDraft, ruleset: Ruleset) -> None:
    for name in [*map(layout.sheet_name, due), *layout.list_sheets(ruleset).values()]:
        if name not in sheets:
            draft.problems.append(Problem("form.sheet_missing", {"sheet": name}))


def _others(sheets: Sheets, due: Sequence[str], draft: FormDraft, ruleset: Ruleset) -> None:
    """The lists, and a word on every sheet that is none of the form's."""
    ours = {layout.sheet_name(name) for name in (*due, "instructions", "options", "codes")}
    for name, sheet in sheets.items():
        known = layout.list_of(name, ruleset)
        if sheet.hidden.rows and (known or name in ours):
            rows = "、".join(map(str, sheet.hidden.rows[:_MOST_TOLD]))
            draft.remarks.append(Told("form.hidden_rows", {
                "sheet": name, "rows": rows, "count": len(sheet.hidden.rows)}))
        if known:
            read_list(sheet, known, draft, ruleset)
        elif name not in ours and sheet.cells:
            draft.remarks.append(Told("form.sheet_unread", {"sheet": name}))


def _ruleset(sheets: Sheets, asked: Sequence[str], given: Sequence[Ruleset]) -> Ruleset:
    """The ruleset that the form was made for; raises :class:`DossierError` when that can't be told."""
    sheet = sheets.get(layout.sheet_name("basics"))
    entry = sheet and _beside(sheet, text("form.head.ruleset"))
    if not entry or not entry.text:
        raise DossierError(Problem("form.not_a_form", {"sheet": layout.sheet_name("basics")}))
    for ruleset in given:
        if ruleset.id == entry.text:
            return ruleset
    folders = [name for name in asked if "/" in name and load(name).id == entry.text]
    if not folders and entry.text not in known_rulesets():
        raise DossierError(entry.problem(
            "form.unknown_ruleset", given=shorten(entry.text), known="、".join(known_rulesets())))
    return load(folders[0] if folders else entry.text)


def _beside(sheet: Sheet, label: str) -> Cell | None:
    """The cell to the right of a label, wherever that has been moved to."""
    place = next((place for place, entry in sorted(sheet.cells.items())
                  if shape(entry.text) == shape(label)), None)
    return sheet.at(place[0], place[1] + 1) if place else None


def _layout(sheets: Sheets) -> int:
    """The layout of the form; one that states none is of the first."""
    entry = _beside(sheets[layout.sheet_name("basics")], text("form.head.layout"))
    return (whole(entry.plain) if entry else None) or 1
