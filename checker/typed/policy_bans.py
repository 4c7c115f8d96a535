"""What a typed policy forbids, asks a person, or says without our being able to put it into a rule.

Owns the reading of these three sheets.  It must not know floors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checker.forms.grid import GridLine
from checker.messages import text
from checker.typed.policy_draft import PolicyDraft, parts
from checker.typed.policy_floors import provenance
from checker.typed.policy_sheets import TREATMENTS, words_of

_EFFECTS = ("refuse", "review")
_EFFECT = {"refuse": "prohibit", "review": "review"}


def read_bans(lines: Sequence[GridLine], draft: PolicyDraft) -> list[dict[str, Any]]:
    """The prohibitions: matched where the condition holds and no exception does."""
    found = []
    for line in lines:
        matched = draft.compared(line["term"], line["relation"], line["value"])
        effect = draft.word(line["effect"], words_of("effect", _EFFECTS))
        if effect is None and not line["effect"].text:
            draft.lacks(line, "effect", line["label"].text)
        excepted, applies = draft.condition(line["except"]), draft.condition(line["applies"])
        item = _item(line, draft, "bans", applies)
        if matched and effect:
            found.append({**item, "prohibited_when": f"{matched} and not {excepted}" if excepted else matched,
                          "effect": _EFFECT[effect],
                          **({"remedy": line["remedy"].text} if line["remedy"].text else {}),
                          **({"watch": parts(line["watch"].text)} if line["watch"].text else {})})
    return found


def read_questions(lines: Sequence[GridLine], draft: PolicyDraft) -> list[dict[str, Any]]:
    """What a person has to answer; who answers against the project refuses it."""
    found = []
    for line in lines:
        if not line["question"].text:
            draft.lacks(line, "question", line["label"].text)
        item = _item(line, draft, "questions", draft.condition(line["applies"]))
        found.append({**item, "ask": line["question"].text or "?"})
    return found


def _item(line: GridLine, draft: PolicyDraft, group: str, applies: str | None) -> dict[str, Any]:
    if not line["label"].text:
        draft.complain(line["label"], "form.no_name", heading=line.heading("label"))
    item = {"label": line["label"].text or "?", "category": text(f"policy.category.{group}"),
            **provenance(line, draft)}
    draft.places[id(item["source"])] = line["label"].address
    return {**item, "applies_when": applies} if applies else item


def read_clauses(lines: Sequence[GridLine], draft: PolicyDraft) -> list[dict[str, Any]]:
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
