"""The words that people read: what was stated and what follows, lists and labels, plain language, all at once."""

from __future__ import annotations

import io
import json
import pickle
import re
import typing
from pathlib import Path
from typing import Any

import openpyxl
import pages
import pytest
from conftest import DAY, EVERY_PLAN, derived, sample_data
from plain_words import of_the_programmer
from portfolios import portfolio_unset, portfolio_words, set_portfolio  # noqa: F401 - fixtures
from pydantic import BaseModel
from pypdf import PdfReader
from test_screening import cells, screen, table
from test_ways import by_floors, judged, kunming, with_ways

from checker.capsule.issue import Issue, from_verdicts
from checker.capsule.unpacking import CapsuleVerdict
from checker.comparing.rulesets import diff
from checker.dossier.dossier import Dossier
from checker.errors import Problem
from checker.messages import CATALOGUE
from checker.places import KEYED, CellAddress, Place, spoken
from checker.register.entry import Entry, Founding
from checker.reporting import way_in
from checker.reporting.comparison_book import verdict_workbook
from checker.reporting.derivation_text import derivation_text
from checker.reporting.page import render_html
from checker.reporting.plain_text import report
from checker.ruleset.amended import amended, overlay_from
from checker.ruleset.definition import RulesetModel
from checker.ruleset.loading import from_data, load
from checker.ruleset.overlay import OverlayModel
from checker.screening.common import Common
from checker.screening.mapping import Columns
from checker.screening.portfolio import few
from checker.sentence import Told
from checker.testing.cases import CasesModel
from checker.verifying.agreeing import told
from checker.verifying.answers import plainly
from checker.verifying.glossary import Called, Glossary
from checker.verifying.provisions import provisions
from checker.verifying.rejudging import Difference, differences
from checker.wording.worded import Finding, WordedVerdict

FILES = (Dossier, Common, Columns, RulesetModel, OverlayModel, CasesModel, Issue, WordedVerdict, Founding, Entry)
ONLY_MOST = "由“计划总投资”只知道不超过"


def investment(**amounts: str) -> WordedVerdict:
    """The floor of investment per mu, by what is stated of a made-up project."""
    return judged(by_floors(**amounts), kunming())


def page(verdict: WordedVerdict) -> str:
    """The words of the page, without its marks."""
    html, _ = render_html(verdict, [], from_verdicts([verdict], None))
    return re.sub("<[^>]*>", "", html)


def sheet_text(verdict: WordedVerdict) -> str:
    """All words of the workbook."""
    book = openpyxl.load_workbook(io.BytesIO(verdict_workbook([verdict])))
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


# a bound is called a bound


def test_a_bound_is_never_shown_as_a_reported_value() -> None:
    """Only the planned total stands in the papers; of the fixed assets it says no more than the most."""
    verdict = investment(total_investment="2.4亿元", land_area="80亩")
    found = verdict.findings[0]
    assert found.outcome == "review"
    assert found.shown == "≤300；300"
    ways = with_ways(by_floors(total_investment="2.4亿元", land_area="80亩"), kunming())[1]
    first, total = way_in.changes(found, ways)[:2]
    assert first.startswith(f"按固定资产投资：计划固定资产投资至少 28000 万元（没有填写，{ONLY_MOST} 24000，至少差 4000）")
    assert first.endswith("或用地面积至多 68.57 亩（现 80，超 11.43），并且填报的计划固定资产投资达到 24000 万元")
    assert total.startswith("按计划总投资：计划总投资至少 28000 万元（现 24000，差 4000）")
    assert [e.substitution for e in found.evaluations if e.reading == "fixed"] == [["≤2.4亿元 ÷ 80亩"]]
    said = derivation_text(derived(by_floors(total_investment="2.4亿元", land_area="80亩"), kunming()))
    assert f"计划固定资产投资：没有填写，{ONLY_MOST} 2.4亿元" in said
    assert "计划固定资产投资：2.4亿元" not in said
    assert "申请书（“计划总投资”，只作上限）" in sheet_text(verdict)
    assert "计划固定资产投资 2.4亿元" not in page(verdict)
    assert "≤2.4亿元" in page(verdict)
    assert all("不同的填报值" not in str(line) for line in report(verdict).splitlines())


