"""The key that seals, with its certificate, from PEM or PKCS#12.

Owns reading key material and saying what is wrong with it.  It must not sign and keeps no passphrase.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain as chained
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from checker.errors import Problem, UsageError
from checker.sealing.lineage import lineage
from checker.zone import day_shown

# The object identifiers of SM2 in DER: the curve, and the signature with SM3.
_SM2 = (bytes.fromhex("06082a811ccf5501822d"), bytes.fromhex("06082a811ccf55018375"))
_PEM = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----\s+([A-Za-z0-9+/=\s]+)-----END")
_SMALLEST_RSA = 2048
# Machines' purposes: who has a certificate for these alone can't put a person's name to a page.
_ELSEWHERE = {ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.OCSP_SIGNING,
              ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CODE_SIGNING}
_CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)


@dataclass(frozen=True)
class Key:
    """A private key, its certificate, and the certificates that lead to a root, in order."""

    private: Any
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def intermediates(self) -> tuple[x509.Certificate, ...]:
        """The chain without a root, which whoever checks has to know anyway."""
        return tuple(c for c in self.chain if c.issuer != c.subject)


def locked(data: bytes, *, pkcs12_file: bool) -> bool:
    """Whether a key file asks for a passphrase."""
    if not pkcs12_file:
        return b"ENCRYPTED" in data
    try:
        pkcs12.load_key_and_certificates(data, None)
    except ValueError as wrong:
        return "password" in str(wrong).lower()
    except UnsupportedAlgorithm:
        pass
    return False


def from_pem(key: bytes, certificate: bytes, chain: Sequence[bytes], passphrase: bytes | None) -> Key:
    """A key from PEM; raises :class:`UsageError`."""
    [found, *rest] = certificates(certificate)
    try:
        private = serialization.load_pem_private_key(key, passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm) as wrong:
        _refuse_sm2(key)
        if b"ENCRYPTED" in key and not isinstance(wrong, UnsupportedAlgorithm):
            raise UsageError(Problem("sealing.passphrase")) from None
        raise UsageError(Problem("sealing.key_unreadable")) from None
    return _joined(private, found, [*rest, *chained(*map(certificates, chain))])


def from_pkcs12(data: bytes, chain: Sequence[bytes], passphrase: bytes | None) -> Key:
    """A key from PKCS#12; raises :class:`UsageError`."""
    try:
        private, certificate, more = pkcs12.load_key_and_certificates(data, passphrase)
    except UnsupportedAlgorithm:
        _refuse_sm2(data)
        raise UsageError(Problem("sealing.pkcs12_old")) from None
    except ValueError as wrong:
        _refuse_sm2(data)
        code = "sealing.passphrase" if "password" in str(wrong).lower() else "sealing.pkcs12_unreadable"
        raise UsageError(Problem(code)) from None
    if private is None or certificate is None:
        raise UsageError(Problem("sealing.pkcs12_empty"))
    return _joined(private, certificate, [*more, *chained(*map(certificates, chain))])


def certificates(data: bytes) -> list[x509.Certificate]:
    """The certificates of a file, PEM or DER; raises :class:`UsageError` when there is none."""
    _refuse_sm2(data)
    try:
        if b"-----BEGIN" in data:
            return x509.load_pem_x509_certificates(data)
        return [x509.load_der_x509_certificate(data)]
    except (ValueError, UnsupportedAlgorithm):
        raise UsageError(Problem("sealing.certificate_unreadable")) from None


def refuse_unfit(key: Key, at: dt.datetime) -> None:
    """Raise :class:`UsageError` when the certificate may not sign, or not at this time."""
    found = key.certificate
    dates = {"since": day_shown(found.not_valid_before_utc), "until": day_shown(found.not_valid_after_utc),
             "at": day_shown(at)}
    if at > found.not_valid_after_utc:
        raise UsageError(Problem("sealing.certificate_expired", dates))
    if at < found.not_valid_before_utc:
        raise UsageError(Problem("sealing.certificate_early", dates))
    if not may_sign(found):
        raise UsageError(Problem("sealing.certificate_usage"))


def may_sign(found: x509.Certificate) -> bool:
    """Whether a certificate is for signing documents; one without stated usages is for anything."""
    try:
        purposes = found.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE])
    if set(purposes) <= _ELSEWHERE:
        return False
    try:
        usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _joined(private: Any, certificate: x509.Certificate, others: Sequence[x509.Certificate]) -> Key:
    if isinstance(private, rsa.RSAPrivateKey):
        if private.key_size < _SMALLEST_RSA:
            raise UsageError(Problem("sealing.key_short", {"bits": private.key_size, "least": _SMALLEST_RSA}))
    elif not (isinstance(private, ec.EllipticCurvePrivateKey) and isinstance(private.curve, _CURVES)):
        raise UsageError(Problem("sealing.key_kind"))
    if _public(private) != _public(certificate):
        raise UsageError(Problem("sealing.key_mismatch"))
    return Key(private, certificate, tuple(lineage(certificate, others)[1:]))


def _public(of: Any) -> bytes:
    return bytes(of.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _refuse_sm2(data: bytes) -> None:
    blocks = [data]
    for found in _PEM.finditer(data):
        try:
            blocks.append(base64.b64decode(found[1]))
        except ValueError:
            continue
    if any(mark in block for mark in _SM2 for block in blocks):
        raise UsageError(Problem("sealing.sm2"))
