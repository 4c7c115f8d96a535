"""What is stated twice of a fact, and what somebody has withdrawn: shown, struck, deciding nothing."""

from __future__ import annotations

import datetime as dt
import json
from copy import deepcopy
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from conftest import ROOT

from checker.assessment.assess import Terms, assess
from checker.capsule.issue import unregistered
from checker.capsule.record import Record
from checker.dossier.dossier import Dossier
from checker.dossier.holding import holding, statements
from checker.errors import DossierError
from checker.files.canonical import canonical_model
from checker.files.textfile import read
from checker.intake import parse_dossier
from checker.reporting.document import document
from checker.reporting.plain_text import report
from checker.text.normal import folded
from checker.validation import build
from checker.verifying.examining import examined

DAY = dt.date(2025, 6, 30)
MADE_UP: dict[str, Any] = read(ROOT / "samples/made-up-project.yaml").data
PARK: dict[str, Any] = read(ROOT / "samples/made-up-park.yaml").data
OTHER = {"place": "补充材料（虚构）", "words": "昆明经开区"}
LETTER = {"place": "更正函（虚构）", "words": "选址改为昆明经开区"}


def plain() -> dict[str, Any]:
    return deepcopy(MADE_UP)


def stated_twice(value: object = "昆明经开区") -> dict[str, Any]:
    data = plain()
    data["attributes"]["zone"]["also"] = [{"value": value, "source": OTHER}]
    return data


def withdrawal(**statement: object) -> dict[str, Any]:
    return {"statement": statement, "by": "虚构钢铁有限公司", "on": "2025-06-20", "why": "选址已改", "source": LETTER}


def written(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, default=str, indent=1).encode()


def judged(data: dict[str, Any]) -> Record:
    [record] = assess(parse_dossier(written(data), "项目.json"), Terms(DAY))
    return record


def codes(data: dict[str, Any]) -> list[str]:
    with pytest.raises(DossierError) as refused:
        judged(data)
    return [f"{problem.code} {problem.line}" for problem in refused.value.problems]


def test_a_fact_stated_one_way_and_another_is_not_known_and_both_are_shown() -> None:
    verdict = judged(stated_twice()).verdict
    assert "zone" not in verdict.facts
    assert [fact.value for fact in verdict.attributes if fact.name == "zone"] == ["玉溪高新区", "昆明经开区"]
    assert any(note.code == "note.declared_differently" for note in verdict.notes)
    assert "attribute:zone" in [lacking.id for lacking in verdict.missing]


def test_a_fact_stated_twice_alike_is_known() -> None:
    assert judged(stated_twice("玉溪高新区")).verdict.facts == judged(plain()).verdict.facts


@pytest.mark.parametrize(("first", "other", "known"), [
    ("29", "2921", "2921"), ("2921", "29", "2921"), ("C", "29", "29"), (610, "0610", "0610"), ("2921", "2922", None),
    ("29", "3120", None)])
def test_a_finer_code_says_more_and_contradicts_nothing(first: object, other: object, known: str | None) -> None:
    data = plain()
    data["attributes"]["industry_code"] = {
        "value": first, "source": OTHER, "also": [{"value": other, "source": LETTER}]}
    assert judged(data).verdict.facts.get("industry_code") == known


def test_a_further_statement_of_nothing_contradicts_nobody() -> None:
    assert judged(stated_twice("待补充")).verdict.facts == judged(plain()).verdict.facts


def test_what_declarations_and_statements_say_differently_is_not_known() -> None:
    data = stated_twice("玉溪高新区")
    data["declarations"].append({"about": "zone", "value": "昆明经开区", "by": "某人", "source": OTHER})
    assert "zone" not in judged(data).verdict.facts


def test_a_base_year_that_is_disputed_is_no_base_year() -> None:
    data = deepcopy(PARK)
    base = int(data["attributes"]["construction_base_year"]["value"])
    assert judged(data).verdict.base == base
    data["declarations"] = [{"about": "construction_base_year", "value": str(base - 1), "by": "某人", "source": OTHER}]
    assert judged(data).verdict.base is None


def test_a_withdrawn_statement_decides_nothing_and_stays() -> None:
    data = stated_twice()
    data["withdrawn"] = [withdrawal(about="zone", place="申请书第1页（虚构）", words="玉溪高新区")]
    record = judged(data)
    assert record.verdict.facts["zone"] == "昆明经开区"
    [struck] = record.words.withdrawn
    assert (struck.label, struck.value, struck.by, struck.on, struck.why) == (
        "所在园区", "玉溪高新区", "虚构钢铁有限公司", "2025-06-20", "选址已改")
    assert "玉溪高新区（申请书第1页（虚构）" in report(record.words)
    assert all(note.code != "note.declared_differently" for note in record.verdict.notes)


def test_the_page_strikes_it_and_verifies() -> None:
    data = stated_twice()
    data["withdrawn"] = [withdrawal(about="zone", value="玉溪高新区")]
    record = judged(data)
    page = document([record], unregistered([record]))
    found = examined({file.name: file.content for file in page.attached})
    assert not (found.problems)
    assert not (found.unjudged)
    assert not (found.differences)
    assert "作废的填报" in "".join(found.page.texts)


