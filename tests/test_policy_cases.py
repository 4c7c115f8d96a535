"""The cases that are made from a policy's tables: they hold, cover every row, and count once a person confirmed them."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bad.command import run as checker
from conftest import ROOT
from typed_policies import POLICIES, typed
from typing_in import DOCUMENT, NAME, PolicyBook, made_up

from checker.concluding.plain import PlainEngine
from checker.errors import DossierError, UsageError
from checker.linting.folder import lint_folder
from checker.ruleset.loading import load_folder
from checker.testing.cases import Case, CasesModel, read_cases
from checker.testing.cases import _case as case_of
from checker.testing.coverage import uncovered
from checker.testing.running import run
from checker.typed.policy_cases import table_cases
from checker.typed.policy_export import exported
from checker.typed.policy_folder import CASES, policy_files
from checker.typed.typed_policy import TypedPolicy, typed_policy

CONFIRM = ("# confirmed: {by: 姓名, on: 2026-01-01}", "confirmed: {by: 某某, on: 2026-11-30}")


def written(policy: TypedPolicy, folder: Path) -> Path:
    place = folder / policy.ruleset.id
    for name, content in policy_files(policy).content.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


@pytest.mark.parametrize("name", ["made_up", *POLICIES])
def test_every_case_of_a_table_holds_and_together_they_cover_all_but_totals_of_scores(name: str, tmp_path: Path) -> None:
    place = written(typed(name), tmp_path)
    ruleset = load_folder(place)
    results = [run(case, ruleset, PlainEngine()) for case in read_cases(place, ruleset)]
    assert [(r.case.name, r.expected, r.found) for r in results if not r.passed] == []
    scores = [item for item in ruleset.items.values() if item.model.value == "score"]
    assert [gap for gap in uncovered(ruleset, results) if not any(item.id in gap for item in scores)] == []
    assert not any(result.case.counts for result in results)


PAID = {"未达到时文件怎样说": "未达到的补足投资", "金额的单位": "万元"}


def one_metric(effect: str, compares: str, **cells: Any) -> PolicyBook:
    """A policy of one floor, with what it says of falling short."""
    book = PolicyBook()
    book.document(**{name: said for name, said in DOCUMENT.items() if name != "评分的满分合计"})
    book.use("用地面积", "计划总投资", "达产年税收")
    book.metric("投资强度（总投资）", "计划总投资", "用地面积", 要求=compares, 后果=effect, 条号="第一条", **cells)
    book.columns("投资强度（总投资）")
    book.fill("门槛表", **{"投资强度（总投资）": "12.5"})
    book.fill("其他条文", 条号="第一条", 原文="适用范围。", 怎样处理="已写成条目")
    return book


@pytest.mark.parametrize(("effect", "compares", "cells"), [
    ("不予准入", "不低于", {}), ("转人工研判", "高于", {}), ("转人工研判", "不低于", {"未达到时文件怎样说": "由联席会议研究"}),
    ("参考值，未达到转人工研判", "不低于", {}), ("工作目标，未达到转人工研判", "不高于", {}), ("只供参考", "低于", {}),
    ("改走别的途径（再填后面一列）", "不低于", {"未达到时文件怎样说": "入驻标准厂房"}),
    ("缴纳差额（再填后面四列）", "不低于", {**PAID, "差额乘以（名词，可不填）": "用地面积"}),
    ("缴纳差额（再填后面四列）", "不高于", {**PAID, "差额乘以（名词，可不填）": "用地面积", "再乘以（倍数，可不填）": "1.5"}),
    ("缴纳差额（再填后面四列）", "高于", {**PAID, "金额的单位": "万元/亩", "再乘以（倍数，可不填）": 2})])
def test_each_effect_and_each_comparison_has_cases_that_hold(effect: str, compares: str, cells: dict[str, Any]) -> None:
    policy = one_metric(effect, compares, **cells).built()
    ruleset = policy.ruleset
    assert policy_files(typed_policy(exported(policy.rules), NAME)).content == policy_files(policy).content
    short = ruleset.model.indicators[0].shortfall
    assert (short is not None, ruleset.model.formula_language) == (effect[:2] in ("转人", "改走", "缴纳"), 4 if short else 3)
    model = CasesModel.model_validate({"schema": "cases/1", "cases": table_cases(ruleset)})
    cases = [case_of(case, 2024, ruleset) for case in model.cases]
    results = [run(case, ruleset, PlainEngine()) for case in cases if isinstance(case, Case)]
    assert [result.passed for result in results] == [True] * 4
    assert uncovered(ruleset, results) == []


def test_an_amount_to_be_paid_is_the_shortfall_times_a_datum_times_a_number() -> None:
    cells = {**PAID, "差额乘以（名词，可不填）": "用地面积", "再乘以（倍数，可不填）": "1.5"}
    ruleset = one_metric("缴纳差额（再填后面四列）", "不低于", **cells).built().ruleset
    short = ruleset.model.indicators[0].shortfall
    assert short is not None
    assert (short.amount, short.unit, short.label) == ("(floor - value) * land_area * 1.5", "万元", "未达到的补足投资")
    # one step of 0.1 below 12.5, 3 times as much land as is short: 0.1 × land × 1.5
    [case] = [one for one in table_cases(ruleset) if "amount" in one]
    assert case["amount"] == Decimal(case["given"]["land_area"]) * Decimal("0.15")


@pytest.mark.parametrize(("effect", "cells", "words"), [
    ("不予准入", {"未达到时文件怎样说": "由人研究"}, "未达到时文件怎样说"), ("转人工研判", PAID, "金额的单位"),
    ("改走别的途径（再填后面一列）", {}, "没有填“未达到时文件怎样说”"), ("缴纳差额（再填后面四列）", {"金额的单位": "万元"}, "没有填“未达到时文件怎样说”"),
    ("缴纳差额（再填后面四列）", {**PAID, "金额的单位": None}, "单位"), ("缴纳差额（再填后面四列）", PAID, "万元"),
    ("缴纳差额（再填后面四列）", {**PAID, "差额乘以（名词，可不填）": "注册资本"}, "注册资本"),
    ("缴纳差额（再填后面四列）", {**PAID, "差额乘以（名词，可不填）": "用地面积", "再乘以（倍数，可不填）": "两倍"}, "两倍")])
def test_what_falling_short_comes_to_is_filled_in_where_it_is_due(effect: str, cells: dict[str, Any], words: str) -> None:
    with pytest.raises(DossierError) as raised:
        one_metric(effect, "不低于", **cells).built()
    assert any(words in str(problem) for problem in raised.value.problems)


def test_a_deduction_has_the_full_mark_of_zero_and_takes_points_away() -> None:
    ruleset = typed("made_up").ruleset
    score = ruleset.grades["score_3"]
    assert [step.points for step in score.steps] == [-5, 0]


def test_cases_of_a_table_count_once_a_person_has_confirmed_them(tmp_path: Path) -> None:
    place = written(typed("admission-kunming-etdz-2023"), tmp_path)
    codes = {(remark.level, remark.code) for remark in lint_folder(place, PlainEngine())[1]}
    assert codes == {("error", "lint.cases_unconfirmed")}
    said = checker("rules", "test", place)
    assert said.status == 5
    assert "15 个用例由政策工作簿的表写出，还没有人核对，不计入覆盖和变异" in said.out
    (place / CASES).write_text((place / CASES).read_text(encoding="utf-8").replace(*CONFIRM), encoding="utf-8")
    assert lint_folder(place, PlainEngine())[1] == []
    said = checker("rules", "test", place, "--mutate")
    assert "还没有人核对" not in said.out


def test_a_confirmation_stays_as_long_as_the_cases_do(tmp_path: Path) -> None:
    policy = typed("made_up")
    first = policy_files(policy)
    cases = first.content[CASES].decode().replace(*CONFIRM)
    assert policy_files(policy, cases).content[CASES].decode() == cases
    assert not policy_files(policy, cases).gone
    book = made_up()
    book.put("门槛表", 7, "投资强度", 310)
    other = policy_files(book.built(), cases)
    assert other.gone
    assert CONFIRM[0] in other.content[CASES].decode()
    assert other.untold == ["总分"]


@pytest.mark.parametrize("name", ["made_up", "admission-fuzhou-2024", "admission-yunnan", "samples/rulesets/made-up-tiers"])
def test_a_ruleset_from_a_workbook_is_written_back_as_one_that_comes_to_the_same_bytes(name: str) -> None:
    policy = typed(name)
    again = typed_policy(exported(policy.rules), NAME)
    assert policy_files(again).content == policy_files(policy).content


def test_points_count_by_their_weights_and_the_total_and_the_tiers_go_by_what_that_gives() -> None:
    for name, of, tiers in (("综合等级", None, {"甲等": (20, "不低于"), "乙等": (7.5, "高于")}),
                            ("税收等级", "亩均税收", {"甲等": (40, "不低于"), "乙等": ("0.002亿元/亩", "不低于")})):
        mine = made_up()
        mine.document(评分的满分合计=25)
        for row, weight in ((4, "50%"), (7, "0.5"), (9, 1)):
            mine.put("评分表", row, "权重（不乘的都空着）", weight)
        mine.put("指标", "亩均税收", "只用于（条件的名称）", None)
        for row in (4, 5, 6, 7):
            mine.put("门槛表", row, "总分", 15)
        for first, (tier, (bound, how)) in enumerate(tiers.items()):
            mine.fill("评分表", 怎样比较=how, 界限=bound, 等级=tier, **({} if first else {"名称": name, "分子": of, "条号": "第六条", "原文": "分三级。"}))
        mine.fill("评分表", 等级="其余")
        policy = mine.built()
        ruleset = policy.ruleset
        assert ruleset.model.definitions["score"] == "0.5 * score_1 + 0.5 * score_2 + 1 * score_3"
        assert policy_files(typed_policy(exported(policy.rules), NAME)).content == policy_files(policy).content
        model = ruleset.model.tiers
        assert model is not None
        assert (model.label, ruleset.items[model.of].model.label) == (name, of or "总分")
        assert (model.source.place, model.source.note, ruleset.model.formula_language) == ("第六条", "原文：分三级。", 4)
        assert [(step.name, step.at_least, step.above) for step in model.steps] == [
            ("甲等", 20, None), ("乙等", None, Decimal("7.5")), ("其余", None, None)] if of is None else [
            ("甲等", 40, None), ("乙等", 20, None), ("其余", None, None)]
        # 35 万元/亩 gives 20 points, electronics give 20, and no capacity is new: 10 + 10.
        given = {"annual_tax": 3500, "land_area": 100, "industry_code": "39", "nature": "新建"}
        told = {"name": "三项", "item": ruleset.model.indicators[[one.label for one in ruleset.model.indicators].index("总分")].id,
                "given": given, "expect": "met", "value": 20, **({"tiers": ["甲等"]} if of is None else {})}
        [case] = CasesModel.model_validate({"schema": "cases/1", "cases": [told]}).cases
        made = case_of(case, 2024, ruleset)
        assert isinstance(made, Case)
        result = run(made, ruleset, PlainEngine())
        assert result.passed, (result.expected, result.found)


ONE_TIER = {"label": "等级", "of": "MUT-2024.3", "steps": [{"name": "甲", "at_least": 20}, {"name": "乙"}],
            "source": {"place": "第六条", "seen": "source"}}


@pytest.mark.parametrize(("part", "change"), [
    ("MUT-2024.1", lambda rules: rules["indicators"][0].update(computed_only=True)),
    ("MUT-2024.3", lambda rules: rules["indicators"][2].update(label_en="score")),
    ("MUT-2024.2", lambda rules: rules["indicators"][1].update(shortfall={"effect": "review", "when": "cond_1", "case": "甲"})),
    ("MUT-2024.2", lambda rules: rules["indicators"][1].update(
        shortfall={"effect": "road", "label": "入驻厂房", "source": {"place": "别处", "seen": "source"}})),
    ("MUT-2024.2", lambda rules: rules["indicators"][1].update(limits="target", shortfall={"effect": "review"})),
    ("doubts", lambda rules: rules.update(doubts=[])),
    ("definitions", lambda rules: rules["definitions"].update(score="1.0 * score_1 + 1 * score_2 + 1 * score_3")),
    ("tiers", lambda rules: rules.update(formula_language=4, tiers={**ONE_TIER, "by_rank": {"steps": [
        {"name": "甲", "share": 20}, {"name": "乙"}]}})),
    ("tiers", lambda rules: rules.update(formula_language=4, tiers={**ONE_TIER, "label_en": "tier"})),
    ("annual_tax * 2", lambda rules: rules["definitions"].update(cond_1="annual_tax * 2 > bound_1")),
    ("MUT-2024.4", lambda rules: rules["indicators"][3].update(id="MUT-2024.40")),
    ("MUT-2024.2", lambda rules: rules["indicators"][1].update(limit=rules["indicators"][1]["limit"][0])),
])
def test_a_ruleset_that_the_form_cannot_hold_is_refused_by_the_part_that_it_lacks(part: str, change: Any) -> None:
    rules = deepcopy(typed("made_up").rules)
    change(rules)
    with pytest.raises(UsageError, match="写不成政策工作簿") as raised:
        exported(rules)
    assert part in str(raised.value)


def test_a_ruleset_with_short_forms_is_weighed_by_what_they_stand_for(tmp_path: Path) -> None:
    said = checker("policy", "export", "admission-fuzhou-2024", "-o", tmp_path / "福州.xlsx")
    assert said.status == 2
    assert "fuzhou_park_level != " in said.err  # a comparison in the place of a condition with a name
    assert not list(tmp_path.iterdir())


def test_the_sample_of_a_filled_workbook_is_the_policy_that_is_typed_from_its_document() -> None:
    sample = ROOT / "samples" / "policies" / "fuzhou-2024.xlsx"
    assert typed_policy(sample.read_bytes(), sample.name).rules == typed("admission-fuzhou-2024").rules


def test_the_command_builds_the_folder_whole_and_keeps_the_log(tmp_path: Path) -> None:
    book = tmp_path / "办法.xlsx"
    assert checker("policy", "new", "-o", book).status == 0
    book.write_bytes(made_up().raw())
    place = tmp_path / "ours" / "made-up-typed"
    assert checker("policy", "build", book, "-o", tmp_path / "ours" / "other").status == 2
    assert not (tmp_path / "ours").exists()
    said = checker("policy", "build", book, "-o", place)
    assert said.status == 0
    assert "名词 11 个，门槛指标 3 个，禁入条目 3 条，须由人判断 1 个，其他条文 2 条" in said.err
    log = (place / "CHANGELOG.md").read_text(encoding="utf-8")
    (place / "CHANGELOG.md").write_text(log + "- 添了一条\n", encoding="utf-8")
    (place / CASES).write_text((place / CASES).read_text(encoding="utf-8").replace(*CONFIRM), encoding="utf-8")
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    said = checker("policy", "build", book, "-o", place)
    assert "CHANGELOG.md 已经有了，没有改动" in said.err
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    back = tmp_path / "写回.xlsx"
    assert checker("policy", "export", place, "-o", back).status == 0
    assert checker("policy", "build", back, "-o", place).status == 0
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    said = checker("policy", "export", "admission-fuzhou-2024", "-o", tmp_path / "x.xlsx")
    assert (said.status, (tmp_path / "x.xlsx").exists()) == (2, False)
    bad = made_up()
    bad.put("门槛表", 5, "投资强度", "≥350")
    book.write_bytes(bad.raw())
    said = checker("policy", "build", book, "-o", place)
    assert (said.status, "“门槛表”页 H5 格" in said.err) == (4, True)
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
