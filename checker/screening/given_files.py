"""Which files a screening was given, as its folder keeps them: paths from the folder, what was asked for.

Owns that shape.  What is in the files is proven by their digests, which stand beside; it must not open one.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field

from checker.validation import Model, empty_list

GIVEN = "given"


class GivenFiles(Model):
    """Paths are seen from the results' folder; a ruleset of the program goes by its id."""

    table: str
    ruleset: str
    overlays: list[str] = Field(default_factory=empty_list)
    common: str | None = None
    columns: str | None = None
    answers: str | None = None
    sheet: str | None = None
    header_row: str | None = None

    def at(self, folder: Path, path: str) -> Path:
        """Where a file is."""
        return Path(os.path.normpath(Path(os.path.abspath(folder)) / path))


def seen_from(folder: Path, path: Path | str) -> str:
    """A path as it is seen from a folder, however the two were named."""
    return os.path.relpath(path, folder)
