"""What a page is painted with: its boxes, colours, states of painting, fonts, where they have to be the same.

Owns the reading of a page's resources as plain data, within bounds.  It must not look at what is painted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.files.canonical import digest

_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit")
_DEEPEST, _MOST = 12, 20_000


def dressed(page: Any, *, fonts: bool) -> dict[str, Any]:
    """The boxes and resources of a page; of its fonts the kinds alone, unless ``fonts`` are the same too.

    Of another font the outlines can't be known, but it has to be a font of the same kind, with outlines.
    """
    left = [_MOST]
    found: dict[str, Any] = {box: _plain(page.get(box), _DEEPEST, left) for box in _BOXES}
    for name, entry in page["/Resources"].get_object().items():
        part = entry.get_object()
        if name == "/Font" and not fonts:
            found[name] = sorted({str(_kind(one.get_object())) for one in part.values()})
        elif name != "/XObject" or fonts:
            found[str(name)] = _plain(part, _DEEPEST, left)
    return found


def _kind(font: Any) -> tuple[Any, ...]:
    """The kind of a font, how it is encoded, and whether it has outlines."""
    within = [one.get_object() for one in font.get("/DescendantFonts", ())]
    described = [one["/FontDescriptor"].get_object() for one in within if "/FontDescriptor" in one]
    files = [part for one in described for name, part in one.items() if name.startswith("/FontFile")]
    return (font.get("/Subtype"), str(font.get("/Encoding")),
            bool(files) and all(file.get_object().get_data() for file in files))


def _plain(found: Any, deep: int, left: list[int]) -> Any:
    """An object of the file as plain data; numbers by value, streams by the digest of what they unpack to."""
    left[0] -= 1
    if deep == 0 or left[0] < 0:
        return "…"
    found = found.get_object() if hasattr(found, "get_object") else found
    if isinstance(found, Mapping):
        plain = {str(key): _plain(value, deep - 1, left) for key, value in found.items()
                 if key not in ("/Length", "/Filter", "/DecodeParms")}
        return {**plain, "": digest(found.get_data())} if hasattr(found, "get_data") else plain
    if isinstance(found, list | tuple):
        return [_plain(one, deep - 1, left) for one in found]
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else str(found)
