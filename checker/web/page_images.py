"""Pages of PDFs as pictures, for a person to compare.

Owns how large they are and which are made.  It must not decide whether a page is genuine.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import islice

import pypdfium2
from pypdfium2 import PdfiumError

from checker.errors import CapsuleError, Problem

__all__ = ["PdfiumError", "pictures", "unlike"]

WIDTH = 900  # picture points, enough to read small print on half a screen
MOST_SIDE = 4000
MOST_UNLIKE = 20


def pictures(pdf: bytes, numbers: Sequence[int]) -> list[bytes]:
    """The pages of these numbers, counted from 0, as PNG; one that isn't there is left out.

    Raises :class:`CapsuleError` where the file, or such a page of it, can't be painted.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_picture(document[number]) for number in numbers if 0 <= number < len(document)]
        finally:
            document.close()
    except PdfiumError:
        code = "opened.damaged" if pdf.startswith(b"%PDF-") else "opened.not_pdf"
        raise CapsuleError(Problem(code)) from None


def unlike(one: bytes, other: bytes, numbers: Sequence[int] = ()) -> list[int]:
    """The pages that look different in two PDFs, counted from 0; of these numbers, or of all.

    A page that only one of them has is different too.  No more than ``MOST_UNLIKE`` are sought.
    """
    documents = pypdfium2.PdfDocument(one), pypdfium2.PdfDocument(other)
    try:
        wanted = numbers or range(max(map(len, documents)))
        found = (number for number in wanted if _seen(documents[0], number) != _seen(documents[1], number))
        return list(islice(found, MOST_UNLIKE))
    finally:
        for document in documents:
            document.close()


def _seen(document: pypdfium2.PdfDocument, number: int) -> tuple[int, int, bytes] | None:
    """A page as it is painted; None of one that isn't there."""
    if not 0 <= number < len(document):
        return None
    painted = _painted(document[number])
    return painted.width, painted.height, bytes(painted.buffer)


def _picture(page: pypdfium2.PdfPage) -> bytes:
    made = io.BytesIO()
    _painted(page).to_pil().save(made, "PNG")
    return made.getvalue()


def _painted(page: pypdfium2.PdfPage) -> pypdfium2.PdfBitmap:
    width, height = page.get_size()
    return page.render(scale=min(WIDTH / max(width, 1), MOST_SIDE / max(height, 1)))
