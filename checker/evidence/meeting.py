"""A dossier and a ruleset while they meet: what has been collected, and what is wrong so far.

Owns what every part of their meeting needs: the evidence, the mismatches with their fields, and whose item
is meant.  It must not read values.
"""

from __future__ import annotations

from checker.dossier.dossier import Dossier
from checker.errors import Problem
from checker.evidence.evidence import Evidence
from checker.evidence.spelling import Writing
from checker.places import Path
from checker.ruleset.compiled import Ruleset
from checker.ruleset.terms import family_of
from checker.text.unstated import states_nothing
from checker.validation import shorten, slip, suggestion


class Meeting:
    """The evidence of one period as far as it is gathered, and every mismatch."""

    def __init__(self, dossier: Dossier, ruleset: Ruleset, period: int) -> None:
        self.dossier = dossier
        self.ruleset = ruleset
        self.period = period
        self.evidence = Evidence(period, once=ruleset.once, scoped=ruleset.scoped, priced=ruleset.priced)
        self.problems: list[Problem] = []
        self.writing = Writing(self.evidence)

    def problem(self, code: str, path: Path, **params: object) -> None:
        """Name a mismatch by its field."""
        self.problems.append(Problem(code, params, path))

    def answered(self, by: str, path: Path) -> None:
        """Whoever answers for something has to be somebody."""
        if states_nothing(by):
            self.problem("dossier.by_nobody", path, given=shorten(by))

    def own_item(self, item: str, path: Path) -> bool:
        """Whether the item is one of this ruleset's; an unknown one of its family is a problem."""
        if item in self.ruleset.items:
            return True
        families = self.ruleset.families
        if family_of(item) in families:
            self.problem("dossier.unknown_item", path, id=item, ruleset=self.ruleset.id,
                         hint=suggestion(item, list(self.ruleset.items)))
        elif near := slip(family_of(item), families):
            self.evidence.unused.append((item, f"{near}.{item.partition('.')[2]}"))
        else:
            self.evidence.others[family_of(item)] += 1
        return False
