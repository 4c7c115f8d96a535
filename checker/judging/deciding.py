"""On what a verdict rests: what decided it, what it waits for, which items' limits bear it.

Owns the reading of what the engine concluded.  It must not conclude.
"""

from __future__ import annotations

from checker.concluding.conclude import VERDICT, Conclusions
from checker.concluding.outcome import NOT_SELECTED, shown
from checker.concluding.rules import IF_ANY_APPLIES
from checker.ruleset.compiled import Ruleset
from checker.ruleset.definition import Requirement
from checker.verdict.found import Decider


def perhaps(judged: Conclusions, ruleset: Ruleset) -> frozenset[str]:
    """What is met if it applies, where the verdict waits for whether it does: nothing passes by emptiness."""
    if ruleset.kind.groups and shown(judged.verdict.outcome) == "undetermined":
        return frozenset(member for part in ruleset.model.requirements if _hangs(part, judged)
                         for member in part.members if judged.items[member].outcome == "met_if_applicable")
    if judged.verdict.rule != IF_ANY_APPLIES.name:
        return frozenset()
    return frozenset(name for name, firing in judged.items.items()
                     if firing.outcome == "met_if_applicable" and binds(name, ruleset))


def _hangs(part: Requirement, judged: Conclusions) -> bool:
    """Whether it matters to a requirement that members apply: to one of so many while it is open."""
    outcome = judged.requirements[part.id].outcome
    return outcome in ("met_if_applicable", "open") or (part.optional and outcome == "undetermined")


def open_items(judged: Conclusions, ruleset: Ruleset) -> frozenset[str]:
    """The items on which an undetermined verdict waits."""
    if shown(judged.verdict.outcome) != "undetermined":
        return frozenset()
    if not ruleset.kind.groups:
        return perhaps(judged, ruleset) | {
            name for name in _with(judged, "undetermined") if binds(name, ruleset)}
    return frozenset(item for part in ruleset.model.requirements
                     if shown(judged.requirements[part.id].outcome) == "undetermined"
                     for item in part.members)


def decided_by(judged: Conclusions, ruleset: Ruleset) -> list[Decider]:
    """The requirements that have the verdict's outcome, with their members that have it too.

    An admission rests on its binding clauses themselves.
    """
    outcome = shown(judged.verdict.outcome)
    alike = _with(judged, outcome) | perhaps(judged, ruleset)
    if ruleset.kind.admits:
        items = [name for name in judged.items if name in alike and binds(name, ruleset)]
        return [Decider(requirement=VERDICT, items=items)] if items else []
    return [Decider(requirement=part.id, items=[m for m in part.members if m in alike])
            for part in ruleset.model.requirements if shown(judged.requirements[part.id].outcome) == outcome]


def bearing_items(judged: Conclusions, ruleset: Ruleset) -> set[str]:
    """The items on whose limits the verdict rests.

    An unmet verdict rests on what is unmet; any other on every item that counts, since one of them
    being unmet would change it.
    """
    if judged.verdict.outcome == "unmet":
        return {item for decider in decided_by(judged, ruleset) for item in decider.items}
    return {name for name in _counting(judged, ruleset)
            if shown(judged.items[name].outcome, item=True) not in ("not_applicable", NOT_SELECTED)}


def idle_items(judged: Conclusions, ruleset: Ruleset) -> set[str]:
    """The items that would count if they applied."""
    return {name for name in _counting(judged, ruleset) if judged.items[name].outcome == "not_applicable"}


def binds(item: str, ruleset: Ruleset) -> bool:
    """Whether the item may decide."""
    return ruleset.items[item].model.weight == "binding"


def _counting(judged: Conclusions, ruleset: Ruleset) -> list[str]:
    """Those of a requirement, or without requirements the binding ones."""
    grouped = any(ruleset.items[name].requirement for name in judged.items)
    return [name for name in judged.items if ruleset.items[name].requirement
            or (not grouped and binds(name, ruleset))]


def _with(judged: Conclusions, outcome: str) -> set[str]:
    """The items with this outcome."""
    return {name for name, firing in judged.items.items() if shown(firing.outcome, item=True) == outcome}
