"""The table of floors of a typed policy.

Owns which row of the table says what of which metric, and the limits that the rows come to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from checker.forms.grid import GridLine, shape
from checker.messages import text
from checker.places import Path
from checker.quantity.unit import PERCENT
from checker.ruleset.terms import SEEN_ORDER
from checker.sheets.spreadsheet import Cell, Sheet
from checker.text.normal import folded
from checker.typed.policy_draft import PolicyDraft, Said
from checker.typed.policy_metrics import TypedMetric, add_row
from checker.typed.policy_scores import TOTAL
from checker.typed.policy_sheets import NO_NUMBER, table_of, words_of
from checker.typed.usual_terms import usual_metrics, usual_terms
from checker.validation import shorten, suggestion

NOTHING_SET = "none"  # the reading that a cell which nobody wrote sets nothing
_STATED = {"bound", "free", "unread"}  # what ends the search for a metric's row


@dataclass
class TypedRow:
    """A row of the table: its condition with its words, and by metric's label its cell and what that says."""

    line: GridLine
    when: str
    case: str
    asked: Mapping[str, frozenset[str]]
    cells: Mapping[str, tuple[Cell, Said]]

    def apart(self, other: TypedRow) -> bool:
        """Whether no project can fit both rows."""
        return any(not any(a.startswith(b) or b.startswith(a) for a in mine for b in other.asked[key])
                   for key, mine in self.asked.items() if key in other.asked)


def floor_columns(sheet: Sheet, draft: PolicyDraft, metrics: Mapping[str, TypedMetric],
                  ) -> tuple[list[str], list[str]]:
    """The headings of the table that the officer's own words made, as they are written there."""
    usual = [*usual_terms(), *(metric["label"] for metric in usual_metrics())]
    known = {folded(label) for label in [*draft.terms, *draft.named, *metrics, *usual]}
    fixed = {shape(heading) for heading in table_of("floors").headings.values()}
    rows: dict[int, int] = {}
    for (row, _), entry in sheet.cells.items():
        if shape(entry.text) in fixed or folded(entry.text) in known:
            rows[row] = rows.get(row, 0) + 1
    start = max(rows, key=lambda row: (rows[row], -row), default=0)
    found, strange = list[str](), list[str]()
    for (row, _), entry in sorted(sheet.cells.items()):
        if row != start or not entry.text or shape(entry.text) in fixed:
            continue
        if folded(entry.text) in known:
            found.append(entry.text)
            continue
        strange.append(entry.text)
        if folded(entry.text) not in draft.broken:
            draft.complain(entry, "policy.no_heading", given=shorten(entry.text), hint=suggestion(
                entry.text, [*draft.terms, *draft.named, *metrics]))
    return found, strange


def read_floors(lines: Sequence[GridLine], columns: Sequence[str], draft: PolicyDraft,
                metrics: Mapping[str, TypedMetric]) -> list[TypedRow]:
    """The rows of the table, those without any number told."""
    by_name = {folded(label): label for label in metrics}
    asked = {folded(label) for label in [*draft.terms, *draft.named]}
    conditions = [one for one in columns if folded(one) in asked and folded(one) not in by_name]
    idle = [one for one in columns if folded(one) not in asked and folded(one) not in by_name]
    found = []
    for line in lines:
        for one in idle:
            if line.stands(one):
                draft.complain(line[one], "policy.not_used", name=one)
        stated = [one for one in conditions if line.stands(one)]
        said = [_held(one, line[one], draft) for one in stated]
        cells = {by_name[folded(one)]: (line[one], _floor(line[one], metrics[by_name[folded(one)]], draft))
                 for one in columns if folded(one) in by_name and line.stands(one)}
        if not cells:
            draft.complain(line["case"], "policy.empty_row")
        case = line["case"].text or "，".join(f"{one}：{line[one].worded.text}" for one in stated)
        when = " and ".join(one for one in said if one)
        sets = {one: _said_in(part, draft) for one, part in zip(stated, said, strict=True) if part}
        found.append(TypedRow(line, when, case, sets, cells))
    _gaps(found, columns, by_name, draft)
    _unreachable(found, draft)
    return found


def _unreachable(rows: Sequence[TypedRow], draft: PolicyDraft) -> None:
    """Say once of a row that one without conditions above it takes every case of it."""
    taken = set[str]()
    for row in rows:
        numbers = {label for label, (_, said) in row.cells.items() if said.keys() & _STATED}
        first = next((label for label in row.cells if label in numbers & taken), None)
        if first is not None:
            draft.complain(row.cells[first][0], "policy.row_never")
        if not row.when:
            taken |= numbers


def _gaps(rows: Sequence[TypedRow], columns: Sequence[str], by_name: Mapping[str, str],
          draft: PolicyDraft) -> None:
    """Empty cells of metrics: that nothing is set, the row below holds or nobody wrote it has to be said."""
    for one in columns:
        label = by_name.get(folded(one))
        if label is None or not any(label in row.cells for row in rows):
            continue
        for place, row in enumerate(rows):
            below = any(cell[1].keys() & _STATED for later in rows[place + 1:]
                        for name, cell in later.cells.items() if name == label)
            said = row.cells[label][1] if label in row.cells else None
            if said is None and row.cells:
                draft.complain(row.line[one], "policy.gap", name=label)
            elif said and said.keys() & {"below", "unwritten"} and not (below and row.when):
                draft.complain(row.line[one], "policy.none_below", given=row.line[one].text)


