"""The rules by which everything is concluded, one a line: none changes unless a change means to and says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from importlib import import_module
from itertools import product
from pkgutil import iter_modules

import pytest
from conftest import ENGINES, ROOT
from tables import ANEW, Tables, kept, said
from varied import ruleset

from checker.concluding.conclude import conclude_groups
from checker.concluding.engine import Engine
from checker.concluding.outcome import BY_NAME, NOT_SELECTED, concluded, shown, state_of
from checker.concluding.procedure import PURPOSES, REASONS, TRIAL_NOTES, TRIAL_REASONS
from checker.concluding.rules import IF_ANY_APPLIES, RULES
from checker.ruleset.compiled import Ruleset
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
    names: tuple[Concluded, ...] = (*BY_NAME, "computed", NOT_SELECTED, "review", "diverted")
    for name in names:
        state = said(KeyError, lambda name: [one.name for one in state_of(name)], name)
        yield f"{concluded(name)}: {state}, shown {shown(name)}, of an item {shown(name, item=True)}"
    yield said(KeyError, concluded, "trial")


def groups() -> Iterable[str]:
    """What requirements and verdicts come to by given outcomes of their items: all alike, and one or two that aren't."""
    some: dict[str, list[Concluded]] = {
        "conformity": [*BY_NAME, NOT_SELECTED], "account": ["computed", "undetermined", "not_applicable"],
        "admission": ["met", "unmet", "undetermined", "not_applicable", "met_if_applicable", "review", "diverted"]}
    for name, states in some.items():
        rules = ruleset(name)
        items = list(rules.items)
        for one, other, place in product(states, states, (0, 8)):
            given: dict[str, Concluded] = {item: other if at == place else one for at, item in enumerate(items)}
            found = dict.fromkeys(_concluded(given, rules, engine) for engine in ENGINES)
            yield f"{name}, all {one}, {items[place]} {other}: {' or '.join(found)}"
    yield f"of nothing: {_concluded({}, ruleset('admission'), ENGINES[0])}"


def constants() -> Iterable[str]:
    """Each constant of what judges: bounds, codes, signs, patterns, small tables."""
    for room in ("judging", "measuring", "concluding", "quantity"):
        for found in iter_modules([str(ROOT / "checker" / room)]):
            if found.name == "durable":  # not everywhere
                continue
            for name, value in vars(import_module(f"checker.{room}.{found.name}")).items():
                plain = _plain(value)
                if name.isupper() and plain and not name.endswith(("RULES", "NOTICED", "CHECKING")):
                    yield f"{room}.{found.name}.{name}: {plain}"


def _plain(value: object) -> str:
    """A constant in words, if it is made of numbers, words, patterns and names alone; else nothing."""
    if isinstance(value, dict):
        return ", ".join(f"{_plain(key)}: {_plain(each)}" for key, each in value.items())
    if isinstance(value, frozenset):
        return " ".join(sorted(map(str, value)))
    if isinstance(value, re.Pattern):
        return f"{value.pattern} {value.flags}"
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return f"({', '.join(map(_plain, value))})"
    if isinstance(value, (str, int, type(None))) and not isinstance(value, Enum):
        return repr(value)
    return str(getattr(value, "__qualname__", ""))


def _concluded(given: dict[str, Concluded], rules: Ruleset, engine: Engine) -> str:
    found = conclude_groups(given, rules, engine)
    firings = [*found.items.values(), *found.requirements.values(), found.verdict]
    assert [firing.rule for firing in firings[:len(given)]] == ["given"] * len(given)
    return "; ".join(f"{firing.stage} {firing.subject} {firing.rule} {firing.outcome}" for firing in firings[len(given):])


TABLES: Tables = {"rules": rules, "outcomes": outcomes, "groups": groups, "constants": constants}


@pytest.mark.parametrize("name", TABLES)
def test_every_rule_and_every_outcome_is_what_it_was(name: str) -> None:
    assert list(TABLES[name]()) == kept(name), ANEW
