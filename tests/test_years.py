"""One dossier judged for several years: a verdict for each, and a page on which they stand side by side."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bad.command import refused, run, says
from conftest import ROOT
from pypdf import PdfReader

from checker.errors import UsageError
from checker.reporting.trend_page import trend_pdf
from checker.services.judging_files import JudgingTerms, judged
from checker.services.judging_years import judged_years, years_of
from checker.services.kinds_beside import kinds_beside

PARK, PLAN = ROOT / "samples/made-up-park.yaml", ROOT / "samples/yuxi-htz-plan-tables.yaml"


@pytest.fixture(scope="module", name="series")
def fixture_series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("years") / "新"
    said = run("check", PARK, "--years", "2023-2024", "-o", folder)
    assert (said.status, len(said.out.splitlines())) == (0, 2)
    assert says(said.err, "years.written", "5 个文件。退出状态只说明写完了")
    return folder


def data(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def words_of(pdf: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def test_each_year_has_its_own_verdict_by_the_same_rules(series: Path) -> None:
    assert sorted(path.name for path in series.iterdir()) == ["2023.json", "2023.pdf", "2024.json", "2024.pdf", "趋势.pdf"]
    one, other = data(series / "2023.json"), data(series / "2024.json")
    assert (one["period"], other["period"]) == (2023, 2024)
    assert one["ruleset"]["digest"] == other["ruleset"]["digest"]
    alone = run("check", PARK, "--format", "json")
    mine = json.loads(alone.out)
    assert {name: part for name, part in other.items() if name != "verdicts"} == mine


def test_the_page_of_all_years_has_what_an_amount_is_made_up_of_as_the_forms_put_it_together() -> None:
    asked = JudgingTerms(ROOT / "samples/made-up-zero-carbon.yaml", dt.date(2026, 11, 28), ("zero-carbon-account-2025",))
    found = judged_years(asked, [2024, 2025])
    [kinds] = kinds_beside(found)
    assert [(one.title, one.drawn is not None) for one in kinds] == [
        ("历年的组成：调入的非化石能源直连电量、调入的绿证、绿电交易电量、调入的其他电量", False),
        ("历年的组成：燃料燃烧排放、能源加工转换排放、电力间接排放、热力间接排放、工业生产过程排放", True)]
    assert kinds[1].rows == [["2024", "280000 t", "0 t", "166500 t", "0 t", "10000 t"], ["2025", "250000 t", "0 t", "83250 t", "0 t", "10000 t"]]
    pdf = trend_pdf(found, judged(replace(asked, period=2026)), [kinds])
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert all(one in words for one in ("历年的组成", "166500", "万t"))


@pytest.mark.parametrize("year", [pytest.param(2023, marks=pytest.mark.whole), 2024])
def test_the_page_of_a_year_is_proven_from_itself(series: Path, year: int) -> None:
    said = run("verify", series / f"{year}.pdf")
    assert (said.status, said.out.startswith("√ 与重算一致")) == (0, True)


def test_the_page_of_all_years_says_what_each_year_s_page_says_and_that_it_is_none(series: Path) -> None:
    said = words_of(series / "趋势.pdf")
    assert "自己不是结论" in said
    assert "各年并列，不是结论" in said
    for year in (2023, 2024):
        assert str(year) in said
    row = next(line for line in said.splitlines() if "单位工业增加值综合能耗" in line)
    assert row.split()[-4:] == ["√", "0.175", "√", "0.1565"]
    assert "？ 缺数据" in said
    assert "2025 年的限值或目标" not in said  # the standard has the same limits in every year


def test_a_plan_s_targets_of_the_year_after_stand_beside(tmp_path: Path) -> None:
    said = run("check", PLAN, "--years", "2020", "-o", tmp_path / "a")
    assert said.status == 0
    words = words_of(tmp_path / "a/趋势.pdf")
    assert "2021 年的限值或目标" in words
    row = next(line for line in words.splitlines() if "固定资产投资" in line)
    assert "34.4" in row and "53" in row  # noqa: PT018


@pytest.mark.parametrize(("given", "due"), [
    ("2020-2022", [2020, 2021, 2022]), ("2020年—2021年", [2020, 2021]), ("２０２０，2022", [2020, 2022]), ("2022、2020", [2020, 2022]), ("2021", [2021])])
def test_years_are_read_as_people_write_them(given: str, due: list[int]) -> None:
    assert years_of(given) == due


@pytest.mark.parametrize("given", ["", "去年", "2022-2020", "20", "1800-1801", "2020-"])
def test_what_are_no_years_is_refused(given: str) -> None:
    with pytest.raises(UsageError, match=f"“{given}”不是年份。请写 2020-2024，或 2020,2022"):
        years_of(given)


def test_how_years_can_not_be_asked_for(tmp_path: Path) -> None:
    full = tmp_path / "旧"
    full.mkdir()
    (full / "a.txt").write_text("a")
    new = tmp_path / "新"
    refused(run("check", PARK, "--years", "1950-1999", "-o", new), 2, "years.many", "要评判 50 年，最多 40 年")
    refused(run("check", PARK, "--years", "2024"), 2, "years.folder", "请用一个 -o 写出文件夹的名称")
    refused(run("check", PARK, "--years", "2024", "-o", new, "--format", "pdf"), 2, "years.folder", "不能同时写 --format")
    refused(run("check", PARK, "--years", "2024", "-o", new.with_suffix(".pdf")), 2, "years.folder", "写出一个文件夹")
    refused(run("check", PARK, "--years", "2024", "-o", full), 2, "years.taken", "已有内容，不会写到里面去")
    refused(run("check", PARK, "--years", "2024", "-o", new, "--previous", PARK), 2, "years.previous", "各年已经并列")
    refused(run("check", ROOT / "samples/made-up-project.yaml", "--years", "2024", "-o", new), 4, "years.project", "一个项目只评判一次")
    assert not new.exists()
