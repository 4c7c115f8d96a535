"""One stated value in the ruleset's words or base units.

Owns the one conversion of units, and what a value may not be: of another dimension, negative where nothing
can be.  It must not weigh what it reads.
"""

from __future__ import annotations

from fractions import Fraction

from checker.dossier.dossier import Observation, Reported
from checker.dossier.written_value import MONEY, read_amount
from checker.evidence.evidence import ShownValue
from checker.evidence.facts import Value
from checker.evidence.meeting import Meeting
from checker.places import Path
from checker.quantity.amount import Amount, UnreadableAmount, simple
from checker.quantity.interval import Bound, Interval
from checker.quantity.ratio import interval_of
from checker.quantity.unit import DIMENSIONLESS, Unit, mismatch, unit_of
from checker.ruleset.indicator import Indicator
from checker.ruleset.terms import Quantity
from checker.text.normal import folded, same


def value_of(meeting: Meeting, stated: Observation | Reported, defined: Quantity | Indicator,
             due: Unit | None, path: Path) -> tuple[Value | None, bool, str | None]:
    """The value in base units, whether approximate, its unit; None after naming what is wrong."""
    for written in (stated.value, stated.unit or ""):
        meeting.writing.normalised(written)
    if due is None:
        if stated.unit is not None:
            meeting.problem("unit.not_due", (*path, "unit"), unit=stated.unit)
            return None, False, None
        return same(stated.value, defined.words or ()) or folded(stated.value), False, None
    plainly = simple(stated.value)
    if plainly is not None:
        (above, below), within = plainly
        unit = within or stated.unit
        if unit is not None and (within is None or stated.unit is None):
            used = unit_of(unit)
            if used.fits(due):
                times, over = used.factor.as_integer_ratio()
                return interval_of((above * times, below * over)), False, unit
    amount = _amount(meeting, stated.value, stated.unit, due, path)
    if amount is None:
        return None, False, None
    interval = amount.interval
    if not defined.signed:
        low = interval.low.value
        if not interval.reaches_zero() or (low is not None and low.numerator < 0):
            meeting.problem("amount.negative", (*path, "value"), label=defined.label, given=stated.value)
            return None, False, None
        if low is None:
            interval = Interval(Bound(Fraction(0)), interval.high)
    return interval, amount.approximate, amount.unit


def shown_value(meeting: Meeting, stated: Observation | Reported, defined: Quantity | Indicator,
                due: Unit | None, path: Path) -> ShownValue | None:
    """What the cell showed, if it was another value and can be read as one."""
    if stated.shown is None or stated.shown == stated.value:
        return None
    known = len(meeting.problems)
    seen = value_of(meeting, stated.model_copy(update={"value": stated.shown}), defined, due, path)[0]
    del meeting.problems[known:]
    return None if seen is None else ShownValue(seen, stated.shown)


def _amount(meeting: Meeting, written: str, unit: str | None, due: Unit, path: Path) -> Amount | None:
    """The amount in base units, or None after naming what is wrong with it."""
    try:
        amount, given = read_amount(written, unit)
    except UnreadableAmount as bad:
        meeting.problem(bad.code, (*path, "value"), given=written, unit=unit or "")
        return None
    if given is None and amount.multiplied and due.fits(Unit(MONEY)):
        given = MONEY
    if given is None and due.text == DIMENSIONLESS:
        given = DIMENSIONLESS
    if given is None:
        meeting.problem("unit.missing", (*path, "unit"), due=due.text)
        return None
    used = Unit(given)
    if not used.fits(due):
        written_in = "value" if unit is None else "unit"
        meeting.problem(mismatch(given), (*path, written_in), given=given, due=due.text)
        return None
    return Amount(amount.interval.scale(used.factor), amount.approximate, given, False)
