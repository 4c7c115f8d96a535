"""What is stated oddly: null, a truth for a code, less than nothing in a list, a name that is nearly one."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from conftest import derived, dossier, sample_data
from doubted import PARK, record
from pydantic import TypeAdapter, ValidationError
from tiny_ruleset import BANNED, SOURCE, rules, subject

from checker.dossier.dossier import Dossier
from checker.errors import DossierError
from checker.evidence.further import further
from checker.reporting.derivation_text import derivation_text
from checker.ruleset.definition import RulesetModel
from checker.ruleset.loading import load
from checker.text.filename import printable
from checker.validation import fields_at
from checker.verdict.exact_number import ExactAmount as Amount
from checker.verdict.exact_number import WordOrAmount

CODED = ("attributes:\n", "classifications:\n  trades: {label: 行业, sections: {C: 13-43}, source: {place: 表1, seen: official}}\n"
         "attributes:\n  trade: {label: 行业代码, kind: code, system: trades}\n")


def complaints(data: dict[str, Any], *pairs: tuple[str, str]) -> list[str]:
    with pytest.raises(DossierError) as caught:
        record(data, rules(("formula_language: 1", "formula_language: 3"), *pairs))
    return [str(problem) for problem in caught.value.problems]


def test_null_is_a_word_for_nothing() -> None:
    assert dossier(subject(facts={"coastal": None})).attributes["coastal"].value == "null"
    assert record(subject(facts={"coastal": None}), rules()).verdict.facts == {}


def test_a_truth_is_no_code() -> None:
    [said] = complaints(subject(facts={"trade": True}), CODED)
    assert "行业代码" in said, said


def test_less_than_nothing_in_a_list_is_refused() -> None:
    events = {"list": "events", "year": 2024, "complete": False, "source": SOURCE, "entries": [{"size": "-5 人"}]}
    [said] = complaints({**subject(), "lists": [events]})
    assert "参加人数不能是负数，写的是 -5 人" in said, said


def test_a_selected_item_of_another_family_is_passed_over_and_a_slip_is_told() -> None:
    data = sample_data(PARK)
    every = record(data).verdict
    data["selected"] = [*load("hj274-2015").items, "U.1", "HJ274-2051.1"]
    found = record(data)
    assert [part.outcome for part in found.verdict.findings] == [part.outcome for part in every.findings]
    [said] = [note.text for note in found.words.notes if note.code == "note.unused_near"]
    assert "HJ274-2051.1" in said
    assert "HJ274-2015.1" in said


def test_a_scope_that_states_nothing_is_none() -> None:
    data = sample_data(PARK)
    del data["defaults"]
    for one in data["observations"]:
        one["scope"] = "—"
    assert {part.scope for part in record(data).verdict.data} == {None}


def withdrawal(about: str, **more: Any) -> dict[str, Any]:
    return {"statement": {"about": about, **more}, "by": "虚构", "on": "2025-01-01", "why": "虚构", "source": SOURCE}


def test_a_withdrawal_by_year_passes_over_what_has_none() -> None:
    data = {**subject(output="30 万元", people="1 人"), "withdrawn": []}
    once = {**data["observations"][0]}
    del once["year"]
    data["observations"].append({**once, "value": "31"})
    data["withdrawn"] = [withdrawal("output", year=2024)]
    found = record(data, rules()).verdict
    assert [part.value for part in found.data if part.quantity == "output"] == ["31"]
    assert [part.value for part in found.withdrawn] == ["30"]


@pytest.mark.parametrize("data", [None, [], "x"])
def test_of_what_is_no_dossier_nothing_further_is_said(data: Any) -> None:
    assert further(data, rules(), None) == []


NO_VALUES: list[tuple[Any, Any]] = [
    (Amount, {"word": "有"}), (Amount, 3), (WordOrAmount, 3), (WordOrAmount, {"word": 3}), (WordOrAmount, "[3, 1]"), (Amount, "[3, 1]")]


@pytest.mark.parametrize(("kind", "given"), NO_VALUES)
def test_what_is_no_value_of_a_verdict_is_refused(kind: Any, given: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(given)


def test_a_verdict_has_no_finding_for_an_item_that_it_does_not_judge() -> None:
    with pytest.raises(KeyError, match=r"U\.1"):
        record(subject(), rules()).verdict.finding("U.1")


def test_below_a_text_a_file_has_no_keys() -> None:
    assert "name" in fields_at(Dossier, ("subject",))
    assert fields_at(Dossier, ("subject", "name")) == []
    assert "at_most" in fields_at(RulesetModel, ("indicators", 0, "readings", "plain", "limit", 0))


def test_lists_that_are_withdrawn_are_shown_by_their_label_or_as_they_are_written() -> None:
    events = {"list": "events", "year": 2024, "complete": False, "source": SOURCE, "entries": [{"size": "5 人"}]}
    other = {"list": "fairs", "year": 2024, "complete": False, "source": SOURCE, "entries": []}
    data = {**subject(), "lists": [events, other], "withdrawn": [withdrawal("events"), withdrawal("fairs")]}
    assert [(line.label, line.value) for line in record(data, rules()).words.withdrawn] == [("活动", "整份清单"), ("fairs", "整份清单")]


def test_the_program_as_a_module_does_nothing_until_it_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert importlib.import_module("checker.__main__").main
    assert capsys.readouterr() == ("", "")


def test_a_name_of_a_file_in_no_encoding_shows_signs() -> None:
    assert printable("\udcff\udcff") == "��"


EVENTS = {"list": "events", "year": 2024, "complete": True, "declared_by": "虚构", "count": 1, "source": SOURCE, "entries": [{"size": "5 人"}]}


def test_a_prohibition_by_years_and_lists_tells_what_is_stated_of_each() -> None:
    data = {**subject("project", facts={"coastal": True}, output="30 万元", people="1 人"), "lists": [EVENTS]}
    [found] = [one for one in record(data, rules(*BANNED)).words.findings if one.item == "T.2"]
    assert found.missing == ["attribute:construction_base_year"]
    assert found.evaluations[0].substitution == ["活动：1 条，已声明完整；是否沿海：是"]


def test_a_limit_by_the_number_of_events_tells_how_many_there_are() -> None:
    row = "    limit:\n      - {when: count(events) > 0, case: 大型, at_least: 20}\n      - {at_least: 15}\n"
    data = {**subject(output="30 万元", people="1 人", plant="有"), "lists": [EVENTS]}
    said = derivation_text(derived(data, rules(("    limit:\n      at_least: 15\n", row))))
    assert "限值的档：大型：≥20 —— 用这一档\n        条件：有“活动”\n        事实：活动：1 条，已声明完整\n" in said
