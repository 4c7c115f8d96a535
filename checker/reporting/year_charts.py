"""The years that stand side by side as small pictures, one an item: its values against its limits.

Owns where each thing stands, in whole units of a drawing.  It must not judge, and draws no more than was
found: what is no single number as a range, a year without a value as a gap, a limit that nobody has
read not at all.  Every number stands in the table below, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from checker.messages import text
from checker.quantity.display import exact
from checker.quantity.interval import Interval
from checker.reporting import phrases, words
from checker.reporting.verdict_kind import kind_of
from checker.ruleset.compiled import PLAIN, Item, Ruleset
from checker.text.width import width_of
from checker.verdict.aside import CellFound, PathFound, YearFound
from checker.verdict.part import Outcome
from checker.verdict.verdict import Verdict
from checker.wording.annexed import YearPart
from checker.wording.limit_words import own_unit
from checker.wording.worded import Finding, WordedVerdict

# Tenths of a millimetre.
LEFT, RIGHT, TOP, BOTTOM, MARGIN, ROOM = 30, 400, 22, 112, 22, 60
LEAST_YEARS = 2
LONGEST_END = 16
LONGEST_LIMIT = 42

Shape = Literal["dot", "cross", "ring", "diamond"]
SHAPES: dict[Outcome, Shape] = {"met": "dot", "computed": "dot", "unmet": "cross"}


@dataclass(frozen=True)
class YearMark:
    """A year's value: a point where ``top`` is ``bottom``, else a range; ``up``, ``down`` if without end."""

    x: int
    top: int
    bottom: int
    shape: Shape
    up: bool
    down: bool


@dataclass(frozen=True)
class YearLimit:
    """A number of a year's limit, over the width of that year."""

    start: int
    end: int
    y: int


@dataclass(frozen=True)
class YearTick:
    """A year on the axis, and its figures if there is room."""

    x: int
    figures: str


@dataclass(frozen=True)
class YearChart:
    """The picture of an item: its first and last value (``ends``), its limits, the whole as it is said."""

    title: str
    marks: Sequence[YearMark]
    lines: Sequence[str]
    limits: Sequence[YearLimit]
    ticks: Sequence[YearTick]
    ends: tuple[str, str]
    limit: str
    said: str
    item: str


@dataclass(frozen=True)
class _YearStated:
    """What was found of an item in a year."""

    year: int
    outcome: Outcome
    values: Sequence[Interval]
    about: bool
    limits: Sequence[Fraction]
    shown: str | None

    @property
    def point(self) -> Fraction | None:
        """The value where it is a single number."""
        alone = set(self.values)
        return alone.pop().value if len(alone) == 1 and not self.about else None

    @property
    def ends(self) -> tuple[Fraction | None, Fraction | None]:
        """The least and the greatest that it may be; None where there is no end."""
        lows, highs = [one.low.value for one in self.values], [one.high.value for one in self.values]
        low, high = [v for v in lows if v is not None], [v for v in highs if v is not None]
        return (min(low) if len(low) == len(lows) else None, max(high) if len(high) == len(highs) else None)


class _Scale:
    """Years and numbers to places."""

    def __init__(self, years: Iterable[int], numbers: Iterable[Fraction]) -> None:
        self._first, self._last = min(years := list(years)), max(years)
        self._low, self._high = min(numbers := list(numbers)), max(numbers)
        self.half = (RIGHT - LEFT) // (2 * (self._last - self._first))

    def x(self, year: int) -> int:
        return LEFT + (RIGHT - LEFT) * (year - self._first) // (self._last - self._first)

    def y(self, number: Fraction) -> int:
        if self._low == self._high:
            return (TOP + BOTTOM) // 2
        return BOTTOM - round((number - self._low) / (self._high - self._low) * (BOTTOM - TOP))


def year_charts(verdict: Verdict, said: WordedVerdict, ruleset: Ruleset, years: Sequence[YearFound],
                in_words: Sequence[YearPart]) -> list[YearChart]:
    """The items that have a number in several of the ``years``, which ``in_words`` says."""
    found: dict[str, list[_YearStated]] = {}
    for year, shown in zip(years, in_words, strict=True):
        for cell, cell_words in zip(year.cells, shown.cells, strict=True):
            found.setdefault(cell.item, []).append(
                _year(year.year, cell, cell_words.shown, ruleset.items[cell.item], ruleset.kind.compares))
    ahead = {path.item: path for path in verdict.progress}
    named = kind_of(said.ruleset.concludes).limit_kind
    return [_chart(finding, [*stated, *_ahead(ahead.get(item), stated[-1].year)], named(finding.limits))
            for item, stated in found.items() for finding in (said.finding(item),)
            if sum(bool(year.values) for year in stated) >= LEAST_YEARS and _of_one_unit(ruleset.items[item])]


def _of_one_unit(item: Item) -> bool:
    """Whether all that decides is measured in one unit: amounts of several have no scale in common."""
    return not any(own_unit(reading, item.unit) for reading in item.interpretations if reading.decides)


