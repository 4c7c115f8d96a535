"""What is told in text at the edges: of rulesets, settlements, figures without a source."""

from __future__ import annotations

import gc
import json
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from conftest import DAY, derived
from doubted import record
from tiny_ruleset import BANNED, RULESET, folder, rules, subject

from checker.assessment.assess import Terms
from checker.assessment.supposing import Suppositions, what_if
from checker.explaining.explained import explained
from checker.explaining.explanation import ContradictedPart, Explanation, NearestPart
from checker.intake import parse_dossier
from checker.reporting import words
from checker.reporting.derivation_text import derivation_text
from checker.reporting.font_files import bare
from checker.reporting.lean_pdf import _taken_in
from checker.reporting.next_steps import gap_lines, outlook
from checker.reporting.pdf import _collector_at_rest, _set_small
from checker.reporting.phrases import _may_be_zero
from checker.reporting.plain_text import report
from checker.reporting.ruleset_text import ruleset_text
from checker.reporting.source_lines import sources
from checker.reporting.way_in import _apart
from checker.reporting.way_words import OptionPart
from checker.reporting.what_if_text import what_if_report
from checker.reporting.year_charts import BOTTOM, TOP, _Scale
from checker.ruleset.amended import amended, overlay_from

FULL = (
    ("formula_language: 1", "formula_language: 2"),
    ("in_force:", "succeeds: [T 1-2014]\nlimits: target\ntransitional:\n  - {text: 已受理的可用旧版, until: 2025, place: 第9章, seen: official}\nin_force:"),
    ("output: {label: 总产值, unit: 万元}", "output: {label: 总产值, unit: 万元, scoped: true, plausible: {at_most: 900, source: {rests_on: experience, place: 常识}}}"),
    ("definitions:\n", "doubts:\n  - {id: a, label: 人数, value: people, unit: 人, equals: people * 1, source: {rests_on: arithmetic, place: 定义}}\n"
     "  - {id: b, label: 人均, value: output / people, unit: 万元/人, at_most: 70, source: {rests_on: arithmetic, place: 定义}}\ndefinitions:\n"),
    ("    value: per_head\n    limit:\n      at_least: 15\n", "    scopes: [规上]\n    consequence: 暂缓\n    readings:\n"
     "      a: {label: 甲, value: per_head, applies_when: coastal, limit: {at_least: 15}}\n      b: {label: 乙, value: per_head, limit: {at_least: 16}}\n"),
    ("requirements:\n", "indices:\n  - id: T.GI\n    label: 指数\n    scale: 100\n    parts:\n      - {all_of: [T.2]}\n    inverse: [T.2]\n"
     "    readings: {plain: {label: 不封顶}}\n    source: {place: 表2, seen: official}\nrequirements:\n"))


def test_everything_that_a_ruleset_says_is_shown() -> None:
    said = ruleset_text(rules(*FULL))
    for words_ in ("替代：T 1-2014", "过渡规定：已受理的可用旧版（至 2025年，发布机关原文）。", "限值是目标值", "取限值 ÷ 数值：序号 2", "全部计入：序号 2",
                   "总产值：不高于 900 万元（经验值，不是标准的规定：常识）", "人数：人数 ＝ 人数 × 1（依据：定义）", "口径：规上", "此理解只在下列条件下适用：是否沿海为是", "未达标的后果：暂缓"):
        assert words_ in said, said
    banned = ruleset_text(rules(*BANNED, ("    effect: prohibit\n", "    effect: prohibit\n    remedy: 先拆除\n")))
    assert "先拆除" in banned


def test_small_figures_are_set_only_where_there_are_some() -> None:
    assert _set_small("<p title='CO2'>CO2</p>") == "<p title='CO2'>CO2</p>"
    assert _set_small("<p title='CO₂'>CO₂</p>") == "<p title='CO₂'>CO<sub>2</sub></p>"


def test_a_collector_that_was_at_rest_stays_so() -> None:
    was_on = gc.isenabled()
    gc.disable()
    try:
        with _collector_at_rest():
            pass
        assert not gc.isenabled()
    finally:
        if was_on:
            gc.enable()


class Drawn(dict[str, Any]):
    """What a form of a made-up PDF may draw on, with its number."""

    number = 0


def form(number: int, subtype: str, own: bytes) -> Any:
    return SimpleNamespace(number=number, stream=[b"x"], extra={"Subtype": subtype, "Resources": own})


def test_only_forms_that_draw_on_nothing_are_taken_into_a_page_and_none_where_something_is_seen_through() -> None:
    def objects(opacity: float) -> Any:
        nothing = Drawn(XObject={}, Pattern={}, Shading={})
        nothing.number = 4
        return SimpleNamespace(objects=[
            {"XObject": {"a": b"1 0 R", "b": b"2 0 R", "c": b"3 0 R"}, "ExtGState": {"g": {"ca": opacity}}},
            form(1, "/Form", b"4 0 R"), form(2, "/Image", b""), form(3, "/Form", b"5 0 R"), nothing, Drawn({**nothing, "XObject": {"d": b"2 0 R"}})])

    for opacity, left in ((1, ["b", "c"]), (0.5, ["a", "b", "c"])):
        made = objects(opacity)
        drawn = made.objects[0]["XObject"]
        taken = _taken_in(made, [{"Resources": b"0 0 R"}])
        assert list(taken) == ([b"/a Do"] if opacity == 1 else [])
        assert list(drawn) == left


