"""The plain adapter: walks the table of rules; the oracle in tests and the engine elsewhere."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from checker.concluding.engine import Fact, Firing
from checker.concluding.rules import RULES, Condition

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_BY_STAGE = {rule.stage: [other for other in RULES if other.stage == rule.stage] for rule in RULES}


class PlainEngine:
    """Matches each fact against each rule of its stage."""

    name = "plain"

    def conclude(self, facts: Sequence[Fact]) -> list[Firing]:
        """See :class:`checker.concluding.engine.Engine`."""
        return [Firing(str(fact["subject"]), rule.name, rule.outcome)
                for fact in facts for rule in _BY_STAGE.get(str(fact["stage"]), ())
                if all(_holds(c, fact) for c in rule.when)]


def _holds(condition: Condition, fact: Fact) -> bool:
    name, relation, value = condition
    return name in fact and _OPERATORS[relation](fact[name], value)
