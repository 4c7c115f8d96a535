"""The confirmation sheet: what it asks, what a filled one comes to, and every way to fill it in wrongly."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result
from conftest import DAY, ROOT, judged, sample_data
from hypothesis import given
from hypothesis import strategies as st

from checker.cli.form import form
from checker.confirmations.confirmed import read_filled
from checker.confirmations.confirming import confirmation_sheet
from checker.confirmations.limit_cell import UnreadableLimit, limit_row
from checker.confirmations.lines import LimitLine, limit_lines
from checker.confirmations.provision import Ticked, outcome_of, overlay_bytes
from checker.errors import CheckerError, RulesetError, UsageError
from checker.files.textfile import parse, read
from checker.limits import MOST_FORM_ROWS
from checker.messages import CATALOGUE
from checker.places import CellAddress, SheetName
from checker.ruleset.amended import amended, overlay_from, said
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data, load, load_folder
from checker.wording.worded import WordedVerdict

BASE = "hj274-2015"
SHA = "5e57c3969132f12c1b1917d78f6cae5f325a3d34e0299a59979fb4c6ef1b8546"
HEAD = {"核对单位（人）": "某市生态环境局", "核对日期": "2025-03-01", "原文版本": "2016年第1版", "原文副本 SHA-256": SHA}
LIMITS, TEXTS = "限值核对", "公式与分组"
SAME, OTHER = "一致", "不一致"


def item(number: str) -> str:
    return f"HJ274-2015.{number}"


@cache
def blank() -> bytes:
    return confirmation_sheet(load(BASE))


class Sheet:
    """A confirmation sheet in the hands of somebody who fills it in."""

    def __init__(self, data: bytes | None = None) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data or blank()))
        for label, value in HEAD.items():
            self.head(label, value)

    def head(self, label: str, value: Any) -> str:
        sheet = self.book[LIMITS]
        row = next(cells[0].row for cells in sheet.iter_rows(max_row=9) if cells[0].value == label)
        sheet.cell(row, 3).value = value
        return f"{LIMITS}!C{row}"

    def table(self, name: str = LIMITS) -> dict[str, int]:
        sheet = self.book[name]
        start = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == "编号")
        return {str(sheet.cell(row, 1).value): row for row in range(start + 1, sheet.max_row + 1)}

    def cell(self, key: str, column: str, name: str = LIMITS) -> Any:
        table = self.table(name)
        return self.book[name].cell(table[key], self.place(min(table.values()) - 1, column, name))

    def place(self, start: int, column: str, name: str) -> int:
        return next(int(cell.column) for cell in self.book[name][start] if cell.value == column)

    def put(self, key: str, column: str, value: Any, name: str = LIMITS) -> str:
        cell = self.cell(key, column, name)
        cell.value = value
        return f"{name}!{cell.coordinate}"

    def tick(self, word: str = SAME, name: str = LIMITS) -> None:
        rows = self.table(name).values()
        place = self.place(min(rows) - 1, "与原文是否一致", name)
        for row in rows:
            self.book[name].cell(row, place).value = word

    def differ(self, key: str, limit: Any) -> str:
        self.put(key, "与原文是否一致", OTHER)
        return self.put(key, "原文限值", limit)

    def save(self, folder: Path) -> Path:
        path = folder / "sheet.xlsx"
        self.book.save(path)
        return path


def read_back(path: Path, asked: str | None = None) -> tuple[Ticked, dict[str, Any], Ruleset]:
    filled = read_filled(path, asked)
    outcome = outcome_of(filled, str(path))
    raw = overlay_bytes(filled, outcome, "overlay.yaml")
    data = parse(raw, "overlay.yaml", RulesetError).data
    return outcome, data, amended(filled.ruleset, overlay_from(data), DAY)


def verdict(ruleset: Ruleset) -> WordedVerdict:
    return judged(sample_data("made-up-park"), ruleset)


def refusals(sheet: Sheet, folder: Path) -> list[tuple[str, str, str]]:
    """Every problem's code, cell and words."""
    path = sheet.save(folder)
    with pytest.raises(RulesetError) as caught:
        outcome_of(read_filled(path), str(path))
    assert all(problem.file == str(path) for problem in caught.value.problems)
    return [(problem.code, str(problem.path[0]), str(problem)) for problem in caught.value.problems]


# -- what the sheet asks --


def rows_by_hand() -> list[tuple[str, str | None]]:
    """Item and case of every row of a limit, read from the file without the program."""
    data = yaml.safe_load((ROOT / "rulesets" / BASE / "ruleset.yaml").read_text(encoding="utf-8"))
    found = []
    for indicator in data["indicators"]:
        limits = [indicator["limit"]] if "limit" in indicator else []
        limits += [reading["limit"] for reading in indicator.get("readings", {}).values() if "limit" in reading]
        for limit in limits:
            found += [(indicator["id"], row.get("case")) for row in (limit if isinstance(limit, list) else [limit])]
    return found


