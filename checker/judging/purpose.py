"""Formal or trial, and on what ground: what the rules of procedure are asked, and the notes of what they say.

Owns the facts of procedure and their notes; which of them makes a verdict a trial, the table in
:mod:`checker.concluding.procedure` says.  It must not change an outcome.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import get_args

from checker.concluding.conclude import REASON, Conclusions
from checker.concluding.engine import Fact
from checker.concluding.outcome import shown
from checker.concluding.procedure import REASONS, TRIAL
from checker.dossier.dossier import Against, Dossier
from checker.judging.deciding import bearing_items, idle_items
from checker.judging.noting import note
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import UNKNOWN, earliest, status
from checker.verdict.found import NoteCode
from checker.verdict.vocabulary import Noticed

# How a limit or factor was seen, as far as it makes a difference.
_SEEN = {"unseen": ("sister", "deduced", "recollected", "unknown"), "copied": ("official_copy",),
         "quoted": ("secondary",)}
# The reasons that count limits, and those that count factors, with the standing that each counts.
_LIMITS = {"limits_not_seen": "unseen", "limits_are_targets": "target", "limits_quoted": "quoted",
           "limits_by_copy": "copied"}
_NOTICED: dict[str, Noticed] = {code.removeprefix("note."): code for code in get_args(Noticed)}
_FACTORS = {"factors_not_seen": "unseen", "factors_by_copy": "copied"}


@dataclass(frozen=True)
class Bearing:
    """What a verdict's purpose depends on: the case, and what was concluded of it."""

    dossier: Dossier
    ruleset: Ruleset
    day: dt.date
    asked: str | None
    judged: Conclusions
    deciding: Set[str]

    def unsourced(self) -> list[str]:
        """Facts about the subject that bear on what decides, and whose source the dossier doesn't state."""
        unsourced = {name for name, attribute in self.dossier.attributes.items()
                     if all(one.source is None for one in attribute.everywhere)}
        if not unsourced:
            return []
        items = self.deciding | idle_items(self.judged, self.ruleset)
        asked = {asked for name in items for asked in self.ruleset.items[name].attributes}
        return sorted(unsourced & asked)

    def limits(self, seen: str) -> list[str]:
        """The deciding items whose limits were seen in this way, or are only targets."""
        items = [item for name, item in self.ruleset.items.items() if name in self.deciding]
        if seen == "target":
            return [item.id for item in items if self.ruleset.model.kind_of(item.model) != "requirement"]
        return [item.id for item in items if item.model.source.limit in _SEEN[seen]]

    def factors(self, seen: str) -> list[str]:
        """The factors that deciding items use and whose text was seen in this way."""
        known = self.ruleset.model.factors
        names = dict.fromkeys(name for item in self.ruleset.items.values() if item.id in self.deciding
                              for name in item.factors) if known else {}
        return [name for name in names if known[name].source.seen in _SEEN[seen]]


def bearing(dossier: Dossier, ruleset: Ruleset, day: dt.date, asked: str | None,
            judged: Conclusions) -> Bearing:
    """What the purpose depends on, once the verdict is concluded."""
    return Bearing(dossier, ruleset, day, asked, judged, bearing_items(judged, ruleset))


def ground_of(dossier: Dossier, ruleset: Ruleset) -> Against | None:
    """What the dossier says of being judged by this ruleset."""
    return next((a for a in dossier.against if a.ruleset == ruleset.id), None)


def reason_facts(case: Bearing) -> list[Fact]:
    """A fact for each reason that there may be."""
    found = {**_marks(case), **_standings(case), "ground": _ground(case), "edition": _edition(case),
             "not_covered": _coverage(case), "requested_trial": _request(case)}
    return [{"stage": REASON, "subject": name, **found[name]} for name in REASONS]


