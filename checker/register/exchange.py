"""A register as one file of JSON lines: written out, and read into a new register.

Owns the file's shape: the founding record, then each content before the first entry that needs it, the
entries in order, and a last line that tells how many there are.  A file that is read in is trusted in
nothing; it must not be possible to read in half of one.
"""

from __future__ import annotations

import binascii
import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from sqlalchemy import Connection, select

from checker.errors import Problem, UsageError
from checker.files.canonical import canonical
from checker.files.reading import lines_within
from checker.files.writing import put, unwritable
from checker.register import appending
from checker.register.chain import Chain, row_of
from checker.register.database import PATIENCE, database
from checker.register.entry import MOST_ENTRY, ChainEnd, Damaged, Entry, Founding, parsed, parsed_founding
from checker.register.founding import laid
from checker.register.packing import MOST_PACKED, unpack
from checker.register.store import Register
from checker.register.tables import CONTENT, bounded

FORMAT = "register-export/1"
MOST_SHORT = MOST_ENTRY + 1000
MOST_LINE = MOST_PACKED * 4 // 3 + 1000
_CONTENT = re.compile(rb'\{"content":"(sha256:[0-9a-f]{64})","packed":"([A-Za-z0-9+/=]*)",'
                      rb'"size":([0-9]{1,9})\}\n')


def write_to(register: Register, path: Path) -> ChainEnd:
    """Write everything to a file, put in place when it is whole; returns the last entry that is in it.

    Raises :class:`Damaged` at the first thing that doesn't fit, :class:`UsageError` where one can't write.
    """
    own = register.database.file
    if own is not None and path.exists() and path.samefile(own):
        raise UsageError(Problem("error.overwrites", {"path": str(path)}))
    if os.path.lexists(path):
        raise UsageError(Problem("register.export_taken", {"path": str(path)}))
    head = register.head()
    with unwritable(path):
        put(path, lines(register, head), durable=True)
    return head


def lines(register: Register, head: ChainEnd) -> Iterator[bytes]:
    """The lines of the file up to ``head``; what is recorded meanwhile is left for the next time."""
    founding = register.founding()
    yield _line({"schema": FORMAT, "founding": json.loads(founding.body), "hash": founding.hash})
    chain = Chain(founding, {founding.hash})
    written: set[str] = set()
    for entry in register.all():
        if entry.sequence > head.sequence:
            break
        _follow(chain, entry)
        fresh = sorted(set(entry.files.values()) - written)
        yield from _contents(register, entry, fresh)
        written.update(fresh)
        yield _line({"entry": json.loads(entry.body), "hash": entry.hash})
    if (chain.count, chain.before) != (head.sequence, {head.hash}):
        raise Damaged(Problem("register.head_broken"))
    yield _line({"entries": head.sequence, "head": head.hash})


def read_in(file: BinaryIO, name: str, address: str, *, patience: int = PATIENCE) -> Register:
    """A new register from the lines of a file: all of it, or none.

    Raises :class:`Damaged` with the line that doesn't fit, :class:`UsageError` where the place is taken.
    """
    lines = _BoundedLines(file, name)
    founding = _opening(lines)
    place = database(address, create=True, patience=patience)
    with laid(place, founding) as connection:
        _entries(connection, lines, founding)
    return Register(place)


