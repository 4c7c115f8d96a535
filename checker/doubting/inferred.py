"""What a datum that nobody states must be, from a printed number and the others that it was made of.

Owns these inferences, within the rounding of all that was printed, and what they contradict: another
inference, or that a thing is counted one by one.  None of them ever stands for a stated datum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import ceil, floor
from typing import NamedTuple

from checker.doubting.conflicts import DataChoice, in_one
from checker.doubting.doubt_found import DoubtFound, DoubtfulValue
from checker.doubting.equality import Equality, amounts_of
from checker.doubting.thresholds import MOST_CORNERS, MOST_COUNTED
from checker.evidence.evidence import DatumKey
from checker.evidence.facts import Missing
from checker.measuring.solving import Solver
from checker.measuring.straightening import Unsolvable
from checker.quantity.interval import Bound, Interval, Undefined
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Ruleset
from checker.verdict.exact_number import written
from checker.verdict.part import Param


class Inferred(NamedTuple):
    """What the datum ``key`` must be, in base units, from the ``chosen`` data of an equality."""

    key: DatumKey
    amount: Interval
    scope: str | None
    equality: Equality
    chosen: DataChoice

    @property
    def stated(self) -> list[DoubtfulValue]:
        """What it is inferred from."""
        left, right = self.equality.stated(self.chosen)
        return [*left, *right]


def inferences(equalities: Sequence[Equality], ruleset: Ruleset) -> list[Inferred]:
    """What follows of the one datum that an equality lacks, from data in one scope."""
    found = []
    for equality in equalities:
        lacking = equality.lacking()
        if len(lacking) != 1 or equality.formulas > 1:
            continue
        for chosen in equality.choices(without=lacking[0]):
            amount = (_solved(equality, amounts_of(chosen, ruleset), lacking[0]) if in_one(chosen, ruleset)
                      else None)
            if amount is not None:
                scopes = {value.scope for (name, _), value in chosen.items() if name in ruleset.scoped}
                found.append(Inferred(lacking[0], amount, scopes.pop() if len(scopes) == 1 else None,
                                      equality, chosen))
    return found


def _solved(equality: Equality, amounts: Mapping[DatumKey, Interval], key: DatumKey) -> Interval | None:
    """Within which the datum ``key`` lies while the others lie within their ``amounts``.

    As long as each is read once and none may be zero, it is the least and the most at the corners.
    """
    trees = [tree for tree in (equality.left, equality.right) if tree is not None]
    read = [(asked.name, asked.year) for tree in trees for asked in asking.asks(tree)
            if asked.kind == "quantity"]
    if len(read) != len(set(read)) or len(amounts) > MOST_CORNERS or any(
            amount.holds(0) or None in (amount.low.value, amount.high.value) for amount in amounts.values()):
        return None
    targets = [Fraction(0)] if equality.left is not None else [
        end.value for end in equality.print_range if end.value is not None]
    tree = equality.right if equality.left is None else n.Binary("-", equality.left, equality.right)
    ends: list[Fraction] = []
    for corner in product(*({amount.low, amount.high} for amount in amounts.values())):
        exact = {name: Interval(end, end) for name, end in zip(amounts, corner, strict=True)}
        solver = Solver(equality.facts(exact), key)
        for target in targets:
            try:
                places = solver.places(tree, target)
            except (Unsolvable, Missing, Undefined):
                return None
            places = [place for place in places if place > 0]
            if len(places) != 1:
                return None
            ends += places
    return Interval(Bound(min(ends)), Bound(max(ends))) if ends else None


def inferred_doubts(found: Sequence[Inferred], ruleset: Ruleset) -> Iterator[DoubtFound]:
    """What can't all be, whatever a datum is that nobody states and whichever of several values is right."""
    ways: dict[DatumKey, dict[str, list[Inferred]]] = {}
    for one in found:
        ways.setdefault(one.key, {}).setdefault(one.equality.subject, []).append(one)
    for by_subject in ways.values():
        for first, second in combinations(by_subject.values(), 2):
            if all(_apart(one, other) for one, other in product(first, second)):
                yield _differ(first[0], second[0], ruleset)
        for several in by_subject.values():
            if all(_counted(one, ruleset) and _no_whole(one, ruleset) for one in several):
                yield _not_whole(several[0], ruleset)


def _apart(one: Inferred, other: Inferred) -> bool:
    """Whether no amount is both; in two scopes that are stated it may well be two."""
    alike = not (one.scope and other.scope) or one.scope == other.scope
    return alike and not (one.amount - other.amount).holds(0)


def _no_whole(found: Inferred, ruleset: Ruleset) -> bool:
    factor = ruleset.units[found.key[0]].factor
    low, high = (end.value or Fraction(0) for end in found.amount)
    return ceil(low / factor) > floor(high / factor)


def _differ(one: Inferred, other: Inferred, ruleset: Ruleset) -> DoubtFound:
    name, year = one.key
    return DoubtFound(
        code="doubt.inferred_differs", of="quantity", subject=name, years=[year] if year else [],
        params={"value": _in_unit(one, ruleset), "other": _in_unit(other, ruleset),
                "unit": ruleset.model.quantities[name].unit or ""},
        stated=[*one.stated, *other.stated])


def _in_unit(found: Inferred, ruleset: Ruleset) -> Param:
    return {"amount": written(found.amount.scale(1 / ruleset.units[found.key[0]].factor))}


def _counted(found: Inferred, ruleset: Ruleset) -> bool:
    """Whether the datum and all that it is inferred from are counted one by one."""
    return all(ruleset.model.quantities[name].whole for name, _ in (found.key, *(
        key for key in found.chosen if found.equality.reads(found.equality.right, key))))


def _not_whole(found: Inferred, ruleset: Ruleset) -> DoubtFound:
    name, year = found.key
    params: dict[str, Param] = {
        "value": _in_unit(found, ruleset), "unit": ruleset.model.quantities[name].unit or ""}
    if fits := _if_more(found, ruleset):
        params["fits"] = {"fits": fits}
    return DoubtFound(
        code="doubt.not_whole", of="quantity", subject=name, years=[year] if year else [], params=params,
        stated=found.stated)


def _if_more(found: Inferred, ruleset: Ruleset) -> list[str]:
    """If a stated number means at least so many: its name, and from how many to how many it may then be."""
    band = ruleset.model.quantities[found.key[0]].plausible
    counted = [key for key in found.chosen if found.equality.reads(found.equality.right, key)]
    if band is None or band.at_most is None or len(counted) != 1:
        return []
    [key] = counted
    least = found.chosen[key].value
    assert isinstance(least, Interval)
    factor, own = ruleset.units[found.key[0]].factor, ruleset.units[key[0]].factor
    due = ceil((least.low.value or Fraction(0)) / own)
    fitting: list[int] = []
    for count in range(1, min(int(band.at_most), MOST_COUNTED) + 1):
        others = {name: value for name, value in found.chosen.items() if name != key}
        given = {**amounts_of(others, ruleset), found.key: Interval.exact(count * factor)}
        held = _solved(found.equality, given, key)
        if held is not None:
            low, high = (end.value or Fraction(0) for end in held)
            fitting += range(max(due, ceil(low / own)), floor(high / own) + 1)
    return [key[0], str(min(fitting)), str(max(fitting))] if fitting else []
