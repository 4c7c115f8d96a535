"""The rules by which everything is concluded, one a line: none changes unless a change means to and says so."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tables import ANEW, Tables, kept, said

from checker.concluding.outcome import BY_NAME, NOT_SELECTED, concluded, shown, state_of
from checker.concluding.procedure import PURPOSES, REASONS, TRIAL_NOTES, TRIAL_REASONS
from checker.concluding.rules import IF_ANY_APPLIES, RULES
from checker.verdict.part import Concluded


def rules() -> Iterable[str]:
    """What has to hold of a fact, and what is then concluded."""
    for rule in RULES:
        yield f"{rule.form} {rule.name}: {' and '.join(f'{n} {r} {v!r}' for n, r, v in rule.when)} -> {rule.outcome}"
    yield f"admission that waits for what applies: {IF_ANY_APPLIES.name}"
    yield f"reasons: {' '.join(REASONS)}"
    yield f"of a trial: {' '.join(sorted(TRIAL_REASONS))}"
    yield f"noted: {' '.join(sorted(TRIAL_NOTES))}"
    yield f"purposes: {PURPOSES}"


def outcomes() -> Iterable[str]:
    """Each outcome as what it may still be, and as it is shown."""
    names: tuple[Concluded, ...] = (*BY_NAME, "computed", NOT_SELECTED, "review")
    for name in names:
        state = said(KeyError, lambda name: [one.name for one in state_of(name)], name)
        yield f"{concluded(name)}: {state}, shown {shown(name)}, of an item {shown(name, item=True)}"
    yield said(KeyError, concluded, "trial")


TABLES: Tables = {"rules": rules, "outcomes": outcomes}


@pytest.mark.parametrize("name", TABLES)
def test_every_rule_and_every_outcome_is_what_it_was(name: str) -> None:
    assert list(TABLES[name]()) == kept(name), ANEW
