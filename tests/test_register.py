"""The register: what is recorded stays, numbers have no holes, and whatever is changed is named."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from bad.command import refused, run, says
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from register_server import SECRET, NoServer, Server, server
from register_worker import DAY, MADE_WITH, NOW, facts, issue
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from checker.errors import CheckerError, UsageError
from checker.files.canonical import canonical, digest
from checker.messages.register import REGISTER
from checker.register import packing, store
from checker.register.checking import CheckResult, check
from checker.register.database import database
from checker.register.entry import Assigned, Damaged, Entry, Founding, Issued, Particulars, founded
from checker.register.exchange import read_in, write_to
from checker.register.founding import found, opened
from checker.register.store import Register

# What every entry's capsule has, for :func:`facts` of "园区".
BARE = {"issue.json": b"{}", "verdict.json": "园区".encode()}
# A small batch shows the same as a large one.
BATCH, HONEST_BATCH = 20, store.BATCH
WORKER = ROOT / "tests/register_worker.py"


def founding(prefix: str = "KM") -> Founding:
    return founded("某某经济技术开发区管委会", prefix, NOW, "0123456789abcdef" * 2)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    try:
        with server() as running:
            yield running
    except NoServer as why:
        pytest.skip(f"PostgreSQL was NOT tested: {why}")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a new register in either database."""
    if request.param == "sqlite":
        return str(tmp_path / "台账.db")
    running: Server = request.getfixturevalue("postgresql")
    return running.database()


@pytest.fixture
def kept(address: str) -> Iterator[Register]:
    with found(address, founding()) as register:
        yield register


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "台账.db"


def record(register: Register, subject: str = "虚构园区", **more: Any) -> Entry:
    made = more.pop("issue", None) or issue(subject, more.pop("outcome", "met"), more.pop("kind", "park"))
    return register.record(made, **({"by": "张三", "on": DAY, "at": NOW, "made_with": MADE_WITH} | more))


def filled(file: Path, count: int = 5) -> list[Entry]:
    with found(str(file), founding()) as register:
        return [record(register, f"虚构园区{number}") for number in range(1, count + 1)]


def sound(register: Register, anchor: str | None = None) -> int:
    report = check(register, anchor)
    assert report.plain()["faults"] == []
    assert report.warnings == []
    return report.entries


def raises(code: str, words: str, error: type[CheckerError] = UsageError) -> Any:
    @contextmanager
    def manager() -> Iterator[None]:
        with pytest.raises(error) as caught:
            yield
        assert [problem.code for problem in caught.value.problems] == [code], caught.value
        assert words in str(caught.value), caught.value
    return manager()


# --- recording and looking up


def test_entries_are_numbered_within_their_year_and_linked_to_the_founding_record(kept: Register) -> None:
    first, second = record(kept), record(kept, "另一个园区")
    old = record(kept, on=dt.date(2025, 12, 31))
    third = record(kept)
    assert [e.number for e in (first, second, old, third)] == [
        "KM-2026-0001", "KM-2026-0002", "KM-2025-0001", "KM-2026-0003"]
    assert [e.sequence for e in kept.all()] == [1, 2, 3, 4]
    assert first.previous == founding().hash
    assert second.previous == first.hash
    assert first.recorded_at == "2026-03-02T08:30:05Z"
    assert first.hash == digest(canonical({k: v for k, v in first.plain().items() if k != "hash"}))
    assert first.files["ruleset.json"] == second.files["ruleset.json"]
    assert first.pdf == digest("%PDF KM-2026-0001 虚构园区".encode())
    assert (kept.head().sequence, kept.head().hash) == (4, third.hash)
    assert sound(kept, first.hash) == sound(kept, founding().hash) == 4


def test_a_new_register_has_its_founding_record_as_its_end(kept: Register) -> None:
    assert (kept.head().sequence, kept.head().hash) == (0, founding().hash)
    assert kept.founding() == founding()
    assert sound(kept, founding().hash) == 0
    assert list(kept.all()) == []
    assert kept.at(0) is None


def test_an_entry_is_found_by_number_subject_digest_year_and_outcome(kept: Register) -> None:
    one = record(kept, "昆明经开区", outcome="unmet")
    two = record(kept, "玉溪高新区", on=dt.date(2025, 1, 1))
    assert kept.entry("KM-2026-0001") == one
    assert kept.entry("KM-2026-0009") is None
    assert kept.by_pdf(two.pdf) == two
    assert kept.by_pdf(digest(b"")) is None
    assert kept.at(2) == two
    for words, due in (("经开", [one]), ("km-2025", [two]), ("区", [one, two]), (two.facts.verdicts[0], [two]),
                       (one.pdf.removeprefix("sha256:")[:8].upper(), [one]), (one.hash, [one]), (one.pdf[7:14], [])):
        assert list(kept.find(words)) == due, words
    assert list(kept.find(year=2025)) == [two]
    assert list(kept.find(outcome="unmet")) == [one]
    assert list(kept.find("区", year=2026, outcome="met")) == []


