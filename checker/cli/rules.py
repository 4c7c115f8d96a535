"""``checker rules``: what rulesets there are, what they say, whether they hold, how they differ."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.usage import WordedGroup
from checker.exits import Exit
from checker.messages import text

if TYPE_CHECKING:
    from checker.ruleset.compiled import Ruleset

SCHEMAS = ("ruleset", "cases", "overlay", "dossier", "common", "verdict", "report-form")


@click.group(cls=WordedGroup, help=text("help.rules_group"))
def rules() -> None:
    """Group the commands about rulesets."""


@rules.command("list", help=text("help.rules_list"))
@click.pass_context
def list_(context: click.Context) -> None:
    """List what is installed and what is the office's own; exit 5 when something of that can't be used."""
    from checker.cli.output import warn
    from checker.quantity.day import in_words
    from checker.ruleset.edition import start_shown
    from checker.ruleset.head import head_of, heads
    from checker.ruleset.loading import refused, usable
    from checker.ruleset.own_folders import own_places

    own = own_places()
    read = [ruleset for ruleset in usable() if ruleset.id in own] if own else []
    listed = [*((head, "") for head in heads()),  # all of them or none
              *((head_of(one.model), "\t" + text("show.own_from", folder=own[one.id][0].parent))
                for one in read)]
    for head, whose in listed:
        successor = ""
        if head.successor:
            document, since = head.successor
            successor = text("list.superseded", since=in_words(since), document=document)
        click.echo(f"{head.id}\t{head.document}\t{head.title}\t{text('kind.' + head.judges)}\t"
                   f"{start_shown(head.since)}～{head.until or ''}{successor}{whose}")
    problems = refused()
    warn(map(str, problems))
    context.exit(Exit.BAD_RULESET if problems else Exit.MET)


def _as_text(ruleset: Ruleset) -> bytes:
    from checker.reporting.ruleset_text import ruleset_text

    return ruleset_text(ruleset).encode()


def _as_page(ruleset: Ruleset) -> bytes:
    from checker.reporting.ruleset_page import ruleset_pdf

    return ruleset_pdf(ruleset)


# By the suffix of the file that is asked for; a terminal gets text.
RENDERERS: dict[str, Callable[[Ruleset], bytes]] = {".txt": _as_text, ".pdf": _as_page}


@rules.command(help=text("help.rules_show"))
@click.argument("ruleset")
@click.option("-o", "--output", default="-", metavar=text("metavar.file"), help=text("help.rules_output"))
def show(ruleset: str, output: str) -> None:
    """Show one ruleset as text, or write it to a file."""
    from checker.cli.output import write
    from checker.errors import Problem, UsageError
    from checker.ruleset.loading import load

    suffix = ".txt" if output == "-" else Path(output).suffix.lower()
    if suffix not in RENDERERS:
        raise UsageError(Problem("show.format", {"path": output, "known": text("join.names").join(
            RENDERERS)}))
    write([(output, RENDERERS[suffix](load(ruleset)))])


@rules.command(help=text("help.rules_test"))
@click.argument("ruleset")
@click.option("--mutate", is_flag=True, help=text("help.mutate"))
@click.pass_context
def test(context: click.Context, ruleset: str, mutate: bool) -> None:
    """Run the cases; exit 5 when one fails, something is uncovered or a mutant survives."""
    from checker.concluding.engines import default_engine
    from checker.ruleset.loading import load, locate
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
    code = "cases.failed" if failed else "cases.passed" if cases else "cases.none"
    click.echo(text(code, ruleset=rules_.id, count=len(cases), failed=len(failed)))
    counting = [result for result in results if result.case.counts]
    if len(counting) < len(results):
        click.echo(text("cases.unconfirmed", count=len(results) - len(counting)))
    gaps = uncovered(rules_, counting)
    for gap in gaps:
        click.echo(gap)
    if not gaps:
        click.echo(text("cases.covered"))
    alive: list[str] = []
    if mutate and not failed:
        changed = list(mutants(rules_))
        told = [result.case for result in counting]
        alive = [text("mutant.survived", item=m.subject, change=m.change)
                 for m in survivors(changed, told, counting, default_engine())]
        for left in alive:
            click.echo(left)
        code = "cases.survivors" if alive else "cases.mutants"
        click.echo(text(code, count=len(changed), survived=len(alive)))
    context.exit(Exit.BAD_RULESET if failed or gaps or alive else Exit.MET)


@rules.command(help=text("help.rules_lint"))
@click.argument("rulesets", nargs=-1)
@click.pass_context
def lint(context: click.Context, rulesets: tuple[str, ...]) -> None:
    """Say what is wrong or could be better; exit 5 when something is wrong."""
    from checker.concluding.engines import default_engine
    from checker.linting.folder import lint_rulesets
    from checker.ruleset.loading import known, unclear
    from checker.ruleset.own_folders import folder_faults

    doubtful = {} if rulesets else unclear()
    faults = [] if rulesets else [*folder_faults(), *doubtful.values()]
    for fault in faults:
        click.echo(str(fault))
    names = rulesets or [name for name in known() if name not in doubtful]
    found = lint_rulesets(names, default_engine())
    for finding in found:
        click.echo(str(finding))
    errors = len(faults) + sum(finding.level == "error" for finding in found)
    click.echo(text("lint.found" if found or faults else "lint.clean", count=len(names), errors=errors,
                    advice=len(found) + len(faults) - errors))
    context.exit(Exit.BAD_RULESET if errors else Exit.MET)


@rules.command(help=text("help.rules_diff"))
@click.argument("before")
@click.argument("after")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help=text("help.diff_format"))
def diff(before: str, after: str, form: str) -> None:
    """Say what was changed from one ruleset to another."""
    import json

    from checker.comparing.rulesets import diff as differences
    from checker.ruleset.loading import load

    a, b = load(before), load(after)
    changes = differences(a, b)
    if form == "json":
        ends = [{"id": end.id, "document": end.model.document, "digest": end.digest} for end in (a, b)]
        data = {"schema": "ruleset-diff/1", "before": ends[0], "after": ends[1],
                "changes": [change.plain() for change in changes]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    click.echo(text("diff.head", before=a.id, after=b.id, before_document=a.model.document,
                    after_document=b.model.document))
    section = None
    for change in changes:
        if change.section != section:
            section = change.section
            click.echo(text(f"diff.section.{section}"))
        click.echo(f"  {change}")
    click.echo(text("diff.count" if changes else "diff.none", count=len(changes)))


@rules.command(help=text("help.rules_schema"))
@click.argument("name", type=click.Choice(SCHEMAS), default="ruleset")
def schema(name: str) -> None:
    """Print the JSON Schema of a format."""
    from checker.services.schemas import schema as made

    click.echo(made(name), nl=False)


def _needed(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    """An option that has to be given; click's own way would say so in English."""
    if value is None:
        raise click.MissingParameter(ctx=context, param=parameter)
    return value


