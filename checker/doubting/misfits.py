"""Numbers that have to be one and aren't, within the rounding of what was printed.

Owns the comparison of equalities of which all data are stated: which scopes would make them fit, what a datum
would have to be, whether it is only a power of ten.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from checker.doubting.conflicts import DataChoice, in_one, power_between, sure_of
from checker.doubting.doubt_found import DoubtCode, DoubtFound, DoubtKind
from checker.doubting.equality import Equality, amounts_of, stated_of
from checker.doubting.plausibility import outside
from checker.doubting.thresholds import MOST_WAYS_OUT
from checker.evidence.evidence import DatumKey
from checker.evidence.facts import Missing
from checker.measuring.solving import Solver
from checker.measuring.straightening import Unsolvable
from checker.quantity.interval import Bound, Interval, Undefined
from checker.ruleset.compiled import Ruleset
from checker.verdict.exact_number import written
from checker.verdict.part import Param


def misfits(equalities: Sequence[Equality], ruleset: Ruleset) -> Iterator[DoubtFound]:
    """What is printed and can't have been made of the data in any choice of one scope, by any formula."""
    found = [doubt for group in _by_print(equalities) for doubt in _misfits(group, ruleset)]
    yield from found if ruleset.kind.compares else _of_lines(found)


def _by_print(equalities: Sequence[Equality]) -> list[list[Equality]]:
    """The equalities, those together that are about one printed value."""
    groups: dict[int, list[Equality]] = {}
    for equality in equalities:
        groups.setdefault(id(equality.printed or equality), []).append(equality)
    return list(groups.values())


def _misfits(group: Sequence[Equality], ruleset: Ruleset) -> Iterator[DoubtFound]:
    """What doesn't fit of one printed value, or for each value of a formula's left side."""
    if len(group) < group[0].formulas or any(equality.lacking() for equality in group):
        return
    if group[0].printed is None:
        yield from filter(None, (_misfit(group[0], choices, ruleset) for choices in _by_left(group[0])))
        return
    found = [doubt for equality in group if (doubt := _misfit(equality, equality.choices(), ruleset))]
    if len(found) == len(group):
        mixed = next((doubt for doubt in found if doubt.code == "doubt.mixed_scopes"), None)
        yield mixed or (found[0] if len(found) == 1 else _by_no_formula(found[0], len(found)))


def _by_no_formula(doubt: DoubtFound, formulas: int) -> DoubtFound:
    """The same by several formulas: what they come to, and what would do, hangs on which it was."""
    kept = {name: value for name, value in doubt.params.items() if name not in ("needed", "instead", "power")}
    return doubt.model_copy(update={"params": {**kept, "formulas": str(formulas)}})


def _of_lines(found: Sequence[DoubtFound]) -> Iterator[DoubtFound]:
    """The same of an account, the years of a line together: it prints them beside each other anyway."""
    lines: dict[str, list[DoubtFound]] = {}
    for doubt in found:
        if doubt.of == "item" and doubt.code == "doubt.identity":
            lines.setdefault(doubt.subject, []).append(doubt)
        else:
            yield doubt
    for doubts in lines.values():
        first = doubts[0]
        params = {name: value for name, value in first.params.items() if name not in ("needed", "instead")}
        yield first.model_copy(update={
            "code": "doubt.not_reproduced", "params": {**params, "count": str(len(doubts))},
            "years": list(dict.fromkeys(year for doubt in doubts for year in doubt.years))})


def _by_left(equality: Equality) -> list[list[DataChoice]]:
    """The choices of data, those together in which the left formula reads the same."""
    groups: dict[tuple[int, ...], list[DataChoice]] = {}
    read = [key for key in equality.data if equality.reads(equality.left, key)]
    for chosen in equality.choices():
        groups.setdefault(tuple(id(chosen[key]) for key in read), []).append(chosen)
    return list(groups.values())


def _misfit(equality: Equality, choices: Sequence[DataChoice], ruleset: Ruleset) -> DoubtFound | None:
    compared = [(chosen, sides) for chosen in choices
                if (sides := equality.sides(amounts_of(chosen, ruleset)))]
    fitting = [chosen for chosen, (left, right) in compared if (left - right).holds(0)]
    if not compared or any(in_one(chosen, ruleset) for chosen in fitting):
        return None
    if fitting:
        return _doubt("doubt.mixed_scopes", equality, fitting[0], {})
    together = [(chosen, sides) for chosen, sides in compared if in_one(chosen, ruleset)]
    if not together:  # what is not of one scope need not be one number
        return None
    chosen, (left, right) = together[0]
    # Of a line of an account, and by several formulas, nobody is told what would do.
    told = equality.formulas == 1 and (ruleset.kind.compares or equality.of == "doubt")
    needed, instead = _needed(equality, chosen, left, ruleset) if told else ([], [])
    value, computed = equality.sides(stated_of(chosen)) or (left, right)
    params: dict[str, Param] = {
        "value": _middle(value, equality), "computed": _middle(computed, equality),
        "unit": unit_of(equality, ruleset), "needed": {"needed": needed}, **_premise(equality, ruleset)}
    if power := power_between(left, right):
        params["power"] = str(power)
    if instead:
        params["instead"] = {"needed": instead}
    sure = len(together) == len(compared) == 1 and equality.printed is None and not any(
        name in ruleset.priced for name, _ in chosen)
    return _doubt("doubt.identity", equality, chosen, params,
                  sure_of(chosen.values()) if sure else "question")


