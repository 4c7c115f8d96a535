"""A ruleset with one fault: status 5, the fault in words, its line."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Annotated

import pytest
import yaml
from bad.command import Said, refused, run, says
from pydantic import Field
from tiny_ruleset import CASES, HERE, INDEX, RULESET, USED, VALUE, Fault, changed, folder, line_of, named

from checker.messages import CATALOGUE
from checker.messages.command import COMMAND
from checker.messages.files import FILES
from checker.messages.rules import RULES
from checker.validation import Model, build

TESTS = Path(__file__).resolve().parent
DOSSIER = """\
schema: dossier/1
subject: {name: 某园区, kind: park}
period: 2024
assessed_on: 2025-05-31
"""


def test_the_tiny_ruleset_and_its_cases_are_faultless(tmp_path: Path) -> None:
    said = run("rules", "test", folder(tmp_path), "--mutate")
    assert (said.status, said.err) == (0, "")
    assert says(said.out, "cases.passed", "tiny：12 个用例全部通过")
    assert says(said.out, "cases.mutants", "7 个改动全部被用例发现")


# the ruleset

LIMIT = "    limit:\n      at_least: 15"
MEMBERS = "  - id: whole\n    label: 全部指标\n    all_of: [T.1, T.2]"
INDICATOR = "  - id: T.1\n"
ADMITS = (("concludes: conformity", "concludes: admission"), (RULESET[RULESET.index("  - id: whole"):], "  []\n"))
OUTPUT = "output: {label: 总产值, unit: 万元}"
SYSTEM = "  trades: {label: 行业, sections: {C: 13-43}, source: {place: 表1, seen: official}}\n"
BANNED = f"""\
  - id: T.3{HERE}
    label: 禁入
    category: 准入
    prohibited_when: coastal
    effect: {{}}
    source: {{{{place: 表1, name: official, limit: official, formula: official}}}}
