"""What a form asks and shows: real years, units for every number, sources once a form, last year beside.

A number is never taken for one of another year or unit, and nothing filled in is dropped unmentioned.
"""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bad.command import refused, run
from filled_forms import (
    AREA,
    ENERGY,
    EVENTS,
    LAND,
    PARK,
    PROJECT,
    PROJECT_DATA,
    park,
    park_data,
    problems,
    project,
    read_back,
    verdict,
)
from forms import Form, filled

from checker.dossier.submission import Submission
from checker.errors import DossierError
from checker.forms.filled import submission_of
from checker.forms.layout import basic_names, list_sheets
from checker.ruleset.loading import load
from checker.sheets.spreadsheet import Sheet, sheets_of

PARK_ID = PARK.upper()


def remarks(submission: Submission) -> list[tuple[str, str]]:
    return [(remark.code, str(remark.path[0]) if remark.path else "") for remark in submission.remarks]


def old(form: Form) -> Form:
    """The form as the first version wrote it: no layout, no years in the headings, no sheet of claims."""
    sheet = form.book["基本情况"]
    for label in ("表格版本", "默认出处文件", "默认口径", "默认价格基准"):
        if label in [row[0].value for row in sheet.iter_rows()]:
            sheet.delete_rows(form.row_of("基本情况", label))
    for name in ("数据", "情况", "自报值"):
        start, columns = form.columns(name)
        for heading, column in columns.items():
            marked = f"{heading}（必填）" if heading in ("出处位置", "原文") else heading
            form.book[name].cell(start, column).value = marked
        if "用于（序号）" in columns:
            form.book[name].delete_cols(columns["用于（序号）"])
    form.book.remove(form.book["声明"])
    return form


# -- years --


def test_the_headings_show_the_years_that_the_form_is_made_for() -> None:
    form = Form(PARK, period=2024, base=2018)
    start, _ = form.columns("数据")
    shown = [cell.value for cell in form.book["数据"][start] if cell.value]
    assert [heading for heading in shown if "年（" in heading] == [
        "2018年（基准年）", "2021年（评价年前3年）", "2023年（评价年前1年）", "2024年（评价年）"]


def test_figures_under_the_years_of_another_period_are_never_judged_as_this_one(tmp_path: Path) -> None:
    form = filled(PARK, park_data())
    form.basic("period", "2025")
    form.basic("assessed_on", "2026-05-31")
    found = problems(form, tmp_path)
    assert {code for code, _, _ in found} == {"form.other_years.y"}
    at = form.cell("数据", LAND, "评价年").column_letter
    assert f"数据!{at}3" in [cell for _, cell, _ in found]
    assert any("列名是“2024年（评价年）”，而“基本情况”里评价年度填的是 2025，这一列应是 2025 年的" in said for _, _, said in found)
    said = run("check", tmp_path / "form.xlsx")
    assert said.status == 4
    assert "请用 checker form 另做一张 2025 年度的表" in said.err


def test_a_base_year_in_the_heading_has_to_be_the_one_that_is_stated(tmp_path: Path) -> None:
    form = Form(PARK, base=2018)
    for key, value in (("name", "某园区"), ("period", "2024"), ("own", "是"), ("ground", "按标准管理")):
        form.basic(key, value)
    form.put("数据", ENERGY, "基准年", "60")
    form.put("数据", ENERGY, "单位（必填）", "万tce")
    [stated] = read_back(form, tmp_path).dossier.observations
    assert (stated.year, stated.value) == (2018, "60")
    form.put("情况", "建设规划基准年", "填写内容", "2019")
    [(code, _, said)] = problems(form, tmp_path)
    assert code == "form.other_years.base"
    assert "列名是“2018年（基准年）”，而“情况”表里的基准年填的是 2019" in said


@pytest.mark.parametrize("typed", ["2024 年（评价年）", "２０２４年(评价年)", "2024年（评价年）\n"])
def test_a_heading_is_the_same_however_it_is_typed(typed: str, tmp_path: Path) -> None:
    form = park()
    form.put("数据", 3, "评价年", typed)
    assert [o.year for o in read_back(form, tmp_path).dossier.observations] == [2024]


# -- units --


