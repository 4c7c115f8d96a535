"""A file's content as it is stored: compressed, under its digest.

Owns packing and the distrust in unpacking: nothing grows beyond a bound.  It must not know a table.
"""

from __future__ import annotations

import zlib

from checker.errors import Problem, UsageError
from checker.files.canonical import digest

MOST_CONTENT = 64_000_000
# What can't be compressed grows a little.
MOST_PACKED = MOST_CONTENT + 1_000_000
LEVEL = 6


def pack(name: str, content: bytes) -> bytes:
    """The compressed content; raises :class:`UsageError` where it is too large to be kept."""
    if len(content) > MOST_CONTENT:
        raise UsageError(Problem("register.content_too_large", {"name": name, "limit": MOST_CONTENT}))
    return zlib.compress(content, LEVEL)


def unpack(key: object, size: object, packed: object) -> bytes | None:
    """The content stored under a digest, or None where it is not what was stored."""
    if not isinstance(packed, bytes) or type(size) is not int or not 0 <= size <= MOST_CONTENT:
        return None
    stream = zlib.decompressobj()
    try:
        content = stream.decompress(packed, size + 1)
    except zlib.error:
        return None
    whole = stream.eof and not stream.unused_data
    return content if whole and len(content) == size and digest(content) == key else None
