"""Screening a table: any encoding, any order, any number of processes, stopped and resumed, one result."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bad.command import Said, refused, run, says
from conftest import ROOT
from noted import noted_by_hand
from pages import set_once  # noqa: F401 - a fixture
from portfolios import FontThatLacks, portfolio_unset, set_portfolio  # noqa: F401 - fixtures

from checker.errors import DossierError, Problem
from checker.messages.screening import SCREENING
from checker.screening.depot import FolderDepot
from checker.screening.doubles import MOST_ALIKE, Compared, doubles
from checker.screening.line_store import LineStore
from checker.screening.preparing import ScreeningTerms, prepared
from checker.screening.recording import _recorded
from checker.screening.run import kept_so_far
from checker.screening.shard import Bench, judged_shard, shard, shard_places
from checker.screening.summary import ERROR
from checker.screening.tasks import Tasks
from checker.screening.worker import Worker

TABLE = ROOT / "samples/yuxi-projects-2021-2025.csv"
COMMON = ROOT / "samples/screening/yuxi-projects-2021-2025.yaml"
OVERLAY = ROOT / "samples/overlays/yuxi-admission-trial.yaml"
KUNMING = ("--ruleset", "admission-kunming-etdz-2023", "--as-of", "2023-12-31", "--jobs", "1")
HEADINGS = ("序号", "项目名称", "依托单位", "计划投资（万元）", "用地（亩）", "用地性质", "行业代码", "项目阶段")
ROWS = (("1", "甲项目", "甲公司", "36000", "110", "site", "2921", "新投资"),
        ("2", "乙项目", "乙公司", "90000", "100", "site", "2762", "新投资"),
        ("3", "丙项目", "丙公司", "1000", "约113", "site", "C", "新投资"),
        ("4", "丁项目", "丁公司", "1000", "10", "leased", "C", "新投资"))


def table(folder: Path, rows: Any = ROWS, headings: Any = HEADINGS, name: str = "表.csv", encoding: str = "utf-8-sig") -> Path:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows(rows)
    path = folder / name
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def screen(path: Path, folder: Path, *more: object, rules: tuple[str, ...] = KUNMING, pdf: str = "none") -> Said:
    return run("screen", path, *rules, "-o", folder, "--pdf", pdf, *more)


def verdicts(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress((folder / "results.jsonl.gz").read_bytes()).splitlines()]


def cells(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(folder / "results.xlsx")
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows()] for sheet in book.worksheets
            if sheet.title != "说明"}


def test_a_table_gives_a_verdict_a_row_and_says_what_it_did_not_use(tmp_path: Path) -> None:
    path = table(tmp_path, [(*row, "随便") for row in ROWS], (*HEADINGS, "备注"))
    said = screen(path, tmp_path / "out")
    assert said.status == 0
    assert "共 4 个项目：转人工研判（试算） 1，无法判定（试算） 2，不适用（试算） 1" in said.out
    assert "下列各列不是本规则集的数据项，没有使用：备注。" in said.err
    found = verdicts(tmp_path / "out")
    assert [v["subject"]["name"] for v in found] == ["甲项目", "乙项目", "丙项目", "丁项目"]
    assert found[0]["outcome"] == "review"
    assert found[0]["data"][0]["source"]["place"] == "序号 1，“计划投资（万元）”列"
    sheet = cells(tmp_path / "out")["全部"]
    assert sheet[0][:10] == ("序号", "项目名称", "结论", "下一步", "决定结论的条款", "投资强度（万元/亩）", "与限值差", "亩均判定", "尚缺的数据", "怎样可以准入")
    assert sheet[1][5:8] == (327.3, -22.73, "未达到，待研判")
    assert "计划总投资至少 38500 万元（现 36000，差 2500）" in str(sheet[1][9])
    assert (sheet[3][5], sheet[3][7]) == ("约8.85", "无法判定")
    assert "用地性质：租用厂房（须用地性质 = “项目用地”）" in sheet[4]


def same(one: Path, other: Path) -> None:
    assert (one / "results.jsonl.gz").read_bytes() == (other / "results.jsonl.gz").read_bytes()
    assert cells(one) == cells(other)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_any_encoding_gives_the_same(tmp_path: Path, encoding: str) -> None:
    screen(table(tmp_path), tmp_path / "a")
    other = tmp_path / "other"
    other.mkdir()
    assert screen(table(other, encoding=encoding), tmp_path / "b").status == 0
    same(tmp_path / "a", tmp_path / "b")


def test_a_workbook_gives_the_same_as_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    for row in ROWS:
        sheet.append([float(cell) if cell.replace(".", "").isdecimal() and column in (3, 4) else cell
                      for column, cell in enumerate(row)])
    book.save(tmp_path / "表.xlsx")
    assert screen(tmp_path / "表.xlsx", tmp_path / "b").status == 0
    screen(table(tmp_path), tmp_path / "a")
    one, other = verdicts(tmp_path / "a"), verdicts(tmp_path / "b")
    for v in (*one, *other):
        v["documents"] = v["dossier"] = None
    assert one == other


def test_json_lines_with_english_names_give_the_same_outcomes(tmp_path: Path) -> None:
    keys = ("number", "name", "owner", "total_investment", "land_area", "land_basis", "industry_code", "stage")
    lines = [json.dumps({**dict(zip(keys, row, strict=True)), "total_investment": f"{row[3]}万元", "land_area": f"{row[4]}亩"},
                        ensure_ascii=False) for row in ROWS]
    (tmp_path / "t.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert screen(tmp_path / "t.jsonl", tmp_path / "b").status == 0
    screen(table(tmp_path), tmp_path / "a")
    assert [v["outcome"] for v in verdicts(tmp_path / "a")] == [v["outcome"] for v in verdicts(tmp_path / "b")]


def test_order_and_number_of_processes_change_nothing(tmp_path: Path) -> None:
    rows = [(str(n), f"项目{n}", "公司", str(1000 * n), "10", "site", "2921", "新投资") for n in range(1, 41)]
    screen(table(tmp_path, rows), tmp_path / "a")
    other = tmp_path / "other"
    other.mkdir()
    shuffled = table(other, [*rows[20:], *rows[:20][::-1]])
    assert run("screen", shuffled, *KUNMING[:4], "--jobs", "2", "-o", tmp_path / "b", "--pdf", "none").status == 0
    same(tmp_path / "a", tmp_path / "b")


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    rows = [(str(n), f"{sign}cmd|' /C calc'!A1", f"{sign}甲", "36000", "110", "site", "2921", "新投资")
            for n, sign in enumerate("=+-@", 1)]
    assert screen(table(tmp_path, rows), tmp_path / "out").status == 0
    book = openpyxl.load_workbook(tmp_path / "out/results.xlsx")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n") and cell.data_type != "f" for cell in row)
    assert [row[1] for row in cells(tmp_path / "out")["全部"][1:]] == [row[1] for row in rows]


BROKEN = (
    (3, "三亿左右吧", "“三亿左右吧”读不出数值"), (4, "11元", "单位"), (6, "99", "不是国民经济行业分类（GB/T 4754-2017）的代码"),
    (7, "新投", "写的是“新投”。可写：新投资、新投产"), (5, "红线", "写的是“红线”。可写：项目用地、建筑占地"))


@pytest.mark.parametrize(("column", "cell", "words"), BROKEN)
def test_a_row_that_can_not_be_read_is_named_by_its_cell_and_costs_no_other(
        tmp_path: Path, column: int, cell: str, words: str) -> None:
    bad = list(ROWS[1])
    bad[column] = cell
    said = screen(table(tmp_path, (ROWS[0], bad, *ROWS[2:])), tmp_path / "out")
    assert said.status == 4
    assert says(said.err, "screen.errors", "1 行读不出来")
    assert [v["subject"]["name"] for v in verdicts(tmp_path / "out")] == ["甲项目", "丙项目", "丁项目"]
    [_, error] = cells(tmp_path / "out")["读不出的行"]
    assert error[:3] == ("第 3 行", "2", "乙项目")
    assert str(error[3]).count(f"“{HEADINGS[column]}”") == 1
    assert f"第 3 行第 {column + 1} 列" in str(error[3])
    assert words in str(error[3])


def test_a_row_without_a_name_and_one_with_too_many_cells_are_named(tmp_path: Path) -> None:
    rows = [(ROWS[0][0], "", *ROWS[0][2:]), (*ROWS[1], "多出来"), ROWS[2]]
    said = screen(table(tmp_path, rows), tmp_path / "out")
    assert said.status == 4
    errors = [str(row[3]) for row in cells(tmp_path / "out")["读不出的行"][1:]]
    assert any(says(e, "row.no_name", "没有写项目名称") for e in errors)
    assert any(says(e, "table.beyond", "第 3 行比列名多出了内容（列名有 8 列）") for e in errors)
    assert len(verdicts(tmp_path / "out")) == 1


def test_a_declaration_needs_somebody_who_makes_it(tmp_path: Path) -> None:
    headings = ("项目名称", "单位", "符合生态环境分区管控（三线一单）")
    rules = ("--ruleset", "admission-yunnan", "--as-of", "2024-06-30", "--jobs", "1")
    said = screen(table(tmp_path, [("甲", "甲公司", "是"), ("乙", "", "是")], headings), tmp_path / "out", rules=rules)
    assert said.status == 4
    assert says(str(cells(tmp_path / "out")["读不出的行"][1][3]), "row.no_declarer", "是声明，须有单位负责")
    assert verdicts(tmp_path / "out")[0]["attributes"][0]["by"] == "甲公司"


def test_two_columns_of_one_fact_that_differ_are_named(tmp_path: Path) -> None:
    path = table(tmp_path, [(*ROWS[0], "3110"), (*ROWS[1], ROWS[1][6])], (*HEADINGS, "国民经济行业代码"))
    said = screen(path, tmp_path / "out")
    assert said.status == 4
    [_, error] = cells(tmp_path / "out")["读不出的行"]
    assert says(str(error[3]), "row.twice", "“国民经济行业代码”与“行业代码”两列是同一项")


def test_what_a_row_declares_goes_before_what_all_share(tmp_path: Path) -> None:
    common = tmp_path / "c.yaml"
    common.write_text("schema: common/1\ndeclarations:\n  - {about: zoning_conforms, value: 是, by: 管委会, source: {place: 说明, words: 均符合}}\n",
                      encoding="utf-8")
    headings = ("项目名称", "单位", "符合生态环境分区管控（三线一单）")
    rules = ("--ruleset", "admission-yunnan", "--as-of", "2024-06-30", "--jobs", "1")
    screen(table(tmp_path, [("甲", "甲公司", "否"), ("乙", "乙公司", "")], headings), tmp_path / "out", "--common", common, rules=rules)
    one, other = sorted(verdicts(tmp_path / "out"), key=lambda v: v["subject"]["owner"])
    assert {v["subject"]["name"]: v["outcome"] for v in (one, other)} == {"甲": "unmet", "乙": "undetermined"}


def workbook(folder: Path, change: Any) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADINGS)  # type: ignore[union-attr]
    for row in ROWS:
        sheet.append(row)  # type: ignore[union-attr]
    change(sheet)
    book.save(folder / "表.xlsx")
    return folder / "表.xlsx"


def put(cell: str, value: Any) -> Any:
    def change(sheet: Any) -> None:
        sheet[cell] = value
    return change


def merge(sheet: Any) -> None:
    sheet["D4"] = None
    sheet.merge_cells("D3:D4")


@pytest.mark.parametrize(("change", "words"), [
    (put("D3", "=1+1"), "文件里没有存它的计算结果"), (put("D3", "#DIV/0!"), "错误值"),
    (put("D3", __import__("datetime").date(2024, 1, 1)), "是日期（2024-01-01），这里应填数或文字"), (merge, "被合并在别的格里")])
def test_traps_of_a_workbook_are_named_by_their_cell(tmp_path: Path, change: Any, words: str) -> None:
    said = screen(workbook(tmp_path, change), tmp_path / "out")
    assert said.status == 4
    error = str(cells(tmp_path / "out")["读不出的行"][1][3])
    assert words in error
    assert "“Sheet”页 D" in error
    assert len(verdicts(tmp_path / "out")) == 3


PAGES = ("--pdf", "all")


@pytest.mark.whole
def test_refused_pages_only_and_all_pages(tmp_path: Path) -> None:
    rules = ("--ruleset", "admission-yunnan", "--as-of", "2024-06-30", "--jobs", "1")
    path = table(tmp_path, [("1", "甲/乙:丙", "淘汰类"), ("2", "乙", "鼓励类")], ("序号", "项目名称", "产业结构调整指导目录类别"))
    screen(path, tmp_path / "a", rules=rules, pdf="refused")
    assert [p.name for p in (tmp_path / "a/pdf").iterdir()] == ["1-甲_乙_丙.pdf"]
    screen(path, tmp_path / "b", rules=rules, pdf="all")
    assert sorted(p.name for p in (tmp_path / "b/pdf").iterdir()) == ["1-甲_乙_丙.pdf", "2-乙.pdf"]
    assert (tmp_path / "a/pdf/1-甲_乙_丙.pdf").read_bytes() == (tmp_path / "b/pdf/1-甲_乙_丙.pdf").read_bytes()


def test_a_folder_is_not_written_over_and_only_the_same_screening_goes_on(tmp_path: Path) -> None:
    path = table(tmp_path)
    screen(path, tmp_path / "out")
    assert says(screen(path, tmp_path / "out").err, "screen.folder_taken", "里有一次做完的或没做完的筛查")
    assert screen(path, tmp_path / "out", "--resume").status == 0
    other = screen(path, tmp_path / "out", "--resume", rules=(*KUNMING[:2], "--as-of", "2023-06-30"))
    assert other.status == 2
    assert says(other.err, "screen.other_state", "评价日期（--as-of）")
    assert says(screen(path, tmp_path / "new", "--resume").err, "screen.not_ours", "没有可以接着做的筛查")


def stopped(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, pdf: str = "none") -> list[Path]:
    """A screening that was stopped when every row had been judged: its parts, in order."""
    monkeypatch.setattr("checker.screening.run.finished", lambda *rest: None)
    screen(path, folder, pdf=pdf)
    monkeypatch.undo()
    for name in ("results.xlsx", "portfolio.pdf"):
        (folder / name).unlink()
    return sorted((folder / ".shards").iterdir())


SIX = tuple((str(number), f"项目{number}", *ROWS[0][2:]) for number in range(1, 7))


def test_what_was_torn_off_is_judged_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last two rows: their verdicts are there, but nothing yet says that these are whole."""
    path = table(tmp_path, SIX)
    screen(path, tmp_path / "whole")
    folder = tmp_path / "out"
    parts = stopped(path, folder, monkeypatch)
    assert [part.name.partition(".")[2] for part in parts] == ["json", "lines.gz", "verdicts.gz"] * 2
    parts[3].unlink()
    said = screen(path, folder, "--resume")
    assert says(said.err, "screen.resumed", "已有 4 个项目的结果")
    assert not (folder / ".shards").exists()
    same(tmp_path / "whole", folder)


