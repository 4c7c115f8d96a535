"""What became of the mutants, as ``bench/mutation.md``:  python bench/mutation/report.py

Owns the page.  It must not run anything.  Why a mutant that nothing caught may stay stands in
``survivors.yaml``, by its name; one without a reason there is an open want of the tests.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import yaml
from mutants import ROOT, Mutant, change, drawn
from reach import MAPS
from results import CAUGHT, UNDECIDED, Book, every_mutant

HERE = Path(__file__).parent
PAGE = ROOT / "bench" / "mutation.md"
HEAD = (HERE / "head.md").read_text(encoding="utf-8")


def page(everything: list[Mutant], seed: int, size: int) -> str:
    """The whole page."""
    sample = drawn(everything, seed, size)
    known = Book("").known
    results = {mutant: known[mutant.name]["result"] for mutant in sample if mutant.name in known}
    caught = sum(result in CAUGHT for result in results.values())
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores of {platform.machine()}"
    lines = [HEAD, f"`make mutate SEED={seed} SAMPLE={size}`, {dt.date.today()}, {machine}: of "
             f"{len(everything)} mutants {len(sample)} were drawn and {len(results)} tried; "
             f"{len(list(MAPS.glob('*.json')))} maps of test files were there to choose from; "
             f"**{caught} of {len(results)} caught, {100 * caught / max(1, len(results)):.1f} %**.", "",
             "| room | tried | caught | over time | survived | reached by no test | not caught yet |",
             "|---|--:|--:|--:|--:|--:|--:|"]
    rooms: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, result in results.items():
        rooms[mutant.module.split("/")[1]][result] += 1
    for room, found in sorted(rooms.items()):
        counts = [found.total(), *(found[result] for result in ("caught", "time", "survived", "unreached", UNDECIDED))]
        lines.append(f"| {room} | {' | '.join(map(str, counts))} |")
    return "\n".join([*lines, "", "## Not caught", "", *_survivors(results.items()), ""])


def _survivors(results: Iterable[tuple[Mutant, str]]) -> Iterable[str]:
    """Each with its change and the reason; what has a reason last."""
    reasons = yaml.safe_load((HERE / "survivors.yaml").read_text(encoding="utf-8")) or {}
    left = [(mutant, result) for mutant, result in results if result not in CAUGHT]
    for mutant, result in sorted(left, key=lambda pair: (pair[0].name in reasons, pair[0].name)):
        yield f"- `{mutant.name}`, line {mutant.line}, {result}: {reasons.get(mutant.name, '**open**')}"
        yield "".join(f"\n  ```diff\n  {lines}\n  ```" for lines in [change(mutant).replace("\n", "\n  ")])


if __name__ == "__main__":
    seed, size = int(os.environ.get("SEED") or 1), int(os.environ.get("SAMPLE") or 2000)
    PAGE.write_text(page(every_mutant(), seed, size), encoding="utf-8")
