"""A real server before a folder of samples, and a real Chromium in front of it.

Owns starting and stopping them, and that nothing leaves the machine and nothing is complained of meanwhile.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from conftest import ROOT
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

CHROMIUM = "/usr/bin/chromium"
SAMPLES = ROOT / "samples"
SERVED = ("made-up-project.yaml", "made-up-park.yaml", "yuxi-htz-2020.yaml", "kunming-etdz-2022.yaml", "yuxi-carbon-path.yaml",
          "yuxi-projects-2021-2025.csv", "screening/yuxi-projects-2021-2025.yaml", "overlays/yuxi-admission-trial.yaml")
# What a page may ask for: itself, and what it draws from its own bytes.
_OWN = re.compile(r"(?:http://127\.0\.0\.1:\d+/|data:|about:|blob:http://127\.0\.0\.1)")


@dataclass
class Server:
    """A running ``checker serve``: its process, its address, the key that it tells."""

    process: subprocess.Popen[str]
    home: str
    key: str
    folder: Path

    def stop(self, sign: int = signal.SIGINT) -> None:
        self.process.send_signal(sign)
        self.process.wait(20)
        for stream in (self.process.stderr, self.process.stdin):
            if stream is not None:
                stream.close()


def samples_in(folder: Path) -> Path:
    for name in SERVED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLES / name, folder / name)
    return folder


def started(folder: Path, *options: str) -> Server:
    """A server on a free port."""
    process = subprocess.Popen([sys.executable, "-m", "checker", "serve", "--port", "0", "--folder", str(folder), *options],
                               stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert process.stderr is not None
    address = re.search(r"http://127\.0\.0\.1:\d+/(?:\?key=\S+)?", process.stderr.readline())
    assert address
    home, _, key = address[0].partition("?")
    return Server(process, home.rstrip("/"), key, folder)


@dataclass
class Visit:
    """A page in Chromium with what it asked for elsewhere and what was complained of."""

    page: Page
    home: str
    foreign: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def go(self, address: str) -> Page:
        self.page.goto(self.home + address)
        return self.page

    def clean(self) -> None:
        """Nothing left the machine, and nobody complained."""
        assert self.foreign == []
        assert self.said == []


@contextmanager
def visiting(chromium: Browser, server: Server, *, script: bool = True, width: int = 1280,
             headers: dict[str, str] | None = None, size: str | None = None) -> Iterator[Visit]:
    """A visit of somebody who was let in."""
    context: BrowserContext = chromium.new_context(
        viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=script, accept_downloads=True,
        extra_http_headers=headers or {})
    context.set_default_timeout(20_000)
    page = context.new_page()
    visit = Visit(page, server.home)
    page.on("request", lambda request: visit.foreign.append(request.url) if not _OWN.match(request.url) else None)
    page.on("console", lambda message: visit.said.append(message.text))
    page.on("pageerror", lambda error: visit.said.append(str(error)))
    if server.key:
        page.goto(f"{server.home}/?{server.key}")
        server.key = _next_key(server)
    yield visit
    context.close()


def _next_key(server: Server) -> str:
    """The key that the server tells once one has been used."""
    assert server.process.stderr is not None
    for line in server.process.stderr:
        if found := re.search(r"\?(key=\S+)", line):
            return found[1]
    raise AssertionError("the server tells no other key")


def chromium_of(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=zh-CN"])
