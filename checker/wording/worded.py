"""A verdict in words: everything that is shown anywhere, ready to be set.

Owns the shape.  It must not compute.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from checker.ruleset.terms import Needed
from checker.validation import empty_list
from checker.verdict.found import ClaimPart, Decider, OpinionPart, Step
from checker.verdict.part import Basis, ComesTo, Outcome, Part, Purpose, Settlement
from checker.verdict.stated import DocumentRef, DossierRef, SourceRef, SubjectPart
from checker.wording.amount_part import ShortfallPart, ShownPart
from checker.wording.annexed import (
    ChangePart,
    FactorPart,
    IndexPart,
    OverlayPart,
    PreviousPart,
    ProgressPart,
    ReconciliationPart,
    ReferencePart,
    TierPart,
    UnlikePart,
    WatchedPart,
    YearPart,
)
from checker.wording.restated import (
    AttributePart,
    ListPart,
    Operand,
    ReportedPart,
    RulesetRef,
    WithdrawnLine,
)
from checker.wording.shown_amount import ShownAmount

SCHEMA = "verdict/1"


class EvaluationPart(Part):
    """One value of the indicator under one reading.

    ``numbers`` are the values alone, ``about`` when they are only approximate, which ``values`` say in words.
    ``implied_by`` is the reading by whose value it is settled, where one can't be lower than the other;
    ``borrowed`` when the value is only what that leaves.  ``points`` are those of slopes with how they came
    about, which stand on pages alone.
    """

    reading: str | None
    reading_label: str | None
    decides: bool
    basis: Basis
    outcome: Outcome
    reason: str | None
    would_be: Outcome | None
    values: list[str]
    numbers: list[str] = Field(default_factory=empty_list)
    about: bool = False
    shown: list[str]
    formula: list[str]
    substitution: list[str]
    limit: str
    ratio: str | None
    gap: str | None
    scope: str | None
    price_basis: str | None
    rounding_flips: bool
    operands: list[Operand]
    lists: list[str]
    list_sources: list[SourceRef]
    source: SourceRef | None
    missing: list[str]
    implied_by: str | None = None
    borrowed: bool = False
    points: list[str] = Field(default_factory=empty_list, exclude=True)


class SeenPart(Part):
    """How each part of an item's text was seen, and the weakest."""

    name: str
    limit: str
    formula: str
    weakest: str


class ClausePoints(Part):
    """What only a clause of an admission has.

    ``effect`` is what it comes to when it is matched or not reached; ``outside`` are the facts by which
    it doesn't apply, each with what they would have to be; ``turned`` are
    the conditions under which a match wouldn't be one, ``instead`` the cases in which it comes to
    something else.  Of a floor ``reach`` is its limit, and ``bound`` its number where
    it is one and nothing else.
    """

    prohibits: bool
    effect: ComesTo
    outside: list[str]
    question: str | None
    remedy: str | None
    instead: list[str]
    watched: list[WatchedPart]
    opinions: list[OpinionPart]
    turned: list[str] = Field(default_factory=empty_list)
    shortfall: ShortfallPart | None = None
    reach: ShownAmount | None = None
    bound: str | None = None


class ItemPlace(Part):
    """Where an item stands in its document."""

    document: str
    place: str
    note: str | None = None


class Finding(Part):
    """The outcome for one item, and everything it rests on.

    ``shown`` is ``amount`` without its unit.
    """

    item: str
    label: str
    label_en: str | None
    category: str
    weight: str
    requirement: str | None
    outcome: Outcome
    value: str | None
    shown: str | None
    amount: ShownAmount | None = None
    unit: str | None
    limit: str
    limits: str
    consequence: str | None
    basis: Basis
    formula: list[str]
    reasons: Sequence[str]
    evaluations: list[EvaluationPart]
    claims: list[ClaimPart]
    missing: list[str]
    settled_by: Settlement | None
    seen: SeenPart
    changes: list[ChangePart]
    unlike: list[UnlikePart]
    clause: ClausePoints | None = None
    source: ItemPlace


