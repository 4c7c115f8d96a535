"""What a process takes to start, beside one that only loads click.

Owns which commands are started.
"""

from __future__ import annotations

import sys
import tempfile

from paired import median, side_by_side
from section import PAIR, Section, pair, table
from subjects import COMMAND, PARK, process

CLICK = 'python -c "import click"'
# Times of CLICK, and seconds on the clock.
GOALS = {"checker --help": (2, 0.15), "checker rules list": (3, 0.25), "checker check, to JSON": (7, 0.5)}
ABOUT = """
Whole processes, with whatever Python has compiled kept. Click is what reads the words of the command; a process
that loads it and nothing else is the least that one of ours could take.
"""


def section() -> Section:
    """All four in turn."""
    with tempfile.TemporaryDirectory() as folder:
        costs = side_by_side({
            CLICK: process(sys.executable, "-c", "import click"),
            "checker --help": process(COMMAND, "--help"),
            "checker rules list": process(COMMAND, "rules", "list"),
            "checker check, to JSON": process(COMMAND, "check", str(PARK), "-o", f"{folder}/a.json")}, rounds=15)
    rows = []
    for name, (goal, most) in GOALS.items():
        wall = median(costs[name]).wall
        rows.append([*pair(name, costs, name, CLICK, goal), f"≤ {most:g} s {'kept' if wall <= most else '**missed**'}"])
    return Section("Start", ("click",), f"{ABOUT}\n{table((*PAIR, 'goal, wall'), rows)}")
