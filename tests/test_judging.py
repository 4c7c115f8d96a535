"""Facts of judging: conflicts, scopes, intervals, approximate values, lists, selection, purpose."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from conftest import ENGINES, SAMPLES, dossier, in_words, judged, sample_data
from doubted import record
from tiny_ruleset import rules, subject

from checker.errors import DossierError
from checker.files.canonical import canonical
from checker.reporting.next_steps import next_steps
from checker.ruleset.loading import from_data, locate, rules_file
from checker.wording.worded import Finding

NAME = "made-up-park"
SOURCE = {"place": "表", "words": "表"}
REQUIRED = (5, 10, 13, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 29, 30, 31, 32)


def observation(data: dict[str, Any], quantity: str, year: int = 2024) -> dict[str, Any]:
    found: dict[str, Any] = next(
        e for e in data["observations"] if e["quantity"] == quantity and e["year"] == year)
    return found


def changed(no: int, quantity: str, **new: Any) -> Finding:
    data = sample_data(NAME)
    observation(data, quantity).update(new)
    return judged(data).finding(f"HJ274-2015.{no}")


def test_a_second_value_that_agrees_leaves_the_finding() -> None:
    data = sample_data(NAME)
    data["observations"].append({**observation(data, "energy_use"), "value": 75})
    finding = judged(data).finding("HJ274-2015.11")
    assert finding.outcome == "met"
    assert finding.shown == "0.1565；0.163"


def test_a_second_value_that_differs_in_outcome_is_a_conflict() -> None:
    data = sample_data(NAME)
    data["observations"].append({**observation(data, "energy_use"), "value": 300})
    verdict = judged(data)
    finding = verdict.finding("HJ274-2015.11")
    assert (finding.outcome, finding.basis, finding.reasons) == (
        "undetermined", "conflict", ["reason.data_conflict"])
    assert verdict.finding("HJ274-2015.12").outcome == "undetermined"
    assert any(n.code == "note.data_conflict" for n in verdict.notes)


def test_a_reported_value_against_a_computed_one_is_a_conflict() -> None:
    data = sample_data(NAME)
    data["reported"].append({"item": "HJ274-2015.11", "value": "0.6", "unit": "tce/万元", "source": SOURCE})
    assert judged(data).finding("HJ274-2015.11").basis == "conflict"


def test_a_reported_value_that_agrees_is_shown_beside_the_computed_one() -> None:
    data = sample_data(NAME)
    data["reported"].append({"item": "HJ274-2015.11", "value": "0.3", "unit": "tce/万元", "source": SOURCE})
    verdict = judged(data)
    assert verdict.finding("HJ274-2015.11").outcome == "met"
    assert any(n.code == "note.agree_despite" for n in verdict.notes)


def test_an_elasticity_reported_without_its_reading_decides_nothing() -> None:
    data = sample_data(NAME)
    data["attributes"].pop("construction_base_year")
    data["reported"].append({"item": "HJ274-2015.10", "value": "0.1", "unit": "1", "source": SOURCE})
    assert judged(data).finding("HJ274-2015.10").outcome == "undetermined"
    data["reported"][-1]["reading"] = "construction"
    assert judged(data).finding("HJ274-2015.10").outcome == "undetermined"
    data = sample_data("yuxi-htz-2020")
    assert any(n.code == "note.report_without_reading" and "43.6" in n.text for n in judged(data).notes)


def test_operands_of_different_scopes_never_give_a_number() -> None:
    finding = changed(11, "energy_use", scope="规上")
    assert (finding.outcome, finding.value) == ("undetermined", None)
    assert finding.reasons == ["reason.scope_mismatch"]


def test_an_operand_without_scope_is_not_assumed_to_have_the_others() -> None:
    data = sample_data(NAME)
    data["defaults"] = {"price_basis": "2018年可比价"}
    verdict = judged(data)
    assert verdict.finding("HJ274-2015.11").reasons == ["reason.scope_unstated"]
    assert verdict.finding("HJ274-2015.29").outcome == "met"


def test_growth_over_two_price_bases_is_undetermined() -> None:
    data = sample_data(NAME)
    observation(data, "industrial_value_added", 2021)["price_basis"] = "现价"
    assert judged(data).finding("HJ274-2015.3").reasons == ["reason.price_basis_mismatch"]
    data["defaults"].pop("price_basis")
    assert judged(data).finding("HJ274-2015.3").reasons == ["reason.price_basis_unstated"]


def test_two_scopes_both_complete_have_to_agree() -> None:
    data = sample_data(NAME)
    for quantity, value in (("energy_use", 20), ("industrial_value_added", 10)):
        data["observations"].append({**observation(data, quantity), "value": value, "scope": "规上"})
    finding = judged(data).finding("HJ274-2015.11")
    assert finding.outcome == "undetermined"
    assert sorted(str(e.scope) for e in finding.evaluations) == ["全口径", "规上"]


@pytest.mark.parametrize(("value", "outcome"), [
    ("<200", "met"), (">300", "unmet"), ("<300", "undetermined"), ("100～200", "met"),
    ("200～240", "undetermined"), ("≤230", "met"), ("<230", "met"), ("≥230", "undetermined"),
    (">230", "unmet"), ("约72", "undetermined"), ("70余", "undetermined")])
def test_a_bounded_value_decides_only_when_all_of_it_agrees(value: str, outcome: str) -> None:
    assert changed(11, "energy_use", value=value).outcome == outcome


def test_an_approximate_value_shows_what_it_would_give_and_decides_nothing() -> None:
    finding = changed(11, "energy_use", value="约72")
    assert finding.reasons == ["reason.approximate"]
    assert finding.evaluations[0].would_be == "met"
    assert finding.missing == ["exact:energy_use@2024"]


def test_an_approximate_value_does_not_even_choose_the_limit() -> None:
    data = sample_data(NAME)
    for year in (2018, 2021):
        observation(data, "industrial_value_added", year)["value"] = "约200"
    data["reported"] += [{"item": "HJ274-2015.10", "value": "0.1", "unit": "1", "reading": reading, "source": SOURCE}
                         for reading in ("construction", "three_years")]
    assert judged(data).finding("HJ274-2015.10").outcome == "undetermined"


def test_a_share_of_more_than_the_whole_is_contradictory_not_met_and_not_unmet() -> None:
    for no, quantity, value in ((1, "high_tech_output", 62000), (17, "key_sources_compliant", 26)):
        finding = changed(no, quantity, value=value)
        assert (finding.outcome, finding.reasons) == ("undetermined", ["reason.impossible"])
    assert changed(17, "key_sources_compliant", value=24).outcome == "unmet"


def test_an_undetermined_verdict_rests_on_every_limit_that_counts() -> None:
    """Only item 19, whose limit a public page quotes, is open; yet all the others have to hold."""
    data = sample_data(NAME)
    data["made_up"] = False
    data["lists"][2].pop("complete")
    verdict = judged(data)
    assert verdict.outcome == "undetermined"
    assert verdict.purpose == "trial"
    assert [lacking.label for lacking in verdict.missing] == ["清单未声明完整"]


def test_made_up_data_are_always_a_trial() -> None:
    assert {"note.made_up"} <= {n.code for n in judged(sample_data(NAME)).notes}


def test_an_exact_value_alone_does_not_settle_a_conflict() -> None:
    data = sample_data(NAME)
    data["observations"] += [{**observation(data, "energy_use"), "value": 300},
                             {**observation(data, "energy_use"), "value": "约80"}]
    verdict = judged(data)
    assert set(verdict.finding("HJ274-2015.11").missing) == {
        "exact:energy_use@2024", "resolve:reason.data_conflict@HJ274-2015.11"}
    assert not any("HJ274-2015.11" in lacking.settles_alone for lacking in verdict.missing)


def test_zero_growth_has_no_limit_and_is_undetermined() -> None:
    data = sample_data(NAME)
    for year in (2018, 2021):
        observation(data, "industrial_value_added", year)["value"] = 460
    finding = judged(data).finding("HJ274-2015.10")
    assert finding.outcome == "undetermined"
    assert {evaluation.price_basis for evaluation in finding.evaluations} == {"2018年可比价"}


def test_a_shrinking_park_whose_energy_rises_does_not_pass_by_a_negative_elasticity() -> None:
    data = sample_data(NAME)
    for year, value in ((2018, 900), (2021, 700)):
        observation(data, "industrial_value_added", year)["value"] = value
    finding = judged(data).finding("HJ274-2015.10")
    assert finding.outcome == "unmet"
    assert "-" in str(finding.value)


def test_an_open_list_only_bounds_a_count_from_below() -> None:
    data = sample_data(NAME)
    for entry in data["lists"]:
        entry.pop("complete")
    verdict = judged(data)
    assert verdict.finding("HJ274-2015.5").outcome == "met"
    assert verdict.finding("HJ274-2015.32").outcome == "met"
    assert verdict.finding("HJ274-2015.18").outcome == "undetermined"
    assert verdict.finding("HJ274-2015.19").missing == ["resolve:reason.list_open@HJ274-2015.19"]


def test_a_serious_event_in_an_open_list_is_enough_to_refuse() -> None:
    data = sample_data(NAME)
    data["lists"][2].update(complete=False, entries=[{"grade": "重大"}])
    assert judged(data).finding("HJ274-2015.19").outcome == "unmet"


def test_no_assigned_target_at_all_makes_item_18_not_applicable_not_met() -> None:
    data = sample_data(NAME)
    data["lists"][1]["entries"] = []
    verdict = judged(data)
    assert verdict.finding("HJ274-2015.18").outcome == "not_applicable"
    assert verdict.outcome == "met"


@pytest.mark.parametrize(("scarce", "capital", "rate", "outcome"), [
    (True, False, 20, "met"), (True, False, 19.9, "unmet"), (False, True, 30, "met"),
    (False, True, 29.9, "unmet"), (False, False, 10, "met"), (False, False, 9.9, "unmet"),
    (True, True, 25, "undetermined"), (True, True, 30, "met"), (True, True, 19, "unmet"),
    (None, None, 30, "met"), (None, None, 25, "undetermined"), (None, False, 15, "undetermined"),
    (None, False, 20, "met"), (None, None, 9, "unmet")])
def test_reclaimed_water_has_three_regional_limits_and_a_city_that_is_both_a_reading(
        scarce: bool | None, capital: bool | None, rate: float, outcome: str) -> None:
    data = sample_data(NAME)
    for name, value in (("water_scarce_city", scarce), ("jing_jin_ji", capital)):
        data["attributes"].pop(name)
        if value is not None:
            data["attributes"][name] = {"value": value, "source": SOURCE}
    observation(data, "reclaimed_water_reused").update(value=str(rate))
    observation(data, "wastewater_plant_effluent").update(value=100)
    assert judged(data).finding("HJ274-2015.16").outcome == outcome


def test_a_word_whose_limit_may_not_apply_is_undetermined(ruleset: Any) -> None:
    data = ruleset.model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    data["indicators"][21]["limit"] = [{"when": "water_scarce_city", "case": "缺水城市", "is": "具备"}]
    park = sample_data(NAME)
    assert judged(park, from_data(data)).finding("HJ274-2015.22").outcome == "met"
    del park["attributes"]["water_scarce_city"]
    assert judged(park, from_data(data)).finding("HJ274-2015.22").outcome == "undetermined"


def test_everything_that_is_stated_stands_in_the_verdict_with_its_source() -> None:
    data = sample_data(NAME)
    verdict = judged(data)
    assert len(verdict.data) == len(data["observations"])
    assert [a.value for a in verdict.attributes] == ["2018", "否", "是"]
    assert [(entry.name, len(entry.entries), entry.complete) for entry in verdict.lists] == [
        ("chain_projects", 7, True), ("control_targets", 5, True), ("environmental_events", 1, True),
        ("publicity_events", 4, True)]
    assert len(verdict.reported) == 3


def test_an_unknown_word_is_undetermined() -> None:
    finding = changed(22, "wastewater_facility", value="基本具备")
    assert (finding.outcome, finding.reasons) == ("undetermined", ["reason.unknown_word"])


def test_a_value_shown_never_contradicts_its_finding() -> None:
    """8.0004 against at most 8 is not shown as 8.0; rounding that would flip the finding is said."""
    finding = changed(14, "fresh_water_use", value="3680.184")
    assert finding.outcome == "unmet"
    assert finding.shown == "8.0004"
    data = sample_data(NAME)
    observation(data, "fresh_water_use")["value"] = "3680.184"
    assert any(n.code == "note.rounding" and n.item == "HJ274-2015.14" for n in judged(data).notes)


def test_units_are_converted_once_and_exactly() -> None:
    assert changed(8, "industrial_land", value="63000", unit="亩").value == changed(
        8, "industrial_land", value="42", unit="km2").value
    assert changed(8, "industrial_land", value="4200", unit="公顷").value == "10.952380952380952381"


def test_selection_leaves_the_unselected_uncounted() -> None:
    data = sample_data(NAME)
    data["selected"] = [f"HJ274-2015.{no}" for no in (2, 6, 8, 11, 14, 27, *REQUIRED)]
    observation(data, "industrial_output")["value"] = 9000
    verdict = judged(data)
    assert verdict.finding("HJ274-2015.1").outcome == "not_selected"
    assert verdict.finding("HJ274-2015.1").value is not None
    assert verdict.outcome == "met"


def test_a_selection_that_empties_a_group_is_an_error() -> None:
    data = sample_data(NAME)
    data["selected"] = [f"HJ274-2015.{no}" for no in (2, 6, 8, 11, 14, *REQUIRED)]
    with pytest.raises(DossierError, match="废水与固废产生强度"):
        judged(data)


def test_a_required_item_can_not_be_deselected() -> None:
    data = sample_data(NAME)
    data["selected"] = [f"HJ274-2015.{no}" for no in (2, 6, 8, 11, 14, 27, *REQUIRED) if no != 24]
    with pytest.raises(DossierError, match=r"缺少必选指标 HJ274-2015\.24"):
        judged(data)


def test_taking_a_scope_away_never_settles_a_conflict() -> None:
    data = sample_data(NAME)
    second = {**observation(data, "industrial_value_added"), "value": 100, "scope": "全口径"}
    data["observations"].append(second)
    assert judged(data).finding("HJ274-2015.11").reasons == ["reason.data_conflict"]
    data["defaults"].pop("scope")
    for entry in data["observations"]:
        if entry["quantity"] in ("energy_use", "industrial_value_added"):
            entry["scope"] = "全口径"
    del second["scope"]
    assert judged(data).finding("HJ274-2015.11").reasons == ["reason.scope_unstated"]


def test_full_width_digits_are_read_and_that_is_said() -> None:
    data = sample_data(NAME)
    observation(data, "energy_use")["value"] = "７２"
    verdict = judged(data)
    assert verdict.finding("HJ274-2015.11").shown == "0.1565"
    assert [n.text for n in verdict.notes if n.code == "note.normalised"] == [
        "填报的“７２”含全角或兼容字符，按“72”读取。"]


def test_both_units_stand_in_the_verdict() -> None:
    [energy] = [d for d in judged(sample_data("kunming-etdz-2022")).data if d.quantity == "energy_use"]
    assert (energy.value, energy.unit, energy.converted) == ("11.37", "万tce", "113700 tce")


def test_an_adopted_reading_decides_alone_and_names_its_authority(ruleset: Any) -> None:
    data = ruleset.model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    data["indicators"][1]["adopted"] = {"reading": "residents", "authority": "虚构市生态环境局", "document": "虚环函1号"}
    law = from_data(data)
    park = sample_data(NAME)
    park["observations"] = [e for e in park["observations"] if e["quantity"] not in ("employees", "industrial_employees")]
    verdict = judged(park, law)
    assert verdict.finding("HJ274-2015.2").outcome == "met"
    assert any("虚构市生态环境局" in n.text for n in verdict.notes if n.code == "note.adopted")


def test_what_is_reported_of_another_year_is_named_and_not_used() -> None:
    data = sample_data(NAME)
    data["reported"].append({"item": "HJ274-2015.11", "value": "9", "unit": "tce/万元", "year": 2023, "source": SOURCE})
    verdict = judged(data)
    assert verdict.finding("HJ274-2015.11").outcome == "met"
    assert [n.text for n in verdict.notes if n.code == "note.other_year"] == [
        "“单位工业增加值综合能耗”的自报值 9tce/万元 是 2023 年的，不是评价年，未使用。"]


def test_a_list_of_another_year_is_named_and_not_used() -> None:
    data = sample_data(NAME)
    events = next(e for e in data["lists"] if e["list"] == "environmental_events")
    events.update(year=2023, entries=[])
    verdict = judged(data)
    assert verdict.finding("HJ274-2015.19").reasons == ["reason.missing"]
    assert [n.text for n in verdict.notes if n.code == "note.list_year"] == [
        "“突发环境事件”清单是 2023 年的，不是评价年，没有用上。评价年的清单可以不写年份。"]


def test_negative_value_added_meets_no_intensity_and_no_share() -> None:
    data = sample_data(NAME)
    for entry in data["observations"]:
        if entry["quantity"] in ("industrial_value_added", "resource_recovery_value_added") and entry.get("year") in (None, 2024):
            entry["value"] = f"-{entry['value']}"
    verdict = judged(data)
    for item in ("HJ274-2015.4", "HJ274-2015.11", "HJ274-2015.14", "HJ274-2015.27", "HJ274-2015.28"):
        assert (verdict.finding(item).outcome, verdict.finding(item).reasons) == ("undetermined", ["reason.impossible"])


def test_a_negative_amount_that_only_a_condition_asks_for_is_no_fault(ruleset: Any) -> None:
    data = ruleset.model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    item = next(i for i in data["indicators"] if i["id"] == "HJ274-2015.27")
    item["limit"] = [{"when": "growth(energy_use, y-3, y) < 0 or industrial_value_added[y-3] < 0",
                      "case": "甲", "at_most": 7}, {"case": "乙", "at_most": 7}]
    park = sample_data(NAME)
    for entry in park["observations"]:
        if (entry["quantity"], entry["year"]) == ("industrial_value_added", 2021):
            entry["value"] = "-300"
    assert judged(park, from_data(data)).finding("HJ274-2015.27").outcome == "met"


def test_entries_that_stand_twice_are_named() -> None:
    data = sample_data(NAME)
    chain = next(e for e in data["lists"] if e["list"] == "chain_projects")
    chain["entries"] = [chain["entries"][0]] * 7
    notes = [n.text for n in judged(data).notes if n.code == "note.same_entries"]
    assert notes == ["“建设规划实施后新增的生态工业链项目”清单有 7 条内容完全相同，都计入了条数。请核对是否重复。"]


def test_amounts_that_are_the_same_in_other_units_are_not_called_different() -> None:
    data = sample_data(NAME)
    first = next(e for e in data["observations"] if e["quantity"] == "energy_use" and e.get("year") in (None, 2024))
    data["observations"].append({**first, "value": "720000", "unit": "tce"})
    assert (str(first["value"]), first["unit"]) == ("72", "万tce")
    assert "note.several_values" not in {n.code for n in judged(data).notes}


def test_a_limit_of_a_sister_standard_is_not_enough_for_a_formal_verdict() -> None:
    data = sample_data(NAME) | {"made_up": False}
    chain = next(e for e in data["lists"] if e["list"] == "chain_projects")
    chain["entries"] = chain["entries"][:1]
    verdict = judged(data)
    assert (verdict.outcome, verdict.purpose) == ("unmet", "trial")
    assert [n.params["items"] for n in verdict.notes if n.code == "note.limits_not_seen"] == ["5"]


def test_a_range_in_the_table_never_leaves_out_a_value() -> None:
    data = sample_data(NAME)
    first = next(e for e in data["observations"] if e["quantity"] == "energy_use" and e.get("year") in (None, 2024))
    data["observations"] += [{**first, "value": value} for value in ("70", "74", "240～300")]
    assert judged(data).finding("HJ274-2015.11").shown == "4 个值，见测算过程"


def test_a_park_judged_by_a_standard_that_is_not_its_own_is_a_trial() -> None:
    assert "note.not_own_ruleset" in {n.code for n in judged(sample_data("yuxi-htz-2020")).notes}
    data = sample_data(NAME)
    data["against"] = []
    assert "note.no_ground" in {n.code for n in judged(data).notes}


def test_limits_that_were_only_recollected_force_a_trial_even_if_formal_is_asked(ruleset: Any) -> None:
    made = dossier(sample_data(NAME))
    verdict = in_words(made, ruleset, dt.date(2025, 5, 31), ENGINES[0], "x", purpose="formal")
    assert verdict.purpose == "trial"
    assert "note.limits_not_seen" in {n.code for n in verdict.notes}


def test_before_its_first_day_the_edition_is_not_in_force(ruleset: Any) -> None:
    made = dossier(sample_data(NAME))
    for day, codes in ((dt.date(2015, 12, 31), True), (dt.date(2016, 1, 1), False)):
        notes = in_words(made, ruleset, day, ENGINES[0], "x").notes
        assert ("note.not_in_force" in {n.code for n in notes}) == codes


def test_what_is_filled_in_under_an_unknown_name_is_said_with_a_suggestion() -> None:
    data = sample_data(NAME)
    observation(data, "energy_use")["quantity"] = "energy_usage"
    notes = [n.text for n in judged(data).notes if n.code == "note.unused_near"]
    assert notes == ["填报的“energy_usage”不是本规则集的数据项，未使用。您是否想写“energy_use”？"]


def test_a_quantity_may_be_named_by_its_chinese_label() -> None:
    data = sample_data(NAME)
    observation(data, "energy_use")["quantity"] = "综合能耗总量"
    assert judged(data).finding("HJ274-2015.11").outcome == "met"


def test_too_many_values_for_one_thing_are_not_multiplied_out() -> None:
    data = sample_data(NAME)
    for i in range(12):
        for quantity in ("energy_use", "industrial_value_added"):
            data["observations"].append({**observation(data, quantity), "value": 100 + i})
    assert judged(data).finding("HJ274-2015.11").reasons == ["reason.too_many_choices"]


def test_beside_a_missing_fact_a_list_is_looked_at_under_each_of_two_values() -> None:
    """Neither of both is more than 2 and the list is empty: whatever the flag is, the item doesn't apply."""
    condition = "flag and (a > 2 or count(things) > 0)"
    rules = from_data({
        "schema": "ruleset/1", "id": "made", "title": "虚构", "document": "虚构", "issuer": "虚构", "judges": "park",
        "concludes": "conformity", "formula_language": 2, "in_force": {"from": "2000", "seen": "official"},
        "attributes": {"flag": {"label": "旗", "kind": "yes_no"}}, "quantities": {"a": {"label": "甲", "unit": "1"}},
        "lists": {"things": {"label": "物", "unit": "1"}},
        "indicators": [{"id": "M.1", "label": "虚构", "category": "虚构", "unit": "1", "value": "a",
                        "applies_when": condition, "limit": {"at_least": "5"},
                        "source": dict.fromkeys(("name", "limit", "formula"), "official") | {"place": "表"}}],
        "requirements": [{"id": "all", "label": "全部", "all_of": ["M.1"], "source": {"group": "official"}}]})
    data = {"schema": "dossier/1", "made_up": True, "subject": {"name": "虚构", "kind": "park"}, "period": 2024,
            "observations": [{"quantity": "a", "value": value, "unit": "1", "year": 2024, "source": SOURCE}
                             for value in ("1", "1.5")],
            "lists": [{"list": "things", "source": SOURCE, "entries": [], "complete": True, "declared_by": "虚构"}]}
    assert judged(data, rules).finding("M.1").outcome == "not_applicable"


