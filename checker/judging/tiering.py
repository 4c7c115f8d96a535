"""Into which tiers a subject may fall, by what was measured of the item that they are of.

Owns the walk through the tiers, for everything that the value and the conditions may be.  It decides
nothing: no outcome rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checker.evidence.evidence import Evidence
from checker.evidence.facts import Need, Truth
from checker.judging.wanting import needed
from checker.measuring.choices import Choices
from checker.measuring.measurement import Evaluation, Measurement
from checker.measuring.unsettled import unclear
from checker.quantity.interval import Interval
from checker.ruleset.compiled import Item, Ruleset, TierRow
from checker.ruleset.reach import ANY, OPPOSITE, overlap, side
from checker.verdict.aside import TierFound

# A value that isn't what it is said to be may be any.
_UNUSABLE = ("reason.impossible", "reason.approximate")


def tier_found(measured: Mapping[str, Measurement], evidence: Evidence,
               ruleset: Ruleset) -> TierFound | None:
    """Every tier that the data allow, as the ruleset orders them, and what is missing if it isn't one."""
    tiers = ruleset.model.tiers
    if tiers is None:
        return None
    measurement = measured[tiers.of]
    choices = Choices(evidence, ruleset, measurement.item.model.scopes)
    rows = [(row, None if row.when is None else choices.holds(row.when)) for row in ruleset.tiers]
    values = [_value(found) for found in measurement.deciding] or [ANY]
    may_be = {name for value in values for name in possible_tiers(rows, value)}
    # A tier that some condition alone leads to stands where its value would put it.
    ordered = list(dict.fromkeys(row.name for row in reversed(ruleset.tiers)))[::-1]
    names = [name for name in ordered if name in may_be]
    lacking = _lacking(measurement.item, ruleset.tiers, choices) if len(names) > 1 else []
    return TierFound(item=tiers.of, possible=names, missing=needed(lacking, tiers.of))


def _value(found: Evaluation) -> Interval:
    value = found.values[0] if found.values and not found.approximate else None
    return value if isinstance(value, Interval) and found.reason not in _UNUSABLE else ANY


def possible_tiers(rows: Sequence[tuple[TierRow, Truth]], value: Interval) -> Iterator[str]:
    """The tiers that some number of the value falls into, whatever isn't known of their conditions."""
    left: Interval | None = value
    for row, holds in rows:
        own, rest = left, None
        if left is not None and row.relation is not None and row.number is not None:
            own = overlap(left, side(row.relation, row.number))
            rest = overlap(left, side(OPPOSITE[row.relation], row.number))
        if own is not None and holds is not False:
            yield row.name
            if row.when is None or holds:
                left = rest


def _lacking(item: Item, rows: Sequence[TierRow], choices: Choices) -> list[Need]:
    """What isn't stated of all that the value and the conditions ask for."""
    plans = [plan for plan in choices.plan.item(item).readings if plan.reading.decides]
    value = [need for plan in plans for demand in (plan.value, plan.bounded)
             for need in choices.lacking(demand)]
    return list(dict.fromkeys([*value, *(need for row in rows for need in unclear(row.when, choices))]))
