"""``checker rules lint``: every finding in words, with its file and line, and nothing on what is right."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from bad.command import Said, run, says, sentence
from conftest import ROOT

from checker.linting.folder import status_lines
from checker.messages import CATALOGUE
from checker.messages.lint import LINT
from checker.ruleset.loading import installed, load, load_folder

HERE = "  # here"  # marks the line that the finding has to name
RULESET = """\
schema: ruleset/1
id: tiny
title: 微型标准
document: T 1-2024
issuer: 某局
judges: park
concludes: conformity
formula_language: 2
in_force: {from: 2020-01-01, seen: official}
attributes:
  coastal: {label: 是否沿海, kind: yes_no}
  grade: {label: 等级, kind: word, words: [甲, 乙]}
quantities:
  output: {label: 总产值, unit: 万元}
  people: {label: 人数, unit: 人}
  plant: {label: 设施状况, words: [有, 无]}
  reused: {label: 重复用水量, unit: m3}
  fresh: {label: 新水量, unit: m3}
factors:
  floor: {label: 起点, value: 20, unit: 万元, source: {place: 表2, seen: official}}
lists:
  events: {label: 活动, unit: 起}
definitions:
  per_head: output / people
indicators:
  - id: T.1
    label: 人均产值
    category: 经济
    unit: 万元/人
    value: per_head
    limit:
      - {when: coastal, case: 沿海, at_least: 20}
      - {at_least: 15}
    source: {place: 表1 序号1, name: official, limit: official, formula: official}
  - id: T.2
    label: 处理设施
    category: 环境
    words: [有, 无]
    value: plant
    limit: {is: 有}
    applies_when: grade == "甲" or count(events) > 0 or output > floor
    source: {place: 表1 序号2, name: official, limit: official, formula: official}
  - id: T.3
    label: 重复利用率
    category: 环境
    unit: "%"
    value: share(reused, fresh)
    limit: {at_least: 75}
    source: {place: 表1 序号3, name: official, limit: official, formula: official}
requirements:
  - id: whole
    label: 全部指标
    all_of: [T.1, T.2, T.3]
    source: {group: official, place: 第4章}
clauses:
  - {place: 第1章, text: 范围, treatment: out_of_scope, reason: 没有要求, seen: official}
"""
CASES = """\
schema: cases/1
cases:
  - {name: 沿海高, item: T.1, given: {coastal: true, output: 25, people: 1}, value: 25, expect: met}
  - {name: 沿海恰, item: T.1, given: {coastal: true, output: 20, people: 1}, value: 20, expect: met}
  - {name: 沿海低, item: T.1, given: {coastal: true, output: 19, people: 1}, value: 19, expect: unmet}
  - {name: 内地高, item: T.1, given: {coastal: false, output: 25, people: 1}, value: 25, expect: met}
  - {name: 内地恰, item: T.1, given: {coastal: false, output: 15, people: 1}, value: 15, expect: met}
  - {name: 内地低, item: T.1, given: {coastal: false, output: 14, people: 1}, value: 14, expect: unmet}
  - {name: 缺人数, item: T.1, given: {coastal: false, output: 14}, expect: undetermined}
  - {name: 有设施, item: T.2, given: {grade: 甲, plant: 有}, expect: met}
  - {name: 无设施, item: T.2, given: {grade: 甲, plant: 无}, expect: unmet}
  - {name: 在建, item: T.2, given: {grade: 甲, plant: 在建}, expect: undetermined}
  - {name: 未填设施, item: T.2, given: {grade: 甲}, expect: undetermined}
  - {name: 水高, item: T.3, given: {reused: 4, fresh: 1}, value: 80, expect: met}
  - {name: 水恰, item: T.3, given: {reused: 3, fresh: 1}, value: 75, expect: met}
  - {name: 水低一步, item: T.3, given: {reused: 74, fresh: 26}, value: 74, expect: unmet}
  - {name: 缺新水, item: T.3, given: {reused: 4}, expect: undetermined}
  - {name: 全达标, outcomes: {}, rest: met, expect: met, requirements: {whole: met}}
  - {name: 全不达标, outcomes: {}, rest: unmet, expect: unmet, requirements: {whole: unmet}}
  - {name: 未定, outcomes: {}, rest: undetermined, expect: undetermined, requirements: {whole: undetermined}}
"""
CHANGELOG = """\
# 修改记录：tiny

## 2024-01-01

- 新编。

## 施行状态

- 2020-01-01：未施行 → 施行中
"""
LEVELS = {"error": CATALOGUE["lint.level.error"], "advice": CATALOGUE["lint.level.advice"]}


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed rulesets of our own, empty at first."""
    root = tmp_path / "rulesets"
    root.mkdir()
    monkeypatch.setattr("checker.ruleset.head.folder", lambda name: root)
    return root


