"""The table of the 98 projects of the Yuxi plan: what the source states, and nothing more."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
from decimal import Decimal
from types import ModuleType

import pytest
from conftest import ROOT
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from checker.text.unstated import states_nothing


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("yuxi_projects", ROOT / "samples" / "yuxi_projects.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKE = script()
AREA_UNSTATED = {"73", "85", "96"}  # the site of a part only, or no area at all
ROWS = list(csv.DictReader(io.StringIO((ROOT / "samples" / f"{MAKE.NAME}.csv").read_text("utf-8-sig"))))


def row(number: int) -> dict[str, str]:
    return ROWS[number - 1]


@pytest.mark.parametrize("name", sorted(MAKE.FILES))
def test_the_committed_tables_are_what_the_passage_and_the_decisions_give(name: str) -> None:
    assert (ROOT / "samples" / name).read_bytes() == MAKE.FILES[name](MAKE.table())


def test_all_98_projects_stand_in_their_order_with_a_field_and_years() -> None:
    assert [line["序号"] for line in ROWS] == [str(number) for number in range(1, 99)]
    assert all(line["领域"] and line["项目名称"] and line["依托单位"] and line["原文"] for line in ROWS)
    assert all(re.fullmatch(r"20\d\d([-—]20\d\d)?", line["实施年限"]) for line in ROWS)


def test_the_investments_are_the_printed_ones() -> None:
    assert [line["序号"] for line in ROWS if not line["计划投资（万元）"]] == ["20"]
    assert (row(85)["投资原文"], row(85)["计划投资（万元）"]) == ("计划投资7.4千万元", "7400")
    assert (row(3)["计划投资（万元）"], row(97)["计划投资（万元）"]) == ("3200", "3987.77")
    scale = {"亿": 10000, "千万": 1000, "万": 1}
    for line in ROWS:
        for number, unit in re.findall(r"([0-9.]+)(亿|千万|万)", line["投资原文"]):
            assert Decimal(line["计划投资（万元）"]) == Decimal(number) * scale[unit], line


def test_the_land_is_the_printed_one_and_its_kind_is_told() -> None:
    assert {line["用地性质"] for line in ROWS} == {"项目用地", "建筑占地", "租用厂房", "预留楼面", "土地开发", ""}
    assert [line["序号"] for line in ROWS if line["用地性质"] == "土地开发"] == ["34", "56", "70", "94"]
    assert [line["序号"] for line in ROWS if line["用地性质"] == "租用厂房"] == ["3", "12", "23", "24"]
    for line in ROWS:
        assert (not line["用地性质"]) == (not line["用地原文"]), line
        if not line["用地（亩）"]:
            assert line["用地性质"] in ("", "租用厂房", "预留楼面") or line["序号"] in AREA_UNSTATED, line
            continue
        assert ("约" in line["用地原文"]) == line["用地（亩）"].startswith("约"), line
        given = Decimal(line["用地（亩）"].removeprefix("约"))
        [(number, unit)] = re.findall(r"([0-9.]+)(亩|㎡)", line["用地原文"])
        assert given == (Decimal(number) if unit == "亩" else Decimal(number) * 3 / 2000), line


def test_what_the_passage_does_not_say_is_left_empty() -> None:
    """No word of ours stands in the table as if the document had it: neither a name of a field nor 无."""
    for line in ROWS:
        for heading, value in line.items():
            assert not value or not states_nothing(value), (line["序号"], heading, value)
            assert heading in ("依托单位", "行业代码", "行业代码依据", "项目名称", "原文", "用地原文") or not re.search(
                "[A-Za-z]", value), (line["序号"], heading, value)


def test_every_quote_stands_in_its_row() -> None:
    for line in ROWS:
        for quote in (line["投资原文"], *line["用地原文"].split("；")):
            assert quote in line["原文"], line


def test_what_no_row_states_is_empty_or_has_its_ground() -> None:
    assert all(line["行业代码依据"] for line in ROWS if line["行业代码"])
    assert all(re.fullmatch(r"[A-Z](\d{3})?|\d{2}|\d{4}|", line["行业代码"]) for line in ROWS)
    assert {line["性质"] for line in ROWS} == {"", "扩建", "改扩建", "技术改造", "迁建"}
    assert {line["序号"]: line["达产产值（万元）"] for line in ROWS if line["达产产值（万元）"]} == {
        "26": "210000", "27": "890000", "28": "500000", "57": "1300000～1500000", "58": "200000～300000",
        "59": ">1000000"}


def test_the_workbook_holds_the_same_cells_as_the_text() -> None:
    sheet = load_workbook(ROOT / "samples" / f"{MAKE.NAME}.xlsx").active
    assert isinstance(sheet, Worksheet)
    cells = [["" if cell is None else str(cell) for cell in line] for line in sheet.iter_rows(values_only=True)]
    assert cells == [list(MAKE.HEADINGS), *(list(line.values()) for line in ROWS)]


def test_a_quote_that_the_row_does_not_say_is_refused() -> None:
    cells = ["2", "领域", "某项目", "某公司", "计划投资1亿元。用地110亩", "2021"]
    assert MAKE.row(cells, {"land": {"kind": "site", "mu": "110", "words": "用地110亩"}})["用地（亩）"] == "110"
    with pytest.raises(ValueError, match="用地120亩"):
        MAKE.row(cells, {"land": {"kind": "site", "mu": "120", "words": "用地120亩"}})
