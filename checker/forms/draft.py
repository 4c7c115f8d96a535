"""A dossier's data in the making, with the cell that each part of it is from.

Owns the notes of what is wrong by cell, and the reading of what all tables share: sources, years,
words of a drop-down.  It must not know where a table stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from checker.errors import Problem
from checker.evidence.answering_words import TICKS
from checker.forms.grid import GridLine
from checker.forms.layout import SOURCE
from checker.forms.years import WrittenYear
from checker.messages import text, verbatim
from checker.places import Path
from checker.sentence import Told
from checker.sheets.spreadsheet import Cell
from checker.text.normal import folded
from checker.validation import FIRST_YEAR, LAST_YEAR, choice_hint, shorten, suggestion


@dataclass
class FormDraft:
    """The data, the cell of each part by its path, what is wrong, and what is only to be said."""

    data: dict[str, Any] = field(default_factory=dict)
    cells: dict[Path, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Told] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    document: str | None = None
    years: Mapping[str, WrittenYear] = field(default_factory=dict)

    def complain(self, entry: Cell, code: str, **params: object) -> None:
        """Something is wrong with a cell."""
        self.problems.append(entry.problem(code, **params))

    def complain_once(self, entry: Cell, code: str, **params: object) -> None:
        """Something is wrong with a cell, and with others for the same reason."""
        if code not in self.told:
            self.told.add(code)
            self.complain(entry, code, **params)

    def append(self, section: str, values: Mapping[str, Any], cells: Mapping[str, Cell]) -> int:
        """An entry of a section of the dossier; the first of ``cells`` stands for the whole of it."""
        entries = self.data.setdefault(section, [])
        entries.append({name: value for name, value in values.items() if value not in (None, "")})
        self._placed((section, len(entries) - 1), cells)
        return len(entries) - 1

    def put(self, section: str, name: str, values: Mapping[str, Any], cells: Mapping[str, Cell]) -> None:
        """A named entry of a section of the dossier."""
        self.data.setdefault(section, {})[name] = {
            key: value for key, value in values.items() if value not in (None, "")}
        self._placed((section, name), cells)

    def _placed(self, home: Path, cells: Mapping[str, Cell]) -> None:
        self.cells[home] = next(iter(cells.values())).address
        for name, entry in cells.items():
            inside = ("source", name) if name in SOURCE else (name,)
            self.cells[(*home, *inside)] = entry.address

    def remark(self, entry: Cell, code: str, **params: object) -> None:
        """Something about a cell is to be told, though it stops nothing."""
        self.remarks.append(Told(code, params, (entry.address,)))

    def source(self, line: GridLine, stated: Cell, words: str = "") -> dict[str, str] | None:
        """The source of what is ``stated`` in a row; None after saying what is wrong with it.

        Where the row names none, it is the form's document, the cell, and what stands in it.
        """
        # A pointer such as 见附件3 is a place; marks alone, such as a dash, are none.
        own = {key: line[key].text for key in ("place", "words") if any(map(str.isalnum, line[key].text))}
        found = {"place": verbatim("form.place", cell=stated.address),
                 "words": words or stated.worded.text or text("form.empty"), **own}
        title = line["document"]
        named = self.document if not title.text else self._document(title)
        if title.text and named is None:
            return None
        return found if named is None else {"document": named, **found}

    def default_document(self, title: Cell) -> None:
        """The document that sources are from where their rows name none."""
        if title.text:
            self.document = self._document(title)

    def _document(self, title: Cell) -> str | None:
        name = self.documents.get(folded(title.text))
        if name is None:
            hint = suggestion(title.text, list(self.documents))
            self.complain(title, "form.unknown_document", given=shorten(title.text), hint=hint)
        return name

    def word(self, entry: Cell, words: Mapping[str, Any], also: Mapping[str, Any] | None = None) -> Any:
        """What a word of a drop-down stands for; None after saying that it is none of them.

        What is understood ``also`` is not in the drop-down, and nobody is told to write it.
        """
        by_shape = {folded(word): value for word, value in {**(also or {}), **words}.items()}
        if folded(entry.text) in by_shape:
            return by_shape[folded(entry.text)]
        if entry.text:
            self.complain(entry, "form.not_a_choice", given=shorten(entry.text), words="、".join(words),
                          hint=choice_hint(entry.text, words))
        return None

    def truth(self, entry: Cell) -> bool | None:
        """Yes or no; None where nothing stands, or after saying that it is neither."""
        found = self.word(entry, {text("form.yes"): True, text("form.no"): False}, TICKS)
        return found if isinstance(found, bool) else None

    def year(self, entry: Cell) -> int | None:
        """A year; None where nothing stands, or after saying that it is none."""
        found = re.fullmatch("([0-9]{4})年?", entry.plain)
        if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            return int(found[1])
        if entry.text:
            self.complain(entry, "form.bad_year", given=shorten(entry.text))
        return None

    def due(self, line: GridLine, key: str, why: str) -> None:
        """A cell has to be filled in; if it isn't, say why."""
        if not line.stands(key):
            self.complain(line[key], "form.due", heading=line.heading(key), why=text(f"form.why.{why}"))

    def not_due(self, line: GridLine, keys: Iterable[str]) -> None:
        """Cells that take nothing in a row; what stands there is said to be of no use."""
        for key in keys:
            if key in line.cells and line.stands(key):
                self.complain(line[key], "form.not_due", heading=line.heading(key),
                              given=shorten(line[key].text))

    def unknown(self, line: GridLine, key: str, known: Sequence[str]) -> None:
        """A row that is named by nothing, or by what is none of the form's."""
        entry = line[key]
        if entry.fault:
            return
        if not entry.text:
            self.complain(entry, "form.no_name", heading=line.heading(key))
            return
        hint = suggestion(entry.text, known)
        self.complain(entry, "form.unknown_name", given=shorten(entry.text), heading=line.heading(key),
                      hint=hint)
