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
from plain_pages import ITEMS, TINY, recorded, unpacked
from plain_words import of_the_programmer

from checker.capsule.opening import opened
from checker.capsule.record import Record
from checker.capsule.unpacking import CapsuleVerdict, read_capsule
from checker.errors import CapsuleError
from checker.explaining.previous import with_previous
from checker.files.canonical import canonical
from checker.judging.judge import judge
from checker.places import Path
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data
from checker.services.judging_files import JudgingTerms, judged
from checker.verdict.verdict import Verdict
from checker.verdict.vocabulary import Noticed, Reason
from checker.verifying.agreeing import told
from checker.verifying.ids import Ids
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


@cache
def named() -> Ids:
    """The ids of a made-up ruleset with a datum, a list, an item and a reading of each kind."""
    size = {"kind": "number", "unit": "人"}
    rules = from_data({
        **TINY, "attributes": {"zone": {"label": "片区", "kind": "text"}},
        "quantities": {**TINY["quantities"], "people": {"label": "人数", "unit": "人"}},
        "lists": {"events": {"label": "活动", "unit": "起", "fields": {"size": {**size, "label": "参加人数"}, "day": {"label": "日期", "kind": "text"}}},
                  "firms": {"label": "企业", "unit": "家", "fields": {"size": {**size, "label": "从业人数"}}}},
        "indicators": [*ITEMS, {**ITEMS[0], "id": "T.4", "label": "人均产值", "unit": "万元/人", "value": "per", "readings": {
            "one": {"label": "按常住人口", "let": {"per": "output / people"}}, "two": {"label": "按一半", "let": {"per": "output / people / 2"}}}}]})
    return Ids(rules, recorded(rules=rules).verdict)


@pytest.mark.parametrize(("need", "called"), [
    ("quantity:output", "总产值"), ("quantity:output@2022", "总产值（2022）"), ("quantity:output@base", "总产值（基准年）"),
    ("years:output", "总产值"), ("exact:output@2022", "总产值的准确值（2022）"), ("attribute:zone", "片区"),
    ("finer:zone", "片区（写到更细一级）"), ("whole:zone", "片区（写全四位，开头的 0 照写）"), ("list:events", "活动清单，并由责任人声明完整"),
    ("clear:events", "活动清单中各条写全"), ("report:T.4", "人均产值的自报值及计算依据"), ("report:T.4@2022", "人均产值的自报值及计算依据（2022）"),
    ("report:T.4@one", "人均产值的自报值及计算依据（按常住人口）"), ("resolve:reason.missing@T.1", "先解决序号 1 的“缺数据（… 项）”"),
    ("resolve:another@T.1", "先解决序号 1 的“another”"), ("quantity:unknown@2022", ""), ("no need", ""), ("Quantity:output", "")])
def test_each_need_is_called_by_what_has_to_be_handed_in(need: str, called: str) -> None:
    assert named().need(need) == called


@pytest.mark.parametrize(("of", "key", "called"), [
    ("events", "size", "参加人数"), ("firms", "size", "从业人数"), ("firms", "day", "日期"), ("unknown", "size", "参加人数"), ("events", "unknown", "")])
def test_a_field_is_called_by_its_own_list_and_else_by_any_that_has_it(of: str, key: str, called: str) -> None:
    assert named().field(of, key) == called


@pytest.mark.parametrize(("written", "said"), [
    ("output / people", "总产值 ÷ 人数"), ("per_head = output / people", "其中的中间量＝总产值 ÷ 人数"), ("p2 = output", "其中的中间量＝总产值"),
    ("output = (", "总产值 = ("), ("2 = output", "2 = 总产值")])
def test_a_formula_is_told_by_what_its_data_are_called_and_a_step_of_it_as_such(written: str, said: str) -> None:
    assert named().formula(written, []) == said


@pytest.mark.parametrize(("previous", "code"), [
    ({}, "capsule.no_previous"), ({"verdicts": [1, 2]}, "capsule.no_previous"), ({"ruleset": {"id": "other"}}, "capsule.other_previous")])
def test_an_earlier_verdict_that_could_not_be_compared_is_told_as_one_that_is_attached(
        previous: dict[str, Any], code: str) -> None:
    verdict = json.loads(json.dumps(recorded().verdict.plain()))
    given = {**verdict, "ruleset": {**verdict["ruleset"], **previous["ruleset"]}} if "ruleset" in previous else previous
    with pytest.raises(CapsuleError) as caught:
        replay(unpacked([recorded()], lambda files: files.update({"previous.json": canonical(given)})))
    assert [(one.code, one.file) for one in caught.value.problems] == [(code, "previous.json")]


@pytest.mark.parametrize(("place", "explains"), [("doubts", True), ("ways", False), ("clause.ways", True), ("clause.doubts", False)])
def test_what_only_explains_an_outcome_of_an_earlier_verdict_is_not_compared(place: str, explains: bool) -> None:
    prohibition = {"id": "P.1", "label": "虚构的禁项", "category": "禁止", "prohibited_when": "banned", "effect": "prohibit", "source": ITEMS[0]["source"]}
    rules = from_data({**TINY, "concludes": "admission", "requirements": [], "indicators": [prohibition],
                       "attributes": {"banned": {"label": "禁止之列", "kind": "yes_no"}}})
    record = recorded(rules=rules)
    verdict = json.loads(json.dumps(record.words.plain()))
    of_clause, _, key = place.rpartition(".")
    (verdict["findings"][0]["clause"] if of_clause else verdict)[key] = ["虚构"]
    found = differences(CapsuleVerdict("", record.base, rules, (), False, verdict), record, grown=True)
    assert [str(one.field) for one in found] == ([] if explains else [place])
