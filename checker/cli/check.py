"""``checker check``: one dossier, one verdict."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.usage import Worded
from checker.exits import Exit
from checker.messages import text

STATUS = {"met": Exit.MET, "unmet": Exit.UNMET}


@click.command(cls=Worded, help=text("help.check"))
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--ruleset", metavar=text("metavar.ruleset"), help=text("help.ruleset"))
@click.option("--as-of", metavar=text("metavar.date"), help=text("help.as_of"))
@click.option("--purpose", type=click.Choice(["formal", "trial"]), help=text("help.purpose"))
@click.option("-o", "--output", "outputs", multiple=True, metavar=text("metavar.file"),
              help=text("help.output"))
@click.option("--format", "form", type=click.Choice(["text", "json", "pdf", "xlsx"]),
              help=text("help.format"))
@click.pass_context
def check(context: click.Context, dossier: Path, ruleset: str | None, as_of: str | None,
          purpose: str | None, outputs: tuple[str, ...], form: str | None) -> None:
    """Judge, write every output or none, exit by the outcome."""
    from checker.cli.judging import judged, warn
    from checker.cli.output import format_of, produce, refuse_overwriting, to_terminal, write
    from checker.reporting.plain_text import line

    targets = [(target, format_of(target, form)) for target in outputs or ("-",)]
    case = judged(dossier, ruleset, as_of, purpose)
    refuse_overwriting(outputs, dossier)
    warn(case, purpose)
    contents = [(target, produce(case, name)) for target, name in targets]
    to_screen = any(to_terminal(target) for target, _ in targets)
    write(contents)
    files = "、".join(target for target, _ in targets if target != "-")
    if files:
        click.echo(text("line.written", line=line(case.verdict), path=files), err=to_screen)
    context.exit(STATUS.get(case.verdict.outcome, Exit.UNDETERMINED))
