"""What follows the unsigned bytes of a page, for whoever has to rely on it.

Owns the answer: the seals with what each is worth, and every problem.  What they are worth
:mod:`checker.sealing.worth` finds, with all that reads seals; where nothing follows there is no need of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from checker.errors import Problem
from checker.sentence import Sentence

if TYPE_CHECKING:
    from checker.sealing.additions import Proofs


@dataclass(frozen=True)
class Seal:
    """One seal: who, when, and what it is worth; ``notes`` say why it is not worth more.

    ``intact``: the signature is over every byte before it and neither was changed.  ``chain`` is
    ``not_checked`` when no certificate to trust was given.  ``time``: ``trusted`` (a token whose authority
    is trusted), ``stamped`` (a sound token of another authority), ``claimed`` (by the signer alone).
    """

    role: str
    field: str
    signer: str
    organisation: str
    issuer: str
    serial: str
    valid_from: dt.datetime | None
    valid_until: dt.datetime | None
    claimed_at: dt.datetime | None
    intact: bool
    chain: Literal["trusted", "untrusted", "not_checked"]
    time: Literal["trusted", "stamped", "claimed"]
    stamped_at: dt.datetime | None
    authority: str
    level: Literal["B-B", "B-T", "B-LT"]
    notes: tuple[Sentence, ...]


@dataclass(frozen=True)
class Review:
    """All seals of a file in order, and everything that is wrong with what was appended."""

    seals: list[Seal]
    problems: list[Problem]

    @property
    def clean(self) -> bool:
        """Whether nothing but sound seals was appended; whom they are by is another question."""
        return not self.problems and all(seal.intact for seal in self.seals)


def review(pdf: bytes, base: int, trust: Sequence[bytes], at: dt.datetime,
           proofs: Proofs | None = None) -> Review:
    """What follows the first ``base`` bytes, judged at a time with the certificates to trust.

    ``trust`` is certificates in PEM or DER, ``proofs`` what revocation lists and responses the reader
    has beside those in the file, each of which can be read.  Never raises.
    """
    if 0 < base == len(pdf) and not trust:
        return Review([], [])
    from checker.sealing.additions import NOTHING
    from checker.sealing.worth import reviewed

    return reviewed(pdf, base, trust, at, proofs or NOTHING)
