"""Amounts, days, units and numbers as they are shown: tables of what is read and said, kept line by line."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction as F
from itertools import product

import pytest
from tables import ANEW, Tables, kept, said, shown

from checker.quantity import (
    amount,
    day,
    display,
    interval,
    quotient,
    ranges,
    ratio,
    rounding,
    unit,
    whole_number,
)
from checker.quantity.amount import UnreadableAmount
from checker.quantity.interval import INFINITE, Bound, Interval, Undefined
from checker.quantity.quotient import Quotient
from checker.quantity.unit import COUNTS, Unit, UnknownUnit

AMOUNTS = """
0 7 007 1.50 1,234 1,234,567.8 12,34 1,2345 -3.2 +3 －３ ‐3 ‑3 −3 ﹣3 –3 1e-5 1E5 1e30 1e31 9.9e30 10e30 1e-30 1e-31 0.1e-30
1e999999999999999 0.000 .5 5. 1..2 1.2.3 １２３．５ 〇 十五 1/2 abc
3.6亿元 7.4千万元 4310万元 3.6亿 3千 3万 3千万 5千万元 10亿， 10亿。 10亿； 10亿; 10亿、 10亿,，。 3亿吨 3千吨 3万吨标煤 3亿平方 3万平 3平方 3万吨位 3吨位
3万！ 3！ 3% 3/ 3/吨 3％ ３．５％ 3㎡ 3m² 3m³ 3m⁴ 3² 3³ 10⁴ 3½ ½ ①② 3① 3㎏ ㏠ 3⒈ 𝟑 ₃ 3₃ 元² ²3
约3 大约3 近3 接近3 左右3 3左右 3上下 约3亿元 3亿元左右 3亿元上下 约3左右 3左右元 3约
10余 10余次 50多项 10多 10余万 3万余 3万多 3千余吨 3万余吨 2亿余元 1千万多元 1千万余 3百余 3余多 10余左右 约10余吨
95%以上 95%及以上 3以下 3及以下 3吨以上 3吨及以下 3万吨以上 3左右以上 以上3 3以上以上 3余以上
40～50 40~50 40—50 40——50 40–50 40至50 40到50 40-50 40--50 40−50 -5～-3 -5--3 50～40 40～40 40～ ～50 40～50～60
40～50亩 40亩～50亩 40元～50万元 40万～50万元 40万元～50万元 3千～5万元 40万～50万 40%～50% 40～50左右 约40～50亩 40～50余 40～50以上 超过40～50 40～50万元以下
40亩～50 4 0 40 ~ 50 3,000～4,000元
1亿 1.5万 0亿 0万元 1万个 1个 3方 3万方 3立方米 3吨/万元 3吨标煤/万元 3元/平方
"""
SPACED = ["", " ", "12 3", "1 234", "1 234 567", "1\u2009234", "1\u202f234", "1\u00a0234", "1\u3000234", "1 23", "12 34 567",
          "1234 567", "1 234 5", "1 234.5", "1. 5", "1 .5", "3 e5", "3 e x", "3e 5", "3 吨", " 3 吨 ", "3  吨", "3 万 吨", "3\n4", "3\t吨",
          "1, 234", "1 ,234", "3\u200b4", "3\u00ad吨", "40 ～ 50 亩", "1 234～5 678", "超过 5", "约 5", "1 234,567", ".1 234", "5 ¾",
          "3 %", "3 2", "3, 2", "E 5", "5 E", "3 吨 5", "1 000 000", "x1 234", "1 234x"]
SIGNS = [*amount._MORE, *amount._LESS, "＞", "＜", "＞=", "=", "不足于"]


def amounts() -> Iterable[str]:
    """What is understood of an amount as people write it."""
    for written in (*AMOUNTS.split(), *SPACED):
        yield f"{written!r}: {said(UnreadableAmount, amount.parse, written)}"
    for sign, tail in product(SIGNS, ("5", "5万吨", "-5", "5以上", "5～6", "5左右", "")):
        yield f"{sign + tail}: {said(UnreadableAmount, amount.parse, sign + tail)}"
    for number in (Decimal("1.50"), Decimal("1E+2"), Decimal("-0.5")):
        yield f"{number!r}: {said(UnreadableAmount, amount.parse, number)}"
    for written in ("5", "5.0", "5吨", "5 吨", "5t", "5 t", "5  t", "5%", "5 %", "-5", "5.", "5.1234567890123456", "1234567890123456",
                    "123456789012345.123456789012345", "5m2", "5 5", "5 5t", "5x", ""):
        yield f"simply {written!r}: {shown(amount.simple(written))}"
    yield f"multiplying: {amount.MULTIPLYING.findall('一千二万三亿四百')}"


DAYS = ["2024-08-23", "2024.8.23", "2024/8/3", "2024-8", "2024.08", "2024", "2024年", "2024年8月", "2024年8月份", "2024年8月3日",
        "2024年8月3号", "2024年8月3", "2024年08月03日", "2024-8.3", "2024-13", "2024-0", "2024-00-00", "2024-8-0", "2024年0月", "2024年8月00日", "2024-02-30", "2023-2-29", "2024-2-29",
        "2024-2", "2024-12", "2024-04", "0001", "0000", "9999", "9999-12", "20240823", "20241301", "2024082", "202408233", "2024-08-23 00:00:00",
        "2024-08-23T00:00", "2024-08-23 00:00:00.000", "2024-08-23 00:00:00.", "2024-08-23 08:00:00", "2024-08-23 00:00:01", "2024-08 00:00", "2024年8月3日 00:00",
        "2024-08-23T00:00:00Z", "24-8-3", "２０２４年８月", "2024 年 8 月", "x2024", "2024x", "2024年度", "2024度", "2024年年", "45000", "20000", "19999", "79999",
        "80000", "4500", "450000", "４５０００", "", "T00:00", "2024 00:00", "2024T00:00"]


def days() -> Iterable[str]:
    """What is understood of a date."""
    for written in DAYS:
        meant, serial = day.days(written), day.serial_days(written)
        yield (f"{written!r}: {meant and [str(each) for each in meant]}, a day {day.day_of(written)}, a year {day.year(written)}, "
               f"counted {serial and [str(each) for each in serial]}, said again {meant and day.partial(*meant)}")
    for written in ("2024", "2024-08", "2024-08-23", "2024-12"):
        yield f"{written}: {day.in_words(written)}"
    for words in ("0", "7", "007", "123456789", "1234567890", "", "-1", "1.0", "１２", "²", "1 "):
        yield f"a count {words!r}: {whole_number.whole(words)}"


NUMBERS = [F(0), F(1), F(-1), F(1, 3), F(-2, 3), F(1, 8), F("0.125"), F("0.135"), F("-2.675"), F("8.05"), F("1234.5"), F("12345678.9"), F("0.0000001234567"),
           F(10**25), F(10**45), F(1, 10**39), F(1, 10**41), F(1, 7), F("0.99995"), F("0.5000000001"), F("7.99996"), F("1.000000000000000000001"), F("100"), F("-100.10"),
           F(2, 3) * 10**22, F("0.12345678901234567890123"), F("0.123456789012345678905"), F("0.123456789012345678915"), F("99999.5")]


def numbers() -> Iterable[str]:
    """Numbers in digits: exact, significant, to places, and on their side of limits."""
    for number in NUMBERS:
        yield (f"{number}: exact {display.exact(number)}, finite {display.finite(number)!r}, significant {display.significant(number)} "
               f"{display.significant(number, 3)}, to places {' '.join(display.places(number, count) for count in range(4))}, shown "
               f"{display.faithful(number, [])} {display.faithful(number, [], 2)} "
               f"{' '.join(display.faithful(number, [F(limit)]) for limit in ('0.5', '1', '8', '12345679', '100000', '0.3333'))} "
               f"{display.faithful(number, [F(1), F(1, 3)])}")
    for decimal in ("1E+3", "0.500", "-0", "0.000", "-0.10", "1.0E-7", "100", "1.20E+1"):
        yield f"{decimal}: {display.plain(Decimal(decimal))}"
    for written, name in product(("5", "5吨", "5%", ""), (None, "", "1", "吨", "%")):
        yield f"{written!r} in {name!r}: {display.with_unit(written, name)!r} {display.with_unit(written, name, ' ')!r}"
    for low, high in product(ENDS, ENDS):
        value = Interval(low, high)
        if low.value is None or high.value is None or low.value <= high.value:
            yield f"{shown(value)}: {display.spoken(value)} {display.spoken(value, [F('0.33333')])} {display.spoken(value, full=True)}"


ENDS = [INFINITE, Bound(F("0.123456789012345678905")), *(Bound(F(number), closed) for number in ("-1", "1/3", "80") for closed in (True, False))]


def units() -> Iterable[str]:
    """Every unit by every name, each found anew, and what is none."""
    for known in (unit.spell, unit._defined, unit._parsed, unit.unit_of, unit.known_units):
        known.cache_clear()
    for name in (*unit.known_units(), *unit._SYNONYMS, "1", "-", "无量纲", "㎡", "m²", "万m³", "吨标煤／万元", "元/人/年", "t/t", "万元/亩", "亿元/km2", "kgce/kWh",
                 "%/年", "户次", "", "/", "吨位", "元/", "kg·m", "平方", "万平方", "平", "万平", "元/平方", "吨/吨位", "10元"):
        yield f"{name!r}: {said(UnknownUnit, lambda name: (unit.spell(name), Unit(name).factor, Unit(name).base), name)}"
    ton, money = Unit("吨"), unit.unit_of("万元")
    for made in (ton * money, ton / money, ton / ton, ton * Unit("吨/万元"), Unit("万元") / ton * ton):
        yield f"{made!r}: {made.text} {made.factor} {made.base}"
    yield f"counts: {' '.join(COUNTS)}; {unit.DIMENSIONLESS} {unit.PERCENT}; one object {money is unit.unit_of('万元')}"
    for name in ("方", "万方", "元/方", "万元", "m3", "平方"):
        yield f"{name}: {unit.mismatch(name)}"


def roots() -> Iterable[str]:
    """Roots, growth and shares, and where there are none."""
    for x, n in product((F(0), F(1), F(2), F(7), F(8, 27), F("1.520875"), F(10**60), F(1, 10**60), F(3, 10**90), F(10**90 + 1), F(16, 81), F(2**64)), (1, 2, 3, 4, 6, 8, 9)):
        yield f"root {n} of {x}: {interval.root(x, n)}"
    for n in range(1, 7):
        yield f"whole root {n} of 0 and more: {' '.join(str(interval._integer_root(x, n)) for x in (*range(10), 63, 64, 65, 80, 81, 82, 10**30))}"
    for above, below, n in ((8, 2, 2), (4, 6, 1), (50, 2, 2), (6, 9, 3), (0, 5, 2)):
        yield f"root {n} of {above}/{below}: {interval.root_of_ratio(above, below, n)}"
    amounts = [Interval.exact(2), Interval.exact(8), Interval.exact(0), Interval.exact(-1), Interval(Bound(F(1)), Bound(F(4), False)), Interval.at_least(1, False),
               Interval.at_most(4), Interval(Bound(F(0), False), Bound(F(4))), Interval.at_least(0)]
    for start, end, years in product(amounts, amounts, (0, 1, 2)):
        yield f"growth from {shown(start)} to {shown(end)} in {years}: {said(Undefined, interval.growth, start, end, years)}"


POLYNOMIALS = [(F(0),), (F(3),), (F(1), F(2)), (F(-6), F(1), F(1)), (F(1), F(0), F(1)), (F(-2), F(0), F(1)), (F(0), F(0), F(0), F(1)), (F(1), F(1), F(0)), (F(4), F(-4), F(1))]


def quotients() -> Iterable[str]:
    """Where quotients of polynomials come to a number, and what two make."""
    for above, below, target in product(POLYNOMIALS, [(F(1),), (F(1), F(1)), (F(2),)], (F(0), F(5, 2), F(-1))):
        yield f"{shown(above)} over {shown(below)} is {target}: {shown(Quotient(above, below).at(target))}"
    some = [Quotient((F(1), F(2)), (F(1),)), Quotient((F(3),), (F(1),)), Quotient((F(0), F(1)), (F(2), F(1))), Quotient((F(5), F(0), F(1)), (F(2), F(1)))]
    for sign, a, b in product("+-*/", some, some):
        yield f"{shown(a)} {sign} {shown(b)}: {shown(quotient.combined(sign, a, b))}"  # type: ignore[arg-type]
    yield f"one: {shown(quotient.ONE_POLYNOMIAL)}"


STRETCHES = [Interval(low, high) for low, high in product([INFINITE, *(Bound(F(n), c) for n in (0, 2) for c in (True, False))], repeat=2)
             if low.value is None or high.value is None or low.value < high.value or (low.value == high.value and low.closed and high.closed)]


def stretches() -> Iterable[str]:
    """Sets of numbers: what two have in common, what touches, which number is nearest."""
    for a, b in product(STRETCHES, repeat=2):
        yield f"{shown(a)} and {shown(b)}: {shown(ranges.common((a,), (b,)))}, joined {shown(ranges.joined((a, b)))}"
    for one in STRETCHES:
        for number in (F(-1), F(0), F(1), F(2), F(3)):
            found = ranges.nearest((one, Interval(Bound(F(4)), Bound(F(5), False))), number)
            yield f"{number} and {shown(one)}: {one.holds(number)} {ranges.holds((one,), number)} {shown(found)}"
        worth = ratio.ratio_of(one)
        yield (f"{shown(one)}: value {one.value} negative {one.negative} reaches zero {one.reaches_zero()} ratio {shown(worth)} "
               f"{shown(ratio.interval_of(worth))} tripled {shown(one.scale(F(3, 2)))} {shown(one.scale(F(1)))} less {shown(-one)}")
    yield f"of nothing: {ranges.nearest((), F(1))} {ranges.nearest(ranges.EVERYTHING, F(1))} {shown(ranges.common(ranges.EVERYTHING, ranges.NOT_NEGATIVE))}"
    yield f"many: {shown(ranges.joined([Interval.exact(1), Interval(Bound(F(1), False), Bound(F(2), False)), Interval.at_least(2, False)]))}"
    yield f"ratios: {shown([ratio.interval_of((6, 4)), ratio.interval_of((3, 1)), ratio.interval_of((4, 2)), ratio.ONE])}"
    for value in (Interval.exact(-1), Interval.at_most(0, False), Interval(Bound(F(0), False), Bound(F(0), False)), Interval(Bound(F(0)), Bound(F(0), False))):
        yield f"{shown(value)}: negative {value.negative}, reaches zero {value.reaches_zero()}, ratio {shown(ratio.ratio_of(value))}"


def printed() -> Iterable[str]:
    """Half of the last place of a number as it was printed."""
    for written, value in product(("5", "5.0", "5.25", "1,234.5", "约５．５", "abc", "0", "0.00", "50%", "5.", "超过80"),
                                  (Interval.exact(5), Interval.exact(F("0.5")), Interval.exact(-5), Interval.exact(0), Interval.at_least(80), Interval.at_most(8),
                                   Interval(Bound(F(4)), Bound(F(6))))):
        yield f"{written!r} for {shown(value)}: {rounding.half_step(written, value)} {shown(rounding.before_rounding(written, value))}"


TABLES: Tables = {"amounts": amounts, "days": days, "numbers": numbers, "units": units, "roots": roots, "quotients": quotients, "stretches": stretches,
                  "printed": printed}

STRETCHED = [one for one in STRETCHES if one.value is None] + [Interval.exact(-1), Interval.exact(0), Interval.exact(F(3, 2)), Interval(Bound(F(-2)), Bound(F(1), False)),
                                                              Interval(Bound(F(-2), False), Bound(F(-1)))]
SMALL, LARGE = F(1, 10**6), F(10**6)


def numbers_of(one: Interval) -> list[F]:
    """Numbers of an interval: its ends or what lies closely beside them, very large ones, and nearly nothing."""
    low = one.low.value if one.low.value is not None else -LARGE
    high = one.high.value if one.high.value is not None else LARGE
    near = [low, low + SMALL, high - SMALL, high, F(0), SMALL, -SMALL]
    return [number for number in near if one.holds(number)]


def assert_reached(found: Interval, made: Sequence[F], about: str) -> None:
    """Each end is a number that was made where it belongs to the interval, and only nearly one where not."""
    for end, extreme, side in ((found.low, min(made), -1), (found.high, max(made), 1)):
        told = f"{about}, of which {extreme}"
        if end.value is None:
            assert not end.closed, told
            assert extreme * side > LARGE / 3, told
        elif end.closed:
            assert end.value == extreme, told
        else:
            assert 0 < (end.value - extreme) * side < 10 * SMALL, told


@pytest.mark.parametrize("sign", "+-*/")
def test_the_ends_of_what_two_amounts_make_are_reached_where_they_belong_to_it_and_nearly_where_not(sign: str) -> None:
    """Against single numbers: no end too far, none too near, and none closed that no number reaches."""
    work = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}[sign]
    for a, b in product(STRETCHED, repeat=2):
        if sign == "/" and b.holds(0):
            with pytest.raises(Undefined, match=r"^undefined\.division_by_zero$"):
                work(a, b)
            continue
        made = [work(x, y) for x, y in product(numbers_of(a), numbers_of(b))]
        found: Interval = work(a, b)
        assert_reached(found, made, f"{shown(a)} {sign} {shown(b)} = {shown(found)}")


@pytest.mark.parametrize(("function", "single"), [(interval.lowest, min), (interval.highest, max), (interval.total, sum), (interval.share, None), (interval.mean, None)])
def test_the_ends_of_a_function_of_two_amounts_are_reached_where_they_belong_to_it(
        function: Callable[..., Interval], single: Callable[..., F] | None) -> None:
    for a, b in product(STRETCHED, repeat=2):
        numbers = list(product(numbers_of(a), numbers_of(b)))
        if function is interval.share:
            if a.low.value is None or b.low.value is None or min(a.low.value, b.low.value) < 0 or (a.holds(0) and b.holds(0)):
                continue
            found, made = interval.share(a, b), [x / (x + y) for x, y in numbers]
        else:
            found = function([a, b])
            made = [single((x, y)) if single else (x + y) / 2 for x, y in numbers]
        assert_reached(found, made, f"{function.__name__} {shown(a)} {shown(b)} = {shown(found)}")


def test_a_share_whose_parts_may_be_negative_is_wide_but_holds_every_number_that_it_may_be() -> None:
    some = [one for one in STRETCHED if one.low.value is None or one.low.value < 0]
    tried = 0
    for a, b in [*product(some, STRETCHED), *product(STRETCHED, some)]:
        if (a + b).holds(0):
            with pytest.raises(Undefined, match=r"^undefined\.division_by_zero$"):
                interval.share(a, b)
        else:
            tried += 1
            assert all(interval.share(a, b).holds(x / (x + y)) for x, y in product(numbers_of(a), numbers_of(b)))
    assert tried > 30


@pytest.mark.parametrize("name", TABLES)
def test_every_amount_day_unit_and_number_is_read_and_said_as_it_was(name: str) -> None:
    assert list(TABLES[name]()) == kept(name), ANEW
