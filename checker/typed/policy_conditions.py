"""The conditions that a typed policy gives names to.

Owns the reading of their sheet.  It must not know what they are used for.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.forms.grid import GridLine
from checker.text.normal import folded
from checker.typed.policy_draft import PolicyDraft
from checker.typed.policy_sheets import JOINED, words_of
from checker.validation import shorten

_SIGN = {"and": " and ", "or": " or "}


def grouped(lines: Sequence[GridLine], key: str, draft: PolicyDraft) -> list[list[GridLine]]:
    """The rows that belong together: one with a name, and those without one below it."""
    groups: list[list[GridLine]] = []
    for line in lines:
        if line.stands(key):
            groups.append([line])
        elif groups:
            groups[-1].append(line)
        else:
            draft.complain(line[key], "form.no_name", heading=line.heading(key))
    return groups


def read_conditions(lines: Sequence[GridLine], draft: PolicyDraft) -> list[tuple[str, str]]:
    """The named conditions in order, each with its formula; later ones may name earlier ones."""
    found: list[tuple[str, str]] = []
    for rows in grouped(lines, "name", draft):
        head, label = rows[0], rows[0]["name"].text
        if head["joined"].text:
            draft.complain(head["joined"], "policy.joined_first", name=shorten(label))
        formula = _joined(rows, draft)
        if folded(label) in {folded(known) for known in [*draft.named, *draft.terms]}:
            draft.complain(head["name"], "policy.name_taken", name=label)
        elif not formula:
            draft.broken.add(folded(label))
        elif label:
            draft.named[label] = f"cond_{len(draft.named) + 1}"
            draft.cells["definitions", draft.named[label]] = head["name"].address
            found.append((draft.named[label], formula))
    return found


def _joined(rows: Sequence[GridLine], draft: PolicyDraft) -> str | None:
    """The comparisons of a condition put together; with 且 and 或 in one nobody knows which binds first."""
    signs = [draft.word(row["joined"], words_of("joined", JOINED)) for row in rows[1:]]
    for row, sign in zip(rows[1:], signs, strict=True):
        if sign is None and not row.stands("joined"):
            draft.complain(row["joined"], "policy.joined_due")
    read = [draft.compared(row["term"], row["relation"], row["value"]) for row in rows]
    if len({sign for sign in signs if sign}) > 1:
        draft.complain(rows[-1]["joined"], "policy.joined_both")
        return None
    if None in read or None in signs:
        return None
    return _SIGN[signs[0]].join(str(one) for one in read) if signs else read[0]


def idle_conditions(lines: Sequence[GridLine], draft: PolicyDraft) -> None:
    """Say of each condition that nothing names that it comes to nothing."""
    for line in lines:
        if line["name"].text in draft.named and line["name"].text not in draft.used:
            draft.complain(line["name"], "policy.condition_idle", name=line["name"].text)
