"""Reports that an office hands in, made in a process of the crew: anew, or with the words of an earlier one.

Owns what is told of an earlier report.  It must not keep a file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from checker.errors import Problem, UsageError
from checker.limits import MOST_REPORT_BYTES
from checker.messages import text
from checker.reports.form_files import installed_form
from checker.reports.report_page import report_pdf
from checker.services.report_files import MadeReport, record_for, report_over
from checker.web.asked_dossier import AskedDossier

MOST_QUOTED, LONGEST_QUOTED = 3, 30
_MEGA = 1_000_000


@dataclass(frozen=True)
class HandedIn:
    """A report as a file, with its title, and what of an earlier one it doesn't have."""

    content: bytes
    title: str
    behind: list[str]


def report_made(asked: AskedDossier, today: dt.date, form: str, kind: str,
                earlier: tuple[str, bytes] | None = None) -> HandedIn:
    """The report of a form as Word document or PDF; raises a :class:`checker.errors.CheckerError`."""
    if len(asked.rulesets) > 1:
        raise UsageError(Problem("browser.one_ruleset"))
    model = installed_form(form)
    name, old = earlier or ("", None)
    if old is not None and len(old) > MOST_REPORT_BYTES:
        raise UsageError(Problem("browser.report_too_large", {
            "name": name, "limit": MOST_REPORT_BYTES // _MEGA}))
    record = record_for(model, asked.terms(today))
    made = report_over(model, record, old, name)
    content = made.word if kind == "docx" else report_pdf(made.body, record, made.kept)
    return HandedIn(content, model.title, _behind(made))


def _behind(made: MadeReport) -> list[str]:
    """What somebody changed outside the places for words, that can't come along, or has no place any more."""
    told = []
    known = {asked.id for asked in made.body.prompts()}
    if left := [made.kept.labels[one] for one in made.kept.words if one not in known]:
        told.append(text("reports.moved", names=tuple(left)))
    if made.changed:
        quoted = [f"“{line[:LONGEST_QUOTED]}”" for line in made.edited[:MOST_QUOTED]]
        gone = [text("reports.removed", count=made.removed)] if made.removed else []
        more = text("reports.edited_more") if len(made.edited) > MOST_QUOTED else ""
        told.append(text("browser.report_edited", count=made.changed,
                         said=text("join.names").join([*quoted, *gone]) + more))
    if made.kept.behind:
        told.append(text("browser.report_not_carried"))
    return told
