"""What a conformity or an account rests on, in words: requirements with their items, figures.

Owns those words.  It must not compute an outcome.
"""

from __future__ import annotations

from checker.messages import text
from checker.reporting.phrases import amount, numbers
from checker.wording.worded import RequirementPart, WordedVerdict


def figures(verdict: WordedVerdict) -> str:
    """The headline items with their values."""
    found = [verdict.finding(item) for item in verdict.headline]
    return text("join.also").join(text("conclusion.figure", label=f.label, value=amount(f.amount))
                    for f in found if f.amount)


def why(part: RequirementPart, verdict: WordedVerdict) -> str:
    """Why a requirement has its outcome, naming its items."""
    by_outcome: dict[str, list[str]] = {}
    for member in part.members:
        by_outcome.setdefault(verdict.finding(member).outcome, []).append(member)
    said = text("join.also").join(
        text("ground.items", items=numbers(items), outcome=text(f"outcome.{outcome}"))
        for outcome in ("unmet", "undetermined", "met") if (items := by_outcome.get(outcome))
        and (outcome == "unmet" or part.outcome != "unmet"))
    return text("ground.requirement", label=part.label, said=said)


def tally(part: RequirementPart) -> str:
    """``需 17 项达标：达标 3，未达标 1，无法判定 13``."""
    counts = [(text(f"outcome.{name}"), getattr(part, name))
              for name in ("met", "unmet", "undetermined", "not_applicable", "not_selected")]
    return text("ground.tally", needed=part.needed,
                counts=text("join.also").join(f"{label} {count}" for label, count in counts if count))
