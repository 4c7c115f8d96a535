"""Judging: a dossier, a ruleset and a date in, a verdict out.

Owns the order of steps: evidence, measurements, the three stages of the engine, the verdict.  No
clock, environment, file, network or print here or below.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.dossier.model import Dossier
from checker.judging import parts, remark
from checker.judging.binding import bind
from checker.judging.engine import Engine, Fact, Firing, conclusions
from checker.judging.finding import finding as build_finding
from checker.judging.measure import Measurement, measure
from checker.judging.outcome import BY_NAME, NOT_SELECTED, shown, tally
from checker.judging.purpose import deciding_items, purpose_of
from checker.judging.verdict import Decider, Finding, RequirementPart, Step, Verdict
from checker.judging.wanting import Wanting, group_settlement, item_wanting, lacking
from checker.ruleset.compiled import Ruleset
from checker.ruleset.model import Requirement

VERDICT = "verdict"


@dataclass(frozen=True)
class Judged:
    """What the engine concluded, by item and by requirement, and for the whole."""

    items: Mapping[str, Firing]
    requirements: Mapping[str, Firing]
    verdict: Firing


def judge(dossier: Dossier, ruleset: Ruleset, assessed_on: dt.date, engine: Engine,
          digest: str, purpose: str | None = None) -> Verdict:
    """Judge ``dossier`` by ``ruleset`` as of ``assessed_on``.

    ``digest`` is the dossier's; ``purpose`` asks for ``formal`` or ``trial``.  Raises
    :class:`checker.errors.DossierError` when the dossier doesn't fit the ruleset's definitions.
    """
    evidence = bind(dossier, ruleset)
    measurements = {name: measure(item, evidence, ruleset) for name, item in ruleset.items.items()}
    judged = conclude(measurements, evidence.selected, ruleset.model.requirements, engine)
    wanting = {name: found for name, firing in judged.items.items()
               if shown(firing.outcome, item=True) == "undetermined"
               and (found := item_wanting(measurements[name]))}
    findings = [build_finding(measurements[name], firing, evidence, ruleset, wanting.get(name))
                for name, firing in judged.items.items()]
    requirements = [_requirement(r, judged, wanting) for r in ruleset.model.requirements]
    outcome = shown(judged.verdict.outcome)
    decided_by = _decided_by(outcome, requirements, findings)
    open_items = frozenset(
        item for part in requirements if outcome == part.outcome == "undetermined"
        for item in part.members)
    settlements = [r.settled_by for r in requirements if r.settled_by and outcome == "undetermined"]
    deciding = deciding_items(outcome, decided_by, findings)
    final, notes = purpose_of(dossier, ruleset, assessed_on, deciding, purpose)
    return Verdict(
        outcome=outcome,
        purpose=final, assessed_on=assessed_on, period=dossier.period,
        subject=parts.subject(dossier), ruleset=parts.ruleset_ref(ruleset, dossier),
        dossier=parts.dossier_ref(dossier, digest), documents=parts.documents(dossier),
        attributes=parts.attributes(dossier, ruleset), data=parts.data(evidence, ruleset),
        lists=parts.lists(dossier, ruleset),
        reported=parts.reported(evidence, measurements),
        findings=findings, requirements=requirements, decided_by=decided_by,
        missing=lacking(wanting, open_items, ruleset),
        settled_by=group_settlement("all_of", 0, settlements),
        notes=[*notes, *remark.notes(dossier, evidence, findings, outcome),
               *remark.unread_reports(evidence, measurements),
               *remark.idle_lists(evidence, measurements, ruleset),
               *remark.same_entries(evidence, ruleset), *remark.adopted(ruleset)],
        clauses=parts.clauses(ruleset), trace=_trace(judged))


def conclude(measurements: Mapping[str, Measurement], selected: frozenset[str] | None,
             requirements: Sequence[Requirement], engine: Engine) -> Judged:
    """The three stages: items, requirements, verdict."""
    items = conclusions(engine, [
        item_fact(name, measurement, selected is None or name in selected)
        for name, measurement in measurements.items()])
    return conclude_groups(items, requirements, engine)


def conclude_groups(items: Mapping[str, Firing], requirements: Sequence[Requirement],
                    engine: Engine) -> Judged:
    """Requirements and verdict from what was concluded of the items."""
    groups = conclusions(engine, [
        group_fact(r.id, "at_least" if r.optional else "all_of",
                   r.at_least or len(r.members), [items[m].outcome for m in r.members])
        for r in requirements])
    states = [firing.outcome for firing in groups.values()]
    whole = conclusions(engine, [group_fact(VERDICT, "all_of", len(states), states)])
    return Judged(items, groups, whole[VERDICT])


def item_fact(name: str, measurement: Measurement, selected: bool) -> Fact:
    """The small fact about one item."""
    outcomes = [evaluation.outcome for evaluation in measurement.deciding]
    applies = {True: "yes", False: "no", None: "unknown"}[measurement.applies]
    return {"stage": "item", "subject": name, "selected": "yes" if selected else "no",
            "applies": applies, "met": outcomes.count("met"), "unmet": outcomes.count("unmet"),
            "undetermined": outcomes.count("undetermined")}


def group_fact(name: str, form: str, needed: int, outcomes: Sequence[str]) -> Fact:
    """The tally of a group's members; those that were not selected count on neither side."""
    counts = tally([BY_NAME[outcome] for outcome in outcomes if outcome != NOT_SELECTED])
    return {"stage": "group", "subject": name, "form": form, "needed": needed,
            "lacking": needed - counts["must_met"], "room": counts["may_met"] - needed, **counts}


def _requirement(requirement: Requirement, judged: Judged, wanting: Mapping[str, Wanting]) -> RequirementPart:
    outcomes = [shown(judged.items[m].outcome, item=True) for m in requirement.members]
    form = "at_least" if requirement.optional else "all_of"
    needed = requirement.at_least or sum(o not in ("not_applicable", NOT_SELECTED) for o in outcomes)
    outcome = shown(judged.requirements[requirement.id].outcome)
    open_members = [m for m, o in zip(requirement.members, outcomes, strict=True) if o == "undetermined"]
    settled = None
    if outcome == "undetermined":
        settled = group_settlement(form, needed - outcomes.count("met"),
                                   [wanting[m].settlement for m in open_members if m in wanting])
    return RequirementPart(
        id=requirement.id, label=requirement.label, outcome=outcome,
        form=form, met=outcomes.count("met"),
        unmet=outcomes.count("unmet"), undetermined=outcomes.count("undetermined"),
        not_applicable=outcomes.count("not_applicable"), not_selected=outcomes.count(NOT_SELECTED),
        needed=needed, members=list(requirement.members), settled_by=settled,
        seen=requirement.source.group)


def _decided_by(outcome: str, requirements: Sequence[RequirementPart],
                findings: Sequence[Finding]) -> list[Decider]:
    """The requirements that have the verdict's outcome, with their members that have it too."""
    outcomes = {finding.item: finding.outcome for finding in findings}
    return [Decider(requirement=part.id, items=[m for m in part.members if outcomes[m] == outcome])
            for part in requirements if part.outcome == outcome]


def _trace(judged: Judged) -> list[Step]:
    """Every firing, items first."""
    def steps(stage: str, firings: Mapping[str, Firing]) -> list[Step]:
        return [Step(stage=stage, subject=f.subject, rule=f.rule, outcome=f.outcome)
                for f in firings.values()]

    return [*steps("item", judged.items), *steps("requirement", judged.requirements),
            *steps("verdict", {VERDICT: judged.verdict})]


