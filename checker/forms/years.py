"""The years of a form's series: which columns there are, what stands over them, which are asked for.

Owns the way between a year as formulas name it and a heading that shows a real year.  It must not read
a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.messages import verbatim
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Ruleset
from checker.ruleset.formula_words import labels
from checker.sheets.spreadsheet import Cell, Sheet

YEAR_MARK = "year:"
_ORDER = ("ad", "base", "y")


@dataclass(frozen=True)
class Years:
    """The period that a form is made for, and the base year where it is known."""

    period: int | None = None
    base: int | None = None

    def of(self, when: n.RelativeYear) -> int | None:
        """The calendar year; None where what it is counted from isn't known."""
        start = {"ad": 0, "base": self.base, "y": self.period}.get(when.anchor)
        return None if start is None else start + when.offset


def series(ruleset: Ruleset) -> list[n.RelativeYear]:
    """The years that the ruleset's formulas read or set side by side, the earliest first."""
    if not any(q.each == "year" for q in ruleset.model.quantities.values()):
        return []
    years = {n.PERIOD, *(year for _, year in needed(ruleset)), *_beside(ruleset)}
    plain = {year for year in years if (year.anchor != "base" or not year.offset)
             and (year.anchor != "y" or year.offset <= 0)}
    return sorted(plain, key=lambda year: (_ORDER.index(year.anchor), year.offset))


def needed(ruleset: Ruleset) -> set[tuple[str, n.RelativeYear]]:
    """Every quantity with every year in which a formula reads it."""
    return {read for item in ruleset.written for read in item.quantities}


def _beside(ruleset: Ruleset) -> Iterator[n.RelativeYear]:
    """The years that stand side by side; where only the end hangs on the period, both ends."""
    if ruleset.side_by_side is None:
        return
    since, until = ruleset.side_by_side
    yield from (since, until)
    if since.anchor == until.anchor:
        yield from (n.RelativeYear(since.anchor, offset) for offset in range(since.offset, until.offset))


def taken(ruleset: Ruleset) -> set[tuple[str, n.RelativeYear]]:
    """The columns of the series that take a value of a quantity: those that something is made from."""
    if ruleset.side_by_side is not None:
        every = series(ruleset)
        return {(name, when) for name in ruleset.model.quantities for when in every}
    return needed(ruleset)


def asked_for(ruleset: Ruleset, years: Years) -> dict[str, set[int]]:
    """The calendar years in which each quantity is read, for those of which that can be told."""
    if ruleset.side_by_side is not None:
        return {}
    found: dict[str, set[int]] = {name: set() for name in ruleset.model.quantities}
    for name, when in needed(ruleset):
        year = years.of(when)
        if year is None:
            found.pop(name, None)
        elif name in found:
            found[name].add(year)
    return found


def columns(ruleset: Ruleset) -> dict[str, n.RelativeYear]:
    """The columns of the series by their keys."""
    return {f"{YEAR_MARK}{year}": year for year in series(ruleset)}


def headings(ruleset: Ruleset, years: Years) -> dict[str, str]:
    """What stands over the columns of the series: real years, with what they are to the period."""
    found = {}
    for when in series(ruleset):
        label, year = labels(ruleset).year(when), years.of(when)
        shown = label if year is None or when.anchor == "ad" else verbatim(
            "form.year_heading", year=year, label=label)
        found[f"{YEAR_MARK}{when}"] = shown
    return found


@dataclass(frozen=True)
class WrittenYear:
    """A heading of a filled form that shows a real year."""

    entry: Cell
    year: int


def written(sheet: Sheet, ruleset: Ruleset) -> Mapping[str, WrittenYear]:
    """The headings that show a real year, by the keys of their columns."""
    said = {f"{YEAR_MARK}{when}": re.escape(labels(ruleset).year(when))
            for when in series(ruleset) if when.anchor != "ad"}
    patterns = {key: re.compile(f"([0-9]{{4}})年\\({label}\\)") for key, label in said.items()}
    found: dict[str, WrittenYear] = {}
    for _, entry in sorted(sheet.cells.items()):
        for key, pattern in patterns.items():
            shown = pattern.fullmatch(entry.plain)
            if shown and key not in found:
                found[key] = WrittenYear(entry, int(shown[1]))
    return found


def unwritten(ruleset: Ruleset) -> dict[str, str]:
    """What a heading that has to show a real year is called where it is not there."""
    return {f"{YEAR_MARK}{when}": verbatim(
        "form.year_heading", year="____", label=labels(ruleset).year(when))
        for when in series(ruleset) if when.anchor == "y"}
