"""``checker rules``: what rulesets there are, what they say, whether their cases hold."""

from __future__ import annotations

import click

from checker.cli.usage import WordedGroup
from checker.exits import Exit
from checker.messages import text


@click.group(cls=WordedGroup, help=text("help.rules"))
def rules() -> None:
    """Group the commands about rulesets."""


@rules.command("list", help=text("help.rules_list"))
def list_() -> None:
    """List what is installed."""
    from checker.ruleset.reading import installed, load

    for name in installed():
        model = load(name).model
        click.echo(f"{model.id}\t{model.document}\t{model.title}\t{text('kind.' + model.judges)}\t"
                   f"{model.in_force.since.isoformat()}～")


@rules.command(help=text("help.rules_show"))
@click.argument("ruleset")
def show(ruleset: str) -> None:
    """Show one ruleset as text."""
    from checker.reporting.ruleset_text import ruleset_text
    from checker.ruleset.reading import load

    click.echo(ruleset_text(load(ruleset)), nl=False)


@rules.command(help=text("help.rules_test"))
@click.argument("ruleset")
@click.option("--mutate", is_flag=True, help=text("help.mutate"))
@click.pass_context
def test(context: click.Context, ruleset: str, mutate: bool) -> None:
    """Run the cases; exit 5 when one fails, something is uncovered or a mutant survives."""
    from checker.judging.engines import default_engine
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
        place = f"{result.case.file}:{result.case.line}"
        click.echo(text("case.failed", place=place, name=result.case.name, expected=result.expected,
                        found=result.found))
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
