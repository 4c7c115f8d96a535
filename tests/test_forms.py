"""A dossier's form: what it asks, what a filled one states, and that nothing is dropped."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bad.command import run
from conftest import DAY, ROOT, dossier, in_words, sample_data
from filled_forms import (
    AREA,
    CHAIN,
    EVENTS,
    LAND,
    PARK,
    PROJECT,
    PROJECT_DATA,
    SOURCE,
    YEARS,
    _park,
    comparable,
    land,
    park,
    park_data,
    problems,
    read_back,
    rules,
    told,
    verdict,
)
from forms import SAID, Form, blank, filled

from checker.concluding.plain import PlainEngine
from checker.dossier.dossier import Dossier
from checker.errors import DossierError
from checker.forms import layout
from checker.forms.blank import blank_form
from checker.forms.filled import parse_form, read_form, submission_of
from checker.forms.project_table import blank_table
from checker.forms.years import series
from checker.messages import CATALOGUE
from checker.ruleset.loading import installed, load
from checker.screening.columns import Known
from checker.screening.table import read_table
from checker.sheets.spreadsheet import Cell, Sheet, sheets_of

# -- the blank form --


@pytest.mark.parametrize("name", [
    pytest.param(name, marks=pytest.mark.whole if number % 3 else ()) for number, name in enumerate(installed())])
def test_a_form_is_the_same_each_time_and_its_cells_are_text(name: str) -> None:
    assert blank(name, 2024, None) == blank_form(load(name), YEARS)
    book = Form(name).book
    assert book.sheetnames[0] == "填写说明"
    for sheet in book.worksheets:
        assert len(sheet.title) <= 31
        for row in sheet.iter_rows():
            assert all(cell.number_format == "@" for cell in row if cell.value is not None or cell.border.left.style)
            assert all(cell.data_type in ("s", "n") for cell in row)
            assert all(isinstance(cell.value, str | None) for cell in row)


@pytest.mark.parametrize("name", installed())
def test_the_form_of_every_ruleset_is_read_back_once_its_basics_are_filled_in(name: str, tmp_path: Path) -> None:
    form = Form(name)
    due = {"name": "某对象", "period": "2024", "assessed_on": "2025-05-31", "own": "否", "ground": "对照"}
    for key in due.keys() & layout.basic_names(form.ruleset).keys():
        form.basic(key, due[key])
    assert read_form(form.save(tmp_path / "form.xlsx")).dossier.subject.name == "某对象"


@pytest.mark.parametrize("name", installed())
def test_every_term_of_the_ruleset_has_its_row_with_its_unit_and_definition(name: str) -> None:
    form, model = Form(name), load(name).model
    for attribute in model.attributes.values():
        shown = form.cell("情况", attribute.label, "说明").value
        assert (attribute.definition or "") in str(shown)
    for quantity in model.quantities.values():
        shown = str(form.cell("数据", quantity.label, "说明").value or "")
        assert (quantity.definition or "") in shown
        unit = form.cell("数据", quantity.label, "单位（必填）")
        assert unit.value is None, "which unit a number has is for whoever writes the number"
        if quantity.unit:
            due = "无量纲" if quantity.unit == "1" else quantity.unit
            assert rules(form, "数据")[unit.coordinate][0] == due
            assert f"单位：{due} 等" in shown
    for key, sheet in layout.list_sheets(form.ruleset).items():
        columns = form.columns(sheet)[1]
        assert list(columns) == [layout.field_heading(field) for field in model.lists[key].fields.values()]
    for item in model.indicators:
        if not item.prohibits:
            assert form.cell("自报值", item.id, "指标").value == item.label


def test_words_are_chosen_from_drop_downs_by_their_labels() -> None:
    form = Form("admission-fuzhou-2024")
    offered = rules(form, "情况")
    at = form.cell("情况", "用地性质", "填写内容").coordinate
    assert offered[at] == ["项目用地", "建筑占地", "租用厂房", "预留楼面", "土地开发"]
    assert offered[form.cell("情况", "是否新增产能", "填写内容").coordinate] == ["是", "否"]
    assert "亿元" in rules(form, "数据")[form.cell("数据", "计划总投资", "单位（必填）").coordinate]
    labels = [q.label for q in form.ruleset.model.quantities.values()]
    assert rules(form, "数据")[f"A{form.row_of('数据', labels[-1]) + 1}"] == labels


def test_a_long_drop_down_stands_on_a_hidden_sheet_of_its_own() -> None:
    form = Form(PARK)
    labels = [q.label for q in form.ruleset.model.quantities.values()]
    assert rules(form, "数据")[f"A{form.row_of('数据', labels[-1]) + 1}"] == labels
    assert form.book["选项"].sheet_state == "hidden"
    for sheet in form.book.worksheets:
        assert all(len(rule.formula1) < 256 for rule in sheet.data_validations.dataValidation)


def fill(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb)[2:]


def test_what_is_needed_what_may_be_filled_and_what_takes_nothing_are_told_apart() -> None:
    form = Form(PARK)
    value = form.ruleset.model.quantities["energy_use"].label
    once = form.ruleset.model.quantities["park_area"].label
    word = form.ruleset.model.quantities["wastewater_facility"].label
    assert [fill(form.cell("数据", value, at)) for at in ("基准年", "评价年", "评价年前3年", "评价年前1年")] == ["FFE38A"] * 4
    assert [fill(form.cell("数据", once, at)) for at in ("评价年", "评价年前3年")] == ["FFE38A", "D9D9D9"]
    assert fill(form.cell("数据", word, "口径")) == fill(form.cell("数据", word, "单位（必填）")) == "D9D9D9"
    assert fill(form.cell("基本情况", "评价年度", "填写内容")) == "FFE38A"
    project = Form(PROJECT)
    assert [fill(project.cell("情况", "是否在合规园区内", at)) for at in ("由谁负责（必填）", "日期")] == ["FFE38A", "FFF8DC"]
    assert fill(project.cell("情况", "性质", "由谁负责（必填）")) == "D9D9D9"


def test_the_instructions_name_the_ruleset_its_digest_and_every_sheet() -> None:
    for name in (PARK, PROJECT, "yuxi-14th-plan"):
        form = Form(name)
        said = "\n".join(str(row[0].value) for row in form.book["填写说明"].iter_rows() if row[0].value)
        assert f"规则集 {name}，摘要 {form.ruleset.digest}" in said
        assert all(sheet in said for sheet in form.book.sheetnames if sheet not in ("填写说明", "选项"))
        assert ("2024年（评价年）" in said) == (name != PROJECT)


def test_every_sheet_and_heading_has_its_words() -> None:
    for name in installed():
        ruleset = load(name)
        tables = [layout.basics(), layout.documents(), layout.facts(ruleset), layout.data(ruleset), layout.reports(ruleset),
                  layout.opinions(), layout.selection()]
        assert all(heading for table in tables for heading in table.headings.values())
        assert all(len(set(table.headings.values())) == len(table.headings) for table in tables)
    assert {code for code in CATALOGUE if code.startswith("form.guide.of.")} == {
        f"form.guide.of.{name}" for name in ("basics", "documents", "facts", "data", "reports", "claims", "opinions", "selection", "codes")}


def test_a_blank_form_states_nothing_and_says_what_it_lacks(tmp_path: Path) -> None:
    for name, due in ((PARK, ["园区名称", "评价年度", "是否自身适用本标准", "适用或对照的依据"]),
                      (PROJECT, ["项目名称", "是否自身适用本标准", "适用或对照的依据"])):
        found = problems(Form(name), tmp_path)
        assert [re.findall("“(.*?)”", words)[1] for _, _, words in found] == due
        assert {code for code, _, _ in found} == {"form.due"}
        assert all("必须填写。缺了它无法评判" in words for _, _, words in found)


# -- a filled form --


def test_the_made_up_park_comes_to_the_same_from_a_form(tmp_path: Path) -> None:
    data = park_data()
    submission = read_back(filled(PARK, data), tmp_path)
    found = verdict(submission, PARK)
    assert found.outcome == "met"
    assert comparable(found) == told(data)
    assert submission.remarks == []


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "samples").glob("*.yaml")))
def test_every_sample_comes_to_the_same_from_a_form(name: str, tmp_path: Path) -> None:
    """But for what a sample states for other rulesets, for which they have forms of their own."""
    data = sample_data(name)
    own = data["against"][0]["ruleset"]
    asked = own if own in installed() else f"{ROOT}/samples/rulesets/{own}"
    rules = load(asked)
    model = rules.model
    for section, key, known in (("observations", "quantity", model.quantities), ("reported", "item", rules.items),
                                ("lists", "list", model.lists), ("declarations", "about", model.attributes)):
        data[section] = [one for one in data.get(section, []) if one[key] in known]
    data["attributes"] = {one: fact for one, fact in data.get("attributes", {}).items() if one in model.attributes}
    path = filled(asked, data).save(tmp_path / "form.xlsx")
    found = read_form(path, [asked]).dossier
    day = found.assessed_on or DAY
    due, same = (in_words(one, rules, day, PlainEngine(), "") for one in (dossier(data), found))
    assert same.outcome == due.outcome
    assert [(f.item, f.outcome, f.value) for f in same.findings] == [
        (f.item, f.outcome, f.value) for f in due.findings]


@pytest.mark.parametrize("change", [{}, {"opinions": []}, {"lists": []}])
def test_a_project_comes_to_the_same_from_a_form(change: dict[str, Any], tmp_path: Path) -> None:
    data = {**json.loads(json.dumps(PROJECT_DATA)), **change}
    found = verdict(read_back(filled(PROJECT, data), tmp_path), PROJECT)
    assert comparable(found) == told(data)
    assert change or found.outcome == "met"


def test_a_project_in_another_city_comes_to_the_same_with_words_that_are_codes(tmp_path: Path) -> None:
    observations = {"land_area": ("110", "亩"), "total_investment": ("3.6", "亿元"), "annual_output": ("超过5", "亿元"),
                    "annual_tax": ("1200～1500", "万元")}
    data = {**json.loads(json.dumps(PROJECT_DATA)), "declarations": [], "lists": [], "opinions": [],
            "against": [{"ruleset": "admission-fuzhou-2024", "own": False, "ground": "借用"}],
            "attributes": {name: {"value": value, "source": SOURCE} for name, value in {
                "industry_code": "0111", "land_basis": "site", "stage": "新投资", "fuzhou_park_level": "山区省级园区"}.items()},
            "observations": [{"quantity": name, "value": value, "unit": unit, "source": SOURCE}
                             for name, (value, unit) in observations.items()]}
    form = filled("admission-fuzhou-2024", data)
    assert form.cell("情况", "用地性质", "填写内容").value == "项目用地"
    submission = read_back(form, tmp_path)
    assert submission.dossier.attributes["land_basis"].value == "site"
    assert submission.dossier.attributes["industry_code"].value == "0111"
    assert comparable(verdict(submission, "admission-fuzhou-2024")) == told(data)


def test_another_park_s_form_with_readings_and_a_choice_comes_to_the_same(tmp_path: Path) -> None:
    data = park_data()
    chosen = [item.id for item in layout.reported(load(PARK))
              if item.id in layout.always_counted(load(PARK)) or item.id.rpartition(".")[2] in ("1", "6", "11", "14", "27", "12")]
    groups = [r.members for r in load(PARK).model.requirements if r.optional]
    chosen += [group[0] for group in groups if not set(group) & set(chosen)]
    data["selected"] = [item.id for item in layout.reported(load(PARK)) if item.id in chosen]
    data["reported"].append({"item": f"{PARK.upper()}.10", "value": "0.45", "unit": "1", "reading": "three_years",
                             "year": 2024, "scope": "全口径", "note": "自算", "source": SOURCE})
    found = read_back(filled(PARK, data), tmp_path)
    assert found.dossier.selected == data["selected"]
    assert found.dossier.reported[-1].reading == "three_years" or found.dossier.reported[0].reading == "three_years"
    assert {f["item"]: f["outcome"] for f in comparable(verdict(found, PARK))["findings"]} == {
        f["item"]: f["outcome"] for f in told(data)["findings"]}


@pytest.mark.parametrize("name", ["green-park-2016", "yuxi-14th-plan", "carbon-path", "zero-carbon-park-2025"])
def test_each_year_that_is_typed_in_is_read_as_that_year(name: str, tmp_path: Path) -> None:
    form = Form(name, period=2023)
    for key, value in (("name", "某园区"), ("period", "2023"), ("own", "是"), ("ground", "按规划")):
        form.basic(key, value)
    quantity = next(q for q in form.ruleset.model.quantities.values() if q.unit)
    row = form.row_of("数据", quantity.label)
    due: dict[int, str] = {}
    for when in series(form.ruleset):
        heading = {"ad": f"{when.offset}年"}.get(when.anchor) or (
            "评价年" if when.offset == 0 else f"评价年前{-when.offset}年")
        year = when.offset if when.anchor == "ad" else 2023 + when.offset
        form.put("数据", row, heading, str(year - 1900))
        due.setdefault(year, str(year - 1900))
    form.put("数据", row, "单位（必填）", "无量纲" if quantity.unit == "1" else quantity.unit)
    form.put("数据", row, "其他年份", "2008")
    form.put("数据", row, "其他年份的值", "7.5")
    form.source("数据", row)
    found = read_back(form, tmp_path).dossier.observations
    assert {(o.year, o.value, o.unit) for o in found} == {
        (year, value, quantity.unit) for year, value in [*due.items(), (2008, "7.5")]}
    assert len(found) == len(series(form.ruleset)) + 1


def test_bytes_in_hand_are_read_like_a_file(tmp_path: Path) -> None:
    path = park().save(tmp_path / "form.xlsx")
    assert parse_form(path.read_bytes(), str(path)).dossier == read_form(path).dossier


@pytest.mark.parametrize(("value", "style", "due"), [
    ("42", None, "42"), (42, "General", "42"), (0.1 + 0.2, "General", "0.3"), (1e-7, "General", "0.0000001"),
    (1234.5, "#,##0.00", "1234.5"), (4.2, '0.0"km2"', "4.2km2"), (42, '"约"0', "约42"), ("3.6E1", None, "3.6E1"),
    ("超过80", None, "超过80"), (1234567890.125, "0.00_ ;[Red]\\-0.00\\ ", "1234567890.125")])
def test_a_number_is_read_as_it_was_written_or_is_shown(value: Any, style: str | None, due: str, tmp_path: Path) -> None:
    form = park()
    land(form, value, style)
    assert read_back(form, tmp_path).dossier.observations[0].value == due


@pytest.mark.parametrize(("value", "style", "due"), [(3.1, "0.00", "3.10"), (3.1, None, "3.1"), (12, "0.00", "12")])
def test_a_place_is_printed_as_its_cell_shows_it(value: Any, style: str | None, due: str, tmp_path: Path) -> None:
    form = park()
    land(form, "42", None)
    form.put("数据", LAND, "出处位置", value, style)
    assert read_back(form, tmp_path).dossier.observations[0].source.place == due


@pytest.mark.parametrize(("value", "style", "due"), [
    (0.15, "0%", "15%"), (0.1234, "0.00%", "12.34%"), (15, '0"%"', "15%"), (0.57, "0%", "57%"), ("15%", None, "15%")])
def test_what_is_shown_as_a_percentage_is_one(value: Any, style: str | None, due: str, tmp_path: Path) -> None:
    form = park()
    form.put("自报值", f"{PARK.upper()}.20", "数值", value, style)
    form.put("自报值", f"{PARK.upper()}.20", "年份（必填）", "2024")
    form.source("自报值", f"{PARK.upper()}.20")
    found = read_back(form, tmp_path).dossier.reported
    assert [(report.value, report.unit) for report in found] == [(due, None)], "its unit stands behind the number"
    form = park()
    form.put("自报值", f"{PARK.upper()}.10", "数值", value, style)
    form.put("自报值", f"{PARK.upper()}.10", "年份（必填）", 2024)
    form.source("自报值", f"{PARK.upper()}.10")
    found = read_back(form, tmp_path).dossier.reported
    assert [(report.value, report.unit) for report in found] == [(due, None)], "a pure number may be stated in per cent"


def test_a_value_with_another_unit_of_its_kind_is_kept_with_that(tmp_path: Path) -> None:
    form = park()
    form.put("数据", LAND, "单位（必填）", None)
    land(form, "42公顷")
    assert [(o.value, o.unit) for o in read_back(form, tmp_path).dossier.observations] == [("42公顷", None)]
    form.put("数据", LAND, "单位（必填）", "公顷")
    land(form, "42")
    assert [(o.value, o.unit) for o in read_back(form, tmp_path).dossier.observations] == [("42", "公顷")]


def kept(path: Path, cell: str, formula: str, value: str) -> None:
    """Write a formula with the value that an office program keeps of it into the sheet of data."""
    out = io.BytesIO()
    book = openpyxl.load_workbook(path)
    part = f"xl/worksheets/sheet{book.sheetnames.index('数据') + 1}.xml"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                pattern = rf'<c r="{cell}"([^>]*?) t="\w+"([^>]*)>.*?</c>'.encode()
                content, count = re.subn(pattern, rf'<c r="{cell}"\1\2><f>{formula}</f><v>{value}</v></c>'.encode(), content)
                assert count == 1
            new.writestr(name, content)
    path.write_bytes(out.getvalue())


def test_a_formula_counts_with_the_value_that_the_workbook_keeps(tmp_path: Path) -> None:
    form = park()
    at = land(form, "1").partition("!")[2]
    path = form.save(tmp_path / "form.xlsx")
    kept(path, at, "40+2.5", "42.5")
    assert read_form(path).dossier.observations[0].value == "42.5"


def test_words_that_begin_like_a_formula_stay_words(tmp_path: Path) -> None:
    form = park()
    cell = form.cell("数据", LAND, "原文")
    cell.value, cell.data_type = "=cmd|' /C calc'!A0", "s"
    form.basic("remark", "-2+3 ﷽ +1")
    found = read_back(form, tmp_path).dossier
    assert found.observations[0].source.words == "=cmd|' /C calc'!A0"
    assert found.note == "-2+3 ﷽ +1"
    again = openpyxl.load_workbook(tmp_path / "form.xlsx")["数据"]
    assert again[cell.coordinate].data_type == "s"


def moved(form: Form) -> None:
    """Two rows change places, with everything in them."""
    sheet = form.book["数据"]
    one, other = form.row_of("数据", LAND), form.row_of("数据", AREA)
    for column in range(1, sheet.max_column + 1):
        a, b = sheet.cell(one, column), sheet.cell(other, column)
        a.value, b.value = b.value, a.value


@cache
def unmoved() -> Dossier:
    """What the form of the park states as it is."""
    return parse_form(_park(), "form.xlsx").dossier


@pytest.mark.parametrize("change", [
    moved, lambda form: form.book["数据"].insert_rows(1, 3), lambda form: form.book["数据"].insert_cols(3),
    lambda form: form.book["数据"].insert_cols(1), lambda form: form.book["数据"].insert_rows(8),
    lambda form: form.book["基本情况"].insert_cols(1), lambda form: form.book[CHAIN].insert_rows(4),
    lambda form: form.book.create_sheet("空表"), lambda form: form.book.move_sheet("数据", -2),
    lambda form: form.book.remove(form.book["选项"]), lambda form: form.book.remove(form.book["填写说明"]),
    lambda form: form.book["数据"].cell(1, 1).__setattr__("value", "某园区的数据")])
def test_what_only_moves_a_table_does_no_harm(change: Callable[[Form], Any], tmp_path: Path) -> None:
    form = park()
    change(form)
    assert read_back(form, tmp_path).dossier == unmoved()


def test_columns_may_change_places(tmp_path: Path) -> None:
    form = park()
    due = read_back(form, tmp_path).dossier
    sheet = form.book["数据"]
    _, columns = form.columns("数据")
    one, other = columns["评价年"], columns["评价年前3年"]
    for row in range(3, sheet.max_row + 1):
        a, b = sheet.cell(row, one), sheet.cell(row, other)
        a.value, b.value = b.value, a.value
    assert read_back(form, tmp_path).dossier == due


def test_a_list_of_another_year_is_a_copy_of_its_sheet(tmp_path: Path) -> None:
    form = park()
    for sheet, year in ((EVENTS, "2024"), (f"{EVENTS} (2)", "2023")):
        if sheet not in form.book:
            form.book.copy_worksheet(form.book[EVENTS]).title = sheet
        for name, value in (("year", year), ("complete", "是"), ("count", "0"), ("declared_by", "某局"), ("place", "表3"),
                            ("words", "没有发生")):
            form.head(sheet, name, value)
    found = read_back(form, tmp_path).dossier.lists
    assert [(one.name, one.year, one.complete, one.entries) for one in found] == [
        ("environmental_events", 2024, True, []), ("environmental_events", 2023, True, [])]


def test_a_sheet_of_one_s_own_is_not_read_and_that_is_said(tmp_path: Path) -> None:
    form = park()
    form.book.create_sheet("我的计算").append(["40", "2"])
    path = form.save(tmp_path / "form.xlsx")
    assert "工作表“我的计算”不是材料表的一部分，没有读取" in str(read_form(path).remarks[0])
    said = run("check", path)
    assert f"注意：{path}：工作表“我的计算”不是材料表的一部分" in said.err


def test_a_form_of_an_earlier_state_is_read_and_that_is_said(tmp_path: Path) -> None:
    form = park()
    form.put("基本情况", "规则集摘要", "填写内容", "sha256:00")
    [said] = read_back(form, tmp_path).remarks
    assert "本表是按规则集 hj274-2015 的另一状态做的" in str(said)


# -- nothing is dropped, and nothing passes by emptiness --


def cells(form: Form, folder: Path) -> dict[str, Sheet]:
    return sheets_of(form.save(folder / "form.xlsx").read_bytes(), "form.xlsx", DossierError, computed=True)


def emptied(sheets: dict[str, Sheet]) -> Iterator[tuple[Cell, dict[str, Sheet]]]:
    """The workbook without one of its cells, for each cell."""
    for name, sheet in sheets.items():
        for place, cell in sheet.cells.items():
            left = {at: other for at, other in sheet.cells.items() if at != place}
            yield cell, {**sheets, name: Sheet(name, left)}


def park_unmet(data: dict[str, Any]) -> None:
    next(o for o in data["observations"] if o["quantity"] == "disclosing_enterprises")["value"] = 20


def park_event(data: dict[str, Any]) -> None:
    data["lists"][2]["entries"] = [{"grade": "重大"}]


def park_open(data: dict[str, Any]) -> None:
    data["lists"][2] |= {"complete": False}
    data["lists"][2].pop("declared_by")


def park_conflict(data: dict[str, Any]) -> None:
    first = next(o for o in data["observations"] if o["quantity"] == "park_area")
    data["observations"].append({**first, "value": 700, "source": {**SOURCE, "place": "表9"}})


def park_other_year(data: dict[str, Any]) -> None:
    data["observations"] = [o for o in data["observations"] if o["quantity"] != "park_area"]
    data["reported"][0]["year"] = 2022


def project_unmet(data: dict[str, Any]) -> None:
    data["lists"][0]["entries"] = [{"kind": "高炉", "volume": "300 m3"}]
    data["attributes"]["industry_code"]["value"] = "3110"


def project_review(data: dict[str, Any]) -> None:
    data["opinions"][3]["finding"] = "unmet"


PARKS = (park_unmet, park_event, park_open, park_conflict, park_other_year)
PROJECTS = (project_unmet, project_review)
CHANGES = [*((PROJECT, change, 9) for change in PROJECTS), (PARK, park_event, 45),
           *(pytest.param(name, change, 1, marks=pytest.mark.whole)
             for name, changes in ((PROJECT, PROJECTS), (PARK, PARKS)) for change in changes)]


@pytest.mark.parametrize(("name", "change", "step"), CHANGES)
def test_to_empty_a_cell_never_turns_another_outcome_into_met(name: str, change: Callable[[dict[str, Any]], None],
                                                              step: int, tmp_path: Path) -> None:
    """Of every ``step``th cell, and of each in the list of events, on which the park's outcome hangs."""
    data = park_data() if name == PARK else json.loads(json.dumps(PROJECT_DATA))
    change(data)
    sheets = cells(filled(name, data), tmp_path)
    before = verdict(submission_of(sheets, b"", "form.xlsx"), name)
    assert before.outcome != "met"
    good = {finding.item for finding in before.findings if finding.outcome == "met"}
    tried = 0
    for number, (cell, left) in enumerate(emptied({n: s for n, s in sheets.items() if n not in ("选项", "行业代码")})):
        if number % step and not cell.address.startswith(EVENTS):
            continue
        try:
            after = verdict(submission_of(left, b"", "form.xlsx"), name)
        except DossierError:
            continue
        tried += 1
        assert after.outcome != "met", cell
        turned = {finding.item for finding in after.findings if finding.outcome == "met"} - good
        assert not turned, (cell, turned)
    assert tried > 20


