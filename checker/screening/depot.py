"""Where the parts of a screening lie while it runs: a folder, or a store that many machines reach.

Owns that a part is there whole or not at all, under its name.  It must not know what is in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from checker.files.writing import put


class Depot(Protocol):
    """The place of the parts; each raises ``OSError`` where it can't be reached."""

    def put(self, name: str, content: bytes) -> None:
        """Write a part, whole or not at all."""

    def get(self, name: str) -> bytes:
        """A part; raises ``FileNotFoundError`` where there is none."""

    def names(self) -> Collection[str]:
        """The parts that are there."""

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

    def clear(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)
