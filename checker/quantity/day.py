"""Dates as people write them: ``2024-08-23``, ``2024.8.23``, ``2024年8月``, ``2024年``.

Owns the way from words to the days that are meant; a month or a year is all of its days.  A workbook's
serial number is no date here: which day it is depends on the workbook.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from contextlib import suppress

from checker.text.normal import folded

_DAY = re.compile("(?P<year>[0-9]{4})"
                  "(?:(?P<mark>[-./])(?P<month>[0-9]{1,2})(?:(?P=mark)(?P<day>[0-9]{1,2}))?)?")
_SPOKEN = re.compile("(?P<year>[0-9]{4})年(?:(?P<month>[0-9]{1,2})月(?:份|(?P<day>[0-9]{1,2})[日号])?)?")
_DIGITS = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})")
_CLOCK = re.compile("T?00:00(:00(\\.0+)?)?$")


def days(words: str) -> tuple[dt.date, dt.date] | None:
    """The first and the last day that a written date may mean; None when it is no date."""
    plain = _CLOCK.sub("", folded(words)) if len(words) > len("2024-08-23") else folded(words)
    found = _DAY.fullmatch(plain) or _SPOKEN.fullmatch(plain)
    if not found:
        return None
    year, month, day = (int(found[name]) if found[name] else None for name in ("year", "month", "day"))
    assert year is not None  # the patterns ask for it
    try:
        first = dt.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day is not None:
        return first, first
    last = month or 12
    return first, dt.date(year, last, calendar.monthrange(year, last)[1])


def day_of(words: str) -> dt.date | None:
    """A day as people write it, also ``20240823``; None when it is none."""
    meant = days(words)
    if meant is not None and meant[0] == meant[1]:
        return meant[0]
    found = _DIGITS.fullmatch(words)
    if found:
        with suppress(ValueError):
            return dt.date(*map(int, found.groups()))
    return None


def year(words: str) -> int | None:
    """The year in ``2024`` or ``2024年``; None when it is no year of four digits."""
    found = re.fullmatch("([0-9]{4})年?度?", folded(words))
    return int(found[1]) if found else None


def serial_days(words: str) -> tuple[dt.date, dt.date] | None:
    """The days that a workbook's serial number may be, counted from 1900 or from 1904."""
    if not re.fullmatch("[2-7][0-9]{4}", folded(words)):
        return None
    count = dt.timedelta(int(folded(words)))
    return dt.date(1899, 12, 30) + count, dt.date(1904, 1, 1) + count


def partial(first: dt.date, last: dt.date) -> str:
    """The days as ``2024-08-23``, ``2024-08`` or ``2024``."""
    if first == last:
        return first.isoformat()
    return first.isoformat()[:7] if first.month == last.month else first.isoformat()[:4]


def in_words(partial: str) -> str:
    """A partial date as it is said: ``2025年``, ``2025年7月``, and a whole one as it is."""
    year, _, rest = partial.partition("-")
    month, _, day = rest.partition("-")
    return partial if day else f"{year}年{int(month)}月" if month else f"{year}年"
