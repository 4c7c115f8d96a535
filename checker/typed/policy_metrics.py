"""The metrics of a typed policy: what each is worked out from, and what a floor that isn't reached comes to.

Owns the reading of their sheet.  It must not know the table of floors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from checker.forms.grid import GridLine
from checker.messages import text
from checker.text.normal import folded
from checker.typed.policy_draft import SIGNS, PolicyDraft, Said
from checker.typed.policy_sheets import COMPARES, EFFECTS, words_of
from checker.typed.policy_shortfalls import CELLS, limits_of
from checker.typed.policy_terms import unit_in
from checker.validation import shorten

# What the first row of a metric says for all of its readings.
_ONCE = ("unit", "compares", "effect", *CELLS, "applies", "low", "high", "unlike", "seen")


@dataclass
class TypedMetric:
    """A metric as it was typed: its first row, its item in the making, and how values compare."""

    label: str
    head: GridLine
    item: Said
    unit: str
    compares: str
    readings: dict[str, Said] = field(default_factory=dict)


def read_metrics(lines: Sequence[GridLine], draft: PolicyDraft) -> dict[str, TypedMetric]:
    """The metrics that are chosen, by label; several rows of one are readings of it."""
    found: dict[str, TypedMetric] = {}
    for line in lines:
        label = line["label"].text
        if not label:
            draft.complain(line["label"], "form.no_name", heading=line.heading("label"))
        elif _chosen(line, draft):
            known = found.get(folded(label))
            if known is None:
                found[folded(label)] = known = _first(line, draft)
            else:
                _alike(line, known, draft)
            _value(line, known, draft)
    return {metric.label: metric for metric in found.values()}


def _chosen(line: GridLine, draft: PolicyDraft) -> bool:
    """Whether a metric is to be used; one of which more stands there than was printed has to say so."""
    said = draft.truth(line["use"])
    typed = line.stands("effect", "clause", "words", "applies", "reading")
    if said is None and typed and not line.stands("use"):
        draft.complain(line["use"], "policy.use_due", name=shorten(line["label"].text))
    return said is True


def _first(line: GridLine, draft: PolicyDraft) -> TypedMetric:
    label, unit = line["label"].text, unit_in(line, draft)
    compares = draft.word(line["compares"], words_of("compares", COMPARES), SIGNS)
    effect = draft.word(line["effect"], words_of("effect", EFFECTS))
    for key, said in (("compares", compares), ("effect", effect)):
        if said is None and not line[key].text:
            draft.lacks(line, key, label)
    told = provenance(line, draft)
    item: Said = {"label": label, "category": text("policy.category.floors"), "unit": unit or "1",
                  **limits_of(line, effect, compares or "at_least", told["source"], draft)}
    applies = draft.condition(line["applies"])
    item |= {"applies_when": applies} if applies else {}
    item |= _range(line, unit or "1", draft)
    if line["unlike"].text:
        name, _, why = line["unlike"].text.replace(":", "：").partition("：")
        item["unlike"] = [{"label": name.strip(), "why": why.strip() or text("policy.unlike")}]
    return TypedMetric(label, line, {**item, **told}, unit or "1", compares or "at_least")


def _range(line: GridLine, unit: str, draft: PolicyDraft) -> Said:
    """What the value can be at all, where that is said: both ends of it."""
    ends = [draft.amount(line[key], unit) if line[key].text else None for key in ("low", "high")]
    if not line.stands("low", "high"):
        return {}
    if None in ends or Decimal(str(ends[0])) >= Decimal(str(ends[1])):
        if not any(line[key].text and end is None for key, end in zip(("low", "high"), ends, strict=True)):
            draft.complain(line["low"], "policy.range", name=shorten(line["label"].text))
        return {}
    return {"within": {"at_least": Decimal(str(ends[0])), "at_most": Decimal(str(ends[1]))}}


def _alike(line: GridLine, known: TypedMetric, draft: PolicyDraft) -> None:
    """What the first row of a metric says holds for its other readings, who must not say otherwise."""
    for key in _ONCE:
        if line[key].text and folded(line[key].text) != folded(known.head[key].text):
            draft.complain(line[key], "policy.readings_differ", name=known.label, heading=line.heading(key))
    clause, words = (line[key].text if folded(line[key].text) != folded(known.head[key].text) else ""
                     for key in ("clause", "words"))
    if clause or words:
        add_row(known.item, line["reading"].text, clause, words)


def _value(line: GridLine, known: TypedMetric, draft: PolicyDraft) -> None:
    """The formula of the metric, or of one of its readings."""
    formula, name = formula_in(line, draft), line["reading"].text
    same = {folded(str(one["label"])) for one in known.readings.values()}
    if (not name and known.readings) or (name and ("value" in known.item or folded(name) in same)):
        draft.complain(line["reading"], "policy.reading_due", name=known.label)
    elif name:
        known.readings[f"reading_{len(known.readings) + 1}"] = {
            "label": name, **({"value": formula} if formula else {})}
    elif "value" in known.item:
        first = known.head["label"].address.said()
        draft.complain(line["label"], "form.row_twice", name=known.label, first=first)
    else:
        known.item["value"] = formula


def formula_in(line: GridLine, draft: PolicyDraft) -> str | None:
    """One term, or one over another; None where the policy's way to work it out was not read."""
    if folded(line["over"].text) == folded(text("policy.none.unread")):
        draft.not_due(line, ["under"])
        return None
    if not line["over"].text:
        draft.lacks(line, "over", line["label"].text)
        return None
    over = draft.term(line["over"], ["number"])
    under = draft.term(line["under"], ["number"]) if line["under"].text else None
    if over is None or (line["under"].text and under is None):
        return None
    return over[0] if under is None else f"{over[0]} / {under[0]}"


def provenance(line: GridLine, draft: PolicyDraft) -> dict[str, Any]:
    """Where a row stands in the document, in which words, and how that was seen."""
    seen = draft.seen_in(line["seen"])
    if not line["clause"].text and not line["clause"].fault:
        draft.complain(line["clause"], "policy.clause_due")
    source = {"place": line["clause"].text or "?", "name": seen, "limit": seen, "formula": "deduced"}
    words = line["words"].text
    if words:
        source["note"] = text("policy.words", words=words)
    draft.places[id(source)] = line["label"].address
    return {"source": source}


def add_row(item: Said, case: str, clause: str, words: str) -> None:
    """Say of a row of an item where it stands, and in which words."""
    code = "policy.row_words" if words else "policy.row_place"
    add_note(item, text(code, case=case, clause=clause or item["source"]["place"], words=words))


def add_note(item: Said, note: str) -> None:
    """Say more of where an item stands."""
    before = item["source"].get("note")
    item["source"]["note"] = f"{before}；{note}" if before else note
