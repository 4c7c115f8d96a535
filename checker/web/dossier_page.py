"""A dossier's verdict as a page, made in a process of the crew.

Owns what the page shows and in which order.  It must not judge: it asks the services.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.capsule.record import Record
from checker.errors import Problem, UsageError
from checker.explaining.explained import explained
from checker.explaining.stated_years import stated_years
from checker.intake import received
from checker.messages import text
from checker.reporting import hypothesis_words, phrases, requirement_words
from checker.reporting.catalogue import in_force
from checker.reporting.deriving import derivation
from checker.reporting.figures import figures
from checker.reporting.next_steps import next_steps
from checker.reporting.page import gauge, lacking_rows, notes_together, settling
from checker.reporting.verdict_kind import kind_of
from checker.reporting.what_if_text import conclusions, verdict_line
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import usable
from checker.services.coming_year import coming_limits
from checker.services.handling import Person
from checker.services.judging_files import judged
from checker.services.producing import produce, produce_explained
from checker.services.registering import recorded
from checker.services.remarking import remarks
from checker.services.report_files import fitting_forms
from checker.services.supposing_files import supposed
from checker.web.asked_dossier import SHOWN_AS, AskedDossier
from checker.web.lying_beside import files_beside, pages_beside
from checker.web.rendering import Setting, rendered
from checker.web.workfolder import RECORDED, WorkFolder


def dossier_page(asked: AskedDossier, today: dt.date, setting: Setting, *, choose: bool,
                 registers: bool = False) -> str:
    """The verdict as a page; the choice of rules where the dossier leaves it open, or it is asked for.

    Raises a :class:`checker.errors.CheckerError` with every problem.
    """
    if choose or not asked.rulesets:
        submission = received(asked.terms(today).dossier, asked.rulesets, today.year)
        stated = list(dict.fromkeys(one.ruleset for one in submission.dossier.against))
        if choose or len(stated) != 1:
            subject = submission.dossier.subject
            fitting = [ruleset for ruleset in usable() if ruleset.model.judges == subject.kind]
            offered = [_RulesetChoice.of(ruleset) for ruleset in fitting]
            overlays = [one for one in files_beside()[1]
                        if any(one.may_fit(ruleset.model.id) for ruleset in fitting)]
            return rendered("choose", setting, asked=asked, subject=subject.name, overlays=overlays,
                            pages=pages_beside(), stated=asked.rulesets or stated, rulesets=offered)
    records = judged(asked.terms(today))
    if len(records) > 1:
        from checker.web.side_by_side import several

        return several(records, asked, setting)
    [record] = records
    return rendered("dossier", setting, asked=asked, registers=registers, **_shown(record),
                    told_apart=_told_apart(records) if registers else "",
                    remarks=list(remarks(records, asked.purpose)))


def dossier_result(asked: AskedDossier, today: dt.date, form: str) -> bytes:
    """The result as a file, to the byte what the command writes."""
    return produce(judged(asked.terms(today)), SHOWN_AS[form])


def registered(asked: AskedDossier, address: str, by: Person, moment: dt.datetime,
               supersedes: str | None, reason: str | None, shown: str | None = None) -> str:
    """Record the verdict in the folder's register, keep its page; the number.

    ``shown`` tells which verdict the page showed that asks for it.  Raises a
    :class:`checker.errors.CheckerError` where nobody is named, where that isn't the verdict any more, or it
    can't be recorded.
    """
    if not by.name:
        raise UsageError(Problem("browser.nobody"))
    records = judged(asked.terms(moment.date()))
    if shown is not None and shown != _told_apart(records):
        raise UsageError(Problem("browser.not_as_shown"))
    entry, page = recorded(records, address, by, moment, Path(asked.place), kept=Path(RECORDED),
                           supersedes=supersedes, reason=reason)
    try:
        WorkFolder(Path.cwd()).keep(f"{entry.number}.pdf", page, RECORDED)
    except UsageError as error:
        kept = Problem("issue.recorded_not_written", {"number": entry.number})
        raise UsageError([*error.problems, kept]) from None
    return entry.number


def _told_apart(records: Sequence[Record]) -> str:
    """What tells a verdict from every other one: the digest of its data."""
    return hashlib.sha256(produce(records, "json")).hexdigest()


def explanation_data(asked: AskedDossier, today: dt.date) -> bytes:
    """The explanation of the one verdict as JSON, to the byte what the command writes.

    Raises :class:`UsageError` where several rulesets are asked for.
    """
    if len(asked.rulesets) > 1:
        raise UsageError(Problem("browser.one_ruleset"))
    return produce_explained(judged(asked.terms(today))[0], "json")


def question_file(asked: AskedDossier, today: dt.date, form: str) -> bytes:
    """The question sheet to be filled in, or the letter to be read."""
    from checker.asking.letter_document import letter_document
    from checker.asking.question_sheet import QuestionSheet

    sheet = QuestionSheet(judged(asked.terms(today))[0])
    return letter_document(sheet) if form == "docx" else sheet.workbook()


def would_be(asked: AskedDossier, today: dt.date, statement: str | None,
             gone: str | None) -> dict[str, Any]:
    """What flips if one statement were another, in words."""
    found = supposed(asked.supposing(today, statement, gone))
    for one in found.found.supposed.statements:
        if one.unit_taken and one.value:
            raise UsageError(Problem("browser.no_unit", {
                "label": one.label, "value": one.value, "unit": one.unit or ""}))
    return {"supposed": list(hypothesis_words.supposed(found)), "line": verdict_line(found),
            "conclusions": conclusions(found), "idle": list(hypothesis_words.idle(found)),
            "changed": [one for one in hypothesis_words.items(found) if one.change != "same"]}


@dataclass(frozen=True)
class _RulesetChoice:
    """A ruleset as it is offered for choice."""

    id: str
    title: str
    document: str
    after: str

    @classmethod
    def of(cls, ruleset: Ruleset) -> _RulesetChoice:
        """The ruleset with what has taken its place."""
        return cls(ruleset.id, ruleset.model.title, ruleset.model.document, in_force(ruleset))


def _shown(record: Record) -> dict[str, Any]:
    """Everything that the page of one verdict reads."""
    explanation = explained(record.case, record.ruleset, record.previous)
    found = derivation(record.verdict, record.ruleset, None, explanation)
    steps, told = next_steps(record), found.verdict
    return {
        "verdict": told, "found": found, "alone": False, "deciding": found.deciding,
        "kind": kind_of(told.ruleset.concludes), "next_steps": steps, "admits": record.ruleset.kind.admits,
        "grounds": [(part, requirement_words.why(part, told), requirement_words.tally(part))
                    for part in told.requirements],
        "settling": settling(told), "notes": notes_together(told),
        "gauges": {finding.item: gauge(finding) for finding in told.findings},
        "item_value": hypothesis_words.item_value, "item_limit": hypothesis_words.item_limit,
        "ways": [(phrases.number(item.finding.item), item.finding.label, item.ways)
                 for item in found.items if item.ways],
        "suppositions": list(_suppositions(record.ruleset)),
        "lacking": lacking_rows(steps.in_order(one for one in told.missing if one.decides), told),
        "coming": coming_limits(record), "report_forms": fitting_forms(record),
        "account": not kind_of(told.ruleset.concludes).compares,
        "year_charts": figures(record.verdict, record.words, record.ruleset,
                               stated_years(record.case, record.ruleset)).years}


def _suppositions(ruleset: Ruleset) -> Iterator[tuple[str, list[str]]]:
    """What may be supposed, by kind: data, facts, indicators as reported."""
    model = ruleset.model
    yield text("browser.data"), list(dict.fromkeys(one.label for one in model.quantities.values()))
    yield text("browser.facts"), list(dict.fromkeys(one.label for one in model.attributes.values()))
