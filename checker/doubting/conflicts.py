"""Stated values that contradict each other, whether a formula uses them or not.

Owns the comparison of values of one thing: one year, scope and price basis.  It must not judge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from checker.doubting.habits import MOST_COMPARED
from checker.evidence.evidence import BoundReport, BoundValue, Evidence
from checker.measuring.evaluate import relate
from checker.measuring.implied import contradictions
from checker.measuring.measurement import Evaluation, Measurement
from checker.quantity.display import spoken
from checker.quantity.interval import Interval
from checker.quantity.rounding import half_step
from checker.ruleset.compiled import Ruleset
from checker.verdict.doubted import DoubtPart, StatedPart
from checker.verdict.stated import source_ref


def conflicts(evidence: Evidence, measured: Mapping[str, Measurement], ruleset: Ruleset
              ) -> Iterator[DoubtPart]:
    """Data, reported values and lists that are stated twice and differ; readings that can't both be."""
    yield from _data(evidence, ruleset)
    yield from _reports(evidence, ruleset)
    yield from _lists(evidence, ruleset)
    for name, found in measured.items():
        labels = {reading.id: reading.label or "" for reading in found.item.interpretations}
        pairs = contradictions(found.item.interpretations, found.evaluations)
        for own, other in dict.fromkeys((own.reading, other.reading) for own, other in pairs):
            yield DoubtPart(code="doubt.below_bound", subject=name, label=found.item.model.label,
                            years=[found.period],
                            params={"reading": labels[own], "other": labels[other],
                                    "value": _value(found.evaluations, own),
                                    "bound": _value(found.evaluations, other)})


def stated(value: BoundValue, ruleset: Ruleset) -> StatedPart:
    """A datum as it was filled in."""
    return StatedPart(label=ruleset.model.quantities[value.name].label, year=value.year, value=value.written,
                      unit=value.unit, scope=value.scope, price_basis=value.price_basis,
                      source=source_ref(value.source))


def own(evidence: Evidence, name: str, year: int | None) -> list[BoundValue]:
    """What is stated of a quantity itself, not of another that bounds it."""
    return [value for value in evidence.values[(name, year)] if value.bound_of is None]


def _data(evidence: Evidence, ruleset: Ruleset) -> Iterator[DoubtPart]:
    for name, year in list(evidence.values):
        alike: dict[tuple[str | None, str | None], list[BoundValue]] = defaultdict(list)
        for value in own(evidence, name, year):
            alike[(value.scope, value.price_basis)].append(value)
        for values in alike.values():
            if _differ(values):
                yield DoubtPart(
                    code="doubt.conflict", subject=name, label=ruleset.model.quantities[name].label,
                    years=[year] if year else [], params={"count": str(len(values))},
                    stated=[stated(value, ruleset) for value in values[:MOST_COMPARED]])


def _reports(evidence: Evidence, ruleset: Ruleset) -> Iterator[DoubtPart]:
    for (item, year), reports in evidence.reported.items():
        alike: dict[tuple[str | None, str | None], list[BoundReport]] = defaultdict(list)
        for report in reports:
            alike[(report.reading, report.scope)].append(report)
        label = ruleset.items[item].model.label
        for values in alike.values():
            if _differ(values):
                yield DoubtPart(code="doubt.conflict", subject=item, label=label, years=[year],
                                params={"count": str(len(values))},
                                stated=[_reported(report, label) for report in values[:MOST_COMPARED]])


def _reported(report: BoundReport, label: str) -> StatedPart:
    return StatedPart(label=label, year=report.year, value=report.written, unit=report.unit,
                      scope=report.scope, source=source_ref(report.source))


def _lists(evidence: Evidence, ruleset: Ruleset) -> Iterator[DoubtPart]:
    """Two versions of one list that are both declared complete and don't hold the same entries."""
    for (name, year), versions in evidence.lists.items():
        complete = [entry for entry in versions if entry.complete]
        contents = {frozenset(frozenset(fields.items()) for fields in entry.entries) for entry in complete}
        if len(contents) > 1:
            label = ruleset.model.lists[name].label
            yield DoubtPart(
                code="doubt.lists_differ", subject=name, label=label, years=[year] if year else [],
                stated=[StatedPart(label=label, year=year, value=str(len(entry.entries)),
                                   unit=ruleset.model.lists[name].unit,
                                   source=source_ref(entry.source)) for entry in complete])


def _differ(values: Sequence[BoundValue] | Sequence[BoundReport]) -> bool:
    different = list({(v.value, v.written, v.approximate): v for v in values}.values())
    return any(_contradict(one, other) for one, other in combinations(different[:MOST_COMPARED], 2))


def _contradict(one: BoundValue | BoundReport, other: BoundValue | BoundReport) -> bool:
    """Whether not both can be right; what is only about so much contradicts nothing."""
    if isinstance(one.value, str) or isinstance(other.value, str):
        return one.value != other.value
    if one.approximate or other.approximate:
        return False
    difference = one.value - other.value
    if difference.value is None:
        return relate(difference, "==") is False
    steps = half_step(one.written, one.value), half_step(other.written, other.value)
    return abs(difference.value) > max(steps)


def _value(evaluations: Sequence[Evaluation], reading: str) -> str:
    found = next(e for e in evaluations if e.reading == reading and e.values and not e.borrowed)
    value = found.values[0]
    return spoken(value) if isinstance(value, Interval) else value
