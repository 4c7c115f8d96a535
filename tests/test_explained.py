"""What explains a verdict: gaps, what it can still become, what to ask first; facts of the field."""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from bad.command import run
from conftest import ENGINES, ROOT, dossier, in_words, sample_data

from checker.dossier.dossier import Dossier
from checker.evidence.binding import bind
from checker.evidence.evidence import BoundValue
from checker.explaining.completing import ends
from checker.explaining.explained import explained
from checker.explaining.explanation import Explanation
from checker.explaining.turning import domain_of, turning
from checker.judging.judge import judge
from checker.measuring.measure import measure
from checker.quantity.display import exact
from checker.quantity.interval import Interval
from checker.quantity.ranges import holds
from checker.reporting.gap_words import gap_words
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data, load
from checker.verdict.verdict import Verdict

KUNMING, DAY = "admission-kunming-etdz-2023", dt.date(2023, 6, 1)
SOURCE = {"place": "虚构", "words": "虚构"}


def made(rules: Ruleset, data: dict[str, Any], day: dt.date = DAY) -> tuple[Verdict, Explanation]:
    made_up = dossier(data)
    case = judge(made_up, rules, day, ENGINES[0], "sha256:0")
    return case.verdict, explained(case, rules)


def project(**amounts: str) -> dict[str, Any]:
    """A made-up project by Kunming's floors, with what is stated of it."""
    return {"schema": "dossier/1", "made_up": True, "subject": {"name": "虚构项目", "kind": "project"},
            "attributes": {"industry_code": {"value": "2921", "source": SOURCE},
                           "land_basis": {"value": "site", "source": SOURCE}, "stage": {"value": "新投资", "source": SOURCE}},
            "observations": [{"quantity": name, "value": value, "source": SOURCE} for name, value in amounts.items()]}


def turned(found: Explanation, item: str) -> dict[str, tuple[list[str], str | None]]:
    gap = found.gap(item)
    assert gap is not None
    return {part.quantity: ([_written(one) for one in part.met],
                            exact(part.needed.value) if part.needed and part.needed.value is not None else None)
            for part in gap.turnings}


def _written(one: Any) -> str:
    from checker.verdict.exact_number import written
    return written(one)


def test_the_investment_that_110_mu_need_and_the_land_that_it_may_take() -> None:
    rules = load(KUNMING)
    _, found = made(rules, project(total_investment="3.6亿元", planned_fixed_asset_investment="3.6亿元", land_area="110亩"))
    gap = found.gap("AKM-2023.1")
    assert gap is not None
    assert {exact(part.distance.value) for part in gap.distances if part.distance.value is not None} == {"-250/11"}
    turning = turned(found, "AKM-2023.1")
    assert turning["land_area"] == (["(0, 720/7]"], "102.85")
    # Neither of both helps alone: what is invested in fixed assets can't exceed the whole investment.
    assert turning["planned_fixed_asset_investment"] == ([], None)
    assert turning["total_investment"] == ([], None)


def test_a_value_within_two_per_cent_of_its_limit_is_marked() -> None:
    rules = load("hj274-2015")
    data = sample_data("made-up-park")
    _, found = made(rules, data, dt.date(2025, 5, 31))
    close = {gap.item for gap in found.gaps for part in gap.distances if part.close}
    # All of them stand exactly at their limit: nothing, or a hundred per cent.
    assert close == {f"HJ274-2015.{number}" for number in (17, 18, 19, 20, 21, 23, 24, 30, 31)}


def test_explain_says_the_distance_and_gives_all_of_it_as_values(tmp_path: Path) -> None:
    done = run("explain", ROOT / "samples/made-up-park.yaml", "30")
    assert "差距：恰在限值；临近限值" in done.out, done.out
    done = run("explain", ROOT / "samples/yuxi-htz-2020.yaml", "6")
    assert "差距：差 12.6 个百分点" in done.out
    out = tmp_path / "gaps.json"
    assert run("explain", ROOT / "samples/kunming-etdz-2022.yaml", "-o", out).status == 0
    found = json.loads(out.read_text("utf-8"))
    assert found["schema"] == "explanation/1"
    assert found["reachable"] == ["met", "undetermined", "unmet"]
    assert found["questions"][0]["may_refuse"] is True


