"""Whether a value reaches its limit.

Owns the comparison of one value, exact or an interval, with the rows of a limit, whose conditions
may be unknown.  It must not compute values.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from checker.judging.evaluate import Facts, Truth, Value, holds, relate
from checker.quantity.display import places
from checker.quantity.interval import Interval
from checker.ruleset.compiled import Row

MET, UNMET, UNDETERMINED = "met", "unmet", "undetermined"

SIGNS = {"at_most": "<=", "at_least": ">=", "above": ">", "below": "<", "exactly": "=="}
RELATIONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "at_most": operator.le, "at_least": operator.ge, "above": operator.gt, "below": operator.lt,
    "exactly": operator.eq}
_OUTCOME: dict[Truth, str] = {True: MET, False: UNMET, None: UNDETERMINED}


@dataclass(frozen=True)
class Result:
    """The outcome against a limit, the rows that may apply, and why it is not decided."""

    outcome: str
    rows: tuple[int, ...] = ()
    reason: str | None = None
    rounding_flips: bool = False


@dataclass(frozen=True)
class _Applied:
    rows: list[Row] = field(default_factory=list)
    open_end: bool = False


def agree(outcomes: Sequence[str]) -> str:
    """The common outcome, or undetermined."""
    return outcomes[0] if outcomes and len(set(outcomes)) == 1 else UNDETERMINED


def apply_limit(rows: Sequence[Row], value: Value, words: Sequence[str], facts: Facts) -> Result:
    """Compare ``value`` (in the indicator's unit) with every row that may apply."""
    if not rows:
        return Result(UNDETERMINED, reason="reason.no_limit")
    applied = _applicable(rows, facts)
    indexes = tuple(row.index for row in applied.rows)
    if not applied.rows:
        return Result(UNDETERMINED, reason="reason.no_row")
    if isinstance(value, str) and value not in words:
        return Result(UNDETERMINED, indexes, "reason.unknown_word")
    outcomes = [_against(row, value) for row in applied.rows]
    outcome = agree([*outcomes, UNDETERMINED] if applied.open_end else outcomes)
    reason = None
    if outcome == UNDETERMINED:
        several = len(applied.rows) > 1 or applied.open_end
        reason = "reason.row_unknown" if several else "reason.straddles"
    flips = isinstance(value, Interval) and any(_rounding_flips(row, value) for row in applied.rows)
    return Result(outcome, indexes, reason, flips)


def _applicable(rows: Sequence[Row], facts: Facts) -> _Applied:
    """The rows whose condition may be the first to hold."""
    possible = []
    for row in rows:
        answer = True if row.when is None else holds(row.when, facts)
        if answer is not False:
            possible.append(row)
        if answer is True:
            return _Applied(possible)
    return _Applied(possible, open_end=True)


def _against(row: Row, value: Value) -> str:
    if isinstance(value, str):
        return MET if row.row.word == value else UNMET
    answers = [_compare(value, name, bound) for name, bound, _ in row.bounds]
    if False in answers:
        return UNMET
    return _OUTCOME[None if None in answers else True]


def _rounding_flips(row: Row, value: Interval) -> bool:
    """Whether the value rounded half-even to the limit's own digits would be judged otherwise."""
    number = value.value
    if number is None:
        return False
    return any(
        RELATIONS[name](number, bound) != RELATIONS[name](Fraction(places(number, digits)), bound)
        for name, bound, digits in row.bounds if abs(number - bound) * 10**digits < 1)


def _compare(value: Interval, name: str, bound: Fraction) -> Truth:
    number = value.value
    if number is not None:
        return RELATIONS[name](number, bound)
    return relate(value - Interval.exact(bound), SIGNS[name])
