"""Where there is more than can be weighed, nothing is weighed; and where nothing can be said, that is said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from conftest import ENGINES, dossier
from varied import ruleset, varied

from checker.concluding.conclude import conclude, conclude_items
from checker.errors import DossierError
from checker.judging.judge import judge
from checker.judging.judged_case import JudgedCase
from checker.measuring.applying import some_applies
from checker.measuring.choices import Choices
from checker.ruleset.formula import Names, parse
from checker.verdict.found import ItemFinding

RULES = ruleset("conformity")
DAY = dt.date(2025, 5, 31)


def judged(**changes: Any) -> JudgedCase:
    return judge(dossier(varied("conformity", changes)), RULES, DAY, ENGINES[0], "sha256:0")


def finding(number: int, **changes: Any) -> ItemFinding:
    return next(found for found in judged(**changes).verdict.findings if found.item == f"MU-2020.{number}")


BOTH_SCOPES = ["energy 2024 20 tce 规上", "added 2024 30 万元 规上 现价"]
BOTH_PRICES = ["added 2020 60 万元 全口径 2020年价", "added 2024 80 万元 全口径 2020年价"]


@pytest.mark.parametrize(("number", "also"), [(2, BOTH_SCOPES), (4, BOTH_PRICES)])
@pytest.mark.parametrize(("most", "reasons"), [(1, ["reason.too_many_choices"]), (2, [])])
def test_more_scopes_or_price_bases_than_can_be_weighed_are_not_weighed(
        number: int, also: list[str], most: int, reasons: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.measuring.choices.MAX_CHOICES", most)
    found = [e for e in finding(number, also=also).evaluations if e.decides and e.reading != "output"]
    assert [e.reason for e in found if e.reason] == reasons
    assert len(found) == most
    assert [e.basis for e in found] == (["none"] if reasons else ["measured"] * 2)


@pytest.mark.parametrize(("most", "reasons"), [(3, []), (2, ["reason.too_many_choices"])])
def test_more_reported_values_than_can_be_weighed_are_not_weighed(
        most: int, reasons: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("measuring.measure", "judging.notes"):
        monkeypatch.setattr(f"checker.{place}.MAX_CHOICES", most)
    report = [{"item": "MU-2020.9", "value": value, "unit": "%"} for value in (86, 87)]
    case = judged(report=report)
    found = next(each for each in case.verdict.findings if each.item == "MU-2020.9")
    assert found.reasons == reasons
    assert [(e.basis, e.outcome, e.reason, e.decides, e.report) for e in found.evaluations] == (
        [("reported", "undetermined", "reason.too_many_choices", True, None)] if reasons else
        [("reported", "met", None, True, place) for place in range(3)])
    assert [note.code for note in case.verdict.notes if note.code == "note.report_without_reading"] == []


def test_too_many_answers_of_absent_facts_are_not_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    model = RULES.model
    names = Names(attributes=frozenset(model.attributes))
    evidence = judged(fact={"coastal": None, "level": None, "old": None}).evidence
    choices = Choices(evidence, RULES, ())

    def surely(*conditions: str) -> bool:
        trees = [parse(condition, names) for condition in conditions]
        return some_applies([(tree, [choice.facts for choice in choices.partial(choices.plan.demand_of(tree))]) for tree in trees],
                            model.attributes)

    assert surely("coastal", "not coastal")
    assert surely("coastal", "old", "not coastal and not old")
    assert surely('level in ("甲", "乙")', 'level == "丙"')
    assert not surely('level == "甲"', 'level == "乙"')
    assert not surely("coastal", "not old")
    assert not surely()
    assert not surely('about == "x"', 'about != "x" and coastal')
    for most, answer in ((2, True), (1, False)):
        monkeypatch.setattr("checker.measuring.applying.MOST_WORLDS", most)
        assert surely("coastal", "not coastal") is answer


def test_what_does_not_fit_is_told_where_it_stands_though_something_before_it_was_withdrawn() -> None:
    data = varied("conformity", {"withdrawn": ["output@2020"], "put": {"people@2024": "-3"}})
    with pytest.raises(DossierError) as refused:
        judge(dossier(data), RULES, DAY, ENGINES[0], "sha256:0")
    assert [(problem.code, problem.path) for problem in refused.value.problems] == [("amount.negative", ("observations", 8, "value"))]


def test_items_by_themselves_are_concluded_as_in_the_whole_and_without_reasons_there_is_no_purpose() -> None:
    case = judged()
    assert conclude_items(case.measured, None, RULES, ENGINES[0]) == case.concluded
    alone = conclude(case.measured, None, RULES, ENGINES[0])
    assert (alone.items, alone.purpose, alone.reasons, alone.beside) == (case.concluded, None, {}, {})
    assert alone.verdict.outcome == case.verdict.outcome


def test_of_no_facts_nothing_is_concluded() -> None:
    assert [engine.conclude([]) for engine in ENGINES] == [[] for _ in ENGINES]
