"""Files that come in from a browser, with the form that they came in.

Owns the check that the form was ours, how many files it may hold, and that they are kept.  It must not read
what stands in them.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.requests import Request

from checker.errors import Problem, UsageError
from checker.limits import MOST_FILES
from checker.web.doorkeeping import TOKEN
from checker.web.served import served
from checker.web.workfolder import file_name

MOST_FIELDS = 2000
MOST_FIELD = 200_000


class ForeignForm(Exception):
    """A form that isn't one of our pages'."""


@dataclass(frozen=True)
class Received:
    """A file that came with a form: the name that the browser gave it, and its bytes."""

    name: str
    content: bytes


async def fields(request: Request) -> tuple[dict[str, list[str]], list[Received]]:
    """The fields of a form of ours and the files with it; raises :class:`ForeignForm` for any other form."""
    here = served(request)
    visitor = here.visitor(request)
    found: dict[str, list[str]] = {}
    files = []
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD) as form:
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                found.setdefault(name, []).append(value)
            elif value.filename:
                files.append(Received(value.filename, await value.read()))
    token = found.pop(TOKEN, [""])[0]
    if visitor is None or not here.door.own(visitor, token):
        raise ForeignForm
    request.state.below = found.get("below", [""])[0]  # a form can be read only once
    for file in files:
        if not file.content:
            raise UsageError(Problem("browser.empty_file", {"name": file.name}))
    return found, files


async def kept(request: Request, below: str | None = None, *,
               evidence: bool = False) -> tuple[list[str], dict[str, list[str]]]:
    """Keep the files of a form in the folder; their places below it, and the form's other fields.

    ``below`` is the folder for them; the form's own field of that name where none is told.  ``evidence`` may
    be pictures too.  Raises :class:`UsageError` where no file was sent, or one is of no use.
    """
    found, files = await fields(request)
    if not files:
        raise UsageError(Problem("browser.no_file"))
    folder = served(request).folder
    where = below if below is not None else found.get("below", [""])[0]
    names = [file_name(file.name, evidence=evidence) for file in files]  # all of them or none
    places = [folder.keep(file.name, file.content, where, evidence=evidence) for file in files]
    # Another file of the same name was there; the page that is shown next says so.
    request.state.renamed = [last for place, name in zip(places, names, strict=True)
                             if (last := place.rpartition("/")[2]) != name]
    return places, found
