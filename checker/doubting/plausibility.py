"""Magnitudes: data outside their band, relations that don't hold, parts above their whole, fractions.

Owns the comparison with what a ruleset calls plausible, for every year that is stated.  It must not judge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from checker.doubting.conflicts import DataChoice, in_one, own, stated, sure_of
from checker.doubting.doubt_found import Doubted, DoubtFound
from checker.doubting.thresholds import MOST_COMPARED, SELDOM_BELOW, USUAL_FROM
from checker.evidence.evidence import BoundReport, BoundValue, Evidence
from checker.evidence.facts import Facts
from checker.measuring.choices import Choices
from checker.measuring.conditions import ORDER, relate
from checker.measuring.evaluate import evaluate, truth
from checker.measuring.limit import SIGNS
from checker.quantity.display import plain
from checker.quantity.interval import Interval, Undefined
from checker.quantity.rounding import before_rounding
from checker.quantity.unit import Unit
from checker.ruleset import nodes as n
from checker.ruleset.band import Band, Ground
from checker.ruleset.compiled import Doubtful, Ruleset
from checker.verdict.exact_number import written
from checker.verdict.part import Param

PERCENT = "%"


def bands(evidence: Evidence, ruleset: Ruleset) -> Iterator[DoubtFound]:
    """Single data outside the band in which they usually lie."""
    for name, year in list(evidence.values):
        quantity = ruleset.model.quantities[name]
        band = quantity.plausible
        for value in own(evidence, name, year) if band else ():
            assert band is not None
            assert isinstance(value.value, Interval)
            amount = value.value.scale(1 / ruleset.units[name].factor)
            if outside(band, amount):
                yield DoubtFound(code="doubt.band", of="quantity", subject=name,
                                 years=[year] if year else [], stated=[stated(value)],
                                 params=_params(band, band.source, amount, quantity.unit or ""))


def relations(evidence: Evidence, ruleset: Ruleset) -> Iterator[DoubtFound]:
    """What the ruleset states of data beside each other, for every year in which all are stated."""
    stated_of = [doubtful for doubtful in ruleset.doubts if doubtful.other is None]
    years = sorted({year for _, year in evidence.values if year is not None} | {evidence.period})
    each = {year: Choices(evidence if year == evidence.period else evidence.seen_from(year), ruleset, ())
            for year in years} if stated_of else {}
    for doubtful in stated_of:
        told: set[tuple[int | None, ...]] = set()
        for year, choices in each.items():
            demand = choices.plan.demand_of(doubtful.tree)
            if not demand.all_of <= choices.evidence.stated:
                continue
            when = tuple(need.year if isinstance(need.year, int) else None for need in demand.needs)
            if when in told:
                continue
            told.add(when)
            found = (_conditions if doubtful.unit is None else _banded)(doubtful, choices, year)
            if found:
                yield found


def _conditions(doubtful: Doubtful, choices: Choices, year: int) -> DoubtFound | None:
    """A condition that holds whichever of the values are right."""
    keys = choices.plan.demand_of(doubtful.tree).keys
    options = [own(choices.evidence, *key) for key in keys.quantities]
    if keys.lists or prod(map(len, options)) > MOST_COMPARED or any(
            value.approximate for values in options for value in values):
        return None
    ruleset = choices.plan.ruleset
    found = [chosen for values in product(*options) if in_one(chosen := dict(zip(
        keys.quantities, values, strict=True)), ruleset)]
    if not found or not all(_holds(doubtful, chosen, choices, rounded=False) for chosen in found):
        return None
    source, values = doubtful.model.source, list(found[0].values())
    params = _ground(source)
    kind = sure_of(values) if source.rests_on == "arithmetic" else "question"
    if not all(_holds(doubtful, chosen, choices, rounded=True) for chosen in found):
        kind, params = "question", {**params, "rounded": "yes"}
    return DoubtFound(
        code="doubt.relation", kind=kind, of="doubt", subject=doubtful.model.id, params=params,
        years=[year] if any(value.year is not None for value in values) else [],
        stated=[stated(value) for value in values])


def _holds(doubtful: Doubtful, chosen: DataChoice, choices: Choices, *, rounded: bool) -> bool:
    """Whether a condition surely holds of these data, or of all that they may have been rounded from."""
    quantities = choices.plan.ruleset.model.quantities
    facts = Facts(choices.evidence.period, choices.evidence.base, {
        key: before_rounding(value.written, value.value)
        if rounded and isinstance(value.value, Interval) and not quantities[key[0]].whole else value.value
        for key, value in chosen.items()}, {}, choices.evidence.attributes, choices.evidence.once)
    return truth(doubtful.tree, facts) is True


def _banded(doubtful: Doubtful, choices: Choices, year: int) -> DoubtFound | None:
    """A value of several data outside the band in which it usually lies."""
    model, unit = doubtful.model, doubtful.unit
    assert unit is not None
    found, trouble = choices.of(choices.plan.demand_of(doubtful.tree).keys)
    for choice in () if trouble else found:
        try:
            value = evaluate(doubtful.tree, choice.facts)
        except Undefined:
            continue
        assert isinstance(value, Interval)
        value = value.scale(1 / unit.factor)
        if outside(model, value):
            return DoubtFound(
                code="doubt.band", of="doubt", subject=model.id,
                params=_params(model, model.source, value, model.unit or ""),
                years=[year] if any(value.year is not None for value in choice.values) else [],
                stated=[stated(value) for value in choice.values if value.bound_of is None])
    return None


def outside(band: Band, value: Interval) -> bool:
    """Whether no number of the value lies within the band."""
    number = value.value
    if number is not None:
        above, below = number.as_integer_ratio()
        return not all(ORDER[SIGNS[name]](above * parts, due * below) for name, due, parts in (
            (name, *bound.as_integer_ratio()) for name, bound in band.bounds))
    return any(relate(value - Interval.exact(number), SIGNS[name]) is False for name, number in band.bounds)


def _params(band: Band, source: Ground, value: Interval, unit: str) -> dict[str, Param]:
    return {"value": {"amount": written(value)}, "unit": unit,
            **{name: plain(number) for name, number in band.bounds}, **_ground(source)}


def _ground(source: Ground) -> dict[str, Param]:
    return {"rests_on": source.rests_on, "place": source.place}


def parts_above_whole(evidence: Evidence, ruleset: Ruleset) -> Iterator[DoubtFound]:
    """Data that exceed another which the ruleset says they can't."""
    bounded = ((name, quantity) for name, quantity in ruleset.model.quantities.items() if quantity.bounded_by)
    for name, quantity in bounded:
        for when in [when for other, when in list(evidence.values) if other == name]:
            wholes = own(evidence, quantity.bounded_by or name, when)[:MOST_COMPARED]
            for part in own(evidence, name, when):
                if not wholes or not all(_above(part, whole, rounded=False) for whole in wholes):
                    continue
                surely = all(_above(part, whole, rounded=True) for whole in wholes)
                params: dict[str, Param] = {"whole": {"quantity": quantity.bounded_by or name}}
                yield DoubtFound(
                    code="doubt.part_above_whole", kind=sure_of((part, *wholes)) if surely else "question",
                    of="quantity", subject=name, years=[when] if when else [],
                    params=params if surely else {**params, "rounded": "yes"},
                    stated=[stated(value) for value in (part, *wholes)])


