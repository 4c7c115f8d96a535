"""What changed since an earlier verdict, item by item, and whether the data or the rules did it.

Owns the comparison of two verdicts of one ruleset.  It reads nothing but the verdicts and decides
nothing.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from checker.errors import Problem, UsageError
from checker.explaining.unmoved import unmoved_since
from checker.files.canonical import canonical, digest
from checker.quantity.display import with_unit
from checker.text.normal import folded
from checker.verdict.part import Outcome
from checker.wording.annexed import FiguresPart, ItemChange, PreviousPart
from checker.wording.restated import Operand
from checker.wording.worded import Finding, WordedVerdict


class _Old(BaseModel):
    """A part of an earlier verdict, perhaps of an earlier version: only what is compared."""

    model_config = ConfigDict(extra="ignore")


class _OldRuleset(_Old):
    id: str
    digest: str
    not_covered: list[str] = []


class _OldOverlay(_Old):
    digest: str


class _OldDatum(_Old):
    quantity: str
    year: int | None = None
    value: str
    unit: str | None = None
    converted: str | None = None
    scope: str | None = None
    price_basis: str | None = None
    bound_of: str | None = None


class _OldEvaluation(_Old):
    reading: str | None = None
    decides: bool = True
    basis: str
    values: list[str] = []
    operands: list[_OldDatum] = []
    lists: list[str] = []


class _OldFinding(_Old):
    item: str
    outcome: Outcome
    value: str | None = None
    shown: str | None = None
    unit: str | None = None
    limit: str
    formula: list[str] = []
    missing: list[str] = []
    evaluations: list[_OldEvaluation] = []


class _OldSubject(_Old):
    name: str


class _OldReport(_Old):
    item: str
    year: int | None = None
    value: str
    unit: str | None = None
    reading: str | None = None


class _OldVerdict(_Old):
    subject: _OldSubject
    outcome: Outcome
    purpose: Literal["formal", "trial"]
    period: int
    assessed_on: str
    ruleset: _OldRuleset
    overlays: list[_OldOverlay] = []
    findings: list[_OldFinding]
    data: list[_OldDatum] = []
    reported: list[_OldReport] = []


def read_previous(data: Any) -> _OldVerdict:
    """The earlier verdict in a file's data; raises :class:`UsageError` when it is none."""
    if isinstance(data, dict) and "verdicts" in data:
        raise UsageError(Problem("previous.several_verdicts"))
    try:
        return _OldVerdict.model_validate(data)
    except ValueError:
        raise UsageError(Problem("previous.not_a_verdict")) from None


def with_previous(verdict: WordedVerdict, data: Any) -> WordedVerdict:
    """``verdict`` with what changed since the one in ``data``; raises :class:`UsageError`."""
    old = read_previous(data)
    if old.ruleset.id != verdict.ruleset.id:
        raise UsageError(Problem("previous.other_ruleset", {
            "given": old.ruleset.id, "due": verdict.ruleset.id}))
    before = {finding.item: finding for finding in old.findings}
    same = _rules(old) == _rules(verdict)
    changes, moved = [], []
    for finding in verdict.findings:
        earlier = before.get(finding.item)
        if change := _change(earlier, finding, same):
            changes.append(change)
        elif earlier is not None and (earlier.value, earlier.shown) != (finding.value, finding.shown):
            moved.append(_part(earlier, finding, "years"))
    known = {finding.item for finding in verdict.findings}
    part = PreviousPart(
        digest=digest(canonical(data)), subject=old.subject.name, period=old.period,
        assessed_on=old.assessed_on, outcome=old.outcome, purpose=old.purpose, same_rules=same,
        not_covered=old.ruleset.not_covered,
        items=changes, moved=moved,
        figures=_figures(old, verdict),
        unchanged=len(before.keys() & known) - sum(c.before is not None for c in changes),
        dropped=[item for item in before if item not in known])
    return verdict.model_copy(update={
        "previous": part, "doubts": [*verdict.doubts, *unmoved_since(data, verdict)]})


def _figures(old: _OldVerdict, now: WordedVerdict) -> FiguresPart:
    """The figures of either's own period, side by side: what was stated, not what came of it."""
    before, after = _stated(old), _stated(now)
    both = before.keys() & after.keys()
    return FiguresPart(compared=len(both), equal=sum(before[key] == after[key] for key in both))


def _stated(verdict: _OldVerdict | WordedVerdict) -> dict[tuple[str | None, ...], list[str]]:
    """The figures of the verdict's own period, as amounts in one unit where there is one."""
    found: dict[tuple[str | None, ...], list[str]] = {}
    for datum in verdict.data:
        if datum.bound_of is None and datum.year in (None, verdict.period):
            key = ("quantity", datum.quantity, datum.scope, datum.price_basis)
            found.setdefault(key, []).append(_amount(datum))
    for report in verdict.reported:
        if report.year in (None, verdict.period):
            amount = with_unit(report.value, report.unit, " ")
            found.setdefault(("report", report.item, report.reading), []).append(amount.strip())
    return {key: sorted(several) for key, several in found.items()}


def _amount(datum: _OldDatum | Operand) -> str:
    """A datum in the ruleset's unit, however it was written."""
    return folded(datum.converted or with_unit(datum.value, datum.unit, " "))


def _rules(verdict: _OldVerdict | WordedVerdict) -> list[str]:
    return [verdict.ruleset.digest, *(overlay.digest for overlay in verdict.overlays)]


def _change(old: _OldFinding | None, now: Finding, same_rules: bool) -> ItemChange | None:
    """What changed of an item; under the same rules another limit is that of another year or case."""
    if old is None:
        return _part(None, now, "rules")
    limit = (old.limit, old.formula, old.unit) != (now.limit, now.formula, now.unit)
    data = _undated(old.missing) != _undated(now.missing) or _other_data(old, now)
    if not limit and not data and old.outcome == now.outcome:
        return None
    if not limit:
        return _part(old, now, "data")
    if same_rules:
        return _part(old, now, "case_and_data" if data else "case")
    return _part(old, now, "both" if data else "rules")


def _other_data(old: _OldFinding, now: Finding) -> bool:
    """Whether some reading that decides in both was computed from other data, of whatever year."""
    before, after = _data(old), _data(now)
    return any(before[reading] != after[reading] for reading in before.keys() & after.keys())


def _data(finding: _OldFinding | Finding) -> dict[str | None, list[tuple[str | None, ...]]]:
    """What each reading that decides was computed from, or the values that were reported."""
    found: dict[str | None, list[tuple[str | None, ...]]] = {}
    for e in finding.evaluations:
        if e.decides:
            stated = e.values if e.basis == "reported" else []
            found.setdefault(e.reading, []).extend([
                *((o.quantity, _amount(o), o.scope, o.price_basis) for o in e.operands),
                *((value,) for value in (*stated, *e.lists))])
    return {reading: sorted(data, key=str) for reading, data in found.items()}


def _undated(missing: list[str]) -> list[str]:
    """Needs without their year, which is another each time."""
    return sorted({need.partition("@")[0] for need in missing})


def _part(old: _OldFinding | None, now: Finding, cause: str) -> ItemChange:
    return ItemChange(
        item=now.item, label=now.label, cause=cause, unit=now.unit,
        before=old.outcome if old else None, after=now.outcome,
        value_before=old.shown if old else None, value_after=now.shown,
        limit_before=old.limit if old else None, limit_after=now.limit)
