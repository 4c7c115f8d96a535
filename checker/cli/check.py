"""``checker check``: one dossier, a verdict by each ruleset asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.clock import today
from checker.cli.office import office, register_options
from checker.cli.usage import Worded
from checker.errors import Problem, UsageError
from checker.exits import Exit
from checker.messages import text

if TYPE_CHECKING:
    from checker.register.entry import Entry
    from checker.services.judging_files import JudgingTerms
    from checker.verdict.verdict import Verdict

STATUS = {"met": Exit.MET, "computed": Exit.MET, "unmet": Exit.UNMET}


MOST_NAMED = 5
ORDER = (Exit.UNMET, Exit.UNDETERMINED, Exit.MET)


@click.command(cls=Worded, help=text("help.check"))
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--ruleset", "rulesets", multiple=True, metavar=text("metavar.ruleset"),
              help=text("help.rulesets"))
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path),
              metavar=text("metavar.file"), help=text("help.overlay"))
@click.option("--answers", multiple=True, type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.answers"))
@click.option("--previous", type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.previous"))
@click.option("--as-of", metavar=text("metavar.date"), help=text("help.as_of"))
@click.option("--years", metavar=text("metavar.years"), help=text("help.years"))
@click.option("--purpose", type=click.Choice(["formal", "trial"]), help=text("help.purpose"))
@register_options
@click.option("--supersedes", metavar=text("metavar.number"), help=text("help.supersedes"))
@click.option("--reason", metavar=text("metavar.reason"), help=text("help.reason"))
@click.option("-o", "--output", "outputs", multiple=True, metavar=text("metavar.file"),
              help=text("help.output"))
@click.option("--format", "form", type=click.Choice(["text", "json", "pdf", "xlsx"]),
              help=text("help.format"))
@click.pass_context
def check(context: click.Context, /, dossier: Path, outputs: tuple[str, ...], form: str | None,
          address: str | None, by: str | None, supersedes: str | None, reason: str | None,
          **asked: Any) -> None:
    """Judge, record if asked to, write every output or none, exit by the outcome."""
    from checker.cli.output import format_of, refuse_overwriting, to_terminal, warn
    from checker.reporting.result_line import result_line
    from checker.services.judging_files import JudgingTerms, judged
    from checker.services.producing import produce
    from checker.services.remarking import remarks

    years = asked.pop("years")
    if years is not None:
        _series(JudgingTerms(dossier, today(), **asked), years, outputs, plain=not (form or address or by))
        return
    targets = [(target, format_of(target, form)) for target in outputs or ("-",)]
    question = JudgingTerms(dossier, today(), **asked)
    issuing = office(address, by)
    if issuing is None and (supersedes or reason):
        option = "--supersedes" if supersedes else "--reason"
        raise UsageError(Problem("issue.no_register", {"option": option}))
    if issuing is not None:
        _placed(targets)
    records = judged(question)
    refuse_overwriting(outputs, question.files)
    warn(remarks(records, question.purpose))
    earlier = supersedes.strip().upper() if supersedes else None
    alike = issuing.alike(records) if issuing else []
    entry, page = issuing.issue(records, supersedes=earlier, reason=reason) if issuing else (None, None)
    to_screen = any(to_terminal(target) for target, _ in targets)
    _write([(target, page if page and name == "pdf" else produce(records, name))
            for target, name in targets], entry)
    files = text("join.names").join(target for target, _ in targets if target != "-")
    if files:
        for record in records:
            said = result_line(record.verdict, record.ruleset)
            click.echo(text("line.written", line=said, path=files), err=to_screen)
    if entry is not None:
        click.echo(text("issue.recorded", number=entry.number, by=entry.by), err=to_screen)
        _warn_set_back(issuing.behind(entry) if issuing else None)
        _warn_alike([number for number in alike if number != earlier])
    found = {_status(record.verdict) for record in records}
    context.exit(next(status for status in ORDER if status in found))


def _series(asked: JudgingTerms, years: str, outputs: Sequence[str], *, plain: bool) -> None:
    """A verdict for each year and the page of all, into one folder; the status only says that it is done."""
    from checker.cli.output import SUFFIXES, write
    from checker.files.writing import unwritable
    from checker.services.judging_years import series_files, years_of

    single = [one for one in outputs if one == "-" or Path(one).suffix.lower() in SUFFIXES]
    if len(outputs) != 1 or single or not plain:
        raise UsageError(Problem("years.folder"))
    folder = Path(outputs[0])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(Problem("years.taken", {"path": folder}))
    files, lines = series_files(asked, years_of(years), folder)
    with unwritable(folder):
        folder.mkdir(parents=True, exist_ok=True)
    write(files)
    for line in lines:
        click.echo(line)
    click.echo(text("years.written", path=folder, count=len(files)), err=True)


def _status(verdict: Verdict) -> Exit:
    """What the caller may rely on: a compilation that leaves lists unread admits nobody."""
    if verdict.outcome == "met" and verdict.ruleset.not_covered:
        return Exit.UNDETERMINED
    return STATUS.get(verdict.outcome, Exit.UNDETERMINED)


def _warn_alike(found: Sequence[str]) -> None:
    """A second number for the same act is rarely meant."""
    if found:
        said = text("issue.alike", numbers=text("join.names").join(found[-MOST_NAMED:]))
        click.echo(f"{text('warning.prefix')}：{said}", err=True)


def _warn_set_back(behind: dict[str, object] | None) -> None:
    """A page that is dated back is rarely meant: the clock was."""
    if behind:
        click.echo(f"{text('warning.prefix')}：{text('issue.set_back', **behind)}", err=True)


def _placed(targets: Sequence[tuple[str, str]]) -> None:
    """Refuse before a number is used up: no page asked for, no place for it, a file in its way."""
    if not any(form == "pdf" for _, form in targets):
        raise UsageError(Problem("issue.no_page"))
    for target, _ in targets:
        if target == "-":
            continue
        folder = Path(target).parent
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            code = "system.EACCES" if folder.is_dir() else "system.ENOENT"
            raise UsageError(Problem("issue.no_place", {"path": target, "reason": text(code)}))
        if os.path.lexists(target):
            raise UsageError(Problem("issue.taken", {"path": target}))


def _write(contents: Sequence[tuple[str, bytes]], entry: Entry | None) -> None:
    """Write everything or nothing; of what is recorded already it says how to get it."""
    from checker.cli.output import write

    try:
        write(contents)
    except UsageError as error:
        if entry is None:
            raise
        kept = Problem("issue.recorded_not_written", {"number": entry.number})
        raise UsageError([*error.problems, kept]) from None
