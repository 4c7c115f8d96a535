"""What is shown of a clause of an admission besides its finding.

Owns the words for a prohibition's condition and the facts it was held against, opinions, watched
words, and what would let the subject in.  It must not decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.evidence.entries import BoundList, FieldValue
from checker.evidence.evidence import Evidence
from checker.evidence.facts import Facts
from checker.judging import restating
from checker.judging.way import ways
from checker.measuring.evaluate import truth
from checker.measuring.limit import UNMET
from checker.measuring.measurement import REVIEW, Evaluation, Measurement
from checker.messages import CATALOGUE
from checker.quantity.display import spoken, with_unit
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Interpretation, Item, Ruleset
from checker.ruleset.formula_words import labels
from checker.ruleset.item_trees import ALWAYS
from checker.ruleset.negation import negated
from checker.verdict.annex import WatchedPart
from checker.verdict.stated import source_ref
from checker.verdict.verdict import ClausePoints, OpinionPart

LIKE_REFUSED = ("unmet", "review")


def points(measurement: Measurement, outcome: str, rule: str, evidence: Evidence,
           ruleset: Ruleset) -> ClausePoints | None:
    """What only a clause of an admission has; ``rule`` is the one that concluded it."""
    if ruleset.model.concludes != "admission":
        return None
    model, used = measurement.item.model, "opinion" in rule
    shown = outcome in LIKE_REFUSED
    return ClausePoints(
        prohibits=model.prohibits, effect=measurement.effect or REVIEW,
        outside=_outside(measurement, evidence, ruleset), question=model.ask,
        remedy=model.remedy if shown else None,
        instead=[row.case for row in measurement.item.effects if row.effect == REVIEW] if shown else [],
        watched=[WatchedPart(word=w.word, heading=w.heading, words=w.words) for w in measurement.watched],
        opinions=[OpinionPart(finding=o.finding, by=o.by, on=o.on.isoformat() if o.on else None, why=o.why,
                              used=used, source=source_ref(o.source))
                  for o in measurement.opinions],
        ways=ways(measurement, ruleset) if shown else [],
        turned=_turned(measurement, ruleset) if shown else [])


def _turned(measurement: Measurement, ruleset: Ruleset) -> list[str]:
    """The opposite of what was matched, under each reading: what the facts would have to be."""
    readings = {reading.id: reading for reading in measurement.item.interpretations}
    trees = [readings[e.reading].prohibited for e in measurement.deciding if e.outcome == UNMET]
    return list(dict.fromkeys(labels(ruleset, valued=True).say(negated(tree)) for tree in trees if tree))


def _outside(measurement: Measurement, evidence: Evidence, ruleset: Ruleset) -> list[str]:
    """The parts of the item's condition that fail, each with the facts."""
    tree = measurement.item.applies
    if measurement.applies is not False or tree is None:
        return []
    known = Facts(evidence.period, evidence.base, attributes=evidence.attributes)
    nothing = Evaluation(measurement.item.interpretations[0].id, "none", "undetermined")
    return [CATALOGUE["clause.outside"].format(
        facts="；".join(dict.fromkeys(_facts(nothing, part, evidence, ruleset))),
        condition=labels(ruleset, valued=True).say(part))
        for part in _parts(tree) if truth(part, known) is False]


def _parts(tree: n.Expression) -> Iterator[n.Expression]:
    """The conditions that all have to hold."""
    if isinstance(tree, n.Logic) and tree.operator == "and":
        for operand in tree.operands:
            yield from _parts(operand)
    else:
        yield tree


def condition(reading: Interpretation, question: str | None, ruleset: Ruleset) -> str:
    """What is prohibited, in words; for a question that itself."""
    if reading.prohibited is None:
        return question or ""
    said = labels(ruleset, valued=True).say(reading.prohibited)
    return CATALOGUE["prohibition.condition"].format(condition=said)


def effect_words(item: Item, ruleset: Ruleset) -> str:
    """What a match of a prohibition comes to, with its cases where that hangs on the project."""
    name = item.model.effect or "prohibit"
    if name in ALWAYS:
        return CATALOGUE[f"effect_of.{name}"]
    effect = ruleset.model.effects[name]
    cases = [CATALOGUE["effect_of.case"].format(case=case.case, effect=CATALOGUE[f"effect_of.{case.effect}"])
             for case in effect.cases]
    return CATALOGUE["effect_of.cases"].format(label=effect.label, cases="；".join(cases))


def facts(found: Evaluation, reading: Interpretation, evidence: Evidence, ruleset: Ruleset) -> list[str]:
    """The facts that a prohibition was held against, each with its label; what is absent is said too."""
    if reading.prohibited is None:
        return []
    return ["；".join(dict.fromkeys(_facts(found, reading.prohibited, evidence, ruleset)))]


def _entries(listed: BoundList, tree: n.Expression, evidence: Evidence, ruleset: Ruleset) -> str:
    """How many entries a list has, and those of them that a condition matches."""
    said = CATALOGUE["fact.entries"].format(
        count=len(listed.entries), closed=CATALOGUE["fact.closed" if listed.complete else "fact.open"])
    facts = Facts(evidence.period, evidence.base, attributes=evidence.attributes)
    matching = [_entry(entry, listed.name, ruleset) for entry in listed.entries
                for condition in _counting(tree, listed.name)
                if truth(condition, facts, evidence.period, entry) is True]
    return CATALOGUE["fact.matching"].format(said=said, entries="、".join(matching)) if matching else said


def _counting(tree: n.Expression, name: str) -> Iterator[n.Expression]:
    """The conditions under which entries of a list are counted."""
    match tree:
        case n.Logic():
            for operand in tree.operands:
                yield from _counting(operand, name)
        case n.Comparison(left=n.EntryCount(list=counted, condition=condition)) if (
                counted == name and condition):
            yield condition


def _entry(entry: Mapping[str, FieldValue], name: str, ruleset: Ruleset) -> str:
    """An entry by what it states: words before amounts, each by name, whatever order it was written in."""
    said = []
    for field, value in sorted(entry.items(), key=lambda stated: (not isinstance(stated[1], str), stated[0])):
        unit = ruleset.field_units.get((name, field))
        said.append(value if isinstance(value, str) else spoken(value) if unit is None
                    else with_unit(spoken(value.scale(1 / unit.factor)), unit.text))
    return " ".join(said)


def _facts(found: Evaluation, tree: n.Expression, evidence: Evidence, ruleset: Ruleset) -> Iterator[str]:
    model = ruleset.model
    counted = {entry.name: entry for entry in found.counted}
    stated = {value.name: value for value in found.operands}
    for asked in asking.asks(tree):
        match asked.kind:
            case "attribute":
                known, value = model.attributes[asked.name], evidence.attributes.get(asked.name)
                said = CATALOGUE["fact.absent"] if value is None else restating.said(value, known)
                yield CATALOGUE["fact.is"].format(label=known.label, value=said)
            case "list":
                label, entry = model.lists[asked.name].label, counted.get(asked.name)
                said = CATALOGUE["fact.absent"] if entry is None else _entries(entry, tree, evidence, ruleset)
                yield CATALOGUE["fact.is"].format(label=label, value=said)
            case "quantity":
                label, amount = model.quantities[asked.name].label, stated.get(asked.name)
                said = CATALOGUE["fact.absent"] if amount is None else with_unit(amount.written, amount.unit)
                yield CATALOGUE["fact.is"].format(label=label, value=said)
