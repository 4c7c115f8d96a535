"""From measurements to conclusions: the small facts, and what rests on what.

Owns what crosses the seam about items, lines, clauses, requirements and the verdict.  It must not
measure, and it concludes nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from checker.concluding.engine import Engine, Fact, Firing, conclusions
from checker.concluding.inference import Firings, Inference
from checker.concluding.outcome import NOT_SELECTED, state_of, tally
from checker.concluding.procedure import PURPOSE, PURPOSES, REASONS, TRIAL
from checker.dossier.dossier import Opinion
from checker.measuring.limit import COMPUTED, UNDETERMINED
from checker.measuring.measurement import Measurement
from checker.ruleset.compiled import Ruleset
from checker.ruleset.definition import Requirement
from checker.ruleset.kind import Concludes
from checker.verdict.part import Concluded, Purpose, Ruled

ITEM, REQUIREMENT, VERDICT, REASON = "item", "requirement", "verdict", "reason"
_BESIDE = "beside "
_APPLIES = {True: "yes", False: "no", None: "unknown"}
Measurements = Mapping[str, Measurement]


@dataclass(frozen=True)
class Conclusions:
    """What the engine concluded, by item and by requirement, and for the whole."""

    items: Mapping[str, Firing]
    requirements: Mapping[str, Firing]
    verdict: Firing
    beside: Mapping[str, Mapping[str, Firing]] = field(default_factory=dict)
    reasons: Mapping[str, Firing] = field(default_factory=dict)
    purpose: Purpose | None = None


Reasons = Callable[[Conclusions], Iterable[Fact]]


def conclude(measurements: Measurements, selected: frozenset[str] | None, ruleset: Ruleset, engine: Engine,
             reasons: Reasons | None = None, beside: Mapping[str, Measurements] | None = None) -> Conclusions:
    """One chain: items, requirements, verdict; then the reasons for a trial, and the purpose.

    ``reasons`` makes the facts of procedure out of what was concluded until then.  Items measured
    otherwise stand ``beside``, by name; nothing rests on them.
    """
    inference = Inference()
    inference.give(item_facts(measurements, selected, ruleset))
    for name, others in (beside or {}).items():
        inference.give({**fact, "stage": _BESIDE + name} for fact in item_facts(others, selected, ruleset))
    _rest_groups(inference, measurements, ruleset)
    if reasons is not None:
        _rest_purpose(inference, measurements, ruleset, reasons)
    found = inference.conclude(engine)
    return Conclusions(
        found.get(ITEM, {}), found.get(REQUIREMENT, {}), found[VERDICT][VERDICT],
        {name: found.get(_BESIDE + name, {}) for name in beside or {}},
        found.get(REASON, {}), None if reasons is None else PURPOSES[found[PURPOSE][PURPOSE].outcome])


def conclude_items(measurements: Measurements, selected: frozenset[str] | None,
                   ruleset: Ruleset, engine: Engine) -> Mapping[str, Firing]:
    """Each item by itself, each line of an account, each clause of an admission."""
    return conclusions(engine, item_facts(measurements, selected, ruleset))[ITEM]


def conclude_shown(measurements: Measurements, engine: Engine) -> Mapping[str, Firing]:
    """What is only computed and shown, by itself, as the lines of an account are; nothing rests on it."""
    return conclusions(engine, [line_fact(name, found, True) for name, found in measurements.items()]).get(
        ITEM, {})


def conclude_groups(outcomes: Mapping[str, Concluded], ruleset: Ruleset, engine: Engine) -> Conclusions:
    """Requirements and verdict from given outcomes of the items."""
    inference = Inference()
    _rest_groups(inference, outcomes, ruleset)
    items = {name: Firing(ITEM, name, "given", outcome) for name, outcome in outcomes.items()}
    inference.take(items.values())
    found = inference.conclude(engine)
    return Conclusions(items, found.get(REQUIREMENT, {}), found[VERDICT][VERDICT])


def item_facts(measurements: Measurements, selected: frozenset[str] | None, ruleset: Ruleset) -> list[Fact]:
    """The facts about all items: of what form, the ruleset says."""
    fact = _FACTS[ruleset.model.concludes].item
    return [fact(name, found, selected is None or name in selected) for name, found in measurements.items()]


def _rest_groups(inference: Inference, items: Iterable[str], ruleset: Ruleset) -> None:
    """Requirements rest on items and the verdict on requirements; where there are none, on binding items."""
    for requirement in ruleset.model.requirements:
        inference.rest([(REQUIREMENT, requirement.id)], [(ITEM, name) for name in requirement.members],
                       _group_facts(requirement))
    if ruleset.kind.groups:
        parts = [(REQUIREMENT, requirement.id) for requirement in ruleset.model.requirements]
    else:
        parts = [(ITEM, name) for name in items if ruleset.items[name].model.weight == "binding"]
    inference.rest([(VERDICT, VERDICT)], parts, _FACTS[ruleset.model.concludes].whole)


def _rest_purpose(inference: Inference, items: Iterable[str], ruleset: Ruleset, reasons: Reasons) -> None:
    """The reasons rest on everything that was concluded, the purpose on all reasons."""
    def facts(drawn: Firings) -> Iterable[Fact]:
        by_stage: dict[str, dict[str, Firing]] = {ITEM: {}, REQUIREMENT: {}}
        for firing in drawn[1:]:
            by_stage[firing.stage][firing.subject] = firing
        return reasons(Conclusions(by_stage[ITEM], by_stage[REQUIREMENT], drawn[0]))

    due = [(REASON, name) for name in REASONS]
    inference.rest(due, [(VERDICT, VERDICT), *((ITEM, name) for name in items),
                     *((REQUIREMENT, requirement.id) for requirement in ruleset.model.requirements)], facts)
    inference.rest([(PURPOSE, PURPOSE)], due,
                   lambda drawn: [purpose_fact([firing.outcome for firing in drawn])])


def _group_facts(requirement: Requirement) -> Callable[[Firings], Iterable[Fact]]:
    form = "at_least" if requirement.optional else "all_of"
    needed = requirement.at_least or len(requirement.members)
    return lambda drawn: [group_fact(requirement.id, form, needed, [firing.outcome for firing in drawn])]


def _whole_facts(form: str) -> Callable[[Firings], Iterable[Fact]]:
    return lambda drawn: [group_fact(VERDICT, form, len(drawn), [firing.outcome for firing in drawn],
                                     stage=VERDICT)]


def _admission_facts(drawn: Firings) -> Iterable[Fact]:
    return [admission_fact([firing.outcome for firing in drawn])]


def line_fact(name: str, measurement: Measurement, _: bool) -> Fact:
    """The small fact about one line of an account, of which none is selected."""
    outcomes = [evaluation.outcome for evaluation in measurement.deciding]
    return {"stage": ITEM, "form": "line", "subject": name, "applies": _APPLIES[measurement.applies],
            "computed": outcomes.count(COMPUTED), "undetermined": outcomes.count(UNDETERMINED)}


def clause_fact(name: str, measurement: Measurement, _: bool) -> Fact:
    """The small fact about one clause of an admission: what was found, its effect, what a person says."""
    return {**item_fact(name, measurement, selected=True), "form": "clause",
            "effect": measurement.effect or "", "asks": "yes" if measurement.asks else "no",
            "opinion": _opinion(measurement.opinions)}


def _opinion(opinions: Iterable[Opinion]) -> str:
    found = {opinion.finding for opinion in opinions}
    return {frozenset(): "none", frozenset({"met"}): "for", frozenset({"unmet"}): "against"}.get(
        frozenset(found), "differ")


def admission_fact(outcomes: Sequence[Concluded | Ruled]) -> Fact:
    """The tally of an admission's binding clauses."""
    return {"stage": VERDICT, "form": "admission", "subject": VERDICT, "refused": outcomes.count("unmet"),
            "open": outcomes.count(UNDETERMINED), "review": outcomes.count("review"),
            "diverted": outcomes.count("diverted"), "clear": outcomes.count("met"),
            "perhaps": outcomes.count("met_if_applicable")}


