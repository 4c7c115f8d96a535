"""What verifying a page costs beside making it, both as whole processes.

Owns nothing but that comparison.
"""

from __future__ import annotations

import tempfile

from paired import side_by_side
from section import PAIR, Section, pair, table
from subjects import COMMAND, PARK, PROJECT, process

GOAL = 1.5
ABOUT = """
`checker check -o a.pdf` and `checker verify a.pdf`, whole processes. Verifying reads the page back, judges again by
the rules that are attached and renders again, and then compares the bytes and what is painted. Of the park's
(`python -m cProfile`) rendering takes about half, loading modules a quarter, of which seals and register are half,
reading the file back a tenth, the HTML a twentieth; nothing is done twice.
"""


def section() -> Section:
    """A park and a project."""
    rows = []
    for kind, sample in (("park", PARK), ("project", PROJECT)):
        with tempfile.TemporaryDirectory() as folder:
            page = f"{folder}/{kind}.pdf"
            making, again = f"making a {kind}'s page", f"verifying a {kind}'s page"
            costs = side_by_side({making: process(COMMAND, "check", str(sample), "-o", page, may=(0, 1, 3)),
                                  again: process(COMMAND, "verify", page)}, rounds=5)
            rows.append(pair(again, costs, again, making, GOAL))
    return Section("Verifying", (), f"{ABOUT}\n{table(PAIR, rows)}")
