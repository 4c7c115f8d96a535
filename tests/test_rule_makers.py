"""What a maker of rules stumbles on: bare numbers, causes that are named wrongly, tables left out."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
import subprocess
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from bad.command import run, says
from conftest import ROOT, derived, dossier, in_words
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from checker.capsule.issue import from_verdicts
from checker.concluding.plain import PlainEngine
from checker.dossier.submission import dossier_digest
from checker.errors import RulesetError
from checker.files.textfile import read
from checker.quantity.display import with_unit
from checker.reporting.derivation_text import derivation_text
from checker.reporting.page import render_html
from checker.reporting.plain_text import report
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load, locate, rules_file
from checker.testing.formula_changes import changes
from checker.testing.mutation import mutants
from checker.wording.worded import WordedVerdict

SCORING = ROOT / "samples/rulesets/made-up-scoring"
SOURCE = {"place": "申请书", "words": "见"}


def land(**stated: dict[str, Any]) -> dict[str, Any]:
    return {
        "schema": "dossier/1", "subject": {"name": "虚构项目", "kind": "project", "owner": "甲公司"}, "made_up": True,
        "observations": [{"quantity": name, "source": SOURCE, **entry} for name, entry in stated.items()]}


def by_land(**stated: dict[str, Any]) -> WordedVerdict:
    made = dossier(land(**stated))
    return in_words(made, load("admission-land-2008"), dt.date(2009, 6, 30), PlainEngine(), dossier_digest(made))


def test_a_bare_number_is_never_glued_to_its_unit() -> None:
    for unit in ({"unit": "1"}, {}):
        stated = {"plot_ratio": {"value": "2.0", **unit}, "building_coefficient": {"value": "40%"}}
        verdict = by_land(**stated)
        told = derived(land(**stated), load("admission-land-2008"), dt.date(2009, 6, 30))
        said = report(verdict) + derivation_text(told) + verdict.model_dump_json()
        assert "2.01" not in said
        assert "2.0" in said
    assert [with_unit("2.0", unit) for unit in ("1", None, "万元")] == ["2.0", "2.0", "2.0万元"]
    assert with_unit("3亿元", "亿元") == "3亿元"


def test_a_value_that_is_taken_as_stated_stands_once() -> None:
    verdict = by_land(plot_ratio={"value": "0.5"})
    html, _ = render_html(verdict, [], from_verdicts([verdict], None))
    assert "容积率：容积率 = 0.5" in html
    assert "= 0.5 = 0.5" not in html


def test_a_quantity_that_is_a_bare_number_needs_no_unit() -> None:
    verdict = by_land(plot_ratio={"value": "0.5"})
    found = next(f for f in verdict.findings if "容积率" in f.label)
    assert found.value == "0.5"


def test_a_column_of_bare_numbers_needs_no_unit_in_its_heading(tmp_path: Path) -> None:
    table = tmp_path / "项目.csv"
    table.write_text("序号,项目名称,行业代码,行业代码（2002年版）,用地性质,容积率\n1,虚构项目,2921,3020,项目用地,0.5\n", encoding="utf-8")
    said = run("screen", table, "--ruleset", "admission-land-2008", "--as-of", "2009-06-30", "--pdf", "none", "--jobs", "1",
               "-o", tmp_path / "out")
    assert said.status == 0, said.err
    verdict = json.loads(gzip.decompress((tmp_path / "out/results.jsonl.gz").read_bytes()))
    floor = next(item.id for item in load("admission-land-2008").items.values() if item.model.label == "容积率")
    found = next(each for each in verdict["findings"] if each["item"] == floor)
    values = [each["values"] for each in found["evaluations"]]
    assert (found["outcome"], values) == ("unmet", [["0.5"]]), "1.0 for code 30 of 2002"


# a policy with points, and rows that wait


def scoring(place: Path, **changed: Any) -> str:
    """The made-up scoring with some sections changed, in a folder of its own."""
    data = {**copied(SCORING / "ruleset.yaml"), **changed}
    (place / "made-up-scoring").mkdir(exist_ok=True)
    (place / "made-up-scoring/ruleset.yaml").write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
    return str(place / "made-up-scoring")


def copied(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = deepcopy(read(path).data)
    return data


def pdf_text(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


def scored_table(place: Path) -> Path:
    table = place / "项目.csv"
    table.write_text("序号,项目名称,行业代码,产业结构调整指导目录类别,用地面积（亩）,计划总投资（万元）,达产年税收（万元）\n"
                     "1,虚构一,2710,鼓励类,10,6000,500\n2,虚构二,2710,淘汰类,10,1000,10\n", encoding="utf-8")
    return table


def screened(table: Path, ruleset: str, place: Path) -> list[list[str]]:
    answer = run("screen", str(table), "--ruleset", ruleset, "-o", str(place / "out"), "--pdf", "none", "--jobs", "1", "--as-of", "2024-06-30")
    assert answer.status in (0, 1, 3), answer
    book = load_workbook(place / "out/results.xlsx")
    return [["" if cell is None else str(cell) for cell in row] for row in book["全部"].values]


def test_a_screening_shows_the_score(tmp_path: Path) -> None:
    head, *rows = screened(scored_table(tmp_path), str(SCORING), tmp_path)
    place = head.index("总分下限")
    assert [row[place] for row in rows] == ["90～100", "20～30"]
    page = pdf_text(tmp_path / "out/portfolio.pdf")
    assert "90～100" in page
    assert "20～30" in page


def test_a_row_that_waits_on_an_unread_value_says_so(tmp_path: Path) -> None:
    first, *_, floor, _ = copied(SCORING / "ruleset.yaml")["indicators"]
    ruleset = scoring(tmp_path, indicators=[first, {**floor, "limit": [{"unread": "门槛在附件，未见"}]}])
    head, *rows = screened(scored_table(tmp_path), ruleset, tmp_path)
    waiting = [row for row in rows if row[head.index("结论")].startswith("无法判定")]
    assert waiting
    for row in waiting:
        assert row[head.index("决定结论的条款")].startswith("总分下限："), row


def clamped(place: Path) -> Ruleset:
    """The made-up scoring with ten points for tax by a straight line between bounds."""
    data = copied(SCORING / "ruleset.yaml")
    return load(scoring(place, grades={"investment_points": data["grades"]["investment_points"]}, definitions={
        "score": "investment_points + max(0, min(30, annual_tax / land_area / tax_step))"}, factors={
        "tax_step": {"label": "每分税收", "value": "1", "unit": "万元/亩", "source": {"place": "附表第2项", "seen": "source"}}}))


def by_score(data: dict[str, Any], rules: Ruleset) -> WordedVerdict:
    made = dossier(data)
    return in_words(made, rules, dt.date(2024, 6, 30), PlainEngine(), dossier_digest(made))


def test_what_max_and_min_hold_has_bounds_whatever_is_missing(tmp_path: Path) -> None:
    rules, data = clamped(tmp_path), read(ROOT / "samples/made-up-scored-project.yaml").data
    data["observations"] = [o for o in data["observations"] if o["quantity"] != "annual_tax"]
    found = by_score(data, rules).finding("MUS-2024.4")
    [part] = found.evaluations
    assert part.substitution == ["30 ＋ 0～30"]
    assert (found.outcome, found.missing[0]) == ("undetermined", "quantity:annual_tax")
    assert part.values == ["30～60"]
    assert by_score(data, rules).finding("MUS-2024.5").outcome == "review", "at most 60 of 80, whatever the tax"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 9000)), min_size=3, max_size=3))
def test_knowing_more_never_turns_a_bounded_score_round(amounts: list[int | None]) -> None:
    with TemporaryDirectory() as place:
        rules = clamped(Path(place))
    names = ("total_investment", "annual_tax", "land_area")
    units = ("万元", "万元", "亩")
    data = read(ROOT / "samples/made-up-scored-project.yaml").data

    def outcomes(stated: Sequence[int | None]) -> tuple[str, str]:
        known = deepcopy(data)
        known["observations"] = [
            {"quantity": name, "value": f"{value}{unit}", "source": SOURCE}
            for name, value, unit in zip(names, stated, units, strict=True) if value is not None]
        verdict = by_score(known, rules)
        return verdict.finding("MUS-2024.4").outcome, verdict.finding("MUS-2024.5").outcome

    whole = outcomes(amounts)
    for i in range(3):
        for less, more in zip(outcomes([*amounts[:i], None, *amounts[i + 1:]]), whole, strict=True):
            assert less in ("undetermined", more)


def test_the_ruleset_as_a_page_has_the_table_of_grades(tmp_path: Path) -> None:
    assert run("rules", "show", str(SCORING), "-o", str(tmp_path / "x.pdf")).status == 0
    page = "".join(pdf_text(tmp_path / "x.pdf").split())
    for said in ("投资强度得分", "绿色水平得分", "附表第4项"):
        assert said in page


# messages that name the cause


def complaints(place: Path, **changed: Any) -> list[str]:
    with pytest.raises(RulesetError) as caught:
        load(scoring(place, **changed))
    return [str(problem) for problem in caught.value.problems]


def floor_with(**changed: Any) -> list[dict[str, Any]]:
    items = copied(SCORING / "ruleset.yaml")["indicators"]
    items[3].update(changed)
    return list(items)


@pytest.mark.parametrize("formula", ["score / 0", "score / land_area / 0", "score / 0.0"])
def test_a_division_by_zero_is_called_that(tmp_path: Path, formula: str) -> None:
    [said] = complaints(tmp_path, indicators=floor_with(value=formula))
    assert says(said, "formula.by_zero", "除以零")


def test_a_cycle_is_told_once(tmp_path: Path) -> None:
    [said] = complaints(tmp_path, definitions={"score": "first", "first": "second + 1", "second": "first"})
    assert "循环" in said


@pytest.mark.parametrize(("source", "lacking"), [
    ({"place": "第五条"}, "name、limit、formula"), (None, "place、name、limit、formula")])
def test_a_source_without_its_parts_says_which(tmp_path: Path, source: Any, lacking: str) -> None:
    items = floor_with(source=source)
    if source is None:
        del items[3]["source"]
    [said] = complaints(tmp_path, indicators=items)
    assert says(said, "ruleset.source_parts", f"缺少 {lacking}。")


def test_a_source_that_is_a_text_is_told_its_four_parts(tmp_path: Path) -> None:
    [said] = complaints(tmp_path, indicators=floor_with(source="第五条"))
    assert says(said, "ruleset.source_text", "source 要分四项写：place: 第五条，name、limit、formula")


def test_points_have_no_unit_and_the_complaint_says_what_to_write(tmp_path: Path) -> None:
    [said] = complaints(tmp_path, indicators=floor_with(unit="分"))
    assert says(said, "unit.unknown", '不认识单位“分”。没有单位的数（如得分、比值）单位写 "1"。')


@pytest.mark.parametrize("limit", ["330万元/亩", {"at_least": "330万元/亩"}, [{"at_most": "330 万元/亩"}]])
def test_a_limit_with_its_unit_says_where_the_unit_stands(tmp_path: Path, limit: Any) -> None:
    [said] = complaints(tmp_path, indicators=floor_with(limit=limit))
    assert says(said, "ruleset.limit_with_unit", "限值只写数")
    assert "万元/亩" in said


def test_a_bare_bracket_inside_braces_is_named(tmp_path: Path) -> None:
    file = tmp_path / "ruleset.yaml"
    file.write_text("readings:\n  - {label: 甲, value: x[2024] / y, unit: t}\n", encoding="utf-8")
    with pytest.raises(RulesetError) as caught:
        read(file, RulesetError)
    assert says(str(caught.value), "file.bare_bracket", "x[2024]")
    assert "引号" in str(caught.value)


# mutation


def test_changes_are_called_by_what_they_change() -> None:
    said = [mutant.change for mutant in mutants(load(str(SCORING)))]
    assert "investment_points 分值由 40 改为 41" in said
    assert any(change.startswith("prohibited_when 条件由") for change in said)
    assert any(change.startswith("industry_points 删去评分第") for change in said)


def test_an_unread_limit_makes_no_mutant_of_what_is_possible(tmp_path: Path) -> None:
    for limit, made in (({"at_least": 60}, True), ([{"unread": "门槛在附件，未见"}], False)):
        place = tmp_path / str(made)
        place.mkdir()
        rules = load(scoring(place, indicators=floor_with(limit=limit, within={"at_least": "0", "at_most": "100"})))
        assert any("可能的最大值" in mutant.change for mutant in mutants(rules)) is made


def test_without_cases_nothing_is_said_to_have_passed(tmp_path: Path) -> None:
    said = run("rules", "test", scoring(tmp_path)).out
    assert says(said, "cases.none", "还没有用例")
    assert "全部通过" not in said


def test_numbers_inside_formulas_are_moved(tmp_path: Path) -> None:
    rules = load(scoring(tmp_path, definitions={"score": "investment_points * 0.5 + max(0, min(30, tax_points))"}))
    made = {mutant.change.partition("改为 ")[2] for mutant in mutants(rules) if mutant.change.startswith("score ")}
    for moved in ("* 0.6 + max(0, min(30", "* 0.4 + max(0, min(30", "* 0.5 + max(0, min(31", "* 0.5 + max(0, min(29"):
        assert f"investment_points {moved}, tax_points))" in made
    assert not any("max(1," in change or "max(-1," in change for change in made), "zero is where a sign turns"


@pytest.mark.parametrize(("formula", "numbers"), [
    ("growth(x, y-3, y) * 100", {"101", "99"}), ("x[2020] / x[y-1]", set()), ("y - 2015 > 3", {"4", "2"}),
    ('count(list, kind == "电炉3号") > 1', {"2", "0"}), ("compound(0.05, 2020, y)", {"0.06", "0.04"})])
def test_years_and_words_are_no_numbers_of_a_formula(formula: str, numbers: set[str]) -> None:
    moved = [change for change in changes(formula) if re.sub(r"\d+(\.\d+)?", "#", change) == re.sub(r"\d+(\.\d+)?", "#", formula)
             and "y-2" not in change]
    old, new = (re.findall(r"\d+(?:\.\d+)?", formula), [re.findall(r"\d+(?:\.\d+)?", change) for change in moved])
    assert {n for found in new for n, before in zip(found, old, strict=True) if n != before} == numbers


def test_a_requirement_that_no_case_names_says_what_its_cases_lack(tmp_path: Path) -> None:
    data = deepcopy(rules_file(locate("yunnan-parks-2025")).data)
    folder = tmp_path / data["id"]
    (folder / "cases").mkdir(parents=True)
    (folder / "ruleset.yaml").write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
    (folder / "cases/all.yaml").write_text(
        "schema: cases/1\ncases:\n  - {name: 全部达标, outcomes: {}, rest: met, expect: met}\n", encoding="utf-8")
    said = run("rules", "test", folder).out
    name = data["requirements"][0]["id"]
    assert says(said, "case.uncovered_requirement", f"其中一项是 {name}: met。")
    assert "用例“全部达标”" in said
    assert f"{name}：没有用例覆盖“未达标”" in said, "no case is about that"


def test_a_factor_without_unit_is_not_glued_to_a_one(tmp_path: Path) -> None:
    for value, name in (("0.5", "a"), ("0.6", "b")):
        (tmp_path / name).mkdir()
        scoring(tmp_path / name, definitions={"score": "investment_points * weight"}, factors={
            "weight": {"label": "权重", "value": value, "unit": "1", "source": {"place": "附表", "seen": "source"}}})
    one, other = (tmp_path / name / "made-up-scoring" for name in "ab")
    assert "权重　0.5　附表" in run("rules", "show", one).out
    assert " 1" not in run("rules", "diff", one, other).out.partition("权重")[2].partition("\n")[0]
