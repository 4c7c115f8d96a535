"""Runs the command in this process, and looks for one sentence of the catalogue in what it said."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from checker.cli import main
from checker.messages import CATALOGUE

PREFIX = CATALOGUE["error.prefix"] + "："


@dataclass(frozen=True)
class Said:
    """The exit status and both streams."""

    status: int
    out: str
    err: str

    @property
    def errors(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.startswith(PREFIX)]


def run(*arguments: object) -> Said:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    status: object = None
    with patch("sys.argv", ["checker", *map(str, arguments)]), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            status = end.code
    assert isinstance(status, int)
    return Said(status, *(_text(stream) for stream in (out, err)))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


def sentence(code: str) -> re.Pattern[str]:
    """The sentence of ``code`` with anything in the place of its parameters."""
    return re.compile(".*".join(re.escape(part) for part in re.split(r"\{\w+\}", CATALOGUE[code])), re.DOTALL)


def says(line: str, code: str, words: str) -> bool:
    """Whether ``line`` is the sentence of ``code`` and has ``words`` in it."""
    return sentence(code).search(line) is not None and words in line


def refused(said: Said, status: int, code: str, words: str, file: Path | str | None = None,
            line: int | None = None) -> None:
    """The command ended with ``status`` and this one complaint, and without any other output."""
    assert said.status == status, said
    assert len(said.errors) == 1, said.err
    assert says(said.errors[0], code, words), (code, words, said.err)
    if file is not None:
        place = f"{file} 第 {line} 行" if line else f"{file}"
        assert f"{PREFIX}{place}" in said.errors[0], (place, said.err)
    assert said.out == "", said.out
    assert "Traceback" not in said.err, said.err
