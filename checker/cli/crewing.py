"""Who judges the rows of a table, as the caller wants it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from checker.errors import Problem, UsageError

if TYPE_CHECKING:
    from checker.screening.depot import Depot
    from checker.screening.hands import Hands
    from checker.screening.preparing import Setup

MOST_JOBS = 64
FEW = 2  # rows for which no other process is worth its while


def crewing(jobs: str | None, scheduler: str | None, store: str | None, pages: str) -> Crewing:
    """Who it is; raises :class:`UsageError` where what is asked for doesn't go together, or isn't there."""
    if scheduler is None and store is not None:
        raise UsageError(Problem("cluster.store_alone"))
    if scheduler is None:
        return Crewing(_jobs(jobs))
    if jobs is not None:
        raise UsageError(Problem("cluster.jobs"))
    if store is not None and pages != "none":
        raise UsageError(Problem("cluster.store_pages"))
    if find_spec("distributed") is None:
        raise UsageError(Problem("cluster.not_installed"))
    return Crewing(1, scheduler, store)


def _jobs(asked: str | None) -> int:
    """How many processes; as many as there are processors unless told."""
    if asked is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not re.fullmatch("[0-9]{1,3}", asked) or not 1 <= int(asked) <= MOST_JOBS:
        raise UsageError(Problem("screen.jobs", {"most": MOST_JOBS}))
    return int(asked)


@dataclass(frozen=True)
class Crewing:
    """So many processes, or the workers of a scheduler, perhaps with a store for what they do."""

    jobs: int
    scheduler: str | None = None
    store: str | None = None

    def reached(self, folder: Path) -> Path:
        """The folder as all of them reach it."""
        return folder.resolve() if self.scheduler else folder

    def depot(self, setup: Setup) -> Depot:
        """Where the parts lie while it runs."""
        from checker.screening.depot import StoreDepot
        from checker.screening.run import depot_of

        if self.store is not None:
            return StoreDepot(f"{self.store.rstrip('/')}/{setup.inputs.digest}")
        return depot_of(Path(setup.terms.folder))

    def hands(self, setup: Setup, rows: int) -> Hands:
        """Who does the work."""
        from checker.screening.hands import Alone, Processes

        if self.scheduler is not None:
            from checker.screening.cluster import Cluster

            return Cluster(self.scheduler, setup.terms.folder)
        if self.jobs == 1 or rows <= FEW:
            return Alone()
        loaded = ["checker.screening.result_files", "checker.wording.speaking",
                  *([] if setup.terms.pages == "none" else ["checker.reporting.document"])]
        return Processes(self.jobs, loaded, setup.terms.folder)
