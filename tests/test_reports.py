"""Reports that an office hands in: filled from the verdict, kept through being made again, checked from themselves."""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from bad.command import refused, run
from conftest import ROOT
from docx.document import Document as Drawn
from docx.oxml.ns import qn
from docx.table import Table
from pages import SMALL, page

from checker.capsule.record import Record
from checker.errors import CheckerError
from checker.files.textfile import read
from checker.messages import source
from checker.reports.blocks import ReportBody, WordsLine
from checker.reports.carried_words import RECORD, CarriedWords
from checker.reports.enclosed import NAMESPACE
from checker.reports.form_files import form, forms, layout
from checker.reports.known_names import unknown_names
from checker.reports.outline import FormModel
from checker.reports.report_page import report_pdf
from checker.reports.setting_out import chinese, report_body
from checker.ruleset.loading import installed, load
from checker.services.judging_files import JudgingTerms, judged
from checker.services.report_files import MadeReport, capsule_of, made_report, record_for
from checker.services.verifying_files import checked_files
from checker.validation import build
from checker.verifying import report_check
from checker.verifying.report_check import ReportCheck, checked_report

PARK, PROMISE, ZERO = "made-up-park", "made-up-land-standard", "made-up-zero-carbon"
SELF, LAND, GREEN, APPLICATION = (
    "eco-park-self-assessment", "land-standard-promise", "green-park-self-assessment", "zero-carbon-application")
ACCOUNT, SCORES, THIRD = "carbon-account-report", "county-score-sheet", "green-park-third-party"
LACKING = "缺"


@cache
def record(sample: str, ruleset: str | None = None) -> Record:
    return judged(JudgingTerms(ROOT / f"samples/{sample}.yaml", dt.date(2026, 11, 28), (ruleset,) if ruleset else ()))[0]


@cache
def made(sample: str, name: str) -> MadeReport:
    return made_report(form(name), record(sample), None)


def opened(raw: bytes) -> Drawn:
    return docx.Document(io.BytesIO(raw))


def table(drawn: Drawn, *heads: str) -> Table:
    """The table whose first row has these words in it."""
    return next(one for one in drawn.tables if {*heads} <= {cell.text for cell in one.rows[0].cells})


def written_at(drawn: Drawn, prompt: str) -> str:
    return "".join(text.text or "" for sdt in controls(drawn, prompt) for text in sdt.iter(qn("w:t")))


