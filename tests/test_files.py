"""YAML 1.2 and JSON as plain data: numbers from their text, lines for every field; files read and written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from bad.command import says

from checker.capsule.opening import read_pdf
from checker.errors import DossierError, UsageError
from checker.files import processes
from checker.files.bounds import TooLong
from checker.files.reading import holds, read_within
from checker.files.textfile import parse, parse_json
from checker.files.writing import put, put_all


def data(text: str, name: str = "x.yaml") -> object:
    return parse(text.encode(), name).data


@pytest.mark.parametrize(("written", "value"), [
    ("1e-5", Decimal("0.00001")), ("010", "010"), ("no", "no"), ("yes", "yes"), ("on", "on"),
    ("12:30", "12:30"), ("2022-01-01", "2022-01-01"), ("~", None), ("null", None), ("", None), ("true", True),
    ("False", False), ("0x1F", "0x1F"), ("1_000", "1_000"), (".5", Decimal("0.5")), ("'010'", "010"),
    ('"1e-5"', "1e-5"), ("0.0640", Decimal("0.0640")), (".inf", ".inf"), (".nan", ".nan"), ("+3", Decimal(3))])
def test_scalars_follow_yaml_1_2(written: str, value: object) -> None:
    assert data(f"a: {written}") == {"a": value}


def test_a_decimal_keeps_every_digit_that_was_written() -> None:
    assert str(data("a: 0.10000000000000000001")["a"]) == "0.10000000000000000001"  # type: ignore[index]
    assert str(data('{"a": 0.10}', "x.json")["a"]) == "0.10"  # type: ignore[index]


def test_lines_are_known_for_every_field_in_yaml_and_json() -> None:
    file = parse(b"a: 1\nb:\n  - c: 2\n    d: 3\n", "x.yaml")
    assert file.lines[("b", 0, "d")] == 4
    file = parse(b'{\n "a": 1,\n\t"b": [\n {"c": 2}]}', "x.json")
    assert file.lines[("b", 0, "c")] == 4


def test_json_escapes_beyond_the_basic_plane_are_read() -> None:
    assert data('{"a": "\\ud83d\\ude00\\/"}', "x.json") == {"a": "😀/"}


def test_a_byte_order_mark_and_windows_lines_are_no_obstacle() -> None:
    assert parse("\ufeffa: 1\r\nb: 2\r\n".encode(), "x.yaml").data == {"a": Decimal(1), "b": Decimal(2)}


def test_full_width_keys_are_the_keys_they_mean() -> None:
    assert data("ｐｅｒｉｏｄ: 2022") == {"period": Decimal(2022)}


# reading within a bound


def test_a_file_that_grows_while_it_is_read_is_read_no_further_than_its_bound(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"12345678")
    assert read_within(path, 8, DossierError) == b"12345678"
    small = os.stat_result((*path.stat()[:6], 2, *path.stat()[7:]))
    monkeypatch.setattr(Path, "stat", lambda *_, **__: small)
    assert read_within(path, 8, DossierError) == b"12345678"
    with pytest.raises(DossierError, match="文件超过 0 MB 的上限"):
        read_within(path, 7, DossierError)


def test_a_file_that_vanishes_while_it_is_read_is_not_found(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-")
    found = path.stat()
    path.unlink()
    monkeypatch.setattr(Path, "stat", lambda *_, **__: found)
    with pytest.raises(UsageError, match="找不到这个文件"):
        read_pdf(path)


def test_a_file_holds_what_stands_in_it_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12")
    assert holds(path, b"12")
    assert not any((holds(path, b"13"), holds(path, b"123"), holds(tmp_path, b""), holds(tmp_path / "b", b"")))


# writing whole or not at all


def test_whatever_stops_the_writing_of_a_file_leaves_the_old_one_and_nothing_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "a.pdf"
    put(place, b"old")

    def content() -> Iterator[bytes]:
        yield b"new"
        raise TooLong

    with pytest.raises(TooLong):
        put(place, content(), durable=True)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pdf", b"old")]
    put(place, iter((b"new", b"er")), durable=True)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pdf", b"newer")]


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(IsADirectoryError):
        put(tmp_path / "a.pdf", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_of_several_files_none_stays_where_a_stream_among_them_fails(tmp_path: Path) -> None:
    def closed(_: bytes) -> None:
        raise OSError(errno.EBADF, "")

    with pytest.raises(UsageError) as bad:
        put_all([(str(tmp_path / "a"), b"1"), ("-", b"2"), (str(tmp_path / "b"), b"3")], {"-": closed})
    assert says(str(bad.value), "error.write_out", "结果写不到标准输出（已经关闭）。没有写出任何结果。请检查输出接到了哪里，或用 -o 写到文件")
    assert list(tmp_path.iterdir()) == []


# seldom met


def test_words_that_are_no_numbers_and_characters_that_turn_the_letters_in_json() -> None:
    assert data('{"a": NaN}', "x.json") == {"a": "NaN"}
    with pytest.raises(DossierError, match="Infinity"):
        data('{"a": Infinity}', "x.json")
    assert parse_json(b'{"a": 1}', "x.json") == {"a": Decimal(1)}
    with pytest.raises(DossierError, match="请删去看不见的字符"):
        parse_json(b'{"a": "\\u202e"}', "x.json")


def test_all_fields_of_a_json_file_have_their_lines() -> None:
    lines = parse(b'{\n "a": 1,\n "b": [2]}', "x.json").lines
    assert (dict(lines), len(lines)) == ({(): 1, ("a",): 2, ("b",): 3, ("b", 0): 3}, 4)


def test_a_temporary_file_that_somebody_cleared_before_it_was_held_is_made_anew(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []

    def flock(handle: int, _: int) -> None:
        if not taken:
            [lying] = tmp_path.iterdir()
            taken.append(lying.name)
            lying.unlink()

    monkeypatch.setattr("checker.files.writing.fcntl.flock", flock)
    put(tmp_path / "a.txt", b"written")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.txt", b"written")]
    assert taken


def test_a_copy_ends_with_the_process_that_asked_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    monkeypatch.setattr("multiprocessing.parent_process", lambda: SimpleNamespace(sentinel=7))
    monkeypatch.setattr(processes, "wait", done.extend)
    monkeypatch.setattr(os, "_exit", done.append)
    processes._end_with_parent()
    assert done == [7, 1]
