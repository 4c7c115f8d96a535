"""Writes results: whole files or nothing, data on standard output, talk on standard error."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from checker.cli.judging import Case
from checker.errors import Problem, UsageError

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


def write(target: str, content: bytes) -> None:
    """Write to a file through a temporary one beside it, or to standard output for ``-``."""
    if target == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as problem:
        raise UsageError(Problem("error.write", {"path": target, "reason": problem.strerror})) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as problem:
        Path(temporary).unlink(missing_ok=True)
        raise UsageError(Problem("error.write", {"path": target, "reason": problem.strerror})) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
