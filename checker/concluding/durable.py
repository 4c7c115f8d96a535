"""The durable_rules adapter.

Owns everything that is particular to durable_rules 2.0.28 (docs/decisions/0002): one registration
per process, a fresh session per run that is deleted afterwards, facts asserted one by one and never
joined, actions that only record, the state looked at after each run.  Importing this module fails
where the extension can't be loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from typing import Any, ClassVar

from durable import engine as durable_engine
from durable import lang

from checker.concluding.engine import Fact, Firing
from checker.concluding.rules import RULES, Rule
from checker.errors import InternalError, Problem

_RULESET = "checker"


class DurableEngine:
    """Chains the rules with durable_rules; registered once, since a ruleset is never freed."""

    name = "durable_rules"
    _sessions = count(1)
    _firings: ClassVar[list[Firing]] = []
    _registered: ClassVar[bool] = False

    def __init__(self) -> None:
        if not DurableEngine._registered:
            with lang.ruleset(_RULESET):
                for rule in RULES:
                    _register(rule, DurableEngine._firings)
            lang.get_host()
            DurableEngine._registered = True

    def conclude(self, facts: Sequence[Fact]) -> list[Firing]:
        """See :class:`checker.concluding.engine.Engine`."""
        session = f"s{next(self._sessions)}"
        self._firings.clear()
        try:
            for number, fact in enumerate(facts):
                _assert({**fact, "sid": session, "number": number})
            exception = lang.get_state(_RULESET, session).get("exception")
            if exception:
                raise InternalError(Problem("internal.engine_exception", {"reason": str(exception)}))
            return list(self._firings)
        finally:
            lang.delete_state(_RULESET, session)


def _assert(fact: dict[str, Any]) -> None:
    """A fact that matches nothing raises; the reconciliation will name it."""
    with suppress(durable_engine.MessageNotHandledException):
        lang.assert_fact(_RULESET, fact)


def _register(rule: Rule, firings: list[Firing]) -> None:
    condition = lang.m.stage == rule.stage
    for name, relation, value in rule.when:
        left = getattr(lang.m, name)
        condition = condition & _compare(left, relation, value)

    def record(c: Any) -> None:
        firings.append(Firing(str(c.m.subject), rule.name, rule.outcome))

    record.__name__ = rule.name.replace(".", "_")
    lang.when_all(condition)(record)


def _compare(left: Any, relation: str, value: str | int) -> Any:
    if relation == "==":
        return left == value
    if relation == "<":
        return left < value
    if relation == "<=":
        return left <= value
    return left > value if relation == ">" else left >= value
