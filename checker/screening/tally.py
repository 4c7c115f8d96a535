"""What a screening comes to, of however many rows: counted part by part, and put together.

Owns what is kept of rows that are too many to be kept: counts, and of each kind the first rows by name.  Two
tallies together are the tally of all their rows, whichever is put first.  It must not judge, nor word.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from checker.explaining.triage import Triage
from checker.screening.summary import ERROR, Summary

ONE: Triage = "one_answer"
WAITING: tuple[Triage, ...] = (ONE, "several_answers")
# So many rows of each kind are named somewhere.
MOST_OF_A_PILE = 40
MOST_OPEN = 200
MOST_SHOWN = 120
MOST_NOTED = 60
MOST_BARS = 60
# What a row lacks, each datum with those that some answer to it makes needless.
LackingKind = tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True)
class FirstRows:
    """How many rows there are of a kind, and at most ``most`` of them: the first by key, then by place."""

    most: int
    count: int = 0
    placed: tuple[tuple[Any, int, Summary], ...] = ()

    @property
    def rows(self) -> list[Summary]:
        """The rows themselves."""
        return [row for _, _, row in self.placed]

    def __add__(self, other: FirstRows) -> FirstRows:
        both = heapq.merge(self.placed, other.placed, key=lambda one: one[:2])
        return FirstRows(self.most, self.count + other.count, tuple(both)[:self.most])

    @classmethod
    def of(cls, most: int, rows: Iterable[tuple[int, Summary]],
           key: Callable[[Summary], Any] = lambda row: 0) -> FirstRows:
        """Those of some rows, each with its place in the whole."""
        found = sorted(((key(row), place, row) for place, row in rows), key=lambda one: one[:2])
        return cls(most, len(found), tuple(found[:most]))


@dataclass(frozen=True)
class FirstWords:
    """Words in the order in which they first come in the whole, each with how often."""

    placed: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How often each comes."""
        ordered = sorted(self.placed.items(), key=lambda one: one[1][0])
        return {said: count for said, (_, count) in ordered}

    @property
    def first(self) -> str:
        """The first of them, or nothing."""
        return next(iter(self.counts), "")

    def __add__(self, other: FirstWords) -> FirstWords:
        both = dict(self.placed)
        for said, (place, count) in other.placed.items():
            before = both.get(said, (place, 0))
            both[said] = min(place, before[0]), count + before[1]
        return FirstWords(both)

    @classmethod
    def of(cls, said: Iterable[tuple[int, str]]) -> FirstWords:
        """Those of some rows, each with its place in the whole; an empty text is no word."""
        found = cls()
        for place, words in said:
            if words:
                first, count = found.placed.get(words, (place, 0))
                found.placed[words] = first, count + 1
        return found


def _none() -> FirstRows:
    return FirstRows(0)


