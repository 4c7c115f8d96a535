"""Whole explanations of made-up subjects by made-up rules, as text that can be compared line by line.

``tests/made_up/explained.yaml`` holds both, so short that what has to come of them can be worked out by hand.
``python tests/whole_explanations.py`` writes them anew: only where a change is meant to change explanations.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from conftest import ENGINES, ROOT, dossier

from checker.concluding.outcome import shown
from checker.explaining.by_answer import by_answer
from checker.explaining.explained import explained
from checker.explaining.explanation import Explanation
from checker.explaining.questions import questions
from checker.explaining.reachable import ends_of
from checker.explaining.stated_years import stated_years
from checker.explaining.triage import triage
from checker.files.textfile import read
from checker.judging.judge import judge
from checker.judging.judged_case import JudgedCase
from checker.reporting.gap_words import gap_words
from checker.reporting.way_in import option
from checker.reporting.way_words import ways_in_words
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data
from checker.wording.speaking import worded

PLACE = ROOT / "tests/kept/explanations"
DAY = dt.date(2025, 5, 31)
PERIOD = 2024
SOURCE = {"place": "虚构", "words": "虚构"}
# Sections of a dossier; every other key is a quantity, perhaps with its year.
SECTIONS = ("defaults", "attributes", "lists", "reported", "opinions", "declarations", "selected", "period")


class Subject(NamedTuple):
    """A made-up subject by made-up rules."""

    name: str
    data: dict[str, Any]
    ruleset: Ruleset


def tables() -> dict[str, Any]:
    """The rules with their subjects, by the name of the rules."""
    data: dict[str, Any] = read(ROOT / "tests/made_up/explained.yaml").data
    return data


def rules(name: str, table: Mapping[str, Any]) -> Ruleset:
    """The ruleset of a table, with what every ruleset has to say."""
    official = {"name": "official", "limit": "official", "formula": "official", "place": "表"}
    judges = table.get("judges", "park")
    data: dict[str, Any] = {
        "schema": "ruleset/1", "id": f"made-up-{name}", "title": "虚构", "document": "虚构", "issuer": "虚构", "judges": judges,
        "concludes": table.get("concludes", "conformity"), "formula_language": 3, "in_force": {"from": 2000, "seen": "official"},
        **{key: value for key, value in table.items() if key not in ("quantities", "items", "all_of", "some", "subjects", "factors")}}
    data["quantities"] = {key: {"label": f"数{key}", **({"unit": one} if isinstance(one, str) else one)}
                          for key, one in table["quantities"].items()}
    data["factors"] = {key: {"label": key, "unit": unit, "value": value, "source": {"place": "表", "seen": "official"}}
                       for key, (value, unit) in table.get("factors", {}).items()}
    data["indicators"] = [{"id": f"M.{key}", "label": f"项{key}", "category": "虚构", "source": official, **one}
                          for key, one in table["items"].items()]
    if data["concludes"] == "conformity":
        some = table.get("some", {})
        optional = [number for one in some.values() for number in one["of"]]
        needed = [number for number, item in table["items"].items() if number not in optional and "weight" not in item]
        data["requirements"] = [
            *([{"id": "all", "label": "全部", "all_of": [f"M.{number}" for number in needed]}] if needed else []),
            *({"id": key, "label": key, "at_least": one["at_least"], "of": [f"M.{number}" for number in one["of"]]}
              for key, one in some.items())]
        for one in data["requirements"]:
            one["source"] = {"group": "official"}
    return from_data(data)


def subject(stated: Mapping[str, Any], ruleset: Ruleset) -> dict[str, Any]:
    """The dossier of a made-up subject; a bare number is in the unit of what it is of."""
    judges = ruleset.model.judges
    data: dict[str, Any] = {"schema": "dossier/1", "made_up": True, "subject": {"name": "虚构", "kind": judges},
                            "observations": [], **({} if judges == "project" else {"period": PERIOD})}
    for key, value in stated.items():
        if key == "attributes":
            data[key] = {name: {"value": said, "source": SOURCE} for name, said in value.items()}
        elif key in SECTIONS:
            data[key] = [{**({"by": "甲", "why": "虚构"} if key == "opinions" else {}), **one, "source": SOURCE}
                         for one in value] if key in ("lists", "reported", "opinions", "declarations") else value
        else:
            data["observations"] += [_observed(key, one, ruleset) for one in (value if isinstance(value, list) else [value])]
    return data


def _observed(key: str, value: Any, ruleset: Ruleset) -> dict[str, Any]:
    name, _, year = key.partition("@")
    known = ruleset.model.quantities[name]
    said = value if isinstance(value, dict) else {"value": str(value)} if isinstance(value, str) else {
        "value": str(value), "unit": known.unit}
    return {"quantity": name, "source": SOURCE, **({"year": int(year or PERIOD)} if known.each == "year" else {}), **said}


def subjects() -> Iterator[tuple[str, list[Subject]]]:
    """The subjects of each ruleset."""
    for name, table in tables().items():
        made = rules(name, table)
        yield name, [Subject(key, subject(stated, made), made) for key, stated in table["subjects"].items()]


def case_of(one: Subject) -> JudgedCase:
    """It, judged."""
    return judge(dossier(one.data), one.ruleset, DAY, ENGINES[0], "sha256:0")


def told(several: list[Subject]) -> str:
    """All that is explained of some subjects."""
    return "\n".join("\n".join((f"# {one.name}", *_lines(one))) for one in several) + "\n"


def _lines(one: Subject) -> Iterator[str]:
    case = case_of(one)
    found = explained(case, one.ruleset)
    yield f"{case.verdict.outcome}: {' '.join(f'{part.item}={part.outcome}' for part in case.verdict.findings)}"
    yield from _ahead(case, one, found)
    yield f"triage {triage(case.verdict, found)}"
    for key, value in found.plain().items():
        if isinstance(value, list) and key != "doubts":
            yield from (f"{key} {json.dumps(each, ensure_ascii=False)}" for each in value)
    verdict = worded(case.verdict, one.ruleset)
    for gap in found.gaps:
        yield f"words {gap.item} {gap_words(gap, verdict.finding(gap.item), one.ruleset)}"
    for item, ways in ways_in_words(found.ways, one.ruleset).items():
        yield from (f"way {item} {way.reading}: {' | '.join(map(option, way.options))}" for way in ways)
    for year in stated_years(case, one.ruleset):
        yield f"year {json.dumps(year.model_dump(mode='json', exclude_defaults=True), ensure_ascii=False)}"


def _ahead(case: JudgedCase, one: Subject, found: Explanation) -> Iterator[str]:
    """What can still become of it, by item and by answer, and in which order that is asked for."""
    concluded = {name: firing.outcome for name, firing in case.concluded.items()}
    for item, ends in ends_of(case.measured, concluded, case.evidence, one.ruleset).items():
        if len(ends) > 1 or ends != {concluded[item]}:
            yield f"ends {item} {' '.join(sorted(ends))}"
    absent = [name for name in one.ruleset.model.attributes if name not in case.evidence.attributes]
    for name, answers in by_answer(dossier(one.data), one.ruleset, case.evidence.period, absent).items():
        for answer, left in answers.items():
            yield (f"answer {name}={answer}: {' '.join(sorted(map(shown, left.verdict)))}"
                   f"; items {' '.join(sorted(left.items)) or '-'}")
    asked = questions(case.verdict, found)
    if [lacking.id for lacking in asked] != [question.id for question in found.questions]:
        yield f"asks {' '.join(lacking.id for lacking in asked)}"


if __name__ == "__main__":
    PLACE.mkdir(exist_ok=True)
    for name, several in subjects():
        (PLACE / f"{name}.txt").write_text(told(several), encoding="utf-8")
