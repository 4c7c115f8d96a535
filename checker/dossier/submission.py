"""What was handed in: a dossier with the file that it was read from.

Owns what belongs to the dossier but is not in it.  It must not read a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from checker.dossier.dossier import Dossier
from checker.errors import CheckerError, Problem
from checker.files.canonical import canonical_model, digest
from checker.files.textfile import TextFile
from checker.places import Path
from checker.sentence import Told


@dataclass(frozen=True)
class Submission:
    """A dossier with the file it came from.

    ``beside`` are further files that it was made from, ``remarks`` what to say of the file that is no
    error; ``trial`` when the file's form is such that a verdict on it can't be formal.  ``elsewhere`` names,
    by path, the file and the cell of what stands in one of those further files.
    """

    dossier: Dossier
    file: TextFile
    beside: Mapping[str, bytes] = field(default_factory=dict)
    remarks: Sequence[Told] = ()
    trial: bool = False
    elsewhere: Mapping[Path, tuple[str, str]] = field(default_factory=dict)

    def seen_from(self, period: int | None) -> Submission:
        """The same for another year of those that it has data of; as it is where none is named."""
        if period is None:
            return self
        return replace(self, dossier=self.dossier.model_copy(update={"period": period}))

    def located(self, error: CheckerError) -> CheckerError:
        """The error with the file, and the line or cell, of each of its problems."""
        return type(error)([self.in_answers(problem) or problem.at(self.file.name, self.file.places)
                            for problem in error.problems])

    def in_answers(self, problem: Problem) -> Problem | None:
        """The problem with file and cell, where it is one of what stands ``elsewhere``."""
        for length in range(len(problem.path), 1, -1):
            if (found := self.elsewhere.get(problem.path[:length])) is not None:
                name, cell = found
                return problem.at(name, {problem.path: cell})
        return None

    @property
    def digest(self) -> str:
        """The digest of the dossier."""
        return dossier_digest(self.dossier)


def dossier_digest(dossier: Dossier) -> str:
    """The digest of the dossier's canonical form; the file's layout and comments don't matter."""
    return digest(canonical_model(dossier))
