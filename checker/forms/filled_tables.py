"""Reads what a filled form states of the subject: its attributes and its quantities.

Owns what each row states and what it lacks.  It must not judge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from checker.evidence.answering_words import answers
from checker.evidence.entries import unstated
from checker.evidence.facts import BASE
from checker.forms import layout
from checker.forms.blank_tables import fact_words
from checker.forms.draft import FormDraft
from checker.forms.grid import GridLine
from checker.forms.values import day, unit_of
from checker.forms.years import YEAR_MARK, Years, asked_for, columns
from checker.messages import text
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Ruleset
from checker.ruleset.terms import Attribute, Quantity
from checker.sheets.spreadsheet import Cell
from checker.text.normal import folded, same


def facts(lines: Sequence[GridLine], draft: FormDraft, ruleset: Ruleset) -> None:
    """The attributes, and those that somebody declares."""
    known = ruleset.model.attributes
    by_label = {folded(attribute.label): name for name, attribute in known.items()}
    first: dict[str, Cell] = {}
    for line in lines:
        if not line.stands(*_written(line)):
            continue
        name = by_label.get(folded(line["fact"].text))
        if name is None:
            draft.unknown(line, "fact", [attribute.label for attribute in known.values()])
        elif name in first:
            draft.complain(line["fact"], "form.row_twice", name=known[name].label, first=first[name].address)
        else:
            first[name] = line["fact"]
            _fact(line, name, known[name], draft)


def _written(line: GridLine) -> list[str]:
    """The columns in which a person writes."""
    return [key for key in line.cells if key != "definition" and key not in layout.PRINTED_ONLY]


def _fact(line: GridLine, name: str, known: Attribute, draft: FormDraft) -> None:
    if not known.declared:
        draft.not_due(line, ("by", "on"))
    if not line.stands("value"):
        if line.stands("document", "place", "words") or (known.declared and line.stands("by", "on")):
            draft.due(line, "value", "value")
        return
    stated = line["value"].worded  # of a number the digits that the cell shows: 0111, not 111
    value, source = fact_value(stated, known, draft), draft.source(line, line["value"])
    if known.declared:
        draft.due(line, "by", "person")
        on = day(line["on"], draft)
        if value is not None and source and line.sound and line["by"].text:
            draft.append("declarations", {
                "about": name, "value": stated.text, "by": line["by"].text, "on": on,
                "source": source}, dict(line.cells))
    elif value is not None and source and line.sound:
        cells = {"value": line["value"], **line.cells}
        draft.put("attributes", name, {"value": value, "source": source}, cells)


def fact_value(entry: Cell, known: Attribute, draft: FormDraft) -> bool | int | str | None:
    """An attribute's value by its kind; None after saying what is wrong with it.

    Words that state nothing stay as they are: whoever judges quotes them.
    """
    if unstated(entry.text, answers(known)):
        return entry.text
    if known.kind == "yes_no":
        # 有 and √ are answers too; which they are is for whoever judges.
        chosen = same(entry.text, (text("form.yes"), text("form.no")))
        return entry.text if not chosen and same(entry.text, answers(known)) else draft.truth(entry)
    if known.kind == "year":
        return draft.year(entry)
    if known.kind == "word":
        labels = {word: word for word in known.words or []}
        found = folded(entry.text) in {folded(word) for word in labels}
        words = labels if found else dict(zip(fact_words(known), labels, strict=True))
        return str(value) if (value := draft.word(entry, words)) is not None else None
    if known.kind == "code" and entry.stored and re.fullmatch("[1-9][0-9]*", entry.text):
        # Its leading zero may be lost: whoever judges takes a number's three digits for either code.
        return int(entry.text)
    return entry.text or None


def data(lines: Sequence[GridLine], draft: FormDraft, ruleset: Ruleset) -> None:
    """The values of the quantities, a row at a time."""
    known = ruleset.model.quantities
    by_label = {folded(quantity.label): name for name, quantity in known.items()}
    years = Years(_number(draft.data.get("period")), _base(draft))
    named = columns(ruleset)
    _right_years(draft, years, named)
    read = asked_for(ruleset, years)
    for line in lines:
        if not line.stands(*_written(line)):
            continue
        name = by_label.get(folded(line["quantity"].text))
        if name is None:
            draft.unknown(line, "quantity", [quantity.label for quantity in known.values()])
        else:
            _QuantityRow(line, name, known[name], draft, (named, years), read.get(name)).read()


def _right_years(draft: FormDraft, years: Years, named: Mapping[str, n.RelativeYear]) -> None:
    """The years that stand in the headings have to be those of the period and of the base year."""
    for key, heading in draft.years.items():
        when = named[key]
        due = years.of(when)
        if due is not None and due != heading.year:
            draft.complain(heading.entry, f"form.other_years.{when.anchor}", heading=heading.entry.text,
                           due=due, start=due - when.offset)


class _QuantityRow:
    """A row of a quantity: values that share a unit, a scope and a source."""

    def __init__(self, line: GridLine, name: str, quantity: Quantity, draft: FormDraft,
                 series: tuple[Mapping[str, n.RelativeYear], Years], asked: set[int] | None) -> None:
        self.line, self.name, self.quantity = line, name, quantity
        self.draft, self.asked = draft, asked
        self.named, self.years = series
        self.faulty = False

    def read(self) -> None:
        """Append an observation for each value that stands."""
        line, draft, quantity = self.line, self.draft, self.quantity
        years = [key for key in line.cells if key.startswith(YEAR_MARK)]
        several = [*years, "other_value"]
        draft.not_due(line, [*several, "other_year"] if quantity.each == "once" else ["amount"])
        takes = {"scope": quantity.scoped, "price_basis": quantity.priced, "unit": quantity.unit}
        draft.not_due(line, [key for key, due in takes.items() if not due])
        keys = ["amount"] if quantity.each == "once" else [key for key in several if key in line.cells]
        stated = [key for key in keys if line.stands(key)]
        if line.stands("other_year") and not line.stands("other_value") and quantity.each == "year":
            draft.due(line, "other_value", "value")
        if not stated:
            if line.stands("place", "words", "note") and not line.stands("other_year"):
                draft.due(line, f"{YEAR_MARK}{n.PERIOD}" if quantity.each == "year" else "amount", "value")
            return
        for key in stated:
            self._value(key)

    def _value(self, key: str) -> None:
        line, entry = self.line, self.line[key]
        year, dated = self._year(key)
        if year is not None and self.asked is not None and year not in self.asked:
            self.draft.remark(entry, "form.year_unused", year=year, label=self.quantity.label)
        unit, right = unit_of(line, entry, self.quantity.words, self.draft, self.quantity.unit)
        source = self._source(entry)
        if source and dated and right and line.sound:
            cells = {"value": entry, "year": entry, "quantity": line["quantity"],
                     **{key: cell for key, cell in line.cells.items()
                        if key in ("unit", "scope", "price_basis", "note", *layout.SOURCE)}}
            self.draft.append("observations", {
                "quantity": self.name, "year": year, "value": entry.text, "unit": unit,
                "scope": _text(line, "scope"), "price_basis": _text(line, "price_basis"),
                "note": _text(line, "note"), "source": source}, cells)

    def _source(self, entry: Cell) -> dict[str, str] | None:
        """The source of a value; a row's complaint is said with the first of its values."""
        if self.line["document"].text and self.faulty:
            return None
        before = len(self.draft.problems)
        found = self.draft.source(self.line, entry)
        self.faulty = len(self.draft.problems) > before
        return found

    def _year(self, key: str) -> tuple[int | None, bool]:
        """The year of a value, and whether it is known where it has to be."""
        line, draft = self.line, self.draft
        if key == "amount":
            return None, True
        if key == "other_value":
            draft.due(line, "other_year", "year")
            year = draft.year(line["other_year"])
            return year, year is not None
        if key in draft.years:
            return draft.years[key].year, True
        when = self.named[key]
        found = self.years.of(when)
        if found is None:
            code = "form.no_base" if when.anchor == "base" else "form.no_period"
            draft.complain_once(line[key], code, heading=line.heading(key))
        return found, found is not None


def _number(stated: object) -> int | None:
    return stated if isinstance(stated, int) else None


def _base(draft: FormDraft) -> int | None:
    return _number(draft.data.get("attributes", {}).get(BASE, {}).get("value"))


def _text(line: GridLine, key: str) -> str | None:
    return line[key].text if key in line.cells else None
