"""Rows of the floors that say nothing, or of which only the order decides which one counts.

Owns the trying out of every case that the rows of a metric tell apart.  It must not read a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from string import ascii_uppercase
from typing import Any

from checker.errors import Problem
from checker.places import CellAddress, Path
from checker.ruleset.compiled import PLAIN, CompiledRow, Interpretation, Item, Ruleset
from checker.ruleset.tightness import said
from checker.ruleset.worlds import worlds_told

Worlds = frozenset[int]


def rows_told(ruleset: Ruleset, cells: Mapping[Path, str]) -> list[Problem]:
    """What is wrong with the rows of every metric: of each row of the table once, by its first cell."""
    found: dict[tuple[str, str], Problem] = {}
    for position, item in enumerate(ruleset.written):
        for reading in item.interpretations:
            own = reading.id != PLAIN and item.model.readings[reading.id].limit
            place: Path = ("readings", reading.id, "limit") if own else ("limit",)
            for row, code, params in _told(item, reading, ruleset):
                path: Path = ("indicators", position, *place, row)
                if path in cells:
                    number = cells[path].rpartition("!")[2].lstrip(ascii_uppercase)
                    found.setdefault((code, number), Problem(code, {
                        **params, **_first(params, ("indicators", position, *place), cells)}, (cells[path],)))
    return list(found.values())


def unchecked(ruleset: Ruleset) -> list[str]:
    """The metrics whose rows tell too many cases apart to try them all, by their labels."""
    return [item.model.label for item in ruleset.items.values() for reading in item.interpretations[:1]
            if len(reading.rows) > 1 and not _held(item, reading.rows, ruleset)]


def _first(params: Mapping[str, Any], path: Path, cells: Mapping[Path, str]) -> dict[str, str]:
    """The cell of the row that another one crosses."""
    return {"first": CellAddress(cells[(*path, params["first"])]).said()} if "first" in params else {}


def _told(item: Item, reading: Interpretation, ruleset: Ruleset,
          ) -> Iterator[tuple[int, str, dict[str, Any]]]:
    rows = reading.rows
    if len(rows) <= 1 and not any(row.when for row in rows):
        return
    held = _held(item, rows, ruleset)
    for low, row in enumerate(rows):
        before = frozenset[int]().union(*held[:low])
        if held and held[low] <= before:
            yield low, "policy.row_never", {}
            continue
        for high in range(low if held else 0):
            crossing = (held[high] & held[low]) - frozenset[int]().union(*held[:high])
            if crossing and not held[high] <= held[low] and _differ(rows[high], row):
                yield low, "policy.rows_cross", {
                    "first": high, "above": said([rows[high].row]), "below": said([row.row])}
                break


def _held(item: Item, rows: Sequence[CompiledRow], ruleset: Ruleset) -> list[Worlds]:
    """In which of the worlds where the item applies each row holds; nothing if there are too many worlds."""
    whens = [row.when for row in rows]
    told = [tree for tree in [*whens, item.applies] if tree is not None]
    worlds = [partial(holds, world=world) for world, holds in worlds_told(told, ruleset.model)
              if item.applies is None or holds(item.applies, world)]
    if not worlds:
        return []
    return [frozenset(k for k, holds in enumerate(worlds) if when is None or holds(when)) for when in whens]


def _differ(one: CompiledRow, other: CompiledRow) -> bool:
    return (one.bounds, one.row.free, one.row.unread) != (other.bounds, other.row.free, other.row.unread)