def controls(drawn: Drawn, prompt: str) -> list[Any]:
    return [sdt for sdt in drawn.element.body.iter(qn("w:sdt"))
            if (tag := sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")) is not None and tag.get(qn("w:val")) == f"prompt:{prompt}"]


def write(drawn: Drawn, prompt: str, words: str) -> None:
    """What an officer's program does: the first run has the words, the others are gone, nothing asks any more."""
    [sdt] = controls(drawn, prompt)
    first, *others = sdt.iter(qn("w:t"))
    first.text = words
    for other in others:
        other.getparent().remove(other)
    for asks in sdt.iter(qn("w:showingPlcHdr")):
        asks.getparent().remove(asks)


def saved(drawn: Drawn, place: Path) -> Path:
    drawn.save(str(place))
    return place


def fields(drawn: Drawn) -> list[str]:
    return [told.text.strip() for told in drawn.element.body.iter(qn("w:instrText"))]


# What a report says is what the verdict says.


@pytest.mark.parametrize("sample", [PARK, "kunming-etdz-2022", "yuxi-htz-2020"])
def test_the_figures_of_the_comparison_table_are_those_of_the_verdict(sample: str) -> None:
    found = record(sample, "hj274-2015")
    report = made_report(form(SELF), found, None)
    rows = table(opened(report.word), "必选或可选", "评价结果").rows
    heads = [cell.text for cell in rows[0].cells]
    column, told = heads.index(f"{found.verdict.period}年"), heads.index("指标")
    by_item: dict[str, list[str]] = {}
    for row in rows[1:]:
        by_item.setdefault(row.cells[0].text, []).append(re.sub(r"\[\d+\]$", "", row.cells[column].text))
        assert row.cells[told].text
    due = {}
    for finding in found.words.findings:
        if finding.outcome != "not_selected":
            readings = dict.fromkeys(e.reading for e in finding.evaluations if e.decides)
            shown = [[value for e in finding.evaluations if e.decides and e.reading == r and not e.borrowed
                      for value in e.shown] for r in readings]
            due[finding.item.rpartition(".")[2]] = ["\n".join(dict.fromkeys(values)) or LACKING for values in shown]
    assert {item: [value.replace("（自报）", "") for value in values] for item, values in by_item.items()} == due
    assert all(values for values in due.values())


def test_the_table_has_category_kind_base_year_and_three_years_and_no_cell_is_blank() -> None:
    rows = table(opened(made(PARK, SELF).word), "必选或可选", "评价结果").rows
    assert [cell.text for cell in rows[0].cells] == [
        "序号", "类别", "指标", "单位", "限值", "必选或可选", "基准年\n2018年", "2022年", "2023年", "2024年", "评价结果"]
    assert [row.cells[0].text for row in rows if row.cells[5].text == "必选"].count("17") == 1
    eleventh = next(row for row in rows if row.cells[0].text == "11")
    assert [cell.text for cell in eleventh.cells][5:] == ["可选", "0.3", "缺[22]", "0.175", "0.1565", "达标"]
    for one in opened(made(PARK, SELF).word).tables[:-1]:
        if one.rows[0].cells[0].text:  # the pictures' table has no heads
            assert [cell.text for row in one.rows for cell in row.cells if not cell.text] == []


def test_what_is_lacking_in_a_year_is_named_below_the_table() -> None:
    notes = [p.text for p in opened(made(PARK, SELF).word).paragraphs if re.match(r"\[\d+\]", p.text)]
    assert "[22] 缺：当年的综合能耗总量、工业增加值。" in notes
    assert len(notes) == len(set(notes)) > 40
    kunming = report_body(form(SELF), record("kunming-etdz-2022"), capsule_of(record("kunming-etdz-2022")))
    assert any(head == "基准年\n（缺）" for grid in kunming.grids() for head in grid.heads)


def test_a_datum_stands_in_the_year_of_which_it_was_stated_and_in_no_other() -> None:
    data = table(opened(made(PARK, SELF).word), "数据项", "2023年")
    row = next(row for row in data.rows if row.cells[0].text == "综合能耗总量")
    assert [cell.text for cell in row.cells][1:] == ["60 万tce", LACKING, "70 万tce", "72 万tce"]


def test_each_datum_stands_in_the_annex_with_its_source_and_the_items_that_it_is_used_for() -> None:
    rows = table(opened(made(PARK, SELF).word), "填报值", "用于（序号）", "原文").rows
    told = {row.cells[0].text: [cell.text for cell in row.cells] for row in rows[1:]}
    assert told["工业总产值"][1:] == [
        "2024年：1800 亿元（18000000 万元）", "1", "全口径；2018年可比价", "《虚构园区2024年度数据表（虚构）》表1", "工业总产值（可比价）（亿元）：2024年 1800"]
    assert told["建设规划基准年"][2] == "5、10、13、25、26"
    assert told["环境管理能力完善度（自报）"][1:3] == ["2024年：100 %", "20"]


# It is set as offices set reports.


def test_headings_are_numbered_tables_repeat_their_heads_and_word_counts_what_is_to_be_counted() -> None:
    drawn = opened(made(PARK, SELF).word)
    assert [p.style.name for p in drawn.paragraphs if p.text in ("建设主要成效", "资源利用效率", "水资源利用") and p.style] == [
        "Heading 1", "Heading 2", "Heading 3"]
    assert [field for field in fields(drawn) if field.startswith("TOC")] == ['TOC \\o "1-3" \\h \\z \\u']
    assert fields(drawn).count("SEQ 表 \\* ARABIC") == 12
    heads = [one.rows[0]._tr.trPr for one in drawn.tables if one.rows[0].cells[0].text]
    assert all(properties is not None and properties.find(qn("w:tblHeader")) is not None for properties in heads)
    assert [section.orientation for section in drawn.sections] == [0, 1, 0]
    assert [round(section.page_width / 36000) for section in drawn.sections if section.page_width] == [210, 297, 210]
    numbering = drawn.part.numbering_part.element.xml
    assert '<w:numFmt w:val="chineseCounting"/>' in numbering
    assert layout().styles["body"].font == "仿宋_GB2312"


@pytest.mark.parametrize(("sample", "name", "ruleset"), [
    (PARK, SELF, None), ("yuxi-htz-2020", GREEN, "green-park-2016"), (PARK, THIRD, "green-park-2016"), ("yuxi-carbon-path", ACCOUNT, None)])
def test_no_two_figures_have_one_mark_and_each_mark_is_one_that_word_takes(sample: str, name: str, ruleset: str | None) -> None:
    body = report_body(form(name), record(sample, ruleset), capsule_of(record(sample, ruleset)))
    marks = [figure.mark for figure in body.figures()]
    assert len(marks) == len(set(marks)) > 200
    assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,39}", mark) for mark in marks)


def own(parts: list[dict[str, Any]], years: int = 1) -> FormModel:
    """A form of one's own, for parks."""
    found, problems = build(FormModel, {"schema": "report-form/1", "id": "own", "title": "自己的", "judges": "park", "years": years,
                                        "source": {"place": "虚构", "seen": "deduced"}, "parts": parts})
    assert found, problems
    return found


def laid(found: FormModel, of: Record) -> ReportBody:
    return report_body(found, of, capsule_of(of))


def test_below_a_heading_without_a_number_none_has_one_and_a_pdf_says_that_it_is_a_report(tmp_path: Path) -> None:
    body = laid(own([{"heading": "甲", "numbered": False, "parts": [{"heading": "乙"}]}, {"heading": "丙", "parts": [
        {"across": [{"heading": "丁"}]}]}]), record(ZERO))
    assert [(one.number, one.words) for one in body.headings] == [("", "甲"), ("", "乙"), ("一、", "丙"), ("1.1", "丁")]
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(report_pdf(laid(own([{"across": [{"text": "甲"}]}]), record(ZERO)), record(ZERO), CarriedWords()))
    said = run("verify", pdf)
    assert (said.status, "请核对同一份报告的 .docx" in said.out) == (6, True)


def test_what_does_not_apply_is_said_not_to_apply_and_of_a_formal_verdict_no_trial(tmp_path: Path) -> None:
    data = read(ROOT / f"samples/{ZERO}.yaml").data
    data["declarations"] = [{"about": "exempt_clean_energy", "value": "是", "by": "虚构管委会", "on": "2026-05-01",
                             "source": {"document": "ledger", "place": "第3页", "words": "客观原因（虚构）"}}]
    place = tmp_path / "z.json"
    place.write_text(json.dumps(data, default=str), encoding="utf-8")
    found = judged(JudgingTerms(place, dt.date(2026, 11, 28)))[0]
    columns = ["number", "label", "years"]
    [grid] = laid(own([{"table": "items", "columns": columns, "categories": ["引导指标"]}], 2), found).grids()
    assert [[figure.said for figure in cell.figures] for cell in grid.rows[0][2:]] == [["不适用"], ["不适用"]]
    formal = replace(found, case=replace(found.case, verdict=found.verdict.model_copy(update={"purpose": "formal"})))
    lines = [block.words for block in laid(own([{"title": "甲"}]), formal).blocks if isinstance(block, WordsLine)]
    assert lines == ["甲", "数据系虚构，仅供演示。"]


def test_what_is_only_a_bound_or_has_no_source_stands_in_no_table_of_data_or_sources(tmp_path: Path) -> None:
    data = read(ROOT / f"samples/{PROMISE}.yaml").data
    data["observations"] = [one for one in data["observations"] if one["quantity"] != "planned_fixed_asset_investment"]
    del data["attributes"]["stage"]["source"]
    place = tmp_path / "l.json"
    place.write_text(json.dumps(data, default=str), encoding="utf-8")
    body = laid(own([{"table": "sources"}, {"table": "data"}]), judged(JudgingTerms(place, dt.date(2026, 11, 28)))[0])
    stated, sources = [[row[0].words for row in grid.rows] for grid in body.grids()][::-1]
    assert sources == ["行业代码", "用地性质", "用地面积", "计划总投资", "达产年税收（承诺值）"]
    assert "计划固定资产投资" not in stated


def test_chapters_bear_chinese_figures() -> None:
    assert [chinese(number) for number in (1, 9, 10, 11, 20, 34)] == ["一", "九", "十", "十一", "二十", "三十四"]


def test_a_report_has_the_same_bytes_each_time() -> None:
    again = made_report(form(LAND), record(PROMISE), None)
    assert again.word == made(PROMISE, LAND).word
    with zipfile.ZipFile(io.BytesIO(again.word)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2023, 6, 30, 0, 0, 0)}


