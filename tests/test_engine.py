"""The engine behind its port: each measured trap of durable_rules 2.0.28 has a guard here."""

from __future__ import annotations

import resource
import sys
from importlib import import_module
from itertools import product
from typing import Any

import pytest
from conftest import DURABLE, PLAN_SAMPLES, SAMPLES, judged, needs_durable, sample_data

from checker.concluding.conclude import admission_fact, group_fact
from checker.concluding.engine import Fact, conclusions
from checker.concluding.engines import default_engine
from checker.concluding.plain import PlainEngine
from checker.concluding.rules import ITEM_RULES, RULES
from checker.errors import InternalError
from checker.files.canonical import canonical

if DURABLE:
    from durable import lang

    from checker.concluding.durable import DurableEngine


def item(name: str, **changes: Any) -> dict[str, Any]:
    return {"stage": "item", "subject": name, "selected": "yes", "applies": "yes", "met": 1, "unmet": 0,
            "undetermined": 0, **changes}


def every_item_fact() -> list[dict[str, Any]]:
    return [item(f"i{n}", selected=s, applies=a, met=m, unmet=u, undetermined=x)
            for n, (s, a, m, u, x) in enumerate(product(
                ("yes", "no"), ("yes", "no", "unknown"), range(3), range(3), range(3))) if m + u + x]


def test_exactly_one_rule_matches_every_item(engine: Any) -> None:
    facts = every_item_fact()
    assert len(conclusions(engine, facts)) == len(facts)


def every_line_fact() -> list[Fact]:
    """Every line of an account that can be: at least one evaluation, whether it applies or not."""
    return [{"stage": "line", "subject": f"l{n}", "applies": a, "computed": c, "undetermined": u}
            for n, (a, c, u) in enumerate(product(("yes", "no", "unknown"), range(3), range(3))) if c + u]


def every_account_fact() -> list[Fact]:
    """The tally of every account of up to three lines."""
    states = ("computed", "undetermined", "not_applicable")
    return [group_fact(f"a{n}", "account", len(lines), lines)
            for n, lines in enumerate(lines for size in range(4) for lines in product(states, repeat=size))]


def test_exactly_one_rule_matches_every_line_and_every_account(engine: Any) -> None:
    for facts in (every_line_fact(), every_account_fact()):
        assert len(conclusions(engine, facts)) == len(facts)


def test_an_account_is_computed_when_all_its_lines_that_apply_are_and_there_is_one(engine: Any) -> None:
    states = ("computed", "undetermined", "not_applicable")
    every = [lines for size in range(4) for lines in product(states, repeat=size)]
    found = conclusions(engine, every_account_fact())
    for n, lines in enumerate(every):
        left = [state for state in lines if state != "not_applicable"]
        due = "not_applicable" if not left else "undetermined" if "undetermined" in left else "computed"
        assert found[f"a{n}"].outcome == due, lines


def clause(name: str, **changes: Any) -> dict[str, Any]:
    return {"stage": "clause", "subject": name, "selected": "yes", "applies": "yes", "met": 1, "unmet": 0,
            "undetermined": 0, "effect": "refuse", "asks": "no", "opinion": "none", **changes}


def every_clause_fact() -> list[dict[str, Any]]:
    """Every clause that can be: without an evaluation only where a person is asked."""
    return [clause(f"c{n}", applies=a, met=m, unmet=u, undetermined=x, effect=e, asks=q, opinion=o)
            for n, (a, m, u, x, e, q, o) in enumerate(product(
                ("yes", "no", "unknown"), range(3), range(3), range(3), ("refuse", "review"), ("yes", "no"),
                ("none", "for", "against", "differ"))) if m + u + x or q == "yes"]


def every_admission_fact() -> list[dict[str, Any]]:
    """The tally of every admission of up to three clauses."""
    states = ("met", "unmet", "undetermined", "review", "met_if_applicable", "not_applicable")
    return [{**admission_fact(clauses), "subject": f"v{n}"} for n, clauses in enumerate(
        clauses for size in range(4) for clauses in product(states, repeat=size))]


def test_exactly_one_rule_matches_every_clause_and_every_admission(engine: Any) -> None:
    for facts in (every_clause_fact(), every_admission_fact()):
        assert len(conclusions(engine, facts)) == len(facts)


def test_an_admission_is_refused_before_it_is_open_and_open_before_it_is_reviewed(engine: Any) -> None:
    states = ("met", "unmet", "undetermined", "review", "met_if_applicable", "not_applicable")
    every = [clauses for size in range(4) for clauses in product(states, repeat=size)]
    found = conclusions(engine, every_admission_fact())
    for n, clauses in enumerate(every):
        due = next((state for state in ("unmet", "undetermined", "review", "met") if state in clauses),
                   "undetermined" if "met_if_applicable" in clauses else "not_applicable")
        assert found[f"v{n}"].outcome == due, clauses


