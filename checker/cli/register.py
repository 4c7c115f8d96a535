"""``checker register``: the office's register of verdicts, to found, look up, check, anchor and move."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.address import anchored, named_register, new_place, place_of, register_option
from checker.cli.usage import WordedGroup
from checker.exits import Exit
from checker.messages import text

if TYPE_CHECKING:
    from checker.register.checking import CheckResult
    from checker.register.entry import Entry
    from checker.register.store import Register

FORMATS = click.Choice(["text", "json"])

format_option = click.option("--format", "form", type=FORMATS, default="text",
                             help=text("help.register_format"))
year_option = click.option("--year", callback=lambda *given: _year(given[-1]), metavar=text("metavar.year"),
                           help=text("help.register_year"))
outcome_option = click.option("--outcome", metavar=text("metavar.outcome"),
                              help=text("help.register_outcome"))


def _year(given: str | None) -> int | None:
    if given is None or re.fullmatch("[0-9]{4}", given):
        return None if given is None else int(given)
    from checker.errors import Problem, UsageError

    raise UsageError(Problem("register.year", {"given": given}))


@click.group(cls=WordedGroup, help=text("help.register_group"))
def register() -> None:
    """Group the commands about the register."""


@register.command(help=text("help.register_init"))
@click.argument("url", required=False)
@register_option
@click.option("--office", required=True, metavar=text("metavar.office"), help=text("help.register_office"))
@click.option("--prefix", required=True, metavar=text("metavar.prefix"), help=text("help.register_prefix"))
def init(url: str | None, address: str | None, office: str, prefix: str) -> None:
    """Found a register; the moment is now and its id is drawn by lot."""
    import datetime as dt
    import secrets

    from checker.register.entry import founded
    from checker.register.founding import found

    now = dt.datetime.now(dt.UTC)
    founding = founded(office, prefix, now, secrets.token_hex(16))
    with found(new_place(url, address), founding) as made:
        click.echo(text("register.founded", register=made.database.shown, office=founding.office,
                        prefix=founding.prefix, year=now.year))
    click.echo(text("register.founding_hash", hash=founding.hash))


@register.command("rulesets", help=text("help.register_rulesets"))
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar=text("metavar.folder"))
@register_option
@click.option("--none", "none", is_flag=True, help=text("help.register_no_rulesets"))
def rulesets(folders: tuple[Path, ...], address: str | None, none: bool) -> None:
    """Name the folders of the office's own rulesets for everybody who uses the register, or tell them."""
    from checker.errors import UsageError
    from checker.register.own_setting import rulesets_beside, set_rulesets
    from checker.ruleset.loading import unclear
    from checker.ruleset.own_folders import folder_faults, name_folders, own_places

    named_register(address)
    place = place_of(address) or ""
    if folders or none:
        name_folders(folders)
        if faults := [*folder_faults(), *unclear().values()]:
            raise UsageError(faults)
        set_rulesets(place, folders)
    name_folders(rulesets_beside(place))
    for folder in rulesets_beside(place):
        ids = [name for name, places in own_places().items() if any(one.parent == folder for one in places)]
        click.echo(text("register.rulesets", folder=folder, names=text("join.names").join(ids) or "—"))
    if not rulesets_beside(place):
        click.echo(text("register.no_rulesets"))


@register.command("list", help=text("help.register_list"))
@register_option
@year_option
@outcome_option
@format_option
def list_(address: str | None, year: int | None, outcome: str | None, form: str) -> None:
    """Every entry in a line."""
    from checker.register.entry_words import outcome_code

    kept = named_register(address)
    _listed(kept, kept.find(year=year, outcome=outcome_code(outcome)), form)


@register.command(help=text("help.register_find"))
@click.argument("words", metavar="TEXT")
@register_option
@year_option
@outcome_option
@format_option
def find(words: str, address: str | None, year: int | None, outcome: str | None, form: str) -> None:
    """The entries that are meant, in a line each."""
    from checker.register.entry_words import outcome_code

    kept = named_register(address)
    words = _unsealed(Path(words)) if words.lower().endswith(".pdf") else words
    _listed(kept, kept.find(words, year=year, outcome=outcome_code(outcome)), form, "register.not_found")


@register.command(help=text("help.register_show"))
@click.argument("number")
@register_option
@click.option("--save", "folder", type=click.Path(path_type=Path), metavar=text("metavar.folder"),
              help=text("help.register_save"))
