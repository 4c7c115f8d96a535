"""The rulesets that a page's are held against, as far as they can be read on this machine.

Owns what is ours by its id, of every published version, and what is the office's own; and the telling of what
of it can't be read.  It must not compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.capsule.releases import releases
from checker.errors import CheckerError, Problem
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import installed, load, of_program
from checker.ruleset.own_folders import own_places


def is_ours(name: str) -> bool:
    """Whether a ruleset of this id came with this program, or with one that was published."""
    return name in _ids()


def ours(name: str) -> Ruleset | Problem:
    """The ruleset of this id as it is installed, or why it can't be read."""
    return _read(of_program, name)


def here(name: str) -> Ruleset | Problem | None:
    """The ruleset of this id, ours or else the office's own, or why it can't be read; None for a stranger."""
    if is_ours(name):
        return ours(name)
    return _read(load, name) if name in own_places() else None


def _read(reader: Callable[[str], Ruleset], name: str) -> Ruleset | Problem:
    try:
        return reader(name)
    except CheckerError as error:
        return error.problems[0]


def readable() -> Iterator[Ruleset]:
    """Those that can be read, by id."""
    yield from (found for name in _ids() if isinstance(found := ours(name), Ruleset))


def unreadable() -> list[str]:
    """The ids of those that can't."""
    return [name for name in _ids() if isinstance(ours(name), Problem)]


def _ids() -> list[str]:
    return sorted({*installed(), *(name for record in releases().values() for name in record["rulesets"])})
