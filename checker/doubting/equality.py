"""What has to be one number: what is printed of an item or a datum, and what others make of it.

Owns which such pairs a dossier and its ruleset give, and which data may stand in them together.  It must not
compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from checker.doubting.conflicts import DataChoice, own, stated
from checker.doubting.doubt_found import Doubted, DoubtfulValue
from checker.doubting.thresholds import MOST_COMPARED
from checker.evidence.evidence import BoundReport, DatumKey, Evidence
from checker.evidence.facts import Facts
from checker.judging.judged_case import JudgedCase
from checker.measuring.evaluate import evaluate
from checker.measuring.plan import Plan, plan_of
from checker.measuring.solving import Solver
from checker.quantity.interval import Interval, Undefined
from checker.quantity.rounding import before_rounding
from checker.quantity.unit import Unit
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Ruleset
from checker.verdict.stated import source_ref


class Equality(NamedTuple):
    """``left`` is a formula, or a value that was ``printed`` of an item; ``right`` is another formula of it.

    ``evidence`` is seen from the year that it is about; ``data`` are all that the formulas read; by one
    of so many ``formulas`` the value was made.
    """

    of: Doubted
    subject: str
    evidence: Evidence
    left: n.Expression | None
    printed: BoundReport | None
    right: n.Expression
    unit: Unit
    data: tuple[DatumKey, ...]
    formulas: int = 1

    @property
    def dated(self) -> list[int]:
        """The year that it is about; none where nothing in it has one."""
        years = {year for _, year in self.data} | {self.printed.year if self.printed else None}
        return [self.evidence.period] if years != {None} else []

    def stated(self, chosen: DataChoice) -> tuple[list[DoubtfulValue], list[DoubtfulValue]]:
        """The values of the left side, and those of the right, as they were filled in."""
        if self.printed is not None:
            return [DoubtfulValue(of="item", name=self.subject, year=one.year, value=one.written,
                                  unit=one.unit, scope=one.scope, source=source_ref(one.source))
                    for one in self.printed.everywhere], [stated(value) for value in chosen.values()]
        left = [key for key in chosen if self.reads(self.left, key)]
        return ([stated(chosen[key]) for key in left],
                [stated(value) for key, value in chosen.items() if key not in left])

    def reads(self, tree: n.Expression | None, key: DatumKey) -> bool:
        """Whether a side reads a datum."""
        return tree is not None and Solver(self.facts({}), key).reads(tree)

    def lacking(self) -> list[DatumKey]:
        """The data of which nothing is stated."""
        return [key for key in self.data if not own(self.evidence, *key)]

    def choices(self, without: DatumKey | None = None) -> list[DataChoice]:
        """Every choice of the numbers and ranges that are stated; none where there are too many.

        None either where one of them is only about so much, or zero, of which can't be told what it was
        rounded from: it might be the one that fits.
        """
        keys = [key for key in self.data if key != without]
        options = [own(self.evidence, *key) for key in keys]
        if prod(map(len, options)) > MOST_COMPARED or any(
                value.approximate or not isinstance(value.value, Interval) or value.value.value == 0
                for values in options for value in values):
            return []
        return [dict(zip(keys, values, strict=True)) for values in product(*options)]

    def facts(self, amounts: Mapping[DatumKey, Interval]) -> Facts:
        """What formulas are evaluated on, with these amounts."""
        return Facts(self.evidence.period, self.evidence.base, dict(amounts), {}, self.evidence.attributes,
                     self.evidence.once)

    def sides(self, amounts: Mapping[DatumKey, Interval]) -> tuple[Interval, Interval] | None:
        """What both come to, in base units; None where one has no value."""
        facts = self.facts(amounts)
        try:
            left = evaluate(self.left, facts) if self.left is not None else self.print_range
            right = evaluate(self.right, facts)
        except Undefined:
            return None
        return (left, right) if isinstance(left, Interval) and isinstance(right, Interval) else None

    @property
    def print_range(self) -> Interval:
        """All that the printed value may have been rounded from."""
        assert self.printed is not None
        assert isinstance(self.printed.value, Interval)
        return before_rounding(self.printed.written, self.printed.value)


def amounts_of(chosen: DataChoice, ruleset: Ruleset) -> dict[DatumKey, Interval]:
    """What the chosen values may have been rounded from; nobody rounds what is counted one by one."""
    return {key: value.value if ruleset.model.quantities[key[0]].whole else before_rounding(
                value.written, value.value)
            for key, value in chosen.items() if isinstance(value.value, Interval)}


def stated_of(chosen: DataChoice) -> dict[DatumKey, Interval]:
    """The chosen values as they are printed."""
    return {key: value.value for key, value in chosen.items() if isinstance(value.value, Interval)}


def equalities(case: JudgedCase, ruleset: Ruleset) -> list[Equality]:
    """Those of the ruleset for every year, and those of printed values that nothing is put beside yet."""
    return [*_of_doubts(case.evidence, ruleset), *_of_reports(case, ruleset)]


def _of_doubts(evidence: Evidence, ruleset: Ruleset) -> Iterator[Equality]:
    stated = [doubtful for doubtful in ruleset.doubts if doubtful.other is not None]
    years = sorted({year for _, year in evidence.values if year is not None} | {evidence.period})
    told: set[tuple[str, tuple[DatumKey, ...]]] = set()
    for doubtful, year in product(stated, years if stated else ()):
        assert doubtful.other is not None
        assert doubtful.unit is not None
        seen = evidence if year == evidence.period else evidence.seen_from(year)
        data = _data(plan_of(ruleset, year, evidence.base), (doubtful.tree, doubtful.other), seen)
        if data and (doubtful.model.id, data) not in told:
            told.add((doubtful.model.id, data))
            yield Equality("doubt", doubtful.model.id, seen, doubtful.tree, None, doubtful.other,
                           doubtful.unit, data)


def _of_reports(case: JudgedCase, ruleset: Ruleset) -> Iterator[Equality]:
    """Printed values with each formula that they may have been made by.

    Of what has a limit those that data give in one scope stand beside what they give anyway.
    """
    beside = {(part.item, part.year) for part in case.verdict.reconciliation} if ruleset.kind.compares else ()
    for (item, year), reports in case.evidence.reported.items():
        seen = case.evidence if year == case.evidence.period else case.evidence.seen_from(year)
        plan = plan_of(ruleset, year, case.evidence.base)
        for report in reports[:MOST_COMPARED] if (item, year) not in beside else ():
            readings = {reading.values: reading for reading in ruleset.items[item].interpretations
                        if report.reading in (None, reading.id)}
            if report.approximate or not isinstance(report.value, Interval) or report.value.value == 0:
                continue
            for formulas, reading in readings.items():
                data = _data(plan, formulas, seen)
                if data and reading.unit and len(formulas) == 1:
                    yield Equality("item", item, seen, None, report, formulas[0], reading.unit, data,
                                   len(readings))


def _data(plan: Plan, trees: Sequence[n.Expression], seen: Evidence) -> tuple[DatumKey, ...]:
    """The data that the formulas read; nothing where they need lists, or facts that aren't known."""
    needs = [need for tree in trees for need in plan.demand_of(tree).needs]
    if any(need.kind != "quantity" and need not in seen.stated for need in needs) or any(
            need.kind == "list" or isinstance(need.year, str) for need in needs):
        return ()
    return tuple(dict.fromkeys((need.name, need.year) for need in needs
                               if need.kind == "quantity" and not isinstance(need.year, str)))
