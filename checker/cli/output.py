"""Writes results: whole files or nothing, data on standard output, talk on standard error."""

from __future__ import annotations

import os
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


def write(contents: Sequence[tuple[str, bytes]]) -> None:
    """Write all files or none, each through a temporary one beside it; ``-`` is standard output."""
    staged: list[tuple[str, str]] = []
    try:
        for target, content in contents:
            if target != "-" and (not os.path.exists(target) or os.path.isfile(target)):
                staged.append((_stage(target, content), target))
        for temporary, target in staged:
            os.replace(temporary, target)
        for target, content in contents:
            if target == "-":
                sys.stdout.buffer.write(content)
                sys.stdout.buffer.flush()
            elif not os.path.isfile(target):
                Path(target).write_bytes(content)
    except OSError as problem:
        for temporary, _ in staged:
            Path(temporary).unlink(missing_ok=True)
        failed = str(problem.filename2 or problem.filename or contents[-1][0])
        known = next((target for target, _ in contents if Path(target).parent == Path(failed).parent), failed)
        raise UsageError(Problem("error.write", {"path": known, "reason": reason(problem)})) from None


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
