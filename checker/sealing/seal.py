"""Setting a seal on a page, and adding to it what makes it last: a time stamp, and proofs.

Owns the order of steps and the refusal of files that must not be sealed.  It knows no clock, no
terminal and no network; it must not alter a byte that is already there, but for the room of the last
signature when a token is put into it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from cryptography import x509

from checker.errors import CapsuleError, InternalError, Problem, UsageError
from checker.messages import text
from checker.sealing.additions import NOTHING, RESERVED, Proofs, SealParts, sealed, stored
from checker.sealing.distinguished_names import organisation, spoken
from checker.sealing.history import History, PlacedSeal, complete, history, lines, moment_written, useless
from checker.sealing.key import Key, refuse_unfit
from checker.sealing.review import review
from checker.sealing.revisions import NotOurs
from checker.sealing.sections import base_length
from checker.sealing.signature import Signature, Unsound, certificate, padded, sign
from checker.sealing.stamp import picture
from checker.sealing.timestamps import request, token_of
from checker.sealing.trust import revocation

# How our renderer begins a file; one that another program saved anew begins otherwise.
_HEAD = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
# A request for a time stamp to the response.
Stamper = Callable[[bytes], bytes]


def seal(pdf: bytes, key: Key, *, role: str, at: dt.datetime, stamper: Stamper | None = None,
         proofs: Proofs = NOTHING) -> bytes:
    """The file with one more seal; with a stamper of level B-T, with proofs besides of level B-LT.

    Raises :class:`UsageError` for a key, a role or proofs that won't do, and :class:`CapsuleError` for a
    file that must not be sealed.
    """
    told = _honest(pdf, at)
    refuse_unfit(key, at)
    _refuse_role(told, role)
    if any(proofs.kinds) and stamper is None:
        raise UsageError(Problem("sealing.proofs_need_time"))
    place = told.places[role]
    left, bottom, right, top = place.box
    subject = key.certificate.subject
    drawn = picture(spoken(subject), organisation(subject), at, key.certificate.not_valid_after_utc,
                    (right - left, top - bottom), timed=stamper is not None)
    parts = SealParts(role, place, moment_written(at), drawn, bytes(RESERVED))
    signature = sign(sealed(told.document, pdf, parts).signed(pdf), key)
    if stamper is not None:
        signature = signature.stamped(token_of(stamper(request(signature)), signature))
    out = pdf + sealed(told.document, pdf, _filled(parts, signature)).revision.data
    return with_proofs(out, proofs, at) if any(proofs.kinds) else _checked(out, at)


def timestamp_request(pdf: bytes, at: dt.datetime) -> bytes:
    """The request for a time stamp on the last seal; raises as :func:`seal` does."""
    return request(_awaiting(pdf, at)[1])


def with_timestamp(pdf: bytes, response: bytes, at: dt.datetime) -> bytes:
    """The file with a token in its last seal, after checking that the token is over that signature."""
    found, signature = _awaiting(pdf, at)
    before = pdf[:found.before.length]
    parts = _filled(found.parts, signature.stamped(token_of(response, signature)))
    return _checked(before + sealed(found.before, before, parts).revision.data, at)


def with_proofs(pdf: bytes, proofs: Proofs, at: dt.datetime) -> bytes:
    """The file with what is needed to check its seals when nobody can be asked any more.

    Raises :class:`UsageError` for proofs that are unreadable, beside the point, say that a certificate
    is revoked, or leave something unproved.
    """
    told = _honest(pdf, at)
    if not told.seals:
        raise UsageError(Problem("sealing.no_seal"))
    if any(seal.token is None for seal in told.seals):
        raise UsageError(Problem("sealing.proofs_need_time"))
    added = Proofs(*(tuple(content for content in dict.fromkeys(new) if content not in old)
                     for new, old in zip(_relevant(proofs, told).kinds, told.proofs.kinds, strict=True)))
    joined = told.proofs.with_(added)
    pool = (*told.pool, *map(certificate, added.certificates))
    _refuse_revoked(told, joined, pool)
    for seal_ in told.seals:
        if not complete(seal_, joined, pool):
            raise UsageError(Problem("sealing.proofs_incomplete", {"names": _lacking(seal_, joined, pool)}))
    if not any(added.kinds):
        return pdf
    return _checked(pdf + stored(told.document, pdf, added)[1].data, at)


def _checked(pdf: bytes, at: dt.datetime) -> bytes:
    """The file, if our own review finds nothing wrong with it."""
    if not review(pdf, _base(pdf), (), at).clean:
        raise InternalError(Problem("sealing.unfinished"))
    return pdf


def _honest(pdf: bytes, at: dt.datetime) -> History:
    """What a file that may be sealed holds; raises :class:`CapsuleError` for any other."""
    if not pdf.startswith(b"%PDF-"):
        raise CapsuleError(Problem("sealing.not_pdf"))
    try:
        if not pdf.startswith(_HEAD):
            raise NotOurs
        base = _base(pdf)
        told = history(pdf[:base], base)
    except Exception:  # whatever a parser raises, the file is none of ours
        raise CapsuleError(Problem("sealing.not_ours")) from None
    if not told.places:
        raise CapsuleError(Problem("sealing.not_ours"))
    found = review(pdf, base, (), at)
    broken = [Problem("sealing.broken", {"role": text(f"seal.role.{seal_.role}")})
              for seal_ in found.seals if not seal_.intact]
    if not found.clean:
        raise CapsuleError([*found.problems, *broken, Problem("sealing.refused")])
    return history(pdf, base)


def _base(pdf: bytes) -> int:
    base = base_length(pdf)
    if base is None:
        raise NotOurs
    return base


def _refuse_role(told: History, role: str) -> None:
    for found in told.seals:
        if found.parts.role == role and found.signature is not None:
            raise UsageError(Problem("sealing.role_taken", {
                "role": text(f"seal.role.{role}"), "signer": spoken(found.signature.certificate.subject)}))


def _filled(parts: SealParts, signature: Signature) -> SealParts:
    try:
        return replace(parts, contents=padded(signature.content, RESERVED))
    except Unsound:
        raise UsageError(Problem("sealing.no_room", {"limit": RESERVED})) from None


def _awaiting(pdf: bytes, at: dt.datetime) -> tuple[PlacedSeal, Signature]:
    """The last seal, if it can still take a token."""
    told = _honest(pdf, at)
    if not told.seals:
        raise UsageError(Problem("sealing.no_seal"))
    found = told.seals[-1]
    assert found.signature is not None
    if found.end != len(pdf) or found.token is not None:
        raise UsageError(Problem("sealing.already_stamped"))
    return found, found.signature


def _relevant(proofs: Proofs, told: History) -> Proofs:
    """The proofs with only those certificates that matter; raises :class:`UsageError` for other strays."""
    try:
        pool = (*told.pool, *map(certificate, proofs.certificates))
        known = {c for line in lines(told.seals, pool) for c in line}
        kept = tuple(content for content in proofs.certificates if certificate(content) in known)
        found = replace(proofs, certificates=kept)
        if useless(found, told.seals, pool):
            raise UsageError(Problem("sealing.proofs_stray"))
    except ValueError:
        raise UsageError(Problem("sealing.proofs_unreadable")) from None
    return found


def _refuse_revoked(told: History, proofs: Proofs, pool: Sequence[x509.Certificate]) -> None:
    for found in told.seals:
        assert found.token is not None
        for line in lines([found], pool):
            for lower, upper in pairwise(line):
                since = revocation(lower, upper, proofs).since
                if since is not None and since <= found.token.at:
                    raise UsageError(Problem("sealing.revoked", {
                        "name": spoken(lower.subject), "since": since.date().isoformat()}))


def _lacking(found: PlacedSeal, proofs: Proofs, pool: Sequence[x509.Certificate]) -> str:
    """The names of the certificates about which nothing is known."""
    names: list[str] = []
    assert found.token is not None
    for line in lines([found], pool):
        names += [spoken(lower.subject) for lower, upper in pairwise(line)
                  if not revocation(lower, upper, proofs, found.token.at).known]
        if line[-1].issuer != line[-1].subject:
            names.append(spoken(line[-1].issuer))
    return "、".join(dict.fromkeys(names))
