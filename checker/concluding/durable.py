"""The durable_rules adapter.

Owns everything that is particular to durable_rules 2.0.28 (docs/decisions/0002, 0013): one registration
per process, a session per chain that is deleted afterwards, facts that are never joined, the agenda
taken from the extension itself.  Importing this module fails where the extension can't be loaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any, ClassVar

import durable_rules_engine as extension

from checker.concluding.engine import Fact, Firing, Follow, nothing
from checker.concluding.rule import Rule
from checker.concluding.rules import RULES
from checker.errors import InternalError, Problem

_OPERATORS = {"<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
_KEYS = ("stage", "subject")


class DurableEngine:
    """Chains the rules with durable_rules; registered once, since a ruleset is never freed."""

    name = "durable_rules"
    _sessions = count(1)
    _handle: ClassVar[Any] = None

    def __init__(self) -> None:
        if DurableEngine._handle is None:
            rules = {str(place): _definition(rule) for place, rule in enumerate(RULES)}
            DurableEngine._handle = extension.create_ruleset("checker", json.dumps(rules))

    def conclude(self, facts: Sequence[Fact], follow: Follow = nothing) -> list[Firing]:
        """See :class:`checker.concluding.engine.Engine`."""
        session = _Session(self._handle, f"s{next(self._sessions)}")
        try:
            session.add(facts)
            return session.run(follow)
        except extension.error as error:
            raise InternalError(Problem("internal.engine_exception", {"reason": str(error)})) from None
        finally:
            session.end()


class _Session:
    """One chain in the extension: facts go in by number, and come back when a rule fires for them."""

    def __init__(self, handle: Any, sid: str) -> None:
        self._handle = handle
        self._sid = sid
        self._facts: list[Fact] = []
        self._state: Any = None
        self._started = False

    def add(self, facts: Iterable[Fact]) -> None:
        """Assert facts; those that match no rule stay without a conclusion, which is found out later."""
        given = []
        for fact in facts:
            given.append({**fact, "number": len(self._facts), "sid": self._sid})
            for name in _KEYS:
                del given[-1][name]
            self._facts.append(fact)
        if given:
            _, self._state = extension.assert_facts(self._handle, json.dumps(given))

    def run(self, follow: Follow) -> list[Firing]:
        """What fires, until nothing more does."""
        firings: list[Firing] = []
        if self._state is None:
            return firings
        due = (extension.start_action_for_state(self._handle, self._state) or (None, None))[1]
        self._started = due is not None
        while due:
            [(place, about)] = json.loads(due).items()
            rule, fact = RULES[int(place)], self._facts[about["m"]["number"]]
            firings.append(Firing(str(fact["stage"]), str(fact["subject"]), rule.name, rule.outcome))
            self.add(follow(firings[-1]))
            due = extension.complete_and_start_action(self._handle, self._state)
        return firings

    def end(self) -> None:
        """Forget the session, whatever happened in it.

        One in which nothing fired stays: the extension would free what it never set, and abort.
        """
        if self._started:
            extension.delete_state(self._handle, self._sid)


def _definition(rule: Rule) -> dict[str, Any]:
    conditions = [{"form": rule.form}, *(_comparison(*condition) for condition in rule.when)]
    return {"all": [{"m": {"$and": conditions}}]}


def _comparison(name: str, relation: str, value: str | int) -> dict[str, Any]:
    return {name: value} if relation == "==" else {_OPERATORS[relation]: {name: value}}
