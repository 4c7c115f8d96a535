"""Numbers, intervals, units, amounts as people write them, and how they are shown."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from fractions import Fraction as F
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from units_by_pint import registry

from checker.measuring.conditions import relate
from checker.quantity import interval as iv
from checker.quantity.amount import Amount, UnreadableAmount, parse
from checker.quantity.day import day_of, days, serial_days
from checker.quantity.display import exact, faithful, places, plain, significant, spoken
from checker.quantity.interval import Bound, Interval, Undefined, root
from checker.quantity.unit import PERCENT, AmbiguousUnit, Unit, UnknownUnit, known_units


@pytest.mark.parametrize(("written", "low", "high", "about", "unit"), [
    ("3.6亿元", "3.6", "3.6", False, "亿元"), ("7.4千万元", "7.4", "7.4", False, "千万元"),
    ("4310万元", "4310", "4310", False, "万元"), ("0.32亿元", "0.32", "0.32", False, "亿元"),
    ("10亿，", "1000000000", "1000000000", False, None), ("１２３．５", "123.5", "123.5", False, None),
    ("３．５％", "3.5", "3.5", False, "%"), ("1,234,567.8", "1234567.8", "1234567.8", False, None),
    ("1e-5", "0.00001", "0.00001", False, None), ("010", "10", "10", False, None),
    ("40～50", "40", "50", False, None), ("40-50亩", "40", "50", False, "亩"),
    ("约113亩", "113", "113", True, "亩"), ("113左右", "113", "113", True, None),
    ("-5～-3", "-5", "-3", False, None), ("40亩～50亩", "40", "50", False, "亩"), ("-3.2", "-3.2", "-3.2", False, None), ("8千", "8000", "8000", False, None)])
def test_an_amount_is_read_exactly(written: str, low: str, high: str, about: bool, unit: str | None) -> None:
    amount = parse(written)
    assert (amount.interval.low.value, amount.interval.high.value) == (F(low), F(high))
    assert (amount.approximate, amount.unit) == (about, unit)


@pytest.mark.parametrize(("written", "inside", "outside"), [
    ("超过80", "80.01", "80"), (">80", "1e9", "80"), ("不少于6", "6", "5.99"), ("≥6", "6", "5.9"),
    ("<67", "66.9", "67"), ("不超过5", "5", "5.01"), ("10余次", "10.5", "10"), ("50多项", "51", "50"),
    ("3千余吨", "3000.1", "3000"), ("5万多", "50001", "50000"), ("2亿余元", "2.1", "2"), ("1千万多元", "1.1", "1"),
    ("95%以上", "95", "94.9"), ("3以下", "3", "3.1"), ("不到3万", "29999", "30000")])
def test_bounds_in_words_say_whether_the_end_belongs_to_them(written: str, inside: str, outside: str) -> None:
    interval = parse(written).interval
    assert interval.holds(F(inside))
    assert not interval.holds(F(outside))


MORE = {"超过": False, "超": False, "大于": False, "高于": False, "多于": False, "＞": False,
        "不低于": True, "不少于": True, "不小于": True, "至少": True, "≥": True, ">=": True}
LESS = {"低于": False, "小于": False, "少于": False, "不足": False, "不到": False, "＜": False,
        "不超过": True, "不高于": True, "不大于": True, "至多": True, "≤": True, "<=": True}


@pytest.mark.parametrize("word", [*MORE, *LESS])
def test_each_word_bounds_on_its_side_and_the_end_belongs_to_it_where_the_word_says_so(word: str) -> None:
    interval = parse(f"{word}6").interval
    assert [interval.holds(F(number)) for number in (5, 6, 7)] == [word in LESS, (MORE | LESS)[word], word in MORE]


@pytest.mark.parametrize(("written", "code"), [
    ("abc", "unreadable"), ("超过5以上", "unreadable"), ("10⁴", "unreadable"), ("12 3", "apart"), ("3千～5万元", "range_units"),
    ("3万平方", "ambiguous_unit"), ("3平方", "ambiguous_unit"), ("3万吨位", "unknown_unit"), ("3吨位", "unknown_unit"), ("3万！", "unknown_unit"),
    ("超过5～6", "sign_and_range"), ("5～6以上", "sign_and_range"), ("6～5", "bad_range")])
def test_what_is_wrong_with_an_amount_is_known(written: str, code: str) -> None:
    with pytest.raises(UnreadableAmount) as found:
        parse(written)
    assert found.value.code == f"amount.{code}"


@pytest.mark.parametrize("written", ["", "abc", "十五", "1/2", "3..4", "5-3", "1e99", "--3", "3吨位", "超过5以上", "3千～5万元", "40元～50万元",
                                     "10⁴", "5²", "5～", "1,0000", "超过5～6"])
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(UnreadableAmount):
        parse(written)


@settings(max_examples=400)
@given(st.from_regex("[0-9]{1,15}([.][0-9]{1,15})?", fullmatch=True), st.sampled_from(["", " ", "  "]),
       st.sampled_from([*known_units(), "", "吨", "㎡", "多", "余t", "以上", "万", "亿", "e5", "E2t", ".", ",5", "-6t", "～7t", " t"]))
def test_a_plain_amount_is_read_as_one_with_a_sign_is(number: str, blank: str, tail: str) -> None:
    """The short way of the commonest amounts and the long way of all others."""
    def found(written: str) -> Amount | str:
        try:
            return parse(written)
        except UnreadableAmount as bad:
            return bad.code

    assert found(f"{number}{blank}{tail}") == found(f"+{number}{blank}{tail}")


@pytest.mark.parametrize(("one", "other", "factor"), [
    ("亩", "m2", F(2000, 3)), ("公顷", "m2", F(10000)), ("km2", "公顷", F(100)), ("亿元", "万元", F(10000)),
    ("万tce", "tce", F(10000)), ("吨标煤/万元", "tce/万元", F(1)), ("亿kWh", "万千瓦时", F(10000)),
    ("万m³", "立方米", F(10000)), ("%", "1", F(1, 100)), ("亿元/km2", "万元/亩", F(20, 3)), ("㎡", "m2", F(1)),
    ("平米", "平方米", F(1)), ("万平米", "公顷", F(1)), ("元/平米", "万元/亩", F(1, 15)), ("方", "立方米", F(1))])
def test_units_convert_by_exact_factors(one: str, other: str, factor: F) -> None:
    assert Unit(one).fits(Unit(other))
    assert Unit(one).factor / Unit(other).factor == factor


def test_three_point_six_hundred_million_over_110_mu_is_exact() -> None:
    per = F("3.6") * Unit("亿元").factor / (110 * Unit("亩").factor) / Unit("万元/亩").factor
    assert per == F(3600, 11)


@pytest.mark.parametrize(("one", "other"), [("t", "tce"), ("元", "美元"), ("人", "家"), ("m2", "m3"), ("%", "t")])
def test_other_dimensions_do_not_fit(one: str, other: str) -> None:
    assert not Unit(one).fits(Unit(other))


UNITS = [unit for unit in known_units() if unit != PERCENT]


@pytest.mark.parametrize("one", UNITS)
def test_units_are_what_pint_finds_them_to_be(one: str) -> None:
    """Per each other and multiplied: the factor, the base units, and whether they fit."""
    of = registry()
    for other in UNITS:
        per = of.Quantity(F(1), of.Unit(one) / of.Unit(other)).to_base_units()
        product = of.Quantity(F(1), of.Unit(one) * of.Unit(other)).to_base_units()
        ours = Unit(f"{one}/{other}")
        assert (ours.factor, by_pint(ours)) == (per.magnitude, per.units)
        assert (Unit(one).factor * Unit(other).factor, by_pint(Unit(one) * Unit(other))) == (product.magnitude, product.units)
        assert Unit(one).fits(Unit(other)) == ours.fits(Unit("1")) == per.dimensionless


def by_pint(unit: Unit) -> object:
    """The base units of one of ours as one of pint's."""
    return prod((registry().Unit(base) ** power for base, power in unit.base), start=registry().Unit(""))


