"""A served folder for tests: the application without a network, somebody who was let in, forms as a page sends them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ParamSpec, TypeVar

import pytest
from conftest import ROOT
from starlette.testclient import TestClient

from checker.files import bounds
from checker.messages import on_page
from checker.register.entry import founded
from checker.register.founding import found
from checker.web import crew
from checker.web.application import application
from checker.web.doorkeeping import Letting
from checker.web.workfolder import WorkFolder
from checker.zone import OFFICE_ZONE

NOW = dt.datetime(2026, 11, 28, 9, tzinfo=OFFICE_ZONE)
HOME = "http://127.0.0.1:8765"
P = ParamSpec("P")
T = TypeVar("T")


class AtOnce:
    """Does at once, in this process, what the crew has done by others: no process has to be started and waited for."""

    async def do(self, language: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``work`` returns; raises what the crew raises."""
        done = crew._attempted(language, on_page(), work, args, kwargs)
        if isinstance(done, crew._NotDone):
            raise crew.Refusal(done.said, done.exit)
        return done

    make = do


class Browser:
    """Somebody at a browser without script; ``key`` opens the door."""

    def __init__(self, client: TestClient, keys: list[str]) -> None:
        self.client, self.keys = client, keys

    def get(self, address: str, **headers: Any) -> Any:
        return self.client.get(address, headers=headers)

    def page(self, address: str) -> str:
        """The page, which has to be there."""
        found = self.get(address)
        assert found.status_code == 200, (address, found.status_code, found.text[:400])
        return str(found.text)

    def token(self) -> str:
        found = re.search(r'name="token" value="([0-9a-f]{64})"', self.page("/"))
        assert found
        return found[1]

    def send(self, address: str, fields: Mapping[str, Any] | None = None, *,
             files: list[tuple[str, tuple[str, bytes]]] | None = None, **headers: Any) -> Any:
        """Send a form of ours, with the files in it."""
        return self.client.post(address, data={"token": self.token(), **(fields or {})}, files=files, headers=headers)

    def drop(self, path: Path, address: str = "/files", name: str | None = None) -> Any:
        return self.send(address, files=[("file", (name or path.name, path.read_bytes()))])


def office_in(made: Path, *samples: str) -> Path:
    """A folder with these samples and a register of its own."""
    for name in samples:
        (made / name).write_bytes((ROOT / "samples" / name).read_bytes())
    found(str(made / "台账.db"), founded("某某管委会（虚构）", "KM", NOW, "0" * 32)).close()
    return made


@contextmanager
def _no_alarm() -> Iterator[None]:
    """Nothing is stopped when its time is over: a client answers in a thread, and only the main one hears a signal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounds, "signal", SimpleNamespace(
            **dict.fromkeys(("ITIMER_PROF", "ITIMER_REAL", "SIGPROF", "SIGALRM")),
            signal=lambda *_: None, setitimer=lambda *_: (0, 0)))
        yield


@contextmanager
def browser(folder: Path, *, let_in: bool = True, letting: Letting | None = None,
            client_at: tuple[str, int] = ("127.0.0.1", 50000), at_once: bool = False) -> Iterator[Browser]:
    """A browser before the served folder; what it asks for is done by the crew, or ``at_once``."""
    keys: list[str] = []
    app = application(WorkFolder(folder.resolve()), lambda: NOW, keys.append, letting=letting)
    with ExitStack() as left, TestClient(app, base_url=HOME, client=client_at) as client:
        if at_once:
            app.state.served = replace(app.state.served, crew=AtOnce())
            left.enter_context(chdir(folder))
            left.enter_context(_no_alarm())
        keys.append(app.state.served.door.new_key())
        found = Browser(client, keys)
        if let_in:
            assert client.get(f"/?key={keys[-1]}").status_code == 200
        yield found


def said(html: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style).*?</\1>", " ", html))).split())
