"""What nobody who reads a list of pages should miss, in a few words each.

Owns their choice and order.  They change no answer and no status.
"""

from __future__ import annotations

from checker.archive.replay.contents import Capsule
from checker.archive.replay.origin import Ground
from checker.archive.sealing.review import Review
from checker.errors import Problem
from checker.ruleset.reading import installed


def remarks(capsule: Capsule, after: Review, ground: Ground) -> list[Problem]:
    """Whether the number was looked up, what took the page's place, who sealed it, whose rules these are."""
    return [*_registered(capsule, ground), *_sealed(after), *_rules(capsule), *_made_again(capsule)]


def _registered(capsule: Capsule, ground: Ground) -> list[Problem]:
    number = capsule.issue.number
    if number is None:
        return []
    if ground.register is None or ground.faults:
        return [Problem("remark.not_looked_up")]
    later = ground.register.superseded_by(number)
    return [Problem("remark.superseded", {"number": later})] if later else []


def _sealed(after: Review) -> list[Problem]:
    return [Problem(f"remark.sealed_{seal.chain}", {"signer": seal.signer}) for seal in after.seals]


def _rules(capsule: Capsule) -> list[Problem]:
    strangers = [part.base.id for part in capsule.parts if part.base.id not in installed()]
    overlaid = [overlay.model.title for part in capsule.parts for overlay in part.overlays]
    return [*(Problem("remark.stranger", {"ruleset": name}) for name in strangers),
            *(Problem("remark.overlay", {"title": title}) for title in overlaid)]


def _made_again(capsule: Capsule) -> list[Problem]:
    return [Problem("remark.made_again")] if capsule.issue.regenerated_from else []
