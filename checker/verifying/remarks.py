"""What nobody who reads a list of pages should miss, in a few words each.

Owns their choice and order.  They change no answer and no status.
"""

from __future__ import annotations

from checker.capsule.unpacking import Capsule
from checker.ruleset.own_folders import own_places
from checker.sealing.found_seals import Review
from checker.sentence import Told
from checker.verifying.answers import Answer
from checker.verifying.origin import Trust
from checker.verifying.ours import is_ours
from checker.verifying.provisions import loosened


def remarks(capsule: Capsule, after: Review, shown: Answer, ground: Trust) -> list[Told]:
    """Whether the number was looked up, what took the page's place, who sealed it, whose rules these are.

    ``shown`` is the answer on the origin.
    """
    asked = ground.register is not None and not ground.faults
    if capsule.issue.number is None:
        looked = [Told("remark.not_in_register")] if asked else []
    else:
        looked = of_register(shown) if asked else [Told("remark.not_looked_up")]
    return [*looked, *_sealed(after), *of_rules(capsule), *_made_again(capsule)]


def of_register(shown: Answer) -> list[Told]:
    """What took the place of a page that the register has."""
    return [Told("remark.superseded", {"number": one.params["number"]})
            for one in shown.said if one.code == "origin.superseded"]


def _sealed(after: Review) -> list[Told]:
    return [Told(f"remark.sealed_{seal.chain}", {"signer": seal.signer}) for seal in after.seals]


def of_rules(capsule: Capsule) -> list[Told]:
    """Whose rules these are, where they aren't ours alone."""
    own = own_places()
    others = [part.base.id for part in capsule.parts if not is_ours(part.base.id)]
    overlaid = [overlay.model.title for part in capsule.parts for overlay in part.overlays]
    return [*(Told("remark.own" if name in own else "remark.stranger", {"ruleset": name}) for name in others),
            *(Told("remark.overlay", {"title": title}) for title in overlaid), *loosened(capsule.parts)]


def _made_again(capsule: Capsule) -> list[Told]:
    source = capsule.issue.regenerated_from
    if source is None:
        return []
    return [Told("remark.made_again", {"digest": (source.pdf or "—").removeprefix("sha256:")})]