@pytest.mark.parametrize("name", [PARK, PROJECT, "admission-fuzhou-2024"])
def test_no_form_has_a_unit_before_somebody_chose_one(name: str) -> None:
    form = Form(name)
    for sheet in ("数据", "自报值"):
        start, columns = form.columns(sheet)
        unit = columns["单位（必填）"]
        assert not [row for row in range(start + 1, form.book[sheet].max_row + 1) if form.book[sheet].cell(row, unit).value]


@pytest.mark.parametrize(("value", "unit", "due"), [
    ("300", None, None), (300, None, None), ("300万t", None, ("300万t", None)), ("300", "万t", ("300", "万t"))])
def test_a_number_has_a_unit_of_its_own_or_a_chosen_one_or_is_refused(value: Any, unit: str | None, due: Any,
                                                                      tmp_path: Path) -> None:
    form = park()
    label = "化学需氧量排放量"
    cell = form.put("数据", label, "单位（必填）", unit)
    form.put("数据", label, "评价年", value)
    if due is None:
        assert [(code, at) for code, at, _ in problems(form, tmp_path)] == [("form.due", cell)]
        assert "单位不作推定，差一个“万”字就差一万倍" in problems(form, tmp_path)[0][2]
    else:
        assert (form and [(o.value, o.unit) for o in read_back(form, tmp_path).dossier.observations][-1]) == due


def test_a_reported_share_needs_to_say_whether_it_is_in_per_cent(tmp_path: Path) -> None:
    form = park()
    form.put("自报值", f"{PARK_ID}.20", "数值", "100")
    form.put("自报值", f"{PARK_ID}.20", "年份（必填）", "2024")
    assert [code for code, _, _ in problems(form, tmp_path)] == ["form.due"]
    form.put("自报值", f"{PARK_ID}.20", "数值", "100%")
    assert [r.value for r in read_back(form, tmp_path).dossier.reported] == ["100%"]


@pytest.mark.parametrize(("value", "due"), [("2.4亿", "24000 万元"), ("约5亿", "50000 万元"), ("2.4亿元", "24000 万元"), ("24000万", "24000 万元")])
def test_yi_and_wan_behind_money_are_yuan_whether_or_not_a_unit_was_chosen(value: str, due: str, tmp_path: Path) -> None:
    for unit in (None, "亿元"):
        form = Form("admission-fuzhou-2024")
        for key, said in (("name", "某项目"), ("assessed_on", "2025-05-31"), ("own", "是"), ("ground", "在福州")):
            form.basic(key, said)
        form.put("数据", "计划总投资", "数值", value)
        form.put("数据", "计划总投资", "单位（必填）", unit)
        [stated] = [d for d in verdict(read_back(form, tmp_path), "admission-fuzhou-2024").data if d.quantity == "total_investment"]
        assert (stated.converted, stated.approximate) == (due, value.startswith("约"))
        assert stated.value.startswith(value[:2])


def test_a_code_that_was_stored_as_a_number_may_have_lost_its_zero(tmp_path: Path) -> None:
    form = project()
    form.put("情况", "行业代码", "填写内容", 911)
    assert read_back(form, tmp_path).dossier.attributes["industry_code"].value == 911
    form.put("情况", "行业代码", "填写内容", "0911")
    assert read_back(form, tmp_path).dossier.attributes["industry_code"].value == "0911"


@pytest.mark.parametrize(("said", "due"), [("有", True), ("√", True), ("否", False), ("×", False)])
def test_an_answer_is_read_as_people_tick_it(said: str, due: bool, tmp_path: Path) -> None:
    form, words = park(), park()
    form.put("情况", "所在城市是否缺水城市", "填写内容", said)
    words.put("情况", "所在城市是否缺水城市", "填写内容", "是" if due else "否")
    one, other = (verdict(read_back(f, tmp_path), PARK) for f in (form, words))
    assert [f.outcome for f in one.findings] == [f.outcome for f in other.findings]
    shown = {part.label: part.value for part in one.attributes}
    assert shown["所在城市是否缺水城市"] == ("是" if due else "否")


