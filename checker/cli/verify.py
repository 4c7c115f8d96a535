"""``checker verify``: six answers on each PDF, a table for a folder."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.usage import Worded
from checker.messages import text

if TYPE_CHECKING:
    from checker.archive.answers import Verification
    from checker.archive.origin import Ground

DRAWER = 8  # from so many files on it is worth starting processes
MARKS = {"identical": "√", "confirmed": "？", "different": "×", "unreadable": "×"}


@click.command(cls=Worded, help=text("help.verify"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--trust", multiple=True, type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.verify_trust"))
@click.option("--register", "address", metavar=text("metavar.url"), help=text("help.verify_register"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help=text("help.verify_format"))
@click.pass_context
def verify(context: click.Context, /, files: tuple[Path, ...], trust: tuple[Path, ...], address: str | None,
           form: str) -> None:
    """Answer for every file; exits by the worst."""
    from checker.archive.answers import worst

    paths = _pdfs(files)
    given = _Given(dt.datetime.now(dt.UTC), _trusted(trust), address)
    found = list(zip(paths, _all(paths, given), strict=True))
    if form == "json":
        _json(found)
    elif len(found) == 1 and not files[0].is_dir():
        _told(*found[0])
    else:
        _table(found)
    context.exit(worst([verification for _, verification in found]))


def _pdfs(given: Sequence[Path]) -> list[Path]:
    """The files, and of folders every PDF in them; raises :class:`checker.errors.UsageError`."""
    from checker.errors import Problem, UsageError

    paths: list[Path] = []
    for path in given:
        if not path.exists():
            raise UsageError(Problem("file.not_found", file=str(path)))
        inside = sorted(found for found in path.rglob("*") if found.suffix.lower() == ".pdf") \
            if path.is_dir() else [path]
        if not inside:
            raise UsageError(Problem("verify.no_pdf", {"folder": str(path)}))
        paths += inside
    return list(dict.fromkeys(paths))


@dataclass(frozen=True)
class _Given:
    """What a process needs for an origin: the moment, certificates, where the register is."""

    at: dt.datetime
    trust: tuple[bytes, ...]
    address: str | None

    def ground(self) -> Ground:
        """The same with the register opened."""
        from checker.archive.origin import Ground
        from checker.cli.register import register_at

        return Ground(self.at, self.trust, register_at(self.address))


def _all(paths: Sequence[Path], given: _Given) -> Iterator[Verification]:
    """The answers in the order of the files; a drawer is shared among processes."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    ground = given.ground()
    if len(paths) < DRAWER:
        yield from (_verified(path, ground) for path in paths)
        return
    jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _start, (given,)) as pool:
        yield from pool.map(_work, paths)


_GROUND: list[Ground] = []


def _start(given: _Given) -> None:
    _GROUND[:] = [given.ground()]


def _work(path: Path) -> Verification:
    return _verified(path, _GROUND[0])


def _trusted(trust: Sequence[Path]) -> tuple[bytes, ...]:
    """The certificates to trust; raises :class:`checker.errors.UsageError` with the file that holds none."""
    from checker.archive.sealing.key import certificates
    from checker.errors import UsageError
    from checker.spreadsheet import contents

    given = tuple(contents(path, UsageError) for path in trust)
    for path, content in zip(trust, given, strict=True):
        try:
            certificates(content)
        except UsageError as error:
            raise error.at(str(path), {}) from None
    return given


def _verified(path: Path, ground: Ground) -> Verification:
    """The answers on one file, however hostile, and though it can't be read."""
    from checker.archive.answers import unread
    from checker.archive.opening import read_pdf
    from checker.archive.verifying import verified
    from checker.cli.bounds import bounded
    from checker.cli.judging import OFFICE_ZONE
    from checker.errors import CapsuleError, UsageError

    try:
        with bounded():
            return verified(read_pdf(path), ground.at.astimezone(OFFICE_ZONE).date(), ground)
    except (CapsuleError, UsageError) as error:
        return unread(error.problems)


def _json(found: Sequence[tuple[Path, Verification]]) -> None:
    import json

    from checker.archive.answers import SCHEMA

    files = [{"file": str(path), **verification.plain()} for path, verification in found]
    click.echo(json.dumps({"schema": SCHEMA, "files": files}, ensure_ascii=False, indent=2))


def _told(path: Path, found: Verification) -> None:
    """Every answer in full."""
    status = text(f"status.{found.status}")
    click.echo(text("verify.line", mark=MARKS[found.status], status=status, file=path))
    if found.subject:
        number = found.number or text("issue.unregistered")
        click.echo(text("verify.about", subject=found.subject, number=number))
    for order, answer in enumerate(found.answers, 1):
        click.echo(text("verify.answer", order=order, question=text(f"question.{answer.question}"),
                        holds=text(f"holds.{answer.holds}")))
        for problem in answer.said:
            click.echo(text("verify.said", said=problem))


def _table(found: Sequence[tuple[Path, Verification]]) -> None:
    """A line for each file, with what is wrong under it; then how many came to what."""
    counts: dict[str, int] = {}
    for path, verification in found:
        name = text(f"status.{verification.status}")
        counts[name] = counts.get(name, 0) + 1
        click.echo(text("verify.row", mark=MARKS[verification.status], status=name, file=path,
                        subject=verification.subject or "—",
                        number=verification.number or text("issue.unregistered")))
        for answer in verification.answers:
            if answer.holds in ("no", "not_here"):
                for problem in answer.said:
                    click.echo(text("verify.said", said=problem))
    said = "，".join(f"{name} {count}" for name, count in counts.items())
    click.echo(text("verify.total", count=len(found), counts=said))
