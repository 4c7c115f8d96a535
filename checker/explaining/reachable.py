"""What a verdict can still become: everything that the ends of its items can make together.

Owns the counting, group by group, without trying every combination: what a group concludes hangs on how
often each end occurs, and no count beyond what is needed changes it.  An outcome is left out only where it
is proven; that several items rest on one number is looked at where that number alone is missing.  It must
not conclude anything itself: the rules of procedure do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from checker.concluding.conclude import VERDICT, admission_fact, group_fact
from checker.concluding.engine import Fact
from checker.concluding.outcome import NOT_SELECTED
from checker.concluding.plain import PlainEngine
from checker.concluding.remembering import RememberingEngine
from checker.evidence.evidence import DatumKey, Evidence
from checker.explaining.completing import ends
from checker.explaining.turning import Turnings
from checker.measuring.measurement import FREE, Measurement
from checker.quantity.ranges import Ranges, common
from checker.ruleset.compiled import Ruleset
from checker.ruleset.definition import Requirement
from checker.verdict.part import Concluded, Ruled

End = Concluded | Ruled
Ends = Mapping[str, frozenset[End]]
_ENGINE = RememberingEngine(PlainEngine())


def ends_of(measurements: Mapping[str, Measurement], concluded: Mapping[str, End], evidence: Evidence,
            ruleset: Ruleset) -> dict[str, frozenset[End]]:
    """What each item can still come to; what is decided stays so."""
    return {name: frozenset((outcome,)) if outcome in _FINAL else ends(measurements[name], evidence, ruleset)
            for name, outcome in concluded.items()}


_FINAL: frozenset[str] = frozenset((
    "met", "unmet", "not_applicable", "computed", "review", "diverted", NOT_SELECTED))


def reachable(of_items: Ends, ruleset: Ruleset) -> frozenset[End]:
    """What the verdict can still be concluded to be."""
    if not ruleset.kind.groups:
        binding = [found for name, found in of_items.items() if ruleset.items[name].model.weight == "binding"]
        whole = admission_fact if ruleset.kind.admits else _account
        return _together(binding, 1, whole)
    groups = [group_ends(requirement, of_items) for requirement in ruleset.model.requirements]
    return _together(groups, 1, lambda found: group_fact(VERDICT, "all_of", len(found), found, stage=VERDICT))


def group_ends(requirement: Requirement, of_items: Ends) -> frozenset[End]:
    """What a group can still be concluded to be."""
    form = "at_least" if requirement.optional else "all_of"
    needed = requirement.at_least or len(requirement.members)
    return _together([of_items[name] for name in requirement.members], needed if requirement.optional else 1,
                     partial(group_fact, requirement.id, form, needed))


def _account(found: Sequence[End]) -> Fact:
    return group_fact(VERDICT, "account", len(found), found, stage=VERDICT)


def _together(members: Iterable[frozenset[End]], most: int, fact: Callable[[Sequence[End]], Fact]
              ) -> frozenset[End]:
    """What the rules conclude of one end of each member, of which ``most`` alike count."""
    if most == 1:  # that an end occurs is all that counts
        occurring: set[frozenset[End]] = {frozenset()}
        for member in members:
            occurring = {before | {end} for before in occurring for end in member}
        return frozenset(_concluded(fact(sorted(found))) for found in occurring)
    counted: set[tuple[tuple[End, int], ...]] = {()}
    for member in members:
        counted = {_with(before, end, most) for before in counted for end in member}
    return frozenset(_concluded(fact([end for end, times in found for _ in range(times)]))
                     for found in counted)


def _concluded(fact: Fact) -> End:
    [firing] = _ENGINE.conclude([fact])
    return firing.outcome


def _with(before: tuple[tuple[End, int], ...], end: End, most: int) -> tuple[tuple[End, int], ...]:
    counts = dict(before)
    counts[end] = min(counts.get(end, 0) + 1, most)
    return tuple(sorted(counts.items()))


def contradicted(measurements: Mapping[str, Measurement], of_items: Ends,
                 turnings: Turnings) -> Iterator[tuple[DatumKey, list[str]]]:
    """Each missing number that can't be such that all items are met which nothing else keeps open."""
    waiting: dict[DatumKey, list[tuple[str, Ranges]]] = {}
    for name in _needed(turnings.ruleset):
        lacking = {need for e in measurements[name].deciding for need in e.missing}
        if len(of_items[name]) > 1 and FREE not in of_items[name] and len(lacking) == 1:
            [need] = lacking
            if need.kind == "quantity" and not isinstance(need.year, str):
                found = turnings.of(measurements[name], (need.name, need.year))
                if found is not None and found.exact and found.whole:
                    waiting.setdefault(found.key, []).append((name, found.met))
    for key, items in waiting.items():
        left = items[0][1]
        for _, met in items[1:]:
            left = common(left, met)
        if not left:
            yield key, [name for name, _ in items]


def _needed(ruleset: Ruleset) -> list[str]:
    """The items that all have to be met."""
    if ruleset.kind.groups:
        return [name for r in ruleset.model.requirements if not r.optional for name in r.members]
    return [name for name, item in ruleset.items.items()
            if ruleset.kind.compares and item.model.weight == "binding" and not item.prohibits]
