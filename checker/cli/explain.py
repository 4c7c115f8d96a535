"""``checker explain``: how a verdict came about, from the verdict to the sources, as text or as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from checker.cli.clock import today
from checker.cli.usage import Worded
from checker.messages import text

FORMATS = {".html": "html", ".htm": "html", ".txt": "text", ".json": "json"}


@click.command(cls=Worded, help=text("help.explain"))
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("item", required=False)
@click.option("--ruleset", metavar=text("metavar.ruleset"), help=text("help.ruleset"))
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path),
              metavar=text("metavar.file"), help=text("help.overlay"))
@click.option("--answers", multiple=True, type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.answers"))
@click.option("--as-of", metavar=text("metavar.date"), help=text("help.as_of"))
@click.option("-o", "--output", "outputs", multiple=True, metavar=text("metavar.file"),
              help=text("help.explain_output"))
@click.option("--format", "form", type=click.Choice(["text", "html", "json"]), help=text("help.format"))
def explain(dossier: Path, item: str | None, ruleset: str | None, outputs: tuple[str, ...],
            form: str | None, **asked: Any) -> None:
    """Tell how the verdict and its items came about; always exits 0 when the dossier could be judged."""
    from checker.cli.output import refuse_overwriting, to_terminal, write
    from checker.reporting.plain_text import line
    from checker.services.judging_files import JudgingTerms, judged
    from checker.services.producing import produce_explained

    targets = [(target, _format_of(target, form)) for target in outputs or ("-",)]
    question = JudgingTerms(dossier, today(), (ruleset,) if ruleset else (), **asked)
    [record] = judged(question)
    refuse_overwriting(outputs, question.files)
    found = _find(item, record.ruleset) if item else None
    write([(target, produce_explained(record, name, found)) for target, name in targets])
    if files := text("join.names").join(target for target, _ in targets if target != "-"):
        click.echo(text("line.written", line=line(record.words), path=files),
                   err=any(to_terminal(target) for target, _ in targets))


def _format_of(target: str, asked: str | None) -> str:
    """The format of an output; raises :class:`UsageError` when it can't be told."""
    from checker.errors import Problem, UsageError

    if asked or target == "-":
        return asked or "text"
    suffix = Path(target).suffix.lower()
    if suffix not in FORMATS:
        raise UsageError(Problem("error.explain_format", {"path": target}))
    return FORMATS[suffix]


def _find(item: str, ruleset: object) -> str:
    from checker.errors import Problem, UsageError
    from checker.ruleset.compiled import Ruleset
    from checker.ruleset.terms import number_of
    from checker.text.normal import folded
    from checker.validation import suggestion

    assert isinstance(ruleset, Ruleset)
    names = {known.id: known.model for known in ruleset.written}
    for known, model in names.items():
        called = {known, number_of(known), *map(folded, [model.label, *model.also])}
        if folded(item) in called or item in called:
            return known
    hint = suggestion(item, [model.label for model in names.values()])
    raise UsageError(Problem("error.unknown_item", {
        "ruleset": ruleset.id, "item": item, "hint": hint if len(hint) < 80 else ""}))
