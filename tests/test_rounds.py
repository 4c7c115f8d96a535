"""Rounds of asking as an officer and an auditor walk them: each page proven, each entry told from the others."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from asked import ROUNDS, answered_page, filled, project, submitted
from bad.command import run
from registers import filled as founded

from checker.capsule.opening import opened
from checker.verifying.origin import Trust
from checker.verifying.verifying import verified


@pytest.mark.whole
def test_two_rounds_are_judged_proven_and_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    founded(Path("台账.db"), 0)
    issue = ("--register", "台账.db", "--by", "张三", "-o")
    Path("项目.json").write_bytes(submitted(project()).file.raw)
    assert "运行 checker check 项目.json --answers 一.xlsx。" in run("ask", "项目.json", "-o", "一.xlsx").err
    Path("一.xlsx").write_bytes(filled(Path("一.xlsx").read_bytes(), ROUNDS[0]))
    answers: tuple[str, ...] = ("--answers", "一.xlsx")
    assert run("check", "项目.json", *answers, *issue, "一.pdf").status == 3
    assert "运行 checker check 项目.json --answers 一.xlsx --answers 二.xlsx。" in run(
        "ask", "项目.json", *answers, "-o", "二.xlsx").err
    Path("二.xlsx").write_bytes(filled(Path("二.xlsx").read_bytes(), ROUNDS[1]))
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


@pytest.mark.whole
def test_the_page_that_is_kept_of_a_version_has_both_rounds_and_what_was_withdrawn() -> None:
    pdf = answered_page()
    given = opened(pdf)
    assert {"answers-1.xlsx", "answers-2.xlsx"} <= set(given.files)
    assert "填错（征询表已知情况!" in "".join(given.texts)
    now = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    assert verified(pdf, now.date(), Trust(now)).status == "identical"
