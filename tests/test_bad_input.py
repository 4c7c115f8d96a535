"""Whatever is handed in: a sentence that helps, the right status, nothing half-written."""

from __future__ import annotations

import copy
import errno
import io
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from bad.command import PREFIX, Said, refused, run, says
from conftest import DAY, ROOT, in_words, needs_durable, sample_data
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_words import of_the_programmer

from checker.assessment.assess import Terms, assess
from checker.concluding.plain import PlainEngine
from checker.errors import DossierError, UsageError
from checker.files.textfile import TextFile
from checker.intake import parse_dossier, received, submission
from checker.limits import MAX_BYTES
from checker.messages import CATALOGUE
from checker.ruleset.loading import load

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


@pytest.fixture
def dossier(tmp_path):
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def out(tmp_path):
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


# What has to be written is a word of the file's own, or the file says what only its parser understands.
FOR_WRITERS = ("field.not_boolean", "field.id")
FILES = [pytest.param(entry, id=entry["file"]) for entry in EXPECTED]


# the files beside expected.yaml


@pytest.mark.parametrize("entry", FILES)
def test_a_bad_file_is_refused_with_its_sentence_and_line_and_nothing_is_written(entry, out):
    path = BAD / entry["file"]
    said = run("check", path, "-o", out / "verdict.json", "-o", out / "verdict.xlsx")
    place = path if entry["exit"] == 4 else None
    refused(said, entry["exit"], entry["code"], entry["words"], place, entry["line"])
    assert list(out.iterdir()) == []
    if entry["code"] not in FOR_WRITERS:
        assert of_the_programmer(said.err) == []


@pytest.mark.parametrize("entry", FILES)
def test_explaining_a_bad_file_is_refused_in_the_same_words(entry):
    path = BAD / entry["file"]
    said = run("explain", path)
    refused(said, entry["exit"], entry["code"], entry["words"])


def test_every_bad_file_is_expected_and_named_after_its_message():
    assert {entry["file"] for entry in EXPECTED} == {
        path.name for path in BAD.iterdir() if path.is_file()} - {"expected.yaml", "command.py"}
    for entry in EXPECTED:
        assert entry["file"].startswith(entry["code"] + ".")


def test_the_dossier_that_the_bad_ones_are_made_from_is_judged(dossier):
    said = run("check", dossier)
    assert (said.status, said.err) == (UNDETERMINED, "")


SEPARATE = ("file.bad_yaml.yaml", "file.alias.bomb.yaml", "field.year.yaml", "unit.wrong_dimension.yaml",
            "error.no_ruleset.yaml")


@pytest.mark.parametrize("entry", [
    pytest.param(e, id=e["code"], marks=[] if e["exit"] != 4 or e["file"] == SEPARATE[0] else pytest.mark.whole)
    for e in EXPECTED if e["file"] in SEPARATE])
def test_a_bad_file_is_refused_by_the_command_as_it_is_called(entry, out):
    done = called("check", entry["file"], "-o", out / "verdict.json", cwd=BAD, capture_output=True)
    assert done.returncode == entry["exit"]
    assert says(done.stderr, entry["code"], entry["words"])
    if entry["exit"] == 4:
        assert f"{PREFIX}{entry['file']} 第 {entry['line']} 行" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert list(out.iterdir()) == []


# files that are made here: big, binary, or no files at all


def test_a_file_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "缺.yaml"
    refused(run("check", path), 4, "file.not_found", "找不到这个文件", path)


def test_a_folder_is_no_dossier(tmp_path):
    refused(run("check", tmp_path), 4, "file.is_folder", "这是一个文件夹", tmp_path)


def test_a_file_that_cannot_be_opened_is_refused_with_the_reason(tmp_path):
    path = tmp_path / "loop.yaml"
    path.symlink_to(path)
    refused(run("check", path), 4, "file.unreadable", "无法读取文件（链接成环）", path)


def test_a_file_below_a_file_is_refused_with_the_reason(dossier):
    path = dossier / "inner.yaml"
    refused(run("check", path), 4, "file.unreadable", "无法读取文件（路径中有一段不是文件夹）", path)


def test_a_file_name_that_is_too_long_is_refused_with_the_reason():
    name = "长" * 200 + ".yaml"
    refused(run("check", name), 4, "file.unreadable", "无法读取文件（文件名过长）", name)


@pytest.mark.parametrize("path", ["/dev/null", "/dev/zero"])
def test_a_device_is_no_dossier_and_is_not_read(path):
    refused(run("check", path), 4, "file.not_regular",
            "这里不是一份文件，而是设备或管道。请给出 .yaml 或 .json 文件的路径", path)


def test_a_pipe_is_no_dossier_and_is_not_waited_for(tmp_path):
    path = tmp_path / "park.yaml"
    os.mkfifo(path)
    refused(run("check", path), 4, "file.not_regular",
            "这里不是一份文件，而是设备或管道。请给出 .yaml 或 .json 文件的路径", path)


def test_a_file_over_ten_megabytes_is_not_read(tmp_path, out):
    path = written(tmp_path, "big.yaml", GOOD.encode() + b"#" * MAX_BYTES)
    said = run("check", path, "-o", out / "verdict.json")
    refused(said, 4, "file.too_large", "文件超过 10 MB 的上限，未读取", path)
    assert list(out.iterdir()) == []


def test_a_file_of_just_ten_megabytes_is_read(tmp_path):
    path = written(tmp_path, "full.json", json.dumps(good()).encode().ljust(MAX_BYTES))
    assert run("check", path, "--format", "json").status == UNDETERMINED


@pytest.mark.parametrize("content", [
    pytest.param(GOOD.encode("gb18030"), id="GB 18030"),
    pytest.param(GOOD.encode("utf-16"), id="UTF-16"),
    pytest.param(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00\x21\x00\xb5\xd6", id="workbook"),
    pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", id="PDF"),
])
def test_a_file_that_is_not_utf_8_is_refused(tmp_path, content):
    path = written(tmp_path, "park.yaml", content)
    refused(run("check", path), 4, "file.not_utf8", "请另存为 UTF-8 编码的 YAML 或 JSON 文本", path)


@pytest.mark.parametrize("content", [b"\0" * 100, GOOD.encode("utf-16-le")[:20], b"schema: \x1b[31m"])
def test_a_file_with_control_characters_is_refused(tmp_path, content):
    path = written(tmp_path, "park.yaml", content)
    refused(run("check", path), 4, "file.binary", "文件中有控制字符，不是文本文件", path)


@pytest.mark.parametrize("name", ["park.yaml", "park.yml", "park.json"])
@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path, name, content):
    path = written(tmp_path, name, content)
    refused(run("check", path), 4, "file.empty", "文件是空的，或只有注释。请填写内容", path)


