"""What would be, in words: what is supposed, and each item as it is and as it would be.

Owns the sentences that text and workbook share.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from checker.assessment.supposing import WhatIf
from checker.evidence.facts import BASE
from checker.explaining.asked_statement import StatementSupposed
from checker.explaining.supposed_limit import LimitSupposed
from checker.messages import aside, text
from checker.quantity.display import with_unit
from checker.reporting import admission_words, phrases, words
from checker.reporting.verdict_kind import kind_of
from checker.ruleset.compiled import Ruleset
from checker.ruleset.spoken import spoken
from checker.ruleset.terms import number_of
from checker.text.normal import same
from checker.verdict.found import ItemFinding
from checker.wording.worded import Finding, WordedVerdict

ABSENT = "—"
# What was stated or supposed and nothing uses.
_IDLE = ("note.overlay_idle",)


@dataclass(frozen=True)
class ItemLine:
    """An item on both sides, in words; ``change`` says what is otherwise."""

    number: str
    label: str
    change: Literal["flipped", "moved", "same"]
    before: str
    after: str
    value_before: str
    value_after: str
    limit_before: str
    limit_after: str


def items(found: WhatIf) -> list[ItemLine]:
    """Every item of the rules as they would be, those that flip first told by their ``change``."""
    flipped = {one.item for one in found.found.flipped}
    moved = {one.item for one in found.found.moved}
    was = {finding.item: finding for finding in found.before.words.findings}
    return [item_line(was.get(now.item), now, "flipped" if now.item in flipped else
                      "moved" if now.item in moved else "same", found.after.words)
            for now in found.after.words.findings]


def item_line(was: Finding | None, now: Finding, change: Literal["flipped", "moved", "same"],
              verdict: WordedVerdict) -> ItemLine:
    """An item of ``verdict`` beside what it was before, if it was there."""
    compares = kind_of(verdict.ruleset.concludes).compares
    return ItemLine(
        phrases.number(now.item), now.label, change,
        text("what_if.not_there") if was is None else _outcome(was), _outcome(now),
        ABSENT if was is None else item_value(was), item_value(now),
        ABSENT if was is None or not compares else item_limit(was), item_limit(now) if compares else ABSENT)


def _outcome(finding: Finding) -> str:
    reasons = aside(phrases.reasons(finding))
    return words.item_outcome(finding) + reasons


def item_value(finding: Finding) -> str:
    """The value; of a prohibition the facts that it asks for."""
    if finding.clause is not None and finding.clause.prohibits:
        return text("join.parts").join(admission_words.situation(finding))
    return phrases.value_of(finding) if finding.amount else ABSENT


def item_limit(finding: Finding) -> str:
    """The limit; of a clause the condition under which it bears on the subject."""
    return finding.limit if finding.clause is None else admission_words.condition(finding)


def supposed(found: WhatIf) -> Iterator[str]:
    """What is supposed, one line each."""
    asked = found.found.supposed
    for statement in asked.statements:
        yield _statement(statement, found)
    for limit in asked.limits:
        yield _limit_line(limit, found)
    for overlay in asked.overlays:
        yield text("what_if.overlay", id=overlay)


def _statement(one: StatementSupposed, found: WhatIf) -> str:
    rules = spoken(found.after.ruleset)
    of = text("join.also").join(filter(None, (str(one.year or ""), *_of(one, rules))))
    before = text("join.names").join(_called(value, one, rules) for value in one.before)
    value = text("what_if.removed") if one.value is None else _called(one.value, one, rules)
    unit = ""
    if one.unit and one.value and one.unit_taken:
        unit = text("what_if.taken", unit=one.unit)
    elif one.unit and one.value and one.unit not in one.value:
        unit = text("what_if.as_unit", unit=one.unit)
    return text("what_if.statement", label=one.label, of=aside(of),
                before=before or text("what_if.absent"), value=value, unit=unit) + _new_year(one, found)


def _of(one: StatementSupposed, rules: Ruleset) -> list[str]:
    """The reading, scope and price basis, as they are called."""
    readings = rules.items[one.name].model.readings if one.kind == "report" else {}
    return [readings[said].label if part == "reading" and said in readings else said
            for part, said in one.of.items()]


def _called(value: str, one: StatementSupposed, rules: Ruleset) -> str:
    """A word of a choice by its label; anything else as it was written."""
    known = rules.model.attributes.get(one.name) if one.kind == "attribute" else None
    word = same(value, known.words or ()) if known else None
    return known.label_of(word) if known and word else value


def _new_year(one: StatementSupposed, found: WhatIf) -> str:
    """That the dossier has the datum, but of other years."""
    stated = {datum.year for datum in found.before.verdict.data if datum.quantity == one.name}
    if one.kind != "quantity" or one.before or one.year is None or not stated - {None}:
        return ""
    return text("what_if.new_year", years=text("join.names").join(
        str(year) for year in sorted(stated - {None}, key=str)))


def limit_words(one: LimitSupposed) -> str:
    """A supposed limit, with what it is now."""
    before, after = (with_unit(text(f"limit.{one.relation}", bound=number), one.unit, " ")
                     for number in (one.before, one.after))
    where = text("what_if.where", where=one.where) if one.where else ""
    return text("what_if.limit", number=number_of(one.item), label=one.label, where=where, before=before,
                after=after)


def _limit_line(one: LimitSupposed, found: WhatIf) -> str:
    unit = text("what_if.taken", unit=one.unit) if one.unit_taken else ""
    used = _in_use(one, found.after.verdict.finding(one.item))
    return limit_words(one) + unit + ("" if used else text("what_if.idle_limit"))


def _in_use(one: LimitSupposed, finding: ItemFinding) -> bool:
    """Whether the row is among those that may apply to the subject."""
    return any(row.row == one.row for found in finding.evaluations for row in found.limit
               if one.reading in (None, found.reading))


def idle(found: WhatIf) -> list[str]:
    """What is said of that which was supposed and nothing uses."""
    known = {text(note.code, **note.params) for note in found.before.words.notes}
    said = [text(note.code, **note.params) for note in found.after.words.notes if note.code in _IDLE]
    said += filter(None, (_unasked(one, found) for one in found.found.supposed.statements))
    return [sentence for sentence in dict.fromkeys(said) if sentence not in known]


def _unasked(one: StatementSupposed, found: WhatIf) -> str:
    """That no item asks for a datum, or only for that of other years; or that facts decide alone."""
    rules, verdict = spoken(found.after.ruleset), found.after.verdict
    if one.kind == "opinion":
        clause = verdict.finding(one.name).clause
        used = one.value is None or (clause is not None and any(opinion.used for opinion in clause.opinions))
        return "" if used else text("what_if.opinion_idle", label=one.label)
    if one.kind == "attribute":
        # The base year is asked for by years, what describes the subject by the words that stand in it.
        asked_for = one.name == BASE or rules.model.attributes[one.name].describes or any(
            one.name in item.attributes for item in rules.items.values())
        return "" if asked_for else text("what_if.unasked", label=one.label)
    if one.kind != "quantity":
        return ""
    asked = {year for item in rules.items.values() for name, year in item.quantities if name == one.name}
    if not asked and one.name not in dict(rules.bounded).values():
        return text("what_if.unasked", label=one.label)
    anchors = {"y": verdict.period, "base": verdict.base}
    years = {year.offset + (anchors.get(year.anchor, 0) or 0) for year in asked}
    if one.year is None or one.year in years or rules.side_by_side:
        return ""
    return text("what_if.unasked_year", label=one.label, year=one.year, period=verdict.period,
                years=text("join.names").join(map(str, sorted(years))))