def test_a_verdict_that_is_decided_has_nothing_left_to_become_or_to_ask() -> None:
    verdict, found = made(load("hj274-2015"), sample_data("made-up-park"), dt.date(2025, 5, 31))
    assert verdict.outcome == "met"
    assert not found.reachable
    assert not found.questions


def test_of_a_park_that_states_little_everything_is_still_possible_and_single_answers_come_first() -> None:
    verdict, found = made(load("hj274-2015"), sample_data("kunming-etdz-2022"), dt.date(2025, 5, 31))
    assert verdict.outcome == "undetermined"
    assert {"met", "unmet"} <= set(found.reachable)
    assert all(question.may_refuse for question in found.questions[:5])
    assert {question.id for question in found.questions} == {
        lacking.id for lacking in verdict.missing if lacking.decides and lacking.kind != "resolve"}


def empty(rules: Ruleset) -> dict[str, Any]:
    """A made-up dossier that states nothing."""
    return {"schema": "dossier/1", "made_up": True, "subject": {"name": "虚构", "kind": rules.model.judges}, "period": 2024}


RULESETS = sorted(path.parent.name for path in (ROOT / "rulesets").glob("*/ruleset.yaml"))


@pytest.mark.parametrize("name", RULESETS)
def test_what_decides_whether_others_are_asked_at_all_is_asked_before_them(name: str) -> None:
    rules = load(name)
    _, found = made(rules, empty(rules), dt.date(2024, 6, 1))
    place = {question.id: at for at, question in enumerate(found.questions)}
    assert all(place[other] > at for at, question in enumerate(found.questions) for other in question.spares)


def test_the_industry_may_spare_a_project_all_questions_about_steel() -> None:
    rules = load("admission-yunnan")
    data = {**empty(rules), "attributes": {"industry_code": {"value": "C", "source": SOURCE}}}
    steel = {"list:equipment@2024", "attribute:adds_smelting", "attribute:in_compliant_park",
             "attribute:replacement_plan_published", "quantity:capacity_added", "quantity:capacity_replaced"}
    for given, gate in ((empty(rules), "attribute:industry_code"), (data, "finer:industry_code")):
        _, found = made(rules, given, dt.date(2024, 6, 1))
        [asked] = [question for question in found.questions if question.id == gate]
        assert set(asked.spares) == steel
    code = {"industry_code": {"value": "3985", "source": SOURCE}}
    _, found = made(rules, {**empty(rules), "attributes": code}, dt.date(2024, 6, 1))
    assert steel.isdisjoint(question.id for question in found.questions)


@pytest.mark.parametrize("name", ["carbon-path", "carbon-account-2011", "zero-carbon-account-2025"])
def test_an_account_that_lacks_data_can_only_be_computed(name: str) -> None:
    rules = load(name)
    verdict, found = made(rules, empty(rules), dt.date(2024, 6, 1))
    assert (verdict.outcome, found.reachable) == ("undetermined", ["computed"])
    assert {question.id for question in found.questions} == {
        lacking.id for lacking in verdict.missing if lacking.decides and lacking.kind != "resolve"}


def answers_needed(rules: Ruleset, seed: int, *, in_our_order: bool) -> int:
    """How many answers decide a made-up project that says nothing at first."""
    data: dict[str, Any] = {
        "schema": "dossier/1", "made_up": True, "subject": {"name": "虚构", "kind": rules.model.judges}, "period": 2024,
        "attributes": {}, "declarations": [], "observations": [], "lists": [], "reported": [],
        "defaults": {"scope": "虚构", "price_basis": "虚构"}}
    place = {item: at for at, item in enumerate(rules.items)}
    asked: list[str] = []
    while True:
        verdict, found = made(rules, data, dt.date(2024, 6, 1))
        if verdict.outcome != "undetermined":
            return len(asked)
        missing = [lacking for lacking in verdict.missing if lacking.decides and lacking.kind != "resolve"]
        order = ([question.id for question in found.questions] if in_our_order else
                 [lacking.id for lacking in sorted(missing, key=lambda lacking: min(place[i] for i in lacking.items))])
        left = [name for name in order if name not in asked]
        if not left:
            return len(asked)
        asked.append(left[0])
        answer(data, next(lacking for lacking in missing if lacking.id == left[0]), rules, random.Random(f"{seed}{left[0]}"))


