"""The keys that the command seals with, and the command."""

from __future__ import annotations

import datetime as dt
import http.server
import io
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pki
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from seals import MODULE, fixture_approved, fixture_once, fixture_page, reviewed  # noqa: F401 - fixtures

from checker.errors import CapsuleError, CheckerError, UsageError
from checker.messages import text
from checker.sealing.key import from_pem, from_pkcs12
from checker.sealing.seal import seal

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
