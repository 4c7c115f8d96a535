"""What follows from one reading's value for another, where the ruleset says that it can't be lower."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import pytest
from conftest import DAY, ENGINES, dossier, judged, sample_data
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.doubting.doubt_found import DoubtFound
from checker.errors import RulesetError
from checker.explaining.explained import explained
from checker.judging.judge import judge
from checker.ruleset.loading import from_data, load, locate, rules_file

ITEM = "HJ274-2015.12"
WITH, WITHOUT = "with_grid_hydropower", "without_grid_hydropower"


def stated(values: dict[str, list[str]]) -> dict[str, Any]:
    """A park that reports the share under each reading, each perhaps several times."""
    data = sample_data("made-up-park")
    data["observations"] = []
    data["reported"] = [
        {"item": ITEM, "value": value, "unit": "%", "reading": reading,
         "source": {"document": next(iter(data["documents"])), "place": f"表{i}", "words": value}}
        for reading, several in values.items() for i, value in enumerate(several)]
    return data


def outcome(**values: list[str]) -> str:
    return judged(stated(values)).finding(ITEM).outcome


def found_in(data: dict[str, Any]) -> list[DoubtFound]:
    """What is doubtful in a park's data."""
    rules, made = load("hj274-2015"), dossier(data)
    return explained(judge(made, rules, DAY, ENGINES[0], "sha256:0"), rules).doubts


def test_the_share_without_grid_hydropower_meets_so_the_one_with_it_does() -> None:
    found = judged(stated({WITHOUT: ["43.6"]})).finding(ITEM)
    assert (found.outcome, found.shown, found.missing) == ("met", "43.6", [])
    implied = next(e for e in found.evaluations if e.reading == WITH)
    assert (implied.implied_by, implied.borrowed, implied.shown) == (WITHOUT, True, ["≥43.6"])


def test_the_share_with_grid_hydropower_is_not_enough_so_the_one_without_it_is_not() -> None:
    assert outcome(**{WITH: ["8.9"]}) == "unmet"


@pytest.mark.parametrize("values", [{WITHOUT: ["8.9"]}, {WITH: ["9"]}, {WITHOUT: ["约43.6"]}, {WITHOUT: ["101"]},
                                    {WITHOUT: ["5～43"]}, {WITHOUT: ["43.6", "8"]}])
def test_what_does_not_follow_stays_undetermined(values: dict[str, list[str]]) -> None:
    assert outcome(**values) == "undetermined"


def test_a_range_that_the_bound_settles_is_settled() -> None:
    assert outcome(**{WITHOUT: ["10"], WITH: ["5～50"]}) == "met"


def test_an_approximate_value_that_the_bound_settles_is_not_told_as_what_it_would_be_too() -> None:
    found = judged(stated({WITHOUT: ["10"], WITH: ["约50"]})).finding(ITEM)
    settled = next(e for e in found.evaluations if e.reading == WITH)
    assert (settled.outcome, settled.reason, settled.would_be, settled.implied_by) == ("met", None, None, WITHOUT)


def test_a_stated_value_below_the_bound_is_a_conflict() -> None:
    found = judged(stated({WITHOUT: ["43.6"], WITH: ["8"]})).finding(ITEM)
    assert found.outcome == "undetermined"
    assert "reason.data_conflict" in found.reasons


def test_the_verdict_says_that_it_follows() -> None:
    notes = judged(stated({WITHOUT: ["43.6"]})).notes
    assert [n.params for n in notes if n.code == "note.implied"] == [
        {"label": "电网水电计入", "other": "电网水电不计入"}]


SHARES = st.integers(0, 100)


@settings(max_examples=60, deadline=None)
@given(SHARES, SHARES, SHARES, SHARES)
def test_knowing_more_never_turns_one_outcome_into_another(a: int, b: int, below: int, above: int) -> None:
    """Whatever the true shares are, what follows from less than them stands when they are stated."""
    low, high = sorted((a, b))
    truth = outcome(**{WITHOUT: [str(low)], WITH: [str(high)]})
    ranges = [f"{min(below, high)}～{max(above, high)}"]
    for known in ({WITHOUT: [str(low)]}, {WITH: [str(high)]}, {WITHOUT: [str(low)], WITH: ranges}, {}):
        assert outcome(**known) in ("undetermined", truth)


@settings(max_examples=30, deadline=None)
@given(SHARES, SHARES)
def test_the_order_in_which_values_are_stated_does_not_matter(a: int, b: int) -> None:
    one = {WITHOUT: [str(a)], WITH: [str(b)]}
    assert outcome(**one) == outcome(**dict(reversed(one.items())))


@pytest.mark.parametrize("name", [WITH, "no_such_reading"])
def test_only_another_reading_of_the_item_can_be_named(name: str) -> None:
    data = copy.deepcopy(rules_file(locate("hj274-2015")).data)
    item = next(i for i in data["indicators"] if i["id"] == ITEM)
    item["readings"][WITH]["at_least"] = name
    with pytest.raises(RulesetError) as bad:
        from_data(data)
    assert [p.code for p in bad.value.problems] == ["ruleset.never_below"]


def test_without_the_statement_nothing_follows() -> None:
    data = copy.deepcopy(rules_file(locate("hj274-2015")).data)
    item = next(i for i in data["indicators"] if i["id"] == ITEM)
    del item["readings"][WITH]["at_least"]
    found = judged(stated({WITHOUT: ["43.6"]}), from_data(data)).finding(ITEM)
    assert found.outcome == "undetermined"
    assert Fraction(found.value or 0) == Fraction("43.6")


@pytest.mark.parametrize("value", ["11.1", "38.9", "38.89"])
def test_a_reported_value_that_names_no_reading_may_be_any_one_s_and_bounds_none(value: str) -> None:
    """38.89 % with grid hydropower, 11.11 % without: whatever was reported is one of both, and nothing is impossible."""
    data = sample_data("made-up-park")
    data["reported"].append({"item": ITEM, "value": value, "unit": "%", "source": {
        "document": next(iter(data["documents"])), "place": "表", "words": value}})
    assert "doubt.below_bound" not in [doubt.code for doubt in found_in(data)]
    data["reported"][-1]["reading"] = WITH
    data["reported"][-1]["value"] = "5"
    assert "doubt.below_bound" in [doubt.code for doubt in found_in(data)]
