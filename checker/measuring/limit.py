"""Whether a value reaches its limit.

Owns the comparison of one value, exact or an interval, with the rows of a limit, whose conditions
may be unknown.  It must not compute values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from checker.evidence.facts import Facts, Missing, Need, Value
from checker.measuring.conditions import ORDER, relate
from checker.measuring.evaluate import evaluate, holds
from checker.quantity.display import plain
from checker.quantity.interval import Interval, Undefined
from checker.quantity.ratio import ONE, IntegerRatio
from checker.ruleset.compiled import CompiledRow, Interpretation, RowBound
from checker.verdict.found import RowFound
from checker.verdict.part import Outcome
from checker.verdict.vocabulary import Reason

MET: Final = "met"
UNMET: Final = "unmet"
UNDETERMINED: Final = "undetermined"
COMPUTED: Final = "computed"
FREE: Final = "not_applicable"

SIGNS = {"at_most": "<=", "at_least": ">=", "above": ">", "below": "<", "exactly": "=="}
_RELATED = {relation: ORDER[sign] for relation, sign in SIGNS.items()}


class Result(NamedTuple):
    """The outcome against a limit, the rows that may apply, and why it is not decided.

    ``would_be`` is what the value would come to if it were not approximate.
    """

    outcome: Outcome
    rows: tuple[int, ...] = ()
    reason: Reason | None = None
    rounding_flips: bool = False
    missing: tuple[Need, ...] = ()
    would_be: Outcome | None = None


def agree(outcomes: Sequence[Outcome]) -> Outcome:
    """The common outcome, or undetermined."""
    return outcomes[0] if outcomes and len(set(outcomes)) == 1 else UNDETERMINED


def apply_limit(rows: Sequence[CompiledRow], value: Value, words: Sequence[str], facts: Facts,
                unit: IntegerRatio = ONE) -> Result:
    """Compare ``value`` with every row that may apply, in the indicator's ``unit`` of so many base units."""
    applied, open_end = _applicable(rows, facts)
    if not applied:
        return Result(UNDETERMINED, reason="reason.no_row")
    indexes = tuple([row.index for row in applied])
    if isinstance(value, str) and value not in words:
        return Result(UNDETERMINED, indexes, "reason.unknown_word")
    number = value.value if isinstance(value, Interval) else None
    exact = None if number is None else number.as_integer_ratio()
    try:
        found = [_against(row, value, exact, facts, unit) for row in applied]
    except Missing as missing:
        return Result(UNDETERMINED, indexes, "reason.limit_missing", missing=(missing.need,))
    except Undefined as undefined:
        return Result(UNDETERMINED, indexes, undefined.code)
    outcome, flips = found[0]
    if len(found) == 1 and not open_end:
        return Result(outcome, indexes, _why(applied[0]) if outcome == UNDETERMINED else None, flips)
    outcome = UNDETERMINED if open_end else agree([outcome for outcome, _ in found])
    return Result(outcome, indexes, "reason.row_unknown" if outcome == UNDETERMINED else None,
                  any(flips for _, flips in found))


def _why(row: CompiledRow) -> Reason:
    return "reason.straddles" if row.row.unread is None else "reason.unread"


def without_value(rows: Sequence[CompiledRow], choices: Sequence[Facts]) -> Result | None:
    """What a limit says whatever the value is: no row for this case, nothing to reach, a number unread."""
    found = {tuple(row.index for row in _applicable(rows, facts)[0]) for facts in choices}
    if found == {()}:
        return Result(UNDETERMINED, reason="reason.no_row")
    if len(found) != 1:
        return None
    indexes = found.pop()
    [*others, row] = [row for row in rows if row.index in indexes]
    open_end = any(_applicable(rows, facts)[1] for facts in choices)
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


def _applicable(rows: Sequence[CompiledRow], facts: Facts) -> tuple[list[CompiledRow], bool]:
    """The rows whose condition may be the first to hold, and whether there may be none."""
    possible = []
    for row in rows:
        answer = True if row.when is None else holds(row.when, facts)
        if answer is not False:
            possible.append(row)
        if answer is True:
            return possible, False
    return possible, True


def _against(row: CompiledRow, value: Value, exact: IntegerRatio | None, facts: Facts,
             unit: IntegerRatio) -> tuple[Outcome, bool]:
    """What one row says of the value, and whether it would say otherwise of the value rounded.

    ``exact`` is the value as a ratio, where it is just one number.
    """
    if not row.bounds and (row.row.free is not None or row.row.unread is not None):
        return FREE if row.row.free is not None else UNDETERMINED, False
    if isinstance(value, str):
        return MET if row.row.word == value else UNMET, False
    answers, flips = [], False
    for bound in row.bounds:
        if exact is None or bound.ratio is None:
            answers.append(relate(value - bound_of(bound, facts, unit), SIGNS[bound.relation]))
        else:
            answers.append(stands(exact, bound.relation, bound.ratio))
            flips = flips or _rounding_flips(exact, bound.relation, bound.ratio, bound.step)
    if False in answers:
        return UNMET, flips
    return UNDETERMINED if None in answers else MET, flips


def bound_of(bound: RowBound, facts: Facts, unit: IntegerRatio) -> Interval:
    """The bound in the indicator's unit; raises :class:`Missing` where it is a datum that is absent."""
    if bound.number is not None:
        return Interval.exact(bound.number)
    assert bound.tree is not None
    value = evaluate(bound.tree, facts, unit)
    assert isinstance(value, Interval)
    return value


def _rounding_flips(exact: IntegerRatio, relation: str, bound: IntegerRatio, step: int) -> bool:
    """Whether a number rounded half-even to the limit's own digits would be judged otherwise."""
    (above, below), (due, parts) = exact, bound
    if abs(above * parts - due * below) * step >= below * parts:
        return False
    steps, rest = divmod(above * step, below)
    if 2 * rest > below or (2 * rest == below and steps % 2):
        steps += 1
    return stands(exact, relation, bound) != stands((steps, step), relation, bound)


def stands(number: IntegerRatio, relation: str, bound: IntegerRatio) -> bool:
    """Whether an exact number stands so to the bound."""
    return _RELATED[relation](number[0] * bound[1], bound[0] * number[1])
