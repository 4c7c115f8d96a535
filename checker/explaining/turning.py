"""The numbers of one datum with which an item would be met, all other data being as they are.

Owns the search: between two places where something may change nothing does, so that one look at each of
them and between them is enough.  It judges as measuring does, by its own functions, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise, product

from checker.evidence.evidence import DatumKey, Evidence
from checker.evidence.facts import Facts, Missing, Truth, Value
from checker.measuring.choices import Choices
from checker.measuring.evaluate import evaluate, truth
from checker.measuring.limit import FREE, MET, UNDETERMINED, UNMET, Result, apply_limit
from checker.measuring.measurement import Measurement
from checker.measuring.plan import DataKeys, Demand, ReadingPlan
from checker.measuring.solving import Solver
from checker.measuring.straightening import Unsolvable
from checker.measuring.weighing import weighed
from checker.quantity.interval import INFINITE, Bound, Interval, Undefined
from checker.quantity.ranges import EVERYTHING, NOT_NEGATIVE, Ranges, common, holds, joined
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Ruleset
from checker.verdict.part import Outcome

# Where a formula can't be turned round so many doublings and halvings are looked at; then each change is
# closed in on by so many halvings more.
DOUBLINGS = 12
HALVINGS = 44
# What no other amount settles.
_ELSEWHERE = ("reason.scope_unstated", "reason.scope_other", "reason.scope_mismatch",
              "reason.price_basis_unstated", "reason.price_basis_mismatch")
# What no other datum makes met.
_NEVER = ("reason.impossible", "reason.unread", "reason.no_row")


@dataclass(frozen=True)
class Turning:
    """``met`` are the numbers of ``key``, in base units, with which the item is surely met.

    ``whole`` where it surely isn't with any other.
    """

    key: DatumKey
    met: Ranges
    exact: bool = True
    whole: bool = True


def turning(measurement: Measurement, key: DatumKey, evidence: Evidence, ruleset: Ruleset) -> Turning | None:
    """Where the item of ``measurement`` turns with one datum; None where the other data leave that open."""
    item = _Curve(measurement, key, evidence, ruleset)
    domain = domain_of(key, evidence, ruleset)
    if not item.known or item.unsettled:
        return None
    if not domain:
        return Turning(key, ())
    try:
        places = [x for x in item.places() if holds(domain, x)]
    except (Missing, Undefined):
        return None
    except Unsolvable:
        found = _closed_in(lambda x: item.met(x) is True, item.now, domain)
        return Turning(key, found, exact=False, whole=False)
    looks = [(cell, item.met(inside)) for cell, inside in cells(places, domain)]
    return Turning(key, joined([cell for cell, met in looks if met]),
                   whole=all(met is not None for _, met in looks))


class Turnings:
    """Where the items of one case turn with its data, each searched for once."""

    def __init__(self, evidence: Evidence, ruleset: Ruleset) -> None:
        self.evidence, self.ruleset = evidence, ruleset
        self._known: dict[tuple[str, DatumKey], Turning | None] = {}

    def of(self, measurement: Measurement, key: DatumKey) -> Turning | None:
        """The same as :func:`turning`."""
        place = measurement.item.id, key
        if place not in self._known:
            self._known[place] = turning(measurement, key, self.evidence, self.ruleset)
        return self._known[place]


def domain_of(key: DatumKey, evidence: Evidence, ruleset: Ruleset, *, surely: bool = False) -> Ranges:
    """The numbers that the datum can be: not negative, nor more or less than what bounds it.

    ``surely`` where what bounds it has to be certain itself: stated once, and not as an approximate amount.
    """
    name, year = key

    def stated(other: str) -> list[Interval]:
        own = [value for value in evidence.values.get((other, year), ()) if value.bound_of is None]
        uncertain = surely and (len(own) > 1 or any(value.approximate for value in own))
        return [] if uncertain else [value.value for value in own if isinstance(value.value, Interval)]

    found = EVERYTHING if ruleset.model.quantities[name].signed else NOT_NEGATIVE
    whole = ruleset.model.quantities[name].bounded_by
    for value in stated(whole) if whole else ():
        found = common(found, (Interval(INFINITE, value.high),))
    for part, of in ruleset.bounded:
        for value in stated(part) if of == name else ():
            found = common(found, (Interval(value.low, INFINITE),))
    return found


def cells(places: Sequence[Fraction], domain: Ranges) -> Iterator[tuple[Interval, Fraction]]:
    """The places and what lies between them, in rising order, each with a number inside."""
    [(low, high)] = domain
    ends = sorted({*places, *(end.value for end in domain[0] if end.value is not None)})
    if not ends:
        yield domain[0], Fraction(1)
        return
    if low.value is None:
        yield Interval(INFINITE, Bound(ends[0], closed=False)), ends[0] - 1
    for place, end in enumerate(ends):
        yield Interval.exact(end), end
        if place + 1 < len(ends):
            after = ends[place + 1]
            yield Interval(Bound(end, closed=False), Bound(after, closed=False)), (end + after) / 2
    if high.value is None:
        yield Interval(Bound(ends[-1], closed=False), INFINITE), 2 * abs(ends[-1]) + 1


def _closed_in(met: Callable[[Fraction], bool], now: Fraction, domain: Ranges) -> Ranges:
    """The same where changes are only found by looking: a change and back between two looks is missed."""
    start = now or Fraction(1)
    steps = [start * Fraction(2) ** k for k in range(-DOUBLINGS, DOUBLINGS + 1)]
    looks = sorted(x for x in {Fraction(0), *steps, *(-step for step in steps)} if holds(domain, x))
    found: list[Interval] = []
    answers = [met(x) for x in looks]
    for (a, yes), (b, then) in pairwise(zip(looks, answers, strict=True)):
        if yes == then:
            if yes:
                found.append(Interval(Bound(a), Bound(b)))
            continue
        edge = _edge(met, a, b, yes)
        found.append(Interval(Bound(a), Bound(edge)) if yes else Interval(Bound(edge), Bound(b)))
    return joined(found)  # beyond the last look nothing is said


def _edge(met: Callable[[Fraction], bool], a: Fraction, b: Fraction, first: bool) -> Fraction:
    """The last number known to be met on the way from one look to the next."""
    for _ in range(HALVINGS):
        middle = (a + b) / 2
        a, b = (middle, b) if met(middle) == first else (a, middle)
    return a if first else b


class _Curve:
    """An item as a function of one datum: whether it is met, and where that may change."""

    def __init__(self, measurement: Measurement, key: DatumKey, evidence: Evidence, ruleset: Ruleset) -> None:
        self._key, self._evidence, self._model = key, evidence, measurement.item.model
        self._applies = measurement.item.applies
        self._choices = Choices(evidence, ruleset, self._model.scopes)
        self._plan = self._choices.plan.item(measurement.item)
        # What only this datum bounds moves with it.
        self._bounded = tuple(
            (name, key[1]) for name, whole in ruleset.bounded if whole == key[0]
            and all(value.bound_of for value in evidence.values.get((name, key[1]), ())))
        deciding = {e.reading for e in measurement.deciding}
        self._readings = [(plan, facts, self._solvers(facts)) for plan in self._plan.readings
                          if plan.reading.id in deciding and (facts := self._facts(plan)) is not None]
        self.known = 0 < len(self._readings) == len(deciding)
        self._applies_anyway = self._applies is None or truth(self._applies, evidence.single)
        # What the subject reports doesn't move with the datum, nor does the scope: both have to be settled.
        self.unsettled = any(e.basis == "reported" or e.reason in _ELSEWHERE for e in measurement.deciding)

    @cached_property
    def _moving(self) -> n.Expression | None:
        """What decides if the item applies, where it may read the datum: it has to be looked at each time."""
        try:
            reads = self._applies is not None and any(
                solvers[0].reads(self._applies) for _, _, solvers in self._readings)
        except Missing:  # the base year, from which a datum of it is counted
            reads = True
        return self._applies if reads else None

    def _facts(self, plan: ReadingPlan) -> Facts | None:
        """The other data of a reading; None where one of them is absent, disputed or only approximate."""
        moving = {self._key, *self._bounded}
        if not all(self._choices.has(need) for need in plan.read.needs
                   if (need.name, need.year) not in moving):
            return None
        return beside(self._choices, plan.everything, moving)

    def _solvers(self, facts: Facts) -> list[Solver]:
        """The formulas where what only this datum bounds is all of it, and where some of that is nothing."""
        nothing = [[key for key, own in zip(self._bounded, chosen, strict=True) if own]
                   for chosen in product((False, True), repeat=len(self._bounded))]
        return [Solver(_with(facts, dict.fromkeys(left, Interval.exact(Fraction(0)))), self._key,
                       *(key for key in self._bounded if key not in left)) for left in nothing]

    def places(self) -> Iterator[Fraction]:
        """Where something may change; raises as the solver does."""
        for plan, _, (solver, *others) in self._readings:
            if self._key in plan.sensitive and not self._model.signed:
                yield Fraction(0)
            yield from self._turns(plan, solver)
            for other in others:
                with suppress(Undefined):  # without an end there is nothing that it crosses
                    yield from self._turns(plan, other)

    def _turns(self, plan: ReadingPlan, solver: Solver) -> Iterator[Fraction]:
        factor = Fraction(*plan.unit)
        for tree in plan.reading.values:
            for bound in (bound for row in plan.rows for bound in row.bounds):
                if bound.tree is not None:
                    yield from solver.places(n.Binary("-", tree, bound.tree), Fraction(0))
                else:
                    assert bound.number is not None  # it has one of both
                    yield from solver.places(tree, bound.number * factor)
            for end in self._plan.within or ():
                yield from solver.places(tree, Fraction(*end) * factor)
        for condition in (self._applies, plan.reading.applies, *(row.when for row in plan.rows)):
            if condition is not None:
                yield from solver.turns(condition)

    def met(self, x: Fraction) -> Truth:
        """Whether the item is met with this number; None where the other data leave that open."""
        moved: dict[DatumKey, Value] = {self._key: Interval.exact(x)}
        if self._bounded:
            moved |= dict.fromkeys(self._bounded, Interval(Bound(Fraction(0)), Bound(x)))
        applies = self._applies_anyway
        if self._moving is not None:
            applies = truth(self._moving, _with(self._evidence.single, moved))
        if applies is False:
            return False
        found = set()
        for plan, facts, _ in self._readings:
            found.add(self._reaches(plan, _with(facts, moved)))
            if UNMET in found:
                return False
        return None if UNDETERMINED in found else MET in found

    def _reaches(self, plan: ReadingPlan, facts: Facts) -> Outcome:
        """What a reading's values come to; not applicable also where it doesn't apply.

        What they never reach with this number, whatever the other data are, is not met.
        """
        applies = True if plan.reading.applies is None else truth(plan.reading.applies, facts)
        if applies is False:
            return FREE
        found = self._weighed(plan, facts)
        if found.outcome == UNDETERMINED and found.reason in _NEVER:
            return UNMET
        return UNDETERMINED if applies is None and found.outcome == UNMET else found.outcome

    def _weighed(self, plan: ReadingPlan, facts: Facts) -> Result:
        if not self._model.signed and any(
                isinstance(value, Interval) and value.negative
                for key, value in facts.values.items() if key in plan.sensitive):
            return Result(UNMET)
        try:
            values = [evaluate(tree, facts, plan.unit) for tree in plan.reading.values]
        except Undefined:  # for sure, where every number is known
            sure = all(not isinstance(value, Interval) or value.value is not None
                       for value in facts.values.values())
            return Result(UNMET if sure else UNDETERMINED)
        results = [apply_limit(plan.rows, value, self._model.words or (), facts, plan.unit)
                   for value in values]
        return weighed(results, values, tuple(facts.lists.values()), self._plan.within,
                       approximate=False, senseless=False)

    @property
    def now(self) -> Fraction:
        """About how large the datum is."""
        stated = self._evidence.values.get(self._key) or []
        value = stated[0].value if stated else None
        return (value.value if isinstance(value, Interval) else None) or Fraction(1)


def beside(choices: Choices, demand: Demand, moving: Container[DatumKey]) -> Facts | None:
    """The other data, where there is but one choice of them and none is only approximate."""
    keys = DataKeys(*(tuple(key for key in part if key not in moving) for part in choices.available(demand)))
    found, trouble = choices.of(keys, bare=True)
    if trouble or len(found) != 1 or any(value.approximate for value in found[0].values):
        return None
    return found[0].facts


def _with(facts: Facts, moved: Mapping[DatumKey, Value]) -> Facts:
    """The same data with some values in place of what is stated."""
    return replace(facts, values={**facts.values, **moved})
