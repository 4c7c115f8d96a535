"""What `make fuzz` does for long, done a little: every reader answers in words, in time, in its folder, and alike.

The same seeds every time; what a hunt found stands as a test of its own where the reader is tested.
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fuzz.branches import spoiled
from fuzz.chances import Chances
from fuzz.fence import Fence
from fuzz.targets import TARGETS
from fuzz.trial import Find, Made, Target, tried
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from checker.errors import DossierError, InternalError, Problem

FENCE = Fence()
OURS = Path(__file__)
SHORT = [target for target in TARGETS if target.few]


@pytest.mark.parametrize("target", SHORT, ids=lambda target: target.name)
def test_a_few_seeds_end_in_words_in_time_in_the_folder_and_agree(target: Target, tmp_path: Path) -> None:
    @seed(1)
    @settings(max_examples=target.few, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.binary(min_size=4, max_size=48))
    def holds(chosen: bytes) -> None:
        tried(target, chosen, tmp_path, FENCE)

    target.make(Chances(b""))  # the good files are made before anything is watched
    holds()


@pytest.mark.whole
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_many_seeds_end_in_words_in_time_in_the_folder_and_agree(target: Target, tmp_path: Path) -> None:
    target.make(Chances(b""))
    for number in range(20 * target.few or 20):
        tried(target, random.Random(f"{target.name} {number}").randbytes(64), tmp_path, FENCE)


# -- what the harness itself has to see

def trial(call: Callable[[Path], None], folder: Path, made: Made = (".txt", b"x")) -> str:
    """The kind of what is found when a reader does this; nothing where it is all right."""
    try:
        tried(Target("made-up", lambda _: made, call), b"1", folder, FENCE)
    except Find as find:
        return find.kind
    return ""


def endless(_: Path) -> None:
    while True:
        sum(range(1000))


def refuses(error: Exception) -> Callable[[Path], None]:
    def call(_: Path) -> None:
        raise error
    return call


def writes(place: Callable[[Path], Path]) -> Callable[[Path], None]:
    def call(path: Path) -> None:
        place(path).write_text("x", encoding="utf-8")
    return call


def speaks(_: Path) -> None:
    with socket.socket() as one:
        one.settimeout(.01)
        one.connect_ex(("127.0.0.1", 9))


def starts(_: Path) -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


def test_a_reader_that_answers_in_words_is_all_right(tmp_path: Path) -> None:
    assert trial(lambda path: None, tmp_path) == ""
    assert trial(refuses(DossierError(Problem("dossier.not_mapping"))), tmp_path) == ""
    assert trial(writes(lambda path: path.with_name("out.txt")), tmp_path) == ""


@pytest.mark.parametrize(("call", "kind"), [
    (refuses(ValueError("x")), "ValueError in tests/test_fuzzing.py"),
    (refuses(MemoryError()), "MemoryError"),
    (refuses(InternalError(Problem("dossier.not_mapping"))), "status 70"),
    (refuses(DossierError([])), "status 4"),
    (refuses(DossierError(Problem("file.no_memory"))), "said file.no_memory"),
    (lambda path: bytearray(2 << 30), "MemoryError"),
    (writes(lambda path: path.parents[1] / "outside.txt"), "touched open"),
    (lambda path: os.mkdir(path.parents[1] / "outside"), "touched os.mkdir"),
    (lambda path: OURS.read_bytes(), "touched open"),
    (speaks, "touched socket.connect"), (starts, "touched subprocess.Popen")], ids=lambda given: given if isinstance(given, str) else "")
def test_what_a_reader_must_never_do_is_a_find(call: Callable[[Path], Any], kind: str, tmp_path: Path) -> None:
    assert trial(call, tmp_path).startswith(kind)


@pytest.mark.whole
def test_a_reader_that_goes_on_for_ever_is_a_find(tmp_path: Path) -> None:
    assert trial(endless, tmp_path).startswith("over 10 s in tests/test_fuzzing.py")


def test_the_same_seed_makes_the_same_file_and_another_makes_another() -> None:
    for target in SHORT:
        made = [target.make(Chances(bytes([number]) * 40)) for number in range(1, 6)]
        assert made[0] == target.make(Chances(bytes([1]) * 40)), target.name
        assert len(set(made)) > 1, target.name


def test_a_changed_tree_leaves_the_good_one_as_it_is() -> None:
    good = {"a": [{"b": "1"}], "c": {"d": "2"}}
    before = json.dumps(good)
    for number in range(200):
        spoiled([good], Chances(random.Random(number).randbytes(20)))
    assert json.dumps(good) == before
