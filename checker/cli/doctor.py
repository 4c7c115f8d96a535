"""``checker doctor``: what this machine has of what a page needs."""

from __future__ import annotations

import sys

import click

from checker.cli.usage import Worded
from checker.exits import Exit
from checker.messages import text


@click.command(cls=Worded, help=text("help.doctor"))
@click.pass_context
def doctor(context: click.Context) -> None:
    """Say what is there and what is missing."""
    from checker.archive.toolchain import FONTS, subset_library
    from checker.resources import folder
    from checker.ruleset.reading import installed, load

    good = True

    def say(name: str, value: str | None) -> None:
        nonlocal good
        good = good and value is not None
        state = text("doctor.ok") if value is not None else text("doctor.bad")
        click.echo(f"[{state}] {name}　{value or ''}".rstrip())

    say("Python", sys.version.split()[0])
    say("durable_rules", _engine())
    say("WeasyPrint", _weasyprint())
    say("libharfbuzz-subset", subset_library())
    for font in FONTS:
        say(font.name, str(font.parent) if font.is_file() else None)
    for name in ("rulesets", "templates"):
        say(name, str(folder(name)) if folder(name).is_dir() else None)
    for name in installed():
        say(f"rulesets/{name}", load(name).digest)
    context.exit(Exit.MET if good else Exit.BUG)


def _engine() -> str:
    from checker.judging.engines import default_engine

    name = default_engine().name
    return name if name == "durable_rules" else text("doctor.engine_plain")


def _weasyprint() -> str | None:
    try:
        import weasyprint
    except (ImportError, OSError):
        return None
    return str(weasyprint.__version__)