def _held(heading: str, cell: Cell, draft: PolicyDraft) -> str | None:
    """What a cell of a column of conditions asks, as a formula."""
    conditions = {folded(name): name for name in draft.named}
    if folded(heading) in conditions:
        draft.used.add(conditions[folded(heading)])
        return _truth(draft.named[conditions[folded(heading)]], cell, draft)
    name, said = next(term for label, term in draft.terms.items() if folded(label) == folded(heading))
    if said["kind"] in ("yes_no", "declared"):
        return _truth(name, cell, draft)
    return draft.among(name, said, cell)


def _said_in(formula: str, draft: PolicyDraft) -> frozenset[str]:
    """The words or ranges of codes that a condition names; of a truth, whether it holds."""
    words = re.findall('"([^"]+)"', formula)
    if not words:
        return frozenset(["not" if formula.startswith("not ") else "yes"])
    coded = {name for name, term in draft.terms.values() if term["kind"] == "code"}
    codes = [draft.system.read(word) if draft.system else None for word in words]
    if formula.partition(" ")[0] not in coded:
        return frozenset(f"{word}\0" for word in words)
    return frozenset(part for code in codes if code for part in code.prefixes)


def _truth(name: str, cell: Cell, draft: PolicyDraft) -> str | None:
    holds = draft.truth(cell)
    return None if holds is None else name if holds else f"not {name}"


def _floor(cell: Cell, metric: TypedMetric, draft: PolicyDraft) -> Said:
    """A number in the metric's unit, or why there is none; nothing after saying that it is neither."""
    for word, kind in words_of("none", NO_NUMBER).items():
        if folded(cell.text) == folded(word):
            return {kind: text(f"policy.why.{kind}")} if kind in ("free", "unread") else {kind: True}
    if metric.item.get("value") == TOTAL and PERCENT in cell.plain:
        draft.complain(cell, "policy.total_percent", given=shorten(cell.text))
        return {}
    number = draft.amount(cell, metric.unit)
    return {} if number is None else {"bound": Decimal(number)}


def floor_items(metrics: Mapping[str, TypedMetric], rows: Sequence[TypedRow],
                draft: PolicyDraft) -> list[Said]:
    """The items of the metrics with the rows that are theirs, each limit with the cell that it is from."""
    found = []
    for place, (label, metric) in enumerate(metrics.items()):
        mine = [(row, *row.cells[label]) for row in rows if row.cells.get(label, (None, {}))[1]]
        path: Path = ("indicators", place)
        item = dict(metric.item)
        said = [(row, cell, part) for row, cell, part in mine if not part.keys() & {"below", "unwritten"}]
        item["limit"] = [_limit(row, part, metric) for row, _, part in said]
        _place(said, (*path, "limit"), draft)
        readings = dict(metric.readings)
        opened = [cell for _, cell, part in mine if "unwritten" in part]
        if opened:
            draft.cells[(*path, "readings", NOTHING_SET)] = opened[0].address
            readings = readings or {"inherit": {"label": text("policy.reading.inherit")}}
            readings[NOTHING_SET] = {
                "label": text("policy.reading.none"), **_formula_for_none(item, metric),
                "applies_when": _left_open([(row, part) for row, _, part in mine]),
                "limit": {"free": text("policy.why.unwritten")}}
        _sources(item, mine, metric, draft)
        source = item.pop("source")
        found.append({**{key: part for key, part in item.items() if part is not None},
                      **({"readings": readings} if readings else {}), "source": source})
    return found


def _left_open(rows: Sequence[tuple[TypedRow, Said]]) -> str:
    """Where the first row that fits leaves the metric unwritten, as a formula."""
    found = []
    for place, (row, said) in enumerate(rows):
        if "unwritten" in said:
            above = [one.when for one, part in rows[:place] if part.keys() & _STATED and not row.apart(one)]
            found.append(" and ".join([f"({row.when})", *(f"not ({when})" for when in above)]))
    return " or ".join(f"({one})" for one in found) if len(found) > 1 else found[0]


def _formula_for_none(item: Mapping[str, object], metric: TypedMetric) -> Said:
    """The formula of the reading that nothing is set: the first reading's, where the item has none itself."""
    first = next(iter(metric.readings.values()), {})
    return {"value": first["value"]} if item.get("value") is None and first.get("value") else {}


def _limit(row: TypedRow, said: Mapping[str, object], metric: TypedMetric) -> Said:
    held = {key: words for key, words in (("when", row.when), ("case", row.case)) if words}
    return {**held, **({metric.compares: said["bound"]} if "bound" in said else said)}


def _place(rows: Sequence[tuple[TypedRow, Cell, Said]], path: Path, draft: PolicyDraft) -> None:
    for place, (_, cell, _) in enumerate(rows):
        draft.cells[(*path, place)] = cell.address


def _sources(item: Said, rows: Sequence[tuple[TypedRow, Cell, Said]], metric: TypedMetric,
             draft: PolicyDraft) -> None:
    """What the rows say of where they stand, beside what the metric says; the weaker sight of both counts."""
    item["source"] = draft_source = dict(item["source"])
    draft.places[id(draft_source)] = metric.head["label"].address
    for row, _, said in rows:
        clause, words = row.line["clause"].text, row.line["words"].text
        if words or (clause and clause != draft_source["place"]):
            add_row(item, row.case or text("policy.any_case"), clause, words)
        if row.line["seen"].text and said.keys() & {"bound", "free"}:
            seen = draft.seen_in(row.line["seen"])
            draft_source["limit"] = max(draft_source["limit"], seen, key=SEEN_ORDER.index)