@pytest.mark.parametrize(("part", "change"), [
    (0, lambda raw: raw.replace(b"sha256:", b"sha257:")), (0, lambda raw: b""), (1, lambda raw: raw[:-1]),
    (1, lambda raw: raw + raw), (1, lambda raw: gzip.compress(gzip.decompress(raw).replace(b'"outcome": "', b'"outcome": "x'))),
    (1, lambda raw: gzip.compress(b"[]")), (2, lambda raw: raw[:40] + bytes([raw[40] ^ 1]) + raw[41:])])
def test_what_was_changed_by_hand_is_judged_again_and_that_is_told(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int, change: Callable[[bytes], bytes]) -> None:
    path = table(tmp_path, SIX)
    screen(path, tmp_path / "whole")
    parts = stopped(path, tmp_path / "out", monkeypatch)
    parts[part].write_bytes(change(parts[part].read_bytes()))
    said = screen(path, tmp_path / "out", "--resume")
    assert says(said.err, "screen.unproven", "上次留下的记录有 4 条残缺、被改动过，或者页面不在了，没有采用，已重新评判")
    assert says(said.err, "screen.resumed", "已有 2 个项目的结果")
    same(tmp_path / "whole", tmp_path / "out")


def test_a_table_of_which_no_row_is_one_leaves_files_that_any_program_unpacks(tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text("序号,项目名称\n1,甲,多,多\n", encoding="utf-8")
    assert screen(tmp_path / "表.csv", tmp_path / "out").status == 4
    for name in ("results.jsonl.gz", "summaries.jsonl.gz"):
        packed = tmp_path / "out" / name
        assert subprocess.run(["gzip", "-dc", packed], capture_output=True, check=True).stdout == b""


@pytest.mark.parametrize(("number", "code", "words"), [
    (errno.ENOSPC, "screen.unwritable", "（磁盘已满）。已经评判的行都留着，没有丢。请腾出空间"),
    (errno.ENOENT, "error.write", "（文件夹不存在）。没有写出任何结果")])
def test_what_can_not_be_kept_stops_it_and_what_was_kept_is_gone_on_from(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, words: str) -> None:
    path, honest = table(tmp_path, SIX), FolderDepot.put

    def full(self: FolderDepot, name: str, content: bytes) -> None:
        if name.startswith("5"):
            raise OSError(number, os.strerror(number))
        honest(self, name, content)

    screen(path, tmp_path / "whole")
    monkeypatch.setattr(FolderDepot, "put", full)
    said = screen(path, tmp_path / "out")
    assert (said.status, says(said.err, code, words)) == (2, True), said.err
    monkeypatch.undo()
    assert says(screen(path, tmp_path / "out", "--resume").err, "screen.resumed", "已有 4 个项目的结果")
    same(tmp_path / "whole", tmp_path / "out")


@pytest.mark.whole
def test_rows_whose_pages_are_gone_are_judged_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path)
    screen(path, tmp_path / "whole", pdf="all")
    stopped(path, tmp_path / "out", monkeypatch, pdf="all")
    next((tmp_path / "out/pdf").glob("2-*.pdf")).unlink()
    said = screen(path, tmp_path / "out", "--resume", pdf="all")
    assert says(said.err, "screen.unproven", "页面不在了")
    same(tmp_path / "whole", tmp_path / "out")
    assert [page.read_bytes() for page in sorted((tmp_path / "whole/pdf").iterdir())] == [
        page.read_bytes() for page in sorted((tmp_path / "out/pdf").iterdir())]


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.whole)])
def test_killed_half_way_and_resumed_it_ends_the_same(tmp_path: Path, jobs: str) -> None:
    part = tmp_path / TABLE.name
    part.write_bytes(b"".join(TABLE.read_bytes().splitlines(keepends=True)[:41]))
    words = ("screen", part, "--ruleset", "admission-yunnan", "--overlay", OVERLAY, "--common", COMMON, "--pdf", "none",
             "--jobs", jobs, "-o")
    whole = run(*words, tmp_path / "whole")
    assert whole.status == 0, whole.err
    started = subprocess.Popen([sys.executable, "-m", "checker", *map(str, words), str(tmp_path / "out")],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    shards = tmp_path / "out/.shards"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len([*shards.glob("*.json")]) < 3:
        time.sleep(0.02)
    os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    again = run(*words, tmp_path / "out", "--resume")
    assert again.status == 0, again.err
    same(tmp_path / "whole", tmp_path / "out")


# calls and files that are refused


def test_what_can_not_be_a_table_is_refused_in_words(tmp_path: Path) -> None:
    def refused(path: Path, code: str, words: str, status: int = 4) -> None:
        said = screen(path, tmp_path / "out")
        assert said.status == status, said.err
        assert says(said.err, code, words), said.err
        assert not (tmp_path / "out").exists()

    for name, content, code, words in (
            ("t.docx", b"PK", "table.suffix", "不支持扩展名 .docx"), ("t.csv", b"  \n", "table.empty", "表里没有内容"),
            ("u.csv", "序号,名称,名称\n1,a,b\n".encode(), "table.heading_twice", "列名“名称”出现了不止一次"),
            ("v.csv", b"\xff\xfe\x00\x00a\x00", "table.encoding", "既不是 UTF-8 也不是 GB18030"),
            ("x.csv", "\ufeff序号,名称\n1,甲\n2,".encode() + b"\xff\xff\n", "table.encoding", "按 UTF-8 读到第 3 行读不下去"),
            ("y.csv", "序号,名称\n1,甲\0乙\n".encode(), "table.nul", "第 2 行有空字符（NUL），文件可能损坏"),
            ("w.csv", "序号,名称\n1,\"甲\n".encode(), "table.bad_csv", "引号没有成对"),
            ("t.xls", b"\xd0\xcf\x11\xe0", "form.old_format", "另存为 .xlsx"), ("t.et", b"x", "form.old_format", "另存为 .xlsx")):
        (tmp_path / name).write_bytes(content)
        refused(tmp_path / name, code, words)
    refused(table(tmp_path, [("1", "2")], ("序号", "计划投资（万元）")), "table.no_name", "没有“项目名称”一列", 2)
    twice = ("项目名称", " 项目名称", "项目名称\\u200b")  # in whatever writing
    lines = '{"项目名称": "甲"}\n{坏\n' + "".join(f'{{"项目名称": "乙", "{key}": "丙"}}\n' for key in twice)
    (tmp_path / "t.jsonl").write_text(lines, encoding="utf-8")
    said = screen(tmp_path / "t.jsonl", tmp_path / "out")
    assert said.status == 4
    assert "共 5 个项目" in said.out
    assert "读不出的行 4" in said.out
    unread = cells(tmp_path / "out")["读不出的行"][1:]
    assert [row[0] for row in unread] == [f"第 {number} 行" for number in (2, 3, 4, 5)]
    assert all(says(str(row[3]), "table.bad_json", "不是一个 JSON 对象（各值须是文字或数，键不得重复）") for row in unread)


def test_a_table_beyond_all_measure_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.screening import grids

    monkeypatch.setattr(grids, "MOST_ROWS", 3)
    assert says(screen(table(tmp_path), tmp_path / "out").err, "table.too_long", "超过 3 行的上限")


def test_wrong_calls_are_refused_in_words(tmp_path: Path) -> None:
    path = table(tmp_path)
    said = run("screen", path, "--ruleset", "hj274-2015", "-o", tmp_path / "out")
    assert (said.status, says(said.err, "screen.not_projects", "评判的是园区，不是项目")) == (2, True)
    for jobs in ("0", "-1", "65", "abc", "2.5"):
        said = run("screen", path, *KUNMING[:2], "-o", tmp_path / "out", "--jobs", jobs)
        assert (said.status, says(said.err, "screen.jobs", "1 到 64")) == (2, True)
    said = run("screen", path, *KUNMING[:2], "-o", "-")
    assert (said.status, says(said.err, "screen.stream", "-o 须是文件夹")) == (2, True)
    said = screen(path, tmp_path / "out", "--overlay", OVERLAY)
    assert (said.status, says(said.err, "overlay.other_ruleset", "admission-yunnan")) == (5, True)


def test_what_no_row_states_is_said_and_a_common_file_answers_it(tmp_path: Path) -> None:
    path = table(tmp_path, [row[:-1] for row in ROWS], HEADINGS[:-1])
    said = screen(path, tmp_path / "a")
    assert says(said.err, "screen.nothing_for", "项目阶段")
    common = tmp_path / "共有.yaml"
    common.write_text("schema: common/1\nattributes:\n  stage: {value: 新投资, source: {place: 封面, words: 拟投资项目}}\n",
                      encoding="utf-8")
    said = screen(path, tmp_path / "b", "--common", common)
    assert "项目阶段" not in said.err
    assert [v["outcome"] for v in verdicts(tmp_path / "b")] == ["review", "undetermined", "undetermined", "not_applicable"]


# what stands out


def test_doubles_name_both_places_and_why() -> None:
    words = "占地45亩，采用膜分离制氧机自制供氧技术，形成年产两亿立方供氧产能"
    found = doubles([Compared("序号 1", "1", "制氧设备项目", words), Compared("序号 2", "2", "绿色建材产业园", words),
                     Compared("序号 3", "3", "滇中冷链产业园区", ""), Compared("序号 4", "4", "滇中冷链产业园区项目（一期）", ""),
                     Compared("序号 5", "5", "滇中冷链产业园区冷库", ""), Compared("序号 5", "5", "别的", "")])
    assert {(d.first, d.second) for d in found} == {
        ("序号 1", "序号 2"), ("序号 3", "序号 4"), ("序号 3", "序号 5"), ("序号 4", "序号 5"), ("序号 5", "序号 5")}
    assert [d.why for d in found if d.first == "序号 1"] == ["【疑问】名称不同而内容逐字相同。只有两个项目的内容确实相同，才都对。"]
    assert [d.why[:4] for d in found if d.why.startswith("【近名】")] == [d.why[:4] for d in found[2:]], "questions first"


def test_what_very_many_rows_share_or_nothing_tells_apart_makes_no_pairs() -> None:
    many = [Compared(f"序号 {at}", "", "滇中冷链产业园区", "") for at in range(MOST_ALIKE + 1)]
    assert doubles(many) == []
    part = Compared("序号 99", "", "滇中冷链产业园区冷库", "")
    assert doubles([*many, part]) == [], "of very many nobody can say of which it is a part"
    words = "占地45亩，采用膜分离制氧机自制供氧技术，形成年产两亿立方供氧产能"
    same_name = doubles([Compared(key, "", "制氧设备生产基地", words) for key in "甲乙"])
    assert len(same_name) == 1
    assert same_name[0].why.startswith("【疑问】")
    assert "名称不同" not in same_name[0].why


def test_what_all_rows_share_is_refused_by_its_own_line_where_its_document_is_not_listed(tmp_path: Path) -> None:
    path, common = table(tmp_path, [row[:7] for row in ROWS], HEADINGS[:7]), tmp_path / "共有.yaml"
    said = "schema: common/1\nattributes:\n  stage: {value: VALUE, source: {document: NAME, place: 说明, words: 均为}}\n"
    common.write_text(said.replace("NAME", "plan").replace("VALUE", "新投资"), encoding="utf-8")
    refused(screen(path, tmp_path / "out", "--common", common), 4, "dossier.unknown_document", "“plan”", common)
    assert not (tmp_path / "out").exists()
    common.write_text(said.replace("NAME", "table").replace("VALUE", "没有的"), encoding="utf-8")
    assert screen(path, tmp_path / "out", "--common", common).status == 4
    errors = [str(row[3]) for row in cells(tmp_path / "out")["读不出的行"][1:]]
    assert len(errors) == 4
    assert "序号 1，第 2 行，属性的“stage”的内容：“项目阶段”写的是“没有的”" in errors[0]


def test_cells_that_state_nothing_take_nothing_from_those_that_do(tmp_path: Path) -> None:
    """A declaration that nobody makes, and a second column of one fact, each with a dash in its cell."""
    headings = ("项目名称", "单位", "符合生态环境分区管控（三线一单）", "行业代码", "国民经济行业代码")
    rules = ("--ruleset", "admission-yunnan", "--as-of", "2024-06-30", "--jobs", "1")
    assert screen(table(tmp_path, [("甲", "", "—", "2921", "—")], headings), tmp_path / "out", rules=rules).status == 0
    [found] = verdicts(tmp_path / "out")
    assert [(one["name"], one["value"]) for one in found["attributes"]] == [("industry_code", "2921")]


def test_a_part_that_is_there_already_is_not_judged_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a worker was lost after it had kept what it did."""
    setup = prepared(ScreeningTerms(table(tmp_path), KUNMING[1], tmp_path / "out", dt.date(2023, 12, 31), pages="none"))
    tasks = Tasks(setup.table, setup.frame)
    bench = Bench(setup.frame, setup.terms, FolderDepot(str(tmp_path / "parts")), setup.inputs.data["ruleset"], "zh_CN")
    (tmp_path / "parts").mkdir()
    [place] = shard_places(tasks, setup.inputs.data, "none", "zh_CN")
    first = judged_shard(bench, shard(place, tasks, {}))
    monkeypatch.setattr(Worker, "judged", lambda *_: pytest.fail("it was judged again"))
    assert judged_shard(bench, shard(place, tasks, {})) == first


def test_who_listens_no_more_is_no_fault_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(BrokenPipeError), kept_so_far(tmp_path):
        raise BrokenPipeError


def test_what_stands_out_in_the_98_is_noted_and_changes_no_outcome(tmp_path: Path) -> None:
    said = screen(TABLE, tmp_path / "out", "--common", COMMON)
    assert said.status == 0
    sheets = cells(tmp_path / "out")
    assert {(row[0], row[1]) for row in sheets["可能重复"][1:]} >= {
        ("序号 42", "序号 44"), ("序号 48", "序号 85"), ("序号 83", "序号 84")}
    place = sheets["全部"][0].index("疑点（不影响结论）")
    noted = [(str(row[0]), said[1:3]) for row in sheets["全部"][1:] for said in str(row[place] or "").splitlines()]
    due = noted_by_hand()
    assert sorted(noted) == sorted((number, kind) for number, kind, _, _ in due)
    assert len(verdicts(tmp_path / "out")) == 98


def test_every_complaint_of_screening_is_asserted() -> None:
    words = Path(__file__).read_text(encoding="utf-8")
    due = {code for code in SCREENING if code.startswith(("table.", "row.no", "row.date", "screen."))}
    said_elsewhere = {"row.date_cell", "screen.progress", "screen.recording", "screen.seconds", "screen.minutes", "screen.done",
                      "screen.unknown_columns", "row.key", "row.place", "row.table", "screen.recorded", "screen.unrecorded",
                      "screen.in_use", "table.too_wide", "screen.files_changed", "screen.not_begun", "screen.other_rules",
                      "screen.not_ours@page"}
    assert {code for code in due - said_elsewhere if f'"{code}"' not in words} == set()


@pytest.mark.whole
@pytest.mark.usefixtures("set_portfolio")
def test_the_portfolio_page_counts_charts_and_lists(tmp_path: Path) -> None:
    screen(TABLE, tmp_path / "out", "--common", COMMON)
    said = subprocess.run(["pdftotext", "-layout", str(tmp_path / "out/portfolio.pdf"), "-"], capture_output=True, text=True,
                          check=True).stdout
    assert said.count("\f") <= 8, "a few pages"
    for words in ("结论分布", "竖线为 350 万元/亩", "85.71", "约398.2", "先办什么", "一次问清", "序号 42 与 序号 44", "分6年建成", "项目一览"):
        assert words in said, words


def test_a_project_takes_one_or_two_pages_and_says_what_would_let_it_in(tmp_path: Path) -> None:
    page = tmp_path / "a.pdf"
    assert run("check", ROOT / "samples/made-up-project.yaml", "-o", page).status == 1
    said = subprocess.run(["pdftotext", "-raw", str(page), "-"], capture_output=True, text=True, check=True).stdout
    assert said.count("\f") <= 2
    for words in ("不符合准入条件", "怎样可以准入", "公称容量不低于 100 t（现为 80 t）即不触及", "置换的冶炼产能至少 75 万t（现 66，差 9）", "技术改造且不新增产能", "其中触及的：",
                  "由人回答的问题", "研判为符合", "不适用的条款", "66万t ÷ 60万t = 1.1"):
        assert words.replace(" ", "") in "".join(said.split()), words


def test_the_capsule_of_a_row_has_the_row_and_what_it_shares(tmp_path: Path) -> None:
    import pikepdf

    path = table(tmp_path, ROWS[:1])
    common = tmp_path / "共有.yaml"
    common.write_text("schema: common/1\nassessed_on: 2023-06-01\n", encoding="utf-8")
    run("screen", path, *KUNMING[:2], "--common", common, "-o", tmp_path / "out", "--jobs", "1")
    with pikepdf.open(tmp_path / "out/pdf/1-甲项目.pdf") as pdf:
        files = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    assert files["common.yaml"] == common.read_bytes()
    assert files["submitted.csv"].decode("utf-8-sig").splitlines()[1].startswith("1,甲项目,甲公司,36000")
    assert json.loads(files["verdict.json"])["outcome"] == "review"


@pytest.mark.parametrize(("place", "words"), [
    (1, "“项目名称”：材料中有字体没有的字符（🏭）"), (8, "材料中有字体没有的字符（🏭）")])
def test_a_row_whose_letters_the_font_lacks_is_told_by_its_cell_whether_it_is_recorded_or_not(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int, words: str) -> None:
    """Where no cell has the letter, as one of the common file, the row is named."""
    def lacking(*_: object) -> Any:
        raise DossierError(Problem("pdf.glyphs", {"characters": "🏭", "letters": ["🏭"]}))

    monkeypatch.setattr("checker.reporting.document.verdict_pdf", lacking)
    row = tuple("甲🏭" if at == place else cell for at, cell in enumerate(ROWS[0]))
    setup = prepared(ScreeningTerms(table(tmp_path, [row]), KUNMING[1], tmp_path / "out", dt.date(2023, 12, 31), pages="all"))
    worker, [task] = Worker(setup.frame, setup.terms), Tasks(setup.table, setup.frame)
    judged, line = worker.judged(task)
    assert (judged.outcome, line) == (ERROR, b"")
    recorded = _recorded(worker, task, judged, setup.inputs, lacking)
    for found in (judged, recorded):
        [problem] = found.problems
        assert words in problem
        assert ("第 2 行第 2 列" in problem) == (place == 1)


def test_what_the_system_refuses_while_a_row_is_judged_is_no_fault_of_the_row(tmp_path: Path) -> None:
    def refuse(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    setup = prepared(ScreeningTerms(table(tmp_path), KUNMING[1], tmp_path / "out", dt.date(2023, 12, 31), pages="none"))
    task = Tasks(setup.table, setup.frame)[0]
    with pytest.raises(OSError, match="No space left"):
        Worker(setup.frame, setup.terms).guarded(task, refuse)


def test_rows_beyond_those_in_memory_come_back_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.screening.line_store.IN_MEMORY", 2)
    store, rows = LineStore[str](), ["甲", "乙", "丙丙", "", "戊" * 9]
    for row in rows:
        store.append(row)
    assert [*store] == rows
    assert (len(store), store[1:4], store[-1], store[2]) == (5, rows[1:4], rows[-1], rows[2])
    with pytest.raises(IndexError):
        store[5]


def test_a_letter_that_the_font_lacks_costs_the_portfolio_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.screening.portfolio.render", FontThatLacks("🏭"))
    assert screen(table(tmp_path, [("1", "甲🏭", *ROWS[0][2:])]), tmp_path / "out").status == 0
    said = (tmp_path / "out/portfolio.pdf").read_text(encoding="utf-8")
    assert ("🏭" in said, "甲□" in said) == (False, True)


def test_a_pool_that_breaks_at_once_ends_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr("checker.screening.hands.ProcessPoolExecutor.submit", broken)
    said = run("screen", ROOT / "samples/yuxi-projects-2021-2025.csv", "--ruleset", "admission-yunnan", "--jobs", "2",
               "--pdf", "none", "-o", tmp_path / "out")
    assert said.status == 2
    assert says(said.err, "screen.worker_lost", "请用 --jobs 1 加 --resume 接着做")
