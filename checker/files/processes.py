"""Processes beside ours that share the work, all of them copies of one that has everything loaded.

Owns how such a process comes to be, and that none outlives us.  It must not know what it does.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Sequence
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, ForkServerProcess

# Of a run that was killed the library's own watcher tells of semaphores, which it then takes away.
_NO_LEAKS = "ignore:resource_tracker:UserWarning"


class _CopiedProcess(ForkServerProcess):
    """A process that ends when the one that asked for it does, though that was killed and said nothing."""

    def run(self) -> None:
        threading.Thread(target=_end_with_parent, daemon=True).start()
        super().run()


class _CopiedContext(ForkServerContext):
    Process = _CopiedProcess


def _end_with_parent() -> None:
    """End with our parent, for whose pipes we would wait for ever: each process holds them open itself."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)


def copied(loaded: Sequence[str]) -> ForkServerContext:
    """The way in which processes are made: each starts as a copy of one that imported the modules ``loaded``.

    What is loaded once need not be loaded again for a second process, or for one that takes the place of
    one that was killed.  The first call of ours decides what that is; other modules a copy imports itself.
    """
    os.environ.setdefault("PYTHONWARNINGS", _NO_LEAKS)
    context = _CopiedContext()
    context.set_forkserver_preload(list(loaded))
    return context