def test_every_form_that_came_with_the_program_is_read_and_filled() -> None:
    assert forms() == [ACCOUNT, SCORES, SELF, GREEN, THIRD, LAND, APPLICATION]
    green = report_body(form(GREEN), record("yuxi-htz-2020", "green-park-2016"),
                        capsule_of(record("yuxi-htz-2020", "green-park-2016")))
    assert [grid.heads[4] for grid in green.grids() if grid.heads[:2] == ["序号", "类别"]] == ["指标值", "2019年", "2018年"]
    zero = report_body(form(APPLICATION), record(ZERO), capsule_of(record(ZERO)))
    [core] = [grid for grid in zero.grids() if grid.caption == "单位能耗碳排放"]
    assert [[figure.said for figure in cell.figures] for cell in core.rows[0][4:7]] == [[LACKING], ["1.014"], ["0.7151"]]
    assert next(prompt.heads for prompt in zero.prompts() if prompt.id == "projects")[0] == "项目名称"


def test_a_third_party_s_tables_have_ratios_outcomes_and_indices_of_each_of_three_years() -> None:
    found = record(PARK, "green-park-2016")
    body = report_body(form(THIRD), found, capsule_of(found))
    years = {part.year: part for part in found.words.years}
    indices = next(grid for grid in body.grids() if grid.heads == ["指数", "2022年", "2023年", "2024年"])
    due = [[next(value.shown for one in years[year].indices for value in one.values if value.reading == reading)
            for year in (2022, 2023, 2024)] for reading in sorted(value.reading for value in found.words.indices[0].values)]
    assert [[cell.lines()[0] for cell in row[1:]] for row in indices.rows] == due
    assert len({words for row in due for words in row}) > 4
    assert indices.notes[-1].startswith("2024年绿色指数：计入 24 项，有比值 ")
    for back, year in ((0, 2024), (1, 2023), (2, 2022)):
        basic, items = [grid for grid in body.grids() if grid.heads[0] == "序号"][2 * back:2 * back + 2]
        ratios = {ratio.item: ratio.value or LACKING for ratio in years[year].indices[0].ratios}
        told = {row[0].words: row[6].lines()[0] for row in items.rows}
        assert told == {number: ratios.get(f"GP-2016.{number}", "—") for number in told}
        cells = {cell.item.rpartition(".2016.")[2].removeprefix("GP-2016."): cell.outcome for cell in years[year].cells}
        assert {row[0].words: row[5].words for row in basic.rows} == {
            row[0].words: source(f"outcome.{cells[row[0].words]}") for row in basic.rows}
    other = own([{"table": "items", "columns": ["number", "ratio", "outcome"], "categories": ["基本要求（须符合）"], "back": 9},
                 {"table": "indices"}], 1)
    plain = report_body(other, found, capsule_of(found))
    assert {(row[1].words, row[2].words) for row in next(plain.grids()).rows} == {("—", "—")}
    none = report_body(other, record(PARK), capsule_of(record(PARK)))
    assert [cell.words for cell in list(none.grids())[1].rows[0]] == ["无", "—"]
    assert [grid.heads[4] for grid in body.grids() if grid.heads[0] == "序号"][::2] == ["指标值", "2023年", "2022年"]


def test_a_promise_has_what_the_papers_state_and_asks_for_the_rest() -> None:
    rows = table(opened(made(PROMISE, LAND).word), "控制值", "承诺值").rows
    told = {row.cells[1].text: [cell.text for cell in row.cells][2:] for row in rows[1:]}
    assert told["投资强度（按固定资产投资）"] == ["万元/亩", "≥350", "387.5", "达到"]
    assert told["容积率"] == ["—", "", "", "规则未规定"]
    assert written_at(opened(made(PROMISE, LAND).word), "promise_plot_ratio") == "【缺：写承诺值】"


