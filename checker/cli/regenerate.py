"""``checker regenerate``: a page made once more, from a PDF, a verdict or a number of the register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from checker.cli.usage import Worded
from checker.errors import Problem, UsageError
from checker.exits import Exit
from checker.messages import text

SUFFIXES = (".pdf", ".json")


@click.command(cls=Worded, help=text("help.regenerate"))
@click.argument("source")
@click.option("-o", "--output", "target", required=True, metavar=text("metavar.file"),
              help=text("help.regenerate_output"))
@click.option("--register", "address", metavar=text("metavar.url"), help=text("help.regenerate_register"))
@click.option("--public", is_flag=True, help=text("help.regenerate_public"))
@click.pass_context
def regenerate(context: click.Context, /, source: str, target: str, address: str | None,
               public: bool) -> None:
    """Write the page anew and say by what it differs from the one before."""
    from checker.cli.output import refuse_overwriting, to_terminal, write

    path = Path(source)
    if target != "-" and Path(target).suffix.lower() != ".pdf":
        raise UsageError(Problem("regenerate.not_pdf", {"path": target}))
    refuse_overwriting([target], [path] if path.suffix.lower() in SUFFIXES else [])
    made, said = _made(path, address, public)
    write([(target, made)])
    for sentence in said:
        click.echo(f"{text('warning.prefix')}：{sentence}", err=True)
    click.echo(text("regenerate.written", source=source, path=target), err=to_terminal(target))
    context.exit(Exit.MET)


def _made(path: Path, address: str | None, public: bool) -> tuple[bytes, list[str]]:
    """The bytes and what there is to say of them."""
    from checker.capsule.opening import read_pdf
    from checker.files.bounds import bounded

    with bounded():
        if path.suffix.lower() == ".pdf":
            return _of_pdf(read_pdf(path), public)
        if path.suffix.lower() == ".json":
            return _of_verdict(path, public)
        return _of_number(str(path), address, public)


def _of_pdf(pdf: bytes, public: bool) -> tuple[bytes, list[str]]:
    """The page of a file's capsule, and what is wrong with the capsule."""
    from checker.capsule.official import SEALED
    from checker.capsule.opening import opened
    from checker.capsule.unpacking import read_capsule
    from checker.files.canonical import digest
    from checker.sealing.review import base_length
    from checker.verifying import standing
    from checker.verifying.regenerating import regenerated

    base = base_length(pdf)
    given = opened(pdf)
    made, said = _said(regenerated(given.files, digest(pdf[:base]), public=public))
    capsule = read_capsule(given.files)
    if public and capsule.issue.number is None:
        said.append(text("regenerate.public_unproven"))
    known = standing.known(capsule.parts)
    if known.holds in ("no", "not_here"):
        said += map(str, known.said)
    if given.unprinted() or given.doubled:
        said.append(text("regenerate.other_page"))
    if base is not None and base < len(pdf) and SEALED in pdf[base:]:
        said.append(text("regenerate.seal_lost"))
    return made, said


def _of_number(number: str, address: str | None, public: bool) -> tuple[bytes, list[str]]:
    """What the register holds under a number; the bytes have to be those that it recorded."""
    from checker.cli.address import register_at
    from checker.files.canonical import digest
    from checker.verifying.regenerating import regenerated

    register = register_at(address)
    if register is None:
        raise UsageError(Problem("regenerate.no_register", {"number": number}))
    entry = register.entry(number.strip().upper())
    if entry is None:
        raise UsageError(Problem("regenerate.no_such_number", {"number": number}))
    made = regenerated(register.files(entry), entry.pdf, public=public)
    if not public and not made.drifts and digest(made.pdf) != entry.pdf:
        raise UsageError(Problem("regenerate.not_registered", {"number": number}))
    pdf, said = _said(made)
    later = register.superseded_by(entry.number)
    if later is not None:
        said.append(text("regenerate.superseded", number=entry.number, later=later))
    return pdf, said


def _of_verdict(path: Path, public: bool) -> tuple[bytes, list[str]]:
    """A verdict among the files of its capsule, or by itself."""
    import json

    from checker.capsule.unpacking import siblings
    from checker.files.textfile import read
    from checker.verifying.regenerating import from_verdict, regenerated

    files = siblings(path)
    if files:
        return _said(regenerated(files, None, public=public))
    raw = read(path, UsageError).raw
    try:
        data: Any = json.loads(raw)
    except ValueError:
        raise UsageError(Problem("regenerate.not_a_verdict", file=str(path))) from None
    return from_verdict(data, str(path), public=public), [text("regenerate.verdict_alone")]


def _said(made: Any) -> tuple[bytes, list[str]]:
    from checker.verifying.drift import drift_words

    said = [str(drift_words(drift)) for drift in made.drifts]
    return made.pdf, [text("regenerate.drift"), *said] if said else []
