"""The seam between our evaluator and whatever chains rules.

Owns the facts that cross it, the firings that come back, and the reconciliation: exactly one
conclusion for each fact that is due, or an internal error, never a pass.  It must not know an engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from checker.errors import InternalError, Problem
from checker.verdict.part import Concluded, Ruled

Fact = Mapping[str, str | int]
Topic = tuple[str, str]


class Firing(NamedTuple):
    """A rule that fired for the fact about ``subject`` in ``stage``, and what it concludes."""

    stage: str
    subject: str
    rule: str
    outcome: Concluded | Ruled


Follow = Callable[[Firing], Iterable[Fact]]


def nothing(_: Firing) -> Iterable[Fact]:
    """What follows from a conclusion that nothing rests on."""
    return ()


class Engine(Protocol):
    """Chains the rules of :mod:`checker.concluding.rules` over facts."""

    name: str

    def conclude(self, facts: Sequence[Fact], follow: Follow = nothing) -> list[Firing]:
        """Every firing, in any order, of one chain.

        Each fact has ``stage``, ``subject`` and ``form``, and is matched by itself.  When a rule fires,
        the facts that ``follow`` gives for its firing are asserted beside the others.
        """


def conclusions(engine: Engine, facts: Sequence[Fact], follow: Follow = nothing,
                due: Sequence[Topic] | None = None) -> dict[str, dict[str, Firing]]:
    """The one firing for each that is due, by stage and subject; raises :class:`InternalError` otherwise.

    ``due`` is known before the engine runs, where more than the facts themselves is.
    """
    firings = engine.conclude(facts, follow)
    asked = [(str(fact["stage"]), str(fact["subject"])) for fact in facts] if due is None else due
    counted = Counter((firing.stage, firing.subject) for firing in firings)
    if len(counted) != len(asked) or len(firings) != len(asked) or not all(key in counted for key in asked):
        raise InternalError(Problem("internal.unreconciled", {
            "engine": engine.name, "subjects": "、".join(_wrong(asked, counted)) or "（重复）"}))
    found = {(firing.stage, firing.subject): firing for firing in firings}
    ordered: dict[str, dict[str, Firing]] = {}
    for stage, subject in asked:
        ordered.setdefault(stage, {})[subject] = found[stage, subject]
    return ordered


def _wrong(due: Sequence[Topic], counted: Mapping[Topic, int]) -> list[str]:
    """The subjects of the first stage that is not in order; what follows it can't be in order either."""
    wrong = [key for key in due if counted.get(key, 0) != 1] + sorted(set(counted) - set(due))
    return sorted({subject for stage, subject in wrong if stage == wrong[0][0]})
