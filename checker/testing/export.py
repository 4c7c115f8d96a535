"""The cases of a ruleset as plain JSON, for another program to prove itself by.

Owns the portable format: the ruleset's own data, each case's dossier, and what is expected of it.
It must not write files.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from checker.concluding.conclude import conclude_groups
from checker.concluding.engine import Engine
from checker.concluding.outcome import shown
from checker.errors import Problem, RulesetError
from checker.files.canonical import canonical_model, digest
from checker.judging.judge import judge
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import earliest, latest, status
from checker.testing.cases import Case
from checker.testing.running import dossier_of, run
from checker.verdict.part import Outcome
from checker.wording.speaking import worded
from checker.wording.worded import Finding, WordedVerdict

SCHEMA = "portable-cases/1"


def portable(ruleset: Ruleset, cases: Sequence[Case], engine: Engine) -> dict[str, Any]:
    """The ruleset and its cases as plain data; raises :class:`RulesetError` when a case fails."""
    results = [run(case, ruleset, engine) for case in cases]
    failed = [Problem("export.case_failed", {"name": r.case.name, "expected": r.expected, "found": r.found},
                      file=r.case.file, line=r.case.line) for r in results if not r.passed]
    if failed:
        raise RulesetError(failed)
    return {
        "schema": SCHEMA, "ruleset": json.loads(canonical_model(ruleset.model)),
        "ruleset_digest": ruleset.digest,
        "cases": [_of_item(case, ruleset, engine) if case.item else _of_groups(case, ruleset, engine)
                  for case in cases]}


def _of_item(case: Case, ruleset: Ruleset, engine: Engine) -> dict[str, Any]:
    """A dossier, and what the verdict on it says of the item."""
    assert case.item is not None
    dossier = dossier_of(case, ruleset)
    canonical = canonical_model(dossier)
    day = assessed_on(ruleset, case.period)
    verdict = judge(dossier, ruleset, day, engine, digest(canonical)).verdict
    expected = expectation(worded(verdict, ruleset), case.item)
    if expected["outcome"] != case.expect:
        raise RulesetError(Problem("export.case_failed", {
            "name": case.name, "expected": case.expect, "found": expected["outcome"]}, file=case.file,
            line=case.line))
    return {"name": case.name, "item": case.item, "dossier": json.loads(canonical),
            "assessed_on": day.isoformat(), "expect": expected, "stated": _stated(case)}


def expectation(verdict: WordedVerdict, item: str) -> dict[str, Any]:
    """What a verdict says of one item, as far as another program has to agree."""
    amount = next((part for part in verdict.for_information if part.item == item), None)
    if amount is not None:
        return {"outcome": amount.outcome, "evaluations": [
            {"reading": part.reading, "values": part.shown} for part in amount.amounts]}
    finding: Finding = verdict.finding(item)
    short = finding.clause.shortfall if finding.clause else None
    charges = [{"reading": part.reading, "values": part.shown} for part in short.amounts] if short else []
    return {**({"charges": charges} if charges else {}), "outcome": finding.outcome, "evaluations": [
        {"reading": part.reading, "decides": part.decides, "outcome": part.outcome, "values": part.values}
        for part in finding.evaluations]}


def _stated(case: Case) -> dict[str, Any]:
    """What a person wrote down from the document, before any program computed it."""
    stated: dict[str, Any] = {"outcome": case.expect}
    if case.value is not None:
        stated["value"] = f"{case.value:f}"
    if case.amount is not None:
        stated["amount"] = f"{case.amount:f}"
    if case.tiers:
        stated["tiers"] = list(case.tiers)
    if case.values:
        stated["values"] = {reading: f"{value:f}" for reading, value in case.values.items()}
    return stated


def _of_groups(case: Case, ruleset: Ruleset, engine: Engine) -> dict[str, Any]:
    """Outcomes of all items, and what follows for requirements and verdict."""
    return {"name": case.name, "outcomes": dict(case.outcomes),
            "expect": concluded(dict(case.outcomes), ruleset, engine),
            "stated": {"outcome": case.expect, "requirements": dict(case.requirements)}}


def concluded(outcomes: Mapping[str, Outcome], ruleset: Ruleset, engine: Engine) -> dict[str, Any]:
    """The verdict's outcome and that of every requirement, given those of the items."""
    judged = conclude_groups(outcomes, ruleset, engine)
    return {"outcome": shown(judged.verdict.outcome), "requirements": {
        name: shown(firing.outcome) for name, firing in judged.requirements.items()}}


def assessed_on(ruleset: Ruleset, period: int) -> dt.date:
    """The last day of the period if the edition is in force then, else the first day on which it is.

    Where it is never known to be in force, the last day of the period.
    """
    model, end = ruleset.model, dt.date(period, 12, 31)
    for day in (end, latest(model.in_force.since), earliest(model.in_force.since)):
        if status(model.in_force, model.superseded_by, day) == "in_force":
            return day
    return end
