"""What is doubtful is told, and changes no outcome."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from typing import Any

import pytest
from conftest import EVERY_PLAN, SAMPLES, in_values, judged, sample_data
from doubted import PARK, beside, codes, doubts, park, record, told, words, written
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from checker.capsule.issue import from_verdicts
from checker.doubting.conflicts import power_between
from checker.errors import RulesetError
from checker.explaining.explained import explained
from checker.messages import CATALOGUE
from checker.quantity.interval import Interval
from checker.quantity.rounding import before_rounding
from checker.reporting.comparison_book import verdict_workbook
from checker.reporting.crosswalk_page import render_crosswalk
from checker.reporting.next_steps import doubted, next_steps
from checker.reporting.page import render_html
from checker.reporting.plain_text import crosswalk_report, report
from checker.ruleset.loading import from_data, installed, load

PLAIN = {"亿元": "万元", "万人": "人", "万tce": "tce", "万t": "t", "万m3": "m3"}


def test_the_made_up_park_and_project_give_no_doubt() -> None:
    for name in (PARK, "made-up-project"):
        assert doubts(record(sample_data(name))) == [], name


def test_a_relation_that_can_not_be_is_told_with_both_places() -> None:
    found = told(record(park(industrial_land="80 km2")), "doubt.relation")
    assert found.subject == "land_above_park"
    assert {(s.name, s.value) for s in found.stated} == {("industrial_land", "80"), ("park_area", "75")}


@pytest.mark.parametrize("change", [
    {"high_tech_output": "2000 亿元"}, {"employees": "7 万人"}, {"built_up_area": "76 km2"},
    {"renewable_energy_use": "73 万tce"}, {"audited_enterprises": "13 家"}, {"key_sources_compliant": "26 家"}])
def test_a_part_larger_than_its_whole_is_told(change: dict[str, str]) -> None:
    assert "doubt.relation" in codes(record(park(**change)))


def test_magnitudes_no_park_has_are_told_with_band_and_ground() -> None:
    """Every figure without its ten-thousand: the ratios stay, what there is on the land doesn't."""
    data = sample_data(PARK)
    for observation in data["observations"]:
        if unit := observation.get("unit"):
            observation["unit"] = PLAIN.get(unit, unit)
    subjects = {d.subject: d for d in doubts(record(data)) if d.code == "doubt.band"}
    assert {"value_added_per_land", "employees_per_land"} <= set(subjects)
    assert subjects["employees_per_land"].params["rests_on"] == "experience"
    assert subjects["employees_per_land"].params["at_least"] == "50"


def test_a_ten_thousandth_of_the_solid_waste_is_told() -> None:
    found = told(record(park(solid_waste_generated="300 t")), "doubt.band")
    assert found.subject == "waste_per_head"


def test_the_band_of_a_single_quantity_is_a_field_of_it() -> None:
    data = written("hj274-2015")
    data["quantities"]["park_area"]["plausible"] = {
        "at_most": 10, "source": {"rests_on": "experience", "place": "虚构"}}
    found = record(sample_data(PARK), from_data(data))
    said = words(found, "doubt.band")
    assert (told(found, "doubt.band").subject, said["value"], said["at_most"]) == ("park_area", "75", "10")


def test_a_value_that_only_may_lie_outside_its_band_is_not_told() -> None:
    assert "doubt.band" not in codes(record(park(solid_waste_generated="0.03～40 万t")))


def test_a_fraction_where_per_cent_is_asked_is_told() -> None:
    data = sample_data(PARK)
    next(r for r in data["reported"] if r["item"] == "HJ274-2015.20")["value"] = "0.95"
    said = words(record(data), "doubt.fraction")
    assert told(record(data), "doubt.fraction").subject == "HJ274-2015.20"
    assert said == {"value": "0.95", "hundredfold": "95", "limit": "100"}
    assert any("0.95" in line and "限值" in line for line in next_steps(record(data)).doubts)


@pytest.mark.parametrize("value", ["60", "0", "2", "100"])
def test_a_share_that_is_just_small_or_nothing_is_no_fraction(value: str) -> None:
    data = sample_data(PARK)
    next(r for r in data["reported"] if r["item"] == "HJ274-2015.20")["value"] = value
    assert "doubt.fraction" not in codes(record(data))


