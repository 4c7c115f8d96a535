"""Asking the owners of a table's projects and the office, and taking their sheets back in, by project."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from asked import FACTS, HEAD, QUESTIONS, Spoil, all_through_office, place, refused
from bad.command import says
from click.testing import CliRunner
from conftest import ROOT
from portfolios import portfolio_unset  # noqa: F401 - a fixture
from test_screening import table as small_table

from checker.capsule.issue import unregistered
from checker.cli import cli
from checker.errors import CheckerError, UsageError
from checker.reporting.document import document
from checker.screening.again import given_to, prepared_again
from checker.screening.owners_sheets import OwnersSheets, owners_sheets
from checker.screening.preparing import ScreeningTerms, prepared
from checker.screening.tasks import Tasks
from checker.screening.worker import Worker
from checker.verifying.examining import examined

TABLE = ROOT / "samples/yuxi-projects-2021-2025.csv"
COMMON = ROOT / "samples/screening/yuxi-projects-2021-2025.yaml"
KUNMING, YUNNAN = "admission-kunming-etdz-2023", "admission-yunnan"
DAY = dt.date(2025, 6, 30)
OFFICE = "共同的问题.xlsx"
MADE_UP = {"by": "虚构的填写人", "on": "2025-07-01", "made_up": "是"}
Answers = Mapping[tuple[str, str], Mapping[str, str]]
Rows = Sequence[Sequence[str]]
# Made-up answers to what the five projects lack: by project and question.
FIVE: Answers = {
    ("年产90万台医用制氧设备项目", "quantity:planned_fixed_asset_investment"): {"value": "3亿", "unit": "元"},
    ("玉溪永荣医疗器械有限公司医用耗材生产项目", "quantity:planned_fixed_asset_investment"): {
        "value": "1亿", "unit": "元"},
    ("滇中（玉溪）粮食物流产业园", "attribute:industry_code"): {"value": "5951"},
    ("红塔集团玉溪卷烟厂就地技术改造项目", "quantity:land_area"): {"value": "2000", "unit": "亩"},
    ("红塔集团玉溪卷烟厂就地技术改造项目", "attribute:land_basis"): {"value": "项目用地"},
    ("年产120万吨水泥粉磨生产线项目", "quantity:land_area"): {"value": "3000", "unit": "亩"},
    ("年产120万吨水泥粉磨生产线项目", "attribute:land_basis"): {"value": "项目用地"}}

DECIDED = {"年产90万台医用制氧设备项目": "met", "玉溪永荣医疗器械有限公司医用耗材生产项目": "met",
           "滇中（玉溪）粮食物流产业园": "not_applicable", "红塔集团玉溪卷烟厂就地技术改造项目": "review",
           "年产120万吨水泥粉磨生产线项目": "review"}


def asked(ruleset: str, answers: Path | None = None, table: Path = TABLE) -> OwnersSheets:
    return first_asked(ruleset) if (answers, table) == (None, TABLE) else put(ruleset, answers, table)


@cache
def first_asked(ruleset: str) -> OwnersSheets:
    """The sheets of the 98 before anybody has answered."""
    return put(ruleset, None, TABLE)


def put(ruleset: str, answers: Path | None, table: Path) -> OwnersSheets:
    setup = prepared(ScreeningTerms(table, ruleset, Path("nowhere"), DAY, common=COMMON, as_of=DAY, answers=answers))
    return owners_sheets(Tasks(setup.table, setup.frame), Worker(setup.frame, setup.terms))


def answer(raw: bytes, answers: Answers) -> bytes | None:
    """The sheet with what is answered of its projects; None where that is nothing."""
    book = openpyxl.load_workbook(io.BytesIO(raw))
    sheet, found = book[QUESTIONS], False
    [start] = [cell.row for row in sheet.iter_rows() for cell in row if cell.value == "#id"]
    columns = {str(cell.value): i for i, cell in enumerate(sheet[start], 1)}
    for row in range(start + 2, sheet.max_row + 1):
        name = str(sheet.cell(row, columns["#project"]).value), str(sheet.cell(row, columns["#id"]).value)
        for column, value in answers.get(name, {}).items():
            sheet.cell(row, columns[f"#{column}"]).value, found = value, True
    for key, value in MADE_UP.items():
        book[HEAD][place(book[HEAD], key, "answer")] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue() if found else None


def screened(folder: Path, ruleset: str, answers: Path | None, *more: str) -> dict[str, str]:
    """The outcome of each project, by name."""
    given = ["--answers", str(answers)] if answers else []
    done = CliRunner().invoke(cli, [
        "screen", str(TABLE), "--ruleset", ruleset, "--common", str(COMMON), "--as-of", "2025-06-30", "--pdf", "none",
        "--jobs", "1", *given, *more, "-o", str(folder)])
    assert done.exit_code == 0, (done.output, done.exception)
    lines = gzip.decompress((folder / "results.jsonl.gz").read_bytes()).splitlines()
    return {verdict["subject"]["name"]: verdict["outcome"] for verdict in map(json.loads, lines)}


@pytest.fixture(scope="module")
def kunming() -> OwnersSheets:
    return asked(KUNMING)


@pytest.fixture(scope="module")
def five(kunming: OwnersSheets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sheets of five projects, filled in."""
    folder = tmp_path_factory.mktemp("answers")
    for name, raw in kunming.files.items():
        if (filled := answer(raw, FIVE)) is not None:
            (folder / name).write_bytes(filled)
    return folder


