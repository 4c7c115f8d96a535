"""A served folder for tests: the application without a network, somebody who was let in, forms as a page sends them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

from conftest import ROOT
from starlette.testclient import TestClient

from checker.register.entry import founded
from checker.register.founding import found
from checker.web.application import application
from checker.web.doorkeeping import Letting
from checker.web.workfolder import WorkFolder
from checker.zone import OFFICE_ZONE

NOW = dt.datetime(2026, 11, 28, 9, tzinfo=OFFICE_ZONE)
HOME = "http://127.0.0.1:8765"


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
def browser(folder: Path, *, let_in: bool = True, letting: Letting | None = None,
            client_at: tuple[str, int] = ("127.0.0.1", 50000)) -> Iterator[Browser]:
    """A browser before the served folder."""
    keys: list[str] = []
    app = application(WorkFolder(folder.resolve()), lambda: NOW, keys.append, letting=letting)
    with TestClient(app, base_url=HOME, client=client_at) as client:
        keys.append(app.state.served.door.new_key())
        found = Browser(client, keys)
        if let_in:
            assert client.get(f"/?key={keys[-1]}").status_code == 200
        yield found


def said(html: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style).*?</\1>", " ", html))).split())
