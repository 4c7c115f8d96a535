"""What is written and what is meant: the normal form, words that state nothing, numbers, dates, answers, codes."""

from __future__ import annotations

import datetime as dt
import string
import unicodedata
from typing import Any

import pytest
from bad.command import says
from conftest import ROOT, dossier, in_words, judged, sample_data
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.concluding.plain import PlainEngine
from checker.dossier.submission import dossier_digest
from checker.errors import DossierError
from checker.evidence.answering_words import fact
from checker.intake import parse_dossier
from checker.quantity.amount import UnreadableAmount, parse
from checker.quantity.day import days, partial, serial_days, year
from checker.reporting.phrases import need_name
from checker.ruleset.loading import load
from checker.ruleset.terms import Attribute
from checker.text.normal import folded, invisible, same
from checker.text.unstated import states_nothing
from checker.wording.worded import WordedVerdict

DAY = dt.date(2025, 6, 30)
SOURCE = {"place": "申请书", "words": "见"}
INVISIBLE = ["\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060", "\ufe0f", "\U000e0101", "\u180e", "\u2061"]


@pytest.mark.parametrize("written", [
    "化工", "化\u200b工", "化\u00ad工", "化 工", "化\n工", "化\t工", "化_x000D_工", "化\u3000工", "化\ufe0f工", "化\U000e0101工",
    "化\r\n工", "化\u2028工", "\ufeff化工", "化\u2060工", "化\u115f工", "化\u2800工", "化_x000a_工",
])
def test_what_nobody_sees_does_not_hide_a_word(written: str) -> None:
    assert folded(written) == "化工"


@pytest.mark.parametrize(("one", "other"), [
    ("⻓江", "长江"), ("⼯⽔", "工水"), ("ＨＪ２７４", "HJ274"), ("HJ 274—2015", "HJ 274-2015"), ("HJ 274‑2015", "HJ 274−2015"),
    ("HJ 274–2015", "HJ274－2015"), ("㎡", "m2"), ("A〜B", "A~B"), ("A─B", "A-B"), ("⻋⻔", "车门"),
])
def test_kinds_of_one_sign_are_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_all_default_ignorable_and_format_characters_are_left_out() -> None:
    seen = [chr(c) for c in range(0x110000)
            if unicodedata.category(chr(c)) == "Cf" and folded(f"a{chr(c)}b") != "ab"]
    assert seen == []


def test_an_invisible_character_is_told_once() -> None:
    assert invisible("化\u200b工\u200b\u00ad") == "\u200b\u00ad"
    assert invisible("化 工\n") == ""


@given(st.text())
def test_the_normal_form_is_its_own_normal_form(words: str) -> None:
    once = folded(words)
    assert folded(once) == once


NOTHING = ["—", "——", "-", "–", "/", "//", "\\", "无", "（无）", "略", "从略", "待定", "待补", "待补充", "详见附件", "见附件", "见附件3",
           "详见可行性研究报告", "见《可行性研究报告》第三章", "暂无", "N/A", "n/a", "#N/A", "null", "None", "NaN", ".nan", "空", "无数据", "不详",
           "未填", "同上", "…", "……", "。", "待 定", "待\u200b定", "／", "－", "TBD", "暂缺", "（空白）", "", "  ", "*", "？"]
SOMETHING = ["0", "√", "×", "是", "否", "化工", "无锡", "无纺布生产线", "略阳", "空气压缩机", "见义勇为教育基地", "如意纺织", "同仁医疗器械", "同方股份",
             "附件加工", "待建", "新建化工原料，详见附件。年产 5 万吨", "表面处理", "1", "3.6亿元", "不涉及", "没有化工内容"]


@pytest.mark.parametrize("words", NOTHING)
def test_words_that_state_nothing(words: str) -> None:
    assert states_nothing(words)


@pytest.mark.parametrize("words", SOMETHING)
def test_words_that_state_something(words: str) -> None:
    assert not states_nothing(words)


@pytest.mark.parametrize("written", [
    "10000 8000", "10000\n8000", "10000\t8000", "1\n000", "1\t000", "12 34", "1 2345", "3 .5", "3. 5", "1 234 56", "2024 100"])
