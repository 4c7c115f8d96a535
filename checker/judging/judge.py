"""Judging: a dossier, a ruleset and a date in, a verdict out, with what it was found from.

Owns the order of steps: evidence, measurements, conclusions, findings, the verdict.  No
clock, environment, file, network or print here or below.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial

from checker.concluding.conclude import VERDICT, Conclusions, conclude, conclude_shown
from checker.concluding.engine import Engine, Firing
from checker.concluding.outcome import concluded, shown
from checker.concluding.procedure import TOLD, TRIAL
from checker.dossier.dossier import Dossier
from checker.dossier.holding import holding
from checker.errors import DossierError
from checker.evidence.binding import bind
from checker.judging import as_shown, restating
from checker.judging.amounts import amounts_shown
from checker.judging.deciding import decided_by
from checker.judging.findings import findings
from checker.judging.judged_case import JudgedCase
from checker.judging.measured_case import measure_all
from checker.judging.notes import reader_notes
from checker.judging.purpose import bearing, notes, reason_facts
from checker.judging.restating import Restated
from checker.judging.rule_notes import provisions
from checker.judging.series import progress, reconciliation, years_found
from checker.judging.tiering import tier_found
from checker.measuring.index_value import index_found
from checker.ruleset.compiled import Ruleset
from checker.verdict.found import Stage, Step
from checker.verdict.part import Purpose
from checker.verdict.verdict import SCHEMA, Verdict


def judge(dossier: Dossier, ruleset: Ruleset, assessed_on: dt.date, engine: Engine,
          digest: str, purpose: Purpose | None = None, *, told: bool = False) -> JudgedCase:
    """Judge ``dossier`` by ``ruleset`` as of ``assessed_on``.

    ``digest`` is the dossier's; ``purpose`` asks for ``formal`` or ``trial``; ``told`` when the caller named
    the ruleset.  Raises :class:`checker.errors.DossierError` when the dossier doesn't fit its definitions.
    """
    held = holding(dossier)
    given, dossier = dossier, held.dossier
    try:
        evidence = bind(dossier, ruleset, dossier.period or assessed_on.year)
    except DossierError as error:
        raise held.moved_back(error) from None
    measured = measure_all(evidence, ruleset)
    case = partial(bearing, dossier, ruleset, assessed_on, purpose)
    judged = conclude(measured.now, evidence.selected, ruleset, engine,
                      lambda drawn: reason_facts(case(drawn)), measured.beside)
    assert judged.purpose is not None  # it follows from the reasons, which were given
    weighed, outcome = case(judged), shown(judged.verdict.outcome)
    restated = Restated(dossier, evidence, measured.by_year, ruleset)
    found = findings(measured.now, judged, evidence, restated, ruleset)
    aside = conclude_shown(measured.shown, engine)
    amounts = amounts_shown(measured.shown, aside, evidence, ruleset, restated)
    verdict = Verdict(
        schema_=SCHEMA, outcome=outcome, purpose=judged.purpose, assessed_on=assessed_on,
        period=evidence.period, base=evidence.base, subject=restating.subject(dossier),
        ruleset=restating.ruleset_used(ruleset, dossier, told), overlays=restating.overlays(ruleset),
        dossier=restating.dossier_ref(dossier, digest), documents=restating.documents(given),
        facts=restating.facts(evidence), attributes=restating.attributes(dossier, ruleset),
        data=restated.data, lists=restated.lists, reported=restated.reported,
        withdrawn=restating.withdrawn(held, ruleset),
        findings=found.items, for_information=amounts, requirements=found.requirements,
        decided_by=decided_by(judged, ruleset),
        reviews=[part.item for part in found.items if part.outcome == "review"],
        missing=found.missing, settled_by=found.settled_by,
        indices=[index_found(index, measured.now, evidence.selected) for index in ruleset.model.indices],
        tier=tier_found(measured.now, evidence, ruleset),
        years=years_found(measured.years, measured.outcomes(judged), ruleset, evidence.selected),
        progress=progress(measured.years, evidence.period),
        reconciliation=reconciliation(measured.by_year, restated),
        notes=[*notes(weighed, TRIAL),
               *reader_notes(evidence, found.items, found.missing, outcome, measured.by_year,
                             restated.promised, ruleset),
               *as_shown.notes(found.items, measured.by_cells, measured.concluded_by_cells(judged)),
               *provisions(ruleset, assessed_on, found.items, notes(weighed, TOLD))],
        trace=_trace(judged))
    return JudgedCase(verdict, dossier, evidence, measured.now, judged.items)


def _trace(judged: Conclusions) -> list[Step]:
    """Every firing, items first."""
    def steps(stage: Stage, firings: Mapping[str, Firing]) -> list[Step]:
        return [Step(stage=stage, subject=f.subject, rule=f.rule, outcome=concluded(f.outcome))
                for f in firings.values()]

    return [*steps("item", judged.items), *steps("requirement", judged.requirements),
            *steps("verdict", {VERDICT: judged.verdict})]
