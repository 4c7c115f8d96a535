"""``checker rules``: what rulesets there are, what they say, whether their cases hold."""

from __future__ import annotations

import click

from checker.exits import Exit


@click.group()
def rules() -> None:
    """规则集：列出、显示、测试。"""


@rules.command("list")
def list_() -> None:
    """列出随程序安装的规则集。"""
    from checker.messages import text
    from checker.ruleset.reading import installed, load

    for name in installed():
        model = load(name).model
        click.echo(f"{model.id}\t{model.document}\t{model.title}\t{text('kind.' + model.judges)}\t"
                   f"{model.in_force.since.isoformat()}～")


@rules.command()
@click.argument("ruleset")
def show(ruleset: str) -> None:
    """显示一个规则集：指标、公式、限值、各处文字如何得来。"""
    from checker.reporting.ruleset_text import ruleset_text
    from checker.ruleset.reading import load

    click.echo(ruleset_text(load(ruleset)), nl=False)


@rules.command()
@click.argument("ruleset")
@click.option("--mutate", is_flag=True, help="再把每个限值、算符、个数各改一步，看用例能否发现。")
@click.pass_context
def test(context: click.Context, ruleset: str, mutate: bool) -> None:
    """运行规则集旁的用例，并报告没有覆盖到的限值。"""
    from checker.judging.engine import default_engine
    from checker.messages import text
    from checker.ruleset.reading import load, locate
    from checker.testing.cases import read_cases
    from checker.testing.coverage import uncovered
    from checker.testing.mutation import mutants, survivors
    from checker.testing.running import run

    rules_ = load(ruleset)
    cases = read_cases(locate(ruleset), rules_)
    results = [run(case, rules_, default_engine()) for case in cases]
    failed = [result for result in results if not result.passed]
    for result in failed:
        click.echo(text("case.failed", name=result.case.name, expected=result.expected, found=result.found))
    code = "cases.failed" if failed else "cases.passed"
    click.echo(text(code, ruleset=rules_.id, count=len(cases), failed=len(failed)))
    gaps = uncovered(rules_, results)
    for gap in gaps:
        click.echo(gap)
    if not gaps:
        click.echo(text("cases.covered"))
    alive: list[str] = []
    if mutate and not failed:
        changed = list(mutants(rules_))
        alive = [text("mutant.survived", item=m.subject, change=m.change)
                 for m in survivors(changed, cases, results, default_engine())]
        for left in alive:
            click.echo(left)
        code = "cases.survivors" if alive else "cases.mutants"
        click.echo(text(code, count=len(changed), survived=len(alive)))
    context.exit(Exit.BAD_RULESET if failed or gaps or alive else Exit.MET)
