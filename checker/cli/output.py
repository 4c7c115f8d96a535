"""Writes results: whole files or nothing, data on standard output, talk on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import click

from checker.errors import CheckerError, Problem, UsageError
from checker.files.writing import put_all
from checker.messages import text

FORMATS = ("text", "json", "pdf", "xlsx")
SUFFIXES = {".pdf": "pdf", ".json": "json", ".xlsx": "xlsx", ".txt": "text"}


def format_of(target: str, asked: str | None) -> str:
    """The format of an output; raises :class:`UsageError` when it can't be told."""
    if asked:
        return asked
    if target == "-":
        return "text"
    suffix = Path(target).suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(Problem("error.format", {"path": target}))
    return SUFFIXES[suffix]


def warn(sentences: Iterable[str]) -> None:
    """Say on standard error what deserves a look."""
    for sentence in sentences:
        click.echo(f"{text('warning.prefix')}：{sentence}", err=True)


def refuse_overwriting(targets: Sequence[str], sources: Sequence[Path]) -> None:
    """An output may be none of the files that were read, and no page that was sealed or recorded.

    Raises :class:`UsageError`.
    """
    for target in targets:
        if target == "-" or not os.path.exists(target):
            continue
        if any(os.path.exists(source) and os.path.samefile(target, source) for source in sources):
            raise UsageError(Problem("error.overwrites", {"path": target}))
        if target.lower().endswith(".pdf") and _official(Path(target)):
            raise UsageError(Problem("error.official", {"path": target}))


def _official(path: Path) -> bool:
    """Whether a file is a page that bears a seal or the number of a register."""
    from checker.capsule.official import official
    from checker.capsule.opening import read_pdf
    from checker.files.bounds import bounded

    try:
        with bounded():
            return path.is_file() and official(read_pdf(path))
    except CheckerError:
        return False


def to_terminal(target: str) -> bool:
    """Whether an output is our standard output, under whatever name."""
    if target == "-":
        return True
    try:
        return os.path.samestat(os.stat(target), os.fstat(1))
    except (OSError, ValueError):
        return False


def write(contents: Sequence[tuple[str, bytes]]) -> None:
    """Write everything or nothing, ``-`` to standard output; raises :class:`UsageError`."""
    put_all(contents, {"-": _to_stdout})


def _to_stdout(content: bytes) -> None:
    if sys.stdout.isatty():
        with suppress(UnicodeDecodeError):  # in the terminal's own letters, unless it is no text at all
            sys.stdout.write(content.decode())
            sys.stdout.flush()
            return
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