def test_every_value_that_stands_is_stated(tmp_path: Path) -> None:
    """As many statements as cells with a value: nothing is passed over in silence."""
    for name, data in ((PARK, park_data()), (PROJECT, PROJECT_DATA)):
        form = filled(name, data)
        found = read_back(form, tmp_path).dossier
        values = [cell for row in form.book["数据"].iter_rows(min_row=4) for cell in row
                  if cell.value is not None and SAID.sub(r"\1", str(form.book["数据"].cell(3, cell.column).value)).startswith(("评价年", "基准年", "数值"))]
        assert len(found.observations) == len(values) == len(data["observations"])
        assert len(found.attributes) == len(data["attributes"])
        assert len(found.declarations) == len(data.get("declarations", []))
        assert len(found.opinions) == len(data.get("opinions", []))
        assert [len(one.entries) for one in found.lists] == [len(one["entries"]) for one in data["lists"]]


def test_a_list_without_a_column_that_was_added_since_leaves_that_open(tmp_path: Path) -> None:
    form = filled(PROJECT, PROJECT_DATA)
    sheet = next(name for name in form.book.sheetnames if name.endswith("主要设备"))
    _, columns = form.columns(sheet)
    added = max(columns.values())
    form.book[sheet].delete_cols(added)
    whole, part = read_back(filled(PROJECT, PROJECT_DATA), tmp_path), read_back(form, tmp_path)
    fields = list(load(PROJECT).model.lists["equipment"].fields)
    assert [{key: value for key, value in entry.items() if key != fields[added - 1]} for entry in
            whole.dossier.lists[0].entries] == part.dossier.lists[0].entries