@pytest.mark.parametrize("count", [2 * BATCH + 5, pytest.param(450, marks=pytest.mark.whole)])
def test_more_entries_than_a_batch_come_in_order(file: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if count < 2 * HONEST_BATCH:
        monkeypatch.setattr(store, "BATCH", BATCH)
    filled(file, count)
    with opened(str(file)) as register:
        assert [e.sequence for e in register.all()] == list(range(1, count + 1))
        reading = register.all()
        next(reading)
        assert record(register).sequence == count + 1, "a half-read list keeps nobody waiting"
        assert sum(1 for _ in reading) == count


def test_the_files_of_a_capsule_come_back_and_each_content_is_kept_once(kept: Register) -> None:
    entries = [record(kept, f"园区{number}") for number in range(3)]
    files = kept.files(entries[1])
    assert files["issue.json"] == b"KM-2026-0002"
    assert {name: digest(content) for name, content in files.items()} == entries[1].files
    with kept.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM register_content").scalar() == 7


def test_a_request_that_was_recorded_is_not_made_again(kept: Register) -> None:
    def never(assigned: Assigned) -> Issued:
        raise AssertionError

    first = record(kept, request="筛查-1 第 7 行")
    assert record(kept, issue=never, request="筛查-1 第 7 行") == first
    assert kept.by_request("筛查-1 第 7 行") == first
    assert kept.by_request("别的") is None
    assert record(kept, request="筛查-1 第 8 行").number == "KM-2026-0002"


def test_a_correction_points_back_and_changes_nothing(kept: Register) -> None:
    told: list[Assigned] = []

    def made(assigned: Assigned) -> Issued:
        told.append(assigned)
        return issue("园区")(assigned)  # type: ignore[no-any-return]

    first = record(kept)
    later = record(kept, issue=made, supersedes="KM-2026-0001", reason="能耗数据有误")
    assert told == [Assigned("KM-2026-0002", DAY, "KM-2026-0001", "能耗数据有误")]
    assert (later.supersedes, later.reason) == ("KM-2026-0001", "能耗数据有误")
    assert kept.superseded_by("KM-2026-0001") == "KM-2026-0002"
    assert kept.superseded_by("KM-2026-0002") is None
    assert kept.corrections() == {"KM-2026-0001": "KM-2026-0002"}
    assert kept.entry("KM-2026-0001") == first
    for supersedes, reason, code, words in (
            ("KM-2026-0001", "再改", "register.superseded_already", "已经由 KM-2026-0002 更正"),
            ("KM-2026-0077", "改", "register.no_entry", "没有编号 KM-2026-0077"),
            ("KM-2026-0002", None, "register.no_reason", "请加 --reason"),
            ("KM-2026-0002", "  ", "register.no_reason", "必须写明理由"),
            (None, "理由", "register.reason_alone", "请加 --supersedes")):
        with raises(code, words):
            record(kept, supersedes=supersedes, reason=reason)
    assert sound(kept) == 2


@pytest.mark.parametrize("raised", [ValueError, KeyboardInterrupt, UsageError([])])
def test_a_page_that_fails_uses_up_no_number_and_leaves_nothing(kept: Register, raised: Any) -> None:
    def fails(assigned: Assigned) -> Issued:
        assert assigned.number == "KM-2026-0002"
        raise raised

    record(kept)
    with pytest.raises(raised if isinstance(raised, type) else UsageError):
        record(kept, issue=fails)
    assert record(kept).number == "KM-2026-0002"
    assert sound(kept) == 2


@pytest.mark.parametrize(("more", "words"), [
    ({"by": ""}, "由谁（by）：登记的内容有一处不能入台账：“”"), ({"by": "甲\x1b[31m"}, "控制字符"),
    ({"reason": "甲" * 3000, "supersedes": "KM-2026-0001"}, "2000 字"), ({"made_with": {"checker": ""}}, "made_with"),
    ({"request": "\ud800"}, "请求的标识（request）：登记的内容"), ({"subject": "\x00"}, "结论的要点（facts）的对象（subject）"), ({"outcome": ""}, "结论的要点（facts）的判定（outcome）第 1 条")])
def test_what_cant_stand_in_an_entry_is_refused_and_nothing_is_kept(kept: Register, more: dict[str, Any],
                                                                      words: str) -> None:
    record(kept)
    with raises("register.unfit", words):
        record(kept, **more)
    assert record(kept).number == "KM-2026-0002"
    assert sound(kept) == 2


def test_names_of_files_that_would_leave_a_folder_are_refused(kept: Register) -> None:
    for name in ("../a.json", "a/b", "", ".x", "a\\b", "a\n"):
        with raises("register.unfit", "附件名只用"):
            record(kept, issue=lambda _, name=name: Issued(b"%PDF", {name: b""}, facts("园区")))
    assert sound(kept) == 0


def test_what_is_too_large_is_refused(kept: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    with raises("register.entry_too_long", "过长"):
        record(kept, issue=lambda _: Issued(b"%PDF", {}, Particulars(**(facts("园区").model_dump() | {"rulesets": ["甲" * 1999] * 200}))))
    monkeypatch.setattr(packing, "MOST_CONTENT", 1000)
    with raises("register.content_too_large", "附件 ruleset.json 过大"):
        record(kept)
    assert sound(kept) == 0


# --- only adding


STATEMENTS = ("UPDATE register_entry SET number = 'KM-2026-0009' WHERE sequence = 1",
              "DELETE FROM register_entry WHERE sequence = 2", "UPDATE register_content SET size = 1",
              "DELETE FROM register_content", "UPDATE register_founding SET record = '{}'", "DELETE FROM register_founding",
              "DELETE FROM register_head", "UPDATE register_head SET entries = 1", "UPDATE register_head SET hash = 'x'",
              "INSERT INTO register_head SELECT * FROM register_head", "UPDATE register_head SET entries = entries + 1",
              "INSERT INTO register_founding VALUES ('x', 'y')",
              "INSERT INTO register_entry VALUES (9, 2026, 9, 'KM-2026-0009', 'x', NULL, NULL, 'x', 'x')")


def test_the_database_refuses_to_change_or_remove_in_sqlite(file: Path) -> None:
    filled(file, 2)
    with closing(sqlite3.connect(file)) as connection:
        for statement in (*STATEMENTS, "INSERT OR REPLACE INTO register_entry SELECT * FROM register_entry LIMIT 1",
                          "REPLACE INTO register_content SELECT * FROM register_content",
                          "REPLACE INTO register_founding SELECT * FROM register_founding"):
            with pytest.raises(sqlite3.IntegrityError, match="append only"):
                connection.execute(statement)
            connection.rollback()
    with opened(str(file)) as register:
        assert sound(register) == 2


def test_the_database_refuses_to_change_or_remove_in_postgresql(postgresql: Server) -> None:
    import psycopg

    address = postgresql.database()
    with found(address, founding()) as register:
        record(register)
        record(register)
        name = address.partition("?")[0].rpartition("/")[2]
        for statement in (*STATEMENTS, *(f"TRUNCATE register_{table}" for table in ("entry", "head", "content", "founding"))):
            with pytest.raises(psycopg.errors.RestrictViolation, match="append only"):
                postgresql.run(statement, name)
        assert sound(register) == 2
        postgresql.run("ALTER TABLE register_entry DISABLE TRIGGER register_entry_no_delete", name)
        postgresql.run("CREATE OR REPLACE FUNCTION register_head_no_update() RETURNS trigger LANGUAGE plpgsql AS "
                       "'BEGIN RETURN NEW; END'", name)
        postgresql.run("DROP TRIGGER register_content_no_truncate ON register_content", name)
        report = check(register)
        assert report.sound
        assert [str(warning) for warning in report.warnings] == [
            "防止改动和删除的触发器缺失或被改动：register_content_no_truncate、register_entry_no_delete、"
            "register_head_no_update。有人动过数据库的设置，请查明；各条是否被改动，见核对结果。"]
        postgresql.run("DELETE FROM register_entry WHERE sequence = 2", name)
        assert codes(check(register)) == ["fault_content_unused", "fault_removed_end"]


def codes(report: CheckResult) -> list[str]:
    return sorted(problem.code.removeprefix("register.") for problem in report.faults)


# --- several at once, killed, without space


def recording(address: str, name: str, count: int, **options: Any) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, str(WORKER), address, name, str(count)], stdout=subprocess.PIPE, text=True,
                            env=os.environ | {"PYTHONPATH": f"{ROOT}"}, **options)


def at_once(address: str, count: int) -> None:
    with found(address, founding()) as register:
        workers = [recording(address, name, count) for name in "甲乙丙丁"]
        told = [worker.communicate()[0].split() for worker in workers]
        assert [worker.returncode for worker in workers] == [0] * 4
        numbers = sorted(number for numbers in told for number in numbers)
        assert numbers == [f"KM-2026-{number:04}" for number in range(1, 4 * count + 1)]
        assert all(numbers == sorted(numbers) and len(numbers) == count for numbers in told)
        assert sound(register) == 4 * count
        assert [e.number for e in register.all()] == numbers


def test_four_processes_at_once_leave_no_hole(address: str) -> None:
    at_once(address, 25)


@pytest.mark.whole
def test_four_processes_with_five_hundred_records_each_leave_no_hole(address: str) -> None:
    at_once(address, 500)


def killed(address: str, times: int, seed: int) -> None:
    """Kill a recording process at a random moment, again and again, on one register."""
    chance = random.Random(seed)
    acknowledged: list[str] = []
    with found(address, founding()):
        pass
    for number in range(times):
        worker = recording(address, f"{number}", 100_000)
        assert worker.stdout is not None
        acknowledged.append(worker.stdout.readline().strip())
        time.sleep(chance.randrange(120) / 1000)
        worker.send_signal(signal.SIGKILL)
        acknowledged += worker.stdout.read().split()
        worker.wait()
        worker.stdout.close()
    with opened(address) as register:
        assert sound(register) >= len(acknowledged) >= times
        there = [e.number for e in register.all()]
        assert set(acknowledged) <= set(there)
        assert len(there) - len(acknowledged) <= times, "at most the one under way when it was killed"
        assert record(register).sequence == len(there) + 1


@pytest.mark.parametrize("times", [2, pytest.param(4, marks=pytest.mark.whole)])
def test_killed_at_any_moment_no_acknowledged_entry_is_lost(address: str, times: int) -> None:
    killed(address, times, 1)


@pytest.mark.whole
def test_killed_two_hundred_times_no_acknowledged_entry_is_lost(file: Path) -> None:
    killed(str(file), 200, 2)


