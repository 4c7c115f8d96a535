"""Whatever a file says: odd values, wrong types, hostile text, several faults at once."""

from __future__ import annotations

import copy
import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bad.command import refused, run, says
from conftest import DAY, in_words, sample_data
from good_dossier import (  # noqa: F401 - fixtures
    GOOD,
    SOURCE,
    UNDETERMINED,
    fixture_dossier,
    fixture_out,
    good,
    refused_whole,
    with_value,
    written,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from checker.concluding.plain import PlainEngine
from checker.errors import DossierError
from checker.files.textfile import TextFile
from checker.intake import parse_dossier, submission
from checker.ruleset.loading import load

# values that break naive programs


@pytest.mark.parametrize(("section", "value", "code", "words"), [
    pytest.param("attribute", 99999999999999999999, "attribute.wrong_type", "应为是／否、年份或文字",
                 id="whole number beyond 2^53"),
    pytest.param("attribute", "\ud800", "file.bad_character", "残缺的字符", id="half a character"),
    pytest.param("date", "\ud800", "file.bad_character", "残缺的字符", id="half a character in a list"),
    pytest.param("completed", "²", "field.year", "“²”不是年份", id="superscript digit for a year"),
    pytest.param("completed", "9" * 5000, "field.year", "9…”不是年份", id="5000 digits for a year"),
    pytest.param("period", 2024.5, "field.year", "“2024.5”不是年份", id="half a year"),
])
def test_an_odd_value_is_the_dossier_s_fault_not_the_program_s(tmp_path: Path, section: str, value: float | int | str, code: str, words: str) -> None:
    path = written(tmp_path, "park.json", json.dumps(with_value(section, value)))
    said = run("check", path)
    refused(said, 4, code, words, path)
    assert len(said.err) < 1000


@pytest.mark.parametrize(("name", "text"), [
    ("park.yaml", GOOD.replace("某园区", '"某\\e[31m园区"')),
    ("park.json", json.dumps(good(subject={"name": "某\x1b[31m园区", "kind": "park"}))),
    ("park.json", json.dumps({**good(), "某\x1b[31m": 1}))])
def test_a_control_character_is_refused_however_it_is_written(tmp_path: Path, name: str, text: str) -> None:
    path = written(tmp_path, name, text)
    said = run("check", path)
    refused(said, 4, "file.bad_character", "含有控制字符或残缺的字符", path)
    assert "\x1b" not in said.out + said.err


def test_a_number_of_many_digits_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "park.json", json.dumps(with_value("datum", 10**60)))
    refused(run("check", path), 4, "amount.too_extreme", "的数量级不可能", path)


HUGE = ["1e100000", "1e300000", "-1e300000", "1e-300000", "1e999999999999"]


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize(("section", "code", "words"), [
    ("period", "field.year", "”不是年份。请写四位数的年份"),
    ("completed", "field.year", "”不是年份。请写四位数的年份"),
    ("attribute", "attribute.not_year", "“建设规划基准年”应为四位数年份（1949～2099），写的是 "),
    ("datum", "", ""), ("assigned", "", "")])
def test_a_huge_exponent_is_answered_at_once_and_in_words(tmp_path: Path, section: str, code: str, words: str, number: str) -> None:
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
def test_a_huge_exponent_of_an_amount_is_called_impossible(tmp_path: Path, section: str, number: str) -> None:
    refused_whole(tmp_path, with_value(section, "X"), "amount.too_extreme",
                  f"{FIELD[section]}：“{number}”的数量级不可能", number)


@pytest.mark.parametrize("day", ["20230630", "86400", "0", "2025-13-31", "2025-05", "2025年", "45808"])
def test_a_bare_number_is_no_date(tmp_path: Path, day: str) -> None:
    path = written(tmp_path, "park.yaml", GOOD.replace("2025-05-31", day))
    refused(run("check", path), 4, "field.date", f"“{day}”不是日期。请写成 2023-05-31 的形式", path, 4)


def test_a_superscript_is_not_read_as_a_digit(tmp_path: Path) -> None:
    path = written(tmp_path, "park.json", json.dumps(with_value("datum", "10⁴")))
    refused(run("check", path), 4, "amount.unreadable", "“10⁴”读不出数值", path)


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_value_is_not_called_a_list(tmp_path: Path, value: str) -> None:
    said = refused_whole(tmp_path, with_value("datum", value), "field.empty_text",
                         "填报值（observations）第 1 条的数值（value）：不能留空。没有内容时请把整个字段删去")
    assert "列表" not in said.err


def test_a_value_of_many_words_is_refused_in_the_reader_s_language(tmp_path: Path) -> None:
    said = refused_whole(tmp_path, with_value("datum", "很" * 300), "field.long_text",
                         "填报值（observations）第 1 条的数值（value）：文字超过 200 字（很很很")
    assert "items" not in said.err


@pytest.mark.parametrize(("value", "shown"), [(True, "true"), ([1, {"a": 2}], "[…]"), ({"value": 5}, "{…}")])
def test_a_number_of_a_list_that_is_no_number_is_shown_as_it_was_written(tmp_path: Path, value: bool | dict[str, Any] | list[dict[str, Any] | int], shown: str) -> None:
    refused_whole(tmp_path, with_value("assigned", value), "list.not_text",
                  f"清单（lists）第 1 条的条目（entries）第 1 条的“assigned”：应为文字，写的是 {shown}。")


def test_a_long_value_is_shortened_in_the_message(tmp_path: Path) -> None:
    refused_whole(tmp_path, with_value("assigned", "5" * 3000), "amount.too_extreme",
                  f"清单（lists）第 1 条的条目（entries）第 1 条的“assigned”：“{'5' * 39}…”的数量级不可能")