def test_digits_join_only_as_thousands(written: str) -> None:
    with pytest.raises(UnreadableAmount) as caught:
        parse(written)
    assert caught.value.code in ("amount.apart", "amount.unreadable")


def test_what_was_not_joined_is_said_in_words() -> None:
    def told(entry: dict[str, Any]) -> str:
        with pytest.raises(DossierError) as caught:
            floors(land_area=entry)
        return str(caught.value)

    assert says(told({"value": "10000 8000", "unit": "亩"}), "amount.apart", "“10000 8000”里的数字中间有空格或换行")


def test_a_serial_number_where_a_date_is_due_is_said_with_both_days() -> None:
    data: dict[str, Any] = {
        "schema": "dossier/1", "subject": {"name": "虚构园", "kind": "park"}, "period": 2024, "made_up": True,
        "lists": []}
    lists = load("hj274-2015").model.lists
    name, field = next((name, field) for name, entry in lists.items()
                       for field, known in entry.fields.items() if known.kind == "date")
    data["lists"] = [{"list": name, "entries": [{field: "45527"}], "source": SOURCE}]
    made = dossier(data)
    with pytest.raises(DossierError) as caught:
        in_words(made, load("hj274-2015"), DAY, PlainEngine(), dossier_digest(made))
    assert says(str(caught.value), "list.date_serial", "从 1900 年起算是 2024-08-23，从 1904 年起算是 2028-08-24")


@pytest.mark.parametrize(("written", "value"), [
    ("24 000", 24000), ("24,000", 24000), ("24，000", 24000), ("1 234 567", 1234567), ("２４，０００", 24000), ("24\u00a0000", 24000),
    ("24\u2009000", 24000), ("−5", -5), ("－5", -5), ("010", 10), ("2.4亿", 240000000), ("3千万", 30000000)])
def test_amounts_as_people_write_them(written: str, value: int) -> None:
    assert parse(written).interval.value == value


@pytest.mark.parametrize("written", ["10⁴", "①", "1①", "½", "1½", "5²", "⒈", "٣", "㏠", "1️⃣", "⑩万元"])
def test_raised_circled_and_broken_digits_are_no_numbers(written: str) -> None:
    with pytest.raises(UnreadableAmount):
        parse(written)


def test_a_raised_digit_of_a_unit_is_one() -> None:
    assert parse("5m²").unit == "m2"
    assert parse("5万m³").unit == "万m3"


@pytest.mark.parametrize("written", ["1e400", "1e400000000", "9" * 5000, "1e-400", "0." + "0" * 500 + "1"])
def test_impossible_magnitudes_are_refused_before_they_are_built(written: str) -> None:
    with pytest.raises(UnreadableAmount) as caught:
        parse(written)
    assert caught.value.code == "amount.too_extreme"


@pytest.mark.parametrize(("written", "first", "last"), [
    ("2024-08-23", "2024-08-23", "2024-08-23"), ("2024.8.23", "2024-08-23", "2024-08-23"),
    ("2024/8/3", "2024-08-03", "2024-08-03"), ("2024年8月23日", "2024-08-23", "2024-08-23"),
    ("2024年8月", "2024-08-01", "2024-08-31"), ("2024-02", "2024-02-01", "2024-02-29"), ("2024年", "2024-01-01", "2024-12-31"),
    ("2024", "2024-01-01", "2024-12-31"), ("2024-08-23 00:00:00", "2024-08-23", "2024-08-23"),
    ("２０２４．８．２３", "2024-08-23", "2024-08-23"), ("2024年8月份", "2024-08-01", "2024-08-31")])
def test_dates_as_people_write_them(written: str, first: str, last: str) -> None:
    assert days(written) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize("written", ["45527", "20240823", "8.23", "2024-13", "2024-02-30", "去年", "24年", "2024.8-23", ""])
def test_anything_else_is_no_date(written: str) -> None:
    assert days(written) is None


def test_a_serial_number_may_be_either_of_two_days() -> None:
    assert serial_days("45527") == (dt.date(2024, 8, 23), dt.date(2028, 8, 24))
    assert serial_days("2024") is None


