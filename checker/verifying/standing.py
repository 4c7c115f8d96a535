"""How the rules of a capsule stand to those that this program knows, and to those in force today.

Owns the two comparisons.  It must not decide whether a page is genuine; it is given the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from checker.assessment.assess import assessed
from checker.assessment.choosing import Chosen
from checker.capsule.record import Record
from checker.capsule.releases import released
from checker.capsule.unpacking import CapsuleVerdict
from checker.comparing.rulesets import diff
from checker.errors import CheckerError, Problem
from checker.messages import text
from checker.quantity.day import in_words
from checker.reporting import words
from checker.ruleset.amended import amended
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import earliest
from checker.ruleset.terms import number_of
from checker.sentence import Sentence, Told
from checker.verifying.answers import Answer, Holds
from checker.verifying.ours import here, is_ours, ours, unreadable
from checker.verifying.posing import namesake, poses_as
from checker.verifying.provisions import provisions

if TYPE_CHECKING:
    Stands = tuple[Holds, Sequence[Sentence]]

MOST_CHANGES, MOST_EASIER = 12, 200


def known(parts: Sequence[CapsuleVerdict]) -> Answer:
    """Whether each ruleset is one that we have published under its id; what is ours but changed is not.

    An office's own is held against what lies in its folder now.  What local provisions changed is told
    beside it.
    """
    found = [_known(part.base) for part in parts]
    local = provisions(parts)
    held = {holds for holds, _ in found}
    order: tuple[Holds, ...] = ("no", "not_here", "told")
    worst = next((one for one in order if one in held), "told" if local else "yes")
    return Answer("ruleset", worst, [*(one for _, said in found for one in said), *local])


def _known(ruleset: Ruleset) -> Stands:
    named = {"ruleset": ruleset.id, "document": ruleset.model.document}
    if not is_ours(ruleset.id):
        posing = poses_as(ruleset)
        if posing is not None:
            own, by = posing
            likenesses = text("join.names").join(text(f"likeness.{one}") for one in by)
            posed = {**named, "own": own.id, "due": own.model.document, "likenesses": likenesses}
            return "no", [Problem("known.posing", posed), *_changes(own, ruleset)]
        offices = here(ruleset.id)
        if offices is not None:
            return _own(ruleset, offices, named)
        alike = namesake(ruleset)
        unlooked = [Problem("known.unlooked", {"names": text("join.names").join(
            names)})] if (names := unreadable()) else []
        return "not_here" if unlooked else "told", [
            Told("known.stranger", named), *unlooked,
            *([] if alike is None else [Told("known.namesake", {
                **named, "own": alike.id, "due": alike.model.document})])]
    due = ours(ruleset.id)
    if isinstance(due, Ruleset) and due.digest == ruleset.digest:
        return "yes", [Told("known.same", named)]
    versions = text("join.names").join(released(ruleset.id, ruleset.digest))
    if isinstance(due, Problem):
        return _unreadable(named, versions, due)
    changes = _changes(due, ruleset)
    if versions:
        return "told", [Told("known.earlier", {**named, "versions": versions}), *changes]
    return "no", [Problem("known.changed", named), *changes]


def _own(ruleset: Ruleset, due: Ruleset | Problem, named: dict[str, str]) -> Stands:
    """Of an office's own ruleset only what lies in its folder now is known, no earlier state."""
    if isinstance(due, Problem):
        return "not_here", [Problem("known.own_unreadable", {**named, "reason": due})]
    if due.digest == ruleset.digest:
        return "yes", [Told("known.own_same", named)]
    return "no", [Problem("known.own_changed", named), *_changes(due, ruleset)]


def _unreadable(named: dict[str, str], versions: str, why: Problem) -> Stands:
    """Of a ruleset that can't be read here the published states are still known, not what is otherwise."""
    if versions:
        return "told", [Told("known.published", {**named, "versions": versions, "reason": why})]
    return "not_here", [Problem("known.unreadable", {**named, "reason": why})]


def _changes(own: Ruleset, theirs: Ruleset) -> Sequence[Sentence]:
    """What the capsule's ruleset has otherwise than ours: first, and in full, what it makes easier."""
    try:
        found = sorted(diff(own, theirs), key=lambda change: change.bearing)
    except CheckerError as error:
        return error.problems
    easier = sum(change.bearing == 0 for change in found)
    told = found[:max(MOST_CHANGES, min(easier, MOST_EASIER))]
    more = [Told("known.more", {"count": len(found) - len(told)})] if len(found) > len(told) else []
    return [*(Told("known.change", {"change": change.said(ids=False)}) for change in told), *more]


def today(records: Sequence[Record], day: dt.date) -> Answer:
    """Whether the rules that we have today, on ``day``, would decide otherwise; information only."""
    said = [one for record in records for one in _today(record, day)]
    return Answer("today", "told", said)


def _today(record: Record, day: dt.date) -> list[Sentence]:
    name = record.base.id
    own = here(name)
    if own is None:
        return [Told("today.stranger", {"ruleset": name})]
    if isinstance(own, Problem):
        return [Problem("today.unreadable", {"ruleset": name, "reason": own})]
    now, said = _in_force(own, day)
    if now.id == record.base.id and now.digest == record.base.digest:
        return [*said, Told("today.same", {"ruleset": now.id})]
    rules = now
    try:
        if now.id == record.base.id:
            for applied in record.ruleset.overlays:
                rules = amended(rules, applied.overlay, day)
        chosen = Chosen(now, rules, record.verdict.ruleset.told)
        other = assessed(record.submission, chosen, day, record.asked)
    except CheckerError as error:
        return [*said, Problem("today.unfit", {"ruleset": now.id, "reason": error.problems[0]})]
    except Exception as bug:  # information only; whatever it is, the other answers stand
        return [*said, Problem("today.broke", {"ruleset": now.id, "kind": type(bug).__name__})]
    before, after = words.outcome(record.words), words.outcome(other.words)
    if before != after:
        said.append(Told("today.otherwise", {"ruleset": now.id, "before": before, "after": after}))
    else:
        said.append(Told("today.alike", {"ruleset": now.id, "outcome": after}))
    held = {found.item: found.outcome for found in record.verdict.findings}
    items = [number_of(found.item) for found in other.verdict.findings
             if held.get(found.item, found.outcome) != found.outcome]
    return [*said, Told("today.items", {"items": text("join.names").join(items)})] if items else said


def _in_force(ruleset: Ruleset, day: dt.date) -> tuple[Ruleset, list[Sentence]]:
    """The ruleset of the edition that has taken the place of this one on ``day``, if we have it."""
    after = ruleset.model.superseded_by
    if after is None or day < earliest(after.since):
        return ruleset, []
    said: list[Sentence] = [Told("today.superseded", {
        "document": ruleset.model.document, "successor": after.document, "since": in_words(after.since)})]
    later = here(after.ruleset) if after.ruleset else None
    return (later if isinstance(later, Ruleset) else ruleset), said
