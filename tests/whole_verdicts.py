"""The whole verdicts of some samples, with all that explains them, as text that can be compared line by line.

``python tests/whole_verdicts.py`` writes them anew: only where a change is meant to change verdicts, and says so.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from conftest import ENGINES, PLAN_SAMPLES, ROOT, SAMPLES, dossier, sample_data

from checker.dossier.submission import dossier_digest
from checker.explaining.explained import explained
from checker.judging.judge import judge
from checker.ruleset.loading import load

PLACE = ROOT / "tests/kept/verdicts"
DAY = dt.date(2025, 5, 31)
NAMES = (*SAMPLES, *PLAN_SAMPLES[:2], "made-up-project", "made-up-scored-project")
# Of which a part of what is stated is left out too: every so many data.
LESS = {"made-up-park": 9, "made-up-yuxi-2022": 7, "made-up-project": 3}


def subjects() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each sample whole, and some with data left out."""
    for name in NAMES:
        yield name, sample_data(name)
    for name, every in LESS.items():
        data = copy.deepcopy(sample_data(name))
        for key in ("observations", "attributes", "reported"):
            stated = data.get(key)
            if isinstance(stated, list):
                data[key] = [each for number, each in enumerate(stated) if number % every]
            elif isinstance(stated, dict):
                data[key] = {each: stated[each] for number, each in enumerate(stated) if number % every}
        yield f"{name}-with-less", data


def told(data: dict[str, Any]) -> str:
    """Verdict and explanation: one line for each finding, datum, note, firing, gap, question."""
    made = dossier(data)
    named = made.against[0].ruleset
    rules = load(str(ROOT / "samples/rulesets" / named) if named.startswith("made-up") else named)
    case = judge(made, rules, made.assessed_on or DAY, ENGINES[0], dossier_digest(made))
    whole = {"verdict": case.verdict.plain(), "explanation": explained(case, rules).plain()}
    return "".join(_lines(json.loads(json.dumps(whole, ensure_ascii=False)), ""))


def _lines(found: dict[str, Any], place: str) -> Iterator[str]:
    for key, value in found.items():
        here = f"{place}{key}"
        if isinstance(value, dict) and not place:
            yield from _lines(value, f"{here}.")
        elif isinstance(value, list):
            yield from (f"{here}[{number}] {json.dumps(each, ensure_ascii=False)}\n" for number, each in enumerate(value))
        else:
            yield f"{here} {json.dumps(value, ensure_ascii=False)}\n"


if __name__ == "__main__":
    PLACE.mkdir(exist_ok=True)
    for name, data in subjects():
        (PLACE / f"{name}.txt").write_text(told(data), encoding="utf-8")
