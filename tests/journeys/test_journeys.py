"""The main jobs of the three users in a real browser, from the dropped file to the bytes of the download."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pages
import pytest
from playwright.sync_api import Browser, Page, expect

from checker.register.founding import opened
from journeys.served_folder import SAMPLES, Server, Visit, samples_in, started, visiting

STANDSTILL = 120
PROJECT, PARK, YUXI = "made-up-project.yaml", "made-up-park.yaml", "yuxi-htz-2020.yaml"


def commanded(*arguments: str, cwd: Path) -> None:
    subprocess.run([sys.executable, "-m", "checker", *arguments], cwd=cwd, check=False, capture_output=True)


def downloaded(page: Page, link: str) -> bytes:
    """What a link gives to be kept."""
    with page.expect_download() as told:
        page.get_by_role("link", name=link).first.click()
    return Path(told.value.path()).read_bytes()


def dropped(page: Page, field: str, file: Path) -> None:
    page.set_input_files(field, file)


# -- the investment officer

@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_dropped_project_is_judged_explained_and_taken_home(
        chromium: Browser, server: Server, tmp_path: Path, script: bool) -> None:
    with visiting(chromium, server, script=script) as visit:
        page = visit.go("/")
        dropped(page, "#file", SAMPLES / PROJECT)
        page.get_by_role("button", name="放入", exact=True).click()
        expect(page.locator(".conclusion")).to_contain_text("不符合准入条件")
        expect(page.locator("main")).to_contain_text("怎样可以改变")
        page.get_by_role("link", name="炼钢转炉").first.click()
        expect(page.locator("details.item[id$='.5']")).to_be_visible()
        for link, name in (("核验意见（PDF，附复现包）", "a.pdf"), ("对照考核表（xlsx）", "a.xlsx"), ("结论数据（JSON）", "a.json")):
            commanded("check", PROJECT, "-o", str(tmp_path / name), cwd=server.folder)
            assert downloaded(page, link) == (tmp_path / name).read_bytes()
        commanded("ask", PROJECT, "-o", str(tmp_path / "ask.xlsx"), cwd=server.folder)
        assert downloaded(page, "征询表（xlsx，由对方填写）") == (tmp_path / "ask.xlsx").read_bytes()
        page.select_option("#datum", label="置换的冶炼产能")
        page.fill("#value", "80万t")
        page.get_by_role("button", name="试算", exact=True).click()
        expect(page.locator("main")).to_contain_text("如果这样（试算，没有存）")
        expect(page.locator("main")).to_contain_text("钢铁产能置换比例")
        visit.clean()


def judged(page: Page) -> None:
    """Wait for the results for as long as it gets on: how fast a machine is, is nothing to fail by."""
    seen, since = "", time.monotonic()
    while "各个项目" not in (words := page.locator("main").inner_text()):
        if words != seen:
            seen, since = words, time.monotonic()
        assert time.monotonic() - since < STANDSTILL, words
        page.wait_for_timeout(1000)


def test_a_table_is_mapped_screened_stopped_resumed_and_read(visit: Visit, server: Server, tmp_path: Path) -> None:
    page = visit.go("/table/yuxi-projects-2021-2025.csv")
    page.select_option("#ruleset", "admission-yunnan")
    page.select_option("#common", "screening/yuxi-projects-2021-2025.yaml")
    page.get_by_label("overlays/yuxi-admission-trial.yaml").check()
    page.get_by_role("button", name="读表").click()
    expect(page.locator("main")).to_contain_text("98 个项目")
    page.get_by_role("button", name="开始评判").click()
    expect(page.locator("main")).to_contain_text("正在评判")
    page.get_by_role("button", name="停下").click()
    expect(page.locator("main")).to_contain_text("已停下")
    page.get_by_role("button", name="接着做").click()
    judged(page)
    page.get_by_label("名称、单位里的字").fill("BOPP")
    page.get_by_role("button", name="排列和筛选").click()
    expect(page.locator("#rows ~ .scroll tbody tr")).to_have_count(1)
    expect(page.locator("#rows ~ .scroll")).to_contain_text("327.3")
    out = tmp_path / "out"
    commanded("screen", "yuxi-projects-2021-2025.csv", "--ruleset", "admission-yunnan", "--common",
              "screening/yuxi-projects-2021-2025.yaml", "--overlay", "overlays/yuxi-admission-trial.yaml", "-o", str(out),
              cwd=server.folder)
    assert downloaded(page, "结果（xlsx）") == (out / "results.xlsx").read_bytes()
    assert downloaded(page, "一览（PDF）") == (out / "portfolio.pdf").read_bytes()
    page.get_by_role("link", name="年产7万吨BOPP薄膜改扩建项目").click()
    expect(page.locator("main")).to_contain_text("还缺什么")
    [own] = [path for path in (out / "pdf").iterdir() if "BOPP" in path.name]
    assert downloaded(page, "下载核验意见（PDF）") == own.read_bytes()
    visit.clean()


# -- the park's environment officer

def test_a_dossier_is_filled_in_on_the_page_and_becomes_a_verdict(visit: Visit, server: Server, tmp_path: Path) -> None:
    page = visit.go("/drafts")
    page.select_option("#ruleset", "hj274-2015")
    page.fill("#name", "虚构填报园区")
    page.fill("#period", "2024")
    page.fill("#ground", "试填（虚构）")
    page.get_by_role("button", name="开始填").click()
    expect(page.locator("aside")).to_contain_text("无法判定")
    page.select_option("#key", label="工业总产值")
    page.get_by_role("button", name="填这一项").click()
    page.fill("#f-value", "不少")
    page.fill("#f-place", "第 3 页")
    page.fill("#f-words", "工业总产值 100 亿元")
    page.fill("#f-new_document", "年报（虚构）")
    page.get_by_role("button", name="保存这一项").click()
    expect(page.locator("#form")).to_contain_text("没有存")
    expect(page.locator("#f-words")).to_have_value("工业总产值 100 亿元")
    page.fill("#f-value", "100亿元")
    page.get_by_role("button", name="保存这一项").click()
    expect(page.locator("main")).to_contain_text("已经填的（1）")
    page.get_by_role("link", name="完整的评判结果和下载").click()
    commanded("check", "草稿/虚构填报园区.yaml", "-o", str(tmp_path / "a.pdf"), cwd=server.folder)
    assert downloaded(page, "核验意见（PDF，附复现包）") == (tmp_path / "a.pdf").read_bytes()
    visit.clean()


def test_one_park_stands_against_several_standards_and_beside_its_own_years(visit: Visit) -> None:
    page = visit.go(f"/dossier/{YUXI}?choose=1")
    page.get_by_label("国家生态工业示范园区标准").check()
    page.get_by_label("绿色园区评价要求").check()
    page.get_by_role("button", name="评判", exact=True).click()
    expect(page.locator("main")).to_contain_text("几部标准共用的数据")
    page.get_by_role("link", name="只看这一部").first.click()
    expect(page.locator("main")).to_contain_text("各项指标")
    visit.go("/dossier/yuxi-carbon-path.yaml")
    expect(page.locator(".multiple svg").first).to_be_visible()
    visit.clean()


# -- the auditor

def test_pages_are_verified_shown_beside_their_own_and_regenerated(
        visit: Visit, server: Server, tmp_path: Path) -> None:
    genuine = pages.page("made-up-project")
    painted = pages.rewritten(genuine, pages.drawn_over(0, b"1 0 0 rg 100 400 300 60 re f"))
    (tmp_path / "原件.pdf").write_bytes(genuine)
    (tmp_path / "改过.pdf").write_bytes(painted)
    page = visit.go("/verify")
    page.set_input_files("#file", [tmp_path / "原件.pdf", tmp_path / "改过.pdf"])
    page.get_by_role("button", name="验证").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("link", name="改过.pdf").click()
    expect(page.locator("main")).to_contain_text("不同的页并列")
    for picture in page.locator("figure img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("one => one.naturalWidth") > 0
    assert downloaded(page, "下载用所附材料重新生成的 PDF") == genuine
    visit.clean()


def test_a_verdict_is_recorded_found_and_made_again(visit: Visit, server: Server) -> None:
    page = visit.go("/name")
    page.fill("#name", "张三")
    page.get_by_role("button", name="保存").click()
    visit.go(f"/dossier/{PARK}")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("h1")).to_contain_text("KM-2026-")
    number = page.locator("h1").inner_text().split()[0]
    visit.go("/register")
    page.fill("#words", "虚构园区")
    page.select_option("#outcome", "met")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=number).click()
    made = downloaded(page, "重新生成 PDF")
    assert made == (server.folder / f"核验意见/{number}.pdf").read_bytes()
    with opened(str(server.folder / "台账.db")) as register:
        entry = register.entry(number)
    assert entry is not None
    assert entry.by == "张三（自称）"
    visit.clean()


def test_rules_are_read_compared_and_confirmed(visit: Visit) -> None:
    page = visit.go("/rules")
    page.fill("#filter", "绿色园区")
    expect(page.locator("#rulesets tbody tr:visible")).to_have_count(1)
    page.fill("#filter", "")
    page.get_by_role("link", name="国家生态工业示范园区标准").click()
    expect(page.locator("main")).to_contain_text("用例")
    page.get_by_role("link", name="在页面上核对限值").click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("main")).to_contain_text("没有存")
    visit.go("/rules/compare?before=green-park-2016&after=hj274-2015")
    expect(page.locator("h1")).to_contain_text("→")
    visit.clean()


# -- two persons, two languages, two starts

def test_what_one_enters_another_reviews(chromium: Browser, tmp_path: Path) -> None:
    one = started(samples_in(tmp_path), "--behind-proxy", "X-Remote-User")
    try:
        with visiting(chromium, one, headers={"X-Remote-User": "zhang"}) as first:
            page = first.go("/drafts")
            page.select_option("#ruleset", "admission-yunnan")
            page.fill("#name", "虚构复核项目")
            page.fill("#ground", "试填（虚构）")
            page.get_by_role("button", name="开始填").click()
            page.get_by_role("link", name="产业结构调整指导目录类别").click()
            page.get_by_label("鼓励类").check()
            page.fill("#f-place", "第 1 页")
            page.fill("#f-words", "鼓励类")
            page.get_by_role("button", name="保存这一项").click()
            expect(page.locator("main")).to_contain_text("已经填的（1）")
            place = page.url.partition("#")[0].removeprefix(one.home)
        with visiting(chromium, one, headers={"X-Remote-User": "li"}) as second:
            page = second.go(place)
            page.locator("details.review summary").click()
            page.get_by_role("button", name="同意").click()
            expect(page.locator("main")).to_contain_text("1／1 条已由他人同意")
            expect(page.locator("main")).to_contain_text("li")
            second.clean()
    finally:
        one.stop()


def test_in_english_the_page_and_the_pdf_are_english_and_the_pdf_verifies(visit: Visit, tmp_path: Path) -> None:
    page = visit.go(f"/dossier/{PARK}")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".conclusion")).to_contain_text("met")
    made = downloaded(page, "Verdict page (PDF")
    (tmp_path / "english.pdf").write_bytes(made)
    visit.go("/verify")
    page.set_input_files("#file", tmp_path / "english.pdf")
    page.locator("form.drop button").click()
    expect(page.locator(".conclusion")).to_contain_text("√")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    visit.clean()


def test_after_a_kill_whatever_was_acknowledged_is_there(chromium: Browser, tmp_path: Path) -> None:
    import signal

    from web_client import NOW

    from checker.register.checking import check
    from checker.register.entry import founded
    from checker.register.founding import found

    folder = samples_in(tmp_path)
    found(str(folder / "台账.db"), founded("某某管委会（虚构）", "KM", NOW, "0" * 32)).close()
    one = started(folder)
    with visiting(chromium, one) as visit:
        page = visit.go("/name")
        page.fill("#name", "张三")
        page.get_by_role("button", name="保存").click()
        visit.go("/drafts")
        page.select_option("#ruleset", "admission-yunnan")
        page.fill("#name", "虚构中断项目")
        page.fill("#ground", "试填（虚构）")
        page.get_by_role("button", name="开始填").click()
        expect(page.locator("aside")).to_contain_text("无法判定")
        visit.go(f"/dossier/{PARK}")
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.locator("h1")).to_contain_text("KM-2026-0001")
        visit.go(f"/dossier/{PROJECT}")
        page.get_by_role("button", name="登记", exact=True).click(no_wait_after=True)
        page.wait_for_timeout(150)
        one.stop(signal.SIGKILL)
    with opened(str(folder / "台账.db")) as register:
        report = check(register, None)
        numbers = [entry.number for entry in register.all()]
    assert report.sound
    assert numbers[0] == "KM-2026-0001"
    again = started(folder)
    try:
        with visiting(chromium, again) as visit:
            page = visit.go("/drafts")
            page.get_by_role("link", name="虚构中断项目").click()
            expect(page.locator("aside")).to_contain_text("无法判定")
            visit.go("/register/KM-2026-0001")
            expect(page.locator("main")).to_contain_text("张三")
    finally:
        again.stop()
