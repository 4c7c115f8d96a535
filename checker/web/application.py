"""The application: all addresses, and what is said when something goes wrong.

Owns which routes there are and the order of the guards.  It must not know a rule.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from checker.errors import CheckerError
from checker.exits import Exit
from checker.files.resources import folder as resource
from checker.messages import for_pages, speaking, text
from checker.validation import shorten
from checker.web import (
    api,
    dossier_routes,
    fill_routes,
    handed_in_routes,
    home_routes,
    login_routes,
    policy_routes,
    register_routes,
    rules_routes,
    table_routes,
    verify_routes,
)
from checker.web.crew import Crew, Refusal
from checker.web.doorkeeping import API_KEY, KEY, Door, Letting, newcomer, secret_of, shown_key
from checker.web.gatekeeping import (
    MOST_BODY,
    MOST_BODY_SECONDS,
    OPEN_TO_ALL,
    BodyTooLarge,
    BodyTooSlow,
    Gate,
    Presence,
    foreign,
    guard,
)
from checker.web.later import named
from checker.web.logins import EndedSessions
from checker.web.rendering import Setting, rendered
from checker.web.screenings import Screenings
from checker.web.served import Served, said, served
from checker.web.uploading import ForeignForm
from checker.web.workfolder import WorkFolder

HOSTS = ("127.0.0.1", "localhost", "[::1]")
_MEGA = 1_000_000
_BUG = 500
FOR_PROGRAMS = "/api/"
ENDED = "logged-out"
_SMALLEST_PACKED = 1000


def application(folder: WorkFolder, now: Callable[[], dt.datetime],
                told: Callable[[str], None] = lambda _: None, *, letting: Letting | None = None,
                traceback: bool = False) -> Starlette:
    """The application of one folder; ``told`` is called with a new key whenever one has been used."""
    letting = letting or Letting()
    crew = Crew(str(folder.root), loaded=["checker.reporting.document", "checker.sealing.worth", *named()],
                told=traceback)
    here = Served(folder, Door(secret_of(folder.state), secret_of(folder.state, API_KEY)), now, told, crew,
                  Screenings(folder.root, folder.state), EndedSessions(folder.state / ENDED, now()), letting)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # What the first page would wait for.
        warming = asyncio.create_task(asyncio.to_thread(importlib.import_module, "checker.reporting.page"))
        crew.call_up()
        here.screenings.watch()
        yield
        await warming
        here.screenings.close()
        crew.close()

    static = Mount("/static", StaticFiles(directory=resource("templates") / "web" / "static"))
    app = Starlette(
        routes=[static, *home_routes.ROUTES, *dossier_routes.ROUTES, *verify_routes.ROUTES,
                *register_routes.ROUTES, *rules_routes.ROUTES, *policy_routes.ROUTES, *table_routes.ROUTES,
                *fill_routes.ROUTES, *handed_in_routes.ROUTES, *api.ROUTES,
                *login_routes.ROUTES],
        middleware=[Middleware(Presence), Middleware(Gate),
                    Middleware(GZipMiddleware, minimum_size=_SMALLEST_PACKED), Middleware(Entrance)],
        exception_handlers={CheckerError: _mistaken, Refusal: _refused, BodyTooLarge: _too_large,
                            BodyTooSlow: _too_slow, ForeignForm: _foreign, HTTPException: _no_page,
                            Exception: _broken},
        lifespan=lifespan)
    app.state.served = here
    return app


class Entrance:
    """Nobody passes but who holds our cookie, or a key that opens; what is served to all are styles."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request, path = Request(scope, receive), scope["path"]
        with for_pages(not path.startswith(FOR_PROGRAMS)):
            stopped = _misled(request) or (None if path.startswith(OPEN_TO_ALL) else _stopped(request))
            await (stopped or self.app)(scope, receive, send)
        return None


def _misled(request: Request) -> Response | None:
    """What is answered under a host name that isn't ours: a page from elsewhere may have led here by it."""
    asked = _host(request.headers.get("host", ""))
    if asked in (*HOSTS, *map(_host, served(request).letting.hosts)):
        return None
    told = [text("browser.wrong_host", host=shorten(asked) or "—")]
    return _page(request, 400, told, Setting(None))


def _host(name: str) -> str:
    """A host name without its port."""
    return re.sub(r":\d*$", "", name.strip().lower())


def _stopped(request: Request) -> Response | None:
    """What a request is answered that may not pass."""
    here = served(request)
    key = request.query_params.get(KEY)
    if key is not None and here.letting.alone and request.method == "GET" and here.door.opens(key):
        here.told(here.door.new_key())
        visitor = here.visitor(request) or newcomer()
        return home_routes.with_cookie(request, RedirectResponse("/", 303), visitor)
    if request.url.path.startswith(FOR_PROGRAMS):
        told = request.headers.get("authorization", "")
        code = "browser.wrong_key" if shown_key(told) else "browser.no_key"
        return None if here.door.program(told) else _page(request, 403, [text(code)])
    if here.visitor(request) is None:
        if here.letting.passwords is not None:
            if request.url.path != login_routes.LOGIN:
                return RedirectResponse(login_routes.LOGIN, 303)
            return login_routes.asked(request, "browser.foreign", 403) if foreign(request) else None
        return _page(request, 403, [text("browser.stranger" if here.letting.alone else "login.nobody")])
    return _page(request, 403, [text("browser.foreign")]) if foreign(request) else None


def _page(request: Request, status: int, told: list[str], setting: Setting | None = None) -> Response:
    if request.url.path.startswith(FOR_PROGRAMS):
        exit_ = Exit.BUG if status == _BUG else Exit.USAGE
        return api.problems(told, exit_, None if status == 200 else status)
    setting = setting or served(request).setting(request)
    with speaking(setting.language):
        heading = text("browser.cannot")
    if "hx-request" in request.headers:
        return HTMLResponse(rendered("would_be", setting, refused=told), 200)
    return HTMLResponse(rendered("message", setting, heading=heading, said=told), status)


def _in_words(code: str, status: int, **params: object) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, _: Exception) -> Response:
        with speaking(served(request).setting(request).language):
            told = text(code, **params)
        return _page(request, status, [told])

    return answer


_too_large = _in_words("browser.too_large", 413, limit=MOST_BODY // _MEGA)
_too_slow = _in_words("browser.too_slow", 408, limit=MOST_BODY_SECONDS)
_foreign = _in_words("browser.foreign", 403)


# What is wrong with a person's own file is a page like any other: the browser has nothing to complain of.
def _mistaken(request: Request, error: Exception) -> Response:
    assert isinstance(error, CheckerError)
    return _page(request, 200, said(error, served(request).setting(request).language))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return _page(request, _BUG if error.exit == Exit.BUG else 200, error.said)


def _no_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = "browser.wrong_method" if error.status_code == 405 else "browser.not_found"
    return _in_words(code, error.status_code)(request, error)


def _broken(request: Request, error: Exception) -> Response:
    try:
        answer = _in_words("browser.broken", _BUG, kind=type(error).__name__)(request, error)
    except CheckerError:  # who asks can't be found out, as where the password file can't be read
        told = [text("browser.broken", kind=type(error).__name__)]
        answer = _page(request, _BUG, told, Setting(None))
    guard(answer.headers, request.url.path)  # it is made outside of the gate
    return answer
