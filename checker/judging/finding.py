"""From a measurement to its finding: outcome, basis, reasons, values, and what each rests on.

Owns what is kept of an item.  It must not decide, leave anything out, or make words.
"""

from __future__ import annotations

from checker.concluding.engine import Firing
from checker.concluding.outcome import shown
from checker.evidence.evidence import Evidence
from checker.judging import clause
from checker.judging.amounts import charged
from checker.judging.evaluation_found import evaluation_found
from checker.judging.restating import Restated
from checker.judging.wanting import Wanting, conflict_of, key
from checker.measuring.limit import UNDETERMINED
from checker.measuring.measurement import Measurement
from checker.ruleset.compiled import Ruleset
from checker.verdict.found import ClaimPart, ItemFinding
from checker.verdict.part import Basis, Outcome
from checker.verdict.stated import source_ref
from checker.verdict.vocabulary import Reason


def finding(measurement: Measurement, firing: Firing, evidence: Evidence, ruleset: Ruleset,
            wanting: Wanting | None, restated: Restated) -> ItemFinding:
    """The finding for one item."""
    item = measurement.item
    readings = {reading.id: reading for reading in item.interpretations}
    outcome = shown(firing.outcome, item=True)
    charges = charged(measurement, evidence, ruleset, restated) if outcome == "diverted" else []
    return ItemFinding(
        item=item.id, outcome=outcome, basis=_basis(measurement), reasons=_reasons(measurement, outcome),
        evaluations=[evaluation_found(item.id, e, readings[e.reading], evidence, ruleset, restated)
                     for e in measurement.evaluations],
        claims=[ClaimPart(why=claim.why, source=source_ref(claim.source))
                for claim in evidence.claims.get(item.id, [])],
        missing=[key(need) for need in wanting.needs] if wanting else [],
        settled_by=wanting.settlement if wanting else None,
        clause=clause.points(measurement, firing.rule, evidence, ruleset, charges))


def _basis(measurement: Measurement) -> Basis:
    deciding = measurement.deciding
    bases = {e.basis for e in deciding}
    outcomes = {e.outcome for e in deciding}
    if {"met", "unmet"} <= outcomes and conflict_of(deciding) == "reason.data_conflict":
        return "conflict"
    if "measured" in bases:
        return "measured"
    return "reported" if "reported" in bases else "none"


def _reasons(measurement: Measurement, outcome: Outcome) -> list[Reason]:
    """Why an item is undetermined."""
    if outcome != UNDETERMINED:
        return []
    deciding = measurement.deciding
    reasons = [e.reason for e in deciding if e.outcome == UNDETERMINED and e.reason]
    if {"met", "unmet"} <= {e.outcome for e in deciding}:
        reasons.insert(0, conflict_of(deciding))
    if measurement.applies is None:
        reasons.append("reason.applies_unknown")
    if measurement.free_by_some:
        reasons.append("reason.readings_differ")
    if len({opinion.finding for opinion in measurement.opinions}) > 1:
        reasons.append("reason.opinions_differ")
    return list(dict.fromkeys(reasons))
