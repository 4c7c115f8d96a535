"""The law as far as it is known: compilations, copies of official texts, zero-carbon parks, steel."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from conftest import in_words
from test_admission import SOURCE, YUNNAN, admitted, dossier, opinion, verdict
from test_provision import SEEN, words

from checker.concluding.engines import default_engine
from checker.dossier.dossier import Dossier
from checker.errors import RulesetError
from checker.explaining.explained import explained
from checker.explaining.explanation import Explanation
from checker.forms.blank import blank_form
from checker.forms.years import Years
from checker.judging.judge import judge
from checker.reporting.next_steps import outlook
from checker.reporting.plain_text import report
from checker.reporting.ruleset_text import ruleset_text
from checker.reporting.words import conclusion, outcome
from checker.ruleset.compiled import Ruleset
from checker.ruleset.conclusive import to_blame, warning
from checker.ruleset.loading import from_data, load
from checker.screening.summary import outcome_words
from checker.validation import build
from checker.wording.worded import WordedVerdict

ZERO, ACCOUNT = "zero-carbon-park-2025", "zero-carbon-account-2025"
DAY = dt.date(2027, 1, 15)
LISTS = ("市场准入负面清单（2025年版）", "长江经济带发展负面清单指南")
AMOUNTS = {
    "fuel_combustion_co2": "{co2}t", "energy_conversion_co2": "0t", "process_co2": "0t",
    "electricity_in_direct": "6000万kWh", "electricity_in_green": "1000万kWh", "electricity_in_other": "0万kWh",
    "electricity_out_other": "0万kWh", "electricity_out_nonfossil": "0万kWh", "heat_in_default": "0GJ",
    "heat_out_default": "0GJ", "heat_in_measured_co2": "0t", "heat_out_measured_co2": "0t",
    "park_energy_equivalent": "{energy}tce", "clean_energy_consumption": "1000tce"}


def park(co2: str = "40000", energy: str = "200000", without: tuple[str, ...] = (), **parts: Any) -> dict[str, Any]:
    """A made-up park with everything that annex 4 asks for, and no accident."""
    return {"schema": "dossier/1", "subject": {"name": "某园区", "kind": "park"}, "period": 2026,
            "against": [{"ruleset": ZERO, "own": True, "ground": "申报国家级零碳园区"}],
            "observations": [{"quantity": name, "value": value.format(co2=co2, energy=energy), "scope": "园区整体",
                              "source": SOURCE} for name, value in AMOUNTS.items() if name not in without],
            "lists": [{"list": "park_incidents", "complete": True, "count": 0, "declared_by": "某管委会",
                       "entries": [], "source": SOURCE}], **parts}


def judged(data: dict[str, Any], ruleset: Ruleset | str = ZERO) -> WordedVerdict:
    model, problems = build(Dossier, data)
    assert model is not None, problems
    rules = load(ruleset) if isinstance(ruleset, str) else ruleset
    return in_words(model, rules, DAY, default_engine(), "sha256:0")


def run(*words_: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "checker", *map(str, words_)], capture_output=True, text=True, check=False)


# A compilation that nobody issued


def test_by_a_compilation_nobody_is_plainly_admitted_and_the_sentence_names_the_lists_not_looked_at() -> None:
    data = admitted() | {"against": [{"ruleset": YUNNAN, "own": True, "ground": "拟建在云南"}]}
    found = verdict(data, YUNNAN)
    assert (found.outcome, found.purpose, outcome(found)) == ("met", "trial", "未触及所列各条（试算）")
    for said in (conclusion(found), report(found)):
        assert all(name in said for name in LISTS)
    assert "所以还不能说符合准入条件" in conclusion(found)
    assert found.plain()["ruleset"]["not_covered"] == load(YUNNAN).model.not_covered
    assert [note.code for note in found.notes if note.code == "note.not_covered"]


def test_a_refusal_by_a_compilation_rests_on_its_clause_and_stays_formal() -> None:
    data = admitted() | {"against": [{"ruleset": YUNNAN, "own": True, "ground": "拟建在云南"}]}
    data["attributes"]["catalogue_category"]["value"] = "淘汰类"
    found = verdict(data, YUNNAN)
    assert (found.outcome, found.purpose, outcome(found)) == ("unmet", "formal", "不符合准入条件")


def test_the_exit_status_of_a_compilation_that_nothing_touches_is_three(tmp_path: Path) -> None:
    file = tmp_path / "项目.json"
    file.write_text(json.dumps(admitted() | {"assessed_on": "2024-06-30"}, ensure_ascii=False), encoding="utf-8")
    said = run("check", file, "--ruleset", YUNNAN)
    assert said.returncode == 3
    assert "未触及所列各条（试算）" in said.stdout
    assert LISTS[0] in said.stdout


def test_rules_show_and_the_headings_of_a_screening_say_that_it_is_a_compilation() -> None:
    assert all(name in ruleset_text(load(YUNNAN)) for name in LISTS)
    assert outcome_words("met", compiled=True) == "未触及所列"
    assert outcome_words("met", compiled=False) == "符合"


def test_only_an_admission_can_leave_lists_unread() -> None:
    data = load(ZERO).model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    with pytest.raises(RulesetError, match="not_covered"):
        from_data({**data, "not_covered": ["某清单"]})


# Official texts that were read through another's copy


def test_limits_read_through_a_copy_force_no_trial_and_the_page_says_what_is_still_to_do() -> None:
    found = judged(park())
    assert (found.outcome, found.purpose) == ("met", "formal")
    assert words(found, "note.limits_by_copy") == [
        "起决定作用的限值中有 2 项读自发布机关原文的第三方副本（1、8），还须打开发布机关自己的网页对照。"]
    assert "化石能源电力排放因子" in words(found, "note.factors_by_copy")[0]
    assert "原文第三方副本，待对照" in ruleset_text(load(ZERO))


@pytest.mark.parametrize(("seen", "trial"), [("official", False), ("official_copy", False), ("sister", True)])
def test_a_copy_stands_between_the_official_text_and_a_quote(seen: str, trial: bool) -> None:
    data = load(ZERO).model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for item in data["indicators"]:
        item["source"] = {**SEEN, "limit": seen}
    found = judged(park(), from_data(data))
    assert (found.purpose == "trial") is trial
    assert bool(words(found, "note.limits_by_copy")) is (seen == "official_copy")


# Zero-carbon parks


def test_a_reported_figure_whose_account_is_not_seen_decides_nothing() -> None:
    for value in ("0.1", "0.9"):
        data = park(without=("fuel_combustion_co2",), reported=[
            {"item": "ZC-2025.1", "value": value, "unit": "t/tce", "source": SOURCE}])
        found = judged(data)
        finding = found.finding("ZC-2025.1")
        assert (found.outcome, finding.outcome) == ("undetermined", "undetermined")
        assert "quantity:fuel_combustion_co2@2026" in finding.missing
        assert not any(need.startswith("report:") for need in finding.missing)
        assert "看不出它是按什么方法、什么因子算的" in words(found, "note.report_aside")[0]
        assert '"report:' not in json.dumps(finding.settled_by), "reporting a figure would settle nothing"


def test_beside_a_computed_figure_a_reported_one_changes_nothing() -> None:
    data = park(reported=[{"item": "ZC-2025.1", "value": "0.9", "unit": "t/tce", "source": SOURCE}])
    assert judged(data).finding("ZC-2025.1").outcome == "met"


@pytest.mark.parametrize(("energy", "co2", "due"), [
    ("200000", "40000", "met"), ("999999", "250000", "unmet"), ("1000000", "200000", "met"),
    ("1000000", "250000", "undetermined"), ("1000001", "250000", "met"), ("199999", "0", "undetermined")])
def test_exactly_a_million_tonnes_lies_in_both_bands(energy: str, co2: str, due: str) -> None:
    assert judged(park(co2, energy)).finding("ZC-2025.1").outcome == due


def test_a_guiding_indicator_is_left_out_only_on_a_declared_ground() -> None:
    assert judged(park()).finding("ZC-2025.2").outcome == "undetermined"
    declared = {"about": "exempt_clean_energy", "value": "是", "by": "某管委会",
                "source": {"place": "验收申请第9页", "words": "当地没有可利用的清洁能源"}}
    found = judged(park(declarations=[declared]))
    assert found.finding("ZC-2025.2").outcome == "not_applicable"
    [part] = [part for part in found.attributes if part.name == "exempt_clean_energy"]
    assert (part.by, part.source and part.source.words) == ("某管委会", "当地没有可利用的清洁能源")
    assert judged(park(declarations=[declared | {"value": "否"}])).finding("ZC-2025.2").outcome == "unmet"


def test_an_accident_within_three_years_stands_against_the_park() -> None:
    data = park()
    data["lists"][0] |= {"count": 1, "entries": [{"event": "爆炸事故"}]}
    assert judged(data).outcome == "unmet"
    assert judged(park(lists=[])).outcome == "undetermined"


def test_annex_four_is_an_account_of_its_own_with_the_same_data() -> None:
    data = park("1000", without=("electricity_in_other",))
    data["observations"].append({"quantity": "electricity_in_other", "value": "1000万kWh", "scope": "园区整体",
                                 "source": SOURCE})
    found = judged(data, ACCOUNT)
    assert found.outcome == "computed"
    assert {e.values[0] for e in found.finding("ZCA-2025.6").evaluations} == {"9325"}


def test_the_words_that_the_notice_does_not_have_are_gone() -> None:
    said = ruleset_text(load(ZERO))
    assert "一票否决" not in said
    assert "（试行）" in load(ZERO).model.title
    assert "原则上不得申请验收" in said


# Steel


def steel(equipment: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """A made-up steelworks with one piece of equipment, with every question answered."""
    data = admitted()
    for name, value in {"description": "生产线", "industry_code": "3120", "adds_smelting": False, **facts}.items():
        data["attributes"][name] = {"value": value, "source": SOURCE}
    asked = [item.id for item in load(YUNNAN).items.values() if item.model.ask]
    return data | {"opinions": [opinion(item) for item in (*asked, "AYN-2024.13")], "lists": [
        {"list": "equipment", "complete": True, "count": 1, "declared_by": "某公司", "entries": [equipment],
         "source": SOURCE}]}


@pytest.mark.parametrize("equipment", [
    {"kind": "转炉", "tonnage": "20 t"}, {"kind": "转炉", "tonnage": "30 t"}, {"kind": "高炉", "volume": "400 m3"},
    {"kind": "高炉", "volume": "300 m3"}, {"kind": "感应炉", "use": "炼铁炼钢"},
    {"kind": "电炉", "use": "炼铁炼钢", "tonnage": "30 t", "alloy": "是"}, {"kind": "铁合金高炉", "volume": "200 m3"},
    {"kind": "铸铁管高炉", "volume": "200 m3"}])
@pytest.mark.parametrize("nature", ["新建", "技术改造"])
def test_eliminated_equipment_is_never_let_in(equipment: dict[str, str], nature: str) -> None:
    data = steel({**equipment, "equipped": "齐全", "consumption": "不高于目录所列"}, nature=nature, adds_capacity=False)
    assert verdict(data, YUNNAN).outcome == "unmet"


def test_large_equipment_is_clear_only_with_what_belongs_to_it() -> None:
    whole = {"kind": "转炉", "tonnage": "120 t", "equipped": "齐全", "consumption": "不高于目录所列"}
    assert verdict(steel(whole), YUNNAN).outcome == "met"
    for name, wrong in (("equipped", "不齐全"), ("consumption", "高于目录所列")):
        assert verdict(steel({**whole, name: wrong}), YUNNAN).outcome == "unmet"
        less = {key: value for key, value in whole.items() if key != name}
        assert verdict(steel(less), YUNNAN).outcome == "undetermined"


@pytest.mark.parametrize(("published", "ratio", "due"), [
    ("2024年8月23日以前", "met", "met"), ("2024年8月23日或以后", "not_applicable", "unmet"),
    (None, "met", "undetermined")])
def test_replacement_is_suspended_by_the_day_on_which_the_plan_was_published(
        published: str | None, ratio: str, due: str) -> None:
    facts: dict[str, Any] = {"adds_smelting": True, "air_key_region": False, "replacement_case": "一般"}
    facts |= {"replacement_plan_published": published} if published else {}
    data = dossier(facts={"industry_code": "3120", **facts},
                   amounts={"capacity_added": "100万t", "capacity_replaced": "125万t"})
    found = verdict(data, YUNNAN, dt.date(2026, 6, 1))
    assert (found.finding("AYN-2024.12").outcome, found.finding("AYN-2024.29").outcome) == (ratio, due)


# Rulesets that can't come to a conclusion


def test_a_form_warns_before_it_is_filled_that_no_answer_admits_and_names_the_items(tmp_path: Path) -> None:
    said = run("form", "admission-zhanjiang-2021", "-o", tmp_path / "表.xlsx")
    assert said.returncode == 0
    assert "不管填什么都得不出“符合准入条件”" in said.stderr
    assert all(f"序号{number}" in said.stderr for number in (8, 9, 10))
    book = openpyxl.load_workbook(io.BytesIO(blank_form(load("admission-zhanjiang-2021"), Years(2024, None))))
    opened = [str(cell.value) for row in book.worksheets[1].iter_rows(max_row=4) for cell in row]
    assert any("序号8 投资门槛" in words for words in opened)
    assert warning(load("admission-zhanjiang-2021")) in ruleset_text(load("admission-zhanjiang-2021"))


def test_what_can_conclude_is_not_warned_of() -> None:
    for name in (YUNNAN, ZERO, ACCOUNT, "hj274-2015", "admission-fuzhou-2024", "green-park-2016"):
        assert warning(load(name)) == "", name


def made(*items: dict[str, Any], concludes: str = "admission") -> Ruleset:
    """A made-up admission with these floors, or a conformity that requires all of them."""
    required = {"requirements": [{"id": "all", "label": "全部", "all_of": [item["id"] for item in items],
                                  "source": {"group": "official"}}]}
    return from_data(yaml.safe_load("""
        schema: ruleset/1
        id: made
        title: 虚构
        document: 虚构
        issuer: 虚构
        judges: project
        formula_language: 3
        in_force: {from: 2020, seen: official}
        attributes: {inside: {label: 在园区内, kind: yes_no}}
        quantities: {land: {label: 用地, unit: 亩, each: once}}
        """) | {"concludes": concludes, **(required if concludes == "conformity" else {}), "indicators": [
            {"label": item["id"], "category": "门槛", "unit": "亩", "value": "land",
             "source": {"place": "表", **dict.fromkeys(("name", "limit", "formula"), "official")},
             **item} for item in items]})


UNREAD, READ = {"unread": "在后文"}, {"at_least": 1}


BLAMED: list[tuple[list[dict[str, Any]], list[str]]] = [
    ([{"id": "M.1", "limit": UNREAD}, {"id": "M.2", "limit": READ}], ["M.1"]),
    ([{"id": "M.1", "limit": UNREAD, "applies_when": "inside"}, {"id": "M.2", "limit": READ}], []),
    ([{"id": "M.1", "limit": UNREAD, "applies_when": "inside"},
      {"id": "M.2", "limit": READ, "applies_when": "inside"}], ["M.1"]),
    ([{"id": "M.1", "limit": UNREAD, "applies_when": "inside"},
      {"id": "M.2", "limit": UNREAD, "applies_when": "not inside"}], ["M.1", "M.2"]),
    ([{"id": "M.1", "limit": UNREAD, "weight": "guiding"}, {"id": "M.2", "limit": READ}], []),
    ([{"id": "M.1", "limit": [{"when": "inside", "case": "内", **UNREAD}, {"case": "外", **READ}]}], []),
    ([{"id": "M.1", "limit": [{"when": "inside", "case": "内", **UNREAD}, {"case": "外", "free": "不管"}]}], ["M.1"])]


@pytest.mark.parametrize(("items", "blamed"), BLAMED)
def test_items_are_to_blame_whose_unread_limits_cannot_be_avoided(
        items: list[dict[str, Any]], blamed: list[str]) -> None:
    assert [item.id for item in to_blame(made(*items))] == blamed


def explained_of(rules: Ruleset, inside: bool | None, land: str | None) -> tuple[str, Explanation]:
    """The outcome of a made-up project that states so much, and what explains it."""
    stated = {"inside": {"value": inside, "source": SOURCE}} if inside is not None else {}
    model, _ = build(Dossier, {
        "schema": "dossier/1", "made_up": True, "subject": {"name": "虚构", "kind": "project"}, "attributes": stated,
        "observations": [{"quantity": "land", "value": land, "source": SOURCE}] if land else []})
    assert model is not None
    case = judge(model, rules, DAY, default_engine(), "sha256:0")
    return case.verdict.outcome, explained(case, rules)


@pytest.mark.parametrize("concludes", ["admission", "conformity"])
@pytest.mark.parametrize(("items", "blamed"), BLAMED)
def test_the_explanation_excludes_the_good_end_by_what_nobody_has_read_and_no_end_that_answers_reach(
        items: list[dict[str, Any]], blamed: list[str], concludes: str) -> None:
    if concludes == "conformity":  # whose members all decide
        items = [{**item, "weight": "binding"} for item in items]
        blamed = blamed or [item["id"] for item in items if item["limit"] == UNREAD and "applies_when" not in item]
    rules, answers = made(*items, concludes=concludes), ((True, False), ("0亩", "2亩"))
    outcome, found = explained_of(rules, None, None)
    reached = {explained_of(rules, *given)[0] for given in product(*answers)}
    assert (outcome, found.unread) == ("undetermined", blamed)
    assert reached <= set(found.reachable)
    assert ("met" in reached) == ("met" in found.reachable) == (not blamed)


@pytest.mark.parametrize(("name", "items"), [("admission-zhanjiang-2021", "8、9、10"), ("admission-land-2008", "4")])
def test_a_verdict_says_which_unread_limits_let_nobody_in(name: str, items: str) -> None:
    rules = load(name)
    model, _ = build(Dossier, {"schema": "dossier/1", "made_up": True, "subject": {"name": "虚构", "kind": "project"}})
    assert model is not None
    verdict = in_words(model, rules, DAY, default_engine(), "sha256:0")
    found = explained(judge(model, rules, DAY, default_engine(), "sha256:0"), rules)
    assert {"met", "review"}.isdisjoint(found.reachable)
    assert f"按本规则集不可能符合准入条件，补报什么都一样：序号 {items} 的限值没有读到，又避不开。" in outlook(found, verdict, rules)
