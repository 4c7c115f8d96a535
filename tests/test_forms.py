"""A dossier's form: what it asks, what a filled one states, and every way to fill it in wrongly."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bad.command import refused, run
from conftest import DAY, ROOT, dossier, in_words, sample_data
from forms import SAID, Form, blank, filled
from openpyxl.utils import get_column_letter
from plain_words import of_the_programmer

from checker.concluding.plain import PlainEngine
from checker.dossier.dossier import Dossier
from checker.dossier.submission import Submission, dossier_digest
from checker.errors import DossierError
from checker.forms import layout
from checker.forms.blank import blank_form
from checker.forms.filled import parse_form, read_form, submission_of
from checker.forms.years import Years, series
from checker.messages import CATALOGUE
from checker.places import CellAddress
from checker.ruleset.loading import installed, load
from checker.sheets.spreadsheet import Cell, Sheet, sheets_of
from checker.wording.worded import WordedVerdict

YEARS = Years(2024)
PARK, PROJECT = "hj274-2015", "admission-yunnan"
CLOSED = {"complete": True, "declared_by": "某公司"}
SOURCE = {"document": "doc1", "place": "第3页", "words": "见申请报告第3页"}
PROJECT_DATA: dict[str, Any] = {
    "schema": "dossier/1", "made_up": True, "assessed_on": "2025-05-31", "note": "虚构",
    "subject": {"name": "某绿色铸造项目", "kind": "project", "owner": "某公司", "place": "玉溪市"},
    "against": [{"ruleset": PROJECT, "own": True, "ground": "项目在云南省"}],
    "documents": {"doc1": {"title": "申请报告", "issuer": "某公司", "sha256": "ab" * 32, "note": "送审稿"}},
    "attributes": {name: {"value": value, "source": SOURCE} for name, value in {
        "description": "铸造用电炉两台", "industry_code": "3391", "catalogue_category": "允许类", "nature": "技术改造",
        "adds_capacity": False, "zone": "玉溪高新区", "energy_level": "达到标杆水平", "adds_smelting": False,
        "replacement_case": "一般"}.items()},
    "declarations": [
        {"about": "in_compliant_park", "value": "是", "by": "某公司", "on": "2025-03-01", "source": SOURCE},
        {"about": "zoning_conforms", "value": "是", "by": "某公司", "source": SOURCE}],
    "observations": [{"quantity": "capacity_added", "value": "12.5", "unit": "万t", "source": SOURCE, "note": "设计值"},
                     {"quantity": "capacity_replaced", "value": "15", "unit": "万t", "source": SOURCE}],
    "lists": [{"list": "equipment", **CLOSED, "count": 2, "source": SOURCE, "entries": [
        {"kind": "电炉", "use": "铸造", "tonnage": "10 t", "alloy": "否"}, {"kind": "其他", "yearly": "3 万t"}]}],
    "opinions": [{"item": f"AYN-2024.{number}", "finding": "met", "by": "某局", "on": "2025-04-01", "why": "经会商",
                  "source": SOURCE} for number in (2, 6, 13, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24)]}


def park_data() -> dict[str, Any]:
    """The made-up park, its document named as a form would."""
    data = json.loads(json.dumps(sample_data("made-up-park"), default=str).replace('"document": "tables"', '"document": "doc1"'))
    data["documents"] = {"doc1": {k: v for k, v in data["documents"]["tables"].items() if k != "passages"}}
    return dict(data)


def read_back(form: Form, folder: Path) -> Submission:
    return read_form(form.save(folder / "form.xlsx"))


def verdict(submission: Submission, name: str) -> WordedVerdict:
    return in_words(submission.dossier, load(name), DAY, PlainEngine(), submission.digest)


def told(data: dict[str, Any]) -> dict[str, Any]:
    """What a verdict says, but for the dossier's digest and the order of its data."""
    made = dossier(data)
    return comparable(in_words(made, load(made.against[0].ruleset), DAY, PlainEngine(), dossier_digest(made)))


def comparable(found: WordedVerdict) -> dict[str, Any]:
    plain = found.plain()
    plain["dossier"].pop("digest")
    plain["data"].sort(key=lambda datum: (datum["quantity"], str(datum["year"])))
    for finding in plain["findings"]:
        finding["claims"] = []
    return plain


