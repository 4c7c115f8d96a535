"""Every kind of place in a verdict, changed by hand, and what verifying says of it: never in words of our own."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, get_args

import pages
import pytest
from conftest import ENGINES, ROOT, TODAY
from pages import PARK, PROJECT
from plain_words import of_the_programmer

from checker.capsule.opening import opened
from checker.capsule.record import Record
from checker.capsule.unpacking import CapsuleVerdict, read_capsule
from checker.explaining.previous import with_previous
from checker.judging.judge import judge
from checker.places import Path
from checker.ruleset.compiled import Ruleset
from checker.services.judging_files import JudgingTerms, judged
from checker.verdict.verdict import Verdict
from checker.verdict.vocabulary import Noticed, Reason
from checker.verifying.agreeing import told
from checker.verifying.rejudging import differences, replay
from checker.wording.worded import WordedVerdict

Edit = tuple[Path, Any]
GONE = object()
SCHEMAS = {"verdict/2": Verdict.model_json_schema(), "verdict/1": WordedVerdict.model_json_schema()}
TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
# What a reader knows: units, the name of a standard, and what the forms themselves call so.
KNOWN = re.compile(r"[A-Z0-9.-]+|tce|kWh|kgce|tCO2e?|TJ|GJ|m|t|h|km|sha256")
SHORT = (PROJECT,)
LOCAL = {PARK: ("made-up-confirmation-hj274.yaml", "made-up-yuxi.yaml"), PROJECT: ("yuxi-admission-trial.yaml",)}
SAMPLES = (*SHORT, PARK, "yuxi-htz-2020", "made-up-yuxi-2022", "yuxi-carbon-2020")


@cache
def of_today(sample: str) -> tuple[CapsuleVerdict, Record]:
    """A sample's verdict as it is attached, after an earlier one of its own, and the same judged anew."""
    made = pages.record(sample)
    dossier = made.submission.dossier
    earlier = judge(dossier, made.ruleset, made.verdict.assessed_on, ENGINES[0], made.submission.digest).verdict
    data = json.loads(json.dumps(earlier.plain()))
    data["findings"][0]["evaluations"][0]["limit"] = [{"row": 0, "bounds": {"at_least": "1"}}]
    data["findings"] = data["findings"][:-1]
    verdict = with_previous(made.verdict, made.ruleset, data)
    plain = json.loads(json.dumps(verdict.plain()))
    part = CapsuleVerdict("", made.base, made.ruleset, (), False, plain)
    return part, replace(made, case=replace(made.case, verdict=verdict))


@cache
def of_old(sample: str) -> tuple[CapsuleVerdict, Record]:
    """A page of 0.2.0, with its verdict in words."""
    capsule = read_capsule(opened((ROOT / f"tests/kept/0.2.0/{sample}.pdf").read_bytes()).files)
    return capsule.parts[0], replay(capsule)[0]


@cache
def of_local(sample: str) -> tuple[CapsuleVerdict, Record]:
    """A sample under local provisions."""
    overlays = tuple(ROOT / "samples/overlays" / name for name in LOCAL[sample])
    [record] = judged(JudgingTerms(ROOT / f"samples/{sample}.yaml", TODAY, overlays=overlays))
    plain = json.loads(json.dumps(record.verdict.plain()))
    return CapsuleVerdict("", record.base, record.ruleset, (), False, plain), record


