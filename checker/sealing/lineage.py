"""Which certificate was issued by which.

Owns the check of one certificate's signature by another, and the line that follows from it.  It must not
know whom to trust.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

# No bit of a signature goes unused; the byte that says so is one that the signature does not guard.
ALL_USED = b"\x00"


def lineage(first: x509.Certificate, pool: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """A certificate, who issued it, and so on as far as the pool goes; each signature was checked."""
    line = [first]
    while True:
        above = next((c for c in pool if c not in line and issued(line[-1], c)
                      and (c.issuer != c.subject or issued(c, c))), None)
        if above is None:
            return line
        line.append(above)


def issued(lower: x509.Certificate, upper: x509.Certificate) -> bool:
    """Whether one certificate was signed with the key of the other."""
    if not lower.public_bytes(Encoding.DER).endswith(ALL_USED + lower.signature):
        return False
    try:
        lower.verify_directly_issued_by(upper)
    except Exception:  # a wrong name, key or algorithm, or a signature that does not hold
        return False
    return True
