"""Hunts all targets one after the other for a set time, or gives one find back.

``python -m fuzz SECONDS [TARGET…]`` shares the time between the targets and, when it hunted all, writes
``bench/fuzzing.md`` anew but for what is kept there by hand; ``python -m fuzz TARGET SEED-FILE`` tries one seed.
"""

from __future__ import annotations

import datetime as dt
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

from fuzz.hunting import Hunt, Hunter

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "out/fuzz"
LOG = ROOT / "bench/fuzzing.md"
BY_HAND = "## What was found"


def main() -> None:
    words = sys.argv[1:]
    if len(words) == 2 and Path(words[1]).is_file():
        _again(*words)
        return
    hunter = Hunter(FOLDER)
    hunts = []
    for hunt in hunter.hunted(words[1:] or list(hunter.targets), int(words[0])):
        hunts.append(hunt)
        print(_row(hunt), flush=True)
    if not words[1:]:
        _logged(hunts)
    sys.exit(1 if any(hunt.finds for hunt in hunts) else 0)


def _again(name: str, seed: str) -> None:
    """Give a find back."""
    from fuzz.fence import Fence
    from fuzz.targets import TARGETS
    from fuzz.trial import Find, tried

    target = next(one for one in TARGETS if one.name == name)
    try:
        tried(target, Path(seed).read_bytes(), FOLDER / "given" / name, Fence())
    except Find as find:
        print(find.kind, find.words, sep="\n")
        sys.exit(1)


def _row(hunt: Hunt) -> str:
    return f"| `{hunt.target}` | {hunt.tries} | {hunt.seconds} | {hunt.edges} | {hunt.features} | {hunt.finds} |"


def _logged(hunts: list[Hunt]) -> None:
    """Write the log anew above what is kept by hand."""
    kept = LOG.read_text(encoding="utf-8").partition(BY_HAND)[2] if LOG.is_file() else "\n"
    total = sum(hunt.seconds for hunt in hunts)
    head = f"""# Fuzzing

`make fuzz SECONDS={total}` wrote this table on {dt.date.today().isoformat()}: {_machine()}, one core, Python
{platform.python_version()}, atheris {version("atheris")}; {sum(hunt.tries for hunt in hunts)} tries together. A try is one file made, handed in, and
held against what has to agree. Edges are those of the readers that were reached, features those with how often.

| target | tries | seconds | edges | features | finds |
|---|---|---|---|---|---|
"""
    LOG.parent.mkdir(exist_ok=True)
    LOG.write_text(head + "\n".join(map(_row, hunts)) + f"\n\n{BY_HAND}{kept}", encoding="utf-8")


def _machine() -> str:
    """The processor, as the system calls it."""
    found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return found[1].strip() if found else platform.machine()


if __name__ == "__main__":
    main()
