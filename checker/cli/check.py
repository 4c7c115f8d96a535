"""``checker check``: one dossier, a verdict by each ruleset asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from checker.cli.usage import Worded
from checker.exits import Exit
from checker.messages import text

STATUS = {"met": Exit.MET, "computed": Exit.MET, "unmet": Exit.UNMET}


ORDER = (Exit.UNMET, Exit.UNDETERMINED, Exit.MET)


@click.command(cls=Worded, help=text("help.check"))
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--ruleset", "rulesets", multiple=True, metavar=text("metavar.ruleset"),
              help=text("help.rulesets"))
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path),
              metavar=text("metavar.file"), help=text("help.overlay"))
@click.option("--previous", type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.previous"))
@click.option("--as-of", metavar=text("metavar.date"), help=text("help.as_of"))
@click.option("--purpose", type=click.Choice(["formal", "trial"]), help=text("help.purpose"))
@click.option("-o", "--output", "outputs", multiple=True, metavar=text("metavar.file"),
              help=text("help.output"))
@click.option("--format", "form", type=click.Choice(["text", "json", "pdf", "xlsx"]),
              help=text("help.format"))
@click.pass_context
def check(context: click.Context, /, dossier: Path, outputs: tuple[str, ...], form: str | None,
          **asked: Any) -> None:
    """Judge, write every output or none, exit by the outcome."""
    from checker.cli.judging import Asked, judged, warn
    from checker.cli.output import format_of, produce, refuse_overwriting, to_terminal, write
    from checker.reporting.plain_text import line

    targets = [(target, format_of(target, form)) for target in outputs or ("-",)]
    question = Asked(dossier, **asked)
    records = judged(question)
    refuse_overwriting(outputs, question.files)
    warn(records, question.purpose)
    contents = [(target, produce(records, name)) for target, name in targets]
    to_screen = any(to_terminal(target) for target, _ in targets)
    write(contents)
    files = "、".join(target for target, _ in targets if target != "-")
    if files:
        for record in records:
            click.echo(text("line.written", line=line(record.verdict), path=files), err=to_screen)
    found = {STATUS.get(record.verdict.outcome, Exit.UNDETERMINED) for record in records}
    context.exit(next(status for status in ORDER if status in found))