@pytest.mark.parametrize("written", ["10000\n8000", "10000 8000", "42\r\n36"])
def test_two_numbers_in_a_cell_never_join_into_one(written: str, tmp_path: Path) -> None:
    form = park()
    cell = form.put("数据", LAND, "评价年", written)
    [(_, at, said)] = problems(form, tmp_path)
    assert at == cell
    assert "数字中间有空格或换行" in said


# -- what nothing asks for --


def test_a_figure_of_a_year_that_nothing_asks_for_is_told_by_its_cell(tmp_path: Path) -> None:
    form = park()
    before = verdict(read_back(form, tmp_path), PARK)
    grey = form.put("数据", LAND, "评价年前1年", "99999")
    form.put("数据", LAND, "其他年份", "2009")
    other = form.put("数据", LAND, "其他年份的值", "7")
    found = read_back(form, tmp_path)
    assert remarks(found) == [("form.year_unused", grey), ("form.year_unused", other)]
    said = run("check", tmp_path / "form.xlsx").err
    assert "2023 年的“工业用地面积”已填，未使用" in said
    assert "2009 年的“工业用地面积”已填，未使用" in said
    assert verdict(found, PARK).outcome == before.outcome


def test_everything_beside_a_table_is_told_by_cell_in_one_round(tmp_path: Path) -> None:
    form = park()
    sheet = form.book["数据"]
    for place in ("Z5", "AB9", "AB12"):
        sheet[place] = "抄在旁边"
    form.put("数据", "污水集中处理设施", "口径", "规上")
    form.book.create_sheet("计算").append(["1"])
    found = problems(form, tmp_path)
    assert {code for code, _, _ in found} == {"form.beyond", "form.not_due"}
    assert any("（这样的格子共 3 个：Z5、AB9、AB12）" in said for _, _, said in found)


# -- sources, scopes and price bases once a form --


def stated_once(form: Form) -> None:
    form.put("来源文件", 4, "文件名称（必填）", "2024年度数据表")
    form.basic("default_document", "2024年度数据表")
    form.basic("default_scope", "全口径")
    form.basic("default_price_basis", "2018年可比价")


def test_document_scope_and_price_basis_are_stated_once_and_a_row_may_say_otherwise(tmp_path: Path) -> None:
    form = park()
    stated_once(form)
    form.put("来源文件", 5, "文件名称（必填）", "年鉴")
    cell = form.put("数据", "工业增加值", "评价年", "3.10")
    form.put("数据", "工业增加值", "单位（必填）", "亿元")
    row = form.row_of("数据", ENERGY)
    for heading, value in (("评价年", "72"), ("单位（必填）", "万tce"), ("口径", "规上"), ("出处文件", "年鉴"), ("出处位置", "表5"),
                           ("原文", "能耗72万吨标准煤")):
        form.put("数据", row, heading, value)
    found = read_back(form, tmp_path).dossier
    assert (found.defaults.scope, found.defaults.price_basis) == ("全口径", "2018年可比价")
    by = {o.quantity: o for o in found.observations}
    assert by["industrial_value_added"].source.model_dump() == {
        "document": "doc1", "place": f"材料表 {cell}", "words": "3.10"}
    assert by["industrial_value_added"].scope is None
    assert (by["energy_use"].scope, by["energy_use"].source.document) == ("规上", "doc2")
    assert (by["energy_use"].source.place, by["energy_use"].source.words) == ("表5", "能耗72万吨标准煤")


def test_a_park_without_a_single_citation_cell_comes_to_the_same(tmp_path: Path) -> None:
    data = park_data()
    due = verdict(read_back(filled(PARK, data), tmp_path), PARK)
    for stated in data["observations"]:
        stated.pop("scope", None)
        stated.pop("price_basis", None)
    data.pop("defaults", None)
    form = filled(PARK, data)
    for sheet in ("数据", "情况", "自报值"):
        start, columns = form.columns(sheet)
        for row in range(start + 1, form.book[sheet].max_row + 1):
            for heading in ("出处文件", "出处位置", "原文"):
                form.book[sheet].cell(row, columns[heading]).value = None
    form.basic("default_document", data["documents"]["doc1"]["title"])
    form.basic("default_scope", "全口径")
    form.basic("default_price_basis", "2018年可比价")
    found = verdict(read_back(form, tmp_path), PARK)
    assert found.outcome == due.outcome == "met"
    assert [(f.item, f.outcome, f.value) for f in found.findings] == [(f.item, f.outcome, f.value) for f in due.findings]