@pytest.mark.parametrize("text", ["", "/", "吨位", "元/", "kg·m", "__class__", "元**2", "10元"])
def test_an_unknown_unit_is_refused(text: str) -> None:
    with pytest.raises(UnknownUnit):
        Unit(text)


@pytest.mark.parametrize("text", ["平方", "万平方", "平", "元/平方"])
def test_a_unit_that_is_cut_short_may_be_several(text: str) -> None:
    with pytest.raises(AmbiguousUnit):
        Unit(text)
    with pytest.raises(UnreadableAmount) as bad:
        parse(f"100{text}")
    assert bad.value.code == "amount.ambiguous_unit"


@pytest.mark.parametrize(("x", "n", "expected"), [
    (F("1.520875"), 3, F("1.15")), (F(8, 27), 3, F(2, 3)), (F("1.771561"), 6, F("1.1")), (F(0), 3, F(0)),
    (F(7), 1, F(7)), (F(10**60), 3, F(10**20))])
def test_a_rational_root_is_exact(x: F, n: int, expected: F) -> None:
    assert root(x, n) == expected


@given(st.fractions(min_value=F(1, 10**6), max_value=10**9), st.integers(2, 12))
def test_an_irrational_root_is_close_from_below(x: F, n: int) -> None:
    found = root(x, n)
    assert found**n <= x
    assert (found * (1 + F(1, 10**30))) ** n > x


