"""One Chromium and one served folder for all journeys of a process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from journeys.served_folder import Server, Visit, chromium_of, samples_in, started, visiting


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = chromium_of(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    from web_client import NOW

    from checker.register.entry import founded
    from checker.register.founding import found

    folder = samples_in(tmp_path_factory.mktemp("office"))
    found(str(folder / "台账.db"), founded("某某管委会（虚构）", "KM", NOW, "0" * 32)).close()
    one = started(folder)
    yield one
    one.stop()


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Visit]:
    with visiting(chromium, server) as one:
        yield one