@format_option
def show(number: str, address: str | None, folder: Path | None, form: str) -> None:
    """One entry in full, and its files into a folder."""
    from checker.capsule.unpacking import answers_of
    from checker.errors import Problem, UsageError
    from checker.register.entry_words import told
    from checker.verifying.earlier import earlier_numbers

    kept = named_register(address)
    entry = kept.entry(number.strip().upper())
    if entry is None:
        raise UsageError(Problem("register.no_entry", {"number": number}))
    later = kept.superseded_by(entry.number)
    if folder is not None:
        _save(kept, entry, folder)
    if form == "json":
        click.echo(_json(_plain(entry, later)))
    else:
        for said in told(entry, later, answers_of(entry.files), earlier_numbers(kept, entry)):
            click.echo(said)


@register.command(help=text("help.register_export"))
@click.argument("file", type=click.Path(path_type=Path))
@register_option
def export(file: Path, address: str | None) -> None:
    """Write everything into one file, whole or not at all."""
    from checker.register.exchange import write_to

    head = write_to(named_register(address), file)
    click.echo(text("register.exported", count=head.sequence, path=file, hash=head.hash))


@register.command("import", help=text("help.register_import"))
@click.argument("file", type=click.Path(path_type=Path))
@register_option
def import_(file: Path, address: str | None) -> None:
    """Read a file into a new register, all of it or none."""
    from checker.errors import UsageError
    from checker.files.reading import unreadable
    from checker.register.exchange import read_in

    place = new_place(None, address)
    with (unreadable(file, UsageError), file.open("rb") as stream,
          read_in(stream, str(file), place) as made):
        head = made.head()
    click.echo(text("register.imported", count=head.sequence, register=made.database.shown, hash=head.hash))


@register.command(help=text("help.register_check"))
@register_option
@click.option("--anchor", metavar=text("metavar.hash"), help=text("help.register_anchored"))
@format_option
@click.pass_context
def check(context: click.Context, address: str | None, anchor: str | None, form: str) -> None:
    """Name every fault; exit 6 when there is one."""
    from checker.register.checking import check as checked

    report = checked(named_register(address), anchored(anchor))
    if form == "json":
        click.echo(_json(report.plain()))
    else:
        _report(report)
    context.exit(Exit.MET if report.sound else Exit.VERIFICATION_FAILED)


@register.command(help=text("help.register_anchor"))
@register_option
def anchor(address: str | None) -> None:
    """The end of the chain, to be kept elsewhere."""
    kept = named_register(address)
    head = kept.head()
    last = kept.at(head.sequence)
    click.echo(text("register.anchor", sequence=head.sequence, hash=head.hash,
                    number=last.number if last else text("register.founding_name")))
    click.echo(text("register.anchor_keep", hash=head.hash))


def _report(report: CheckResult) -> None:
    from checker.register.entry_words import anchor_told

    for fault in report.faults:
        click.echo(f"×　{fault}")
    for warning in report.warnings:
        click.echo(f"{text('warning.prefix')}：{warning}")
    if not report.sound:
        click.echo(text("register.unsound", count=len(report.faults)))
        return
    click.echo(text("register.sound", count=report.entries))
    click.echo(anchor_told(report))
    click.echo(text("register.head_line", hash=report.hash))


def _listed(kept: Register, entries: Iterable[Entry], form: str, none: str = "register.nothing") -> None:
    from checker.register.entry_words import line

    later = kept.corrections()
    if form == "json":
        plain = [_plain(entry, later.get(entry.number)) for entry in entries]
        click.echo(_json({"schema": "register-list/1", "entries": plain}))
        return
    some = False
    for entry in entries:
        some = True
        click.echo(line(entry, later.get(entry.number)))
    if not some:
        click.echo(text(none))


def _unsealed(pdf: Path) -> str:
    """The digest under which a page is recorded: of its bytes before any seal."""
    from checker.capsule.opening import read_pdf
    from checker.files.canonical import digest
    from checker.sealing.sections import base_length

    content = read_pdf(pdf)
    return digest(content[:base_length(content)])


def _plain(entry: Entry, later: str | None) -> dict[str, Any]:
    return entry.plain() | {"superseded_by": later}


def _json(data: dict[str, Any]) -> str:
    import json

    return json.dumps(data, ensure_ascii=False, indent=2)


def _save(kept: Register, entry: Entry, folder: Path) -> None:
    from checker.cli.output import write
    from checker.errors import Problem, UsageError, reason
    from checker.files.reading import holds

    files = kept.files(entry)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise UsageError(Problem("register.save_folder", {
            "folder": folder, "reason": reason(problem)})) from None
    for name, content in files.items():
        place = folder / name
        if place.exists() and not holds(place, content):
            raise UsageError(Problem("register.save_taken", {"path": place}))
    write([(str(folder / name), content) for name, content in sorted(files.items())])
    click.echo(text("register.saved", count=len(files), folder=folder), err=True)
