"""Floors that lead elsewhere than to refusal, and amounts that are only shown: by a made-up policy that uses all of it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from copy import deepcopy
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from conftest import ENGINES, ROOT, dossier, in_words, sample_data
from openpyxl import load_workbook

from checker.capsule.issue import from_verdicts
from checker.comparing.rulesets import diff
from checker.errors import RulesetError
from checker.explaining.explained import explained
from checker.files.textfile import read
from checker.forms.layout import judged_by_people
from checker.forms.serving import served
from checker.judging.judge import judge
from checker.messages import speaking, text
from checker.quantity.interval import Interval
from checker.reporting import amount_lines, plain_text, words
from checker.reporting.comparison_book import verdict_workbook
from checker.reporting.page import render_html
from checker.reporting.ruleset_text import ruleset_text
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data, load
from checker.testing.cases import read_cases
from checker.testing.coverage import uncovered
from checker.testing.export import portable
from checker.testing.mutation import mutants, survivors
from checker.testing.running import run
from checker.verdict.verdict import Verdict
from checker.wording.worded import WordedVerdict

PLACE = ROOT / "samples/rulesets/made-up-shortfalls"
DAY = dt.date(2026, 6, 30)
TAX, INVESTMENT, RATIO, RESEARCH, START, DEPOSIT, LOST = (f"MUF-2025.{number}" for number in range(2, 9))
# A project, made up, that reaches every floor just so.
REACHES: Mapping[str, Any] = {
    "land_area": 60, "floor_space": 4, "planned_fixed_investment": 18000, "tax_yearly": 1800, "revenue_yearly": 20000,
    "research": 600, "months_to_start": 12, "project_status": "存量", "chemical": False, "catalogue_category": "允许类"}
FACTS = ("project_status", "chemical", "catalogue_category")
UNITS = {"land_area": "亩", "floor_space": "万m2", "planned_fixed_investment": "万元", "tax_yearly": "万元/年",
         "revenue_yearly": "万元/年", "research": "万元/年", "months_to_start": "月", "other": "万元"}


def rules(**changes: Any) -> Ruleset:
    """The policy with some items changed: by their number, what is put into it; ``None`` takes a key out."""
    data = deepcopy(read(PLACE / "ruleset.yaml").data)
    for number, change in changes.pop("items", {}).items():
        [item] = [one for one in data["indicators"] if one["id"] == number]
        item.update(change)
        for key in [key for key, value in item.items() if value is None]:
            del item[key]
    for section, change in changes.items():
        data[section] = {**data.get(section, {}), **change} if isinstance(change, dict) else change
    return from_data(data)


def project(known: Mapping[str, Any], **parts: Any) -> dict[str, Any]:
    """A made-up project of which this is known."""
    source = {"place": "申请书", "words": "见申请书"}
    return {"schema": "dossier/1", "subject": {"name": "某项目", "kind": "project"}, "assessed_on": DAY.isoformat(),
            "against": [{"ruleset": "made-up-shortfalls", "own": True, "ground": "拟建在虚构开发区"}],
            "attributes": {name: {"value": known[name], "source": source} for name in FACTS if name in known},
            "observations": [{"quantity": name, "value": str(value), "unit": UNITS[name], "source": source}
                             for name, value in known.items() if name not in FACTS], **parts}


def found(known: Mapping[str, Any], ruleset: Ruleset | None = None, **parts: Any) -> Verdict:
    return judge(dossier(project(known, **parts)), ruleset or load(str(PLACE)), DAY, ENGINES[0], "sha256:0").verdict


def told(known: Mapping[str, Any], ruleset: Ruleset | None = None, **parts: Any) -> WordedVerdict:
    return in_words(dossier(project(known, **parts)), ruleset or load(str(PLACE)), DAY, ENGINES[0], "sha256:0")


def items(verdict: Verdict) -> dict[str, str]:
    return {one.item: one.outcome for one in verdict.findings}


def amounts(verdict: Verdict, item: str) -> list[str]:
    """What falling short of a floor costs, or what that lacks."""
    clause = verdict.finding(item).clause
    assert clause is not None
    return [str(value.value) if isinstance(value, Interval) else str(value)
            for one in clause.charges for value in one.values or one.missing]


def test_the_cases_of_the_made_up_policy_hold_cover_and_notice_every_change() -> None:
    ruleset = load(str(PLACE))
    cases = read_cases(PLACE, ruleset)
    results = [run(case, ruleset, ENGINES[0]) for case in cases]
    assert [result.case.name for result in results if not result.passed] == []
    assert uncovered(ruleset, results) == []
    changed = list(mutants(ruleset))
    assert survivors(changed, cases, results, ENGINES[0]) == []
    assert {"删去未达到时的后果", "未达到的后果由 road 改为 review", "amount 公式由 (floor - value) * land_area 改为 (floor + value) * land_area"} <= {
        one.change for one in changed}
    exported = portable(ruleset, cases, ENGINES[0])["cases"]
    assert next(one for one in exported if one["name"] == "亩均税收 25")["expect"]["charges"] == [{"reading": None, "values": ["300"]}]
    # without any case that tells what falling short comes to, each of it is said to be lacking
    lacking = uncovered(ruleset, [one for one in results if one.case.expect in ("met", "undetermined") and not one.case.value])
    assert {"MUF-2025.2：没有用例覆盖“须缴纳的金额”。", "MUF-2025.3：没有用例覆盖“未达到而不是不得准入”。", "MUF-2025.7：没有用例覆盖“测算值”。",
            "MUF-2025.5：没有用例覆盖“触及而禁止”。"} <= set(lacking)


def oracle(known: Mapping[str, Any]) -> dict[str, str]:
    """What each floor comes to, worked out once more from the policy's text; of what isn't all known nothing is said."""
    say: dict[str, str] = {}

    def floor(item: str, needs: tuple[str, ...], short: Any, leads: str) -> None:
        if all(name in known for name in needs):
            say[item] = leads if short() else "met"

    floor(TAX, ("tax_yearly", "land_area", "chemical"),
          lambda: Fraction(known["tax_yearly"], known["land_area"]) < (40 if known["chemical"] else 30), "diverted")
    floor(INVESTMENT, ("planned_fixed_investment", "land_area"),
          lambda: Fraction(known["planned_fixed_investment"], known["land_area"]) < 300, "diverted")
    floor(RATIO, ("floor_space", "land_area"),
          lambda: Fraction(known["floor_space"]) * 10000 < known["land_area"] * Fraction(2000, 3), "review")
    floor(RESEARCH, ("research", "revenue_yearly", "project_status"),
          lambda: Fraction(known["research"], known["revenue_yearly"]) < Fraction(3, 100),
          "diverted" if known.get("project_status") == "存量" else "unmet")
    floor(START, ("months_to_start",), lambda: known["months_to_start"] > 12, "unmet")
    if "catalogue_category" in known:
        say["MUF-2025.1"] = "unmet" if known["catalogue_category"] == "淘汰类" else "met"
    return say


def whole(outcomes: Mapping[str, str]) -> str:
    """What a project comes to by its clauses: refused, open, for a person, elsewhere, in."""
    return next((one for one in ("unmet", "undetermined", "review", "diverted") if one in outcomes.values()), "met")


def projects(count: int) -> Iterator[dict[str, Any]]:
    """Made-up projects on both sides of every floor, of which more or less is known."""
    draw = random.Random(1)
    yield dict(REACHES)
    choices = {"land_area": (10, 60), "floor_space": (1, 4), "planned_fixed_investment": (2999, 3000, 18000), "tax_yearly": (299, 300, 400, 2400),
               "revenue_yearly": (20000,), "research": (599, 600), "months_to_start": (12, 13), "project_status": ("存量", "新建"),
               "chemical": (True, False), "catalogue_category": ("允许类", "允许类", "允许类", "淘汰类")}
    for _ in range(count):
        yield {name: draw.choice(values) for name, values in choices.items() if draw.random() < 0.93}


def test_every_project_comes_to_what_the_policys_text_gives_and_both_engines_agree() -> None:
    seen = set()
    for known in projects(120):
        verdict, due = found(known), oracle(known)
        outcomes = items(verdict)
        for item, outcome in due.items():
            assert outcomes[item] == outcome, (item, known)
        assert verdict.outcome == whole(outcomes), known
        seen.add(verdict.outcome)
        again = judge(dossier(project(known)), load(str(PLACE)), DAY, ENGINES[-1], "sha256:0").verdict
        assert verdict.line() == again.line()
    assert seen == {"unmet", "undetermined", "review", "diverted", "met"}


def test_taking_anything_away_never_admits_and_knowing_more_never_turns_what_was_decided() -> None:
    """减少填报不会准入；补充数据不会使已定的反复：另行办理的也是。"""
    short = {**REACHES, "tax_yearly": 1500, "planned_fixed_investment": 17999}
    for known in (short, {**short, "research": 599}, {**REACHES, "floor_space": 1}, {**short, "project_status": "新建", "research": 1},
                  {**REACHES, "tax_yearly": 2000, "chemical": True}):
        full = found(known)
        for name in known:
            less = {other: value for other, value in known.items() if other != name}
            poorer = found(less)
            assert poorer.outcome in ("undetermined", full.outcome), name
            for item, outcome in items(poorer).items():
                assert outcome in ("undetermined", items(full)[item]), (name, item)
            ahead = explained(judge(dossier(project(less)), load(str(PLACE)), DAY, ENGINES[0], "sha256:0"), load(str(PLACE)))
            assert full.outcome in {poorer.outcome, *ahead.reachable}, name


def test_an_unknown_applicability_or_case_never_diverts() -> None:
    applies = {"applies_when": 'project_status == "存量"'}
    ruleset = rules(items={INVESTMENT: applies, TAX: applies})
    unknown = {name: value for name, value in {**REACHES, "planned_fixed_investment": 1, "tax_yearly": 1}.items() if name != "project_status"}
    assert [items(found(unknown, ruleset))[item] for item in (INVESTMENT, TAX)] == ["undetermined"] * 2
    assert [items(found({**unknown, "project_status": "新建"}, ruleset))[item] for item in (INVESTMENT, TAX)] == ["not_applicable"] * 2
    assert items(found({**unknown, "project_status": "存量"}, ruleset))[INVESTMENT] == "diverted"
    short = {name: value for name, value in {**REACHES, "research": 1}.items() if name != "project_status"}
    verdict = told(short)
    finding = verdict.finding(RESEARCH)
    assert (finding.outcome, finding.reasons, finding.clause.effect) == ("undetermined", ["reason.shortfall_unclear"], "refuse")  # type: ignore[union-attr]
    assert "未达到，但后果取决于尚未写明的情况" in plain_text.report(verdict)
    case = judge(dossier(project(short)), load(str(PLACE)), DAY, ENGINES[0], "sha256:0")
    assert explained(case, load(str(PLACE))).reachable == ["diverted", "unmet"]
    assert [need.id for need in verdict.missing] == ["attribute:project_status"]


def test_what_falling_short_comes_to_may_hang_on_a_number_and_a_free_row_costs_nothing() -> None:
    charge = {"effect": "charge", "label": "补缴", "unit": "万元", "source": {"place": "第七条", "seen": "source"}, "when": "research > least", "case": "有研发的"}
    least = {"least": {"label": "起算", "value": 0, "unit": "万元/年", "source": {"place": "第七条", "seen": "source"}}}
    limit = [{"when": "chemical", "case": "化工", "free": "另定"}, {"case": "其他", "at_least": 300}]
    ruleset = rules(factors=least, items={INVESTMENT: {"limit": limit, "shortfall": {**charge, "amount": "(floor - value) * land_area"}}})
    short = {**REACHES, "planned_fixed_investment": 17940, "revenue_yearly": 1}
    assert (items(found(short, ruleset))[INVESTMENT], amounts(found(short, ruleset), INVESTMENT)) == ("diverted", ["60"])
    assert items(found({**short, "chemical": True}, ruleset))[INVESTMENT] == "not_applicable"
    less = {name: value for name, value in short.items() if name != "research"}
    case = judge(dossier(project(less)), ruleset, DAY, ENGINES[0], "sha256:0")
    assert items(case.verdict)[INVESTMENT] == "undetermined"
    assert {"diverted", "unmet"} <= set(explained(case, ruleset).reachable)
    # of two formulas there is no one value to reckon with
    with pytest.raises(RulesetError, match="value"):
        rules(items={TAX: {"value": ["tax_yearly / land_area", "revenue_yearly / land_area"]}})


def test_what_is_short_of_a_requirement_may_be_formal_whatever_it_comes_to() -> None:
    for known, outcome in (({"floor_space": 1}, "review"), ({"tax_yearly": 1}, "diverted"), ({}, "met")):
        verdict = found({**REACHES, **known})
        assert (verdict.outcome, verdict.purpose) == (outcome, "formal")
    # a value for reference still makes a trial of it
    reference = rules(items={RATIO: {"shortfall": None, "limits": "reference"}})
    assert (found({**REACHES, "floor_space": 1}, reference).outcome, found({**REACHES, "floor_space": 1}, reference).purpose) == ("review", "trial")
    # a compilation that nobody answers for lets nobody in, against payment neither
    compiled = rules(not_covered=["某清单"])
    assert [found({**REACHES, "tax_yearly": tax}, compiled).purpose for tax in (1800, 1)] == ["trial", "trial"]
    assert found({**REACHES, "floor_space": 1}, compiled).purpose == "formal"
    assert "没有查看的还有：某清单；这是一部汇编" in words.conclusion(told({**REACHES, "tax_yearly": 1}, compiled))
    # an opinion on what the facts decide is told, and not used
    data = [{"item": TAX, "finding": "met", "by": "某处", "why": "已核", "source": {"place": "表", "words": "表"}}]
    verdict = found({**REACHES, "tax_yearly": 1}, opinions=data)
    assert (verdict.outcome, [note.code for note in verdict.notes]) == ("diverted", ["note.opinion_unused"])


def test_the_amount_is_exact_and_told_with_its_formula_numbers_and_place() -> None:
    verdict = found({**REACHES, "tax_yearly": 1500, "research": 400})
    assert (amounts(verdict, TAX), amounts(verdict, RESEARCH)) == (["300"], ["200"])
    assert amounts(found({**REACHES, "tax_yearly": 1, "land_area": 7}), TAX) == ["209"]
    clause = verdict.finding(TAX).clause
    assert clause is not None
    assert clause.charges[0].formula == ["(floor - value) * land_area", "value = tax_yearly / land_area", "floor = 30万元/亩/年"]
    said = told({**REACHES, "tax_yearly": 1500})
    report = plain_text.report(said)
    assert ("未达到约定亩均税收的，按年补缴差额　第七条（所附文件载明）：（门槛 － 达产后每年税收 ÷ 用地面积）× 用地面积 = "
            "（30万元/亩/年 － 1500万元/年 ÷ 60亩）× 60亩 = 300 万元/年　（门槛 其他项目：≥30）") in report
    assert "或者仍未达到，而按规定：未达到约定亩均税收的，按年补缴差额（300 万元/年）" in report
    assert words.outcome(said) == "须另行办理"
    assert words.conclusion(said).endswith("要求 其他项目：≥30：未达到约定亩均税收的，按年补缴差额（300 万元/年）。本办法系虚构，仅供演示。")
    odd = plain_text.report(told({**REACHES, "tax_yearly": 1234.567, "land_area": 123.45}))
    assert "（2468.933 万元/年）" in odd  # to the last 元, not 2469
    assert " = 2468.933 万元/年" in odd
    road = told({**REACHES, "planned_fixed_investment": 1})
    assert words.item_outcome(road.finding(INVESTMENT)) == "未达到，改走别的途径"
    assert amount_lines.of_finding(road.finding(INVESTMENT)) == []
    html, _ = render_html(said, [], from_verdicts([said], None))
    for part in ("→ 未达到而另行办理。", "300 万元/年", "供参考的数", "未达到，须缴纳"):
        assert part in html, part


def test_where_it_is_refused_the_case_in_which_it_would_not_be_is_told() -> None:
    short = {**REACHES, "project_status": "新建", "research": 1}
    assert "如属“存量项目”，未达到的按规定：存量项目未达到的，补缴研发差额" in plain_text.report(told(short))
    looked = rules(items={RESEARCH: {"shortfall": {"effect": "review", "when": 'project_status == "存量"', "case": "存量项目"}}})
    assert "如属“存量项目”，则转人工研判" in plain_text.report(told(short, looked))
    assert [items(found({**short, "project_status": one}, looked))[RESEARCH] for one in ("新建", "存量")] == ["unmet", "review"]
    assert "未达到的：存量项目：转人工研判；其他情形不得准入" in ruleset_text(looked)


def test_a_form_asks_for_opinions_on_what_a_person_decides_and_tells_which_amounts_data_serve() -> None:
    assert [item.id for item in judged_by_people(load(str(PLACE)))] == [RATIO]
    assert served(load(str(PLACE)))[("quantity", "tax_yearly")] == ["2", "8"]


def test_the_comparison_table_has_what_is_to_be_paid_and_what_is_only_shown() -> None:
    book = load_workbook(BytesIO(verdict_workbook([told({**REACHES, "tax_yearly": 1500})])))
    rows = [[str(cell.value or "") for cell in row] for row in book.worksheets[0].iter_rows()]
    [tax] = [row for row in rows if row[1] == "亩均税收"]
    assert (tax[5], "× 60亩 = 300 万元/年" in tax[7]) == ("未达到，须缴纳", True)
    [deposit] = [row for row in rows if row[1] == "履约保证金"]
    assert deposit[4:7] == ["300 万元", "供参考，不影响结论", "第九条（所附文件载明）"]


def test_of_conflicting_data_and_of_every_row_that_may_apply_each_amount_is_told() -> None:
    known = {name: value for name, value in {**REACHES, "tax_yearly": 100, "land_area": 10}.items() if name != "chemical"}
    verdict = found(known)
    assert (verdict.finding(TAX).outcome, amounts(verdict, TAX)) == ("diverted", ["300", "200"])
    data = project({**REACHES, "tax_yearly": 100})
    data["observations"].append({"quantity": "tax_yearly", "value": "160", "unit": "万元/年", "source": {"place": "表二", "words": "160"}})
    verdict = judge(dossier(data), load(str(PLACE)), DAY, ENGINES[0], "sha256:0").verdict
    assert amounts(verdict, TAX) == ["1700", "1640"]
    readings = {"own": {"label": "按全部税收"}, "half": {"label": "按一半税收", "value": "tax_yearly / land_area / 2"}}
    said = told({**REACHES, "tax_yearly": 1200}, rules(items={TAX: {"readings": readings}}))
    assert amount_lines.figures(said.finding(TAX).clause.shortfall.amounts) == "按一半税收：1200 万元/年；按全部税收：600 万元/年"  # type: ignore[union-attr]


def test_a_floor_in_words_may_lead_elsewhere_too() -> None:
    charge = {"effect": "charge", "label": "补建", "amount": "land_area * deposit_rate", "unit": "万元", "source": {"place": "第七条", "seen": "source"}}
    ruleset = rules(quantities={"plant": {"label": "治污设施", "words": ["有", "无"], "each": "once"}},
                    items={RATIO: {"unit": None, "words": ["有", "无"], "value": "plant", "limit": {"is": "有"}, "shortfall": charge}})
    data = project(REACHES)
    for word, outcome in (("有", "met"), ("无", "diverted"), ("一半", "undetermined")):
        plant = {"quantity": "plant", "value": word, "source": {"place": "表", "words": word}}
        verdict = judge(dossier({**data, "observations": [*data["observations"], plant]}), ruleset, DAY, ENGINES[0], "sha256:0").verdict
        assert (verdict.finding(RATIO).outcome, amounts(verdict, RATIO)) == (outcome, ["300"] if word == "无" else []), word


def test_an_amount_that_cannot_be_worked_out_says_what_is_missing_and_the_outcome_stays() -> None:
    charge = {"effect": "charge", "label": "补缴", "unit": "万元", "source": {"place": "第七条", "seen": "source"}}
    other = {"other": {"label": "另计的数", "unit": "万元", "each": "once"}}
    ruleset = rules(quantities=other, items={TAX: {"shortfall": {**charge, "amount": "max(other, 0)"}}, INVESTMENT: {"shortfall": {**charge, "amount": "fine - other"}}},
                    factors={"fine": {"label": "罚额", "value": 5, "unit": "万元", "source": {"place": "第七条", "seen": "source"}}})
    short = {**REACHES, "tax_yearly": 1, "planned_fixed_investment": 1}
    verdict = found(short, ruleset)
    assert (verdict.outcome, amounts(verdict, TAX), amounts(verdict, INVESTMENT)) == ("diverted", ["quantity:other"], ["quantity:other"])
    assert verdict.missing == []
    assert "补缴（金额还算不出，缺 另计的数）" in words.conclusion(told(short, ruleset))
    # nobody is paid for falling short
    assert amounts(found({**short, "other": 9}, ruleset), INVESTMENT) == ["-4"]
    assert "金额还算不出：指标值或所用数据超出可能的范围，须查清" in plain_text.report(told({**short, "other": 9}, ruleset))
    # what lacks a fact, or a list, names it
    more = rules(lists={"plants": {"label": "设备", "unit": "个", "fields": {"kind": {"label": "种类", "kind": "text"}}}},
                 factors={"fine": {"label": "罚额", "value": 5, "unit": "万元/个", "source": {"place": "第七条", "seen": "source"}}},
                 items={INVESTMENT: {"shortfall": {**charge, "amount": "count(plants) * fine"}}})
    assert "补缴（金额还算不出，缺 设备（2026））" in words.conclusion(told(short, more))
    # a value that is only reported has nothing to reckon with
    less = {name: value for name, value in short.items() if name != "tax_yearly"}
    report = [{"item": TAX, "value": "25", "unit": "万元/亩/年", "source": {"place": "表", "words": "25"}}]
    verdict = found(less, reported=report)
    assert (verdict.finding(TAX).outcome, amounts(verdict, TAX)) == ("diverted", ["quantity:tax_yearly"])


def test_the_floor_of_an_amount_may_be_a_datum_and_has_its_own_unit() -> None:
    ruleset = rules(quantities={"other": {"label": "约定的税收", "unit": "万元/年", "each": "once"}},
                    items={TAX: {"unit": "元/年", "value": "tax_yearly", "limit": {"at_least": "other"},
                                 "shortfall": {"effect": "charge", "label": "补足", "amount": "floor - value", "unit": "万元/年",
                                               "source": {"place": "第七条", "seen": "source"}}}})
    data = project({**REACHES, "tax_yearly": 1500})
    data["observations"].append({"quantity": "other", "value": "1700", "unit": "万元/年", "source": {"place": "表", "words": "1700"}})
    verdict = judge(dossier(data), ruleset, DAY, ENGINES[0], "sha256:0").verdict
    assert amounts(verdict, TAX) == ["200"]
    assert "约定的税收 － 达产后每年税收" in ruleset_text(ruleset)
    with pytest.raises(RulesetError, match="里有限值"):
        rules(items={INVESTMENT: {"limit": None}})
    two = {"limit": {"at_least": 1, "at_most": 99}}
    with pytest.raises(RulesetError, match="floor"):
        rules(items={TAX: two})
    with pytest.raises(RulesetError, match="不是同一种量"):
        rules(items={INVESTMENT: {"shortfall": {"effect": "charge", "label": "补", "amount": "floor - value", "unit": "万元",
                                                "source": {"place": "第七条", "seen": "source"}}}})


def test_what_is_only_shown_is_computed_with_its_place_and_bears_on_nothing() -> None:
    ruleset = load(str(PLACE))
    verdict = found(REACHES)
    assert [(one.item, one.outcome, [e.values for e in one.evaluations]) for one in verdict.for_information] == [
        (DEPOSIT, "computed", [[Interval.exact(300)]]), (LOST, "computed", [[Interval.exact(1800)]])]
    assert {step.subject for step in verdict.trace}.isdisjoint({DEPOSIT, LOST})
    assert [*ruleset.items] == [f"MUF-2025.{number}" for number in range(1, 7)]
    without = rules(indicators=[one for one in read(PLACE / "ruleset.yaml").data["indicators"] if not one.get("shown_only")])
    for known in projects(25):
        one, other = found(known), found(known, without)
        assert (one.outcome, one.purpose, one.findings, one.missing) == (other.outcome, other.purpose, other.findings, other.missing)
    report = plain_text.report(told({**REACHES, "months_to_start": 6}))
    assert "供参考的数（不影响结论）：" in report
    assert "履约保证金　用地面积 × 保证金标准 = 60亩 × 5万元/亩 = 300 万元　第九条（所附文件载明）" in report
    assert "开工前少收的税　达产后每年税收 × 供地至开工的时间 = 1800万元/年 × 6月 = 900 万元" in report
    less = told({name: value for name, value in REACHES.items() if name != "land_area"})
    assert next(amount_lines.shown(part) for part in less.for_information) == ["用地面积 × 保证金标准　金额还算不出，缺 用地面积"]


def test_what_is_only_shown_may_not_apply_and_may_stand_in_a_conformity() -> None:
    ruleset = rules(items={DEPOSIT: {"applies_when": "chemical"}})
    for known, outcome, said in ((True, "computed", "= 300 万元"), (False, "not_applicable", "不适用"), (None, "undetermined", "不能确定本项是否适用")):
        given = {**REACHES, "chemical": known} if known is not None else {k: v for k, v in REACHES.items() if k != "chemical"}
        [part] = [one for one in told(given, ruleset).for_information if one.item == DEPOSIT]
        assert part.outcome == outcome
        assert said in "".join(amount_lines.shown(part))
    data = deepcopy(read(ROOT / "tests/made_up/kinds/conformity.yaml").data["ruleset"])
    shown = {"id": data["indicators"][0]["id"].partition(".")[0] + ".99", "label": "只列示", "category": "另", "unit": "1", "value": "2",
             "weight": "information", "shown_only": True, "source": {"place": "附", "name": "official", "limit": "official", "formula": "official"}}
    made = from_data({**data, "formula_language": 4, "indicators": [*data["indicators"], shown]})
    assert [*made.shown] == [shown["id"]]
    with pytest.raises(RulesetError, match="只列示"):
        from_data({**data, "formula_language": 4, "concludes": "account", "requirements": [], "indices": [], "indicators": [*data["indicators"], shown]})
    assert text("show.shown") in ruleset_text(made)


def test_two_editions_are_compared_in_what_leads_elsewhere_and_in_what_is_only_shown() -> None:
    road = {"effect": "road", "label": "入驻标准厂房或退出", "source": {"place": "第六条", "seen": "source"}}
    other = rules(items={INVESTMENT: {"shortfall": road}, RATIO: {"shortfall": None}, DEPOSIT: {"value": "2 * land_area * deposit_rate"}})
    said = [(one.subject, one.field, one.before, one.after) for one in diff(load(str(PLACE)), other)]
    assert said == [
        (INVESTMENT, "shortfall", "改走别的途径，不单独供地，入驻标准厂房，第六条，所附文件载明", "改走别的途径，入驻标准厂房或退出，第六条，所附文件载明"),
        (RATIO, "shortfall", "转人工研判，由联席会议研究，第五条，所附文件载明", None),
        (DEPOSIT, None, "用地面积 × 保证金标准", "2 × 用地面积 × 保证金标准")]


def test_a_month_is_a_twelfth_of_a_year_and_no_number_of_days() -> None:
    for value, unit, outcome in (("1", "年", "met"), ("12", "个月", "met"), ("1.1", "年", "unmet"), ("13", "月", "unmet"), ("0.5", "年", "met")):
        data = project({name: one for name, one in REACHES.items() if name != "months_to_start"})
        data["observations"].append({"quantity": "months_to_start", "value": value, "unit": unit, "source": {"place": "表", "words": value}})
        assert judge(dossier(data), load(str(PLACE)), DAY, ENGINES[0], "sha256:0").verdict.finding(START).outcome == outcome, (value, unit)


def test_the_sample_is_told_in_english_too() -> None:
    verdict = in_words(dossier(sample_data("made-up-shortfall-project")), load(str(PLACE)), DAY, ENGINES[0], "sha256:0")
    assert (verdict.outcome, [one.items for one in verdict.decided_by]) == ("diverted", [[TAX, INVESTMENT, RESEARCH]])
    with speaking("en"):
        report = plain_text.report(in_words(dossier(sample_data("made-up-shortfall-project")), load(str(PLACE)), DAY, ENGINES[0], "sha256:0"))
    assert "deposit" in report
    assert "to be handled otherwise" in report
