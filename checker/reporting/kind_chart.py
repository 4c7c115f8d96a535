"""What an amount is made up of over the years as one picture: bars in parts, or a line for each.

Owns where each thing stands, in whole units of a drawing.  It says no sum and draws no more than is known:
a year's bar only where every part of it is a single number that isn't negative, a line only through such
numbers.  Every number stands in the table beside, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from checker.messages import text
from checker.quantity.display import exact
from checker.text.width import width_of

# Tenths of a millimetre.
LEFT, RIGHT, TOP, BOTTOM, BAR, LEGEND, LINE = 170, 1460, 40, 560, 110, 660, 56
COLUMNS, WIDEST_NAME, LEAST_NUMBERED = 2, 34, 36
STEPS, MOST_STEPS = (1, 2, 5), 5
LEAST_YEARS = 2
MOST_KINDS = 8

KindDrawing = Literal["bars", "lines"]


@dataclass(frozen=True)
class KindValues:
    """One part by year: its numbers where it has a single one, and what is shown."""

    label: str
    numbers: Mapping[int, Fraction]
    shown: Mapping[int, str]


@dataclass(frozen=True)
class KindBar:
    """A part of a year's bar; ``numbered`` where there is room for its number."""

    x: int
    y: int
    height: int
    kind: int
    numbered: bool


@dataclass(frozen=True)
class KindLine:
    """A part through years that follow each other, and the points on it."""

    kind: int
    points: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class KindTick:
    """A place on an axis with what stands there; ``gap`` is said of a year of which nothing is drawn."""

    at: int
    said: str
    gap: str = ""


@dataclass(frozen=True)
class KindChart:
    """The whole picture; ``said`` is what it says in words, ``height`` its own."""

    said: str
    unit: str
    zero: int
    wide: int
    bars: Sequence[KindBar]
    lines: Sequence[KindLine]
    years: Sequence[KindTick]
    ticks: Sequence[KindTick]
    legend: Sequence[tuple[int, int, int, str]]
    height: int


def kind_chart(title: str, unit: str, kinds: Sequence[KindValues], years: Sequence[int],
               drawing: KindDrawing) -> KindChart | None:
    """The picture of some parts over the years; None where too few years can be drawn."""
    full = [year for year in years if all(kind.numbers.get(year, -1) >= 0 for kind in kinds)]
    sums = [sum((kind.numbers[year] for kind in kinds), Fraction(0)) for year in full]
    points = [number for kind in kinds for number in kind.numbers.values()]
    drawn = full if drawing == "bars" else [year for year in years if any(year in k.numbers for k in kinds)]
    if len(drawn) < LEAST_YEARS:
        return None
    scale = _KindScale(years, sums if drawing == "bars" else points)
    rows = -(-len(kinds) // COLUMNS)
    return KindChart(
        said=text("figure.kinds", title=title, unit=unit, years=text("join.parts").join(
            _said(year, kinds) for year in years)),
        unit=unit, zero=scale.y(Fraction(0)), wide=scale.wide,
        bars=list(_bars(kinds, full, scale)) if drawing == "bars" else [],
        lines=list(_lines(kinds, years, scale)) if drawing == "lines" else [],
        years=[KindTick(scale.x(year), str(year), "" if year in drawn else text(f"figure.gap_of_{drawing}"))
               for year in years],
        ticks=[KindTick(scale.y(number), exact(number)) for number in scale.ticks],
        legend=[(LEFT + (RIGHT - LEFT) // COLUMNS * (place % COLUMNS), LEGEND + LINE * (place // COLUMNS),
                 place, _brief(kind.label)) for place, kind in enumerate(kinds)],
        height=LEGEND + LINE * rows)


@dataclass
class _KindScale:
    """Years and numbers to places; the scale of numbers begins at nothing, or below it."""

    years: Sequence[int]
    numbers: Sequence[Fraction]
    ticks: list[Fraction] = field(default_factory=list)

    def __post_init__(self) -> None:
        low, high = min([Fraction(0), *self.numbers]), max([Fraction(0), *self.numbers])
        step = _step((high - low) or Fraction(1))
        self.ticks = [step * place for place in range(low // step, -(-high // step) + 1)]
        if len(self.ticks) == 1:
            self.ticks.append(step)

    def x(self, year: int) -> int:
        return LEFT + (RIGHT - LEFT) * (2 * self.years.index(year) + 1) // (2 * len(self.years))

    def y(self, number: Fraction) -> int:
        low, high = self.ticks[0], self.ticks[-1]
        return BOTTOM - round((number - low) / (high - low) * (BOTTOM - TOP))

    @property
    def wide(self) -> int:
        return min(BAR, (RIGHT - LEFT) // len(self.years) * 2 // 3)


def _step(span: Fraction) -> Fraction:
    """The least round number of which few make up ``span``."""
    power = Fraction(1)
    while power * MOST_STEPS > span:
        power /= 10
    while True:
        for times in STEPS:
            if power * times * MOST_STEPS >= span:
                return power * times
        power *= 10


def _bars(kinds: Sequence[KindValues], years: Sequence[int], scale: _KindScale) -> Iterator[KindBar]:
    for year in years:
        below = Fraction(0)
        for place, kind in enumerate(kinds):
            bottom, top = scale.y(below), scale.y(below + kind.numbers[year])
            below += kind.numbers[year]
            if bottom > top:
                yield KindBar(scale.x(year), top, bottom - top, place, bottom - top >= LEAST_NUMBERED)


def _lines(kinds: Sequence[KindValues], years: Sequence[int], scale: _KindScale) -> Iterator[KindLine]:
    for place, kind in enumerate(kinds):
        run: list[tuple[int, int]] = []
        for year in [*years, None]:
            if year is not None and year in kind.numbers:
                run.append((scale.x(year), scale.y(kind.numbers[year])))
            elif run:
                yield KindLine(place, run)
                run = []


def _brief(label: str) -> str:
    """As much of a name as there is room for; the table has it whole."""
    if width_of(label) <= WIDEST_NAME:
        return label
    return next(label[:end] for end in range(len(label), 0, -1) if width_of(label[:end]) < WIDEST_NAME) + "…"


def _said(year: int, kinds: Sequence[KindValues]) -> str:
    return text("figure.kinds_of_year", year=year, kinds=tuple(
        text("figure.kind", label=kind.label, value=kind.shown[year]) for kind in kinds))
