"""What everybody can use: axe finds nothing, at two widths, with large text; the keyboard reaches everything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pages
import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.served_folder import Server, visiting

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "/", "/folder/screening", "/dossier/made-up-project.yaml", "/dossier/made-up-park.yaml", "/dossier/yuxi-carbon-path.yaml",
    "/dossier/yuxi-htz-2020.yaml?choose=1", "/dossier/yuxi-htz-2020.yaml?ruleset=hj274-2015&ruleset=green-park-2016",
    "/what-if/made-up-project.yaml?datum=置换的冶炼产能&value=80万t", "/table/yuxi-projects-2021-2025.csv",
    "/table/yuxi-projects-2021-2025.csv?ruleset=admission-yunnan", "/verify", "/verify/genuine.pdf", "/register", "/register/check",
    "/rules", "/rules/hj274-2015", "/rules/hj274-2015/confirm", "/rules/compare?before=green-park-2016&after=hj274-2015",
    "/forms", "/drafts", "/name", "/fill/草稿/made-up-park.yaml", "/fill/草稿/made-up-park.yaml?key=list:environmental_emergencies",
    "/fill/草稿/made-up-park.yaml?key=quantity:wastewater_facility", "/fill/草稿/made-up-park.yaml?key=quantity:industrial_output",
    "/dossier/nowhere.yaml")
NARROW, WIDE = 360, 1920


@pytest.fixture(scope="module", autouse=True)
def ready(chromium: Browser, server: Server) -> None:
    (server.folder / "genuine.pdf").write_bytes(pages.page("made-up-project"))
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