def answer(data: dict[str, Any], lacking: Any, rules: Ruleset, chance: random.Random) -> None:
    """An answer at random, put where it belongs."""
    name, year = lacking.name, lacking.year
    if lacking.kind in ("attribute", "finer", "whole"):
        known = rules.model.attributes[name]
        value = {"yes_no": chance.random() < 0.5, "word": chance.choice(known.words or [""]), "year": 2020,
                 "code": chance.choice(("2921", "2762", "3120", "3130", "2511", "4411", "3985")),
                 "text": "虚构说明"}[known.kind]
        if known.declared:
            said = {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)
            data["declarations"].append({"about": name, "value": said, "by": "虚构", "source": SOURCE})
        else:
            data["attributes"][name] = {"value": value, "source": SOURCE}
    elif lacking.kind in ("list", "clear"):
        data["lists"].append({"list": name, "complete": True, "declared_by": "虚构", "entries": [], "source": SOURCE})
    elif lacking.kind == "report":
        model = rules.items[name].model
        data["reported"].append({"item": name, "source": SOURCE, **(
            {"unit": model.unit, "value": chance.choice(("0", "60", "90", "100"))} if model.unit
            else {"value": chance.choice(model.words or [""])})})
    else:
        quantity = rules.model.quantities[name]
        data["observations"].append({"quantity": name, "source": SOURCE, **(
            {"year": year} if isinstance(year, int) else {}), **(
            {"unit": quantity.unit, "value": chance.choice(("1", "20", "100", "1000", "40000"))} if quantity.unit
            else {"value": chance.choice(quantity.words or [""])})})


@pytest.mark.parametrize("projects", [8, pytest.param(1000, marks=pytest.mark.whole)])
def test_in_the_printed_order_two_thirds_of_the_answers_are_enough(projects: int, capsys: Any) -> None:
    """On average over made-up parks and projects, beside the order in which the rulesets stand."""
    counts = {True: 0, False: 0}
    for seed in range(projects):
        rules = load(("hj274-2015", "admission-yunnan")[seed % 2])
        for ours in counts:
            counts[ours] += answers_needed(rules, seed, in_our_order=ours)
    with capsys.disabled():
        print(f"\n{projects} made-up subjects: {counts[True] / projects:.2f} answers in the printed order, "
              f"{counts[False] / projects:.2f} in the ruleset's own")
    assert counts[True] * 3 <= counts[False] * 2


@pytest.mark.parametrize("subjects", [2, pytest.param(60, marks=pytest.mark.whole)])
@pytest.mark.parametrize("name", ["admission-zhanjiang-2021", "admission-land-2008", "admission-fuzhou-2024",
                                  "admission-kunming-etdz-2023", "yunnan-parks-2025"])
def test_no_end_is_excluded_that_answers_at_random_come_to(name: str, subjects: int) -> None:
    rules = load(name)
    for seed in range(subjects):
        chance = random.Random(f"{name}{seed}")
        data: dict[str, Any] = {
            **empty(rules), "attributes": {}, "declarations": [], "observations": [], "lists": [], "reported": [],
            "defaults": {"scope": "虚构", "price_basis": "虚构"}, "opinions": [
                {"item": item.id, "finding": chance.choice(("met", "met", "unmet")), "by": "虚构", "why": "虚构", "source": SOURCE}
                for item in rules.items.values() if item.model.ask and chance.random() < 0.8]}
        before: list[set[str]] = []
        asked: set[str] = set()
        while True:
            verdict, found = made(rules, data, dt.date(2024, 6, 1))
            missing = [need for need in verdict.missing if need.kind not in ("resolve", "finer", "whole") and need.id not in asked]
            if verdict.outcome != "undetermined" or not missing:
                break
            before.append(set(found.reachable))
            lacking = chance.choice(missing)
            asked.add(lacking.id)
            answer(data, lacking, rules, random.Random(f"{seed}{lacking.id}"))
        assert verdict.outcome == "undetermined" or all(verdict.outcome in ends for ends in before), (seed, verdict.outcome)


def test_one_of_a_group_of_which_others_may_do_never_decides_alone() -> None:
    verdict, found = made(load("hj274-2015"), sample_data("kunming-etdz-2022"), dt.date(2025, 5, 31))
    members = {name: part for part in verdict.requirements if part.form == "at_least" for name in part.members}
    for question in found.questions:
        alone = [item for item in question.settles if item not in members
                 or sum(len(f.evaluations) > 0 and f.outcome == "undetermined" for f in verdict.findings
                        if f.item in members[item].members) == 1]
        assert alone or not question.may_refuse, question


