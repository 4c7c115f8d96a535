"""The rules of procedure: what makes a verdict a trial, and what a reader is told of its rules.

One fact for each reason that there may be, in the order in which they are told; exactly one rule matches
it, and says whether it makes the verdict a trial, is only told, or is nothing.  Owns these rules.  Nothing
here depends on any standard.
"""

from __future__ import annotations

from typing import Final

from checker.concluding.rule import Condition, Rule
from checker.verdict.part import Concluded, Purpose, Ruled

TRIAL: Final = "trial"
TOLD: Final = "told"
NOTHING: Final = "nothing"
PURPOSE = "purpose"
PURPOSES: dict[Concluded | Ruled, Purpose] = {"formal": "formal", TRIAL: "trial"}
# What is only told comes last: it never bears on the purpose.
REASONS = ("made_up", "ground", "period_not_over", "attributes_unsourced", "edition", "overlay_made_up",
           "overlay_trial", "limits_not_seen", "factors_not_seen", "limits_are_targets", "not_covered",
           "requested_trial", "limits_quoted", "limits_by_copy", "factors_by_copy")


def _rule(form: str, name: str, outcome: Ruled, *when: Condition) -> Rule:
    return Rule(f"{form}.{name}", form, when, outcome)


MARK_RULES = (
    _rule("mark", "there", TRIAL, ("there", "==", "yes")),
    _rule("mark", "absent", NOTHING, ("there", "==", "no")),
)

GROUND_RULES = (
    _rule("ground", "own", NOTHING, ("own", "==", "yes")),
    _rule("ground", "not_own_ruleset", TRIAL, ("own", "==", "no")),
    _rule("ground", "no_ground", TRIAL, ("own", "==", "unknown")),
)

_SURELY: Condition = ("surely", "==", "yes")
_PERHAPS: Condition = ("surely", "==", "no")
_REPLACED: Condition = ("day", "==", "replaced")
_OUTSIDE: Condition = ("day", "==", "outside")

EDITION_RULES = (
    _rule("edition", "in_force", NOTHING, ("day", "==", "within")),
    _rule("edition", "over", TRIAL, _REPLACED, _SURELY),
    _rule("edition", "perhaps_over", TRIAL, _REPLACED, _PERHAPS),
    _rule("edition", "not_in_force", TRIAL, _OUTSIDE, _SURELY),
    _rule("edition", "perhaps_not_in_force", TRIAL, _OUTSIDE, _PERHAPS),
    _rule("edition", "start_unknown", TRIAL, ("day", "==", "unknown")),
)

_USED: Condition = ("used", "==", "yes")
_SOME: Condition = ("count", ">", 0)
_QUOTED: Condition = ("seen", "==", "quoted")

STANDING_RULES = (
    _rule("standing", "not_used", NOTHING, ("used", "==", "no")),
    _rule("standing", "none", NOTHING, _USED, ("count", "==", 0)),
    _rule("standing", "unseen", TRIAL, _USED, _SOME, ("seen", "==", "unseen")),
    _rule("standing", "target", TRIAL, _USED, _SOME, ("seen", "==", "target")),
    _rule("standing", "copied", TOLD, _USED, _SOME, ("seen", "==", "copied")),
    _rule("standing", "quoted", TOLD, _USED, _SOME, _QUOTED, ("concludes", "==", "conformity")),
    _rule("standing", "quoted_of_clause", NOTHING, _USED, _SOME, _QUOTED, ("concludes", "==", "admission")),
)

COVERAGE_RULES = (
    _rule("coverage", "whole", NOTHING, ("not_covered", "==", 0)),
    _rule("coverage", "gaps", TRIAL, ("not_covered", ">", 0), ("outcome_met", "==", "yes")),
    _rule("coverage", "gaps_bear_nothing", NOTHING, ("not_covered", ">", 0), ("outcome_met", "==", "no")),
)

REQUEST_RULES = (
    _rule("request", "trial_asked", TRIAL, ("asked", "==", "trial")),
    _rule("request", "formal_asked", NOTHING, ("asked", "==", "formal")),
    _rule("request", "trial_stated", TRIAL, ("asked", "==", "nothing"), ("stated_trial", "==", "yes")),
    _rule("request", "none", NOTHING, ("asked", "==", "nothing"), ("stated_trial", "==", "no")),
)

PURPOSE_RULES = (
    _rule(PURPOSE, "reason_for_trial", TRIAL, ("trial", ">", 0)),
    _rule(PURPOSE, "no_reason_for_trial", "formal", ("trial", "==", 0)),
)

# The reasons that may make a verdict a trial, as they are told: of a ground or an edition by the rule.
TRIAL_REASONS = frozenset(REASONS) - {
    "ground", "edition", "limits_quoted", "limits_by_copy", "factors_by_copy"} | {
    rule.name.partition(".")[2] for rule in (*GROUND_RULES, *EDITION_RULES) if rule.outcome == TRIAL}
# The notes that tell them.
TRIAL_NOTES = frozenset(f"note.{reason}" for reason in TRIAL_REASONS)

PROCEDURE_RULES = (*MARK_RULES, *GROUND_RULES, *EDITION_RULES, *STANDING_RULES, *COVERAGE_RULES,
                   *REQUEST_RULES, *PURPOSE_RULES)
