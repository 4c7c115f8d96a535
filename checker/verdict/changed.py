"""What changed since an earlier verdict by the same ruleset.

Owns the shape.  What an earlier verdict of format verdict/1 says stands in its own words, which only it
has.  It must not compute, and holds no sentence of its own.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from checker.validation import empty_list
from checker.verdict.exact_number import WordOrAmount
from checker.verdict.found import RowFound
from checker.verdict.part import Basis, Outcome, Part, Purpose

Cause = Literal["data", "rules", "both", "case", "case_and_data"]


class ValueBefore(Part):
    """A value of an item last time, under a reading that decided."""

    reading: str | None = None
    basis: Basis
    outcome: Outcome
    values: list[WordOrAmount] = Field(default_factory=empty_list)
    unit: str | None = None
    formula: list[str] = Field(default_factory=empty_list)
    limit: list[RowFound] = Field(default_factory=empty_list)
    approximate: bool = False
    borrowed: bool = False


class WordsBefore(Part):
    """Value and limit of an item as a verdict of format verdict/1 says them."""

    shown: str | None = None
    unit: str | None = None
    limit: str


class ItemBefore(Part):
    """An item as it was: values where the verdict has them, else its words."""

    outcome: Outcome
    evaluations: list[ValueBefore] = Field(default_factory=empty_list)
    words: WordsBefore | None = None


class ItemChanged(Part):
    """An item that isn't as it was, and what did it; ``before`` None where it is new."""

    item: str
    cause: Cause | Literal["years"]
    before: ItemBefore | None = None


class TierChanged(Part):
    """The tiers that something may be in on each side of a comparison; none where there are no tiers."""

    before: list[str] = Field(default_factory=empty_list)
    after: list[str] = Field(default_factory=empty_list)


class FiguresCompared(Part):
    """How many figures of the period were stated last time as well, and how many are the same."""

    compared: int
    equal: int


class PreviousFound(Part):
    """An earlier verdict by the same ruleset, and what changed since.

    ``moved`` are the items of which only the value is another: neither data, rules nor outcome; ``tier``
    stands where the tiers that are possible aren't the same.
    """

    digest: str
    subject: str
    period: int
    assessed_on: str
    outcome: Outcome
    purpose: Purpose
    same_rules: bool
    items: list[ItemChanged] = Field(default_factory=empty_list)
    moved: list[ItemChanged] = Field(default_factory=empty_list)
    unchanged: int
    tier: TierChanged | None = None
    figures: FiguresCompared
    dropped: list[str] = Field(default_factory=empty_list)
    not_covered: list[str] = Field(default_factory=empty_list)