@dataclass(frozen=True)
class RowTally:
    """The counts of some rows of a screening.

    ``said`` are the outcomes in words, ``headings`` those of what rows state; ``issued`` are rows with a
    number in the register, ``open`` those that are undetermined, ``noted`` those of which anything stands
    out; ``bars`` have the least values per mu, of which ``most_per_mu`` is the greatest; ``totals`` are what
    the sums of points are called, ``tiers`` what ``tiered`` comes to.  ``waits`` and
    ``alone`` count by datum the rows that wait for it, and for nothing else; ``kinds`` those that lack the
    same.
    """

    rows: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    compiled: bool = False
    said: FirstWords = FirstWords()
    headings: frozenset[str] = frozenset()
    floor: FirstWords = FirstWords()
    unit: FirstWords = FirstWords()
    limit: FirstWords = FirstWords()
    scored: FirstWords = FirstWords()
    tested: FirstWords = FirstWords()
    piles: dict[str, FirstRows] = field(default_factory=dict)
    issued: FirstRows = field(default_factory=_none)
    open: FirstRows = field(default_factory=_none)
    judged: FirstRows = field(default_factory=_none)
    noted: FirstRows = field(default_factory=_none)
    unread: FirstRows = field(default_factory=_none)
    bars: FirstRows = field(default_factory=_none)
    most_per_mu: Decimal | None = None
    totals: FirstWords = FirstWords()
    tiered: FirstWords = FirstWords()
    tiers: FirstWords = FirstWords()
    waits: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    kinds: Counter[LackingKind] = field(default_factory=Counter)

    @classmethod
    def of(cls, rows: Sequence[Summary], first: int = 0) -> RowTally:
        """The tally of rows that follow each other, the first at the place ``first`` of the whole."""
        placed = list(enumerate(rows, first))
        judged = [(place, row) for place, row in placed if row.outcome != ERROR]
        waiting = [row for row in rows if row.triage in WAITING]
        triages = {name: [one for one in judged if one[1].triage == name]
                   for name in {row.triage for _, row in judged if row.triage}}
        return cls(
            len(placed), Counter(row.outcome for row in rows), any(row.compiled for row in rows),
            FirstWords.of((place, row.said if row.outcome != ERROR else ERROR) for place, row in placed),
            frozenset(heading for row in rows for heading in row.stated),
            floor=FirstWords.of((place, row.floor) for place, row in judged),
            unit=FirstWords.of((place, row.unit) for place, row in judged if row.limit),
            limit=FirstWords.of((place, row.limit or "") for place, row in judged),
            scored=FirstWords.of((place, row.scored) for place, row in judged),
            tested=FirstWords.of((place, row.tested) for place, row in judged),
            issued=FirstRows.of(1, [one for one in judged if one[1].issue]),
            piles={name: FirstRows.of(MOST_OF_A_PILE, mine, lambda row: len(row.missing))
                   for name, mine in triages.items()},
            open=FirstRows.of(MOST_OPEN, [one for one in judged if one[1].outcome == "undetermined"]),
            judged=FirstRows.of(MOST_SHOWN, judged),
            noted=FirstRows.of(MOST_NOTED, [one for one in judged if one[1].notes]),
            unread=FirstRows.of(MOST_NOTED, [one for one in placed if one[1].outcome == ERROR]),
            bars=FirstRows.of(MOST_BARS, [one for one in judged if one[1].exact],
                              lambda row: Decimal(row.exact or 0)),
            most_per_mu=max((Decimal(row.exact) for _, row in judged if row.exact), default=None),
            totals=FirstWords.of((place, one["label"]) for place, row in judged for one in row.scores),
            tiered=FirstWords.of((place, row.tiered) for place, row in judged),
            tiers=FirstWords.of((place, row.tier) for place, row in judged),
            waits=Counter(need for row in waiting for need in row.missing),
            alone=Counter(row.missing[0] for row in waiting if row.triage == ONE and row.missing),
            kinds=Counter(tuple((need, frozenset(row.spares.get(need, ()))) for need in row.missing)
                          for row in waiting))

    def __add__(self, other: RowTally) -> RowTally:
        if not self.rows or not other.rows:
            return self if self.rows else other
        nothing = FirstRows(MOST_OF_A_PILE)
        return RowTally(
            self.rows + other.rows, self.outcomes + other.outcomes, self.compiled or other.compiled,
            self.said + other.said, self.headings | other.headings, self.floor + other.floor,
            self.unit + other.unit, self.limit + other.limit, self.scored + other.scored,
            self.tested + other.tested,
            {name: self.piles.get(name, nothing) + other.piles.get(name, nothing)
             for name in {**self.piles, **other.piles}},
            self.issued + other.issued, self.open + other.open, self.judged + other.judged,
            self.noted + other.noted, self.unread + other.unread, self.bars + other.bars,
            max((most for most in (self.most_per_mu, other.most_per_mu) if most is not None),
                default=None),
            self.totals + other.totals, self.tiered + other.tiered, self.tiers + other.tiers,
            self.waits + other.waits, self.alone + other.alone, self.kinds + other.kinds)