@pytest.mark.whole
def test_each_owner_gets_one_sheet_and_the_office_what_all_rows_lack() -> None:
    found = asked(YUNNAN)
    assert (found.rows, found.unread) == (98, 0)
    office = openpyxl.load_workbook(io.BytesIO(found.files[OFFICE]))
    rows = list(office[QUESTIONS].iter_rows(min_row=5, values_only=True))
    assert [row[-1] for row in rows] == [
        "attribute:zoning_conforms", "attribute:catalogue_category", "attribute:energy_level"]
    assert {row[0] for row in rows} == {"全部项目"}
    owner = openpyxl.load_workbook(io.BytesIO(found.files["红塔集团.xlsx"]))
    assert {row[0] for row in owner[QUESTIONS].iter_rows(min_row=5, values_only=True)} == {
        "红塔集团玉溪卷烟厂就地技术改造项目"}


def test_five_projects_are_decided_by_the_answers_and_no_other_changes(five: Path, tmp_path: Path) -> None:
    before = screened(tmp_path / "before", KUNMING, None)
    after = screened(tmp_path / "after", KUNMING, five)
    moved = {name: outcome for name, outcome in after.items() if outcome != before[name]}
    assert moved == DECIDED
    assert all(before[name] == "undetermined" for name in moved)
    state = json.loads((tmp_path / "after/screening.json").read_text(encoding="utf-8"))
    assert len(state["answers"]) == len(list(five.glob("*.xlsx")))


@pytest.mark.whole
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_same_through_an_office_program(five: Path, tmp_path: Path) -> None:
    saved = all_through_office(sorted(five.glob("*.xlsx")), tmp_path / "saved")
    decided = screened(tmp_path / "out", KUNMING, saved)
    assert {name: decided[name] for name in DECIDED} == DECIDED


@pytest.mark.whole
def test_a_rows_page_has_its_sheet_and_is_made_again_from_it(five: Path) -> None:
    setup = prepared(ScreeningTerms(TABLE, KUNMING, Path("nowhere"), DAY, common=COMMON, answers=five))
    worker = Worker(setup.frame, setup.terms)
    [task] = [task for task in Tasks(setup.table, setup.frame)
              if setup.frame.text_of(task.line, "name") == "红塔集团玉溪卷烟厂就地技术改造项目"]
    record = worker.record(task)
    assert list(record.submission.beside) == ["common.yaml", "answers-1.xlsx"]
    assert record.verdict.dossier.made_up
    page = document([record], unregistered([record]))
    found = examined({file.name: file.content for file in page.attached})
    assert not found.problems
    assert not found.differences
    assert "对征询的第1份答复（虚构的填写人，2025-07-01）" in "".join(found.page.texts)


@pytest.mark.whole
def test_the_offices_answers_hold_for_all_rows(tmp_path: Path) -> None:
    sheets, folder = asked(YUNNAN), tmp_path / "answers"
    folder.mkdir()
    said = answer(sheets.files[OFFICE], {("全部项目", "attribute:zoning_conforms"): {"value": "否"}})
    assert said is not None
    (folder / OFFICE).write_bytes(said)
    assert set(screened(tmp_path / "out", YUNNAN, folder).values()) == {"unmet"}


