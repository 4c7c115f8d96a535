"""How a verdict came about: every firing, clause, formula, row and source is told, and told the same in text and page."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from bad.command import refused, run
from conftest import DAY, ENGINES, EVERY_PLAN, ROOT, SAMPLES, derived, in_values, sample_data
from plain_words import of_the_programmer

from checker.dossier.submission import dossier_digest
from checker.errors import DossierError
from checker.evidence.binding import bind
from checker.judging.judge import judge
from checker.measuring.choices import MAX_CHOICES, Choices
from checker.measuring.evaluate import holds
from checker.reporting.derivation import Derivation, ItemDerivation, ReadingDerivation
from checker.reporting.derivation_page import derivation_page
from checker.reporting.derivation_text import derivation_text
from checker.reporting.deriving import derivation
from checker.reporting.firing_words import fired
from checker.reporting.provenance import MOST_ENTRIES, Provenance
from checker.ruleset.compiled import PLAIN
from checker.ruleset.loading import load, locate
from checker.testing.cases import read_cases
from checker.testing.running import dossier_of
from checker.verdict.found import Step

SCORED = ROOT / "samples/rulesets/made-up-scoring"
ALL = (*SAMPLES, "made-up-project", *EVERY_PLAN)
# A project's name may be anything.
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"


@cache
def of(name: str) -> Derivation:
    return derived(sample_data(name))


@cache
def texts(name: str) -> tuple[str, str]:
    """The text, and the page without its marks."""
    return derivation_text(of(name)), bare(derivation_page(of(name)))


def bare(page: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", page.partition("</style>")[2]))


def sample(name: str) -> Path:
    return ROOT / "samples" / f"{name}.yaml"


def readings(found: Derivation) -> Iterator[tuple[ItemDerivation, ReadingDerivation]]:
    return ((item, reading) for item in found.items for reading in item.readings)


def sources(found: Derivation) -> Iterator[Provenance]:
    for item in found.items:
        for reading in item.readings:
            yield from reading.sources
        yield from item.applies.sources if item.applies else []
        yield from item.effect.sources if item.effect else []
        yield from (told for told, _ in item.claims)
        yield from (opinion.source for opinion in item.opinions)


# everything is told


@pytest.mark.parametrize("name", ALL)
def test_every_firing_of_the_trace_is_told_in_words_and_on_the_page_with_its_rule(name: str) -> None:
    found, (text, page) = of(name), texts(name)
    told = [item.firing for item in found.items] + [part.firing for part in found.requirements] + [found.firing]
    assert sorted((firing.state, firing.rule) for firing in told) == sorted(
        (step.outcome, step.rule) for step in found.verdict.trace)
    for firing in (*told, found.purpose):
        assert not firing.said.isascii()
        assert f"{firing.outcome} ← {firing.said}" in text
        assert firing.rule not in text
        assert f"{firing.said}" in page
        assert f"规则 {firing.rule}" in page


@pytest.mark.parametrize("name", ALL)
def test_the_items_of_every_requirement_stand_under_it_and_the_others_apart(name: str) -> None:
    found = of(name)
    assert [item.finding.item for item in found.items] == [part.item for part in found.verdict.findings]
    for part in found.requirements:
        assert {item.finding.item for item in part.items} == set(part.part.members)
    within = {item.finding.item for part in found.requirements for item in part.items}
    assert [item.finding.item for item in found.apart] == [
        part.item for part in found.verdict.findings if part.item not in within]


@pytest.mark.parametrize("name", ALL)
def test_every_source_stands_in_the_text_and_on_the_page_with_its_place_and_words(name: str) -> None:
    text, page = texts(name)
    told = list(sources(of(name)))
    assert told
    for one in told:
        assert one.source in text
        assert one.place in page
        assert one.value in page
        assert one.words is None or one.words in page


@pytest.mark.parametrize("name", ALL)
def test_an_evaluation_rests_on_every_datum_list_and_report_that_the_verdict_names(name: str) -> None:
    found = of(name)
    data = sample_data(name)
    verdict = in_values(data)
    for item in found.items:
        for reading, evaluation in zip(item.readings, verdict.finding(item.finding.item).evaluations, strict=True):
            words = {one.words for one in reading.sources}
            places = [verdict.data[i].source for i in evaluation.data] + [verdict.lists[i].source for i in evaluation.lists]
            places += [verdict.reported[evaluation.report].source] if evaluation.report is not None else []
            assert {source.place for source in places} <= {one.place for one in reading.sources}
            assert len(words) >= len({source.words for source in places})


@pytest.mark.parametrize("name", ALL)
def test_formula_substitution_value_limit_and_what_is_missing_are_told(name: str) -> None:
    text, page = texts(name)
    for item, reading in readings(of(name)):
        for calculation in reading.calculations:
            for said in (calculation.formula, calculation.substitution, calculation.value):
                assert said is None or (said in text and said in page)
        for row in reading.choosing.rows if reading.choosing else []:
            for said in (row.limit, row.said, *row.why):
                assert said in text
                assert said in page
        for factor in item.factors:
            assert f"系数 {factor.label}：" in text
            assert factor.place in page
        for need in reading.missing if reading.part.decides else []:
            assert need in text
            assert need in page
        assert item.finding.source.place in text
    assert [line for line in text.splitlines() if line.rstrip() != line] == []


@pytest.mark.parametrize("name", ALL)
def test_no_word_of_the_programmer_stands_in_either(name: str) -> None:
    found = of(name)
    page = derivation_page(found).partition("<footer>")[0]
    page = re.sub('<small class="rule">[^<]*</small>', "", page)
    assert of_the_programmer(derivation_text(found)) == []
    assert of_the_programmer(bare(page)) == []
    assert "None" not in derivation_text(found) + bare(page)


def test_a_trial_names_its_grounds_and_a_formal_verdict_has_none() -> None:
    found = of("kunming-etdz-2022")
    assert found.purpose.rule == "purpose.reason_for_trial"
    assert any("未见原文" in ground for ground in found.grounds)
    data = {"schema": "dossier/1", "subject": {"name": "某园区", "kind": "park"}, "period": 2024,
            "against": [{"ruleset": "kunming-charging-2021", "own": True, "ground": "申报"}]}
    formal = derived(data)
    assert formal.verdict.purpose == "formal"
    assert (formal.purpose.rule, formal.grounds) == ("purpose.no_reason_for_trial", [])
    assert "用途：正式 ← 没有使结论只能是试算的理由" in derivation_text(formal)


# which row, and why


def test_the_row_that_is_used_is_told_with_its_condition_the_data_put_in_and_the_facts() -> None:
    said = derivation_text(of("made-up-project"))
    assert "限值的档：其他地区：≥1.25 —— 用这一档；其余情形都用它" in said
    assert "限值的档：重点区域：≥1.5 —— 条件不成立，不用\n        条件：在大气污染防治重点区域为是\n        事实：在大气污染防治重点区域：否" in said
    said = derivation_text(of("made-up-park"))
    assert "限值的档：增加值增长：≤0.6 —— 用这一档" in said
    assert "代入：2024年 － 2018年 > 1 且 年均增长率（200亿元 → 460亿元，2018年至2024年） > 0" in said
    assert "限值的档：增加值下降：≥0.6 —— 前面的一档已经适用，不再往下看" in said
    said = derivation_text(of("made-up-yuxi-2022"))
    assert "限值的档：2022年：<0.07 —— 用这一档；这一档是 2022 年的，评价年度正是 2022" in said
    assert "另有别的年份的 3 档，不用" in said


@pytest.mark.parametrize(("name", "every"), [
    ("hj274-2015", 60), ("admission-zhanjiang-2021", 6), ("green-park-2016", 60), ("admission-kunming-etdz-2023", 4),
    ("admission-yunnan", 25), ("kunming-charging-2021", 6), ("yuxi-green-plan", 60)])
def test_whatever_is_said_of_a_row_agrees_with_its_condition_held_against_the_evidence(name: str, every: int) -> None:
    ruleset, told = load(name), 0
    for case in [case for case in read_cases(locate(name), ruleset) if case.item][::every]:
        made = dossier_of(case, ruleset)
        try:
            verdict = judge(made, ruleset, DAY, ENGINES[0], dossier_digest(made)).verdict
        except DossierError:  # a case may state what a whole dossier can't
            continue
        found, evidence = derivation(verdict, ruleset), bind(made, ruleset, verdict.period)
        assert "None" not in derivation_text(found)
        for item, reading in readings(found):
            if reading.choosing is None:
                continue
            known = ruleset.items[item.finding.item]
            choices = Choices(evidence, ruleset, known.model.scopes)
            plan = next(p for p in choices.plan.item(known).readings if p.reading.id == (reading.part.reading or PLAIN))
            ways = [choice.facts for choice in choices.partial(plan.limit)]
            rows = [row for row in plan.reading.rows if row.row.year in (None, verdict.period)]
            for row, chosen in zip(rows, reading.choosing.rows, strict=True):
                truths = {True if row.when is None else holds(row.when, facts) for facts in ways}
                assert chosen.standing != "passed" or False in truths
                assert chosen.standing not in ("used", "perhaps") or truths != {False}
                assert chosen.standing != "used" or len(ways) > 1 or truths == {True}
                told += 1
            standings = [chosen.standing for chosen in reading.choosing.rows]
            if reading.part.outcome in ("met", "unmet"):
                assert standings.count("used") == 1 or standings.count("perhaps") > 1
    assert told >= 40


def test_a_year_that_nobody_knows_is_no_number() -> None:
    data = sample_data("made-up-park")
    del data["attributes"]["construction_base_year"]
    said = derivation_text(derived(data))
    assert "None" not in said
    assert "基准年" in said


def test_a_state_that_is_finer_than_its_outcome_is_told_beside_it() -> None:
    text = derivation_text(of("kunming-etdz-2022"))
    assert "（17 项指标：无法判定 16，无法判定且未必适用 1）" in text
    assert "推理：无法判定且未必适用 ← 适用与否不能确定，有的计算又无法判定" in text
    item = Step(stage="item", subject="a", rule="item.met_if_applicable", outcome="met_if_applicable")
    assert fired(item, "达标", "").outcome == "达标（如适用则达标）"
    whole = Step(stage="verdict", subject="verdict", rule="all_of.met_if_any_applies", outcome="met_if_applicable")
    assert fired(whole, "无法判定", "").outcome == "无法判定（如适用则达标）"


# what else bears on an outcome


def test_what_a_match_comes_to_is_told_with_the_facts_on_which_it_hangs() -> None:
    item = next(item for item in of("made-up-project").items if item.finding.item.endswith(".5"))
    assert item.effect is not None
    assert item.effect.here == "不得准入"
    assert [(fact.what, fact.value) for fact in item.effect.sources] == [("是否新增产能", "是"), ("性质", "技术改造")]
    assert "怎样可以改变：" in derivation_text(of("made-up-project"))


def test_the_scored_project_is_told_with_its_tables_of_points_and_the_opinion_that_was_used() -> None:
    data = sample_data("made-up-scored-project")
    said = derivation_text(derived(data, load(str(SCORED))))
    assert "代入：30 ＋ 20 ＋ 20 ＋ 0～10" in said
    assert "得分项 投资强度得分（按 计划总投资 ÷ 用地面积，万元/亩）：≥500：40 分；≥350：30 分" in said
    assert "研判意见（采用）：虚构市招商局（2024-06-20）认为符合：查询信用平台无记录" in said
    assert "尚缺：绿色水平；补齐它本项就能判定；影响结论" in said
    assert "推理：达到 ← 适用，各次计算都达到" in said
    assert "推理：研判为符合 ← 本条须由人研判" in said


def test_several_evaluations_under_one_reading_are_told_apart() -> None:
    item = next(item for item in of("yuxi-htz-2020").items if item.finding.item == "HJ274-2015.11")
    assert [reading.label for reading in item.readings] == ["计算（1/3）", "计算（2/3）", "计算（3/3）"]


def test_a_reading_whose_condition_fails_is_named_with_it() -> None:
    found = of("made-up-yuxi-2022")
    absent = [line for item in found.items for line in item.absent]
    assert absent
    said = derivation_text(found)
    for label, condition in absent:
        assert f"  - {label}：没有采用，适用条件不成立：{condition}" in said


def test_a_fact_without_a_source_says_so_and_a_declared_one_by_whom() -> None:
    data = sample_data("made-up-park")
    del data["attributes"]["construction_base_year"]["source"]
    assert "建设规划基准年：2018　材料没有写出处" in derivation_text(derived(data))
    said = derivation_text(derived(sample_data("made-up-scored-project"), load(str(SCORED))))
    assert re.search("于 2024-06-01 声明", said)


def test_what_is_stated_and_can_not_be_used_for_want_of_the_rest_is_told_too() -> None:
    item = next(item for item in of("kunming-etdz-2022").items if item.finding.item == "HJ274-2015.8")
    assert [(one.what, one.value) for one in item.readings[0].sources] == [("工业用地面积 2022", "超过80 km²")]
    data = sample_data("made-up-park")
    del data["attributes"]["construction_base_year"]
    item = next(item for item in derived(data).items if item.finding.item == "HJ274-2015.5")
    assert [(one.what, one.value) for one in item.readings[0].sources] == [
        ("建设规划实施后新增的生态工业链项目 2024", "7 条，虚构园区管委会声明完整"), ("建设规划基准年", "未填")]
    assert "      · 建设规划基准年：未填\n" in derivation_text(derived(data))


def test_of_several_values_an_evaluation_tells_the_one_that_it_takes() -> None:
    item = next(item for item in of("yuxi-htz-2020").items if item.finding.item == "HJ274-2015.11")
    stated = [[one.value for one in reading.sources if one.what.startswith("工业增加值")] for reading in item.readings]
    assert stated == [["663.42 亿元"], ["472.2 亿元"], []]


def test_of_very_many_values_of_one_datum_the_first_are_told_and_how_many_more() -> None:
    data = sample_data("kunming-etdz-2022")
    [land] = [entry for entry in data["observations"] if entry["quantity"] == "industrial_land"]
    data["observations"] += [{**land, "value": f"超过{80 + i}"} for i in range(1, MAX_CHOICES + 10)]
    found = derived(data)
    item = next(item for item in found.items if item.finding.item == "HJ274-2015.8")
    assert len(item.readings[0].sources) == MAX_CHOICES
    assert "（另有 10 个填报值，见材料）" in derivation_text(found)
    data["observations"] += [land] * 5
    found = derived(data)
    item = next(item for item in found.items if item.finding.item == "HJ274-2015.8")
    assert len(item.readings[0].sources) == MAX_CHOICES
    assert "另有 15 个填报值，见材料" in item.readings[0].sources[-1].aside


def test_of_a_long_list_the_first_entries_stand_on_the_page_and_how_many_more() -> None:
    data = sample_data("made-up-park")
    entries = data["lists"][0]["entries"]
    count = MOST_ENTRIES + 3
    data["lists"][0] |= {"entries": [dict(entries[0]) for _ in range(count)]}
    data["lists"][0].pop("count", None)
    page = bare(derivation_page(derived(data)))
    assert "……另有 3 条，见材料" in page
    assert f"{count} 条，" in page


# the page


class Marks(HTMLParser):
    """Every element of a page with its attributes, and that each is closed in order."""

    VOID = ("meta", "br", "link", "img")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def named(self, tag: str, kind: str = "") -> list[dict[str, str | None]]:
        return [found for name, found in self.elements
                if name == tag and (not kind or kind in (found.get("class") or "").split(" "))]


@pytest.mark.parametrize("name", ALL)
def test_the_page_is_whole_by_itself_folds_natively_and_runs_nothing(name: str) -> None:
    page = derivation_page(of(name))
    marks = Marks(page)
    assert page.startswith("<!DOCTYPE html>")
    assert {tag for tag, _ in marks.elements}.isdisjoint({"script", "link", "img", "iframe", "object", "form", "base"})
    for _, given in marks.elements:
        assert not any(key.startswith("on") or key in ("src", "style", "action") for key in given)
        assert (given.get("href") or "#").startswith("#")
    assert not re.search(r"url\(|@import|@font-face", page.partition("</style>")[0])
    assert "default-src 'none'" in page
    items = marks.named("details", "item")
    assert {found["id"] for found in items} == {part.item for part in of(name).verdict.findings}
    assert len(items) == len(of(name).verdict.findings)
    assert all("open" not in found for found in [*items, *marks.named("details", "requirement")])
    places = {found.get("id") for _, found in marks.elements}
    assert {(found["href"] or "")[1:] for found in marks.named("a")} <= places


def test_the_page_of_one_item_has_it_open_under_its_requirement_and_no_other() -> None:
    data = sample_data("made-up-park")
    verdict = in_values(data)
    found = derivation(verdict, load("hj274-2015"), "HJ274-2015.11")
    page = derivation_page(found)
    marks = Marks(page)
    [item] = marks.named("details", "item")
    [requirement] = marks.named("details", "requirement")
    assert "open" in item
    assert "open" in requirement
    assert "能源 2 项中至少 1 项达标" in page
    assert "<title>虚构园区（演示用） 序号 11 判定的由来</title>" in page
    assert marks.named("a") == []


@pytest.mark.parametrize("name", ["made-up-park", "made-up-project"])
def test_whatever_the_dossier_says_is_words_on_the_page_and_never_a_mark(name: str) -> None:
    data = hostile(sample_data(name))
    page = derivation_page(derived(data))
    marks = Marks(page)
    assert {tag for tag, _ in marks.elements}.isdisjoint({"script", "img"})
    assert not any(key.startswith("on") for _, given in marks.elements for key in given)
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 20
    assert HOSTILE in bare(page)
    assert derivation_text(derived(data)).count("\x1b") == 0


def hostile(data: dict[str, Any]) -> dict[str, Any]:
    """The same dossier with a mark in its subject's name and in everything that sources say."""
    data["subject"]["name"] = HOSTILE

    def mark(part: Any) -> None:
        if isinstance(part, dict):
            for key, value in part.items():
                if key in ("place", "words", "note", "title", "by", "why", "declared_by") and isinstance(value, str):
                    part[key] = value + HOSTILE
                mark(value)
        elif isinstance(part, list):
            for one in part:
                mark(one)

    mark({key: value for key, value in data.items() if key != "against"})
    return data


