"""What a typed policy says of its document: title, number, issuer, when it is in force.

Owns the reading of the first sheet.  It must not know what the policy lays down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.forms.grid import GridLine, shape
from checker.messages import text
from checker.quantity.day import days
from checker.ruleset.edition import UNKNOWN
from checker.sheets.spreadsheet import Cell, Sheet
from checker.text.normal import folded
from checker.typed.policy_draft import PolicyDraft, Said
from checker.typed.policy_sheets import ANSWERS, DUE, SEEN, words_of
from checker.typed.policy_words import parts
from checker.validation import shorten

_LANGUAGE = 3
_ID, _PREFIX = re.compile("[a-z][a-z0-9-]{0,59}"), re.compile("[A-Z][A-Z0-9-]{0,40}")
_FIELDS = (
    ("id", "id"), ("title", "title"), ("document", "number"), ("issuer", "issuer"), ("in_force", "since"),
    ("superseded_by", "superseded"), ("caveat", "caveat"), ("note", "note"), ("not_covered", "unseen"))


@dataclass(frozen=True)
class PolicyHead:
    """The head of the ruleset, the prefix of its items' numbers, and the cell of the full mark."""

    said: Said
    prefix: str
    total: Cell


def read_head(lines: Sequence[GridLine], sheet: Sheet, draft: PolicyDraft) -> PolicyHead:
    """What the policy is, by the answers on the first sheet."""
    said = _answers(lines, sheet, draft)
    for name in DUE:
        if not said[name].text and not said[name].fault:
            draft.complain(said[name], "policy.answer_due", name=text(f"policy.answer.{name}"))
    for name, spelling in (("id", _ID), ("prefix", _PREFIX)):
        if said[name].text and not spelling.fullmatch(said[name].text):
            draft.complain(said[name], f"policy.bad_{name}", given=shorten(said[name].text))
    draft.seen = draft.word(said["seen"], words_of("seen", SEEN)) or "unknown"
    head = {"schema": "ruleset/1", "id": said["id"].text, "title": said["title"].text,
            "document": said["number"].text, "issuer": said["issuer"].text, "judges": "project",
            "concludes": "admission", "caveat": said["caveat"].text,
            "not_covered": parts(said["unseen"].text), "formula_language": _LANGUAGE,
            "in_force": _in_force(said, draft), "superseded_by": _successor(said, draft),
            "note": said["note"].text}
    draft.cells |= {(key,): said[name].address for key, name in _FIELDS}
    return PolicyHead({key: value for key, value in head.items() if value}, said["prefix"].text or "P",
                      said["total"])


def _answers(lines: Sequence[GridLine], sheet: Sheet, draft: PolicyDraft) -> Mapping[str, Cell]:
    rows = {shape(text(f"policy.answer.{name}")): name for name in ANSWERS}
    found: dict[str, Cell] = {}
    first: dict[str, Cell] = {}
    for line in lines:
        name = rows.get(shape(line["item"].text))
        if name is None:
            draft.unknown(line, "item", [text(f"policy.answer.{one}") for one in ANSWERS])
        elif name in found:
            draft.complain(line["item"], "form.row_twice", name=line["item"].text,
                           first=first[name].address.said())
        else:
            found[name], first[name] = line["answer"], line["item"]
            if folded(line["hint"].text) not in ("", folded(text(f"policy.hint.{name}"))):
                draft.remark(line["hint"], "policy.hint_unread", given=shorten(line["hint"].text))
    return {name: found.get(name, Cell(sheet.place)) for name in ANSWERS}


def _in_force(said: Mapping[str, Cell], draft: PolicyDraft) -> Said:
    unknown = folded(said["since"].text) == folded(text("policy.since_unknown"))
    since, until = UNKNOWN if unknown else _day(said["since"], draft), _day(said["until"], draft)
    if since and until and not unknown and until < since[:len(until)]:
        draft.complain(said["until"], "policy.days_order", since=since, until=until)
    note = text("policy.lies", where=said["lies"].text) if said["lies"].text else ""
    force = {"from": since, "until": until, "seen": draft.seen, "note": note}
    return {key: value for key, value in force.items() if value}


def _successor(said: Mapping[str, Cell], draft: PolicyDraft) -> Said:
    """The document that has taken the policy's place; both its name and its day have to be there."""
    by, since = said["superseded"], said["superseded_from"]
    day = _day(since, draft)
    if bool(by.text) != bool(since.text):
        missing, name = (since, "superseded_from") if by.text else (by, "superseded")
        draft.complain(missing, "policy.answer_due", name=text(f"policy.answer.{name}"))
    return {"document": by.text, "from": day, "seen": draft.seen} if by.text and day else {}


def _day(entry: Cell, draft: PolicyDraft) -> str | None:
    """A day, or the year or month as far as it is known; None after saying that it is none."""
    if entry.date:
        return entry.date.isoformat()
    meant = days(entry.text) if entry.text else None
    if entry.text and meant is None:
        draft.complain(entry, "policy.bad_day", given=shorten(entry.text))
    if meant is None:
        return None
    first, last = meant
    if first == last:
        return first.isoformat()
    return f"{first:%Y}" if (first.month, last.month) == (1, 12) else f"{first:%Y-%m}"
