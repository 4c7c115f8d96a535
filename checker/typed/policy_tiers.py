"""Into which tiers a typed policy puts projects, by their total or by another of its metrics.

Owns the reading of the rows of the sheet of scores that name tiers.  It must not know points.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from checker.forms.grid import GridLine
from checker.messages import text
from checker.text.normal import folded
from checker.typed.policy_draft import SIGNS, PolicyDraft, Said
from checker.typed.policy_metrics import provenance
from checker.typed.policy_scores import TOTAL, takes
from checker.typed.policy_sheets import COMPARES, PROVENANCE, SLOPE, words_of
from checker.validation import choice_hint, shorten

_WAYS = ("at_least", "above")  # from the best down
_POINTS = ("full", "weight", "under", "unit", "points", *SLOPE)
_ONCE = ("over", *PROVENANCE)


def apart(lines: Sequence[GridLine]) -> tuple[list[GridLine], list[GridLine]]:
    """The rows of scores and those of tiers: a name's rows are tiers as soon as one of them names any."""
    groups: list[list[GridLine]] = []
    for line in lines:
        if line.stands("label") or not groups:
            groups.append([])
        groups[-1].append(line)
    named = [any(line.stands("tier") for line in rows) and rows[0].stands("label") for rows in groups]
    scores = [line for rows, tier in zip(groups, named, strict=True) if not tier for line in rows]
    return scores, [line for rows, tier in zip(groups, named, strict=True) if tier for line in rows]


def read_tiers(lines: Sequence[GridLine], items: Sequence[Said], draft: PolicyDraft) -> Said:
    """The tiers, of one of the items with their numbers; nothing where there are none to be read."""
    heads = [line for line in lines if line.stands("label")]
    for head in heads[1:]:
        draft.complain(head["label"], "policy.tiers_twice", first=heads[0]["label"].address.said())
    if len(heads) != 1:
        return {}
    head, label = heads[0], heads[0]["label"].text
    of = _item(head, items, draft)
    for place, line in enumerate(lines):
        draft.not_due(line, (*_POINTS, *(_ONCE if place else ())))
        if not line.stands("tier"):
            draft.lacks(line, "tier", label)
        draft.cells["tiers", "steps", place] = line["tier"].address
    if of is None:
        return {}
    steps = [_step(line, str(of["unit"]), draft) for line in lines]
    _order(lines, steps, label, draft)
    draft.cells[("tiers",)] = head["label"].address
    source = provenance(head, draft)["source"]
    told = {"note": source["note"]} if "note" in source else {}
    return {"label": label, "of": of["id"], "steps": steps,
            "source": {"place": source["place"], "seen": source["limit"], **told}}


def _item(head: GridLine, items: Sequence[Said], draft: PolicyDraft) -> Said | None:
    """What the tiers are of: the metric that a cell names, of the total the first that is it."""
    measured = [item for item in items if "unit" in item]
    given = head["over"].text or text("policy.total")
    total = folded(given) == folded(text("policy.total"))
    meant = [item for item in measured
             if (item.get("value") == TOTAL if total else folded(str(item["label"])) == folded(given))]
    found = next((item for item in meant if "applies_when" not in item), None)
    if found is None and not head["over"].fault:
        hint = choice_hint(given, [str(item["label"]) for item in measured]) if measured and not meant else ""
        draft.complain(head["over"], "policy.tiers_applies" if meant else "policy.tiers_of",
                       given=shorten(given), hint=hint)
    return found


def _step(line: GridLine, unit: str, draft: PolicyDraft) -> Said:
    """A tier: from which number on, or under which condition."""
    step: dict[str, Any] = {"name": line["tier"].text}
    how = draft.word(line["relation"], words_of("compares", COMPARES), SIGNS)
    if line.stands("relation") != line.stands("bound"):
        draft.complain(line["bound"], "policy.band_half")
    elif how and how not in _WAYS:
        draft.complain(line["relation"], "policy.tiers_way")
    elif how and (bound := draft.amount(line["bound"], unit)) is not None:
        step[how] = Decimal(bound)
    when = draft.condition(line["when"])
    return step | ({"when": when, "case": line["when"].text} if when else {})


def _order(lines: Sequence[GridLine], steps: Sequence[Said], label: str, draft: PolicyDraft) -> None:
    """The last row is all that is left, none before it is, and none is taken by one above it."""
    for place, (line, step) in enumerate(zip(lines, steps, strict=True)):
        last, rest = place == len(lines) - 1, not line.stands("relation", "bound", "when")
        if rest != last or len(lines) == 1:
            code = "policy.tiers_rest_last" if rest else "policy.tiers_rest_due"
            draft.complain(line["tier"], code, name=shorten(label))
        earlier = next((k for k in range(place) if takes(steps[k], step) and not last), None)
        if earlier is not None:
            draft.complain(line["bound"], "policy.band_never", first=lines[earlier]["tier"].address.said())