def test_less_land_is_enough_only_with_the_datum_that_is_not_stated() -> None:
    """Whoever takes the advice about the land and fills the bounded datum in is let in; without it nobody is."""
    without = investment(total_investment="2.4亿元", land_area="68.57亩")
    filled = investment(total_investment="2.4亿元", land_area="68.57亩", planned_fixed_asset_investment="24000万元")
    assert (without.outcome, filled.outcome) == ("undetermined", "met")


def test_what_is_only_bounded_is_missing_and_not_a_range_that_somebody_stated() -> None:
    verdict = investment(total_investment="3.2-3.5亿元", land_area="80亩")
    found = verdict.findings[0]
    assert found.outcome == "undetermined"
    assert found.shown == "≤437.5；400～437.5"
    assert [(need.kind, need.label) for need in verdict.missing] == [("quantity", "计划固定资产投资")]
    said = report(verdict) + sheet_text(verdict) + page(verdict)
    assert "“计划固定资产投资”没有填写，由“计划总投资”只知道它的上限" in said
    assert "所填范围" not in said
    assert "准确值" not in said
    stated = investment(total_investment="40000万元", planned_fixed_asset_investment="2-3亿元", land_area="80亩")
    assert "所填范围跨过限值" in report(stated)
    assert "计划固定资产投资的准确值" in report(stated)


def test_a_bound_that_is_exceeded_is_no_second_value() -> None:
    verdict = investment(total_investment="2亿元", planned_fixed_asset_investment="3亿元", land_area="80亩")
    assert verdict.outcome == "undetermined"
    said = report(verdict)
    assert "不同的填报值" not in said
    assert "“计划固定资产投资”超过了“计划总投资”（2亿元），两者矛盾。" in said


def test_two_totals_bound_what_nobody_stated_and_contradict_nothing_of_it() -> None:
    data = by_floors(total_investment="2亿元", land_area="80亩")
    data["observations"].append({**data["observations"][0], "value": "2.2亿元"})
    said = report(judged(data, kunming()))
    assert "超过了“计划总投资”" not in said
    assert "“计划固定资产投资”没有填写，只知道不超过“计划总投资”（2亿元）" in said
    assert "“计划固定资产投资”没有填写，只知道不超过“计划总投资”（2.2亿元）" in said
    assert "计划总投资有 2 个不同的填报值" in said
    assert "计划固定资产投资有" not in said


@pytest.mark.parametrize(("land", "said"), [("0亩", "0亩"), ("0～5亩", "0～5亩"), ("0公顷", "0公顷")])
def test_a_land_area_of_zero_is_called_that(land: str, said: str) -> None:
    amounts = {"total_investment": "2.4亿元", "planned_fixed_asset_investment": "2亿元", "land_area": land}
    verdict, told = investment(**amounts), derivation_text(derived(by_floors(**amounts), kunming()))
    assert verdict.outcome == "undetermined"
    for words in (report(verdict), sheet_text(verdict), page(verdict), told):
        assert f"“用地面积”填的是 {said}" in words
        assert "除数可能为零" not in words


# a label stays one name


SAMPLES = ("kunming-etdz-2022", "yuxi-htz-2020", "made-up-park", "made-up-project", *EVERY_PLAN)
HOUSING = "是否建造成套住宅、专家楼、宾馆、招待所或培训中心"


def test_a_comma_inside_a_label_makes_no_list_of_it(tmp_path: Path) -> None:
    """The portfolio once counted this one datum as four that 2 projects lack."""
    path = table(tmp_path, [("1", "甲"), ("2", "乙")], ("序号", "项目名称"))
    assert screen(path, tmp_path / "out", rules=("--ruleset", "admission-land-2008", "--as-of", "2025-06-30", "--jobs", "1")).status == 0
    pdf = portfolio_words(tmp_path / "out")
    assert f"{HOUSING}0／2／0" in pdf
    assert "宾馆0／2／0" not in pdf
    sheet = cells(tmp_path / "out")["全部"]
    assert HOUSING in str(sheet[1][sheet[0].index("尚缺的数据")])