@pytest.mark.parametrize(("name", "text"), [
    ("park.yaml", "[" * 10_000), ("park.json", "[" * 10_000), ("park.json", '{"a":' * 100_000),
    ("park.yaml", "{a: " * 10_000), ("park.yaml", "- " * 10_000),
    ("park.json", "[" * 10_000 + "]" * 10_000)])
def test_deep_nesting_is_refused(tmp_path, name, text):
    path = written(tmp_path, name, text)
    refused(run("check", path), 4, "file.too_deep", "嵌套超过 40 层", path)


@pytest.mark.parametrize("depth", [41, 300])
def test_json_is_not_nested_deeper_than_yaml_may_be(tmp_path, depth):
    entries = {"list": "publicity_events", "entries": [{"date": "X"}], "source": SOURCE}
    text = json.dumps(good(lists=[entries])).replace('"X"', "[" * depth + "]" * depth)
    path = written(tmp_path, "park.json", text)
    refused(run("check", path), 4, "file.too_deep", "嵌套超过 40 层", path)


@pytest.mark.parametrize("name", ["park.yaml", "park.json"])
def test_forty_levels_are_read_and_one_more_is_not(tmp_path, name):
    said = run("check", written(tmp_path, name, "[" * 40 + "5" + "]" * 40))
    refused(said, 4, "dossier.not_mapping", "申报材料应由“字段: 值”组成", tmp_path / name, 1)
    said = run("check", written(tmp_path, name, "[" * 41 + "5" + "]" * 41))
    refused(said, 4, "file.too_deep", "嵌套超过 40 层", tmp_path / name)


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".md", ""])
def test_a_suffix_that_is_no_dossier_s_is_refused(tmp_path, suffix):
    path = written(tmp_path, f"park{suffix}", GOOD)
    refused(run("check", path), 4, "dossier.suffix", f"不支持扩展名 {suffix or '（无）'}", path)


@pytest.mark.parametrize("text", ["5", '"文字"', "[1, 2]"])
def test_a_file_that_holds_no_fields_is_refused(tmp_path, text):
    path = written(tmp_path, "park.json", text)
    refused(run("check", path), 4, "dossier.not_mapping", "申报材料应由“字段: 值”组成", path, 1)


@pytest.mark.parametrize(("name", "text"), [
    ("park.yaml", "# 待填\n"), ("park.yaml", "---\n"), ("park.yaml", "~\n"), ("park.json", "null")])
def test_a_file_with_comments_or_nothing_alone_is_empty(tmp_path, name, text):
    path = written(tmp_path, name, text)
    refused(run("check", path), 4, "file.empty", "文件是空的，或只有注释。请填写内容", path)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    path = written(tmp_path, "park.yaml", "\ufeff" + GOOD.replace("\n", "\r\n"))
    assert run("check", path).status == UNDETERMINED


@pytest.mark.parametrize("word", ["Infinity", "-Infinity"])
def test_no_number_of_json_may_be_infinite(tmp_path, word):
    entry = {"quantity": "employees", "value": "X", "unit": "人", "source": SOURCE}
    path = written(tmp_path, "park.json", json.dumps(good(observations=[entry])).replace('"X"', word))
    refused(run("check", path), 4, "file.not_a_number", f"{word} 不是数", path)


def test_duplicate_keys_anywhere_in_json_are_all_named(tmp_path):
    path = written(tmp_path, "park.json", '{"a": 1, "a": 2, "b": [{"c": 1, "c": 1}]}')
    said = run("check", path)
    assert said.status == 4
    assert all(any(says(line, "file.duplicate_key", f"键“{key}”在同一处写了两次") for line in said.errors)
               for key in "ac")


def test_keys_that_only_their_width_tells_apart_are_duplicates(tmp_path):
    path = written(tmp_path, "park.yaml", GOOD + "ｐｅｒｉｏｄ: 2023\n")
    refused(run("check", path), 4, "file.duplicate_key_at", "键“period”已在第 3 行写过", path, 7)


# values that break naive programs


ENTRY = {"date": ("publicity_events", "date"), "completed": ("chain_projects", "completed"),
         "assigned": ("control_targets", "assigned")}


def with_value(section: str, value: Any) -> dict[str, Any]:
    """A dossier with ``value`` as a datum, an attribute, the year or a field of a list."""
    if section in ENTRY:
        name, key = ENTRY[section]
        return good(lists=[{"list": name, "entries": [{key: value}], "source": SOURCE}])
    return good(**{
        "datum": {"observations": [{"quantity": "employees", "value": value, "unit": "人", "source": SOURCE}]},
        "attribute": {"attributes": {"construction_base_year": {"value": value, "source": SOURCE}}},
        "period": {"period": value}}[section])


@pytest.mark.parametrize(("section", "value", "code", "words"), [
    pytest.param("attribute", 99999999999999999999, "attribute.wrong_type", "应为是／否、年份或文字",
                 id="whole number beyond 2^53"),
    pytest.param("attribute", "\ud800", "file.bad_character", "残缺的字符", id="half a character"),
    pytest.param("date", "\ud800", "file.bad_character", "残缺的字符", id="half a character in a list"),
    pytest.param("completed", "²", "field.year", "“²”不是年份", id="superscript digit for a year"),
    pytest.param("completed", "9" * 5000, "field.year", "9…”不是年份", id="5000 digits for a year"),
    pytest.param("period", 2024.5, "field.year", "“2024.5”不是年份", id="half a year"),
])
def test_an_odd_value_is_the_dossier_s_fault_not_the_program_s(tmp_path, section, value, code, words):
    path = written(tmp_path, "park.json", json.dumps(with_value(section, value)))
    said = run("check", path)
    refused(said, 4, code, words, path)
    assert len(said.err) < 1000


@pytest.mark.parametrize(("name", "text"), [
    ("park.yaml", GOOD.replace("某园区", '"某\\e[31m园区"')),
    ("park.json", json.dumps(good(subject={"name": "某\x1b[31m园区", "kind": "park"}))),
    ("park.json", json.dumps({**good(), "某\x1b[31m": 1}))])
