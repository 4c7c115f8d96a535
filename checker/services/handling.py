"""Who did what with a draft, and when: entered, reviewed, sent back, recorded.

Owns that record, a line for each deed behind all before it, and what follows from it for a statement as it
stands: who entered it, whether somebody else accepts it.  The clock is the caller's; it must not judge.
"""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from io import FileIO
from pathlib import Path
from typing import Any, Literal

from checker.errors import DossierError
from checker.files.canonical import canonical, digest
from checker.files.reading import read_within
from checker.files.writing import unwritable
from checker.limits import MAX_BYTES
from checker.places import Path as FieldPath

Deed = Literal["entered", "removed", "evidence", "accepted", "sent_back", "recorded"]
_REVIEWS = ("accepted", "sent_back")
SUFFIX = ".经办.jsonl"


@dataclass(frozen=True)
class Person:
    """Somebody by name; ``proven`` when a login tells it, else it is only stated."""

    name: str
    proven: bool = False


@dataclass(frozen=True)
class Handled:
    """One deed: ``about`` is the digest of the statement as it stood, ``label`` what it is called."""

    at: str
    by: str
    proven: bool
    did: Deed
    about: str = ""
    label: str = ""
    word: str = ""


@dataclass(frozen=True)
class StatementStanding:
    """A statement as it stands: who entered it, and the reviews of just this content, the last one last."""

    entered: Handled | None
    reviews: Sequence[Handled] = ()

    @property
    def accepted(self) -> bool:
        """Whether the last review accepts it."""
        return bool(self.reviews) and self.reviews[-1].did == "accepted"


def log_of(draft: Path) -> Path:
    """Where the record of a draft is kept."""
    return draft.with_name(draft.name + SUFFIX)


def note(draft: Path, by: Person, at: dt.datetime, did: Deed, about: str = "", label: str = "",
         word: str = "") -> None:
    """Add a deed to a draft's record; it is on the disk when this returns.  Raises :class:`UsageError`."""
    place = log_of(draft)
    deed = Handled(at.isoformat(timespec="seconds"), by.name, by.proven, did, about, label, word)
    line = json.dumps(asdict(deed), ensure_ascii=False).encode() + b"\n"
    with unwritable(place), open(place, "ab+", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _appended(file, line)


def _appended(file: FileIO, line: bytes) -> None:
    """Put a line behind all others, whole or not at all; it never joins one that was torn off."""
    end = file.seek(0, os.SEEK_END)
    if end:
        file.seek(end - 1)
        line = line if file.read(1) == b"\n" else b"\n" + line
    try:
        if file.write(line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file.fileno())
    except OSError:
        file.truncate(end)
        raise


def deeds(draft: Path) -> list[Handled]:
    """All deeds of a draft in order; a line that was torn off, as by a power cut, is none."""
    place = log_of(draft)
    if not place.is_file():
        return []
    found = []
    for line in read_within(place, MAX_BYTES, DossierError).splitlines():
        try:
            found.append(Handled(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return found


def key_of(data: Mapping[str, Any], place: FieldPath) -> str:
    """The digest of a statement as it stands, which is another one as soon as anything in it is."""
    entry = {name: value for name, value in _entry(data, place).items() if name != "also"}
    about = place[1] if place[0] == "attributes" else ""
    return digest(canonical([str(place[0]), about, _plainly(entry)]))


def _entry(data: Mapping[str, Any], place: FieldPath) -> Any:
    """What stands in a place; raises :class:`LookupError` or :class:`TypeError` where nothing does."""
    entry: Any = data
    for part in place:
        entry = entry[part]
    return entry


def _plainly(value: Any) -> Any:
    """A value in one form, whether it was read from the file or is about to be written to it."""
    if isinstance(value, dict):
        return {name: _plainly(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plainly(one) for one in value]
    if isinstance(value, bool) or value is None:
        return value
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def standing(done: Sequence[Handled], data: Mapping[str, Any], place: FieldPath) -> StatementStanding:
    """What the record says of a statement as it stands.

    Who reviewed it before evidence came to its document has not seen that: his review does not stand.
    """
    key, source = key_of(data, place), _source(data, place)
    entered: Handled | None = None
    reviews: list[Handled] = []
    for deed in done:
        if deed.about == key and deed.did == "entered":
            entered = deed
        elif deed.about == key and deed.did in _REVIEWS:
            reviews.append(deed)
        elif deed.did == "evidence" and deed.label == source:
            reviews.clear()
    return StatementStanding(entered, reviews)


def _source(data: Mapping[str, Any], place: FieldPath) -> str | None:
    """The title of the document that a statement is taken from."""
    source = _entry(data, place).get("source")
    if not isinstance(source, dict):
        return None
    named: str | None = data.get("documents", {}).get(source.get("document"), {}).get("title")
    return named


def reviewable(standing_: StatementStanding, by: Person) -> bool:
    """Whether somebody else entered the statement: nobody accepts what is theirs.

    What no record tells of, or what was entered without a name, may be anybody's.
    """
    return standing_.entered is not None and standing_.entered.by not in ("", by.name)
