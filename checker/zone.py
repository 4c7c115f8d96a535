"""The time zone of the offices: China's, which has one and no summer time.

Owns the zone and how a moment is written for a person.  It must not look at a clock.
"""

from __future__ import annotations

import datetime as dt

OFFICE_ZONE = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")


def day_shown(at: dt.datetime) -> str:
    """The day of a moment by the calendar on the wall."""
    return at.astimezone(OFFICE_ZONE).date().isoformat()


def moment_shown(at: dt.datetime) -> str:
    """A moment as the clock on the wall showed it, to the second."""
    return at.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M:%S")
