"""A missing datum inside ``max(0, min(10, …))``: the value still has bounds, and they decide what they can."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from conftest import dossier, in_words
from hypothesis import given, settings
from hypothesis import strategies as st
from units_by_pint import registry

from checker.concluding.plain import PlainEngine
from checker.dossier.submission import dossier_digest
from checker.quantity.unit import PERCENT, known_units
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data
from checker.wording.worded import Finding, WordedVerdict

SOURCE = {"place": "申请书", "words": "见"}
SEEN = {"place": "第1条", "name": "source", "limit": "source", "formula": "source"}
DAY = dt.date(2025, 6, 30)


def rules(formula: str, limit: dict[str, Any], concludes: str = "admission", unit: str = "1",
          **more: Any) -> Ruleset:
    data: dict[str, Any] = {
        "schema": "ruleset/1", "id": "made-up", "title": "虚构办法", "title_en": "made up", "document": "虚构〔2024〕1号",
        "issuer": "虚构市", "judges": "project", "concludes": concludes, "formula_language": 3,
        "in_force": {"from": "2024-01-01", "seen": "source"},
        "quantities": {
            "invested": {"label": "投资", "label_en": "investment", "unit": "万元", "each": "once"},
            "tax": {"label": "税收", "label_en": "tax", "unit": "万元", "each": "once"},
            "promised": {"label": "承诺税收", "label_en": "promised tax", "unit": "万元", "each": "once"}},
        "indicators": [{
            "id": "MU.1", "label": "总分", "label_en": "score", "category": "评分", "unit": unit, "value": formula,
            **({"limit": limit} if concludes != "account" else {}), "source": SEEN}], **more}
    return from_data(data)


def judged(ruleset: Ruleset, reported: str | None = None, **amounts: str) -> tuple[WordedVerdict, Finding]:
    made = dossier({
        "schema": "dossier/1", "subject": {"name": "虚构项目", "kind": "project"}, "made_up": True, "period": 2024,
        "observations": [{"quantity": name, "value": value, "source": SOURCE} for name, value in amounts.items()],
        "reported": [{"item": "MU.1", "value": reported, "source": SOURCE}] if reported else []})
    verdict = in_words(made, ruleset, DAY, PlainEngine(), dossier_digest(made))
    return verdict, verdict.findings[0]


ONE = "max(0, min(10, invested / tax))"


def test_the_interval_of_what_is_not_known_is_what_it_is_clamped_to() -> None:
    _, finding = judged(rules(ONE, {"at_least": 6}), invested="100万元")
    assert (finding.outcome, finding.shown, finding.reasons) == ("undetermined", "0～10", ["reason.missing"])
    assert finding.missing == ["quantity:tax"]


@pytest.mark.parametrize(("limit", "outcome"), [
    ({"at_least": 11}, "unmet"), ({"at_most": 10}, "met"), ({"at_least": 0}, "met"), ({"at_least": 1}, "undetermined")])
def test_bounds_that_hold_whatever_the_missing_datum_is_decide(limit: dict[str, Any], outcome: str) -> None:
    assert judged(rules(ONE, limit))[1].outcome == outcome


def test_a_total_of_which_one_part_is_known_is_bounded_by_it() -> None:
    total = rules("max(0, min(60, invested / tax)) + max(0, min(40, tax / invested))", {"at_least": 60})
    assert judged(total, invested="100万元")[1].shown == "0～100"
    mixed = rules("max(0, min(60, invested / tax)) + min(40, 3)", {"at_least": 60})
    assert judged(mixed)[1].shown == "3～63"


@pytest.mark.parametrize("formula", ["max(invested, tax)", "min(invested, tax)"])
def test_without_constants_on_both_sides_nothing_is_bounded(formula: str) -> None:
    _, finding = judged(rules(formula, {"at_least": 0}, unit="万元"), invested="100万元")
    assert (finding.outcome, finding.shown, finding.missing) == ("undetermined", None, ["quantity:tax"])


def test_without_any_operand_nothing_is_bounded() -> None:
    _, finding = judged(rules("max(invested, tax)", {"at_least": 100}, unit="万元"))
    assert (finding.shown, finding.reasons) == (None, ["reason.missing"])
    assert finding.missing == ["quantity:invested", "quantity:tax"]


def test_a_part_without_value_keeps_its_own_reason() -> None:
    _, finding = judged(rules(ONE, {"at_least": 6}), invested="100万元", tax="0万元")
    assert (finding.outcome, finding.reasons) == ("undetermined", ["undefined.division_by_zero"])


def test_an_account_is_not_computed_from_bounds() -> None:
    verdict, finding = judged(rules(ONE, {}, "account"), invested="100万元")
    assert (verdict.outcome, finding.outcome, finding.missing) == ("undetermined", "undetermined", ["quantity:tax"])


def test_a_reported_value_does_not_stand_in_for_what_a_bounded_one_lacks() -> None:
    _, finding = judged(rules(ONE, {"at_least": 6}), "7", invested="100万元")
    assert (finding.outcome, finding.missing) == ("undetermined", ["quantity:tax"])


def test_a_division_by_what_is_only_bounded_names_what_is_missing() -> None:
    _, finding = judged(rules("1 / max(0, min(10, invested / tax))", {"at_least": 6}), invested="100万元")
    assert (finding.outcome, finding.reasons, finding.missing) == (
        "undetermined", ["reason.missing"], ["quantity:tax"])


amounts = st.one_of(st.none(), st.integers(0, 30))
FORMULAS = st.sampled_from([
    ONE, "max(0, min(60, invested / tax)) + max(0, min(40, tax / invested))", "min(10, max(invested / tax, 3))",
    "max(0, min(10, invested / tax)) / max(2, tax / invested)", "max(0, 10 - min(10, invested / tax))"])


@settings(max_examples=300, deadline=None)
@given(formula=FORMULAS, limit=st.integers(0, 60), relation=st.sampled_from(["at_least", "at_most", "above", "below"]),
       less=st.tuples(amounts, amounts), more=st.tuples(st.integers(0, 30), st.integers(0, 30)))
def test_supplying_what_is_missing_never_turns_what_was_decided(
        formula: str, limit: int, relation: str, less: tuple[int | None, int | None], more: tuple[int, int]) -> None:
    ruleset = rules(formula, {relation: limit})
    known = dict(zip(("invested", "tax"), less, strict=True))
    whole = {name: (first if first is not None else then)
             for (name, first), then in zip(known.items(), more, strict=True)}
    before = judged(ruleset, **{k: f"{v}万元" for k, v in known.items() if v is not None})[1].outcome
    after = judged(ruleset, **{k: f"{v}万元" for k, v in whole.items()})[1].outcome
    assert before in (after, "undetermined")


@pytest.mark.parametrize(("formula", "tax", "shown"), [
    ("max(0, invested - tax)", "30万元", "70"), ("max(0, invested - tax)", "0.015亿元", "0"),
    ("max(invested - tax, 0)", "30万元", "70"), ("min(0, invested - tax) + invested", "150万元", "50"),
    ("0 + invested - tax", "30万元", "70")])
def test_a_bare_zero_is_nothing_in_every_unit(formula: str, tax: str, shown: str) -> None:
    verdict, finding = judged(rules(formula, {}, "account", "万元"), invested="100万元", tax=tax)
    assert (verdict.outcome, finding.shown) == ("computed", shown)


@pytest.mark.parametrize("condition", ["invested > 0", "0 < invested", "max(0, invested) > 0", "not (invested - tax <= 0)"])
def test_an_amount_is_compared_with_zero_from_either_side(condition: str) -> None:
    limit: Any = [{"when": condition, "case": "有投资的", "at_least": 50}, {"case": "其余", "free": "没有投资"}]
    _, finding = judged(rules("max(0, invested - tax)", limit, unit="万元"), invested="100万元", tax="30万元")
    assert finding.outcome == "met"


def test_no_unit_has_its_zero_elsewhere() -> None:
    """What lets a bare 0 stand beside every unit: a unit is a factor to its base, without a shift."""
    for unit in set(known_units()) - {PERCENT}:  # a hundredth of one, by our own arithmetic
        assert registry().Quantity(Fraction(0), unit).to_base_units().magnitude == 0, unit


def test_between_a_zero_and_an_amount_written_as_a_factor_a_missing_datum_is_bounded() -> None:
    made = rules("max(0, min(cap, invested - tax))", {"at_least": 30}, unit="万元", factors={
        "cap": {"label": "上限", "value": "20", "unit": "万元", "source": {"place": "第2条", "seen": "source"}}})
    _, finding = judged(made, invested="100万元")
    assert (finding.outcome, finding.shown) == ("unmet", "0～20")