def test_the_log_is_merged_when_it_has_grown_and_when_all_is_closed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.register.database.LONGEST_LOG", 1_000_000)
    with found(str(file), founding()) as register:
        for number in range(12):
            record(register, issue=lambda a: Issued(a.number.encode(), {"a.json": os.urandom(400_000), **BARE}, facts("园区")))
            assert Path(f"{file}-wal").stat().st_size < 2_500_000, number
    assert sorted(path.name for path in file.parent.iterdir()) == ["台账.db"]
    with opened(str(file)) as register:
        assert sound(register) == 12


def test_without_space_nothing_is_recorded_and_nothing_is_lost(file: Path) -> None:
    filled(file, 3)
    with opened(str(file)) as register:
        register.close()

        def small(connection: Any, _: Any) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 10}")

        event.listen(register.database.engine, "connect", small)
        with raises("register.full", "磁盘已满"):
            for _ in range(20):
                record(register, issue=lambda a: Issued(a.number.encode(), {"a.json": os.urandom(9000), **BARE}, facts("园区")))
        whole = sound(register)
        register.close()
        event.remove(register.database.engine, "connect", small)
        assert record(register).sequence == whole + 1


@contextmanager
def disk(folder: Path, size: str) -> Iterator[Path]:
    """A small disk of its own; a loud skip where one may not mount."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True,
                          text=True, check=False)
    if done.returncode:
        pytest.skip(f"a full and a read-only disk were NOT tested: may not mount ({done.stderr.strip()})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_in_words_and_harms_nothing(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "1500k") as small:
        place = str(small / "台账.db")
        count = 0
        with found(place, founding()) as register, raises("register.full", "请腾出空间再试"):
            for _ in range(1000):
                record(register, issue=lambda a: Issued(a.number.encode(), {"a.json": os.urandom(5000), **BARE}, facts("园区")))
                count += 1
        with opened(place) as register:
            assert sound(register) == count > 3
        with raises("register.full", "编号没有用掉"), opened(place) as register:
            record(register, issue=lambda a: Issued(a.number.encode(), {"a.json": os.urandom(2_000_000), **BARE}, facts("园区")))
        (small / "rest").unlink(missing_ok=True)
        subprocess.run(["mount", "-o", "remount,size=4m", str(small)], check=True)
        with opened(place) as register:
            assert record(register).number == f"KM-2026-{count + 1:04}"
            assert sound(register) == count + 1


def test_a_full_disk_while_founding_or_importing_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with found(str(file), founding()) as register:
        record(register, issue=lambda a: Issued(a.number.encode(), {"a.json": os.urandom(300_000), **BARE}, facts("园区")))
        write_to(register, tmp_path / "a.jsonl")
    with disk(tmp_path / "disk", "200k") as small:
        with raises("register.full", "磁盘已满"), (tmp_path / "a.jsonl").open("rb") as stream:
            read_in(stream, "a.jsonl", str(small / "b.db"))
        assert list(small.iterdir()) == []
        with opened(str(file)) as register, raises("error.write", "磁盘已满"):
            write_to(register, small / "b.jsonl")
        assert list(small.iterdir()) == []


def test_a_read_only_register_is_read_and_checked_and_refuses_to_record(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "2m") as place:
        filled(place / "a.db", 2)
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        with opened(str(place / "a.db")) as register:
            assert sound(register) == 2
            assert register.entry("KM-2026-0002") is not None
            with raises("register.read_only", "是只读的"):
                record(register)
        with raises("register.cannot_open", "磁盘只读"):
            found(str(place / "b.db"), founding())


def test_a_writer_that_waits_too_long_says_so(address: str) -> None:
    with found(address, founding()) as register, opened(address, patience=1) as other:
        def slow(assigned: Assigned) -> Issued:
            with raises("register.locked", "等了 1 秒"):
                record(other)
            assert other.entry("KM-2026-0001") is None, "reading goes on"
            return issue("园区")(assigned)  # type: ignore[no-any-return]

        record(register, issue=slow)
        assert record(other).number == "KM-2026-0002"
        assert sound(register) == 2


def test_a_child_process_leaves_its_parents_connections_alone(file: Path) -> None:
    with found(str(file), founding()) as register:
        record(register)
        child = os.fork()
        if not child:
            status = 1
            try:
                status = 0 if record(register).number == "KM-2026-0002" else 1
                register.close()
            finally:
                os._exit(status)
        assert os.waitpid(child, 0)[1] == 0
        assert record(register).number == "KM-2026-0003"
        assert sound(register) == 3


# --- checking


@contextmanager
def unguarded(file: Path) -> Iterator[sqlite3.Connection]:
    """The database as somebody has it who can do anything: guards off, and on again afterwards."""
    with closing(sqlite3.connect(file)) as connection:
        guards = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for sql in guards:
            connection.execute(sql)
        connection.commit()


def rewritten(connection: sqlite3.Connection, row: int, **changes: Any) -> str:
    """Change an entry and compute its hash anew; returns the new hash."""
    [body] = connection.execute("SELECT body FROM register_entry WHERE sequence = ?", (row,)).fetchone()
    data = json.loads(body)
    for key, value in changes.items():
        (data if key in data else data["facts"])[key] = value
    text = canonical(data)
    connection.execute("UPDATE register_entry SET body = ?, hash = ? WHERE sequence = ?",
                       (text.decode(), digest(text), row))
    return digest(text)


def changed(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE register_entry SET body = replace(body, '虚构园区3', '虚构园区9') WHERE sequence = 3")


def changed_with_its_hash(connection: sqlite3.Connection) -> None:
    rewritten(connection, 3, subject="别的园区")


def last_changed_with_its_hash(connection: sqlite3.Connection) -> None:
    rewritten(connection, 5, subject="别的园区")


def removed(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM register_entry WHERE sequence = 3")


def removed_and_renumbered(connection: sqlite3.Connection) -> None:
    removed(connection)
    for sequence in (4, 5):
        connection.execute("UPDATE register_entry SET sequence = sequence - 1 WHERE sequence = ?", (sequence,))


def end_removed(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM register_entry WHERE sequence > 3")


def end_removed_with_the_head(connection: sqlite3.Connection) -> None:
    end_removed(connection)
    connection.execute("UPDATE register_head SET (entries, hash) = "
                       "(SELECT sequence, hash FROM register_entry WHERE sequence = 3)")


def swapped(connection: sqlite3.Connection) -> None:
    for before, after in ((2, 99), (3, 2), (99, 3)):
        connection.execute("UPDATE register_entry SET sequence = ? WHERE sequence = ?", (after, before))


def inserted(connection: sqlite3.Connection) -> None:
    """Another entry after the second, everything behind it moved by one."""
    for sequence in (5, 4, 3):
        connection.execute("UPDATE register_entry SET sequence = ? WHERE sequence = ?", (sequence + 1, sequence))
    connection.execute("INSERT INTO register_entry SELECT 3, year, 33, 'KM-2026-0033', pdf, request, supersedes, body, hash "
                       "FROM register_entry WHERE sequence = 2")
    [before] = connection.execute("SELECT hash FROM register_entry WHERE sequence = 2").fetchone()
    rewritten(connection, 3, number="KM-2026-0033", sequence=3, previous=before)
    connection.execute("UPDATE register_head SET entries = 6")


def appended(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO register_entry SELECT 6, year, 6, 'KM-2026-0006', pdf, request, supersedes, body, hash "
                       "FROM register_entry WHERE sequence = 5")
    [before] = connection.execute("SELECT hash FROM register_entry WHERE sequence = 5").fetchone()
    rewritten(connection, 6, number="KM-2026-0006", sequence=6, previous=before)


def before_all(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE register_entry SET sequence = 0 WHERE sequence = 1")


def content_changed(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE register_content SET packed = x'789c030000000001' WHERE size > 5000")


def content_removed(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM register_content WHERE size > 5000")


def content_added(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO register_content VALUES (?, 3, ?)", (digest(b"abc"), packing.pack("a", b"abc")))


def founding_changed(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE register_founding SET record = replace(record, '某某', '某甲')")


def founding_changed_with_its_hash(connection: sqlite3.Connection) -> None:
    other = founded("另一个单位", "KM", NOW, "f" * 32)
    connection.execute("UPDATE register_founding SET record = ?, hash = ?", (other.body, other.hash))


def head_gone(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM register_head")


def head_hash(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE register_head SET hash = ?", (digest(b""),))


def column_changed(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE register_entry SET pdf = ? WHERE sequence = 3", (digest(b"other"),))


def numbered_otherwise(connection: sqlite3.Connection) -> None:
    rewritten(connection, 5, number="KM-2026-0007")
    connection.execute("UPDATE register_entry SET number = 'KM-2026-0007', running = 7 WHERE sequence = 5")


def backwards(connection: sqlite3.Connection) -> None:
    connection.execute("DROP INDEX register_entry_running")
    rewritten(connection, 5, number="KM-2026-0002")
    connection.execute("UPDATE register_entry SET running = 2 WHERE sequence = 5")


def other_prefix(connection: sqlite3.Connection) -> None:
    rewritten(connection, 5, number="YX-2026-0005")


def corrects_what_isnt_there(connection: sqlite3.Connection) -> None:
    rewritten(connection, 4, supersedes="KM-2026-0005", reason="早于它")
    rewritten(connection, 5, supersedes="KM-2026-0001")


def corrects_twice(connection: sqlite3.Connection) -> None:
    rewritten(connection, 4, supersedes="KM-2026-0001", reason="一")
    rewritten(connection, 5, supersedes="KM-2026-0001", reason="二")


def requested_twice(connection: sqlite3.Connection) -> None:
    rewritten(connection, 4, request="一")
    rewritten(connection, 5, request="一")


def nonsense(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE register_entry SET body = '[[[' WHERE sequence = 3")


TAMPERINGS: list[tuple[Callable[[sqlite3.Connection], None], dict[str, str]]] = [
    (changed, {"fault_changed": "KM-2026-0003（第 3 条）被改动"}),
    (changed_with_its_hash, {"fault_link": "KM-2026-0004（第 4 条）与前面的 KM-2026-0003（第 3 条）接不上"}),
    (last_changed_with_its_hash, {"fault_head_hash": "与 KM-2026-0005（第 5 条）不符"}),
    (removed, {"fault_removed": "第 3 条不见了", "fault_hole": "2026 年的序号缺 3。",
               "fault_content_unused": "没有一条用到"}),
    (removed_and_renumbered, {"fault_moved": "KM-2026-0004 登记时是第 4 条，现在排在第 3 条", "fault_link": "KM-2026-0002（第 2 条）接不上",
                              "fault_hole": "缺 3。", "fault_removed_end": "末尾的第 5 条不见了",
                              "fault_content_unused": "没有一条用到"}),
    (end_removed, {"fault_removed_end": "第 4 条至第 5 条不见了", "fault_content_unused": "没有一条用到"}),
    (end_removed_with_the_head, {"fault_content_unused": "没有一条用到：用它的那一条被删除"}),
    (swapped, {"fault_moved": "KM-2026-0003 登记时是第 3 条，现在排在第 2 条", "fault_link": "接不上", "fault_hole": "缺 2。",
               "fault_inserted": "KM-2026-0002（第 3 条）前面应是 KM-2026-0001，现在是 KM-2026-0003（第 2 条）：中间的是插入的，或次序被调换",
               "fault_running": "2026 年此前已到 3"}),
    (inserted, {"fault_inserted": "KM-2026-0003（第 4 条）前面应是 KM-2026-0002，现在是 KM-2026-0033（第 3 条）",
                "fault_hole": "KM-2026-0033（第 3 条）之前，2026 年的序号缺 3 至 32", "fault_moved": "前面有插入",
                "fault_running": "倒退", "fault_pdf_twice": "KM-2026-0033（第 3 条）与 KM-2026-0002 登记的是同一份 PDF"}),
    (appended, {"fault_beyond_head": "第 6 条没有登记在总数里", "fault_pdf_twice": "与 KM-2026-0005 登记的是同一份 PDF"}),
    (before_all, {"fault_place": "KM-2026-0001 排在第 0 条", "fault_moved": "现在排在第 0 条", "fault_removed": "第 1 条不见了"}),
    (content_changed, {"fault_content_changed": "涉及 5 处：KM-2026-0001 ruleset.json、"}),
    (content_removed, {"fault_content_missing": "涉及 5 处：KM-2026-0001 ruleset.json、"}),
    (content_added, {"fault_content_unused": f"附件内容 {digest(b'abc')} 没有一条用到"}),
    (founding_changed, {"fault_founding": "建立记录缺失、多于一条，或被改动"}),
    (founding_changed_with_its_hash, {"fault_link": "KM-2026-0001（第 1 条）与前面的 建立记录接不上"}),
    (head_gone, {"fault_head": "总数记录缺失"}),
    (head_hash, {"fault_head_hash": "总数记录被改动"}),
    (column_changed, {"fault_column": "KM-2026-0003（第 3 条）的检索项“PDF 摘要”"}),
    (numbered_otherwise, {"fault_hole": "2026 年的序号缺 5 至 6", "fault_head_hash": "不符"}),
    (backwards, {"fault_running": "此前已到 4", "fault_twice": "KM-2026-0002（第 5 条）的编号与第 2 条重复",
                 "fault_column": "检索项“编号”", "fault_head_hash": "不符"}),
    (other_prefix, {"fault_number": "YX-2026-0005（第 5 条）的编号与台账前缀", "fault_column": "编号", "fault_head_hash": "不符"}),
    (corrects_what_isnt_there, {"fault_supersedes_none": "更正 KM-2026-0005，但它前面没有", "fault_reason": "只有更正的编号或只有理由",
                                "fault_column": "检索项“更正的编号”是“None”", "fault_link": "接不上", "fault_head_hash": "不符"}),
    (corrects_twice, {"fault_supersedes_twice": "但 KM-2026-0004 已经更正过它", "fault_column": "", "fault_link": "", "fault_head_hash": ""}),
    (requested_twice, {"fault_request_twice": "与 KM-2026-0004 的请求标识相同", "fault_column": "请求标识", "fault_link": "",
                       "fault_head_hash": ""}),
    (nonsense, {"fault_unreadable": "KM-2026-0003（第 3 条）读不出"}),
]


@pytest.mark.parametrize(("tamper", "due"), TAMPERINGS, ids=[tamper.__name__ for tamper, _ in TAMPERINGS])
def test_what_was_tampered_with_is_named(file: Path, tamper: Callable[[sqlite3.Connection], None], due: dict[str, str]) -> None:
    filled(file)
    with unguarded(file) as connection:
        tamper(connection)
    with opened(str(file)) as register:
        report = check(register)
        assert set(codes(report)) == set(due), [str(fault) for fault in report.faults]
        for code, words in due.items():
            said = [str(fault) for fault in report.faults if fault.code == f"register.{code}"]
            assert any(says(line, f"register.{code}", words) for line in said), said
        assert report.warnings == []


@pytest.mark.parametrize("change", [
    "UPDATE register_entry SET running = 44 WHERE sequence = 5", "UPDATE register_entry SET running = 1 WHERE sequence = 5",
    "UPDATE register_entry SET year = 2025 WHERE sequence = 5", "UPDATE register_entry SET running = 44 WHERE sequence = 3",
    "UPDATE register_entry SET supersedes = NULL WHERE sequence = 5",
    "UPDATE register_entry SET number = 'KM-2026-0006' WHERE sequence = 2"])
def test_nothing_is_recorded_behind_columns_that_do_not_fit(file: Path, change: str) -> None:
    filled(file, 4)
    with opened(str(file)) as register:
        record(register, "虚构园区五", supersedes="KM-2026-0002", reason="写错")
    with unguarded(file) as connection:
        connection.execute("DROP INDEX IF EXISTS register_entry_running")
        connection.execute(change)
    with opened(str(file)) as register:
        with raises("register.columns_broken", "有人改过数据库", Damaged):
            record(register)
        assert register.head().sequence == 5


def test_what_is_corrected_is_what_was_recorded(file: Path) -> None:
    filled(file)
    with opened(str(file)) as register:
        record(register, "虚构园区二", supersedes="KM-2026-0002", reason="写错")
        record(register, "虚构园区六")
    with unguarded(file) as connection:
        connection.execute("UPDATE register_entry SET supersedes = NULL WHERE sequence = 6")
        changed(connection)
    with opened(str(file)) as register:
        with raises("register.columns_broken", "检索的栏", Damaged):
            record(register, "虚构园区二", supersedes="KM-2026-0002", reason="再改")
        with raises("register.entry_changed", "KM-2026-0003", Damaged):
            record(register, "虚构园区三", supersedes="KM-2026-0003", reason="改")


def test_a_past_written_anew_as_a_whole_is_seen_only_with_an_anchor_kept_elsewhere(file: Path) -> None:
    entries = filled(file)
    with unguarded(file) as connection:
        previous = rewritten(connection, 3, subject="虚构园区九")
        for sequence in (4, 5):
            previous = rewritten(connection, sequence, previous=previous)
        connection.execute("UPDATE register_head SET hash = ?", (previous,))
    with opened(str(file)) as register:
        assert sound(register) == sound(register, entries[1].hash) == 5
        for lost in entries[2:]:
            report = check(register, lost.hash)
            assert codes(report) == ["fault_anchor"]
            assert f"锚定哈希 {lost.hash} 不在台账里" in str(report.faults[0])


def test_an_end_taken_away_with_all_that_belongs_to_it_is_seen_only_with_an_anchor(file: Path) -> None:
    entries = filled(file)
    with unguarded(file) as connection:
        end_removed_with_the_head(connection)
        used = {key for e in entries[:3] for key in e.files.values()}
        for key in {key for e in entries for key in e.files.values()} - used:
            connection.execute("DELETE FROM register_content WHERE digest = ?", (key,))
    with opened(str(file)) as register:
        assert sound(register, entries[2].hash) == 3
        assert codes(check(register, entries[4].hash)) == ["fault_anchor"]


def test_a_guard_that_is_gone_or_replaced_is_a_warning(file: Path) -> None:
    filled(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TRIGGER register_entry_no_update")
        connection.execute("DROP TRIGGER register_head_no_delete")
        connection.execute("CREATE TRIGGER register_head_no_delete BEFORE DELETE ON register_head BEGIN SELECT 1; END")
        connection.commit()
    with opened(str(file)) as register:
        report = check(register)
    assert report.sound
    assert says(str(report.warnings[0]), "register.warn_guards", "register_entry_no_update、register_head_no_delete")


def test_a_broken_end_is_not_added_to(file: Path) -> None:
    filled(file)
    for tamper, code, words in ((head_hash, "register.head_broken", "末尾对不上"),
                                (founding_changed, "register.founding_changed", "建立记录已不是当初写下的")):
        with unguarded(file) as connection:
            tamper(connection)
        with opened(str(file)) as register:
            with raises(code, words, Damaged):
                record(register)
            with raises(code, words, Damaged):
                register.head()


def test_an_entry_or_a_file_that_was_changed_is_not_handed_out(file: Path) -> None:
    entries = filled(file)
    with unguarded(file) as connection:
        changed(connection)
        content_removed(connection)
    with opened(str(file)) as register:
        with raises("register.entry_changed", "KM-2026-0003", Damaged):
            register.entry("KM-2026-0003")
        with raises("register.file_lost", "KM-2026-0001 的附件 ruleset.json", Damaged):
            register.files(entries[0])


def test_huge_and_broken_contents_are_bounded(file: Path) -> None:
    import zlib

    filled(file, 1)
    bomb = zlib.compress(b"\0" * 200_000_000, 9)
    with unguarded(file) as connection:
        connection.execute("UPDATE register_content SET packed = ? WHERE size > 5000", (bomb,))
        connection.execute("UPDATE register_content SET packed = ?, size = 200000000 WHERE size = 12", (bomb,))
        connection.execute("UPDATE register_entry SET hash = ?", ("x" * 5_000_000,))
    with opened(str(file)) as register:
        assert codes(check(register)) == ["fault_changed", "fault_content_changed", "fault_content_changed"]


def test_pages_overwritten_at_random_are_a_fault_and_never_a_crash(file: Path) -> None:
    entries = filled(file, 40)
    whole, chance = file.read_bytes(), random.Random(5)
    faults, refusals = 0, list[str]()
    for turn in range(33):
        broken = bytearray(whole)
        page = turn % (len(whole) // 4096)
        for _ in range(200):
            broken[page * 4096 + chance.randrange(100 if not page else 0, 4096)] = chance.randrange(256)
        file.write_bytes(broken)
        try:
            with opened(str(file)) as register:
                assert not check(register).sound or list(register.all()) == entries, page
                faults += len(check(register).faults)
        except CheckerError as error:
            refusals.append(error.problems[0].code)
    assert faults >= 30
    assert set(refusals) <= {"register.corrupt"}
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with raises("register.corrupt", "用备份恢复", Damaged), opened(str(file)) as register:
        record(register)


def test_tables_without_any_rule_may_hold_anything(file: Path) -> None:
    filled(file)
    with unguarded(file) as connection:
        for table in ("entry", "content", "founding", "head"):
            connection.execute(f"CREATE TABLE loose AS SELECT * FROM register_{table}")
            connection.execute(f"DROP TABLE register_{table}")
            connection.execute(f"ALTER TABLE loose RENAME TO register_{table}")
        connection.execute("UPDATE register_entry SET sequence = 'drei' WHERE sequence = 3")
        connection.execute("UPDATE register_entry SET sequence = NULL WHERE sequence = 4")
        connection.execute("UPDATE register_entry SET number = NULL, year = x'00ff', body = CAST(x'ff00ff' AS TEXT) WHERE sequence = 2")
        connection.execute("INSERT INTO register_entry SELECT * FROM register_entry WHERE sequence = 1")
        connection.execute("UPDATE register_content SET digest = NULL, packed = 'text' WHERE size > 5000")
        connection.execute("UPDATE register_head SET entries = 'many'")
    with opened(str(file)) as register:
        report = check(register)
    assert {"fault_unreadable", "fault_twice", "fault_head", "fault_content_missing"} <= set(codes(report))
    assert json.loads(json.dumps(report.plain()))["sound"] is False


COLUMNS = [("register_founding", "hash"), ("register_founding", "record"), ("register_head", "entries"),
           ("register_head", "hash"), *(("register_content", name) for name in ("digest", "size", "packed")),
           *(("register_entry", name) for name in ("sequence", "year", "running", "number", "pdf", "request",
                                                   "supersedes", "body", "hash"))]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("whole") / "a.db"
    filled(file, 4)
    with opened(str(file)) as register:
        record(register, supersedes="KM-2026-0002", reason="有误", request="一")
    return file


def one_change(whole: Path, tmp: Path, place: tuple[str, str], row: int, value: Any) -> None:
    """Set one stored value to another one; the check has to find it."""
    file = tmp / "changed.db"
    shutil.copy(whole, file)
    table, column = place
    with unguarded(file) as connection:
        rows = connection.execute(f"SELECT rowid, {column} FROM {table} ORDER BY rowid").fetchall()
        key, before = rows[row % len(rows)]
        # A number of bytes or letters is changed in place, anything else is replaced.
        if isinstance(value, tuple) and isinstance(before, str | bytes):
            at = value[0] % len(before)
            new = bytes([value[1] % 256]) if isinstance(before, bytes) else chr(32 + value[1] % 90)
            value = before[:at] + new + before[at + 1:]  # type: ignore[operator]
        elif isinstance(value, tuple):
            value = value[0]
        try:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, key))
        except (sqlite3.IntegrityError, OverflowError):
            return
        query = f"SELECT typeof({column}), {column} FROM {table} WHERE rowid = ?"
        if table == "register_entry" and column == "sequence":
            key = value
        if connection.execute(query, (key,)).fetchone()[1] == before:
            return
    with opened(str(file)) as register:
        assert not check(register).sound, (place, key, before, value)


VALUES = st.one_of(st.none(), st.integers(-2**63, 2**63 - 1), st.integers(0, 9), st.text(max_size=20), st.binary(max_size=20),
                   st.tuples(st.integers(0, 10_000), st.integers(0, 255)), st.sampled_from(["[]", "null", "KM-2026-0001"]))


@settings(max_examples=30, derandomize=True, deadline=None, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(place=st.sampled_from(COLUMNS), row=st.integers(0, 20), value=VALUES)
def test_any_single_change_is_found(whole: Path, tmp_path: Path, place: tuple[str, str], row: int, value: Any) -> None:
    one_change(whole, tmp_path, place, row, value)


@pytest.mark.whole
@settings(max_examples=2000, derandomize=True, deadline=None, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(place=st.sampled_from(COLUMNS), row=st.integers(0, 20), value=VALUES)
def test_any_single_change_of_thousands_is_found(whole: Path, tmp_path: Path, place: tuple[str, str], row: int,
                                                 value: Any) -> None:
    one_change(whole, tmp_path, place, row, value)


# --- moving


def exported(file: Path, count: int = 4) -> tuple[Path, list[bytes]]:
    filled(file, count)
    out = file.with_name("台账.jsonl")
    with opened(str(file)) as register:
        assert write_to(register, out) == register.head()
    return out, out.read_bytes().splitlines(keepends=True)


def taken_in(out: Path, address: str) -> Register:
    with out.open("rb") as stream:
        return read_in(stream, out.name, address)


def test_a_register_moves_from_sqlite_to_postgresql_and_back_unchanged(file: Path, postgresql: Server) -> None:
    filled(file, 3)
    with opened(str(file)) as register:
        record(register, supersedes="KM-2026-0001", reason="有误", request="一")
        first = file.with_name("1.jsonl")
        head = write_to(register, first)
        entries = list(register.all())
        files = register.files(entries[0])
    with taken_in(first, postgresql.database()) as server_side:
        assert server_side.head() == head
        assert sound(server_side, entries[1].hash) == 4
        assert list(server_side.all()) == entries
        assert server_side.files(entries[0]) == files
        second = file.with_name("2.jsonl")
        assert write_to(server_side, second) == head
        assert second.read_bytes() == first.read_bytes()
        assert record(server_side).number == "KM-2026-0005"
    with taken_in(second, str(file.with_name("b.db"))) as again:
        assert (again.head(), list(again.all()), sound(again)) == (head, entries, 4)
        assert again.superseded_by("KM-2026-0001") == "KM-2026-0004"


def test_an_empty_register_moves_too(kept: Register, tmp_path: Path) -> None:
    write_to(kept, tmp_path / "a.jsonl")
    with taken_in(tmp_path / "a.jsonl", str(tmp_path / "b.db")) as again:
        assert again.head() == kept.head()
        assert again.founding() == kept.founding()


def without(number: int) -> Callable[[list[bytes]], list[bytes]]:
    return lambda lines: lines[:number] + lines[number + 1:]


def instead(number: int, old: bytes, new: bytes) -> Callable[[list[bytes]], list[bytes]]:
    def work(lines: list[bytes]) -> list[bytes]:
        assert old in lines[number]
        return [*lines[:number], lines[number].replace(old, new), *lines[number + 1:]]
    return work


# Lines of the file: 0 the founding record, 1 to 3 contents, 4 the first entry, 5 and 6 contents, 7 the second …
BAD_FILES: list[tuple[str, str, int, Callable[[list[bytes]], list[bytes]]]] = [
    ("register.not_an_export", "请选用 checker register export", 1, without(0)),
    ("register.not_an_export", "register-export/1", 1, instead(0, b"register-export/1", b"register-export/2")),
    ("register.line_unreadable", "读不出", 0, lambda lines: []),
    ("register.line_unreadable", "读不出", 2, lambda lines: [lines[0], b"[[[\n", *lines[1:]]),
    ("register.line_unreadable", "读不出", 2, lambda lines: [lines[0], b"[" * 100_000 + b"\n", *lines[1:]]),
    ("register.line_founding", "建立记录与它的哈希不符", 1, instead(0, "某某".encode(), "某甲".encode())),
    ("register.line_content", "与它的摘要不符", 2, instead(1, b'"packed":"eJ', b'"packed":"eK')),
    ("register.line_content", "与它的摘要不符", 2, instead(1, b'"packed":"eJ', b'"packed":"=J')),
    ("register.line_twice", "出现了两次", 3, lambda lines: [*lines[:2], lines[1], *lines[2:]]),
    ("register.line_entry", "或与它的哈希不符", 5, instead(4, "虚构园区1".encode(), "虚构园区9".encode())),
    ("register.line_entry", "读不出", 5, instead(4, b'"sequence":1', b'"sequence":"1"')),
    ("register.line_entry", "读不出", 5, instead(4, b'"sequence":1', b'"sequence":1.5')),
    ("register.line_no_content", "KM-2026-0001 的附件", 4, without(1)),
    ("register.fault_removed", "第 1 条不见了", 7, without(4)),
    ("register.fault_removed", "第 2 条不见了", 10, without(7)),
    ("register.line_end", "与前面的 3 条对不上", 14, lambda lines: [*lines[:13], lines[14]]),
    ("register.line_end", "与前面的 4 条对不上", 15, instead(14, b'"entries":4', b'"entries":5')),
    ("register.line_behind", "末行之后还有内容", 16, lambda lines: [*lines, lines[-1]]),
    ("register.line_no_end", "缺少末行", 14, lambda lines: lines[:-1]),
    ("register.line_cut", "文件在这一行中断", 15, lambda lines: [*lines[:-1], lines[-1][:-1]]),
    ("register.line_too_long", "过长", 2, lambda lines: [lines[0], b'{"a":"' + b"x" * 2_000_000 + b'"}\n']),
]


@pytest.mark.parametrize(("code", "words", "line", "spoil"), BAD_FILES)
def test_a_file_that_doesnt_fit_is_refused_with_its_line_and_leaves_nothing(
        file: Path, code: str, words: str, line: int, spoil: Callable[[list[bytes]], list[bytes]]) -> None:
    out, lines = exported(file)
    assert len(lines) == 15
    out.write_bytes(b"".join(spoil(lines)))
    target = file.with_name("b.db")
    with pytest.raises(Damaged) as caught:
        taken_in(out, str(target))
    problem = caught.value.problems[0]
    assert (problem.code, problem.line, problem.file) == (code, line, out.name), caught.value
    assert words in str(problem)
    assert not list(file.parent.glob("b.db*"))


@pytest.mark.parametrize("count", [40, pytest.param(120, marks=pytest.mark.whole)])
def test_a_byte_changed_anywhere_in_the_file_is_found(file: Path, count: int) -> None:
    out, lines = exported(file, 2)
    whole, chance = b"".join(lines), random.Random(7)
    with opened(str(file)) as register:
        head = register.head()
    for number in range(count):
        at = chance.randrange(len(whole))
        out.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1:])
        target = file.with_name(f"{number}.db")
        try:
            with taken_in(out, str(target)) as again:
                # The last letter of base64 has bits that mean nothing.
                assert (again.head(), sound(again)) == (head, 2)
        except Damaged:
            assert not target.exists()


def test_a_file_is_not_read_into_a_register_that_is_there(file: Path) -> None:
    out, _ = exported(file)
    with raises("register.exists", "已经是一个台账"):
        taken_in(out, str(file))
    with opened(str(file)) as register:
        assert sound(register) == 4


def test_a_damaged_register_is_not_written_out(file: Path) -> None:
    filled(file)
    out = file.with_name("a.jsonl")
    for tamper, code in ((content_removed, "register.file_lost"), (removed, "register.fault_removed"),
                         (head_hash, "register.head_broken")):
        with unguarded(file) as connection:
            tamper(connection)
        with opened(str(file)) as register, pytest.raises(Damaged) as caught:
            write_to(register, out)
        assert code in [problem.code for problem in caught.value.problems] or tamper is removed
    assert sorted(path.name for path in file.parent.iterdir()) == ["台账.db"]


# --- where it is


def test_founding_twice_is_refused(address: str) -> None:
    with found(address, founding()) as register:
        record(register)
        with raises("register.exists", "没有改动它"):
            found(address, founding("YX"))
        assert sound(register) == 1
        assert register.founding().prefix == "KM"


def test_a_place_without_a_register_is_told_apart(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE t (a)")
    (tmp_path / "empty.db").touch()
    (tmp_path / "text.db").write_text("没有数据库" * 1000, encoding="utf-8")
    for name, code, words in (("none.db", "register.missing", "没有台账"), ("", "register.is_folder", "是文件夹"),
                              ("other.db", "register.not_a_register", "不是台账"), ("text.db", "register.not_a_register", "不是台账"),
                              ("empty.db", "register.not_initialised", "checker register init")):
        with raises(code, words):
            opened(str(tmp_path / name))
    for name, code in (("other.db", "register.not_a_register"), ("text.db", "register.not_a_register"),
                       ("no/a.db", "register.no_folder")):
        with raises(code, "请"):
            found(str(tmp_path / name), founding())
    with found(str(tmp_path / "empty.db"), founding()) as register:
        assert record(register).number == "KM-2026-0001"
    with found(f"sqlite:///{tmp_path}/中 文?.db", founding()) as register:
        assert record(register).number == "KM-2026-0001"


@pytest.mark.parametrize(("address", "code", "words"), [
    ("", "register.address", "postgresql://用户:口令@主机/数据库"), (f"postgresql://u:{SECRET}@h:port/d", "register.address", "%xx"),
    ("a\0b", "register.address", "写得不对"), (f"mysql://u:{SECRET}@h/d", "register.kind", "mysql://"),
    ("sqlite://", "register.memory", "内存"), ("sqlite:///:memory:", "register.memory", "内存")])
def test_an_address_that_is_none_is_told_without_its_password(address: str, code: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        database(address)
    assert (caught.value.problems[0].code, words in str(caught.value)) == (code, True)
    assert SECRET not in str(caught.value)


def test_a_register_of_another_format_is_told(file: Path) -> None:
    filled(file, 0)
    with unguarded(file) as connection:
        body = founding().body.replace("register/1", "register/2")
        connection.execute("UPDATE register_founding SET record = ?, hash = ?", (body, digest(body.encode())))
    with raises("register.version", "格式是“register/2”，本程序只认 register/1"):
        opened(str(file))


def test_postgresql_tells_what_is_wrong_and_never_the_password(postgresql: Server, tmp_path: Path) -> None:
    address = postgresql.database()
    name = address.partition("?")[0].rpartition("/")[2]
    guest = postgresql.url(name, "guest", SECRET)
    wrong = postgresql.url(name, "guest", "falsch" + SECRET)
    with raises("register.not_initialised", "还没有台账"):
        opened(address)
    with found(address, founding()) as register:
        record(register)
    cases = (("postgresql://u:geheim@127.0.0.1:1/d", "register.connect", "数据库服务是否在运行"),
             (postgresql.url("nothing"), "register.connect", "数据库要由管理员先建好"), (wrong, "register.connect", "用户名和口令"),
             (guest, "register.not_allowed", "register_head 的更新权限"))
    for place, code, words in cases:
        with pytest.raises(UsageError) as caught:
            opened(place)
        assert (caught.value.problems[0].code, words in str(caught.value)) == (code, True), caught.value
        assert "geheim" not in str(caught.value)
        assert caught.value.__cause__ is None
    for table in ("founding", "head", "content", "entry"):
        postgresql.run(f"GRANT SELECT ON register_{table} TO guest", name)
    with opened(guest) as reader:
        assert sound(reader) == 1
        with raises("register.not_allowed", "请管理员授予"):
            record(reader)
        postgresql.run("GRANT INSERT ON register_entry, register_content TO guest", name)
        postgresql.run("GRANT UPDATE ON register_head TO guest", name)
        assert record(reader).number == "KM-2026-0002"
        assert reader.database.shown == f"postgresql://guest:***@/{name}"
    with opened(postgresql.url(name, options="-c default_transaction_read_only=on")) as reader:
        assert sound(reader) == 2
        with raises("register.read_only", "是只读的"):
            record(reader)


def test_without_its_driver_a_register_in_postgresql_is_told_what_to_install_and_one_in_a_file_serves(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = run("register", "list", "--register", f"postgresql://u:{SECRET}@h/d")
    refused(said, 2, "register.no_driver", "台账 postgresql://u:***@h/d 在 PostgreSQL 里，连接它要用的组件 psycopg 没有安装")
    assert "请在项目的文件夹里运行“.venv/bin/pip install --require-hashes -r requirements-postgresql.lock”" in said.err
    assert SECRET not in said.err
    with found(str(tmp_path / "台账.db"), founding()) as register:
        record(register)
        assert sound(register) == 1


class Complaint(Exception):
    def __init__(self, sqlstate: str) -> None:
        super().__init__(f"said {SECRET}\nDETAIL")
        self.sqlstate = sqlstate


def test_what_a_database_complains_about_has_words() -> None:
    kept = database(f"postgresql://u:{SECRET.replace('口令', '%E5%8F%A3%E4%BB%A4')}@h/d")
    for state, code in (("53100", "register.full"), ("XX001", "register.database"), ("08006", "register.database")):
        problem = kept.problem(OperationalError("", {}, Complaint(state)))
        assert problem.code == code
        assert SECRET not in str(problem)
        assert "DETAIL" not in str(problem)
    lost = sqlite3.OperationalError("disk I/O error")
    lost.sqlite_errorname = "SQLITE_IOERR_WRITE"
    assert says(str(kept.problem(OperationalError("", {}, lost))), "register.database", "disk I/O error SQLITE_IOERR_WRITE")


# --- the command


@pytest.fixture
def office(file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register with three entries, which the environment names."""
    monkeypatch.setenv("CHECKER_REGISTER", str(file))
    with found(str(file), founding()) as register:
        record(register, "昆明经开区", outcome="unmet")
        record(register, "玉溪\n项目", kind="project", on=dt.date(2025, 1, 1))
        record(register, "昆明经开区", supersedes="KM-2026-0001", reason="能耗数据有误")
    return file


