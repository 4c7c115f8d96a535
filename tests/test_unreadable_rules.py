"""Rulesets of ours, and records of what was published, that can't be read on this machine."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bad.command import refused, run, says
from conftest import ROOT
from pages import PROJECT, page, set_once  # noqa: F401 - a fixture
from test_posing import posing

from checker.capsule import releases
from checker.cli.seal import _look as look_before_sealing
from checker.errors import Problem
from checker.exits import Exit
from checker.ruleset import head, loading
from checker.verifying import standing
from checker.verifying.answers import QUESTIONS, Answer, Holds, Verification
from checker.verifying.status_words import STATUS_MARKS, status_words

OURS = "admission-yunnan"


def written(content: str) -> Callable[[Path], None]:
    def write(file: Path) -> None:
        file.write_text(content, encoding="utf-8")
    return write


def binary(file: Path) -> None:
    file.write_bytes(bytes(range(256)))


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def dangling(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")


def in_a_circle(file: Path) -> None:
    said = file.read_text(encoding="utf-8")
    file.write_text(said.replace("\ndefinitions:", "\ndefinitions:\n  aa: bb\n  bb: aa", 1), encoding="utf-8")


def by_another_name(file: Path) -> None:
    said = file.read_text(encoding="utf-8")
    file.write_text(said.replace(f"\nid: {OURS}", "\nid: something", 1), encoding="utf-8")


BREAKAGES: dict[str, Callable[[Path], None]] = {
    "no YAML": written("a: [b"), "nothing in it": written(""), "a list": written("- a"), "too deep": written("[" * 20000),
    "no text": binary, "a folder": folder, "a link to nowhere": dangling, "definitions in a circle": in_a_circle,
    "another id": by_another_name, "no folder": lambda file: shutil.rmtree(file.parent),
    "no rulesets at all": lambda file: shutil.rmtree(file.parent.parent)}


@pytest.fixture
def rulesets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of a few rulesets in the place of ours."""
    place = tmp_path / "rulesets"
    for name in (OURS, "hj274-2015", "zero-carbon-park-2025"):
        shutil.copytree(ROOT / "rulesets" / name, place / name)
    page(PROJECT)  # by what is installed
    monkeypatch.setattr(head, "folder", lambda name: place)
    loading._installed.cache_clear()
    yield place
    loading._installed.cache_clear()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "project.pdf").write_bytes(page(PROJECT))
    return tmp_path / "project.pdf"


@pytest.mark.parametrize("name", BREAKAGES)
def test_of_an_own_ruleset_that_can_not_be_read_it_is_said_that_nothing_was_compared(
        name: str, rulesets: Path, project: Path) -> None:
    BREAKAGES[name](rulesets / OURS / "ruleset.yaml")
    said = run("verify", project)
    assert said.status == Exit.UNDETERMINED, said.err
    assert said.out.startswith(f"？ 与重算一致，由谁出具未证明，规则集 {OURS} 未能核对")
    assert says(said.out, "known.unreadable", "请重新安装本程序再核验")
    assert says(said.out, "today.unreadable", "不能按它评判")