# -- codes that are looked up by their names --


def test_codes_are_looked_up_on_a_sheet_that_nobody_reads(tmp_path: Path) -> None:
    form = Form("admission-yunnan", codes=True)
    rows = {row[0]: row[1:3] for row in form.book["行业代码"].iter_rows(min_row=4, values_only=True)}
    assert rows["3110"] == ("炼铁", None)
    assert str(form.book["行业代码"]["A2"].value).endswith("没有另写的，两处文本相同，未对照标准原文。")
    assert rows["2928"] == ("人造草坪制造", "未核对，请照标准原文；另一处文本：塑料零件制造")
    assert rows["2780"][1] == "未核对，请照标准原文；另一处文本：没有这个代码"
    assert "行业代码" not in Form("hj274-2015").book.sheetnames
    for key, value in (("name", "某项目"), ("assessed_on", "2025-05-31"), ("own", "是"), ("ground", "在云南省")):
        form.basic(key, value)
    form.book["行业代码"]["D9"] = "查到这里"
    read = read_form(form.save(tmp_path / "form.xlsx"))
    assert (read.dossier.attributes, list(read.remarks)) == ({}, [])


def test_who_writes_an_industry_s_name_is_told_its_codes(tmp_path: Path) -> None:
    form = Form("admission-yunnan")
    for key, value in (("name", "某项目"), ("assessed_on", "2025-05-31"), ("own", "是"), ("ground", "在云南省")):
        form.basic(key, value)
    form.put("情况", "行业代码", "填写内容", "炼铁")
    form.source("情况", "行业代码")
    with pytest.raises(DossierError, match="名称里有这几个字的有 2 个代码：311 炼铁、3110 炼铁。请写门类字母"):
        verdict(read_form(form.save(tmp_path / "form.xlsx")), "admission-yunnan")


def test_a_table_with_its_sheet_of_codes_is_read_by_its_own(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank_table(load("admission-yunnan"))))
    sheet = book.worksheets[0]
    heads = {str(cell.value): column for column, cell in enumerate(sheet[1], 1)}
    sheet.cell(2, heads["项目名称"]).value = "某项目"
    sheet.cell(2, heads["行业代码"]).value = "3110"
    book.save(tmp_path / "table.xlsx")
    table = read_table(tmp_path / "table.xlsx", Known(load("admission-yunnan")))
    assert [line.cells["行业代码"].text for line in table.lines] == ["3110"]
