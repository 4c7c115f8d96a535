"""Tables of projects in a browser: what is screened is what was shown, whoever else does what meanwhile."""

from __future__ import annotations

import errno
import gzip
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import asked
import pytest
import yaml
from conftest import ROOT
from web_client import NOW, Browser, browser, said

from checker.messages import text
from checker.screening.lock import held
from checker.web import screenings
from checker.web.asked_table import AskedRows
from checker.web.lying_beside import files_beside

TABLE = "yuxi-projects-2021-2025.csv"
YUNNAN, KUNMING = "admission-yunnan", "admission-kunming-etdz-2023"
ROWS = (ROOT / "samples" / TABLE).read_bytes().splitlines(keepends=True)[:3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "表.csv").write_bytes(b"".join(ROWS))
    return tmp_path


@pytest.fixture
def inside(folder: Path) -> Iterator[Browser]:
    with browser(folder) as one:
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
