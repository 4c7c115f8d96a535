"""What a typed policy gives points for.

Owns the reading of the sheet of scores, and that its items make the full mark that the policy states.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from checker.forms.grid import GridLine
from checker.messages import text
from checker.quantity.display import plain
from checker.quantity.unit import DIMENSIONLESS
from checker.sheets.spreadsheet import Cell
from checker.text.normal import folded
from checker.typed.policy_conditions import grouped
from checker.typed.policy_draft import SIGNS, PolicyDraft, Said
from checker.typed.policy_metrics import add_row, formula_in, provenance
from checker.typed.policy_sheets import COMPARES, SLOPE, WAYS, words_of
from checker.typed.policy_terms import unit_in
from checker.typed.policy_words import apart
from checker.validation import shorten

_POINTS = re.compile(r"([-−－]?[0-9]+(?:\.[0-9]+)?)分?")
_WEIGHT = re.compile(r"([0-9]+(?:\.[0-9]+)?)(%?)")
_PERCENT = 100
TOTAL = "score"
_UP = ("at_least", "above")
_ONCE = ("full", "weight", "over", "under", "unit")


def read_scores(lines: Sequence[GridLine], draft: PolicyDraft, total: Cell) -> tuple[dict[str, Said], str]:
    """The scores by their names, and their sum, which has to be the full mark that the policy states."""
    found: dict[str, Said] = {}
    marks: list[Decimal | None] = []
    heads: dict[str, GridLine] = {}
    for rows in grouped(lines, "label", draft):
        label = rows[0]["label"].text
        taken = {folded(one) for one in [*draft.terms, *draft.named, *draft.points, text("policy.total")]}
        if folded(label) in taken:
            draft.complain(rows[0]["label"], "policy.name_taken", name=label)
            continue
        name = f"score_{len(found) + 1}"
        found[name] = _score(rows, label, draft)
        draft.points[label] = name
        draft.cells["grades", name] = rows[0]["label"].address
        marks.append(_full(rows[0], label, found[name], draft))
        heads[name] = rows[0]
    if found and folded(text("policy.total")) in {folded(one) for one in [*draft.terms, *draft.named]}:
        draft.complain(total, "policy.name_taken", name=text("policy.total"))
    weights = _weights(heads, draft)
    if found:
        draft.points[text("policy.total")] = TOTAL
        if None not in marks and (weights or not any(head.stands("weight") for head in heads.values())):
            whole = sum((mark * weights.get(name, Decimal(1)) for name, mark in zip(
                found, marks, strict=True) if mark), Decimal(0))
            _declared(total, whole, draft, "policy.total_weighted" if weights else "policy.total_differs")
    elif total.text:
        draft.complain(total, "policy.total_alone", given=shorten(total.text))
    return found, " + ".join(f"{plain(weights[name])} * {name}" if weights else name for name in found)


def _weights(heads: Mapping[str, GridLine], draft: PolicyDraft) -> dict[str, Decimal]:
    """By what the points of each item count: of all items or of none; nothing where that isn't so."""
    if not any(head.stands("weight") for head in heads.values()):
        return {}
    found = {}
    for name, head in heads.items():
        read = _WEIGHT.fullmatch(head["weight"].plain.replace("％", "%"))
        weight = Decimal(read[1]) / (_PERCENT if read[2] else 1) if read else None
        if not head.stands("weight"):
            draft.complain(head["weight"], "policy.weight_due", name=shorten(head["label"].text))
        elif weight is None or not 0 < weight <= 1:
            if not head["weight"].fault:
                draft.complain(head["weight"], "policy.no_weight", given=shorten(head["weight"].text))
        else:
            found[name] = weight
    return found if len(found) == len(heads) else {}


def _declared(total: Cell, full: Decimal, draft: PolicyDraft, differs: str) -> None:
    if not total.text:
        draft.complain(total, "policy.total_due", full=plain(full))
        return
    stated = _points(total, draft)
    if stated is not None and stated != full:
        draft.complain(total, differs, given=shorten(total.text), full=plain(full))


def _full(head: GridLine, label: str, score: Said, draft: PolicyDraft) -> Decimal | None:
    """The full mark of an item, which is the most that its steps give; None where it is wrong."""
    most = max(map(most_of, score["steps"]), default=Decimal(0))
    stated = _points(head["full"], draft) if head["full"].text else None
    if not head.stands("full"):
        draft.lacks(head, "full", label)
    elif stated is not None and stated != most:
        draft.complain(head["full"], "policy.full_differs", name=shorten(label), given=plain(stated),
                       most=plain(most))
        return None
    return stated


def most_of(step: Mapping[str, Any]) -> Decimal:
    """The most that a step gives."""
    return Decimal(step["slope"]["most"] if "slope" in step else step["points"])


def _points(cell: Cell, draft: PolicyDraft) -> Decimal | None:
    """Points in a cell; None after saying that they can't be read."""
    read = _POINTS.fullmatch(cell.plain)
    if read is None or apart(cell.text):
        if not cell.fault:
            draft.complain(cell, "policy.no_points", given=shorten(cell.text))
        return None
    return Decimal(read[1].replace("−", "-").replace("－", "-"))


