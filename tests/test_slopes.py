"""Points that rise or fall with a value: what they come to, over ranges and gaps too.  All data are made up."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from conftest import dossier, in_words
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.concluding.plain import PlainEngine
from checker.dossier.submission import dossier_digest
from checker.errors import RulesetError
from checker.explaining.turning import turning
from checker.judging.judge import judge
from checker.measuring.sloping import sloped, top
from checker.quantity.interval import INFINITE, Bound, Interval
from checker.quantity.ranges import holds
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data
from checker.ruleset.nodes import PointsSlope
from checker.wording.grade_words import grades_of
from checker.wording.worded import Finding

SEEN = {"place": "第1条", "name": "source", "limit": "source", "formula": "source"}
DAY = dt.date(2025, 6, 30)
RISING = {"from": 40, "points": 20, "each": 1, "gives": 1, "least": 0, "most": 30}
FALLING = {"from": 95, "points": 10, "each": -1, "gives": -2, "whole": True, "least": 0, "most": 10}


def rules(*steps: dict[str, Any], limit: int | str = 25, **more: Any) -> Ruleset:
    """A made-up ruleset that gives points for tax per land and for one fact."""
    return from_data({
        "schema": "ruleset/1", "id": "made-up", "title": "虚构办法", "document": "虚构〔2024〕1号", "issuer": "虚构市",
        "judges": "project", "concludes": "admission", "formula_language": 4,
        "in_force": {"from": "2024-01-01", "seen": "source"},
        "attributes": {"green": {"label": "绿色工厂", "kind": "yes_no"}},
        "quantities": {"tax": {"label": "税收", "unit": "万元", "each": "once"},
                       "land": {"label": "用地", "unit": "亩", "each": "once"}},
        "grades": {"tax_points": {"label": "税收得分", "value": "tax / land", "unit": "万元/亩", "steps": list(steps),
                                  "source": {"place": "附表", "seen": "source"}}},
        "indicators": [{"id": "MU.1", "label": "总分", "category": "评分", "unit": "1", "value": "tax_points",
                        "limit": {"at_least": limit}, "source": SEEN}], **more})


def judged(ruleset: Ruleset, **amounts: str) -> Finding:
    made = dossier({
        "schema": "dossier/1", "subject": {"name": "虚构项目", "kind": "project"}, "made_up": True, "period": 2024,
        "observations": [{"quantity": name, "value": value, "source": {"place": "申请书", "words": "见"}}
                         for name, value in amounts.items()]})
    return in_words(made, ruleset, DAY, PlainEngine(), dossier_digest(made)).findings[0]


@pytest.mark.parametrize(("slope", "tax", "points"), [
    (RISING, "4000", "20"), (RISING, "4550", "25.5"), (RISING, "5000", "30"), (RISING, "9000", "30"),
    (RISING, "3000", "10"), (RISING, "1000", "0"),
    ({**RISING, "whole": True}, "4550", "25"), ({**RISING, "whole": True}, "3950", "20"),
    ({**RISING, "whole": True}, "3900", "19"), (FALLING, "9500", "10"), (FALLING, "9450", "10"),
    (FALLING, "9400", "8"), (FALLING, "9399", "8"), (FALLING, "9000", "0"), (FALLING, "9900", "10"),
    # What isn't known lies between the least and the most, a range between its ends.
    (RISING, "4200～4300", "22～23"), ({**RISING, "whole": True}, "4210～4290", "22"),
    ({**RISING, "whole": True}, "＜4200", "0～21"), ({**RISING, "whole": True}, ">4200", "22～30")])
def test_points_by_a_slope(slope: dict[str, Any], tax: str, points: str) -> None:
    assert judged(rules({"slope": slope}), tax=f"{tax}万元", land="100亩").shown == points


@pytest.mark.parametrize(("points", "slope", "at"), [
    (20, PointsSlope(Fraction(40), Fraction(1), Fraction(1), False, Fraction(0), Fraction(30)), 50),
    (18, PointsSlope(Fraction(300), Fraction(15), Fraction(1), True, Fraction(0), Fraction(30)), 480),
    (18, PointsSlope(Fraction(300), Fraction(15), Fraction(5), True, Fraction(0), Fraction(30)), 345),
    (10, PointsSlope(Fraction(95), Fraction(-1), Fraction(-2), True, Fraction(0), Fraction(10)), 95),
    (6, PointsSlope(Fraction(95), Fraction(1), Fraction(-3), True, Fraction(0), Fraction(10)), 93)])
def test_a_slope_gives_its_most_where_it_is_said_to_and_less_before(points: int, slope: PointsSlope, at: int) -> None:
    found = top(Fraction(points), slope)
    assert found == at
    assert sloped(Fraction(points), slope, Interval.exact(found)) == Interval.exact(slope.most)
    before = found - Fraction(1, 100) * (1 if slope.each * slope.gives > 0 else -1)
    if found != slope.start:
        assert sloped(Fraction(points), slope, Interval.exact(before)) != Interval.exact(slope.most)


def test_a_slope_from_a_threshold_on_gives_nothing_below_it() -> None:
    ruleset = rules({"at_least": 40, "slope": {**RISING, "least": 20}}, {"points": 0})
    assert [judged(ruleset, tax=f"{tax}万元", land="100亩").shown for tax in (
        3999, 4000, 4100, "3500～4500", "4100～4500")] == ["0", "20", "21", "0～25", "21～25"]
    below = rules({"below": 40, "points": 15}, {"slope": {**RISING, "least": 0}})
    assert judged(below, tax="3500～4500万元", land="100亩").shown == "15～25"


def test_a_missing_datum_leaves_the_slope_between_its_least_and_its_most() -> None:
    found = judged(rules({"slope": RISING}), tax="1000万元")
    assert (found.outcome, found.shown, found.missing) == ("undetermined", "0～30", ["quantity:land"])
    assert judged(rules({"slope": RISING}, limit=31), tax="1000万元").outcome == "unmet"
    assert judged(rules({"slope": {**RISING, "least": 5}}, limit=5)).outcome == "met"


def by_hand(points: Fraction, slope: PointsSlope, value: Fraction) -> Fraction:
    """The points of one number, counted one by one."""
    beyond, count = (value - slope.start) / slope.each, Fraction(0)
    sign = 1 if beyond >= 0 else -1
    while abs(count + sign) <= abs(beyond):
        count += sign
    if not slope.whole:
        count = beyond
    got = points + count * slope.gives
    return slope.most if got > slope.most else slope.least if got < slope.least else got


numbers = st.fractions(-12, 12, max_denominator=4)
ends = st.none() | st.tuples(numbers, st.booleans())


@settings(max_examples=80, deadline=None)
@given(numbers, numbers, numbers.filter(lambda x: abs(x) >= 1), numbers.filter(bool), st.booleans(), ends, ends,
       st.tuples(st.integers(0, 5), st.integers(1, 5)))
def test_a_slope_over_a_range_gives_what_its_numbers_give(
        points: Fraction, start: Fraction, each: Fraction, gives: Fraction, whole: bool,
        low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None, room: tuple[int, int]) -> None:
    slope = PointsSlope(start, each, gives, whole, points - room[0], points + room[1])
    value = Interval(Bound(*low) if low else INFINITE, Bound(*high) if high else INFINITE)
    tiny = Fraction(1, 10**6)
    inside = [x for x in (
        *(Fraction(k, 4) for k in range(-60, 61)),
        *(end[0] + by for end in (low, high) if end for by in (0, tiny, -tiny)),
        *(Fraction(k) for k in (-300, -100, -40, -25, 25, 40, 100, 300))) if value.holds(x)]
    if not inside:
        return
    got = [by_hand(points, slope, x) for x in inside]
    found = sloped(points, slope, value)
    assert all(found.holds(one) for one in got)
    assert found.low.value is not None
    assert found.high.value is not None
    # Up to what the nearest looks leave out, both ends are reached.
    slack = 0 if whole else abs(gives / each) * tiny
    assert min(got) - found.low.value <= slack
    assert found.high.value - max(got) <= slack
    if whole:
        assert found.low.closed
        assert found.high.closed


@pytest.mark.parametrize(("change", "said"), [
    ({"each": 0}, "不能是 0"), ({"gives": 0}, "不能是 0"), ({"least": 25}, "从小到大"), ({"most": 10}, "从小到大"),
    ({"least": 20, "most": 20}, "从小到大"), ({"each": "1e-31"}, "数量级不可能"), ({"most": "1e300000"}, "数量级不可能")])
def test_a_slope_that_says_nothing_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(RulesetError, match=said):
        rules({"slope": {**RISING, **change}})


def test_a_step_gives_points_or_a_slope() -> None:
    for step in ({"points": 3, "slope": RISING}, {}):
        with pytest.raises(RulesetError, match="points 写一个数，或 slope"):
            rules({"at_least": 50, **step}, {"points": 0})
    with pytest.raises(RulesetError, match="公式语言第 4 版"):
        rules({"slope": RISING}, formula_language=3)


def test_a_slope_is_said_in_words() -> None:
    def told(slope: dict[str, Any]) -> str:
        [line] = grades_of(rules({"at_least": 40, "slope": slope}, {"points": 0}))
        return line.steps[0]

    assert told(RISING) == "≥40：基数 40 万元/亩得 20 分，每高 1 万元/亩加 1 分（不足的按比例），最多 30 分，最少 0 分"
    assert told(FALLING) == "≥40：基数 95 万元/亩得 10 分，每低满 1 万元/亩扣 2 分（不足的不计），最多 10 分，最少 0 分"


def points_by_hand(steps: list[dict[str, Any]], value: Fraction) -> Fraction:
    """The points of a made-up table of steps, written out a second time."""
    signs = {"at_least": value.__ge__, "above": value.__gt__, "at_most": value.__le__, "below": value.__lt__}
    for step in steps:
        if all(signs[key](Fraction(step[key])) for key in signs if key in step):
            slope = step.get("slope")
            if slope is None:
                return Fraction(step["points"])
            made = PointsSlope(Fraction(slope["from"]), Fraction(slope["each"]), Fraction(slope["gives"]),
                               slope.get("whole", False), Fraction(slope["least"]), Fraction(slope["most"]))
            return by_hand(Fraction(slope["points"]), made, value)
    raise AssertionError(value)


@pytest.mark.parametrize(("steps", "limit", "exact"), [
    ([{"slope": RISING}], 25, True), ([{"slope": {**RISING, "whole": True}}], 25, True),
    ([{"slope": {**RISING, "whole": True}}], "24.5", True), ([{"slope": RISING}], 30, True), ([{"slope": RISING}], 31, True),
    ([{"slope": FALLING}], 5, True), ([{"slope": {**FALLING, "whole": False}}], 5, True),
    ([{"at_least": 40, "slope": {**RISING, "least": 20}}, {"points": 0}], 10, True),
    ([{"below": 30, "points": 28}, {"slope": {**RISING, "whole": True}}], 25, True),
    # More leaps than are looked at one by one: found by trying.
    ([{"slope": {**RISING, "each": "0.01", "gives": "0.01", "whole": True}}], 25, False)])
def test_where_a_slope_reaches_the_limit_is_found(steps: list[dict[str, Any]], limit: int | str, exact: bool) -> None:
    ruleset = rules(*steps, limit=limit)
    made = dossier({
        "schema": "dossier/1", "subject": {"name": "虚构项目", "kind": "project"}, "period": 2024, "observations": [
            {"quantity": name, "value": value, "source": {"place": "申请书", "words": "见"}}
            for name, value in (("tax", "3000万元"), ("land", "100亩"))]})
    case = judge(made, ruleset, DAY, PlainEngine(), dossier_digest(made))
    found = turning(case.measured["MU.1"], ("tax", None), case.evidence, ruleset)
    assert found is not None
    assert found.exact is exact
    for value in (Fraction(k, 8) for k in (range(1000) if exact else range(350, 370))):
        met = points_by_hand(steps, value) >= Fraction(limit)
        assert holds(found.met, value * 10000 * 100) is met, value
