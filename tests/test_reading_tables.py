"""Tables as offices keep them: every kind of writing in every kind of file comes to the same, or is told."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from bad.command import Said, refused, run, says
from pages import set_once  # noqa: F401 - a fixture
from portfolios import portfolio_unset, portfolio_words  # noqa: F401 - a fixture

from checker.errors import CheckerError, DossierError
from checker.places import CellAddress
from checker.ruleset.loading import load
from checker.screening.asides import set_aside
from checker.screening.columns import Known
from checker.screening.row_file import parse_row, row_csv
from checker.screening.table import read_table
from checker.sheets.number_format import shown
from checker.sheets.spreadsheet import Cell, sheets_of

HEADINGS = ("序号", "项目名称", "依托单位", "计划总投资（万元）", "计划固定资产投资（万元）", "用地面积（亩）", "用地性质",
            "行业代码", "项目阶段")
GOOD = ("1", "甲项目", "甲公司", "40000", "36000", "100", "项目用地", "2921", "新投资")
PLACE = {name: place for place, name in enumerate(("number", "name", "owner", "total", "fixed", "land", "basis",
                                                   "code", "stage"))}
RULES = ("--ruleset", "admission-kunming-etdz-2023", "--as-of", "2023-06-30", "--jobs", "1")
KINDS = ("xlsx", "csv", "tsv", "jsonl")
Rows = Sequence[Sequence[Any]]


def book(path: Path, sheets: dict[str, Rows], change: Callable[[Any], None] = lambda _: None) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    change(made)
    made.save(path)
    return path


def written(folder: Path, kind: str, rows: Rows, headings: Sequence[str] = HEADINGS) -> Path:
    """A table of one kind of file."""
    path = folder / f"t.{kind}"
    if kind == "xlsx":
        return book(path, {"表": [headings, *rows]})
    if kind == "jsonl":
        lines = [json.dumps(dict(zip(headings, row, strict=True)), ensure_ascii=False) for row in rows]
        path.write_text("\n".join(lines), encoding="utf-8")
        return path
    out = io.StringIO()
    csv.writer(out, delimiter="\t" if kind == "tsv" else ",").writerows([headings, *rows])
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def with_(**cells: Any) -> tuple[Any, ...]:
    row = list[Any](GOOD)
    for name, cell in cells.items():
        row[PLACE[name]] = cell
    return tuple(row)


def screen(path: Path, folder: Path, *more: object, rules: Sequence[str] = RULES, pdf: str = "none") -> Said:
    return run("screen", path, *rules, "-o", folder, "--pdf", pdf, *more)


def verdicts(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress((folder / "results.jsonl.gz").read_bytes()).splitlines()]


def sheet(folder: Path, title: str) -> list[list[str]]:
    rows = openpyxl.load_workbook(folder / "results.xlsx")[title].iter_rows(values_only=True)
    return [[str(cell or "") for cell in row] for row in rows]


# one writing in every kind of file

JUDGED = {
    "plain": ({}, "met"), "thousands": ({"total": "40,000"}, "met"), "full-width": ({"total": "４００００"}, "met"),
    "a dash states nothing": ({"stage": "—"}, "met"), "a pointer states nothing": ({"fixed": "详见附件", "total": "20000"}, "review"),
    "nothing in the code": ({"code": "待定"}, "undetermined"), "a lost zero": ({"code": "911"}, "undetermined"),
    "a whole code": ({"code": "0911"}, "not_applicable"), "an invisible sign": ({"stage": "新\u200b投资"}, "met"),
    "a break in a word": ({"basis": "项目\n用地"}, "met"), "wan in a money cell": ({"total": "4亿"}, "met")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", JUDGED)
def test_a_writing_comes_to_the_same_in_every_file(tmp_path: Path, name: str, kind: str) -> None:
    change, outcome = JUDGED[name]
    said = screen(written(tmp_path, kind, [with_(**change), with_(number="2", name="乙项目")]), tmp_path / "out")
    assert said.status == 0, said.err
    first, second = verdicts(tmp_path / "out")
    expected = {"a dash states nothing": first["outcome"], "a whole code": first["outcome"]}.get(name, outcome)
    assert first["outcome"] == expected
    assert second["outcome"] == "met"
    if name == "a dash states nothing":
        assert any("只写了“—”" in cell for row in sheet(tmp_path / "out", "全部") for cell in row) or first["outcome"] == "met"


REFUSED = {"digits over a break": {"total": "10000\n8000"}, "digits over a blank": {"total": "10000 8000"},
           "5000 digits": {"total": "9" * 5000}, "a huge exponent": {"total": "1e999999999"},
           "words": {"total": "三亿左右吧"}, "a raised digit": {"total": "10⁴"}}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", REFUSED)
def test_a_number_that_can_not_be_read_costs_its_row_alone(tmp_path: Path, name: str, kind: str) -> None:
    said = screen(written(tmp_path, kind, [with_(**REFUSED[name]), with_(number="2", name="乙项目")]), tmp_path / "out")
    assert said.status == 4
    assert [v["subject"]["name"] for v in verdicts(tmp_path / "out")] == ["乙项目"]
    assert any("计划总投资" in row[3] for row in sheet(tmp_path / "out", "读不出的行")[1:])


@pytest.mark.parametrize("kind", KINDS)
def test_totals_and_remarks_are_set_aside_and_listed(tmp_path: Path, kind: str) -> None:
    empty = dict.fromkeys(PLACE, "")
    rows = [GOOD, with_(number="2", name="乙项目"), with_(**{**empty, "name": "合 计", "total": "80000", "land": "200"}),
            with_(**{**empty, "number": "备注：以上为在谈项目"})]
    said = screen(written(tmp_path, kind, rows), tmp_path / "out")
    assert said.status == 0, said.err
    assert len(verdicts(tmp_path / "out")) == 2
    assert says(said.err, "read.totals", "合计")
    assert says(said.err, "read.remarks", "备注")
    about = [cell for row in sheet(tmp_path / "out", "说明") for cell in row]
    assert any("合计行没有当作项目" in cell for cell in about)
    assert "合计行没有当作项目" in portfolio_words(tmp_path / "out")


@pytest.mark.parametrize("kind", KINDS)
def test_without_numbers_the_order_is_that_of_the_table(tmp_path: Path, kind: str) -> None:
    rows = [with_(name=name)[1:] for name in ("丙", "甲", "乙")]
    screen(written(tmp_path, kind, rows, HEADINGS[1:]), tmp_path / "out")
    assert [v["subject"]["name"] for v in verdicts(tmp_path / "out")] == ["丙", "甲", "乙"]


@pytest.mark.parametrize("kind", KINDS)
def test_two_columns_of_one_datum_are_both_shown(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, kind, [(*with_(total="24000", fixed=""), "4.2")], (*HEADINGS, "计划总投资（亿元）"))
    screen(path, tmp_path / "out")
    row = sheet(tmp_path / "out", "全部")[1]
    assert "240、420（几个值）" in row
    assert any("“计划总投资（万元）”写 24000，“计划总投资（亿元）”写 4.2" in cell for cell in row)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_reads_back_as_it_was_read(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, kind, [with_(code="911", total="4亿")])
    assert screen(path, tmp_path / "out", pdf="all").status == 0
    [page] = (tmp_path / "out/pdf").iterdir()
    said = run("verify", page)
    assert "结论是这些数据得出的：是" in said.out or "：是" in said.out, said.out
    assert "否" not in "".join(re.findall("^　[1-4] [^：]*：(.)", said.out, re.MULTILINE))


OWN_UNITS = {"more than the heading's": ("4亿元", "met"), "less than it": ("400000000元", "met"), "of a range": ("4～5亿元", "met"),
             "as the heading": ("40000万元", "met"), "below the limit": ("2.4亿元", "review")}


def test_a_table_that_ends_in_the_middle_of_a_row_is_told(tmp_path: Path) -> None:
    whole = "序号,项目名称,用地面积（亩）,计划总投资（万元）\n1,甲,10,4000\n2,乙,10,4000\n3,丙,10,4000\n"
    for name, text, due in (("a", whole, False), ("b", whole.removesuffix(",10,4000\n"), True),
                            ("c", whole.replace("2,乙,10,4000", "2,乙").removesuffix(",4000\n"), False)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        said = screen(tmp_path / f"{name}.csv", tmp_path / name).err
        assert says(said, "read.cut_off", "最后一行（第 4 行）只有 2 格，别的行都有 4 格以上") is due, said


def test_letters_that_were_lost_before_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("序号,项目名称\n1,某\ufffd\ufffd厂\n", encoding="utf-8")
    said = screen(tmp_path / "a.csv", tmp_path / "out").err
    assert says(said, "read.lost_letters", "有 1 格里有“\ufffd”，是另存或传送时已经丢失的字")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", OWN_UNITS)
def test_a_unit_in_the_cell_is_nearer_than_that_of_the_heading(tmp_path: Path, name: str, kind: str) -> None:
    """Under a heading in 万元: what a cell says itself is meant, and that it does is told."""
    given, outcome = OWN_UNITS[name]
    rows = [with_(total=given, fixed="2.4亿元" if outcome == "review" else "3.6亿元"), with_(number="2", name="乙项目")]
    said = screen(written(tmp_path, kind, rows), tmp_path / "out")
    assert said.status == 0, said.err
    assert [v["outcome"] for v in verdicts(tmp_path / "out")] == [outcome, "met"]
    assert says(said.err, "read.own_units", "有 1 格" if name == "as the heading" else "有 2 格")


@pytest.mark.parametrize("kind", KINDS)
def test_a_unit_in_the_cell_of_another_kind_than_the_headings_is_refused(tmp_path: Path, kind: str) -> None:
    rows = [with_(total="80公顷"), with_(number="2", land="100万元"), with_(number="3", name="丙项目")]
    said = screen(written(tmp_path, kind, rows), tmp_path / "out")
    assert said.status == 4
    assert [v["subject"]["name"] for v in verdicts(tmp_path / "out")] == ["丙项目"]


def test_an_amount_with_a_unit_of_its_own_is_compared_with_the_other_rows_in_that_unit(tmp_path: Path) -> None:
    rows = [with_(number=str(n), name=f"项目{n}", total="40000" if n % 2 else "4亿元") for n in range(1, 8)]
    screen(written(tmp_path, "csv", [*rows, with_(number="8", name="错", total="40000亿元")]), tmp_path / "out")
    noted = {row[1]: row for row in sheet(tmp_path / "out", "全部")[1:]}
    assert [name for name, row in noted.items() if any("中间值" in cell for cell in row)] == ["错"]


# what only a workbook has

FORMATS = (
    (610, "0000", "610", "0610"), (4, 'G/通用格式"亿元"', "4亿元", ""), (4, 'General"亿元"', "4亿元", ""),
    ("0.155", "0.0%", "15.5%", ""), ("0.1554", "0.0%", "15.54%", "15.5%"), (40000, '0.0,"千元"', "40千元", ""),
    (5000, '[>=10000]0"万元";0"元"', "5000元", ""), (20000, '[>=10000]0"万元";0"元"', "20000万元", ""),
    (500, '[>=1000]0"亿元";0"万元"', "500万元", ""), (40000, "[<1]0.00%;0.00", "40000", ""),
    (-4, "#,##0_);(#,##0)", "-4", ""), (-4, "0;0", "-4", "4"), (0, '0;-0;"—"', "0", "—"), (40000, "￥#,##0", "40000", ""),
    (40000, "[$¥-804]#,##0.00", "40000", ""), ("2.44999", "0.0", "2.44999", "2.4"), (40000, "0.00[$元-804]", "40000元", ""),
    (40000, "[DBNum1][$-804]General", "40000", ""), ("40000.5", "# ?/?", "40000.5", ""))


@pytest.mark.parametrize(("number", "code", "text", "seen"), FORMATS)
def test_a_format_adds_its_words_and_keeps_the_stored_number(number: Any, code: str, text: str, seen: str) -> None:
    found = shown(Decimal(number), code)
    assert (found.text, found.shown, found.fault) == (text, seen, None)


@pytest.mark.parametrize(("number", "code", "words"), [
    ("3.1", "0.00", "3.10"), ("3.1", "General", "3.1"), ("3.1", "0.0", "3.1"), ("2921", "0.00", "2921"), ("610", "0000", "0610")])
def test_zeros_behind_a_fraction_are_words_and_those_behind_a_whole_number_are_not(tmp_path: Path, number: str, code: str, words: str) -> None:
    """3.10 may be a chapter; 2921.00 is a code under a format that lies over the whole sheet."""
    path = book(tmp_path / "t.xlsx", {"表": [HEADINGS, GOOD]}, formats({"G2": (float(number), code), "D2": (float(number), code)}))
    cells = read_table(path, Known(load("admission-kunming-etdz-2023"))).lines[0].cells
    assert (cells["用地性质"].text, cells["计划总投资（万元）"].text) == (words, number)


@pytest.mark.parametrize(("code", "fault", "given"), [
    ("[$USD] #,##0", "form.foreign_currency", "USD"), ("[$HK$-C04]#,##0", "form.foreign_currency", "HK$"),
    ("[$¥-411]#,##0", "form.foreign_currency", "¥"), ("US$#,##0", "form.foreign_currency", "US$"),
    ("HK$#,##0", "form.foreign_currency", "HK$"), ("£0", "form.foreign_currency", "£"), ("[$€-2] 0", "form.foreign_currency", "€"),
    ("0.0,", "form.odd_format", "0.0,"), ('0!.0,"亿元"', "form.odd_format", '0!.0,"亿元"')])
def test_another_currency_and_a_format_nobody_can_read_are_refused_by_name(code: str, fault: str, given: str) -> None:
    found = shown(Decimal(40000), code)
    assert (found.fault, *found.params.values()) == (fault, given)


@pytest.mark.parametrize("code", ['"' * 41, "[" * 200, "0" * 255, "\\" * 255, '0;' * 120, "_" * 255, "[$" * 100])
def test_a_hostile_format_costs_no_time(code: str) -> None:
    began = time.monotonic()
    shown(Decimal(40000), code)
    assert time.monotonic() - began < 0.5


def formats(cells: dict[str, tuple[Any, str]]) -> Callable[[Any], None]:
    def change(made: Any) -> None:
        for address, (value, code) in cells.items():
            made.worksheets[0][address] = value
            made.worksheets[0][address].number_format = code
    return change


def test_codes_take_the_digits_shown_and_quantities_the_stored_number(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", {"表": [HEADINGS, with_(fixed="")]}, formats(
        {"D2": (34999.6, "0"), "F2": (100, "0"), "H2": (911, "0000")}))
    known = Known(None)
    line = read_table(path, known).lines[0]
    assert line.cells["行业代码"].text == "0911"
    path = book(tmp_path / "u.xlsx", {"表": [HEADINGS, with_(fixed="")]}, formats({"D2": (34999.6, "0"), "H2": (2921, "0")}))
    said = screen(path, tmp_path / "out", pdf="all")
    assert says(said.err, "read.shown_otherwise", "存 34999.6，显示 35000")
    verdict = verdicts(tmp_path / "out")[0]
    assert verdict["data"][0]["source"]["words"] == "34999.6（显示为 35000）"
    assert verdict["outcome"] == "review"
    [page] = (tmp_path / "out/pdf").iterdir()
    assert run("verify", page).status in (0, 3)


def test_dates_are_counted_from_both_epochs(tmp_path: Path) -> None:
    for first, day in ((1900, "2023-03-15"), (1904, "2027-03-16")):
        def change(made: Any, first: int = first) -> None:
            made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904 if first == 1904 else openpyxl.utils.datetime.WINDOWS_EPOCH
            made.worksheets[0]["A1"], made.worksheets[0]["A2"] = 45000, 45000
            made.worksheets[0]["A2"].number_format = "yyyy-mm-dd"
        cells = sheets_of(book(tmp_path / f"{first}.xlsx", {"表": []}, change).read_bytes(), "t.xlsx", DossierError)["表"].cells
        assert (str(cells[1, 1].serial), cells[1, 1].date, str(cells[2, 1].date)) == (day, None, day)


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    out = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out


def prefixed(name: str, content: bytes) -> bytes:
    if not name.startswith("xl/w") and "sharedStrings" not in name:
        return content
    content = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", content)
    return content.replace(b"xmlns=", b"xmlns:x=")


def strict(_: str, content: bytes) -> bytes:
    for old, new in ((b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
                     (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                      b"http://purl.oclc.org/ooxml/officeDocument/relationships")):
        content = content.replace(old, new)
    return content


@pytest.mark.parametrize("change", [prefixed, strict])
def test_workbooks_of_other_programs_are_read(tmp_path: Path, change: Callable[[str, bytes], bytes]) -> None:
    path = rewritten(book(tmp_path / "t.xlsx", {"表": [HEADINGS, GOOD]}), change)
    assert screen(path, tmp_path / "out").status == 0
    assert verdicts(tmp_path / "out")[0]["outcome"] == "met"


def hide(made: Any) -> None:
    made.worksheets[0].row_dimensions[3].hidden = True
    made.worksheets[0].column_dimensions["E"].hidden = True
    made.worksheets[0]["D2"] = 40000
    made.worksheets[0]["D2"].number_format = ";;;"


def test_hidden_rows_columns_cells_and_sheets_are_told(tmp_path: Path) -> None:
    def change(made: Any) -> None:
        hide(made)
        made.worksheets[1].sheet_state = "hidden"
    path = book(tmp_path / "t.xlsx", {"表": [HEADINGS, GOOD, with_(number="2", name="乙")], "旧": [HEADINGS, GOOD]}, change)
    said = screen(path, tmp_path / "out")
    assert len(verdicts(tmp_path / "out")) == 2
    for code, words in (("read.hidden_rows", "第 3 行"), ("read.hidden_columns", "E（计划固定资产投资（万元））"),
                        ("read.hidden_cells", "“表”页 D2 格"), ("read.other_sheets", "旧（隐藏）")):
        assert says(said.err, code, words), said.err


# where the table is

def test_the_headings_are_found_and_told(tmp_path: Path) -> None:
    cover = [["填报单位", "招商局"], ["联系人", "张三"]]
    rows = [["2025年项目表"], ["填报单位", "招商局", "填报时间", "2025年5月"], HEADINGS, GOOD]
    said = screen(book(tmp_path / "t.xlsx", {"说明": cover, "2025": rows}), tmp_path / "out")
    assert says(said.err, "read.sheet", "读的是“2025”页第 3 行起")
    assert verdicts(tmp_path / "out")[0]["outcome"] == "met"


def test_of_several_tables_one_has_to_be_named(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", {"在谈": [HEADINGS, GOOD], "签约": [HEADINGS, with_(name="乙")]})
    said = screen(path, tmp_path / "out")
    assert said.status == 2
    assert says(said.err, "table.several", "“在谈”（1 行）、“签约”（1 行）")
    assert screen(path, tmp_path / "out", "--sheet", "签约").status == 0
    assert [v["subject"]["name"] for v in verdicts(tmp_path / "out")] == ["乙"]
    assert says(screen(path, tmp_path / "o2", "--sheet", "没有").err, "table.no_sheet", "在谈、签约")
    assert says(screen(written(tmp_path, "csv", [GOOD]), tmp_path / "o2", "--sheet", "x").err, "table.sheet_of_text", "没有分页")


def test_the_row_of_the_headings_may_be_named(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", {"表": [["甲", "乙"], HEADINGS, GOOD]})
    assert screen(path, tmp_path / "out", "--header-row", "2").status == 0
    assert says(screen(path, tmp_path / "o2", "--header-row", "9").err, "table.no_such_row", "第 9 行")
    assert says(screen(path, tmp_path / "o2", "--header-row", "0").err, "table.header_row", "1 到 200000")
    lines = screen(written(tmp_path, "jsonl", [GOOD]), tmp_path / "o2", "--header-row", "1")
    assert says(lines.err, "table.header_row_of_lines", "没有列名行")


@pytest.mark.parametrize("merged", [True, False])
def test_headings_of_two_rows_are_joined(tmp_path: Path, merged: bool) -> None:
    upper = ["序号", "项目名称", "投资", "", "用地", "", "行业代码", "项目阶段"]
    lower = ["", "", "计划总投资（亿元）", "计划固定资产投资（亿元）", "用地面积（亩）", "用地性质", "", ""]
    row = ["1", "甲", 4, 3.6, 100, "项目用地", "2921", "新投资"]

    def change(made: Any) -> None:
        for area in ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2", "H1:H2") if merged else ():
            made.worksheets[0].merge_cells(area)
    said = screen(book(tmp_path / "t.xlsx", {"表": [upper, lower, row]}, change), tmp_path / "out")
    assert says(said.err, "read.two_rows", "第 1、2 两行")
    assert verdicts(tmp_path / "out")[0]["outcome"] == "met"


def test_units_above_and_below_the_headings_are_read(tmp_path: Path) -> None:
    bare = [re.sub("（.*）", "", heading) for heading in HEADINGS]
    said = screen(book(tmp_path / "a.xlsx", {"表": [["单位：万元、亩"], bare, GOOD]}), tmp_path / "a")
    assert says(said.err, "read.units_above", "计划总投资（万元）")
    units = ["", "", "", "万元", "（万元）", "亩", "", "", ""]
    said = screen(book(tmp_path / "b.xlsx", {"表": [bare, units, GOOD]}), tmp_path / "b")
    assert says(said.err, "read.units_row", "用地面积（亩）")
    assert [verdicts(tmp_path / name)[0]["outcome"] for name in "ab"] == ["met", "met"]
    bad = book(tmp_path / "c.xlsx", {"表": [HEADINGS, ["", "", "", "亿元", "", "", "", "", ""], GOOD]})
    assert says(screen(bad, tmp_path / "c").err, "table.units_differ", "“计划总投资（万元）”")
    none = screen(book(tmp_path / "d.xlsx", {"表": [bare, GOOD]}), tmp_path / "d")
    assert none.status == 4
    assert any("没有写单位" in row[3] for row in sheet(tmp_path / "d", "读不出的行")[1:])


def test_what_stands_under_an_empty_key_is_neither_used_nor_taken_for_what_is_not_there(tmp_path: Path) -> None:
    """A number, an owner or a field that no key names is not there."""
    line = {"": "第 7 号", "项目名称": "虚构丙项目", "计划总投资（万元）": 5000, "用地面积（亩）": 10}
    (tmp_path / "t.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    said = screen(tmp_path / "t.jsonl", tmp_path / "out")
    assert says(said.err, "read.no_key", "第 1 行有内容而键是空的")
    assert "没有使用：。" not in said.err
    (found,) = verdicts(tmp_path / "out")
    assert "第 7 号" not in json.dumps(found, ensure_ascii=False)


def test_a_filled_column_is_never_dropped_without_a_word(tmp_path: Path) -> None:
    headings = [*HEADINGS[:4], "", *HEADINGS[5:]]
    said = screen(book(tmp_path / "t.xlsx", {"表": [headings, GOOD]}), tmp_path / "out")
    assert says(said.err, "read.no_heading", "E 列有内容而没有列名")

    def merge(made: Any) -> None:
        made.worksheets[0].merge_cells("D1:E1")
    said = screen(book(tmp_path / "m.xlsx", {"表": [headings, GOOD]}, merge), tmp_path / "m")
    assert said.status == 4
    assert says(said.err, "table.merged_over", "“计划总投资（万元）”合并在 D、E 几列上")

    def other(made: Any) -> None:
        made.worksheets[0].merge_cells("J1:K1")
    said = screen(book(tmp_path / "o.xlsx", {"表": [[*HEADINGS, "分年投资", ""], [*GOOD, 1, 2]]}, other), tmp_path / "o")
    assert says(said.err, "read.merged_heading", "“分年投资”合并在 J、K")


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_columns_that_say_who_it_is_one_is_used_and_told(tmp_path: Path, kind: str) -> None:
    said = screen(written(tmp_path, kind, [(*GOOD, "乙公司")], (*HEADINGS, "投资方")), tmp_path / "out")
    assert says(said.err, "read.twice", "“投资方”与“依托单位”说的是同一项，只用了“依托单位”一列")
    assert verdicts(tmp_path / "out")[0]["subject"]["owner"] == "甲公司"


def test_two_tables_on_one_sheet_are_refused(tmp_path: Path) -> None:
    rows = [HEADINGS, GOOD, ["序号", "项目名称", "用地面积（亩）", "行业代码", "项目阶段"], ["1", "乙", "100", "2921", "新投资"]]
    said = screen(book(tmp_path / "t.xlsx", {"表": rows}), tmp_path / "out")
    assert said.status == 4
    assert says(said.err, "table.two_tables", "第 3 行又是一行列名")


@pytest.mark.parametrize(("sign", "word"), [("\t", "制表符"), (";", "分号"), ("，", "全角逗号")])
def test_other_separators_are_read_and_told(tmp_path: Path, sign: str, word: str) -> None:
    (tmp_path / "t.csv").write_text("\n".join(sign.join(row) for row in (HEADINGS, GOOD)), encoding="utf-8")
    said = screen(tmp_path / "t.csv", tmp_path / "out")
    assert says(said.err, "read.separator", word)
    assert verdicts(tmp_path / "out")[0]["outcome"] == "met"
    mixed = "\n".join((sign.join(HEADINGS), sign.join(GOOD), ",".join(with_(name="乙"))))
    (tmp_path / "m.csv").write_text(mixed, encoding="utf-8")
    said = screen(tmp_path / "m.csv", tmp_path / "m")
    assert said.status == 4
    assert any(says(row[3], "table.other_separator", "第 3 行") for row in sheet(tmp_path / "m", "读不出的行")[1:])


def test_text_of_office_programs_is_read(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("\n".join("\t".join(row) for row in (HEADINGS, GOOD)), encoding="utf-16")
    assert screen(tmp_path / "t.txt", tmp_path / "out").status == 0
    assert verdicts(tmp_path / "out")[0]["outcome"] == "met"


def test_only_a_line_feed_ends_a_line_of_json_and_one_bad_line_costs_no_other(tmp_path: Path) -> None:
    good = json.dumps(dict(zip(HEADINGS, with_(name="甲\u2028项\u0085目"), strict=True)), ensure_ascii=False)
    lines = (good, good.replace('"40000"', "1e400000000"), good.replace('"40000"', "Infinity"), good.replace('"40000"', "NaN"),
             good.replace('"40000"', "9" * 5000), good.replace("甲公司", "\\ud800"), "[" * 100_000, good)
    (tmp_path / "t.jsonl").write_text("\n".join(lines), encoding="utf-8")
    said = screen(tmp_path / "t.jsonl", tmp_path / "out")
    assert said.status == 4
    assert len(verdicts(tmp_path / "out")) == 3
    unread = sheet(tmp_path / "out", "读不出的行")[1:]
    assert sorted(row[0] for row in unread) == [f"第 {n} 行" for n in (2, 3, 5, 6, 7)]
    (tmp_path / "u.jsonl").write_text(lines[1], encoding="utf-8")
    assert says(screen(tmp_path / "u.jsonl", tmp_path / "u").err, "table.too_extreme", "数量级不可能")


# what columns are called

def test_headings_of_officers_are_suggested_and_a_mapping_is_kept(tmp_path: Path) -> None:
    headings = ("序号", "项目名称", "投资方", "投资额（亿元）", "用地情况（亩）", "税收（万元）", "年产值（亿元）", "用地性质", "行业代码", "项目阶段")
    row = ("1", "甲", "甲公司", "4", "100", "3000", "8", "项目用地", "2921", "新投资")
    path = written(tmp_path, "csv", [row], headings)
    said = screen(path, tmp_path / "a")
    for words in ("投资额（亿元）（是否“计划总投资”？）", "用地情况（亩）（是否“用地面积”？）", "税收（万元）（是否“达产年税收”？）"):
        assert words in said.err
    (tmp_path / "c.yaml").write_text("schema: columns/1\ncolumns:\n  投资额: 计划总投资\n  用地情况（亩）: 用地面积\n  没有的: 用地面积（亩）\n",
                                     encoding="utf-8")
    said = screen(path, tmp_path / "b", "--columns", tmp_path / "c.yaml", pdf="all")
    assert says(said.err, "read.not_in_table", "没有的")
    verdict = verdicts(tmp_path / "b")[0]
    assert verdict["subject"]["owner"] == "甲公司"
    assert verdict["data"][0]["source"]["place"] == "序号 1，“投资额（亿元）＝计划总投资”列"
    [page] = (tmp_path / "b/pdf").iterdir()
    assert run("verify", page).status in (0, 3)
    (tmp_path / "d.yaml").write_text("schema: columns/1\ncolumns: {投资额: 总的投资}\n", encoding="utf-8")
    assert says(screen(path, tmp_path / "d", "--columns", tmp_path / "d.yaml").err, "columns.unknown", "总的投资")


@pytest.mark.parametrize("ruleset", ["admission-kunming-etdz-2023", "admission-fuzhou-2024"])
def test_a_heading_of_one_meaning_is_read_and_one_of_several_is_only_suggested(ruleset: str) -> None:
    known = Known(load(ruleset))
    meant = {"占地（亩）": "land_area", "总投资（亿元）": "total_investment", "达产年产值（万元）": "annual_output",
             "达产税收（万元）": "annual_tax", "达产年营业收入（万元）": "annual_revenue"}
    assert {heading: known.column(heading).name for heading in meant} == meant
    # 投资额 may be that in fixed assets, 税收 and 年产值 those of last year, and 亩均税收 is no tax at all
    for heading in ("投资额（亿元）", "税收（万元）", "年产值（亿元）", "亩均税收（万元/亩）", "建筑占地（亩）"):
        assert known.column(heading).kind == "unknown", heading


@pytest.mark.parametrize("ruleset", ["admission-kunming-etdz-2023", "admission-yunnan"])
def test_an_empty_table_reads_back(tmp_path: Path, ruleset: str) -> None:
    path = tmp_path / "表.xlsx"
    assert run("form", "--table", ruleset, "-o", path).status == 0
    assert says(screen(path, tmp_path / "none", rules=("--ruleset", ruleset)).err, "table.no_rows", "没有一行是项目")
    made = openpyxl.load_workbook(path)
    filled = made["项目表"]
    headings = [cell.value for cell in filled[1]]
    assert filled.data_validations.dataValidation
    words = {"项目名称": "甲", "依托单位": "甲公司", "行业代码": "0610", "项目阶段": "新投资", "性质": "新建"}
    for column, heading in enumerate(headings, 1):
        if heading in words:
            filled.cell(2, column).value = words[str(heading)]
    made.save(path)
    said = screen(path, tmp_path / "out", rules=("--ruleset", ruleset, "--jobs", "1"))
    assert said.status == 0, said.err
    assert "没有使用" not in said.err
    assert verdicts(tmp_path / "out")[0]["subject"]["name"] == "甲"


def test_an_empty_table_is_only_for_projects(tmp_path: Path) -> None:
    assert says(run("form", "--table", "hj274-2015", "-o", tmp_path / "t.xlsx").err, "form.table_only", "园区")
    assert says(run("form", "--table", "--confirm", "hj274-2015", "-o", tmp_path / "t.xlsx").err, "form.table_with", "--confirm")


@pytest.mark.parametrize(("name", "kind"), [
    ("合计", "total"), ("总 计", "total"), ("食品产业小计", "total"), ("合计（万元）", "total"), ("共计12个项目", "total"),
    ("合计利生物科技项目", None), ("总计算力中心", None), ("二期工程", None)])
def test_totals_are_told_from_projects(name: str, kind: str | None) -> None:
    known = Known(None)
    cells = [(known.column("项目名称"), Cell(CellAddress("A1"), name)), (known.column("备注"), Cell(CellAddress("B1"), "1")), (known.column("x"), Cell(CellAddress("C1"), "2"))]
    found = set_aside(cells)
    assert (found and found[0]) == kind


@pytest.mark.parametrize(("cells", "due"), [
    ((("序号", "合计"), ("用地面积（亩）", "30")), ("total", "合计")), ((("序号", "一"), ("项目名称", "食品产业")), ("remark", "食品产业")),
    ((("项目名称", "1"), ("用地面积（亩）", "2"), ("x", "3")), ("remark", "1…3")), ((("序号", "1"), ("用地面积（亩）", "2")), None)])
def test_totals_without_a_name_groups_and_numbered_columns_are_no_projects(
        cells: Sequence[tuple[str, str]], due: tuple[str, str] | None) -> None:
    known = Known(load("admission-kunming-etdz-2023"))
    assert set_aside([(known.column(heading), Cell(CellAddress(f"{'ABC'[at]}2"), words)) for at, (heading, words) in enumerate(cells)]) == due


Read = tuple[Sequence[str], Sequence[str], Sequence[str]]


@pytest.mark.parametrize(("name", "lines", "due"), [
    # headings, what is told, what is broken
    ("t.csv", "标题\n序号,项目名称,用地面积（亩）\n1,甲,3\n", (("序号", "项目名称", "用地面积（亩）"), ["列名在第 2 行，共 1 行"], [])),
    ("t.csv", "序号,项目名称,用地,\n,,面积（亩）,性质\n1,甲,5,项目用地\n", (("序号", "项目名称", "用地面积（亩）", "用地性质"), ["列名占第 1、2 两行"], [])),
    ("t.csv", "单位：万元、x\n序号,项目名称,计划总投资\n1,甲,5\n", (("序号", "项目名称", "计划总投资"), ["共 1 行", "“单位：万元、x”没有全部读作单位"], [])),
    ("t.csv", "单位：吨\n序号,项目名称,计划总投资\n1,甲,5\n", (("序号", "项目名称", "计划总投资"), ["共 1 行"], [])),
    ("t.csv", "序号,项目名称,计划总投资,\n,,万元,亩\n1,甲,5,\n", (("序号", "项目名称", "计划总投资（万元）"), ["已作为列名的单位：计划总投资（万元）"], [])),
    ("t.csv", "项目名称,投资额＝没有这一项,用地面积（亩）\n甲,1,2\n", (("项目名称", "投资额＝没有这一项", "用地面积（亩）"), [], [])),
    ("t.csv", "项目名称,用地面积（亩）,\n甲,1,\n,,无名\n", (("项目名称", "用地面积（亩）"), [], ["第 3 行"])),
    ("t.jsonl", '{"项目名称":"甲"}\n{"项目名称":null}\n[1]\n{"项目名称":"乙","x":{"a":1}}\n', (("项目名称",), [], ["第 3 行", "第 4 行"]))])
def test_each_way_of_writing_headings_and_lines_is_read_and_told(tmp_path: Path, name: str, lines: str, due: Read) -> None:
    (tmp_path / name).write_text(lines, encoding="utf-8")
    found = read_table(tmp_path / name, Known(load("admission-kunming-etdz-2023")))
    headings, told, broken = due
    assert found.headings == headings
    assert [line.cells["项目名称"].text for line in found.lines] == ["甲"]
    for said, words in ((found.told, told), (found.broken, broken)):
        assert len(said) == len(words), said
        assert all(part in str(one) for one, part in zip(said, words, strict=True)), said


@pytest.mark.parametrize(("name", "lines", "code", "words"), [
    ("t.jsonl", "\u3000\n", "table.empty", "表里没有内容"), ("t.jsonl", '{"项目名称":null}\n', "table.no_rows", "没有一行是项目"),
    ("t.jsonl", '{"项目名称":"合计","用地面积（亩）":"3"}\n', "table.no_rows", "合计、说明不算")])
def test_lines_of_which_none_is_a_project_are_refused_as_those_of_any_table(
        tmp_path: Path, name: str, lines: str, code: str, words: str) -> None:
    (tmp_path / name).write_text(lines, encoding="utf-8")
    refused(screen(tmp_path / name, tmp_path / "out"), 4, code, words)


def test_lines_of_more_keys_than_a_table_may_have_columns_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.screening.preparing.MOST_COLUMNS", 2)
    refused(screen(written(tmp_path, "jsonl", [GOOD]), tmp_path / "out"), 4, "table.too_wide", "9")


def test_of_very_many_cells_the_first_are_named_and_all_are_counted(tmp_path: Path) -> None:
    rows = [with_(number=str(number), name=f"虚构{number}", land="0.5公顷") for number in range(1, 23)]
    found = read_table(written(tmp_path, "csv", rows), Known(load("admission-kunming-etdz-2023")))
    [told] = found.told
    assert "22" in str(told)
    assert ("第 21 行" in str(told), "第 22 行" in str(told)) == (True, False)


def test_a_heading_merged_over_one_filled_column_is_that_columns(tmp_path: Path) -> None:
    def merge(made: Any) -> None:
        made.worksheets[0].merge_cells("J1:K1")
    path = book(tmp_path / "t.xlsx", {"表": [[*HEADINGS, "备注", ""], [*GOOD, "有", ""]]}, merge)
    assert not any("合并" in str(told) for told in read_table(path, Known(load("admission-kunming-etdz-2023"))).told)


def test_a_row_that_has_something_in_a_column_without_a_name_alone_is_no_project_and_told(tmp_path: Path) -> None:
    found = read_table(book(tmp_path / "t.xlsx", {"表": [HEADINGS, GOOD, [*[""] * 9, "无名"]]}))
    assert len(found.lines) == 1
    assert any("J 列有内容而没有列名" in str(told) for told in found.told)


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_a_row_is_told_in_one_go_whatever_the_file(tmp_path: Path, kind: str) -> None:
    row = with_(land="一大片", code="烟草", stage="第三期")
    assert screen(written(tmp_path, kind, [row]), tmp_path / "out").status == 4
    told = "".join(cell for row in sheet(tmp_path / "out", "读不出的行") for cell in row)
    for words in ("一大片", "烟草", "第三期"):
        assert told.count(f"“{words}”") == 1, told


# files that are built to cost

def hostile(path: Path, inside: bytes, styles: bytes = b"") -> Path:
    def change(name: str, content: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            return content.replace(b"</sheetData>", inside)
        return content
    return rewritten(book(path, {"表": [HEADINGS, GOOD]}), change)


@pytest.mark.parametrize(("inside", "code"), [
    (b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>', "form.too_many_cells"),
    (b'<row r="9"><c r="XFD9"><v>1</v></c></row></sheetData>', "form.too_many_cells"),
    (b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:XFD1"/>' * 500 + b"</mergeCells>", "form.merged_twice"),
    (b'</sheetData><mergeCells><mergeCell ref="A3:BH200000"/></mergeCells>', "workbook.merged_large"),
    (b"</sheetData><!--" + b"x" * 30_000_000 + b"-->", "workbook.packed"),
    (b"<c/>" * 4_000_000 + b"</sheetData>", "workbook.packed")])
def test_a_file_that_is_built_to_cost_is_refused_soon(tmp_path: Path, inside: bytes, code: str) -> None:
    path = hostile(tmp_path / "t.xlsx", inside)
    began = time.monotonic()
    with pytest.raises(CheckerError) as caught:
        read_table(path)
    assert caught.value.problems[0].code == code
    assert time.monotonic() - began < 10


def test_a_workbook_of_more_marks_than_may_be_counted_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.sheets.stored_book.MOST_MARKS", 80)
    said = screen(book(tmp_path / "t.xlsx", {"表": [HEADINGS, GOOD]}), tmp_path / "out")
    assert (said.status, says(said.err, "workbook.many_marks", "超过 20 格左右的上限")) == (4, True)


def test_a_title_over_a_whole_row_is_no_large_area(tmp_path: Path) -> None:
    path = hostile(tmp_path / "t.xlsx", b'</sheetData><mergeCells><mergeCell ref="A9:XFD9"/></mergeCells>')
    assert read_table(path).lines[0].cells["项目名称"].text == "甲项目"


FAR = {"xlsx": ("“表”页 BH200000 格", b'<row r="200000"><c r="BH200000" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'),
       "csv": ("第 1103 行", b"")}


@pytest.mark.parametrize("kind", FAR)
def test_what_stands_far_below_the_table_is_refused_by_its_place_and_costs_no_row(tmp_path: Path, kind: str) -> None:
    place, inside = FAR[kind]
    if kind == "xlsx":
        path = hostile(tmp_path / "t.xlsx", inside)
    else:
        path = written(tmp_path, kind, [GOOD])
        path.write_text(path.read_text("utf-8") + "\n" * 1100 + "9,乙项目\n", encoding="utf-8")
    said = screen(path, tmp_path / "out")
    assert said.status == 4
    assert [v["subject"]["name"] for v in verdicts(tmp_path / "out")] == ["甲项目"]
    words = "".join(cell for row in sheet(tmp_path / "out", "读不出的行") for cell in row)
    assert says(words, "table.far_below", "1 行与上面的表隔了 1000 个以上的空行")
    assert place in words or place.replace("“表”页 ", "表!").replace(" 格", "") in words


@pytest.mark.parametrize(("code", "fault"), [
    ('"' * 41, "workbook.open_format"), ('0"亿元', "workbook.open_format"), ("[红色0", "workbook.open_format"),
    ("0" * 256, "workbook.long_format")])
def test_a_format_that_no_office_program_takes_is_refused_by_its_cell(tmp_path: Path, code: str, fault: str) -> None:
    path = book(tmp_path / "t.xlsx", {"表": [HEADINGS, with_(total=40000), with_(number="2", name="乙项目")]},
                formats({"D2": (40000, code)}))
    said = screen(path, tmp_path / "out")
    assert said.status == 4
    assert [v["subject"]["name"] for v in verdicts(tmp_path / "out")] == ["乙项目"]
    words = "".join(cell for row in sheet(tmp_path / "out", "读不出的行") for cell in row)
    assert says(words, fault, "D2")


def test_a_cell_that_swallows_the_rows_below_is_named_by_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "csv", [GOOD, with_(name="长" * 140_000)])
    assert says(screen(path, tmp_path / "out").err, "table.long_cell", "131072 字")


def test_a_row_of_its_own_is_read_as_it_stands(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", {"表": [HEADINGS, with_(name="合计 A")]}, formats({"D2": (34999.6, "0.0,\"千元\"")}))
    table = read_table(path, Known(None))
    again = parse_row(row_csv(table.headings, table.lines[0]), "row.csv")
    assert again.headings == table.headings
    assert [entry.text for entry in again.lines[0].cells.values()] == [entry.text for entry in table.lines[0].cells.values()]


@pytest.mark.parametrize("kind", ["csv", "tsv"])
@pytest.mark.parametrize("count", [1_001, 18_300])
def test_a_text_with_more_columns_than_a_workbook_has_letters_for_is_refused_in_words(tmp_path: Path, kind: str, count: int) -> None:
    headings = (*HEADINGS, *(f"列{place}" for place in range(len(HEADINGS), count)))
    path = written(tmp_path, kind, [(*GOOD, *["1"] * (count - len(GOOD)))], headings)
    refused(screen(path, tmp_path / "out"), 4, "table.too_wide", f"这张表有 {count} 列，超过 1000 列的上限", path)


# units that a sentence gives to cells of other rows


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("words", [
    "二、待供地项目（面积单位：公顷）", "以下用地面积单位为公顷", "注：用地单位均为公顷，其余同上", "（单位：亿元、亩）", "以下单位统一为 元"])
def test_a_unit_that_a_sentence_between_the_rows_gives_to_others_is_never_passed_over(
        tmp_path: Path, words: str, kind: str) -> None:
    rows = [GOOD, ("", words, *[""] * 7), with_(number="2", name="乙项目", land="37")]
    said = screen(written(tmp_path, kind, rows), tmp_path / "out")
    assert said.status == 4
    assert says(said.err, "table.units_between", "第 2 行" if kind == "jsonl" else "第 3 行")


@pytest.mark.parametrize("words", ["注：投资单位为万元，用地单位为亩", "建设单位：亩产公司", "单位面积产值不低于 300 万元/亩", "填报单位：某公司"])
def test_a_sentence_that_gives_no_other_unit_does_no_harm(tmp_path: Path, words: str) -> None:
    rows = [GOOD, (words, *[""] * 8)]
    said = screen(written(tmp_path, "xlsx", rows), tmp_path / "out")
    assert "table.units" not in said.err
    assert verdicts(tmp_path / "out")[0]["outcome"] == "met"


def test_units_above_that_the_headings_contradict_are_told(tmp_path: Path) -> None:
    bare = [re.sub("（.*）", "", heading) if "用地面积" in heading else heading for heading in HEADINGS]
    line = ("金额单位：亿元　面积单位：亩", *[""] * 8)
    said = screen(book(tmp_path / "t.xlsx", {"表": [line, bare, GOOD]}), tmp_path / "out")
    assert says(said.err, "read.units_otherwise", "计划总投资（万元）")
    assert says(said.err, "read.units_above", "用地面积（亩）")
    assert verdicts(tmp_path / "out")[0]["outcome"] == "met"


def test_a_heading_that_two_terms_go_by_is_the_one_s_label_or_none_of_them() -> None:
    def term(label: str, *also: str) -> Any:
        return SimpleNamespace(label=label, also=also)

    model = SimpleNamespace(quantities={"floor": term("建筑占地", "占地面积", "占地"), "land": term("占地", "占地面积", "地块")},
                            attributes={"parcel": term("地块名称", "地块")})
    ruleset: Any = SimpleNamespace(model=model)
    found = {heading: Known(ruleset).column(heading) for heading in ("占地（亩）", "建筑占地", "占地面积（亩）", "地块")}
    assert {heading: (one.kind, one.name) for heading, one in found.items()} == {
        "占地（亩）": ("quantity", "land"), "建筑占地": ("quantity", "floor"), "占地面积（亩）": ("unknown", ""), "地块": ("unknown", "")}
