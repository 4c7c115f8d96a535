"""The seals that were found behind the unsigned bytes of a page, and every problem there.

Owns the shape of the answer.  It must not read a file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from checker.errors import Problem
from checker.sentence import Sentence


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
