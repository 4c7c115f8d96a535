"""Whether this year's figures are last year's.

Owns the comparison of what two verdicts were made from.  What it finds is a doubt and changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from checker.dossier.written_value import read_amount
from checker.doubting.doubt_found import DoubtFound, DoubtfulValue
from checker.doubting.thresholds import MANY
from checker.quantity.amount import UnreadableAmount
from checker.quantity.interval import Interval
from checker.quantity.unit import Unit, UnknownUnit
from checker.verdict.stated import DatumPart
from checker.verdict.verdict import Verdict


class _EarlierDatum(BaseModel):
    """A datum of an earlier verdict, as far as it is compared."""

    model_config = ConfigDict(extra="ignore")

    quantity: str
    year: int | None = None
    value: str
    unit: str | None = None
    bound_of: str | None = None


class _Earlier(BaseModel):
    model_config = ConfigDict(extra="ignore")

    period: int
    data: list[_EarlierDatum] = []


def unmoved_since(data: Any, verdict: Verdict) -> list[DoubtFound]:
    """The doubt that everything stated for the period is what the verdict in ``data`` has for its own."""
    try:
        earlier = _Earlier.model_validate(data)
    except ValidationError:
        return []
    if earlier.period == verdict.period:
        return []
    before = _amounts(d for d in earlier.data if d.year == earlier.period)
    now = _amounts(d for d in verdict.data if d.year == verdict.period)
    both = before.keys() & now.keys()
    if len(both) < MANY or any(before[name] != now[name] for name in both):
        return []
    same = [d for d in verdict.data if d.quantity in both and d.year == verdict.period]
    return [DoubtFound(
        code="doubt.same_as_previous", of="quantity", subject=same[0].quantity,
        years=[earlier.period, verdict.period], params={"count": str(len(both))},
        stated=[DoubtfulValue(of="quantity", name=d.quantity, year=d.year, value=d.value, unit=d.unit,
                              scope=d.scope, price_basis=d.price_basis, source=d.source) for d in same])]


def _amounts(data: Iterable[_EarlierDatum | DatumPart]) -> dict[str, set[Interval | str]]:
    """The amounts of each quantity that was itself stated; words and zeros say nothing of a year."""
    found: dict[str, set[Interval | str]] = defaultdict(set)
    for datum in data:
        if datum.bound_of is None:
            amount = _amount(datum.value, datum.unit)
            if amount is not None and amount.value != 0:
                found[datum.quantity].add(amount)
    return dict(found)


def _amount(value: str, unit: str | None) -> Interval | None:
    try:
        amount, given = read_amount(value, unit)
        return amount.interval.scale(Unit(given).factor) if given else None
    except (UnreadableAmount, UnknownUnit):
        return None
