"""What lies in the folder beside a dossier or a table, by what the files say they are.

Owns the looking for them.  It must not read more than their heads.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_HEAD_BYTES = 4000
_COMMON, _OVERLAY = "schema: common/", "schema: overlay/"
_MOST = 200


def files_beside() -> tuple[list[str], list[str]]:
    """The files of common facts and of local provisions below the folder."""
    common: list[str] = []
    overlays: list[str] = []
    for path in _below("*.y*ml"):
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES).decode("utf-8", "replace")
        if _COMMON in head:
            common.append(path.as_posix())
        elif _OVERLAY in head:
            overlays.append(path.as_posix())
    return common[:_MOST], overlays[:_MOST]


def pages_beside() -> list[str]:
    """The pages below the folder, of which one may be an earlier verdict."""
    return [path.as_posix() for path in _below("*.pdf")][:_MOST]


def _below(pattern: str) -> Iterator[Path]:
    return (path for path in sorted(Path().rglob(pattern))
            if not any(part.startswith(".") for part in path.parts) and path.is_file())
