"""One evaluation as it is kept: its exact values, and places of what it rests on.

Owns what is kept of it.  It must not decide, leave anything out, or make words.
"""

from __future__ import annotations

from checker.evidence.evidence import Evidence
from checker.judging import clause
from checker.judging.restating import Restated
from checker.judging.wanting import key, wants
from checker.measuring.limit import UNDETERMINED, row_found, rows_of
from checker.measuring.measurement import Evaluation
from checker.quantity.interval import Interval
from checker.ruleset import asking
from checker.ruleset.compiled import PLAIN, CompiledRow, Interpretation, Ruleset
from checker.verdict.exact_number import word_or_amount
from checker.verdict.found import ReadingFinding, RowFound


def evaluation_found(item: str, found: Evaluation, reading: Interpretation, evidence: Evidence,
                     ruleset: Ruleset, restated: Restated) -> ReadingFinding:
    """One value of an item, or of an amount that it names, under one reading."""
    return ReadingFinding(
        reading=None if reading.id == PLAIN else reading.id, decides=found.decides,
        basis=found.basis, outcome=found.outcome, reason=found.reason, would_be=found.would_be,
        values=[word_or_amount(value) for value in found.values],
        unit=reading.unit.text if reading.unit else None, formula=list(reading.written),
        limit=[limit_row(item, reading, row, ruleset)
               for row in rows_of(reading, found.rows, evidence.period)],
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


def limit_row(item: str, reading: Interpretation, row: CompiledRow, ruleset: Ruleset) -> RowFound:
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