def problems(form: Form, folder: Path) -> list[tuple[str, str, str]]:
    """Every problem's code, cell and words."""
    path = form.save(folder / "form.xlsx")
    with pytest.raises(DossierError) as caught:
        read_form(path)
    assert all(problem.file == str(path) for problem in caught.value.problems)
    return [(p.code, str(p.path[0]) if p.path else "", str(p)) for p in caught.value.problems]


# -- the blank form --


@pytest.mark.parametrize("name", installed())
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


def rules(form: Form, sheet: str) -> dict[str, list[str]]:
    """The words of the drop-down of each cell."""
    found = {}
    for rule in form.book[sheet].data_validations.dataValidation:
        words = rule.formula1.strip('"').split(",")
        if "!" in rule.formula1:
            where, _, area = rule.formula1.rpartition("!")
            cells = form.book[where.strip("'")][area.replace("$", "")]
            words = [str(row[0].value) for row in cells]
        for area in rule.sqref.ranges:
            for row, column in area.cells:
                found[f"{get_column_letter(column)}{row}"] = words
    return found


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
    due = {}
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


def park() -> Form:
    """A form with the least that is needed and one quantity."""
    return Form(PARK, _park())


@cache
def _park() -> bytes:
    form = Form(PARK)
    for key, value in (("name", "某园区"), ("period", "2024"), ("assessed_on", "2025-05-31"), ("own", "是"),
                       ("ground", "按标准管理")):
        form.basic(key, value)
    form.put("数据", LAND, "评价年", "42")
    form.put("数据", LAND, "单位（必填）", "km2")
    form.source("数据", LAND)
    out = io.BytesIO()
    form.book.save(out)
    return out.getvalue()


def project() -> Form:
    form = Form(PROJECT)
    for key, value in (("name", "某项目"), ("assessed_on", "2025-05-31"), ("own", "是"), ("ground", "在云南省")):
        form.basic(key, value)
    return form


LAND, AREA, ENERGY = "工业用地面积", "园区总面积", "综合能耗总量"
EVENTS, CHAIN = "清单3 突发环境事件", "清单1 建设规划实施后新增的生态工业链项目"
DISCLOSED = "已公开环境信息的重点企业数"


def land(form: Form, value: Any, style: str | None = None) -> str:
    return form.put("数据", LAND, "评价年", value, style)


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


# -- everything that can be filled in wrongly --


def date_cell(form: Form) -> str:
    return land(form, dt.date(2025, 3, 1), "yyyy-mm-dd")


def merged(form: Form) -> str:
    row, column = form.row_of("数据", LAND), form.columns("数据")[1]["评价年"]
    form.book["数据"].merge_cells(start_row=row, end_row=row, start_column=column - 1, end_column=column)
    return f"数据!{get_column_letter(column)}{row}"


def second_land(form: Form, heading: str, value: str) -> str:
    row = form.spare("数据")
    form.put("数据", row, "评价年", "1")
    return form.put("数据", row, heading, value)


def nameless(form: Form) -> str:
    form.put("数据", LAND, "评价年", "42")
    return form.put("数据", form.row_of("数据", LAND), "数据项", None)


def twice_heading(form: Form) -> str:
    form.book["数据"].cell(3, 30).value = "2024年（评价年）"
    return "数据!AD3"


def renamed(form: Form) -> str:
    form.book[EVENTS].cell(form.row_of(EVENTS, "共几条"), 1).value = "条数"
    return EVENTS


def other_label(form: Form) -> str:
    form.put("自报值", f"{PARK.upper()}.20", "数值", "100")
    return form.put("自报值", f"{PARK.upper()}.20", "指标", "别的指标")


def listed(form: Form, **head: str) -> None:
    for name, value in {"year": "2024", "place": "表3", "words": "见表3", **head}.items():
        form.head(EVENTS, name, value)


def entry(form: Form, heading: str, value: Any) -> str:
    listed(form)
    return form.put(EVENTS, form.columns(EVENTS)[0] + 1, heading, value)


def listed_wrong(name: str, value: Any, **head: Any) -> Callable[[Form], str]:
    def change(form: Form) -> str:
        listed(form, complete="是", count="0", declared_by="某局", **head)
        return form.head(EVENTS, name, value)
    return change


def of(sheet: str, row: str, heading: str, value: Any, style: str | None = None) -> Callable[[Form], str]:
    return lambda form: form.put(sheet, row, heading, value, style)


