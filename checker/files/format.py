"""The format that a file says that it is of, as ``verdict/2``.

Owns how a later one is told from one that is none of ours.  It must not read a file.
"""

from __future__ import annotations

import re

from checker.errors import Problem

_FORMAT = re.compile(r"(?P<kind>[a-z]+)/(?P<number>[0-9]{1,9})")


def later(data: object, *known: str) -> Problem | None:
    """What is told of data of a later format than the ``known`` ones of its kind; None of any other."""
    given = data.get("schema") if isinstance(data, dict) else None
    found = _FORMAT.fullmatch(given) if isinstance(given, str) else None
    ours = {one: int(one.partition("/")[2]) for one in known if found and one.startswith(f"{found['kind']}/")}
    if found is None or not ours or int(found["number"]) <= max(ours.values()):
        return None
    return Problem("file.later_format", {"given": given, "due": tuple(sorted(ours))})
