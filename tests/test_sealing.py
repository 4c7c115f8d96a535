"""Sealing and the review of what follows a page: what is honest is clean, and nothing else is.

The attacks are real files: by another PDF library, and by our own writer in our own form.
"""

from __future__ import annotations

import datetime as dt
import http.server
import importlib
import io
import random
import re
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pages
import pikepdf
import pki
import pytest
from asn1crypto import cms, core, tsp
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from checker.errors import CapsuleError, CheckerError, InternalError, UsageError
from checker.messages import text
from checker.sealing import history as telling
from checker.sealing.additions import RESERVED, Proofs, SealParts, sealed, stored
from checker.sealing.history import examined, history, moment_written
from checker.sealing.key import from_pem, from_pkcs12, may_sign
from checker.sealing.objects import MOST_BYTES as MOST_OBJECT
from checker.sealing.objects import Ref, Stream, read, written
from checker.sealing.policy import accepted
from checker.sealing.review import Review, base_length, review
from checker.sealing.revisions import RevisedFile, opened, revision
from checker.sealing.seal import seal, timestamp_request, with_proofs, with_timestamp
from checker.sealing.seal_places import SealPlace, seal_places
from checker.sealing.sections import MOST_BYTES, sections
from checker.sealing.signature import Unsound, padded, sign
from checker.sealing.stamp import picture
from checker.sealing.trust import standing

# The package calls the command by the name of its module.
MODULE = importlib.import_module("checker.cli.seal")
SIZE = (125, 28)