def test_a_font_that_is_bare_already_is_left_as_it_is() -> None:
    font = {"Subtype": "/CIDFontType0", "FontDescriptor": b"1 0 R", "W": [1, [500]], "CIDToGIDMap": "/Identity"}
    file = SimpleNamespace(stream=[b"cff"], extra={"Subtype": "/CIDFontType0C"})
    bare(SimpleNamespace(objects=[font, {"FontFile3": b"2 0 R"}, file]))
    assert (file.stream, "CIDToGIDMap" in font) == ([b"cff"], False)


def test_equal_numbers_of_all_years_lie_in_the_middle() -> None:
    scale = _Scale([2020, 2024], [Fraction(3), Fraction(3)])
    assert scale.y(Fraction(3)) == (TOP + BOTTOM) // 2


def test_what_would_have_to_be_more_and_less_at_once_is_told() -> None:
    def part(relation: Any, needed: str) -> OptionPart:
        return OptionPart(quantity="land", label="用地面积", unit="亩", relation=relation, now="5", needed=needed, short="1")

    def apart(most: str) -> list[str]:
        return list(_apart({("land", "at_least"): part("at_least", "9"), ("land", "at_most"): part("at_most", most)}))

    assert apart("7") == ["用地面积不能同时至少 9 亩、至多 7 亩，须改变别的数据"]
    assert apart("9") == []


def test_what_a_verdict_can_no_longer_become_is_told() -> None:
    of = rules()
    found = record(subject(plant="有"), of)
    explanation = Explanation(reachable=["unmet", "undetermined"], contradicted=[
        ContradictedPart(quantity="output", year=2024, items=["T.1", "T.2"]), ContradictedPart(quantity="people", year=2024, items=["T.1"])])
    said = list(outlook(explanation, found.words, of))
    assert said[1:] == ["已不可能达标，补报数据也不会改变这一点。", "总产值（2024）无论填多少，下列各项都不能同时达标：序号 1、2。",
                        "人数（2024）无论填多少，序号 1 都不能达标。"]


def test_an_unmet_verdict_with_nothing_open_tells_only_how_far_it_is() -> None:
    of = rules()
    found = record(subject(output="1 万元", people="1 人", plant="有"), of)
    explanation = explained(found.case, of).model_copy(update={"nearest": [NearestPart(requirement="other", short=1, members=["T.1"])]})
    assert found.verdict.outcome == "unmet"
    [line] = gap_lines(explanation, found.words, of)
    assert "人均产值" in line


def test_what_would_settle_a_verdict_is_said_in_words() -> None:
    found = record(subject(output="30 万元"), rules()).words
    assert words.settle(None, found) == ""
    assert words.since(found) == ""
    one, other = {"need": "quantity:people@2024"}, {"need": "report:T.1"}
    assert words.settle({"one_of": [one]}, found) == "人数（2024）"
    assert words.settle({"at_least": 2, "of": [one, other]}, found) == "以下至少 2 项（人数（2024）；人均产值的自报值及计算依据）"
    assert words.settle({"need": "quantity:others@2024"}, found) == "others@2024"
    assert words.settle({"need": "resolve:reason.unread@T.1"}, found).startswith("先解决序号 1 的“")


def test_a_word_of_a_plant_is_no_zero() -> None:
    operands = record(subject(plant="有"), rules()).words.finding("T.2").evaluations[0].operands
    assert not any(map(_may_be_zero, operands))


def test_a_report_without_notes_and_figures_without_source_leave_nothing_behind() -> None:
    found = record(subject(facts={"coastal": True}, output="30 万元"), rules()).words
    bare = found.model_copy(update={"notes": [], "attributes": [one.model_copy(update={"source": None}) for one in found.attributes]})
    assert "核验说明" not in report(bare)
    assert [line.what for line in sources(bare) if "沿海" in line.what] == []


def test_an_overlay_out_of_force_and_a_consequence_are_told_with_how_it_came_about() -> None:
    of = rules(("    value: per_head\n", "    value: per_head\n    consequence: 暂缓认定\n"))
    idle = overlay_from({"schema": "overlay/1", "id": "local", "title": "补充", "issuer": "某局", "document": "某发1号", "base": {"ruleset": "tiny"},
                         "in_force": {"from": "2030-01-01", "seen": "source"}})
    said = derivation_text(derived(subject(output="3 万元", people="1 人", plant="有"), amended(of, idle, DAY)))
    assert "补充" in said
    assert "暂缓认定" in said


def supposed(folder_: Path, *sets: str, quantities: str = "") -> str:
    of = RULESET.replace("  plant:", f"{quantities}  plant:")
    made = folder(folder_, of)
    data = json.dumps(subject(output="30 万元", people="1 人", plant="有"), ensure_ascii=False).encode()
    return what_if_report(what_if(parse_dossier(data, "d.json"), Terms(DAY, (str(made),)), Suppositions(sets, (), ())))


def test_what_moves_without_turning_is_told_and_what_nobody_asks_for(tmp_path: Path) -> None:
    said = supposed(tmp_path, "output=40万元", "spare=3万元", quantities="  spare: {label: 结余, unit: 万元}\n")
    assert "没有一项的判定变了。\n判定没有变，值、限值或缺的数据变了的 1 项：\n   1 人均产值　达标　值 30 万元/人 → 40 万元/人" in said
    assert "其余 1 项没有变。\n注意：没有一项指标用到“结余”，改了没有影响。" in said


def test_a_reported_value_that_is_supposed_is_never_idle(tmp_path: Path) -> None:
    assert "改了没有影响" not in supposed(tmp_path, "T.1=20万元/人")


def test_where_everything_turns_nothing_is_said_to_stay(tmp_path: Path) -> None:
    said = supposed(tmp_path, "output=1万元", "plant=无")
    assert "判定变了的 2 项" in said
    assert "没有变" not in said
