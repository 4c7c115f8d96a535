"""An indicator as it is written: its formula, its readings, its limit, and how each was seen.

Owns the shape and what can be checked without reading a formula.  It must not judge.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from checker.ruleset.terms import ItemId, Labelled, Seen, known_unit
from checker.validation import Date, Id, Model, Text

MOST_DIGITS = 30
Weight = Literal["binding", "guiding", "information"]


class LimitRow(Model):
    """What the value has to reach, perhaps only under a condition.

    ``case`` says the condition in words; ``label`` is the limit as the document prints it, where
    that is more than the number.
    """

    when: Text | None = None
    at_most: Decimal | None = None
    at_least: Decimal | None = None
    above: Decimal | None = None
    below: Decimal | None = None
    exactly: Decimal | None = None
    word: Text | None = Field(default=None, alias="is")
    case: Text | None = None
    label: Text | None = None

    @property
    def bounds(self) -> list[tuple[str, Decimal]]:
        """The numeric comparisons: operator name and bound."""
        names = ("at_most", "at_least", "above", "below", "exactly")
        return [(name, value) for name in names if (value := getattr(self, name)) is not None]

    @model_validator(mode="after")
    def _reachable(self) -> LimitRow:
        for _, bound in self.bounds:
            if abs(bound.adjusted()) > MOST_DIGITS:
                raise PydanticCustomError("ruleset.limit_extreme", "", {})
        low = max((b for name, b in self.bounds if name in ("at_least", "above", "exactly")), default=None)
        high = min((b for name, b in self.bounds if name in ("at_most", "below", "exactly")), default=None)
        strict = self.above is not None or self.below is not None
        if low is not None and high is not None and (low > high or (low == high and strict)):
            raise PydanticCustomError("ruleset.limit_contradiction", "", {"low": str(low), "high": str(high)})
        return self

    @model_validator(mode="after")
    def _something(self) -> LimitRow:
        if bool(self.bounds) == (self.word is not None):
            raise PydanticCustomError("ruleset.limit_empty", "", {})
        if self.when is not None and self.case is None:
            raise PydanticCustomError("ruleset.limit_case", "", {})
        return self


def _rows(value: object) -> object:
    """A limit of a single row may stand without the list."""
    return [value] if isinstance(value, dict) else value


Limit = Annotated[list[LimitRow], BeforeValidator(_rows)]
Formulas = Annotated[
    Annotated[Text, Tag("str")] | Annotated[list[Text], Field(min_length=1), Tag("list[str]")],
    Discriminator(lambda value: "list[str]" if isinstance(value, list) else "str")]


class Reading(Model):
    """One defensible interpretation: what its names stand for, or its own formula or limit."""

    label: Text
    let: dict[Id, Text] = Field(default_factory=dict)
    value: Formulas | None = None
    limit: Limit | None = None
    decides: bool = True


class Adopted(Model):
    """One reading taken for good, and who took it."""

    reading: Id
    authority: Text
    document: Text | None = None
    on: Date | None = None


class ItemSource(Model):
    """Where the item stands, and how each part of its text was seen."""

    place: Text
    name: Seen
    limit: Seen
    formula: Seen
    note: Text | None = None


class Within(Model):
    """What the value can be at all, in the indicator's unit; outside it the data contradict each other."""

    at_least: Decimal
    at_most: Decimal


class Indicator(Labelled):
    """A value computed by a formula, or only reported, and its limit."""

    id: ItemId
    category: Text
    unit: Text | None = None
    words: list[Text] | None = None
    value: Formulas | None = None
    readings: dict[Id, Reading] = Field(default_factory=dict)
    adopted: Adopted | None = None
    limit: Limit = Field(default_factory=list)
    applies_when: Text | None = None
    weight: Weight = "binding"
    signed: bool = False
    within: Within | None = None
    also: list[Text] = Field(default_factory=list)
    source: ItemSource

    @model_validator(mode="after")
    def _shape(self) -> Indicator:
        if (self.unit is None) == (self.words is None):
            raise PydanticCustomError("ruleset.unit_or_words", "", {})
        if self.unit is not None:
            known_unit(self.unit)
        if self.adopted and self.adopted.reading not in self.readings:
            raise PydanticCustomError("ruleset.no_such_reading", "", {"name": self.adopted.reading})
        return self
