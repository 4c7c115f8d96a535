"""``checker release``: a published release in an environment of its own, and its command run there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from checker.cli.usage import Worded
from checker.errors import Problem, UsageError
from checker.exits import Exit
from checker.messages import text

CACHE = "XDG_CACHE_HOME"


class _BeforeDashes(Worded):
    """A command whose own options stand before ``--``, and those of the release behind it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; of an option that is none of ours is told where those of the release stand."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as wrong:
            before = given[:given.index("--")] if "--" in given else given
            if any(not word.startswith("-") for word in before):
                raise UsageError(Problem("release.dashes", {"option": wrong.option_name})) from None
            raise


@click.command(cls=_BeforeDashes, help=text("help.release"))
@click.argument("version", metavar=text("metavar.version"))
@click.argument("words", nargs=-1, metavar=text("metavar.words"))
@click.option("--into", "place", type=click.Path(path_type=Path), metavar=text("metavar.folder"),
              help=text("help.release_into"))
@click.option("--python", metavar="PYTHON", help=text("help.release_python"))
@click.option("--wheels", type=click.Path(path_type=Path), metavar=text("metavar.folder"),
              help=text("help.release_wheels"))
@click.pass_context
def release(context: click.Context, version: str, words: tuple[str, ...], place: Path | None,
            python: str | None, wheels: Path | None) -> None:
    """Make the environment where there is none, and run what was asked in it."""
    from checker.recalling.environment import Wanted, called_up, run
    from checker.recalling.kept_release import kept_release

    if wheels is not None and not wheels.is_dir():
        raise UsageError(Problem("release.no_wheels", {"path": wheels}))
    kept = kept_release(version)
    wanted = Wanted(python or sys.executable, python is not None, wheels and wheels.resolve())
    into = (place or _cache() / version).absolute()
    command = called_up(kept, into, wanted, lambda said: click.echo(str(said), err=True))
    if not words:
        click.echo(text("release.ready", version=version, place=into))
        context.exit(Exit.MET)
    sys.stdout.flush()
    context.exit(run(command, words))


def _cache() -> Path:
    """The user's folder for what can be made again."""
    named = Path(os.environ.get(CACHE, ""))
    try:
        above = named if named.is_absolute() else Path.home() / ".cache"
    except RuntimeError:
        raise UsageError(Problem("release.no_home")) from None
    return above / "checker" / "releases"
