"""A served folder before somebody who was let in and sends what no page of ours sends.

Owns what is sent, and what an answer has to be.  What the crew does is done in this process, so that it is
watched as anything else.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote

import httpx2
from fuzz.chances import Chances
from fuzz.oddities import odd_words, otherwise
from fuzz.trial import Find, Made, said_well
from web_client import HOME, NOW

from checker.errors import CheckerError
from checker.messages import for_pages, on_page, speaking
from checker.web.application import application
from checker.web.crew import Refusal
from checker.web.workfolder import WorkFolder

P = ParamSpec("P")
T = TypeVar("T")
Step = dict[str, Any]
NAMES = ("given", "草稿/given", "名 字", "a%2Fb", "..given", "x" * 240, "con", "g\u202eiven", "g<i>ven", "果\u0301")
RULES = ("hj274-2015", "admission-yunnan", "admission-kunming-etdz-2023", "../x", "./", "", "hj274-2015/..")
SHOWN = ("dossier/{}", "result/json/{}", "result/txt/{}", "result/xlsx/{}", "questions/xlsx/{}", "what-if/{}", "table/{}", "verify/{}", "fill/{}",
         "api/check/{}", "api/explain/{}", "file/{}", "folder/{}", "screening/{}", "screened-row/{}", "regenerated/{}", "page-picture/given/1/{}", "page-picture/made/{}/given.pdf", "drafts", "rules", "rules/{}",
         "rules/compare", "register", "register/{}", "forms", "", "name", "help")
SENT = ("fill/{}", "copied/{}", "drafts", "language", "name", "answers/{}", "files", "verify")
ASKED = ("ruleset", "overlay", "answers", "previous", "as_of", "purpose", "datum", "year", "value", "unset", "sheet", "header_row", "common", "pages",
         "start", "words", "order", "outcome", "pile", "key", "at", "document", "before", "after", "row", "choose", "again")
FIELDS = ("version", "key", "at", "do", "word", "value", "unit", "year", "scope", "place", "words", "document", "new_document", "by", "on", "why", "name",
          "kind", "ruleset", "period", "own", "ground", "language", "back", "below", "entry:1:kind", "entry:9:x", f"entry:{'9' * 5000}:kind", "complete", "declared_by", "title")
KEYS = ("quantity:energy_use@2024", "attribute:zone", "list:equipment", "opinion:AYN-2024.2", "quantity:land_area", "observations.0", "attributes.zone", "x", "a:b:c@d",
        "quantity:industrial_value_added@base", "remove", "accept", "send_back", "zh_CN", "en")
ELSEWHERE = re.compile(r"""<[a-z][^>]*\s(?:src|href|action|formaction|poster|data|background|srcset)\s*=\s*["']?\s*(?:(?:https?|file|ftp|javascript|vbscript):|//|\\\\)""", re.IGNORECASE)
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=[\"']/static/)|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
STATUSES = {200, 303, 304, 307, 400, 403, 404, 405, 409, 413, 415, 422, 429}


def visit(makers: Sequence[Callable[[Chances], Made]]) -> Callable[[Chances], Made]:
    """A visit: a file is sent, then some addresses are asked and some forms sent."""
    def make(chances: Chances) -> Made:
        suffix, content = chances.of(makers)(chances)
        name = f"{NAMES[0] if chances.below(3) else chances.of(NAMES)}{suffix}"
        steps = [_step(name, chances) for _ in range(1 + chances.below(4))]
        return ".json", json.dumps({"name": name, "content": b64encode(content).decode(), "steps": steps}).encode()

    return make


def _step(name: str, chances: Chances) -> Step:
    sent = chances.one_in(3)
    path = chances.of(SENT if sent else SHOWN)
    place = name if chances.below(6) else f"草稿/{name}" if chances.below(2) else otherwise(name, chances)
    pairs = [(chances.of(FIELDS if sent else ASKED), _said(name, chances)) for _ in range(chances.below(5))]
    if path.startswith(("table", "api/check", "dossier")) and chances.below(3):
        pairs.append(("ruleset", chances.of(RULES)))
    return {"sent": sent, "path": path.format(place), "pairs": pairs}


def _said(name: str, chances: Chances) -> str:
    kind = chances.below(4)
    words = odd_words(chances) if kind < 2 else chances.of(RULES) if kind == 2 and chances.below(2) else name if kind == 2 else chances.of(KEYS)
    return words.encode(errors="replace").decode()[:6000]


class _Alone:
    """Does at once, here, what the crew would do."""

    async def do(self, language: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``work`` returns; a fault of ours is let out."""
        with speaking(language), for_pages(on_page()):
            try:
                return work(*args, **kwargs)
            except CheckerError as error:
                said_well(error)
                raise Refusal([str(problem) for problem in error.problems], error.exit) from None

    make = do


def visited(path: Path) -> None:
    """Everything that a visit asks for is answered in words, and by nothing from elsewhere."""
    plan = json.loads(path.read_bytes())
    folder = path.parent / "served"
    (folder / "草稿").mkdir(parents=True)
    before = Path.cwd()
    os.chdir(folder)
    try:
        asyncio.run(_through(plan, folder))
    finally:
        os.chdir(before)


async def _through(plan: dict[str, Any], folder: Path) -> None:
    content = b64decode(plan["content"])
    (folder / "草稿/given.yaml").write_bytes(content)
    app = application(WorkFolder(folder.resolve()), lambda: NOW)
    app.state.served.crew.close()
    app.state.served = replace(app.state.served, crew=_Alone())
    transport = httpx2.ASGITransport(app=app, client=("127.0.0.1", 50000))
    async with httpx2.AsyncClient(transport=transport, base_url=HOME, follow_redirects=True) as client:
        found = await client.get(f"/?key={app.state.served.door.new_key()}")
        token = re.search(r'name="token" value="([0-9a-f]{64})"', found.text)
        if token is None:
            raise Find("no token", found.text)
        _fair(await client.post("/files", data={"token": token[1]}, files=[("file", (plan["name"], content))]), "/files")
        for step in plan["steps"]:
            address = "/" + quote(step["path"], safe="/%.:")
            if step["sent"]:
                answer = await client.post(address, data={"token": token[1], **dict(step["pairs"])})
            else:
                answer = await client.get(address, params=step["pairs"])
            _fair(answer, step["path"])


def _fair(answer: Any, path: str) -> None:
    """Whether an answer is one."""
    if answer.status_code not in STATUSES:
        raise Find(f"status {answer.status_code} of {path.partition('/')[0]}", answer.text[:2000])
    if "html" not in answer.headers.get("content-type", ""):
        return
    for wrong in (ELSEWHERE, SCRIPT):
        if found := wrong.search(answer.text):
            raise Find(f"elsewhere in {path.partition('/')[0]}", unescape(answer.text[max(0, found.start() - 200):found.end() + 200]))
    if "default-src" not in answer.headers.get("content-security-policy", ""):
        raise Find(f"no policy for {path.partition('/')[0]}", str(answer.headers))