def test_of_what_is_missing_a_few_names_are_counted_by_the_name() -> None:
    assert few([HOUSING, "甲"]) == f"{HOUSING}、甲"
    assert few([HOUSING, "甲", "乙", "丙", "丁"]) == f"{HOUSING}、甲、乙、丙等 5 项"


# the headline names what there is


def test_the_headline_of_a_screening_names_columns_that_exist(tmp_path: Path) -> None:
    """Where no clause is a floor per mu, no column of one is shown; where one is, it has its name and unit."""
    screen(table(tmp_path), tmp_path / "floor")
    screen(table(tmp_path), tmp_path / "none", rules=("--ruleset", "admission-yunnan", "--as-of", "2025-06-30", "--jobs", "1"))
    for folder, there in (("floor", True), ("none", False)):
        heading = cells(tmp_path / folder)["全部"][0]
        assert {name in heading for name in ("投资强度（万元/亩）", "与限值差", "亩均判定")} == {there}
        assert not any("亩均指标" in str(name) for name in heading)
        pdf = portfolio_words(tmp_path / folder)
        assert ("投资强度（万元/亩）" in pdf) == there
        assert ("亩均" in pdf) == there


# nothing of the programmer


def test_what_is_only_told_is_worded_and_placed_like_a_problem_and_is_none() -> None:
    told = Told("known.stranger", {"ruleset": "x"}, ("attributes", "scope"))
    problem = Problem.of(told)
    alike: object = problem
    assert (str(told), str(told.at("a.yaml", {("attributes",): 3}))) == (str(problem), str(problem.at("a.yaml", {("attributes",): 3})))
    assert (told == alike, isinstance(told, Problem), isinstance(told.at("a.yaml", {}), Told)) == (False, False, True)
    assert Told.of(problem) == told


def test_a_cell_of_a_table_is_told_by_row_sheet_and_cell() -> None:
    problem = Problem("amount.unreadable", {"given": "很多"}, (Place("序号 2"), CellAddress("Sheet!D3")), "表.xlsx")
    assert str(problem).startswith("表.xlsx 序号 2，“Sheet”页 D3 格：“很多”读不出数值")


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_word_of_the_programmer_stands_on_the_page_or_in_the_terminal(sample: str) -> None:
    verdict = read_and_judged(sample)
    assert of_the_programmer(report(verdict) + derivation_text(derived(sample_data(sample)))) == []
    assert of_the_programmer(page(verdict)) == []
    assert of_the_programmer(sheet_text(verdict)) == []


def test_no_word_of_the_programmer_stands_in_a_pdf() -> None:
    """What is drawn beside the page's own words too: heads, feet, marks."""
    drawn = "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pages.page(pages.PROJECT))).pages)
    assert "虚构" in drawn
    assert of_the_programmer(drawn) == []


@pytest.mark.usefixtures("set_portfolio")
def test_no_word_of_the_programmer_stands_in_what_a_screening_says(tmp_path: Path) -> None:
    """Terminal, results and portfolio, of rows that are judged and of rows that can't be read."""
    rows = [("1", "甲", "很多", "80亩", "2921"), ("2", "乙", "2.4亿元", "12吨", "ZZZ"), ("", "丙", "2.4亿元", "80亩", "2921"),
            ("4", "", "2亿元", "80亩", "2921")]
    said = screen(table(tmp_path, rows, ("序号", "项目名称", "计划总投资", "用地面积", "行业代码")), tmp_path / "out")
    assert of_the_programmer((said.out + said.err).replace(str(tmp_path), "")) == []
    results = cells(tmp_path / "out")
    found = [str(cell) for name, sheet in results.items() for row in sheet for cell in row if cell and name != "说明"]
    assert [words for words in found if of_the_programmer(words)] == []
    drawn = "\n".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "out/portfolio.pdf").pages)
    assert of_the_programmer(drawn) == []
    problems = "\n".join(str(row[3]) for row in results["读不出的行"][1:])
    assert "序号 1，第 2 行第 3 列：“计划总投资”：“很多”读不出数值" in problems
    assert "序号 2，第 3 行第 5 列：“行业代码”写的“ZZZ”不是" in problems
    assert " 第 5 行：没有写项目名称" in problems


