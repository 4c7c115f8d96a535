"""The parts of a verdict that stand beside its findings: editions, factors, indices, years, paths.

Owns their shape.  It must not compute.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from checker.validation import empty_list
from checker.verdict.changed import Cause, TierChanged
from checker.verdict.part import Outcome, Part, Purpose


class SuccessorPart(Part):
    """The document that takes the edition's place."""

    document: str
    title: str | None
    ruleset: str | None
    since: str
    seen: str
    note: str | None


class TransitionPart(Part):
    """Who may still go by the edition, and until when."""

    text: str
    place: str | None
    until: str
    seen: str


class ReferencePart(Part):
    """A document that the standard cites, and which text that means in the period."""

    cited: str
    dated: bool
    means: list[str]
    seen: str
    note: str | None


class TierPart(Part):
    """The tiers that the subject may be in; ``missing`` names what would tell, where they are several."""

    label: str
    item: str
    possible: list[str]
    missing: list[str]
    place: str
    seen: str


class FactorPart(Part):
    """A constant of the document that some formula used."""

    name: str
    label: str
    value: str
    unit: str
    place: str
    seen: str
    note: str | None
    items: list[str]


class Ratio(Part):
    """One indicator's ratio in an index; ``value`` None where the data leave it open."""

    item: str
    inverse: bool
    value: str | None


class IndexValue(Part):
    """An index under one reading: exact when ``low`` equals ``high``; ``high`` None is unbounded."""

    reading: str
    label: str
    low: str
    high: str | None
    shown: str


class IndexPart(Part):
    """An index over several indicators: what it may be, and on how many of them that rests."""

    id: str
    label: str
    counted: int
    known: int
    open: list[str]
    picked: bool
    values: list[IndexValue]
    ratios: list[Ratio]
    place: str
    seen: str
    note: str | None


class YearCell(Part):
    """One item in one of the years that stand side by side."""

    item: str
    limit: str
    shown: str | None
    outcome: Outcome


class YearPart(Part):
    """A year beside the period."""

    year: int
    cells: list[YearCell]
    indices: list[IndexPart]


class ProgressPart(Part):
    """Where an item stands on its path of yearly targets; shares are percentages of the whole path."""

    item: str
    start_year: int
    start: str | None
    target: str | None
    value: str | None
    gap: str | None
    end_year: int
    end_target: str
    done: str | None
    due: str | None


class ReconciliationPart(Part):
    """A value that the subject printed beside what its data give under each reading it may mean.

    ``recomputed`` is the nearest, ``low`` and ``high`` the range over the readings; ``by`` names the
    readings that give the printed digits.  The ``shown`` ones have two digits more than was printed.
    """

    item: str
    label: str
    year: int
    unit: str | None
    written: str
    printed: str
    nearest: str | None
    recomputed: str
    difference: str
    low: str
    high: str
    shown: str
    shown_difference: str
    ratio: str | None
    reproduces: bool
    by: list[str]


class ChangePart(Part):
    """What an overlay does to an item, by whose authority."""

    kind: str
    authority: str
    document: str | None
    reason: str | None
    until: str | None
    before: str | None
    after: str | None
    on: str | None
    digest: str | None


class OverlayPart(Part):
    """Local provisions by which the ruleset was changed, if they are in force on the day."""

    id: str
    title: str
    issuer: str
    document: str
    digest: str
    in_force: bool
    since: str
    until: str | None
    made_up: bool
    note: str | None


class UnlikePart(Part):
    """Another name that is near an item's and means something else."""

    label: str
    why: str


class WatchedPart(Part):
    """A word that calls for a person, and what stands around it."""

    word: str
    heading: str
    words: str


class ItemChange(Part):
    """An item that is not as it was in an earlier verdict, and what did it: data, rules or both."""

    item: str
    label: str
    cause: Cause | Literal["years"]
    unit: str | None
    before: Outcome | None
    after: Outcome
    value_before: str | None
    value_after: str | None
    limit_before: str | None
    limit_after: str


class FiguresPart(Part):
    """How many figures of the period were stated last time as well, and how many are the same."""

    compared: int
    equal: int


class PreviousPart(Part):
    """An earlier verdict by the same ruleset, and what changed since.

    ``moved`` are the items of which only the value is another: neither data, rules nor outcome.
    """

    digest: str
    subject: str
    period: int
    assessed_on: str
    outcome: Outcome
    purpose: Purpose
    same_rules: bool
    items: list[ItemChange]
    moved: list[ItemChange] = Field(default_factory=empty_list)
    tier: TierChanged | None = None
    unchanged: int
    figures: FiguresPart | None = None
    dropped: list[str]
    not_covered: list[str] = Field(default_factory=empty_list)
