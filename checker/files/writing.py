"""Writing files whole or not at all, with the rights that the user's umask leaves.

Owns the temporary file beside its place, what has to be on the disk before it is put there, and that nothing
of it stays where that fails: what a killed process left is taken away by the next that writes there.  It must
not know what is written.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

from checker.errors import Problem, UsageError, reason

STANDARD_OUTPUT = "-"
_PREFIX = ".checker-"


def put(place: Path, content: bytes | Iterable[bytes], *, durable: bool = False) -> None:
    """Write one file; ``durable`` when it has to be on the disk before anybody finds it in its place.

    Raises ``OSError``, and whatever making the content raises.
    """
    with _beside(place, content, durable=durable) as temporary:
        os.replace(temporary, place)


def put_all(contents: Sequence[tuple[str, bytes]], streams: Mapping[str, Callable[[bytes], object]]) -> None:
    """Write everything or nothing; raises :class:`UsageError` with the target that can't be written.

    New and plain files come through a temporary one beside them; what is a link, a device or one of the
    ``streams`` is written through, before any plain file is put in place.
    """
    with ExitStack() as waiting:
        ready: list[tuple[str, str]] = []
        for target, content in contents:
            with unwritable(target):
                if target not in streams and _plain(target):
                    ready.append((waiting.enter_context(_beside(Path(target), content)), target))
        for target, content in contents:
            with unwritable(target):
                if target in streams:
                    streams[target](content)
                elif not _plain(target):
                    Path(target).write_bytes(content)
        for temporary, target in ready:
            with unwritable(target):
                os.replace(temporary, target)


@contextmanager
def unwritable(path: object) -> Iterator[None]:
    """What the system refuses while something is written, as a :class:`UsageError` in words.

    That nobody listens at the other end of a pipe is no fault of ``path``: it is the caller's to hear of.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as problem:
        code = "error.write_out" if path == STANDARD_OUTPUT else "error.write"
        raise UsageError(Problem(code, {"path": str(path), "reason": reason(problem)})) from None


@contextmanager
def _beside(place: Path, content: bytes | Iterable[bytes], *, durable: bool = False) -> Iterator[str]:
    """A temporary file with the content beside its place, to be put there; discarded where anything fails."""
    with temporary_in(place.parent) as (handle, temporary):
        try:
            with os.fdopen(handle, "wb", closefd=False) as file:
                file.writelines([content] if isinstance(content, bytes) else content)
                os.fchmod(handle, 0o666 & ~_umask())
                if durable:
                    file.flush()
                    os.fsync(handle)
            os.close(os.dup(handle))  # some file systems, as a share's, tell only then that there was no room
            yield temporary
        except BaseException:  # time and memory may run out, or somebody may stop us, at any line
            Path(temporary).unlink(missing_ok=True)
            raise


@contextmanager
def temporary_in(folder: Path) -> Iterator[tuple[int, str]]:
    """A new temporary file of ours, by handle and name, held until we are done with it.

    Whoever writes there next takes it away where we are killed.  The caller takes it away otherwise.
    """
    _clear(folder)
    handle, temporary = _held(folder)
    try:
        yield handle, temporary
    finally:
        os.close(handle)


def _held(folder: Path) -> tuple[int, str]:
    while True:
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=_PREFIX)  # its owner's alone
        with suppress(OSError):  # some file systems lock nothing: there nothing is cleared either
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.path.exists(temporary):  # nobody took it for a dead one's before we held it
            return handle, temporary
        os.close(handle)


@cache
def _clear(folder: Path) -> None:
    """Take away, once for a process and folder, the temporary files that nobody holds any more."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.is_file(follow_symlinks=False):
                _unheld(entry.path)


def _unheld(path: str) -> None:
    with suppress(OSError), open(path, "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _plain(target: str) -> bool:
    """Whether an output is a plain file, there or to be made; raises ``OSError`` for a folder."""
    try:
        mode = os.lstat(target).st_mode
    except FileNotFoundError:
        return True
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), target)
    return stat.S_ISREG(mode)