def item_fact(name: str, measurement: Measurement, selected: bool) -> Fact:
    """The small fact about one item."""
    outcomes = [evaluation.outcome for evaluation in measurement.deciding]
    return {"stage": ITEM, "form": "item", "subject": name, "selected": "yes" if selected else "no",
            "applies": _APPLIES[measurement.concerns], "met": outcomes.count("met"),
            "unmet": outcomes.count("unmet"), "undetermined": outcomes.count("undetermined")}


def group_fact(name: str, form: str, needed: int, outcomes: Sequence[Concluded | Ruled], *,
               stage: str = REQUIREMENT) -> Fact:
    """The tally of a group's members; those that were not selected count on neither side."""
    counts = tally([state_of(outcome) for outcome in outcomes if outcome != NOT_SELECTED])
    return {"stage": stage, "form": form, "subject": name, "needed": needed,
            "lacking": needed - counts["must_met"], "room": counts["may_met"] - needed, **counts}


def purpose_fact(outcomes: Sequence[str]) -> Fact:
    """The tally of the reasons."""
    return {"stage": PURPOSE, "form": PURPOSE, "subject": PURPOSE, "trial": outcomes.count(TRIAL)}


@dataclass(frozen=True)
class _KindFacts:
    """The facts of a kind of ruleset: about one item, and about the whole by what it rests on."""

    item: Callable[[str, Measurement, bool], Fact]
    whole: Callable[[Firings], Iterable[Fact]]


_FACTS: Mapping[Concludes, _KindFacts] = {
    "conformity": _KindFacts(item_fact, _whole_facts("all_of")),
    "account": _KindFacts(line_fact, _whole_facts("account")),
    "admission": _KindFacts(clause_fact, _admission_facts),
}
