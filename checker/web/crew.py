"""Processes that do what a request asks for, each of which can be killed.

Owns how long and on what the server waits, and that a fault in what somebody handed in stays in its process.
It must not know what is done there.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from pebble import ProcessExpired, ProcessPool

from checker.errors import CheckerError, Problem
from checker.exits import Exit
from checker.files.processes import copied
from checker.limits import MOST_MEMORY, MOST_SECONDS
from checker.messages import for_pages, on_page, speaking, text
from checker.ruleset.own_folders import name_folders, named_folders

P = ParamSpec("P")
T = TypeVar("T")
WORKERS = 2
# A process is let go after so many tasks: what a library keeps for itself is bounded.
MOST_TASKS = 500
SPARE_SECONDS = 30  # beyond what the work itself may take, to say in words that it was too long


class Refusal(Exception):
    """What was asked for can't be done: sentences for the person, and the status of the command for it."""

    def __init__(self, said: list[str], exit_: Exit) -> None:
        super().__init__("\n".join(said))
        self.said, self.exit = said, exit_


@dataclass(frozen=True)
class _NotDone:
    """The same, as it comes back from a process."""

    said: list[str]
    exit: Exit


class Crew:
    """A few processes that wait for work, one call at a time each."""

    def __init__(self, folder: str, workers: int = WORKERS, *, loaded: Sequence[str] = (),
                 told: bool = False) -> None:
        self._made = (workers, folder, told)
        self._loaded = loaded  # modules that the first request would wait for
        self._long = asyncio.Semaphore(max(1, workers - 1))
        self._pool = self._new()

    def _new(self) -> ProcessPool:
        workers, folder, told = self._made
        return ProcessPool(max_workers=workers, max_tasks=MOST_TASKS, initializer=_prepare,
                           initargs=(folder, told, named_folders()), context=copied(self._loaded))

    def call_up(self) -> None:
        """Start the processes, so that the first who asks doesn't wait for them."""
        self._pool.schedule(_there)

    async def do(self, language: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``work`` returns; raises :class:`Refusal` with what it says is wrong.

        Whoever stops waiting for it, and is cancelled, has it stopped.
        """
        if not self._pool.active:  # all of its processes were killed from outside
            self._pool = self._new()
        try:
            task = self._pool.schedule(_attempted, (language, on_page(), work, args, kwargs),
                                       timeout=MOST_SECONDS + SPARE_SECONDS)
            done = await asyncio.wrap_future(task)
        except TimeoutError:
            problem = Problem("file.too_long", {"limit": MOST_SECONDS})
        except (ProcessExpired, BrokenProcessPool, CancelledError):
            problem = Problem("browser.process_lost")
        else:
            if isinstance(done, _NotDone):
                raise Refusal(done.said, done.exit)
            return cast(T, done)
        with speaking(language):
            raise Refusal([str(problem)], Exit.BAD_DOSSIER)

    async def make(self, language: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for what takes its time, as a PDF does: one of the crew stays free for short questions."""
        async with self._long:
            return await self.do(language, work, *args, **kwargs)

    def close(self) -> None:
        """Stop everybody at once."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _there() -> None:
    """Nothing; a process that answers is ready."""


_TOLD = {"traceback": False}


def _prepare(folder: str, shown: bool, own: Sequence[Path] = ()) -> None:
    """A process that works in the folder, so that a message names a file as the person knows it."""
    name_folders(own)
    _TOLD["traceback"] = shown
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.chdir(folder)
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    if most == resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (2 * MOST_MEMORY, most))


def _attempted(language: str, page: bool, work: Callable[..., T], args: Any, kwargs: Any) -> T | _NotDone:
    """The result, or what is wrong in words: an exception of ours knows more than its arguments."""
    with speaking(language), for_pages(page):
        try:
            return work(*args, **kwargs)
        except CheckerError as error:
            return _NotDone([str(problem) for problem in error.problems], error.exit)
        except MemoryError:
            return _NotDone([str(Problem("file.no_memory"))], Exit.BAD_DOSSIER)
        except Exception as bug:
            if _TOLD["traceback"]:
                traceback.print_exc()
            return _NotDone([text("error.bug", kind=type(bug).__name__, reason=bug)], Exit.BUG)
