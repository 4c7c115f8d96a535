"""What a ruleset can't say, judged in this process: each fault in its words, and what no fault is."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import DAY
from tiny_ruleset import BANNED, INDEX, rules

from checker.errors import RulesetError
from checker.linting.confusable import lint_shared
from checker.linting.idle_limits import lint_limits
from checker.linting.ruleset import lint
from checker.ruleset.amended import amended, overlay_from
from checker.ruleset.compiled import Ruleset
from checker.ruleset.conclusive import to_blame, warning

LIMIT = "    limit:\n      at_least: 15\n"
FAULTS: list[tuple[str, str, str]] = [
    ("requirements:\n", INDEX.format("{pick: 3, of: [T.1, T.2]}"), "要求至少 3 项，但只列了 2 项，永远无法达到"),
    ("requirements:\n", INDEX.format("{all_of: [T.1, T.3]}"), "没有指标 T.3。您是否想写“T.2”？"),
    (LIMIT, "    limit:\n      at_least: [15]\n", "应为数，写的是 […]"),
    (LIMIT, "    limit:\n      at_least: 3～5\n", "应为数，写的是 3～5"),
    (LIMIT, "    limit:\n      at_least: true\n", "应为数，写的是 true"),
    ("indicators:\n", "headline: [T.9]\nindicators:\n", "没有指标 T.9"),
    ("unit: 万元}", "unit: 平方}", "单位“平方”"),
    ("indicators:\n", "doubts:\n  - {id: a, label: 甲, when: outptu > people, source: {rests_on: arithmetic, place: 定义}}\nindicators:\n",
     "outptu"),
]


@pytest.mark.parametrize(("old", "new", "words"), FAULTS)
def test_a_fault_of_the_rules_is_told_in_words(old: str, new: str, words: str) -> None:
    with pytest.raises(RulesetError) as caught:
        rules((old, new))
    assert words in str(caught.value), str(caught.value)


def test_the_source_of_an_index_or_a_transition_is_looked_at_like_any() -> None:
    index = INDEX.format("{all_of: [T.1]}").replace("place: 表2", "place: 待补")
    until = "transitional:\n  - {text: 过渡, until: 2025, place: 同上, seen: official}\n"
    assert [remark.path for remark in lint(rules(("requirements:\n", until + index))) if remark.code == "lint.placeholder"] == [
        ("indices", 0, "source", "place"), ("transitional", 0)]


def test_an_index_takes_no_indicator_whose_readings_have_limits_of_their_own() -> None:
    own = "    readings:\n      a: {label: 甲, limit: {at_least: 15}}\n      b: {label: 乙, limit: {at_least: 16}}\n"
    with pytest.raises(RulesetError, match=r"指数“T\.GI”里的 T\.1 没有唯一的数值限值或用词限值，无法求比值"):
        rules((LIMIT, own), ("requirements:\n", INDEX.format("{all_of: [T.1]}")))


def blamed(*pairs: tuple[str, str]) -> tuple[list[str], str]:
    of = rules(*pairs)
    return [item.id for item in to_blame(of)], warning(of)


UNREAD = ("at_least: 15", "unread: 看不清")
ALL = "    all_of: [T.1, T.2]\n"
FLAGS = "".join(f"  flag{i}: {{label: 旗{i}, kind: yes_no}}\n" for i in range(16))


@pytest.mark.parametrize(("pairs", "items"), [
    ([(ALL, "    at_least: 1\n    of: [T.1, T.2]\n")], []),
    ([(ALL, "    at_least: 2\n    of: [T.1, T.2]\n")], ["T.1"]),
    ([], ["T.1"]),
    # With too many cases to try nothing is called impossible.
    ([("attributes:\n", f"attributes:\n{FLAGS}"), ("    value: per_head\n", "    value: per_head\n    applies_when: "
      + " and ".join(f"flag{i}" for i in range(16)) + "\n")], [])])
def test_an_unread_limit_is_to_blame_where_nothing_else_can_be_met(pairs: list[tuple[str, str]], items: list[str]) -> None:
    found, said = blamed(UNREAD, *pairs)
    assert found == items
    assert ("人均产值" in said) == bool(items), said


HEAD: dict[str, Any] = {"schema": "overlay/1", "id": "local", "title": "补充", "issuer": "某局", "document": "某发1号",
                        "base": {"ruleset": "tiny"}, "in_force": {"from": "2020-01-01", "seen": "source"}}
ORIGINAL = {"document": "T 1-2024", "edition": "某版", "by": "某局", "on": "2025-01-01", "digest": "0" * 64, "place": "第6页"}
READINGS = ("    value: per_head\n    limit:\n      at_least: 15\n", """\
    readings:
      all: {label: 全部, value: per_head, limit: {at_least: 15}}
      half: {label: 一半, value: per_head / 2, limit: {at_least: 7}}
