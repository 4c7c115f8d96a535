"""The verdict in values: outcomes, exact numbers, codes, and references to dossier and ruleset.

Owns the format verdict/2: what is written, attached and compared.  It holds no sentence: words are made
of it, with the ruleset that it names, by :mod:`checker.wording`.  It must not compute.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from checker.validation import empty_list
from checker.verdict.aside import IndexFound, PathFound, PrintedFound, TierFound, YearFound
from checker.verdict.changed import PreviousFound
from checker.verdict.found import (
    AmountFound,
    Decider,
    ItemFinding,
    LackingDatum,
    NoteCode,
    RequirementFinding,
    Step,
)
from checker.verdict.part import Outcome, Part, Purpose, Settlement
from checker.verdict.stated import (
    DatumPart,
    DocumentRef,
    DossierRef,
    EntriesPart,
    FactPart,
    OverlayUsed,
    ReportPart,
    RulesetUsed,
    SubjectPart,
    WithdrawnPart,
)

SCHEMA: Literal["verdict/2"] = "verdict/2"
# What is read of one verdict, and of several beside each other.
FORMATS = (SCHEMA, "verdict/1")
SEVERAL = "verdicts/2"


class Verdict(Part):
    """Everything that was found, and from what; serialised by alias, without what is as it is by default.

    ``facts`` are the attributes that were judged by, each with its one meaning; ``attributes`` what was
    stated of them.
    """

    schema_: Literal["verdict/2"] = Field(alias="schema")
    outcome: Outcome
    purpose: Purpose
    assessed_on: dt.date
    period: int
    base: int | None = None
    subject: SubjectPart
    ruleset: RulesetUsed
    overlays: list[OverlayUsed] = Field(default_factory=empty_list)
    dossier: DossierRef
    documents: list[DocumentRef] = Field(default_factory=empty_list)
    facts: dict[str, bool | int | str] = Field(default_factory=dict)
    attributes: list[FactPart] = Field(default_factory=empty_list)
    data: list[DatumPart] = Field(default_factory=empty_list)
    lists: list[EntriesPart] = Field(default_factory=empty_list)
    reported: list[ReportPart] = Field(default_factory=empty_list)
    withdrawn: list[WithdrawnPart] = Field(default_factory=empty_list)
    findings: list[ItemFinding]
    for_information: list[AmountFound] = Field(default_factory=empty_list)
    requirements: list[RequirementFinding] = Field(default_factory=empty_list)
    decided_by: list[Decider] = Field(default_factory=empty_list)
    reviews: list[str] = Field(default_factory=empty_list)
    missing: list[LackingDatum] = Field(default_factory=empty_list)
    settled_by: Settlement | None = None
    indices: list[IndexFound] = Field(default_factory=empty_list)
    tier: TierFound | None = None
    years: list[YearFound] = Field(default_factory=empty_list)
    progress: list[PathFound] = Field(default_factory=empty_list)
    reconciliation: list[PrintedFound] = Field(default_factory=empty_list)
    previous: PreviousFound | None = None
    notes: list[NoteCode] = Field(default_factory=empty_list)
    trace: list[Step]

    def finding(self, item: str) -> ItemFinding:
        """The finding for an item; raises ``KeyError``."""
        for found in self.findings:
            if found.item == item:
                return found
        raise KeyError(item)

    def plain(self) -> dict[str, Any]:
        """Plain data, as it is written to JSON."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def line(self) -> bytes:
        """The same as one line of JSON."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True).encode() + b"\n"
