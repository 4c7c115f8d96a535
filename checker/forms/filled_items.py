"""Reads what a filled form states of single indicators: reported values, opinions, the choice.

Owns the meeting of rows with indicators by their ids.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.forms import layout
from checker.forms.blank_items import FINDINGS, report_units
from checker.forms.draft import FormDraft
from checker.forms.grid import GridLine
from checker.forms.values import day, unit_of
from checker.messages import text
from checker.quantity.unit import DIMENSIONLESS
from checker.ruleset.compiled import Item, Ruleset
from checker.validation import shorten


def reports(lines: Sequence[GridLine], draft: FormDraft, ruleset: Ruleset) -> None:
    """The indicators that the subject computed itself."""
    items = {item.id: item for item in layout.reported(ruleset)}
    told = ("amount", "reading", "place", "words", "note")
    for line, item in _items(lines, items, told, draft):
        if not line.stands("amount"):
            draft.due(line, "amount", "value")
            continue
        if item.model.words:
            draft.not_due(line, ["unit"])
        year = None
        if "year" in line.cells:
            draft.due(line, "year", "year")
            year = draft.year(line["year"])
        ways = {reading.label: name for name, reading in item.model.readings.items()}
        reading = draft.word(line["reading"], ways, {name: name for name in ways.values()}) \
            if line.stands("reading") else None
        bare = report_units(item) == [text("form.dimensionless")]
        unit, right = unit_of(line, line["amount"], item.model.words, draft, DIMENSIONLESS if bare else None)
        source = draft.source(line, line["amount"])
        if source and right and line.sound and (year or "year" not in line.cells):
            draft.append("reported", {
                "item": item.id, "value": line["amount"].text, "unit": unit, "year": year, "reading": reading,
                "scope": line["scope"].text, "note": line["note"].text, "source": source},
                {"value": line["amount"], "item": line["key"], **line.cells})


def opinions(lines: Sequence[GridLine], draft: FormDraft, ruleset: Ruleset) -> None:
    """What people found."""
    items = {item.id: item for item in layout.judged_by_people(ruleset)}
    told = ("finding", "by", "on", "why", "place", "words")
    for line, item in _items(lines, items, told, draft):
        for key, why in (("finding", "value"), ("by", "person"), ("why", "reason")):
            draft.due(line, key, why)
        finding = draft.word(line["finding"], {text(code): name for name, code in FINDINGS.items()})
        on, source = day(line["on"], draft), draft.source(line, line["why"])
        if source and finding and line.sound and line["by"].text and line["why"].text:
            draft.append("opinions", {
                "item": item.id, "finding": finding, "by": line["by"].text, "on": on,
                "why": line["why"].text, "source": source}, {"item": line["key"], **line.cells})


def claims(lines: Sequence[GridLine], draft: FormDraft, ruleset: Ruleset) -> None:
    """What the documents only claim of an indicator."""
    for line, item in _items(lines, dict(ruleset.items), ("words", "why", "document", "place"), draft):
        draft.due(line, "words", "claim")
        source = draft.source(line, line["words"])
        if source and line.sound and line["words"].text:
            why = line["why"].text or text("form.claim_why")
            draft.append("claims", {"item": item.id, "why": why, "source": source},
                         {"item": line["key"], **line.cells})


def selection(lines: Sequence[GridLine], draft: FormDraft, ruleset: Ruleset) -> None:
    """Which items were chosen, if any choice is stated at all."""
    items = {item.id: item for item in layout.reported(ruleset)}
    always, open_lines, chosen = layout.always_counted(ruleset), [], set()
    for line, item in _items(lines, items, ("chosen",), draft, every=True):
        if item.id in always:
            chosen.add(item.id)
            draft.word(line["chosen"], {text("form.always"): True})
            continue
        open_lines.append((line, draft.truth(line["chosen"])))
        if open_lines[-1][1]:
            chosen.add(item.id)
    answered = [line for line, said in open_lines if said is not None]
    if not answered:
        return
    for line, _ in open_lines:
        draft.due(line, "chosen", "choice")
    if len(answered) == len(open_lines):
        draft.data["selected"] = [name for name in items if name in chosen]
        draft.cells["selected",] = answered[0]["chosen"].address


def _items(lines: Sequence[GridLine], items: dict[str, Item], told: Sequence[str], draft: FormDraft, *,
           every: bool = False) -> Iterator[tuple[GridLine, Item]]:
    """The rows that state something of an item; ``every`` yields the silent ones too."""
    for line in lines:
        item = items.get(line["key"].text)
        if item is None:
            if line.stands("key", *told):
                draft.unknown(line, "key", list(items))
            continue
        if line["label"].text != " ".join(item.model.label.split()):
            draft.complain(line["label"], "form.label_changed", key=item.id, due=item.model.label,
                           given=shorten(line["label"].text))
        elif every or line.stands(*told):
            yield line, item
