"""What a reader should know of the rules themselves: adoptions, overlays, transitions, their age.

Owns the notes on the ruleset as it was used.  It must not judge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from checker.judging.noting import note
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import latest
from checker.verdict.found import ItemFinding, NoteCode
from checker.verdict.vocabulary import Noticed

if TYPE_CHECKING:
    from checker.ruleset.overlay import ChangeKind, ItemAmendment

_CHANGED: dict[ChangeKind, Noticed] = {
    "tightened": "note.tightened", "waived": "note.waived", "waiver_expired": "note.waiver_expired",
    "adopted": "note.adopted_locally", "confirmed": "note.confirmed", "corrected": "note.corrected",
    "added": "note.added"}


def provisions(ruleset: Ruleset, day: dt.date, findings: Sequence[ItemFinding],
               standings: Sequence[NoteCode]) -> list[NoteCode]:
    """Everything about the rules that isn't in the standard itself, or that time has overtaken.

    ``standings`` say how limits and factors were seen.
    """
    return [*_inapplicable(ruleset, findings), *standings, *_adopted(ruleset), *_idle(ruleset),
            *_confirmed(ruleset), *_changed(ruleset), *_transitions(ruleset, day), *_stale(ruleset, day)]


def _inapplicable(ruleset: Ruleset, findings: Sequence[ItemFinding]) -> Iterator[NoteCode]:
    """Why an item doesn't apply: its condition in words, unless an overlay waived it."""
    for finding in findings:
        condition = ruleset.items[finding.item].applies
        if finding.outcome == "not_applicable" and condition and not ruleset.changes.get(finding.item):
            yield note("note.not_applicable", finding.item)


def _adopted(ruleset: Ruleset) -> Iterator[NoteCode]:
    """The readings that the ruleset itself says were adopted."""
    for item in ruleset.items.values():
        choice = item.model.adopted
        if choice and not any(c.kind == "adopted" for c in ruleset.changes.get(item.id, ())):
            yield note("note.adopted", item.id)


def _idle(ruleset: Ruleset) -> Iterator[NoteCode]:
    for applied in ruleset.overlays:
        if not applied.in_force:
            yield note("note.overlay_idle", overlay={"overlay": applied.overlay.digest})


def _confirmed(ruleset: Ruleset) -> Iterator[NoteCode]:
    """One note for each confirmation, with the items that it covers."""
    found: dict[ItemAmendment, list[str]] = {}
    for item, changes in ruleset.changes.items():
        for change in changes:
            if change.kind == "confirmed":
                found.setdefault(change, []).append(item)
    for change, items in found.items():
        change_of = {"change": [items[0], str(ruleset.changes[items[0]].index(change))]}
        yield note("note.confirmed", count=len(items), change=change_of, items={"named": items})


def _changed(ruleset: Ruleset) -> Iterator[NoteCode]:
    for item, changes in ruleset.changes.items():
        for place, change in enumerate(changes):
            if change.kind == "confirmed":
                continue
            changed = {"change": [item, str(place)]}
            if item not in ruleset.items:
                yield note("note.added_requirement", change=changed)
                continue
            whole = change.kind == "waived" and change.after is None
            yield note("note.waived_whole" if whole else _CHANGED[change.kind], item, change=changed)


def _transitions(ruleset: Ruleset, day: dt.date) -> Iterator[NoteCode]:
    for place, transition in enumerate(ruleset.model.transitional):
        if day <= latest(transition.until):
            yield note("note.transitional", transition={"transition": str(place)})


def _stale(ruleset: Ruleset, day: dt.date) -> Iterator[NoteCode]:
    checked = ruleset.model.checked
    if checked and checked.stale(day):
        yield note("note.stale")
