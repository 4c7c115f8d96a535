"""What would be enough by one datum alone, where a score falls short: judged again, and nothing nearer.  All data are made up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from conftest import ROOT, dossier, sample_data
from hypothesis import given, settings
from hypothesis import strategies as st
from test_tiers import DAY, PLACE, judged, rules

from checker.concluding.plain import PlainEngine
from checker.dossier.submission import dossier_digest
from checker.explaining.explained import explained
from checker.explaining.explanation import WayOption
from checker.judging.judge import judge
from checker.quantity.display import exact
from checker.reporting.derivation_text import derivation_text
from checker.reporting.deriving import derivation
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load

HUNDREDTH = Fraction(1, 100)


def scored(*grades: dict[str, Any], floor: str = "60", value: str = "", **item: Any) -> Ruleset:
    """A made-up ruleset with a floor for a sum of grades of tax and land."""
    named = {f"points_{place}": {"label": f"得分{place}", "source": PLACE, **grade} for place, grade in enumerate(grades)}
    return rules(item={"value": value or " + ".join(named), "limit": {"at_least": floor}, **item}, grades=named,
                 score_total={"grades": list(named), "points": 100})


def grade(of: str, *steps: dict[str, Any], unit: str = "万元") -> dict[str, Any]:
    return {"value": of, "unit": unit, "steps": list(steps)}


def slope(start: str, points: int, each: str, gives: str, least: int, most: int, **more: Any) -> dict[str, Any]:
    return {"slope": {"from": start, "points": points, "each": each, "gives": gives, "least": least, "most": most, **more}}


def options(ruleset: Ruleset, **amounts: str) -> dict[str, WayOption]:
    """By which datum alone a project that falls short would be let in."""
    made = dossier({
        "schema": "dossier/1", "subject": {"name": "虚构项目", "kind": "project"}, "made_up": True, "period": 2024,
        "observations": [{"quantity": name, "value": value, "source": {"place": "申请书", "words": "见"}}
                         for name, values in amounts.items() for value in values.split("|")]})
    case = judge(made, ruleset, DAY, PlainEngine(), dossier_digest(made))
    assert case.verdict.outcome == "unmet"
    return {option.quantity: option for way in explained(case, ruleset).ways for option in way.options}


def told(ruleset: Ruleset, **amounts: str) -> dict[str, tuple[str, str]]:
    return {name: (one.relation, one.needed) for name, one in options(ruleset, **amounts).items()}


PER_MU = grade("tax / land", {"at_least": "20", **slope("20", 24, "1", "0.8", 24, 40)}, {"points": 0}, unit="万元/亩")
LEVELS = grade("tax", {"at_least": "3000", "points": 30}, {"above": "1000", "points": 20}, {"points": 0})
WHOLE = grade("tax / land", slope("10", 18, "3", "1", 0, 30, whole=True), unit="万元/亩")


@pytest.mark.parametrize(("ruleset", "amounts", "expected"), [
    # 25 万元/亩: 28 points; 30 would be 32.
    (scored(PER_MU, floor="32"), {"tax": "2500万元", "land": "100亩"}, {"tax": ("at_least", "3000"), "land": ("at_most", "83.33")}),
    # Below 20 there are no points at all; the nearest that is enough is the leap.
    (scored(PER_MU, floor="1"), {"tax": "1999万元", "land": "100亩"}, {"tax": ("at_least", "2000"), "land": ("at_most", "99.95")}),
    # More than 1000 has to be more than that.
    (scored(LEVELS, floor="20"), {"tax": "1000万元"}, {"tax": ("at_least", "1000.01")}),
    # 40 is the most that it gives.
    (scored(PER_MU, floor="41"), {"tax": "2500万元", "land": "100亩"}, {}),
    # A step of 3 counts only where it is whole: 10 + 3 * 4 = 22.
    (scored(WHOLE, floor="22"), {"tax": "2100万元", "land": "100亩"}, {"tax": ("at_least", "2200"), "land": ("at_most", "95.45")}),
    # Two that read the same datum: 0.8 * 5 + 24 + 18 + 5 = 51 at 25, 24 + 0.8 * 8 + 18 + 6 = 54.4 at 28.
    (scored(PER_MU, WHOLE, floor="54"), {"tax": "2500万元", "land": "100亩"}, {"tax": ("at_least", "2800"), "land": ("at_most", "89.28")}),
    (scored(PER_MU, WHOLE, floor="54", value="sum(-(-points_0), points_1)"), {"tax": "2500万元", "land": "100亩"},
     {"tax": ("at_least", "2800"), "land": ("at_most", "89.28")}),
    # By weight: 0.5 * (24 + 0.8 * 10) = 16 at 30.
    (scored(PER_MU, floor="16", value="0.5 * points_0"), {"tax": "2500万元", "land": "100亩"},
     {"tax": ("at_least", "3000"), "land": ("at_most", "83.33")}),
    # What rises and falls again isn't enough from any amount on.
    (scored(grade("tax", {"above": "3000", "points": 0}, {"at_least": "2000", "points": 30}, {"points": 0}), floor="30"),
     {"tax": "1000万元"}, {}),
    # Nor is what takes from one as it gives to the other.
    (scored(slope_up := grade("tax", slope("0", 0, "100", "1", 0, 30)), grade("tax", slope("0", 40, "100", "-1", 0, 40)), floor="45"),
     {"tax": "1000万元"}, {}),
    # What isn't stated leaves open what would be enough.
    (scored(LEVELS, grade("land", {"at_least": "10", "points": 5}, {"points": 0}, unit="亩"), floor="20"), {"tax": "1000万元"}, {}),
    # A deduction that is too high.
    (scored(slope_up, limit={"at_most": "5"}), {"tax": "1000万元"}, {"tax": ("at_most", "500")}),
])
def test_the_least_change_of_one_datum_that_is_enough(ruleset: Ruleset, amounts: dict[str, str],
                                                      expected: dict[str, tuple[str, str]]) -> None:
    assert told(ruleset, **amounts) == expected


def test_a_range_of_another_datum_or_two_values_of_one_say_nothing_that_is_not_sure() -> None:
    ruleset = scored(PER_MU, floor="32")
    assert told(ruleset, tax="2500万元", land="90亩～100亩") == {"tax": ("at_least", "3000")}
    assert told(ruleset, tax="2500万元|2400万元", land="100亩") == {}
    # What is only found by looking isn't exact, and isn't said.
    assert told(scored(PER_MU, WHOLE, floor="54"), tax="2500万元", land="90亩～100亩") == {}


@st.composite
def made_up(draw: st.DrawFn) -> tuple[Ruleset, dict[str, int]]:
    """Two grades of tax, land or what a mu gives, by steps, slopes or whole steps; and a project."""
    grades = []
    for _ in range(2):
        of, unit = draw(st.sampled_from([("tax", "万元"), ("land", "亩"), ("tax / land", "万元/亩")]))
        least = draw(st.integers(0, 5))
        line = slope(str(draw(st.integers(0, 9))), least + draw(st.integers(0, 9)), str(draw(st.sampled_from([-2, 1, 3]))),
                     str(draw(st.sampled_from(["-1", "0.5", "2"]))), least, least + 9, whole=draw(st.booleans()))
        first = {"at_least": str(draw(st.integers(1, 9))), "points": draw(st.integers(0, 12))}
        steps: list[list[dict[str, Any]]] = [[line], [first, line], [first, {"points": 3}]]
        grades.append(grade(of, *draw(st.sampled_from(steps)), unit=unit))
    return scored(*grades, floor=str(draw(st.integers(1, 25)))), {
        "tax": draw(st.integers(1, 60)), "land": draw(st.integers(1, 12))}


@settings(max_examples=25, deadline=None, derandomize=True)
@given(made_up())
def test_what_is_said_to_be_enough_is_and_nothing_nearer_is(made: tuple[Ruleset, dict[str, int]]) -> None:
    ruleset, amounts = made
    units = {"tax": "万元", "land": "亩"}

    def reaches(**changed: Fraction) -> bool:
        given = {name: Fraction(number) for name, number in amounts.items()} | changed
        return judged(ruleset, False, **{name: exact(number) + units[name] for name, number in given.items()}).outcome == "met"

    if reaches():
        return
    found = options(ruleset, **{name: f"{number}{units[name]}" for name, number in amounts.items()})
    for name, now in amounts.items():
        grid = [Fraction(one, 2) for one in range(1, 70)] + [Fraction(10 ** power) for power in range(2, 7)]
        if name in found:
            up, needed = found[name].relation == "at_least", Fraction(Decimal(found[name].needed))
            beyond = [one for one in grid if (one >= needed if up else one <= needed)]
            assert all(reaches(**{name: one}) for one in [needed, *beyond[::9]])
            assert not reaches(**{name: needed - HUNDREDTH if up else needed + HUNDREDTH})
        else:
            answers = [reaches(**{name: one}) for one in sorted({*grid, Fraction(now)})]
            assert not any(answers) or answers not in (sorted(answers), sorted(answers, reverse=True))


def test_the_made_up_project_is_told_what_would_be_enough() -> None:
    data, ruleset = sample_data("made-up-tiered-project"), load(str(ROOT / "samples/rulesets/made-up-tiers"))
    values = {"total_investment": "2.4亿元", "annual_tax": "1950万元", "annual_energy": "35000 tce"}
    data["observations"] = [{**one, "value": values.get(one["quantity"], one["value"])} for one in data["observations"]]
    data["attributes"]["safety_level"] = {"value": "二级", "source": {"place": "证书", "words": "二级"}}
    made = dossier(data)
    case = judge(made, ruleset, DAY, PlainEngine(), dossier_digest(made))
    said = derivation_text(derivation(case.verdict, ruleset, "MUT-2024.2", explained(case, ruleset)))
    assert ("怎样可以改变：达产年税收至少 2800 万元（现 1950，差 850），或用地面积至多 65 亩（现 80，超 15），"
            "或计划总投资至少 34800 万元（现 24000，差 10800），或达产年综合能耗至多 26999.99 tce（现 35000，超 8000.01），"
            "或达产产值至少 77777.78 万元（现 60000，差 17777.78）") in said
