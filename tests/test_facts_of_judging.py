"""Facts of concluding and judging, each by itself: opinions, groups, what counts, what is weighed together."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import pytest
from conftest import ENGINES, dossier
from plain_pages import TINY, recorded
from varied import ruleset, varied

from checker.concluding.conclude import group_fact
from checker.concluding.plain import PlainEngine
from checker.judging.judge import judge
from checker.measuring.choices import Choices
from checker.measuring.plan import plan_of
from checker.quantity.amount import parse
from checker.ruleset.loading import from_data

BY_OPINION = {"none": "review", "for": "met", "against": "unmet", "differ": "undetermined"}


def clause(applies: str, effect: str, asks: str, opinion: str, counts: tuple[int, ...]) -> str | None:
    """What a clause comes to; None where there is no such clause."""
    met, unmet, open_ = counts
    if applies == "no":
        return "not_applicable"
    if open_ or (met and unmet):
        return "undetermined"
    if unmet:
        if applies == "unknown":
            return "undetermined"
        return BY_OPINION[opinion] if effect == "review" else {"refuse": "unmet", "divert": "diverted"}[effect]
    if asks == "no":
        return None if not met else "met" if applies == "yes" else "met_if_applicable"
    if applies == "unknown":  # a person's opinion is asked for only if it applies
        return "met_if_applicable" if opinion == "for" else "undetermined"
    return BY_OPINION[opinion]


# What at least so many of some members come to, and by which rule.
GROUPS = (
    ("met_if_applicable met_if_applicable", 2, "open", "open_if_enough_apply"),
    ("met_if_applicable met_if_applicable", 1, "met_if_applicable", "met_if_any_applies"),
    ("met met_if_applicable met_if_applicable", 3, "undetermined", "open"), ("met met", 2, "met", "enough_met"),
    ("met unmet", 2, "unmet", "out_of_reach"), ("unmet_if_applicable met_if_applicable", 1, "open", "open_if_any_applies"),
    ("unmet_if_applicable", 1, "unmet_if_applicable", "out_of_reach_if_any_applies"), ("not_applicable", 1, "not_applicable", "none_applies"))


def test_opinions_decide_a_clause_that_asks_and_a_match_that_is_reviewed_and_nothing_else() -> None:
    cases = [*product(("yes", "no", "unknown"), ("refuse", "review", "divert"), ("yes", "no"), BY_OPINION, product((0, 1), repeat=3))]
    for case in cases:
        applies, effect, asks, opinion, (met, unmet, open_) = case
        fact: dict[str, str | int] = {
            "stage": "item", "form": "clause", "subject": "x", "selected": "yes", "applies": applies, "effect": effect, "asks": asks,
            "opinion": opinion, "met": met, "unmet": unmet, "undetermined": open_}
        due = clause(*case)
        assert [firing.outcome for firing in PlainEngine().conclude([fact])] == ([] if due is None else [due]), case
    for members, needed, outcome, rule in GROUPS:
        [firing] = PlainEngine().conclude([group_fact("g", "at_least", needed, members.split())])  # type: ignore[arg-type]
        assert (firing.outcome, firing.rule) == (outcome, f"at_least.{rule}"), members


def judged(**changes: Any) -> Any:
    return judge(dossier(varied("conformity", changes)), ruleset("conformity"), dt.date(2025, 5, 31), ENGINES[0], "sha256:0")


# A second scope of energy and added value with two values of the latter, and as many in the first scope.
SCOPES = ("energy 2024 20 tce 规上", "added 2024 30 万元 规上 现价", "added 2024 31 万元 规上 现价", "added 2024 88 万元 全口径 现价")
PRICES = ("added 2020 60 万元 全口径 2020年价", "added 2024 80 万元 全口径 2020年价")


def test_what_is_withdrawn_stated_twice_or_in_several_scopes_and_what_no_requirement_names(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = [{"size": "150人", "sort": "大"}, {"size": "150人", "sort": "大"}, {"size": "20人", "sort": "小"}]
    case = judged(withdrawn=["tax@2024"], list={"events@2024": {"entries": pair}}, also=SCOPES)
    assert [(one.part, one.name, one.value, one.by) for one in case.verdict.withdrawn] == [("observations", "tax", "20", "虚构的丙")]
    assert [note.params for note in case.verdict.notes if note.code == "note.same_entries"] == [{"label": {"list": "events"}, "count": "2"}]

    rules = ruleset("conformity")
    plan = plan_of(rules, 2024, 2020)
    [tree] = rules.items["MU-2020.2"].interpretations[0].values
    assert plan.demand_of(tree) is plan.demand_of(tree)  # a formula is asked once what it needs
    growth = plan.item(rules.items["MU-2020.4"]).readings[0].read
    choices = Choices(judged(also=PRICES).evidence, rules, ())
    assert [[value.price_basis for value in choice.values] for choice in choices.of(growth.keys)[0]] == [["2020年价"] * 2, ["现价"] * 2]
    scoped = Choices(case.evidence, rules, ())
    for most, count, why in ((4, 4, None), (3, 0, "reason.too_many_choices"), (1, 0, "reason.too_many_choices")):
        monkeypatch.setattr("checker.measuring.choices.MAX_CHOICES", most)
        found, reason = scoped.of(plan.demand_of(tree).keys)
        assert (len(found), reason) == (count, why)

    item = {**TINY["indicators"][2], "source": {**TINY["indicators"][2]["source"], "limit": "recollected"}}
    alone = from_data({**TINY, "indicators": [*TINY["indicators"][:2], item]})
    named = from_data({**TINY, "indicators": [*TINY["indicators"][:2], item], "requirements": [{**TINY["requirements"][0], "all_of": ["T.1", "T.2", "T.3"]}]})
    assert [[note.code for note in recorded(rules=one).verdict.notes if note.code == "note.limits_not_seen"] for one in (alone, named)] == [
        [], ["note.limits_not_seen"]]
    for written, low, high in (("≥5", 5, None), ("＞=5", 5, None), ("不超过5", None, 5), ("超5", 5, None), ("3m²", 3, 3), ("3m³", 3, 3)):
        found_amount = parse(written).interval
        assert (found_amount.low.value, found_amount.high.value) == (low, high), written
