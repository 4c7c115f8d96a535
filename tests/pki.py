"""A little public key infrastructure: a root, a CA, signers, a time-stamp authority, revocation.

Keys are made anew for each run; names, numbers and dates are fixed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from checker.sealing.key import Key

FROM = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
UNTIL = dt.datetime(2090, 1, 1, tzinfo=dt.UTC)
SIGNER_UNTIL = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
SIGNED = dt.datetime(2026, 5, 31, 1, 30, tzinfo=dt.UTC)
STAMPED = dt.datetime(2026, 5, 31, 1, 31, tzinfo=dt.UTC)
AFTER = dt.datetime(2040, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Party:
    """A certificate with its key."""

    key: Any
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


@cache
def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """One key for each name."""
    assert name
    return rsa.generate_private_key(65537, bits)


def name(common: str, organisation: str = "某市认证中心") -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
                      x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
                      x509.NameAttribute(NameOID.COMMON_NAME, common)])


def party(common: str, issuer: Party | None = None, *, organisation: str = "某市认证中心", key: Any = None,
          authority: bool = False, since: dt.datetime = FROM, until: dt.datetime = UNTIL, serial: int = 0,
          usage: str = "digital_signature", stamps: bool = False, answers: bool = False) -> Party:
    """A certificate from an issuer, or by itself."""
    key = key or rsa_key(common)
    subject = name(common, organisation)
    usages = dict.fromkeys(("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
                            "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)
    usages |= {"key_cert_sign": True, "crl_sign": True} if authority else {usage: True}
    number = serial or int.from_bytes(hashlib.sha256(common.encode()).digest()[:7])
    builder = (x509.CertificateBuilder().subject_name(subject)
               .issuer_name(issuer.certificate.subject if issuer else subject).public_key(key.public_key())
               .serial_number(number).not_valid_before(since).not_valid_after(until)
               .add_extension(x509.BasicConstraints(authority, None), True)
               .add_extension(x509.KeyUsage(**usages), True)
               .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False))
    if issuer:
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), False)
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    if answers:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False)
    return Party(key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))


@cache
def root() -> Party:
    return party("某市根证书", authority=True)


@cache
def middle() -> Party:
    return party("某市二级证书", root(), authority=True)


@cache
def signer(common: str = "王小明", organisation: str = "某某市生态环境局") -> Party:
    return party(common, middle(), organisation=organisation, until=SIGNER_UNTIL)


@cache
def curve_signer() -> Party:
    return party("李工", middle(), organisation="某某市开发区管委会", key=ec.generate_private_key(ec.SECP256R1()),
                 until=SIGNER_UNTIL)


@cache
def stranger() -> Party:
    return party("自称王小明", organisation="不知何处")


@cache
def authority() -> Party:
    return party("某市时间戳机构", root(), stamps=True)


def key_of(of: Party, *chain: Party) -> Key:
    return Key(of.key, of.certificate, tuple(link.certificate for link in chain))


def crl(issuer: Party, revoked: dict[int, dt.datetime] | None = None) -> bytes:
    builder = (x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
               .last_update(dt.datetime(2026, 6, 1, tzinfo=dt.UTC)).next_update(dt.datetime(2026, 7, 1, tzinfo=dt.UTC)))
    for serial, day in (revoked or {}).items():
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(day).build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def answer(of: Party, issuer: Party, responder: Party | None = None, revoked: dt.datetime | None = None) -> bytes:
    """An OCSP response."""
    by = responder or issuer
    builder = ocsp.OCSPResponseBuilder().add_response(
        of.certificate, issuer.certificate, hashes.SHA256(),
        ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
        dt.datetime(2026, 6, 1, tzinfo=dt.UTC), dt.datetime(2026, 7, 1, tzinfo=dt.UTC), revoked, None)
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, by.certificate)
    if responder:
        builder = builder.certificates([responder.certificate])
    return builder.sign(by.key, hashes.SHA256()).public_bytes(Encoding.DER)


def stamp(request: bytes, by: Party | None = None, at: dt.datetime = STAMPED,
          chain: tuple[Party, ...] = ()) -> bytes:
    """The response of a time-stamp authority to a request."""
    by = by or authority()
    asked = tsp.TimeStampReq.load(request)
    said = tsp.TSTInfo({"version": "v1", "policy": "1.2.3.4.1", "message_imprint": asked["message_imprint"],
                        "serial_number": 4711, "gen_time": at, "ordering": False})
    return response_of(token(said.dump(), by, chain))


def response_of(content: cms.ContentInfo) -> bytes:
    return bytes(tsp.TimeStampResp({"status": tsp.PKIStatusInfo({"status": "granted"}),
                                    "time_stamp_token": content}).dump())


def token(said: bytes, by: Party, chain: tuple[Party, ...] = ()) -> cms.ContentInfo:
    own = asn1.Certificate.load(by.der)
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    attributes = cms.CMSAttributes([
        cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
        cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(said).digest()]}),
        cms.CMSAttribute({"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({
            "certs": [tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(by.der).digest()})]})]})])
    from cryptography.hazmat.primitives.asymmetric import padding

    info = cms.SignerInfo({
        "version": "v1", "sid": cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(
            {"issuer": own.issuer, "serial_number": own.serial_number})}),
        "digest_algorithm": digest,
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        "signed_attrs": attributes,
        "signature": by.key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256())})
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData({
        "version": "v3", "digest_algorithms": [digest],
        "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(said)},
        "certificates": [cms.CertificateChoices("certificate", asn1.Certificate.load(p.der)) for p in (by, *chain)],
        "signer_infos": [info]})})
