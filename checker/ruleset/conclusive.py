"""Whether a ruleset can come to its good conclusion at all, whatever is answered, and if not by which items.

Owns the search for limits that decide, that nobody has read, and that can't be avoided.  What it calls
impossible is; with too many cases to try it calls nothing impossible.  It also owns the sentence that
warns of it.  It must not judge a dossier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Literal

from checker.messages import text
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Interpretation, Item, Ruleset
from checker.ruleset.definition import Requirement
from checker.ruleset.terms import number_of
from checker.ruleset.worlds import HoldsInWorld, each_world

Conclusiveness = Literal["open", "stuck", "outside"]


def to_blame(ruleset: Ruleset) -> list[Item]:
    """The items for whose unread limits nobody can be found to conform or be admitted; none if one can."""
    if "blamed" not in ruleset.remembered:
        ruleset.remembered["blamed"] = _to_blame(ruleset)
    found: list[Item] = ruleset.remembered["blamed"]
    return found


def _to_blame(ruleset: Ruleset) -> list[Item]:
    if not ruleset.kind.compares:
        return []
    end = _ENDS[ruleset.model.concludes]
    items = [item for item in ruleset.items.values() if item.model.weight == "binding" and end.rests_on(item)]
    if not any(map(_may_stick, items)):
        return []
    cases = _cases(items, ruleset)
    live = [case for case in cases if set(case.values()) - {"outside"}]
    if not live or any(end.reached(case, ruleset) for case in live):
        return []
    always = [item for item in items if all(case[item.id] == "stuck" for case in live)]
    return always or [item for item in items if any(case[item.id] == "stuck" for case in live)]


def warning(ruleset: Ruleset) -> str:
    """The sentence that a ruleset can't come to its good conclusion, with the items; else nothing."""
    items = to_blame(ruleset)
    if not items:
        return ""
    good = text(_ENDS[ruleset.model.concludes].good)
    return text("show.inconclusive", good=good, items="、".join(
        text("show.inconclusive_item", number=number_of(item.id), label=item.model.label) for item in items))


def _may_stick(item: Item) -> bool:
    return not item.model.prohibits and any(_unread(reading) for reading in item.interpretations
                                            if reading.decides)


def _unread(reading: Interpretation) -> bool:
    return not reading.rows or any(row.row.unread is not None for row in reading.rows)


def _cases(items: Sequence[Item], ruleset: Ruleset) -> list[dict[str, Conclusiveness]]:
    """How each item stands in every case that their conditions tell apart."""
    sticking = [item for item in items if _may_stick(item)]
    for asked in (items, sticking):
        conditions = chain.from_iterable(_conditions(item) for item in asked)
        if (worlds := each_world(conditions, ruleset.model)) is not None:
            known = {item.id for item in asked}
            return [{item.id: _state(item, holds) if item.id in known else "open" for item in items}
                    for holds in worlds]
    return []


def _conditions(item: Item) -> list[n.Expression]:
    rows = [row.when for reading in item.interpretations for row in reading.rows
            if row.when] if _may_stick(item) else []
    return [*rows, *([item.applies] if item.applies else [])]


def _state(item: Item, holds: HoldsInWorld) -> Conclusiveness:
    """Outside where it doesn't apply or nothing is to be reached, stuck where no number is to be had."""
    if item.applies and not holds(item.applies):
        return "outside"
    if not _may_stick(item):
        return "open"
    states = [_reading(reading, holds) for reading in item.interpretations
              if reading.decides and reading.applies is None]
    return "stuck" if "stuck" in states else "outside" if set(states) == {"outside"} else "open"


def _reading(reading: Interpretation, holds: HoldsInWorld) -> Conclusiveness:
    row = next((row for row in reading.rows if row.when is None or holds(row.when)), None)
    if row is None or row.row.unread is not None:
        return "stuck"
    return "outside" if row.row.free is not None else "open"


class _Conforming:
    """The good end of a conformity: every requirement is met."""

    good = "outcome.met"

    def rests_on(self, item: Item) -> bool:
        return item.requirement is not None

    def reached(self, case: Mapping[str, Conclusiveness], ruleset: Ruleset) -> bool:
        """Whether everything that decides may be met in the case."""
        return all(_met(requirement, case) for requirement in ruleset.model.requirements)


class _Admitted(_Conforming):
    """The good end of an admission: nothing stands against it, and something speaks for it."""

    good = "outcome.admission_met"

    def rests_on(self, item: Item) -> bool:
        return True

    def reached(self, case: Mapping[str, Conclusiveness], ruleset: Ruleset) -> bool:
        return "stuck" not in case.values() and "open" in case.values()


_ENDS = {"conformity": _Conforming(), "admission": _Admitted()}


def _met(requirement: Requirement, case: Mapping[str, Conclusiveness]) -> bool:
    states = [case[member] for member in requirement.members]
    if requirement.at_least is not None:
        return states.count("open") >= requirement.at_least or set(states) == {"outside"}
    return "stuck" not in states
