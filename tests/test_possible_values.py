"""What a formula may come to, and which condition may be the first to hold."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.evidence.facts import Facts
from checker.measuring.evaluate import evaluate, truth
from checker.quantity.interval import Bound, Interval, Undefined
from checker.ruleset.definition import RulesetModel
from checker.ruleset.formula import FUNCTIONS, FormulaError, Names, parse
from checker.ruleset.nodes import FieldRead, GradeRead, PointsStep, RelativeYear, YearNumber
from checker.ruleset.reach import ANY, possible
from checker.ruleset.worlds import can_hold, each_world, first_to_hold
from checker.validation import build

MODEL = {
    "schema": "ruleset/1", "id": "m", "title": "某", "document": "某", "issuer": "某", "judges": "park",
    "concludes": "account", "formula_language": 2, "in_force": {"from": "2020", "seen": "official"},
    "attributes": {"flag": {"label": "旗", "kind": "yes_no"}, "mood": {"label": "级", "kind": "word", "words": ["甲", "乙"]}},
    "quantities": {"a": {"label": "甲数", "unit": "1"}, "b": {"label": "乙数", "unit": "1", "signed": True},
                   "w": {"label": "词", "words": ["大", "小"]}},
    "lists": {"things": {"label": "物", "unit": "1"}},
    "indicators": [{"id": "M.1", "label": "某", "category": "某", "unit": "1",
                    "source": {"place": "某", "name": "official", "limit": "official", "formula": "official"}}]}
NAMES = Names(frozenset("abw"), frozenset({"flag", "mood"}), {"things": frozenset()}, {}, {"c": F(3, 2)}, version=2)


@pytest.fixture(scope="module")
def model() -> RulesetModel:
    made, problems = build(RulesetModel, MODEL)
    assert made is not None, problems
    return made


@pytest.mark.parametrize(("conditions", "first"), [
    (["a > 1", "a > 2"], [True, False]), (["a > 2", "a > 1"], [True, True]), (["a > 1", "1 < a"], [True, False]),
    (["a < 0"], [False]), (["b < 0"], [True]), (["a >= 0", ""], [True, False]), (["a > 0", ""], [True, True]),
    (["flag", "not flag", ""], [True, True, False]), (["flag and a > 1", "flag", "a > 1"], [True, True, True]),
    (["flag or a > 1", "flag"], [True, False]), (["mood == '甲'", "mood == '乙'", ""], [True, True, False]),
    (["w == '大'", "w == '小'", ""], [True, True, True]), (["w in ('大', '小')", "w == '大'"], [True, False]),
    (["a > b", "b < a", "a == b", "b > a", ""], [True, False, True, True, False]),
    (["y == 2021", "y > 2021", "y < 2021", ""], [True, True, True, False]), (["y > 2021 and y < 2022"], [False]),
    (["a > 1 and a < 2"], [True]), (["count(things) > 1 and count(things) < 2"], [False]), (["1 > 2"], [False]),
    (["a > c", "a > 1.5"], [True, False]), (["a / b > 1", "a > b"], [True, True]), (["y - base > 1", ""], [True, True]),
    (["'大' == '小'", "'大' == '大'", ""], [False, True, False]), (["'大' in ('小', '中')"], [False]), (["'大' in ('大', '中')"], [True])])
def test_which_condition_may_be_the_first_to_hold(conditions: list[str], first: list[bool], model: RulesetModel) -> None:
    trees = [parse(text, NAMES) if text else None for text in conditions]
    assert first_to_hold(trees, model) == first


def test_too_many_combinations_are_left_alone(model: RulesetModel) -> None:
    trees = [parse(" and ".join(f"b + {i} > 1" for i in range(12)), NAMES), parse("a < 0", NAMES)]
    assert can_hold(trees[1], model) is False
    assert first_to_hold(trees, model) == [True, True]


def test_so_many_worlds_are_no_list_of_them(model: RulesetModel) -> None:
    assert each_world([parse(" and ".join(f"b + {i} > 1" for i in range(12)), NAMES)], model) is None


@pytest.mark.parametrize(("formula", "low", "high"), [
    ("compound(c, y-2, y)", 1, None), ("compound(c - 2, y-2, y)", 0, None), ("compound(c - 4, y-2, y)", None, None),
    ("compound(0 - y, y-2, y)", None, None), ("growth(a, y-1, y)", -1, None), ("2020 - 20", 2000, 2000)])
def test_what_a_formula_may_come_to(formula: str, low: int | None, high: int | None) -> None:
    found = possible(parse(formula, NAMES))
    assert (found.low.value, found.high.value) == (low, high)


def test_points_lie_between_the_least_and_the_most_of_their_steps_and_a_field_may_be_anything() -> None:
    steps = tuple(PointsStep(F(points), None, None, None) for points in (5, 0, 3))
    assert possible(GradeRead("g", None, steps)) == Interval(Bound(F(0)), Bound(F(5)))
    assert possible(FieldRead("size")) == ANY
    assert possible(YearNumber(RelativeYear("ad", 2020))) == Interval.exact(2020)


NUMBERS = st.fractions(min_value=-4, max_value=4, max_denominator=4)
LEAVES = st.sampled_from(["a", "b", "a[y-1]", "c", "0", "0.5", "3"])


def _joined(pattern: str) -> Callable[[tuple[str, str]], str]:
    return lambda pair: pattern.format(*pair)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        *(pair.map(_joined(f"({{}} {sign} {{}})")) for sign in "+-*/"),
        *(pair.map(_joined(f"{name}({{}}, {{}})")) for name in FUNCTIONS),
        inner.map(lambda x: f"-{x}"), inner.map(lambda x: f"growth({x}, y-1, y)"))


FORMULAS = st.recursive(LEAVES, _grown, max_leaves=6)


def _facts(a: F, b: F, before: F, flag: bool = True, word: str = "大") -> Facts:
    values = {("a", 2024): abs(a), ("b", 2024): b}
    values |= {(name, 2024 - i): abs(before) + i * sign for i in range(1, 9) for name, sign in (("a", 1), ("b", -1))}
    return Facts(2024, 2020, {**{key: Interval.exact(F(value)) for key, value in values.items()}, ("w", 2024): word},
                 attributes={"flag": flag, "mood": "甲"})


@settings(derandomize=True, max_examples=400, deadline=None)
@given(FORMULAS, NUMBERS, NUMBERS, NUMBERS)
def test_no_value_lies_outside_of_what_is_called_possible(formula: str, a: Fraction, b: Fraction, before: Fraction) -> None:
    try:
        tree = parse(formula, NAMES)
    except FormulaError as refused:
        if refused.code != "formula.by_zero":
            raise
        return
    try:
        value = evaluate(tree, _facts(a, b, before))
    except Undefined:
        return
    assert isinstance(value, Interval)
    assert value.value is not None
    assert possible(tree, {"b"}).holds(value.value), (formula, value)


ATOMS = st.one_of(
    st.just("flag"), st.sampled_from(["w == '大'", "w in ('小')", "mood == '乙'"]),
    st.tuples(st.sampled_from(["a", "b", "a + b", "1", "c"]), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
              st.sampled_from(["a", "b", "0", "1", "2", "c"])).map(" ".join))
CONDITIONS = st.recursive(ATOMS, lambda inner: st.one_of(
    st.tuples(inner, inner).map(lambda p: f"({p[0]} and {p[1]})"), st.tuples(inner, inner).map(lambda p: f"({p[0]} or {p[1]})"),
    inner.map(lambda x: f"not ({x})")), max_leaves=4)


@pytest.mark.parametrize("examples", [60, pytest.param(300, marks=pytest.mark.whole)])
def test_a_condition_that_is_the_first_to_hold_somewhere_is_never_called_dead(examples: int) -> None:
    drawn = st.lists(CONDITIONS, min_size=1, max_size=4)
    settings(derandomize=True, max_examples=examples, deadline=None)(given(drawn)(_never_called_dead))()


def _never_called_dead(conditions: list[str]) -> None:
    made, _ = build(RulesetModel, MODEL)
    assert made is not None
    trees = [parse(text, NAMES) for text in conditions]
    alive = first_to_hold(trees, made)
    for a, b, flag, word in itertools.product(
            map(F, ("0", "0.5", "1", "1.5", "1.7", "2", "3")), map(F, ("-1", "0", "1", "1.5", "2", "3")), (True, False),
            ("大", "小")):
        facts = _facts(a, b, F(1), flag, word)
        first = next((i for i, tree in enumerate(trees) if truth(tree, facts)), None)
        assert first is None or alive[first], (conditions, a, b, flag, word)
