"""A ruleset under local provisions: a new ruleset, with what was changed and by whom.

Owns when an overlay is used, the order of its provisions, and the check of the whole that comes of
them; each provision is :mod:`checker.ruleset.amending`'s business.  It must not judge.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from checker.errors import Problem, RulesetError
from checker.files.canonical import canonical_model, digest
from checker.ruleset.amending import Amendment
from checker.ruleset.compiled import Ruleset
from checker.ruleset.compiling import compile_ruleset
from checker.ruleset.definition import RulesetModel
from checker.ruleset.edition import InForce, earliest, latest
from checker.ruleset.overlay import Applied, Overlay, OverlayModel
from checker.ruleset.tightness import said, tighter
from checker.validation import build

__all__ = ["amended", "overlay_from", "said", "tighter"]


def overlay_from(data: Any) -> Overlay:
    """An overlay from plain data; raises :class:`RulesetError` without file and line."""
    model, problems = build(OverlayModel, data)
    if model is None:
        raise RulesetError(problems)
    return Overlay(model, digest(canonical_model(model)))


def amended(ruleset: Ruleset, overlay: Overlay, day: dt.date) -> Ruleset:
    """``ruleset`` under ``overlay`` as of ``day``.

    Its digest stays that of the ruleset without overlays.  Raises :class:`RulesetError` when the
    overlay is for another ruleset, names what there isn't, or relaxes without a waiver.
    """
    model = overlay.model
    if model.base.ruleset != ruleset.id:
        raise RulesetError(Problem("overlay.other_ruleset", {
            "given": ruleset.id, "due": model.base.ruleset}, ("base", "ruleset")))
    if model.base.digest not in (None, ruleset.digest):
        raise RulesetError(Problem("overlay.other_state", {
            "ruleset": ruleset.id, "given": model.base.digest, "due": ruleset.digest}, ("base", "digest")))
    if not _in_force(model.in_force, day):
        # With its own memory: what is remembered are words, in which the overlays are named too.
        return replace(ruleset, overlays=(*ruleset.overlays, Applied(overlay, in_force=False)), remembered={})
    work = Amendment(ruleset, overlay, day)
    changed = _carried_out(work)
    named = (*changed.items, *(r.id for r in changed.model.requirements), *changed.model.factors)
    changes = {item: found for item in named
               if (found := (*ruleset.changes.get(item, ()), *work.changes.get(item, ())))}
    return replace(changed, changes=changes, overlays=(*ruleset.overlays, Applied(overlay, in_force=True)))


def _in_force(time: InForce, day: dt.date) -> bool:
    """Whether the provisions are in force on ``day``; neither yes nor no is a problem."""
    surely = latest(time.since) <= day and (time.until is None or day <= earliest(time.until))
    perhaps = earliest(time.since) <= day and (time.until is None or day <= latest(time.until))
    if perhaps and not surely:
        raise RulesetError(Problem("overlay.perhaps_in_force", {
            "day": day.isoformat(), "since": time.since, "until": time.until or ""}, ("in_force",)))
    return surely


def _carried_out(work: Amendment) -> Ruleset:
    """Every provision, in the order in which they build on each other; then the whole again."""
    work.add()
    for section, act in (("corrected", work.correct), ("tighten", work.tighten),
                         ("waive", work.waive), ("adopt", work.adopt)):
        entries = getattr(work.overlay.model, section)
        for position, entry in enumerate(entries):
            path = (section, position)
            if work.known(entry.item, (*path, "item")) and work.once(entry, entries[:position], path):
                act(entry, path)
    for position, confirmation in enumerate(work.overlay.model.confirmed):
        work.confirm(confirmation, ("confirmed", position))
    work.mark_corrected()
    if work.problems:
        raise RulesetError(work.problems)
    built, problems = build(RulesetModel, work.data)
    try:
        if built is None:
            raise RulesetError(problems)
        return compile_ruleset(built, work.ruleset.digest)
    except RulesetError as error:
        raise RulesetError([replace(p, path=work.origin(p.path)) for p in error.problems]) from None
