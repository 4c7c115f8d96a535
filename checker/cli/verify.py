"""``checker verify``: six answers on each PDF, a table for a folder; of a report whether its figures hold."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.address import place_of, register_at
from checker.cli.clock import now
from checker.cli.own_rulesets import with_register
from checker.cli.usage import Worded
from checker.errors import Problem, UsageError
from checker.exits import Exit
from checker.messages import text

WORD, OPEN_ELSEWHERE = ".docx", "~$"

if TYPE_CHECKING:
    from checker.register.checking import CheckResult
    from checker.register.store import Register
    from checker.services.verifying_files import CheckedFile
    from checker.verifying.answers import Verification


@click.command(cls=Worded, help=text("help.verify"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
@click.option("--trust", multiple=True, type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.verify_trust"))
@click.option("--register", "address", metavar=text("metavar.url"), callback=with_register,
              help=text("help.verify_register"))
@click.option("--anchor", metavar=text("metavar.hash"), help=text("help.verify_anchor"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help=text("help.verify_format"))
@click.pass_context
def verify(context: click.Context, /, files: tuple[Path, ...], trust: tuple[Path, ...], address: str | None,
           anchor: str | None, form: str) -> None:
    """Answer for every file; exits by the worst, a register that is not sound among it."""
    from checker.cli.verified import absent_told, as_json, as_table, checked_as_json, in_full, register_told
    from checker.services.verifying_files import OriginTerms, checked_files, trusted, verified_files
    from checker.verifying.answers import worst

    paths = _found(files)
    words = [path for path in paths if is_word(path)]
    if len(words) == len(paths) == 1 and form == "text" and not files[0].is_dir():
        context.exit(_report(words[0]))
    report = _checked(address, anchor)
    faults = tuple(report.faults) if report else ()
    given = OriginTerms(now(), trusted(trust), place_of(address), faults)
    pages = [path for path in paths if not is_word(path)]
    found = list(zip(pages, verified_files(pages, given), strict=True)) if pages else []
    checked = list(zip(words, checked_files(words), strict=True))
    folders = any(path.is_dir() for path in files)
    absent = _absent(found, register_at(address), faults) if folders else None
    if form == "json" and not (pages or folders):
        checked_as_json(checked)
    elif form == "json":
        as_json(found, checked, absent, faults)
    elif len(found) == 1 and not checked and not files[0].is_dir():
        in_full(*found[0])
    else:
        answers: dict[Path, Verification | CheckedFile] = {**dict(found), **dict(checked)}
        as_table([(path, answers[path]) for path in paths])
        if absent is not None:
            absent_told(absent)
    if form == "text" and report is not None:
        register_told(report)
    failed = bool(faults) or any(one.exit != Exit.MET for _, one in checked)
    context.exit(Exit.VERIFICATION_FAILED if failed else worst([one for _, one in found]))


def is_word(path: Path) -> bool:
    """Whether a file is a report's document by its name."""
    return path.suffix.lower() == WORD and not os.path.isdir(path)


def _report(path: Path) -> Exit:
    """Tell of one report in full whether it says what the verdict says."""
    from checker.cli.report_checked import report_told
    from checker.verifying.report_check import checked_report

    found = checked_report(path)
    report_told(path, found)
    return Exit.MET if found.sound else Exit.VERIFICATION_FAILED


def _checked(address: str | None, anchor: str | None) -> CheckResult | None:
    """The register as a whole: nothing can be proven by one that is not sound."""
    from checker.cli.address import anchored

    register = register_at(address)
    kept = anchored(anchor)
    if register is None:
        if kept:
            raise UsageError(Problem("verify.anchor_alone"))
        return None
    from checker.register.checking import check

    return check(register, kept)


def _absent(found: Sequence[tuple[Path, Verification]], register: Register | None,
            faults: Sequence[Problem]) -> list[str] | None:
    """The numbers of a register of which the folders hold no page; None without one to rely on."""
    from checker.verifying.answers import APPROVING

    if register is None or faults:
        return None
    held = {one.entry for _, one in found if one.status in APPROVING}
    return [entry.number for entry in register.all() if entry.number not in held]


def _found(given: Sequence[Path]) -> list[Path]:
    """The files, and of folders every page and report in them.

    Raises :class:`checker.errors.UsageError` for none at all.  What isn't there, or a folder that can't be
    read, stands for itself, so that it isn't passed over.
    """
    paths: list[Path] = []
    empty: list[Problem] = []
    for path in given:
        inside = sorted(_within(path)) if path.is_dir() else [path]
        if not inside:
            empty.append(Problem("verify.nothing", {"folder": path}))
        paths += inside
    if not any(path.exists() for path in paths):
        raise UsageError([*empty, *(Problem("file.not_found", file=str(path)) for path in paths)])
    for problem in empty:
        click.echo(f"{text('warning.prefix')}：{problem}", err=True)
    return list(dict.fromkeys(paths))


def _within(folder: Path) -> Iterator[Path]:
    """Every PDF and report below a folder but the overview of a screening, which is no page of a verdict.

    What an office program leaves beside a document that is open is no document.
    """
    from checker.screening.kept_files import PORTFOLIO, STATE

    shut: list[OSError] = []
    for place, _, names in os.walk(folder, onerror=shut.append):
        for name in names:
            path = Path(place) / name
            if path.suffix.lower() not in (".pdf", WORD) or name.startswith(OPEN_ELSEWHERE):
                continue
            if name == PORTFOLIO and STATE in names:
                click.echo(text("verify.portfolio", file=path), err=True)
            else:
                yield path
    yield from (Path(str(problem.filename)) for problem in shut)
