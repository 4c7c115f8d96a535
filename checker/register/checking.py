"""Checking a whole register: every entry, every content, the head, the guards, and an anchor.

Owns the report.  It changes nothing, goes on after a fault, and neither broken rows nor huge ones stop it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from checker.errors import Problem
from checker.files.canonical import digest
from checker.messages import text
from checker.register.attested import Attested, contradictions, in_words, incomplete, stated
from checker.register.chain import Chain, StoredRow, set_back, span
from checker.register.entry import MOST_ENTRY, Entry, Founding, parsed_founding, shown
from checker.register.packing import MOST_PACKED, unpack
from checker.register.store import Register
from checker.register.tables import CONTENT, ENTRY, FOUNDING, HEAD, bounded, unguarded

BATCH = 4
MOST_NAMED = 5
MOST_SAID = 20


@dataclass
class CheckResult:
    """What a check found: faults, warnings, how many entries were read, the end of the chain.

    ``anchored`` is who bears the anchor: the number of an entry, or the founding record in words.
    """

    founding: Founding | None = None
    entries: int = 0
    hash: str | None = None
    anchored: str | None = None
    faults: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether there is no fault."""
        return not self.faults

    def plain(self) -> dict[str, Any]:
        """The report as plain data."""
        return {"schema": "register-check/1", "sound": self.sound, "entries": self.entries, "hash": self.hash,
                "faults": [_plain(fault) for fault in self.faults],
                "warnings": [_plain(warning) for warning in self.warnings]}


def _plain(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "number": problem.params.get("number"),
            "sequence": problem.params.get("sequence"), "message": str(problem)}


@dataclass
class _Use:
    """How often a content is referred to, and where first."""

    count: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        self.count += 1
        if len(self.names) < MOST_NAMED:
            self.names.append(name)


def check(register: Register, anchor: str | None = None) -> CheckResult:
    """Read everything and name every fault.

    ``anchor`` is a head hash that was kept elsewhere: some entry, or the founding record, has to bear it,
    else the past was written anew as a whole.  Raises :class:`UsageError` where the register can't be
    reached.
    """
    with register.database.reading() as connection:
        reading = _CheckSoFar(register, connection)
        for part in (reading.structure, reading.contents, reading.founding, reading.entries, reading.head):
            reading.going_on(part)
    reading.used()
    if anchor is not None and anchor in reading.chain.hashes:
        reading.found.anchored = reading.chain.hashes[anchor] or text("register.founding_name")
    if anchor is not None and anchor not in reading.chain.hashes and reading.entries not in reading.unread:
        reading.found.faults.append(Problem("register.fault_anchor", {"anchor": shown(anchor)}))
    return reading.found


