"""The addresses of a policy's workbook: the blank one, a filled one, what it comes to, its ruleset.

Owns which address asks for what, and who may place a ruleset.  What takes time is done by the crew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from checker.errors import Problem, UsageError
from checker.web.downloading import download
from checker.web.later import Later
from checker.web.rendering import KEPT, address, rendered
from checker.web.served import Served, said, served
from checker.web.uploading import fields, kept
from checker.web.workfolder import POLICIES, ListedFile

if TYPE_CHECKING:
    from checker.web import policy_page
else:
    policy_page = Later("checker.web.policy_page")


BLANK = "准入办法.xlsx"


async def start(request: Request) -> Response:
    """How it is done, and the workbooks that were put in before."""
    return HTMLResponse(_start(request, []))


def _start(request: Request, refused: list[str]) -> str:
    here = served(request)
    return rendered("policy", here.setting(request), books=_books(here), refused=refused)


def _books(here: Served) -> list[ListedFile]:
    try:
        return [one for one in here.folder.listed(POLICIES) if one.kind == "workbook"]
    except UsageError:  # nobody has put in any
        return []


async def blank(request: Request) -> Response:
    """The workbook to fill in."""
    here = served(request)
    return download(await here.crew.do(here.setting(request).language, policy_page.blank), BLANK)


async def dropped(request: Request) -> Response:
    """Keep a filled workbook, and go on to what it comes to."""
    here = served(request)
    try:
        files, _ = await kept(request, POLICIES)
    except UsageError as error:
        return HTMLResponse(_start(request, said(error, here.setting(request).language)))
    names: list[str] = request.state.renamed
    query = f"?{urlencode([(KEPT, name) for name in names])}" if names else ""
    return RedirectResponse(address("policy", "book", *files[0].split("/")) + query, 303)


async def shown(request: Request) -> Response:
    """What a workbook comes to, or what is wrong with it."""
    here, place = served(request), str(request.path_params["place"])
    here.folder.place(place)
    setting = here.setting(request)
    may_put = here.letting.makes_rules(setting.visitor)
    return HTMLResponse(await here.crew.do(setting.language, policy_page.policy_page, place, setting,
                                           may_put=may_put))


async def file(request: Request) -> Response:
    """The ruleset, or a made-up project's file or page."""
    here, place = served(request), str(request.path_params["place"])
    here.folder.place(place)
    content, name = await here.crew.make(here.setting(request).language, policy_page.policy_file, place,
                                       request.path_params["kind"])
    return download(content, name)


async def put(request: Request) -> Response:
    """Put the ruleset among the office's own; over another state of it only as somebody has seen that."""
    here, place = served(request), str(request.path_params["place"])
    here.folder.place(place)
    found, _ = await fields(request)
    setting = here.setting(request)
    if not here.letting.makes_rules(setting.visitor):
        raise UsageError(Problem("own.not_allowed"))
    seen = found.get("replace", [""])[0] or None
    name = await here.crew.do(setting.language, policy_page.put_policy, place, seen)
    return RedirectResponse(f"{address('rules', name)}?put=1", 303)


ROUTES = [
    Route("/policy", start), Route("/policy", dropped, methods=["POST"]), Route("/policy/blank", blank),
    Route("/policy/book/{place:path}", shown), Route("/policy/book/{place:path}", put, methods=["POST"]),
    Route("/policy/file/{kind}/{place:path}", file),
]
