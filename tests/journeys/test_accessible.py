"""What everybody can use: axe finds nothing, at two widths, with large text; the keyboard reaches everything."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pages
import pytest
from playwright.sync_api import Browser, Page, expect
from typing_in import made_up

from journeys.served_folder import Server, visiting

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Of level AAA, what can be measured is held too: see docs/accessibility.md.
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "/", "/help", "/folder/screening", "/dossier/made-up-project.yaml", "/dossier/made-up-park.yaml", "/dossier/yuxi-carbon-path.yaml",
    "/dossier/yuxi-htz-2020.yaml?choose=1", "/dossier/yuxi-htz-2020.yaml?ruleset=hj274-2015&ruleset=green-park-2016",
    "/what-if/made-up-project.yaml?datum=置换的冶炼产能&value=80万t", "/table/yuxi-projects-2021-2025.csv",
    "/table/yuxi-projects-2021-2025.csv?ruleset=admission-yunnan", "/verify", "/verify/genuine.pdf", "/register", "/register/check",
    "/policy", "/policy/book/准入办法/办法.xlsx", "/policy/book/准入办法/错.xlsx",
    "/rules", "/rules/hj274-2015", "/rules/hj274-2015/confirm", "/rules/compare?before=green-park-2016&after=hj274-2015",
    "/forms", "/drafts", "/name", "/fill/草稿/made-up-park.yaml", "/fill/草稿/made-up-park.yaml?key=list:environmental_emergencies",
    "/fill/草稿/made-up-park.yaml?key=quantity:wastewater_facility", "/fill/草稿/made-up-park.yaml?key=quantity:industrial_output",
    "/dossier/nowhere.yaml")
NARROW, WIDE = 360, 1920
# What is smaller than 44 px one way: with its labels, and but for links within a sentence (WCAG 2.5.5).
SMALL = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')].filter(one => {
    const boxes = [one, ...(one.labels || [])].map(part => part.getBoundingClientRect()).filter(box => box.width && box.height);
    const reach = (from, to) => Math.max(...boxes.map(box => box[to])) - Math.min(...boxes.map(box => box[from]));
    const within = getComputedStyle(one).display == 'inline' && one.parentElement.textContent.trim() != one.textContent.trim();
    return boxes.length && !one.closest('.skip') && !within && Math.min(reach('left', 'right'), reach('top', 'bottom')) < 43.9;
}).map(one => one.outerHTML.slice(0, 160))"""
# Paragraphs with lines of more than forty of their characters, or too close together (WCAG 1.4.8).
DENSE = """() => [...document.querySelectorAll('main p, main li, main dd')].filter(one => {
    const style = getComputedStyle(one), size = parseFloat(style.fontSize);
    return one.getBoundingClientRect().width > 40.5 * size && !one.closest('td, .choice, .made-up')
        || parseFloat(style.lineHeight) < 1.5 * size || style.textAlign == 'justify';
}).map(one => one.outerHTML.slice(0, 160))"""


@pytest.fixture(scope="module", autouse=True)
def ready(chromium: Browser, server: Server) -> None:
    (server.folder / "genuine.pdf").write_bytes(pages.page("made-up-project"))
    (server.folder / "准入办法").mkdir(exist_ok=True)
    (server.folder / "准入办法/办法.xlsx").write_bytes(made_up().raw())
    wrong = made_up()
    wrong.put("门槛表", 5, "投资强度", "约350")
    (server.folder / "准入办法/错.xlsx").write_bytes(wrong.raw())
    if not (server.folder / "草稿/made-up-park.yaml").exists():
        with visiting(chromium, server) as visit:
            page = visit.go("/dossier/made-up-park.yaml")
            page.get_by_role("button", name="复制成草稿，在页面上接着填").click()
            expect(page.locator("aside")).to_be_visible()


def violations(page: Page) -> list[str]:
    """What axe finds, with the places."""
    found: Any = page.evaluate(f"""async () => {{ {AXE}; const found = await axe.run(document, {{runOnly: {TAGS}}});
        return found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.html.slice(0, 160)).slice(0, 3).join(' | ')); }}""")
    return [str(one) for one in found]


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(chromium: Browser, server: Server, address: str) -> None:
    for width in (NARROW, WIDE):
        with visiting(chromium, server, width=width) as visit:
            page = visit.go(address)
            assert page.locator("h1").count() == 1
            assert violations(page) == []
            assert page.evaluate(SMALL) == []
            assert page.evaluate(DENSE) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            # 200 % text, as who can't see small print sets it
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            visit.clean()


def test_the_keyboard_alone_judges_a_dossier(chromium: Browser, server: Server) -> None:
    with visiting(chromium, server) as visit:
        page = visit.go("/")
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        reached = 0
        for _ in range(80):
            page.keyboard.press("Tab")
            name = page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent")
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", name
            reached += 1
            if name == "评判 made-up-project.yaml":
                break
        assert reached > 3
        page.keyboard.press("Enter")
        expect(page.locator(".conclusion")).to_contain_text("不符合准入条件")


def test_in_print_the_verdict_stays_and_the_buttons_go(chromium: Browser, server: Server) -> None:
    with visiting(chromium, server) as visit:
        page = visit.go("/dossier/made-up-project.yaml")
        page.emulate_media(media="print")
        expect(page.locator(".conclusion")).to_be_visible()
        for gone in (".top", ".supposing", "form.drop"):
            expect(page.locator(gone).first).to_be_hidden()


def test_in_dark_colours_of_the_systems_own_nothing_hangs_on_colour(chromium: Browser, server: Server) -> None:
    with visiting(chromium, server) as visit:
        page = visit.go("/dossier/made-up-project.yaml")
        page.emulate_media(forced_colors="active")
        for outcome in page.locator(".outcome").all()[:10]:
            assert outcome.inner_text().strip()
        assert violations(page) == []


def test_what_is_put_into_a_page_later_is_as_accessible_and_leaves_the_focus(chromium: Browser, server: Server) -> None:
    with visiting(chromium, server) as visit:
        page = visit.go("/dossier/made-up-project.yaml")
        page.get_by_label("哪个数或事实").select_option("置换的冶炼产能")
        page.get_by_label("换成").fill("80万t")
        again = page.get_by_role("button", name="试算")
        again.press("Enter")
        expect(page.locator("#would-be")).to_contain_text("如果这样")
        expect(again).to_be_focused()
        assert page.locator("#would-be").get_attribute("aria-live") == "polite"
        assert violations(page) == []


def test_after_a_mistake_the_focus_is_where_it_is_told_and_leads_to_the_field(chromium: Browser, server: Server) -> None:
    for script in (True, False):
        with visiting(chromium, server, script=script) as visit:
            page = visit.go("/fill/草稿/made-up-park.yaml?key=quantity:industrial_output")
            page.get_by_label("年份").fill("两千零二十")
            page.get_by_role("button", name="保存这一项").click()
            told = page.get_by_role("alert").first
            expect(told).to_be_focused()
            expect(page).to_have_title(re.compile("^有错："))
            field = page.get_by_label("年份")
            assert field.get_attribute("aria-invalid") == "true"
            described = field.get_attribute("aria-describedby")
            assert page.locator(f"[id='{described}']").inner_text().strip()
            told.get_by_role("link", name="年份").click()
            expect(field).to_be_focused()
            if script:
                assert violations(page) == []
