"""Rounds of asking as an officer and an auditor walk them: each page proven, each entry told from the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from asked import FACTS, QUESTIONS, filled, project, submitted
from bad.command import run
from registers import filled as founded

FIRST = {(QUESTIONS, "attribute:catalogue_category", "value"): "限制类",
         (FACTS, "attributes/nature", "confirm"): "不属实", (FACTS, "attributes/nature", "value"): "新建"}
SECOND = {(QUESTIONS, "attribute:zoning_conforms", "value"): "是",
          (QUESTIONS, "attribute:energy_level", "value"): "无标杆水平",
          (FACTS, "attributes/nature", "by"): "虚构塑胶有限公司", (FACTS, "attributes/nature", "on"): "2025-07-05",
          (FACTS, "attributes/nature", "why"): "填错"}


def test_two_rounds_are_judged_proven_and_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    founded(Path("台账.db"), 0)
    issue = ("--register", "台账.db", "--by", "张三", "-o")
    Path("项目.json").write_bytes(submitted(project()).file.raw)
    assert "运行 checker check 项目.json --answers 一.xlsx。" in run("ask", "项目.json", "-o", "一.xlsx").err
    Path("一.xlsx").write_bytes(filled(Path("一.xlsx").read_bytes(), FIRST))
    answers: tuple[str, ...] = ("--answers", "一.xlsx")
    assert run("check", "项目.json", *answers, *issue, "一.pdf").status == 3
    assert "运行 checker check 项目.json --answers 一.xlsx --answers 二.xlsx。" in run(
        "ask", "项目.json", *answers, "-o", "二.xlsx").err
    Path("二.xlsx").write_bytes(filled(Path("二.xlsx").read_bytes(), SECOND))
    assert run("check", "项目.json", "--answers", "二.xlsx").status == 4
    answers = (*answers, "--answers", "二.xlsx")
    assert run("check", "项目.json", *answers, "--previous", "一.pdf", "--supersedes", "KM-2026-0001",
               "--reason", "第二轮答复", *issue, "二.pdf").status == 1
    said = run("check", "项目.json", *answers, "--previous", "一.pdf").out
    assert "相比，4 项有变化，25 项没有；规则未变" in said
    assert "限制类　无法判定 → 触及（数据）" in said
    for page, sheets in (("一.pdf", 1), ("二.pdf", 2)):
        found = run("verify", page, "--register", "台账.db")
        assert found.status == 0
        assert "与重算一致" in found.out
        shown = run("register", "show", f"KM-2026-000{sheets}", "--register", "台账.db").out
        assert f"连同 {sheets} 份填好的征询表评判：" + "、".join(f"answers-{i + 1}.xlsx" for i in range(sheets)) in shown
        assert ("与上次的结论相比：KM-2026-0001" in shown) is (sheets == 2)
