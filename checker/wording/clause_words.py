"""A clause of an admission in words: the facts that it was held against, and what they would have to be.

Owns those words.  It must not decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checker.measuring.measurement import REVIEW
from checker.messages import text, verbatim
from checker.quantity.display import spoken, with_unit
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Interpretation, Item, Ruleset
from checker.ruleset.formula_words import labels
from checker.ruleset.negation import negated
from checker.verdict.exact_number import WordOrAmount
from checker.verdict.found import ClauseFinding, ItemFinding, ReadingFinding
from checker.verdict.part import LIKE_REFUSED
from checker.verdict.stated import EntriesPart
from checker.wording import amount_words, limit_words
from checker.wording import worded as w
from checker.wording.annexed import WatchedPart
from checker.wording.context import Context
from checker.wording.limit_words import RowsOf
from checker.wording.restated_words import said

# A choice of so few tells no entry from the others.
EITHER = 2


def points(found: ItemFinding, limits: Sequence[RowsOf], context: Context) -> w.ClausePoints | None:
    """What only a clause of an admission has; ``limits`` are the rows that may apply."""
    clause, item = found.clause, context.item(found.item)
    if clause is None:
        return None
    shown = found.outcome in LIKE_REFUSED
    return w.ClausePoints(
        prohibits=item.model.prohibits, effect=clause.effect, outside=_outside(found.item, clause, context),
        question=item.model.ask, remedy=item.model.remedy if shown else None,
        instead=[row.case for row in item.effects if row.effect == REVIEW] if shown else [],
        watched=[WatchedPart(word=word.word, heading=_heading(word.about, context.ruleset), words=word.words)
                 for word in clause.watched],
        opinions=clause.opinions,
        turned=_turned(found, context) if shown else [],
        shortfall=amount_words.shortfall(found, context),
        **({} if item.model.prohibits else _floor(limits, item, context.ruleset)))


def _floor(limits: Sequence[RowsOf], item: Item, ruleset: Ruleset) -> dict[str, Any]:
    reach, bound = limit_words.of_floor(limits, item, ruleset)
    return {"reach": reach, "bound": bound}


def _heading(about: list[str], ruleset: Ruleset) -> str:
    """What describes the subject: its name, an attribute, a field of a list."""
    match about:
        case ["attribute", name]:
            return ruleset.model.attributes[name].label
        case ["field", entries, field]:
            listed = ruleset.model.lists[entries]
            return f"{listed.label}·{listed.fields[field].label}"
    return text("saying.name")


def _turned(found: ItemFinding, context: Context) -> list[str]:
    """The opposite of what was matched, under each reading: what the facts would have to be."""
    trees = [context.reading(found.item, e.reading).prohibited for e in found.deciding
             if e.outcome == "unmet"]
    wording = labels(context.ruleset, valued=True)
    return list(dict.fromkeys(wording.say(negated(tree)) for tree in trees if tree))


def _outside(item: str, clause: ClauseFinding, context: Context) -> list[str]:
    """The parts of the item's condition that fail, each with the facts."""
    parts = context.item(item).conditions
    return [verbatim(
        "clause.outside", facts=text("join.parts").join(dict.fromkeys(_facts(None, parts[place], context))),
        condition=_condition(item, place, context)) for place in clause.outside]


def _condition(item: str, place: int, context: Context) -> str:
    """A part of an item's condition in words; a ruleset says it once."""
    remembered = context.ruleset.remembered
    if ("condition", item, place) not in remembered:
        said = labels(context.ruleset, valued=True).say(context.item(item).conditions[place])
        remembered["condition", item, place] = said
    known: str = remembered["condition", item, place]
    return known


def facts(found: ReadingFinding, reading: Interpretation, context: Context) -> list[str]:
    """The facts that a prohibition was held against, each with its label; what is absent is said too."""
    if reading.prohibited is None:
        return []
    return [text("join.parts").join(dict.fromkeys(_facts(found, reading.prohibited, context)))]


def _facts(found: ReadingFinding | None, tree: n.Expression, context: Context) -> Iterator[str]:
    model, verdict = context.ruleset.model, context.verdict
    counted = {verdict.lists[place].name: place for place in found.lists} if found else {}
    stated = {datum.quantity: datum for datum in context.data(found.data)} if found else {}
    absent = text("fact.absent")
    for asked in asking.asks(tree):
        match asked.kind:
            case "attribute":
                known = model.attributes[asked.name]
                value = said(verdict.facts[asked.name], known) if asked.name in verdict.facts else absent
                yield verbatim("fact.is", label=known.label, value=value)
            case "list":
                place = counted.get(asked.name)
                value = absent if place is None or found is None else _entries(
                    verdict.lists[place], found.matching.get(place, []), context.ruleset)
                yield verbatim("fact.is", label=model.lists[asked.name].label, value=value)
            case "quantity":
                datum = stated.get(asked.name)
                value = absent if datum is None else with_unit(datum.value, datum.unit)
                yield verbatim("fact.is", label=model.quantities[asked.name].label, value=value)


def _entries(listed: EntriesPart, matching: list[dict[str, WordOrAmount]], ruleset: Ruleset) -> str:
    """How many entries a list has, and those of them that a condition matches."""
    count = verbatim(
        "fact.entries", count=len(listed.entries),
        closed=text("fact.closed" if listed.complete else "fact.open"))
    entries = text("join.names").join(entry_words(entry, listed.name, ruleset) for entry in matching)
    return verbatim("fact.matching", said=count, entries=entries) if matching else count


def entry_words(entry: Mapping[str, WordOrAmount], name: str, ruleset: Ruleset) -> str:
    """An entry by all that it states, whatever order it was written in: first what tells it from others.

    Free words, then words chosen out of many, amounts, and what is only one of two.
    """
    fields = ruleset.model.lists[name].fields

    def place(field: str) -> tuple[int, int, str]:
        choices = len(fields[field].words or ())
        if fields[field].kind == "number":
            return 2, 0, field
        return 3 if 0 < choices <= EITHER else 1 if choices else 0, -choices, field

    told = []
    for field in sorted(entry, key=place):
        value = entry[field]
        unit = ruleset.field_units.get((name, field))
        told.append(value if isinstance(value, str) else spoken(value) if unit is None
                    else with_unit(spoken(value.scale(1 / unit.factor)), unit.text))
    return " ".join(told)
