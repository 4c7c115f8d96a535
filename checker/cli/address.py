"""Where the register is: what the command line says, or the environment.

Owns the one option and the one variable that name it.  It must not look into a register.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import click

from checker.cli.own_rulesets import REGISTER, with_register
from checker.messages import text

if TYPE_CHECKING:
    from checker.register.store import Register

_HASH = re.compile(r"(?<![0-9a-f])([0-9a-f]{64})(?![0-9a-f])")

register_option = click.option("--register", "address", metavar=text("metavar.url"),
                               callback=with_register, help=text("help.register_address"))


def place_of(address: str | None) -> str | None:
    """The address that the caller gives, or the one that the environment names."""
    return address if address is not None else os.environ.get(REGISTER)


def register_at(address: str | None) -> Register | None:
    """The register at an address, or at the one that the environment names, or None where none is named."""
    place = place_of(address)
    if not place:
        return None
    from checker.register.founding import opened

    register = opened(place)
    context = click.get_current_context(silent=True)
    if context is not None:
        context.call_on_close(register.close)
    return register


def named_register(address: str | None) -> Register:
    """The same; raises :class:`checker.errors.UsageError` where none is named."""
    from checker.errors import Problem, UsageError

    found = register_at(address)
    if found is None:
        raise UsageError(Problem("register.none"))
    return found


def anchored(given: str | None) -> str | None:
    """The hash of an anchor, though the whole line was given; raises :class:`checker.errors.UsageError`."""
    if given is None:
        return None
    found: set[str] = set(_HASH.findall(given.lower()))
    if len(found) != 1:
        from checker.errors import Problem, UsageError

        raise UsageError(Problem("register.anchor_form", {"given": given}))
    return "sha256:" + found.pop()


def new_place(url: str | None, address: str | None) -> str:
    """Where a register is to be founded; it may be written in either place, but only once.

    Raises :class:`checker.errors.UsageError` where it is written in both or nowhere.
    """
    from checker.errors import Problem, UsageError

    if url is not None and address is not None:
        raise UsageError(Problem("register.two_addresses"))
    place = url if url is not None else address if address is not None else os.environ.get(REGISTER)
    if not place:
        raise UsageError(Problem("register.none"))
    return place
