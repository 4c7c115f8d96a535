"""怎样可以准入: whoever follows the page is let in, or the page has said what remains."""

from __future__ import annotations

import copy
import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from conftest import ROOT, dossier, sample_data
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.concluding.plain import PlainEngine
from checker.dossier.submission import dossier_digest
from checker.explaining.explained import explained
from checker.files.textfile import read
from checker.judging.judge import judge
from checker.messages import text
from checker.reporting import way_in
from checker.reporting.plain_text import report
from checker.reporting.way_words import Ways, ways_in_words
from checker.reporting.words import conclusion
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data, load, locate, rules_file
from checker.ruleset.negation import negated
from checker.wording.speaking import worded
from checker.wording.worded import WordedVerdict

DAY = dt.date(2025, 6, 30)
SOURCE = {"place": "申请书", "words": "见"}


def with_ways(data: dict[str, Any], ruleset: Ruleset) -> tuple[WordedVerdict, Ways]:
    """The verdict in words, and what would let the project in."""
    made = dossier(data)
    case = judge(made, ruleset, DAY, PlainEngine(), dossier_digest(made))
    return worded(case.verdict, ruleset), ways_in_words(explained(case, ruleset).ways, ruleset)


def judged(data: dict[str, Any], ruleset: Ruleset) -> WordedVerdict:
    return with_ways(data, ruleset)[0]


def by_floors(**amounts: str) -> dict[str, Any]:
    """A made-up project with amounts by quantity."""
    return {
        "schema": "dossier/1", "subject": {"name": "虚构项目", "kind": "project", "owner": "甲公司"}, "made_up": True,
        "attributes": {name: {"value": value, "source": SOURCE} for name, value in (
            ("industry_code", "2921"), ("stage", "新投资"), ("land_basis", "项目用地"))},
        "observations": [{"quantity": name, "value": value, "source": SOURCE} for name, value in amounts.items()]}


def kunming(limit: dict[str, Any] | None = None) -> Ruleset:
    """The floors of Kunming, the first perhaps with a made-up limit."""
    if limit is None:
        return load("admission-kunming-etdz-2023")
    data = copy.deepcopy(rules_file(locate("admission-kunming-etdz-2023")).data)
    data["indicators"][0]["limit"] = limit
    return from_data(data)


def complete() -> dict[str, Any]:
    data: dict[str, Any] = copy.deepcopy(read(ROOT / "tests/made_up/complete-project.yaml").data)
    return data


def test_a_project_that_fails_two_items_is_told_of_both() -> None:
    verdict, ways = with_ways(sample_data("made-up-project"), load("admission-yunnan"))
    unmet = [f.item for f in verdict.findings if f.outcome == "unmet"]
    assert len(unmet) > 1
    assert [f.item for f in way_in.turned(verdict) if f.outcome == "unmet"] == unmet
    assert all(way_in.changes(finding, ways) for finding in way_in.turned(verdict))


@pytest.mark.parametrize(("invested", "expected"), [("20000万元", "总投资至少 35000"), ("50000万元", "总投资至多 40000")])
def test_where_only_a_band_fails_the_end_that_was_missed_is_named(invested: str, expected: str) -> None:
    rules = kunming({"at_least": 350, "at_most": 400})
    verdict, ways = with_ways(by_floors(land_area="100亩", total_investment=invested, planned_fixed_asset_investment=invested), rules)
    lines = [line for finding in way_in.turned(verdict) for line in way_in.changes(finding, ways)]
    assert any(expected in line for line in lines), lines


def test_what_cannot_be_solved_is_still_with_ways() -> None:
    verdict, ways = with_ways(by_floors(land_area="100亩", total_investment="20000～21000万元",
                               planned_fixed_asset_investment="20000～21000万元"), kunming())
    finding = way_in.turned(verdict)[0]
    assert way_in.changes(finding, ways)


def test_a_bound_that_nobody_filled_in_is_called_a_bound() -> None:
    verdict, ways = with_ways(by_floors(land_area="80亩", total_investment="2.4亿元"), kunming())
    by_fixed, by_total, _ = way_in.changes(way_in.turned(verdict)[0], ways)
    assert "现 24000" not in by_fixed.split("，或")[0]
    assert "由“计划总投资”只知道不超过 24000，至少差 4000" in by_fixed
    assert "（现 24000，差 4000）" in by_total


def test_an_amount_known_only_to_lie_below_is_no_present_one() -> None:
    verdict, ways = with_ways(by_floors(land_area="80亩", total_investment="不超过2.4亿元",
                               planned_fixed_asset_investment="不超过2亿元"), kunming())
    by_fixed = way_in.changes(way_in.turned(verdict)[0], ways)[0]
    assert "只写了范围，不超过 20000，至少差 8000" in by_fixed


