"""What a ruleset is, by what it concludes: a conformity, an account or an admission.

Owns in what their rules differ, so that nobody has to ask for the word.  In what a verdict of each is said
and shown otherwise, :mod:`checker.reporting.verdict_kind` knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Concludes = Literal["conformity", "admission", "account"]


@dataclass(frozen=True)
class RulesetKind:
    """In what rulesets differ by what they conclude.

    ``groups``: requirements group the items, and the verdict rests on them; else on the binding items.
    ``compares``: values are compared with limits; else they are only computed.
    ``admits``: items are clauses that let a project in or keep it out: floors, prohibitions, questions on
    which a person's opinion counts; what got lost there would let it in.
    """

    groups: bool
    compares: bool
    admits: bool


KINDS: Mapping[Concludes, RulesetKind] = {
    "conformity": RulesetKind(groups=True, compares=True, admits=False),
    "account": RulesetKind(groups=False, compares=False, admits=False),
    "admission": RulesetKind(groups=False, compares=True, admits=True),
}