# What only somebody who writes files by hand, makes rules or keeps the program is told.
FOR_MAKERS = ("ruleset.", "overlay.", "formula.", "lint.", "case.", "export.", "help.", "usage.", "diff.", "catalogue.",
              "hint.from_here")
WRITTEN_BY_HAND = {"cluster.daemon", "field.not_boolean", "field.id", "doctor.engine_plain", "register.none", "register.not_allowed",
                   "own.no_folder", "register.rulesets_server"}


def test_no_sentence_of_ours_asks_for_a_field_of_a_program() -> None:
    for code, words in CATALOGUE.items():
        if not code.startswith(FOR_MAKERS) and code not in WRITTEN_BY_HAND:
            assert of_the_programmer(words) == [], code


# every field has one name


def test_every_field_of_our_files_and_of_a_verdict_has_a_name() -> None:
    unnamed = {f"{model.__name__}.{key}" for model in models(*FILES) for key in keys_of(model)
               if f"what.{key}" not in CATALOGUE}
    assert unnamed == set()
    for model in (WordedVerdict, Finding):
        for key in keys_of(model):
            named = spoken((key,), keys=False)
            assert not re.search("[a-z_]", named), (model, key)


def test_every_name_that_a_file_gives_is_told_as_it_is_written() -> None:
    """Below these fields stand names, not fields: the name of an attribute is never taken for a field's."""
    given = {key for model in models(*FILES) for key, annotation in keys_of(model).items() if holds_names(annotation)}
    assert given == KEYED
    assert spoken(("attributes", "scope", "value"), keys=True) == "属性（attributes）的“scope”的内容（value）"
    assert spoken(("lists", 0, "entries", 2, "date"), keys=True) == "清单（lists）第 1 条的条目（entries）第 3 条的“date”"


def test_a_path_is_told_with_its_keys_only_to_who_writes_them() -> None:
    path = ("reported", 0, "reading")
    for file, said in (("材料.yaml", "自报值（reported）第 1 条的理解方案（reading）"), ("材料.json", "自报值（reported）第 1 条的理解方案（reading）"),
                       ("表.xlsx", "自报值第 1 条的理解方案"), ("表.csv", "自报值第 1 条的理解方案")):
        assert str(Problem("field.empty_text", {}, path, file)).startswith(f"{file} {said}：")
    named = pickle.loads(pickle.dumps(difference(path, "x").field))
    assert named == "reported[0].reading"
    assert isinstance(named, Called)
    assert named.said() == "自报值第 1 条的理解方案"


def models(*roots: type[BaseModel]) -> list[type[BaseModel]]:
    """These and all that stand within them."""
    found: dict[type[BaseModel], None] = {}
    waiting: list[Any] = [*roots]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            if one not in found:
                found[one] = None
                waiting += keys_of(one).values()
        else:
            waiting += typing.get_args(one)
    return list(found)


