"""What a verdict can still become: equal to brute force over the items, and never short of what data reach."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.concluding.conclude import conclude_groups
from checker.concluding.plain import PlainEngine
from checker.explaining.reachable import reachable
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load

ENGINE = PlainEngine()
ENDS = ("met", "unmet", "not_applicable", "undetermined")


def by_brute_force(of_items: Any, ruleset: Ruleset) -> set[str]:
    return {conclude_groups(dict(zip(of_items, world, strict=True)), ruleset, ENGINE).verdict.outcome
            for world in product(*of_items.values())}


@pytest.mark.parametrize("most", [5, pytest.param(8, marks=pytest.mark.whole)])
@settings(deadline=None)
@given(data=st.data())
def test_what_a_conformity_can_become_is_what_brute_force_over_its_items_finds(most: int, data: st.DataObject) -> None:
    ruleset = load("hj274-2015")
    open_ones = data.draw(st.lists(st.sampled_from(sorted(ruleset.items)), max_size=most, unique=True))
    of_items = {name: frozenset((data.draw(st.sampled_from(ENDS[:3])),)) for name in ruleset.items}
    of_items |= {name: frozenset(data.draw(st.sets(st.sampled_from(ENDS), min_size=2, max_size=3)))
                 for name in open_ones}
    assert reachable(of_items, ruleset) == by_brute_force(of_items, ruleset)


@settings(deadline=None)
@given(st.data())
def test_what_an_admission_can_become_is_what_brute_force_over_its_clauses_finds(data: st.DataObject) -> None:
    ruleset = load("admission-kunming-etdz-2023")
    ends = st.sets(st.sampled_from(("met", "unmet", "not_applicable", "review", "diverted", "undetermined", "met_if_applicable")),
                   min_size=1)
    of_items: Any = {name: frozenset(data.draw(ends)) for name in ruleset.items}
    assert reachable(of_items, ruleset) == by_brute_force(of_items, ruleset)
