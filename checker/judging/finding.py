"""From a measurement to its finding: outcome, basis, reasons, values, and what each rests on.

Owns what is kept of an item.  It must not decide, leave anything out, or make words.
"""

from __future__ import annotations

from checker.concluding.engine import Firing
from checker.concluding.outcome import shown
from checker.evidence.evidence import Evidence
from checker.judging import clause
from checker.judging.restating import Restated
from checker.judging.wanting import Wanting, conflict_of, key, wants
from checker.measuring.limit import UNDETERMINED, row_found, rows_of
from checker.measuring.measurement import Evaluation, Measurement
from checker.quantity.interval import Interval
from checker.ruleset import asking
from checker.ruleset.compiled import PLAIN, CompiledRow, Interpretation, Ruleset
from checker.verdict.exact_number import word_or_amount
from checker.verdict.found import ClaimPart, ItemFinding, ReadingFinding, RowFound
from checker.verdict.part import Basis, Outcome
from checker.verdict.stated import source_ref
from checker.verdict.vocabulary import Reason


def finding(measurement: Measurement, firing: Firing, evidence: Evidence, ruleset: Ruleset,
            wanting: Wanting | None, restated: Restated) -> ItemFinding:
    """The finding for one item."""
    item = measurement.item
    readings = {reading.id: reading for reading in item.interpretations}
    outcome = shown(firing.outcome, item=True)
    return ItemFinding(
        item=item.id, outcome=outcome, basis=_basis(measurement), reasons=_reasons(measurement, outcome),
        evaluations=[_evaluation(item.id, e, readings[e.reading], evidence, ruleset, restated)
                     for e in measurement.evaluations],
        claims=[ClaimPart(why=claim.why, source=source_ref(claim.source))
                for claim in evidence.claims.get(item.id, [])],
        missing=[key(need) for need in wanting.needs] if wanting else [],
        settled_by=wanting.settlement if wanting else None,
        clause=clause.points(measurement, outcome, firing.rule, evidence, ruleset))


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


def _evaluation(item: str, found: Evaluation, reading: Interpretation, evidence: Evidence,
                ruleset: Ruleset, restated: Restated) -> ReadingFinding:
    return ReadingFinding(
        reading=None if reading.id == PLAIN else reading.id, decides=found.decides,
        basis=found.basis, outcome=found.outcome, reason=found.reason, would_be=found.would_be,
        values=[word_or_amount(value) for value in found.values],
        unit=reading.unit.text if reading.unit else None, formula=list(reading.written),
        limit=[_row(item, reading, row, ruleset) for row in rows_of(reading, found.rows, evidence.period)],
        data=[restated.datum(value) for value in found.operands],
        lists=[restated.entries(entry) for entry in found.counted],
        report=restated.report(found.report) if found.report else None,
        scope=found.scope, price_basis=found.price_basis, approximate=found.approximate,
        rounding_flips=found.rounding_flips,
        missing=[key(need) for need in wants(found, item)] if found.outcome == UNDETERMINED else [],
        bounded=_bounded(found, reading),
        matching={restated.entries(entry): matching for entry in found.counted
                  if (matching := clause.matching(entry, reading, evidence))},
        implied_by=found.implied_by, borrowed=found.borrowed)


def _row(item: str, reading: Interpretation, row: CompiledRow, ruleset: Ruleset) -> RowFound:
    """A row of a limit, which every verdict by the ruleset has alike."""
    place = "row found", item, reading.id, row.index
    if place not in ruleset.remembered:
        ruleset.remembered[place] = row_found(row)
    found: RowFound = ruleset.remembered[place]
    return found


def _bounded(found: Evaluation, reading: Interpretation) -> dict[int, Interval]:
    """The amounts of the parts that have bounds, by their place among the formula's such parts."""
    if not found.bounded:
        return {}
    places = {part: place for place, part in enumerate(
        part for tree in reading.values for part in asking.bounded(tree))}
    return {places[part]: amount for part, amount in found.bounded}
