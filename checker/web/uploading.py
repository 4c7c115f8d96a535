"""Files that come in from a browser, with the form that they came in.

Owns the check that the form was ours, how many files it may hold, and that they are kept.  It must not read
what stands in them.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import UploadFile
from starlette.requests import Request

from checker.errors import Problem, UsageError
from checker.limits import MOST_FILES
from checker.web.doorkeeping import TOKEN
from checker.web.served import served

MOST_FIELDS = 2000
MOST_FIELD = 200_000


class ForeignForm(Exception):
    """A form that isn't one of our pages'."""


async def fields(request: Request) -> tuple[Mapping[str, list[str]], list[UploadFile]]:
    """The fields of a form of ours and the files with it; raises :class:`ForeignForm` for any other form."""
    here = served(request)
    visitor = here.visitor(request)
    form = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD)
    found: dict[str, list[str]] = {}
    files = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files.append(value)
        else:
            found.setdefault(name, []).append(value)
    token = found.pop(TOKEN, [""])[0]
    if visitor is None or not here.door.own(visitor, token):
        raise ForeignForm
    return found, files


async def kept(request: Request, below: str | None = None) -> tuple[list[str], Mapping[str, list[str]]]:
    """Keep the files of a form in the folder; their places below it, and the form's other fields.

    ``below`` is the folder for them; the form's own field of that name where none is told.  Raises
    :class:`UsageError` where no file was sent, or one is of no use.
    """
    found, files = await fields(request)
    if not files:
        raise UsageError(Problem("browser.no_file"))
    folder = served(request).folder
    where = below if below is not None else found.get("below", [""])[0]
    return [folder.keep(file.filename or "", await file.read(), where) for file in files], found