""")


def under(overlay: dict[str, Any], of: Ruleset) -> Ruleset:
    return amended(of, overlay_from({**HEAD, **overlay}), DAY)


@pytest.mark.parametrize(("overlay", "words"), [
    ({"waive": [{"item": "T.1", "reading": "third", "limit": {"at_least": 3}, "authority": "某局", "document": "某函", "reason": "某",
                 "until": "2026-01-01"}]}, "没有名为“third”的理解方案。可写：all、half"),
    ({"corrected": [{"item": "T.1", "reading": "third", "limit": {"at_least": 3}, **ORIGINAL}]}, "没有名为“third”的理解方案。可写：all、half"),
    ({"add": {"quantities": {"sum": {"label": "和", "unit": "人"}}}}, "名称“sum”已有别的含义"),
])
def test_what_a_provision_gets_wrong_is_told_in_its_own_words(overlay: dict[str, Any], words: str) -> None:
    with pytest.raises(RulesetError) as caught:
        under(overlay, rules(READINGS))
    assert words in str(caught.value), str(caught.value)
    assert caught.value.problems[0].path[0] == next(iter(overlay))


def test_an_admission_takes_no_requirements_from_a_provision() -> None:
    group = {"id": "more", "label": "其他", "all_of": ["T.1"], "source": {"group": "source"}}
    with pytest.raises(RulesetError) as caught:
        under({"add": {"requirements": [group]}}, rules(*BANNED))
    [problem] = caught.value.problems
    assert (problem.code, problem.path) == ("ruleset.requirements_needed", ("add",))


def test_a_prohibition_that_can_not_hold_is_found_where_it_is_written() -> None:
    both = ("y - base > 3 and count(events) > 0 and coastal", "coastal and not coastal")
    [found] = [remark for remark in lint_limits(rules(*BANNED, both)) if remark.code == "lint.never_applies"]
    assert found.path == ("indicators", 1, "prohibited_when")
    assert "coastal and not coastal 不可能成立" in str(found)
    own = ("    prohibited_when: coastal and not coastal\n",
           "    readings:\n      a: {label: 甲, prohibited_when: coastal}\n      b: {label: 乙, prohibited_when: coastal and not coastal}\n")
    [found] = [remark for remark in lint_limits(rules(*BANNED, both, own)) if remark.code == "lint.never_applies"]
    assert found.path == ("indicators", 1, "readings", "b", "prohibited_when")
    assert found.at("rules.yaml", {("indicators", 1): 7}).line == 7
    placed = found.at("rules.yaml", {("indicators", 1): 7})
    assert placed.at("other.yaml", {}) is placed


def test_of_two_rulesets_the_one_that_was_asked_for_is_to_be_mended() -> None:
    other = rules(("id: tiny", "id: zother"), ("output: {label: 总产值", "output: {label: 产值"))
    for asked, named in ((["tiny"], "tiny"), (["zother"], "zother"), (["tiny", "zother"], "zother")):
        [found] = [remark for remark in lint_shared([rules(), other], asked) if remark.code == "lint.shared_name"]
        assert found.ruleset == named
    assert [remark for remark in lint_shared([rules(), other], ["x"]) if remark.code == "lint.shared_name"] == []


def test_items_without_a_number_and_clauses_that_name_none_leave_no_gap() -> None:
    clause = "clauses:\n  - {place: 表1 序号1、、3, text: 范围, treatment: out_of_scope, reason: 没有要求, seen: official}\n"
    lettered = [("  - id: T.2\n", "  - id: T.GB\n"), ("[T.1, T.2]", "[T.1, T.GB]")]
    assert [remark.code for remark in lint(rules(*lettered, ("requirements:\n", f"{clause}requirements:\n")))
            if remark.code in ("lint.number_gap", "lint.no_clauses")] == []
    [gap] = [remark for remark in lint(rules(("  - id: T.2\n", "  - id: T.5\n"), ("[T.1, T.2]", "[T.1, T.5]"),
                                             ("requirements:\n", f"{clause}requirements:\n"))) if remark.code == "lint.number_gap"]
    assert gap.params["missing"] == "2、4"


def test_a_correction_of_the_one_reading_that_was_adopted_makes_the_limit_official() -> None:
    taken = (READINGS[0], READINGS[1] + "    adopted: {reading: half, authority: 某厅, document: 某文}\n")
    seen = ("limit: official", "limit: recollected")
    for reading, limit in (("half", "official"), ("all", "recollected")):
        found = under({"corrected": [{"item": "T.1", "reading": reading, "limit": {"at_least": 3}, **ORIGINAL}]}, rules(taken, seen))
        assert found.items["T.1"].model.source.limit == limit
