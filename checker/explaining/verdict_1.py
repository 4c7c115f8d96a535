"""Verdicts of format verdict/1, which hold words: how much of one is compared.

Owns the reading of that format as far as a later verdict is put beside it.  It must not compare.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from checker.explaining.compared import ComparedItem, ComparedVerdict, ReadingData, sorted_data
from checker.quantity.display import with_unit
from checker.text.normal import folded
from checker.verdict.changed import ItemBefore, WordsBefore
from checker.verdict.part import Outcome

SCHEMA = "verdict/1"


class _Old(BaseModel):
    """A part of such a verdict: only what is compared."""

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


class _OldTier(_Old):
    possible: list[str]


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
    tier: _OldTier | None = None


def compared_words(data: Any) -> ComparedVerdict:
    """A verdict in words as a side of a comparison; raises ``ValueError`` where it is none."""
    verdict = _OldVerdict.model_validate(data)
    return ComparedVerdict(
        subject=verdict.subject.name, period=verdict.period, assessed_on=verdict.assessed_on,
        outcome=verdict.outcome, purpose=verdict.purpose, ruleset=verdict.ruleset.id,
        rules=[verdict.ruleset.digest, *(overlay.digest for overlay in verdict.overlays)],
        not_covered=verdict.ruleset.not_covered,
        items={finding.item: _item(finding) for finding in verdict.findings}, figures=_figures(verdict),
        tiers=verdict.tier.possible if verdict.tier else ())


def _item(finding: _OldFinding) -> ComparedItem:
    return ComparedItem(
        before=ItemBefore(outcome=finding.outcome,
                          words=WordsBefore(shown=finding.shown, unit=finding.unit, limit=finding.limit)),
        demand=(finding.limit, finding.formula, finding.unit), missing=finding.missing,
        value=(finding.value, finding.shown), data=_data(finding))


def _data(finding: _OldFinding) -> ReadingData:
    """What each reading that decides was computed from, or the values that were reported."""
    return sorted_data((e.reading, [
        *((o.quantity, _amount(o), o.scope, o.price_basis) for o in e.operands),
        *((value,) for value in (*(e.values if e.basis == "reported" else ()), *e.lists))])
        for e in finding.evaluations if e.decides)


def _figures(verdict: _OldVerdict) -> dict[tuple[object, ...], list[str]]:
    """The figures of the verdict's own period, as amounts in one unit where there is one."""
    found: dict[tuple[object, ...], list[str]] = {}
    for datum in verdict.data:
        if datum.bound_of is None and datum.year in (None, verdict.period):
            key = (datum.quantity, datum.scope, datum.price_basis)
            found.setdefault(key, []).append(_amount(datum))
    for report in verdict.reported:
        if report.year in (None, verdict.period):
            amount = with_unit(report.value, report.unit)
            found.setdefault((report.item, report.reading), []).append(amount)
    return {key: sorted(several) for key, several in found.items()}


def _amount(datum: _OldDatum) -> str:
    """A datum in the ruleset's unit, however it was written."""
    return folded(datum.converted or with_unit(datum.value, datum.unit, " "))
