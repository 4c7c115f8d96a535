"""Plans and accounts: a target for each year, data in one scope, assigned limits, printed beside recomputed."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction as F
from typing import Any

import pytest
from conftest import dossier, in_words

from checker.dossier.submission import dossier_digest
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data
from checker.wording.worded import WordedVerdict

SOURCE = {"place": "表7", "name": "official", "limit": "official", "formula": "official"}
DAY = dt.date(2023, 6, 30)


def plan(*indicators: dict[str, Any], **more: Any) -> Ruleset:
    return from_data({
        "schema": "ruleset/1", "id": "plan", "title": "规划", "document": "P", "issuer": "局", "judges": "park",
        "concludes": "conformity", "formula_language": 2, "in_force": {"from": "2021", "seen": "official"},
        "quantities": {
            "output": {"label": "产值", "unit": "亿元", "scoped": True},
            "growth_of_energy": {"label": "能耗增量", "unit": "万tce"},
            "assigned_growth": {"label": "下达的能耗增量", "unit": "tce"},
            "trade_usd": {"label": "外贸（美元）", "unit": "亿美元"},
            "trade_cny": {"label": "外贸（人民币）", "unit": "亿元"}},
        "indicators": [{"category": "一", "source": SOURCE, **i} for i in indicators],
        "requirements": [{"id": "all", "label": "全部", "all_of": [i["id"] for i in indicators],
                          "source": {"group": "official"}}], **more})


OUTPUT = {"id": "P.1", "label": "产值（含烟）", "unit": "亿元", "value": "output", "scopes": ["含烟", "含卷烟"],
          "limit": [{"year": 2021, "at_least": 100}, {"year": 2022, "at_least": 120}, {"year": 2025, "at_least": 200}]}


def stated(quantity: str, value: object, unit: str, year: int = 2022, scope: str | None = None) -> dict[str, Any]:
    return {"quantity": quantity, "value": value, "unit": unit, "year": year,
            "source": {"place": "表", "words": str(value)}, **({"scope": scope} if scope else {})}


def judged(ruleset: Ruleset, *observations: dict[str, Any], period: int = 2022, **more: Any) -> WordedVerdict:
    made = dossier({"schema": "dossier/1", "subject": {"name": "园", "kind": "park"}, "period": period,
                    "against": [{"ruleset": ruleset.id, "own": True, "ground": "自己的规划"}],
                    "observations": list(observations), **more})
    from checker.concluding.plain import PlainEngine

    return in_words(made, ruleset, DAY, PlainEngine(), dossier_digest(made))


@pytest.mark.parametrize(("period", "value", "outcome"), [
    (2021, 100, "met"), (2021, 99, "unmet"), (2022, 119, "unmet"), (2022, 120, "met"), (2025, 199, "unmet"),
    (2023, 500, "undetermined")])
def test_the_target_of_the_dossiers_own_year_counts_and_a_year_without_target_decides_nothing(
        period: int, value: int, outcome: str) -> None:
    found = judged(plan(OUTPUT), stated("output", value, "亿元", period, "含烟"), period=period)
    assert found.finding("P.1").outcome == outcome


@pytest.mark.parametrize(("scope", "outcome", "reason"), [
    ("含烟", "met", None), ("含卷烟", "met", None), ("非烟", "undetermined", "reason.scope_other"),
    (None, "undetermined", "reason.scope_unstated")])
def test_only_data_of_the_items_own_scope_count(scope: str | None, outcome: str, reason: str | None) -> None:
    found = judged(plan(OUTPUT), stated("output", 150, "亿元", scope=scope)).finding("P.1")
    assert (found.outcome, found.reasons) == (outcome, [reason] if reason else [])


def test_of_two_scopes_the_items_own_is_taken_and_the_other_is_no_conflict() -> None:
    found = judged(plan(OUTPUT), stated("output", 150, "亿元", scope="含烟"), stated("output", 50, "亿元", scope="非烟"))
    assert (found.finding("P.1").outcome, found.finding("P.1").value) == ("met", "150")


def test_a_value_of_unstated_scope_beside_the_right_one_might_contradict_it() -> None:
    found = judged(plan(OUTPUT), stated("output", 150, "亿元", scope="含烟"), stated("output", 50, "亿元"))
    assert found.finding("P.1").outcome == "undetermined"


def test_a_reported_value_of_another_scope_is_not_taken_and_that_is_said() -> None:
    def found(scope: str | None) -> WordedVerdict:
        entry = {"item": "P.1", "value": 150, "unit": "亿元", "source": {"place": "表", "words": "150"}}
        return judged(plan(OUTPUT), reported=[{**entry, **({"scope": scope} if scope else {})}])

    assert found("含烟").finding("P.1").outcome == found(None).finding("P.1").outcome == "met"
    other = found("非烟")
    assert other.finding("P.1").outcome == "undetermined"
    assert [note.code for note in other.notes if note.item == "P.1"] == ["note.report_other_scope"]


def test_path_target_and_gap_from_the_first_year_shown() -> None:
    rules = plan(OUTPUT, side_by_side={"from": "2020", "to": "y"})
    [part] = judged(rules, stated("output", 80, "亿元", 2020, "含烟"), stated("output", 110, "亿元", 2022, "含烟")).progress
    assert (part.start_year, part.start, part.target, part.value, part.gap) == (2020, "80", "120", "110", "-10")
    # the whole path is 80 → 200; 30 of 120 are done, 40 of 120 were due
    assert (part.end_year, part.end_target, part.done, part.due) == (2025, "200", "25", "33.33")


def test_without_the_first_years_value_the_path_shows_no_share() -> None:
    rules = plan(OUTPUT, side_by_side={"from": "2020", "to": "y"})
    [part] = judged(rules, stated("output", 110, "亿元", 2022, "含烟")).progress
    assert (part.start, part.done, part.due, part.gap) == (None, None, None, "-10")


def test_a_ceiling_that_rises_is_no_path_to_be_walked() -> None:
    rules = plan({**OUTPUT, "limit": [{"year": 2022, "at_most": 120}, {"year": 2025, "at_most": 200}]},
                 side_by_side={"from": "2020", "to": "y"})
    [part] = judged(rules, stated("output", 80, "亿元", 2020, "含烟"), stated("output", 110, "亿元", 2022, "含烟")).progress
    assert (part.gap, part.done, part.due) == ("-10", None, None)


def test_a_year_without_target_says_so() -> None:
    rules = plan(OUTPUT, side_by_side={"from": "2020", "to": "y"})
    found = judged(rules, stated("output", 80, "亿元", 2020, "含烟"), stated("output", 110, "亿元", 2022, "含烟"))
    assert [year.cells[0].limit for year in found.years] == ["本年没有规定", "2021年：≥100", "2022年：≥120"]


def test_targets_are_no_requirements_so_the_verdict_is_a_trial_and_says_so() -> None:
    found = judged(plan(OUTPUT, limits="target"), stated("output", 150, "亿元", scope="含烟"))
    assert found.purpose == "trial"
    assert [note.code for note in found.notes] == ["note.limits_are_targets"]


ASSIGNED = {"id": "P.2", "label": "能耗增量", "unit": "万tce", "value": "growth_of_energy",
            "limit": {"at_most": "assigned_growth"}}


@pytest.mark.parametrize(("assigned", "outcome"), [(30000, "met"), (29999, "unmet"), (50000, "met"), (None, "undetermined")])
def test_a_limit_that_was_assigned_is_a_datum_in_its_own_unit(assigned: int | None, outcome: str) -> None:
    data = [stated("growth_of_energy", 3, "万tce")]
    found = judged(plan(ASSIGNED), *data, *([stated("assigned_growth", assigned, "tce")] if assigned else []))
    finding = found.finding("P.2")
    assert finding.outcome == outcome
    if assigned is None:
        assert finding.missing == ["quantity:assigned_growth@2022"]
        assert finding.reasons == ["reason.limit_missing"]


def test_a_reported_value_too_waits_for_the_assignment() -> None:
    reported = [{"item": "P.2", "value": 3, "unit": "万tce", "source": {"place": "表", "words": "3"}}]
    assert judged(plan(ASSIGNED), reported=reported).finding("P.2").missing == ["quantity:assigned_growth@2022"]
    found = judged(plan(ASSIGNED), stated("assigned_growth", 3, "万tce"), reported=reported)
    assert found.finding("P.2").outcome == "met"


TRADE = {"id": "P.3", "label": "外贸总额", "unit": "亿美元", "readings": {
    "table": {"label": "表中的亿美元", "value": "trade_usd",
              "limit": [{"year": 2022, "at_least": 8}, {"year": 2025, "at_least": 13}]},
    "text": {"label": "正文的亿元", "applies_when": "y == 2025", "unit": "亿元", "value": "trade_cny",
             "limit": [{"year": 2025, "at_least": 13}]}}}


@pytest.mark.parametrize(("period", "dollars", "yuan", "outcome"), [
    (2022, 9, None, "met"), (2022, 7, None, "unmet"), (2025, 14, None, "undetermined"),
    (2025, 14, 95, "met"), (2025, 2, 14, "undetermined"), (2025, 1, 7, "unmet")])
def test_a_currency_is_a_unit_and_a_reading_may_have_its_own(period: int, dollars: int, yuan: int | None,
                                                             outcome: str) -> None:
    data = [stated("trade_usd", dollars, "亿美元", period)]
    data += [stated("trade_cny", yuan, "亿元", period)] if yuan else []
    finding = judged(plan(TRADE), *data, period=period).finding("P.3")
    assert finding.outcome == outcome
    if yuan:
        assert (finding.shown, finding.limit) == (f"{dollars}；{yuan} 亿元", "2025年：≥13；2025年：≥13 亿元")


def test_a_reported_value_is_read_in_the_unit_of_its_reading() -> None:
    def reported(reading: str | None, value: int, unit: str) -> dict[str, Any]:
        return {"item": "P.3", "value": value, "unit": unit, "source": {"place": "表", "words": "x"},
                **({"reading": reading} if reading else {})}

    both = judged(plan(TRADE), period=2025, reported=[reported("table", 14, "亿美元"), reported("text", 95, "亿元")])
    assert both.finding("P.3").outcome == "met"
    plain = judged(plan(TRADE), period=2022, reported=[reported(None, 9, "亿美元")])
    assert plain.finding("P.3").outcome == "undetermined"
    assert any(note.code == "note.report_without_reading" for note in plain.notes)


def account(**more: Any) -> Ruleset:
    return from_data({
        "schema": "ruleset/1", "id": "account", "title": "核算", "document": "A", "issuer": "局", "judges": "park",
        "concludes": "account", "formula_language": 2, "in_force": {"from": "2011", "seen": "official"},
        "quantities": {"power": {"label": "用电量", "unit": "kWh"}, "fuel": {"label": "燃料", "unit": "t"}},
        "factors": {"grid": {"label": "排放因子", "value": "0.5", "unit": "kg/kWh", "source": {"place": "表1", "seen": "official"}},
                    "coal": {"label": "煤", "value": 2, "unit": "1", "source": {"place": "表1", "seen": "official"}},
                    "oil": {"label": "油", "value": 3, "unit": "1", "source": {"place": "表1", "seen": "official"}}},
        "headline": ["A.3"],
        "indicators": [{"category": "一", "source": SOURCE, **i} for i in (
            {"id": "A.1", "label": "电力", "unit": "t", "value": "power * grid"},
            {"id": "A.2", "label": "燃料", "unit": "t", "value": "fuel * kind", "readings": {
                "coal": {"label": "按煤", "let": {"kind": "coal"}}, "oil": {"label": "按油", "let": {"kind": "oil"}}}},
            {"id": "A.3", "label": "合计", "unit": "t", "value": "power * grid + fuel * kind", "readings": {
                "coal": {"label": "按煤", "let": {"kind": "coal"}}, "oil": {"label": "按油", "let": {"kind": "oil"}}}})],
        **more})


def test_an_account_is_computed_with_every_reading_shown_and_passes_nothing() -> None:
    found = judged(account(), stated("power", 1000, "kWh"), stated("fuel", 10, "t"))
    assert (found.outcome, found.purpose) == ("computed", "formal")
    assert {f.item: f.outcome for f in found.findings} == dict.fromkeys(("A.1", "A.2", "A.3"), "computed")
    assert found.finding("A.3").value == "20.5；30.5"
    assert [factor.name for factor in found.factors] == ["coal", "grid", "oil"]


def test_an_account_is_undetermined_when_a_line_can_not_be_computed() -> None:
    found = judged(account(), stated("power", 1000, "kWh"))
    assert (found.outcome, found.finding("A.1").outcome) == ("undetermined", "computed")
    assert [lacking.id for lacking in found.missing if lacking.decides] == ["quantity:fuel@2022"]


def test_an_approximate_datum_gives_an_approximate_line_not_an_open_one() -> None:
    found = judged(account(), stated("power", "约1000", "kWh"), stated("fuel", 10, "t"))
    assert (found.outcome, found.finding("A.1").shown) == ("computed", "约0.5")


@pytest.mark.parametrize(("printed", "unit", "reproduces", "difference"), [
    ("0.5", "t", True, "0"), ("0.6", "t", False, "-0.1"), ("0.504", "t", False, "-0.004"), ("1", "t", True, "-0.5"),
    ("500", "kg", True, "0"), ("501", "kg", False, "-0.001"), ("0.00005", "万t", True, "0")])
def test_printed_beside_recomputed_at_the_digits_that_were_printed(printed: str, unit: str, reproduces: bool,
                                                                   difference: str) -> None:
    reported = [{"item": "A.1", "value": printed, "unit": unit, "source": {"place": "表", "words": printed}}]
    found = judged(account(), stated("power", 1000, "kWh"), stated("fuel", 10, "t"), reported=reported)
    [row] = found.reconciliation
    assert (row.reproduces, row.difference) == (reproduces, difference)


def test_a_printed_total_is_held_against_each_reading_it_may_mean() -> None:
    reported = [{"item": "A.3", "value": "30.5", "unit": "t", "source": {"place": "表", "words": "30.5"}}]
    found = judged(account(), stated("power", 1000, "kWh"), stated("fuel", 10, "t"), reported=reported)
    [row] = found.reconciliation
    assert (row.reproduces, row.by, row.nearest, row.low, row.high) == (True, ["按油"], "按油", "20.5", "30.5")


def test_growth_rules_compound_year_by_year_beside_what_is_printed() -> None:
    rules = account(side_by_side={"from": "2021", "to": "2023"}, indicators=[
        {"category": "一", "source": SOURCE, "id": "A.1", "label": "用电", "unit": "kWh",
         "value": "power[2020] * compound(0.05 - 0.01 * (y - 2020), 2020, y)"}], headline=[])
    reported = [{"item": "A.1", "year": 2021, "value": 104, "unit": "kWh", "source": {"place": "表", "words": "104"}},
                {"item": "A.1", "year": 2022, "value": 108, "unit": "kWh", "source": {"place": "表", "words": "108"}}]
    found = judged(rules, stated("power", 100, "kWh", 2020), period=2023, reported=reported)
    expected = [F(104), F(104) * F(103, 100), F(104) * F(103, 100) * F(102, 100)]
    assert [year.cells[0].shown for year in found.years] == ["104", "107.1", "109.3"]
    assert F(found.finding("A.1").value or 0) == expected[-1]
    assert [(row.year, row.reproduces, row.difference) for row in found.reconciliation] == [
        (2021, True, "0"), (2022, False, "-0.88")]
