"""Results in every format: text, JSON, a page, a workbook.

Owns which maker makes which format.  It must not write a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from checker.capsule.record import Record
from checker.verdict.verdict import SEVERAL

if TYPE_CHECKING:
    from checker.assessment.supposing import WhatIf


def produce(records: Sequence[Record], form: str) -> bytes:
    """The result in one format; several verdicts on one dossier come with their crosswalk."""
    if form == "json":
        return to_json(_data(records), indent=2) + b"\n"
    if form == "pdf":
        from checker.reporting.document import document

        return document(records).pdf
    verdicts = [record.words for record in records]
    from checker.reporting.next_steps import next_steps

    steps = [next_steps(record, several=len(records) > 1) for record in records]
    if form == "xlsx":
        from checker.reporting.comparison_book import verdict_workbook

        return verdict_workbook(verdicts, steps)
    from checker.reporting.plain_text import crosswalk_report, report

    if len(records) > 1:
        return crosswalk_report(verdicts, steps).encode()
    return report(verdicts[0], steps[0]).encode()


def produce_trial(found: WhatIf, form: str) -> bytes:
    """What would be, in one format; there is no page of it."""
    if form == "json":
        return to_json(found.found.plain(), indent=2) + b"\n"
    if form == "xlsx":
        from checker.reporting.what_if_book import what_if_workbook

        return what_if_workbook(found)
    from checker.reporting.what_if_text import what_if_report

    return what_if_report(found).encode()


def produce_explained(record: Record, form: str, item: str | None = None) -> bytes:
    """How a verdict, or one item of it, came about: as text, as a page to unfold, as JSON."""
    from checker.explaining.explained import explained
    from checker.reporting.deriving import derivation

    explanation = explained(record.case, record.ruleset, record.previous)
    if form == "json":
        return to_json(explanation.plain(), indent=2) + b"\n"
    found = derivation(record.verdict, record.ruleset, item, explanation)
    if form == "html":
        from checker.reporting.derivation_page import derivation_page

        return derivation_page(found).encode()
    from checker.reporting.derivation_text import derivation_text

    return derivation_text(found).encode()


def _data(records: Sequence[Record]) -> dict[str, Any]:
    """One verdict, or several with what they have in common."""
    if len(records) == 1:
        return records[0].verdict.plain()
    from checker.explaining.crosswalk import crosswalk

    return {"schema": SEVERAL, "verdicts": [record.verdict.plain() for record in records],
            "crosswalk": crosswalk([record.words for record in records]).plain()}
