"""No run of text on a page lies on another: however long what people wrote is, and in every column."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from bad.command import run
from conftest import ROOT

from checker.files.textfile import read

SCORING = ROOT / "samples/rulesets/made-up-scoring"
LONG = "LONGLETTERSWITHOUTANYSPACE" * 3
NAME = "名称很长的一个项目年产一亿二千万套" * 3
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
ACROSS = 1.5  # points; a letter is several wide
PARK = ["序号", "项目名称", "行业代码", "产业结构调整指导目录类别", "用地面积（亩）", "计划总投资（万元）", "达产年税收（万元）"]
FLOOR = ["序号", "项目名称", "计划总投资（亿元）", "用地面积（亩）", "行业代码", "项目阶段", "用地性质"]


class Run(NamedTuple):
    """A word where it stands on its page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    words: str


def runs(pdf: Path) -> list[Run]:
    said = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return [Run(page, float(left), float(top), float(right), float(bottom), words)
            for page, part in enumerate(said.split("<page ")[1:], 1)
            for left, top, right, bottom, words in WORD.findall(part)]


def overprinted(pdf: Path) -> list[tuple[str, str]]:
    """The pairs of words of which one lies on the other; half a line's height is no letter's."""
    return [(one.words, other.words) for one, other in combinations(runs(pdf), 2) if one.page == other.page
            and min(one.right, other.right) - max(one.left, other.left) > ACROSS
            and min(one.bottom, other.bottom) - max(one.top, other.top) > min(one.bottom - one.top, other.bottom - other.top) / 2]


def portfolio(place: Path, ruleset: str, headings: list[str], *rows: list[str]) -> Path:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    (place / "项目.csv").write_text(out.getvalue(), encoding="utf-8")
    said = run("screen", place / "项目.csv", "--ruleset", ruleset, "--as-of", "2023-12-31", "--jobs", "1", "--pdf", "none",
               "-o", place / "out")
    assert said.status in (0, 4), said.err
    return place / "out/portfolio.pdf"


@pytest.mark.whole
def test_a_portfolio_with_points_and_refusals_overprints_nothing(tmp_path: Path) -> None:
    pdf = portfolio(tmp_path, str(SCORING), PARK,
                    ["1" * 20, NAME + LONG, "2710", "鼓励类", "10.123456789", "6000", "500"],
                    ["A-" + "2" * 30, LONG, "2710", "淘汰类", "10", "0.00000001234567891234", "10"],
                    ["3", NAME, "", "", "", "", ""])
    said = {word.words for word in runs(pdf)}
    assert {"不符合准入条件（试算）", "90～100"} <= said, "what is widest stands on one line each"
    assert overprinted(pdf) == []


def test_a_portfolio_with_a_chart_overprints_nothing(tmp_path: Path) -> None:
    pdf = portfolio(tmp_path, "admission-kunming-etdz-2023", FLOOR,
                    ["1" * 20, NAME + LONG, "12345678.123456789", "110.123456789", "2921", "新投资", "项目用地"],
                    ["2", LONG, "0.000000012345678912345", "110", "2921", "新投资", "项目用地"],
                    ["3", NAME, "30~30000000000", "100~110", "2921", "新投资", "项目用地"],
                    ["4", "丁" + LONG, "约30000000000.123456", "100", "2921", "新投资", "项目用地"],
                    ["5", "戊", "", "100", "", "新投资", ""])
    assert any("3000000000" in word.words for word in runs(pdf))
    assert overprinted(pdf) == []


@pytest.mark.parametrize("sample", ["made-up-project", "made-up-scored-project"])
def test_a_project_page_with_long_words_overprints_nothing(sample: str, tmp_path: Path) -> None:
    data = read(ROOT / "samples" / f"{sample}.yaml").data
    data["subject"] |= {"name": NAME + LONG, "owner": LONG + NAME}
    for stated in data["observations"]:
        stated["source"] |= {"place": LONG + NAME}
    (tmp_path / "项目.json").write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
    extra = [] if sample == "made-up-project" else ["--ruleset", str(SCORING)]
    said = run("check", tmp_path / "项目.json", *extra, "-o", tmp_path / "页.pdf")
    assert said.status in (0, 1, 3), said.err
    assert overprinted(tmp_path / "页.pdf") == []
