"""Verifies every kept page and prints what is said of it: ``python tests/kept_report.py``.

Exits with 1 where a page is read or said otherwise today and no mending names the reason.
"""

from __future__ import annotations

import datetime as dt
import sys

from keep import PLACE

from checker.verifying.origin import Trust
from checker.verifying.verifying import verified

if __name__ == "__main__":
    now = dt.datetime.now(dt.UTC)
    unexplained = 0
    for path in sorted(PLACE.rglob("*.pdf")):
        found = verified(path.read_bytes(), now.date(), Trust(now))
        named = [p.code for answer in found.answers for p in answer.said if p.code.startswith("mending.")]
        open_ = found.status not in ("identical", "confirmed") and not named
        unexplained += open_
        print(path.relative_to(PLACE), found.status, found.outcome, *named, *(["UNEXPLAINED"] if open_ else []))
        if open_:
            print(*(f"    {p}" for answer in found.answers if answer.holds in ("no", "mended", "doubtful")
                    for p in answer.said), sep="\n")
    sys.exit(bool(unexplained))
