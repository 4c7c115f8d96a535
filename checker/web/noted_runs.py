"""What is noted of each screening that the server was asked for: what to run, and on which contents.

Owns these notes below the program's own folder, and whether the files still hold what they held.  It must
not run anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from checker.files.canonical import digest
from checker.files.writing import put, unwritable

KEPT = "screenings"
_LONGEST = 200  # bytes of a name, less than what a file system takes


@dataclass(frozen=True)
class NotedRun:
    """A screening as it was asked for; ``files`` are the digests of all that it reads, by place."""

    table: str
    options: list[str]
    total: int
    language: str
    files: dict[str, str] = field(default_factory=dict)

    def changed(self, root: Path) -> list[str]:
        """The files that are gone, or hold another thing than when it was asked for."""
        return [place for place, held in self.files.items() if digests(root, [place]).get(place) != held]


def digests(root: Path, places: Sequence[str]) -> dict[str, str]:
    """The digest of each file, of a folder the digest of all in it; nothing of what can't be read."""
    found = {}
    for place in places:
        below = root / place
        try:
            parts = sorted(path for path in below.rglob("*") if path.is_file()) if below.is_dir() else [below]
            held = [digest(part.read_bytes()) for part in parts]
        except OSError:
            continue
        found[place] = held[0] if parts == [below] else digest("\n".join(held).encode())
    return found


@dataclass(frozen=True)
class RunNotes:
    """The notes of one served folder, by the folder of the results."""

    state: Path

    def place(self, results: str, kind: str) -> Path:
        """Where something of a run is kept."""
        name = results.replace("/", "∕")
        if len(name.encode()) > _LONGEST:
            name = digest(name.encode()).removeprefix("sha256:")
        return self.state / KEPT / f"{name}.{kind}"

    def write(self, results: str, run: NotedRun) -> None:
        """Keep what was asked for; raises :class:`checker.errors.UsageError` where that can't be written."""
        place = self.place(results, "json")
        with unwritable(place):
            place.parent.mkdir(exist_ok=True)
            put(place, json.dumps(asdict(run), ensure_ascii=False).encode(), durable=True)

    def read(self, results: str) -> NotedRun | None:
        """What was asked for; None where nothing is known."""
        known = {one.name for one in fields(NotedRun)}
        try:
            found = json.loads(self.place(results, "json").read_bytes())
            return NotedRun(**{name: value for name, value in found.items() if name in known})
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def said(self, results: str) -> str:
        """What the command said."""
        try:
            return self.place(results, "log").read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return ""
