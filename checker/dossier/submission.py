"""What was handed in: a dossier with the file that it was read from.

Owns what belongs to the dossier but is not in it.  It must not read a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.dossier.dossier import Dossier
from checker.files.canonical import canonical_model, digest
from checker.files.textfile import TextFile
from checker.sentence import Told


@dataclass(frozen=True)
class Submission:
    """A dossier with the file it came from.

    ``beside`` are further files that it was made from, ``remarks`` what to say of the file that is no
    error; ``trial`` when the file's form is such that a verdict on it can't be formal.
    """

    dossier: Dossier
    file: TextFile
    beside: Mapping[str, bytes] = field(default_factory=dict)
    remarks: Sequence[Told] = ()
    trial: bool = False

    @property
    def digest(self) -> str:
        """The digest of the dossier."""
        return dossier_digest(self.dossier)


def dossier_digest(dossier: Dossier) -> str:
    """The digest of the dossier's canonical form; the file's layout and comments don't matter."""
    return digest(canonical_model(dossier))
