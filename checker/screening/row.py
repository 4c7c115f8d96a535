"""From a row of a table to a dossier, with every fault named by its cell.

Owns what is made of a row.  Nothing that the row and the common file don't state gets into it.
It must not judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from checker.dossier.dossier import Dossier
from checker.dossier.submission import Submission
from checker.errors import DossierError, Problem
from checker.evidence.answering_words import answers
from checker.evidence.further import further
from checker.files.canonical import digest
from checker.files.textfile import TextFile
from checker.limits import LONGEST_NAME
from checker.messages import text
from checker.places import LineKey, Path, Place
from checker.ruleset.compiled import Ruleset
from checker.ruleset.terms import Attribute
from checker.screening.columns import Column, beside, columns, parted
from checker.screening.common import TABLE, Common
from checker.screening.row_file import row_csv, words_of
from checker.screening.table import TableLine
from checker.sheets.spreadsheet import Cell
from checker.text.normal import folded, same
from checker.text.unstated import states_nothing
from checker.validation import build, shorten

_LOST = re.compile("[1-9][0-9]{0,2}")


@dataclass(frozen=True)
class Frame:
    """What all rows of a table share: columns, headings, the common file, the table's name."""

    table: str
    headings: tuple[str, ...]
    columns: tuple[Column, ...]
    common: Common
    common_raw: bytes

    @cached_property
    def shared(self) -> dict[str, Any]:
        """What every row's dossier begins with; nobody changes it."""
        return {**self.common.model_dump(mode="json", by_alias=True, exclude_unset=True,
                                         exclude={"schema_", "table", "prose"}), "schema": "dossier/1"}

    @cached_property
    def title(self) -> dict[str, Any]:
        """The table as a document."""
        if self.common.table is not None:
            return self.common.table.model_dump(mode="json", exclude_unset=True)
        return {"title": self.table.rpartition("/")[2] or text("row.table")}

    def text_of(self, line: TableLine, kind: str) -> str:
        """The text of the column of a general kind, or nothing."""
        heading = self._headings.get(kind)
        entry = line.cells.get(heading) if heading is not None else None
        return entry.text if entry else ""

    @cached_property
    def _headings(self) -> dict[str, str]:
        """The heading of the first column of each kind."""
        return {column.kind: column.heading for column in reversed(self.columns)}

    def number(self, line: TableLine) -> str:
        """The row's own number."""
        return shorten(self.text_of(line, "number"), LONGEST_NAME)

    def key(self, line: TableLine) -> str:
        """How the row is spoken of: by its own number, else its name, never by where it stands."""
        return self._label(line) or line.place

    def _label(self, line: TableLine) -> str:
        number, name = (shorten(self.text_of(line, kind), LONGEST_NAME) for kind in ("number", "name"))
        return text("row.key", number=number) if number else name

    def spot(self, line: TableLine, entry: Cell | None = None) -> Path:
        """Where a row or one of its cells is, with what the row is called if it has a number or name.

        Of a line of JSON the key is the heading, which whoever complains of a cell names.
        """
        cell = entry is not None and not isinstance(entry.address, LineKey)
        where = entry.address if entry is not None and cell else Place(line.place)
        label = self._label(line)
        return (Place(label), where) if label else (where,)


