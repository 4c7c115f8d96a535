"""The parts of a verdict that only restate dossier and ruleset.

Owns the translation into the verdict's format.  It must not decide or leave anything out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from checker.dossier.dossier import Dossier
from checker.evidence.answering_words import truth_of
from checker.evidence.entries import closed, says_none
from checker.evidence.evidence import BoundValue, Evidence
from checker.evidence.facts import Facts
from checker.judging.purpose import ground_of
from checker.measuring.evaluate import truth
from checker.measuring.measurement import Measurement
from checker.quantity.amount import MULTIPLYING, parse
from checker.quantity.display import plain, spoken, with_unit
from checker.quantity.interval import Interval
from checker.quantity.unit import spell
from checker.ruleset.codes import Code
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import status
from checker.ruleset.overlay import ItemAmendment
from checker.ruleset.terms import Attribute, by_name
from checker.text.normal import folded
from checker.verdict import annex as a
from checker.verdict import stated as s
from checker.verdict import verdict as v


def subject(dossier: Dossier) -> s.SubjectPart:
    """Whom the verdict is about."""
    return s.SubjectPart(name=dossier.subject.name, kind=dossier.subject.kind, place=dossier.subject.place,
                     owner=dossier.subject.owner)


def ruleset_ref(ruleset: Ruleset, dossier: Dossier, day: dt.date, told: bool) -> s.RulesetRef:
    """The ruleset and the ground of its choice."""
    model, ground = ruleset.model, ground_of(dossier, ruleset)
    after = model.superseded_by
    return s.RulesetRef(
        id=model.id, digest=ruleset.digest, title=model.title, document=model.document,
        issuer=model.issuer, formula_language=model.formula_language,
        own=ground.own if ground else None, ground=ground.ground if ground else None,
        told=told,
        concludes=model.concludes, limits=model.limits, caveat=model.caveat,
        not_covered=list(model.not_covered),
        in_force_from=model.in_force.since, in_force_until=model.in_force.until,
        in_force_seen=model.in_force.seen, status=status(model.in_force, after, day),
        succeeds=list(model.succeeds),
        superseded_by=after and a.SuccessorPart(
            document=after.document, title=after.title, ruleset=after.ruleset, since=after.since,
            seen=after.seen, note=after.note),
        transitional=[a.TransitionPart(text=t.text, place=t.place, until=t.until, seen=t.seen)
                      for t in model.transitional],
        checked_on=model.checked.on.isoformat() if model.checked else None)


def change(made: ItemAmendment) -> a.ChangePart:
    """What an overlay did to an item."""
    return a.ChangePart(kind=made.kind, authority=made.authority, document=made.document,
                        reason=made.reason or "、".join(made.parts) or None, until=made.until,
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
    for item in ruleset.items.values():
        for name in item.factors:
            used.setdefault(name, []).append(item.id)
    known = ruleset.model.factors
    return [a.FactorPart(
        name=name, label=known[name].label, value=plain(known[name].value), unit=known[name].unit,
        place=known[name].source.place, seen=known[name].source.seen, note=known[name].source.note,
        items=items) for name, items in sorted(used.items())]


def dossier_ref(dossier: Dossier, digest: str) -> s.DossierRef:
    """The dossier by its digest."""
    return s.DossierRef(digest=digest, made_up=dossier.made_up, note=dossier.note)


def documents(dossier: Dossier) -> list[s.DocumentRef]:
    """The documents that the dossier's sources name."""
    return [s.DocumentRef(id=name, title=d.title, issuer=d.issuer, sha256=d.sha256)
            for name, d in sorted(dossier.documents.items())]


def clauses(ruleset: Ruleset) -> list[v.ClausePart]:
    """Every clause that is no indicator."""
    return [v.ClausePart(place=c.place, text=c.text, treatment=c.treatment, reason=c.reason, seen=c.seen)
            for c in ruleset.model.clauses]


def data(evidence: Evidence, ruleset: Ruleset) -> list[s.Operand]:
    """Everything the dossier states that the ruleset asks for, used or not."""
    return [operand(place, ruleset, evidence) for values in evidence.values.values() for value in values
            for place in value.everywhere]


