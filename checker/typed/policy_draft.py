"""A typed policy on its way to a ruleset: what has been read so far, and what is wrong with which cell.

Owns how the words of a cell become a term, a condition, a number.  It must not know sheets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from checker.dossier.written_value import read_amount
from checker.forms.draft import FormDraft
from checker.forms.grid import GridLine
from checker.messages import text
from checker.quantity.amount import UnreadableAmount
from checker.quantity.display import exact
from checker.quantity.unit import Unit, UnknownUnit
from checker.ruleset.code_names import codes_called
from checker.ruleset.codes import CodeSystem
from checker.sheets.spreadsheet import Cell
from checker.text.normal import folded
from checker.typed.policy_sheets import RELATIONS, SEEN, words_of
from checker.validation import shorten, suggestion

_BETWEEN = re.compile("[、，,；;\n]+")
_MOST_CODES = 6
_SIGNS = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}


def quoted(word: str) -> str:
    """A word as a formula writes it."""
    return '"' + word + '"'


def parts(words: str) -> list[str]:
    """What is listed in a cell, one after the other."""
    return [part.strip() for part in _BETWEEN.split(words) if part.strip()]


@dataclass
class PolicyDraft(FormDraft):
    """The terms by label with their plain data, the named conditions, and what formulas compare with.

    ``places`` are the cells of items by their sources, which go on into the ruleset as they are.
    """

    terms: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    factors: dict[str, dict[str, Any]] = field(default_factory=dict)
    system: CodeSystem | None = None
    seen: str = "unknown"
    places: dict[int, str] = field(default_factory=dict)

    def seen_in(self, entry: Cell) -> str:
        """How a row's text was seen: as it says, or else as the whole document was."""
        return str(self.word(entry, words_of("seen", SEEN)) or self.seen)

    def term(self, entry: Cell, kinds: Sequence[str] = ()) -> tuple[str, dict[str, Any]] | None:
        """The term that a cell names; None after saying that it is not chosen, or is of another kind."""
        known = {folded(label): label for label in self.terms}
        label = known.get(folded(entry.text))
        if label is None:
            self.complain(entry, "policy.no_term", given=shorten(entry.text),
                          hint=suggestion(entry.text, [*self.terms, *self.named]))
            return None
        name, said = self.terms[label]
        if kinds and said["kind"] not in kinds:
            self._of_kind(entry, said)
            return None
        return name, said

    def _of_kind(self, entry: Cell, said: Mapping[str, Any]) -> None:
        kind = text(f"policy.kind.{said['kind']}")
        self.complain(entry, "policy.other_kind", name=said["label"], kind=kind)

    def lacks(self, line: GridLine, key: str, name: str) -> None:
        """A cell of a row has to be filled in."""
        self.complain(line[key], "policy.due", heading=line.heading(key), name=shorten(name))

    def condition(self, entry: Cell) -> str | None:
        """The name of the condition that a cell names, if one stands there."""
        if not entry.text:
            return None
        known = {folded(name): name for name in self.named}
        name = known.get(folded(entry.text))
        if name is None:
            self.complain(entry, "policy.no_condition", given=shorten(entry.text),
                          hint=suggestion(entry.text, list(self.named)))
            return None
        return self.named[name]

    def compared(self, entry: Cell, relation: Cell, value: Cell) -> str | None:
        """A comparison as a formula: a term or a named condition, how it is compared, with what."""
        how = self.word(relation, words_of("relation", RELATIONS))
        if how is None:
            if not relation.text:
                self.complain(relation, "policy.no_relation", name=shorten(entry.text))
            return None
        if folded(entry.text) in {folded(name) for name in self.named}:
            name = self.condition(entry)
            return self._truth(str(name), value, denied=how == "is_not")
        found = self.term(entry)
        if found is None:
            return None
        name, said = found
        if how in _SIGNS:
            return self._measured(entry, name, said, _SIGNS[how], value)
        if said["kind"] == "yes_no":
            return self._truth(name, value, denied=how == "is_not")
        formula = self.among(name, said, value)
        return f"not ({formula})" if formula and how == "is_not" else formula

    def among(self, name: str, said: Mapping[str, Any], value: Cell) -> str | None:
        """That a word or a code is one of those in a cell, as a formula; None after saying what is wrong."""
        listed = parts(value.text)
        if said["kind"] not in ("word", "code") or not listed:
            code = "policy.no_value" if not listed else "policy.not_listed"
            self.complain(value, code, name=said["label"], kind=text(f"policy.kind.{said['kind']}"))
            return None
        one = self._code if said["kind"] == "code" else self._word
        read = [one(part, said, value) for part in listed]
        return f"{name} in ({', '.join(quoted(part) for part in read if part)})" if None not in read else None

    def _word(self, part: str, said: Mapping[str, Any], value: Cell) -> str | None:
        shown = said.get("shown", {})
        known: dict[str, str] = {folded(shown.get(word, word)): word for word in said["words"]}
        if folded(part) not in known:
            self.complain(value, "policy.no_such_word", given=shorten(part), name=said["label"],
                          words="、".join(shown.get(word, word) for word in said["words"]))
            return None
        return known[folded(part)]

    def _code(self, part: str, said: Mapping[str, Any], value: Cell) -> str | None:
        """A code; with a name beside it the code counts, and a name alone is told its codes."""
        code = self.system.read(part) if self.system else None
        if code is None or code.ambiguous:
            called = codes_called(str(said["system"]), part)
            hint = text("hint.codes", count=len(called), codes="、".join(
                f"{one.code} {one.shown}" for one in called[:_MOST_CODES])) if called else ""
            self.complain(value, "policy.no_code", given=shorten(part), hint=hint)
            return None
        return code.text

    def _truth(self, formula: str, value: Cell, *, denied: bool) -> str | None:
        """That something holds, or that it doesn't; without a value it is that it holds."""
        stated = self.truth(value) if value.text else True
        if stated is None:
            return None
        return formula if stated is not denied else f"not {formula}"

    def _measured(self, entry: Cell, name: str, said: Mapping[str, Any], sign: str,
                  value: Cell) -> str | None:
        if said["kind"] == "year":
            year = self.year(value)
            return f"{name} {sign} {year}" if year else None
        if said["kind"] != "number":
            self._of_kind(entry, said)
            return None
        number = self.amount(value, str(said["unit"]))
        return None if number is None else f"{name} {sign} {self.constant(number, said, value)}"

    def constant(self, number: str, said: Mapping[str, Any], value: Cell) -> str:
        """The name of a number that a formula compares with, kept with its unit and the cell it stands in."""
        name = f"bound_{len(self.factors) + 1}"
        for known, factor in self.factors.items():
            if (factor["value"], factor["unit"]) == (Decimal(number), said["unit"]):
                return known
        self.factors[name] = {
            "label": text("policy.bound", label=said["label"], number=number), "value": Decimal(number),
            "unit": said["unit"], "source": {"place": value.address.said(), "seen": self.seen}}
        return name

    def amount(self, value: Cell, unit: str) -> str | None:
        """A plain number in a unit, in which it may be written itself; None after saying what is wrong."""
        try:
            read, own = read_amount(value.plain, unit)
            if read.interval.value is None or read.approximate:
                raise UnreadableAmount("amount.unreadable")
            number = exact(read.interval.value * Unit(own or unit).factor / Unit(unit).factor)
            if not Unit(own or unit).fits(Unit(unit)) or "/" in number:
                raise UnreadableAmount("amount.unreadable")
        except (UnreadableAmount, UnknownUnit):
            self.complain(value, "policy.no_number", given=shorten(value.text), unit=unit)
            return None
        return number
