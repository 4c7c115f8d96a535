"""Tables of projects in a browser: what is screened is what was shown, whoever else does what meanwhile."""

from __future__ import annotations

import errno
import gzip
import json
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import asked
import openpyxl
import pytest
import yaml
from conftest import ROOT
from registers import raises
from web_client import NOW, Browser, browser, said

from checker.messages import text
from checker.screening.lock import held
from checker.screening.summary import ERROR, Summary, lines
from checker.web import screenings
from checker.web.asked_table import AskedRows, AskedTable
from checker.web.lying_beside import files_beside
from checker.web.noted_runs import NotedRun, RunNotes, digests
from checker.web.rendering import Setting
from checker.web.screened_page import A_PAGE, row_page, screened_page
from checker.web.screenings import Screenings

TABLE = "yuxi-projects-2021-2025.csv"
YUNNAN, KUNMING = "admission-yunnan", "admission-kunming-etdz-2023"
ROWS = (ROOT / "samples" / TABLE).read_bytes().splitlines(keepends=True)[:3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "表.csv").write_bytes(b"".join(ROWS))
    return tmp_path


@pytest.fixture
def inside(folder: Path) -> Iterator[Browser]:
    with browser(folder, at_once=True) as one:
        yield one


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is asked for begins."""
    monkeypatch.setattr(screenings, "AT_ONCE", 0)


def asked_for(inside: Browser, name: str, **fields: Any) -> str:
    """Ask for a screening; the address of its page."""
    answer = inside.send(f"/table/{quote(name)}", {"ruleset": YUNNAN, "pages": "none", **fields})
    assert unquote(answer.url.path).startswith("/screening/"), said(answer.text)
    return str(answer.url.path)


def results_of(folder: Path, address: str) -> Path:
    return folder / unquote(address).removeprefix("/screening/")


def done(folder: Path, address: str) -> dict[str, Any]:
    """What a screening's folder says of it, without any page being opened."""
    place = results_of(folder, address)
    for _ in range(240):
        if (place / "summaries.jsonl.gz").exists():
            return dict(json.loads((place / "screening.json").read_bytes()))
        time.sleep(0.25)
    raise AssertionError(list(folder.rglob("*")))


# -- what is screened is what was shown

