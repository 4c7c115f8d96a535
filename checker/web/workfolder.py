"""The folder that is served: ordinary files, as the office keeps them.

Owns which names a browser may reach, and how an upload becomes a file.  A path from a browser never leaves
the folder, by whatever link; what begins with a dot is nobody's.  It must not read what stands in a file.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path, PurePosixPath

from checker.errors import Problem, UsageError
from checker.files.reading import holds
from checker.files.writing import put, unwritable
from checker.intake import SUFFIXES, WORKBOOKS
from checker.ruleset.head import FILE
from checker.ruleset.own_folders import named_folders
from checker.screening.kept_files import OWN as OWN_OF_SCREENING
from checker.screening.kept_files import STATE as STATE_OF_SCREENING
from checker.services.handling import SUFFIX as RECORD
from checker.validation import shorten

TABLES = (".csv", ".tsv", ".txt", ".jsonl")
KINDS = {"workbook": WORKBOOKS, "dossier": SUFFIXES, "table": TABLES, "page": (".pdf",)}
PICTURES = (".png", ".jpg", ".jpeg", ".docx", ".doc", ".wps")
STATE = ".checker"
# What a file system takes, less room for what is put behind a name: a number, and the record of a draft.
LONGEST_FILE_NAME = 255 - len("(999)") - len(RECORD.encode())
_LONGEST_SHOWN = 60
MOST_LOOKED_AT = 2000
# Where the pages put what they make.
DRAFTS, EVIDENCE, RECORDED, CONFIRMED, VERIFIED = "草稿", "附件", "核验意见", "限值核对", "收到的核验意见"
POLICIES = "准入办法"
REGISTERS = ("台账.db", "台账.sqlite", "register.db")
# What no system of ours or theirs takes in a file's name, and what would hide it.
_BAD = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+')


@dataclass(frozen=True)
class ListedFile:
    """A file or a folder as it is listed: its name, its place below the folder, of what kind it may be."""

    name: str
    place: str
    kind: str


@dataclass(frozen=True)
class WorkFolder:
    """A folder on this machine, by its resolved path."""

    root: Path

    @property
    def state(self) -> Path:
        """Where the program keeps what is no document: made when it is first asked for."""
        place = self.root / STATE
        with unwritable(place):
            place.mkdir(mode=0o700, exist_ok=True)
        return place

    @property
    def register(self) -> Path | None:
        """The register that lies in the folder, if there is one."""
        return next((place for name in REGISTERS if (place := self.root / name).is_file()), None)

    def place(self, name: str) -> Path:
        """The file or folder of a name from a browser, as a path below the folder.

        Raises :class:`UsageError` for one that lies outside or is hidden; it need not exist.
        """
        outside = UsageError(Problem("browser.outside", {"name": name}))
        hidden = any(part.startswith(".") or _is_record(part) for part in PurePosixPath(name).parts)
        if hidden or name.startswith("/") or "\x00" in name:
            raise outside
        try:
            found = (self.root / name).resolve()
            with suppress(FileNotFoundError, NotADirectoryError):
                found.lstat()  # a name that is too long is refused here, not wherever it is used
        except (OSError, RuntimeError, ValueError):
            raise outside from None
        if not found.is_relative_to(self.root):
            raise outside
        return self.root / PurePosixPath(name)

    def listed(self, below: str = "") -> list[ListedFile]:
        """What lies in the folder, or in one below it: folders first, then files, each by name."""
        place = self.place(below) if below else self.root
        try:
            with os.scandir(place) as entries:
                found = list(self._shown(below, entries))
        except OSError:
            raise UsageError(Problem("browser.not_found")) from None
        return sorted(found, key=lambda one: (one.kind not in ("folder", "screening"), one.name))

    def _shown(self, below: str, entries: Iterator[os.DirEntry[str]]) -> Iterator[ListedFile]:
        for entry in entries:
            kind = self._folder(entry) if os.path.isdir(entry.path) else kind_of_file(entry.name)
            if kind is not None and not entry.name.startswith((".", "_")) and not _is_record(entry.name):
                place = f"{below}/{entry.name}" if below else entry.name
                yield ListedFile(entry.name, place, kind)

    def has_pages(self, listed: ListedFile) -> bool:
        """Whether a folder has PDFs below, or so much that it isn't looked through."""
        if listed.kind not in ("folder", "screening"):
            return False
        below = (name for _, _, names in os.walk(self.place(listed.place)) for name in names)
        seen = list(islice(below, MOST_LOOKED_AT))
        return len(seen) == MOST_LOOKED_AT or any(kind_of_file(name) == "page" for name in seen)

    @staticmethod
    def _folder(entry: os.DirEntry[str]) -> str:
        return "screening" if os.path.isfile(Path(entry.path) / STATE_OF_SCREENING) else "folder"

    def keep(self, name: str, content: bytes, below: str = "", *, evidence: bool = False) -> str:
        """Keep an upload under its name, or under one that is free; its place below the folder.

        What is there already with the same content is not kept twice, and nothing is ever written over.
        Raises :class:`UsageError`.
        """
        folder = self.place(below) if below else self.root
        if not (self.root / STATE).is_dir():  # else what is kept would be hidden by a share that comes back
            raise UsageError(Problem("browser.folder_gone", {"folder": self.root.name}))
        clean = file_name(name, evidence=evidence)
        self._not_into_rulesets(folder, clean)
        self._not_into_a_screening(folder, clean)
        stem, dot, suffix = clean.rpartition(".")
        with unwritable(clean):
            folder.mkdir(parents=True, exist_ok=True)
            number = 1
            while (folder / clean).exists() and not holds(folder / clean, content):
                number += 1
                clean = f"{stem}({number}){dot}{suffix}"
            if not (folder / clean).exists():
                put(folder / clean, content, durable=True)
        return f"{below}/{clean}" if below else clean

    @staticmethod
    def _not_into_rulesets(folder: Path, name: str) -> None:
        """Raises :class:`UsageError` for what would be, or change, one of the office's own rulesets."""
        place = folder.resolve() / name
        for own in map(Path.resolve, named_folders()):
            parts = place.relative_to(own).parts if place.is_relative_to(own) else ()
            rules = name.casefold() == FILE and len(parts) <= len((own.name, name))
            if parts and (rules or os.path.isfile(own / parts[0] / FILE)):
                raise UsageError(Problem("browser.rulesets_folder", {"name": name, "folder": own.name}))

    def _not_into_a_screening(self, folder: Path, name: str) -> None:
        """Raises :class:`UsageError` for a folder of results: what lies there passes for what was judged."""
        for above in takewhile(lambda one: one != self.root, (folder, *folder.parents)):
            if os.path.isfile(above / STATE_OF_SCREENING):
                raise UsageError(Problem("browser.screening_folder", {"name": name, "folder": above.name}))


