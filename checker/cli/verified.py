"""What verifying found, told on a terminal: in full, as a table, as JSON.

Owns the layout.  It must not find anything out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.report_checked import unlike_told
from checker.errors import Problem
from checker.messages import harmless, text
from checker.services.verifying_files import CheckedFile
from checker.verifying.status_words import STATUS_MARKS, status_words

if TYPE_CHECKING:
    from checker.register.checking import CheckResult
    from checker.verifying.answers import AnswerStatus, Verification

MOST_ABSENT = 20
# What local provisions changed is told whatever the answer.
PROVISION = "provision."
TOLD = ("no", "not_here", "doubtful", "mended")


def as_json(found: Sequence[tuple[Path, Verification]], reports: Sequence[tuple[Path, CheckedFile]],
            absent: Sequence[str] | None, faults: Sequence[Problem]) -> None:
    """Everything under one key of a schema; reports beside the pages where there are any."""
    from checker.verifying.answers import SCHEMA, plainly

    files = [{"file": str(path), **verification.plain()} for path, verification in found]
    beside = {"reports": [_plain(*one) for one in reports]} if reports else {}
    _echo({"schema": SCHEMA, "files": files, **beside, "absent": absent,
           "faults": [plainly(one) for one in faults]})


def checked_as_json(reports: Sequence[tuple[Path, CheckedFile]]) -> None:
    """Reports alone."""
    from checker.verifying.report_check import SCHEMA

    _echo({"schema": SCHEMA, "files": [_plain(*one) for one in reports]})


def _plain(path: Path, found: CheckedFile) -> dict[str, Any]:
    """A report as plain data; of one that can't be read only why."""
    if found.check is not None:
        return {"file": str(path), **found.check.plain()}
    from checker.verifying.answers import plainly

    return {"file": str(path), "sound": False, "problems": [plainly(one) for one in found.problems]}


def _echo(data: dict[str, Any]) -> None:
    import json

    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def in_full(path: Path, found: Verification) -> None:
    """Every answer in full."""
    click.echo(text("verify.line", mark=STATUS_MARKS[found.status], status=status_words(found), file=path))
    if found.subject:
        click.echo(text("verify.about", subject=_cell(found.subject), number=_number(found),
                        outcome=found.outcome or text("verify.unknown")))
    if found.remarks:
        click.echo(text("verify.noted", remarks=_remarks(found)))
    for order, answer in enumerate(found.answers, 1):
        click.echo(text("verify.answer", order=order, question=text(f"question.{answer.question}"),
                        holds=text(f"holds.{answer.holds}")))
        for said in answer.said:
            click.echo(text("verify.said", said=said))


def _cell(said: object) -> str:
    """Given words as one cell of a row: what parts the cells can't stand within them."""
    return " ".join(harmless(str(said)).split())


def _remarks(found: Verification) -> str:
    """The remarks one after the other; no name in one of them begins another."""
    return text("join.parts").join(_cell(remark).replace("；", "，") for remark in found.remarks)


def _number(found: Verification) -> str:
    """The number that the page bears; of a page that couldn't be read nothing is known."""
    return found.number or text("issue.unregistered" if found.subject else "verify.unknown")


def as_table(found: Sequence[tuple[Path, Verification | CheckedFile]]) -> None:
    """A line for each file, with what is wrong under it; then how many came to what."""
    counts: dict[str, int] = {}
    reports = False
    for path, one in found:
        reports |= isinstance(one, CheckedFile)
        name = _report_row(path, one) if isinstance(one, CheckedFile) else _page_row(path, one)
        counts[name] = counts.get(name, 0) + 1
    if reports:
        click.echo(text("reports.not_covered"))
    total = text("join.parts").join(f"{name} {count}" for name, count in counts.items())
    click.echo(text("verify.total", count=len(found), counts=total))


def _page_row(path: Path, found: Verification) -> str:
    name = status_words(found)
    unknown, remarks = text("verify.unknown"), _remarks(found)
    noted = text("verify.remarks", remarks=remarks) if remarks else ""
    click.echo(text("verify.row", mark=STATUS_MARKS[found.status], status=name, file=_cell(path),
                    subject=_cell(found.subject or unknown), outcome=found.outcome or unknown,
                    number=_number(found), remarks=noted))
    for answer in found.answers:
        for said in answer.said:
            if answer.holds in TOLD or said.code.startswith(PROVISION):
                click.echo(text("verify.said", said=said))
    return name


def _report_row(path: Path, found: CheckedFile) -> str:
    """A report's line; it bears no number."""
    unknown, check = text("verify.unknown"), found.check
    status: AnswerStatus = "unreadable" if check is None else "identical" if check.sound else "different"
    name = text(f"reports.status_{status}")
    click.echo(text("verify.row", mark=STATUS_MARKS[status], status=name, file=_cell(path),
                    subject=_cell(check.subject) if check else unknown,
                    outcome=check.outcome if check else unknown, number=unknown, remarks=""))
    for said in found.problems:
        click.echo(text("verify.said", said=said))
    if check is not None:
        unlike_told(check)
    return name


def absent_told(absent: Sequence[str]) -> None:
    """A drawer is whole only where it holds every verdict that was recorded."""
    if not absent:
        click.echo(text("verify.none_absent"))
    else:
        more = text("verify.more_absent") if len(absent) > MOST_ABSENT else ""
        click.echo(text("verify.absent", count=len(absent), numbers=text("join.names").join(
            absent[:MOST_ABSENT]) + more))


def register_told(report: CheckResult) -> None:
    """What a check of the register found, so that nobody reads the files' answers without it."""
    from checker.register.entry_words import anchor_told

    if report.faults:
        click.echo(text("verify.register_unsound", count=len(report.faults)))
        for fault in report.faults:
            click.echo(text("verify.said", said=fault))
    else:
        click.echo(text("verify.register_sound", count=report.entries, anchor=anchor_told(report)))
    for warning in report.warnings:
        click.echo(f"{text('warning.prefix')}：{warning}")