def test_a_control_character_is_refused_however_it_is_written(tmp_path, name, text):
    path = written(tmp_path, name, text)
    said = run("check", path)
    refused(said, 4, "file.bad_character", "含有控制字符或残缺的字符", path)
    assert "\x1b" not in said.out + said.err


def test_a_number_of_many_digits_is_refused(tmp_path):
    path = written(tmp_path, "park.json", json.dumps(with_value("datum", 10**60)))
    refused(run("check", path), 4, "amount.too_extreme", "的数量级不可能", path)


HUGE = ["1e100000", "1e300000", "-1e300000", "1e-300000", "1e999999999999"]


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize(("section", "code", "words"), [
    ("period", "field.year", "”不是年份。请写四位数的年份"),
    ("completed", "field.year", "”不是年份。请写四位数的年份"),
    ("attribute", "attribute.not_year", "“建设规划基准年”应为四位数年份（1949～2099），写的是 "),
    ("datum", "", ""), ("assigned", "", "")])
def test_a_huge_exponent_is_answered_at_once_and_in_words(tmp_path, section, code, words, number):
    for name in ("park.json", "park.yaml"):
        path = written(tmp_path, name, json.dumps(with_value(section, "X")).replace('"X"', number))
        begin = time.monotonic()
        said = run("check", path)
        assert time.monotonic() - begin < 5
        assert said.status == 4
        assert len(said.err) < 1000
        assert "Value should have" not in said.err
        assert len(said.errors) == 1
        assert f"{path} 第 1 行" in said.err
        assert number in said.err
        if code:
            refused(said, 4, code, words)


FIELD = {"datum": "填报值（observations）第 1 条的数值（value）", "assigned": "清单（lists）第 1 条的条目（entries）第 1 条的“assigned”"}


@pytest.mark.parametrize("number", [
    *HUGE[:-1], "1e99999", "1E+400", pytest.param(HUGE[-1])])
@pytest.mark.parametrize("section", FIELD)
def test_a_huge_exponent_of_an_amount_is_called_impossible(tmp_path, section, number):
    refused_whole(tmp_path, with_value(section, "X"), "amount.too_extreme",
                  f"{FIELD[section]}：“{number}”的数量级不可能", number)


@pytest.mark.parametrize("day", ["20230630", "86400", "0", "2025-13-31", "2025-05", "2025年", "45808"])
def test_a_bare_number_is_no_date(tmp_path, day):
    path = written(tmp_path, "park.yaml", GOOD.replace("2025-05-31", day))
    refused(run("check", path), 4, "field.date", f"“{day}”不是日期。请写成 2023-05-31 的形式", path, 4)


def test_a_superscript_is_not_read_as_a_digit(tmp_path):
    path = written(tmp_path, "park.json", json.dumps(with_value("datum", "10⁴")))
    refused(run("check", path), 4, "amount.unreadable", "“10⁴”读不出数值", path)


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_value_is_not_called_a_list(tmp_path, value):
    said = refused_whole(tmp_path, with_value("datum", value), "field.empty_text",
                         "填报值（observations）第 1 条的数值（value）：不能留空。没有内容时请把整个字段删去")
    assert "列表" not in said.err


def test_a_value_of_many_words_is_refused_in_the_reader_s_language(tmp_path):
    said = refused_whole(tmp_path, with_value("datum", "很" * 300), "field.long_text",
                         "填报值（observations）第 1 条的数值（value）：文字超过 200 字（很很很")
    assert "items" not in said.err


@pytest.mark.parametrize(("value", "shown"), [(True, "true"), ([1, {"a": 2}], "[…]"), ({"value": 5}, "{…}")])
def test_a_number_of_a_list_that_is_no_number_is_shown_as_it_was_written(tmp_path, value, shown):
    refused_whole(tmp_path, with_value("assigned", value), "list.not_text",
                  f"清单（lists）第 1 条的条目（entries）第 1 条的“assigned”：应为文字，写的是 {shown}。")


def test_a_long_value_is_shortened_in_the_message(tmp_path):
    refused_whole(tmp_path, with_value("assigned", "5" * 3000), "amount.too_extreme",
                  f"清单（lists）第 1 条的条目（entries）第 1 条的“assigned”：“{'5' * 39}…”的数量级不可能")


@pytest.mark.parametrize("data", [
    pytest.param(with_value("attribute", "长" * 3000), id="year"),
    pytest.param(good(observations=[{"quantity": "employees", "value": 5, "unit": "长" * 3000, "source": SOURCE}]),
                 id="unit"),
    pytest.param(good(**{"长" * 3000: 1}), id="field")])
def test_a_long_value_is_shortened_in_every_message(tmp_path, data):
    said = run("check", written(tmp_path, "park.json", json.dumps(data)))
    assert said.status == 4
    assert len(said.err) < 1000


@pytest.mark.parametrize("written_", [
    "<-0.1", "不超过-0.1", "≤-0.1", "小于-5", "-5～-3", "-5～3",
    "<0"])
def test_below_a_negative_number_is_negative(tmp_path, written_):
    report = {"item": "HJ274-2015.11", "value": written_, "unit": "tce/万元", "source": SOURCE}
    refused_whole(tmp_path, good(reported=[report]), "amount.negative",
                  f"自报值（reported）第 1 条的数值（value）：单位工业增加值综合能耗不能是负数，写的是 {written_}。")


@pytest.mark.parametrize(("old", "new", "line"), [
    ("某园区", "'某园区", 2), ("2025-05-31", '"2025-05-31', 4), ("按标准管理", "'按标准管理", 6)])
def test_a_quote_that_is_never_closed_is_named_where_it_opens(tmp_path, old, new, line):
    path = written(tmp_path, "park.yaml", GOOD.replace(old, new) + "# 末行\n")
    refused(run("check", path), 4, "file.bad_yaml", "引号和括号是否成对", path, line)


def test_an_early_day_of_assessment_is_no_bar_to_a_workbook(dossier, out):
    said = run("check", dossier, "--as-of", "1979-12-31", "-o", out / "verdict.xlsx")
    assert (said.status, said.err) == (UNDETERMINED, "")
    assert openpyxl.load_workbook(out / "verdict.xlsx").active.max_row > 32


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_bytes_break_the_reading(raw):
    for name in ("park.yaml", "park.json"):
        with pytest.raises(DossierError):
            parse_dossier(raw, name)


