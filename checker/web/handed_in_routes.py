"""The addresses of reports that an office hands in: made anew, or with the words of an earlier one.

Owns which address asks for what, and that nothing of an earlier report is lost unsaid.  What takes time is
done by the crew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from checker.errors import Problem, UsageError
from checker.web.dossier_routes import asked_of
from checker.web.downloading import download
from checker.web.later import Later
from checker.web.rendering import rendered
from checker.web.served import served
from checker.web.uploading import fields

if TYPE_CHECKING:
    from checker.web import handed_in_page
else:
    handed_in_page = Later("checker.web.handed_in_page")

KINDS = ("docx", "pdf")


async def made(request: Request) -> Response:
    """A report by one of the forms."""
    return await _made(request, request.path_params["form"], request.path_params["kind"], None)


async def made_again(request: Request) -> Response:
    """A report with the words of an earlier one; what else was changed in that one is told first."""
    found, files = await fields(request)
    said = {name: values[0] for name, values in found.items()}
    if not files:
        raise UsageError(Problem("browser.no_report"))
    earlier = files[0].name, files[0].content
    return await _made(request, said.get("form", ""), said.get("kind", ""), earlier, anyway="anyway" in said)


async def _made(request: Request, form: str, kind: str, earlier: tuple[str, bytes] | None, *,
                anyway: bool = False) -> Response:
    here, asked = served(request), asked_of(request)
    if kind not in KINDS:
        raise UsageError(Problem("browser.not_found"))
    setting = here.setting(request)
    found = await here.crew.make(setting.language, handed_in_page.report_made, asked, here.today, form, kind,
                                 earlier)
    if found.behind and not anyway:
        return HTMLResponse(rendered("report_again", setting, asked=asked, form=form, kind=kind,
                                     title=found.title, behind=found.behind, name=(earlier or ("",))[0]))
    stem = asked.place.rpartition("/")[2].rpartition(".")[0]
    return download(found.content, f"{stem}-{found.title}.{kind}")


ROUTES = [
    Route("/report/{form}/{kind}/{place:path}", made),
    Route("/report-again/{place:path}", made_again, methods=["POST"]),
]