def test_a_default_document_that_is_not_listed_is_refused_by_its_cell(tmp_path: Path) -> None:
    form = park()
    cell = form.basic("default_document", "没有登记的表")
    assert [(code, at) for code, at, _ in problems(form, tmp_path)] == [("form.unknown_document", cell)]


def test_a_dash_is_no_source_and_a_pointer_is_one(tmp_path: Path) -> None:
    form = park()
    form.put("数据", LAND, "出处位置", "/")
    form.put("数据", LAND, "原文", "—")
    [stated] = read_back(form, tmp_path).dossier.observations
    assert (stated.source.place[:3], stated.source.words) == ("材料表", "42")
    form.put("数据", LAND, "出处位置", "见附件3第5页")
    assert read_back(form, tmp_path).dossier.observations[0].source.place == "见附件3第5页"


def test_a_number_in_a_field_of_words_is_what_the_cell_shows(tmp_path: Path) -> None:
    form = park()
    place = form.put("数据", LAND, "出处位置", 3.1)
    note = form.put("数据", LAND, "备注", 2.5)
    land = form.put("数据", LAND, "评价年", 42)
    form.put("数据", LAND, "原文", None)
    read = sheets_of(form.save(tmp_path / "form.xlsx").read_bytes(), "form.xlsx", DossierError, computed=True)
    seen = {place: "3.10", note: "2.50", land: "42.0"}
    read["数据"] = Sheet("数据", {at: cell._replace(shown=seen.get(cell.address, "")) for at, cell in read["数据"].cells.items()})
    [stated] = submission_of(read, b"", "form.xlsx").dossier.observations
    assert (stated.source.place, stated.note, stated.source.words, stated.value) == ("3.10", "2.50", "42.0", "42")


# -- claims, and what each datum serves --


def test_a_claim_stands_beside_its_finding_and_decides_nothing(tmp_path: Path) -> None:
    form = park()
    due = verdict(read_back(form, tmp_path), PARK)
    form.put("声明", f"{PARK_ID}.17", "声明原文（必填）", "重点污染源全部稳定达标")
    found = verdict(read_back(form, tmp_path), PARK)
    finding = found.finding(f"{PARK_ID}.17")
    assert [claim.source.words for claim in finding.claims] == ["重点污染源全部稳定达标"]
    assert [f.outcome for f in found.findings] == [f.outcome for f in due.findings]
    cell = form.put("声明", f"{PARK_ID}.17", "声明原文（必填）", None)
    form.put("声明", f"{PARK_ID}.17", "理由", "没有数")
    assert [(code, at) for code, at, _ in problems(form, tmp_path)] == [("form.due", cell)]


def test_beside_each_datum_stand_the_items_that_it_serves() -> None:
    form = Form(PARK)
    assert form.cell("数据", LAND, "用于（序号）").value == "8、9"
    assert form.cell("数据", AREA, "用于（序号）").value == "29"
    assert "10" in str(form.cell("情况", "建设规划基准年", "用于（序号）").value).split("、")
    assert any(row[0].value == "用于（序号）：19" for row in form.book[EVENTS].iter_rows())
    fuzhou = Form("admission-fuzhou-2024")
    assert fuzhou.cell("情况", "用地性质", "用于（序号）").value != "不直接用于评判"


# -- words that state nothing --


@pytest.mark.parametrize("words", ["待定", "详见附件", "/", "—", "待补充", "N/A"])
def test_words_that_state_nothing_are_handed_on_and_quoted(words: str, tmp_path: Path) -> None:
    form = park()
    due = verdict(read_back(form, tmp_path), PARK)
    form.put("数据", ENERGY, "评价年", words)
    form.put("情况", "所在城市是否缺水城市", "填写内容", words)
    found = read_back(form, tmp_path)
    assert [o.value for o in found.dossier.observations if o.quantity == "energy_use"] == [words]
    same = verdict(found, PARK)
    assert [f.outcome for f in same.findings] == [f.outcome for f in due.findings]
    assert words in json.dumps(same.plain(), ensure_ascii=False)


