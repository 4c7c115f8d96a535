"""Amounts as people write them: ``3.6亿元``, ``超过80``, ``<67``, ``约113亩``, ``10余次``.

Owns the way from words to an exact interval and, where the words carry one, a unit.  The words
themselves are kept beside it by whoever calls.  It must not convert units.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from checker.limits import MAX_EXPONENT
from checker.quantity.interval import Bound, Interval
from checker.quantity.ratio import IntegerRatio, interval_of
from checker.quantity.unit import AmbiguousUnit, Unit, UnknownUnit, known_units
from checker.text.normal import visible

_NUM = r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,15})?"
_SIMPLE = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,15}))?(?: ?([^0-9 ].*))?")
_UNITS = frozenset(known_units())
_ABOUT_BEFORE = r"大约|约|近|接近|左右"
_ABOUT_AFTER = r"左右|上下"
_MORE = {"超过": False, "超": False, "大于": False, "高于": False, "多于": False, ">": False,
         "不低于": True, "不少于": True, "不小于": True, "至少": True, "≥": True, ">=": True}
_LESS = {"低于": False, "小于": False, "少于": False, "不足": False, "不到": False, "<": False,
         "不超过": True, "不高于": True, "不大于": True, "至多": True, "≤": True, "<=": True}
_SIGNS = "|".join(map(re.escape, [*_MORE, *_LESS]))
_AMOUNT = re.compile(
    rf"(?P<about>{_ABOUT_BEFORE})?(?P<sign>{_SIGNS})?(?P<low>{_NUM})"
    rf"(?:(?P<lowtail>[^0-9\s～~—–至到-]*)(?:～|~|[—–]+|至|到|-)(?P<high>{_NUM}))?"
    r"(?P<tail>[^0-9].*)?"
)
_MULTIPLIERS = {"千万": 10**7, "亿": 10**8, "万": 10**4, "千": 10**3}
MULTIPLYING = re.compile("[千万亿]")
# Hyphens and the sign of subtraction, which stand for "minus"; longer dashes stand only between two ends.
_MINUS = str.maketrans(dict.fromkeys("\u2010\u2011\u2212\ufe63\uff0d", "-"))
# A blank between thousands, and a blank (of any kind) within what would become one number without it.
_THOUSANDS = re.compile(r"(?<![0-9.,])([0-9]{1,3})((?:[ \u2009\u202f\u00a0][0-9]{3})+)(?![0-9,])")
_APART = re.compile(r"[0-9.,eE]\s+[0-9.,]|[0-9]\s+[eE][-+0-9]")
# Characters that plain digits are made of by NFKC though they are none: ⁴ ½ ① ⒈ ㏠, but not ４ or ㎡.
_WHOLE = ("<wide>", "<narrow>", "<font>", "<square>")
_RAISED_UNIT = ("²", "³")


class UnreadableAmount(ValueError):
    """The text is not an amount; ``code`` says in which way."""

    def __init__(self, code: str) -> None:
        self.code = code


class Amount(NamedTuple):
    """What a person wrote: the interval, whether only approximate, and the unit if it was written.

    ``multiplied`` when a 万 or 亿 stood there without a unit.
    """

    interval: Interval
    approximate: bool
    unit: str | None
    multiplied: bool


def simple(written: str) -> tuple[IntegerRatio, str | None] | None:
    """A number without sign, and its unit in our spelling if it has one; None where more has to be asked."""
    found = _SIMPLE.fullmatch(written)
    if found is None:
        return None
    whole, places, unit = found.groups()
    if unit is not None and unit not in _UNITS:
        return None
    return (int(whole), 1) if places is None else (int(whole + places), 10**len(places)), unit


def parse(written: str | Decimal) -> Amount:
    """Read one amount; raises :class:`UnreadableAmount`."""
    plainly = simple(str(written))
    if plainly is not None:
        return Amount(interval_of(plainly[0]), False, plainly[1], False)
    found = _AMOUNT.fullmatch(_plain(str(written)))
    if not found:
        raise UnreadableAmount("amount.unreadable")
    tail, about = found["tail"] or "", bool(found["about"])
    after = re.search(rf"(?:{_ABOUT_AFTER})$", tail)
    if after:
        tail, about = tail[: after.start()], True
    tail, upward, closed = _vague(tail)
    factor, unit = _unit(tail)
    low = _fraction(found["low"]) * factor
    if found["high"]:
        if found["lowtail"] not in ("", tail) and not (
                found["lowtail"] in _MULTIPLIERS and tail.startswith(found["lowtail"])):
            raise UnreadableAmount("amount.range_units")
        if upward is not None:
            raise UnreadableAmount("amount.sign_and_range")
        return Amount(_range(found, low, _fraction(found["high"]) * factor), about, unit, factor > 1)
    interval = Interval.exact(low)
    if upward is not None:
        interval = Interval.at_least(low, closed) if upward else Interval.at_most(low, closed)
    if found["sign"]:
        if upward is not None:
            raise UnreadableAmount("amount.unreadable")
        interval = _signed(found["sign"], low)
    return Amount(interval, about, unit, factor > 1)


def _plain(written: str) -> str:
    """The amount in plain characters without blanks; refuses digits that only their loss would join."""
    if any(_misleading(written, place) for place in range(len(written)) if written[place] > "\x7f"):
        raise UnreadableAmount("amount.unreadable")
    plain = visible(written).translate(_MINUS).strip()
    text = _THOUSANDS.sub(lambda found: "".join(found[0].split()), plain)
    if _APART.search(text):
        raise UnreadableAmount("amount.apart")
    return "".join(text.split()).rstrip("，,。；;、")


def _misleading(written: str, place: int) -> bool:
    """Whether a character would turn into digits that nobody wrote; a raised 2 or 3 of a unit may."""
    character = written[place]
    if not any(made.isdecimal() for made in unicodedata.normalize("NFKC", character)):
        return False
    if character in _RAISED_UNIT and place and written[place - 1].isalpha():
        return False
    return not unicodedata.decomposition(character).startswith(_WHOLE)


def _vague(tail: str) -> tuple[str, bool | None, bool]:
    """``余``, ``多``, ``以上``, ``以下``: the rest, the direction, and whether the end belongs to it."""
    if tail[:1] in ("余", "多"):
        return tail[1:], True, False
    for word, upward in (("及以上", True), ("以上", True), ("及以下", False), ("以下", False)):
        if tail.endswith(word):
            return tail[: -len(word)], upward, True
    middle = re.match(r"(千万|亿|万|千)[余多]", tail)
    if middle:
        return middle[1] + tail[middle.end():], True, False
    return tail, None, True


def _signed(sign: str, value: Fraction) -> Interval:
    if sign in _MORE:
        return Interval.at_least(value, _MORE[sign])
    return Interval.at_most(value, _LESS[sign])


def _range(found: re.Match[str], low: Fraction, high: Fraction) -> Interval:
    if found["sign"]:
        raise UnreadableAmount("amount.sign_and_range")
    if low > high:
        raise UnreadableAmount("amount.bad_range")
    return Interval(Bound(low), Bound(high))


def _fraction(text: str) -> Fraction:
    number = Decimal(text.replace(",", ""))
    if not -MAX_EXPONENT <= number.adjusted() <= MAX_EXPONENT:
        raise UnreadableAmount("amount.too_extreme")
    return Fraction(number)


def _unit(tail: str) -> tuple[int, str | None]:
    """The multiplier and the unit in what follows the number."""
    if not tail:
        return 1, None
    try:
        Unit(tail)
        return 1, tail
    except AmbiguousUnit:
        raise UnreadableAmount("amount.ambiguous_unit") from None
    except UnknownUnit:
        pass
    for word, factor in _MULTIPLIERS.items():
        if tail.startswith(word):
            rest = tail[len(word):]
            if not rest:
                return factor, None
            try:
                Unit(rest)
            except AmbiguousUnit:
                raise UnreadableAmount("amount.ambiguous_unit") from None
            except UnknownUnit:
                break
            return factor, rest
    unit_like = tail[0].isalpha() or tail[0] in "%/"
    raise UnreadableAmount("amount.unknown_unit" if unit_like else "amount.unreadable")


