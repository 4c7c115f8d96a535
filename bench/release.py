"""The least processor time of judging, of one program: run by its Python, prints JSON.

It is run in the environment of a published release and in ours, so it imports whatever either has.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

SAMPLE, TIMES = Path(sys.argv[1]), int(sys.argv[2])


def either(ours: str, theirs: str, name: str) -> Any:
    """What stands in a module of ours, or in the one of 0.2.0."""
    try:
        return getattr(import_module(f"checker.{ours}"), name)
    except ImportError:
        return getattr(import_module(f"checker.{theirs}"), name)


bind = either("evidence.binding", "judging.binding", "bind")
conclude = either("concluding.conclude", "judging.conclude", "conclude")
measure = either("measuring.measure", "judging.measure", "measure")
judge = either("judging.judge", "judging.judge", "judge")
read_dossier = either("intake", "dossier.reading", "read_dossier")
load = either("ruleset.loading", "ruleset.reading", "load")


def engine(name: str) -> Any:
    """An engine by its module; None where it can't be loaded."""
    try:
        return either(f"concluding.{name}", f"judging.{name}", f"{name.capitalize()}Engine")()
    except ImportError:
        return None


def least(work: Callable[[], object]) -> float:
    """The least processor time of many runs, in milliseconds, after one that is not counted."""
    work()
    found = []
    for _ in range(TIMES):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found) * 1000


def main() -> None:
    submission, ruleset = read_dossier(SAMPLE), load("hj274-2015")
    dossier, digest = submission.dossier, submission.digest

    def outcomes(by: Any) -> Callable[[], object]:
        def work() -> object:
            evidence = bind(dossier, ruleset, dossier.period)
            measured = {name: measure(item, evidence, ruleset) for name, item in ruleset.items.items()}
            return conclude(measured, evidence.selected, ruleset, by)

        return work

    plain, durable = engine("plain"), engine("durable")
    gc.collect()
    gc.freeze()
    print(json.dumps({
        "plain": least(outcomes(plain)), "durable": least(outcomes(durable)) if durable else None,
        "judge": least(lambda: judge(dossier, ruleset, dossier.assessed_on, plain, digest))}))


if __name__ == "__main__":
    main()
