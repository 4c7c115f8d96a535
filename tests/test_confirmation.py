"""The confirmation sheet: what it asks, what a filled one comes to, and how limits are read from it."""

from __future__ import annotations

import copy
import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from confirmation_sheets import (
    BASE,
    HEAD,
    LIMITS,
    OTHER,
    SAME,
    SHA,
    TEXTS,
    Sheet,
    item,
    read_back,
    verdict,
)
from conftest import ROOT, judged, sample_data
from hypothesis import given
from hypothesis import strategies as st

from checker.confirmations.confirmed import read_filled
from checker.confirmations.confirming import confirmation_sheet
from checker.confirmations.limit_cell import UnreadableLimit, limit_row
from checker.confirmations.lines import LimitLine, limit_lines
from checker.confirmations.provision import outcome_of, overlay_bytes
from checker.messages import CATALOGUE
from checker.places import CellAddress
from checker.ruleset.amended import said
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data, load, load_folder, locate, rules_file

# -- what the sheet asks --


def rows_by_hand() -> list[tuple[str, str | None]]:
    """Item and case of every row of a limit, read from the file without the program."""
    data = copy.deepcopy(rules_file(locate(BASE)).data)
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
    data = copy.deepcopy(rules_file(locate(BASE)).data)
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
    data = rules_file(locate(BASE)).data
    data["indicators"][0]["label"] = "=1+1"
    data["indicators"][0]["source"]["place"] = "+表1"
    book = openpyxl.load_workbook(io.BytesIO(confirmation_sheet(from_data(data))))
    cells = [cell for row in book[LIMITS].iter_rows() for cell in row if cell.value in ("=1+1", "+表1")]
    assert [cell.data_type for cell in cells] == ["s", "s"]


def test_an_account_and_an_unknown_limit_are_asked_as_they_are() -> None:
    data = rules_file(locate(BASE)).data
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
    data = rules_file(locate(BASE)).data
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
    data = rules_file(locate(BASE)).data
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
