"""Limits that say nothing: out of reach, never failed, rows and conditions that never come to bear.

Owns the comparison of a limit with what its indicator may come to.  It must not judge a dossier.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from checker.linting.ruleset import Found, Remark
from checker.places import Path
from checker.quantity.display import spoken
from checker.quantity.interval import INFINITE, Bound, Interval
from checker.ruleset.compiled import PLAIN, CompiledRow, Interpretation, Item, Ruleset
from checker.ruleset.reach import ANY, NOT_NEGATIVE, overlap, possible
from checker.ruleset.tightness import said
from checker.ruleset.worlds import can_hold, first_to_hold


def lint_limits(ruleset: Ruleset) -> list[Remark]:
    """Findings on every limit and condition, each once though several readings share it."""
    found: dict[tuple[str, Path], Remark] = {}
    for position, item in enumerate(ruleset.written):
        path: Path = ("indicators", position)
        for check in (_conditions, _rows, _reach):
            for level, code, place, params in check(item, ruleset, path):
                found.setdefault((code, place), Remark(level, code, params, ruleset.id, place))
    return list(found.values())


def _conditions(item: Item, ruleset: Ruleset, path: Path) -> Found:
    """An item or a reading that never applies."""
    if item.applies and not can_hold(item.applies, ruleset.model):
        yield "error", "lint.never_applies", (*path, "applies_when"), {
            "condition": item.model.applies_when}
    for reading in item.interpretations:
        if reading.prohibited and not can_hold(reading.prohibited, ruleset.model):
            own = reading.id != PLAIN and item.model.readings[reading.id].prohibited_when
            place: Path = ("readings", reading.id) if own else ()
            yield "error", "lint.never_applies", (*path, *place, "prohibited_when"), {
                "condition": own or item.model.prohibited_when}
        if reading.applies and not can_hold(reading.applies, ruleset.model):
            yield "error", "lint.never_applies", (*path, "readings", reading.id, "applies_when"), {
                "condition": item.model.readings[reading.id].applies_when}


def _limit_path(item: Item, reading: Interpretation, path: Path) -> Path:
    """Where the limit of a reading is written."""
    own = reading.id != PLAIN and item.model.readings[reading.id].limit
    return (*path, "readings", reading.id, "limit") if own else (*path, "limit")


def _rows(item: Item, ruleset: Ruleset, path: Path) -> Found:
    """Rows that never apply, under no reading that has them."""
    reached: set[Path] = set()
    dead: dict[Path, tuple[CompiledRow, Interpretation]] = {}
    for reading in item.interpretations:
        place = _limit_path(item, reading, path)
        for row, first in zip(reading.rows, first_to_hold([row.when for row in reading.rows], ruleset.model),
                              strict=True):
            if first:
                reached.add((*place, row.index))
            else:
                dead.setdefault((*place, row.index), (row, reading))
    for here, (row, reading) in dead.items():
        if here not in reached:
            code, params = _why_never(row, reading)
            yield "error", code, here, params


def _why_never(row: CompiledRow, reading: Interpretation) -> tuple[str, dict[str, object]]:
    """Whether an earlier row of the same condition takes it, or no single one."""
    params: dict[str, object] = {"row": row.index + 1, "limit": said([row.row])}
    twin = next((other for other in reading.rows[:row.index] if other.when == row.when), None)
    if twin is None:
        return "lint.row_never", params
    params |= {"other": twin.index + 1, "before": said([twin.row])}
    if row.row.year:
        return "lint.year_twice", {**params, "year": row.row.year}
    same = (twin.bounds, twin.row.word) == (row.bounds, row.row.word)
    return "lint.row_repeats" if same else "lint.rows_contradict", params


def _reach(item: Item, ruleset: Ruleset, path: Path) -> Found:
    """Limits out of reach, limits that nothing fails, and values below zero that nobody expects."""
    words = item.model.words
    for reading in item.interpretations:
        place = _limit_path(item, reading, path)
        for row in reading.rows:
            if words is not None and set(words) == {row.row.word}:
                yield "error", "lint.word_cannot_fail", (*place, row.index), {"word": row.row.word}
        if words is None and reading.decides:
            yield from _numbers(item, reading, ruleset, path, place)


def _numbers(item: Item, reading: Interpretation, ruleset: Ruleset, path: Path, place: Path) -> Found:
    computed = _computed(item, reading, ruleset)
    within = _within(item)
    if not item.model.signed and any(
            _below_zero(value) for value in computed) and (within is None or _below_zero(within)):
        yield "advice", "lint.may_be_negative", path, {"id": item.id}
    ranges = [overlap(value, within or ANY) for value in computed]
    reaches = [reach for reach in ranges if reach is not None]
    if len(reaches) < len(ranges):
        yield "error", "lint.within_impossible", (*path, "within"), {
            "id": item.id, "possible": spoken(computed[ranges.index(None)], full=True)}
        return
    for row in (row for row in reading.rows if row.row.bounds):
        due = _due(row)
        params: dict[str, object] = {
            "id": item.id, "limit": said([row.row]), "unit": reading.unit and reading.unit.text,
            "possible": "，".join(dict.fromkeys(spoken(reach, full=True) for reach in reaches))}
        if any(overlap(reach, due) is None for reach in reaches):
            yield "error", "lint.limit_unreachable", (*place, row.index), params
        elif len(row.numbers) == len(row.bounds) and all(overlap(reach, due) == reach for reach in reaches):
            yield "error", "lint.limit_cannot_fail", (*place, row.index), params


def _computed(item: Item, reading: Interpretation, ruleset: Ruleset) -> list[Interval]:
    """What each formula may come to in the reading's unit; without a formula what may be reported."""
    if not reading.values:
        return [ANY if item.model.signed else NOT_NEGATIVE]
    # An indicator that can't be negative takes no negative datum.
    signed = {name for name, quantity in ruleset.model.quantities.items()
              if quantity.signed and item.model.signed}
    factor = reading.unit.factor if reading.unit else Fraction(1)
    return [possible(tree, signed).scale(1 / factor) for tree in reading.values]


def _within(item: Item) -> Interval | None:
    stated = item.model.within
    if stated is None:
        return None
    return Interval(Bound(Fraction(stated.at_least)), Bound(Fraction(stated.at_most)))


def _below_zero(values: Interval) -> bool:
    return values.low.value is None or values.low.value < 0


def _due(row: CompiledRow) -> Interval:
    """Every number that reaches the row, as far as its bounds are numbers."""
    due: Interval = ANY
    for relation, bound in row.row.numbers:
        due = overlap(due, _side(relation, bound)) or due
    return due


def _side(relation: str, bound: Decimal) -> Interval:
    number = Fraction(bound)
    closed = relation not in ("above", "below")
    if relation == "exactly":
        return Interval.exact(number)
    if relation in ("at_most", "below"):
        return Interval(INFINITE, Bound(number, closed))
    return Interval(Bound(number, closed), INFINITE)
