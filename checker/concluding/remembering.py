"""An engine that asks another one once about each kind of fact, and remembers what it concluded.

Owns that memory, for whoever judges many dossiers in a row.  It stands on what the seam promises: each
fact is matched by itself, and no rule looks at its stage or subject.  It must not know a rule.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.concluding.engine import Engine, Fact, Firing, Follow, nothing

MOST_REMEMBERED = 10_000
_TOPIC = ("stage", "subject")
_Kind = tuple[tuple[str, str | int], ...]


class RememberingEngine:
    """Chains rules as ``engine`` does, which is asked only about facts unlike all before."""

    def __init__(self, engine: Engine) -> None:
        self.name = engine.name
        self._engine = engine
        self._drawn: dict[_Kind, list[Firing]] = {}

    def conclude(self, facts: Sequence[Fact], follow: Follow = nothing) -> list[Firing]:
        """See :class:`checker.concluding.engine.Engine`."""
        firings: list[Firing] = []
        waiting = list(facts)
        for fact in waiting:
            stage, subject = str(fact["stage"]), str(fact["subject"])
            for like in self._like(fact):
                firings.append(Firing(stage, subject, like.rule, like.outcome))
                waiting.extend(follow(firings[-1]))
        return firings

    def _like(self, fact: Fact) -> list[Firing]:
        """What fires for a fact of this kind, of whatever stage and subject."""
        kind = tuple([(name, value) for name, value in fact.items() if name not in _TOPIC])
        if kind not in self._drawn:
            if len(self._drawn) >= MOST_REMEMBERED:
                self._drawn.clear()
            self._drawn[kind] = self._engine.conclude([fact])
        return self._drawn[kind]
