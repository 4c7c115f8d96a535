"""Bars beside an index: the ratios that it rests on, part by part, and what it may be under each reading.

Owns how long each bar is, in whole units of a drawing.  It must not judge, and draws no more than the verdict
says: what data leave open as a range, a ratio that isn't known not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.messages import text
from checker.quantity.display import exact
from checker.quantity.interval import Interval
from checker.reporting import phrases
from checker.ruleset.compiled import Ruleset
from checker.ruleset.index import Index, IndexGroup
from checker.verdict.aside import IndexFound
from checker.verdict.verdict import Verdict

WIDE = 300
FURTHEST = 2  # times the limit, from which on a ratio's bar is cut off


@dataclass(frozen=True)
class IndexBar:
    """A bar: surely so long, perhaps as long as ``end``, and further where it is ``cut``."""

    sure: int
    end: int
    cut: bool


@dataclass(frozen=True)
class IndexChart:
    """The bars of one index: of ratios by item, with what is said of each part, of totals by reading.

    ``one`` is where a ratio has its limit, ``full`` where the index has ``scale``, which is all its ratios
    at theirs.
    """

    parts: Sequence[tuple[str, Sequence[str]]]
    ratios: Mapping[str, IndexBar]
    totals: Mapping[str, IndexBar]
    one: int
    full: int
    scale: str


def index_charts(verdict: Verdict, ruleset: Ruleset) -> dict[str, IndexChart]:
    """The bars of each index, by its id."""
    models = {index.id: index for index in ruleset.model.indices}
    return {found.id: _chart(found, models[found.id]) for found in verdict.indices}


def _chart(found: IndexFound, index: Index) -> IndexChart:
    values = {ratio.item: ratio.value for ratio in found.ratios if ratio.value is not None}
    scale = Fraction(index.scale)
    furthest = max([scale, *(end.value for one in found.values.values() for end in one
                             if end.value is not None)])
    return IndexChart(
        parts=[_part(group, values) for group in index.parts],
        ratios={item: _bar(value, Fraction(FURTHEST)) for item, value in values.items()},
        totals={reading: _bar(value, furthest) for reading, value in found.values.items()},
        one=WIDE // FURTHEST, full=_long(scale, furthest), scale=exact(scale))


def _part(group: IndexGroup, values: Mapping[str, Interval]) -> tuple[str, Sequence[str]]:
    """Which ratios of a part there are, and which not."""
    known, lacking = ([member for member in group.members if (member in values) is there]
                      for there in (True, False))
    code = "figure.part" if group.pick is None else "figure.picked_part"
    said = text(code, count=group.counted, members=len(group.members), known=len(known))
    return said + (text("figure.lacking", items=phrases.numbers(lacking)) if lacking else ""), known


def _bar(value: Interval, furthest: Fraction) -> IndexBar:
    low, high = value.low.value, value.high.value
    return IndexBar(0 if low is None else _long(low, furthest),
                    WIDE if high is None else _long(high, furthest), high is None or high > furthest)


def _long(value: Fraction, furthest: Fraction) -> int:
    return max(0, min(WIDE, round(value / furthest * WIDE)))
