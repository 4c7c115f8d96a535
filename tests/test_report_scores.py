"""The sheet of scores: every graded part with its full mark, value, points and evidence, whatever the ruleset."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from bad.command import refused, run
from conftest import ROOT

from checker.files.textfile import read
from checker.reports.blocks import ReportTable
from checker.reports.form_files import form
from checker.reports.setting_out import report_body
from checker.services.judging_files import JudgingTerms, judged
from checker.services.report_files import MadeReport, capsule_of, made_report
from checker.verifying.report_check import checked_report

SHEET, SAMPLE, RULES = "county-score-sheet", ROOT / "samples/made-up-scored-project.yaml", ROOT / "samples/rulesets/made-up-scoring"
HEADS = ["序号", "评分项", "评分标准", "满分", "测算值", "得分", "依据", "复核得分"]
TAX = "达产年税收 1900万元（申请书（虚构））；用地面积 60亩（申请书（虚构））"


def made() -> MadeReport:
    return made_report(form(SHEET), judged(JudgingTerms(SAMPLE, dt.date(2026, 11, 28), (str(RULES),)))[0])


def scores(place: Path = SAMPLE, rules: Path = RULES) -> ReportTable:
    found = judged(JudgingTerms(place, dt.date(2026, 11, 28), (str(rules),)))[0]
    body = report_body(form(SHEET), found, capsule_of(found))
    return next(grid for grid in body.grids() if grid.heads == HEADS)


def rows(grid: ReportTable, *columns: str) -> list[list[str]]:
    return [["／".join(row[HEADS.index(column)].lines()) for column in columns] for row in grid.rows]


def changed(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    data = read(SAMPLE).data
    change(data)
    (tmp_path / "d.json").write_text(json.dumps(data, default=str), encoding="utf-8")
    return tmp_path / "d.json"


def test_each_part_has_its_full_mark_what_was_graded_and_points_and_what_is_unknown_lies_between_bounds() -> None:
    grid = scores()
    assert rows(grid, "序号", "评分项", "满分", "测算值", "得分") == [
        ["1", "投资强度得分", "40", "400 万元/亩", "30"], ["2", "亩均税收得分", "30", "31.67 万元/亩", "20"],
        ["3", "产业方向得分", "20", "—", "20"], ["4", "绿色水平得分", "10", "—", "0～10"],
        ["合计", "总分下限", "100", "—", "70～80"], ["合计", "直接准入的总分", "100", "—", "70～80"]]
    assert rows(grid, "依据")[1:] == [[TAX], ["行业代码 2762（申请书（虚构））"], ["缺：绿色水平"], ["达到"], ["无法判定"]]
    assert rows(grid, "评分标准")[1::3] == [
        ["（按 达产年税收 ÷ 用地面积，万元/亩）≥40：30 分；≥30：20 分；其余：0 分"], ["限值 ≥60"]]
    assert [row[-1].prompt.id for row in grid.rows if row[-1].prompt] == [
        "second_investment_points", "second_tax_points", "second_industry_points", "second_green_points", "second_4", "second_5"]


@pytest.mark.parametrize(("change", "told"), [
    (lambda d: d["observations"].pop(), ["30", "缺", "0～30", "缺：达产年税收；用地面积 60亩（申请书（虚构））"]),
    (lambda d: d["observations"][2].update(value="1800万元"), ["30", "30 万元/亩", "20", TAX.replace("1900", "1800")]),
    (lambda d: d["observations"][2].update(value="1799.99万元"), ["30", "29.9998 万元/亩", "0", TAX.replace("1900", "1799.99")]),
    (lambda d: d["observations"][2].update(value="约1900万元"), ["30", "约31.67 万元/亩", "20", TAX.replace("1900", "约1900")]),
    (lambda d: d["observations"][2].update(value="1700～1900万元"), ["30", "28.33～31.67 万元/亩", "0～20", TAX.replace("1900", "1700～1900")]),
])
def test_a_part_without_its_datum_or_at_its_step_has_the_points_of_the_verdict(
        change: Callable[[dict[str, Any]], object], told: list[str], tmp_path: Path) -> None:
    assert rows(scores(changed(tmp_path, change)), "满分", "测算值", "得分", "依据")[1] == told


def test_points_of_a_slope_have_as_many_digits_as_the_total_has(tmp_path: Path) -> None:
    data = read(ROOT / "samples/made-up-tiered-project.yaml").data
    data["observations"][2]["value"] = "2203.33万元"
    (tmp_path / "d.json").write_text(json.dumps(data, default=str), encoding="utf-8")
    grid = scores(tmp_path / "d.json", ROOT / "samples/rulesets/made-up-tiers")
    assert rows(grid, "得分") == [["30.03"], ["24"], ["20"], ["0～10"], ["74.03～84.03"], ["B 或 C"]]


def test_two_values_of_one_datum_give_two_values_and_the_points_of_each(tmp_path: Path) -> None:
    def other(data: dict[str, Any]) -> None:
        data["observations"].append({**data["observations"][2], "value": "3000万元", "source": {"place": "另一份申请书（虚构）", "words": "税收3000万元"}})

    grid = scores(changed(tmp_path, other))
    assert rows(grid, "测算值", "得分")[1] == ["31.67 万元/亩／50 万元/亩", "20／30"]
    assert rows(grid, "得分")[4] == ["70～80／80～90"]


def test_points_that_any_value_earns_need_none_and_a_total_of_more_than_grades_has_no_full_mark(tmp_path: Path) -> None:
    words = (RULES / "ruleset.yaml").read_text(encoding="utf-8")
    for one, other in (
            ("id: made-up-scoring", "id: ours"), ("quantities:\n", "quantities:\n  bonus: {label: 加分, label_en: bonus, unit: '1', each: once}\n"),
            ("{at_least: 40, points: 30}, {at_least: 30, points: 20}, {points: 0}", "{at_least: 40, points: 5}, {points: 5}"),
            ("green_points\n\nindicators", "green_points + bonus\n\nindicators")):
        assert words.count(one) == 1, one
        words = words.replace(one, other)
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours/ruleset.yaml").write_text(words, encoding="utf-8")
    (tmp_path / "ours/CHANGELOG.md").write_text("虚构\n", encoding="utf-8")

    def other_rules(data: dict[str, Any]) -> None:
        data["against"][0]["ruleset"] = "ours"
        data["observations"][2].update(quantity="bonus", value="3")

    grid = scores(changed(tmp_path, other_rules), tmp_path / "ours")
    assert rows(grid, "满分", "测算值", "得分", "依据")[1] == ["5", "—", "5", "缺：达产年税收；用地面积 60亩（申请书（虚构））"]
    assert rows(grid, "满分", "得分")[4:] == [["—", "58～68"]] * 2


def tiered(folder: Path, changes: Mapping[str, str] | None = None, **values: str) -> ReportTable:
    """The sheet of the made-up project that is put into a tier, with other data; its full marks are declared."""
    place = ROOT / "samples/rulesets/made-up-tiers"
    words = (place / "ruleset.yaml").read_text(encoding="utf-8")
    for one, other in (("    most: 20\n", "    most: 21\n"), ("points: 100}", "points: 101}"), *(changes or {}).items()):
        assert words.count(one) == 1
        words = words.replace(one, other)
    (folder / "made-up-tiers").mkdir()
    (folder / "made-up-tiers/ruleset.yaml").write_text(words, encoding="utf-8")
    data = read(ROOT / "samples/made-up-tiered-project.yaml").data
    for one in data["observations"]:
        one["value"] = values.get(one["quantity"], one["value"])
    if "safety_level" in values:
        data["attributes"]["safety_level"] = {"value": values["safety_level"], "source": {"place": "证书（虚构）", "words": "见证书"}}
    (folder / "d.json").write_text(json.dumps(data, default=str), encoding="utf-8")
    return scores(folder / "d.json", folder / "made-up-tiers")


def test_slopes_have_their_most_as_full_mark_and_the_tier_stands_under_the_total(tmp_path: Path) -> None:
    grid = scores(ROOT / "samples/made-up-tiered-project.yaml", ROOT / "samples/rulesets/made-up-tiers")
    assert rows(grid, "序号", "评分项", "满分", "测算值", "得分") == [
        ["1", "亩均税收得分", "40", "27.5 万元/亩", "30"], ["2", "亩均投资得分", "30", "400 万元/亩", "24"],
        ["3", "单位产值能耗得分", "20", "0.335 tce/万元", "20"], ["4", "安全生产得分", "10", "—", "0～10"],
        ["合计", "总分", "100", "—", "74～84"], ["等级", "综合等级", "—", "—", "B 或 C"]]
    assert rows(grid, "评分标准", "依据")[5] == ["D 一票否决；A ≥90；B ≥75；C ≥60；D 其余", "缺：安全生产标准化等级"]
    prompt = grid.rows[5][-1].prompt
    assert prompt is not None
    assert prompt.id == "second_tier"
    # What the document declares is printed, be it what the steps come to or not: rules lint tells where it isn't.
    assert rows(tiered(tmp_path, safety_level="一级", annual_tax="2100～2300万元"), "满分", "得分", "依据")[2:] == [
        ["21", "20", "达产年综合能耗 20100 tce（申请书（虚构））；达产产值 6亿元（申请书（虚构））"],
        ["10", "10", "安全生产标准化等级 一级（证书（虚构））"], ["101", "83～85", "达到"], ["—", "B", "第五条"]]


def test_points_that_count_by_weight_have_the_full_mark_that_the_weights_make(tmp_path: Path) -> None:
    grid = tiered(tmp_path, {"score: tax_points": "score: 0.5 * tax_points"}, safety_level="一级")
    assert rows(grid, "满分", "得分")[4] == ["80", "69"]


def test_a_range_that_leaves_the_tier_open_lacks_nothing(tmp_path: Path) -> None:
    assert rows(tiered(tmp_path, safety_level="一级", annual_tax="2700～3300万元"), "得分", "依据")[4:] == [
        ["89～94", "达到"], ["A 或 B", "所填的数是范围、互相矛盾或有误，不能定为一级"]]


def test_points_that_were_changed_by_hand_are_told_and_those_of_the_second_reader_are_free(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(made().word))
    table = next(one for one in document.tables if [cell.text for cell in one.rows[0].cells] == HEADS)
    table.cell(4, 5).text = "10"
    table.cell(1, 4).text = "500 万元/亩"
    document.save(str(tmp_path / "a.docx"))
    assert [(one.label, one.given, one.due) for one in checked_report(tmp_path / "a.docx").unlike] == [
        ("投资强度得分 测算值", "500 万元/亩", "400 万元/亩"), ("绿色水平得分 得分", "10", "0～10")]


def test_a_ruleset_that_scores_nothing_has_no_sheet_of_scores(tmp_path: Path) -> None:
    refused(run("report", ROOT / "samples/made-up-land-standard.yaml", "--form", SHEET, "-o", tmp_path / "a.docx"),
            2, "reports.no_grades", "没有评分项。请加 --ruleset 写明评分的规则集")
