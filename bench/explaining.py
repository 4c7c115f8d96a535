"""What an explanation costs beside the judging: by every ruleset with nothing stated, and for the samples."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from subjects import ROOT, dossier, sample

from checker.concluding.engines import default_engine
from checker.dossier.dossier import Dossier
from checker.explaining.explained import explained
from checker.judging.judge import judge
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load

TIMES = 30
DAY = dt.date(2025, 5, 31)
SAMPLES = ("made-up-park", "kunming-etdz-2022", "yuxi-htz-2020", "made-up-project")


def least(work: Callable[[], object]) -> float:
    """The least processor time of many runs, in milliseconds."""
    taken = []
    for _ in range(TIMES):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken) * 1000


def _row(name: str, made: Dossier, rules: Ruleset) -> str:
    case = judge(made, rules, DAY, default_engine(), "")
    judging = least(lambda: judge(made, rules, DAY, default_engine(), ""))
    explaining = least(lambda: explained(case, rules))
    kept = "kept" if explaining <= judging else "missed"
    return f"{name:44} {judging:8.2f} {explaining:10.2f} {explaining / judging:7.2f}   goal 1.00 {kept}"


def report() -> None:
    """Print both, and what the one is of the other."""
    print(f"\n{'processor time, ms':44} {'judging':>8} {'explaining':>10} {'ratio':>7}")
    for path in sorted(ROOT.glob("rulesets/*/ruleset.yaml")):
        rules = load(path.parent.name)
        if rules.kind.compares:
            nothing = dossier({"schema": "dossier/1", "made_up": True, "period": 2024,
                               "subject": {"name": "虚构", "kind": rules.model.judges}})
            print(_row(f"{rules.id}, {len(rules.items)} items, nothing stated", nothing, rules))
    for name in SAMPLES:
        made = sample(name)
        print(_row(name, made, load(made.against[0].ruleset)))


if __name__ == "__main__":
    report()
