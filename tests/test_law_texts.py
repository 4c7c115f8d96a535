"""What is known of the law, stated value by stated value, as the rulesets carry it; and when it changed."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from conftest import ROOT
from test_admission import YUNNAN, dossier, verdict

from checker.reporting.ruleset_text import ruleset_text
from checker.ruleset.loading import installed, load

RULESETS = installed()
PUBLISHED = "2026-11-20"
SIX = ("转炉改电炉并退出配套的烧结焦化高炉", "电炉换电炉", "同一厂内技术改造且种类产能数量不变", "以氢冶金等非高炉炼铁替代",
       "回转窑矿热炉AOD不锈钢", "青海或西藏")


def replaced(case: str, given_up: str, key_region: bool) -> str:
    """What the ratio of replacement comes to for 100 of new capacity, published before the suspension."""
    facts: dict[str, Any] = {
        "industry_code": "3120", "adds_smelting": True, "air_key_region": key_region, "replacement_case": case,
        "replacement_plan_published": "2024年8月23日以前"}
    data = dossier(facts=facts, amounts={"capacity_added": "100万t", "capacity_replaced": f"{given_up}万t"})
    return verdict(data, YUNNAN, dt.date(2026, 6, 1)).finding("AYN-2024.12").outcome


@pytest.mark.parametrize("case", SIX)
def test_in_six_cases_capacity_is_replaced_one_for_one_even_in_key_regions(case: str) -> None:
    assert [replaced(case, given_up, True) for given_up in ("100", "99.9")] == ["met", "unmet"]


@pytest.mark.parametrize(("case", "key_region", "least"), [
    ("一般", True, "150"), ("一般", False, "125"), ("兼并重组", True, "125"), ("兼并重组", False, "110")])
def test_in_key_regions_more_capacity_is_given_up_than_elsewhere(case: str, key_region: bool, least: str) -> None:
    less = str(Decimal(least) - Decimal("0.1"))
    assert [replaced(case, given_up, key_region) for given_up in (least, less)] == ["met", "unmet"]


@pytest.mark.parametrize("name", ["zero-carbon-park-2025", "zero-carbon-account-2025"])
def test_zero_carbon_parks_are_reckoned_by_the_factors_that_annex_four_prints(name: str) -> None:
    factors = load(name).model.factors
    assert (factors["fossil_power"].value, factors["fossil_power"].unit) == (Decimal("0.8325"), "kg/kWh")
    assert (factors["default_heat"].value, factors["default_heat"].unit) == (Decimal("0.11"), "t/GJ")
    assert {factors[each].source.seen for each in ("fossil_power", "default_heat")} == {"official_copy"}


def test_the_energy_of_a_zero_carbon_park_counts_electricity_at_its_equivalent_value() -> None:
    rules = load("zero-carbon-park-2025")
    energy = rules.model.quantities["park_energy_equivalent"]
    assert "等价值" in energy.label
    assert "不是当量值" in str(energy.definition)
    assert rules.items["ZC-2025.1"].model.value == "carbon / park_energy_equivalent"


def test_fresh_water_leaves_out_domestic_water_under_two_conditions() -> None:
    asking = [name for name in RULESETS if "fresh_water_use" in load(name).model.quantities]
    assert len(asking) == 4
    for name in asking:
        words = str(load(name).model.quantities["fresh_water_use"].definition)
        assert "单独计量" in words, name
        assert "不与工业废水混排" in words, name


@pytest.mark.parametrize(("quantity", "words"), [
    ("plot_ratio", "总建筑面积 ÷ 项目用地；层高超过8米的，该层按两倍计"), ("building_coefficient", "堆场、露天操作场地）÷ 项目用地"),
    ("office_land_share", "行政办公及生活服务设施的用地 ÷ 项目用地")])
def test_the_formulas_of_2008_define_what_is_asked_for(quantity: str, words: str) -> None:
    assert words in str(load("admission-land-2008").model.quantities[quantity].definition)
    assert "固定资产投资 ÷ 项目用地" in ruleset_text(load("admission-land-2008"))


def test_the_sections_of_the_classification_rest_on_public_texts() -> None:
    found = {name: load(name).model.classifications["gbt4754_2017"].source.seen for name in RULESETS
             if "gbt4754_2017" in load(name).model.classifications}
    assert len(found) == 6
    assert set(found.values()) == {"secondary"}


def test_a_ruleset_that_changed_since_it_was_published_has_a_newer_section() -> None:
    before = json.loads((ROOT / "locks/0.2.0/release.json").read_text(encoding="utf-8"))["rulesets"]
    changed = {name for name in RULESETS if before.get(name) != load(name).digest}
    told = {name for name in RULESETS if re.search(
        r"(?m)^## (\d{4}-\d\d-\d\d)", log := (ROOT / "rulesets" / name / "CHANGELOG.md").read_text(encoding="utf-8"))
        and max(re.findall(r"(?m)^## (\d{4}-\d\d-\d\d)", log)) > PUBLISHED}
    assert changed == told


@pytest.mark.parametrize("name", RULESETS)
def test_every_change_of_a_ruleset_says_from_which_day_what_and_whose_outcome(name: str) -> None:
    """类别 · 涉及日期 · 涉及指标 · 谁的结论会变; older sections are as they were published."""
    sections = (ROOT / "rulesets" / name / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1:]
    dated = [section for section in sections if re.match(r"\d{4}-\d\d-\d\d", section) and section[:10] > PUBLISHED]
    for section in dated:
        lines = [line for line in section.splitlines() if line.startswith("- ")]
        assert lines, section
        for line in lines:
            kind, since, about, outcome, *_ = [*line.removeprefix("- ").split(" · "), "", "", ""]
            assert kind in ("新编", "更正", "新增", "补充", "来源", "替代"), line
            assert re.match(r"自 ?\d{4}|自本规则集施行之日起|(全部|各)日期", since), line
            assert about, line
            assert re.search("结论|判|数值改变|改为", outcome), line
