"""``checker explain``: how a value and a finding came about, as text."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("item", required=False)
@click.option("--ruleset", metavar="编号或文件夹", help="按哪个规则集评判；默认取申报材料的 against。")
@click.option("--as-of", metavar="日期", help="评价日期（2023-05-31）。")
def explain(dossier: Path, item: str | None, ruleset: str | None, as_of: str | None) -> None:
    """说明各指标的值和判定从何而来；ITEM 可写编号、序号或名称。"""
    from checker.cli.judging import judged
    from checker.reporting.plain_text import explanation

    case = judged(dossier, ruleset, as_of, None)
    items = [finding.item for finding in case.verdict.findings]
    click.echo(explanation(case.verdict, [_find(item, case.ruleset)] if item else items))


def _find(item: str, ruleset: object) -> str:
    from checker.errors import Problem, UsageError
    from checker.judging.evidence import folded
    from checker.ruleset.compiled import Ruleset
    from checker.validation import suggestion

    assert isinstance(ruleset, Ruleset)
    names = {known.id: known.model for known in ruleset.items.values()}
    for known, model in names.items():
        called = {known, known.rsplit(".", 1)[-1], *map(folded, [model.label, *model.also])}
        if folded(item) in called or item in called:
            return known
    hint = suggestion(item, [model.label for model in names.values()])
    raise UsageError(Problem("error.unknown_item", {
        "ruleset": ruleset.id, "item": item, "hint": hint if len(hint) < 80 else ""}))
