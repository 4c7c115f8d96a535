"""A page of ours with the revisions that it has so far, and the writing of one more.

Owns the frame of a revision: objects, cross-reference stream, trailer.  Every revision that we append
has one form, byte for byte; it must not know what stands in the objects.
"""

from __future__ import annotations

import hashlib
import io
import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.reader import PdfFileReader

from checker.sealing.objects import Ref, plain, written

_MEGA = 1_000_000
# A page of ours decodes to a few megabytes; what needs more than this was made to be a burden.
LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=64 * _MEGA, ratio_floor=8 * _MEGA),
    document_budget=DocumentDecodeBudget(base_allowance=200 * _MEGA, max_ratio=20))
_ID = 16


_TALKERS = ("pyhanko", "pyhanko_certvalidator", "pypdf")


@contextmanager
def silenced() -> Iterator[None]:
    """What the libraries say of a hostile file while they read it is of no use to a person."""
    before = {name: logging.getLogger(name).level for name in _TALKERS}
    for name in _TALKERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


class NotOurs(ValueError):
    """A file that is no page of ours as it was made."""


@dataclass(frozen=True)
class RevisedFile:
    """The state after a revision: how long the file is, where its sections begin, what was replaced."""

    reader: Any
    length: int
    size: int
    startxref: int
    root: int
    info: int
    first_id: bytes
    objects: Mapping[int, Any] = field(default_factory=dict)

    def get(self, number: int) -> Any:
        """The newest value of an object."""
        if number in self.objects:
            return self.objects[number]
        return plain(self.reader.get_object(generic.Reference(number, 0, self.reader)))

    @property
    def catalog(self) -> dict[str, Any]:
        """The document catalog."""
        found = self.get(self.root)
        if not isinstance(found, dict):
            raise NotOurs
        return found

    def page(self, number: int) -> int:
        """The object of a page, counted from 0; raises :class:`NotOurs`."""
        for place, found in enumerate(self._pages(self.catalog.get("/Pages"), 0)):
            if place == number:
                return found
        raise NotOurs

    def _pages(self, node: Any, depth: int) -> Iterator[int]:
        if not isinstance(node, Ref) or depth > 20:
            raise NotOurs
        found = self.get(node.number)
        if found.get("/Type") == "/Page":
            yield node.number
            return
        for kid in found["/Kids"]:
            yield from self._pages(kid, depth + 1)

    def after(self, objects: Mapping[int, Any], revision: Revision) -> RevisedFile:
        """The state when the revision has been appended."""
        return RevisedFile(self.reader, self.length + len(revision.data), revision.size, revision.startxref,
                        self.root, self.info, self.first_id, {**self.objects, **objects})


@dataclass(frozen=True)
class Revision:
    """The bytes of one more revision, where its objects begin in the file, and its number of objects."""

    data: bytes
    offsets: Mapping[int, int]
    size: int
    startxref: int


def opened(base: bytes) -> RevisedFile:
    """The page as it was made; raises :class:`NotOurs`, and whatever pyHanko raises on a damaged file."""
    reader = PdfFileReader(io.BytesIO(base), strict=True, decode_limits=LIMITS)
    trailer = reader.trailer
    if reader.xrefs.total_revisions != 1 or reader.encrypted or not reader.has_xref_stream:
        raise NotOurs
    startxref = reader.last_startxref
    root, info = plain(trailer.raw_get("/Root")), plain(trailer.raw_get("/Info"))
    identifiers = plain(trailer["/ID"])
    if not (isinstance(root, Ref) and isinstance(info, Ref) and isinstance(identifiers[0], bytes)):
        raise NotOurs
    # A page ends where its last line does.
    if startxref is None or not base.endswith(b"\nstartxref\n%d\n%%%%EOF\n" % startxref):
        raise NotOurs
    document = RevisedFile(reader, len(base), int(trailer["/Size"]), startxref,
                        root.number, info.number, identifiers[0])
    # What a seal adds must be new.
    if {"/AcroForm", "/DSS", "/Extensions", "/OpenAction"} & document.catalog.keys():
        raise NotOurs
    return document


def revision(document: RevisedFile, pdf: bytes, objects: Mapping[int, Any]) -> Revision:
    """One more revision after the first ``document.length`` bytes of the file."""
    out = bytearray()
    offsets: dict[int, int] = {}
    for number in sorted(objects):
        offsets[number] = document.length + len(out)
        out += b"%d 0 obj\n" % number + written(objects[number]) + b"\nendobj\n"
    startxref = document.length + len(out)
    section = max(document.size, *objects) if max(objects) < document.size else max(objects) + 1
    places = {**offsets, section: startxref}
    before = hashlib.sha256(pdf[:document.length]).digest()[:_ID]
    entries = b"".join(b"\x01" + places[number].to_bytes(4) + b"\x00\x00" for number in sorted(places))
    out += (b"%d 0 obj\n" % section
            + written({"/Type": "/XRef", "/Size": section + 1, "/Root": Ref(document.root),
                       "/Info": Ref(document.info), "/ID": [document.first_id, before],
                       "/Prev": document.startxref, "/Index": _runs(sorted(places)), "/W": [1, 4, 2],
                       "/Length": len(entries)})
            + b"\nstream\n" + entries + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % startxref)
    return Revision(bytes(out), offsets, section + 1, startxref)


def _runs(numbers: list[int]) -> list[int]:
    """Ascending numbers as first and count of each run."""
    runs = [numbers[0], 1]
    for before, number in pairwise(numbers):
        if number == before + 1:
            runs[-1] += 1
        else:
            runs += [number, 1]
    return runs
