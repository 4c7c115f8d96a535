"""The engine behind its port: each measured trap of durable_rules 2.0.28 has a guard here."""

from __future__ import annotations

import resource
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from itertools import permutations, product
from typing import Any

import pytest
from conftest import DURABLE, EVERY_PLAN, PLAN_SAMPLES, ROOT, SAMPLES, judged, needs_durable, sample_data

from checker.concluding.conclude import admission_fact, group_fact
from checker.concluding.engine import Fact, Firing, Follow, conclusions, nothing
from checker.concluding.engines import default_engine
from checker.concluding.inference import Inference
from checker.concluding.plain import PlainEngine
from checker.concluding.procedure import NOTHING, PROCEDURE_RULES, REASONS, TRIAL, TRIAL_REASONS
from checker.concluding.remembering import RememberingEngine
from checker.concluding.rules import ITEM_RULES, RULES
from checker.errors import InternalError
from checker.files.canonical import canonical
from checker.messages import CATALOGUE
from checker.verdict.part import Concluded

if DURABLE:
    import durable_rules_engine as extension

    from checker.concluding.durable import DurableEngine


def alone(engine: Any, facts: Sequence[Fact]) -> dict[str, Firing]:
    """The conclusions on facts from which nothing follows, by subject."""
    return {subject: firing for stage in conclusions(engine, facts).values()
            for subject, firing in stage.items()}


def item(name: str, **changes: Any) -> dict[str, Any]:
    return {"stage": "item", "form": "item", "subject": name, "selected": "yes", "applies": "yes", "met": 1, "unmet": 0,
            "undetermined": 0, **changes}


def every_item_fact() -> list[dict[str, Any]]:
    return [item(f"i{n}", selected=s, applies=a, met=m, unmet=u, undetermined=x)
            for n, (s, a, m, u, x) in enumerate(product(
                ("yes", "no"), ("yes", "no", "unknown"), range(3), range(3), range(3))) if m + u + x]


def test_exactly_one_rule_matches_every_item(engine: Any) -> None:
    facts = every_item_fact()
    assert len(alone(engine, facts)) == len(facts)


def every_line_fact() -> list[Fact]:
    """Every line of an account that can be: at least one evaluation, whether it applies or not."""
    return [{"stage": "item", "form": "line", "subject": f"l{n}", "applies": a, "computed": c, "undetermined": u}
            for n, (a, c, u) in enumerate(product(("yes", "no", "unknown"), range(3), range(3))) if c + u]


def every_account_fact() -> list[Fact]:
    """The tally of every account of up to three lines."""
    states: tuple[Concluded, ...] = ("computed", "undetermined", "not_applicable")
    return [group_fact(f"a{n}", "account", len(lines), lines)
            for n, lines in enumerate(lines for size in range(4) for lines in product(states, repeat=size))]


def test_exactly_one_rule_matches_every_line_and_every_account(engine: Any) -> None:
    for facts in (every_line_fact(), every_account_fact()):
        assert len(alone(engine, facts)) == len(facts)


def test_an_account_is_computed_when_all_its_lines_that_apply_are_and_there_is_one(engine: Any) -> None:
    states: tuple[Concluded, ...] = ("computed", "undetermined", "not_applicable")
    every = [lines for size in range(4) for lines in product(states, repeat=size)]
    found = alone(engine, every_account_fact())
    for n, lines in enumerate(every):
        left = [state for state in lines if state != "not_applicable"]
        due = "not_applicable" if not left else "undetermined" if "undetermined" in left else "computed"
        assert found[f"a{n}"].outcome == due, lines


def clause(name: str, **changes: Any) -> dict[str, Any]:
    return {"stage": "item", "form": "clause", "subject": name, "selected": "yes", "applies": "yes", "met": 1, "unmet": 0,
            "undetermined": 0, "effect": "refuse", "asks": "no", "opinion": "none", **changes}


def every_clause_fact() -> list[dict[str, Any]]:
    """Every clause that can be: without an evaluation only where a person is asked."""
    return [clause(f"c{n}", applies=a, met=m, unmet=u, undetermined=x, effect=e, asks=q, opinion=o)
            for n, (a, m, u, x, e, q, o) in enumerate(product(
                ("yes", "no", "unknown"), range(3), range(3), range(3), ("refuse", "review", "divert"), ("yes", "no"),
                ("none", "for", "against", "differ"))) if m + u + x or q == "yes"]


def every_admission_fact() -> list[dict[str, Any]]:
    """The tally of every admission of up to three clauses."""
    states: tuple[Concluded, ...] = (
        "met", "unmet", "undetermined", "review", "diverted", "met_if_applicable", "not_applicable")
    return [{**admission_fact(clauses), "subject": f"v{n}"} for n, clauses in enumerate(
        clauses for size in range(4) for clauses in product(states, repeat=size))]