def test_a_share_below_the_same_share_of_other_years_is_told() -> None:
    data = sample_data(PARK)
    one = next(r for r in data["reported"] if r["item"] == "HJ274-2015.23")
    data["reported"] += [{**one, "year": 2023, "value": "90"}, {**one, "year": 2022, "value": "0.9"}]
    assert [d.years for d in doubts(record(data)) if d.code == "doubt.fraction"] == [[2022]]


def test_every_conflict_is_told_used_or_not() -> None:
    data = beside(park(), "disclosing_enterprises", "29")
    data = beside(data, "cod_emissions", "243.44")
    found = {d.subject: d for d in doubts(record(data)) if d.code == "doubt.conflict"}
    assert set(found) == {"disclosing_enterprises", "cod_emissions"}
    assert [s.source.place for s in found["cod_emissions"].stated][-1] == "另表"


@pytest.mark.parametrize(("slip", "power"), [
    ("7500000", "100000"), ("0.075", "1000"), ("9999.6", ""), ("76600", ""), ("74999", "1000"), ("750.1", "10")])
def test_among_many_values_the_one_slip_of_a_power_of_ten_is_found(slip: str, power: str) -> None:
    """Whatever stands before and after it: values that differ in their leading digits are no slips of each other."""
    data = park()
    for value in (*(f"{number}.25" for number in range(21, 60, 2)), slip, *(f"{number}.25" for number in range(82, 98, 3))):
        data = beside(data, "park_area", value)
    found = told(record(data), "doubt.conflict").params
    assert found.get("power", "") == power


@pytest.mark.parametrize(("one", "other"), [("9.996", "1000"), ("100", "0.9996"), ("1.0", "9.96")])
def test_a_slip_is_found_where_rounding_carries_the_leading_digit(one: str, other: str) -> None:
    data = park()
    data["observations"] = [o for o in data["observations"] if o["quantity"] != "grid_hydropower_use"]
    first = {"quantity": "grid_hydropower_use", "year": 2024, "unit": "万tce", "source": {"place": "表", "words": "虚构"}}
    data["observations"] += [{**first, "value": one}, {**first, "value": other}]
    exact = power_between(*(before_rounding(value, Interval.exact(Fraction(value))) for value in (one, other)))
    assert told(record(data), "doubt.conflict").params.get("power") == (str(exact) if exact else None)


@pytest.mark.parametrize(("name", "value", "more"), [
    ("park_area", "7500", {"unit": "公顷"}), ("park_area", "75.0", {}), ("park_area", "70～80", {}),
    ("park_area", "约80", {}), ("park_area", "75.4", {}), ("energy_use", "60", {"scope": "规上"})])
def test_another_unit_rounding_range_or_scope_is_no_conflict(name: str, value: str, more: dict[str, str]) -> None:
    assert "doubt.conflict" not in codes(record(beside(park(), name, value, **more)))


def test_two_complete_lists_that_differ_are_a_conflict() -> None:
    data = sample_data(PARK)
    events = next(entry for entry in data["lists"] if entry["list"] == "environmental_events")
    data["lists"].append({**events, "entries": [], "count": 0})
    assert told(record(data), "doubt.lists_differ").years == [2024]


def test_a_reported_value_that_differs_beyond_its_rounding_is_told_with_the_ratio() -> None:
    data = sample_data(PARK)
    data["reported"].append({**data["reported"][0], "item": "HJ274-2015.29", "value": "40", "unit": "%"})
    [said] = next_steps(record(data)).doubts
    assert "自报 40%" in said
    assert "是自报值的 0.5 倍" in said


def test_a_reported_value_within_its_rounding_is_neither_doubt_nor_note() -> None:
    data = sample_data(PARK)
    data["reported"].append({**data["reported"][0], "item": "HJ274-2015.16", "value": "33.33", "unit": "%"})
    of = record(data)
    assert "doubt.reported_differs" not in codes(of)
    assert "note.agree_despite" not in [n.code for n in of.verdict.notes]


def test_a_part_that_exceeds_what_bounds_it_is_told() -> None:
    data = {
        "schema": "dossier/1", "subject": {"name": "虚构项目", "kind": "project"},
        "against": [{"ruleset": "admission-kunming-etdz-2023", "own": False, "ground": "虚构"}],
        "observations": [
            {"quantity": name, "value": value, "unit": "万元", "source": {"place": "表1", "words": value}}
            for name, value in (("total_investment", "5000"), ("planned_fixed_asset_investment", "6000"))]}
    assert words(record(data), "doubt.part_above_whole")["whole"] == "计划总投资"


