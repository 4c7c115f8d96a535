"""What a confirmation sheet asks: each limit, formula and grouping of a ruleset as one line.

Owns which lines there are, their keys, and the words in which the ruleset states them.  It must
not know workbooks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.messages import text, verbatim
from checker.quantity.display import plain
from checker.quantity.unit import DIMENSIONLESS
from checker.ruleset.compiled import PLAIN, CompiledRow, Interpretation, Item, Ruleset
from checker.ruleset.definition import Requirement
from checker.ruleset.formula_words import labels
from checker.ruleset.indicator import LimitRow
from checker.ruleset.terms import Factor, Seen, number_of

LIMIT_COLUMNS = ("key", "number", "place", "label", "reading", "case", "unit", "limit", "seen",
                 "tick", "true_limit", "true_place", "remark")
TEXT_COLUMNS = ("key", "kind", "place", "name", "reading", "content", "seen",
                "tick", "true_content", "true_place", "remark")


@dataclass(frozen=True)
class LimitLine:
    """A row of a limit; ``row`` None where no limit is recorded, ``reading`` None for the item's own.

    ``printed`` are the cells that the program writes, in the order of the columns.
    """

    key: str
    item: Item
    reading: str | None
    unit: str | None
    row: LimitRow | None
    printed: tuple[str, ...]


@dataclass(frozen=True)
class TextLine:
    """A formula of an item under a reading, the grouping of a requirement, or a factor."""

    key: str
    item: str | None
    requirement: Requirement | None
    reading: str | None
    printed: tuple[str, ...]
    factor: str | None = None


def limit_lines(ruleset: Ruleset) -> list[LimitLine]:
    """One line for each row of each limit that an item or one of its readings has."""
    return [line for item in ruleset.items.values() for line in _limits(item, ruleset)]


def text_lines(ruleset: Ruleset) -> list[TextLine]:
    """One line for each formula that decides, for each requirement, and for each factor."""
    formulas = [line for item in ruleset.items.values() for line in _formulas(item, ruleset)]
    return [*formulas, *map(_group, ruleset.model.requirements),
            *(_factor(name, factor) for name, factor in ruleset.model.factors.items())]


def _limits(item: Item, ruleset: Ruleset) -> Iterator[LimitLine]:
    readings = item.model.readings
    shared = [way for way in item.interpretations if way.id == PLAIN or not readings[way.id].limit]
    own = [way for way in item.interpretations if way not in shared]
    places = [(None, shared[0])] if shared else []
    for reading, way in [*places, *((way.id, way) for way in own)]:
        if way.rows:
            for position, row in enumerate(way.rows, 1):
                yield _limit(item, reading, way, (position, row), ruleset)
        elif ruleset.kind.groups and item.model.weight != "information":
            yield _limit(item, reading, way, (1, None), ruleset)


def _limit(item: Item, reading: str | None, way: Interpretation, place: tuple[int, CompiledRow | None],
           ruleset: Ruleset) -> LimitLine:
    position, row = place
    parts = [item.id, *([reading] if reading else []), *([str(position)] if len(way.rows) > 1 else [])]
    source, unit = item.model.source, way.unit.text if way.unit else None
    said = _words(row, ruleset) if row else text("limit.none")
    return LimitLine("/".join(parts), item, reading, unit, row.row if row else None, (
        "/".join(parts), number_of(item.id), source.place, item.model.label, _reading(item, reading, way),
        (row and row.row.heading) or "", "" if unit in (None, DIMENSIONLESS) else str(unit), said,
        _seen(source.limit, source.note)))


def _reading(item: Item, reading: str | None, way: Interpretation) -> str:
    if reading:
        return way.label or reading
    return text("form.any_reading") if item.model.readings else ""


def _words(row: CompiledRow, ruleset: Ruleset) -> str:
    """The limit as it is printed, and where that is more than the number, how it is compared."""
    if row.row.word is not None:
        return row.row.label or row.row.word
    exact = dict(row.row.numbers)
    compared = "，".join(verbatim(
        f"limit.{bound.relation}", bound=labels(ruleset).say(bound.tree) if bound.tree else plain(
            exact[bound.relation]))
        for bound in row.bounds)
    if row.row.label in (None, compared):
        return compared
    return verbatim("form.printed_limit", label=row.row.label, compared=compared)


def _formulas(item: Item, ruleset: Ruleset) -> Iterator[TextLine]:
    source = item.model.source
    for way in item.interpretations:
        if not way.decides or not way.values:
            continue
        said = "；".join(labels(ruleset).say(tree) for tree in way.values)
        if item.applies:
            said += verbatim("form.applies", condition=labels(ruleset).say(item.applies))
        reading = None if way.id == PLAIN else way.id
        key = f"{item.id}/{reading}" if reading else item.id
        yield TextLine(key, item.id, None, reading, (
            key, text("form.kind.formula"), source.place, item.model.label, way.label or "", said,
            _seen(source.formula, source.note)))


def _group(requirement: Requirement) -> TextLine:
    code = "form.at_least" if requirement.optional else "form.all_of"
    said = verbatim(
        code, count=requirement.at_least,
        items="、".join(number_of(member) for member in requirement.members))
    source = requirement.source
    return TextLine(requirement.id, None, requirement, None, (
        requirement.id, text("form.kind.group"), source.place or "", requirement.label, "", said,
        _seen(source.group, source.note)))


def _factor(name: str, factor: Factor) -> TextLine:
    source, key = factor.source, f"factor/{name}"
    return TextLine(key, None, None, None, (
        key, text("form.kind.factor"), source.place, factor.label, "",
        f"{plain(factor.value)} {factor.unit}", _seen(source.seen, source.note)), factor=name)


def _seen(seen: Seen, note: str | None) -> str:
    return text(f"seen.{seen}") + (f"。{note}" if note else "")
