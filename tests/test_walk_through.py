"""The page that walks a person through adding a standard: its steps are run exactly as they are written."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

PAGE = ROOT / "docs" / "add-a-standard.md"
STEP = re.compile(r"(?:写 `(?P<file>[^`]+)`：\n\n)?```(?P<kind>yaml|markdown|sh|text)\n(?P<body>.*?)```", re.S)


def test_every_step_of_the_page_gives_what_the_page_says(tmp_path: Path) -> None:
    said = ""
    kinds = []
    for step in STEP.finditer(PAGE.read_text(encoding="utf-8")):
        kinds.append(step["kind"])
        if step["file"]:
            target = tmp_path / step["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(step["body"], encoding="utf-8")
        elif step["kind"] == "sh":
            said = "".join(run(line, tmp_path) for line in step["body"].splitlines())
        else:
            assert step["kind"] == "text"
            for line in step["body"].splitlines():
                assert line in said, (line, said)
    assert kinds.count("sh") == kinds.count("text") == 3
    assert (tmp_path / "某园区.pdf").read_bytes().startswith(b"%PDF")


def run(line: str, place: Path) -> str:
    program, *words = shlex.split(line)
    assert program == "checker"
    done = subprocess.run([sys.executable, "-m", "checker", *words], cwd=place, capture_output=True, text=True,
                          check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, (line, done.stdout, done.stderr)
    return done.stdout