def test_the_clerk_founds_a_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHECKER_REGISTER", raising=False)
    office = ("--office", "某某管委会", "--prefix", "KM")
    said = run("register", "init", tmp_path / "a.db", *office)
    assert (said.status, said.err) == (0, "")
    assert f"已建立台账 {tmp_path / 'a.db'}：某某管委会，编号形如 KM-{dt.datetime.now(dt.UTC).year}-0001。\n建立记录的哈希：sha256:" in said.out
    assert run("register", "init", "--register", tmp_path / "b.db", *office).status == 0
    monkeypatch.setenv("CHECKER_REGISTER", str(tmp_path / "c.db"))
    assert run("register", "init", *office).status == 0
    with opened(str(tmp_path / "a.db")) as a, opened(str(tmp_path / "c.db")) as c:
        assert a.founding().id != c.founding().id
        assert a.founding().office == "某某管委会"
    refused(run("register", "init", tmp_path / "a.db", *office), 2, "register.exists", "每个台账只建立一次")
    refused(run("register", "init", tmp_path / "d.db", "--register", "e.db", *office), 2, "register.two_addresses", "只写一个")
    refused(run("register", "init", tmp_path / "d.db", "--office", "甲", "--prefix", "km-1"), 2, "register.unfit", "编号前缀（prefix）：")
    assert not (tmp_path / "d.db").exists()


