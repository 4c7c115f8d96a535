"""What is said beside a result: what was filled in but not used, why a formal verdict is a trial.

Owns the choice of these sentences.  It must not print.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from checker.capsule.record import Record
from checker.concluding.procedure import TRIAL_NOTES
from checker.messages import text

IDLE = ("note.unused", "note.unused_near", "note.other_year", "note.list_year", "note.overlay_idle")


def remarks(records: Sequence[Record], asked: str | None = None) -> Iterator[str]:
    """What to warn of beside the verdicts on one dossier; ``asked`` is the purpose that was asked for.

    Of several rulesets each would pass over what the others use: only what none used is said.
    """
    for record in records:
        before = record.verdict.previous
        if before is not None and before.subject != record.verdict.subject.name:
            yield text("previous.other_subject", before=before.subject, after=record.verdict.subject.name)
    yield from map(str, records[0].submission.remarks)
    told = {*IDLE, *(TRIAL_NOTES if asked == "formal" else ())}
    notes = [_notes(record, told) for record in records]
    yield from (sentence for sentence in notes[0] if all(sentence in others for others in notes))


def _notes(record: Record, told: Collection[str]) -> list[str]:
    """The notes of these codes in words, which are made only where there are such notes."""
    if not any(note.code in told for note in record.verdict.notes):
        return []
    return [text(note.code, **note.params) for note in record.words.notes if note.code in told]
