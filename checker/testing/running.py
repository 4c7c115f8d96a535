"""Runs a case: a small dossier is made of what it gives, and judged as any other.

Owns the way from a case to its result.  It must not know what is expected of coverage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from checker.concluding.conclude import conclude_groups, conclude_items, conclude_shown
from checker.concluding.engine import Engine
from checker.concluding.outcome import shown
from checker.dossier.dossier import Dossier
from checker.errors import DossierError, Problem, RulesetError
from checker.evidence.binding import bind
from checker.evidence.facts import Value
from checker.judging.tiering import tier_found
from checker.measuring.measure import measure, only_shown
from checker.measuring.measurement import Measurement
from checker.measuring.owing import owed
from checker.messages import text
from checker.quantity.display import spoken
from checker.ruleset.compiled import Ruleset
from checker.testing.cases import Case, Given, year_of
from checker.validation import build
from checker.verdict.part import Outcome

_SOURCE = {"place": "用例", "words": "用例"}
BASE = "construction_base_year"


@dataclass(frozen=True)
class CaseResult:
    """What a case gave; ``measurement`` for a case of an item."""

    case: Case
    passed: bool
    expected: str
    found: str
    measurement: Measurement | None = None


def run(case: Case, ruleset: Ruleset, engine: Engine) -> CaseResult:
    """Run one case against ``ruleset``."""
    return _run_item(case, ruleset, engine) if case.item else _run_groups(case, ruleset, engine)


def _run_item(case: Case, ruleset: Ruleset, engine: Engine) -> CaseResult:
    assert case.item is not None
    try:
        evidence = bind(dossier_of(case, ruleset), ruleset, case.period)
    except DossierError as error:
        raise RulesetError([_unusable(case, problem) for problem in error.problems]) from None
    if case.item in ruleset.shown:
        measurement = only_shown(ruleset.shown[case.item], evidence, ruleset)
        firing = conclude_shown({case.item: measurement}, engine)[case.item]
    else:
        measurement = measure(ruleset.items[case.item], evidence, ruleset)
        firing = conclude_items({case.item: measurement}, None, ruleset, engine)[case.item]
    found, expected = [_outcome(shown(firing.outcome, item=True))], [_outcome(case.expect)]
    if case.value is not None:
        expected.append(f"{case.value:f}")
        found.append(_numbers(v for e in measurement.deciding for v in e.values))
    if case.amount is not None:
        expected.append(f"{case.amount:f}")
        found.append(_numbers(v for _, e in owed(measurement, evidence, ruleset) for v in e.values))
    account = not ruleset.kind.compares
    for table, decides in ((case.values, True), (case.aside, False)):
        for reading, value in table.items():
            expected.append(f"{reading} {value:f}")
            found.append(f"{reading} " + _numbers(
                v for e in measurement.evaluations if e.reading == reading for v in e.values
                if e.decides == decides or (decides and not account)))
    if case.tiers:
        expected.append("、".join(case.tiers))
        told = tier_found({case.item: measurement}, evidence, ruleset)
        found.append("、".join(told.possible if told else ()))
    return CaseResult(case, found == expected, "，".join(expected), "，".join(found), measurement)


def _numbers(values: Iterable[Value]) -> str:
    """The different exact values, in words."""
    different = dict.fromkeys(v if isinstance(v, str) else spoken(v, full=True) for v in values)
    return "、".join(different) or text("case.no_value")


def _outcome(outcome: Outcome) -> str:
    return text(f"outcome.{outcome}")


def _run_groups(case: Case, ruleset: Ruleset, engine: Engine) -> CaseResult:
    judged = conclude_groups(case.outcomes, ruleset, engine)
    found: dict[str, Outcome | None] = {"": shown(judged.verdict.outcome), **{
        name: shown(judged.requirements[name].outcome) if name in judged.requirements else None
        for name in case.requirements}}
    expected = {"": case.expect, **case.requirements}
    return CaseResult(case, found == expected, _said(expected), _said(found))


def _said(outcomes: Mapping[str, Outcome | None]) -> str:
    return "，".join(f"{name} {_outcome(o) if o else '—'}".strip() for name, o in outcomes.items())


def _scope(case: Case, ruleset: Ruleset) -> str:
    """The scope in which everything that a case gives is stated: the item's own where it has one."""
    item = {**ruleset.items, **ruleset.shown}.get(case.item or "")
    scopes = item.model.scopes if item else []
    return scopes[0] if scopes else "用例"


def dossier_of(case: Case, ruleset: Ruleset) -> Dossier:
    """The dossier that a case describes: one scope and one price basis throughout."""
    base = next((int(str(g.value)) for g in case.given if g.kind == "attribute" and g.name == BASE
                 and re.fullmatch("[0-9]{4}", str(g.value))), None)
    data: dict[str, Any] = {
        "schema": "dossier/1", "subject": {"name": "用例", "kind": ruleset.model.judges},
        "period": case.period, "defaults": {"scope": _scope(case, ruleset), "price_basis": "用例"},
        "attributes": {}, "declarations": [], "observations": [],
        "reported": [], "lists": [], "opinions": []}
    for given in case.given:
        _put(data, given, case, ruleset, base)
    dossier, problems = build(Dossier, data)
    if dossier is None:
        raise DossierError(problems)
    return dossier


def _unusable(case: Case, problem: Problem) -> Problem:
    reason = text(problem.code, **problem.params)
    return Problem("case.unusable", {"name": case.name, "reason": reason}, file=case.file, line=case.line)


def _put(data: dict[str, Any], given: Given, case: Case, ruleset: Ruleset, base: int | None) -> None:
    if given.kind == "attribute":
        if ruleset.model.attributes[given.name].declared:
            truth = {True: "是", False: "否"}.get(given.value, given.value)
            data["declarations"].append({
                "about": given.name, "value": str(truth), "by": "用例", "source": _SOURCE})
        else:
            data["attributes"][given.name] = {"value": given.value, "source": _SOURCE}
        return
    if given.kind == "opinion":
        data["opinions"].append({"item": case.item, "finding": given.value, "by": "用例", "why": "用例",
                                 "source": _SOURCE})
        return
    if given.kind == "report":
        item = ruleset.items[str(case.item)]
        named = item.model.readings.get(given.at or "")
        unit = (named and named.unit) or item.model.unit
        entry = {"item": case.item, "value": given.value, "source": _SOURCE}
        data["reported"].append({**entry, **({"unit": unit} if unit else {}),
                                 **({"reading": given.at} if given.at else {})})
        return
    year = year_of(given.at, case.period, base)
    if year is None:
        return
    if given.kind == "list":
        complete, entries = bool(given.value.get("complete")), given.value.get("entries", [])
        data["lists"].append({
            "list": given.name, "year": year, "complete": complete, "source": _SOURCE, "entries": entries,
            **({"declared_by": "用例", "count": len(entries)} if complete else {})})
        return
    unit = ruleset.model.quantities[given.name].unit
    data["observations"].append({"quantity": given.name, "year": year, "value": given.value,
                                 "source": _SOURCE, **({"unit": unit} if unit else {})})