def keys_of(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def holds_names(annotation: Any) -> bool:
    return typing.get_origin(annotation) is dict or any(map(holds_names, typing.get_args(annotation)))


def test_a_difference_of_verdicts_is_told_by_the_names_of_its_fields() -> None:
    """Programs read where; people read what."""
    told_as = wrong_of(difference(("evaluations", 0, "would_be"), "met", item="HJ274-2015.1"))
    assert "按所填的数会是" in str(told_as)
    assert plainly(told_as)["params"]["field"] == "evaluations[0].would_be"
    for field, kept, said in (("purpose", "formal", "正式"), ("used", False, "否"), ("basis", "reported", "自报"),
                              ("text", "formal", "formal")):
        assert f"附件写“{said}”，重新评判得“—”" in str(wrong_of(difference((field,), kept)))
    for path, said in ((("reconciliation", 0, "value"), "：印出与重算第 1 条的"),
                       (("base",), "：基准年 "), (("facts", "jing_jin_ji"), "：据以评判的属性的“是否位于京津冀地区” "),
                       (("notes", 0, "params", "label"), "：注第 1 条的参数的所说的是什么 "),
                       (("ruleset", "not_covered"), "：规则集的没有查看的名单 ")):
        assert said in str(wrong_of(difference(path, "a"))), wrong_of(difference(path, "a"))


def difference(path: tuple[str | int, ...], kept: object, item: str | None = None) -> Difference:
    glossary = Glossary(load("hj274-2015"), pages.record("made-up-park").verdict)
    return Difference("hj274-2015", item, "", glossary.place(path, "finding" if item else "verdict"),
                      glossary.value(path, {}, kept), None)


def test_a_part_that_only_one_verdict_has_is_told_by_its_name() -> None:
    verdict = pages.record("made-up-park").verdict
    data = json.loads(json.dumps(verdict.plain()))
    data["requirements"] = data["requirements"][1:]
    data["data"].append({"quantity": "energy_use", "amount": "1"})
    ruleset = load("hj274-2015")
    part = CapsuleVerdict("", ruleset, ruleset, (), False, data)
    found = differences(part, pages.record("made-up-park"), grown=False)
    assert [one for one in map(str, told(found)) if of_the_programmer(one)] == []
    [whole] = [one for one in found if one.field == f"requirements[{len(data['requirements'])}]"]
    assert str(whole.after).startswith('{"')
    assert f"重新评判得“{ruleset.model.requirements[-1].label}”" in str(wrong_of(whole))
    [datum] = [one for one in found if one.field == f"data[{len(data['data']) - 1}]"]
    assert f"附件写“{ruleset.model.quantities['energy_use'].label}”" in str(wrong_of(datum))


def test_a_group_that_was_confirmed_is_told_by_its_name() -> None:
    ours = load("hj274-2015")
    group = ours.model.requirements[1]
    overlay = overlay_from({
        "schema": "overlay/1", "id": "made-up-check", "title": "虚构的核对", "issuer": "虚构局", "document": "虚构函", "made_up": True,
        "base": {"ruleset": ours.id, "digest": ours.digest}, "in_force": {"from": "2024-01-01", "seen": "source"},
        "confirmed": [{"requirements": [group.id], "document": "虚构的印本", "edition": "第一版", "by": "虚构局", "on": "2024-03-01",
                       "digest": "a" * 64}]})
    changed = amended(ours, overlay, DAY)
    said = [str(one) for one in provisions([CapsuleVerdict("", ours, changed, (overlay,), False, {})])]
    [confirmed] = [one for one in said if group.label in one]
    assert group.id not in confirmed
    judged_so = judged(sample_data("made-up-park"), changed)
    assert [note.params["parts"] for note in judged_so.notes if note.code == "note.confirmed"] == ["分组"]
    assert group.id not in report(judged_so)


def wrong_of(difference: Difference) -> Problem:
    return told([difference])[0]


def test_what_rules_have_otherwise_is_told_without_their_ids() -> None:
    """A reader of a page is told of a doubt or datum by its name; who writes rules by its id as well."""
    ours = load("hj274-2015")
    data = ours.model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    gone, changed = data["doubts"][0], data["doubts"][-1]
    data["doubts"] = [*data["doubts"][1:-1], {**changed, "source": {**changed["source"], "place": "另一处"}}]
    found = diff(ours, from_data(data))
    assert [change.said(ids=False) for change in found if change.kind == "part_removed"] == [f"{gone['label']}：删去"]
    assert f"{gone['id']} {gone['label']}：删去" in map(str, found)
    [other] = [change.said(ids=False) for change in found if change.kind == "part_field"]
    assert other.startswith(f"{changed['label']}：疑点由 ")
    assert "另一处" in other
    assert of_the_programmer(other) == []


def read_and_judged(sample: str) -> WordedVerdict:
    data = sample_data(sample)
    return judged(data, load(data["against"][0]["ruleset"]))


def test_a_reading_of_a_reported_value_is_named_as_it_is_printed() -> None:
    """The page asks for a reading by its label: whoever copies the label is understood."""
    ruleset = load("hj274-2015")
    item = next(i for i in ruleset.items.values() if len(i.model.readings) > 1 and all(r.label for r in i.interpretations))
    for reading in item.interpretations:
        data = sample_data("made-up-park")
        data["reported"] = [{"item": item.id, "reading": reading.label, "value": "1", "unit": reading.unit and reading.unit.text,
                             "source": {"place": "报告", "words": "见"}}]
        assert [r.reading for r in judged(data, ruleset).reported] == [reading.id]
