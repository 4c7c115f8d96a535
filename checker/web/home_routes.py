"""The first page, folders, uploads, and who one is: name and language.

Owns which address asks for what.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from checker.errors import Problem, UsageError
from checker.validation import shorten
from checker.web.doorkeeping import COOKIE, DAYS, SECONDS, Visitor
from checker.web.later import Later
from checker.web.lying_beside import schema_of
from checker.web.rendering import HTML_LANGUAGES, KEPT, Setting, address, rendered
from checker.web.served import said, served
from checker.web.uploading import fields, kept
from checker.web.workfolder import ListedFile, WorkFolder, kind_of_file

if TYPE_CHECKING:
    from checker.web import workbook_kind as look
else:
    look = Later("checker.web.workbook_kind")

LONGEST_PERSON = 40
_PAGES = {"dossier": "dossier", "workbook": "dossier", "table": "table", "page": "verify"}


async def home(request: Request) -> Response:
    """Drop a file, or take one of the folder."""
    here = served(request)
    return HTMLResponse(_home(request, here.setting(request), request.path_params.get("place", ""), None))


def _home(request: Request, setting: Setting, below: str, refused: list[str] | None) -> str:
    above = below.rpartition("/")[0]
    up = address("folder", *above.split("/")) if above else "/"
    folder = served(request).folder
    files = [_plainly(one, folder) for one in folder.listed(below)]
    return rendered("home", setting, below=below, up=up, refused=refused, files=files)


def _plainly(listed: ListedFile, folder: WorkFolder) -> ListedFile:
    """The same, and of a text that says itself that it is no dossier, what it is."""
    if listed.kind != "dossier":
        return listed
    try:
        stated = schema_of(folder.place(listed.place))
    except UsageError:  # a link that leads out of the folder isn't followed
        return listed
    return listed if stated in ("", "dossier") else replace(listed, kind=stated)


async def uploaded(request: Request) -> Response:
    """Keep what was dropped, and go on to what is most likely meant to be done with it."""
    here = served(request)
    setting = here.setting(request)
    try:
        files, found = await kept(request)
    except UsageError as error:
        return HTMLResponse(_home(request, setting, _below(request), said(error, setting.language)))
    below = found.get("below", [""])[0]
    if len(files) == 1:
        page = _PAGES[kind_of_file(files[0]) or "dossier"]
        if kind_of_file(files[0]) == "workbook":
            page = await here.crew.do(setting.language, look.workbook_kind, files[0])
        if page == "answers":
            raise UsageError(Problem("browser.question_sheet", {"name": files[0]}))
        return RedirectResponse(address(page, *files[0].split("/")) + _renamed(request), 303)
    if all(kind_of_file(name) == "page" for name in files):
        asked = [*(("file", name) for name in files), *((KEPT, name) for name in request.state.renamed)]
        return RedirectResponse(f"/verify?{urlencode(asked)}", 303)
    return RedirectResponse((address("folder", *below.split("/")) if below else "/") + _renamed(request), 303)


def _renamed(request: Request) -> str:
    """The query that lets the page say what was kept under another name."""
    names: list[str] = request.state.renamed
    return f"?{urlencode([(KEPT, name) for name in names])}" if names else ""


def _below(request: Request) -> str:
    """The folder into which something was to be put, where it is one."""
    folder = served(request).folder
    asked: str = getattr(request.state, "below", "")
    try:
        folder.listed(asked)
    except UsageError:
        return ""
    return asked


async def language(request: Request) -> Response:
    """Speak another language from now on."""
    found, _ = await fields(request)
    chosen = found.get("language", [""])[0]
    visitor = served(request).visitor(request)
    assert visitor is not None  # fields() let nobody else pass
    if chosen in HTML_LANGUAGES:
        visitor = replace(visitor, language=chosen)
    return with_cookie(request, RedirectResponse(own_address(found.get("back", ["/"])[0]), 303), visitor)


async def name(request: Request) -> Response:
    """The form for one's name."""
    return HTMLResponse(rendered("name", served(request).setting(request)))


async def named(request: Request) -> Response:
    """Go by this name from now on."""
    found, _ = await fields(request)
    visitor = served(request).visitor(request)
    assert visitor is not None
    if visitor.proven:  # it is the login's to tell
        return RedirectResponse("/", 303)
    told = " ".join(found.get("name", [""])[0].split())
    return with_cookie(request, RedirectResponse("/", 303),
                       replace(visitor, name=shorten(told, LONGEST_PERSON)))


async def helping(request: Request) -> Response:
    """What can be done where, what the words mean, how it is used without a mouse or with large type."""
    return HTMLResponse(rendered("help", served(request).setting(request), days=DAYS))


def own_address(back: str) -> str:
    """An address of ours to go back to, whatever a form says."""
    parts = urlsplit(back)
    own = back.startswith("/") and not back.startswith(("//", "/\\"))
    return back if own and not parts.scheme and not parts.netloc else "/"


def with_cookie(request: Request, response: Response, visitor: Visitor) -> Response:
    """The answer with who it was given to."""
    response.set_cookie(COOKIE, served(request).door.sealed(visitor), max_age=SECONDS, httponly=True,
                        samesite="strict", secure=not served(request).letting.alone)
    return response


ROUTES = [
    Route("/", home), Route("/folder/{place:path}", home), Route("/files", uploaded, methods=["POST"]),
    Route("/language", language, methods=["POST"]), Route("/name", name),
    Route("/name", named, methods=["POST"]), Route("/help", helping),
]
