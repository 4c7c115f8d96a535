"""``checker seal``: a digital signature on a page, a time stamp for it, proofs of its certificates."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.usage import Worded
from checker.messages import text

if TYPE_CHECKING:
    from checker.sealing.additions import Proofs
    from checker.sealing.found_seals import Seal
    from checker.sealing.key import Key

ROLES = ("prepared", "checked", "approved")
FILE = click.Path(path_type=Path, readable=False)


@dataclass(frozen=True)
class SealTerms:
    """What the command was asked for."""

    pdf: Path
    output: str | None
    role: str
    key: Path | None
    cert: Path | None
    pkcs12: Path | None
    chain: tuple[Path, ...]
    passphrase_file: Path | None
    timestamp_url: str | None
    timestamp_request: str | None
    timestamp_token: Path | None
    crl: tuple[Path, ...]
    ocsp: tuple[Path, ...]

    @property
    def signs(self) -> bool:
        """Whether a key was given."""
        return bool(self.key or self.cert or self.pkcs12)

    @property
    def files(self) -> list[Path]:
        """Every file that is read."""
        several = (self.pdf, self.key, self.cert, self.pkcs12, self.passphrase_file, self.timestamp_token,
                   *self.chain, *self.crl, *self.ocsp)
        return [path for path in several if path]


@click.command(cls=Worded, help=text("help.seal"))
@click.argument("pdf", type=FILE)
@click.option("-o", "--output", metavar=text("metavar.file"), help=text("help.seal_output"))
@click.option("--role", type=click.Choice(ROLES), default="approved", help=text("help.seal_role"))
@click.option("--pkcs12", type=FILE, metavar=text("metavar.file"), help=text("help.seal_pkcs12"))
@click.option("--key", type=FILE, metavar=text("metavar.file"), help=text("help.seal_key"))
@click.option("--cert", type=FILE, metavar=text("metavar.file"), help=text("help.seal_cert"))
@click.option("--chain", type=FILE, multiple=True, metavar=text("metavar.file"), help=text("help.seal_chain"))
@click.option("--passphrase-file", type=FILE, metavar=text("metavar.file"), help=text("help.seal_passphrase"))
@click.option("--timestamp-url", metavar=text("metavar.timestamp_url"), help=text("help.seal_timestamp_url"))
@click.option("--timestamp-request", metavar=text("metavar.file"), help=text("help.seal_timestamp_request"))
@click.option("--timestamp-token", type=FILE, metavar=text("metavar.file"),
              help=text("help.seal_timestamp_token"))
@click.option("--crl", type=FILE, multiple=True, metavar=text("metavar.file"), help=text("help.seal_crl"))
@click.option("--ocsp", type=FILE, multiple=True, metavar=text("metavar.file"), help=text("help.seal_ocsp"))
def seal(**given: Any) -> None:
    """Do the one thing that was asked for; write it or nothing."""
    from checker.capsule.opening import read_pdf
    from checker.cli.output import refuse_overwriting, write

    asked = SealTerms(**given)
    _refuse_contradictions(asked)
    target = asked.output or asked.timestamp_request or ""
    refuse_overwriting([target], asked.files)
    pdf, now = read_pdf(asked.pdf), dt.datetime.now(dt.UTC)
    if asked.timestamp_request:
        from checker.sealing.seal import timestamp_request

        write([(target, timestamp_request(pdf, now))])
        click.echo(text("sealing.done_request", path=target), err=target == "-")
        return
    if asked.signs:
        _look(pdf, now)
    out = _signed(asked, pdf, now) if asked.signs else _lasting(asked, pdf, now)
    write([(target, out)])
    _tell(asked, out, now, target)


def _refuse_contradictions(asked: SealTerms) -> None:
    """Raise :class:`checker.errors.UsageError` for options that don't go together."""
    from checker.errors import Problem, UsageError

    steps = [name for name, given in (
        ("--pkcs12 / --key", asked.signs), ("--timestamp-request", asked.timestamp_request),
        ("--timestamp-token", asked.timestamp_token)) if given]
    if not (steps or asked.crl or asked.ocsp or asked.timestamp_url):
        raise UsageError(Problem("sealing.asks"))
    if asked.timestamp_request and (asked.timestamp_url or asked.crl or asked.ocsp):
        steps.append("--timestamp-url" if asked.timestamp_url else "--crl / --ocsp")
    if asked.timestamp_token and asked.timestamp_url:
        steps.append("--timestamp-url")
    if len(steps) > 1:
        raise UsageError(Problem("sealing.mixed", {"names": text("join.names").join(steps)}))
    if asked.pkcs12 and (asked.key or asked.cert):
        raise UsageError(Problem("sealing.two_keys"))
    if bool(asked.key) != bool(asked.cert):
        raise UsageError(Problem("sealing.key_halves"))
    if asked.timestamp_request and asked.output:
        raise UsageError(Problem("sealing.output_stray"))
    if not (asked.timestamp_request or asked.output):
        raise UsageError(Problem("sealing.no_output"))


