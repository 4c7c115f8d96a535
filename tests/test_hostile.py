"""Whatever is handed in, a reader gives a result or says in words what is wrong: in time, in 1 GB, never a fault of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import hostile
import pytest
from bad.command import run
from conftest import ROOT

MEGABYTES = 1024
LONGEST = 60  # seconds for one file, on a machine that is busy
SCREEN = ("screen", "{file}", "--ruleset", "admission-kunming-etdz-2023", "--as-of", "2023-06-30", "--pdf", "none",
          "--jobs", "1", "-o", "{out}")
CHECK = ("check", "{file}", "--as-of", "2025-05-31", "-o", "{out}.json")
READERS = {"yaml": (".yaml", CHECK), "json": (".json", CHECK), "form": (".xlsx", CHECK), "workbook": (".xlsx", SCREEN),
           "csv": (".csv", SCREEN), "lines": (".jsonl", SCREEN), "pdf": (".pdf", ("verify", "{file}"))}


def _maker(reader: str, folder: Path) -> hostile.Maker:
    """What makes the files of a reader, from a good one of its kind."""
    if reader in ("csv", "lines"):
        return hostile.csv_file if reader == "csv" else hostile.jsonl_file
    if reader == "workbook":
        return hostile.xlsx_file(None)
    good = folder / f"good{READERS[reader][0]}"
    if reader == "form":
        assert run("form", "admission-kunming-etdz-2023", "-o", good).status == 0
        return hostile.xlsx_file(good.read_bytes())
    if reader == "pdf":
        run("check", ROOT / "samples/made-up-project.yaml", "-o", good)
        return hostile.pdf_file(good.read_bytes())
    sample = (ROOT / "samples/made-up-park.yaml").read_bytes()
    if reader == "yaml":
        return hostile.yaml_file(sample)
    from checker.files.textfile import parse

    return hostile.json_file(json.dumps(parse(sample, "a.yaml").data, default=str, ensure_ascii=False).encode())


def _survived(reader: str, count: int, seed: int, folder: Path) -> None:
    suffix, command = READERS[reader]
    (folder / "files").mkdir()
    (folder / "out").mkdir()
    for number, content in enumerate(hostile.files(_maker(reader, folder), count, seed)):
        (folder / "files" / f"{number:03}{suffix}").write_bytes(content)
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/hostile_reading.py"), str(MEGABYTES), str(folder / "files"), str(folder / "out"),
         *command], capture_output=True, text=True, check=False, timeout=LONGEST * count,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"})
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == count, f"died after {len(found)}: {done.stderr[-2000:]}"
    assert [one for one in found if one[1] not in (0, 1, 2, 3, 4, 6)] == []
    assert [one for one in found if one[2] > LONGEST] == []


# The other readers stand on these, and have their two hundred in the whole run.
@pytest.mark.parametrize("reader", [
    pytest.param(reader, marks=() if reader in ("yaml", "form") else pytest.mark.whole) for reader in READERS])
def test_a_few_hostile_files_end_in_words(reader: str, tmp_path: Path) -> None:
    _survived(reader, 2, 1, tmp_path)


@pytest.mark.whole
@pytest.mark.parametrize("reader", READERS)
def test_two_hundred_hostile_files_end_in_words(reader: str, tmp_path: Path) -> None:
    _survived(reader, 200, 2, tmp_path)
