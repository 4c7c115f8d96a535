"""One standard or policy in one edition, as it is written in ``rulesets/<id>/ruleset.yaml``.

Owns the shape of the whole file.  It must not judge, and it holds no value of any standard.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from checker.ruleset.codes import CodeSystem
from checker.ruleset.doubt import Doubt
from checker.ruleset.edition import Checked, InForce, Reference, Successor, Transition
from checker.ruleset.grading import Grade, ScoreTotal, Tiers
from checker.ruleset.index import Index
from checker.ruleset.indicator import Indicator, LimitKind
from checker.ruleset.kind import KINDS, Concludes, RulesetKind
from checker.ruleset.terms import (
    Attribute,
    EntryList,
    Factor,
    ItemId,
    Labelled,
    Quantity,
    RulesetId,
    Seen,
    TextSource,
    by_name,
)
from checker.validation import Id, Model, Text, empty_list


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


class EffectCase(Model):
    """What a match comes to in one case: refused, or for a person to look at."""

    when: Text
    case: Text
    effect: Literal["prohibit", "review"]


class Effect(Labelled):
    """What a match comes to where that hangs on the project; in any other case it is not known.

    The first case that holds counts.
    """

    cases: list[EffectCase] = Field(min_length=1)
    source: TextSource


class Retired(Model):
    """An id that is never used again."""

    id: ItemId
    reason: Text


class SideBySide(Model):
    """The years whose values stand beside those of the period: formulas of years, both included."""

    since: Text = Field(alias="from")
    to: Text


class RulesetModel(Model):
    """The whole file.

    ``not_covered`` names the lists that a compilation which nobody issued does not hold: that none of its
    clauses was touched says nothing of those, so it admits nobody for good.
    """

    schema_: Literal["ruleset/1"] = Field(alias="schema")
    id: RulesetId
    title: Text
    title_en: Text | None = None
    document: Text
    issuer: Text
    judges: Literal["park", "project", "region"]
    concludes: Concludes
    limits: LimitKind = "requirement"
    caveat: Text | None = None
    not_covered: list[Text] = Field(default_factory=empty_list)
    formula_language: int = Field(ge=1, le=4)
    in_force: InForce
    succeeds: list[Text] = Field(default_factory=empty_list)
    superseded_by: Successor | None = None
    transitional: list[Transition] = Field(default_factory=empty_list)
    checked: Checked | None = None
    references: list[Reference] = Field(default_factory=empty_list)
    note: Text | None = None
    classifications: dict[Id, CodeSystem] = Field(default_factory=dict)
    effects: dict[Id, Effect] = Field(default_factory=dict)
    attributes: dict[Id, Attribute] = Field(default_factory=dict)
    quantities: dict[Id, Quantity] = Field(default_factory=dict)
    factors: dict[Id, Factor] = Field(default_factory=dict)
    grades: dict[Id, Grade] = Field(default_factory=dict)
    score_total: ScoreTotal | None = None
    tiers: Tiers | None = None
    lists: dict[Id, EntryList] = Field(default_factory=dict)
    definitions: dict[Id, Text] = Field(default_factory=dict)
    side_by_side: SideBySide | None = None
    indicators: list[Indicator] = Field(min_length=1)
    indices: list[Index] = Field(default_factory=empty_list)
    headline: list[ItemId] = Field(default_factory=empty_list)
    requirements: list[Requirement] = Field(default_factory=empty_list)
    clauses: list[Clause] = Field(default_factory=empty_list)
    doubts: list[Doubt] = Field(default_factory=empty_list)
    retired: list[Retired] = Field(default_factory=empty_list)

    def names_by_label(self) -> dict[str, str]:
        """The name of every term by all that it goes by."""
        return by_name({**self.quantities, **self.attributes, **self.lists, **self.factors, **self.grades})

    def kind_of(self, indicator: Indicator) -> LimitKind:
        """What an indicator's limit is; a prohibition is never a target."""
        return "requirement" if indicator.prohibits else indicator.limits or self.limits

    @property
    def kind(self) -> RulesetKind:
        """What it is, by what it concludes."""
        return KINDS[self.concludes]

    @model_validator(mode="after")
    def _conclusion(self) -> RulesetModel:
        if self.kind.groups != bool(self.requirements):
            raise PydanticCustomError("ruleset.requirements_needed", "", {})
        if self.not_covered and not self.kind.admits:
            raise PydanticCustomError("ruleset.not_covered", "", {})
        return self
