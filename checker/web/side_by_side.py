"""Several verdicts on one dossier side by side, as a page.

Owns what the page shows and in which order.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.capsule.record import Record
from checker.concluding.procedure import TRIAL_NOTES
from checker.explaining.crosswalk import crosswalk
from checker.messages import text
from checker.reporting import words
from checker.reporting.next_steps import doubted, next_steps
from checker.reporting.shared_steps import together
from checker.services.remarking import remarks
from checker.web.asked_dossier import AskedDossier
from checker.web.rendering import Setting, rendered
from checker.wording.worded import WordedVerdict


def several(records: Sequence[Record], asked: AskedDossier, setting: Setting) -> str:
    """The verdicts, what they share, what is called alike but isn't, what one more datum settles."""
    verdicts = [record.words for record in records]
    steps = [next_steps(record, several=True) for record in records]
    return rendered(
        "crosswalk", setting, asked=asked, verdicts=verdicts, first=verdicts[0], found=crosswalk(verdicts),
        conclusions={verdict.ruleset.id: words.conclusion(verdict) for verdict in verdicts},
        grounds={verdict.ruleset.id: _grounds(verdict) for verdict in verdicts},
        documents={verdict.ruleset.id: verdict.ruleset.document for verdict in verdicts},
        remarks=list(remarks(records, asked.purpose)),
        steps=together(verdicts, steps), doubted=doubted(steps))


def _grounds(verdict: WordedVerdict) -> list[str]:
    """Why a verdict is a trial only; nothing of one that isn't."""
    return [text(note.code, **note.params) for note in verdict.notes if note.code in TRIAL_NOTES]
