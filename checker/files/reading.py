"""Reading what anybody may have handed in: no more of it than its kind may be large.

Owns what is said of a file that isn't there, is none, is too large or can't be read.  It must not know what
stands in it.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from checker.errors import CheckerError, Problem, reason

_MEGA = 1_000_000


def read_within(path: Path, most: int, error: type[CheckerError], *, irregular: str = "file.not_regular",
                too_large: CheckerError | None = None) -> bytes:
    """The bytes of a file of at most ``most``; raises ``error`` in words.

    ``irregular`` is what is said of a device or a pipe, which may never end; ``too_large`` is raised where
    a kind of file has an error of its own for that.
    """
    with unreadable(path, error):
        try:
            found = path.stat()
            if stat.S_ISDIR(found.st_mode):
                raise error(Problem("file.is_folder", file=str(path)))
            if not stat.S_ISREG(found.st_mode):
                raise error(Problem(irregular, file=str(path)))
            raw = _bytes(path, found.st_size, most) if found.st_size <= most else None
        except FileNotFoundError:
            raise error(Problem("file.not_found", file=str(path))) from None
    if raw is None or len(raw) > most:
        raise too_large or error(Problem("file.too_large", {"limit": most // _MEGA}, file=str(path)))
    return raw


def holds(path: Path, content: bytes) -> bool:
    """Whether a file has just this content; of one that can't be read nobody knows, so it hasn't."""
    try:
        size = path.stat().st_size
        return size == len(content) and path.is_file() and _bytes(path, size, size) == content
    except OSError:
        return False


def lines_within(stream: BinaryIO, most: int) -> Iterator[bytes]:
    """The lines of a stream; one that is longer comes in pieces of one byte more than ``most``."""
    while line := stream.readline(most + 1):
        yield line


@contextmanager
def unreadable(path: Path, error: type[CheckerError]) -> Iterator[None]:
    """What the system refuses while a file is read, as an ``error`` in words."""
    try:
        yield
    except OSError as problem:
        raise error(Problem("file.unreadable", {"reason": reason(problem)}, file=str(path))) from None


def _bytes(path: Path, size: int, most: int) -> bytes:
    """What stands in a file of this size; of one that grows meanwhile one byte more than ``most`` at last."""
    with path.open("rb") as file:
        raw = file.read(size + 1)
        return raw + file.read(most + 1 - len(raw)) if len(raw) > size else raw
