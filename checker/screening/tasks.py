"""The rows of a table as tasks: what tells each from the others, and in which order they come.

Owns order, identities and names of pages, for however many rows.  It must not judge.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

from checker.screening.kept_files import PAGES
from checker.screening.row import Frame, identity
from checker.screening.table import Table, TableLine
from checker.text.normal import folded

LONGEST_NAME = 50


@dataclass(frozen=True)
class Task:
    """A row to judge: what tells it from others, and the name of its page."""

    identity: str
    line: TableLine
    page: str


class Tasks(Sequence[Task]):
    """Every row with the name of its page, in the order of the rows' own numbers.

    A task is made when it is asked for: of each row only its place and its identity are kept in memory.
    """

    def __init__(self, table: Table, frame: Frame) -> None:
        self._lines, self._frame = table.lines, frame
        named = sorted((_place(frame, line, at), identity(frame, line), at)
                       for at, line in enumerate(table.lines))
        self._order = array("L", (at for _, _, at in named))
        self._identities = [key for _, key, _ in named]
        del named
        self._again = dict(_again(self._identities))
        self._namesakes = dict(_again(_stem(frame, table.lines[at]) for at in self._order))

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, place: int) -> Task: ...
    @overload
    def __getitem__(self, place: slice) -> list[Task]: ...
    def __getitem__(self, place: int | slice) -> Task | list[Task]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        line = self._lines[self._order[place]]
        suffix = f"-{self._namesakes[place]}" if place in self._namesakes else ""
        return Task(self.identity(place), line, f"{PAGES}/{_stem(self._frame, line)}{suffix}.pdf")

    @property
    def lines(self) -> Sequence[TableLine]:
        """The rows alone, in this order."""
        return _Ordered(self._lines, self._order)

    def identity(self, place: int) -> str:
        """What tells the row at a place from all others."""
        key, again = self._identities[place], self._again.get(place)
        return f"{key}#{again}" if again else key

    def __iter__(self) -> Iterator[Task]:
        return (self[place] for place in range(len(self)))


class _Ordered(Sequence[TableLine]):
    """Lines in another order than their own."""

    def __init__(self, lines: Sequence[TableLine], order: Sequence[int]) -> None:
        self._lines, self._order = lines, order

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, place: Any) -> Any:
        return self._lines[self._order[place]]


def _again(names: Iterator[str] | Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places at which a name comes once more, and for which time."""
    seen: Counter[str] = Counter()
    for place, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            yield place, seen[name]


def _place(frame: Frame, line: TableLine, at: int) -> tuple[int, int, str, str]:
    """By number where it is one, then by name; rows without a number as they stand in the table."""
    number = folded(frame.number(line))
    if number.isdecimal():
        digits = number.lstrip("0")
        return 0, len(digits), digits, frame.text_of(line, "name")
    return (1, 0, number, frame.text_of(line, "name")) if number else (2, at, "", "")


def _stem(frame: Frame, line: TableLine) -> str:
    """A file's name that every system takes."""
    words = "-".join(filter(None, (frame.number(line), frame.text_of(line, "name"))))
    return re.sub(r"[^\w一-鿿.-]+", "_", words)[:LONGEST_NAME].strip("._") or "row"
