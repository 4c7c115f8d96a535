"""Asking an owner and taking the answers in: the whole loop, conflicts, withdrawals, sheets that don't fit."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from asked import (
    ANSWERER,
    FACTS,
    HEAD,
    PARK,
    QUESTIONS,
    Cells,
    Spoil,
    filled,
    judged,
    place,
    project,
    refused,
    sheet_of,
    submitted,
    taken_in,
    through_office,
)
from bad.command import says
from click.testing import CliRunner

from checker.asking.covering_letter import opening
from checker.asking.known_facts import known_facts
from checker.asking.question_sheet import QuestionSheet
from checker.asking.sheet_columns import ANSWER_CELLS, WITHDRAWAL_CELLS
from checker.capsule.issue import unregistered
from checker.capsule.record import Record
from checker.cli import cli
from checker.errors import UsageError
from checker.explaining.explained import ahead
from checker.explaining.questions import questions
from checker.messages import text
from checker.reporting.document import document
from checker.reporting.phrases import need_name
from checker.sheets.spreadsheet import sheets_of
from checker.verifying.examining import Examined, examined

GOOD: Cells = {
    (QUESTIONS, "attribute:catalogue_category", "value"): "鼓励类",
    (QUESTIONS, "attribute:catalogue_category", "document"): "备案证（虚构）",
    (QUESTIONS, "attribute:catalogue_category", "place"): "第1页",
    (QUESTIONS, "attribute:catalogue_category", "remark"): "2024年本",
    (QUESTIONS, "attribute:energy_level", "value"): "无标杆水平",
    (QUESTIONS, "attribute:zoning_conforms", "value"): "是",
    (FACTS, "attributes/zone", "confirm"): "属实"}
WITHDRAWN: Cells = {
    (FACTS, "attributes/nature", "confirm"): "不属实", (FACTS, "attributes/nature", "value"): "新建",
    (FACTS, "attributes/nature", "by"): "虚构塑胶有限公司", (FACTS, "attributes/nature", "on"): "2025-07-01",
    (FACTS, "attributes/nature", "why"): "填表时选错"}


def paged(record: Record) -> Examined:
    """The record's page, judged and made again from what is attached to it."""
    page = document([record], unregistered([record]))
    return examined({file.name: file.content for file in page.attached})


def stated(record: Record, name: str) -> list[tuple[object, str]]:
    return [(fact.value, fact.source.place if fact.source else "") for fact in record.verdict.attributes
            if fact.name == name]


def test_only_what_bears_on_the_decision_is_asked_in_its_order() -> None:
    record = judged(submitted(project()))
    sheet = QuestionSheet(record)
    assert [row.key for row, _ in sheet.questions] == [lacking.id for lacking in questions(record.verdict, ahead(record.case, record.ruleset))]
    assert [row.key for row, _ in sheet.questions] == [
        "attribute:zoning_conforms", "attribute:catalogue_category", "attribute:energy_level"]
    assert [fact.key for fact, _ in sheet.facts] == [
        f"attributes/{name}" for name in ("industry_code", "description", "zone", "nature")]


def test_the_sheet_is_a_function_of_the_record_and_nothing_in_it_answers_by_silence() -> None:
    submission = submitted(project())
    raw = sheet_of(submission)
    assert raw == sheet_of(submission)
    blank = taken_in(submission, filled(raw, {}, head={}))
    assert blank.dossier == submission.dossier
    assert [remark.code for remark in blank.remarks] == ["answers.blank"]
    for name in (QUESTIONS, FACTS):
        sheet = sheets_of(raw, "征询.xlsx", AssertionError)[name]  # type: ignore[arg-type]
        start = sheet.row_of("#" + ("number" if name == QUESTIONS else "fact"))
        assert start is not None
        marks = {sheet.at(start, column).text: column for column in range(1, 20)}
        for key in ("confirm", *ANSWER_CELLS, *WITHDRAWAL_CELLS):
            assert not any(sheet.at(row, marks[f"#{key}"]).text for row in range(start + 2, sheet.last + 1)
                           if f"#{key}" in marks)


def test_the_answers_decide_what_was_open_and_say_where_they_are_from() -> None:
    submission = submitted(project())
    before, after = judged(submission), judged(taken_in(submission, filled(sheet_of(submission), GOOD)))
    assert (before.verdict.outcome, after.verdict.outcome) == ("undetermined", "review")
    assert stated(after, "catalogue_category") == [
        ("鼓励类", "征询表 问题!G6（据《备案证（虚构）》第1页）（备注：2024年本）")]
    assert stated(after, "zone") == [("玉溪高新区", "标题"), ("玉溪高新区", "征询表 已知情况!F7")]
    [declared] = [fact for fact in after.verdict.attributes if fact.name == "zoning_conforms"]
    assert (declared.by, declared.on) == (ANSWERER["by"], ANSWERER["on"])
    [sheet] = [document for document in after.verdict.documents if document.id == "answers1"]
    assert sheet.title == "对征询的第1份答复（虚构塑胶有限公司，2025-07-01）"
    assert sheet.sha256 is not None


