"""Who does the work of a screening on this machine: this process alone, or several beside it.

Owns the processes, and how much each is given at a time.  What comes of the work doesn't hang on who does it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol, TypeVar

from checker.errors import Problem, UsageError
from checker.files.processes import copied

SELDOM = 20_000  # objects, after which they are looked through for what nobody uses any more
Shared = TypeVar("Shared")
Piece = TypeVar("Piece")
Done = TypeVar("Done")


def silent(_item: object) -> None:
    """Tell nobody."""


class Hands(Protocol):
    """Whoever does the same to many items."""

    @property
    def near(self) -> Hands:
        """Who does it on this machine."""

    def each(self, act: Callable[[Shared, Piece], Done], shared: Shared, items: Iterable[Piece], *,
             done: Callable[[Piece], None] = silent,
             merge: Callable[[Done, Done], Done] | None = None) -> Iterator[Done]:
        """What ``act`` makes of each item, or ``merge`` of several together, in whatever order.

        ``shared`` is handed over once, not with each item; ``done`` is told of each.
        """


class Alone:
    """This process."""

    @property
    def near(self) -> Hands:
        """Itself."""
        return self

    def each(self, act: Callable[[Shared, Piece], Done], shared: Shared, items: Iterable[Piece], *,
             done: Callable[[Piece], None] = silent,
             merge: Callable[[Done, Done], Done] | None = None) -> Iterator[Done]:
        """One item after the other."""
        for item in items:
            made = act(shared, item)
            done(item)
            yield made


@dataclass(frozen=True)
class Processes:
    """So many processes, each with the modules ``loaded``; what they did is kept in ``folder``."""

    jobs: int
    loaded: Sequence[str]
    folder: str

    @property
    def near(self) -> Hands:
        """Themselves."""
        return self

    def each(self, act: Callable[[Shared, Piece], Done], shared: Shared, items: Iterable[Piece], *,
             done: Callable[[Piece], None] = silent,
             merge: Callable[[Done, Done], Done] | None = None) -> Iterator[Done]:
        """Items as the processes get to them; raises :class:`UsageError` where one is lost."""
        rest = iter(items)
        with pool_of(self.jobs, self.loaded, act, shared) as pool:
            try:
                waiting = {pool.submit(in_process, item): item for item in islice(rest, 2 * self.jobs)}
                while waiting:
                    finished = next(as_completed(waiting))
                    item = waiting.pop(finished)
                    waiting |= {pool.submit(in_process, item): item for item in islice(rest, 1)}
                    made = finished.result()
                    done(item)
                    yield made
            except BrokenProcessPool:  # killed from outside, as for want of memory; what was done is kept
                raise UsageError(Problem("screen.worker_lost", {"folder": self.folder})) from None
            finally:
                pool.shutdown(cancel_futures=True)


def pool_of(jobs: int, loaded: Sequence[str], act: Callable[[Any, Any], Any],
            shared: object) -> ProcessPoolExecutor:
    """Processes that are ready to do the same to whatever item they are sent."""
    return ProcessPoolExecutor(jobs, copied(loaded), _start, (act, shared))


_OWN: list[tuple[Callable[[Any, Any], Any], Any]] = []


def _start(act: Callable[[Any, Any], Any], shared: object) -> None:
    """Make a process ready.

    What it has loaded stays to its end, and what a row needs has hardly a cycle: both are seldom searched
    for what nobody uses any more.
    """
    _OWN[:] = [(act, shared)]
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)


def in_process(item: object) -> Any:
    """Work on one item in a process of a pool."""
    act, shared = _OWN[0]
    return act(shared, item)
