"""The parts of a verdict that only restate dossier and rules, and where each statement stands in them.

Owns the translation into the verdict's format.  It must not decide or leave anything out.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.dossier.dossier import Dossier
from checker.dossier.holding import Holding
from checker.evidence.entries import BoundList, closed, says_none
from checker.evidence.evidence import BoundReport, BoundValue, Evidence
from checker.evidence.facts import Facts
from checker.judging.purpose import ground_of
from checker.measuring.evaluate import truth
from checker.measuring.measurement import Measurement
from checker.places import Path
from checker.ruleset.codes import Code
from checker.ruleset.compiled import Ruleset
from checker.text.normal import folded
from checker.verdict import stated as s
from checker.verdict.exact_number import word_or_amount

MeasuredYears = Mapping[int, Mapping[str, Measurement]]


class Restated:
    """Data, lists and reported values of a verdict, each with its place in the list."""

    def __init__(self, dossier: Dossier, evidence: Evidence, measurements: MeasuredYears,
                 ruleset: Ruleset) -> None:
        known = Facts(evidence.period, evidence.base, attributes=evidence.attributes)
        self.promised = {name for name, condition in ruleset.promised.items()
                         if truth(condition, known) is not False}
        self._data: dict[tuple[Path, str], int] = {}
        self._lists: dict[Path, int] = {}
        self._reports: dict[Path, int] = {}
        self.data = self._with_data(evidence)
        self.lists = self._with_lists(dossier, evidence, ruleset)
        self.reported = self._with_reports(evidence, measurements)

    def datum(self, value: BoundValue) -> int:
        """The place of a datum."""
        return self._data[(value.path, value.name)]

    def entries(self, listed: BoundList) -> int:
        """The place of a list."""
        return self._lists[listed.path]

    def report(self, report: BoundReport) -> int:
        """The place of a reported value."""
        return self._reports[report.path]

    def _with_data(self, evidence: Evidence) -> list[s.DatumPart]:
        """Everything the dossier states that the ruleset asks for, used or not."""
        found: list[s.DatumPart] = []
        for value in (value for values in evidence.values.values() for value in values):
            first = len(found)
            for place in value.everywhere:
                self._data[(place.path, place.name)] = len(found)
                found.append(s.DatumPart(
                    quantity=place.name, year=place.year, value=place.written, unit=place.unit,
                    amount=word_or_amount(place.value), scope=place.scope, price_basis=place.price_basis,
                    approximate=place.approximate, promised=place.name in self.promised,
                    bound_of=place.bound_of, note=place.note, source=s.source_ref(place.source),
                    also=[] if len(found) > first else
                    list(range(first + 1, first + len(value.everywhere)))))
        return found

    def _with_lists(self, dossier: Dossier, evidence: Evidence, ruleset: Ruleset) -> list[s.EntriesPart]:
        """The lists as they were filled in."""
        known, names = ruleset.model.lists, ruleset.list_names
        stated = [(("lists", i), name, entry) for i, entry in enumerate(dossier.lists)
                  if (name := names.get(folded(entry.name), ""))]
        self._lists = {path: place for place, (path, _, _) in enumerate(stated)}
        also = {listed.path: [self._lists[other.path] for other in listed.also]
                for versions in evidence.lists.values() for listed in versions}
        return [s.EntriesPart(
            name=name, year=entry.year or evidence.period, complete=closed(entry, ruleset),
            declared_by=entry.declared_by, source=s.source_ref(entry.source), also=also.get(path, []),
            entries=[{key: str(value) for key, value in e.items() if value is not None}
                     for e in entry.entries if not says_none(e, known[name].fields)])
            for path, name, entry in stated]

    def _with_reports(self, evidence: Evidence, measurements: MeasuredYears) -> list[s.ReportPart]:
        """Every value that the subject reports of an item for a year that was measured, used or not."""
        taken = {id(e.report) for items in measurements.values() for found in items.values()
                 for e in found.evaluations if e.report}
        found: list[s.ReportPart] = []
        for (item, year), reports in evidence.reported.items():
            for one in reports if year in measurements else ():
                for report in one.everywhere:
                    self._reports[report.path] = len(found)
                    found.append(s.ReportPart(
                        item=item, year=report.year, value=report.written, unit=report.unit,
                        reading=report.reading, scope=report.scope, approximate=report.approximate,
                        used=id(one) in taken, note=report.note, source=s.source_ref(report.source)))
        return found


def subject(dossier: Dossier) -> s.SubjectPart:
    """Whom the verdict is about."""
    return s.SubjectPart(name=dossier.subject.name, kind=dossier.subject.kind, place=dossier.subject.place,
                         owner=dossier.subject.owner)


def ruleset_used(ruleset: Ruleset, dossier: Dossier, told: bool) -> s.RulesetUsed:
    """The ruleset and the ground of its choice."""
    ground = ground_of(dossier, ruleset)
    return s.RulesetUsed(id=ruleset.model.id, digest=ruleset.digest,
                         not_covered=list(ruleset.model.not_covered), own=ground.own if ground else None,
                         ground=ground.ground if ground else None, told=told)


def overlays(ruleset: Ruleset) -> list[s.OverlayUsed]:
    """The local provisions that were given, in force on the day or not."""
    return [s.OverlayUsed(id=applied.overlay.model.id, digest=applied.overlay.digest,
                          in_force=applied.in_force) for applied in ruleset.overlays]


def dossier_ref(dossier: Dossier, digest: str) -> s.DossierRef:
    """The dossier by its digest."""
    return s.DossierRef(digest=digest, made_up=dossier.made_up, note=dossier.note)


def documents(dossier: Dossier) -> list[s.DocumentRef]:
    """The documents that the dossier's sources name."""
    return [s.DocumentRef(id=name, title=d.title, issuer=d.issuer, sha256=d.sha256)
            for name, d in sorted(dossier.documents.items())]


def facts(evidence: Evidence) -> dict[str, bool | int | str]:
    """The attributes that were judged by, a code as its digits."""
    return {name: value.text if isinstance(value, Code) else value
            for name, value in evidence.attributes.items()}


def attributes(dossier: Dossier, ruleset: Ruleset) -> list[s.FactPart]:
    """What is stated of the facts about the subject that the ruleset asks for."""
    known = ruleset.model.attributes
    names = ruleset.attribute_names
    declared = [(names.get(folded(d.about), d.about), d) for d in dossier.declarations]
    return [*(s.FactPart(name=name, value=one.value,
                         source=s.source_ref(one.source) if one.source else None)
              for name, attribute in sorted(dossier.attributes.items()) if name in known
              for one in attribute.everywhere),
            *(s.FactPart(name=name, value=d.value, by=d.by, on=d.on.isoformat() if d.on else None,
                         source=s.source_ref(d.source)) for name, d in declared if name in known)]


def withdrawn(held: Holding, ruleset: Ruleset) -> list[s.WithdrawnPart]:
    """The statements that no longer hold, whatever they are about."""
    names = {"attributes": ruleset.attribute_names, "declarations": ruleset.attribute_names,
             "observations": ruleset.quantity_names, "lists": ruleset.list_names}
    return [s.WithdrawnPart(
        part=stated.section,
        name=names.get(stated.section, {}).get(folded(stated.about), stated.about), year=stated.year,
        value=stated.value, unit=getattr(stated.stated, "unit", None),
        stated=s.source_ref(stated.source) if stated.source else None, by=withdrawal.by,
        on=withdrawal.on.isoformat(), why=withdrawal.why, source=s.source_ref(withdrawal.source))
        for withdrawal, stated in held.withdrawn]
