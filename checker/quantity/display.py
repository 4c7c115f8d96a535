"""Numbers as they are shown: half-even, with enough digits that the page never misleads.

Owns the way from an exact rational to text.  It must not decide anything.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import cache

from checker.quantity.interval import Interval
from checker.quantity.unit import DIMENSIONLESS

FULL = 20
SHORT = 4
PAID = 12  # somebody has to pay it: to the last 元
_EXACT = Context(prec=40)


@cache
def _context(digits: int) -> Context:
    return Context(prec=digits, rounding=ROUND_HALF_EVEN)


def exact(number: Fraction) -> str:
    """The number as a plain decimal if it has a finite one of at most 40 digits, else ``a/b``."""
    decimal = finite(number)
    return plain(decimal) if decimal is not None else f"{number.numerator}/{number.denominator}"


def finite(number: Fraction) -> Decimal | None:
    """The decimal equal to ``number``, or None if it has none of at most 40 digits."""
    decimal = _EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))
    return decimal if Fraction(decimal) == number else None


def plain(number: Decimal) -> str:
    """Positional notation, without an exponent or needless zeros behind the point."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def significant(number: Fraction, digits: int = FULL) -> str:
    """The number at ``digits`` significant digits, half-even."""
    return plain(_context(digits).divide(Decimal(number.numerator), Decimal(number.denominator)))


def places(number: Fraction, count: int) -> str:
    """The number rounded half-even to ``count`` decimal places, always showing that many."""
    scaled = round(number * 10**count)
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(count + 1, "0")
    return f"{sign}{digits[:-count]}.{digits[-count:]}" if count else f"{sign}{digits}"


def faithful(number: Fraction, limits: list[Fraction], least: int = SHORT) -> str:
    """Few digits, but enough that the number stands on the same side of every limit as shown."""
    whole = len(str(abs(int(number))))
    for digits in range(max(least, whole), FULL):
        text = significant(number, digits)
        shown = Fraction(text)
        if all((shown > limit) - (shown < limit) == (number > limit) - (number < limit)
               for limit in limits):
            return text
    return significant(number)


def with_unit(written: str, unit: str | None, between: str = "") -> str:
    """A number with its unit: none where it has none or is a bare number, or where its words hold it."""
    if not unit or unit == DIMENSIONLESS or unit in written:
        return written
    return f"{written}{between}{unit}"


def spoken(value: Interval, limits: list[Fraction] | None = None, *, full: bool = False,
           least: int = SHORT) -> str:
    """An interval in words: ``0.064``, ``>80``, ``≥6``, ``40～50``; ``least`` digits where it has them."""
    def number(x: Fraction) -> str:
        if full:
            decimal = finite(x)
            return plain(decimal) if decimal is not None else significant(x)
        return faithful(x, limits or [], least)

    low, high = value.low, value.high
    if value.value is not None:
        return number(value.value)
    if low.value is None and high.value is None:
        return "—"
    if high.value is None:
        assert low.value is not None
        return ("≥" if low.closed else ">") + number(low.value)
    if low.value is None:
        return ("≤" if high.closed else "<") + number(high.value)
    if low.closed and high.closed:
        return f"{number(low.value)}～{number(high.value)}"
    above, below = "≥" if low.closed else ">", "≤" if high.closed else "<"
    return f"{above}{number(low.value)}，{below}{number(high.value)}"