def test_of_rules_that_a_promise_knows_no_item_of_it_does_not_say_that_they_set_nothing() -> None:
    found = record("made-up-scored-project", str(ROOT / "samples/rulesets/made-up-scoring"))
    rows = next(grid for grid in report_body(form(LAND), found, capsule_of(found)).grids() if "控制值" in grid.heads).rows
    assert {row[-1].words for row in rows} == {"请对照规则"}


# A person's words are kept.


def changed(tmp_path: Path) -> Path:
    """The made-up project with another investment."""
    words = (ROOT / f"samples/{PROMISE}.yaml").read_text(encoding="utf-8").replace("3.1亿元", "3.2亿元")
    place = tmp_path / "改.yaml"
    place.write_text(words, encoding="utf-8")
    return place


def test_made_again_with_other_data_a_report_keeps_what_was_written_and_tells_what_was_changed_elsewhere(tmp_path: Path) -> None:
    place = tmp_path / "承诺书.docx"
    said = run("report", ROOT / f"samples/{PROMISE}.yaml", "--form", LAND, "-o", place)
    assert (said.status, said.out) == (0, "")
    assert source("reports.written", path=place, figures=3, prompts=23, kept=0) in said.err
    drawn = opened(place.read_bytes())
    write(drawn, "grounds", "虚构的出让方案（虚构〔2023〕1号）")
    drawn.add_paragraph("另\t加")
    write(drawn, "promise_plot_ratio", "1.2")
    table(drawn, "控制值", "承诺值").cell(1, 4).text = "400"
    drawn.add_paragraph("另加的一段")
    saved(drawn, place)
    said = run("report", changed(tmp_path), "--form", LAND, "-o", place)
    assert said.status == 0
    assert source("reports.written", path=place, figures=3, prompts=23, kept=2) in said.err
    beside = tmp_path / "承诺书.原1.docx"
    assert "改动过 3 处" in said.err
    assert "另加的一段" in said.err
    assert f"原来的文件存为 {beside}" in said.err
    again, old = opened(place.read_bytes()), opened(beside.read_bytes())
    assert (written_at(again, "grounds"), written_at(again, "promise_plot_ratio")) == ("虚构的出让方案（虚构〔2023〕1号）", "1.2")
    assert controls(again, "grounds")[0].findall(f".//{qn('w:shd')}") == []
    assert len(controls(again, "breach")[0].findall(f".//{qn('w:shd')}")) == 1
    assert table(again, "控制值", "承诺值").cell(1, 4).text == "400"
    assert [one.cell(1, 4).text for one in (table(old, "控制值", "承诺值"),)] == ["400"]
    assert any(p.text == "另加的一段" for p in old.paragraphs)
    assert not any(p.text == "另加的一段" for p in again.paragraphs)
    # Once more, nothing is changed by hand any more: the words stay and nothing more is kept.
    assert run("report", changed(tmp_path), "--form", LAND, "-o", place).status == 0
    assert written_at(opened(place.read_bytes()), "grounds") == "虚构的出让方案（虚构〔2023〕1号）"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["承诺书.docx", "承诺书.原1.docx", "改.yaml"]
    drawn = opened(place.read_bytes())
    drawn.add_paragraph("又加的一段")
    saved(drawn, place)
    assert f"原来的文件存为 {tmp_path / '承诺书.原2.docx'}" in run("report", changed(tmp_path), "--form", LAND, "-o", place).err