# the command


def test_text_and_page_are_written_at_once_and_the_result_is_said_in_one_line(tmp_path: Path) -> None:
    page, text = tmp_path / "a.html", tmp_path / "a.txt"
    done = run("explain", sample("made-up-park"), "11", "-o", page, "-o", text)
    assert (done.status, done.err) == (0, "")
    assert done.out == f"达标（试算）　虚构园区（演示用） 2024 HJ 274-2015 → {page}、{text}\n"
    assert text.read_text(encoding="utf-8") == run("explain", sample("made-up-park"), "11").out
    assert "综合能耗总量 ÷ 工业增加值" in page.read_text(encoding="utf-8")


def test_standard_output_takes_text_or_by_format_the_page_and_talk_goes_elsewhere(tmp_path: Path) -> None:
    text = run("explain", sample("made-up-park"), "11", "-o", "-")
    assert text.out == run("explain", sample("made-up-park"), "11").out
    page = run("explain", sample("made-up-park"), "11", "-o", "-", "--format", "html", "-o", tmp_path / "b.htm")
    assert page.status == 0
    assert page.out.startswith("<!DOCTYPE html>")
    assert page.out == (tmp_path / "b.htm").read_text(encoding="utf-8")
    assert page.err.endswith(f"→ {tmp_path / 'b.htm'}\n")