def test_another_verdict_of_three_comes_of_other_answers() -> None:
    submission = submitted(project())
    raw = sheet_of(submission)
    bad = {**GOOD, (QUESTIONS, "attribute:catalogue_category", "value"): "淘汰类"}
    assert judged(taken_in(submission, filled(raw, bad))).verdict.outcome == "unmet"
    assert judged(taken_in(submission, filled(raw, {(QUESTIONS, "attribute:energy_level", "value"): "待补充"}))
                  ).verdict.outcome == "undetermined"


@pytest.mark.whole
def test_the_sheet_is_in_the_capsule_and_the_page_is_made_again_from_it() -> None:
    submission = submitted(project())
    raw = filled(sheet_of(submission), {**GOOD, **WITHDRAWN})
    record = judged(taken_in(submission, raw))
    assert record.submission.beside == {"answers-1.xlsx": raw}
    assert record.submission.file is submission.file
    found = paged(record)
    assert not found.problems
    assert not found.unjudged
    assert not found.differences
    assert "作废的填报" in "".join(found.page.texts)
    page = document([record], unregistered([record]))
    files = {file.name: file.content for file in page.attached}
    other = examined({**files, "answers-1.xlsx": filled(sheet_of(submission), GOOD)})
    assert [problem.code for problem in other.problems] == ["capsule.other_dossier"]
    without = examined({name: content for name, content in files.items() if name != "answers-1.xlsx"})
    assert [problem.code for problem in without.problems] == ["capsule.other_dossier"]


def test_a_different_answer_is_a_conflict_until_a_statement_is_withdrawn() -> None:
    submission = submitted(project())
    raw = sheet_of(submission)
    other = {key: value for key, value in WITHDRAWN.items() if key[2] in ("confirm", "value")}
    disputed = judged(taken_in(submission, filled(raw, {**GOOD, **other})))
    assert "nature" not in disputed.verdict.facts
    assert [value for value, _ in stated(disputed, "nature")] == ["改扩建", "新建"]
    assert any(note.code == "note.declared_differently" for note in disputed.verdict.notes)
    settled = judged(taken_in(submission, filled(raw, {**GOOD, **WITHDRAWN})))
    assert settled.verdict.facts["nature"] == "新建"
    [struck] = settled.words.withdrawn
    assert (struck.value, struck.by, struck.on, struck.why) == (
        "改扩建", "虚构塑胶有限公司", "2025-07-01", "填表时选错")


def test_a_different_amount_is_a_conflict_of_data() -> None:
    submission = submitted(PARK)
    facts = [fact for fact in known_facts(submission.dossier, judged(submission).ruleset, 2024)
             if fact.datum.name == "energy_use" and fact.datum.year == 2024]
    [fact] = facts
    cells = {(FACTS, fact.key, "confirm"): "不属实", (FACTS, fact.key, "value"): "720",
             (FACTS, fact.key, "unit"): "万tce", (FACTS, fact.key, "scope"): str(submission.dossier.defaults.scope)}
    head = {"by": "虚构园区管委会", "on": "2025-06-01"}
    raw = sheet_of(submission)
    record = judged(taken_in(submission, filled(raw, cells, head=head)))
    assert len({datum.value for datum in record.verdict.data
                if (datum.quantity, datum.year) == ("energy_use", 2024)}) == 2
    assert "reason.data_conflict" in {
        reason for found in record.verdict.findings for reason in found.reasons} | {
        lacking.name for lacking in record.verdict.missing}
    same = {(FACTS, fact.key, "confirm"): "属实"}
    confirmed = judged(taken_in(submission, filled(raw, same, head=head)))
    assert confirmed.verdict.outcome == judged(submission).verdict.outcome
    assert all("reason.data_conflict" not in found.reasons for found in confirmed.verdict.findings)


@pytest.mark.whole
def test_rounds_follow_each_other_and_each_is_kept() -> None:
    submission = submitted(project())
    first = filled(sheet_of(submission), {(QUESTIONS, "attribute:catalogue_category", "value"): "限制类"})
    after = taken_in(submission, first)
    assert "此前收到的 1 份答复已一并核验。" in list(opening(judged(after)))
    assert not any("此前收到" in line for line in opening(judged(submission)))
    second = filled(sheet_of(after), {
        (QUESTIONS, "attribute:energy_level", "value"): "无标杆水平",
        (QUESTIONS, "attribute:zoning_conforms", "value"): "是",
        (FACTS, "attributes/catalogue_category", "value"): "允许类",
        (FACTS, "attributes/catalogue_category", "by"): "虚构塑胶有限公司",
        (FACTS, "attributes/catalogue_category", "on"): "2025-07-05",
        (FACTS, "attributes/catalogue_category", "why"): "看错了目录"})
    record = judged(taken_in(submission, first, second))
    assert record.verdict.facts["catalogue_category"] == "允许类"
    assert [struck.value for struck in record.words.withdrawn] == ["限制类"]
    assert sorted(record.submission.beside) == ["answers-1.xlsx", "answers-2.xlsx"]
    assert not paged(record).problems
    [said] = refused(lambda: taken_in(submission, second))
    assert "前一轮的答复没有一并给出" in said
    [said] = refused(lambda: taken_in(submission, first, first))
    assert said == "征询2.xlsx：这份征询表与 征询1.xlsx 是同一份，只需写一次。请删去一个 --answers。"


