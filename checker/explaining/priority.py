"""In which order to ask for what is missing: what can end it soonest and cheapest first.

Owns that order.  An answer that may refuse comes before one that only confirms, few answers before many; what
decides whether others are asked at all comes before these, and what several items wait for is asked once.  An
open item is taken to be met as likely as not.  It must not
judge, and leaves no datum out that bears on the decision, but for those of items that no answer settles.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import comb, lcm

from checker.explaining.arising import arising, spared
from checker.explaining.explanation import QuestionPart
from checker.explaining.reachable import Ends, group_ends
from checker.measuring.limit import UNDETERMINED, UNMET
from checker.ruleset.compiled import Ruleset
from checker.verdict.part import Settlement
from checker.verdict.verdict import Verdict

_REPORT = "report:"
_EVEN = Fraction(1, 2)
Needs = frozenset[str]


@dataclass(frozen=True)
class _Stake:
    """What may decide together: one item that has to be met, or a group; ``chance`` that it refuses."""

    items: tuple[str, ...]
    chance: Fraction


def questions(verdict: Verdict, of_items: Ends, chances: Mapping[str, Fraction],
              ruleset: Ruleset, refused: Container[str] = ()) -> list[QuestionPart]:
    """What bears on an undetermined verdict, in the order in which to ask; nothing where it is decided.

    ``chances`` are how likely single items are not met, where that is known better than that they may be.
    Where items are ``refused`` by any answer, only what decides the first of them is asked.
    """
    hopeless = {name for name, found in of_items.items() if found <= {UNDETERMINED}}
    lacking = {datum.id: datum for datum in verdict.missing if datum.decides and datum.kind != "resolve"
               and not hopeless.issuperset(datum.items)}
    due = {found.item: _least(found.settled_by) for found in verdict.findings
           if found.outcome == UNDETERMINED and found.settled_by and found.item not in hopeless}
    order = {name: place for place, name in enumerate(lacking)}
    stakes = [stake for stake in _stakes(verdict, of_items, chances, ruleset)
              if not due.keys().isdisjoint(stake.items)]
    unit = lcm(*(stake.chance.numerator for stake in stakes if stake.chance))
    # With how many such stakes it takes for a refusal, as whole numbers of one unit, and what they wait for.
    waiting = [(stake, int(unit / stake.chance) if stake.chance else 0,
                frozenset(need for item in stake.items for need in due.get(item, ()))) for stake in stakes]
    spares = spared(lacking.values(), due.keys(), ruleset)
    asked: dict[str, QuestionPart] = {}
    unsettled = _Unsettled(due)
    certain = [one for one in waiting if any(item in refused for item in one[0].items)]
    for stake, needs in _in_turn(certain or waiting, lacking.keys()):
        arise = [arising(ruleset.items[item], ruleset) for item in stake.items if item in due]
        for name in sorted(needs, key=lambda need: (
                min(item.after(lacking[need].name) for item in arise), order[need])):
            datum, done = lacking[name], unsettled.without(name)
            asked[name] = QuestionPart(
                id=name, kind=datum.kind, name=datum.name, year=datum.year, items=datum.items, settles=done,
                spares=spares.get(name, []),
                may_refuse=stake.chance > 0 and set(stake.items) <= set(done))
        if certain and asked:
            return list(asked.values())
    return [*asked.values(), *(
        QuestionPart(id=name, kind=datum.kind, name=datum.name, year=datum.year, items=datum.items,
                     spares=spares.get(name, []))
        for name, datum in lacking.items() if name not in asked)]


class _Unsettled:
    """What items still wait for; each need is answered once."""

    def __init__(self, due: Mapping[str, Needs]) -> None:
        self._left = {item: set(needs) for item, needs in due.items()}
        self._items: dict[str, list[str]] = {}
        for item, needs in due.items():
            for need in needs:
                self._items.setdefault(need, []).append(item)

    def without(self, need: str) -> list[str]:
        """The items that wait for nothing any more once this is answered too."""
        for item in self._items[need]:
            self._left[item].discard(need)
        return [item for item in self._items[need] if not self._left[item]]


def _in_turn(waiting: Sequence[tuple[_Stake, int, Needs]], asked: Container[str]
             ) -> Iterator[tuple[_Stake, Needs]]:
    """Each stake with what of it is then still to be ``asked``; what one asks the others no longer wait for.

    Only the stakes that this concerns are ranked anew.
    """
    left = [set(needs) for _, _, needs in waiting]
    concerned: dict[str, list[int]] = {}
    for place, needs in enumerate(left):
        for need in needs:
            concerned.setdefault(need, []).append(place)
    ranks = [_rank(len(needs), waiting[place][1], place) for place, needs in enumerate(left)]
    queue, turn = [*ranks], set(range(len(waiting)))
    heapify(queue)
    while turn:
        rank = heappop(queue)
        place = rank[-1]
        if place not in turn or rank != ranks[place]:
            continue
        turn.remove(place)
        now = frozenset(need for need in left[place] if need in asked)
        for other in sorted({other for need in now for other in concerned[need]} & turn):
            left[other] -= now
            ranks[other] = _rank(len(left[other]), waiting[other][1], other)
            heappush(queue, ranks[other])
        yield waiting[place][0], now


def _rank(cost: int, weight: int, place: int) -> tuple[bool, int, int, int]:
    """The least expected number of answers before a refusal first; what never refuses, of weight 0, last."""
    return weight == 0, cost * weight, cost, place


def _stakes(verdict: Verdict, of_items: Ends, chances: Mapping[str, Fraction],
            ruleset: Ruleset) -> Iterator[_Stake]:
    def refusing(name: str) -> Fraction:
        return chances.get(name, _EVEN) if UNMET in of_items[name] else Fraction(0)

    if not ruleset.kind.groups:
        for name, item in ruleset.items.items():
            if item.model.weight == "binding":
                yield _Stake((name,), refusing(name))
        return
    for found, group in zip(verdict.requirements, ruleset.model.requirements, strict=True):
        if found.outcome != UNDETERMINED:
            continue
        if found.form == "all_of":
            yield from (_Stake((name,), refusing(name)) for name in found.members)
            continue
        members = tuple(name for name in found.members if len(of_items[name]) > 1)
        may_refuse = UNMET in group_ends(group, of_items)
        yield _Stake(members, _fewer(len(members), found.needed - found.met) if may_refuse else Fraction(0))


def _fewer(members: int, needed: int) -> Fraction:
    """How likely fewer than ``needed`` of so many open members are met."""
    return sum((Fraction(comb(members, met)) for met in range(min(needed, members + 1))),
               Fraction(0)) * _EVEN**members


def _least(tree: Settlement) -> Needs:
    """The fewest answers that settle it; without data, a value that the subject reports itself."""
    if "need" in tree:
        return frozenset((str(tree["need"]),))
    if "all_of" in tree:
        return frozenset(need for part in tree["all_of"] for need in _least(part))
    parts: Sequence[Settlement] = tree.get("one_of") or tree["of"]
    by_data = [part for part in parts if not str(part.get("need", "")).startswith(_REPORT)] or parts
    found = sorted(map(_least, by_data), key=lambda needs: (len(needs), sorted(needs)))
    return frozenset(need for needs in found[:tree.get("at_least", 1)] for need in needs)
