"""Filling in on the page: nothing is assumed, dropped or somebody else's; what was shown is what is recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from forms import filled
from registers import raises
from web_client import NOW, Browser, browser, office_in, said

from checker.errors import DossierError
from checker.evidence.facts import BASE
from checker.files.textfile import read
from checker.forms.layout import judged_by_people
from checker.messages import text
from checker.register.founding import opened
from checker.ruleset.loading import load
from checker.services.drafting import begun as begun_as
from checker.services.drafting import document_named, read_draft, stated, without, write_draft, wrong_with
from checker.services.handling import Person, deeds, standing
from checker.services.judging_files import JudgingTerms, judged
from checker.services.stating import Stated, place_of
from checker.web import draft_deeds
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
