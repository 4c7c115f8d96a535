"""``checker policy``: an office's own policy, typed into a workbook and made into a ruleset."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.usage import Worded, WordedGroup
from checker.messages import text


@click.group("policy", cls=WordedGroup, help=text("help.policy"))
def policies() -> None:
    """Group the commands about policies."""


@policies.command("new", cls=Worded, help=text("help.policy_new"))
@click.option("-o", "--output", "target", required=True, metavar=text("metavar.file"),
              help=text("help.policy_new_output"))
def new(target: str) -> None:
    """Write the blank workbook."""
    from checker.cli.form import keep, refuse_suffix
    from checker.cli.output import write
    from checker.typed.blank_policy import blank_policy

    refuse_suffix(target, (".xlsx",))
    content = blank_policy()
    keep(target, content)
    write([(target, content)])
    click.echo(text("policy.blank_written", path=target), err=True)


@policies.command("build", cls=Worded, help=text("help.policy_build"))
@click.argument("workbook", type=click.Path(path_type=Path), metavar=text("metavar.policy_workbook"))
@click.option("-o", "--output", "target", required=True, type=click.Path(path_type=Path),
              metavar=text("metavar.folder"), help=text("help.policy_build_output"))
def build(workbook: Path, target: Path) -> None:
    """Write the ruleset that a filled workbook comes to."""
    from checker.cli.output import write
    from checker.errors import Problem, UsageError
    from checker.files.making import folder_for
    from checker.files.reading import read_within
    from checker.limits import MAX_BYTES
    from checker.ruleset.head import FILE
    from checker.typed.policy_folder import policy_files
    from checker.typed.typed_policy import typed_policy

    policy = typed_policy(read_within(workbook, MAX_BYTES, UsageError), str(workbook))
    model = policy.ruleset.model
    if target.name != model.id:
        raise UsageError(Problem("policy.folder_name", {"id": model.id, "folder": target.name}))
    files = policy_files(policy)
    kept = [name for name in files if name != FILE and (target / name).exists()]
    with folder_for(target):
        write([(str(target / name), content) for name, content in files.items() if name not in kept])
    bans = sum(item.prohibited_when is not None for item in model.indicators)
    asked = sum(item.ask is not None for item in model.indicators)
    click.echo(text("policy.written", id=model.id, folder=target, bans=bans, questions=asked,
                    terms=len(model.quantities) + len(model.attributes), clauses=len(model.clauses),
                    metrics=len(model.indicators) - bans - asked), err=True)