@pytest.mark.parametrize(("section", "statement", "lost"), [
    ("observations", {"about": "capacity_replaced", "value": "66万t"}, "quantity:capacity_replaced"),
    ("attributes", {"about": "adds_capacity", "value": True}, "attribute:adds_capacity"),
    ("lists", {"about": "equipment"}, "list:equipment@2025"),
    ("declarations", {"about": "zoning_conforms"}, "attribute:zoning_conforms"),
])
def test_any_kind_of_statement_may_be_withdrawn(section: str, statement: dict[str, Any], lost: str) -> None:
    data = plain()
    data["withdrawn"] = [withdrawal(**statement)]
    record = judged(data)
    assert lost in [lacking.id for lacking in record.verdict.missing]
    assert record.verdict.withdrawn[0].part == section


def test_an_opinion_may_be_withdrawn() -> None:
    data = plain()
    data["withdrawn"] = [withdrawal(about="AYN-2024.18", value="met")]
    assert judged(data).verdict.finding("AYN-2024.18").outcome == "review"


def test_to_withdraw_is_to_judge_without_it() -> None:
    """Whatever the statement, the findings are those of the dossier that never had it."""
    dossier = build(Dossier, plain())[0]
    assert dossier is not None
    for statement in statements(dossier):
        data, without = plain(), plain()
        source = statement.source
        assert source is not None
        data["withdrawn"] = [withdrawal(about=statement.about, place=source.place, words=source.words)]
        if statement.section == "attributes":
            del without["attributes"][statement.path[1]]
        else:
            without[statement.section].pop(int(statement.path[1]))
        one, other = judged(data).verdict, judged(without).verdict
        assert (one.outcome, one.findings, one.missing, one.facts) == (
            other.outcome, other.findings, other.missing, other.facts), statement


def test_what_names_no_statement_or_several_is_refused_by_its_line() -> None:
    data = stated_twice()
    data["withdrawn"] = [withdrawal(about="zone", words="昆明高新区"), withdrawal(about="zone"),
                         withdrawal(about="unheard_of")]
    assert [said.split()[0] for said in codes(data)] == ["withdrawn.nothing", "withdrawn.several", "withdrawn.nothing"]
    assert all(not said.endswith("None") for said in codes(data))


def test_what_is_wrong_behind_a_withdrawn_statement_is_told_where_it_stands() -> None:
    data = plain()
    data["observations"].insert(0, {"quantity": "capacity_added", "value": "1 t", "source": OTHER})
    data["observations"][2]["unit"] = "亩"
    data["observations"][2]["value"] = "66"
    data["withdrawn"] = [withdrawal(about="capacity_added", value="1 t")]
    with pytest.raises(DossierError) as refused:
        assess(parse_dossier(written(data), "项目.json"), Terms(DAY))
    [problem] = refused.value.problems
    assert problem.path == ("observations", 2, "unit")
    data["attributes"]["zone"] = {"value": "x", "source": OTHER, "also": [{"value": 7, "source": OTHER}]}
    data["withdrawn"] += [withdrawal(about="zone", value="x")]
    with pytest.raises(DossierError) as refused:
        assess(parse_dossier(written(data), "项目.json"), Terms(DAY))
    assert ("attributes", "zone", "also", 0, "value") in [problem.path for problem in refused.value.problems]


def test_what_was_withdrawn_stays_in_the_dossier_and_nothing_else_changes(tmp_path: Path) -> None:
    before = build(Dossier, plain())[0]
    data = stated_twice()
    data["withdrawn"] = [withdrawal(about="zone", value="玉溪高新区")]
    dossier = build(Dossier, data)[0]
    assert before is not None
    assert dossier is not None
    assert b"withdrawn" not in canonical_model(before)
    assert b"also" not in canonical_model(before)
    assert dossier.attributes["zone"].value == "玉溪高新区"
    assert holding(dossier).dossier.attributes["zone"].value == "昆明经开区"
    assert holding(before).dossier is before


def test_each_of_many_withdrawals_finds_its_statement_without_a_look_at_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as many withdrawals of twice as many statements are twice the work, not four times."""
    def looks(count: int) -> int:
        data = deepcopy(PARK)
        data["observations"] = [{"quantity": "park_area", "value": str(n), "unit": "km2", "source": {**OTHER, "place": f"表{n}"}}
                                for n in range(count)]
        data["withdrawn"] = [withdrawal(about="park_area", value=str(n), place=f"表{n}") for n in range(count)]
        made, problems = build(Dossier, data)
        assert made is not None, problems
        looking = Mock(wraps=folded)
        with monkeypatch.context() as patched:
            patched.setattr("checker.dossier.holding.folded", looking)
            found = holding(made)
        assert [one.stated for _, one in found.withdrawn] == made.observations
        assert not found.dossier.observations
        return looking.call_count

    assert looks(200) < 2.2 * looks(100)
