"""From a verdict and its ruleset to the derivation: verdict, requirements, and the items that are asked for.

Owns the order.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checker.concluding.procedure import TRIAL, TRIAL_NOTES
from checker.explaining.explanation import Explanation
from checker.messages import text
from checker.reporting import phrases, words
from checker.reporting.derivation import Derivation, ItemDerivation, RequirementDerivation
from checker.reporting.deriving_item import changes, derived_item
from checker.reporting.doubt_lines import sentences
from checker.reporting.firing_words import (
    FiringWords,
    Steps,
    fired,
    requirement_tally,
    steps_of,
    verdict_tally,
)
from checker.reporting.gap_words import gap_words
from checker.reporting.next_steps import lines
from checker.reporting.result_line import outcome_name
from checker.reporting.way_words import ways_in_words
from checker.ruleset.compiled import Ruleset
from checker.verdict.verdict import Verdict
from checker.wording.context import Context
from checker.wording.speaking import worded
from checker.wording.worded import WordedVerdict


def derivation(verdict: Verdict, ruleset: Ruleset, asked: str | None = None,
               explanation: Explanation | None = None) -> Derivation:
    """How a verdict came about; of items and amounts shown only the one that is ``asked`` for, if one is.

    ``ruleset`` is the one that it names, under the overlays by which it was judged; what the ``explanation``
    says of gaps and ways in stands with the items.
    """
    told, context = worded(verdict, ruleset), Context(verdict, ruleset)
    ruleset, steps = context.ruleset, steps_of(verdict)
    gaps = {gap.item: gap for gap in explanation.gaps} if explanation else {}
    ways = ways_in_words(explanation.ways if explanation else (), ruleset)
    items = [replace(derived_item(part, found, steps["item", part.item], told, context),
                     gap=gap_words(gaps[part.item], part, ruleset) if part.item in gaps else "",
                     ways=changes(part, ways))
             for part, found in zip(told.findings, verdict.findings, strict=True)
             if asked in (None, part.item)]
    requirements = list(_requirements(items, told, steps, verdict))
    grouped = {item.finding.item for part in requirements for item in part.items}
    grounds = [text(note.code, **note.params) for note in told.notes if note.code in TRIAL_NOTES]
    return Derivation(
        verdict=told, conclusion=words.conclusion(told), firing=_verdict(steps, verdict, ruleset),
        purpose=_purpose(verdict), grounds=grounds, deciders=_deciders(told), items=items,
        requirements=requirements, apart=[item for item in items if item.finding.item not in grouped],
        amounts=[part for part in told.for_information if asked in (None, part.item)], alone=asked,
        steps=lines(explanation, told, ruleset) if explanation and not asked else (),
        doubts=sentences(explanation.doubts, told, context) if explanation and not asked else ())


def _verdict(steps: Steps, verdict: Verdict, ruleset: Ruleset) -> FiringWords:
    """What concluded the verdict: a conformity rests on requirements, the others on what is binding."""
    model = ruleset.model
    binding = [name for name, item in ruleset.items.items() if item.model.weight == "binding"]
    outcome = outcome_name(model.kind, verdict.outcome, verdict.ruleset.not_covered)
    clauses = any(found.clause for found in verdict.findings)
    tally = verdict_tally(verdict, steps, binding, clauses=clauses)
    return fired(steps["verdict", "verdict"], outcome, tally)


def _purpose(verdict: Verdict) -> FiringWords:
    """Formal or trial: the notes that give the grounds are what procedure concluded."""
    rule = "purpose.reason_for_trial" if verdict.purpose == TRIAL else "purpose.no_reason_for_trial"
    return FiringWords(verdict.purpose, text(f"purpose.{verdict.purpose}"), rule, text(f"rule.{rule}"), "")


def _deciders(told: WordedVerdict) -> list[str]:
    """What has the verdict's outcome: requirements with their items, or items alone."""
    labels = {part.id: part.label for part in told.requirements}
    return [text("derive.decider" if part.requirement in labels else "derive.deciding_items",
                 label=labels.get(part.requirement), items=phrases.numbers(part.items))
            for part in told.decided_by]


def _requirements(items: Sequence[ItemDerivation], told: WordedVerdict, steps: Steps,
                  verdict: Verdict) -> Iterator[RequirementDerivation]:
    """The requirements in which any of the items stand."""
    place = {item.finding.item: at for at, item in enumerate(items)}
    for part, found in zip(told.requirements, verdict.requirements, strict=True):
        members = [items[at] for at in sorted(place[one] for one in part.members if one in place)]
        if members:
            step = steps["requirement", part.id]
            firing = fired(step, text(f"outcome.{part.outcome}"), requirement_tally(found, steps))
            yield RequirementDerivation(part, firing, members)
