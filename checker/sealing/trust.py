"""Whether a certificate leads to one that is trusted, at the time that counts, and was not revoked.

Owns certification paths and revocation.  What time counts is for the caller to say; nothing is fetched.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from checker.sealing.additions import Proofs
from checker.sealing.lineage import ALL_USED, issued, lineage


@dataclass(frozen=True)
class Standing:
    """Whether a certificate can be relied on: ``trusted`` or the reason why not.

    ``reason`` is ``""``, ``unknown`` (leads to no trusted one), ``expired``, ``early``,
    ``revoked`` or ``usage`` (it is not for signing).
    """

    reason: str
    revoked_at: dt.datetime | None = None

    @property
    def trusted(self) -> bool:
        """Whether there is no reason against it."""
        return not self.reason


@dataclass(frozen=True)
class Revocation:
    """What is known of a certificate: whether anything was said, and since when it is revoked."""

    known: bool
    since: dt.datetime | None


def standing(found: x509.Certificate, pool: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate],
             proofs: Proofs, moment: dt.datetime) -> Standing:
    """How a certificate stands at a moment, with the help of a pool of others."""
    if moment > found.not_valid_after_utc:
        return Standing("expired")
    if moment < found.not_valid_before_utc:
        return Standing("early")
    if not _leads(found, pool, anchors, moment):
        return Standing("unknown")
    line = lineage(found, [*pool, *anchors])
    for lower, upper in pairwise(line):
        since = revocation(lower, upper, proofs).since
        if since is not None and since <= moment:
            return Standing("revoked", since)
    return Standing("")


def _leads(found: x509.Certificate, pool: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate],
           moment: dt.datetime) -> bool:
    """Whether there is a path to an anchor, by RFC 5280."""
    from pyhanko_certvalidator import CertificateValidator, ValidationContext
    from pyhanko_certvalidator.errors import PathBuildingError, ValidationError

    context = ValidationContext(
        trust_roots=[_asn1(c) for c in anchors], other_certs=[_asn1(c) for c in pool], moment=moment,
        allow_fetching=False, revocation_mode="soft-fail")
    try:
        asyncio.run(CertificateValidator(_asn1(found), validation_context=context).async_validate_path())
    except (PathBuildingError, ValidationError, ValueError):
        return False
    return True


def revocation(lower: x509.Certificate, upper: x509.Certificate, proofs: Proofs,
               moment: dt.datetime | None = None) -> Revocation:
    """What lists and responses say of a certificate that the other one issued.

    With a moment, it counts as known only if what was said holds at that moment or later.
    """
    known, dates = False, []
    for content in proofs.lists:
        found = x509.load_der_x509_crl(content)
        if found.issuer == upper.subject and _lists(content, upper):
            known |= _lasts(found.next_update_utc, moment)
            entry = found.get_revoked_certificate_by_serial_number(lower.serial_number)
            if entry is not None:
                dates.append(entry.revocation_date_utc)
    for content in proofs.responses:
        if answers(content, lower, upper):
            response = ocsp.load_der_ocsp_response(content)
            known |= _lasts(response.next_update_utc, moment)
            if response.certificate_status is ocsp.OCSPCertStatus.REVOKED and response.revocation_time_utc:
                dates.append(response.revocation_time_utc)
    return Revocation(known, min(dates, default=None))


def _lasts(until: dt.datetime | None, moment: dt.datetime | None) -> bool:
    return until is None or moment is None or until >= moment


def _lists(content: bytes, issuer: x509.Certificate) -> bool:
    found = x509.load_der_x509_crl(content)
    if not content.endswith(ALL_USED + found.signature):
        return False
    try:
        return bool(found.is_signature_valid(issuer.public_key()))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


def answers(content: bytes, lower: x509.Certificate, upper: x509.Certificate) -> bool:
    """Whether a response is about a certificate, and signed by its issuer or whom that one appointed."""
    response = ocsp.load_der_ocsp_response(content)
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        return False
    if ALL_USED + response.signature not in content:
        return False
    if response.serial_number != lower.serial_number:
        return False
    asked = ocsp.OCSPRequestBuilder().add_certificate(lower, upper, response.hash_algorithm).build()
    if asked.issuer_key_hash != response.issuer_key_hash:
        return False
    if asked.issuer_name_hash != response.issuer_name_hash:
        return False
    appointed = [c for c in response.certificates if _appointed(c, upper)]
    return len(appointed) == len(response.certificates) and any(
        _signed(response, c) for c in (*appointed, upper))


def _appointed(found: x509.Certificate, issuer: x509.Certificate) -> bool:
    if found == issuer:
        return True
    try:
        uses = found.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in uses and issued(found, issuer)


def _signed(response: ocsp.OCSPResponse, signer: x509.Certificate) -> bool:
    public, algorithm = signer.public_key(), response.signature_hash_algorithm
    if algorithm is None:
        return False
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(response.signature, response.tbs_response_bytes, ec.ECDSA(algorithm))
        else:
            public.verify(  # type: ignore[union-attr,call-arg]
                response.signature, response.tbs_response_bytes, padding.PKCS1v15(), algorithm)  # type: ignore[arg-type]
    except (InvalidSignature, AttributeError, TypeError):
        return False
    return True


def _asn1(found: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(found.public_bytes(Encoding.DER))
