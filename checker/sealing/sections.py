"""What follows the first bytes of a file, taken apart into revisions of our form.

Owns the walk from the end of the file back to the page, by the cross-reference sections alone.  It
must not judge what a revision holds.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from checker.sealing.objects import read
from checker.sealing.revisions import LIMITS, silenced

MOST_BYTES = 48_000_000
MOST_REVISIONS = 24
MOST_OBJECTS = 400
_TAIL = 40
_HEAD = 4096
_END = re.compile(rb"endobj\nstartxref\n([1-9]\d{0,9})\n%%EOF\n\Z")
_SECTION = re.compile(rb"[1-9]\d{0,9} 0 obj\n<< /Type /XRef .*?/Index \[([\d ]+)\] /W \[1 4 2\] "
                      rb"/Length (\d{1,9}) >>\nstream\n", re.DOTALL)
_OBJECT = re.compile(rb"([1-9]\d{0,9}) 0 obj\n(.*)\nendobj\n\Z", re.DOTALL)
_AFTER = re.compile(rb"\s*endobj\s+startxref\s+(\d{1,10})\s+%%EOF(?:\r\n|\r|\n)?")
_LAST = re.compile(rb"startxref\s+\d{1,10}\s+%%EOF")
_REACH = 1060
_ENTRY = 7


class Foreign(ValueError):
    """A revision that is not of our form."""


class TooLarge(ValueError):
    """More after the page than any seal adds."""


@dataclass(frozen=True)
class Section:
    """One revision: where it begins and ends, and its objects by number."""

    start: int
    end: int
    objects: dict[int, Any]


def sections(pdf: bytes, base: int) -> list[Section]:
    """The revisions after the first ``base`` bytes, oldest first.

    Raises :class:`Foreign` when one is not of our form, and :class:`TooLarge` when there are too many; that
    the bytes of each are exactly ours is for the caller to see by writing it anew.
    """
    found: list[Section] = []
    end = len(pdf)
    while end > base:
        if len(found) >= MOST_REVISIONS:
            raise TooLarge
        found.append(_section(pdf, base, end))
        end = found[-1].start
    return found[::-1]


def _section(pdf: bytes, base: int, end: int) -> Section:
    tail = _END.search(pdf, max(base, end - _TAIL), end)
    startxref = int(tail[1]) if tail else -1
    if not base < startxref < end:
        raise Foreign
    # The slice ends here, so that a file with something behind can't match.
    head = _SECTION.match(pdf, startxref, min(end, startxref + _HEAD))
    if head is None:
        raise Foreign
    entries = pdf[head.end():head.end() + int(head[2])]
    offsets = sorted(int.from_bytes(entries[at + 1:at + 5]) for at in range(0, len(entries), _ENTRY))
    if not 2 <= len(offsets) <= MOST_OBJECTS or offsets[-1] != startxref or offsets[0] < base:
        raise Foreign
    objects: dict[int, Any] = {}
    for first, last in pairwise(offsets):
        body = _OBJECT.match(pdf[first:last])
        if body is None:
            raise Foreign
        objects[int(body[1])] = _value(body[2])
    return Section(offsets[0], end, objects)


def _value(body: bytes) -> Any:
    try:
        return read(body)
    except Exception:  # what the parser can't read is none of ours
        raise Foreign from None


def known_sections(pdf: bytes, base: int) -> tuple[list[Section], int]:
    """The revisions of our form up to the first that is not, and where they end.

    Raises :class:`TooLarge`.
    """
    if len(pdf) - base > MOST_BYTES:
        raise TooLarge
    tried = [len(pdf), *(end for end in reversed(ends(pdf)) if base <= end < len(pdf))]
    for end in tried[:MOST_REVISIONS]:
        try:
            return sections(pdf[:end], base), end
        except Foreign:
            continue
    return [], base


def base_length(pdf: bytes) -> int | None:
    """How long the first revision is, by the chain of cross-reference sections; None if it can't be told."""
    return next(iter(ends(pdf)), None)


def ends(pdf: bytes) -> list[int]:
    """Where each revision ends, oldest first, by the chain of sections; never raises.

    Stops before a revision that does not end as it has to.
    """
    found: list[int] = []
    # Without this line pyHanko would look for it byte by byte, back to the beginning.
    if not _LAST.search(pdf, max(0, len(pdf) - _REACH)):
        return found
    try:
        with silenced():
            reader = PdfFileReader(io.BytesIO(pdf), strict=True, decode_limits=LIMITS)
            for revision in range(reader.xrefs.total_revisions):
                section = reader.xrefs.get_xref_container_info(revision)
                tail = _AFTER.match(pdf, section.end_location)
                if tail is None or int(tail[1]) != section.start_location:
                    break
                found.append(tail.end())
    except Exception:  # a hostile file may make a parser raise anything
        return found
    return found