def test_two_who_answer_the_same_sheet_differently_are_in_conflict() -> None:
    submission = submitted(project())
    raw = sheet_of(submission)
    one, other = (filled(raw, {**GOOD, (QUESTIONS, "attribute:energy_level", "value"): said})
                  for said in ("无标杆水平", "达到标杆水平"))
    record = judged(taken_in(submission, one, other))
    assert "energy_level" not in record.verdict.facts
    assert {value for value, _ in stated(record, "energy_level")} == {"无标杆水平", "达到标杆水平"}


def test_made_up_answers_make_a_trial() -> None:
    data = project()
    del data["made_up"]
    submission = submitted(data)
    raw = filled(sheet_of(submission), GOOD, head={**ANSWERER, "made_up": "是"})
    assert not submission.dossier.made_up
    assert taken_in(submission, raw).dossier.made_up


def with_list(sheet: str, rows: list[list[str]], **head: str) -> Spoil:
    """Fill a list's sheet in: what holds for the whole, and its entries."""
    labels = {key: text(f"form.list.{key}") for key in ("complete", "count", "declared_by")}

    def fill(book: Any) -> None:
        [name] = [name for name in book.sheetnames if sheet in name]
        page = book[name]
        for cell in [cell for row in page.iter_rows(max_col=1) for cell in row]:
            for key, value in head.items():
                if str(cell.value).startswith(labels[key]):
                    page.cell(cell.row, 2).value = value
        start = max(row for row in range(1, 20) if page.cell(row, 2).value and page.cell(row, 3).value) + 1
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                page.cell(start + i, j + 1).value = value

    return fill


def steel() -> dict[str, Any]:
    data = project()
    data["attributes"]["industry_code"] = {"value": "3120", "source": {"place": "第1页", "words": "炼钢"}}
    return data


def test_of_a_list_without_its_length_the_sheet_says_that_only_that_is_lacking() -> None:
    listed = {"list": "equipment", "complete": True, "declared_by": "虚构钢厂", "entries": [{"kind": "其他"}],
              "source": {"place": "第1页", "words": "设备"}}
    for lists, short in (([listed], True), ([], False)):
        asked = {row.key: said for row, said in QuestionSheet(judged(submitted({**steel(), "lists": lists}))).questions}
        assert ("只差写明共几条" in asked["list:equipment@2025"]) == short


@pytest.mark.whole
def test_a_list_is_asked_for_on_a_sheet_of_its_own() -> None:
    submission = submitted(steel())
    raw = sheet_of(submission)
    assert "list:equipment@2025" in [row.key for row, _ in QuestionSheet(judged(submission)).questions]
    spoil = with_list("主要设备", [["其他"]], complete="是", count="1", declared_by="虚构塑胶有限公司")
    joined = taken_in(submission, filled(raw, {}, spoil))
    [listed] = joined.dossier.lists
    assert (listed.complete, listed.count, listed.entries, listed.source.document) == (
        True, 1, [{"kind": "其他"}], "answers1")
    assert listed.source.words == "“主要设备”表中逐条所列，共 1 条"
    assert not paged(judged(joined)).problems
    again = sheet_of(joined)
    fixed = filled(again, {
        (FACTS, "lists/0", "confirm"): "不属实", (FACTS, "lists/0", "by"): "虚构塑胶有限公司",
        (FACTS, "lists/0", "on"): "2025-07-02", (FACTS, "lists/0", "why"): "漏了一台转炉"},
        with_list("主要设备", [["其他"], ["转炉", "炼铁炼钢", "", "80 t"]], complete="是", count="2",
                  declared_by="虚构塑胶有限公司"))
    record = judged(taken_in(joined, fixed))
    assert [len(entry.entries) for entry in record.verdict.lists] == [2]
    assert record.words.withdrawn[0].value == "整份清单"
    confirmed = judged(taken_in(joined, filled(again, {(FACTS, "lists/0", "confirm"): "属实"})))
    assert [len(entry.entries) for entry in confirmed.verdict.lists] == [1, 1]
    assert [found.outcome for found in confirmed.verdict.findings] == [
        found.outcome for found in judged(joined).verdict.findings]


