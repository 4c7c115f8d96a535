"""An earlier verdict that is to stand beside today's: a verdict's file, or the one attached to its page.

Owns the distrust of such a page: one that isn't what it was made as gives no verdict; and where an earlier
verdict stands in the register.  It must not compare.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from checker.capsule.opening import opened, read_pdf
from checker.capsule.unpacking import previous_of
from checker.errors import CapsuleError, Problem, UsageError
from checker.files.bounds import bounded
from checker.files.textfile import read
from checker.register.entry import Entry
from checker.register.store import Register
from checker.verifying.agreeing import giving_back
from checker.verifying.examining import examined


def earlier_verdict(path: Path) -> Any:
    """The plain data of a verdict's file, or of the verdict that is attached to its page."""
    try:
        return json.loads(_verdict_in(path).decode("utf-8-sig"))
    except ValueError:
        raise UsageError(Problem("previous.not_a_verdict", file=str(path))) from None


def earlier_numbers(register: Register, entry: Entry) -> list[str] | None:
    """Under which earlier numbers the verdict stands that an entry's was compared with; None without one."""
    keys = [entry.files[name] for name in previous_of(entry.files)]
    found = [one.number for key in keys for one in register.by_verdict(key) if one.sequence < entry.sequence]
    return found if keys else None


def _verdict_in(path: Path) -> bytes:
    """A verdict's file, or the one that is attached to its page."""
    if path.suffix.lower() != ".pdf":
        return read(path, UsageError).raw
    try:
        with bounded():
            given = opened(read_pdf(path))
            found = [content for name, content in given.files.items() if name.startswith("verdict")]
            if len(found) > 1:
                raise UsageError(Problem("previous.several_verdicts", file=str(path)))
            former = giving_back(given.files)
            again = examined(given.files, drawn=False) if former is None else None
    except CapsuleError as error:
        raise UsageError([problem.at(str(path), {}) for problem in error.problems]) from None
    if given.unprinted() or (again and (again.problems or again.unjudged or again.differences)):
        raise UsageError(Problem("previous.not_verified", file=str(path)))
    return found[0]
