"""What follows the unsigned bytes of a page, for whoever has to rely on it.

Owns the question alone.  What the seals are worth :mod:`checker.sealing.worth` finds, with all that reads
seals; where nothing follows there is no need of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from checker.sealing.found_seals import Review

if TYPE_CHECKING:
    from checker.sealing.additions import Proofs


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
