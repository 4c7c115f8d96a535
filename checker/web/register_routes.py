"""The addresses of the folder's register.

Owns which address asks for what.  What takes time is done by the crew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from checker.errors import Problem, UsageError
from checker.web.downloading import download
from checker.web.later import Later
from checker.web.rendering import rendered
from checker.web.served import Served, served

if TYPE_CHECKING:
    from checker.web import register_page
else:
    register_page = Later("checker.web.register_page")


def _register(here: Served) -> str:
    """The register's file; raises :class:`UsageError` where the folder has none."""
    found = here.folder.register
    if found is None:
        raise UsageError(Problem("browser.no_register"))
    return found.name


async def listed(request: Request) -> Response:
    """The entries that are meant."""
    here, query = served(request), request.query_params
    setting = here.setting(request)
    if here.folder.register is None:
        return HTMLResponse(rendered("no_register", setting))
    return HTMLResponse(await here.crew.do(
        setting.language, register_page.register_page, _register(here), query.get("words", "").strip(),
        query.get("year", "").strip(), query.get("outcome", ""), setting))


async def entry(request: Request) -> Response:
    """One entry in full."""
    here = served(request)
    setting = here.setting(request)
    return HTMLResponse(await here.crew.do(setting.language, register_page.entry_page, _register(here),
                                           request.path_params["number"], setting))


async def page(request: Request) -> Response:
    """The page of an entry, made once more."""
    here, number = served(request), request.path_params["number"]
    made = await here.crew.make(here.setting(request).language, register_page.page_again, number,
                              _register(here))
    return download(made, f"{number}.pdf")


async def checked(request: Request) -> Response:
    """What checking the whole register finds."""
    here = served(request)
    setting = here.setting(request)
    said = await here.crew.make(setting.language, register_page.soundness, _register(here))
    return HTMLResponse(rendered("checked", setting, said=said))


ROUTES = [
    Route("/register", listed), Route("/register/check", checked),
    Route("/register/{number}", entry), Route("/register/{number}/page.pdf", page),
]