@pytest.fixture(autouse=True, scope="module")
def _once() -> Iterator[None]:
    """What follows from the bytes of a file alone, or from a name and a time, is found out once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(telling, "opened", cache(opened))
        patch.setattr(telling, "seal_places", cache(seal_places))
        patch.setattr("checker.sealing.seal.picture", cache(picture))
        patch.setattr("checker.sealing.review.accepted", cache(accepted))
        patch.setattr("checker.sealing.sections.read", cache(read))
        yield


@pytest.fixture(scope="module")
def page() -> bytes:
    return pages.page(pages.SMALL)


@pytest.fixture(scope="module")
def approved(page: bytes) -> bytes:
    """Sealed by one, B-B."""
    return seal(page, pki.key_of(pki.signer(), pki.middle(), pki.root()), role="approved", at=pki.SIGNED)


@pytest.fixture(scope="module")
def stamped(approved: bytes) -> bytes:
    """The same with a token from a file, B-T."""
    return with_timestamp(approved, pki.stamp(timestamp_request(approved, pki.SIGNED)), pki.SIGNED)


@pytest.fixture(scope="module")
def lasting(page: bytes) -> bytes:
    """Sealed by one, B-LT."""
    return seal(page, pki.key_of(pki.signer(), pki.middle(), pki.root()), role="approved", at=pki.SIGNED,
                stamper=pki.stamp, proofs=proofs())


@pytest.fixture(scope="module")
def drawn() -> tuple[Any, ...]:
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


# What is honest


def test_a_page_without_seals_has_neither_seals_nor_problems(page: bytes) -> None:
    assert base_length(page) == len(page)
    assert reviewed(page, page) == Review([], [])


def test_a_seal_leaves_every_byte_before_it_and_says_who_and_when(page: bytes, approved: bytes) -> None:
    assert approved.startswith(page)
    assert base_length(approved) == len(page)
    found = reviewed(approved, page)
    assert found.clean
    [one] = found.seals
    assert (one.role, one.field, one.signer, one.organisation, one.issuer) == (
        "approved", "seal-approved", "王小明", "某某市生态环境局", "某市二级证书")
    assert (one.intact, one.chain, one.time, one.level) == (True, "trusted", "claimed", "B-B")
    assert one.claimed_at == pki.SIGNED
    assert (one.valid_from, one.valid_until) == (pki.FROM, pki.SIGNER_UNTIL)
    assert notes(found) == ["seal.claimed_before"]


def test_other_programs_find_the_file_sound_and_the_signature_valid(approved: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(approved)
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=True)
    assert "No syntax or stream encoding errors found" in checked.stdout
    signed = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in signed
    assert "Total document signed" in signed
    assert "ETSI.CAdES.detached" in signed


def test_pyhanko_itself_finds_each_of_two_seals_valid_and_trusted(page: bytes, lasting: bytes) -> None:
    from pyhanko.sign.validation import KeyUsageConstraints, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    both = seal(lasting, pki.key_of(pki.curve_signer(), pki.middle()), role="checked", at=pki.SIGNED)
    from asn1crypto import x509

    root = x509.Certificate.load(pki.root().der)
    signatures = PdfFileReader(io.BytesIO(both)).embedded_signatures
    for signature in signatures:
        status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root], moment=pki.SIGNED),
                                        key_usage_settings=KeyUsageConstraints({"digital_signature"}))
        assert status.bottom_line, status.pretty_print_details()
    assert len(signatures) == 2
    found = reviewed(both, page)
    assert found.clean
    assert [(one.role, one.level, one.chain) for one in found.seals] == [
        ("approved", "B-LT", "trusted"), ("checked", "B-B", "trusted")]


def test_three_persons_seal_in_turn_each_in_his_own_place(page: bytes, approved: bytes) -> None:
    out = approved
    for role, who in (("checked", pki.curve_signer()), ("prepared", pki.signer("赵六", "某某市开发区管委会"))):
        out = seal(out, pki.key_of(who, pki.middle()), role=role, at=pki.SIGNED)
    found = reviewed(out, page)
    assert found.clean
    assert [one.signer for one in found.seals] == ["王小明", "李工", "赵六"]
    with pikepdf.open(io.BytesIO(out)) as document:
        fields = list(document.Root.AcroForm.Fields)
        places = seal_places(page)
        for field, role in zip(fields, ("approved", "checked", "prepared"), strict=True):
            assert [int(edge) for edge in field.Rect] == list(places[role].box)
            assert int(field.F) & 4  # printed
            assert field.P.objgen == document.pages[places[role].page].objgen
            assert field.AP.N.BBox == [0, 0, *SIZE]


def test_a_seal_changes_nothing_but_form_and_the_pages_own_annotations(page: bytes, lasting: bytes) -> None:
    with pikepdf.open(io.BytesIO(page)) as before, pikepdf.open(io.BytesIO(lasting)) as after:
        assert set(after.Root.keys()) - set(before.Root.keys()) == {"/AcroForm", "/DSS", "/Extensions"}
        assert set(after.Root.AcroForm.keys()) == {"/Fields", "/SigFlags"}
        for key in before.Root:
            assert after.Root[key].unparse() == before.Root[key].unparse()
        assert after.Root.Metadata.read_raw_bytes() == before.Root.Metadata.read_raw_bytes()
        assert after.docinfo.unparse() == before.docinfo.unparse()
        for old, new in zip(before.pages, after.pages, strict=True):
            assert old.Contents.read_raw_bytes() == new.Contents.read_raw_bytes()
        assert {k: s.get_file().read_bytes() for k, s in before.attachments.items()} == {
            k: s.get_file().read_bytes() for k, s in after.attachments.items()}


def test_the_field_says_that_it_is_a_digital_signature_and_what_its_time_rests_on(
        approved: bytes, lasting: bytes, tmp_path: Path) -> None:
    for pdf, said in ((approved, "时间仅为签名人所称；证书 2030-01-01 到期后无从证明"), (lasting, "时间由时间戳机构证明")):
        with pikepdf.open(io.BytesIO(pdf)) as document:
            form = document.Root.AcroForm.Fields[0].AP.N
            target = pikepdf.new()
            target.add_blank_page(page_size=SIZE)
            target.pages[0].Resources = target.make_indirect(pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(S=target.copy_foreign(form))))
            target.pages[0].Contents = target.make_stream(b"/S Do")
            target.save(tmp_path / "field.pdf")
        words = subprocess.run(["pdftotext", "-raw", str(tmp_path / "field.pdf"), "-"], capture_output=True,
                               text=True, check=True).stdout
        assert "数字签名" in words
        assert "电子印章" not in words
        assert "王小明" in words
        assert "2026-05-31 09:30" in words
        assert said in words


def test_a_long_name_is_shortened_to_fit(page: bytes) -> None:
    form = picture("王" * 60, "某" * 90, pki.SIGNED, pki.SIGNER_UNTIL, SIZE, timed=False)[0]
    content = zlib.decompress(form.data)
    # 121 points at 7.6 and 5.4 points a letter: no more than these many letters, the last an ellipsis.
    shown = [len(piece) // 4 for piece in re.findall(rb"<([0-9a-f]+)>", content)]
    assert max(shown) < 40


def test_the_same_seal_by_an_rsa_key_has_the_same_bytes(page: bytes, approved: bytes) -> None:
    again = seal(page, pki.key_of(pki.signer(), pki.middle(), pki.root()), role="approved", at=pki.SIGNED)
    assert again == approved


# Time


def test_a_token_from_a_file_makes_the_last_seal_b_t(page: bytes, approved: bytes, stamped: bytes) -> None:
    assert len(stamped) == len(approved)
    found = reviewed(stamped, page)
    [one] = found.seals
    assert found.clean
    assert (one.level, one.time, one.stamped_at, one.authority) == ("B-T", "trusted", pki.STAMPED, "某市时间戳机构")


def test_a_token_that_is_over_another_signature_is_refused(page: bytes, approved: bytes, lasting: bytes) -> None:
    other = seal(page, pki.key_of(pki.curve_signer(), pki.middle()), role="checked", at=pki.SIGNED)
    response = pki.stamp(timestamp_request(other, pki.SIGNED))
    with pytest.raises(UsageError, match="不是给这个签名的"):
        with_timestamp(approved, response, pki.SIGNED)
    with pytest.raises(UsageError, match="读不出时间戳"):
        with_timestamp(approved, b"no token", pki.SIGNED)
    with pytest.raises(UsageError, match="已有时间戳"):
        with_timestamp(lasting, response, pki.SIGNED)
    with pytest.raises(UsageError, match="还没有数字签名"):
        timestamp_request(page, pki.SIGNED)


def test_a_token_by_a_certificate_that_is_not_for_time_stamps_is_refused(approved: bytes) -> None:
    query = timestamp_request(approved, pki.SIGNED)
    with pytest.raises(UsageError, match="不是给这个签名的"):
        with_timestamp(approved, pki.stamp(query, by=pki.signer("赵六", "某某市开发区管委会")), pki.SIGNED)


def test_an_authority_that_refuses_is_quoted(approved: bytes) -> None:
    refused = core.SequenceOf([tsp.PKIStatusInfo({"status": "rejection", "status_string": ["unknown policy"]})],
                              spec=tsp.PKIStatusInfo).dump()
    with pytest.raises(UsageError, match=r"拒绝了请求（unknown policy）"):
        with_timestamp(approved, refused, pki.SIGNED)


def test_after_the_certificate_has_expired_only_a_trusted_time_keeps_the_chain(
        page: bytes, approved: bytes, lasting: bytes) -> None:
    claimed = reviewed(approved, page, pki.AFTER)
    assert (claimed.clean, claimed.seals[0].chain, notes(claimed)) == (
        True, "untrusted", ["seal.expired", "seal.claimed_after"])
    assert "到期" in str(claimed.seals[0].notes[0])
    timed = reviewed(lasting, page, pki.AFTER)
    assert (timed.clean, timed.seals[0].chain, timed.seals[0].level, notes(timed)) == (True, "trusted", "B-LT", [])


def test_a_token_by_an_unknown_authority_is_stamped_and_not_trusted(page: bytes, approved: bytes) -> None:
    own = pki.party("自办时间戳", stamps=True)
    stamped = with_timestamp(approved, pki.stamp(timestamp_request(approved, pki.SIGNED), by=own), pki.SIGNED)
    found = reviewed(stamped, page, pki.AFTER)
    assert found.clean
    assert (found.seals[0].time, found.seals[0].chain) == ("stamped", "untrusted")
    assert notes(found) == ["seal.expired", "seal.authority_unknown"]


@pytest.mark.parametrize(("when", "note"), [
    (pki.FROM - dt.timedelta(days=1), "seal.authority_early"), (pki.UNTIL + dt.timedelta(days=1), "seal.authority_expired")])
def test_a_token_from_outside_its_authoritys_validity_is_not_trusted(
        page: bytes, approved: bytes, when: dt.datetime, note: str) -> None:
    stamped = with_timestamp(approved, pki.stamp(timestamp_request(approved, pki.SIGNED), at=when), pki.SIGNED)
    found = reviewed(stamped, page)
    assert found.seals[0].time == "stamped"
    assert notes(found) == [note]


# Trust


def test_a_seal_by_a_key_outside_trust_is_intact_and_untrusted(page: bytes) -> None:
    out = seal(page, pki.key_of(pki.stranger()), role="approved", at=pki.SIGNED)
    found = reviewed(out, page)
    assert found.clean
    assert (found.seals[0].signer, found.seals[0].chain) == ("自称王小明", "untrusted")
    assert "seal.unknown" in notes(found)
    assert "不能追溯到您给出的受信任证书" in str(found.seals[0].notes[0])


def test_a_certificate_that_is_not_for_signing_is_not_trusted_to_have_signed(
        page: bytes, drawn: tuple[Any, ...]) -> None:
    who = pki.party("加密证书", pki.middle(), usage="key_encipherment")
    found = reviewed(set_by_hand(opened(page), page, honest_parts(page, drawn), who), page)
    assert (found.clean, found.seals[0].chain) == (True, "untrusted")
    assert notes(found)[0] == "seal.usage"


def test_a_machines_certificate_puts_no_persons_name_to_a_page(
        page: bytes, drawn: tuple[Any, ...]) -> None:
    assert may_sign(pki.signer().certificate)
    assert not may_sign(pki.party("应答", answers=True).certificate)
    who = pki.party("时间戳机", pki.middle(), stamps=True)
    assert not may_sign(who.certificate)
    found = reviewed(set_by_hand(opened(page), page, honest_parts(page, drawn), who), page)
    assert (found.seals[0].chain, notes(found)[0]) == ("untrusted", "seal.usage")


def test_without_anything_to_trust_the_chain_is_not_checked(page: bytes, approved: bytes) -> None:
    assert review(approved, len(page), (), pki.SIGNED).seals[0].chain == "not_checked"


def test_a_certificate_that_makes_a_parser_stumble_breaks_its_own_seal_alone(
        page: bytes, approved: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    both = seal(approved, pki.key_of(pki.curve_signer(), pki.middle()), role="checked", at=pki.SIGNED)
    honest = standing

    def stumbling(found: Any, *rest: Any) -> Any:
        return honest(found, *rest) if found == pki.signer().certificate else 1 // 0

    monkeypatch.setattr("checker.sealing.review.standing", stumbling)
    found = reviewed(both, page)
    assert [one.intact for one in found.seals] == [True, False]
    assert not found.clean


def test_an_unreadable_certificate_to_trust_is_said_and_the_others_serve(page: bytes, approved: bytes) -> None:
    found = review(approved, len(page), [b"nonsense", pki.root().der], pki.SIGNED)
    assert codes(found) == ["sealing.trust_unreadable"]
    assert "第 1 份" in str(found.problems[0])
    assert found.seals[0].chain == "trusted"


def test_a_signature_that_claims_a_time_before_its_certificate_is_early(page: bytes, approved: bytes) -> None:
    found = reviewed(approved, page, pki.FROM - dt.timedelta(days=1))
    assert (found.seals[0].chain, notes(found)[0]) == ("untrusted", "seal.early")


@pytest.mark.parametrize(("day", "chain"), [("2026-05-01", "untrusted"), ("2026-06-15", "trusted")])
def test_a_list_that_revokes_the_signer_counts_from_its_date(
        page: bytes, approved: bytes, stamped: bytes, day: str, chain: str) -> None:
    when = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
    serial = pki.signer().certificate.serial_number
    beside = Proofs(lists=(pki.crl(pki.middle(), {serial: when}),))
    found = review(stamped, len(page), [pki.root().der], pki.AFTER, beside)
    assert found.seals[0].chain == chain
    # Without a trusted time it counts whenever it was.
    bare = review(approved, len(page), [pki.root().der], pki.SIGNER_UNTIL, beside)
    assert bare.seals[0].chain == "untrusted"
    assert "seal.revoked" in notes(bare)


def test_revocation_of_the_time_stamp_authority_takes_its_word(page: bytes, lasting: bytes) -> None:
    serial = pki.authority().certificate.serial_number
    beside = Proofs(lists=(pki.crl(pki.root(), {serial: pki.FROM}),))
    found = review(lasting, len(page), [pki.root().der], pki.SIGNED, beside)
    assert found.seals[0].time == "stamped"
    assert notes(found) == ["seal.authority_revoked"]


# Proofs


def test_proofs_may_come_later_and_from_ocsp(page: bytes, stamped: bytes) -> None:
    responder = pki.party("某市答复服务", pki.middle(), answers=True)
    given = Proofs((pki.root().der,), (pki.crl(pki.root()),),
                   (pki.answer(pki.signer(), pki.middle(), responder),))
    out = with_proofs(stamped, given, pki.SIGNED)
    found = reviewed(out, page, pki.AFTER)
    assert found.clean
    assert found.seals[0].level == "B-LT"
    assert with_proofs(out, given, pki.SIGNED) == out  # nothing new


@pytest.mark.parametrize(("given", "words"), [
    (Proofs((pki.root().der,), (b"nonsense",)), "读不出来"),
    (Proofs((pki.root().der,), (pki.crl(pki.stranger()),)), "无关"),
    (Proofs((pki.root().der,), (pki.crl(pki.root()),)), "王小明"),
    (proofs({pki.signer().certificate.serial_number: pki.FROM}), "被吊销"),
])
def test_proofs_that_prove_nothing_or_the_contrary_are_refused(
        stamped: bytes, given: Proofs, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        with_proofs(stamped, given, pki.SIGNED)


def test_proofs_need_a_seal_with_a_time(page: bytes, approved: bytes) -> None:
    for wrong, words in ((page, "还没有数字签名"), (approved, "还没有时间戳")):
        with pytest.raises(UsageError, match=words):
            with_proofs(wrong, proofs(), pki.SIGNED)
    with pytest.raises(UsageError, match="还没有时间戳"):
        seal(page, pki.key_of(pki.signer()), role="approved", at=pki.SIGNED, proofs=proofs())


# Attacks by another PDF library


def forged(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """An incremental update by pyHanko's own writer."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _content(writer: Any) -> None:
    stream = writer.root["/Pages"]["/Kids"][0]["/Contents"]
    stream._data = stream.data.replace(b"Tm", b"Tm ")
    stream._encoded_data = None
    writer.update_container(stream)


