"""Processes beside ours that share the work, all of them copies of one that has everything loaded.

Owns how such a process comes to be.  It must not know what it does.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Sequence
from multiprocessing import connection
from multiprocessing.context import ForkServerContext


def copied(loaded: Sequence[str]) -> ForkServerContext:
    """The way in which processes are made: each starts as a copy of one that imported the modules ``loaded``.

    What is loaded once need not be loaded again for a second process, or for one that takes the place of
    one that was killed.  The first call of ours decides what that is; other modules a copy imports itself.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(loaded))
    return context


def end_with_parent() -> None:
    """Let this process end as soon as the one that started it does, even where that was killed.

    Whoever waits for work would wait for ever.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
