"""What a verdict restates of dossier and ruleset, with the ruleset's labels and texts.

Owns that translation.  It must not decide or leave anything out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.evidence.answering_words import truth_of
from checker.messages import text
from checker.quantity.amount import MULTIPLYING, parse
from checker.quantity.display import plain, spoken, with_unit
from checker.quantity.interval import Interval
from checker.quantity.unit import spell
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import status
from checker.ruleset.terms import Attribute
from checker.verdict.stated import DatumPart, WithdrawnPart
from checker.verdict.verdict import Verdict
from checker.wording import annexed as a
from checker.wording import restated as s
from checker.wording import worded as w

if TYPE_CHECKING:
    from checker.ruleset.overlay import ItemAmendment


def ruleset_ref(verdict: Verdict, ruleset: Ruleset) -> s.RulesetRef:
    """The ruleset and the ground of its choice."""
    model, used = ruleset.model, verdict.ruleset
    after = model.superseded_by
    return s.RulesetRef(
        id=model.id, digest=used.digest, title=model.title, document=model.document,
        issuer=model.issuer, formula_language=model.formula_language,
        own=used.own, ground=used.ground, told=used.told,
        concludes=model.concludes, limits=model.limits, caveat=model.caveat,
        not_covered=list(model.not_covered),
        in_force_from=model.in_force.since, in_force_until=model.in_force.until,
        in_force_seen=model.in_force.seen,
        status=status(model.in_force, after, verdict.assessed_on),
        succeeds=list(model.succeeds),
        superseded_by=None if after is None else a.SuccessorPart(
            document=after.document, title=after.title, ruleset=after.ruleset, since=after.since,
            seen=after.seen, note=after.note),
        transitional=[a.TransitionPart(text=t.text, place=t.place, until=t.until, seen=t.seen)
                      for t in model.transitional],
        checked_on=model.checked.on.isoformat() if model.checked else None)


def change(made: ItemAmendment) -> a.ChangePart:
    """What an overlay did to an item."""
    return a.ChangePart(kind=made.kind, authority=made.authority, document=made.document,
                        reason=made.reason or text("join.names").join(made.parts) or None, until=made.until,
                        before=made.before, after=made.after,
                        on=made.on, digest=made.digest)


def overlays(ruleset: Ruleset) -> list[a.OverlayPart]:
    """The local provisions that were given, in force on the day or not."""
    return [a.OverlayPart(
        id=model.id, title=model.title, issuer=model.issuer, document=model.document,
        digest=applied.overlay.digest, in_force=applied.in_force, since=model.in_force.since,
        until=model.in_force.until, made_up=model.made_up, note=model.note)
        for applied in ruleset.overlays if (model := applied.overlay.model)]


def references(ruleset: Ruleset, period: int) -> list[a.ReferencePart]:
    """Which text each citation means in the period."""
    return [a.ReferencePart(cited=r.cited, dated=r.dated, means=r.meant(period), seen=r.seen, note=r.note)
            for r in ruleset.model.references]


def factors(ruleset: Ruleset) -> list[a.FactorPart]:
    """The constants that formulas and limits use, with the items that they bear on."""
    used: dict[str, list[str]] = {}
    for item in (*ruleset.items.values(), *ruleset.shown.values()):
        for name in item.factors:
            used.setdefault(name, []).append(item.id)
    known = ruleset.model.factors
    return [a.FactorPart(
        name=name, label=known[name].label, value=plain(known[name].value), unit=known[name].unit,
        place=known[name].source.place, seen=known[name].source.seen, note=known[name].source.note,
        items=items) for name, items in sorted(used.items())]


def clauses(ruleset: Ruleset) -> list[w.ClausePart]:
    """Every clause that is no indicator."""
    return [w.ClausePart(place=c.place, text=c.text, treatment=c.treatment, reason=c.reason, seen=c.seen)
            for c in ruleset.model.clauses]


def attributes(verdict: Verdict, ruleset: Ruleset) -> list[s.AttributePart]:
    """The facts about the subject that the ruleset asks for."""
    known = ruleset.model.attributes
    return [s.AttributePart(name=fact.name, label=known[fact.name].label, kind=known[fact.name].kind,
                            value=said(fact.value, known[fact.name]), by=fact.by, on=fact.on,
                            source=fact.source) for fact in verdict.attributes]


def said(value: object, known: Attribute) -> str:
    """A fact as it is shown."""
    if known.kind == "yes_no" and isinstance(value, str):
        meant = truth_of(value)
        value = value if meant is None else meant
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else known.label_of(str(value))


def lists(verdict: Verdict, ruleset: Ruleset) -> list[s.ListPart]:
    """The lists as they were filled in."""
    known = ruleset.model.lists
    return [s.ListPart(name=entry.name, label=known[entry.name].label, year=entry.year,
                       complete=entry.complete, declared_by=entry.declared_by, source=entry.source,
                       entries=entry.entries) for entry in verdict.lists]


def reported(verdict: Verdict, ruleset: Ruleset) -> list[s.ReportedPart]:
    """Every value that the subject reports of an item for a year that was measured, used or not."""
    return [s.ReportedPart(
        item=report.item, label=ruleset.items[report.item].model.label, year=report.year, value=report.value,
        unit=report.unit, reading=report.reading, scope=report.scope, approximate=report.approximate,
        used=report.used, note=report.note, source=report.source) for report in verdict.reported]


def operand(datum: DatumPart, ruleset: Ruleset) -> s.Operand:
    """A datum as it was filled in, with the same in the ruleset's unit."""
    quantity = ruleset.model.quantities[datum.quantity]
    return s.Operand(
        quantity=datum.quantity, label=quantity.label, year=datum.year, scoped=quantity.scoped,
        value=datum.value, unit=datum.unit, converted=_converted(datum, ruleset),
        scope=datum.scope, price_basis=datum.price_basis,
        approximate=datum.approximate, note=datum.note, source=datum.source, promised=datum.promised,
        bound_of=ruleset.model.quantities[datum.bound_of].label if datum.bound_of else None)


