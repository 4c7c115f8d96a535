"""Whatever is handed in as a file: a sentence that helps, the right status, nothing half-written."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from bad.command import PREFIX, refused, run, says
from good_dossier import (  # noqa: F401 - fixtures
    BAD,
    EXPECTED,
    GOOD,
    SOURCE,
    UNDETERMINED,
    called,
    fixture_dossier,
    fixture_out,
    good,
    written,
)
from plain_words import of_the_programmer

from checker.limits import MAX_BYTES

# What has to be written is a word of the file's own, or the file says what only its parser understands.
FOR_WRITERS = ("field.not_boolean", "field.id")
FILES = [pytest.param(entry, id=entry["file"]) for entry in EXPECTED]


# the files beside expected.yaml


@pytest.mark.parametrize("entry", FILES)
def test_a_bad_file_is_refused_with_its_sentence_and_line_and_nothing_is_written(entry: dict[str, Any], out: Path) -> None:
    path = BAD / entry["file"]
    said = run("check", path, "-o", out / "verdict.json", "-o", out / "verdict.xlsx")
    place = path if entry["exit"] == 4 else None
    refused(said, entry["exit"], entry["code"], entry["words"], place, entry["line"])
    assert list(out.iterdir()) == []
    if entry["code"] not in FOR_WRITERS:
        assert of_the_programmer(said.err) == []


@pytest.mark.parametrize("entry", FILES)
def test_explaining_a_bad_file_is_refused_in_the_same_words(entry: dict[str, Any]) -> None:
    path = BAD / entry["file"]
    said = run("explain", path)
    refused(said, entry["exit"], entry["code"], entry["words"])


def test_every_bad_file_is_expected_and_named_after_its_message() -> None:
    assert {entry["file"] for entry in EXPECTED} == {
        path.name for path in BAD.iterdir() if path.is_file()} - {"expected.yaml", "command.py"}
    for entry in EXPECTED:
        assert entry["file"].startswith(entry["code"] + ".")


def test_the_dossier_that_the_bad_ones_are_made_from_is_judged(dossier: Path) -> None:
    said = run("check", dossier)
    assert (said.status, said.err) == (UNDETERMINED, "")


SEPARATE = ("file.bad_yaml.yaml", "file.alias.bomb.yaml", "field.year.yaml", "unit.wrong_dimension.yaml",
            "error.no_ruleset.yaml")


@pytest.mark.parametrize("entry", [
    pytest.param(e, id=e["code"], marks=[] if e["exit"] != 4 or e["file"] == SEPARATE[0] else pytest.mark.whole)
    for e in EXPECTED if e["file"] in SEPARATE])
def test_a_bad_file_is_refused_by_the_command_as_it_is_called(entry: dict[str, Any], out: Path) -> None:
    done = called("check", entry["file"], "-o", out / "verdict.json", cwd=BAD, capture_output=True)
    assert done.returncode == entry["exit"]
    assert says(done.stderr, entry["code"], entry["words"])
    if entry["exit"] == 4:
        assert f"{PREFIX}{entry['file']} 第 {entry['line']} 行" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert list(out.iterdir()) == []


# files that are made here: big, binary, or no files at all


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "缺.yaml"
    refused(run("check", path), 4, "file.not_found", "找不到这个文件", path)


def test_a_folder_is_no_dossier(tmp_path: Path) -> None:
    refused(run("check", tmp_path), 4, "file.is_folder", "这是一个文件夹", tmp_path)


def test_a_file_that_cannot_be_opened_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "loop.yaml"
    path.symlink_to(path)
    refused(run("check", path), 4, "file.unreadable", "无法读取文件（链接成环）", path)


def test_a_file_below_a_file_is_refused_with_the_reason(dossier: Path) -> None:
    path = dossier / "inner.yaml"
    refused(run("check", path), 4, "file.unreadable", "无法读取文件（路径中有一段不是文件夹）", path)


def test_a_file_name_that_is_too_long_is_refused_with_the_reason() -> None:
    name = "长" * 200 + ".yaml"
    refused(run("check", name), 4, "file.unreadable", "无法读取文件（文件名过长）", name)


@pytest.mark.parametrize("path", ["/dev/null", "/dev/zero"])
def test_a_device_is_no_dossier_and_is_not_read(path: str) -> None:
    refused(run("check", path), 4, "file.not_regular",
            "这里不是一份文件，而是设备或管道。请给出 .yaml 或 .json 文件的路径", path)


def test_a_pipe_is_no_dossier_and_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "park.yaml"
    os.mkfifo(path)
    refused(run("check", path), 4, "file.not_regular",
            "这里不是一份文件，而是设备或管道。请给出 .yaml 或 .json 文件的路径", path)


def test_a_file_over_ten_megabytes_is_not_read(tmp_path: Path, out: Path) -> None:
    path = written(tmp_path, "big.yaml", GOOD.encode() + b"#" * MAX_BYTES)
    said = run("check", path, "-o", out / "verdict.json")
    refused(said, 4, "file.too_large", "文件超过 10 MB 的上限，未读取", path)
    assert list(out.iterdir()) == []


def test_a_file_of_just_ten_megabytes_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "full.json", json.dumps(good()).encode().ljust(MAX_BYTES))
    assert run("check", path, "--format", "json").status == UNDETERMINED


@pytest.mark.parametrize("content", [
    pytest.param(GOOD.encode("gb18030"), id="GB 18030"),
    pytest.param(GOOD.encode("utf-16"), id="UTF-16"),
    pytest.param(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00\x21\x00\xb5\xd6", id="workbook"),
    pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", id="PDF"),
])
def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, "park.yaml", content)
    refused(run("check", path), 4, "file.not_utf8", "请另存为 UTF-8 编码的 YAML 或 JSON 文本", path)


@pytest.mark.parametrize("content", [b"\0" * 100, GOOD.encode("utf-16-le")[:20], b"schema: \x1b[31m"])
def test_a_file_with_control_characters_is_refused(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, "park.yaml", content)
    refused(run("check", path), 4, "file.binary", "文件中有控制字符，不是文本文件", path)


@pytest.mark.parametrize("name", ["park.yaml", "park.yml", "park.json"])
@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = written(tmp_path, name, content)
    refused(run("check", path), 4, "file.empty", "文件是空的，或只有注释。请填写内容", path)


@pytest.mark.parametrize(("name", "text"), [
    ("park.yaml", "[" * 10_000), ("park.json", "[" * 10_000), ("park.json", '{"a":' * 100_000),
    ("park.yaml", "{a: " * 10_000), ("park.yaml", "- " * 10_000),
    ("park.json", "[" * 10_000 + "]" * 10_000)])
def test_deep_nesting_is_refused(tmp_path: Path, name: str, text: str) -> None:
    path = written(tmp_path, name, text)
    refused(run("check", path), 4, "file.too_deep", "嵌套超过 40 层", path)


@pytest.mark.parametrize("depth", [41, 300])
def test_json_is_not_nested_deeper_than_yaml_may_be(tmp_path: Path, depth: int) -> None:
    entries = {"list": "publicity_events", "entries": [{"date": "X"}], "source": SOURCE}
    text = json.dumps(good(lists=[entries])).replace('"X"', "[" * depth + "]" * depth)
    path = written(tmp_path, "park.json", text)
    refused(run("check", path), 4, "file.too_deep", "嵌套超过 40 层", path)


@pytest.mark.parametrize("name", ["park.yaml", "park.json"])
def test_forty_levels_are_read_and_one_more_is_not(tmp_path: Path, name: str) -> None:
    said = run("check", written(tmp_path, name, "[" * 40 + "5" + "]" * 40))
    refused(said, 4, "dossier.not_mapping", "申报材料应由“字段: 值”组成", tmp_path / name, 1)
    said = run("check", written(tmp_path, name, "[" * 41 + "5" + "]" * 41))
    refused(said, 4, "file.too_deep", "嵌套超过 40 层", tmp_path / name)


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".md", ""])
def test_a_suffix_that_is_no_dossier_s_is_refused(tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path, f"park{suffix}", GOOD)
    refused(run("check", path), 4, "dossier.suffix", f"不支持扩展名 {suffix or '（无）'}", path)


@pytest.mark.parametrize("text", ["5", '"文字"', "[1, 2]"])
def test_a_file_that_holds_no_fields_is_refused(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, "park.json", text)
    refused(run("check", path), 4, "dossier.not_mapping", "申报材料应由“字段: 值”组成", path, 1)


@pytest.mark.parametrize(("name", "text"), [
    ("park.yaml", "# 待填\n"), ("park.yaml", "---\n"), ("park.yaml", "~\n"), ("park.json", "null")])
def test_a_file_with_comments_or_nothing_alone_is_empty(tmp_path: Path, name: str, text: str) -> None:
    path = written(tmp_path, name, text)
    refused(run("check", path), 4, "file.empty", "文件是空的，或只有注释。请填写内容", path)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, "park.yaml", "\ufeff" + GOOD.replace("\n", "\r\n"))
    assert run("check", path).status == UNDETERMINED


@pytest.mark.parametrize("word", ["Infinity", "-Infinity"])
def test_no_number_of_json_may_be_infinite(tmp_path: Path, word: str) -> None:
    entry = {"quantity": "employees", "value": "X", "unit": "人", "source": SOURCE}
    path = written(tmp_path, "park.json", json.dumps(good(observations=[entry])).replace('"X"', word))
    refused(run("check", path), 4, "file.not_a_number", f"{word} 不是数", path)


def test_duplicate_keys_anywhere_in_json_are_all_named(tmp_path: Path) -> None:
    path = written(tmp_path, "park.json", '{"a": 1, "a": 2, "b": [{"c": 1, "c": 1}]}')
    said = run("check", path)
    assert said.status == 4
    assert all(any(says(line, "file.duplicate_key", f"键“{key}”在同一处写了两次") for line in said.errors)
               for key in "ac")


def test_keys_that_only_their_width_tells_apart_are_duplicates(tmp_path: Path) -> None:
    path = written(tmp_path, "park.yaml", GOOD + "ｐｅｒｉｏｄ: 2023\n")
    refused(run("check", path), 4, "file.duplicate_key_at", "键“period”已在第 3 行写过", path, 7)
