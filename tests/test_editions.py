"""Editions: partial dates, successors, transitions, what a citation means, and how old a check is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from bad.command import refused, run
from conftest import dossier, in_words
from hypothesis import given
from hypothesis import strategies as st
from tiny_ruleset import rules as tiny

from checker.concluding.plain import PlainEngine
from checker.errors import RulesetError
from checker.linting.folder import status_lines
from checker.messages import text
from checker.reporting.catalogue import in_force as catalogue_period
from checker.reporting.ruleset_text import ruleset_text
from checker.ruleset.edition import (
    Checked,
    InForce,
    Reference,
    Successor,
    dated,
    earliest,
    latest,
    start_shown,
    status,
)

DAY = dt.timedelta(days=1)


def in_force(since: str, until: str | None = None) -> InForce:
    return InForce.model_validate({"from": since, "until": until, "seen": "official"})


def successor(since: str) -> Successor:
    return Successor.model_validate({"document": "新标准", "from": since, "seen": "official"})


@pytest.mark.parametrize(("partial", "first", "last"), [
    ("2025", "2025-01-01", "2025-12-31"), ("2024-02", "2024-02-01", "2024-02-29"),
    ("2025-07-08", "2025-07-08", "2025-07-08"), ("2023-12", "2023-12-01", "2023-12-31")])
def test_a_partial_date_is_every_day_that_it_may_mean(partial: str, first: str, last: str) -> None:
    assert (earliest(partial).isoformat(), latest(partial).isoformat()) == (first, last)


@pytest.mark.parametrize(("since", "until", "after", "day", "expected"), [
    ("2016-01-01", None, None, "2015-12-31", "not_yet"),
    ("2016-01-01", None, None, "2016-01-01", "in_force"),
    ("2016", None, None, "2015-12-31", "not_yet"),
    ("2016", None, None, "2016-06-30", "perhaps_not_yet"),
    ("2016", None, None, "2016-12-31", "in_force"),
    ("2016-01-01", "2020-12-31", None, "2020-12-31", "in_force"),
    ("2016-01-01", "2020-12-31", None, "2021-01-01", "over"),
    ("2016-01-01", "2020", None, "2020-06-30", "perhaps_over"),
    ("2016-01-01", "2020", None, "2021-01-01", "over"),
    ("2016-01-01", None, "2025", "2024-12-31", "in_force"),
    ("2016-01-01", None, "2025", "2025-01-01", "perhaps_over"),
    ("2016-01-01", None, "2025", "2025-12-31", "over"),
    ("2016-01-01", None, "2025-07-01", "2025-06-30", "in_force"),
    ("2016-01-01", None, "2025-07-01", "2025-07-01", "over"),
    # Nobody knows its first day: it ends all the same.
    ("unknown", None, None, "1950-01-01", "perhaps_not_yet"), ("unknown", None, None, "2099-12-31", "perhaps_not_yet"),
    ("unknown", "2020-12-31", None, "2020-12-31", "perhaps_not_yet"), ("unknown", "2020-12-31", None, "2021-01-01", "over"),
    ("unknown", "2020", None, "2020-06-30", "perhaps_over"), ("unknown", None, "2025", "2025-01-01", "perhaps_over"),
    ("unknown", None, "2025", "2025-12-31", "over"), ("unknown", "2030", "2025-07-01", "2025-06-30", "perhaps_not_yet")])
def test_what_the_dates_say_of_a_day(since: str, until: str | None, after: str | None, day: str,
                                     expected: str) -> None:
    found = status(in_force(since, until), successor(after) if after else None, dt.date.fromisoformat(day))
    assert found == expected


ORDER = ("not_yet", "perhaps_not_yet", "in_force", "perhaps_over", "over")


@given(st.dates(dt.date(2010, 1, 1), dt.date(2030, 1, 1)), st.sampled_from(["2016", "2016-05", "2016-05-20", "unknown"]),
       st.sampled_from([None, "2021", "2021-03", "2021-03-31"]), st.sampled_from([None, "2022", "2020-02-03"]))
def test_time_never_runs_backwards(day: dt.date, since: str, until: str | None, after: str | None) -> None:
    edition, next_ = in_force(since, until), successor(after) if after else None
    assert ORDER.index(status(edition, next_, day)) <= ORDER.index(status(edition, next_, day + DAY))


def test_a_dated_citation_means_its_edition_and_another_those_in_force_in_the_year() -> None:
    editions = [{"document": "GB/T 2589-2008", "until": "2021-03-31"},
                {"document": "GB/T 2589-2020", "from": "2021-04-01"}]
    loose = Reference.model_validate(
        {"cited": "GB/T 2589", "dated": False, "editions": editions, "seen": "official"})
    assert loose.meant(2020) == ["GB/T 2589-2008"]
    assert loose.meant(2021) == ["GB/T 2589-2008", "GB/T 2589-2020"]
    assert loose.meant(2022) == ["GB/T 2589-2020"]
    dated = Reference.model_validate(
        {"cited": "GB/T 2589-2008", "dated": True, "editions": editions, "seen": "official"})
    assert dated.meant(2022) == ["GB/T 2589-2008"]


UNKNOWN = ("{from: 2020-01-01, seen: official}", "{from: unknown, seen: secondary, note: 网页没有写}"), ("formula_language: 1", "formula_language: 4")
MADE = {"schema": "dossier/1", "subject": {"name": "某园区", "kind": "park"}, "period": 2023, "against": [
    {"ruleset": "tiny", "ground": "批复", "own": True}], "reported": [], "attributes": {"coastal": {"value": True, "source": {
        "place": "第1页", "words": "见"}}, "grade": {"value": "甲", "source": {"place": "第1页", "words": "见"}}}}


def test_a_ruleset_of_which_nobody_knows_the_first_day_judges_on_trial_alone() -> None:
    def found(*pairs: tuple[str, str]) -> tuple[str, list[str]]:
        verdict = in_words(dossier(MADE), tiny(*pairs), dt.date(2024, 5, 31), PlainEngine(), "sha256:0")
        return verdict.purpose, [text(one.code, **one.params) for one in verdict.notes if "施行" in text(one.code, **one.params)]

    assert found() == ("formal", [])
    said = "不知道本版标准从哪一天起施行，评价日期 2024-05-31 时是否已经施行不能确定；结论仅为试算。"
    assert found(*UNKNOWN) == ("trial", [said])
    ended = ("note: 网页没有写}", "note: 网页没有写, until: 2023}")
    assert found(*UNKNOWN, ended) == ("trial", ["评价日期 2024-05-31 不在本版标准的施行期内（不详之日起，至 2023年），结论仅为试算。"])
    with pytest.raises(RulesetError, match="公式语言第 4 版"):
        tiny(UNKNOWN[0])


def test_an_unknown_first_day_is_said_wherever_a_ruleset_is_shown() -> None:
    ruleset = tiny(*UNKNOWN)
    assert "自 不详之日 施行" in "\n".join(ruleset_text(ruleset).splitlines())
    assert catalogue_period(ruleset) == "起始日不详～（公开网页引用）"
    assert status_lines(ruleset) == []
    assert status_lines(tiny(*UNKNOWN, ("note: 网页没有写}", "until: 2023}"))) == [
        "- 2023-01-02：可能未施行 → 可能已失效", "- 2024-01-01：可能已失效 → 已失效"]
    assert dated(ruleset.model.in_force, None) == dt.date(2000, 1, 1)
    assert [start_shown(day) for day in ("unknown", "2016-05")] == ["起始日不详", "2016-05"]


def test_a_check_is_good_to_the_very_day_years_later() -> None:
    checked = Checked.model_validate({"on": "2024-05-31", "good_for_years": 2})
    assert not checked.stale(dt.date(2026, 5, 31))
    assert checked.stale(dt.date(2026, 6, 1))


RULES: dict[str, Any] = {
    "schema": "ruleset/1", "id": "tiny", "title": "旧标准", "document": "T 1-2016", "issuer": "某局",
    "judges": "park", "concludes": "conformity", "formula_language": 1,
    "in_force": {"from": "2016", "seen": "official"},
    "superseded_by": {"document": "T 1-2025", "title": "（新版）", "from": "2025", "seen": "secondary",
                      "note": "新版数值未见。"},
    "checked": {"on": "2020-01-01", "good_for_years": 2},
    "quantities": {"output": {"label": "总产值", "unit": "万元"}},
    "indicators": [{"id": "T.1", "label": "总产值", "category": "经济", "unit": "万元", "value": "output",
                    "limit": {"at_least": 15},
                    "source": {"place": "表1", "name": "official", "limit": "official", "formula": "official"}}],
    "requirements": [{"id": "whole", "label": "全部", "all_of": ["T.1"], "source": {"group": "official"}}]}
PARK: dict[str, Any] = {
    "schema": "dossier/1", "subject": {"name": "某园区", "kind": "park"}, "period": 2024,
    "against": [{"ruleset": "tiny", "own": True, "ground": "按本标准命名"}],
    "observations": [{"quantity": "output", "value": 20, "unit": "万元", "source": {"place": "表1", "words": "20"}}]}


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A folder of rulesets with ``tiny`` in it, as if it were installed, and a way to write it anew."""
    def write(**changes: Any) -> None:
        place = tmp_path / "rulesets" / "tiny"
        place.mkdir(parents=True, exist_ok=True)
        (place / "ruleset.yaml").write_text(yaml.safe_dump({**RULES, **changes}, allow_unicode=True))

    from checker.ruleset import head, loading

    monkeypatch.setattr(head, "folder", lambda name: tmp_path / name)
    loading._installed.cache_clear()
    write()
    yield write
    loading._installed.cache_clear()


