"""What an officer does next with a screening: its rows in piles, and the questions that move most of them.

Owns the piles and the counting.  It must not judge, nor lay anything out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from checker.explaining.triage import TRIAGES, Triage
from checker.messages import text
from checker.screening.summary import ERROR, Summary, outcome_words
from checker.screening.tally import WAITING, FirstRows, LackingKind, RowTally

GOOD: Triage = "good"


@dataclass(frozen=True)
class Pile:
    """Rows with which the same is to be done next: how many, and the first of them."""

    label: str
    count: int
    rows: Sequence[Summary]

    @classmethod
    def of(cls, label: str, rows: FirstRows) -> Pile:
        """The pile of some rows."""
        return cls(label, rows.count, rows.rows)


@dataclass(frozen=True)
class CommonQuestion:
    """A datum, how many rows wait for nothing else, how many wait for it at all, and how many other questions
    of these rows some answers make needless.
    """

    need: str
    alone: int
    waits: int
    spares: int


def piles(tally: RowTally) -> list[Pile]:
    """The piles that have any rows, in the order in which to clear them; what is nearest to its end first.

    Rows that couldn't be read come last.
    """
    found = [Pile.of(outcome_words("met", tally.compiled) if name == GOOD else text(f"triage.{name}"),
                     tally.piles[name]) for name in TRIAGES if name in tally.piles]
    return [*found, Pile.of(text("sheet.errors"), tally.unread)] if tally.unread.count else found


def common_questions(tally: RowTally) -> list[CommonQuestion]:
    """What rows wait for that can still become several things, what decides most of them alone first.

    Then what settles most: a question counts with all those that some answer to it makes needless, and not
    where an answer to one before it may make it needless itself.
    """
    # Many rows lack the same: each such kind of row is looked at once.
    waits, alone, kinds = tally.waits, tally.alone, tally.kinds
    spares = Counter[str]()
    for kind, rows in kinds.items():
        spares.update({need: rows * len(spared) for need, spared in kind})
    # What was asked before, and what that may have made needless.
    perhaps: dict[LackingKind, set[str]] = {kind: set() for kind in kinds}
    found: list[CommonQuestion] = []
    while left := waits.keys() - {question.need for question in found}:
        settles = Counter[str]()
        for kind, rows in kinds.items():
            settles.update({need: rows * (1 + len(spared - perhaps[kind])) for need, spared in kind
                            if need not in perhaps[kind]})
        need = min(left, key=lambda need: (-alone[need], -settles[need], -waits[need], need))
        found.append(CommonQuestion(need, alone[need], waits[need], spares[need]))
        for kind in kinds:
            for asked, spared in kind:
                if asked == need:
                    perhaps[kind] |= {need, *spared}
    return found


def next_of(row: Summary) -> str:
    """What is to be done next with a row, with the first datum to ask for."""
    if row.outcome == ERROR or not row.triage:
        return ""
    said = text(f"triage.{row.triage}")
    return f"{said}：{row.missing[0]}" if row.triage in WAITING and row.missing else said