def test_values_with_units_years_and_the_base_year() -> None:
    data = deepcopy(PARK)
    base = data["attributes"].pop("construction_base_year")["value"]
    data["observations"] = [o for o in data["observations"] if o["quantity"] != "energy_use"]
    submission = submitted(data)
    keys = [row.key for row, _ in QuestionSheet(judged(submission)).questions]
    assert "quantity:energy_use@2024" in keys
    cells: dict[tuple[str, str, str], str | int] = {
        (QUESTIONS, "attribute:construction_base_year", "value"): int(base)}
    for year in ("2024", "2021", "base"):
        if f"quantity:energy_use@{year}" in keys:
            cells |= {(QUESTIONS, f"quantity:energy_use@{year}", "value"): "72万",
                      (QUESTIONS, f"quantity:energy_use@{year}", "unit"): "tce"}
    for (_, key, column) in list(cells):
        if column == "unit" and submission.dossier.defaults.scope:
            cells[QUESTIONS, key, "scope"] = submission.dossier.defaults.scope
    joined = taken_in(submission, filled(sheet_of(submission), cells))
    stated = {(o.year, o.value, o.unit) for o in joined.dossier.observations if o.quantity == "energy_use"}
    assert (2024, "72万", "tce") in stated
    assert "quantity:energy_use@base" not in keys or (int(base), "72万", "tce") in stated
    assert judged(joined).verdict.base == int(base)


def test_wrong_cells_are_named_all_at_once() -> None:
    submission = submitted(project())
    raw = filled(sheet_of(submission), {
        (QUESTIONS, "attribute:catalogue_category", "value"): "奖励类",
        (QUESTIONS, "attribute:energy_level", "place"): "第3页",
        (FACTS, "attributes/zone", "confirm"): "不属实",
        (FACTS, "attributes/nature", "confirm"): "属实", (FACTS, "attributes/nature", "value"): "新建",
        (FACTS, "attributes/industry_code", "by"): "某人", (FACTS, "attributes/industry_code", "on"): "昨天",
    }, head={})
    said = "\n".join(refused(lambda: taken_in(submission, raw)))
    for words in ("征询1.xlsx “问题”页 G6 格", "“问题”页 G7 格：“答复”必须填写", "“已知情况”页 F7 格：“所在园区”选了“不属实”",
                  "“已知情况”页 F8 格：“性质”选了“属实”，又另填了值", "“已知情况”页 L5 格", "“原填数作废：为何”必须填写",
                  "“填写信息”页 B12 格：“填写单位（人）”必须填写", "“填写信息”页 B13 格：“填写日期”必须填写"):
        assert words in said, (words, said)


def test_what_the_ruleset_can_not_read_is_told_by_its_cell() -> None:
    submission = submitted(project())
    raw = filled(sheet_of(submission), {(FACTS, "attributes/industry_code", "value"): "ABC"})
    [said] = refused(lambda: judged(taken_in(submission, raw)))
    assert said.startswith("征询1.xlsx “已知情况”页 G5 格：")


@pytest.mark.parametrize(("cells", "words"), [
    ({"value": "72", "unit": ""}, "“答复的单位”必须填写"),
    ({"value": "72万", "unit": "万tce"}, "问题"),
    ({"value": "72", "unit": "万tce"}, "“口径”默认是"),
])
def test_an_amount_lacks_nothing(cells: dict[str, str], words: str) -> None:
    data = deepcopy(PARK)
    data["observations"] = [o for o in data["observations"] if o["quantity"] != "energy_use"]
    data["defaults"] = {"scope": "全口径"}
    submission = submitted(data)
    raw = filled(sheet_of(submission), {
        (QUESTIONS, "quantity:energy_use@2024", key): value for key, value in cells.items()})
    assert words in "".join(refused(lambda: taken_in(submission, raw)))


def test_what_a_word_answers_takes_no_unit_and_a_reported_result_is_answered_as_an_amount() -> None:
    data = deepcopy(PARK)
    data["observations"] = [o for o in data["observations"] if o["quantity"] != "wastewater_facility"]
    submission = submitted(data)
    sheet = QuestionSheet(judged(submission))
    asked = "quantity:wastewater_facility@2024"
    cells = {(QUESTIONS, asked, "value"): sheet_words(sheet, asked)[0]}
    assert taken_in(submission, filled(sheet.workbook(), cells)).dossier.observations[-1].quantity == "wastewater_facility"
    said = refused(lambda: taken_in(submission, filled(sheet.workbook(), {**cells, (QUESTIONS, asked, "unit"): "个"})))
    assert any("“答复的单位”在这一行不用填" in one for one in said)
    reported = next(fact for fact, _ in sheet.facts if fact.datum.kind == "report")
    joined = taken_in(submission, filled(sheet.workbook(), {
        (FACTS, reported.key, "confirm"): "不属实", (FACTS, reported.key, "value"): "1", (FACTS, reported.key, "unit"): reported.question.unit,
        (FACTS, reported.key, "scope"): "全口径"}))
    assert [(one.item, one.value) for one in joined.dossier.reported][-1] == (reported.datum.name, "1")


