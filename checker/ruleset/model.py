"""One standard or policy in one edition, as it is written in ``rulesets/<id>/ruleset.yaml``.

Owns the shape of the file and what can be checked without reading a formula.  It must not judge,
and it holds no value of any standard.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, field_validator, model_validator
from pydantic_core import PydanticCustomError

from checker.quantity.unit import Unit, UnknownUnit
from checker.validation import Date, Id, Model, Text, spelled

Seen = Literal["official", "secondary", "source", "sister", "deduced", "recollected", "unknown"]
SEEN_ORDER: tuple[Seen, ...] = (
    "official", "secondary", "source", "sister", "deduced", "recollected", "unknown")
MOST_DIGITS = 30
Weight = Literal["binding", "guiding", "information"]
ItemId = Annotated[str, spelled("field.item_id", r"[A-Z][A-Z0-9-]{0,40}\.[A-Z0-9.]{1,20}")]
RulesetId = Annotated[str, spelled("field.ruleset_id", "[a-z][a-z0-9-]{0,59}")]


def _known_unit(text: str) -> str:
    try:
        Unit(text)
    except UnknownUnit:
        raise PydanticCustomError("unit.unknown", "", {"unit": text}) from None
    return text


class Labelled(Model):
    """Something that is shown by a label."""

    label: Text
    label_en: Text | None = None
    definition: Text | None = None


class Measured(Labelled):
    """Something with a unit."""

    unit: Text

    @field_validator("unit")
    @classmethod
    def _unit(cls, unit: str) -> str:
        return _known_unit(unit)


class Quantity(Labelled):
    """A datum that the ruleset asks a dossier for: a number with a unit, or one of some words."""

    unit: Text | None = None
    words: list[Text] | None = None
    each: Literal["year", "once"] = "year"
    scoped: bool = False
    priced: bool = False
    signed: bool = False

    @model_validator(mode="after")
    def _number_or_word(self) -> Quantity:
        if (self.unit is None) == (self.words is None):
            raise PydanticCustomError("ruleset.unit_or_words", "", {})
        if self.unit is not None:
            _known_unit(self.unit)
        return self


class Attribute(Labelled):
    """A fact about the subject: yes or no, a year, or one of some words."""

    kind: Literal["yes_no", "year", "word"]
    words: list[Text] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _words(self) -> Attribute:
        if (self.kind == "word") != (self.words is not None):
            raise PydanticCustomError("ruleset.word_without_words", "", {})
        return self


class EntryField(Labelled):
    """A field of a list's entries."""

    unit: Text | None = None
    words: list[Text] | None = Field(default=None, min_length=1)
    kind: Literal["number", "word", "year", "date", "text"]
    signed: bool = False

    @model_validator(mode="after")
    def _fits(self) -> EntryField:
        if self.unit is not None:
            _known_unit(self.unit)
        if (self.kind == "word") != (self.words is not None):
            raise PydanticCustomError("ruleset.word_without_words", "", {})
        return self


class EntryList(Measured):
    """A list that the ruleset counts in: events, projects, targets; of one year unless cumulative."""

    fields: dict[Id, EntryField] = Field(default_factory=dict)
    cumulative: bool = False


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
            _known_unit(self.unit)
        if self.adopted and self.adopted.reading not in self.readings:
            raise PydanticCustomError("ruleset.no_such_reading", "", {"name": self.adopted.reading})
        return self


class GroupSource(Model):
    """How the grouping of a requirement was seen."""

    place: Text | None = None
    group: Seen
    note: Text | None = None


class Requirement(Labelled):
    """All of these items, or at least so many of those."""

    id: Id
    all_of: list[ItemId] | None = Field(default=None, min_length=1)
    at_least: int | None = Field(default=None, ge=1)
    of: list[ItemId] | None = Field(default=None, min_length=1)
    source: GroupSource

    @property
    def members(self) -> list[str]:
        """The items, whichever form the requirement has."""
        return self.all_of or self.of or []

    @property
    def optional(self) -> bool:
        """Whether a subject may choose among the members."""
        return self.of is not None

    @model_validator(mode="after")
    def _one_form(self) -> Requirement:
        counted = self.at_least is not None and self.of is not None
        if counted == (self.all_of is not None) or (self.at_least is None) != (self.of is None):
            raise PydanticCustomError("ruleset.requirement_form", "", {})
        if self.at_least is not None and self.at_least > len(self.members):
            raise PydanticCustomError(
                "ruleset.too_many_needed", "",
                {"needed": self.at_least, "members": len(self.members)})
        return self


class Clause(Model):
    """A clause of the document that is no indicator, and what becomes of it."""

    place: Text
    text: Text
    treatment: Literal["encoded", "manual", "out_of_scope"]
    reason: Text
    seen: Seen


class InForce(Model):
    """When the edition is in force, and how that was seen."""

    since: Date = Field(alias="from")
    until: Date | None = None
    seen: Seen
    note: Text | None = None

    @model_validator(mode="after")
    def _order(self) -> InForce:
        if self.until is not None and self.until < self.since:
            raise PydanticCustomError("ruleset.until_before_from", "", {})
        return self

    def covers(self, day: dt.date) -> bool:
        """Whether the edition is in force on ``day`` (both ends belong to the interval)."""
        return self.since <= day and (self.until is None or day <= self.until)


class Retired(Model):
    """An id that is never used again."""

    id: ItemId
    reason: Text


class RulesetModel(Model):
    """The whole file."""

    schema_: Literal["ruleset/1"] = Field(alias="schema")
    id: RulesetId
    title: Text
    title_en: Text | None = None
    document: Text
    issuer: Text
    judges: Literal["park", "project", "region"]
    concludes: Literal["conformity"]
    formula_language: int = Field(ge=1, le=1)
    in_force: InForce
    note: Text | None = None
    attributes: dict[Id, Attribute] = Field(default_factory=dict)
    quantities: dict[Id, Quantity] = Field(default_factory=dict)
    lists: dict[Id, EntryList] = Field(default_factory=dict)
    definitions: dict[Id, Text] = Field(default_factory=dict)
    indicators: list[Indicator] = Field(min_length=1)
    requirements: list[Requirement] = Field(min_length=1)
    clauses: list[Clause] = Field(default_factory=list)
    retired: list[Retired] = Field(default_factory=list)
