"""The firings of the rules of inference in words: what was concluded, by which rule, of how many of what.

Owns those words.  It concludes nothing: what fired stands in the verdict's trace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.messages import text
from checker.verdict.found import ItemFinding, RequirementFinding, Stage, Step
from checker.verdict.part import Outcome
from checker.verdict.verdict import Verdict

Steps = Mapping[tuple[Stage, str], Step]
STATES = ("met", "unmet", "undetermined", "review", "diverted", "computed", "met_if_applicable",
          "unmet_if_applicable", "open", "not_applicable", "not_selected")
FINER = ("met_if_applicable", "unmet_if_applicable", "open")
# What a clause of an admission can come to.
CLAUSE_STATES = ("unmet", "undetermined", "review", "diverted", "met", "met_if_applicable", "not_applicable")


@dataclass(frozen=True)
class FiringWords:
    """What was concluded of one subject: the state, the rule by its id and in words, and what was counted."""

    state: str
    outcome: str
    rule: str
    said: str
    tally: str


def steps_of(verdict: Verdict) -> Steps:
    """The one firing of each subject at each stage."""
    return {(step.stage, step.subject): step for step in verdict.trace}


def fired(step: Step, outcome: str, tally: str, *, floor: bool = False) -> FiringWords:
    """A firing in words; ``outcome`` is what is shown of its state, which may be finer.

    A ``floor`` is a clause that is reached or not, where a prohibition is matched or not.
    """
    if step.outcome in FINER:
        state = text(f"state.{step.outcome}")
        outcome = state if step.outcome == "open" else text("derive.finer", outcome=outcome, state=state)
    said = step.rule.replace("clause", "floor", 1) if floor else step.rule
    return FiringWords(step.outcome, outcome, step.rule, text(f"rule.{said}"), tally)


def item_tally(found: ItemFinding, names: dict[Outcome, str], *, checks: bool) -> str:
    """The deciding evaluations by outcome; ``names`` are the outcomes in the words that fit the item."""
    outcomes = [evaluation.outcome for evaluation in found.deciding]
    counts = [text("tally.count", state=names.get(outcome) or text(f"outcome.{outcome}"),
                   count=outcomes.count(outcome)) for outcome in dict.fromkeys(outcomes)]
    return _told("tally.checks" if checks else "tally.calculations", len(outcomes), counts)


def requirement_tally(part: RequirementFinding, steps: Steps) -> str:
    """The members of a requirement by their states."""
    counted = _counted("tally.items", "item", part.members, steps)
    needed = [text("tally.needed", needed=part.needed)] if part.form == "at_least" else []
    return text("join.parts").join([*needed, counted])


def verdict_tally(verdict: Verdict, steps: Steps, binding: Sequence[str], *, clauses: bool) -> str:
    """What the verdict rests on by its states: requirements, or the binding lines or clauses."""
    if verdict.requirements:
        parts = [part.id for part in verdict.requirements]
        return _counted("tally.requirements", "requirement", parts, steps)
    return _counted("tally.clauses" if clauses else "tally.lines", "item", binding, steps)


def _counted(code: str, stage: Stage, subjects: Sequence[str], steps: Steps) -> str:
    found = [steps[stage, subject].outcome for subject in subjects]
    of_clauses = code == "tally.clauses"
    known, kind = (CLAUSE_STATES, "clause_") if of_clauses else (STATES, "")
    return _told(code, len(found), [
        text("tally.count", state=text(f"state.{kind}{name}"), count=found.count(name))
        for name in known if name in found])


def _told(code: str, count: int, counts: Sequence[str]) -> str:
    """How many there are and of what kinds; nothing of none."""
    return text(code, count=count, counts=text("join.also").join(counts)) if count else ""
