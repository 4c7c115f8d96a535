"""The register: what is recorded stays, and numbers have no holes."""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from faults import disk
from register_server import Server
from register_worker import DAY, facts, issue
from registers import (  # noqa: F401 - fixtures
    BARE,
    codes,
    filled,
    fixture_address,
    fixture_file,
    fixture_kept,
    founding,
    raises,
    record,
    sound,
)
from sqlalchemy import event

from checker.errors import UsageError
from checker.files.canonical import canonical, digest
from checker.register import packing, store
from checker.register.checking import check
from checker.register.entry import Assigned, Issued, Particulars
from checker.register.exchange import read_in, write_to
from checker.register.founding import found, opened
from checker.register.store import Register

# A small batch shows the same as a large one.
BATCH, HONEST_BATCH = 20, store.BATCH
WORKER = ROOT / "tests/register_worker.py"


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
