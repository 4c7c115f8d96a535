"""How many verdicts a second the register takes on, beside what the disk itself can do."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from checker.files.canonical import digest
from checker.register.checking import check
from checker.register.entry import Assigned, Issued, Particulars, founded
from checker.register.founding import found
from checker.register.store import Register

DAY = dt.date(2026, 3, 2)
NOW = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
MADE_WITH = {"checker": "0.5.0", "engine": "durable_rules 2.0.28", "python": "3.11.2"}
TIMES, GOAL = 500, 200
# A project's capsule as it is: names and sizes, and whether the content is the project's own.
CAPSULE = (("submitted.csv", 900, True), ("dossier.json", 4_000, True), ("verdict.json", 14_000, True), ("issue.json", 400, True),
           ("common.yaml", 1_200, False), ("ruleset.json", 24_000, False), ("toolchain.json", 1_400, False),
           ("overlay-1.json", 3_000, False), ("overlay-2.json", 3_000, False), ("overlay-3.json", 3_000, False),
           ("overlay-4.json", 3_000, False), ("overlay-5.json", 3_000, False))


def given(page: Issued) -> Callable[[Assigned], Issued]:
    """A page that is made already."""
    return lambda _: page


def syncs(folder: Path, times: int = TIMES) -> float:
    """How often a second the disk takes 4 KB for good, appended to a file."""
    handle = os.open(folder / "syncs", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    start = time.perf_counter()
    for _ in range(times):
        os.write(handle, b"x" * 4096)
        os.fsync(handle)
    taken = time.perf_counter() - start
    os.close(handle)
    (folder / "syncs").unlink()
    return times / taken


def content(seed: str, size: int) -> bytes:
    """Something that compresses to about half, as nothing of ours does worse."""
    return "".join(digest(f"{seed} {number}".encode()) for number in range(size // 71 + 1)).encode()[:size]


def issued(number: int) -> Issued:
    """A capsule of 12 files and 60 kB, of which four are new."""
    files = {name: content(f"{number} {name}" if own else name, size) for name, size, own in CAPSULE}
    facts = Particulars(subject=f"虚构项目 {number}", kind="project", rulesets=["admission-yunnan"], period=2025,
                  assessed_on=DAY, outcome=["undetermined"], purpose="formal", verdicts=[digest(files["verdict.json"])])
    return Issued(b"%PDF" + str(number).encode() * 10_000, files, facts)


def appends(register: Register, times: int = TIMES) -> float:
    """How many entries a second are recorded, each durable before the next; making the pages is not counted."""
    pages = [issued(number) for number in range(times)]
    start = time.perf_counter()
    for page in pages:
        register.record(given(page), by="张三", on=DAY, at=NOW, made_with=MADE_WITH)
    return times / (time.perf_counter() - start)


def report(folder: Path) -> None:
    """Print the figures; the disk is measured before and after, for it need not stay the same."""
    with found(str(folder / "register.db"), founded("某某管委会", "KM", NOW, "0" * 32)) as register:
        before = syncs(folder)
        rate = appends(register)
        after = syncs(folder)
        start = time.perf_counter()
        sound = check(register).sound
        taken = time.perf_counter() - start
    goal = min(GOAL, before, after)
    print(f"{'disk: 4 KB and fsync':32} {before:9.0f} /s   afterwards {after:.0f} /s")
    print(f"{'register: appends, durable':32} {rate:9.0f} /s   goal {goal:7.0f} /s   {'kept' if rate >= goal else 'missed'}")
    print(f"{'register: check':32} {TIMES / taken:9.0f} entries/s   {'sound' if sound else 'NOT SOUND'}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        report(Path(place))
