"""``kill -9`` at any moment of check, screen, serve and register: what was acknowledged is there, nothing is half a file."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from bad.command import run
from conftest import ROOT
from faults import called, contents, killed, moments, started, takes
from good_dossier import written
from pages import small_files
from test_screening import KUNMING, table

from checker.exits import Exit
from checker.register.checking import check
from checker.register.exchange import write_to
from checker.register.founding import opened

SEED = 20261130
SHORT, LONG = 3, 100
OLD = b'{"schema": "an older result"}'


def at_any_moment(count: int, words: Callable[[int], tuple[object, ...]]) -> Iterator[tuple[int, bytes]]:
    """The command, killed at so many moments of its time: the number of each, and what it had said."""
    longest = takes(*words(-1))
    for number, moment in enumerate(moments(SEED + count, count, longest)):
        yield number, killed(started(*words(number)), moment)


@pytest.mark.parametrize("count", [SHORT, pytest.param(LONG, marks=pytest.mark.whole)])
def test_a_check_that_is_killed_leaves_the_old_result_or_the_new_one_and_the_next_leaves_nothing_else(
        tmp_path: Path, count: int) -> None:
    given, out = small_files(tmp_path), tmp_path / "out"
    out.mkdir()
    names = ("a.json", "a.xlsx", "a.pdf")[:2 if count == SHORT else 3]
    words = ("check", *given, *(word for name in names for word in ("-o", out / name)))
    status = run(*words).status
    due = contents(out)
    for _ in at_any_moment(count, lambda _: words):
        for name, content in contents(out).items():
            assert name.startswith(".checker-") or content in (OLD, due[name]), name
        for name in names:
            written(out, name, OLD)
    assert called("check", *given, "-o", out / "a.json").returncode == status  # the next one, which clears away
    assert sorted(os.listdir(out)) == sorted(names)


@pytest.mark.whole  # its cheap sister: test_screening.py::test_killed_half_way_and_resumed_it_ends_the_same
def test_a_screening_that_is_killed_again_and_again_ends_with_the_bytes_of_an_undisturbed_one(tmp_path: Path) -> None:
    path = table(tmp_path)
    words = ("screen", path, *KUNMING, "--pdf", "refused", "-o")
    assert run(*words, tmp_path / "whole").status == 0
    due = contents(tmp_path / "whole")
    longest, out, done = takes(*words, tmp_path / "timed"), tmp_path / "out", 0
    for number, moment in enumerate(moments(SEED, LONG, longest)):
        killed(started(*words, out, *(["--resume"] if (out / "screening.json").exists() else [])), moment)
        left = contents(out) if out.exists() else {}
        for name in ("results.jsonl.gz", "results.xlsx", "portfolio.pdf", "summaries.jsonl.gz"):
            assert left.get(name, due[name]) == due[name], (number, name)
        if number % 10 == 9:
            done += finished(words, out, due)
    done += finished(words, out, due)
    assert done


def finished(words: tuple[object, ...], out: Path, due: dict[str, bytes]) -> int:
    """Gone on with to the end it is as it would have been; then the folder is taken away."""
    resumed = ["--resume"] if (out / "screening.json").exists() else []
    told = run(*words, out, *resumed)
    assert told.status == 0, told.err
    assert contents(out) == due
    for path in sorted(out.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    return 1


@pytest.mark.whole
def test_the_processes_of_a_screening_that_was_killed_alone_end_with_it(tmp_path: Path) -> None:
    going = started("screen", ROOT / "samples/yuxi-projects-2021-2025.csv", "--ruleset", "admission-yunnan", "--jobs", "2",
                    "--pdf", "all", "-o", tmp_path / "out")
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not (tmp_path / "out/pdf").is_dir():
        time.sleep(0.05)
    time.sleep(2)
    there = of_session(going.pid)
    assert len(there) > 1
    os.kill(going.pid, signal.SIGKILL)
    going.communicate()
    while time.monotonic() < deadline and of_session(going.pid):
        time.sleep(0.1)
    assert of_session(going.pid) == []


def of_session(leader: int) -> list[int]:
    """The processes of a session that are at work still."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            number, rest = place.read_text().split(" ", 1)
            state, _, _, session = rest.rpartition(") ")[2].split()[:4]
            if int(session) == leader and state != "Z":
                found.append(int(number))
    return found


# --- the register

@pytest.fixture
def register(tmp_path: Path) -> Path:
    place = tmp_path / "台账.db"
    assert run("register", "init", place, "--office", "某管委会", "--prefix", "KM").status == 0
    return place