def test_a_screening_that_waits_reads_the_columns_as_its_own_owner_said(
        inside: Browser, folder: Path, crowded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"".join(ROWS).decode("utf-8-sig").replace("用地（亩）", "占多大")
    (folder / "表.csv").write_text(raw, encoding="utf-8")
    mine = {"ruleset": KUNMING, "column:占多大": "用地面积", "unit:占多大": "亩"}
    address = asked_for(inside, "表.csv", **mine)
    assert "前面还有一次没有做完" in said(inside.page(address))
    # somebody else, with another table of the same headings
    (folder / "另.csv").write_text(raw, encoding="utf-8")
    inside.send(f"/table/{quote('另.csv')}", {**mine, "unit:占多大": "平方米", "pages": "none", "only": "mapping"})
    monkeypatch.setattr(screenings, "AT_ONCE", 1)
    given = done(folder, address)["given"]
    columns = json.loads((results_of(folder, address) / given["columns"]).read_bytes())["columns"]
    assert columns == {"占多大": "用地面积（亩）"}
    rows = [json.loads(line) for line in gzip.decompress((results_of(folder, address) / "summaries.jsonl.gz").read_bytes()).splitlines()]
    assert rows
    shared = [json.loads(path.read_bytes())["columns"] for path in (folder / ".checker/mappings").glob("*.json")]
    assert shared == [{"占多大": "用地面积（平方米）"}]


@pytest.mark.parametrize("changed", ["表.csv", "common.yaml"])
def test_a_screening_whose_files_changed_while_it_waited_is_not_begun(
        inside: Browser, folder: Path, crowded: None, monkeypatch: pytest.MonkeyPatch, changed: str) -> None:
    (folder / "common.yaml").write_bytes((ROOT / "samples/screening/yuxi-projects-2021-2025.yaml").read_bytes())
    address = asked_for(inside, "表.csv", common="common.yaml")
    (folder / changed).write_bytes((folder / changed).read_bytes() + b"\n")
    monkeypatch.setattr(screenings, "AT_ONCE", 1)
    time.sleep(2)
    words = said(inside.page(address))
    assert f"没有开始评判：{changed}在要求评判以后改过了" in words
    assert "请重新读这张表，另做一次" in words
    assert not results_of(folder, address).exists()


def test_a_screening_that_can_not_be_begun_says_why(
        inside: Browser, folder: Path, crowded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    address = asked_for(inside, "表.csv")
    monkeypatch.setattr("checker.web.screenings.subprocess.Popen", full)
    monkeypatch.setattr(screenings, "AT_ONCE", 1)
    time.sleep(2)
    words = said(inside.page(address))
    assert "没有开始评判（磁盘已满）" in words
    assert "再点“接着做”" in words


@pytest.mark.whole
def test_what_waits_begins_though_nobody_looks(
        inside: Browser, folder: Path, crowded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    address = asked_for(inside, "表.csv")
    monkeypatch.setattr(screenings, "AT_ONCE", 1)
    done(folder, address)


@pytest.mark.whole
def test_it_is_judged_by_the_day_on_which_it_was_asked_for(inside: Browser, folder: Path) -> None:
    assert done(folder, asked_for(inside, "表.csv"))["day"] == NOW.date().isoformat()


@pytest.mark.whole
def test_the_day_of_the_common_facts_stays_theirs(inside: Browser, folder: Path) -> None:
    (folder / "common.yaml").write_text("schema: common/1\nassessed_on: 2024-05-06\n", encoding="utf-8")
    assert done(folder, asked_for(inside, "表.csv", common="common.yaml"))["day"] == "2024-05-06"


def test_what_somebody_else_is_at_is_running_and_not_offered_to_be_gone_on_with(
        inside: Browser, folder: Path, crowded: None) -> None:
    address = asked_for(inside, "表.csv")
    inside.send(address, {"do": "stop"})
    assert "接着做" in said(inside.page(address))
    with held(results_of(folder, address), make=True):
        words = said(inside.page(address))
        assert "还在评判，不是这次启动的页面开始的" in words
        assert "接着做" not in words
        inside.send(address, {"do": "resume"})
        assert "还在评判" in said(inside.page(address))
        assert inside.get(address, **{"hx-request": "true"}).text.count("还在评判") == 1
    assert "接着做" in said(inside.page(address))


@pytest.mark.parametrize("name", ["screening.json", "Screening.JSON"])
def test_results_can_not_be_handed_in(inside: Browser, folder: Path, crowded: None, name: str) -> None:
    key = {"authorization": f"Bearer {(folder / '.checker/api-key').read_text(encoding='ascii').strip()}"}
    place = results_of(folder, asked_for(inside, "表.csv"))
    forged = [("file", (name, b"{}"))]
    assert f"“{name}”是评判结果自己的文件名，没有收下" in said(inside.send("/files", {"below": place.name}, files=forged).text)
    packed = [("file", ("summaries.jsonl.gz", b"\x1f\x8b"))]
    assert "“summaries.jsonl.gz”不是能用的文件" in said(inside.send("/files", {"below": place.name}, files=packed).text)
    assert inside.client.put(f"/api/files/{name}", content=b"{}", headers=key).status_code == 422
    assert not place.exists()
    (place / "pdf").mkdir(parents=True)
    (place / "screening.json").write_bytes(b"{}")
    for below in (place.name, f"{place.name}/pdf"):
        words = said(inside.send("/files", {"below": below}, files=[("file", ("1-项目.pdf", b"%PDF-1.7"))]).text)
        assert f"“{place.name}”是一次评判的结果，不能放入别的文件（“1-项目.pdf”没有收下）" in words
    assert not list(place.rglob("*.pdf"))


@pytest.mark.whole
def test_a_table_whose_name_begins_with_a_hyphen_is_screened(inside: Browser, folder: Path) -> None:
    (folder / "-表.csv").write_bytes(b"".join(ROWS))
    done(folder, asked_for(inside, "-表.csv"))


# -- what the columns are

ASKED = f"?ruleset={KUNMING}&pages=none"


def chosen(html: str, heading: str) -> str:
    """What stands as chosen for a column."""
    select = re.search(rf'(?s)<select name="column:{re.escape(heading)}".*?</select>', html)
    assert select, said(html)
    found = re.search(r'value="([^"]*)" selected', select[0])
    return found[1] if found else ""


@pytest.mark.whole
@pytest.mark.parametrize("heading", ["拟建项目", "项目（名称）"])
def test_who_calls_the_names_otherwise_says_which_column_they_are(inside: Browser, folder: Path, heading: str) -> None:
    raw = b"".join(ROWS).decode("utf-8-sig").replace("项目名称", heading)
    (folder / "表.csv").write_text(raw, encoding="utf-8")
    page = f"/table/{quote('表.csv')}"
    html = inside.page(f"{page}{ASKED}")
    assert text("columns.which_is_name") in said(html)
    assert "没有认出哪一列是项目名称，无法知道各行是哪个项目。请在那一列的“读作”里选“项目名称”。" in said(html)
    assert chosen(html, heading) == ""
    refused = inside.send(page, {"ruleset": KUNMING, "pages": "none"})
    assert text("columns.which_is_name") in said(refused.text)
    assert chosen(refused.text, heading) == ""
    done(folder, asked_for(inside, "表.csv", ruleset=KUNMING, **{f"column:{heading}": "name"}))


def test_a_table_in_which_no_headings_are_found_is_refused_alone(inside: Browser, folder: Path) -> None:
    (folder / "空.csv").write_text("一句话\n", encoding="utf-8")
    html = inside.page(f"/table/{quote('空.csv')}{ASKED}")
    assert "这张表还读不了" in said(html)
    assert "<select name=\"column:" not in html


@pytest.mark.parametrize(("unit", "told"), [
    ("亿", "“用地（亩）”一列的单位写成了“亿”，没有这个单位，不知道这些数是多大。“用地面积”可用的单位："),
    ("万元", "“用地（亩）”一列的单位写成了“万元”，与“用地面积”不是同一种量。可用的单位：")])
def test_a_unit_that_is_none_is_told_with_those_that_fit_and_all_else_that_was_typed_stays(
        inside: Browser, folder: Path, unit: str, told: str) -> None:
    answer = inside.send(f"/table/{quote('表.csv')}", {
        "ruleset": KUNMING, "pages": "none", "column:用地（亩）": "用地面积", "unit:用地（亩）": unit, "was:用地（亩）": "用地面积（亩）",
        "column:项目名称": "name", "was:项目名称": "name", "column:领域": "owner", "was:领域": "field"})
    words = said(answer.text)
    assert told in words
    assert "亩" in words.partition(told)[2][:60]
    assert "不是这部规则集的数据项" not in words
    assert f'name="unit:用地（亩）" value="{unit}"' in answer.text
    assert chosen(answer.text, "领域") == "owner"


def test_a_unit_for_what_is_read_without_one_is_told(inside: Browser, folder: Path) -> None:
    answer = inside.send(f"/table/{quote('表.csv')}", {
        "ruleset": KUNMING, "pages": "none", "column:领域": "owner", "unit:领域": "亿", "was:领域": "field"})
    assert "“领域”一列的单位写成了“亿”，没有这个单位；“依托单位”也不按单位读。请把单位留空。" in said(answer.text)


def test_what_a_column_is_read_as_is_told_in_chinese(inside: Browser, folder: Path) -> None:
    raw = b"".join(ROWS).decode("utf-8-sig").replace("用地（亩）", "占多大（亩）")
    (folder / "表.csv").write_text(raw, encoding="utf-8")
    words = said(inside.page(f"/table/{quote('表.csv')}{ASKED}"))
    for told in ("照列名读：序号", "照列名读：项目名称", "照列名读：领域", "没有认出（亩）"):
        assert told in words
    for word in ("照列名读：number", "照列名读：name", "照列名读：field", "照列名读：unknown"):
        assert word not in words


# -- what came of it

@pytest.mark.whole
def test_results_are_ordered_by_number_keep_what_was_asked_and_lead_back_to_the_columns(inside: Browser, folder: Path) -> None:
    rows = (ROOT / "samples" / TABLE).read_bytes().splitlines(keepends=True)[:13]
    (folder / "表.csv").write_bytes(b"".join(rows))
    (folder / "common.yaml").write_bytes((ROOT / "samples/screening/yuxi-projects-2021-2025.yaml").read_bytes())
    address = asked_for(inside, "表.csv", common="common.yaml")
    done(folder, address)
    while "各个项目" not in (html := inside.page(f"{address}?order=outcome")):  # the command is about to end
        time.sleep(0.1)
    found = re.findall(r'<tr class="(\w+)"><td>(\d+)</td>', html)
    assert len(found) == 12
    for outcome in {outcome for outcome, _ in found}:
        numbers = [int(number) for which, number in found if which == outcome]
        assert numbers == sorted(numbers)
    back = re.search(r'<a href="([^"]+)">改各列，另做一次</a>', html)
    assert back
    assert unquote(back[1]) == f"/table/表.csv?ruleset={YUNNAN}&amp;common=common.yaml&amp;pages=all"
    assert "二、各列是什么" in said(inside.page(back[1].replace("&amp;", "&")))
    links = re.findall(r'<a href="/screening/[^"?]*(\?[^"]*)"', inside.page(f"{address}?words=%E9%A1%B9%E7%9B%AE&order=per_mu&down=1"))
    assert links
    for link in links:
        for part in ("words=%E9%A1%B9%E7%9B%AE", "order=per_mu", "down=1"):
            assert part in link


def test_the_next_page_is_of_the_same_rows_in_the_same_order() -> None:
    found = AskedRows("unmet", "review", "薄膜 a", "gap", down=True)
    assert unquote(found.query(start=200)) == "?outcome=unmet&pile=review&words=薄膜+a&order=gap&down=1&start=200"


def test_the_options_of_the_command_are_what_was_asked_for() -> None:
    full = AskedTable("表.csv", "./规则", "共.yaml", ("甲.yaml", "乙.yaml"), "一", "2", "none")
    assert full.options(".checker/列.json", NOW.date()) == [
        "--ruleset", "./规则", "--pdf", "none", "--as-of", "2026-11-28", "--common", "共.yaml", "--sheet", "一", "--header-row", "2",
        "--columns", ".checker/列.json", "--overlay", "甲.yaml", "--overlay", "乙.yaml"]
    assert full.files(".checker/列.json") == ["表.csv", "共.yaml", "甲.yaml", "乙.yaml", ".checker/列.json", "./规则"]
    assert AskedTable("下/表.csv", YUNNAN).files(None) == ["下/表.csv"]


def test_a_mapping_that_another_ruleset_refuses_stays_for_the_screenings_that_use_it(inside: Browser, folder: Path) -> None:
    raw = b"".join(ROWS).decode("utf-8-sig").replace("用地（亩）", "占多大")
    (folder / "表.csv").write_text(raw, encoding="utf-8")
    said_ = {"column:占多大": "用地面积", "unit:占多大": "亩", "pages": "none", "only": "mapping"}
    for ruleset, refused, kept in ((YUNNAN, True, 0), (KUNMING, False, 1), (YUNNAN, True, 1)):
        words = said(inside.send(f"/table/{quote('表.csv')}", {**said_, "ruleset": ruleset}).text)
        assert words.startswith("有错：") is refused
        assert ("“用地面积" in words) is refused, re.findall(".{30}用地面积.{30}", words)
        assert len(list((folder / ".checker/mappings").glob("*/*.json"))) == kept


def test_of_two_columns_of_one_thing_one_is_said_to_be_another(inside: Browser, folder: Path) -> None:
    raw = b"".join(ROWS).decode("utf-8-sig").replace("领域", "用地面积（亩）")
    (folder / "表.csv").write_text(raw, encoding="utf-8")
    page = f"/table/{quote('表.csv')}"
    inside.send(page, {"ruleset": KUNMING, "pages": "none", "only": "mapping", "column:用地面积（亩）": "field"})
    html = inside.page(f"{page}{ASKED}")
    assert chosen(html, "用地面积（亩）") == "field"
    assert "这张表还读不了" not in said(html)


def test_a_heading_over_two_columns_is_read_as_it_was_said_though_nobody_could_read_it_without(inside: Browser, folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["项目名称", "用地面积（亩）"], ["某项目", "12"]):
        sheet.append(row)
    page = f"/table/{quote('甲.xlsx')}"
    book.save(folder / "甲.xlsx")
    inside.send(page, {"ruleset": KUNMING, "pages": "none", "only": "mapping", "column:用地面积（亩）": "field"})
    sheet["C2"] = "现状"
    sheet.merge_cells("B1:C1")
    book.save(folder / "甲.xlsx")
    html = inside.page(f"{page}{ASKED}")
    assert chosen(html, "用地面积（亩）") == "field"
    assert "这张表还读不了" not in said(html)


# -- what lies beside

def test_a_file_that_can_not_be_read_does_not_keep_the_others_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "a.yaml").write_bytes(b"\xff\xfe\x00")
    (folder / "b.yaml").write_text("schema: common/1\n", encoding="utf-8")
    (folder / "c.yaml").write_text("schema: common/1\n", encoding="utf-8")
    opened = Path.open

    def closed(path: Path, *args: Any, **more: Any) -> Any:
        if path.name == "b.yaml":
            raise PermissionError
        return opened(path, *args, **more)

    monkeypatch.setattr(Path, "open", closed)
    assert files_beside() == (["c.yaml"], [])


# -- a workbook that is dropped on the first page

def test_a_workbook_leads_to_the_page_of_what_it_is(inside: Browser, folder: Path) -> None:
    blank = inside.get(f"/rules/{YUNNAN}/file/form").content
    assert unquote(inside.send("/files", files=[("file", ("材料表.xlsx", blank))]).url.path) == "/dossier/材料表.xlsx"
    table = inside.get(f"/rules/{YUNNAN}/file/table").content
    assert unquote(inside.send("/files", files=[("file", ("项目表.xlsx", table))]).url.path) == "/table/项目表.xlsx"
    (folder / "asked.yaml").write_text(yaml.safe_dump(asked.project(), allow_unicode=True), encoding="utf-8")
    sheet = inside.get("/questions/xlsx/asked.yaml").content
    words = said(inside.send("/files", files=[("file", ("回复.xlsx", sheet))]).text)
    assert "“回复.xlsx”是征询表，已收下，但要并入它所问的材料才有用" in words
    assert "在“交回填好的征询表”处再放入一次" in words
    broken = inside.send("/files", files=[("file", ("坏.xlsx", b"no workbook"))])
    assert "坏.xlsx" in said(broken.text)


def test_what_is_refused_in_a_folder_comes_back_to_that_folder(inside: Browser, folder: Path) -> None:
    (folder / "下面").mkdir()
    for below, kept in (("下面", "下面"), ("没有的", "")):
        answer = inside.send("/files", {"below": below}, files=[("file", ("x.exe", b"x"))])
        assert "没有收下" in said(answer.text)
        assert f'name="below" value="{kept}"' in answer.text


# -- the results of a screening as pages

# Made up: a row of each kind, one without a number, one whose floor is none.
JUDGED = [
    Summary("a", "2", "甲（虚构）", "甲公司", "化工", "unmet", "不符合", triage="refused", floor="每亩投资", per_mu="30 万元", exact="30",
            limit="60", gap="-30", ways="改一处\n改两处", notes=["与上一行重名"], conclusion="不能准入", stated={"用地": "3 亩"}),
    Summary("b", "10", "乙（虚构）", "乙公司", "化工", "undetermined", "无法判定", triage="one_answer", missing=["用地面积"], per_mu="缺用地面积"),
    Summary("c", "1", "丙（虚构）", "丙公司", "钢铁", "met", "符合", triage="good", exact="90", limit="60", gap="30", per_mu="90 万元", pdf="pdf/1.pdf"),
    Summary("d", "无号", "", "", "", ERROR, problems=["这一行没有名称。"], place="第 5 行"),
    Summary("e", "NaN", "戊（虚构）", "戊公司", "钢铁", "review", "须人工判断", triage="review", exact="600", limit="0", per_mu="600 万元"),
]


def kept_results(folder: Path, rows: list[Summary], given: dict[str, Any] | None = None) -> str:
    """Results as a screening leaves them, of made-up rows."""
    place = folder / "结果"
    place.mkdir()
    (place / "summaries.jsonl.gz").write_bytes(gzip.compress(lines(rows)))
    told = {"table": "../表.csv", "ruleset": KUNMING, **(given or {})}
    (place / "screening.json").write_text(json.dumps({"schema": "screening/1", "day": "2026-11-28", "given": told}), encoding="utf-8")
    return place.name


def identities(html: str) -> str:
    return "".join(re.findall(r"[?]row=(\w+)\"", html))


def test_rows_are_shown_that_were_asked_for_and_those_without_a_figure_come_last(
        folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    results = kept_results(folder, JUDGED)
    for asked_rows, found in (
            (AskedRows(), "cabed"), (AskedRows(down=True), "bacde"), (AskedRows(order="per_mu"), "acebd"),
            (AskedRows(order="per_mu", down=True), "ecabd"), (AskedRows(order="gap"), "acbde"), (AskedRows(order="outcome"), "abecd"),
            (AskedRows(outcome="met"), "c"), (AskedRows(outcome=ERROR), "d"), (AskedRows(pile="one_answer"), "b"),
            (AskedRows(words="乙公司"), "b"), (AskedRows(words="化工", outcome="unmet"), "a"), (AskedRows(words="没有"), "")):
        html = screened_page(results, asked_rows, Setting(None))
        assert sorted(identities(html)) == sorted(found), asked_rows
        assert identities(html) == found, asked_rows
        assert f"符合条件的 {len(found)} 个" in said(html)
        assert "上一页" not in html
        assert "下一页" not in html
    html = screened_page(results, AskedRows(), Setting(None))
    bars = [name for name, row in re.findall(r'(?s)[?]row=(\w+)"(.*?)</tr>', html) if text("browser.bar") in row]
    assert bars == ["c", "a"]
    words = said(html)
    for told in ("共 5 个项目", "只缺一项数据：用地面积", "这一行没有名称。", "第 5 行", "改各列，另做一次", "读不出的行 1"):
        assert told in words, told


def test_a_page_holds_so_many_rows_and_leads_to_those_before_and_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    results = kept_results(folder, [Summary(f"r{number}", str(number), "虚构", "", "", "met") for number in range(A_PAGE + 1)])
    first, last = (screened_page(results, AskedRows(start=start), Setting(None)) for start in (0, A_PAGE))
    assert identities(first).count("r") == A_PAGE
    assert (text("browser.bar") in first, "下一页" in first, "上一页" in first) == (False, True, False)
    assert identities(last) == f"r{A_PAGE}"
    assert ("下一页" in last, "上一页" in last) == (False, True)


@pytest.mark.parametrize(("given", "address"), [
    ({}, f"/table/表.csv?ruleset={KUNMING}&amp;pages=all"),
    ({"ruleset": "../我的", "common": "../共.yaml", "overlays": ["../补.yaml"], "sheet": "一", "header_row": "2"},
     "/table/表.csv?ruleset=我的&amp;common=共.yaml&amp;sheet=一&amp;header_row=2&amp;pages=all&amp;overlay=补.yaml"),
    ({"table": "../../别处/表.csv"}, "")])
def test_results_lead_back_to_a_table_that_lies_in_the_folder(
        folder: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, Any], address: str) -> None:
    monkeypatch.chdir(folder)
    html = screened_page(kept_results(folder, JUDGED, given), AskedRows(), Setting(None))
    back = re.search(r'<a href="([^"]+)">改各列，另做一次</a>', html)
    assert (unquote(back[1]) if back else "") == address


def test_a_row_is_shown_in_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    results = kept_results(folder, JUDGED)
    for row, due in (("a", ("2 甲（虚构）", "不能准入", "改一处", "改两处", "与上一行重名", "用地 3 亩", "门槛 60", "与门槛的差 -30")),
                     ("b", ("10 乙（虚构）", "还缺什么（先问的在前） 用地面积")), ("c", ("下载核验意见（PDF）",)),
                     ("d", ("无号 第 5 行", "这一行没有名称。"))):
        words = said(row_page(results, row, Setting(None)))
        for told in due:
            assert told in words, words
    with raises("browser.not_found", "没有这个页面"):
        row_page(results, "zz", Setting(None))


def packed(content: bytes) -> bytes:
    """The same whenever it is packed: a test is called by what it is given."""
    return gzip.compress(content, mtime=0)


@pytest.mark.parametrize("content", [None, b"", b"no gzip", packed(b"{}")[:-9], packed(b"{}\n"), packed(b"[1]\n"),
                                     packed(b"no json\n"), packed(b"\xff\n"), packed(b"{}")[:10] + b"\xff" * 20])
def test_results_that_can_not_be_read_are_told(folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None) -> None:
    monkeypatch.chdir(folder)
    file = folder / kept_results(folder, JUDGED) / "summaries.jsonl.gz"
    if content is None:
        file.unlink()
    elif content:
        file.write_bytes(content)
    else:
        file.write_bytes(gzip.compress(b""))
        assert "共 0 个项目" in said(screened_page("结果", AskedRows(), Setting(None)))
        return
    with raises("browser.no_results", "文件夹 结果 里没有可看的评判结果"):
        screened_page("结果", AskedRows(), Setting(None))


# -- a screening's process

RUN = NotedRun("表.csv", [], 4, "zh_CN")


@pytest.fixture
def held_runs(folder: Path) -> Iterator[Screenings]:
    (folder / "state").mkdir()
    found = Screenings(folder, folder / "state")
    yield found
    found.close()


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have another command run than the one that screens."""
    popen = subprocess.Popen

    def change(*command: str) -> None:
        monkeypatch.setattr(subprocess, "Popen", lambda _, **more: popen(command, **more))

    return change


def ended(runs: Screenings, name: str) -> Any:
    runs._runs[name].process.wait(20)
    return runs.standing(name)


def test_the_same_asked_for_again_is_the_one_that_runs_and_another_one_is_beside_it(
        held_runs: Screenings, folder: Path, instead: Callable[..., None]) -> None:
    instead("sleep", "60")
    assert held_runs.start("结果", RUN) == "结果"
    assert held_runs.start("结果", RUN) == "结果"
    other = NotedRun("另.csv", [], 4, "zh_CN")
    (folder / "结果(2)").mkdir()
    assert held_runs.start("结果", other) == "结果(3)"
    assert (held_runs.standing("结果").standing, held_runs.standing("结果(3)").standing) == ("running", "waiting")
    assert (held_runs.standing("结果").table, held_runs.standing("结果(3)").table) == ("表.csv", "另.csv")
    # Two of four rows done take as long as the two that are left.
    held_runs._runs["结果"].began = time.monotonic() - 100
    assert held_runs.standing("结果").left is None
    (folder / "结果/.shards").mkdir(parents=True)
    (folder / "结果/.shards/1-2-0123456789abcdef.json").touch()
    found = held_runs.standing("结果")
    assert (found.done, found.total, found.left) == (2, 4, 100)
    held_runs.resume("结果")
    assert held_runs._waiting == ["结果(3)"]
    held_runs.stop("结果(3)")
    assert (held_runs.standing("结果").standing, held_runs.standing("结果(3)").standing) == ("running", "stopped")
    held_runs.stop("结果")
    assert held_runs.standing("结果").standing == "stopped"
    held_runs.resume("结果")
    assert held_runs.standing("结果").standing == "running"


def test_one_that_failed_says_what_the_command_said_and_one_that_is_done_is_done(
        held_runs: Screenings, folder: Path, instead: Callable[..., None]) -> None:
    with raises("screen.not_ours", "文件夹 没有的 里没有可以接着做的筛查"):
        held_runs.resume("没有的")
    instead("sh", "-c", "echo 读不了; exit 4")
    held_runs.start("结果", RUN)
    found = ended(held_runs, "结果")
    assert (found.standing, found.said) == ("failed", "读不了")
    RunNotes(held_runs.state).place("结果", "log").unlink()
    assert held_runs.standing("结果").said == ""
    instead("sh", "-c", "mkdir -p 好了 && : > 好了/summaries.jsonl.gz")
    held_runs.start("好了", RUN)
    found = ended(held_runs, "好了")
    assert (found.standing, found.done, found.total) == ("done", 4, 4)


def test_one_whose_note_was_taken_away_while_it_waited_is_not_begun(
        held_runs: Screenings, instead: Callable[..., None], crowded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    instead("sleep", "60")
    held_runs.start("结果", RUN)
    RunNotes(held_runs.state).place("结果", "json").unlink()
    monkeypatch.setattr(screenings, "AT_ONCE", 1)
    assert held_runs.standing("结果") == screenings.ScreeningStanding("stopped")
    assert not held_runs._runs


def test_one_that_does_not_let_itself_be_stopped_is_killed(
        held_runs: Screenings, instead: Callable[..., None], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead("sh", "-c", "trap '' TERM; : > there; while :; do sleep 0.1; done")
    monkeypatch.setattr(screenings, "_PATIENCE", 0.2)
    held_runs.start("结果", RUN)
    for _ in range(100):
        if (folder / "there").exists():
            break
        time.sleep(0.05)
    held_runs.stop("结果")
    assert held_runs._runs["结果"].process.wait(5) == -signal.SIGKILL


def test_a_folder_that_is_taken_away_while_its_rows_are_counted_has_none(
        held_runs: Screenings, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: Path) -> Iterator[Path]:
        raise FileNotFoundError

    (folder / "结果/.shards").mkdir(parents=True)
    monkeypatch.setattr(Path, "iterdir", gone)
    assert held_runs.standing("结果") == screenings.ScreeningStanding("stopped")


def test_what_is_noted_of_a_run_tells_whether_its_files_hold_the_same(folder: Path) -> None:
    (folder / "规则").mkdir()
    (folder / "规则/ruleset.yaml").write_text("a", encoding="utf-8")
    held_ = digests(folder, ["表.csv", "规则", "没有"])
    assert list(held_) == ["表.csv", "规则"]
    run, notes = NotedRun("表.csv", ["--pdf"], 3, "en", held_), RunNotes(folder)
    long = "很长/" * 60
    for name in ("结果", long):
        notes.write(name, run)
        assert notes.read(name) == run
        assert notes.said(name) == ""
        notes.place(name, "log").write_bytes(b" said \xff\n")
        assert notes.said(name) == "said \ufffd"
    assert notes.place(long, "json") != notes.place(long + "2", "json")
    assert run.changed(folder) == []
    (folder / "规则/more.yaml").write_text("b", encoding="utf-8")
    assert run.changed(folder) == ["规则"]
    (folder / "表.csv").unlink()
    assert run.changed(folder) == ["表.csv", "规则"]
    for broken in (b"", b"[]", b"{}", b"\xff"):
        notes.place("结果", "json").write_bytes(broken)
        assert notes.read("结果") is None


# -- the addresses

def test_results_are_shown_stopped_and_gone_on_with_by_their_address(
        inside: Browser, folder: Path, crowded: None) -> None:
    results = kept_results(folder, JUDGED)
    place = f"/screening/{quote(results)}"
    assert "各个项目" in said(inside.page(place))
    assert identities(inside.page(f"{place}?order=per_mu&down=1&start=1&words={quote('公司')}")) == "cab"
    assert identities(inside.page(f"{place}?start=x&outcome=met")) == "c"
    assert inside.get(place, **{"hx-request": "1"}).headers["hx-redirect"] == place
    assert "不能准入" in said(inside.page(f"/screened-row/{quote(results)}?row=a"))
    assert inside.get(f"/file/{quote(results)}/screening.json").content == (folder / results / "screening.json").read_bytes()
    assert text("browser.not_found") in said(inside.get(f"/file/{quote(results)}/none.xlsx").text)
    assert text("browser.no_results", folder="没有的") in said(inside.page(f"/screening/{quote('没有的')}"))
    refused = said(inside.send(f"/screening/{quote('没有的')}", {"do": "resume"}).text)
    assert "没有可以接着做的筛查" in refused
    assert "--resume" not in refused


def test_what_a_table_asks_for_lies_in_the_folder_or_is_refused(inside: Browser, folder: Path, crowded: None) -> None:
    table = f"/table/{quote('表.csv')}"
    assert text("browser.not_found") in said(inside.page(f"{table}?pages=some"))
    for query in ("ruleset=../x", "ruleset=./../x", "common=../x", "overlay=/x"):
        assert "没有做成" in said(inside.get(f"{table}?{query}").text), query
    assert "二、各列是什么" in said(inside.page(f"{table}{ASKED}&common=&overlay="))


def test_a_table_that_can_not_be_judged_is_told_on_its_page_and_a_fault_of_ours_on_one_of_its_own(
        inside: Browser, folder: Path, crowded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "common.yaml").write_text("schema: common/9\n", encoding="utf-8")
    answer = inside.send(f"/table/{quote('表.csv')}", {"ruleset": YUNNAN, "common": "common.yaml"})
    assert answer.status_code == 200
    assert "common.yaml" in said(answer.text)
    assert unquote(answer.url.path) == "/table/表.csv"

    def broken(*_: object) -> None:
        raise RuntimeError("made up")

    monkeypatch.setattr("checker.web.table_page.ready", broken)
    answer = inside.send(f"/table/{quote('表.csv')}", {"ruleset": YUNNAN})
    assert answer.status_code == 500
    assert text("error.bug@page", kind="RuntimeError", reason="made up") in said(answer.text)
