"""What can be read in a PDF that anybody may have handed in: its attachments and the text of its pages.

Owns the distrust of the file: sizes are bounded, and whatever the parser stumbles on is a problem in
words.  It must not judge what it finds, and it repairs nothing.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from checker.errors import CapsuleError, Problem, UsageError
from checker.files.canonical import digest
from checker.files.reading import read_within
from checker.limits import LONGEST_NAME, MOST_ATTACHED, MOST_FILES, MOST_PDF_BYTES

_MEGA = 1_000_000
REPORT_MARK = "checker report"
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Opened:
    """A PDF that could be read: its attachments by name, names that stand twice, its pages."""

    files: dict[str, bytes]
    doubled: tuple[str, ...]
    reader: Any

    @cached_property
    def contents(self) -> tuple[bytes, ...]:
        """What is drawn on each page, before fonts turn it into text."""
        with guarded():
            return tuple(self._content(page) for page in self.reader.pages)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The text of each page without white space, which layout alone decides."""
        return tuple(self.text(number) for number in range(len(self.contents)))

    @property
    def reports(self) -> bool:
        """Whether it calls itself a report that an office hands in."""
        with guarded():
            return (self.reader.metadata or {}).get("/Keywords") == REPORT_MARK

    def unprinted(self) -> list[str]:
        """The attachments whose digests stand on no page."""
        digests = {name: digest(content).removeprefix("sha256:") for name, content in self.files.items()}
        printed = self.prints(list(digests.values()))
        return [name for name, value in digests.items() if value not in printed]

    @cached_property
    def _read(self) -> dict[int, str]:
        return {}

    def _words(self, number: int) -> str:
        """The text of one page as it is read out, which takes long and is asked for more than once."""
        if number not in self._read:
            with guarded():
                self._read[number] = self.reader.pages[number].extract_text()
        return self._read[number]

    def prints(self, digests: Sequence[str]) -> set[str]:
        """Those of the digests, in hexadecimal, that stand on some page; read from the last page on."""
        wanted = set(digests)
        found: set[str] = set()
        with guarded():
            for number in reversed(range(len(self.reader.pages))):
                found |= wanted & set(_DIGEST.findall(self._words(number)))
                if found == wanted:
                    break
        return found

    def text(self, number: int) -> str:
        """The text of one page, counted from 0, without white space."""
        return "".join(self._words(number).split())

    def _content(self, page: Any) -> bytes:
        found = page.get_contents()
        return bytes(found.get_data()) if found is not None else b""


def read_pdf(path: Path) -> bytes:
    """The bytes of a file; raises :class:`UsageError` for none, :class:`CapsuleError` for too many."""
    too_large = CapsuleError(Problem("opened.too_large", {"limit": MOST_PDF_BYTES // _MEGA}))
    return read_within(path, MOST_PDF_BYTES, UsageError, irregular="file.not_found", too_large=too_large)


def opened(pdf: bytes) -> Opened:
    """The PDF with its attachments; raises :class:`CapsuleError`."""
    from pypdf import PdfReader

    if not pdf:
        raise CapsuleError(Problem("opened.empty"))
    if not pdf.startswith(b"%PDF-"):
        raise CapsuleError(Problem("opened.not_pdf"))
    with guarded():
        reader = PdfReader(io.BytesIO(pdf), strict=True)
        if reader.is_encrypted:
            raise CapsuleError(Problem("opened.encrypted"))
        files: dict[str, bytes] = {}
        doubled: list[str] = []
        for name, content in _attached(reader):
            if name in files:
                doubled.append(name)
            files[name] = content
        return Opened(files, tuple(doubled), reader)


def _attached(reader: Any) -> Iterator[tuple[str, bytes]]:
    """Name and content of each attachment, within bounds."""
    total = 0
    for number, entry in enumerate(reader.attachment_list):
        name = str(entry.name)[:LONGEST_NAME]
        content = bytes(entry.content)
        total += len(content)
        if number >= MOST_FILES or total > MOST_ATTACHED:
            raise CapsuleError(Problem("opened.too_much", {
                "files": MOST_FILES, "limit": MOST_ATTACHED // _MEGA}))
        yield name, content


@contextmanager
def guarded() -> Iterator[None]:
    """Whatever a parser raises on a damaged file is a problem in words; what it logs is of no use."""
    from pypdf.errors import LimitReachedError, PyPdfError

    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    except (LimitReachedError, MemoryError):
        raise CapsuleError(Problem("opened.too_much", {
            "files": MOST_FILES, "limit": MOST_ATTACHED // _MEGA})) from None
    except (PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError,
            RecursionError, TypeError, ValueError, OSError):
        raise CapsuleError(Problem("opened.damaged")) from None
    finally:
        logger.setLevel(before)
