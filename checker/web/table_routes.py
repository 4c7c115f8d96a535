"""The addresses of a table of projects and of its screening.

Owns which address asks for what.  What takes time is done by the crew, or by a process of its own.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from checker.errors import Problem, UsageError
from checker.exits import Exit
from checker.quantity.whole_number import whole
from checker.web.asked_table import AskedRows, AskedTable, SaidColumn
from checker.web.crew import Refusal
from checker.web.later import Later
from checker.web.noted_runs import NotedRun, digests
from checker.web.rendering import address, rendered
from checker.web.served import served
from checker.web.uploading import fields

if TYPE_CHECKING:
    from checker.web import screened_page, table_page
else:
    screened_page = Later("checker.web.screened_page")
    table_page = Later("checker.web.table_page")


PAGES = ("all", "refused", "none")
_PREFIX, _UNIT = "column:", "unit:"


def _checked(request: Request, found: AskedTable) -> AskedTable:
    """The same, if all of it lies in the folder; raises :class:`UsageError`."""
    folder = served(request).folder
    for name in filter(None, (found.place, found.common, *found.overlays)):
        folder.place(name)
    if "/" in found.ruleset:
        folder.place(found.ruleset)
    if found.pages not in PAGES:
        raise UsageError(Problem("browser.not_found"))
    return found


async def table(request: Request) -> Response:
    """By which rules, and what each column is."""
    here, query = served(request), request.query_params
    asked = _checked(request, AskedTable(
        str(request.path_params["place"]), query.get("ruleset", ""), query.get("common", ""),
        tuple(filter(None, query.getlist("overlay"))), query.get("sheet", "").strip(),
        query.get("header_row", "").strip(), query.get("pages", "all")))
    setting = here.setting(request)
    return HTMLResponse(await here.crew.do(setting.language, table_page.table_page, asked, here.today,
                                           setting))


async def begun(request: Request) -> Response:
    """Keep what the columns are said to be, and start the screening."""
    here = served(request)
    setting = here.setting(request)
    found, _ = await fields(request)

    def one(name: str) -> str:
        return found.get(name, [""])[0].strip()

    asked = _checked(request, AskedTable(
        str(request.path_params["place"]), one("ruleset"), one("common"),
        tuple(filter(None, found.get("overlay", []))), one("sheet"), one("header_row"),
        one("pages") or "all"))
    said = _said(found)
    columns, wrong = await here.crew.do(setting.language, table_page.keep_mapping, asked, here.today, said)
    if not wrong and one("only") == "mapping":
        return RedirectResponse(f"{address('table', *asked.place.split('/'))}{asked.query}", 303)
    held = await asyncio.to_thread(digests, here.folder.root, asked.files(columns))
    try:
        total, day = (0, here.today) if wrong else await here.crew.make(
            setting.language, table_page.ready, asked, here.today, columns)
    except Refusal as no:
        if no.exit == Exit.BUG:
            raise
        wrong = no.said
    if wrong:
        return HTMLResponse(await here.crew.do(setting.language, table_page.table_page, asked, here.today,
                                               setting, wrong, said))
    results = here.screenings.start(asked.results, NotedRun(
        asked.place, asked.options(columns, day), total, setting.language, held))
    return RedirectResponse(address("screening", *results.split("/")), 303)


def _said(found: dict[str, list[str]]) -> dict[str, SaidColumn]:
    """What each heading was said to be."""
    said: dict[str, SaidColumn] = {}
    for name, values in found.items():
        heading = name.removeprefix(_PREFIX)
        if name != heading:
            said[heading] = SaidColumn(values[0], found.get(f"{_UNIT}{heading}", [""])[0].strip(),
                                       found.get(f"was:{heading}", [""])[0])
    return said


async def screening(request: Request) -> Response:
    """How far it is, or what came of it."""
    here, results = served(request), str(request.path_params["place"])
    here.folder.place(results)
    setting, standing = here.setting(request), here.screenings.standing(results)
    if standing.standing == "stopped" and not standing.table:
        raise UsageError(Problem("browser.no_results", {"folder": results}))
    if standing.standing != "done":
        page = "progress_part" if "hx-request" in request.headers else "progress"
        return HTMLResponse(rendered(page, setting, results=results, now=standing))
    if "hx-request" in request.headers:
        return Response(headers={"hx-redirect": address("screening", *results.split("/"))})
    query = request.query_params
    start = query.get("start", "0")
    asked = AskedRows(query.get("outcome", ""), query.get("pile", ""), query.get("words", "").strip(),
                      query.get("order", "number"), "down" in query, whole(start) or 0)
    return HTMLResponse(await here.crew.do(setting.language, screened_page.screened_page, results, asked,
                                           setting))


async def changed(request: Request) -> Response:
    """Stop one, or go on with it."""
    here, results = served(request), str(request.path_params["place"])
    here.folder.place(results)
    found, _ = await fields(request)
    {"stop": here.screenings.stop, "resume": here.screenings.resume}[
        "stop" if found.get("do") == ["stop"] else "resume"](results)
    return RedirectResponse(address("screening", *results.split("/")), 303)


async def row(request: Request) -> Response:
    """One row in full."""
    here, results = served(request), str(request.path_params["place"])
    here.folder.place(results)
    setting = here.setting(request)
    return HTMLResponse(await here.crew.do(setting.language, screened_page.row_page, results,
                                           request.query_params.get("row", ""), setting))


async def file(request: Request) -> Response:
    """A file of the results."""
    here, place = served(request), str(request.path_params["place"])
    found = here.folder.place(place)
    if not found.is_file():
        raise UsageError(Problem("browser.not_found"))
    return FileResponse(found, filename=found.name)


ROUTES = [
    Route("/table/{place:path}", table), Route("/table/{place:path}", begun, methods=["POST"]),
    Route("/screening/{place:path}", screening),
    Route("/screening/{place:path}", changed, methods=["POST"]),
    Route("/screened-row/{place:path}", row), Route("/file/{place:path}", file),
]
