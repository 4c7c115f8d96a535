"""What was found: of each item, of each requirement, what is lacking, and what would settle the verdict.

Owns how these rest on each other.  It must not conclude, measure or make words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from checker.concluding.conclude import Conclusions
from checker.concluding.outcome import NOT_SELECTED, shown
from checker.evidence.evidence import Evidence
from checker.judging.deciding import binds, open_items, perhaps
from checker.judging.finding import finding
from checker.judging.restating import Restated
from checker.judging.series import YearMeasured
from checker.judging.wanting import Wanting, group_settlement, item_wanting, lacking
from checker.ruleset.compiled import Ruleset
from checker.ruleset.definition import Requirement
from checker.verdict.found import ItemFinding, LackingDatum, RequirementFinding
from checker.verdict.part import Outcome, Settlement


@dataclass(frozen=True)
class Findings:
    """All findings of a verdict."""

    items: list[ItemFinding]
    requirements: list[RequirementFinding]
    missing: list[LackingDatum]
    settled_by: Settlement | None


def findings(measurements: YearMeasured, judged: Conclusions, evidence: Evidence, restated: Restated,
             ruleset: Ruleset) -> Findings:
    """The findings of what was measured and concluded."""
    wanting = _wanting(measurements, judged, ruleset)
    items = [finding(measurements[name], firing, evidence, ruleset, wanting.get(name), restated)
             for name, firing in judged.items.items()]
    requirements = [_requirement(part, judged, wanting) for part in ruleset.model.requirements]
    missing = lacking(wanting, open_items(judged, ruleset), ruleset, evidence.unstated)
    deciding = [part.settled_by for part in requirements] if ruleset.kind.groups else [
        found.settled_by for found in items if binds(found.item, ruleset)]
    return Findings(items, requirements, missing, _settlement(deciding, judged))


def _wanting(measurements: YearMeasured, judged: Conclusions, ruleset: Ruleset) -> dict[str, Wanting]:
    """What each item lacks that is open, or on which the verdict waits."""
    waiting = perhaps(judged, ruleset)
    return {name: item_wanting(measurements[name]) for name, firing in judged.items.items()
            if shown(firing.outcome, item=True) == "undetermined" or name in waiting}


def _settlement(deciding: Sequence[Settlement | None], judged: Conclusions) -> Settlement | None:
    """What would settle a verdict that is open, by what would settle each part that decides."""
    if shown(judged.verdict.outcome) != "undetermined":
        return None
    return group_settlement("all_of", 0, [part for part in deciding if part])


def _requirement(requirement: Requirement, judged: Conclusions,
                 wanting: Mapping[str, Wanting]) -> RequirementFinding:
    outcomes: list[Outcome] = [shown(judged.items[m].outcome, item=True) for m in requirement.members]
    form: Literal["all_of", "at_least"] = "at_least" if requirement.optional else "all_of"
    needed = requirement.at_least or sum(o not in ("not_applicable", NOT_SELECTED) for o in outcomes)
    outcome = shown(judged.requirements[requirement.id].outcome)
    settled = None
    if outcome == "undetermined":
        # What is met but may not apply is among them where the verdict waits for that.
        waiting = [o for m, o in zip(requirement.members, outcomes, strict=True) if m in wanting]
        settled = group_settlement(form, needed - outcomes.count("met") + waiting.count("met"),
                                   [wanting[m].settlement for m in requirement.members if m in wanting])
    return RequirementFinding(
        id=requirement.id, outcome=outcome,
        form=form, met=outcomes.count("met"),
        unmet=outcomes.count("unmet"), undetermined=outcomes.count("undetermined"),
        not_applicable=outcomes.count("not_applicable"), not_selected=outcomes.count(NOT_SELECTED),
        needed=needed, members=list(requirement.members), settled_by=settled)
