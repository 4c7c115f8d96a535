"""``checker ask``: the letter and the question sheet to whoever handed a dossier, or a table's rows, in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.clock import today
from checker.cli.usage import Worded
from checker.errors import Problem, UsageError
from checker.messages import text

if TYPE_CHECKING:
    from checker.asking.question_sheet import QuestionSheet
    from checker.screening.preparing import Setup

_OF_A_TABLE = ("common", "sheet", "header_row", "columns")


@click.command(cls=Worded, help=text("help.ask"))
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--ruleset", metavar=text("metavar.ruleset"), help=text("help.ruleset"))
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path),
              metavar=text("metavar.file"), help=text("help.overlay"))
@click.option("--answers", multiple=True, type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.answers"))
@click.option("--as-of", metavar=text("metavar.date"), help=text("help.as_of"))
@click.option("--table", is_flag=True, help=text("help.ask_table"))
@click.option("--common", type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.ask_common"))
@click.option("--sheet", metavar=text("metavar.sheet_name"), help=text("help.sheet"))
@click.option("--header-row", metavar=text("metavar.row"), help=text("help.header_row"))
@click.option("--columns", type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.columns"))
@click.option("-o", "--output", "targets", multiple=True, metavar=text("metavar.file"),
              help=text("help.ask_output"))
def ask(dossier: Path, targets: tuple[str, ...], ruleset: str | None, *, table: bool, **asked: Any) -> None:
    """Judge, write what to ask; always exits 0 when what was handed in could be judged."""
    if not targets:
        raise UsageError(Problem("ask.no_output"))
    if (dossier.is_dir() or table) and len(targets) > 1:
        raise UsageError(Problem("ask.one_folder"))
    if dossier.is_dir():
        _ask_again(dossier, targets[0], {"ruleset": ruleset, "table": table or None, **asked})
        return
    if table:
        _ask_table(dossier, ruleset, targets[0], asked)
        return
    if any(asked[name] is not None for name in _OF_A_TABLE):
        raise UsageError(Problem("ask.table_only"))
    _ask_one(dossier, ruleset, targets, asked)


def _ask_one(dossier: Path, ruleset: str | None, targets: Sequence[str], asked: dict[str, Any]) -> None:
    """One dossier, one workbook to be filled in, or one document to be read, or both."""
    from checker.asking.question_sheet import QuestionSheet
    from checker.cli.form import keep, refuse_suffix
    from checker.cli.output import warn, write
    from checker.services.judging_files import JudgingTerms, judged
    from checker.services.remarking import remarks

    for target in targets:
        refuse_suffix(target, (".xlsx", ".docx"))
    records = judged(JudgingTerms(dossier, today(), (ruleset,) if ruleset else (), asked["as_of"],
                                  overlays=asked["overlays"], answers=asked["answers"]))
    sheet = QuestionSheet(records[0])
    drawn = [(target, _drawn(sheet, target)) for target in targets]
    for target, content in drawn:
        keep(target, content)
    warn(remarks(records))
    write(drawn)
    if not sheet.questions:
        click.echo(text("ask.nothing"), err=True)
    if sheet.left:
        click.echo(text("ask.left", count=sheet.left), err=True)
    for target in targets:
        code = "ask.letter_written" if _to_read(target) else "ask.written"
        click.echo(text(code, path=target, dossier=dossier, questions=len(sheet.questions),
                        facts=len(sheet.facts), options=_options(ruleset, asked)), err=True)


def _to_read(target: str) -> bool:
    """Whether it is the document that is only read and printed."""
    return target.lower().endswith(".docx")


def _drawn(sheet: QuestionSheet, target: str) -> bytes:
    """The sheet that is filled in, or the document that is only read."""
    if not _to_read(target):
        return sheet.workbook()
    from checker.asking.letter_document import letter_document

    return letter_document(sheet)


def _options(ruleset: str | None, asked: dict[str, Any]) -> str:
    """What the answers have to be taken in with: a sheet is about the dossier with all earlier rounds."""
    given = [("--ruleset", ruleset), *(("--overlay", path) for path in asked["overlays"]),
             ("--as-of", asked["as_of"]), *(("--answers", path) for path in asked["answers"])]
    return "".join(f" {name} {value}" for name, value in given if value is not None)


def _ask_table(table: Path, ruleset: str | None, target: str, asked: dict[str, Any]) -> None:
    """A table of projects: one workbook an owner, one for what all rows lack, in a folder."""
    from checker.screening.preparing import ScreeningTerms, prepared
    from checker.services.judging_files import day_of

    if ruleset is None:
        raise UsageError(Problem("ask.table_needs"))
    if len(asked["answers"]) > 1:
        raise UsageError(Problem("ask.table_answers"))
    folder = _free(target)
    given = next(iter(asked["answers"]), None)
    _written(prepared(ScreeningTerms(
        table, ruleset, folder, today(), asked["overlays"],
        as_of=day_of(asked["as_of"]), answers=given, **{name: asked[name] for name in _OF_A_TABLE})), folder)


def _ask_again(screened: Path, target: str, asked: dict[str, Any]) -> None:
    """The folder of a screening: the same of its table, by what the screening was given."""
    from checker.screening.again import prepared_again

    more = [f"--{name.replace('overlays', 'overlay').replace('_', '-')}"
            for name, value in asked.items() if value not in (None, ())]
    if more:
        raise UsageError(Problem("ask.folder_alone", {"options": text("join.names").join(more)}))
    folder = _free(target)
    _written(prepared_again(screened, today()), folder)


def _free(target: str) -> Path:
    """The folder to write to, in which nothing that somebody filled in is."""
    folder = Path(target)
    if target == "-":
        raise UsageError(Problem("ask.to_folder"))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(Problem("ask.folder_taken", {"folder": target}))
    return folder


def _written(setup: Setup, folder: Path) -> None:
    """Judge the rows and write a workbook for each owner."""
    from checker.cli.output import write
    from checker.screening.owners_sheets import owners_sheets
    from checker.screening.tasks import Tasks
    from checker.screening.worker import Worker

    found = owners_sheets(Tasks(setup.table, setup.frame), Worker(setup.frame, setup.terms))
    if found.unread or setup.table.broken:
        click.echo(text("ask.unread_rows", count=found.unread + len(setup.table.broken)), err=True)
    if not found.files:
        click.echo(text("ask.table_nothing"), err=True)
        return
    folder.mkdir(parents=True, exist_ok=True)
    write([(str(folder / name), content) for name, content in found.files.items()])
    click.echo(text("ask.table_written", folder=folder, files=len(found.files), rows=found.rows), err=True)
