"""The pictures of who would flip: streams from outcome to outcome, and values against both limits.

Owns where each thing stands, in whole units of a drawing.  It must not judge; nothing is read off a picture
that doesn't stand beside it as a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.quantity.display import faithful
from checker.screening.impact import ImpactFound, RowCompared
from checker.screening.impact_words import Between, outcome
from checker.screening.results_book import OUTCOMES
from checker.screening.summary import ERROR
from checker.validation import shorten

ORDER = (*OUTCOMES, ERROR)
WIDTH, LEFT, RIGHT, BLOCK = 720, 230, 480, 10
TALL, GAP, LEAST = 220, 12, 3
BAR_LEFT, BAR_WIDE, BAR_STEP = 300, 300, 15
MOST_BARS = 60
LONGEST_NAME = 24
FURTHEST = 3  # times the greater limit, from which on a bar is cut off


@dataclass(frozen=True)
class Block:
    """An outcome on one side: where it stands, how tall it is, what it is called."""

    y: int
    height: int
    label: str


@dataclass(frozen=True)
class OutcomeStream:
    """Those who go from one outcome to one: the outline, and whether they flip."""

    path: str
    turned: bool
    count: int
    y: int


@dataclass(frozen=True)
class Streams:
    """The whole picture."""

    height: int
    before: Sequence[Block]
    after: Sequence[Block]
    streams: Sequence[OutcomeStream]


@dataclass(frozen=True)
class ValueBar:
    """A project's value: how long its bar is, whether it was cut off, and what it says of the item."""

    name: str
    value: str
    length: int
    cut: bool
    kind: str


@dataclass(frozen=True)
class ValueBars:
    """The values of an item, least first, with both limits; ``left_out`` is how many aren't drawn.

    ``numbers`` are those of the limits, ``anchors`` on which side of their lines they stand.
    """

    title: str
    height: int
    was: int
    would_be: int
    bars: Sequence[ValueBar]
    left_out: int
    numbers: tuple[str, str]
    anchors: tuple[str, str]


def streams(found: ImpactFound) -> Streams:
    """From which outcome to which; each stream is as tall as many go in it, the rarest still to be seen."""
    flows = sorted(found.flows.items(), key=lambda flow: (ORDER.index(flow[0][0]), ORDER.index(flow[0][1])))
    whole = sum(found.flows.values()) or 1
    tall = {flow: max(LEAST, round(Fraction(count * TALL, whole))) for flow, count in flows}
    sides = []
    for side, rules in ((0, found.was), (1, found.would_be)):
        counts: Counter[str] = Counter()
        heights: Counter[str] = Counter()
        for flow, count in flows:
            counts[flow[side]] += count
            heights[flow[side]] += tall[flow]
        y, blocks = 0, {}
        for code in (code for code in ORDER if counts[code]):
            blocks[code] = Block(y, heights[code], f"{outcome(code, rules)} {counts[code]}")
            y += heights[code] + GAP
        sides.append((blocks, y))
    (before, one), (after, other) = sides
    return Streams(max(one, other), list(before.values()), list(after.values()),
                   _streams(flows, tall, before, after))


def _streams(flows: Sequence[tuple[tuple[str, str], int]], tall: dict[tuple[str, str], int],
             before: dict[str, Block], after: dict[str, Block]) -> list[OutcomeStream]:
    """The outlines; those that flip are drawn last, on top."""
    left, right = ({code: block.y for code, block in side.items()} for side in (before, after))
    found = []
    start, end, middle = LEFT + BLOCK, RIGHT, (LEFT + BLOCK + RIGHT) // 2
    tops = {}
    for flow, _ in flows:
        tops[flow] = [left[flow[0]], 0]
        left[flow[0]] += tall[flow]
    for flow, _ in sorted(flows, key=lambda one: (ORDER.index(one[0][1]), ORDER.index(one[0][0]))):
        tops[flow][1] = right[flow[1]]
        right[flow[1]] += tall[flow]
    for flow, count in flows:
        (y1, y2), height = tops[flow], tall[flow]
        path = (f"M{start} {y1} C{middle} {y1} {middle} {y2} {end} {y2} L{end} {y2 + height} "
                f"C{middle} {y2 + height} {middle} {y1 + height} {start} {y1 + height} Z")
        found.append(OutcomeStream(path, flow[0] != flow[1], count, (y1 + y2 + height) // 2))
    return sorted(found, key=lambda stream: stream.turned)


def value_bars(found: ImpactFound, between: Between, title: str) -> ValueBars:
    """The values that are known exactly, against both numbers of the limit."""
    item = between.limit.item
    known = sorted(((row.values[item], row) for row in found.rows if item in row.values),
                   key=lambda pair: pair[0])
    near = _nearest(known, between)
    furthest = max(min(near[-1][0], between.high * FURTHEST), between.high, Fraction(1, 1000))
    ends = [between.low, between.high]
    bars = [ValueBar(shorten(f"{row.number} {row.name}".strip(), LONGEST_NAME), faithful(value, ends),
                     _long(value, furthest), value > furthest,
                     "turned" if any(one.item == item for one in row.items) else
                     "between" if between.low <= value <= between.high else "same") for value, row in near]
    limits = [_long(Fraction(number), furthest) for number in (between.limit.before, between.limit.after)]
    numbers = (between.limit.before, between.limit.after)
    anchors = ("end", "start") if Fraction(numbers[0]) < Fraction(numbers[1]) else ("start", "end")
    return ValueBars(title, len(bars) * BAR_STEP, limits[0], limits[1], bars, len(known) - len(near), numbers,
                     anchors)


def _nearest(known: Sequence[tuple[Fraction, RowCompared]],
             between: Between) -> Sequence[tuple[Fraction, RowCompared]]:
    """So many as can be drawn, those nearest to the limits."""
    middle = (between.low + between.high) / 2
    order = sorted(range(len(known)), key=lambda place: abs(known[place][0] - middle))[:MOST_BARS]
    return [known[place] for place in sorted(order)]


def _long(value: Fraction, furthest: Fraction) -> int:
    return max(0, min(BAR_WIDE, round(value / furthest * BAR_WIDE)))


