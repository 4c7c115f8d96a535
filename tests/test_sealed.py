"""A sealed page as a whole: verified, regenerated, and forged in every order of page, update and seal."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pki
import pytest
from bad.command import refused, run, says
from pages import PARK, PROJECT, SMALL, page, rewritten, set_once, small_files, with_letters_exchanged  # noqa: F401 - a fixture
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    StreamObject,
    pdf_name,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from checker.exits import Exit
from checker.register.founding import opened as register_at
from checker.sealing.additions import Proofs
from checker.sealing.seal import seal
from checker.verifying.answers import Verification
from checker.verifying.origin import Trust
from checker.verifying.verifying import verified as verifying

# A park's page takes three times as long as a project's, and that four times as long as the small one.
BOTH = (pytest.param(PARK, marks=pytest.mark.whole), PROJECT)
EACH = (*(pytest.param(sample, marks=pytest.mark.whole) for sample in (PARK, PROJECT)), SMALL)
NOW = pki.SIGNED + dt.timedelta(days=30)


@cache
def sealed(sample: str) -> bytes:
    return seal(page(sample), pki.key_of(pki.signer(), pki.middle(), pki.root()), role="approved", at=pki.SIGNED)


def verified(pdf: bytes, *trust: bytes, at: dt.datetime = NOW) -> Verification:
    return verifying(pdf, at.date(), Trust(at, trust))


def codes(found: Verification, question: str) -> list[str]:
    return [problem.code for problem in found.answer(question).said]


def words(found: Verification) -> str:
    return "\n".join(str(problem) for answer in found.answers for problem in answer.said)


@pytest.mark.parametrize("sample", BOTH)
def test_a_sealed_page_is_identical_and_says_who_and_what_its_time_rests_on(sample: str) -> None:
    found = verified(sealed(sample), pki.root().pem)
    assert found.status == "identical", words(found)
    assert codes(found, "page") == ["page.same", "page.sealed"]
    assert found.answer("origin").holds == "yes"
    assert "批准：王小明（某某市生态环境局）的数字签名，等级 B-B" in words(found)
    assert "证书可由所给的可信证书证明" in words(found)
    assert "签名时间只是签名人所称" in words(found)
    assert "到期后，将无法证明签名作于到期之前" in words(found)


def test_without_anything_to_trust_the_signer_stays_unproven() -> None:
    found = verified(sealed(SMALL))
    assert found.status == "identical"
    assert found.answer("origin").holds == "told"
    assert {"origin.chain.not_checked", "origin.unproven"} <= set(codes(found, "origin"))


def test_a_key_outside_trust_is_never_identical() -> None:
    found = verified(sealed(SMALL), pki.stranger().pem)
    assert (found.status, found.exit) == ("untrusted", Exit.VERIFICATION_FAILED)
    assert found.answer("origin").holds == "no"
    assert "签名人的身份不可信" in words(found)


def test_after_the_certificate_has_expired_a_claimed_time_proves_nothing_and_accuses_nobody() -> None:
    found = verified(sealed(SMALL), pki.root().pem, at=pki.AFTER)
    assert found.status == "identical"
    assert found.answer("origin").holds == "told"
    assert "seal.expired" in codes(found, "origin")


def test_with_a_trusted_time_it_outlives_its_certificate() -> None:
    proofs = Proofs((pki.middle().der, pki.root().der), (pki.crl(pki.middle()), pki.crl(pki.root())))
    lasting = seal(page(SMALL), pki.key_of(pki.signer(), pki.middle(), pki.root()), role="checked", at=pki.SIGNED,
                   stamper=pki.stamp, proofs=proofs)
    found = verified(lasting, pki.root().pem, at=pki.AFTER)
    assert found.status == "identical", words(found)
    assert found.answer("origin").holds == "yes"
    assert "origin.time.trusted" in codes(found, "origin")
    assert "等级 B-LT" in words(found)


@pytest.mark.parametrize("sample", EACH)
def test_a_sealed_page_regenerates_to_the_bytes_before_its_seal(sample: str, tmp_path: Path) -> None:
    (tmp_path / "sealed.pdf").write_bytes(sealed(sample))
    assert run("regenerate", tmp_path / "sealed.pdf", "-o", tmp_path / "again.pdf").status == 0
    assert (tmp_path / "again.pdf").read_bytes() == page(sample)


def test_a_registered_page_stays_the_registered_one_when_it_is_sealed(tmp_path: Path) -> None:
    run("register", "init", tmp_path / "r.sqlite", "--office", "某局", "--prefix", "A")
    run("check", *small_files(tmp_path), "--register", tmp_path / "r.sqlite", "-o", tmp_path / "a.pdf")
    pdf = (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "s.pdf").write_bytes(seal(
        pdf, pki.key_of(pki.signer(), pki.middle(), pki.root()), role="approved", at=pki.SIGNED))
    (tmp_path / "root.pem").write_bytes(pki.root().pem)
    said = run("verify", tmp_path / "s.pdf", "--register", tmp_path / "r.sqlite", "--trust", tmp_path / "root.pem")
    assert said.status == 0, said.out
    assert says(said.out, "origin.registered", "登记的就是这份文件")
    assert says(said.out, "origin.chain.trusted", "可信证书证明")


@pytest.mark.parametrize("behind", [b"\n", b"% a note\n", b"\nnothing of ours\n", b"\n1 0 obj\n<<>>\nendobj\n"])
def test_what_something_was_added_to_is_not_the_registered_page(behind: bytes, tmp_path: Path) -> None:
    register = str(tmp_path / "r.sqlite")
    run("register", "init", register, "--office", "某局", "--prefix", "A")
    run("check", *small_files(tmp_path), "--register", register, "-o", tmp_path / "a.pdf")
    pdf = (tmp_path / "a.pdf").read_bytes()
    over = seal(pdf, pki.key_of(pki.signer(), pki.middle(), pki.root()), role="approved", at=pki.SIGNED)
    broken = bytearray(over)
    broken[over.rindex(b"/Contents <") + 400] ^= 1
    with register_at(register) as kept:
        ground = Trust(NOW, (pki.root().pem,), kept)
        assert verifying(over, NOW.date(), ground).answer("origin").holds == "yes"
        for changed in (pdf + behind, over + behind, bytes(broken)):
            found = verifying(changed, NOW.date(), ground)
            assert found.answer("page").holds == found.answer("origin").holds == "no"
            assert "origin.registered_added" in codes(found, "origin")
            assert found.entry is None
    assert "这份文件不是登记的那一份：台账第 1 条" in words(found)


# forged

def page_content(writer: IncrementalPdfFileWriter) -> None:
    sheet = writer.root["/Pages"]["/Kids"][0].get_object()
    while "/Kids" in sheet:
        sheet = sheet["/Kids"][0].get_object()
    stream = StreamObject(stream_data=b"q 1 1 1 rg 60 400 300 80 re f Q")
    old = sheet.raw_get("/Contents")
    sheet["/Contents"] = ArrayObject([old, writer.add_object(stream)])
    writer.update_container(sheet)


def attachment(writer: IncrementalPdfFileWriter) -> None:
    spec = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()
    spec["/EF"]["/F"] = writer.add_object(StreamObject(stream_data=b"{}"))
    writer.update_container(spec["/EF"])
    writer.update_container(spec)


def names(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Names"] = writer.add_object(DictionaryObject())
    writer.update_root()


def action(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OpenAction"] = DictionaryObject({
        pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")})
    writer.update_root()


UPDATES = (page_content, attachment, names, action)


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with an honest incremental update that nobody signed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(pdf)
    return out.getvalue()


def sealed_by_another_program(pdf: bytes) -> bytes:
    """A seal that asks nothing about what it is put over."""
    from pyhanko.sign import fields, signers

    signer = signers.SimpleSigner(
        signing_cert=asn1(pki.signer()), signing_key=private(pki.signer()), cert_registry=registry())
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    out = signers.sign_pdf(writer, signers.PdfSignatureMetadata(
        field_name="seal-approved", subfilter=fields.SigSeedSubFilter.PADES), signer=signer)
    return bytes(out.getvalue())


def asn1(of: pki.Party) -> object:
    from asn1crypto import x509

    return x509.Certificate.load(of.der)


def private(of: pki.Party) -> object:
    from asn1crypto import keys
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return keys.PrivateKeyInfo.load(of.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def registry() -> SimpleCertificateStore:
    store: SimpleCertificateStore = SimpleCertificateStore.from_certs([asn1(pki.middle()), asn1(pki.root())])
    return store


def plainly_intact(pdf: bytes) -> bool:
    """What plain signature validation says."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    given = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[-1]
    status = validate_pdf_signature(given, ValidationContext(
        trust_roots=[asn1(pki.root())], moment=pki.SIGNED, allow_fetching=False))
    return bool(status.intact and status.valid)


