"""Amounts beside the conclusion: what falling short of a floor costs, and what is only shown.

Owns what is kept of them.  Nothing is concluded of any.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.concluding.engine import Firing
from checker.concluding.outcome import shown
from checker.evidence.evidence import Evidence
from checker.judging.evaluation_found import evaluation_found, limit_row
from checker.judging.restating import Restated
from checker.measuring.limit import UNDETERMINED
from checker.measuring.measurement import Evaluation, Measurement
from checker.measuring.owing import owed
from checker.ruleset.compiled import PLAIN, Charge, Ruleset
from checker.verdict.found import AmountFound, ReadingFinding


def charged(measurement: Measurement, evidence: Evidence, ruleset: Ruleset,
            restated: Restated) -> list[ReadingFinding]:
    """What falling short of a floor costs, by each reading and row that isn't reached."""
    return [_charge(charge, measurement.item.id, found, evidence, ruleset, restated)
            for charge, found in owed(measurement, evidence, ruleset)]


def _charge(charge: Charge, item: str, found: Evaluation, evidence: Evidence, ruleset: Ruleset,
            restated: Restated) -> ReadingFinding:
    [amount] = charge.item.interpretations
    short = next(one for one in ruleset.items[item].interpretations if one.id == charge.reading)
    made = evaluation_found(item, found, amount, evidence, ruleset, restated)
    return made.model_copy(update={
        "reading": None if charge.reading == PLAIN else charge.reading,
        "limit": [limit_row(item, short, row, ruleset) for row in short.rows if row.index == charge.row]})


def amounts_shown(measured: Mapping[str, Measurement], concluded: Mapping[str, Firing], evidence: Evidence,
                  ruleset: Ruleset, restated: Restated) -> list[AmountFound]:
    """What is only computed and shown."""
    return [_shown(measured[name], firing, evidence, ruleset, restated) for name, firing in concluded.items()]


def _shown(measurement: Measurement, firing: Firing, evidence: Evidence, ruleset: Ruleset,
           restated: Restated) -> AmountFound:
    item, outcome = measurement.item, shown(firing.outcome)
    readings = {reading.id: reading for reading in item.interpretations}
    reasons = [e.reason for e in measurement.deciding if e.outcome == UNDETERMINED and e.reason]
    if measurement.applies is None:
        reasons.append("reason.applies_unknown")
    if outcome != UNDETERMINED:
        reasons = []
    return AmountFound(
        item=item.id, outcome=outcome, reasons=list(dict.fromkeys(reasons)),
        evaluations=[evaluation_found(item.id, e, readings[e.reading], evidence, ruleset, restated)
                     for e in measurement.evaluations])
