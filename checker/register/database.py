"""The database behind a register: its address, its connections, its complaints.

Owns how SQLite and PostgreSQL are opened, locked and made durable, and the words for what they
refuse.  No password leaves this module.  It must not know entries.

SQLite writes a log ahead (``journal_mode=WAL``): an append then costs one sync of the disk instead of four,
and reading and writing don't wait for each other.  ``synchronous=EXTRA`` syncs every commit, and is also
complete where a file was turned back to a rollback journal.  All versions before 3.51.3 have a race between
a checkpoint and a commit that resets the log, which can destroy a database; so nothing is checkpointed
automatically, only with TRUNCATE, which holds the writers' lock.  The last connection to close merges the log
into the file and removes it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from checker.errors import Problem, UsageError
from checker.register.entry import Damaged, printable

PATIENCE = 600
CONNECT = 15
LONGEST_LOG = 16_000_000
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_SQLITE_WORDS = {
    "SQLITE_BUSY": "locked", "SQLITE_LOCKED": "locked", "SQLITE_FULL": "full", "SQLITE_READONLY": "read_only",
    "SQLITE_NOTADB": "not_a_register", "SQLITE_CORRUPT": "corrupt", "SQLITE_CANTOPEN": "cannot_open",
    "SQLITE_CONSTRAINT_UNIQUE": "columns_broken", "SQLITE_CONSTRAINT_PRIMARYKEY": "columns_broken",
    "SQLITE_PERM": "cannot_open", "SQLITE_AUTH": "cannot_open"}
_POSTGRESQL_WORDS = {
    "53100": "full", "53200": "full", "25006": "read_only", "55P03": "locked", "42501": "not_allowed",
    "23505": "columns_broken",
    "42P01": "not_initialised", "42P07": "exists"}
# Complaints that tell of a register that is not as it was written.
DAMAGE = ("register.corrupt", "register.columns_broken")


@dataclass
class Database:
    """An opened database: where it is, as it may be shown, and its connections."""

    shown: str
    engine: Engine
    file: Path | None
    patience: int
    process: int = field(default_factory=os.getpid)

    def close(self) -> None:
        """Give up every connection."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging state of everything; writers go on beside it."""
        with self.in_words(), self._own().connect() as connection:
            if self.file is None:
                connection.execution_options(isolation_level="REPEATABLE READ")
            transaction = connection.begin()
            try:
                if self.file is None:
                    connection.exec_driver_sql("SET TRANSACTION READ ONLY")
                yield connection
            finally:
                # There is nothing to commit, and a damaged file refuses to.
                transaction.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The only writer, until the end of the transaction; whatever is raised undoes it."""
        with self.in_words(), self._own().connect() as connection:
            connection.execution_options(register_writes=True)
            if self.file is None:
                connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                yield connection
            if self.file is not None:
                self._checkpoint(connection)

    def log_ahead(self) -> None:
        """Have SQLite write a log ahead from now on; where the file system can't, it stays as it is."""
        with self.in_words(), self._own().connect() as connection:
            _raw(connection).execute("PRAGMA journal_mode = WAL")

    def _own(self) -> Engine:
        """The engine; a child process leaves its parent's connections alone."""
        if self.process != os.getpid():
            self.engine.dispose(close=False)
            self.process = os.getpid()
        return self.engine

    def _checkpoint(self, connection: Connection) -> None:
        """Merge a log that has grown; what was committed is safe in the log when that fails."""
        with suppress(OSError, sqlite3.Error):
            if os.stat(f"{self.file}-wal").st_size > LONGEST_LOG:
                _raw(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def lock(self, connection: Connection) -> None:
        """Wait for the other writers; on SQLite the transaction began with that."""
        if self.file is None:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{self.patience}s'")
            # An issue may take its time, and what was acknowledged has to be on the disk.
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            connection.exec_driver_sql("SET LOCAL synchronous_commit = on")
            connection.exec_driver_sql("LOCK TABLE register_head IN EXCLUSIVE MODE")

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """Turn what the database complains about into words."""
        try:
            yield
        except DBAPIError as wrong:
            problem = self.problem(wrong)
            raise (Damaged if problem.code in DAMAGE else UsageError)(problem) from None

    def problem(self, wrong: DBAPIError) -> Problem:
        """The database's complaint as a problem of the register."""
        cause = wrong.orig
        if isinstance(cause, sqlite3.Error):
            name = getattr(cause, "sqlite_errorname", "")
            word = next((word for start, word in _SQLITE_WORDS.items() if name.startswith(start)), "database")
            said = f"{cause} {name}"
        else:
            state = getattr(cause, "sqlstate", None)
            word = _POSTGRESQL_WORDS.get(state or "", "database" if state else "connect")
            said = _first_line(cause)
        password = self.engine.url.password
        said = said.replace(password, "***") if password else said
        return Problem(f"register.{word}", {
            "register": self.shown, "said": printable(said), "seconds": self.patience})


def database(address: str, *, create: bool = False, patience: int = PATIENCE) -> Database:
    """The database at a path or URL; nothing is connected yet, and no SQLite file is made unless asked.

    Raises :class:`UsageError` for an address that is none, of an unknown kind, or where there is no file.
    """
    url = _url(address)
    if url.drivername == "sqlite":
        return _sqlite(url, create, patience)
    if url.drivername not in _POSTGRESQL:
        raise UsageError(Problem("register.kind", {"kind": url.drivername}))
    return _postgresql(url.set(drivername="postgresql+psycopg"), patience)


def _url(address: str) -> URL:
    if not address.strip() or "\0" in address:
        raise UsageError(Problem("register.address"))
    if "://" not in address:
        return URL.create("sqlite", database=address)
    try:
        return make_url(address)
    except (ArgumentError, ValueError):
        raise UsageError(Problem("register.address")) from None


def _postgresql(url: URL, patience: int) -> Database:
    shown = url.set(drivername="postgresql", query={}).render_as_string()
    waiting = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT}
    try:
        # The driver is an extra, which is imported here and nowhere else.
        engine = create_engine(
            url, pool_size=1, pool_pre_ping=True, hide_parameters=True, connect_args=waiting)
    except ImportError as missing:
        said = printable(_first_line(missing))
        raise UsageError(Problem("register.no_driver", {"register": shown, "said": said})) from None
    return Database(shown, engine, None, patience)