def _year(year: int, cell: CellFound, shown: str | None, item: Item, compares: bool) -> _YearStated:
    stated = [one for one in cell.evaluations if not one.borrowed and one.values]
    values = [value for one in stated for value in one.values if isinstance(value, Interval)]
    if len(values) < sum(len(one.values) for one in stated):
        values = []  # words have no place on a scale
    readings = {reading.id: reading for reading in item.interpretations}
    limits = dict.fromkeys(number for one in cell.evaluations for row in one.rows if compares
                           for number in readings[one.reading or PLAIN].rows[row].numbers)
    about = any(one.approximate for one in stated)
    return _YearStated(year, cell.outcome, values, about, sorted(limits), shown)


def _ahead(path: PathFound | None, last: int) -> list[_YearStated]:
    """The year in which a path of targets ends, where that is still to come."""
    target = path.end_target.value if path else None
    if path is None or target is None or path.end_year <= last:
        return []
    return [_YearStated(path.end_year, "not_applicable", [], False, [target], None)]


def _chart(finding: Finding, years: Sequence[_YearStated], kind: str) -> YearChart:
    first = next(place for place, year in enumerate(years) if year.values)
    last = max(place for place, year in enumerate(years) if year.values or year.limits)
    years = years[first:last + 1]
    valued = [year for year in years if year.values]
    scale = _Scale([year.year for year in years], _numbers(years))
    title = f"{phrases.number(finding.item)} {phrases.with_unit(finding.label, finding.unit)}"
    limit = text("figure.limit", kind=kind, said=_limits(years)) if any(year.limits for year in years) else ""
    return YearChart(
        title=title, marks=[_mark(year, scale) for year in valued], lines=list(_lines(years, scale)),
        limits=[stroke for year in years for stroke in _strokes(year, scale)],
        ticks=_ticks(years, scale), ends=(_end(valued[0]), _end(valued[-1])),
        limit=limit if width_of(limit) <= LONGEST_LIMIT else "",
        said=text("figure.said", title=title, years=text("join.parts").join(
            _said(year, finding, kind) for year in years)), item=finding.item)


def _numbers(years: Sequence[_YearStated]) -> list[Fraction]:
    """Every number that has a place in the picture; a picture of none is all range."""
    ends = (end for year in years if year.values for end in year.ends if end is not None)
    return [*ends, *(number for year in years for number in year.limits)] or [Fraction(0)]


def _mark(year: _YearStated, scale: _Scale) -> YearMark:
    low, high = year.ends
    return YearMark(
        scale.x(year.year), TOP if high is None else scale.y(high), BOTTOM if low is None else scale.y(low),
        "diamond" if year.about else SHAPES.get(year.outcome, "ring"), high is None, low is None)


def _lines(years: Sequence[_YearStated], scale: _Scale) -> Iterator[str]:
    """Through values of years that follow each other; over a gap or a range there is no line."""
    run: list[str] = []
    for before, year in zip([None, *years], [*years, None], strict=True):
        point = year.point if year else None
        if point is None or (before and year and year.year != before.year + 1):
            if len(run) > 1:
                yield " ".join(run)
            run = []
        if year and point is not None:
            run.append(f"{scale.x(year.year)},{scale.y(point)}")


def _strokes(year: _YearStated, scale: _Scale) -> Iterator[YearLimit]:
    x = scale.x(year.year)
    start, end = max(LEFT - MARGIN, x - scale.half), min(RIGHT + MARGIN, x + scale.half)
    return (YearLimit(start, end, scale.y(number)) for number in year.limits)


def _ticks(years: Sequence[_YearStated], scale: _Scale) -> list[YearTick]:
    """Each year has a place; the first, the last and those between that have room have figures, too."""
    places = [(scale.x(year.year), f"{year.year}") for year in years]
    found, last = [YearTick(*places[0])], places[-1][0]
    for x, figures in places[1:-1]:
        free = max(tick.x for tick in found if tick.figures) + ROOM <= x <= last - ROOM
        found.append(YearTick(x, figures if free else ""))
    return [*found, YearTick(*places[-1])]


def _end(year: _YearStated) -> str:
    """A value in figures, where there is room for it."""
    said = text("figure.end", year=year.year, value=year.shown or "")
    return said if year.shown and width_of(said) <= LONGEST_END else ""


def _limits(years: Sequence[_YearStated]) -> str:
    """The limits of the first and of the last year that has any; once where all have the same."""
    known = {year.year: "／".join(map(exact, year.limits)) for year in years if year.limits}
    if len(set(known.values())) == 1:
        return next(iter(known.values()))
    ends = list(known.items())
    return "　".join(text("figure.end", year=year, value=value) for year, value in ends[:1] + ends[-1:])


def _said(year: _YearStated, finding: Finding, kind: str) -> str:
    numbers = "／".join(map(exact, year.limits))
    limits = text("figure.of_limit", kind=kind, said=numbers) if numbers else ""
    if not year.values:
        return text("figure.gap", year=year.year, limit=limits)
    return text("figure.year", year=year.year, value=year.shown or "—", limit=limits,
                outcome=words.item_then(year.outcome, finding))
