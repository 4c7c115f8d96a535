"""What the results of one value against its limit come to.

Owns what keeps a value from deciding: that it is approximate, impossible, of an open list, or known
only between bounds.  It must not compare with limits itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from checker.evidence.entries import BoundList
from checker.evidence.facts import Need, Value
from checker.measuring.conditions import relate
from checker.measuring.limit import COMPUTED, UNDETERMINED, Result, agree
from checker.measuring.measurement import Evaluation
from checker.measuring.plan import Reach
from checker.quantity.interval import Interval
from checker.verdict.part import Outcome
from checker.verdict.vocabulary import Reason


class Weighed(NamedTuple):
    """What came of it, in the words of an evaluation."""

    outcome: Outcome
    reason: Reason | None
    rows: tuple[int, ...]
    would_be: Outcome | None
    missing: tuple[Need, ...]
    rounding_flips: bool


def weighed(results: Sequence[Result], values: Sequence[Value], counted: Sequence[BoundList],
            within: Reach | None, *, approximate: bool, senseless: bool) -> Weighed:
    """Every value has to reach the limit; an approximate one decides nothing."""
    found = results[0] if len(results) == 1 else _together(results)
    outcome, reason = found.outcome, found.reason
    if reason == "reason.straddles" and not all(entry.complete for entry in counted):
        reason = "reason.list_open"
    if senseless or (within is not None and any(_impossible(value, within) for value in values)):
        outcome, reason = UNDETERMINED, "reason.impossible"
    would_be = None
    if approximate and outcome not in (UNDETERMINED, COMPUTED):
        would_be, outcome, reason = outcome, UNDETERMINED, "reason.approximate"
    return Weighed(outcome, reason if outcome == UNDETERMINED else None, found.rows, would_be,
                   found.missing, found.rounding_flips)


def _together(results: Sequence[Result]) -> Result:
    """The results of several values as one."""
    outcomes = [result.outcome for result in results]
    return Result(
        "unmet" if "unmet" in outcomes else agree(outcomes),
        tuple(sorted({row for result in results for row in result.rows})),
        next((r.reason for r in results if r.outcome == UNDETERMINED), None),
        any(result.rounding_flips for result in results),
        tuple(dict.fromkeys(need for result in results for need in result.missing)))


def _impossible(value: Value, within: Reach) -> bool:
    """Whether no number of the value is one that the indicator can have."""
    if not isinstance(value, Interval):
        return False
    number, (least, most) = value.value, within
    if number is not None:
        return number < least or number > most
    return any(relate(value - Interval.exact(bound), side) for bound, side in ((least, "<"), (most, ">")))


def open_bounds(found: Evaluation) -> bool:
    """Whether a value is known only between bounds."""
    return not all(isinstance(value, Interval) and value.value is not None for value in found.values)