def test_a_bound_is_never_counted_among_the_stated_values() -> None:
    verdict = judged(by_floors(land_area="80亩", total_investment="2亿元",
                               planned_fixed_asset_investment="3亿元"), kunming())
    codes = {note.code for note in verdict.notes}
    assert "note.bound_exceeded" in codes
    assert "note.several_values" not in codes


def test_an_admission_that_waits_for_nothing_but_whether_a_floor_applies_says_for_what() -> None:
    data = by_floors(land_area="100亩", total_investment="4亿元", planned_fixed_asset_investment="3.6亿元")
    data["attributes"]["industry_code"]["value"] = 610
    verdict, ways = with_ways(data, kunming())
    assert verdict.outcome == "undetermined"
    assert [item for decider in verdict.decided_by for item in decider.items] == ["AKM-2023.1"]
    assert [need.name for need in verdict.missing if need.decides] == ["industry_code"]
    assert "行业代码" in conclusion(verdict)
    assert "无法判定：。" not in report(verdict)
    assert any("行业代码" in step for step in way_in.steps(verdict, ways))


def test_the_page_says_in_order_what_else_is_needed() -> None:
    data = complete()
    for name in ("energy_level", "catalogue_category"):
        data["attributes"].pop(name)
    data["opinions"] = data["opinions"][:-4]
    verdict, ways = with_ways(data, load("admission-yunnan"))
    said = way_in.steps(verdict, ways)
    assert said[0].startswith("须补的材料：")
    assert "能效水平（序号 9、10）" in said[0]
    assert said[1].startswith("须由研判人答复：")
    assert text("report.way_in") in report(verdict)


def test_words_that_state_nothing_are_quoted_where_they_are_to_be_replaced() -> None:
    data = complete()
    data["attributes"]["description"]["value"] = "详见附件"
    verdict, ways = with_ways(data, load("admission-yunnan"))
    assert "只写了“详见附件”" in way_in.steps(verdict, ways)[0]


amounts = st.integers(1, 120000).map(lambda n: Decimal(n) / 2)


@settings(max_examples=120, deadline=None)
@given(land=st.integers(1, 400), total=amounts, share=st.integers(1, 100),
       band=st.sampled_from([None, {"at_least": 200, "at_most": 600}, {"at_most": 500}]))
def test_following_the_amounts_ends_in_admission(land: int, total: Decimal, share: int, band: dict[str, int] | None) -> None:
    rules = kunming(band)
    data = by_floors(land_area=f"{land}亩", total_investment=f"{total}万元",
                     planned_fixed_asset_investment=f"{total * share / 100}万元")
    for _ in range(4):
        verdict, ways = with_ways(data, rules)
        if verdict.outcome == "met":
            return
        barring = way_in.turned(verdict)
        remains = " ".join(way_in.steps(verdict, ways))
        if not barring:
            assert "须先查清：各理解方案结果不同（序号" in remains
            return
        changed = False
        for finding in barring:
            assert way_in.changes(finding, ways)
            for way in ways.get(finding.item, ()):
                part = way.options[0]
                entry = next(o for o in data["observations"] if o["quantity"] == part.quantity)
                entry["value"] = f"{part.needed}{part.unit}"
                changed = True
        if not changed:
            assert "须" in remains or "研判" in " ".join(line for f in barring for line in way_in.changes(f, ways))
            return
    assert "重新评判" in " ".join(way_in.steps(verdict, ways))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_supplying_what_is_named_ends_in_admission(data: st.DataObject) -> None:
    whole, part = complete(), complete()
    dropped = data.draw(st.sets(st.sampled_from(sorted(whole["attributes"]))))
    for name in dropped:
        part["attributes"].pop(name)
    answered = data.draw(st.sets(st.integers(0, len(whole["opinions"]) - 1)))
    part["opinions"] = [opinion for i, opinion in enumerate(whole["opinions"]) if i in answered]
    declared = data.draw(st.sets(st.integers(0, len(whole["declarations"]) - 1)))
    part["declarations"] = [d for i, d in enumerate(whole["declarations"]) if i in declared]
    rules = load("admission-yunnan")
    for _ in range(8):
        verdict, ways = with_ways(part, rules)
        if verdict.outcome == "met":
            return
        said = "\n".join(way_in.steps(verdict, ways))
        assert said
        before = copy.deepcopy(part)
        for need in verdict.missing:
            if need.kind in ("attribute", "finer"):
                assert need.label in said
                if need.name in whole["attributes"]:
                    part["attributes"][need.name] = whole["attributes"][need.name]
                part["declarations"] = [*part["declarations"], *(
                    d for d in whole["declarations"] if d["about"] == need.name and d not in part["declarations"])]
        for opinion in whole["opinions"]:
            number = opinion["item"].partition(".")[2]
            if opinion not in part["opinions"] and f"{number} " in said.partition("须由研判人答复")[2]:
                part["opinions"].append(opinion)
        assert part != before, said
    raise AssertionError("never admitted")