@dataclass
class RowDraft:
    """A dossier's data in the making, and from which column each part of it is."""

    data: dict[str, Any]
    spots: dict[Path, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def identity(frame: Frame, line: TableLine) -> str:
    """What tells a row from others, wherever it stands."""
    return digest(row_csv(frame.headings, line))


def submitted(frame: Frame, line: TableLine, ruleset: Ruleset) -> Submission:
    """The dossier of a row; raises :class:`DossierError` with every cell that can't be read."""
    draft = _draft(frame, line, ruleset)
    dossier, problems = build(Dossier, draft.data)
    if dossier is None or draft.problems:
        problems = [*problems, *further(draft.data, ruleset, None)]
        cells = [*draft.problems, *(at_cell(frame, line, draft, problem) for problem in problems
                                    if problem.code != "dossier.nameless")]
        raise DossierError(list({_cell_of(problem): problem for problem in reversed(cells)}.values())[::-1])
    file = TextFile("row.csv", row_csv(frame.headings, line), draft)
    beside = {"common.yaml": frame.common_raw} if frame.common_raw else {}
    return Submission(dossier, file, beside)


def _cell_of(problem: Problem) -> tuple[object, ...]:
    """What is complained of once: a cell, which in a line of JSON is told by its key alone."""
    named = problem.params.get("heading", problem.params.get("label"))
    return (*problem.path, named) if type(problem.path[-1]) is Place else problem.path


def at_cell(frame: Frame, line: TableLine, draft: RowDraft, problem: Problem) -> Problem:
    """A problem of the dossier as one of the cell that it came from."""
    heading = next((draft.spots[problem.path[:n]] for n in (2, 1) if problem.path[:n] in draft.spots), "")
    if not heading:
        return Problem(problem.code, problem.params, (*frame.spot(line), *problem.path), frame.table)
    return _in_cell(frame, line, heading, problem)


def _in_cell(frame: Frame, line: TableLine, heading: str, problem: Problem) -> Problem:
    """A problem of a cell under its heading, unless its own words begin with what the column is called."""
    spot = frame.spot(line, line.cells[heading])
    if problem.params.get("label") in (heading, parted(heading)[0]):
        return Problem(problem.code, problem.params, spot, frame.table)
    reason = text(problem.code, **problem.params)
    return Problem("row.cell", {"heading": heading, "reason": reason}, spot, frame.table)


def _draft(frame: Frame, line: TableLine, ruleset: Ruleset) -> RowDraft:
    name, owner = frame.text_of(line, "name"), _owner(frame, line)
    if states_nothing(name):
        name = ""
    data: dict[str, Any] = {
        **frame.shared,
        "subject": {"name": name or "—", "kind": "project", **({"owner": owner} if owner else {})}}
    data["documents"] = {**data.get("documents", {}), TABLE: frame.title}
    data["attributes"] = dict(data.get("attributes", {}))
    own = _declared(frame, line, ruleset)
    data["declarations"] = [d for d in data.get("declarations", []) if folded(d["about"]) not in own]
    data["observations"] = []
    draft = RowDraft(data)
    if not name:
        draft.problems.append(Problem("row.no_name", {}, (Place(line.place),), frame.table))
    for column in frame.columns:
        entry = line.cells.get(column.heading)
        if entry is not None and column.kind in ("quantity", "attribute", "name", "owner", "number"):
            _put(draft, column, entry, frame, line, ruleset)
    return draft


def _declared(frame: Frame, line: TableLine, ruleset: Ruleset) -> set[str]:
    """The names and labels of what the row declares itself."""
    known = ruleset.model.attributes
    stated = [c.name for c in frame.columns if c.kind == "attribute" and known[c.name].declared
              and c.heading in line.cells and line.cells[c.heading].text]
    return {folded(called) for name in stated for called in (name, known[name].label)}


def _put(draft: RowDraft, column: Column, entry: Cell, frame: Frame, line: TableLine,
         ruleset: Ruleset) -> None:
    """What a cell states, in its place in the dossier."""
    if entry.fault:
        draft.problems.append(Problem("row.cell", {
            "heading": column.heading, "reason": text(entry.fault, given=shorten(entry.text))},
            frame.spot(line, entry), frame.table))
        return
    if entry.date is not None and column.kind == "quantity":
        draft.problems.append(Problem("row.date_cell", {
            "heading": column.heading, "given": entry.text}, frame.spot(line, entry), frame.table))
        return
    if not entry.text or column.kind not in ("quantity", "attribute"):
        return
    source = {"document": TABLE, "words": _words(column, frame, line) or words_of(entry),
              "place": text("row.place", key=frame.key(line), heading=column.heading)}
    if column.kind == "quantity":
        unit = beside(entry.text, column.unit)
        draft.spots["observations", len(draft.data["observations"])] = column.heading
        draft.data["observations"].append({
            "quantity": column.name, "value": entry.text, "source": source,
            **({"shown": entry.shown} if entry.shown else {}),
            **({"unit": unit} if unit else {})})
        return
    known = ruleset.model.attributes[column.name]
    value = _value(entry.text, known.kind)
    if known.declared:
        by = _owner(frame, line)
        if not by and _nothing(entry.text, known):
            return
        if not by:
            draft.problems.append(Problem("row.no_declarer", {"heading": column.heading},
                                          frame.spot(line, entry), frame.table))
            return
        draft.spots["declarations", len(draft.data["declarations"])] = column.heading
        draft.data["declarations"].append({
            "about": column.name, "value": entry.text, "by": by, "source": source})
        return
    before = draft.spots.get(("attributes", column.name))
    if before is not None and _nothing(entry.text, known):
        return
    if before is not None and not _nothing(line.cells[before].text, known) \
            and folded(line.cells[before].text) != folded(entry.text):
        draft.problems.append(Problem("row.twice", {"heading": column.heading, "other": before},
                                      frame.spot(line, entry), frame.table))
        return
    draft.spots["attributes", column.name] = column.heading
    draft.data["attributes"][column.name] = {"value": value, "source": source}


def _owner(frame: Frame, line: TableLine) -> str:
    """Whose project it is, where a cell says so."""
    owner = frame.text_of(line, "owner")
    return "" if states_nothing(owner) else owner


def _nothing(written: str, known: Attribute) -> bool:
    """Whether a cell states nothing of a fact, for which the words are no answer."""
    return states_nothing(written) and same(written, answers(known)) is None


def _value(written: str, kind: str) -> str | int:
    """What a cell states of a fact; digits of a code that no zero begins may have lost it as a number."""
    lost = kind == "code" and _LOST.fullmatch(written) is not None
    return int(written) if lost else written


def _words(column: Column, frame: Frame, line: TableLine) -> str:
    """The original's words for a column, where the table has a column of them."""
    beside = [line.cells[c.heading].text for c in frame.columns
              if c.kind == "words" and column.name in c.of and c.heading in line.cells]
    return "；".join(words for words in beside if words)


def frame_of(table: str, headings: Sequence[str], ruleset: Ruleset, common: tuple[Common, bytes]) -> Frame:
    """The frame of a table."""
    return Frame(table, tuple(headings), tuple(columns(headings, ruleset)), *common)


def stated_in(frame: Frame, lines: Iterable[TableLine]) -> set[str]:
    """The data that any row states; no more rows are looked at than that takes."""
    left = {c.heading: c.name for c in frame.columns if c.kind in ("quantity", "attribute")}
    found = set()
    for line in lines:
        for heading in [one for one in left if one in line.cells and line.cells[one].text]:
            found.add(left.pop(heading))
        if not left:
            break
    return found
