"""A row's magnitudes against the other rows: in the results alone, never in the row's own verdict."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import openpyxl
import pytest
from bad.command import run
from portfolios import portfolio_unset, set_portfolio  # noqa: F401 - fixtures

HEADINGS = "序号,项目名称,计划总投资（亿元）,用地面积（亩）,行业代码,项目阶段,用地性质"
ROWS = [f"{n},虚构项目{n},{1 + n / 10},{60 + n},2921,新投资,项目用地" for n in range(1, 8)]
NOTES = "疑点（不影响结论）"


def screened(folder: Path, rows: list[str]) -> tuple[dict[str, str], list[dict[str, object]]]:
    """What stands out by project, and the verdicts."""
    table = folder / "表.csv"
    table.write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8-sig")
    out = folder / "out"
    done = run("screen", table, "--ruleset", "admission-kunming-etdz-2023", "--as-of", "2023-06-30",
               "--pdf", "none", "--jobs", "1", "-o", out)
    assert done.status == 0, done.err
    first, *others = openpyxl.load_workbook(out / "results.xlsx")["全部"].iter_rows(values_only=True)
    notes = {str(row[1]): str(row[first.index(NOTES)] or "") for row in others}
    return notes, [json.loads(line) for line in gzip.decompress((out / "results.jsonl.gz").read_bytes()).splitlines()]


def test_ordinary_rows_give_no_doubt(tmp_path: Path) -> None:
    notes, _ = screened(tmp_path, ROWS)
    assert set(notes.values()) == {""}


@pytest.mark.parametrize(("row", "said"), [
    ("9,万元写进亿元列,12000,80,2921,新投资,项目用地", "中间值的"),
    ("9,零,0,80,2921,新投资,项目用地", "填的是 0"),
    ("9,公顷写进亩列,2.4,5.33,2921,新投资,项目用地", "每亩计划总投资为 4503"),
    ("9,平方米写进亩列,2.4,53333,2921,新投资,项目用地", "用地面积")])
def test_an_absurd_value_is_judged_as_stated_with_a_doubt_beside(tmp_path: Path, row: str, said: str) -> None:
    notes, _ = screened(tmp_path, [*ROWS, row])
    assert said in notes.pop(row.split(",")[1])
    assert set(notes.values()) == {""}


def test_an_amount_with_its_own_multiplier_is_compared_as_it_is_judged(tmp_path: Path) -> None:
    notes, _ = screened(tmp_path, [*ROWS, "9,连倍数写,1.5亿,80,2921,新投资,项目用地"])
    assert set(notes.values()) == {""}


def test_a_verdict_of_a_row_does_not_depend_on_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    absurd = "9,万元写进亿元列,12000,80,2921,新投资,项目用地"
    _, alone = screened(tmp_path / "a", [absurd])
    _, among = screened(tmp_path / "b", [*ROWS, absurd])
    assert alone[0] == among[-1]


@pytest.mark.usefixtures("set_portfolio")
def test_a_number_of_thousands_of_digits_costs_neither_the_page_nor_time(tmp_path: Path) -> None:
    table = tmp_path / "表.csv"
    table.write_text(f"序号,项目名称,计划总投资（亿元）\n{'9' * 5000},虚构项目,1\n", encoding="utf-8")
    started = time.monotonic()
    done = run("screen", table, "--ruleset", "admission-kunming-etdz-2023", "--as-of", "2023-06-30",
               "--pdf", "none", "--jobs", "1", "-o", tmp_path / "out")
    assert done.status == 0, done.err
    assert time.monotonic() - started < 60
