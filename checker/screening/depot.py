"""Where the parts of a screening lie while it runs: a folder, or a store that many machines reach.

Owns that a part is there whole or not at all, under its name.  It must not know what is in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from checker.errors import Problem, UsageError
from checker.files.writing import put
from checker.validation import shorten

LONGEST_REASON = 200


class Depot(Protocol):
    """The place of the parts; each raises ``OSError`` where it can't be reached."""

    def put(self, name: str, content: bytes) -> None:
        """Write a part, whole or not at all."""

    def get(self, name: str) -> bytes:
        """A part; raises ``FileNotFoundError`` where there is none."""

    def names(self) -> Collection[str]:
        """The parts that are there."""

    def remove(self, name: str) -> None:
        """Take a part away."""

    def clear(self) -> None:
        """Take all of them away."""


@dataclass(frozen=True)
class FolderDepot:
    """Parts as files of one folder."""

    folder: str

    def put(self, name: str, content: bytes) -> None:
        """Write a file beside its place, then put it there."""
        place = Path(self.folder) / name
        place.parent.mkdir(exist_ok=True)
        put(place, content)

    def get(self, name: str) -> bytes:
        """Read a file."""
        return (Path(self.folder) / name).read_bytes()

    def names(self) -> Collection[str]:
        """The files; those that were never finished aren't."""
        folder = Path(self.folder)
        return {path.name for path in folder.iterdir() if path.name[0] != "."} if folder.is_dir() else set()

    def remove(self, name: str) -> None:
        """Take a file away."""
        (Path(self.folder) / name).unlink()

    def clear(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True)
class StoreDepot:
    """Parts as objects of a store that fsspec reaches, below an address such as ``s3://bucket/folder``."""

    address: str

    @contextmanager
    def _reached(self, *, missing: type[OSError] | tuple[()] = ()) -> Iterator[tuple[Any, str]]:
        """The store, and where in it the parts are; raises :class:`UsageError` where it can't be reached.

        What is ``missing`` may be so, and is the caller's to hear of.
        """
        from fsspec.core import url_to_fs

        try:
            files, below = url_to_fs(self.address)
            yield files, str(below).rstrip("/")
        except missing:
            raise
        except ImportError as driver:
            raise UsageError(Problem("cluster.no_driver", {
                "address": self.address, "reason": str(driver)})) from None
        except Exception as failed:  # each store has errors of its own
            raise UsageError(Problem("cluster.store_unreachable", {
                "address": self.address, "reason": shorten(failed, LONGEST_REASON)})) from None

    def put(self, name: str, content: bytes) -> None:
        """Write an object; a store has it whole or not at all."""
        from fsspec.implementations.local import LocalFileSystem

        with self._reached() as (files, below):
            if isinstance(files, LocalFileSystem):  # folders want to be made first; nobody makes a bucket
                files.makedirs(below, exist_ok=True)
            files.pipe_file(f"{below}/{name}", content)

    def get(self, name: str) -> bytes:
        """Read an object."""
        with self._reached(missing=FileNotFoundError) as (files, below):
            return bytes(files.cat_file(f"{below}/{name}"))

    def names(self) -> Collection[str]:
        """The objects, as the store has them now."""
        with suppress(FileNotFoundError), self._reached(missing=FileNotFoundError) as (files, below):
            files.invalidate_cache()
            return {str(found).rpartition("/")[2] for found in files.ls(below, detail=False)}
        return set()

    def remove(self, name: str) -> None:
        """Take an object away."""
        with self._reached() as (files, below):
            files.rm_file(f"{below}/{name}")

    def clear(self) -> None:
        """Take all objects below the address away."""
        with suppress(FileNotFoundError), self._reached(missing=FileNotFoundError) as (files, below):
            files.rm(below, recursive=True)
