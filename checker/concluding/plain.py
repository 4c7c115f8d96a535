"""The plain adapter: walks the table of rules; the oracle in tests and the engine elsewhere."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from checker.concluding.engine import Fact, Firing, Follow, nothing
from checker.concluding.rule import Rule
from checker.concluding.rules import RULES

_Check = tuple[str, Callable[[Any, Any], bool], str | int]
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_BY_FORM: defaultdict[str, list[tuple[Rule, list[_Check]]]] = defaultdict(list)
for _rule in RULES:
    _BY_FORM[_rule.form].append((_rule, [(name, _OPERATORS[relation], value)
                                         for name, relation, value in _rule.when]))


class PlainEngine:
    """Matches each fact against each rule of its form, and goes on with what follows."""

    name = "plain"

    def conclude(self, facts: Sequence[Fact], follow: Follow = nothing) -> list[Firing]:
        """See :class:`checker.concluding.engine.Engine`."""
        firings: list[Firing] = []
        waiting = list(facts)
        for fact in waiting:
            for rule, checks in _BY_FORM.get(str(fact["form"]), ()):
                for name, holds, value in checks:
                    if name not in fact or not holds(fact[name], value):
                        break
                else:
                    firing = Firing(str(fact["stage"]), str(fact["subject"]), rule.name, rule.outcome)
                    firings.append(firing)
                    waiting.extend(follow(firing))
        return firings