def sheet_words(sheet: QuestionSheet, key: str) -> Sequence[str]:
    return next(row.choices for row, _ in sheet.questions if row.key == key)


@pytest.mark.parametrize(("cells", "words"), [
    ({"document": "备案证"}, "“另一个值”必须填写"), ({"confirm": "不属实", "by": "某人", "why": "填错"}, "“原填数作废：何时”必须填写"),
    ({"confirm": "属实", "place": dt.date(2025, 1, 1)}, "“文件中的位置”")])
def test_what_a_row_of_known_facts_lacks_or_can_not_have_is_named(cells: Mapping[str, Any], words: str) -> None:
    submission = submitted(project())
    raw = filled(sheet_of(submission), {(FACTS, "attributes/nature", key): value for key, value in cells.items()})
    said = refused(lambda: taken_in(submission, raw))
    assert len(said) == 1, said
    assert words in said[0]


def test_of_two_that_are_stated_each_may_be_confirmed_and_stands_behind_its_own_source() -> None:
    data = project()
    data["attributes"]["nature"]["also"] = [{"value": "新建", "source": {"place": "别处", "words": "新建"}}]
    submission = submitted(data)
    sheet = QuestionSheet(judged(submission))
    keys = [fact.key for fact, _ in sheet.facts if fact.datum.name == "nature"]
    joined = taken_in(submission, filled(sheet.workbook(), {(FACTS, key, "confirm"): "属实" for key in keys}))
    assert [one.value for one in joined.dossier.attributes["nature"].everywhere] == ["改扩建", "新建", "改扩建", "新建"]


def test_a_statement_without_a_source_is_shown_as_such_and_what_an_expert_says_is_nothing_an_owner_confirms() -> None:
    data = deepcopy(PARK)
    del data["attributes"]["construction_base_year"]["source"]
    data["claims"] = [{"item": "HJ274-2015.1", "why": "专家认为达标（虚构）", "source": {"place": "报告", "words": "达标"}}]
    record = judged(submitted(data))
    facts = {fact.key: fact for fact in known_facts(record.submission.dossier, record.ruleset, 2024)}
    assert facts["attributes/construction_base_year"].origin == text("ask.no_source") == "材料没有写出处"
    assert "claims/0" not in facts


def test_what_does_not_fit_together_with_the_dossier_is_refused_by_the_sheets_name(monkeypatch: pytest.MonkeyPatch) -> None:
    data = project()
    data["documents"]["answers1"] = {"title": "材料自己的（虚构）"}
    submission = submitted(data)
    raw = filled(sheet_of(submission), GOOD)
    joined = taken_in(submission, raw)
    assert [name for name in joined.dossier.documents if name.startswith("answers")] == ["answers1", "answers1_"]
    assert refused(lambda: taken_in(submission, raw, raw)) == [
        "征询2.xlsx：这份征询表与 征询1.xlsx 是同一份，只需写一次。请删去一个 --answers。"]
    category = {key: value for key, value in GOOD.items() if key[1] == "attribute:catalogue_category"}
    for letters, answers in ((3990, GOOD), (3990, category), (4001, category)):
        long = filled(sheet_of(submission), answers, head={**ANSWERER, "by": "虚" * letters})
        for said in refused(lambda long=long: taken_in(submission, long)):  # type: ignore[misc]
            assert says(said, "field.long_text", "4000 字")
            assert said.startswith("征询1.xlsx “填写信息”页 B12 格")
    monkeypatch.setattr("checker.asking.joining.MOST_STATEMENTS", 0)
    [said] = refused(lambda: taken_in(submission, raw))
    assert says(said, "dossier.too_many", "0")


def test_choices_too_many_for_a_cells_rule_stand_on_a_hidden_page_behind_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    submission = submitted(project())
    plain = taken_in(submission, filled(sheet_of(submission), GOOD)).dossier.attributes
    monkeypatch.setattr("checker.forms.drawing._LONGEST_INLINE", 10)
    raw = sheet_of(submission)
    last = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[-1]
    assert (last.title, last.sheet_state) == (text("form.sheet.options"), "hidden")
    assert taken_in(submission, filled(raw, GOOD)).dossier.attributes == plain


def changed(name: str, field: str, value: str) -> Spoil:
    def change(book: Any) -> None:
        sheet = book[name]
        sheet[place(sheet, field, "answer")].value = value

    return change


def inserted(book: Any) -> None:
    book[QUESTIONS].insert_rows(6)
    book[QUESTIONS]["B6"].value = "再问一句"


def deleted(book: Any) -> None:
    book[QUESTIONS].delete_rows(6)


def renamed(book: Any) -> None:
    book[QUESTIONS]["G4"].value = "回答"


def moved(book: Any) -> None:
    book[QUESTIONS].insert_rows(1, 3)


