"""The command: the only place that knows clock, terminal and exit statuses.

Heavy modules are imported inside the commands, so that ``--help`` is quick.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
import traceback
from typing import Any, NoReturn

import click

from checker import __version__
from checker.cli.ask import ask
from checker.cli.check import check
from checker.cli.doctor import doctor
from checker.cli.explain import explain
from checker.cli.form import form
from checker.cli.impact import impact
from checker.cli.own_rulesets import begin
from checker.cli.policies import policies
from checker.cli.regenerate import regenerate
from checker.cli.register import register
from checker.cli.release import release
from checker.cli.report import report
from checker.cli.rules import rules
from checker.cli.screen import screen
from checker.cli.seal import seal
from checker.cli.serve import serve
from checker.cli.usage import WordedGroup, said
from checker.cli.verify import verify
from checker.cli.what_if import what_if
from checker.exits import Exit, meaning
from checker.limits import MOST_PROBLEMS
from checker.messages import text

STDIN, STDOUT, STDERR = range(3)
SELDOM = 100_000  # objects made and kept, after which garbage is looked for
_STATUSES = "\n".join(f"  {status.value:>2}  {meaning(status)}" for status in Exit)
EPILOG = f"\b\n{text('help.statuses')}\n{_STATUSES}"


def _lettered() -> None:
    """Begin anew in UTF-8 where the locale's letters are not ours.

    What we say could not be read there, and a name that is given to us would be kept garbled for good.
    """
    try:
        text("error.prefix").encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def _streams() -> None:
    """Standard streams that are ours to use: no file that is opened later may come to stand for a closed one.

    What can't be encoded, as a name's bytes that are no letters, is written by its number.
    """
    for number in (STDIN, STDOUT, STDERR):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_RDONLY if number == STDOUT else os.O_RDWR), number)
            if number == STDOUT:  # what is written to it is refused, not lost
                sys.stdout = io.TextIOWrapper(io.FileIO(STDOUT, "w", closefd=False), "utf-8",
                                              write_through=True)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _unburdened() -> None:
    """Spare a command what it has no use for.

    It keeps nearly all that it loads: garbage is looked for seldom, and not when it ends, for then everything
    goes.  And what merely happens to be installed beside it is not asked to watch over what is validated.
    """
    gc.set_threshold(SELDOM)
    atexit.register(gc.freeze)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


class _Deaf(Exception):
    """Whoever read our output has stopped."""


class _Program(WordedGroup):
    """The group of all commands; click would make a broken pipe an exit status that means an outcome."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except BrokenPipeError:
            raise _Deaf from None


@click.group(cls=_Program, help=text("help.program"), epilog=EPILOG,
             context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="checker %(version)s",
                      help=text("help.version"))
@click.option("--traceback", "show_traceback", is_flag=True, help=text("help.traceback"))
@click.pass_context
def cli(context: click.Context, show_traceback: bool) -> None:
    """Remember what every command may ask for, and name what rulesets the office has of its own."""
    context.obj = {"traceback": show_traceback}
    begin()


for command in (check, report, ask, screen, verify, regenerate, release, seal, register, explain, what_if,
                impact, rules, policies, form, serve, doctor):
    cli.add_command(command)


def _tell(said: str) -> None:
    """Say on standard error why we end; where that takes nothing, the exit status has to say it."""
    try:
        click.echo(said, err=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), STDERR)  # what is still in the buffer has nowhere to go


def main() -> NoReturn:
    """Run the command and exit with one of :class:`Exit`; no traceback unless asked for."""
    from checker.errors import CheckerError, reason

    asked = "--traceback" in sys.argv
    _lettered()
    _streams()
    _unburdened()
    try:
        status = cli.main(standalone_mode=False)
        sys.exit(status if isinstance(status, int) else Exit.MET)
    except click.ClickException as wrong:
        _tell(said(wrong))
        sys.exit(Exit.USAGE)
    except click.Abort:
        sys.exit(130)
    except (_Deaf, BrokenPipeError):
        # 128 + SIGPIPE, as the shell would say it; what is still in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), STDOUT)
        sys.exit(141)
    except OSError as broken:
        if asked:
            _tell(traceback.format_exc().rstrip())
        _tell(text("error.stream", reason=reason(broken)))
        sys.exit(Exit.USAGE)
    except CheckerError as error:
        if asked:
            _tell(traceback.format_exc().rstrip())
        for problem in error.problems[:MOST_PROBLEMS]:
            _tell(f"{text('error.prefix')}：{problem}")
        if len(error.problems) > 1:
            _tell(text("error.count", count=len(error.problems)))
        if len(error.problems) > MOST_PROBLEMS:
            _tell(text("error.rest", shown=MOST_PROBLEMS))
        sys.exit(error.exit)
    except Exception as bug:
        if asked:
            _tell(traceback.format_exc().rstrip())
        _tell(text("error.bug", kind=type(bug).__name__, reason=bug))
        sys.exit(Exit.BUG)
