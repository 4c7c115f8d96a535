"""``checker doctor``: what this machine has of what a page needs, or of what a given page was made with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from checker.cli.usage import Worded
from checker.exits import Exit
from checker.messages import text


@click.command(cls=Worded, help=text("help.doctor"))
@click.option("--toolchain", "page", type=click.Path(path_type=Path, readable=False), metavar="PDF",
              help=text("help.doctor_toolchain"))
@click.pass_context
def doctor(context: click.Context, page: Path | None) -> None:
    """Say what is there and what is missing."""
    context.exit(_compared(page) if page else _inspected())


def _inspected() -> Exit:
    from checker.capsule.toolchain import FONTS, LIBRARIES, missing_parts
    from checker.files.resources import folder
    from checker.ruleset.loading import installed, of_program, refused, usable
    from checker.ruleset.own_folders import own_places

    good = True

    def say(name: str, value: str | None) -> None:
        nonlocal good
        good = good and value is not None
        state = text("doctor.ok") if value is not None else text("doctor.bad")
        click.echo(f"[{state}] {name}　{value or ''}".rstrip())

    say("Python", sys.version.split()[0])
    say("durable_rules", _engine())
    say("WeasyPrint", _weasyprint())
    missing = missing_parts()
    for library in LIBRARIES:
        say(library, None if library in missing else "")
    for font in FONTS:
        say(font.name, None if str(font) in missing else str(font.parent))
    for name in ("rulesets", "templates"):
        say(name, str(folder(name)) if folder(name).is_dir() else None)
    for name in installed():
        say(f"rulesets/{name}", of_program(name).digest)
    own = own_places()
    for ruleset in usable() if own else ():
        if ruleset.id in own:
            say(str(own[ruleset.id][0]), ruleset.digest)
    problems = refused()
    for problem in problems:
        click.echo(f"[{text('doctor.bad')}] {problem}")
    return Exit.BUG if not good else Exit.BAD_RULESET if problems else Exit.MET


def _compared(page: Path) -> Exit:
    """The toolchain of a page beside this machine's, and what to install for the page's bytes."""
    from checker.capsule.opening import opened, read_pdf
    from checker.capsule.toolchain import toolchain
    from checker.capsule.unpacking import toolchain_of
    from checker.files.bounds import bounded
    from checker.verifying.drift import drift_words, drifts

    with bounded():
        there = toolchain_of(opened(read_pdf(page)).files)
    found = drifts(there, toolchain())
    if not found:
        click.echo(text("doctor.same_toolchain"))
        return Exit.MET
    for drift in found:
        click.echo(str(drift_words(drift)))
    for line in _install(there):
        click.echo(line)
    return Exit.UNDETERMINED


def _install(there: dict[str, Any]) -> list[str]:
    """How to get what the page was made with, as far as we have a record of its version."""
    from checker.capsule.releases import FILE, pretended, releases
    from checker.files.resources import folder
    from checker.recalling.kept_release import callable_versions

    version = str(there.get("checker", ""))
    record = releases().get(version)
    wanted = [f"{name}=={number}" for name, number in sorted(dict(there.get("packages", {})).items())]
    said = [text("doctor.install_head"),
            text("doctor.install_checker", version=version, program=there.get("code", ""))]
    if pretended(there):
        said.insert(0, text("doctor.pretended", version=version))
    if record is None:
        return [*said, text("doctor.no_record", version=version),
                text("doctor.packages", packages=" ".join(wanted))]
    place = folder("locks") / version
    debian = record["debian"]
    called = version in callable_versions() and not pretended(there)
    return [*said, text("doctor.lock", path=place / "requirements.lock"),
            text("doctor.debian", date=debian["archive"], packages=" ".join(
                f"{name}={number}" for name, number in sorted(debian["packages"].items()))),
            text("doctor.fonts", fonts=text("join.also").join(
                f"{name} {digest.removeprefix('sha256:')}"
                for name, digest in sorted(dict(there.get("fonts", {})).items()))),
            text("doctor.record", path=place / FILE),
            *([text("doctor.release", version=version)] if called else [])]


def _engine() -> str:
    from checker.concluding.engines import default_engine

    name = default_engine().name
    return name if name == "durable_rules" else text("doctor.engine_plain")


def _weasyprint() -> str | None:
    """Its version, without loading it: where a library is missing it would fall over that."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("weasyprint")
    except PackageNotFoundError:
        return None
