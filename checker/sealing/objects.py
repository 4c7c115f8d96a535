"""PDF objects as plain values, and the one form in which we write them.

Owns values and their bytes.  A value is None, a bool, an int, a Decimal, a name (``str`` with its
slash), a string (``bytes``), a :class:`Ref`, a list, a dict by name, or a :class:`Stream`.  Each value
has exactly one form, so that a revision is told by writing it anew.  It must not know what a seal is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pyhanko.pdf_utils import generic

# Wide enough for four offsets of any file that we read.
BYTE_RANGE_WIDTH = 48
# The most that an object holds beside its stream: a signature with room to spare.
MOST_BYTES = 200_000
_STREAM, _ENDSTREAM = b"\nstream\n", b"\nendstream"
_DELIMITERS = b"()<>[]{}/%#"
_PRINTABLE = range(ord("!"), ord("~") + 1)


class Unwritable(ValueError):
    """A value that has no form of ours."""


@dataclass(frozen=True)
class Ref:
    """A reference to an object by its number; generations are always 0."""

    number: int


@dataclass(frozen=True)
class Stream:
    """A stream: its dictionary without the length, and its bytes as they are stored."""

    entries: dict[str, Any]
    data: bytes


def written(value: Any) -> bytes:
    """The bytes of a value; raises :class:`Unwritable`."""
    match value:
        case None:
            return b"null"
        case bool():
            return b"true" if value else b"false"
        case int():
            return b"%d" % value
        case Decimal():
            return _decimal(value)
        case str():
            return _name(value)
        case bytes():
            return b"<" + value.hex().encode() + b">"
        case Ref(number):
            return b"%d 0 R" % number
        case list():
            return b"[" + b" ".join(map(written, value)) + b"]"
        case dict():
            return b"<< " + b" ".join(_entry(key, entry) for key, entry in value.items()) + b" >>"
        case Stream(entries, data):
            head = written({**entries, "/Length": len(data)})
            return head + _STREAM + data + _ENDSTREAM
    raise Unwritable(type(value).__name__)


def _entry(key: str, value: Any) -> bytes:
    body = written(value)
    # Its numbers are known only after everything else has been placed.
    return _name(key) + b" " + (body.ljust(BYTE_RANGE_WIDTH) if key == "/ByteRange" else body)


def _decimal(value: Decimal) -> bytes:
    text = str(value)
    if not value.is_finite() or "E" in text:
        raise Unwritable(text)
    return text.encode()


def _name(value: str) -> bytes:
    if not value.startswith("/"):
        raise Unwritable(value)
    return b"/" + b"".join(
        bytes([letter]) if letter in _PRINTABLE and letter not in _DELIMITERS else b"#%02X" % letter
        for letter in value[1:].encode())


class _Nowhere:
    """Stands for the file while one object is read: nothing is looked up."""

    strict = True


class _Here(generic.Dereferenceable):
    def get_pdf_handler(self) -> _Nowhere:
        return _Nowhere()


def read(data: bytes) -> Any:
    """The value of the bytes of one object.

    Raises :class:`Unwritable`; whatever the parser raises is passed on.
    """
    # No string of ours holds letters as such, so that the first such line begins the stream.
    head, stream, rest = data.partition(_STREAM)
    if len(head) > MOST_BYTES:
        raise Unwritable
    value = plain(generic.read_object(io.BytesIO(head), _Here()))
    if not stream:
        return value
    if not isinstance(value, dict) or not rest.endswith(_ENDSTREAM):
        raise Unwritable
    value.pop("/Length", None)
    return Stream(value, rest.removesuffix(_ENDSTREAM))


def plain(value: Any) -> Any:
    """A value as pyHanko reads it, as a plain one; references stay references.

    Raises :class:`Unwritable` for what no file of ours holds.
    """
    match value:
        case generic.NullObject():
            return None
        case generic.BooleanObject():
            return bool(value)
        case generic.NumberObject():
            return int(value)
        case generic.FloatObject():
            return Decimal(value)
        case generic.NameObject():
            return str(value)
        case generic.TextStringObject() | generic.ByteStringObject():
            return bytes(value.original_bytes)
        case generic.IndirectObject():
            if value.generation != 0:
                raise Unwritable(repr(value))
            return Ref(value.idnum)
        case generic.ArrayObject():
            return [plain(value.raw_get(number)) for number in range(len(value))]
        case generic.StreamObject():
            entries = {str(key): plain(value.raw_get(key)) for key in value if key != "/Length"}
            return Stream(entries, value.encoded_data)
        case generic.DictionaryObject():
            return {str(key): plain(value.raw_get(key)) for key in value}
    raise Unwritable(type(value).__name__)


def references(value: Any) -> Iterator[int]:
    """The numbers of all objects that a value refers to."""
    match value:
        case Ref(number):
            yield number
        case list():
            for part in value:
                yield from references(part)
        case dict():
            yield from references(list(value.values()))
        case Stream(entries, _):
            yield from references(entries)


def keys(value: Any) -> Iterator[str]:
    """Every key of every dictionary within a value."""
    match value:
        case list():
            for part in value:
                yield from keys(part)
        case dict():
            yield from value
            yield from keys(list(value.values()))
        case Stream(entries, _):
            yield from keys(entries)


def shifted(value: Any, by: int) -> Any:
    """The value with every reference moved by so many numbers."""
    match value:
        case Ref(number):
            return Ref(number + by)
        case list():
            return [shifted(part, by) for part in value]
        case dict():
            return {key: shifted(part, by) for key, part in value.items()}
        case Stream(entries, data):
            return Stream(shifted(entries, by), data)
    return value
