"""What went wrong, for the person who can mend it.

Owns the problem (what, where) and the exceptions that carry several of them.  It must not print
and must not decide how a problem is shown: the words live in :mod:`checker.messages`.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from checker.exits import Exit
from checker.messages import harmless, text
from checker.places import Path, spoken

Places = Mapping[Path, int | str]
# Files in which nobody writes the keys of fields.
_WITHOUT_KEYS = (".xlsx", ".xls", ".et", ".csv", ".tsv", ".txt", ".jsonl", ".pdf")
_REASONS = ("EACCES", "EPERM", "ENOSPC", "EISDIR", "ENOTDIR", "EROFS", "ENAMETOOLONG", "ENOENT", "ELOOP",
            "EBADF")


def reason(problem: OSError) -> str:
    """The system's reason in words."""
    name = errno.errorcode.get(problem.errno or 0, "")
    return text(f"system.{name}") if name in _REASONS else problem.strerror or type(problem).__name__


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: a message code, its parameters and the place."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    path: Path = ()
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        where = self.file or ""
        if self.line is not None:
            where += " " + text("place.line", line=self.line)
        keys = self.file is None or not self.file.lower().endswith(_WITHOUT_KEYS)
        spot = " ".join(part for part in (where, spoken(self.path, keys=keys)) if part)
        said = text(self.code, **self.params)
        return f"{harmless(spot)}：{said}" if spot else said

    def at(self, file: str, lines: Places) -> Problem:
        """The same problem with its file, and the line or cell of its field or of the nearest parent."""
        if self.file is not None:
            return self
        path = self.path
        while path not in lines and path:
            # A list that was written as its only element has no index in the file.
            alone = [path[:i] + path[i + 1:] for i in range(len(path) - 1, -1, -1) if path[i] == 0]
            path = next((short for short in alone if short in lines), path[:-1])
        place = lines.get(path)
        if isinstance(place, str):
            return replace(self, file=file, path=(place,))
        return replace(self, file=file, line=self.line or place)


class CheckerError(Exception):
    """One or more problems that stop a command; ``exit`` is its status."""

    exit = Exit.BUG

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def at(self, file: str, lines: Places) -> CheckerError:
        """The same error with file and lines, or cells, filled in."""
        return type(self)([problem.at(file, lines) for problem in self.problems])


class UsageError(CheckerError):
    """The command was called with something that does not exist or does not fit."""

    exit = Exit.USAGE


class DossierError(CheckerError):
    """The dossier can't be read or contradicts the ruleset's definitions."""

    exit = Exit.BAD_DOSSIER


class RulesetError(CheckerError):
    """The ruleset can't be read or doesn't hold together."""

    exit = Exit.BAD_RULESET


class InternalError(CheckerError):
    """Our own bug: an item lost, an engine that stalled."""

    exit = Exit.BUG


class CapsuleError(CheckerError):
    """A page, or what is attached to it, can't be read or is not what it says that it is."""

    exit = Exit.VERIFICATION_FAILED