@pytest.mark.whole  # its cheap sister: test_register.py::test_killed_at_any_moment_no_acknowledged_entry_is_lost
def test_of_a_check_that_records_and_is_killed_every_number_that_was_told_is_there_and_its_page_can_be_had(
        register: Path, tmp_path: Path) -> None:
    def words(number: int) -> tuple[object, ...]:
        place = tmp_path / f"{number}"
        place.mkdir()
        return ("check", *small_files(place, f"园区{number}"), "--register", register, "--by", "张三", "-o", place / "a.pdf")

    told = [found[0] for _, said in at_any_moment(LONG, words)
            if (found := re.search(r"KM-\d{4}-\d{4}", said.decode()))]
    with opened(str(register)) as kept:
        assert check(kept).sound
        entries = {entry.number: entry for entry in kept.all()}
    assert set(told) <= set(entries)
    assert [entry.sequence for entry in entries.values()] == [*range(1, len(entries) + 1)]
    for place in tmp_path.glob("*/a.pdf"):  # no page without its entry
        assert run("register", "find", place, "--register", register).status == 0
    last = [*entries][-1]
    assert run("regenerate", last, "--register", register, "-o", tmp_path / "again.pdf").status == 0
    assert (tmp_path / "again.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.whole
def test_a_register_that_is_moved_and_killed_is_whole_or_not_there(register: Path, tmp_path: Path) -> None:
    assert run("check", *small_files(tmp_path), "--register", register, "--by", "张三", "-o", tmp_path / "a.pdf").status != Exit.BUG
    with opened(str(register)) as kept:
        write_to(kept, tmp_path / "due.jsonl")
    due = (tmp_path / "due.jsonl").read_bytes()
    for number, _ in at_any_moment(LONG // 2, lambda number: (
            "register", "export", tmp_path / f"{number}.jsonl", "--register", register)):
        place = tmp_path / f"{number}.jsonl"
        assert not place.exists() or place.read_bytes() == due
    for number, _ in at_any_moment(LONG // 2, lambda number: (
            "register", "import", tmp_path / "due.jsonl", "--register", tmp_path / f"{number}.db")):
        place = tmp_path / f"{number}.db"
        told = run("register", "check", "--register", place)
        if told.status != Exit.MET:  # nothing at all is in it, and it is read in once more
            assert told.status == Exit.USAGE, told
            assert run("register", "import", tmp_path / "due.jsonl", "--register", place).status == Exit.MET
        assert run("register", "check", "--register", place).status == Exit.MET


# --- the server

class Visitor:
    """Somebody at a browser whose cookie outlives the server."""

    def __init__(self) -> None:
        self.cookie = self.token = ""

    def ask(self, port: int, method: str, address: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request(method, address, body or None, {**({"Cookie": self.cookie} if self.cookie else {}), **headers})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def enter(self, port: int, key: str) -> None:
        status, headers, _ = self.ask(port, "GET", f"/?key={key}")
        assert status == 303
        self.cookie = headers["set-cookie"].partition(";")[0]
        page = self.ask(port, "GET", "/")[2].decode()
        found = re.search(r'name="token" value="([0-9a-f]{64})"', page)
        assert found
        self.token = found[1]

    def hand_in(self, port: int, name: str, content: bytes) -> bool:
        """Whether the file was taken in, as far as one is told."""
        line = "-----------------------------7"
        parts = [f'--{line}\r\nContent-Disposition: form-data; name="token"\r\n\r\n{self.token}\r\n'.encode(),
                 f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode(), content,
                 f"\r\n--{line}--\r\n".encode()]
        status, headers, _ = self.ask(port, "POST", "/files", b"".join(parts),
                                      **{"Content-Type": f"multipart/form-data; boundary={line}"})
        return status == 303 and headers["location"] == f"/dossier/{quote(name)}"


@contextmanager
def serving(folder: Path) -> Iterator[tuple[Any, int, str]]:
    """A server that is killed in the end; its port and key, or nothing where it didn't begin."""
    process = started("serve", "--port", "0", "--folder", folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    try:
        told = process.stderr.readline().decode()
        found = re.search(r"127\.0\.0\.1:(\d+)/\?key=(\S+)", told)
        assert found, told
        yield process, int(found[1]), found[2]
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stderr.close()


@pytest.mark.whole  # its cheap sister: a first start, below
def test_a_server_that_is_killed_again_and_again_begins_again_and_has_whatever_it_said_that_it_took(
        tmp_path: Path) -> None:
    visitor, taken = Visitor(), dict[str, bytes]()
    for number, moment in enumerate(moments(SEED, LONG, 1.5)):
        with serving(tmp_path) as (process, port, key):
            if not visitor.cookie:
                visitor.enter(port, key)
            assert visitor.ask(port, "GET", "/")[0] == 200, "the cookie of before the kill opens"
            end = time.monotonic() + moment
            with suppress(OSError, http.client.HTTPException):
                for at in range(1000):
                    if time.monotonic() > end:
                        os.killpg(process.pid, signal.SIGKILL)
                    name, content = f"{number}-{at}.yaml", f"# {number} {at}\n".encode() * 2000
                    if visitor.hand_in(port, name, content):
                        taken[name] = content
    assert len(taken) >= LONG
    for name, content in taken.items():
        assert (tmp_path / name).read_bytes() == content
    with serving(tmp_path) as (_, port, _key):
        assert visitor.hand_in(port, "last.yaml", b"# last\n")
    left = contents(tmp_path)
    assert {name for name in left if name.endswith(".yaml")} >= {*taken, "last.yaml"}
    assert not [name for name in left if Path(name).name.startswith(".checker-")]


def test_a_first_start_that_is_killed_leaves_no_half_of_a_secret(tmp_path: Path) -> None:
    process = started("serve", "--port", "0", "--folder", tmp_path, stderr=subprocess.PIPE)
    assert process.stderr is not None
    state = tmp_path / ".checker"
    for _ in range(6000):
        if state.is_dir() and os.listdir(state):
            break
        time.sleep(0.001)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    for name in ("secret", "api-key"):
        assert not (state / name).exists() or len((state / name).read_bytes()) >= 40