def fact(heading: str, value: Any, label: str = "是否位于京津冀地区") -> Callable[[Form], str]:
    def change(form: Form) -> str:
        form.put("情况", label, "填写内容", "是")
        form.source("情况", label)
        return form.put("情况", label, heading, value)
    return change


def report(heading: str, value: Any, number: str = "10") -> Callable[[Form], str]:
    def change(form: Form) -> str:
        row = f"{PARK.upper()}.{number}"
        for at, cell in (("数值", "0.5"), ("年份（必填）", "2024"), ("单位（必填）", "无量纲")):
            form.put("自报值", row, at, cell)
        form.source("自报值", row)
        return form.put("自报值", row, heading, value)
    return change


def document(form: Form, title: Any, row: int = 4, **other: Any) -> str:
    for heading, value in other.items():
        form.put("来源文件", row, heading, value)
    return form.put("来源文件", row, "文件名称（必填）", title)


def two_documents(form: Form) -> str:
    document(form, "年报")
    return document(form, "年报", 5)


def chosen(form: Form) -> str:
    row = form.row_of("选用指标", f"{PARK.upper()}.2")
    form.put("选用指标", f"{PARK.upper()}.1", "是否选用", "是")
    return f"选用指标!{form.cell('选用指标', row, '是否选用').coordinate}"


def base_value(form: Form) -> str:
    return form.put("数据", LAND, "基准年", "30")


def serving(form: Form) -> str:
    """A remark behind the line that the form prints itself."""
    row = form.row_of(EVENTS, "用于（序号）：19")
    form.book[EVENTS].cell(row, 1).value = "用于（序号）：19，另有一起没有列"
    return f"{EVENTS}!A{row}"


