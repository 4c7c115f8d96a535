"""What checking a report found, told on a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.messages import text

if TYPE_CHECKING:
    from checker.verifying.report_check import ReportCheck, UnlikeCell

MOST_TOLD = 40


def report_told(path: Path, found: ReportCheck) -> None:
    """Every cell that differs, with what stands there and what is due."""
    click.echo(text("reports.sound" if found.sound else "reports.unsound", path=path))
    click.echo(text("reports.about", subject=found.subject, period=found.period, outcome=found.outcome))
    if not found.unlike:
        click.echo(text("reports.figures_same", count=found.figures))
    else:
        click.echo(text("reports.figures_other", count=found.figures, other=len(found.unlike)))
    unlike_told(found)
    click.echo(text("reports.not_covered"))


def unlike_told(found: ReportCheck) -> None:
    """What differs, and whether only figures were compared."""
    for said in found.judged:
        click.echo(text("reports.judged_other", said=said))
    for one in found.unlike[:MOST_TOLD]:
        click.echo(_line(one))
    if len(found.unlike) > MOST_TOLD:
        click.echo(text("reports.figures_more", count=len(found.unlike) - MOST_TOLD))
    if not found.same_program:
        click.echo(text("reports.other_program"))


def _line(one: UnlikeCell) -> str:
    code = "reports.figure_gone" if one.given is None else "reports.figure_other"
    return text(code, table=one.table, label=one.label, given=one.given, due=one.due)