def test_what_stands_in_two_price_bases_proves_nothing() -> None:
    """460亿元 in one year's prices and 600亿元 in another's are no fall: the growth is still open."""
    data = sample_data("made-up-park")
    changed = [{**o, **({"price_basis": "现价", "value": "600亿元"} if o["quantity"] == "industrial_value_added"
                        and o.get("year") == 2021 else {})} for o in data["observations"]]
    rules, changed_park = load("hj274-2015"), dossier({**data, "observations": changed})
    evidence = bind(changed_park, rules, 2024)
    growth = measure(rules.items["HJ274-2015.3"], evidence, rules)
    assert [e.reason for e in growth.deciding] == ["reason.price_basis_mismatch"]
    assert ends(growth, evidence, rules) == {"met", "unmet"}


def park(reported: dict[str, Any] | None = None, **amounts: str) -> Explanation:
    """The made-up park with other amounts of its period."""
    data = sample_data("made-up-park")
    stated = [{**o, "value": amounts.get(o["quantity"], o["value"])} if o.get("year") in (None, 2024) else o
              for o in data["observations"]]
    more = [*data.get("reported", []), *([reported] if reported else [])]
    return made(load("hj274-2015"), {**data, "observations": stated, "reported": more}, dt.date(2025, 5, 31))[1]


def test_where_data_have_to_be_settled_first_no_end_is_excluded() -> None:
    """11 of 12 can't be; 70 km² of 60 neither; and what is printed against what is computed may be right."""
    assert set(park(audit_obliged_enterprises="11家").reachable) == {"met", "unmet"}
    assert {"met", "unmet"} <= set(park(green_cover_area="70km2").reachable)
    assert set(park({"item": "HJ274-2015.24", "value": "95", "unit": "%", "source": SOURCE}).reachable) == {
        "met", "unmet"}


def test_a_share_of_a_hundred_per_cent_is_met_with_one_amount_only() -> None:
    gap = park(solid_waste_disposed="5万t").gap("HJ274-2015.24")
    assert gap is not None
    met = {part.quantity: [_written(one) for one in part.met] for part in gap.turnings}
    assert met["solid_waste_disposed"] == ["70000"]


def test_the_distance_is_that_of_the_farthest_of_all_readings() -> None:
    gap = park(nox_emissions="5000t").gap("HJ274-2015.25")
    assert gap is not None
    farthest = max(part.distance.value for part in gap.distances if part.distance.value is not None)
    assert 4.65 < farthest < 4.652


def test_beside_an_amount_that_is_only_known_to_be_more_the_turning_is_exact() -> None:
    """More than 1520875 at a rate of 15 % over three years: from 1000000 at most."""
    rules = load("hj274-2015")
    made_up = dossier({
        "schema": "dossier/1", "made_up": True, "subject": {"name": "虚构", "kind": "park"}, "period": 2024,
        "defaults": {"scope": "虚构", "price_basis": "虚构"}, "observations": [
            {"quantity": "industrial_value_added", "value": value, "unit": "万元", "year": year, "source": SOURCE}
            for value, year in (("1000000", 2021), (">1520875", 2024))]})
    evidence = bind(made_up, rules, 2024)
    item = measure(rules.items["HJ274-2015.3"], evidence, rules)
    found = turning(item, ("industrial_value_added", 2021), evidence, rules)
    assert found is not None
    assert found.exact
    assert [_written(one) for one in found.met] == ["(0, 10000000000]"]


PATHS = """
    {schema: ruleset/1, id: made, title: 虚构, document: 虚构, issuer: 虚构, judges: park, concludes: conformity,
     formula_language: 2, in_force: {from: 2000, seen: official},
     quantities: {a: {label: 甲, unit: "1"}, b: {label: 乙, unit: "1"}, c: {label: 丙, unit: "1"}},
     indicators: [{id: M.1, label: 虚构, category: 虚构, unit: "1", signed: true, value: "%s", limit: {%s},
                   source: {place: 表, name: official, limit: official, formula: official}}],
     requirements: [{id: all, label: 全部, all_of: [M.1], source: {group: official}}]}"""