def test_the_order_of_keys_in_a_file_changes_nothing(ruleset: Any) -> None:
    def turned(data: Any) -> Any:
        if isinstance(data, dict):
            return {key: turned(data[key]) for key in reversed(data)}
        return [turned(part) for part in data] if isinstance(data, list) else data

    law = from_data(turned(rules_file(locate("hj274-2015")).data))
    assert law.digest == ruleset.digest
    for name in SAMPLES:
        plain = canonical(judged(sample_data(name)).plain())
        assert canonical(judged(turned(sample_data(name)), law).plain()) == plain


def test_the_trace_holds_every_firing_and_every_item_has_a_finding() -> None:
    verdict = judged(sample_data(NAME))
    assert [f.item for f in verdict.findings] == [f"HJ274-2015.{no}" for no in range(1, 33)]
    assert [s.subject for s in verdict.trace if s.stage == "item"] == [f.item for f in verdict.findings]
    assert len(verdict.trace) == 32 + 7 + 1


BY_COAST = {"need": "attribute:coastal"}
BY_OUTPUT = {"one_of": [{"all_of": [{"need": "quantity:output@2024"}, {"need": "quantity:people@2024"}]}, {"need": "report:T.1"}]}


@pytest.mark.parametrize(("group", "stated", "settled"), [
    ("all_of: [T.2]", {}, BY_COAST), ("at_least: 1\n    of: [T.2]", {}, BY_COAST),
    ("at_least: 2\n    of: [T.1, T.2]", {"output": "30 万元", "people": "1 人"}, BY_COAST),
    ("at_least: 2\n    of: [T.1, T.2]", {}, {"at_least": 2, "of": [BY_OUTPUT, BY_COAST]})])
