"""How the time of judging grows with all that a dossier, a ruleset and local provisions can hold.

Owns what is timed and when growth counts as more than linear.  What grows is :mod:`grown`'s.
"""

from __future__ import annotations

import datetime as dt
import gc
import tempfile
from functools import partial
from pathlib import Path

from grown import EVERYTHING, Files, files
from paired import median, side_by_side
from section import Section, held, milliseconds, table

from checker.assessment.assess import Terms, assess
from checker.assessment.choosing import overlay_file
from checker.cli import SELDOM
from checker.concluding.plain import PlainEngine
from checker.explaining.explained import explained
from checker.intake import received
from checker.reporting.deriving import derivation
from checker.ruleset.loading import load_folder

DAY = dt.date(2025, 5, 31)
SIZES = (1, 10, 100)
ROUNDS = 5
MOST = 1.5
ABOUT = """
What a made-up file takes from its bytes to all that is told of the verdict: read, judged (plain engine), put in
words, explained and derived; a ruleset and provisions of the file's own are read and checked too. So many times
of each thing that there can be more of (`bench/grown.py`), processor time in ms, medians of {rounds} in turn.
**Growth** is what the last ninety cost, one by one, of what the nine before them did: 1 is linear. Below 1 there
is a bound, as on combinations of conflicting values (64; beyond it none is tried) and on years (70 are tried).
Garbage is looked for as seldom as when the command runs.

Above the goal, and why it stays: **conflicting values of many quantities** are few at first, and their combinations
are tried, so that the nine before cost next to nothing more; 15 000 take 2.2 times what 5 000 do. Each of many
**provisions** is checked with the whole ruleset as those before it have left it, so
that what is wrong is told of the one that it stands in: provisions times items; of **items of a provision** likewise.
**Rows of a limit** cost a tenth of a millisecond each, beside a start that a hundred of them hardly move.
Where ten times as much is not a hundredth dearer, the growth is reckoned from that hundredth.
"""


def section() -> Section:
    """Each thing by itself, its sizes in turn."""
    gc.set_threshold(SELDOM)
    rows = [_row(what) for what in EVERYTHING]
    headings = ("", *(f"{size} ×" for size in SIZES), "100 ×, wall", "growth", "goal")
    return Section("Growth", (), f"{ABOUT.format(rounds=ROUNDS)}\n{table(headings, rows)}")


def _row(what: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        given = {str(size): files(Path(folder), what, size) for size in SIZES}
        costs = side_by_side({size: partial(_told, made) for size, made in given.items()}, ROUNDS, least=0)
    small, middle, large = (median(costs[str(size)]) for size in SIZES)
    first = (middle.processor - small.processor) / (SIZES[1] - SIZES[0])
    then = (large.processor - middle.processor) / (SIZES[2] - SIZES[1])
    # What ten times as much doesn't make measurably dearer tells nothing by itself.
    base = max(first, small.processor / SIZES[2])
    return [what, *(milliseconds(one.processor) for one in (small, middle, large)), milliseconds(large.wall),
            f"{then / base:.2f}", held(then / base, MOST)]


def _told(given: Files) -> None:
    asked = () if given.rules is None else (str(given.rules),)
    if given.rules is not None:
        load_folder(given.rules)
    submission = received(given.dossier, asked, DAY.year)
    terms = Terms(DAY, asked, overlays=[overlay_file(path) for path in given.overlays])
    [record] = assess(submission, terms, PlainEngine())
    derivation(record.verdict, record.ruleset, None, explained(record.case, record.ruleset))
