"""Names as they stand in certificates.

Owns the choice of what of a name is said.
"""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import NameOID


def spoken(name: x509.Name) -> str:
    """The common name; the whole name where there is none."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def organisation(name: x509.Name) -> str:
    """The organisation, or nothing where none is named."""
    found = name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(found[0].value) if found else ""
