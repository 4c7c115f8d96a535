"""A verdict as one side of a comparison over time.

Owns what is compared of a verdict: of each item its demand, its data and what came of it; the figures that
were stated.  It must not compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from checker.quantity.display import with_unit
from checker.quantity.interval import Interval
from checker.verdict.changed import ItemBefore, TierChanged, ValueBefore
from checker.verdict.exact_number import WordOrAmount, word_or_amount, written
from checker.verdict.found import ItemFinding, ReadingFinding, RowFound
from checker.verdict.part import Outcome
from checker.verdict.stated import DatumPart, EntriesPart
from checker.verdict.verdict import Verdict

# What each reading that decides was computed from.
ReadingData = Mapping[str | None, Sequence[tuple[object, ...]]]


@dataclass(frozen=True)
class ComparedItem:
    """An item: how it is told, what it demands, what it lacks, its value, and what that was made from."""

    before: ItemBefore
    demand: object
    missing: Sequence[str]
    value: object
    data: ReadingData


@dataclass(frozen=True)
class ComparedVerdict:
    """A verdict: ``rules`` are digests; ``figures`` what was stated for its own period, by what it is of.

    ``tiers`` are those that are possible.
    """

    subject: str
    period: int
    assessed_on: str
    outcome: Outcome
    purpose: Literal["formal", "trial"]
    ruleset: str
    rules: Sequence[str]
    not_covered: Sequence[str]
    items: Mapping[str, ComparedItem]
    figures: Mapping[tuple[object, ...], Sequence[str]]
    tiers: Sequence[str] = ()


def compared_values(verdict: Verdict) -> ComparedVerdict:
    """A verdict in values as a side of a comparison."""
    return ComparedVerdict(
        subject=verdict.subject.name, period=verdict.period, assessed_on=verdict.assessed_on.isoformat(),
        outcome=verdict.outcome, purpose=verdict.purpose, ruleset=verdict.ruleset.id,
        rules=[verdict.ruleset.digest, *(overlay.digest for overlay in verdict.overlays)],
        not_covered=verdict.ruleset.not_covered,
        items={finding.item: _item(finding, verdict) for finding in verdict.findings},
        figures=_figures(verdict), tiers=verdict.tier.possible if verdict.tier else ())


def tier_changed(old: ComparedVerdict, now: ComparedVerdict) -> TierChanged | None:
    """The tiers that are possible on each side, where these aren't the same."""
    if set(old.tiers) == set(now.tiers):
        return None
    return TierChanged(before=list(old.tiers), after=list(now.tiers))


def sorted_data(stated: Iterable[tuple[str | None, Sequence[tuple[object, ...]]]]) -> ReadingData:
    """The data of each reading, whatever order they stand in."""
    found: dict[str | None, list[tuple[object, ...]]] = {}
    for reading, data in stated:
        found.setdefault(reading, []).extend(data)
    return {reading: sorted(data, key=str) for reading, data in found.items()}


def _item(finding: ItemFinding, verdict: Verdict) -> ComparedItem:
    deciding = finding.deciding
    values = [ValueBefore(
        reading=e.reading, basis=e.basis, outcome=e.outcome, values=[word_or_amount(v) for v in e.values],
        unit=e.unit, formula=e.formula, limit=e.limit, approximate=e.approximate, borrowed=e.borrowed)
        for e in deciding]
    return ComparedItem(
        before=ItemBefore(outcome=finding.outcome, evaluations=values),
        demand=list(dict.fromkeys((tuple(map(_demand, e.limit)), tuple(e.formula), e.unit)
                                  for e in deciding)),
        missing=finding.missing,
        value=[(e.reading, list(map(_said, e.values)), e.approximate) for e in deciding if not e.borrowed],
        data=sorted_data((e.reading, _stated(e, verdict)) for e in deciding))


def _demand(row: RowFound) -> tuple[object, ...]:
    return (row.year, row.when, tuple(sorted(row.bounds.items())), row.word, row.open)


def _said(value: WordOrAmount) -> str:
    return written(value) if isinstance(value, Interval) else value


def _stated(found: ReadingFinding, verdict: Verdict) -> list[tuple[object, ...]]:
    """What a reading was computed from, or the values that were reported."""
    data = [verdict.data[one] for place in found.data for one in (place, *verdict.data[place].also)]
    lists = [verdict.lists[place] for place in found.lists]
    return [*((d.quantity, _said(d.amount), d.approximate, d.scope, d.price_basis) for d in data),
            *((entry.name, _entries(entry), entry.complete, entry.declared_by) for entry in lists),
            *((_said(value),) for value in found.values if found.basis == "reported")]


def _entries(listed: EntriesPart) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The entries of a list, whatever order they stand in."""
    return tuple(sorted(tuple(sorted(entry.items())) for entry in listed.entries))


def _figures(verdict: Verdict) -> dict[tuple[object, ...], list[str]]:
    found: dict[tuple[object, ...], list[str]] = {}
    for datum in verdict.data:
        if datum.bound_of is None and datum.year in (None, verdict.period):
            said = f"{_said(datum.amount)}{' approximate' if datum.approximate else ''}"
            found.setdefault(_of(datum), []).append(said)
    for report in verdict.reported:
        if report.year == verdict.period:
            amount = with_unit(report.value, report.unit)
            found.setdefault((report.item, report.reading), []).append(amount)
    return {key: sorted(several) for key, several in found.items()}


def _of(datum: DatumPart) -> tuple[object, ...]:
    return (datum.quantity, datum.scope, datum.price_basis)
