"""``checker report``: a dossier's verdict as the report that an office has to hand in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.clock import today
from checker.cli.usage import Worded
from checker.errors import Problem, UsageError
from checker.messages import text

if TYPE_CHECKING:
    from checker.capsule.record import Record
    from checker.services.report_files import MadeReport

MOST_QUOTED, LONGEST_QUOTED = 3, 30


@click.command(cls=Worded, help=text("help.report"))
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--form", "name", metavar=text("metavar.report_form"), help=text("help.report_form"))
@click.option("--ruleset", metavar=text("metavar.ruleset"), help=text("help.ruleset"))
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path),
              metavar=text("metavar.file"), help=text("help.overlay"))
@click.option("--answers", multiple=True, type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.answers"))
@click.option("--as-of", metavar=text("metavar.date"), help=text("help.as_of"))
@click.option("-o", "--output", "targets", multiple=True, metavar=text("metavar.file"),
              help=text("help.report_output"))
def report(dossier: Path, name: str | None, ruleset: str | None, targets: tuple[str, ...],
           **asked: Any) -> None:
    """Judge and write the report; always exits 0 when what was handed in could be judged."""
    from checker.cli.form import refuse_suffix
    from checker.cli.output import refuse_overwriting, warn
    from checker.reports.form_files import form, text_of_forms
    from checker.services.judging_files import JudgingTerms
    from checker.services.remarking import remarks
    from checker.services.report_files import made_report, record_for

    if name is None:
        raise UsageError(Problem("reports.no_form", {"known": text_of_forms()}))
    model = form(name)
    if not targets:
        raise UsageError(Problem("reports.no_output"))
    for target in targets:
        if target == "-":
            raise UsageError(Problem("reports.stdout"))
        refuse_suffix(target, (".docx", ".pdf"))
    documents = [Path(target) for target in targets if target.lower().endswith(".docx")]
    if len(documents) > 1:
        raise UsageError(Problem("reports.one_document"))
    question = JudgingTerms(dossier, today(), (ruleset,) if ruleset else (), **asked)
    record = record_for(model, question)
    refuse_overwriting(targets, question.files)
    warn(remarks([record], None))
    _written(made_report(model, record, *documents), record, targets)


def _written(made: MadeReport, record: Record, targets: tuple[str, ...]) -> None:
    """Write everything or nothing, and tell what became of the file that lay there."""
    from checker.cli.output import write
    from checker.reports.report_page import report_pdf
    from checker.services.report_files import free_beside

    files: list[tuple[str, bytes]] = []
    told: list[str] = []
    prompts = sum(1 for _ in made.body.prompts())
    for target in targets:
        if target.lower().endswith(".pdf"):
            files.append((target, report_pdf(made.body, record, made.kept)))
            told.append(text("reports.written_pdf", path=target, figures=made.figures, prompts=prompts))
            continue
        files.append((target, made.word))
        known = {asked.id for asked in made.body.prompts()}
        filled = [one for one in made.kept.words if one in known]
        told.append(text("reports.written", path=target, figures=made.figures, prompts=prompts,
                         kept=len(filled)))
        if left := [made.kept.labels[one] for one in made.kept.words if one not in known]:
            told.append(text("reports.moved", names=tuple(left)))
        if made.old is not None and (made.changed or made.kept.behind):
            beside = free_beside(Path(target))
            files.insert(0, (str(beside), made.old))
            told += _kept(made, target, beside)
    write(files)
    for line in told:
        click.echo(line, err=True)


def _kept(made: MadeReport, target: str, beside: Path) -> list[str]:
    """Why the old file was kept, in lines."""
    told = []
    if made.changed:
        quoted = [f"“{line[:LONGEST_QUOTED]}”" for line in made.edited[:MOST_QUOTED]]
        gone = [text("reports.removed", count=made.removed)] if made.removed else []
        more = text("reports.edited_more") if len(made.edited) > MOST_QUOTED else ""
        told.append(text("reports.edited", path=target, count=made.changed, old=beside,
                         said=text("join.names").join([*quoted, *gone]) + more))
    if made.kept.behind:
        told.append(text("reports.not_carried", old=beside))
    return told