def folder(root: Path, ruleset: str = RULESET, cases: str = CASES, changelog: str | None = CHANGELOG,
           name: str = "tiny") -> Path:
    made = root / name
    (made / "cases").mkdir(parents=True)
    (made / "ruleset.yaml").write_text(ruleset.replace("id: tiny", f"id: {name}"), encoding="utf-8")
    (made / "cases" / "all.yaml").write_text(cases, encoding="utf-8")
    if changelog is not None:
        (made / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    return made


def line_of(text: str) -> int | None:
    return next((i for i, line in enumerate(text.splitlines(), 1) if HERE.strip() in line), None)


def found(said: Said, code: str) -> list[str]:
    """The findings that are the sentence of ``code``."""
    assert said.err == ""
    return [line for line in said.out.splitlines() if sentence(code).search(line)]


def test_a_ruleset_without_fault_is_found_clean(tmp_path: Path) -> None:
    said = run("rules", "lint", folder(tmp_path))
    assert (said.status, said.err) == (0, "")
    assert said.out == "检查了 1 部规则集，没有发现问题。\n"


# one fault at a time


@dataclass(frozen=True)
class Fault:
    """A finding, words of it, its level, and the changes to the faultless file that provoke it."""

    code: str
    words: str
    old: str
    new: str
    level: str = "error"
    also: tuple[tuple[str, str], ...] = ()


ROWS = "      - {when: coastal, case: 沿海, at_least: 20}\n      - {at_least: 15}\n"
WATER = "    limit: {at_least: 75}\n"
SHARE = "    value: share(reused, fresh)\n"
PLACE = "place: 表1 序号3, "
CLAUSE = "  - {place: 第1章, text: 范围, treatment: out_of_scope, reason: 没有要求, seen: official}\n"
CLAUSES = "clauses:\n" + CLAUSE
NEXT = "  - id: T.2\n"
READINGS = ("    readings:\n      one: {label: 甲法, let: {heads: people}}\n"
            f"      two: {{label: 乙法, let: {{heads: people}}}}{HERE}\n    value: output / heads\n")
FAULTS = [
    # limits
    Fault("lint.limit_unreachable", "T.3 的限值 ≥105 达不到：按公式、within 和可否为负，指标值只可能是 0～100（%），永远判未达标",
          WATER, f"    limit: {{at_least: 105}}{HERE}\n"),
    Fault("lint.limit_unreachable", "T.3 的限值 <0 达不到", WATER, f"    limit: {{below: 0}}{HERE}\n"),
    Fault("lint.limit_unreachable", "T.3 的限值 ≤-1 达不到", WATER, f"    limit: {{at_most: -1}}{HERE}\n"),
    Fault("lint.limit_unreachable", "T.3 的限值 ≥90 达不到：按公式、within 和可否为负，指标值只可能是 0～80（%）", WATER,
          f"    within: {{at_least: 0, at_most: 80}}\n    limit: {{at_least: 90}}{HERE}\n"),
    Fault("lint.limit_unreachable", "T.1 的限值 沿海：≤-3 达不到：按公式、within 和可否为负，指标值只可能是 ≥0（万元/人）", ROWS,
          f"      - {{when: coastal, case: 沿海, at_most: -3}}{HERE}\n      - {{at_least: 15}}\n"),
    Fault("lint.limit_unreachable", "T.3 的限值 <0 达不到：按公式、within 和可否为负，指标值只可能是 ≥0（%）", SHARE + WATER,
          f"    limit: {{below: 0}}{HERE}\n"),
    Fault("lint.limit_cannot_fail", "T.3 的限值 ≥0 不可能不达到：按公式、within 和可否为负，指标值只可能是 0～100（%），永远判达标",
          WATER, f"    limit: {{at_least: 0}}{HERE}\n"),
    Fault("lint.limit_cannot_fail", "T.3 的限值 ≤100 不可能不达到", WATER, f"    limit: {{at_most: 100}}{HERE}\n"),
    Fault("lint.limit_cannot_fail", "T.1 的限值 >-1 不可能不达到", ROWS,
          f"      - {{when: coastal, case: 沿海, at_least: 20}}\n      - {{above: -1}}{HERE}\n"),
    Fault("lint.word_cannot_fail", "可用的词只有限值要求的“有”，不可能判未达标", "    words: [有, 无]\n    value: plant\n    limit: {is: 有}",
          f"    words: [有]\n    value: plant\n    limit: {{is: 有}}{HERE}"),
    Fault("lint.within_impossible", "T.3 的公式只能得出 0～100，都在 within 的范围之外", WATER,
          f"    within: {{at_least: 200, at_most: 300}}{HERE}\n{WATER}"),
    Fault("lint.may_be_negative", "T.3 的公式可以得出负数，却没有写 signed: true", SHARE, "    value: (reused - fresh) / fresh\n",
          "advice"),
    Fault("lint.may_be_negative", "T.3 的公式可以得出负数", SHARE, "    value: growth(reused, y-3, y) + fresh / fresh * 0\n",
          "advice"),
    Fault("lint.row_never", "限值第 2 档（大港：≥30）永远轮不到：条件不可能成立，或凡是成立的情形都已归入前面各档", ROWS,
          "      - {when: coastal, case: 沿海, at_least: 20}\n"
          f"      - {{when: coastal and grade == '甲', case: 大港, at_least: 30}}{HERE}\n      - {{at_least: 15}}\n"),
    Fault("lint.row_never", "限值第 3 档（≥15）永远轮不到", ROWS,
          "      - {when: grade == '甲', case: 甲级, at_least: 20}\n      - {when: grade != '甲', case: 乙级, at_least: 18}\n"
          f"      - {{at_least: 15}}{HERE}\n"),
    Fault("lint.row_never", "限值第 1 档（矛盾：≥20）永远轮不到", ROWS,
          f"      - {{when: y > 2023 and y < 2024, case: 矛盾, at_least: 20}}{HERE}\n      - {{at_least: 15}}\n"),
    Fault("lint.rows_contradict", "限值第 2 档（海边：≥30）与第 1 档（沿海：≥20）条件相同而限值不同，只会用第 1 档", ROWS,
          "      - {when: coastal, case: 沿海, at_least: 20}\n"
          f"      - {{when: coastal, case: 海边, at_least: 30}}{HERE}\n      - {{at_least: 15}}\n"),
    Fault("lint.row_repeats", "限值第 2 档（海边：≥20）与第 1 档条件和限值都相同，是多余的", ROWS,
          "      - {when: coastal, case: 沿海, at_least: 20}\n"
          f"      - {{when: coastal, case: 海边, at_least: 20}}{HERE}\n      - {{at_least: 15}}\n"),
    Fault("lint.year_twice", "2022 年的限值写了两次：第 1 档 2022年：≥15，第 3 档 2022年：≥17，只会用前一个", ROWS,
          "      - {year: 2022, at_least: 15}\n      - {year: 2023, at_least: 16}\n"
          f"      - {{year: 2022, at_least: 17}}{HERE}\n"),
    Fault("lint.never_applies", "适用条件 grade == '甲' and grade == '乙' 不可能成立", '    applies_when: grade == "甲" or',
          f"    applies_when: grade == '甲' and grade == '乙'{HERE}\n    definition: >-\n      原为"),
    Fault("lint.never_applies", "适用条件 count(events) < 0 不可能成立", SHARE,
          f"    readings:\n      one:\n        label: 甲法\n        applies_when: count(events) < 0{HERE}\n"
          f"      two: {{label: 乙法, value: reused / fresh}}\n{SHARE}"),
    # cases
    Fault("lint.item_without_case", "T.4（又一项）没有用例，抄错了不会有人发现", "requirements:\n",
          f"  - id: T.4{HERE}\n    label: 又一项\n    category: 经济\n    unit: 万元\n    value: output\n    limit: {{at_least: 3}}\n"
          "    source: {place: 表1 序号4, name: official, limit: official, formula: official}\nrequirements:\n"),
    Fault("lint.uncovered", "T.3：没有用例覆盖“恰为限值”。T.3：没有用例覆盖“越过限值一步”。没有覆盖的地方抄错了不会被发现",
          "  - id: T.3\n", f"  - id: T.3{HERE}\n", also=((WATER, "    limit: {at_least: 78}\n"),)),
    Fault("lint.uncovered", "要求 most：没有用例写明它“达标”", CLAUSES,
          f"  - {{id: most, label: 多数, at_least: 2, of: [T.1, T.2, T.3], source: {{group: deduced}}}}{HERE}\n{CLAUSES}"),
    # places, clauses, numbers, ids
    Fault("lint.placeholder", "出处写的是“待补”，查不到原文", PLACE, "place: 待补, "),
    Fault("lint.placeholder", "出处写的是“？？”", "factors:\n  floor: {label: 起点, value: 20, unit: 万元, source: {place: 表2,",
          "factors:\n  floor: {label: 起点, value: 20, unit: 万元, source: {place: ？？,"),
    Fault("lint.placeholder", "出处写的是“TODO”", CLAUSE, CLAUSE.replace("第1章", "TODO").replace("\n", f"{HERE}\n")),
    Fault("lint.no_place", "来源标为“发布机关原文”，却没有写出处（place），别人无法核对",
          "    source: {group: official, place: 第4章}", f"    source: {{group: official}}{HERE}", "advice"),
    Fault("lint.no_clauses", "没有 clauses。文件里不是指标的条文没有交代", CLAUSES, ""),
    Fault("lint.number_gap", "T. 的序号有缺：4、5。漏抄的一条不会参与评判", "retired", "retired",
          also=(("  - id: T.3\n", "  - id: T.6\n"), ("[T.1, T.2, T.3]", "[T.1, T.2, T.6]"),
                (CLAUSES, CLAUSES + "retired:\n  - {id: T.3, reason: 并入}\n"))),
    Fault("ruleset.id_reused", "编号 T.2 用了不止一次。编号永久有效，不得重复或再用", CLAUSES,
          CLAUSES + "indices:\n  - id: T.2" + HERE + "\n    label: 指数\n    scale: 100\n    parts: [{all_of: [T.3]}]\n"
          "    readings: {one: {label: 封顶, cap: 1}}\n    source: {place: 附件, seen: official}\n"),
    Fault("ruleset.id_reused", "编号 T.9 用了不止一次", CLAUSES,
          f"{CLAUSES}retired:\n  - {{id: T.9, reason: 甲}}\n  - {{id: T.9, reason: 乙}}{HERE}\n"),
    # indicators
    Fault("lint.reading_twice", "理解方案“乙法”与“甲法”的公式和限值完全相同，算出来永远一样", "    value: per_head\n", READINGS,
          also=(("definitions:\n  per_head: output / people\n", ""),)),
    Fault("lint.scopes_idle", "T.3 写了 scopes（规上、规模以上），但用到的数据项都没有口径（scoped）", SHARE,
          f"    scopes: [规上, 规模以上]{HERE}\n{SHARE}"),
    Fault("lint.unlike_itself", "unlike 里的“重复 利用率”就是本项自己的名称或别名", SHARE,
          f"    unlike:\n      - {{label: 重复 利用率, why: 不同}}{HERE}\n{SHARE}"),
    # names
    Fault("lint.unused", "数据项“职工”（staff）没有被任何公式或条件用到，填报人会白填", "  people:",
          f"  staff: {{label: 职工, unit: 人}}{HERE}\n  people:"),
    Fault("lint.unused", "属性“是否内陆”（inland）没有被任何", "  coastal: {", f"  inland: {{label: 是否内陆, kind: yes_no}}{HERE}\n  coastal: {{"),
    Fault("lint.unused", "系数“终点”（ceiling）没有被任何", "factors:\n",
          f"factors:\n  ceiling: {{label: 终点, value: 1, unit: 万元, source: {{place: 表2, seen: official}}}}{HERE}\n"),
    Fault("lint.unused", "清单“项目”（projects）没有被任何", "lists:\n", f"lists:\n  projects: {{label: 项目, unit: 个}}{HERE}\n"),
    Fault("lint.unused", "公式名“per_area”（per_area）没有被任何", "definitions:\n",
          f"definitions:\n  per_area: output / people{HERE}\n"),
    Fault("lint.label_twice", "数据项 people 与 staff 的名称都是“人数”，按名称填报时分不清是哪一个",
          "  people: {label: 人数, unit: 人}\n", f"  staff: {{label: 人 数, unit: 人}}\n  people: {{label: 人数, unit: 人}}{HERE}\n"),
    Fault("lint.label_twice", "指标 T.2 与 T.1 的名称都是“人均产值”", f"{NEXT}    label: 处理设施\n",
          f"  - id: T.2{HERE}\n    label: 人均产值\n"),
    # what loading refuses
    Fault("formula.unknown_name", "指标（indicators）第 3 条的公式（value）：公式 share(reusd, fresh) 中的 reusd 没有定义。您是否想写“reused”", SHARE,
          f"    value: share(reusd, fresh){HERE}\n"),
    Fault("ruleset.id_reused", "编号 T.2 用了不止一次", CLAUSES, f"{CLAUSES}retired: [{{id: T.2, reason: 已删}}]{HERE}\n"),
    Fault("field.unknown", "不认识的字段“lable”", NEXT, f"{NEXT}    lable: 设施{HERE}\n"),
    Fault("ruleset.row_unreachable", "指标（indicators）第 3 条的限值（limit）第 2 条：这一档永远轮不到", WATER,
          f"    limit:\n      - {{at_least: 75}}\n      - {{at_least: 80}}{HERE}\n"),
]


def changed(fault: Fault) -> str:
    text = RULESET.replace(fault.old, fault.new, 1)
    for old, new in fault.also:
        text = text.replace(old, new, 1)
    assert text != RULESET
    return text


@pytest.mark.parametrize("fault", [pytest.param(f, id=f.code) for f in FAULTS])
def test_a_fault_is_named_with_file_line_and_words(fault: Fault, tmp_path: Path) -> None:
    text = changed(fault)
    made = folder(tmp_path, text)
    said = run("rules", "lint", made)
    lines = found(said, fault.code)
    assert lines, said.out
    assert any(fault.words in line for line in lines), (fault.words, lines)
    [line] = [line for line in lines if fault.words in line]
    place = f"{made / 'ruleset.yaml'} 第 {line_of(text)} 行" if line_of(text) else f"{made / 'ruleset.yaml'}"
    assert line.startswith(f"{LEVELS[fault.level]}：{place}"), line
    errors = sum(line.startswith(LEVELS["error"] + "：") for line in said.out.splitlines())
    assert said.status == (5 if errors else 0)
    advice = len(said.out.splitlines()) - 1 - errors
    assert f"检查了 1 部规则集：错误 {errors} 处，建议 {advice} 处。" in said.out.splitlines()[-1]


def test_advice_alone_is_no_failure(tmp_path: Path) -> None:
    text = RULESET.replace("    source: {group: official, place: 第4章}", "    source: {group: official}")
    said = run("rules", "lint", folder(tmp_path, text))
    assert said.status == 0
    assert "错误 0 处，建议 1 处。" in said.out


NOT_FOUND = [
    ("lint.limit_unreachable", WATER, "    limit: {at_least: 100}\n"),
    ("lint.limit_unreachable", WATER, "    limit: {at_most: 0}\n"),
    ("lint.limit_unreachable", SHARE + WATER, "    value: reused / fresh\n    limit: {at_least: 105}\n"),
    ("lint.limit_unreachable", SHARE + WATER, "    signed: true\n    value: growth(reused, y-3, y)\n    limit: {at_most: -3}\n"),
    ("lint.limit_cannot_fail", WATER, "    limit: {exactly: 100}\n"),
    ("lint.limit_cannot_fail", WATER, "    limit: {above: 0}\n"),
    ("lint.limit_cannot_fail", WATER, "    limit: {at_most: fresh / fresh}\n"),
    ("lint.limit_cannot_fail", SHARE + WATER, "    value: reused / fresh\n    limit: {at_most: 100}\n"),
    ("lint.may_be_negative", SHARE, "    within: {at_least: 0, at_most: 100}\n    value: (reused - fresh) / fresh\n"),
    ("lint.may_be_negative", SHARE, "    signed: true\n    value: (reused - fresh) / fresh\n"),
    ("lint.row_never", ROWS, "      - {when: coastal and grade == '甲', case: 大港, at_least: 30}\n"
     "      - {when: coastal, case: 沿海, at_least: 20}\n      - {at_least: 15}\n"),
    ("lint.row_never", ROWS, "      - {when: plant == '有', case: 有, at_least: 30}\n"
     "      - {when: plant == '无', case: 无, at_least: 20}\n      - {at_least: 15}\n"),
    # what only one of the readings that share a limit can't have
    ("lint.row_never", "    value: per_head\n    limit:\n" + ROWS,
     "    readings:\n      long: {label: 长, let: {span: 3}}\n      short: {label: 短, let: {span: 1}}\n"
     "    value: per_head * span\n    limit:\n      - {when: span > 2, case: 长, at_least: 20}\n      - {at_least: 15}\n"),
    ("lint.placeholder", PLACE, "place: 附录无号表, "),
    ("lint.no_place", "{group: official, place: 第4章}", "{group: deduced}"),
    ("lint.number_gap", CLAUSES, f"{CLAUSES}  - {{place: 表1 序号4～6、8, text: 四项, treatment: manual, reason: 未见, seen: source}}\n"
     "retired: [{id: T.9, reason: 已删}, {id: T.7, reason: 已删}]\n"),
    ("lint.scopes_idle", "  reused: {label: 重复用水量, unit: m3}", "  reused: {label: 重复用水量, unit: m3, scoped: true}"),
    # adopting one reading makes nothing unused and none twice
    ("lint.unused", "    value: per_head\n", "    readings:\n      text: {label: 甲法, value: output / people}\n"
     "      note: {label: 乙法, let: {label: per_head}, value: label * 1}\n"
     "    adopted: {reading: text, authority: 某厅}\n"),
    ("lint.reading_twice", SHARE + WATER, "    readings: {one: {label: 甲法}, two: {label: 乙法}}\n" + WATER),
]


@pytest.mark.parametrize(("code", "old", "new"), NOT_FOUND)
def test_what_is_right_is_not_found(code: str, old: str, new: str, tmp_path: Path) -> None:
    assert old in RULESET
    text = RULESET.replace(old, new, 1)
    made = folder(tmp_path, text)
    assert load_folder(made).id == "tiny"
    assert found(run("rules", "lint", made), code) == []


def test_a_reading_that_was_not_adopted_is_looked_at_too(tmp_path: Path) -> None:
    text = RULESET.replace(SHARE, "    readings:\n      one: {label: 甲法, value: 'share(reused, fresh)'}\n"
                           f"      two: {{label: 乙法, value: reused - reusd}}{HERE}\n"
                           "    adopted: {reading: one, authority: 某厅}\n")
    made = folder(tmp_path, text)
    assert load_folder(made).id == "tiny"
    [line] = found(run("rules", "lint", made), "formula.unknown_name")
    assert f"{made / 'ruleset.yaml'} 第 {line_of(text)} 行" in line
    assert "reusd 没有定义" in line


# cases


def test_a_case_that_fails_is_found_with_its_line(tmp_path: Path) -> None:
    made = folder(tmp_path, cases=CASES.replace("value: 80", "value: 81"))
    [line] = found(run("rules", "lint", made), "lint.case_failed")
    assert line.startswith(f"错误：{made / 'cases' / 'all.yaml'} 第 14 行：用例“水高”：期望 达标，81，得到 达标，80。")
    assert "规则与用例必有一处抄错" in line


def test_cases_made_from_a_table_count_only_when_confirmed(tmp_path: Path) -> None:
    said = run("rules", "lint", folder(tmp_path, cases=CASES.replace("schema: cases/1\n", "schema: cases/1\nmade_from: table\n")))
    [line] = found(said, "lint.cases_unconfirmed")
    assert "表填错了，用例也跟着错，所以不计入覆盖和变异" in line
    assert (said.status, line[:3]) == (5, "错误：")  # the one thing that is due; what the cases leave out is told after it
    assert not found(said, "lint.item_without_case")
    confirmed = CASES.replace("schema: cases/1\n", "schema: cases/1\nmade_from: table\nconfirmed: {by: 某某, on: 2026-11-30}\n")
    assert run("rules", "lint", folder(tmp_path / "b", cases=confirmed)).out == run("rules", "lint", folder(tmp_path / "c")).out


def test_a_case_that_cannot_be_read_or_used_is_found_and_hides_no_other(tmp_path: Path) -> None:
    made = folder(tmp_path, RULESET.replace(CLAUSES, ""), CASES.replace("item: T.3, given: {reused: 4, fresh: 1}",
                                                                       "item: T.3, given: {reused: -4, fresh: 1}"))
    said = run("rules", "lint", made)
    assert found(said, "case.unusable")
    assert found(said, "lint.no_clauses")
    made = folder(tmp_path / "again", RULESET.replace(CLAUSES, ""), CASES.replace("item: T.3", "item: T.9"))
    said = run("rules", "lint", made)
    assert found(said, "case.unknown_item")
    assert found(said, "lint.no_clauses")
    assert found(said, "lint.uncovered") == []


# the change log


def test_a_ruleset_without_change_log_is_named(tmp_path: Path) -> None:
    made = folder(tmp_path, changelog=None)
    [line] = found(run("rules", "lint", made), "lint.no_changelog")
    assert line.startswith(f"错误：{made / 'CHANGELOG.md'}：没有这个文件。谁在何时改了什么、谁的结论会变，都无从查起")


def test_a_change_log_without_status_is_told_what_it_should_say(tmp_path: Path) -> None:
    made = folder(tmp_path, changelog="# 修改记录\n")
    [line] = found(run("rules", "lint", made), "lint.no_status")
    assert "没有“## 施行状态”一节" in line
    assert line.endswith("内容应为：- 2020-01-01：未施行 → 施行中。")


def test_a_change_log_that_can_not_be_read_is_told_as_such(tmp_path: Path) -> None:
    made = folder(tmp_path, changelog=None)
    (made / "CHANGELOG.md").mkdir()
    said = run("rules", "lint", made)
    assert said.status == 5
    assert "CHANGELOG.md" in said.out + said.err


@pytest.mark.parametrize("wrong", [
    "- 2020-01-02：未施行 → 施行中", "- 2020-01-01：未施行→施行中", "- 2020-01-01：未施行 → 施行中\n- 2021-01-01：施行中 → 已失效", ""])
def test_a_status_that_the_dates_do_not_give_is_named_with_the_line_of_its_section(wrong: str, tmp_path: Path) -> None:
    made = folder(tmp_path, changelog=CHANGELOG.replace("- 2020-01-01：未施行 → 施行中", wrong))
    [line] = found(run("rules", "lint", made), "lint.status_differs")
    assert line.startswith(f"错误：{made / 'CHANGELOG.md'} 第 7 行：施行状态与 ruleset.yaml 的日期不符。")
    assert "应为：- 2020-01-01：未施行 → 施行中。" in line


def test_another_section_ends_the_status(tmp_path: Path) -> None:
    made = folder(tmp_path, changelog=CHANGELOG + "\n## 其他\n\n- 2021-01-01：改了错字\n")
    assert run("rules", "lint", made).status == 0


def test_an_unreadable_change_log_is_named(tmp_path: Path) -> None:
    made = folder(tmp_path)
    (made / "CHANGELOG.md").write_bytes("# 修改记录".encode("gb18030"))
    [line] = found(run("rules", "lint", made), "file.unreadable")
    assert f"{made / 'CHANGELOG.md'}" in line


@pytest.mark.parametrize(("dates", "due"), [
    ("in_force: {from: 2020, seen: official}", ["2020-01-01：未施行 → 可能未施行", "2020-12-31：可能未施行 → 施行中"]),
    ("in_force: {from: 2020-01-01, until: 2021-06, seen: official}",
     ["2020-01-01：未施行 → 施行中", "2021-06-02：施行中 → 可能已失效", "2021-07-01：可能已失效 → 已失效"]),
    ("in_force: {from: 2020-01-01, seen: official}\nsuperseded_by: {document: T 1-2025, from: 2025-07, seen: secondary}",
     ["2020-01-01：未施行 → 施行中", "2025-07-01：施行中 → 可能已失效", "2025-07-31：可能已失效 → 已失效"]),
    ("in_force: {from: 2020-01-01, until: 2027-12-30, seen: official}",
     ["2020-01-01：未施行 → 施行中", "2027-12-31：施行中 → 已失效"]),
    ("in_force: {from: 2020-01-01, until: 2027-12-31, seen: official}", ["2020-01-01：未施行 → 施行中"]),
    ("in_force: {from: 2028-01-01, seen: official}", []),
])
def test_the_days_on_which_the_status_changes_up_to_the_end_of_2027(dates: str, due: list[str], tmp_path: Path) -> None:
    made = folder(tmp_path, RULESET.replace("in_force: {from: 2020-01-01, seen: official}", dates))
    assert status_lines(load_folder(made)) == [f"- {line}" for line in due]


# several rulesets


def second(text: str = RULESET) -> str:
    """The same standard with ids of its own."""
    return text.replace("id: T.", "id: S.").replace("T.1, T.2, T.3", "S.1, S.2, S.3")


def second_cases() -> str:
    return CASES.replace("item: T.", "item: S.")


def test_two_rulesets_that_share_their_words_are_clean(tmp_path: Path) -> None:
    made = [folder(tmp_path), folder(tmp_path, second(), second_cases(), name="other")]
    said = run("rules", "lint", *made)
    assert (said.status, said.out) == (0, "检查了 2 部规则集，没有发现问题。\n")


SHARED = [
    ("lint.shared_name", "output 与规则集 other 里的同名项不一致：名称这里是“总产值”，那里是“工业总产值”。", "label: 总产值", "label: 工业总产值"),
    ("lint.shared_name", "events 与规则集 other 里的同名项不一致：单位这里是“起”，那里是“次”", "{label: 活动, unit: 起}",
     "{label: 活动, unit: 次}"),
    ("lint.shared_name", "reused 与规则集 other 里的同名项不一致：是否分口径（scoped）这里是“否”，那里是“是”；可否为负（signed）这里是“否”，那里是“是”",
     "{label: 重复用水量, unit: m3}", "{label: 重复用水量, unit: m3, scoped: true, signed: true}"),
    ("lint.shared_name", "fresh 与规则集 other 里的同名项不一致：是否有价格基准（priced）这里是“否”，那里是“是”；每年一个值还是只有一个（each）这里是“每年一个值”，那里是“只有一个值”",
     "{label: 新水量, unit: m3}", "{label: 新水量, unit: m3, priced: true, each: once}"),
    ("lint.shared_name", "plant 与规则集 other 里的同名项不一致：用词这里是“有、无”，那里是“有、无、在建”", "words: [有, 无]}", "words: [有, 无, 在建]}"),
    ("lint.shared_name", "grade 与规则集 other 里的同名项不一致：用词这里是“甲、乙”，那里是“甲、乙、丙”", "words: [甲, 乙]", "words: [甲, 乙, 丙]"),
    ("lint.shared_name", "events 与规则集 other 里的同名项不一致：是否历年累计（cumulative）这里是“否”，那里是“是”", "{label: 活动, unit: 起}",
     "{label: 活动, unit: 起, cumulative: true}"),
    ("lint.shared_name", "coastal 与规则集 other 里的同名项不一致：种类这里是“属性”，那里是“清单”", "  coastal: {label: 是否沿海, kind: yes_no}\n", ""),
]


@pytest.mark.parametrize(("code", "words", "old", "new"), SHARED)
def test_a_name_that_means_two_things_is_found_at_the_ruleset_that_was_asked_for(code: str, words: str, old: str, new: str, tmp_path: Path, office: Path) -> None:
    text = second().replace(old, new, 1)
    assert text != second()
    if not new:
        text = text.replace("lists:\n", "lists:\n  coastal: {label: 沿海地, unit: 个}\n").replace(
            "when: coastal", "when: count(coastal) > 0")
    folder(office, text, second_cases(), name="other")
    made = folder(tmp_path)
    said = run("rules", "lint", made)
    [line] = found(said, code)
    assert words in line
    assert line.startswith(f"错误：{made / 'ruleset.yaml'} 第 ")
    assert "同一个名称在各规则集里须是同一件事" in line
    assert said.status == 5


def test_other_units_of_one_dimension_are_no_difference(tmp_path: Path) -> None:
    text = second().replace("{label: 总产值, unit: 万元}", "{label: 总产值, unit: 亿元}")
    made = [folder(tmp_path), folder(tmp_path, text, second_cases(), name="other")]
    assert found(run("rules", "lint", *made), "lint.shared_name") == []


def test_one_label_under_two_names_is_advised_against(tmp_path: Path) -> None:
    text = second().replace("people", "heads")
    made = [folder(tmp_path), folder(tmp_path, text, second_cases().replace("people", "heads"), name="other")]
    said = run("rules", "lint", *made)
    [line] = found(said, "lint.shared_label")
    assert line.startswith(f"建议：{made[0] / 'ruleset.yaml'} 第 15 行 数据项（quantities）的“people”：")
    assert "数据项“人数”在这里叫 people，在规则集 other 里叫 heads。同一件事用两个名称，填报人要填两遍" in line
    assert said.status == 0


def test_one_series_of_ids_in_two_rulesets_is_found(tmp_path: Path, office: Path) -> None:
    folder(office, name="other")
    made = folder(tmp_path)
    said = run("rules", "lint", made)
    [line] = found(said, "lint.shared_prefix")
    assert "编号前缀 T 在规则集 other 里也用了，同一个编号会指两件事" in line
    assert said.status == 5


def test_a_retired_id_is_still_of_its_series(tmp_path: Path) -> None:
    text = second() + "retired: [{id: T.7, reason: 移出}]\n"
    made = [folder(tmp_path), folder(tmp_path, text, second_cases(), name="other")]
    assert len(found(run("rules", "lint", *made), "lint.shared_prefix")) == 1


def test_without_a_name_all_installed_rulesets_are_looked_at_and_a_bad_one_hides_no_other(office: Path) -> None:
    folder(office, RULESET.replace(SHARE, "    value: share(reusd, fresh)\n"))
    folder(office, second().replace(CLAUSES, ""), second_cases(), name="other")
    said = run("rules", "lint")
    assert said.status == 5
    assert [line for line in found(said, "formula.unknown_name") if "tiny" in line]
    assert [line for line in found(said, "lint.no_clauses") if "other" in line]
    assert "检查了 2 部规则集" in said.out


def test_an_installed_ruleset_that_cannot_be_read_is_not_compared_and_that_is_said(tmp_path: Path, office: Path) -> None:
    folder(office, second().replace(SHARE, "    value: share(reusd, fresh)\n"), name="other")
    said = run("rules", "lint", folder(tmp_path))
    [line] = found(said, "lint.not_compared")
    assert line.startswith("建议：other：规则集 other 读不进去，没有与它比较名称和编号")
    assert said.status == 0


def test_a_working_copy_is_not_compared_with_its_installed_self(tmp_path: Path, office: Path) -> None:
    folder(office, RULESET.replace("label: 总产值", "label: 产值"))
    assert run("rules", "lint", folder(tmp_path)).status == 0


def test_a_ruleset_that_is_not_there_is_wrong_usage() -> None:
    said = run("rules", "lint", "tnyi")
    assert said.status == 2
    assert says(said.err, "ruleset.not_found", "没有名为“tnyi”的规则集")


# no finding without a test


FINDINGS = {code for code in LINT if re.fullmatch(r"lint\.[a-z_]+", code)} - {"lint.clean", "lint.found", "lint.difference"}
ASSERTED = {fault.code for fault in FAULTS} | {code for code, *_ in SHARED} | {
    "lint.case_failed", "lint.cases_unconfirmed", "lint.no_changelog", "lint.no_status", "lint.status_differs", "lint.shared_label",
    "lint.shared_prefix", "lint.not_compared",
    "lint.full_mark", "lint.score_total", "lint.tier_never"}  # these in test_tiers


def test_every_finding_is_asserted() -> None:
    assert not FINDINGS - ASSERTED


# the rulesets that come with the program


@pytest.mark.parametrize("names", [
    pytest.param(installed(), id="all"), *(pytest.param([name], id=name, marks=pytest.mark.whole) for name in installed())])
def test_no_installed_ruleset_has_an_error(names: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.ruleset.head.folder", lambda kind: ROOT / kind)
    said = run("rules", "lint", *names)
    assert (said.status, said.err) == (0, ""), said.out


def test_the_status_of_an_edition_is_what_its_dates_give_on_every_day(monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.ruleset.edition import status

    monkeypatch.setattr("checker.ruleset.head.folder", lambda kind: ROOT / kind)
    ruleset = load("hj274-2015")
    assert status_lines(ruleset) == ["- 2016-01-01：未施行 → 施行中"]
    assert status(ruleset.model.in_force, ruleset.model.superseded_by, dt.date(2015, 12, 31)) == "not_yet"
