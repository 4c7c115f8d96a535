"""Seals on a page: by one signer, with and without a time and proofs, or set by hand; and what a review tells."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pages
import pki
import pytest

from checker.sealing import history as telling
from checker.sealing.additions import RESERVED, Proofs, SealParts, sealed
from checker.sealing.found_seals import Review
from checker.sealing.history import moment_written
from checker.sealing.objects import read
from checker.sealing.policy import accepted
from checker.sealing.review import review
from checker.sealing.revisions import RevisedFile, opened
from checker.sealing.seal import seal, timestamp_request, with_timestamp
from checker.sealing.seal_places import seal_places
from checker.sealing.signature import padded, sign
from checker.sealing.stamp import picture

# The package calls the command by the name of its module.
MODULE = importlib.import_module("checker.cli.seal")
SIZE = (125, 28)


@pytest.fixture(autouse=True, scope="module")
def fixture_once() -> Iterator[None]:
    """What follows from the bytes of a file alone, or from a name and a time, is found out once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(telling, "opened", cache(opened))
        patch.setattr(telling, "seal_places", cache(seal_places))
        patch.setattr("checker.sealing.seal.picture", cache(picture))
        patch.setattr("checker.sealing.worth.accepted", cache(accepted))
        patch.setattr("checker.sealing.sections.read", cache(read))
        yield


@pytest.fixture(name="page", scope="module")
def fixture_page() -> bytes:
    return pages.page(pages.SMALL)


@pytest.fixture(name="approved", scope="module")
def fixture_approved(page: bytes) -> bytes:
    """Sealed by one, B-B."""
    return seal(page, pki.key_of(pki.signer(), pki.middle(), pki.root()), role="approved", at=pki.SIGNED)


@pytest.fixture(name="stamped", scope="module")
def fixture_stamped(approved: bytes) -> bytes:
    """The same with a token from a file, B-T."""
    return with_timestamp(approved, pki.stamp(timestamp_request(approved, pki.SIGNED)), pki.SIGNED)


@pytest.fixture(name="lasting", scope="module")
def fixture_lasting(page: bytes) -> bytes:
    """Sealed by one, B-LT."""
    return seal(page, pki.key_of(pki.signer(), pki.middle(), pki.root()), role="approved", at=pki.SIGNED,
                stamper=pki.stamp, proofs=proofs())


@pytest.fixture(name="drawn", scope="module")
def fixture_drawn() -> tuple[Any, ...]:
    return picture("王小明", "某某市生态环境局", pki.SIGNED, pki.SIGNER_UNTIL, SIZE, timed=False)


def proofs(revoked: dict[int, dt.datetime] | None = None) -> Proofs:
    responder = pki.party("某市答复服务", pki.middle(), answers=True)
    return Proofs((pki.middle().der, pki.root().der), (pki.crl(pki.middle(), revoked), pki.crl(pki.root())),
                  (pki.answer(pki.signer(), pki.middle(), responder),))


def reviewed(pdf: bytes, page: bytes, at: dt.datetime = pki.SIGNED) -> Review:
    return review(pdf, len(page), [pki.root().pem], at)


def codes(found: Review) -> list[str]:
    return [problem.code for problem in found.problems]


def notes(found: Review) -> list[str]:
    return [note.code for one in found.seals for note in one.notes]


def set_by_hand(document: RevisedFile, pdf: bytes, parts: SealParts, who: pki.Party) -> bytes:
    """A seal with valid mathematics, whatever its parts."""
    draft = sealed(document, pdf, parts)
    signature = sign(draft.signed(pdf), pki.key_of(who, pki.middle()))
    return pdf + sealed(document, pdf, replace(parts, contents=padded(signature.content, RESERVED))).revision.data


def honest_parts(page: bytes, drawn: tuple[Any, ...]) -> SealParts:
    return SealParts("approved", seal_places(page)["approved"], moment_written(pki.SIGNED), drawn, bytes(RESERVED))
