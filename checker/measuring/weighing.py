"""What the results of one value against its limit come to.

Owns what keeps a value from deciding: that it is approximate, impossible, of an open list, or known
only between bounds.  It must not compare with limits itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.evidence.entries import BoundList
from checker.evidence.facts import Value
from checker.measuring.conditions import relate
from checker.measuring.limit import COMPUTED, FREE, UNDETERMINED, UNMET, Result, agree
from checker.measuring.measurement import Evaluation
from checker.measuring.plan import Reach
from checker.quantity.interval import Interval
from checker.quantity.ratio import interval_of
from checker.verdict.part import Outcome


def weighed(results: Sequence[Result], values: Sequence[Value], counted: Sequence[BoundList],
            within: Reach | None, *, approximate: bool, senseless: bool, by_rough: bool = False) -> Result:
    """Every value has to reach the limit; an approximate one decides nothing.

    Nor does it matter where there is nothing to reach, unless that is so by approximate data (``by_rough``).
    """
    found = results[0] if len(results) == 1 else _together(results)
    if senseless or (within is not None and any(
            isinstance(value, Interval) and _impossible(value, within) for value in values)):
        return found._replace(outcome=UNDETERMINED, reason="reason.impossible")
    if approximate and found.outcome not in (UNDETERMINED, COMPUTED) and (by_rough or found.outcome != FREE):
        return found._replace(outcome=UNDETERMINED, reason="reason.approximate", would_be=found.outcome)
    if found.reason == "reason.straddles" and not all(entry.complete for entry in counted):
        return found._replace(reason="reason.list_open")
    return found


def _together(results: Sequence[Result]) -> Result:
    """The results of several values as one."""
    outcomes = [result.outcome for result in results]
    outcome: Outcome = UNMET if UNMET in outcomes else agree(outcomes)
    return Result(
        outcome,
        tuple(sorted({row for result in results for row in result.rows})),
        next((r.reason for r in results if r.outcome == UNDETERMINED == outcome), None),
        any(result.rounding_flips for result in results),
        tuple(dict.fromkeys(need for result in results for need in result.missing)))


def _impossible(value: Interval, within: Reach) -> bool:
    """Whether no number of the value is one that the indicator can have."""
    number, (least, most) = value.value, within
    if number is None:
        return any(relate(value - interval_of(end), side) for end, side in ((least, "<"), (most, ">")))
    above, below = number.as_integer_ratio()
    return above * least[1] < least[0] * below or above * most[1] > most[0] * below


def open_bounds(found: Evaluation) -> bool:
    """Whether a value is known only between bounds."""
    return not all(isinstance(value, Interval) and value.value is not None for value in found.values)
