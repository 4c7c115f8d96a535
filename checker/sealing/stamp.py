"""The visible field of a seal: a small page of ours as the picture of a signature field.

Owns what the field says and its layout.  It must not sign.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zlib
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from checker.errors import DossierError, Problem, UsageError
from checker.reporting.pdf import render
from checker.sealing.objects import Ref, Stream, plain
from checker.zone import OFFICE_ZONE

# Tags belong to a page; in the picture of a field they would point to nothing.
_TAGS = re.compile(rb"^/\w+\n(?:<<.*>>\nBDC|BMC)\n|^EMC\n", re.MULTILINE)


def picture(signer: str, organisation: str, at: dt.datetime, until: dt.datetime, size: tuple[int, int], *,
            timed: bool) -> tuple[Any, ...]:
    """The objects of the picture, the form first, referring to one another by index.

    ``until`` is when the certificate expires, after which a time that nobody but the signer vouches for
    can't be proven.  Raises :class:`UsageError` when a name has a character that the font lacks.
    """
    from checker.reporting.page import environment_of_pages

    html = environment_of_pages().get_template("seal.html.j2").render(
        signer=signer, organisation=organisation, at=at.astimezone(OFFICE_ZONE), timed=timed,
        until=until.astimezone(OFFICE_ZONE).date(), width=size[0], height=size[1])
    try:
        page = render(html, "", [], at.astimezone(OFFICE_ZONE).date(), "")
    except DossierError:
        raise UsageError(Problem("sealing.name_glyphs", {"name": f"{signer} {organisation}"})) from None
    return _imported(page, size)


def _imported(pdf: bytes, size: tuple[int, int]) -> tuple[Any, ...]:
    """The content and the fonts of a page of one sheet."""
    reader = PdfFileReader(io.BytesIO(pdf))
    page = reader.root["/Pages"]["/Kids"][0]
    content = zlib.compress(_TAGS.sub(b"", page["/Contents"].data))
    resources = {key: plain(page["/Resources"][key]) for key in ("/Font", "/ExtGState")}
    objects: list[Any] = [None]
    objects[0] = Stream({"/Type": "/XObject", "/Subtype": "/Form", "/BBox": [0, 0, *size],
                         "/Resources": _gathered(resources, reader, {}, objects), "/Filter": "/FlateDecode"},
                        content)
    return tuple(objects)


def _gathered(value: Any, reader: Any, known: dict[int, int], objects: list[Any]) -> Any:
    """The value with every object that it refers to put into the list, and the references turned."""
    match value:
        case Ref(number):
            if number not in known:
                known[number] = len(objects)
                objects.append(None)
                found = plain(reader.get_object(generic.Reference(number, 0, reader)))
                objects[known[number]] = _gathered(found, reader, known, objects)
            return Ref(known[number])
        case list():
            return [_gathered(part, reader, known, objects) for part in value]
        case dict():
            return {key: _gathered(part, reader, known, objects) for key, part in value.items()}
        case Stream(entries, data):
            return Stream(_gathered(entries, reader, known, objects), data)
    return value
