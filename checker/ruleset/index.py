"""An index: a sum of ratios of indicators to their limits, where the subject may pick some of them.

Owns the shape as it is written.  What an index is worth is :mod:`checker.measuring.index_value`' business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from checker.errors import Problem
from checker.messages import text
from checker.places import Path
from checker.ruleset.indicator import Indicator
from checker.ruleset.terms import ItemId, Labelled, TextSource
from checker.validation import Id, Model, Text, empty_list, suggestion


class IndexGroup(Model):
    """Indicators that all count, or of which so many are picked."""

    all_of: list[ItemId] | None = Field(default=None, min_length=1)
    pick: int | None = Field(default=None, ge=1)
    of: list[ItemId] | None = Field(default=None, min_length=1)

    @property
    def members(self) -> list[str]:
        """The indicators, whichever form the part has."""
        return self.all_of or self.of or []

    @property
    def counted(self) -> int:
        """How many of the members count."""
        return self.pick or len(self.members)

    @model_validator(mode="after")
    def _one_form(self) -> IndexGroup:
        picked = self.pick is not None and self.of is not None
        if picked == (self.all_of is not None) or (self.pick is None) != (self.of is None):
            raise PydanticCustomError("ruleset.index_part", "", {})
        if self.counted > len(self.members):
            raise PydanticCustomError(
                "ruleset.too_many_needed", "", {"needed": self.counted, "members": len(self.members)})
        return self


class IndexReading(Model):
    """One way to read what the document leaves open.

    ``cap`` is the most that a single ratio counts; ``not_positive`` what a value at or below zero
    counts where the limit is divided by it; without it such a ratio is not defined.
    """

    label: Text
    cap: Decimal | None = None
    not_positive: Decimal | None = None


class Index(Labelled):
    """``scale`` / number of indicators that count × the sum of value ÷ limit.

    For the items in ``inverse`` it is limit ÷ value.  An item of words counts 1 with the word that
    its limit asks for, else 0.
    """

    id: ItemId
    scale: Decimal
    parts: list[IndexGroup] = Field(min_length=1)
    inverse: list[ItemId] = Field(default_factory=empty_list)
    readings: dict[Id, IndexReading] = Field(min_length=1)
    note: Text | None = None
    source: TextSource

    @property
    def members(self) -> list[str]:
        """Every indicator that may count."""
        return [member for part in self.parts for member in part.members]

    @property
    def counted(self) -> int:
        """How many indicators count."""
        return sum(part.counted for part in self.parts)


def problems(indices: Sequence[Index], indicators: Mapping[str, Indicator]) -> list[Problem]:
    """Members that are unknown, stand twice, or have no single limit to be compared with."""
    found = []
    for position, index in enumerate(indices):
        path: Path = ("indices", position)
        members = index.members
        for member in dict.fromkeys(members):
            if member not in indicators:
                hint = suggestion(member, list(indicators))
                found.append(Problem("ruleset.unknown_item", {"id": member, "hint": hint}, (*path, "parts")))
                continue
            why = "index.twice" if members.count(member) > 1 else "index.no_single_limit"
            if members.count(member) > 1 or not _single_limit(indicators[member]):
                found.append(_problem(index, member, why, (*path, "parts")))
        found += [_problem(index, stranger, "index.not_member", (*path, "inverse"))
                  for stranger in index.inverse if stranger not in members]
    return found


def _problem(index: Index, member: str, why: str, path: Path) -> Problem:
    return Problem("ruleset.index_member", {"index": index.id, "id": member, "why": text(why)}, path)


def _single_limit(indicator: Indicator) -> bool:
    """Whether there is just one limit, a word or a number above zero."""
    if len(indicator.limit) != 1 or any(reading.limit for reading in indicator.readings.values()):
        return False
    row = indicator.limit[0]
    return row.word is not None or (len(row.numbers) == len(row.bounds) == 1 and row.numbers[0][1] > 0)
