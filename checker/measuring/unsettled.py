"""What leaves a condition open, and would settle it.

Owns the walk from an open condition to the data that it waits for.  It must not decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from checker.evidence.evidence import AttributeFact
from checker.evidence.facts import Facts, Need, resolve
from checker.measuring.choices import Choices
from checker.measuring.evaluate import truth
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.codes import Code
from checker.verdict.vocabulary import Reason

CLOSED: Final = "list"
FINER: Final = "finer"
WHOLE: Final = "whole"
CLEAR: Final = "clear"
EXACT: Final = "exact"


def unsettled(tree: n.Expression, facts: Facts, choices: Choices) -> list[Need]:
    """The data that a condition waits for: absent, too coarse, not exact, or a list that isn't closed."""
    return as_stated(dict.fromkeys(_unsettled(tree, facts)), facts, choices)


def as_stated(lacking: Iterable[Need], facts: Facts, choices: Choices) -> list[Need]:
    """What is lacking, but for what is stated and only wasn't chosen, as other data are not exact."""
    found = list(lacking)
    return [need for one in found for need in _as_stated(one, facts, choices)] or found


def _as_stated(need: Need, facts: Facts, choices: Choices) -> list[Need]:
    if need.kind not in ("quantity", CLOSED) or _stated(need, facts) or not choices.has(need):
        return [need]
    assert not isinstance(need.year, str)  # what is stated has a calendar year or none
    key = need.name, need.year
    if need.kind == CLOSED:
        return [] if all(listed.complete for listed in choices.evidence.lists[key]) else [need]
    rough = [value for value in choices.values(key) if value.approximate]
    return [need._replace(kind="quantity" if all(v.bound_of for v in rough) else EXACT)] if rough else []


def unclear(tree: n.Expression | None, choices: Choices) -> tuple[Need, ...]:
    """The data that a condition waits for under any choice of data; none where it is decided."""
    if tree is None or choices.holds(tree) is not None:
        return ()
    return tuple(dict.fromkeys(
        need for choice in choices.partial(choices.plan.demand_of(tree))
        for need in unsettled(tree, choice.facts, choices)))


def _unsettled(tree: n.Expression, facts: Facts) -> list[Need]:
    if isinstance(tree, n.Logic):
        return [need for part in tree.operands if truth(part, facts) is None
                for need in _unsettled(part, facts)]
    asked = resolve(asking.asked_of(tree), facts)
    absent = [need for need in asked if not _stated(need, facts)]
    if absent or isinstance(tree, n.CodeWithin):
        return absent or [Need(WHOLE if _ambiguous(facts.attributes.get(need.name)) else FINER, need.name)
                          for need in asked]
    return [_vague(need, facts) for need in asked if need.kind != "attribute"]


def _stated(need: Need, facts: Facts) -> bool:
    if need.kind == "attribute":
        return need.name in facts.attributes
    table = facts.values if need.kind == "quantity" else facts.lists
    return not isinstance(need.year, str) and (need.name, need.year) in table


def _vague(need: Need, facts: Facts) -> Need:
    """A datum that is there and still doesn't tell."""
    if need.kind == "quantity":
        return Need(EXACT, need.name, need.year)
    assert isinstance(need.year, int)
    closed = facts.lists[(need.name, need.year)].complete
    return Need(CLEAR if closed else CLOSED, need.name, need.year)


def reason_of(missing: Sequence[Need], choices: Choices) -> Reason:
    """Why a condition is open, in one code."""
    if any(not choices.has(need) for need in missing if need.kind in ("attribute", "quantity", CLOSED)):
        return "reason.missing"
    kinds = {need.kind for need in missing}
    if CLOSED in kinds:
        return "reason.list_open"
    if WHOLE in kinds:
        return "reason.code_lost_zero"
    if any(choices.rough(need) for need in missing):
        return "reason.approximate"
    return "reason.code_coarse" if FINER in kinds else "reason.entry_unclear" if CLEAR in kinds \
        else "reason.straddles"


def _ambiguous(fact: AttributeFact | None) -> bool:
    return isinstance(fact, Code) and fact.ambiguous
