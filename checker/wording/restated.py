"""The parts of a verdict that restate what it was made from: subject, rules, dossier, data, sources.

Owns their shape.  It must not compute.
"""

from __future__ import annotations

from pydantic import Field

from checker.validation import empty_list
from checker.verdict.part import Part
from checker.verdict.stated import SourceRef
from checker.wording.annexed import SuccessorPart, TransitionPart


class RulesetRef(Part):
    """The ruleset that was judged by, and on what ground it was chosen."""

    id: str
    digest: str
    title: str
    document: str
    issuer: str
    formula_language: int
    own: bool | None
    ground: str | None
    told: bool
    concludes: str
    limits: str
    caveat: str | None
    not_covered: list[str] = Field(default_factory=empty_list)
    in_force_from: str
    in_force_until: str | None
    in_force_seen: str
    status: str
    succeeds: list[str]
    superseded_by: SuccessorPart | None
    transitional: list[TransitionPart]
    checked_on: str | None


class Operand(Part):
    """A datum as it was filled in; ``converted`` is the same in the ruleset's unit, where that differs.

    ``promised`` when it isn't surely an achieved amount; ``bound_of`` is the label of the quantity that
    was stated instead, where that only bounds this one from above.
    """

    quantity: str
    label: str
    year: int | None
    value: str
    unit: str | None
    converted: str | None
    scope: str | None
    price_basis: str | None
    scoped: bool
    approximate: bool
    promised: bool = False
    bound_of: str | None = None
    note: str | None
    source: SourceRef


class AttributePart(Part):
    """A fact about the subject; ``by`` and ``on`` where somebody declared it."""

    name: str
    label: str
    kind: str
    value: str
    by: str | None = None
    on: str | None = None
    source: SourceRef | None


class ListPart(Part):
    """A list as it was filled in; open unless somebody declared it complete."""

    name: str
    label: str
    year: int
    complete: bool
    declared_by: str | None
    entries: list[dict[str, str]]
    source: SourceRef


class ReportedPart(Part):
    """A value that the subject computed itself; ``used`` when a reading could take it."""

    item: str
    label: str
    year: int
    value: str
    unit: str | None
    reading: str | None
    scope: str | None
    approximate: bool
    used: bool
    note: str | None
    source: SourceRef


class WithdrawnLine(Part):
    """A statement that no longer holds, as it is shown, and who says so; ``document`` is its own's title."""

    label: str
    year: int | None
    value: str
    unit: str | None
    stated: SourceRef | None
    document: str | None
    by: str
    on: str
    why: str
    source: SourceRef
