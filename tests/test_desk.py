"""What an officer does next with many rows: piles in the order of the desk, questions by what they move."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from bad.command import run
from conftest import ROOT

from checker.explaining.by_answer import AnswerLeaves, ByAnswer
from checker.messages import text
from checker.screening.common_answers import CommonAnswers, _both, common_answers
from checker.screening.desk import common_questions, next_of, piles
from checker.screening.preparing import ScreeningTerms, Setup, prepared
from checker.screening.summary import ERROR, Summary
from checker.screening.supposed_words import note
from checker.screening.tally import MOST_OPEN, RowTally
from checker.screening.tasks import Tasks
from checker.screening.worker import Worker

COMMON = ROOT / "samples/screening/yuxi-projects-2021-2025.yaml"
KUNMING = ("--ruleset", "admission-kunming-etdz-2023", "--as-of", "2023-06-01", "--pdf", "none")


def row(number: str, triage: str, *missing: str, outcome: str = "undetermined") -> Summary:
    return Summary(number, number, f"项目{number}", "", "", outcome, triage=triage, missing=list(missing))


def test_what_is_decided_comes_before_what_waits_and_fewest_answers_first() -> None:
    rows = [row("1", "several_answers", "甲", "乙", "丙"), row("2", "outside", outcome="not_applicable"),
            row("3", "one_answer", "甲"), row("4", "refused", outcome="unmet"), row("5", "several_answers", "甲", "乙"),
            row("6", "", outcome=ERROR)]
    found = piles(RowTally.of(rows))
    assert [(pile.label, [one.number for one in pile.rows]) for pile in found] == [
        ("已不符合", ["4"]), ("只缺一项数据", ["3"]), ("尚缺几项", ["5", "1"]), ("不在适用范围", ["2"]), ("读不出的行", ["6"])]


def test_the_question_that_decides_most_rows_alone_is_put_first() -> None:
    rows = [row("1", "several_answers", "甲", "乙"), row("2", "several_answers", "甲", "乙"), row("3", "one_answer", "丙"),
            row("4", "only_refused", "丁"), row("5", "several_answers", "甲", "戊")]
    assert [(q.need, q.alone, q.waits) for q in common_questions(RowTally.of(rows))] == [
        ("丙", 1, 1), ("甲", 0, 3), ("乙", 0, 2), ("戊", 0, 1)]
    assert next_of(rows[2]) == "只缺一项数据：丙"
    assert next_of(rows[3]) == "只可能不符合"
    assert next_of(row("6", "", outcome=ERROR)) == ""


def test_a_question_that_may_spare_others_is_put_before_these_and_before_what_more_rows_wait_for() -> None:
    """A code that may make two questions about steel needless, of three rows; and a declaration of four."""
    steel = {"代码": ["设备", "产能"]}
    rows = [replace(row(str(n), "several_answers", "声明", "代码", "设备", "产能"), spares=steel) for n in range(3)]
    rows.append(row("3", "several_answers", "声明", "设备"))
    found = common_questions(RowTally.of(rows))
    assert [(q.need, q.waits, q.spares) for q in found] == [("代码", 3, 6), ("声明", 4, 0), ("设备", 4, 0), ("产能", 3, 0)]
    # Once the code is asked for, only the row that is of steel in any case counts for the equipment.
    assert [q.need for q in common_questions(RowTally.of([
        *rows, row("4", "several_answers", "声明", "用地"), row("5", "several_answers", "声明", "用地")]))].index("用地") == 2


def test_a_workbook_leads_with_what_is_to_be_done_and_holds_numbers_as_numbers(tmp_path: Path) -> None:
    table = tmp_path / "虚构项目表.csv"
    with open(table, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("序号", "项目名称", "计划总投资（万元）", "计划固定资产投资（万元）", "用地（亩）", "用地性质", "行业代码", "项目阶段"))
        writer.writerow((1, "虚构甲", 30000, 30000, 100, "site", "2921", "新投资"))
        writer.writerow((2, "虚构乙", 40000, 40000, 100, "site", "2921", "新投资"))
    done = run("screen", table, *KUNMING, "-o", tmp_path / "out")
    assert done.status == 0, done
    book = openpyxl.load_workbook(tmp_path / "out" / "results.xlsx")
    assert book.sheetnames[0] == "先办什么"
    first = list(book["先办什么"].iter_rows(values_only=True))
    assert first[0][:3] == ("下一步", "项目数", "项目（序号）")
    assert sum(count for _, count, *_ in first[1:] if isinstance(count, int)) == 2
    heads = [cell.value for cell in book["全部"][1]]
    values = [cell.value for cell in book["全部"][2]]
    assert values[heads.index("与限值差")] == -50
    assert str(values[heads.index("下一步")])


FACTS = {"产业结构调整指导目录类别": ("鼓励类", "淘汰类"), "能效水平": ("达到标杆水平", "基准水平以上未达标杆"),
         "符合生态环境分区管控（三线一单）": ("是", "否"), "是否新增冶炼产能": ("否", "是"), "是否在合规园区内": ("是", "否")}


def screened(folder: Path, answers: Sequence[str] = ()) -> tuple[Setup, Tasks, RowTally]:
    """The first of the 98, each stating the answers."""
    whole = (ROOT / "samples/yuxi-projects-2021-2025.csv").read_text(encoding="utf-8-sig")
    lines = list(csv.reader(whole.splitlines()))[:9]
    added = [list(FACTS) if answers else [], *[list(answers)] * 8]
    path = folder / "表.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*line, *more] for line, more in zip(lines, added, strict=True))
    setup = prepared(ScreeningTerms(path, "admission-yunnan", folder / "out", dt.date(2025, 6, 30), pages="none", common=COMMON))
    tasks, worker = Tasks(setup.table, setup.frame), Worker(setup.frame, setup.terms)
    return setup, tasks, RowTally.of([worker.judged(task)[0] for task in tasks])


def test_what_most_rows_lack_is_supposed_as_if_the_table_stated_it(tmp_path: Path) -> None:
    setup, tasks, tally = screened(tmp_path)
    found = common_answers(tasks, tally, setup.frame, setup.terms)
    assert {fact.label: (fact.good.word, fact.bad.word) for fact in found.facts} == FACTS
    assert [fact.rows for fact in found.facts] == [8, 8, 8, 5, 5]
    assert found.open == 8
    assert found.facts[0].good.alike == ["允许类"]
    for side, at in ((found.good, 0), (found.bad, 1)):
        stated = screened(tmp_path, [answers[at] for answers in FACTS.values()])[2].judged.rows
        assert side == Counter(row.outcome for row in stated)
        moved = found.moved[("good", "bad")[at]]
        assert {outcome: set(numbers) for outcome, numbers in moved.items()} == {
            outcome: {row.number for row in stated if row.outcome == outcome} for outcome in side}
    assert found.now == {"undetermined": 8}
    assert found.bad == {"unmet": 8}
    assert tally.outcomes == {"undetermined": 8}


def test_too_many_open_rows_are_not_judged_again_and_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setup, tasks, rows = screened(tmp_path)
    monkeypatch.setattr("checker.screening.common_answers.MOST_OPEN", 7)
    found = common_answers(tasks, rows, setup.frame, setup.terms)
    assert not found.facts
    assert found.open == 8
    assert not note(found)
    assert note(CommonAnswers(MOST_OPEN + 1)).startswith(f"尚未判定的项目超过 {MOST_OPEN} 个，没有试算")


@pytest.mark.parametrize(("most_open", "most_named", "heads"), [
    (0, 60, []), (2000, 0, ["要问的数据，一次问清", "结论"]), (2000, 60, ["要问的数据，一次问清", "结论", "怎样作答"])])
def test_the_sheet_of_what_is_supposed_shows_what_there_is(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_open: int, most_named: int, heads: list[str]) -> None:
    for module in ("common_answers", "supposed_words"):
        monkeypatch.setattr(f"checker.screening.{module}.MOST_OPEN", most_open)
    monkeypatch.setattr("checker.screening.supposed_words.MOST_NAMED", most_named)
    path = tmp_path / "表.csv"
    path.write_text("序号,项目名称,单位\n1,虚构一,甲公司\n2,虚构二,乙公司\n", encoding="utf-8")
    assert run("screen", path, "--ruleset", "admission-yunnan", "--as-of", "2025-06-30", "--jobs", "1", "--pdf", "none",
               "-o", tmp_path / "out").status == 0
    sheet = openpyxl.load_workbook(tmp_path / "out/results.xlsx")[text("results.supposed")]
    assert [row[0].value for row in sheet.iter_rows() if row[0].font.bold] == heads


def test_a_fact_of_which_every_answer_comes_to_the_same_is_not_supposed() -> None:
    same = AnswerLeaves(frozenset({"met", "unmet"}), frozenset({"met"}))
    worse = AnswerLeaves(frozenset({"unmet"}), frozenset({"unmet"}))
    rows: list[ByAnswer] = [{"甲": {True: same, False: same}, "乙": {True: worse, False: same}}]
    assert [(one.name, one.good, one.bad) for one in _both(rows, ["甲", "乙", "丙"])] == [("乙", False, True)]
