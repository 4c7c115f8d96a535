"""An indicator as it is written: its formula, its readings, its limit, and how each was seen.

A prohibition is one too: instead of a value and a limit it has the condition under which it is
matched, or a question that a person answers.  Owns the shape and what can be checked without
reading a formula.  It must not judge.
"""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from checker.messages import verbatim
from checker.ruleset.shortfall import Shortfall
from checker.ruleset.terms import ItemId, Labelled, Seen, known_unit
from checker.validation import Date, Id, Model, Text, Year, empty_list, shorten

MOST_DIGITS = 30
Weight = Literal["binding", "guiding", "information"]


LimitKind = Literal["requirement", "target", "reference"]
RELATIONS = ("at_most", "at_least", "above", "below", "exactly")


def _bound(value: Any) -> Any:
    """A number, or the formula of a datum: what was assigned to the subject."""
    if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool):
        with suppress(ArithmeticError):
            number = Decimal(value)
            if number.is_finite():
                return number
        if isinstance(value, str) and re.match("[a-z]", value) and value not in ("inf", "nan"):
            return value
    raise PydanticCustomError("field.not_number", "", {"given": shorten(value)})


BoundText = Annotated[Decimal | Text, BeforeValidator(_bound, json_schema_input_type=float | str)]


class LimitRow(Model):
    """What the value has to reach, perhaps only in a year or under a condition.

    ``case`` says the condition in words; ``label`` is the limit as the document prints it, where
    that is more than the number.  ``free`` says why there is nothing to reach in this case, and
    ``unread`` why the number is not known though there is one.
    """

    year: Year | None = None
    when: Text | None = None
    at_most: BoundText | None = None
    at_least: BoundText | None = None
    above: BoundText | None = None
    below: BoundText | None = None
    exactly: BoundText | None = None
    word: Text | None = Field(default=None, alias="is")
    free: Text | None = None
    unread: Text | None = None
    case: Text | None = None
    label: Text | None = None

    @property
    def bounds(self) -> list[tuple[str, Decimal | str]]:
        """The comparisons: operator name and bound, a number or the formula of a datum."""
        return [(name, value) for name in RELATIONS if (value := getattr(self, name)) is not None]

    @property
    def numbers(self) -> list[tuple[str, Decimal]]:
        """The comparisons with a number."""
        return [(name, value) for name, value in self.bounds if isinstance(value, Decimal)]

    @property
    def condition(self) -> str | None:
        """The formula of the condition."""
        return f"y == {self.year}" if self.year else self.when

    @property
    def heading(self) -> str | None:
        """The condition in words."""
        return verbatim("limit.year", year=self.year) if self.year else self.case

    @model_validator(mode="after")
    def _reachable(self) -> LimitRow:
        for _, bound in self.numbers:
            if abs(bound.adjusted()) > MOST_DIGITS:
                raise PydanticCustomError("ruleset.limit_extreme", "", {})
        low = max((b for name, b in self.numbers if name in ("at_least", "above", "exactly")), default=None)
        high = min((b for name, b in self.numbers if name in ("at_most", "below", "exactly")), default=None)
        strict = self.above is not None or self.below is not None
        if low is not None and high is not None and (low > high or (low == high and strict)):
            raise PydanticCustomError("ruleset.limit_contradiction", "", {"low": str(low), "high": str(high)})
        return self

    @model_validator(mode="after")
    def _something(self) -> LimitRow:
        if [bool(self.bounds), self.word is not None, self.free is not None,
                self.unread is not None].count(True) != 1:
            raise PydanticCustomError("ruleset.limit_empty", "", {})
        if self.when is not None and (self.case is None or self.year is not None):
            raise PydanticCustomError("ruleset.limit_case", "", {})
        return self


def _rows(value: object) -> object:
    """A limit of a single row may stand without the list."""
    return [value] if isinstance(value, dict) else value


Limit = Annotated[list[LimitRow], BeforeValidator(_rows, json_schema_input_type=list[LimitRow] | LimitRow)]
Formulas = Annotated[
    Annotated[Text, Tag("str")] | Annotated[list[Text], Field(min_length=1), Tag("list[str]")],
    Discriminator(lambda value: "list[str]" if isinstance(value, list) else "str")]


class Reading(Model):
    """One defensible interpretation: what its names stand for, or its own formula, unit or limit.

    Without ``applies_when`` it is always one; with it only where the condition may hold.  ``at_least``
    names another reading than whose value this one's, by what both mean, is never lower.
    """

    label: Text
    applies_when: Text | None = None
    unit: Text | None = None
    let: dict[Id, Text] = Field(default_factory=dict)
    value: Formulas | None = None
    limit: Limit | None = None
    prohibited_when: Text | None = None
    decides: bool = True
    at_least: Id | None = None

    @model_validator(mode="after")
    def _unit(self) -> Reading:
        if self.unit is not None:
            known_unit(self.unit)
        return self


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


