"""The parts of a verdict in words that are amounts beside the conclusion.

Owns their shape.  It must not compute.
"""

from __future__ import annotations

from pydantic import Field

from checker.ruleset.shortfall import ShortfallEffect
from checker.ruleset.terms import Seen
from checker.validation import empty_list
from checker.verdict.part import Outcome, Part
from checker.wording.restated import Operand


class AmountPart(Part):
    """An amount that was computed, or the data that it lacks: none of them decides anything.

    ``against`` is the row of the limit that isn't reached, where it is what falling short of that costs.
    """

    reading: str | None = None
    against: str = ""
    shown: list[str] = Field(default_factory=empty_list)
    unit: str | None = None
    formula: list[str] = Field(default_factory=empty_list)
    substitution: list[str] = Field(default_factory=empty_list)
    reason: str | None = None
    missing: list[str] = Field(default_factory=empty_list)
    operands: list[Operand] = Field(default_factory=empty_list)


class ShortfallPart(Part):
    """What falling short of a floor comes to, as the document says it, with what that costs."""

    effect: ShortfallEffect
    label: str | None
    case: str | None
    place: str | None
    seen: Seen | None
    note: str | None
    amounts: list[AmountPart] = Field(default_factory=empty_list)


class ShownPart(Part):
    """What is only computed and shown, for information, and where it stands."""

    item: str
    label: str
    category: str
    outcome: Outcome
    reasons: list[str]
    place: str
    seen: Seen
    amounts: list[AmountPart]
