"""What follows from a conclusion: the facts that become due when the last one that they rest on is drawn.

Owns the tallies between the stages of one chain, and the list of everything that the chain must conclude.
It concludes nothing, and counts a subject once, however often a rule fires for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from checker.concluding.engine import Engine, Fact, Firing, Topic, conclusions

Firings = Sequence[Firing]


class _Tally:
    """The conclusions on the members of one thing, until all are drawn; their order is the members'."""

    def __init__(self, members: Sequence[Topic], facts: Callable[[Firings], Iterable[Fact]]) -> None:
        self._members = members
        self._facts = facts
        self._drawn: dict[Topic, Firing] = {}

    def add(self, key: Topic, firing: Firing) -> Iterable[Fact]:
        """The facts that are due now that ``firing`` is known too."""
        if key in self._drawn:
            return ()
        self._drawn[key] = firing
        return self.facts() if len(self._drawn) == len(self._members) else ()

    def facts(self) -> Iterable[Fact]:
        """The facts that rest on all members."""
        return self._facts([self._drawn[member] for member in self._members])


class Inference:
    """The stages of one verdict: what is given, and what rests on what."""

    def __init__(self) -> None:
        self._given: list[Fact] = []
        self._due: list[Topic] = []
        self._tallies: defaultdict[Topic, list[_Tally]] = defaultdict(list)

    def give(self, facts: Iterable[Fact]) -> None:
        """Facts to begin with."""
        for fact in facts:
            self._given.append(fact)
            self._due.append((str(fact["stage"]), str(fact["subject"])))

    def rest(self, due: Iterable[Topic], members: Sequence[Topic],
             facts: Callable[[Firings], Iterable[Fact]]) -> None:
        """What is ``due`` rests on ``members``; ``facts`` makes its facts when they are all concluded."""
        self._due.extend(due)
        tally = _Tally(members, facts)
        for member in members:
            self._tallies[member].append(tally)
        if not members:
            self._given.extend(tally.facts())

    def take(self, firings: Iterable[Firing]) -> None:
        """Conclusions that are given, not drawn."""
        for firing in firings:
            self._given.extend(self._follow(firing))

    def conclude(self, engine: Engine) -> Mapping[str, Mapping[str, Firing]]:
        """Everything that is due, by stage and subject, in the order in which it was named."""
        return conclusions(engine, self._given, self._follow, self._due)

    def _follow(self, firing: Firing) -> Iterable[Fact]:
        key = (firing.stage, firing.subject)
        return [fact for tally in self._tallies.get(key, ()) for fact in tally.add(key, firing)]
