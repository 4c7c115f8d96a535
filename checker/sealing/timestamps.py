"""Time stamps: the request for one, and the reading of the token that comes back (RFC 3161).

Owns request and token.  Whether the authority deserves trust is not asked here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import urllib.request
from dataclasses import dataclass
from typing import Any, ClassVar

from asn1crypto import algos, cms, core, tsp
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from checker.errors import Problem, UsageError
from checker.sealing.lineage import lineage
from checker.sealing.signature import Signature, certificate, sound

MOST_BYTES = 1_000_000
SECONDS = 30
_GRANTED = {"granted", "granted_with_mods"}


class _Reply(core.Sequence):  # type: ignore[misc]
    """The response of an authority; a refusal, unlike asn1crypto has it, comes without a token."""

    _fields: ClassVar[list[Any]] = [("status", tsp.PKIStatusInfo),
                                    ("time_stamp_token", cms.ContentInfo, {"optional": True})]


@dataclass(frozen=True)
class Token:
    """What a token says and by whom: its time, the authority's certificate, and those that came with it."""

    at: dt.datetime
    authority: x509.Certificate
    certificates: tuple[x509.Certificate, ...]


def request(signature: Signature) -> bytes:
    """The request for a time stamp on a signature; without a nonce, so that it can be made again."""
    imprint = {"hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
               "hashed_message": hashlib.sha256(signature.value).digest()}
    return bytes(tsp.TimeStampReq({"version": "v1", "message_imprint": tsp.MessageImprint(imprint),
                                   "cert_req": True}).dump())


def ask(url: str, query: bytes) -> bytes:
    """The response of an authority on the network; raises :class:`UsageError`."""
    if not url.startswith(("http://", "https://")):
        raise UsageError(Problem("sealing.url", {"url": url}))
    asked = urllib.request.Request(url, query, {
        "Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"})
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
            return bytes(answer.read(MOST_BYTES))
    except (OSError, ValueError) as wrong:
        reason = getattr(wrong, "reason", None) or wrong
        raise UsageError(Problem("sealing.authority_silent", {"url": url, "reason": reason})) from None


def token_of(response: bytes, signature: Signature) -> bytes:
    """The token in a response, or the token itself, when it is over this signature.

    Raises :class:`UsageError` when it is none, was refused, or is over something else.
    """
    try:
        content = _unwrapped(response)
    except (ValueError, TypeError, KeyError):
        raise UsageError(Problem("sealing.token_unreadable")) from None
    if read(content, signature.value) is None:
        raise UsageError(Problem("sealing.token_other"))
    return content


def _unwrapped(response: bytes) -> bytes:
    try:
        if cms.ContentInfo.load(response, strict=True)["content_type"].native == "signed_data":
            return response
    except (ValueError, TypeError):
        pass
    answer = _Reply.load(response, strict=True)
    status = answer["status"]
    if status["status"].native not in _GRANTED:
        said = "；".join(status["status_string"].native or []) or status["status"].native
        raise UsageError(Problem("sealing.token_refused", {"reason": said}))
    return bytes(answer["time_stamp_token"].dump())


def read(content: bytes, value: bytes) -> Token | None:
    """The token when it is sound and over this signature value, else None; never raises ``ValueError``."""
    try:
        return _read(content, value)
    except Exception:  # a hostile token may make a parser raise anything
        return None


def _read(content: bytes, value: bytes) -> Token | None:
    outer = cms.ContentInfo.load(content, strict=True)
    data = outer["content"]
    [info] = data["signer_infos"]
    inner = data["encap_content_info"]["content"]
    said = tsp.TSTInfo.load(inner.contents, strict=True)
    imprint = said["message_imprint"]
    name = imprint["hash_algorithm"]["algorithm"].native
    if name not in ("sha256", "sha384", "sha512"):
        return None
    certificates = tuple(certificate(choice.chosen.dump()) for choice in data["certificates"])
    authority = next(c for c in certificates if _named(info, c))
    digest = hashlib.new(info["digest_algorithm"]["algorithm"].native, inner.contents).digest()
    if not (imprint["hashed_message"].native == hashlib.new(name, value).digest()
            and sound(info, authority, "tst_info", digest)
            and len(lineage(authority, certificates)) == len(certificates)
            and _stamps(authority) and _plain(data, info)):
        return None
    return Token(said["gen_time"].native, authority, certificates)


def _plain(data: cms.SignedData, info: cms.SignerInfo) -> bool:
    """Whether the parts that nobody signed say only what follows from the others."""
    digests = [algorithm["algorithm"].native for algorithm in data["digest_algorithms"]]
    regular = all(map(_regular, [*data["digest_algorithms"], info["digest_algorithm"]]))
    by_number = info["sid"].name == "issuer_and_serial_number"
    return (regular and digests == [info["digest_algorithm"]["algorithm"].native]
            and data["encap_content_info"]["content_type"].native == "tst_info"
            and data["version"].native == "v3"
            and info["version"].native == ("v1" if by_number else "v3")
            and isinstance(data["crls"], core.Void) and isinstance(info["unsigned_attrs"], core.Void))


def _regular(algorithm: algos.DigestAlgorithm) -> bool:
    """Whether a digest is named in one of the two ways there are: without parameters, or with none."""
    name = algorithm["algorithm"].dump()
    return algorithm.contents in (name, name + core.Null().dump())


def _named(info: cms.SignerInfo, found: x509.Certificate) -> bool:
    sid = info["sid"]
    if sid.name == "issuer_and_serial_number":
        return bool(sid.chosen["serial_number"].native == found.serial_number
                    and sid.chosen["issuer"].dump() == found.issuer.public_bytes())
    return sid.chosen.native in [extension.value.digest for extension in found.extensions
                                 if isinstance(extension.value, x509.SubjectKeyIdentifier)]


def _stamps(found: x509.Certificate) -> bool:
    """Whether a certificate is for stamping the time, and for nothing else."""
    usage = found.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
