"""What would be: a dossier with other statements or under other limits, beside the one that was handed in."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from bad.command import Said, refused, run, says
from conftest import EVERY_PLAN, ROOT, SAMPLES, dossier, in_words, sample_data
from good_dossier import written

from checker.assessment.assess import Terms, assess
from checker.assessment.supposing import Suppositions, WhatIf, what_if
from checker.concluding.plain import PlainEngine
from checker.errors import UsageError
from checker.explaining.supposed_limit import with_limits
from checker.files.textfile import read
from checker.intake import parse_dossier, received
from checker.quantity.display import exact
from checker.quantity.interval import Interval
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data, installed, load, locate, rules_file
from checker.verdict.verdict import Verdict

TODAY = dt.date(2026, 1, 1)
PARK, PROJECT = ROOT / "samples/made-up-park.yaml", ROOT / "samples/made-up-project.yaml"
SOURCE = {"place": "申请书（虚构）", "words": "见申请书"}
# A plant of 3.6亿元 on 110 亩, of which it isn't said how much goes into fixed assets: 327 and at most 327 万元/亩.
PLANT: dict[str, Any] = {
    "schema": "dossier/1", "made_up": True, "subject": {"name": "虚构薄膜项目", "kind": "project"},
    "assessed_on": "2023-12-31",
    "against": [{"ruleset": "admission-kunming-etdz-2023", "own": True, "ground": "在昆明经开区（虚构）"}],
    "attributes": {"industry_code": {"value": "2921", "source": SOURCE}, "stage": {"value": "新投资", "source": SOURCE},
                   "land_basis": {"value": "site", "source": SOURCE}},
    "observations": [{"quantity": "land_area", "value": "110亩", "source": SOURCE},
                     {"quantity": "total_investment", "value": "3.6亿元", "source": SOURCE}]}


def asked(data: dict[str, Any] | Path, *, ruleset: str | None = None, sets: tuple[str, ...] = (),
          unsets: tuple[str, ...] = (), limits: tuple[str, ...] = ()) -> WhatIf:
    submission = received(data, (), TODAY.year) if isinstance(data, Path) else parse_dossier(
        json.dumps(data, ensure_ascii=False).encode(), "d.json")
    terms = Terms(TODAY, (ruleset,) if ruleset else ())
    return what_if(submission, terms, Suppositions(sets, unsets, limits))


def outcomes(found: WhatIf) -> tuple[str, str]:
    return found.found.before.outcome, found.found.after.outcome


def flips(found: WhatIf) -> dict[str, tuple[str | None, str]]:
    return {one.item: (one.before.outcome if one.before else None, one.after.outcome) for one in found.found.flipped}


def plant(folder: Path, **changes: Any) -> Path:
    return written(folder, "项目.json", json.dumps({**PLANT, **changes}, ensure_ascii=False))


@pytest.mark.parametrize("name", [*SAMPLES, *EVERY_PLAN, "made-up-project"])
def test_with_no_change_nothing_flips_and_that_is_said(name: str) -> None:
    path = ROOT / "samples" / f"{name}.yaml"
    found = asked(path)
    assert (found.found.flipped, found.found.moved, found.found.requirements) == ([], [], [])
    assert found.found.before == found.found.after
    assert found.found.unchanged == len(found.after.verdict.findings)
    said = run("what-if", path)
    assert said.status == 0
    assert says(said.out, "what_if.nothing", "两边相同")
    assert says(said.out, "what_if.all_same", "没有任何一项变了")


@pytest.mark.parametrize("words", ["用地面积=110亩", "land_area=１１０", "占地=110", "计划总投资=36000", "总投资=3.6亿元"])
def test_the_value_that_is_stated_already_flips_nothing(words: str) -> None:
    found = asked(PLANT, sets=(words,))
    assert (found.found.flipped, found.found.moved) == ([], [])


@pytest.mark.parametrize(("sets", "expected"), [
    # 350 万元/亩 on 110 亩 are 38 500 万元, of fixed assets too; one more 亩 than 36 000 / 350 is too many.
    (("计划固定资产投资=38500", "计划总投资=38500"), "met"), (("计划固定资产投资=38499.99", "计划总投资=38500"), "undetermined"),
    (("计划固定资产投资=38499.99", "计划总投资=38499.99"), "review"), (("计划总投资=38500万元",), "undetermined"), (("用地面积=102", "计划固定资产投资=3.6亿"), "met"),
    (("用地面积=103亩", "计划固定资产投资=3.6亿"), "review"), (("用地面积=约100亩", "计划固定资产投资=3.6亿"), "undetermined"),
    (("用地性质=租用厂房",), "not_applicable"), (("land_basis=leased",), "not_applicable"), (("行业代码=5990",), "not_applicable"),
    (("项目阶段=新投产",), "undetermined"), (("项目阶段=新投产", "达产产值=5.5亿元", "达产营业收入=55000", "达产年税收=3300万元"), "met"),
    (("项目阶段=新投产", "达产产值=5.5亿元", "达产营业收入=55000", "达产年税收=3299万元"), "review")])
def test_what_a_project_would_have_to_bring(sets: tuple[str, ...], expected: str) -> None:
    assert outcomes(asked(PLANT, sets=sets)) == ("review", expected)
    assert outcomes(asked(PLANT, sets=sets[::-1])) == ("review", expected)


WRITINGS = ("用地面积＝１００亩", "用地面积 = 100 亩", "land_area=100", "用地=100亩", "占地面积=66666.6666平方米～66666.6667平方米",
            "用地面积=6.66666666666666666666公顷～6.6666666666666666667公顷")


@pytest.mark.parametrize("words", WRITINGS)
def test_however_it_is_typed_it_is_the_same(words: str) -> None:
    sets = ("计划固定资产投资=3.6亿元",)
    assert outcomes(asked(PLANT, sets=(words, *sets))) == ("review", "met")


@pytest.mark.parametrize("words", ["工业增加值[2021]=1亿元", "工业增加值［２０２１］＝１亿", "工业增加值【2021年】=10000", "industrial_value_added[2021，全口径]=10000万元",
                                   "工业增加值[全口径、2021]=10000"])
def test_year_and_scope_may_stand_in_any_brackets(words: str) -> None:
    [one] = asked(PARK, sets=(words,)).found.supposed.statements
    assert (one.year, one.of, one.before) == (2021, {"scope": "全口径", "price_basis": "2018年可比价"}, ["300 亿元"])


def test_the_unit_that_was_taken_is_said(tmp_path: Path) -> None:
    path = plant(tmp_path)
    said = run("what-if", path, "--set", "用地面积=100", "--set", "计划总投资=3.5亿", "--set", "固定资产投资=3亿元").err
    assert says(said, "what_if.no_name", "您是否想写“计划固定资产投资”")
    said = run("what-if", path, "--set", "用地面积=100", "--set", "计划总投资=3.5亿").out
    assert "用地面积：110亩 → 100（没有写单位，按规则集的单位“亩”）" in said
    assert "计划总投资：3.6亿元 → 3.5亿（按“元”）" in said  # never 3.5亿 times 万元


def test_what_is_supposed_never_pretends_to_be_the_owners() -> None:
    data = {**copy.deepcopy(PLANT), "documents": {"form": {"title": "申请书"}},
            "observations": [{**entry, "source": {**SOURCE, "document": "form"}} for entry in PLANT["observations"]]}
    found = asked(data, sets=("用地面积=100亩", "land_basis=site"))
    [datum] = [datum for datum in found.after.verdict.data if datum.quantity == "land_area"]
    assert (datum.source.document, datum.source.place, datum.source.words) == (
        None, "假设，不是申报材料所载", "用地面积=100亩")
    facts = {fact.name: fact.source for fact in found.after.verdict.attributes}
    assert facts["land_basis"] is not None
    assert facts["land_basis"].place == "假设，不是申报材料所载"
    assert found.before.submission.dossier.observations[0].value == "110亩"
    assert found.found.before.dossier != found.found.after.dossier


def test_both_sides_are_a_trial_though_the_dossier_asks_for_more() -> None:
    data = {**copy.deepcopy(PLANT), "purpose": "formal"}
    found = asked(data, sets=("用地面积=100亩",))
    assert (found.before.verdict.purpose, found.after.verdict.purpose) == ("trial", "trial")
    assert found.found.plain()["purpose"] == "trial"


def test_what_would_be_is_what_a_changed_file_comes_to() -> None:
    by_hand = sample_data("made-up-park")
    for entry in by_hand["observations"]:
        if entry["quantity"] == "industrial_value_added" and entry["year"] == 2024:
            entry.update(value="300", unit="亿元")
    found = asked(PARK, sets=("工业增加值=300亿元",))
    alone = in_words(dossier(by_hand), load("hj274-2015"), dt.date(2025, 5, 31), PlainEngine(), "sha256:0")
    assert {f.item: (f.outcome, f.value) for f in found.after.words.findings} == {
        f.item: (f.outcome, f.value) for f in alone.findings}
    assert set(flips(found)) == {f"HJ274-2015.{number}" for number in (3, 8, 9, 10, 13, 25, 26, 28)}


@pytest.mark.parametrize(("limit", "expected"), [
    ("1=327", "undetermined"), ("1=328", "review"), ("投资强度=300", "undetermined"), ("AKM-2023.1=327", "undetermined"),
    ("akm-2023.1=0.0327亿元/亩", "undetermined"), ("１＝３２８万元／亩", "review"), ("1=350", "review")])
def test_another_number_of_a_limit(limit: str, expected: str) -> None:
    found = asked(PLANT, limits=(limit,))
    assert outcomes(found) == ("review", expected)
    same = limit == "1=350"
    assert (found.found.before.ruleset.digest == found.found.after.ruleset.digest) == same
    assert load("admission-kunming-etdz-2023").model.indicators[0].limit[0].at_least == 350


def test_a_limit_that_is_supposed_is_what_a_changed_ruleset_has() -> None:
    data = rules_file(locate("hj274-2015")).data
    for indicator in data["indicators"]:
        if indicator["id"] == "HJ274-2015.11":
            indicator["limit"] = {"at_most": "0.1"}
    changed, limits = with_limits(load("hj274-2015"), ("11=0.1",))
    assert changed.digest == from_data(data).digest
    assert (limits[0].before, limits[0].after, limits[0].unit, limits[0].unit_taken) == ("0.5", "0.1", "tce/万元", True)
    found = asked(PARK, limits=("11=0.1",))
    assert flips(found) == {"HJ274-2015.11": ("met", "unmet")}
    assert outcomes(found) == ("met", "met")  # 12 is met, and one of the two is enough


def test_the_words_of_the_document_go_with_its_number() -> None:
    base = load("hj274-2015")
    assert base.items["HJ274-2015.18"].model.limit[0].label == "全部完成（未完成 0 项）"
    changed, _ = with_limits(base, ("18=2",))
    [row] = changed.items["HJ274-2015.18"].model.limit
    assert (row.label, str(row.at_most)) == (None, "2")
    assert "≤2" in {finding.limit for finding in asked(PARK, limits=("18=2",)).after.words.findings}


def test_a_limit_of_several_readings_is_meant_in_all_of_them() -> None:
    _, limits = with_limits(load("hj274-2015"), ("16[缺水城市]=15",))
    assert [(one.reading is None, one.before, one.after) for one in limits] == [(False, "20", "15")] * 2
    _, limits = with_limits(load("yuxi-14th-plan"), ("1[2025]=700",))
    assert [(one.relation, one.after) for one in limits] == [("at_least", "700"), ("above", "700")]
    _, [one] = with_limits(load("yuxi-14th-plan"), ("1[须超过目标值（2025年正文写“突破680亿元”），2025年]=700",))
    assert one.relation == "above"


def test_a_limit_that_does_not_bear_on_the_subject_is_said(tmp_path: Path) -> None:
    said = run("what-if", PROJECT, "--limit", "12[1]=0.5").out
    assert "（这一档不管这个材料，改了也没有影响）" in said
    assert says(said, "what_if.all_same", "没有任何一项变了")


BAD_LIMITS = [
    ("13=0.5", "what_if.which_limit", "[1] 增加值增长：≤0.55；[2] 增加值下降：≥0.55"),
    ("13[3]=0.5", "what_if.no_such_limit", "没有“3”这一档。共 2 个数"),
    ("13[2030]=0.5", "what_if.no_such_limit", "没有“2030”这一档"),
    ("11=≤0.4", "what_if.no_exact_limit", "须是一个准数"), ("11=约0.4", "what_if.no_exact_limit", "须是一个准数"),
    ("11=0.3～0.4", "what_if.no_exact_limit", "须是一个准数"), ("11=3元", "what_if.wrong", "不是同一种量，无法换算"),
    ("11=很低", "what_if.wrong", "“很低”读不出数值"),
    ("11", "what_if.limit_form", "看不出要改哪一项的限值"), ("=3", "what_if.limit_form", "看不出"), ("11=", "what_if.limit_form", "看不出"),
    ("99=1", "what_if.no_item", "没有“99”这一项"), ("综合能耗弹性系=1", "what_if.no_item", "您是否想写“综合能耗弹性系数”？"),
    ("22=3", "what_if.no_number", "这一项要求的是文字，不是数"), ("3=15kg", "what_if.wrong", "不是同一种量"),
    ("2=1亿元/人亩", "what_if.wrong", "单位不认识"),
]


@pytest.mark.parametrize(("words", "code", "phrase"), BAD_LIMITS)
def test_a_limit_that_cannot_be_taken_is_refused_with_the_reason(words: str, code: str, phrase: str) -> None:
    said = run("what-if", PARK, "--limit", words)
    refused(said, 2, code, phrase)
    assert f"--limit “{words}”" in said.err
    assert said.out == ""


def test_a_number_that_has_no_end_in_the_limits_unit_is_refused(tmp_path: Path) -> None:
    said = run("what-if", plant(tmp_path), "--limit", "1=0.06万元/平方米")
    assert says(said.out, "what_if.limit", "≥350 万元/亩 → ≥40 万元/亩")
    refused(run("what-if", plant(tmp_path), "--limit", "1=0.5万元/平方米"), 2, "what_if.no_finite_limit", "请直接按“万元/亩”写")
    refused(run("what-if", plant(tmp_path), "--limit", "1=0.04亿"), 2, "what_if.wrong", "0.04亿")


@pytest.mark.parametrize(("ruleset", "words", "phrase"), [
    ("admission-yunnan", "1=3", "禁入条目或由人回答的问题"), ("admission-zhanjiang-2021", "8=3", "没有读到"),
    ("yunnan-industry-2025", "1=3", "材料里填的一个数，请用 --set"), ("carbon-account-2011", "1=3", "没有写它的限值")])
def test_where_a_limit_is_no_number_it_is_said_what_to_do(ruleset: str, words: str, phrase: str, tmp_path: Path) -> None:
    kind = load(ruleset).model.judges
    data = {"schema": "dossier/1", "subject": {"name": "某处", "kind": kind}, "assessed_on": "2025-12-31", "period": 2024,
            "against": [{"ruleset": ruleset, "own": True, "ground": "按标准管理"}]}
    said = run("what-if", written(tmp_path, "d.yaml", yaml.safe_dump(data, allow_unicode=True)), "--limit", words)
    refused(said, 2, "what_if.no_number", phrase)


def wrong(*limits: str) -> str:
    """What is said of limits on an item that has to lie between two numbers."""
    rules = rules_file(locate("hj274-2015")).data
    for indicator in rules["indicators"]:
        if indicator["id"] == "HJ274-2015.11":
            indicator["limit"] = {"at_least": "0.1", "at_most": "0.5"}
    with pytest.raises(UsageError) as error:
        with_limits(from_data(rules), limits)
    return str(error.value)


def test_of_two_bounds_it_is_asked_which_and_they_may_not_contradict() -> None:
    assert says(wrong("11=0.2"), "what_if.which_limit", "[1] ≤0.5 tce/万元；[2] ≥0.1 tce/万元")
    assert says(wrong("11[at_least]=0.6"), "what_if.wrong", "0.6")
    assert says(wrong("11[≥]=0.2", "11[2]=0.3"), "what_if.twice", "已经改过一次")
    assert says(wrong("11[≤]=1e40"), "what_if.wrong", "")


BAD_SETS = [
    ("工业增加值", "what_if.set_form", "看不出要改什么"), ("=3亿元", "what_if.set_form", "看不出"), ("工业增加值[2024=3", "what_if.set_form", "看不出"),
    ("工业增加值=", "what_if.set_form", "看不出"), ("工业增加=3亿", "what_if.no_name", "您是否想写“工业增加值”？"),
    ("完全不相干的东西=3", "what_if.no_name", "没有名为“完全不相干的东西”的数据项、属性或指标"),
    ("工业增加值[20244]=3亿元", "what_if.of", "“20244”不是年份"), ("工业增加值[规上]=3亿元", "what_if.of", "已有的：全口径、2018年可比价"),
    ("工业增加值[2024，2023]=3亿元", "what_if.of", "“2023”不是年份"), ("工业增加值=3吨", "what_if.wrong", "不是同一种量，无法换算"),
    ("工业增加值=三百亿", "what_if.wrong", "读不出数值"), ("工业增加值=300亿 左右的钱", "what_if.wrong", "单位不认识"),
    ("工业增加值=—", "what_if.states_nothing", "请用 --unset"), ("工业增加值=待定", "what_if.states_nothing", "“待定”等于没有填"),
    ("建设规划基准年=2024", "what_if.wrong", "2024"), ("建设规划基准年=前年", "what_if.wrong", "前年"), ("综合能耗总量=-3tce", "what_if.wrong", "不能是负数"),
    ("建设规划基准年[2024]=2018", "what_if.no_year", "没有年份，请去掉 [2024]"),
]


@pytest.mark.parametrize(("words", "code", "phrase"), BAD_SETS)
def test_a_statement_that_cannot_be_taken_is_refused_with_the_reason(words: str, code: str, phrase: str) -> None:
    said = run("what-if", PARK, "--set", words)
    refused(said, 2, code, phrase)
    assert f"--set “{words}”" in said.err
    assert said.out == ""


@pytest.mark.parametrize(("words", "code", "phrase"), [
    ("主要设备=高炉", "what_if.list", "“主要设备”是清单"), ("能效水平=很好", "what_if.wrong", "很好"), ("行业代码=甲", "what_if.wrong", "甲"),
    ("15=也许", "what_if.opinion", "符合 或 不符合"), ("置换的冶炼产能[2024]=3", "what_if.no_year", "没有年份")])
def test_of_a_project_too(words: str, code: str, phrase: str) -> None:
    refused(run("what-if", PROJECT, "--set", words), 2, code, phrase)


@pytest.mark.parametrize("words", ["计划固定资产投资（万元）=38500", "计划固定资产投资（亿元）=3.85", "计划固定资产投资(元)=3.85亿", "计划固定资产投资(万元)=3.85亿", "用地（平方米）=68571.4"])
def test_a_heading_with_its_unit_may_be_copied(words: str) -> None:
    found = asked(PLANT, sets=(words,)) if "用地" in words else asked(PLANT, sets=(words, "总投资（亿元）=3.85"))
    [one, *_] = found.found.supposed.statements
    assert not one.unit_taken
    assert outcomes(found)[1] == ("undetermined" if "用地" in words else "met")


@pytest.mark.parametrize(("words", "phrase"), [
    ("计划固定资产投资（万元）=3.85亿元", "与单位一栏（项目表是列名）的“万元”不一致"),
    ("计划固定资产投资（亩）=3", "不是同一种量")])
def test_a_heading_whose_unit_does_not_agree_is_refused(words: str, phrase: str, tmp_path: Path) -> None:
    refused(run("what-if", plant(tmp_path), "--set", words), 2, "what_if.wrong", phrase)


def test_a_finding_of_a_person_that_facts_leave_no_room_for_is_said() -> None:
    said = run("what-if", PROJECT, "--set", "1=不符合").out
    assert says(said, "what_if.opinion_idle", "“淘汰类”由事实就定了")
    assert says(said, "what_if.all_same", "")


def test_a_fact_that_no_item_asks_for_is_said(tmp_path: Path) -> None:
    said = run("what-if", plant(tmp_path), "--ruleset", "admission-yunnan", "--set", "项目内容=新建生产线").out
    assert not says(said, "what_if.unasked", "")
    assert not says(run("what-if", PROJECT, "--set", "所在园区=昆明经开区").out, "what_if.unasked", "")
    assert says(run("what-if", PROJECT, "--set", "目录条目=一、1").out, "what_if.unasked", "没有一项指标用到“目录条目”")
    said = run("what-if", PARK, "--set", "建设规划基准年=2017").out
    assert not says(said, "what_if.unasked", "")
    said = run("what-if", PARK, "--set", "工业增加值[2022]=400亿元").out
    assert says(said, "what_if.unasked_year", "2024 年度的评判不用 2022 年的“工业增加值”")


def test_where_supposed_rules_do_not_fit_the_dossier_its_place_is_said(tmp_path: Path) -> None:
    """The overlay asks for a datum that the dossier states already, in a unit of another kind."""
    path = plant(tmp_path, observations=[*PLANT["observations"], {"quantity": "jobs", "value": "80 亩", "source": SOURCE}])
    overlay = written(tmp_path, "补充.yaml", """\
