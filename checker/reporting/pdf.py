"""A page's HTML to PDF/A-3u bytes that depend on nothing but verdict, issue and toolchain.

Owns WeasyPrint: its fonts, its options, its attachments.  Nothing is fetched: the style sheet is
given as text, attachments as data, and any WeasyPrint log record is a failure.
"""

from __future__ import annotations

import base64
import datetime as dt
import gc
import hashlib
import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from checker.capsule.capsule import Attached
from checker.capsule.toolchain import require_parts
from checker.errors import DossierError, InternalError, Problem
from checker.files.resources import folder
from checker.messages import text
from checker.reporting.font_files import bare
from checker.reporting.lean_pdf import lean
from checker.zone import OFFICE_ZONE

if TYPE_CHECKING:
    from weasyprint import CSS, Attachment

# The small figures that the font lacks, by what sets ordinary ones so.
_SMALL = {**{chr(0x2080 + n): f"<sub>{n}</sub>" for n in range(10)},
          **{chr(0x2070 + n): f"<sup>{n}</sup>" for n in (0, *range(4, 10))}}
_TAG = re.compile(r"(<title>.*?</title>|<[^>]*>)", re.DOTALL)
# How WeasyPrint says that no font has a character.
_GLYPH = re.compile(r'unsupported by fonts: "(.+)" \(U\+')


def render(html: str, css: str, attached: Sequence[Attached], day: dt.date, identifier: str) -> bytes:
    """The PDF.

    Raises :class:`DossierError` for characters that the font lacks, and :class:`InternalError` when a
    part is missing or WeasyPrint logs anything else.
    """
    require_parts()
    os.environ["FONTCONFIG_FILE"] = str(folder("templates") / "fonts.conf")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(_midnight(day).timestamp()))
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    nothing = URLFetcher(allowed_protocols=())
    with _collector_at_rest(), _Records() as records:
        def finish(_: object, pdf: Any) -> None:
            if not records.said:  # else nothing is written, and there may be glyphs that no font has
                bare(pdf)
                lean(pdf)

        data: bytes = HTML(string=_set_small(html), url_fetcher=nothing).write_pdf(
            stylesheets=[_style(css)],
            attachments=[_attachment(file, day) for file in attached],
            finisher=finish, pdf_variant="pdf/a-3u", pdf_tags=True, custom_metadata=False,
            pdf_identifier=hashlib.sha256(identifier.encode()).digest()[:16])
    strange = sorted({found[1] for said in records.said if (found := _GLYPH.search(said))})
    if strange:
        raise DossierError(Problem("pdf.glyphs", {"characters": text("join.names").join(
            strange), "letters": strange}))
    if records.said:
        raise InternalError(Problem("pdf.log", {"said": text("join.parts").join(records.said)}))
    return data


@lru_cache(maxsize=8)
def _style(css: str) -> CSS:
    """A style sheet made ready, once for all pages; one that WeasyPrint complains of is not kept."""
    from weasyprint import CSS
    from weasyprint.urls import URLFetcher

    with _Records() as records:
        ready = CSS(string=css, url_fetcher=URLFetcher(allowed_protocols=()))
    if records.said:
        raise InternalError(Problem("pdf.log", {"said": text("join.parts").join(records.said)}))
    return ready


def _set_small(html: str) -> str:
    """Small figures, as in CO₂, set as such; what stands in tags and in the title is left alone."""
    if not any(letter in html for letter in _SMALL):
        return html
    parts = _TAG.split(html)
    return "".join(part if i % 2 else "".join(_SMALL.get(letter, letter) for letter in part)
                   for i, part in enumerate(parts))


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """A layout makes many objects and few cycles: looking for cycles meanwhile takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), OFFICE_ZONE)


def _attachment(file: Attached, day: dt.date) -> Attachment:
    from weasyprint import Attachment
    from weasyprint.urls import URLFetcher

    moment = _midnight(day).astimezone(dt.UTC)
    url = f"data:{file.mime};base64,{base64.b64encode(file.content).decode()}"
    return Attachment(
        url=url, url_fetcher=URLFetcher(allowed_protocols=("data",)), name=file.name,
        description=file.description, relationship=file.relationship, created=moment, modified=moment)


class _Records(logging.Handler):
    """Collects what WeasyPrint and fontTools say while a page is made."""

    NAMES = ("weasyprint", "fontTools")

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())

    def __enter__(self) -> _Records:
        for name in self.NAMES:
            logging.getLogger(name).addHandler(self)
        return self

    def __exit__(self, *_: Any) -> None:
        for name in self.NAMES:
            logging.getLogger(name).removeHandler(self)
