"""The same for programs: JSON as the command writes it, with a key in the header instead of a cookie.

Owns which address gives which JSON, and how what is wrong is told to a program.  What takes time is done by
the crew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from checker.errors import CheckerError, Problem, UsageError
from checker.exits import Exit
from checker.web.crew import Refusal
from checker.web.dossier_routes import asked_of
from checker.web.later import Later
from checker.web.served import said, served
from checker.web.verify_routes import origin

if TYPE_CHECKING:
    from checker.web import api_description, dossier_page, register_page, rules_page, verified_page
else:
    api_description = Later("checker.web.api_description")
    dossier_page = Later("checker.web.dossier_page")
    register_page = Later("checker.web.register_page")
    rules_page = Later("checker.web.rules_page")
    verified_page = Later("checker.web.verified_page")


Endpoint = Callable[[Request], Awaitable[Response]]
_JSON = "application/json"
_STATUS = {Exit.BUG: 500}
ASKED = ("ruleset", "overlay", "answers", "previous", "as_of", "purpose")
SEVERAL = ("ruleset", "overlay", "answers")  # of these an address may give more than one
FOUND_BY = ("words", "year", "outcome")


def _told(*known: str) -> Callable[[Endpoint], Endpoint]:
    """What is wrong as JSON, with the status that the command would end with.

    An address takes the ``known`` parameters and refuses others: left out, what was meant would be judged
    otherwise without a word.
    """
    def telling(work: Endpoint) -> Endpoint:
        @wraps(work)
        async def answer(request: Request) -> Response:
            try:
                _take(request, known)
                return await work(request)
            except CheckerError as error:
                return problems(said(error, served(request).setting(request).language), error.exit)
            except Refusal as refused:
                return problems(refused.said, refused.exit)

        return answer

    return telling


def _take(request: Request, known: tuple[str, ...]) -> None:
    others = tuple(name for name in request.query_params if name not in known)
    if others and known:
        raise UsageError(Problem("browser.parameter", {"name": others, "known": known}))
    if others:
        raise UsageError(Problem("browser.no_parameter", {"name": others}))
    given = Counter(name for name, _ in request.query_params.multi_items())
    twice = tuple(name for name, times in given.items() if times > 1 and name not in SEVERAL)
    if twice:
        raise UsageError(Problem("browser.parameter_twice", {"name": twice}))


def problems(told: list[str], exit_: Exit, status: int | None = None) -> JSONResponse:
    """What is wrong, for a program."""
    return JSONResponse({"schema": "problems/1", "exit": int(exit_), "problems": told},
                        status or _STATUS.get(exit_, 422))


def _json(data: Any) -> Response:
    return Response(json.dumps(data, ensure_ascii=False, indent=2) + "\n", media_type=_JSON)


@_told(*ASKED)
async def check(request: Request) -> Response:
    """The verdict on a dossier of the folder."""
    here = served(request)
    content = await here.crew.do(here.setting(request).language, dossier_page.dossier_result,
                                 asked_of(request), here.today, "json")
    return Response(content, media_type=_JSON)


@_told(*ASKED)
async def explanation(request: Request) -> Response:
    """What would turn a verdict, and what to ask next."""
    here = served(request)
    content = await here.crew.do(here.setting(request).language, dossier_page.explanation_data,
                                 asked_of(request), here.today)
    return Response(content, media_type=_JSON)


@_told()
async def verify(request: Request) -> Response:
    """The answers on a page in the folder."""
    here, place = served(request), str(request.path_params["place"])
    here.folder.place(place)
    return _json(await here.crew.make(here.setting(request).language, verified_page.verification_data,
                                      [place], origin(here)))


@_told(*FOUND_BY)
async def register(request: Request) -> Response:
    """The entries of the folder's register that are meant."""
    here = served(request)
    words, year, outcome = (request.query_params.get(name, "") for name in FOUND_BY)
    found = here.folder.register
    if found is None:
        raise UsageError(Problem("browser.no_register"))
    return _json(await here.crew.do(here.setting(request).language, register_page.entries_data, found.name,
                                    words, year, outcome))


@_told()
async def rulesets(request: Request) -> Response:
    """The rulesets there are."""
    here = served(request)
    found = await here.crew.do(here.setting(request).language, rules_page.listed)
    return _json({"schema": "ruleset-list/1", "rulesets": [vars(one) for one in found]})


@_told()
async def keep(request: Request) -> Response:
    """Keep a file in the folder, under the name in the address or one that is free."""
    here, name = served(request), str(request.path_params["name"])
    place = here.folder.keep(name, await request.body())
    return JSONResponse({"schema": "kept/1", "place": place}, 201)


@_told()
async def description(request: Request) -> Response:
    """What this API is, for programs that make programs."""
    here = served(request)
    return _json(await here.crew.do(here.setting(request).language, api_description.described))


ROUTES = [
    Route("/api/openapi.json", description), Route("/api/rulesets", rulesets),
    Route("/api/register", register), Route("/api/check/{place:path}", check),
    Route("/api/explain/{place:path}", explanation), Route("/api/verify/{place:path}", verify),
    Route("/api/files/{name}", keep, methods=["PUT"]),
]
