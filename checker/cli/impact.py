"""``checker impact``: a table by two sets of rules, and who would flip; never recorded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.clock import today
from checker.cli.usage import Worded
from checker.cli.what_if import never_recorded, refuse_recording, supposing
from checker.exits import Exit
from checker.messages import text

if TYPE_CHECKING:
    from checker.screening.impact import ImpactFound

FORMATS = ("text", "json", "xlsx", "pdf", "html")


@click.command(cls=Worded, help=text("help.impact"))
@click.argument("table", type=click.Path(path_type=Path), metavar=text("metavar.table"))
@click.option("--ruleset", required=True, metavar=text("metavar.ruleset"), help=text("help.impact_ruleset"))
@click.option("--against", metavar=text("metavar.ruleset"), help=text("help.against"))
@supposing
@click.option("--common", type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.common"))
@click.option("--sheet", metavar=text("metavar.sheet_name"), help=text("help.sheet"))
@click.option("--header-row", metavar=text("metavar.row"), help=text("help.header_row"))
@click.option("--columns", type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.columns"))
@click.option("--as-of", metavar=text("metavar.date"), help=text("help.as_of"))
@click.option("-o", "--output", "outputs", multiple=True, metavar=text("metavar.file"),
              help=text("help.impact_output"))
@click.option("--format", "form", type=click.Choice(FORMATS), help=text("help.format"))
@never_recorded
@click.pass_context
def impact(context: click.Context, /, *, table: Path, outputs: tuple[str, ...], form: str | None,
           address: str | None, by: str | None, unders: tuple[Path, ...], overlays: tuple[Path, ...],
           limits: tuple[str, ...], against: str | None, as_of: str | None, **asked: Any) -> None:
    """Judge every row twice and show who flips; exits 0 when all could be read, 4 when one could not."""
    from checker.cli.output import refuse_overwriting, write
    from checker.cli.table_told import progress, tell_columns, tell_reading
    from checker.screening.impact import OtherRules, prepared_both
    from checker.screening.impact import impact as compared
    from checker.screening.preparing import ScreeningTerms
    from checker.services.judging_files import day_of

    refuse_recording("screen", address, by)
    targets = [(target, _format_of(target, form)) for target in outputs or ("-",)]
    terms = ScreeningTerms(table, folder=table.parent, today=today(),
                           overlays=unders, as_of=day_of(as_of), pages="none", **asked)
    before, after = prepared_both(terms, OtherRules(against, overlays, limits))
    tell_reading(before)
    tell_columns(before)
    if against is not None:
        click.echo(text("impact.side_columns", ruleset=against), err=True)
        tell_columns(after)
    found = compared(before, after, progress())
    files = (table, terms.common, terms.columns, *unders, *overlays)
    refuse_overwriting(outputs, [path for path in files if path is not None])
    write([(target, _produced(found, name)) for target, name in targets])
    context.exit(Exit.BAD_DOSSIER if found.unread else Exit.MET)


def _format_of(target: str, form: str | None) -> str:
    from checker.cli.output import format_of

    if form is None and target.lower().endswith((".html", ".htm")):
        return "html"
    return format_of(target, form)


def _produced(found: ImpactFound, form: str) -> bytes:
    """Who flips, in one format."""
    if form == "json":
        from pydantic_core import to_json

        return to_json(found.plain(), indent=2) + b"\n"
    if form == "xlsx":
        from checker.screening.impact_book import impact_workbook

        return impact_workbook(found)
    if form in ("pdf", "html"):
        from checker.screening import impact_page

        return impact_page.impact_pdf(found) if form == "pdf" else impact_page.impact_html(found).encode()
    from checker.screening.impact_text import impact_report

    return impact_report(found).encode()

