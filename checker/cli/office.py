"""From the words of a command line to an office that issues: register, person, day."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from checker.cli.clock import now
from checker.cli.own_rulesets import with_register
from checker.messages import text

if TYPE_CHECKING:
    from checker.issuing import Office


def register_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--register`` and ``--by``: only a register that is named on the command line is written to."""
    by = click.option("--by", metavar=text("metavar.person"), help=text("help.by"))
    register = click.option("--register", "address", metavar=text("metavar.url"),
                            callback=with_register, help=text("help.issue_register"))
    return register(by(command))


def office(address: str | None, by: str | None) -> Office | None:
    """Who issues, or None where no register is named; raises :class:`checker.errors.UsageError`."""
    from checker.errors import Problem, UsageError

    if address is None:
        if by is not None:
            raise UsageError(Problem("issue.no_register", {"option": "--by"}))
        return None
    if by is not None and not by.strip():
        raise UsageError(Problem("issue.nobody"))
    from checker.cli.address import register_at
    from checker.services.registering import office_at

    register = register_at(address)
    assert register is not None
    return office_at(register, by or getpass.getuser(), now())