def other_form(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The form of a promise, changed, in a folder of one's own."""
    data = read(ROOT / f"report-forms/{LAND}/form.yaml").data
    data["id"] = "ours"
    change(data)
    place = tmp_path / "ours"
    place.mkdir(exist_ok=True)
    (place / "form.yaml").write_text(yaml.safe_dump(json.loads(json.dumps(data, default=str)), allow_unicode=True), encoding="utf-8")
    return place


def test_words_for_which_a_form_has_no_place_any_more_stand_at_the_end_and_stay_there(tmp_path: Path) -> None:
    drawn = opened(made(PROMISE, LAND).word)
    write(drawn, "breach", "照合同第九条")
    place = saved(drawn, tmp_path / "a.docx")
    ours = other_form(tmp_path, lambda data: data["parts"].pop(6))
    assert all(part.heading != "违约责任" for part in form(str(ours)).parts)
    for _ in range(2):
        said = run("report", ROOT / f"samples/{PROMISE}.yaml", "--form", ours, "-o", place)
        assert source("reports.moved", names="违约责任") in said.err
        again = opened(place.read_bytes())
        assert written_at(again, "breach") == "照合同第九条"
        assert [p.text for p in again.paragraphs if p.style and p.style.name == "Heading 1"][-1] == "原有文字"


def test_pictures_and_links_among_a_persons_words_come_along_and_notes_are_told_of(tmp_path: Path) -> None:
    drawn = opened(made(PROMISE, LAND).word)
    write(drawn, "content", "见图")
    [sdt] = controls(drawn, "content")
    paragraph = drawn.add_paragraph()
    pixel = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
    paragraph.add_run().add_picture(io.BytesIO(pixel))
    away = drawn.part.relate_to("https://example.org/", "http://example.org/link", is_external=True)
    inside = drawn.part.relate_to(drawn.part.numbering_part, "http://example.org/other")
    for key in (away, inside, "rId999"):
        link = docx.oxml.OxmlElement("w:hyperlink")
        link.set(qn("r:id"), key)
        paragraph._p.append(link)
    mark = docx.oxml.OxmlElement("w:footnoteReference")
    paragraph.add_run()._r.append(mark)
    sdt.find(qn("w:sdtContent")).append(paragraph._p)
    place = saved(drawn, tmp_path / "a.docx")
    said = run("report", ROOT / f"samples/{PROMISE}.yaml", "--form", LAND, "-o", place)
    assert source("reports.not_carried", old=tmp_path / "a.原1.docx") in said.err
    [again] = controls(opened(place.read_bytes()), "content")
    [blip] = again.iter(qn("a:blip"))
    assert opened(place.read_bytes()).part.related_parts[blip.get(qn("r:embed"))].blob == pixel
    assert list(again.iter(qn("w:footnoteReference"))) == []
    links = [link.get(qn("r:id")) for link in again.iter(qn("w:hyperlink"))]
    assert [key and opened(place.read_bytes()).part.rels[key].target_ref for key in links] == ["https://example.org/", None, None]
    assert run("report", ROOT / f"samples/{PROMISE}.yaml", "--form", LAND, "-o", place).status == 0
    assert [one.name for one in tmp_path.iterdir()] != ["a.docx"]


def without_controls(drawn: Drawn) -> None:
    """What some office programs make of a document: what stood in controls stands there by itself."""
    for sdt in list(drawn.element.body.iter(qn("w:sdt"))):
        for one in list(sdt.find(qn("w:sdtContent"))):
            sdt.addprevious(one)
        sdt.getparent().remove(sdt)


def test_words_are_found_again_where_an_office_program_has_dropped_the_controls(tmp_path: Path) -> None:
    drawn = opened(made(PROMISE, LAND).word)
    write(drawn, "breach", "照合同第九条")
    write(drawn, "limit_energy", "2")
    without_controls(drawn)
    place = saved(drawn, tmp_path / "a.docx")
    said = run("report", ROOT / f"samples/{PROMISE}.yaml", "--form", LAND, "-o", place)
    assert source("reports.written", path=place, figures=3, prompts=23, kept=2) in said.err
    again = opened(place.read_bytes())
    assert (written_at(again, "breach"), written_at(again, "limit_energy")) == ("照合同第九条", "2")
    assert written_at(again, "dates").startswith("【时限】")
    assert [one.name for one in tmp_path.iterdir()] == ["a.docx"]


def test_marks_that_an_office_program_has_moved_into_paragraphs_hold_the_same_words(tmp_path: Path) -> None:
    drawn = opened(made(PROMISE, LAND).word)
    write(drawn, "breach", "照合同第九条")
    write(drawn, "dates", "两年")
    without_controls(drawn)
    starts = {one.get(qn("w:name")): one for one in drawn.element.body.iter(qn("w:bookmarkStart"))}
    second = docx.oxml.parse_xml(f'<w:p xmlns:w="{docx.oxml.ns.nsmap["w"]}"><w:r><w:t>三年</w:t></w:r></w:p>')
    starts["p_acceptance"].getnext().addnext(second)
    starts["p_acceptance"].getnext().findall(f".//{qn('w:t')}")[0].text = "一年"
    away = next(one for one in drawn.element.body.iter(qn("w:bookmarkEnd"))
                if one.get(qn("w:id")) == starts["p_plot_use"].get(qn("w:id")))
    drawn.element.body.find(f".//{qn('w:tc')}").append(away)  # in another cell: nobody knows what lies between
    for mark in [one for one in drawn.element.body.iter(qn("w:bookmarkStart")) if one.get(qn("w:name")).startswith("p_")]:
        end = next(one for one in drawn.element.body.iter(qn("w:bookmarkEnd")) if one.get(qn("w:id")) == mark.get(qn("w:id")))
        inside, behind = mark.getnext(), end.getnext()
        inside.insert(1 if inside.tag == qn("w:p") and inside.find(qn("w:pPr")) is not None else 0, mark)
        if mark.get(qn("w:name")) in ("p_dates", "p_acceptance"):  # the end stands behind the words themselves
            end.getprevious().append(end)
        elif behind is not None and behind.tag == qn("w:p"):  # or before all words of the next paragraph
            behind.insert(1, end)
    again = made_report(form(LAND), record(PROMISE), saved(drawn, tmp_path / "a.docx"))
    assert {name: again.kept.plain(name) for name in again.kept.words} == {
        "breach": ["照合同第九条"], "dates": ["两年"], "acceptance": ["一年", "三年"]}
    assert again.edited == ["土地用途和年限\t【工业用地，出让年限。】"]


def test_a_table_that_is_asked_for_is_kept_with_what_was_filled_in(tmp_path: Path) -> None:
    drawn = opened(made_report(form(APPLICATION), record(ZERO), None).word)
    [sdt] = controls(drawn, "projects")
    rows = next(one for one in Table(sdt.find(f".//{qn('w:tbl')}"), drawn).rows[1:])
    rows.cells[0].text = "光伏直供项目"
    place = saved(drawn, tmp_path / "a.docx")
    again = made_report(form(APPLICATION), record(ZERO), place)
    assert "光伏直供项目" in written_at(opened(again.word), "projects")
    assert (again.changed, again.kept.plain("projects")[1][1][0]) == (0, "光伏直供项目")


def test_a_pdf_is_made_of_the_same_outline_with_the_words_that_were_kept(tmp_path: Path) -> None:
    from pypdf import PdfReader

    drawn = opened(made_report(form(APPLICATION), record(ZERO), None).word)
    write(drawn, "park", "虚构的四至")
    Table(controls(drawn, "projects")[0].find(f".//{qn('w:tbl')}"), drawn).cell(1, 0).text = "光伏直供项目"
    place = saved(drawn, tmp_path / "a.docx")
    said = run("report", ROOT / f"samples/{ZERO}.yaml", "--form", APPLICATION, "-o", place, "-o", tmp_path / "a.pdf")
    assert source("reports.written_pdf", path=tmp_path / "a.pdf", figures=79, prompts=14) in said.err
    pages = PdfReader(tmp_path / "a.pdf").pages
    text = "".join(page.extract_text() for page in pages).replace("\n", "")
    for words in ("虚构的四至", "光伏直供项目", "0.7151", "【目标可达性】", "1.4 碳排放情况", "附件1　数据来源"):
        assert words in text
    assert {page.mediabox.width > page.mediabox.height for page in pages} == {True, False}


# A report can be checked from itself alone.


def checked(drawn: Drawn, tmp_path: Path) -> ReportCheck:
    return checked_report(saved(drawn, tmp_path / "r.docx"))


def test_a_report_as_it_was_made_agrees_with_its_verdict(tmp_path: Path) -> None:
    found = checked(opened(made(PARK, SELF).word), tmp_path)
    assert (found.sound, found.figures, found.outcome) == (True, 375, "达标（试算）")
    said = run("verify", tmp_path / "r.docx")
    assert (said.status, said.out.splitlines()[0]) == (0, f"√ 与结论一致　{tmp_path / 'r.docx'}")


def test_each_cell_that_was_changed_by_hand_is_told_with_what_stands_there_and_what_is_due(tmp_path: Path) -> None:
    drawn = opened(made(PARK, SELF).word)
    rows = table(drawn, "必选或可选", "评价结果")
    rows.cell(1, 7).text = "31"
    rows.cell(1, 9).text = "134.44"
    rows.cell(1, 10).text = "未达标"
    write(drawn, "history", "2018年启动创建。")
    found = checked(drawn, tmp_path)
    label = "高新技术企业工业总产值占园区工业总产值比例"
    assert [(one.label, one.given, one.due) for one in found.unlike] == [
        (f"{label}（2022年）", "31", "缺[1]"), (f"{label}（2024年）", "134.44", "34.44"), ("1 评价结果", "未达标", "达标")]
    said = run("verify", tmp_path / "r.docx")
    assert said.status == 6
    assert "文件里是“134.44”，结论是“34.44”" in said.out
    plain = json.loads(run("verify", tmp_path / "r.docx", "--format", "json").out)
    assert (plain["schema"], plain["files"][0]["sound"], len(plain["files"][0]["unlike"])) == ("report-check/1", False, 3)


def test_a_folder_is_checked_with_its_reports_among_the_pages(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(made(PROMISE, LAND).word)
    drawn = opened(made(PROMISE, LAND).word)
    table(drawn, "控制值", "承诺值").cell(2, 4).paragraphs[0].runs[0].text = "451"
    saved(drawn, tmp_path / "c.DOCX")
    (tmp_path / "b.pdf").write_bytes(page(SMALL))
    (tmp_path / "~$a.docx").write_bytes(b"held by an office program")
    said = run("verify", tmp_path)
    assert said.status == 6
    first, second, third, *more = said.out.splitlines()
    assert first == f"√ 与结论一致　{tmp_path / 'a.docx'}　虚构物流装备项目　符合准入条件（试算）　—"
    assert second.startswith(f"√ 与重算一致，由谁出具未证明，规则集 tiny 未收录　{tmp_path / 'b.pdf'}")
    assert third.startswith(f"× 与结论不一致　{tmp_path / 'c.DOCX'}　虚构物流装备项目")
    assert "文件里是“451”，结论是“450”" in more[0]
    assert more[1:] == [source("reports.not_covered"), "共 3 份：与结论一致 1；与重算一致，由谁出具未证明，规则集 tiny 未收录 1；与结论不一致 1。"]
    (tmp_path / "c.DOCX").write_bytes(b"words")
    said = run("verify", tmp_path)
    assert (said.status, f"× 不能核验　{tmp_path / 'c.DOCX'}　—　—　—\n　　" in said.out) == (6, True)
    assert source("reports.damaged") in said.out
    data = json.loads(run("verify", tmp_path, "--format", "json").out)
    assert (data["schema"], [one["status"] for one in data["files"]]) == ("verification/1", ["identical"])
    assert [(Path(one["file"]).name, one["sound"]) for one in data["reports"]] == [("a.docx", True), ("c.DOCX", False)]
    assert [one["code"] for one in data["reports"][1]["problems"]] == ["reports.damaged"]
    alone = run("verify", tmp_path / "c.DOCX", "--format", "json")
    assert (alone.status, json.loads(alone.out)["files"][0]["sound"]) == (6, False)
    (tmp_path / "c.DOCX").unlink()
    assert run("verify", tmp_path).status == 0


def test_a_report_that_makes_us_fall_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "a.docx"
    place.write_bytes(made(PROMISE, LAND).word)

    def falls(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(report_check, "_checked", falls)
    [found] = checked_files([place])
    assert [str(one) for one in found.problems] == [source("verify.broke", kind="ZeroDivisionError")]
    assert found.exit == 6


def test_a_figure_in_a_sentence_is_checked_and_the_words_around_it_are_free(tmp_path: Path) -> None:
    drawn = opened(made(PARK, SELF).word)
    told = next(p for p in drawn.paragraphs if p.text.startswith("2024年综合能耗总量为72 万tce，2023年为70 万tce。综合能耗弹性系数"))
    assert "单位工业增加值综合能耗为0.1565 tce/万元，限值 ≤0.5，达标。" in told.text
    first, figure, between = told.runs[:3]
    first.text = "据统计，2024年综合能耗总量为1"
    assert [(one.label, one.given, one.due) for one in checked(drawn, tmp_path).unlike] == [
        ("综合能耗总量（2024年）", "172 万tce", "72 万tce")]
    first.text, figure.text, between.text = "据统计，2024年用能", "72 万tce", "，上年"
    assert checked(drawn, tmp_path).sound
    told._p.getparent().remove(told._p)
    assert {(one.table, one.given) for one in checked(drawn, tmp_path).unlike} == {("正文", None)}


def test_what_is_lacking_is_said_to_be_lacking_in_a_sentence_too() -> None:
    body = report_body(form(SELF), record("kunming-etdz-2022"), capsule_of(record("kunming-etdz-2022")))
    said = [line.words for line in body.lines()]
    assert "2022年综合能耗总量为11.37 万tce，2021年缺。2022年二氧化碳排放量缺，2021年缺。" in said
    assert any("工业固体废物综合利用率缺，限值 ≥70，无法判定。" in line for line in said)


def test_of_very_many_cells_that_differ_the_first_are_told_and_how_many_more(tmp_path: Path) -> None:
    drawn = opened(made(PARK, SELF).word)
    for row in table(drawn, "必选或可选", "评价结果").rows[1:]:
        row.cells[9].text = "1"
    assert run("verify", saved(drawn, tmp_path / "r.docx")).out.splitlines()[-2] == source("reports.figures_more", count=5)


def test_figures_that_are_put_together_or_on_other_lines_are_others(tmp_path: Path) -> None:
    drawn = opened(made(PARK, SELF).word)
    row = next(row for row in table(drawn, "必选或可选", "评价结果").rows if "每种污染物分别达标，近三年" in row.cells[2].text)
    row.cells[9].text = "".join(row.cells[9].text.split())
    [one] = checked(drawn, tmp_path).unlike
    assert (one.given, one.due) == ("0.0416-0.15370.063410.04698", "0.0416 -0.1537 0.06341 0.04698")
    row.cells[9].text = "0.0416\n-0.1538\n0.06341\n0.04698"
    for line in row.cells[9].text.split("\n")[1:]:
        row.cells[9].add_paragraph(line)
    row.cells[9].paragraphs[0].text = "0.0416"
    [one] = checked(drawn, tmp_path).unlike
    assert (one.given, one.due) == ("-0.1538", "-0.1537")


def test_a_table_that_lost_a_row_is_checked_by_the_marks_of_its_figures(tmp_path: Path) -> None:
    drawn = opened(made(PROMISE, LAND).word)
    rows = table(drawn, "控制值", "承诺值")
    rows.cell(2, 4).paragraphs[0].runs[0].text = "451"
    rows._tbl.remove(rows.rows[1]._tr)
    assert [(one.label, one.given, one.due) for one in checked(drawn, tmp_path).unlike] == [
        ("投资强度（按固定资产投资）", None, "387.5"), ("投资强度（按计划总投资）", "451", "450")]


def test_another_verdict_inside_and_a_digest_that_was_changed_are_told(tmp_path: Path) -> None:
    def with_file(name: str, change: Callable[[bytes], bytes]) -> Path:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(made(PROMISE, LAND).word)) as old, zipfile.ZipFile(out, "w") as new:
            for entry in old.namelist():
                content = old.read(entry)
                if NAMESPACE.encode() in content and b"<report" in content:
                    kept = re.search(rf'<file name="{name}">([^<]*)'.encode(), content)
                    assert kept
                    other = base64.b64encode(change(base64.b64decode(kept[1])))
                    content = content.replace(kept[1], other)
                new.writestr(entry, content)
        (tmp_path / "w.docx").write_bytes(out.getvalue())
        return tmp_path / "w.docx"

    found = checked_report(with_file("verdict.json", lambda raw: raw.replace(b'"387.5"', b'"987.5"')))
    assert not found.sound
    assert any("987.5" in one for one in found.judged)
    said = run("verify", tmp_path / "w.docx")
    assert (said.status, "文件内的结论，与由文件内的材料和规则重算的不同" in said.out) == (6, True)
    other = checked_report(with_file("toolchain.json", lambda raw: re.sub(rb'"code":"sha256:.', b'"code":"sha256:x', raw)))
    assert (other.sound, other.same_program) == (True, False)
    assert source("reports.other_program") in run("verify", tmp_path / "w.docx").out
    with pytest.raises(CheckerError, match="里面的结论和材料读不出来"):
        checked_report(with_file("dossier.json", lambda _: b"{}"))
    with pytest.raises(CheckerError, match="里面的结论和材料读不出来"):
        checked_report(with_file("dossier.json", lambda raw: raw.replace("80亩".encode(), "80吨".encode())))
    with pytest.raises(CheckerError, match="里面的结论和材料读不出来"):
        checked_report(with_file("form.json", lambda _: b'{"schema": "report-form/1"}'))
    assert RECORD == "record.json"


def test_of_a_dossier_that_states_several_rulesets_a_form_takes_its_own(tmp_path: Path) -> None:
    data = read(ROOT / f"samples/{PARK}.yaml").data
    data["against"].append({"ruleset": "green-park-2016", "own": True, "ground": "虚构"})
    del data["documents"]["tables"]["passages"], data["documents"]["tables"]["sha256"]
    place = tmp_path / "p.json"
    place.write_text(json.dumps(data, default=str), encoding="utf-8")
    asked = JudgingTerms(place, dt.date(2026, 11, 28))
    assert record_for(form(GREEN), asked).base.id == "green-park-2016"
    assert record_for(form(SELF), asked).base.id == "hj274-2015"


# What is wrong is said.


def test_what_is_asked_wrongly_is_refused_in_words(tmp_path: Path) -> None:
    sample, target = ROOT / f"samples/{PROMISE}.yaml", tmp_path / "a.docx"
    refused(run("report", sample, "-o", target), 2, "reports.no_form", f"{LAND}（工业项目“标准地”承诺书）")
    refused(run("report", sample, "--form", "land-standard", "-o", target), 2, "reports.unknown", f"您是否想写“{LAND}”？")
    refused(run("report", sample, "--form", LAND), 2, "reports.no_output", "-o 报告.docx")
    refused(run("report", sample, "--form", LAND, "-o", "-"), 2, "reports.stdout", "不写到标准输出")
    refused(run("report", sample, "--form", LAND, "-o", target, "-o", tmp_path / "b.DOCX"), 2, "reports.one_document", "请只写一个 .docx")
    refused(run("report", sample, "--form", LAND, "-o", tmp_path / "a.xlsx"), 2, "form.suffix", ".docx、.pdf")
    refused(run("report", sample, "--form", SELF, "-o", target), 2, "reports.other_subject", "是给园区写的，这份材料是项目的")
    park = ROOT / f"samples/{PARK}.yaml"
    refused(run("report", park, "--form", GREEN, "-o", target), 2, "reports.other_ruleset", "请加 --ruleset green-park-2016")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_report_or_one_of_another_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    sample = ROOT / f"samples/{PROMISE}.yaml"
    target.write_bytes(b"words")
    refused(run("report", sample, "--form", LAND, "-o", target), 2, "reports.damaged", "不是完整的 .docx 文件", target)
    refused(run("verify", target), 6, "reports.damaged", "不是完整的 .docx 文件", target)
    saved(docx.Document(), target)
    refused(run("report", sample, "--form", LAND, "-o", target), 2, "reports.not_ours", "不覆盖它")
    refused(run("verify", target), 6, "reports.not_a_report", "无从核对", target)
    target.write_bytes(made(PARK, SELF).word)
    refused(run("report", sample, "--form", LAND, "-o", target), 2, "reports.of_other", "是“虚构园区（演示用）”的报告")
    assert target.read_bytes() == made(PARK, SELF).word
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in range(3001):
            archive.writestr(str(name), b"")
    refused(run("verify", target), 6, "reports.too_much", "至多 3000 个、共 400 MB", target)


FAULTS: list[tuple[Callable[[dict[str, Any]], object], str, str]] = [
    (lambda d: d["parts"].append({"text": "a", "title": "b"}), "reports.part", "且只写一样"),
    (lambda d: d["parts"].append({"prompt": "a"}), "reports.no_ask", "提示“a”须写 label"),
    (lambda d: d["parts"].append({"table": "items"}), "reports.no_columns", "须写 columns"),
    (lambda d: d["parts"].append({"table": "list"}), "reports.no_list", "须写 names"),
    (lambda d: d["parts"].append({"series": ["a"], "unit": "斗"}), "reports.series_unit", "写的是“斗”"),
    (lambda d: d["parts"].append({"sheet": [{"label": "甲"}]}), "reports.row", "“甲”一行须写 text"),
    (lambda d: d["parts"].append({"text": "{nobody}"}), "reports.field", "nobody"),
    (lambda d: d["parts"].append({"prompt": "breach", "label": "a", "ask": "b"}), "reports.prompt_twice", "用了两次：breach"),
    (lambda d: d.update(id="Ours"), "reports.id", "用小写字母"),
    (lambda d: d.update(id="other"), "reports.folder_name", "文件夹名是 ours"),
]


@pytest.mark.parametrize(("change", "code", "words"), FAULTS, ids=[code for _, code, _ in FAULTS])
def test_a_fault_of_a_form_is_told_with_its_place(change: Callable[[dict[str, Any]], None], code: str, words: str,
                                                   tmp_path: Path) -> None:
    place = other_form(tmp_path, change)
    said = run("report", ROOT / f"samples/{PROMISE}.yaml", "--form", place, "-o", tmp_path / "a.docx")
    refused(said, 5, code, words)
    assert str(place / "form.yaml") in said.err


def test_a_form_names_nothing_that_its_rules_do_not_have(tmp_path: Path) -> None:
    assert [one for name in forms() for one in unknown_names(form(name))] == []
    standards = {item for part in form(LAND).parts for inner in part.parts for row in inner.standards or () for item in row.items}
    assert {item for name in installed() for item in load(name).items} >= standards
    data = read(ROOT / f"report-forms/{APPLICATION}/form.yaml").data
    data["id"] = "ours"
    data["parts"] += [{"series": ["no_energy"], "unit": "t"}, {"say": ["ZC-2025.99"]}, {"charts": ["ZC-2025.98"]}, {"table": "data", "quantities": ["nothing"]},
                      {"table": "list", "names": "park_incidents", "fields": ["who"]},
                      {"table": "items", "columns": ["label"], "categories": ["别的"]}]
    place = tmp_path / "ours"
    place.mkdir()
    (place / "form.yaml").write_text(yaml.safe_dump(json.loads(json.dumps(data, default=str)), allow_unicode=True), encoding="utf-8")
    refused(run("report", ROOT / f"samples/{ZERO}.yaml", "--form", place, "-o", tmp_path / "a.docx"), 5, "reports.unknown_names",
            "no_energy、ZC-2025.99、ZC-2025.98、nothing、park_incidents.who、别的")


def test_a_form_is_read_back_from_what_lies_inside_a_report() -> None:
    for name in forms():
        found = form(name)
        assert build(FormModel, json.loads(found.model_dump_json(by_alias=True)))[0] == found