def test_exactly_one_rule_matches_every_clause_and_every_admission(engine: Any) -> None:
    for facts in (every_clause_fact(), every_admission_fact()):
        assert len(alone(engine, facts)) == len(facts)


def test_an_admission_is_refused_before_it_is_open_then_reviewed_then_diverted_before_it_is_clear(engine: Any) -> None:
    states: tuple[Concluded, ...] = (
        "met", "unmet", "undetermined", "review", "diverted", "met_if_applicable", "not_applicable")
    every = [clauses for size in range(4) for clauses in product(states, repeat=size)]
    found = alone(engine, every_admission_fact())
    for n, clauses in enumerate(every):
        due = next((state for state in ("unmet", "undetermined", "review", "diverted", "met") if state in clauses),
                   "undetermined" if "met_if_applicable" in clauses else "not_applicable")
        assert found[f"v{n}"].outcome == due, clauses


def test_what_facts_match_is_refused_or_diverted_whatever_a_person_says_of_it(engine: Any) -> None:
    for opinion in ("none", "for", "against", "differ"):
        for asks in ("yes", "no"):
            for effect, outcome in (("refuse", "unmet"), ("divert", "diverted")):
                fact = clause("a", met=0, unmet=1, asks=asks, opinion=opinion, effect=effect)
                assert alone(engine, [fact])["a"].outcome == outcome


def test_silence_never_clears_a_clause_that_a_person_has_to_look_at(engine: Any) -> None:
    for counts in ({"met": 1}, {"met": 0}, {"met": 0, "unmet": 1, "effect": "review"}):
        fact = clause("a", asks="yes", **counts)
        assert alone(engine, [fact])["a"].outcome == "review"


def test_a_line_whose_applicability_is_unknown_is_open(engine: Any) -> None:
    fact: Fact = {"stage": "item", "form": "line", "subject": "x", "applies": "unknown", "computed": 2, "undetermined": 0}
    assert alone(engine, [fact])["x"].outcome == "undetermined"


PROCEDURE: dict[str, dict[str, tuple[str | int, ...]]] = {
    "mark": {"there": ("yes", "no")},
    "ground": {"own": ("yes", "no", "unknown")},
    "edition": {"day": ("within", "replaced", "outside", "unknown"), "surely": ("yes", "no")},
    "standing": {"used": ("yes", "no"), "count": (0, 1, 7), "seen": ("unseen", "target", "copied", "quoted"),
                 "concludes": ("conformity", "admission")},
    "coverage": {"not_covered": (0, 1, 7), "outcome_met": ("yes", "no")},
    "request": {"asked": ("trial", "formal", "nothing"), "stated_trial": ("yes", "no")},
    "purpose": {"trial": (0, 1, 7)},
}


def every_procedure_fact() -> list[dict[str, Any]]:
    """Every fact of procedure that can be; only limits are quoted, and an account uses none."""
    return [{"stage": "reason", "subject": f"{form} {n}", "form": form,
             **dict(zip(fields, values, strict=True))}
            for form, fields in PROCEDURE.items() for n, values in enumerate(product(*fields.values()))]


def test_exactly_one_rule_matches_every_fact_of_procedure_and_none_is_idle(engine: Any) -> None:
    facts = every_procedure_fact()
    found = alone(engine, facts)
    assert len(found) == len(facts)
    assert {firing.rule for firing in found.values()} == {rule.name for rule in PROCEDURE_RULES}


def test_what_is_told_as_a_ground_for_a_trial_is_what_some_rule_makes_one() -> None:
    by_form = {rule.form: rule.outcome for rule in PROCEDURE_RULES if rule.outcome == TRIAL}
    assert {"mark", "ground", "edition", "standing", "coverage", "request"} <= by_form.keys()
    assert {f"note.{reason}" for reason in TRIAL_REASONS} <= CATALOGUE.keys()


def test_the_page_of_rules_prints_every_rule_of_procedure() -> None:
    page = (ROOT / "docs/semantics.md").read_text(encoding="utf-8")
    assert [rule.name for rule in PROCEDURE_RULES if f"`{rule.name}`" not in page] == []


def test_what_is_seen_or_stated_makes_a_trial_as_the_page_of_rules_says(engine: Any) -> None:
    for fact in every_procedure_fact():
        outcome = alone(engine, [fact])[fact["subject"]].outcome
        match fact["form"]:
            case "mark":
                trial = fact["there"] == "yes"
            case "ground":
                trial = fact["own"] != "yes"
            case "edition":
                trial = fact["day"] != "within"
            case "standing":
                trial = fact["used"] == "yes" and fact["count"] > 0 and fact["seen"] in ("unseen", "target")
            case "coverage":
                trial = fact["not_covered"] > 0 and fact["outcome_met"] == "yes"
            case "request":
                trial = fact["asked"] == "trial" or (fact["asked"] == "nothing" and fact["stated_trial"] == "yes")
            case _:
                trial = fact["trial"] > 0
        assert (outcome == "trial") == trial, fact
        if fact["form"] == "purpose":
            assert outcome in ("trial", "formal")
        elif fact["form"] != "standing":
            assert outcome in ("trial", NOTHING)