SYNTAX = st.text(st.sampled_from("abc:-?[]{}&*!|>'\"%@`#, \n\t~.1"), max_size=60)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(SYNTAX)
def test_no_play_of_yaml_s_signs_breaks_the_reading(text):
    with pytest.raises(DossierError):
        parse_dossier(text.encode(), "park.yaml")


# a value of the wrong type, anywhere

WRONG: dict[str, Any] = {
    "list": [Decimal(7)], "mapping": {"a": Decimal(7)}, "text": "无此", "number": Decimal(7), "null": None,
    "truth": True}
CONTAINERS = ("list", "mapping")


def kind_of(value: Any) -> str:
    names = {list: "list", dict: "mapping", str: "text", Decimal: "number", bool: "truth"}
    return names.get(type(value), "null")


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths_of(inner, (*path, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from paths_of(inner, (*path, i))


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        data = data[part]
    return data


def replaced(data: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed: Any = copy.copy(data)
    here = changed
    for part in path[:-1]:
        here[part] = copy.copy(here[part])
        here = here[part]
    here[path[-1]] = value
    return changed


def shape(path: tuple[Any, ...]) -> tuple[Any, ...]:
    """Entries of a list are of one shape."""
    return tuple("·" if isinstance(part, int) else part for part in path)


def must_be_refused(old: Any, new: Any) -> bool:
    """A container for a scalar or another container, or a scalar for a container."""
    return new is not None and kind_of(old) != kind_of(new) and (
        kind_of(new) in CONTAINERS or kind_of(old) in CONTAINERS)


# Text fields of entries; what they hold is looked at only when the ruleset is known.
ENTRY_TEXTS = {("lists", "·", "entries", "·", name)
               for name in ("name", "pollutant", "date", "description", "theme")}


@pytest.mark.parametrize("step", [13, pytest.param(1, marks=pytest.mark.whole)])
@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_type_in_any_place_is_refused_or_judged_but_breaks_nothing(wrong, step):
    data, rules, engine = sample_data("made-up-park"), load("hj274-2015"), PlainEngine()
    accepted, unsaid = [], []
    for path in list(paths_of(data))[::step]:
        file = TextFile("park.yaml", b"", replaced(data, path, WRONG[wrong]))
        try:
            read = submission(file)
            in_words(read.dossier, rules, DAY, engine, read.digest)
        except DossierError as error:
            unsaid += [] if str(error) else [path]
        else:
            if must_be_refused(at(data, path), WRONG[wrong]):
                accepted.append(path)
    assert (accepted, unsaid) == ([], [])


@pytest.mark.parametrize("wrong", CONTAINERS)
def test_a_list_is_no_text_in_an_entry(wrong):
    data, rules = sample_data("made-up-park"), load("hj274-2015")
    places = [path for path in paths_of(data) if shape(path) in ENTRY_TEXTS]
    assert len({shape(path) for path in places}) > 2
    for path in places:
        read = submission(TextFile("park.yaml", b"", replaced(data, path, WRONG[wrong])))
        with pytest.raises(DossierError) as caught:
            in_words(read.dossier, rules, DAY, PlainEngine(), read.digest)
        assert [(problem.code, problem.path) for problem in caught.value.problems] == [("list.not_text", path)]


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.whole)])
@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_type_in_each_kind_of_place_ends_the_command_in_good_order(wrong, step, tmp_path):
    data = sample_data("made-up-park")
    path = tmp_path / "park.json"
    places = list({shape(place): place for place in paths_of(data)}.values())
    for place in places[list(WRONG).index(wrong) % step::step]:  # each place twice in the short run
        changed = replaced(data, place, WRONG[wrong])
        path.write_text(json.dumps(changed, default=float, ensure_ascii=False), encoding="utf-8")
        said = run("check", path, "--format", "json", "--as-of", "2025-05-31")
        named = place == ("against", 0, "ruleset")
        assert said.status in ((0, 1, 3, 4, 2) if named else (0, 1, 3, 4)), (place, said.err)
        assert "Traceback" not in said.err
        if said.status == 4:
            assert said.out == ""
            assert all(str(path) in line for line in said.errors), (place, said.err)


# what is hostile only when taken for something else than text

HOSTILE = ["=cmd|' /C calc'!A0", "=1+1", "+1+1", "-2+3", "@SUM(A1)", "<img src=file:///etc/passwd>",
           "file:///etc/passwd", "https://example.org/<script>alert(1)</script>", "{subject}{0.__class__}",
           "%s%n", "{{ 7*7 }}", "${HOME}", "&amp;", "甲'\"`", "../../etc/passwd"]


def hostile(text: str) -> dict[str, Any]:
    """``text`` wherever a dossier may say what it likes."""
    source = {"document": "report", "place": text, "words": text}
    return good(
        subject={"name": text, "kind": "park", "place": text}, note=text,
        documents={"report": {"title": text, "issuer": text}},
        observations=[{"quantity": "employees", "value": 5, "unit": "人", "scope": text, "note": text,
                       "source": {"place": text, "words": text}},
                      {"quantity": text, "value": 5, "source": source}],
        reported=[{"item": "HJ274-2015.31", "value": 100, "unit": "%",
                   "source": {"place": text, "words": text}}],
        claims=[{"item": "HJ274-2015.5", "why": text, "source": source}],
        lists=[{"list": "publicity_events", "entries": [{"theme": text}], "source": source}])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_json_and_on_the_screen(text, tmp_path):
    path = written(tmp_path, "park.json", json.dumps(hostile(text)))
    plain = run("check", path)
    assert plain.status == UNDETERMINED
    assert f"{text}2024年度是否达到" in plain.out
    verdict = json.loads(run("check", path, "--format", "json").out)
    assert verdict["subject"]["name"] == text
    assert verdict["documents"][0]["title"] == text
    assert text in run("explain", path).out


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_the_workbook(text, tmp_path, out):
    path = written(tmp_path, "park.json", json.dumps(hostile(text)))
    target = out / "verdict.xlsx"
    assert run("check", path, "-o", target).status == UNDETERMINED
    sheet = openpyxl.load_workbook(target).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    assert sheet.cell(1, 1).value.startswith(f"{text} 2024 年度")
    assert text in [cell.value for cell in cells]
    with zipfile.ZipFile(io.BytesIO(target.read_bytes())) as archive:
        names = archive.namelist()
        assert not [name for name in names if "external" in name.lower() or name.endswith("sheet1.xml.rels")]
        assert not re.search(rb"<f[ >]", archive.read("xl/worksheets/sheet1.xml"))


# several faults in one file