def _look(pdf: bytes, now: dt.datetime) -> None:
    """Nobody should put a name to a page that isn't what judging and rendering give.

    Raises :class:`checker.errors.CapsuleError` with what is wrong; what can't be proven here is said.
    """
    from checker.errors import CapsuleError, Problem
    from checker.files.bounds import bounded
    from checker.verifying.origin import Trust
    from checker.verifying.verifying import verified
    from checker.zone import OFFICE_ZONE

    with bounded():
        found = verified(pdf, now.astimezone(OFFICE_ZONE).date(), Trust(now))
    wrong = [Problem.of(said) for answer in found.answers if answer.holds in ("no", "doubtful")
             for said in answer.said]
    if wrong:
        raise CapsuleError([Problem("sealing.not_as_judged"), *wrong])
    _warn_unstamped(pdf, now)
    if found.status == "mended":
        _warn(text("sealing.mended", outcome=found.outcome))
    for answer in found.answers:
        if answer.holds == "not_here" and answer.question == "page":
            _warn(text("sealing.unproven", outcome=found.outcome))
        elif answer.holds == "not_here":
            _warn("".join(map(str, answer.said)))


def _warn_unstamped(pdf: bytes, now: dt.datetime) -> None:
    """Only the last seal can still get a time stamp: say so before another one is set over it."""
    from checker.sealing.review import review
    from checker.sealing.sections import base_length

    bare = [seal for seal in review(pdf, base_length(pdf) or 0, (), now).seals if seal.stamped_at is None]
    if bare:
        _warn(text("sealing.unstamped", roles=text("join.names").join(
            text(f"seal.role.{seal.role}") for seal in bare)))


def _warn(said: str) -> None:
    click.echo(f"{text('warning.prefix')}：{said}", err=True)


def _signed(asked: SealTerms, pdf: bytes, now: dt.datetime) -> bytes:
    from checker.sealing.additions import NOTHING
    from checker.sealing.seal import seal as set_seal

    proofs = _proofs(asked) if asked.crl or asked.ocsp else NOTHING
    return set_seal(pdf, _key(asked), role=asked.role, at=now, stamper=_stamper(asked), proofs=proofs)


def _lasting(asked: SealTerms, pdf: bytes, now: dt.datetime) -> bytes:
    """The file with a token for its last seal, or with proofs, or both."""
    from checker.sealing.seal import timestamp_request, with_proofs, with_timestamp

    stamper = _stamper(asked)
    if asked.timestamp_token:
        pdf = with_timestamp(pdf, _content(asked.timestamp_token), now)
    elif stamper:
        pdf = with_timestamp(pdf, stamper(timestamp_request(pdf, now)), now)
    return with_proofs(pdf, _proofs(asked), now) if asked.crl or asked.ocsp else pdf


def _stamper(asked: SealTerms) -> Callable[[bytes], bytes] | None:
    """How to ask the time-stamp authority; None when there is nobody to ask."""
    from checker.sealing.timestamps import ask

    url = asked.timestamp_url
    return (lambda query: ask(url, query)) if url else None


def _proofs(asked: SealTerms) -> Proofs:
    from cryptography.hazmat.primitives.serialization import Encoding

    from checker.sealing.additions import Proofs
    from checker.sealing.key import certificates

    links = [link for path in asked.chain for link in certificates(_content(path))]
    return Proofs(tuple(link.public_bytes(Encoding.DER) for link in links),
                  tuple(map(_content, asked.crl)), tuple(map(_content, asked.ocsp)))


def _key(asked: SealTerms) -> Key:
    from checker.sealing.key import from_pem, from_pkcs12, locked

    path = asked.pkcs12 or asked.key
    assert path is not None
    content, chain = _content(path), [_content(link) for link in asked.chain]
    passphrase = _passphrase(asked) if locked(content, pkcs12_file=bool(asked.pkcs12)) else None
    if asked.cert:
        return from_pem(content, _content(asked.cert), chain, passphrase)
    return from_pkcs12(content, chain, passphrase)


def _passphrase(asked: SealTerms) -> bytes:
    """The passphrase from its file or from the terminal; raises :class:`checker.errors.UsageError`."""
    from checker.errors import Problem, UsageError

    if asked.passphrase_file:
        lines = _content(asked.passphrase_file).splitlines()
        if not lines or not lines[0]:
            raise UsageError(Problem("sealing.passphrase_empty", file=str(asked.passphrase_file)))
        return lines[0]
    if not _at_terminal():
        raise UsageError(Problem("sealing.not_in_terminal"))
    said: str = click.prompt(text("sealing.prompt"), hide_input=True, err=True)
    return said.encode()


def _content(path: Path) -> bytes:
    from checker.capsule.opening import read_pdf

    return read_pdf(path)


def _tell(asked: SealTerms, out: bytes, now: dt.datetime, target: str) -> None:
    """Say who sealed, at which level, and what the time rests on."""
    from checker.sealing.review import review
    from checker.sealing.sections import base_length

    seals = review(out, base_length(out) or 0, (), now).seals
    told = [seal for seal in seals if seal.role == asked.role] if asked.signs else seals
    for seal in told:
        code = "sealing.done" if asked.signs else "sealing.done_level"
        click.echo(text(code, role=text(f"seal.role.{seal.role}"), level=seal.level, signer=seal.signer,
                        organisation=seal.organisation, path=target), err=target == "-")
        click.echo(_time(seal), err=target == "-")


def _time(seal: Seal) -> str:
    from checker.zone import day_shown, moment_shown

    until = day_shown(seal.valid_until) if seal.valid_until else ""
    if seal.stamped_at is None:
        return text("sealing.time_claimed", until=until)
    return text("sealing.time_stamped", authority=seal.authority, at=moment_shown(seal.stamped_at))


def _at_terminal() -> bool:
    return sys.stdin.isatty()
