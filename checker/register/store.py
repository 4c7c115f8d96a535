"""The register itself: recording and looking up.

Owns the transactions.  It must not know a clock, and it changes nothing that was recorded.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from checker.errors import Problem, UsageError
from checker.files.canonical import digest
from checker.register import appending
from checker.register.database import Database
from checker.register.entry import (
    MOST_ENTRY,
    Assigned,
    ChainEnd,
    Damaged,
    Entry,
    Founding,
    Issued,
    made,
    moment,
    parsed_founding,
    sayable,
    shown,
)
from checker.register.packing import MOST_PACKED, unpack
from checker.register.tables import CONTENT, ENTRY, FOUNDING, bounded

BATCH = 200
SHORTEST_DIGEST = 8
KEPT_FOUNDING = select(*(bounded(column, MOST_ENTRY) for column in FOUNDING.c)).limit(2)


@dataclass(frozen=True)
class Register:
    """An opened register, to be closed; each process that uses it makes connections of its own."""

    database: Database

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up every connection; of a SQLite register only its one file stays."""
        self.database.close()

    def record(self, issue: Callable[[Assigned], Issued], *, by: str, on: dt.date, at: dt.datetime,
               made_with: Mapping[str, str], request: str | None = None, supersedes: str | None = None,
               reason: str | None = None) -> Entry:
        """Assign a number, have the page made, append the entry: all of it, or nothing and no number used.

        ``issue`` gets number and date and makes the page; what it raises is raised on.  A ``request`` that
        was recorded before gives its entry again without a call.  ``on`` is the date of issue and ``at`` the
        present moment, with its time zone.  Raises :class:`UsageError` where the register can't be written
        or ``supersedes`` can't be corrected, :class:`Damaged` where the end of the chain is broken.
        """
        for name, word in (("request", request), ("supersedes", supersedes)):
            if word is not None and not sayable(word):
                raise UsageError(Problem("register.unfit", {"given": shown(word)}, path=(name,)))
        with self.database.writing() as connection:
            self.database.lock(connection)
            before = appending.by_request(connection, request) if request is not None else None
            if before is not None:
                return before
            founding = _founding(connection)
            head = appending.head(connection, founding)
            appending.supersedable(connection, supersedes, reason)
            number = appending.next_number(connection, founding.prefix, on.year)
            issued = issue(Assigned(number, on, supersedes, reason))
            entry = made({
                "sequence": head.sequence + 1, "number": number, "issued_on": on, "recorded_at": moment(at),
                "facts": issued.facts.model_dump(), "files": appending.add_contents(connection, issued.files),
                "pdf": digest(issued.pdf), "by": by, "made_with": dict(made_with), "request": request,
                "supersedes": supersedes, "reason": reason, "previous": head.hash})
            appending.add_entry(connection, entry)
        return entry

    def founding(self) -> Founding:
        """The founding record; raises :class:`Damaged` where it isn't what was written."""
        with self.database.reading() as connection:
            return _founding(connection)

    def head(self) -> ChainEnd:
        """The sequence and hash of the last entry; raises :class:`Damaged` where the end is broken."""
        with self.database.reading() as connection:
            return appending.head(connection, _founding(connection))

    def entry(self, number: str) -> Entry | None:
        """The entry of a number."""
        return self._one(ENTRY.c.number, number)

    def at(self, sequence: int) -> Entry | None:
        """The entry of a sequence."""
        return next(self._where(ENTRY.c.sequence == sequence), None)

    def by_pdf(self, key: str) -> Entry | None:
        """The first entry whose unsealed PDF has the digest ``sha256:…``."""
        return self._one(ENTRY.c.pdf, key)

    def by_request(self, request: str) -> Entry | None:
        """The entry that was recorded for a caller's key."""
        return self._one(ENTRY.c.request, request)

    def by_verdict(self, key: str) -> Iterator[Entry]:
        """Every entry, in order, of a page that bears the verdict with the digest ``sha256:…``."""
        return (entry for entry in self._naming(key) if key in entry.facts.verdicts)

    def about(self, subject: str) -> Iterator[Entry]:
        """Every entry, in order, on a subject of just this name."""
        return (entry for entry in self._naming(subject) if entry.facts.subject == subject)

    def superseded_by(self, number: str) -> str | None:
        """The number of the entry that corrects this one."""
        later = self._one(ENTRY.c.supersedes, number)
        return None if later is None else later.number

    def corrections(self) -> dict[str, str]:
        """The number of every corrected entry, and of the one that corrects it."""
        with self.database.reading() as connection:
            rows = connection.execute(select(ENTRY.c.supersedes, ENTRY.c.number)
                                      .where(ENTRY.c.supersedes.is_not(None)))
            return {row.supersedes: row.number for row in rows}

    def all(self) -> Iterator[Entry]:
        """Every entry in order, one at a time; each has been held against its own hash."""
        return self._where()

    def find(self, words: str | None = None, *, year: int | None = None,
             outcome: str | None = None) -> Iterator[Entry]:
        """Entries in order whose subject or number contains ``words``, or a digest begins with it."""
        conditions = () if year is None else (ENTRY.c.year == year,)
        for entry in self._where(*conditions):
            if (outcome is None or outcome in entry.facts.outcome) and (words is None or _told(entry, words)):
                yield entry

    def files(self, entry: Entry) -> dict[str, bytes]:
        """The files of an entry's capsule; raises :class:`Damaged` naming those lost or changed."""
        keys = set(entry.files.values())
        columns = [bounded(column, MOST_PACKED) for column in CONTENT.c]
        with self.database.reading() as connection:
            rows = connection.execute(select(*columns).where(CONTENT.c.digest.in_(keys))).all()
        found = {row.digest: unpack(row.digest, row.size, row.packed) for row in rows}
        lost = [Problem("register.file_lost", {"number": entry.number, "name": name})
                for name, key in entry.files.items() if found.get(key) is None]
        if lost:
            raise Damaged(lost)
        return {name: found[key] or b"" for name, key in entry.files.items()}

    def _naming(self, word: str) -> Iterator[Entry]:
        """The entries in whose canonical text a word stands, which may be many more than are meant."""
        quoted = json.dumps(word, ensure_ascii=False)
        return self._where(ENTRY.c.body.contains(quoted, autoescape=True))

    def _one(self, column: ColumnElement[Any], word: str) -> Entry | None:
        return next(self._where(column == word), None) if sayable(word) else None

    def _where(self, *conditions: ColumnElement[bool]) -> Iterator[Entry]:
        """Batch by batch, so that no reader keeps a writer waiting while it ponders."""
        last = 0
        while True:
            query = select(ENTRY.c.sequence, *appending.KEPT).where(ENTRY.c.sequence > last, *conditions)
            with self.database.reading() as connection:
                rows = connection.execute(query.order_by(ENTRY.c.sequence).limit(BATCH)).all()
            for row in rows:
                yield appending.read(row.body, row.hash)
            if len(rows) < BATCH:
                return
            last = rows[-1].sequence


def _founding(connection: Connection) -> Founding:
    rows = connection.execute(KEPT_FOUNDING).all()
    founding = parsed_founding(rows[0].record) if len(rows) == 1 else None
    if founding is None or founding.hash != rows[0].hash:
        raise Damaged(Problem("register.founding_changed"))
    return founding


def _told(entry: Entry, words: str) -> bool:
    """Whether an entry is meant: by its subject, its number, or the start of a digest."""
    wanted = words.strip().casefold()
    if wanted in entry.facts.subject.casefold() or wanted in entry.number.casefold():
        return True
    start = wanted.removeprefix("sha256:")
    return len(start) >= SHORTEST_DIGEST and any(
        key.removeprefix("sha256:").startswith(start)
        for key in (entry.pdf, entry.hash, *entry.facts.verdicts))
