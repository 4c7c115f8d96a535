"""``checker check``: one dossier, one verdict."""

from __future__ import annotations

from pathlib import Path

import click

from checker.exits import Exit

STATUS = {"met": Exit.MET, "unmet": Exit.UNMET}


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--ruleset", metavar="编号或文件夹", help="按哪个规则集评判；默认取申报材料的 against。")
@click.option("--as-of", metavar="日期", help="评价日期，如 2023-05-31；默认取材料的 assessed_on 或今天。")
@click.option("--purpose", type=click.Choice(["formal", "trial"]), help="正式或试算；有的情形只能试算。")
@click.option("-o", "--output", "outputs", multiple=True, metavar="文件",
              help="写到 .pdf、.json、.xlsx 或 .txt 文件，可写几次；- 为标准输出。")
@click.option("--format", "form", type=click.Choice(["text", "json", "pdf", "xlsx"]),
              help="输出格式；默认按扩展名。")
@click.pass_context
def check(context: click.Context, dossier: Path, ruleset: str | None, as_of: str | None,
          purpose: str | None, outputs: tuple[str, ...], form: str | None) -> None:
    """评判一份申报材料，写出结论。"""
    from checker.cli.judging import judged, warn
    from checker.cli.output import format_of, produce, write
    from checker.messages import text
    from checker.reporting.plain_text import line

    targets = [(target, format_of(target, form)) for target in outputs or ("-",)]
    case = judged(dossier, ruleset, as_of, purpose)
    warn(case)
    contents = [(target, produce(case, name)) for target, name in targets]
    to_screen = any(target == "-" for target, _ in targets)
    for target, content in contents:
        write(target, content)
    files = "、".join(target for target, _ in targets if target != "-")
    if files:
        click.echo(text("line.written", line=line(case.verdict), path=files), err=to_screen)
    context.exit(STATUS.get(case.verdict.outcome, Exit.UNDETERMINED))
