"""From a policy's workbook to the ruleset that it comes to.

Owns the reading of the whole book and the order of what is made of it.  It must not judge, and it writes
no file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checker.errors import DossierError, Problem, RulesetError
from checker.files.textfile import TextFile
from checker.forms.grid import GridLine, lines_of, shape
from checker.messages import text
from checker.places import SheetName
from checker.ruleset.codes import CodeSystem
from checker.ruleset.common_terms import shared_terms
from checker.ruleset.compiled import Ruleset
from checker.ruleset.composing import composed
from checker.ruleset.loading import from_data
from checker.sheets.spreadsheet import Cell, Sheet, sheets_of
from checker.typed.policy_bans import read_bans, read_clauses, read_questions
from checker.typed.policy_draft import PolicyDraft
from checker.typed.policy_floors import TypedMetric, floor_columns, read_floors, read_metrics
from checker.typed.policy_sheets import ANSWERS, COLUMNS, DOCUMENT, DUE, SEEN, sheet_of, table_of, words_of
from checker.typed.policy_terms import read_conditions, read_terms, terms_of

_LANGUAGE = 3


@dataclass(frozen=True)
class TypedPolicy:
    """The ruleset as plain data, with its short forms, and what is to be said of the workbook."""

    rules: dict[str, Any]
    ruleset: Ruleset


def typed_policy(raw: bytes, name: str) -> TypedPolicy:
    """The ruleset of a workbook; raises :class:`DossierError` with every fault by sheet and cell."""
    sheets = sheets_of(raw, name, DossierError)
    draft = PolicyDraft({}, system=CodeSystem.model_validate(shared_terms("classifications")["gbt4754_2017"]))
    missing = [key for key in COLUMNS if sheet_of(key) not in sheets]
    draft.problems += [Problem("form.sheet_missing", {"sheet": sheet_of(key)}) for key in missing]
    if missing:
        raise DossierError(draft.problems).at(name, {})
    rules = _TypedSheets(sheets, draft).rules()
    if draft.problems:
        raise DossierError(_once(draft.problems)).at(name, {})
    file = TextFile(name, raw, rules, cells=draft.cells)
    try:
        return TypedPolicy(rules, from_data(composed(file).data))
    except RulesetError as error:
        raise error.at(name, draft.cells) from None


class _TypedSheets:
    """The sheets of a workbook, read one after the other."""

    def __init__(self, sheets: Mapping[str, Sheet], draft: PolicyDraft) -> None:
        self.sheets, self.draft = sheets, draft

    def lines(self, key: str, more: Sequence[str] = ()) -> list[GridLine]:
        """The rows of a sheet."""
        return lines_of(self.sheets[sheet_of(key)], table_of(key, more), self.draft.problems)

    def rules(self) -> dict[str, Any]:
        """Everything that the book comes to, in the order of a ruleset's file."""
        draft = self.draft
        head = self._document()
        read_terms(self.lines("terms"), draft)
        conditions = read_conditions(self.lines("conditions"), draft)
        metrics = read_metrics(self.lines("metrics"), draft)
        headings = [entry.text for entry in self.sheets[sheet_of("floors")].cells.values() if entry.text]
        columns = floor_columns(headings, draft, metrics)
        for label in metrics:
            if label not in columns:
                where = Cell(SheetName(sheet_of("floors")))
                draft.complain(where, "policy.no_column", name=label)
        rows = read_floors(self.lines("floors", columns), columns, draft, metrics)
        bans, questions = read_bans(self.lines("bans"), draft), read_questions(self.lines("questions"), draft)
        clauses = read_clauses(self.lines("clauses"), draft)
        items = self._numbered(str(head.pop("prefix")), _floors(metrics, rows, draft), [*bans, *questions])
        parts = {**head, **terms_of(draft), "factors": draft.factors, "definitions": dict(conditions),
                 "indicators": items, "clauses": clauses}
        return {name: part for name, part in parts.items() if part not in ({}, [])}

    def _document(self) -> dict[str, Any]:
        """What the policy is, by the answers on the first sheet."""
        draft, sheet = self.draft, self.sheets[sheet_of(DOCUMENT)]
        rows = {shape(text(f"policy.answer.{name}")): name for name in ANSWERS}
        found: dict[str, Cell] = {}
        for line in self.lines(DOCUMENT):
            name = rows.get(shape(line["item"].text))
            if name is None:
                draft.unknown(line, "item", [text(f"policy.answer.{one}") for one in ANSWERS])
            elif name in found:
                draft.complain(line["item"], "form.row_twice", name=line["item"].text, first="")
            else:
                found[name] = line["answer"]
        said = {name: found.get(name, Cell(SheetName(sheet.place))) for name in ANSWERS}
        for name in DUE:
            if not said[name].text:
                draft.complain(said[name], "policy.answer_due", name=text(f"policy.answer.{name}"))
        draft.seen = draft.word(said["seen"], words_of("seen", SEEN)) or "unknown"
        force = {"from": _day(said["since"], draft), "until": _day(said["until"], draft), "seen": draft.seen,
                 "note": said["lies"].text}
        head = {"schema": "ruleset/1", "id": said["id"].text, "title": said["title"].text,
                "document": said["number"].text, "issuer": said["issuer"].text or text("policy.no_issuer"),
                "judges": "project", "concludes": "admission", "caveat": said["caveat"].text,
                "formula_language": _LANGUAGE,
                "in_force": {key: value for key, value in force.items() if value}, "note": said["note"].text}
        draft.cells |= {(key,): said[name].address for key, name in (
            ("id", "id"), ("title", "title"), ("document", "number"), ("issuer", "issuer"),
            ("in_force", "since"), ("caveat", "caveat"), ("note", "note"))}
        return {**{key: value for key, value in head.items() if value}, "prefix": said["prefix"].text or "P"}

    def _numbered(self, prefix: str, *groups: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The items with their ids, counted in the order of the workbook."""
        items = [item for group in groups for item in group]
        self.draft.cells |= {("indicators", place): self.draft.places[id(item["source"])]
                             for place, item in enumerate(items)}
        return [{"id": f"{prefix}.{number}", **item} for number, item in enumerate(items, 1)]


def _day(entry: Cell, draft: PolicyDraft) -> dt.date | str | None:
    """A day, or the year or month as far as it is known."""
    return entry.date or (entry.text or None)


def _floors(metrics: Mapping[str, TypedMetric], rows: Sequence[Mapping[str, Any]],
            draft: PolicyDraft) -> list[dict[str, Any]]:
    """The items of the metrics with the rows that are theirs."""
    return [{**metric.item, **({"readings": metric.readings} if metric.readings else {}),
             "limit": [{**{key: part for key, part in row.items() if key != "cells"},
                        **_cell(row["cells"][label], metric)} for row in rows if label in row["cells"]]}
            for label, metric in metrics.items()]


def _cell(cell: Mapping[str, Any], metric: TypedMetric) -> dict[str, Any]:
    return {metric.compares: cell["bound"]} if "bound" in cell else dict(cell)


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """Each problem of a cell once, however often the cell was read."""
    return list({(problem.code, problem.path, str(problem)): problem for problem in problems}.values())