@pytest.fixture
def park(tmp_path: Path) -> Path:
    path = tmp_path / "park.yaml"
    path.write_text(yaml.safe_dump(PARK, allow_unicode=True))
    return path


def test_a_superseded_edition_is_named_with_its_successor_and_judges_only_if_told_to(
        rules: Any, park: Path) -> None:
    said = run("check", park, "--as-of", "2026-05-31")
    refused(said, 2, "edition.over", "已由 T 1-2025（新版） 替代（2025年起）。新版数值未见。", park)
    refused(run("check", park, "--as-of", "2025-05-31"), 2, "edition.perhaps_over",
            "可能已由 T 1-2025（新版） 替代（2025年起，具体日期不详）", park)
    told = run("check", park, "--as-of", "2026-05-31", "--ruleset", "tiny")
    assert told.status == 0
    assert "评价日期 2026-05-31 时本版已由 T 1-2025 替代（2025年起），结论仅为试算" in told.out
    assert run("check", park, "--as-of", "2024-12-31").status == 0
    assert "试算" not in run("check", park, "--as-of", "2024-12-31").out.splitlines()[0]


def test_a_transition_lets_the_old_edition_judge_in_its_time(rules: Any, park: Path) -> None:
    rules(transitional=[{"text": "已命名的园区三年后适用新版", "until": "2027-12-31", "seen": "official"}])
    said = run("check", park, "--as-of", "2026-05-31")
    assert said.status == 0
    assert "过渡规定：已命名的园区三年后适用新版（至 2027-12-31，发布机关原文）" in said.out
    refused(run("check", park, "--as-of", "2028-01-01"), 2, "edition.over", "已由 T 1-2025", park)


def test_where_a_date_is_known_only_by_its_year_the_verdict_is_a_trial(rules: Any, park: Path) -> None:
    said = run("check", park, "--as-of", "2016-05-31")
    assert "评价日期 2016-05-31 是否在本版标准的施行期内（2016年起）不能确定" in said.out
    assert said.out.startswith("达标（试算）")


def test_values_that_nobody_has_confirmed_for_long_are_said_to_be_so(rules: Any, park: Path) -> None:
    assert "上次与出处核对是 2020-01-01，已超过 2 年没有人确认" in run("check", park, "--as-of", "2024-12-31").out
    assert "没有人确认" not in run("check", park, "--as-of", "2021-12-31").out
