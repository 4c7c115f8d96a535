"""What was appended to a page, taken for what it is: seals with what each is worth, and all else.

Owns the judgement of seals.  It never raises on a hostile file and changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cryptography import x509

from checker.errors import Problem, UsageError
from checker.messages import text
from checker.sealing.additions import PREFIX, Proofs
from checker.sealing.distinguished_names import organisation, spoken
from checker.sealing.foreign import foreign
from checker.sealing.found_seals import Review, Seal
from checker.sealing.history import History, PlacedSeal, complete, history
from checker.sealing.key import certificates, may_sign
from checker.sealing.policy import accepted
from checker.sealing.revisions import silenced
from checker.sealing.sections import MOST_BYTES, TooLarge
from checker.sealing.timestamps import Token
from checker.sealing.trust import Standing, standing
from checker.sentence import Sentence, Told
from checker.zone import day_shown

_MEGA = 1_000_000


def reviewed(pdf: bytes, base: int, trust: Sequence[bytes], at: dt.datetime, proofs: Proofs) -> Review:
    """What follows the first ``base`` bytes, and what is wrong with the certificates to trust."""
    with silenced():
        return _review(pdf, base, trust, at, proofs)


def _review(pdf: bytes, base: int, trust: Sequence[bytes], at: dt.datetime, proofs: Proofs) -> Review:
    anchors, problems = _anchors(trust)
    if not 0 < base <= len(pdf):
        return Review([], [*problems, Problem("sealing.truncated")])
    if base == len(pdf):
        return Review([], problems)
    try:
        return _judged(history(pdf, base), pdf, problems, anchors, at, proofs)
    except TooLarge:
        return Review([], [*problems, Problem("sealing.too_large", {"limit": MOST_BYTES // _MEGA})])
    except MemoryError:
        return Review([], [*problems, Problem("sealing.burden")])
    except Exception:  # a hostile file may make a parser raise anything
        return Review([], [*problems, foreign(pdf, base, {})])


def _judged(told: History, pdf: bytes, said: list[Problem], anchors: list[x509.Certificate],
            at: dt.datetime, proofs: Proofs) -> Review:
    problems = list(said)
    known = told.proofs.with_(proofs)
    seals = [_seal(found, told, anchors, at, known) for found in told.seals]
    if told.foreign is not None:
        problems.append(foreign(pdf, told.foreign, told.places))
    elif told.stray:
        problems.append(Problem("sealing.stray"))
    elif all(seal.intact for seal in seals) and not _accepted(pdf):
        problems.append(Problem("sealing.policy"))
    return Review(seals, problems)


def _accepted(pdf: bytes) -> bool:
    try:
        return accepted(pdf)
    except Exception:  # the policy raises on whatever it does not expect
        return False


def _anchors(trust: Sequence[bytes]) -> tuple[list[x509.Certificate], list[Problem]]:
    found: list[x509.Certificate] = []
    problems: list[Problem] = []
    for number, data in enumerate(trust, 1):
        try:
            found += certificates(data)
        except UsageError:
            problems.append(Problem("sealing.trust_unreadable", {"number": number}))
    return found, problems


def _seal(found: PlacedSeal, told: History, anchors: list[x509.Certificate], at: dt.datetime,
          proofs: Proofs) -> Seal:
    """What a seal is worth; one whose certificates can't be read is broken, and spoils no other."""
    try:
        if found.signature is not None:
            return _worth(found, found.signature.certificate, told, anchors, at, proofs)
    except Exception:  # a hostile certificate may make a parser raise anything
        pass
    role = found.parts.role
    return Seal(role, PREFIX + role, text("seal.unreadable"), "", "", "", None, None, found.claimed_at,
                False, "not_checked", "claimed", None, "", "B-B", ())


def _worth(found: PlacedSeal, certificate: x509.Certificate, told: History, anchors: list[x509.Certificate],
           at: dt.datetime, proofs: Proofs) -> Seal:
    role, token, pool = found.parts.role, found.token, told.pool
    clock = Standing("unknown")
    if token is not None and anchors and found.sound:
        clock = standing(token.authority, pool, anchors, proofs, token.at)
    moment = token.at if token is not None and clock.trusted else at
    stands = standing(certificate, pool, anchors, proofs, moment) if anchors else None
    if stands is not None and stands.trusted and not may_sign(certificate):
        stands = Standing("usage")
    lasting = token is not None and complete(found, told.proofs, pool)
    return Seal(
        role, PREFIX + role, spoken(certificate.subject), organisation(certificate.subject),
        spoken(certificate.issuer),
        f"{certificate.serial_number:x}", certificate.not_valid_before_utc, certificate.not_valid_after_utc,
        found.claimed_at, found.sound,
        "not_checked" if stands is None else "trusted" if stands.trusted and found.sound else "untrusted",
        "claimed" if token is None else "trusted" if clock.trusted else "stamped",
        token.at if token else None, spoken(token.authority.subject) if token else "",
        "B-B" if token is None else "B-LT" if lasting else "B-T",
        tuple(_notes(certificate, token, stands, clock, at)))


def _notes(certificate: x509.Certificate, token: Token | None, stands: Standing | None, clock: Standing,
           at: dt.datetime) -> list[Sentence]:
    """Why a seal is not worth more, and what becomes of it when the certificate expires."""
    notes: list[Sentence] = []
    until = day_shown(certificate.not_valid_after_utc)
    if stands is not None and not stands.trusted:
        notes.append(Problem(f"seal.{stands.reason}", {
            "issuer": spoken(certificate.issuer), "until": until,
            "since": day_shown(certificate.not_valid_before_utc),
            "revoked": day_shown(stands.revoked_at) if stands.revoked_at else ""}))
    if token is None:
        code = "seal.claimed_after" if at > certificate.not_valid_after_utc else "seal.claimed_before"
        notes.append(Told(code, {"until": until}))
    elif stands is not None and not clock.trusted:
        notes.append(Told(f"seal.authority_{clock.reason}",
                          {"authority": spoken(token.authority.subject)}))
    return notes

