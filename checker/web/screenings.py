"""Screenings as processes of their own: started, watched, stopped, gone on with.

Owns these processes and what is known of each folder.  What a screening is, the command alone knows: here it
is run as anybody runs it, so that what comes of it is the same to the byte.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from checker.errors import Problem, UsageError
from checker.exits import Exit
from checker.files.canonical import digest
from checker.files.writing import put, unwritable
from checker.screening.kept_files import ROWS, STATE, SUMMARIES

KEPT = "screenings"
HowFar = Literal["running", "waiting", "stopped", "done", "failed"]
AT_ONCE = 1
_DONE = (Exit.MET, Exit.BAD_DOSSIER)
_NAP = 10  # gives way to whoever waits for a page, and still gets on where the machine is busy
_PATIENCE = 3


@dataclass(frozen=True)
class ScreeningStanding:
    """How far a screening is: ``left`` are seconds, ``said`` what the command said when it failed.

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

    def start(self, results: str, table: str, options: list[str], total: int, language: str) -> str:
        """Run one, or have it wait its turn; the folder of its results: this one, or the next that is free.

        The same asked for again while it runs is the one that runs.
        """
        noted = {"table": table, "options": options, "total": total, "language": language,
                 "contents": self._contents(table, options)}
        number, name = 1, results
        while (going := self.standing(name).standing in ("running", "waiting")) \
                or (self.root / name).exists():
            if going and self._noted(name) == noted:
                return name
            number += 1
            name = f"{results}({number})"
        self._note(name, noted)
        self._enter(name)
        return name

    def _contents(self, table: str, options: list[str]) -> list[str]:
        """The digest of each file asked for: with another content it is another question."""
        places = [self.root / name for name in (table, *options)]
        return [digest(place.read_bytes()) for place in places if place.is_file()]

    def resume(self, results: str) -> None:
        """Go on with one that was stopped; raises :class:`UsageError` where nothing is known of it."""
        if self._noted(results) is None:
            raise UsageError(Problem("screen.not_ours", {"folder": results}))
        if self.standing(results).standing not in ("running", "waiting"):
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
        self._waiting.clear()
        for run in self._runs.values():
            _end(run.process)

    def standing(self, results: str) -> ScreeningStanding:
        """How far a screening is."""
        found = self._standing(results)
        return replace(found, table=str((self._noted(results) or {}).get("table", "")))

    def _standing(self, results: str) -> ScreeningStanding:
        self._next()
        noted = self._noted(results) or {}
        done, total = self._done(results), int(noted.get("total", 0))
        run = self._runs.get(results)
        if run is not None and run.process.poll() is None:
            fresh = done - run.before
            left = round((time.monotonic() - run.began) / fresh * (total - done)) if fresh > 0 else None
            return ScreeningStanding("running", done, total, left)
        if results in self._waiting:
            return ScreeningStanding("waiting", done, total)
        if (self.root / results / SUMMARIES).is_file():
            return ScreeningStanding("done", total, total)
        if run is not None and run.process.returncode > 0:
            return ScreeningStanding("failed", done, total, said=self._said(results))
        return ScreeningStanding("stopped", done, total)

    def _enter(self, results: str) -> None:
        self._waiting.append(results)
        self._next()

    def _next(self) -> None:
        """Begin with the next, where there is room for one."""
        busy = sum(run.process.poll() is None for run in self._runs.values())
        while self._waiting and busy < AT_ONCE:
            self._begin(self._waiting.pop(0))
            busy += 1

    def _begin(self, results: str) -> None:
        noted = self._noted(results)
        assert noted is not None
        again = ["--resume"] if (self.root / results / STATE).exists() else []
        environment = {**os.environ, "CHECKER_LANGUAGE": noted["language"]}
        environment.pop("CHECKER_REGISTER", None)
        with open(self._place(results, "log"), "wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "checker", "screen", noted["table"], *noted["options"],
                 "-o", results, *again],
                cwd=self.root, stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0,
                env=environment)
        # In a session of its own it would be scheduled by itself, and giving way would count for nothing.
        os.setpriority(os.PRIO_PGRP, process.pid, _NAP)
        self._runs[results] = _Run(process, time.monotonic(), self._done(results))

    def _done(self, results: str) -> int:
        """How many rows have been judged and kept."""
        try:
            with open(self.root / results / ROWS, "rb") as rows:
                return sum(chunk.count(b"\n") for chunk in iter(lambda: rows.read(1 << 20), b""))
        except OSError:
            return 0

    def _said(self, results: str) -> str:
        try:
            return self._place(results, "log").read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return ""

    def _place(self, results: str, kind: str) -> Path:
        return self.state / KEPT / f"{results.replace('/', '∕')}.{kind}"

    def _note(self, results: str, data: dict[str, Any]) -> None:
        place = self._place(results, "json")
        with unwritable(place):
            place.parent.mkdir(exist_ok=True)
            put(place, json.dumps(data, ensure_ascii=False).encode(), durable=True)

    def _noted(self, results: str) -> dict[str, Any] | None:
        try:
            found = json.loads(self._place(results, "json").read_bytes())
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        try:
            os.killpg(process.pid, sign)
            process.wait(_PATIENCE)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
