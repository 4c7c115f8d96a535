"""The addresses of drafts: begin one, state one datum after the other, take one back, add evidence.

Owns which address asks for what.  What takes time is done by the crew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from checker.errors import Problem, UsageError
from checker.messages import speaking, text
from checker.quantity.whole_number import whole
from checker.services.handling import Person
from checker.services.stating import Filling, Stated, Wrong, datum_of, place_of
from checker.web.later import Later
from checker.web.rendering import Setting, address
from checker.web.served import Served, served
from checker.web.uploading import fields, kept
from checker.web.workfolder import DRAFTS, EVIDENCE

if TYPE_CHECKING:
    from checker.web import draft_deeds, fill_page, new_draft
else:
    draft_deeds = Later("checker.web.draft_deeds")
    fill_page = Later("checker.web.fill_page")
    new_draft = Later("checker.web.new_draft")


_ENTRY = "entry:"


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
    here, place, setting, _ = _draft(request)
    query = request.query_params
    return HTMLResponse(await here.crew.do(setting.language, fill_page.fill_page, place, here.today, setting,
                                           query.get("key", ""), query.get("at", ""), None,
                                           query.get("document", "")))


async def stated(request: Request) -> Response:
    """Keep a statement, take one back, review one; what can't be done comes back with what is wrong."""
    here, place, setting, by = _draft(request)
    found, _ = await fields(request)
    words = {name: values[0].strip() for name, values in found.items()}
    version, key, at, do = (words.pop(name, "") for name in ("version", "key", "at", "do"))
    if do:
        refused = await _done(request, do, place, version, at, words.get("word", ""))
        return await _again(request, place, "", "", Filling(notice=refused) if refused else None)
    said = _said(words, key, at)
    wrong = await here.crew.do(setting.language, draft_deeds.kept, place, version, said,
                               words.get("new_document", ""), by, here.now())
    if wrong is None:
        return RedirectResponse(f"{address('fill', *place.split('/'))}#form", 303)
    typed = Filling(words, said.entries, wrong, "")
    if wrong.moved:
        typed = _moved(setting.language, words, said.entries)
    return await _again(request, place, key, at, typed)


async def _done(request: Request, do: str, place: str, version: str, at: str, word: str) -> str | None:
    """Take a statement back, or review it; why not, where that can't be done."""
    here, _, setting, by = _draft(request)
    language, moment = setting.language, here.now()
    if do == "remove":
        return await here.crew.do(language, draft_deeds.taken_back, place, version, at, by, moment)
    return await here.crew.do(language, draft_deeds.reviewed, place, version, at,
                              "accepted" if do == "accept" else "sent_back", word, by, moment)


def _draft(request: Request) -> tuple[Served, str, Setting, Person]:
    """A draft's place and who asks; raises :class:`UsageError` for any other file of the folder."""
    here, place = served(request), str(request.path_params["place"])
    here.folder.place(place)
    if not place.startswith(f"{DRAFTS}/") or not place.endswith(".yaml"):
        raise UsageError(Problem("draft.not_a_draft", {"name": place}))
    setting = here.setting(request)
    visitor = setting.visitor
    return here, place, setting, Person(visitor.name, visitor.proven) if visitor else Person("")


async def copied(request: Request) -> Response:
    """Begin a draft from a dossier of the folder, which stays as it is."""
    here, place = served(request), str(request.path_params["place"])
    here.folder.place(place)
    setting = here.setting(request)
    await fields(request)
    visitor = setting.visitor
    by = Person(visitor.name, visitor.proven) if visitor else Person("")
    made = await here.crew.do(setting.language, new_draft.copy, place, by, here.now())
    return RedirectResponse(address("fill", *made.split("/")), 303)


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
    kind, datum, year = datum_of(key)
    rows: dict[int, dict[str, str]] = {}
    for name, value in words.items():
        if name.startswith(_ENTRY) and value:
            number, _, field = name.removeprefix(_ENTRY).partition(":")
            if (row := whole(number)) is not None:
                rows.setdefault(row, {})[field] = value
    entries = [rows[number] for number in sorted(rows)]
    plain = {name: value for name, value in words.items() if value and not name.startswith(_ENTRY)}
    return Stated(kind, datum, plain, entries, place_of(at) if at else None, year, tuple(words))


async def evidence(request: Request) -> Response:
    """Keep a file beside the draft, and name it among its sources."""
    here, place, setting, by = _draft(request)
    below = place.rpartition("/")[0]
    files, found = await kept(request, below=f"{below}/{EVIDENCE}".lstrip("/"), evidence=True)
    title = found.get("title", [""])[0].strip() if len(files) == 1 else ""
    named = [(title or name.rpartition("/")[2],
              hashlib.sha256(here.folder.place(name).read_bytes()).hexdigest()) for name in files]
    document = await here.crew.do(setting.language, draft_deeds.evidence, place,
                                  found.get("version", [""])[0], named, by, here.now())
    key = found.get("key", [""])[0]
    if document is None:
        return await _again(request, place, key, "", _moved(setting.language, {}, []))
    query = urlencode({"key": key, "document": document})
    return RedirectResponse(f"{address('fill', *place.split('/'))}?{query}#form", 303)


ROUTES = [
    Route("/drafts", drafts), Route("/drafts", begun, methods=["POST"]),
    Route("/fill/{place:path}", shown), Route("/fill/{place:path}", stated, methods=["POST"]),
    Route("/copied/{place:path}", copied, methods=["POST"]),
    Route("/evidence/{place:path}", evidence, methods=["POST"]),
]
