"""``checker screen``: a table of projects, judged row by row into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.clock import today
from checker.cli.crewing import Crewing, crewing
from checker.cli.office import office, register_options
from checker.cli.table_told import progress, tell_columns, tell_reading
from checker.cli.usage import Worded
from checker.errors import Problem, UsageError
from checker.exits import Exit
from checker.messages import spoken_language, text

if TYPE_CHECKING:
    from checker.capsule.record import Record
    from checker.issuing import Office
    from checker.screening.hands import Hands
    from checker.screening.preparing import Setup
    from checker.screening.report import Report
    from checker.screening.run import Screened
    from checker.screening.shard import Bench
    from checker.screening.tasks import Tasks


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
@click.option("--scheduler", metavar=text("metavar.scheduler"), help=text("help.scheduler"))
@click.option("--store", metavar=text("metavar.scheduler"), help=text("help.store"))
@register_options
@click.option("--resume", is_flag=True, help=text("help.resume"))
@click.pass_context
def screen(context: click.Context, /, folder: Path, resume: bool, address: str | None, by: str | None,
           as_of: str | None, **asked: Any) -> None:
    """Judge every row; exits 0 when all could be read, 4 when one could not."""
    from checker.capsule.toolchain import require_parts
    from checker.screening.lock import held
    from checker.screening.preparing import ScreeningTerms, prepared
    from checker.services.judging_files import day_of

    crew = crewing(asked.pop("jobs"), asked.pop("scheduler"), asked.pop("store"), asked["pages"])
    if str(folder) == "-":
        raise UsageError(Problem("screen.stream"))
    issuing = office(address, by)
    if issuing is not None and asked["pages"] != "all":
        raise UsageError(Problem("screen.unrecorded", {"pages": asked["pages"]}))
    recorded = f"{issuing.register.founding().hash} {issuing.by}" if issuing else ""
    setup = prepared(ScreeningTerms(folder=crew.reached(folder), recorded=recorded, as_of=day_of(as_of),
                                    today=today(), **asked))
    tell_reading(setup)
    tell_columns(setup)
    require_parts()  # for the portfolio, before hours go into judging
    with held(folder, make=not resume):
        _screened(context, setup, crew, resume=resume, issuing=issuing)


def _screened(context: click.Context, setup: Setup, crew: Crewing, *, resume: bool,
              issuing: Office | None) -> None:
    """Judge the rows, and write what came of it into the folder."""
    from checker.screening.kept_files import WORKBOOK
    from checker.screening.report import tier_counts
    from checker.screening.run import counts, finished
    from checker.screening.run import screen as run
    from checker.screening.shard import Bench
    from checker.screening.tasks import Tasks

    folder = Path(setup.terms.folder)
    tasks = Tasks(setup.table, setup.frame)
    bench = Bench(setup.frame, setup.terms, crew.depot(setup), setup.inputs.data["ruleset"],
                  spoken_language())
    hands = crew.hands(setup, len(tasks))
    screened = run(tasks, bench, setup.inputs, hands, resume=resume, told=progress())
    if screened.resumed:
        click.echo(text("screen.resumed", count=screened.resumed), err=True)
    if screened.unproven:
        said = text("screen.unproven", count=screened.unproven)
        click.echo(f"{text('warning.prefix')}：{said}", err=True)
    if issuing is not None:
        screened = _recorded(issuing, setup, tasks, bench, screened)
    report = setup.report(tasks, screened)
    _written(report, screened, bench, hands)
    finished(screened, folder, bench.depot)
    broken, tally = len(report.broken), screened.tally
    click.echo(text("screen.done", total=tally.rows + broken, counts=counts(tally, broken), folder=folder))
    if told := tier_counts(tally):
        click.echo(told)
    unread = broken + tally.unread.count
    if unread:
        click.echo(text("screen.errors", count=unread, path=folder / WORKBOOK), err=True)
    context.exit(Exit.BAD_DOSSIER if unread else Exit.MET)


def _recorded(issuing: Office, setup: Setup, tasks: Tasks, bench: Bench, screened: Screened) -> Screened:
    """The rows with their numbers in the register."""
    from checker.screening.recording import recorded

    numbers: list[str] = []

    def issue(record: Record, request: str) -> tuple[str, bytes, str]:
        entry, page = issuing.issue([record], request=request)
        numbers.append(entry.number)
        return entry.number, page, entry.pdf

    found = recorded(screened, tasks, bench, setup.inputs, issue, progress("screen.recording"))
    if numbers:
        click.echo(text("screen.recorded", count=len(numbers), first=numbers[0], last=numbers[-1]), err=True)
    return found


def _written(report: Report, screened: Screened, bench: Bench, hands: Hands) -> None:
    """Workbooks and portfolio page, whole or not at all; volumes as they get done."""
    from checker.cli.output import write
    from checker.screening.kept_files import PORTFOLIO, WORKBOOK
    from checker.screening.result_files import result_files

    folder, last = Path(bench.terms.folder), []
    for name, made in result_files(report, screened.shards, bench.depot, hands):
        if name in (WORKBOOK, PORTFOLIO):
            last.append((str(folder / name), made))
        else:
            write([(str(folder / name), made)])
    write(last)