def copied(book: Any) -> None:
    sheet = book[QUESTIONS]
    for column in range(1, sheet.max_column + 1):
        sheet.cell(9, column).value = sheet.cell(5, column).value


def reworded(book: Any) -> None:
    book[QUESTIONS]["B5"].value = "能不能批"


def beside(book: Any) -> None:
    book[QUESTIONS]["Q5"].value = "另见附件"


def without_marks(book: Any) -> None:
    book[QUESTIONS].delete_rows(3)


def without_column(book: Any) -> None:
    book[FACTS].delete_cols(6)


def other_id(book: Any) -> None:
    sheet = book[QUESTIONS]
    sheet[place(sheet, "attribute:energy_level", "id")].value = "attribute:nonsense"


def sorted_apart(book: Any) -> None:
    """What is seen was sorted, what is hidden was not."""
    sheet = book[QUESTIONS]
    for column in range(1, 12):
        one, other = sheet.cell(5, column), sheet.cell(6, column)
        one.value, other.value = other.value, one.value


def other_key(book: Any) -> None:
    """Only the hidden keys changed places."""
    sheet = book[QUESTIONS]
    cells = [sheet[place(sheet, f"attribute:{name}", "id")] for name in ("catalogue_category", "energy_level")]
    cells[0].value, cells[1].value = cells[1].value, cells[0].value


def other_seal(book: Any) -> None:
    sheet = book[QUESTIONS]
    sheet[place(sheet, "attribute:catalogue_category", "seal")].value = "0"


@pytest.mark.parametrize(("spoil", "words"), [
    (changed(HEAD, "subject", "别的项目"), "问的是“别的项目”，材料说的是“虚构薄膜改扩建项目”"),
    (changed(HEAD, "dossier", "sha256:0"), "材料摘要不同"),
    (changed(HEAD, "ruleset", "hj274-2015"), "按规则集“hj274-2015”问的"),
    (changed(HEAD, "digest", "sha256:0"), "另外的地方补充规定问的"),
    (changed(HEAD, "layout", "9"), "版本是 9"),
    (lambda book: book.remove(book[HEAD]), "没有“填写信息”页"),
    (lambda book: book.remove(book[FACTS]), "已知情况"),
    (lambda book: book.remove(book[QUESTIONS]), "缺少工作表“问题”"),
    (lambda book: book[HEAD].delete_rows(9), "少了这些行：材料摘要"),
    (inserted, "“问题”页 B6 格：这一行没有隐藏的行号"),
    (copied, "“问题”页 M9 格：这一行是“问题”页 M5 格那一行的复制"),
    (reworded, "“问题”页 B5 格：“问题”印的是“符合生态环境分区管控（三线一单）”，这里成了“能不能批”"),
    (beside, "“问题”页 Q5 格：“另见附件”写在表格以外"),
    (without_marks, "“问题”页：这一页没有认列用的隐藏行"),
    (without_column, "“已知情况”页：少了这些列：是否属实"),
    (sorted_apart, "“问题”页 B5 格：“问题”印的是“符合生态环境分区管控（三线一单）”，这里成了“产业结构调整指导目录类别”"),
    (other_key, "“问题”页 B6 格：“问题”印的是“能效水平”，这里成了"),
    (other_seal, "“问题”页 L6 格：这一行隐藏的校验改过"),
    (other_id, "行号“attribute:nonsense”不是这份征询表的"),
])
def test_a_sheet_that_does_not_belong_or_was_spoilt_is_refused_in_words(spoil: Spoil, words: str) -> None:
    submission = submitted(project())
    said = refused(lambda: taken_in(submission, filled(sheet_of(submission), GOOD, spoil)))
    assert any(words in one for one in said), said
    assert all(one.startswith("征询1.xlsx") for one in said)


@pytest.mark.parametrize("spoil", [deleted, renamed, moved])
def test_a_sheet_that_was_moved_about_is_read_by_its_marks(spoil: Spoil) -> None:
    submission = submitted(project())
    raw = sheet_of(submission)
    joined = taken_in(submission, filled(raw, GOOD, spoil))
    gone = {"catalogue_category"} if spoil is deleted else set()
    assert set(judged(joined).verdict.facts) == set(judged(taken_in(submission, filled(raw, GOOD))).verdict.facts) - gone
    told = [remark.code for remark in joined.remarks]
    assert told == (["answers.renamed"] if spoil is renamed else [])


def test_a_remark_alone_is_told_and_answers_nothing() -> None:
    submission = submitted(project())
    raw = filled(sheet_of(submission), {(QUESTIONS, "attribute:energy_level", "remark"): "正在测算"})
    joined = taken_in(submission, raw)
    assert ["正在测算" in str(remark) for remark in joined.remarks] == [True, False]
    assert joined.dossier == submission.dossier


