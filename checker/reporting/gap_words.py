"""How far an item is from its limit, in words, and with which amounts of its data it would be met.

Owns these words.  It must not compute: all of it stands in the verdict's explanation.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby, islice

from checker.explaining.enough import inside
from checker.explaining.explanation import AmountsPart, DistancePart, EntryTurningPart, GapPart, TurningPart
from checker.messages import text
from checker.quantity.display import spoken
from checker.quantity.interval import Interval
from checker.quantity.unit import DIMENSIONLESS, Unit
from checker.reporting import phrases
from checker.ruleset.compiled import Ruleset
from checker.wording.clause_words import entry_words
from checker.wording.worded import Finding

MOST_WAYS = 2
MOST_ENTRIES = 4
GOOD = "met"


def gap_line(gap: GapPart | None, finding: Finding, ruleset: Ruleset) -> str:
    """How far one item is from its limit, and what of its data would have to change."""
    said = gap_words(gap, finding, ruleset) if gap else ""
    return text("next.gap", number=phrases.number(finding.item), label=finding.label,
                value=phrases.value_of(finding), limit=finding.limit,
                said=text("join.also") + said if said else "")


def gap_words(gap: GapPart, finding: Finding, ruleset: Ruleset) -> str:
    """The same of an item that is named already."""
    met, said = gap.outcome == GOOD, []
    ways_off = [part for part in gap.distances if (met or not part.kept) and _one_sided(part.distance)]
    if ways_off and not any(turning.disputed for turning in gap.turnings):  # else none of them is the item's
        # All readings have to be met: what counts is the one with the least room, or else the farthest.
        part = min(ways_off, key=_least) if met else max(ways_off, key=_most)
        away = part.distance
        code = "next.room" if met else "next.short" if away.negative else "next.over"
        code = "next.at_limit" if away.value == 0 else code
        said.append(text(code, distance=_difference(spoken(-away if away.negative else away), part.unit)))
        if met and any(part.close for part in gap.distances):
            said.append(text("next.close"))
    if gap.entries:
        said.append(_entries(gap.entries, ruleset))
    ways = [*islice(filter(None, (_of_datum(turning, ruleset) for turning in gap.turnings)), MOST_WAYS)]
    prohibits = ruleset.items[gap.item].prohibits
    if ways:
        said.append(text("next.untouched" if prohibits else "next.ways", ways=text("next.way_or").join(ways)))
    elif gap.turnings and gap.outcome == "unmet" and not prohibits:
        said.append(text("next.no_way"))
    return text("join.parts").join(said)


def _one_sided(distance: Interval) -> bool:
    """Whether a distance is surely on one side of the limit, or none at all."""
    return distance.value is not None or distance.negative or (-distance).negative


def _least(part: DistancePart) -> Fraction:
    """How far it is from the limit at least."""
    return min(_ends(part))


def _most(part: DistancePart) -> tuple[bool, Fraction]:
    """How far it is from the limit at most, what has no end the farthest."""
    ends = _ends(part)
    return len(ends) < len(part.distance), max(ends)


def _ends(part: DistancePart) -> list[Fraction]:
    """The ends of a distance, in base units: readings may have units of their own."""
    factor = Unit(part.unit or DIMENSIONLESS).factor
    return [abs(end.value) * factor for end in part.distance if end.value is not None]


def _entries(entries: Sequence[EntryTurningPart], ruleset: Ruleset) -> str:
    """What would have to change of each entry that a prohibition matches."""
    ways: list[str] = []
    for _, own in groupby(entries, key=lambda part: part.place):
        said = [_way(part, _field(part, ruleset)) for part in own]
        ways.append(text("next.way_or").join(said[:MOST_WAYS]))
    several = text("next.each_entry", count=len(ways)) if len(ways) > 1 else ""
    return text("next.untouched", ways=text("join.also").join(ways[:MOST_ENTRIES]) + several)


def _field(part: EntryTurningPart, ruleset: Ruleset) -> str:
    listed = ruleset.model.lists[part.list]
    return text("next.field", list=listed.label, entry=entry_words(part.entry, part.list, ruleset),
                field=listed.fields[part.field].label)


def _difference(words: str, unit: str | None) -> str:
    """A difference of percentages is one of points."""
    return text("next.points", count=words) if unit == "%" else phrases.with_unit(words, unit)


def _of_datum(turning: TurningPart, ruleset: Ruleset) -> str:
    """What one datum would have to be, or to be settled as; nothing where no amount of it helps."""
    label = datum_label(turning.quantity, turning.year, ruleset)
    if not turning.disputed:
        return _way(turning, label)
    said = _way(turning, text("next.if_settled", label=label))
    stated = text("join.names").join(
        phrases.with_unit(spoken(value), turning.unit) for value in turning.disputed)
    return said + text("next.disputed", stated=stated) if said else ""


def _way(amounts: AmountsPart, label: str) -> str:
    """What something would have to be; nothing where no amount of it helps."""
    unit = amounts.unit
    needed = amounts.needed.value if amounts.needed else None
    within = amounts.met[0] if len(amounts.met) == 1 and amounts.now is None else next(
        (one for one in amounts.met if needed is not None and one.holds(needed)), None)
    if within is None or (within.low.value is None and within.high.value is None):
        return ""
    now = text("next.now_about" if amounts.about else "next.now",
               now=phrases.with_unit(spoken(amounts.now), unit)) if amounts.now else ""
    low, high = within.low.value, within.high.value
    if low == high:
        code, bound = "next.exactly", within
    elif high is None or low in (None, 0):
        if amounts.needed is None:
            return ""
        end, step = within.low if high is None else within.high, amounts.step.value
        if end.closed or end.value is None or not step or end.value % step:
            code, bound = ("next.at_least" if high is None else "next.at_most"), amounts.needed
        else:  # the end itself isn't enough, and can be said
            code, bound = ("next.above" if high is None else "next.below"), Interval.exact(end.value)
    else:
        step = amounts.step.value
        bound = inside(within, step) if step else within
        code = "next.exactly" if bound.value is not None else "next.between"
    return text(code, label=label, now=now, needed=phrases.with_unit(spoken(bound, full=True), unit))


def datum_label(name: str, year: int | None, ruleset: Ruleset) -> str:
    """A datum by its label, with its year where it has one."""
    label = ruleset.model.quantities[name].label
    return text("need.in_year", name=label, year=year) if year else label

