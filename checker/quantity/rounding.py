"""How finely a number was printed.

Owns the reading of the last place.  It must not judge.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from checker.quantity.interval import Bound, Interval


def half_step(written: str, value: Interval) -> Fraction:
    """Half of the last place that was printed, in the unit of ``value``; 0 where that can't be told."""
    number = re.search(r"\d+(\.\d+)?", unicodedata.normalize("NFKC", written).replace(",", ""))
    end = value.low.value or value.high.value
    if number is None or not end or not Fraction(number[0]):
        return Fraction(0)
    return abs(end) / Fraction(number[0]) / 2 / Fraction(10) ** len((number[1] or ".")[1:])


def before_rounding(written: str, value: Interval) -> Interval:
    """Everything that may have been printed so; a range is what it says."""
    exact = value.value
    if exact is None:
        return value
    half = half_step(written, value)
    return Interval(Bound(exact - half), Bound(exact + half)) if half else value
