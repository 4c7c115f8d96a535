"""What was submitted about one subject, as it was written.

Owns the shape of a dossier.  Whether its quantities are those of a ruleset, and whether their
units fit, is found by :mod:`checker.evidence.evidence`.  It must not judge or convert.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from checker.dossier.written_value import NULL, ToldValue, UnitText, Written
from checker.ruleset.terms import ItemId, RulesetId
from checker.validation import Count, Date, Id, Model, Sha256, Text, Year, empty_list

# The parts of a dossier that are lists of statements, each with its source.
SECTIONS = ("observations", "reported", "claims", "lists", "declarations", "opinions")


class Source(Model):
    """Where a statement stands: the document, the place in it, the exact words."""

    document: Id | None = None
    place: Text
    words: Text


class Document(Model):
    """A document that sources name, and the copy of its passages that is kept."""

    title: Text
    issuer: Text | None = None
    passages: Text | None = None
    sha256: Sha256 | None = None
    note: Text | None = None


class Subject(Model):
    """Whom the dossier is about."""

    name: Text
    kind: Literal["park", "project", "region"]
    place: Text | None = None
    owner: Text | None = None


class Against(Model):
    """A ruleset by which the subject is to be judged, and on what ground."""

    ruleset: RulesetId
    own: StrictBool
    ground: Text


class Defaults(Model):
    """What holds for every value that does not say otherwise."""

    scope: Text | None = None
    price_basis: Text | None = None


def _fact(value: Any) -> Any:
    """Yes or no, a whole number, or words; nothing at all is a word for nothing."""
    if value is None:
        return NULL
    if isinstance(value, Decimal) and abs(value) < 10**9 and value == int(value):
        return int(value)
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 10**9):
        return value
    if isinstance(value, str) and value.strip():
        return value
    raise PydanticCustomError("attribute.wrong_type", "", {})


class FactStatement(Model):
    """One statement of a fact about the subject, with its source."""

    value: Annotated[Any, BeforeValidator(_fact)]
    source: Source | None = None


class StatedAttribute(FactStatement):
    """A fact about the subject; ``also`` are further statements of it, alike or not."""

    also: list[FactStatement] = Field(default_factory=empty_list)

    @property
    def everywhere(self) -> tuple[FactStatement, ...]:
        """Every statement of the fact."""
        return (self, *self.also)


def fact_sources(attributes: Mapping[str, StatedAttribute]) -> list[tuple[tuple[str | int, ...], Source]]:
    """Every source of these facts with the path of the statement it belongs to."""
    return [(("attributes", name, *(("also", i - 1) if i else ())), one.source)
            for name, attribute in attributes.items()
            for i, one in enumerate(attribute.everywhere) if one.source]


class Observation(Model):
    """One value of one quantity in one year; ``shown`` is what its cell showed instead of the value."""

    quantity: Text
    year: Year | None = None
    value: Written
    shown: Written | None = None
    unit: UnitText | None = None
    scope: Text | None = None
    price_basis: Text | None = None
    note: Text | None = None
    source: Source


class Reported(Model):
    """An indicator that the subject computed itself; ``shown`` as of an observation."""

    item: ItemId
    value: Written
    shown: Written | None = None
    unit: UnitText | None = None
    year: Year | None = None
    reading: Text | None = None
    scope: Text | None = None
    note: Text | None = None
    source: Source


class Claim(Model):
    """"It is met": shown beside the finding, never deciding."""

    item: ItemId
    why: Text
    source: Source


class StatedList(Model):
    """A list of things or events; open unless someone declares it complete.

    ``count`` is how many entries were declared, so that one that gets lost is noticed.
    """

    name: Text = Field(alias="list")
    year: Year | None = None
    complete: StrictBool = False
    count: Count | None = None
    declared_by: Text | None = None
    entries: list[dict[Id, Any]]
    source: Source


class Declaration(Model):
    """What somebody answers for, by name."""

    about: Text
    value: Text
    by: Text
    on: Date | None = None
    source: Source


class Opinion(Model):
    """What a person found who looked at an item that rules alone can't decide."""

    item: ItemId
    finding: Literal["met", "unmet"]
    by: Text
    on: Date | None = None
    why: Text
    source: Source


class NamedStatement(Model):
    """A statement of the dossier by what tells it from all others: what it is about, what it says, where."""

    about: Text
    year: Year | None = None
    value: ToldValue | None = None
    document: Id | None = None
    place: Text | None = None
    words: Text | None = None


class Withdrawal(Model):
    """A statement that no longer holds: who says so, when and why."""

    statement: NamedStatement
    by: Text
    on: Date
    why: Text
    source: Source


class Surveyed(Model):
    """How the sentence that bears on an indicator was classified when the dossier was made."""

    item: ItemId
    as_: Literal["value", "near", "claim", "none"] = Field(alias="class")
    words: Text | None = None
    why: Text


class Dossier(Model):
    """The whole file; a park or a region is judged in one year, a project need not be."""

    schema_: Literal["dossier/1"] = Field(alias="schema")
    made_up: StrictBool = False
    subject: Subject
    period: Year | None = Field(default=None, validate_default=True)
    assessed_on: Date | None = None
    against: list[Against] = Field(default_factory=empty_list)
    purpose: Literal["formal", "trial"] | None = None
    note: Text | None = None
    documents: dict[Id, Document] = Field(default_factory=dict)
    defaults: Defaults = Defaults()
    attributes: dict[Id, StatedAttribute] = Field(default_factory=dict)
    observations: list[Observation] = Field(default_factory=empty_list)
    reported: list[Reported] = Field(default_factory=empty_list)
    claims: list[Claim] = Field(default_factory=empty_list)
    lists: list[StatedList] = Field(default_factory=empty_list)
    declarations: list[Declaration] = Field(default_factory=empty_list)
    opinions: list[Opinion] = Field(default_factory=empty_list)
    withdrawn: list[Withdrawal] = Field(default_factory=empty_list)
    selected: list[ItemId] | None = None
    survey: list[Surveyed] = Field(default_factory=empty_list)

    @property
    def statements(self) -> int:
        """How many things are stated."""
        return (len(self.observations) + len(self.reported) + len(self.claims) + len(self.declarations)
                + len(self.opinions) + len(self.withdrawn) + sum(len(entry.entries) for entry in self.lists)
                + sum(len(attribute.also) for attribute in self.attributes.values()))

    def sources(self) -> list[tuple[tuple[str | int, ...], Source]]:
        """Every source with the path of the statement it belongs to."""
        found = fact_sources(self.attributes)
        for section in (*SECTIONS, "withdrawn"):
            found += [((section, i), entry.source) for i, entry in enumerate(getattr(self, section))]
        return found

    @field_validator("period")
    @classmethod
    def _needed(cls, period: int | None, info: ValidationInfo) -> int | None:
        subject = info.data.get("subject")
        if period is None and not (subject and subject.kind == "project"):
            raise PydanticCustomError("field.missing", "", {})
        return period
