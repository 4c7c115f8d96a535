"""``checker regenerate``: a page made once more, from a PDF, a verdict or a number of the register."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.own_rulesets import with_register
from checker.cli.usage import Worded
from checker.errors import Problem, UsageError
from checker.exits import Exit
from checker.messages import text


@click.command(cls=Worded, help=text("help.regenerate"))
@click.argument("source")
@click.option("-o", "--output", "target", required=True, metavar=text("metavar.file"),
              help=text("help.regenerate_output"))
@click.option("--register", "address", metavar=text("metavar.url"), callback=with_register,
              help=text("help.regenerate_register"))
@click.option("--public", is_flag=True, help=text("help.regenerate_public"))
@click.pass_context
def regenerate(context: click.Context, /, source: str, target: str, address: str | None,
               public: bool) -> None:
    """Write the page anew and say by what it differs from the one before."""
    from checker.cli.address import register_at
    from checker.cli.output import refuse_overwriting, to_terminal, warn, write
    from checker.services.regenerating_files import SUFFIXES, regenerated_anew

    path = Path(source)
    if target != "-" and Path(target).suffix.lower() != ".pdf":
        raise UsageError(Problem("regenerate.not_pdf", {"path": target}))
    refuse_overwriting([target], [path] if path.suffix.lower() in SUFFIXES else [])
    register = None if path.suffix.lower() in SUFFIXES else register_at(address)
    made, said = regenerated_anew(source, register, public=public)
    write([(target, made)])
    warn(said)
    click.echo(text("regenerate.written", source=source, path=target), err=to_terminal(target))
    context.exit(Exit.MET)