def kinds(data: Any, schema: dict[str, Any], defs: dict[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Each place that the schema knows, whether the verdict has something there or not: path, schema, value."""
    schema = resolved(schema, defs, data)
    yield path, schema, data
    if isinstance(data, dict):
        known = schema.get("properties", {})
        for key in known:
            yield from kinds(data.get(key, GONE), known[key], defs, (*path, key))
        for key in data.keys() - known.keys():
            yield from kinds(data[key], schema.get("additionalProperties") or {}, defs, (*path, key))
    elif isinstance(data, list):
        for place, one in enumerate(data):
            yield from kinds(one, schema.get("items", {}), defs, (*path, place))


def resolved(given: Any, defs: dict[str, Any], data: Any) -> dict[str, Any]:
    """The branch of a schema that says most of a value."""
    schema: dict[str, Any] = given if isinstance(given, dict) else {}
    if "$ref" in schema:
        return resolved(defs[schema["$ref"].rpartition("/")[2]], defs, data)
    if "anyOf" in schema:
        branches = [resolved(one, defs, data) for one in schema["anyOf"]]
        kind = "object" if isinstance(data, dict) else "array" if isinstance(data, list) else None
        words = [word for one in branches for word in (*one.get("enum", ()), *([one["const"]] if "const" in one else ()))]
        fitting = [one for one in branches if one.get("type") == kind] or [one for one in branches if one.get("type") != "null"]
        return {**fitting[0], **({"enum": words} if words else {})}
    return schema


def kind(path: Path) -> str:
    return ".".join("*" if isinstance(part, int) or part.isdigit() else part for part in path)


def edits(data: Any, schema: dict[str, Any]) -> Iterator[Edit]:
    """For every kind of place: nothing there, something else, all that may stand there, what another such place has."""
    places = [(path, known, value) for path, known, value in kinds(data, schema, schema["$defs"]) if path]
    pool: dict[str, list[Any]] = {}
    for path, _, value in places:
        if isinstance(value, str | int) and value not in pool.setdefault(kind(path), []):
            pool[kind(path)].append(value)
    seen: set[str] = set()
    for path, known, value in places:
        name, code = kind(path), value if isinstance(value, str) and value.startswith("note.") else ""
        if name + code in seen:
            continue
        seen.add(name + code)
        if value is not GONE:
            yield path, GONE
        for other in others(known, value, pool.get(name, [])):
            yield path, other


def others(known: dict[str, Any], value: Any, pool: list[Any]) -> list[Any]:
    if "enum" in known:
        return [word for word in known["enum"] if word != value]
    if isinstance(value, bool) or known.get("type") == "boolean":
        return [value is not True]
    if isinstance(value, int) or known.get("type") == "integer":
        return [value + 1 if isinstance(value, int) else 3]
    if isinstance(value, dict) or known.get("type") == "object":
        return [{}, []]
    if isinstance(value, list) or known.get("type") == "array":
        return [[*(() if value is GONE else value), *(value[:1] if isinstance(value, list) else ["另写的"])], []]
    return ["另写的", "", None, *[one for one in pool if one != value][:3]]


# A name in English, and what is told together with its neighbours.
TOLD_OTHERWISE = ("label_en", "about.*", "schema")


def edited(data: Any, path: Path, value: Any) -> Any:
    """The verdict with one place changed; the attachment may have no such place yet."""
    made = at = copy.copy(data)
    for part in path[:-1]:
        at[part] = copy.copy(at[part])
        at = at[part]
    if value is GONE:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return made


def ours(ruleset: Ruleset) -> frozenset[str]:
    """All names and codes of the program and of a ruleset."""
    model = ruleset.model
    names: set[str] = {name for schema in SCHEMAS.values() for one in schema["$defs"].values() for name in one.get("properties", ())}
    names |= {word for schema in SCHEMAS.values() for listed in re.findall(r'"(?:enum|const)": (\[[^]]*\]|"[^"]*")', json.dumps(schema))
              for word in re.findall(r"[a-z_.]+", listed)}
    names |= {code for codes in (Reason, Noticed) for one in get_args(codes) for code in (get_args(one) or (one,))}
    names |= {*model.quantities, *model.attributes, *model.lists, *model.factors, *model.definitions, *model.grades,
              *(one.id for one in model.requirements), *(one.id for one in model.doubts), *(one.id for one in model.indices),
              *(name for one in model.lists.values() for name in one.fields),
              *(name for one in model.indices for name in one.readings),
              *(name for item in ruleset.items.values() for name in (*item.model.readings, *(
                  key for reading in item.model.readings.values() for key in reading.let)))}
    return frozenset(name for name in names if not KNOWN.fullmatch(name))


def foreign(said: str, known: frozenset[str], ruleset: str) -> list[str]:
    """What in a sentence is none of the reader's words, also where it is quoted."""
    open_ = said.replace("“", " ").replace("”", " ").replace(ruleset, "")
    if "英文名" in said:
        return []
    return [*of_the_programmer(open_), *(token for token in TOKEN.findall(open_) if token.rstrip(".") in known)]


CASES = [*(pytest.param(of_today, sample, id=sample, marks=() if sample in SHORT else pytest.mark.whole)
           for sample in SAMPLES),
         *(pytest.param(of_local, sample, id=f"{sample}-local", marks=pytest.mark.whole) for sample in LOCAL),
         *(pytest.param(of_old, sample, id=f"{sample}-0.2.0", marks=pytest.mark.whole) for sample in (PARK, PROJECT))]


@pytest.mark.parametrize(("source", "sample"), CASES)
def test_whatever_was_changed_by_hand_is_told_in_the_readers_words(source: Any, sample: str) -> None:
    part, record = source(sample)
    untouched = {str(one) for one in told(differences(part, record, grown=True))}
    known, wrong = ours(part.ruleset), dict[str, str]()
    count = 0
    for path, value in edits(part.verdict, SCHEMAS[part.verdict["schema"]]):
        if kind(path).endswith(TOLD_OTHERWISE):
            continue
        count += 1
        changed = replace(part, verdict=edited(part.verdict, path, value))
        said = [str(one) for one in told(differences(changed, record, grown=True))]
        for one in set(said) - untouched:
            if foreign(one, known, part.base.id):
                wrong.setdefault(kind(path), one)
    assert wrong == {}
    assert count > 400


def test_two_long_values_are_told_from_where_they_differ() -> None:
    part, record = of_today(PARK)
    place = next(n for n, note in enumerate(part.verdict["notes"]) if note["code"] == "note.limits_not_seen")
    listed = part.verdict["notes"][place]["params"]["items"]["items"]
    path = ("notes", place, "params", "items")
    changed = edited(part.verdict, path, {"items": [*listed[:-1], "HJ274-2015.4"]})
    [said] = map(str, told(differences(replace(part, verdict=changed), record, grown=False)))
    assert said == (f"hj274-2015 的结论：注第 {place + 1} 条的参数的所涉的指标 附件写“…28、29、30、31、4”，"
                    "重新评判得“…28、29、30、31、32”。")


def test_one_value_in_two_spellings_is_told_as_that() -> None:
    part, record = of_today(PARK)
    changed = edited(part.verdict, ("period",), "2024")
    [said] = map(str, told(differences(replace(part, verdict=changed), record, grown=False)))
    assert said == "hj274-2015 的结论：评价年度 附件写“2024（写法不同）”，重新评判得“2024”。"
