"""Filling in on the page: nothing is assumed, dropped or somebody else's; what was shown is what is recorded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import sample_data
from forms import filled
from registers import filled as register_filled
from registers import raises
from web_client import NOW, Browser, browser, office_in, said

from checker.assessment.assess import Terms, assess
from checker.errors import DossierError
from checker.evidence.facts import BASE
from checker.files.textfile import read
from checker.forms.layout import judged_by_people
from checker.intake import parse_dossier
from checker.messages import text
from checker.register.founding import opened
from checker.ruleset.loading import load
from checker.services import registering
from checker.services.coming_year import coming_limits
from checker.services.drafting import (
    DraftMoved,
    document_named,
    read_draft,
    stated,
    without,
    write_draft,
    wrong_with,
)
from checker.services.drafting import begun as begun_as
from checker.services.handling import Person, deeds, standing
from checker.services.judging_files import JudgingTerms, judged
from checker.services.stating import Stated, place_of
from checker.web import draft_deeds, new_draft
from checker.web.doorkeeping import newcomer
from checker.web.fill_page import fill_page
from checker.web.rendering import Setting

PARK, PROJECT = "made-up-park.yaml", "made-up-project.yaml"
SOURCE = {"new_document": "统计表（虚构）", "place": "第 1 页", "words": "见表"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return office_in(tmp_path_factory.mktemp("office"), PARK, PROJECT)


@pytest.fixture(scope="module")
def alone(folder: Path) -> Iterator[Browser]:
    with browser(folder, at_once=True) as one:
        one.send("/name", {"name": "张三"})
        yield one


def begun(one: Browser, name: str, ruleset: str = "hj274-2015", **more: str) -> str:
    answer = one.send("/drafts", {"ruleset": ruleset, "name": name, "ground": "试填（虚构）", "period": "2024", **more})
    assert answer.url.path.startswith("/fill/"), said(answer.text)[:400]
    return unquote(answer.url.path).removeprefix("/fill/")


def version(one: Browser, place: str) -> str:
    found_ = re.search(r'name="version" value="([0-9a-f]{64})"', one.page(f"/fill/{place}"))
    assert found_
    return found_[1]


def state(one: Browser, draft: str, /, **fields: str) -> Any:
    return one.send(f"/fill/{draft}", {"version": version(one, draft), **fields})


def data_of(folder: Path, place: str) -> Any:
    return read(folder / place).data


def chosen(html: str, name: str) -> str | None:
    """What is chosen in a list of the form."""
    box = re.search(rf'(?s)<select id="f-{name}".*?</select>', html)
    assert box
    picked = re.search(r'<option value="([^"]*)" selected', box[0])
    return picked[1] if picked else None


def test_digits_of_full_width_stay_what_was_typed_and_somebodys(alone: Browser, folder: Path) -> None:
    place = begun(alone, "虚构全角园区")
    state(alone, place, key="quantity:industrial_output@2024", value="９０００", unit="万元", year="2024",
          **{**SOURCE, "place": "１２"})
    [entry] = data_of(folder, place)["observations"]
    assert (entry["value"], entry["source"]["place"]) == ("９０００", "１２")
    words = said(alone.page(f"/fill/{place}"))
    assert "没有经办记录" not in words
    assert text("review.own", name="张三") in said(state(alone, place, at="observations.0", do="accept").text)


def test_mending_keeps_the_unit_and_all_that_the_form_does_not_show(alone: Browser, folder: Path) -> None:
    place = begun(alone, "虚构改动园区")
    draft = folder / place
    draft.write_text(draft.read_text(encoding="utf-8") + """
documents: {d1: {title: 统计表（虚构）}}
observations:
  - {quantity: industrial_output, year: 2024, value: 36, unit: 千万元, note: 初步数, shown: 36.0, source: {document: d1, place: 第 1 页, words: 36千万元}}