def test_a_published_state_is_known_though_the_ruleset_can_not_be_read(
        rulesets: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written("a: [b")(rulesets / OURS / "ruleset.yaml")
    monkeypatch.setattr("checker.verifying.standing.released", lambda name, state: ["0.1.9"])
    said = run("verify", project)
    assert said.status == 0
    assert says(said.out, "known.published", "是本程序 0.1.9 版收录的状态")


def test_one_ruleset_that_can_not_be_read_costs_no_other_page(rulesets: Path, project: Path) -> None:
    written("a: [b")(rulesets / "hj274-2015" / "ruleset.yaml")
    assert run("verify", project).out.startswith("√ ")


def test_what_can_not_be_compared_is_told_before_sealing_and_regenerating(
        rulesets: Path, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written("a: [b")(rulesets / OURS / "ruleset.yaml")
    said = run("regenerate", project, "-o", tmp_path / "again.pdf")
    assert said.status == 0
    assert says(said.err, "known.unreadable", OURS)
    look_before_sealing(page(PROJECT), dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    assert says(capsys.readouterr().err, "known.unreadable", OURS)


@pytest.mark.parametrize("content", ["{", "[]", ""])
def test_a_record_of_releases_that_can_not_be_read_is_named(
        content: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "locks"
    shutil.copytree(ROOT / "locks" / "0.2.0", place / "0.2.0")
    (place / "of-no-version").mkdir()
    (place / "0.2.0" / "release.json").write_text(content, encoding="utf-8")
    monkeypatch.setattr(releases, "folder", lambda name: place)
    releases.releases.cache_clear()
    said = run("verify", project)
    again = run("regenerate", project, "-o", tmp_path / "again.pdf")
    releases.releases.cache_clear()
    assert (said.status, again.status) == (Exit.VERIFICATION_FAILED, Exit.USAGE)
    assert says(said.out, "release.unreadable", "发布记录读不出来")
    assert says(again.err, "release.unreadable", "请重新安装本程序")


def test_a_fault_of_ours_in_one_page_costs_no_other(
        project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = standing.known

    def broken(parts: object) -> object:
        monkeypatch.setattr(standing, "known", honest)
        raise RuntimeError("by chance")

    monkeypatch.setattr(standing, "known", broken)
    shutil.copy(project, tmp_path / "second.pdf")
    said = run("verify", tmp_path)
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.out, "verify.broke", "RuntimeError")
    assert said.out.count("√ 与重算一致") == 1


def test_an_unknown_ruleset_may_pose_as_one_that_can_not_be_read(rulesets: Path) -> None:
    written("a: [b")(rulesets / OURS / "ruleset.yaml")
    loading._installed.cache_clear()
    holds, said = standing._known(posing())
    assert holds == "not_here"
    assert "known.unlooked" in [one.code for one in said]


def test_a_fault_in_judging_by_todays_rules_is_told_and_costs_no_other_answer(
        rulesets: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = rulesets / OURS / "ruleset.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("\ntitle: ", "\ntitle: 新", 1), encoding="utf-8")
    monkeypatch.setattr(standing, "assessed", lambda *_, **__: 1 / 0)
    monkeypatch.setattr(standing, "released", lambda name, state: ["0.1.9"])
    said = run("verify", project)
    assert said.status == 0
    assert says(said.out, "today.broke", "ZeroDivisionError")


def test_a_copy_that_the_register_has_by_rules_that_are_not_ours_says_that_of_the_rules() -> None:
    holds: dict[str, Holds] = {"page": "yes", "origin": "yes", "ruleset": "no"}
    found = Verification([Answer(name, holds.get(name, "not_examined")) for name in QUESTIONS], public=True)
    assert found.exit == Exit.VERIFICATION_FAILED
    assert says(status_words(found), "verify.public_rules", "规则集不是看上去的那一部")
    assert found.but == []


def test_every_word_of_a_page_whose_rules_are_not_compared_stands_in_the_first_line() -> None:
    said = [Problem("known.unreadable", {"ruleset": OURS, "reason": "x"})]
    found = Verification([Answer(name, "not_here" if name == "ruleset" else "yes", said if name == "ruleset" else ())
                          for name in QUESTIONS])
    assert [one.code for one in found.but] == ["but.unreadable"]


@pytest.mark.parametrize(("holds", "mark", "said"), [
    ({}, "√", "与重算一致"), ({"page": "not_here"}, "？", "附件可重算，页面未能证明"), ({"judgement": "mended"}, "？", "与出具时一致"),
    ({"page": "doubtful"}, "！", "附件可重算，页面文字不同"), ({"page": "no"}, "×", "不一致"), ({"origin": "no"}, "×", "出处不可信"),
    ({"capsule": "no", **dict.fromkeys(QUESTIONS[1:], "not_examined")}, "×", "不能核验")])
def test_only_what_is_as_it_has_to_be_bears_a_tick_and_what_is_refused_a_cross(
        holds: dict[str, Holds], mark: str, said: str) -> None:
    found = Verification([Answer(name, holds.get(name, "yes")) for name in QUESTIONS])
    assert STATUS_MARKS[found.status] == mark
    assert said in status_words(found)
    assert found.exit == {"√": Exit.MET, "？": Exit.UNDETERMINED}.get(mark, Exit.VERIFICATION_FAILED)


@pytest.mark.parametrize("spoil", [
    lambda words: words.replace("title:", "name:"), lambda words: words.replace("judges:", "judge:"),
    lambda words: "in_force: 2016\n"])
def test_a_head_that_can_not_be_listed_is_named(rulesets: Path, spoil: Callable[[str], str]) -> None:
    file = rulesets / OURS / "ruleset.yaml"
    file.write_text(spoil(file.read_text(encoding="utf-8")), encoding="utf-8")
    refused(run("rules", "list"), Exit.BAD_RULESET, "ruleset.head", f"规则集 {OURS} 的文件缺少列出它所需的栏目", file)
