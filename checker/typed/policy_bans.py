"""What a typed policy forbids, asks a person, or says without our being able to put it into a rule.

Owns the reading of these three sheets.  It must not know floors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from checker.forms.grid import GridLine
from checker.messages import text
from checker.typed.policy_conditions import grouped
from checker.typed.policy_draft import PolicyDraft, Said
from checker.typed.policy_metrics import add_row, provenance
from checker.typed.policy_sheets import BAN_EFFECTS, TREATMENTS, words_of
from checker.typed.policy_words import parts
from checker.validation import shorten

_BLANK = re.compile(r"[\u4e00-\u9fff]\s+[\u4e00-\u9fff]")
_EFFECT = {"refuse": "prohibit", "review": "review"}
# What the first row of a prohibition says, and not those of its further cases.
_ONCE = ("term", "relation", "value", "applies", "except", "asked", "remedy", "watch")


def read_bans(lines: Sequence[GridLine], draft: PolicyDraft, effects: dict[str, Said]) -> list[Said]:
    """The prohibitions: matched where the condition holds and no exception does.

    Where what follows hangs on the case, the cases are added to the ruleset's ``effects``.
    """
    found = []
    for rows in grouped(lines, "label", draft):
        line = rows[0]
        matched = draft.compared(line["term"], line["relation"], line["value"])
        excepted, applies = draft.condition(line["except"]), draft.condition(line["applies"])
        item = _item(line, draft, "bans", applies)
        effect = _effect(rows, item, draft, effects)
        if matched and effect:
            found.append({
                **item, "prohibited_when": f"({matched}) and not {excepted}" if excepted else matched,
                "effect": effect, **_said(line, "ask", "asked"), **_said(line, "remedy", "remedy"),
                **_watched(line, draft)})
    return found


def _effect(rows: Sequence[GridLine], item: Said, draft: PolicyDraft, effects: dict[str, Said]) -> str | None:
    """The effect of a prohibition, or the name of its effects by case; None after saying what is wrong."""
    read = [draft.word(row["effect"], words_of("effect", BAN_EFFECTS)) for row in rows]
    for row, effect in zip(rows, read, strict=True):
        if effect is None and not row["effect"].text:
            draft.lacks(row, "effect", rows[0]["label"].text)
    if len(rows) == 1 and not rows[0].stands("when"):
        return _EFFECT.get(read[0] or "")
    cases = []
    for row, effect in zip(rows, read, strict=True):
        when = draft.condition(row["when"])
        if not row.stands("when"):
            draft.complain(row["when"], "policy.case_due", name=rows[0]["label"].text)
        if when and effect:
            cases.append({"when": when, "case": row["when"].text, "effect": _EFFECT[effect]})
        if row is not rows[0]:
            draft.not_due(row, [*_ONCE, "seen"])
            if row.stands("clause", "words"):
                add_row(item, row["when"].text, row["clause"].text, row["words"].text)
    if len(cases) < len(rows):
        return None
    source = {"place": item["source"]["place"], "seen": item["source"]["limit"]}
    same = next((name for name, known in effects.items() if known["cases"] == cases), None)
    name = same or f"effect_{len(effects) + 1}"
    effects.setdefault(name, {"label": rows[0]["label"].text, "cases": cases, "source": source})
    draft.cells.setdefault(("effects", name), rows[0]["when"].address)
    return name


def read_questions(lines: Sequence[GridLine], draft: PolicyDraft) -> list[Said]:
    """What a person has to answer; who answers against the project refuses it."""
    found = []
    for line in lines:
        if not line["question"].text:
            draft.lacks(line, "question", line["label"].text)
        item = _item(line, draft, "questions", draft.condition(line["applies"]))
        found.append({**item, "ask": line["question"].text or "?", **_watched(line, draft)})
    return found


def _said(line: GridLine, key: str, column: str) -> dict[str, str]:
    return {key: line[column].text} if line[column].text else {}


def _watched(line: GridLine, draft: PolicyDraft) -> dict[str, list[str]]:
    """The words that make a person look; two with a blank between them would be looked for as one."""
    words = parts(line["watch"].text)
    for word in words:
        if _BLANK.search(word):
            draft.complain(line["watch"], "policy.watch_blank", given=shorten(word))
    return {"watch": words} if words else {}


def _item(line: GridLine, draft: PolicyDraft, group: str, applies: str | None) -> dict[str, Any]:
    if not line["label"].text and not line["label"].fault:
        draft.complain(line["label"], "form.no_name", heading=line.heading("label"))
    item = {"label": line["label"].text or "?", "category": text(f"policy.category.{group}"),
            **provenance(line, draft)}
    return {**item, "applies_when": applies} if applies else item


def read_clauses(lines: Sequence[GridLine], draft: PolicyDraft) -> list[Said]:
    """The clauses that are no rule here: each with its words and what becomes of it."""
    found = []
    for line in lines:
        treatment = draft.word(line["treatment"], words_of("treatment", TREATMENTS))
        for key in ("clause", "words", "treatment"):
            if not line[key].text:
                draft.lacks(line, key, line["clause"].text)
        if treatment and line["clause"].text and line["words"].text:
            found.append({"place": line["clause"].text, "text": line["words"].text, "treatment": treatment,
                          "reason": line["why"].text or text(f"policy.reason.{treatment}"),
                          "seen": draft.seen_in(line["seen"])})
    return found