def _sqlite(url: URL, create: bool, patience: int) -> Database:
    if not url.database or url.database == ":memory:":
        raise UsageError(Problem("register.memory"))
    file = Path(os.path.abspath(url.database))
    shown = url.database
    if file.is_dir():
        raise UsageError(Problem("register.is_folder", {"register": shown}))
    if create and not file.parent.is_dir():
        raise UsageError(Problem("register.no_folder", {"register": shown}))
    if not create and not file.exists():
        raise UsageError(Problem("register.missing", {"register": shown}))
    target = f"file:{quote(str(file))}?mode={'rwc' if create else 'rw'}"

    def connected() -> sqlite3.Connection:
        connection = sqlite3.connect(target + _still(file), uri=True, timeout=patience, isolation_level=None,
                                     check_same_thread=False)
        connection.text_factory = _lenient
        try:
            for pragma in ("synchronous = EXTRA", "trusted_schema = OFF", "wal_autocheckpoint = 0"):
                connection.execute(f"PRAGMA {pragma}")
        except (sqlite3.Error, UnicodeDecodeError) as wrong:
            connection.close()
            raise _readable(wrong) from None
        return connection

    engine = create_engine("sqlite://", creator=connected, poolclass=QueuePool, pool_size=1,
                           hide_parameters=True)
    event.listen(engine, "begin", _begin)
    return Database(shown, engine, file, patience)


def _readable(wrong: sqlite3.Error | UnicodeDecodeError) -> sqlite3.Error:
    """The driver stumbles on its own complaint where that quotes a schema that is no longer text."""
    if isinstance(wrong, sqlite3.Error):
        return wrong
    corrupt = sqlite3.DatabaseError("malformed database schema")
    corrupt.sqlite_errorname = "SQLITE_CORRUPT"
    return corrupt


def _still(file: Path) -> str:
    """On a read-only disk no log can be made; without one, nobody is writing."""
    writable = os.access(file.parent, os.W_OK)
    return "" if writable or os.path.exists(f"{file}-wal") else "&immutable=1"


def _raw(connection: Connection) -> sqlite3.Connection:
    """The driver's connection, for what can't be said within a transaction."""
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def _lenient(raw: bytes) -> str:
    """Text that isn't UTF-8 is for the check to find, not for the driver to stumble on."""
    return raw.decode("utf-8", "surrogateescape")


def _begin(connection: Connection) -> None:
    """The writer takes its lock at once: one that first reads and then writes could not wait for another."""
    writes = connection.get_execution_options().get("register_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _first_line(cause: object) -> str:
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0]
