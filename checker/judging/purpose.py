"""Formal or trial, and on what ground.

Owns when a verdict is forced to be a trial.  It must not change an outcome.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence, Set
from typing import Literal

from checker.dossier.dossier import Against, Dossier
from checker.judging.noting import note
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import earliest, status
from checker.verdict.found import Decider, ItemFinding, NoteCode

UNCERTAIN = ("sister", "deduced", "recollected", "unknown")
Purpose = Literal["formal", "trial"]


def ground_of(dossier: Dossier, ruleset: Ruleset) -> Against | None:
    """What the dossier says of being judged by this ruleset."""
    return next((a for a in dossier.against if a.ruleset == ruleset.id), None)


def deciding_items(outcome: str, decided_by: Sequence[Decider], findings: Sequence[ItemFinding],
                   ruleset: Ruleset) -> set[str]:
    """The items on whose limits the verdict rests.

    An unmet verdict rests on what is unmet; any other on every item that counts, since one of them
    being unmet would change it.
    """
    if outcome == "unmet":
        return {item for decider in decided_by for item in decider.items}
    return {f.item for f in _counting(findings, ruleset)
            if f.outcome not in ("not_applicable", "not_selected")}


def _counting(findings: Sequence[ItemFinding], ruleset: Ruleset) -> list[ItemFinding]:
    """Those of a requirement, or without requirements the binding ones."""
    items = ruleset.items
    grouped = any(items[f.item].requirement for f in findings)
    return [f for f in findings if items[f.item].requirement
            or (not grouped and items[f.item].model.weight == "binding")]


def purpose_of(dossier: Dossier, ruleset: Ruleset, assessed_on: dt.date, findings: Sequence[ItemFinding],
               outcome: str, deciding: set[str], asked: str | None) -> tuple[Purpose, list[NoteCode]]:
    """The purpose, and a note for each reason that forces a trial."""
    notes = [note("note.made_up")] if dossier.made_up else []
    ground = ground_of(dossier, ruleset)
    if ground is None:
        notes.append(note("note.no_ground"))
    elif not ground.own:
        notes.append(note("note.not_own_ruleset", ground=ground.ground))
    if dossier.period is not None and assessed_on < dt.date(dossier.period, 12, 31):
        notes.append(note("note.period_not_over", day=assessed_on.isoformat(), period=dossier.period))
    unsourced = _unsourced(dossier, ruleset, deciding | _not_applicable(findings, ruleset))
    if unsourced:
        notes.append(note("note.attributes_unsourced", names={"attributes": unsourced}))
    notes += _edition(ruleset, assessed_on)
    if any(applied.overlay.model.made_up for applied in ruleset.overlays):
        notes.append(note("note.overlay_made_up"))
    notes += [note("note.overlay_trial", overlay={"overlay": applied.overlay.digest})
              for applied in ruleset.overlays if applied.in_force and applied.overlay.model.trial]
    notes += _limits(ruleset, deciding)
    if outcome == "met" and ruleset.model.not_covered:
        notes.append(note("note.not_covered"))
    wanted = asked or dossier.purpose
    if wanted == "trial":
        notes.append(note("note.requested_trial"))
    return ("trial" if notes else "formal"), notes


def _edition(ruleset: Ruleset, day: dt.date) -> list[NoteCode]:
    """Why the edition isn't surely the one in force on ``day``."""
    model = ruleset.model
    found, after = status(model.in_force, model.superseded_by, day), model.superseded_by
    if found == "in_force":
        return []
    if found in ("over", "perhaps_over") and after and earliest(after.since) <= day:
        return [note(f"note.{found}", day=day.isoformat())]
    code = "note.perhaps_not_in_force" if found.startswith("perhaps") else "note.not_in_force"
    return [note(code, day=day.isoformat())]


def _limits(ruleset: Ruleset, deciding: set[str]) -> list[NoteCode]:
    """Limits that nobody has seen, and limits that are only targets or values to be guided by."""
    items = {name: item for name, item in ruleset.items.items() if name in deciding}
    account = ruleset.model.concludes == "account"
    unsure = [name for name, item in items.items() if not account
              and item.model.source.limit in UNCERTAIN]
    aims = [name for name, item in items.items() if not account
            and ruleset.model.kind_of(item.model) != "requirement"]
    factors = factors_seen(ruleset, deciding, UNCERTAIN)
    notes = []
    if unsure:
        notes.append(note("note.limits_not_seen", count=len(unsure), items={"items": unsure}))
    if factors:
        notes.append(note("note.factors_not_seen", count=len(factors), names={"factors": factors}))
    if aims:
        notes.append(note("note.limits_are_targets", count=len(aims), items={"items": aims}))
    return notes


def factors_seen(ruleset: Ruleset, deciding: Set[str], standings: Sequence[str]) -> list[str]:
    """The factors that deciding items use and whose text was seen in one of these ways."""
    known = ruleset.model.factors
    names = dict.fromkeys(name for item in ruleset.items.values() if item.id in deciding
                          for name in item.factors)
    return [name for name in names if known[name].source.seen in standings]


def _not_applicable(findings: Sequence[ItemFinding], ruleset: Ruleset) -> set[str]:
    return {finding.item for finding in _counting(findings, ruleset) if finding.outcome == "not_applicable"}


def _unsourced(dossier: Dossier, ruleset: Ruleset, items: set[str]) -> list[str]:
    """Facts about the subject that bear on what decides, and whose source the dossier doesn't state."""
    asked = {asked for name, item in ruleset.items.items() if name in items for asked in item.attributes}
    return [name for name, attribute in sorted(dossier.attributes.items())
            if name in asked and attribute.source is None]
