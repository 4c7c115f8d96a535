"""The words that people read: what was stated and what follows, lists and labels, plain language, all at once."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from conftest import PLAN_SAMPLES, sample_data
from pypdf import PdfReader
from test_screening import cells, screen, table
from test_ways import by_floors, judged, kunming

from checker.archive.issue import from_verdicts
from checker.errors import Problem
from checker.judging.verdict import Verdict
from checker.messages import CATALOGUE
from checker.places import CellAddress, Place
from checker.reporting import way_in
from checker.reporting.page import render_html
from checker.reporting.plain_text import explanation, report
from checker.reporting.workbook import verdict_workbook
from checker.ruleset.reading import load
from checker.screening.portfolio import few

ONLY_MOST = "由“计划总投资”只知道不超过"


def investment(**amounts: str) -> Verdict:
    """The floor of investment per mu, by what is stated of a made-up project."""
    return judged(by_floors(**amounts), kunming())


def page(verdict: Verdict) -> str:
    """The words of the page, without its marks."""
    html, _ = render_html(verdict, [], from_verdicts([verdict], None))
    return re.sub("<[^>]*>", "", html)


def sheet_text(verdict: Verdict) -> str:
    """All words of the workbook."""
    book = openpyxl.load_workbook(io.BytesIO(verdict_workbook([verdict])))
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


# a bound is called a bound


def test_a_bound_is_never_shown_as_a_reported_value() -> None:
    """Only the planned total stands in the papers; of the fixed assets it says no more than the most."""
    verdict = investment(total_investment="2.4亿元", land_area="80亩")
    found = verdict.findings[0]
    assert found.outcome == "review"
    assert found.shown == "≤300；300"
    first, total = way_in.changes(found)[:2]
    assert first.startswith(f"按固定资产投资：计划固定资产投资至少 28000 万元（没有填写，{ONLY_MOST} 24000，至少差 4000）")
    assert first.endswith("或用地面积至多 68.57 亩（现 80，超 11.43），并且填报的计划固定资产投资达到 24000 万元")
    assert total.startswith("按计划总投资：计划总投资至少 28000 万元（现 24000，差 4000）")
    assert [e.substitution for e in found.evaluations if e.reading == "fixed"] == [["≤2.4亿元 ÷ 80亩"]]
    said = explanation(verdict, [found.item])
    assert f"计划固定资产投资 —：没有填写，{ONLY_MOST} 2.4亿元" in said
    assert "计划固定资产投资 —：2.4亿元" not in said
    assert "申请书（“计划总投资”，只作上限）" in sheet_text(verdict)
    assert "计划固定资产投资 2.4亿元" not in page(verdict)
    assert "≤2.4亿元" in page(verdict)
    assert all("不同的填报值" not in str(line) for line in report(verdict).splitlines())


def test_less_land_is_enough_only_with_the_datum_that_is_not_stated() -> None:
    """Whoever takes the advice about the land and fills the bounded datum in is let in; without it nobody is."""
    without = investment(total_investment="2.4亿元", land_area="68.57亩")
    filled = investment(total_investment="2.4亿元", land_area="68.57亩", planned_fixed_asset_investment="24000万元")
    assert (without.outcome, filled.outcome) == ("undetermined", "met")


def test_what_is_only_bounded_is_missing_and_not_a_range_that_somebody_stated() -> None:
    verdict = investment(total_investment="3.2-3.5亿元", land_area="80亩")
    found = verdict.findings[0]
    assert found.outcome == "undetermined"
    assert found.shown == "≤437.5；400～437.5"
    assert [(need.kind, need.label) for need in verdict.missing] == [("quantity", "计划固定资产投资")]
    said = report(verdict) + sheet_text(verdict) + page(verdict)
    assert "“计划固定资产投资”没有填写，由“计划总投资”只知道它的上限" in said
    assert "所填范围" not in said
    assert "准确值" not in said
    stated = investment(total_investment="40000万元", planned_fixed_asset_investment="2-3亿元", land_area="80亩")
    assert "所填范围跨过限值" in report(stated)
    assert "计划固定资产投资的准确值" in report(stated)


def test_a_bound_that_is_exceeded_is_no_second_value() -> None:
    verdict = investment(total_investment="2亿元", planned_fixed_asset_investment="3亿元", land_area="80亩")
    assert verdict.outcome == "undetermined"
    said = report(verdict)
    assert "不同的填报值" not in said
    assert "“计划固定资产投资”超过了“计划总投资”（2亿元），两者矛盾。" in said


def test_two_totals_bound_what_nobody_stated_and_contradict_nothing_of_it() -> None:
    data = by_floors(total_investment="2亿元", land_area="80亩")
    data["observations"].append({**data["observations"][0], "value": "2.2亿元"})
    said = report(judged(data, kunming()))
    assert "超过了“计划总投资”" not in said
    assert "“计划固定资产投资”没有填写，只知道不超过“计划总投资”（2亿元）" in said
    assert "“计划固定资产投资”没有填写，只知道不超过“计划总投资”（2.2亿元）" in said
    assert "计划总投资有 2 个不同的填报值" in said
    assert "计划固定资产投资有" not in said


@pytest.mark.parametrize(("land", "said"), [("0亩", "0亩"), ("0～5亩", "0～5亩"), ("0公顷", "0公顷")])
def test_a_land_area_of_zero_is_called_that(land: str, said: str) -> None:
    verdict = investment(total_investment="2.4亿元", planned_fixed_asset_investment="2亿元", land_area=land)
    assert verdict.outcome == "undetermined"
    for words in (report(verdict), sheet_text(verdict), page(verdict), explanation(verdict, [verdict.findings[0].item])):
        assert f"“用地面积”填的是 {said}" in words
        assert "除数可能为零" not in words


# a label stays one name


SAMPLES = ("kunming-etdz-2022", "yuxi-htz-2020", "made-up-park", "made-up-project", *PLAN_SAMPLES)
HOUSING = "是否建造成套住宅、专家楼、宾馆、招待所或培训中心"


def test_a_comma_inside_a_label_makes_no_list_of_it(tmp_path: Path) -> None:
    """The portfolio once counted this one datum as four that 2 projects lack."""
    path = table(tmp_path, [("1", "甲"), ("2", "乙")], ("序号", "项目名称"))
    assert screen(path, tmp_path / "out", rules=("--ruleset", "admission-land-2008", "--as-of", "2025-06-30", "--jobs", "1")).status == 0
    pdf = "".join("".join(page.extract_text().split()) for page in PdfReader(tmp_path / "out/portfolio.pdf").pages)
    assert f"{HOUSING}（2个项目）" in pdf
    assert "宾馆（2个项目）" not in pdf
    sheet = cells(tmp_path / "out")["全部"]
    assert HOUSING in str(sheet[1][sheet[0].index("尚缺的数据")])


def test_of_what_is_missing_a_few_names_are_counted_by_the_name() -> None:
    assert few([HOUSING, "甲"]) == f"{HOUSING}、甲"
    assert few([HOUSING, "甲", "乙", "丙", "丁"]) == f"{HOUSING}、甲、乙、丙等 5 项"


# the headline names what there is


def test_the_headline_of_a_screening_names_columns_that_exist(tmp_path: Path) -> None:
    """Where no clause is a floor per mu, no column of one is shown; where one is, it has its name and unit."""
    screen(table(tmp_path), tmp_path / "floor")
    screen(table(tmp_path), tmp_path / "none", rules=("--ruleset", "admission-yunnan", "--as-of", "2025-06-30", "--jobs", "1"))
    for folder, there in (("floor", True), ("none", False)):
        heading = cells(tmp_path / folder)["全部"][0]
        assert {name in heading for name in ("投资强度（万元/亩）", "与限值差", "亩均判定")} == {there}
        assert not any("亩均指标" in str(name) for name in heading)
        pdf = "".join("".join(page.extract_text().split()) for page in PdfReader(tmp_path / folder / "portfolio.pdf").pages)
        assert ("投资强度（万元/亩）" in pdf) == there
        assert ("亩均" in pdf) == there


# nothing of the programmer


def test_a_cell_of_a_table_is_told_by_row_sheet_and_cell() -> None:
    problem = Problem("amount.unreadable", {"given": "很多"}, (Place("序号 2"), CellAddress("Sheet!D3")), "表.xlsx")
    assert str(problem).startswith("表.xlsx 序号 2，“Sheet”页 D3 格：“很多”读不出数值")


# A field of a file, a truth value, or an address of a program's own; not a command with its options.
PROGRAM = re.compile(r"\b(true|false|null|None|unit 字段|[a-z]+_[a-z_]+|[A-Za-z0-9]+![A-Z]+[0-9]+)\b")
COMMANDS = re.compile(r"checker [a-z]+( [^\s。；，（）]+)*")
# Only somebody who writes YAML meets these: they name what has to stand in the file.
YAML_ONLY = {"field.not_boolean", "field.id"}


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_word_of_the_programmer_stands_in_what_the_terminal_says(sample: str) -> None:
    verdict = read_and_judged(sample)
    said = COMMANDS.sub("", report(verdict) + explanation(verdict, [found.item for found in verdict.findings]))
    assert PROGRAM.findall(said) == []


def test_what_readers_complain_of_asks_for_no_field_of_a_program() -> None:
    """What amounts, units, attributes, lists and cells are refused with is read by people with a form or table."""
    for code, words in CATALOGUE.items():
        if code.startswith(("amount.", "unit.", "attribute.", "list.", "row.", "field.", "form.")) and code not in YAML_ONLY:
            plain = re.sub(r"\{[a-z_0-9]+\}", "", COMMANDS.sub("", words))
            assert PROGRAM.findall(plain) == [], code


def read_and_judged(sample: str) -> Verdict:
    data = sample_data(sample)
    return judged(data, load(data["against"][0]["ruleset"]))


def test_a_reading_of_a_reported_value_is_named_as_it_is_printed() -> None:
    """The page asks for a reading by its label: whoever copies the label is understood."""
    ruleset = load("hj274-2015")
    item = next(i for i in ruleset.items.values() if len(i.model.readings) > 1 and all(r.label for r in i.interpretations))
    for reading in item.interpretations:
        data = sample_data("made-up-park")
        data["reported"] = [{"item": item.id, "reading": reading.label, "value": "1", "unit": reading.unit and reading.unit.text,
                             "source": {"place": "报告", "words": "见"}}]
        assert [r.reading for r in judged(data, ruleset).reported] == [reading.id]
