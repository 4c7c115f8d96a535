"""Names that are only alike: an indicator under the name of another that the ruleset says it is not.

Owns the search in the words of statements.  It must not judge, and nothing is refused or counted by a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from checker.dossier.dossier import Source
from checker.doubting.doubt_found import DoubtFound, DoubtfulValue
from checker.doubting.thresholds import MOST_COMPARED
from checker.judging.judged_case import JudgedCase
from checker.quantity.unit import Unit
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Item, Ruleset
from checker.text.normal import folded
from checker.verdict.stated import source_ref

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def near_names(case: JudgedCase, ruleset: Ruleset) -> Iterator[DoubtFound]:
    """For each item the statements that give a number to what it is not.

    Looked at is what is addressed to the item, and what nothing in the ruleset is asked for; never a name
    that another item has.
    """
    items = [(name, item) for name, item in ruleset.items.items() if item.model.unlike]
    aside = _unused(case, ruleset) if items else []
    for name, item in items:
        mine = [*_addressed(name, item, case), *aside]
        names = [*map(_plain, (item.model.label, *item.model.also))]
        for place, other in enumerate(item.model.unlike):
            alike = _plain(other.label)
            found = [value for value, words in mine if alike in words and _names(value, words, alike)
                     and _same_kind(value, item) and not any(own in words for own in names)]
            if found and not any(alike in _plain(known.model.label) for known in ruleset.items.values()):
                yield DoubtFound(code="doubt.near_name", kind="near_name", of="item", subject=name,
                                 params={"unlike": {"unlike": [name, place]}}, stated=found[:MOST_COMPARED])


def _names(value: DoubtfulValue, words: str, alike: str) -> bool:
    """Whether the words give the value to that name: it is the first number after it."""
    number, own = _NUMBER.search(words.partition(alike)[2]), _NUMBER.search(_plain(value.value))
    return number is not None and own is not None and Decimal(number[0]) == Decimal(own[0])


def _same_kind(value: DoubtfulValue, item: Item) -> bool:
    """Whether an amount in its unit could be one of the item at all."""
    return item.unit is not None and value.unit is not None and Unit(value.unit).fits(item.unit)


def _unused(case: JudgedCase, ruleset: Ruleset) -> list[tuple[DoubtfulValue, str]]:
    """What is stated of quantities and items that the ruleset doesn't know."""
    return [
        *(_statement(one.quantity, one.value, one.unit, one.year, one.source)
          for one in case.dossier.observations if one.quantity not in ruleset.model.quantities),
        *(_statement(one.item, one.value, one.unit, one.year, one.source)
          for one in case.dossier.reported if one.item not in ruleset.items)]


def _addressed(name: str, item: Item, case: JudgedCase) -> list[tuple[DoubtfulValue, str]]:
    """What is reported of an item, or stated of the one datum that it is."""
    data = {tree.name for reading in item.interpretations for tree in reading.values
            if isinstance(tree, n.Datum)}
    return [
        *(_statement(one.item, one.value, one.unit, one.year, one.source)
          for one in case.dossier.reported if one.item == name),
        *(_statement(one.quantity, one.value, one.unit, one.year, one.source)
          for one in case.dossier.observations if one.quantity in data)]


def _statement(name: str, value: object, unit: str | None, year: int | None,
               source: Source) -> tuple[DoubtfulValue, str]:
    """What is stated, and the words of its source as they are searched."""
    return DoubtfulValue(of="words", name=name, value=str(value), unit=unit, year=year,
                         source=source_ref(source)), _plain(source.words)


def _plain(words: str) -> str:
    return "".join(folded(words).split())
