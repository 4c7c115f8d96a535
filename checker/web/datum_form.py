"""The form of one datum: what may be answered, in which units, of which year, with which source.

Owns what a form asks for.  It must not read a file and must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.asking.question_rows import QuestionRow, clauses
from checker.errors import Problem, UsageError
from checker.forms.blank_items import report_units
from checker.forms.blank_tables import units_alike
from checker.forms.layout import judged_by_people
from checker.messages import text
from checker.ruleset.code_names import code_names
from checker.ruleset.compiled import Ruleset
from checker.ruleset.spoken import spoken
from checker.ruleset.terms import number_of
from checker.services.stating import datum_of

_MOST_CODES = 200


@dataclass(frozen=True)
class DatumForm:
    """A datum as its form asks for it."""

    kind: str
    name: str
    label: str
    meaning: str = ""
    why: str = ""
    year: str = ""
    dated: bool = False
    choices: Sequence[tuple[str, str]] = ()
    units: Sequence[str] = ()
    unit: str = ""
    scoped: Sequence[str] = ()
    priced: bool = False
    declared: bool = False
    readings: Sequence[tuple[str, str]] = ()
    codes: Sequence[tuple[str, str]] = ()
    fields: Sequence[tuple[str, str, Sequence[str]]] = ()


def asked_of(key: str, base: Ruleset, row: QuestionRow | None = None) -> DatumForm:
    """The form of a datum by its key, ``quantity:name@year``; raises :class:`UsageError` for any other."""
    ruleset = spoken(base)
    kind, name, year = datum_of(key)
    model = ruleset.model
    why = clauses([*_items(key, ruleset)], ruleset) if row else ""
    if kind == "quantity" and name in model.quantities:
        known = model.quantities[name]
        return DatumForm(kind, name, known.label, known.definition or "", why, year, known.each == "year",
                     [(word, word) for word in known.words or ()],
                     units_alike(known.unit) if known.unit and not known.words else (), known.unit or "",
                     ruleset.scopes if known.scoped else (), known.priced)
    if kind == "attribute" and name in model.attributes:
        fact = model.attributes[name]
        choices = [("true", text("browser.yes")), ("false", text("browser.no"))] \
            if fact.kind == "yes_no" else [(word, fact.label_of(word)) for word in fact.words or ()]
        return DatumForm(kind, name, fact.label, fact.definition or "", why, choices=choices,
                     declared=fact.declared, codes=list(_codes(fact.system, ruleset)))
    if kind == "list" and name in model.lists:
        listed = model.lists[name]
        fields = [(field_, known.label + (f"（{known.unit}）" if known.unit else ""), known.words or ())
                  for field_, known in listed.fields.items()]
        return DatumForm(kind, name, listed.label, listed.definition or "", why, year, True, fields=fields)
    if kind in ("report", "opinion") and name in ruleset.items:
        item = ruleset.items[name]
        if kind == "opinion":
            return DatumForm(kind, name, item.model.label, item.model.ask or "", why, choices=[
                (found, text(f"opinion.{found}")) for found in ("met", "unmet")])
        readings = [(one.id, one.label or one.id) for one in item.interpretations] \
            if item.model.readings else []
        return DatumForm(kind, name, item.model.label, "", why, year, True,
                     [(word, word) for word in item.model.words or ()], report_units(item),
                     item.unit.text if item.unit else "", item.model.scopes or (), readings=readings)
    raise UsageError(Problem("draft.no_datum"))


def _items(key: str, ruleset: Ruleset) -> Iterator[str]:
    _, name, _ = datum_of(key)
    for item in ruleset.written:
        if name in item.attributes or any(name == asked for asked, _ in item.quantities) or name == item.id:
            yield item.id


def _codes(system: str | None, ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    """The codes of a classification with what they are called, as far as that is kept."""
    known = ruleset.model.classifications.get(system or "")
    if known is not None and system is not None:
        yield from list(known.sections.items())[:_MOST_CODES]
        yield from ((one.code, one.shown) for one in code_names(system))


def everything(base: Ruleset) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Everything that may be stated, by kind."""
    ruleset = spoken(base)
    model = ruleset.model
    yield text("browser.facts"), [(f"attribute:{name}", one.label) for name, one in model.attributes.items()]
    yield text("browser.data"), [(f"quantity:{name}", one.label) for name, one in model.quantities.items()]
    yield text("browser.lists"), [(f"list:{name}", one.label) for name, one in model.lists.items()]
    yield text("browser.reports"), [
        (f"report:{name}", f"{number_of(name)} {item.model.label}") for name, item in ruleset.items.items()
        if not item.prohibits]
    opinions = [(f"opinion:{item.id}", f"{number_of(item.id)} {item.model.label}")
                for item in judged_by_people(ruleset)]
    if opinions:
        yield text("browser.opinions"), opinions
