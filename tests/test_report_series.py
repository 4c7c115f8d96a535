"""What an amount is made up of over the years: in a report's table every figure, in its picture only what is sure."""

from __future__ import annotations

import datetime as dt
import io
import json
from fractions import Fraction
from functools import cache
from pathlib import Path

import docx
import pytest
import yaml
from bad.command import refused, run
from conftest import ROOT
from docx.oxml.ns import qn
from test_reports import record

from checker.capsule.record import Record
from checker.files.textfile import read
from checker.reporting.kind_chart import BOTTOM, TOP, KindValues, kind_chart
from checker.reports.blocks import KindPicture, ReportBody, ReportTable, WordsLine
from checker.reports.form_files import form
from checker.reports.outline import FormModel
from checker.reports.setting_out import report_body
from checker.services.judging_files import JudgingTerms, judged
from checker.services.report_files import MadeReport, capsule_of, made_report
from checker.validation import build
from checker.verifying.report_check import checked_report

ACCOUNT, ZERO = "carbon-account-report", "made-up-zero-carbon"


@cache
def made() -> MadeReport:
    return made_report(form(ACCOUNT), record(ZERO, "zero-carbon-account-2025"))


def kinds(*rows: dict[int, int]) -> list[KindValues]:
    return [KindValues(f"第{n}种", {year: Fraction(one) for year, one in row.items()},
                       dict.fromkeys((2021, 2022, 2023), "数")) for n, row in enumerate(rows, 1)]


def only(parts: list[dict[str, object]], of: str = ACCOUNT) -> FormModel:
    """A form with these parts alone."""
    data = json.loads(form(of).model_dump_json(by_alias=True)) | {"parts": parts}
    found, problems = build(FormModel, data)
    assert found is not None, problems
    return found


def body_of(found: Record, parts: list[dict[str, object]], of: str = ACCOUNT) -> ReportBody:
    return report_body(only(parts, of), found, capsule_of(found))