def _attachment(writer: Any) -> None:
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    stream = names[1]["/EF"]["/F"]
    stream._data, stream._encoded_data = b'{"outcome":"met"}', None
    writer.update_container(stream)


def _names(writer: Any) -> None:
    writer.root["/Names"] = generic.DictionaryObject()
    writer.update_root()


def _action(writer: Any) -> None:
    writer.root["/OpenAction"] = generic.DictionaryObject({
        generic.pdf_name("/S"): generic.pdf_name("/JavaScript"), generic.pdf_name("/JS"): generic.pdf_string("1")})
    writer.update_root()


def _annotation(writer: Any) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = writer.add_object(generic.DictionaryObject({
        generic.pdf_name("/Type"): generic.pdf_name("/Annot"), generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
        generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 600, 800))),
        generic.pdf_name("/Contents"): generic.pdf_string("x")}))
    page["/Annots"] = generic.ArrayObject([note])
    writer.update_container(page)


def _field(writer: Any) -> None:
    field = writer.add_object(generic.DictionaryObject({
        generic.pdf_name("/FT"): generic.pdf_name("/Tx"), generic.pdf_name("/T"): generic.pdf_string("more"),
        generic.pdf_name("/V"): generic.pdf_string("x")}))
    form = writer.root["/AcroForm"] if "/AcroForm" in writer.root else generic.DictionaryObject(
        {generic.pdf_name("/Fields"): generic.ArrayObject()})
    form["/Fields"].append(field)
    if "/AcroForm" in writer.root:
        writer.update_container(form["/Fields"])
    else:
        writer.root["/AcroForm"] = form
    writer.update_root()


