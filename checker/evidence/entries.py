"""The lists of a dossier: entries with typed fields, open or declared complete.

Owns the binding of entries to the ruleset's fields.  It must not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from checker.dossier.dossier import Source, StatedList
from checker.dossier.written_value import read_amount
from checker.errors import Problem
from checker.places import Path
from checker.quantity.amount import UnreadableAmount
from checker.quantity.day import days, partial, serial_days, year
from checker.quantity.interval import Interval
from checker.quantity.unit import DIMENSIONLESS, Unit, mismatch, unit_of
from checker.ruleset.compiled import Ruleset
from checker.ruleset.terms import EntryField
from checker.text.normal import same
from checker.text.unstated import states_nothing
from checker.validation import FIRST_YEAR, LAST_YEAR, choice_hint, shorten, suggestion

FieldValue = Interval | str


class BoundList(NamedTuple):
    """A list as the ruleset understands it; a field that is absent or vague is unknown.

    ``also`` is the same list as it stands in other places.
    """

    path: Path
    name: str
    complete: bool
    entries: tuple[Mapping[str, FieldValue], ...]
    declared_by: str | None
    source: Source
    also: tuple[BoundList, ...] = ()


def bind_list(
    stated: StatedList, name: str, ruleset: Ruleset, period: int, path: Path
) -> tuple[BoundList, list[Problem]]:
    """The list with its fields read, and what is wrong with it."""
    problems: list[Problem] = []
    known = ruleset.model.lists[name]
    fields, year = known.fields, None if known.cumulative else stated.year or period
    if stated.complete and (not stated.declared_by or states_nothing(stated.declared_by)):
        problems.append(Problem("list.complete_by_whom", {"label": known.label}, (*path, "declared_by")))
    nothing = [says_none(entry, fields) for entry in stated.entries]
    found = nothing.count(False)
    if stated.count is not None and stated.count != found:
        problems.append(Problem("list.count", {
            "label": known.label, "count": stated.count, "found": found}, (*path, "count")))
    entries = []
    for i, entry in enumerate(stated.entries):
        bound: dict[str, FieldValue] = {}
        if nothing[i]:
            continue
        if fields and all(value is None for value in entry.values()):
            problems.append(Problem("list.empty_entry", path=(*path, "entries", i)))
        for key, value in entry.items():
            here: Path = (*path, "entries", i, key)
            if key not in fields:
                problems.append(Problem(
                    "field.unknown", {"name": key, "hint": suggestion(key, list(fields))}, here))
                continue
            read, problem = _field(value, fields[key], ruleset.field_units.get((name, key)), year, here)
            if problem:
                problems.append(problem)
            elif read is not None:
                bound[key] = read
        entries.append(bound)
    return BoundList(path, name, closed(stated, ruleset), tuple(entries), stated.declared_by,
                     stated.source), problems


def says_none(entry: Mapping[str, Any], fields: Mapping[str, EntryField]) -> bool:
    """Whether an entry is only a word such as 无 where entries would stand: it is none."""
    stated = False
    for key, value in entry.items():
        if value is not None:
            if key not in fields or not unstated(value, fields[key].words or ()):
                return False
            stated = True
    return stated


def unstated(value: object, answers: Iterable[str]) -> bool:
    """Whether a value states nothing, and isn't one of the answers to its question either."""
    return isinstance(value, str) and states_nothing(value) and same(value, answers) is None


def closed(stated: StatedList, ruleset: Ruleset) -> bool:
    """Whether a list is complete; for an admission only when it says how many entries it has.

    Otherwise an entry that got lost would let a project in.
    """
    return stated.complete and (stated.count is not None or not ruleset.kind.admits)


def _field(value: Any, field: EntryField, unit: Unit | None, due: int | None, path: Path) -> tuple[
        FieldValue | None, Problem | None]:
    if value is None or unstated(value, field.words or ()):
        return None, None
    if field.kind == "year":
        return _year(value, path)
    if isinstance(value, (list, dict, bool)):
        return None, Problem("list.not_text", {"given": shorten(value)}, path)
    if field.kind == "date":
        return _date(str(value), due, path)
    if field.kind == "number" and unit is not None:
        return _number(str(value), unit, field, path)
    text = str(value)
    if field.kind != "word":
        return text, None
    word = same(text, field.words or [])
    if word is None:
        words = "、".join(field.words or [])
        return None, Problem("list.unknown_word", {
            "given": shorten(text), "words": words, "hint": choice_hint(text, field.words or [])}, path)
    return word, None


def _year(value: Any, path: Path) -> tuple[FieldValue | None, Problem | None]:
    meant = year(str(value))
    if meant is not None and FIRST_YEAR <= meant <= LAST_YEAR:
        return Interval.exact(Fraction(meant)), None
    params = {"given": shorten(value), "first": FIRST_YEAR, "last": LAST_YEAR}
    return None, Problem("field.year", params, path)


def _date(text: str, due: int | None, path: Path) -> tuple[FieldValue | None, Problem | None]:
    """A day, a month or a year; in a list of one year it has to lie in that year."""
    meant = days(text)
    if meant is None:
        found = serial_days(text)
        if found:
            return None, Problem("list.date_serial", {
                "given": shorten(text), "from_1900": found[0].isoformat(), "from_1904": found[1].isoformat()},
                path)
        return None, Problem("list.date", {"given": shorten(text)}, path)
    if due is not None and meant[0].year != due:
        return None, Problem("list.other_year", {"given": text, "year": due}, path)
    return partial(*meant), None


def _number(text: str, unit: Unit, field: EntryField, path: Path) -> tuple[FieldValue | None, Problem | None]:
    try:
        amount, given = read_amount(text, None)
    except UnreadableAmount as bad:
        return None, Problem(bad.code, {"given": shorten(text), "unit": ""}, path)
    if given is None and unit.text == DIMENSIONLESS:
        given = DIMENSIONLESS
    if given is None:
        return None, Problem("list.unit_missing", {"due": unit.text, "given": shorten(text)}, path)
    used = unit_of(given)
    if not used.fits(unit):
        return None, Problem(mismatch(given), {"given": given, "due": unit.text}, path)
    low = amount.interval.low.value
    if not field.signed and (not amount.interval.reaches_zero() or (low is not None and low < 0)):
        return None, Problem("amount.negative", {"label": field.label, "given": shorten(text)}, path)
    if amount.approximate:
        return None, None
    return amount.interval.scale(used.factor), None
