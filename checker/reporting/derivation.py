"""How a verdict came about, from the verdict to the sources: the values in order, for text and page alike.

Owns the shape.  It must not judge; :mod:`checker.reporting.deriving` makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.reporting.firing_words import FiringWords
from checker.reporting.provenance import Provenance
from checker.reporting.row_choice import Choosing
from checker.wording.amount_part import ShownPart
from checker.wording.annexed import FactorPart
from checker.wording.grade_words import GradeLine
from checker.wording.worded import EvaluationPart, Finding, RequirementPart, WordedVerdict


@dataclass(frozen=True)
class Calculation:
    """One formula of an evaluation: in words, with the data put in, and what it comes to."""

    formula: str
    substitution: str | None
    value: str | None


@dataclass(frozen=True)
class ReadingDerivation:
    """One evaluation: formula, substitution, limit with the row used, and everything that it rests on.

    ``taken`` are the scope and the price basis that its data have in common.
    """

    part: EvaluationPart
    label: str
    outcome: str
    reason: str
    applies: str | None
    taken: str
    calculations: Sequence[Calculation]
    values: Sequence[str]
    choosing: Choosing | None
    sources: Sequence[Provenance]
    missing: Sequence[str]


@dataclass(frozen=True)
class LackingLine:
    """A datum that an item lacks, and what it would settle."""

    need: str
    unit: str | None
    definition: str | None
    alone: bool
    decides: bool


@dataclass(frozen=True)
class AppliesTo:
    """When an item applies, in words, with the facts; ``outside`` is what fails."""

    condition: str
    outside: Sequence[str]
    sources: Sequence[Provenance]


@dataclass(frozen=True)
class EffectLine:
    """What a clause comes to when it is matched or not reached; ``here`` is what it comes to in this case.

    ``sources`` are the facts on which the case hangs.
    """

    said: str
    here: str | None
    sources: Sequence[Provenance]


@dataclass(frozen=True)
class OpinionLine:
    """What a person found of a clause, and whether it was needed."""

    finding: str
    by: str
    on: str | None
    why: str
    used: bool
    source: Provenance


@dataclass(frozen=True)
class ItemDerivation:
    """One item, from its outcome to the sources; ``absent`` are the readings whose condition fails.

    ``factors`` and ``grades`` are the constants and the tables of points that its formulas and limits read;
    ``gap`` says how far it is from its limit, where that is known, ``ways`` what would let the subject in.
    """

    finding: Finding
    outcome: str
    reasons: str
    firing: FiringWords
    applies: AppliesTo | None
    notes: Sequence[str]
    effect: EffectLine | None
    readings: Sequence[ReadingDerivation]
    absent: Sequence[tuple[str, str]]
    factors: Sequence[FactorPart]
    grades: Sequence[GradeLine]
    claims: Sequence[tuple[Provenance, str]]
    opinions: Sequence[OpinionLine]
    lacking: Sequence[LackingLine]
    settle: str
    gap: str = ""
    ways: Sequence[str] = ()


@dataclass(frozen=True)
class RequirementDerivation:
    """A requirement with the firing that concluded it, and its items as far as they are told."""

    part: RequirementPart
    firing: FiringWords
    items: Sequence[ItemDerivation]


@dataclass(frozen=True)
class Derivation:
    """A verdict with everything that led to it; ``apart`` are items that stand in no requirement.

    ``amounts`` are only shown.  ``alone`` is the id of the one item or amount that was asked for, where only
    one was; ``steps`` are the way on from the verdict, ``doubts`` what is doubtful in the data.
    """

    verdict: WordedVerdict
    conclusion: str
    firing: FiringWords
    purpose: FiringWords
    grounds: Sequence[str]
    deciders: Sequence[str]
    items: Sequence[ItemDerivation]
    requirements: Sequence[RequirementDerivation]
    apart: Sequence[ItemDerivation]
    amounts: Sequence[ShownPart]
    alone: str | None
    steps: Sequence[str] = ()
    doubts: Sequence[str] = ()

    @property
    def deciding(self) -> frozenset[str]:
        """The items that decide, where not simply all of them do."""
        if self.verdict.outcome in ("met", "computed", "not_applicable"):
            return frozenset()
        return frozenset(item for part in self.verdict.decided_by for item in part.items)
