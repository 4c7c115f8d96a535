"""What doesn't fit together in the words of one project: sums, years, areas, counts.

Owns the patterns and the arithmetic.  What it finds are notes for a person, with the words; it must
never touch an outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from checker.messages import text
from checker.quantity.display import finite, places, plain
from checker.quantity.unit import Unit
from checker.text.normal import folded

_NUMBER = r"(\d+(?:\.\d+)?)"
_COUNT = r"(\d{1,2}|[一二两三四五六七八九十]{1,3})"
_AREA = r"(万?)(?:平方米|平米|㎡|m2|m²)"
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_MONEY = {"亿": Fraction(10000), "万": Fraction(1)}

_IN_YEARS = re.compile(rf"分{_COUNT}年(?:建成|建设|实施|完成)")
_FIRST_YEAR = re.compile(r"第一年([^；。]*)")
_EACH_YEAR = re.compile(rf"每年投资{_NUMBER}(亿|万)")
_INVESTED = re.compile(rf"投资{_NUMBER}(亿|万)")
_ON_LAND = re.compile(rf"占地(?:约)?{_NUMBER}亩")
_BUILT_ON = re.compile(rf"(?<!项目)占地面积{_NUMBER}{_AREA}")
_WHOLE_AND_PART = re.compile(
    rf"建筑总?面积(?:约)?{_NUMBER}{_AREA}[（(]其中[^（）()]*?建筑面积(?:约)?{_NUMBER}{_AREA}[）)]")
_COUNTED = re.compile(rf"{_COUNT}(?:大|个)[^：:。；，、]{{1,8}}[：:]([^。；：:]+)")
_ABOVE = re.compile(rf"产能(?:达到)?{_NUMBER}万吨/年,?实际年产{_NUMBER}万吨")
_PHASE = re.compile("[一二三四五]期")
_YEARS = re.compile(r"(\d{4})(?:[-—–~～至](\d{4}))?")


@dataclass(frozen=True)
class RowSize:
    """What a row says of its size: investment in 万元, land in 亩, first and last year."""

    investment: Fraction | None = None
    land: Fraction | None = None
    years: int | None = None


def span(years: str) -> int | None:
    """How many years are meant by ``2021-2025``, or by one."""
    found = _YEARS.search(folded(years))
    return int(found[2] or found[1]) - int(found[1]) + 1 if found else None


def anomalies(name: str, words: str, about: RowSize) -> list[str]:
    """Everything in a project's own words that doesn't fit together."""
    plain_words = folded(words)
    return [*_phases(plain_words, about), *_buildings(plain_words, about), *_counts(plain_words),
            *_output(plain_words), *_other_phase(name, plain_words)]


def _phases(words: str, about: RowSize) -> Iterator[str]:
    """Phases that take longer than the years, and that don't come to the whole."""
    found = _IN_YEARS.search(words)
    phases = _count(found[1]) if found else None
    if phases is None:
        return
    if about.years is not None and phases > about.years:
        yield text("anomaly.years", phases=phases, years=about.years)
    first = _FIRST_YEAR.search(words)
    if first is None:
        return
    spent, each = _INVESTED.search(first[1]), _EACH_YEAR.search(words)
    if spent and each and about.investment is not None:
        whole = _wan(spent) + (phases - 1) * _wan(each)
        if whole != about.investment:
            yield text("anomaly.phase_sum", sum=_said(whole), total=_said(about.investment), phases=phases)
    land = _ON_LAND.search(first[1])
    if land and about.land is not None and Fraction(land[1]) * phases > about.land:
        yield text("anomaly.phase_land", first=land[1], phases=phases,
                   sum=_said(Fraction(land[1]) * phases), total=_said(about.land))


def _buildings(words: str, about: RowSize) -> Iterator[str]:
    """Buildings larger than the site, and parts larger than the whole."""
    found = [_square(match[1], match[2]) for match in _BUILT_ON.finditer(words)]
    site = None if about.land is None else about.land * Unit("亩").factor / Unit("m2").factor
    if found and site is not None and sum(found) > site:
        yield text("anomaly.built_on", sum=_said(sum(found, Fraction(0))), land=_said(about.land or site),
                   site=_said(site))
    for match in _WHOLE_AND_PART.finditer(words):
        whole, part = _square(match[1], match[2]), _square(match[3], match[4])
        if part > whole:
            yield text("anomaly.part_of", part=_said(part), whole=_said(whole))


def _counts(words: str) -> Iterator[str]:
    """A number of things that is not the number of those listed."""
    for match in _COUNTED.finditer(words):
        due, listed = _count(match[1]), len(re.split("、", match[2]))
        if due is not None and due > 1 and listed > 1 and listed != due and "等" not in match[2]:
            yield text("anomaly.listed", said=match[0].partition(":")[0], due=due, listed=listed)


def _output(words: str) -> Iterator[str]:
    """An output above the capacity that stands beside it."""
    for match in _ABOVE.finditer(words):
        if Fraction(match[2]) > Fraction(match[1]):
            yield text("anomaly.above_capacity", output=match[2], capacity=match[1])


def _other_phase(name: str, words: str) -> Iterator[str]:
    """A phase in the name, and only another one in the words."""
    named, spoken = _PHASE.search(name), set(_PHASE.findall(words))
    if named and spoken and named[0] not in spoken:
        yield text("anomaly.phase_named", name=named[0], words="、".join(sorted(spoken)))


def _count(word: str) -> int | None:
    """A small number in figures or in Chinese."""
    if word.isdecimal():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return _DIGITS.get(word)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def _wan(match: re.Match[str]) -> Fraction:
    return Fraction(match[1]) * _MONEY[match[2]]


def _square(number: str, wan: str) -> Fraction:
    return Fraction(number) * (10_000 if wan else 1)


def _said(number: Fraction) -> str:
    decimal = finite(number)
    return places(number, 2) if decimal is None else plain(decimal)