def test_each_limit_row_of_each_indicator_stands_in_one_row() -> None:
    sheet = Sheet()
    expected = rows_by_hand()
    assert len(expected) == 40
    table = sheet.table()
    assert [(key.partition("/")[0], sheet.cell(key, "情形").value) for key in table] == expected
    assert len(table) == len(expected)


def test_each_formula_that_decides_and_each_requirement_stands_on_the_second_sheet() -> None:
    data = yaml.safe_load((ROOT / "rulesets" / BASE / "ruleset.yaml").read_text(encoding="utf-8"))
    due = []
    for indicator in data["indicators"]:
        readings = {name: r for name, r in indicator.get("readings", {}).items() if r.get("decides", True)}
        if "value" in indicator or any("value" in r for r in readings.values()):
            due += [f"{indicator['id']}/{name}" for name in sorted(readings)] or [indicator["id"]]
    due += [requirement["id"] for requirement in data["requirements"]]
    assert list(Sheet().table(TEXTS)) == due


def test_the_columns_say_what_is_recorded_and_how_it_was_seen() -> None:
    sheet = Sheet()
    row = min(sheet.table().values()) - 1
    assert [cell.value for cell in sheet.book[LIMITS][row]] == [
        "编号", "序号", "条文位置", "指标", "理解方案", "情形", "单位", "现录限值", "现录来源", "与原文是否一致",
        "原文限值", "原文页码或位置", "说明"]
    names = ("编号", "序号", "条文位置", "指标", "理解方案", "情形", "单位", "现录限值", "现录来源", "与原文是否一致")
    assert [sheet.cell("HJ274-2015.16/city_first/1", name).value for name in names] == [
        "HJ274-2015.16/city_first/1", "16", "表1 序号16", "再生水（中水）回用率", "两类兼属时按缺水城市", "缺水城市", "%",
        "≥20", "凭记忆，未见原文。三档限值和缺水城市名单未见原文。", None]
    assert sheet.cell(item("17"), "现录限值").value == "达标（100%）（按 =100 比较）"
    assert sheet.cell(item("22"), "现录限值").value == "具备"
    assert sheet.cell("energy", "现录内容", TEXTS).value == "至少 1 项达标：序号 11、12"
    assert sheet.cell(item("11"), "现录内容", TEXTS).value == "综合能耗总量 ÷ 工业增加值"


def test_the_head_names_the_document_and_the_state_of_the_ruleset() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(confirmation_sheet(load(BASE))))[LIMITS]
    head = {cells[0].value: cells[2].value for cells in sheet.iter_rows(min_row=1, max_row=8)}
    assert head["标准"] == "《国家生态工业示范园区标准》HJ 274-2015（环境保护部）"
    assert (head["规则集"], head["规则集摘要"]) == (BASE, load(BASE).digest)
    assert [head[label] for label in HEAD] == [None] * 4


def test_the_sheet_prints_across_a4_and_offers_the_two_words() -> None:
    book = openpyxl.load_workbook(io.BytesIO(confirmation_sheet(load(BASE))))
    assert book.sheetnames == ["填写说明", LIMITS, TEXTS]
    for name, column, first in ((LIMITS, "J", 11), (TEXTS, "H", 2)):
        sheet = book[name]
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == f"${first - 1}:${first - 1}"
        assert sheet.freeze_panes == f"E{first}"
        [rule] = sheet.data_validations.dataValidation
        assert (rule.type, rule.formula1, rule.allow_blank) == ("list", '"一致,不一致"', True)
        assert str(rule.sqref) == f"{column}{first}:{column}{sheet.max_row}"
    assert all(f"form.instruction.{n}" in CATALOGUE for n in range(1, 11))
    assert "certutil -hashfile" in str([row[0].value for row in book["填写说明"].iter_rows()])


def test_the_bytes_are_a_function_of_the_ruleset() -> None:
    data = confirmation_sheet(load(BASE))
    assert data == confirmation_sheet(load_folder(ROOT / "rulesets" / BASE))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {archive.infolist()[0].date_time}


def test_text_stays_text_whatever_it_begins_with() -> None:
    data = read(ROOT / "rulesets" / BASE / "ruleset.yaml").data
    data["indicators"][0]["label"] = "=1+1"
    data["indicators"][0]["source"]["place"] = "+表1"
    book = openpyxl.load_workbook(io.BytesIO(confirmation_sheet(from_data(data))))
    cells = [cell for row in book[LIMITS].iter_rows() for cell in row if cell.value in ("=1+1", "+表1")]
    assert [cell.data_type for cell in cells] == ["s", "s"]


def test_an_account_and_an_unknown_limit_are_asked_as_they_are() -> None:
    data = read(ROOT / "rulesets" / BASE / "ruleset.yaml").data
    del data["indicators"][0]["limit"]
    line = limit_lines(from_data(data))[0]
    assert (line.row, line.printed[7]) == (None, "未知")
    data["concludes"] = "account"
    del data["requirements"]
    assert limit_lines(from_data(data))[0].key == item("2")


# -- what a filled sheet comes to --


