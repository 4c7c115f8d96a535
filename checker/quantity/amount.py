"""Amounts as people write them: ``3.6亿元``, ``超过80``, ``<67``, ``约113亩``, ``10余次``.

Owns the way from words to an exact interval and, where the words carry one, a unit.  The words
themselves are kept beside it by whoever calls.  It must not convert units.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from checker.quantity.interval import Bound, Interval
from checker.quantity.unit import Unit, UnknownUnit

_NUM = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d{1,15})?"
_ABOUT_BEFORE = r"大约|约|近|接近|左右"
_ABOUT_AFTER = r"左右|上下"
_MORE = {"超过": False, "超": False, "大于": False, "高于": False, "多于": False, ">": False,
         "不低于": True, "不少于": True, "不小于": True, "至少": True, "≥": True, ">=": True}
_LESS = {"低于": False, "小于": False, "少于": False, "不足": False, "不到": False, "<": False,
         "不超过": True, "不高于": True, "不大于": True, "至多": True, "≤": True, "<=": True}
_SIGNS = "|".join(sorted(map(re.escape, [*_MORE, *_LESS]), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<about>{_ABOUT_BEFORE})?(?P<sign>{_SIGNS})?(?P<low>{_NUM})"
    rf"(?:(?P<lowtail>[^\d\s～~—至到-]*)(?:～|~|—+|至|到|-)(?P<high>{_NUM}))?"
    r"(?P<tail>[^\d].*)?"
)
_MULTIPLIERS = {"千万": 10**7, "亿": 10**8, "万": 10**4, "千": 10**3}
_SHAPED = ("<super>", "<sub>", "<circle>", "<fraction>", "<compat>")
MAX_EXPONENT = 30


class UnreadableAmount(ValueError):
    """The text is not an amount; ``code`` says in which way."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Amount:
    """What a person wrote: the interval, whether only approximate, and the unit if it was written.

    ``multiplied`` when a 万 or 亿 stood there without a unit.
    """

    interval: Interval
    approximate: bool = False
    unit: str | None = None
    multiplied: bool = False


def parse(written: str | Decimal) -> Amount:
    """Read one amount; raises :class:`UnreadableAmount`."""
    if _raised(str(written)):
        raise UnreadableAmount("amount.unreadable")
    text = unicodedata.normalize("NFKC", str(written)).replace(" ", "").rstrip("，,。；;、")
    found = _AMOUNT.fullmatch(text)
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
        if found["lowtail"] and found["lowtail"] != tail:
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


def _raised(written: str) -> bool:
    """Whether a digit is followed by a raised or circled one: NFKC would make 10⁴ into 104."""
    return any(before in "0123456789." and unicodedata.decomposition(c).startswith(_SHAPED)
               and unicodedata.normalize("NFKC", c)[0].isdigit() for before, c in pairwise(written))


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
    except UnknownUnit:
        pass
    for word, factor in _MULTIPLIERS.items():
        if tail.startswith(word):
            rest = tail[len(word):]
            if not rest:
                return factor, None
            try:
                Unit(rest)
            except UnknownUnit:
                break
            return factor, rest
    unit_like = tail[0].isalpha() or tail[0] in "%/"
    raise UnreadableAmount("amount.unknown_unit" if unit_like else "amount.unreadable")


