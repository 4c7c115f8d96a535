"""The seam between our evaluator and whatever chains rules.

Owns the facts that cross it, the firings that come back, and the reconciliation: exactly one
conclusion for each fact, or an internal error, never a pass.  It must not know an engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from checker.errors import InternalError, Problem

Fact = Mapping[str, str | int]


@dataclass(frozen=True, order=True)
class Firing:
    """A rule that fired for the fact about ``subject``, and what it concludes."""

    subject: str
    rule: str
    outcome: str


class Engine(Protocol):
    """Chains the rules of :mod:`checker.concluding.rules` over facts."""

    name: str

    def conclude(self, facts: Sequence[Fact]) -> list[Firing]:
        """Every firing; each fact has ``stage`` and ``subject`` and is matched by itself."""


def conclusions(engine: Engine, facts: Sequence[Fact]) -> dict[str, Firing]:
    """The one firing for each fact, by subject; raises :class:`InternalError` otherwise."""
    firings = engine.conclude(facts)
    due = [str(fact["subject"]) for fact in facts]
    counted = Counter(firing.subject for firing in firings)
    wrong = sorted({subject for subject in due if counted[subject] != 1} | (set(counted) - set(due)))
    if wrong or len(set(due)) != len(due):
        raise InternalError(Problem("internal.unreconciled", {
            "engine": engine.name, "subjects": "、".join(wrong) or "（重复）"}))
    found = {firing.subject: firing for firing in firings}
    return {subject: found[subject] for subject in due}