SEVERAL = GOOD + """\
observations:
  - {quantity: employees, year: 20222, value: 5, unit: 人, source: {place: 表1, words: 见表1}}
  - {quantity: employees, value: 5, unit: 人, source: {place: 表1, words: 见表1}}
  - {quantity: industrial_land, value: 42, unit: 万tce, source: {place: 表1, words: 见表1}}
lists:
  - {list: environmental_events, entries: [{grade: 很大}], source: {place: 表1, words: 见表1}}
  - {list: publicity_events, entires: [], source: {place: 表1, words: 见表1}}
"""


def test_faults_of_the_file_and_of_its_meaning_are_named_in_one_go(tmp_path, out):
    path = written(tmp_path, "park.yaml", SEVERAL)
    said = run("check", path, "-o", out / "verdict.json")
    assert said.status == 4
    due = [(8, "填报值（observations）第 1 条的年份（year）", "field.year", "“20222”不是年份"),
           (10, "填报值（observations）第 3 条的单位（unit）", "unit.wrong_dimension", "单位“万tce”与这一项的单位“km2”"),
           (12, "清单（lists）第 1 条的条目（entries）第 1 条的“grade”", "list.unknown_word", "“很大”不在可选用词内"),
           (13, "清单（lists）第 2 条的“entires”", "field.unknown", "您是否想写“entries”"),
           (13, "清单（lists）第 2 条", "field.missing", "的条目（entries）：必须填写，却没有写")]
    for line, field, code, words in due:
        assert any(f"{path} 第 {line} 行 {field}" in error and says(error, code, words)
                   for error in said.errors), (code, said.err)
    assert len(said.errors) == len(due)
    assert says(said.err.splitlines()[-1], "error.count", "共 5 处问题")
    assert list(out.iterdir()) == []


def test_faults_are_named_in_one_go_in_json_too(tmp_path):
    data = good(observations=[
        {"quantity": "employees", "year": 20222, "value": 5, "unit": "人", "source": SOURCE},
        {"quantity": "industrial_land", "value": 42, "unit": "万tce", "source": SOURCE}])
    path = written(tmp_path, "park.json", json.dumps(data, ensure_ascii=False, indent=1))
    said = run("check", path)
    lines = path.read_text(encoding="utf-8").splitlines()
    year = next(i for i, line in enumerate(lines, 1) if "20222" in line)
    unit = next(i for i, line in enumerate(lines, 1) if "万tce" in line)
    assert [error.split("：")[1] for error in said.errors] == [
        f"{path} 第 {year} 行 填报值（observations）第 1 条的年份（year）", f"{path} 第 {unit} 行 填报值（observations）第 2 条的单位（unit）"]
    assert says(said.err, "error.count", "共 2 处问题")


def test_the_asked_ruleset_takes_part_in_naming_all_faults(tmp_path):
    path = written(tmp_path, "park.yaml", SEVERAL.replace("hj274-2015", "other-2000"))
    assert len(run("check", path, "--ruleset", "hj274-2015").errors) == 5


@pytest.mark.parametrize(("fault", "count"), [
    pytest.param("obsrvations: []\n", 1, id="unknown field at the top"),
    pytest.param("attributes: {jing_jin_ji: {value: [1]}}\n", 1, id="attribute of a wrong type"),
    pytest.param("documents: {report: {name: 年报}}\n", 2, id="document with name for title"),
])
def test_a_fault_anywhere_does_not_hide_a_wrong_dimension(tmp_path, fault, count):
    entry = "{quantity: industrial_land, value: 42, unit: 万tce, source: {place: 表1, words: 见表1}}"
    path = written(tmp_path, "park.yaml", f"{GOOD}{fault}observations:\n  - {entry}\n")
    said = run("check", path)
    assert said.status == 4
    assert len(said.errors) == count + 1
    assert any(says(error, "unit.wrong_dimension", "万tce") and f"{path} 第 9 行" in error
               for error in said.errors)
    assert says(said.err, "error.count", f"共 {count + 1} 处问题")


@pytest.mark.parametrize(("old", "new"), [
    ("某园区", "''"), ("2025-05-31", "2025-02-30"), ("own: true", "own: 也许"), ("period:", "purpose: 试\nperiod:"),
    ("period:", "defaults: {scop: 园区}\nperiod:"), ("period:", "selected: [第1项]\nperiod:")])
def test_a_fault_at_the_head_does_not_hide_a_wrong_dimension(tmp_path, old, new):
    entry = "{quantity: industrial_land, value: 42, unit: 万tce, source: {place: 表1, words: 见表1}}"
    path = written(tmp_path, "park.yaml", f"{GOOD.replace(old, new)}observations:\n  - {entry}\n")
    said = run("check", path)
    assert said.status == 4
    assert len(said.errors) == 2
    assert any(says(error, "unit.wrong_dimension", "万tce") for error in said.errors)


# the command's own words


def test_a_ruleset_that_is_not_there_is_refused_with_the_nearest(dossier, out):
    said = run("check", dossier, "--ruleset", "hj274-2016", "-o", out / "verdict.json")
    refused(said, 2, "ruleset.not_found", "没有名为“hj274-2016”的规则集。您是否想写“hj274-2015”？")
    assert list(out.iterdir()) == []


def test_an_unlike_ruleset_is_refused_with_those_there_are(dossier):
    refused(run("check", dossier, "--ruleset", "xyz"), 2, "ruleset.not_found", "green-park-2016、hj274-2015、")
    refused(run("check", dossier, "--ruleset", "hj274-2015", "--ruleset", ROOT / "rulesets" / "hj274-2015"), 2,
            "error.ruleset_twice", "--ruleset 给出的有两部编号同为 hj274-2015")
    refused(run("rules", "show", "xyz"), 2, "ruleset.not_found", "green-park-2016、hj274-2015、")
    refused(run("rules", "test", "xyz"), 2, "ruleset.not_found", "green-park-2016、hj274-2015、")


def test_a_folder_without_ruleset_is_refused(dossier, tmp_path):
    refused(run("check", dossier, "--ruleset", tmp_path), 2, "ruleset.no_folder",
            f"{tmp_path} 中没有 ruleset.yaml")


def test_the_ruleset_may_be_named_on_the_command_line_instead(tmp_path):
    path = written(tmp_path, "park.yaml", GOOD.split("against:", maxsplit=1)[0])
    refused(run("check", path), 2, "error.no_ruleset", "没有写明按哪个规则集评判（against）")
    assert run("check", path, "--ruleset", "hj274-2015").status == UNDETERMINED