@pytest.mark.whole
def test_rounds_are_taken_in_their_order_whatever_they_are_called(five: Path, tmp_path: Path) -> None:
    name = "红塔集团玉溪卷烟厂就地技术改造项目"
    first = {key: value for key, value in FIVE.items() if key == (name, "quantity:land_area")}
    folder = tmp_path / "answers"
    folder.mkdir()
    raw = answer(asked(KUNMING).files["红塔集团.xlsx"], first)
    assert raw is not None
    (folder / "z-first.xlsx").write_bytes(raw)
    second = answer(asked(KUNMING, folder).files["红塔集团.xlsx"], {
        (name, "attribute:land_basis"): {"value": "项目用地"}})
    assert second is not None
    (folder / "a-second.xlsx").write_bytes(second)
    assert screened(tmp_path / "out", KUNMING, folder)[name] == "review"
    (folder / "z-first.xlsx").unlink()
    said = refused(lambda: asked(KUNMING, folder))
    assert len(said) == 1
    assert "这一行问的项目不在这张项目表里" in said[0]


def test_a_wrong_answer_stops_before_any_row_is_judged(kunming: OwnersSheets, tmp_path: Path) -> None:
    name = "红塔集团玉溪卷烟厂就地技术改造项目"
    raw = answer(kunming.files["红塔集团.xlsx"], {(name, "attribute:land_basis"): {"value": "租来的"}})
    assert raw is not None
    (tmp_path / "a.xlsx").write_bytes(raw)
    said = refused(lambda: asked(KUNMING, tmp_path))
    assert len(said) == 1
    assert "“问题”页 H5 格" in said[0]
    other = refused(lambda: asked(YUNNAN, tmp_path))
    assert "按规则集“admission-kunming-etdz-2023”问的" in other[0]


@pytest.mark.parametrize(("mark", "words"), [("", "没有隐藏的行号"), ("x", "不在这张项目表里")])
def test_a_row_that_says_not_whose_it_is_is_refused(kunming: OwnersSheets, tmp_path: Path, mark: str,
                                                    words: str) -> None:
    name = "红塔集团玉溪卷烟厂就地技术改造项目"
    raw = answer(kunming.files["红塔集团.xlsx"], {(name, "quantity:land_area"): {"value": "2000", "unit": "亩"}})
    assert raw is not None
    book = openpyxl.load_workbook(io.BytesIO(raw))
    book[QUESTIONS][place(book[QUESTIONS], "quantity:land_area", "of")].value = mark
    book.save(tmp_path / "a.xlsx")
    assert words in "".join(refused(lambda: asked(KUNMING, tmp_path)))


def test_a_row_that_has_changed_is_told(five: Path, tmp_path: Path) -> None:
    table = tmp_path / TABLE.name
    table.write_text(TABLE.read_text(encoding="utf-8-sig").replace("计划投资23亿元,230000", "计划投资24亿元,240000"),
                     encoding="utf-8")
    assert any("这一行问的项目不在这张项目表里" in said for said in refused(lambda: asked(KUNMING, five, table)))


def few(folder: Path, rows: Rows) -> Path:
    """A small table of made-up projects."""
    return small_table(folder, rows, ("序号", "项目名称", "依托单位", "行业代码", "计划投资（万元）"))


THREE: Rows = (("1", "虚构一", "甲/司", "2921", "5000"), ("2", "虚构二", "甲_司", "2921", "5000"), ("3", "", "丙公司", "2921", ""))


def test_what_all_rows_lack_is_asked_of_the_office_once_and_each_owner_has_a_file_of_its_own(tmp_path: Path) -> None:
    path = few(tmp_path, THREE)
    found = put(YUNNAN, None, path)
    assert ([*found.files], found.rows, found.unread) == ([OFFICE, "甲_司.xlsx", "甲_司-2.xlsx"], 2, 1)
    office = openpyxl.load_workbook(io.BytesIO(found.files[OFFICE]))
    rows = list(office[QUESTIONS].iter_rows(min_row=5, values_only=True))
    assert {row[0] for row in rows} == {"全部项目"}
    assert "attribute:zoning_conforms" in [row[-1] for row in rows]
    letter = "".join(str(cell) for [cell] in office.worksheets[0].iter_rows(max_col=1, values_only=True))
    assert "有 2 个项目都缺“问题”页的" in letter
    said = answer(found.files[OFFICE], {("全部项目", "attribute:zoning_conforms"): {"value": "否"}})
    assert said is not None
    answers = tmp_path / "answers"
    answers.mkdir()
    (answers / OFFICE).write_bytes(said)
    setup = prepared(ScreeningTerms(path, YUNNAN, Path("nowhere"), DAY, common=COMMON, as_of=DAY, answers=answers, pages="none"))
    worker = Worker(setup.frame, setup.terms)
    assert [worker.judged(task)[0].outcome for task in Tasks(setup.table, setup.frame)] == ["unmet", "unmet", "error"]