def _is_screenings(name: str) -> bool:
    """Whether a file is one by which a screening's results are known."""
    return name.casefold() in OWN_OF_SCREENING


def _is_record(name: str) -> bool:
    """Whether a file is the record of who did what with a draft, which the program alone writes and reads."""
    return name.casefold().endswith(RECORD)


def kind_of_file(name: str) -> str | None:
    """What a file may be by its name; None where we have no use for it."""
    suffix = Path(name).suffix.lower()
    return next((kind for kind, suffixes in KINDS.items() if suffix in suffixes), None)


def file_name(name: str, *, evidence: bool = False) -> str:
    """A name from a browser as one that every system takes; raises :class:`UsageError` for one of no use.

    ``evidence`` for a person's eyes may be a picture too.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    clean = _BAD.sub("_", last).strip(" .")
    stem, _, suffix = clean.rpartition(".")
    picture = evidence and f".{suffix}".lower() in PICTURES
    if not stem or (kind_of_file(clean) is None and not picture):
        raise UsageError(Problem("browser.no_kind", {"name": last or "—"}))
    if _is_record(clean):
        raise UsageError(Problem("browser.record_name", {"name": shorten(clean, _LONGEST_SHOWN)}))
    if _is_screenings(clean):
        raise UsageError(Problem("browser.screening_name", {"name": clean}))
    if len(clean.encode()) > LONGEST_FILE_NAME:
        raise UsageError(Problem("browser.long_name", {
            "name": shorten(clean, _LONGEST_SHOWN), "most": LONGEST_FILE_NAME // len("字".encode())}))
    return clean
