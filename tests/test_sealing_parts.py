"""The parts that seals are told by, each by itself: objects, pictures, pages, tokens, lists and answers made up."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import count
from types import SimpleNamespace
from typing import Any

import pikepdf
import pki
import pytest
from asn1crypto import algos, cms, core, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, x25519
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from seals import (  # noqa: F401 - fixtures
    MODULE,
    SIZE,
    codes,
    fixture_approved,
    fixture_drawn,
    fixture_lasting,
    fixture_once,
    fixture_page,
    fixture_stamped,
    honest_parts,
    proofs,
    reviewed,
)
from test_sealing_attacks import evil_objects, evil_pictures

from checker.errors import CapsuleError, UsageError
from checker.messages import text
from checker.reporting.pdf import render
from checker.sealing.additions import Proofs, seal_parts, sealed, stored, stored_proofs
from checker.sealing.changes import changes, seals_alone
from checker.sealing.history import history
from checker.sealing.key import certificates, from_pem, locked, may_sign
from checker.sealing.lineage import issued
from checker.sealing.objects import MOST_BYTES, Ref, Stream, Unwritable, plain, read, written
from checker.sealing.picture import confined
from checker.sealing.policy import accepted
from checker.sealing.revisions import NotOurs, opened, revision
from checker.sealing.seal import seal, with_proofs
from checker.sealing.seal_places import seal_places
from checker.sealing.sections import MOST_REVISIONS, Foreign, sections
from checker.sealing.signature import Unsound, sign, taken_apart
from checker.sealing.stamp import _gathered
from checker.sealing.timestamps import read as token_read
from checker.sealing.timestamps import token_of
from checker.sealing.trust import answers, revocation

# Objects and pictures


@pytest.mark.parametrize("value", [object(), Decimal("NaN"), Decimal("1E+7"), "no name"])
def test_a_value_without_a_form_of_ours_is_not_written(value: Any) -> None:
    with pytest.raises(Unwritable):
        written({"/A": [value]})


@pytest.mark.parametrize("given", [
    b"[" + b" " * MOST_BYTES + b"]", b"[]\nstream\nx\nendstream", b"<< >>\nstream\nx", b"[1 2 R ]"])
def test_an_object_that_is_long_or_of_another_form_is_not_read(given: bytes) -> None:
    with pytest.raises(Unwritable):
        read(given)
    with pytest.raises(Unwritable):
        plain(object())


def test_a_picture_is_letters_in_its_box_and_nothing_else(drawn: tuple[Any, ...]) -> None:
    assert confined(drawn, *SIZE)
    form: Stream = drawn[0]
    fonts = form.entries["/Resources"]["/Font"]
    twice = {"/Font": {**fonts, "/Again": next(iter(fonts.values()))}}
    assert confined((Stream({**form.entries, "/Resources": {**form.entries["/Resources"], **twice}}, form.data),
                     *drawn[1:]), *SIZE)
    place = next(number for number, part in enumerate(drawn) if number and isinstance(part, Stream))
    plainly = [*drawn]
    plainly[place] = Stream({**drawn[place].entries, "/Filter": "/ASCIIHexDecode"}, drawn[place].data)
    listed = Stream({**form.entries, "/Resources": {"/Font": [*fonts.values()]}}, form.data)
    states = form.entries["/Resources"]
    for what, evil in (*evil_pictures(drawn), ("a font that is not deflated", tuple(plainly)),
                       ("fonts without names", (Stream({**listed.entries, "/Resources": {
                           **states, "/Font": [*fonts.values()]}}, form.data), *drawn[1:])),
                       ("no resources", (Stream({**form.entries, "/Resources": []}, form.data), *drawn[1:])),
                       ("an object behind the last", (*drawn[:-1], [drawn[-1], Ref(len(drawn) + 7)]))):
        assert not confined(evil, *SIZE), what


def test_an_object_that_is_referred_to_twice_is_in_a_picture_once(page: bytes) -> None:
    document = opened(page)
    objects: list[Any] = []
    kept = _gathered([Ref(document.info), Ref(document.info)], document.reader, {}, objects)
    assert (kept, objects) == ([Ref(0), Ref(0)], [document.get(document.info)])


# Pages and revisions


def test_what_is_no_page_as_it_was_made_is_none_of_ours(page: bytes, approved: bytes) -> None:
    with_form = io.BytesIO()
    with pikepdf.open(io.BytesIO(page)) as document:
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[])
        document.save(with_form, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    direct = page.replace(b"/Info 389 0 R", b"/Info[]      ")
    assert direct != page
    for wrong in (approved, direct, with_form.getvalue()):
        with pytest.raises(NotOurs):
            opened(wrong)


def test_a_page_that_there_is_not_bears_no_seal(page: bytes, drawn: tuple[Any, ...]) -> None:
    document, parts = opened(page), honest_parts(page, drawn)
    first = document.page(parts.place.page)
    catalog = document.catalog
    turned = document.size + 1

    def with_(objects: dict[int, Any], number: int = 0) -> None:
        changed = replace(parts, place=replace(parts.place, page=number))
        sealed(replace(document, objects=objects), page, changed)

    for objects, number in (
            ({document.root: []}, 0), ({}, 999), ({document.root: {**catalog, "/Pages": []}}, 0),
            ({document.root: {**catalog, "/Pages": Ref(turned)}, turned: {"/Kids": [Ref(turned)]}}, 0),
            ({first: {**document.get(first), "/Annots": Ref(turned)}}, parts.place.page)):
        with pytest.raises(NotOurs):
            with_(objects, number)


def test_a_file_of_our_renderer_without_places_for_seals_is_not_sealed(page: bytes) -> None:
    bare = render("<html lang='zh'><head><title>A</title></head><body><p>A</p></body></html>", "", [], pki.SIGNED.date(), "")
    assert seal_places(bare) == {}
    with pytest.raises(CapsuleError, match=text("sealing.not_ours")):
        seal(bare, pki.key_of(pki.signer()), role="approved", at=pki.SIGNED)
    nowhere = io.BytesIO()
    with pikepdf.open(io.BytesIO(page)) as document:
        with document.open_outline() as outline:
            outline.root[:] = [pikepdf.OutlineItem(text("page.sign_here"), pikepdf.Array(
                [None, pikepdf.Name.XYZ, 50, 300, 0]))]
        document.save(nowhere)
    assert seal_places(nowhere.getvalue()) == {}


def test_more_revisions_than_seals_make_and_objects_that_end_otherwise_are_not_read(
        page: bytes, approved: bytes) -> None:
    document, pdf = opened(page), page
    for _ in range(MOST_REVISIONS + 1):
        objects: dict[int, Any] = {document.size: []}
        made = revision(document, pdf, objects)
        document, pdf = document.after(objects, made), pdf + made.data
    found = reviewed(pdf, page)
    assert codes(found) == ["sealing.too_large"]
    assert "附加的内容过多" in str(found.problems[0])
    at = approved.index(b"\nendobj\n", len(page))
    with pytest.raises(Foreign):
        sections(approved[:at] + b"\nendobX\n" + approved[at + 8:], len(page))


def test_what_is_named_otherwise_than_a_seal_or_proofs_is_neither(page: bytes, drawn: tuple[Any, ...]) -> None:
    document = opened(page)
    objects = dict(sealed(document, page, honest_parts(page, drawn)).objects)
    assert seal_parts(document, objects, seal_places(page)) is not None
    objects[document.size + 1] = {**objects[document.size + 1], "/M": "/D"}
    assert seal_parts(document, objects, seal_places(page)) is None
    store = {document.size + 1: {"/Type": "/DSS", "/CRLs": [Ref(document.size)]}}
    assert stored_proofs(document, {document.size: Stream({}, b"x"), **store}) == Proofs(lists=(b"x",))
    assert stored_proofs(document, {document.size: [], **store}) is None


def test_a_page_that_was_cropped_bears_more_than_seals(page: bytes) -> None:
    document = opened(page)
    objects = dict(evil_objects(document))
    cropped = page + revision(document, page, objects["page box"]).data
    assert not seals_alone(PdfFileReader(io.BytesIO(cropped), strict=False), 0)
    assert codes(reviewed(cropped, page)) == ["sealing.foreign"]
    assert not accepted(page + revision(document, page, objects["xfa"]).data)
    assert accepted(page + revision(document, page, objects["empty store"]).data)


def test_another_file_behind_the_name_of_an_attachment_is_named(page: bytes) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(page))
    name = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]
    name["/EF"] = generic.DictionaryObject()
    del name["/Type"]
    writer.update_container(name)
    out = io.BytesIO()
    writer.write(out)
    assert changes(out.getvalue()) == ["attachments", "metadata"]


def test_what_makes_the_second_opinion_stumble_is_not_accepted(
        page: bytes, approved: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.sealing.worth.accepted", lambda _: 1 // 0)
    assert codes(reviewed(approved, page)) == ["sealing.policy"]


# Proofs


def test_proofs_of_a_second_seal_stand_beside_those_of_the_first(page: bytes, lasting: bytes) -> None:
    responder = pki.party("某市答复服务", pki.middle(), answers=True)
    given = Proofs(responses=(pki.answer(pki.curve_signer(), pki.middle(), responder),))
    both = seal(lasting, pki.key_of(pki.curve_signer(), pki.middle()), role="checked", at=pki.SIGNED,
                stamper=pki.stamp, proofs=given)
    found = reviewed(both, page, pki.AFTER)
    assert found.clean
    assert [(one.signer, one.level, one.chain) for one in found.seals] == [
        ("王小明", "B-LT", "trusted"), ("李工", "B-LT", "trusted")]


def test_proofs_without_the_root_lack_it_by_name(stamped: bytes) -> None:
    with pytest.raises(UsageError, match="某市根证书"):
        with_proofs(stamped, Proofs(lists=(pki.crl(pki.middle()),)), pki.SIGNED)


def test_proofs_of_a_seal_without_a_time_or_of_a_broken_one_are_stray(page: bytes, approved: bytes) -> None:
    told = history(approved, len(page)).document
    given = Proofs(lists=(pki.crl(pki.middle()),))
    assert codes(reviewed(approved + stored(told, approved, given)[1].data, page)) == ["sealing.stray"]
    contents = sections(approved, len(page))[0].objects[opened(page).size + 1]["/Contents"]
    broken = approved.replace(contents.hex().encode(), (contents[:-1] + b"\x01").hex().encode())
    told = history(broken, len(page)).document
    found = reviewed(broken + stored(told, broken, given)[1].data, page)
    assert (codes(found), [one.intact for one in found.seals]) == (["sealing.stray"], [False])


def test_the_command_asks_an_authority_for_the_time_of_the_last_seal(
        page: bytes, approved: bytes, stamped: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "_stamper", lambda _: pki.stamp)
    asked = SimpleNamespace(timestamp_token=None, crl=(), ocsp=())
    assert MODULE._lasting(asked, approved, pki.SIGNED) == stamped


# Signatures and tokens


def _info(info: cms.SignerInfo, **changed: Any) -> cms.SignerInfo:
    kept = ("version", "sid", "digest_algorithm", "signature_algorithm", "signed_attrs", "signature")
    return cms.SignerInfo({name: changed.get(name, info[name]) for name in kept if changed.get(name, 0) is not None})


def _signed_data(content: cms.ContentInfo, **changed: Any) -> cms.ContentInfo:
    data = content["content"]
    kept = ("version", "digest_algorithms", "encap_content_info", "certificates", "signer_infos")
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(
        {name: changed.get(name, data[name]) for name in kept})})


def test_a_signature_of_two_signers_or_over_more_is_not_ours() -> None:
    signature = sign(b"data", pki.key_of(pki.signer(), pki.middle()))
    content = cms.ContentInfo.load(signature.content)
    [info] = content["content"]["signer_infos"]
    assert taken_apart(signature.content) == signature
    more = cms.CMSAttributes([*info["signed_attrs"], cms.CMSAttribute({"type": "1.2.3.4", "values": [core.Null()]})])
    for infos in ([info, info], [_info(info, signed_attrs=more)]):
        with pytest.raises(Unsound):
            taken_apart(_signed_data(content, signer_infos=infos).dump())


def test_a_token_is_taken_by_itself_and_by_the_name_of_a_key_but_not_unsigned_or_over_a_weak_digest() -> None:
    signature = sign(b"data", pki.key_of(pki.signer(), pki.middle()))
    imprint = {"hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
               "hashed_message": hashlib.sha256(signature.value).digest()}

    def said(**changed: Any) -> bytes:
        return bytes(tsp.TSTInfo({"version": "v1", "policy": "1.2.3.4.1", "message_imprint": {**imprint, **changed},
                                  "serial_number": 1, "gen_time": pki.STAMPED, "ordering": False}).dump())

    plainly = pki.token(said(), pki.authority())
    assert token_of(plainly.dump(), signature) == plainly.dump()
    [info] = plainly["content"]["signer_infos"]
    key = x509.SubjectKeyIdentifier.from_public_key(pki.authority().key.public_key()).digest

    def by_key(digest: bytes, token: cms.ContentInfo = plainly) -> bytes:
        [own] = token["content"]["signer_infos"]
        return bytes(_signed_data(token, signer_infos=[_info(
            own, version="v3", sid=cms.SignerIdentifier({"subject_key_identifier": digest}))]).dump())

    found = token_read(by_key(key), signature.value)
    assert found is not None
    assert (found.at, found.authority) == (pki.STAMPED, pki.authority().certificate)
    # A certificate that came along may say nothing of its key.
    under = pki.party("另一时间戳机构", _bare(pki.root()), stamps=True)
    key = x509.SubjectKeyIdentifier.from_public_key(under.key.public_key()).digest
    found = token_read(by_key(key, pki.token(said(), under, (_bare(pki.root()),))), signature.value)
    assert found is not None
    assert found.authority == under.certificate
    inner = plainly["content"]["encap_content_info"]["content"].contents
    unsigned = _info(info, signed_attrs=None, signature=pki.authority().key.sign(
        inner, padding.PKCS1v15(), hashes.SHA256()))
    weak = said(hash_algorithm=algos.DigestAlgorithm({"algorithm": "sha1"}),
                hashed_message=hashlib.sha1(signature.value).digest())
    for wrong in (by_key(bytes(20)), _signed_data(plainly, signer_infos=[unsigned]).dump(),
                  pki.token(weak, pki.authority()).dump()):
        assert token_read(wrong, signature.value) is None
        with pytest.raises(UsageError, match="不是给这个签名的"):
            token_of(wrong, signature)
    with pytest.raises(UsageError, match="读不出时间戳"):
        token_of(cms.ContentInfo({"content_type": "data", "content": b"x"}).dump(), signature)


# Lists, answers and certificates


def _idle(made: Callable[[int], bytes], signature: Callable[[bytes], bytes]) -> bytes:
    """What is signed, with one bit of the signature said to be unused, which changes nothing of its value."""
    for number in count(1):
        content = made(number)
        value = signature(content)
        if not value[-1] & 1:
            at = content.rindex(value)
            return content[:at - 1] + b"\x01" + content[at:]
    raise AssertionError


def test_a_signature_with_an_unused_bit_is_none() -> None:
    at = pki.STAMPED
    cut = _idle(lambda number: pki.party("下级", pki.root(), serial=number).der,
                lambda der: x509.load_der_x509_certificate(der).signature)
    assert not issued(x509.load_der_x509_certificate(cut), pki.root().certificate)
    lower, upper = pki.signer(), pki.middle()
    cut = _idle(lambda number: pki.crl(upper, {number: at}), lambda der: x509.load_der_x509_crl(der).signature)
    assert not revocation(lower.certificate, upper.certificate, Proofs(lists=(cut,))).known
    cut = _idle(lambda number: pki.answer(lower, upper, revoked=at + dt.timedelta(seconds=number)),
                lambda der: ocsp.load_der_ocsp_response(der).signature)
    assert not answers(cut, lower.certificate, upper.certificate)


def test_an_answer_counts_that_the_issuer_or_its_appointee_signed_about_this_certificate() -> None:
    lower, upper = pki.signer(), pki.middle()
    elliptic = pki.party("椭圆机构", authority=True, key=ec.generate_private_key(ec.SECP256R1()))
    under = pki.party("椭圆下级", elliptic, key=lower.key)
    for who, by, responder in ((lower, upper, None), (lower, upper, upper), (under, elliptic, None)):
        gone = pki.answer(who, by, responder, revoked=pki.STAMPED)
        found = revocation(who.certificate, by.certificate, Proofs(responses=(gone,)))
        assert (found.known, found.since) == (True, pki.STAMPED)
    renamed = pki.party("改名机构", key=upper.key, authority=True)
    other = pki.party("王小明", renamed, serial=lower.certificate.serial_number, key=lower.key)
    bare = _bare(upper)
    key = ed25519.Ed25519PrivateKey.generate()
    edwards = pki.Party(key, _bare(pki.root(), key).certificate)
    unsure = ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.TRY_LATER).public_bytes(Encoding.DER)
    for wrong, by in ((unsure, upper), (pki.answer(other, renamed), upper), (pki.answer(lower, upper, bare), upper),
                      (_by_edwards(lower, edwards), edwards)):
        assert not answers(wrong, lower.certificate, by.certificate)


def _bare(issuer: pki.Party, own: Any = None) -> pki.Party:
    """A certificate that says nothing of what it is for."""
    key = own or pki.rsa_key("bare")
    return pki.Party(key, x509.CertificateBuilder().subject_name(pki.name("无用途")).issuer_name(
        issuer.certificate.subject).public_key(key.public_key()).serial_number(5).not_valid_before(
        pki.FROM).not_valid_after(pki.UNTIL).sign(issuer.key, hashes.SHA256()))


def _by_edwards(of: pki.Party, by: pki.Party) -> bytes:
    return ocsp.OCSPResponseBuilder().add_response(
        of.certificate, by.certificate, hashes.SHA256(), ocsp.OCSPCertStatus.GOOD, pki.SIGNED, None, None,
        None).responder_id(ocsp.OCSPResponderEncoding.HASH, by.certificate).sign(
        by.key, None).public_bytes(Encoding.DER)


def test_a_list_by_an_issuer_whose_key_signs_nothing_says_nothing() -> None:
    key = x25519.X25519PrivateKey.generate()
    upper = x509.CertificateBuilder().subject_name(pki.middle().certificate.subject).issuer_name(
        pki.root().certificate.subject).public_key(key.public_key()).serial_number(6).not_valid_before(
        pki.FROM).not_valid_after(pki.UNTIL).sign(pki.root().key, hashes.SHA256())
    given = Proofs(lists=(pki.crl(pki.middle()),))
    assert not revocation(pki.signer().certificate, upper, given).known
    assert revocation(pki.signer().certificate, pki.middle().certificate, given).known


def test_a_certificate_without_stated_usages_may_sign_and_a_curves_key_is_taken(
        monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import pkcs12
    from test_sealing_command import pem

    assert may_sign(_bare(pki.root()).certificate)
    who = pki.curve_signer()
    assert from_pem(pem(who.key), who.pem, [pki.middle().pem], None).chain == (pki.middle().certificate,)
    with pytest.raises(UsageError, match="证书读不出来"):
        certificates(b"-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n")

    def gone(*_: Any) -> None:
        raise UnsupportedAlgorithm("RC2")

    monkeypatch.setattr(pkcs12, "load_key_and_certificates", gone)
    assert not locked(b"", pkcs12_file=True)