""", encoding="utf-8")
    html = alone.page(f"/fill/{place}?at=observations.0")
    assert chosen(html, "unit") == "千万元"
    state(alone, place, key="quantity:industrial_output@2024", at="observations.0", value="36", unit="千万元", year="2024",
          document="d1", place="第 2 页", words="36千万元", scope="", price_basis="")
    [entry] = data_of(folder, place)["observations"]
    assert (str(entry["value"]), entry["unit"], entry["note"], str(entry["shown"])) == ("36", "千万元", "初步数", "36.0")
    assert entry["source"] == {"document": "d1", "place": "第 2 页", "words": "36千万元"}
    # What the cell showed instead was of the former value.
    state(alone, place, key="quantity:industrial_output@2024", at="observations.0", value="40", unit="千万元", year="2024",
          document="d1", place="第 2 页", words="40千万元", scope="", price_basis="")
    [entry] = data_of(folder, place)["observations"]
    assert (str(entry["value"]), entry["note"], "shown" in entry) == ("40", "初步数", False)


def test_a_value_of_the_base_year_is_never_filed_in_the_year_that_is_judged(alone: Browser, folder: Path) -> None:
    place = begun(alone, "虚构基准年园区")
    asked = "quantity:industrial_value_added@base"
    refused = said(state(alone, place, key=asked, value="200亿元", unit="", year="", **SOURCE).text)
    assert text("draft.no_base", label="建设规划基准年") in refused
    assert "observations" not in data_of(folder, place)
    state(alone, place, key="attribute:construction_base_year", value="2018", **SOURCE)
    state(alone, place, key=asked, value="200亿元", unit="", year="", **SOURCE)
    [entry] = data_of(folder, place)["observations"]
    assert str(entry["year"]) == "2018"


def test_a_base_year_beside_which_nothing_is_stated_is_the_base_year_and_a_list_is_none() -> None:
    def base(*values: object) -> int | None:
        first, *also = ({"value": value} for value in values)
        return draft_deeds._base({"attributes": {BASE: {**first, "also": also}}})

    assert (base(2018), base("2018", None), base(None), base(2018, 2019), base([2018])) == (2018, 2018, None, None, None)


def test_the_answer_to_an_approximate_value_takes_its_place(alone: Browser, folder: Path) -> None:
    place = begun(alone, "虚构约数项目", "admission-kunming-etdz-2023", period="")
    state(alone, place, key="quantity:total_investment", value="约3亿元", unit="", **SOURCE)
    html = alone.page(f"/fill/{place}?key=exact:total_investment")
    at = re.search(r'name="at" value="(observations\.\d+)"', html)
    assert at
    assert "约3亿元" in html
    state(alone, place, key="exact:total_investment", at=at[1], value="3亿元", unit="", **SOURCE)
    assert [str(entry["value"]) for entry in data_of(folder, place)["observations"]] == ["3亿元"]


def test_what_would_make_a_draft_unreadable_is_refused_beside_its_field(alone: Browser, folder: Path) -> None:
    place = begun(alone, "虚构控制字符园区")
    before = (folder / place).read_bytes()
    for bad in ("a\x01b", "\u202eab"):
        refused = state(alone, place, key="quantity:industrial_output@2024", value="3亿元", unit="", year="2024",
                        **{**SOURCE, "words": bad}).text
        assert text("draft.unprintable") in said(refused)
        assert 'aria-describedby="fault-words-1"' in refused
    assert (folder / place).read_bytes() == before


def test_a_statement_that_is_gone_loses_nothing_that_was_typed(alone: Browser, folder: Path) -> None:
    place = begun(alone, "虚构两窗园区")
    state(alone, place, key="attribute:water_scarce_city", value="true", **SOURCE)
    old = version(alone, place)
    state(alone, place, at="attributes.water_scarce_city", do="remove")
    again = alone.send(f"/fill/{place}", {"version": old, "key": "attribute:water_scarce_city",
                                          "at": "attributes.water_scarce_city", "value": "false", **SOURCE})
    assert (again.status_code, text("draft.moved") in said(again.text)) == (200, True)
    for odd in ("against.0", "subject.name", "observations.99", f"observations.{'9' * 5000}", "observations"):
        answer = state(alone, place, at=odd, do="remove")
        assert (answer.status_code, text("draft.no_statement") in said(answer.text)) == (200, True), odd
    assert data_of(folder, place)["against"]


def test_what_was_copied_is_entered_by_who_copied_it(alone: Browser, folder: Path) -> None:
    answer = alone.send(f"/copied/{PROJECT}")
    place = unquote(answer.url.path).removeprefix("/fill/")
    assert "没有经办记录" not in said(answer.text)
    assert {deed.by for deed in deeds(folder / place)} == {"张三"}
    first = re.search(r'name="at" value="([^"]+)"><button name="do" value="remove"', answer.text)
    assert first
    assert text("review.own", name="张三") in said(state(alone, place, at=first[1], do="accept").text)


def test_what_no_record_tells_of_nobody_accepts(alone: Browser, folder: Path) -> None:
    place = begun(alone, "虚构手写园区")
    draft = folder / place
    draft.write_text(draft.read_text(encoding="utf-8") + "attributes: {jing_jin_ji: {value: false}}\n", encoding="utf-8")
    html = alone.page(f"/fill/{place}")
    assert "没有经办记录" in said(html)
    assert 'value="accept"' not in html
    assert text("review.nobodys") in said(state(alone, place, at="attributes.jing_jin_ji", do="accept").text)


def test_a_filled_form_is_copied_as_a_draft_and_judged_alike(alone: Browser, folder: Path) -> None:
    filled("hj274-2015", read(folder / PARK).data).save(folder / "填好的（虚构）.xlsx")
    answer = alone.send("/copied/填好的（虚构）.xlsx")
    place = unquote(answer.url.path).removeprefix("/fill/")
    assert place == "草稿/填好的（虚构）.yaml", said(answer.text)[:600]
    assert {deed.by for deed in deeds(folder / place)} == {"张三"}
    form, draft = (judged(JudgingTerms(folder / name, NOW.date()))[0].verdict for name in ("填好的（虚构）.xlsx", place))
    assert [(one.item, one.outcome) for one in form.findings] == [(one.item, one.outcome) for one in draft.findings]
    assert text("draft.only_text", name="台账.db") in said(alone.send("/copied/台账.db").text)


def test_every_file_of_evidence_is_named_and_offered_as_the_source(alone: Browser, folder: Path) -> None:
    place = begun(alone, "虚构证据园区")
    key = "quantity:industrial_output@2024"
    answer = alone.send(f"/evidence/{place}", {"version": version(alone, place), "key": key}, files=[
        ("file", ("表一.pdf", b"%PDF one")), ("file", ("表二.pdf", b"%PDF two"))])
    documents = data_of(folder, place)["documents"]
    assert [one["title"] for one in documents.values()] == ["表一.pdf", "表二.pdf"]
    assert chosen(answer.text, "document") == "d2"


def test_a_class_is_found_by_its_name(alone: Browser, folder: Path) -> None:
    place = begun(alone, "虚构行业项目", "admission-kunming-etdz-2023", period="")
    html = alone.page(f"/fill/{place}?key=attribute:industry_code")
    code, called = re.findall(r'<datalist id="codes"><option value="([^"]+)">([^<]+)</option>', html)[0]
    state(alone, place, key="attribute:industry_code", value=called.split(" ", 1)[-1], **SOURCE)
    assert data_of(folder, place)["attributes"]["industry_code"]["value"] == code


def test_a_word_is_shown_as_it_is_called(alone: Browser, folder: Path) -> None:
    model = load("admission-kunming-etdz-2023").model
    name, word, shown = next((name, word, fact.label_of(word)) for name, fact in model.attributes.items()
                             for word in fact.words or () if fact.label_of(word) != word)
    place = begun(alone, "虚构用词项目", "admission-kunming-etdz-2023", period="")
    state(alone, place, key=f"attribute:{name}", value=word, **SOURCE)
    row = re.search(r'(?s)<table class="list stated">.*?</table>', alone.page(f"/fill/{place}"))
    assert row
    assert shown in row[0]


def test_only_what_was_shown_is_recorded(alone: Browser, folder: Path) -> None:
    place = unquote(alone.send(f"/copied/{PROJECT}").url.path).removeprefix("/fill/")
    html = alone.page(f"/dossier/{place}")
    shown = re.search(r'name="shown" value="([0-9a-f]{64})"', html)
    assert shown
    draft = folder / place
    draft.write_text(draft.read_text(encoding="utf-8").replace("66", "96"), encoding="utf-8")
    refused = said(alone.send(f"/registered/{place}", {"shown": shown[1]}).text)
    assert text("browser.not_as_shown") in refused
    with opened(str(folder / "台账.db")) as register:
        assert register.head().sequence == 0
    now = re.search(r'name="shown" value="([0-9a-f]{64})"', alone.page(f"/dossier/{place}"))
    assert now
    assert now[1] != shown[1]
    assert alone.send(f"/registered/{place}", {"shown": now[1]}).url.path.startswith("/register/KM-2026-")


def test_the_record_says_which_statement_was_reviewed(folder: Path) -> None:
    with browser(folder, at_once=True) as one:
        one.send("/name", {"name": "张三"})
        place = begun(one, "虚构经办园区")
        state(one, place, key="attribute:water_scarce_city", value="true", **SOURCE)
        one.send("/name", {"name": "李四"})
        state(one, place, at="attributes.water_scarce_city", do="accept")
        assert deeds(folder / place)[-1].label == deeds(folder / place)[0].label != ""


def test_who_accepted_before_the_evidence_came_has_not_accepted_it(folder: Path) -> None:
    with browser(folder, at_once=True) as one:
        one.send("/name", {"name": "张三"})
        place = begun(one, "虚构后附证据园区")
        state(one, place, key="attribute:water_scarce_city", value="true", **SOURCE)
        one.send("/name", {"name": "李四"})
        where = "attributes.water_scarce_city"
        state(one, place, at=where, do="accept")

        def accepted() -> bool:
            return standing(deeds(folder / place), data_of(folder, place), tuple(where.split("."))).accepted

        assert accepted()
        for title, still in (("另一份文件（虚构）", True), (SOURCE["new_document"], False)):
            one.send(f"/evidence/{place}", {"version": version(one, place), "title": title},
                     files=[("file", (f"{title}.pdf", f"%PDF {title}".encode()))])
            assert accepted() == still
        state(one, place, at=where, do="accept")
        assert accepted()


# -- a draft's next state, without a page

PARK_RULES = load("hj274-2015")
NEW = begun_as(PARK_RULES, {"name": "某园区（虚构）", "place": "某地"}, "2024", "试填（虚构）", own=False)
FROM = {"document": "d1", "place": "第 1 页", "words": "见表"}


def told(kind: str, name: str, at: str = "", entries: Sequence[Mapping[str, str]] = (), /, **words: str) -> Stated:
    return Stated(kind, name, words, entries, place_of(at) if at else None, fields=tuple(words))


def test_a_fact_that_is_stated_twice_is_mended_and_taken_out_one_by_one() -> None:
    fact = "water_scarce_city"
    data: Any = NEW
    for said_, where in ((told("attribute", fact, value="true", **FROM), ("attributes", fact)),
                         (told("attribute", fact, value="false"), ("attributes", fact, "also", 0)),
                         (told("attribute", fact, value="不知道"), ("attributes", fact, "also", 1)),
                         (told("attribute", fact, f"attributes.{fact}.also.1", value="true"), ("attributes", fact, "also", 1)),
                         (told("attribute", fact, f"attributes.{fact}", value="false", words="见表二"), ("attributes", fact))):
        data, place = stated(data, said_, PARK_RULES)
        assert place == where
    assert data["attributes"][fact] == {
        "value": False, "source": {"document": "d1", "place": "第 1 页", "words": "见表二"}, "also": [{"value": False}, {"value": True}]}
    fewer = without(data, ("attributes", fact, "also", 0))
    assert fewer["attributes"][fact]["also"] == [{"value": True}]
    assert without(data, ("attributes", fact))["attributes"][fact] == {"value": False, "also": [{"value": True}]}
    last = without(fewer, ("attributes", fact))
    assert last["attributes"] == {fact: {"value": True}}
    assert without(last, ("attributes", fact)) == NEW
    for place in (("subject", "name"), ("observations", 0), ("attributes", "没有"), ("attributes", fact, "also", 9), ("attributes", fact, "x")):
        with raises("draft.no_statement", "没有这一条"):
            without(data, place)
    assert stated(NEW, told("attribute", BASE, value="2018"), PARK_RULES)[0]["attributes"][BASE] == {"value": 2018}
    assert stated(NEW, told("attribute", BASE, value="去年"), PARK_RULES)[0]["attributes"][BASE] == {"value": "去年"}


def test_what_is_stated_of_an_item_stands_as_a_dossier_has_it() -> None:
    projects = load("admission-yunnan")
    opinion = next(item.id for item in judged_by_people(projects))
    report = next(name for name, item in PARK_RULES.items.items() if not item.prohibits)
    for rules, said_, section, entry in (
            (PARK_RULES, told("report", report, value="12", year="2024", unit="%", **FROM), "reported",
             {"item": report, "year": 2024, "value": "12", "unit": "%", "source": FROM}),
            (projects, told("opinion", opinion, value="met", by="某局（虚构）", on="2026-01-02", why="看过"), "opinions",
             {"item": opinion, "finding": "met", "by": "某局（虚构）", "on": "2026-01-02", "why": "看过", "source": {}}),
            (projects, told("opinion", opinion), "opinions", {"item": opinion, "finding": "", "by": "", "why": "", "source": {}}),
            (PARK_RULES, told("list", "chain_projects", "", [{"name": "甲"}], complete="", year="二"), "lists",
             {"list": "chain_projects", "year": "二", "complete": False, "entries": [{"name": "甲"}], "source": {}})):
        data, place = stated(NEW, said_, rules)
        assert place == (section, 0)
        assert data[section] == [entry]
        again, place = stated(data, replace(said_, place=(section, 0), words={**said_.words, "words": "另见"}), rules)
        assert place == (section, 0)
        assert again[section][0]["source"]["words"] == "另见"


def test_a_document_is_named_once_and_never_with_anothers_name() -> None:
    data, name = document_named({"documents": {"d2": {"title": "甲"}, "x": {"title": "乙", "sha256": "0"}}}, "丙", "1")
    assert (name, data["documents"]["d3"]) == ("d3", {"title": "丙", "sha256": "1"})
    assert document_named(data, "甲", "2")[0]["documents"]["d2"] == {"title": "甲", "sha256": "2"}
    assert document_named(data, "乙", "0")[1] == document_named(data, "乙")[1] == "x"
    assert document_named({"documents": {"d1": {}, "d3": {}}}, "甲")[1] == "d4"
    assert document_named(data, "乙", "9")[1] == "d4"


def test_a_draft_is_a_mapping_and_only_of_one_ruleset(tmp_path: Path) -> None:
    file = tmp_path / "草稿.yaml"
    file.write_text("- 一\n", encoding="utf-8")
    with raises("dossier.not_mapping", "字段: 值", DossierError):
        read_draft(file)
    for against in ("", "against: []\n", "against: [{ruleset: a}, {ruleset: b}]\n", "against: [{ruleset: 1}]\n"):
        file.write_text(f"schema: dossier/1\nsubject: {{}}\n{against}", encoding="utf-8")
        with raises("draft.not_one", "规则集"):
            draft_deeds.rules_of(read_draft(file))


HEAD = "schema: dossier/1\nsubject: {name: 某园区（虚构）, kind: park}\nperiod: 2024\nagainst: [{ruleset: hj274-2015, own: false, ground: 试填}]\n"
MAPPING, LISTING = "应为“字段: 值”的形式", "应为列表（每项以“- ”开头）"
ZHANG, LI = Person("张三"), Person("李四")


@pytest.mark.parametrize(("more", "words"), [
    ("documents: [x]", MAPPING), ("documents: {d1: x}", MAPPING), ("documents: null", MAPPING), ("attributes: [x]", MAPPING),
    ("attributes: {water_scarce_city: 1}", MAPPING), ("attributes: {water_scarce_city: {value: 1, also: x}}", LISTING),
    ("attributes: {water_scarce_city: {value: 1, also: [1]}}", MAPPING), ("observations: x", LISTING), ("observations: {a: b}", LISTING),
    ("observations: [x]", MAPPING), ("opinions: [x]", MAPPING), ("lists: null", LISTING), ("subject: x", MAPPING), ("against: null", LISTING),
    ("against: [x]", MAPPING), ("observations: [{quantity: industrial_output, value: 1, source: x}]", MAPPING)])
def test_a_draft_with_no_place_for_statements_is_told_with_its_line(tmp_path: Path, more: str, words: str) -> None:
    file = tmp_path / "草稿.yaml"
    kept_lines = [line for line in HEAD.splitlines() if not line.startswith(more.partition(":")[0])]
    file.write_text("\n".join([*kept_lines, more, ""]), encoding="utf-8")
    for ask in (lambda: fill_page(str(file), NOW.date(), Setting(newcomer())), lambda: draft_deeds.evidence(str(file), "", [("甲", "0")], ZHANG, NOW),
                lambda: draft_deeds.kept(str(file), "", told("attribute", "water_scarce_city", value="true"), "", ZHANG, NOW)):
        with pytest.raises(DossierError) as caught:
            ask()
        assert f"草稿.yaml 第 {len(kept_lines) + 1} 行" in str(caught.value)
        assert words in str(caught.value)


def test_a_place_inside_of_anothers_statement_is_no_way_to_it(tmp_path: Path) -> None:
    file = tmp_path / "草稿.yaml"
    file.write_text(HEAD, encoding="utf-8")
    place, also = str(file), {"documents": {"d1": {"title": "表（虚构）"}}}
    write_draft(file, {**read_draft(file).data, **also}, read_draft(file).version)
    for said_ in (told("attribute", "water_scarce_city", value="true", **FROM), told("attribute", "water_scarce_city", value="false", **FROM),
                  told("quantity", "industrial_output", value="3亿元", year="2024", **FROM),
                  told("list", "chain_projects", "", [{"name": "甲", "completed": "2020"}], year="2024", **FROM)):
        assert draft_deeds.kept(place, read_draft(file).version, said_, "", ZHANG, NOW) is None
    before = file.read_bytes()
    version_ = read_draft(file).version
    for at, kind, name in (
            ("observations.0.source", "quantity", "industrial_output"), ("observations.0.value", "quantity", "industrial_output"),
            ("lists.0.entries.0", "list", "chain_projects"), ("lists.0.source", "list", "chain_projects"),
            ("attributes.water_scarce_city.source", "attribute", "water_scarce_city"), ("attributes.water_scarce_city.also", "attribute", "water_scarce_city"),
            ("attributes.water_scarce_city.also.0.source", "attribute", "water_scarce_city"), ("attributes.water_scarce_city.value", "attribute", "water_scarce_city"),
            ("observations.x", "quantity", "industrial_output"), ("observations.-1", "quantity", "industrial_output")):
        for do in (lambda at=at: draft_deeds.taken_back(place, version_, at, LI, NOW), lambda at=at: draft_deeds.reviewed(place, version_, at, "accepted", "", LI, NOW),
                   lambda at=at, kind=kind, name=name: draft_deeds.kept(place, version_, told(kind, name, at, value="4亿元", year="2024", **FROM), "", LI, NOW)):
            with raises("draft.no_statement", "没有这一条"):
                do()
        assert file.read_bytes() == before
    for at in ("observations.0", "lists.0", "attributes.water_scarce_city", "attributes.water_scarce_city.also.0"):
        assert draft_deeds.taken_back(place, version_, at, LI, NOW) == text("review.anothers")
    assert file.read_bytes() == before


def test_only_what_is_wrong_with_the_statement_itself_is_told_beside_its_fields() -> None:
    observed = {"quantity": "industrial_output", "value": "很多", "year": 2024}
    data = {**NEW, "observations": [observed, {**observed, "value": "3 亩", "source": {"place": "", "words": "x"}}]}
    first, second = (wrong_with(data, ("observations", number), PARK_RULES, 2024) for number in (0, 1))
    assert (set(first.fields), set(second.fields), first.general) == ({"value", "source"}, {"value", "place"}, [])
    assert not wrong_with(NEW, ("observations", 0), PARK_RULES, 2024)


# -- the page of a draft

def ticked(html: str) -> list[str]:
    """Which of a few values is chosen in the form."""
    return re.findall(r'<input type="radio" name="value"[^>]*value="([^"]*)" checked', html)


def filled_page(file: Path, key: str = "", at: str = "", document: str = "") -> str:
    return fill_page(str(file), NOW.date(), Setting(newcomer()), key, at, document=document)


def test_what_is_stated_is_shown_as_it_is_called_and_a_statement_that_is_not_there_is_told(tmp_path: Path) -> None:
    opinion, dossier_ = next(item for item in judged_by_people(load("admission-yunnan"))), tmp_path / "草稿.yaml"
    dossier_.write_text(HEAD.replace("kind: park", "kind: project").replace("hj274-2015", "admission-yunnan").replace("period: 2024\n", "") + f"""\
