"""The cases that follow from a typed policy's tables, for a person to confirm.

Owns which cases there are and what each has to come to by the table.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain, count
from typing import Any

from checker.messages import text, verbatim
from checker.ruleset import nodes as n
from checker.ruleset.compiled import CompiledRow, Interpretation, Item, Ruleset
from checker.ruleset.tightness import said
from checker.ruleset.worlds import HoldsInWorld
from checker.testing.coverage import step
from checker.typed.policy_facts import CaseData, data_of, datum_free, facts_where, with_value
from checker.typed.policy_floors import NOTHING_SET
from checker.typed.policy_shortfalls import amount_owed

UP = ("at_least", "above")
STRICT = ("above", "below")


@dataclass(frozen=True)
class _TableCase:
    item: Item
    said: str
    given: CaseData
    expect: str
    value: Decimal | None = None
    amount: Decimal | None = None


def untold(ruleset: Ruleset, cases: Sequence[Mapping[str, Any]]) -> list[str]:
    """The metrics with numbers for which no data could be chosen, by their labels."""
    valued = {case["item"] for case in cases if "value" in case}
    return [item.model.label for item in ruleset.items.values() if item.id not in valued and any(
        row.numbers for reading in item.interpretations for row in reading.rows)]


def table_cases(ruleset: Ruleset) -> list[dict[str, Any]]:
    """The cases as a file of cases has them."""
    found, names = [], set[str]()
    for item in ruleset.items.values():
        made = _prohibition(item, ruleset) if item.model.prohibits else _floor(item, ruleset)
        for case in made:
            words = verbatim("policy.case", label=item.model.label, said=case.said)
            tried = chain([words], (f"{words} {again}" for again in count(2)))
            name = next(one for one in tried if one not in names)
            names.add(name)
            numbers = {key: number for key, number in (("value", case.value), ("amount", case.amount))
                       if number is not None}
            found.append({"name": name, "item": item.id, "given": case.given, "expect": case.expect,
                          **numbers})
    return found


def _first(rows: Sequence[CompiledRow], index: int, holds: HoldsInWorld) -> bool:
    """Whether a row is the first that holds."""
    return all((row.when is None or holds(row.when)) == (place == index)
               for place, row in enumerate(rows[:index + 1]))


def applies(item: Item | Interpretation, holds: HoldsInWorld) -> bool:
    """Whether an item or a reading of it applies."""
    return item.applies is None or holds(item.applies)


def _floor(item: Item, ruleset: Ruleset) -> Iterator[_TableCase]:
    """Each row of a metric's limit reached, at its number, one step beyond; a datum missing; not applying."""
    readings = [reading for reading in item.interpretations if reading.id != NOTHING_SET]
    for row in readings[0].rows:
        for unwritten in (False, True)[:len(item.interpretations) - len(readings) + 1]:
            yield from _row(_Reached(item, readings, row, unwritten), ruleset)
    yield from _not_applying(item, ruleset)
    missing = facts_where(ruleset, [item.applies], lambda holds: applies(item, holds)) or {}
    if any(row.numbers for row in readings[0].rows) and any(
            datum_free(value, item.applies) for reading in readings for value in reading.values):
        yield _TableCase(item, text("policy.case.missing"), missing, "undetermined")


def _not_applying(item: Item, ruleset: Ruleset) -> Iterator[_TableCase]:
    nothing = facts_where(ruleset, [item.applies], lambda holds: not applies(item, holds))
    if item.applies is not None and nothing is not None:
        yield _TableCase(item, text("policy.case.not_applicable"), nothing, "not_applicable")


@dataclass(frozen=True)
class _Reached:
    """A row of a metric's limit that is to hold first; ``unwritten`` where one above it leaves that open."""

    item: Item
    readings: Sequence[Interpretation]
    row: CompiledRow
    unwritten: bool

    @property
    def trees(self) -> list[n.Expression | None]:
        """Every condition that tells whether it is."""
        return [self.item.applies, *(row.when for row in self.readings[0].rows),
                *(reading.applies for reading in self.item.interpretations)]

    def __call__(self, holds: HoldsInWorld) -> bool:
        left_open = any(reading.id == NOTHING_SET and applies(reading, holds)
                        for reading in self.item.interpretations)
        return (applies(self.item, holds) and left_open == self.unwritten
                and _first(self.readings[0].rows, self.row.index, holds))


