"""Which test runs which line of what is mutated, and in what time: a plugin of pytest, for one file of tests.

Owns the maps from lines to tests.  It must not know of mutants.
Each file is asked in a process of its own, so that nothing is ready because a test of another asked for it;
its map is kept as long as the file is what it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import coverage
import pytest
from mutants import ROOT, modules

HERE = Path(__file__).parent
MAPS = ROOT / "out" / "mutation" / "reach"


def map_of(file: Path) -> Path:
    """Where the map of a file of tests is kept."""
    return Path(MAPS / f"{file.stem}-{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}.json")


def reached(files: Iterable[Path], marked: str) -> None:
    """Ask the files of tests whose map isn't known, as many at once as there are processors."""
    def ask(file: Path) -> None:
        words = ["-q", "-p", "no:xdist", "-p", "reach", "-m", marked, str(file)]
        subprocess.run([sys.executable, "-m", "pytest", *words],
                       cwd=ROOT, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env={**os.environ, "PYTHONPATH": str(HERE), "REACHING": str(file)})

    with ThreadPoolExecutor(os.cpu_count()) as several:
        list(several.map(ask, [file for file in files if not map_of(file).is_file()]))


class Reach:
    """Measures while the tests run; what fails is left out."""

    def __init__(self, file: Path) -> None:
        self.file = file
        measured = [str(path) for path in modules()]
        self.measured = coverage.Coverage(data_file=None, config_file=False, include=measured)
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self.measured.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Each test under its own name."""
        self.measured.switch_context(item.nodeid)
        started = time.process_time()
        result = yield
        self.seconds[item.nodeid] = time.process_time() - started
        self.measured.switch_context("")
        return result

    def pytest_runtest_logreport(self, report: Any) -> None:
        """What fails or is skipped can catch nothing."""
        if report.failed or report.skipped:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """Write the map."""
        self.measured.stop()
        data = self.measured.get_data()
        names = sorted(set(self.seconds) - self.failed)
        number = {name: at for at, name in enumerate(names)}
        lines = {Path(path).relative_to(ROOT).as_posix(): {
            str(line): sorted(number[test] for test in tests if test in number)
            for line, tests in data.contexts_by_lineno(path).items()} for path in data.measured_files()}
        MAPS.mkdir(parents=True, exist_ok=True)
        seconds = [round(self.seconds[name], 4) for name in names]
        map_of(self.file).write_text(json.dumps(
            {"tests": names, "seconds": seconds, "failed": sorted(self.failed), "lines": lines},
            ensure_ascii=False), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Begin before anything of ours is imported."""
    config.pluginmanager.register(Reach(Path(os.environ["REACHING"])))
