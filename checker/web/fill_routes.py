"""The addresses of drafts: begin one, state one datum after the other, take one back, add evidence.

Owns which address asks for what.  What takes time is done by the crew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from checker.errors import Problem, UsageError
from checker.messages import speaking, text
from checker.services.drafting import Stated, Wrong
from checker.web import fill_page, new_draft
from checker.web.fill_page import Filling
from checker.web.rendering import address
from checker.web.served import served
from checker.web.uploading import fields, kept

EVIDENCE = "附件"
_ENTRY = "entry:"
_NEW = "+"


async def drafts(request: Request) -> Response:
    """The drafts there are, and the form for a new one."""
    here = served(request)
    setting = here.setting(request)
    return HTMLResponse(await here.crew.do(setting.language, new_draft.drafts_page, setting, {}, []))


async def begun(request: Request) -> Response:
    """Begin a draft."""
    here = served(request)
    setting = here.setting(request)
    found, _ = await fields(request)
    said = {name: values[0].strip() for name, values in found.items()}
    place, wrong = await here.crew.do(setting.language, new_draft.begin, said, here.today)
    if place is None:
        return HTMLResponse(await here.crew.do(setting.language, new_draft.drafts_page, setting, said, wrong))
    return RedirectResponse(address("fill", *place.split("/")), 303)


async def shown(request: Request) -> Response:
    """The page of a draft."""
    here, place, query = served(request), str(request.path_params["place"]), request.query_params
    here.folder.place(place)
    setting = here.setting(request)
    return HTMLResponse(await here.crew.do(setting.language, fill_page.fill_page, place, here.today, setting,
                                           query.get("key", ""), query.get("at", "")))


async def stated(request: Request) -> Response:
    """Keep a statement, or take one back; what can't be kept comes back with what is wrong."""
    here, place = served(request), str(request.path_params["place"])
    here.folder.place(place)
    setting = here.setting(request)
    found, _ = await fields(request)
    words = {name: values[0].strip() for name, values in found.items()}
    version, key, at = words.pop("version", ""), words.pop("key", ""), words.pop("at", "")
    if words.get("do") == "remove":
        done = await here.crew.do(setting.language, fill_page.taken_back, place, version, at)
        return await _again(request, place, "", "", None if done else _moved(setting.language, {}, []))
    said = _said(words, key, at)
    document = words.get("new_document", "") if words.get("document") in ("", _NEW) else ""
    if words.get("document") == _NEW:
        said = Stated(said.kind, said.name, {name: value for name, value in said.words.items()
                                             if name != "document"}, said.entries, said.place)
    wrong = await here.crew.do(setting.language, fill_page.kept, place, version, said, document, here.today)
    if wrong is None:
        return RedirectResponse(f"{address('fill', *place.split('/'))}#form", 303)
    typed = Filling(words, said.entries, wrong, "")
    if wrong.moved:
        typed = _moved(setting.language, words, said.entries)
    return await _again(request, place, key, at, typed)


async def _again(request: Request, place: str, key: str, at: str, typed: Filling | None) -> Response:
    """The draft's page once more, with what was typed; to a fresh page where all went well."""
    if typed is None:
        return RedirectResponse(address("fill", *place.split("/")), 303)
    here = served(request)
    setting = here.setting(request)
    return HTMLResponse(await here.crew.do(setting.language, fill_page.fill_page, place, here.today, setting,
                                           key, at, typed))


def _moved(language: str, words: Mapping[str, str],
           entries: Sequence[Mapping[str, str]]) -> Filling:
    with speaking(language):
        return Filling(words, entries, Wrong(), text("draft.moved"))


def _said(words: Mapping[str, str], key: str, at: str) -> Stated:
    """The statement of a form."""
    kind, _, rest = key.partition(":")
    kind = {"exact": "quantity", "finer": "attribute", "whole": "attribute", "clear": "list"}.get(kind, kind)
    rows: dict[int, dict[str, str]] = {}
    for name, value in words.items():
        if name.startswith(_ENTRY) and value:
            number, _, field = name.removeprefix(_ENTRY).partition(":")
            if number.isdecimal():
                rows.setdefault(int(number), {})[field] = value
    entries = [rows[number] for number in sorted(rows)]
    plain = {name: value for name, value in words.items() if value and not name.startswith(_ENTRY)}
    return Stated(kind, rest.partition("@")[0], plain, entries, fill_page.place_of(at) if at else None)


async def evidence(request: Request) -> Response:
    """Keep a file beside the draft, and name it among its sources."""
    here, place = served(request), str(request.path_params["place"])
    here.folder.place(place)
    setting = here.setting(request)
    below = place.rpartition("/")[0]
    files, found = await kept(request, below=f"{below}/{EVIDENCE}".lstrip("/"), evidence=True)
    if not files:
        raise UsageError(Problem("browser.no_file"))
    content = here.folder.place(files[0]).read_bytes()
    title = found.get("title", [""])[0].strip() or files[0].rpartition("/")[2]
    done = await here.crew.do(setting.language, fill_page.evidence, place, found.get("version", [""])[0],
                              title, hashlib.sha256(content).hexdigest())
    key = found.get("key", [""])[0]
    if not done:
        return await _again(request, place, key, "", _moved(setting.language, {}, []))
    query = f"?{urlencode({'key': key})}" if key else ""
    return RedirectResponse(f"{address('fill', *place.split('/'))}{query}", 303)


ROUTES = [
    Route("/drafts", drafts), Route("/drafts", begun, methods=["POST"]),
    Route("/fill/{place:path}", shown), Route("/fill/{place:path}", stated, methods=["POST"]),
    Route("/evidence/{place:path}", evidence, methods=["POST"]),
]
