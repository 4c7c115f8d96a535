"""What a foreign revision touches, in the reader's terms: pages, attachments, actions, the form.

Owns the naming of changes.  It names what it can see and does not decide whether a change matters.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from checker.sealing.revisions import LIMITS

# Keys of the catalog by what a reader would call them.
_NAMES = {"/Names": "attachments", "/AF": "attachments", "/OpenAction": "action", "/AA": "action",
          "/AcroForm": "form", "/Pages": "page", "/Metadata": "metadata", "/Outlines": "outline"}
_KINDS = {"/Page": "page", "/Pages": "page", "/Annot": "annotation", "/Filespec": "attachments",
          "/EmbeddedFile": "attachments", "/Sig": "form", "/Metadata": "metadata", "/Action": "action"}
_ACTING = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/URI"}
_ORDER = ("page", "attachments", "annotation", "form", "action", "metadata", "outline", "other")


def changes(pdf: bytes) -> list[str]:
    """The kinds of what was changed since the first revision, in a fixed order; empty if it can't be told."""
    try:
        found = set(_changes(PdfFileReader(io.BytesIO(pdf), strict=False, decode_limits=LIMITS)))
    except Exception:  # a hostile file may make a parser raise anything
        return []
    return [kind for kind in _ORDER if kind in found]


def seals_alone(reader: PdfFileReader, seals: int) -> bool:
    """Whether the pages draw what they drew, and all that they bear beside are so many seals."""
    if not set(_changes(reader)) <= {"page", "annotation", "form"}:
        return False
    first = reader.get_historical_resolver(0)
    contents, borne = _page_parts(first), 0
    for revision in range(1, reader.xrefs.total_revisions):
        resolver = reader.get_historical_resolver(revision)
        if contents & {ref.idnum for ref in resolver.explicit_refs_in_revision()}:  # type: ignore[no-untyped-call]
            return False
    for before, after in zip(_sheets(first), _sheets(reader), strict=True):
        if {key: before.raw_get(key) for key in before if key != "/Annots"} != {
                key: after.raw_get(key) for key in after if key != "/Annots"}:
            return False
        borne += len(after.get("/Annots", ())) - len(before.get("/Annots", ()))
    return borne == seals


def _sheets(resolver: Any) -> list[Any]:
    """The pages in their order."""
    found, waiting = [], [resolver.root["/Pages"]]
    while waiting:
        node = waiting.pop(0).get_object()
        if "/Kids" in node:
            waiting = [*node["/Kids"], *waiting]
        else:
            found.append(node)
    return found


def _changes(reader: PdfFileReader) -> Iterator[str]:
    first = reader.get_historical_resolver(0)
    last = reader.get_historical_resolver(reader.xrefs.total_revisions - 1)
    for key in {*first.root, *last.root}:
        if _raw(first.root, key) != _raw(last.root, key):
            yield _NAMES.get(key, "other")
    contents = _page_parts(first)
    for revision in range(1, reader.xrefs.total_revisions):
        resolver = reader.get_historical_resolver(revision)
        for reference in resolver.explicit_refs_in_revision():  # type: ignore[no-untyped-call]
            yield from _kind(resolver(reference), reference.idnum in contents)


def _raw(catalog: Any, key: str) -> Any:
    return catalog.raw_get(key) if key in catalog else None


def _page_parts(resolver: Any) -> set[int]:
    """The numbers of all content streams of the pages as they were."""
    numbers, waiting = set[int](), [resolver.root["/Pages"]]
    while waiting:
        node = waiting.pop().get_object()
        if "/Kids" in node:
            waiting += node["/Kids"]
        if "/Contents" in node:
            numbers.add(getattr(node.raw_get("/Contents"), "idnum", 0))
    return numbers


def _kind(value: Any, content: bool) -> Iterator[str]:
    if content:
        yield "page"
    if isinstance(value, dict):
        kind = str(value.get("/Type", ""))
        if kind in _KINDS:
            yield _KINDS[kind]
        if "/EF" in value:
            yield "attachments"
        if _ACTING & value.keys():
            yield "action"
