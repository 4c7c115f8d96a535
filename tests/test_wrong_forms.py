"""Every way to fill a form in wrongly: each is named by its cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bad.command import run
from filled_forms import (
    AREA,
    DISCLOSED,
    EVENTS,
    LAND,
    PARK,
    PROJECT,
    chosen,
    entry,
    fact,
    land,
    listed,
    park,
    problems,
    project,
    read_back,
    verdict,
)
from forms import Form
from openpyxl.utils import get_column_letter
from plain_words import of_the_programmer

from checker.forms.filled import read_form
from checker.places import CellAddress


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


def listed_wrong(name: str, value: Any, **head: Any) -> Callable[[Form], str]:
    def change(form: Form) -> str:
        listed(form, complete="是", count="0", declared_by="某局", **head)
        return form.head(EVENTS, name, value)
    return change


def of(sheet: str, row: str, heading: str, value: Any, style: str | None = None) -> Callable[[Form], str]:
    return lambda form: form.put(sheet, row, heading, value, style)


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


def base_value(form: Form) -> str:
    return form.put("数据", LAND, "基准年", "30")


def ordered(form: Form) -> str:
    """An entry of a list whose heading has a unit."""
    sheet = "清单2 下达的总量控制指标"
    for name, value in (("year", "2024"), ("place", "表3"), ("words", "见表3")):
        form.head(sheet, name, value)
    row = form.columns(sheet)[0] + 1
    form.put(sheet, row, "污染物", "某")
    return form.put(sheet, row, "下达指标（t）", "若干吨")


def remark_below(form: Form) -> str:
    """A remark in the column of hints, beside no name."""
    row = form.spare("基本情况")
    form.put("基本情况", row, "说明", "园区名称已报批")
    return f"基本情况!A{row}"


def facility(form: Form) -> str:
    form.source("数据", "污水集中处理设施")
    return form.put("数据", "污水集中处理设施", "评价年", "有")


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
    (remark_below, "form.no_name", "“项目”一格却是空的"),
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
    (facility, "form.not_a_choice", "“有”不在可选的内容之内。可选：具备、不具备"),
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
    (lambda f: (land(f, "3万亩"), f.put("数据", LAND, "单位（必填）", "斤"))[1], "unit.unknown", "不认识单位“斤”"),
    (lambda f: (f.put("数据", LAND, "单位（必填）", None), land(f, "12吨"))[1], "unit.wrong_dimension",
     "与这一项的单位“km2”不是同一种量"),
    (of("数据", LAND, "单位（必填）", "t"), "unit.wrong_dimension", "单位“t”与这一项的单位“km2”不是同一种量"),
    (ordered, "amount.unreadable", "“若干吨”读不出数值"),
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


def test_a_column_without_its_year_is_told_once(tmp_path: Path) -> None:
    form = park()
    for name, value in ((LAND, "30"), (AREA, "50")):
        form.put("数据", name, "基准年", value)
        form.put("数据", name, "单位（必填）", "km2")
        form.source("数据", name)
    assert [(code, at) for code, at, _ in problems(form, tmp_path)] == [
        ("form.no_base", f"数据!{form.cell('数据', min(form.row_of('数据', LAND), form.row_of('数据', AREA)), '基准年').coordinate}")]


def test_a_row_whose_name_alone_was_cleared_states_nothing(tmp_path: Path) -> None:
    form = park()
    form.put("情况", "是否位于京津冀地区", "情况", None)
    form.put("数据", AREA, "数据项", None)
    assert read_back(form, tmp_path).dossier.attributes.keys() == read_back(park(), tmp_path).dossier.attributes.keys()


def test_what_is_reported_in_words_takes_no_unit(tmp_path: Path) -> None:
    form, row = Form("green-park-2016"), "GP-2016.B3.1"
    for key, value in (("name", "某园区"), ("period", "2024"), ("assessed_on", "2025-05-31"), ("own", "是"), ("ground", "申报")):
        form.basic(key, value)
    for heading, value in (("数值", "达到"), ("年份（必填）", "2024")):
        form.put("自报值", row, heading, value)
    form.source("自报值", row)
    assert read_back(form, tmp_path).dossier.reported[0].value == "达到"
    cell = form.put("自报值", row, "单位（必填）", "t")
    [(code, at, words)] = problems(form, tmp_path)
    assert (code, at) == ("form.not_due", cell)
    assert "“单位”在这一行不用填，填的“t”不会采用" in words


def test_what_a_project_reports_itself_has_no_year(tmp_path: Path) -> None:
    form, row = Form("admission-land-2008"), "ALU-2008.4"
    for key, value in (("name", "某项目"), ("assessed_on", "2025-05-31"), ("own", "是"), ("ground", "用地")):
        form.basic(key, value)
    form.put("自报值", row, "数值", "3000")
    form.put("自报值", row, "单位（必填）", "万元/亩")
    form.source("自报值", row)
    [stated] = read_back(form, tmp_path).dossier.reported
    assert (stated.value, stated.year) == ("3000", None)


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
    for row, amount in enumerate(values, start + 1):
        form.put(sheet, row, "下达指标（t）", amount)
        form.put(sheet, row, "污染物", "某")
    found = [one["assigned"] for one in read_back(form, tmp_path).dossier.lists[0].entries]
    assert found == ["600 t", "600 t", "0.06万t", "600 t以上", "约600 t", "600 t以上", "500～600 t"]
    assert verdict(read_form(tmp_path / "form.xlsx"), PARK)
