"""What is wrong with a ruleset that loads: findings as values.

Owns the finding, and the checks of places, clauses, numbers, ids and indicators by themselves.
Limits are :mod:`checker.linting.idle_limits`' business, names :mod:`checker.linting.confusable`'.
It must not read files and must not judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from checker.errors import Problem
from checker.messages import text
from checker.places import Path
from checker.ruleset import asking
from checker.ruleset.compiled import Interpretation, Item, Ruleset
from checker.ruleset.definition import Clause
from checker.ruleset.terms import family_of, number_of
from checker.text.normal import folded

Level = Literal["error", "advice"]


@dataclass(frozen=True)
class Remark:
    """One thing that is wrong or could be better: a message code, its parameters and the place."""

    level: Level
    code: str
    params: Mapping[str, object]
    ruleset: str
    path: Path = ()
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        problem = Problem(self.code, self.params, self.path, self.file or self.ruleset, self.line)
        return f"{text(f'lint.level.{self.level}')}：{problem}"

    def at(self, file: str, lines: Mapping[Path, int]) -> Remark:
        """The same finding with its file, and the line of its field or of the nearest parent."""
        if self.file is not None:
            return self
        problem = Problem(self.code, self.params, self.path).at(file, lines)
        return replace(self, file=problem.file, line=problem.line)


def lint(ruleset: Ruleset) -> list[Remark]:
    """Findings on what a ruleset says of its places, clauses, numbers, ids and indicators."""
    found = []
    for check in (_places, _clauses, _gaps, _ids, _items):
        for level, code, path, params in check(ruleset):
            found.append(Remark(level, code, params, ruleset.id, path))
    return found


Found = Iterator[tuple[Level, str, Path, dict[str, object]]]

_PLACEHOLDERS = frozenset((
    "todo", "tbd", "xx", "xxx", "x", "na", "n/a", "待定", "待补", "待补充", "待查", "待核", "无", "略",
    "不详", "未知", "同上", "某处"))
_TEXTS_SEEN = ("official", "official_copy", "secondary", "source")


def _is_placeholder(place: str) -> bool:
    return folded(place).casefold() in _PLACEHOLDERS or re.fullmatch(r"[\W_]*", folded(place)) is not None


def _places(ruleset: Ruleset) -> Found:
    """Sources that don't say where: a placeholder, or nothing although somebody has seen the text."""
    for path, place, seen in _sources(ruleset):
        if place is not None and _is_placeholder(place):
            yield "error", "lint.placeholder", path, {"place": place}
        elif place is None and seen in _TEXTS_SEEN:
            yield "advice", "lint.no_place", path, {"seen": text(f"seen.{seen}")}


def _sources(ruleset: Ruleset) -> Iterator[tuple[Path, str | None, str | None]]:
    model = ruleset.model
    for i, indicator in enumerate(model.indicators):
        yield ("indicators", i, "source", "place"), indicator.source.place, None
    for name, factor in model.factors.items():
        yield ("factors", name, "source", "place"), factor.source.place, None
    for i, index in enumerate(model.indices):
        yield ("indices", i, "source", "place"), index.source.place, None
    for i, clause in enumerate(model.clauses):
        yield ("clauses", i, "place"), clause.place, None
    for i, requirement in enumerate(model.requirements):
        yield ("requirements", i, "source"), requirement.source.place, requirement.source.group
    for i, reference in enumerate(model.references):
        yield ("references", i), reference.place, reference.seen
    for i, transition in enumerate(model.transitional):
        yield ("transitional", i), transition.place, transition.seen


def _clauses(ruleset: Ruleset) -> Found:
    if not ruleset.model.clauses:
        yield "error", "lint.no_clauses", (), {}


def _gaps(ruleset: Ruleset) -> Found:
    """Numbers that are left out between the items of a family, and that no clause speaks of."""
    model = ruleset.model
    series: dict[str, set[int]] = {}
    for item in (*ruleset.items, *ruleset.shown, *(entry.id for entry in model.retired)):
        numbered = re.fullmatch(r"(.*?)(\d+)", number_of(item))
        if numbered:
            series.setdefault(f"{family_of(item)}.{numbered[1]}", set()).add(int(numbered[2]))
    spoken_of = {number for clause in model.clauses for number in _numbers(clause)}
    for prefix, numbers in series.items():
        missing = [number for number in range(1, max(numbers)) if number not in numbers | spoken_of]
        if missing:
            yield "error", "lint.number_gap", ("indicators",), {
                "prefix": prefix, "missing": "、".join(map(str, missing))}


def _numbers(clause: Clause) -> Iterator[int]:
    """The numbers that a clause names, as in ``序号3、5～7``."""
    for found in re.finditer(r"序号\s*([0-9、，,～~至和及\s-]+)", clause.place):
        for part in re.split("[、，,和及]", found[1]):
            ends = [int(end) for end in re.findall("[0-9]+", part)]
            if ends:
                yield from range(ends[0], ends[-1] + 1)


def _ids(ruleset: Ruleset) -> Found:
    """Ids of indices and retired ones; that items have ids of their own is found on loading."""
    taken = {*ruleset.items, *ruleset.shown}
    for i, entry in enumerate(ruleset.model.retired):
        if entry.id in taken:
            yield "error", "ruleset.id_reused", ("retired", i, "id"), {"id": entry.id}
        taken.add(entry.id)
    for i, index in enumerate(ruleset.model.indices):
        if index.id in taken:
            yield "error", "ruleset.id_reused", ("indices", i, "id"), {"id": index.id}
        taken.add(index.id)


def _items(ruleset: Ruleset) -> Found:
    for position, item in enumerate(ruleset.written):
        path: Path = ("indicators", position)
        yield from _readings(item, path)
        yield from _scopes(item, ruleset, path)
        yield from _unlike(item, path)


def _readings(item: Item, path: Path) -> Found:
    """Readings that come to the same; only reported ones are told apart by their labels alone."""
    known: dict[Any, Interpretation] = {}
    for reading in item.interpretations:
        if not reading.values:
            continue
        substance = (reading.values, rows_of(reading), reading.unit and reading.unit.text, reading.applies)
        if substance in known:
            yield "error", "lint.reading_twice", (*path, "readings", reading.id), {
                "label": reading.label, "other": known[substance].label}
        known.setdefault(substance, reading)


def rows_of(reading: Interpretation) -> tuple[Any, ...]:
    """What the rows of a limit demand, without the words for it."""
    return tuple((row.when, row.bounds, row.row.word) for row in reading.rows)


def _scopes(item: Item, ruleset: Ruleset, path: Path) -> Found:
    asked = {asked.name for tree in item.trees() for asked in asking.asks(tree) if asked.kind == "quantity"}
    if item.model.scopes and not any(ruleset.model.quantities[name].scoped for name in asked):
        yield "error", "lint.scopes_idle", (*path, "scopes"), {
            "id": item.id, "scopes": "、".join(item.model.scopes)}


def _unlike(item: Item, path: Path) -> Found:
    own: Sequence[str] = [folded(name) for name in (item.model.label, *item.model.also)]
    for i, unlike in enumerate(item.model.unlike):
        if folded(unlike.label) in own:
            yield "error", "lint.unlike_itself", (*path, "unlike", i), {"label": unlike.label}