def test_what_facts_match_is_refused_whatever_a_person_says_of_it(engine: Any) -> None:
    for opinion in ("none", "for", "against", "differ"):
        for asks in ("yes", "no"):
            fact = clause("a", met=0, unmet=1, asks=asks, opinion=opinion)
            assert conclusions(engine, [fact])["a"].outcome == "unmet"


def test_silence_never_clears_a_clause_that_a_person_has_to_look_at(engine: Any) -> None:
    for counts in ({"met": 1}, {"met": 0}, {"met": 0, "unmet": 1, "effect": "review"}):
        fact = clause("a", asks="yes", **counts)
        assert conclusions(engine, [fact])["a"].outcome == "review"


def test_a_line_whose_applicability_is_unknown_is_open(engine: Any) -> None:
    fact: Fact = {"stage": "line", "subject": "x", "applies": "unknown", "computed": 2, "undetermined": 0}
    assert conclusions(engine, [fact])["x"].outcome == "undetermined"


@needs_durable
def test_both_engines_fire_the_same_rules() -> None:
    facts: list[Fact] = [*every_item_fact(), *every_line_fact(), *every_account_fact(), *every_clause_fact(),
             *every_admission_fact()]
    assert sorted(PlainEngine().conclude(facts)) == sorted(DurableEngine().conclude(facts))


def test_evaluations_that_differ_are_undetermined_never_met(engine: Any) -> None:
    assert conclusions(engine, [item("a", met=5, unmet=1)])["a"].outcome == "undetermined"
    assert conclusions(engine, [item("a", met=5, undetermined=1)])["a"].outcome == "undetermined"


def test_a_fact_without_a_field_is_an_error_not_a_pass(engine: Any) -> None:
    broken = item("a")
    del broken["unmet"]
    with pytest.raises(InternalError, match="没有给出恰好一个结论：a"):
        conclusions(engine, [item("b"), broken])


def test_a_fact_that_matches_nothing_is_an_error_not_a_pass(engine: Any) -> None:
    with pytest.raises(InternalError):
        conclusions(engine, [item("a", met=0)])


def test_two_facts_about_one_subject_are_an_error(engine: Any) -> None:
    with pytest.raises(InternalError):
        conclusions(engine, [item("a"), item("a")])


@needs_durable
def test_an_exception_in_an_action_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(list):  # type: ignore[type-arg]
        def append(self, _: object) -> None:
            raise ValueError("broken action")

    engine = DurableEngine()
    broken = Broken()
    for rule in lang.get_host()._ruleset_directory["checker"]._actions.values():
        cells = dict(zip(
            rule._func.__code__.co_freevars, rule._func.__closure__, strict=True))
        monkeypatch.setattr(cells["firings"], "cell_contents", broken)
    with pytest.raises(InternalError, match="broken action"):
        engine.conclude([item("a")])


@needs_durable
def test_actions_take_one_parameter_so_that_none_is_asynchronous() -> None:
    DurableEngine()
    actions = lang.get_host()._ruleset_directory["checker"]._actions
    assert len(actions) == len(RULES)
    assert all(action._sync for action in actions.values())


def test_rules_stay_far_below_the_engines_limits() -> None:
    # One fact matches one rule; the engine fails at 64 matched by one fact and hangs at 600 in all.
    assert len(RULES) < 100
    assert max(len(rule.when) for rule in RULES) < 12
    assert not {name for rule in RULES for name, _, _ in rule.when} & {"id", "sid"}
    assert {rule.stage for rule in ITEM_RULES} == {"item"}


@pytest.mark.parametrize("name", SAMPLES + PLAN_SAMPLES[:2])
def test_facts_are_strings_and_small_integers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    class Watching(PlainEngine):
        def conclude(self, facts: Any) -> Any:
            seen.extend(facts)
            return super().conclude(facts)

    judged(sample_data(name), engine=Watching())
    assert seen
    for fact in seen:
        for key, value in fact.items():
            assert key not in ("id", "sid")
            assert type(value) is str or (type(value) is int and abs(value) < 10_000)


def test_one_run_leaves_nothing_for_the_next(engine: Any) -> None:
    first = conclusions(engine, [item("a"), item("b", met=0, unmet=1)])
    assert conclusions(engine, [item("b", met=0, unmet=1), item("a")]) == first
    assert conclusions(engine, [item("c")]).keys() == {"c"}


def test_two_thousand_items_far_beyond_the_largest_ruleset(engine: Any) -> None:
    assert len(conclusions(engine, [item(f"i{n}") for n in range(2000)])) == 2000


def test_a_very_long_name_is_concluded_like_any_other(engine: Any) -> None:
    name = "长" * 120_000
    assert conclusions(engine, [item(name)])[name].outcome == "met"


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
@pytest.mark.parametrize("name", SAMPLES + PLAN_SAMPLES)
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