@pytest.mark.parametrize("day", ["2023-13-01", "2023-02-29", "昨天", "31/05/2023", "1e9", ""])
def test_a_day_that_is_none_is_refused(dossier, day):
    refused(run("check", dossier, "--as-of", day), 2, "error.date", f"“{day}”不是日期")
    refused(run("explain", dossier, "--as-of", day), 2, "error.date", f"“{day}”不是日期")


def test_an_item_that_is_not_there_is_refused_with_the_nearest(dossier):
    refused(run("explain", dossier, "99"), 2, "error.unknown_item", "规则集 hj274-2015 中没有“99”")
    refused(run("explain", dossier, "人均工业增加"), 2, "error.unknown_item", "您是否想写“人均工业增加值”")


@pytest.mark.parametrize("name", ["verdict.docx", "verdict", "verdict.", ".json"])
def test_an_output_whose_format_cannot_be_told_is_refused(dossier, out, name):
    said = run("check", dossier, "-o", out / "first.json", "-o", out / name)
    refused(said, 2, "error.format", f"{name}”看出输出格式。请用扩展名 .pdf、.json、.xlsx、.txt")
    assert list(out.iterdir()) == []


@pytest.mark.parametrize(("place", "reason"), [
    ("none/verdict.json", "文件夹不存在"), ("file/verdict.json", "路径中有一段不是文件夹"),
    ("folder.json", "这是文件夹"), ("长" * 100 + ".json", "文件名过长")])
