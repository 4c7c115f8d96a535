"""``checker rules diff`` and ``rules schema``, ``rules show -o``: what was changed, in words and as data."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from bad.command import refused, run, says
from pydantic import BaseModel

from checker.cli.rules import SCHEMAS as OFFERED
from checker.comparing.change import Change
from checker.comparing.rulesets import diff
from checker.files.resources import folder
from checker.files.textfile import parse
from checker.messages import CATALOGUE
from checker.reports.form_files import form, forms
from checker.ruleset.amended import amended, overlay_from
from checker.ruleset.compiled import Ruleset
from checker.ruleset.definition import Clause, Requirement, RulesetModel, SideBySide
from checker.ruleset.edition import Checked, InForce, Reference, Successor, Transition
from checker.ruleset.index import Index, IndexGroup, IndexReading
from checker.ruleset.indicator import Indicator, ItemSource, PossibleRange, Reading
from checker.ruleset.loading import from_data, load
from checker.ruleset.terms import Attribute, EntryList, Factor, Quantity
from checker.services.schemas import SCHEMAS, schema
from checker.testing.mutation import mutants

RULESET = """\
schema: ruleset/1
id: tiny
title: 微型标准
document: T 1-2024
issuer: 某局
judges: park
concludes: conformity
formula_language: 2
in_force: {from: 2020-01-01, seen: official}
attributes:
  coastal: {label: 是否沿海, kind: yes_no}
quantities:
  output: {label: 总产值, unit: 万元}
  people: {label: 人数, unit: 人}
  heads: {label: 年末人数, unit: 人}
  plant: {label: 设施状况, words: [有, 无]}
  energy: {label: 能耗, unit: tce}
factors:
  floor: {label: 起点, value: 20, unit: 万元, source: {place: 表2, seen: official}}
definitions:
  per_head: output / people
indicators:
  - id: T.1
    label: 人均产值
    category: 经济
    unit: 万元/人
    value: per_head
    limit:
      - {when: coastal, case: 沿海, at_least: 20}
      - {at_least: 15}
    source: {place: 表1 序号1, name: official, limit: recollected, formula: official}
  - id: T.2
    label: 处理设施
    category: 环境
    words: [有, 无]
    value: plant
    limit: {is: 有}
    applies_when: output > floor
    source: {place: 表1 序号2, name: official, limit: official, formula: official}
  - id: T.3
    label: 单位产值能耗
    category: 资源
    unit: tce/万元
    readings:
      all: {label: 以全部产值计, let: {base_output: output}}
      half: {label: 以一半产值计, let: {base_output: output / 2}}
    value: energy / base_output
    limit: {at_most: 0.5}
    source: {place: 表1 序号3, name: official, limit: official, formula: official}
  - id: T.4
    label: 产值
    category: 经济
    unit: 万元
    value: output
    limit:
      - {year: 2021, at_least: 618}
      - {year: 2022, at_least: 646}
    source: {place: 表1 序号4, name: official, limit: official, formula: official}
requirements:
  - {id: whole, label: 全部指标, all_of: [T.1, T.2], source: {group: official, place: 第4章}}
  - {id: some, label: 选项, at_least: 1, of: [T.3, T.4], source: {group: official, place: 第4章}}
indices:
  - id: T.GI
    label: 指数
    scale: 100
    parts: [{all_of: [T.2]}]
    readings: {capped: {label: 封顶, cap: 1}}
    source: {place: 附件, seen: official}
clauses:
  - {place: 第1章, text: 范围, treatment: out_of_scope, reason: 没有要求, seen: official}