def attributes(dossier: Dossier, ruleset: Ruleset) -> list[s.AttributePart]:
    """The facts about the subject that the ruleset asks for."""
    known = ruleset.model.attributes
    names = by_name(known)
    declared = [(names.get(folded(d.about), d.about), d) for d in dossier.declarations]
    return [*(s.AttributePart(
        name=name, label=known[name].label, kind=known[name].kind, value=said(attribute.value, known[name]),
        source=s.source_ref(attribute.source) if attribute.source else None)
        for name, attribute in sorted(dossier.attributes.items()) if name in known),
        *(s.AttributePart(
            name=name, label=known[name].label, kind=known[name].kind, value=said(d.value, known[name]),
            by=d.by, on=d.on.isoformat() if d.on else None, source=s.source_ref(d.source))
          for name, d in declared if name in known)]


def said(value: object, known: Attribute) -> str:
    """A fact as it is shown."""
    if isinstance(value, Code):
        return value.text
    if known.kind == "yes_no" and isinstance(value, str):
        meant = truth_of(value)
        value = value if meant is None else meant
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else known.label_of(str(value))


def lists(dossier: Dossier, ruleset: Ruleset, period: int) -> list[s.ListPart]:
    """The lists as they were filled in."""
    known, names = ruleset.model.lists, by_name(ruleset.model.lists)
    return [s.ListPart(
        name=name, label=known[name].label, year=entry.year or period, complete=closed(entry, ruleset),
        declared_by=entry.declared_by, source=s.source_ref(entry.source),
        entries=[{key: str(value) for key, value in e.items() if value is not None} for e in entry.entries
                 if not says_none(e, known[name].fields)])
        for entry in dossier.lists if (name := names.get(folded(entry.name), ""))]


def reported(evidence: Evidence, measurements: Mapping[int, Mapping[str, Measurement]]
             ) -> list[s.ReportedPart]:
    """Every value that the subject reports of an indicator for a year that was measured, used or not."""
    taken = {id(e.report) for items in measurements.values() for found in items.values()
             for e in found.evaluations if e.report}
    return [s.ReportedPart(
        item=item, label=measurements[year][item].item.model.label, year=report.year, value=report.written,
        unit=report.unit, reading=report.reading, scope=report.scope, approximate=report.approximate,
        used=id(one) in taken,
        note=report.note, source=s.source_ref(report.source))
        for (item, year), reports in evidence.reported.items() if year in measurements
        for one in reports for report in one.everywhere]


def operand(value: BoundValue, ruleset: Ruleset, evidence: Evidence) -> s.Operand:
    """A datum as it was filled in; the same object wherever it is used."""
    if value.path not in evidence.shown:
        evidence.shown[value.path] = _operand(value, ruleset, evidence)
    return evidence.shown[value.path]


def _operand(value: BoundValue, ruleset: Ruleset, evidence: Evidence) -> s.Operand:
    quantity = ruleset.model.quantities[value.name]
    return s.Operand(
        quantity=value.name, label=quantity.label, year=value.year, scoped=quantity.scoped,
        value=value.written, unit=value.unit, converted=_converted(value, ruleset),
        scope=value.scope, price_basis=value.price_basis,
        approximate=value.approximate, note=value.note, source=s.source_ref(value.source),
        promised=_promised(value, ruleset, evidence),
        bound_of=ruleset.model.quantities[value.bound_of].label if value.bound_of else None)


def _promised(value: BoundValue, ruleset: Ruleset, evidence: Evidence) -> bool:
    """Whether the amount isn't surely more than a promise."""
    condition = ruleset.promised.get(value.name)
    facts = Facts(evidence.period, evidence.base, attributes=evidence.attributes)
    return condition is not None and truth(condition, facts) is not False


def _converted(value: BoundValue, ruleset: Ruleset) -> str | None:
    due = ruleset.units.get(value.name)
    if due is None or value.unit is None or not isinstance(value.value, Interval):
        return None
    if spell(value.unit) == spell(due.text) and not (
            MULTIPLYING.search(value.written) and parse(value.written).multiplied):
        return None
    return with_unit(spoken(value.value.scale(1 / due.factor), full=True), due.text, " ")
