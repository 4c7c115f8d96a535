"""The limits of the coming year: what the same rules will ask of the same subject.

Owns the comparison of both years' limits.  Nothing of the coming year's verdict but its limits is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.assessment.assess import assessed
from checker.assessment.choosing import Chosen
from checker.capsule.record import Record
from checker.errors import CheckerError
from checker.verdict.found import ItemFinding


@dataclass(frozen=True)
class ComingLimit:
    """An item whose limit will be another."""

    item: str
    label: str
    now: str
    then: str


def coming_limits(record: Record) -> Sequence[ComingLimit] | None:
    """The items whose limits will be others in the year after the one assessed; None where nobody can say.

    A project isn't assessed year by year.
    """
    verdict = record.verdict
    if verdict.subject.kind == "project":
        return None
    dossier = record.submission.dossier.model_copy(update={"period": verdict.period + 1})
    chosen = Chosen(record.base, record.ruleset, verdict.ruleset.told)
    try:
        after = assessed(replace(record.submission, dossier=dossier), chosen, verdict.assessed_on, "trial")
    except CheckerError:
        return None
    then = {finding.item: finding.limit for finding in after.words.findings}
    rows = {finding.item: _rows(finding) for finding in after.verdict.findings}
    # Where nobody knows yet which row will apply, the one of this year is still among them: no other limit.
    others = {finding.item for finding in verdict.findings
              if rows.get(finding.item) and not _rows(finding) & rows[finding.item]}
    return [ComingLimit(finding.item, finding.label, finding.limit, then[finding.item])
            for finding in record.words.findings if finding.item in others]


def _rows(finding: ItemFinding) -> set[tuple[str | None, int]]:
    """The rows of the limit that may apply, under the readings that decide."""
    return {(found.reading, row.row) for found in finding.deciding for row in found.limit}