class _BoundedLines:
    """The lines of a file, none longer than its kind may be."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.file, self.name, self.number = file, name, 0

    def __iter__(self) -> Iterator[bytes]:
        for line in lines_within(self.file, MOST_LINE):
            self.number += 1
            if len(line) > (MOST_LINE if line.startswith(b'{"content":') else MOST_SHORT):
                self.refuse("register.line_too_long")
            if not line.endswith(b"\n"):
                self.refuse("register.line_cut")
            yield line

    def data(self, line: bytes) -> dict[str, Any]:
        """The object on a line."""
        try:
            data = json.loads(line)
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            self.refuse("register.line_unreadable")
        return data

    def refuse(self, code: str, **params: object) -> NoReturn:
        """Raise with the place."""
        raise Damaged(Problem(code, params, file=self.name, line=self.number))


def _opening(lines: _BoundedLines) -> Founding:
    """The first line, which tells what file it is."""
    data = lines.data(next(iter(lines), b""))
    if data.get("schema") != FORMAT:
        lines.refuse("register.not_an_export", known=FORMAT)
    founding = parsed_founding(_text(data.get("founding")))
    if founding is None or founding.hash != data.get("hash"):
        lines.refuse("register.line_founding")
    return founding


def _entries(connection: Connection, lines: _BoundedLines, founding: Founding) -> None:
    chain = Chain(founding, {founding.hash})
    kept: set[str] = set()
    waiting: set[str] = set()
    for line in lines:
        content = _CONTENT.fullmatch(line)
        if content is not None:
            key, size, packed = _content(lines, content)
            if key in kept:
                lines.refuse("register.line_twice", digest=key)
            appending.add_packed(connection, [(key, size, packed)])
            kept.add(key)
            waiting.add(key)
            continue
        data = lines.data(line)
        if "entry" not in data:
            _end(lines, data, chain, waiting)
            return
        entry = _entry(lines, data, chain)
        for name, key in entry.files.items():
            if key not in kept:
                lines.refuse("register.line_no_content", number=entry.number, name=name)
        waiting.difference_update(entry.files.values())
        appending.add_entry(connection, entry)
    lines.refuse("register.line_no_end")


def _content(lines: _BoundedLines, found: re.Match[bytes]) -> tuple[str, int, bytes]:
    key, size = found[1].decode(), int(found[3])
    try:
        packed = b64decode(found[2], validate=True)
    except binascii.Error:
        packed = b""
    if unpack(key, size, packed) is None:
        lines.refuse("register.line_content", digest=key)
    return key, size, packed


def _entry(lines: _BoundedLines, data: dict[str, Any], chain: Chain) -> Entry:
    entry = parsed(_text(data["entry"]))
    if entry is None or entry.hash != data.get("hash"):
        lines.refuse("register.line_entry")
    _, faults = chain.follow(row_of(entry))
    if faults:
        raise Damaged([Problem(fault.code, fault.params, file=lines.name, line=lines.number)
                       for fault in faults])
    return entry


def _end(lines: _BoundedLines, data: dict[str, Any], chain: Chain, waiting: set[str]) -> None:
    """The last line: as many entries as it says, nothing unused, nothing behind it."""
    if data != {"entries": chain.sequence, "head": next(iter(chain.before))} or waiting:
        lines.refuse("register.line_end", count=chain.sequence)
    for _ in lines:
        lines.refuse("register.line_behind")


def _follow(chain: Chain, entry: Entry) -> None:
    _, faults = chain.follow(row_of(entry))
    if faults:
        raise Damaged(faults)


def _contents(register: Register, entry: Entry, keys: list[str]) -> Iterator[bytes]:
    """The lines of some contents, as they are stored, held against their digests."""
    columns = [bounded(column, MOST_PACKED) for column in CONTENT.c]
    for key in keys:
        with register.database.reading() as connection:
            row = connection.execute(select(*columns).where(CONTENT.c.digest == key)).first()
        if row is None or unpack(key, row.size, row.packed) is None:
            name = next(name for name, used in entry.files.items() if used == key)
            raise Damaged(Problem("register.file_lost", {"number": entry.number, "name": name}))
        yield _line({"content": key, "size": row.size, "packed": b64encode(row.packed).decode()})


def _line(data: dict[str, Any]) -> bytes:
    return canonical(data) + b"\n"


def _text(data: object) -> str | None:
    """Canonical text of what was read, or None where it has none."""
    try:
        return canonical(data).decode()
    except (ValueError, RecursionError):
        return None
