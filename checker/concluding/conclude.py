"""From measurements to conclusions: the small facts, and the stages of the engine.

Owns what crosses the seam about items, lines, clauses, requirements and the verdict.  It must not
measure, and it concludes nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checker.concluding.engine import Engine, Fact, Firing, conclusions
from checker.concluding.outcome import NOT_SELECTED, state_of, tally
from checker.dossier.dossier import Opinion
from checker.measuring.limit import COMPUTED, UNDETERMINED
from checker.measuring.measurement import Measurement
from checker.ruleset.compiled import Ruleset

VERDICT = "verdict"
_APPLIES = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True)
class Conclusions:
    """What the engine concluded, by item and by requirement, and for the whole."""

    items: Mapping[str, Firing]
    requirements: Mapping[str, Firing]
    verdict: Firing


def conclude(measurements: Mapping[str, Measurement], selected: frozenset[str] | None,
             ruleset: Ruleset, engine: Engine) -> Conclusions:
    """The three stages: items, requirements, verdict."""
    items = conclude_items(measurements, selected, ruleset, engine)
    return conclude_groups(items, ruleset, engine)


def conclude_items(measurements: Mapping[str, Measurement], selected: frozenset[str] | None,
                   ruleset: Ruleset, engine: Engine) -> dict[str, Firing]:
    """The first stage: each item by itself, each line of an account, each clause of an admission."""
    if ruleset.model.concludes == "account":
        return conclusions(engine, [line_fact(name, found) for name, found in measurements.items()])
    if ruleset.model.concludes == "admission":
        return conclusions(engine, [clause_fact(name, found) for name, found in measurements.items()])
    return conclusions(engine, [
        item_fact(name, measurement, selected is None or name in selected)
        for name, measurement in measurements.items()])


def conclude_groups(items: Mapping[str, Firing], ruleset: Ruleset, engine: Engine) -> Conclusions:
    """Requirements and verdict from what was concluded of the items.

    An account rests on its lines and an admission on its clauses, without requirements between.
    """
    if ruleset.model.concludes != "conformity":
        binding = [firing.outcome for name, firing in items.items()
                   if ruleset.items[name].model.weight == "binding"]
        fact = (admission_fact(binding) if ruleset.model.concludes == "admission"
                else group_fact(VERDICT, "account", len(binding), binding))
        return Conclusions(items, {}, conclusions(engine, [fact])[VERDICT])
    groups = conclusions(engine, [
        group_fact(r.id, "at_least" if r.optional else "all_of",
                   r.at_least or len(r.members), [items[m].outcome for m in r.members])
        for r in ruleset.model.requirements])
    states = [firing.outcome for firing in groups.values()]
    whole = conclusions(engine, [group_fact(VERDICT, "all_of", len(states), states)])
    return Conclusions(items, groups, whole[VERDICT])


def line_fact(name: str, measurement: Measurement) -> Fact:
    """The small fact about one line of an account."""
    outcomes = [evaluation.outcome for evaluation in measurement.deciding]
    return {"stage": "line", "subject": name, "applies": _APPLIES[measurement.applies],
            "computed": outcomes.count(COMPUTED), "undetermined": outcomes.count(UNDETERMINED)}


def clause_fact(name: str, measurement: Measurement) -> Fact:
    """The small fact about one clause of an admission: what was found, its effect, what a person says."""
    return {**item_fact(name, measurement, selected=True), "stage": "clause",
            "effect": measurement.effect or "", "asks": "yes" if measurement.asks else "no",
            "opinion": _opinion(measurement.opinions)}


def _opinion(opinions: Iterable[Opinion]) -> str:
    found = {opinion.finding for opinion in opinions}
    return {frozenset(): "none", frozenset({"met"}): "for", frozenset({"unmet"}): "against"}.get(
        frozenset(found), "differ")


def admission_fact(outcomes: Sequence[str]) -> Fact:
    """The tally of an admission's binding clauses."""
    return {"stage": "admission", "subject": VERDICT, "refused": outcomes.count("unmet"),
            "open": outcomes.count(UNDETERMINED), "review": outcomes.count("review"),
            "clear": outcomes.count("met"), "perhaps": outcomes.count("met_if_applicable")}


def item_fact(name: str, measurement: Measurement, selected: bool) -> Fact:
    """The small fact about one item."""
    outcomes = [evaluation.outcome for evaluation in measurement.deciding]
    return {"stage": "item", "subject": name, "selected": "yes" if selected else "no",
            "applies": _APPLIES[measurement.concerns], "met": outcomes.count("met"),
            "unmet": outcomes.count("unmet"), "undetermined": outcomes.count("undetermined")}


def group_fact(name: str, form: str, needed: int, outcomes: Sequence[str]) -> Fact:
    """The tally of a group's members; those that were not selected count on neither side."""
    counts = tally([state_of(outcome) for outcome in outcomes if outcome != NOT_SELECTED])
    return {"stage": "group", "subject": name, "form": form, "needed": needed,
            "lacking": needed - counts["must_met"], "room": counts["may_met"] - needed, **counts}
