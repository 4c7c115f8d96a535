"""The addresses of verifying: drop PDFs, read the answers, see the pages side by side, make one again.

Owns which address asks for what.  What takes time is done by the crew.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from checker.errors import Problem, UsageError
from checker.quantity.whole_number import whole
from checker.web.downloading import download
from checker.web.later import Later
from checker.web.rendering import address, rendered
from checker.web.served import Served, served
from checker.web.uploading import kept
from checker.web.workfolder import VERIFIED

if TYPE_CHECKING:
    from checker.web import register_page, verified_page
else:
    register_page = Later("checker.web.register_page")
    verified_page = Later("checker.web.verified_page")


SIDES = ("given", "made")


def origin(here: Served) -> tuple[dt.datetime, str | None]:
    """By what the origin of a page is looked at: this moment, the folder's register."""
    register = here.folder.register
    return here.now(), register.name if register else None


def first_of(request: Request) -> int:
    """The first of many files to be shown, counted from 0."""
    return whole(request.query_params.get("start", "")) or 0


async def start(request: Request) -> Response:
    """Drop PDFs here; or the answers on those that the address names."""
    here = served(request)
    setting = here.setting(request)
    places = request.query_params.getlist("file")
    if not places:
        return HTMLResponse(rendered("verify", setting, files=[
            one for one in here.folder.listed() if one.kind == "page" or here.folder.has_pages(one)]))
    for place in places:
        here.folder.place(place)
    return HTMLResponse(await here.crew.make(setting.language, verified_page.verified_page, places,
                                           origin(here), setting, first_of(request)))


async def dropped(request: Request) -> Response:
    """Keep the PDFs and go on to the answers."""
    files, _ = await kept(request, below=VERIFIED)
    if len(files) == 1:
        return RedirectResponse(address("verify", *files[0].split("/")), 303)
    return RedirectResponse(f"/verify?{urlencode([('file', name) for name in files])}", 303)


async def shown(request: Request) -> Response:
    """The answers on one file or on a folder."""
    here, place = served(request), str(request.path_params["place"])
    here.folder.place(place)
    setting = here.setting(request)
    return HTMLResponse(await here.crew.make(setting.language, verified_page.verified_page, [place],
                                           origin(here), setting, first_of(request)))


async def picture(request: Request) -> Response:
    """A page as it was given, or as it is made once more."""
    here, side = served(request), request.path_params["side"]
    place, number = str(request.path_params["place"]), whole(request.path_params["number"])
    here.folder.place(place)
    if side not in SIDES or number is None:
        raise UsageError(Problem("browser.not_found"))
    content = await here.crew.make(here.setting(request).language, verified_page.page_picture, place, number,
                                 side)
    return Response(content, media_type="image/png")


async def again(request: Request) -> Response:
    """The page made once more from what is attached to it."""
    here, place = served(request), str(request.path_params["place"])
    here.folder.place(place)
    made = await here.crew.make(here.setting(request).language, register_page.page_again, place, None)
    return download(made, f"{place.rpartition('/')[2].rpartition('.')[0]}-重新生成.pdf")


ROUTES = [
    Route("/verify", start), Route("/verify", dropped, methods=["POST"]),
    Route("/verify/{place:path}", shown),
    Route("/page-picture/{side}/{number}/{place:path}", picture),
    Route("/regenerated/{place:path}", again),
]
