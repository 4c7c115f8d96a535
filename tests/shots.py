"""Pictures of the main pages for docs/images, at two widths: ``make shots``.

Owns which pages.  Somebody has to look at each of them.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from journeys.served_folder import chromium_of, samples_in, started, visiting
from PIL import Image
from playwright.sync_api import sync_playwright
from web_client import NOW

from checker.register.entry import founded
from checker.register.founding import found

PLACE = Path(__file__).resolve().parent.parent / "docs/images"
WIDTHS = {"wide": 1920, "narrow": 360}
TALLEST = 2400
PAGES = {
    "home": "/", "project": "/dossier/made-up-project.yaml", "park": "/dossier/made-up-park.yaml",
    "standards": "/dossier/yuxi-htz-2020.yaml?ruleset=hj274-2015&ruleset=green-park-2016",
    "table": "/table/yuxi-projects-2021-2025.csv?ruleset=admission-yunnan&common=screening/yuxi-projects-2021-2025.yaml",
    "fill": "/fill/草稿/made-up-park.yaml?key=quantity:industrial_output", "verified": "/verify/genuine.pdf",
    "register": "/register", "ruleset": "/rules/hj274-2015"}


def main() -> None:
    import pages

    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = samples_in(Path(place))
        found(str(folder / "台账.db"), founded("某某管委会（虚构）", "KM", NOW, "0" * 32)).close()
        (folder / "genuine.pdf").write_bytes(pages.page("made-up-project"))
        server, browser = started(folder), chromium_of(playwright)
        with visiting(browser, server) as visit:
            visit.go("/dossier/made-up-park.yaml").get_by_role("button", name="复制成草稿，在页面上接着填").click()
            page = visit.go("/name")
            page.fill("#name", "张三")
            page.get_by_role("button", name="保存").click()
            visit.go("/dossier/made-up-park.yaml").get_by_role("button", name="登记", exact=True).click()
        for width_name, width in WIDTHS.items():
            with visiting(browser, server, width=width) as visit:
                for name, address in PAGES.items():
                    raw = visit.go(address).screenshot(full_page=True)
                    kept(raw, PLACE / f"web-{name}-{width_name}.png", width)
        browser.close()
        server.stop()


def kept(raw: bytes, place: Path, width: int) -> None:
    """A picture small enough for a repository: its top, in few colours."""
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    if width > 1000:
        picture = picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=32).save(place, optimize=True)


if __name__ == "__main__":
    main()
