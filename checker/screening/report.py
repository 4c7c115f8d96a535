"""Everything that the workbook and the portfolio page say of a screening.

Owns the putting together of what its rows came to, what stands twice in the table, and what it was all made
from.  It must not judge and must not write.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from checker.errors import Problem
from checker.messages import text
from checker.screening.common_answers import CommonAnswers
from checker.screening.doubles import Compared, Double, doubles
from checker.screening.noticed import described
from checker.screening.row import Frame
from checker.screening.run import Screened
from checker.screening.table import TableLine
from checker.screening.tally import RowTally
from checker.screening.tasks import Tasks


@dataclass(frozen=True)
class Report:
    """Everything that a workbook or a page says of a screening; ``broken`` are places and what is wrong.

    ``stated`` are the headings of what rows state, ``results`` is the digest of all that is said of the rows,
    ``supposed`` the trial of what most rows lack.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    stated: Sequence[str]
    tally: RowTally
    results: str
    doubles: Sequence[Double]
    broken: Sequence[tuple[str, str]]
    day: dt.date
    supposed: CommonAnswers

    @property
    def floor(self) -> str:
        """What the floor per mu is called."""
        return self.tally.floor.first

    @property
    def scored(self) -> str:
        """What is scored."""
        return self.tally.scored.first

    @property
    def totals(self) -> list[str]:
        """What the sums of points are called."""
        return list(self.tally.totals.counts)

    @property
    def tiered(self) -> str:
        """What the tiers are called."""
        return self.tally.tiered.first


def tier_counts(tally: RowTally) -> str:
    """How many rows are in each tier, those that may be in several apart; nothing without tiers."""
    counted = text("join.also").join(f"{tier} {count}" for tier, count in sorted(tally.tiers.counts.items()))
    return counted and text("tier.said", label=tally.tiered.first, tiers=counted)


def report_of(frame: Frame, tasks: Tasks, screened: Screened, broken: Sequence[Problem], title: str,
              facts: Sequence[tuple[str, str]], day: dt.date, supposed: CommonAnswers) -> Report:
    """The report of a screening."""
    tally = screened.tally
    told = tier_counts(tally)
    facts = [*facts, (text("results.tiers"), told)] if told else facts
    stated = [column.heading for column in frame.columns if column.heading in tally.headings]
    return Report(title, facts, stated, tally, screened.digest, doubles(_ComparedRows(frame, tasks.lines)),
                  [(_place(problem), str(problem)) for problem in broken], day, supposed)


class _ComparedRows(Sequence[Compared]):
    """What is compared of each row, found when it is asked for."""

    def __init__(self, frame: Frame, lines: Sequence[TableLine]) -> None:
        self._frame, self._lines = frame, lines

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, place: Any) -> Any:
        line, frame = self._lines[place], self._frame
        return Compared(frame.key(line), frame.number(line), frame.text_of(line, "name"), described(line))


def _place(problem: Problem) -> str:
    """Where in the table a problem is."""
    return str(problem.params.get("place") or text("place.line", line=problem.line))
