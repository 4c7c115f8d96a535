"""What is to be done next about a subject, in one word, for whoever has many of them on the desk.

Owns the words and their order.  It must not judge: verdict and explanation say all of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from checker.explaining.explanation import Explanation
from checker.verdict.part import Outcome
from checker.verdict.verdict import Verdict

Triage = Literal["refused", "only_refused", "review", "diverted", "one_answer", "several_answers",
                 "contradicted", "never", "outside", "good"]
# The order in which a desk is cleared: what is decided against, then what a person or few answers decide.
TRIAGES: tuple[Triage, ...] = get_args(Triage)
_DECIDED: Mapping[Outcome, Triage] = {
    "unmet": "refused", "review": "review", "diverted": "diverted", "met": "good", "computed": "good",
    "not_applicable": "outside"}
_HOPELESS = ({"unmet"}, {"unmet", "undetermined"})


def triage(verdict: Verdict, explanation: Explanation) -> Triage:
    """What is to be done next."""
    if verdict.outcome in _DECIDED:
        return _DECIDED[verdict.outcome]
    reachable = set(explanation.reachable)
    if reachable in _HOPELESS:
        return "only_refused"
    if reachable == {"undetermined"}:
        return "never"
    if not explanation.questions:
        return "contradicted"
    return "one_answer" if len(explanation.questions) == 1 else "several_answers"
