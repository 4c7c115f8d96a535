"""What was appended to a page and is no seal as we would have written it, in the reader's terms.

Owns the words for it: bytes that no reader shows, a seal that was moved, anything else.  It never raises.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from checker.errors import Problem
from checker.messages import text
from checker.sealing.additions import PREFIX
from checker.sealing.changes import changes, seals_alone
from checker.sealing.revisions import LIMITS
from checker.sealing.seal_places import ROLES, SealPlace

# Without these nothing that follows the end of a PDF has any effect on what is shown.
_EFFECTIVE = (b"obj", b"xref", b"trailer", b"%%EOF")
_BLANK = b"\0\t\n\f\r "


def foreign(pdf: bytes, start: int, places: Mapping[str, SealPlace]) -> Problem:
    """What begins at ``start``; ``places`` are where the page has its seals."""
    rest = pdf[start:]
    named = {"start": start, "bytes": len(rest)}
    if not rest.strip(_BLANK):
        return Problem("sealing.blanks", named)
    if not any(word in rest for word in _EFFECTIVE):
        return Problem("sealing.idle", named)
    touched = "、".join(text(f"change.{kind}") for kind in changes(pdf)) or text("change.unknown")
    roles = "、".join(text(f"seal.role.{role}") for role in _moved(pdf, places))
    if roles:
        return Problem("sealing.moved", {**named, "roles": roles, "touched": touched})
    return Problem("sealing.foreign", {**named, "touched": touched})


def _moved(pdf: bytes, places: Mapping[str, SealPlace]) -> list[str]:
    """The roles whose seals don't stand in their places, where nothing but seals was appended."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False, decode_limits=LIMITS)
        fields = [found.get_object() for found in reader.root["/AcroForm"]["/Fields"]]
        if not all(str(found.get("/T", "")).removeprefix(PREFIX) in ROLES for found in fields):
            return []
        return [role for role in ROLES if role in places and _elsewhere(fields, role, places[role])] \
            if seals_alone(reader, len(fields)) else []
    except Exception:  # a hostile file may make a parser raise anything
        return []


def _elsewhere(fields: list[Any], role: str, place: SealPlace) -> bool:
    """Whether the seal of a role has another box than its own."""
    return any(str(found.get("/T", "")) == PREFIX + role
               and tuple(int(edge) for edge in found["/Rect"]) != place.box for found in fields)