schema: overlay/1
id: made-up-jobs
title: 虚构的补充规定
issuer: 虚构
document: 虚构
base: {ruleset: admission-kunming-etdz-2023}
in_force: {from: 2023-01-01, seen: official}
add:
  quantities:
    jobs: {label: 就业人数, unit: 人, each: once}
  indicators:
    - {id: AJOB-1.1, label: 就业人数, category: 就业, unit: 人, value: jobs, limit: {at_least: 50}, source: {place: 一, name: official, limit: official, formula: official}}
""")
    assert run("what-if", path, "--set", "用地=100").status == 0
    said = run("what-if", path, "--overlay", overlay)
    refused(said, 2, "what_if.wrong_whole", "单位“亩”")
    assert "项目.json" in said.err
    refused(run("what-if", path, "--overlay", overlay, "--set", "用地=100"), 2, "what_if.wrong_whole", "单位“亩”")
    assert run("what-if", path, "--overlay", overlay, "--set", "就业人数=80").status == 0


def test_all_that_is_wrong_is_said_in_one_round() -> None:
    said = run("what-if", PARK, "--set", "工业增加=3", "--set", "工业增加值=很多", "--unset", "工业增加值=3", "--unset", "工业增加值[2011]")
    assert said.status == 2
    assert [code for code, line in zip(("what_if.no_name", "what_if.wrong", "what_if.unset_form", "what_if.nothing_stated"),
                                       said.errors, strict=True) if not says(line, code, "")] == []
    assert "填了的是 2018、2021、2023、2024 年" in said.err


@pytest.mark.parametrize("option", ["--set", "--unset", "--limit"])
@pytest.mark.parametrize(("given", "code"), [("项目内容=\x1b[31m红", "file.bad_character"), ("用地=\u202e3亩", "file.bad_character"),
                                             ("用地=" + "3" * 5000, "field.long_text"), ("用地=\udcff", "file.bad_character")])
def test_letters_that_no_file_may_have_are_refused(option: str, given: str, code: str) -> None:
    said = run("what-if", PROJECT, option, given)
    refused(said, 2, code, "")
    assert "\x1b" not in said.err


def test_the_same_datum_twice_is_refused() -> None:
    refused(run("what-if", PARK, "--set", "工业增加值=3亿元", "--unset", "industrial_value_added[2024]"), 2, "what_if.twice",
            "“工业增加值”在这次假设里已经改过一次")


def test_a_year_that_the_dossier_has_not_is_added_and_that_is_said() -> None:
    said = run("what-if", PARK, "--set", "工业增加值[2031]=300亿元").out
    assert "工业增加值（2031，全口径，2018年可比价）：没有填 → 300亿元（材料里填的是 2018、2021、2023、2024 年，没有这一年的" in said
    assert says(said, "what_if.unasked_year", "2024 年度的评判不用 2031 年的“工业增加值”，用的是 2018、2021、2023、2024 年的")


def test_taking_a_datum_away_leaves_it_open() -> None:
    found = asked(PLANT, unsets=("用地面积",))
    assert outcomes(found) == ("review", "undetermined")
    assert found.found.after.missing == ["quantity:land_area"]
    found = asked(PLANT, unsets=("land_basis", "用地"))
    assert found.found.supposed.statements[0].before == ["site"]
    refused(run("what-if", PROJECT, "--unset", "目录条目"), 2, "what_if.nothing_stated", "没有填“目录条目”")


def test_a_statement_in_several_scopes_asks_which() -> None:
    data = json.loads(json.dumps(read(PARK).data, default=str))
    [one] = [entry for entry in data["observations"] if entry["quantity"] == "energy_use" and entry["year"] == "2024"]
    data["observations"].append({**copy.deepcopy(one), "scope": "规上", "value": "60"})
    with pytest.raises(Exception, match="几种口径"):
        asked(data, sets=("energy_use=50万tce",))
    [two] = asked(data, sets=("energy_use[规上]=50万tce",)).found.supposed.statements
    assert (two.of, two.before) == ({"scope": "规上"}, [f"60 {one['unit']}"])


def test_what_a_person_would_find_may_be_supposed() -> None:
    asked_of = [f"{number}=符合" for number in (13, 15, 16, 17, 19, 20, 23, 24)]
    found = asked(PROJECT, sets=("置换的冶炼产能=75万t", *asked_of))
    assert flips(found)["AYN-2024.15"] == ("review", "met")
    assert found.after.verdict.reviews == []
    assert outcomes(asked(PROJECT, sets=("18=不符合",))) == ("unmet", "unmet")
    assert flips(asked(PROJECT, sets=("18=不符合",))) == {"AYN-2024.18": ("met", "unmet")}
    assert flips(asked(PROJECT, unsets=("18",))) == {"AYN-2024.18": ("met", "review")}


def test_what_somebody_declares_may_be_supposed() -> None:
    found = asked(PROJECT, sets=("符合生态环境分区管控（三线一单）=否",))
    assert flips(found) == {"AYN-2024.14": ("met", "unmet")}
    [fact] = [fact for fact in found.after.verdict.attributes if fact.name == "zoning_conforms"]
    assert (fact.value, fact.by) == ("否", "假设（试算）")


def test_a_value_that_is_only_reported_may_be_supposed() -> None:
    found = asked(ROOT / "samples/kunming-etdz-2022.yaml", sets=("15=80", "单位工业用地面积工业增加值=8.9亿元/km2"))
    assert flips(found) == {"HJ274-2015.8": ("undetermined", "unmet"), "HJ274-2015.15": ("undetermined", "met")}
    assert "HJ274-2015.8" not in flips(asked(ROOT / "samples/kunming-etdz-2022.yaml", sets=("15=80",)))


def test_an_overlay_is_supposed_on_one_side_or_holds_for_both(tmp_path: Path) -> None:
    overlay = ROOT / "samples/overlays/made-up-yuxi.yaml"
    found = json.loads(run("what-if", PARK, "--overlay", overlay, "--format", "json").out)
    assert (found["before"].get("overlays", []), len(found["after"]["overlays"])) == ([], 1)
    assert found["flipped"]
    both = json.loads(run("what-if", PARK, "--under", overlay, "--format", "json").out)
    assert (len(both["before"]["overlays"]), both.get("flipped", []), both.get("moved", [])) == (1, [], [])


@pytest.mark.parametrize("option", [("--register", "台账.sqlite"), ("--by", "张三")])
def test_a_trial_is_never_recorded(option: tuple[str, str], tmp_path: Path) -> None:
    said = run("what-if", PARK, "--set", "工业增加值=3亿元", *option)
    refused(said, 2, "what_if.no_register", "不能登记")
    assert f"请去掉 {option[0]}" in said.err
    assert not (tmp_path / "台账.sqlite").exists()
    assert "--register" not in run("what-if", "--help").out


@pytest.mark.parametrize("name", ["x.pdf", "x.docx", "x"])
def test_no_page_that_looks_like_a_verdict_is_written(name: str, tmp_path: Path) -> None:
    said = run("what-if", PARK, "-o", tmp_path / name)
    refused(said, 2, "what_if.no_page" if name == "x.pdf" else "error.format", name)
    assert list(tmp_path.iterdir()) == []
    refused(run("what-if", PARK, "-o", PARK), 2, "error.format", "made-up-park.yaml")


def test_what_would_be_is_no_verdict_to_anybody_else(tmp_path: Path) -> None:
    path = tmp_path / "如果.json"
    assert run("what-if", PARK, "--limit", "11=0.1", "-o", path).status == 0
    data = json.loads(path.read_text(encoding="utf-8"))
    assert (data["schema"], data["purpose"], data["before"]["outcome"], data["after"]["outcome"]) == (
        "what-if/1", "trial", "met", "met")
    assert data["flipped"][0]["before"]["outcome"] == "met"
    with pytest.raises(ValueError, match="what-if/1"):
        Verdict.model_validate(data)
    refused(run("check", PARK, "--previous", path), 2, "previous.not_a_verdict", "")
    assert run("verify", path).status != 0


def test_the_workbook_has_both_sides_and_every_item(tmp_path: Path) -> None:
    path = tmp_path / "如果.xlsx"
    assert run("what-if", PARK, "--limit", "11=0.1", "--set", "工业增加值=460亿元", "-o", path, "-o", "-").status == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["试算", "逐项"]
    rows = list(book["逐项"].iter_rows(values_only=True))
    assert len(rows) == 33
    [line] = [row for row in rows if row[0] == "11"]
    assert line[2:] == ("判定变了", "达标", "未达标", "0.1565 tce/万元", "0.1565 tce/万元", "≤0.5", "≤0.1")
    first = [str(cell) for row in book["试算"].iter_rows(values_only=True) for cell in row if cell]
    assert first[0] == "试算：如果……会怎样（不登记，不是核验意见）"
    assert "限值 11 单位工业增加值综合能耗：≤0.5 tce/万元 → ≤0.1 tce/万元（没有写单位，按规则集的单位“tce/万元”）" in first


def test_both_sides_stand_beside_each_other(tmp_path: Path) -> None:
    said = run("what-if", plant(tmp_path), "--set", "用地面积=100亩", "--set", "计划固定资产投资=3.6亿元").out
    lines = said.splitlines()
    [head] = [line for line in lines if line.split() == ["现在", "如果"]]
    [verdict] = [line for line in lines if line.startswith("结论  ")]
    assert verdict.split() == ["结论", "转人工研判（试算）", "符合准入条件（试算）", "变了"]
    assert head.index("现在") < head.index("如果")
    assert says(said, "what_if.verdict_turned", "结论变了：转人工研判（试算） → 符合准入条件（试算）")
    assert "1 投资强度　未达到，待研判 → 达到　值 ≤327.3；327.3 万元/亩 → 360 万元/亩　限值 目标值 ≥350" in said
    assert said.rstrip().endswith("须有申报单位填写并写明出处的材料。")


def test_in_whatever_order_it_is_asked_the_same_comes_of_it() -> None:
    sets = ("用地面积=100亩", "计划固定资产投资=3.6亿元", "land_basis=site")
    found = [asked(PLANT, sets=order).found.plain() for order in itertools.permutations(sets)]
    assert all((one["flipped"], one["after"]["outcome"]) == (found[0]["flipped"], "met") for one in found)


@pytest.mark.parametrize("number", ["0", "327.27", "327.28", "100000"])
def test_a_floor_is_met_just_where_the_value_reaches_it(number: str) -> None:
    """36 000 万元 on 110 亩 are 327.2727… 万元/亩."""
    found = asked(PLANT, sets=("计划固定资产投资=3.6亿元",), limits=(f"1={number}",))
    [value] = {value.value for one in found.after.verdict.finding("AKM-2023.1").deciding for value in one.values
               if isinstance(value, Interval)}
    assert value is not None
    assert exact(value) == "3600/11"
    assert outcomes(found)[1] == ("met" if Decimal(number) * 11 <= 3600 else "review")


def test_what_is_wrong_with_the_dossier_itself_is_its_own_mistake(tmp_path: Path) -> None:
    path = plant(tmp_path, observations=[{"quantity": "land_area", "value": "110吨", "source": SOURCE}])
    said: Said = run("what-if", path, "--set", "用地面积=100亩")
    refused(said, 4, "unit.wrong_dimension", "单位“吨”")
    assert "项目.json" in said.err


def found_of(verdict: Verdict) -> list[object]:
    return [verdict.outcome, *((f.item, f.outcome, [(e.outcome, [str(v) for v in e.values]) for e in f.evaluations])
                               for f in verdict.findings)]


@pytest.mark.parametrize("name", ["made-up-park", "kunming-etdz-2022", "yuxi-htz-2020", "made-up-yuxi-2022"])
@pytest.mark.parametrize("seed", range(4))
def test_any_datum_supposed_or_taken_away_is_what_a_file_made_by_hand_comes_to(name: str, seed: int) -> None:
    chance = random.Random(seed)
    data = json.loads(json.dumps(sample_data(name), default=str))
    stated = [(o["quantity"], o.get("year")) for o in data["observations"]]
    once = [i for i, o in enumerate(data["observations"]) if o.get("unit") and stated.count(stated[i]) == 1]
    place, value = chance.choice(once), str(chance.randrange(20_000) / 10)
    one = data["observations"][place]
    key = one["quantity"] + (f"[{one['year']}]" if "year" in one else "")
    changed, gone = copy.deepcopy(data), copy.deepcopy(data)
    changed["observations"][place]["value"] = value
    del gone["observations"][place]
    ruleset = data["against"][0]["ruleset"]
    for made, found in ((changed, asked(data, ruleset=ruleset, sets=(f"{key}={value}{one['unit']}",))),
                        (gone, asked(data, ruleset=ruleset, unsets=(key,)))):
        [record] = assess(parse_dossier(json.dumps(made, ensure_ascii=False).encode(), "d.json"),
                          Terms(TODAY, (ruleset,), purpose="trial"))
        assert found_of(found.after.verdict) == found_of(record.verdict)


def numbers(ruleset: Ruleset) -> dict[tuple[str, str, int, str], Decimal]:
    """Every number of every limit, by where it stands."""
    return {(item.id, reading, place, relation): number
            for item in ruleset.model.indicators
            for reading, rows in (("", item.limit), *((name, r.limit or []) for name, r in item.readings.items()))
            for place, row in enumerate(rows) for relation, number in row.numbers}


@pytest.mark.parametrize("name", installed())
def test_of_any_ruleset_just_the_number_that_was_asked_for_is_another(name: str) -> None:
    base = load(name)
    before = numbers(base)
    for key in random.Random(name).sample(sorted(before), min(5, len(before))):
        item, reading, place, _ = key
        mine = [one for one in before if one[0] == item]
        which = 1 + mine.index(key)
        other = before[key] + 1
        if sum(one[1:3] == (reading, place) for one in mine) > 1:
            continue  # a row between two numbers may contradict itself
        changed, [one] = with_limits(base, (f"{item}[{which}]={other}",))
        after = numbers(changed)
        assert {k: v for k, v in after.items() if before[k] != v} == {key: other}, (item, which)
        assert (Decimal(one.before), Decimal(one.after)) == (before[key], other)
        assert numbers(load(name)) == before
        assert changed.digest != base.digest


def test_what_is_supposed_stands_beside_what_still_stands() -> None:
    """A value that was withdrawn doesn't come back, and its withdrawal is no error where others are supposed."""
    data = {**PLANT, "observations": [*PLANT["observations"], {"quantity": "total_investment", "value": "4.6亿元", "source": SOURCE}],
            "withdrawn": [{"statement": {"about": "total_investment", "value": "4.6亿元"}, "by": "张三（虚构）",
                           "on": "2023-05-01", "why": "笔误", "source": SOURCE}]}
    found = asked(data, sets=("计划总投资=5亿元",))
    [statement] = found.found.supposed.statements
    assert (statement.before, statement.value) == (["3.6亿元"], "5亿元")
    data["attributes"] = {**PLANT["attributes"], "land_basis": {
        "value": "site", "source": SOURCE, "also": [{"value": "leased", "source": SOURCE}]}}
    assert asked(data).before.verdict.outcome == "undetermined"
    found = asked(data, sets=("用地性质=site",))
    [statement] = found.found.supposed.statements
    assert len(statement.before) == 2  # both that contradict each other
    assert found.after.verdict.facts["land_basis"] == "site"
