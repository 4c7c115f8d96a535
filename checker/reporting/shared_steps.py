"""The ways on from several verdicts on one page: so much of each as a third of that page holds together.

Owns how many lines each of them gets.  It must not reword a line or cut one short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.messages import text
from checker.reporting.next_steps import NextSteps
from checker.text.width import width_of
from checker.wording.worded import WordedVerdict

# A third of a page in rows of these lists, and the places of such a row, a Chinese letter taking two.
ROWS = 17
PLACES = 116
# What each verdict takes anyhow: its name, and a line on what was left out.
OWN_ROWS = 2


@dataclass(frozen=True)
class StepsOf:
    """The way on from one verdict among several: its ruleset, and what of it is shown."""

    ruleset: str
    lines: Sequence[str]


def together(verdicts: Sequence[WordedVerdict], steps: Sequence[NextSteps]) -> list[StepsOf]:
    """One block for each verdict that has a way on; what doesn't fit is counted in a line of its own."""
    found = [(verdict.ruleset.id, way.lines)
             for verdict, way in zip(verdicts, steps, strict=True) if way.lines]
    return [StepsOf(name, [*lines[:count], *_left_out(len(lines) - count)])
            for (name, lines), count in zip(found, _shares([lines for _, lines in found]), strict=True)]


def _left_out(count: int) -> list[str]:
    return [text("next.left_out", count=count)] if count else []


def _shares(found: Sequence[Sequence[str]]) -> list[int]:
    """How many of its lines each gets: one each in turn, so long as the next one of it still fits."""
    left, taken = ROWS - OWN_ROWS * len(found), [0] * len(found)
    waiting = list(range(len(found)))
    while waiting:
        place = waiting.pop(0)
        if taken[place] == len(found[place]):
            continue
        left -= (needed := -(-width_of(found[place][taken[place]]) // PLACES))
        if left < 0:
            left += needed
            continue
        taken[place] += 1
        waiting.append(place)
    return taken
