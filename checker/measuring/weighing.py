"""What the results of one value against its limit come to.

Owns what keeps a value from deciding: that it is approximate, impossible, of an open list, or known
only between bounds.  It must not compare with limits itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checker.evidence.facts import Value
from checker.measuring.conditions import relate
from checker.measuring.limit import COMPUTED, UNDETERMINED, Result, agree
from checker.measuring.measurement import Evaluation
from checker.quantity.interval import Interval
from checker.ruleset.indicator import PossibleRange


def weighed(found: Evaluation, results: Sequence[Result], senseless: bool,
            range_: PossibleRange | None) -> Evaluation:
    """``found`` with its outcome: every value has to reach the limit; an approximate decides nothing."""
    outcomes = [result.outcome for result in results]
    outcome = "unmet" if "unmet" in outcomes else agree(outcomes)
    reason = next((r.reason for r in results if r.outcome == UNDETERMINED), None)
    if reason == "reason.straddles" and not all(entry.complete for entry in found.counted):
        reason = "reason.list_open"
    if senseless or any(_impossible(value, range_) for value in found.values):
        outcome, reason = UNDETERMINED, "reason.impossible"
    would_be = None
    if found.approximate and outcome not in (UNDETERMINED, COMPUTED):
        would_be, outcome, reason = outcome, UNDETERMINED, "reason.approximate"
    rows = tuple(sorted({row for result in results for row in result.rows}))
    return replace(
        found, outcome=outcome, rows=rows, would_be=would_be,
        reason=reason if outcome == UNDETERMINED else None,
        missing=tuple(dict.fromkeys(need for result in results for need in result.missing)),
        rounding_flips=any(result.rounding_flips for result in results))


def _impossible(value: Value, range_: PossibleRange | None) -> bool:
    """Whether no number of the value is one that the indicator can have."""
    if range_ is None or not isinstance(value, Interval):
        return False
    bounds = ((range_.at_least, "<"), (range_.at_most, ">"))
    return any(relate(value - Interval.exact(bound), side) for bound, side in bounds)


def open_bounds(found: Evaluation) -> bool:
    """Whether a value is known only between bounds."""
    return not all(isinstance(value, Interval) and value.value is not None for value in found.values)
