"""The formula language: what it reads, what it refuses, what it is worth."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from checker.dossier.dossier import Source
from checker.evidence.entries import BoundList
from checker.evidence.facts import BASE, Facts, Missing, Need, resolve
from checker.measuring.evaluate import evaluate, truth
from checker.quantity.interval import Bound, Interval, Undefined, share
from checker.quantity.unit import Unit
from checker.ruleset.asking import asks, compared_words, fields
from checker.ruleset.dimension import ONE, Kind, Vocabulary, kind_of
from checker.ruleset.formula import FormulaError, Names, parse

NAMES = Names(frozenset("abw"), frozenset({"flag", "mood"}), {"things": frozenset({"size", "sort"})},
              {"start": "base", "ratio": "a / b", "rise": "growth(ratio, start, y)", "x1": "x2", "x2": "x1"})
VOCABULARY = Vocabulary({"a": Unit("t"), "b": Unit("万元"), "w": Kind.WORD},
                        {"flag": Kind.TRUTH, "mood": Kind.WORD}, {"things": Unit("个")},
                        {"things": {"size": Unit("t"), "sort": Kind.WORD}})
SOURCE = Source(place="表", words="表")


def number(text: str) -> Interval:
    return Interval.exact(F(text))


def facts(**values: str) -> Facts:
    """``a2020="3"`` is quantity a in 2020."""
    return Facts(2023, 2020, {(name[0], int(name[1:])): number(v) for name, v in values.items()},
                 {("things", 2023): BoundList((), "things", True, ({"size": number("2"), "sort": "大"},
                                                         {"size": number("5"), "sort": "小"}, {}), "甲", SOURCE)},
                 {"flag": True, "mood": "好", BASE: 2020})


@pytest.mark.parametrize(("formula", "value"), [
    ("a / b", "1.5"), ("a - b * 2", "-1"), ("(a + b) / 2", "2.5"), ("-a", "-3"), ("a[y-3]", "24"),
    ("mean(a, b, 4)", "3"), ("sum(a, b)", "5"), ("max(a, b)", "3"), ("min(a, b, 1)", "1"), ("share(a, b)", "0.6"),
    ("growth(a, y-3, y)", "-0.5"), ("y - base", "3"), ("0.1 + 0.2", "0.3"), ("a[base]", "24")])
def test_a_formula_is_worth_its_exact_value(formula: str, value: str) -> None:
    known = facts(a2023="3", b2023="2", a2020="24", b2020="2")
    assert evaluate(parse(formula, NAMES), known) == number(value)


@pytest.mark.parametrize("part", ["-3", "-1", "0", "1", "2.5"])
@pytest.mark.parametrize("rest", ["-2.5", "-1", "0", "1", "3"])
def test_a_share_of_exact_numbers_is_what_it_is_of_intervals(part: str, rest: str) -> None:
    known, tree = facts(a2023=part, b2023=rest), parse("share(a, b)", NAMES)
    if F(part) + F(rest) == 0:
        with pytest.raises(Undefined, match=r"undefined\.division_by_zero"):
            evaluate(tree, known)
    else:
        assert evaluate(tree, known) == share(number(part), number(rest))


def test_growth_of_a_ratio_takes_both_of_its_operands_in_both_years() -> None:
    known = facts(a2023="16", b2023="2", a2020="4", b2020="4")
    assert evaluate(parse("rise", NAMES), known) == number("1")
    assert [str(need.year) for need in asks(parse("rise", NAMES)) if need.kind == "quantity"] == [
        "base", "base", "y", "y"]


def test_a_count_is_an_interval_when_an_entry_does_not_tell() -> None:
    found = evaluate(parse("count(things, size > 3)", NAMES), facts())
    assert found == Interval(Bound(F(1)), Bound(F(2)))
    assert evaluate(parse('count(things, sort in ("大", "小"))', NAMES), facts()) == Interval(
        Bound(F(2)), Bound(F(3)))


@pytest.mark.parametrize(("condition", "answer"), [
    ("flag", True), ("not flag", False), ("a > 2", None), ("b > 1", True), ("a > 2 or b > 1", True),
    ("a > 2 and b > 5", False), ("a > 2 and b > 1", None), ('mood == "好"', True), ('mood != "好"', False),
    ("b != 2", False), ("b >= 2", True), ("b < 2", False)])
def test_a_condition_is_three_valued(condition: str, answer: bool | None) -> None:
    assert truth(parse(condition, NAMES), facts(b2023="2")) is answer


def test_what_is_absent_is_named_with_its_year() -> None:
    with pytest.raises(Missing) as missing:
        evaluate(parse("a / b", NAMES), facts(b2023="2"))
    assert missing.value.need == Need("quantity", "a", 2023)
    without_base = Facts(2023, None)
    assert resolve(asks(parse("growth(a, base, y)", NAMES)), without_base) == [
        Need("attribute", BASE), Need("quantity", "a", BASE), Need("quantity", "a", 2023)]


@pytest.mark.parametrize("formula", [
    "a.__class__", "__import__('os')", "a**2", "(lambda: 1)()", "[a]", "a if b else 3", "a; b", "a = 3",
    "1 < a < 3", "a[3]", "a[b]", "f'{a}'", "a @ b", "a // b", "~a", "a[y:base]", "x1", "nope", "growth(a, 3, y)",
    "growth(a, y)", "count(a)", "count(things, size > 3, 4)", "share(a)", "'abc", "", "True", "1e400", "0x10",
    "a and b" * 200, "(" * 400 + "a" + ")" * 400, "-" * 500 + "a", "+".join(["a"] * 400)])
def test_what_is_not_in_the_language_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        kind_of(parse(formula, NAMES), VOCABULARY)


@pytest.mark.parametrize("formula", [
    "a + b", "a > b", "mean(a, b)", "w + 1", "growth(w, base, y)", "flag + 1", "a and flag", "w > 3",
    "mood == a", "not a", "count(things, size)", "share(a, b)", "a in ('x', 'y')"])
def test_dimensions_and_kinds_are_checked_at_load(formula: str) -> None:
    with pytest.raises(FormulaError):
        kind_of(parse(formula, NAMES), VOCABULARY)


def test_the_unit_of_a_formula_follows_from_its_operands() -> None:
    assert isinstance(kind_of(parse("a / b", NAMES), VOCABULARY), Unit)
    kind = kind_of(parse("a / b", NAMES), VOCABULARY)
    assert isinstance(kind, Unit)
    assert kind.fits(Unit("t/万元"))
    assert kind_of(parse("growth(a, base, y)", NAMES), VOCABULARY) is ONE
    assert kind_of(parse("a > 0", NAMES), VOCABULARY) == Kind.TRUTH


def test_the_fields_and_words_that_a_condition_reads() -> None:
    tree = parse("count(things, -size < 0 and max(size, 1) > 2 and sort in ('甲', '乙') and '丙' == sort) > 0", NAMES)
    condition = tree.left.condition  # type: ignore[union-attr]
    assert condition is not None
    assert list(fields(condition)) == ["size", "size", "sort", "sort"]
    assert list(compared_words(tree)) == [("things.sort", ("甲", "乙")), ("things.sort", ("丙",))]
    assert list(compared_words(parse("'甲' == '乙'", NAMES))) == []
