"""One screening at a time in a folder.

Owns the lock.  The system releases it when the process ends, however that ends.  It must not know what
is written there.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checker.errors import Problem, UsageError
from checker.files.writing import unwritable

LOCK = ".screening.lock"


@contextmanager
def held(folder: Path, *, make: bool) -> Iterator[None]:
    """Keep others out of the folder; raises :class:`UsageError` where somebody is at work in it.

    ``make`` makes the folder where there is none; without it nobody can be at work in it.
    """
    if not make and not folder.is_dir():
        yield
        return
    place = folder / LOCK
    with unwritable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        handle = _taken(place)
    if handle is None:
        raise UsageError(Problem("screen.in_use", {"folder": str(folder)}))
    try:
        yield
    finally:
        place.unlink(missing_ok=True)
        os.close(handle)


def in_use(folder: Path) -> bool:
    """Whether somebody is at work in the folder at this moment."""
    try:
        handle = os.open(folder / LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as refusal:
        return isinstance(refusal, BlockingIOError)
    finally:
        os.close(handle)
    return False


def _taken(place: Path) -> int | None:
    """The lock's file, held; None where another process holds it."""
    handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # who held it before us may have taken the file away after we opened it: then it is nobody's
        if place.exists() and os.path.samestat(os.fstat(handle), os.stat(place)):
            return handle
    except BlockingIOError:
        pass
    except OSError:
        os.close(handle)
        raise
    os.close(handle)
    return None
