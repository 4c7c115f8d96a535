"""``checker screen``: a table of projects, judged row by row into a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.clock import today
from checker.cli.office import office, register_options
from checker.cli.table_told import progress, tell_columns, tell_reading
from checker.cli.usage import Worded
from checker.errors import Problem, UsageError
from checker.exits import Exit
from checker.messages import text

if TYPE_CHECKING:
    from checker.capsule.record import Record
    from checker.issuing import Office
    from checker.screening.preparing import Setup
    from checker.screening.report import Report
    from checker.screening.summary import Summary
    from checker.screening.worker import Task

MOST_JOBS = 64
WORKBOOK, PORTFOLIO = "results.xlsx", "portfolio.pdf"


@click.command(cls=Worded, help=text("help.screen"))
@click.argument("table", type=click.Path(path_type=Path), metavar=text("metavar.table"))
@click.option("--ruleset", required=True, metavar=text("metavar.ruleset"),
              help=text("help.screen_ruleset"))
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path),
              metavar=text("metavar.file"), help=text("help.overlay"))
@click.option("--common", type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.common"))
@click.option("--sheet", metavar=text("metavar.sheet_name"), help=text("help.sheet"))
@click.option("--header-row", metavar=text("metavar.row"), help=text("help.header_row"))
@click.option("--columns", type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.columns"))
@click.option("--answers", type=click.Path(path_type=Path), metavar=text("metavar.folder"),
              help=text("help.screen_answers"))
@click.option("--as-of", metavar=text("metavar.date"), help=text("help.as_of"))
@click.option("-o", "--output", "folder", required=True, type=click.Path(path_type=Path),
              metavar=text("metavar.folder"), help=text("help.screen_output"))
@click.option("--pdf", "pages", type=click.Choice(["all", "refused", "none"]), default="all",
              help=text("help.screen_pdf"))
@click.option("--jobs", metavar=text("metavar.jobs"), help=text("help.jobs"))
@register_options
@click.option("--resume", is_flag=True, help=text("help.resume"))
@click.pass_context
def screen(context: click.Context, /, folder: Path, jobs: str | None, resume: bool, address: str | None,
           by: str | None, as_of: str | None, **asked: Any) -> None:
    """Judge every row; exits 0 when all could be read, 4 when one could not."""
    from checker.screening.lock import held
    from checker.screening.preparing import ScreeningTerms, prepared
    from checker.services.judging_files import day_of

    used = _jobs(jobs)
    if str(folder) == "-":
        raise UsageError(Problem("screen.stream"))
    issuing = office(address, by)
    if issuing is not None and asked["pages"] != "all":
        raise UsageError(Problem("screen.unrecorded", {"pages": asked["pages"]}))
    recorded = f"{issuing.register.founding().hash} {issuing.by}" if issuing else ""
    setup = prepared(ScreeningTerms(folder=folder, recorded=recorded, as_of=day_of(as_of),
                                    today=today(), **asked))
    tell_reading(setup)
    tell_columns(setup)
    with held(folder, make=not resume):
        _screened(context, setup, used, resume=resume, issuing=issuing)


def _screened(context: click.Context, setup: Setup, jobs: int, *, resume: bool,
              issuing: Office | None) -> None:
    """Judge the rows, and write what came of it into the folder."""
    from checker.screening.common_answers import common_answers
    from checker.screening.run import counts, finished, tasks_of
    from checker.screening.run import screen as run

    folder = Path(setup.terms.folder)
    tasks = tasks_of(setup.table, setup.frame)
    screened = run(tasks, setup.frame, setup.terms, setup.inputs, jobs, resume=resume, told=progress())
    if screened.resumed:
        click.echo(text("screen.resumed", count=screened.resumed), err=True)
    if screened.unproven:
        said = text("screen.unproven", count=screened.unproven)
        click.echo(f"{text('warning.prefix')}：{said}", err=True)
    summaries = screened.summaries
    if issuing is not None:
        summaries = _recorded(issuing, setup, tasks, summaries)
    report = replace(setup.report(tasks, summaries),
                     supposed=common_answers(tasks, summaries, setup.frame, setup.terms))
    _written(report, folder)
    finished(folder)
    broken = len(report.broken)
    said = counts(report.summaries, broken)
    numbers = [found.issue for found in summaries if found.issue]
    if issuing is not None and numbers:
        click.echo(text("screen.recorded", count=len(numbers), first=numbers[0], last=numbers[-1]), err=True)
    click.echo(text("screen.done", total=len(report.summaries) + broken, counts=said, folder=folder))
    unread = broken + sum(found.outcome == "error" for found in report.summaries)
    if unread:
        click.echo(text("screen.errors", count=unread, path=folder / WORKBOOK), err=True)
    context.exit(Exit.BAD_DOSSIER if unread else Exit.MET)


def _recorded(issuing: Office, setup: Setup, tasks: Sequence[Task],
              summaries: Sequence[Summary]) -> list[Summary]:
    """The rows with their numbers in the register."""
    from checker.screening.recording import recorded

    def issue(record: Record, request: str) -> tuple[str, bytes, str]:
        entry, page = issuing.issue([record], request=request)
        return entry.number, page, entry.pdf

    return recorded(tasks, summaries, setup.frame, setup.terms, setup.inputs, issue,
                    progress("screen.recording"))


def _jobs(asked: str | None) -> int:
    """How many processes; as many as there are processors unless told."""
    if asked is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not re.fullmatch("[0-9]{1,3}", asked) or not 1 <= int(asked) <= MOST_JOBS:
        raise UsageError(Problem("screen.jobs", {"most": MOST_JOBS}))
    return int(asked)


def _written(report: Report, folder: Path) -> None:
    """The workbook, the portfolio page and the rows as data, whole or not at all."""
    from checker.cli.output import write
    from checker.screening.kept_files import SUMMARIES
    from checker.screening.portfolio import portfolio_pdf
    from checker.screening.results_book import results_workbook
    from checker.screening.summary import lines

    write([(str(folder / WORKBOOK), results_workbook(report)),
           (str(folder / PORTFOLIO), portfolio_pdf(report)),
           (str(folder / SUMMARIES), lines(report.summaries))])


