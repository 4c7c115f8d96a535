"""A workbook that says two things of one place, or points to where nothing is: refused in words, by every reader of workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import confirmation_sheets
import openpyxl
import pytest
import xlsxwriter
from bad.command import Said, run, says
from forms import Form
from fuzz.parcels import packed, unpacked
from fuzz.tables import as_workbook
from projects_read import FLOOR, form_bytes

from checker.errors import DossierError
from checker.limits import LONGEST_CELL
from checker.screening.table import read_table
from checker.sheets.number_format import ShownNumber, shown
from checker.sheets.spreadsheet import Cell, sheets_of

Change = Callable[[bytes], bytes]
SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["项目名称", "依托单位", "计划总投资（万元）"], ["虚构项目", "虚构公司", "5000"]]
MONEY = '<c t="inlineStr"><is><t xml:space="preserve">5000</t></is></c>'


def changed(raw: bytes, old: str, new: str, part: str = SHEET) -> bytes:
    parts = dict(unpacked(raw))
    assert old.encode() in parts[part], (old, parts[part])
    return packed([(name, content.replace(old.encode(), new.encode(), 1) if name == part else content) for name, content in parts.items()])


def screened(raw: bytes, folder: Path) -> Said:
    folder.mkdir(exist_ok=True)
    path = folder / "表.xlsx"
    path.write_bytes(raw)
    return run("screen", path, "--ruleset", FLOOR, "--pdf", "none", "--jobs", "1", "--as-of", "2025-06-30", "-o", folder / "out")


def cell(new: str) -> Change:
    return lambda raw: changed(raw, MONEY, new)


def more(new: str) -> Change:
    return lambda raw: changed(raw, "</row></sheetData>", f"{new}</row></sheetData>")


def second_part(raw: bytes) -> bytes:
    parts = unpacked(raw)
    return packed([*parts, (SHEET, dict(parts)[SHEET].replace(b"5000", b"9000"))])


TWICE: dict[str, tuple[str, str, Change]] = {
    "a cell": ("workbook.cell_twice", "“表”页 C2 格", more('<c r="C2"><v>9000</v></c>')),
    "a value in a cell": ("workbook.cell_twice", "“表”页 C2 格", cell("<c><v>5000</v><v>9000</v></c>")),
    "a value beside a text": ("workbook.cell_twice", "“表”页 C2 格", cell(MONEY.replace("</c>", "<v>9000</v></c>"))),
    "a sheet": ("workbook.sheet_twice", "两页都叫“表”", lambda raw: changed(
        raw, "</sheets>", '<sheet name="表" sheetId="2" r:id="r1"/></sheets>', "xl/workbook.xml")),
    "a part": ("workbook.part_twice", f"同名（{SHEET}）", second_part)}


@pytest.mark.parametrize("kind", TWICE)
def test_what_stands_twice_is_refused_as_nobody_knows_which_counts(kind: str, tmp_path: Path) -> None:
    code, words, change = TWICE[kind]
    assert screened(as_workbook(ROWS), tmp_path / "good").status == 0
    said = screened(change(as_workbook(ROWS)), tmp_path / "twice")
    assert (said.status, len(said.errors)) == (4, 1), said
    assert says(said.errors[0], code, words), said.err


@pytest.mark.parametrize("change", [
    cell('<c t="s"><v>-1</v></c>'), cell('<c t="s"><v>7</v></c>'), cell('<c s="-1"><v>5000</v></c>'), more('<c r="D0"><v>1</v></c>'),
    more('<c r="D2"><v>1</v><c r="E2"><v>2</v></c></c>'), lambda raw: changed(raw, '<row r="2">', '<row r="-2">'),
    lambda raw: changed(raw, "<sheetData>", '<cols><col min="-900000000" max="5" hidden="1"/></cols><sheetData>')],
    ids=["text before the first", "text behind the last", "style before the first", "row before the first", "cell in a cell", "row below nought",
         "column before the first"])
def test_what_points_to_where_nothing_is_makes_a_workbook_damaged_and_is_never_read_as_something_else(change: Change, tmp_path: Path) -> None:
    said = screened(change(as_workbook(ROWS)), tmp_path)
    assert (said.status, len(said.errors)) == (4, 1), said
    assert says(said.errors[0], "form.not_xlsx", "已损坏")


@pytest.mark.parametrize("stored", ["1e999999999", "-1e999999999", "1e9999999999999999999", "1e41"])
def test_a_number_beyond_all_measure_is_refused_by_its_cell(stored: str, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(cell(f"<c><v>{stored}</v></c>")(as_workbook(ROWS)))
    [line] = read_table(path).lines
    found = line.cells["计划总投资（万元）"]
    assert (str(found.address), found.fault) == ("表!C2", "amount.too_extreme")
    said = run("screen", path, "--ruleset", FLOOR, "--pdf", "none", "--jobs", "1", "-o", tmp_path / "out")
    assert said.status == 4
    summary = openpyxl.load_workbook(tmp_path / "out/results.xlsx")
    words = [str(cell.value) for sheet in summary for row in sheet.iter_rows() for cell in row]
    assert any("“表”页 C2 格" in one and says(one, "amount.too_extreme", stored) for one in words)


@pytest.mark.parametrize("written", ["0." + "0" * 250, "0" * 250, "0" + "%" * 250, "0." + "0" * 120 + "%" * 120])
@pytest.mark.parametrize("number", ["1E+40", "9.99999999999999E+39", "1E-40", "-5"])
def test_a_format_of_any_length_shows_any_number(written: str, number: str) -> None:
    assert Decimal(shown(Decimal(number), written).text.rstrip("%")) == Decimal(number).scaleb(2 * written.count("%"))


def test_the_readers_of_forms_and_of_confirmations_refuse_the_same(tmp_path: Path) -> None:
    form, sheet = tmp_path / "form.xlsx", tmp_path / "sheet.xlsx"
    form.write_bytes(twice(form_bytes(Form(FLOOR))))
    sheet.write_bytes(twice(confirmation_sheets.blank()))
    for said, status in ((run("check", form), 4), (run("form", "--confirmed", sheet, "-o", tmp_path / "o.yaml"), 5)):
        assert (said.status, len(said.errors)) == (status, 1), said
        assert says(said.errors[0], "workbook.cell_twice", " A1 格")


def twice(raw: bytes) -> bytes:
    """The workbook with its first cell once more at its end."""
    return changed(raw, "</row></sheetData>", '<c r="A1"><v>1</v></c></row></sheetData>')


def number(text: str = "44562", **more: Any) -> ShownNumber:
    return ShownNumber(text, **more)


def odd(given: str, text: str = "44562") -> ShownNumber:
    return number(text, fault="form.odd_format", params={"given": given})


def foreign(currency: str) -> ShownNumber:
    return number(fault="form.foreign_currency", params={"currency": currency})


FORMATS: dict[str, ShownNumber] = {
    "[$-en-US]yyyy-mm-dd": number(dated=True), "[$-zh-CN]yyyy年m月d日": number(dated=True),
    "[$-x-sysdate]dddd yyyy": number(dated=True), "[$-F800]yyyy": number(dated=True),
    "[$¥-zh-CN]0": number(), "[$¥]0": number(), "[$￥-804]0": number(), "[$元]0": number("元44562"),
    "[$¥-ja-JP]0": foreign("¥"), "[$¥-411]0": foreign("¥"), "[$€-x-euro2]0": foreign("€"), "[$$-en-US]0": foreign("$"),
    "[h]:mm": number(timed=True), "h:mm AM/PM": number(timed=True), "上午/下午h:mm": number(timed=True), "a/ph": number(timed=True),
    "0.00E+00": number(), "0.00e-00": number(), "yyyy-mm-dd #": odd("yyyy-mm-dd #"), "[Red]0": number(),
    "[>5]0;[<1]0;[=44561]0": number(), "[<5]0;[<1]0;[=44561]0": odd("[<5]0;[<1]0;[=44561]0"),
    "[>1E3]0": number(), "[>1E5]0": odd("[>1E5]0"), "[>x]0": odd("[>x]0"), "[>NaN]0": odd("[>NaN]0"), "[>-.5]0": number(), "0;[<一]0": odd("0;[<一]0")}


@pytest.mark.parametrize("written", FORMATS)
def test_a_format_shows_the_number_in_the_local_way_or_is_odd_or_foreign(written: str) -> None:
    assert shown(Decimal(44562), written) == FORMATS[written]
    assert shown(Decimal(0), "#") == ShownNumber("0", hidden=True)


def read(raw: bytes, place: str) -> Cell:
    [sheet] = sheets_of(raw, "表.xlsx", DossierError, computed=True).values()
    return next(found for found in sheet.cells.values() if str(found.address).endswith(f"!{place}"))


def test_a_cell_that_holds_a_day_in_words_is_that_day_and_a_time_is_none() -> None:
    for stored, day in (("2022-01-01T00:00:00", dt.date(2022, 1, 1)), ("T13:45:00", None), ("2022-13-01", None)):
        found = read(cell(f'<c t="d"><v>{stored}</v></c>')(as_workbook(ROWS)), "C2")
        assert (found.date, found.fault) == (day, None if day else "form.odd_cell")


def test_a_text_of_which_some_is_struck_out_is_not_read_as_all_of_it(tmp_path: Path) -> None:
    part = '<r><rPr><strike{0}/></rPr><t>300</t></r><r><rPr><b/></rPr><t>5000</t></r>'
    for val, fault in (("", "form.struck_cell"), (' val="1"', "form.struck_cell"), (' val="0"', None), (' val="false"', None)):
        written = f'<c t="inlineStr"><is>{part.format(val)}</is></c>'
        assert (read(cell(written)(as_workbook(ROWS)), "C2").text, read(cell(written)(as_workbook(ROWS)), "C2").fault) == ("3005000", fault)
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet, struck = book.add_worksheet(), book.add_format({"font_strikeout": True})
        sheet.write_rich_string(0, 0, struck, "350", "400")
        sheet.write_rich_string(0, 1, struck, "350", struck, "万元")
        sheet.write_string(0, 2, "400")
        sheet.write_number(0, 3, 350, struck)
        sheet.write_string(0, 4, "虚构甲项目", struck)
        sheet.write_blank(0, 5, None, struck)
        sheet.write_number(0, 6, 350, book.add_format({"bold": True}))
    assert [read(out.getvalue(), f"{column}1").fault for column in "ABCDEG"] == [
        "form.struck_cell", "form.struck_out", None, "form.struck_out", "form.struck_out", None]
    told = screened(cell(f'<c t="inlineStr"><is>{part.format("")}</is></c>')(as_workbook(ROWS)), tmp_path)
    assert told.status == 4
    words = [str(one.value) for sheet in openpyxl.load_workbook(tmp_path / "out/results.xlsx") for row in sheet.iter_rows() for one in row]
    assert any("“表”页 C2 格" in one and says(one, "form.struck_cell", "3005000") for one in words)


def test_a_project_that_is_struck_out_is_neither_judged_nor_passed_over(tmp_path: Path) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet, struck = book.add_worksheet("表"), book.add_format({"font_strikeout": True})
        sheet.write_row(0, 0, ROWS[0])
        sheet.write_row(1, 0, ROWS[1], struck)
        sheet.write_row(2, 0, ["虚构乙项目", *ROWS[1][1:]])
    told = screened(out.getvalue(), tmp_path)
    assert told.status == 4
    words = [str(one.value) for sheet in openpyxl.load_workbook(tmp_path / "out/results.xlsx") for row in sheet.iter_rows() for one in row]
    assert any(says(one, "form.struck_out", "还用的请去掉删除线") for one in words)


def test_a_stored_time_or_a_day_beyond_all_calendars_is_no_date_and_shared_texts_are_read() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "共用的字")
        sheet.write_number(0, 1, 0.5, book.add_format({"num_format": "h:mm"}))
        sheet.write_number(0, 2, 2_958_000, book.add_format({"num_format": "yyyy-mm-dd"}))
    raw = out.getvalue()
    assert (read(raw, "C1").date, read(raw, "B1").fault) == (dt.date(9998, 9, 22), "form.odd_cell")
    from_1904 = changed(raw, "<workbookPr", '<workbookPr date1904="1"', "xl/workbook.xml")
    assert read(from_1904, "C1").fault == "form.odd_cell"
    shared = "xl/sharedStrings.xml"
    spoken = '<r><t>共用</t></r><rPh sb="0" eb="2"><t>gongyong</t></rPh><r><t>的字</t></r>'
    for written in (raw, changed(raw, "<t>共用的字</t>", spoken, shared)):
        assert read(written, "A1").text == "共用的字"
    long = read(changed(raw, "共用的字", "字" * (LONGEST_CELL + 1), shared), "A1")
    assert (len(long.text), long.fault) == (LONGEST_CELL, "form.long_cell")
