"""Medians of the timings that we promise, in one run: ``make bench``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import bench_before
import bench_explaining
import bench_register
import bench_screening

from checker.concluding.conclude import conclude
from checker.concluding.engines import default_engine
from checker.evidence.binding import bind
from checker.intake import read_dossier
from checker.judging.judge import judge
from checker.measuring.measure import measure
from checker.ruleset.loading import load

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "made-up-park.yaml"
VERIFYING = 1.5  # times the making of the page
STARTING = 7  # times the import of click
COMMAND = str(Path(sys.executable).with_name("checker"))


def median(work: Callable[[], object], times: int) -> float:
    """The median of ``times`` runs in seconds, after one that is not counted."""
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def command(*words: str) -> Callable[[], object]:
    return lambda: subprocess.run([COMMAND, *words], capture_output=True, check=True)


def outcomes() -> Callable[[], object]:
    """From a dossier that was read to the outcome of every item, requirement and the verdict."""
    dossier, ruleset, engine = read_dossier(SAMPLE).dossier, load("hj274-2015"), default_engine()
    period = dossier.period
    assert period is not None

    def work() -> object:
        evidence = bind(dossier, ruleset, period)
        measured = {name: measure(item, evidence, ruleset) for name, item in ruleset.items.items()}
        return conclude(measured, evidence.selected, ruleset, engine)

    return work


def verdicts() -> Callable[[], object]:
    """The same with everything that a verdict shows: substitutions, sources, what is missing."""
    submission, ruleset, engine = read_dossier(SAMPLE), load("hj274-2015"), default_engine()
    day, digest = submission.dossier.assessed_on, submission.digest
    assert day is not None
    return lambda: judge(submission.dossier, ruleset, day, engine, digest)


def starting(folder: str) -> None:
    """What a verdict in JSON costs beside Python with click, both as whole processes."""
    check = command("check", str(SAMPLE), "-o", f"{folder}/a.json")
    click = partial(subprocess.run, [sys.executable, "-c", "import click"], check=True)
    taken, least = median(check, 15), median(click, 15)
    kept = "kept" if taken <= STARTING * least else "missed"
    print(f"{'check to JSON beside click':32} {taken * 1000:9.1f} ms   goal {STARTING * least * 1000:7.1f} ms   {kept} "
          f"({taken / least:.1f} times importing click)")


def verifying(folder: str) -> None:
    """What verifying a page costs beside making it, both as whole processes."""
    making = median(command("check", str(SAMPLE), "-o", f"{folder}/a.pdf"), 5)
    taken = median(command("verify", f"{folder}/a.pdf"), 5)
    kept = "kept" if taken <= VERIFYING * making else "missed"
    print(f"{'verify, whole process':32} {taken * 1000:9.1f} ms   goal {VERIFYING * making * 1000:7.1f} ms   {kept} "
          f"({taken / making:.2f} times making it)")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, goal, work, times in (
                ("checker --help", 0.2, command("--help"), 15),
                ("check to JSON, whole process", 0.5, command("check", str(SAMPLE), "-o", f"{folder}/a.json"), 15),
                ("check to PDF, whole process", 1.5, command("check", str(SAMPLE), "-o", f"{folder}/a.pdf"), 7),
                ("judging alone: outcomes", 0.003, outcomes(), 200),
                ("judging alone: whole verdict", 0.003, verdicts(), 200)):
            taken = median(work, times)
            kept = "kept" if taken <= goal else "missed"
            print(f"{name:32} {taken * 1000:9.1f} ms   goal {goal * 1000:7.1f} ms   {kept}")
        starting(folder)
        verifying(folder)
        bench_explaining.report()
        bench_register.report(Path(folder))
        bench_screening.report(Path(folder))
        bench_before.report(Path(folder))


if __name__ == "__main__":
    main()