def test_a_bar_is_drawn_of_each_year_whose_parts_are_all_known_and_of_no_other() -> None:
    chart = kind_chart("甲", "t", kinds({2021: 30, 2022: 10, 2023: 5}, {2021: 20, 2022: 0}), [2021, 2022, 2023], "bars")
    assert chart is not None
    assert [tick.said for tick in chart.ticks] == ["0", "10", "20", "30", "40", "50"]
    assert [(one.said, one.gap) for one in chart.years] == [("2021", ""), ("2022", ""), ("2023", "不全")]
    full = BOTTOM - TOP
    assert [(one.kind, one.height, one.y) for one in chart.bars] == [
        (0, full * 3 // 5, BOTTOM - full * 3 // 5), (1, full * 2 // 5, TOP), (0, full // 5, BOTTOM - full // 5)]
    assert len({one.x for one in chart.bars}) == 2
    assert chart.said == "甲（t）：2021 年：第1种 数、第2种 数；2022 年：第1种 数、第2种 数；2023 年：第1种 数、第2种 数。"


@pytest.mark.parametrize("rows", [({2021: 3}, {2021: 4}), ({2021: 3, 2022: 3}, {2022: 4, 2023: 5}), ({2021: 3, 2022: -3},)])
def test_of_fewer_than_two_years_that_are_known_in_all_parts_there_are_no_bars(rows: tuple[dict[int, int], ...]) -> None:
    assert kind_chart("甲", "t", kinds(*rows), [2021, 2022, 2023], "bars") is None


def test_a_line_goes_through_what_is_known_below_nothing_too_and_breaks_where_nothing_is() -> None:
    chart = kind_chart("甲", "t", kinds({2021: -4, 2023: 6}, {2021: 1}, {}), [2021, 2022, 2023], "lines")
    assert chart is not None
    assert (chart.bars, [tick.said for tick in chart.ticks]) == ([], ["-4", "-2", "0", "2", "4", "6"])
    assert [(line.kind, [y for _, y in line.points]) for line in chart.lines] == [
        (0, [BOTTOM]), (0, [TOP]), (1, [BOTTOM - (BOTTOM - TOP) // 2])]
    assert [one.gap for one in chart.years] == ["", "缺", ""]
    assert chart.zero == BOTTOM - (BOTTOM - TOP) * 4 // 10
    assert kind_chart("甲", "t", kinds({2021: 1}), [2021, 2022], "lines") is None


def test_bars_of_nothing_at_all_stand_on_the_axis_and_tiny_and_huge_ones_have_few_round_ticks() -> None:
    none = kind_chart("甲", "t", kinds({2021: 0, 2022: 0}), [2021, 2022], "bars")
    assert none is not None
    assert (none.bars, [tick.said for tick in none.ticks]) == ([], ["0", "0.2"])
    for most, said in ((Fraction(7, 1000), "0.008"), (Fraction(123456), "150000"), (Fraction(1), "1")):
        row = [KindValues("甲", {2021: most, 2022: most / 2}, {2021: "数", 2022: "数"})]
        chart = kind_chart("甲", "t", row, [2021, 2022], "bars")
        assert chart is not None
        assert (chart.ticks[-1].said, len(chart.ticks) <= 6, chart.bars[0].y >= TOP) == (said, True, True)


@pytest.mark.parametrize(("label", "shown"), [
    ("综" * 17, "综" * 17), ("综" * 18, "综" * 16 + "…"), ("a" * 34, "a" * 34), ("a" * 35, "a" * 33 + "…")])
def test_a_name_for_which_there_is_no_room_is_cut(label: str, shown: str) -> None:
    row = [KindValues(label, {2021: Fraction(1), 2022: Fraction(1)}, {2021: "1", 2022: "1"})]
    chart = kind_chart("甲", "t", row, [2021, 2022], "bars")
    assert chart is not None
    assert [name for *_, name in chart.legend] == [shown]


def test_the_parts_of_a_carbon_account_stand_in_a_table_and_are_drawn_where_all_are_known() -> None:
    grid = next(one for one in made().body.grids() if one.caption == "排放的组成")
    assert grid.heads == ["年份", "1 燃料燃烧排放", "2 能源加工转换排放", "3 电力间接排放", "4 热力间接排放", "5 工业生产过程排放"]
    assert [["，".join(cell.lines()) for cell in row] for row in grid.rows] == [
        ["2023", "300000 t", "0 t", "缺[1]", "缺[2]", "10000 t"], ["2024", "280000 t", "0 t", "166500 t", "0 t", "10000 t"],
        ["2025", "250000 t", "0 t", "83250 t", "0 t", "10000 t"]]
    assert grid.notes[0] == "[1] 缺：当年的调入的其他电量、调出的化石能源电量、调出的非化石能源电量。"
    [drawn] = [block for block in made().body.blocks if isinstance(block, KindPicture)]
    chart = drawn.chart
    assert (drawn.number, drawn.caption, chart.unit) == ("图1", "排放的组成", "万t")
    assert [(one.said, one.gap) for one in chart.years] == [("2023", "不全"), ("2024", ""), ("2025", "")]
    heights = {(one.x, one.kind): one.height for one in chart.bars}
    first, last = (one.at for one in chart.years[1:])
    full = Fraction(BOTTOM - TOP, 50)  # of 50 万t
    due = {(first, 0): "28", (first, 2): "16.65", (first, 4): "1", (last, 0): "25", (last, 2): "8.325", (last, 4): "1"}
    assert heights.keys() == due.keys()
    assert all(abs(heights[key] - full * Fraction(value)) <= 1 for key, value in due.items())
    document = docx.Document(io.BytesIO(made().word))
    told = [one.get("descr") for one in document.element.body.iter(qn("wp:docPr"))]
    assert chart.said in told
    assert "2023 年：燃料燃烧排放 300000 t、能源加工转换排放 0 t、电力间接排放 缺、" in chart.said


def test_a_figure_of_a_series_that_was_changed_by_hand_is_told(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(made().word))
    rows = next(one for one in document.tables if one.rows[0].cells[-1].text == "5 工业生产过程排放")
    rows.cell(2, 3).text = "66500 t"
    document.save(str(tmp_path / "a.docx"))
    [one] = checked_report(tmp_path / "a.docx").unlike
    assert (one.label, one.given, one.due) == ("电力间接排放（2024年）", "66500 t", "166500 t")


def test_years_of_a_span_of_its_own_and_amounts_of_other_units_of_the_same_kind_are_drawn_to_scale() -> None:
    found = record("yuxi-carbon-path")
    body = body_of(found, [{"series": ["CP-2021.B1", "CP-2021.B4"], "unit": "亿kWh", "span": 16, "caption": "用电量"}])
    [grid], [drawn] = list(body.grids()), [one for one in body.blocks if isinstance(one, KindPicture)]
    assert [row[0].words for row in grid.rows] == [str(year) for year in range(2020, 2036)]
    assert [["".join(cell.lines()) for cell in row[1:]] for row in (grid.rows[0], grid.rows[-1])] == [
        ["309848 万kWh", "114857 万kWh"], ["667545 万kWh", "212899 万kWh"]]
    assert (drawn.chart.ticks[-1].said, {one.gap for one in drawn.chart.years}) == ("100", {""})
    below, above = drawn.chart.bars[-2:]
    assert (round(Fraction(below.height * 100, BOTTOM - TOP)), above.y + above.height) == (67, below.y)


def test_a_working_that_would_fill_pages_is_left_to_the_verdict() -> None:
    body = body_of(record("yuxi-carbon-path"), [{"table": "items", "columns": ["number", "explanation"]}])
    said = {row[0].words: row[1].words for row in next(body.grids()).rows}
    assert said["B1"] == "309848.00万kWh × 累计增长倍数（年增长率 5.25%，2020年至2035年）"
    assert said["S10"] == "算式太长，见核验意见的“测算过程”"
    assert max(map(len, said.values())) < 500


def test_what_has_several_values_is_all_told_and_not_drawn() -> None:
    found = record("yuxi-carbon-path")
    body = body_of(found, [{"series": ["CP-2021.S1"], "unit": "亿kWh", "drawn": "lines", "caption": "节能"}])
    assert [block.words for block in body.blocks if isinstance(block, WordsLine)] == ["节能：不足两年有齐全的数，不画图。"]
    [grid] = body.grids()
    assert [len(row[1].figures) for row in grid.rows] == [2, 2, 2]
    assert all("增长率逐年" in figure.said for row in grid.rows for figure in row[1].figures)


@pytest.mark.parametrize(("drawing", "drawn"), [("bars", False), ("lines", True)])
def test_data_of_different_scopes_are_told_to_be_so_and_not_drawn(drawing: str, drawn: bool, tmp_path: Path) -> None:
    data = read(ROOT / f"samples/{ZERO}.yaml").data
    for one in data["observations"]:
        if (one["quantity"], one["year"]) == ("fuel_combustion_co2", 2024):
            one["scope"] = "规上"
    (tmp_path / "d.json").write_text(json.dumps(data, default=str), encoding="utf-8")
    found = judged(JudgingTerms(tmp_path / "d.json", dt.date(2026, 11, 28), ("zero-carbon-account-2025",)))[0]
    body = body_of(found, [{"series": ["fuel_combustion_co2", "process_co2"], "unit": "万t", "caption": "甲", "drawn": drawing}])
    [grid] = body.grids()
    label = {"bars": "化石燃料燃烧二氧化碳排放量（零碳园区口径）、工业生产过程二氧化碳排放量", "lines": "化石燃料燃烧二氧化碳排放量（零碳园区口径）"}[drawing]
    assert len(grid.notes) == 1
    assert grid.notes[0].startswith(label)
    assert "的口径或价格不同（全口径、规上）" in grid.notes[0]
    items = body_of(found, [{"series": ["ZCA-2025.1", "ZCA-2025.5"], "unit": "万t", "caption": "乙", "drawn": drawing}])
    assert "的口径或价格不同（全口径、规上）" in next(items.grids()).notes[0]
    assert [isinstance(one, KindPicture) for one in items.blocks].count(True) == drawn
    charts = [one.chart for one in body.blocks if isinstance(one, KindPicture)]
    assert [{line.kind for line in chart.lines} for chart in charts] == ([{1}] if drawn else [])


def test_what_is_answered_in_words_is_told_and_not_drawn() -> None:
    found = record(ZERO)
    body = body_of(found, [{"series": ["product_energy_level"], "unit": "t", "caption": "水平"}], "zero-carbon-application")
    [grid] = body.grids()
    assert {row[1].lines()[0] for row in grid.rows} == {"缺[1]"}
    assert [one for one in body.blocks if isinstance(one, KindPicture)] == []


@pytest.mark.parametrize(("change", "drawn"), [
    ({}, True), ({"value": "约28万t"}, False), ({"value": "27～28万t"}, False), ({"value": "280000000kg"}, True)])
def test_only_a_single_sure_number_is_drawn(change: dict[str, str], drawn: bool, tmp_path: Path) -> None:
    data = read(ROOT / f"samples/{ZERO}.yaml").data
    for one in data["observations"]:
        if (one["quantity"], one["year"]) == ("fuel_combustion_co2", 2024):
            one.update(change)
    place = tmp_path / "d.json"
    place.write_text(json.dumps(data, default=str), encoding="utf-8")
    found = judged(JudgingTerms(place, dt.date(2026, 11, 28), ("zero-carbon-account-2025",)))[0]
    body = body_of(found, [{"series": ["fuel_combustion_co2", "process_co2"], "unit": "万t", "caption": "甲"},
                           {"series": ["ZCA-2025.1", "ZCA-2025.5"], "unit": "t", "caption": "乙"}])
    pictures = [one.chart for one in body.blocks if isinstance(one, KindPicture)]
    assert [[year.gap for year in one.years] for one in pictures] == [["", "" if drawn else "不全", ""]] * 2
    assert [len(one.bars) for one in pictures] == [6 if drawn else 4] * 2
    first, second = body.grids()
    assert isinstance(first, ReportTable)
    assert first.rows[1][1].lines() == [change.get("value", "28万t")]
    assert second.rows[1][1].lines() != ["缺"]


def test_what_is_measured_in_another_unit_has_no_place_in_a_series(tmp_path: Path) -> None:
    data = read(ROOT / f"report-forms/{ACCOUNT}/form.yaml").data | {"id": "ours"}
    data["parts"] = [*data["parts"], {"series": ["fuel_combustion_co2", "electricity_in_other"], "unit": "t"}]
    (tmp_path / "ours").mkdir()
    text = yaml.safe_dump(json.loads(json.dumps(data, default=str)), allow_unicode=True)
    (tmp_path / "ours/form.yaml").write_text(text, encoding="utf-8")
    said = run("report", ROOT / f"samples/{ZERO}.yaml", "--ruleset", "zero-carbon-account-2025", "--form", tmp_path / "ours",
               "-o", tmp_path / "a.docx")
    refused(said, 5, "reports.series_misfit", "electricity_in_other 不是用所写的 unit 计的")
