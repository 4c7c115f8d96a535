"""From a policy's workbook to the ruleset that it comes to.

Owns the reading of the whole book and the order of what is made of it.  It must not judge, and it writes
no file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checker.errors import DossierError, Problem, RulesetError
from checker.files.textfile import TextFile
from checker.forms.grid import GridLine, lines_of
from checker.linting.confusable import lint_names
from checker.linting.idle_limits import lint_limits
from checker.linting.idle_scores import lint_scores
from checker.linting.ruleset import Remark, lint
from checker.messages import in_source_language, text
from checker.places import SheetName
from checker.ruleset.codes import CodeSystem
from checker.ruleset.common_terms import shared_terms
from checker.ruleset.compiled import Ruleset
from checker.ruleset.composing import composed
from checker.ruleset.edition import UNKNOWN
from checker.ruleset.formula import FOURTH
from checker.ruleset.loading import from_data
from checker.sentence import Told
from checker.sheets.spreadsheet import Cell, Sheet, sheets_of
from checker.text.normal import folded
from checker.typed.policy_bans import read_bans, read_clauses, read_questions
from checker.typed.policy_conditions import idle_conditions, read_conditions
from checker.typed.policy_draft import PolicyDraft, Said
from checker.typed.policy_floors import NOTHING_SET, floor_columns, floor_items, read_floors
from checker.typed.policy_head import read_head
from checker.typed.policy_metrics import TypedMetric, read_metrics
from checker.typed.policy_rows import rows_told, unchecked
from checker.typed.policy_scores import TOTAL, read_scores
from checker.typed.policy_sheets import COLUMNS, DOCUMENT, sheet_of, table_of
from checker.typed.policy_terms import read_terms, terms_of
from checker.typed.policy_tiers import apart, read_tiers

_MOST_TOLD = 20
_TERMS = ("attributes", "quantities")


@dataclass(frozen=True)
class TypedPolicy:
    """The ruleset as plain data, with its short forms, and what is only to be said of the workbook."""

    rules: dict[str, Any]
    ruleset: Ruleset
    advice: Sequence[Told] = ()


@in_source_language
def typed_policy(raw: bytes, name: str) -> TypedPolicy:
    """The ruleset of a workbook; raises :class:`DossierError` with every fault by sheet and cell."""
    sheets = sheets_of(raw, name, DossierError, computed=True)
    draft = PolicyDraft({}, system=CodeSystem.model_validate(shared_terms("classifications")["gbt4754_2017"]))
    missing = [key for key in COLUMNS if sheet_of(key) not in sheets]
    draft.problems += [Problem("form.sheet_missing", {"sheet": sheet_of(key)}) for key in missing]
    known = {*map(sheet_of, COLUMNS), text("form.sheet.options")}
    draft.problems += [Problem("policy.other_sheet", {"sheet": one.name}, (one.place,))
                       for one in sheets.values() if one.name not in known and one.cells]
    if missing:
        raise DossierError(draft.problems).at(name, {})
    rules = _TypedSheets(sheets, draft).rules()
    if draft.problems:
        raise DossierError(_once(draft.problems)).at(name, {})
    try:
        ruleset = from_data(composed(TextFile(name, raw, rules, cells=draft.cells)).data)
    except RulesetError as error:
        raise DossierError(error.problems).at(name, draft.cells) from None
    told = rows_told(ruleset, draft.cells)
    remarks = [*lint(ruleset), *lint_limits(ruleset), *lint_scores(ruleset)] if not told else []
    wrong = [_error(one) for one in remarks if one.level == "error"]
    if told or wrong:
        raise DossierError(_once([*told, *wrong])).at(name, draft.cells)
    advice = [*(one.at(name, {}) for one in draft.remarks), *_hidden(sheets),
              *(Told("policy.rows_unchecked", {"name": one}) for one in unchecked(ruleset)),
              *(_advised(one, ruleset).at(name, draft.cells) for one in remarks),
              *(Told("policy.term_idle", {"name": one.params["label"]}, one.path).at(name, draft.cells)
                for one in lint_names(ruleset) if one.code == "lint.unused" and one.path[0] in _TERMS)]
    return TypedPolicy(rules, ruleset, advice)


def _error(remark: Remark) -> Problem:
    """An error of the ruleset as one of the workbook; a row that nobody wrote and nobody reaches is a row."""
    never = remark.code == "lint.never_applies" and NOTHING_SET in remark.path
    return Problem("policy.row_never" if never else remark.code, remark.params, remark.path)


def _advised(remark: Remark, ruleset: Ruleset) -> Told:
    """What is only to be said of a cell, in the words of the workbook."""
    if remark.code == "lint.may_be_negative":
        label = next(item.label for item in ruleset.model.indicators if item.id == remark.params["id"])
        return Told("policy.may_be_negative", {"name": label}, remark.path)
    return Told(remark.code, remark.params, remark.path)


def _hidden(sheets: Mapping[str, Sheet]) -> list[Told]:
    """What is not seen of a sheet, and was read all the same."""
    return [Told("form.hidden_rows", {"sheet": sheet.name, "count": len(sheet.hidden.rows),
                                      "rows": "、".join(map(str, sheet.hidden.rows[:_MOST_TOLD]))})
            for sheet in sheets.values() if sheet.hidden.rows]


class _TypedSheets:
    """The sheets of a workbook, read one after the other."""

    def __init__(self, sheets: Mapping[str, Sheet], draft: PolicyDraft) -> None:
        self.sheets, self.draft = sheets, draft

    def lines(self, key: str, more: Sequence[str] = ()) -> list[GridLine]:
        """The rows of a sheet."""
        return lines_of(self.sheets[sheet_of(key)], table_of(key, more), self.draft.problems)

    def rules(self) -> dict[str, Any]:
        """Everything that the book comes to, in the order of a ruleset's file."""
        draft, effects = self.draft, dict[str, Said]()
        head = read_head(self.lines(DOCUMENT), self.sheets[sheet_of(DOCUMENT)], draft)
        read_terms(self.lines("terms"), draft)
        named = self.lines("conditions")
        conditions = dict(read_conditions(named, draft))
        scored, tiered = apart(self.lines("scores"))
        scores, total = read_scores(scored, draft, head.total)
        metrics = read_metrics(self.lines("metrics"), draft)
        floors = self._floors(metrics)
        bans = read_bans(self.lines("bans"), draft, effects)
        questions = read_questions(self.lines("questions"), draft)
        written = self.lines("clauses")
        clauses = read_clauses(written, draft)
        if not written:
            draft.complain(Cell(SheetName(sheet_of("clauses"))), "policy.no_clauses")
        if scores:
            conditions[TOTAL] = total
            self._deciding(metrics, scores)
        items = self._numbered(head.prefix, [*floors, *bans, *questions])
        tiers = read_tiers(tiered, items, draft)
        idle_conditions(named, draft)
        sloping = any("slope" in step for score in scores.values() for step in score["steps"])
        leading = any("shortfall" in item for item in floors)
        if tiers or sloping or leading or head.said["in_force"].get("from") == UNKNOWN:
            head.said["formula_language"] = FOURTH
        parts = {**head.said, **terms_of(draft), "factors": draft.factors, "definitions": conditions,
                 "grades": scores, "effects": effects, "indicators": items, "tiers": tiers,
                 "clauses": clauses}
        return {name: part for name, part in parts.items() if part not in ({}, [])}

    def _floors(self, metrics: Mapping[str, TypedMetric]) -> list[Said]:
        """The items of the metrics, with what the table of floors says of each."""
        draft, sheet = self.draft, self.sheets[sheet_of("floors")]
        asked = {folded(label) for label in [*draft.terms, *draft.named]}
        taken = [label for label in metrics if folded(label) in asked and not self._a_number(label)]
        for label in taken:
            draft.complain(metrics[label].head["label"], "policy.name_taken", name=label)
        metrics = {label: metric for label, metric in metrics.items() if label not in taken}
        columns, strange = floor_columns(sheet, draft, metrics)
        written = {folded(one) for one in columns}
        for label in metrics:
            if folded(label) not in written:
                draft.complain(metrics[label].head["label"], "policy.no_column", name=label)
        rows = read_floors(self.lines("floors", [*columns, *strange]), columns, draft, metrics)
        for label in metrics:
            if folded(label) in written and not any(label in row.cells for row in rows):
                draft.complain(Cell(SheetName(sheet_of("floors"))), "policy.empty_column", name=label)
        return floor_items(metrics, rows, draft)

    def _a_number(self, label: str) -> bool:
        return any(said["kind"] == "number" for known, (_, said) in self.draft.terms.items()
                   if folded(known) == folded(label))

    def _deciding(self, metrics: Mapping[str, TypedMetric], scores: Mapping[str, Said]) -> None:
        """Say of scores with which no floor compares anything that they decide nothing."""
        values = [said.get("value") for metric in metrics.values()
                  for said in (metric.item, *metric.readings.values())]
        if TOTAL not in values:
            cell = self.draft.cells["grades", next(iter(scores))]
            self.draft.problems.append(Problem("policy.score_idle", {}, (cell,)))

    def _numbered(self, prefix: str, items: Sequence[Said]) -> list[Said]:
        """The items with their ids, counted in the order of the workbook."""
        self.draft.cells |= {("indicators", place): self.draft.places[id(item["source"])]
                             for place, item in enumerate(items)}
        return [{"id": f"{prefix}.{number}", **item} for number, item in enumerate(items, 1)]


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """Each problem of a cell once, however often the cell was read."""
    return list({(problem.code, problem.path, str(problem)): problem for problem in problems}.values())
