"""What explains a verdict and is no part of it: gaps, ends, what to ask, ways in, doubts.

Owns the shape.  A better explanation never changes a verdict, so none of this is in verdict.json.  It must
not compute, and holds no sentence.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from checker.doubting.doubt_found import DoubtFound
from checker.measuring.conditions import relate
from checker.measuring.limit import SIGNS
from checker.ruleset.terms import Needed
from checker.validation import empty_list
from checker.verdict.exact_number import ExactAmount, WordOrAmount
from checker.verdict.part import Outcome, Part

LimitRelation = Literal["at_least", "at_most", "above", "below", "exactly"]


class DistancePart(Part):
    """How far a value is from one number of its limit, in the reading's unit: value minus limit.

    ``close`` where that is so little that a slip would turn it.
    """

    reading: str | None = None
    relation: LimitRelation
    limit: ExactAmount
    value: ExactAmount
    distance: ExactAmount
    unit: str | None = None
    close: bool = False

    @property
    def kept(self) -> bool:
        """Whether the value is surely on the good side of this number."""
        return relate(self.distance, SIGNS[self.relation]) is True


class AmountsPart(Part):
    """With which amounts, in ``unit``, something would be so, all else being as it is.

    ``met`` is empty where no amount helps; ``needed`` is the nearest that does, rounded to a ``step`` on the
    side on which it is still enough, and left out where ``now`` is one already; ``about`` where that is only
    approximate.  ``exact`` unless the ends of ``met`` are rounded so too.
    """

    unit: str | None = None
    now: ExactAmount | None = None
    about: bool = False
    met: list[ExactAmount] = Field(default_factory=empty_list)
    needed: ExactAmount | None = None
    step: ExactAmount
    exact: bool = True


class TurningPart(AmountsPart):
    """With which amounts of one datum the item is met; of a prohibition, with which it isn't touched.

    Where several amounts are stated of it, they are ``disputed``: it has to be settled first, as one of them
    or another.
    """

    quantity: str
    year: int | None = None
    disputed: list[ExactAmount] = Field(default_factory=empty_list)


class EntryTurningPart(AmountsPart):
    """With which amounts of one ``field`` a prohibition doesn't match an ``entry`` of a list, by its place.

    It isn't touched when that is so of all entries that are told.
    """

    list: str
    place: int
    entry: dict[str, WordOrAmount]
    field: str


class GapPart(Part):
    """How far an item is from its limit, and what would turn it; of a prohibition what would undo a match."""

    item: str
    outcome: Outcome
    distances: list[DistancePart] = Field(default_factory=empty_list)
    turnings: list[TurningPart] = Field(default_factory=empty_list)
    entries: list[EntryTurningPart] = Field(default_factory=empty_list)


class NearestPart(Part):
    """Of a group that isn't met, the members that are not met either, the nearest first."""

    requirement: str
    short: int
    members: list[str]


class ContradictedPart(Part):
    """A missing number with which these items can't all be met, whatever it is."""

    quantity: str
    year: int | None = None
    items: list[str]


class QuestionPart(Part):
    """A datum to ask for: the items that wait for it, and those that its answer settles after all before it.

    ``may_refuse`` where one of these would decide the verdict by not being met; ``spares`` are the ids of
    data that some answer makes needless.
    """

    id: str
    kind: Needed
    name: str
    year: int | str | None = None
    items: list[str]
    settles: list[str] = Field(default_factory=empty_list)
    spares: list[str] = Field(default_factory=empty_list)
    may_refuse: bool = False


class ProvidedAmount(Part):
    """Another datum, and how much it has to come to, in its own unit."""

    quantity: str
    needed: str


class WayOption(Part):
    """One datum that would let the subject in if it were at least, or at most, so much, in its own unit.

    ``bound_of`` is the quantity that was stated, where ``now`` is only the most that this datum can be: of
    another, or its own where it was stated as a range; ``provided`` are others on which the option rests:
    such as weren't stated themselves, and what this datum can't exceed where less of that is stated.
    """

    quantity: str
    relation: Literal["at_least", "at_most"]
    now: str
    needed: str
    short: str
    bound_of: str | None = None
    provided: list[ProvidedAmount] = Field(default_factory=empty_list)


class WayFound(Part):
    """What would let the subject in under one reading of a clause: any of the options."""

    item: str
    reading: str | None = None
    options: list[WayOption]


class Explanation(Part):
    """Everything that explains one verdict; ``reachable`` is empty where it is decided.

    ``unread`` are the items that exclude the good end whatever is answered: their limits nobody has read, and
    nobody can avoid them.
    """

    schema_: Literal["explanation/1"] = Field(default="explanation/1", alias="schema")
    reachable: list[Outcome] = Field(default_factory=empty_list)
    unread: list[str] = Field(default_factory=empty_list)
    contradicted: list[ContradictedPart] = Field(default_factory=empty_list)
    gaps: list[GapPart] = Field(default_factory=empty_list)
    nearest: list[NearestPart] = Field(default_factory=empty_list)
    questions: list[QuestionPart] = Field(default_factory=empty_list)
    ways: list[WayFound] = Field(default_factory=empty_list)
    doubts: list[DoubtFound] = Field(default_factory=empty_list)

    def gap(self, item: str) -> GapPart | None:
        """The gap of an item, if it has one."""
        return next((gap for gap in self.gaps if gap.item == item), None)

    def plain(self) -> dict[str, Any]:
        """Plain data, as it is written to JSON."""
        return {"schema": self.schema_, **self.model_dump(mode="json", by_alias=True, exclude_defaults=True)}