TRAPS: list[tuple[Callable[[Form], str], str, str]] = [
    # single cells
    (lambda f: land(f, "=40+2"), "form.formula_without_value", "文件里没有存它的计算结果，程序不替它计算"),
    (lambda f: land(f, "#DIV/0!"), "form.error_cell", "错误值（#DIV/0!），没有内容"),
    (date_cell, "form.date_here", "这一格是日期（2025-03-01），这里要填的是“2024年（评价年）”，不是日期"),
    (of("数据", LAND, "出处位置", dt.date(2025, 3, 1)), "form.date_here", "可能是表格软件自动改的"),
    (lambda f: f.basic("ground", dt.date(2025, 3, 1)), "form.date_here", "这里要填的是“适用或对照的依据”"),
    (merged, "form.merged_cell", "这一格被合并在别的格里"),
    (lambda f: land(f, True), "form.odd_cell", "是时间或是非值（True）"),
    (lambda f: land(f, "4_x0007_2"), "form.bad_character", "看不见的控制字符"),
    (lambda f: land(f, 42000, "0.0,"), "form.odd_format", "这一格的数字格式（0.0,）会把数显示成另一个数"),
    (lambda f: land(f, 42000, '0!.0,"万"'), "form.odd_format", "看到的和存的不同，不知道以哪个为准"),
    # the table
    (lambda f: f.book.remove(f.book["自报值"]) or "", "form.sheet_missing", "缺少工作表“自报值”，其中填的内容会漏掉"),
    (lambda f: f.book.remove(f.book[EVENTS]) or "", "form.sheet_missing", "请恢复它，或重新生成空白表"),
    (lambda f: f.put("数据", 3, "评价年", None) and "数据", "form.columns_missing", "找不到列名（缺：____年（评价年））"),
    (lambda f: f.put("数据", 3, "评价年", "2024") and "数据", "form.columns_missing", "请恢复这一行的列名"),
    (renamed, "form.columns_missing", "找不到列名（缺：共几条）"),
    (twice_heading, "form.heading_twice", "列名“2024年（评价年）”出现了两次"),
    (lambda f: f.book["数据"].cell(8, 30).__setattr__("value", "抄在旁边") or "数据!AD8", "form.beyond", "写在表格以外"),
    (lambda f: f.book["基本情况"].cell(1, 3).__setattr__("value", "某园区") or "基本情况!C1", "form.beyond", "（这样的格子共 1 个：C1）"),
    (lambda f: f.book[EVENTS].cell(6, 5).__setattr__("value", "x") or f"{EVENTS}!E6", "form.beyond", "请移到相应的列里，或清空"),
    (serving, "form.beyond", "写在表格以外"),
    (nameless, "form.no_name", "“数据项”一格却是空的"),
    (lambda f: second_land(f, "数据项", "工业用地"), "form.unknown_name", "“工业用地”不是本表的“数据项”，这一行无法采用。您是否想写“工业用地面积”？"),
    (lambda f: f.put("自报值", f"{PARK.upper()}.20", "编号", "HJ274-2015.99") and f.put(
        "自报值", "HJ274-2015.99", "数值", "1") and f"自报值!A{f.row_of('自报值', 'HJ274-2015.99')}",
        "form.unknown_name", "“HJ274-2015.99”不是本表的“编号”"),
    (lambda f: f.put("基本情况", "所在地", "项目", "地点"), "form.unknown_name", "“地点”不是本表的“项目”"),
    (lambda f: f.put("情况", "所在城市是否缺水城市", "情况", "是否位于京津冀地区") and fact("填写内容", "是")(f) and f.put(
        "情况", 6, "填写内容", "否") and "情况!A6", "form.row_twice", "“是否位于京津冀地区”已在“情况”页 A5 格填过"),
    (two_documents, "form.row_twice", "“年报”已在“来源文件”页 A4 格填过"),
    (lambda f: f.put("基本情况", "所在地", "项目", "园区名称"), "form.row_twice", "请只留一行"),
    (other_label, "form.label_changed", "编号 HJ274-2015.20 的指标是“环境管理能力完善度”，这一格却是“别的指标”"),
    # what goes with a value
    (of("数据", LAND, "单位（必填）", None), "form.due", "“单位”必须填写。单位不作推定"),
    (of("数据", LAND, "评价年", None), "form.due", "“2024年（评价年）”必须填写。这一行写了别的内容，却没有填值"),
    (fact("填写内容", None), "form.due", "“填写内容”必须填写。这一行写了别的内容，却没有填值"),
    (report("年份（必填）", None), "form.due", "“年份”必须填写。不知道是哪一年的"),
    (report("数值", None), "form.due", "“数值”必须填写"),
    (lambda f: document(f, None, 发布机关="某局"), "form.due", "“文件名称”必须填写。其他表要靠它找到这份文件"),
    (chosen, "form.due", "“是否选用”必须填写。别的项目已经选了"),
    (lambda f: f.basic("own", None), "form.due", "“是否自身适用本标准”必须填写。缺了它无法评判"),
    (listed_wrong("count", None), "form.due", "“共几条”必须填写。声明完整的清单要与行数核对"),
    (listed_wrong("declared_by", None), "form.due", "“由谁声明完整”必须填写。须有人负责才能作数"),
    (listed_wrong("year", None), "form.due", "“清单的年份”必须填写。不知道是哪一年的"),
    (listed_wrong("count", "3"), "form.other_count", "写的是共 3 条，下面填了 0 条，可能漏了行"),
    (listed_wrong("count", "几条"), "form.bad_count", "“几条”不是条数。请填 0、1、2 这样的整数"),
    (listed_wrong("complete", "完整"), "form.not_a_choice", "“完整”不在可选的内容之内。可选：是、否"),
    (of("数据", "污水集中处理设施", "单位（必填）", "t"), "form.not_due", "“单位”在这一行不用填，填的“t”不会采用"),
    (of("数据", "污水集中处理设施", "口径", "规上"), "form.not_due", "“口径”在这一行不用填"),
    (of("数据", DISCLOSED, "价格基准", "现价"), "form.not_due", "“价格基准”在这一行不用填，填的“现价”不会采用。请清空"),
    # words, years, units
    (lambda f: (f.source("数据", "污水集中处理设施"), f.put("数据", "污水集中处理设施", "评价年", "有"))[1],
     "form.not_a_choice", "“有”不在可选的内容之内。可选：具备、不具备"),
    (fact("填写内容", "说不好"), "form.not_a_choice", "“说不好”不在可选的内容之内。可选：是、否；不知道的请留空"),
    (report("理解方案", "两年"), "form.not_a_choice", "“两年”不在可选的内容之内"),
    (lambda f: entry(f, "级别", "严重"), "form.not_a_choice", "可选：特别重大、重大、较大、一般"),
    (lambda f: f.basic("period", "去年"), "form.bad_year", "“去年”不是年份。请写四位数的年份"),
    (fact("填写内容", "十八", "建设规划基准年"), "form.bad_year", "“十八”不是年份"),
    (lambda f: f.basic("assessed_on", "明天"), "form.date", "“明天”不是日期"),
    (base_value, "form.no_base", "“基准年”一列有值，而“情况”表没有填基准年"),
    (lambda f: land(f, "3.6亩"), "form.two_units", "“3.6亩”里已写了单位或倍数，与单位一格的“km2”不同"),
    (lambda f: land(f, 0.15, "0%"), "form.two_units", "“15%”里已写了单位或倍数"),
    (of("数据", LAND, "出处文件", "年鉴"), "form.unknown_document", "出处文件“年鉴”没有列在“来源文件”表里"),
    # what the dossier and the ruleset refuse
    (lambda f: land(f, "-42"), "amount.negative", "不能是负数，写的是 -42"),
    (lambda f: land(f, "若干"), "amount.unreadable", "“若干”读不出数值"),
    (of("数据", LAND, "单位（必填）", "斤"), "unit.unknown", "不认识单位“斤”"),
    (lambda f: (f.put("数据", LAND, "单位（必填）", None), land(f, "12吨"))[1], "unit.wrong_dimension",
     "与这一项的单位“km2”不是同一种量"),
    (of("数据", LAND, "单位（必填）", "t"), "unit.wrong_dimension", "单位“t”与这一项的单位“km2”不是同一种量"),
    (lambda f: entry(f, "日期", "去年"), "list.date", "“去年”不是日期"),
    (lambda f: entry(f, "日期", dt.date(2023, 5, 1)), "list.other_year", "“2023-05-01”不在这份清单的年份"),
    (lambda f: (document(f, "年报"), f.put("来源文件", 4, "SHA-256", "abc"))[1], "field.sha256", "“abc”不是 SHA-256"),
    (fact("原文", "长" * 4001), "field.long_text", "文字超过 4000 字"),
]


