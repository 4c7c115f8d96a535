"""``checker rules export-cases``: what is written suffices to prove an implementation by."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from bad.command import refused, run, says
from conftest import in_words
from test_lint import CASES, RULESET, folder

from checker.concluding.plain import PlainEngine
from checker.dossier.dossier import Dossier
from checker.files.canonical import canonical, digest
from checker.ruleset.loading import from_data, installed, load, locate
from checker.services.schemas import schema
from checker.testing.cases import read_cases
from checker.testing.export import SCHEMA, assessed_on, concluded, expectation, portable
from checker.validation import build

LEAST = 300
MOVED = "HJ274-2015.11"  # the item whose limit a wrong implementation has moved
SHARE = 7
STEPS = pytest.mark.parametrize("step", [SHARE, pytest.param(1, marks=pytest.mark.whole)])
# Their cases take minutes together: with the whole set only.
SLOW = ("carbon-path", "green-park-2016", "hj274-2015", "yuxi-14th-plan", "yuxi-green-plan")
NAMES = [pytest.param(name, marks=pytest.mark.whole) if name in SLOW else name for name in installed()]
ENGINE = PlainEngine()


@cache
def exported(name: str, step: int = 1) -> bytes:
    """One ruleset with every ``step``th of its cases, as it would be written."""
    ruleset = load(name)
    cases = read_cases(locate(name), ruleset)
    some = [case for number, case in enumerate(cases) if number % step == 0 or case.item == MOVED]
    return json.dumps(portable(ruleset, some, ENGINE), ensure_ascii=False).encode()


def replayed(case: dict[str, Any], ruleset: Any) -> dict[str, Any]:
    """What this library says of a case, from nothing but the exported data."""
    if "outcomes" in case:
        return concluded(case["outcomes"], ruleset, ENGINE)
    made, problems = build(Dossier, case["dossier"])
    assert made is not None, problems
    verdict = in_words(made, ruleset, dt.date.fromisoformat(case["assessed_on"]), ENGINE, digest(canonical(case["dossier"])))
    return expectation(verdict, case["item"])


@STEPS
@pytest.mark.parametrize("name", NAMES)
def test_what_is_exported_gives_the_same_when_judged_from_the_file_alone(name: str, step: int) -> None:
    data = json.loads(exported(name, step))
    assert data["schema"] == SCHEMA
    assert digest(canonical(data["ruleset"])) == data["ruleset_digest"] == load(name).digest
    ruleset = from_data(data["ruleset"])
    assert ruleset.digest == data["ruleset_digest"]
    assert len(data["cases"]) == len({case["name"] for case in data["cases"]}) > 0
    for case in data["cases"]:
        assert replayed(case, ruleset) == case["expect"], case["name"]


@STEPS
def test_the_installed_rulesets_have_enough_cases_together(step: int) -> None:
    found = 0
    for name in installed():
        if name not in SLOW:
            cases = read_cases(locate(name), load(name))
            found += len(cases)
            assert step > 1 or len(json.loads(exported(name))["cases"]) == len(cases)
    assert found >= LEAST


@STEPS
@pytest.mark.parametrize("name", NAMES)
def test_what_people_stated_is_what_is_expected(name: str, step: int) -> None:
    """The outcome and the exact values written by hand from the document, where they were written."""
    stated = 0
    for case in json.loads(exported(name, step))["cases"]:
        assert case["stated"]["outcome"] == case["expect"]["outcome"]
        if "outcomes" in case:
            assert case["stated"]["requirements"].items() <= case["expect"]["requirements"].items()
            continue
        parts = case["expect"]["evaluations"]
        if "value" in case["stated"]:
            stated += 1
            found = [value for part in parts if part["decides"] for value in part["values"]]
            assert {Fraction(value) for value in found} == {Fraction(case["stated"]["value"])}
        for reading, value in case["stated"].get("values", {}).items():
            found = [v for part in parts if part["reading"] == reading for v in part["values"]]
            assert {Fraction(v) for v in found} == {Fraction(value)}
    assert stated or name != "hj274-2015"


@pytest.mark.whole
def test_a_wrong_implementation_is_found_out() -> None:
    """With one limit moved by a step some case no longer gives what is expected."""
    data = json.loads(exported("hj274-2015", SHARE))
    wrong = json.loads(json.dumps(data["ruleset"]))
    [item] = [item for item in wrong["indicators"] if item["id"] == MOVED]
    item["limit"][0]["at_most"] = "0.6"
    ruleset = from_data(wrong)
    differing = {case.get("item") for case in data["cases"] if replayed(case, ruleset) != case["expect"]}
    assert differing == {MOVED}


@STEPS
def test_no_number_goes_through_a_float_and_dossiers_conform_to_their_schema(step: int) -> None:
    data = json.loads(exported("hj274-2015", step), parse_float=pytest.fail)
    checked = jsonschema.Draft202012Validator(json.loads(schema("dossier")))
    for case in data["cases"]:
        if "dossier" in case:
            checked.validate(case["dossier"])


def test_the_command_writes_a_file_for_each_ruleset_and_one_that_explains(tmp_path: Path) -> None:
    made, out = folder(tmp_path), tmp_path / "made" / "out"
    said = run("rules", "export-cases", made, "-o", out)
    assert (said.status, said.err) == (0, "")
    assert said.out == f"tiny：18 个用例 → {out / 'tiny.json'}\n"
    assert sorted(path.name for path in out.iterdir()) == ["README.md", "tiny.json"]
    text = (out / "README.md").read_text(encoding="utf-8")
    data = json.loads((out / "tiny.json").read_text(encoding="utf-8"))
    for key in {*data, *(key for case in data["cases"] for key in case)}:
        assert f"`{key}" in text, key
    assert data["cases"][1] | {"dossier": None} == {
        "name": "沿海恰", "item": "T.1", "dossier": None, "assessed_on": "2024-12-31",
        "expect": {"outcome": "met", "evaluations": [
            {"reading": None, "decides": True, "outcome": "met", "values": ["20"]}]},
        "stated": {"outcome": "met", "value": "20"}}
    assert data["cases"][-1] == {
        "name": "未定", "outcomes": dict.fromkeys(("T.1", "T.2", "T.3"), "undetermined"),
        "expect": {"outcome": "undetermined", "requirements": {"whole": "undetermined"}},
        "stated": {"outcome": "undetermined", "requirements": {"whole": "undetermined"}}}


def test_nothing_is_written_when_a_case_fails(tmp_path: Path) -> None:
    made = folder(tmp_path, cases=CASES.replace("value: 80", "value: 81"))
    refused(run("rules", "export-cases", made, "-o", tmp_path / "out"), 5, "export.case_failed",
            "用例“水高”没有通过（期望 达标，81，得到 达标，80）", made / "cases" / "all.yaml", 14)
    assert not (tmp_path / "out").exists()


def test_a_place_that_is_no_folder_is_wrong_usage(tmp_path: Path) -> None:
    made = folder(tmp_path)
    (tmp_path / "out").write_text("", encoding="utf-8")
    refused(run("rules", "export-cases", made, "-o", tmp_path / "out"), 2, "error.write", "无法写出")
    said = run("rules", "export-cases", made)
    assert said.status == 2
    assert says(said.err, "usage.missing", "--output")


@pytest.mark.parametrize(("dates", "day"), [
    ("{from: 2020-01-01, seen: official}", "2024-12-31"), ("{from: 2025-07-01, seen: official}", "2025-07-01"),
    ("{from: 2020-01-01, until: 2023-05-31, seen: official}", "2020-01-01"), ("{from: 2025, seen: official}", "2025-12-31"),
    ("{from: 2025, until: 2025, seen: official}", "2024-12-31")])
def test_the_day_of_assessment_is_one_on_which_the_edition_is_in_force(dates: str, day: str, tmp_path: Path) -> None:
    made = folder(tmp_path, RULESET.replace("{from: 2020-01-01, seen: official}", dates))
    assert assessed_on(load(f"{made}/"), 2024) == dt.date.fromisoformat(day)
