"""A report as a PDF: the same blocks as in Word, set by the templates.

Owns what the template is given.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.capsule.opening import REPORT_MARK
from checker.capsule.record import Record
from checker.files.canonical import canonical_model
from checker.messages import in_source_language
from checker.reporting.page import environment_of_pages
from checker.reporting.pdf import render
from checker.reports.blocks import NewPage, ReportBlock, ReportBody
from checker.reports.carried_words import CarriedWords
from checker.reports.form_files import layout


@in_source_language
def report_pdf(body: ReportBody, record: Record, kept: CarriedWords) -> bytes:
    """The bytes, a function of the blocks and of a person's words alone."""
    environment, set_as = environment_of_pages(), layout()
    asked = {prompt.id for prompt in body.prompts()}
    day = record.verdict.assessed_on
    html = environment.get_template("report.html.j2").render(
        body=body, sheets=list(_sheets(body.blocks)), kept=kept, left=kept.left(asked),
        mark=REPORT_MARK, created=f"{day.isoformat()}T00:00:00+08:00")
    points = {name: f"{style.half_points // 2}{'.5' if style.half_points % 2 else ''}"
              for name, style in set_as.styles.items()}
    css = environment.get_template("report.css.j2").render(
        margins=set_as.margins_mm, points=points, line=set_as.line_points)
    return render(html, css, (), day, canonical_model(record.submission.dossier).decode())


def _sheets(blocks: Sequence[ReportBlock]) -> Iterator[tuple[bool, list[ReportBlock]]]:
    """The blocks by the orientation of their paper."""
    across, run = False, list[ReportBlock]()
    for block in blocks:
        if isinstance(block, NewPage) and block.across is not None:
            if run:
                yield across, run
            across, run = block.across, []
        else:
            run.append(block)
    if run:
        yield across, run