def test_without_a_place_every_command_says_how_to_name_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CHECKER_REGISTER", raising=False)
    for words in (("list",), ("find", "区"), ("show", "KM-2026-0001"), ("check",), ("anchor",), ("export", "a"),
                  ("import", "a"), ("init", "--office", "甲", "--prefix", "K")):
        refused(run("register", *words), 2, "register.none", "CHECKER_REGISTER")
    refused(run("register", "list", "--register", tmp_path / "a.db"), 2, "register.missing", "checker register init")


def test_entries_are_listed_found_and_shown(office: Path, tmp_path: Path) -> None:
    lines = run("register", "list").out.splitlines()
    assert lines == ["KM-2026-0001　2026-03-02　未达标　昆明经开区 2025　hj274-2015　（已由 KM-2026-0002 更正）",
                     "KM-2025-0001　2025-01-01　符合准入条件　玉溪 项目 2025　hj274-2015",
                     "KM-2026-0002　2026-03-02　达标　昆明经开区 2025　hj274-2015"]
    assert run("register", "find", "昆明").out.splitlines() == [lines[0], lines[2]]
    assert run("register", "find", "昆明", "--outcome", "未达标").out.splitlines() == lines[:1]
    assert run("register", "list", "--year", "2025").out.splitlines() == lines[1:2]
    assert run("register", "list", "--outcome", "met", "--register", office).out.splitlines() == lines[1:]
    assert run("register", "find", "没有的").out.startswith("没有符合的登记。摘要至少要写 8 位")
    data = json.loads(run("register", "list", "--format", "json").out)
    assert data["schema"] == "register-list/1"
    assert [e["superseded_by"] for e in data["entries"]] == ["KM-2026-0002", None, None]
    shown = run("register", "show", "km-2026-0002", "--save", tmp_path / "取出")
    for words in ("编号　　　KM-2026-0002（第 3 条）", "登记人 张三", "对象　　　昆明经开区（园区）", "更正 KM-2026-0001，理由：能耗数据有误",
                  "附件　　　issue.json　sha256:", "checker 0.5.0、engine durable_rules 2.0.28、python 3.11.2"):
        assert words in shown.out, words
    assert "已写出 3 个附件" in shown.err
    assert (tmp_path / "取出/issue.json").read_bytes() == b"KM-2026-0002"
    assert "已由 KM-2026-0002 更正" in run("register", "show", "KM-2026-0001").out
    data = json.loads(run("register", "show", "KM-2026-0001", "--format", "json").out)
    with opened(str(office)) as register:
        assert data == {**next(register.all()).plain(), "superseded_by": "KM-2026-0002"}
    refused(run("register", "show", "KM-2026-0009"), 2, "register.no_entry", "checker register find")
    refused(run("register", "list", "--year", "26"), 2, "register.year", "四位数字")
    refused(run("register", "list", "--outcome", "好"), 2, "register.outcome", "未达标")
    (tmp_path / "taken").touch()
    said = run("register", "show", "KM-2026-0001", "--save", tmp_path / "taken")
    assert (said.status, says(said.errors[0], "register.save_folder", "请换一个位置")) == (2, True)