def path(formula: str, limit: str, **amounts: str) -> tuple[Ruleset, Dossier]:
    """A made-up item, and a park with what is stated of ``a``, ``b`` and ``c`` in 2024, or 2023 where it ends so."""
    rules = from_data(yaml.safe_load(PATHS % (formula, limit)))
    stated = [{"quantity": name[0], "value": value, "unit": "1", "year": 2023 if name.endswith("_before") else 2024,
               "source": SOURCE} for name, value in amounts.items()]
    return rules, dossier({"schema": "dossier/1", "made_up": True, "subject": {"name": "虚构", "kind": "park"},
                           "period": 2024, "observations": stated})


def test_a_change_next_to_nothing_is_closed_in_on_and_comes_to_an_end() -> None:
    """Growth from nothing has no value, and a sum of a datum and its growth can't be turned round."""
    rules, made_up = path("a[y-1] + growth(a, y-1, y)", "at_least: 1", a="5")
    evidence = bind(made_up, rules, 2024)
    found = turning(measure(rules.items["M.1"], evidence, rules), ("a", 2023), evidence, rules)
    assert found is not None
    assert not found.exact
    [met] = found.met
    assert met.low.value is not None
    assert 0 < met.low.value < Fraction(1, 10**9)


@pytest.mark.parametrize("formula", ["a / b", "b / a", "a * b - c", "(a + b) / c", "share(a, b)", "share(b, a)", "growth(a, y-1, y)",
                                     "b - a / c", "mean(a, b, c)", "max(a, b) * c", "(a - b) / (c + 1)"])
@pytest.mark.parametrize("limit", ["at_least: 2", "at_most: '0.5'", "below: 3"])
@pytest.mark.parametrize("other", [">2", "1~4", "<3", "≥0.5"])
def test_beside_amounts_that_lie_between_two_numbers_each_turning_is_where_measuring_turns(
        formula: str, limit: str, other: str) -> None:
    rules, made_up = path(formula, limit, b=other, c="1~2", a_before=other)
    evidence = bind(made_up, rules, 2024)
    item, key = rules.items["M.1"], ("a", 2024)
    found = turning(measure(item, evidence, rules), key, evidence, rules)
    assert found is not None
    assert found.exact
    ends = {end.value for one in found.met for end in one if end.value is not None}
    for x in {Fraction(number, 4) for number in range(33)} | ends | {end + step for end in ends for step in STEPS}:
        if x >= 0:
            moved = replace(evidence, values={**evidence.values, key: [as_stated(x)]})
            met = {e.outcome for e in measure(item, moved, rules).deciding} == {"met"}
            assert met == holds(found.met, x), (x, found.met)


STEPS = (Fraction(1, 10**6), Fraction(-1, 10**6))


@cache
def _one() -> BoundValue:
    rules, made_up = path("a", "at_least: 1", a="1")
    [own] = bind(made_up, rules, 2024).values[("a", 2024)]
    return own


def as_stated(x: Fraction) -> BoundValue:
    return _one()._replace(value=Interval.exact(x))


def test_what_is_only_approximate_bounds_nothing_for_sure() -> None:
    """约3.6亿元 in all may be a little more, and so may be what is invested in fixed assets."""
    rules = load(KUNMING)
    for total, sure in (("3.6亿元", {"unmet"}), ("约3.6亿元", {"met", "unmet"})):
        made_up = dossier(project(total_investment=total, land_area="110亩"))
        evidence = bind(made_up, rules, 2023)
        fixed = ("planned_fixed_asset_investment", None)
        [domain] = domain_of(fixed, evidence, rules, surely=True)
        assert (domain.high.value is None) == (len(sure) > 1)


def test_parts_that_exceed_their_whole_leave_no_number_and_end_nothing_in_an_error() -> None:
    rules = load(KUNMING)
    _, found = made(rules, project(total_investment="1亿元", planned_fixed_asset_investment="约2亿元", land_area="110亩"))
    assert found.reachable


def works(*equipment: dict[str, str], closed: bool = True) -> Explanation:
    """A made-up steel works with this equipment."""
    rules = load("admission-yunnan")
    count = {"complete": True, "count": len(equipment), "declared_by": "虚构"} if closed else {}
    return made(rules, {**empty(rules), "attributes": {
        "industry_code": {"value": "3120", "source": SOURCE}, "nature": {"value": "新建", "source": SOURCE}},
        "lists": [{"list": "equipment", "entries": list(equipment), "source": SOURCE, **count}]}, dt.date(2024, 6, 1))[1]


