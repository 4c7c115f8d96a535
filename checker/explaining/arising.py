"""Which answers decide whether other questions arise at all.

Owns the order in which the questions of one item arise: what decides whether it applies, then the conditions
of a prohibition one by one and those of the rows of a limit, then values.  It must not weigh what an answer
is worth, and knows no dossier.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Interpretation, Item, Ruleset
from checker.verdict.found import LackingDatum


@dataclass(frozen=True)
class Arising:
    """The ``place`` at which each datum is asked for, and the ``gates``: data whose answer may leave nothing
    to ask of what comes after them; of one reading, or of an item with all its ``readings``.
    """

    place: Mapping[str, int]
    gates: frozenset[str]
    readings: Sequence[Arising] = ()

    def after(self, name: str) -> int:
        """The place of a datum; of what no condition names, as a value that is reported, the last."""
        return self.place.get(name, len(self.place))

    def of(self, name: str) -> Sequence[Arising]:
        """The readings that ask for a datum."""
        return [reading for reading in self.readings if name in reading.place] or self.readings


def arising(item: Item, ruleset: Ruleset) -> Arising:
    """How the questions of an item arise one after another."""
    key = (Arising, item.id)
    if key not in ruleset.remembered:
        ruleset.remembered[key] = _arising(item, item.interpretations, [
            _arising(item, [reading], ()) for reading in item.interpretations])
    found: Arising = ruleset.remembered[key]
    return found


def _arising(item: Item, readings: Sequence[Interpretation], each: Sequence[Arising]) -> Arising:
    place: dict[str, int] = {}
    for at, trees in enumerate(_steps(item, readings)):
        for asked in (asked for tree in trees for asked in asking.asks(tree)):
            place.setdefault(asked.name, at)
    return Arising(place, frozenset(_gates(item, readings)), each)


def spared(lacking: Iterable[LackingDatum], due: Collection[str], ruleset: Ruleset) -> dict[str, list[str]]:
    """For each datum those that need not be asked for, whatever items are ``due``, by some answer to it."""
    known = list(lacking)
    found: dict[str, list[str]] = {}
    for other in known:
        waiting = [(item, own) for item in other.items if item in due
                   for own in arising(ruleset.items[item], ruleset).of(other.name)]
        gates = frozenset.intersection(*(own.gates for _, own in waiting)) if waiting else frozenset[str]()
        for gate in known:
            if gate.name in gates and all(item in gate.items and own.after(gate.name) < own.after(other.name)
                                          for item, own in waiting):
                found.setdefault(gate.id, []).append(other.id)
    return found


def _steps(item: Item, readings: Sequence[Interpretation]) -> Iterator[Sequence[n.Expression]]:
    """The conditions and formulas of an item in the order in which they are asked for."""
    for condition in item.conditions:
        yield (condition,)
    for reading in readings:
        yield (reading.applies,) if reading.applies else ()
        for condition in asking.conjuncts(reading.prohibited) if reading.prohibited else ():
            yield (condition,)
        yield [row.when for row in reading.rows if row.when]
    yield [tree for reading in readings for tree in (
        *reading.values, *(bound.tree for row in reading.rows for bound in row.bounds if bound.tree))]


def _gates(item: Item, readings: Sequence[Interpretation]) -> Iterator[str]:
    trees = [*item.conditions, *(tree for reading in readings for tree in _gating(reading))]
    for tree in trees:
        yield from (asked.name for asked in asking.asks(tree))


def _gating(reading: Interpretation) -> Iterator[n.Expression]:
    """What decides whether anything else of a reading is asked for."""
    if reading.applies:
        yield reading.applies
    if reading.prohibited:  # where one part fails, nothing is to be asked of those after it
        yield from asking.conjuncts(reading.prohibited)
    if any(row.row.free is not None or row.row.unread is not None for row in reading.rows):
        yield from (row.when for row in reading.rows if row.when)