documents: {{d1: {{title: 申请书（虚构）}}}}
opinions: [{{item: {opinion.id}, finding: met, by: 某局（虚构）, on: 2026-01-02, why: 看过, source: {{document: d1, place: 第 1 页, words: 看过}}}}]
lists: [{{list: equipment, year: 2026, complete: true, count: 1, declared_by: 某公司, entries: [{{kind: 转炉}}], source: {{document: d1, place: 一, words: 二}}}}]
observations: [{{quantity: 虚构的无名数据, value: 1, source: {{document: d1, place: 一, words: 二}}}}]
""", encoding="utf-8")
    shown = filled_page(dossier_)
    rows = re.search(r'(?s)<table class="list stated">.*?</table>', shown)
    assert rows
    for word in (text("opinion.met"), opinion.model.label, "虚构的无名数据", "申请书（虚构） 第 1 页：看过"):
        assert word in said(rows[0]), word
    assert ticked(filled_page(dossier_, at="opinions.0")) == ["met"]
    assert " selected>转炉</option>" in filled_page(dossier_, at="lists.0")
    assert chosen(filled_page(dossier_, key=f"opinion:{opinion.id}", document="d1"), "document") == "d1"
    for at in ("observations.9", "attributes.nothing"):
        with raises("draft.no_statement", "没有这一条"):
            filled_page(dossier_, at=at)
    for key in ("quantity:nothing", "opinion:nothing", "x"):
        with raises("draft.no_datum", "没有要填的这一项"):
            filled_page(dossier_, key=key)


def test_a_draft_that_can_not_be_judged_is_shown_with_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "草稿.yaml"
    for more in ("observations: [{quantity: industrial_output, value: 很多, source: {place: 一, words: 二}}]",
                 "observations: [{quantity: industrial_output}]", "reported: [{item: nothing, value: 1}]"):
        file.write_text(f"{HEAD}{more}\n", encoding="utf-8")
        html = filled_page(file, key="attribute:water_scarce_city")
        assert "草稿.yaml 第 5 行" in said(html), said(html)
        assert "conclusion" not in html
    # What a statement says of itself fills its form, though nothing can be judged.
    file.write_text(f"""{HEAD}declarations: [{{about: jing_jin_ji, value: 是, by: 某局}}, {{about: construction_base_year, value: 2018, by: 某局}}]