def _row(reached: _Reached, ruleset: Ruleset) -> Iterator[_TableCase]:
    item, row = reached.item, reached.row
    words = said([row.row])
    if reached.unwritten:
        words = verbatim("policy.case.open", limit=words)
    if not row.numbers:
        given = facts_where(ruleset, reached.trees, reached)
        if given is not None:
            expect = "not_applicable" if row.row.free is not None else "undetermined"
            yield _TableCase(item, words, given, expect)
        return
    ((relation, bound),) = row.row.numbers
    short = "undetermined" if reached.unwritten else _short(item, ruleset)
    limit, further = Fraction(bound), step(bound) if relation in UP else -step(bound)
    for aspect, number, falls in (("at", limit, relation in STRICT), ("beyond", limit - further, True),
                                  ("within", limit + further, False)):
        data = _data(reached, number, ruleset)
        if data is not None:
            name, owed = verbatim(f"policy.case.{aspect}", limit=words), None
            if falls and short == "diverted":
                data, owed = amount_owed(item, abs(limit - number), data, ruleset)
            yield _TableCase(item, name, data, short if falls else "met", _decimal(number),
                             None if owed is None else _decimal(owed))


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _short(item: Item, ruleset: Ruleset) -> str:
    """What falling short of a metric's limit comes to."""
    if item.model.shortfall:
        return "review" if item.model.shortfall.effect == "review" else "diverted"
    return "unmet" if ruleset.model.kind_of(item.model) == "requirement" else "review"


def _data(reached: _Reached, number: Fraction, ruleset: Ruleset) -> CaseData | None:
    """The data by which every reading comes to a number; None where they can't be chosen so."""
    within = reached.item.model.within
    if number < 0 or (within and not within.at_least <= number <= within.at_most):
        return None
    formulas = [(value, reading.unit) for reading in reached.readings for value in reading.values]

    def fill(given: CaseData, area: Fraction) -> CaseData | None:
        data: CaseData | None = given
        for value, unit in formulas:
            if data is not None:
                data = with_value(data, value, number * unit.factor, area, ruleset) if unit else None
        return data if formulas else None

    names = {name for value, _ in formulas for name in data_of(value)}
    return facts_where(ruleset, reached.trees, reached, names, fill)


def _prohibition(item: Item, ruleset: Ruleset) -> Iterator[_TableCase]:
    """A prohibition touched, in each case of its effect, and not; a datum missing; what a person answers."""
    matched = item.interpretations[0].prohibited if item.interpretations else None
    quiet = _quiet(item, ruleset)
    if matched is None:
        given = facts_where(ruleset, [item.applies], lambda holds: applies(item, holds)) or {}
        yield from _asked(item, given, quiet)
    else:
        yield from _matched(item, matched, ruleset)
        clear = facts_where(ruleset, [item.applies, matched],
                            lambda holds: applies(item, holds) and not holds(matched))
        if clear is not None and item.model.ask:
            yield from _asked(item, clear, quiet)
        elif clear is not None:
            yield _TableCase(item, text("policy.case.clear"), {**clear, **quiet}, "met")
            yield from _watched(item, clear, quiet)
        facts = facts_where(ruleset, [item.applies], lambda holds: applies(item, holds)) or {}
        if datum_free(matched, item.applies):
            yield _TableCase(item, text("policy.case.missing"), {**facts, **quiet}, "undetermined")
    yield from _not_applying(item, ruleset)


def _matched(item: Item, matched: n.Expression, ruleset: Ruleset) -> Iterator[_TableCase]:
    outcome = {"prohibit": "unmet", "review": "review"}
    if not item.effects:
        given = facts_where(ruleset, [item.applies, matched],
                            lambda holds: applies(item, holds) and holds(matched))
        if given is not None:
            yield _TableCase(item, text("policy.case.matched"), given, outcome[str(item.model.effect)])
        return
    trees = [item.applies, matched, *(row.when for row in item.effects)]
    for place, row in enumerate(item.effects):
        given = facts_where(ruleset, trees, lambda holds, place=place: (  # type: ignore[misc]
            applies(item, holds) and holds(matched)
            and [holds(one.when) for one in item.effects[:place + 1]] == [False] * place + [True]))
        if given is not None:
            yield _TableCase(item, verbatim("policy.case.effect", case=row.case), given, outcome[row.effect])
    alone = facts_where(ruleset, trees[:2], lambda holds: applies(item, holds) and holds(matched))
    if alone is not None and all(datum_free(row.when, n.Logic("and", (matched, item.applies or matched)))
                                 for row in item.effects):
        yield _TableCase(item, text("policy.case.effect_unclear"), alone, "undetermined")


def _quiet(item: Item, ruleset: Ruleset) -> CaseData:
    """A description in which none of the words stands that call for a look."""
    if not item.model.watch:
        return {}
    return {name: text("policy.case.description") for name, fact in ruleset.model.attributes.items()
            if fact.kind == "text" and fact.describes}


def _watched(item: Item, given: CaseData, quiet: CaseData) -> Iterator[_TableCase]:
    if quiet:
        word = item.model.watch[0]
        data = {**given, **dict.fromkeys(quiet, word)}
        yield _TableCase(item, verbatim("policy.case.watched", word=word), data, "review")


def _asked(item: Item, given: CaseData, quiet: CaseData) -> Iterator[_TableCase]:
    still = {**given, **quiet}
    for opinion in ("met", "unmet"):
        yield _TableCase(item, text(f"policy.case.opinion_{opinion}"), {**still, "opinion": opinion}, opinion)
    yield _TableCase(item, text("policy.case.no_opinion"), still, "review")
    yield from _watched(item, given, quiet)
