"""Formal or trial, and on what ground.

Owns when a verdict is forced to be a trial.  It must not change an outcome.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from checker.dossier.model import Against, Dossier
from checker.judging.noting import note
from checker.judging.verdict import Decider, Finding, Note
from checker.ruleset.compiled import Ruleset

UNCERTAIN_LIMITS = ("sister", "deduced", "recollected", "unknown")
Purpose = Literal["formal", "trial"]


def ground_of(dossier: Dossier, ruleset: Ruleset) -> Against | None:
    """What the dossier says of being judged by this ruleset."""
    return next((a for a in dossier.against if a.ruleset == ruleset.id), None)


def deciding_items(outcome: str, decided_by: Sequence[Decider], findings: Sequence[Finding]) -> set[str]:
    """The items on whose limits the verdict rests.

    An unmet verdict rests on what is unmet; any other on every item that counts, since one of them
    being unmet would change it.
    """
    if outcome == "unmet":
        return {item for decider in decided_by for item in decider.items}
    return {f.item for f in findings if f.requirement and f.outcome in ("met", "unmet", "undetermined")}


def purpose_of(dossier: Dossier, ruleset: Ruleset, assessed_on: dt.date, deciding: set[str],
               asked: str | None) -> tuple[Purpose, list[Note]]:
    """The purpose, and a note for each reason that forces a trial."""
    notes = [note("note.made_up")] if dossier.made_up else []
    ground = ground_of(dossier, ruleset)
    if ground is None:
        notes.append(note("note.no_ground"))
    elif not ground.own:
        notes.append(note("note.not_own_ruleset", ground=ground.ground))
    if not ruleset.model.in_force.covers(assessed_on):
        notes.append(note("note.not_in_force", day=assessed_on.isoformat(),
                          since=ruleset.model.in_force.since.isoformat()))
    unsure = [name for name, item in ruleset.items.items()
              if name in deciding and item.model.source.limit in UNCERTAIN_LIMITS]
    if unsure:
        numbers = "、".join(item.rsplit(".", 1)[-1] for item in unsure)
        notes.append(note("note.limits_not_seen", count=len(unsure), items=numbers))
    wanted = asked or dossier.purpose
    if wanted == "trial":
        notes.append(note("note.requested_trial"))
    return ("trial" if notes else "formal"), notes
