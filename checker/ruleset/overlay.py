"""Local provisions on a ruleset, as they are written in an overlay file.

Owns the shape: what an office tightens, waives, adopts, adds, confirms or corrects, and by what
authority.  What becomes of a ruleset under it is :mod:`checker.ruleset.amended`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from checker.ruleset.definition import Requirement
from checker.ruleset.edition import InForce
from checker.ruleset.indicator import Indicator, Limit
from checker.ruleset.terms import Attribute, EntryList, Factor, ItemId, Quantity, RulesetId
from checker.validation import Date, Id, Model, Sha256, Text, empty_list

ConfirmedPart = Literal["name", "limit", "formula"]


class Base(Model):
    """The ruleset that is changed; with a digest only in exactly that state.

    Confirmations need the digest: they are about the texts that somebody saw.
    """

    ruleset: RulesetId
    digest: Text | None = None


class Tightening(Model):
    """A stricter limit."""

    item: ItemId
    reading: Id | None = None
    limit: Limit
    reason: Text
    place: Text | None = None


class Waiver(Model):
    """A looser limit, or none, for a time: who allowed it and why.

    ``not_required`` is about the whole item, whatever its readings.
    """

    item: ItemId
    reading: Id | None = None
    limit: Limit | None = None
    not_required: StrictBool = False
    authority: Text
    document: Text | None = None
    reason: Text
    until: Date

    @model_validator(mode="after")
    def _one(self) -> Waiver:
        if (self.limit is None) != self.not_required or (self.not_required and self.reading is not None):
            raise PydanticCustomError("overlay.waiver_form", "", {})
        return self


class Adoption(Model):
    """One reading taken for good by an authority."""

    item: ItemId
    reading: Id
    authority: Text
    document: Text | None = None
    on: Date | None = None


class Confirmation(Model):
    """Texts that somebody compared with the official document and found the same.

    ``digest`` is the SHA-256 of the copy that was held against it.  Limits that the same overlay
    corrects under some reading are not among the confirmed ones.
    """

    items: list[ItemId] = Field(default_factory=empty_list)
    requirements: list[Id] = Field(default_factory=empty_list)
    factors: list[Id] = Field(default_factory=empty_list)
    parts: list[ConfirmedPart] = Field(default=["limit"], min_length=1)
    document: Text
    edition: Text
    by: Text
    on: Date
    digest: Sha256

    @model_validator(mode="after")
    def _something(self) -> Confirmation:
        if not self.items and not self.requirements and not self.factors:
            raise PydanticCustomError("overlay.confirms_nothing", "", {})
        return self


class Correction(Model):
    """A limit that the official document states otherwise, as found when it was compared."""

    item: ItemId
    reading: Id | None = None
    limit: Limit
    document: Text
    edition: Text
    place: Text
    by: Text
    on: Date
    digest: Sha256


class Addition(Model):
    """Local indicators and requirements with the terms that they need."""

    attributes: dict[Id, Attribute] = Field(default_factory=dict)
    quantities: dict[Id, Quantity] = Field(default_factory=dict)
    factors: dict[Id, Factor] = Field(default_factory=dict)
    lists: dict[Id, EntryList] = Field(default_factory=dict)
    indicators: list[Indicator] = Field(default_factory=empty_list)
    requirements: list[Requirement] = Field(default_factory=empty_list)


class OverlayModel(Model):
    """The whole file; ``trial`` says why what is judged under it can only be a trial."""

    schema_: Literal["overlay/1"] = Field(alias="schema")
    id: RulesetId
    title: Text
    issuer: Text
    document: Text
    made_up: StrictBool = False
    trial: Text | None = None
    base: Base
    in_force: InForce
    note: Text | None = None
    tighten: list[Tightening] = Field(default_factory=empty_list)
    waive: list[Waiver] = Field(default_factory=empty_list)
    adopt: list[Adoption] = Field(default_factory=empty_list)
    confirmed: list[Confirmation] = Field(default_factory=empty_list)
    corrected: list[Correction] = Field(default_factory=empty_list)
    add: Addition | None = None

    @model_validator(mode="after")
    def _state(self) -> OverlayModel:
        # Without its digest, a later state's values would count as compared.
        if self.confirmed and self.base.digest is None:
            raise PydanticCustomError("overlay.confirms_which_state", "", {})
        return self


ChangeKind = Literal[
    "tightened", "waived", "waiver_expired", "adopted", "confirmed", "corrected", "added"]


@dataclass(frozen=True)
class ItemAmendment:
    """What an overlay did to one item: the limit before and after in words, and by whom.

    ``parts`` are those of the text that were confirmed.
    """

    kind: ChangeKind
    authority: str
    document: str | None = None
    reason: str | None = None
    until: str | None = None
    before: str | None = None
    after: str | None = None
    on: str | None = None
    digest: str | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Overlay:
    """An overlay that was read, with the digest of its canonical form."""

    model: OverlayModel
    digest: str


@dataclass(frozen=True)
class Applied:
    """An overlay on a ruleset, and whether it is in force on the day."""

    overlay: Overlay
    in_force: bool