@pytest.mark.parametrize(("change", "code", "words"), TRAPS)
def test_what_is_filled_in_wrongly_is_named_by_its_cell(change: Callable[[Form], str], code: str, words: str,
                                                        tmp_path: Path) -> None:
    form = park()
    cell = change(form)
    found = problems(form, tmp_path)
    assert any((c, at) == (code, cell) and words in said for c, at, said in found), (code, cell, found)
    assert [said for _, _, said in found if of_the_programmer(said)] == []
    assert {c for c, _, _ in found} - {"form.no_period"} == {code}


@pytest.mark.parametrize(("heading", "label", "value", "code", "words"), [
    ("由谁负责（必填）", "性质", "某公司", "form.not_due", "“由谁负责”在这一行不用填，填的“某公司”不会采用"),
    ("填写内容", "性质", "新上", "form.not_a_choice", "“新上”不在可选的内容之内。可选：新建、扩建"),
    ("填写内容", "行业代码", "99号", "attribute.not_code", "“行业代码”写的“99号”不是"),
    ("由谁负责（必填）", "是否在合规园区内", None, "form.due", "“由谁负责”必须填写。须有人负责才能作数"),
    ("日期", "是否在合规园区内", "上周", "form.date", "“上周”不是日期。请写成 2026-03-01 的形式")])
def test_a_fact_that_is_filled_in_wrongly_is_named_by_its_cell(heading: str, label: str, value: Any, code: str, words: str,
                                                               tmp_path: Path) -> None:
    form = project()
    declared = label == "是否在合规园区内"
    form.put("情况", label, "填写内容", {"性质": "新建", "行业代码": "3110"}.get(label, "是"))
    form.source("情况", label)
    if declared:
        form.put("情况", label, "由谁负责（必填）", "某公司")
    cell = form.put("情况", label, heading, value)
    path = form.save(tmp_path / "form.xlsx")
    said = run("check", path)
    assert said.status == 4
    assert f"{path} {CellAddress(cell).said()}：" in said.err
    assert words in said.err
    assert len(said.errors) == 1


@pytest.mark.parametrize(("heading", "words"), [
    ("意见", "“意见”必须填写。这一行写了别的内容，却没有填值"), ("由谁负责（必填）", "“由谁负责”必须填写。须有人负责"),
    ("理由（必填）", "“理由”必须填写。没有理由的意见不能作数")])
def test_an_opinion_without_its_parts_is_refused(heading: str, words: str, tmp_path: Path) -> None:
    form = project()
    written = {"意见": "符合", "由谁负责（必填）": "某局", "理由（必填）": "经会商", "出处位置": "纪要", "原文": "同意"}
    for name, value in {**written, heading: None}.items():
        if value:
            form.put("研判意见", "AYN-2024.15", name, value)
    cell = f"研判意见!{form.cell('研判意见', 'AYN-2024.15', heading).coordinate}"
    [(code, at, said)] = problems(form, tmp_path)
    assert (code, at) == ("form.due", cell)
    assert words in said


