"""Two verdicts on one subject, as it is and as it would be: what flips, in values.

Owns the comparison and its shape, which is not that of a verdict: nothing in it can be recorded, sealed or
taken for one.  It must not judge.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from checker.explaining.asked_statement import StatementSupposed
from checker.explaining.compared import compared_values
from checker.explaining.previous import changes_between
from checker.explaining.supposed_limit import LimitSupposed
from checker.files.canonical import canonical, digest
from checker.validation import empty_list
from checker.verdict.changed import Cause, ItemBefore, PreviousFound, TierChanged
from checker.verdict.found import RequirementFinding
from checker.verdict.part import Outcome, Part
from checker.verdict.stated import OverlayUsed, RulesetUsed, SubjectPart
from checker.verdict.verdict import Verdict

SCHEMA: Literal["what-if/1"] = "what-if/1"


class SideFound(Part):
    """One of the two: its outcome and requirements, and the digests of what it was made from."""

    outcome: Outcome
    ruleset: RulesetUsed
    overlays: list[OverlayUsed] = Field(default_factory=empty_list)
    dossier: str
    requirements: dict[str, Outcome] = Field(default_factory=dict)
    missing: list[str] = Field(default_factory=empty_list)


class ItemCompared(Part):
    """An item that would not be as it is; ``before`` None where only the supposed rules have it."""

    item: str
    cause: Cause | Literal["years"]
    before: ItemBefore | None = None
    after: ItemBefore


class Supposed(Part):
    """Everything that is supposed: statements, numbers of limits, and the ids of local provisions."""

    statements: list[StatementSupposed] = Field(default_factory=empty_list)
    limits: list[LimitSupposed] = Field(default_factory=empty_list)
    overlays: list[str] = Field(default_factory=empty_list)


class HypothesisFound(Part):
    """What would be: ``flipped`` are the items whose outcome changes, ``moved`` those with another change.

    ``tier`` stands where the tiers that are possible aren't the same.
    """

    schema_: Literal["what-if/1"] = Field(alias="schema")
    purpose: Literal["trial"]
    subject: SubjectPart
    period: int
    assessed_on: dt.date
    supposed: Supposed
    before: SideFound
    after: SideFound
    requirements: list[str] = Field(default_factory=empty_list)
    flipped: list[ItemCompared] = Field(default_factory=empty_list)
    moved: list[ItemCompared] = Field(default_factory=empty_list)
    unchanged: int
    tier: TierChanged | None = None

    def plain(self) -> dict[str, Any]:
        """Plain data, as it is written to JSON."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def changes(before: Verdict, after: Verdict) -> PreviousFound:
    """What is otherwise in ``after``, of the items and of the figures."""
    return changes_between(compared_values(before), compared_values(after), digest(canonical(before.plain())))


def hypothesis(before: Verdict, after: Verdict, supposed: Supposed) -> HypothesisFound:
    """The two beside each other."""
    found, now = changes(before, after), compared_values(after).items
    items = [ItemCompared(item=one.item, cause=one.cause, before=one.before, after=now[one.item].before)
             for one in (*found.items, *found.moved)]
    was = {part.id: part.outcome for part in before.requirements}
    return HypothesisFound(
        schema_=SCHEMA, purpose="trial", subject=after.subject, period=after.period,
        assessed_on=after.assessed_on, supposed=supposed, before=_side(before), after=_side(after),
        requirements=[part.id for part in after.requirements if was.get(part.id) != part.outcome],
        flipped=[one for one in items if _flips(one)], moved=[one for one in items if not _flips(one)],
        unchanged=len(after.findings) - len(items), tier=found.tier)


def _flips(found: ItemCompared) -> bool:
    return found.before is None or found.before.outcome != found.after.outcome


def _side(verdict: Verdict) -> SideFound:
    return SideFound(
        outcome=verdict.outcome, ruleset=verdict.ruleset, overlays=verdict.overlays,
        dossier=verdict.dossier.digest, requirements=_outcomes(verdict.requirements),
        missing=[need.id for need in verdict.missing if need.decides])


def _outcomes(requirements: list[RequirementFinding]) -> dict[str, Outcome]:
    return {part.id: part.outcome for part in requirements}
