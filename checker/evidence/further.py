"""What a ruleset would say of a dossier that can't be read whole: all that is wrong is named in one round.

Owns what is said and what is kept back because it only follows from something else that is wrong.  It
must not judge.
"""

from __future__ import annotations

from typing import Any

from checker.dossier.readable import readable_part
from checker.dossier.sources import undeclared
from checker.errors import Problem
from checker.evidence.binding import gather
from checker.ruleset.compiled import Ruleset
from checker.validation import LAST_YEAR

# What is no news where the field itself can't be read and something stands in for it.
FOLLOWS = {
    "subject": ("dossier.nameless", "dossier.wrong_kind"),
    "period": ("attribute.base_not_before", "list.other_year"),
    "documents": ("dossier.unknown_document",),
}


def further(data: Any, ruleset: Ruleset, year: int | None) -> list[Problem]:
    """What is wrong with the readable rest, each by its path in ``data``.

    ``year`` is the one that is assessed where the dossier says none; without one, nothing is said that
    hangs on it.
    """
    rest = readable_part(data, ruleset.model.judges)
    if rest is None:
        return []
    period = rest.dossier.period or year
    stated = data.get("documents")
    problems = [*undeclared(rest.dossier, stated if isinstance(stated, dict) else {}),
                *gather(rest.dossier, ruleset, period or LAST_YEAR)[1]]
    unread = rest.unread if period else rest.unread | {"period"}
    follows = {code for head in unread for code in FOLLOWS.get(head, ())}
    return [rest.moved_back(problem) for problem in problems if problem.code not in follows]
