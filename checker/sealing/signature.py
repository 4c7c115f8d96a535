"""One CMS signature: made, taken apart, and written anew to compare.

Owns the CMS of a seal and the mathematics of a signature.  Whether a certificate deserves trust is not
asked here.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from asn1crypto import algos, cms, core, keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from checker.sealing.key import Key

_RSA, _ECDSA = "sha256_rsa", "sha256_ecdsa"
_SIGNED = {"content_type", "message_digest", "signing_certificate_v2", "cms_algorithm_protection"}


class Unsound(ValueError):
    """A signature that is not of the one form that we write."""


@dataclass(frozen=True)
class Signature:
    """The parts of a signature: what was signed, by which certificate, its chain, the time-stamp token."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    attributes: bytes
    value: bytes
    token: bytes | None = None

    @property
    def content(self) -> bytes:
        """The DER of the whole, in its one form."""
        certificate = _asn1(self.certificate)
        digest = algos.DigestAlgorithm({"algorithm": "sha256"})
        info = cms.SignerInfo({
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(
                {"issuer": certificate.issuer, "serial_number": certificate.serial_number})}),
            "digest_algorithm": digest,
            "signature_algorithm": _mechanism(self.certificate),
            "signed_attrs": cms.CMSAttributes.load(self.attributes),
            "signature": self.value,
        })
        if self.token is not None:
            info["unsigned_attrs"] = cms.CMSAttributes([cms.CMSAttribute({
                "type": "signature_time_stamp_token", "values": [cms.ContentInfo.load(self.token)]})])
        choices = [cms.CertificateChoices(name="certificate", value=_asn1(c))
                   for c in (self.certificate, *self.chain)]
        return bytes(cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData({
            "version": "v1", "digest_algorithms": cms.DigestAlgorithms((digest,)),
            "encap_content_info": {"content_type": "data"},
            "certificates": choices, "signer_infos": [info]})}).dump())

    def stamped(self, token: bytes) -> Signature:
        """The same with a time-stamp token."""
        return replace(self, token=token)

    def holds(self, data: bytes) -> bool:
        """Whether this is the certificate's signature over the data."""
        info = cms.ContentInfo.load(self.content)["content"]["signer_infos"][0]
        return sound(info, self.certificate, "data", hashlib.sha256(data).digest())


def sign(data: bytes, key: Key) -> Signature:
    """The signature of a key over the data, as PAdES asks for it: no time among what is signed."""
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    private = keys.PrivateKeyInfo.load(key.private.private_bytes(
        Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    known = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    signer = SimpleSigner(_asn1(key.certificate), private, known,
                          signature_mechanism=_mechanism(key.certificate))
    info = asyncio.run(_signed(signer, hashlib.sha256(data).digest(), key))["content"]["signer_infos"][0]
    return Signature(key.certificate, key.intermediates, info["signed_attrs"].untag().dump(),
                     info["signature"].native)


async def _signed(signer: Any, digest: bytes, key: Key) -> cms.ContentInfo:
    """The CMS, in which the hashes of all certificates that go along are signed too."""
    attributes = await signer.signed_attrs(digest, "sha256", use_pades=True)
    for attribute in attributes:
        if attribute["type"].native == "signing_certificate_v2":
            named = attribute["values"][0]["certs"]
            for link in key.intermediates:
                named.append(tsp.ESSCertIDv2({"cert_hash": link.fingerprint(hashes.SHA256())}))
    attributes = cms.CMSAttributes([cms.CMSAttribute(
        {"type": attribute["type"], "values": list(attribute["values"])}) for attribute in attributes])
    return await signer.async_sign_prescribed_attributes("sha256", attributes, cms_version="v1")


def taken_apart(contents: bytes) -> Signature:
    """The parts of a signature as it stands in a file, with what pads it.

    Raises :class:`Unsound` when one byte is otherwise than we would have written it, and whatever the
    parsers raise.
    """
    content = cms.ContentInfo.load(contents)
    data = content["content"]
    info = data["signer_infos"][0]
    serial = info["sid"].chosen["serial_number"].native
    certificates = [certificate(choice.chosen.dump()) for choice in data["certificates"]]
    own = [c for c in certificates if c.serial_number == serial]
    if len(own) != 1 or len(data["signer_infos"]) != 1:
        raise Unsound
    attributes = info["signed_attrs"].untag()
    if {attribute["type"].native for attribute in attributes} - _SIGNED:
        raise Unsound
    chain = tuple(c for c in certificates if c is not own[0])
    if not _named(attributes, own[0], chain):
        raise Unsound
    token = _token(info["unsigned_attrs"])
    found = Signature(own[0], chain, attributes.dump(), info["signature"].native, token)
    if contents != padded(found.content, len(contents)):
        raise Unsound
    return found


def _named(attributes: cms.CMSAttributes, own: x509.Certificate, chain: Sequence[x509.Certificate]) -> bool:
    """Whether what was signed names the signer's certificate first, and all others that came along."""
    [named] = [attribute["values"][0]["certs"] for attribute in attributes
               if attribute["type"].native == "signing_certificate_v2"]
    marks = [entry["cert_hash"].native for entry in named]
    return bool(marks[0] == own.fingerprint(hashes.SHA256())
                and sorted(marks[1:]) == sorted(link.fingerprint(hashes.SHA256()) for link in chain))


def _token(unsigned: cms.CMSAttributes) -> bytes | None:
    """The time-stamp token, beside which nothing may stand among what nobody signed."""
    if isinstance(unsigned, core.Void):
        return None
    if [attribute["type"].native for attribute in unsigned] != ["signature_time_stamp_token"]:
        raise Unsound
    [token] = unsigned[0]["values"]
    return bytes(token.dump())


def padded(content: bytes, room: int) -> bytes:
    """The content in its room; raises :class:`Unsound` when it does not fit."""
    if len(content) > room:
        raise Unsound
    return content + bytes(room - len(content))


def sound(info: cms.SignerInfo, signer: x509.Certificate, kind: str, digest: bytes) -> bool:
    """Whether a signer's entry is over a content of this kind and digest, and by this certificate."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    if isinstance(info["signed_attrs"], core.Void):
        return False
    intact, valid = validate_sig_integrity(info, _asn1(signer), kind, digest)
    return bool(intact and valid)


def certificate(der: bytes) -> x509.Certificate:
    """A certificate from its DER, and from no other bytes; raises ``ValueError``."""
    return x509.load_der_x509_certificate(der)


def supported(public: object) -> bool:
    """Whether we sign, and read signatures, with a key of this kind."""
    return (isinstance(public, rsa.RSAPublicKey) and public.key_size >= 2048) or (
        isinstance(public, ec.EllipticCurvePublicKey)
        and isinstance(public.curve, (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)))


def _mechanism(found: x509.Certificate) -> algos.SignedDigestAlgorithm:
    elliptic = isinstance(found.public_key(), ec.EllipticCurvePublicKey)
    return algos.SignedDigestAlgorithm({"algorithm": _ECDSA if elliptic else _RSA})


def _asn1(found: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(found.public_bytes(Encoding.DER))