A, B = n.AttributeRead("a"), n.AttributeRead("b")
MANY = n.EntryCount("things", None)
NOTHING = n.Constant(Fraction(0))


@pytest.mark.parametrize(("condition", "opposite"), [
    (n.Logic("and", (A, n.Logic("not", (B,)))), n.Logic("or", (n.Logic("not", (A,)), B))),
    (n.Logic("or", (A, B)), n.Logic("and", (n.Logic("not", (A,)), n.Logic("not", (B,))))),
    (n.Comparison(">", MANY, NOTHING), n.Comparison("<=", MANY, NOTHING)),
    (n.Comparison("==", A, n.Word("x")), n.Comparison("!=", A, n.Word("x")))])
def test_the_opposite_of_a_condition(condition: n.Expression, opposite: n.Expression) -> None:
    assert negated(condition) == opposite
    assert negated(opposite) == condition


def test_a_matched_clause_says_what_the_facts_would_have_to_be() -> None:
    verdict, ways = with_ways({**complete(), "attributes": {
        **complete()["attributes"], "catalogue_category": {"value": "淘汰类", "source": SOURCE}}}, load("admission-yunnan"))
    lines = [line for finding in way_in.turned(verdict) for line in way_in.changes(finding, ways)]
    assert "须使：产业结构调整指导目录类别 ≠ “淘汰类”" in lines
    assert not any("不再有这种情形" in line for line in lines)


@pytest.mark.parametrize(("stated", "land"), [
    ({"planned_fixed_asset_investment": "3000～3400万元", "total_investment": "3450万元", "land_area": "10亩"},
     {"8.57", "9.85"}),  # each reading by the least that its own amount may be
    ({"planned_fixed_asset_investment": "不超过3000万元", "total_investment": "3000万元", "land_area": "10亩"}, {"8.57"}),
    ({"planned_fixed_asset_investment": "3000万元", "total_investment": "3000万元", "land_area": "10～20亩"}, {"8.57"})])
def test_beside_a_range_an_option_is_enough_whatever_the_amount_in_it(stated: dict[str, str], land: set[str]) -> None:
    rules, data = kunming(), by_floors(**stated)
    _, ways = with_ways(data, rules)
    options = [part for way in ways["AKM-2023.1"] for part in way.options]
    assert {part.needed for part in options if part.quantity == "land_area"} == land
    strictest = min(Decimal(part.needed) for part in options if part.quantity == "land_area")
    enough = by_floors(**{**stated, "land_area": f"{strictest}亩"})
    if "不超过" not in stated["planned_fixed_asset_investment"]:
        assert judged(enough, rules).finding("AKM-2023.1").outcome == "met"


@pytest.mark.parametrize("land", ["超过10亩", "不少于10亩"])
def test_beside_an_amount_without_an_end_no_other_is_enough(land: str) -> None:
    _, ways = with_ways(by_floors(planned_fixed_asset_investment="3000万元", total_investment="3000万元", land_area=land),
                        kunming())
    assert [part.quantity for way in ways.get("AKM-2023.1", ()) for part in way.options
            if part.quantity != "land_area"] == []


def test_of_a_range_it_is_said_how_much_is_too_much_at_most() -> None:
    stated = {"planned_fixed_asset_investment": "3000万元", "total_investment": "3000万元", "land_area": "10～20亩"}
    _, ways = with_ways(by_floors(**stated), kunming())
    said = [way_in.option(part) for way in ways["AKM-2023.1"] for part in way.options if part.quantity == "land_area"]
    assert set(said) == {"用地面积至多 8.57 亩（只写了范围，不超过 20，至多超 11.43）"}


def test_what_is_more_than_its_whole_is_to_be_settled_and_not_called_missing() -> None:
    stated = {"planned_fixed_asset_investment": "6000万元", "total_investment": "5000万元", "land_area": "10亩"}
    verdict, ways = with_ways(by_floors(**stated), kunming())
    told = "\n".join([conclusion(verdict), *way_in.steps(verdict, ways), report(verdict)])
    assert "计划固定资产投资（填得互相矛盾，须先查清）" in told
    assert "“计划固定资产投资”填得比“计划总投资”大，两者矛盾，须先查清" in told
    assert "没有填写" not in told


def test_a_clause_whose_words_still_call_for_a_person_says_so_before_it_is_mended() -> None:
    verdict, ways = with_ways(sample_data("made-up-project"), load("admission-yunnan"))
    [asked] = [line for line in way_in.steps(verdict, ways) if line.startswith("须由研判人答复")]
    assert asked.startswith("须由研判人答复：5 炼钢转炉（改好以后，项目的说明里有“转炉”，仍待研判）、13 ")
