"""Reports in a browser: the forms that fit, the bytes of the command, an officer's words kept, nothing lost unsaid."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import docx
import pytest
from conftest import ROOT
from docx.oxml.ns import qn
from pypdf import PdfReader
from test_reports import LAND, PROMISE, SCORES, controls, opened, saved, table, write, written_at
from web_client import Browser, browser, said

from checker.messages import text
from checker.reports.form_files import form, forms, installed_form
from checker.reports.outline import FormModel
from checker.services.judging_files import JudgingTerms, judged
from checker.services.report_files import fitting_forms, made_report
from checker.validation import build
from checker.web import handed_in_page

DAY = dt.date(2026, 11, 28)
SAMPLES = (PROMISE, "made-up-park", "made-up-scored-project")
OWN = f"/report/{LAND}/docx/{PROMISE}.yaml"
AGAIN = f"/report-again/{PROMISE}.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in SAMPLES:
        (tmp_path / f"{name}.yaml").write_bytes((ROOT / f"samples/{name}.yaml").read_bytes())
    return tmp_path


@pytest.fixture
def inside(folder: Path) -> Iterator[Browser]:
    with browser(folder, at_once=True) as one:
        yield one


def of_command(place: Path, name: str) -> bytes:
    return made_report(form(name), judged(JudgingTerms(place, DAY))[0]).word


def sent(inside: Browser, content: bytes, **fields: Any) -> Any:
    return inside.send(AGAIN, {"form": LAND, "kind": "docx", **fields}, files=[("file", ("写好的.docx", content))])


@pytest.mark.parametrize(("sample", "ruleset", "due"), [
    (PROMISE, (), [LAND]), ("made-up-park", (), ["eco-park-self-assessment"]),
    ("made-up-park", ("green-park-2016",), ["green-park-self-assessment", "green-park-third-party"]),
    ("made-up-park", ("yunnan-parks-2025",), []), ("made-up-zero-carbon", ("zero-carbon-account-2025",), ["carbon-account-report"]),
    ("made-up-scored-project", (str(ROOT / "samples/rulesets/made-up-scoring"),), [SCORES, LAND])])
def test_the_forms_that_fit_are_those_for_the_subject_and_the_rules(sample: str, ruleset: tuple[str, ...], due: list[str]) -> None:
    found = judged(JudgingTerms(ROOT / f"samples/{sample}.yaml", DAY, ruleset))[0]
    assert [one.id for one in fitting_forms(found)] == due
    assert all(installed_form(name) == form(name) for name in forms())


def test_the_page_of_a_verdict_offers_the_forms_that_fit_and_gives_the_bytes_of_the_command(inside: Browser, folder: Path) -> None:
    page = inside.page(f"/dossier/{PROMISE}.yaml")
    assert re.findall(r'href="(/report/[^"]*)"', page) == [OWN, OWN.replace("docx", "pdf")]
    assert f'action="{AGAIN}"' in page
    found = inside.get(OWN)
    assert (found.status_code, found.content) == (200, of_command(folder / f"{PROMISE}.yaml", LAND))
    assert unquote(found.headers["content-disposition"]).endswith(f"{PROMISE}-工业项目“标准地”承诺书.docx")
    assert found.headers["cache-control"] == "no-store"
    english = inside.send("/language", {"language": "en", "back": "/"})
    assert english.status_code == 200
    assert inside.get(OWN).content == found.content


def test_with_an_earlier_report_the_officers_words_are_kept_and_the_figures_are_those_of_today(inside: Browser, folder: Path) -> None:
    drawn = opened(of_command(folder / f"{PROMISE}.yaml", LAND))
    write(drawn, "content", "年产两万台的生产线。")
    before = saved(drawn, folder / "写好的.docx").read_bytes()
    place = folder / f"{PROMISE}.yaml"
    place.write_text(place.read_text(encoding="utf-8").replace("3.1亿元", "3.2亿元"), encoding="utf-8")
    found = sent(inside, before)
    again = opened(found.content)
    assert written_at(again, "content") == "年产两万台的生产线。"
    assert table(again, "控制值", "承诺值").cell(1, 4).text == "400"
    pdf = sent(inside, before, kind="pdf")
    assert "年产两万台的生产线。" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) == sorted(
        [*(f"{name}.yaml" for name in SAMPLES), "写好的.docx"])


def test_what_was_changed_outside_the_prompts_is_told_before_a_report_without_it_is_given(inside: Browser, folder: Path) -> None:
    drawn = opened(of_command(folder / f"{PROMISE}.yaml", LAND))
    drawn.add_paragraph("另加的一段话。")
    write(drawn, "content", "年产两万台的生产线。")
    controls(drawn, "content")[0].find(f".//{qn('w:r')}").append(docx.oxml.OxmlElement("w:footnoteReference"))
    before = saved(drawn, folder / "写好的.docx").read_bytes()
    found = sent(inside, before)
    words = said(found.text)
    assert found.headers["content-type"].startswith("text/html")
    assert "新的报告与原来的不同" in words
    assert text("browser.report_edited", count=1, said="“另加的一段话。”") in words
    assert text("browser.report_not_carried") in words
    assert 'name="anyway"' in found.text
    again = docx.Document(io.BytesIO(sent(inside, before, anyway="1").content))
    assert "另加的一段话。" not in [one.text for one in again.paragraphs]
    assert written_at(again, "content") == "年产两万台的生产线。"


def test_words_that_the_form_does_not_ask_for_are_told_before_they_are_put_at_the_end(inside: Browser, folder: Path) -> None:
    data = json.loads(form(LAND).model_dump_json(by_alias=True))
    data["parts"].append({"prompt": "ecology", "label": "生态环境", "ask": "写做法。"})
    earlier, problems = build(FormModel, data)
    assert earlier is not None, problems
    drawn = opened(made_report(earlier, judged(JudgingTerms(folder / f"{PROMISE}.yaml", DAY))[0]).word)
    write(drawn, "ecology", "生态环境的做法。")
    before = saved(drawn, folder / "写好的.docx").read_bytes()
    assert "大纲里已没有的提示 生态环境，原来写的文字放在报告末尾的“原有文字”" in said(sent(inside, before).text)
    assert "生态环境的做法。" in written_at(opened(sent(inside, before, anyway="1").content), "ecology")


def test_what_can_not_be_made_is_told_in_words(inside: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word = of_command(folder / f"{PROMISE}.yaml", LAND)
    plain = io.BytesIO()
    docx.Document().save(plain)
    for address, words in (
            (OWN.replace("docx", "xlsx"), text("browser.not_found")), (OWN.replace(LAND, "..%2Fours"), "没有"),
            (OWN.replace(LAND, "land"), "没有“land”这种报告格式"), (OWN.replace(LAND, SCORES), "没有评分项"),
            (f"{OWN}?ruleset=admission-yunnan&ruleset=admission-land-2008", text("browser.one_ruleset")),
            (OWN.replace(PROMISE, quote("../密")), "没有"),
            (OWN.replace(PROMISE, "made-up-park"), "是给项目写的，这份材料是园区的")):
        found = inside.get(address)
        assert words in said(found.text), (address, said(found.text))
    for answer, words in (
            (inside.send(AGAIN, {"form": LAND, "kind": "docx"}), text("browser.no_report")),
            (sent(inside, b"words"), text("reports.damaged")), (sent(inside, word, form="./ours"), "没有“./ours”这种报告格式"),
            (sent(inside, word, kind="txt"), text("browser.not_found")),
            (inside.send(AGAIN.replace(PROMISE, "made-up-park"), {"form": "eco-park-self-assessment", "kind": "docx"},
                         files=[("file", ("甲.docx", word))]), "请选同一对象的报告"),
            (sent(inside, plain.getvalue()), "不是这个程序生成的报告，不能把里面的文字带过来"),
            (inside.get(OWN.replace(LAND, "eco-park-self-assessment").replace(PROMISE, "made-up-park") + "?ruleset=green-park-2016"),
             "请点“换标准”，选 hj274-2015")):
        assert words in said(answer.text), (words, said(answer.text))
    assert inside.client.post(AGAIN, data={"form": LAND}).status_code == 403
    monkeypatch.setattr(handed_in_page, "MOST_REPORT_BYTES", len(word) - 1)
    assert text("browser.report_too_large", name="写好的.docx", limit=0) in said(sent(inside, word).text)