class RequirementPart(Part):
    """The outcome of one requirement."""

    id: str
    label: str
    outcome: Outcome
    form: Literal["all_of", "at_least"]
    met: int
    unmet: int
    undetermined: int
    not_applicable: int
    not_selected: int
    needed: int
    members: list[str]
    settled_by: Settlement | None
    seen: str


class Lacking(Part):
    """A datum that is missing or unusable, and what it bears on.

    ``unstated`` are words that stand in its place and state nothing; ``uncounted`` is a list of which only
    the number of its entries is lacking, ``disputed`` a fact that is stated one way and another.
    """

    id: str
    kind: Needed
    name: str
    label: str
    year: int | str | None
    unit: str | None
    definition: str | None
    items: list[str]
    settles_alone: list[str]
    decides: bool
    unstated: list[str] = Field(default_factory=empty_list)
    uncounted: bool = False
    disputed: bool = False


class Note(Part):
    """Something that a careful reader should notice."""

    code: str
    text: str
    item: str | None = None
    params: dict[str, str] = Field(default_factory=dict)


class ClausePart(Part):
    """A clause that is no indicator, and what becomes of it."""

    place: str
    text: str
    treatment: str
    reason: str
    seen: str


class WordedVerdict(Part):
    """Everything that was found, and from what; serialised by alias."""

    schema_: Literal["verdict/1"] = Field(default="verdict/1", alias="schema")
    outcome: Outcome
    purpose: Purpose
    assessed_on: dt.date
    period: int
    subject: SubjectPart
    ruleset: RulesetRef
    dossier: DossierRef
    documents: list[DocumentRef]
    attributes: list[AttributePart]
    data: list[Operand]
    lists: list[ListPart]
    reported: list[ReportedPart]
    withdrawn: list[WithdrawnLine] = Field(default_factory=empty_list)
    findings: list[Finding]
    for_information: list[ShownPart] = Field(default_factory=empty_list)
    requirements: list[RequirementPart]
    decided_by: list[Decider]
    reviews: list[str]
    missing: list[Lacking]
    settled_by: Settlement | None
    headline: list[str]
    indices: list[IndexPart]
    years: list[YearPart]
    progress: list[ProgressPart]
    reconciliation: list[ReconciliationPart]
    factors: list[FactorPart]
    references: list[ReferencePart]
    overlays: list[OverlayPart]
    previous: PreviousPart | None = None
    tier: TierPart | None = None
    notes: list[Note]
    clauses: list[ClausePart]
    trace: list[Step]

    def finding(self, item: str) -> Finding:
        """The finding for an item; raises ``KeyError``."""
        return self._by_item[item]

    def needs(self, ids: Collection[str]) -> list[Lacking]:
        """What is missing under some ids, in the order of the verdict; what isn't missing is left out."""
        places = sorted(self._places[one] for one in ids if one in self._places)
        return [self.missing[place] for place in places]

    def needs_of(self, item: str) -> list[Lacking]:
        """What an item lacks, in the order of the verdict."""
        return self._of_item.get(item, [])

    @cached_property
    def _by_item(self) -> dict[str, Finding]:
        return {found.item: found for found in self.findings}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {lacking.id: place for place, lacking in enumerate(self.missing)}

    @cached_property
    def _of_item(self) -> dict[str, list[Lacking]]:
        found: dict[str, list[Lacking]] = {}
        for lacking in self.missing:
            for item in lacking.items:
                found.setdefault(item, []).append(lacking)
        return found

    def plain(self) -> dict[str, Any]:
        """Plain data, as it is written to JSON; a tier only where the ruleset has any or it is another."""
        without = {"tier": self.tier is None,
                   "previous": {"tier"} if self.previous and not self.previous.tier else False}
        return self.model_dump(mode="json", by_alias=True, exclude={k: v for k, v in without.items() if v})
