"""A good dossier, which tests spoil, where they write it, and how they hand it in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from bad.command import Said, refused, run
from conftest import ROOT

BAD = Path(__file__).resolve().parent / "bad"
EXPECTED = yaml.safe_load((BAD / "expected.yaml").read_text(encoding="utf-8"))
GOOD = """\
schema: dossier/1
subject: {name: 某园区, kind: park}
period: 2024
assessed_on: 2025-05-31
against:
  - {ruleset: hj274-2015, own: true, ground: 按标准管理}
"""
SOURCE = {"place": "表1", "words": "见表1"}
UNDETERMINED = 3
RESULT = "无法判定（试算）　某园区 2024 HJ 274-2015"


def good(**changes: Any) -> dict[str, Any]:
    return {**yaml.safe_load(GOOD), "assessed_on": "2025-05-31", **changes}


@pytest.fixture(name="dossier")
def fixture_dossier(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture(name="out")
def fixture_out(tmp_path: Path) -> Path:
    """An empty folder for results."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def called(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "checker", *map(str, arguments)], check=False, timeout=60, text=True,
        encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, **options)


def refused_whole(folder: Path, data: Any, code: str, words: str, number: str = "") -> Said:
    """The dossier, with ``number`` in the place of "X", is refused in its one line, and nothing is written."""
    content = json.dumps(data)
    path = written(folder, "park.json", content.replace('"X"', number) if number else content)
    before = sorted(folder.rglob("*"))
    said = run("check", path, "-o", folder / "verdict.json", "-o", folder / "verdict.xlsx")
    refused(said, 4, code, words, path, 1)
    assert len(said.err) < 1000
    assert sorted(folder.rglob("*")) == before
    return said


ENTRY = {"date": ("publicity_events", "date"), "completed": ("chain_projects", "completed"),
         "assigned": ("control_targets", "assigned")}


def with_value(section: str, value: Any) -> dict[str, Any]:
    """A dossier with ``value`` as a datum, an attribute, the year or a field of a list."""
    if section in ENTRY:
        name, key = ENTRY[section]
        return good(lists=[{"list": name, "entries": [{key: value}], "source": SOURCE}])
    sections: dict[str, dict[str, Any]] = {
        "datum": {"observations": [{"quantity": "employees", "value": value, "unit": "人", "source": SOURCE}]},
        "attribute": {"attributes": {"construction_base_year": {"value": value, "source": SOURCE}}},
        "period": {"period": value}}
    return good(**sections[section])
