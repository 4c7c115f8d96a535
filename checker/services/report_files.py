"""A report made of a dossier and a form, as Word document and as PDF, over an older one or anew.

Owns what becomes of a document that lies there already: a person's words come along, and where anything else
would be lost the old file is kept beside.  It must not print.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from checker.capsule.capsule import capsule
from checker.capsule.issue import unregistered
from checker.capsule.record import Record
from checker.capsule.toolchain import toolchain
from checker.errors import CheckerError, DossierError, Problem, RulesetError, UsageError
from checker.files.bounds import bounded
from checker.files.canonical import canonical_model
from checker.files.reading import read_within
from checker.intake import received
from checker.limits import MOST_REPORT_BYTES
from checker.messages import in_source_language, text
from checker.reports.blocks import ReportBody
from checker.reports.carried_words import RECORD, CarriedWords, carried
from checker.reports.chart_images import chart_images
from checker.reports.enclosed import guarded_report, opened_report
from checker.reports.form_files import forms, installed_form
from checker.reports.hand_edits import edits, outside
from checker.reports.known_names import misfits, unknown_names
from checker.reports.outline import FormModel, has_scores
from checker.reports.setting_out import report_body
from checker.reports.word_document import word_document
from checker.services.judging_files import JudgingTerms, judged

FORM = "form.json"


@dataclass
class MadeReport:
    """A report that is ready to be written; ``edited`` are lines that somebody changed in an old one."""

    body: ReportBody
    word: bytes
    kept: CarriedWords
    old: bytes | None = None
    edited: Sequence[str] = field(default_factory=list)
    removed: int = 0

    @property
    def changed(self) -> int:
        """How many places were changed by hand outside those for a person's words."""
        return len(self.edited) + self.removed

    @property
    def figures(self) -> int:
        """How many figures stand in its tables and sentences."""
        return len(self.body.figures())


def record_for(form: FormModel, asked: JudgingTerms) -> Record:
    """The verdict that a form is filled from: by the rules asked for, or the form's that the dossier states.

    Raises what :func:`checker.services.judging_files.judged` raises, :class:`RulesetError` where the form
    names what its rules don't have, and :class:`UsageError` where it is for other subjects or other rules.
    """
    if not asked.rulesets and form.rulesets:
        with bounded(error=DossierError, said="file"):
            stated = {one.ruleset for one in received(asked.dossier, (), asked.today.year).dossier.against}
        if len(stated) > 1:
            asked = replace(asked, rulesets=tuple(name for name in form.rulesets if name in stated)[:1])
    if unknown := unknown_names(form):
        raise RulesetError(Problem("reports.unknown_names", {
            "title": form.title, "names": tuple(unknown), "rulesets": tuple(form.rulesets)}))
    record = judged(asked)[0]
    _fitting(form, record)
    return record


def fitting_forms(record: Record) -> list[FormModel]:
    """The forms that came with the program and can be filled from a verdict."""
    found = []
    for name in forms():
        with suppress(CheckerError):
            _fitting(installed_form(name), record)
            found.append(installed_form(name))
    return found


def _fitting(form: FormModel, record: Record) -> None:
    """Refuse a form that is for others than the dossier's subject, or for other rules."""
    given, rules = record.verdict.subject.kind, record.base.id
    if given != form.judges:
        raise UsageError(Problem("reports.other_subject", {
            "title": form.title, "due": text(f"kind.{form.judges}"), "given": text(f"kind.{given}")}))
    if form.rulesets and rules not in form.rulesets:
        raise UsageError(Problem("reports.other_ruleset", {
            "title": form.title, "due": tuple(form.rulesets), "given": rules, "first": form.rulesets[0]}))
    if has_scores(form.parts) and not record.ruleset.model.grades:
        raise UsageError(Problem("reports.no_grades", {"title": form.title, "given": rules}))
    if other := misfits(form, record.ruleset):
        raise RulesetError(Problem("reports.series_misfit", {"title": form.title, "names": tuple(other)}))


def made_report(form: FormModel, record: Record, target: Path | None = None) -> MadeReport:
    """The report; what a person wrote in the document at ``target`` comes along.

    Raises :class:`checker.errors.UsageError` where that is no report of ours, or one of another subject.
    """
    return report_over(form, record, _there(target), str(target))


def report_over(form: FormModel, record: Record, old: bytes | None, name: str) -> MadeReport:
    """The report; what a person wrote in an ``old`` one, a document of that name, comes along."""
    files = capsule_of(record)
    body = report_body(form, record, files)
    kept, edited, removed = (CarriedWords(), list[str](), 0) if old is None else _former(old, name, record)
    charts = list(body.charts())
    day = record.verdict.assessed_on
    word = word_document(body, {**files, FORM: canonical_model(form)}, images(charts, day), kept, day)
    return MadeReport(body, word, kept, old, edited, removed)


def _there(target: Path | None) -> bytes | None:
    """The document that lies there already."""
    if target is None or not target.exists():
        return None
    return read_within(target, MOST_REPORT_BYTES, UsageError)


images = in_source_language(chart_images)


@in_source_language
def capsule_of(record: Record) -> dict[str, bytes]:
    """The files by which what was judged can be checked."""
    return {one.name: one.content for one in capsule([record], unregistered([record]), toolchain())}


def _former(old: bytes, name: str, record: Record) -> tuple[CarriedWords, list[str], int]:
    """The words of a person in an older document, and what else was changed in it."""
    with bounded(error=UsageError, said="file"), guarded_report(name, UsageError):
        drawn, files = opened_report(old, name, UsageError)
        if RECORD not in files or "dossier.json" not in files:
            raise UsageError(Problem("reports.not_ours", {"path": name}))
        given, due = json.loads(files["dossier.json"])["subject"]["name"], record.verdict.subject.name
        if given != due:
            raise UsageError(Problem("reports.of_other", {"path": name, "given": str(given), "due": due}))
        known: Any = json.loads(files[RECORD])
        kept = carried(drawn, known)
        edited, removed = edits(known["outside"], outside(drawn, kept.inside))
        return kept, edited, removed


def free_beside(target: Path) -> Path:
    """A name beside a file that no other file has, for keeping it."""
    number = 1
    while True:
        found = target.with_name(text("reports.kept_name", stem=target.stem, number=number,
                                      suffix=target.suffix))
        if not found.exists():
            return found
        number += 1