def test_the_auditor_checks_with_an_anchor_kept_elsewhere(office: Path) -> None:
    with opened(str(office)) as register:
        head = register.head().hash
    said = run("register", "anchor")
    assert said.out.startswith(f"第 3 条　KM-2026-0002　{head}\n请把这一行抄录或打印，交给别的部门保管")
    said = run("register", "check")
    assert (said.status, said.out) == (0, "台账完好：共 3 条，编号无缺，各条首尾相接，附件齐全。\n"
                                          "没有用另存的锚定哈希核对：末尾被整段删除或重写，这样查不出来。请加 --anchor。\n"
                                          f"末条哈希：{head}\n")
    assert "锚定哈希是KM-2026-0002的：到那里为止没有被重写" in run("register", "check", "--anchor", head.upper().replace("SHA", "sha")).out
    data = json.loads(run("register", "check", "--format", "json").out)
    assert data == {"schema": "register-check/1", "sound": True, "entries": 3, "hash": head, "faults": [], "warnings": []}
    refused(run("register", "check", "--anchor", "abc"), 2, "register.anchor_form", "64 个十六进制字符")
    said = run("register", "check", "--anchor", digest(b""))
    assert (said.status, "×　另存的锚定哈希" in said.out, "台账有 1 处不符" in said.out) == (6, True, True)
    with unguarded(office) as connection:
        connection.execute("UPDATE register_entry SET body = replace(body, '昆明', '昆阳') WHERE sequence = 1")
        removed(connection)
    said = run("register", "check")
    assert said.status == 6
    assert "×　KM-2026-0001（第 1 条）被改动" in said.out
    data = json.loads(run("register", "check", "--format", "json").out)
    assert data["faults"][0] | {"message": ""} == {"code": "register.fault_changed", "number": "KM-2026-0001", "sequence": 1,
                                                   "message": ""}
    refused(run("register", "list"), 6, "register.entry_changed", "checker register check") if not said.err else None


