"""What the page says of the rules as they were used, and what of it makes a verdict a trial."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from conftest import DAY, dossier, in_words, sample_data
from test_plans import OUTPUT, plan, stated
from test_plans import judged as judged_plan

from checker.concluding.plain import PlainEngine
from checker.dossier.submission import dossier_digest
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load
from checker.wording.worded import WordedVerdict

SEEN = {"place": "表", "name": "official", "limit": "official", "formula": "official"}
COAST = {"coastal": {"label": "是否沿海", "kind": "yes_no"}}
BY_COAST = {"id": "P.1", "label": "产值", "unit": "亿元", "value": "output", "applies_when": "coastal",
            "limit": {"at_least": 100}}


def words(found: WordedVerdict, code: str) -> list[str]:
    return [note.text for note in found.notes if note.code == code]


def on(ruleset: Ruleset, day: dt.date, data: dict[str, Any]) -> WordedVerdict:
    made = dossier(data)
    return in_words(made, ruleset, day, PlainEngine(), dossier_digest(made))


def coastal(value: bool, source: bool = True) -> dict[str, Any]:
    answer: dict[str, Any] = {"value": value}
    if source:
        answer["source"] = {"place": "批复", "words": "沿海" if value else "内陆"}
    return {"attributes": {"coastal": answer}}


OUTPUT_100 = stated("output", 100, "亿元", scope="含烟")


def test_an_item_that_does_not_apply_says_by_which_condition() -> None:
    found = judged_plan(plan(BY_COAST, attributes=COAST), OUTPUT_100, **coastal(False))
    assert found.finding("P.1").outcome == "not_applicable"
    assert words(found, "note.not_applicable") == ["本项不适用：适用条件“是否沿海为是”不成立。"]
    applied = judged_plan(plan(BY_COAST, attributes=COAST), OUTPUT_100, **coastal(True))
    assert words(applied, "note.not_applicable") == []


@pytest.mark.parametrize("value", [True, False])
def test_an_attribute_without_a_source_that_bears_on_the_verdict_makes_it_a_trial(value: bool) -> None:
    rules = plan(BY_COAST, attributes=COAST)
    bare, sourced = (judged_plan(rules, OUTPUT_100, **coastal(value, source)) for source in (False, True))
    assert (bare.purpose, sourced.purpose) == ("trial", "formal")
    assert words(bare, "note.attributes_unsourced") == [
        "适用哪些要求取决于没有写出处的属性（是否沿海），结论仅为试算；请在材料里补上出处。"]


def test_an_attribute_that_nothing_asks_needs_no_source() -> None:
    found = judged_plan(plan(OUTPUT, attributes=COAST), OUTPUT_100, **coastal(True, source=False))
    assert found.purpose == "formal"


def test_an_item_outside_all_requirements_makes_no_trial_by_not_applying() -> None:
    aside = {**BY_COAST, "id": "P.2", "weight": "guiding"}
    group = [{"id": "all", "label": "全部", "all_of": ["P.1"], "source": {"group": "official"}}]
    rules = plan(OUTPUT, aside, attributes=COAST, requirements=group)
    assert judged_plan(rules, OUTPUT_100, **coastal(False, source=False)).purpose == "formal"


def test_an_edition_that_has_ended_says_when_it_began_and_ended() -> None:
    time = {"from": "2021", "until": "2025-12-31", "seen": "official"}
    found = on(plan(OUTPUT, in_force=time), dt.date(2026, 6, 1), {
        "schema": "dossier/1", "subject": {"name": "园", "kind": "park"}, "period": 2022,
        "against": [{"ruleset": "plan", "own": True, "ground": "自己的规划"}], "observations": [OUTPUT_100]})
    assert words(found, "note.not_in_force") == [
        "评价日期 2026-06-01 不在本版标准的施行期内（2021年起，至 2025-12-31），结论仅为试算。"]


@pytest.mark.parametrize(("day", "purpose"), [("2022-12-30", "trial"), ("2022-12-31", "formal")])
def test_a_year_that_is_not_over_is_judged_as_a_trial(day: str, purpose: str) -> None:
    found = on(plan(OUTPUT), dt.date.fromisoformat(day), {
        "schema": "dossier/1", "subject": {"name": "园", "kind": "park"}, "period": 2022,
        "against": [{"ruleset": "plan", "own": True, "ground": "自己的规划"}], "observations": [OUTPUT_100]})
    assert found.purpose == purpose
    assert words(found, "note.period_not_over") == (
        [f"评价日期 {day} 时评价年度 2022 还没有结束，结论仅为试算。"] if purpose == "trial" else [])


def test_limits_that_only_a_public_page_quotes_are_named_and_make_no_trial() -> None:
    found = judged_plan(plan({**OUTPUT, "source": {**SEEN, "limit": "secondary"}}), OUTPUT_100)
    assert words(found, "note.limits_quoted") == ["起决定作用的限值中有 1 项见于公开网页引用，未见发布机关原文（1）。"]
    assert found.purpose == "formal"


def test_where_the_standard_sets_nothing_for_the_case_no_data_are_asked_for() -> None:
    rules = plan({**BY_COAST, "applies_when": None, "limit": {"when": "coastal", "case": "沿海", "at_least": 100}},
                 attributes=COAST)
    inland = judged_plan(rules, **coastal(False))
    assert inland.finding("P.1").outcome == "undetermined"
    [evaluation] = inland.finding("P.1").evaluations
    assert (evaluation.reason, list(evaluation.missing)) == ("reason.no_row", ["resolve:reason.no_row@P.1"])
    unknown = judged_plan(rules)
    assert {need.partition(":")[2].partition("@")[0] for e in unknown.finding("P.1").evaluations for need in e.missing} >= {"output"}


@pytest.mark.parametrize(("label", "shown"), [
    ("100以上", "100以上"), ("翻一番", "翻一番（按 ≥100 比较）"), ("<100", "<100（按 ≥100 比较）"),
    ("≥100", "≥100"), ("比2020年的50高100", "比2020年的50高100（按 ≥100 比较）")])
def test_a_limit_is_shown_as_printed_and_as_compared_where_the_two_differ(label: str, shown: str) -> None:
    rules = plan({**OUTPUT, "limit": [{"year": 2022, "at_least": 100, "label": label}]})
    assert judged_plan(rules, OUTPUT_100).finding("P.1").limit == f"2022年：{shown}"


def test_the_sample_of_the_national_standard_says_why_an_item_does_not_apply() -> None:
    ruleset = load("hj274-2015")
    data = copy.deepcopy(sample_data("made-up-park"))
    data["lists"] = [entries for entries in data["lists"] if entries["list"] != "control_targets"] + [
        {"list": "control_targets", "year": 2024, "complete": True, "declared_by": "管委会", "entries": [],
         "source": {"place": "表", "words": "无"}}]
    found = on(ruleset, DAY, data)
    [said] = words(found, "note.not_applicable")
    assert said.startswith("本项不适用：适用条件“")
