"""Where the office's own rulesets are: what the environment says, and the register that is named.

Owns the one variable that names them.  It must not look into a folder.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

VARIABLE, REGISTER = "CHECKER_RULESETS", "CHECKER_REGISTER"


def begin(address: str | None = None) -> None:
    """Name the folders for this process, with those of the register at ``address`` or of the usual one."""
    from checker.ruleset.own_folders import name_folders

    place = address if address is not None else os.environ.get(REGISTER, "")
    beside: list[Path] = []
    if place:
        from checker.register.own_setting import rulesets_beside

        beside = rulesets_beside(place)
    name_folders([*filter(None, os.environ.get(VARIABLE, "").split(os.pathsep)), *beside])


def with_register(_: click.Context, __: click.Parameter, address: Any) -> Any:
    """Once a command names a register, the rulesets are those that belong to it."""
    if address is not None:
        begin(address)
    return address
