"""Measuring several ways side by side: one after the other, again and again, in one run.

Owns what is counted: the processor's time, that of child processes with it, and the time on the clock.  It
must not know what is measured.
"""

from __future__ import annotations

import gc
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

Work = Callable[[], object]
ROUNDS = 7


class Cost(NamedTuple):
    """Seconds of the processor, and on the clock."""

    processor: float
    wall: float


Costs = Mapping[str, list[Cost]]


def side_by_side(works: Mapping[str, Work], rounds: int = ROUNDS, least: float = 0.05) -> Costs:
    """What each costs once, by rounds in which all take their turn.

    What is quick is done so often in its turn that it takes ``least`` seconds.  A first time isn't counted.
    """
    often: dict[str, int] = {}
    for name, work in works.items():
        work()
        often[name] = max(1, round(least / max(_cost(work, 1).wall, 1e-6)))
    found: dict[str, list[Cost]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            gc.collect()
            found[name].append(_cost(work, often[name]))
    return found


def median(costs: list[Cost]) -> Cost:
    """The median of both."""
    return Cost(statistics.median(cost.processor for cost in costs), statistics.median(cost.wall for cost in costs))


def ratio(costs: list[Cost], others: list[Cost]) -> Cost:
    """The median of what the one is of the other in the same round."""
    return median([Cost(one.processor / other.processor, one.wall / other.wall)
                   for one, other in zip(costs, others, strict=True)])


def _cost(work: Work, times: int) -> Cost:
    before, start = _processor(), time.perf_counter()
    for _ in range(times):
        work()
    wall, spent = time.perf_counter() - start, _processor() - before
    return Cost(spent / times, wall / times)


def _processor() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
