"""``checker ask``: the letter and the question sheet to whoever handed a dossier in."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.usage import Worded
from checker.messages import text


@click.command(cls=Worded, help=text("help.ask"))
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--ruleset", metavar=text("metavar.ruleset"), help=text("help.ruleset"))
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path),
              metavar=text("metavar.file"), help=text("help.overlay"))
@click.option("--answers", multiple=True, type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.answers"))
@click.option("--as-of", metavar=text("metavar.date"), help=text("help.as_of"))
@click.option("-o", "--output", "target", metavar=text("metavar.file"), help=text("help.ask_output"))
def ask(dossier: Path, ruleset: str | None, overlays: tuple[Path, ...], answers: tuple[Path, ...],
        as_of: str | None, target: str | None) -> None:
    """Judge, write what to ask; always exits 0 when the dossier could be judged."""
    from checker.asking.question_book import QuestionSheet
    from checker.cli.form import keep, refuse_suffix
    from checker.cli.judging import JudgingTerms, judged, warn
    from checker.cli.output import write
    from checker.errors import Problem, UsageError

    if target is None:
        raise UsageError(Problem("ask.no_output"))
    refuse_suffix(target, (".xlsx",))
    terms = JudgingTerms(dossier, (ruleset,) if ruleset else (), as_of, overlays=overlays, answers=answers)
    records = judged(terms)
    sheet = QuestionSheet(records[0])
    content = sheet.workbook()
    keep(target, content)
    warn(records)
    write([(target, content)])
    if not sheet.questions:
        click.echo(text("ask.nothing"), err=True)
    if sheet.left:
        click.echo(text("ask.left", count=sheet.left), err=True)
    click.echo(text("ask.written", path=target, dossier=dossier, questions=len(sheet.questions),
                    facts=len(sheet.facts)), err=True)
