"""A typed policy on its way to a ruleset: what has been read so far, and what is wrong with which cell.

Owns how the words of a cell become a term, a condition, a number.  It must not know sheets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from checker.dossier.written_value import read_amount
from checker.evidence.answering_words import TICKS
from checker.forms.draft import FormDraft
from checker.forms.grid import GridLine
from checker.messages import text
from checker.quantity.amount import UnreadableAmount
from checker.quantity.display import exact
from checker.quantity.unit import DIMENSIONLESS, PERCENT, Unit, UnknownUnit
from checker.ruleset.code_names import CodesCalled, code_names
from checker.ruleset.codes import CodeSystem
from checker.sheets.spreadsheet import Cell
from checker.text.normal import folded
from checker.typed.policy_sheets import RELATIONS, SEEN, words_of
from checker.typed.policy_words import apart, beside_code, parts, quoted
from checker.validation import choice_hint, shorten, suggestion

_SIGNS = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}
_SYSTEM = "gbt4754_2017"
_GROUP = 3  # digits of a group, all of which are known
Said = dict[str, Any]
# What is also understood for a comparison, though no drop-down offers it.
SIGNS = {"≥": "at_least", ">=": "at_least", "≧": "at_least", "不少于": "at_least", "不小于": "at_least",
         ">": "above", "大于": "above", "≤": "at_most", "<=": "at_most", "≦": "at_most", "不超过": "at_most",
         "不大于": "at_most", "<": "below", "小于": "below"}


@dataclass
class PolicyDraft(FormDraft):
    """The terms by label with their plain data, the named conditions, and what formulas compare with.

    ``points`` are the scores by label, ``places`` the cells of items by their sources, which go on into the
    ruleset as they are, ``used`` the conditions that something names, and ``broken`` the names of which it
    has been said that they can't be read.
    """

    terms: dict[str, tuple[str, Said]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    points: dict[str, str] = field(default_factory=dict)
    factors: dict[str, Said] = field(default_factory=dict)
    system: CodeSystem | None = None
    seen: str = "unknown"
    places: dict[int, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)

    def seen_in(self, entry: Cell) -> str:
        """How a row's text was seen: as it says, or else as the whole document was."""
        return str(self.word(entry, words_of("seen", SEEN)) or self.seen)

    def truth(self, entry: Cell) -> bool | None:
        """Yes or no, in any of the words for it; None where nothing stands, or after saying it is neither."""
        words = {text("form.yes"): True, text("form.no"): False}
        also = {text("policy.yes"): True, text("policy.none_there"): False, **TICKS}
        found = self.word(entry, words, also)
        return found if isinstance(found, bool) else None

    def term(self, entry: Cell, kinds: Sequence[str] = ()) -> tuple[str, Said] | None:
        """The term that a cell names; None after saying that it is not chosen, or is of another kind."""
        points = {folded(label): label for label in self.points}
        if "number" in kinds and folded(entry.text) in points:
            label = points[folded(entry.text)]
            return self.points[label], {"label": label, "kind": "number", "unit": DIMENSIONLESS}
        known = {folded(label): label for label in self.terms}
        called = known.get(folded(entry.text))
        if called is None:
            self._unknown(entry, "policy.no_term", given=shorten(entry.text),
                          hint=suggestion(entry.text, [*self.terms, *self.named, *self.points]))
            return None
        name, said = self.terms[called]
        if kinds and said["kind"] not in kinds:
            self._of_kind(entry, said)
            return None
        return name, said

    def _unknown(self, entry: Cell, code: str, **params: object) -> None:
        """A name that is none, unless it is one of which something else has been said."""
        if not entry.fault and folded(entry.text) not in self.broken:
            self.complain(entry, code, **params)

    def _of_kind(self, entry: Cell, said: Mapping[str, Any]) -> None:
        kind = text(f"policy.kind.{said['kind']}")
        self.complain(entry, "policy.other_kind", name=said["label"], kind=kind)

    def lacks(self, line: GridLine, key: str, name: str) -> None:
        """A cell of a row has to be filled in."""
        if not line[key].fault:
            self.complain(line[key], "policy.due", heading=line.heading(key), name=shorten(name))

    def condition(self, entry: Cell) -> str | None:
        """The name of the condition that a cell names, if one stands there."""
        if not entry.text:
            return None
        known = {folded(name): name for name in self.named}
        name = known.get(folded(entry.text))
        if name is None:
            self._unknown(entry, "policy.no_condition", given=shorten(entry.text),
                          hint=choice_hint(entry.text, list(self.named)))
            return None
        self.used.add(name)
        return self.named[name]

    def compared(self, entry: Cell, relation: Cell, value: Cell) -> str | None:
        """A comparison as a formula: a term or a named condition, how it is compared, with what."""
        how = self.word(relation, words_of("relation", RELATIONS), SIGNS)
        if how is None:
            if not relation.text and not relation.fault:
                self.complain(relation, "policy.no_relation", name=shorten(entry.text))
            return None
        if folded(entry.text) in {folded(name) for name in self.named}:
            if how in _SIGNS:
                self.complain(relation, "policy.relation_of_truth", name=shorten(entry.text))
                return None
            return self._truth(str(self.condition(entry)), value, denied=how == "is_not")
        found = self.term(entry)
        if found is None:
            return None
        name, said = found
        if how in _SIGNS:
            return self._measured(entry, name, said, _SIGNS[how], value)
        if said["kind"] in ("yes_no", "declared"):
            return self._truth(name, value, denied=how == "is_not")
        formula = self.among(name, said, value)
        return f"not ({formula})" if formula and how == "is_not" else formula

    def among(self, name: str, said: Mapping[str, Any], value: Cell) -> str | None:
        """That a word or a code is one of those in a cell, as a formula; None after saying what is wrong."""
        if value.fault:
            return None
        shown = value.worded.text
        listed = [shown] if folded(shown) in _words(said) else parts(shown)
        if said["kind"] not in ("word", "code") or not listed:
            code = "policy.no_value" if not listed else "policy.not_listed"
            self.complain(value, code, name=said["label"], kind=text(f"policy.kind.{said['kind']}"))
            return None
        one = self._code if said["kind"] == "code" else self._word
        read = [one(part, said, value) for part in listed]
        return f"{name} in ({', '.join(quoted(part) for part in read if part)})" if None not in read else None

    def _word(self, part: str, said: Mapping[str, Any], value: Cell) -> str | None:
        known = _words(said)
        if folded(part) not in known:
            shown = said.get("shown", {})
            self.complain(value, "policy.no_such_word", given=shorten(part), name=said["label"],
                          words="、".join(shown.get(word, word) for word in said["words"]))
            return None
        return known[folded(part)]

    def _code(self, part: str, said: Mapping[str, Any], value: Cell) -> str | None:
        """A code; with its name beside it the code counts, and a name alone is told its codes."""
        number = value.stored and value.worded.text == value.text and part.isdecimal()
        code = self.system.read(int(part) if number else part) if self.system else None
        if code is None or code.ambiguous:
            hint = CodesCalled(f"{said['system']}:{part}")
            self.complain(value, "policy.no_code", given=shorten(part), hint=hint)
            return None
        known = code_names(_SYSTEM)
        if code.text[:_GROUP].isdecimal() and len(code.text) >= _GROUP and not any(
                one.code == code.text[:_GROUP] for one in known):
            self.complain(value, "policy.no_group", given=shorten(part), group=code.text[:_GROUP])
            return None
        rest = beside_code(part, code.text)
        names = [folded(one) for called in known if called.code == code.text
                 for one in (called.name, called.otherwise) if one]
        section = self.system.named(code.text) if self.system else ""
        if rest and not any(rest in name for name in [*names, folded(section)]):
            self.complain(value, "policy.code_words", given=shorten(part), known=code.text)
            return None
        return code.text

    def _truth(self, formula: str, value: Cell, *, denied: bool) -> str | None:
        """That something holds, or that it doesn't; without a value it is that it holds."""
        stated = self.truth(value) if value.text or value.fault else True
        if stated is None:
            return None
        return formula if stated is not denied else f"not {formula}"

    def _measured(self, entry: Cell, name: str, said: Mapping[str, Any], sign: str,
                  value: Cell) -> str | None:
        if said["kind"] not in ("year", "number"):
            self._of_kind(entry, said)
            return None
        if not value.text:
            if not value.fault:
                self.complain(value, "policy.no_bound", name=said["label"])
            return None
        if said["kind"] == "year":
            year = self.year(value)
            return f"{name} {sign} {year}" if year else None
        number = self.amount(value, str(said["unit"]))
        return None if number is None else f"{name} {sign} {self.constant(number, said, value)}"

    def constant(self, number: str, said: Mapping[str, Any], value: Cell) -> str:
        """The name of a number that a formula compares with, kept with its unit and the cell it stands in."""
        label = text("policy.bound", label=said["label"], number=number)
        for known, factor in self.factors.items():
            if (factor["value"], factor["unit"], factor["label"]) == (Decimal(number), said["unit"], label):
                return known
        name = f"bound_{len(self.factors) + 1}"
        self.factors[name] = {"label": label, "value": Decimal(number), "unit": said["unit"], "source": {
            "place": text("policy.bound_place"), "seen": self.seen}}
        return name

    def amount(self, value: Cell, unit: str) -> str | None:
        """A plain number in a unit, in which it may be written itself; None after saying what is wrong."""
        try:
            read, own = read_amount(value.plain, None)
            if own is None:
                read, own = read_amount(value.plain, unit)
            if read.interval.value is None or read.approximate or apart(value.text):
                raise UnreadableAmount("amount.unreadable")
            number = exact(read.interval.value * Unit(own or unit).factor / Unit(unit).factor)
            if not Unit(own or unit).fits(Unit(unit)) or "/" in number:
                raise UnreadableAmount("amount.unreadable")
        except (UnreadableAmount, UnknownUnit):
            if not value.fault:
                self.complain(value, "policy.no_number", given=shorten(value.text),
                              unit=text("form.dimensionless") if unit == DIMENSIONLESS else unit)
            return None
        if unit == PERCENT and 0 < Decimal(number) < 1 and PERCENT not in value.plain:
            self.complain(value, "policy.percent", given=shorten(value.text))
        return number


def _words(said: Mapping[str, Any]) -> dict[str, str]:
    """The values of a term by the form in which they are compared."""
    shown = said.get("shown", {})
    return {folded(shown.get(word, word)): word for word in said.get("words", ())}