def test_all_the_same_confirms_all_and_no_limit_is_unseen_any_more(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    sheet.tick(name=TEXTS)
    outcome, data, ruleset = read_back(sheet.save(tmp_path))
    assert (len(outcome.limits), len(outcome.formulas), len(outcome.groups), outcome.unticked) == (32, 29, 7, 0)
    assert {key: data[key] for key in ("schema", "id", "issuer", "base", "in_force")} == {
        "schema": "overlay/1", "id": "hj274-2015-confirmed", "issuer": "某市生态环境局",
        "base": {"ruleset": BASE, "digest": load(BASE).digest}, "in_force": {"from": "2025-03-01", "seen": "source"}}
    assert "corrected" not in data
    assert "adopt" not in data
    found = verdict(ruleset)
    assert {finding.seen.limit for finding in found.findings} == {"official"}
    assert {part.seen for part in found.requirements} == {"official"}
    before = {note.code for note in verdict(load(BASE)).notes}
    assert "note.limits_not_seen" in before
    assert "note.limits_not_seen" not in {note.code for note in found.notes}
    [note] = [note for note in found.notes if note.code == "note.confirmed" and note.params["parts"] == "限值、公式"]
    assert note.params["document"] == "HJ 274-2015（2016年第1版）"
    assert note.params["digest"] == SHA


def test_without_the_made_up_mark_the_verdict_becomes_formal(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    data = sample_data("made-up-park")
    del data["made_up"]
    assert judged(data).purpose == "trial"
    assert judged(data, read_back(sheet.save(tmp_path))[2]).purpose == "formal"


def test_the_factors_of_an_account_are_ticked_too_and_then_it_is_no_trial(tmp_path: Path) -> None:
    account = load("carbon-account-2011")
    sheet = Sheet(confirmation_sheet(account))
    sheet.head("核对日期", "2021-01-01")
    for key in sheet.table(TEXTS):
        if key.startswith("factor/"):
            sheet.put(key, "与原文是否一致", SAME, TEXTS)
    outcome, data, ruleset = read_back(sheet.save(tmp_path))
    assert outcome.factors == list(account.model.factors)
    assert data["confirmed"][0]["factors"] == outcome.factors
    assert sheet.cell("factor/grid_emission", "现录内容", TEXTS).value == "0.50885 kg/kWh"
    sample = sample_data("yuxi-carbon-2020")
    codes = {note.code for note in judged(sample, account).notes}
    assert "note.factors_not_seen" in codes
    assert "note.factors_not_seen" not in {note.code for note in judged(sample, ruleset).notes}


def test_a_factor_that_the_original_denies_leaves_its_lines_unconfirmed(tmp_path: Path) -> None:
    sheet = Sheet(confirmation_sheet(load("zero-carbon-park-2025")))
    sheet.tick()
    key = next(key for key in sheet.table(TEXTS) if key.startswith("factor/"))
    cell = sheet.put(key, "与原文是否一致", OTHER, TEXTS)
    outcome, data, _ = read_back(sheet.save(tmp_path))
    assert outcome.disputed == [cell]
    assert outcome.withheld == ["ZC-2025.1"]
    assert "ZC-2025.1" not in data["confirmed"][0]["items"]
    assert CellAddress(cell).said() in data["note"]


def test_a_correction_changes_an_outcome(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    sheet.differ(item("11"), "≤0.15")
    sheet.put(item("11"), "原文页码或位置", "第6页")
    outcome, data, ruleset = read_back(sheet.save(tmp_path))
    assert item("11") not in outcome.limits
    [entry] = data["corrected"]
    assert entry["limit"] == [{"at_most": Decimal("0.15")}]
    assert (entry["place"], entry["by"], entry["on"], entry["digest"]) == (
        "表1 序号11（原文 第6页）", "某市生态环境局", "2025-03-01", SHA)
    assert verdict(load(BASE)).finding(item("11")).outcome == "met"
    found = verdict(ruleset).finding(item("11"))
    assert (found.outcome, found.limit, found.seen.limit) == ("unmet", "≤0.15", "official")
    [change] = found.changes
    assert (change.kind, change.before, change.after) == ("corrected", "≤0.5", "≤0.15")


def test_the_rows_of_one_limit_are_corrected_together(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    sheet.differ(f"{item('10')}/1", "≤0.55")
    sheet.differ(f"{item('16')}/region_first/1", "≥35%")
    outcome, data, ruleset = read_back(sheet.save(tmp_path))
    limits = {(entry["item"], entry.get("reading")): entry["limit"] for entry in data["corrected"]}
    model = load(BASE).items[item("10")].model
    assert [row["when"] for row in limits[item("10"), None]] == [row.when for row in model.limit]
    assert said([row.row for row in ruleset.items[item("10")].interpretations[0].rows]) == (
        "增加值增长：≤0.55；增加值下降：≥0.6")
    ways = {way.id: said([row.row for row in way.rows]) for way in ruleset.items[item("16")].interpretations}
    assert ways == {"city_first": "缺水城市：≥20；京津冀地区：≥30；其他地区：≥10",
                    "region_first": "京津冀地区：≥35；缺水城市：≥20；其他地区：≥10"}
    assert item("16") in outcome.limits
    assert item("10") not in outcome.limits
    assert {ruleset.items[item(n)].model.source.limit for n in ("10", "16")} == {"official"}


def test_what_is_not_ticked_is_left_out_and_counted(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.put(item("1"), "与原文是否一致", SAME)
    sheet.put(f"{item('10')}/1", "与原文是否一致", SAME)
    sheet.book[LIMITS].delete_rows(sheet.table()[item("32")])
    outcome, data, ruleset = read_back(sheet.save(tmp_path))
    assert outcome.unticked == 40 - 2 + 49
    assert outcome.partial == [item("10")]
    assert [entry["items"] for entry in data["confirmed"]] == [[item("1")]]
    assert ruleset.items[item("10")].model.source.limit == "recollected"


def test_one_formula_alone_is_adopted_and_a_denied_one_withholds_its_limit(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    for name, word in (("residents", SAME), ("employees", OTHER), ("industrial_employees", OTHER)):
        sheet.put(f"{item('2')}/{name}", "与原文是否一致", word, TEXTS)
    denied = sheet.put(item("11"), "与原文是否一致", OTHER, TEXTS)
    water = sheet.put("water", "与原文是否一致", OTHER, TEXTS)
    outcome, data, ruleset = read_back(sheet.save(tmp_path))
    [entry] = data["adopt"]
    assert (entry["item"], entry["reading"], entry["authority"]) == (item("2"), "residents", "某市生态环境局")
    assert [way.id for way in ruleset.items[item("2")].interpretations] == ["residents"]
    assert sorted(outcome.disputed) == sorted([denied, water])
    assert outcome.withheld == [item("11"), item("14"), item("15"), item("16")]
    assert ruleset.items[item("14")].model.source.limit == "recollected"
    assert CellAddress(denied).said() in data["note"]
    assert item("14") in data["note"]


@pytest.mark.parametrize("last", [OTHER, None])
def test_two_formulas_of_three_are_no_adoption(last: str | None, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    for name, word in (("residents", SAME), ("employees", SAME), ("industrial_employees", last)):
        sheet.put(f"{item('2')}/{name}", "与原文是否一致", word, TEXTS)
    outcome, data, _ = read_back(sheet.save(tmp_path))
    assert "adopt" not in data
    assert outcome.partial == ([] if last else [item("2")])
    assert bool(outcome.disputed) == bool(last), "a formula that the original denies"
    assert (item("2") in outcome.limits) == (last is None)


def test_the_overlay_is_the_same_text_each_time_and_reads_well(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    sheet.differ(item("14"), "<7")
    path = sheet.save(tmp_path)
    texts = {overlay_bytes(f, outcome_of(f, "x"), "x.yaml") for f in (read_filled(path), read_filled(path))}
    [text] = [raw.decode() for raw in texts]
    assert text.startswith("# 由填好的限值核对表写出")
    assert "title: 国家生态工业示范园区标准限值核对确认" in text
    assert "- {below: 7}" in text


@pytest.mark.parametrize("value", [dt.datetime(2025, 3, 1), dt.date(2025, 3, 1), "2025/3/1", "2025年3月1日", "20250301",
                                   20250301, "２０２５．３．１", " 2025-03-01 "])
def test_a_date_may_be_a_date_cell_or_text(value: Any, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    sheet.head("核对日期", value)
    assert read_filled(sheet.save(tmp_path)).head.on == dt.date(2025, 3, 1)


def test_a_digest_may_be_written_as_the_tools_print_it(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    spaced = " ".join(re.findall("..", SHA.upper()))
    sheet.head("原文副本 SHA-256", spaced)
    assert read_filled(sheet.save(tmp_path)).head.digest == SHA


def test_rows_may_be_sorted_and_columns_widened(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    page = sheet.book[LIMITS]
    rows = [[cell.value for cell in cells] for cells in page.iter_rows(min_row=11)]
    for row, values in enumerate(reversed(rows), 11):
        for column, value in enumerate(values, 1):
            page.cell(row, column).value = value
    assert len(read_back(sheet.save(tmp_path))[0].limits) == 32


# -- the words of a limit --


def line(number: str, position: int = 1, ruleset: Ruleset | None = None) -> LimitLine:
    lines = [one for one in limit_lines(ruleset or load(BASE)) if one.item.id == item(number)]
    return lines[position - 1]


@pytest.mark.parametrize(("number", "written", "due", "label"), [
    ("11", "≤0.45", {"at_most": "0.45"}, None), ("11", "＜0.45", {"below": "0.45"}, None),
    ("11", "<=0.45 tce/万元", {"at_most": "0.45"}, None), ("11", "不超过0.45吨标准煤/万元", {"at_most": "0.45"}, None),
    ("11", "≦ 0.450", {"at_most": "0.450"}, None), ("11", "小于等于1", {"at_most": "1"}, None),
    ("11", "=0.45", {"exactly": "0.45"}, None), ("14", "<7", {"below": "7"}, None),
    ("14", "不高于7 m³/万元。", {"at_most": "7"}, None), ("1", "≥30", {"at_least": "30"}, None),
    ("1", "35%以上", {"at_least": "35"}, None), ("1", ">1,000", {"above": "1000"}, None),
    ("17", "100", {"exactly": "100"}, None), ("17", "=95%", {"exactly": "95"}, None),
    ("17", "≥45%，达标", {"at_least": "45"}, "≥45%，达标"), ("17", "达标（≥95%）", {"at_least": "95"}, "达标（≥95%）"),
    ("17", "达标，≥95", {"at_least": "95"}, "达标，≥95"), ("17", "100%达标", {"exactly": "100"}, "100%达标"),
    ("18", "≤2（未完成）", {"at_most": "2"}, "≤2（未完成）"), ("3", "≥-2", {"at_least": "-2"}, None)])
def test_a_limit_is_read_as_it_is_written(number: str, written: str, due: dict[str, str], label: str | None) -> None:
    row = limit_row(written, line(number))
    assert {name: str(bound) for name, bound in row.bounds} == due
    assert row.label == label


def test_a_limit_keeps_its_case_and_a_word_is_one_of_the_words() -> None:
    row = limit_row("≥25", line("16", 2))
    assert (row.when, row.case) == ("jing_jin_ji", "京津冀地区")
    assert limit_row(" 不具备", line("22")).word == "不具备"


def changed(limit: Any) -> Ruleset:
    data = read(ROOT / "rulesets" / BASE / "ruleset.yaml").data
    data["indicators"][0]["limit"] = limit
    return from_data(data)


@pytest.mark.parametrize("written", ["40～60", "40-60%", "≥40，≤60", "≤60；≥40", "不小于40且不大于60"])
def test_a_range_gives_both_ends(written: str) -> None:
    ruleset = changed({"at_least": Decimal(10), "at_most": Decimal(20)})
    assert dict(limit_row(written, line("1", ruleset=ruleset)).bounds) == {
        "at_least": Decimal(40), "at_most": Decimal(60)}


def test_a_range_that_no_number_reaches_is_refused() -> None:
    ruleset = changed({"at_least": Decimal(10), "at_most": Decimal(20)})
    with pytest.raises(UnreadableLimit) as caught:
        limit_row("≥60，≤40", line("1", ruleset=ruleset))
    assert "不能成立：限值互相矛盾" in str(caught.value.problem)


@pytest.mark.parametrize(("number", "written", "code", "words"), [
    ("11", "见表2", "form.limit_unreadable", "读不出。请写成 ≤8、≥30"), ("11", "", "form.limit_unreadable", "读不出"),
    ("11", "达标", "form.limit_unreadable", "读不出"), ("17", "达标", "form.limit_unreadable", "读不出"),
    ("11", "≤0.45或0.5", "form.limit_unreadable", "读不出"), ("11", "10⁴", "form.limit_unreadable", "读不出"),
    ("11", "45", "form.limit_bare", "没有写明是上限、下限还是等于"), ("17", "45%，达标", "form.limit_bare", "程序不作推定"),
    ("17", "达标（95%）", "form.limit_bare", "请写成 ≤、≥、<、> 或 = 加数"), ("11", "≥0.45", "form.limit_form", "方向相反"),
    ("1", "<30", "form.limit_form", "方向相反"), ("11", "0.1～0.5", "form.limit_form", "上下限的个数不同"),
    ("11", "≤0.5，≤0.4", "form.limit_twice", "同一个方向写了两个数"), ("11", "约0.5", "form.limit_vague", "约数"),
    ("11", "≤450kgce/万元", "form.limit_unit", "单位与本行的单位（tce/万元）不同"), ("11", "≤1万", "form.limit_unit", "单位"),
    ("10", "≤60%", "form.limit_unit", "（没有单位的数）"), ("22", "有", "form.limit_word", "可写：具备、不具备"),
    ("1", "≥1e99", "form.limit_unreadable", "读不出"), ("17", "≥60，≤40", "form.limit_form", "上下限的个数不同")])
def test_a_limit_that_could_mean_something_else_is_not_guessed(number: str, written: str, code: str, words: str) -> None:
    with pytest.raises(UnreadableLimit) as caught:
        limit_row(written, line(number))
    assert caught.value.problem.code == code
    assert words in str(caught.value.problem)


def test_a_limit_that_is_a_datum_is_not_replaced_and_an_unknown_one_needs_its_sign() -> None:
    data = read(ROOT / "rulesets" / BASE / "ruleset.yaml").data
    data["indicators"][0].pop("limit")
    unknown = line("1", ruleset=from_data(data))
    assert limit_row("≥30", unknown).at_least == 30
    with pytest.raises(UnreadableLimit, match=r"form\.limit_bare"):
        limit_row("30", unknown)
    datum = changed({"at_least": "high_tech_output / industrial_output"})
    with pytest.raises(UnreadableLimit, match=r"form\.limit_datum"):
        limit_row("≥30", line("1", ruleset=datum))


@given(st.text(max_size=12), st.sampled_from(["1", "10", "11", "16", "17", "18", "22"]))
def test_no_words_break_the_reader(written: str, number: str) -> None:
    try:
        row = limit_row(written, line(number))
    except UnreadableLimit as bad:
        said_why = str(bad.problem)
    else:
        said_why = said([row])
    assert said_why


# -- every way to fill it in wrongly --


def tick_column(sheet: Sheet, key: str, value: Any) -> str:
    return sheet.put(key, "与原文是否一致", value)


WRONG: list[tuple[Callable[[Sheet], str], str, str]] = [
    (lambda s: s.head("核对单位（人）", None), "form.head_empty", "“核对单位（人）”没有填。没有人负责的核对不能作数"),
    (lambda s: s.head("核对日期", "  "), "form.head_empty", "“核对日期”没有填"),
    (lambda s: s.head("原文版本", None), "form.head_empty", "“原文版本”没有填"),
    (lambda s: s.head("原文副本 SHA-256", None), "form.head_empty", "“原文副本 SHA-256”没有填"),
    (lambda s: s.head("原文副本 SHA-256", "abc"), "form.sha256", "“abc”不是 SHA-256：应为 64 位"),
    (lambda s: s.head("核对日期", "2025-02-30"), "form.date", "“2025-02-30”不是日期。请写成 2026-03-01 的形式"),
    (lambda s: s.head("核对日期", "去年"), "form.date", "“去年”不是日期"),
    (lambda s: s.head("核对日期", 45717), "form.date", "“45717”不是日期"),
    (lambda s: s.head("核对日期", "=TODAY()"), "form.formula_cell", "是公式（=TODAY()），它的值会随别处变动"),
    (lambda s: s.head("核对单位（人）", "某_x0007_局"), "form.bad_character", "看不见的控制字符"),
    (lambda s: s.head("规则集", "hj274"), "form.unknown_ruleset", "没有安装规则集“hj274”"),
    (lambda s: s.head("规则集摘要", "sha256:00"), "form.other_state", "生成核对表以后规则集改过"),
    (lambda s: tick_column(s, item("1"), "√"), "form.tick", "“√”不能识别。请从下拉框选：一致、不一致"),
    (lambda s: tick_column(s, item("1"), True), "form.odd_cell", "是时间或是非值（True）"),
    (lambda s: tick_column(s, item("1"), '=IF(1,"一致")'), "form.formula_cell", "请改填内容本身"),
    (lambda s: tick_column(s, item("1"), "#N/A"), "form.error_cell", "错误值（#N/A）"),
    (lambda s: s.differ(item("1"), None), "form.limit_needed", "选了“不一致”，却没有填原文限值"),
    (lambda s: s.differ(item("1"), "三成"), "form.limit_unreadable", "“三成”读不出"),
    (lambda s: s.differ(item("1"), "≤35"), "form.limit_form", "“≤35”与现录的“≥30”方向相反"),
    (lambda s: s.differ(item("1"), 35), "form.limit_bare", "没有写明"),
    (lambda s: s.differ(item("1"), dt.date(2025, 4, 6)), "form.limit_date", "变成了日期（2025-04-06）"),
    (lambda s: s.differ(item("1"), "=B2"), "form.formula_cell", "是公式（=B2）"),
    (lambda s: s.differ(item("1"), "#REF!"), "form.error_cell", "错误值（#REF!）"),
    (lambda s: s.differ(item("1"), "≥30%"), "form.different_but_same", "却与现录的“≥30”相同"),
    (lambda s: s.put(item("1"), "原文限值", "≥35"), "form.same_but_other", "却与现录的“≥30”不同"),
    (lambda s: s.put(item("1"), "现录限值", "≥35"), "form.edited", "被改动过，原为“≥30”"),
    (lambda s: s.put(item("1"), "情形", "某情形"), "form.edited", "原为“空”"),
    (lambda s: s.put(item("1"), "指标", "=A1"), "form.edited", "被改动过"),
    (lambda s: s.put(item("1"), "编号", item("1") + "x"), "form.unknown_key", "没有编号“HJ274-2015.1x”"),
    (lambda s: s.put(item("1"), "编号", None), "form.no_key", "勾选了，却没有编号"),
    (lambda s: s.put(item("2"), "编号", item("1")), "form.key_twice", f"编号“{item('1')}”出现了两次"),
    (lambda s: s.put("energy", "与原文是否一致", "对", TEXTS), "form.tick", "“对”不能识别"),
    (lambda s: s.put("energy", "现录内容", "至少 2 项", TEXTS), "form.edited", "原为“至少 1 项达标：序号 11、12”"),
    (lambda s: (tick_column(s, item("1"), None), s.put(item("1"), "原文限值", "≥35"))[1], "form.without_tick",
     "却没有选“一致”或“不一致”"),
    (lambda s: (s.differ(f"{item('10')}/1", "≤0.5"), tick_column(s, f"{item('10')}/2", None))[1], "form.row_left",
     "HJ274-2015.10/2 没有核对，而同一限值的另一行选了“不一致”"),
]


@pytest.mark.parametrize(("mistake", "code", "words"), WRONG)
def test_each_mistake_is_named_by_sheet_and_cell(
        mistake: Callable[[Sheet], str], code: str, words: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    where = mistake(sheet)
    problems = refusals(sheet, tmp_path)
    assert (code, where) in [problem[:2] for problem in problems]
    place = CellAddress(where).said() if "!" in where else SheetName(where).said()
    assert any(words in problem[2] and f"sheet.xlsx {place}：" in problem[2] for problem in problems)
    assert len(problems) == 1 or code in ("form.edited", "form.key_twice")


def test_a_percentage_cell_is_a_percentage(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    tick_column(sheet, item("17"), SAME)
    sheet.put(item("17"), "原文限值", 1)
    sheet.cell(item("17"), "原文限值").number_format = "0%"
    assert item("17") in read_back(sheet.save(tmp_path))[0].limits
    sheet.put(item("17"), "原文限值", 95 / 100)
    [(code, _, words)] = refusals(sheet, tmp_path)
    assert code == "form.limit_bare"
    assert "“95%”" in words


def test_one_bad_row_hides_no_other(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    sheet.head("核对日期", "x")
    tick_column(sheet, item("1"), "x")
    sheet.differ(item("2"), "x")
    sheet.put("energy", "与原文是否一致", "x", TEXTS)
    codes = [code for code, _, _ in refusals(sheet, tmp_path)]
    assert codes == ["form.date", "form.tick", "form.limit_unreadable", "form.tick"]


def test_problems_of_the_head_are_named_even_when_the_ruleset_is_another(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.head("规则集", "nobody")
    sheet.head("核对日期", "x")
    assert [code for code, _, _ in refusals(sheet, tmp_path)] == ["form.unknown_ruleset", "form.date"]


def test_nothing_ticked_writes_nothing(tmp_path: Path) -> None:
    path = Sheet().save(tmp_path)
    with pytest.raises(RulesetError, match="没有可以写入的勾选"):
        outcome_of(read_filled(path), str(path))


def test_a_limit_that_is_not_recorded_is_not_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "bare"
    folder.mkdir()
    text = (ROOT / "rulesets" / BASE / "ruleset.yaml").read_text(encoding="utf-8")
    text = text.replace("id: hj274-2015\n", "id: bare\n").replace("    limit: {at_least: 30}\n", "", 1)
    (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
    ruleset = load(str(folder))
    sheet = Sheet(confirmation_sheet(ruleset))
    sheet.tick()
    path = sheet.save(tmp_path)
    with pytest.raises(RulesetError) as caught:
        read_filled(path, str(folder))
    assert [problem.code for problem in caught.value.problems] == ["form.same_as_nothing"]
    sheet.differ(item("1"), "≥30")
    _, data, made = read_back(sheet.save(tmp_path), str(folder))
    assert data["corrected"][0]["limit"] == [{"at_least": Decimal(30)}]
    assert made.items[item("1")].model.source.limit == "official"
    with pytest.raises(RulesetError, match="这张表是规则集“bare”的"):
        read_filled(path, BASE)


def test_a_lost_column_or_head_cell_is_missed(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.cell(item("1"), "原文限值")
    start = min(sheet.table().values()) - 1
    sheet.book[LIMITS].cell(start, 11).value = "限值"
    sheet.book[LIMITS].cell(6, 1).value = "日期"
    problems = refusals(sheet, tmp_path)
    assert [problem[0] for problem in problems] == ["form.head_missing", "form.no_table"]
    assert "缺：原文限值" in problems[1][2]
    assert "找不到表头的“核对日期”一格" in problems[0][2]


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("ROOT", "_rels/.rels"), data)
    return out.getvalue()


@pytest.mark.parametrize(("name", "data", "code", "words"), [
    ("a.xls", b"\xd0\xcf\x11\xe0" + b"0" * 600, "form.old_format", "另存为 .xlsx"),
    ("a.et", b"0" * 600, "form.old_format", "另存为 .xlsx"),
    ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"0" * 600, "form.old_format", "加了打开密码"),
    ("a.xlsx", b"", "form.not_xlsx", "不是可读的 .xlsx"), ("a.xlsx", b"a,b,c\n", "form.not_xlsx", "另存为 .xlsx"),
    ("a.xlsx", archive(a=b"1"), "form.not_xlsx", "已损坏"),
    ("a.xlsx", archive(ROOT=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), "workbook.own_entities", "自行定义的实体"),
    ("a.xlsx", archive(xl__workbook_xml=b" " * 50_000_000), "form.too_large_inside", "解开后过大"),
    ("a.xlsx", archive(xl__workbook_xml=b" " * 2_000_000), "workbook.packed", "压缩了 100 倍以上"),
    ("a.xlsx", archive(**{f"p{n}": b"" for n in range(501)}), "workbook.many_parts", "有 501 个部件，超过 500 个的上限")])
def test_what_is_no_workbook_is_refused(name: str, data: bytes, code: str, words: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, data)
    with pytest.raises(RulesetError) as caught:
        read_filled(path)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert words in str(caught.value)


def test_a_damaged_sheet_is_refused_in_words(tmp_path: Path) -> None:
    data = Sheet().save(tmp_path).read_bytes()
    for cut in range(100, len(data), len(data) // 23):
        path = write(tmp_path / "cut.xlsx", data[:cut])
        with pytest.raises(RulesetError, match="xlsx"):
            read_filled(path)
        path = write(tmp_path / "cut.xlsx", data[:cut] + b"\0\xff\0" + data[cut + 3:])
        with suppress(RulesetError):
            read_filled(path)


def test_too_large_a_file_and_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet()
    sheet.book[LIMITS].cell(MOST_FORM_ROWS + 1, 1).value = "x"
    with pytest.raises(RulesetError, match="最多读 5000 行"):
        read_filled(sheet.save(tmp_path))
    path = write(tmp_path / "big.xlsx", b"PK" * 5_000_001)
    with pytest.raises(RulesetError, match="文件超过 10 MB 的上限"):
        read_filled(path)
    for place, words in ((tmp_path, "文件夹"), (tmp_path / "none.xlsx", "找不到")):
        with pytest.raises(RulesetError, match=words):
            read_filled(place)


def test_another_workbook_is_not_taken_for_the_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(RulesetError, match="不是核对表，或表名被改过"):
        read_filled(tmp_path / "other.xlsx")


# -- the command --


def run(*words: Any) -> Result:
    return CliRunner().invoke(form, [str(word) for word in words])


def failed(done: Result) -> CheckerError:
    assert isinstance(done.exception, CheckerError), done.output
    return done.exception


def test_the_command_writes_the_sheet_and_reads_it_back(tmp_path: Path) -> None:
    target = tmp_path / "核对表.xlsx"
    done = run("--confirm", BASE, "-o", target)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "限值 40 行，公式与分组 49 行" in done.stderr
    assert target.read_bytes() == confirmation_sheet(load(BASE))
    assert run("--confirm", BASE, "-o", target).exit_code == 0
    sheet = Sheet(target.read_bytes())
    sheet.tick()
    tick_column(sheet, item("32"), None)
    overlay = tmp_path / "overlay.yaml"
    done = run("--confirmed", sheet.save(tmp_path), "-o", overlay)
    assert done.exit_code == 0
    assert "确认限值 31 项、公式 0 项、分组 0 组、系数 0 个；更正限值 0 项" in done.stderr
    assert "没有勾选的有 50 行" in done.stderr
    assert overlay_from(read(overlay, RulesetError).data).model.confirmed[0].on == dt.date(2025, 3, 1)
    done = run("--confirmed", sheet.save(tmp_path), "-o", "-")
    assert done.stdout_bytes == overlay.read_bytes()


def test_the_command_says_what_an_overlay_can_not_mend(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    tick_column(sheet, f"{item('10')}/1", None)
    where = sheet.put("water", "与原文是否一致", OTHER, TEXTS)
    done = run("--confirmed", sheet.save(tmp_path), "-o", tmp_path / "overlay.yaml")
    assert f"公式、分组或系数与原文不一致的行：{CellAddress(where).said()}" in done.stderr
    assert "只勾选了一部分的指标没有写入：HJ274-2015.10" in done.stderr
    assert "仍按原来的来源对待：HJ274-2015.14、HJ274-2015.15、HJ274-2015.16" in done.stderr


@pytest.mark.parametrize(("words", "code"), [
    ((), "form.which"), (("--confirm", BASE, "--confirmed", "x.xlsx", "-o", "y.yaml"), "form.which"),
    (("--confirm", BASE), "form.no_output"), (("--confirm", BASE, "--ruleset", BASE, "-o", "x.xlsx"), "form.needless_ruleset"),
    (("--confirm", BASE, "-o", "x.yaml"), "form.suffix"), (("--confirmed", "x.xlsx", "-o", "y.xlsx"), "form.suffix"),
    (("--confirm", "nobody", "-o", "x.xlsx"), "ruleset.not_found")])
def test_a_wrong_call_is_a_wrong_call(words: tuple[str, ...], code: str) -> None:
    error = failed(run(*words))
    assert isinstance(error, UsageError)
    assert [problem.code for problem in error.problems] == [code]


def test_a_filled_sheet_is_never_overwritten(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    path = sheet.save(tmp_path)
    before = path.read_bytes()
    assert failed(run("--confirm", BASE, "-o", path)).problems[0].code == "form.exists"
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    assert failed(run("--confirmed", path, "-o", link)).problems[0].code == "form.overwrites"
    assert path.read_bytes() == before


def test_nothing_is_written_when_something_is_wrong(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    sheet.head("核对日期", None)
    target = tmp_path / "overlay.yaml"
    error = failed(run("--confirmed", sheet.save(tmp_path), "-o", target))
    assert isinstance(error, RulesetError)
    assert not target.exists()
