"""Points for a value or under conditions, what they add up to, and the tiers that a score falls into.

Owns their shape as a ruleset's file has it.  It must not add, and it holds no value of any standard.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from checker.ruleset.indicator import MOST_DIGITS
from checker.ruleset.nodes import Relation
from checker.ruleset.terms import ItemId, Labelled, TextSource, known_unit
from checker.validation import Id, Model, Text, empty_list

_RELATIONS: dict[str, Relation] = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}

_WHOLE = 100


def _sensible(*numbers: Decimal | None) -> None:
    """Refuse numbers that nobody means, before anything is made of them."""
    if any(number and abs(number.adjusted()) > MOST_DIGITS for number in numbers):
        raise PydanticCustomError("ruleset.limit_extreme", "", {})


class Slope(Model):
    """``points`` at the number ``from``, and ``gives`` more for each ``each`` beyond it.

    With ``each`` below zero it is for each so much less, with ``gives`` below zero it takes points away.
    ``whole`` counts no part of an ``each``, on either side of ``from``.
    """

    start: Decimal = Field(alias="from")
    points: Decimal
    each: Decimal
    gives: Decimal
    whole: bool = False
    least: Decimal
    most: Decimal

    @model_validator(mode="after")
    def _slopes(self) -> Slope:
        _sensible(self.start, self.points, self.each, self.gives, self.least, self.most)
        if not self.each or not self.gives or not self.least <= self.points <= self.most or (
                self.least == self.most):
            raise PydanticCustomError("ruleset.slope", "", {})
        return self


class GradeStep(Model):
    """Points, or a slope, where the value stands so, a condition holds, or in any other case."""

    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    when: Text | None = None
    case: Text | None = None
    points: Decimal | None = None
    slope: Slope | None = None

    @property
    def bound(self) -> tuple[Relation, Decimal] | None:
        """The comparison of the value, if there is one."""
        for name, relation in _RELATIONS.items():
            if (number := getattr(self, name)) is not None:
                return relation, number
        return None

    @property
    def most(self) -> Decimal:
        """The most that it gives."""
        return self.slope.most if self.slope else self.points or Decimal(0)

    @model_validator(mode="after")
    def _one(self) -> GradeStep:
        stated = [name for name in _RELATIONS if getattr(self, name) is not None]
        _sensible(self.points, *(getattr(self, name) for name in stated))
        if len(stated) > 1 or (self.when is not None and self.case is None):
            raise PydanticCustomError("ruleset.grade_step", "", {})
        if (self.points is None) == (self.slope is None):
            raise PydanticCustomError("ruleset.grade_points", "", {})
        return self


class Grade(Labelled):
    """Points for a value or under conditions, by steps of which the first that fits counts.

    ``most`` is the full mark that the document states.
    """

    value: Text | None = None
    unit: Text | None = None
    steps: list[GradeStep] = Field(min_length=1)
    most: Decimal | None = None
    source: TextSource

    @model_validator(mode="after")
    def _shape(self) -> Grade:
        *others, last = self.steps
        measured = any(step.bound or step.slope for step in self.steps)
        if last.bound or last.when or any(not (step.bound or step.when) for step in others) or (
                measured != (self.value is not None)) or (self.value is None) != (self.unit is None):
            raise PydanticCustomError("ruleset.grade_form", "", {})
        if self.unit is not None:
            known_unit(self.unit)
        return self


class ScoreTotal(Model):
    """What the full marks of these grades come to together, as the document states it."""

    grades: list[Id] = Field(min_length=1)
    points: Decimal


class TierStep(Model):
    """A tier with the least value that reaches it, or the condition under which it is the one."""

    name: Text
    at_least: Decimal | None = None
    above: Decimal | None = None
    when: Text | None = None
    case: Text | None = None

    @property
    def bound(self) -> tuple[Relation, Decimal] | None:
        """The comparison of the value, if there is one."""
        if self.at_least is not None:
            return ">=", self.at_least
        return None if self.above is None else (">", self.above)

    @property
    def rest(self) -> bool:
        """Whether it takes whatever no tier before it has taken."""
        return self.bound is None and self.when is None


class RankStep(Model):
    """A tier with its share, in percent, of all subjects of a table; without one it takes the rest."""

    name: Text
    share: Decimal | None = Field(default=None, gt=0, le=100)


class ByRank(Model):
    """Tiers by rank among the subjects of a table, from the best on; the last takes the rest."""

    label: Text | None = None
    best: Literal["highest", "lowest"] = "highest"
    steps: list[RankStep] = Field(min_length=2)

    @model_validator(mode="after")
    def _shape(self) -> ByRank:
        *others, last = self.steps
        shares = [step.share for step in others if step.share is not None]
        if last.share is not None or len(shares) < len(others) or sum(shares) > _WHOLE:
            raise PydanticCustomError("ruleset.by_rank", "", {})
        return self


class Tiers(Labelled):
    """Into which tier an item's value falls: the first that fits, from above; the last takes the rest.

    Or, in a table alone, into which the rank among all of its subjects does.
    """

    of: ItemId
    steps: list[TierStep] = Field(default_factory=empty_list)
    by_rank: ByRank | None = None
    source: TextSource

    @model_validator(mode="after")
    def _shape(self) -> Tiers:
        _sensible(*(number for step in self.steps for number in (step.at_least, step.above)))
        if not self.steps and self.by_rank is not None:
            return self
        *others, last = self.steps or [TierStep(name="-")]
        if not others or not last.rest or any(step.rest for step in others) or any(
                (step.at_least is not None and step.above is not None)
                or (step.when is None) != (step.case is None) for step in self.steps):
            raise PydanticCustomError("ruleset.tiers", "", {})
        return self