def _rect(writer: Any) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 600, 800)))
    writer.update_container(field)


def _metadata(writer: Any) -> None:
    stream = writer.root["/Metadata"]
    stream._data, stream._encoded_data = stream.data.replace(b"made", b"MADE").replace(b"20", b"19"), None
    writer.update_container(stream)


EVERYWHERE = [(_content, "页面"), (_attachment, "附件"), (_names, "附件"), (_action, "动作"), (_annotation, "批注"),
              (_field, "表单"), (_metadata, "文档信息")]


@pytest.mark.parametrize(("change", "named"), EVERYWHERE, ids=lambda part: getattr(part, "__name__", ""))
def test_an_update_without_a_seal_is_found_and_named(
        page: bytes, change: Callable[[Any], None], named: str) -> None:
    out = forged(page, change)
    assert base_length(out) == len(page)
    found = reviewed(out, page)
    assert codes(found) == ["sealing.foreign"]
    assert named in str(found.problems[0])
    with pytest.raises(CapsuleError, match="不能在上面签名"):
        seal(out, pki.key_of(pki.signer()), role="approved", at=pki.SIGNED)


@pytest.mark.parametrize(("change", "named"), [*EVERYWHERE, (_rect, "表单")],
                         ids=lambda part: getattr(part, "__name__", ""))
def test_an_update_on_top_of_a_seal_is_found_and_the_seal_still_told(
        page: bytes, approved: bytes, change: Callable[[Any], None], named: str) -> None:
    found = reviewed(forged(approved, change), page)
    assert codes(found) == ["sealing.foreign"]
    assert found.problems[0].params["start"] == len(approved)
    assert [one.signer for one in found.seals] == ["王小明"]


@pytest.mark.parametrize("change", [change for change, _ in EVERYWHERE], ids=lambda change: change.__name__)
def test_a_seal_by_another_program_over_an_update_is_no_seal_of_the_page(
        page: bytes, change: Callable[[Any], None]) -> None:
    from asn1crypto import keys, x509
    from pyhanko.sign import PdfSignatureMetadata, fields, signers

    who = pki.signer()
    signer = signers.SimpleSigner(
        x509.Certificate.load(who.der), keys.PrivateKeyInfo.load(who.key.private_bytes(
            Encoding.DER, PrivateFormat.PKCS8, NoEncryption())), None)
    writer = IncrementalPdfFileWriter(io.BytesIO(forged(page, change)))
    out = signers.sign_pdf(writer, PdfSignatureMetadata(
        field_name="seal-approved", subfilter=fields.SigSeedSubFilter.PADES), signer)
    found = reviewed(out.getvalue(), page)
    assert codes(found) == ["sealing.foreign"]
    assert found.problems[0].params["start"] == len(page)
    assert found.seals == []


def test_a_truncated_file_garbage_behind_and_bytes_between_are_found(page: bytes, approved: bytes) -> None:
    cut = reviewed(page[:-1], page)
    assert codes(cut) == ["sealing.truncated"]
    assert "被截断了" in str(cut.problems[0])
    # Bytes that no reader shows have words of their own; they are found all the same.
    for wrong, code in (
            (approved[:-1], "sealing.foreign"), (approved[:-200], "sealing.foreign"), (approved + b"x", "sealing.idle"),
            (approved + b"\n", "sealing.blanks"), (approved + page[-40:], "sealing.foreign"), (page + b"%", "sealing.idle"),
            (page + b"\n" + approved[len(page):], "sealing.foreign"), (page + bytes(1000), "sealing.blanks")):
        found = reviewed(wrong, page)
        assert codes(found) == [code], wrong[-60:]
    assert [one.signer for one in reviewed(approved + b"x", page).seals] == ["王小明"]


def test_a_base_that_ends_elsewhere_than_its_own_sections_say_is_found(page: bytes, approved: bytes) -> None:
    assert codes(review(approved, len(page) - 1, (), pki.SIGNED)) == ["sealing.foreign"]
    assert codes(review(approved, len(page) + 1, (), pki.SIGNED)) == ["sealing.foreign"]
    assert base_length(b"%PDF-1.7 nothing") is None
    assert base_length(b"") is None


def test_a_bomb_behind_the_page_costs_no_memory(page: bytes) -> None:
    import tracemalloc

    bomb = zlib.compress(bytes(400_000_000), 9)
    head = b"9000 0 obj\n<</Type/ObjStm/N 1/First 10/Filter/FlateDecode/Length %d>>\nstream\n" % len(bomb)
    update = head + bomb + b"\nendstream\nendobj\n"
    xref = b"9001 0 obj\n<</Type/XRef/Size 9002/W[1 4 2]/Index[9000 2]/Root 2 0 R/Filter/FlateDecode/Length %d/Prev 1>>" % len(bomb)
    wrong = page + update + xref + b"\nstream\n" + bomb + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        len(page) + len(update))
    tracemalloc.start()
    assert codes(reviewed(wrong, page)) == ["sealing.foreign"]
    assert tracemalloc.get_traced_memory()[1] < 150_000_000
    tracemalloc.stop()


def test_more_than_any_seal_adds_is_not_read(page: bytes) -> None:
    found = reviewed(page + bytes(MOST_BYTES + 1), page)
    assert codes(found) == ["sealing.too_large"]
    assert "附加的内容过多" in str(found.problems[0])


