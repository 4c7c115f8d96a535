"""``checker policy``: an office's own policy, typed into a workbook and made into a ruleset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.usage import Worded, WordedGroup
from checker.messages import text

if TYPE_CHECKING:
    from checker.typed.typed_policy import TypedPolicy


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
    from checker.cli.output import warn, write
    from checker.errors import Problem, UsageError
    from checker.files.making import folder_for
    from checker.files.reading import read_within
    from checker.limits import MAX_BYTES
    from checker.linting.folder import CHANGELOG
    from checker.typed.policy_folder import CASES, policy_files
    from checker.typed.typed_policy import typed_policy

    policy = typed_policy(read_within(workbook, MAX_BYTES, UsageError), str(workbook))
    model = policy.ruleset.model
    if target.name != model.id:
        raise UsageError(Problem("policy.folder_name", {"id": model.id, "folder": target.name}))
    before = read_within(target / CASES, MAX_BYTES, UsageError) if (target / CASES).exists() else b""
    files = policy_files(policy, before.decode("utf-8", "replace"))
    kept = [CHANGELOG] if (target / CHANGELOG).exists() else []
    with folder_for((target / CASES).parent):
        write([(str(target / name), content) for name, content in files.content.items() if name not in kept])
    warn([*map(str, policy.advice), *(text("policy.kept", file=target / name) for name in kept),
          *([text("policy.confirmation_gone", file=target / CASES)] if files.gone else []),
          *(text("policy.untold", name=name) for name in files.untold)])
    _tell(policy, target)


def _tell(policy: TypedPolicy, target: Path) -> None:
    """What was written, and where."""
    model = policy.ruleset.model
    bans = sum(item.prohibited_when is not None for item in model.indicators)
    asked = sum(item.prohibits for item in model.indicators) - bans
    click.echo(text("policy.written", id=model.id, folder=target, bans=bans, questions=asked,
                    terms=len(model.quantities) + len(model.attributes), clauses=len(model.clauses),
                    metrics=len(model.indicators) - bans - asked), err=True)


@policies.command("export", cls=Worded, help=text("help.policy_export"))
@click.argument("ruleset")
@click.option("-o", "--output", "target", required=True, metavar=text("metavar.file"),
              help=text("help.policy_new_output"))
def export(ruleset: str, target: str) -> None:
    """Write a ruleset back as a workbook."""
    from checker.cli.form import keep, refuse_suffix
    from checker.cli.output import write
    from checker.ruleset.loading import load, locate, rules_file
    from checker.typed.policy_export import exported

    refuse_suffix(target, (".xlsx",))
    load(ruleset)
    content = exported(rules_file(locate(ruleset)).data)
    keep(target, content)
    write([(target, content)])
    click.echo(text("policy.exported", path=target), err=True)
