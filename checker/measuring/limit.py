"""Whether a value reaches its limit.

Owns the comparison of one value, exact or an interval, with the rows of a limit, whose conditions
may be unknown.  It must not compute values.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from checker.evidence.facts import Facts, Missing, Need, Truth, Value
from checker.measuring.conditions import ORDER, relate
from checker.measuring.evaluate import evaluate, holds
from checker.quantity.display import plain
from checker.quantity.interval import Interval, Undefined
from checker.quantity.ratio import IntegerRatio
from checker.ruleset.compiled import CompiledRow, Interpretation, RowBound
from checker.verdict.found import RowFound
from checker.verdict.part import Outcome
from checker.verdict.vocabulary import Reason

MET: Final = "met"
UNMET: Final = "unmet"
UNDETERMINED: Final = "undetermined"
COMPUTED: Final = "computed"
FREE: Final = "not_applicable"

ONE = Fraction(1)
SIGNS = {"at_most": "<=", "at_least": ">=", "above": ">", "below": "<", "exactly": "=="}
_RELATED = {relation: ORDER[sign] for relation, sign in SIGNS.items()}
_OUTCOME: dict[Truth, Outcome] = {True: MET, False: UNMET, None: UNDETERMINED}


class Result(NamedTuple):
    """The outcome against a limit, the rows that may apply, and why it is not decided."""

    outcome: Outcome
    rows: tuple[int, ...] = ()
    reason: Reason | None = None
    rounding_flips: bool = False
    missing: tuple[Need, ...] = ()


class _ApplicableRows(NamedTuple):
    rows: list[CompiledRow]
    open_end: bool = False


def agree(outcomes: Sequence[Outcome]) -> Outcome:
    """The common outcome, or undetermined."""
    return outcomes[0] if outcomes and len(set(outcomes)) == 1 else UNDETERMINED


def apply_limit(rows: Sequence[CompiledRow], value: Value, words: Sequence[str], facts: Facts,
                factor: Fraction = ONE) -> Result:
    """Compare ``value`` (in the indicator's unit) with every row that may apply.

    ``factor`` is that unit's, for limits that are data and so come in base units.
    """
    applied = _applicable(rows, facts)
    indexes = tuple([row.index for row in applied.rows])
    if not applied.rows:
        return Result(UNDETERMINED, reason="reason.no_row")
    if isinstance(value, str) and value not in words:
        return Result(UNDETERMINED, indexes, "reason.unknown_word")
    number = value.value if isinstance(value, Interval) else None
    exact = None if number is None else number.as_integer_ratio()
    try:
        outcomes = [_against(row, value, exact, facts, factor) for row in applied.rows]
    except Missing as missing:
        return Result(UNDETERMINED, indexes, "reason.limit_missing", missing=(missing.need,))
    except Undefined as undefined:
        return Result(UNDETERMINED, indexes, undefined.code)
    if applied.open_end:
        outcomes.append(UNDETERMINED)
    outcome = agree(outcomes)
    reason: Reason | None = None
    if outcome == UNDETERMINED:
        several = len(applied.rows) > 1 or applied.open_end
        reason = "reason.row_unknown" if several else _why(applied.rows[0])
    flips = exact is not None and any(_rounding_flips(bound, exact) for row in applied.rows
                                      for bound in row.bounds)
    return Result(outcome, indexes, reason, flips)


def _why(row: CompiledRow) -> Reason:
    return "reason.straddles" if row.row.unread is None else "reason.unread"


def without_value(rows: Sequence[CompiledRow], choices: Sequence[Facts]) -> Result | None:
    """What a limit says whatever the value is: no row for this case, nothing to reach, a number unread."""
    found = {tuple(row.index for row in _applicable(rows, facts).rows) for facts in choices}
    if found == {()}:
        return Result(UNDETERMINED, reason="reason.no_row")
    if len(found) != 1:
        return None
    indexes = found.pop()
    [*others, row] = [row for row in rows if row.index in indexes]
    open_end = any(_applicable(rows, facts).open_end for facts in choices)
    if others or open_end or (row.row.free is None and row.row.unread is None):
        return None
    return Result(FREE, indexes) if row.row.free is not None else Result(UNDETERMINED, indexes, _why(row))


def rows_of(reading: Interpretation, applied: Sequence[int], year: int) -> list[CompiledRow]:
    """The rows that applied; without a value those that may apply in the year."""
    return ([row for row in reading.rows if row.index in applied]
            or [row for row in reading.rows if row.row.year in (None, year)])


def row_found(row: CompiledRow) -> RowFound:
    """A row as a verdict has it."""
    written = row.row
    return RowFound(
        row=row.index, year=written.year, when=written.when, word=written.word,
        bounds={name: bound if isinstance(bound, str) else plain(bound) for name, bound in written.bounds},
        open="free" if written.free is not None else "unread" if written.unread is not None else None)


def _applicable(rows: Sequence[CompiledRow], facts: Facts) -> _ApplicableRows:
    """The rows whose condition may be the first to hold."""
    possible = []
    for row in rows:
        answer = True if row.when is None else holds(row.when, facts)
        if answer is not False:
            possible.append(row)
        if answer is True:
            return _ApplicableRows(possible)
    return _ApplicableRows(possible, open_end=True)


def _against(row: CompiledRow, value: Value, exact: IntegerRatio | None, facts: Facts,
             factor: Fraction) -> Outcome:
    """What one row says of the value; ``exact`` is it as a ratio, where it is just one number."""
    if row.row.free is not None or row.row.unread is not None:
        return FREE if row.row.free is not None else UNDETERMINED
    if isinstance(value, str):
        return MET if row.row.word == value else UNMET
    answers = [relate(value - bound_of(bound, facts, factor), SIGNS[bound.relation])
               if exact is None or bound.ratio is None else stands(exact, bound.relation, bound.ratio)
               for bound in row.bounds]
    if False in answers:
        return UNMET
    return _OUTCOME[None if None in answers else True]


def bound_of(bound: RowBound, facts: Facts, factor: Fraction) -> Interval:
    """The bound in the indicator's unit; raises :class:`Missing` where it is a datum that is absent."""
    if bound.number is not None:
        return Interval.exact(bound.number)
    assert bound.tree is not None
    value = evaluate(bound.tree, facts)
    assert isinstance(value, Interval)
    return value.scale(1 / factor)


def _rounding_flips(bound: RowBound, exact: IntegerRatio) -> bool:
    """Whether a number rounded half-even to the limit's own digits would be judged otherwise."""
    if bound.ratio is None:
        return False
    (above, below), (due, parts) = exact, bound.ratio
    if abs(above * parts - due * below) * bound.step >= below * parts:
        return False
    steps, rest = divmod(above * bound.step, below)
    if 2 * rest > below or (2 * rest == below and steps % 2):
        steps += 1
    rounded = steps, bound.step
    return stands(exact, bound.relation, bound.ratio) != stands(rounded, bound.relation, bound.ratio)


def stands(number: IntegerRatio, relation: str, bound: IntegerRatio) -> bool:
    """Whether an exact number stands so to the bound."""
    return _RELATED[relation](number[0] * bound[1], bound[0] * number[1])