class PossibleRange(Model):
    """What the value can be at all, in the indicator's unit; outside it the data contradict each other."""

    at_least: Decimal
    at_most: Decimal


class Unlike(Model):
    """Another name that is near and means something else."""

    label: Text
    why: Text


class TakenFrom(Model):
    """The item of another document that it is, and where that stands there."""

    document: Text
    item: ItemId
    place: Text


class Indicator(Labelled):
    """A value computed by a formula, or only reported, and its limit; or a prohibition.

    ``scopes`` are the statistical scopes in which its data count, by any of their names;
    ``computed_only`` where a value that the subject reports of the indicator itself decides nothing, as
    what it rests on can't be seen; ``consequence`` is what the document attaches to not reaching the limit.

    A prohibition is matched where the condition ``prohibited_when`` holds; then ``effect`` is what that
    comes to: ``prohibit``, ``review``, or one of the ruleset's effects.  ``ask`` is a question that a
    person answers, with or without such a condition; who answers against the project refuses it.
    Words of ``watch`` in what the project says of itself only call for a person.
    ``remedy`` is what would let the project in, where the document says it.  ``shortfall`` is what a floor
    that isn't reached comes to, where that isn't refused; what is ``shown_only`` is computed and compared
    with nothing.
    """

    id: ItemId
    category: Text
    unit: Text | None = None
    words: list[Text] | None = None
    value: Formulas | None = None
    readings: dict[Id, Reading] = Field(default_factory=dict)
    adopted: Adopted | None = None
    limit: Limit = Field(default_factory=empty_list)
    applies_when: Text | None = None
    weight: Weight = "binding"
    signed: bool = False
    within: PossibleRange | None = None
    prohibited_when: Text | None = None
    ask: Text | None = None
    effect: Id | None = None
    watch: list[Text] = Field(default_factory=empty_list)
    remedy: Text | None = None
    scopes: list[Text] = Field(default_factory=empty_list)
    computed_only: bool = False
    limits: LimitKind | None = None
    consequence: Text | None = None
    shortfall: Shortfall | None = None
    shown_only: bool = False
    unlike: list[Unlike] = Field(default_factory=empty_list)
    also: list[Text] = Field(default_factory=empty_list)
    taken_from: TakenFrom | None = None
    source: ItemSource

    def counts(self, scope: str | None) -> bool:
        """Whether a value that the subject reports of the indicator itself may be in this scope."""
        return not self.scopes or scope is None or scope in self.scopes

    @property
    def prohibits(self) -> bool:
        """Whether it is a prohibition."""
        if self.prohibited_when is not None or self.ask is not None:
            return True
        return any(reading.prohibited_when is not None for reading in self.readings.values())

    @model_validator(mode="after")
    def _shape(self) -> Indicator:
        if self.prohibits:
            self._prohibition()
        elif (self.unit is None) == (self.words is None):
            raise PydanticCustomError("ruleset.unit_or_words", "", {})
        elif self.effect is not None or self.watch:
            raise PydanticCustomError("ruleset.no_prohibition", "", {})
        if self.unit is not None:
            known_unit(self.unit)
        if self.shortfall and (self.prohibits or self.limits not in (None, "requirement")):
            raise PydanticCustomError("ruleset.shortfall_where", "", {})
        if self.shown_only and not self._only_shown():
            raise PydanticCustomError("ruleset.shown_only", "", {})
        own = [reading.value or self.value for reading in self.readings.values()] or [self.value]
        if self.computed_only and None in own:
            raise PydanticCustomError("ruleset.computed_only", "", {})
        if self.adopted and self.adopted.reading not in self.readings:
            raise PydanticCustomError("ruleset.no_such_reading", "", {"name": self.adopted.reading})
        return self

    def _only_shown(self) -> bool:
        """Whether there is nothing but a value to compute and to show, for information."""
        readings = self.readings.values()
        formulas = [reading.value or self.value for reading in readings] or [self.value]
        compared = self.limit or self.limits or self.shortfall or any(reading.limit for reading in readings)
        return self.weight == "information" and self.unit is not None and not compared and (
            None not in formulas)

    def _prohibition(self) -> None:
        """A prohibition has no value and no limit, and all of its readings have a condition."""
        mixed = (self.unit, self.words, self.value, self.within, *(
            part for r in self.readings.values() for part in (r.value, r.limit, r.unit)))
        open_ones = [name for name, r in self.readings.items()
                     if (r.prohibited_when or self.prohibited_when) is None]
        matches = [self.prohibited_when, *(r.prohibited_when for r in self.readings.values())]
        matched = any(condition is not None for condition in matches)
        if any(part is not None for part in mixed) or self.limit or open_ones or matched == (
                self.effect is None):
            raise PydanticCustomError("ruleset.prohibition_form", "", {})
