"""``checker form``: a form to fill in, and what becomes of a filled one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.clock import today
from checker.cli.usage import Worded
from checker.messages import text

if TYPE_CHECKING:
    from checker.confirmations.provision import Ticked
    from checker.forms.years import Years


@click.command(cls=Worded, help=text("help.form"))
@click.argument("ruleset", required=False, metavar=text("metavar.form_ruleset"))
@click.option("--confirm", metavar=text("metavar.ruleset"), help=text("help.confirm"))
@click.option("--confirmed", "sheet", type=click.Path(path_type=Path), metavar=text("metavar.sheet"),
              help=text("help.confirmed"))
@click.option("--ruleset", "base", metavar=text("metavar.ruleset"), help=text("help.confirmed_ruleset"))
@click.option("--period", type=int, metavar=text("metavar.year"), help=text("help.form_period"))
@click.option("--base", "base_year", type=int, metavar=text("metavar.year"), help=text("help.form_base"))
@click.option("--previous", type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.form_previous"))
@click.option("--table", "table", is_flag=True, help=text("help.form_table"))
@click.option("-o", "--output", "target", metavar=text("metavar.file"), help=text("help.form_output"))
def form(ruleset: str | None, confirm: str | None, sheet: Path | None, base: str | None, target: str | None,
         *, table: bool, **given: Any) -> None:
    """Write a dossier's form, a confirmation sheet, or the overlay that a filled one comes to."""
    from checker.cli.output import write
    from checker.errors import Problem, UsageError
    from checker.forms.years import Years

    if [ruleset, confirm, sheet].count(None) != 2:
        raise UsageError(Problem("form.which"))
    if base is not None and sheet is None:
        raise UsageError(Problem("form.needless_ruleset"))
    if table and ruleset is None:
        raise UsageError(Problem("form.table_with"))
    if target is None:
        raise UsageError(Problem("form.no_output"))
    if (ruleset is None or table) and any(value is not None for value in given.values()):
        raise UsageError(Problem("form.needless_years"))
    if sheet is not None:
        content, said = _overlay(sheet, base, target)
    elif ruleset is not None:
        content, said = _table(ruleset, target) if table else _blank(
            ruleset, target, Years(given["period"], given["base_year"]), given["previous"])
    else:
        content, said = _sheet(str(confirm), target)
    write([(target, content)])
    for line in said:
        click.echo(line, err=True)


def _blank(ruleset: str, target: str, given: Years, previous: Path | None) -> tuple[bytes, list[str]]:
    from checker.forms.layout import list_sheets, sheets
    from checker.forms.years import series
    from checker.ruleset.conclusive import warning
    from checker.ruleset.loading import load
    from checker.services.blank_files import blank_years, dossier_form, last_verdict

    refuse_suffix(target, (".xlsx",))
    rules = load(ruleset)
    last = last_verdict(rules, previous)
    years = blank_years(given, last, today())
    content = dossier_form(rules, years, last)
    keep(target, content)
    model, lists = rules.model, list_sheets(rules)
    said = [text("form.blank_written", path=target, sheets=len(sheets(rules)) + len(lists),
                 quantities=len(model.quantities), facts=len(model.attributes), lists=len(lists))]
    if unsure := warning(rules):
        said.insert(0, f"{text('warning.prefix')}：{unsure}")
    if series(rules):
        said.append(text("form.years_of_form", year=years.period))
    return content, said


def _table(ruleset: str, target: str) -> tuple[bytes, list[str]]:
    from checker.forms.project_table import asked_of
    from checker.ruleset.loading import load
    from checker.services.blank_files import projects_form

    refuse_suffix(target, (".xlsx",))
    rules = load(ruleset)
    content = projects_form(rules)
    keep(target, content)
    return content, [text("form.table_written", path=target, columns=len(asked_of(rules)))]


def keep(target: str, content: bytes) -> None:
    """Refuse to write over a file that somebody may have filled in."""
    from checker.errors import Problem, UsageError
    from checker.files.reading import holds

    if os.path.isfile(target) and not holds(Path(target), content):
        raise UsageError(Problem("form.exists", {"path": target}))


def _sheet(ruleset: str, target: str) -> tuple[bytes, list[str]]:
    from checker.confirmations.confirming import confirmation_sheet
    from checker.confirmations.lines import limit_lines, text_lines
    from checker.ruleset.loading import load

    refuse_suffix(target, (".xlsx",))
    rules = load(ruleset)
    content = confirmation_sheet(rules)
    keep(target, content)
    return content, [text("form.written", path=target, limits=len(limit_lines(rules)),
                          texts=len(text_lines(rules)))]


def _overlay(sheet: Path, base: str | None, target: str) -> tuple[bytes, list[str]]:
    from checker.confirmations.confirmed import read_filled
    from checker.confirmations.provision import outcome_of, overlay_bytes
    from checker.errors import Problem, UsageError

    refuse_suffix(target, (".yaml", ".yml"))
    if target != "-" and os.path.exists(target) and os.path.exists(sheet) and os.path.samefile(target, sheet):
        raise UsageError(Problem("form.overwrites", {"path": target}))
    filled = read_filled(sheet, base)
    outcome = outcome_of(filled, str(sheet))
    return overlay_bytes(filled, outcome, target), _said(outcome, target)


def refuse_suffix(target: str, known: tuple[str, ...]) -> None:
    """Refuse an output of another kind than what is written."""
    from checker.errors import Problem, UsageError

    if target != "-" and Path(target).suffix.lower() not in known:
        raise UsageError(Problem("form.suffix", {"path": target, "known": text("join.names").join(known)}))


def _said(outcome: Ticked, target: str) -> list[str]:
    """What went into the overlay and what was left out, in lines."""
    lines = [text("form.overlay_written", path=target, limits=len(outcome.limits),
                  formulas=len(outcome.formulas), groups=len(outcome.groups),
                  factors=len(outcome.factors),
                  corrected=len(outcome.corrected), adopted=len(outcome.adopted))]
    if outcome.unticked:
        lines.append(text("form.unticked", count=outcome.unticked))
    if outcome.partial:
        lines.append(text("form.partial", items=text("join.names").join(dict.fromkeys(outcome.partial))))
    if outcome.disputed:
        lines.append(text("form.disputed", cells=tuple(outcome.disputed)))
    if outcome.withheld:
        lines.append(text("form.withheld", items=text("join.names").join(outcome.withheld)))
    return lines