ends = st.fractions(min_value=-50, max_value=50, max_denominator=12)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    kind = draw(st.sampled_from(["exact", "range", "up", "down"]))
    a, b = sorted((draw(ends), draw(ends)))
    if kind == "exact" or a == b:
        return Interval.exact(a)
    closed = draw(st.booleans())
    if kind == "range":
        return Interval(Bound(a, closed), Bound(b, draw(st.booleans())))
    return Interval.at_least(a, closed) if kind == "up" else Interval.at_most(b, closed)


def sample(x: Interval, chance: random.Random) -> F:
    """A number of the interval, often close to an end."""
    low = x.low.value if x.low.value is not None else (x.high.value or F(0)) - 100
    high = x.high.value if x.high.value is not None else low + 200
    if low == high:
        return low
    picked = low + (high - low) * chance.choice([F(1, 10**6), F(1, 3), F(1, 2), 1 - F(1, 10**6)])
    ends_in = [b.value for b in (x.low, x.high) if b.value is not None and b.closed]
    return chance.choice([picked, *ends_in])


@settings(max_examples=400)
@given(intervals(), intervals(), st.integers(0, 10**6))
def test_interval_arithmetic_contains_every_single_result(a: Interval, b: Interval, seed: int) -> None:
    chance = random.Random(seed)
    x, y = sample(a, chance), sample(b, chance)
    assert a.holds(x)
    assert b.holds(y)
    assert (a + b).holds(x + y)
    assert (a - b).holds(x - y)
    assert (a * b).holds(x * y)
    assert iv.lowest([a, b]).holds(min(x, y))
    assert iv.highest([a, b]).holds(max(x, y))
    assert iv.mean([a, b]).holds((x + y) / 2)
    try:
        assert (a / b).holds(x / y)
    except Undefined:
        assert b.holds(0)


@settings(max_examples=300)
@given(intervals(), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.integers(0, 10**6))
def test_a_relation_that_is_certain_holds_for_every_number(x: Interval, relation: str, seed: int) -> None:
    number = sample(x, random.Random(seed))
    single = relate(Interval.exact(number), relation)
    assert single is not None
    assert relate(x, relation) in (None, single)


