"""A published program in a process of its own, which is asked of one capsule after the other.

Owns that process: how it is started, how long it may take, how it ends.  It must not know what is asked.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

_PIECE = 1 << 16


class Running:
    """The process; after a question that it didn't answer it has ended."""

    def __init__(self, script: Path, place: Path) -> None:
        self.ended = False
        self._process = subprocess.Popen(
            [sys.executable, str(script), str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, cwd=place, env=own_environment())
        atexit.register(self.end)

    def ask(self, question: Any, seconds: float) -> Any:
        """The answer, both as plain data; raises :class:`OSError` or :class:`ValueError` for none in time."""
        given = self._process.stdin
        assert given is not None
        try:
            given.write(json.dumps(question).encode() + b"\n")
            given.flush()
            return json.loads(self._line(time.monotonic() + seconds))
        except BaseException:
            # Whatever it might still say would be taken for the answer to the next question.
            self.end()
            raise

    def _line(self, until: float) -> bytes:
        said, line = self._process.stdout, bytearray()
        assert said is not None
        with selectors.DefaultSelector() as ready:
            ready.register(said, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not ready.select(max(0, until - time.monotonic())):
                    raise TimeoutError
                piece = os.read(said.fileno(), _PIECE)
                if not piece:
                    raise OSError("no answer")
                line += piece
        return bytes(line)

    def end(self) -> None:
        """Stop it; nothing that it did has to be kept."""
        if self.ended:
            return
        self.ended = True
        atexit.unregister(self.end)
        self._process.kill()
        self._process.wait()
        for stream in filter(None, (self._process.stdin, self._process.stdout)):
            with suppress(OSError):  # what was not written any more
                stream.close()


def running(script: Path, place: Path) -> Running:
    """The process of a program, started where there is none; one of another process of ours is not shared."""
    found = _started(script, place, os.getpid())
    if found.ended:
        _started.cache_clear()
        found = _started(script, place, os.getpid())
    return found


@cache
def _started(script: Path, place: Path, _process: int) -> Running:
    return Running(script, place)


def own_environment() -> dict[str, str]:
    """The environment without what would lead Python to another program."""
    return {name: value for name, value in os.environ.items()
            if name not in ("PYTHONPATH", "PYTHONSTARTUP", "PYTHONHOME")}