def converter(tonnage: str, equipped: str = "齐全") -> dict[str, str]:
    return {"kind": "转炉", "tonnage": tonnage, "equipped": equipped, "consumption": "不高于目录所列"}


def untouched_with(found: Explanation, item: str) -> list[tuple[int, str, list[str], str | None]]:
    gap = found.gap(item)
    return [(part.place, part.field, [_written(one) for one in part.met],
             None if part.needed is None else _written(part.needed)) for part in (gap.entries if gap else [])]


def test_a_converter_of_80_tonnes_is_let_in_from_100_on_and_two_only_together() -> None:
    assert untouched_with(works(converter("80t")), "AYN-2024.5") == [(0, "tonnage", ["[100, ∞)"], "100")]
    assert untouched_with(works(converter("80t"), converter("120t"), converter("30t")), "AYN-2024.5") == [
        (0, "tonnage", ["[100, ∞)"], "100"), (2, "tonnage", ["[100, ∞)"], "100")]
    # Up to 30 t it is of the eliminated ones as well: more than these is enough for that clause.
    assert untouched_with(works(converter("30t")), "AYN-2024.25") == [(0, "tonnage", ["(30, ∞)"], "30.01")]


def test_no_amount_is_said_where_a_match_hangs_on_facts_or_the_list_is_open() -> None:
    """What isn't fully equipped stays forbidden at any size; what isn't listed may be forbidden too."""
    assert untouched_with(works(converter("80t", equipped="不齐全")), "AYN-2024.5") == []
    assert untouched_with(works(converter("80t"), converter("80t", equipped="不齐全")), "AYN-2024.5") == []
    assert untouched_with(works(converter("80t"), closed=False), "AYN-2024.5") == []
    assert untouched_with(works({"kind": "感应炉", "use": "炼铁炼钢"}), "AYN-2024.27") == []


def test_a_page_says_what_of_an_entry_would_have_to_change() -> None:
    rules, furnaces = load("admission-yunnan"), works(converter("30t"), converter("80t"))
    gap = furnaces.gap("AYN-2024.5")
    assert gap is not None
    verdict = in_words(dossier(empty(rules)), rules, dt.date(2024, 6, 1), ENGINES[0], "sha256:0")
    said = gap_words(gap, verdict.finding("AYN-2024.5"), rules)
    assert said == ("其他不变，主要设备“转炉 30t 不高于目录所列 齐全”的公称容量不低于 100 t（现为 30 t），"
                    "主要设备“转炉 80t 不高于目录所列 齐全”的公称容量不低于 100 t（现为 80 t）（共 2 条，都要这样改）即不触及")


def test_a_prohibition_of_amounts_says_with_which_amount_it_is_not_touched() -> None:
    """Made up: what takes more than 100 mu for less than 1亿元 is forbidden."""
    rules = from_data(yaml.safe_load("""
        {schema: ruleset/1, id: made, title: 虚构, document: 虚构, issuer: 虚构, judges: project, concludes: admission,
         formula_language: 3, in_force: {from: 2020, seen: official},
         factors: {wide: {label: 面积线, value: 100, unit: 亩, source: {place: 表, seen: official}},
                   much: {label: 投资线, value: 10000, unit: 万元, source: {place: 表, seen: official}}},
         quantities: {land: {label: 用地, unit: 亩, each: once}, money: {label: 投资, unit: 万元, each: once}},
         indicators: [{id: M.1, label: 占地大而投资小, category: 条目, prohibited_when: land > wide and money < much,
                       effect: prohibit, source: {place: 表, name: official, limit: official, formula: official}}]}"""))
    data = {**empty(rules), "observations": [{"quantity": "land", "value": "120亩", "source": SOURCE},
                                             {"quantity": "money", "value": "8000万元", "source": SOURCE}]}
    verdict, found = made(rules, data)
    assert verdict.outcome == "unmet"
    assert turned(found, "M.1") == {"land": (["[0, 100]"], "100"), "money": (["[10000, ∞)"], "10000")}


@pytest.mark.parametrize(("year", "given", "other", "met", "needed"), [
    (2024, "72", "300", "[0, 2300000]", "2300000"), (2021, "66", "30", "[553106.85, ∞)", "553106.85")])