requirements:
"""
TAKING = "  - id: T.3\n    taken_from:\n      ruleset: {}{}\n      item: {}{}\n{}  - id: T.1\n"
FOURTH = ("formula_language: 1", "formula_language: 4")
GRADED = ("grades:\n  marks:\n    label: 得分\n    value: output\n    unit: 万元\n    steps:\n{}"
          "    source: {{place: 表1, seen: official}}\nquantities:\n")
TIERED = ("tiers:{}\n  label: 等级\n  of: {}{}\n  steps: [{{name: A, at_least: 3}}, {{name: B{}}}]\n"
          "  source: {{place: 表1, seen: official}}\nquantities:\n")
RULESET_FAULTS = [
    # short forms
    Fault("compose.not_shared", "共用的名词里没有“outputs”", "  people: {label: 人数, unit: 人}",
          f"  people: {{label: 人数, unit: 人}}\n  outputs: shared{HERE}"),
    Fault("compose.not_shared", "您是否想写“industry_code”？", "attributes:\n",
          f"attributes:\n  industry_codes: {{shared: true, label: 行业}}{HERE}\n"),
    Fault("compose.no_set", "成组的理解方案里没有“eithers”。您是否想写“either”？", VALUE, f"{VALUE}\n    readings: eithers{HERE}",
          ("indicators:\n", "reading_sets: {either: {a: {label: 甲}}}\nindicators:\n")),
    Fault("compose.no_comparison", "写了各年的目标（targets），却没有写怎样比较（compares）", LIMIT, f"    targets: {{2024: 15}}{HERE}"),
    Fault("field.not_one_of", "“多于”不在可选范围内。可写：at_most、at_least、above、below、exactly", LIMIT,
          f"    targets: {{2024: 15}}\n    compares: 多于{HERE}"),
    Fault("field.not_number", "写的是 十五", LIMIT, f"    compares: at_least\n    targets:\n      2024: 十五{HERE}"),
    Fault("compose.floors", "门槛表里的列与指标对不上", INDICATOR, f"""\
  - category: 门槛{HERE}
    unit: 万元
    floors: [{{id: T.3, label: 产值, value: output, source: {{place: 表2, name: official, limit: official, formula: official}}}}]
    rows: [{{cells: {{T.4: 15}}}}]
{INDICATOR}"""),
    # items of another ruleset
    Fault("compose.taken_ruleset", "没有名为“hj274-2014”的规则集，只能取自已收录的规则集。您是否想写“hj274-2015”？", INDICATOR,
          TAKING.format("hj274-2014", HERE, "HJ274-2015.11", "", ""), FOURTH),
    Fault("compose.taken_ring", "规则集 tiny 又取自本规则集（或就是本规则集）", INDICATOR, TAKING.format("tiny", HERE, "T.1", "", ""), FOURTH),
    Fault("compose.taken_item", "规则集 hj274-2015 里没有 HJ274-2015.99", INDICATOR,
          TAKING.format("hj274-2015", "", "HJ274-2015.99", HERE, ""), FOURTH),
    Fault("field.item_id", "指标（indicators）第 1 条的取自（taken_from）", INDICATOR, TAKING.format("hj274-2015", "", "十一", HERE, ""), FOURTH),
    Fault("compose.taken_differs", "取来的这一项用到“energy_use”，本规则集里的“energy_use”是另一个意思", INDICATOR,
          TAKING.format("hj274-2015", "", "HJ274-2015.11", "", "").replace("taken_from:", f"taken_from:{HERE}"), FOURTH,
          ("quantities:\n", "quantities:\n  energy_use: {label: 能耗, unit: tce}\n")),
    Fault("compose.taken_differs", "取来的这一项用到“industrial_value_added”", INDICATOR,
          TAKING.format("hj274-2015", "", "HJ274-2015.11", "", "").replace("taken_from:", f"taken_from:{HERE}"), FOURTH,
          ("definitions:\n", "definitions:\n  industrial_value_added: output\n")),
    Fault("compose.taken_seen", "取来的这一项另写了 limit，须在 source.limit 写明它是怎样看到的", INDICATOR,
          TAKING.format("hj274-2015", "", "HJ274-2015.11", "", f"    limit:{HERE}\n      at_most: 1\n"), FOURTH),
    Fault("compose.taken_limit", "理解方案 reach、exceed 各有自己的限值，另写的 limit 对它们不起作用", INDICATOR,
          TAKING.format("yuxi-green-plan", "", "YXG-2021.1", "", f"    limit:{HERE}\n      at_most: 1\n    source: {{limit: source}}\n"), FOURTH),
    Fault("field.unknown", "不认识的字段“unit”", "definitions:\n", f"defaults:\n  quantities:\n    unit: 万元{HERE}\ndefinitions:\n"),
    # shape
    Fault("ruleset.folder_name", "规则集编号“other”与所在文件夹“tiny”不同名", "id: tiny", f"id: other{HERE}"),
    Fault("ruleset.unit_or_words", "数值要写 unit，用词要写 words", OUTPUT, f"output: {{label: 总产值}}{HERE}"),
    Fault("ruleset.unit_or_words", "两者必须且只能写一个", f"{INDICATOR}", f"  - id: T.1{HERE}\n    words: [有]\n"),
    Fault("ruleset.limit_empty", "限值须写数值", LIMIT, f"    limit:{HERE}\n      label: 十五以上"),
    Fault("ruleset.limit_empty", "必须且只能写一种", LIMIT, f"    limit:{HERE}\n      at_least: 15\n      is: 有"),
    Fault("ruleset.limit_case", "限值写了条件 when，须用 case 写出文字说明，且不能同时写 year", LIMIT,
          f"    limit:{HERE}\n      at_least: 15\n      when: coastal"),
    Fault("ruleset.limit_kind", "指标 T.1 的限值与指标的类型不符", LIMIT, f"    limit:{HERE}\n      is: 有"),
    Fault("ruleset.limit_kind", "指标 T.2 的限值与指标的类型不符", "    limit:\n      is: 有",
          f"    limit:{HERE}\n      is: 尚可"),
    Fault("ruleset.no_such_reading", "采纳的理解方案“strict”不在 readings 中", INDICATOR,
          f"  - id: T.1{HERE}\n    adopted: {{reading: strict, authority: 某局}}\n"),
    Fault("ruleset.requirement_form", "要求须写 all_of，或同时写 at_least 和 of", MEMBERS,
          f"  - id: whole{HERE}\n    label: 全部指标\n    at_least: 1"),
    Fault("ruleset.requirement_form", "不能混用", MEMBERS,
          f"  - id: whole{HERE}\n    label: 全部指标\n    all_of: [T.1]\n    at_least: 1\n    of: [T.2]"),
    Fault("ruleset.too_many_needed", "要求至少 3 项，但只列了 2 项，永远无法达到", MEMBERS,
          f"  - id: whole{HERE}\n    label: 全部指标\n    at_least: 3\n    of: [T.1, T.2]"),
    Fault("ruleset.id_reused", "编号 T.1 用了不止一次", "  - id: T.2",
          f"  - id: T.1{HERE}\n    label: 又一项\n    category: 经济\n    unit: 万元\n    value: output\n"
          "    source: {place: 表1, name: official, limit: official, formula: official}\n  - id: T.2"),
    Fault("ruleset.id_reused", "编号 whole 用了不止一次", "    source: {group: official}\n",
          "    source: {group: official}\n"
          f"  - {{id: whole, label: 又, all_of: [T.1], source: {{group: official}}}}{HERE}\n"),
    Fault("ruleset.id_reused", "编号 T.2 用了不止一次。编号永久有效，不得重复或再用", "requirements:",
          f"retired: [{{id: T.2, reason: 已删}}]{HERE}\nrequirements:"),
    Fault("ruleset.name_taken", "名称“coastal”已有别的含义", "definitions:",
          f"definitions:\n  coastal: output{HERE}"),
    Fault("ruleset.name_taken", "名称“growth”已有别的含义", "definitions:",
          f"definitions:\n  growth: output{HERE}"),
    Fault("ruleset.unknown_item", "没有指标 T.3。您是否想写“T.", "all_of: [T.1, T.2]",
          f"all_of:\n      - T.1\n      - T.3{HERE}\n      - T.2"),
    Fault("ruleset.not_binding", "指标 T.2 不是约束性的（weight 不是 binding），不能列入要求",
          "    limit:\n      is: 有\n    source: {place: 表1, name: official, limit: official, formula: official}\n"
          "requirements:\n  - id: whole\n    label: 全部指标\n    all_of: [T.1, T.2]",
          "    weight: guiding\n    limit:\n      is: 有\n"
          "    source: {place: 表1, name: official, limit: official, formula: official}\n"
          f"requirements:\n  - id: whole\n    label: 全部指标\n    all_of:\n      - T.1\n      - T.2{HERE}"),
    Fault("ruleset.word_without_words", "kind 为 word 时须用 words 列出可选用词", "kind: word, words: [甲, 乙]}",
          f"kind: word}}{HERE}"),
    Fault("ruleset.word_without_words", "其他 kind 不写 words", "kind: yes_no}",
          f"kind: yes_no, words: [是, 否]}}{HERE}"),
    Fault("ruleset.word_without_words", "kind 为 word 时须用 words 列出可选用词", "kind: number, unit: 人}",
          f"kind: word}}{HERE}"),
    Fault("ruleset.until_before_from", "施行的截止日期 until 早于起始日期 from", "2020-01-01, seen: official}",
          f"2020-01-01, until: 2019-12-31, seen: official}}{HERE}"),
    Fault("ruleset.unknown_word", "公式 grade == '丙' 中的用词“丙”不在“grade”的可选用词内，条件永远不会成立。可写：甲、乙",
          VALUE, f"{VALUE}\n    applies_when: grade == '丙'{HERE}"),
    Fault("ruleset.unknown_word", "中的用词“丙”不在“grade”的可选用词内", VALUE,
          f"{VALUE}\n    applies_when: coastal or grade in ('甲', '丙'){HERE}"),
    Fault("ruleset.unknown_word", "中的用词“在建”不在“plant”的可选用词内，条件永远不会成立。可写：有、无",
          "    limit:\n      is: 有", f"    limit:\n      case: 在建\n      when: plant != '在建'{HERE}\n      is: 有"),
    Fault("ruleset.member_twice", "要求“whole”把同一指标列了两次", MEMBERS,
          f"  - id: whole{HERE}\n    label: 全部指标\n    all_of: [T.1, T.2, T.2]"),
    Fault("ruleset.formula_unit", "公式 output 得出的是数值（单位 万元），指标应为数值（单位 万元/人），不是同一种量",
          VALUE, f"value: output{HERE}"),
    Fault("ruleset.formula_unit", "公式 output 得出的是数值（单位 万元），指标应为用词，不是同一种量", "value: plant",
          f"value: output{HERE}"),
    Fault("ruleset.limit_extreme", "指标（indicators）第 1 条的限值（limit）第 1 条：限值的数量级不可能。请检查是否多写了零或指数", LIMIT,
          f"    limit: {{at_least: 1e300000}}{HERE}"),
    Fault("ruleset.limit_extreme", "指标（indicators）第 1 条的限值（limit）第 1 条：限值的数量级不可能", LIMIT,
          f"    limit: {{above: -1e300000}}{HERE}"),
    Fault("ruleset.limit_extreme", "指标（indicators）第 1 条的限值（limit）第 1 条：限值的数量级不可能", LIMIT,
          f"    limit: {{at_most: 1e-31}}{HERE}"),
    Fault("ruleset.limit_contradiction",
          "指标（indicators）第 1 条的限值（limit）第 1 条：限值互相矛盾：不小于 15，又不大于 10，没有值能达到", LIMIT,
          f"    limit: {{at_least: 15, at_most: 10}}{HERE}"),
    Fault("ruleset.limit_contradiction", "限值互相矛盾：不小于 15，又不大于 10", LIMIT,
          f"    limit: {{exactly: 15, below: 10}}{HERE}"),
    Fault("ruleset.limit_contradiction", "限值互相矛盾：不小于 20，又不大于 15", LIMIT,
          f"    limit: {{above: 20, exactly: 15}}{HERE}"),
    Fault("ruleset.row_unreachable", "指标（indicators）第 1 条的限值（limit）第 2 条：这一档永远轮不到：前面已有一档没有条件", LIMIT,
          f"    limit:\n      - {{at_least: 15}}\n      - {{at_least: 20}}{HERE}"),
    Fault("ruleset.row_unreachable", "指标（indicators）第 1 条的限值（limit）第 2 条：这一档永远轮不到", LIMIT,
          f"    limit:\n      - {{at_least: 15}}\n      - {{case: 沿海, when: coastal, at_least: 20}}{HERE}"),
    Fault("ruleset.row_unreachable", "指标（indicators）第 1 条的理解方案（readings）的“strict”的限值（limit）第 2 条：这一档永远轮不到", INDICATOR,
          f"{INDICATOR}    readings:\n      strict:\n        label: 从严\n        limit:\n"
          f"          - {{at_least: 15}}\n          - {{at_least: 20}}{HERE}\n"),
    Fault("ruleset.unused_let",
          "指标（indicators）第 1 条的理解方案（readings）的“strict”的中间量（let）的“per_haed”：let 中的“per_haed”没有被公式或限值用到，可能写错了名称",
          INDICATOR, f"{INDICATOR}    readings: {{strict: {{label: 从严, let: {{per_haed: output}}}}}}{HERE}\n"),
    Fault("ruleset.never_below", "at_least 要写同一项里单位相同的另一种理解方案，“loose”不是", INDICATOR,
          f"{INDICATOR}    readings: {{strict: {{label: 从严, at_least: loose}}}}{HERE}\n"),
    Fault("ruleset.never_below", "“strict”不是", INDICATOR,
          f"{INDICATOR}    readings: {{strict: {{label: 从严, at_least: strict}}}}{HERE}\n"),
    Fault("ruleset.band_empty", "plausible 要写上限或下限", OUTPUT,
          f"output: {{label: 总产值, unit: 万元, plausible: {{source: {{rests_on: experience, place: 虚构}}}}}}{HERE}"),
    Fault("ruleset.band_of_words", "“plant”填的是用词，没有 plausible", "words: [有, 无]}",
          "words: [有, 无], plausible: {at_most: 1, source: {rests_on: experience, place: 虚构}}}" + HERE),
    Fault("ruleset.doubt_form", "疑点要么写 value、unit 和通常的范围", "requirements:\n",
          f"doubts:\n  - {{id: odd, label: 怪, value: output, source: {{rests_on: arithmetic, place: 虚构}}}}{HERE}\n"
          "requirements:\n"),
    Fault("unit.unknown", "不认识单位“万圆”", OUTPUT, f"output: {{label: 总产值, unit: 万圆}}{HERE}"),
    Fault("unit.unknown", "不认识单位“起次”", "unit: 起", f"unit: 起次{HERE}"),
    Fault("unit.unknown", "不认识单位“人次”", "kind: number, unit: 人}", f"kind: number, unit: 人次}}{HERE}"),
    # factors, indices, accounts, years
    Fault("ruleset.too_new", "用到了公式语言第 2 版的内容（factors），而 formula_language 写的是 1", "quantities:\n",
          f"factors:{HERE}\n  half: {{label: 一半, value: 0.5, unit: '1', source: {{place: 表1, seen: official}}}}\nquantities:\n"),
    Fault("ruleset.years_reversed", "side_by_side 的起止年份颠倒了", "quantities:\n",
          f"side_by_side:\n  from: y\n  to: y-2{HERE}\nquantities:\n"),
    Fault("ruleset.year_outside", "side_by_side 的年份“z-2”须是 y、base 或四位数年份", "quantities:\n",
          f"side_by_side:\n  from: z-2{HERE}\n  to: y\nquantities:\n"),
    Fault("ruleset.bound_unit", "限值 people 得出的是数值（单位 人），指标应为数值（单位 万元/人）", LIMIT,
          f"    limit: {{at_least: people}}{HERE}"),
    Fault("formula.compound_data", "引用了逐年的数据，无法逐年相乘", "formula_language: 1",
          "formula_language: 2", (VALUE, f"value: per_head * compound(output / output, 2020, y){HERE}")),
    Fault("ruleset.requirements_needed", "account（核算）和 admission（准入）的不得有：核算不作达标判定", "concludes: conformity",
          "concludes: account"),
    Fault("ruleset.computed_only", "自报值不作判定，没有公式就什么也判不了", f"    {VALUE}\n", "    computed_only: true\n"),
    Fault("ruleset.not_covered", "没有查看的名单）只用于 concludes: admission", "formula_language: 1",
          "formula_language: 1\nnot_covered: [某清单]"),
    Fault("ruleset.index_part", "须写 all_of，或同时写 pick 和 of", "requirements:\n", INDEX.format("{pick: 1, all_of: [T.1]}")),
    Fault("ruleset.index_member", "指数“T.GI”里的 T.1 出现了不止一次", "requirements:\n", INDEX.format("{all_of: [T.1, T.1]}")),
    Fault("index.no_single_limit", "没有唯一的数值限值或用词限值，无法求比值", "requirements:\n", INDEX.format("{all_of: [T.1]}"),
          (LIMIT, "    limit: {at_least: 1, at_most: 2}")),
    Fault("index.twice", "出现了不止一次", "requirements:\n", INDEX.format("{all_of: [T.2, T.2]}")),
    Fault("index.not_member", "T.2 写在 inverse 里，却不在 parts 里", "requirements:\n",
          INDEX.format("{all_of: [T.1]}").replace("    readings", "    inverse: [T.2]\n    readings")),
    # prohibitions, codes, bounds
    Fault("ruleset.too_new", "用到了公式语言第 3 版的内容（classifications）", "quantities:\n", f"classifications:{HERE}\n{SYSTEM}quantities:\n"),
    Fault("ruleset.code_without_system", "kind 为 code 时须用 system 写明是哪个分类", "kind: yes_no}", f"kind: code}}{HERE}"),
    Fault("ruleset.code_without_system", "其他 kind 不写 system", "kind: yes_no}", f"kind: yes_no, system: trades}}{HERE}"),
    Fault("ruleset.describes", "describes 只用于 kind 为 text 的属性", "kind: yes_no}", f"kind: yes_no, describes: true}}{HERE}"),
    Fault("ruleset.unknown_system", "没有分类“trades”。已定义的（classifications）：（无）", "kind: yes_no}",
          f"kind: code, system: trades}}{HERE}"),
    Fault("ruleset.section", "门类的大类范围“43-13”读不懂", "quantities:\n",
          f"classifications:\n{SYSTEM.replace('13-43', '43-13').rstrip()}{HERE}\nquantities:\n"),
    Fault("formula.unknown_code", "公式 coastal in (\"Z\") 中的“Z”不是行业的代码", "kind: yes_no}", "kind: code, system: trades}",
          ("formula_language: 1", f"formula_language: 3\nclassifications:\n{SYSTEM.rstrip()}"),
          ("    limit:\n      at_least: 15", f"    limit:\n      at_least: 15\n    applies_when: coastal in (\"Z\"){HERE}")),
    Fault("ruleset.bounded_by", "bounded_by 写的“people”不是另一个同类的数据项", OUTPUT,
          f"output: {{label: 总产值, unit: 万元, bounded_by: people}}{HERE}"),
    Fault("ruleset.bounded_by", "bounded_by 写的“output”不是另一个", OUTPUT,
          f"output: {{label: 总产值, unit: 万元, bounded_by: output}}{HERE}"),
    Fault("ruleset.grade_step", "只能写一个比较", "quantities:\n",
          f"grades:\n  marks:\n    label: 得分\n    value: output\n    unit: 万元\n    steps:\n      - {{at_least: 1, below: 2, points: 3}}{HERE}\n"
          "      - {points: 0}\n    source: {place: 表1, seen: official}\nquantities:\n", ("formula_language: 1", "formula_language: 3")),
    Fault("ruleset.grade_form", "评分的最后一档不写比较和条件", "quantities:\n",
          f"grades:\n  marks:{HERE}\n    label: 得分\n    value: output\n    unit: 万元\n    steps: [{{at_least: 1, points: 3}}]\n"
          "    source: {place: 表1, seen: official}\nquantities:\n", ("formula_language: 1", "formula_language: 3")),
    Fault("ruleset.grade_points", "必须且只能写一种", "quantities:\n",
          GRADED.format(f"      - {{above: 3, points: 1}}\n      - {{}}{HERE}\n"), FOURTH),
    Fault("ruleset.slope", "each、gives 不能是 0", "quantities:\n", GRADED.format(
        f"      - slope: {{from: 3, points: 1, each: 0, gives: 1, least: 0, most: 2}}{HERE}\n"), FOURTH),
    Fault("ruleset.unknown_grade", "没有名为 marks 的评分", "quantities:\n",
          f"score_total:\n  points: 100\n  grades:\n    - marks{HERE}\nquantities:\n", FOURTH),
    Fault("ruleset.tiers", "最后一级不写，即其余情形", "quantities:\n",
          TIERED.format(HERE, "T.1", "", ", at_least: 2"), FOURTH),
    Fault("ruleset.tiers_of", "分级所依据的 T.2 须是本规则集里有数值的一项", "quantities:\n",
          TIERED.format("", "T.2", HERE, ""), FOURTH),
    Fault("ruleset.no_prohibition", "effect、watch 只用于禁入条目", INDICATOR, f"  - id: T.1{HERE}\n    watch: [水泥]\n"),
    Fault("ruleset.prohibition_form", "禁入条目须写 prohibited_when（每个理解方案都要有）和 effect，或只写 ask", INDICATOR,
          f"  - id: T.1{HERE}\n    ask: 是否符合？\n"),
    Fault("ruleset.prohibition_where", "T.3 是禁入条目，只能用在准入类规则集", "requirements:\n", BANNED.format("prohibit")),
    Fault("ruleset.unknown_effect", "没有名为“restrict”的后果。可写：prohibit、review", "requirements:\n",
          BANNED.format("restrict").replace(HERE, "").replace("    effect: restrict", f"    effect: restrict{HERE}"),
          ("concludes: conformity", "concludes: admission"),
          (RULESET[RULESET.index("  - id: whole"):], "  []\n")),
    # floors that lead elsewhere, amounts that are only shown
    *(Fault("ruleset.shortfall_form", "effect 为 charge（缴纳）的须写 label、amount、unit、source", LIMIT,
            f"{LIMIT}\n    shortfall: {{{shape}}}{HERE}") for shape in (
        "effect: charge, label: 补缴, amount: people, source: {place: 表1, seen: official}",
        "effect: charge, label: 补缴, unit: 人, source: {place: 表1, seen: official}",
        "effect: road, source: {place: 表1, seen: official}", "effect: road, label: 入驻厂房",
        "effect: review, unit: 人", "effect: review, when: coastal", "effect: review, case: 沿海")),
    Fault("unit.unknown", "不认识单位“万圆”", LIMIT, f"{LIMIT}\n    shortfall: {{effect: charge, label: 补缴, amount: people, "
          f"unit: 万圆, source: {{place: 表1, seen: official}}}}{HERE}"),
    Fault("ruleset.shortfall_where", "只用于准入类规则集（concludes: admission）里有限值、限值是要求", LIMIT,
          f"{LIMIT}\n    shortfall: {{effect: review}}{HERE}", ("formula_language: 1", "formula_language: 4")),
    Fault("ruleset.too_new", "用到了公式语言第 4 版的内容（shortfall），而 formula_language 写的是 1", LIMIT,
          f"{LIMIT}\n    shortfall: {{effect: review}}{HERE}", *ADMITS),
    Fault("ruleset.shortfall_where", "不用于禁入条目、目标值和参考值", INDICATOR,
          f"  - id: T.1{HERE}\n    limits: target\n    shortfall: {{effect: review}}\n", *ADMITS),
    Fault("ruleset.shortfall_name", "有名为“floor”的", RULESET[RULESET.index(LIMIT):],
          f"{LIMIT}\n    shortfall: {{effect: charge, label: 补缴, amount: people, unit: 人, "
          f"source: {{place: 表1, seen: official}}}}{HERE}\n    source: {{place: 表1, name: official, limit: official, formula: official}}\n",
          ("conformity\nformula_language: 1", "admission\nformula_language: 4"),
          ("quantities:\n", "quantities:\n  floor: {label: 门槛, unit: 人}\n")),
    Fault("ruleset.shown_only", "须写 weight: information、单位和公式", INDICATOR, f"  - id: T.1{HERE}\n    shown_only: true\n"),
    # fields
    Fault("field.unknown", "不认识的字段“lable”，它的内容会被漏掉。您是否想写“label”", INDICATOR,
          f"{INDICATOR}    lable: 人均产值{HERE}\n"),
    Fault("field.missing", "类别（category）：必须填写", INDICATOR + "    label: 人均产值\n    category: 经济\n",
          f"  - id: T.1{HERE}\n    label: 人均产值\n"),
    Fault("field.not_text", "应为文字，写的是 （空）", "title: 微型标准", f"title:{HERE}"),
    Fault("field.not_text", "应为文字，写的是 […]", "title: 微型标准", f"title: [微型标准]{HERE}"),
    Fault("field.item_id", "“t1”的写法不对。指标编号形如", "id: T.1\n", f"id: t1{HERE}\n"),
    Fault("field.ruleset_id", "“tiny_1”的写法不对。规则集编号", "id: tiny\n", f"id: tiny_1{HERE}\n"),
    Fault("field.id", "“Coastal”的写法不对。名称只用小写英文字母、数字和下划线", "  coastal:", f"  Coastal: {{label: 沿海, kind: yes_no}}{HERE}\n  coastal:"),
    Fault("field.id", "aaaa…”的写法不对", "  coastal:", f"  {'a' * 81}: {{label: 沿海, kind: yes_no}}{HERE}\n  coastal:"),
    Fault("field.long_text", "文字超过 4000 字（长长长", "title: 微型标准", f"title: {'长' * 4001}{HERE}"),
    Fault("field.empty_text", "不能留空", "title: 微型标准", f"title: ''{HERE}"),
    Fault("field.not_boolean", "应为 true（是）或 false（否），写的是 一半", OUTPUT,
          f"output: {{label: 总产值, unit: 万元, scoped: 一半}}{HERE}"),
    Fault("field.not_integer", "应为整数，写的是 一", "formula_language: 1", f"formula_language: 一{HERE}"),
    Fault("field.not_integer", "应为整数，写的是 1.5", "formula_language: 1", f"formula_language: 1.5{HERE}"),
    Fault("field.not_number", "应为数，写的是 十五", LIMIT, f"    limit: {{at_least: 十五}}{HERE}"),
    Fault("field.not_number", "应为数，写的是 .nan", LIMIT, f"    limit: {{at_least: .nan}}{HERE}"),
    Fault("field.not_list", "应为列表（每项以“- ”开头），写的是 T.1", "all_of: [T.1, T.2]", f"all_of: T.1{HERE}"),
    Fault("field.not_mapping", "应为“字段: 值”的形式，写的是 official", "    source: {group: official}",
          f"    source: official{HERE}"),
    Fault("field.not_mapping", "应为“字段: 值”的形式，写的是 […]", RULESET, f"- {HERE}"),
    Fault("field.not_one_of", "“园区”不在可选范围内", "judges: park", f"judges: 园区{HERE}"),
    Fault("field.not_one_of", "“ruleset/9”不在可选范围内", "ruleset/1", f"ruleset/9{HERE}"),
    Fault("field.partial_date", "“2020-13-01”不是日期", "2020-01-01, seen: official}", f"2020-13-01, seen: official}}{HERE}"),
    Fault("field.partial_date", "“true”不是日期。只知年份或月份时可写 2025、2025-07", "2020-01-01, seen: official}", f"true, seen: official}}{HERE}"),
    Fault("field.partial_date", "“20”不是日期", "2020-01-01, seen: official}", f"20, seen: official}}{HERE}"),
    Fault("field.empty_list", "列表是空的，至少要有一项", "all_of: [T.1, T.2]", f"all_of: []{HERE}"),
    Fault("field.empty_list", "列表是空的，至少要有一项", "words: [甲, 乙]}", f"words: []}}{HERE}"),
    Fault("field.too_big", "5 太大，最多为 4", "formula_language: 1", f"formula_language: 5{HERE}"),
    Fault("field.too_small", "0 太小，至少应为 1", "formula_language: 1", f"formula_language: 0{HERE}"),
    Fault("field.too_small", "0 太小，至少应为 1", "all_of: [T.1, T.2]", f"at_least: 0{HERE}\n    of: [T.1, T.2]"),
    # the file
    Fault("file.empty", "文件是空的", RULESET, "\n"),
    Fault("file.bad_yaml", "不是正确的 YAML", "title: 微型标准", f"title: 微型: 标准{HERE}"),
    Fault("file.duplicate_key_at", "键“title”已在第 3 行写过", "document:", f"title: 又一标准{HERE}\ndocument:"),
    Fault("file.alias", "使用了 YAML 的别名", "title: 微型标准", f"title: *name{HERE}"),
    Fault("file.tag", "值前面写了以“!”开头的标签。不接受标签", "title: 微型标准", f"title: !!python/name:os.system{HERE}"),
    Fault("file.bad_character", "含有控制字符或残缺的字符", "title: 微型标准", f'title: "微型\\e[31m标准"{HERE}'),
    Fault("file.several_documents", "多份 YAML 文档", RULESET, f"a: 1\n---{HERE}\nb: 2\n"),
    Fault("file.too_deep", "嵌套超过 40 层", "title: 微型标准", f"title: {'[' * 5000}{HERE}"),
    # formulas
    Fault("formula.unreadable", "公式读不懂：output /。“/”后面没有写完。", VALUE, f"value: output /{HERE}"),
    *(Fault("formula.unreadable", f"公式读不懂：{formula}。{hint}", VALUE, f"{VALUE}\n    applies_when: '{formula}'{HERE}")
      for formula, hint in (
          ("output ≥ people", "“≥”要写成 >=。"), ("output ÷ people > 0", "“÷”要写成 /。"),
          ("max（0，output） > 0", "“（”要写成 (。“，”要写成 ,。“）”要写成 )。"), ("output > 0 且 people > 0", "“且”要写成 and。"),
          ("output > 0 && people > 0", "“&&”要写成 and。"), ('plant = "有"', "“=”要写成 ==。"),
          ("plant == “有”", '词的引号要用英文的 "…"。'), ("(output > 0", "括号不成对。"), ("output > 0 or", "“or”后面没有写完。"),
          ("output > 2000 万元", "数不带单位：2000万元 要写进 factors（label、value: 2000、unit: 万元 和 source）"),
          ("output / people > 20%", "“20%”要写成 0.2。"), ("output between 0 and 3", "从“between 0 and 3”起读不懂。"))),
    Fault("formula.too_large", "公式过长或嵌套过深：output + output", VALUE,
          f"value: {'output + ' * 90}output{HERE}"),
    Fault("formula.too_large", "公式过长或嵌套过深：-----", VALUE, f"value: {'-' * 99}output{HERE}"),
    Fault("formula.not_allowed", "公式 output ** 2 中的 output ** 2 不在公式语言之内", VALUE, f"value: output ** 2{HERE}"),
    Fault("formula.not_allowed", "不在公式语言之内（只有四则运算", VALUE, f"value: __import__('os').system('x'){HERE}"),
    Fault("formula.not_allowed", "不在公式语言之内（只有四则运算", VALUE, f"value: output if coastal else 1{HERE}"),
    Fault("formula.unknown_name", "公式 outptu / people 中的 outptu 没有定义。您是否想写“output”", VALUE,
          f"value: outptu / people{HERE}"),
    Fault("formula.unknown_name", "公式 count(people) 中的 people 没有定义。可用的有：events", VALUE,
          f"value: count(people){HERE}"),
    Fault("formula.unknown_name", "中的 总产值 没有定义。“总产值”在规则集里的名称是 output。", VALUE,
          f"value: 总产值 / people{HERE}"),
    Fault("formula.unknown_name", '用词要加引号，写成 "有"', VALUE, f"{VALUE}\n    applies_when: plant == 有{HERE}"),
    Fault("formula.unknown_call", "公式 avg(output) 中没有可用的函数 avg。可用的有：sum、mean、min、max、share、growth、count",
          VALUE, f"value: avg(output){HERE}"),
    Fault("formula.unknown_call", "没有可用的函数 meen。您是否想写“mean”", VALUE, f"value: meen(output){HERE}"),
    Fault("formula.arguments", "公式 growth(output, y) 中 growth 的参数个数不对", VALUE,
          f"value: growth(output, y){HERE}"),
    Fault("formula.arguments", "公式 share(output) 中 share 的参数个数不对", VALUE, f"value: share(output){HERE}"),
    Fault("formula.arguments", "公式 sum() 中 sum 的参数个数不对", VALUE, f"value: sum(){HERE}"),
    Fault("formula.arguments", "中 count 的参数个数不对", VALUE, f"value: count(events, 1, 2){HERE}"),
    Fault("formula.not_a_year", "公式 output[2020] / people 中的 2020 不是年份。可写 y、y-3、base", VALUE,
          f"value: output[2020] / people{HERE}"),
    Fault("formula.not_a_number", "公式 plant + 1 对不是数的内容作了运算", VALUE, f"value: plant + 1{HERE}"),
    Fault("formula.not_a_condition", "output 不是条件（须是比较、是非属性", VALUE,
          f"{VALUE}\n    applies_when: output{HERE}"),
    Fault("formula.not_a_condition", "not output 不是条件", VALUE, f"{VALUE}\n    applies_when: not output{HERE}"),
    Fault("formula.not_a_condition", "不是条件", "value: plant", f"value: plant\n    applies_when: count(events, size) > 1{HERE}"),
    Fault("formula.dimensions_differ", "公式 output + people 把单位为 万元 和 人 的量相加减或比较", VALUE,
          f"value: output + people{HERE}"),
    Fault("formula.dimensions_differ", "把单位为 万元 和 人 的量相加减或比较", VALUE,
          f"{VALUE}\n    applies_when: output > people{HERE}"),
    Fault("formula.bare_number", "把单位为 万元 的量同不带单位的数 330 相加减、比较或取大取小。只有 0 可以不带单位", VALUE,
          f"value: max(330, output) / people{HERE}"),
    Fault("formula.bare_number", "公式 output >= 0.5 把单位为 万元 的量同不带单位的数 0.5", VALUE,
          f"{VALUE}\n    applies_when: output >= 0.5{HERE}"),
    Fault("formula.kinds_differ", "公式 output in ('有',) 把 数值（单位 万元） 与 用词 作了比较，类型不同", VALUE,
          f"{VALUE}\n    applies_when: output in ('有',){HERE}"),
    Fault("formula.kinds_differ", "公式 plant > 1 把 用词 与 数值（无单位） 作了比较，类型不同", VALUE,
          f"{VALUE}\n    applies_when: plant > 1{HERE}"),
    Fault("formula.kinds_differ", "公式 coastal == 1 把 是非 与 数值（无单位） 作了比较，类型不同", VALUE,
          f"{VALUE}\n    applies_when: coastal == 1{HERE}"),
]


@pytest.mark.parametrize("fault", named(RULESET_FAULTS))
def test_a_fault_of_a_ruleset_is_named_with_its_line(fault: Fault, tmp_path: Path) -> None:
    text = changed(RULESET, fault)
    made = folder(tmp_path, text)
    expected = (5, fault.code, fault.words, made / "ruleset.yaml", line_of(text))
    refused(run("rules", "show", made), *expected)
    refused(run("rules", "test", made), *expected)


@pytest.mark.parametrize("fault", named(RULESET_FAULTS[:1] + RULESET_FAULTS[-1:]))
def test_a_dossier_is_not_judged_by_a_faulty_ruleset(fault: Fault, tmp_path: Path) -> None:
    dossier = tmp_path / "park.yaml"
    dossier.write_text(DOSSIER, encoding="utf-8")
    made = folder(tmp_path, changed(RULESET, fault))
    target = tmp_path / "out" / "verdict.json"
    target.parent.mkdir()
    refused(run("check", dossier, "--ruleset", made, "-o", target), 5, fault.code, fault.words, made / "ruleset.yaml")
    assert list(target.parent.iterdir()) == []


def all_named(said: Said, code: str, words: list[str]) -> None:
    assert said.status == 5
    assert len(said.errors) == len(words), said.err
    for error, part in zip(said.errors, words, strict=True):
        assert says(error, code, part), said.err


def test_definitions_in_a_circle_are_named_once(tmp_path: Path) -> None:
    text = RULESET.replace("per_head: output / people", "per_head: share_of\n  share_of: per_head")
    all_named(run("rules", "show", folder(tmp_path, text)), "formula.cycle", [
        "定义互相引用，成了循环：per_head → share_of → per_head"])


def test_all_faults_of_formulas_are_named_in_one_go(tmp_path: Path) -> None:
    text = RULESET.replace(VALUE, "value: outptu").replace("value: plant", "value: plnt")
    all_named(run("rules", "show", folder(tmp_path, text)), "formula.unknown_name", ["outptu", "plnt"])


def test_a_file_that_is_not_utf_8_is_no_ruleset(tmp_path: Path) -> None:
    made = folder(tmp_path)
    (made / "ruleset.yaml").write_bytes(RULESET.encode("gb18030"))
    refused(run("rules", "show", made), 5, "file.not_utf8", "文件不是 UTF-8 编码的文本", made / "ruleset.yaml")


def test_a_folder_without_ruleset_is_refused_with_2(tmp_path: Path) -> None:
    for command in ("show", "test"):
        refused(run("rules", command, tmp_path), 2, "ruleset.no_folder", f"{tmp_path} 中没有 ruleset.yaml")


def test_a_ruleset_that_is_not_installed_is_refused_with_2() -> None:
    for command in ("show", "test"):
        refused(run("rules", command, "hj274-2051"), 2, "ruleset.not_found", "您是否想写“hj274-2015”")


def test_a_word_that_a_list_s_field_cannot_have_is_refused(tmp_path: Path) -> None:
    text = RULESET.replace("kind: number, unit: 人}", "kind: number, unit: 人}\n      level: {label: 级别, kind: word, words: [大, 小]}")
    text = text.replace(VALUE, f"{VALUE}\n    applies_when: count(events, level == '中') > 0{HERE}")
    made = folder(tmp_path, text)
    refused(run("rules", "show", made), 5, "ruleset.unknown_word", "中的用词“中”不在“level”的可选用词内，条件永远不会成立。可写：大、小",
            made / "ruleset.yaml", line_of(text))


def test_the_stack_of_a_faulty_ruleset_is_shown_when_asked_for(tmp_path: Path) -> None:
    made = folder(tmp_path, RULESET.replace(VALUE, "value: outptu"))
    said = run("--traceback", "rules", "show", made)
    assert said.status == 5
    assert "Traceback (most recent call last)" in said.err
    assert len(said.errors) == 1
    assert says(said.errors[0], "formula.unknown_name", "outptu 没有定义。您是否想写“output”")


def test_a_device_is_no_ruleset(tmp_path: Path) -> None:
    made = folder(tmp_path)
    (made / "cases" / "tiny.yaml").unlink()
    (made / "cases" / "tiny.yaml").symlink_to("/dev/null")
    refused(run("rules", "test", made), 5, "file.not_regular", "这里不是一份文件，而是设备或管道",
            made / "cases" / "tiny.yaml")


def test_a_complaint_of_pydantic_without_words_of_ours_is_passed_on() -> None:
    class Even(Model):
        number: Annotated[int, Field(multiple_of=2)]

    _, (problem,) = build(Even, {"number": 3})
    assert (problem.code, problem.path) == ("field.invalid", ("number",))
    assert says(str(problem), "field.invalid", "值 3 不符合要求（Input should be a multiple of 2）")


def test_a_fault_in_the_only_row_of_the_first_indicator_is_named_with_its_own_line(tmp_path: Path) -> None:
    text = RULESET.replace(LIMIT, f"    limit:\n      case: 沿海\n      when: costal{HERE}\n      at_least: 15")
    made = folder(tmp_path, text)
    refused(run("rules", "show", made), 5, "formula.unknown_name",
            "指标（indicators）第 1 条的限值（limit）第 1 条的条件（when）：公式 costal 中的 costal 没有定义。您是否想写“coastal”",
            made / "ruleset.yaml", line_of(text))


@pytest.mark.parametrize("limit", ["at_least: 15, below: 15", "above: 15, at_most: 15"])
def test_two_equal_bounds_that_exclude_each_other_are_refused(limit: str, tmp_path: Path) -> None:
    made = folder(tmp_path, RULESET.replace(LIMIT, f"    limit: {{{limit}}}"))
    refused(run("rules", "show", made), 5, "ruleset.limit_contradiction", "没有值能达到", made / "ruleset.yaml", 31)


def test_two_equal_bounds_that_meet_are_accepted(tmp_path: Path) -> None:
    said = run("rules", "show", folder(tmp_path, RULESET.replace(LIMIT, "    limit: {at_least: 15, at_most: 15}")))
    assert (said.status, said.err) == (0, "")


@pytest.mark.parametrize("let", ["{heads: people}", "{per_head: output / staff, staff: people}"])
def test_a_reading_of_a_name_that_a_definition_uses_is_accepted(let: str, tmp_path: Path) -> None:
    text = RULESET.replace("per_head: output / people", "heads: people\n  per_head: output / heads")
    text = text.replace(INDICATOR, f"{INDICATOR}    readings: {{strict: {{label: 从严, let: {let}}}}}\n")
    said = run("rules", "show", folder(tmp_path, text))
    assert (said.status, said.err) == (0, "")


def test_a_fault_of_a_limit_that_readings_share_is_named_once_with_its_line(tmp_path: Path) -> None:
    readings = "".join(f"      {name}: {{label: {name}, let: {{per_head: output / people}}}}\n" for name in ("lax", "strict"))
    text = RULESET.replace(INDICATOR, f"{INDICATOR}    readings:\n{readings}")
    text = text.replace(LIMIT, f"    limit:\n      - {{at_least: 15}}\n      - {{at_least: 20}}{HERE}")
    made = folder(tmp_path, text)
    refused(run("rules", "show", made), 5, "ruleset.row_unreachable", "指标（indicators）第 1 条的限值（limit）第 2 条：",
            made / "ruleset.yaml", line_of(text))


def of_bare_size(tmp_path: Path, size: str) -> Said:
    """The cases, where the size of an event has no unit and decides whether T.1 applies in one of them."""
    ruleset = RULESET.replace("kind: number, unit: 人}", "kind: number}")
    ruleset = ruleset.replace(VALUE, f"{VALUE}\n    applies_when: count(events, size > 3) > 0")
    given = f"given: {{output: 60, people: 2, events: {{complete: true, entries: [{{size: {size}}}]}}}}"
    return run("rules", "test", folder(tmp_path, ruleset, CASES.replace(USED, given)))


def test_a_number_of_a_list_without_unit_is_dimensionless(tmp_path: Path) -> None:
    said = of_bare_size(tmp_path / "above", "5")
    assert said.err == ""
    assert "用例“高”" not in said.out
    said = of_bare_size(tmp_path / "below", "3")
    assert said.err == ""
    assert "用例“高”：期望 达标，30，得到 不适用" in said.out
    refused(of_bare_size(tmp_path / "unit", "5 人"), 5, "case.unusable", "单位“人”与这一项的单位“1”不是同一种量",
            tmp_path / "unit" / "tiny" / "cases" / "tiny.yaml", 5)


@pytest.mark.parametrize(("value", "code", "words"), [
    ("[]", "field.empty_list", "指标（indicators）第 1 条的公式（value）：列表是空的，至少要有一项。"),
    ("{a: 1}", "field.not_text", "指标（indicators）第 1 条的公式（value）：应为文字，写的是 {…}。"),
    ("true", "field.not_text", "指标（indicators）第 1 条的公式（value）：应为文字，写的是 true。"),
    ("''", "field.empty_text", "指标（indicators）第 1 条的公式（value）：不能留空"),
    ("[[]]", "field.not_text", "指标（indicators）第 1 条的公式（value）第 1 条：应为文字，写的是 […]。"),
])
def test_a_formula_that_is_none_is_one_problem_with_its_path(value: str, code: str, words: str, tmp_path: Path) -> None:
    made = folder(tmp_path, RULESET.replace(VALUE, f"value: {value}"))
    said = run("rules", "show", made)
    refused(said, 5, code, words, made / "ruleset.yaml", 30)
    assert "function-" not in said.err


@pytest.mark.parametrize("number", ["inf", "nan", ".inf", "-.inf"])
def test_an_infinite_limit_is_refused_in_the_reader_s_language(number: str, tmp_path: Path) -> None:
    made = folder(tmp_path, RULESET.replace(LIMIT, f"    limit: {{at_least: {number}}}"))
    refused(run("rules", "show", made), 5, "field.not_number",
            f"指标（indicators）第 1 条的限值（limit）第 1 条的不小于（at_least）：应为数，写的是 {number}。", made / "ruleset.yaml", 31)


def test_a_function_without_its_brackets_is_not_suggested_for_itself(tmp_path: Path) -> None:
    said = run("rules", "show", folder(tmp_path, RULESET.replace(VALUE, "value: sum")))
    assert said.status == 5
    assert "您是否想写“sum”" not in said.err


# a dossier that does not fit its ruleset's attributes


def test_a_word_that_an_attribute_cannot_have_is_refused_with_those_it_can(tmp_path: Path) -> None:
    dossier = tmp_path / "park.yaml"
    dossier.write_text(DOSSIER + "attributes:\n  grade: {value: 丙}\n", encoding="utf-8")
    refused(run("check", dossier, "--ruleset", folder(tmp_path)), 4, "attribute.not_word",
            "“等级”写的是“丙”。可写：甲、乙", dossier, 6)


# no message without a test

# Words of other sentences, of help and of results; they are no complaints by themselves.
NOT_ERRORS = ("catalogue.", "list.superseded", "concludes.", "aspect.", "mutant.", "show.", "hint.", "place.", "kind_of.", "system.", "case.no_value")
ERRORS_OF_COMMAND = ("error.", "usage.", "pdf.", "internal.")


def due() -> set[str]:
    errors = {code for code in {**FILES, **RULES} if not code.startswith(NOT_ERRORS)}
    return errors | {code for code in COMMAND if code.startswith(ERRORS_OF_COMMAND)} | {"mutant.survived"}


def asserted() -> set[str]:
    """Every message that a call of these test files names, and every one of a bad file."""
    bad = yaml.safe_load((TESTS / "bad" / "expected.yaml").read_text(encoding="utf-8"))
    found = {entry["code"] for entry in bad}
    for name in ("test_bad_input.py", "test_bad_values.py", "test_bad_calls.py", "test_bad_rulesets.py", "test_bad_cases.py",
                 "test_editions.py", "test_previous.py", "test_indices.py", "test_verify_words.py", "test_bounds.py", "test_files.py", "test_years.py",
                 "test_posing.py", "test_writing.py", "test_own_rulesets.py", "test_web_policy.py", "test_rule_makers.py", "test_unreadable_rules.py", "test_cluster.py", "bad/command.py"):
        for node in ast.walk(ast.parse((TESTS / name).read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="refused" | "says" | "Fault" | "Call" | "reported" | "all_named")):
                    found |= {a.value for a in node.args
                              if isinstance(a, ast.Constant) and isinstance(a.value, str)}
                case ast.Assign(targets=[ast.Name(id="PREFIX")]):
                    found |= {a.value for a in ast.walk(node.value)
                              if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return found


def test_every_message_about_an_error_is_asserted() -> None:
    assert due() - asserted() == set()


def test_every_message_that_is_asserted_exists() -> None:
    assert {code for code in asserted() if re.fullmatch(r"[a-z]+\.\w+", code)} <= set(CATALOGUE)
