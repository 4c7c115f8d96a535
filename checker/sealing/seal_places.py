"""Where on a page of ours seals may stand.

Owns the three places of the signature block, as its bookmark says where that is.  It reads the page
as it was made, before any seal; it must not sign.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from checker.messages import text

ROLES = ("prepared", "checked", "approved")
# In points: how wide and high a seal is, and how far it stands from its cell's left and top edges.
WIDTH, HEIGHT, INDENT, DROP = 125, 28, 38, 2


@dataclass(frozen=True)
class SealPlace:
    """A page, counted from 0, and the corners of a box on it in points."""

    page: int
    box: tuple[int, int, int, int]


@lru_cache(maxsize=1)  # whoever seals asks several times about one page
def seal_places(pdf: bytes) -> Mapping[str, SealPlace]:
    """The place of each role; empty where the page has no signature block."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf))
    block = next((entry for entry in _entries(reader.outline) if entry.title == text("page.sign_here")),
                 None)
    if block is None or block.left is None or block.top is None:
        return {}
    page = reader.get_destination_page_number(block)
    if page is None:
        return {}
    left, top = int(block.left), int(block.top)
    cell = (int(reader.pages[page].mediabox.width) - 2 * left) // len(ROLES)
    return {role: SealPlace(page, _box(left + number * cell + INDENT, top - DROP))
            for number, role in enumerate(ROLES)}


def _box(left: int, top: int) -> tuple[int, int, int, int]:
    return left, top - HEIGHT, left + WIDTH, top


def _entries(outline: list[Any]) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _entries(entry)
        else:
            yield entry
