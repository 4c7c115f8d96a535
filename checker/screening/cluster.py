"""The workers of a Dask scheduler as hands of a screening, on however many machines.

Owns what goes to them and what comes back.  Each item is worked on in a process of its own beside the worker,
as on one machine: limits of time and memory are kept there.  It must not know what is done.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from typing import TYPE_CHECKING, Any

from checker import __version__
from checker.errors import Problem, UsageError
from checker.screening.hands import Alone, Done, Hands, Piece, Shared, in_process, pool_of, silent

if TYPE_CHECKING:
    from distributed import Client, Future

# So many results are put together at a time.
TOGETHER = 16
A_WORKER = 3  # items that wait at each
PATIENCE = "20s"
TRIES = 5
LOADED = ("checker.screening.result_files", "checker.reporting.document")


@dataclass(frozen=True)
class Cluster:
    """The workers of the scheduler at ``address``; what they did is gone on from in ``folder``."""

    address: str
    folder: str

    @property
    def near(self) -> Hands:
        """This process."""
        return Alone()

    def each(self, act: Callable[[Shared, Piece], Done], shared: Shared, items: Iterable[Piece], *,
             done: Callable[[Piece], None] = silent,
             merge: Callable[[Done, Done], Done] | None = None) -> Iterator[Done]:
        """Items as the workers get to them; their results are put together there.

        Raises :class:`UsageError` where the scheduler can't be reached or is lost, or has no worker, and
        whatever ``act`` raises.
        """
        with self._client() as client:
            handed = client.submit(_Handed, act, shared, pure=False)
            results = _Results(client, merge)
            for made in self._done(client, handed, items, done):
                yield from results.add(made)
            yield from results.rest()

    def _done(self, client: Client, handed: Future, items: Iterable[Piece],
              done: Callable[[Piece], None]) -> Iterator[Future]:
        """Each item's result, left where it is, as it gets done; a few items wait at each worker."""
        from distributed import as_completed

        rest, waiting = iter(items), dict[Any, Piece]()
        finished = as_completed(loop=client.loop)

        def sent(count: int) -> None:
            for item in islice(rest, count):
                future = client.submit(_beside, handed, item, __version__, pure=False, retries=TRIES)
                waiting[future.key] = item
                finished.add(future)

        sent(A_WORKER * len(client.scheduler_info(n_workers=-1)["workers"]))
        while waiting:
            future = next(finished)
            if future.status != "finished":
                future.result()
            item = waiting.pop(future.key)
            sent(1)
            done(item)
            yield future

    @contextmanager
    def _client(self) -> Iterator[Client]:
        from distributed import Client
        from distributed.comm import CommClosedError
        from distributed.scheduler import KilledWorker

        _quiet()
        try:
            client = Client(self.address, timeout=PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError):
            raise UsageError(Problem("cluster.unreachable", {"address": self.address})) from None
        try:
            if not client.scheduler_info()["workers"]:
                raise UsageError(Problem("cluster.no_worker", {"address": self.address}))
            yield client
        except (KilledWorker, BrokenProcessPool):
            raise UsageError(Problem("cluster.worker_lost", {"folder": self.folder})) from None
        except (CommClosedError, CancelledError, TimeoutError, ConnectionError):
            raise UsageError(Problem("cluster.lost", {
                "address": self.address, "folder": self.folder})) from None
        finally:
            client.close(timeout=1)


def _quiet() -> None:
    """What the library logs of a lost connection is for its makers; we say it in words.

    It sets a level of its own for each of its parts, so the whole of it is silenced.
    """
    for name in ("distributed", *(one for one in logging.Logger.manager.loggerDict
                                  if one.startswith("distributed."))):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class _Results:
    """Results as they come, put together as a tree where they lie; each by itself without ``merge``."""

    def __init__(self, client: Client, merge: Callable[[Any, Any], Any] | None) -> None:
        self._client, self._merge = client, merge
        self._levels: list[list[Future]] = [[]]

    def add(self, made: Future) -> Iterator[Any]:
        """Take one; what needs no merging comes out at once."""
        if self._merge is None:
            yield made.result()
            return
        level, future = 0, made
        while True:
            self._levels[level].append(future)
            if len(self._levels[level]) < TOGETHER:
                return
            future = self._client.submit(_merged, self._merge, self._levels[level], pure=False, retries=TRIES)
            self._levels[level] = []
            level += 1
            if level == len(self._levels):
                self._levels.append([])

    def rest(self) -> Iterator[Any]:
        """What is left when all are there."""
        for level in self._levels:
            for future in level:
                yield future.result()


@dataclass(frozen=True)
class _Handed:
    """What is the same for all items, as it lies at a worker."""

    act: Callable[[Any, Any], Any]
    shared: object


_POOL: list[tuple[_Handed, ProcessPoolExecutor]] = []
_ONE = threading.Lock()


def _beside(handed: _Handed, item: object, version: str) -> Any:
    """Work on one item in the process beside this worker; a worker of another version refuses."""
    if version != __version__:
        raise UsageError(Problem("cluster.other_version", {"theirs": __version__, "ours": version}))
    if multiprocessing.current_process().daemon:
        raise UsageError(Problem("cluster.daemon"))
    try:
        return _pool(handed).submit(in_process, item).result()
    except BrokenProcessPool:  # killed from outside: a new one takes its place when this is tried again
        with _ONE:
            _POOL.clear()
        raise


def _pool(handed: _Handed) -> ProcessPoolExecutor:
    """The processes beside this worker, as many as it works on items at once."""
    from distributed import get_worker

    with _ONE:
        if not _POOL or _POOL[0][0] is not handed:
            for _, before in _POOL:
                before.shutdown(wait=False)
            pool = pool_of(get_worker().state.nthreads, LOADED, handed.act, handed.shared)
            _POOL[:] = [(handed, pool)]
        return _POOL[0][1]


def _merged(merge: Callable[[Any, Any], Any], results: list[Any]) -> Any:
    """Results put together, the first with the second and so on."""
    return reduce(merge, results)
