"""What a browser is answered without script: verdicts, tables, verifying, register, rules, drafts."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import asked
import hostile
import pages
import pytest
from conftest import ROOT, TODAY
from web_client import NOW, Browser, browser, said

from checker.files.canonical import digest
from checker.files.textfile import read
from checker.messages import CATALOGUE, text
from checker.register.entry import founded
from checker.register.founding import found
from checker.reporting.deriving import derivation
from checker.ruleset.loading import installed, load
from checker.services.judging_files import JudgingTerms, judged
from checker.services.producing import produce
from checker.services.remarking import remarks
from checker.web import gatekeeping
from checker.web.later import Later

SAMPLES = ROOT / "samples"
PARK, PROJECT, TABLE = "made-up-park.yaml", "made-up-project.yaml", "yuxi-projects-2021-2025.csv"
YUXI = "yuxi-htz-2020.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("served")
    for name in (PARK, PROJECT, YUXI, "kunming-etdz-2022.yaml"):
        (made / name).write_bytes((SAMPLES / name).read_bytes())
    rows = (SAMPLES / TABLE).read_bytes().splitlines(keepends=True)
    (made / TABLE).write_bytes(b"".join(rows[:6]))
    (made / "common.yaml").write_bytes((SAMPLES / "screening/yuxi-projects-2021-2025.yaml").read_bytes())
    return made


@pytest.fixture(scope="module")
def inside(folder: Path) -> Iterator[Browser]:
    with browser(folder, at_once=True) as one:
        yield one


@pytest.fixture(params=["zh_CN", "en"])
def language(request: pytest.FixtureRequest, inside: Browser) -> Iterator[str]:
    inside.send("/language", {"language": request.param, "back": "/"})
    yield request.param
    inside.send("/language", {"language": "zh_CN", "back": "/"})


# -- a dossier

@pytest.mark.parametrize("sample", [PARK, PROJECT, "kunming-etdz-2022.yaml"])
def test_the_page_of_a_dossier_says_what_the_verdict_says(inside: Browser, sample: str) -> None:
    [record] = judged(JudgingTerms(SAMPLES / sample, TODAY))
    words = said(inside.page(f"/dossier/{sample}"))
    assert text("report.disclaimer") in words
    for finding in record.words.findings:
        assert finding.label in words
    for one in remarks([record]):
        assert " ".join(one.split()) in words


@pytest.mark.parametrize("form", ["pdf", "xlsx", "json", "txt"])
@pytest.mark.parametrize("sample", [pytest.param(PARK, marks=pytest.mark.whole), PROJECT])
def test_a_download_is_to_the_byte_what_the_command_writes(inside: Browser, sample: str, form: str) -> None:
    answer = inside.get(f"/result/{form}/{sample}")
    own = {"txt": "text"}.get(form, form)
    assert answer.content == produce(judged(JudgingTerms(SAMPLES / sample, TODAY)), own)
    assert unquote(answer.headers["content-disposition"]) == f"attachment; filename*=UTF-8''{sample[:-5]}.{form}"


def test_several_standards_stand_side_by_side(inside: Browser) -> None:
    both = "ruleset=hj274-2015&ruleset=green-park-2016"
    words = said(inside.page(f"/dossier/{YUXI}?{both}"))
    records = judged(JudgingTerms(SAMPLES / YUXI, TODAY, ("hj274-2015", "green-park-2016")))
    for record in records:
        assert record.words.ruleset.document in words
    assert inside.get(f"/result/json/{YUXI}?{both}").content == produce(records, "json")


def test_side_by_side_neither_what_was_not_used_nor_why_it_is_a_trial_is_left_out(inside: Browser, folder: Path) -> None:
    data = read(folder / YUXI).data
    data["observations"].append({"quantity": "虚构的无名数据", "value": "1", "source": {"place": "虚构", "words": "1"}})
    (folder / "多一项.json").write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
    both = "ruleset=hj274-2015&ruleset=green-park-2016"
    html = inside.page(f"/dossier/{quote('多一项.json')}?{both}")
    records = judged(JudgingTerms(folder / "多一项.json", TODAY, ("hj274-2015", "green-park-2016")))
    told = list(remarks(records))
    assert any("虚构的无名数据" in one for one in told)
    boxes = re.findall(r'(?s)<section class="conclusion.*?</section>', html)
    for one in told:
        assert one in said(html)
    for record, box in zip(records, boxes, strict=True):
        grounds = derivation(record.verdict, record.ruleset, None).grounds
        assert grounds
        assert all(one in said(box) for one in grounds)
    headings = [said(one) for one in re.findall(r"(?s)<h3>(.*?)</h3>", html)]
    assert headings == [record.words.ruleset.document for record in records]


def test_a_ruleset_of_the_folder_that_was_changed_judges_as_it_is_now(tmp_path: Path) -> None:
    dossier, _, rules, *_ = pages.small_files(tmp_path)
    file = Path(str(rules)) / "ruleset.yaml"
    address = f"/dossier/{quote(Path(str(dossier)).name)}?ruleset=./tiny&as_of=2024-12-31"
    with browser(tmp_path) as inside:
        before = inside.page(address)
        assert load(str(rules)).digest in before
        assert load(str(rules)) is load(str(rules))
        file.write_text(file.read_text(encoding="utf-8").replace("title: ", "title: 改过的", 1), encoding="utf-8")
        after = inside.page(address)
    assert load(str(rules)).digest in after
    assert load(str(rules)).digest not in before


def test_where_a_dossier_leaves_it_open_the_page_asks_for_the_standard(inside: Browser, folder: Path) -> None:
    raw = (SAMPLES / PARK).read_text(encoding="utf-8")
    (folder / "open.yaml").write_text(re.sub(r"(?m)^against:\n(?:[ -].*\n)+", "", raw), encoding="utf-8")
    html = inside.page("/dossier/open.yaml")
    offered = set(re.findall(r'name="ruleset" id="r\d+" value="([\w-]+)"', html))
    assert offered == {name for name in installed() if load(name).model.judges == "park"}
    assert "HJ 274-2015" in said(inside.page("/dossier/open.yaml?ruleset=hj274-2015"))


def test_what_if_says_what_flips_and_keeps_nothing(inside: Browser, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    query = f"datum={quote('置换的冶炼产能')}&value={quote('80万t')}"
    words = said(inside.page(f"/what-if/{PROJECT}?{query}"))
    assert "试算，没有存" in words
    assert "钢铁产能置换比例" in words
    fragment = inside.get(f"/what-if/{PROJECT}?{query}", **{"hx-request": "true"}).text
    assert fragment.lstrip().startswith('<div class="notice">')
    refused = said(inside.page(f"/what-if/{PROJECT}?datum={quote('置换的冶炼产能')}&value=x"))
    assert "不能这样试算" in refused
    assert said(inside.page(f"/what-if/{PROJECT}?datum=")).count(text("browser.no_datum")) == 1
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_answers_that_are_dropped_are_joined_to_the_dossier(inside: Browser, folder: Path) -> None:
    import yaml

    data = asked.project()
    (folder / "asked.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    sheet = inside.get("/questions/xlsx/asked.yaml").content
    filled = asked.filled(sheet, asked.ROUNDS[0])
    answer = inside.send("/answers/asked.yaml", files=[("file", ("回复.xlsx", filled))])
    assert answer.url.query.decode() == f"answers={quote('回复.xlsx')}"
    assert "已并入：回复.xlsx" in said(answer.text)
    same = judged(JudgingTerms(folder / "asked.yaml", NOW.date(), answers=(folder / "回复.xlsx",)))
    assert inside.get(f"/result/json/asked.yaml?answers={quote('回复.xlsx')}").content == produce(same, "json")
    assert inside.get("/questions/docx/asked.yaml").content.startswith(b"PK")


@pytest.mark.parametrize("address", [
    "/dossier/nowhere.yaml", "/result/exe/made-up-park.yaml", "/questions/pdf/made-up-park.yaml",
    "/dossier/made-up-park.yaml?ruleset=nowhere", "/dossier/made-up-park.yaml?as_of=yesterday",
    "/dossier/made-up-park.yaml?purpose=fun", "/rules/nowhere", "/rules/hj274-2015/file/exe", "/register/KM-2026-0099",
    "/fill/nowhere.yaml", f"/fill/{PARK}?key=quantity:nothing", f"/fill/{PARK}?at=observations.999", "/screened-row/nowhere?row=1",
    "/rules/hj274-2015/file/table", "/page-picture/given/99/nowhere.pdf"])
def test_what_can_not_be_done_is_told_in_words_of_ours(inside: Browser, address: str) -> None:
    answer = inside.get(address)
    assert answer.status_code in (200, 404)
    assert "没有做成" in answer.text
    for word in ("Traceback", "Error", "error.", "browser.", "内部错误"):
        assert word not in said(answer.text)


# -- verifying and the register

@pytest.mark.whole  # the auditor's journey in the browser does the same
def test_a_page_of_ours_is_the_same_and_one_that_was_painted_on_is_shown_beside_its_own(
        inside: Browser, folder: Path) -> None:
    genuine = pages.page("made-up-project")
    words = said(inside.send("/verify", files=[("file", ("意见.pdf", genuine))]).text)
    assert f"√ {text('status.identical')}" in words
    assert text("browser.no_register@page") in words
    painted = pages.rewritten(genuine, pages.drawn_over(0, b"1 0 0 rg 100 400 300 60 re f"))
    answer = inside.send("/verify", files=[("file", ("改过.pdf", painted))])
    assert f"× {text('status.different')}" in said(answer.text)
    sides = re.findall(r'src="(/page-picture/(?:given|made)/1/[^"]+)"', answer.text)
    assert len(sides) == 2
    given, made = (inside.get(side) for side in sides)
    assert given.headers["content-type"] == made.headers["content-type"] == "image/png"
    assert given.content != made.content
    table = said(inside.page(f"/verify/{quote('收到的核验意见')}"))
    assert text("status.identical") in table
    assert text("status.different") in table
    assert inside.get(f"/regenerated/{quote('收到的核验意见')}/{quote('改过.pdf')}").content.startswith(b"%PDF")


@pytest.mark.whole  # likewise
def test_the_folders_register_is_searched_and_gives_its_pages_again(tmp_path: Path) -> None:
    from checker.issuing import Office

    with found(str(tmp_path / "台账.db"), founded("某某管委会", "KM", NOW, "0" * 32)) as register:
        records = judged(JudgingTerms(SAMPLES / PROJECT, TODAY))
        entry, page = Office(register, "张三", TODAY, NOW, {"checker": "0"}).issue(records)
    with browser(tmp_path) as inside:
        assert entry.number in said(inside.page("/register"))
        for query, there in ((f"words={quote('炼钢')}", True), ("words=nobody", False), ("year=2026", True),
                             ("year=2020", False), ("outcome=unmet", True), ("outcome=met", False)):
            assert (entry.number in said(inside.page(f"/register?{query}"))) is there, query
        shown = said(inside.page(f"/register/{entry.number}"))
        assert "张三" in shown
        assert entry.hash in shown
        assert inside.get(f"/register/{entry.number}/page.pdf").content == page
        assert text("register.sound", count=1) in said(inside.page("/register/check"))
        answer = said(inside.send("/verify", files=[("file", ("意见.pdf", page))]).text)
        assert text("status.identical") in answer
        assert digest(page)
        assert "没有做成" in inside.page("/register?year=abc")


# -- rules and forms

@pytest.mark.parametrize("name", installed())
def test_each_ruleset_is_a_page_with_every_item_and_how_it_was_seen(inside: Browser, name: str) -> None:
    words = said(inside.page(f"/rules/{name}"))
    for item in load(name).items.values():
        assert item.model.label in words
        assert item.model.source.place in words


def test_each_column_of_a_ruleset_has_a_width_in_which_it_can_be_read(inside: Browser) -> None:
    [style] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', inside.page("/rules/hj274-2015"))
    widths = re.findall(r"[.]clauses thead th:nth-child[(]([1-5])[)] { width: ([0-9]+)%; }", inside.page(style))
    assert [int(column) for column, _ in widths] == [1, 2, 3, 4, 5]
    assert sum(int(width) for _, width in widths) == 100
    table = re.findall(r'(?s)<table class="items clauses">\n<thead>(.*?)</thead>', inside.page("/rules/hj274-2015"))
    assert [part.count("<th ") for part in table] == [5]


def test_two_rulesets_are_compared_and_forms_are_the_commands(inside: Browser) -> None:
    assert "绿色园区" in said(inside.page("/rules/compare?before=hj274-2015&after=green-park-2016"))
    assert text("diff.none") in said(inside.page("/rules/compare?before=hj274-2015&after=hj274-2015"))
    for kind in ("form", "table", "confirmation"):
        assert inside.get(f"/rules/admission-yunnan/file/{kind}").content.startswith(b"PK")
    assert inside.get("/rules/hj274-2015/file/page").content.startswith(b"%PDF")
    assert "材料表" in said(inside.page("/forms"))


# -- a table of projects

@pytest.mark.whole
def test_a_table_is_mapped_screened_and_read(inside: Browser, folder: Path) -> None:
    chosen = "ruleset=admission-yunnan&common=common.yaml&pages=none"
    html = inside.page(f"/table/{TABLE}?{chosen}")
    assert "共 5 个项目" in said(html)
    answer = inside.send(f"/table/{TABLE}", {
        "ruleset": "admission-yunnan", "common": "common.yaml", "pages": "none"})
    results = unquote(answer.url.path).removeprefix("/screening/")
    for _ in range(120):
        words = said(inside.page(f"/screening/{quote(results)}"))
        if "各个项目" in words:
            break
        assert "没有做完" not in words, words
        time.sleep(0.5)
    assert "年产7万吨BOPP薄膜改扩建项目" in words
    assert f"项目表 {TABLE} 规则集 admission-yunnan 各项目共有的情况 common.yaml 评价日期" in words
    rows = re.findall(r'/screened-row/[^"]+', inside.page(f"/screening/{quote(results)}?order=per_mu&down=1"))
    assert len(rows) == 5
    assert "还缺什么" in said(inside.page(rows[0].replace("&amp;", "&")))
    assert len(re.findall("/screened-row/", inside.page(f"/screening/{quote(results)}?words=BOPP"))) == 1
    assert inside.get(f"/file/{quote(results)}/results.xlsx").content == (folder / results / "results.xlsx").read_bytes()


def test_a_mapping_is_kept_for_the_next_table_used_again_and_can_be_undone(inside: Browser, folder: Path) -> None:
    raw = (folder / TABLE).read_bytes().decode("utf-8-sig").replace("用地（亩）", "占多大")
    (folder / "另一张.csv").write_text(raw, encoding="utf-8")
    address, chosen = f"/table/{quote('另一张.csv')}", "ruleset=admission-kunming-etdz-2023&pages=none"

    def sent(only: str = "mapping", **changes: str) -> str:
        """The form of the page as a browser sends it, with changes."""
        html = inside.page(f"{address}?{chosen}")
        fields = {unescape(name): unescape(value) for name, value in re.findall(r'<input[^>]*name="([^"]*:[^"]*)" value="([^"]*)"', html)}
        for name, options in re.findall(r'(?s)<select name="(column:[^"]*)"(.*?)</select>', html):
            picked = re.search(r'value="([^"]*)" selected', options)
            fields[unescape(name)] = unescape(picked[1]) if picked else ""
        answer = inside.send(address, {**fields, "ruleset": "admission-kunming-etdz-2023", "pages": "none", "only": only, **changes})
        return str(answer.text)

    assert "占多大" in said(inside.page(f"{address}?{chosen}"))
    assert 'value="用地面积" selected' not in inside.page(f"{address}?{chosen}")
    for _ in range(3):  # said once, and then sent again as it stands
        html = sent(**({"column:占多大": "用地面积", "unit:占多大": "亩"} if _ == 0 else {}))
        assert html.count('value="用地面积" selected') == 1
    [mapping] = [path for path in (folder / ".checker/mappings").glob("*.json") if "占多大" in path.read_text(encoding="utf-8")]
    assert json.loads(mapping.read_text(encoding="utf-8"))["columns"] == {"占多大": "用地面积（亩）"}
    assert 'value="用地面积" selected' not in sent(**{"column:占多大": ""})
    assert not mapping.exists()


# -- drafts

def begun(inside: Browser, name: str) -> str:
    answer = inside.send("/drafts", {"name": name, "ruleset": "admission-yunnan", "owner": "虚构公司", "ground": "试填（虚构）"})
    assert "/fill/" in answer.url.path, said(answer.text)[:400]
    return unquote(answer.url.path).removeprefix("/fill/")


def version(html: str) -> str:
    return str(re.findall(r'name="version" value="([0-9a-f]{64})"', html)[0])


SOURCE = {"new_document": "项目申请书（虚构）", "place": "第 1 页", "words": "属鼓励类"}


def test_a_draft_grows_statement_by_statement_and_is_an_ordinary_dossier(inside: Browser, folder: Path) -> None:
    place = begun(inside, "虚构填报项目一")
    html = inside.page(f"/fill/{place}")
    assert "先填这一项" in said(html)
    answer = inside.send(f"/fill/{place}", {"version": version(html), "key": "attribute:catalogue_category", "value": "鼓励类", **SOURCE})
    assert "已经填的（1）" in said(answer.text)
    data = read(folder / place).data
    assert data["attributes"]["catalogue_category"] == {
        "value": "鼓励类", "source": {"document": "d1", "place": "第 1 页", "words": "属鼓励类"}}
    assert data["documents"] == {"d1": {"title": "项目申请书（虚构）"}}
    # A second one, mended, then taken back.
    state = version(answer.text)
    answer = inside.send(f"/fill/{place}", {"version": state, "key": "quantity:capacity_added", "value": "50万t", "document": "d1",
                                            "place": "第 2 页", "words": "新增50万t"})
    assert "已经填的（2）" in said(answer.text)
    html = inside.page(f"/fill/{place}?at=observations.0")
    assert 'value="50万t"' in html
    answer = inside.send(f"/fill/{place}", {"version": version(html), "key": "quantity:capacity_added", "at": "observations.0",
                                            "value": "60万t", "document": "d1", "place": "第 2 页", "words": "新增60万t"})
    assert read(folder / place).data["observations"] == [
        {"quantity": "capacity_added", "value": "60万t", "source": {"document": "d1", "place": "第 2 页", "words": "新增60万t"}}]
    answer = inside.send(f"/fill/{place}", {"version": version(answer.text), "at": "observations.0", "do": "remove"})
    assert "observations" not in read(folder / place).data
    assert judged(JudgingTerms(folder / place, NOW.date()))


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(inside: Browser, folder: Path) -> None:
    place = begun(inside, "虚构填报项目二")
    before = (folder / place).read_bytes()
    html = inside.page(f"/fill/{place}")
    for fields, told in (
            ({"key": "attribute:catalogue_category", "value": "好的类", **SOURCE}, "f-value"),
            ({"key": "quantity:capacity_added", "value": "很多", **SOURCE}, "f-value"),
            ({"key": "quantity:capacity_added", "value": "3 亩", **SOURCE}, "f-value"),
            ({"key": "quantity:capacity_added", "value": "3万t", "place": "", "words": "x"}, "f-place")):
        answer = inside.send(f"/fill/{place}", {"version": version(html), **fields})
        assert "没有存" in said(answer.text)
        assert f'href="#{told}"' in answer.text, said(answer.text)[:600]
        assert (folder / place).read_bytes() == before


def test_of_two_windows_on_one_draft_the_second_is_told_and_nothing_is_lost(inside: Browser, folder: Path) -> None:
    place = begun(inside, "虚构填报项目三")
    one = other = version(inside.page(f"/fill/{place}"))
    inside.send(f"/fill/{place}", {"version": one, "key": "attribute:catalogue_category", "value": "鼓励类", **SOURCE})
    answer = inside.send(f"/fill/{place}", {"version": other, "key": "quantity:capacity_added", "value": "90万t", **SOURCE})
    assert text("draft.moved") in said(answer.text)
    assert 'value="90万t"' in answer.text
    assert "observations" not in read(folder / place).data
    answer = inside.send(f"/fill/{place}", {"version": version(answer.text), "key": "quantity:capacity_added", "value": "90万t", **SOURCE})
    data = read(folder / place).data
    assert [one["value"] for one in data["observations"]] == ["90万t"]
    assert data["attributes"]["catalogue_category"]["value"] == "鼓励类"
    gone = inside.send(f"/fill/{place}", {"version": other, "at": "observations.0", "do": "remove"})
    assert text("draft.moved") in said(gone.text)
    assert len(read(folder / place).data["observations"]) == 1


def test_a_list_is_declared_complete_row_by_row(inside: Browser, folder: Path) -> None:
    place = begun(inside, "虚构填报项目四")
    html = inside.page(f"/fill/{place}?key=list:equipment")
    fields = dict.fromkeys(re.findall(r'name="entry:0:(\w+)"', html))
    assert "kind" in fields
    inside.send(f"/fill/{place}", {"version": version(html), "key": "list:equipment", "entry:0:kind": "转炉", "entry:2:kind": "电炉",
                                   "complete": "1", "declared_by": "虚构公司", "year": "2026", **SOURCE})
    [stated] = read(folder / place).data["lists"]
    assert (stated["complete"], stated["count"], stated["declared_by"]) == (True, 2, "虚构公司")
    assert [entry["kind"] for entry in stated["entries"]] == ["转炉", "电炉"]


def test_evidence_is_kept_and_its_digest_stands_in_the_dossier(inside: Browser, folder: Path) -> None:
    place = begun(inside, "虚构填报项目五")
    picture = b"\x89PNG made up"
    answer = inside.send(f"/evidence/{place}", {"version": version(inside.page(f"/fill/{place}")), "title": "用地批复"},
                         files=[("file", ("批复.png", picture))])
    assert "用地批复" in said(answer.text)
    assert (folder / "草稿/附件/批复.png").read_bytes() == picture
    assert read(folder / place).data["documents"] == {
        "d1": {"title": "用地批复", "sha256": hashlib.sha256(picture).hexdigest()}}


def test_a_draft_of_that_name_or_without_a_name_or_year_is_not_begun(inside: Browser) -> None:
    begun(inside, "虚构填报项目六")
    for fields, code in (
            ({"name": "虚构填报项目六", "ruleset": "admission-yunnan", "ground": "x"}, "draft.name_taken"),
            ({"name": "虚构填报项目七", "ruleset": "admission-yunnan"}, "draft.no_ground"),
            ({"name": " ", "ruleset": "admission-yunnan"}, "draft.no_name"),
            ({"name": "虚构园区", "ruleset": "hj274-2015"}, "draft.no_period"),
            ({"name": "虚构园区", "ruleset": "nowhere"}, "browser.no_ruleset")):
        words = said(inside.send("/drafts", fields).text)
        assert text(code, name="虚构填报项目六" if code == "draft.name_taken" else "nowhere") in words
    assert "虚构填报项目六" in said(inside.page("/drafts"))


# -- language

def test_every_page_speaks_the_language_that_was_chosen(inside: Browser, language: str) -> None:
    tag = {"zh_CN": "zh-CN", "en": "en"}[language]
    for address in ("/", f"/dossier/{PARK}", f"/dossier/{PROJECT}", "/rules", "/verify", "/register", "/drafts", "/forms"):
        html = inside.page(address)
        assert f'<html lang="{tag}">' in html
        fixed = {"zh_CN": "规则集", "en": "Rulesets"}[language]
        assert fixed in html


@pytest.mark.whole
def test_a_page_made_in_english_verifies_in_either_language(inside: Browser, folder: Path) -> None:
    inside.send("/language", {"language": "en", "back": "/"})
    made = inside.get(f"/result/pdf/{PROJECT}").content
    assert made != produce(judged(JudgingTerms(SAMPLES / PROJECT, TODAY)), "pdf")
    english = said(inside.send("/verify", files=[("file", ("english.pdf", made))]).text)
    inside.send("/language", {"language": "zh_CN", "back": "/"})
    chinese = said(inside.page(f"/verify/{quote('收到的核验意见')}/english.pdf"))
    assert "√" in english
    assert f"√ {CATALOGUE['status.identical']}" in chinese


# -- hostile files

MAKERS = {
    "yaml": hostile.yaml_file((SAMPLES / PARK).read_bytes()), "json": hostile.json_file(b"{}"), "csv": hostile.csv_file,
    "jsonl": hostile.jsonl_file, "xlsx": hostile.xlsx_file(None), "pdf": hostile.pdf_file(b"%PDF-1.7\n")}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_hostile_file_is_answered_in_words_and_the_server_goes_on(inside: Browser, kind: str) -> None:
    made = random.Random(7)
    for number in range(4):
        name = f"hostile{number}.{kind}"
        answer = inside.send("/files", files=[("file", (name, MAKERS[kind](made)))])
        assert answer.status_code in (200, 404), (name, answer.status_code)
        assert "内部错误" not in said(answer.text), (name, said(answer.text)[:300])
        if kind in ("csv", "jsonl", "xlsx"):
            found_ = inside.get(f"/table/{name}?ruleset=admission-yunnan")
            assert found_.status_code == 200
            assert "内部错误" not in said(found_.text), (name, said(found_.text)[:300])
    assert "合规核验" in inside.page("/")


@pytest.mark.parametrize("bad", sorted((ROOT / "tests/bad").glob("*.yaml"))[::6], ids=lambda path: path.stem)
def test_what_is_wrong_with_a_dossier_is_told_as_the_command_tells_it(inside: Browser, bad: Path) -> None:
    if bad.name == "expected.yaml":
        return
    words = said(inside.drop(bad).text)
    assert bad.name in words or "按哪个标准评判" in words
    assert "内部错误" not in words


def test_the_coming_years_limits_are_told_where_they_are_others(inside: Browser, folder: Path) -> None:
    (folder / "made-up-yuxi-2022.yaml").write_bytes((SAMPLES / "made-up-yuxi-2022.yaml").read_bytes())
    words = said(inside.page("/dossier/made-up-yuxi-2022.yaml"))
    assert "下一年度的限值 （2023）" in words or "下一年度的限值（2023）" in words
    assert "只列与本年度不同的" in words
    assert "按这部规则，下一年度的限值与本年度相同" in said(inside.page(f"/dossier/{PARK}"))
    assert "下一年度" not in said(inside.page(f"/dossier/{PROJECT}"))


def test_what_is_supposed_needs_its_unit(inside: Browser) -> None:
    query = f"datum={quote('置换的冶炼产能')}&value=80"
    assert text("browser.no_unit", label="置换的冶炼产能", value="80", unit="万t") in said(inside.page(f"/what-if/{PROJECT}?{query}"))


def test_one_of_several_standards_is_looked_at_with_all_else_that_was_asked(inside: Browser) -> None:
    html = inside.page(f"/dossier/{YUXI}?ruleset=hj274-2015&ruleset=green-park-2016&as_of=2021-06-30&purpose=trial")
    assert f'href="/dossier/{YUXI}?ruleset=hj274-2015&amp;as_of=2021-06-30&amp;purpose=trial"' in html


@pytest.mark.whole
def test_a_table_can_be_screened_again_and_its_results_are_found(inside: Browser, folder: Path) -> None:
    (folder / "两次.csv").write_bytes(b"".join((SAMPLES / TABLE).read_bytes().splitlines(keepends=True)[:2]))
    address, asked = f"/table/{quote('两次.csv')}", {"ruleset": "admission-yunnan", "pages": "none"}
    first = unquote(inside.send(address, asked).url.path)
    assert first == "/screening/结果-两次-admission-yunnan"
    assert unquote(inside.send(address, asked).url.path) == first  # sent twice while it runs
    (folder / "两次.csv").write_bytes((folder / "两次.csv").read_bytes() + b"\n")
    second = unquote(inside.send(address, asked).url.path)  # of another content: another question
    screened(inside, first)
    assert second == f"{first}(2)"
    screened(inside, second)
    home = unquote(inside.page("/"))
    assert f'href="{first}"' in home
    assert f'href="{second}"' in home
    assert "没有做成" in inside.page("/screening/nowhere")


def test_a_local_provision_is_offered_where_it_can_be_meant(inside: Browser, folder: Path) -> None:
    shutil.copy(SAMPLES / "overlays/yuxi-admission-trial.yaml", folder / "试算.yaml")
    fits, other = (said(inside.page(f"/table/{TABLE}?ruleset={ruleset}"))
                   for ruleset in ("admission-yunnan", "admission-kunming-etdz-2023"))
    assert "玉溪高新区项目准入（借用昆明经开区亩均目标试算） 补充：admission-yunnan 试算.yaml" in fits
    assert "试算.yaml" not in other
    (folder / "试算.yaml").unlink()


def screened(inside: Browser, place: str) -> None:
    """Wait until a screening is done."""
    for _ in range(120):
        if "各个项目" in said(inside.page(quote(place))):
            return
        time.sleep(0.5)
    raise AssertionError(place)


def test_a_mapping_that_can_not_be_read_is_told_and_not_kept(inside: Browser, folder: Path) -> None:
    (folder / "第三张.csv").write_bytes((folder / TABLE).read_bytes().replace("领域".encode(), "领地".encode()))
    address = f"/table/{quote('第三张.csv')}"
    for changes in ({"column:用地（亩）": "用地面积", "unit:用地（亩）": "xyz"}, {"column:项目名称": "用地面积", "was:项目名称": "name"}):
        answer = inside.send(address, {"ruleset": "admission-kunming-etdz-2023", "pages": "none", "only": "mapping", **changes})
        assert "各列没有照您写的改" in said(answer.text)
        assert "读作" in said(answer.text)
        assert ".checker" not in answer.text


def test_a_text_that_is_no_dossier_is_listed_as_what_it_says_it_is(tmp_path: Path) -> None:
    for name, words in (("共有.yaml", "schema: common/1"), ("规定.yaml", "# 说明\nschema: overlay/1"),
                        ("规则.yaml", 'schema: "ruleset/1"'), ("结论.json", '{"schema": "verdict/2"}'),
                        ("说不清.yaml", "name: 某园区"), ("材料.yaml", "schema: dossier/1")):
        (tmp_path / name).write_text(words, encoding="utf-8")
    os.mkfifo(tmp_path / "等不到.yaml")
    (tmp_path / "served").mkdir()
    for path in [path for path in tmp_path.iterdir() if path.name != "served"]:
        path.rename(tmp_path / "served" / path.name)
    (tmp_path / "外面.yaml").write_text("schema: common/1", encoding="utf-8")
    (tmp_path / "served" / "通外.yaml").symlink_to(tmp_path / "外面.yaml")
    with browser(tmp_path / "served") as one:
        rows = re.findall(r'(?s)<tr><th scope="row">([^<]+)</th>(.*?)</tr>', one.page("/"))
    assert {name: said(cell) for name, cell in rows} == {
        "共有.yaml": "各项目共有的情况", "规定.yaml": "地方补充规定", "规则.yaml": "规则集", "结论.json": "结论",
        "说不清.yaml": "评判", "材料.yaml": "评判", "等不到.yaml": "评判", "通外.yaml": "评判"}


# -- what is sent

def test_several_files_that_are_dropped_lead_to_what_is_done_with_them(tmp_path: Path) -> None:
    (tmp_path / "下面").mkdir()
    one, other = ("file", ("一.pdf", b"%PDF one")), ("file", ("二.pdf", b"%PDF two"))
    dossier = ("file", ("三.yaml", b"schema: dossier/1\n"))
    with browser(tmp_path, at_once=True) as inside:
        token = {"token": inside.token()}
        for address, fields, files, led in (
                ("/files", {}, [one, other], "/verify?file=一.pdf&file=二.pdf"),
                ("/files", {}, [("file", ("一.pdf", b"%PDF three")), other], "/verify?file=一(2).pdf&file=二.pdf&kept_as=一(2).pdf"),
                ("/files", {}, [one, dossier], "/"), ("/files", {"below": "下面"}, [one, dossier], "/folder/下面"),
                ("/verify", {}, [one], "/verify/收到的核验意见/一.pdf"),
                ("/verify", {}, [one, other], "/verify?file=收到的核验意见/一.pdf&file=收到的核验意见/二.pdf")):
            answer = inside.client.post(address, data={**token, **fields}, files=files, follow_redirects=False)
            assert (answer.status_code, unquote(answer.headers["location"])) == (303, led)
        for files, told in (([], "browser.no_file"), ([("file", ("空.pdf", b""))], "browser.empty_file")):
            assert text(told, name="空.pdf") in said(inside.send("/files", files=files).text)
        # A field for a file into which none was put.
        body = "".join(f'--x\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n' for field, value in (
            ("token", token["token"]), ('file"; filename="', "")))
        form = inside.client.post("/files", content=f"{body}--x--\r\n".encode(), headers={"content-type": "multipart/form-data; boundary=x"})
        assert text("browser.no_file") in said(form.text)


def test_what_grows_too_large_while_it_is_sent_is_told(inside: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gatekeeping, "MOST_BODY", 1000)
    for content in (iter([b"x" * 600, b"x" * 600]), b"x" * 1200):
        answer = inside.client.post("/files", content=content, headers={"content-type": "multipart/form-data; boundary=x"})
        assert (answer.status_code, text("browser.too_large", limit=100) in said(answer.text)) == (413, True), said(answer.text)


def test_a_page_for_ones_name_and_one_of_help_and_no_language_that_is_none(inside: Browser) -> None:
    assert "姓名" in said(inside.page("/name"))
    assert "帮助" in said(inside.page("/help"))
    answer = inside.send("/language", {"language": "xx", "back": "//evil.example/"})
    assert answer.url.path == "/"
    assert "评判" in said(answer.text)


def test_a_fault_of_ours_in_trying_is_a_fault_and_a_part_of_a_page_for_a_part(
        inside: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("made up")

    part = {"hx-request": "true"}
    outside = inside.get("/what-if/../x.yaml".replace("..", "%2e%2e") + "?datum=a", **part)
    assert "<html" not in outside.text
    assert text("browser.outside", name="../x.yaml") in said(outside.text)
    monkeypatch.setattr("checker.web.dossier_page.would_be", broken)
    for headers, status in (({}, 500), (part, 200)):
        answer = inside.get(f"/what-if/{PROJECT}?datum=a&value=1", **headers)
        assert (answer.status_code, "<html" in answer.text) == (status, status == 500)
        assert text("error.bug@page", kind="RuntimeError", reason="made up") in said(answer.text)


def test_without_a_register_nothing_is_recorded_and_what_could_not_be_kept_is_told(tmp_path: Path) -> None:
    dossier, *_ = pages.small_files(tmp_path)
    place = quote(Path(str(dossier)).name)
    query = "?ruleset=./tiny&as_of=2024-12-31"
    with browser(tmp_path, at_once=True) as inside:
        inside.send("/name", {"name": "张三"})
        key = {"authorization": f"Bearer {(tmp_path / '.checker/api-key').read_text(encoding='ascii').strip()}"}
        assert text("browser.no_register@page") in said(inside.send(f"/registered/{place}{query}").text)
        answer = inside.client.get("/api/register", headers=key)
        assert answer.status_code != 200
        assert text("browser.no_register") in json.dumps(answer.json(), ensure_ascii=False)
        (tmp_path / "意见.pdf").write_bytes(pages.page(pages.SMALL))
        found_ = inside.client.get(f"/api/verify/{quote('意见.pdf')}", headers=key).json()
        assert [one["file"] for one in found_["files"]] == ["意见.pdf"]
        found(str(tmp_path / "台账.db"), founded("某某管委会（虚构）", "KM", NOW, "0" * 32)).close()
        (tmp_path / "核验意见").write_text("no folder", encoding="utf-8")
        shown = re.search(r'name="shown" value="([0-9a-f]{64})"', inside.page(f"/dossier/{place}{query}"))
        assert shown
        words = said(inside.send(f"/registered/{place}{query}", {"shown": shown[1]}).text)
        assert text("issue.recorded_not_written@page", number="KM-2026-0001") in words
        assert "KM-2026-0001" in said(inside.page("/register"))


def test_only_what_the_crew_does_has_a_name_for_it() -> None:
    crew = Later("checker.web.fill_page")
    assert crew.fill_page.name == "fill_page"
    with pytest.raises(AttributeError):
        _ = crew._judged