@pytest.mark.parametrize(("part", "told_so"), [("6000", True), ("5000.4", True), ("约6000", False), ("5000", False)])
def test_a_part_that_only_rounding_puts_above_its_whole_is_no_more_than_a_question(part: str, told_so: bool) -> None:
    source = {"document": "plan", "place": "表1", "words": "虚构"}
    of = record({
        "schema": "dossier/1", "subject": {"name": "虚构项目", "kind": "project"}, "documents": {"plan": {"title": "虚构"}},
        "against": [{"ruleset": "admission-kunming-etdz-2023", "own": False, "ground": "虚构"}],
        "observations": [{"quantity": name, "value": value, "unit": "万元", "source": source} for name, value in (
            ("total_investment", "5000"), ("planned_fixed_asset_investment", part))]})
    found = [doubt for doubt in doubts(of) if doubt.code == "doubt.part_above_whole"]
    assert bool(found) is told_so
    assert [doubt.params.get("rounded") for doubt in found] == (["yes"] if part == "5000.4" else [None] * len(found))


def test_years_exchanged_are_told() -> None:
    data = sample_data(PARK)
    turned = {2018: 2024, 2024: 2018}
    for observation in data["observations"]:
        several = sum(o["quantity"] == observation["quantity"] for o in data["observations"]) > 3
        if several:
            year = observation.get("year", 2024)
            observation["year"] = turned.get(year, year)
    assert told(record(data), "doubt.swapped").years[0] == 2018


def test_a_park_whose_money_grows_while_emissions_fall_gives_no_doubt_of_years() -> None:
    assert not {"doubt.swapped", "doubt.reversed"} & set(codes(record(sample_data(PARK))))


def test_all_figures_equal_in_two_years_are_told() -> None:
    data = sample_data(PARK)
    this_year = [o for o in data["observations"] if o.get("year", 2024) == 2024 and o.get("unit")]
    data["observations"] = [o for o in data["observations"] if o.get("year", 2024) == 2024]
    data["observations"] += [{**o, "year": 2023} for o in this_year]
    assert told(record(data), "doubt.unmoved").years == [2023, 2024]


def test_a_value_a_hundred_times_another_year_s_is_told() -> None:
    data = sample_data(PARK)
    first = next(o for o in data["observations"] if o["quantity"] == "energy_use")
    first["unit"] = "tce"
    assert "energy_use" in {d.subject for d in doubts(record(data)) if d.code == "doubt.jump"}


def test_figures_equal_last_year_s_verdict_are_told() -> None:
    old = in_values(sample_data(PARK)).plain()
    data = sample_data(PARK)
    data["period"] = 2025
    data["observations"] = [{**o, "year": 2025} if o.get("year", 2024) == 2024 else o
                            for o in data["observations"]]
    data["lists"], data["reported"] = [], []
    assert told(record(data, before=old), "doubt.same_as_previous").years == [2024, 2025]
    data["observations"] = [{**o, "value": "71"} if o["quantity"] == "energy_use" and o["year"] == 2025 else o
                            for o in data["observations"]]
    assert "doubt.same_as_previous" not in codes(record(data, before=old))
    assert "doubt.same_as_previous" not in codes(record(sample_data(PARK), before=old))


@pytest.mark.parametrize("name", [*SAMPLES, *EVERY_PLAN])
def test_taking_every_doubt_out_of_a_ruleset_changes_nothing_else(name: str) -> None:
    data = sample_data(name)
    rules = data["against"][0]["ruleset"]
    plain = written(rules)
    plain.pop("doubts", None)
    one, other = judged(data).plain(), judged(data, from_data(plain)).plain()
    for verdict in (one, other):
        verdict["ruleset"].pop("digest")
    assert one == other


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["industrial_land", "park_area", "employees", "energy_use", "co2_emissions"]),
       st.sampled_from(["at_least", "at_most", "above", "below"]), st.integers(0, 10**9))
def test_no_band_ever_changes_an_outcome(name: str, relation: str, number: int) -> None:
    data = written("hj274-2015")
    data["quantities"][name]["plausible"] = {
        relation: number, "source": {"rests_on": "experience", "place": "虚构"}}
    one, other = judged(sample_data(PARK)), judged(sample_data(PARK), from_data(data))
    assert [f.outcome for f in one.findings] == [f.outcome for f in other.findings]
    assert (one.outcome, one.purpose, one.trace) == (other.outcome, other.purpose, other.trace)


