"""Founding a register, and opening one that is there.

Owns what is told apart when an address is opened: nothing, something else, another format, a register.
It must not read an entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, inspect

from checker.errors import CheckerError, Problem, UsageError, reason
from checker.files.canonical import digest
from checker.register import appending
from checker.register.database import PATIENCE, Database, database
from checker.register.entry import FORMAT, Founding, shown
from checker.register.store import KEPT_FOUNDING, Register
from checker.register.tables import METADATA


def found(address: str, founding: Founding, *, patience: int = PATIENCE) -> Register:
    """Found a register at a path or URL; raises :class:`UsageError` where something is there already."""
    place = database(address, create=True, patience=patience)
    with laid(place, founding):
        pass
    return Register(place)


@contextmanager
def laid(place: Database, founding: Founding) -> Iterator[Connection]:
    """A new register within one transaction; where it fails, not even an empty file stays."""
    fresh = place.file is not None and _touched(place.file, place.shown)
    try:
        if place.file is not None and place.file.stat().st_size == 0:
            place.log_ahead()
        with place.writing() as connection:
            there = tables(connection)
            if there if place.file is not None else there & set(METADATA.tables):
                ours = set(METADATA.tables) <= there
                raise UsageError(Problem("register.exists" if ours else "register.not_a_register",
                                         {"register": place.shown}))
            appending.lay(connection, founding)
            yield connection
    except BaseException:
        vacant = fresh and _vacant(place)
        place.close()
        if vacant and place.file is not None:
            place.file.unlink(missing_ok=True)
        raise
    if place.file is not None and not place.file.exists():
        raise UsageError(Problem("register.missing", {"register": place.shown}))


def opened(address: str, *, patience: int = PATIENCE) -> Register:
    """Open the register at a path or URL.

    Raises :class:`UsageError` where there is none, where it is something else or of another format, or
    where it can't be reached.  What it holds is not checked.
    """
    place = database(address, patience=patience)
    try:
        with place.reading() as connection:
            there = tables(connection)
            if not set(METADATA.tables) <= there:
                empty = not there or place.file is None
                raise UsageError(Problem("register.not_initialised" if empty else "register.not_a_register",
                                         {"register": place.shown}))
            _format(connection, place.shown)
    except CheckerError:
        place.close()
        raise
    return Register(place)


def tables(connection: Connection) -> set[str]:
    """The names of the tables that are there."""
    return set(inspect(connection).get_table_names())


def _vacant(place: Database) -> bool:
    """Whether nobody else has founded a register there meanwhile."""
    with suppress(CheckerError), place.reading() as connection:
        return not tables(connection)
    return False


def _format(connection: Connection, shown_as: str) -> None:
    """Refuse a register that another version founded; one whose record was changed is for the check."""
    for row in connection.execute(KEPT_FOUNDING):
        with suppress(ValueError, RecursionError, TypeError, AttributeError):
            stated = json.loads(row.record).get("schema")
            if stated != FORMAT and digest(row.record.encode()) == row.hash:
                raise UsageError(Problem("register.version", {
                    "register": shown_as, "given": shown(stated), "known": FORMAT}))


def _touched(file: Path, shown_as: str) -> bool:
    """Make an empty file where there is none; whether there was none."""
    try:
        file.touch(exist_ok=False)
    except FileExistsError:
        return False
    except OSError as problem:
        raise UsageError(Problem("register.cannot_open", {
            "register": shown_as, "said": reason(problem)})) from None
    return True
