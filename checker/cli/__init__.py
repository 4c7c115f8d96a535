"""The command: the only place that knows clock, terminal and exit statuses.

Heavy modules are imported inside the commands, so that ``--help`` is quick.
"""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from checker import __version__
from checker.cli.check import check
from checker.cli.doctor import doctor
from checker.cli.explain import explain
from checker.cli.rules import rules
from checker.exits import MEANINGS, Exit

EPILOG = "\b\n退出状态：\n" + "\n".join(f"  {status.value:>2}  {MEANINGS[status]}" for status in Exit)


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="checker %(version)s")
@click.option("--traceback", is_flag=True, help="出错时显示程序调用栈。")
@click.pass_context
def cli(context: click.Context, traceback: bool) -> None:
    """园区与项目的规则核验：申报材料对照标准，得出可复现的结论。"""
    context.obj = {"traceback": traceback}


for command in (check, explain, rules, doctor):
    cli.add_command(command)


def main() -> NoReturn:
    """Run the command and exit with one of :class:`Exit`; no traceback unless asked for."""
    from checker.errors import CheckerError
    from checker.messages import text

    asked = "--traceback" in sys.argv
    try:
        status = cli.main(standalone_mode=False)
        sys.exit(status if isinstance(status, int) else Exit.MET)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(Exit.USAGE)
    except click.Abort:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(Exit.MET)
    except CheckerError as error:
        if asked:
            raise
        for problem in error.problems:
            click.echo(f"{text('error.prefix')}：{problem}", err=True)
        if len(error.problems) > 1:
            click.echo(text("error.count", count=len(error.problems)), err=True)
        sys.exit(error.exit)
    except Exception as bug:
        if asked:
            raise
        click.echo(text("error.bug", kind=type(bug).__name__, reason=bug), err=True)
        sys.exit(Exit.BUG)