def test_without_the_period_the_headings_do_not_stand_for_it(tmp_path: Path) -> None:
    form = park()
    form.basic("period", None)
    [(code, _, said)] = problems(form, tmp_path)
    assert code == "form.due"
    assert "“评价年度”必须填写" in said


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    form = park()
    changes = (fact("填写内容", "说不好"), lambda f: entry(f, "级别", "严重"), lambda f: f.basic("own", None),
               of("数据", AREA, "评价年", "1"), lambda f: land(f, "-1"))
    for change in changes:
        change(form)
    assert {code for code, _, _ in problems(form, tmp_path)} == {
        "form.not_a_choice", "form.due", "amount.negative"}
    assert len(problems(form, tmp_path)) == 5


def test_a_problem_that_another_ruleset_finds_is_named_by_its_cell(tmp_path: Path) -> None:
    form = park()
    path = form.save(tmp_path / "form.xlsx")
    said = run("check", path, "--ruleset", PROJECT)
    assert said.status == 4
    at = form.cell("基本情况", "园区名称", "填写内容").coordinate
    assert f"{path} “基本情况”页 {at} 格：对象的类型是园区，而规则集 admission-yunnan 评判的是项目" in said.err


def test_an_entry_takes_the_unit_of_its_heading_unless_it_has_its_own(tmp_path: Path) -> None:
    form = park()
    sheet = "清单2 下达的总量控制指标"
    for name, value in (("year", "2024"), ("place", "表3"), ("words", "见表3")):
        form.head(sheet, name, value)
    start, _ = form.columns(sheet)
    values = ["600", 600, "0.06万t", "600以上", "约600", "600 t以上", "500～600"]
    for row, value in enumerate(values, start + 1):
        form.put(sheet, row, "下达指标（t）", value)
        form.put(sheet, row, "污染物", "某")
    found = [one["assigned"] for one in read_back(form, tmp_path).dossier.lists[0].entries]
    assert found == ["600 t", "600 t", "0.06万t", "600 t以上", "约600 t", "600 t以上", "500～600 t"]
    assert verdict(read_form(tmp_path / "form.xlsx"), PARK)


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
    for number, (cell, left) in enumerate(emptied({n: s for n, s in sheets.items() if n != "选项"})):
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


# -- the command --