def _converted(datum: DatumPart, ruleset: Ruleset) -> str | None:
    due = ruleset.units.get(datum.quantity)
    if due is None or datum.unit is None or not isinstance(datum.amount, Interval):
        return None
    if spell(datum.unit) == spell(due.text) and not (
            MULTIPLYING.search(datum.value) and parse(datum.value).multiplied):
        return None
    return with_unit(spoken(datum.amount.scale(1 / due.factor), full=True), due.text, " ")


def withdrawn(verdict: Verdict, ruleset: Ruleset) -> list[s.WithdrawnLine]:
    """The statements that no longer hold."""
    titles = {document.id: document.title for document in verdict.documents}
    return [s.WithdrawnLine(
        label=_label(part, ruleset), year=part.year, value=_withdrawn(part, ruleset), unit=part.unit,
        stated=part.stated, document=titles.get(part.stated.document or "") if part.stated else None,
        by=part.by, on=part.on, why=part.why, source=part.source) for part in verdict.withdrawn]


def _label(part: WithdrawnPart, ruleset: Ruleset) -> str:
    """What a withdrawn statement is about, as the ruleset calls it if it knows it."""
    model = ruleset.model
    known = {**model.quantities, **model.attributes, **model.lists}
    if part.name in known:
        return known[part.name].label
    return ruleset.items[part.name].model.label if part.name in ruleset.items else part.name


def _withdrawn(part: WithdrawnPart, ruleset: Ruleset) -> str:
    """What it said, as it is shown; a list is told as a whole."""
    known = ruleset.model.attributes.get(part.name)
    if part.value is None:
        return text(f"withdrawn.{part.part}")
    return said(part.value, known) if known is not None else str(part.value)