def test_a_date_is_kept_as_exactly_as_it_was_written() -> None:
    assert [partial(*(days(w) or ())) for w in ("2024.8.23", "2024年8月", "2024年")] == ["2024-08-23", "2024-08", "2024"]
    assert year("2024年") == 2024
    assert year("2024年度") == 2024
    assert year("24年") is None


YES_NO = Attribute(label="是否", kind="yes_no")


@pytest.mark.parametrize(("words", "truth"), [
    ("是", True), ("有", True), ("√", True), ("✔", True), ("否", False), ("无", False), ("×", False), (" 是\u200b", True), ("是\n", True)])
def test_answers_to_a_yes_or_no_question(words: str, truth: bool) -> None:
    assert fact(words, YES_NO, {}) == (truth, True)


@pytest.mark.parametrize("words", ["1", "0", "可能", "是的吧", "部分", "对", "是/否", "有条件"])
def test_anything_else_is_no_answer(words: str) -> None:
    assert fact(words, YES_NO, {})[1] is False


INDUSTRY = load("admission-yunnan").model.classifications["gbt4754_2017"]


@pytest.mark.parametrize("written", ["2921", "C2921", "c2921", "C-2921", "2921 塑料薄膜制造", "C2921塑料薄膜制造", "塑料薄膜制造（2921）",
                                     "C2921\n塑料薄膜制造", "２９２１", "29\u200b21", "C 2921 制造业"])
def test_a_code_with_its_letter_and_name_is_that_code(written: str) -> None:
    code = INDUSTRY.read(written)
    assert code is not None
    assert (code.text, code.prefixes) == ("2921", ("2921",))


@pytest.mark.parametrize("written", ["B2921", "Q2921", "2921 采矿业", "29211", "2921、2922", "2921/3110", "2921-2922", "2921 3110",
                                     "制造", "29.21", "00", "0000", "化工2921A"])
def test_a_code_that_contradicts_itself_is_refused(written: str) -> None:
    assert INDUSTRY.read(written) is None


def test_three_digits_of_a_number_may_have_lost_their_zero() -> None:
    code = INDUSTRY.read(610)
    assert code is not None
    assert code.prefixes == ("610", "0610")
    assert code.ambiguous
    assert INDUSTRY.read("610").prefixes == ("610",)  # type: ignore[union-attr]
    assert INDUSTRY.read(2921).prefixes == ("2921",)  # type: ignore[union-attr]
    assert INDUSTRY.read(6).prefixes == ("06",)  # type: ignore[union-attr]


def project(**attributes: Any) -> dict[str, Any]:
    """A made-up project that is complete by the clauses of Yunnan, whose description names nothing forbidden."""
    from checker.files.textfile import read

    data: dict[str, Any] = read(ROOT / "tests/made_up/complete-project.yaml").data
    for name, value in attributes.items():
        if value is None:
            data["attributes"].pop(name)
        else:
            data["attributes"][name] = {"value": value, "source": SOURCE}
    return data


def verdict_of(data: dict[str, Any]) -> WordedVerdict:
    made = dossier(data)
    return in_words(made, load(made.against[0].ruleset), DAY, PlainEngine(), dossier_digest(made))


def outcome_of(data: dict[str, Any]) -> str:
    return verdict_of(data).outcome


@pytest.mark.parametrize("mark", [*INVISIBLE, "\n", "\r\n", "\t", " ", "\u3000", "_x000D_"])
def test_a_forbidden_word_is_found_across_what_stands_in_it(mark: str) -> None:
    assert outcome_of(project()) == "met"
    assert outcome_of(project(description="新建化工原料项目")) == "review"
    assert outcome_of(project(description=f"新建化{mark}工原料项目")) == "review"


@pytest.mark.parametrize("words", ["详见附件", "/", "—", "无", "待定", "N/A", "见申请书"])
def test_a_search_over_nothing_is_no_search(words: str) -> None:
    verdict = verdict_of(project(description=words))
    without = verdict_of(project(description=None))
    assert verdict.outcome == without.outcome == "undetermined"
    assert [f.outcome for f in verdict.findings] == [f.outcome for f in without.findings]
    quoted = [lacking.unstated for lacking in verdict.missing if lacking.name == "description"]
    assert quoted == [[words]]


