"""A tier that is another: since the last verdict, if something were otherwise, for every row.  All data are made up."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from bad.command import run, says
from conftest import ROOT
from test_screening import table
from test_tiers import RULES, judged

from checker.capsule.issue import from_verdicts
from checker.explaining.previous import with_previous
from checker.files.textfile import read
from checker.reporting.page import render_html
from checker.reporting.plain_text import report
from checker.ruleset.compiled import Ruleset
from checker.verdict.changed import TierChanged
from checker.verdict.verdict import Verdict
from checker.wording.speaking import worded

PROJECT, TIERS = ROOT / "samples/made-up-tiered-project.yaml", ROOT / "samples/rulesets/made-up-tiers"
HEADINGS = ("序号", "项目名称", "用地面积（亩）", "计划总投资（万元）", "达产年税收（万元）", "达产产值（万元）", "达产年综合能耗（tce）",
            "安全生产标准化等级", "产业结构调整指导目录类别")
ROWS = (("1", "甲", "80", "32000", "2200", "60000", "20100", "一级", "允许类"),
        ("2", "乙", "80", "32000", "2200", "60000", "20100", "二级", "允许类"),
        ("3", "丙", "80", "32000", "2200", "60000", "20100", "", "允许类"))


def since(old: Verdict, now: Verdict, ruleset: Ruleset = RULES, *, in_words: bool = False) -> Verdict:
    """``now`` with what changed since ``old``, which is of the newer format or of the one in words."""
    data = {**worded(old, RULES).plain(), "schema": "verdict/1"} if in_words else old.plain()
    return with_previous(now, ruleset, json.loads(json.dumps(data)))


@pytest.mark.parametrize("in_words", [False, True])
def test_a_tier_is_told_with_what_it_was_last_time_whatever_else_is_the_same(in_words: bool) -> None:
    open_yet, settled = judged(RULES, None, tax="60万元", land="10亩"), judged(RULES, tax="60万元", land="10亩")
    for old, now, said in ((open_yet, settled, "综合等级变了：B 或 D → B"), (settled, open_yet, "综合等级变了：B → B 或 D"),
                           (settled, settled, ""), (open_yet, open_yet, "")):
        found = since(old, now, in_words=in_words)
        told = worded(found, RULES)
        assert found.previous is not None
        assert found.previous.items == []  # the score is the same, and nothing else is asked
        lines = report(told).splitlines()
        assert [line for line in lines if "等级变了" in line] == ([said] if said else [])
        html, _ = render_html(told, [], from_verdicts([found], None))
        assert [part for part in html.replace("\n", "<p>").split("<p>") if "等级变了" in part] == ([f"{said}</p>"] if said else [])
        assert ("tier" in told.plain()["previous"]) == ("tier" in found.plain()["previous"]) == bool(said)


def test_a_ruleset_that_has_no_tiers_on_one_side_is_told_so() -> None:
    bare = replace(RULES, model=RULES.model.model_copy(update={"tiers": None}), tiers=(), remembered={}, plans={})
    with_tiers, without = judged(RULES, tax="60万元", land="10亩"), judged(bare, tax="60万元", land="10亩")
    for old, now, ruleset, change, said in (
            (with_tiers, without, bare, TierChanged(before=["B"]), "等级变了：B → 没有分级"),
            (without, with_tiers, RULES, TierChanged(after=["B"]), "综合等级变了：没有分级 → B")):
        found = since(old, now, ruleset)
        assert found.previous is not None
        assert found.previous.tier == change
        assert said in report(worded(found, ruleset)).splitlines()


def what_if(form: str, *more: object) -> Any:
    said = run("what-if", PROJECT, "--ruleset", TIERS, *more, "--format", form)
    assert said.status == 0, said.err
    return json.loads(said.out) if form == "json" else said.out


def test_what_would_be_another_tier_stands_on_both_sides(tmp_path: Path) -> None:
    best = ("--set", "安全生产标准化等级=一级")
    assert what_if("json", *best)["tier"] == {"before": ["B", "C"], "after": ["B"]}
    assert [line.split() for line in what_if("text", *best).splitlines() if line.startswith("综合等级")] == [
        ["综合等级", "B", "或", "C", "B", "变了"]]
    run("what-if", PROJECT, "--ruleset", TIERS, *best, "-o", tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert ("综合等级", "B 或 C", "B") in [tuple(row) for row in sheet.iter_rows(values_only=True)]
    assert "tier" not in what_if("json")
    same = what_if("text")
    assert says(same, "what_if.all_same", "没有任何一项变了")
    assert [line.split() for line in same.splitlines() if line.startswith("综合等级")] == [["综合等级", "B", "或", "C", "B", "或", "C"]]


def other_tiers(folder: Path, **changes: Any) -> Path:
    """The made-up policy with other tiers."""
    data = json.loads(json.dumps(read(TIERS / "ruleset.yaml").data, default=str))
    data["tiers"].update(changes)
    place = folder / "other" / "made-up-tiers"
    place.mkdir(parents=True)
    (place / "ruleset.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return place


def test_who_would_be_in_another_tier_is_told_though_no_conclusion_changes(tmp_path: Path) -> None:
    steps = [{"name": "A", "at_least": 84}, {"name": "B", "at_least": 75}, {"name": "C", "at_least": 60}, {"name": "D"}]
    ranks = {"best": "highest", "steps": [{"name": "前", "share": 20}, {"name": "后"}]}
    asked = ("impact", table(tmp_path, ROWS, HEADINGS), "--ruleset", TIERS)
    other = other_tiers(tmp_path, steps=steps, by_rank=ranks)
    found = json.loads(run(*asked, "--against", other, "--format", "json").out)
    assert {row["name"]: (row.get("tier"), row["items"]) for row in found["rows"]} == {
        "甲": ({"before": ["B"], "after": ["A"]}, []), "乙": (None, []), "丙": ({"before": ["B", "C"], "after": ["A", "B", "C"]}, [])}
    said = run(*asked, "--against", other).out
    assert says(said, "impact.none", "3 个项目的结论都没有变")
    assert says(said, "impact.tiers", "综合等级变了的 2 个项目：B → A 1 个；B 或 C → A 或 B 或 C 1 个。")
    assert says(said, "impact.items_or_tiers", "有条款判定或等级变了的 2 个项目：")
    assert "综合等级变了：B 或 C → A 或 B 或 C" in said
    assert says(said, "impact.no_ranks", "综合等级按名次定的，没有对照")
    run(*asked, "--against", other, "-o", tmp_path / "a.xlsx", "-o", tmp_path / "a.html")
    assert "综合等级变了的 2 个项目" in (tmp_path / "a.html").read_text("utf-8")
    assert "综合等级变了：B → A" in (tmp_path / "a.html").read_text("utf-8")
    book = openpyxl.load_workbook(BytesIO((tmp_path / "a.xlsx").read_bytes()))
    told = [[cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)] for sheet in book.worksheets]
    assert any("综合等级变了的 2 个项目" in cell for cell in told[0])
    assert {"综合等级变了：B → A", "甲", "丙"} <= set(told[1])
    assert "乙" not in told[1]
    same = run(*asked, "--limit", "2=61").out
    assert says(same, "impact.no_tiers", "综合等级都没有变")
