"""The explanation of a verdict: from the same dossier and the same rules, beside what was judged.

Owns which parts are made of what.  It measures again what the verdict was measured by, and must not judge.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.concluding.conclude import conclude_items
from checker.concluding.outcome import shown
from checker.concluding.plain import PlainEngine
from checker.dossier.dossier import Dossier
from checker.dossier.holding import holding
from checker.evidence.binding import bind
from checker.evidence.evidence import Evidence
from checker.explaining.completing import refusing_answers
from checker.explaining.explanation import ContradictedPart, Explanation
from checker.explaining.gaps import gap, nearest_members
from checker.explaining.priority import questions
from checker.explaining.reachable import contradicted, ends_of, reachable
from checker.measuring.limit import MET, UNDETERMINED
from checker.measuring.measure import measure
from checker.measuring.measurement import REVIEW, Measurement
from checker.ruleset.compiled import Ruleset
from checker.ruleset.conclusive import to_blame
from checker.verdict.verdict import Verdict

_ENGINE = PlainEngine()


def explained(verdict: Verdict, dossier: Dossier, ruleset: Ruleset) -> Explanation:
    """What explains ``verdict``, which is that on ``dossier`` by ``ruleset``, under its overlays."""
    evidence, measured = _measured(verdict, dossier, ruleset)
    gaps = {found.item: part for found in verdict.findings
            if (part := gap(found, measured[found.item], evidence, ruleset))}
    nearest = [near for part in verdict.requirements if (near := nearest_members(part, gaps))]
    return _ahead(verdict, evidence, measured, ruleset).model_copy(
        update={"gaps": list(gaps.values()), "nearest": nearest})


def ahead(verdict: Verdict, dossier: Dossier, ruleset: Ruleset) -> Explanation:
    """Of the explanation only what lies ahead: what the verdict can still become, and what to ask."""
    if verdict.outcome != UNDETERMINED:
        return Explanation()
    return _ahead(verdict, *_measured(verdict, dossier, ruleset), ruleset)


def _measured(verdict: Verdict, dossier: Dossier,
              ruleset: Ruleset) -> tuple[Evidence, dict[str, Measurement]]:
    evidence = bind(holding(dossier).dossier, ruleset, verdict.period)
    return evidence, {name: measure(item, evidence, ruleset) for name, item in ruleset.items.items()}


def _ahead(verdict: Verdict, evidence: Evidence, measured: Mapping[str, Measurement],
           ruleset: Ruleset) -> Explanation:
    if verdict.outcome != UNDETERMINED:
        return Explanation()
    concluded = {name: firing.outcome for name, firing in
                 conclude_items(measured, evidence.selected, ruleset, _ENGINE).items()}
    of_items = ends_of(measured, concluded, evidence, ruleset)
    against = [ContradictedPart(quantity=name, year=year, items=items)
               for (name, year), items in contradicted(measured, of_items, evidence, ruleset)]
    chances = {name: chance for name, found in measured.items()
               if len(of_items[name]) > 1
               and (chance := refusing_answers(found, evidence, ruleset)) is not None}
    unread = [item.id for item in to_blame(ruleset)]
    # An item that stays open keeps it from a person's opinion too.
    excluded = {MET, REVIEW} if unread else {MET} if against else set()
    can_become = {shown(end) for end in reachable(of_items, ruleset)} - excluded
    return Explanation(reachable=sorted(can_become), unread=unread, contradicted=against,
                       questions=questions(verdict, of_items, chances, ruleset))
