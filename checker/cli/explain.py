"""``checker explain``: how a value and a finding came about, as text."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.usage import Worded
from checker.messages import text


@click.command(cls=Worded, help=text("help.explain"))
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("item", required=False)
@click.option("--ruleset", metavar=text("metavar.ruleset"), help=text("help.ruleset"))
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path),
              metavar=text("metavar.file"), help=text("help.overlay"))
@click.option("--answers", multiple=True, type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.answers"))
@click.option("--as-of", metavar=text("metavar.date"), help=text("help.as_of"))
def explain(dossier: Path, item: str | None, ruleset: str | None, overlays: tuple[Path, ...],
            answers: tuple[Path, ...], as_of: str | None) -> None:
    """Print how each value and finding came about; always exits 0 when the dossier could be judged."""
    from checker.cli.judging import JudgingTerms, judged
    from checker.reporting.plain_text import explanation

    terms = JudgingTerms(dossier, (ruleset,) if ruleset else (), as_of, overlays=overlays, answers=answers)
    [record] = judged(terms)
    items = [finding.item for finding in record.verdict.findings]
    click.echo(explanation(record.words, [_find(item, record.ruleset)] if item else items))


def _find(item: str, ruleset: object) -> str:
    from checker.errors import Problem, UsageError
    from checker.ruleset.compiled import Ruleset
    from checker.ruleset.terms import number_of
    from checker.text.normal import folded
    from checker.validation import suggestion

    assert isinstance(ruleset, Ruleset)
    names = {known.id: known.model for known in ruleset.items.values()}
    for known, model in names.items():
        called = {known, number_of(known), *map(folded, [model.label, *model.also])}
        if folded(item) in called or item in called:
            return known
    hint = suggestion(item, [model.label for model in names.values()])
    raise UsageError(Problem("error.unknown_item", {
        "ruleset": ruleset.id, "item": item, "hint": hint if len(hint) < 80 else ""}))