def test_an_output_that_cannot_be_written_is_refused_with_the_reason(dossier, out, place, reason):
    (out / "file").write_text("x")
    (out / "folder.json").mkdir()
    before = sorted(out.rglob("*"))
    refused(run("check", dossier, "-o", out / place), 2, "error.write",
            f"无法写出 {out / place}（{reason}）。没有写出任何结果")
    assert sorted(out.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to the superuser")
def test_an_output_folder_that_is_closed_is_refused(dossier, out):
    out.chmod(0o500)
    refused(run("check", dossier, "-o", out / "verdict.json"), 2, "error.write", "（没有权限）")


def test_a_full_disk_leaves_the_old_result_and_no_temporary_file(dossier, out, monkeypatch):
    target = written(out, "verdict.json", "旧的")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    refused(run("check", dossier, "-o", target), 2, "error.write", f"无法写出 {target}（磁盘已满）")
    assert [path.name for path in out.iterdir()] == ["verdict.json"]
    assert target.read_text(encoding="utf-8") == "旧的"


REASONS = {
    errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.ENOSPC: "磁盘已满", errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹", errno.EROFS: "磁盘只读", errno.ENAMETOOLONG: "文件名过长",
    errno.ENOENT: "文件夹不存在", errno.ELOOP: "链接成环",
    errno.EBADF: "已经关闭"}


def test_every_reason_of_the_system_has_its_words():
    assert {f"system.{errno.errorcode[number]}" for number in REASONS} == {
        code for code in CATALOGUE if code.startswith("system.")}


@pytest.mark.parametrize("number", [*REASONS, errno.EIO], ids=errno.errorcode.get)
def test_a_reason_of_the_system_is_said_in_words_when_it_has_some(dossier, out, monkeypatch, number):
    def failing(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing)
        refused(run("check", dossier, "-o", out / "a.json"), 2, "error.write",
                f"（{REASONS.get(number, os.strerror(number))}）。没有写出任何结果")
    assert list(out.iterdir()) == []
    if number not in (errno.ENOENT, errno.EISDIR):  # they have sentences of their own
        monkeypatch.setattr("checker.files.reading._bytes", failing)
        refused(run("check", dossier), 4, "file.unreadable",
                f"无法读取文件（{REASONS.get(number, os.strerror(number))}）", dossier)


def test_an_older_result_outlives_a_refused_file(out):
    target = written(out, "verdict.json", "旧的")
    assert run("check", BAD / "field.year.yaml", "-o", target).status == 4
    assert [path.name for path in out.iterdir()] == ["verdict.json"]
    assert target.read_text(encoding="utf-8") == "旧的"


LONG = "长" * 100 + ".json"


def outputs(folder: Path, *names: str) -> list[object]:
    return [word for name in names for word in ("-o", folder / name)]


@pytest.mark.parametrize(("names", "bad", "reason"), [
    (["a.json", "none/b.json"], "none/b.json", "文件夹不存在"), (["none/b.json", "a.json"], "none/b.json", "文件夹不存在"),
    (["a.json", "a.json/b.json"], "a.json/b.json", "文件夹不存在"), ([LONG, "a.json"], LONG, "文件名过长")],
    ids=["second", "first", "below another", "long"])
def test_of_several_results_all_are_written_or_none(dossier, out, names, bad, reason):
    said = run("check", dossier, *outputs(out, *names))
    refused(said, 2, "error.write", f"无法写出 {out / bad}（{reason}）。没有写出任何结果")
    assert list(out.iterdir()) == []


def test_of_several_results_an_older_one_stays_when_another_cannot_be_written(dossier, out):
    target = written(out, "a.json", "旧的")
    refused(run("check", dossier, "-o", target, "-o", out / "none" / "b.json"), 2, "error.write", "文件夹不存在")
    assert target.read_text(encoding="utf-8") == "旧的"
    assert list(out.iterdir()) == [target]


@pytest.mark.parametrize(("names", "bad", "reason"), [
    (["a.json", "folder.json"], "folder.json", "这是文件夹"), (["folder.json", "a.json"], "folder.json", "这是文件夹"),
    (["a.json", "/dev/full"], "/dev/full", "磁盘已满"), (["/dev/full", "a.json"], "/dev/full", "磁盘已满"),
    (["a.json", LONG], LONG, "文件名过长")],
    ids=["folder second", "folder first", "full second", "full first", "long second"])
def test_no_result_is_left_when_another_fails_late(dossier, out, names, bad, reason):
    (out / "folder.json").mkdir()
    said = run("check", dossier, *outputs(out, *names), "--format", "json")
    refused(said, 2, "error.write", f"无法写出 {out / bad}（{reason}）。没有写出任何结果")
    assert [path.name for path in out.iterdir()] == ["folder.json"]


def one_file(folder: Path, how: str) -> tuple[Path, Path]:
    """A dossier, and another name of the same file."""
    path = written(folder, "park.json", json.dumps(good()))
    other = folder / "other.json"
    if how == "hard link":
        other.hardlink_to(path)
    elif how == "link":
        other.symlink_to(path)
    else:
        other = {"itself": path, "roundabout": folder / ".." / folder.name / path.name}[how]
    return path, other


@pytest.mark.parametrize("how", ["itself", "roundabout", "link", "hard link"])
def test_a_result_never_replaces_the_dossier(tmp_path, out, how):
    path, other = one_file(tmp_path, how)
    for first in ([], outputs(out, "a.json")):
        said = run("check", path, *first, "-o", other)
        refused(said, 2, "error.overwrites", f"输出文件 {other} 就是读入的文件本身，写出会毁掉它。请换一个文件名")
        assert json.loads(path.read_bytes()) == good()
        assert list(out.iterdir()) == []


def test_standard_output_by_its_name_holds_nothing_but_data_and_is_left_alone(dossier):
    device = Path("/dev/stdout")
    before = device.lstat().st_ino, os.readlink(device)
    done = called("check", dossier, "-o", device, "--format", "json", capture_output=True)
    assert (done.returncode, done.stderr) == (UNDETERMINED, f"{RESULT} → /dev/stdout\n")
    assert json.loads(done.stdout)["schema"] == "verdict/1"
    assert (device.lstat().st_ino, os.readlink(device)) == before


def test_standard_output_by_its_name_is_left_alone_when_it_is_a_file(dossier, out):
    device = out / "stdout.json"  # not /dev/stdout itself, which the superuser would lose
    device.symlink_to("/proc/self/fd/1")
    with (out / "result").open("wb") as file:
        done = called("check", dossier, "-o", device, stdout=file, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (UNDETERMINED, f"{RESULT} → {device}\n")
    assert device.is_symlink()
    assert json.loads((out / "result").read_bytes())["schema"] == "verdict/1"


EMOJI = GOOD.replace("某园区", "某😀园区🏭")


@pytest.mark.parametrize("names", [
    pytest.param(["a.pdf"], marks=pytest.mark.whole), pytest.param(["a.json", "a.pdf"], marks=pytest.mark.whole),
    ["a.pdf", "a.xlsx"]])
def test_a_character_that_the_font_lacks_is_named_and_nothing_is_written(tmp_path, out, names):
    path = written(tmp_path, "park.yaml", EMOJI)
    said = run("check", path, *outputs(out, *names))
    refused(said, 4, "pdf.glyphs", "字体没有的字符（🏭、😀），印到 PDF 上会变成空框。请改用常用的汉字")
    assert list(out.iterdir()) == []


def test_a_character_that_the_font_lacks_is_no_bar_to_other_formats(tmp_path, out):
    path = written(tmp_path, "park.yaml", EMOJI)
    said = run("check", path, *outputs(out, "a.json", "a.xlsx", "a.txt"))
    assert (said.status, said.err) == (UNDETERMINED, "")
    assert json.loads((out / "a.json").read_bytes())["subject"]["name"] == "某😀园区🏭"
    assert sorted(made.name for made in out.iterdir()) == ["a.json", "a.txt", "a.xlsx"]


def test_a_part_that_a_page_needs_is_named_when_it_is_missing(dossier, out, monkeypatch):
    monkeypatch.setattr("checker.reporting.pdf.FONTS", [out / "某字体.otf"])
    refused(run("check", dossier, "-o", out / "a.json", "-o", out / "a.pdf"), 70, "pdf.parts_missing",
            f"系统组件缺失：{out / '某字体.otf'}。请运行 make setup 安装")
    assert list(out.iterdir()) == []


def test_a_page_that_the_renderer_complains_of_is_not_written(dossier, out, monkeypatch):
    monkeypatch.setattr("checker.reporting.document.render_html", lambda *_, **__: ("<p>页", "p { nonsense: 1 }"))
    refused(run("check", dossier, "-o", out / "a.pdf"), 70, "pdf.log", "为免页面有误，未写出文件")
    assert list(out.iterdir()) == []


def test_an_output_that_takes_nothing_more_is_said_and_no_bug_of_ours():
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([sys.executable, "-m", "checker", "rules", "list"], cwd=ROOT, stdout=full,
                              stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert says(done.stderr, "error.stream", "磁盘已满")
    assert "Traceback" not in done.stderr


class Silent:
    """An engine that concludes nothing."""

    name = "静默"

    def conclude(self, *_: object) -> list[object]:
        return []


def test_an_engine_that_loses_an_item_is_found_out(dossier, out, monkeypatch):
    monkeypatch.setattr("checker.assessment.assess.default_engine", Silent)
    refused(run("check", dossier, "-o", out / "a.json"), 70, "internal.unreconciled",
            "推理引擎（静默）对这些对象没有给出恰好一个结论：HJ274-2015.1、")
    assert list(out.iterdir()) == []


@needs_durable
def test_an_exception_inside_the_engine_is_passed_on(dossier, out, monkeypatch):
    from checker.concluding.durable import DurableEngine, extension

    def broken(*_: object) -> None:
        raise extension.error("某规则出错")

    monkeypatch.setattr("checker.assessment.assess.default_engine", DurableEngine)
    monkeypatch.setattr("checker.concluding.durable.extension.start_action_for_state", broken)
    refused(run("check", dossier, "-o", out / "a.json"), 70, "internal.engine_exception", "推理引擎报告异常（某规则出错）")
    assert list(out.iterdir()) == []


def test_a_fault_of_the_program_s_own_writes_nothing_and_shows_no_stack(dossier, out, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("一时出错")

    monkeypatch.setattr("checker.assessment.assess.judge", broken)
    said = run("check", dossier, "-o", out / "verdict.json")
    assert said.status == 70
    assert says(said.err, "error.bug", "程序内部错误（ZeroDivisionError：一时出错）。没有写出任何结果")
    assert "Traceback" not in said.err
    assert list(out.iterdir()) == []
    said = run("--traceback", "check", dossier)
    assert said.status == 70
    assert says(said.err, "error.bug", "程序内部错误（ZeroDivisionError：一时出错）")
    assert "Traceback (most recent call last)" in said.err
    assert said.out == ""


@pytest.mark.parametrize(("arguments", "status", "code", "words"), [
    (("check", BAD / "field.year.yaml"), 4, "field.year", "“20222”不是年份"),
    (("explain", BAD / "file.bad_yaml.yaml"), 4, "file.bad_yaml", "不是正确的 YAML"),
    (("check", BAD / "error.no_ruleset.yaml"), 2, "error.no_ruleset", "green-park-2016、hj274-2015、"),
    (("rules", "show", "hj274-2016"), 2, "ruleset.not_found", "您是否想写“hj274-2015”")])
def test_the_stack_is_shown_when_asked_for_with_the_same_status_and_words(arguments, status, code, words):
    said = run("--traceback", *arguments)
    assert said.status == status
    assert "Traceback (most recent call last)" in said.err
    assert len(said.errors) == 1
    assert says(said.errors[0], code, words)
    assert said.out == ""


def test_a_failure_in_the_second_format_leaves_the_first_unwritten(dossier, out, monkeypatch):
    monkeypatch.setattr("checker.reporting.comparison_book.verdict_workbook", lambda _: 1 / 0)
    said = run("check", dossier, "-o", out / "verdict.json", "-o", out / "verdict.xlsx")
    assert said.status == 70
    assert list(out.iterdir()) == []


@dataclass(frozen=True)
class Call:
    """A wrong call: the arguments, the sentence, the command whose help is pointed to."""

    arguments: tuple[str, ...]
    code: str
    words: str
    command: str


CALLS = [
    Call(("check",), "usage.missing", "缺少 申报材料的文件名。", "checker check"),
    Call(("explain", "--as-of", "2024-01-01"), "usage.missing", "缺少 申报材料的文件名。", "checker explain"),
    Call(("rules", "show"), "usage.missing", "缺少 规则集的编号或文件夹。", "checker rules show"),
    Call(("rules", "test", "--mutate"), "usage.missing", "缺少 规则集的编号或文件夹。", "checker rules test"),
    Call(("check", "a.yaml", "b.yaml"), "usage.extra", "多出了参数：b.yaml。", "checker check"),
    Call(("check", "a.yaml", "b.yaml", "c.yaml"), "usage.extra", "多出了参数：b.yaml c.yaml。", "checker check"),
    Call(("rules", "list", "x"), "usage.extra", "多出了参数：x。", "checker rules list"),
    Call(("chek",), "usage.no_command", "没有命令 chek。您是否想写“check”？", "checker"),
    Call(("xyz",), "usage.no_command", "没有命令 xyz。可用的有：check、doctor、explain、form、regenerate、register、release、rules、screen、seal、verify。", "checker"),
    Call(("rules", "shwo"), "usage.no_command", "没有命令 shwo。您是否想写“show”？", "checker rules"),
    Call(("rules", "x"), "usage.no_command", "没有命令 x。可用的有：diff、export-cases、lint、list、schema、show、test。", "checker rules"),
    Call(("check", "--nonsense", "a.yaml"), "usage.no_option", "没有选项 --nonsense。", "checker check"),
    Call(("check", "a.yaml", "--purpos", "trial"), "usage.no_option", "您是否想写“--purpose”？", "checker check"),
    Call(("--tracebak", "check", "a.yaml"), "usage.no_option", "您是否想写“--traceback”？", "checker"),
    Call(("check", "a.yaml", "-x"), "usage.no_option", "没有选项 -x。", "checker check"),
    Call(("check", "a.yaml", "--purpose", "x"), "usage.bad_value", "--purpose 写的是“x”。可用的有：formal、trial。",
         "checker check"),
    Call(("check", "a.yaml", "--format", "docx"), "usage.bad_value", "--format 写的是“docx”。可用的有：text、json、pdf、xlsx。",
         "checker check"),
]
VALUELESS = [("check", "a.yaml", "-o"), ("check", "a.yaml", "--format"), ("explain", "a.yaml", "--as-of")]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: " ".join(call.arguments))
def test_a_wrong_call_is_refused_in_words_with_the_help_to_read(call):
    said = run(*call.arguments)
    refused(said, 2, call.code, call.words)
    assert len(said.err.splitlines()) == 2
    assert says(said.err.splitlines()[-1], "usage.see", f"用法见：{call.command} --help")


@pytest.mark.parametrize("arguments", VALUELESS)
def test_an_option_without_its_value_is_refused_in_words(arguments):
    said = run(*arguments)
    refused(said, 2, "usage.no_value", f"{arguments[-1]} 后面缺少值")
    assert len(said.err.splitlines()) == 2
    assert says(said.err.splitlines()[-1], "usage.see", f"用法见：checker {arguments[0]} --help")


def test_a_switch_with_a_value_is_not_said_to_lack_one(dossier):
    refused(run("--traceback=1", "check", dossier), 2, "usage.takes_none", "--traceback 后面不写值")


@pytest.mark.parametrize(("arguments", "code", "words"), [
    (("it's",), "usage.no_command", "没有命令 it's。"),
    (("check", "a.yaml", "--purpose", "it's"), "usage.bad_value", "--purpose 写的是“it's”。"),
    (("check", "a.yaml", "b(c"), "usage.extra", "多出了参数：b(c。")])
def test_a_wrong_word_with_a_quote_is_named(arguments, code, words):
    refused(run(*arguments), 2, code, words)


@pytest.mark.parametrize(("arguments", "commands"), [
    ((), True), (("check",), False), (("explain",), False), (("doctor",), False), (("rules",), True),
    (("rules", "list"), False), (("rules", "show"), False), (("rules", "test"), False)])
def test_the_help_has_headings_in_the_reader_s_language(arguments, commands):
    said = run(*arguments, "--help")
    assert (said.status, said.err) == (0, "")
    assert says(said.out, "usage.prefix", f"用法：{' '.join(('checker', *arguments))}")
    assert says(said.out, "usage.options", "\n选项:\n")
    assert (says(said.out, "usage.commands", "\n命令:\n")) == commands
    assert not re.search(r"Usage:|Options:|Commands:|Show this", said.out)


@pytest.mark.parametrize("arguments", [(), ("rules",)])
def test_a_call_without_a_command_shows_the_help_and_ends_with_2(arguments):
    said = run(*arguments)
    assert said.status == 2
    assert "  list  " in said.err if arguments else "园区与项目的规则核验" in said.err
    assert said.out == ""


def test_an_error_is_an_exception_of_its_own_kind_for_a_caller_in_python(tmp_path):
    with pytest.raises(DossierError) as caught:
        received(BAD / "field.year.yaml", (), 2025)
    assert [(problem.code, problem.line) for problem in caught.value.problems] == [("field.year", 3)]
    with pytest.raises(UsageError):
        assess(received(BAD / "error.no_ruleset.yaml", (), 2025), Terms(DAY))
