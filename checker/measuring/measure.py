"""Measures one indicator: every reading, with every choice of data that the dossier allows.

Owns which data may stand together (one scope, one price basis) and that nothing decides which is
missing, vague or in conflict.  It must not combine items into requirements.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from checker.evidence.evidence import BoundReport, Evidence
from checker.evidence.facts import Need, Value, resolve
from checker.measuring.applying import some_applies
from checker.measuring.choices import MAX_CHOICES, TOO_MANY, Choice, Choices
from checker.measuring.conditions import relate
from checker.measuring.evaluate import evaluate, undefined_part
from checker.measuring.implied import with_implied
from checker.measuring.limit import COMPUTED, UNDETERMINED, Result, agree, apply_limit, without_value
from checker.measuring.measurement import Evaluation, Measurement
from checker.measuring.prohibition import floor, prohibition
from checker.measuring.unsettled import unclear
from checker.measuring.weighing import open_bounds, weighed
from checker.quantity.interval import Interval, Undefined
from checker.ruleset import asking
from checker.ruleset.compiled import PLAIN, Interpretation, Item, Ruleset


def measure(item: Item, evidence: Evidence, ruleset: Ruleset) -> Measurement:
    """Every evaluation of ``item``; never raises for want of data."""
    measurer = _Measurer(item, evidence, ruleset)
    if item.model.prohibits:
        return prohibition(item, measurer.choices, evidence, ruleset)
    evaluations = measurer.implied([e for reading in item.interpretations for e in measurer.reading(reading)])
    if not measurer.some_reading():
        evaluations.append(measurer.no_reading())
    found = Measurement(item, evidence.period, tuple(evaluations), measurer.choices.holds(item.applies),
                        unclear(item.applies, measurer.choices))
    return floor(found, evidence, ruleset) if ruleset.model.concludes == "admission" else found


def _only(stated: Iterable[str | None]) -> str | None:
    """The one scope or price basis that was stated, where there is just one."""
    different = set(stated) - {None}
    return different.pop() if len(different) == 1 else None


class _Measurer:
    def __init__(self, item: Item, evidence: Evidence, ruleset: Ruleset) -> None:
        self.item = item
        self.ruleset = ruleset
        self.evidence = evidence
        self.same_formula = len({r.values for r in item.interpretations if r.decides}) == 1
        self.account = ruleset.model.concludes == "account"
        self.choices = Choices(evidence, ruleset, item.model.scopes)
        self.blank = self.choices.blank

    def some_reading(self) -> bool:
        """Whether some reading that decides applies, whatever the absent data are."""
        deciding = [reading.applies for reading in self.item.interpretations if reading.decides]
        if None in deciding:
            return True
        conditions = [(tree, [choice.facts for choice in self.choices.partial(
            resolve(asking.asks(tree), self.blank))]) for tree in deciding if tree]
        return some_applies(conditions, self.ruleset.model.attributes)

    def no_reading(self) -> Evaluation:
        """What is to be said where no reading may apply: the data that would tell, if any."""
        asked = [asked for reading in self.item.interpretations if reading.applies
                 for asked in asking.asks(reading.applies)]
        missing = tuple(need for need in resolve(asked, self.blank) if not self.choices.has(need))
        return Evaluation(self.item.interpretations[0].id, "none", UNDETERMINED, "reason.no_reading",
                          missing=missing)

    def reading(self, reading: Interpretation) -> list[Evaluation]:
        """The evaluations under one reading; one that says what is missing if there is none.

        A reading whose own condition fails is none here.
        """
        applies = self.choices.holds(reading.applies)
        if applies is False:
            return []
        missing = [need for need in self._needs(reading, "value") if not self.choices.has(need)]
        computed = [] if missing or not reading.values else self._computed(reading)
        reports = [r for r in self.evidence.reported.get((self.item.id, self.evidence.period), [])
                   if self.item.model.counts(r.scope) and (reading.id in (r.reading, PLAIN) or (
                       r.reading is None and (computed or self.same_formula) and self._own_unit(reading)))]
        stated = self._stated(reports, reading)
        if computed or (stated and not self._only_computed(reading)):
            return computed + stated
        settled = None if self.account else without_value(reading.rows, [
            choice.facts for choice in self.choices.partial(self._needs(reading, "limit"))])
        if settled is not None:
            return [Evaluation(reading.id, "none", settled.outcome, settled.reason, rows=settled.rows,
                               decides=reading.decides), *stated]
        if not reading.values:
            missing = [Need("report", self.item.id, self.evidence.period)]
        if applies is None and reading.applies is not None:
            asked = resolve(asking.asks(reading.applies), self.blank)
            missing = [*(need for need in asked if not self.choices.has(need)), *missing]
        return [Evaluation(reading.id, "none", UNDETERMINED, "reason.missing", missing=tuple(missing),
                           decides=reading.decides), *stated]

    def _stated(self, reports: Sequence[BoundReport], reading: Interpretation) -> list[Evaluation]:
        """The reported values against the limit; more than can be weighed are not weighed at all."""
        if len(reports) > MAX_CHOICES:
            return [Evaluation(reading.id, "reported", UNDETERMINED, TOO_MANY,
                               decides=reading.decides and not self._only_computed(reading))]
        return [self._reported(report, reading) for report in reports]

    def implied(self, evaluations: list[Evaluation]) -> list[Evaluation]:
        """The evaluations with what follows for one reading from another's value; an account copies none."""
        readings = self.item.interpretations
        if self.account or not any(reading.at_least for reading in readings):
            return evaluations
        return with_implied(readings, evaluations, self._alone)

    def _alone(self, reading: Interpretation, value: Value) -> Result:
        """What the limit says of a value that was made from none of the data."""
        results = [self._against(reading, value, choice)
                   for choice in self.choices.partial(self._needs(reading, "limit"))]
        common = agree([result.outcome for result in results])
        return replace(next((r for r in results if r.outcome == common), results[0]), outcome=common)

    def _only_computed(self, reading: Interpretation) -> bool:
        """Whether a reported value only stands beside: an account is computed, not copied."""
        return (self.account or self.item.model.computed_only) and bool(reading.values)

    def _own_unit(self, reading: Interpretation) -> bool:
        """Whether the reading measures in the indicator's unit, in which reported values are read."""
        return reading.unit is None or self.item.unit is None or reading.unit.text == self.item.unit.text

    def _lacking(self, reading: Interpretation) -> list[Need]:
        """What isn't there and without which the formula is still bounded."""
        return [need for need in self._needs(reading, "bounded") if not self.choices.has(need)]

    def _needs(self, reading: Interpretation, part: str) -> list[Need]:
        """What the reading's formula or limit asks for; the same for all dossiers of these years."""
        place = (self.item.id, reading.id, part, self.blank.period, self.blank.base)
        known = self.ruleset.needs.get(place)
        if known is None:
            asked = {"value": reading.asks_value, "bounded": reading.asks_bounded,
                     "limit": reading.asks_limit}[part]
            known = self.ruleset.needs[place] = resolve(asked, self.blank)
        return known

    def _computed(self, reading: Interpretation) -> list[Evaluation]:
        read = [*self._needs(reading, "value"), *self._needs(reading, "bounded")]
        asked = self.choices.available(read)
        keys = self.choices.available([*read, *self._needs(reading, "limit")])
        choices, trouble = self.choices.of(keys)
        if not trouble and self.choices.vague(set(keys[0]) - set(asked[0])):
            trouble = "reason.approximate"
        if not trouble:
            return [self._evaluate(reading, choice) for choice in choices]
        choices, unusable = self.choices.of(asked, bare=True)
        if unusable:
            return [Evaluation(reading.id, "none", UNDETERMINED, trouble, decides=reading.decides,
                               operands=tuple(v for key in keys[0]
                                              for v in self.evidence.values[key][:MAX_CHOICES]))]
        # what only the limit's conditions ask for and can't be used is unknown to them, as if absent
        found = [self._evaluate(reading, choice) for choice in choices]
        return [replace(e, reason=trouble) if e.reason == "reason.row_unknown" else e for e in found]

    def _evaluate(self, reading: Interpretation, choice: Choice) -> Evaluation:
        operands = choice.values
        try:
            values = tuple(_in_unit(evaluate(tree, choice.facts), reading) for tree in reading.values)
        except Undefined as undefined:
            lacking = tuple(self._lacking(reading))
            return Evaluation(reading.id, "measured", UNDETERMINED,
                              "reason.missing" if lacking else undefined.code, operands=operands,
                              counted=choice.lists, scope=choice.scope, missing=lacking,
                              price_basis=choice.price_basis, decides=reading.decides)
        results = [self._against(reading, value, choice) for value in values]
        return self._bounded(reading, choice, Evaluation(
            reading.id, "measured", UNDETERMINED, values=values, operands=operands, counted=choice.lists,
            scope=choice.scope or _only(v.scope for v in operands),
            price_basis=choice.price_basis or _only(v.price_basis for v in operands),
            approximate=any(v.approximate for v in operands), decides=reading.decides), results)

    def _bounded(self, reading: Interpretation, choice: Choice, found: Evaluation,
                results: Sequence[Result]) -> Evaluation:
        """``found`` with its outcome, the points it is made of, and what would make them exact."""
        judged = self._judged(found, results)
        if not reading.asks_bounded:
            return judged
        points = [(part, evaluate(part, choice.facts))
                  for tree in reading.values for part in asking.bounded(tree)]
        lacking = self._lacking(reading)
        judged = replace(judged, bounded=tuple((part, p) for part, p in points if isinstance(p, Interval)))
        if judged.outcome == COMPUTED and lacking and open_bounds(judged):
            return replace(judged, outcome=UNDETERMINED, reason="reason.missing", missing=tuple(lacking))
        if judged.outcome != UNDETERMINED or judged.missing or judged.reason == "reason.unread":
            return judged  # no datum settles what waits on a limit that nobody has read
        if not lacking:
            undefined = [undefined_part(tree, choice.facts) for tree in reading.values]
            why = next(filter(None, undefined), None) if judged.reason == "reason.straddles" else None
            return replace(judged, reason=why or judged.reason)
        reason = "reason.missing" if judged.reason == "reason.straddles" else judged.reason
        return replace(judged, reason=reason, missing=tuple(lacking))

    def _reported(self, report: BoundReport, reading: Interpretation) -> Evaluation:
        value = _in_unit(report.value, reading)
        return self._judged(Evaluation(
            reading.id, "reported", UNDETERMINED, values=(value,), report=report, scope=report.scope,
            approximate=report.approximate, decides=reading.decides and not self._only_computed(reading)),
            [self._alone(reading, value)])

    def _against(self, reading: Interpretation, value: Value, choice: Choice) -> Result:
        """What the limit says of the value; a line of an account is not compared."""
        if self.account:
            return Result(COMPUTED)
        factor = reading.unit.factor if reading.unit else Fraction(1)
        return apply_limit(reading.rows, value, self.item.model.words or [], choice.facts, factor)

    def _judged(self, found: Evaluation, results: Sequence[Result]) -> Evaluation:
        """``found`` with its outcome; what the data or the indicator can't be decides nothing."""
        return weighed(found, results, self._senseless(found), self.item.model.within)

    def _senseless(self, found: Evaluation) -> bool:
        """Whether an indicator that can't be negative was computed from negative amounts."""
        negative = {(v.name, v.year) for v in found.operands
                    if isinstance(v.value, Interval) and relate(v.value, "<")}
        if not negative or self.item.model.signed:
            return False
        reading = next(r for r in self.item.interpretations if r.id == found.reading)
        held = resolve([one for one in reading.asks_bounded if not one.graded], self.blank)
        return any((need.name, need.year) in negative for need in [*self._needs(reading, "value"), *held])


def _in_unit(value: Value, reading: Interpretation) -> Value:
    """A value in base units as one in the reading's unit."""
    if reading.unit is None or not isinstance(value, Interval):
        return value
    return value.scale(1 / reading.unit.factor)
