"""Cases with one fault, or that show one of the ruleset: status 5, the fault in words, its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from bad.command import Said, refused, run, says
from tiny_ruleset import CASES, HERE, USED, Fault, changed, folder, line_of, named

# the cases

HIGH = "item: T.1, given: {output: 60, people: 2}, value: 30"
CASE_FAULTS = [
    Fault("case.unknown_item", "用例“高”针对的 T.9 不在规则集中", f"{HIGH}, expect: met}}",
          f"item: T.9, given: {{}}, expect: met}}{HERE}"),
    Fault("case.unknown_item", "用例“全达标”针对的 T.3 不在规则集中",
          "met: [T.1, T.2]}, expect: met, requirements: {whole: met}}",
          f"met: [T.1, T.2, T.3]}}, expect: met, requirements: {{whole: met}}}}{HERE}"),
    Fault("case.form", "用例“高”须写 item、given、expect，或写 outcomes、expect", f"{HIGH}, expect: met}}",
          f"item: T.1, expect: met}}{HERE}"),
    Fault("case.form", "用例“高”须写", f"{HIGH}, expect: met}}",
          f"item: T.1, given: {{}}, rest: met, expect: met}}{HERE}"),
    Fault("case.form", "用例“全达标”须写", "met: [T.1, T.2]}, expect: met, requirements: {whole: met}}",
          f"met: [T.1]}}, expect: met, requirements: {{whole: met}}}}{HERE}"),
    Fault("case.no_tiers", "用例“高”写了 tiers，而规则集不按 T.1 的值分级", f"{HIGH}, expect: met}}",
          f"{HIGH}, tiers: [A], expect: met}}{HERE}"),
    Fault("case.item_twice", "用例（cases）第 10 条：用例“只有一”给同一指标写了不止一个结果",
          "met: [T.1], unmet: [T.2]}, expect: unmet, requirements: {whole: unmet}}",
          f"met: [T.1, T.2], unmet: [T.2]}}, expect: unmet, requirements: {{whole: unmet}}}}{HERE}"),
    Fault("case.item_twice", "用例（cases）第 9 条：用例“全达标”给同一指标写了不止一个结果",
          "met: [T.1, T.2]}, expect: met, requirements: {whole: met}}",
          f"met: [T.1, T.2, T.1]}}, expect: met, requirements: {{whole: met}}}}{HERE}"),
    Fault("case.unknown_given", "用例“高”给出的 outptu 不是规则集中的数据项、属性或列表", f"{HIGH}, expect: met}}",
          f"item: T.1, given: {{outptu: 60}}, expect: met}}{HERE}"),
    Fault("case.unknown_given", "“总产值”在规则集里的名称是 output。", f"{HIGH}, expect: met}}",
          f"item: T.1, given: {{总产值: 60}}, expect: met}}{HERE}"),
    Fault("case.unknown_given", "用例“高”给出的 output[2020] 不是", f"{HIGH}, expect: met}}",
          f"item: T.1, given: {{'output[2020]': 60}}, expect: met}}{HERE}"),
    Fault("case.unknown_given", "用例“高”给出的 events 不是", f"{HIGH}, expect: met}}",
          f"item: T.1, given: {{events: 3}}, expect: met}}{HERE}"),
    Fault("case.name_twice", "用例名称“低一步”用了两次", "{name: 高, " + HIGH + ", expect: met}",
          "{name: 低一步, " + HIGH + f", expect: met}}{HERE}"),
    Fault("field.not_one_of", "“达标”不在可选范围内", f"{HIGH}, expect: met}}", f"{HIGH}, expect: 达标}}{HERE}"),
    Fault("field.not_number", "应为数，写的是 三十", "value: 30, expect: met}", f"value: 三十, expect: met}}{HERE}"),
    Fault("field.year", "“22”不是年份", "cases:\n", f"period: 22{HERE}\ncases:\n"),
    Fault("field.unknown", "您是否想写“given”", f"{HIGH}, expect: met}}", f"{HIGH}, givn: {{}}, expect: met}}{HERE}"),
    Fault("file.bad_yaml", "不是正确的 YAML", "schema: cases/1", f"schema: cases: 1{HERE}"),
    Fault("file.empty", "文件是空的", CASES, " "),
]


@pytest.mark.parametrize("fault", named(CASE_FAULTS))
def test_a_fault_of_a_case_is_named_with_its_line(fault: Fault, tmp_path: Path) -> None:
    text = changed(CASES, fault)
    made = folder(tmp_path, cases=text)
    refused(run("rules", "test", made), 5, fault.code, fault.words, made / "cases" / "tiny.yaml", line_of(text))


UNUSABLE = [
    ("output: [60]", "应为数或带单位的文字"), ("output: true", "应为数或带单位的文字"), ("output: 很多", "“很多”读不出数值"),
    ("output: -5", "总产值不能是负数，写的是 -5"), ("output: 60人", "“60人”里的单位与单位一栏（项目表是列名）的“万元”不一致"),
    ("coastal: 5", "“是否沿海”应为 是 或 否"), ("grade: 丙", "“等级”写的是“丙”。可写：甲、乙"),
    ("'output[y-99]': 60", "“1925”不是年份"), ("'report[strict]': 5", "该指标没有名为“strict”的理解方案"),
    ("events: {entries: [5]}", "应为“字段: 值”的形式，写的是 5"),
    ("events: {entries: [{siz: 5 人}]}", "不认识的字段“siz”，它的内容会被漏掉。您是否想写“size”"),
    ("events: {entries: [{size: 5}]}", "“5”没有单位"),
]


@pytest.mark.parametrize(("given", "words"), UNUSABLE)
def test_a_value_that_a_case_cannot_give_is_named_with_its_line(given: str, words: str, tmp_path: Path) -> None:
    made = folder(tmp_path, cases=CASES.replace(USED, f"given: {{{given}}}"))
    refused(run("rules", "test", made), 5, "case.unusable", f"用例“高”给出的数据有误：{words}", made / "cases" / "tiny.yaml", 5)


@pytest.mark.parametrize(("given", "key"), [
    ("events: {entries: 5}", "events"), ("events: [5]", "events"), ("events: {complet: true}", "events"),
    ("events: {complete: 也许}", "events"), ("'coastal[y]': true", "coastal[y]"),
    ("'output[y': 5", "output[y"), ("OUTPUT: 5", "OUTPUT")])
def test_a_datum_that_a_case_cannot_give_is_named_with_its_line(given: str, key: str, tmp_path: Path) -> None:
    made = folder(tmp_path, cases=CASES.replace(USED, f"given: {{{given}}}"))
    refused(run("rules", "test", made), 5, "case.unknown_given", f"用例“高”给出的 {key} 不是规则集中的数据项、属性或列表",
            made / "cases" / "tiny.yaml", 5)


# what the cases show is said as a result


def reported(said: Said, code: str, words: str) -> None:
    assert said.status == 5
    assert said.err == ""
    assert any(says(line, code, words) for line in said.out.splitlines()), said.out


def test_a_case_that_fails_is_named_with_what_was_found(tmp_path: Path) -> None:
    made = folder(tmp_path, cases=CASES.replace("value: 30", "value: 31"))
    said = run("rules", "test", made)
    reported(said, "case.failed", f"{made / 'cases' / 'tiny.yaml'}:5：用例“高”：期望 达标，31，得到 达标，30。")
    reported(said, "cases.failed", "tiny：12 个用例中有 1 个未通过")


def test_a_case_that_finds_no_value_says_so(tmp_path: Path) -> None:
    said = run("rules", "test", folder(tmp_path, cases=CASES.replace("people: 2}, value: 30", "people: 0}, value: 30")))
    reported(said, "case.failed", "用例“高”：期望 达标，30，得到 无法判定，无值。")


def test_a_limit_that_no_case_meets_is_named(tmp_path: Path) -> None:
    cases = "".join(line for line in CASES.splitlines(keepends=True) if "低一步" not in line)
    said = run("rules", "test", folder(tmp_path, cases=cases))
    reported(said, "case.uncovered", "T.1：没有用例覆盖“未达标”")
    reported(said, "case.uncovered", "T.1：没有用例覆盖“越过限值一步”")


def test_a_ruleset_without_cases_is_uncovered_throughout(tmp_path: Path) -> None:
    said = run("rules", "test", folder(tmp_path, cases="schema: cases/1\ncases: []\n"))
    reported(said, "case.uncovered", "whole：没有用例覆盖“无法判定”")
    reported(said, "case.uncovered", "T.2 “无”：没有用例覆盖“用词”")


def test_a_change_that_no_case_notices_is_named(tmp_path: Path) -> None:
    cases = "".join(line for line in CASES.splitlines(keepends=True) if "只有一" not in line)
    said = run("rules", "test", folder(tmp_path, cases=cases), "--mutate")
    reported(said, "mutant.survived", "whole：删去成员 T.2，没有用例发现")
    reported(said, "cases.survivors", "7 个改动中有 1 个未被发现")