def test_what_is_no_question_sheet_is_refused(tmp_path: Path) -> None:
    submission = submitted(project())
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    assert "这不是一份征询表" in refused(lambda: taken_in(submission, (tmp_path / "a.xlsx").read_bytes()))[0]
    assert refused(lambda: taken_in(submission, b"nothing"))[0].startswith("征询1.xlsx：")


@pytest.mark.whole
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_office_program_saves_what_is_read_the_same(tmp_path: Path) -> None:
    submission = submitted(project())
    raw = filled(sheet_of(submission), {**GOOD, **WITHDRAWN})
    saved = through_office(raw, tmp_path)
    one, other = taken_in(submission, raw).dossier, taken_in(submission, saved).dossier
    assert one.model_copy(update={"documents": {}}) == other.model_copy(update={"documents": {}})
    blank = through_office(sheet_of(submission), tmp_path)
    assert taken_in(submission, filled(blank, GOOD)).dossier.attributes == taken_in(
        submission, filled(sheet_of(submission), GOOD)).dossier.attributes


@pytest.mark.parametrize("data", [PARK, steel()], ids=["park", "steel"])
def test_to_confirm_everything_changes_no_finding(data: dict[str, Any]) -> None:
    submission = submitted(data)
    record = judged(submission)
    sheet = QuestionSheet(record)
    cells = {(FACTS, fact.key, "confirm"): "属实" for fact, _ in sheet.facts}
    after = judged(taken_in(submission, filled(sheet.workbook(), cells))).verdict
    assert [(found.item, found.outcome) for found in after.findings] == [
        (found.item, found.outcome) for found in record.verdict.findings]
    assert after.outcome == record.verdict.outcome


def test_to_answer_is_to_have_stated() -> None:
    data = project()
    source = {"place": "某处", "words": "某话"}
    data["attributes"]["catalogue_category"] = {"value": "鼓励类", "source": source}
    data["attributes"]["energy_level"] = {"value": "无标杆水平", "source": source}
    data["declarations"] = [{"about": "zoning_conforms", "value": "是", "by": "虚构塑胶有限公司", "source": source}]
    submission = submitted(project())
    answered = judged(taken_in(submission, filled(sheet_of(submission), GOOD))).verdict
    plain = judged(submitted(data)).verdict
    assert (answered.outcome, answered.findings, answered.facts, answered.missing) == (
        plain.outcome, plain.findings, plain.facts, plain.missing)


def disputed_park() -> dict[str, Any]:
    """The made-up park with one quantity stated twice, so that an item that decides is open."""
    data = deepcopy(PARK)
    first = next(o for o in data["observations"] if o["quantity"] == "energy_use" and int(o["year"]) == 2024)
    data["observations"].append({**first, "value": "99999", "unit": "万tce",
                                 "source": {**first["source"], "place": "另一张表"}})
    return data


def test_what_contradicts_itself_is_settled_among_what_is_known_and_not_by_a_third_value() -> None:
    submission = submitted(disputed_park())
    sheet = QuestionSheet(judged(submission))
    keys = [row.key for row, _ in sheet.questions if row.datum is None]
    assert keys
    assert all(key.startswith("resolve:reason.data_conflict@") for key in keys)
    said = refused(lambda: taken_in(submission, filled(sheet.workbook(), {(QUESTIONS, keys[0], "value"): "72"})))
    assert any("“答复”在这一行不用填" in one for one in said)
    wrong = next(fact.key for fact, _ in sheet.facts if fact.stated.startswith("99999"))
    settled = judged(taken_in(submission, filled(sheet.workbook(), {
        (FACTS, wrong, "by"): "虚构园区管委会", (FACTS, wrong, "on"): "2025-06-20", (FACTS, wrong, "why"): "录错了"})))
    assert settled.verdict.outcome == judged(submitted(PARK)).verdict.outcome
    assert [struck.value for struck in settled.words.withdrawn] == ["99999"]


def test_a_base_year_that_nobody_stated_is_asked_for_first() -> None:
    data = deepcopy(PARK)
    del data["attributes"]["construction_base_year"]
    submission = submitted(data)
    raw = filled(sheet_of(submission), {(QUESTIONS, "quantity:energy_use@base", "value"): "60",
                                        (QUESTIONS, "quantity:energy_use@base", "unit"): "万tce"})
    assert any("问的是基准年的数，却不知道基准年是哪一年" in said for said in refused(lambda: taken_in(submission, raw)))


@pytest.mark.parametrize("key", [
    "quantity:energy_use@²", "quantity:energy_use@" + "9" * 5000, "resolve:reason.data_conflict@nothing", "attribute:",
    "quantity:energy_use@0000", "list:nothing", "report:", "x", "resolve:x@HJ274-2015.1", "attributes/x", "field:x"])
