"""Sealing and the review of what follows a page: what is honest is clean, and says what it rests on."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pki
import pytest
from asn1crypto import core, tsp
from pyhanko.pdf_utils.reader import PdfFileReader
from seals import (  # noqa: F401 - fixtures
    SIZE,
    codes,
    fixture_approved,
    fixture_drawn,
    fixture_lasting,
    fixture_once,
    fixture_page,
    fixture_stamped,
    honest_parts,
    notes,
    proofs,
    reviewed,
    set_by_hand,
)

from checker.errors import UsageError
from checker.sealing.additions import Proofs
from checker.sealing.found_seals import Review
from checker.sealing.key import may_sign
from checker.sealing.objects import Ref, Stream, read, written
from checker.sealing.policy import accepted
from checker.sealing.review import review
from checker.sealing.revisions import opened
from checker.sealing.seal import seal, timestamp_request, with_proofs, with_timestamp
from checker.sealing.seal_places import seal_places
from checker.sealing.sections import base_length
from checker.sealing.stamp import picture
from checker.sealing.trust import standing

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
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
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
        for key in sorted(before.Root.keys()):
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

    monkeypatch.setattr("checker.sealing.worth.standing", stumbling)
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


@pytest.mark.parametrize("value", [None, True, False, 0, -7, "/Name", "/A#B (c)", b"\x00\xff", [1, [2, Ref(3)]],
                                   {"/A": {"/B": [b"x"]}}, Stream({"/A": 1}, b"endstream\n")])
def test_a_value_is_read_as_it_was_written(value: Any) -> None:
    assert read(written(value)) == value


def test_the_second_opinion_takes_the_honest_files(page: bytes, approved: bytes, lasting: bytes) -> None:
    assert accepted(approved)
    assert accepted(lasting)