def test_who_answers_has_to_be_somebody() -> None:
    data = project()
    data["declarations"][0]["by"] = "—"
    with pytest.raises(DossierError) as caught:
        verdict_of(data)
    assert [p.code for p in caught.value.problems] == ["dossier.by_nobody"]
    assert says(str(caught.value), "dossier.by_nobody", "“—”不是人或单位的名称")


def test_none_in_a_list_is_an_empty_list_and_never_a_complete_one() -> None:
    def steel(entries: list[dict[str, str]], **more: Any) -> WordedVerdict:
        data = project(industry_code="3120")
        data["lists"] = [{"list": "equipment", "entries": entries, "source": SOURCE, **more}]
        return verdict_of(data)

    none, nothing = steel([{"kind": "无"}]), steel([])
    assert [f.outcome for f in none.findings] == [f.outcome for f in nothing.findings]
    assert none.outcome == "undetermined"
    assert none.lists[0].entries == []
    with pytest.raises(DossierError):
        steel([{"kind": "无"}], complete=True, declared_by="丁公司", count=1)


def test_one_scope_in_two_writings_is_one_scope() -> None:
    data: dict[str, Any] = {
        "schema": "dossier/1", "subject": {"name": "虚构园", "kind": "park"}, "period": 2022, "made_up": True,
        "observations": [
            {"quantity": "energy_use", "value": 10, "unit": "万tce", "scope": "规上\u200b", "source": SOURCE},
            {"quantity": "industrial_value_added", "value": 400000, "unit": "万元", "scope": " 规 上", "price_basis": "2020年价",
             "source": SOURCE}]}
    made = dossier(data)
    found = in_words(made, load("hj274-2015"), DAY, PlainEngine(), dossier_digest(made)).finding("HJ274-2015.11")
    assert found.outcome == "met"


def test_money_in_hundred_millions_is_money_without_a_unit() -> None:
    data: dict[str, Any] = {
        "schema": "dossier/1", "subject": {"name": "虚构项目", "kind": "project", "owner": "甲公司"}, "made_up": True,
        "attributes": {name: {"value": value, "source": SOURCE} for name, value in (
            ("industry_code", "2921"), ("stage", "新投资"), ("land_basis", "项目用地"))},
        "observations": [{"quantity": "land_area", "value": "80亩", "source": SOURCE},
                         {"quantity": "total_investment", "value": "2.4亿", "unit": "万元", "source": SOURCE},
                         {"quantity": "planned_fixed_asset_investment", "value": "2.4亿", "source": SOURCE}]}
    made = dossier(data)
    verdict = in_words(made, load("admission-kunming-etdz-2023"), DAY, PlainEngine(), dossier_digest(made))
    assert {f.value for f in verdict.findings if f.value} == {"300"}


def test_the_words_of_a_choice_are_compared_in_the_normal_form() -> None:
    choice = Attribute(label="类别", kind="word", words=["允许类", "淘汰类", "无"])
    assert fact("允 许\u200b类", choice, {}) == ("允许类", True)
    assert fact("无", choice, {}) == ("无", True)
    assert fact("限制类", choice, {})[1] is False
    assert same("n/A", ["N/A"]) == "N/A"


@settings(max_examples=200)
@given(st.text(alphabet=string.digits + " \n\t,.，亿万元约余-~", min_size=1, max_size=12))
def test_no_amount_has_more_digits_in_a_row_than_were_written_without_a_thousands_mark(written: str) -> None:
    try:
        amount = parse(written)
    except UnreadableAmount:
        return
    assert amount.interval.low.value is not None or amount.interval.high.value is not None