def test_nothing_in_a_list_is_an_empty_list_and_never_a_complete_one(tmp_path: Path) -> None:
    form = project()
    sheet = list_sheets(form.ruleset)["equipment"]
    start, _ = form.columns(sheet)
    form.book[sheet].cell(start + 1, 1).value = "无"
    found = read_back(form, tmp_path).dossier.lists
    assert [one.complete for one in found] == [False]
    empty = project()
    without = verdict(read_back(empty, tmp_path), PROJECT)
    with_none = verdict(read_back(form, tmp_path), PROJECT)
    assert [f.outcome for f in with_none.findings] == [f.outcome for f in without.findings]


# -- forms of the first layout --


def test_a_form_of_the_first_version_is_read_but_only_for_a_trial(tmp_path: Path) -> None:
    due = read_back(filled(PARK, park_data()), tmp_path).dossier
    form = old(filled(PARK, park_data()))
    found = read_back(form, tmp_path)
    assert found.dossier == due
    assert remarks(found) == [("form.old_layout", "")]
    assert found.trial
    data = copy.deepcopy(PROJECT_DATA)
    data.pop("made_up")
    path = old(filled(PROJECT, data)).save(tmp_path / "old.xlsx")
    said = run("check", path, "--purpose", "formal")
    assert "（试算）" in said.out + said.err
    assert "本表是旧格式：各格的单位是预先填好的" in said.err
    assert "checker form admission-yunnan --period 年度" in said.err


def test_a_new_form_without_its_years_is_not_taken_for_an_old_one(tmp_path: Path) -> None:
    form = park()
    form.put("数据", 3, "评价年", "评价年")
    assert [code for code, _, _ in problems(form, tmp_path)] == ["form.columns_missing"]


# -- last year beside --


def last_year(folder: Path) -> Path:
    path = folder / "last.json"
    said = run("check", filled(PARK, park_data()).save(folder / "last.xlsx"), "-o", path)
    assert said.status == 0
    return path


def test_last_year_s_verdict_makes_this_year_s_form_and_fills_nothing_in(tmp_path: Path) -> None:
    target = tmp_path / "next.xlsx"
    said = run("form", PARK, "--previous", last_year(tmp_path), "-o", target)
    assert said.status == 0
    assert "列名按 2025 年度做" in said.err
    form = Form(PARK, target.read_bytes())
    start, columns = form.columns("数据")
    shown = [str(cell.value) for cell in form.book["数据"][start]]
    assert "2025年（评价年）" in shown
    assert "2018年（基准年）" in shown
    beside = form.cell("数据", LAND, "上次填报")
    assert beside.value == "2024年 42 km2；2021年 36 km2"
    assert beside.font.color.rgb.endswith("7A7A7A")
    assert form.cell("情况", "建设规划基准年", "上次填报").value == "2018"
    assert form.cell("自报值", f"{PARK_ID}.20", "上次填报").value == "2024年 100 %"
    for sheet in ("数据", "情况", "自报值"):
        start, columns = form.columns(sheet)
        for heading in set(columns) - {"数据项", "说明", "用于（序号）", "上次填报", "情况", "编号", "指标"}:
            column = columns[heading]
            assert not [r for r in range(start + 1, form.book[sheet].max_row + 1) if form.book[sheet].cell(r, column).value]
    for key, value in (("name", "某园区"), ("period", "2025"), ("own", "是"), ("ground", "按标准管理")):
        form.basic(key, value)
    found = read_back(form, tmp_path).dossier
    assert (found.observations, found.reported, found.attributes) == ([], [], {})


def test_a_form_is_made_only_from_a_verdict_of_the_same_ruleset(tmp_path: Path) -> None:
    last = last_year(tmp_path)
    target = tmp_path / "next.xlsx"
    refused(run("form", "green-park-2016", "--previous", last, "-o", target), 2, "previous.other_ruleset", PARK)
    (tmp_path / "other.json").write_text("{}")
    refused(run("form", PARK, "--previous", tmp_path / "other.json", "-o", target), 2, "previous.not_a_verdict", "不是结论文件")
    refused(run("form", "--confirm", PARK, "--period", "2024", "-o", target), 2, "form.needless_years", "只用于生成一份材料的空白表")
    refused(run("form", PARK, "--period", "1700", "-o", target), 2, "form.bad_year", "1700")
    assert not target.exists()


