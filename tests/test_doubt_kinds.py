"""Each kind of doubt: a made-up dossier that gives just that one, and what the real documents give."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from html import escape
from itertools import permutations
from typing import Any

import pytest
from conftest import ROOT, sample_data
from doubted import PARK, doubts, park, record
from hypothesis import given
from hypothesis import strategies as st

from checker.doubting.doubt_found import DoubtFound
from checker.explaining.explained import explained
from checker.reporting.derivation_page import derivation_page
from checker.reporting.derivation_text import derivation_text
from checker.reporting.deriving import derivation
from checker.reporting.next_steps import next_steps
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load
from checker.text.says_met import says_met
from checker.text.spoken_years import spoken_years
from checker.verdict.exact_number import read

FIGURES = ROOT / "samples/rulesets/park-figures"
DOCUMENT = {"document": "tables", "place": "虚构表1", "words": "虚构"}


@pytest.fixture(scope="module", name="figures")
def fixture_figures() -> Ruleset:
    return load(str(FIGURES))


def made(*figures: str, year: int = 2024) -> dict[str, Any]:
    """A made-up dossier of figures: ``name value unit``, then ``@year`` and ``(scope)`` where they have them."""
    observations = []
    for one in figures:
        name, value, unit, *more = one.split()
        scope = next((part.strip("()") for part in more if part.startswith("(")), None)
        when = next((int(part[1:]) for part in more if part.startswith("@")), year)
        observations.append({"quantity": name, "value": value, "unit": unit, "year": when, "source": DOCUMENT,
                             **({"scope": scope} if scope else {})})
    return {"schema": "dossier/1", "made_up": True, "subject": {"name": "虚构园区", "kind": "park"}, "period": year,
            "documents": {"tables": {"title": "虚构的表"}}, "observations": observations}


def found(data: dict[str, Any], rules: Ruleset) -> list[DoubtFound]:
    return doubts(record(data, rules))


def said(data: dict[str, Any], rules: Ruleset) -> str:
    [line] = next_steps(record(data, rules)).doubts
    return line


# What doesn't fit together, with the one doubt that it gives and what is said of it.
ALONE = {
    "a share that its parts don't give": (
        ("rd_intensity 1.4 %", "rd_expenditure 8 亿元", "gross_domestic_product 752.54 亿元"), "doubt.identity",
        ("【疑问】", "印的是 1.4 %（", "得 1.063 %", "须在 10.16～10.91 亿元 之间", "请查清")),
    "a sum in another unit than its parts": (
        ("foreign_trade_in_yuan 5088000 亿元", "exports_in_yuan 470.4 亿元", "imports_in_yuan 38.4 亿元"),
        "doubt.identity", ("恰为 10000 倍，请核对单位",)),
    "growth that the series doesn't give": (
        ("foreign_trade_average_growth_over_five_years 80 %", "foreign_trade 5.7 亿美元", "foreign_trade 3885 万美元 @2019"),
        "doubt.identity", ("年均增长率", "得 71.12 %")),
    "one quantity ten thousand times another statement of it": (
        ("electricity_use 42.47 万kWh", "electricity_use 424705 万kWh"), "doubt.conflict",
        ("有 2 个不同的填报值", "恰为 10000 倍，请核对单位")),
    "two statements of one scope": (
        ("total_nitrogen_emissions 23.40 t (核心区)", "total_nitrogen_emissions 25.34 t (核心区)"), "doubt.conflict",
        ("【矛盾】", "口径相同，不能都对")),
    "growth that fits only between two scopes": (
        ("industrial_output_average_growth_over_five_years 14.32 % (规上)", "industrial_output 180 亿元 (规上)",
         "industrial_output 92.2 亿元 @2019 (限额以上)"), "doubt.mixed_scopes", ("取口径写得不同的数", "180 亿元（规上）", "92.2 亿元（限额以上）")),
    "two ways to one datum that nobody states": (
        ("foreign_trade_ratio_to_2015 15 1", "foreign_trade_average_growth_over_five_years 80 %", "foreign_trade 5.7 亿美元"),
        "doubt.inferred_differs", ("（2019 年）没有填", "只有口径、范围或年份不同")),
    "a share that no number of whole days gives": (
        ("good_air_share 99.2 %", "good_air_days 340 天"), "doubt.not_whole",
        ("推算为 342.6～342.9 天，其中没有整数", "“不少于”的意思、实际在 350 至 363 天")),
    "a part above its whole": (
        ("total_nitrogen_emissions 23.4 t (核心区)", "ammonia_nitrogen_emissions 25.34 t (核心区)"), "doubt.relation",
        ("总氮排放量小于氨氮排放量",)),
    "more days than a year has": (("valid_air_days 367 天",), "doubt.band", ("通常不高于 366 天",)),
}


@pytest.mark.parametrize("kind", ALONE)
def test_each_kind_has_a_dossier_that_gives_just_that_one(kind: str, figures: Ruleset) -> None:
    stated, code, words = ALONE[kind]
    [doubt] = found(made(*stated), figures)
    assert doubt.code == code
    line = said(made(*stated), figures)
    assert [word for word in words if word not in line] == [], line


@pytest.mark.parametrize("kind", ALONE)
def test_the_order_of_statements_changes_nothing(kind: str, figures: Ruleset) -> None:
    stated, _, _ = ALONE[kind]
    lines = {frozenset(re.split("[、：（）]", said(made(*order), figures))) for order in permutations(stated)}
    assert len(lines) == 1


@pytest.mark.parametrize("stated", [
    ("rd_intensity 1.1 %", "rd_expenditure 8 亿元", "gross_domestic_product 752.54 亿元"),
    ("good_air_share 98.02 %", "excellent_air_days 217 天", "fair_air_days 130 天", "lightly_polluted_days 7 天",
     "valid_air_days 354 天"),
    ("foreign_trade_in_yuan 508.8 亿元", "exports_in_yuan 470.4 亿元", "imports_in_yuan 38.4 亿元"),
    ("energy_use_decline 1.7 %", "energy_use 11.37 万tce", "industrial_energy_decrease 1983.81 tce"),
    ("gross_domestic_product_average_growth_over_five_years 15.27 % (非烟)", "gross_domestic_product 126.4 亿元 (非烟)",
     "gross_domestic_product 62.1 亿元 @2019 (非烟)", "gross_domestic_product 522.8 亿元 (含烟)"),
    ("good_air_share 约99.2 %", "good_air_days 340 天"), ("rd_intensity 1.4 %", "rd_expenditure 约8 亿元",
                                                       "gross_domestic_product 752.54 亿元")])
def test_figures_that_fit_or_are_only_approximate_give_no_doubt(stated: tuple[str, ...], figures: Ruleset) -> None:
    assert found(made(*stated), figures) == []


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_a_share_printed_to_any_number_of_places_never_contradicts_its_parts(part: int, whole: int, places: int) -> None:
    share = (Decimal(part * 100) / Decimal(whole)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    data = made(f"rd_intensity {share:f} %", f"rd_expenditure {part} 亿元", f"gross_domestic_product {whole} 亿元")
    assert [doubt.code for doubt in found(data, load(str(FIGURES)))] == []


@given(st.integers(1, 366), st.data())
def test_what_is_inferred_of_whole_days_never_leaves_the_true_number_out(valid: int, data: st.DataObject) -> None:
    good = data.draw(st.integers(1, valid))
    share = (Decimal(good * 100) / Decimal(valid)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert found(made(f"good_air_share {share:f} %", f"good_air_days {good} 天"), load(str(FIGURES))) == []


def test_what_a_datum_would_have_to_be_makes_both_true(figures: Ruleset) -> None:
    stated = ("rd_intensity 1.4 %", "rd_expenditure 8 亿元", "gross_domestic_product 752.54 亿元")
    [doubt] = found(made(*stated), figures)
    needed = doubt.params["needed"]
    assert isinstance(needed, dict)
    ways = {name: read(amount) for name, _, amount in needed["needed"]}
    for name, amount in ways.items():
        middle = sum((end.value for end in amount if end.value is not None), Fraction(0)) / 2
        shown = Decimal(middle.numerator) / Decimal(middle.denominator)
        mended = [one if not one.startswith(name) else f"{name} {shown:f} 亿元" for one in stated]
        assert found(made(*mended), figures) == []
    assert set(ways) == {"rd_expenditure", "gross_domestic_product"}


def test_a_claim_against_the_finding_is_a_question_and_other_words_are_none() -> None:
    data = park(energy_use="700 万tce")
    unmet = next(f.item for f in record(data).verdict.findings if f.outcome == "unmet")
    data["claims"] = [{"item": unmet, "why": "虚构", "source": {**data["observations"][0]["source"], "words": words}}
                      for words in ("虚构：各项全部达标", "虚构：处置率达到100%", "虚构：有一项未达标")]
    claimed = [doubt for doubt in doubts(record(data)) if doubt.code == "doubt.claimed"]
    assert [[value.value for value in doubt.stated] for doubt in claimed] == [["虚构：各项全部达标"]]


def test_a_claim_that_the_other_figures_rule_out_is_told_with_what_follows_from_them() -> None:
    of = record(sample_data("kunming-etdz-2022"))
    [line] = [one for one in next_steps(of).doubts if "单位工业用地面积工业增加值（" in one]
    for words in ("单位工业用地面积工业增加值（2022 年）缺数据，材料声明达标", "单位工业增加值综合能耗 0.064", "综合能耗总量 11.37",
                  "工业增加值（2022 年）约 1762016～1791339 万元", "<2.239 亿元/km²", "达不到限值（≥9）"):
        assert words in line, line
    assert of.verdict.finding("HJ274-2015.8").outcome == "undetermined"


@pytest.mark.parametrize(("stated", "codes"), [
    (("industrial_value_added 310.4 亿元 (全口径)", "gross_domestic_product 310 亿元 (全口径)"), [("doubt.relation", "question")]),
    (("industrial_value_added 约305 亿元 (全口径)", "industrial_value_added 312 亿元 (全口径)",
      "gross_domestic_product 310 亿元 (全口径)"), []),
    (("rd_intensity 1.4 %", "rd_expenditure 8 亿元", "rd_expenditure 约10.5 亿元", "gross_domestic_product 752.54 亿元"), []),
    (("industrial_value_added 约312 亿元 (全口径)", "gross_domestic_product 310 亿元 (全口径)"), []),
    (("industrial_value_added 400 亿元", "gross_domestic_product 310 亿元"), [("doubt.relation", "question")]),
    (("industrial_value_added 400 亿元 (全口径)", "gross_domestic_product 310 亿元 (全口径)"), [("doubt.relation", "contradiction")]),
    (("good_air_days 370 天", "valid_air_days 360 天"), [("doubt.relation", "question"), ("doubt.band", "question")]),
    (("total_nitrogen_emissions 23 t (甲)", "total_nitrogen_emissions 超过23 t (甲)"), []),
    (("electricity_use 42 亿kWh", "electricity_use 超过42 亿kWh"), []),
    (("foreign_trade_in_yuan 超过520 亿元", "exports_in_yuan 470.4 亿元", "imports_in_yuan 38.4 亿元"), [("doubt.identity", "question")])])
def test_rounding_open_ends_and_what_is_about_so_much_contradict_nothing(
        stated: tuple[str, ...], codes: list[tuple[str, str]], figures: Ruleset) -> None:
    told = [(doubt.code, doubt.kind) for doubt in found(made(*stated), figures)]
    assert [one for one in told if one[0] != "doubt.band"] == [one for one in codes if one[0] != "doubt.band"]
    assert "倍，请核对单位" not in "".join(next_steps(record(made(*stated), figures)).doubts)


def test_money_in_two_price_bases_is_not_one_number(figures: Ruleset) -> None:
    data = made("gross_domestic_product_average_growth_over_five_years 8.2 %", "gross_domestic_product 200 亿元",
                "gross_domestic_product 120 亿元 @2019")
    for observation, basis in zip(data["observations"][1:], ("现价", "2015年价"), strict=True):
        observation["price_basis"] = basis
    assert found(data, figures) == []


def test_what_would_do_is_possible_and_the_premise_is_said(figures: Ruleset) -> None:
    line = said(made("good_air_share 95 %", "good_air_days 350 天", "valid_air_days 366 天"), figures)
    assert "有效监测天数（2024 年）须" not in line
    line = said(made("secondary_industry_share 62.4 %", "tertiary_industry_share 31.5 %"), figures)
    assert "（即 93.9 %），应为 100 %" in line
    assert "没有第一产业的园区" in line


def test_of_several_values_one_that_fits_is_enough(figures: Ruleset) -> None:
    both = made("good_air_share 99.2 %", "good_air_share 97.1 %", "good_air_days 340 天")
    assert [doubt.code for doubt in found(both, figures)] == ["doubt.conflict"]
    trade = ("foreign_trade_ratio_to_2015 15 1", "foreign_trade_average_growth_over_five_years 80 %", "foreign_trade 5.7 亿美元")
    assert [doubt.code for doubt in found(made(*trade, "foreign_trade_ratio_to_2015 19 1"), figures)] == ["doubt.conflict"]


def test_a_line_that_the_data_do_not_give_is_told_once_for_all_its_years(figures: Ruleset) -> None:
    data = made("rd_expenditure 8 亿元", "gross_domestic_product 752.54 亿元", "rd_expenditure 8 亿元 @2023",
                "gross_domestic_product 700 亿元 @2023")
    data["reported"] = [{"item": "PF.1", "year": year, "value": value, "unit": "%", "source": DOCUMENT}
                        for year, value in ((2023, "1.1"), (2024, "1.4"))]
    [doubt] = found(data, figures)
    assert (doubt.code, doubt.years, doubt.params["count"]) == ("doubt.not_reproduced", [2024], "1")
    assert "印的数由填报的数据测算不出，各数的四舍五入已计入：如 2024 年 印 1.4 %" in said(data, figures)


def test_an_elasticity_argued_from_one_year_is_a_question() -> None:
    [line] = [one for one in next_steps(record(sample_data("kunming-etdz-2022"))).doubts if "弹性系数" in one]
    assert "按几年的年均增长率计算，材料只写到这一年，没有写从哪一年算起" in line
    assert "表明2022年昆明经开区" in line


@pytest.mark.parametrize(("words", "years"), [
    ("综合能耗弹性系数小于0，表明2022年……进一步下降", {2022}), ("较2021年下降，2022年为0.4", {2021, 2022}),
    ("以近三年情况，对24项建设指标进行测算，2022年全部达到", set()), ("2019年至2022年年均下降", set()), ("三年平均削减率4.1%，2024年达标", set()), ("弹性系数小于0", set())])
def test_which_years_words_speak_of(words: str, years: set[int]) -> None:
    assert spoken_years(words) == years


@pytest.mark.parametrize(("words", "met"), [
    ("对24项建设指标进行测算，全部达到《国家生态工业示范园区标准》（HJ 274-2015）要求", True), ("各项全部达标", True),
    ("均符合有关规定", True), ("力争年底前全部达标", False), ("距全部达标尚差5家", False), ("除2家外全部达标", False), ("符合国家产业政策要求", False),
    ("已申请达标验收", False), ("达标率为60%", False), ("有一项未达标", False), ("不能满足标准要求", False), ("处置率达到100%", False), ("达到340天", False)])
def test_which_words_claim_that_something_is_met(words: str, met: bool) -> None:
    assert says_met(words) is met


def test_the_made_up_park_has_no_near_name_and_one_of_another_name_has() -> None:
    assert doubts(record(sample_data(PARK))) == []
    data = sample_data(PARK)
    source = {**data["observations"][0]["source"], "words": "虚构：2024年绿地率 38%"}
    data["reported"].append({"item": "HJ274-2015.29", "year": 2024, "value": 38, "unit": "%", "source": source})
    near = [doubt for doubt in doubts(record(data)) if doubt.code == "doubt.near_name"]
    assert [(doubt.kind, doubt.subject) for doubt in near] == [("near_name", "HJ274-2015.29")]


def test_what_explains_a_verdict_tells_its_doubts_as_text_and_as_a_page() -> None:
    of = record(sample_data("kunming-etdz-2022"))
    found = derivation(of.verdict, of.ruleset, explanation=explained(of.case, of.ruleset))
    for said in next_steps(of).doubts:
        assert said in derivation_text(found)
        assert escape(said) in derivation_page(found)


def table() -> list[tuple[str, str, str, str, str]]:
    """The doubts that docs/findings says the program finds: sample, ruleset, kind, code, subject."""
    page = (ROOT / "docs/findings/README.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| `([\w-]+)` \| `([\w/-]+)` \| (矛盾|疑问|近名) \| `(doubt\.\w+)` \| `([\w.-]+)` \|", page)
    kinds = {"矛盾": "contradiction", "疑问": "question", "近名": "near_name"}
    return [(sample, rules, kinds[kind], code, subject) for sample, rules, kind, code, subject in rows]


def test_the_real_documents_give_the_doubts_that_were_checked_by_hand_and_no_other() -> None:
    due = table()
    assert len(due) > 15
    got = []
    for sample, rules in dict.fromkeys((row[0], row[1]) for row in due):
        ruleset = load(str(ROOT / rules) if "/" in rules else rules)
        got += [(sample, rules, doubt.kind, doubt.code, doubt.subject)
                for doubt in found(sample_data(sample), ruleset)]
    assert sorted(got) == sorted(due)


def test_where_both_say_one_scope_it_is_not_said_that_none_is_stated(figures: Ruleset) -> None:
    """Of two documents, or of none: by the same words each may mean another area or another day."""
    data = made("total_nitrogen_emissions 23.40 t (核心区)", "total_nitrogen_emissions 25.34 t (核心区)")
    for one in data["observations"]:
        one["source"] = {"place": "表", "words": one["value"]}
    line = said(data, figures)
    assert line.startswith("【疑问】")
    assert line.endswith("写的口径相同；只有各指不同的范围或统计时间，才能都对，请查清。")