@rules.command("export-cases", help=text("help.rules_export"))
@click.argument("rulesets", nargs=-1)
@click.option("-o", "--output", callback=_needed, metavar=text("metavar.folder"),
              help=text("help.export_output"))
def export_cases(rulesets: tuple[str, ...], output: str) -> None:
    """Write every case as plain JSON, one file per ruleset."""
    import json

    from checker.cli.output import write
    from checker.concluding.engines import default_engine
    from checker.ruleset.loading import load, locate, usable
    from checker.testing.cases import read_cases
    from checker.testing.export import portable

    made = {}
    for name in dict.fromkeys(rulesets or [ruleset.id for ruleset in usable()]):
        ruleset = load(name)
        made[ruleset.id] = portable(ruleset, read_cases(locate(name), ruleset), default_engine())
    folder = _folder(output)
    write([(str(folder / "README.md"), text("export.readme").encode()), *(
        (str(folder / f"{name}.json"), (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
        for name, data in made.items())])
    for name, data in made.items():
        path = folder / f"{name}.json"
        click.echo(text("export.written", ruleset=name, count=len(data["cases"]), path=path))


def _folder(output: str) -> Path:
    """The folder to write to, made if it isn't there."""
    from checker.files.writing import unwritable

    folder = Path(output)
    with unwritable(output):
        folder.mkdir(parents=True, exist_ok=True)
    return folder