def test_what_needs_more_memory_than_there_is_is_a_problem(
        page: bytes, approved: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr("checker.sealing.review.history", none_left)
    found = reviewed(approved, page)
    assert codes(found) == ["sealing.burden"]
    assert "展开后过大" in str(found.problems[0])


def test_what_the_second_opinion_refuses_is_a_problem(
        page: bytes, approved: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.sealing.review.accepted", lambda _: False)
    found = reviewed(approved, page)
    assert codes(found) == ["sealing.policy"]
    assert "增量更新的检查" in str(found.problems[0])
    with pytest.raises(InternalError, match="通不过自己的检查"):
        seal(page, pki.key_of(pki.signer()), role="approved", at=pki.SIGNED)


def test_deep_nesting_behind_the_page_is_a_problem_and_no_crash(page: bytes) -> None:
    document = opened(page)
    draft = revision(document, page, {document.size: []})
    deep = b"[" * 3000 + b"]" * 3000
    section = draft.data.replace(b"[]", deep, 1)
    moved = draft.startxref + len(deep) - 2
    section = section.replace(b"startxref\n%d" % draft.startxref, b"startxref\n%d" % moved)
    section = section.replace(b"\x01" + draft.startxref.to_bytes(4), b"\x01" + moved.to_bytes(4))
    assert codes(reviewed(page + section, page)) == ["sealing.foreign"]


# Attacks by our own writer, in our own form


def set_by_hand(document: RevisedFile, pdf: bytes, parts: SealParts, who: pki.Party) -> bytes:
    """A seal with valid mathematics, whatever its parts."""
    draft = sealed(document, pdf, parts)
    signature = sign(draft.signed(pdf), pki.key_of(who, pki.middle()))
    return pdf + sealed(document, pdf, replace(parts, contents=padded(signature.content, RESERVED))).revision.data


def honest_parts(page: bytes, drawn: tuple[Any, ...]) -> SealParts:
    return SealParts("approved", seal_places(page)["approved"], moment_written(pki.SIGNED), drawn, bytes(RESERVED))


def test_set_by_hand_with_honest_parts_it_is_clean(page: bytes, drawn: tuple[Any, ...]) -> None:
    out = set_by_hand(opened(page), page, honest_parts(page, drawn), pki.signer())
    assert reviewed(out, page).clean


EVIL_PLACES = [SealPlace(0, (0, 0, 595, 842)), SealPlace(0, (100, 400, 225, 428)), SealPlace(1, (1, 1, 126, 29))]


@pytest.mark.parametrize("place", EVIL_PLACES)
def test_a_seal_anywhere_but_in_its_place_is_found(page: bytes, drawn: tuple[Any, ...], place: SealPlace) -> None:
    out = set_by_hand(opened(page), page, replace(honest_parts(page, drawn), place=place), pki.signer())
    assert codes(reviewed(out, page)) == ["sealing.moved"]


def test_a_moved_seal_has_its_own_words(page: bytes, drawn: tuple[Any, ...]) -> None:
    """Not those of something appended: who looks at the page sees a seal where none belongs."""
    from test_verify import codes as said_of
    from test_verify import verified, words

    out = set_by_hand(opened(page), page, replace(honest_parts(page, drawn), place=EVIL_PLACES[0]), pki.signer())
    found = verified(out)
    assert (found.status, found.exit) == ("different", 6)
    assert "page.seal_moved" in said_of(found, "page")
    assert "其后的数字签名不在它的位置上" in words(found)
    assert "附加" not in "".join(str(one) for one in found.answer("page").said)


def evil_pictures(drawn: tuple[Any, ...]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    form: Stream = drawn[0]

    def with_entries(**changes: Any) -> tuple[Any, ...]:
        entries = {**form.entries, **{f"/{key}": value for key, value in changes.items()}}
        return (Stream(entries, form.data), *drawn[1:])

    fonts = form.entries["/Resources"]["/Font"]
    yield "a larger box", with_entries(BBox=[-500, -500, 600, 800])
    yield "a matrix", with_entries(Matrix=[9, 0, 0, 9, -400, -400])
    yield "a transparency group", with_entries(Group={"/S": "/Transparency"})
    yield "an optional content", with_entries(OC=Ref(1))
    yield "another form", with_entries(Resources={"/Font": fonts, "/XObject": {"/X": Ref(0)}})
    yield "an action under a font's name", with_entries(Resources={"/Font": {**fonts, "/AA": {"/JS": b"1"}}})
    yield "no deflated content", with_entries(Filter="/ASCIIHexDecode")
    yield "an object of the page", with_entries(Resources={"/Font": {**fonts, "/F": Ref(-5)}})
    yield "an object that nothing leads to", (*drawn, {"/Type": "/Font"})
    yield "a font that draws", (*drawn[:1], {**drawn[1], "/CharProcs": {}}, *drawn[2:])
    yield "a bomb", (Stream(form.entries, zlib.compress(bytes(20_000_000), 9)), *drawn[1:])
    yield "bytes behind the content", (Stream(form.entries, form.data + b"x"), *drawn[1:])
    yield "no picture", ({},)


@pytest.mark.parametrize("number", range(13))
def test_a_picture_that_is_more_than_letters_in_its_box_is_found(
        page: bytes, drawn: tuple[Any, ...], number: int) -> None:
    what, evil = list(evil_pictures(drawn))[number]
    out = set_by_hand(opened(page), page, replace(honest_parts(page, drawn), picture=evil), pki.signer())
    assert codes(reviewed(out, page)) == ["sealing.foreign"], what


def test_two_seals_in_one_role_are_found(page: bytes, drawn: tuple[Any, ...], approved: bytes) -> None:
    told = history(approved, len(page))
    out = set_by_hand(told.document, approved, honest_parts(page, drawn), pki.curve_signer())
    found = reviewed(out, page)
    assert codes(found) == ["sealing.foreign"]
    assert len(found.seals) == 1


@pytest.mark.parametrize("role", ["", "approved.x", "signed"])
def test_a_seal_in_a_role_that_there_is_not_is_found(page: bytes, drawn: tuple[Any, ...], role: str) -> None:
    out = set_by_hand(opened(page), page, replace(honest_parts(page, drawn), role=role), pki.signer())
    assert codes(reviewed(out, page)) == ["sealing.foreign"]


@pytest.mark.parametrize("moment", [b"", b"D:20260531", b"D:20269931093000+08'00'", b"D:20260531093000Z"])
def test_a_time_in_another_form_is_found(page: bytes, drawn: tuple[Any, ...], moment: bytes) -> None:
    out = set_by_hand(opened(page), page, replace(honest_parts(page, drawn), moment=moment), pki.signer())
    assert codes(reviewed(out, page)) == ["sealing.foreign"]


def evil_objects(document: RevisedFile) -> Iterator[tuple[str, dict[int, Any]]]:
    first = document.page(0)
    page = document.get(first)
    content = page["/Contents"].number
    catalog = document.catalog
    yield "content", {content: Stream({}, b"BT ET")}
    yield "annotation", {first: {**page, "/Annots": [{"/Subtype": "/FreeText", "/Rect": [0, 0, 600, 800]}]}}
    yield "page box", {first: {**page, "/MediaBox": [0, 0, 1, 1]}}
    yield "names", {document.root: {**catalog, "/Names": {}}}
    yield "action", {document.root: {**catalog, "/OpenAction": {"/S": "/JavaScript", "/JS": b"1"}}}
    yield "xfa", {document.root: {**catalog, "/AcroForm": {"/Fields": [], "/XFA": b"x"}}}
    yield "orphan", {document.size: {"/Type": "/Nothing"}}
    yield "empty store", {document.root: {**catalog, "/DSS": Ref(document.size)}, document.size: {"/Type": "/DSS"}}
    yield "info", {document.info: {"/Title": b"x"}}
    yield "many objects", {document.size + number: [] for number in range(500)}
    yield "a long string", {document.size: bytes(MOST_OBJECT // 2)}


@pytest.mark.parametrize("number", range(11))
def test_an_update_in_our_own_form_under_or_over_a_seal_is_found(
        page: bytes, drawn: tuple[Any, ...], approved: bytes, number: int) -> None:
    document = opened(page)
    what, objects = list(evil_objects(document))[number]
    made = revision(document, page, objects)
    out = set_by_hand(document.after(objects, made), page + made.data, honest_parts(page, drawn), pki.signer())
    found = reviewed(out, page)
    assert codes(found) == ["sealing.foreign"], what
    assert found.seals == []
    told = history(approved, len(page)).document
    _, objects = list(evil_objects(told))[number]
    found = reviewed(approved + revision(told, approved, objects).data, page)
    assert codes(found) == ["sealing.foreign"], what
    assert len(found.seals) == 1


def test_the_second_opinion_finds_the_same_updates_by_itself(page: bytes) -> None:
    document = opened(page)
    refused = {"content", "annotation", "page box", "names", "action", "xfa", "orphan", "info", "many objects",
              "a long string"}
    for what, objects in evil_objects(document):
        made = page + revision(document, page, objects).data
        try:
            taken = accepted(made)
        except Exception:  # the policy raises on some
            taken = False
        assert taken is (what not in refused), what


def test_a_signature_that_leaves_a_gap_is_broken(page: bytes, drawn: tuple[Any, ...]) -> None:
    parts, document = honest_parts(page, drawn), opened(page)
    draft = sealed(document, page, parts)
    _, begin, end, rest = draft.byte_range
    whole = page + draft.revision.data
    # One byte more than the signature is left out, and the mathematics is right.
    wrong = whole.replace(b"%d %d]" % (end, rest), b"%d %d]" % (end + 1, rest - 1))
    assert len(wrong) == len(whole)
    signature = sign(wrong[:begin] + wrong[end + 1:], pki.key_of(pki.signer(), pki.middle()))
    content = padded(signature.content, RESERVED).hex().encode()
    out = wrong[:begin + 1] + content + wrong[begin + 1 + len(content):]
    assert codes(reviewed(out, page)) == ["sealing.foreign"]


def test_padding_that_is_not_zero_is_a_broken_seal(page: bytes, approved: bytes) -> None:
    [section] = sections(approved, len(page))
    contents = section.objects[opened(page).size + 1]["/Contents"]
    wrong = approved.replace(contents.hex().encode(), (contents[:-1] + b"\x01").hex().encode())
    found = reviewed(wrong, page)
    assert [one.intact for one in found.seals] == [False]
    assert not found.clean
    assert found.seals[0].signer == text("seal.unreadable")
    with pytest.raises(CapsuleError, match="数字签名无效"):
        seal(wrong, pki.key_of(pki.curve_signer()), role="checked", at=pki.SIGNED)


def test_certificates_that_lead_nowhere_break_a_seal_or_its_proofs(
        page: bytes, drawn: tuple[Any, ...], approved: bytes) -> None:
    parts, document = honest_parts(page, drawn), opened(page)
    signature = sign(sealed(document, page, parts).signed(page), pki.key_of(pki.signer(), pki.middle(), pki.stranger()))
    loose = replace(signature, chain=(pki.middle().certificate, pki.stranger().certificate))
    out = page + sealed(document, page, replace(parts, contents=padded(loose.content, RESERVED))).revision.data
    assert [one.intact for one in reviewed(out, page).seals] == [False]
    told = history(approved, len(page)).document
    for stray in (Proofs((pki.stranger().der,)), Proofs(lists=(pki.crl(pki.stranger()),)), Proofs((b"x",))):
        found = reviewed(approved + stored(told, approved, stray)[1].data, page)
        assert codes(found) == ["sealing.stray"]
        assert "无法采信" in str(found.problems[0])


# Every byte counts


def spans(lasting: bytes, page: bytes) -> tuple[range, range]:
    """The font of the picture, which only the signature guards, and the signature itself."""
    document = opened(page)
    first = sections(lasting, len(page))[0]
    font = max((value.data for value in first.objects.values() if isinstance(value, Stream)), key=len)
    start = lasting.index(font)
    contents = first.objects[document.size + 1]["/Contents"].hex().encode()
    begin = lasting.index(contents)
    return range(start, start + len(font)), range(begin, begin + len(contents))


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a foreign revision touches, and what stands before it, is not asked here."""
    monkeypatch.setattr("checker.sealing.sections.ends", lambda _: [])
    monkeypatch.setattr("checker.sealing.foreign.changes", lambda _: [])


def flipped(pdf: bytes, place: int, by: int) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ by]) + pdf[place + 1:]


def unnoticed(pdf: bytes, page: bytes, places: list[int], by: tuple[int, ...]) -> list[tuple[int, int]]:
    """The flips after which the review is as clean as before."""
    return [(place, mask) for place in places for mask in by
            if review(flipped(pdf, place, mask), len(page), (), pki.SIGNED).clean]


def test_no_flipped_byte_goes_unnoticed(page: bytes, lasting: bytes, quickly: None) -> None:
    font, contents = spans(lasting, page)
    seed = random.Random(20260531)
    frame = [place for place in range(len(page), len(lasting)) if place not in font and place not in contents]
    used = contents[:2 * len(lasting[contents.start:contents.stop].rstrip(b"0"))]
    places = [*seed.sample(frame, 20), *seed.sample(list(used), 8), *seed.sample(list(contents), 2),
              *seed.sample(list(font), 2)]
    assert unnoticed(lasting, page, places, (1,)) == []


@pytest.mark.whole
def test_no_flipped_byte_of_frame_proofs_and_padding_goes_unnoticed(
        page: bytes, lasting: bytes, quickly: None) -> None:
    font, contents = spans(lasting, page)
    used = len(lasting[contents.start:contents.stop].rstrip(b"0"))
    places = [place for place in range(len(page), len(lasting))
              if place not in font and not contents.start <= place < contents.start + used]
    padding = [place for place in places if place in contents]
    rest = [place for place in places if place not in contents]
    assert unnoticed(lasting, page, rest, (1,)) == []
    assert unnoticed(lasting, page, rest[::17], (0x20, 0x80)) == []
    assert unnoticed(lasting, page, padding[::97], (1,)) == []
    assert unnoticed(lasting, page, list(font)[::211], (1,)) == []


# The name of the algorithm in a token has two spellings with one meaning.
TWO_SPELLINGS = 1


@pytest.mark.whole
def test_no_changed_byte_of_the_signature_itself_goes_unnoticed(page: bytes, lasting: bytes) -> None:
    told = history(lasting, len(page)).seals[0]
    contents = told.parts.contents
    signed = sealed(told.before, page, told.parts).signed(page)
    used = len(contents.rstrip(b"\0"))
    assert examined(contents, signed)[2]
    missed = set()
    for place in range(used):
        for mask in (1, 2, 4, 8, 0x0A, 0x10, 0x20, 0x40, 0x80, 0xFF):
            try:
                if examined(flipped(contents, place, mask), signed)[2]:
                    missed.add(place)
            except Exception:
                continue
    assert len(missed) <= TWO_SPELLINGS, sorted(missed)


# The form of what we write


@pytest.mark.parametrize("value", [None, True, False, 0, -7, "/Name", "/A#B (c)", b"\x00\xff", [1, [2, Ref(3)]],
                                   {"/A": {"/B": [b"x"]}}, Stream({"/A": 1}, b"endstream\n")])
def test_a_value_is_read_as_it_was_written(value: Any) -> None:
    assert read(written(value)) == value


def test_the_second_opinion_takes_the_honest_files(page: bytes, approved: bytes, lasting: bytes) -> None:
    assert accepted(approved)
    assert accepted(lasting)


# Keys


def pem(key: Any, passphrase: bytes | None = None) -> bytes:
    locked = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))


def p12(passphrase: bytes | None = b"geheim", who: pki.Party | None = None) -> bytes:
    of = who or pki.signer()
    locked = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return pkcs12.serialize_key_and_certificates(
        b"seal", of.key, of.certificate, [pki.middle().certificate, pki.root().certificate], locked)


def test_a_key_is_the_same_from_pem_and_from_pkcs12() -> None:
    one = from_pkcs12(p12(), (), b"geheim")
    other = from_pem(pem(pki.signer().key, b"x"), pki.signer().pem, [pki.root().pem, pki.middle().der], b"x")
    assert one.certificate == other.certificate
    assert one.chain == other.chain == (pki.middle().certificate, pki.root().certificate)
    assert one.intermediates == (pki.middle().certificate,)


SM2_KEY = b"""-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgSi4VxsjxXe/vyXI6
vzQJivyuQPsFJLbr/Hganq0bQdChRANCAARbW+neo14OXuGIIG2Xrq2QlXiorf3R
-----END PRIVATE KEY-----
"""


@pytest.mark.parametrize(("load", "words"), [
    (lambda: from_pkcs12(p12(), (), b"falsch"), "口令不对"),
    (lambda: from_pkcs12(b"garbage", (), b"x"), "读不出这个 PKCS#12 文件"),
    (lambda: from_pkcs12(pkcs12.serialize_key_and_certificates(
        None, None, None, [pki.root().certificate], NoEncryption()), (), None), "没有私钥"),
    (lambda: from_pem(pem(pki.signer().key, b"x"), pki.signer().pem, (), b"y"), "口令不对"),
    (lambda: from_pem(b"nonsense", pki.signer().pem, (), None), "密钥文件读不出来"),
    (lambda: from_pem(pem(pki.signer().key), b"nonsense", (), None), "证书读不出来"),
    (lambda: from_pem(pem(pki.signer().key), pki.stranger().pem, (), None), "不是一对"),
    (lambda: from_pem(SM2_KEY, pki.signer().pem, (), None), "SM2"),
    (lambda: from_pem(pem(ed25519.Ed25519PrivateKey.generate()), pki.signer().pem, (), None), "不支持这种密钥"),
    (lambda: from_pem(pem(ec.generate_private_key(ec.SECP256K1())), pki.signer().pem, (), None), "不支持这种密钥"),
    (lambda: from_pem(pem(rsa.generate_private_key(65537, 1024)), pki.signer().pem, (), None), "只有 1024 位"),
])
def test_a_key_that_will_not_do_is_refused_in_words(load: Callable[[], Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        load()


def test_a_pkcs12_in_a_cipher_that_is_gone_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.exceptions import UnsupportedAlgorithm

    def gone(*_: Any) -> None:
        raise UnsupportedAlgorithm("RC2")

    monkeypatch.setattr(pkcs12, "load_key_and_certificates", gone)
    with pytest.raises(UsageError, match="旧式加密"):
        from_pkcs12(p12(), (), b"geheim")


@pytest.mark.parametrize(("who", "at", "words"), [
    (pki.signer, pki.AFTER, "已于 2030-01-01 到期"),
    (pki.signer, pki.FROM - dt.timedelta(days=1), "自 2020-01-01 起才有效"),
    (lambda: pki.party("加密证书", pki.middle(), usage="key_encipherment"), pki.SIGNED, "用途里没有“数字签名”"),
    (lambda: pki.party("王\U0001F58B明", pki.middle()), pki.SIGNED, "字体没有的字符"),
])
def test_a_certificate_that_may_not_sign_is_refused_in_words(
        page: bytes, who: Callable[[], pki.Party], at: dt.datetime, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        seal(page, pki.key_of(who(), pki.middle()), role="approved", at=at)


def test_a_signature_that_does_not_fit_its_room_is_refused(page: bytes) -> None:
    links = [pki.party("第 0 级", authority=True)]
    for number in range(1, 30):
        links.append(pki.party(f"第 {number} 级", links[-1], authority=True, key=pki.rsa_key("link")))
    who = pki.party("底层", links[-1])
    with pytest.raises(UsageError, match="预留"):
        seal(page, pki.key_of(who, *reversed(links)), role="approved", at=pki.SIGNED)


def test_a_file_that_must_not_be_sealed_is_refused_in_words(page: bytes, approved: bytes, tmp_path: Path) -> None:
    other = io.BytesIO()
    blank = pikepdf.new()
    blank.add_blank_page()
    blank.save(other)
    resaved = io.BytesIO()
    with pikepdf.open(io.BytesIO(page)) as document:
        document.save(resaved)
    key = pki.key_of(pki.signer(), pki.middle())
    for wrong, words in ((b"text", "不是 PDF 文件"), (other.getvalue(), "不是本程序生成的核验意见"),
                         (resaved.getvalue(), "不是本程序生成的核验意见"), (page[:-100], "不是本程序生成的核验意见"),
                         (approved[:-100], "不是本程序生成的核验意见|不能在上面签名")):
        with pytest.raises(CapsuleError, match=words):
            seal(wrong, key, role="approved", at=pki.SIGNED)
    with pytest.raises(UsageError, match=r"“批准”一栏已由 王小明 签过"):
        seal(approved, key, role="approved", at=pki.SIGNED)


# The command


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(MODULE.seal, [str(word) for word in words], catch_exceptions=True)


@pytest.fixture
def office(tmp_path: Path, page: bytes) -> Path:
    """A folder as an office would have it."""
    for name, content in {"page.pdf": page, "key.p12": p12(), "pass.txt": b"geheim\n", "root.pem": pki.root().pem,
                          "key.pem": pem(pki.signer().key), "cert.pem": pki.signer().pem, "empty.txt": b"",
                          "middle.pem": pki.middle().pem, "ca.crl": pki.crl(pki.middle()),
                          "root.crl": pki.crl(pki.root())}.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the command stands at the day of sealing."""
    clock = SimpleNamespace(now=lambda _: pki.SIGNED)
    monkeypatch.setattr(MODULE, "dt", SimpleNamespace(datetime=clock, UTC=dt.UTC))


def test_the_command_seals_with_a_pkcs12_file_and_says_that_the_time_is_claimed(
        office: Path, page: bytes, in_time: None) -> None:
    done = run(office / "page.pdf", "--pkcs12", office / "key.p12", "--passphrase-file", office / "pass.txt",
               "-o", office / "out.pdf")
    assert done.exit_code == 0, done.output
    assert "已在“批准”栏数字签名（B-B）：王小明　某某市生态环境局" in done.stdout
    assert "时间只是签名人所称" in done.stdout
    found = reviewed((office / "out.pdf").read_bytes(), page)
    assert found.clean
    assert found.seals[0].chain == "trusted"


def test_the_command_takes_a_seal_from_b_b_to_b_lt_by_files_alone(office: Path, page: bytes, in_time: None) -> None:
    steps = [
        (office / "page.pdf", "--key", office / "key.pem", "--cert", office / "cert.pem", "--chain",
         office / "middle.pem", "--role", "checked", "-o", office / "bb.pdf"),
        (office / "bb.pdf", "--timestamp-request", office / "out.tsq"),
    ]
    for step in steps:
        assert run(*step).exit_code == 0
    (office / "in.tsr").write_bytes(pki.stamp((office / "out.tsq").read_bytes()))
    done = run(office / "bb.pdf", "--timestamp-token", office / "in.tsr", "-o", office / "bt.pdf")
    assert "“复核”栏的签名现为 B-T" in done.stdout
    assert "某市时间戳机构" in done.stdout
    done = run(office / "bt.pdf", "--chain", office / "root.pem", "--crl", office / "ca.crl", "--crl",
               office / "root.crl", "-o", office / "blt.pdf")
    assert "B-LT" in done.stdout, done.output
    assert reviewed((office / "blt.pdf").read_bytes(), page, pki.AFTER).seals[0].level == "B-LT"


class _Authority(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["Content-Type"] == "application/timestamp-query"
        answer = pki.stamp(query)
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        pass


def test_the_command_asks_an_authority_on_the_network_only_by_its_address(office: Path, page: bytes, in_time: None) -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), _Authority) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            done = run(office / "page.pdf", "--pkcs12", office / "key.p12", "--passphrase-file", office / "pass.txt",
                       "--timestamp-url", f"http://127.0.0.1:{server.server_port}/", "-o", office / "out.pdf")
        finally:
            server.shutdown()
            thread.join()
    assert done.exit_code == 0, done.output
    assert "（B-T）" in done.stdout
    assert "由时间戳机构 某市时间戳机构 证明：2026-05-31 09:31:00" in done.stdout
    silent = run(office / "page.pdf", "--pkcs12", office / "key.p12", "--passphrase-file", office / "pass.txt",
                 "--timestamp-url", "http://127.0.0.1:9/", "-o", office / "no.pdf")
    assert "没有答复" in str(silent.exception)
    assert not (office / "no.pdf").exists()
    wrong = run(office / "page.pdf", "--pkcs12", office / "key.p12", "--passphrase-file", office / "pass.txt",
                "--timestamp-url", "ftp://x/", "-o", office / "no.pdf")
    assert "网址" in str(wrong.exception)


@pytest.mark.parametrize(("words", "said"), [
    (["-o", "out.pdf"], "没有说明要做什么"),
    (["--key", "key.pem", "-o", "out.pdf"], "要一起给出"),
    (["--key", "key.pem", "--cert", "cert.pem", "--pkcs12", "key.p12", "-o", "out.pdf"], "只能用一种"),
    (["--pkcs12", "key.p12", "--timestamp-request", "x.tsq"], "不能一起用"),
    (["--timestamp-token", "x.tsr", "--timestamp-url", "http://x/", "-o", "out.pdf"], "不能一起用"),
    (["--timestamp-request", "x.tsq", "--crl", "ca.crl"], "不能一起用"),
    (["--timestamp-request", "x.tsq", "-o", "out.pdf"], "请去掉 -o"),
    (["--pkcs12", "key.p12"], "没有说明写到哪里"),
    (["--pkcs12", "key.p12", "-o", "page.pdf"], "就是读入的文件本身"),
    (["--pkcs12", "key.p12", "--passphrase-file", "empty.txt", "-o", "out.pdf"], "口令文件是空的"),
    (["--pkcs12", "key.p12", "-o", "out.pdf"], "这里不能输入"),
    (["--pkcs12", "none.p12", "-o", "out.pdf"], "找不到这个文件"),
    (["--crl", "ca.crl", "-o", "out.pdf"], "还没有数字签名"),
])
def test_the_command_says_what_is_wrong_and_writes_nothing(
        office: Path, words: list[str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office)
    before = sorted(path.name for path in office.iterdir())
    done = run("page.pdf", *words)
    assert isinstance(done.exception, CheckerError)
    assert said in str(done.exception)
    assert sorted(path.name for path in office.iterdir()) == before


def test_the_command_asks_for_the_passphrase_without_showing_it(
        office: Path, monkeypatch: pytest.MonkeyPatch, in_time: None) -> None:
    asked: list[tuple[str, bool]] = []

    def prompt(said: str, *, hide_input: bool, err: bool) -> str:
        asked.append((said, hide_input))
        return "geheim"

    monkeypatch.setattr(MODULE.click, "prompt", prompt)
    monkeypatch.setattr(MODULE, "_at_terminal", lambda: True)
    done = run(office / "page.pdf", "--pkcs12", office / "key.p12", "-o", office / "out.pdf")
    assert done.exit_code == 0, done.output
    assert asked == [(text("sealing.prompt"), True)]


def test_the_help_speaks_of_digital_signatures() -> None:
    said = run("--help").stdout
    for word in ("--role", "--pkcs12", "--timestamp-url", "--crl", "批准", "只有给出它时才联网"):
        assert word in said
    assert "电子印章" not in said
    assert "--passphrase " not in said  # never by argument


def test_a_foreign_attribute_beside_the_token_is_not_ours(page: bytes, lasting: bytes) -> None:
    """What nobody signed may hold one token and nothing else."""
    told = history(lasting, len(page)).seals[0]
    data = cms.ContentInfo.load(told.parts.contents)["content"]
    info = data["signer_infos"][0]
    beside = cms.CMSAttribute({"type": "1.2.3.4", "values": [core.Null()]})
    kept = ("version", "sid", "digest_algorithm", "signature_algorithm", "signed_attrs", "signature")
    changed = cms.SignerInfo({**{name: info[name] for name in kept},
                              "unsigned_attrs": [info["unsigned_attrs"][0], beside]})
    kept = ("version", "digest_algorithms", "encap_content_info", "certificates")
    content = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(
        {**{name: data[name] for name in kept}, "signer_infos": [changed]})})
    signed = sealed(told.before, page, told.parts).signed(page)
    with pytest.raises(Unsound):
        examined(padded(content.dump(), RESERVED), signed)