"""


def ruleset(text: str = RULESET) -> Ruleset:
    return from_data(parse(text.encode(), "x.yaml").data)


def _with(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def changed(*pairs: tuple[str, str]) -> list[Change]:
    return diff(ruleset(), ruleset(_with(RULESET, *pairs)))


def words(changes: list[Change]) -> list[str]:
    return [str(change) for change in changes]


FOUR = RULESET[RULESET.index("  - id: T.4\n"):RULESET.index("requirements:\n")]
ONE = "      - {when: coastal, case: 沿海, at_least: 20}\n      - {at_least: 15}\n"
ENERGY = "limit: {at_most: 0.5}"
HALF = "      half: {label: 以一半产值计, let: {base_output: output / 2}}\n"
THIRD = "      half: {label: 以一半产值计, let: {base_output: output / 3}}\n"

# what was changed in the file, what is said of it, and what kind it is
CHANGES: list[tuple[str, str, str, str]] = [
    # the whole
    ("document: T 1-2024", "document: T 1-2025", "文号：T 1-2024 → T 1-2025", "field"),
    ("seen: official}\nattributes", "until: 2025-06, seen: secondary}\nattributes",
     "施行期：2020-01-01，来源 发布机关原文 → 2020-01-01，2025-06，来源 公开网页引用", "field"),
    ("attributes:", "superseded_by: {document: T 1-2026, from: 2026, seen: secondary}\nattributes:",
     "替代本版的文件：（无） → T 1-2026，2026，来源 公开网页引用", "field"),
    ("title: 微型标准", "title: 小型标准", "名称：微型标准 → 小型标准", "field"),
    ("judges: park", "judges: region", "评判对象：园区 → 地区", "field"),
    ("attributes:", "headline: [T.1]\nattributes:", "结论中报出的指标：（无） → T.1", "field"),
    # limits
    (ENERGY, "limit: {at_most: 0.4}", "序号3 单位产值能耗：限值加严，≤0.5 → ≤0.4", "limit_tightened"),
    (ENERGY, "limit: {below: 0.5}", "序号3 单位产值能耗：限值加严，≤0.5 → <0.5", "limit_tightened"),
    (ENERGY, "limit: {at_most: 0.6}", "序号3 单位产值能耗：限值放宽，≤0.5 → ≤0.6", "limit_loosened"),
    (ENERGY, "limit: {at_least: 0.5}", "序号3 单位产值能耗：限值改变，≤0.5 → ≥0.5", "limit_changed"),
    (ENERGY, "limit: {at_most: 0.5, at_least: 0.1}", "序号3 单位产值能耗：限值加严，≤0.5 → ≤0.5，≥0.1", "limit_tightened"),
    (ENERGY, "limit: {at_most: 0.5, label: 不高于 0.5}", "序号3 单位产值能耗：限值写法不同，要求相同，≤0.5 → ≤0.5（不高于 0.5）",
     "limit_reworded"),
    (ENERGY, "limit: {at_most: 'energy / output'}", "序号3 单位产值能耗：限值改变，≤0.5 → ≤能耗 ÷ 总产值", "limit_changed"),
    (f"    {ENERGY}\n", "", "序号3 单位产值能耗：限值改变，≤0.5 → （无）", "limit_changed"),
    (ONE, ONE.replace("15", "18"), "序号1 人均产值：限值加严，≥15 → ≥18", "limit_tightened"),
    (ONE, ONE.replace("20", "10"), "序号1 人均产值：限值放宽，沿海：≥20 → 沿海：≥10", "limit_loosened"),
    (ONE, ONE.replace("20", "22").replace("15", "12"), "序号1 人均产值：限值改变，沿海：≥20；≥15 → 沿海：≥22；≥12",
     "limit_changed"),
    (ONE, ONE.replace("沿海", "海边"), "序号1 人均产值：限值写法不同，要求相同，沿海：≥20 → 海边：≥20", "limit_reworded"),
    (ONE, ONE.replace("when: coastal", "when: not coastal"),
     "序号1 人均产值：限值改变，是否沿海为是：沿海：≥20；≥15 → 是否沿海为否：沿海：≥20；≥15", "limit_changed"),
    ("year: 2022, at_least: 646", "year: 2022, at_least: 650", "序号4 产值：限值加严，2022年：≥646 → 2022年：≥650",
     "limit_tightened"),
    ("      - {year: 2022, at_least: 646}\n", "", "序号4 产值：限值改变，2021年：≥618；2022年：≥646 → 2021年：≥618",
     "limit_changed"),
    ("limit: {is: 有}", "limit: {is: 无}", "序号2 处理设施：限值改变，有 → 无", "limit_changed"),
    # formulas and readings
    ("per_head: output / people", "per_head: output / heads", "序号1 人均产值：公式改变，总产值 ÷ 人数 → 总产值 ÷ 年末人数", "formula"),
    (HALF, THIRD, "序号3 单位产值能耗：公式改变（以一半产值计），能耗 ÷（总产值 ÷ 2） → 能耗 ÷（总产值 ÷ 3）", "formula"),
    ("value: energy / base_output", "value: base_output * energy / base_output / base_output",
     "序号3 单位产值能耗：公式改变（以全部产值计），能耗 ÷ 总产值 → 总产值 × 能耗 ÷ 总产值 ÷ 总产值", "formula"),
    (HALF, "", "序号3 单位产值能耗：删去理解方案：以一半产值计，能耗 ÷（总产值 ÷ 2），≤0.5", "reading_removed"),
    (HALF, HALF + "      third: {label: 三分之一, let: {base_output: output / 3}, limit: {at_most: 0.7}}\n",
     "序号3 单位产值能耗：新增理解方案：三分之一，能耗 ÷（总产值 ÷ 3），≤0.7", "reading_added"),
    (HALF, HALF.replace("计,", "计, decides: false,"), "序号3 单位产值能耗：理解方案（以一半产值计）的是否作判定由 是 改为 否",
     "reading_field"),
    (HALF, HALF.replace("计,", "计, applies_when: coastal,"),
     "序号3 单位产值能耗：理解方案（以一半产值计）的适用条件由 （无） 改为 是否沿海为是", "reading_field"),
    (HALF, HALF.replace("2}}", "2}, limit: {at_most: 0.3}}"), "序号3 单位产值能耗：限值加严（以一半产值计），≤0.5 → ≤0.3",
     "limit_tightened"),
    (ENERGY, f"adopted: {{reading: half, authority: 某厅, document: 某号文}}\n    {ENERGY}",
     "序号3 单位产值能耗：采纳的理解方案由 （无） 改为 以一半产值计（某厅某号文）", "item_field"),
    (HALF, HALF.replace("计,", "计, at_least: all,"), "序号3 单位产值能耗：理解方案（以一半产值计）的不低于哪种理解由 （无） 改为 以全部产值计", "reading_field"),
    # other fields of an indicator
    ("label: 人均产值", "label: 人均总产值", "序号1 人均总产值：名称由 人均产值 改为 人均总产值", "item_field"),
    ("applies_when: output > floor", "applies_when: output >= floor", "序号2 处理设施：适用条件由 总产值 > 起点 改为 总产值 ≥ 起点",
     "item_field"),
    ("limit: recollected", "limit: official", "序号1 人均产值：限值的来源由 凭记忆，未见原文 改为 发布机关原文", "item_field"),
    ("    category: 资源\n", "    category: 资源\n    signed: true\n", "序号3 单位产值能耗：可否为负由 否 改为 是", "item_field"),
    ("    category: 资源\n", "    category: 资源\n    within: {at_least: 0, at_most: 9}\n",
     "序号3 单位产值能耗：可能的范围由 （无） 改为 不小于 0，不大于 9", "item_field"),
    ("    category: 资源\n", "    category: 资源\n    limits: target\n", "序号3 单位产值能耗：限值的性质由 要求 改为 规划目标", "item_field"),
    ("    category: 资源\n", "    category: 资源\n    scopes: [规上]\n", "序号3 单位产值能耗：采用的口径由 （无） 改为 规上", "item_field"),
    ("    category: 资源\n", "    category: 资源\n    unlike: [{label: 能耗, why: 是总量}]\n",
     "序号3 单位产值能耗：名称相近而不同的由 （无） 改为 能耗，是总量", "item_field"),
    # requirements
    ("at_least: 1, of:", "at_least: 2, of:", "some 选项：达标的条件由 至少 1 项达标 改为 至少 2 项达标", "part_field"),
    ("all_of: [T.1, T.2]", "at_least: 1, of: [T.1, T.2]", "whole 全部指标：达标的条件由 全部达标 改为 至少 1 项达标", "part_field"),
    ("all_of: [T.1, T.2]", "all_of: [T.1]", "序号2 处理设施：所属要求由 全部指标 改为 （无）", "item_field"),
    ("source: {group: official, place: 第4章}}\n  - {id: some", "source: {group: deduced, place: 第4章}}\n  - {id: some",
     "whole 全部指标：出处由 第4章，分组的来源 发布机关原文 改为 第4章，分组的来源 推断", "part_field"),
    ("indices:", "  - {id: more, label: 又一组, all_of: [T.1], source: {group: official}}\nindices:", "more 又一组：新增", "part_added"),
    # terms
    ("value: 20, unit: 万元", "value: 25, unit: 万元", "floor 起点：数值由 20 改为 25", "part_field"),
    ("factors:\n", "factors:\n  ceiling: {label: 终点, value: 9, unit: 万元, source: {place: 表2, seen: official}}\n",
     "ceiling 终点：新增（9 万元）", "part_added"),
    ("  heads: {label: 年末人数, unit: 人}\n", "", "heads 年末人数：删去", "part_removed"),
    ("energy: {label: 能耗, unit: tce}", "energy: {label: 能耗, unit: tce, scoped: true}", "energy 能耗：是否分口径由 否 改为 是",
     "part_field"),
    ("coastal: {label: 是否沿海,", "coastal: {label: 是否沿海, definition: 有海岸线,", "coastal 是否沿海：定义由 （无） 改为 有海岸线",
     "part_field"),
    # indices and clauses
    ("scale: 100", "scale: 10", "T.GI 指数：满分由 100 改为 10", "part_field"),
    ("[{all_of: [T.2]}]", "[{pick: 1, of: [T.2]}]", "T.GI 指数：计入的指标由 全部 T.2 改为 选 1，自 T.2", "part_field"),
    ("treatment: out_of_scope", "treatment: manual", "第1章：处理由 不在核验范围 改为 须人工核对", "part_field"),
    ("place: 第1章", "place: 第2章", "第2章：新增（范围）", "part_added"),
]


FORMULA_OF_BOTH = next(i for i, change in enumerate(CHANGES) if "base_output * energy" in change[1])
# what follows elsewhere from a change, by the sentence about it
FOLLOWS = {
    CHANGES[FORMULA_OF_BOTH][2]: ["序号3 单位产值能耗：公式改变（以一半产值计），"
                                  "能耗 ÷（总产值 ÷ 2） → 总产值 ÷ 2 × 能耗 ÷（总产值 ÷ 2）÷（总产值 ÷ 2）"],
    "more 又一组：新增": ["序号1 人均产值：所属要求由 全部指标 改为 全部指标、又一组"],
    "第2章：新增（范围）": ["第1章：删去（范围）"]}


@pytest.mark.parametrize(("old", "new", "said", "kind"), CHANGES)
def test_a_change_is_said_in_words_and_nothing_else_is(old: str, new: str, said: str, kind: str) -> None:
    changes = changed((old, new))
    assert sorted(words(changes)) == sorted([said, *FOLLOWS.get(said, [])])
    assert {change.kind for change in changes if str(change) == said} == {kind}


def test_a_ruleset_does_not_differ_from_itself() -> None:
    assert diff(ruleset(), ruleset()) == []
    assert diff(load("hj274-2015"), load("hj274-2015")) == []


@pytest.mark.parametrize(("old", "new"), [
    ("value: per_head", "value: (output / people)"), ("when: coastal,", "when: (coastal),"),
    ("id: tiny", "id: other"), ("[{all_of: [T.2]}]", "[{all_of: [T.2]}]  # 注"),
    ("value: per_head", "value: output / people")])
def test_another_spelling_of_the_same_law_is_no_change(old: str, new: str) -> None:
    assert changed((old, new)) == []


def test_the_same_limit_in_another_unit_is_no_tightening_and_another_limit_is() -> None:
    scaled = [("unit: tce/万元", "unit: kgce/万元"), (ENERGY, "limit: {at_most: 500}")]
    assert "序号3 单位产值能耗：限值写法不同，要求相同，≤0.5 tce/万元 → ≤500 kgce/万元" in words(changed(*scaled))
    assert "序号3 单位产值能耗：限值加严，≤0.5 tce/万元 → ≤0.5 kgce/万元" in words(changed(scaled[0]))


def test_limits_in_a_unit_of_no_finite_decimal_are_compared_in_their_own_unit_alone() -> None:
    area = [("unit: tce}", "unit: 亩}"), ("    unit: tce/万元\n", "    unit: 亩/万元\n")]
    old = ruleset(_with(RULESET, *area))
    for new, kind in (("0.4", "limit_changed"), ("0.50", None)):
        changes = diff(old, ruleset(_with(RULESET, *area, (ENERGY, f"limit: {{at_most: {new}}}"))))
        assert [change.kind for change in changes] == ([kind] if kind else [])


def test_a_factor_in_a_limit_s_condition_is_told_once_and_not_as_a_change_of_the_limit() -> None:
    text = RULESET.replace("when: coastal, case: 沿海", "when: output > floor, case: 大园区")
    changes = diff(ruleset(text), ruleset(text.replace("value: 20, unit", "value: 25, unit")))
    assert words(changes) == ["floor 起点：数值由 20 改为 25"]


def test_a_definition_that_changes_a_condition_is_a_change_of_the_limit() -> None:
    text = RULESET.replace("definitions:\n", "definitions:\n  big: coastal\n").replace("when: coastal", "when: big")
    [change] = diff(ruleset(text), ruleset(text.replace("big: coastal", "big: not coastal")))
    assert change.kind == "limit_changed"
    assert change.before is not None
    assert change.before != change.after


def test_quantities_of_one_label_are_told_apart_by_name() -> None:
    text = RULESET.replace("label: 年末人数", "label: 人数")
    [change] = diff(ruleset(text), ruleset(text.replace("output / people", "output / heads")))
    assert str(change) == "序号1 人均产值：公式改变，output[y] ÷ people[y] → output[y] ÷ heads[y]"


def test_indicators_that_came_went_and_were_retired() -> None:
    five = FOUR.replace("T.4", "T.5").replace("产值", "产量")
    changes = changed((FOUR, five), ("of: [T.3, T.4]", "of: [T.3, T.5]"))
    assert "序号5 产量：新增，限值 2021年：≥618；2022年：≥646" in words(changes)
    assert "序号4 产值：删去" in words(changes)
    assert "some 选项：删去成员 T.4，增列成员 T.5" in words(changes)
    changes = changed((FOUR, ""), ("of: [T.3, T.4]", "of: [T.3]"), ("clauses:", "retired: [{id: T.4, reason: 并入序号1}]\nclauses:"))
    assert words(changes)[0] == "序号4 产值：取消（并入序号1）"
    assert "序号4 产值：删去" not in words(changes)


def test_an_item_that_moves_between_requirements_says_so() -> None:
    changes = changed(("[T.1, T.2]", "[T.1, T.2, T.3]"), ("[T.3, T.4]", "[T.4]"))
    assert words(changes) == ["序号3 单位产值能耗：所属要求由 选项 改为 全部指标"]


def test_an_only_way_that_becomes_several_is_compared_with_each() -> None:
    one = "    value: per_head\n    limit:\n" + ONE
    two = ("    value: per_head\n    readings:\n      strict: {label: 从严, limit: {at_least: 30}}\n"
           "      lax: {label: 从宽, value: output / heads}\n    limit:\n" + ONE)
    said = words(changed((one, two)))
    assert "序号1 人均产值：新增理解方案：从宽，总产值 ÷ 年末人数，沿海：≥20；≥15" in said
    assert "序号1 人均产值：限值改变（从严），沿海：≥20；≥15 → ≥30" in said
    assert len(said) == 3


def test_of_two_clauses_at_one_place_each_is_compared_with_its_own() -> None:
    clause = "  - {place: 第1章, text: 范围, treatment: out_of_scope, reason: 没有要求, seen: official}\n"
    text = RULESET + clause.replace("范围", "目的")
    [change] = diff(ruleset(text), ruleset(text.replace("目的", "用途")))
    assert str(change) == "第1章：内容由 目的 改为 用途"
    [change] = diff(ruleset(text), ruleset())
    assert (change.kind, change.before) == ("part_removed", "目的")


def test_rulesets_of_different_series_are_matched_by_label_and_that_is_said() -> None:
    text = RULESET.replace("T.1", "S.7").replace("T.2", "S.8").replace("T.3", "S.9").replace("T.4", "S.10").replace("T.GI", "S.GI")
    text = text.replace("label: 处理设施", "label: 处理设施状况").replace("at_least: 15", "at_least: 16").replace("people", "staff")
    changes = diff(ruleset(), ruleset(text))
    assert words(changes)[0] == "两部规则集的编号不属同一系列，指标按名称相同对应，对应上 3 项。新增的和“对应序号”是后一部的序号，其余是前一部的。"
    said = words(changes)
    assert "序号1（对应序号 7） 人均产值：限值加严，≥15 → ≥16" in said
    assert "序号8 处理设施状况：新增，限值 有" in said
    assert "序号2 处理设施：删去" in said
    assert not [change for change in changes if change.kind == "formula"]
    [found] = [change for change in changes if change.kind == "limit_tightened"]
    assert (found.subject, found.counterpart) == ("T.1", "S.7")


# properties, on every small wrong change of a real ruleset


@pytest.fixture(scope="module", params=[17, pytest.param(5, marks=pytest.mark.whole)])
def changes_of_mutants(request: pytest.FixtureRequest) -> list[tuple[list[Change], list[Change]]]:
    real, every = load("hj274-2015"), request.param
    return [(diff(real, mutant.ruleset), diff(mutant.ruleset, real)) for mutant in mutants(real, every=every)]


def test_no_change_of_a_ruleset_goes_unsaid(changes_of_mutants: list[tuple[list[Change], list[Change]]]) -> None:
    assert len(changes_of_mutants) > 20
    assert all(there for there, _ in changes_of_mutants)


def test_what_is_tighter_one_way_is_looser_the_other(changes_of_mutants: list[tuple[list[Change], list[Change]]]) -> None:
    mirrored = {"limit_tightened": "limit_loosened", "limit_loosened": "limit_tightened", "limit_changed": "limit_changed"}
    seen = set()
    for there, back in changes_of_mutants:
        mine = sorted((change.subject, change.kind) for change in there if change.kind in mirrored)
        theirs = sorted((change.subject, mirrored[change.kind]) for change in back if change.kind in mirrored)
        assert mine == theirs
        seen |= {kind for _, kind in mine}
    assert seen == set(mirrored)


def test_what_an_overlay_does_is_said_too() -> None:
    overlay = overlay_from({
        "schema": "overlay/1", "id": "local", "title": "某市规定", "issuer": "某市", "document": "某号",
        "base": {"ruleset": "tiny"}, "in_force": {"from": "2021", "seen": "official"},
        "tighten": [{"item": "T.3", "limit": {"at_most": "0.3"}, "reason": "某"}],
        "adopt": [{"item": "T.3", "reading": "half", "authority": "某局"}]})
    before = ruleset()
    assert words(diff(before, amended(before, overlay, dt.date(2024, 1, 1)))) == [
        "序号3 单位产值能耗：限值加严，≤0.5 → ≤0.3", "序号3 单位产值能耗：采纳的理解方案由 （无） 改为 以一半产值计（某局）"]


# the words for every field


MODELS: list[tuple[type[BaseModel], set[str]]] = [
    (RulesetModel, {"schema_", "id", "attributes", "quantities", "factors", "lists", "definitions", "indicators", "indices",
                    "classifications", "effects", "grades",
                    "requirements", "clauses", "retired"}),
    (Indicator, {"id", "value", "limit", "readings", "source"}), (Reading, {"let", "value", "limit"}), (PossibleRange, set()),
    (Requirement, {"id", "all_of", "at_least", "of"}), (Quantity, set()), (Attribute, set()), (EntryList, set()),
    (Factor, set()), (Index, {"id"}), (IndexGroup, set()), (IndexReading, set()), (Clause, set()), (InForce, set()),
    (Successor, {"ruleset"}), (Transition, set()), (Reference, {"cited"}), (Checked, set()), (SideBySide, set())]


def test_every_field_of_a_ruleset_has_a_name_in_words() -> None:
    missing = {f"{model.__name__}.{name}" for model, without in MODELS for name in model.model_fields
               if name not in without and f"what.{name}" not in CATALOGUE}
    missing |= {f"source.{name}" for name in ItemSource.model_fields if f"what.source.{name}" not in CATALOGUE}
    assert not missing


# the commands


@pytest.fixture
def two(tmp_path: Path) -> list[Path]:
    made = []
    for name, text in (("old", RULESET), ("new", RULESET.replace(ENERGY, "limit: {at_most: 0.4}").replace("T 1-2024", "T 1-2026"))):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "ruleset.yaml").write_text(text.replace("id: tiny", f"id: {name}"), encoding="utf-8")
        made.append(folder)
    return made


def test_the_command_says_every_change_by_section(two: list[Path]) -> None:
    said = run("rules", "diff", *two)
    assert (said.status, said.err) == (0, "")
    assert said.out == ("old（T 1-2024）→ new（T 1-2026）\n【标准】\n  文号：T 1-2024 → T 1-2026\n【指标】\n"
                        "  序号3 单位产值能耗：限值加严，≤0.5 → ≤0.4\n共 2 处不同。\n")
    said = run("rules", "diff", two[0], two[0])
    assert (said.status, said.out) == (0, "old（T 1-2024）→ old（T 1-2024）\n没有不同。\n")


def test_the_command_gives_the_changes_as_data(two: list[Path]) -> None:
    said = run("rules", "diff", *two, "--format", "json")
    assert (said.status, said.err) == (0, "")
    data: dict[str, Any] = json.loads(said.out)
    assert data["schema"] == "ruleset-diff/1"
    assert (data["before"]["id"], data["after"]["document"]) == ("old", "T 1-2026")
    assert data["changes"][1] == {
        "kind": "limit_tightened", "section": "indicators", "subject": "T.3", "label": "单位产值能耗", "counterpart": None,
        "field": None, "reading": None, "before": "≤0.5", "after": "≤0.4", "text": "序号3 单位产值能耗：限值加严，≤0.5 → ≤0.4"}


def test_a_ruleset_that_is_missing_or_bad_stops_the_comparison(two: list[Path]) -> None:
    refused(run("rules", "diff", two[0], "nwe"), 2, "ruleset.not_found", "没有名为“nwe”的规则集")
    (two[1] / "ruleset.yaml").write_text(RULESET.replace("id: tiny", "id: new").replace("value: plant", "value: plnat"))
    refused(run("rules", "diff", *two), 5, "formula.unknown_name", "plnat 没有定义")
    said = run("rules", "diff", two[0])
    assert said.status == 2
    assert says(said.err, "usage.missing", "改动后的规则集")


def test_every_schema_is_printed_as_it_is_published() -> None:
    assert set(OFFERED) == set(SCHEMAS)
    for name in OFFERED:
        said = run("rules", "schema", name)
        assert (said.status, said.out) == (0, schema(name))
        jsonschema.Draft202012Validator.check_schema(json.loads(said.out))
    assert run("rules", "schema").out == schema("ruleset")
    said = run("rules", "schema", "dosier")
    assert said.status == 2
    assert says(said.err, "usage.bad_value", "格式的名称 写的是“dosier”")


def test_the_schemas_say_what_is_missing() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema": "overlay/1"}, json.loads(schema("overlay")))


def test_the_schema_of_a_report_form_holds_each_part_to_one_kind() -> None:
    checks = jsonschema.Draft202012Validator(json.loads(schema("report-form")))
    for name in forms():
        place = folder("report-forms") / name / "form.yaml"
        data = yaml.safe_load(place.read_text(encoding="utf-8"))
        assert list(checks.iter_errors(data)) == []
        assert list(checks.iter_errors(json.loads(form(name).model_dump_json(by_alias=True)))) == []
    for part in ({"text": "a", "title": "b"}, {"caption": "a"}, {"table": "itmes"}, {"text": "a", "txet": "b"}):
        assert len(list(checks.iter_errors({**data, "parts": [part]}))) >= 1


def test_show_writes_a_text_file_or_the_terminal(two: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "shown.txt"
    shown = run("rules", "show", two[0])
    assert "人均产值" in shown.out
    said = run("rules", "show", two[0], "-o", target)
    assert (said.status, said.out, said.err) == (0, "", "")
    assert target.read_text(encoding="utf-8") == shown.out
    refused(run("rules", "show", two[0], "-o", tmp_path / "shown.doc"), 2, "show.format", "shown.doc”看出输出格式。请用扩展名")
    assert not (tmp_path / "shown.doc").exists()
