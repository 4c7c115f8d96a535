"""What is missing, and what would settle what is open.

Owns the naming of lacking data, the structure *all of / one of* that would settle an item, a
requirement or the verdict, and the order of weight.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from checker.evidence.facts import BASE, Need
from checker.measuring.limit import UNDETERMINED
from checker.measuring.measurement import Evaluation, Measurement
from checker.measuring.weighing import open_bounds
from checker.ruleset.compiled import PLAIN, Ruleset
from checker.verdict.found import LackingDatum
from checker.verdict.part import Settlement
from checker.verdict.vocabulary import Reason

RESOLVE: Final = "resolve"


def key(need: Need) -> str:
    """``quantity:energy_use@2022``: a stable name for a need."""
    return f"{need.kind}:{need.name}" + ("" if need.year is None else f"@{_year(need.year)}")


def _year(year: int | str) -> str:
    return "base" if year == BASE else str(year)


def wants(evaluation: Evaluation, item: str) -> list[Need]:
    """What an undecided evaluation of ``item`` lacks: absent data, or the settling of unusable ones."""
    if evaluation.missing:
        return list(evaluation.missing)
    vague = [v for v in evaluation.operands if v.approximate or not _exact(v.value)]
    if evaluation.reason in ("reason.approximate", "reason.straddles") and vague:
        return [Need("quantity" if v.bound_of else "exact", v.name, v.year) for v in vague]
    return [Need(RESOLVE, evaluation.reason or "reason.missing", item)]


def _exact(value: object) -> bool:
    return isinstance(value, str) or getattr(value, "value", None) is not None


@dataclass(frozen=True)
class Wanting:
    """The needs of one undetermined item, and what would settle it."""

    needs: tuple[Need, ...]
    settlement: Settlement


def item_wanting(measurement: Measurement) -> Wanting:
    """What would settle an undetermined item, or one that is met if it applies."""
    open_ones = [e for e in measurement.deciding if e.outcome == UNDETERMINED]
    parts: list[Settlement] = []
    needs: dict[Need, None] = {}
    for evaluation in open_ones:
        lacking = wants(evaluation, measurement.item.id)
        needs.update(dict.fromkeys(lacking))
        data: Settlement = _all(leaf(need) for need in lacking)
        model = measurement.item.model
        known = bool(evaluation.values) and not open_bounds(evaluation)  # what is missing is the limit's
        reportable = not (model.prohibits or model.computed_only or known)
        if reportable and evaluation.missing and evaluation.missing[0].kind != "report":
            report = Need("report", measurement.item.id, None if evaluation.reading == PLAIN
                          else evaluation.reading)
            data = {"one_of": [data, leaf(report)]}
        parts.append(data)
    if {"met", "unmet"} <= {e.outcome for e in measurement.deciding}:
        conflict = Need(RESOLVE, conflict_of(measurement.deciding), measurement.item.id)
        needs[conflict] = None
        parts.append(leaf(conflict))
    if measurement.free_by_some:
        readings = Need(RESOLVE, "reason.readings_differ", measurement.item.id)
        needs[readings] = None
        parts.append(leaf(readings))
    if len({opinion.finding for opinion in measurement.opinions}) > 1:
        differ = Need(RESOLVE, "reason.opinions_differ", measurement.item.id)
        needs[differ] = None
        parts.append(leaf(differ))
    needs.update(dict.fromkeys(measurement.unclear))
    parts += [leaf(need) for need in measurement.unclear]
    return Wanting(tuple(needs), _all(parts))


def conflict_of(evaluations: Sequence[Evaluation]) -> Reason:
    """Whether decided evaluations differ within a reading (data) or only between readings (law)."""
    by_reading: dict[str, set[str]] = {}
    for evaluation in evaluations:
        by_reading.setdefault(evaluation.reading, set()).add(evaluation.outcome)
    within = any({"met", "unmet"} <= outcomes for outcomes in by_reading.values())
    return "reason.data_conflict" if within else "reason.readings_differ"


def leaf(need: Need) -> Settlement:
    """One need as the leaf of a settlement."""
    return {"need": key(need)}


def _all(parts: Iterable[Settlement]) -> Settlement:
    unique = list({repr(part): part for part in parts}.values())
    return unique[0] if len(unique) == 1 else {"all_of": unique}


def group_settlement(form: str, short: int, members: Sequence[Settlement]) -> Settlement | None:
    """What would settle an undetermined requirement of which ``short`` more have to be met."""
    if not members:
        return None
    if form == "all_of":
        return _all(members)
    if len(members) == 1:
        return members[0]
    if short == 1:
        return {"one_of": list(members)}
    return {"at_least": short, "of": list(members)}


def lacking(wanting: Mapping[str, Wanting], open_items: frozenset[str], ruleset: Ruleset,
            unstated: Mapping[tuple[str, str, int | None], Sequence[str]]) -> list[LackingDatum]:
    """Every lacking datum in order of weight: deciding first, then by how many items wait for it.

    ``unstated`` are words that stand in its place and state nothing.
    """
    waiting: dict[Need, list[str]] = {}
    for item, wanted in wanting.items():
        for need in wanted.needs:
            waiting.setdefault(need, []).append(item)
    alone = {need: [i for i in items if wanting[i].needs == (need,)] for need, items in waiting.items()}
    out = [_named(need, items, alone[need], not open_items.isdisjoint(items), _said_of(need, unstated))
           for need, items in waiting.items()]
    order = {item: place for place, item in enumerate(ruleset.items)}
    return sorted(out, key=lambda entry: (not entry.decides, -len(entry.items), -len(entry.settles_alone),
                                          order[entry.items[0]], entry.name, str(entry.year)))


def needed(needs: Iterable[Need], item: str) -> list[LackingDatum]:
    """What is lacking of an item, where nothing is said of how much it would settle."""
    return [_named(need, [item], [], False, []) for need in needs]


def _said_of(need: Need, unstated: Mapping[tuple[str, str, int | None], Sequence[str]]) -> list[str]:
    """The words that stand where a need's datum is asked for."""
    return list(dict.fromkeys(
        words for (kind, name, year), said in unstated.items() for words in said
        if (kind, name) == (need.kind, need.name) and (kind == "report" or year == need.year)))


def _named(need: Need, items: list[str], alone: list[str], decides: bool,
           unstated: list[str]) -> LackingDatum:
    year = None if need.kind == RESOLVE else "base" if need.year == BASE else need.year
    return LackingDatum(id=key(need), kind=need.kind, name=need.name, year=year, items=items,
                        settles_alone=alone, decides=decides, unstated=unstated)