def unmarked(book: Any) -> None:
    for name in (QUESTIONS, FACTS):
        book[name].delete_rows(3)


def unnamed(book: Any) -> None:
    for name in (QUESTIONS, FACTS):
        sheet = book[name]
        [column] = [cell.column for cell in sheet[3] if cell.value == "#of"]
        for row in range(5, sheet.max_row + 1):
            sheet.cell(row, column).value = None


def unpaged(book: Any) -> None:
    for name in (QUESTIONS, FACTS):
        book.remove(book[name])


@pytest.mark.parametrize(("spoil", "words"), [
    (unmarked, "“问题”页：这一页没有认列用的隐藏行"), (unnamed, "这一行没有隐藏的行号，不知道“虚构一”答的是哪个问题"), (unpaged, "缺少工作表“问题”")])
def test_a_sheet_that_names_no_project_at_all_is_never_passed_over(spoil: Spoil, words: str, tmp_path: Path) -> None:
    [(_, raw)] = put(YUNNAN, None, few(tmp_path, THREE[:1])).files.items()  # of one project there is nothing to share
    said = answer(raw, {("虚构一", "attribute:zoning_conforms"): {"value": "否"}})
    assert said is not None
    book = openpyxl.load_workbook(io.BytesIO(said))
    spoil(book)
    (tmp_path / "answers").mkdir()
    book.save(tmp_path / "answers/a.xlsx")
    found = refused(lambda: put(YUNNAN, tmp_path / "answers", tmp_path / "表.csv"))
    assert any(words in one for one in found), found
    assert all("a.xlsx" in one for one in found)


@pytest.mark.parametrize(("arguments", "words"), [
    (["p.yaml", "--common", "c.yaml", "-o", "a.xlsx"], "只与 --table 并用"),
    (["t.csv", "--table", "-o", "folder"], "要写 --ruleset"),
    (["t.csv", "--table", "--ruleset", YUNNAN, "-o", "-"], "-o 写一个文件夹"),
    (["t.csv", "--table", "--ruleset", YUNNAN, "--answers", "a", "--answers", "b", "-o", "x"], "--answers 写一次"),
    (["t.csv", "--table", "--ruleset", YUNNAN, "-o", str(ROOT / "samples")], "里已经有文件"),
    (["t.csv", "--table", "--ruleset", YUNNAN, "--answers", "nowhere", "-o", "x"], "找不到文件夹 nowhere"),
    (["t.csv", "--table", "--ruleset", YUNNAN, "--answers", ".", "-o", "x"], "没有 .xlsx 的征询表"),
    (["p.yaml"], "没有写明输出文件"),
    (["p.csv", "--table", "--ruleset", "admission-yunnan", "-o", "a", "-o", "b"], "-o 只写一个文件夹"),
])
def test_wrong_calls_are_refused_in_words(arguments: list[str], words: str, tmp_path: Path,
                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["ask", *arguments])
    assert isinstance(done.exception, CheckerError)
    assert words in str(done.exception)


@pytest.mark.whole
def test_the_command_writes_the_sheets_into_a_folder(kunming: OwnersSheets, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, [
        "ask", str(TABLE), "--table", "--ruleset", KUNMING, "--common", str(COMMON), "--as-of", "2025-06-30",
        "-o", str(tmp_path / "sheets")])
    assert done.exit_code == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "sheets").iterdir()} == kunming.files
    assert len(kunming.files) == 30


