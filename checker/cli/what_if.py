"""``checker what-if``: a dossier as it is and as it would be, side by side; never recorded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from checker.cli.clock import today
from checker.cli.usage import Worded
from checker.errors import Problem, UsageError
from checker.messages import text

FORMATS = ("text", "json", "xlsx")


def never_recorded(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--register`` and ``--by`` as options that are only there to be refused with the reason."""
    by = click.option("--by", hidden=True)
    return click.option("--register", "address", hidden=True)(by(command))


def refuse_recording(command: str, address: str | None, by: str | None) -> None:
    """A trial gets no number; raises :class:`UsageError`."""
    if address is not None or by is not None:
        option = "--by" if address is None else "--register"
        raise UsageError(Problem("what_if.no_register", {"option": option, "command": command}))


def supposing(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that both commands have: numbers of limits, overlays on one side, overlays on both."""
    file = click.Path(path_type=Path)
    for option in (
            click.option("--under", "unders", multiple=True, type=file, metavar=text("metavar.file"),
                         help=text("help.under")),
            click.option("--overlay", "overlays", multiple=True, type=file, metavar=text("metavar.file"),
                         help=text("help.supposed_overlay")),
            click.option("--limit", "limits", multiple=True, metavar=text("metavar.limit"),
                         help=text("help.limit"))):
        command = option(command)
    return command


@click.command("what-if", cls=Worded, help=text("help.what_if"))
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--set", "sets", multiple=True, metavar=text("metavar.statement"), help=text("help.set"))
@click.option("--unset", "unsets", multiple=True, metavar=text("metavar.datum"), help=text("help.unset"))
@supposing
@click.option("--ruleset", metavar=text("metavar.ruleset"), help=text("help.ruleset"))
@click.option("--as-of", metavar=text("metavar.date"), help=text("help.as_of"))
@click.option("-o", "--output", "outputs", multiple=True, metavar=text("metavar.file"),
              help=text("help.what_if_output"))
@click.option("--format", "form", type=click.Choice(FORMATS), help=text("help.format"))
@never_recorded
def what_if(dossier: Path, outputs: tuple[str, ...], form: str | None, address: str | None, by: str | None,
            overlays: tuple[Path, ...], unders: tuple[Path, ...], **asked: Any) -> None:
    """Judge twice and show what flips; always exits 0 when the dossier could be judged."""
    from checker.cli.output import refuse_overwriting, warn, write
    from checker.services.producing import produce_trial
    from checker.services.remarking import remarks
    from checker.services.supposing_files import SupposingTerms, supposed

    refuse_recording("check", address, by)
    targets = [(target, format_of_trial(target, form)) for target in outputs or ("-",)]
    found = supposed(SupposingTerms(dossier, today(), overlays=overlays, unders=unders, **asked))
    warn(remarks([found.before]))
    refuse_overwriting(outputs, [dossier, *overlays, *unders])
    write([(target, produce_trial(found, name)) for target, name in targets])


def format_of_trial(target: str, form: str | None) -> str:
    """The format of an output; raises :class:`UsageError` for a page that would look like a verdict's."""
    from checker.cli.output import format_of

    name = format_of(target, form)
    if name == "pdf":
        raise UsageError(Problem("what_if.no_page", {"path": target, "known": ".txt、.json、.xlsx"}))
    return name
