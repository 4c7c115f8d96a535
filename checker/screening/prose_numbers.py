"""Numbers as they stand in the prose of projects: amounts with units, counts in figures or in Chinese.

Owns their patterns and what they come to.  All patterns are for words in the folded form, and every
repetition in them is bounded.  It must not compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from checker.quantity.display import finite, places, plain
from checker.quantity.unit import Unit

NUMBER = r"\d{1,15}(?:\.\d{1,10})?"
FIGURES = "一二两三四五六七八九十"
COUNT = rf"(?:\d{{1,2}}|[{FIGURES}]{{1,3}})"
ABOUT = "约|大约|近"
LAND = "万?亩|公顷"
AREA = f"万?平方米|万?平米|万?m2|平方公里|{LAND}"
MONEY = "亿元?|千万元?|万元?"
_NO_MORE = "(?![/元美欧港日多余]|左右|上下|以[上下])"
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True)
class ProseAmount:
    """An amount as it is written: its value in base units and half of its last place; ``about`` if 约."""

    value: Fraction
    half: Fraction
    about: bool = False

    @property
    def least(self) -> Fraction:
        """The least that is printed so."""
        return self.value - self.half

    @property
    def most(self) -> Fraction:
        """The most that is printed so."""
        return self.value + self.half

    def times(self, count: int) -> ProseAmount:
        """So many of it."""
        return ProseAmount(self.value * count, self.half * count, self.about)


def amount(units: str) -> str:
    """The pattern of an amount in one of the ``units``: three groups for :func:`written`.

    Other currencies, amounts per something, and bounds are none.
    """
    return rf"(?:为|共|共计|合计|达|达到)?({ABOUT})?({NUMBER})({units}){_NO_MORE}"


def written(about: str | None, number: str, unit: str) -> ProseAmount:
    """The amount of a match of :func:`amount`; 亿 and 万 alone are of yuan."""
    factor = Unit(unit if unit[-1] not in "亿万" else f"{unit}元").factor
    return ProseAmount(Fraction(number) * factor, half_of(Decimal(number)) * factor, bool(about))


def half_of(number: Decimal) -> Fraction:
    """Half of the last place to which a number is written."""
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return Fraction(10) ** exponent / 2


def together(amounts: list[ProseAmount]) -> ProseAmount:
    """The sum of amounts."""
    return ProseAmount(sum((one.value for one in amounts), Fraction(0)),
                   sum((one.half for one in amounts), Fraction(0)), any(one.about for one in amounts))


def count(word: str) -> int:
    """A small number in figures or in Chinese, as :data:`COUNT` finds it; 0 where it is none."""
    if word.isdecimal():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return _DIGITS.get(word, 0)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def said(number: Fraction, unit: str | None = None) -> str:
    """A number of base units as it is shown in ``unit``."""
    shown = number / Unit(unit).factor if unit else number
    decimal = finite(shown)
    return places(shown, 2) if decimal is None else plain(decimal)
