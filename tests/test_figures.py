"""The pictures on a page: nothing that the verdict doesn't say, and everything in words as well."""

from __future__ import annotations

import datetime as dt
import io
import re
from fractions import Fraction
from typing import Any

import pikepdf
import pytest
from conftest import DAY, ENGINES, dossier, sample_data
from tiny_ruleset import rules, subject

from checker.capsule.issue import from_verdicts
from checker.explaining.stated_years import stated_years
from checker.judging.judge import judge
from checker.quantity.interval import Interval
from checker.reporting.figures import Figures, figures
from checker.reporting.index_chart import WIDE
from checker.reporting.page import render_html
from checker.reporting.pdf import render
from checker.reporting.year_charts import BOTTOM, TOP, YearChart
from checker.ruleset.loading import load
from checker.verdict.verdict import Verdict
from checker.verifying.regenerating import _in_words
from checker.wording.speaking import worded
from checker.wording.worded import WordedVerdict

PLAN = "made-up-yuxi-2022"


def drawn(data: dict[str, Any], ruleset: str) -> tuple[Verdict, WordedVerdict, Figures]:
    rules = load(ruleset)
    verdict = judge(dossier(data), rules, DAY, ENGINES[0], "sha256:0").verdict
    said = worded(verdict, rules)
    return verdict, said, figures(verdict, said, rules)


def of_item(number: str, **changed: Any) -> YearChart:
    """The picture of an item of the plan, with a datum of 2022 stated otherwise."""
    data = sample_data(PLAN)
    for one in data["observations"]:
        if one["year"] == 2022 and one["quantity"] in changed:
            one["value"] = changed[one["quantity"]]
    _, _, found = drawn(data, "yuxi-green-plan")
    return next(chart for chart in found.years if chart.title.split()[0] == number)


def test_an_unmet_year_is_a_cross_beyond_its_limit_and_a_year_without_value_a_gap() -> None:
    chart = of_item("8")  # energy per GDP: 0.07788 in 2022, at most 0.07
    first, now = chart.marks
    assert (first.shape, now.shape) == ("ring", "cross")
    assert [tick.figures for tick in chart.ticks] == ["2020", "2021", "2022", "2025"]
    year_2021, year_2022, last = chart.limits  # the plan has no target for 2020, where it starts
    assert now.top < year_2022.y == year_2021.y < last.y
    assert chart.lines == []  # nothing is known of 2021
    assert "2021 年没有数值，目标值 0.07" in chart.said
    assert "2022 年 0.07788，未达目标，目标值 0.07" in chart.said
    assert chart.ends == ("2020：0.07", "2022：0.07788")


@pytest.mark.parametrize(("value", "shape", "spread", "up"), [
    ("64～68", "ring", True, False), ("超过64", "ring", True, True), ("不到66", "dot", True, False),
    ("约64", "diamond", False, False), ("64", "dot", False, False), ("68", "cross", False, False)])
def test_what_is_no_single_number_is_a_range(value: str, shape: str, spread: bool, up: bool) -> None:
    mark = of_item("7", total_energy_use=f"{value}万tce").marks[-1]  # less than 67 in 2022, never negative
    assert (mark.shape, mark.top < mark.bottom, mark.up, mark.down) == (shape, spread, up, False)


@pytest.mark.parametrize(("sample", "ruleset"), [
    (PLAN, "yuxi-green-plan"), ("yuxi-carbon-path", "carbon-path")])
def test_every_value_stands_where_its_number_is(sample: str, ruleset: str) -> None:
    verdict, _, found = drawn(sample_data(sample), ruleset)
    rules = load(ruleset)
    titles = {chart.title.split()[0]: chart for chart in found.years}
    assert titles
    for number, chart in titles.items():
        ends: list[tuple[Fraction, int]] = []
        years = [year for year in verdict.years if any(
            cell.item.endswith(f".{number}") and any(one.values for one in cell.evaluations) for cell in year.cells)]
        for year, mark in zip(years, chart.marks, strict=True):
            cell = next(cell for cell in year.cells if cell.item.endswith(f".{number}"))
            values = [v.value for one in cell.evaluations for v in one.values if isinstance(v, Interval)]
            exact = [value for value in values if value is not None]
            ends += [(max(exact), mark.top), (min(exact), mark.bottom)]
        heights = [place for _, place in sorted(ends)]
        assert heights == sorted(heights, reverse=True)
        assert all(TOP <= place <= BOTTOM for place in heights)
        # An account has no limit to be held against.
        assert bool(chart.limits) == rules.kind.compares


def test_amounts_of_two_units_are_not_drawn_on_one_scale() -> None:
    """Foreign trade has its target in dollars in the table, and in yuan in the text."""
    data = sample_data("yuxi-htz-plan-tables")
    data["period"] = 2022
    source = {"document": next(iter(data["documents"])), "place": "虚构", "words": "虚构"}
    data["observations"] += [
        {"quantity": name, "year": year, "value": value, "source": source}
        for year in (2021, 2022) for name, value in (("foreign_trade", "9亿美元"), ("foreign_trade_in_yuan", "60亿元"))]
    verdict, _, found = drawn(data, "yuxi-14th-plan")
    valued = [cell.item for year in verdict.years if year.year > 2020 for cell in year.cells
              if any(one.values for one in cell.evaluations)]
    assert valued.count("YX14-2021.22") == 2
    assert not any(chart.title.startswith("22 ") for chart in found.years)


