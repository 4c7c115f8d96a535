"""What verifying found, told on a terminal: in full, as a table, as JSON.

Owns the layout.  It must not find anything out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.errors import Problem
from checker.messages import harmless, text
from checker.verifying.status_words import STATUS_MARKS, status_words

if TYPE_CHECKING:
    from checker.register.checking import CheckResult
    from checker.verifying.answers import Verification

MOST_ABSENT = 20
# What local provisions changed is told whatever the answer.
PROVISION = "provision."
TOLD = ("no", "not_here", "doubtful", "mended")


def as_json(found: Sequence[tuple[Path, Verification]], absent: Sequence[str] | None,
            faults: Sequence[Problem]) -> None:
    """Everything under one key of a schema."""
    import json

    from checker.verifying.answers import SCHEMA, plainly

    files = [{"file": str(path), **verification.plain()} for path, verification in found]
    data = {"schema": SCHEMA, "files": files, "absent": absent, "faults": [plainly(one) for one in faults]}
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


def as_table(found: Sequence[tuple[Path, Verification]]) -> None:
    """A line for each file, with what is wrong under it; then how many came to what."""
    counts: dict[str, int] = {}
    for path, verification in found:
        name = status_words(verification)
        counts[name] = counts.get(name, 0) + 1
        unknown = text("verify.unknown")
        remarks = _remarks(verification)
        click.echo(text("verify.row", mark=STATUS_MARKS[verification.status], status=name, file=_cell(path),
                        subject=_cell(verification.subject or unknown),
                        outcome=verification.outcome or unknown, number=_number(verification),
                        remarks=text("verify.remarks", remarks=remarks) if remarks else ""))
        for answer in verification.answers:
            for said in answer.said:
                if answer.holds in TOLD or said.code.startswith(PROVISION):
                    click.echo(text("verify.said", said=said))
    total = text("join.parts").join(f"{name} {count}" for name, count in counts.items())
    click.echo(text("verify.total", count=len(found), counts=total))


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
