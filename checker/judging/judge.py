"""Judging: a dossier, a ruleset and a date in, a verdict out.

Owns the order of steps: evidence, measurements, conclusions, the verdict.  No
clock, environment, file, network or print here or below.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Literal

from checker.concluding.conclude import VERDICT, Conclusions, conclude
from checker.concluding.engine import Engine, Firing
from checker.concluding.outcome import NOT_SELECTED, concluded, shown
from checker.concluding.procedure import TOLD, TRIAL
from checker.dossier.dossier import Dossier
from checker.dossier.holding import holding
from checker.doubting.doubts import doubts
from checker.errors import DossierError
from checker.evidence.binding import bind
from checker.judging import as_shown, restating
from checker.judging.deciding import binds, decided_by, open_items, perhaps
from checker.judging.finding import finding as build_finding
from checker.judging.notes import reader_notes
from checker.judging.purpose import bearing, notes, reason_facts
from checker.judging.restating import Restated
from checker.judging.rule_notes import provisions
from checker.judging.series import measure_years, progress, reconciliation, years_beside, years_found
from checker.judging.wanting import Wanting, group_settlement, item_wanting, lacking
from checker.measuring.index_value import index_found
from checker.measuring.measure import measure
from checker.ruleset.compiled import Ruleset
from checker.ruleset.definition import Requirement
from checker.verdict.found import RequirementFinding, Stage, Step
from checker.verdict.part import Outcome, Purpose
from checker.verdict.verdict import SCHEMA, Verdict

# What stands beside the period's items by the digits that cells show; other years stand there by number.
_SHOWN = "shown"


def judge(dossier: Dossier, ruleset: Ruleset, assessed_on: dt.date, engine: Engine,
          digest: str, purpose: Purpose | None = None, *, told: bool = False) -> Verdict:
    """Judge ``dossier`` by ``ruleset`` as of ``assessed_on``.

    ``digest`` is the dossier's; ``purpose`` asks for ``formal`` or ``trial``; ``told`` when the
    caller named the ruleset.  Raises
    :class:`checker.errors.DossierError` when the dossier doesn't fit the ruleset's definitions.
    """
    period = dossier.period or assessed_on.year
    held = holding(dossier)
    given, dossier = dossier, held.dossier
    try:
        evidence = bind(dossier, ruleset, period)
    except DossierError as error:
        raise held.moved_back(error) from None
    measurements = {name: measure(item, evidence, ruleset) for name, item in ruleset.items.items()}
    measured = measure_years(ruleset, evidence, years_beside(ruleset, evidence), measurements)
    seen = as_shown.measured(evidence, ruleset)
    beside = {_SHOWN: seen, **{str(year): items for year, items in measured.items() if year != period}}
    case = partial(bearing, dossier, ruleset, assessed_on, purpose)
    judged = conclude(measurements, evidence.selected, ruleset, engine,
                      lambda drawn: reason_facts(case(drawn)), beside)
    waiting = perhaps(judged, ruleset)
    wanting = {name: found for name, firing in judged.items.items()
               if (shown(firing.outcome, item=True) == "undetermined" or name in waiting)
               and (found := item_wanting(measurements[name]))}
    everything = {**measured, evidence.period: measurements}
    restated = Restated(dossier, evidence, everything, ruleset)
    findings = [build_finding(measurements[name], firing, evidence, ruleset, wanting.get(name), restated)
                for name, firing in judged.items.items()]
    requirements = [_requirement(r, judged, wanting) for r in ruleset.model.requirements]
    outcome = shown(judged.verdict.outcome)
    settlements = [part.settled_by for part in requirements or findings
                   if part.settled_by and outcome == "undetermined"
                   and (isinstance(part, RequirementFinding) or binds(part.item, ruleset))]
    weighed = case(judged)
    assert judged.purpose is not None  # it follows from the reasons, which were given
    outcomes = {year: {name: shown(firing.outcome, item=True) for name, firing in
                       (judged.items if year == period else judged.beside[str(year)]).items()}
                for year in measured}
    reconciled = reconciliation(everything, restated)
    missing = lacking(wanting, open_items(judged, ruleset), ruleset, evidence.unstated)
    return Verdict(
        schema_=SCHEMA, outcome=outcome, purpose=judged.purpose, assessed_on=assessed_on, period=period,
        base=evidence.base,
        subject=restating.subject(dossier), ruleset=restating.ruleset_used(ruleset, dossier, told),
        overlays=restating.overlays(ruleset), dossier=restating.dossier_ref(dossier, digest),
        documents=restating.documents(given), facts=restating.facts(evidence),
        attributes=restating.attributes(dossier, ruleset),
        data=restated.data, lists=restated.lists, reported=restated.reported,
        withdrawn=restating.withdrawn(held, ruleset),
        findings=findings, requirements=requirements, decided_by=decided_by(judged, ruleset),
        reviews=[found.item for found in findings if found.outcome == "review"],
        missing=missing, settled_by=group_settlement("all_of", 0, settlements),
        indices=[index_found(index, measurements, evidence.selected) for index in ruleset.model.indices],
        years=years_found(measured, outcomes, ruleset, evidence.selected),
        progress=progress(measured, evidence.period), reconciliation=reconciled,
        doubts=doubts(evidence, measurements, reconciled, ruleset),
        notes=[*notes(weighed, TRIAL),
               *reader_notes(evidence, findings, missing, outcome, everything, restated.promised, ruleset),
               *as_shown.notes(findings, seen, judged.beside[_SHOWN]),
               *provisions(ruleset, assessed_on, findings, notes(weighed, TOLD))],
        trace=_trace(judged))


def _requirement(requirement: Requirement, judged: Conclusions,
                 wanting: Mapping[str, Wanting]) -> RequirementFinding:
    outcomes: list[Outcome] = [shown(judged.items[m].outcome, item=True) for m in requirement.members]
    form: Literal["all_of", "at_least"] = "at_least" if requirement.optional else "all_of"
    needed = requirement.at_least or sum(o not in ("not_applicable", NOT_SELECTED) for o in outcomes)
    outcome = shown(judged.requirements[requirement.id].outcome)
    open_members = [m for m, o in zip(requirement.members, outcomes, strict=True) if o == "undetermined"]
    settled = None
    if outcome == "undetermined":
        settled = group_settlement(form, needed - outcomes.count("met"),
                                   [wanting[m].settlement for m in open_members if m in wanting])
    return RequirementFinding(
        id=requirement.id, outcome=outcome,
        form=form, met=outcomes.count("met"),
        unmet=outcomes.count("unmet"), undetermined=outcomes.count("undetermined"),
        not_applicable=outcomes.count("not_applicable"), not_selected=outcomes.count(NOT_SELECTED),
        needed=needed, members=list(requirement.members), settled_by=settled)


def _trace(judged: Conclusions) -> list[Step]:
    """Every firing, items first."""
    def steps(stage: Stage, firings: Mapping[str, Firing]) -> list[Step]:
        return [Step(stage=stage, subject=f.subject, rule=f.rule, outcome=concluded(f.outcome))
                for f in firings.values()]

    return [*steps("item", judged.items), *steps("requirement", judged.requirements),
            *steps("verdict", {VERDICT: judged.verdict})]
