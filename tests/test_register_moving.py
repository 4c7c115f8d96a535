"""A register moves to another database by a file; whatever is wrong with the file is named by its line."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from register_server import Server
from registers import (  # noqa: F401 - fixtures
    content_removed,
    filled,
    fixture_address,
    fixture_file,
    fixture_kept,
    founding,
    head_hash,
    raises,
    record,
    removed,
    sound,
    unguarded,
)

from checker.register.database import database
from checker.register.entry import ChainEnd, Damaged
from checker.register.exchange import lines as lines_of
from checker.register.exchange import read_in, write_to
from checker.register.founding import laid, opened
from checker.register.store import Register


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
    ("register.line_entry", "读不出", 5, instead(4, "虚构园区1".encode(), b"\\ud800")),
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


def test_a_gap_or_another_end_is_found_where_every_attachment_is_whole(file: Path) -> None:
    filled(file)
    with opened(str(file)) as register:
        head, third = register.head(), list(register.all())[2]
        out = b"".join(lines_of(register, ChainEnd(third.sequence, third.hash)))
        assert out.splitlines()[-1] == b'{"entries":3,"head":"%s"}' % third.hash.encode()
        with raises("register.head_broken", "末尾对不上", Damaged):
            list(lines_of(register, ChainEnd(head.sequence, third.hash)))
    with unguarded(file) as connection:
        removed(connection)
    with opened(str(file)) as register, pytest.raises(Damaged, match="第 3 条不见了"):
        list(lines_of(register, head))


def somebody_else_writes(file: Path) -> None:
    file.write_bytes(b"somebody's own" * 1000)
    raise InterruptedError


def test_a_new_register_whose_file_was_taken_away_or_written_over_meanwhile_is_told(file: Path) -> None:
    with raises("register.missing", str(file)), laid(database(str(file), create=True), founding()):
        file.unlink()
    with pytest.raises(InterruptedError), laid(database(str(file), create=True), founding()):
        somebody_else_writes(file)
    assert file.read_bytes().startswith(b"somebody's own")
