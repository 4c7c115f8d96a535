"""Screenings as processes of their own: started, watched, stopped, gone on with.

Owns these processes and what is known of each folder.  What a screening is, the command alone knows: here it
is run as anybody runs it, so that what comes of it is the same to the byte.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from checker.errors import Problem, UsageError, reason
from checker.messages import speaking, text
from checker.ruleset.own_folders import named_folders
from checker.screening.kept_files import STATE, SUMMARIES
from checker.screening.lock import in_use
from checker.screening.run import depot_of
from checker.screening.shard import rows_done
from checker.web.noted_runs import NotedRun, RunNotes

HowFar = Literal["running", "waiting", "elsewhere", "stopped", "done", "failed"]
GOING: tuple[HowFar, ...] = ("running", "waiting", "elsewhere")
AT_ONCE = 1
_NAP = 10  # gives way to whoever waits for a page, and still gets on where the machine is busy
_PATIENCE = 3
_LOOKS = 1  # seconds between two looks at what has ended


@dataclass(frozen=True)
class ScreeningStanding:
    """How far a screening is: ``left`` are seconds, ``said`` what the command said when it failed.

    ``elsewhere`` is one that a process does which isn't ours: the command, or the server before this one.
    ``table`` is what is screened, where that is known here.
    """

    standing: HowFar
    done: int = 0
    total: int = 0
    left: int | None = None
    said: str = ""
    table: str = ""


@dataclass
class _Run:
    process: subprocess.Popen[bytes]
    began: float
    before: int


@dataclass
class Screenings:
    """The screenings of one served folder, by the folder of their results."""

    root: Path
    state: Path
    _runs: dict[str, _Run] = field(default_factory=dict)
    _waiting: list[str] = field(default_factory=list)
    _refused: dict[str, str] = field(default_factory=dict)
    _watch: asyncio.Task[None] | None = None

    @property
    def _notes(self) -> RunNotes:
        return RunNotes(self.state)

    def watch(self) -> None:
        """From now on begin with what waits as soon as there is room, whether anybody looks or not."""
        self._watch = asyncio.create_task(self._watched())

    async def _watched(self) -> None:
        while True:
            self._next()
            await asyncio.sleep(_LOOKS)

    def start(self, results: str, run: NotedRun) -> str:
        """Run one, or have it wait its turn; the folder of its results: this one, or the next that is free.

        It is run on what its files hold now, or not at all.  The same asked for again while it runs is the
        one that runs.
        """
        number, name = 1, results
        while (going := self.standing(name).standing in GOING) or (self.root / name).exists():
            if going and self._notes.read(name) == run:
                return name
            number += 1
            name = f"{results}({number})"
        self._notes.write(name, run)
        self._enter(name)
        return name

    def resume(self, results: str) -> None:
        """Go on with one that was stopped; raises :class:`UsageError` where nothing is known of it."""
        if self._notes.read(results) is None:
            raise UsageError(Problem("screen.not_ours", {"folder": results}))
        if self.standing(results).standing not in GOING:
            self._enter(results)

    def stop(self, results: str) -> None:
        """Stop one; what was judged stays, to go on from."""
        if results in self._waiting:
            self._waiting.remove(results)
        run = self._runs.get(results)
        if run is not None:
            _end(run.process)
        self._next()

    def close(self) -> None:
        """Stop all of them."""
        if self._watch is not None:
            self._watch.cancel()
        self._waiting.clear()
        for run in self._runs.values():
            _end(run.process)

    def standing(self, results: str) -> ScreeningStanding:
        """How far a screening is."""
        self._next()
        noted = self._notes.read(results)
        found = self._standing(results, noted.total if noted else 0)
        return replace(found, table=noted.table if noted else "")

    def _standing(self, results: str, total: int) -> ScreeningStanding:
        done = self._done(results)
        run = self._runs.get(results)
        if run is not None and run.process.poll() is None:
            fresh = done - run.before
            left = round((time.monotonic() - run.began) / fresh * (total - done)) if fresh > 0 else None
            return ScreeningStanding("running", done, total, left)
        if results in self._waiting:
            return ScreeningStanding("waiting", done, total)
        if results in self._refused:
            return ScreeningStanding("failed", done, total, said=self._refused[results])
        if (self.root / results / SUMMARIES).is_file():
            return ScreeningStanding("done", total, total)
        if in_use(self.root / results):
            return ScreeningStanding("elsewhere", done, total)
        if run is not None and run.process.returncode > 0:
            return ScreeningStanding("failed", done, total, said=self._notes.said(results))
        return ScreeningStanding("stopped", done, total)

    def _enter(self, results: str) -> None:
        self._refused.pop(results, None)
        self._waiting.append(results)
        self._next()

    def _next(self) -> None:
        """Begin with the next, where there is room for one."""
        busy = sum(run.process.poll() is None for run in self._runs.values())
        while self._waiting and busy < AT_ONCE:
            busy += self._begin(self._waiting.pop(0))

    def _begin(self, results: str) -> bool:
        """Begin with one; False where it can't be, which is told as its standing."""
        noted = self._notes.read(results)
        if noted is None:  # somebody took it away meanwhile
            return False
        changed = noted.changed(self.root)
        try:
            if not changed:
                self._runs[results] = self._run(results, noted)
                return True
            problem = Problem("screen.files_changed", {"names": tuple(map(_named, changed))})
        except OSError as error:
            problem = Problem("screen.not_begun", {"reason": reason(error)})
        with speaking(noted.language):
            self._refused[results] = str(problem)
        return False

    def _run(self, results: str, noted: NotedRun) -> _Run:
        again = ["--resume"] if (self.root / results / STATE).exists() else []
        environment = {**os.environ, "CHECKER_LANGUAGE": noted.language}
        environment.pop("CHECKER_REGISTER", None)
        environment["CHECKER_RULESETS"] = os.pathsep.join(map(str, named_folders()))
        with open(self._notes.place(results, "log"), "wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "checker", "screen", *noted.options, "-o", results, *again,
                 "--", noted.table],
                cwd=self.root, stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0,
                env=environment)
        # In a session of its own it would be scheduled by itself, and giving way would count for nothing.
        os.setpriority(os.PRIO_PGRP, process.pid, _NAP)
        return _Run(process, time.monotonic(), self._done(results))

    def _done(self, results: str) -> int:
        """How many rows have been judged and kept."""
        try:
            return rows_done(depot_of(self.root / results).names())
        except OSError:
            return 0


def _named(place: str) -> str:
    """A file as a person knows it; of what the columns are said to be only the server knows where it lies."""
    return text("input.reading") if place.startswith(".") else place


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(process.pid, sign)
            process.wait(_PATIENCE)
