"""The algebra of outcomes, exhaustively: against brute force over every completion."""

from __future__ import annotations

from itertools import combinations_with_replacement, permutations, product
from typing import Any

import pytest

from checker.concluding.conclude import group_fact
from checker.concluding.engine import conclusions
from checker.concluding.outcome import BY_NAME, NAMES, State, concluded, shown

SINGLE = (State.MET, State.UNMET, State.NOT_APPLICABLE)
STATES = tuple(NAMES)


def brute(states: tuple[State, ...], form: str, needed: int) -> State:
    """Every outcome that some completion of the unknowns gives."""
    possible = State(0)
    for completion in product(*[[s for s in SINGLE if s in state] for state in states]):
        live = [s for s in completion if s != State.NOT_APPLICABLE]
        if not live:
            possible |= State.NOT_APPLICABLE
        elif form == "all_of":
            possible |= State.UNMET if State.UNMET in live else State.MET
        else:
            possible |= State.MET if live.count(State.MET) >= needed else State.UNMET
    return possible


def groups(largest: int) -> list[tuple[tuple[State, ...], str, int]]:
    return [(states, form, needed) for size in range(1, largest + 1)
            for states in combinations_with_replacement(STATES, size)
            for form, needed in [("all_of", size), *(("at_least", k) for k in range(1, size + 1))]]


def conclude(engine: Any, cases: list[tuple[tuple[State, ...], str, int]]) -> list[State]:
    facts = [group_fact(f"g{i}", form, needed, [NAMES[s] for s in states])
             for i, (states, form, needed) in enumerate(cases)]
    return [BY_NAME[concluded(firing.outcome)] for firing in conclusions(engine, facts)["requirement"].values()]


def test_every_group_of_up_to_four_is_what_brute_force_over_its_completions_gives(engine: Any) -> None:
    cases = groups(4)
    assert conclude(engine, cases) == [brute(*case) for case in cases]


def test_all_of_is_associative_and_idempotent_on_every_triple(engine: Any) -> None:
    def join(pairs: list[tuple[State, State]]) -> list[State]:
        return conclude(engine, [(pair, "all_of", 2) for pair in pairs])

    triples = list(product(STATES, repeat=3))
    left = join(list(zip(join([(a, b) for a, b, _ in triples]), [c for _, _, c in triples], strict=True)))
    right = join(list(zip([a for a, _, _ in triples], join([(b, c) for _, b, c in triples]), strict=True)))
    assert left == right
    assert join([(s, s) for s in STATES]) == list(STATES)


def test_the_order_of_members_changes_nothing(engine: Any) -> None:
    for states in [(State.MET, State.OPEN, State.UNMET_IF_APPLICABLE), (State.MET, State.UNMET, State.OPEN)]:
        for form, needed in (("all_of", 3), ("at_least", 2)):
            assert len(set(conclude(engine, [(p, form, needed) for p in permutations(states)]))) == 1


def test_a_refined_member_only_narrows_what_is_possible(engine: Any) -> None:
    cases = groups(3)
    coarse = conclude(engine, cases)
    for (states, form, needed), outcome in zip(cases, coarse, strict=True):
        for position, state in enumerate(states):
            finer = [(*states[:position], s, *states[position + 1:]) for s in STATES if s in state]
            for narrowed in conclude(engine, [(f, form, needed) for f in finer]):
                assert narrowed in outcome


@pytest.mark.parametrize("size", [1, 2, 5])
def test_nothing_passes_by_emptiness(engine: Any, size: int) -> None:
    none = (State.NOT_APPLICABLE,) * size
    assert conclude(engine, [(none, "all_of", size), (none, "at_least", 1)]) == [State.NOT_APPLICABLE] * 2
    maybe = (State.MET_IF_APPLICABLE,) * size
    for outcome in conclude(engine, [(maybe, "all_of", size), (maybe, "at_least", 1)]):
        assert shown(NAMES[outcome]) == "undetermined"


def test_unselected_members_count_on_neither_side() -> None:
    assert group_fact("g", "at_least", 1, ["met", "not_selected"]) == group_fact("g", "at_least", 1, ["met"])


def test_seventeen_of_seventeen_and_one_of_each_group_passes_and_sixteen_do_not(engine: Any) -> None:
    required = [State.MET] * 17
    one = conclude(engine, [(tuple(required), "all_of", 17), ((State.MET, State.UNMET), "at_least", 1)])
    assert one == [State.MET, State.MET]
    required[3] = State.UNMET
    assert conclude(engine, [(tuple(required), "all_of", 17)]) == [State.UNMET]
