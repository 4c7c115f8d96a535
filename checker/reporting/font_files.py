"""How the fonts of a page are embedded: of each the glyphs that are used and no others, as a bare CFF.

WeasyPrint keeps the number of every glyph, so that each face has some 63 000 empty places.  A CFF names its
glyphs itself, by the very numbers that the page uses; inside OpenType renderers would count them instead, so
that wrapper goes too (PDF 32000-1, 9.7.4.2 and table 126).  Owns this; it must not know what a page says.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from typing import Any

from checker.errors import InternalError, Problem
from checker.reporting.pdf_file import number_of

_KEPT, _BARE, _COMPOSITE = "/OpenType", "/CIDFontType0C", "/CIDFontType0"


def bare(pdf: Any) -> None:
    """Put a bare CFF in the place of each OpenType font of a PDF of pydyf's that is about to be written.

    Raises :class:`InternalError` where a font doesn't call its glyphs by the numbers that the page uses.
    """
    used: dict[int, set[int]] = {}
    for font in pdf.objects:
        if isinstance(font, dict) and font.get("Subtype") == _COMPOSITE:
            file = number_of(pdf.objects[number_of(font["FontDescriptor"])]["FontFile3"])
            used.setdefault(file, set()).update(_numbered(font["W"]))
            del font["CIDToGIDMap"]  # it is for TrueType
    for number, glyphs in used.items():
        stream = pdf.objects[number]
        if stream.extra["Subtype"] == _KEPT:
            stream.stream = [_cff(stream.stream[0], glyphs)]
            stream.extra["Subtype"] = _BARE


def _numbered(widths: list[Any]) -> Iterator[int]:
    """The glyphs of ``[first [width width …] first [width …] …]``."""
    for first, following in zip(widths[::2], widths[1::2], strict=True):
        yield from range(first, first + len(following))


def _cff(font: bytes, glyphs: Collection[int]) -> bytes:
    """The CFF of a font with these glyphs; each has to be called by its number."""
    import uharfbuzz as hb
    from fontTools.cffLib import CFFFontSet

    asked = hb.SubsetInput()
    asked.glyph_set.update(glyphs)
    asked.flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
    left = hb.subset(hb.Face(font), asked)
    content = bytes(left.reference_table("CFF ").data)
    table = CFFFontSet()
    table.decompile(io.BytesIO(content), None)
    names = [".notdef", *(f"cid{glyph:05d}" for glyph in sorted(glyphs) if glyph)]
    if table[0].charset != names:
        raise InternalError(Problem("pdf.font"))
    return content
