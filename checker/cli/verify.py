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
from checker.errors import CapsuleError, Problem, UsageError
from checker.exits import Exit
from checker.messages import text

if TYPE_CHECKING:
    from checker.archive.replay.answers import Verification
    from checker.archive.replay.origin import Ground

MOST_ABSENT = 20
DRAWER = 8  # from so many files on it is worth starting processes
MARKS = {"identical": "√", "confirmed": "？", "different": "×", "untrusted": "×", "unreadable": "×"}
PORTFOLIO, SCREENING = "portfolio.pdf", "screening.json"


@click.command(cls=Worded, help=text("help.verify"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
@click.option("--trust", multiple=True, type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.verify_trust"))
@click.option("--register", "address", metavar=text("metavar.url"), help=text("help.verify_register"))
@click.option("--anchor", metavar=text("metavar.hash"), help=text("help.verify_anchor"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help=text("help.verify_format"))
@click.pass_context
def verify(context: click.Context, /, files: tuple[Path, ...], trust: tuple[Path, ...], address: str | None,
           anchor: str | None, form: str) -> None:
    """Answer for every file; exits by the worst, a register that is not sound among it."""
    from checker.archive.replay.answers import worst

    paths = _pdfs(files)
    faults = _faults(address, anchor)
    given = _Given(dt.datetime.now(dt.UTC), _trusted(trust), address, faults)
    found = list(zip(paths, _all(paths, given), strict=True))
    absent = _absent(found, given) if any(path.is_dir() for path in files) else None
    if form == "json":
        _json(found, absent)
    elif len(found) == 1 and not files[0].is_dir():
        _told(*found[0])
    else:
        _table(found)
        if absent is not None:
            _told_absent(absent)
    context.exit(Exit.VERIFICATION_FAILED if faults else worst([one for _, one in found]))


def _faults(address: str | None, anchor: str | None) -> tuple[Problem, ...]:
    """What is wrong with the register, told at once: nothing can be proven by it then."""
    from checker.archive.register.checking import check
    from checker.cli.register import register_at

    register = register_at(address)
    if register is None:
        return ()
    faults = tuple(check(register, anchor).faults)
    if faults:
        click.echo(text("verify.register_unsound"), err=True)
    for fault in faults:
        click.echo(text("verify.said", said=fault), err=True)
    return faults


def _absent(found: Sequence[tuple[Path, Verification]], given: _Given) -> list[str] | None:
    """The numbers of a register of which the folders hold no page; None without one to rely on."""
    register = given.ground().register
    if register is None or given.faults:
        return None
    held = {verification.entry for _, verification in found}
    return [entry.number for entry in register.all() if entry.number not in held]


def _told_absent(absent: Sequence[str]) -> None:
    """A drawer is whole only where it holds every verdict that was recorded."""
    if not absent:
        click.echo(text("verify.none_absent"))
    else:
        more = text("verify.more_absent") if len(absent) > MOST_ABSENT else ""
        click.echo(text("verify.absent", count=len(absent), numbers="、".join(absent[:MOST_ABSENT]) + more))


def _pdfs(given: Sequence[Path]) -> list[Path]:
    """The files, and of folders every PDF in them; raises :class:`checker.errors.UsageError`.

    A folder that can't be read stands for what is in it, so that it isn't passed over.
    """
    paths: list[Path] = []
    for path in given:
        if not path.exists():
            raise UsageError(Problem("file.not_found", file=str(path)))
        inside = sorted(_within(path)) if path.is_dir() else [path]
        if not inside:
            raise UsageError(Problem("verify.no_pdf", {"folder": str(path)}))
        paths += inside
    return list(dict.fromkeys(paths))


def _within(folder: Path) -> Iterator[Path]:
    """Every PDF below a folder but the overview of a screening, which is no page of a verdict."""
    shut: list[OSError] = []
    for place, _, names in os.walk(folder, onerror=shut.append):
        for name in names:
            path = Path(place) / name
            if path.suffix.lower() != ".pdf":
                continue
            if name == PORTFOLIO and SCREENING in names:
                click.echo(text("verify.portfolio", file=path), err=True)
            else:
                yield path
    yield from (Path(str(problem.filename)) for problem in shut)


@dataclass(frozen=True)
class _Given:
    """What a process needs for an origin: the moment, certificates, where the register is."""

    at: dt.datetime
    trust: tuple[bytes, ...]
    address: str | None
    faults: tuple[Problem, ...]

    def ground(self) -> Ground:
        """The same with the register opened."""
        from checker.archive.replay.origin import Ground
        from checker.cli.register import register_at

        return Ground(self.at, self.trust, register_at(self.address), self.faults)


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
    from checker.archive.replay.answers import unread
    from checker.archive.replay.opening import read_pdf
    from checker.archive.replay.verifying import verified
    from checker.cli.bounds import bounded
    from checker.zone import OFFICE_ZONE

    if path.is_dir():
        return unread([Problem("verify.folder_unreadable")])
    try:
        with bounded():
            return verified(read_pdf(path), ground.at.astimezone(OFFICE_ZONE).date(), ground)
    except (CapsuleError, UsageError) as error:
        return unread(error.problems)


def _json(found: Sequence[tuple[Path, Verification]], absent: Sequence[str] | None) -> None:
    import json

    from checker.archive.replay.answers import SCHEMA

    files = [{"file": str(path), **verification.plain()} for path, verification in found]
    data = {"schema": SCHEMA, "files": files, "absent": absent}
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _told(path: Path, found: Verification) -> None:
    """Every answer in full."""
    status = text(f"status.{found.status}")
    click.echo(text("verify.line", mark=MARKS[found.status], status=status, file=path))
    if found.subject:
        click.echo(text("verify.about", subject=found.subject, number=_number(found),
                        outcome=found.outcome or text("verify.unknown")))
    for order, answer in enumerate(found.answers, 1):
        click.echo(text("verify.answer", order=order, question=text(f"question.{answer.question}"),
                        holds=text(f"holds.{answer.holds}")))
        for problem in answer.said:
            click.echo(text("verify.said", said=problem))


def _number(found: Verification) -> str:
    """The number that the page bears; of a page that couldn't be read nothing is known."""
    return found.number or text("issue.unregistered" if found.subject else "verify.unknown")


def _table(found: Sequence[tuple[Path, Verification]]) -> None:
    """A line for each file, with what is wrong under it; then how many came to what."""
    counts: dict[str, int] = {}
    for path, verification in found:
        name = text(f"status.{verification.status}")
        counts[name] = counts.get(name, 0) + 1
        unknown = text("verify.unknown")
        remarks = "；".join(map(str, verification.remarks))
        click.echo(text("verify.row", mark=MARKS[verification.status], status=name, file=path,
                        subject=verification.subject or unknown, outcome=verification.outcome or unknown,
                        number=_number(verification),
                        remarks=text("verify.remarks", remarks=remarks) if remarks else ""))
        for answer in verification.answers:
            if answer.holds in ("no", "not_here"):
                for problem in answer.said:
                    click.echo(text("verify.said", said=problem))
    said = "，".join(f"{name} {count}" for name, count in counts.items())
    click.echo(text("verify.total", count=len(found), counts=said))