class Unsound:
    """The plain engine, but for one subject, whose conclusion it loses, draws twice or draws unasked."""

    name = "unsound"

    def __init__(self, subject: str, fault: str) -> None:
        self.subject, self.fault = subject, fault

    def conclude(self, facts: Any, follow: Any) -> list[Firing]:
        firings, waiting = [], list(facts)
        for fact in waiting:
            [firing] = PlainEngine().conclude([fact])
            times = 1
            if firing.subject == self.subject:
                times = {"lost": 0, "twice": 2, "unasked": 1}[self.fault]
            for _ in range(times):
                firings.append(firing)
                waiting.extend(follow(firing))
        asked = self.fault == "unasked"
        return [*firings, Firing("item", self.subject, "item.all_agree_met", "met")] if asked else firings


@pytest.mark.parametrize("fault", ["lost", "twice", "unasked"])
@pytest.mark.parametrize("subject", ["HJ274-2015.1", "HJ274-2015.32", "required", "verdict", *REASONS, "purpose"])
def test_a_fault_in_any_stage_is_an_error_not_a_pass(subject: str, fault: str) -> None:
    with pytest.raises(InternalError, match=f"没有给出恰好一个结论：{subject}"):
        judged(sample_data("made-up-park"), engine=Unsound(subject, fault))


def test_what_follows_is_due_when_the_last_conclusion_is_drawn_in_whatever_order(engine: Any) -> None:
    for order in permutations([item("a"), item("b", met=0, unmet=1), item("c", met=0, undetermined=1)]):
        inference = Inference()
        inference.give(order)
        members = [("item", name) for name in "abc"]
        inference.rest([("requirement", "all")], members, lambda drawn: [
            group_fact("all", "all_of", len(drawn), [firing.outcome for firing in drawn])])
        inference.rest([("verdict", "verdict")], [("requirement", "all")], lambda drawn: [
            group_fact("verdict", "all_of", 1, [firing.outcome for firing in drawn], stage="verdict")])
        found = inference.conclude(engine)
        assert [firing.outcome for stage in ("requirement", "verdict") for firing in found[stage].values()] == [
            "unmet", "unmet"]


@needs_durable
def test_an_engine_that_remembers_asks_once_for_each_kind_of_fact_and_forgets_before_it_is_too_much(
        monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Fact] = []

    class Counting(PlainEngine):
        def conclude(self, facts: Sequence[Fact], follow: Follow = nothing) -> list[Firing]:
            asked.extend(facts)
            return super().conclude(facts, follow)

    monkeypatch.setattr("checker.concluding.remembering.MOST_REMEMBERED", 2)
    remembering = RememberingEngine(Counting())
    facts = [item("a"), item("b"), {**item("c"), "stage": "beside"}, item("d", met=0, unmet=1)]
    assert sorted(remembering.conclude(facts)) == sorted(PlainEngine().conclude(facts))
    assert len(asked) == 2
    assert remembering.conclude([item("e", applies="no")]) == PlainEngine().conclude([item("e", applies="no")])
    assert remembering.conclude([item("a")]) == PlainEngine().conclude([item("a")])
    assert len(asked) == 4


def test_both_engines_fire_the_same_rules() -> None:
    facts = [*every_item_fact(), *every_line_fact(), *every_account_fact(), *every_clause_fact(),
             *every_admission_fact(), *every_procedure_fact()]
    assert sorted(PlainEngine().conclude(facts)) == sorted(DurableEngine().conclude(facts))


def test_evaluations_that_differ_are_undetermined_never_met(engine: Any) -> None:
    assert alone(engine, [item("a", met=5, unmet=1)])["a"].outcome == "undetermined"
    assert alone(engine, [item("a", met=5, undetermined=1)])["a"].outcome == "undetermined"


def test_a_fact_without_a_field_is_an_error_not_a_pass(engine: Any) -> None:
    broken = item("a")
    del broken["unmet"]
    with pytest.raises(InternalError, match="没有给出恰好一个结论：a"):
        alone(engine, [item("b"), broken])


def test_a_fact_that_matches_nothing_is_an_error_not_a_pass(engine: Any) -> None:
    with pytest.raises(InternalError):
        alone(engine, [item("a", met=0)])


def test_two_facts_about_one_subject_are_an_error(engine: Any) -> None:
    with pytest.raises(InternalError):
        alone(engine, [item("a"), item("a")])


