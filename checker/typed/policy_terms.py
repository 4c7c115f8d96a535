"""The terms that a typed policy asks for, and its named conditions.

Owns the reading of both sheets.  It must not know floors or prohibitions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checker.forms.grid import GridLine
from checker.quantity.unit import Unit, UnknownUnit
from checker.text.normal import folded
from checker.typed.policy_draft import PolicyDraft, parts
from checker.typed.policy_sheets import JOINED, KINDS, words_of
from checker.typed.usual_terms import own_name, usual_terms
from checker.validation import shorten

_SIGN = {"and": " and ", "or": " or "}


def read_terms(lines: Sequence[GridLine], draft: PolicyDraft) -> None:
    """Every term that is chosen, the usual ones with what was typed otherwise of them."""
    usual = {folded(label): label for label in usual_terms()}
    first: dict[str, str] = {}
    for line in lines:
        label = line["label"].text
        if not label:
            draft.complain(line["label"], "form.no_name", heading=line.heading("label"))
        elif folded(label) in first:
            draft.complain(line["label"], "form.row_twice", name=label, first=first[folded(label)])
        elif _chosen(line, folded(label) in usual, draft):
            first[folded(label)] = line["label"].address.said()
            _term(line, usual.get(folded(label)), draft)


def _chosen(line: GridLine, usual: bool, draft: PolicyDraft) -> bool:
    """Whether a term is to be used; one of the officer's own has to say so."""
    said = draft.truth(line["use"])
    if said is None and not usual and not line["use"].text:
        draft.complain(line["use"], "policy.use_due", name=shorten(line["label"].text))
    return said is True


def _term(line: GridLine, usual: str | None, draft: PolicyDraft) -> None:
    kind = draft.word(line["kind"], words_of("kind", KINDS))
    if kind is None:
        if not line["kind"].text:
            draft.complain(line["kind"], "policy.kind_due", name=line["label"].text)
        return
    known = usual_terms()[usual] if usual else None
    said: dict[str, Any] = dict(known.said) if known and (kind == "number") == known.number else {}
    said |= {"label": line["label"].text, "kind": kind}
    for key in ("definition",):
        said |= {key: line[key].text} if line[key].text else {}
    if line["also"].text:
        said["also"] = parts(line["also"].text)
    _kind(kind, said, line, draft)
    name = known.name if known else own_name(line["label"].text)
    draft.terms[line["label"].text] = name, said
    draft.cells["quantities" if kind == "number" else "attributes", name] = line["label"].address


def _kind(kind: str, said: dict[str, Any], line: GridLine, draft: PolicyDraft) -> None:
    """What each kind needs beside its name: a number its unit, a word its values."""
    for key, own in (("unit", "number"), ("values", "word")):
        if kind != own and line[key].text:
            draft.not_due(line, [key])
    if kind == "number":
        try:
            said["unit"] = Unit(line["unit"].text).text if line["unit"].text else ""
        except UnknownUnit:
            said["unit"] = ""
        if not said["unit"]:
            draft.complain(line["unit"], "policy.unit_due", name=said["label"],
                           given=shorten(line["unit"].text))
            said["unit"] = "1"
    if kind == "word":
        typed, shown = parts(line["values"].text), said.get("shown", {})
        if typed != [shown.get(word, word) for word in said.get("words", ())]:
            said["words"] = typed
            said.pop("shown", None)
        if len(said["words"]) < _LEAST or any('"' in word for word in said["words"]):
            draft.complain(line["values"], "policy.values_due", name=said["label"])
    if kind == "code":
        said["system"] = "gbt4754_2017"


def read_conditions(lines: Sequence[GridLine], draft: PolicyDraft) -> list[tuple[str, str]]:
    """The named conditions in order, each with its formula; later ones may name earlier ones."""
    found: list[tuple[str, str]] = []
    groups: list[tuple[GridLine, list[GridLine]]] = []
    for line in lines:
        if line["name"].text:
            groups.append((line, [line]))
        elif groups:
            groups[-1][1].append(line)
        else:
            draft.complain(line["name"], "form.no_name", heading=line.heading("name"))
    for head, rows in groups:
        formula = _joined(rows, draft)
        label = head["name"].text
        if folded(label) in {folded(known) for known in [*draft.named, *draft.terms]}:
            draft.complain(head["name"], "policy.name_taken", name=label)
        elif formula:
            draft.named[label] = f"cond_{len(draft.named) + 1}"
            draft.cells["definitions", draft.named[label]] = head["name"].address
            found.append((draft.named[label], formula))
    return found


def _joined(rows: Sequence[GridLine], draft: PolicyDraft) -> str | None:
    """The comparisons of a condition put together; with 且 and 或 in one nobody knows which binds first."""
    signs = [draft.word(row["joined"], words_of("joined", JOINED)) for row in rows[1:]]
    for row, sign in zip(rows[1:], signs, strict=True):
        if sign is None and not row["joined"].text:
            draft.complain(row["joined"], "policy.joined_due")
    if len({sign for sign in signs if sign}) > 1:
        draft.complain(rows[-1]["joined"], "policy.joined_both")
        return None
    read = [draft.compared(row["term"], row["relation"], row["value"]) for row in rows]
    if None in read or None in signs:
        return None
    return _SIGN[signs[0]].join(str(one) for one in read) if signs else read[0]


def terms_of(draft: PolicyDraft) -> dict[str, dict[str, Any]]:
    """The sections of a ruleset that the terms come to."""
    attributes, quantities = {}, {}
    for name, said in draft.terms.values():
        plain = {key: value for key, value in said.items() if key != "kind"}
        if PROMISED in plain and _STAGE not in {one for one, _ in draft.terms.values()}:
            del plain[PROMISED]
        if said["kind"] == "number":
            quantities[name] = {**plain, "each": "once"}
        else:
            attributes[name] = {**plain, "kind": said["kind"]}
    found: dict[str, dict[str, Any]] = {"attributes": attributes, "quantities": quantities}
    if any(fact["kind"] == "code" for fact in attributes.values()):
        found = {"classifications": {"gbt4754_2017": "shared"}, **found}
    return {section: terms for section, terms in found.items() if terms}


PROMISED, _STAGE = "promised_when", "stage"
_LEAST = 2  # words from which somebody can choose
