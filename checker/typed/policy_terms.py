"""The terms that a typed policy asks for.

Owns the reading of their sheet, and the section of a ruleset that they come to.  It must not know floors
or prohibitions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checker.forms.grid import GridLine
from checker.quantity.unit import DIMENSIONLESS, Unit, UnknownUnit
from checker.text.normal import folded
from checker.typed.policy_draft import PolicyDraft, Said
from checker.typed.policy_sheets import KINDS, words_of
from checker.typed.policy_words import parts
from checker.typed.usual_terms import own_name, usual_terms
from checker.validation import shorten

PROMISED, _STAGE, _BOUNDED = "promised_when", "stage", "bounded_by"
_LEAST = 2  # words from which somebody can choose
# What only some kinds of terms have; where the kind was changed it goes.
_OF_KIND = ("label_en", "words", "shown", "unit", "system", "declared", "describes", "each", PROMISED,
            _BOUNDED)


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
        elif not _chosen(line, folded(label) in usual, draft):
            if draft.truth(line["use"]) is None and (line.stands("use") or folded(label) not in usual):
                draft.broken.add(folded(label))
        else:
            first[folded(label)] = line["label"].address.said()
            _term(line, usual.get(folded(label)), draft)
    _called_twice([line for line in lines if line["label"].text in draft.terms], draft)


def _called_twice(lines: Sequence[GridLine], draft: PolicyDraft) -> None:
    """Say of what two terms are called that a table's heading could mean either."""
    known = {folded(label): label for label in draft.terms}
    for line in lines:
        label = line["label"].text
        for called in draft.terms[label][1].get("also", ()):
            if known.setdefault(folded(called), label) != label:
                draft.complain(line["also"], "policy.called_twice", given=shorten(called),
                               name=known[folded(called)])


def _chosen(line: GridLine, usual: bool, draft: PolicyDraft) -> bool:
    """Whether a term is to be used; one of the officer's own has to say so."""
    said = draft.truth(line["use"])
    if said is None and not usual and not line["use"].text and not line["use"].fault:
        draft.complain(line["use"], "policy.use_due", name=shorten(line["label"].text))
    return said is True


def _term(line: GridLine, usual: str | None, draft: PolicyDraft) -> None:
    kind = draft.word(line["kind"], words_of("kind", KINDS))
    if kind is None:
        if not line["kind"].text and not line["kind"].fault:
            draft.complain(line["kind"], "policy.kind_due", name=line["label"].text)
        draft.broken.add(folded(line["label"].text))
        return
    known = usual_terms()[usual] if usual else None
    before = kind_of(known.said, number=known.number) if known else None
    said: Said = {key: value for key, value in (known.said.items() if known else ())
                  if kind == before or key not in _OF_KIND}
    said |= {"label": line["label"].text, "kind": kind}
    for key, typed in (("definition", line["definition"].text), ("also", parts(line["also"].text))):
        said = {one: value for one, value in said.items() if one != key} | ({key: typed} if typed else {})
    _kind(kind, said, line, draft)
    same = known is not None and _same(kind, said, before, known.said)
    base = repr(Unit(said["unit"]).base) if kind == "number" else ""
    name = known.name if known and same else own_name(said["label"], kind, *said.get("words", ()), base)
    draft.terms[line["label"].text] = name, said
    draft.cells["quantities" if kind == "number" else "attributes", name] = line["label"].address


def kind_of(said: Mapping[str, Any], *, number: bool) -> str:
    """Which of the kinds that an officer chooses from a term is."""
    kind = "number" if number else str(said["kind"])
    return "declared" if kind == "yes_no" and said.get("declared") else kind


def _same(kind: str, said: Said, before: str | None, usual: Mapping[str, Any]) -> bool:
    """Whether a usual term is still the same thing: of another kind, words or dimension it is another one."""
    if kind != before or said.get("words") != usual.get("words"):
        return False
    return kind != "number" or Unit(said["unit"]).fits(Unit(usual["unit"]))


def _kind(kind: str, said: Said, line: GridLine, draft: PolicyDraft) -> None:
    """What each kind needs beside its name: a number its unit, a word its values."""
    for key, own in (("unit", "number"), ("values", "word")):
        if kind != own and line[key].text:
            draft.not_due(line, [key])
    if kind == "number":
        said["unit"] = unit_in(line, draft) or DIMENSIONLESS
    if kind == "word":
        typed, shown = parts(line["values"].text), said.get("shown", {})
        if typed != [shown.get(word, word) for word in said.get("words", ())]:
            said["words"] = typed
            said.pop("shown", None)
        if len({folded(word) for word in said["words"]}) < max(_LEAST, len(said["words"])) or any(
                '"' in word for word in said["words"]):
            draft.complain(line["values"], "policy.values_due", name=said["label"])
    if kind == "code":
        said["system"] = "gbt4754_2017"


def unit_in(line: GridLine, draft: PolicyDraft, key: str = "unit") -> str | None:
    """The unit in a row; None after saying that it is none."""
    written = line[key]
    try:
        if written.text:
            unit = Unit(written.text)
            return unit.text if unit.base else DIMENSIONLESS if unit.factor == 1 else unit.text
    except UnknownUnit:
        pass
    if not written.fault:
        draft.complain(written, "policy.unit_due", name=line["label"].text, given=shorten(written.text))
    return None


def terms_of(draft: PolicyDraft) -> dict[str, Said]:
    """The sections of a ruleset that the terms come to."""
    attributes, quantities = {}, {}
    names = {name for name, _ in draft.terms.values()}
    for name, said in draft.terms.values():
        plain = {key: value for key, value in said.items() if key != "kind"}
        for key, other in ((PROMISED, _STAGE), (_BOUNDED, said.get(_BOUNDED))):
            if key in plain and other not in names:
                del plain[key]
        if said["kind"] == "number":
            quantities[name] = {**plain, "each": "once"}
        elif said["kind"] == "declared":
            attributes[name] = {**plain, "kind": "yes_no", "declared": True}
        else:
            attributes[name] = {**plain, "kind": said["kind"]}
    found: dict[str, Said] = {"attributes": attributes, "quantities": quantities}
    if any(fact["kind"] == "code" for fact in attributes.values()):
        found = {"classifications": {"gbt4754_2017": "shared"}, **found}
    return {section: terms for section, terms in found.items() if terms}
