"""The explanation of a verdict: from what it was found from and the same rules, beside what was judged.

Owns which parts are made of what.  It must not judge.
"""

from __future__ import annotations

from typing import Any

from checker.concluding.outcome import shown
from checker.doubting.doubts import doubts
from checker.explaining.completing import refusing_answers
from checker.explaining.explanation import ContradictedPart, Explanation
from checker.explaining.gaps import gap, nearest_members
from checker.explaining.priority import questions
from checker.explaining.reachable import contradicted, ends_of, reachable
from checker.explaining.turning import Turnings
from checker.explaining.unmoved import unmoved_since
from checker.explaining.way import ways
from checker.judging.judged_case import JudgedCase
from checker.measuring.limit import MET, UNDETERMINED, UNMET
from checker.ruleset.compiled import Ruleset
from checker.ruleset.conclusive import to_blame
from checker.verdict.part import BUT_FOR_MORE, LIKE_REFUSED


def explained(case: JudgedCase, ruleset: Ruleset, before: Any = None) -> Explanation:
    """What explains the verdict of ``case``, by ``ruleset`` under its overlays.

    ``before`` is the earlier verdict beside which it was put, as plain data.
    """
    turnings = Turnings(case.evidence, ruleset)
    gaps = {found.item: part for found in case.verdict.findings
            if (part := gap(found, case.measured[found.item], turnings))}
    nearest = [near for part in case.verdict.requirements if (near := nearest_members(part, gaps))]
    found = ahead(case, ruleset, turnings)
    return found.model_copy(update={
        "gaps": list(gaps.values()), "nearest": nearest,
        "doubts": [*found.doubts, *(unmoved_since(before, case.verdict) if before else ())]})


def ahead(case: JudgedCase, ruleset: Ruleset, turnings: Turnings | None = None) -> Explanation:
    """The explanation without gaps: what the verdict can still become, what to ask, ways in, doubts.

    ``turnings`` of the case, where some have been searched for already.
    """
    doubtful, turnings = doubts(case, ruleset), turnings or Turnings(case.evidence, ruleset)
    found = [way for part in case.verdict.findings if ruleset.kind.admits and part.outcome in LIKE_REFUSED
             for way in ways(case.measured[part.item], turnings)]
    if case.verdict.outcome != UNDETERMINED:
        return Explanation(ways=found, doubts=doubtful)
    evidence, measured = case.evidence, case.measured
    of_items = ends_of(measured, {name: firing.outcome for name, firing in case.concluded.items()},
                       evidence, ruleset)
    against = [ContradictedPart(quantity=name, year=year, items=items)
               for (name, year), items in contradicted(measured, of_items, turnings)]
    chances = refusing_answers(
        [found for name, found in measured.items() if len(of_items[name]) > 1 and UNMET in of_items[name]],
        evidence, ruleset)
    unread = [item.id for item in to_blame(ruleset)]
    # An item that stays open keeps it from a person's opinion too.
    excluded = {MET, *BUT_FOR_MORE} if unread else {MET} if against else set()
    can_become = {shown(end) for end in reachable(of_items, ruleset)} - excluded
    refused = {name for name, found in of_items.items() if found == {UNMET}} if can_become == {UNMET} else ()
    return Explanation(reachable=sorted(can_become), unread=unread, contradicted=against,
                       questions=questions(case.verdict, of_items, chances, ruleset, refused),
                       ways=found, doubts=doubtful)
