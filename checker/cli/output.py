"""Writes results: whole files or nothing, data on standard output, talk on standard error."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from checker.cli.judging import Case
from checker.errors import Problem, UsageError, reason

FORMATS = ("text", "json", "pdf", "xlsx")
_SUFFIXES = {".pdf": "pdf", ".json": "json", ".xlsx": "xlsx", ".txt": "text"}


def format_of(target: str, asked: str | None) -> str:
    """The format of an output; raises :class:`UsageError` when it can't be told."""
    if asked:
        return asked
    if target == "-":
        return "text"
    suffix = Path(target).suffix.lower()
    if suffix not in _SUFFIXES:
        raise UsageError(Problem("error.format", {"path": target}))
    return _SUFFIXES[suffix]


def produce(case: Case, form: str) -> bytes:
    """The result in one format."""
    if form == "json":
        import json

        return (json.dumps(case.verdict.plain(), ensure_ascii=False, indent=2) + "\n").encode()
    if form == "pdf":
        from checker.reporting.document import verdict_pdf

        return verdict_pdf(case.submission, case.ruleset, case.verdict)
    if form == "xlsx":
        from checker.reporting.workbook import verdict_workbook

        return verdict_workbook(case.verdict)
    from checker.reporting.plain_text import report

    return report(case.verdict).encode()


def refuse_overwriting(targets: Sequence[str], dossier: Path) -> None:
    """An output may not be the dossier itself."""
    for target in targets:
        if target != "-" and os.path.exists(target) and os.path.samefile(target, dossier):
            raise UsageError(Problem("error.overwrites", {"path": target}))


def to_terminal(target: str) -> bool:
    """Whether an output is our standard output, under whatever name."""
    if target == "-":
        return True
    try:
        return os.path.samestat(os.stat(target), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):
        return False


def write(contents: Sequence[tuple[str, bytes]]) -> None:
    """Write everything or nothing.

    New and plain files come through a temporary one beside them; what is a link, a device or ``-``
    is written through, before any plain file is put in place.
    """
    staged: list[tuple[str, str]] = []
    target = ""
    try:
        for target, content in contents:
            if _plain(target):
                staged.append((_stage(target, content), target))
        for target, content in contents:
            if target == "-":
                sys.stdout.buffer.write(content)
                sys.stdout.buffer.flush()
            elif not _plain(target):
                Path(target).write_bytes(content)
        for temporary, target in staged:
            os.replace(temporary, target)
    except BrokenPipeError:
        _discard(staged)
        raise
    except OSError as problem:
        _discard(staged)
        raise UsageError(Problem("error.write", {"path": target, "reason": reason(problem)})) from None


def _plain(target: str) -> bool:
    """Whether an output is a plain file, there or to be made; raises ``OSError`` for a folder."""
    if target == "-":
        return False
    try:
        mode = os.lstat(target).st_mode
    except FileNotFoundError:
        return True
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), target)
    return stat.S_ISREG(mode)


def _discard(staged: Sequence[tuple[str, str]]) -> None:
    for temporary, _ in staged:
        Path(temporary).unlink(missing_ok=True)


def _stage(target: str, content: bytes) -> str:
    """A temporary file with the content beside its target."""
    path = Path(target)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".checker-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o666 & ~_umask())
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