def test_an_amount_that_is_only_shown_is_explained_as_the_whole_lists_it(tmp_path: Path) -> None:
    asked = [sample("made-up-shortfall-project"), "--ruleset", ROOT / "samples/rulesets/made-up-shortfalls"]
    whole = run("explain", *asked).out.split("供参考的数（不影响结论）：\n")[1].splitlines()
    for called, line in (("7", whole[0]), ("履约保证金", whole[0]), ("MUF-2025.8", whole[1])):
        done = run("explain", asked[0], called, *asked[1:])
        assert done.status == 0
        assert done.out.splitlines()[-2:] == ["供参考的数（不影响结论）：", line]
        assert "用途：试算" in done.out
        assert "要求：" not in done.out
    run("explain", asked[0], "7", *asked[1:], "-o", tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "第九条（所附文件载明）" in page
    assert "第十一条" not in page
    assert "供参考的数（不影响结论）" not in run("explain", asked[0], "2", *asked[1:]).out


def test_a_page_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        run("explain", sample("yuxi-htz-2020"), "-o", tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_wrong_outputs_are_refused_in_words_and_nothing_is_written(tmp_path: Path) -> None:
    dossier = tmp_path / "park.yaml"
    dossier.write_bytes(sample("made-up-park").read_bytes())
    refused(run("explain", dossier, "-o", tmp_path / "a.pdf"), 2, "error.explain_format",
            "a.pdf”看出输出格式。请用扩展名 .html、.txt 或 .json，或加 --format。")
    refused(run("explain", dossier, "-o", dossier, "--format", "html"), 2, "error.overwrites", "就是读入的文件本身")
    refused(run("explain", dossier, "--format", "pdf"), 2, "usage.bad_value", "--format 写的是“pdf”。可用的有：text、html、json。")
    refused(run("explain", dossier, "99", "-o", tmp_path / "a.html"), 2, "error.unknown_item", "中没有“99”")
    missing = tmp_path / "no" / "a.html"
    assert run("explain", dossier, "-o", missing, "-o", tmp_path / "b.html").status == 2
    assert sorted(os.listdir(tmp_path)) == ["park.yaml"]
    assert dossier.read_bytes() == sample("made-up-park").read_bytes()
