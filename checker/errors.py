"""What went wrong, for the person who can mend it.

Owns the problem and the exceptions that carry several of them.  It must not print; what is only told is
a :class:`checker.sentence.Told`.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence

from checker.exits import Exit
from checker.messages import text
from checker.sentence import Places, Sentence

_REASONS = ("EACCES", "EPERM", "ENOSPC", "EDQUOT", "EFBIG", "EIO", "EISDIR", "ENOTDIR", "EROFS",
            "ENAMETOOLONG", "ENOENT", "ELOOP", "EBADF")


def reason(problem: OSError) -> str:
    """The system's reason in words."""
    name = errno.errorcode.get(problem.errno or 0, "")
    return text(f"system.{name}") if name in _REASONS else problem.strerror or type(problem).__name__


class Problem(Sentence):
    """One thing that is wrong."""


class CheckerError(Exception):
    """One or more problems that stop a command; ``exit`` is its status."""

    exit = Exit.BUG

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[CheckerError], tuple[list[Problem]]]:
        """As it goes from one process to another: by its problems."""
        return type(self), (self.problems,)

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