def _doubt(code: DoubtCode, equality: Equality, chosen: DataChoice, params: dict[str, Param],
           kind: DoubtKind = "question") -> DoubtFound:
    left, right = equality.stated(chosen)
    return DoubtFound(code=code, kind=kind, of=equality.of, subject=equality.subject, years=equality.dated,
                      params={**params, "left": str(len(left))}, stated=[*left, *right])


def _premise(equality: Equality, ruleset: Ruleset) -> dict[str, Param]:
    """On what it rests that both are one, where the ruleset says so of data."""
    source = next((doubt.source for doubt in ruleset.model.doubts if equality.of == "doubt"
                   and doubt.id == equality.subject), None)
    return {} if source is None else {"rests_on": source.rests_on, "place": source.place}


def unit_of(equality: Equality, ruleset: Ruleset) -> str:
    """The unit in which the ruleset states what has to be one."""
    if equality.of == "item":
        return ruleset.items[equality.subject].model.unit or ""
    return next(doubt.unit or "" for doubt in ruleset.model.doubts if doubt.id == equality.subject)


def _middle(value: Interval, equality: Equality) -> Param:
    """What was printed, or what the printed numbers make; the middle where one of them is itself a range."""
    low, high = value.low.value, value.high.value
    shown = value if low is None or high is None else Interval.exact((low + high) / 2)
    return {"amount": written(shown.scale(1 / equality.unit.factor))}


def _needed(equality: Equality, chosen: DataChoice, left: Interval,
            ruleset: Ruleset) -> tuple[list[list[object]], list[list[object]]]:
    """What single data of the right side would have to be, all others as they are: name, year, amount.

    Beside it other data of the same kind that are just so, and may have been taken instead.
    """
    ways: list[list[object]] = []
    instead: list[list[object]] = []
    for key in equality.data:
        solver = Solver(equality.facts(stated_of(chosen)), key)
        reached = _between(solver, equality, left) if solver.reads(equality.right) else None
        if reached is not None and _possible(key, reached, ruleset):
            ways.append([*key, written(reached.scale(1 / ruleset.units[key[0]].factor))])
            instead += _just_so(equality, key, reached, ruleset)
    return ways[:MOST_WAYS_OUT], instead[:MOST_WAYS_OUT]


def _possible(key: DatumKey, reached: Interval, ruleset: Ruleset) -> bool:
    """Whether a datum can be any of the amounts at all: a whole number of things, within its band."""
    quantity, factor = ruleset.model.quantities[key[0]], ruleset.units[key[0]].factor
    low, high = ((end.value or Fraction(0)) / factor for end in reached)
    if quantity.whole and ceil(low) > floor(high):
        return False
    return quantity.plausible is None or not outside(quantity.plausible, reached.scale(1 / factor))


def _just_so(equality: Equality, key: DatumKey, reached: Interval,
             ruleset: Ruleset) -> Iterator[list[object]]:
    """Other data of the year, of the same kind as ``key``, that lie within what it would have to be."""
    read = {name for name, _ in equality.data}
    for (name, year), values in equality.evidence.values.items():
        if year == key[1] and name not in read and name in ruleset.units and ruleset.units[name].fits(
                ruleset.units[key[0]]):
            for value in values:
                number = value.value.value if isinstance(value.value, Interval) else None
                if number is not None and not value.approximate and reached.holds(number):
                    yield [name, year, written(Interval.exact(number / ruleset.units[name].factor))]


def _between(solver: Solver, equality: Equality, left: Interval) -> Interval | None:
    """The amounts with which the right side comes to what the left side may be."""
    ends: list[Fraction] = []
    for bound in left:
        try:
            places = solver.places(equality.right, bound.value) if bound.value is not None else []
        except (Unsolvable, Missing, Undefined):
            return None
        places = [place for place in places if place]  # nothing is divided by zero
        if len(places) != 1:
            return None
        ends += places
    return Interval(Bound(min(ends)), Bound(max(ends)))
