"""The plain adapter: walks the table of rules; the oracle in tests and the engine elsewhere."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from checker.concluding.engine import Fact, Firing, Follow, nothing
from checker.concluding.rule import Condition, Rule
from checker.concluding.rules import RULES

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_Told = tuple[str | int | None, ...]
_BY_FORM = {form: tuple(rule for rule in RULES if rule.form == form)
            for form in dict.fromkeys(rule.form for rule in RULES)}
# What the rules of a form look at.
_ASKED = {form: tuple(dict.fromkeys(name for rule in rules for name, _, _ in rule.when))
          for form, rules in _BY_FORM.items()}


@lru_cache
def _fitting(form: str, told: _Told) -> tuple[Rule, ...]:
    """The rules of a form that hold for what a fact tells of all that they look at.

    Few facts differ in that: what fits is found once for each.
    """
    known = {name: value for name, value in zip(_ASKED[form], told, strict=True) if value is not None}
    return tuple(rule for rule in _BY_FORM[form] if all(_holds(condition, known) for condition in rule.when))


def _holds(condition: Condition, known: Fact) -> bool:
    name, relation, value = condition
    return name in known and _OPERATORS[relation](known[name], value)


class PlainEngine:
    """Matches each fact against each rule of its form, and goes on with what follows."""

    name = "plain"

    def conclude(self, facts: Sequence[Fact], follow: Follow = nothing) -> list[Firing]:
        """See :class:`checker.concluding.engine.Engine`."""
        firings: list[Firing] = []
        waiting = list(facts)
        for fact in waiting:
            form = str(fact["form"])
            for rule in _fitting(form, tuple(map(fact.get, _ASKED[form]))) if form in _ASKED else ():
                firing = Firing(str(fact["stage"]), str(fact["subject"]), rule.name, rule.outcome)
                firings.append(firing)
                waiting.extend(follow(firing))
        return firings
