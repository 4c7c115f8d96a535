"""What stands beside a verdict's findings: indices, tiers, years, paths, values that were printed.

Owns their shape.  It must not compute, and holds no sentence.
"""

from __future__ import annotations

from pydantic import Field

from checker.validation import empty_list
from checker.verdict.exact_number import ExactAmount, WordOrAmount
from checker.verdict.found import LackingDatum
from checker.verdict.part import Basis, ListPlace, Outcome, Part


class RatioFound(Part):
    """One indicator's ratio in an index; ``value`` None where the data leave it open."""

    item: str
    value: ExactAmount | None = None


class IndexFound(Part):
    """An index over several indicators: what it may be, and on how many of them that rests."""

    id: str
    known: int
    open: list[str] = Field(default_factory=empty_list)
    picked: bool
    values: dict[str, ExactAmount]
    ratios: list[RatioFound]


class TierFound(Part):
    """The tiers that the value of an item may fall into, and what is missing where that is not one."""

    item: str
    possible: list[str]
    missing: list[LackingDatum] = Field(default_factory=empty_list)


class CellValue(Part):
    """What one reading gives in a year, and the places of those rows of its limit that may apply."""

    reading: str | None = None
    basis: Basis
    rows: list[ListPlace] = Field(default_factory=empty_list)
    values: list[WordOrAmount] = Field(default_factory=empty_list)
    approximate: bool = False
    borrowed: bool = False


class CellFound(Part):
    """One item in one of the years that stand side by side, under the readings that decide."""

    item: str
    outcome: Outcome
    evaluations: list[CellValue]


class YearFound(Part):
    """A year beside the period."""

    year: int
    cells: list[CellFound]
    indices: list[IndexFound]


class PathFound(Part):
    """Where an item stands on its path of yearly targets; shares are of the whole path."""

    item: str
    start_year: int
    start: ExactAmount | None = None
    target: ExactAmount | None = None
    value: ExactAmount | None = None
    end_year: int
    end_target: ExactAmount
    done: ExactAmount | None = None
    due: ExactAmount | None = None


class PrintedFound(Part):
    """A value that the subject printed beside what its data give under each reading it may mean.

    Amounts are in the unit of ``reading``, the one that is nearest; ``half`` is half a step of the last
    printed digit, ``low`` and ``high`` the range over the readings, ``good`` the readings that give what was
    printed.
    """

    item: str
    year: int
    report: ListPlace
    reading: str | None = None
    value: ExactAmount
    printed: ExactAmount
    half: ExactAmount
    low: ExactAmount
    high: ExactAmount
    good: list[str | None] = Field(default_factory=empty_list)