def test_a_share_is_exact_at_both_ends_where_division_would_be_wide() -> None:
    part, rest = Interval(Bound(F(1)), Bound(F(3))), Interval.exact(F(1))
    share = iv.share(part, rest)
    assert (share.low.value, share.high.value) == (F(1, 2), F(3, 4))
    wide = part / (part + rest)
    assert wide.high.value == F(3, 2)


@pytest.mark.parametrize(("start", "end", "years", "code"), [
    (F(0), F(5), 3, "undefined.growth_from_nothing"), (F(-1), F(5), 3, "undefined.growth_from_nothing"),
    (F(5), F(-1), 3, "undefined.growth_to_negative"), (F(5), F(6), 0, "undefined.no_years")])
def test_growth_is_undefined_where_it_has_no_meaning(start: F, end: F, years: int, code: str) -> None:
    with pytest.raises(Undefined, match=code):
        iv.growth(Interval.exact(start), Interval.exact(end), years)


@pytest.mark.parametrize(("number", "limit", "shown"), [
    (F("8.0004"), 8, "8.0004"), (F("7.99996"), 8, "7.99996"), (F(8), 8, "8"), (F("0.156521739"), 1, "0.1565"),
    (F(12345678), 5, "12345678"), (F("0.5000000001"), F("0.5"), "0.5000000001"), (F(1, 3), 1, "0.3333")])
def test_a_number_is_shown_with_enough_digits_to_stand_on_its_side_of_the_limit(
        number: F, limit: F | int, shown: str) -> None:
    assert faithful(number, [F(limit)]) == shown


@pytest.mark.parametrize(("number", "count", "shown"), [
    (F("0.125"), 2, "0.12"), (F("0.135"), 2, "0.14"), (F("8.05"), 1, "8.0"), (F("-0.5"), 0, "0"),
    (F("-2.675"), 2, "-2.68"), (F("1234.5"), 0, "1234")])
def test_rounding_is_half_even(number: F, count: int, shown: str) -> None:
    assert places(number, count) == shown


def test_exact_numbers_are_written_out_and_others_as_a_fraction() -> None:
    assert exact(F(3600, 11)) == "3600/11"
    assert exact(F("0.0640")) == "0.064"
    assert plain(Decimal("1E+3")) == "1000"
    assert significant(F(2, 3), 4) == "0.6667"
    assert spoken(Interval.at_least(80, closed=False)) == ">80"
    assert spoken(Interval(Bound(F(1), False), Bound(F(2)))) == ">1，≤2"


ENDS = [Bound(None, closed=False), *(Bound(F(number), closed=closed) for number in (-1, 0, 1) for closed in (True, False))]
AROUND = [F(number, 4) for number in range(-8, 9)]
SAYS = {"<": lambda d: d < 0, "<=": lambda d: d <= 0, ">": lambda d: d > 0, ">=": lambda d: d >= 0,
        "==": lambda d: d == 0, "!=": lambda d: d != 0}


@pytest.mark.parametrize("relation", SAYS)
def test_a_difference_decides_only_where_each_of_its_numbers_says_the_same(relation: str) -> None:
    tried = 0
    for low in ENDS:
        for high in ENDS:
            difference = Interval(low, high)
            answers = {SAYS[relation](number) for number in AROUND if difference.holds(number)}
            if answers:
                tried += 1
                assert relate(difference, relation) is (answers.pop() if len(answers) == 1 else None), (low, high)
    assert tried == 28


def test_days_are_read_with_a_clock_at_midnight_and_as_a_workbook_counts_them() -> None:
    assert day_of("2024-08-23 00:00:00") == day_of("2024-08-23T00:00") == day_of("20240823") == dt.date(2024, 8, 23)
    assert day_of("2024-08-23 08:00:00") is None
    assert serial_days("45000") == (dt.date(2023, 3, 15), dt.date(2027, 3, 16))
    assert serial_days("4500") is None
    assert serial_days("450000") is None
    assert days("2024年2月") == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert days("2024") == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert days("2024-13") is None
