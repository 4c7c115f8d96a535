"""The clock on the office's wall: the only place that looks at one."""

from __future__ import annotations

import datetime as dt

from checker.zone import OFFICE_ZONE


def now() -> dt.datetime:
    """This moment."""
    return dt.datetime.now(OFFICE_ZONE)


def today() -> dt.date:
    """This day by the calendar on the office's wall, whatever the machine's zone."""
    return now().date()