def test_doubts_stand_on_the_page_and_in_the_terminal() -> None:
    of = record(beside(park(industrial_land="80 km2"), "cod_emissions", "243.44"))
    steps = next_steps(of)
    [said, conflict] = sorted(steps.doubts, key=lambda s: "个不同" in s)
    assert "工业用地面积大于园区总面积" in said
    assert "243.44 t（" in conflict
    assert said in report(of.words, steps)
    html, _ = render_html(of.words, [], from_verdicts([of.words], None), steps=steps)
    assert conflict in html
    assert html.index("疑点") < html.index("对照考核表")
    plain = record(park())
    assert "疑点" not in render_html(plain.words, [], from_verdicts([plain.words], None), steps=next_steps(plain))[0]


def test_doubts_stand_in_the_workbook_and_beside_several_rulesets() -> None:
    data = beside(park(), "cod_emissions", "243.44")
    records = [record(data), record(data, load("green-park-2016"))]
    verdicts, steps = [of.words for of in records], [next_steps(of) for of in records]
    [said] = doubted(steps)
    assert said in crosswalk_report(verdicts, steps)
    assert said in render_crosswalk(verdicts, [], from_verdicts(verdicts, None), steps=steps)[0]
    book = load_workbook(io.BytesIO(verdict_workbook(verdicts[:1], steps[:1])))
    assert [cell.value for cell in book["疑点"]["A"]][1:] == [said]
    plain = record(park())
    assert "疑点" not in load_workbook(io.BytesIO(verdict_workbook([plain.words], [next_steps(plain)]))).sheetnames


def test_a_contradiction_needs_one_stated_scope_and_stands_first() -> None:
    """Without a scope, or with two, another scope may make both true: that is a question."""
    loose = record(beside(park(), "disclosing_enterprises", "29"))
    assert told(loose, "doubt.conflict").kind == "question"
    assert next_steps(loose).doubts[0].startswith("【疑问】")
    found = record(beside(park(industrial_land="80 km2"), "cod_emissions", "243.44"))
    assert told(found, "doubt.conflict").kind == "contradiction"
    assert [said[:4] for said in next_steps(found).doubts] == ["【矛盾】", "【疑问】"]


def test_no_sentence_of_a_doubt_keeps_a_name_in_braces_or_of_the_program() -> None:
    for code in (code for code in CATALOGUE if code.startswith("doubt.")):
        assert "_" not in CATALOGUE[code].replace("{other_year}", ""), code
    data = beside(park(industrial_land="80 km2", solid_waste_generated="300 t"), "cod_emissions", "243.44")
    for said in next_steps(record(data)).doubts:
        assert "{" not in said
        assert "_" not in said


@pytest.mark.parametrize(("change", "code"), [
    ({"id": "x", "label": "甲", "value": "park_area"}, "ruleset.doubt_form"),
    ({"id": "x", "label": "甲", "when": "park_area > 1", "at_most": 2}, "ruleset.doubt_form"),
    ({"id": "x", "label": "甲", "value": "park_area", "unit": "t", "at_most": 2}, "ruleset.formula_unit"),
    ({"id": "land_above_park", "label": "甲", "when": "park_area > industrial_land"}, "ruleset.id_reused")])
def test_a_doubt_that_is_written_wrongly_is_refused_by_its_place(change: dict[str, Any], code: str) -> None:
    data = written("hj274-2015")
    data["doubts"].append({**change, "source": {"rests_on": "arithmetic", "place": "虚构"}})
    with pytest.raises(RulesetError) as bad:
        from_data(data)
    assert [p.code for p in bad.value.problems] == [code]
    assert bad.value.problems[0].path[:2] == ("doubts", len(data["doubts"]) - 1)


def test_every_band_of_ours_says_on_what_it_rests() -> None:
    for name in installed():
        for doubtful in load(name).doubts:
            assert doubtful.model.source.place
            if doubtful.unit is not None and doubtful.model.source.rests_on == "arithmetic":
                assert doubtful.model.at_most is not None, (name, doubtful.model.id)


def test_doubts_are_values_and_codes_beside_the_verdict() -> None:
    of = record(park(industrial_land="80 km2"))
    plain = json.loads(json.dumps(explained(of.case, of.ruleset).plain()))
    [found] = plain["doubts"]
    assert set(found) == {"code", "of", "subject", "years", "params", "stated"}
    assert found["params"] == {"rests_on": "arithmetic", "place": "工业用地是园区的一部分"}
    assert "doubts" not in of.verdict.plain()