@pytest.mark.parametrize("data", [
    pytest.param(with_value("attribute", "长" * 3000), id="year"),
    pytest.param(good(observations=[{"quantity": "employees", "value": 5, "unit": "长" * 3000, "source": SOURCE}]),
                 id="unit"),
    pytest.param(good(**{"长" * 3000: 1}), id="field")])
def test_a_long_value_is_shortened_in_every_message(tmp_path: Path, data: dict[str, Any]) -> None:
    said = run("check", written(tmp_path, "park.json", json.dumps(data)))
    assert said.status == 4
    assert len(said.err) < 1000


@pytest.mark.parametrize("written_", [
    "<-0.1", "不超过-0.1", "≤-0.1", "小于-5", "-5～-3", "-5～3",
    "<0"])
def test_below_a_negative_number_is_negative(tmp_path: Path, written_: str) -> None:
    report = {"item": "HJ274-2015.11", "value": written_, "unit": "tce/万元", "source": SOURCE}
    refused_whole(tmp_path, good(reported=[report]), "amount.negative",
                  f"自报值（reported）第 1 条的数值（value）：单位工业增加值综合能耗不能是负数，写的是 {written_}。")


@pytest.mark.parametrize(("old", "new", "line"), [
    ("某园区", "'某园区", 2), ("2025-05-31", '"2025-05-31', 4), ("按标准管理", "'按标准管理", 6)])
def test_a_quote_that_is_never_closed_is_named_where_it_opens(tmp_path: Path, old: str, new: str, line: int) -> None:
    path = written(tmp_path, "park.yaml", GOOD.replace(old, new) + "# 末行\n")
    refused(run("check", path), 4, "file.bad_yaml", "引号和括号是否成对", path, line)


def test_an_early_day_of_assessment_is_no_bar_to_a_workbook(dossier: Path, out: Path) -> None:
    said = run("check", dossier, "--as-of", "1979-12-31", "-o", out / "verdict.xlsx")
    assert (said.status, said.err) == (UNDETERMINED, "")
    sheet = openpyxl.load_workbook(out / "verdict.xlsx").active
    assert isinstance(sheet, Worksheet)
    assert sheet.max_row > 32


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_bytes_break_the_reading(raw: bytes) -> None:
    for name in ("park.yaml", "park.json"):
        with pytest.raises(DossierError):
            parse_dossier(raw, name)


SYNTAX = st.text(st.sampled_from("abc:-?[]{}&*!|>'\"%@`#, \n\t~.1"), max_size=60)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(SYNTAX)
def test_no_play_of_yaml_s_signs_breaks_the_reading(text: str) -> None:
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
    changed: dict[str, Any] = copy.copy(data)
    here: Any = changed
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
def test_a_wrong_type_in_any_place_is_refused_or_judged_but_breaks_nothing(wrong: str, step: int) -> None:
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
def test_a_list_is_no_text_in_an_entry(wrong: str) -> None:
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
def test_a_wrong_type_in_each_kind_of_place_ends_the_command_in_good_order(wrong: str, step: int, tmp_path: Path) -> None:
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
def test_hostile_text_stays_text_in_json_and_on_the_screen(text: str, tmp_path: Path) -> None:
    path = written(tmp_path, "park.json", json.dumps(hostile(text)))
    plain = run("check", path)
    assert plain.status == UNDETERMINED
    assert f"{text}2024年度是否达到" in plain.out
    verdict = json.loads(run("check", path, "--format", "json").out)
    assert verdict["subject"]["name"] == text
    assert verdict["documents"][0]["title"] == text
    assert text in run("explain", path).out


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_the_workbook(text: str, tmp_path: Path, out: Path) -> None:
    path = written(tmp_path, "park.json", json.dumps(hostile(text)))
    target = out / "verdict.xlsx"
    assert run("check", path, "-o", target).status == UNDETERMINED
    sheet = openpyxl.load_workbook(target).active
    assert isinstance(sheet, Worksheet)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    assert str(sheet.cell(1, 1).value).startswith(f"{text} 2024 年度")
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


def test_faults_of_the_file_and_of_its_meaning_are_named_in_one_go(tmp_path: Path, out: Path) -> None:
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


def test_faults_are_named_in_one_go_in_json_too(tmp_path: Path) -> None:
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


def test_the_asked_ruleset_takes_part_in_naming_all_faults(tmp_path: Path) -> None:
    path = written(tmp_path, "park.yaml", SEVERAL.replace("hj274-2015", "other-2000"))
    assert len(run("check", path, "--ruleset", "hj274-2015").errors) == 5


@pytest.mark.parametrize(("fault", "count"), [
    pytest.param("obsrvations: []\n", 1, id="unknown field at the top"),
    pytest.param("attributes: {jing_jin_ji: {value: [1]}}\n", 1, id="attribute of a wrong type"),
    pytest.param("documents: {report: {name: 年报}}\n", 2, id="document with name for title"),
])
def test_a_fault_anywhere_does_not_hide_a_wrong_dimension(tmp_path: Path, fault: str, count: int) -> None:
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
def test_a_fault_at_the_head_does_not_hide_a_wrong_dimension(tmp_path: Path, old: str, new: str) -> None:
    entry = "{quantity: industrial_land, value: 42, unit: 万tce, source: {place: 表1, words: 见表1}}"
    path = written(tmp_path, "park.yaml", f"{GOOD.replace(old, new)}observations:\n  - {entry}\n")
    said = run("check", path)
    assert said.status == 4
    assert len(said.errors) == 2
    assert any(says(error, "unit.wrong_dimension", "万tce") for error in said.errors)
