"""Pages of PDFs as pictures, for a person to compare.

Owns how large they are and which are made.  It must not decide whether a page is genuine.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2

WIDTH = 900  # picture points, enough to read small print on half a screen
MOST_SIDE = 4000
POINTS = 72


def pictures(pdf: bytes, numbers: Sequence[int]) -> list[bytes]:
    """The pages of these numbers, counted from 0, as PNG; one that isn't there is left out."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_picture(document[number]) for number in numbers if 0 <= number < len(document)]
    finally:
        document.close()


def _picture(page: pypdfium2.PdfPage) -> bytes:
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), MOST_SIDE / max(height, 1))
    made = io.BytesIO()
    page.render(scale=scale).to_pil().save(made, "PNG")
    return made.getvalue()
