"""An entry of the register, the record that founds one, and their hashes.

Owns the shapes and what may stand in them.  An entry is kept as its canonical text, and its hash is
the digest of that text, so that anybody can compute it again; it must not know a database.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from checker.errors import CheckerError, Problem, UsageError
from checker.exits import Exit
from checker.files.canonical import canonical, digest

FORMAT: Literal["register/1"] = "register/1"
ENTRY: Literal["register-entry/1"] = "register-entry/1"
MOST_ENTRY = 1_000_000
LONGEST = 2000
LONGEST_SHOWN = 80
PREFIX = "[A-Z0-9\u4e00-\u9fff]{1,12}"
NUMBER = rf"{PREFIX}-[0-9]{{4}}-[0-9]{{4,9}}"
# Control characters but line breaks, those that turn the direction of writing, halves of characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
                          "\ud800-\udfff\ufffe\uffff]")


class Damaged(CheckerError):
    """What the register holds is not what was recorded."""

    exit = Exit.VERIFICATION_FAILED


def sayable(value: str) -> bool:
    """Whether it is text that can be kept, printed and looked up."""
    return bool(value.strip()) and len(value) <= LONGEST and not _UNPRINTABLE.search(value)


def _said(value: str) -> str:
    if not sayable(value):
        raise ValueError
    return value


EntryText = Annotated[str, AfterValidator(_said)]
Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}\z")]
# A file of the capsule may be written into a folder under this name.
FileName = Annotated[str, StringConstraints(pattern=r"^\w[\w.\-]*\z", max_length=120)]
Moment = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z\z")]


class EntryModel(BaseModel):
    """Immutable, and no key is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @cached_property
    def body(self) -> str:
        """The canonical text, over which the hash is taken."""
        return canonical(self.model_dump(mode="json", by_alias=True, exclude={"hash"})).decode()


class Founding(EntryModel):
    """The record that founds a register; the first entry is linked to its hash."""

    schema_: Literal["register/1"] = Field(default=FORMAT, alias="schema")
    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}\z")]
    office: EntryText
    prefix: Annotated[str, StringConstraints(pattern=rf"^{PREFIX}\z")]
    founded_at: Moment

    @property
    def hash(self) -> str:
        """The digest of the canonical text."""
        return digest(self.body.encode())


class Particulars(EntryModel):
    """What one looks a verdict up by; outcomes and verdicts' digests stand in the order of the rulesets."""

    subject: str
    kind: str
    rulesets: list[str]
    period: int
    assessed_on: dt.date
    outcome: list[str]
    purpose: str
    verdicts: list[str]


class KeptFacts(Particulars):
    """The same, as far as it may stand in an entry."""

    subject: EntryText
    kind: EntryText
    rulesets: list[EntryText]
    outcome: list[EntryText]
    purpose: EntryText
    verdicts: list[Digest]


@dataclass(frozen=True)
class Assigned:
    """What the register assigns to an issue before its page is made."""

    number: str
    on: dt.date
    supersedes: str | None
    reason: str | None


@dataclass(frozen=True)
class Issued:
    """The page that was made, the files of its capsule by name, and the facts of its verdicts."""

    pdf: bytes
    files: Mapping[str, bytes]
    facts: Particulars


class Entry(EntryModel):
    """One verdict in the register; ``hash`` is computed from all else."""

    schema_: Literal["register-entry/1"] = Field(default=ENTRY, alias="schema")
    sequence: Annotated[int, Field(ge=1)]
    number: Annotated[str, StringConstraints(pattern=rf"^{NUMBER}\z")]
    issued_on: dt.date
    recorded_at: Moment
    facts: KeptFacts
    files: dict[FileName, Digest]
    pdf: Digest
    by: EntryText
    made_with: dict[EntryText, EntryText]
    request: EntryText | None
    supersedes: EntryText | None
    reason: EntryText | None
    previous: Digest
    hash: Digest

    @property
    def year(self) -> int:
        """The year within which the running number counts."""
        return int(self.number.split("-")[1])

    @property
    def running(self) -> int:
        """The running number within prefix and year."""
        return int(self.number.split("-")[2])

    def plain(self) -> dict[str, Any]:
        """The entry and its hash as plain data."""
        return self.model_dump(mode="json", by_alias=True)


@dataclass(frozen=True)
class ChainEnd:
    """The sequence of the last entry and its hash; in a new register 0 and the founding record's hash."""

    sequence: int
    hash: str


def number_text(prefix: str, year: int, running: int) -> str:
    """``KM-2026-0001``."""
    return f"{prefix}-{year:04}-{running:04}"


def moment(at: dt.datetime) -> str:
    """A moment in UTC to the second, ``2026-01-31T08:00:00Z``."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def founded(office: str, prefix: str, at: dt.datetime, drawn: str) -> Founding:
    """The record that founds a register; ``drawn`` is 32 hexadecimal digits drawn by lot.

    Raises :class:`UsageError` where office or prefix can't stand in it.
    """
    try:
        return Founding(office=office.strip(), prefix=prefix, founded_at=moment(at), id=drawn)
    except ValidationError as wrong:
        raise _unfit(wrong) from None


def _unfit(wrong: ValidationError) -> UsageError:
    return UsageError([Problem("register.unfit", {"given": shown(error["input"])}, path=error["loc"])
                       for error in wrong.errors(include_url=False, include_context=False)])


def made(fields: dict[str, Any]) -> Entry:
    """A new entry with its hash; raises :class:`UsageError` naming what can't stand in one."""
    try:
        entry = Entry.model_validate(fields | {"hash": digest(b"")})
        body = entry.body.encode()
    except ValidationError as wrong:
        raise _unfit(wrong) from None
    if len(body) > MOST_ENTRY:
        raise UsageError(Problem("register.entry_too_long", {"limit": MOST_ENTRY}))
    return entry.model_copy(update={"hash": digest(body)})


def parsed(body: object) -> Entry | None:
    """The entry that a stored text is, or None where it is none, exactly as it would be written."""
    if not isinstance(body, str):
        return None
    try:
        data = json.loads(body)
        if not isinstance(data, dict) or "hash" in data:
            return None
        entry = Entry.model_validate(data | {"hash": digest(body.encode())})
        return entry if entry.body == body else None
    except (ValueError, RecursionError):
        return None


def parsed_founding(record: object) -> Founding | None:
    """The founding record that a stored text is, or None."""
    if not isinstance(record, str):
        return None
    try:
        founding = Founding.model_validate(json.loads(record))
        return founding if founding.body == record else None
    except (ValueError, RecursionError):
        return None


def printable(said: str) -> str:
    """On one line and harmless to a terminal."""
    return " ".join(_UNPRINTABLE.sub("\ufffd", said[:LONGEST]).split())


def shown(value: object) -> str:
    """Whatever was found, short and printable, for a message."""
    return printable(value if isinstance(value, str) else repr(value))[:LONGEST_SHOWN]