def test_a_register_is_moved_by_the_command(office: Path, tmp_path: Path) -> None:
    said = run("register", "export", tmp_path / "a.jsonl")
    assert (said.status, f"已导出 3 条到 {tmp_path / 'a.jsonl'}" in said.out) == (0, True)
    refused(run("register", "export", tmp_path / "a.jsonl", "--register", office), 2, "register.export_taken",
            "没有覆盖")
    said = run("register", "import", tmp_path / "a.jsonl", "--register", tmp_path / "b.db")
    assert (said.status, "原来的台账不要再用来登记" in said.out) == (0, True)
    assert run("register", "check", "--register", tmp_path / "b.db").out == run("register", "check").out
    refused(run("register", "import", tmp_path / "a.jsonl"), 2, "register.exists", "已经是一个台账")
    refused(run("register", "import", tmp_path / "none"), 2, "file.unreadable", "", tmp_path / "none")
    refused(run("register", "export", office), 2, "error.overwrites", "读入的文件本身")
    refused(run("register", "export", tmp_path / "no/a"), 2, "error.write", "请先建好文件夹")
    refused(run("register", "import", office, "--register", tmp_path / "c.db"), 6, "register.line_unreadable", "", office, 1)
    assert not (tmp_path / "c.db").exists()


def test_the_help_speaks_of_every_command() -> None:
    said = run("register", "--help").out
    for name in ("init", "list", "show", "find", "export", "import", "check", "anchor"):
        assert f"  {name} " in said
        assert "用法" in run("register", name, "--help").out


def test_every_complaint_is_asserted_on() -> None:
    words = "".join((ROOT / "tests" / name).read_text(encoding="utf-8") for name in ("test_register.py", "test_issuing.py"))
    due = {code for code in REGISTER if code.startswith(("register.fault_", "register.line_", "register.warn_"))}
    due |= {code for code, said in REGISTER.items() if "请" in said and code.startswith("register.")}
    told = {"register.line", "register.anchor_keep", "register.fault_database", "register.column_request", "register.no_anchor"}
    missing = {code for code in due - told if f'"{code}"' not in words and f'"{code.removeprefix("register.")}"' not in words}
    assert missing == set()