def test_words_of_several_years_stand_on_no_scale() -> None:
    made = rules(("formula_language: 1", "formula_language: 2\nside_by_side: {from: 2022, to: y}"))
    data = subject(year=2022)
    for year in (2022, 2023, 2024):
        data["observations"] += subject(year=year, output="30 万元", people="2 人", plant="有")["observations"]
    data["period"] = 2024
    verdict = judge(dossier(data), made, DAY, ENGINES[0], "sha256:0").verdict
    assert {cell.item for year in verdict.years for cell in year.cells if any(one.values for one in cell.evaluations)} == {"T.1", "T.2"}
    charts = {chart.title: [mark.shape for mark in chart.marks] for chart in figures(verdict, worded(verdict, made), made).years}
    assert charts == {"1 人均产值 万元/人": ["dot", "dot", "dot"]}


def test_years_that_follow_each_other_are_joined() -> None:
    _, _, found = drawn(sample_data("yuxi-carbon-path"), "carbon-path")
    chart = next(chart for chart in found.years if chart.title.startswith("B1 "))
    [line] = chart.lines
    assert len(line.split()) == len(chart.marks) == 15


def test_an_index_is_drawn_by_its_parts_as_far_as_it_is_known() -> None:
    _, said, found = drawn(sample_data("yuxi-htz-2020"), "green-park-2016")
    chart = found.indices["GP-2016.GI"]
    assert [len(items) for _, items in chart.parts] == [6, 2, 0, 0, 0, 0]
    assert chart.parts[1][0] == "4 项中计入 2 项，有比值 2 项；没有的：序号 9、10"
    bar = chart.ratios["GP-2016.6"]  # 57.4 of 95, on a scale to twice the limit
    assert (bar.sure, bar.end, bar.cut) == (round(WIDE * 57.4 / 95 / 2), round(WIDE * 57.4 / 95 / 2), False)
    assert chart.ratios["GP-2016.8"].cut
    assert "GP-2016.2" not in chart.ratios
    capped, uncapped = chart.totals["capped_counted"], chart.totals["uncapped_open"]
    assert capped.sure < capped.end < chart.full
    assert (uncapped.end, uncapped.cut) == (WIDE, True)
    html, _ = render_html(said, [], from_verdicts([said], None), figures=found)
    assert "比值 0.6042，竖线处为 1" in html


def test_of_every_picture_all_is_said_in_words_and_nothing_by_colour() -> None:
    for sample, ruleset in ((PLAN, "yuxi-green-plan"), ("yuxi-htz-2020", "green-park-2016")):
        _, said, found = drawn(sample_data(sample), ruleset)
        html, _ = render_html(said, [], from_verdicts([said], None), figures=found)
        pictures = re.findall("<svg.*?</svg>", html, re.DOTALL)
        assert pictures
        for picture in pictures:
            assert re.search("<title>[^<]{6,}</title>", picture)
            assert all(len(set(colour)) == 1 for colour in re.findall("#([0-9a-f]+)", picture))
            assert "script" not in picture


def test_a_picture_has_its_words_in_the_pdf() -> None:
    html = ('<html lang="zh-CN"><head><title>图</title></head><body><svg xmlns="http://www.w3.org/2000/svg" '
            'viewBox="0 0 9 9"><title>2022 年没有数值</title><path d="M0 0h9"/></svg></body></html>')
    with pikepdf.open(io.BytesIO(render(html, "", [], dt.date(2023, 1, 1), "a"))) as document:
        assert any(isinstance(one, pikepdf.Dictionary) and str(one.get("/Alt", "")) == "2022 年没有数值"
                   for one in document.objects)


def test_a_verdicts_data_alone_are_drawn_as_they_were() -> None:
    verdict, _, found = drawn(sample_data(PLAN), "yuxi-green-plan")
    _, again = _in_words(verdict.plain(), "verdict.json")
    assert again == found


@pytest.mark.parametrize("sample", ["made-up-park", "yuxi-htz-2020", PLAN])
def test_in_each_stated_year_an_item_comes_to_what_it_would_if_that_year_were_judged(sample: str) -> None:
    rules, data = load("hj274-2015"), sample_data(sample)
    case = judge(dossier(data), rules, DAY, ENGINES[0], "sha256:0")
    years = stated_years(case, rules)
    assert years[-1].year == case.verdict.period
    assert {cell.item for year in years for cell in year.cells} == (NUMBERED if sample == "made-up-park" else set())
    for year in (year for year in years if year.year != case.evidence.base):  # nothing can have grown since
        alone = judge(dossier({**data, "period": year.year}), rules, DAY, ENGINES[0], "x")
        for cell in year.cells:
            finding = alone.verdict.finding(cell.item)
            assert cell.outcome == finding.outcome
            assert [e.values for e in cell.evaluations] == [e.values for e in finding.evaluations if e.decides]


NUMBERED = {f"HJ274-2015.{number}" for number in (3, 8, 10, 11, 13, 14, 25, 26)}


def test_where_the_ruleset_sets_no_years_side_by_side_the_page_shows_those_that_are_stated() -> None:
    rules = load("hj274-2015")
    case = judge(dossier(sample_data("made-up-park")), rules, DAY, ENGINES[0], "sha256:0")
    said = worded(case.verdict, rules)
    found = figures(case.verdict, said, rules, stated_years(case, rules))
    assert len(found.years) == len(NUMBERED)
    chart = next(chart for chart in found.years if chart.title.startswith("14 "))
    assert [mark.shape for mark in chart.marks] == ["cross", "dot", "dot", "dot"]
    assert chart.limit == "限值 8"
    html, _ = render_html(said, [], from_verdicts([said], None), figures=found)
    assert "逐年并列（只列示，不影响结论）" in html
    assert "逐年并列" not in render_html(said, [], from_verdicts([said], None), figures=figures(case.verdict, said, rules))[0]
