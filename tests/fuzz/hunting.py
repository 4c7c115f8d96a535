"""Targets hunted, each in a process of its own: what reaches new lines of a reader is tried further.

Owns the loop, and what is kept of a find: the seed that gives it back, the file that was handed in, the words.
Nothing of ours may be imported before it can be followed line by line.  It must not write the log.
"""

from __future__ import annotations

import importlib
import io
import os
import random
import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

BEGINNINGS = 12  # seeds that a hunt begins with
WIDTH = 64
LONGEST_SEED = 400
MOST_KEPT = 3  # seeds of one kind
SPARE = 300  # seconds beyond its share after which a process is taken to hang
# What judges, explains and words is called with what was read; to follow it too would take most of the time.
FOLLOWED = [f"checker.{room}" for room in (
    "asking", "capsule", "confirmations", "dossier", "evidence", "files", "forms", "intake", "quantity", "register", "ruleset", "screening",
    "sealing", "sheets", "testing", "text", "validation", "verifying", "web")]
_COVERED = re.compile(r"cov: (\d+) ft: (\d+)")
_TRIES = re.compile(r"number_of_executed_units:\s+(\d+)")


@dataclass(frozen=True)
class Hunt:
    """What one process did."""

    target: str
    tries: int
    seconds: int
    edges: int
    features: int
    finds: int


class Hunter:
    """Follows our code, and starts a process for each target."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.atheris: Any = importlib.import_module("atheris")
        with redirect_stderr(io.StringIO()), self.atheris.instrument_imports(include=FOLLOWED):
            self.targets: dict[str, Any] = {one.name: one for one in importlib.import_module("fuzz.targets").TARGETS}
        self.trial = importlib.import_module("fuzz.trial")
        self.chances = importlib.import_module("fuzz.chances")
        self.fence = importlib.import_module("fuzz.fence").Fence()

    def hunted(self, names: Sequence[str], seconds: int) -> Iterator[Hunt]:
        """The targets of these names, one after the other, in equal shares of the time."""
        share = max(1, seconds // len(names))
        for name in names:
            finds = self.folder / "finds" / name
            before = set(finds.glob("*.seed"))
            log = self.folder / f"{name}.log"
            status = self._apart(name, share, log)
            told = log.read_text(encoding="utf-8", errors="replace")
            if status != 0:
                self._died(name, status, told)
            tries = _TRIES.search(told)
            reached = [(int(found[1]), int(found[2])) for found in _COVERED.finditer(told)]
            yield Hunt(name, int(tries[1]) if tries else 0, share, *max(reached, default=(0, 0)), len(set(finds.glob("*.seed")) - before))

    def _apart(self, name: str, seconds: int, log: Path) -> int:
        """The status of a process that hunts one target; one that hangs is ended."""
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_bytes(b"")
        sys.stdout.flush()
        process = os.fork()
        if process == 0:
            handle = os.open(log, os.O_WRONLY | os.O_APPEND)
            os.dup2(handle, 1)
            os.dup2(handle, 2)
            self._hunt(name, seconds)
        until = time.monotonic() + seconds + SPARE
        while time.monotonic() < until:
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(.2)
        os.kill(process, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])

    def _hunt(self, name: str, seconds: int) -> NoReturn:
        target, corpus, finds = self.targets[name], self.folder / "corpus" / name, self.folder / "finds" / name
        corpus.mkdir(parents=True, exist_ok=True)
        for number in range(BEGINNINGS):
            (corpus / f"beginning-{number}").write_bytes(random.Random(f"{name} {number}").randbytes(WIDTH))
        target.make(self.chances.Chances(b""))  # the good files are made before anything is watched
        kept: dict[str, int] = {}
        running = self._running(name).open("w+b", buffering=0)

        def once(seed: bytes) -> None:
            running.seek(0)
            running.write(seed)
            running.truncate()
            try:
                self.trial.tried(target, seed, self.folder / "given" / name, self.fence)
            except self.trial.Find as find:
                kept[find.kind] = kept.get(find.kind, 0) + 1
                if kept[find.kind] <= MOST_KEPT:
                    keep(find, seed, finds, self.folder / "given" / name / "given")

        self.atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", f"-max_len={LONGEST_SEED}", "-timeout=3600", "-rss_limit_mb=0",
                            "-print_final_stats=1", f"-artifact_prefix={self.folder}/", str(corpus)], once)
        self.atheris.Fuzz()
        os._exit(0)

    def _running(self, name: str) -> Path:
        """Where the seed stands that is being tried."""
        return self.folder / f"running-{name}"

    def _died(self, name: str, status: int, told: str) -> None:
        """What was tried when the process ended itself, or hung, is a find too."""
        finds = self.folder / "finds" / name
        finds.mkdir(parents=True, exist_ok=True)
        if self._running(name).is_file():
            (finds / f"died-{status}.seed").write_bytes(self._running(name).read_bytes())
        (finds / f"died-{status}.txt").write_text(told[-4000:], encoding="utf-8")


def keep(find: Any, seed: bytes, finds: Path, given: Path) -> None:
    """A find as files that give it back."""
    finds.mkdir(parents=True, exist_ok=True)
    stem = f"{re.sub('[^A-Za-z0-9.]+', '-', find.kind)[:80]}-{random.Random(seed).randrange(1 << 32):08x}"
    (finds / f"{stem}.seed").write_bytes(seed)
    (finds / f"{stem}.txt").write_text(f"{find.kind}\n{find.words}\n", encoding="utf-8", errors="backslashreplace")
    for path in given.glob("given.*"):
        (finds / f"{stem}{path.suffix}.given").write_bytes(path.read_bytes())