def test_an_exception_in_what_follows_is_not_swallowed_and_spoils_no_later_run(engine: Any) -> None:
    def broken(_: Firing) -> list[Fact]:
        raise ValueError("broken action")

    for _ in range(50):
        with pytest.raises(ValueError, match="broken action"):
            engine.conclude([item("a"), item("b")], broken)
    assert alone(engine, [item("a")])["a"].outcome == "met"


@needs_durable
def test_an_error_of_the_extension_is_an_error_not_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise extension.error("broken extension")

    for name in ("assert_facts", "start_action_for_state", "complete_and_start_action"):
        with monkeypatch.context() as patch:
            patch.setattr(extension, name, broken)
            with pytest.raises(InternalError, match="broken extension"):
                DurableEngine().conclude([item("a")])
    assert alone(DurableEngine(), [item("a")])["a"].outcome == "met"


@needs_durable
def test_the_rules_as_they_are_registered_are_those_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DurableEngine, "_handle", None)
    facts = [*every_item_fact(), *every_procedure_fact()]
    assert sorted(DurableEngine().conclude(facts)) == sorted(PlainEngine().conclude(facts))


@needs_durable
def test_a_session_in_which_nothing_fires_ends_in_good_order() -> None:
    for _ in range(200):
        assert DurableEngine().conclude([item("a", met=0)]) == []
        assert len(DurableEngine().conclude([item("a"), item("b")])) == 2


@needs_durable
def test_nothing_of_the_engine_runs_beside_us() -> None:
    # The library's own host looks for left-over actions in threads, five times a second.
    alone(DurableEngine(), [item("a")])
    assert not [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]


def test_rules_stay_far_below_the_engines_limits() -> None:
    # One fact matches one rule; the engine fails at 64 matched by one fact and hangs at 600 in all.
    assert len(RULES) < 150
    assert max(len(rule.when) for rule in RULES) < 12
    assert not {name for rule in RULES for name, _, _ in rule.when} & {"id", "sid"}
    assert {rule.form for rule in ITEM_RULES} == {"item"}


@pytest.mark.parametrize("name", SAMPLES + PLAN_SAMPLES[:2])
def test_facts_are_strings_and_small_integers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    class Watching(PlainEngine):
        def conclude(self, facts: Any, follow: Any = None) -> Any:
            def followed(firing: Firing) -> list[Fact]:
                due = list(follow(firing))
                seen.extend(due)
                return due

            seen.extend(facts)
            return super().conclude(facts, followed)

    judged(sample_data(name), engine=Watching())
    assert seen
    for fact in seen:
        for key, value in fact.items():
            assert key not in ("id", "sid")
            assert type(value) is str or (type(value) is int and abs(value) < 10_000)


def test_one_run_leaves_nothing_for_the_next(engine: Any) -> None:
    first = alone(engine, [item("a"), item("b", met=0, unmet=1)])
    assert alone(engine, [item("b", met=0, unmet=1), item("a")]) == first
    assert alone(engine, [item("c")]).keys() == {"c"}


def test_two_thousand_items_far_beyond_the_largest_ruleset(engine: Any) -> None:
    assert len(alone(engine, [item(f"i{n}") for n in range(2000)])) == 2000


def test_a_very_long_name_is_concluded_like_any_other(engine: Any) -> None:
    name = "长" * 120_000
    assert alone(engine, [item(name)])[name].outcome == "met"


@needs_durable
def test_the_ruleset_is_registered_once_and_memory_stays_flat() -> None:
    for _ in range(3):
        DurableEngine()
    engine = DurableEngine()
    facts = [item(f"i{n}") for n in range(32)]
    for _ in range(200):
        engine.conclude(facts)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(1500):
        engine.conclude(facts)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 4_000


@needs_durable
@pytest.mark.parametrize("name", SAMPLES + EVERY_PLAN)
def test_the_verdict_is_the_same_to_the_byte_and_does_not_name_the_engine(name: str) -> None:
    plain = canonical(judged(sample_data(name), engine=PlainEngine()).plain())
    assert canonical(judged(sample_data(name), engine=DurableEngine()).plain()) == plain
    assert b"durable" not in plain


def test_where_durable_rules_can_not_be_imported_the_plain_engine_serves(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "checker.concluding.durable", None)
    assert default_engine.__wrapped__().name == "plain"
    monkeypatch.undo()
    assert default_engine.__wrapped__().name == ("durable_rules" if DURABLE else "plain")


@pytest.mark.parametrize("name", ["judging.judge", pytest.param("concluding.durable", marks=needs_durable)])
def test_judging_imports_no_clock_and_no_file(name: str) -> None:
    module = import_module(f"checker.{name}")
    assert not {"time", "os", "random", "socket", "pathlib"} & set(vars(module))