@pytest.mark.parametrize("change", UPDATES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("sample", EACH)
def test_an_update_between_page_and_seal_is_never_identical(
        sample: str, change: Callable[[IncrementalPdfFileWriter], None]) -> None:
    forged = updated(page(sample), change)
    assert verified(forged).exit == Exit.VERIFICATION_FAILED
    over = sealed_by_another_program(forged)
    assert plainly_intact(over)
    found = verified(over, pki.root().pem)
    assert found.exit == Exit.VERIFICATION_FAILED, words(found)
    assert found.answer("page").holds != "yes"


@pytest.mark.parametrize("change", UPDATES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("sample", EACH)
def test_an_update_on_top_of_a_seal_is_never_identical(
        sample: str, change: Callable[[IncrementalPdfFileWriter], None]) -> None:
    forged = updated(sealed(sample), change)
    assert verified(forged, pki.root().pem).exit == Exit.VERIFICATION_FAILED


def test_a_second_seal_over_a_forged_revision_is_never_identical() -> None:
    forged = updated(sealed(SMALL), page_content)
    over = sealed_by_another_program(updated(page(SMALL), page_content))
    for pdf in (forged, over):
        assert verified(pdf, pki.root().pem).exit == Exit.VERIFICATION_FAILED


def test_no_name_is_put_to_a_page_that_is_not_as_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.pdf").write_bytes(rewritten(page(SMALL), with_letters_exchanged(0)))
    words_ = ("--key", *_key_files(tmp_path), "-o", tmp_path / "out.pdf")
    said = run("seal", tmp_path / "bad.pdf", *words_)
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.err, "sealing.not_as_judged", "不能签名")
    assert not (tmp_path / "out.pdf").exists()
    from checker.capsule import toolchain
    from checker.verifying import examining
    from checker.verifying import verifying as answers

    here = toolchain.toolchain()
    monkeypatch.setattr(examining, "toolchain", lambda: {**here, "zlib": "9"})
    monkeypatch.setattr(answers, "pretended", lambda tools: False)
    (tmp_path / "good.pdf").write_bytes(page(SMALL))
    said = run("seal", tmp_path / "good.pdf", *words_)
    examining._examined.cache_clear()
    assert said.status == 0, said.err
    assert says(said.err, "sealing.unproven", "重新评判的结论是“达标")


def test_no_name_is_put_to_words_that_another_version_may_have_written(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.capsule import toolchain
    from checker.verifying import examining
    from checker.verifying import verifying as answers

    words_ = ("--key", *_key_files(tmp_path), "-o", tmp_path / "out.pdf")
    (tmp_path / "bad.pdf").write_bytes(rewritten(page(SMALL), with_letters_exchanged(0)))
    here = toolchain.toolchain()
    monkeypatch.setattr(examining, "toolchain", lambda: {**here, "code": "sha256:" + "0" * 64})
    monkeypatch.setattr(answers, "pretended", lambda tools: False)
    said = run("seal", tmp_path / "bad.pdf", *words_)
    examining._examined.cache_clear()
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.err, "sealing.not_as_judged", "不能签名")
    assert not (tmp_path / "out.pdf").exists()


def test_who_seals_over_a_seal_without_a_time_stamp_is_told(tmp_path: Path) -> None:
    words_ = ("--key", *_key_files(tmp_path))
    (tmp_path / "a.pdf").write_bytes(page(SMALL))
    assert run("seal", tmp_path / "a.pdf", *words_, "--role", "prepared", "-o", tmp_path / "b.pdf").status == 0
    said = run("seal", tmp_path / "b.pdf", *words_, "--role", "checked", "-o", tmp_path / "c.pdf")
    assert said.status == 0
    assert says(said.err, "sealing.unstamped", "编制的签名还没有时间戳；再签以后就不能给它加了")
    refused(run("seal", tmp_path / "a.pdf", *words_, "-o", tmp_path / "c.pdf"), Exit.USAGE, "error.official", "没有覆盖")


def _key_files(place: Path) -> tuple[object, ...]:
    """What stands behind ``--key``."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    (place / "k.pem").write_bytes(pki.signer().key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (place / "c.pem").write_bytes(pki.signer().pem)
    return place / "k.pem", "--cert", place / "c.pem"


def test_our_own_seal_is_not_put_over_a_forged_revision(tmp_path: Path) -> None:
    from checker.errors import CheckerError

    with pytest.raises(CheckerError):
        seal(updated(page(SMALL), page_content), pki.key_of(pki.signer(), pki.middle(), pki.root()),
             role="approved", at=pki.SIGNED)


@pytest.mark.parametrize("sample", EACH)
@pytest.mark.parametrize("count", [4, pytest.param(150, marks=pytest.mark.whole)])
def test_no_flipped_bit_of_a_seal_leaves_a_page_identical(sample: str, count: int) -> None:
    pdf, start = sealed(sample), len(page(sample))
    chance = random.Random(f"{sample} {count}")
    for _ in range(count):
        changed = bytearray(pdf)
        place = chance.randrange(start, len(pdf))
        changed[place] ^= 1 << chance.randrange(8)
        assert verified(bytes(changed), pki.root().pem).exit == Exit.VERIFICATION_FAILED, place


@pytest.mark.parametrize("share", [1, 30, 70, 99])
def test_a_truncated_seal_is_never_identical(share: int) -> None:
    pdf, start = sealed(SMALL), len(page(SMALL))
    end = start + (len(pdf) - start) * share // 100
    assert verified(pdf[:end], pki.root().pem).exit == Exit.VERIFICATION_FAILED


def test_under_another_toolchain_a_seal_is_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.capsule import toolchain
    from checker.verifying import examining

    here = toolchain.toolchain()
    monkeypatch.setattr(examining, "toolchain", lambda: {**here, "zlib": "9"})
    monkeypatch.setattr("checker.verifying.verifying.pretended", lambda tools: False)
    found = verified(sealed(SMALL), pki.root().pem)
    assert found.status == "confirmed"
    assert "page.sealed" in codes(found, "page")
    forged = verified(updated(sealed(SMALL), action), pki.root().pem)
    assert forged.exit == Exit.VERIFICATION_FAILED
    examining._examined.cache_clear()


def test_what_is_to_be_trusted_has_to_be_a_certificate(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(page(SMALL))
    (tmp_path / "no.pem").write_text("nothing", encoding="utf-8")
    refused(run("verify", tmp_path / "a.pdf", "--trust", tmp_path / "no.pem"), Exit.USAGE,
            "sealing.certificate_unreadable", "")
