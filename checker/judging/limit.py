"""Whether a value reaches its limit.

Owns the comparison of one value, exact or an interval, with the rows of a limit, whose conditions
may be unknown.  It must not compute values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from checker.judging.evaluate import Facts, Truth, Value, relate, truth
from checker.quantity.display import places
from checker.quantity.interval import Interval
from checker.ruleset.compiled import Row

MET, UNMET, UNDETERMINED = "met", "unmet", "undetermined"

RELATIONS = {"at_most": "<=", "at_least": ">=", "above": ">", "below": "<", "exactly": "=="}
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
    if isinstance(value, str):
        return _word(applied.rows, value, words, indexes)
    outcomes = [_number(row, value) for row in applied.rows]
    outcome = agree([*outcomes, UNDETERMINED] if applied.open_end else outcomes)
    reason = None
    if outcome == UNDETERMINED:
        several = len(applied.rows) > 1 or applied.open_end
        reason = "reason.row_unknown" if several else "reason.straddles"
    flips = any(_rounding_flips(row, value) for row in applied.rows)
    return Result(outcome, indexes, reason, flips)


def _applicable(rows: Sequence[Row], facts: Facts) -> _Applied:
    """The rows whose condition may be the first to hold."""
    possible = []
    for row in rows:
        holds = True if row.when is None else truth(row.when, facts)
        if holds is not False:
            possible.append(row)
        if holds is True:
            return _Applied(possible)
    return _Applied(possible, open_end=True)


def _number(row: Row, value: Interval) -> str:
    answers = [relate(value - Interval.exact(bound), RELATIONS[name]) for name, bound in row.row.bounds]
    if False in answers:
        return UNMET
    return _OUTCOME[None if None in answers else True]


def _word(rows: Sequence[Row], value: str, words: Sequence[str], indexes: tuple[int, ...]) -> Result:
    if value not in words:
        return Result(UNDETERMINED, indexes, "reason.unknown_word")
    return Result(agree([MET if row.row.word == value else UNMET for row in rows]), indexes)


def _rounding_flips(row: Row, value: Interval) -> bool:
    """Whether the value rounded half-even to the limit's own digits would be judged otherwise."""
    if value.value is None:
        return False
    return any(
        relate(Interval.exact(value.value - Fraction(bound)), RELATIONS[name])
        != relate(Interval.exact(rounded_to(value.value, bound) - Fraction(bound)), RELATIONS[name])
        for name, bound in row.row.bounds)


def rounded_to(value: Fraction, bound: Decimal) -> Fraction:
    """``value`` at as many decimal places as ``bound`` is written with."""
    return Fraction(places(value, decimals(bound)))


def decimals(bound: Decimal) -> int:
    """How many decimal places a limit is written with."""
    exponent = bound.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