def test_a_requirement_that_passes_only_if_something_applies_asks_whether_it_does(
        group: str, stated: dict[str, Any], settled: Any) -> None:
    word = "    words: [有, 无]\n    value: plant\n"
    of = rules((word, f"{word}    applies_when: coastal\n"), ("    all_of: [T.1, T.2]\n", f"    {group}\n"))
    found = record(subject(plant="有", **stated), of)
    assert (found.verdict.outcome, found.verdict.finding("T.2").outcome) == ("undetermined", "met")
    assert found.verdict.settled_by == settled
    assert "T.2" in [item for decider in found.verdict.decided_by for item in decider.items]
    assert any("是否沿海（序号 2）" in line for line in next_steps(found).lines)


def test_beside_what_is_met_for_certain_a_group_that_perhaps_does_not_apply_holds_nothing_up() -> None:
    word = "    words: [有, 无]\n    value: plant\n"
    more = "  - {id: more, label: 其他, all_of: [T.2], source: {group: official}}\n"
    of = rules((word, f"{word}    applies_when: coastal\n"), ("all_of: [T.1, T.2]", "all_of: [T.1]"),
               ("requirements:\n", f"requirements:\n{more}"))
    found = record(subject(plant="有", output="30 万元", people="1 人"), of)
    assert [(part.outcome, part.settled_by) for part in found.verdict.requirements] == [("undetermined", None), ("met", None)]
    assert (found.verdict.outcome, found.verdict.missing) == ("met", [])
