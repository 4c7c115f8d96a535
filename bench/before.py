"""The last published version beside this one, in one run: judging and screening, by processor time."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

from screening import made_up

from checker.errors import CheckerError
from checker.recalling.environment import Wanted, called_up
from checker.recalling.kept_release import kept_release

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "made-up-park.yaml"
BEFORE = "0.2.0"
ROUNDS, TIMES, ROWS = 3, 60, 4000
ROWS_OF_JUDGING = (("plain", "outcomes with trace, plain", 0.3), ("durable", "outcomes with trace, durable", 0.45),
                   ("judge", "judge(), plain", None))


def _judging(python: Path) -> dict[str, float | None]:
    done = subprocess.run([python, ROOT / "bench" / "release.py", SAMPLE, str(TIMES)], check=True,
                          capture_output=True, text=True, cwd=SAMPLE.parent)
    found: dict[str, float | None] = json.loads(done.stdout)
    return found


def _screening(command: Path, table: Path, common: Path, out: Path) -> float:
    """The processor time of a whole screening by Kunming's floors in one process, in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([command, "screen", table, "--ruleset", "admission-kunming-etdz-2023", "--as-of",
                    "2023-06-01", "--common", common, "--pdf", "none", "--jobs", "1", "-o", out], check=True,
                   capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def _row(name: str, before: float | None, now: float | None, goal: float | None) -> str:
    if before is None or now is None:
        return f"{name:32} {'—':>10} {'—':>10}   not run: the engine does not load on this Python"
    kept = "" if goal is None else f"   goal {goal:.2f} {'kept' if now <= goal * before else 'missed'}"
    return f"{name:32} {before:10.2f} {now:10.2f} {now / before:7.2f}{kept}"


def report(folder: Path) -> None:
    """Print both versions side by side; where the earlier can't be installed, say so instead."""
    print(f"\n{'processor time, ms':32} {BEFORE:>10} {'now':>10} {'ratio':>7}")
    try:
        theirs = called_up(kept_release(BEFORE), folder / "release", Wanted(sys.executable, False, None),
                           lambda problem: None)
    except CheckerError as error:
        print(f"{BEFORE} was not run: {error.problems[0]}")
        return
    pairs = [[_judging(command.with_name("python")) for command in (theirs, Path(sys.executable))]
             for _ in range(ROUNDS)]
    for key, name, goal in ROWS_OF_JUDGING:
        before, now = (min((taken for pair in pairs if (taken := pair[side][key]) is not None), default=None)
                       for side in (0, 1))
        print(_row(name, before, now, goal))
    table, common = made_up(folder / "beside.csv", ROWS), folder / "beside.yaml"
    common.write_text("schema: common/1\nmade_up: true\n", encoding="utf-8")
    before, now = (_screening(command, table, common, folder / f"beside-{side}") for side, command in enumerate(
        (theirs, Path(sys.executable).with_name("checker"))))
    print(_row(f"screen {ROWS} rows, 3 floors", before, now, 0.5))
