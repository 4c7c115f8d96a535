"""A verdict's values: no sentence in them, exact in JSON, and enough to say everything with the ruleset."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import DAY, ENGINES, PLAN_SAMPLES, SAMPLES, dossier, sample_data
from hypothesis import given
from hypothesis import strategies as st

from checker.dossier.submission import dossier_digest
from checker.judging.judge import judge
from checker.messages import CATALOGUE
from checker.quantity.interval import Bound, Interval
from checker.ruleset.loading import load
from checker.text.normal import folded
from checker.verdict.exact_number import read, written
from checker.verdict.verdict import Verdict
from checker.wording.speaking import worded

EVERY = (*SAMPLES, *PLAN_SAMPLES, "made-up-project")


def values(name: str) -> Verdict:
    made = dossier(sample_data(name))
    return judge(made, load(made.against[0].ruleset), DAY, ENGINES[0], dossier_digest(made)).verdict


@pytest.mark.parametrize("name", EVERY)
def test_a_sentence_said_otherwise_changes_no_value(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = values(name).plain()
    for code, sentence in CATALOGUE.items():
        monkeypatch.setitem(CATALOGUE, code, f"别的说法{sentence}")
    assert values(name).plain() == before


@pytest.mark.parametrize("name", EVERY)
def test_no_sentence_of_ours_stands_in_a_verdict_s_values(name: str) -> None:
    found = values(name)
    stated = json.dumps([sample_data(name), load(found.ruleset.id).model.model_dump(mode="json")], ensure_ascii=False,
                        default=str)

    def texts(data: Any) -> set[str]:
        if isinstance(data, dict):
            return {text for one in data.values() for text in texts(one)}
        if isinstance(data, list):
            return {text for one in data for text in texts(one)}
        return {data} if isinstance(data, str) else set()

    chinese = {text for text in texts(found.plain()) if any("\u4e00" <= letter <= "\u9fff" for letter in text)}
    # What stands around a watched word is quoted in its normal form.
    said = folded(stated)
    assert {text for text in chinese if folded(json.dumps(text.strip("…"), ensure_ascii=False)[1:-1]) not in said} == set()


@pytest.mark.parametrize("name", EVERY)
def test_from_its_json_and_the_ruleset_a_verdict_says_the_same(name: str) -> None:
    found = values(name)
    again = Verdict.model_validate_json(json.dumps(found.plain(), ensure_ascii=False))
    rules = load(found.ruleset.id)
    assert again == found
    assert worded(again, rules) == worded(found, rules)


numbers = st.fractions(min_value=-10**6, max_value=10**6, max_denominator=10**4)


@given(low=st.none() | numbers, high=st.none() | numbers, closed=st.tuples(st.booleans(), st.booleans()))
def test_every_number_is_read_as_it_was_written(low: Any, high: Any, closed: tuple[bool, bool]) -> None:
    if low is not None and high is not None and low >= high:
        value = Interval.exact(low)
    else:
        value = Interval(Bound(low, low is not None and closed[0]), Bound(high, high is not None and closed[1]))
    assert read(written(value)) == value


@pytest.mark.parametrize("words", ["", "0,5", "1e3", "[1,2]", "(∞, 3]", "[3, 1", "½", "1/0"])
def test_what_is_no_such_number_is_refused(words: str) -> None:
    with pytest.raises((ValueError, ZeroDivisionError)):
        read(words)


def test_a_value_of_a_year_beside_says_how_it_was_come_by() -> None:
    found = values("made-up-yuxi-2022")
    [now] = [year for year in found.years if year.year == found.period]
    for cell in now.cells:
        assert [one.basis for one in cell.evaluations] == [one.basis for one in found.finding(cell.item).deciding]
    assert {one.basis for year in found.years for cell in year.cells for one in cell.evaluations} == {
        "measured", "reported", "none"}
