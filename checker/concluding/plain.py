"""The plain adapter: walks the table of rules; the oracle in tests and the engine elsewhere."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from checker.concluding.engine import Fact, Firing, Follow, nothing
from checker.concluding.rule import Rule
from checker.concluding.rules import RULES

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_BY_FORM: defaultdict[str, list[Rule]] = defaultdict(list)
for _rule in RULES:
    _BY_FORM[_rule.form].append(_rule)


class PlainEngine:
    """Matches each fact against each rule of its form, and goes on with what follows."""

    name = "plain"

    def conclude(self, facts: Sequence[Fact], follow: Follow = nothing) -> list[Firing]:
        """See :class:`checker.concluding.engine.Engine`."""
        firings: list[Firing] = []
        waiting = list(facts)
        for fact in waiting:
            for rule in _BY_FORM.get(str(fact["form"]), ()):
                if _holds(rule, fact):
                    firing = Firing(str(fact["stage"]), str(fact["subject"]), rule.name, rule.outcome)
                    firings.append(firing)
                    waiting.extend(follow(firing))
        return firings


def _holds(rule: Rule, fact: Fact) -> bool:
    for name, relation, value in rule.when:
        if name not in fact or not _OPERATORS[relation](fact[name], value):
            return False
    return True
