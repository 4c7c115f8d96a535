"""Folders that are made for what is written into them.

Owns that a folder that was made goes again where nothing came to be written.  It must not write files.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from checker.files.writing import unwritable


@contextmanager
def folder_for(target: Path) -> Iterator[None]:
    """A folder, with those above it that are missing; raises :class:`UsageError` where it can't be made."""
    made: list[Path] = []
    try:
        with unwritable(target):
            for folder in reversed([target, *target.parents]):
                if not folder.is_dir():
                    folder.mkdir()
                    made.append(folder)
        yield
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise
