"""The metrics of a typed policy and its table of floors.

Owns the reading of both sheets: which item each metric is, and which row of the table says what of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from checker.forms.grid import GridLine
from checker.messages import text
from checker.quantity.unit import Unit, UnknownUnit
from checker.sheets.spreadsheet import Cell
from checker.text.normal import folded
from checker.typed.policy_draft import PolicyDraft
from checker.typed.policy_sheets import COMPARES, EFFECTS, NO_NUMBER, table_of, words_of
from checker.typed.usual_terms import usual_metrics, usual_terms
from checker.validation import shorten

# What a floor that is not reached comes to: a refusal, a person's look, or nothing.
_LIMITS = {"refuse": {"limits": "requirement"}, "review": {"limits": "reference"},
           "reference": {"limits": "reference", "weight": "guiding"}}


@dataclass
class TypedMetric:
    """A metric as it was typed: its item in the making, how values compare, and the column of the floors."""

    label: str
    item: dict[str, Any]
    unit: str
    compares: str
    readings: dict[str, dict[str, Any]] = field(default_factory=dict)


def read_metrics(lines: Sequence[GridLine], draft: PolicyDraft) -> dict[str, TypedMetric]:
    """The metrics that are chosen, by label; several rows of one are readings of it."""
    found: dict[str, TypedMetric] = {}
    for line in lines:
        label = line["label"].text
        if not label:
            draft.complain(line["label"], "form.no_name", heading=line.heading("label"))
        elif draft.truth(line["use"]) is not False and line["use"].text:
            _metric(line, label, found, draft)
    return found


def _metric(line: GridLine, label: str, found: dict[str, TypedMetric], draft: PolicyDraft) -> None:
    formula, unit = _formula(line, draft), _unit(line, draft)
    known = found.get(label)
    if known is None:
        compares = draft.word(line["compares"], words_of("compares", COMPARES))
        effect = draft.word(line["effect"], words_of("effect", EFFECTS))
        for key, said in (("compares", compares), ("effect", effect)):
            if said is None and not line[key].text:
                draft.lacks(line, key, label)
        item: dict[str, Any] = {
            "label": label, "category": text("policy.category.floors"), "unit": unit or "1",
            **_LIMITS.get(effect or "", {}), **provenance(line, draft)}
        draft.places[id(item["source"])] = line["label"].address
        applies = draft.condition(line["applies"])
        item |= {"applies_when": applies} if applies else {}
        found[label] = known = TypedMetric(label, item, unit or "1", compares or "at_least")
    name = line["reading"].text
    if (not name and known.readings) or (name and "value" in known.item):
        draft.complain(line["reading"], "policy.reading_due", name=label)
    elif name:
        known.readings[f"reading_{len(known.readings) + 1}"] = {"label": name, "value": formula or ""}
    elif "value" in known.item:
        draft.complain(line["label"], "form.row_twice", name=label, first="")
    else:
        known.item["value"] = formula or ""


def _formula(line: GridLine, draft: PolicyDraft) -> str | None:
    """One term, or one over another."""
    over = draft.term(line["over"], ["number"])
    under = draft.term(line["under"], ["number"]) if line["under"].text else None
    if over is None or (line["under"].text and under is None):
        return None
    return over[0] if under is None else f"{over[0]} / {under[0]}"


def _unit(line: GridLine, draft: PolicyDraft) -> str | None:
    written = line["unit"].text
    try:
        return Unit("1" if written == text("form.dimensionless") else written).text
    except UnknownUnit:
        draft.complain(line["unit"], "policy.unit_due", name=line["label"].text, given=shorten(written))
        return None


def provenance(line: GridLine, draft: PolicyDraft) -> dict[str, Any]:
    """Where a row stands in the document, in which words, and how that was seen."""
    seen = draft.seen_in(line["seen"])
    if not line["clause"].text:
        draft.complain(line["clause"], "policy.clause_due")
    source = {"place": line["clause"].text or "?", "name": seen, "limit": seen, "formula": "deduced"}
    words = line["words"].text
    return {"source": {**source, "note": text("policy.words", words=words)} if words else source}


def floor_columns(headings: Sequence[str], draft: PolicyDraft,
                  metrics: Mapping[str, TypedMetric]) -> list[str]:
    """The headings of the table of floors that the officer's own words made, as they are written there."""
    usual = [*usual_terms(), *(metric["label"] for metric in usual_metrics())]
    known = {folded(label) for label in [*draft.terms, *draft.named, *metrics, *usual]}
    fixed = set(table_of("floors").headings.values())
    return [heading for heading in headings if folded(heading) in known and heading not in fixed]


def read_floors(lines: Sequence[GridLine], columns: Sequence[str], draft: PolicyDraft,
                metrics: Mapping[str, TypedMetric]) -> list[dict[str, Any]]:
    """The rows of the table: each with its case and condition, and by metric's label what is due."""
    by_name = {folded(label): label for label in metrics}
    asked = {folded(label) for label in [*draft.terms, *draft.named]}
    conditions = [one for one in columns if folded(one) in asked]
    idle = [one for one in columns if folded(one) not in asked and folded(one) not in by_name]
    found = []
    for line in lines:
        for one in idle:
            if line.stands(one):
                draft.complain(line[one], "policy.not_used", name=one)
        said = [_held(one, line[one], draft) for one in conditions if line.stands(one)]
        cells = {by_name[folded(one)]: _floor(line[one], metrics[by_name[folded(one)]], draft)
                 for one in columns if folded(one) in by_name and line.stands(one)}
        if not cells:
            draft.complain(line["case"], "policy.empty_row")
            continue
        words = line["case"].text or "，".join(
            f"{one}：{line[one].text}" for one in conditions if line.stands(one))
        held = [one for one in said if one]
        row: dict[str, Any] = {"when": " and ".join(held), "case": words} if held else {}
        provenance(line, draft)
        found.append({**row, "cells": {label: cell for label, cell in cells.items() if cell}})
    return found


def _held(heading: str, cell: Cell, draft: PolicyDraft) -> str | None:
    """What a cell of a column of conditions asks, as a formula."""
    conditions = {folded(name): name for name in draft.named}
    if folded(heading) in conditions:
        holds = draft.truth(cell)
        name = draft.named[conditions[folded(heading)]]
        return None if holds is None else name if holds else f"not {name}"
    name, said = next(term for label, term in draft.terms.items() if folded(label) == folded(heading))
    if said["kind"] == "yes_no":
        holds = draft.truth(cell)
        return None if holds is None else name if holds else f"not {name}"
    return draft.among(name, said, cell)


def _floor(cell: Cell, metric: TypedMetric, draft: PolicyDraft) -> dict[str, Any] | None:
    """A number in the metric's unit, or why there is none."""
    none = words_of("none", NO_NUMBER)
    for word, kind in none.items():
        if folded(cell.text) == folded(word):
            return {kind: text(f"policy.why.{kind}")}
    number = draft.amount(cell, metric.unit)
    return None if number is None else {"bound": Decimal(number)}