def test_last_year_s_figures_typed_again_under_this_year_are_told_and_moved_values_listed(tmp_path: Path) -> None:
    last = last_year(tmp_path)
    data = park_data()
    data["period"] = 2025
    data["assessed_on"] = "2026-05-31"
    for stated in data["observations"]:
        year = int(stated.get("year") or 2024)
        stated["year"] = 2018 if year == 2018 else year + 1
    for stated in (*data["reported"], *data["lists"]):
        stated["year"] = 2025
        for entry in stated.get("entries", []):
            entry.pop("date", None)
    path = filled(PARK, data).save(tmp_path / "next.xlsx")
    said = run("check", path, "--previous", last, "-o", tmp_path / "next.json")
    found = json.loads((tmp_path / "next.json").read_text(encoding="utf-8"))["previous"]
    assert found["figures"]["compared"] == found["figures"]["equal"] > 30, said.err
    assert [change["item"].rpartition(".")[2] for change in found["moved"]] == ["10", "13", "25", "26"]
    assert {change["cause"] for change in found["moved"]} == {"years"}
    # The entries without their dates are other entries.
    assert {change["item"].rpartition(".")[2]: change["cause"] for change in found["items"]} == {
        "19": "data", "32": "data"}
    shown = run("check", path, "--previous", last).out
    assert f"注意：本年度所填的 {found['figures']['equal']} 个数与上次（2024 年度）的全部相同" in shown
    assert "6 项有变化，26 项没有" in shown
    assert "综合能耗弹性系数　达标 → 达标（评价年度（数据相同，算法里的年数变了））" in shown


def test_how_many_figures_moved_is_counted(tmp_path: Path) -> None:
    last = last_year(tmp_path)
    data = park_data()
    next(o for o in data["observations"] if o["quantity"] == "park_area")["value"] = 80
    path = filled(PARK, data).save(tmp_path / "again.xlsx")
    shown = run("check", path, "--previous", last).out
    assert "1 个变了。" in shown
    assert "全部相同" not in shown


@pytest.mark.parametrize("drawn", [False, pytest.param(True, marks=pytest.mark.whole)])
def test_the_page_says_it_too(drawn: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is written for drawing, and as it is drawn."""
    from checker.capsule.opening import opened

    if not drawn:
        monkeypatch.setattr("checker.reporting.document.render", lambda html, *_: html.encode())
    last = last_year(tmp_path)
    page = tmp_path / "page.pdf"
    assert run("check", tmp_path / "last.xlsx", "--previous", last, "-o", page).status == 0
    words = opened(page.read_bytes()).texts if drawn else [re.sub("<[^>]*>", "", page.read_text(encoding="utf-8"))]
    assert "个相同，0个变了" in "".join("".join(words).split())


def test_what_a_form_asks_once_is_asked_only_where_it_has_a_use() -> None:
    assert "default_scope" in basic_names(load(PARK))
    assert "default_price_basis" not in basic_names(load(PROJECT))


def test_a_form_keeps_its_look_when_it_is_opened(tmp_path: Path) -> None:
    target = tmp_path / "form.xlsx"
    run("form", PARK, "--period", "2024", "-o", target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[1] == "基本情况"
    assert "声明" in book.sheetnames


def test_what_is_filled_in_a_hidden_row_is_read_and_told(tmp_path: Path) -> None:
    form = park()
    cell = form.put("数据", LAND, "评价年", "42")
    row = int("".join(letter for letter in cell.rpartition("!")[2] if letter.isdigit()))
    plain = read_back(form, tmp_path)
    form.book["数据"].row_dimensions[row].hidden = True
    hidden = read_back(form, tmp_path)
    assert hidden.digest == plain.digest
    [remark] = [one for one in hidden.remarks if one.code == "form.hidden_rows"]
    assert f"“数据”页有 1 行是隐藏的，其中的内容也读了：第 {row} 行" in str(remark)
