"""The addresses of a dossier: its verdict, files of it, what if, answers.

Owns which address asks for what.  What takes time is done by the crew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from checker.errors import Problem, UsageError
from checker.exits import Exit
from checker.services.handling import Person
from checker.web.asked_dossier import SHOWN_AS, AskedDossier
from checker.web.crew import Refusal
from checker.web.downloading import download
from checker.web.later import Later
from checker.web.rendering import address, rendered
from checker.web.served import served
from checker.web.uploading import fields, kept

if TYPE_CHECKING:
    from checker.web import dossier_page
else:
    dossier_page = Later("checker.web.dossier_page")


QUESTION_FORMS = {"xlsx": "问题", "docx": "征询函"}


def asked_of(request: Request) -> AskedDossier:
    """What an address asks of which dossier; raises :class:`UsageError` for a file outside the folder."""
    query, place = request.query_params, str(request.path_params["place"])
    found = AskedDossier(
        place, tuple(query.getlist("ruleset")), tuple(filter(None, query.getlist("overlay"))),
        tuple(query.getlist("answers")), query.get("previous") or None,
        query.get("as_of", "").strip() or None, query.get("purpose") or None)
    folder = served(request).folder
    for name in (place, *found.overlays, *found.answers, *filter(None, [found.previous])):
        folder.place(name)
    for ruleset in found.rulesets:
        if "/" in ruleset or "." in ruleset:
            folder.place(ruleset)
    return found


async def shown(request: Request) -> Response:
    """The verdict as a page, or the choice of rules."""
    here, asked = served(request), asked_of(request)
    setting = here.setting(request)
    page = await here.crew.do(setting.language, dossier_page.dossier_page, asked, here.today, setting,
                              choose="choose" in request.query_params,
                              registers=here.folder.register is not None)
    return HTMLResponse(page)


async def result(request: Request) -> Response:
    """The verdict as a file."""
    content, stem = await _file(request, SHOWN_AS, dossier_page.dossier_result)
    return download(content, f"{stem}.{request.path_params['form']}")


async def questions(request: Request) -> Response:
    """What to ask, to be filled in or to be read."""
    form = request.path_params["form"]
    content, stem = await _file(request, QUESTION_FORMS, dossier_page.question_file)
    return download(content, f"{stem}-{QUESTION_FORMS[form]}.{form}")


async def _file(request: Request, forms: Collection[str], made: Callable[..., bytes]) -> tuple[bytes, str]:
    here, asked, form = served(request), asked_of(request), request.path_params["form"]
    if form not in forms:
        raise UsageError(Problem("browser.not_found"))
    content = await here.crew.make(here.setting(request).language, made, asked, here.today, form)
    return content, asked.place.rpartition("/")[2].rpartition(".")[0]


async def what_if(request: Request) -> Response:
    """What flips if one datum were another; nothing is kept."""
    here, asked, query = served(request), asked_of(request), request.query_params
    setting = here.setting(request)
    datum, year, value = (query.get(name, "").strip() for name in ("datum", "year", "value"))
    name = f"{datum}[{year}]" if year else datum
    gone = "unset" in query
    found: dict[str, object] = {}
    try:
        if not datum:
            raise UsageError(Problem("browser.no_datum"))
        found = await here.crew.do(setting.language, dossier_page.would_be, asked, here.today,
                                   None if gone else f"{name}={value}", name if gone else None)
        refused = None
    except Refusal as no:
        if no.exit == Exit.BUG:
            raise
        refused = no.said
    fragment = "hx-request" in request.headers
    return HTMLResponse(rendered("would_be" if fragment else "what_if", setting, asked=asked, refused=refused,
                                 **found))


async def answered(request: Request) -> Response:
    """Keep a filled question sheet and judge with it."""
    asked = asked_of(request)
    files, _ = await kept(request, below=asked.place.rpartition("/")[0])
    pairs = [*asked.pairs, *(("answers", name) for name in files if name not in asked.answers)]
    from urllib.parse import urlencode

    return RedirectResponse(f"{address('dossier', *asked.place.split('/'))}?{urlencode(pairs)}", 303)


async def registered(request: Request) -> Response:
    """Record the verdict in the folder's register."""
    here, asked = served(request), asked_of(request)
    setting, register = here.setting(request), here.folder.register
    found, _ = await fields(request)
    if register is None or setting.visitor is None:
        raise UsageError(Problem("browser.no_register"))
    by = Person(setting.visitor.name, setting.visitor.proven)
    supersedes, reason = (found.get(name, [""])[0].strip() or None for name in ("supersedes", "reason"))
    number = await here.crew.make(setting.language, dossier_page.registered, asked, register.name, by,
                                here.now(), supersedes.upper() if supersedes else None, reason,
                                found.get("shown", [""])[0])
    return RedirectResponse(address("register", number), 303)


ROUTES = [
    Route("/registered/{place:path}", registered, methods=["POST"]),
    Route("/dossier/{place:path}", shown),
    Route("/result/{form}/{place:path}", result),
    Route("/questions/{form}/{place:path}", questions),
    Route("/what-if/{place:path}", what_if),
    Route("/answers/{place:path}", answered, methods=["POST"]),
]
