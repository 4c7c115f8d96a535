"""All that is wrong with one file is named in one round, each thing once, whatever it was written in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from bad.command import run, says
from forms import Form
from portfolios import portfolio_unset  # noqa: F401 - a fixture
from test_screening import cells, screen, table

from checker.places import CellAddress

SOURCE = {"place": "表1", "words": "见表1"}
# Each is wrong in its value; nothing of it is wrong as a file.
WRONG: list[dict[str, Any]] = [
    {"quantity": "employees", "value": "5 6", "unit": "人", "source": SOURCE},
    {"quantity": "industrial_land", "value": 42, "unit": "万tce", "source": SOURCE}]
IN_THE_VALUES = {"amount.apart": "5 6", "unit.wrong_dimension": "万tce"}


def told(found: list[str], code: str, words: str) -> int:
    """How often something is said."""
    return sum(says(error, code, words) for error in found)


def park(**changes: Any) -> dict[str, Any]:
    """A park's dossier with two wrong values."""
    return {"schema": "dossier/1", "subject": {"name": "某园区", "kind": "park"}, "period": 2024,
            "assessed_on": "2025-05-31", "observations": WRONG,
            "against": [{"ruleset": "hj274-2015", "own": True, "ground": "按标准管理"}], **changes}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in park().items() if key != name}


def errors(folder: Path, data: Any, suffix: str) -> list[str]:
    """What is said of a file, each complaint on its line."""
    written = json.dumps(data, ensure_ascii=False, indent=1)
    if suffix == ".yaml":
        written = yaml.safe_dump(json.loads(written), allow_unicode=True, sort_keys=False)
    path = folder / f"材料{suffix}"
    path.write_text(written, encoding="utf-8")
    said = run("check", path)
    assert said.status == 4, said.err
    return said.errors


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@pytest.mark.parametrize(("data", "code", "words"), [
    pytest.param(park(period="去年"), "field.year", "去年", id="a period that is no year"),
    pytest.param(without("period"), "field.missing", "period", id="no period"),
    pytest.param(park(schema="dossier/9"), "field.not_one_of", "dossier/9", id="another schema"),
    pytest.param(park(subject={"name": "某园区", "kind": "园区"}), "field.not_one_of", "“园区”", id="a kind that there isn't"),
    pytest.param(without("subject"), "field.missing", "subject", id="no subject"),
    pytest.param(park(documents=["年报"]), "field.not_mapping", "[…]", id="documents that are a list"),
    pytest.param(park(attributes=["是"]), "field.not_mapping", "[…]", id="attributes that are a list"),
    pytest.param(park(defaults={"scope": 1, "scop": "规上"}), "field.unknown", "scop", id="a default that there isn't"),
])
def test_a_fault_of_the_whole_hides_no_fault_of_a_part(
        tmp_path: Path, suffix: str, data: dict[str, Any], code: str, words: str) -> None:
    found = errors(tmp_path, data, suffix)
    assert len(found) == 3, found
    for due, said in {code: words, **IN_THE_VALUES}.items():
        assert told(found, due, said) == 1, (due, found)


def test_a_source_that_is_wrong_hides_no_wrong_value_beside_it(tmp_path: Path) -> None:
    """Neither where the document isn't listed nor where the words are lacking; each is named once, in its line."""
    data = park(observations=[{**WRONG[0], "source": {"document": "annual", **SOURCE}},
                              {**WRONG[1], "source": {"place": "表1"}}])
    found = errors(tmp_path, data, ".yaml")
    assert len(found) == 4, found
    assert [error.split("：")[1].partition(" 行 ")[2] for error in found if says(error, "field.missing", "words")] == [
        "填报值（observations）第 2 条的出处（source）的原文（words）"]
    for due, said in {"dossier.unknown_document": "annual", **IN_THE_VALUES}.items():
        assert told(found, due, said) == 1, (due, found)


def test_what_only_follows_from_an_unread_year_is_not_said(tmp_path: Path) -> None:
    """No year stands there, so none can be too early for the base year, nor for an entry of a list."""
    data = park(period="去年", attributes={"construction_base_year": {"value": 2024}}, lists=[
        {"list": "environmental_events", "entries": [{"date": "2023-05-31", "grade": "较大"}], "source": SOURCE}])
    found = errors(tmp_path, data, ".yaml")
    assert len(found) == 3, found
    assert told(found, "attribute.base_not_before", "2024") == told(found, "list.other_year", "2023") == 0
    assert len(errors(tmp_path, {**data, "period": 2024}, ".yaml")) == 4


def test_what_was_asked_for_names_the_faults_for_each_ruleset_once(tmp_path: Path) -> None:
    path = tmp_path / "材料.yaml"
    path.write_text(yaml.safe_dump(json.loads(json.dumps(park(period="去年"))), allow_unicode=True), encoding="utf-8")
    said = run("check", path, "--ruleset", "hj274-2015", "--ruleset", "green-park-2016")
    assert len(said.errors) == len(set(said.errors)) == 3


def test_a_form_without_a_name_is_told_of_its_values_too(tmp_path: Path) -> None:
    """What the cells say by themselves, and what only the ruleset can say of them."""
    form = Form("hj274-2015")
    form.basic("own", "是")
    form.basic("ground", "按标准管理")
    form.basic("period", "2024")
    spots = [form.put("数据", quantity.label, "评价年", value) for quantity, value in zip(
        [q for q in form.ruleset.model.quantities.values() if q.unit][:2], ("很多", "-5万元"), strict=True)]
    said = run("check", form.save(tmp_path / "表.xlsx"))
    assert said.status == 4
    assert told(said.errors, "form.due", "园区名称") == 1, said.err
    for spot in spots:
        assert sum(CellAddress(spot).said() in error for error in said.errors) == 1, (spot, said.err)


def test_a_row_is_told_of_all_its_cells(tmp_path: Path) -> None:
    """A declaration that nobody makes hides neither the code nor the amount in the same row."""
    declared = "是否建造成套住宅、专家楼、宾馆、招待所或培训中心"
    headings = ("序号", "项目名称", "行业代码（2002年版）", "容积率（1）", declared)
    rules = ("--ruleset", "admission-land-2008", "--as-of", "2025-06-30", "--jobs", "1")
    screen(table(tmp_path, [("1", "甲", "ZZZ", "很多", "是")], headings), tmp_path / "out", rules=rules)
    problems = [str(row[3]) for row in cells(tmp_path / "out")["读不出的行"][1:]]
    assert len(problems) == 3, problems
    for heading in headings[2:]:
        assert sum(f"：“{heading}" in problem for problem in problems) == 1, (heading, problems)