def test_the_folder_of_a_screening_asks_as_its_table_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    lines = TABLE.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    Path("表.csv").write_text("".join(lines[:8]), encoding="utf-8")
    shutil.copy(COMMON, "共有.yaml")
    given = ("--ruleset", KUNMING, "--common", "共有.yaml")
    assert run(cli, ["screen", "表.csv", *given, "--pdf", "none", "--jobs", "1", "-o", "中间/结果"]).exit_code == 0
    assert run(cli, ["ask", "表.csv", "--table", *given, "-o", "甲"]).exit_code == 0
    assert run(cli, ["ask", "中间/结果", "-o", "乙"]).exit_code == 0
    sheets = {path.name: path.read_bytes() for path in Path("甲").iterdir()}
    assert sheets == {path.name: path.read_bytes() for path in Path("乙").iterdir()}
    assert len(sheets) > 1
    refusals: list[tuple[Callable[[], object], str, str]] = [
        (lambda: None, "--table", "不能另写 --table"),
        (lambda: Path("表.csv").write_text("".join(lines[:7]), encoding="utf-8"), "", "项目表 变了"),
        (Path("表.csv").unlink, "", "那里现在没有它"),
        (Path("中间/结果/screening.json").unlink, "", "不是筛查的结果文件夹")]
    for act, more, words in refusals:
        act()
        done = run(cli, ["ask", "中间/结果", *filter(None, [more]), "-o", "丙"])
        assert isinstance(done.exception, UsageError)
        assert words in str(done.exception)
    assert not Path("丙").exists()


@pytest.mark.parametrize(("change", "code", "words"), [
    (lambda state: None, "", ""), (lambda state: {**state, "schema": "screening/9"}, "file.later_format", "screening/9"),
    (lambda state: {**state, "given": {"table": 1}}, "ask.no_given", "没有记下是哪张表"),
    (lambda state: {**state, "day": "去年"}, "ask.no_given", "没有记下是哪张表"),
    (lambda state: {key: value for key, value in state.items() if key != "given"}, "ask.no_given", "checker ask 项目表 --table"),
    (lambda state: "[" * 100_000, "ask.not_a_screening", "不是筛查写的"), (lambda state: "坏", "ask.not_a_screening", "screening.json")])
def test_what_a_folder_says_of_its_screening_is_taken_as_it_is_or_refused(
        tmp_path: Path, change: Callable[[Any], Any], code: str, words: str) -> None:
    path = few(tmp_path, THREE[:1])
    inputs = prepared(ScreeningTerms(path, YUNNAN, tmp_path, DAY, as_of=DAY, pages="none")).inputs
    state = change(json.loads(inputs.written()))
    written = inputs.written() if state is None else (state if isinstance(state, str) else json.dumps(state)).encode()
    (tmp_path / "screening.json").write_bytes(written)
    if code:
        with pytest.raises(UsageError) as refusal:
            given_to(tmp_path)
        assert says(str(refusal.value), code, words)
    else:
        given, day = given_to(tmp_path)
        assert (given.at(tmp_path, given.table), day) == (path, DAY)
        assert prepared_again(tmp_path, DAY).inputs.data == inputs.data


def test_an_owners_letter_tells_of_each_project_what_is_doubtful(kunming: OwnersSheets) -> None:
    lines = {name: [str(value) for [value] in openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0].iter_rows(
        max_col=1, values_only=True)] for name, raw in kunming.files.items()}
    doubtful = {name for name, said in lines.items() if any(line.startswith("· 【") for line in said)}
    assert 0 < len(doubtful) < len(lines)
    for name in doubtful:  # under the project that it is about, and never in the letter to the office
        place = next(number for number, line in enumerate(lines[name]) if line.startswith("· 【"))
        assert "．" in lines[name][place - 1]
    assert OFFICE not in doubtful


@pytest.mark.whole
def test_the_workbook_shows_what_was_answered_and_both_of_what_differs(kunming: OwnersSheets, tmp_path: Path) -> None:
    name, folder = "红塔集团玉溪卷烟厂就地技术改造项目", tmp_path / "answers"
    folder.mkdir()
    for number, basis in enumerate(("项目用地", "租用厂房")):
        raw = answer(kunming.files["红塔集团.xlsx"], {
            (name, "attribute:land_basis"): {"value": basis}, (name, "quantity:land_area"): {"value": "110", "unit": "亩"}})
        assert raw is not None
        (folder / f"{number}.xlsx").write_bytes(raw)
    assert screened(tmp_path / "out", KUNMING, folder)[name] == "undetermined"
    sheet = openpyxl.load_workbook(tmp_path / "out/results.xlsx")["全部"]
    rows = list(sheet.iter_rows(values_only=True))
    [row] = [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if name in row]
    assert "110 亩" in row.values()
    assert any(isinstance(value, str) and value.count("；") == 1 and {"项目用地", "租用厂房"} == set(value.split("；"))
               for value in row.values())
