"""The register checked: whatever is changed is named."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bad.command import says
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from register_worker import NOW
from registers import (  # noqa: F401 - fixtures
    codes,
    content_removed,
    filled,
    fixture_file,
    fixture_whole,
    founding,
    head_hash,
    raises,
    record,
    removed,
    sound,
    unguarded,
)

from checker.errors import CheckerError
from checker.files.canonical import canonical, digest
from checker.register import packing
from checker.register.appending import add_entry
from checker.register.attested import stated
from checker.register.chain import set_back
from checker.register.checking import check
from checker.register.entry import Damaged, founded, parsed, parsed_founding
from checker.register.entry_words import told
from checker.register.founding import found, opened


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


def content_added(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO register_content VALUES (?, 3, ?)", (digest(b"abc"), packing.pack("a", b"abc")))


def founding_changed(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE register_founding SET record = replace(record, '某某', '某甲')")


def founding_changed_with_its_hash(connection: sqlite3.Connection) -> None:
    other = founded("另一个单位", "KM", NOW, "f" * 32)
    connection.execute("UPDATE register_founding SET record = ?, hash = ?", (other.body, other.hash))


def head_gone(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM register_head")


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


def test_a_clock_that_was_set_back_is_a_warning_and_a_long_screening_is_none(file: Path) -> None:
    with found(str(file), founding()) as register:
        for hours in (0, -2, -30, -29, 24, -48):
            record(register, at=NOW + dt.timedelta(hours=hours))
        report = check(register)
    assert report.sound
    [warning] = report.warnings
    assert says(str(warning), "register.warn_clock", "KM-2026-0003（第 3 条）的登记时间 2026-03-01 10:30:05 早于它前面一条 KM-2026-0002 的 "
                "2026-03-02 14:30:05，这样的共 2 处")


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


def test_a_register_without_its_founding_record_has_no_start_and_the_rest_is_still_read(
        file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(file, 2)
    with unguarded(file) as connection:
        connection.execute("DELETE FROM register_founding")
    monkeypatch.setattr("checker.register.checking.unguarded", lambda _: b"\xff".decode())
    with opened(str(file)) as register:
        report = check(register)
    assert {"fault_founding", "fault_database"} <= set(codes(report))
    assert any(says(str(fault), "register.fault_database", "UnicodeDecodeError") for fault in report.faults)
    assert report.entries == 2


def test_what_is_no_entry_no_record_and_no_attachment_of_ours_says_nothing(file: Path) -> None:
    [first, second] = filled(file, 2)
    assert parsed(first.body) == first
    assert [parsed(body) for body in ("[]", json.dumps({**json.loads(first.body), "hash": first.hash}), None)] == [None] * 3
    assert parsed_founding(None) is None
    assert stated(b'{"schema":"issue/2"}') is stated(b'{"schema":"verdict/2"') is stated(b"[]") is None
    assert set_back(first, second.model_copy(update={"recorded_at": "2026-02-30T00:00:00+08:00"})) is None
    nothing_moved: Any = SimpleNamespace(execute=lambda *_: SimpleNamespace(rowcount=0))
    with raises("register.head_broken", "末尾对不上", Damaged):
        add_entry(nothing_moved, second)


def test_an_entry_names_its_answers_and_the_earlier_verdict_beside_it(file: Path) -> None:
    [entry] = filled(file, 1)
    bare = list(told(entry, None))
    for answers, beside, code, words in (
            (("问题单.xlsx", "a.docx"), None, "register.show_answers", "问题单.xlsx、a.docx"),
            ((), ("KM-2025-0001",), "register.show_beside", "KM-2025-0001"), ((), (), "register.show_beside_unknown", "")):
        [more] = [line for line in told(entry, None, answers, beside) if line not in bare]
        assert says(more, code, words)


COLUMNS = [("register_founding", "hash"), ("register_founding", "record"), ("register_head", "entries"),
           ("register_head", "hash"), *(("register_content", name) for name in ("digest", "size", "packed")),
           *(("register_entry", name) for name in ("sequence", "year", "running", "number", "pdf", "request",
                                                   "supersedes", "body", "hash"))]


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
