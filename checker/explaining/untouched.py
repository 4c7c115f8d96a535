"""The amounts with which a prohibition isn't touched: of one datum, or of one field of an entry of a list.

Owns the search, between the places where a condition turns.  It says nothing where a match hangs on facts
that are no numbers, and of entries only what undoes the match when all of them are changed so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from checker.evidence.entries import BoundList, FieldValue
from checker.evidence.evidence import DatumKey, Evidence
from checker.evidence.facts import Facts, Missing
from checker.explaining.turning import Turning, beside, cells, domain_of
from checker.measuring.choices import Choices
from checker.measuring.evaluate import truth, worked
from checker.measuring.limit import UNMET
from checker.measuring.measurement import Measurement
from checker.measuring.solving import Solver
from checker.measuring.straightening import Unsolvable
from checker.measuring.working import number
from checker.quantity.interval import Interval, Undefined
from checker.quantity.ranges import EVERYTHING, NOT_NEGATIVE, Ranges, holds, joined
from checker.quantity.ratio import interval_of
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Ruleset

Fields = Mapping[str, FieldValue]


@dataclass(frozen=True)
class EntryChange:
    """``met`` are the numbers of a field, in base units, with which the entry at ``place`` isn't matched."""

    name: str
    place: int
    entry: Fields
    field: str
    met: Ranges


def untouched(measurement: Measurement, key: DatumKey, evidence: Evidence,
              ruleset: Ruleset) -> Turning | None:
    """With which numbers of one datum a prohibition isn't touched; None where that can't be told."""
    found = _matched_by(measurement, evidence, ruleset)
    if found is None:
        return None
    tree, choices = found
    facts = beside(choices, choices.plan.demand_of(tree), (key,))
    if facts is None:
        return None
    bounded = {name for name, whole in ruleset.bounded if whole == key[0]}
    if any(asked.name in bounded for asked in asking.asks(tree)):  # what moves with it would have to be known
        return None

    def moved(x: Fraction) -> Facts:
        return replace(facts, values={**facts.values, key: Interval.exact(x)})

    domain = domain_of(key, evidence, ruleset)
    try:
        places = [x for x in Solver(facts, key).turns(tree) if holds(domain, x)] if domain else []
    except (Missing, Undefined, Unsolvable):
        return None
    return Turning(key, joined([cell for cell, inside in cells(places, domain)
                                if truth(tree, moved(inside)) is False]) if domain else (), whole=False)


def entry_changes(measurement: Measurement, evidence: Evidence, ruleset: Ruleset) -> list[EntryChange]:
    """For each entry that a prohibition matches the fields by each of which it may cease to be matched."""
    found = _matched_by(measurement, evidence, ruleset)
    if found is None or measurement.deciding[0].outcome != UNMET:
        return []
    tree, choices = found
    [choice] = choices.partial(choices.plan.demand_of(tree))
    facts = choice.facts
    counting = [count for count in _counts(tree) if (count.list, facts.period) in facts.lists
                and _matching(count, facts)]
    if len(counting) != 1:  # what undoes one match may make another
        return []
    [count] = counting
    listed = facts.lists[(count.list, facts.period)]
    matching = _matching(count, facts)
    changes = [list(_changes(count, place, listed.entries[place], facts, ruleset)) for place in matching]
    if not all(changes):
        return []
    left = [entry for place, entry in enumerate(listed.entries) if place not in matching]
    changed = [_changed(own[0]) for own in changes]
    with_all, with_less = ([*left, *changed], [*left, *changed[1:], listed.entries[matching[0]]])
    if truth(tree, _with(facts, listed, with_all)) is not False or (
            truth(tree, _with(facts, listed, with_less)) is False):  # then not all of them have to be changed
        return []
    return [change for own in changes for change in own]


def _matched_by(measurement: Measurement, evidence: Evidence, ruleset: Ruleset
                ) -> tuple[n.Expression, Choices] | None:
    """The one condition under which a prohibition is looked at, where that is but one choice of data."""
    if not measurement.item.prohibits or len(measurement.deciding) != 1:
        return None
    reading = next(r for r in measurement.item.interpretations if r.id == measurement.deciding[0].reading)
    choices = Choices(evidence, ruleset, measurement.item.model.scopes)
    if reading.prohibited is None or choices.holds(reading.applies) is not True:
        return None
    return reading.prohibited, choices


def _counts(tree: n.Expression) -> Iterator[n.EntryCount]:
    match tree:
        case n.EntryCount():
            yield tree
        case n.Comparison() | n.Binary():
            yield from _counts(tree.left)
            yield from _counts(tree.right)
        case n.Logic():
            for operand in tree.operands:
                yield from _counts(operand)


def _matching(count: n.EntryCount, facts: Facts) -> list[int]:
    """The places of the entries that are counted, or may be."""
    entries = facts.lists[(count.list, facts.period)].entries
    return [place for place, entry in enumerate(entries)
            if count.condition is None or truth(count.condition, facts, entry) is not False]


def _changes(count: n.EntryCount, place: int, entry: Fields, facts: Facts,
             ruleset: Ruleset) -> Iterator[EntryChange]:
    """The fields of an entry by each of which alone it may cease to be counted."""
    condition = count.condition
    if condition is None:
        return
    fields = ruleset.model.lists[count.list].fields
    for name in (name for name, known in fields.items() if known.kind == "number" and name in entry):
        try:
            places = list(_turns(condition, name, facts, entry))
        except (Missing, Undefined, Unsolvable):
            continue
        domain = EVERYTHING if fields[name].signed else NOT_NEGATIVE
        free = joined([cell for cell, inside in cells([x for x in places if holds(domain, x)], domain)
                       if truth(condition, facts, {**entry, name: Interval.exact(inside)}) is False])
        if free:
            yield EntryChange(count.list, place, entry, name, free)


def _turns(tree: n.Expression, field: str, facts: Facts, entry: Fields) -> Iterator[Fraction]:
    """Where a condition may turn with a field; raises where that doesn't stand alone on one side."""
    if isinstance(tree, n.Logic):
        for operand in tree.operands:
            yield from _turns(operand, field, facts, entry)
    elif isinstance(tree, n.Comparison) and field in asking.fields(tree):
        alone = tree.left == n.FieldRead(field)
        other = tree.right if alone else tree.left
        if not (alone or tree.right == n.FieldRead(field)) or field in asking.fields(other):
            raise Unsolvable
        place = interval_of(number(worked(other)(facts, facts.period, entry))).value
        if place is None:
            raise Unsolvable
        yield place


def _changed(change: EntryChange) -> Fields:
    """The entry with a number that would do."""
    low, high = (end.value for end in change.met[0])
    if low is None or high is None:
        inside = high - 1 if high is not None else low + 1 if low is not None else Fraction(0)
    else:
        inside = (low + high) / 2
    return {**change.entry, change.field: Interval.exact(inside)}


def _with(facts: Facts, listed: BoundList, entries: Sequence[Fields]) -> Facts:
    """The same with other entries of a list."""
    return replace(facts, lists={
        **facts.lists, (listed.name, facts.period): listed._replace(entries=tuple(entries))})
