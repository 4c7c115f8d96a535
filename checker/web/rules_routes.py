"""The addresses of rulesets and of blank forms.

Owns which address asks for what.  What takes time is done by the crew.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from checker.errors import Problem, UsageError
from checker.web.downloading import download
from checker.web.later import Later
from checker.web.rendering import address
from checker.web.served import served
from checker.web.uploading import fields
from checker.web.workfolder import CONFIRMED

if TYPE_CHECKING:
    from checker.web import confirm_page, rules_page
else:
    confirm_page = Later("checker.web.confirm_page")
    rules_page = Later("checker.web.rules_page")


FILES = {"page": "pdf", "confirmation": "xlsx", "form": "xlsx", "table": "xlsx"}
_NAMES = {"page": "规则集", "confirmation": "限值核对表", "form": "材料表", "table": "项目表"}


async def listed(request: Request) -> Response:
    """The rulesets."""
    here = served(request)
    setting = here.setting(request)
    return HTMLResponse(await here.crew.do(setting.language, rules_page.rules_page, setting))


async def shown(request: Request) -> Response:
    """One ruleset."""
    here, made = served(request), request.query_params.get("made", "")
    setting = here.setting(request)
    kept = made.startswith(f"{CONFIRMED}/") and here.folder.place(made).is_file()
    return HTMLResponse(await here.crew.do(setting.language, rules_page.ruleset_page,
                                           request.path_params["name"], setting, made if kept else "",
                                           put="put" in request.query_params))


async def compared(request: Request) -> Response:
    """Two rulesets."""
    here, query = served(request), request.query_params
    setting = here.setting(request)
    return HTMLResponse(await here.crew.do(setting.language, rules_page.comparison_page,
                                           query.get("before", ""), query.get("after", ""), setting))


async def file(request: Request) -> Response:
    """A file of a ruleset."""
    here, name, kind = served(request), request.path_params["name"], request.path_params["kind"]
    if kind not in FILES:
        raise UsageError(Problem("browser.not_found"))
    content = await here.crew.make(here.setting(request).language, rules_page.rules_file, name, kind,
                                 here.today)
    return download(content, f"{_NAMES[kind]}-{name}.{FILES[kind]}")


async def forms(request: Request) -> Response:
    """Which form to fill in."""
    here = served(request)
    setting = here.setting(request)
    return HTMLResponse(await here.crew.do(setting.language, rules_page.forms_page, setting))


async def confirming(request: Request) -> Response:
    """The confirmation sheet to fill in."""
    here, name = served(request), request.path_params["name"]
    setting = here.setting(request)
    return HTMLResponse(await here.crew.do(setting.language, confirm_page.confirm_page, name, setting, {}, {},
                                           []))


async def confirmed(request: Request) -> Response:
    """Keep a filled sheet and the provision that it comes to."""
    here, name = served(request), request.path_params["name"]
    setting = here.setting(request)
    found, files = await fields(request)
    head: dict[str, str] = {}
    lines: dict[str, dict[str, dict[str, str]]] = {}
    for field, values in found.items():
        of, _, rest = field.partition(":")
        kind, _, key = rest.partition(":")
        if key:
            lines.setdefault(of, {}).setdefault(key, {})[kind] = values[0].strip()
        else:
            head[of] = values[0].strip()
    if files:
        head["copy"] = hashlib.sha256(files[0].content).hexdigest()
    place, wrong = await here.crew.do(setting.language, confirm_page.confirm, name, head, lines,
                                      here.now().strftime("%Y%m%d-%H%M%S"))
    if place is None:
        return HTMLResponse(await here.crew.do(setting.language, confirm_page.confirm_page, name, setting,
                                               head, lines, wrong))
    return RedirectResponse(f"{address('rules', name)}?{urlencode([('made', place)])}", 303)


ROUTES = [
    Route("/rules/{name}/confirm", confirming), Route("/rules/{name}/confirm", confirmed, methods=["POST"]),
    Route("/rules", listed), Route("/rules/compare", compared), Route("/rules/{name}", shown),
    Route("/rules/{name}/file/{kind}", file), Route("/forms", forms),
]
