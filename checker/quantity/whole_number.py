"""Digits that somebody typed or sent where a count, a row or a year is due, as a whole number.

Owns how many digits such a number may have: no count has more, and the interpreter builds none of some
thousands.  It must not read amounts.
"""

from __future__ import annotations

_LONGEST = 9


def whole(words: str) -> int | None:
    """The number that is written in nothing but digits; None for anything else, and for too many of them."""
    return int(words) if words.isdecimal() and len(words) <= _LONGEST else None
