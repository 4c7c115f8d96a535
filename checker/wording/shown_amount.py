"""Values as they are shown in a cell: few of them, with their unit and what is said behind it.

Owns how many are shown, and how the parts stand together.  It must not decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from checker.messages import text, verbatim
from checker.quantity.display import SHORT, significant
from checker.quantity.interval import Interval
from checker.verdict.aside import CellValue
from checker.verdict.changed import ValueBefore
from checker.verdict.found import ReadingFinding
from checker.verdict.part import Part

MOST_SHOWN = 3


class ShownAmount(Part):
    """Words for an amount or a bound: figures, their unit if they need one, and what is said behind it."""

    figure: str
    unit: str | None = None
    aside: str = ""


class Few(NamedTuple):
    """Values in a table's cell, and what is said of them behind their unit; None where there is none."""

    figure: str | None
    aside: str = ""

    @property
    def text(self) -> str | None:
        """All of it, without a unit."""
        return self.figure and self.figure + self.aside

    def amount(self, unit: str | None) -> ShownAmount | None:
        """All of it, with its unit."""
        return None if self.figure is None else ShownAmount(figure=self.figure, unit=unit, aside=self.aside)


def few(values: Iterable[tuple[str, str]],
        deciding: Sequence[ReadingFinding | CellValue | ValueBefore]) -> Few:
    """The values, each with its mark, as they fit into a cell: all of a few, else their range and number."""
    different = list(dict.fromkeys(values))
    if len(different) <= MOST_SHOWN:
        first = next((place for place, (_, mark) in enumerate(different) if mark), len(different) - 1)
        head, rest = different[:first + 1], different[first + 1:]
        more = (text("join.parts") + value + mark for value, mark in rest)
        aside = "".join([head[-1][1] if head else "", *more])
        return Few(text("join.parts").join(value for value, _ in head) or None, aside)
    found = [value for e in deciding for value in e.values if isinstance(value, Interval)]
    exact = [value.value for value in found if value.value is not None]
    if len(exact) < len(found) or any(e.approximate for e in deciding):
        return Few(verbatim("value.several", count=len(different)))
    low, high = significant(min(exact), SHORT), significant(max(exact), SHORT)
    return Few(verbatim("value.range", low=low, high=high), verbatim("value.count", count=len(different)))