def _above(part: BoundValue, whole: BoundValue, *, rounded: bool) -> bool:
    """Whether the part is surely larger; of what is only about so much that can't be said."""
    assert isinstance(part.value, Interval)
    assert isinstance(whole.value, Interval)
    if part.approximate or whole.approximate:
        return False
    sides = [before_rounding(one.written, value) if rounded else value
             for one, value in ((part, part.value), (whole, whole.value))]
    return relate(sides[0] - sides[1], ">") is True


def fractions(evidence: Evidence, ruleset: Ruleset) -> Iterator[DoubtFound]:
    """Shares that may have been written as fractions: small where the limit or other years are large."""
    items: dict[str, list[BoundReport]] = defaultdict(list)
    for (item, _), reports in evidence.reported.items():
        items[item] += reports
    for item, reports in items.items():
        model = ruleset.items[item].model
        if model.unit == PERCENT and not model.signed:
            yield from _fractions(reports, "item", item, _demanded(item, ruleset))
    names: dict[str, list[BoundValue]] = defaultdict(list)
    for name, year in list(evidence.values):
        names[name] += own(evidence, name, year)
    for name, values in names.items():
        quantity = ruleset.model.quantities[name]
        if quantity.unit == PERCENT and not quantity.signed:
            limits = [number for item in ruleset.items if _is_of(name, item, ruleset)
                      for number in _demanded(item, ruleset)]
            yield from _fractions(values, "quantity", name, limits)


def _fractions(values: Sequence[BoundValue | BoundReport], of: Doubted, subject: str,
               limits: Sequence[Fraction]) -> Iterator[DoubtFound]:
    """The small ones of the shares of one thing, beside what its limit asks for or another of them."""
    limit = max((number for number in limits if number >= USUAL_FROM), default=None)
    other = next((v for v in values if (share := _percent(v)) is not None and share >= USUAL_FROM), None)
    if limit is not None:
        large: dict[str, Param] = {"limit": _amount(limit)}
    elif other is not None:
        large = {"other": _amount(_percent(other) or Fraction(0)), "other_year": str(other.year or "")}
    else:
        return
    for value in values:
        given = _percent(value)
        if given is not None and 0 < given < SELDOM_BELOW:
            yield DoubtFound(
                code="doubt.fraction", of=of, subject=subject, years=[value.year] if value.year else [],
                params={"value": _amount(given), "hundredfold": _amount(given * 100), **large})


def _amount(number: Fraction) -> Param:
    return {"amount": written(Interval.exact(number))}


def _percent(value: BoundValue | BoundReport) -> Fraction | None:
    """An exact share in per cent."""
    exact = value.value.value if isinstance(value.value, Interval) else None
    return None if exact is None else exact / Unit(PERCENT).factor


def _demanded(item: str, ruleset: Ruleset) -> list[Fraction]:
    """What the limit asks for at least."""
    return [bound.number for reading in ruleset.items[item].interpretations for row in reading.rows
            for bound in row.bounds
            if bound.number is not None and bound.relation in ("at_least", "above", "exactly")]


def _is_of(name: str, item: str, ruleset: Ruleset) -> bool:
    """Whether the item's value is just the quantity."""
    return ruleset.items[item].model.unit == PERCENT and any(
        isinstance(tree, n.Datum) and tree.name == name
        for reading in ruleset.items[item].interpretations for tree in reading.values)
