"""The plain adapter: walks the table of rules; the oracle in tests and the engine elsewhere."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from checker.concluding.engine import Fact, Firing, Follow, nothing
from checker.concluding.rule import Condition, Rule
from checker.concluding.rules import RULES

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_Check = tuple[str, Callable[[Any, Any], bool], str | int]


class _RulesByWords:
    """The rules of one form, by the words that their facts have: only the numbers are left to compare."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self.names = tuple(dict.fromkeys(condition[0] for rule in rules for condition in rule.when
                                         if _of_words(condition)))
        self._by_words: dict[tuple[str | int | None, ...], list[tuple[Rule, list[_Check]]]] = {}

    def fitting(self, fact: Fact) -> list[tuple[Rule, list[_Check]]]:
        """The rules whose words are the fact's, each with what has to hold of its numbers."""
        words = tuple([fact.get(name) for name in self.names])
        found = self._by_words.get(words)
        if found is None:
            found = self._by_words[words] = [
                (rule, _numbers(rule)) for rule in self.rules
                if all(fact.get(name) == value for name, _, value in filter(_of_words, rule.when))]
        return found


def _of_words(condition: Condition) -> bool:
    return isinstance(condition[2], str) and condition[1] == "=="


def _numbers(rule: Rule) -> list[_Check]:
    return [(name, _OPERATORS[relation], value) for name, relation, value in rule.when
            if not _of_words((name, relation, value))]


_BY_FORM = {form: _RulesByWords([rule for rule in RULES if rule.form == form])
            for form in dict.fromkeys(rule.form for rule in RULES)}


class PlainEngine:
    """Matches each fact against each rule of its form, and goes on with what follows."""

    name = "plain"

    def conclude(self, facts: Sequence[Fact], follow: Follow = nothing) -> list[Firing]:
        """See :class:`checker.concluding.engine.Engine`."""
        firings: list[Firing] = []
        waiting = list(facts)
        for fact in waiting:
            form = _BY_FORM.get(str(fact["form"]))
            for rule, checks in form.fitting(fact) if form else ():
                for name, holds, value in checks:
                    if name not in fact or not holds(fact[name], value):
                        break
                else:
                    firing = Firing(str(fact["stage"]), str(fact["subject"]), rule.name, rule.outcome)
                    firings.append(firing)
                    waiting.extend(follow(firing))
        return firings