class _CheckSoFar:
    """What one check has read so far, and which parts the database could not give."""

    def __init__(self, register: Register, connection: Connection) -> None:
        self.register, self.connection = register, connection
        self.found = CheckResult()
        self.chain = Chain(None, set())
        self.kept: dict[str, bool] = {}
        self.stated: dict[str, Attested] = {}
        self.uses: dict[str, _Use] = {}
        self.unread: list[Callable[[], None]] = []

    def going_on(self, part: Callable[[], None]) -> None:
        """Read a part; where the database can't, that is a fault, and the other parts are still read."""
        try:
            # On PostgreSQL a failed statement would spoil the ones after it.
            with self.connection.begin_nested() if self.register.database.file is None else nullcontext():
                part()
        except DBAPIError as wrong:
            self.unread.append(part)
            self.fault("database", **self.register.database.problem(wrong).params)
        except UnicodeDecodeError as wrong:
            self.unread.append(part)
            self.fault("database", said=type(wrong).__name__)

    def fault(self, kind: str, **params: object) -> None:
        """Add a fault."""
        self.found.faults.append(Problem(f"register.fault_{kind}", params))

    def rows(self, table: Table, most: int | None = None) -> Iterable[Any]:
        """The rows of a table in order, nothing in them longer than it may be."""
        columns = [bounded(column, MOST_PACKED if column is CONTENT.c.packed else MOST_ENTRY)
                   for column in table.c]
        return self.connection.execute(select(*columns).order_by(*table.primary_key.columns).limit(most),
                                       execution_options={"stream_results": True, "yield_per": BATCH})

    def structure(self) -> None:
        """Indexes and pages, as far as the database checks them itself, and the guards."""
        if self.register.database.file is not None:
            for (said,) in self.connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_SAID})"):
                if said != "ok":
                    self.fault("database", said=shown(said))
        missing = unguarded(self.connection)
        if missing:
            self.found.warnings.append(Problem("register.warn_guards", {"names": "、".join(missing)}))

    def contents(self) -> None:
        """The digest of every content, and whether it still gives that."""
        for row in self.rows(CONTENT):
            content = unpack(row.digest, row.size, row.packed)
            self.kept[shown(row.digest)] = content is not None
            found = stated(content) if content is not None else None
            if found is not None:
                self.stated[row.digest] = found

    def founding(self) -> None:
        """The start of the chain."""
        rows = list(self.rows(FOUNDING, 2))
        record = rows[0].record if len(rows) == 1 else None
        self.found.founding = parsed_founding(record)
        computed = digest(record.encode(errors="surrogateescape")) if isinstance(record, str) else None
        if self.found.founding is None or computed != rows[0].hash:
            self.fault("founding")
        self.chain = Chain(self.found.founding, {computed, rows[0].hash} if len(rows) == 1 else set())
        if computed is not None:
            self.chain.hashes[computed] = ""
            self.found.hash = computed

    def entries(self) -> None:
        """Every entry, from the founding record on."""
        last: Entry | None = None
        back: list[dict[str, object]] = []
        for row in self.rows(ENTRY):
            self.found.entries += 1
            entry, faults = self.chain.follow(StoredRow(**row._mapping))
            self.found.faults += faults
            if entry is not None:
                self.found.hash = entry.hash
                if incomplete(entry):
                    self.fault("incomplete", number=entry.number, sequence=row.sequence)
                for name, about, kept, other in contradictions(entry, self.stated):
                    self.fault("contradicts", number=entry.number, sequence=row.sequence, name=name,
                               field=text(f"register.field_{about}"), kept=in_words(about, kept, entry),
                               stated=in_words(about, other, entry))
                for name, key in entry.files.items():
                    self.uses.setdefault(key, _Use()).add(f"{entry.number} {name}")
                if last is not None and (told := set_back(last, entry)):
                    back.append(told)
                last = entry
        if back:
            self.found.warnings.append(Problem("register.warn_clock", {**back[0], "count": len(back)}))

    def head(self) -> None:
        """The head names the last entry; it tells when the last ones were taken away."""
        if self.entries in self.unread:
            return
        rows, last = list(self.rows(HEAD, 2)), self.chain.sequence
        if len(rows) != 1 or type(rows[0].entries) is not int:
            self.fault("head")
        elif rows[0].entries > last:
            self.fault("removed_end", span=span(last + 1, rows[0].entries))
        elif rows[0].entries < last:
            self.fault("beyond_head", span=span(rows[0].entries + 1, last))
        elif rows[0].hash not in self.chain.before:
            self.fault("head_hash", before=self.chain.last, hash=shown(rows[0].hash))

    def used(self) -> None:
        """Contents that are changed or gone, and those that nothing refers to, as far as all was read."""
        for key, use in self.uses.items():
            said = {"names": "、".join(use.names), "count": use.count, "digest": key}
            if key in self.kept and not self.kept[key]:
                self.fault("content_changed", **said)
            elif key not in self.kept and self.contents not in self.unread:
                self.fault("content_missing", **said)
        if self.entries not in self.unread and self.chain.read == self.found.entries:
            for key in sorted(self.kept.keys() - self.uses.keys()):
                self.fault("content_unused", digest=key)
