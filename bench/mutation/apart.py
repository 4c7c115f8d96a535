"""Something tried in a copy of this process, within a time.

Owns how the copy ends and what it says.  It must not know what is tried.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

BROKEN = "outside of a test:"
MEMORY = 6 << 30
SLOWER = 20  # so much slower may a busy machine be than its processor time


@dataclass(frozen=True)
class Outcome:
    """``caught`` by a test, over ``time``, ``survived``, ``unreached`` by any, or the trial ``broken``."""

    result: str
    by: str
    seconds: float  # of the processor


def apart(act: Callable[[Callable[[str], None]], None], limit: float) -> Outcome:
    """Act in a copy; the first word that it says ends it."""
    reading, writing = os.pipe()
    started = time.monotonic()
    pid = os.fork()
    if not pid:
        os.close(reading)
        _copy(act, writing, limit)
    os.close(writing)
    said, in_time = b"", True
    while in_time:
        left = max(0, started + SLOWER * limit - time.monotonic())
        in_time = bool(select.select([reading], [], [], left)[0])
        if in_time:
            more = os.read(reading, 4096)
            said += more
            if not more or said.endswith(b"\n"):
                break
    os.close(reading)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)  # with all that a test has started
    _, status, used = os.wait4(pid, 0)
    return _outcome(said.decode().strip(), in_time, status, used.ru_utime + used.ru_stime)


def _outcome(said: str, in_time: bool, status: int, seconds: float) -> Outcome:
    if said == "passed":
        return Outcome("survived", "", seconds)
    if said.startswith(BROKEN):
        return Outcome("broken", said, seconds)
    if said:
        return Outcome("caught", said, seconds)
    if not in_time or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return Outcome("time", "", seconds)
    return Outcome("caught", "end of the process", seconds)


def _copy(act: Callable[[Callable[[str], None]], None], writing: int, limit: float) -> NoReturn:
    os.setpgid(0, 0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nowhere, number)
    resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))

    def say(word: str) -> NoReturn:
        os.write(writing, f"{word}\n".encode())
        os._exit(0)

    try:
        act(say)
    except BaseException as error:
        say(f"{BROKEN} {type(error).__name__}")
    say("passed")
