"""A question as it is printed: what is asked, of which year, in which unit, what may be answered.

Owns the way from a lacking datum to these words, by the ruleset alone: when a sheet comes back, it is held
against what was asked.  It must not know workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, get_args

from checker.evidence.facts import BASE
from checker.forms.blank_items import report_units
from checker.forms.blank_tables import fact_words, units_alike
from checker.forms.layout import list_sheets
from checker.forms.request import shown_unit
from checker.messages import text, verbatim
from checker.quantity.unit import DIMENSIONLESS
from checker.ruleset.compiled import Ruleset
from checker.ruleset.terms import Attribute, Labelled, Needed, number_of
from checker.verdict.vocabulary import Reason

DatumKind = Literal["quantity", "attribute", "list", "report"]
SETTLE: Final = "resolve"
# The key of a fact that is stated one way and another: no third answer settles that.
DISPUTED: Final = "disputed"
# What is asked for where a datum of a kind is lacking, and how the question is then worded.
_ASKED: Mapping[str, DatumKind] = {
    "quantity": "quantity", "exact": "quantity", "attribute": "attribute", "finer": "attribute",
    "whole": "attribute", "list": "list", "clear": "list", "report": "report"}
_WORDED: Mapping[Needed, str] = {
    "exact": "need.exact", "finer": "need.finer", "whole": "need.whole", "list": "need.list",
    "clear": "need.clear", "report": "need.report"}
# Where something is stated already that doesn't tell enough, it has to be withdrawn for the answer.
_INSTEAD = frozenset(("exact", "clear"))
# What is open for these reasons no owner can settle: the law, its limits, or who judges.
_NOT_THE_OWNERS: frozenset[Reason] = frozenset((
    "reason.applies_unknown", "reason.effect_unclear", "reason.limit_missing", "reason.no_limit",
    "reason.no_reading", "reason.no_row", "reason.opinions_differ", "reason.readings_differ",
    "reason.row_unknown", "reason.shortfall_unclear", "reason.too_many_choices", "reason.unread"))
_REASONS: frozenset[str] = frozenset(reason for part in get_args(Reason) for reason in get_args(part))
_YEAR = re.compile("[0-9]{4}")
_MOST_NAMED = 3


class AskedFor(NamedTuple):
    """A datum that is asked for: of which kind, by its name, and of which year."""

    kind: DatumKind
    name: str
    year: int | str | None = None


@dataclass(frozen=True)
class QuestionRow:
    """A question by its key, in print; ``datum`` is None where there is only something to be settled.

    ``meaning`` is how the ruleset defines it, ``scoping`` what the answer has to say of its scope and price
    basis, ``how`` what else; ``choices`` are all that may be answered, ``units`` those that fit.
    """

    key: str
    datum: AskedFor | None
    asked: str
    year: str = ""
    unit: str = ""
    meaning: str = ""
    scoping: str = ""
    how: str = ""
    choices: Sequence[str] = ()
    units: Sequence[str] = ()

    @property
    def definition(self) -> str:
        """All that is said of it, in one cell."""
        choices = verbatim("ask.choices", words="、".join(self.choices)) if self.choices else ""
        return self.meaning + self.scoping + self.how + choices

    @property
    def printed(self) -> dict[str, str]:
        """What has to stand in the row when it comes back."""
        return {"asked": self.asked, "year": self.year, "unit_due": self.unit, "definition": self.definition}


def question_row(key: str, ruleset: Ruleset) -> QuestionRow | None:
    """The question of a key; None where it is none that an owner could answer."""
    kind, _, rest = key.partition(":")
    name, _, year = rest.partition("@")
    if kind == SETTLE:
        settled = name in _REASONS - _NOT_THE_OWNERS and year in ruleset.items
        return QuestionRow(key, None, verbatim("ask.settle", reason=text(name)), how=text(
            "ask.settle_how")) if settled else None
    if kind == DISPUTED:
        term = ruleset.model.attributes.get(rest) or ruleset.model.quantities.get(rest)
        return QuestionRow(key, None, verbatim("ask.disputed", label=term.label), how=text(
            "ask.settle_how")) if term else None
    datum = AskedFor(_ASKED[kind], name, int(year) if _YEAR.fullmatch(year) else year or None) \
        if kind in _ASKED else None
    return None if datum is None or not known(datum, ruleset) else _row(key, kind, datum, ruleset)


def known(datum: AskedFor, ruleset: Ruleset) -> bool:
    """Whether the ruleset has such a datum."""
    model = ruleset.model
    tables: Mapping[str, Container[str]] = {"quantity": model.quantities, "attribute": model.attributes,
                                            "list": model.lists, "report": ruleset.items}
    return datum.name in tables[datum.kind] and (
        datum.year is None or datum.year == "base" or isinstance(datum.year, int))


def _row(key: str, kind: str, datum: AskedFor, ruleset: Ruleset) -> QuestionRow:
    term, unit, choices, units = _terms(datum, ruleset)
    code = next((code for needed, code in _WORDED.items() if needed == kind), None)
    once = datum.kind == "attribute" or (datum.kind == "quantity" and datum.name in ruleset.once)
    year = "" if once or datum.year is None else str(datum.year)
    if year == "base":
        year = text("formula.base")
    how = _how(datum, ruleset) + (text("ask.instead") if kind in _INSTEAD else "")
    return QuestionRow(key, datum, verbatim(code, label=term.label) if code else term.label, year,
                       shown_unit(unit) if unit else "", term.definition or "", _scoping(datum, ruleset), how,
                       choices, units)


def _terms(datum: AskedFor, ruleset: Ruleset) -> tuple[Labelled, str | None, Sequence[str], Sequence[str]]:
    """What is asked for by the ruleset: its term, unit, choices and the units that fit."""
    model = ruleset.model
    if datum.kind == "quantity":
        quantity = model.quantities[datum.name]
        units = units_alike(quantity.unit) if quantity.unit and not quantity.words else []
        return quantity, quantity.unit, quantity.words or (), units
    if datum.kind == "attribute":
        return model.attributes[datum.name], None, _choices(model.attributes[datum.name]), ()
    if datum.kind == "list":
        return model.lists[datum.name], None, (), ()
    item = ruleset.items[datum.name]
    unit = item.unit.text if item.unit else None
    return item.model, unit, item.model.words or (), () if item.model.words else report_units(item)


def _scoping(datum: AskedFor, ruleset: Ruleset) -> str:
    """What an answer has to say of scope and price basis."""
    if datum.kind != "quantity":
        return ""
    quantity = ruleset.model.quantities[datum.name]
    return (text("ask.scoped") if quantity.scoped else "") + (text("ask.priced") if quantity.priced else "")


def _how(datum: AskedFor, ruleset: Ruleset) -> str:
    """Where a list is filled in, and how a fact is answered."""
    if datum.kind == "list":
        return verbatim("ask.list", sheet=list_sheets(ruleset)[datum.name])
    return _said_of(ruleset.model.attributes[datum.name]) if datum.kind == "attribute" else ""


def _choices(attribute: Attribute) -> Sequence[str]:
    return fact_words(attribute) if attribute.kind in ("yes_no", "word") else ()


def _said_of(attribute: Attribute) -> str:
    """How a fact is answered, and that somebody answers for it."""
    kind = "" if _choices(attribute) else text(f"form.fact_kind.{attribute.kind}")
    return kind + (text("ask.declared") if attribute.declared else "")


def bare(datum: AskedFor, ruleset: Ruleset) -> bool:
    """Whether the datum is a number without a unit."""
    model = ruleset.model
    if datum.kind == "quantity":
        return model.quantities[datum.name].unit == DIMENSIONLESS
    return datum.kind == "report" and report_units(ruleset.items[datum.name]) == [shown_unit(DIMENSIONLESS)]


def is_base(datum: AskedFor) -> bool:
    """Whether it is the year from which others are counted."""
    return datum.kind == "attribute" and datum.name == BASE


def clauses(items: Sequence[str], ruleset: Ruleset) -> str:
    """For which clauses something is asked: number, label and place, of very many the numbers alone."""
    said = [verbatim("ask.for_item", number=number_of(item), label=ruleset.items[item].model.label,
                     place=ruleset.items[item].model.source.place) for item in items[:_MOST_NAMED]]
    rest = items[_MOST_NAMED:]
    if rest:
        said.append(verbatim("ask.for_others", numbers="、".join(map(number_of, rest))))
    return "；".join(said)
