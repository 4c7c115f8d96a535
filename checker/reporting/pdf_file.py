"""A PDF of pydyf's as the bytes of a file: what isn't a stream packed into one, and how to find each object.

Owns the file's outer form.  pydyf packs each stream twice, once for a digest, and writes the table of places
as it stands; here each is packed once, and the table row by row as what differs from the row before.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

_START = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_LEVEL = 9
# Kinds of rows in the table of places, and how many bytes each of a row's three numbers has.
_FREE, _PLAIN, _PACKED = range(3)
_WIDTHS = (1, 3, 2)
_NEVER_USED = 65535
_UP = b"\2"  # PNG's filter: each byte less the one above


def number_of(reference: bytes) -> int:
    """The object that is meant by ``7 0 R``."""
    return int(reference.split()[0])


def reference_to(number: int) -> bytes:
    """How an object is meant."""
    return b"%d 0 R" % number


def written(pdf: Any, identifier: bytes) -> bytes:
    """The file; the second half of its identifier follows from all that stands before it."""
    pdf.add_object(pdf.info)
    objects = [one for one in pdf.objects if one is not None and one.free != "f"]
    packed = [one for one in objects if one.compressible]
    pack, table = len(pdf.objects), len(pdf.objects) + 1
    places = {one.number: (_PACKED, pack, place) for place, one in enumerate(packed)}
    out = bytearray(_START)
    for one in objects:
        if not one.compressible:
            places[one.number] = _PLAIN, len(out), 0
            out += one.indirect + b"\n"
    places[pack] = _PLAIN, len(out), 0
    out += _stream(pack, *_pack(packed))
    places[table] = _PLAIN, len(out), 0
    digest = hashlib.sha256(out).digest()[:len(identifier)]
    head = b"/Type/XRef/W[%d %d %d]/Size %d/Root %b/Info %b/ID[<%b><%b>]" % (
        *_WIDTHS, table + 1, pdf.catalog.reference, pdf.info.reference,
        identifier.hex().encode(), digest.hex().encode())
    start = len(out)
    out += _stream(table, head + b"/DecodeParms<</Predictor 12/Columns %d>>" % sum(_WIDTHS),
                   _table(places, table + 1))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _pack(objects: Sequence[Any]) -> tuple[bytes, bytes]:
    """Head and content of the stream of all objects that are none, which begins with where each stands."""
    contents = [one.data for one in objects]
    heads, place = [], 0
    for one, content in zip(objects, contents, strict=True):
        heads.append(b"%d %d" % (one.number, place))
        place += len(content) + 1
    head = b" ".join(heads)
    return (b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head) + 1), b"\n".join((head, *contents)))


def _stream(number: int, head: bytes, content: bytes) -> bytes:
    content = zlib.compress(content, _LEVEL)
    return b"%d 0 obj\n<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (
        number, head, len(content), content)


def _table(places: Mapping[int, tuple[int, int, int]], count: int) -> bytes:
    """A row for each number; those that no object has are a chain, each naming the next."""
    rows, free = [], 0
    for number in reversed(range(count)):
        rows.append(places.get(number, (_FREE, free, _NEVER_USED)))
        free = free if number in places else number
    plain = b"".join(value.to_bytes(width, "big") for row in reversed(rows)
                     for value, width in zip(row, _WIDTHS, strict=True))
    step = sum(_WIDTHS)
    less = bytes((one - other) % 256 for one, other in zip(plain, bytes(step) + plain, strict=False))
    return b"".join(_UP + less[at:at + step] for at in range(0, len(less), step))