attributes: {{water_scarce_city: {{value: true}}}}
reported: [{{item: HJ274-2015.1, value: 20, unit: "%", year: 2024}}]
""", encoding="utf-8")
    assert ticked(filled_page(file, at="declarations.0")) == ["true"]
    assert 'value="2018"' in filled_page(file, at="declarations.1")
    assert ticked(filled_page(file, at="attributes.water_scarce_city")) == ["true"]
    assert 'value="20"' in filled_page(file, at="reported.0")


def test_nobody_reviews_without_a_name_or_sends_back_without_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "草稿.yaml"
    file.write_text(HEAD, encoding="utf-8")
    place, where = str(file), "attributes.water_scarce_city"

    def now() -> str:
        return read_draft(file).version

    true = told("attribute", "water_scarce_city", value="true", place="一", words="二")
    assert draft_deeds.kept(place, now(), true, "表（虚构）", ZHANG, NOW) is None
    both = draft_deeds.kept(place, now(), replace(true, words={**true.words, "document": "d1"}), "表（虚构）", ZHANG, NOW)
    assert both is not None
    assert both.fields == {"document": [text("draft.two_documents")]}
    moved = draft_deeds.kept(place, "0", true, "", ZHANG, NOW)
    assert moved is not None
    assert moved.moved
    for did, word, by, due in (("accepted", "", Person(""), "review.nobody"), ("sent_back", "", LI, "review.no_word"), ("accepted", "", ZHANG, "review.own")):
        assert draft_deeds.reviewed(place, now(), where, did, word, by, NOW) == text(due, name="张三")  # type: ignore[arg-type]
    assert draft_deeds.reviewed(place, "0", where, "accepted", "", LI, NOW) == text("draft.moved")
    assert draft_deeds.taken_back(place, "0", where, ZHANG, NOW) == text("draft.moved")
    assert draft_deeds.reviewed(place, now(), where, "sent_back", "数不对", LI, NOW) is None
    assert [(deed.did, deed.word) for deed in deeds(file)][-1] == ("sent_back", "数不对")
    assert draft_deeds.evidence(place, "0", [("甲", "0")], ZHANG, NOW) is None
    with raises("draft.no_statement", "没有这一条"):
        draft_deeds.reviewed(place, now(), "attributes.jing_jin_ji", "accepted", "", LI, NOW)

    def taken(*_: object) -> None:
        raise DraftMoved

    # Somebody else writes between our reading and our writing.
    monkeypatch.setattr(draft_deeds, "write_draft", taken)
    lost = draft_deeds.kept(place, now(), true, "", ZHANG, NOW)
    assert lost is not None
    assert lost.moved
    assert draft_deeds.taken_back(place, now(), where, ZHANG, NOW) == text("draft.moved")


def test_a_new_draft_says_whom_it_is_about_and_has_a_name_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    whole = {"name": "某园区（虚构）", "ruleset": "hj274-2015", "period": "2024", "ground": "试填"}
    for change, due in (({"name": ""}, text("draft.no_name")), ({"ruleset": "x"}, text("browser.no_ruleset", name="x")), ({"period": ""}, text("draft.no_period")),
                        ({"ground": ""}, text("draft.no_ground")), ({"name": "a.handling"}, ""), ({"period": "今年"}, "今年")):
        place, wrong = new_draft.begin({**whole, **change}, NOW.date())
        assert due in "".join(wrong)
        assert (place is None) == bool(wrong)
    assert new_draft.begin(whole, NOW.date()) == ("草稿/某园区（虚构）.yaml", [])
    assert new_draft.begin(whole, NOW.date()) == (None, [text("draft.name_taken", name=whole["name"])])
    assert new_draft.begin({**whole, "name": "园" * 200}, NOW.date())[0] is None
    Path("源.yaml").write_text(HEAD, encoding="utf-8")
    assert [new_draft.copy("源.yaml", ZHANG, NOW) for _ in range(2)] == ["草稿/源.yaml", "草稿/源(2).yaml"]
    monkeypatch.setattr(new_draft, "_MOST_COPIES", 3)
    with raises("draft.name_taken", "已有叫“源”的草稿"):
        new_draft.copy("源.yaml", ZHANG, NOW)


def test_a_form_that_was_open_too_long_keeps_no_evidence_and_says_so(alone: Browser, folder: Path) -> None:
    place = begun(alone, "虚构旧页园区")
    answer = alone.send(f"/evidence/{place}", {"version": "0" * 64, "title": "甲"}, files=[("file", ("甲.pdf", b"%PDF a"))])
    assert text("draft.moved") in said(answer.text)
    assert "documents" not in data_of(folder, place)
    for numbers in ({f"entry:{'9' * 5000}:name": "甲"}, {"entry:x:name": "甲"}):
        state(alone, place, key="list:chain_projects", complete="", year="2024", **SOURCE, **numbers)
    assert all(one["entries"] == [] for one in data_of(folder, place).get("lists", []))


# -- what is recorded of a draft

def test_the_entry_names_who_entered_and_who_reviewed_which_part(tmp_path: Path) -> None:
    file, register_ = tmp_path / "草稿.yaml", tmp_path / "台账.db"
    file.write_text(HEAD, encoding="utf-8")
    place = str(file)
    for name, source, document in (("water_scarce_city", {}, "表（虚构）"), ("jing_jin_ji", {"document": "d1"}, "")):
        said_ = told("attribute", name, value="true", place="一", words="二", **source)
        assert draft_deeds.kept(place, read_draft(file).version, said_, document, ZHANG, NOW) is None
    data = read_draft(file).data
    [record] = judged(JudgingTerms(file, NOW.date()))

    proven = Person("王五", proven=True)

    def named() -> str:
        return registering._named(proven, record.submission, file)

    assert named() == f"王五（{text('deed.entered_by', names='张三')}）"
    assert draft_deeds.reviewed(place, read_draft(file).version, "attributes.water_scarce_city", "accepted", "", LI, NOW) is None
    assert text("deed.accepted_some", names="李四", count=1, all=2) in named()
    assert draft_deeds.reviewed(place, read_draft(file).version, "attributes.jing_jin_ji", "accepted", "", LI, NOW) is None
    assert text("deed.accepted_by", names="李四") in named()
    assert text("deed.stated_name") in registering._named(Person("王五"), record.submission, file)
    assert registering._named(proven, record.submission, tmp_path / "别的.yaml") == "王五"
    # A statement of a file that was joined to the draft has no record.
    data["attributes"].pop("water_scarce_city")
    joined = replace(record.submission, file=replace(record.submission.file, data=data))
    assert text("deed.accepted_some", names="李四", count=1, all=2) in registering._named(proven, joined, file)
    register_filled(register_, 1)
    kept_pages = tmp_path / "核验意见"
    kept_pages.mkdir()
    for name in ("KM-2026-0001", "YX-2026-0009", "KM-2026-0009 副本"):
        (kept_pages / f"{name}.pdf").touch()
    with opened(str(register_)) as register:
        registering._refuse_given(register, kept_pages)
        (kept_pages / "KM-2026-0002.pdf").touch()
        with raises("register.given_before", "再登记会把给过的编号给另一份文件"):
            registering._refuse_given(register, kept_pages)


def test_of_a_year_that_nobody_can_judge_yet_no_limits_are_told() -> None:
    for event, known in ((None, True), ({"date": "2024-05-01", "grade": "一般", "description": "虚构"}, False)):
        data = sample_data("made-up-park")
        data["lists"] = [one for one in data["lists"] if one["list"] != "environmental_events"]
        if event:
            data["lists"].append({"list": "environmental_events", "complete": False, "entries": [event],
                                  "source": {"place": "虚构", "words": "虚构"}})
        raw = json.dumps(data, ensure_ascii=False, default=str).encode()
        [record] = assess(parse_dossier(raw, "园区.json"), Terms(NOW.date(), ("hj274-2015",)))
        assert (coming_limits(record) is not None) is known