def _score(rows: Sequence[GridLine], label: str, draft: PolicyDraft) -> Said:
    head = rows[0]
    value = formula_in(head, draft) if head["over"].text else None
    unit = unit_in(head, draft) if head["over"].text else None
    if not head["over"].text:
        draft.not_due(head, ["under", "unit"])
    for row in rows[1:]:
        draft.not_due(row, _ONCE)
    steps = [_step(row, unit, draft) for row in rows]
    _order(rows, steps, label, draft)
    source = provenance(head, draft)["source"]
    item: Said = {"source": {"place": source["place"], "seen": source["limit"],
                             **({"note": source["note"]} if "note" in source else {})}}
    for row in rows[1:]:
        if row.stands("clause", "words", "seen"):
            draft.not_due(row, ["seen"])
            add_row(item, row["points"].text, row["clause"].text, row["words"].text)
    measured = {"value": value, "unit": unit or DIMENSIONLESS} if value else {}
    return {"label": label, **measured, "steps": steps, **item}


def _step(row: GridLine, unit: str | None, draft: PolicyDraft) -> Said:
    """A band: how the value compares, under which condition, and what that gives."""
    step: Said = {}
    how = draft.word(row["relation"], words_of("compares", COMPARES), SIGNS)
    if unit is None:
        draft.not_due(row, ["relation", "bound", *SLOPE])
    elif row.stands(*SLOPE) and not row.stands("relation"):
        pass  # its number is the base alone
    elif row.stands("relation") != row.stands("bound"):
        draft.complain(row["bound"], "policy.band_half")
    elif how and (bound := draft.amount(row["bound"], unit)) is not None:
        step[how] = Decimal(bound)
    when = draft.condition(row["when"])
    if when:
        step |= {"when": when, "case": row["when"].text}
    if not row.stands("points"):
        draft.lacks(row, "points", row["label"].text)
    points = (_points(row["points"], draft) if row["points"].text else None) or Decimal(0)
    slope = _slope(row, unit, points, draft) if unit is not None and row.stands(*SLOPE) else None
    if slope and how and _still(slope, how):
        draft.complain(row["way"], "policy.slope_still", points=plain(points))
    return {**step, **({"points": points} if slope is None else {"slope": slope})}


def _slope(row: GridLine, unit: str, points: Decimal, draft: PolicyDraft) -> Said | None:
    """How points go up and down from the number of a row; None after saying what is wrong."""
    if not all(row.stands(key) for key in ("bound", *SLOPE)):
        draft.complain(row["way"], "policy.slope_whole")
        return None
    way = draft.word(row["way"], words_of("way", WAYS))
    start, each = draft.amount(row["bound"], unit), draft.amount(row["each"], unit)
    gives, least, most = (_points(row[key], draft) for key in ("gives", "least", "most"))
    if way is None or start is None or each is None or gives is None or least is None or most is None:
        return None
    if Decimal(each) <= 0 or not gives or not least <= points <= most or least == most:
        draft.complain(row["each"], "policy.slope_order")
        return None
    up = way.startswith("up")
    return {"from": Decimal(start), "points": points, "each": Decimal(each) if up else -Decimal(each),
            "gives": gives, **({"whole": True} if way.endswith("whole") else {}),
            "least": least, "most": most}


def _still(slope: Mapping[str, Any], how: str) -> bool:
    """Whether points never move on the one side of its number that a row is for."""
    rises = (slope["gives"] * slope["each"] > 0) == (how in _UP)
    return bool(slope["points"] == slope["most" if rises else "least"])


def _order(rows: Sequence[GridLine], steps: Sequence[Mapping[str, object]], label: str,
           draft: PolicyDraft) -> None:
    """The last row is all that is left, none before it is, and none is taken by one above it."""
    for place, (row, step) in enumerate(zip(rows, steps, strict=True)):
        last, rest = place == len(rows) - 1, not row.stands(
            "relation", "when", *(() if row.stands(*SLOPE) else ("bound",)))
        if rest != last:
            code = "policy.rest_last" if rest else "policy.rest_due"
            draft.complain(row["points"], code, name=shorten(label))
        earlier = next((k for k in range(place) if takes(steps[k], step) and not last), None)
        if earlier is not None:
            draft.complain(row["bound"], "policy.band_never", first=rows[earlier]["points"].address.said())


def takes(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether a band above leaves nothing for one below it."""
    if one.get("when") not in (None, other.get("when")):
        return False
    mine: dict[str, Any] = {how: one[how] for how in COMPARES if how in one}
    if not mine:
        return "when" in one
    (how, bound), = mine.items()
    for key in COMPARES:
        if key in other and (key in _UP) == (how in _UP):
            number: Any = other[key]
            strict = how in ("above", "below") and key in ("at_least", "at_most")
            within = number > bound if key in _UP else number < bound
            return bool(within or (number == bound and not strict))
    return False
