"""The ways in of an explanation in words: labels, units, readings.

Owns these; how they are put is :mod:`checker.reporting.way_in`'s business.  It must not compute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pydantic import Field

from checker.explaining.explanation import WayFound, WayOption
from checker.ruleset.compiled import PLAIN, Ruleset
from checker.validation import empty_list
from checker.verdict.part import Part


class ProvidedPart(Part):
    """A datum that isn't stated, and how much it has to come to."""

    label: str
    unit: str | None
    needed: str


class OptionPart(Part):
    """One datum that would let the subject in if it were at least, or at most, so much.

    ``bound_of`` is the label of what was stated, where ``now`` is only the most that this datum can be: of
    another quantity, or its own where it was stated as a range; ``provided`` are data that weren't stated
    themselves, on which the option rests.
    """

    quantity: str
    label: str
    unit: str | None
    relation: Literal["at_least", "at_most"]
    now: str
    needed: str
    short: str
    bound_of: str | None = None
    provided: list[ProvidedPart] = Field(default_factory=empty_list)


class WayPart(Part):
    """What would let the subject in under one reading: any of the options."""

    reading: str | None
    options: list[OptionPart]


# By clause.
Ways = Mapping[str, Sequence[WayPart]]


def ways_in_words(found: Iterable[WayFound], ruleset: Ruleset) -> dict[str, list[WayPart]]:
    """What would let the subject in, by clause."""
    ways: dict[str, list[WayPart]] = {}
    for way in found:
        reading = next(r.label for r in ruleset.items[way.item].interpretations
                       if r.id == (way.reading or PLAIN))
        ways.setdefault(way.item, []).append(
            WayPart(reading=reading, options=[_option(option, ruleset) for option in way.options]))
    return ways


def _option(option: WayOption, ruleset: Ruleset) -> OptionPart:
    quantities = ruleset.model.quantities

    def unit(name: str) -> str | None:
        due = ruleset.units.get(name)
        return due.text if due else None

    return OptionPart(
        quantity=option.quantity, label=quantities[option.quantity].label, unit=unit(option.quantity),
        relation=option.relation, now=option.now, needed=option.needed, short=option.short,
        bound_of=quantities[option.bound_of].label if option.bound_of else None,
        provided=[ProvidedPart(label=quantities[p.quantity].label, unit=unit(p.quantity), needed=p.needed)
                  for p in option.provided])