def test_of_a_datum_that_is_disputed_it_is_said_as_what_it_would_have_to_be_settled(
        year: int, given: str, other: str, met: str, needed: str) -> None:
    """Also of a past year: what is past can't be changed, and can be settled."""
    rules, data = load("hj274-2015"), sample_data("made-up-park")
    [own] = [o for o in data["observations"] if o["quantity"] == "energy_use" and o["year"] == year]
    disputed = {**data, "observations": [*data["observations"], {**own, "value": f"{other}万tce", "unit": None}]}
    item = "HJ274-2015.11" if year == 2024 else "HJ274-2015.10"
    gap = made(rules, disputed, dt.date(2025, 5, 31))[1].gap(item)
    assert gap is not None
    [part] = [part for part in gap.turnings if (part.quantity, part.year) == ("energy_use", year)]
    assert {_written(value) for value in part.disputed} == {f"{given}0000", f"{other}0000"}
    assert ([_written(one) for one in part.met], part.needed and _written(part.needed), part.now) == ([met], needed, None)
    verdict = in_words(dossier(disputed), rules, dt.date(2025, 5, 31), ENGINES[0], "sha256:0")
    said = gap_words(gap, verdict.finding(item), rules)
    assert said.startswith(f"其他数据不变，综合能耗总量（{year}）核实后若不"), said
    assert f"（所填有 {given}0000 tce、{other}0000 tce）" in said, said


def test_where_every_answer_refuses_only_that_is_asked() -> None:
    """Restricted, and capacity is added: new, rebuilt or moved, it may not be built, and nobody can let it in."""
    rules, data = load("admission-yunnan"), empty(load("admission-yunnan"))
    data["attributes"] = {name: {"value": value, "source": SOURCE} for name, value in (
        ("description", "生产薄膜"), ("adds_capacity", True), ("catalogue_category", "限制类"), ("energy_level", "达到标杆水平"))}
    verdict, found = made(rules, data, dt.date(2025, 6, 30))
    assert (verdict.outcome, found.reachable) == ("undetermined", ["unmet"])
    assert [question.id for question in found.questions] == ["attribute:nature"]
    for nature in rules.model.attributes["nature"].answers:
        data["attributes"]["nature"] = {"value": nature, "source": SOURCE}
        assert made(rules, data, dt.date(2025, 6, 30))[0].outcome == "unmet"
    data["attributes"]["adds_capacity"]["value"] = False
    del data["attributes"]["nature"]
    assert "review" in made(rules, data, dt.date(2025, 6, 30))[1].reachable


def test_ends_are_printed_so_that_they_are_enough_and_about_stays_about() -> None:
    rules, data = load("hj274-2015"), sample_data("made-up-park")
    [own] = [o for o in data["observations"] if o["quantity"] == "energy_use" and o["year"] == 2024]
    own |= {"value": "约500万tce", "unit": None}
    verdict = in_words(dossier(data), rules, dt.date(2025, 5, 31), ENGINES[0], "sha256:0")
    gap = made(rules, data, dt.date(2025, 5, 31))[1].gap("HJ274-2015.12")
    assert gap is not None
    said = gap_words(gap, verdict.finding("HJ274-2015.12"), rules)
    assert "888888.88 tce" in said, said
    assert "（现约为 5000000 tce）" in said, said


def test_the_distance_of_a_range_is_a_range() -> None:
    rules, data = load(KUNMING), project(
        planned_fixed_asset_investment="3000～3400万元", total_investment="3450万元", land_area="10亩")
    verdict = in_words(dossier(data), rules, DAY, ENGINES[0], "sha256:0")
    gap = made(rules, data)[1].gap("AKM-2023.1")
    assert gap is not None
    assert gap_words(gap, verdict.finding("AKM-2023.1"), rules).startswith("差 10～50 万元/亩；其他数据不变，")


def test_a_condition_on_a_base_year_that_nobody_states_leaves_the_turning_open() -> None:
    _, made_up = path("a", "at_least: 5", a="1")
    data = yaml.safe_load(PATHS % ("a", "at_least: 5"))
    data["attributes"] = {"construction_base_year": {"label": "基准年", "kind": "year"}}
    data["indicators"][0]["applies_when"] = "b[base] > 2"
    rules = from_data(data)
    evidence = bind(made_up, rules, 2024)
    item = measure(rules.items["M.1"], evidence, rules)
    assert turning(item, ("a", 2024), evidence, rules) is None
    assert explained(judge(made_up, rules, DAY, ENGINES[0], "sha256:0"), rules).reachable
