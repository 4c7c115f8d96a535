"""Adding to a register within an open transaction whose caller holds the write lock.

Owns numbering, linking and the rows that are written.  It must not open, lock or commit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from checker.errors import Problem, UsageError
from checker.files.canonical import digest
from checker.register.chain import row_of
from checker.register.entry import MOST_ENTRY, ChainEnd, Damaged, Entry, Founding, number_text, parsed, shown
from checker.register.packing import pack
from checker.register.tables import CONTENT, ENTRY, FOUNDING, HEAD, bounded, create

KEPT = (bounded(ENTRY.c.body, MOST_ENTRY), bounded(ENTRY.c.hash, MOST_ENTRY))
# Made once: building a statement takes longer than running it.
_HEAD = select(HEAD.c.entries, HEAD.c.hash)
_ROW = select(*(bounded(column, MOST_ENTRY) for column in ENTRY.c))
_LAST = _ROW.order_by(ENTRY.c.sequence.desc()).limit(1)
_RUNNING = _ROW.where(ENTRY.c.year == bindparam("of")).order_by(ENTRY.c.running.desc()).limit(1)
_MOVED = update(HEAD).where(HEAD.c.entries == bindparam("before")).values(
    entries=bindparam("after"), hash=bindparam("last"))
_ADD_ENTRY, _ADD_CONTENT = insert(ENTRY), insert(CONTENT)


def lay(connection: Connection, founding: Founding) -> None:
    """Make the tables of a new register and write its founding record."""
    create(connection)
    connection.execute(insert(FOUNDING).values(hash=founding.hash, record=founding.body))
    connection.execute(insert(HEAD).values(entries=0, hash=founding.hash))


def head(connection: Connection, founding: Founding) -> ChainEnd:
    """The end of the chain; raises :class:`Damaged` where head and last entry don't fit together."""
    kept = connection.execute(_HEAD).all()
    last = connection.execute(_LAST).first()
    due = (last.sequence, last.hash) if last is not None else (0, founding.hash)
    if [tuple(row) for row in kept] != [due]:
        raise Damaged(Problem("register.head_broken"))
    return ChainEnd(*kept[0])


def next_number(connection: Connection, prefix: str, year: int) -> str:
    """The number after the last one of the year; raises :class:`Damaged` where a column isn't its entry's."""
    _fitting(connection.execute(_LAST).first())
    last = _fitting(connection.execute(_RUNNING, {"of": year}).first())
    return number_text(prefix, year, (last.running if last else 0) + 1)


def _fitting(row: Any) -> Entry | None:
    """The entry of a row all of whose columns are those of its body."""
    if row is None:
        return None
    entry = read(row.body, row.hash)
    if vars(row_of(entry)) != dict(row._mapping):
        raise Damaged(Problem("register.columns_broken"))
    return entry


def supersedable(connection: Connection, number: str | None, reason: str | None) -> None:
    """Refuse to correct what isn't there, what was corrected already, and to correct without a reason."""
    if number is None:
        if reason is not None:
            raise UsageError(Problem("register.reason_alone"))
        return
    if not reason or not reason.strip():
        raise UsageError(Problem("register.no_reason", {"number": shown(number)}))
    if _fitting(connection.execute(_ROW.where(ENTRY.c.number == number)).first()) is None:
        raise UsageError(Problem("register.no_entry", {"number": shown(number)}))
    named = f'"supersedes":{json.dumps(number, ensure_ascii=False)}'
    later = _fitting(connection.execute(_ROW.where(ENTRY.c.body.contains(named, autoescape=True))).first())
    if later is not None:
        raise UsageError(Problem("register.superseded_already", {"number": number, "later": later.number}))


def by_request(connection: Connection, request: str) -> Entry | None:
    """The entry that was recorded for a caller's key."""
    return _fitting(connection.execute(_ROW.where(ENTRY.c.request == request)).first())


def read(body: object, kept: object) -> Entry:
    """A stored entry; raises :class:`Damaged` where it isn't the one that was recorded."""
    entry = parsed(body)
    if entry is None or entry.hash != kept:
        raise Damaged(Problem("register.entry_changed", {"number": entry.number if entry else shown(body)}))
    return entry


def add_contents(connection: Connection, files: Mapping[str, bytes]) -> dict[str, str]:
    """Store what isn't stored yet, each content once; returns the digests by name."""
    digests = {name: digest(content) for name, content in files.items()}
    there = set(connection.execute(
        select(CONTENT.c.digest).where(CONTENT.c.digest.in_(set(digests.values())))).scalars())
    fresh = {digests[name]: (len(content), pack(name, content)) for name, content in files.items()
             if digests[name] not in there}
    add_packed(connection, ((key, size, packed) for key, (size, packed) in fresh.items()))
    return digests


def add_packed(connection: Connection, contents: Iterable[tuple[str, int, bytes]]) -> None:
    """Store contents that are not there yet: digest, size, compressed bytes."""
    rows = [{"digest": key, "size": size, "packed": packed} for key, size, packed in contents]
    if rows:
        connection.execute(_ADD_CONTENT, rows)


def add_entry(connection: Connection, entry: Entry) -> None:
    """Write an entry behind the last one, and the new head."""
    connection.execute(_ADD_ENTRY, vars(row_of(entry)))
    moved = connection.execute(_MOVED, {
        "before": entry.sequence - 1, "after": entry.sequence, "last": entry.hash})
    if moved.rowcount != 1:
        raise Damaged(Problem("register.head_broken"))
