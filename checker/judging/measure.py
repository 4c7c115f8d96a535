"""Measures one indicator: every reading, with every choice of data that the dossier allows.

Owns which data may stand together (one scope, one price basis) and that nothing decides which is
missing, vague or in conflict.  It must not combine items into requirements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product

from checker.judging.entries import BoundList
from checker.judging.evaluate import Facts, Need, Truth, Value, evaluate, relate, resolve, truth
from checker.judging.evidence import BoundReport, BoundValue, Evidence
from checker.judging.limit import UNDETERMINED, Result, agree, apply_limit
from checker.quantity.interval import Interval, Undefined
from checker.ruleset import nodes as n
from checker.ruleset.compiled import PLAIN, Interpretation, Item, Ruleset

MAX_CHOICES = 64
Key = tuple[str, int | None]


@dataclass(frozen=True)
class Evaluation:
    """One value of an indicator under one reading, and what its limit says of it."""

    reading: str
    basis: str
    outcome: str
    reason: str | None = None
    values: tuple[Value, ...] = ()
    rows: tuple[int, ...] = ()
    operands: tuple[BoundValue, ...] = ()
    counted: tuple[BoundList, ...] = ()
    report: BoundReport | None = None
    scope: str | None = None
    price_basis: str | None = None
    approximate: bool = False
    would_be: str | None = None
    rounding_flips: bool = False
    missing: tuple[Need, ...] = ()
    decides: bool = True


@dataclass(frozen=True)
class Measurement:
    """All evaluations of one item, and whether it applies."""

    item: Item
    evaluations: tuple[Evaluation, ...]
    applies: Truth

    @property
    def deciding(self) -> list[Evaluation]:
        """The evaluations of the readings that decide."""
        return [evaluation for evaluation in self.evaluations if evaluation.decides]


@dataclass(frozen=True)
class _Choice:
    """One consistent choice of data."""

    facts: Facts
    values: tuple[BoundValue, ...]
    lists: tuple[BoundList, ...]
    scope: str | None = None
    price_basis: str | None = None


def measure(item: Item, evidence: Evidence, ruleset: Ruleset) -> Measurement:
    """Every evaluation of ``item``; never raises for want of data."""
    measurer = _Measurer(item, evidence, ruleset)
    evaluations = [e for reading in item.interpretations for e in measurer.reading(reading)]
    return Measurement(item, tuple(evaluations), measurer.applies())


def _only(stated: Iterable[str | None]) -> str | None:
    """The one scope or price basis that was stated, where there is just one."""
    different = set(stated) - {None}
    return different.pop() if len(different) == 1 else None


class _Measurer:
    def __init__(self, item: Item, evidence: Evidence, ruleset: Ruleset) -> None:
        self.item = item
        self.ruleset = ruleset
        self.evidence = evidence
        self.quantities = ruleset.model.quantities
        self.same_formula = len({r.values for r in item.interpretations if r.decides}) == 1
        self.blank = Facts(evidence.period, evidence.base, attributes=evidence.attributes, once=frozenset(
            name for name, quantity in self.quantities.items() if quantity.each == "once"))

    def applies(self) -> Truth:
        """Whether the item applies: all choices of data have to agree."""
        if self.item.applies is None:
            return True
        answers = {truth(self.item.applies, choice.facts)
                   for choice in self._partial(resolve(n.asks(self.item.applies), self.blank))}
        return answers.pop() if len(answers) == 1 else None

    def reading(self, reading: Interpretation) -> list[Evaluation]:
        """The evaluations under one reading; one that says what is missing if there is none."""
        missing = [need for need in self._needs(reading, "value") if not self._has(need)]
        computed = [] if missing or not reading.values else self._computed(reading)
        reports = [r for r in self.evidence.reported.get(self.item.id, [])
                   if reading.id in (r.reading, PLAIN)
                   or (r.reading is None and (computed or self.same_formula))]
        found = computed + [self._reported(report, reading) for report in reports]
        if found:
            return found
        if not reading.values:
            missing = [Need("report", self.item.id, self.evidence.period)]
        return [Evaluation(reading.id, "none", UNDETERMINED, "reason.missing", missing=tuple(missing),
                           decides=reading.decides)]

    def _needs(self, reading: Interpretation, part: str) -> list[Need]:
        """What the reading's formula or limit asks for; the same for all dossiers of these years."""
        place = (self.item.id, reading.id, part, self.blank.period, self.blank.base)
        known = self.ruleset.needs.get(place)
        if known is None:
            asked = reading.asks_value if part == "value" else reading.asks_limit
            known = self.ruleset.needs[place] = resolve(asked, self.blank)
        return known

    def _has(self, need: Need) -> bool:
        if need.kind == "attribute":
            return need.name in self.evidence.attributes
        if isinstance(need.year, str):
            return False
        table = self.evidence.values if need.kind == "quantity" else self.evidence.lists
        return bool(table.get((need.name, need.year)))

    def _computed(self, reading: Interpretation) -> list[Evaluation]:
        asked = self._available(self._needs(reading, "value"))
        keys = self._available([*self._needs(reading, "value"), *self._needs(reading, "limit")])
        choices, trouble = self._choices(keys)
        if not trouble and self._vague(set(keys[0]) - set(asked[0])):
            trouble = "reason.approximate"
        if not trouble:
            return [self._evaluate(reading, choice) for choice in choices]
        choices, unusable = self._choices(asked, bare=True)
        if unusable:
            return [Evaluation(reading.id, "none", UNDETERMINED, trouble, decides=reading.decides,
                               operands=tuple(v for key in keys[0] for v in self.evidence.values[key]))]
        # what only the limit's conditions ask for and can't be used is unknown to them, as if absent
        found = [self._evaluate(reading, choice) for choice in choices]
        return [replace(e, reason=trouble) if e.reason == "reason.row_unknown" else e for e in found]

    def _vague(self, keys: Iterable[Key]) -> bool:
        return any(value.approximate for key in keys for value in self.evidence.values[key])

    def _available(self, needs: Iterable[Need]) -> tuple[list[Key], list[Key]]:
        """The quantities and the lists, of those needed, that the dossier has."""
        found: dict[str, list[Key]] = {"quantity": [], "list": [], "attribute": []}
        for need in dict.fromkeys(needs):
            if self._has(need) and not isinstance(need.year, str):
                found[need.kind].append((need.name, need.year))
        return found["quantity"], found["list"]

    def _choices(self, keys: tuple[list[Key], list[Key]], *, bare: bool = False
                 ) -> tuple[list[_Choice], str | None]:
        """Every consistent choice; or the reason why there is none.  ``bare``: of these data alone."""
        quantities, lists = keys
        scoped = [key for key in quantities if self.quantities[key[0]].scoped]
        priced = [key for key in quantities if self.quantities[key[0]].priced]
        scopes, trouble = self._common(scoped, "scope")
        prices, trouble_too = self._common(priced, "price_basis")
        if trouble or trouble_too:
            return [], trouble or trouble_too
        shared = None if bare else self._shared(quantities, lists)
        if shared is not None:
            return [_Choice(shared, tuple(self.evidence.values[key][0] for key in quantities),
                            tuple(self.evidence.lists[key][0] for key in lists), scopes[0], prices[0])], None
        found: list[_Choice] = []
        for scope, price in product(scopes, prices):
            options = [[v for v in self.evidence.values[key]
                        if (len(scoped) < 2 or key not in scoped or v.scope == scope)
                        and (len(priced) < 2 or key not in priced or v.price_basis == price)]
                       for key in quantities]
            found += self._product(quantities, options, lists, scope, price)
            if len(found) > MAX_CHOICES:
                return [], "reason.too_many_choices"
        return (found, None) if found else ([], "reason.scope_mismatch")

    def _common(self, keys: Sequence[Key], field: str) -> tuple[list[str | None], str | None]:
        """The scopes (or price bases) in which all of ``keys`` are stated.

        A formula over several such values takes them in one.  A value that does not say its own can
        neither be combined, since that would assume it, nor passed over, since it might contradict.
        """
        if len(keys) < 2:
            return [None], None
        stated = [{getattr(v, field) for v in self.evidence.values[key]} for key in keys]
        if any(None in names for names in stated):
            return [], f"reason.{field}_unstated"
        common = set.intersection(*stated)
        return [*sorted(str(name) for name in common)], None if common else f"reason.{field}_mismatch"

    def _shared(self, quantities: Sequence[Key], lists: Sequence[Key]) -> Facts | None:
        """The facts that all formulas share where the dossier leaves no choice."""
        single = self.evidence.single
        if all(len(self.evidence.values[key]) == 1 for key in quantities) and all(
                len(self.evidence.lists[key]) == 1 for key in lists):
            if single is None:
                single = self.evidence.single = Facts(
                    self.blank.period, self.blank.base,
                    {key: values[0].value for key, values in self.evidence.values.items()},
                    {key: versions[0] for key, versions in self.evidence.lists.items()},
                    self.blank.attributes, self.blank.once)
            return single
        return None

    def _product(self, quantities: Sequence[Key], options: Sequence[Sequence[BoundValue]],
                 lists: Sequence[Key], scope: str | None, price: str | None) -> Iterator[_Choice]:
        versions = [self.evidence.lists[key] for key in lists]
        for picked in islice(product(product(*options), product(*versions)), MAX_CHOICES + 1):
            values, chosen = picked
            facts = Facts(
                self.blank.period, self.blank.base,
                {key: v.value for key, v in zip(quantities, values, strict=True)},
                dict(zip(lists, chosen, strict=True)), self.blank.attributes, self.blank.once)
            yield _Choice(facts, values, chosen, scope, price)

    def _partial(self, needs: Iterable[Need]) -> list[_Choice]:
        """Choices for conditions alone; without a consistent and exact one, the data are unknown."""
        choices, trouble = self._choices(self._available(needs))
        vague = any(v.approximate for choice in choices for v in choice.values)
        return [_Choice(self.blank, (), ())] if trouble or vague or not choices else choices

    def _evaluate(self, reading: Interpretation, choice: _Choice) -> Evaluation:
        operands = choice.values
        try:
            values = tuple(self._in_unit(evaluate(tree, choice.facts)) for tree in reading.values)
        except Undefined as undefined:
            return Evaluation(reading.id, "measured", UNDETERMINED, undefined.code, operands=operands,
                              counted=choice.lists, scope=choice.scope,
                              price_basis=choice.price_basis, decides=reading.decides)
        results = [apply_limit(reading.rows, value, self._words(), choice.facts) for value in values]
        return self._judged(Evaluation(
            reading.id, "measured", UNDETERMINED, values=values, operands=operands, counted=choice.lists,
            scope=choice.scope or _only(v.scope for v in operands),
            price_basis=choice.price_basis or _only(v.price_basis for v in operands),
            approximate=any(v.approximate for v in operands), decides=reading.decides), results)

    def _reported(self, report: BoundReport, reading: Interpretation) -> Evaluation:
        value = self._in_unit(report.value)
        results = [apply_limit(reading.rows, value, self._words(), choice.facts)
                   for choice in self._partial(self._needs(reading, "limit"))]
        common = agree([result.outcome for result in results])
        best = next((r for r in results if r.outcome == common), results[0])
        return self._judged(Evaluation(
            reading.id, "reported", UNDETERMINED, values=(value,), report=report, scope=report.scope,
            approximate=report.approximate, decides=reading.decides),
            [Result(common, best.rows, best.reason, best.rounding_flips)])

    def _judged(self, found: Evaluation, results: Sequence[Result]) -> Evaluation:
        """``found`` with its outcome: every value has to reach the limit; an approximate decides nothing."""
        outcomes = [result.outcome for result in results]
        outcome = "unmet" if "unmet" in outcomes else agree(outcomes)
        reason = next((r.reason for r in results if r.outcome == UNDETERMINED), None)
        if reason == "reason.straddles" and not all(entry.complete for entry in found.counted):
            reason = "reason.list_open"
        if self._senseless(found) or any(self._impossible(value) for value in found.values):
            outcome, reason = UNDETERMINED, "reason.impossible"
        would_be = None
        if found.approximate and outcome != UNDETERMINED:
            would_be, outcome, reason = outcome, UNDETERMINED, "reason.approximate"
        rows = tuple(sorted({row for result in results for row in result.rows}))
        return replace(
            found, outcome=outcome, rows=rows, would_be=would_be,
            reason=reason if outcome == UNDETERMINED else None,
            rounding_flips=any(result.rounding_flips for result in results))

    def _senseless(self, found: Evaluation) -> bool:
        """Whether an indicator that can't be negative was computed from negative amounts."""
        negative = {(v.name, v.year) for v in found.operands
                    if isinstance(v.value, Interval) and relate(v.value, "<")}
        if not negative or self.item.model.signed:
            return False
        reading = next(r for r in self.item.interpretations if r.id == found.reading)
        return any((need.name, need.year) in negative for need in self._needs(reading, "value"))

    def _impossible(self, value: Value) -> bool:
        """Whether no number of the value is one that the indicator can have."""
        possible = self.item.model.within
        if possible is None or not isinstance(value, Interval):
            return False
        bounds = ((possible.at_least, "<"), (possible.at_most, ">"))
        return any(relate(value - Interval.exact(bound), side) for bound, side in bounds)

    def _words(self) -> Sequence[str]:
        return self.item.model.words or []

    def _in_unit(self, value: Value) -> Value:
        if self.item.unit is None or not isinstance(value, Interval):
            return value
        return value.scale(Fraction(1) / self.item.unit.factor)