def test_what_hides_in_a_value_is_told_once_by_its_name() -> None:
    data = project(description="新建塑料\u200b薄膜\u00ad生产\u200b线")
    data["subject"]["name"] = "虚构\ufeff薄膜项目"
    told = [(n.params["label"], n.params["characters"]) for n in verdict_of(data).notes if n.code == "note.unseen"]
    assert told == [("虚构薄膜项目", "U+FEFF"), ("项目内容", "U+200B、U+00AD")]


def test_words_that_state_nothing_and_are_not_missed_are_told() -> None:
    data = project()
    data["observations"] = [{"quantity": "capacity_added", "value": "待定", "source": SOURCE}]
    told = [(n.params["label"], n.params["words"]) for n in verdict_of(data).notes if n.code == "note.unstated"]
    assert [words for _, words in told] == ["待定"]


def floors(**stated: dict[str, Any]) -> WordedVerdict:
    """A made-up project by the floors per mu of Kunming."""
    data: dict[str, Any] = {
        "schema": "dossier/1", "subject": {"name": "虚构项目", "kind": "project", "owner": "甲公司"}, "made_up": True,
        "attributes": {name: {"value": value, "source": SOURCE} for name, value in (
            ("industry_code", "2921"), ("stage", "新投资"), ("land_basis", "项目用地"))},
        "observations": [{"quantity": name, "source": SOURCE, **entry} for name, entry in stated.items()]}
    made = dossier(data)
    return in_words(made, load("admission-kunming-etdz-2023"), DAY, PlainEngine(), dossier_digest(made))


def test_where_a_cell_shows_the_other_side_of_a_limit_the_page_says_so() -> None:
    def told(value: str, shown: str) -> tuple[str, list[str]]:
        verdict = floors(land_area={"value": "100亩"}, total_investment={
            "value": value, "unit": "万元", "shown": shown}, planned_fixed_asset_investment={"value": f"{value}万元"})
        return verdict.findings[0].outcome, [n.text for n in verdict.notes if n.code == "note.shown_otherwise"]

    outcome, notes = told("34999.6", "35000")
    assert outcome == "review"
    assert len(notes) == 1
    assert "存的是 34999.6，显示为 35000" in notes[0]
    assert told("34000.4", "34000") == ("review", [])


@pytest.mark.parametrize("name", ["待定", "—", "/", "详见附件2", "暂无\u200b"])
def test_a_subject_without_a_name_is_judged_as_nobody(name: str) -> None:
    data = project()
    data["subject"]["name"] = name
    with pytest.raises(DossierError) as caught:
        verdict_of(data)
    assert [(p.code, p.path) for p in caught.value.problems] == [("dossier.nameless", ("subject", "name"))]
    assert says(str(caught.value), "dossier.nameless", "请写明名称")


def test_what_turns_the_direction_of_writing_is_told_by_its_lines() -> None:
    raw = "schema: dossier/1\nnote: 甲\u202e乙\nperiod: 2024\n# \u2066\n".encode()
    with pytest.raises(DossierError) as caught:
        parse_dossier(raw, "a.yaml")
    assert [(p.code, p.line) for p in caught.value.problems] == [("file.bad_character", 2), ("file.bad_character", 4)]


def test_a_code_that_may_have_lost_its_zero_asks_for_all_four_digits() -> None:
    data = project(industry_code=311)
    verdict = verdict_of(data)
    assert verdict.outcome != "met"
    needs = {lacking.name: lacking.kind for lacking in verdict.missing}
    if "industry_code" in needs:
        assert needs["industry_code"] == "whole"
        assert any("写全四位，开头的 0 照写" in need_name(lacking, verdict) for lacking in verdict.missing)
    reasons = {reason for found in verdict.findings for reason in found.reasons}
    assert "reason.code_lost_zero" in reasons
    assert "reason.code_coarse" not in reasons


def test_a_sentence_names_a_subject_without_what_nobody_sees_and_the_note_tells_it() -> None:
    from checker.reporting.words import conclusion

    data = sample_data("made-up-park")
    data["subject"]["name"] = "虚构\u200b园区\u00ad（演示用）"
    found = judged(data)
    assert found.subject.name == data["subject"]["name"]
    assert "虚构园区（演示用）" in conclusion(found)
    assert "\\u200b" not in conclusion(found)
