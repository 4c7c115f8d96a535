"""What was appended to a page, each revision told by writing it anew and comparing every byte.

Owns the telling: a revision is a seal of ours, or proofs in our form, or it is foreign.  Whether a
certificate deserves trust is not asked here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from cryptography import x509

from checker.sealing.additions import (
    NOTHING,
    Proofs,
    Sealed,
    SealParts,
    seal_parts,
    sealed,
    stored,
    stored_proofs,
)
from checker.sealing.lineage import lineage
from checker.sealing.objects import Unwritable
from checker.sealing.picture import confined
from checker.sealing.revisions import NotOurs, RevisedFile, opened
from checker.sealing.seal_places import SealPlace, seal_places
from checker.sealing.sections import Foreign, Section, known_sections
from checker.sealing.signature import Signature, certificate, supported, taken_apart
from checker.sealing.timestamps import Token
from checker.sealing.timestamps import read as read_token
from checker.sealing.trust import answers, revocation
from checker.zone import OFFICE_ZONE

_MOMENT = re.compile(rb"D:(\d{14})\+08'00'")
_FORM = "%Y%m%d%H%M%S"


@dataclass(frozen=True)
class PlacedSeal:
    """A seal in its place: its parts, and its signature where that is in our form.

    ``before`` is the page as the seal found it; ``sound`` says that signature, token and bytes agree.
    """

    before: RevisedFile
    end: int
    parts: SealParts
    signature: Signature | None
    token: Token | None
    sound: bool

    @property
    def claimed_at(self) -> dt.datetime:
        """The time that the signer states."""
        return moment_of(self.parts.moment)


@dataclass(frozen=True)
class History:
    """The page with all that was appended: its state, its seals in order, all proofs of certificates.

    ``foreign`` is where the first revision begins that is neither, if there is one.  ``stray``: some proofs
    can't be read, are beside the point or leave something open; those are not among ``proofs``.
    """

    document: RevisedFile
    places: Mapping[str, SealPlace]
    seals: tuple[PlacedSeal, ...] = ()
    proofs: Proofs = NOTHING
    foreign: int | None = None
    stray: bool = False

    @property
    def pool(self) -> tuple[x509.Certificate, ...]:
        """Every certificate in the file that may stand between a signer and a root."""
        return pooled(self.seals, self.proofs)


def history(pdf: bytes, base: int) -> History:
    """All that follows the first ``base`` bytes.

    Raises :class:`checker.sealing.sections.TooLarge`, and whatever the parsers raise when these
    bytes are no page of ours.
    """
    document = opened(pdf[:base])
    told = History(document, seal_places(pdf[:base]))
    found, end = known_sections(pdf, base)
    for section in found:
        try:
            told = _told(told, pdf, section)
        except (Foreign, NotOurs, Unwritable, LookupError, TypeError, AttributeError):
            return replace(told, foreign=section.start)
    return replace(told, foreign=None if end == len(pdf) else end)


def _told(told: History, pdf: bytes, section: Section) -> History:
    document, before = told.document, pdf[:section.start]
    parts = seal_parts(document, section.objects, told.places)
    if parts is not None:
        again = sealed(document, before, parts)
        _compare(again.revision.data, pdf, section)
        found = _found(told, again, parts, before, section.end)
        return replace(told, document=document.after(again.objects, again.revision),
                       seals=(*told.seals, found))
    proofs = stored_proofs(document, section.objects)
    if proofs is None or not any(proofs.kinds):
        raise Foreign
    objects, revision = stored(document, before, proofs)
    _compare(revision.data, pdf, section)
    told = replace(told, document=document.after(objects, revision))
    joined = told.proofs.with_(proofs)
    return replace(told, stray=True) if _stray(told.seals, joined) else replace(told, proofs=joined)


def _compare(again: bytes, pdf: bytes, section: Section) -> None:
    if again != pdf[section.start:section.end]:
        raise Foreign


def _found(told: History, again: Sealed, parts: SealParts, before: bytes, end: int) -> PlacedSeal:
    left, bottom, right, top = parts.place.box
    if parts.role in {seal.parts.role for seal in told.seals}:
        raise Foreign
    if not confined(parts.picture, right - left, top - bottom):
        raise Foreign
    moment_of(parts.moment)
    try:
        signature, token, sound = examined(parts.contents, again.signed(before))
    except Exception:  # a signature that was tampered with may make its parsers raise anything
        return PlacedSeal(told.document, end, parts, None, None, sound=False)
    return PlacedSeal(told.document, end, parts, signature, token, sound)


def examined(contents: bytes, signed: bytes) -> tuple[Signature, Token | None, bool]:
    """A signature with its token, and whether both hold; whatever the parsers raise is passed on."""
    signature = taken_apart(contents)
    token = None if signature.token is None else read_token(signature.token, signature.value)
    # Each certificate that came along has to stand between the signer and a root.
    lined = len(lineage(signature.certificate, signature.chain)) == 1 + len(signature.chain)
    sound = lined and (signature.token is None or token is not None)
    return signature, token, (sound and supported(signature.certificate.public_key())
                              and signature.holds(signed))


def moment_of(written: bytes) -> dt.datetime:
    """The time of a seal; raises :class:`Foreign` when it is not in our form."""
    found = _MOMENT.fullmatch(written)
    try:
        if found:
            return dt.datetime.strptime(found[1].decode(), _FORM).replace(tzinfo=OFFICE_ZONE)
    except ValueError:
        pass
    raise Foreign


def moment_written(at: dt.datetime) -> bytes:
    """A time in the form that a seal states it in."""
    return f"D:{at.astimezone(OFFICE_ZONE).strftime(_FORM)}+08'00'".encode()


def pooled(seals: Iterable[PlacedSeal], proofs: Proofs) -> tuple[x509.Certificate, ...]:
    """The certificates of seals, tokens and proofs; raises ``ValueError`` for what is none."""
    return tuple(chain(*map(carried, seals), map(certificate, proofs.certificates)))


def carried(seal: PlacedSeal) -> tuple[x509.Certificate, ...]:
    """The certificates that came with a seal and with its token."""
    if seal.signature is None:
        return ()
    token = () if seal.token is None else seal.token.certificates
    return (seal.signature.certificate, *seal.signature.chain, *token)


def lines(seals: Iterable[PlacedSeal], pool: Sequence[x509.Certificate]) -> list[list[x509.Certificate]]:
    """The lineages of all signers and time-stamp authorities."""
    found = [lineage(seal.signature.certificate, pool) for seal in seals if seal.signature]
    return found + [lineage(seal.token.authority, pool) for seal in seals if seal.token]


def useless(proofs: Proofs, seals: Sequence[PlacedSeal], pool: Sequence[x509.Certificate]) -> bool:
    """Whether some certificate, list or response says nothing about any certificate that matters.

    Raises ``ValueError`` for what can't be read.
    """
    lineages = lines(seals, pool)
    pairs = [pair for line in lineages for pair in pairwise(line)]
    known = set(chain(*lineages))
    return not (
        all(certificate(content) in known for content in proofs.certificates)
        and all(any(revocation(*pair, Proofs(lists=(content,))).known for pair in pairs)
                for content in proofs.lists)
        and all(any(answers(content, *pair) for pair in pairs)
                for content in proofs.responses))


def complete(seal: PlacedSeal, proofs: Proofs, pool: Sequence[x509.Certificate]) -> bool:
    """Whether the file has all that is needed to check a seal: whole chains, and word on each certificate."""
    if seal.token is None:
        return False
    moment, lineages = seal.token.at, lines([seal], pool)
    return all(line[-1].issuer == line[-1].subject for line in lineages) and all(
        revocation(*pair, proofs, moment).known for line in lineages for pair in pairwise(line))


def _stray(seals: Sequence[PlacedSeal], proofs: Proofs) -> bool:
    """Whether proofs are beside the point, or leave open what they are there to settle."""
    try:
        pool = pooled(seals, proofs)
        return useless(proofs, seals, pool) or not all(complete(seal, proofs, pool) for seal in seals)
    except Exception:  # proofs that were tampered with may make their parsers raise anything
        return True
