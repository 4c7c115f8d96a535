"""What lies in the folder beside a dossier or a table, by what the files say they are.

Owns the looking for them.  It must not read more than their heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEAD_BYTES = 4000
_COMMON, _OVERLAY = "schema: common/", "schema: overlay/"
_MOST = 200
_SCHEMA = re.compile(r"""^[\s{]*["']?schema["']?\s*:\s*["']?([\w-]+)/""", re.MULTILINE)
_TITLE = re.compile(r"^title:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_BASE = re.compile(r"^base:\s*\{?\s*ruleset:[ \t]*([\w-]+)", re.MULTILINE)


@dataclass(frozen=True)
class OverlayBeside:
    """A file of local provisions, and what it supplements; empty where its head doesn't say so plainly."""

    place: str
    title: str = ""
    base: str = ""

    def may_fit(self, ruleset: str) -> bool:
        """Whether it can be meant for a ruleset."""
        return not ruleset or not self.base or self.base == ruleset


def files_beside() -> tuple[list[str], list[OverlayBeside]]:
    """The files of common facts and of local provisions below the folder."""
    common: list[str] = []
    overlays: list[OverlayBeside] = []
    for path in _below("*.y*ml"):
        head = head_of(path)
        if _COMMON in head:
            common.append(path.as_posix())
        elif _OVERLAY in head:
            overlays.append(OverlayBeside(path.as_posix(), _in(head, _TITLE), _in(head, _BASE)))
    return common[:_MOST], overlays[:_MOST]


def head_of(path: Path) -> str:
    """The beginning of a file; nothing of one that can't be read, which must not keep the others away."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def schema_of(path: Path) -> str:
    """Of what kind a file says it is, as ``dossier``; empty where its head doesn't say so plainly."""
    return _in(head_of(path), _SCHEMA) if path.is_file() else ""


def pages_beside() -> list[str]:
    """The pages below the folder, of which one may be an earlier verdict."""
    return [path.as_posix() for path in _below("*.pdf")][:_MOST]


def _in(head: str, wanted: re.Pattern[str]) -> str:
    found = wanted.search(head)
    return found[1] if found else ""


def _below(pattern: str) -> Iterator[Path]:
    return (path for path in sorted(Path().rglob(pattern))
            if not any(part.startswith(".") for part in path.parts) and path.is_file())
