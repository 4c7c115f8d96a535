"""How forms are drawn and what stands at their edges: pages, drop-downs, lists without fields, sheets taken away."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from filled_forms import LAND, park, problems, project
from forms import Form
from tiny_ruleset import BANNED, rules

from checker.errors import UsageError
from checker.forms.blank import blank_form
from checker.forms.filled import parse_form
from checker.forms.last import before
from checker.forms.project_table import blank_table
from checker.forms.years import Years
from checker.ruleset.loading import load

LONG = [f"很长很长的一个选项第{i}号" for i in range(40)]
OTHERS = [f"另一个很长很长的选项第{i}号" for i in range(40)]
CHOICES = ("  coastal:", f"  sort: {{label: 类别, kind: word, words: [{', '.join(LONG)}]}}\n"
           f"  group: {{label: 组别, kind: word, words: [{', '.join(OTHERS)}]}}\n  coastal:")
FIELDS = "    fields:\n      size: {label: 参加人数, kind: number, unit: 人}\n"


def drawn(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_every_sheet_of_a_form_is_printed_with_its_page_number() -> None:
    book = drawn(blank_form(rules(), Years(2024, None)))
    said = {sheet.oddFooter and sheet.oddFooter.center.text for sheet in book.worksheets if sheet.sheet_state == "visible"}
    assert said == {"第 &P 页，共 &N 页"}


def test_long_choices_stand_in_columns_of_a_hidden_sheet_one_beside_the_other() -> None:
    book = drawn(blank_form(rules(CHOICES, (FIELDS, "")), Years(2024, None)))
    [hidden] = [sheet for sheet in book.worksheets if sheet.sheet_state == "hidden"]
    columns = [[cell.value for cell in column if cell.value] for column in hidden.iter_cols()]
    assert LONG in columns
    assert OTHERS in columns
    assert any("活动" in name for name in book.sheetnames)


def test_a_list_without_fields_has_as_many_entries_as_its_count_says() -> None:
    bare = rules((FIELDS, ""))
    form = Form("tiny", blank_form(bare, Years(2024, None)), ruleset=bare)
    for key, value in (("name", "某园区"), ("period", "2024"), ("assessed_on", "2025-05-31"), ("own", "是"), ("ground", "申报")):
        form.basic(key, value)
    for name, value in (("year", "2024"), ("complete", "是"), ("count", "3"), ("declared_by", "某局"), ("place", "表3"), ("words", "见表3")):
        form.head("清单1 活动", name, value)
    out = io.BytesIO()
    form.book.save(out)
    [events] = parse_form(out.getvalue(), "bare.xlsx", known=[bare]).dossier.lists
    assert (events.count, list(events.entries or [])) == (3, [{}, {}, {}])


def test_long_choices_of_a_project_table_stand_on_a_sheet_of_their_own() -> None:
    book = drawn(blank_table(rules(*BANNED, CHOICES, ("prohibited_when: y", "prohibited_when: sort == '很长很长的一个选项第1号' and y"))))
    [hidden] = [sheet for sheet in book.worksheets if sheet.sheet_state == "hidden"]
    assert LONG in [[cell.value for cell in column if cell.value] for column in hidden.iter_cols()]


def test_several_verdicts_make_no_form() -> None:
    with pytest.raises(UsageError, match="这是几个规则集并列的结论。请给出只按一个规则集评判的结论"):
        before({"verdicts": []}, rules())


def test_a_form_without_its_documents_and_data_is_told_both_and_of_known_rules_the_own_one_is_taken(tmp_path: Path) -> None:
    form = park()
    for name in ("来源文件", "数据"):
        form.book.remove(form.book[name])
    said = [words for code, _, words in problems(form, tmp_path) if code == "form.sheet_missing"]
    assert len(said) == 2
    raw = park().save(tmp_path / "whole.xlsx").read_bytes()
    assert parse_form(raw, "whole.xlsx", known=[rules(), load("hj274-2015")]).dossier.subject.name == "某园区"


def test_a_unit_that_there_is_not_is_told_where_it_stands(tmp_path: Path) -> None:
    form = park()
    form.put("数据", LAND, "单位（必填）", "箩筐")
    [(code, _, words)] = problems(form, tmp_path)
    assert (code, "箩筐" in words) == ("unit.unknown", True)


def nameless(form: Form) -> None:
    row = form.spare("数据")
    form.put("数据", row, "评价年", "42")
    form.put("数据", row, "数据项", "=1+1")


def other_year(form: Form) -> None:
    form.put("数据", LAND, "其他年份", "2023")


def no_such_document(form: Form) -> None:
    form.put("数据", LAND, "出处文件", "没有的年报")
    form.put("数据", LAND, "基准年", "30")
    form.put("情况", "是否位于京津冀地区", "填写内容", "是")
    form.put("情况", "是否位于京津冀地区", "出处文件", "没有的年报")


@pytest.mark.parametrize(("change", "due"), [
    (nameless, [("form.formula_without_value", "这一格是公式")]), (other_year, [("form.due", "其他年份的值")]),
    (lambda form: form.put("数据", LAND, "评价年", "42箩筐"), [("amount.unknown_unit", "“42箩筐”中的单位不认识")]),
    (no_such_document, [("form.unknown_document", "出处文件“没有的年报”没有列在“来源文件”表里")])])
def test_what_is_odd_in_a_row_is_told_by_its_cell(change: Callable[[Form], object], due: list[tuple[str, str]], tmp_path: Path) -> None:
    form = park()
    change(form)
    said = problems(form, tmp_path)
    for code, words in due:
        assert any(found == code and words in told for found, _, told in said), said


def test_a_project_s_form_without_a_day_is_read_as_it_is(tmp_path: Path) -> None:
    form = project()
    form.basic("assessed_on", None)
    read = parse_form(form.save(tmp_path / "project.xlsx").read_bytes(), "project.xlsx").dossier
    assert (read.subject.name, read.period, read.assessed_on) == ("某项目", None, None)
