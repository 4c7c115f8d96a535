"""Whether the picture of a seal is nothing but letters within its own box.

Owns the list of what such a picture may hold.  It must not render.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from checker.sealing.objects import Stream, keys, references

MOST_OBJECTS = 40
MOST_DECODED = 8_000_000
# What fonts and their parts are made of; nothing among it acts, links or embeds.
_KEYS = frozenset((
    "/Type", "/Subtype", "/Filter", "/ca", "/CA",
    "/BaseFont", "/ToUnicode", "/Encoding", "/DescendantFonts", "/CIDSystemInfo", "/Registry", "/Ordering",
    "/Supplement", "/CIDToGIDMap", "/W", "/DW", "/FontDescriptor", "/FontName", "/FontFamily", "/Flags",
    "/FontBBox", "/ItalicAngle", "/Ascent", "/Descent", "/CapHeight", "/StemV", "/StemH", "/FontFile3",
    "/CIDSet", "/Length1"))
_RESOURCES = {"/Font", "/ExtGState"}


def confined(picture: Sequence[Any], width: int, height: int) -> bool:
    """Whether a picture stays in its box, carries its own fonts and holds nothing else."""
    if not picture or len(picture) > MOST_OBJECTS or not isinstance(picture[0], Stream):
        return False
    form = picture[0].entries
    fixed = {"/Type": "/XObject", "/Subtype": "/Form", "/BBox": [0, 0, width, height],
             "/Filter": "/FlateDecode"}
    if form.keys() != fixed.keys() | {"/Resources"} or any(form[key] != fixed[key] for key in fixed):
        return False
    if not isinstance(form["/Resources"], dict) or not form["/Resources"].keys() <= _RESOURCES:
        return False
    return (_reached(picture) == set(range(len(picture))) and _known_keys(picture)
            and all(_bounded(part) for part in picture if isinstance(part, Stream)))


def _reached(picture: Sequence[Any]) -> set[int]:
    """All indices that the form leads to; an index beyond the picture shows as one too many."""
    found, waiting = set[int](), [0]
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            if 0 <= number < len(picture):
                waiting += references(picture[number])
    return found


def _known_keys(picture: Sequence[Any]) -> bool:
    """Whether all keys are known ones; what the form calls its fonts and states is its own affair."""
    form = picture[0].entries
    named = list(form["/Resources"].values())
    if not all(isinstance(group, dict) for group in named):
        return False
    parts = [part for group in named for part in group.values()]
    return set(keys([*parts, *picture[1:]])) <= _KEYS


def _bounded(stream: Stream) -> bool:
    """Whether a stream is deflated once, and to a size of no concern."""
    if stream.entries.get("/Filter") != "/FlateDecode":
        return False
    decoder = zlib.decompressobj()
    try:
        decoded = decoder.decompress(stream.data, MOST_DECODED)
    except zlib.error:
        return False
    return decoder.eof and not decoder.unused_data and len(decoded) < MOST_DECODED
