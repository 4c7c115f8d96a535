"""Several verdicts on one dossier side by side, as a page.

Owns what the page shows and in which order.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.capsule.record import Record
from checker.explaining.crosswalk import crosswalk
from checker.reporting import words
from checker.reporting.next_steps import doubted, next_steps
from checker.reporting.shared_steps import together
from checker.web.asked_dossier import AskedDossier
from checker.web.rendering import Setting, rendered


def several(records: Sequence[Record], asked: AskedDossier, setting: Setting) -> str:
    """The verdicts, what they share, what is called alike but isn't, what one more datum settles."""
    verdicts = [record.words for record in records]
    steps = [next_steps(record, several=True) for record in records]
    return rendered(
        "crosswalk", setting, asked=asked, verdicts=verdicts, first=verdicts[0], found=crosswalk(verdicts),
        conclusions={verdict.ruleset.id: words.conclusion(verdict) for verdict in verdicts},
        steps=together(verdicts, steps), doubted=doubted(steps))
