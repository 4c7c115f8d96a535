"""Into which tier a score falls, beside the verdict: one, or all that the data allow.  All data are made up."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import shutil
from collections import Counter
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import ROOT, dossier, sample_data
from hypothesis import given, settings
from hypothesis import strategies as st
from test_screening import screen, table

from checker.capsule.issue import from_verdicts
from checker.comparing.rulesets import diff
from checker.concluding.plain import PlainEngine
from checker.dossier.submission import dossier_digest
from checker.errors import RulesetError
from checker.judging.judge import judge
from checker.linting.folder import lint_folder
from checker.linting.idle_scores import lint_scores
from checker.quantity.interval import INFINITE, Bound, Interval
from checker.reporting.page import render_html
from checker.reporting.plain_text import report
from checker.reporting.ruleset_text import ruleset_text
from checker.reporting.words import tier
from checker.ruleset.compiled import Ruleset
from checker.ruleset.grading import Tiers
from checker.ruleset.loading import from_data, load
from checker.screening.ranking import Ranking, rank_counts, ranking_of
from checker.screening.row_scores import score_items
from checker.testing.cases import read_cases
from checker.testing.coverage import uncovered
from checker.testing.mutation import mutants, survivors
from checker.testing.running import run
from checker.verdict.verdict import Verdict
from checker.wording.speaking import worded

SEEN = {"place": "第1条", "name": "source", "limit": "source", "formula": "source"}
PLACE = {"place": "附表", "seen": "source"}
DAY = dt.date(2025, 6, 30)
STEPS: list[dict[str, Any]] = [
    {"name": "D", "when": "punished", "case": "受过处罚"}, {"name": "A", "at_least": 90}, {"name": "B", "at_least": 60},
    {"name": "C", "above": 30}, {"name": "D"}]
TIERS = {"label": "综合等级", "of": "MU.1", "steps": STEPS, "source": PLACE}


def rules(tiers: dict[str, Any] | None = None, item: dict[str, Any] | None = None, **more: Any) -> Ruleset:
    """A made-up ruleset: tax gives up to 70 points, land up to 30, in tiers A to D."""
    def grade(name: str, unit: str, most: int) -> dict[str, Any]:
        return {"label": f"{name}得分", "value": name, "unit": unit, "source": PLACE, "steps": [
            {"slope": {"from": 0, "points": 0, "each": 1, "gives": 1, "least": 0, "most": most}}]}

    return from_data({
        "schema": "ruleset/1", "id": "made-up", "title": "虚构办法", "document": "虚构〔2024〕1号", "issuer": "虚构市",
        "judges": "project", "concludes": "admission", "formula_language": 4,
        "in_force": {"from": "2024-01-01", "seen": "source"},
        "attributes": {"punished": {"label": "受过处罚", "kind": "yes_no"}},
        "quantities": {"tax": {"label": "税收", "unit": "万元", "each": "once"},
                       "land": {"label": "用地", "unit": "亩", "each": "once"}},
        "grades": {"by_tax": grade("tax", "万元", 70), "by_land": grade("land", "亩", 30)},
        "score_total": {"grades": ["by_tax", "by_land"], "points": 100},
        "indicators": [{"id": "MU.1", "label": "总分", "category": "评分", "unit": "1", "value": "by_tax + by_land",
                        "limit": {"at_least": 60}, "source": SEEN, **(item or {})}],
        "tiers": {**TIERS, **(tiers or {})}, **more})


RULES = rules()


def judged(ruleset: Ruleset, punished: bool | None = False, **amounts: str) -> Verdict:
    facts = {} if punished is None else {"punished": {"value": punished, "source": {"place": "第1页", "words": "见"}}}
    made = dossier({
        "schema": "dossier/1", "subject": {"name": "虚构项目", "kind": "project"}, "made_up": True, "period": 2024,
        "attributes": facts, "observations": [
            {"quantity": name, "value": value, "source": {"place": "申请书", "words": "见"}}
            for name, values in amounts.items() for value in values.split("|")]})
    return judge(made, ruleset, DAY, PlainEngine(), dossier_digest(made)).verdict


@pytest.mark.parametrize(("punished", "amounts", "said"), [
    (False, {"tax": "70万元", "land": "20亩"}, "综合等级：A"), (False, {"tax": "69.99万元", "land": "20亩"}, "综合等级：B"),
    (False, {"tax": "30万元", "land": "0亩"}, "综合等级：D"), (False, {"tax": "30.01万元", "land": "0亩"}, "综合等级：C"),
    (True, {"tax": "70万元", "land": "30亩"}, "综合等级：D"), (True, {}, "综合等级：D"),
    (None, {"tax": "70万元", "land": "30亩"}, "综合等级：A 或 D（缺受过处罚）"),
    (False, {"tax": "65万元"}, "综合等级：A 或 B（缺用地）"), (False, {"tax": "60万元"}, "综合等级：A 或 B（缺用地）"),
    (False, {"tax": "59万元"}, "综合等级：B 或 C（缺用地）"), (None, {}, "综合等级：A 或 B 或 C 或 D（缺税收、用地、受过处罚）"),
    # A range, two statements that differ: it may be either; an approximate amount may be any.
    (False, {"tax": "55～65万元", "land": "0亩"}, "综合等级：B 或 C（所填的数是范围、互相矛盾或有误，不能定为一级）"),
    (False, {"tax": "＜60万元", "land": "0亩"}, "综合等级：C 或 D（所填的数是范围、互相矛盾或有误，不能定为一级）"),
    (False, {"tax": "70万元|31万元", "land": "20亩"}, "综合等级：A 或 C（所填的数是范围、互相矛盾或有误，不能定为一级）"),
    (False, {"tax": "约70万元", "land": "20亩"}, "综合等级：A 或 B 或 C 或 D（所填的数是范围、互相矛盾或有误，不能定为一级）")])
def test_a_score_falls_into_one_tier_or_into_all_that_the_data_allow(
        punished: bool | None, amounts: dict[str, str], said: str) -> None:
    found = judged(RULES, punished, **amounts)
    told = worded(found, RULES)
    assert tier(told) == said
    assert said in report(told).splitlines()
    plain = found.plain()
    assert Verdict.model_validate(plain) == found
    assert told.plain()["tier"]["possible"] == plain["tier"]["possible"]


def test_no_outcome_rests_on_a_tier() -> None:
    without = from_data({name: part for name, part in RULES.model.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude_defaults=True).items() if name != "tiers"})
    cases: list[dict[str, Any]] = [
        {}, {"tax": "65万元"}, {"tax": "70万元", "land": "30亩"}, {"tax": "10万元", "land": "0亩"}]
    for amounts in cases:
        with_tier, bare = judged(RULES, **amounts).plain(), judged(without, **amounts).plain()
        assert with_tier.pop("tier")["possible"]
        del with_tier["ruleset"]["digest"], bare["ruleset"]["digest"]
        assert with_tier == bare
        assert "tier" not in worded(judged(without, **amounts), without).plain()


def by_hand(score: Fraction, punished: bool) -> str:
    if punished:
        return "D"
    return "A" if score >= 90 else "B" if score >= 60 else "C" if score > 30 else "D"


ends = st.none() | st.tuples(st.fractions(-10, 110, max_denominator=2), st.booleans())


@settings(max_examples=150, deadline=None)
@given(ends, ends, st.sampled_from([True, False, None]))
def test_the_tiers_of_a_range_are_those_of_its_numbers(
        low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None, punished: bool | None) -> None:
    from checker.judging.tiering import possible_tiers

    value = Interval(Bound(*low) if low else INFINITE, Bound(*high) if high else INFINITE)
    tiny = Fraction(1, 1000)
    looks = [x for x in (*(Fraction(k, 2) for k in range(-30, 230)),
                         *(Fraction(end) + by for end in (30, 60, 90) for by in (tiny, -tiny)),
                         *(end[0] + by for end in (low, high) if end for by in (tiny, -tiny))) if value.holds(x)]
    if looks:
        rows = [(row, punished if row.when else None) for row in RULES.tiers]
        truths = [True, False] if punished is None else [punished]
        assert set(possible_tiers(rows, value)) == {by_hand(x, truth) for x in looks for truth in truths}


@pytest.mark.parametrize(("tiers", "item", "said"), [
    ({"of": "MU.9"}, {}, "没有指标 MU.9"), ({}, {"applies_when": "punished"}, "也不能有 applies_when"),
    ({}, {"value": ["by_tax", "by_land"]}, "须是本规则集里有数值的一项"),
    ({"steps": [{"name": "A", "at_least": 90}, {"name": "D", "at_least": 0}]}, {}, "最后一级不写"),
    ({"steps": [{"name": "A"}, {"name": "D"}]}, {}, "分级从上到下各写一个比较"),
    ({"steps": [{"name": "A", "at_least": 90, "above": 80}, {"name": "D"}]}, {}, "分级从上到下各写一个比较"),
    ({"steps": [{"name": "A", "at_least": "1e300000"}, {"name": "D"}]}, {}, "数量级不可能"),
    ({"steps": [{"name": "A", "when": "punished"}, {"name": "D"}]}, {}, "分级从上到下各写一个比较"),
    ({"steps": [{"name": "A", "when": "punishd", "case": "罚"}, {"name": "D"}]}, {}, "punishd")])
def test_tiers_that_cannot_be_told_are_refused(tiers: dict[str, Any], item: dict[str, Any], said: str) -> None:
    with pytest.raises(RulesetError, match=said):
        rules(tiers, item)


def test_tiers_and_totals_need_the_fourth_version_of_the_language_and_grades_that_there_are() -> None:
    with pytest.raises(RulesetError, match="公式语言第 4 版") as caught:
        rules(formula_language=3)
    assert {problem.path[0] for problem in caught.value.problems} == {"grades", "score_total", "tiers"}
    with pytest.raises(RulesetError, match="没有名为 by_taxes 的评分。您是否想写“by_tax”？"):
        rules(score_total={"grades": ["by_taxes"], "points": 100})


def test_full_marks_that_do_not_add_up_and_tiers_that_nobody_reaches_are_found() -> None:
    def found(ruleset: Ruleset) -> list[str]:
        return [str(remark) for remark in lint_scores(ruleset)]

    assert found(RULES) == []
    [said] = found(rules(score_total={"grades": ["by_tax", "by_land"], "points": 110}))
    assert "满分合计写的是 110，各项满分加起来是 100（tax得分 70、land得分 30）" in said
    grades = RULES.model.model_dump(mode="json", by_alias=True, exclude_none=True)["grades"]
    [said] = found(rules(grades={**grades, "by_tax": {**grades["by_tax"], "most": 60}}))
    assert "评分“tax得分”的满分写的是 60，各档最多给 70 分" in said
    [first, last] = found(rules({"steps": [{"name": "S", "above": 100}, {"name": "A", "at_least": 0}, {"name": "D"}]}))
    assert ("“S”永远轮不到" in first, "“D”永远轮不到" in last) == (True, True)


# the made-up ruleset that comes with the program

SAMPLE = ROOT / "samples/rulesets/made-up-tiers"


def test_the_cases_of_the_made_up_tiers_hold_and_notice_every_change() -> None:
    ruleset = load(str(SAMPLE))
    cases = read_cases(SAMPLE, ruleset)
    results = [run(case, ruleset, PlainEngine()) for case in cases]
    assert [one.case.name for one in results if not one.passed] == []
    assert uncovered(ruleset, results) == []
    assert survivors(list(mutants(ruleset)), cases, results, PlainEngine()) == []
    assert lint_folder(SAMPLE, PlainEngine())[1] == []


def test_the_made_up_project_is_told_its_points_and_its_tiers() -> None:
    made, ruleset = dossier(sample_data("made-up-tiered-project")), load(str(SAMPLE))
    found = judge(made, ruleset, DAY, PlainEngine(), dossier_digest(made)).verdict
    told = worded(found, ruleset)
    assert (tier(told), found.outcome) == ("综合等级：B 或 C（缺安全生产标准化等级）", "met")
    [part] = told.finding("MUT-2024.2").evaluations
    assert part.substitution == ["30 ＋ 24 ＋ 20 ＋ 0～10"]
    assert part.points[0] == ("亩均税收得分 30：≥20：基数 20 万元/亩得 24 分，每高 1 万元/亩加 0.8 分（不足的按比例），"
                              "最多 40 分，最少 24 分；其余：0 分")
    html, _ = render_html(told, [], from_verdicts([found], None))
    assert "<b>综合等级：B 或 C（缺安全生产标准化等级）</b>" in html
    assert part.points[2] in html
    assert "起始日不详～" in html


ROWS = [("1", "虚构甲", "允许类", "80", "32000", "2200", "60000", "20100", "一级"),
        ("2", "虚构乙", "允许类", "80", "32000", "2200", "60000", "20100", ""),
        ("3", "虚构丙", "允许类", "80", "16000", "1500", "60000", "20100", "二级"),
        ("4", "虚构丁", "淘汰类", "80", "60000", "4000", "60000", "2000", "一级"),
        ("5", "虚构戊", "允许类", "", "60000", "约4000", "60000", "2000", "一级")]
HEADS = ("序号", "项目名称", "产业结构调整指导目录类别", "用地面积（亩）", "计划总投资（万元）", "达产年税收（万元）", "达产产值（万元）",
         "达产年综合能耗（tce）", "安全生产标准化等级")


def test_each_row_of_a_table_has_its_score_between_its_bounds_and_its_tiers(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.screening.portfolio.render", lambda html, *rest: html.encode())
    rules = ("--ruleset", str(SAMPLE), "--as-of", "2026-06-30")
    said = screen(table(tmp_path, ROWS, HEADS), tmp_path / "out", "--jobs", "1", rules=rules)
    assert said.status == 0, said.err
    assert "综合等级：A 或 B 或 C 或 D 1，B 1，B 或 C 1，D 2" in said.out
    book = openpyxl.load_workbook(tmp_path / "out/results.xlsx")
    heads, *rows = book["全部"].iter_rows(values_only=True)
    shown = [[row[heads.index(name)] for name in ("总分", "综合等级", "总分（至少）", "总分（至多）")] for row in rows]
    assert shown == [[84, "B", 84, 84], ["74～84", "B 或 C", 74, 84], [38, "D", 38, 38], [100, "D", 100, 100],
                     ["约30～100", "A 或 B 或 C 或 D", "", ""]]
    assert "<p><b>综合等级：A 或 B 或 C 或 D 1，B 1" in (tmp_path / "out/portfolio.pdf").read_text(encoding="utf-8")
    assert ("分级", "综合等级：A 或 B 或 C 或 D 1，B 1，B 或 C 1，D 2") in [*book["说明"].iter_rows(values_only=True)]
    kept = [json.loads(line) for line in gzip.decompress((tmp_path / "out/summaries.jsonl.gz").read_bytes()).splitlines()]
    assert [(row["tiers"], row["scores"][0]["low"], row["scores"][0]["high"]) for row in kept[:2]] == [
        (["B"], "84", "84"), (["B", "C"], "74", "84")]


def test_sums_of_grades_are_scores_and_nothing_else_is() -> None:
    def found(formula: str) -> list[str]:
        data = RULES.model.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True)
        del data["tiers"]
        data["indicators"][0]["value"] = formula
        return score_items(from_data(data))

    assert [found(one) for one in ("by_tax + by_land", "0.4 * by_tax + by_land - 3", "sum(by_tax, by_land)", "-by_tax", "by_tax")] == [
        ["MU.1"]] * 5
    assert [found(one) for one in ("by_tax + tax / tax", "max(0, min(10, tax / tax))", "3 + 2")] == [[]] * 3
    assert score_items(rules(item={"value": "by_tax + tax / tax"})) == ["MU.1"], "what tiers are of has its number in any case"
    # A floor and a value to be guided by have one score.
    assert score_items(load(str(ROOT / "samples/rulesets/made-up-scoring"))) == ["MUS-2024.4"]


# tiers by rank, in a table alone

BY_RANK: dict[str, Any] = {"steps": [{"name": "A", "share": 20}, {"name": "B", "share": "50"}, {"name": "C"}]}


def ranking(pairs: list[tuple[str, str]], unread: int = 0, **more: Any) -> Ranking:
    tiers = Tiers.model_validate({**TIERS, "steps": [], "by_rank": {**BY_RANK, **more}})
    found = ranking_of(tiers, Counter(pairs), unread)
    assert found is not None
    return found


def test_of_ten_the_best_two_are_in_the_first_fifth_and_alike_over_the_line_may_be_in_either() -> None:
    ten = [(str(points), str(points)) for points in (99, 95, 90, 80, 70, 60, 50, 40, 30, 20)]
    found = ranking(ten)
    assert [found.tier(one) for one in ten] == ["A", "A", *["B"] * 5, *["C"] * 3]
    assert [found.words(one) for one in ten] == [str(place) for place in range(1, 11)]
    alike = [ten[0], ten[2], ten[2], *ten[3:]]
    assert [(ranking(alike).words(one), ranking(alike).tier(one)) for one in alike[:3]] == [("1", "A"), *[("2～3", "A 或 B")] * 2]
    # Of seven, one is the first fifth; the lower the better where the ruleset says so.
    assert [ranking(ten[:7]).tier(one) for one in ten[:2]] == ["A", "B"]
    assert [ranking(ten, best="lowest").tier(one) for one in (ten[0], ten[9])] == ["C", "A"]


def test_what_is_not_known_or_not_read_leaves_ranks_open_and_never_makes_them_better() -> None:
    some = [("90", "90"), ("60", "80"), ("70", "70"), ("", "")]
    found = ranking(some)
    assert [found.words(one) for one in some] == ["1～2", "2～4", "2～4", "1～4"]
    assert [ranking(some, unread=1).words(one) for one in some] == ["1～3", "2～5", "2～5", "1～5"]
    assert rank_counts(found, Counter(some)) == "综合等级：B 1，B 或 C 3"
    assert rank_counts(None, Counter(some)) == ""


ends_of = st.integers(0, 4).flatmap(lambda low: st.tuples(st.just(low), st.integers(low, 4)))


@settings(max_examples=60, deadline=None)
@given(st.lists(ends_of | st.none(), min_size=1, max_size=4), st.integers(0, 1), st.booleans())
def test_a_rank_is_every_place_that_some_scores_give_and_no_other(
        given_ends: list[tuple[int, int] | None], unread: int, lowest: bool) -> None:
    pairs = [(str(one[0]), str(one[1])) if one else ("", "") for one in given_ends]
    found = ranking(pairs, unread, best="lowest" if lowest else "highest")
    # What nothing is known of may be above and below all.
    ranges = [range(one[0], one[1] + 1) if one else range(-1, 6) for one in given_ends] + [range(-1, 6)] * unread
    places: list[set[int]] = [set() for _ in pairs]
    for scores in product(*ranges):
        for at, seen in enumerate(places):
            before = sum((score < scores[at]) if lowest else (score > scores[at]) for score in scores)
            alike = sum(score == scores[at] for score in scores)
            seen |= set(range(before + 1, before + alike + 1))
    assert [found.rank(pair) for pair in pairs] == [(min(seen), max(seen)) for seen in places]
    for pair, seen in zip(pairs, places, strict=True):
        counts = (len(pairs), len(pairs) + unread)
        by_hand = {"A" if rank * 100 <= 20 * rows else "B" if rank * 100 <= 70 * rows else "C"
                   for rank in seen for rows in counts}
        assert by_hand <= set(found.tiers(pair))
        if not unread:
            assert by_hand == set(found.tiers(pair)) or len(seen) < max(seen) - min(seen) + 1 or "B" in found.tiers(pair)


@pytest.mark.parametrize("steps", [
    [{"name": "A", "share": 20}, {"name": "B", "share": 90}, {"name": "C"}], [{"name": "A", "share": 20}, {"name": "B", "share": 80}],
    [{"name": "A"}, {"name": "B"}]])
def test_shares_that_do_not_leave_a_rest_are_refused(steps: list[dict[str, Any]]) -> None:
    with pytest.raises(RulesetError, match="合计不超过 100；最后一级不写"):
        rules({"by_rank": {"steps": steps}})


def test_a_table_is_ranked_and_no_row_s_own_verdict_knows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.screening.portfolio.render", lambda html, *rest: html.encode())
    place = tmp_path / "made-up-tiers"
    shutil.copytree(SAMPLE, place)
    text = (place / "ruleset.yaml").read_text(encoding="utf-8")
    (place / "ruleset.yaml").write_text(text.replace(
        "  source: {place: 第五条, seen: source}\n\nclauses", "  by_rank: {label: 年度排名, steps: [{name: 优, share: 40}, {name: 良}]}\n"
        "  source: {place: 第五条, seen: source}\n\nclauses"), encoding="utf-8")
    rules = ("--ruleset", str(place), "--as-of", "2026-06-30")
    rows = [*ROWS[:4], ("5", "虚构戊", "允许类", "三十", "60000", "4000", "60000", "2000", "一级")]
    assert screen(table(tmp_path, rows, HEADS), tmp_path / "1", "--jobs", "1", rules=rules).status == 4
    said = screen(table(tmp_path, [rows[at] for at in (4, 2, 0, 1, 3)], HEADS, name="乱.csv"), tmp_path / "2", "--jobs", "1", rules=rules)
    assert "年度排名：优 或 良 3，良 1" in said.out, said.out
    heads, *lines = openpyxl.load_workbook(tmp_path / "1/results.xlsx")["全部"].iter_rows(values_only=True)
    columns = [heads.index(name) for name in ("项目名称", "名次", "年度排名（按名次）")]
    shown = sorted(tuple(row[at] for at in columns) for row in lines)
    heads, *lines = openpyxl.load_workbook(tmp_path / "2/results.xlsx")["全部"].iter_rows(values_only=True)
    assert sorted(tuple(row[at] for at in columns) for row in lines) == shown
    assert {name: (rank, tier) for name, rank, tier in shown} == {
        "虚构丁": ("1～2", "优 或 良"), "虚构甲": ("2～4", "优 或 良"), "虚构乙": ("2～4", "优 或 良"), "虚构丙": ("4～5", "良")}
    kept = gzip.decompress((tmp_path / "1/results.jsonl.gz").read_bytes()).decode()
    assert "年度排名" not in kept
    assert "优" not in kept


def test_tiers_totals_and_slopes_are_shown_and_compared_with_their_own_words() -> None:
    ruleset = load(str(SAMPLE))
    shown = ruleset_text(ruleset)
    assert "  满分合计 100：亩均税收得分、亩均投资得分、单位产值能耗得分、安全生产得分" in shown
    assert "  综合等级（按序号2 总分）：D 一票否决；A ≥90；B ≥75；C ≥60；D 其余（第五条，所附文件载明）" in shown
    ranked = rules({"by_rank": {**BY_RANK, "label": "年度排名", "best": "lowest"}})
    assert "年度排名（按序号1 总分在表中的名次，低的在前）：A 20%；B 50%；C 其余（附表，所附文件载明）" in ruleset_text(ranked)
    data = ruleset.model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    data["in_force"]["from"] = "2024"
    data["tiers"]["steps"][2]["at_least"] = "70"
    data["grades"]["investment_points"]["steps"][0]["slope"]["gives"] = "2"
    said = "\n".join(map(str, diff(ruleset, from_data(data))))
    for words in ("起始日不详，来源", "名称 B，不小于 70", "基数 300，得分 18，每多少 15，加减的分 2，是否满了才算 是"):
        assert words in said, said
