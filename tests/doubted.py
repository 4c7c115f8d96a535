"""What is doubtful in made-up dossiers, for the tests of doubts."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from conftest import DAY, ENGINES, dossier, sample_data

from checker.capsule.record import Record
from checker.dossier.submission import Submission, dossier_digest
from checker.doubting.doubt_found import DoubtFound
from checker.explaining.explained import explained
from checker.explaining.previous import with_previous
from checker.files.textfile import TextFile
from checker.judging.judge import judge
from checker.reporting.doubt_lines import Sameness
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load, locate, rules_file
from checker.wording.context import Context

PARK = "made-up-park"


def written(ruleset: str) -> dict[str, Any]:
    """A ruleset as it is written, to be changed at will."""
    data: dict[str, Any] = copy.deepcopy(rules_file(locate(ruleset)).data)
    return data


def park(**changes: str) -> dict[str, Any]:
    """The made-up park with the values of some quantities replaced: ``name="value unit"``."""
    data = sample_data(PARK)
    for name, change in changes.items():
        value, _, unit = change.partition(" ")
        for observation in data["observations"]:
            if observation["quantity"] == name:
                observation["value"] = value
                observation["unit"] = unit or observation["unit"]
    return data


def beside(data: dict[str, Any], name: str, value: str, **more: str) -> dict[str, Any]:
    """The same with one more statement of a quantity of the period, elsewhere."""
    first = next(o for o in reversed(data["observations"]) if o["quantity"] == name)
    source = {**first["source"], "place": "另表"}
    data["observations"].append({**first, "value": value, **more, "source": source})
    return data


def record(data: dict[str, Any], ruleset: Ruleset | None = None, before: Any = None) -> Record:
    """What is judged by ``ruleset``, or else by the one that the dossier states."""
    made = dossier(data)
    rules = ruleset or load(made.against[0].ruleset)
    case = judge(made, rules, DAY, ENGINES[0], dossier_digest(made))
    if before is not None:
        case = replace(case, verdict=with_previous(case.verdict, rules, before))
    return Record(Submission(made, TextFile("虚构.yaml", b"", None)), rules, rules, case, before)


def doubts(of: Record) -> list[DoubtFound]:
    return explained(of.case, of.ruleset, of.previous).doubts


def codes(of: Record) -> list[str]:
    return [doubt.code for doubt in doubts(of)]


def told(of: Record, code: str) -> DoubtFound:
    [found] = [doubt for doubt in doubts(of) if doubt.code == code]
    return found


def words(of: Record, code: str) -> dict[str, str]:
    """The parameters of the one doubt of a code, as they are said."""
    return Sameness([told(of, code)], of.words, Context(of.verdict, of.ruleset), brief=False).params(told(of, code))
