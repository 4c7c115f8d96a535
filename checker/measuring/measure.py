"""Measures one indicator: every reading, with every choice of data that the dossier allows.

Owns which data may stand together (one scope, one price basis) and that nothing decides which is
missing, vague or in conflict.  It must not combine items into requirements.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.evidence.evidence import BoundReport, BoundValue, Evidence
from checker.evidence.facts import Need, Value
from checker.measuring.applying import some_applies
from checker.measuring.choices import MAX_CHOICES, TOO_MANY, Choice, Choices
from checker.measuring.evaluate import evaluate, undefined_part
from checker.measuring.implied import with_implied
from checker.measuring.limit import COMPUTED, UNDETERMINED, Result, agree, apply_limit, without_value
from checker.measuring.measurement import Evaluation, Measurement
from checker.measuring.plan import ReadingPlan
from checker.measuring.prohibition import floor, prohibition
from checker.measuring.unsettled import as_stated, unclear
from checker.measuring.weighing import open_bounds, weighed
from checker.quantity.interval import Interval, Undefined
from checker.ruleset import asking
from checker.ruleset.compiled import PLAIN, Interpretation, Item, Ruleset
from checker.verdict.vocabulary import Reason


def measure(item: Item, evidence: Evidence, ruleset: Ruleset) -> Measurement:
    """Every evaluation of ``item``; never raises for want of data."""
    if item.prohibits:
        return prohibition(item, Choices(evidence, ruleset, item.model.scopes), evidence, ruleset)
    found = _Measurer(item, evidence, ruleset, compares=ruleset.kind.compares).measured()
    return floor(found, evidence, ruleset) if ruleset.kind.admits else found


def only_shown(item: Item, evidence: Evidence, ruleset: Ruleset) -> Measurement:
    """An amount that is compared with nothing, by every reading and each choice of data."""
    return _Measurer(item, evidence, ruleset, compares=False).measured()


def _only(stated: set[str | None]) -> str | None:
    """The one scope or price basis that was stated, where there is just one."""
    stated.discard(None)
    return stated.pop() if len(stated) == 1 else None


class _Measurer:
    def __init__(self, item: Item, evidence: Evidence, ruleset: Ruleset, *, compares: bool) -> None:
        self.item = item
        self.ruleset = ruleset
        self.evidence = evidence
        self.account = not compares
        self.choices = Choices(evidence, ruleset, item.model.scopes)
        self.plan = self.choices.plan.item(item)
        self.reports = evidence.reported.get((item.id, evidence.period), [])

    def measured(self) -> Measurement:
        """Every evaluation, and whether the item applies."""
        item, period = self.item, self.evidence.period
        evaluations = self.implied([e for plan in self.plan.readings for e in self.reading(plan)])
        if not self.some_reading():
            evaluations.append(self.no_reading())
        if item.applies is None:
            return Measurement(item, period, tuple(evaluations), True)
        return Measurement(item, period, tuple(evaluations), self.choices.holds(item.applies),
                           unclear(item.applies, self.choices))

    def some_reading(self) -> bool:
        """Whether some reading that decides applies, whatever the absent data are."""
        if self.plan.surely:
            return True
        deciding = [reading.applies for reading in self.item.interpretations if reading.decides]
        conditions = [(tree, [choice.facts for choice in self.choices.partial(
            self.choices.plan.demand_of(tree))]) for tree in deciding if tree]
        return some_applies(conditions, self.ruleset.model.attributes)

    def no_reading(self) -> Evaluation:
        """What is to be said where no reading may apply: the data that would tell, if any."""
        asked = [asked for reading in self.item.interpretations if reading.applies
                 for asked in asking.asks(reading.applies)]
        missing = tuple(self.choices.lacking(self.choices.plan.demand(asked)))
        return Evaluation(self.item.interpretations[0].id, "none", UNDETERMINED, "reason.no_reading",
                          missing=missing)

    def reading(self, plan: ReadingPlan) -> list[Evaluation]:
        """The evaluations under one reading; one that says what is missing if there is none.

        A reading whose own condition fails is none here.
        """
        reading = plan.reading
        applies = None if reading.applies is None else self.choices.holds(reading.applies)
        if applies is False:
            return []
        missing = self.choices.lacking(plan.value)
        computed = [] if missing or not reading.values else self._computed(plan)
        stated = self._stated(plan, bool(computed))
        if computed or (stated and not self._only_computed(reading)):
            return computed + stated
        settled = None if self.account or not reading.rows else without_value(plan.rows, [
            choice.facts for choice in self.choices.partial(plan.limit)])
        if settled is not None:
            return [Evaluation(reading.id, "none", settled.outcome, settled.reason, rows=settled.rows,
                               decides=reading.decides), *stated]
        if not reading.values:
            missing = [Need("report", self.item.id, self.evidence.period)]
        if applies is None and reading.applies is not None:
            asked = self.choices.plan.demand_of(reading.applies)
            missing = [*self.choices.lacking(asked), *missing]
        return [Evaluation(reading.id, "none", UNDETERMINED, "reason.missing", missing=tuple(missing),
                           decides=reading.decides), *stated]

    def _stated(self, plan: ReadingPlan, computed: bool) -> list[Evaluation]:
        """The reported values against the limit; more than can be weighed are not weighed at all.

        One that names no reading counts for all, where it is ``computed`` by each or by all alike.
        """
        reading = plan.reading
        reports = [r for r in self.reports
                   if self.item.model.counts(r.scope) and (reading.id in (r.reading, PLAIN) or (
                       r.reading is None and self._own_unit(reading)
                       and (computed or self.plan.same_formula)))]
        if len(reports) > MAX_CHOICES:
            return [Evaluation(reading.id, "reported", UNDETERMINED, TOO_MANY,
                               decides=reading.decides and not self._only_computed(reading))]
        return [self._reported(report, plan) for report in reports]

    def implied(self, evaluations: list[Evaluation]) -> list[Evaluation]:
        """The evaluations with what follows for one reading from another's value; an account copies none."""
        if self.account or not self.plan.implies:
            return evaluations
        plans = {plan.reading.id: plan for plan in self.plan.readings}
        return with_implied(self.item.interpretations, evaluations,
                            lambda reading, value: self._alone(plans[reading.id], value))

    def _alone(self, plan: ReadingPlan, value: Value) -> Result:
        """What the limit says of a value that was made from none of the data."""
        results = [self._against(plan, value, choice)
                   for choice in self.choices.partial(plan.limit)]
        common = agree([result.outcome for result in results])
        return next((r for r in results if r.outcome == common), results[0])._replace(outcome=common)

    def _only_computed(self, reading: Interpretation) -> bool:
        """Whether a reported value only stands beside: an account is computed, not copied."""
        return (self.account or self.item.model.computed_only) and bool(reading.values)

    def _own_unit(self, reading: Interpretation) -> bool:
        """Whether the reading measures in the indicator's unit, in which reported values are read."""
        return reading.unit is None or self.item.unit is None or reading.unit.text == self.item.unit.text

    def _computed(self, plan: ReadingPlan) -> list[Evaluation]:
        trouble: Reason | None
        everything = plan.value.keys if plan.everything is plan.value else self.choices.available(
            plan.everything)
        choices, trouble = self.choices.of(everything)
        if not trouble and self.evidence.approximate and self._vague_limit(plan):
            trouble = "reason.approximate"
        if not trouble:
            return [self._evaluate(plan, choice) for choice in choices]
        choices, unusable = self.choices.of(self.choices.available(plan.read), bare=True)
        if unusable:
            return [Evaluation(plan.reading.id, "none", UNDETERMINED, trouble, decides=plan.reading.decides,
                               operands=tuple(v for key in everything.quantities
                                              for v in self.evidence.values[key][:MAX_CHOICES]))]
        # what only the limit asks for and can't be used is unknown to it, as if absent
        return [self._of_limit(self._evaluate(plan, choice), plan, choice, trouble) for choice in choices]

    def _of_limit(self, found: Evaluation, plan: ReadingPlan, choice: Choice, trouble: Reason) -> Evaluation:
        """What was judged with the reason why the limit's data can't be used, where it waits for them."""
        waits = found.reason in ("reason.row_unknown", "reason.limit_missing")
        if not waits or not all(map(self.choices.has, found.missing)):
            return found
        rough = filter(self.choices.rough, as_stated(plan.limit.needs, choice.facts, self.choices))
        return found._replace(reason=trouble, missing=tuple(rough))

    def _vague_limit(self, plan: ReadingPlan) -> bool:
        """Whether what only the limit asks for is only approximate."""
        if plan.everything is plan.read:
            return False
        read = set(self.choices.available(plan.read).quantities)
        return self.choices.vague(set(self.choices.available(plan.everything).quantities) - read)

    def _evaluate(self, plan: ReadingPlan, choice: Choice) -> Evaluation:
        operands, reading = choice.values, plan.reading
        try:
            values = tuple([evaluate(tree, choice.facts, plan.unit) for tree in reading.values])
        except Undefined as undefined:
            lacking = tuple(self.choices.lacking(plan.bounded))
            return Evaluation(reading.id, "measured", UNDETERMINED,
                              "reason.missing" if lacking else undefined.code, operands=operands,
                              counted=choice.lists, scope=choice.scope, missing=lacking,
                              price_basis=choice.price_basis, decides=reading.decides)
        approximate = bool(self.evidence.approximate) and any(v.approximate for v in operands)
        result = weighed([self._against(plan, value, choice) for value in values], values, choice.lists,
                         self.plan.within, approximate=approximate,
                         by_rough=approximate and self.choices.vague(
                             self.choices.available(plan.limit).quantities),
                         senseless=bool(self.evidence.negative) and self._senseless(plan, operands))
        judged = Evaluation(
            reading.id, "measured", result.outcome, result.reason, values, result.rows, operands,
            choice.lists, None, choice.scope or _only({v.scope for v in operands}),
            choice.price_basis or _only({v.price_basis for v in operands}), approximate, result.would_be,
            result.rounding_flips, result.missing or self._row_lacks(plan, result.reason),
            decides=reading.decides)
        return self._bounded(plan, choice, judged) if reading.asks_bounded else judged

    def _row_lacks(self, plan: ReadingPlan, reason: Reason | None) -> tuple[Need, ...]:
        """The data without which it isn't known which row of the limit applies."""
        return tuple(self.choices.lacking(plan.limit)) if reason == "reason.row_unknown" else ()

    def _bounded(self, plan: ReadingPlan, choice: Choice, judged: Evaluation) -> Evaluation:
        """What was judged with the points it is made of, and with what would make them exact."""
        reading = plan.reading
        points = [(part, evaluate(part, choice.facts))
                  for tree in reading.values for part in asking.bounded(tree)]
        lacking = self.choices.lacking(plan.bounded)
        judged = judged._replace(bounded=tuple((part, p) for part, p in points if isinstance(p, Interval)))
        if judged.outcome == COMPUTED and lacking and open_bounds(judged):
            return judged._replace(outcome=UNDETERMINED, reason="reason.missing", missing=tuple(lacking))
        if judged.outcome != UNDETERMINED or judged.missing or judged.reason == "reason.unread":
            return judged  # no datum settles what waits on a limit that nobody has read
        if not lacking:
            undefined = [undefined_part(tree, choice.facts) for tree in reading.values]
            straddles = judged.reason == "reason.straddles"
            why: Reason | None = next(filter(None, undefined), None) if straddles else None
            return judged._replace(reason=why or judged.reason)
        reason: Reason | None = "reason.missing" if judged.reason == "reason.straddles" else judged.reason
        return judged._replace(reason=reason, missing=tuple(lacking))

    def _reported(self, report: BoundReport, plan: ReadingPlan) -> Evaluation:
        value, reading = report.value, plan.reading
        if isinstance(value, Interval) and reading.unit is not None:
            value = value.scale(1 / reading.unit.factor)
        result = weighed([self._alone(plan, value)], (value,), (), self.plan.within,
                         approximate=report.approximate, senseless=False)
        return Evaluation(
            reading.id, "reported", result.outcome, result.reason, (value,), result.rows, report=report,
            scope=report.scope, approximate=report.approximate, would_be=result.would_be,
            rounding_flips=result.rounding_flips, missing=result.missing,
            decides=reading.decides and not self._only_computed(reading))

    def _against(self, plan: ReadingPlan, value: Value, choice: Choice) -> Result:
        """What the limit says of the value; a line of an account is not compared."""
        if self.account:
            return Result(COMPUTED)
        reading = plan.reading
        if not reading.rows:
            return Result(UNDETERMINED, reason="reason.no_limit")
        return apply_limit(plan.rows, value, self.plan.words, choice.facts, plan.unit)

    def _senseless(self, plan: ReadingPlan, operands: Sequence[BoundValue]) -> bool:
        """Whether an indicator that can't be negative was computed from negative amounts."""
        if self.item.model.signed or self.evidence.negative.isdisjoint(plan.sensitive):
            return False
        return any(isinstance(v.value, Interval) and v.value.negative and (v.name, v.year) in plan.sensitive
                   for v in operands)
