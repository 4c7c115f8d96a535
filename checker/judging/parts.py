"""The parts of a verdict that only restate dossier and ruleset.

Owns the translation into the verdict's format.  It must not decide or leave anything out.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.dossier.model import Dossier, Source
from checker.judging import verdict as v
from checker.judging.evidence import BoundValue, Evidence
from checker.judging.measure import Measurement
from checker.judging.purpose import ground_of
from checker.quantity.amount import parse
from checker.quantity.display import spoken
from checker.quantity.interval import Interval
from checker.quantity.unit import spell
from checker.ruleset.compiled import Ruleset


def subject(dossier: Dossier) -> v.Subject:
    """Whom the verdict is about."""
    return v.Subject(name=dossier.subject.name, kind=dossier.subject.kind, place=dossier.subject.place)


def ruleset_ref(ruleset: Ruleset, dossier: Dossier) -> v.RulesetRef:
    """The ruleset and the ground of its choice."""
    model, ground = ruleset.model, ground_of(dossier, ruleset)
    return v.RulesetRef(
        id=model.id, digest=ruleset.digest, title=model.title, document=model.document,
        issuer=model.issuer, formula_language=model.formula_language,
        own=ground.own if ground else None, ground=ground.ground if ground else None,
        in_force_from=model.in_force.since.isoformat(), in_force_seen=model.in_force.seen)


def dossier_ref(dossier: Dossier, digest: str) -> v.DossierRef:
    """The dossier by its digest."""
    return v.DossierRef(digest=digest, made_up=dossier.made_up, note=dossier.note)


def documents(dossier: Dossier) -> list[v.DocumentRef]:
    """The documents that the dossier's sources name."""
    return [v.DocumentRef(id=name, title=d.title, issuer=d.issuer, sha256=d.sha256)
            for name, d in sorted(dossier.documents.items())]


def clauses(ruleset: Ruleset) -> list[v.ClausePart]:
    """Every clause that is no indicator."""
    return [v.ClausePart(place=c.place, text=c.text, treatment=c.treatment, reason=c.reason, seen=c.seen)
            for c in ruleset.model.clauses]


def source_ref(source: Source) -> v.SourceRef:
    """Where a statement stands."""
    return v.SourceRef(document=source.document, place=source.place, words=source.words)


def data(evidence: Evidence, ruleset: Ruleset) -> list[v.Operand]:
    """Everything the dossier states that the ruleset asks for, used or not."""
    return [operand(value, ruleset, evidence) for values in evidence.values.values() for value in values]


def attributes(dossier: Dossier, ruleset: Ruleset) -> list[v.AttributePart]:
    """The facts about the subject that the ruleset asks for."""
    known = ruleset.model.attributes
    return [v.AttributePart(
        name=name, label=known[name].label, value=_fact(attribute.value),
        source=source_ref(attribute.source) if attribute.source else None)
        for name, attribute in sorted(dossier.attributes.items()) if name in known]


def _fact(value: object) -> str:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def lists(dossier: Dossier, ruleset: Ruleset) -> list[v.ListPart]:
    """The lists as they were filled in."""
    by_name = {name: entry.label for name, entry in ruleset.model.lists.items()}
    by_label = {label: name for name, label in by_name.items()}
    return [v.ListPart(
        name=name, label=by_name[name], year=entry.year or dossier.period, complete=entry.complete,
        declared_by=entry.declared_by, source=source_ref(entry.source),
        entries=[{key: str(value) for key, value in e.items() if value is not None} for e in entry.entries])
        for entry in dossier.lists if (name := by_label.get(entry.name, entry.name)) in by_name]


def reported(evidence: Evidence, measurements: Mapping[str, Measurement]) -> list[v.ReportedPart]:
    """Every value that the subject reports of an indicator, used or not."""
    return [v.ReportedPart(
        item=item, label=measurements[item].item.model.label, value=report.written, unit=report.unit,
        reading=report.reading, scope=report.scope, approximate=report.approximate,
        used=any(e.report is report for e in measurements[item].evaluations),
        note=report.note, source=source_ref(report.source))
        for item, reports in evidence.reported.items() for report in reports]


def operand(value: BoundValue, ruleset: Ruleset, evidence: Evidence) -> v.Operand:
    """A datum as it was filled in; the same object wherever it is used."""
    if value.path not in evidence.shown:
        evidence.shown[value.path] = _operand(value, ruleset)
    return evidence.shown[value.path]


def _operand(value: BoundValue, ruleset: Ruleset) -> v.Operand:
    quantity = ruleset.model.quantities[value.name]
    return v.Operand(
        quantity=value.name, label=quantity.label, year=value.year, scoped=quantity.scoped,
        value=value.written, unit=value.unit, converted=_converted(value, ruleset),
        scope=value.scope, price_basis=value.price_basis,
        approximate=value.approximate, note=value.note, source=source_ref(value.source))


def _converted(value: BoundValue, ruleset: Ruleset) -> str | None:
    due = ruleset.units.get(value.name)
    if due is None or value.unit is None or not isinstance(value.value, Interval):
        return None
    if spell(value.unit) == spell(due.text) and not parse(value.written).multiplied:
        return None
    return f"{spoken(value.value.scale(1 / due.factor), full=True)} {due.text}"