def _marks(case: Bearing) -> dict[str, Fact]:
    """What is there or isn't."""
    period, overlays = case.dossier.period, case.ruleset.overlays
    there = {
        "made_up": case.dossier.made_up,
        "period_not_over": period is not None and case.day < dt.date(period, 12, 31),
        "attributes_unsourced": bool(case.unsourced()),
        "overlay_made_up": any(applied.overlay.model.made_up for applied in overlays),
        "overlay_trial": any(applied.in_force and applied.overlay.model.trial for applied in overlays)}
    return {name: {"form": "mark", "there": "yes" if found else "no"} for name, found in there.items()}


def _ground(case: Bearing) -> Fact:
    ground = ground_of(case.dossier, case.ruleset)
    return {"form": "ground", "own": "unknown" if ground is None else "yes" if ground.own else "no"}


def _edition(case: Bearing) -> Fact:
    """Where the day lies: the end by a successor is told apart from an end by date."""
    model = case.ruleset.model
    found, after = status(model.in_force, model.superseded_by, case.day), model.superseded_by
    ended = found in ("over", "perhaps_over") and after is not None and earliest(after.since) <= case.day
    if found == "perhaps_not_yet" and model.in_force.since == UNKNOWN:
        return {"form": "edition", "day": "unknown", "surely": "no"}
    return {"form": "edition", "day": "within" if found == "in_force" else "replaced" if ended else "outside",
            "surely": "no" if found.startswith("perhaps") else "yes"}


def _standings(case: Bearing) -> dict[str, Fact]:
    """How limits and factors were seen on which the verdict rests; an account has no limits."""
    concludes = case.ruleset.model.concludes
    limited = "yes" if case.ruleset.kind.compares else "no"
    facts: dict[str, Fact] = {
        name: {"form": "standing", "concludes": concludes, "used": limited, "seen": seen,
               "count": len(case.limits(seen))} for name, seen in _LIMITS.items()}
    return {**facts, **{name: {"form": "standing", "concludes": concludes, "used": "yes", "seen": seen,
                               "count": len(case.factors(seen))} for name, seen in _FACTORS.items()}}


def _coverage(case: Bearing) -> Fact:
    return {"form": "coverage", "not_covered": len(case.ruleset.model.not_covered),
            "outcome_met": "yes" if shown(case.judged.verdict.outcome) in ("met", "diverted") else "no"}


def _request(case: Bearing) -> Fact:
    return {"form": "request", "asked": case.asked or "nothing",
            "stated_trial": "yes" if case.dossier.purpose == TRIAL else "no"}


def notes(case: Bearing, told: str) -> list[NoteCode]:
    """A note for each reason that makes the verdict a trial, or that is only told."""
    return [found for name, firing in case.judged.reasons.items() if firing.outcome == told
            for found in _notes(name, firing.rule.partition(".")[2], case)]


def _notes(name: str, rule: str, case: Bearing) -> Iterator[NoteCode]:
    """The note of one reason; of a ground or an edition the rule says which; of overlays one for each."""
    day = case.day.isoformat()
    if name == "ground":
        ground = ground_of(case.dossier, case.ruleset)
        yield note(_NOTICED[rule], **({"ground": ground.ground} if ground else {}))
    elif name == "edition":
        yield note(_NOTICED[rule], day=day)
    elif name == "period_not_over":
        yield note(_NOTICED[name], day=day, period=case.dossier.period or "")
    elif name == "attributes_unsourced":
        yield note(_NOTICED[name], names={"attributes": case.unsourced()})
    elif name == "overlay_trial":
        for applied in case.ruleset.overlays:
            if applied.in_force and applied.overlay.model.trial:
                yield note(_NOTICED[name], overlay={"overlay": applied.overlay.digest})
    elif name in _LIMITS:
        items = case.limits(_LIMITS[name])
        yield note(_NOTICED[name], count=len(items), items={"items": items})
    elif name in _FACTORS:
        factors = case.factors(_FACTORS[name])
        yield note(_NOTICED[name], count=len(factors), names={"factors": factors})
    else:
        yield note(_NOTICED[name])