def test_no_hidden_key_brings_the_reading_down(key: str) -> None:
    submission = submitted(disputed_park())
    sheet = QuestionSheet(judged(submission)).workbook()

    def change(book: Any) -> None:
        for name, first in ((QUESTIONS, "resolve:reason.data_conflict@HJ274-2015.10"), (FACTS, "observations/0")):
            book[name][place(book[name], first, "value")].value = "5"
            book[name][place(book[name], first, "id")].value = key

    assert refused(lambda: taken_in(submission, filled(sheet, {}, change)))


def test_nobody_answers_and_nobody_withdraws() -> None:
    submission = submitted(project())
    raw = sheet_of(submission)
    said = refused(lambda: taken_in(submission, filled(raw, GOOD, head={"by": "无", "on": "2025-07-01"})))
    assert any("“填写单位（人）”必须填写" in one for one in said)
    nobody = {**WITHDRAWN, (FACTS, "attributes/nature", "by"): "待定"}
    [said_of] = refused(lambda: taken_in(submission, filled(raw, nobody)))
    assert "“已知情况”页" in said_of
    assert "待定" in said_of


def doubled(book: Any) -> None:
    sheet = book[QUESTIONS]
    sheet.cell(3, sheet.max_column + 1).value = "#value"


def test_a_column_that_is_there_twice_is_refused() -> None:
    submission = submitted(project())
    said = refused(lambda: taken_in(submission, filled(sheet_of(submission), GOOD, doubled)))
    assert any("“答复”一列有两份" in one for one in said)


@pytest.mark.whole
def test_the_commands_go_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("项目.json").write_bytes(submitted(project()).file.raw)
    run = CliRunner().invoke
    asked = run(cli, ["ask", "项目.json", "-o", "征询.xlsx"])
    assert (asked.exit_code, asked.stderr) == (
        0, "征询表 → 征询.xlsx：3 个问题，4 项已知情况请核对。填好后运行 checker check 项目.json --answers 征询.xlsx。\n")
    Path("答复.xlsx").write_bytes(filled(Path("征询.xlsx").read_bytes(), {**GOOD, **WITHDRAWN}))
    assert run(cli, ["check", "项目.json", "--answers", "答复.xlsx", "-o", "项目.pdf"]).exit_code == 3
    assert run(cli, ["regenerate", "项目.pdf", "-o", "再生.pdf"]).exit_code == 0
    assert Path("项目.pdf").read_bytes() == Path("再生.pdf").read_bytes()
    assert "作废的填报（不作依据）" in run(cli, ["check", "项目.json", "--answers", "答复.xlsx"]).stdout
    assert "鼓励类" in run(cli, ["explain", "项目.json", "1", "--answers", "答复.xlsx"]).stdout
    over = run(cli, ["check", "项目.json", "--answers", "答复.xlsx", "-o", "答复.xlsx"])
    assert isinstance(over.exception, UsageError)
    again = run(cli, ["ask", "项目.json", "--answers", "答复.xlsx", "-o", "第二轮.xlsx"])
    assert "没有哪个问题会改变结论" in again.stderr
    kept = run(cli, ["ask", "项目.json", "--answers", "答复.xlsx", "-o", "征询.xlsx"])
    assert [problem.code for problem in kept.exception.problems] == ["form.exists"]  # type: ignore[union-attr]


def test_a_fact_with_two_statements_takes_no_third(tmp_path: Path) -> None:
    """What is stated one way and another lacks no answer: one of both has to be withdrawn."""
    submission = submitted(project())
    disputed = taken_in(submission, filled(sheet_of(submission), {
        **GOOD, (FACTS, "attributes/nature", "confirm"): "不属实", (FACTS, "attributes/nature", "value"): "新建",
        (QUESTIONS, "attribute:catalogue_category", "value"): "限制类"}))
    open_still = judged(disputed)
    assert any("填得互相矛盾，须先查清" in need_name(one, open_still.words) for one in open_still.words.missing)
    sheet = QuestionSheet(open_still)
    assert [(row.key, row.asked) for row, _ in sheet.questions if row.datum is None] == [
        ("disputed:nature", "待查清：“性质”有互相矛盾的填报")]
    assert {fact.stated for fact, _ in sheet.facts if fact.datum.name == "nature"} == {"改扩建", "新建"}
    [said] = refused(lambda: taken_in(submission, *disputed.beside.values(), filled(
        sheet.workbook(), {(QUESTIONS, "disputed:nature", "value"): "扩建"})))
    assert "“答复”在这一行不用填" in said


def test_an_amount_of_a_base_year_that_is_disputed_has_no_year() -> None:
    data = deepcopy(PARK)
    data["attributes"]["construction_base_year"]["also"] = [{"value": 2016, "source": {"place": "另一处", "words": "2016"}}]
    submission = submitted(data)
    raw = filled(sheet_of(submission), {(QUESTIONS, "quantity:energy_use@base", "value"): "60",
                                        (QUESTIONS, "quantity:energy_use@base", "unit"): "万tce"})
    assert any("不知道基准年是哪一年" in said for said in refused(lambda: taken_in(submission, raw)))