def test_the_command_writes_a_form_and_reads_it_back(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    said = run("form", PARK, "--period", "2024", "-o", path)
    assert said.status == 0
    assert f"空白材料表 → {path}：" in said.err
    assert f"38 项数据、3 项情况、4 份清单。填好后运行 checker check {path}。" in said.err
    assert path.read_bytes() == blank_form(load(PARK), YEARS)
    assert run("form", PARK, "--period", "2024", "-o", path).status == 0, "the same form may be written again"
    filled(PARK, park_data()).save(path)
    refused(run("form", PARK, "--period", "2024", "-o", path), 2, "form.exists", "已经存在，可能是填过的表，不覆盖它")
    refused(run("form", PARK, "--confirm", PARK, "-o", path), 2, "form.which", "三者写且只写一个")
    refused(run("form", PARK, "-o", tmp_path / "form.pdf"), 2, "form.suffix", "请改用 .xlsx")
    refused(run("form", "nobody", "-o", tmp_path / "other.xlsx"), 2, "ruleset.not_found", "nobody")


@pytest.mark.parametrize("name", [PROJECT, pytest.param(PARK, marks=pytest.mark.whole)])
def test_a_verdict_of_a_form_is_the_same_to_the_byte_and_holds_the_form(name: str, tmp_path: Path) -> None:
    import pikepdf

    path = filled(name, park_data() if name == PARK else PROJECT_DATA).save(tmp_path / "form.xlsx")
    for target in ("a.pdf", "b.pdf"):
        assert run("check", path, "-o", tmp_path / target).status == (0 if name == PARK else 3)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    with pikepdf.open(tmp_path / "a.pdf") as page:
        assert page.attachments["submitted.xlsx"].get_file().read_bytes() == path.read_bytes()


@pytest.mark.parametrize("suffix", [".xls", ".et", ".XLS"])
def test_an_old_workbook_is_answered_with_what_to_save_it_as(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"form{suffix}"
    path.write_bytes(b"\xd0\xcf\x11\xe0 old")
    refused(run("check", path), 4, "form.old_format", "用 WPS 或 Excel 另存为 .xlsx 后再试", path)


def test_another_workbook_is_no_form(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    refused(run("check", tmp_path / "other.xlsx"), 4, "form.not_a_form", "不是申报材料表，或表名被改过", tmp_path / "other.xlsx")
    form = park()
    form.put("基本情况", "规则集", "填写内容", "hj-nowhere")
    refused(run("check", form.save(tmp_path / "x.xlsx")), 4, "form.unknown_ruleset", "没有安装规则集“hj-nowhere”")


def test_a_form_of_a_ruleset_in_a_folder_is_read_with_that(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(ROOT / "rulesets" / PARK, folder)
    text = (folder / "ruleset.yaml").read_text(encoding="utf-8")
    (folder / "ruleset.yaml").write_text(text.replace(f"id: {PARK}", "id: mine", 1), encoding="utf-8")
    form = Form(str(folder))
    for key, value in (("name", "某园区"), ("period", "2024"), ("assessed_on", "2025-05-31"), ("own", "是"), ("ground", "试")):
        form.basic(key, value)
    path = form.save(tmp_path / "form.xlsx")
    assert run("check", path).status == 4
    assert run("check", path, "--ruleset", folder).status == 3


# -- LibreOffice --


def office(path: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice saves it."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed: nobody has tried whether it harms a form")
    out = folder / kind
    out.mkdir(exist_ok=True)
    subprocess.run([program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind,
                    "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=180)
    return out / f"{path.stem}.{kind}"


def test_libreoffice_does_a_filled_form_no_harm(tmp_path: Path) -> None:
    path = filled(PROJECT, PROJECT_DATA).save(tmp_path / "form.xlsx")
    saved = office(path, "xlsx", tmp_path)
    assert saved.read_bytes() != path.read_bytes()
    assert read_form(saved).dossier == read_form(path).dossier


@pytest.mark.whole
@pytest.mark.parametrize("name", [PARK, "green-park-2016", PROJECT, "admission-fuzhou-2024"])
def test_libreoffice_keeps_a_blank_form_as_it_is(name: str, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(blank_form(load(name), YEARS))
    saved = office(path, "xlsx", tmp_path)
    one, other = (sheets_of(p.read_bytes(), "form.xlsx", DossierError, computed=True) for p in (path, saved))
    assert {n: s.cells for n, s in one.items()} == {n: s.cells for n, s in other.items()}
    form = Form(name, saved.read_bytes())
    assert rules(form, "数据").keys() == rules(Form(name), "数据").keys() if form.ruleset.model.quantities else True
    assert "选项" not in form.book.sheetnames or form.book["选项"].sheet_state == "hidden"


@pytest.mark.whole
@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_form_that_was_edited_and_saved_by_libreoffice_reads_the_same(kind: str, tmp_path: Path) -> None:
    form = filled(PARK, park_data())
    land(form, "=84/2")
    form.put("自报值", f"{PARK.upper()}.20", "数值", 1, "0%")
    path = form.save(tmp_path / "form.xlsx")
    saved = office(path, kind, tmp_path)
    if kind == "ods":
        saved = office(saved, "xlsx", tmp_path)
    found = read_form(saved)
    land(form, "42")
    form.put("自报值", f"{PARK.upper()}.20", "数值", "100%")
    assert found.dossier == read_back(form, tmp_path).dossier
    assert verdict(found, PARK).outcome == "met"


def test_bytes_in_hand_are_read_like_a_file(tmp_path: Path) -> None:
    path = park().save(tmp_path / "form.xlsx")
    assert parse_form(path.read_bytes(), str(path)).dossier == read_form(path).dossier


def test_every_sheet_and_heading_has_its_words() -> None:
    for name in installed():
        ruleset = load(name)
        tables = [layout.basics(), layout.documents(), layout.facts(ruleset), layout.data(ruleset), layout.reports(ruleset),
                  layout.opinions(), layout.selection()]
        assert all(heading for table in tables for heading in table.headings.values())
        assert all(len(set(table.headings.values())) == len(table.headings) for table in tables)
    assert {code for code in CATALOGUE if code.startswith("form.guide.of.")} == {
        f"form.guide.of.{name}" for name in ("basics", "documents", "facts", "data", "reports", "claims", "opinions", "selection")}


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
