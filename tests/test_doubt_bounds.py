"""Where doubts end: what is read twice, has no value, is stated once for all years, or is no number of things."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from doubted import doubts, record
from tiny_ruleset import rules, subject

from checker.doubting.conflicts import power_between
from checker.quantity.interval import Bound, Interval
from checker.reporting.next_steps import next_steps
from checker.ruleset.compiled import Ruleset

TERMS = """\
  site: {label: 总面积, unit: km2, each: once}
  built: {label: 建成面积, unit: km2, each: once}
  spare: {label: 空余面积, unit: km2, each: once}
  firms: {label: 企业数, unit: 家, whole: true}
  large: {label: 大企业数, unit: 家, whole: true, plausible: {at_most: 20, source: {rests_on: experience, place: 常识}}}
  lead: {label: 多出的大企业数, unit: 家}
  small: {label: 小企业数, unit: 家, whole: true}
  of_large: {label: 大企业比重, unit: "%"}
  spent: {label: 支出, unit: 万元}
  saved: {label: 结余, unit: 万元, signed: true}
  left: {label: 余额, unit: 万元}
  kept: {label: 留存, unit: 万元}
  made: {label: 产出, unit: "1"}
  held: {label: 活动数, unit: 起}
"""
DOUBTS = """\
doubts:
  - {id: areas, label: 总面积, value: site, unit: km2, equals: built + spare, source: {rests_on: arithmetic, place: 定义}}
  - {id: above, label: 建成面积大于总面积, when: built > site, source: {rests_on: arithmetic, place: 定义}}
  - {id: shares, label: 大企业比重, value: of_large, unit: "%", equals: large / firms, source: {rests_on: arithmetic, place: 定义}}
  - {id: firms, label: 企业数, value: firms, unit: 家, equals: large + small, source: {rests_on: arithmetic, place: 定义}}
  - {id: double, label: 总产值, value: output, unit: 万元, equals: spent * spent / saved, source: {rests_on: arithmetic, place: 定义}}
  - {id: grown, label: 总产值, value: output, unit: 万元, equals: "spent * max(spent, kept) / (left - kept)", source: {rests_on: arithmetic, place: 定义}}
  - {id: made, label: 产出, value: made, unit: "1", equals: "output / spent + saved / (left - kept)", source: {rests_on: arithmetic, place: 定义}}
  - {id: lead, label: 多出的大企业数, value: lead, unit: 家, equals: large - small, source: {rests_on: arithmetic, place: 定义}}
  - {id: held, label: 活动数, value: held, unit: 起, equals: count(events), source: {rests_on: arithmetic, place: 定义}}
"""


@pytest.fixture(scope="module", name="of")
def fixture_of() -> Ruleset:
    return rules(("formula_language: 1", "formula_language: 2"), ("  plant:", f"{TERMS}  plant:"), ("indicators:\n", f"{DOUBTS}indicators:\n"))


def of_once(data: dict[str, Any]) -> dict[str, Any]:
    for one in data["observations"]:
        if one["quantity"] in ("site", "built", "spare"):
            del one["year"]
    return data


def told(data: dict[str, Any], of: Ruleset) -> list[tuple[str, str]]:
    return [(doubt.code, doubt.subject) for doubt in doubts(record(of_once(data), of))]


def test_what_is_stated_once_is_doubted_once_whatever_years_there_are(of: Ruleset) -> None:
    data = subject(site="10 km2", built="12 km2", spare="1 km2", people="5 人")
    data["observations"].append({**data["observations"][-1], "year": 2023})
    assert told(data, of) == [("doubt.relation", "above"), ("doubt.identity", "areas")]


@pytest.mark.parametrize(("stated", "codes"), [
    ({"of_large": "50 %", "large": "3 家", "firms": "0～3 家"}, []),  # nothing is divided by what may be nothing
    ({"output": "30 万元", "spent": "3 万元", "saved": "5 万元"}, [("doubt.identity", "double")]),
    ({"output": "30 万元", "saved": "5 万元"}, []),
    ({"firms": "3 家", "large": "5 家"}, []),
    ({"held": "3 起"}, []),
    ({"of_large": "33 %", "large": "5 家", "small": "5 家"}, [("doubt.inferred_differs", "firms")]),
    ({"lead": "2.5 家", "small": "3 家"}, [("doubt.not_whole", "large")]),
    ({"made": "3 1", "left": "5 万元", "kept": "5 万元", "saved": "4 万元", "spent": "2 万元"}, []),
    ({"lead": "2.5 家", "large": "7 家"}, [("doubt.not_whole", "small")]),
    ({"output": "30 万元", "spent": "5 万元", "left": "9 万元", "kept": "5 万元"}, [("doubt.identity", "grown")]),
    ({"of_large": "99 %", "firms": "7 家"}, [("doubt.not_whole", "large")]),
    ({"of_large": "99 %", "firms": "7 家", "large": "5 家"}, [("doubt.identity", "shares")]),
])
def test_a_doubt_is_told_of_just_what_can_not_be(stated: dict[str, Any], codes: list[tuple[str, str]], of: Ruleset) -> None:
    assert told(subject(**stated), of) == codes


def test_a_range_without_end_says_nothing_of_the_place_of_the_point(of: Ruleset) -> None:
    data = subject(output="20 万元")
    data["observations"] += [{**data["observations"][0], "value": value} for value in ("30", "超过500")]
    [doubt] = doubts(record(data, of))
    assert (doubt.code, doubt.params.get("power")) == ("doubt.conflict", None)
    wide = Interval(Bound(Fraction(1)), Bound(Fraction(500)))
    assert power_between(wide, Interval.exact(1)) is None
    assert power_between(Interval.exact(1000), Interval.exact(1)) == 1000


def test_years_in_which_everything_falls_may_have_been_filled_in_backwards(of: Ruleset) -> None:
    data = subject()
    data["observations"] = [one for year in (2022, 2023, 2024) for one in subject(
        year=year, output=f"{2030 - year} 万元", people=f"{2040 - year} 人", large=f"{2050 - year} 家")["observations"]]
    priced = rules(("output: {label: 总产值, unit: 万元}", "output: {label: 总产值, unit: 万元, priced: true}"), ("  plant:", f"{TERMS}  plant:"))
    [line] = [one for one in next_steps(record(data, priced)).doubts if "逐年下降" in one]
    assert "逐年填报的 3 个数据项全都逐年下降（如大企业数：2022 年 28 家" in line
    assert line.endswith("请核对各年的数有没有填反。")


def test_of_what_is_counted_without_a_band_it_is_only_said_that_no_number_fits(of: Ruleset) -> None:
    [line] = next_steps(record(subject(lead="2.5 家", large="7 家"), of)).doubts
    assert "推算为 4.45～4.55 家，其中没有整数。只有两个数不是一个统计，才能都对" in line


def test_a_doubt_names_what_the_printed_numbers_make_and_not_the_middle_of_their_rounding(of: Ruleset) -> None:
    [doubt] = doubts(record(of_once(subject(output="90 万元", spent="9 万元", left="9 万元", kept="4 万元")), of))
    assert doubt.code == "doubt.identity"
    assert doubt.params["computed"] == {"amount": "16.2"}  # 9 × 9 ÷ (9 - 4); with each rounded, from 13.2 to 21.3
    [ranged] = doubts(record(of_once(subject(output="90 万元", spent="9～11 万元", left="9 万元", kept="4 万元")), of))
    assert ranged.params["computed"] == {"amount": "20.2"}  # the middle of 81 ÷ 5 and 121 ÷ 5
